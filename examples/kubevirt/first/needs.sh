# SPDX-License-Identifier: 0BSD
# The commands that a target runs, and the numbers in its variables (vmp, provisioner v1beta1). Read by provisioner.sh.
# shellcheck shell=bash disable=SC2154 # provisioner.sh has the variables of this file, too

packages+=( # of each: Debian's and Fedora's
  [cmp]='diffutils diffutils'
  [sha256sum]='coreutils coreutils'
  [sort]='coreutils coreutils'
  [stat]='coreutils coreutils'
  [virt-viewer]='virt-viewer virt-viewer'
  [sshpass]='sshpass sshpass'
  [virt-install]='virtinst virt-install'
  [xargs]='findutils findutils'
  [xorriso]='xorriso xorriso'
)

need_commands() { # those of the target, before it does anything
  local commands=(sed)
  case $target in
    up | down | build | clean* | create* | start* | stop* | kill | delete* | *register | consolidate) commands+=(flock) ;;
    snapshot* | revert | reboot | suspend | resume | hibernate | backup | restore) commands+=(flock) ;;
    provision*) [[ ! -e provision.sh ]] || commands+=(tar) ;;
  esac
  case $target in
    build | clean* | exec) ;;
    provision*) [[ ! -e provision.sh ]] || commands+=(virsh awk flock grep) ;;
    ip | ssh) knows_address || commands+=(virsh awk flock grep) ;;
    *) commands+=(virsh awk flock grep) ;;
  esac
  case $target in
    up | create | create/domain) commands+=(virt-install) ;;
    view) commands+=(virt-viewer) ;;
    snapshots) commands+=(sort) ;;
    backup | restore) commands+=(sha256sum stat) ;;
  esac
  [[ $target != log ]] || commands+=(stat tail)
  case $target in
    ssh | wait-for-ready | wait-for-ready/ssh) add_commands_of_ssh ;;
    provision*) [[ ! -e provision.sh ]] || add_commands_of_ssh ;;
  esac
  case $target in
    up | build) add_commands_of_build ;;
  esac
  need "${commands[@]}"
}

add_commands_of_ssh() {
  commands+=(ssh xargs)
  [[ $password == false ]] || commands+=(sshpass)
}

add_commands_of_build() {
  [[ ! $image || -s $image ]] || add_commands_of_image
  [[ ! -e secret_files.sh ]] || commands+=(virsh awk flock grep)
  if [[ $seed && ! -e $seed && ! -e secret_files.sh ]]; then # with secrets, the node may have it
    commands+=(cmp)
    [[ $(type -P xorriso genisoimage mkisofs) ]] || commands+=(xorriso)
  fi
}

check_seconds() { # VARIABLE...
  local name
  for name; do
    [[ ${!name} =~ ^[0-9]{1,9}$ ]] || die "$name is \"${!name}\", not a number of seconds"
    printf -v "$name" %d "$((10#${!name}))"
  done
}
