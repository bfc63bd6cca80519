#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Completion for zsh, made from what the program says of itself.
#   resources/help/zsh_completion.sh PROGRAM > share/zsh/site-functions/_spindle
set -euo pipefail

"$(dirname "${BASH_SOURCE[0]}")/help_records.sh" "$1" | awk -F'\t' '
  function escaped(text) {
    gsub(/\v/, " ", text); gsub(/\\/, "\\\\", text); gsub(/:/, "\\:", text); gsub(/\[/, "\\[", text); gsub(/\]/, "\\]", text); gsub(/\x27/, "\x27\\\x27\x27", text)
    return text
  }
  function quoted(text) { return "\x27" text "\x27" }
  # What may follow: one of {a,b}, a number, or a file.
  function action(kind,   choice) {
    if (kind ~ /\{/) {
      choice = kind; sub(/.*\{/, "", choice); sub(/\}.*/, "", choice); gsub(/,/, " ", choice)
      return ":value:(" choice ")"
    }
    if (kind ~ /^(INT|UINT|FLOAT)/) return ":number: "
    if (kind ~ /^[A-Z]+( |$)/) return ":file:_files"
    return ""
  }
  function addOption(command, names, kind, text,   n, i, list, part) {
    n = split(names, part, ",")
    list = names; gsub(/,/, " ", list)
    for (i = 1; i <= n; ++i)
      specs[command] = specs[command] " \\\n        " \
        quoted("(" list ")" part[i] (action(kind) != "" && part[i] ~ /^--/ ? "=" : "") "[" escaped(text) "]" action(kind))
  }
  $1 == "sub" { order[++count] = $3; about[$3] = $5 }
  $1 == "option" { addOption($2, $3, $4, $5) }
  $1 == "positional" && $2 != "" { positionals[$2] = positionals[$2] " " $3 }
  $1 == "value" { values[$2, $3] = values[$2, $3] (values[$2, $3] == "" ? "" : " ") $4 }
  END {
    print "#compdef spindle\n# Completion of spindle for zsh, made from spindle --help."
    print "_spindle() {\n  local context state line\n  typeset -A opt_args\n  local -a commands=("
    for (i = 1; i <= count; ++i) print "    " quoted(order[i] ":" escaped(about[order[i]]))
    print "  )\n  _arguments -C" specs[""] " \\\n        \x271: :->first\x27 \x27*:: :->rest\x27"
    print "  case $state in\n    first)\n      _describe command commands\n      _files\n      ;;\n    rest)\n      case $line[1] in"
    for (i = 1; i <= count; ++i) {
      name = order[i]
      printf "      %s)\n        _arguments%s", name, specs[name]
      n = split(positionals[name], part, " ")
      for (j = 1; j <= n; ++j)
        printf " \\\n        %s", quoted(j ":" part[j] ":" ((name, part[j]) in values ? "(" values[name, part[j]] ")" : "_files"))
      print "\n        ;;"
    }
    print "      esac\n      ;;\n  esac\n}\n_spindle \"$@\""
  }'
