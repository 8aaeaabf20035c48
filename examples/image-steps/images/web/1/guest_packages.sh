#!/bin/sh
# SPDX-License-Identifier: 0BSD
# Changes the packages of the guest, inside of it (vmp, provisioner v1beta1). usage: sh step FUNCTION ARGUMENT...
# What an earlier step has changed in files of configuration stays.
set -eu

for manager in apt-get dnf yum zypper apk pacman xbps-install none; do
  ! command -v "$manager" >/dev/null || break
done
if [ "$manager" = none ]; then
  echo "there is no package manager that this step knows; use a step \"run\"" >&2
  exit 1
fi

apt() { # WORD...
  apt-get -q -y -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold "$@"
}

# No service is started: the guest does not run.
forbid_services() {
  [ "$manager" = apt-get ] && [ ! -e /usr/sbin/policy-rc.d ] || return 0
  printf '#!/bin/sh\nexit 101\n' >/usr/sbin/policy-rc.d
  chmod 755 /usr/sbin/policy-rc.d
  trap 'rm -f /usr/sbin/policy-rc.d' EXIT
}

update() {
  forbid_services
  case $manager in
    apt-get) apt update && apt dist-upgrade ;;
    dnf | yum) "$manager" -y update ;;
    zypper) zypper -n update ;;
    apk) apk update && apk upgrade ;;
    pacman) pacman -Syu --noconfirm ;;
    xbps-install) xbps-install -Suy ;;
  esac
}

remove() { # PACKAGE...
  case $manager in
    apt-get) apt remove -- "$@" ;;
    dnf | yum) "$manager" -y remove -- "$@" ;;
    zypper) zypper -n remove -- "$@" ;;
    apk) apk del -- "$@" ;;
    pacman) pacman -R --noconfirm -- "$@" ;;
    xbps-install) xbps-remove -Ry -- "$@" ;;
  esac
}

install() { # PACKAGE...
  case $manager in
    apt-get) apt update && apt install -- "$@" ;;
    dnf | yum) "$manager" -y install -- "$@" ;;
    zypper) zypper -n install -- "$@" ;;
    apk) apk add --update-cache -- "$@" ;;
    pacman) pacman -Sy --noconfirm -- "$@" ;;
    xbps-install) xbps-install -Sy -- "$@" ;;
  esac
}

# The rest are to be there.
change_packages() { # NUMBER PACKAGE...: the first so many go
  number=$1
  shift
  forbid_services
  while [ "$number" -gt 0 ]; do
    remove "$1"
    number=$((number - 1))
    shift
  done
  [ $# -eq 0 ] || install "$@"
}

"$@"
