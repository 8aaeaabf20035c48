# SPDX-License-Identifier: 0BSD
# Copies of the VM's disks on this machine (vmp, provisioner v1beta1). Read by provisioner.sh.
# shellcheck shell=bash disable=SC2034,SC2154 # provisioner.sh has the variables of this file, too
#
# A folder named after the time, with the disks, domain.xml, "volumes" that says what is what, and SHA256SUMS. QEMU copies
# disks that are in use, or that are on others, into files beside them (libvirt's job "Backup"), all as of one moment. That
# goes on without make: while the folder is called .part, the next one finds its job again.

backup=''                    # the folder, as long as it is .part
pushed=.vmp-backup           # behind the name of a volume: QEMU's copy of it
is_pushed=false              # does QEMU copy, or are the volumes downloaded as they are?
backed_up=()                 # disks
declare -A volume_of=()      # of those
begin_backup="begin a backup of domain $domain"

back_up() {
  local to=${DIR_TEXT:-backups}
  refuse_backup
  choose_disks
  find_backup "$to"
  if is_on || is_on_base; then
    is_pushed=true
    read_state
    converge plan_push
  fi
  download_disks
  seal_backup "$to"
  end_push
}

refuse_backup() {
  [[ $domain_state != absent ]] || die "domain \"$domain\" is not on node \"$node\": make create"
  refuse_saved_memory
  refuse_external_snapshots
}

