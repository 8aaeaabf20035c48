# SPDX-License-Identifier: 0BSD
# Commands that not every machine has (vmp, provisioner v1beta1). Read by provisioner.sh.
# shellcheck shell=bash

declare -A packages=( # of each: Debian's and Fedora's
  [awk]='mawk gawk'
  [flock]='util-linux util-linux'
  [grep]='grep grep'
  [sed]='sed sed'
  [ssh]='openssh-client openssh-clients'
  [virsh]='libvirt-clients libvirt-client'
)

need() { # COMMAND...: dies before anything is done, if there are none
  local name missing='' debian='' fedora=''
  for name; do
    ! type -P "$name" >/dev/null || continue
    [[ ", $missing," != *", $name,"* ]] || continue
    missing+="${missing:+, }$name"
    debian+=" ${packages[$name]% *}"
    fedora+=" ${packages[$name]#* }"
  done
  [[ $missing ]] || return 0
  die "this machine lacks $missing. On Debian and Ubuntu: apt install$debian. On Fedora: dnf install$fedora"
}
