# SPDX-License-Identifier: 0BSD
# Looking at what a step did (vmp, provisioner v1beta1). Read by provisioner.sh.
# shellcheck shell=bash disable=SC2154 # provisioner.sh has the variables of this file, too

# ---- log ----

print_log() {
  local number
  if [[ $STEP_TEXT ]]; then
    find_step "$STEP_TEXT"
    number=$REPLY
    find_log "$number" || die "step \"$STEP_TEXT\" has no output here: make build"
  elif [[ $node ]] && ! has_state "${chain[0]}"; then
    installation_log
    return
  else
    find_last_log || die "no step has run here: make build"
  fi
  cat -- "$REPLY"
}

find_log() { # NUMBER of a state: the newer one of two in REPLY
  local name=$cache/${chain[$1]}
  REPLY=$name.log
  [[ -e $REPLY && ! $name.failed.log -nt $REPLY ]] || REPLY=$name.failed.log
  [[ -e $REPLY ]]
}

find_last_log() {
  local number
  for ((number = ${#chain[@]} - 1; number > 0; number--)); do
    ! find_log "$number" || return 0
  done
  return 1
}

# ---- shell ----

open_shell() {
  local from overlay
  find_look
  from=$REPLY
  [[ -t 0 ]] || die "a shell needs a terminal"
  open_cache
  new_part look
  overlay=$REPLY
  run_tool qemu-img create -q -f qcow2 -b "$from" -F qcow2 "$overlay"
  say "changes in this shell are thrown away"
  if [[ $BOOT_TEXT ]]; then
    boot_look "$overlay"
  else
    look_into "$overlay"
  fi
}

find_look() { # the state to look into, without its folder: of a step that failed what it left, else what is there
  local number
  if [[ $STEP_TEXT ]]; then
    find_step "$STEP_TEXT"
    find_left "$REPLY" || die "step \"$STEP_TEXT\" has not run here: make build"
    return 0
  fi
  for ((number = ${#chain[@]} - 1; number >= 0; number--)); do
    ! find_left "$number" || return 0
  done
  [[ ! $node ]] || { installation_shell && exit; }
  die "nothing of this image is built here: make build"
}

find_left() { # NUMBER of a state
  REPLY=${chain[$1]}.failed.qcow2
  [[ -e $cache/$REPLY ]] && return
  REPLY=${chain[$1]}.qcow2
  has_state "${chain[$1]}"
}

look_into() { # FILE: by the appliance, which mounts the guest below /sysroot
  local options=(--format=qcow2 --add "$1" -i)
  [[ $network == no ]] || options+=(--network)
  make_libguestfs_folder
  say "the guest is in /sysroot: chroot /sysroot. A step that failed is tried again there by sh /.vmp-build/guest.sh"
  run virt-rescue "${options[@]}" || die "virt-rescue fails: make doctor"
}

boot_look() { # FILE
  local options=(-machine accel=kvm:tcg -m 1024 -nographic -drive "file=${1//,/,,},format=qcow2,if=virtio")
  [[ $network == yes ]] || options+=(-nic none)
  say "Ctrl-a x ends it"
  run qemu-system-x86_64 "${options[@]}" || die "qemu-system-x86_64 fails"
}
