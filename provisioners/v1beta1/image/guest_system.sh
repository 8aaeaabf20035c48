#!/bin/sh
# SPDX-License-Identifier: 0BSD
# Changes names and users of the guest, inside of it (vmp, provisioner v1beta1). usage: sh step FUNCTION ARGUMENT...
set -eu
build=/.vmp-build

give_names() { # HOSTNAME TIMEZONE, which may be empty
  [ -z "$1" ] || give_hostname "$1"
  [ -z "$2" ] || give_timezone "$2"
}

# Debian's way to have a machine know its own name: a line of 127.0.1.1.
give_hostname() { # NAME
  printf '%s\n' "$1" >/etc/hostname
  if [ -e /etc/hosts ] && grep -q '^127\.0\.1\.1[[:blank:]]' /etc/hosts; then
    sed '/^127\.0\.1\.1[[:blank:]]/d' /etc/hosts >"$build/hosts"
    printf '127.0.1.1\t%s\n' "$1" >>"$build/hosts"
    cat "$build/hosts" >/etc/hosts
  fi
}

give_timezone() { # NAME
  [ -e "/usr/share/zoneinfo/$1" ] || { echo "there is no time zone $1 (package tzdata)" >&2 && exit 1; }
  ln -sf "../usr/share/zoneinfo/$1" /etc/localtime
  [ ! -e /etc/timezone ] || printf '%s\n' "$1" >/etc/timezone
}

# Leaves what /etc/passwd says in user_id, group_id and home.
find_user() { # NAME
  while IFS=: read -r name _ user_id group_id _ home _; do
    [ "$name" != "$1" ] || return 0
  done </etc/passwd
  return 1
}

make_user() { # NAME SHELL GROUPS: also of one that is there
  if find_user "$1"; then
    [ -z "$2" ] || usermod -s "$2" -- "$1"
  elif command -v useradd >/dev/null; then
    useradd -m -s "${2:-/bin/sh}" -- "$1"
  else
    adduser -D -s "${2:-/bin/sh}" "$1" # busybox
  fi
  set -f
  old_ifs=$IFS
  IFS=,
  for group in $3; do
    if command -v usermod >/dev/null; then
      usermod -a -G "$group" -- "$1"
    else
      addgroup "$1" "$group"
    fi
  done
  IFS=$old_ifs
  set +f
  change_user "$1"
}

change_user() { # NAME: gets the password and the keys that came along
  [ ! -e "$build/password" ] || give_password
  [ ! -e "$build/keys" ] || give_keys "$1"
}

give_password() { # one that is hashed already as it is
  hashed=
  # shellcheck disable=SC2016 # these are dollars
  ! grep -Eq '^[^:]*:\$(1|5|6|2[aby]|y|gy|7)\$' "$build/password" || hashed=-e
  chpasswd $hashed <"$build/password"
}

give_keys() { # USER
  find_user "$1" || { echo "there is no user $1" >&2 && exit 1; }
  mkdir -p -- "$home/.ssh"
  keys=$home/.ssh/authorized_keys
  while read -r key; do
    [ -e "$keys" ] && grep -Fxq -- "$key" "$keys" || printf '%s\n' "$key" >>"$keys"
  done <"$build/keys"
  chmod 700 "$home/.ssh"
  chmod 600 "$keys"
  chown -R "$user_id:$group_id" "$home/.ssh"
}

"$@"
