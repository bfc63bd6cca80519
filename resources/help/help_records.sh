#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What `spindle --help` and `spindle COMMAND --help` say, one record a line, fields separated by tabs; the man page and the
# shells' completions are made from it. A vertical tab stands where a description has a line of its own.
#   resources/help/help_records.sh PROGRAM
#
#   command     NAME          first line    further lines         NAME is empty for the program itself
#   usage       NAME          line after "Usage:"
#   positional  NAME          its name      kind of value         description
#   option      NAME          its names     kind of value         description; names are separated by commas
#   sub         NAME          sub-command   ""                    description
#   value       NAME          positional    one of its values     description
#   footer      NAME          text after the lists
set -euo pipefail
program=$1

records() {
  # CLI11 writes "  HEAD   DESCRIPTION" with descriptions from column 30, on the next line where HEAD is long.
  awk -v command="$1" '
    BEGIN { OFS = "\t"; part = "about" }
    function flush(   names, i) {
      if (head == "") return
      i = index(head, " ")
      names = i ? substr(head, 1, i - 1) : head
      print kind, command, names, i ? substr(head, i + 1) : "", text
      if (kind == "positional") values(names, text)
      head = text = ""
    }
    # "Network:\v  fashion-lenet: a small ..." lists the values of a positional.
    function values(name, list,   lines, n, j, k) {
      n = split(list, lines, "\v")
      for (j = 2; j <= n; ++j) if ((k = index(lines[j], ": ")) > 0) {
        print "value", command, name, substr(lines[j], 1, k - 1), substr(lines[j], k + 2)
      }
    }
    function add(line,   indent) {
      match(line, /^ */); indent = RLENGTH
      sub(/^ +/, "", line)
      text = text (text == "" ? "" : indent > 30 ? "\v" : " ") line
    }
    /^Usage: / {
      print "command", command, about, more
      print "usage", command, substr($0, 8)
      part = "lists"; next
    }
    part == "about" { if (about == "") about = $0; else more = more (more == "" ? "" : " ") $0; next }
    tolower($0) ~ /^(positionals|options|subcommands):/ {
      flush()
      kind = tolower(substr($0, 1, 1)) == "p" ? "positional" : tolower(substr($0, 1, 1)) == "o" ? "option" : "sub"
      next
    }
    /^[^ ]/ { flush(); print "footer", command, $0; next }
    /^  [^ ]/ {
      flush()
      line = substr($0, 3)
      sub(/,  +/, ",", line)
      i = match(line, /   */)
      head = i ? substr(line, 1, i - 1) : line
      text = i ? substr(line, i + RLENGTH) : ""
      next
    }
    /[^ ]/ { add($0) }
    END { flush() }'
}

"$program" --help | records ""
"$program" --help | records "" | awk -F'\t' '$1 == "sub" { print $3 }' | while read -r command; do
  "$program" "$command" --help | records "$command"
done
# The analyses are listed by the program itself: a heading, then a name at the start of each line, up to an empty line.
"$program" analyze | awk '
  NR == 1 { next }
  NF == 0 { over = 1 }  # to its end all the same: else the program may meet a closed pipe
  over { next }
  { name = $1; sub(/^[^ ]+ +/, ""); sub(/  .*/, ""); print "value\tanalyze\tNAME\t" name "\t" $0 }'
