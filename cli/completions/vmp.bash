# Completion of vmp for bash. "vmp __complete" knows the answers; this is how bash asks. Source it, or install it as
# share/bash-completion/completions/vmp.
# shellcheck shell=bash

# The words behind "vmp", as they will be when bash has taken their quotes away, in the array WORDS. Bash splits at ":" and
# "=" for its own purposes, so they are read from the line.
_vmp_words() {
  local line=${COMP_LINE:0:COMP_POINT} word='' quote='' character escaped=''
  words=()
  while IFS= read -r -n1 character; do
    if [[ $escaped ]]; then
      word+=$character escaped=''
    elif [[ $character == \\ && $quote != \' ]]; then
      escaped=yes
    elif [[ $character == "$quote" ]]; then
      quote=''
    elif [[ ! $quote && $character == [\"\'] ]]; then
      quote=$character
    elif [[ ! $quote && $character == [[:blank:]] ]]; then
      words+=("$word") word=''
    else
      word+=$character
    fi
  done < <(printf %s "$line")
  words+=("$word")
  words=("${words[@]:1}")
  # What blanks left behind.
  local each kept=() last=${words[-1]}
  for each in "${words[@]:0:${#words[@]}-1}"; do
    [[ ! $each ]] || kept+=("${each/#\~\//$HOME/}")
  done
  words=("${kept[@]}" "$last")
}

_vmp() {
  local words kind line lines start
  _vmp_words
  mapfile -t lines < <("${COMP_WORDS[0]}" __complete "${words[@]}" </dev/null 2>/dev/null)
  kind=${lines[0]:-words}
  # Bash replaces what is behind the last ":" or "=" of the word.
  start=${words[-1]}
  [[ $start == *[:=]* ]] && start=${start%"${start##*[:=]}"} || start=''
  COMPREPLY=()
  if [[ $kind == files || $kind == directories ]]; then
    local action=file
    [[ $kind == files ]] || action=directory
    compopt -o filenames 2>/dev/null
    mapfile -t COMPREPLY < <(compgen -A "$action" -- "${words[-1]#"$start"}")
    return
  fi
  for line in "${lines[@]:1}"; do
    line=${line%%$'\t'*}
    printf -v line %q "${line#"$start"}"
    COMPREPLY+=("$line")
  done
}

complete -F _vmp vmp
