# SPDX-License-Identifier: 0BSD
# Disks of a backup in place of those that are there (vmp, provisioner v1beta1). Read by provisioner.sh.
# shellcheck shell=bash disable=SC2004,SC2034,SC2154 # provisioner.sh has the variables of this file, too
#
# While a volume is being replaced, a file "restoring" in this directory keeps the VM from starting with half a disk.

restored=()   # volumes

restore() {
  refuse_restore
  check_backup
  converge plan_open_pools "${restored[@]}"
  refuse_used "${restored[@]}"
  need_confirmation "what is in ${restored[*]} is lost then"
  printf '%s\n' "$FROM_TEXT" >restoring || die "cannot write the file restoring"
  converge plan_restore
  rm -f -- restoring || die "cannot remove the file restoring"
  say "the definition is that of the registry; the one of the backup is in $FROM_TEXT/domain.xml"
}

refuse_half_restored() {
  [[ ! -e restoring ]] || die "a restore has not ended, so disks may be torn: make restore with the same FROM, or delete the volumes"
}

forget_restore() { # once no volume of it is left
  local volume
  [[ -e restoring ]] || return 0
  for volume in "${volumes[@]}"; do
    [[ ! ${exists[$volume]} || ${file[$volume]:-} ]] || return 0
  done
  rm -f -- restoring || die "cannot remove the file restoring"
}

refuse_restore() {
  [[ $FROM_TEXT ]] || die "which backup? make restore FROM=..."
  ! is_on || die "domain \"$domain\" is $domain_state: make stop"
  refuse_saved_memory
  ((${#snapshots[@]} == 0)) || die "domain \"$domain\" has snapshots, which would go with its disks: ${snapshots[*]}"
}

check_backup() { # and read what is in it
  local disk kind volume sums
  [[ -e $FROM_TEXT/SHA256SUMS ]] || die "$FROM_TEXT is no backup: it has no SHA256SUMS"
  sums=$(cd -- "$FROM_TEXT" && sha256sum --check --strict --quiet SHA256SUMS 2>&1) || die "the backup in $FROM_TEXT is damaged" "$sums"
  sums=$(<"$FROM_TEXT/SHA256SUMS") || die "cannot read $FROM_TEXT/SHA256SUMS"
  [[ $sums$'\n' == *'  volumes'$'\n'* ]] || die "the backup in $FROM_TEXT is damaged: SHA256SUMS lacks the file volumes"
  while read -r disk kind volume; do
    [[ $disk =~ ^[a-z]+$ && $sums$'\n' == *"  $disk"$'\n'* ]] || die "the backup in $FROM_TEXT is damaged: it lacks disk $disk"
    [[ ${exists[$volume]+known} ]] || die "the backup has volume \"$volume\", which this directory has not, but ${volumes[*]}"
    [[ ${format[$volume]} == "$kind" ]] || die "volume \"$volume\" is ${format[$volume]}, and $kind in the backup"
    restored+=("$volume")
    file[$volume]=$FROM_TEXT/$disk base[$volume]=''
  done <"$FROM_TEXT/volumes"
  ((${#restored[@]})) || die "the backup in $FROM_TEXT has no volumes"
  read_local_sizes
}

plan_restore() { # deleted, made empty, uploaded: each once
  local volume what
  for volume in "${restored[@]}"; do
    what="upload ${file[$volume]} to volume $volume"
    if [[ ${taken[$what]:-} ]]; then
      check_restored "$volume"
    elif [[ ! ${exists[$volume]} ]]; then
      create_volume "$volume"
    elif [[ ! ${taken[create volume $volume]:-} ]]; then
      step "delete volume $volume" vol-delete --pool "${volume%%/*}" --vol "${volume#*/}"
    else
      watch_file "${file[$volume]}"
      step "$what" vol-upload --pool "${volume%%/*}" --vol "${volume#*/}" --file "${file[$volume]}" --sparse
    fi
  done
}

check_restored() { # VOLUME
  local bytes=${local_size[${file[$1]}]}
  { succeeded "upload ${file[$1]} to volume $1" && [[ ${exists[$1]} ]] && ((${size[$1]} == bytes)); } ||
    die "cannot upload ${file[$1]} to volume \"$1\" on node \"$node\": ${size[$1]:-0} of $bytes bytes came. Is there room?" "$REPLY"
}
