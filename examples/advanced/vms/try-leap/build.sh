# SPDX-License-Identifier: 0BSD
# The files on this machine: the image and the seed ISO (vmp, provisioner v1alpha1). Read by provisioner.sh.
# shellcheck shell=bash disable=SC2154 # provisioner.sh has the variables of this file, too

# ---- The commands that a target needs ----

declare -A packages=( # of each command that not every machine has: Debian's and Fedora's
  [virsh]='libvirt-clients libvirt-client' [virt-install]='virtinst virt-install' [curl]='curl curl'
  [ssh]='openssh-client openssh-clients' [sshpass]='sshpass sshpass' [xorriso]='xorriso xorriso'
  [flock]='util-linux util-linux' [xargs]='findutils findutils' [cmp]='diffutils diffutils'
  [awk]='mawk gawk' [sed]='sed sed' [gzip]='gzip gzip' [xz]='xz-utils xz' [bzip2]='bzip2 bzip2'
  [zstd]='zstd zstd' [tar]='tar tar' [unzip]='unzip unzip' [7z]='p7zip-full p7zip-plugins'
)
need() { # COMMAND...
  local name missing='' debian='' fedora=''
  for name; do
    ! type -P "$name" >/dev/null || continue
    missing+="${missing:+, }$name" debian+=" ${packages[$name]% *}" fedora+=" ${packages[$name]#* }"
  done
  [[ ! $missing ]] || die "this machine lacks $missing. On Debian and Ubuntu: apt install$debian. On Fedora: dnf install$fedora"
}
need_commands() { # those of the target, before it does anything
  local commands=(sed)
  case $target in up | down | build | clean* | create* | start* | stop* | kill | delete*) commands+=(flock) ;; esac
  case $target in
    build | clean* | exec) ;;
    ip | ssh) [[ $V1ALPHA1_SSH_HOST$V1ALPHA1_IP_CMD ]] || commands+=(virsh) ;;
    *) commands+=(virsh) ;;
  esac
  case $target in up | create | create/domain) commands+=(virt-install) ;; esac
  case $target in ssh | wait-for-ready | wait-for-ready/ssh) commands+=(ssh xargs) ;; esac
  [[ $password == false || $target != @(ssh|wait-for-ready|wait-for-ready/ssh) ]] || commands+=(sshpass)
  [[ $target != @(up|build) ]] || commands_of_build
  need "${commands[@]}"
}
commands_of_build() {
  if [[ ! -s $image ]]; then
    [[ $archive && -s $image.$archive ]] || commands+=(curl)
    case $archive in gz | tar.gz) commands+=(gzip) ;; *xz) commands+=(xz) ;; *bz2) commands+=(bzip2) ;; *zst) commands+=(zstd) ;; esac
    case $archive in zip) commands+=(unzip awk) ;; 7z) commands+=(7z awk) ;; tar*) commands+=(tar awk) ;; esac
  fi
  [[ $seed && ! -e $seed ]] || return 0
  commands+=(cmp)
  [[ $(type -P xorriso genisoimage mkisofs) ]] || commands+=(xorriso)
}

# ---- The image ----

fetch() { # URL FILE
  local progress=--silent status
  [[ ! -t 2 ]] || progress=--progress-bar
  say "download $1"
  for _ in 1 2 3; do # curl itself tries again where a server is busy or away, but not where a transfer breaks off
    status=0
    run curl -q "$progress" --show-error --fail --location --globoff --proto '=https,http,file' \
      --proto-redir '=https,http' --connect-timeout 30 --speed-limit 1000 --speed-time 60 \
      --retry 3 --retry-connrefused --output "$2" --url "$1" || status=$?
    case $status in 0) return ;; 18 | 52 | 55 | 56 | 92) ;; *) break ;; esac
  done
  rm -f -- "$2" || true
  die "cannot download $1: curl says why. When that is mended, run make again"
}

