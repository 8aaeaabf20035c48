# SPDX-License-Identifier: 0BSD
# The domain's snapshots (vmp, provisioner v1beta1). Read by provisioner.sh.
# shellcheck shell=bash disable=SC2034,SC2154 # provisioner.sh has the variables of this file, too
#
# They are libvirt's internal ones: in the disks' own files, and of a domain that is on with its memory. They are no part of
# the registry. Those of others are shown, and go only by their names.

# ---- Names ----

# Of a word that begins with "-", virsh makes an option: one of these makes an external snapshot.
read_snapshot_name() {
  [[ $NAME_TEXT ]] || die "which snapshot? make $target NAME=..."
  [[ $NAME_TEXT =~ ^[A-Za-z0-9][A-Za-z0-9._+-]*$ ]] ||
    die "a snapshot's name has letters, digits and . _ + - only, and begins with a letter or digit: not \"$NAME_TEXT\""
}

has_snapshot() { # NAME
  local name
  for name in "${snapshots[@]}"; do
    [[ $name != "$1" ]] || return 0
  done
  return 1
}

is_external() { # NAME
  local name
  for name in "${external_snapshots[@]}"; do
    [[ $name != "$1" ]] || return 0
  done
  return 1
}

need_confirmation() { # WHAT-IS-LOST
  [[ $CONFIRM_TEXT == "$subject" ]] || die "$1: to do it nevertheless, add CONFIRM=$subject"
}

# ---- What cannot be ----

refuse_domain_without_snapshots() {
  [[ $domain_state != absent ]] || die "domain \"$domain\" is not on node \"$node\": make create"
  [[ $transient == false ]] || die "domain \"$domain\" is transient: libvirt keeps no snapshots of it"
  refuse_firmware
}

# A revert brings back the disk, and not the variables of UEFI, which then are of another time.
refuse_firmware() {
  local pattern="<os [^>]*firmware=.efi|<loader [^>]*type=.pflash"
  answer 'xml defined' || true
  [[ ! $REPLY =~ $pattern ]] ||
    die "domain \"$domain\" boots by UEFI, whose variables no snapshot of libvirt's keeps right: make backup copies disks"
}

refuse_raw_disks() {
  local disk
  read_disks 'xml defined'
  for disk in "${disks[@]}"; do
    [[ ${disk_kind[$disk]} == qcow2 ]] || die "disk $disk (${disk_path[$disk]}) of domain \"$domain\" is not qcow2, so \
there can be no snapshot: make backup copies disks"
  done
}

disks=()                # the writable ones that hold something, by their targets
other_disks=()          # all others
declare -A disk_path=() disk_kind=()

read_disks() { # of ANSWER
  local line key='' readonly=''
  disks=() other_disks=()
  read_fields "$1" || return 0
  while IFS= read -r line; do
    [[ $line == 'devices/disk['* ]] || continue
    if [[ $line != "devices/disk[$key]"[\ /]* ]]; then
      [[ ! $key ]] || sort_disk
      key=${line#*[}
      key=${key%%]*}
      readonly='' disk_kind[$key]='' disk_path[$key]=''
    fi
    case ${line#*]} in
      *" device='cdrom'"* | /readonly*) readonly=yes ;;
      /driver\ *" type='"*) disk_kind[$key]=${line#*" type='"} && disk_kind[$key]=${disk_kind[$key]%%\'*} ;;
      /source\ *=\'*) line=${line#*=\'} && read_element x "<x>${line%%\'*}" && disk_path[$key]=$REPLY ;;
    esac
  done <<<"$REPLY"
  [[ ! $key ]] || sort_disk
}

sort_disk() { # of the variables of read_disks
  if [[ ! $readonly && ${disk_path[$key]} ]]; then
    disks+=("$key")
  else
    other_disks+=("$key")
  fi
}

refuse_saved_memory() {
  [[ $domain_state != saved ]] ||
    die "domain \"$domain\" has its memory saved, which belongs to its disks as they are: make start wakes it"
}

# ---- snapshot ----

make_snapshot() {
  local description=()
  read_snapshot_name
  refuse_domain_without_snapshots
  refuse_external_snapshots
  refuse_saved_memory
  refuse_raw_disks
  ! has_snapshot "$NAME_TEXT" || die "domain \"$domain\" has a snapshot \"$NAME_TEXT\" already: make snapshots"
  [[ ! $NOTE_TEXT ]] || description=("--description=$NOTE_TEXT")
  take_once "make snapshot $NAME_TEXT of domain $domain" snapshot-create-as --domain "$uuid" --name "$NAME_TEXT" "${description[@]}"
}

take_once() { # WHAT COMMAND ARGUMENT...: a step whose success shows nowhere else
  step "$@"
  take_steps
  succeeded "$1" || die "cannot $1 on node \"$node\"" "$REPLY"
}

# ---- revert ----

