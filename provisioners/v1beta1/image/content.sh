# SPDX-License-Identifier: 0BSD
# A disk that is made out of files, without an appliance (vmp, provisioner v1beta1). Read by provisioner.sh.
# shellcheck shell=bash disable=SC2034,SC2154 # provisioner.sh has the variables of this file, too
#
# The same files make the same bytes: what mke2fs takes from this machine or at random is set to what the chain says.

content_time=315532800 # 1980, as in archives that are to be the same each time
content_owners=''      # commands of debugfs

make_source_content() { # FILE
  local folder size partition uuid
  [[ $scratch ]] || make_scratch
  folder=$scratch/content
  content_owners=''
  stage_content "$folder"
  measure_content "$folder"
  size=$REPLY
  make_uuid
  uuid=$REPLY
  make_file_system "$folder" "$size"
  word source partition || true
  partition=${REPLY:-none}
  [[ $partition == none ]] || make_partition "$partition" "$size"
  run_tool qemu-img convert -f raw -O qcow2 "$scratch/disk" "$1"
  rm -rf -- "$folder" "$scratch/disk"
}

# ---- The files ----

stage_content() { # FOLDER: what the disk is to hold, with the modes that git keeps
  local files=(source.d/files/* source.d/files/.[!.]*) entry present=()
  for entry in "${files[@]}"; do [[ ! -e $entry ]] || present+=("$entry"); done
  mkdir -- "$1" || die "cannot write in $scratch"
  ((${#present[@]})) || return 0
  if ((${#present[@]} == 1)) && [[ -f ${present[0]} && ${present[0]} =~ \.(tar(\.[a-z0-9]+)?|tgz|txz)$ ]]; then
    unpack_content "${present[0]}" "$1"
  else
    cp -R -- source.d/files/. "$1/" || die "cannot write in $scratch"
    chmod -R u=rwX,go=rX -- "$1" || die "cannot write in $scratch"
    find "$1" -exec touch -h -d "@$content_time" {} + || die "cannot write in $scratch"
  fi
}

unpack_content() { # ARCHIVE FOLDER
  local list line path
  local member='^([-dlhbcps])[^ ]+ +([0-9]+)/([0-9]+) +[0-9,]+ [-0-9]+ [0-9:.]+ (.*)$'
  list=$(tar --list --verbose --numeric-owner --quoting-style=literal --full-time --force-local --file "$1") ||
    die "tar cannot read $1"
  while IFS= read -r line; do
    [[ $line =~ $member ]] || die "$1 has a file whose name is not on one line"
    path=${BASH_REMATCH[4]}
    case ${BASH_REMATCH[1]} in
      l) path=${path%% -> *} ;;
      h) continue ;; # another name of a file that came before
      [bcps]) die "$1 has a device, $path: only files, folders and links can be unpacked without an appliance" ;;
    esac
    own_content "$1" "$path" "${BASH_REMATCH[2]}" "${BASH_REMATCH[3]}"
  done <<<"$list"
  REPLY=$(tar -C "$2" --extract --no-same-owner --preserve-permissions --force-local --file "$PWD/$1" 2>&1) ||
    die "tar cannot unpack $1" "$REPLY"
  chmod u+rx -- "$2" || die "cannot write in $scratch"
}

own_content() { # ARCHIVE PATH UID GID
  local path=/${2#./} quoted
  [[ $2 != /* && /$2/ != */../* ]] || die "$1 has a file outside of itself: $2"
  [[ $2 != ./ && $2 != . ]] || return 0
  quoted=${path%/}
  quoted=\"${quoted//\"/\"\"}\"
  (($3 == 0)) || content_owners+="set_inode_field $quoted uid $3"$'\n'
  (($4 == 0)) || content_owners+="set_inode_field $quoted gid $4"$'\n'
}

measure_content() { # FOLDER: leaves MiB in REPLY: the files, what a file system takes for itself, and "extra"
  local used extra
  used=$(du -sk --apparent-size -- "$1") || die "cannot read $1"
  content_files=$(find "$1" -printf x | wc -c) || die "cannot read $1"
  word source extra || REPLY=64M
  extra=$(numfmt --from=iec -- "${REPLY%[iB]*}") || die "extra is $REPLY, no size"
  REPLY=$(((${used%%[[:blank:]]*} + content_files * 5) * 11 / 10 / 1024 + 20 + (extra + 1048575) / 1048576))
}

# ---- The disk ----

make_uuid() { # of the chain
  local hash=${chain[0]}
  REPLY=${hash:0:8}-${hash:8:4}-8${hash:13:3}-8${hash:17:3}-${hash:20:12}
}

make_file_system() { # FOLDER SIZE-IN-MIB: into $scratch/disk
  local type label inodes
  word source file-system || true
  type=${REPLY:-ext4}
  word source label || true
  label=$REPLY
  inodes=$((content_files + $2 * 64 + 16))
  rm -f -- "$scratch/disk"
  REPLY=$(E2FSPROGS_FAKE_TIME=$content_time mke2fs -q -F -t "$type" -L "$label" -U "$uuid" -N "$inodes" \
    -E "hash_seed=$uuid,root_owner=0:0,lazy_itable_init=0,lazy_journal_init=0" -d "$1" "$scratch/disk" "$2M" 2>&1) ||
    die "mke2fs cannot make the file system" "$REPLY"
  settle_inodes
}

# Those of mke2fs -d have owners and times of this machine.
settle_inodes() {
  local commands='' inode count free field
  REPLY=$(dumpe2fs -h "$scratch/disk" 2>/dev/null) || die "dumpe2fs fails"
  [[ $REPLY =~ 'Inode count:'[[:blank:]]*([0-9]+) ]] && count=${BASH_REMATCH[1]}
  [[ $REPLY =~ 'Free inodes:'[[:blank:]]*([0-9]+) ]] && free=${BASH_REMATCH[1]}
  for inode in 2 $(seq 11 $((count - free))); do
    commands+="set_inode_field <$inode> uid 0"$'\n'"set_inode_field <$inode> gid 0"$'\n'
    for field in atime ctime crtime; do
      commands+="set_inode_field <$inode> $field @$content_time"$'\n'"set_inode_field <$inode> ${field}_extra 0"$'\n'
    done
  done
  REPLY=$(E2FSPROGS_FAKE_TIME=$content_time debugfs -w -f - "$scratch/disk" <<<"$commands$content_owners" 2>&1) ||
    die "debugfs fails" "$REPLY"
}

make_partition() { # mbr|gpt SIZE-IN-MIB: moves the file system into one
  local table=dos type=83
  [[ $1 != gpt ]] || table=gpt type=L
  mv -- "$scratch/disk" "$scratch/partition" || die "cannot write in $scratch"
  truncate -s "$(($2 + 2))M" "$scratch/disk" || die "cannot write in $scratch"
  write_table "$table" "$type" "$2"
  dd if="$scratch/partition" of="$scratch/disk" bs=1M seek=1 conv=notrunc,sparse status=none ||
    die "cannot write in $scratch"
  rm -f -- "$scratch/partition"
}

write_table() { # LABEL TYPE SIZE-IN-MIB
  local lines="label: $1" more=''
  if [[ $1 == gpt ]]; then
    lines+=$'\n'"label-id: $uuid"
    more=", uuid=${uuid%?}0"
  else
    lines+=$'\n'"label-id: 0x${chain[0]:0:8}"
    more=', bootable'
  fi
  lines+=$'\n'"start=2048, size=$(($3 * 2048)), type=$2$more"
  REPLY=$(sfdisk --quiet --no-reread --no-tell-kernel "$scratch/disk" <<<"$lines" 2>&1) ||
    die "sfdisk cannot make the partition" "$REPLY"
}
