# SPDX-License-Identifier: GPL-3.0-or-later
# Completion of gatehouse(1) for bash.
_gatehouse() {
  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}
  local options='--help --version --profile --connect --view --pause --minimized --import --export'
  local views='overview log playground providers routes connect keys analytics settings'
  COMPREPLY=()
  case $before in
    --view)
      mapfile -t COMPREPLY < <(compgen -W "$views" -- "$word")
      return
      ;;
    --import | --export)
      compopt -o filenames 2>/dev/null
      mapfile -t COMPREPLY < <(compgen -f -- "$word")
      return
      ;;
    --profile | --connect) return ;;
  esac
  mapfile -t COMPREPLY < <(compgen -W "$options" -- "$word")
}
complete -F _gatehouse gatehouse