revert_to_snapshot() {
  local what force=()
  read_snapshot_name
  refuse_domain_without_snapshots
  find_snapshot
  confirm_revert
  ! is_on || force=(--force) # libvirt wants it where the machine is another one, too
  drop_saved_memory
  what="revert domain $domain to snapshot $NAME_TEXT"
  compares=true
  take_once "$what" snapshot-revert --domain "$uuid" --snapshotname "$NAME_TEXT" "${force[@]}"
  tell_reverted
}

find_snapshot() { # into REPLY: what it is of; dies where there is none that can be reverted
  has_snapshot "$NAME_TEXT" || die "domain \"$domain\" has no snapshot \"$NAME_TEXT\", but: ${snapshots[*]:-none}"
  ! is_external "$NAME_TEXT" || die "snapshot \"$NAME_TEXT\" is external, made by somebody else: libvirt does not revert to such"
  ask "snapshot $NAME_TEXT" snapshot-dumpxml --domain "$uuid" --snapshotname "$NAME_TEXT"
  send
  listed "snapshot $NAME_TEXT"
  read_element state "$REPLY" || true
}

confirm_revert() { # to a snapshot of the state in REPLY
  case $domain_state/$REPLY in
    running/shutoff | paused/shutoff)
      need_confirmation "domain \"$domain\" is $domain_state, and snapshot \"$NAME_TEXT\" is of one that is off: the revert \
powers it off at once, and what it has done since is lost"
      ;;
    running/* | paused/*)
      need_confirmation "domain \"$domain\" is $domain_state, and what it has done since snapshot \"$NAME_TEXT\" is lost"
      ;;
    saved/*) need_confirmation "domain \"$domain\" has its memory saved, which is lost" ;;
  esac
}

# libvirt would keep it beside the reverted disk, and the next start would wake the wrong memory on that.
drop_saved_memory() {
  [[ $domain_state != saved ]] || take_once "remove the saved memory of domain $domain" managedsave-remove --domain "$uuid"
}

tell_reverted() { # and what differs from this directory now, for the definition is of that time, too
  if [[ $domain_state == running ]] && has_agent; then
    set_clock
    send
  fi
  [[ ! $seed ]] || digest_seed
  read_state
  say "domain $domain is $domain_state"
  only_differences=true
  report_all
  name_differences
  [[ ! $REPLY ]] || say "make diff shows what is above, make up follows the registry"
}

# ---- snapshot-delete ----

delete_snapshot() {
  read_snapshot_name
  [[ $domain_state != absent ]] || die "domain \"$domain\" is not on node \"$node\""
  if ! has_snapshot "$NAME_TEXT"; then
    say "domain $domain has no snapshot $NAME_TEXT"
    return 0
  fi
  ! is_external "$NAME_TEXT" || die "snapshot \"$NAME_TEXT\" is external, made by somebody else: make snapshots"
  need_confirmation "snapshot \"$NAME_TEXT\" of domain \"$domain\" is lost then"
  take_once "delete snapshot $NAME_TEXT of domain $domain" snapshot-delete --domain "$uuid" --snapshotname "$NAME_TEXT"
}

# Without the domain libvirt forgets them, and their room in the files stays taken.
warn_of_forgotten_snapshots() {
  [[ $target == down || $target == delete ]] || ((${#snapshots[@]} == 0)) ||
    warn_once "libvirt forgets the snapshots of domain \"$domain\", which stay in its volumes as long as those do: ${snapshots[*]}"
}

# ---- snapshots ----

list_snapshots() {
  local name lines='' line
  for name in "${snapshots[@]}"; do ask "snapshot $name" snapshot-dumpxml --domain "$uuid" "--snapshotname=$name"; done
  ((${#snapshots[@]} == 0)) || send
  for name in "${snapshots[@]}"; do
    listed "snapshot $name"
    describe_snapshot "$name" "$REPLY"
    lines+=$REPLY$'\n'
  done
  lines=$(LC_ALL=C sort -n <<<"${lines%$'\n'}") || die "cannot sort the snapshots"
  while IFS= read -r line; do
    [[ ! $line ]] || printf '%s\n' "${line#* }"
  done <<<"$lines"
}

describe_snapshot() { # NAME XML: in REPLY, a line that begins with the time as a number
  local text kind='' time=0 parent='' note='' at=''
  ! read_element creationTime "$2" || time=$REPLY
  ! read_element state "$2" || kind=$REPLY
  [[ $2 != *'<parent>'* ]] || ! read_element name "${2#*<parent>}" || parent=$REPLY
  ! read_element description "${2%%<domain *}" || note=${REPLY//[[:cntrl:]]/ }
  ! is_external "$1" || kind+=', external: not of this directory'
  [[ $1 != "$current_snapshot" ]] || at=', current'
  printf -v text '%s snapshot %-32s %(%F %T)T %s%s%s%s' "$time" "$1" "$time" "$kind" "$at" \
    "${parent:+, on \"$parent\"}" "${note:+: $note}"
  REPLY=$text
}
