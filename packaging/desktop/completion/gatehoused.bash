# SPDX-License-Identifier: Apache-2.0
# Completion of gatehoused(8) for bash.
_gatehoused() {
  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} command=${COMP_WORDS[1]}
  local commands='serve apply export check schema key secret vault conform backup restore --help --version'
  local store='--data-dir --config --admin-token-file --vault-key-file'
  local words=''
  COMPREPLY=()
  case $before in
    --config | --admin-token-file | --vault-key-file | --new-key-file | --data-dir | check | apply | backup | restore)
      compopt -o filenames 2>/dev/null
      mapfile -t COMPREPLY < <(compgen -f -- "$word")
      return
      ;;
    --log-level)
      mapfile -t COMPREPLY < <(compgen -W 'debug info warning error off' -- "$word")
      return
      ;;
    --dialect)
      mapfile -t COMPREPLY < <(compgen -W 'openai openai_responses anthropic gemini bedrock bedrock_invoke cohere ollama' -- "$word")
      return
      ;;
    --route | --listen | --admin | --threads | --drain-seconds) return ;;
  esac
  case $command in
    serve) words="$store --listen --admin --threads --drain-seconds --log-level" ;;
    apply) words="$store --dry-run --prune" ;;
    restore) words="$store --force" ;;
    key) words="new $store" ;;
    secret) words="set list remove $store" ;;
    vault) words="rotate --make-key-file --new-key-file $store" ;;
    conform) words="$store --route --dialect --dry-run --json" ;;
    export | backup) words=$store ;;
    check | schema) ;;
    *) words=$commands ;;
  esac
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
}
complete -F _gatehoused gatehoused
