# SPDX-License-Identifier: 0BSD
# status and diff (vmp, provisioner v1beta1). Read by provisioner.sh.
# shellcheck shell=bash disable=SC2034,SC2154 # provisioner.sh has the variables of this file, too

report_status() {
  local pool network vm
  ask processors nodeinfo
  ask memory nodememstats
  ask balloon domstats --balloon --list-running
  ask domains list --all --name
  ask running list --name
  ask all-networks net-list --all --name
  ask networks net-list --name
  read_state
  printf '%s (%s)\n' "$node" "$LIBVIRT_DEFAULT_URI"
  print_processors
  print_memory
  for pool in "${pools[@]}"; do print_pool "$pool"; done
  for network in "${networks[@]}"; do
    name_state networks all-networks "$network" active inactive
    printf 'network  %-24s %s\n' "$network" "$REPLY"
  done
  while read -r vm; do
    [[ $vm ]] || continue
    name_state running domains "${vm_domain[$vm]}" running off
    printf 'VM       %-24s %s\n' "$vm" "$REPLY"
  done < <(printf '%s\n' "${!vm_domain[@]}" | sort)
}

print_processors() {
  local number model
  listed processors
  number=$(awk '/^CPU\(s\):/ { print $2 }' <<<"$REPLY") || die "awk fails"
  model=$(awk '/^CPU model:/ { print $3 }' <<<"$REPLY") || die "awk fails"
  printf 'CPU      %s, %s\n' "$number" "$model"
}

print_memory() {
  local total free promised
  read_memory
  listed balloon
  promised=$(awk -F= '/balloon.maximum=/ { sum += $2 } END { printf "%d", sum * 1024 }' <<<"$REPLY") || die "awk fails"
  show_size "$total"
  total=$REPLY
  show_size "$free"
  free=$REPLY
  show_size "$promised"
  printf 'memory   %s, %s free; VMs that run may use %s\n' "$total" "$free" "$REPLY"
}

name_state() { # ACTIVE-LIST WHOLE-LIST NAME WORD-FOR-ACTIVE WORD-FOR-OTHER
  if lists "$1" "$3"; then
    REPLY=$4
  elif lists "$2" "$3"; then
    REPLY=$5
  else
    REPLY=absent
  fi
}

print_pool() { # POOL
  local pool=$1 text=${state[$1]} size
  if [[ ${state[$pool]} == active ]]; then
    pool_size "$pool" available
    size=$REPLY
    pool_size "$pool" capacity
    text+=", $size free of $REPLY, volumes: ${volumes[$pool]}"
  fi
  [[ ${autostarts[$pool]} == false ]] || text+=", starts with its node"
  printf 'pool     %-24s %s\n' "$pool" "$text"
}

pool_size() { # POOL FIELD: as libvirt shows it of an active pool
  read_element "$2" "${answers[@vmp live $1]}" || REPLY=0
  show_size "$REPLY"
}

report_differences() { # returns 1 if there are any
  local pool found=0
  read_state
  for pool in "${pools[@]}"; do print_differences "$pool"; done
  return $found
}

print_differences() { # POOL
  local pool=$1 wanted=false
  differs() { # TEXT
    printf 'pool     %-24s %s\n' "$pool" "$1"
    found=1
  }
  if [[ ${state[$pool]} == absent ]]; then
    differs "absent, should be there"
    return 0
  fi
  [[ ${state[$pool]} == active ]] || differs "inactive, should be active"
  [[ ${pool_options[$pool]} != *' autostart '* ]] || wanted=true
  [[ ${autostarts[$pool]} == "$wanted" ]] || differs "has autostart ${autostarts[$pool]}, should be $wanted"
  if [[ ${differences[$pool]} ]]; then
    describe_differences "${differences[$pool]}"
    differs "$REPLY"
  elif [[ ${waits[$pool]} ]]; then
    describe_differences "${waits[$pool]}"
    differs "until it starts again, $REPLY"
  fi
}
