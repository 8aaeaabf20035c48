# SPDX-License-Identifier: 0BSD
# The chain: digests that name the states of the disk (vmp, provisioner v1beta1). Read by provisioner.sh.
# shellcheck shell=bash disable=SC2034,SC2154 # provisioner.sh has the variables of this file, too
#
# Computed as loader/configuration/image/chain.h says: "vmp gen" has digested what the registry says, the files may have
# changed since. So what a state is called is always true.

chain=()        # of the source's state and the state behind each step
result_chain='' # of the result
result=''       # the file that is to be made: another one than planned where files have changed

compute_chain() {
  local step
  local -A file_lines=()
  digest_files
  digest "${part_digest[source]}"$'\n'"${file_lines[source]:-}"
  chain=("$REPLY")
  for step in "${step_names[@]}"; do
    digest "${chain[-1]}"$'\n'"${part_digest[$step]}"$'\n'"${file_lines[$step]:-}"
    chain+=("$REPLY")
  done
  digest "${chain[-1]}"$'\n'"${part_digest[export]}"$'\n'
  result_chain=$REPLY
  name_result
}

digest() { # TEXT that ends with a newline
  REPLY=$(sha256sum <<<"${1%$'\n'}") || die "sha256sum fails"
  REPLY=${REPLY%% *}
}

# Into file_lines of compute_chain: a line "MODE DIGEST  PATH" for each file of a part, in the order of bytes.
digest_files() {
  local list entry folders=() modes=() paths=() number=0 digest
  [[ ! -d source.d ]] || folders+=(source.d)
  [[ ! -d step.d ]] || folders+=(step.d)
  ((${#folders[@]})) || return 0
  list=$(find "${folders[@]}" ! -type d -printf '%m %y %p\n' | LC_ALL=C sort -s -k 3) || die "cannot list ${folders[*]}"
  [[ $list ]] || return 0
  while IFS= read -r entry; do
    [[ $entry =~ ^([0-7]+)' f '((source|step)\.d/.*)$ ]] ||
      die "${entry#* * } is no file, and only files belong there: vmp gen"
    paths+=("${BASH_REMATCH[2]}")
    modes+=("${BASH_REMATCH[1]}")
  done <<<"$list"
  list=$(printf '%s\0' "${paths[@]}" | xargs -0 sha256sum --) || die "cannot read the files in ${folders[*]}"
  while read -r digest _; do
    add_file_line "${modes[number]}" "${digest#\\}" "${paths[number]}"
    number=$((number + 1))
  done <<<"$list"
}

add_file_line() { # MODE DIGEST PATH
  local mode=644 part=source path=${3#source.d/}
  ((!(8#$1 & 8#100))) || mode=755
  if [[ $3 == step.d/* ]]; then
    path=${3#step.d/}
    part=${path%%/*}
    path=${path#*/}
  fi
  file_lines[$part]+="$mode $2  $path"$'\n'
}

name_result() { # planned_result, with the digits of this chain
  local digits=${planned_chain:0:8} before
  before=${planned_result%"-$digits"*}
  result=$before-${result_chain:0:8}${planned_result#"$before-$digits"}
  [[ $result_chain != "$planned_chain" ]] || result=$planned_result
  [[ $result == */* ]] || result=./$result
  cache=${result%/*}/.cache
}

find_step() { # NAME, as in the registry or in step.d: its number, from 1, in REPLY
  local number name decoded
  for number in "${!step_names[@]}"; do
    name=${step_names[number]}
    printf -v decoded %b "${name//,/\\x}"
    if [[ $1 == "$name" || $1 == "${name#*-}" || $1 == "${decoded#*-}" ]]; then
      REPLY=$((number + 1))
      return 0
    fi
  done
  die "there is no step \"$1\": make list"
}

title_of() { # NUMBER of a state: what led to it, for people
  REPLY='the source'
  (($1 == 0)) || name_step "${step_names[$1 - 1]}"
}

name_step() { # NN-NAME
  local name=${1#*-}
  printf -v name %b "${name//,/\\x}"
  REPLY="step \"$name\""
}
