# SPDX-License-Identifier: 0BSD
# Waiting until the guest is ready (vmp, provisioner v1beta1). Read by provisioner.sh.
# shellcheck shell=bash disable=SC2154 # provisioner.sh has the variables of this file, too

known=''              # the addresses that were said last
untrusted=()          # those whose host key ssh does not take
said_by_tools=''      # in this round
declare -A told=()    # what was said of each address last

wait_for_address() {
  local end
  begin_waiting
  until find_addresses; do pause "$no_address"; done
  say_addresses
}

wait_for_ready() { # until one of the addresses is
  local end
  begin_waiting
  while :; do
    find_addresses || { pause "$no_address" && continue; }
    say_addresses
    ! try_addresses || return 0
    ((${#untrusted[@]} < ${#addresses[@]})) ||
      die "ssh to ${untrusted[0]}: Host key verification failed. ${trust_help/ADDRESS/${untrusted[0]}}" "$said_by_tools"
    pause "ssh to ${known// / or } does not get through" "$said_by_tools"
  done
}

begin_waiting() {
  end=$((SECONDS + V1BETA1_WAIT_FOR_READY_TIMEOUT_SECS))
  refuse_unless_running
}

pause() { # WHY [WHAT-A-TOOL-SAID]
  local left=$((end - SECONDS)) interval=$V1BETA1_WAIT_FOR_READY_INTERVAL_SECS
  ((left > 0)) || die "not ready after $V1BETA1_WAIT_FOR_READY_TIMEOUT_SECS seconds: $1" "${2:-}"
  sleep $((interval < left ? interval : left))
}

say_addresses() {
  [[ ${addresses[*]} != "$known" ]] || return 0
  known=${addresses[*]}
  say "address ${known// / or }"
}

try_addresses() { # returns 0 when one is ready
  local address
  untrusted=()
  said_by_tools=''
  for address in "${addresses[@]}"; do
    ((SECONDS < end)) || [[ $address == "${addresses[0]}" ]] || break
    ! try_address "$address" || return 0
  done
  return 1
}

# shellcheck disable=SC2016 # it is the guest's shell that expands this
probe='command -v cloud-init >/dev/null || exit 0
  cloud-init status --wait >/dev/null; status=$?; cloud-init status --long; exit $status'

try_address() { # ADDRESS: returns 0 when the guest is ready, 1 when ssh does not get through
  local status=0 left=$((end - SECONDS)) connect=$V1BETA1_WAIT_FOR_READY_SSH_CONNECT_TIMEOUT_SECS output at=''
  ((${#addresses[@]} == 1)) || at=" at $1"
  ssh_to "$1" -o "ConnectTimeout=$connect"
  ((left > connect)) || left=$connect # the last one may take as long as connecting does
  output=$(timeout --foreground "$left" "${ssh[@]}" "$probe" 2>&1 </dev/null) || status=$?
  case $status in
    0) say "ready$at" && return 0 ;;
    2) say "ready$at, but cloud-init has complaints"$'\n'"$output" && return 0 ;;
    5 | 6 | 124 | 255) ;;
    *) die "cloud-init failed in the guest$at, status $status" "$output" ;;
  esac
  note_failure "$1"
  return 1
}

note_failure() { # ADDRESS: of the variables of try_address
  explain_ssh "$status" "$output"
  said_by_tools+=${output:-$REPLY}$'\n'
  if [[ $REPLY == 'Host key verification failed.' ]]; then
    untrusted+=("$1")
    ((${#addresses[@]} > 1)) || return 0 # that is the error
  fi
  [[ $REPLY == "${told[$1]:-}" ]] || say "ssh to $1: $REPLY"
  told[$1]=$REPLY
}
