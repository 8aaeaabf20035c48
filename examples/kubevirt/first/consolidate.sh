# SPDX-License-Identifier: 0BSD
# Making overlays independent of the volumes that they are on (vmp, provisioner v1beta1). Read by provisioner.sh.
# shellcheck shell=bash disable=SC2034,SC2154 # provisioner.sh has the variables of this file, too
#
# QEMU pulls into an overlay what it still reads from below it (libvirt's block job "Block Pull"). Until all of it is there
# the overlay is an overlay, and right: so a pull may end anywhere, and the next one goes on. A guest that is on pulls
# itself. For one that is off, a transient domain with that one disk does it, paused from its beginning to its end: nothing
# of the guest is started, no network or device is needed, and nothing is left of it.
#
# That a volume is to stay on no base, whatever the registry says, is noted in the metadata of the VM's domain.

overlays=()                # the volumes to look at
declare -A is_overlay=()   # is a volume one of them?
by=''                      # UUID of the domain that pulls one of them, once it is known
disk=''                    # the volume's target there
pull_end=0                 # when this make stops waiting, of SECONDS
tenths=0                   # of a pull that were told

consolidate() {
  refuse_odd_domain
  choose_overlays
  converge plan_open_pools "${overlays[@]}"
  for volume in "${overlays[@]}"; do check_overlay "$volume"; done # before anything is done
  for volume in "${overlays[@]}"; do
    pull_end=$((SECONDS + V1BETA1_CONSOLIDATE_TIMEOUT_SECS))
    tenths=0 by='' disk=''
    converge plan_pull "$volume"
  done
  converge plan_note
}

refuse_odd_domain() {
  [[ $transient == false ]] || die "domain \"$domain\" is transient: it could not keep the note that a volume is on no base"
  [[ $domain_state != absent ]] || die "domain \"$domain\" is not on node \"$node\": make create"
  [[ $domain_state != saved ]] || die "domain \"$domain\" has its memory saved, which belongs to its disks as they are: \
make start, or make stop"
  refuse_external_snapshots
}

choose_overlays() { # all, or those that VOLUME names
  local name known=false
  for name in "${volumes[@]}"; do
    [[ ! $VOLUME_TEXT || $VOLUME_TEXT == "$name" || $VOLUME_TEXT == "${name#*/}" ]] || continue
    known=true
    if [[ ! ${file[$name]:-} ]]; then
      overlays+=("$name") is_overlay[$name]=yes
    elif [[ $VOLUME_TEXT ]]; then
      die "volume \"$name\" is made from a file, and on no other volume"
    fi
  done
  [[ ! $VOLUME_TEXT || $known == true ]] || die "VM \"$subject\" has no volume \"$VOLUME_TEXT\", but ${volumes[*]}"
}

# ---- Checks ----

check_overlay() { # VOLUME: dies where it cannot be pulled, or something would be lost by that
  local volume=$1 header
  [[ ${exists[$volume]} ]] || die "volume \"$volume\" is not on node \"$node\": make create"
  [[ ${real_base[$volume]} ]] || return 0
  ! is_on || find_own_disk "$volume" ||
    die "volume \"$volume\" is no disk of domain \"$domain\", which is $domain_state: make stop consolidate"
  temporary
  header=$REPLY
  ask "header of $volume" vol-download --pool "${volume%%/*}" --vol "${volume#*/}" --file "$header" --offset 60 --length 4
  ask "snapshots of $volume" snapshot-list --domain "$uuid" --name
  send
  refuse_internal_snapshots "$volume" "$header"
}

