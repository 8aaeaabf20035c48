# SPDX-License-Identifier: 0BSD
# Temporary files, which go when the target ends (vmp, provisioner v1beta1). Read by provisioner.sh.
# shellcheck shell=bash
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

scratch_prefix() { # of the folders' names, those of this directory
  name_file "$PWD"
  REPLY=${TMPDIR:-/tmp}/vmp-$UID/$REPLY.files
}

make_scratch() {
  local prefix parent
  scratch_prefix
  prefix=$REPLY
  parent=${prefix%/*}
  own_folder "$parent" || die "cannot make a folder for temporary files: $parent is not this user's directory"
  remove_leftovers
  for _ in first second third; do # a make that removes leftovers may see ours before it is locked
    scratch=$(mktemp -d -- "$prefix.XXXXXX") || die "cannot make a folder for temporary files in $parent"
    { exec {scratch_lock}<"$scratch"; } 2>/dev/null || continue
    if ! flock --nonblock "$scratch_lock"; then
      remove_scratch || true
    elif [[ $scratch -ef /proc/self/fd/$scratch_lock ]]; then
      return 0
    fi
    exec {scratch_lock}<&-
  done
  die "cannot lock a folder for temporary files in $parent"
}

remove_leftovers() {
  local prefix folder fd
  scratch_prefix
  prefix=$REPLY
  [[ -O ${prefix%/*} && ! -L ${prefix%/*} ]] || return 0
  for folder in "$prefix".??????; do
    { [[ -d $folder ]] && exec {fd}<"$folder"; } 2>/dev/null || continue
    ! flock --nonblock "$fd" || rm -rf -- "$folder"
    exec {fd}<&-
  done
}

name_file() { # TEXT, as a part of a file's name, which has at most 255 bytes; v1alpha1 names its files so, too
  local LC_ALL=C
  REPLY=${1//%/%25}
  REPLY=${REPLY//\//%2F}
  ((${#REPLY} >= 110)) || return 0
  REPLY=$(sha256sum <<<"$1") || die "sha256sum fails"
  REPLY=${REPLY%% *}
}