build_image() { # every file gets its name when it is whole and checked
  local from=$image${archive:+.$archive} folder start
  if [[ ! -s $image ]]; then
    folder=$(dirname -- "$image") || die "dirname fails"
    mkdir -p -- "$folder"
    lock "$image.lock" "it downloads $image"
  fi
  if [[ ! -s $image && ! (-s $from && $archive) ]]; then
    fetch "$url" "$from.part"
    check_digest "$from.part"
    [[ -s $from.part ]] || refuse_download "$url is empty: is the url in the registry right?"
    start=$(head -c 512 -- "$from.part" | tr -d '\0') || die "cannot read $from.part"
    [[ ! ${start,,} =~ '<html'|'<!doctype html' ]] ||
      refuse_download "$url is an HTML page, no image: open it in a browser, and mend the url in the registry"
    mv -f -- "$from.part" "$from"
  fi
  if [[ ! -s $image ]]; then
    say "unpack $from"
    { unpack "$from" >"$image.part" && [[ -s $image.part ]]; } || die "cannot unpack $from${member:+, member $member}"
    mv -f -- "$image.part" "$image"
  fi
  # Nobody wants these once the image is there.
  [[ ! -e $image.lock ]] || rm -f -- "$image.lock"
  [[ ! $archive || ! -e $from ]] || rm -f -- "$from"
}
refuse_download() { # MESSAGE
  rm -f -- "$from.part" || true
  die "$1"
}

