# SPDX-License-Identifier: 0BSD
# Steps of the guest's names and users (vmp, provisioner v1beta1). Read by provisioner.sh.
# shellcheck shell=bash disable=SC2154 # provisioner.sh has the variables of this file, too

step_names() { # STEP
  local hostname
  word "$1" hostname || true
  hostname=$REPLY
  word "$1" timezone || true
  run_guest_function "$1" guest_system.sh give_names "$hostname" "$REPLY"
}

step_user() { # STEP
  local user shell values=() groups
  word "$1" name || true
  user=$REPLY
  word "$1" shell || true
  shell=$REPLY
  words "$1" groups
  groups=$(IFS=, && printf %s "${values[*]}")
  pack_guest guest_system.sh make_user "$user" "$shell" "$groups"
  add_password "$1" "$user"
  add_keys "$1" ssh-keys
  run_in_guest "$1"
}

step_password() { # STEP
  local user
  word "$1" user || true
  user=$REPLY
  pack_guest guest_system.sh change_user "$user"
  add_password "$1" "$user"
  run_in_guest "$1"
}

step_sshKeys() { # STEP
  word "$1" user || true
  pack_guest guest_system.sh change_user "$REPLY"
  add_keys "$1" keys
  run_in_guest "$1"
}

add_password() { # STEP USER: in a file
  word "$1" password || return 0
  fill "$REPLY"
  [[ $REPLY != *$'\n'* ]] || die "the password of user \"$2\" has several lines"
  write_guest_file password "$2:$REPLY"$'\n'
}

add_keys() { # STEP KEY
  local values=()
  words "$1" "$2"
  ((!${#values[@]})) || write_guest_file keys "$(printf '%s\n' "${values[@]}")"$'\n'
}
