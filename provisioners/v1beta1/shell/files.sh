# Temporary files, which go when the target ends (vmp, provisioner v1beta1). Read by provisioner.sh.
# shellcheck shell=bash disable=SC2154 # "subject" is provisioner.sh's
#
# They may have passwords in them. So they are in a folder that is locked as long as its process lives, and the next make
# for the same subject removes what one that was killed has left.

scratch=''        # the folder
scratch_lock=''   # its descriptor
scratch_files=0

remove_scratch() {
  [[ ! $scratch ]] || rm -rf -- "$scratch"
}

trap remove_scratch EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# Dies itself: where it stands before "&&", bash would not. Never call it in $(...), which has a folder of its own.
temporary() { # [TEXT]: leaves the name of a new file with that text in REPLY
  [[ $scratch ]] || make_scratch
  REPLY=$scratch/$((++scratch_files))
  printf %s "${1:-}" >"$REPLY" || die "cannot write files in $scratch"
}

own_folder() { # PATH: there now, and this user's alone
  [[ -d $1 || ! -w ${1%/*} ]] || mkdir -m 700 -- "$1" 2>/dev/null || true # another make may be faster
  [[ -d $1 && -O $1 && ! -L $1 ]]
}

make_scratch() {
  local parent=${TMPDIR:-/tmp}/vmp-$UID name
  own_folder "$parent" || die "cannot make a folder for temporary files: $parent is not this user's directory"
  hash_name "$PWD $subject"
  name=$parent/files.$REPLY
  remove_leftovers "$name"
  for _ in first second third; do # a make that removes leftovers may see ours before it is locked
    scratch=$(mktemp -d -- "$name.XXXXXX") || die "cannot make a folder for temporary files in $parent"
    { exec {scratch_lock}<"$scratch"; } 2>/dev/null || continue
    ! flock --nonblock "$scratch_lock" || [[ ! $scratch -ef /proc/self/fd/$scratch_lock ]] || return 0
    exec {scratch_lock}<&-
  done
  die "cannot lock a folder for temporary files in $parent"
}

remove_leftovers() { # PREFIX of their names
  local folder fd
  for folder in "$1".??????; do
    { [[ -d $folder ]] && exec {fd}<"$folder"; } 2>/dev/null || continue
    ! flock --nonblock "$fd" || rm -rf -- "$folder"
    exec {fd}<&-
  done
}

hash_name() { # TEXT: a file's name for it, in REPLY
  REPLY=$(sha256sum <<<"$1") || die "sha256sum fails"
  REPLY=${REPLY:0:32}
}
