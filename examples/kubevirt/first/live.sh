# SPDX-License-Identifier: 0BSD
# What is changed in a guest that runs (vmp, provisioner v1beta1). Read by provisioner.sh.
# shellcheck shell=bash disable=SC2154 # provisioner.sh has the variables of this file, too
#
# The definition is for the next start, and up to date before anything here begins, so nothing depends on it: what does not
# work waits, and is said. Nothing is taken away from a guest but by "detach/...".

declare -A tried=()      # what was, once in a target

plan_live() { # of what waits, all that can be done at once
  local i
  [[ $domain_state == running && $V1BETA1_LIVE != no ]] || return 0
  for i in "${!waiting[@]}"; do
    plan_live_change "${waiting[i]}" "${live_changes[i]}"
  done
}

plan_live_change() { # WHAT ACTION-AND-KEY
  local action=${2%%$'\037'*} key=${2#*$'\037'} words=()
  case $action in
    memory) words=(setmem --domain "$uuid" --size "$key" --live) ;;
    vcpus) words=(setvcpus --domain "$uuid" --count "$key" --live) ;;
    attach)
      write_device "$key" 'xml defined'
      words=(attach-device --domain "$uuid" --file "$REPLY" --live)
      ;;
    medium)
      write_device "$key" 'xml defined'
      words=(update-device --domain "$uuid" --file "$REPLY" --live)
      ;;
    title)
      read_text title
      words=(desc --domain "$uuid" --live --title --new-desc "$REPLY")
      ;;
    description)
      read_text description
      words=(desc --domain "$uuid" --live --new-desc "$REPLY")
      ;;
    *) return 0 ;;
  esac
  try_live "change what runs: $1" "${words[@]}"
}

try_live() { # WHAT COMMAND ARGUMENT...: it may fail
  [[ ! ${tried[$1]:-} ]] || return 0
  tried[$1]=yes
  try "$@"
}

write_device() { # DEVICE as fields.awk names it, ANSWER: its XML there, into a file
  local key=${1#*[} text
  answer "$2" || true
  text=$(KEY=${key%]} LC_ALL=C awk -f device.awk <<<"$REPLY") || die "cannot read $1 of domain \"$domain\""
  temporary "$text"
}

read_text() { # ELEMENT of the definition, before its metadata, which may have others of that name; empty where there is none
  answer 'xml defined' || true
  read_element "$1" "${REPLY%%<metadata>*}" || true
}

tell_waiting() { # what is left, and why
  local change
  for change in "${waiting[@]}"; do
    if succeeded "change what runs: $change"; then
      warn_once "the guest has been asked, and has not done it yet: $change"
    else
      name_failure "change what runs: $change"
      warn_once "waits for the next start: $change$REPLY"
    fi
  done
}

name_failure() { # WHAT: virsh's reason in brackets, if it was tried, in REPLY
  answer "$1" || return 0
  REPLY=${REPLY##*$'\nerror: '}
  REPLY=" (${REPLY%%$'\n'*})"
}

# ---- Volumes grow ----

# QEMU also shrinks a disk that is in use, without a word: so what the guest has is asked for right before.
plan_live_growth() { # VOLUME BYTES: returns 1 where that must wait
  local volume=$1 wanted=$2 what="grow volume $1 in what runs" disk pattern='Capacity: +([0-9]+)'
  [[ $domain_state == running && $V1BETA1_LIVE != no && ! ${tried[$what]:-} ]] || return 1
  find_disk "${directory[${volume%%/*}]}/${volume#*/}" || return 1
  disk=$REPLY
  ask "size of $disk" domblkinfo --domain "$uuid" --device "$disk"
  send
  succeeded "size of $disk" || return 1
  [[ $REPLY =~ $pattern ]] && ((BASH_REMATCH[1] < wanted)) || return 1
  try_live "$what" blockresize --domain "$uuid" --path "$disk" --size "${wanted}B"
}

find_disk() { # PATH: the target of what runs that has it, in REPLY; 1 if there is none
  local place
  xml_text "$1"
  while IFS= read -r place; do
    [[ $place == "devices/disk["*"]/source "*"file='$REPLY'"* ]] || continue
    REPLY=${place#*[}
    REPLY=${REPLY%%]*}
    return 0
  done <<<"$live_fields"
  return 1
}

# ---- detach/disk/TARGET, detach/network/MAC ----

detach() { # disk-or-network NAME: which what runs has, and the definition has not
  local device="devices/disk[$2]"
  [[ $1 == disk ]] || device="devices/interface[${2,,}]"
  is_on || die "domain \"$domain\" is $domain_state: make up starts it without $1 \"$2\""
  refuse_unless_running # a paused guest lets nothing go
  ! has_device "$fields" || die "$1 \"$2\" is in the definition: take it out of the registry, generate, make up"
  if ! has_device "$live_fields"; then
    say "what runs has no $1 \"$2\""
    return 0
  fi
  write_device "$device" 'xml running'
  try "detach $1 $2" detach-device --domain "$uuid" --file "$REPLY" --live
  take_steps
  ! has_device "$live_fields" || refuse_kept "detach $1 $2"
}

has_device() { # FIELDS
  [[ $'\n'$1 == *$'\n'"$device"[\ /]* ]]
}

refuse_kept() { # WHAT: libvirt has asked the guest, and does not wait for long
  ! succeeded "$1" || die "the guest has been asked to $1, and has not let go yet: see what uses it there, and try again"
  die "cannot $1 on node \"$node\"" "$REPLY"
}
