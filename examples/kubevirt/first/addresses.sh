# SPDX-License-Identifier: 0BSD
# The guest's address (vmp, provisioner v1beta1). Read by provisioner.sh.
# shellcheck shell=bash disable=SC2034,SC2154 # provisioner.sh has the variables of this file, too

addresses=()                # best first
no_address=''               # why there is none
nics=()                     # the MAC addresses of the domain's network cards, in its order
declare -A nic_network=()   # the libvirt network of each
rows=()                     # MAC, PROTOCOL and ADDRESS of each line of a table

find_address() { # and prints it
  find_addresses || return
  printf '%s\n' "${addresses[0]}"
}

find_addresses() { # into addresses; returns 1 where there is none, with no_address saying why
  no_address="domain \"$domain\" has no DHCP lease, guest agent or ARP entry (another way: V1BETA1_IP_CMD)"
  [[ ! $V1BETA1_IP_CMD ]] || no_address="V1BETA1_IP_CMD prints no address"
  batch=''
  ask_address
  [[ ! $batch ]] || exchange || no_address=$unreachable
  read_addresses
}

knows_address() { # without the node
  [[ $V1BETA1_SSH_HOST || $V1BETA1_IP_CMD || ${interface_addresses[*]} == *[^\ ]* ]]
}

ask_address() { # of libvirt, unless it is known otherwise
  local source
  for source in nics lease agent arp; do answers[@vmp $source]=''; done
  ! knows_address || return 0
  ask nics domiflist --domain "$uuid"
  for source in lease agent arp; do
    ask "$source" domifaddr --domain "$uuid" --source "$source" --full
  done
}

read_addresses() { # from the answers to that; returns 1 where there is none
  addresses=()
  if [[ $V1BETA1_SSH_HOST ]]; then
    addresses=("$V1BETA1_SSH_HOST")
  elif [[ $V1BETA1_IP_CMD ]]; then
    run_ip_command
  elif knows_address; then
    take_registry_addresses
  else
    read_nics
    read_leases
    read_rows "${answers[@vmp lease]}" "${answers[@vmp agent]}" "${answers[@vmp arp]}"
    choose_addresses
  fi
  ((${#addresses[@]}))
}

take_registry_addresses() { # of the first interface that has any
  local list
  for list in "${interface_addresses[@]}"; do
    read -ra addresses <<<"$list"
    ((${#addresses[@]} == 0)) || return 0
  done
}

run_ip_command() {
  local printed line
  printed=$(DOMAIN=$domain DOMAIN_UUID=$uuid bash -c "$V1BETA1_IP_CMD") || return 0
  read -r line <<<"$printed" || true
  [[ ! $line ]] || addresses=("$line")
}

read_nics() {
  local line column='^ *[^ ]+ +([^ ]+) +(.*[^ ]) +[^ ]+ +([[:xdigit:]:]{17}) *$'
  nics=()
  nic_network=()
  while IFS= read -r line; do
    [[ $line =~ $column ]] || continue
    nics+=("${BASH_REMATCH[3],,}")
    [[ ${BASH_REMATCH[1]} != network ]] || nic_network[${BASH_REMATCH[3],,}]=${BASH_REMATCH[2]}
  done <<<"${answers[@vmp nics]}"
}

read_leases() { # libvirt tells those of a NIC in no order; where there are several, its network knows when they end
  local mac leases=''
  rows=()
  read_rows "${answers[@vmp lease]}"
  for mac in "${nics[@]}"; do
    [[ ! ${nic_network[$mac]:-} ]] || ! has_several_leases "$mac" ||
      ask "leases $mac" net-dhcp-leases --network "${nic_network[$mac]}" --mac "$mac"
  done
  rows=()
  [[ $batch ]] || return 0
  exchange || return 0
  for mac in "${nics[@]}"; do
    ! succeeded "leases $mac" || leases+=$REPLY
  done
  leases=$(sort -r <<<"$leases") || die "cannot sort the DHCP leases" # a line begins with the time
  read_rows "$leases"
}

has_several_leases() { # MAC
  local row count=0
  for row in "${rows[@]}"; do
    [[ $row != "$1 ipv4 "* ]] || ((++count))
  done
  ((count > 1))
}

read_rows() { # TABLE...: more of them
  local table line columns=' ([^ ]+) +(ipv[46]) +([^ ]+)'
  for table; do
    while IFS= read -r line; do
      [[ $line =~ $columns ]] || continue
      rows+=("${BASH_REMATCH[1],,} ${BASH_REMATCH[2]} ${BASH_REMATCH[3]%%/*}")
    done <<<"$table"
  done
}

choose_addresses() { # of the rows
  local protocol mac
  for protocol in ipv4 ipv6; do
    for mac in "${nics[@]}"; do take_addresses "$mac" $protocol; done
  done
  # The agent tells what else the guest has: docker0, bridges, VPNs. On the way to those may be other machines that have
  # the same address, so they are nothing to try beside ours.
  ((${#addresses[@]} == 0)) || return 0
  for protocol in ipv4 ipv6; do take_addresses '' $protocol; done
}

take_addresses() { # MAC-OR-NONE PROTOCOL: each once, without those that reach nothing from here
  local row mac protocol address
  for row in "${rows[@]}"; do
    read -r mac protocol address <<<"$row"
    [[ $protocol == "$2" && $mac == "${1:-$mac}" && $mac != 00:00:00:00:00:00 ]] || continue
    [[ ! $address =~ ^(0\.|127\.|169\.254\.|::1$|fe[89ab]) ]] || continue
    [[ " ${addresses[*]} " == *" $address "* ]] || addresses+=("$address")
  done
}
