# SPDX-License-Identifier: 0BSD
# The way into the guest: its address, ssh, waiting (vmp, provisioner v1alpha1). Read by provisioner.sh.
# shellcheck shell=bash disable=SC2034,SC2154 # provisioner.sh has the variables of this file, too

# ---- The address ----

ask_address() { # of libvirt, unless it is known otherwise
  local source
  answers[nics]='' answers[lease]='' answers[agent]='' answers[arp]=''
  [[ ! $V1ALPHA1_SSH_HOST$V1ALPHA1_IP_CMD ]] || return 0
  ask nics domiflist --domain "$uuid"
  for source in lease agent arp; do ask "$source" domifaddr --domain "$uuid" --source "$source" --full; done
}
addresses=()
read_addresses() { # from the answers to that into addresses, best first; returns 1 where there is none
  local nics=() rows=() mac protocol
  local -A network=()
  addresses=()
  if [[ $V1ALPHA1_SSH_HOST ]]; then addresses=("$V1ALPHA1_SSH_HOST") && return; fi
  if [[ $V1ALPHA1_IP_CMD ]]; then
    REPLY=$(DOMAIN=$domain DOMAIN_UUID=$uuid bash -c "$V1ALPHA1_IP_CMD") || return 1
    read -r REPLY <<<"$REPLY" && [[ $REPLY ]] && addresses=("$REPLY") && return
    return 1
  fi
  read_nics
  read_leases
  read_rows "${answers[lease]:-}" "${answers[agent]:-}" "${answers[arp]:-}"
  for protocol in ipv4 ipv6; do for mac in "${nics[@]}"; do take_addresses "$mac" $protocol; done; done
  # The agent tells what else the guest has: docker0, bridges, VPNs. On the way to those may be other machines that have
  # the same address, so they are nothing to try beside ours.
  ((${#addresses[@]})) || for protocol in ipv4 ipv6; do take_addresses '' $protocol; done
  ((${#addresses[@]}))
}
read_nics() { # into nics, the MAC addresses in the domain's order, and the libvirt network of each
  local line column='^ *[^ ]+ +([^ ]+) +(.*[^ ]) +[^ ]+ +([[:xdigit:]:]{17})$'
  while IFS= read -r line; do
    [[ $line =~ $column ]] || continue
    nics+=("${BASH_REMATCH[3],,}")
    [[ ${BASH_REMATCH[1]} != network ]] || network[${BASH_REMATCH[3],,}]=${BASH_REMATCH[2]}
  done <<<"${answers[nics]:-}"
}
read_leases() { # libvirt tells those of a NIC in no order; where there are several, its network knows when they end
  local mac leases='' count
  read_rows "${answers[lease]:-}"
  for mac in "${nics[@]}"; do
    count=0
    for REPLY in "${rows[@]}"; do [[ $REPLY != "$mac ipv4 "* ]] || ((++count)); done
    ((count < 2)) || [[ ! ${network[$mac]:-} ]] || ask "leases $mac" net-dhcp-leases --network "${network[$mac]}" --mac "$mac"
  done
  rows=()
  [[ $batch ]] || return 0
  send
  for mac in "${nics[@]}"; do ! succeeded "leases $mac" || leases+=$REPLY; done
  leases=$(sort -r <<<"$leases") || die "cannot sort the DHCP leases" # a line begins with the time
  read_rows "$leases"
}
read_rows() { # TABLE...: into rows, MAC, PROTOCOL and ADDRESS of each line that has them
  local table line columns=' ([^ ]+) +(ipv[46]) +([^ ]+)'
  for table; do
    while IFS= read -r line; do
      [[ $line =~ $columns ]] && rows+=("${BASH_REMATCH[1],,} ${BASH_REMATCH[2]} ${BASH_REMATCH[3]%%/*}")
    done <<<"$table"
  done
}
take_addresses() { # MAC-OR-NONE PROTOCOL: of the rows, each once, without those that reach nothing from here
  local mac protocol address
  for REPLY in "${rows[@]}"; do
    read -r mac protocol address <<<"$REPLY"
    [[ $protocol == "$2" && $mac == "${1:-$mac}" && $mac != 00:00:00:00:00:00 ]] || continue
    [[ ! $address =~ ^(0\.|127\.|169\.254\.|::1$|fe[89ab]) ]] || continue
    [[ " ${addresses[*]} " == *" $address "* ]] || addresses+=("$address")
  done
}
print_address() { read_addresses && printf '%s\n' "${addresses[0]}"; }
find_addresses() {
  batch='' && ask_address
  no_address="domain \"$domain\" has no DHCP lease, guest agent or ARP entry (another way: V1ALPHA1_IP_CMD)"
  [[ ! $V1ALPHA1_IP_CMD ]] || no_address="V1ALPHA1_IP_CMD prints no address"
  if [[ $batch ]]; then
    send
    [[ $REPLY != *'error: failed to connect to the hypervisor'* ]] ||
      no_address="cannot reach node \"$node\" ($LIBVIRT_DEFAULT_URI): see what \"virsh -c '$LIBVIRT_DEFAULT_URI' list\" says"
  fi
  read_addresses
}
find_address() { find_addresses && printf '%s\n' "${addresses[0]}"; } # on standard output

# ---- The jump host: the node, where the URI in use reaches it by ssh ----

read_uri() { # driver[+transport]://[user@][host][:port]/path[?name=value&...], https://libvirt.org/uri.html
  local rest=${1%%#*} authority query='' pair name
  transport='' user='' host='' port='' parameter=()
  [[ $rest == *+*://* ]] || return 0
  transport=${rest%%://*} && transport=${transport#*+} rest=${rest#*://}
  [[ $rest != *'?'* ]] || query=${rest#*'?'}
  authority=${rest%%'?'*} authority=${authority%%/*}
  [[ $authority != *@* ]] || { decode_percent "${authority%@*}" && user=$REPLY; }
  authority=${authority##*@}
  if [[ $authority == '['* ]]; then
    name=${authority#'['} && port=${name#*']'} name=${name%%']'*} && port=${port#:}
  else
    name=${authority%%:*} port=${authority:${#name}} && port=${port#:}
  fi
  decode_percent "$name" && host=$REPLY
  while [[ $query ]]; do
    pair=${query%%&*} && query=${query:${#pair}} && query=${query#&}
    decode_percent "${pair%%=*}" && name=$REPLY
    case $name in keyfile | sshauth | no_verify | known_hosts | known_hosts_verify) ;; *) continue ;; esac
    [[ $pair == *=* ]] && decode_percent "${pair#*=}" || REPLY=''
    parameter[$name]=${parameter[$name]-$REPLY} # the first one counts
  done
}
find_proxy() { # into proxy: ssh's ProxyCommand, with the user, port and keys that libvirt uses; '' without a jump host
  local transport user host port words=() methods=() word
  local -A parameter=()
  proxy='' && read_uri "$LIBVIRT_DEFAULT_URI"
  case $transport in ssh | libssh | libssh2) ;; *) return 0 ;; esac
  [[ $host ]] || die "LIBVIRT_DEFAULT_URI is \"$LIBVIRT_DEFAULT_URI\", which names no host to reach by ssh"
  words+=(${user:+-l "$user"} ${port:+-p "$port"} ${parameter[keyfile]:+-i "${parameter[keyfile]}"})
  authentications "${parameter[sshauth]:-}"
  words+=(${REPLY:+-o "PreferredAuthentications=$REPLY"})
  words+=(${parameter[known_hosts]:+-o "UserKnownHostsFile=${parameter[known_hosts]}"})
  case ${parameter[known_hosts_verify]:-}/${parameter[no_verify]:-} in
    ignore/* | */1) words+=(-o StrictHostKeyChecking=no) ;;
    auto/*) words+=(-o StrictHostKeyChecking=accept-new) ;;
  esac
  proxy='ssh -W "[%h]:%p"'
  for word in "${words[@]}" -- "$host"; do # ssh fills in the guest's %h and %p, so any other "%" is doubled
    shell_word "$word" && proxy+=" ${REPLY//%/%%}"
  done
}
authentications() { # LIBVIRT'S-NAMES: in ssh's words
  local method names=''
  for method in ${1//,/ }; do
    case $method in privkey | agent) method=publickey ;; password | keyboard-interactive) ;; *) continue ;; esac
    [[ ,$names, == *",$method,"* ]] || names+=${names:+,}$method
  done
  REPLY=$names
}
shell_word() { # TEXT, quoted where a shell would read it otherwise
  local LC_ALL=C
  REPLY=$1
  [[ $1 =~ ^[A-Za-z0-9._/:@+-]+$ ]] || REPLY="'${1//\'/\'\\\'\'}'"
}

# ---- ssh ----

ssh_to() { # HOST OPTION...: into ssh, all words but the guest's command
  local words proxy # xargs splits as a shell does, and runs nothing of it
  temporary
  xargs -r printf '%s\0' <<<"$V1ALPHA1_SSH_OPTS $V1ALPHA1_SSH_EXTRA_OPTS" >"$REPLY" ||
    die "V1ALPHA1_SSH_OPTS or V1ALPHA1_SSH_EXTRA_OPTS has a quote without an end"
  mapfile -d '' -t words <"$REPLY"
  find_proxy
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
  find_addresses || die "$no_address"
  address=${addresses[0]}
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
  local end=$((SECONDS + V1ALPHA1_WAIT_FOR_READY_TIMEOUT_SECS)) known='' address untrusted said_by_tools
  local -A told=()
  [[ $domain_state == running ]] || die "domain \"$domain\" is $domain_state: make up"
  while :; do
    find_addresses || { pause "$no_address" && continue; }
    [[ ${addresses[*]} == "$known" ]] || { known=${addresses[*]} && say "address ${known// / or }"; }
    [[ ! ${1:-} ]] || return 0
    untrusted=() said_by_tools=''
    for address in "${addresses[@]}"; do
      ((SECONDS < end)) || [[ $address == "${addresses[0]}" ]] || break
      ! try_address "$address" || return 0
    done
    ((${#untrusted[@]} < ${#addresses[@]})) ||
      die "ssh to ${untrusted[0]}: Host key verification failed. ${trust_help/ADDRESS/${untrusted[0]}}" "$said_by_tools"
    pause "ssh to ${known// / or } does not get through" "$said_by_tools"
  done
}
try_address() { # ADDRESS: returns 0 when the guest is ready, 1 when ssh does not get through
  local status=0 left=$((end - SECONDS)) output at=''
  # shellcheck disable=SC2016 # it is the guest's shell that expands this
  local probe='command -v cloud-init >/dev/null || exit 0
    cloud-init status --wait >/dev/null; status=$?; cloud-init status --long; exit $status'
  ((${#addresses[@]} == 1)) || at=" at $1"
  ssh_to "$1" -o "ConnectTimeout=$V1ALPHA1_WAIT_FOR_READY_SSH_CONNECT_TIMEOUT_SECS"
  # the last one may take as long as connecting does
  ((left > V1ALPHA1_WAIT_FOR_READY_SSH_CONNECT_TIMEOUT_SECS)) || left=$V1ALPHA1_WAIT_FOR_READY_SSH_CONNECT_TIMEOUT_SECS
  output=$(timeout --foreground "$left" "${ssh[@]}" "$probe" 2>&1 </dev/null) || status=$?
  case $status in
    0) say "ready$at" && return ;;
    2) say "ready$at, but cloud-init has complaints"$'\n'"$output" && return ;;
    5 | 6 | 124 | 255) ;;
    *) die "cloud-init failed in the guest$at, status $status" "$output" ;;
  esac
  why_no_ssh $status "$output"
  said_by_tools+=${output:-$REPLY}$'\n'
  if [[ $REPLY == 'Host key verification failed.' ]]; then
    untrusted+=("$1")
    ((${#addresses[@]} > 1)) || return 1 # that is the error
  fi
  [[ $REPLY == "${told[$1]:-}" ]] || say "ssh to $1: $REPLY"
  told[$1]=$REPLY
  return 1
}
