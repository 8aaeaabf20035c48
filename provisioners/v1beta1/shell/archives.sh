# SPDX-License-Identifier: 0BSD
# Archives that images come in (vmp, provisioner v1beta1). Read by provisioner.sh.
# shellcheck shell=bash disable=SC2154 # provisioner.sh has the variables of this file, too

unpack() { # FILE: to standard output
  local from=$1
  [[ $from == /* ]] || from=./$from
  case $archive in
    gz) gzip -dc <"$from" ;;
    xz) xz -dc <"$from" ;;
    bz2) bzip2 -dc <"$from" ;;
    zst) zstd -dc <"$from" ;;
    zip) unpack_zip "$from" ;;
    7z) unpack_7z "$from" ;;
    *) unpack_tar "$from" ;;
  esac
}

unpack_zip() { # FILE
  local name=$member
  [[ $name ]] || name=$(unzip -Z1 "$1" | only_member) || return
  # unzip takes patterns for names
  name=${name//\\/\\\\}
  name=${name//\[/\\[}
  name=${name//\]/\\]}
  name=${name//\*/\\*}
  name=${name//\?/\\?}
  unzip -p "$1" "$name"
}

unpack_7z() { # FILE
  local name=$member
  [[ $name ]] || name=$(7z l -ba -slt -- "$1" | sed -n 's/^Path = //p' | only_member) || return
  7z x -so -spd -- "$1" "$name"
}

unpack_tar() { # FILE
  local name=$member
  [[ $name ]] || name=$(tar --quoting-style=literal -tf "$1" | only_member) || return
  tar -xOf "$1" -- "$name"
}

only_member() { # the one name on standard input that is no directory
  awk '!/\/$/ { print; n++ } END { exit n != 1 }' && return
  warn "give archive.path in the registry"
  return 1
}
