# SPDX-License-Identifier: 0BSD
# The result: a flat file made from the last state, and RESULT.built, which says what it is (vmp, provisioner v1beta1). Read
# by provisioner.sh.
# shellcheck shell=bash disable=SC2154 # provisioner.sh has the variables of this file, too
#
# RESULT.built is written last and goes first, so a result without one is a torn export: it is made again.

export_parts=()         # files that become the result and its archive; removed where that fails
declare -A built=()     # what RESULT.built says: a word, a blank and a text in each line

has_result() { # of this chain, whole as far as names and sizes tell
  local bytes
  [[ -f $result ]] && read_built "$result.built" || return 1
  [[ ${built[chain]:-} == "$result_chain" ]] || return 1
  bytes=$(stat -c %s -- "$result") || return 1
  [[ ${built[size]:-} == "$bytes" ]] || return 1
  ! word export archive || [[ -s $result.$REPLY ]]
}

read_built() { # FILE; returns 1 where there is none
  local line
  built=()
  [[ -f $1 ]] || return 1
  while IFS= read -r line; do
    [[ $line == [a-z]* ]] || continue
    built[${line%% *}]=${line#* }
  done <"$1"
}

# Makes the result anew, whatever is there; not where another make has made it while this one waited.
export_state() { # STATE-FILE
  local file archive=''
  lock_file "$result.lock" "it makes $result"
  if [[ $waited == false ]] || ! has_result; then
    remove_torn_exports
    make_file "$1"
    file=$REPLY
    ! word export archive || make_archive "$file" "$REPLY"
    replace_result "$file" "$archive"
  fi
  rm -f -- "$result.lock"
}

new_export_part() { # NAME: leaves a new file NAME.XXXXXX.part in REPLY
  REPLY=$(mktemp -- "$1.XXXXXX.part") || refuse_export "cannot write in ${1%/*}"
  export_parts+=("$REPLY")
}

refuse_export() { # MESSAGE [WHAT-A-TOOL-SAID]
  rm -f -- "${export_parts[@]}" || true
  die "$@"
}

remove_torn_exports() { # of makes that were killed; we have the lock
  local name
  for name in "$result".??????.part "$result".{xz,zst,gz,built}.??????.part; do
    [[ ! -f $name ]] || rm -f -- "$name"
  done
}

# ---- From parts to names ----

replace_result() { # FILE ARCHIVE-FILE, which may be ''
  local digest archive_digest='' manifest kind=''
  digest_file "$1"
  digest=$REPLY
  if [[ $2 ]]; then
    digest_file "$2"
    archive_digest=$REPLY
    word export archive
    kind=$REPLY
  fi
  refuse_replacement "$1"
  rm -f -- "$result.built" || refuse_export "cannot remove $result.built"
  name_part "$1" "$result"
  [[ ! $2 ]] || name_part "$2" "$result.$kind"
  new_export_part "$result.built"
  manifest=$REPLY
  describe_result >"$manifest" || refuse_export "cannot write $manifest"
  name_part "$manifest" "$result.built"
  export_parts=()
}

digest_file() { # FILE
  REPLY=$(sha256sum <"$1") || refuse_export "cannot read $1"
  REPLY=${REPLY%% *}
}

refuse_replacement() { # FILE: overlays do not mind one with the same bytes
  [[ -e $result ]] && ! cmp -s -- "$1" "$result" || return 0
  ! find_user_of "$result" ||
    refuse_export "$result stays as it is: $REPLY is an overlay on it, and would break. Remove that, or merge it \
(qemu-img rebase -b ''), and make build again"
}

name_part() { # PART NAME: on disk first, then under its name
  if ! sync -- "$1" || ! chmod 400 -- "$1" || ! mv -fT -- "$1" "$2"; then
    refuse_export "cannot write $2"
  fi
}

describe_result() { # with the variables of replace_result
  local date bytes version
  date=$(date -u +%FT%TZ) || return
  bytes=$(stat -c %s -- "$result") || return
  version=$(qemu-img --version) || return
  printf '%s\n' "image $subject" "chain $result_chain" "sha256 $digest" "size $bytes"
  [[ ! $kind ]] || printf '%s\n' "archive $kind" "archive-sha256 $archive_digest"
  printf '%s\n' "date $date" "provisioner v1beta1" "bash $BASH_VERSION" "qemu-img ${version%%$'\n'*}"
  ! type -P guestfish >/dev/null || guestfish --version
}

# ---- clean ----

remove_result() { # with its archive; nothing where an overlay uses it
  local name
  [[ -d ${result%/*} ]] || return 0
  lock_file "$result.lock" "it makes $result"
  ! find_user_of "$result" || die "$result stays: $REPLY is an overlay on it, and would break. Remove that first"
  remove_torn_exports
  for name in "$result.built" "$result" "$result".{xz,zst,gz}; do
    [[ -f $name ]] || continue
    rm -f -- "$name" || die "cannot remove $name"
    say "remove $name"
  done
  rm -f -- "$result.lock"
}
