# SPDX-License-Identifier: 0BSD
# check: whether the node has what its VMs need (vmp, provisioner v1beta1). Read by provisioner.sh.
# shellcheck shell=bash disable=SC2034,SC2154 # provisioner.sh has the variables of this file, too
#
# Everything that is missing is told at once, each with what to do. Pools and networks that other targets start are not
# missing, but what those need is.

failures=0
checks=0

check_node() {
  check_commands
  look_at_machine
  unreachable="cannot reach node \"$node\" ($LIBVIRT_DEFAULT_URI): is libvirt installed and running there (systemctl enable \
--now libvirtd, or the sockets of virtqemud, virtnetworkd and virtstoraged), and is this user in its group libvirt?"
  ask_node
  check_versions
  check_machine
  check_memory
  check_networks
  check_forwarding
  check_programs
  check_devices
  check_secrets
  check_pools
  ((failures == 0)) || die "$failures of $checks checks failed"
  say "has what is needed: $checks checks"
}

fails() { # MESSAGE
  failures=$((failures + 1))
  checks=$((checks + 1))
  warn "error: $1"
}

passes() {
  checks=$((checks + 1))
}

# ---- The node ----

ask_node() {
  local requirement pool network virt_type=''
  ask version version --daemon
  ask memory nodememstats
  for requirement in "${requirements[@]}"; do
    [[ $requirement != 'virtType '* ]] || virt_type=${requirement#* }
    [[ $requirement != 'machine '* ]] || ask machine domcapabilities --machine "${requirement#* }"
  done
  ask capabilities domcapabilities ${virt_type:+--virttype "$virt_type"}
  ask pool-kinds pool-capabilities
  ask running list --name
  ask networks net-list --name
  ask devices nodedev-list --cap net
  ask secrets secret-list
  for network in "${networks[@]}"; do ask "network $network" net-dumpxml --network "$network"; done
  ask_pools
  for pool in "${pools[@]}"; do ask "volumes $pool" vol-list --pool "$pool"; done
  send
}

requires() { # KEY: what the registry requires, in REPLY; 1 if nothing
  local requirement
  for requirement in "${requirements[@]}"; do
    REPLY=${requirement#* }
    [[ $requirement != "$1 "* ]] || return 0
  done
  return 1
}

check_versions() {
  local libvirt qemu
  listed version
  libvirt=$(sed -n 's/^Running against daemon: //p' <<<"$REPLY") || die "sed fails"
  qemu=$(sed -n 's/^Running hypervisor: [^ ]* //p' <<<"$REPLY") || die "sed fails"
  ! requires libvirt || check_version libvirt "$libvirt" "$REPLY" "on the node"
  ! requires qemu || check_version QEMU "$qemu" "$REPLY" "on the node"
}

check_machine() {
  local machine
  if requires virtType; then
    if succeeded capabilities; then
      passes
    else
      refuse_virt_type
    fi
  fi
  if requires machine; then
    machine=$REPLY
    if succeeded machine; then
      passes
    else
      fails "QEMU on the node has no machine \"$machine\". See what it has: virsh capabilities"
    fi
  fi
  ! requires firmware || check_firmware "$REPLY"
}

refuse_virt_type() {
  requires virtType
  if [[ $REPLY == kvm ]]; then
    fails "the node has no KVM: load its module (modprobe kvm_intel or kvm_amd) and switch virtualization on in its \
firmware, or, if it is a VM itself, in its host (nested). Without it, VMs need virtInstall: {virt-type: qemu}"
  else
    fails "QEMU on the node does not offer \"$REPLY\": install qemu-system"
  fi
}

check_firmware() { # NAME
  local found=''
  if succeeded capabilities; then
    found=$(LC_ALL=C awk -f capabilities.awk <<<"$REPLY") || die "cannot read what QEMU on the node can do"
  fi
  if [[ $'\n'$found$'\n' == *$'\n'"firmware $1"$'\n'* ]]; then
    passes
  elif [[ $1 == efi ]]; then
    fails "the node has no UEFI for guests. On Debian and Ubuntu: apt install ovmf. On Fedora: dnf install edk2-ovmf"
  else
    fails "QEMU on the node has no firmware \"$1\" for guests"
  fi
}

# ---- Pools, networks, devices, secrets ----

declare -A libvirt_kind=([directory]=dir [filesystem]=fs [netfs]=netfs [logical]=logical [disk]=disk [iscsi]=iscsi \
  [rbd]=rbd [zfs]=zfs)

check_pools() {
  local pool kind
  listed pool-kinds
  for pool in "${pools[@]}"; do
    kind=${libvirt_kind[${pool_kind[$pool]}]}
    if [[ ${answers[@vmp pool-kinds]} == *"<pool type='$kind' supported='yes'>"* ]]; then
      passes
    else
      fails "libvirt on the node has no pools of the kind \"$kind\", which pool \"$pool\" is. On Debian and Ubuntu: apt \
install libvirt-daemon-driver-storage-$kind. On Fedora: dnf install libvirt-daemon-driver-storage-$kind"
    fi
  done
  for pool in "${pools[@]}"; do
    read_pool "$pool"
    [[ ${state[$pool]} != active ]] || check_space "$pool"
  done
}

check_space() { # POOL: for the volumes that are still to be made
  local pool=$1 name capacity sum=0 available
  read_element available "${answers[@vmp live $pool]}" || return 0
  available=$REPLY
  succeeded "volumes $pool" || return 0
  for name in "${!volume_capacity[@]}"; do
    [[ $name == "$pool"/* && ${volume_capacity[$name]} != - ]] || continue
    capacity=${volume_capacity[$name]}
    [[ $REPLY == *$'\n '"${name#*/}"' '* ]] || sum=$((sum + capacity))
  done
  if ((sum <= available)); then
    passes
    return 0
  fi
  show_size "$sum"
  name=$REPLY
  show_size "$available"
  if [[ ${pool_kind[$pool]} =~ ^(directory|filesystem|netfs)$ ]]; then
    warn "warning: volumes that are still to be made in pool $pool may grow to $name, and it has $REPLY left"
  else
    fails "volumes that are still to be made in pool \"$pool\" need $name, and it has $REPLY left: make it larger, or \
remove what nobody needs (make gc)"
  fi
}

check_networks() {
  local network
  listed networks
  for network in "${networks[@]}"; do
    if lists networks "$network"; then
      passes
    elif [[ ${network_maker[$network]} == vmp ]]; then
      say "network $network is not active yet: make -C networks/$network up"
    else
      fails "network \"$network\" is not active, and the registry only describes it: virsh net-start $network"
    fi
  done
}

check_devices() {
  local line device who name
  listed devices
  for line in "${devices[@]}"; do
    read -r device who <<<"$line"
    name=net_${device//[^A-Za-z0-9]/_}_
    if [[ ${answers[@vmp devices]} == *$'\n'"$name"* ]]; then
      passes
    else
      fails "the node has no network device \"$device\", which $who needs. For a bridge: ip link add $device type bridge; \
ip link set $device up; and make it permanent in the node's own configuration"
    fi
  done
}

check_secrets() {
  local line type usage
  ((${#secrets[@]})) || return 0
  listed secrets
  for line in "${secrets[@]}"; do
    type=${line%% *} usage=${line#* }
    if has_secret "$type" "$usage"; then
      passes
    else
      fails "libvirt on the node has no secret of type \"$type\" with the usage \"$usage\": write one (https://libvirt.org/\
formatsecret.html), virsh secret-define FILE, virsh secret-set-value UUID --interactive"
    fi
  done
}

has_secret() { # TYPE USAGE, in the table of secret-list: UUID, type, usage
  local line
  while read -r _ line; do
    read -r _ REPLY <<<"$line"
    [[ $line != "$1 "* || $REPLY != "$2" ]] || return 0
  done <<<"${answers[@vmp secrets]}"
  return 1
}
