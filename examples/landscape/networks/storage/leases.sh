# SPDX-License-Identifier: 0BSD
# What DHCP has given, and ending it (vmp, provisioner v1beta1). Read by provisioner.sh.
# shellcheck shell=bash disable=SC2154 # provisioner.sh has the variables of this file, too

# dnsmasq does not give an address as long as somebody else has it, whomever it is reserved for.
tell_stale_leases() {
  local line address mac end owner name
  for line in "${stale_leases[@]}"; do
    IFS=$'\037' read -r address mac end owner name <<<"$line"
    warn "$address is leased to $mac until $end, so ${name:-$owner} gets another address until then: make release \
ADDRESS=$address"
  done
}

print_leases() {
  refuse_inactive
  listed leases
  sed '/^$/d' <<<"$REPLY"
}

refuse_inactive() {
  [[ $is_active == true ]] || die "network \"$network\" is not active on node \"$node\": make up"
}

release() { # ADDRESS
  local lease=() command=() bridge=${runs[bridge]:-} ends_by_itself
  [[ $1 ]] || die "which address? make release ADDRESS=..., one of those that make leases shows"
  refuse_inactive
  listed leases
  find_lease "$1" || die "$1 is not leased: make leases"
  ends_by_itself="The lease ends by itself on ${lease[0]} at ${lease[1]}"
  if [[ ${lease[3]} == ipv4 ]]; then
    write_release "$1"
  else
    write_release6 "$1"
  fi
  end_lease
  say "released $1, which ${lease[2]} had"
}

find_lease() { # ADDRESS: into lease. Its fields: date, time, MAC, protocol, address, host name, client id
  local line
  while read -r line; do
    read -ra lease <<<"$line"
    [[ ${lease[4]:-} != "$1"/* ]] || return 0
  done <<<"$REPLY"
  return 1
}

write_release() { # ADDRESS: into command
  command=(dhcp_release "$bridge" "$1" "${lease[2]}")
  [[ ${lease[6]:--} == - ]] || command+=("${lease[6]}")
}

# What a lease of IPv6 goes by, virsh shows in part only. libvirt has all of it, in a file on the node.
write_release6() { # ADDRESS: into command
  local file="/var/lib/libvirt/dnsmasq/$bridge.status" entry client='' association='' server=''
  run_on_node cat "$file" || die "cannot read $file on node \"$node\". $ends_by_itself" "$REPLY"
  while IFS= read -r -d '}' entry; do
    [[ $entry =~ \"ip-address\":\ *\"$1\" ]] || continue
    ! read_member client-id || client=$REPLY
    ! read_member iaid || association=$REPLY
    ! read_member server-duid || server=$REPLY
  done <<<"$REPLY"
  [[ $client && $server && $association =~ ^[0-9]+$ ]] ||
    die "node \"$node\" does not know whom $1 is leased to. $ends_by_itself"
  command=(dhcp_release6 --iface "$bridge" --ip "$1" --client-id "$client" --iaid "$association" --server-id "$server")
}

read_member() { # NAME of the entry, in JSON
  [[ $entry =~ \"$1\":\ *\"([^\"]*)\" ]] && REPLY=${BASH_REMATCH[1]}
}

end_lease() { # by the command
  local status=0
  run_on_node "${command[@]}" || status=$?
  ((status)) || return 0
  ((status != 127)) || die "node \"$node\" has no ${command[0]} (of Debian's package dnsmasq-utils). $ends_by_itself"
  die "${command[0]} fails on node \"$node\"" "$REPLY"
}

run_on_node() { # WORD...: with what it printed in REPLY; 127 where the node has no such command
  local runner words
  find_runner
  # shellcheck disable=SC2016 # it is the node's shell that expands this
  words=('PATH=$PATH:/usr/sbin:/sbin; command -v' "${1@Q}" '>/dev/null || exit 127; exec')
  words+=("${*@Q}")
  REPLY=$(release_locks && "${runner[@]}" "${words[*]}" 2>&1)
}

find_runner() { # of a shell's command on the node
  if ((${#node_ssh[@]})); then
    need ssh
    runner=(ssh "${node_ssh[@]}")
  elif [[ $LIBVIRT_DEFAULT_URI =~ ^[^:]+:///|^$ ]]; then
    runner=(sh -c)
  else
    die "node \"$node\" is reached neither here nor by ssh. $ends_by_itself"
  fi
}
