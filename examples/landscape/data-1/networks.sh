# SPDX-License-Identifier: 0BSD
# The networks that the VM's interfaces are plugged into (vmp, provisioner v1beta1). Read by provisioner.sh.
# shellcheck shell=bash disable=SC2004,SC2034,SC2154 # provisioner.sh has the variables of this file, too
#
# Each is the business of its own directory, or of whoever made it: nothing is started or stopped here. A guest that boots
# before its network knows it has another address for as long as a lease lasts, so it is not started before. On a network
# that has no directory, the VM enters its addresses and names itself (register.sh).

declare -A network_state=()   # absent, inactive, active
used_networks=()              # each once

for network in "${interface_network[@]}"; do
  [[ ! $network || ${network_state[$network]:-} ]] || used_networks+=("$network")
  [[ ! $network ]] || network_state[$network]=absent
done

# ---- State ----

ask_networks() {
  local network
  ask networks net-list --all --name
  ask active-networks net-list --name
  for network in "${used_networks[@]}"; do
    ask "network $network" net-dumpxml --network "$network"
    ask "leases of $network" net-dhcp-leases --network "$network"
  done
}

read_networks() {
  local network
  for network in "${used_networks[@]}"; do
    network_state[$network]=absent
    lists networks "$network" || continue
    still_there "network $network" || continue
    network_state[$network]=inactive
    ! lists active-networks "$network" || network_state[$network]=active
  done
}

# ---- Before the start ----

prepare_networks() {
  is_on || check_networks
  [[ ! -e register.sh ]] || converge plan_register
}

check_networks() { # dies where a guest that starts now would be without its network, or have another address
  local i
  for i in "${!interface_network[@]}"; do
    [[ ${interface_network[i]} ]] || continue
    refuse_inactive_network "$i"
    [[ ! ${interface_directory[i]} ]] || refuse_missing_reservations "$i"
  done
  warn_of_leases
}

refuse_inactive_network() { # INTERFACE
  local network=${interface_network[$1]}
  case ${network_state[$network]}/${interface_directory[$1]} in
    active/*) return 0 ;;
    */?*) die "network \"$network\" is not active: make -C ${interface_directory[$1]} up" ;;
    inactive/) die "network \"$network\" on node \"$node\" is not active: virsh net-start $network" ;;
    *) die "network \"$network\" is not on node \"$node\": create it there, or describe it in the registry" ;;
  esac
}

refuse_missing_reservations() { # INTERFACE
  local network=${interface_network[$1]} mac=${interface_mac[$1]} address
  for address in ${interface_reserved[$1]}; do
    has_reservation "$network" "$mac" "$address" ||
      die "network \"$network\" does not know that $address is this VM's ($mac): make -C ${interface_directory[$1]} up"
  done
}

has_reservation() { # NETWORK MAC ADDRESS: in what runs. One of IPv6 has no MAC address.
  local pattern="<host ([^>]* )?ip='${3//./\\.}'"
  [[ $3 == *:* ]] || pattern="<host mac='$2'[^>]* ip='${3//./\\.}'"
  answer "network $1" || true
  [[ $REPLY =~ $pattern ]]
}

warn_of_leases() { # of an address that somebody else still has, whatever is reserved
  local i address
  for i in "${!interface_network[@]}"; do
    for address in ${interface_reserved[i]}; do warn_of_lease "$i" "$address"; done
  done
}

warn_of_lease() { # INTERFACE ADDRESS
  local network=${interface_network[$1]} directory=${interface_directory[$1]} help='the lease ends by itself'
  local line column='^ *([0-9-]+ [0-9:]+) +([[:xdigit:]:]{17}) +ipv[46] +([^ /]+)/'
  succeeded "leases of $network" || return 0
  [[ ! $directory ]] || help="make -C $directory release ADDRESS=$2"
  while IFS= read -r line; do
    [[ $line =~ $column && ${BASH_REMATCH[3]} == "$2" && ${BASH_REMATCH[2],,} != "${interface_mac[$1]}" ]] || continue
    warn_once "$2 is leased to ${BASH_REMATCH[2]} until ${BASH_REMATCH[1]}, and this VM gets another address until then: $help"
  done <<<"$REPLY"
}

# ---- status, diff ----

report_networks() {
  local network note
  for network in "${used_networks[@]}"; do
    note=''
    [[ ${network_state[$network]} == active ]] || note=', should be active'
    if [[ -e register.sh ]]; then
      name_missing "$network"
      note+=$REPLY
    fi
    row network "$network" "${network_state[$network]}" "$note"
  done
}
