#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The man page, made from what the program says of itself.
#   resources/help/man_page.sh PROGRAM > spindle.1
set -euo pipefail
program=$1
version=$("$program" --version)

"$(dirname "${BASH_SOURCE[0]}")/help_records.sh" "$program" | awk -F'\t' -v version="${version#* }" '
  # A backslash, a hyphen that is to be copied, and a dot or quote at the start of a line mean something to troff.
  function plain(text) {
    gsub(/\\/, "\\e", text); gsub(/-/, "\\-", text)
    gsub(/\v/, "\n.br\n\\\\\\&", text)
    return text ~ /^[.\x27]/ ? "\\&" text : text
  }
  function usage(text) { return ".B spindle\n" plain(substr(text, length("spindle ") + 1)) }
  # "INT:INT in [1 - 20] REQUIRED" is of the kind "INT in [1 - 20]"; "Excludes: --anew" is a sentence of its own.
  function entry(names, kind, text,   bold, i, n, part, remark) {
    if ((i = match(kind, /(Excludes|Needs): /)) > 0) { remark = ". " substr(kind, i); sub(/:/, "", remark); kind = substr(kind, 1, i - 1) }
    if (sub(/ ?REQUIRED/, "", kind)) remark = remark ". Required"
    sub(/^[A-Z]+:/, "", kind)
    sub(/ +$/, "", kind)
    n = split(names, part, ",")
    for (i = 1; i <= n; ++i) bold = bold (i > 1 ? ", " : "") "\\fB" plain(part[i]) "\\fR"
    print ".TP\n" bold (kind == "" ? "" : " \\fI" plain(kind) "\\fR")
    if (remark != "" && index(text, "\v")) sub(/^\. /, "\v", remark)  # below a list
    print plain(text (remark == "" ? "" : remark "."))
  }
  $1 == "command" && $2 == "" {
    about = tolower(substr($3, 1, 1)) substr($3, 2); sub(/\.$/, "", about)
    print ".TH SPINDLE 1 \"\" \"Spindle " version "\" \"User Commands\""
    print ".SH NAME\nspindle \\- " plain(about)
    description = $4
  }
  $1 == "usage" && $2 == "" { print ".SH SYNOPSIS\n" usage($3) "\n.SH DESCRIPTION\n" plain(description) "\n.SH OPTIONS" }
  $1 == "command" && $2 != "" {
    if (!listed++) print ".SH COMMANDS"
    print ".SS " plain($2) "\n" plain($3 ".") ($4 == "" ? "" : "\n.PP\n" plain($4))
  }
  $1 == "usage" && $2 != "" { print ".PP\n" usage($3) }
  $1 == "positional" { entry($3, $4, $5) }
  $1 == "option" && !($2 != "" && $3 ~ /--help/) { entry($3, $4, $5) }
  $1 == "footer" { footer = footer $3 "\n" }
  # Listed by a command of its own, after all that --help says.
  $1 == "value" && $2 == "analyze" { analyses = analyses ".TP\n\\fB" plain($4) "\\fR\n" plain($5) "\n" }
  END {
    if (analyses != "") printf ".SH ANALYSES\n%s", analyses
    n = split(footer, lines, "\n")
    for (i = 1; i < n; ++i) {
      colon = index(lines[i], ": ")
      if (colon > 0) print ".SH " toupper(substr(lines[i], 1, colon - 1)) "\n" plain(substr(lines[i], colon + 2))
    }
  }'
