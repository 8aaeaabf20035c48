# The way into the guest: its address, ssh, waiting (vmp, provisioner v1alpha1). Read by provisioner.sh.
# shellcheck shell=bash disable=SC2034,SC2154 # provisioner.sh has the variables of this file, too

ask_address() { # of libvirt, unless it is known otherwise
  local source
  [[ $V1ALPHA1_SSH_HOST$V1ALPHA1_IP_CMD ]] || for source in lease agent arp; do
    ask "$source" domifaddr --domain "$uuid" --source "$source"
  done
}
print_address() { # from the answers to that
  local name kind address four='' six=''
  if [[ $V1ALPHA1_SSH_HOST ]]; then printf '%s\n' "$V1ALPHA1_SSH_HOST" && return; fi
  if [[ $V1ALPHA1_IP_CMD ]]; then
    four=$(DOMAIN=$domain DOMAIN_UUID=$uuid bash -c "$V1ALPHA1_IP_CMD") && read -r four <<<"$four" || four=''
  fi
  while read -r name _ kind address; do
    [[ $name != lo && ! $address =~ ^(127\.|fe80:|::1/) ]] || continue
    case $kind in ipv4) four=${four:-$address} ;; ipv6) six=${six:-$address} ;; esac
  done <<<"${answers[lease]:-}${answers[agent]:-}${answers[arp]:-}"
  four=${four:-$six}
  [[ $four ]] && printf '%s\n' "${four%%/*}"
}
find_address() { # on standard output
  batch='' && ask_address
  [[ ! $batch ]] || send
  print_address
}
no_address="domain \"$domain\" has no DHCP lease, guest agent or ARP entry (another way: V1ALPHA1_IP_CMD)"
[[ ! $V1ALPHA1_IP_CMD ]] || no_address="V1ALPHA1_IP_CMD prints no address"

ssh_to() { # HOST OPTION...: into ssh, all words but the guest's command
  local words # xargs splits as a shell does, and runs nothing of it
  temporary
  xargs -r printf '%s\0' <<<"$V1ALPHA1_SSH_OPTS $V1ALPHA1_SSH_EXTRA_OPTS" >"$REPLY" ||
    die "V1ALPHA1_SSH_OPTS or V1ALPHA1_SSH_EXTRA_OPTS has a quote without an end"
  mapfile -d '' -t words <"$REPLY"
  ssh=(ssh "${@:2}" "${words[@]}" ${proxy:+-o "ProxyCommand=$proxy"})
  ssh+=(${V1ALPHA1_SSH_USER:+-l "$V1ALPHA1_SSH_USER"} -- "$1")
  [[ $password == false ]] || ssh=(sshpass -f sshpass "${ssh[@]}")
}

why_no_ssh() { # STATUS OUTPUT: in a line. sshpass says nothing itself when it ends with 5 or 6.
  case $1 in
    5) REPLY="the user and the password are not taken" ;;
    6) REPLY="Host key verification failed." ;;
    *) REPLY=${2##*$'\n'} REPLY=${REPLY%$'\r'} ;;
  esac
}
trust_help="Where a guest was made anew, its old key has to go: ssh-keygen -R ADDRESS. To take the key of a new guest, \
write options: {StrictHostKeyChecking: accept-new} under ssh in the registry"
log_in() { # with CMD, to run that
  local address status=0
  address=$(find_address) || die "$no_address"
  ssh_to "$address"
  [[ $password == true ]] || instead "${ssh[@]}" ${CMD_TEXT:+"$CMD_TEXT"}
  run "${ssh[@]}" ${CMD_TEXT:+"$CMD_TEXT"} || status=$?
  case $status in
    5) why_no_ssh 5 && warn "status 5 of sshpass means: $REPLY" ;;
    6) why_no_ssh 6 && warn "status 6 of sshpass means: $REPLY ${trust_help/ADDRESS/$address}" ;;
  esac
  exit $status
}

pause() { # WHY [WHAT-A-TOOL-SAID]
  local left=$((end - SECONDS)) interval=$V1ALPHA1_WAIT_FOR_READY_INTERVAL_SECS
  ((left > 0)) || die "not ready after $V1ALPHA1_WAIT_FOR_READY_TIMEOUT_SECS seconds: $1" "${2:-}"
  sleep $((interval < left ? interval : left))
}
wait_for_ready() { # [ip]
  local end=$((SECONDS + V1ALPHA1_WAIT_FOR_READY_TIMEOUT_SECS)) address='' known output status left told=''
  # shellcheck disable=SC2016 # it is the guest's shell that expands this
  local probe='command -v cloud-init >/dev/null || exit 0
    cloud-init status --wait >/dev/null; status=$?; cloud-init status --long; exit $status'
  [[ $domain_state == running ]] || die "domain \"$domain\" is $domain_state: make up"
  while :; do
    known=$address
    address=$(find_address) || { pause "$no_address" && continue; }
    [[ $address == "$known" ]] || say "address $address"
    [[ ! ${1:-} ]] || return 0
    ssh_to "$address" -o "ConnectTimeout=$V1ALPHA1_WAIT_FOR_READY_SSH_CONNECT_TIMEOUT_SECS"
    status=0 left=$((end - SECONDS)) # the last one may take as long as connecting does
    ((left > V1ALPHA1_WAIT_FOR_READY_SSH_CONNECT_TIMEOUT_SECS)) || left=$V1ALPHA1_WAIT_FOR_READY_SSH_CONNECT_TIMEOUT_SECS
    output=$(timeout --foreground "$left" "${ssh[@]}" "$probe" 2>&1 </dev/null) || status=$?
    case $status in
      0) say "ready" && return ;;
      2) say "ready, but cloud-init has complaints"$'\n'"$output" && return ;;
      5 | 6 | 124 | 255)
        why_no_ssh $status "$output"
        [[ $REPLY != 'Host key verification failed.' ]] ||
          die "ssh to $address: $REPLY ${trust_help/ADDRESS/$address}" "$output"
        [[ $REPLY == "$told" ]] || say "ssh to $address: $REPLY"
        told=$REPLY
        pause "ssh to $address does not get through" "${output:-$REPLY}"
        ;;
      *) die "cloud-init failed in the guest, status $status" "$output" ;;
    esac
  done
}

