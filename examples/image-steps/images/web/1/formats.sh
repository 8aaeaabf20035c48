# SPDX-License-Identifier: 0BSD
# What a result is made with: qemu-img, the appliance and an archiver (vmp, provisioner v1beta1). Read by provisioner.sh.
# shellcheck shell=bash disable=SC2034,SC2154 # provisioner.sh has the variables of this file, too

make_file() { # STATE-FILE: leaves a flat, checked copy in the format of the result in REPLY
  local from=$1 format compress options=() to overlay=''
  word export format || REPLY=qcow2
  format=$REPLY
  choose_options
  if word export sparsify && [[ $REPLY == true ]]; then
    zero_free_space "$1"
    overlay=$REPLY
    from=$overlay
  fi
  new_export_part "$result"
  to=$REPLY
  say "export $result"
  convert
  check_copy
  [[ ! $overlay ]] || rm -f -- "$overlay"
  REPLY=$to
}

# These work on the variables of make_file.

choose_options() { # of qemu-img convert. Never -W: it writes in any order, so other bytes each time.
  [[ $format == qcow2 ]] || return 0
  word export compress || REPLY=zstd
  case $REPLY in
    none) options=(-o compat=1.1) ;;
    *) options=(-c -o "compat=1.1,compression_type=$REPLY") ;;
  esac
}

convert() {
  local said progress=()
  temporary
  said=$REPLY
  [[ ! -t 1 ]] || progress=(-p)
  run qemu-img convert "${progress[@]}" -f qcow2 -O "$format" "${options[@]}" -- "$from" "$to" 2>"$said" ||
    refuse_copy "cannot write $result; is there room in ${result%/*}?" "$(<"$said")"
}

check_copy() { # a write that was lost shows here, and a state that is torn
  if [[ $format != raw ]]; then
    REPLY=$(run qemu-img check -f "$format" -- "$to" 2>&1) || refuse_copy "what qemu-img wrote is damaged" "$REPLY"
  fi
  REPLY=$(run qemu-img compare -f "$format" -F qcow2 -- "$to" "$from" 2>&1) ||
    refuse_copy "what qemu-img wrote is not what the last step left" "$REPLY"
}

refuse_copy() { # MESSAGE WHAT-A-TOOL-SAID
  [[ ! $overlay ]] || rm -f -- "$overlay"
  refuse_export "$@"
}

# ---- Free space: what was deleted in the guest is still in its blocks ----

zero_free_space() { # STATE-FILE: leaves an overlay on it in REPLY, of which the free space is zeros
  local overlay said
  temporary
  said=$REPLY
  make_libguestfs_folder
  new_part "$result_chain"
  overlay=$REPLY
  say "write zeros over the free space"
  if ! run qemu-img create -q -f qcow2 -F qcow2 -b "${1##*/}" -- "$overlay" >"$said" 2>&1 || ! fill_with_zeros "$overlay"; then
    rm -f -- "$overlay"
    die "cannot write zeros over the free space: make doctor" "$(<"$said")"
  fi
  REPLY=$overlay
}

fill_with_zeros() { # FILE. guestfish reads from us, so it ends when we do.
  local line fish_process fish_in fish_out status=0
  trap '' PIPE # it may end first
  coproc fish {
    trap - PIPE
    run guestfish --format=qcow2 -a "$1" 2>>"$said"
  }
  fish_process=$fish_PID
  fish_in=${fish[1]} fish_out=${fish[0]} # bash forgets them when guestfish ends
  { printf 'run\nlist-filesystems\necho .\n' >&"$fish_in"; } 2>/dev/null || status=1
  while IFS= read -r line <&"$fish_out" && [[ $line != . ]]; do
    { commands_for_zeros "${line%: *}" "${line##*: }" >&"$fish_in"; } 2>/dev/null || status=1
  done
  exec {fish_in}>&- {fish_out}<&-
  trap - PIPE
  wait "$fish_process" || status=$?
  return "$status"
}

commands_for_zeros() { # FILE-SYSTEM KIND
  case $2 in
    ext2 | ext3 | ext4) printf 'zerofree "%s"\n' "$1" ;;
    xfs | btrfs | vfat | f2fs) printf 'mount "%s" /\nzero-free-space /\numount /\n' "$1" ;;
    *) ;; # swap, and what is only a container of others
  esac
}

# ---- Archive ----

make_archive() { # FILE KIND: leaves one of it in archive, a variable of export_state
  local command
  new_export_part "$result.$2"
  archive=$REPLY
  case $2 in
    xz) command=(xz --threads=0 --stdout) ;;
    zst) command=(zstd --quiet --threads=0 -12 --stdout) ;;
    gz) command=(gzip --no-name --best --stdout) ;;
  esac
  say "pack $result.$2"
  watch_file "$1"
  with_bar run "${command[@]}" <"$1" >"$archive" || refuse_export "cannot write $result.$2; is there room in ${result%/*}?"
}
