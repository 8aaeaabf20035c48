# SPDX-License-Identifier: 0BSD
# The fleet, what is chosen of it, and what comes of a goal (vmp, provisioner v1beta1). Read by fleet.sh.
# shellcheck shell=bash disable=SC2034,SC2154 # fleet.sh and fleet-status.sh have the variables of this file, too

# ---- The fleet, from the words of the Makefile ----

nodes=()                  # by name
node_directories=()       # of those that have one
networks=() images=() vms=()   # directories
provisioned=()            # VMs that have steps
declare -A uri=()         # of a node
declare -A node_of=()     # of a directory; an image has none
declare -A domain_of=()   # of a VM
declare -A groups_of=()   # of a VM, each between blanks

read_fleet() { # WORD...
  while (($#)); do
    case $1 in
      --node) nodes+=("$2") && uri[$2]=$3 && shift 3 ;;
      --node-directory) node_directories+=("$2") && node_of[$2]=${2#nodes/} && shift 2 ;;
      --network) networks+=("$2") && node_of[$2]=$3 && shift 3 ;;
      --image) images+=("$2") && shift 2 ;;
      --vm) vms+=("$2") && node_of[$2]=$3 && domain_of[$2]=$4 && shift 4 ;;
      --provision) provisioned+=("$2") && shift 2 ;;
      --group) groups_of[${vms[-1]}]+=" $2 " && shift 2 ;;
      *) die "unknown word \"$1\": it belongs to another fleet.sh" ;;
    esac
  done
}

# ---- What VMS, GROUP and NODE choose ----

chosen=()

is_named() { # NAME TEXT: is that what people call it?
  decode "$1"
  [[ $REPLY == "$2" ]]
}

is_listed() { # VM: is it one of VMS?
  local name
  for name in "${listed[@]}"; do
    ! is_named "$1" "$name" || return 0
  done
  return 1
}

is_chosen() { # DIRECTORY
  [[ ! $NODE_TEXT ]] || is_named "${node_of[$1]:-}" "$NODE_TEXT" || return 1
  [[ $VMS_TEXT$GROUP_TEXT ]] || return 0
  [[ ${domain_of[$1]:-} ]] || return 1
  # shellcheck disable=SC2086 # encoded names are words
  [[ ! $GROUP_TEXT ]] || is_known "$GROUP_TEXT" ${groups_of[$1]:-} || return 1
  [[ ! $VMS_TEXT ]] || is_listed "$1"
}

is_known() { # NAME WHO...: is one of them called that?
  local each
  for each in "${@:2}"; do
    ! is_named "$each" "$1" || return 0
  done
  return 1
}

refuse_unknown() {
  local name
  for name in "${listed[@]}"; do
    is_known "$name" "${vms[@]}" || die "there is no VM \"$name\" in the fleet: make list"
  done
  [[ ! $NODE_TEXT ]] || is_known "$NODE_TEXT" "${nodes[@]}" ||
    die "there is no node \"$NODE_TEXT\" in the fleet: make list"
  # shellcheck disable=SC2048,SC2086 # encoded names are words
  [[ ! $GROUP_TEXT ]] || is_known "$GROUP_TEXT" ${groups_of[*]} ||
    die "there is no group \"$GROUP_TEXT\" in the fleet: make list"
}

choose() { # DIRECTORY...: into chosen
  local listed=() directory
  read -rd '' -a listed <<<"$VMS_TEXT" || true
  refuse_unknown
  for directory; do
    ! is_chosen "$directory" || chosen+=("$directory")
  done
}

# ---- A goal ----

attempt() { # the goal in all that was chosen, and what came of it
  local targets=() directory file results read_results
  for directory in "${chosen[@]}"; do targets+=("$goal/$directory"); done
  ((${#targets[@]})) || die "nothing that has this target is chosen: make list"
  file=$(mktemp) || die "cannot write files in ${TMPDIR:-/tmp}"
  exec {results}>>"$file"
  exec {read_results}<"$file"
  rm -- "$file"
  # What make itself says is in there, too.
  FLEET_RESULTS=$results "$FLEET_MAKE" --silent --no-print-directory --keep-going "${targets[@]}" 2>&"$results" &
  children=($!)
  await "${children[0]}"
  summarize "$REPLY" "${targets[@]}"
}

summarize() { # STATUS-OF-MAKE TARGET...
  local target what text words='' failed=() missing='' finished=0 others=''
  local -A status_of=() errors_of=()
  while IFS=$'\t' read -r target what text; do
    case $what in
      status) take_status ;;
      error) errors_of[$target]+=$text$'\n' ;;
      *) others+=$target$'\n' ;;
    esac
  done <&"$read_results"
  for target in "${@:2}"; do
    name_target "$target"
    [[ ${status_of[$target]:-} ]] || missing+=" $REPLY"
  done
  print_summary
  print_errors
  [[ ! $interrupted ]] || exit "$interrupted"
  (($1 == 0)) || [[ $words$missing ]] || die "make failed: $others"
  (($1 == 0)) || exit 1
}

take_status() {
  status_of[$target]=$text
  if ((text == 0)); then
    [[ $target != "$goal"/* ]] || ((++finished))
    return
  fi
  failed+=("$target")
  name_target "$target"
  words+=" $REPLY"
  [[ $goal != exec ]] || words+=" (exit $text)"
}

name_target() { # GOAL/DIRECTORY: as the last lines have it
  decode "${1#*/}"
  [[ $1 == "$goal"/* ]] || REPLY+=" (${1%%/*})"
}

print_summary() {
  local line="$finished done in $SECONDS s" bad=failed why="not tried, since what they need failed"
  [[ ! $interrupted ]] || { line="interrupted, $line" && why="not done"; }
  [[ $goal != diff ]] || bad="differ or failed"
  [[ ! $words ]] || line+="; $bad:$words"
  [[ ! $missing ]] || line+="; $why:$missing"
  say "$line"
}

print_errors() { # those of targets that failed
  local target line
  for target in "${failed[@]}"; do
    decode "${target#*/}"
    local subject=$REPLY
    while IFS= read -r line; do
      [[ ! $line ]] || say "$line" >&2
    done <<<"${errors_of[$target]:-}"
  done
}

attain() { # GOAL WORD...
  goal=$1
  subject=$goal
  read_fleet "${@:2}"
  case $goal in
    down) choose "${vms[@]}" "${networks[@]}" ;;
    build) choose "${images[@]}" ;;
    check | gc) choose "${node_directories[@]}" ;;
    provision) choose "${provisioned[@]}" ;;
    wait-for-ready | exec) choose "${vms[@]}" ;;
    diff | list) choose "${node_directories[@]}" "${networks[@]}" "${images[@]}" "${vms[@]}" ;;
    *) choose "${node_directories[@]}" "${networks[@]}" "${vms[@]}" ;;
  esac
  [[ $goal != exec || $CMD_TEXT ]] || die "say what to run in the guests: make exec CMD='...'"
  case $goal in
    list) list ;;
    status) report_status ;;
    *) attempt ;;
  esac
}
