# SPDX-License-Identifier: 0BSD
# What of the chain is missing, state after state (vmp, provisioner v1beta1). Read by provisioner.sh.
# shellcheck shell=bash disable=SC2034,SC2154 # provisioner.sh has the variables of this file, too

begun=0 # when the state that is being made was begun

build() { # [anew]: also where the result is there
  if [[ ! ${1:-} ]] && has_result; then
    [[ ! -d $cache ]] || TMPDIR=$cache/tmp remove_remains
    return 0
  fi
  check_types
  tell_changes
  [[ ! -e secrets.sh ]] || fetch_secrets
  open_cache
  register_root
  build_states
  state_file "${chain[-1]}"
  export_state "$REPLY"
}

check_types() {
  local step type
  for step in "${step_names[@]}"; do
    type=${part_type[$step]}
    declare -F "step_$type" >/dev/null || declare -F "alone_$type" >/dev/null ||
      die "no shell is here for steps of type $type: vmp gen"
  done
}

tell_changes() {
  [[ $result_chain != "$planned_chain" ]] || return 0
  warn "files have changed since vmp gen: this makes ${result##*/}, and VMs go on to want ${planned_result##*/} until the \
next vmp gen"
}

build_states() {
  local end=$((${#chain[@]} - 1)) number
  while last_state && ((REPLY < end)); do
    number=$REPLY
    if ((number < 0)); then
      make_source
    elif is_alone "${step_names[number]}"; then
      take_step_alone "$number"
    else
      take_steps_in_session "$number"
    fi
  done
}

is_alone() { # STEP: without the appliance that several steps share
  if [[ ${part_type[$1]} == size ]]; then
    ! word "$1" expand
  else
    declare -F "alone_${part_type[$1]}" >/dev/null
  fi
}

make_source() {
  local made type=${part_type[source]}
  lock_state 0
  if ! has_state "${chain[0]}"; then
    say "source: $type"
    begun=$SECONDS
    new_part "${chain[0]}"
    made=$REPLY
    "make_source_$type" "$made"
    publish_state "$made" 0
    [[ ! $node ]] || forget_installation
  fi
  unlock_states
}

take_step_alone() { # NUMBER of the state before
  local step=${step_names[$1]} made log status=0
  lock_state "$(($1 + 1))"
  if ! has_state "${chain[$1 + 1]}"; then
    tell_step "$step"
    begun=$SECONDS
    new_overlay "$1"
    made=$REPLY
    log=$cache/${chain[$1 + 1]}.log
    [[ $scratch ]] || make_scratch # what the step leaves there goes with it
    (release_locks && "alone_${part_type[$step]}" "$step" "$made") </dev/null >"$log" 2>&1 || status=$?
    ((status == 0)) || fail_step "$(($1 + 1))" "$made" "$1" "$status"
    publish_state "$made" "$(($1 + 1))" "$1"
  fi
  unlock_states
}

tell_step() { # STEP
  name_step "$1"
  say "$REPLY: ${part_type[$1]}"
}

limited() { # STEP COMMAND ARGUMENT...: 124 where the step's time has run out
  timeout --kill-after=10 "${part_seconds[$1]}" "${@:2}"
}

# ---- Failure ----

# What the step has left stays for a look, the states before it for the next build.
fail_step() { # NUMBER of its state, PART, NUMBER of the state that it is an overlay on, STATUS
  local step=${step_names[$1 - 1]} name=$cache/${chain[$1]} what="failed with status $4"
  (($4 != 124)) || what="took longer than its ${part_seconds[$step]} seconds"
  [[ ! -e secrets.sh ]] || mask_secrets "$name.log"
  printf '%s\n' "${chain[$3]}" >"$name.failed.base" || die "cannot write in $cache"
  mv -T -- "$name.log" "$name.failed.log" || die "cannot write in $cache"
  mv -T -- "$2" "$name.failed.qcow2" || die "cannot write in $cache"
  rm -f -- "$name.lock"
  name_step "$step"
  warn "error: $REPLY $what. Its last lines:"
  tail -n 20 -- "$name.failed.log" | sed 's/^/    /' >&2
  shorten_name "$step"
  warn "the states before it are kept. All of its output: make log STEP=$REPLY. To look at what it has left: make shell \
STEP=$REPLY. When that is mended, run make again"
  exit 1
}

shorten_name() { # NN-NAME: as a word of the command line
  printf -v REPLY %b "${1//,/\\x}"
  printf -v REPLY %q "${REPLY#*-}"
}
