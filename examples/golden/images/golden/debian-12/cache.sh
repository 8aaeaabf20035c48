# SPDX-License-Identifier: 0BSD
# The cache: a file for each state of a disk, named after what has led to it (vmp, provisioner v1beta1). Read by provisioner.sh.
# shellcheck shell=bash disable=SC2034,SC2154 # provisioner.sh has the variables of this file, too
#
#   HASH.qcow2         a state, read-only; on HASH.base, the state that it is an overlay on, by a relative name
#   HASH.log HASH.seconds HASH.sha256     of how it was made
#   HASH.failed.qcow2 HASH.failed.log     what a step that failed has left, for "make shell" and "make log"
#   NAME.XXXXXX.part   is being written; nobody uses such a name twice, since what is killed may write on for a while
#   HASH.lock          held by who makes that state; lock is held by all who use the cache, and by gc alone
#   roots/             a chain for each directory that needs it
#   tmp/               temporary files
#
# States may hold passwords and keys of the guest, so all of it is this user's alone.

own_parts=()    # that this process has to remove

open_cache() { # for a target that writes there
  local folder=${result%/*}
  mkdir -p -- "$folder" || die "cannot make the folder $folder"
  umask 077
  own_folder "$cache" || die "$cache is not a folder of this user alone"
  mkdir -p -- "$cache/roots" "$cache/tmp" || die "cannot write in $cache"
  cache=$(cd -- "$cache" && pwd) || die "cannot read $cache" # absolute, so no name begins with a dash
  keep_appliance
  export TMPDIR=$cache/tmp
  trap 'remove_parts; remove_scratch' EXIT
  hold_cache --shared
  remove_remains
}

remove_remains() { # of makes that were killed: temporary files of this directory, parts of all
  remove_leftovers
  remove_old_parts
}

hold_cache() { # --shared by those who use states, --exclusive by those who remove some
  [[ ${cache_lock:-} ]] || { exec {cache_lock}>>"$cache/lock"; } 2>/dev/null || die "cannot write $cache/lock"
  flock --nonblock "$1" "$cache_lock" && return
  say "waits for another make: it uses the cache"
  flock "$1" "$cache_lock" || die "cannot lock $cache/lock"
}

# ---- States ----

state_file() { # HASH
  REPLY=$cache/$1.qcow2
}

has_state() { # HASH: and all that it is an overlay on?
  local hash=$1
  while [[ $hash ]]; do
    [[ -e $cache/$hash.qcow2 ]] || return 1
    read_base "$hash"
    hash=$REPLY
  done
}

read_base() { # HASH: the state that it is an overlay on, or nothing
  REPLY=''
  [[ ! -e $cache/$1.base ]] || read -r REPLY <"$cache/$1.base" || REPLY=''
}

last_state() { # the number of the last state of the chain that is there, or -1
  local number
  for ((number = ${#chain[@]} - 1; number >= 0; number--)); do
    ! has_state "${chain[number]}" || break
  done
  REPLY=$number
}

lock_state() { # NUMBER: nobody else makes it
  title_of "$1"
  lock_file "$cache/${chain[$1]}.lock" "it makes $REPLY"
}

unlock_states() { # [NUMBER]: all but the newest so many locks
  local fd
  while ((${#locks[@]} > ${1:-0})); do
    fd=${locks[0]}
    locks=("${locks[@]:1}")
    exec {fd}>&-
  done
}

# ---- Files that are being written ----

new_part() { # NAME: leaves a new, empty file NAME.XXXXXX.part in REPLY, locked as long as this process lives
  local fd
  while :; do
    REPLY=$(mktemp -- "$cache/$1.XXXXXX.part") || die "cannot write in $cache"
    # A make that removes old ones may see ours before it is locked.
    { exec {fd}<"$REPLY"; } 2>/dev/null || continue
    ! flock --nonblock "$fd" || [[ ! $REPLY -ef /proc/self/fd/$fd ]] || break
    exec {fd}<&-
  done
  own_parts+=("$REPLY")
}

remove_parts() {
  ((!${#own_parts[@]})) || rm -f -- "${own_parts[@]}"
  own_parts=()
}

remove_old_parts() { # nobody has them locked
  local file fd
  for file in "$cache"/*.part; do
    { [[ -f $file ]] && exec {fd}<"$file"; } 2>/dev/null || continue
    ! flock --nonblock "$fd" || rm -f -- "$file"
    exec {fd}<&-
  done
}

new_overlay() { # NUMBER of a state: leaves a new part for the next one in REPLY
  local from=${chain[$1]} made
  new_part "${chain[$1 + 1]}"
  made=$REPLY
  run_tool qemu-img create -q -f qcow2 -b "$from.qcow2" -F qcow2 "$made"
  REPLY=$made
}

run_tool() { # COMMAND ARGUMENT...: dies with what it says where it fails
  REPLY=$(run "$@" 2>&1) || die "$1 fails: is there room in $cache?" "$REPLY"
}

publish() { # PART FILE
  sync -- "$1" || die "cannot write $1"
  chmod a-w -- "$1" || die "cannot change the mode of $1"
  mv -T -- "$1" "$2" || die "cannot write $2"
}

publish_state() { # PART NUMBER [NUMBER of the state that it is an overlay on]: SECONDS it took are since "begun"
  local part=$1 hash=${chain[$2]} name=$cache/${chain[$2]} sum
  run_tool qemu-img check -q -f qcow2 "$part"
  rm -f -- "$name".failed.*
  forget_overlays "$hash"
  sum=$(sha256sum <"$part") || die "cannot read $part"
  printf '%s\n' "${sum%% *}" >"$name.sha256" || die "cannot write in $cache"
  printf '%s\n' "$((SECONDS - begun))" >"$name.seconds" || die "cannot write in $cache"
  printf '%s' "${3:+${chain[$3]}$'\n'}" >"$name.base" || die "cannot write in $cache"
  publish "$part" "$name.qcow2"
  rm -f -- "$name.lock" # whoever waits for it sees that it is gone, and finds the state
}
