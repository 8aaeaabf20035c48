# SPDX-License-Identifier: 0BSD
# The commands that a target runs (vmp, provisioner v1beta1). Read by provisioner.sh.
# shellcheck shell=bash disable=SC2034,SC2154 # provisioner.sh has the variables of this file, too

packages+=( # of each: Debian's and Fedora's
  [debugfs]='e2fsprogs e2fsprogs'
  [find]='findutils findutils'
  [guestfish]='libguestfs-tools guestfs-tools'
  [mke2fs]='e2fsprogs e2fsprogs'
  [qemu-img]='qemu-utils qemu-img'
  [qemu-system-x86_64]='qemu-system-x86 qemu-system-x86-core'
  [sfdisk]='fdisk util-linux'
  [virt-builder]='guestfs-tools guestfs-tools'
  [virt-customize]='guestfs-tools guestfs-tools'
  [virt-install]='virtinst virt-install'
  [virt-rescue]='libguestfs-tools guestfs-tools'
  [virt-sysprep]='guestfs-tools guestfs-tools'
  [xargs]='findutils findutils'
)

need_commands() { # those of the target, before it does anything
  local commands=(find sed xargs)
  case $target in
    build) has_result || add_commands_of_build ;;
    force) add_commands_of_build ;;
    shell) add_commands_of_shell ;;
    verify) commands+=(qemu-img) ;;
    gc | clean-all) commands+=(flock) ;;
  esac
  [[ $target != log || -z $node ]] || commands+=(virsh)
  need "${commands[@]}"
}

add_commands_of_build() {
  local step
  commands+=(flock qemu-img tar timeout)
  if [[ $target == force ]] || ! has_state "${chain[0]}"; then add_commands_of_source; fi
  for step in "${step_names[@]}"; do add_commands_of_step "$step"; done
  ! word export sparsify || [[ $REPLY != true ]] || commands+=(guestfish)
  ! word export archive || add_commands_of_archive "$REPLY"
}

add_commands_of_source() {
  local image url archive member digest digest_list
  case ${part_type[source]} in
    builder) commands+=(virt-builder) ;;
    content) commands+=(mke2fs debugfs sfdisk) ;;
    install) commands+=(virsh virt-install) ;;
    url | image)
      word source file || true
      image=$REPLY
      read_download
      [[ -s $image || ! $url ]] || add_commands_of_image
      ;;
  esac
}

add_commands_of_step() { # STEP
  case ${part_type[$1]} in
    seal) commands+=(virt-sysprep) ;;
    firstboot | selinuxRelabel) commands+=(virt-customize) ;;
    boot) commands+=(qemu-system-x86_64) ;;
    host) ;;
    *) is_alone "$1" || commands+=(guestfish) ;;
  esac
}

add_commands_of_archive() { # KIND
  case $1 in
    gz) commands+=(gzip) ;;
    *) commands+=("${1/#zst/zstd}") ;;
  esac
}

add_commands_of_shell() {
  commands+=(flock qemu-img)
  if [[ $BOOT_TEXT ]]; then
    commands+=(qemu-system-x86_64)
  else
    commands+=(virt-rescue)
  fi
}
