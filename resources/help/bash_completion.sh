#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Completion for bash, made from what the program says of itself.
#   resources/help/bash_completion.sh PROGRAM > share/bash-completion/completions/spindle
set -euo pipefail

"$(dirname "${BASH_SOURCE[0]}")/help_records.sh" "$1" | awk -F'\t' '
  function cases(list, action) { if (list != "") printf "    %s) %s ;;\n", substr(list, 4), action }
  $1 == "command" { order[++count] = $2 }
  $1 == "sub" { commands = commands (commands == "" ? "" : " ") $3 }
  $1 == "option" {
    n = split($3, names, ",")
    for (i = 1; i <= n; ++i) {
      options[$2] = options[$2] (options[$2] == "" ? "" : " ") names[i]
      pattern = " | \"" $2 " " names[i] "\""
      if ($4 ~ /\{/) {
        choice = $4; sub(/.*\{/, "", choice); sub(/\}.*/, "", choice); gsub(/,/, " ", choice)
        choices = choices "    " substr(pattern, 4) ") words=\"" choice "\" ;;\n"
      } else if ($4 ~ /^(INT|UINT|FLOAT)/) numbers = numbers pattern
      else if ($4 ~ /^[A-Z]+( |$)/) files = files pattern
    }
  }
  $1 == "value" { values[$2] = values[$2] (values[$2] == "" ? "" : " ") $4 }
  END {
    print "# Completion of spindle for bash, made from spindle --help."
    print "_spindle() {"
    print "  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} command= words= i"
    print "  [[ $previous == = ]] && previous=${COMP_WORDS[COMP_CWORD - 2]}"
    print "  [[ $current == = ]] && current="
    print "  for ((i = 1; i < COMP_CWORD; ++i)); do"
    print "    case ${COMP_WORDS[i]} in"
    pattern = commands; gsub(/ /, " | ", pattern)
    print "      " pattern ") command=${COMP_WORDS[i]}; break ;;"
    print "    esac"
    print "  done"
    print "  COMPREPLY=()"
    print "  case \"$command $previous\" in"
    printf "%s", choices
    cases(numbers, "compopt +o default +o bashdefault 2> /dev/null; return")
    cases(files, "return")
    for (i = 1; i <= count; ++i)
      if (order[i] in values) cases(" | \"" order[i] " " order[i] "\"", "words=\"" values[order[i]] "\"")
    print "  esac"
    print "  if [[ $current == -* ]]; then"
    print "    case $command in"
    for (i = 1; i <= count; ++i) printf "      %s) words=\"%s\" ;;\n", order[i] == "" ? "\"\"" : order[i], options[order[i]]
    print "    esac"
    print "  elif [[ -z $command && -z $words ]]; then"
    print "    words=\"" commands "\""
    print "  fi"
    print "  # Where nothing fits, the shell completes names of files."
    print "  [[ -n $words ]] && COMPREPLY=($(compgen -W \"$words\" -- \"$current\"))"
    print "  return 0"
    print "}"
    print "complete -o bashdefault -o default -F _spindle spindle"
  }'
