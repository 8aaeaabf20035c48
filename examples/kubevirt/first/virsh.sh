# SPDX-License-Identifier: 0BSD
# Many commands of virsh in one connection, each with its own answer (vmp, provisioner v1beta1). Read by provisioner.sh.
# shellcheck shell=bash disable=SC2034,SC2154 # provisioner.sh has the variables of this file, too
#
# A target asks and takes steps; both go into a batch, which "send" hands to one virsh. virsh goes on after a command
# that failed and returns the last one's status, so what is there is believed only to a list that succeeded.

batch=''
steps=()                  # what the batch does, for people
look_again=false          # a plan sets it where what it has seen may have changed
separator=$'\036'         # before each answer: no XML can hold it, so nothing on a node has it in its name
batch_bytes=30000         # then it is sent: Linux takes a word of 131,071 bytes
declare -A answers=()     # by name; each begins with a newline
declare -A taken=()       # steps that were taken already

quote_for_virsh() { # WORD: one word for virsh's own parser, in REPLY
  REPLY="'${1//\'/\'\\\'\'}'"
}

ask() { # NAME COMMAND ARGUMENT...
  local word command=$2
  for word in "${@:3}"; do
    quote_for_virsh "$word"
    command+=" $REPLY"
  done
  quote_for_virsh "$separator@vmp $1"
  batch+="echo $REPLY; $command; "
  ((${#batch} < batch_bytes)) || send
}

step() { # WHAT COMMAND ARGUMENT...: one that was taken already has not done what it should
  if [[ ${taken[$1]:-} ]]; then
    answer "$1" || true
    die "cannot $1 on node \"$node\"" "$REPLY"
  fi
  taken[$1]=yes
  try "$@"
}

try() { # WHAT COMMAND ARGUMENT...: a step that may fail
  steps+=("$1")
  ask "$@"
}

send() { # all that was asked
  exchange || refuse_unreachable "$REPLY"
}

exchange() { # the same; returns 1 if the node is out of reach, with the name of a file that has what virsh said
  local output parts part
  temporary
  output=$REPLY
  quote_for_virsh "$separator@vmp end"
  ! declare -F begin_bar >/dev/null || begin_bar
  (
    release_locks
    # English, and names as they are: in the locale C virsh writes them with \x.
    LANGUAGE='' LC_ALL=C.UTF-8 exec virsh "${batch}echo $REPLY"
  ) >"$output" 2>&1 || true
  ! declare -F end_bar >/dev/null || end_bar
  batch=''
  mapfile -t -d "$separator" parts <"$output" || die "cannot read $output"
  unset 'answers[@vmp end]'
  for part in "${parts[@]:1}"; do
    answers[${part%%$'\n'*}]=$'\n'${part#*$'\n'}
  done
  REPLY=$output
  [[ ${answers[@vmp end]:-} ]] || return 1
  ! grep -q '^error: failed to connect to the hypervisor' "$output"
}

refuse_unreachable() { # FILE with what virsh printed
  REPLY=$(grep -v '@vmp ' "$1" | awk '!seen[$0]++') || REPLY=''
  die "$unreachable" "$REPLY"
}
unreachable="cannot reach node \"$node\" ($LIBVIRT_DEFAULT_URI): see what \"virsh -c '$LIBVIRT_DEFAULT_URI' list\" says"

answer() { # NAME: the lines of what that command printed, errors too, in REPLY; 1 if it printed nothing
  REPLY=${answers[@vmp $1]:-}
  [[ $REPLY ]]
}

succeeded() { # NAME
  answer "$1" && [[ $REPLY != *$'\nerror:'* ]]
}

listed() { # NAME of a list
  succeeded "$1" || die "node \"$node\" does not list its ${1%% *}" "$REPLY"
}

has_line() { # LINE: is it one of the answer's? Names are no patterns; virsh pads some.
  [[ $REPLY == *$'\n'"$1"*([[:blank:]])$'\n'* ]]
}

lists() { # NAME LINE: does that list have the line?
  listed "$1"
  has_line "$2"
}

converge() { # PLAN ARGUMENT...: takes the steps that a plan wants, until it wants none
  while :; do
    look_again=false
    "$@"
    ((${#steps[@]})) || [[ $look_again == true ]] || return 0
    take_steps
  done
}

take_steps() { # and looks what came of them
  local what
  for what in "${steps[@]}"; do say "$what"; done
  read_state
  steps=()
}