# They read from below the overlay what they have in common with it. libvirt does not mind: once nothing is there any more,
# they read zeros. Their number is in the file, also of those that libvirt has forgotten.
refuse_internal_snapshots() { # VOLUME FILE with that number, 4 bytes
  local bytes digits
  succeeded "header of $1" || die "node \"$node\" does not say whether volume \"$1\" has snapshots" "$REPLY"
  mapfile -t -d '' bytes <"$2" || die "cannot read $2"
  printf -v digits %s "${bytes[@]}"
  [[ ${#bytes[@]} != 4 || $digits ]] || return 0 # four zeros
  REPLY=''
  ! succeeded "snapshots of $1" || REPLY=${REPLY//[[:space:]]/ }
  REPLY=${REPLY%"${REPLY##*[! ]}"}
  [[ ! $REPLY ]] || die "volume \"$1\" has snapshots, which would lose what they read from ${real_base[$1]}: delete them \
first with virsh snapshot-delete $domain, these are there:$REPLY"
  die "volume \"$1\" has snapshots that libvirt does not know, which would lose what they read from ${real_base[$1]}: see \
qemu-img snapshot -l ${directory[${1%%/*}]}/${1#*/} on node \"$node\""
}

check_room() { # VOLUME: it grows by what is below it, and not beyond its own capacity
  local most=$((${real_capacity[$1]} - ${size[$1]})) below room
  ask "base of $1" vol-dumpxml --vol "${real_base[$1]}"
  ask "room for $1" pool-dumpxml --pool "${1%%/*}"
  send
  if succeeded "base of $1" && read_element capacity "$REPLY"; then
    below=$REPLY
    ((below > most)) || most=$below
  fi
  succeeded "room for $1" && read_element available "$REPLY" || return 0
  room=$REPLY
  ((room >= most)) || die "pool \"${1%%/*}\" on node \"$node\" has room for $((room / 1048576)) MiB, and volume \"$1\" may \
grow by $((most / 1048576 + 1)) MiB: make room there"
}

# ---- Pulling ----

plan_pull() { # VOLUME: until it is on nothing, all of it is written, and no domain is left that pulled
  local volume=$1 what="pull ${real_base[$1]} into volume $1"
  if [[ ! ${real_base[$volume]} ]]; then
    end_progress
    plan_flush "$volume"
    ((${#steps[@]})) || plan_end_pull
    return 0
  fi
  find_disk_to_pull "$volume" || return 0
  if ! answer "job of $disk of $by"; then
    look_again=true # from now on it is asked for
  elif [[ $REPLY =~ cur=([0-9]+).*end=([0-9]+) ]]; then
    wait_for_pull "$volume" $((BASH_REMATCH[1] * 100 / (BASH_REMATCH[2] + 1)))
  else
    [[ $by == "$uuid" ]] || what+=" in a domain of its own"
    refuse_ended_pull "$what"
    check_overlay "$volume"
    check_room "$volume"
    step "$what" blockpull --domain "$by" --path "$disk"
  fi
}

ask_pull() { # before the volumes: where there is no job any more, they are as it left them
  [[ $target == consolidate ]] || return 0
  ask 'xml running' dumpxml --domain "$uuid"
  ask 'disks of the puller' domblklist --domain "$puller_name"
  [[ ! $disk ]] || ask "job of $disk of $by" blockjob --domain "$by" --path "$disk" --info --raw
}

find_disk_to_pull() { # VOLUME: into by and disk; returns 1 if that takes a step first
  if is_on; then
    find_own_disk "$1" || die "domain \"$domain\" has lost the disk of volume \"$1\" meanwhile: try again"
    return 0
  fi
  if [[ ! $puller ]]; then
    describe_puller "${directory[${1%%/*}]}/${1#*/}" qcow2
    step "create a paused domain that pulls volume $1" create "$REPLY" --paused
  elif ! has_disk_of "$1"; then # one that was interrupted pulls another volume
    plan_end_pull
  else
    by=$puller
    disk=vda
    return 0
  fi
  return 1
}

find_own_disk() { # VOLUME: of the VM's domain, into by and disk; returns 1 if it has none
  read_fields 'xml running' || return 1
  live_fields=$REPLY
  find_disk "${directory[${1%%/*}]}/${1#*/}" || return 1
  by=$uuid
  disk=$REPLY
}

has_disk_of() { # VOLUME
  answer 'disks of the puller' && [[ $REPLY == *" ${directory[${1%%/*}]}/${1#*/}"*([[:blank:]])$'\n'* ]]
}

refuse_ended_pull() { # WHAT, a step: if it was taken already
  [[ ! ${taken[$1]:-} ]] || ! succeeded "$1" || die "cannot $1 on node \"$node\": it has ended before all was there. Is \
there room? Nothing is lost, and make consolidate goes on. What QEMU said is on the node, in /var/log/libvirt/qemu"
}

wait_for_pull() { # VOLUME PERCENT; the event ends the waiting at once
  ((SECONDS < pull_end)) || die "volume \"$1\" is not independent after $V1BETA1_CONSOLIDATE_TIMEOUT_SECS seconds: $2 % \
are done. The node goes on, and so does make consolidate"
  tell_progress "$1" "$2"
  ask event event --domain "$by" --event block-job-2 --timeout 5
  flush ask "$1"
  look_again=true
}

# When QEMU says that all was pulled, it has the last parts of the overlay's tables in memory only, until the guest next
# flushes its disk. Killed before that, it would leave zeros, for the file names no base any more. Being given a size has it
# write them, also if that is the size that the disk has. While it pulls, nobody can change that, and this fails.
flush() { # HOW VOLUME: as a step, or ask for it
  "$1" "write all of volume $2" blockresize --domain "$by" --path "$disk" --size "${real_capacity[$2]}B"
}

plan_flush() { # VOLUME on no base: if what runs has pulled it, for this make or for one that was interrupted
  is_on || return 0
  if [[ $by != "$uuid" ]]; then
    is_newly_consolidated "$1" || return 0
    find_own_disk "$1" || return 0
  fi
  succeeded "write all of volume $1" || flush step "$1"
}

tell_progress() { # VOLUME PERCENT
  if [[ -t 2 ]]; then
    printf '\r%s: volume %s: %d %%' "$subject" "$1" "$2" >&2
  elif (($2 / 10 > tenths)); then
    say "volume $1: $2 %"
  fi
  tenths=$(($2 / 10))
}

end_progress() {
  [[ ! -t 2 ]] || ((tenths == 0)) || printf '\n' >&2
  tenths=0
}

# ---- The note ----

plan_note() { # of all volumes that stay on no base
  local name lines=''
  for name in "${volumes[@]}"; do
    is_consolidated "$name" || is_newly_consolidated "$name" || continue
    lines+=$name$'\n'
  done
  [[ $lines && $lines != "$consolidated" ]] || return 0
  xml_text "$lines"
  step "note that these are on no base: ${lines//$'\n'/ }" metadata --domain "$uuid" --uri "$mark_uri/consolidated" \
    --key vmp --config --set "<consolidated>$REPLY</consolidated>"
}

is_newly_consolidated() { # VOLUME
  [[ ${base[$1]:-} && ${exists[$1]} && ! ${real_base[$1]} && ${is_overlay[$1]:-} ]] && ! is_consolidated "$1"
}
