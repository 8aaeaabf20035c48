# SPDX-License-Identifier: 0BSD
# One start of the appliance for all missing steps that follow each other, with a state after each (vmp, provisioner v1beta1).
# Read by provisioner.sh.
# shellcheck shell=bash disable=SC2034,SC2154 # provisioner.sh has the variables of this file, too
#
# guestfish reads its commands from a pipe: it ends when this process does, whatever ends that, and no word of them is in a
# list of processes. Its drive is an overlay on the state that the session begins with; what is copied after each step is one
# on that, too.

mounts=()       # of the guest: "DIRECTORY: DEVICE"
mounted=false
end_mark="@vmp $$" # what guestfish prints behind each answer

take_steps_in_session() { # NUMBER of the state before
  local before=$1 number=$1 step work errors
  lock_state "$((number + 1))"
  if ! has_state "${chain[number + 1]}"; then
    new_overlay "$before"
    work=$REPLY
    temporary
    errors=$REPLY
    start_session
    while :; do
      step=${step_names[number]}
      take_step
      number=$((number + 1))
      is_for_session "$number" || break
      lock_state "$((number + 1))"
      unlock_states 1
      ! has_state "${chain[number + 1]}" || break
    done
    end_session
    rm -f -- "$work"
  fi
  unlock_states
}

is_for_session() { # NUMBER: does that step go on in it? A disk changes its size between two.
  local step=${step_names[$1]:-}
  [[ $step && ${part_type[$step]} != size ]] && ! is_alone "$step"
}

# These work on the variables of take_steps_in_session.

take_step() {
  local log=$cache/${chain[number + 1]}.log
  tell_step "$step"
  begun=$SECONDS
  : >"$log" || die "cannot write $log"
  : >"$errors"
  set_deadline "$((${part_seconds[$step]} + 60))" # inside, there is a limit, too
  { prepare_guest && "step_${part_type[$step]}" "$step" && leave_guest; } || end_step_badly "$?"
  copy_state
}

prepare_guest() {
  [[ ${part_type[$step]} != size ]] || return 0
  [[ $mounted == true ]] || mount_guest
}

copy_state() {
  local made
  [[ ! -e secrets.sh ]] || mask_secrets "$log"
  new_part "${chain[number + 1]}"
  made=$REPLY
  run_tool cp --reflink=auto --sparse=always -- "$work" "$made"
  publish_state "$made" "$((number + 1))" "$before"
}

end_step_badly() { # STATUS
  local status=$1
  ((SECONDS < deadline)) || kill_session
  end_session # which unmounts and writes all that the guest has
  sed 's/^\*stdin\*:[0-9]*: //' <"$errors" >>"$log"
  fail_step "$((number + 1))" "$work" "$before" "$status"
}

# ---- guestfish ----

start_session() {
  local options=(--format=qcow2 --add "$work")
  [[ $network == no ]] || options+=(--network)
  if [[ ${part_type[${step_names[number]}]} == size ]]; then
    resize_disk "${step_names[number]}" "$work"
  fi
  make_libguestfs_folder
  mounts=()
  mounted=false
  say "start the appliance"
  trap '' PIPE # it may end first
  coproc fish_process {
    release_locks
    trap - PIPE
    LC_ALL=C exec guestfish "${options[@]}" 2>>"$errors"
  }
  fish_pid=$!
  [[ ${fish_process[1]:-} ]] || die "guestfish does not start: make doctor" "$(<"$errors")"
  exec {from_fish}<&"${fish_process[0]}" {to_fish}>&"${fish_process[1]}"
  # shellcheck disable=SC1083,SC2093 # this closes the first two
  exec {fish_process[0]}<&- {fish_process[1]}>&-
  set_deadline 600
  if ! fish run; then
    end_session
    die "the appliance of libguestfs does not start: make doctor" "$(<"$errors")"
  fi
}

end_session() {
  exec {to_fish}>&-
  wait "$fish_pid" 2>/dev/null || true
  exec {from_fish}<&-
  trap - PIPE
}

kill_session() { # its recovery process ends the appliance
  kill "$fish_pid" 2>/dev/null || true
}

set_deadline() { # SECONDS from now, for what guestfish is told
  deadline=$((SECONDS + $1))
}

fish() { # COMMAND WORD...: leaves the answer in REPLY. 1 where it fails, which ends guestfish; 124 where time has run out
  local word line=$1 rest status
  for word in "${@:2}"; do
    word=${word//\\/\\\\}
    word=${word//\"/\\\"}
    line+=" \"${word//$'\n'/\\n}\""
  done
  { printf '%s\necho "%s"\n' "$line" "$end_mark" >&"$to_fish"; } 2>/dev/null || return 1
  line=''
  while rest=$((deadline - SECONDS)) && ((rest > 0)); do
    status=0
    IFS= read -r -t "$rest" -u "$from_fish" REPLY || status=$?
    ((status <= 128)) || break
    ((status == 0)) || return 1
    if [[ $REPLY == "$end_mark" ]]; then
      REPLY=$line
      return 0
    fi
    line+=${line:+$'\n'}$REPLY
  done
  return 124
}

# ---- The guest's file systems ----

mount_guest() {
  local mount
  ((${#mounts[@]})) || find_mounts || return
  for mount in "${mounts[@]}"; do
    # Of those beside the root, some may not be there, as "nofail" of fstab has it.
    if [[ $mount == "/: "* ]]; then
      fish mount "${mount#*: }" / || return
    else
      fish -mount "${mount#*: }" "${mount%%: *}" || return
    fi
  done
  : >"$errors"
  mounted=true
}

find_mounts() {
  local roots list
  fish inspect-os || return
  mapfile -t roots <<<"$REPLY"
  if ((${#roots[@]} > 1)); then
    printf '%s\n' "several systems are on the disk: ${roots[*]}" >>"$log"
    return 1
  fi
  if [[ ! ${roots[0]} ]]; then
    printf '%s\n' "there is no system that libguestfs knows on the disk, so steps cannot run in it" >>"$log"
    return 1
  fi
  fish inspect-get-mountpoints "${roots[0]}" || return
  list=$(LC_ALL=C sort <<<"$REPLY") || die "sort fails"
  mapfile -t mounts <<<"$list"
}

leave_guest() { # so that all of it is on the disk
  fish umount-all && fish sync || return
  mounted=false
}
