# SPDX-License-Identifier: 0BSD
# Steps that only virt-customize does: each by a call of its own (vmp, provisioner v1beta1). Read by provisioner.sh.
# shellcheck shell=bash disable=SC2154 # provisioner.sh has the variables of this file, too

alone_firstboot() { # STEP FILE
  folder_of "$1"
  customize "$@" --firstboot "$REPLY/script"
}

alone_selinuxRelabel() { # STEP FILE
  customize "$@" --selinux-relabel
}

customize() { # STEP FILE OPTION...
  local options=(--format qcow2 --add "$2" --no-logfile)
  [[ $network == yes ]] || options+=(--no-network)
  make_libguestfs_folder
  limited "$1" virt-customize "${options[@]}" --run-command "$empty_machine_id" "${@:3}"
}
