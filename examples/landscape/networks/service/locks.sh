# Locks between makes, which die with their holder (vmp, provisioner v1beta1). Read by provisioner.sh.
# shellcheck shell=bash disable=SC2034 # "waited" is for others

locks=()      # descriptors of the locks that this process holds
waited=false  # did another make have the last one?

# Of all makes of this user, whatever their directory. Two users who share a node are not kept apart, so a step that
# another make took in the meantime is no failure.
lock() { # NAME WHAT: held until this process ends; WHAT the other make does, for people
  local folder=/tmp/vmp-$UID file
  [[ -d $folder ]] || mkdir -m 700 "$folder" 2>/dev/null || true # another make may be faster
  [[ -O $folder && ! -L $folder ]] || die "$folder is not this user's directory"
  file=$(sha256sum <<<"$1") || die "sha256sum fails"
  lock_file "$folder/${file%% *}" "$2"
}

lock_file() { # FILE WHAT
  local fd
  waited=false
  { exec {fd}>>"$1"; } 2>/dev/null || die "cannot write $1"
  if ! flock --nonblock "$fd"; then
    waited=true
    say "waits for another make: $2"
    flock "$fd" || die "cannot lock $1"
  fi
  locks+=("$fd")
}

release_locks() { # in a child: a daemon that it leaves behind would keep them
  local fd
  for fd in "${locks[@]}"; do exec {fd}>&-; done
}