check_digest() { # FILE
  local algorithm=${digest%%:*} wanted=${digest#*:} found digests name=${url%%[?#]*}
  if [[ $digest_list ]]; then
    temporary && fetch "${digest_list#*:}" "$REPLY"
    algorithm=${digest_list%%:*} name=${name##*/}
    find_digests "$REPLY"
    ((${#digests[@]})) || refuse_download "${digest_list#*:} lists no $algorithm digest of $name"
    ((${#digests[@]} == 1)) || refuse_download "${digest_list#*:} lists several $algorithm digests of $name \
(${digests[*]}): write the right one as checksum in the registry, $algorithm:DIGEST"
    wanted=${digests[0]}
  fi
  [[ $wanted ]] || return 0
  found=$("${algorithm}sum" <"$1") || die "${algorithm}sum cannot read $1"
  [[ ${found%% *} == "$wanted" ]] || refuse_download "$url has the $algorithm digest ${found%% *}, not $wanted: \
it is damaged, or changed there. If you trust it, change the checksum in the registry"
}
# A list has lines "DIGEST  NAME", "DIGEST *NAME" and "ALGORITHM (NAME) = DIGEST", also of several algorithms and directories, and
# between the lines of a signature; or it is one DIGEST. Those count whose names have most of the url's path.
find_digests() { # LIST: into digests, each once
  local LC_ALL=C line kind name value best=1 named=false lone=() path
  local tagged='^([[:alnum:]/-]+) ?\((.+)\) ?= ?([[:xdigit:]]+)[[:blank:]]*$'
  local plain='^\\?([[:xdigit:]]+)([[:blank:]]+\*?(.*[^[:blank:]]))?[[:blank:]]*$'
  local -A digits=([sha256]=64 [sha512]=128)
  decode_percent "${url%%[?#]*}" && path=$REPLY digests=()
  while IFS= read -r line || [[ $line ]]; do
    line=${line%$'\r'} line=${line#- } # signing with gpg puts that in front of a dash
    if [[ $line =~ $tagged ]]; then
      kind=${BASH_REMATCH[1],,} name=${BASH_REMATCH[2]} value=${BASH_REMATCH[3],,} kind=${kind/#sha2-/sha}
    elif [[ $line =~ $plain ]]; then
      kind=$algorithm name=${BASH_REMATCH[3]} value=${BASH_REMATCH[1],,}
    else
      continue
    fi
    [[ ! $name ]] || named=true
    [[ ${kind//-/} == "$algorithm" && ${#value} == "${digits[$algorithm]}" ]] || continue
    [[ $name ]] || lone+=("$value")
    rank_name "$name"
    ((REPLY <= best)) || { best=$REPLY && digests=(); }
    ((REPLY < best)) || [[ " ${digests[*]} " == *" $value "* ]] || digests+=("$value")
  done <"$1"
  [[ $named == true ]] || ((${#lone[@]} != 1)) || digests=("${lone[0]}")
}
rank_name() { # NAME of a list: 0 for another file's, 1 if its last part is the url's, more for each part if all of it is
  local name rank=0 slashes
  decode_percent "$1"
  for name in "$1" "$REPLY"; do
    name=${name#./} name=${name#/} slashes=${name//[!\/]/}
    if [[ $name && $path == */"$name" ]]; then
      rank=$((2 + ${#slashes}))
    elif [[ $name && $path == */"${name##*/}" ]] && ((rank == 0)); then
      rank=1
    fi
  done
  REPLY=$rank
}

unpack() { # FILE: to standard output
  local from=$1 name=$member
  local -A tool=([gz]=gzip [xz]=xz [bz2]=bzip2 [zst]=zstd)
  [[ $from == /* ]] || from=./$from
  case $archive in
    gz | xz | bz2 | zst) "${tool[$archive]}" -dc <"$from" ;;
    zip) # unzip takes patterns for names
      [[ $name ]] || name=$(unzip -Z1 "$from" | only_member) || return
      name=${name//\\/\\\\} name=${name//\[/\\[} name=${name//\]/\\]} name=${name//\*/\\*} name=${name//\?/\\?}
      unzip -p "$from" "$name"
      ;;
    7z)
      [[ $name ]] || name=$(7z l -ba -slt -- "$from" | sed -n 's/^Path = //p' | only_member) || return
      7z x -so -spd -- "$from" "$name"
      ;;
    *)
      [[ $name ]] || name=$(tar --quoting-style=literal -tf "$from" | only_member) || return
      tar -xOf "$from" -- "$name"
      ;;
  esac
}
only_member() { # the one name on standard input that is no directory
  awk '!/\/$/ { print; n++ } END { exit n != 1 }' || { warn "give archive.path in the registry" && return 1; }
}

build_seed() { # the same files give the same bytes: fixed dates, owner, modes and order, and no file but these
  local name fresh=true from members=() writer arguments
  [[ $seed ]] || return 0
  for name in "${seed_files[@]}"; do
    [[ -f $seed.d/$name ]] || die "$seed.d/$name is missing: generate this directory again"
    [[ $seed -nt $seed.d/$name ]] || fresh=false
  done
  [[ $fresh == false || ! $seed -nt Makefile || ! $seed -nt build.sh ]] || return 0
  wanted_hashes
  for writer in xorriso genisoimage mkisofs ''; do ! command -v "$writer" >/dev/null || break; done
  [[ $writer ]] || die "nothing here writes ISO images: install xorriso, genisoimage or mkisofs"
  temporary && from=$REPLY.d && mkdir -- "$from"
  for name in "${seed_files[@]}"; do
    cp -- "$seed.d/$name" "$from/$name" || die "cannot copy $seed.d/$name to $from"
    members+=("$name=$from/$name")
  done
  chmod 644 "$from"/*
  touch -d @315532800 "$from"/* "$from"
  arguments=(-quiet -output "$seed.part" -volid cidata -appid "$wanted_seed" -joliet -rational-rock)
  arguments+=(-graft-points "${members[@]}")
  [[ $writer != xorriso ]] || arguments=(-as mkisofs "${arguments[@]}")
  umask 077 # it has passwords
  for _ in first again; do # xorriso 1.5.4 can crash as it ends: it frees what its other thread still reads
    REPLY=$(SOURCE_DATE_EPOCH=315532800 TZ=UTC LC_ALL=C "$writer" "${arguments[@]}" 2>&1) && break
  done || die "cannot write $seed" "$REPLY"
  cmp -s -- "$seed.part" "$seed" || say "write $seed"
  mv -f -- "$seed.part" "$seed"
}

clean() { # [all]
  local name files=()
  [[ ! $seed ]] || files+=("$seed" "$seed.part")
  [[ ! ${1:-} ]] || files+=("$image" "$image.part" "$image.lock" "$image.$archive" "$image.$archive.part")
  for name in "${files[@]}"; do if [[ -f $name ]]; then rm -f -- "$name"; say "remove $name"; fi; done
  [[ ! ${1:-} || ${image%/*} != *.images ]] || rmdir -- "${image%/*}" 2>/dev/null || true
}

