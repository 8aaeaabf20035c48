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
  local lease=() command=(dhcp_release "${runs[bridge]:-}" "$1")
  [[ $1 ]] || die "which address? make release ADDRESS=..., one of those that make leases shows"
  refuse_inactive
  listed leases
  find_lease "$1" || die "$1 is not leased: make leases"
  # Its fields: date, time, MAC, protocol, address, host name, client id.
  [[ ${lease[3]} == ipv4 ]] || die "$1 is of IPv6, and its lease ends by itself on ${lease[0]} at ${lease[1]}"
  command+=("${lease[2]}")
  [[ ${lease[6]:--} == - ]] || command+=("${lease[6]}")
  end_lease "${command[@]}"
  say "released $1, which ${lease[2]} had"
}

find_lease() { # ADDRESS
  local line
  while read -r line; do
    read -ra lease <<<"$line"
    [[ ${lease[4]:-} != "$1"/* ]] || return 0
  done <<<"$REPLY"
  return 1
}

end_lease() { # WORD...: the command of the node, 127 where it has none
  local runner said status=0 words
  find_runner
  # shellcheck disable=SC2016 # it is the node's shell that expands this
  words=('PATH=$PATH:/usr/sbin:/sbin; command -v dhcp_release >/dev/null || exit 127; exec')
  words+=("${*@Q}")
  said=$(release_locks && "${runner[@]}" "${words[*]}" 2>&1) || status=$?
  ((status)) || return 0
  ((status != 127)) || die "node \"$node\" has no dhcp_release (of Debian's package dnsmasq-utils). The lease ends by \
itself on ${lease[0]} at ${lease[1]}"
  die "dhcp_release fails on node \"$node\"" "$said"
}

find_runner() { # of a shell's command on the node
  if ((${#node_ssh[@]})); then
    need ssh
    runner=(ssh "${node_ssh[@]}")
  elif [[ $LIBVIRT_DEFAULT_URI =~ ^[^:]+:///|^$ ]]; then
    runner=(sh -c)
  else
    die "node \"$node\" is reached neither here nor by ssh. The lease ends by itself on ${lease[0]} at ${lease[1]}"
  fi
}