choose_disks() { # those that are volumes of ours
  local disk volume from='xml defined'
  ! is_on || from='xml running'
  read_disks "$from"
  for disk in "${disks[@]}"; do
    for volume in "${volumes[@]}"; do
      [[ ${directory[${volume%%/*}]}/${volume#*/} == "${disk_path[$disk]}" ]] || continue
      [[ ${exists[$volume]} ]] || die "volume \"$volume\" is not on node \"$node\": make create"
      volume_of[$disk]=$volume
    done
    if [[ ${volume_of[$disk]:-} ]]; then
      backed_up+=("$disk")
    else
      warn "disk $disk (${disk_path[$disk]}) is no volume of this directory, and not in the backup"
    fi
  done
  ((${#backed_up[@]})) || die "domain \"$domain\" has no writable disk that is a volume of this directory"
  answer 'xml defined' || true
  [[ $REPLY != *'<nvram'* ]] || warn "the firmware's variables are not in the backup: libvirt does not give them"
}

is_on_base() {
  local disk
  for disk in "${backed_up[@]}"; do
    [[ ! ${real_base[${volume_of[$disk]}]} ]] || return 0
  done
  return 1
}

find_backup() { # DIR: one that was interrupted, or a new one
  local name
  mkdir -p -- "$1" || die "cannot make the folder $1"
  for name in "$1"/????????-??????.part; do
    [[ -d $name ]] || continue
    backup=$name
    say "go on with the backup $name"
    ask thaw domfsthaw --domain "$uuid" # killed between both, it was left frozen
    return 0
  done
  printf -v name '%(%Y%m%d-%H%M%S)T' -1
  backup=$1/$name.part
  [[ ! -e ${backup%.part} ]] || die "${backup%.part} is there already: try again"
  mkdir -m 700 -- "$backup" || die "cannot make the folder $backup"
}

# ---- QEMU's copies ----

ask_push() {
  ask 'xml running' dumpxml --domain "$uuid"
  ask job domjobinfo --domain "${puller:-$uuid}"
  ask 'job completed' domjobinfo --domain "${puller:-$uuid}" --completed --keep-completed
}

plan_push() { # until all copies are there and whole
  local disk volume left=()
  if answer job && [[ $REPLY =~ Operation:\ +Backup ]]; then
    ask event event --domain "${puller:-$uuid}" --event job-completed --timeout 5
    look_again=true
    return 0
  fi
  for disk in "${backed_up[@]}"; do
    volume=${volume_of[$disk]}
    listed "volumes ${volume%%/*}"
    [[ $REPLY != *$'\n '"${volume#*/}$pushed "* ]] || left+=("$volume")
  done
  if ((${#left[@]} == ${#backed_up[@]})) && is_push_completed; then
    return 0
  elif ((${#left[@]})); then
    plan_delete_pushed "${left[@]}"
  elif ! is_on && [[ ! $puller ]]; then
    describe_copier
    step "create a paused domain that copies the disks" create "$REPLY" --paused
  else
    plan_begin_push
  fi
}

is_push_completed() {
  answer 'job completed' && [[ $REPLY =~ Job\ type:\ +Completed && $REPLY =~ Operation:\ +Backup ]]
}

plan_delete_pushed() { # VOLUME...: what did not end, or an older one
  local volume
  for volume; do
    step "delete the copy of volume $volume" vol-delete --pool "${volume%%/*}" --vol "${volume#*/}$pushed"
  done
}

plan_begin_push() { # a guest with an agent writes its file systems first, and holds still for as long as that takes
  local by=${puller:-$uuid} frozen=false xml
  describe_push
  xml=$REPLY
  [[ $domain_state != running ]] || ! has_agent || frozen=true
  [[ $frozen == false ]] || ask freeze domfsfreeze --domain "$by"
  step "$begin_backup" backup-begin --domain "$by" --backupxml "$xml"
  [[ $frozen == false ]] || ask thaw domfsthaw --domain "$by"
  take_steps
  steps=()
  succeeded "$begin_backup" || die "cannot $begin_backup on node \"$node\"" "$REPLY"
  [[ $domain_state != running ]] || succeeded freeze ||
    say "no guest agent has stopped it: its file systems are as after a power cut"
  look_again=true
}

describe_push() { # a file with the XML of a backup
  local disk number=0 target volume text="<domainbackup mode='push'><disks>"
  for disk in "${backed_up[@]}"; do
    volume=${volume_of[$disk]}
    target=$disk
    if [[ $puller ]]; then
      name_disk "$number"
      target=$REPLY
    fi
    number=$((number + 1))
    xml_text "${disk_path[$disk]}$pushed"
    text+="<disk name='$target' backup='yes' type='file'><target file='$REPLY'/><driver type='${real_format[$volume]:-raw}'/></disk>"
  done
  [[ $puller ]] || for disk in "${disks[@]}" "${other_disks[@]}"; do
    [[ ${volume_of[$disk]:-} ]] || text+="<disk name='$disk' backup='no'/>"
  done
  temporary "$text</disks></domainbackup>"
}

describe_copier() {
  local disk words=()
  for disk in "${backed_up[@]}"; do words+=("${disk_path[$disk]}" "${real_format[${volume_of[$disk]}]:-raw}"); done
  describe_puller "${words[@]}"
}

end_push() {
  [[ $is_pushed == false ]] || plan_delete_pushed "${volume_of[@]}"
  ((${#steps[@]} == 0)) || take_steps
  converge plan_end_pull
}

# ---- Here ----

download_disks() {
  local disk volume lines='' suffix=''
  [[ $is_pushed == false ]] || suffix=$pushed
  for disk in "${backed_up[@]}"; do
    volume=${volume_of[$disk]}
    ask "size of $disk" vol-dumpxml --pool "${volume%%/*}" --vol "${volume#*/}$suffix"
  done
  send
  for disk in "${backed_up[@]}"; do
    volume=${volume_of[$disk]}
    lines+="$disk ${real_format[$volume]:-raw} $volume"$'\n'
    say "download volume $volume"
    read_wanted_size "$disk"
    watch_file "$backup/$disk" "$REPLY"
    ask "copy of $disk" vol-download --pool "${volume%%/*}" --vol "${volume#*/}$suffix" --file "$backup/$disk" --sparse
  done
  send
  for disk in "${backed_up[@]}"; do check_download "$disk"; done
  printf %s "$lines" >"$backup/volumes" || die "cannot write $backup/volumes"
}

read_wanted_size() { # DISK: in REPLY
  succeeded "size of $1" || die "node \"$node\" does not show the copy of volume \"${volume_of[$1]}\"" "$REPLY"
  read_element physical "$REPLY" || REPLY=0
}

check_download() { # DISK
  local bytes=0 wanted
  read_wanted_size "$1"
  wanted=$REPLY
  [[ ! -e $backup/$1 ]] || bytes=$(stat -c %s -- "$backup/$1") || die "cannot read $backup/$1"
  { succeeded "copy of $1" && ((bytes == wanted)); } ||
    die "cannot download volume \"${volume_of[$1]}\" to $backup: $bytes of $wanted bytes came. Is there room? make backup goes on" "$REPLY"
}

seal_backup() { # DIR
  answer 'xml defined' || true
  printf '%s\n' "${REPLY#$'\n'}" >"$backup/domain.xml" || die "cannot write $backup/domain.xml"
  (cd -- "$backup" && sha256sum -- volumes domain.xml "${backed_up[@]}" >SHA256SUMS) || die "cannot write $backup/SHA256SUMS"
  sync -- "$backup"/* || die "cannot write $backup"
  mv -T -- "$backup" "${backup%.part}" || die "cannot rename $backup"
  say "wrote ${backup%.part}"
}
