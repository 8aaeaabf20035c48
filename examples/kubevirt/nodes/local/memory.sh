# SPDX-License-Identifier: 0BSD
# The memory of the node, for check and status (vmp, provisioner v1beta1). Read by provisioner.sh.
# shellcheck shell=bash disable=SC2034,SC2154 # provisioner.sh has the variables of this file, too

memory_in_kib() { # KEY... of nodememstats, added up in REPLY
  REPLY=$(awk -F: -v keys=" $* " '{ gsub(/ /, "", $1) } index(keys, " " $1 " ") { sum += $2 } END { printf "%d", sum }' \
    <<<"${answers[@vmp memory]:-}") || die "awk fails"
}

show_size() { # BYTES
  REPLY=$(awk -v bytes="$1" 'BEGIN { printf bytes < 1073741824 ? "%.0f MiB" : "%.1f GiB",
    bytes / (bytes < 1073741824 ? 1048576 : 1073741824) }') || die "awk fails"
}

read_memory() { # in bytes, into the caller's total and free
  listed memory
  memory_in_kib total
  total=$((REPLY * 1024))
  memory_in_kib free cached
  free=$((REPLY * 1024))
}

check_memory() {
  local total free needed
  read_memory
  if requires memory; then
    needed=$REPLY
    if ((total >= needed)); then
      passes
    else
      show_size "$needed"
      needed=$REPLY
      show_size "$total"
      fails "the node has $REPLY of memory, and $needed are required"
    fi
  fi
  warn_of_memory "$free"
}

warn_of_memory() { # FREE: of VMs that are still to be started
  local vm memory sum=0 largest needed waiting=()
  listed running
  for vm in "${!vm_domain[@]}"; do
    ! lists running "${vm_domain[$vm]}" || continue
    [[ ${vm_memory[$vm]} != - ]] || continue
    memory=${vm_memory[$vm]}
    sum=$((sum + memory))
    waiting+=("${vm_memory[$vm]} $vm")
  done
  ((sum > $1)) || return 0
  largest=$(printf '%s\n' "${waiting[@]}" | sort -rn | head -n 3 | sed 's/.* //') || die "cannot sort the VMs"
  show_size "$sum"
  needed=$REPLY
  show_size "$1"
  warn "warning: VMs that do not run need $needed of memory, and the node has $REPLY free. The largest: ${largest//$'\n'/, }"
}
