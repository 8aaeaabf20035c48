# SPDX-License-Identifier: 0BSD
# The step "boot": the system that is installed runs until it powers off (vmp, provisioner v1beta1). Read by provisioner.sh.
# shellcheck shell=bash disable=SC2154 # provisioner.sh has the variables of this file, too
#
# QEMU runs on this machine, without libvirt: nothing of it is left behind, and it may open a file of this user's cache.

alone_boot() { # STEP FILE: the console is the step's log
  local machine=() status=0 said
  temporary
  said=$REPLY
  describe_machine "$1" "$2"
  say "boot it; it has to power itself off"
  limited "$1" "${machine[@]}" </dev/null 2>"$said" | strip_console || status=$?
  cat -- "$said"
  ((status == 0)) || return "$status"
  # QEMU says 0 then, too.
  ! grep -q 'terminating on signal' "$said" || return 1
}

describe_machine() { # STEP FILE: the command, into machine
  local memory vcpus architecture nic=none accelerators=kvm:tcg
  word "$1" memory || REPLY=1024
  memory=$REPLY
  word "$1" vcpus || REPLY=1
  vcpus=$REPLY
  [[ $network == no ]] || nic=user,model=virtio-net-pci
  [[ ${LIBGUESTFS_BACKEND_SETTINGS:-} != *force_tcg* ]] || accelerators=tcg # where KVM does not work, as for the appliance
  architecture=$(uname -m) || die "uname fails"
  find_qemu "$architecture"
  # Two commas are one, for QEMU.
  machine=("$REPLY" -nodefaults -no-user-config
    -machine "accel=$accelerators" -cpu max -m "$memory" -smp "$vcpus" -nic "$nic"
    -device virtio-rng-pci -display none -serial stdio
    -drive "if=virtio,format=qcow2,discard=unmap,file=${2//,/,,}")
  ! word "$1" firmware || [[ $REPLY == bios ]] || add_firmware
}

find_qemu() { # ARCHITECTURE
  REPLY=$(type -P "qemu-system-$1" || type -P /usr/libexec/qemu-kvm) ||
    die "this machine lacks qemu-system-$1. On Debian and Ubuntu: apt install qemu-system. On Fedora: dnf install qemu-kvm"
}

add_firmware() { # UEFI, to machine; its variables are not kept, so the guest boots from the default path
  local file
  for file in /usr/share/OVMF/OVMF_CODE{_4M,}.fd /usr/share/edk2/ovmf/OVMF_CODE.fd /usr/share/AAVMF/AAVMF_CODE.fd; do
    [[ -r $file ]] || continue
    machine+=(-drive "if=pflash,format=raw,readonly=on,file=$file")
    return 0
  done
  die "this machine has no UEFI for guests. On Debian and Ubuntu: apt install ovmf. On Fedora: dnf install edk2-ovmf"
}
