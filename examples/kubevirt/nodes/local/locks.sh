# SPDX-License-Identifier: 0BSD
# Locks between makes, which die with their holder (vmp, provisioner v1beta1). Read by provisioner.sh.
# shellcheck shell=bash disable=SC2034,SC2154 # "waited" is for others, "scratch_lock" of files.sh

locks=()      # descriptors of the locks that this process holds
waited=false  # did another make have the last one?

# Of all makes of this user, whatever their directory and environment. The runtime directory is there only while the user
# is logged in, which cron and sudo do not need; /tmp may be cleaned, or a service's own. So the lock is in both. Two users
# who share a node are not kept apart, so a step that another make took in the meantime is no failure.
lock() { # NAME WHAT: held until this process ends; WHAT the other make does, for people
  local name folder waits=false places=0
  name_file "$1"
  name=$REPLY
  for folder in "/tmp/vmp-$UID" "/run/user/$UID/vmp"; do
    own_folder "$folder" || continue
    lock_file "$folder/$name" "$2"
    [[ $waited == false ]] || waits=true
    places=$((places + 1))
  done
  ((places)) || die "/tmp/vmp-$UID is not this user's directory"
  waited=$waits
}

lock_file() { # FILE WHAT. Its holder may remove the file, so see whether ours is still it.
  local fd
  waited=false
  while :; do
    { exec {fd}>>"$1"; } 2>/dev/null || die "cannot write $1"
    if ! flock --nonblock "$fd"; then
      waited=true
      say "waits for another make: $2"
      flock "$fd" || die "cannot lock $1"
    fi
    [[ ! $1 -ef /proc/self/fd/$fd ]] || break
    exec {fd}>&-
  done
  locks+=("$fd")
}

unlock() { # NUMBER: all locks but the first so many
  local fd
  for fd in "${locks[@]:$1}"; do exec {fd}>&-; done
  locks=("${locks[@]:0:$1}")
}

release_locks() { # in a child: a daemon that it leaves behind would keep them
  local fd
  for fd in "${locks[@]}" $scratch_lock; do exec {fd}>&-; done
}

run() { # COMMAND ARGUMENT...: without the locks
  (release_locks && exec "$@")
}

instead() { # COMMAND ARGUMENT...: of this process
  remove_scratch
  exec "$@"
}
