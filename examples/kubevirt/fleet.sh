#!/usr/bin/env bash
# SPDX-License-Identifier: 0BSD
# How the targets of a fleet's Makefile are done (vmp, provisioner v1beta1). The same file in every fleet: what is this
# one's own stands in the Makefile, which calls
#
#   fleet.sh GOAL WORD...         for all that is chosen: fleet-goals.sh; the words say what is in the fleet
#   fleet.sh run GOAL/DIRECTORY   for one directory
#
# A goal calls make again, with the targets of the directories that are chosen. make keeps the order, does as many at a
# time as -j says and goes on with the others where one fails. Each "run" adds what came of it to a file, of which the
# goal makes its last lines. The file has no name any more when make starts, so nothing is left behind.
#
# Names are encoded as in targets, ",20" for a blank, until people see them. A function that makes a text leaves it in
# REPLY.
set -euo pipefail
shopt -u patsub_replacement 2>/dev/null || true # "&" in a replacement is a character, also in bash 5.2
[[ ${BASH_SOURCE[0]} != */* ]] || cd -- "${BASH_SOURCE[0]%/*}"

subject=''         # what lines are about
children=()        # processes that end with this one
interrupted=''     # the exit status, when a signal has come

say() { # TEXT
  printf '%s: %s\n' "$subject" "$1"
}

die() { # MESSAGE
  say "error: $1" >&2
  exit 1
}

decode() { # NAME as it is in targets
  printf -v REPLY %b "${1//,/\\x}"
}

# ---- Ending ----

interrupt() { # STATUS
  local child
  interrupted=$1
  for child in "${children[@]}"; do
    kill -TERM -- "-$child" 2>/dev/null || kill -TERM "$child" 2>/dev/null || true
  done
}

trap 'interrupt 130' INT
trap 'interrupt 143' TERM HUP

await() { # CHILD: its status in REPLY; a signal only interrupts the waiting
  while :; do
    REPLY=0
    wait "$1" || REPLY=$?
    kill -0 "$1" 2>/dev/null || return 0
  done
}

# ---- One target of one directory ----

goals_of() { # GOAL/DIRECTORY: what its own Makefile calls that
  case $1 in
    up/nodes/*) REPLY='check up' ;;
    ready/*) REPLY=wait-for-ready ;;
    exec/*) REPLY=ssh ;;
    *) REPLY=${1%%/*} ;;
  esac
}

record() { # WHAT TEXT
  [[ ! ${FLEET_RESULTS:-} ]] || printf '%s\t%s\t%s\n' "$target" "$1" "$2" >&"$FLEET_RESULTS"
}

relay() { # LINE of what the directory says
  local text=${1#"$subject: "} make=${FLEET_MAKE##*/}
  case $text in
    *"${make}["*']: *** ['*) # its make's last words, perhaps behind an unfinished line: the status of the recipe
      [[ ! $text =~ ([0-9]+)$ ]] || code=${BASH_REMATCH[1]}
      text=${text%"${make}["*}
      [[ $text ]] || return 0
      ;;
    "${make}["*']: *** '*) text="error: ${text#*\*\*\* }" ;;
  esac
  say "$text"
  [[ $text == 'error: '* || ($in_error == true && $text == '    '*) ]] && in_error=true || in_error=false
  [[ $in_error == false ]] || record error "$text"
}

run() { # GOAL/DIRECTORY: and ends
  local target=$1 code='' in_error=false line pipe output goals
  decode "${1#*/}"
  subject=$REPLY
  if [[ ! -f $subject/Makefile ]]; then
    relay "error: there is no $subject/Makefile: generate it with \"vmp gen\""
    record status 1
    exit 1
  fi
  goals_of "$1"
  read -ra goals <<<"$REPLY"
  # A pipe, and not what it says as <(...): bash 5.2 loses the status of such a process once in some thousands.
  exec {pipe}<> <(:)
  # In a session of its own, so that all its processes can be ended, and none waits for an answer from the terminal.
  # The fleet's --keep-going is not the directory's.
  setsid "$FLEET_MAKE" --no-print-directory --no-keep-going -C "$subject" "${goals[@]}" \
    >&"$pipe" 2>&1 </dev/null {pipe}>&- &
  children=($!)
  exec {output}<"/proc/self/fd/$pipe" {pipe}>&-
  while IFS= read -r line || [[ $line ]]; do relay "$line"; done <&"$output"
  await "${children[0]}"
  [[ ! $interrupted ]] || exit "$interrupted"
  ((REPLY == 0)) || REPLY=${code:-$REPLY}
  record status "$REPLY"
  exit "$REPLY"
}

[[ $1 != run ]] || run "$2"
# shellcheck disable=SC1091 # each is checked by itself
source ./fleet-goals.sh
# shellcheck disable=SC1091
source ./fleet-status.sh
attain "$@"
