# SPDX-License-Identifier: 0BSD
# The VM's addresses and names on networks that have no directory (vmp, provisioner v1beta1). Read by provisioner.sh.
# shellcheck shell=bash disable=SC2034,SC2154 # provisioner.sh has the variables of this file, too
#
# They are entered where DHCP and DNS of the network look, in what runs and in what is stored, and only they are taken out.

entries=()    # of a network: lines "SECTION WHAT<tab>XML"
where=()      # options of virsh

ask_entries() { # beside what networks.sh asks
  local network
  for network in "${used_networks[@]}"; do
    ask "stored network $network" net-dumpxml --network "$network" --inactive
  done
}

plan_register() {
  local network
  for network in "${used_networks[@]}"; do
    list_network_entries "$network"
    plan_entries enter add-last "$network"
  done
}

plan_unregister() {
  local network
  for network in "${used_networks[@]}"; do
    list_network_entries "$network"
    plan_entries "take out" delete "$network"
  done
}

name_missing() { # NETWORK: what of ours it has not, for people
  local line what missing=''
  list_network_entries "$1"
  for line in "${entries[@]}"; do
    what=${line#* }
    find_places add-last "$1" "${line#*$'\t'}"
    ((${#where[@]} == 0)) || missing+=", lacks ${what%%$'\t'*}"
  done
  REPLY=$missing
}

list_network_entries() { # NETWORK
  local i
  entries=()
  [[ ${network_state[$1]} != absent ]] || return 0
  for i in "${!interface_network[@]}"; do
    [[ ${interface_network[i]} != "$1" || ${interface_directory[i]} ]] || list_entries "$i"
  done
}

list_entries() { # INTERFACE
  local address
  for address in ${interface_reserved[$1]}; do list_reservation "$1" "$address"; done
  [[ ${interface_names[$1]} ]] || return 0
  for address in ${interface_addresses[$1]}; do list_names "$1" "$address"; done
}

list_reservation() { # INTERFACE ADDRESS, as libvirt writes it
  local names who
  read -ra names <<<"${interface_names[$1]}"
  who="mac='${interface_mac[$1]}'"
  if [[ $2 == *:* ]]; then # where libvirt takes no MAC address
    who=${interface_duid[$1]:+"id='${interface_duid[$1]}'"}
  fi
  ((${#names[@]} == 0)) || who+=" name='${names[0]}'"
  entries+=("ip-dhcp-host reservation of $2 for ${interface_mac[$1]}"$'\t'"<host ${who# } ip='$2'/>")
}

list_names() { # INTERFACE ADDRESS
  local name text=''
  for name in ${interface_names[$1]}; do text+="<hostname>$name</hostname>"; done
  entries+=("dns-host name${interface_names[$1]} for $2"$'\t'"<host ip='$2'>$text</host>")
}

plan_entries() { # VERB COMMAND NETWORK
  local line section what xml
  for line in "${entries[@]}"; do
    section=${line%% *}
    what=${line#* }
    what=${what%%$'\t'*}
    xml=${line#*$'\t'}
    find_places "$2" "$3" "$xml"
    ((${#where[@]})) || continue
    # Of names libvirt takes out what has this address or one of the names, if only one host has.
    [[ $2/$section != delete/dns-host ]] || xml="${xml%%>*}/>"
    find_subnet "$3" "$section" "$xml"
    step "$1 $what (network $3)" net-update --network "$3" "$2" "$section" "$xml" \
      ${REPLY:+--parent-index "$REPLY"} "${where[@]}"
  done
}

find_places() { # COMMAND NETWORK XML: where there is something to do, into where
  where=()
  [[ ${network_state[$2]} != active ]] || ! lacks_step "$1" "network $2" "$3" || where+=(--live)
  ! lacks_step "$1" "stored network $2" "$3" || where+=(--config)
}

lacks_step() { # COMMAND ANSWER XML: is there something to do there?
  local has=false
  join_lines "$2"
  [[ $REPLY != *"$3"* ]] || has=true
  case $1 in
    delete) [[ $has == true ]] ;;
    *) [[ $has == false ]] ;;
  esac
}

join_lines() { # ANSWER: without what libvirt puts between elements
  local line text=''
  succeeded "$1" || die "node \"$node\" does not show $1" "$REPLY"
  while read -r line; do text+=$line; done <<<"$REPLY"
  REPLY=$text
}

# A network with several addresses has DHCP at each: libvirt would take the first.
find_subnet() { # NETWORK SECTION XML: the number of the <ip> that a reservation is in, or nothing
  local address=${3##*ip=\'} line number=-1
  REPLY=''
  [[ $2 == ip-dhcp-host ]] || return 0
  address=${address%%\'*}
  answer "network $1" || true
  while IFS= read -r line; do
    [[ $line == *'<ip '* ]] || continue
    number=$((number + 1))
    if is_in_subnet "$address" "$line"; then
      REPLY=$number
      return 0
    fi
  done <<<"$REPLY"
  die "no address of network \"$1\" on node \"$node\" has $address in its range"
}

is_in_subnet() { # ADDRESS LINE with <ip ...>
  local own prefix='' mask='' bits
  [[ $2 =~ \ address=.([0-9a-f.:]+) ]] || return 1
  own=${BASH_REMATCH[1]}
  if [[ $1 == *:* ]]; then
    [[ $own == *:* ]] # libvirt has DHCP at one of them
    return
  fi
  [[ $own != *:* ]] || return 1
  [[ ! $2 =~ \ prefix=.([0-9]+) ]] || prefix=${BASH_REMATCH[1]}
  [[ ! $2 =~ \ netmask=.([0-9.]+) ]] || mask=${BASH_REMATCH[1]}
  if [[ $mask ]]; then
    number_of "$mask"
    bits=$REPLY
  else
    bits=$(((0xffffffff << (32 - ${prefix:-24})) & 0xffffffff))
  fi
  number_of "$own"
  own=$((REPLY & bits))
  number_of "$1"
  (((REPLY & bits) == own))
}

number_of() { # ADDRESS of IPv4
  local a b c d
  IFS=. read -r a b c d <<<"$1"
  REPLY=$((a << 24 | b << 16 | c << 8 | d))
}
