#!/bin/sh
# SPDX-License-Identifier: 0BSD
# Changes files of the guest, inside of it (vmp, provisioner v1beta1). usage: sh step FUNCTION ARGUMENT...
# Names that begin with a dash are no options, since all are absolute.
set -eu
build=/.vmp-build

give_rights() { # OWNER MODE PATH: where there are any
  [ -z "$1" ] || chown -h -- "$1" "$3"
  [ -z "$2" ] || chmod -- "$2" "$3"
}

# A folder's content goes into the folder TO, a file becomes TO; with a slash at its end, TO is the folder that it goes into.
copy_in() { # TO OWNER MODE
  from=$build/files
  for only in "$from"/* "$from"/.[!.]*; do
    [ ! -e "$only" ] || from=$only
  done
  to=$1
  case $to in
    */) to=$to${from##*/} ;;
  esac
  [ -z "$2" ] || chown -R -- "$2" "$from"
  [ -z "$3" ] || find "$from" -type f -exec chmod -- "$3" {} +
  if [ -d "$from" ]; then
    mkdir -p -- "$to"
    cp -a -- "$from/." "$to/"
  else
    put_file "$from" "$to"
  fi
}

put_file() { # FILE TO: with its rights, in the place of another one
  mkdir -p -- "$(dirname -- "$2")"
  if [ -d "$2" ]; then
    echo "$2 is a directory; to put a file into it, write $2/" >&2
    exit 1
  fi
  cp -a -- "$1" "$2"
}

write_file() { # TO OWNER MODE
  give_rights "$2" "$3" "$build/text"
  put_file "$build/text" "$1"
}

make_folder() { # PATH OWNER MODE
  mkdir -p -- "$1"
  give_rights "$2" "$3" "$1"
}

# Not by "sed -i", which puts another file with other rights there.
edit_file() { # FILE
  sed -f "$build/sed" -- "$1" >"$build/edited"
  cat -- "$build/edited" >"$1"
}

append_line() { # FILE LINE
  if [ -s "$1" ] && [ -n "$(tail -c 1 -- "$1")" ]; then
    echo >>"$1"
  fi
  printf '%s\n' "$2" >>"$1"
}

delete_files() { # PATH...
  rm -rf -- "$@"
}

truncate_files() { # PATH...
  for path; do
    [ -f "$path" ] || { echo "there is no file $path" >&2 && exit 1; }
    : >"$path"
  done
}

make_link() { # TARGET PATH: in the place of another link or file
  if [ -d "$2" ] && [ ! -L "$2" ]; then
    echo "$2 is a directory" >&2
    exit 1
  fi
  mkdir -p -- "$(dirname -- "$2")"
  rm -f -- "$2"
  ln -s -- "$1" "$2"
}

change_mode() { # MODE PATH
  chmod -- "$1" "$2"
}

change_owner() { # OWNER PATH
  chown -- "$1" "$2"
}

"$@"
