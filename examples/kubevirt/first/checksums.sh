# SPDX-License-Identifier: 0BSD
# Checksums of the image (vmp, provisioner v1beta1). Read by provisioner.sh.
# shellcheck shell=bash disable=SC2154 # provisioner.sh has the variables of this file, too

check_digest() { # FILE
  local algorithm=${digest%%:*} wanted=${digest#*:} found
  if [[ $digest_list ]]; then
    algorithm=${digest_list%%:*}
    fetch_digest "${digest_list#*:}"
    wanted=$REPLY
  fi
  found=$("${algorithm}sum" <"$1") || die "${algorithm}sum cannot read $1"
  [[ ${found%% *} == "$wanted" ]] || refuse_download "$url has the $algorithm digest ${found%% *}, not $wanted: \
it is damaged, or changed there. If you trust it, change the checksum in the registry"
}

fetch_digest() { # URL of a list: the image's digest in it
  local name=${url%%[?#]*} digests=()
  name=${name##*/}
  temporary
  fetch "$1" "$REPLY"
  find_digests "$REPLY"
  ((${#digests[@]})) || refuse_download "$1 lists no $algorithm digest of $name"
  ((${#digests[@]} == 1)) || refuse_download "$1 lists several $algorithm digests of $name (${digests[*]}): write the \
right one as checksum in the registry, $algorithm:DIGEST"
  REPLY=${digests[0]}
}

# A list has lines "DIGEST  NAME", "DIGEST *NAME" and "ALGORITHM (NAME) = DIGEST", also of several algorithms and directories, and
# between the lines of a signature; or it is one DIGEST. Those count whose names have most of the url's path.
find_digests() { # LIST: into digests, each once
  local LC_ALL=C line kind name value best=1 named=false lone=() url_path
  decode_percent "${url%%[?#]*}"
  url_path=$REPLY
  while IFS= read -r line || [[ $line ]]; do
    read_digest "$line" || continue
    [[ ! $name ]] || named=true
    is_digest_wanted || continue
    [[ $name ]] || lone+=("$value")
    take_digest
  done <"$1"
  [[ $named == true ]] || ((${#lone[@]} != 1)) || digests=("${lone[0]}")
}

# These work on the variables of find_digests.

read_digest() { # LINE: kind, name and value of it; returns 1 where it has none
  local tagged='^([[:alnum:]/-]+) ?\((.+)\) ?= ?([[:xdigit:]]+)[[:blank:]]*$'
  local plain='^\\?([[:xdigit:]]+)([[:blank:]]+\*?(.*[^[:blank:]]))?[[:blank:]]*$'
  local line=${1%$'\r'}
  line=${line#- } # signing with gpg puts that in front of a dash
  if [[ $line =~ $tagged ]]; then
    kind=${BASH_REMATCH[1],,}
    kind=${kind/#sha2-/sha}
    name=${BASH_REMATCH[2]}
    value=${BASH_REMATCH[3],,}
  elif [[ $line =~ $plain ]]; then
    kind=$algorithm
    name=${BASH_REMATCH[3]}
    value=${BASH_REMATCH[1],,}
  else
    return 1
  fi
}

is_digest_wanted() {
  local -A digits=([sha256]=64 [sha512]=128)
  [[ ${kind//-/} == "$algorithm" && ${#value} == "${digits[$algorithm]}" ]]
}

take_digest() {
  rank_name "$name"
  if ((REPLY > best)); then
    best=$REPLY
    digests=()
  fi
  ((REPLY == best)) || return 0
  [[ " ${digests[*]} " == *" $value "* ]] || digests+=("$value")
}

rank_name() { # NAME of a list: 0 for another file's, 1 if its last part is the url's, more for each part if all of it is
  local name rank=0 slashes
  decode_percent "$1"
  for name in "$1" "$REPLY"; do
    name=${name#./}
    name=${name#/}
    slashes=${name//[!\/]/}
    if [[ $name && $url_path == */"$name" ]]; then
      rank=$((2 + ${#slashes}))
    elif [[ $name && $url_path == */"${name##*/}" ]] && ((rank == 0)); then
      rank=1
    fi
  done
  REPLY=$rank
}
