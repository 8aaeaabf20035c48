# SPDX-License-Identifier: 0BSD
# Waiting until the guest is ready (vmp, provisioner v1beta1). Read by provisioner.sh.
# shellcheck shell=bash disable=SC2034,SC2154 # provisioner.sh has the variables of this file, too

known=''              # the addresses that were said last
untrusted=()          # those whose host key ssh does not take
said_by_tools=''      # in this round
declare -A told=()    # what was said of each address last
ready_address=''
guest_says=''         # what the probe printed

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
      die "ssh to ${untrusted[0]}: Host key verification failed. $trust_help" "$said_by_tools"
    pause "ssh to ${known// / or } does not get through" "$said_by_tools"
  done
}

begin_waiting() {
  end=$((SECONDS + V1BETA1_WAIT_FOR_READY_TIMEOUT_SECS))
  refuse_unless_running
  [[ ! ${installation:-} ]] || die "domain \"$domain\" is being installed: make up waits for that"
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
  cloud-init status --wait >/dev/null; status=$?; echo "@vmp instance $(cat /run/cloud-init/.instance-id 2>/dev/null)"
  cloud-init status --long; exit $status'

try_address() { # ADDRESS: returns 0 when the guest is ready, 1 when ssh does not get through
  local status=0 left=$((end - SECONDS)) connect=$V1BETA1_WAIT_FOR_READY_SSH_CONNECT_TIMEOUT_SECS output at=''
  ((${#addresses[@]} == 1)) || at=" at $1"
  if ! learn_host_key; then
    output=$no_host_key status=255
    note_failure "$1"
    return 1
  fi
  ssh_to "$1" -o "ConnectTimeout=$connect"
  ((left > connect)) || left=$connect # the last one may take as long as connecting does
  output=$(timeout --foreground "$left" "${ssh[@]}" "$probe" 2>&1 </dev/null) || status=$?
  case $status in
    0 | 2)
      note_ready "$1"
      return
      ;;
    5 | 6 | 124 | 255) ;;
    *) die "cloud-init failed in the guest$at, status $status" "$output" ;;
  esac
  note_failure "$1"
  return 1
}

ssh_to_ready_guest() { # into ssh, all words but the guest's command
  ssh_to "$ready_address" -o "ConnectTimeout=$V1BETA1_WAIT_FOR_READY_SSH_CONNECT_TIMEOUT_SECS"
}

list_facts() { # into facts: what a step on this machine is told of the VM
  facts=(VMP_ADDRESS="$ready_address" VMP_DOMAIN="$domain" VMP_DOMAIN_UUID="$uuid")
}

note_ready() { # ADDRESS: of the variables of try_address; returns 1 where another VM has it
  local other
  ready_address=$1
  guest_says=$output
  output=$(grep -v '^@vmp ' <<<"$guest_says") || true # which may be all
  other=$(sed -n 's/^@vmp instance //p' <<<"$guest_says") || die "sed fails"
  if [[ $other && $instance_id && $other != "$instance_id" ]]; then
    output="this is not the VM: its instance-id is $other, not $instance_id (an old lease, or it has not read its seed)"
    [[ $accepted == false ]] || forget_host_key
    note_failure "$1"
    return 1
  fi
  confirm_host_key
  if ((status)); then
    say "ready$at, but cloud-init has complaints"$'\n'"$output"
  else
    say "ready$at"
  fi
}

note_failure() { # ADDRESS: of the variables of try_address
  local why
  explain_ssh "$status" "$output"
  why=$REPLY
  said_by_tools+=${output:-$why}$'\n'
  if [[ $why == 'Host key verification failed.' ]] && ! renew_host_key; then
    untrusted+=("$1")
    ((${#addresses[@]} > 1)) || return 0 # that is the error
  fi
  [[ $why == "${told[$1]:-}" ]] || say "ssh to $1: $why"
  told[$1]=$why
}
