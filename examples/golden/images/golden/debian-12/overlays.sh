# SPDX-License-Identifier: 0BSD
# Who on this machine has an image as the backing of an overlay (vmp, provisioner v1beta1). Read by provisioner.sh.
# shellcheck shell=bash

find_user_of() { # FILE: leaves one of its users in REPLY; returns 1 where there is none
  [[ -e $1 ]] && { find_overlay "$1" || find_machine "$1"; }
}

find_overlay() { # FILE: another one in its folder
  local file=$1 folder=${1%/*} name
  for name in "$folder"/* "$folder"/.[!.]*; do
    [[ -f $name && ! $name -ef $file ]] || continue
    if read_backing "$name" && is_backing "$folder" "$file"; then
      REPLY=$name
      return 0
    fi
  done
  return 1
}

# The header of qcow2: 4 bytes "QFI\xfb", the version, 8 where the backing's name is, 4 how long it is. qemu-img info could
# not tell a name with a blank or a quote from its own words.
read_backing() { # FILE: leaves the name of its backing in REPLY; returns 1 where there is none
  local start='' header offset length
  { IFS= LC_ALL=C read -r -N 3 start <"$1"; } 2>/dev/null || true
  [[ $start == QFI ]] || return 1
  header=$(od -An -v -td1 -N20 -- "$1") || return 1
  read -ra header <<<"${header//$'\n'/ }"
  number "${header[@]:12:4}"
  offset=$REPLY
  number "${header[@]:16:4}"
  length=$REPLY
  ((length)) || return 1
  # The dot keeps newlines at the end.
  REPLY=$(dd if="$1" bs=1 skip="$offset" count="$length" status=none && printf .) || return 1
  REPLY=${REPLY%.}
}

number() { # BYTE...
  local byte
  REPLY=0
  for byte; do REPLY=$((REPLY * 256 + (byte & 255))); done
}

is_backing() { # FOLDER FILE: of the name in REPLY, which is relative to the overlay's folder
  case $REPLY in
    json:* | *://*) [[ $REPLY == *"${2##*/}"* ]] ;; # more than a path; rather once too often
    /*) [[ $REPLY -ef $2 ]] ;;
    *) [[ $1/$REPLY -ef $2 ]] ;;
  esac
}

find_machine() { # FILE: a QEMU of ours that has it open, whatever its overlay is
  local file command
  while IFS= read -r file; do
    file=${file#/proc/}
    { read -r command <"/proc/${file%%/*}/comm"; } 2>/dev/null || continue
    case $command in
      qemu-img | *virsh*) ;;
      qemu* | kvm*) REPLY="the running $command (process ${file%%/*})" && return 0 ;;
    esac
  done < <(find -L /proc/[0-9]*/fd -maxdepth 1 -samefile "$1" 2>/dev/null)
  return 1
}
