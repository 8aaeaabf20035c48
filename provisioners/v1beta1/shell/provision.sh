# SPDX-License-Identifier: 0BSD
# Steps in the guest and on this machine, in their order, each once for each content (vmp). Read by the directory's main
# script.
# shellcheck shell=bash disable=SC2034,SC2154 # other files have the variables of this one, too
#
# Which step has been taken stands in the guest, /var/lib/vmp/NAME, as the digest of the step's folder. So a new disk, a
# snapshot and a backup have their own truth. Steps on this machine have their marks there, too.

declare -A mark=()      # in the guest, of each step that has been taken
step_file=''            # the archive of a step's folder
step_digest=''          # of its content, the same on each machine
step_log=''
step_status=0
lost_guest=false        # did ssh end before the step?

# shellcheck disable=SC2016 # it is the guest's shell that expands this
marks_probe='for mark in /var/lib/vmp/*; do [ ! -f "$mark" ] || echo "@vmp mark ${mark##*/} $(head -c 64 "$mark")"; done
'

provision() { # STEP, or all
  local name chosen=()
  for name in "${provision_steps[@]}"; do
    [[ $1 && ${name#*-} != "$1" ]] || chosen+=("$name")
  done
  ((${#chosen[@]})) || die "there is no step \"$1\" under \"provision\": ${provision_steps[*]#*-}"
  for name in "${chosen[@]}"; do check_step "$name"; done
  probe=$marks_probe$probe
  wait_for_ready
  read_marks
  for name in "${chosen[@]}"; do take_provision_step "$name"; done
}

check_step() { # STEP: are its files here?
  [[ -d provision.d/$1 ]] || die "provision.d/$1 is missing: generate this directory again"
  [[ ! -e provision.d/$1/run || -x provision.d/$1/run ]] || die "provision.d/$1/run is not executable: chmod +x"
}

read_marks() { # from what the guest has said
  local line rest
  while IFS= read -r line; do
    [[ $line == '@vmp mark '* ]] || continue
    rest=${line#'@vmp mark '}
    mark[${rest% *}]=${rest##* }
  done <<<"$guest_says"
}

take_provision_step() { # STEP, unless there is nothing to do
  local name=${1#*-}
  pack_step "provision.d/$1"
  is_due "$1" "$name" || return 0
  say "provision $name"
  mkdir -p logs || die "cannot make the folder logs"
  step_log=logs/$name.log
  (umask 077 && : >"$step_log") || die "cannot write $step_log"
  if [[ ${provision_side[$1]} == host ]]; then
    run_step_here "$1" "$name"
    ((step_status)) || [[ ${provision_when[$1]} == always ]] || leave_mark "$name"
  else
    run_step_in_guest "$1" "$name"
  fi
  ((step_status == 0)) || tell_failed_step "$1" "$name"
}

is_due() { # STEP NAME
  [[ ! $FORCE_TEXT ]] || return 0
  case ${provision_when[$1]} in
    always) ;;
    once) [[ ! ${mark[$2]:-} ]] ;;
    *) [[ ${mark[$2]:-} != "$step_digest" ]] ;;
  esac
}

# Modes are those that git keeps, whatever the umask was, so the archive is the same wherever the directory is.
pack_step() { # FOLDER
  local options=(--sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner --format=gnu --mode='u=rwX,go=rX')
  temporary
  step_file=$REPLY
  tar -C "$1" "${options[@]}" -cf "$step_file" . || die "cannot read $1"
  step_digest=$(sha256sum <"$step_file") || die "sha256sum fails"
  step_digest=${step_digest%% *}
}

# ---- In the guest ----

run_step_in_guest() { # STEP NAME
  call_guest "$((provision_seconds[$1] + 60))" "$2" "$step_digest" "${provision_seconds[$1]}" <"$step_file"
}

leave_mark() { # NAME: of a step that was taken here
  call_guest 60 "$1" "$step_digest" </dev/null
}

call_guest() { # SECONDS WORD...: provision_guest.sh with these, as root; step_status is what comes of it
  local script command word said
  script=$(<provision_guest.sh) || die "provision_guest.sh is missing: generate this directory again"
  quote_for_shell "$script"
  command="sh -c $REPLY vmp"
  for word in "${@:2}"; do command+=" $word"; done # of letters, digits and . _ + @ -
  quote_for_shell "$become_root$command"
  command="sh -c $REPLY"
  temporary
  said=$REPLY
  ssh_to_ready_guest
  attend timeout --foreground "$1" "${ssh[@]}" "$command" >>"$step_log" 2>"$said"
  read_guest_status "$said"
}
# shellcheck disable=SC2016 # it is the guest's shell that expands this
become_root='as=; [ "$(id -u)" = 0 ] || as="sudo -n"; [ ! "$as" ] || command -v sudo >/dev/null || as="doas -n"; exec $as '

read_guest_status() { # FILE with what ssh said: the guest's last line there has the step's status
  local said
  said=$(<"$1") || die "cannot read $1"
  if [[ ${said##*$'\n'} =~ ^'@vmp status '([0-9]{1,3})$ ]]; then
    step_status=${BASH_REMATCH[1]}
    said=${said%"${BASH_REMATCH[0]}"}
  else
    lost_guest=true
  fi
  [[ ! $said ]] || printf '%s\n' "${said%$'\n'}" >>"$step_log" || die "cannot write $step_log"
}

quote_for_shell() { # WORD
  REPLY="'${1//\'/\'\\\'\'}'"
}

# ---- On this machine ----

run_step_here() { # STEP NAME: in a copy of its folder
  local folder facts=()
  temporary
  folder=$REPLY.d
  { mkdir -- "$folder" && tar -C "$folder" -xf "$step_file"; } || die "cannot write files in $scratch"
  list_facts
  attend env -C "$folder" VMP_VM="$subject" VMP_STEP="$2" "${facts[@]}" \
    timeout --kill-after=10 "${provision_seconds[$1]}" ./run >>"$step_log" 2>&1 </dev/null
}

# ---- A process that ends with this one, whatever ends this one ----

attended=''

attend() { # COMMAND ARGUMENT...: its status in step_status
  trap 'end_attended; remove_scratch' EXIT
  (release_locks && exec "$@") <&0 &
  attended=$!
  step_status=0
  wait "$attended" || step_status=$?
  attended=''
}

end_attended() {
  [[ ! $attended ]] || kill "$attended" 2>/dev/null || true
}

# ---- Failures ----

tell_failed_step() { # STEP NAME: and ends
  local lines why="fails with status $step_status"
  [[ $step_status != 124 ]] || why="is not done after ${provision_seconds[$1]} seconds"
  [[ $lost_guest == false ]] || why="has lost the guest, status $step_status of ssh"
  lines=$(tail -n 10 -- "$step_log") || lines=''
  die "step $2 $why. All that it said is in $step_log" "$lines"
}
