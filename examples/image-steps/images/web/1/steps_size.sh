# SPDX-License-Identifier: 0BSD
# The size of the disk (vmp, provisioner v1beta1). Read by provisioner.sh.
# shellcheck shell=bash disable=SC2154 # provisioner.sh has the variables of this file, too

alone_size() { # STEP FILE: where no partition grows with it
  resize_disk "$@"
}

resize_disk() { # STEP FILE, which no appliance has open
  word "$1" size || true
  run_tool qemu-img resize -q -f qcow2 "$2" "$REPLY"
}

step_size() { # STEP: grows a partition and its file system over the disk, which has its size
  local device table
  word "$1" expand || true
  device=$REPLY
  if [[ $device != /dev/sda ]]; then
    fish part-get-parttype /dev/sda || return
    table=$REPLY
    grow_partition || return
  fi
  fish vfs-type "$device" || return
  case $REPLY in
    ext[234]) fish e2fsck-f "$device" && fish resize2fs "$device" ;;
    xfs) fish mount "$device" / && fish xfs-growfs / ;;
    btrfs) fish mount "$device" / && fish btrfs-filesystem-resize / ;;
    *)
      printf '%s\n' "cannot grow the file system \"$REPLY\" of $device: leave out \"expand\", and grow it in a step \"run\"" >>"$log"
      return 1
      ;;
  esac
}

grow_partition() { # with the variables of step_size
  local number last
  if [[ $table == gpt ]]; then
    fish part-expand-gpt /dev/sda || return
  fi
  fish part-to-partnum "$device" || return
  number=$REPLY
  fish blockdev-getsz /dev/sda || return
  last=$((REPLY - 1))
  # Before the second table, gdisk leaves as much as parted does before a partition.
  [[ $table != gpt ]] || last=$((REPLY / 2048 * 2048 - 2049))
  fish part-resize /dev/sda "$number" "$last"
}
