# SPDX-License-Identifier: 0BSD
# list, status and diff (vmp, provisioner v1beta1). Read by provisioner.sh.
# shellcheck shell=bash disable=SC2154 # provisioner.sh has the variables of this file, too

list_steps() {
  local number last name
  last_state
  last=$REPLY
  printf '%-4s %-20s %-14s %-9s %-8s %9s %8s\n' NR STEP TYPE DIGEST STATE MIB SECONDS
  list_state 0 00 source "${part_type[source]}"
  for number in "${!step_names[@]}"; do
    name=${step_names[number]}
    printf -v name %b "${name//,/\\x}"
    list_state "$((number + 1))" "${name%%-*}" "${name#*-}" "${part_type[${step_names[number]}]}"
  done
  if has_result; then
    say "$result is built"
  elif ((last == ${#chain[@]} - 1)); then
    say "make build only exports"
  else
    title_of "$((last + 1))"
    say "make build begins with $REPLY"
  fi
}

list_state() { # NUMBER NR NAME TYPE
  local file=$cache/${chain[$1]} state=missing size='' seconds=''
  if has_state "${chain[$1]}"; then
    state=cached
    size=$(du -m -- "$file.qcow2") || die "cannot read $file.qcow2"
    size=${size%%[[:blank:]]*}
    [[ ! -e $file.seconds ]] || read -r seconds <"$file.seconds" || true
  elif [[ -e $file.failed.qcow2 ]]; then
    state=failed
  fi
  printf '%-4s %-20s %-14s %-9s %-8s %9s %8s\n' "$2" "$3" "$4" "${chain[$1]:0:8}" "$state" "$size" "$seconds"
}

report_status() {
  local size=''
  if has_result; then
    say "$result is built, of chain ${result_chain:0:8}, on ${built[date]}, $((built[size] / 1048576)) MiB"
  else
    last_state
    say "$result is not built; $((REPLY + 1)) of ${#chain[@]} states are cached"
  fi
  [[ $result_chain == "$planned_chain" ]] || tell_changes
  if [[ -d $cache ]]; then
    size=$(du -sh -- "$cache") || die "cannot read $cache"
    say "the cache of all images there takes ${size%%[[:blank:]]*}"
  fi
}

report_differences() {
  local differs=false
  if [[ $result_chain != "$planned_chain" ]]; then
    say "files have changed since vmp gen: chain ${planned_chain:0:8} is ${result_chain:0:8} now"
    differs=true
  fi
  if ! has_result; then
    say "$result is not built"
    differs=true
  fi
  [[ $differs == false ]] || exit 1
}

verify() {
  local status=0
  verify_result || status=1
  verify_states "${chain[@]}" || status=1
  return "$status"
}
