# SPDX-License-Identifier: 0BSD
# status and diff (vmp, provisioner v1beta1). Read by provisioner.sh.
# shellcheck shell=bash disable=SC2034,SC2154 # provisioner.sh has the variables of this file, too

name_state() {
  REPLY=absent
  [[ $is_there == false ]] || REPLY=inactive
  [[ $is_active == false ]] || REPLY=active
}

report_status() {
  printf '%s on %s (%s)\n' "$network" "$node" "$LIBVIRT_DEFAULT_URI"
  name_state
  [[ $autostarts == false ]] || REPLY+=", starts with its node"
  printf 'state    %s\n' "$REPLY"
  print_differences || true
  [[ $is_active == true ]] || return 0
  [[ ! ${runs[bridge]} ]] || printf 'bridge   %s\n' "${runs[bridge]}"
  print_guests
  listed leases
  sed -n '/ipv[46]/ s/^ */lease    /p' <<<"$REPLY"
  print_name_service
}

print_guests() {
  local guest mac owner name rest
  declare -A addresses=()
  while read -r _ _ mac _ rest; do
    addresses[${mac:-none}]=${rest%%/*}
  done < <(grep ' ipv4 ' <<<"${answers[@vmp leases]:-}")
  guests=()
  ((connections == 0)) || read_guests "$uuid"
  for guest in "${guests[@]}"; do
    read -r mac owner name <<<"$guest"
    printf 'guest    %-24s %s  %s\n' "$name" "$mac" "${addresses[$mac]:-}"
  done
}

# How programs on the node find the guests by name. Nothing is changed there; ssh and "make ip" need none of it.
print_name_service() {
  [[ ${runs[domain]} && ${runs[address]} && ${runs[bridge]} ]] || return 0
  printf "names    on the node: resolvectl dns %s %s; resolvectl domain %s '~%s'\n" \
    "${runs[bridge]}" "${runs[address]}" "${runs[bridge]}" "${runs[domain]}"
  printf 'names    or libnss-libvirt in its /etc/nsswitch.conf: hosts: files libvirt libvirt_guest dns\n'
}

report_differences() {
  print_differences
}

print_differences() { # a line for each; returns 1 if there are any
  local line order what rest found=0
  differs() { # KIND TEXT
    printf '%-8s %s\n' "$1" "$2"
    found=1
  }
  if [[ $is_there == false ]]; then
    differs network "absent, should be there"
    return 1
  fi
  [[ $is_active == true ]] || differs network "inactive, should be active"
  [[ $is_persistent == true ]] || differs network "not stored, should be"
  [[ $is_persistent == false || $stored_is_ours == true ]] || differs network "has another definition stored"
  [[ $is_active == false || $runs_ours == true ]] || differs network "runs an older definition"
  [[ $autostarts == "$autostart" ]] || differs network "has autostart $autostarts, should be $autostart"
  [[ $is_parking == false ]] || differs network "has guests waiting elsewhere, from a restart that was interrupted"
  for line in "${differences[@]}"; do
    IFS=$'\037' read -r order what rest <<<"$line"
    differs "$order" "$what"
  done
  for what in "${waiting[@]}"; do differs waits "$what"; done
  return $found
}
