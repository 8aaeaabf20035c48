# SPDX-License-Identifier: 0BSD
# The image: a file that is downloaded, checked and unpacked (vmp, provisioner v1beta1). Read by provisioner.sh.
# shellcheck shell=bash disable=SC2154 # provisioner.sh has the variables of this file, too

packages+=( # of each: Debian's and Fedora's
  [7z]='p7zip-full p7zip-plugins'
  [bzip2]='bzip2 bzip2'
  [curl]='curl curl'
  [gzip]='gzip gzip'
  [tar]='tar tar'
  [unzip]='unzip unzip'
  [xz]='xz-utils xz'
  [zstd]='zstd zstd'
)

add_commands_of_image() {
  [[ $archive && -s $image.$archive ]] || commands+=(curl)
  case $archive in
    gz | tar.gz) commands+=(gzip) ;;
    *xz) commands+=(xz) ;;
    *bz2) commands+=(bzip2) ;;
    *zst) commands+=(zstd) ;;
  esac
  case $archive in
    zip) commands+=(unzip awk) ;;
    7z) commands+=(7z awk) ;;
    tar*) commands+=(tar awk) ;;
  esac
}

build_image() { # every file gets its name when it is whole and checked
  local from=$image${archive:+.$archive}
  [[ -s $image ]] || lock_image
  if [[ ! -s $image ]]; then
    [[ $archive && -s $from ]] || download_image
    [[ ! $archive ]] || unpack_image
  fi
  # Nobody wants these once the image is there.
  [[ ! -e $image.lock ]] || rm -f -- "$image.lock"
  [[ ! $archive || ! -e $from ]] || rm -f -- "$from"
}

lock_image() { # VMs share it
  local folder
  folder=$(dirname -- "$image") || die "dirname fails"
  mkdir -p -- "$folder"
  lock_file "$image.lock" "it downloads $image"
}

download_image() {
  local start
  fetch "$url" "$from.part"
  [[ ! $digest$digest_list ]] || check_digest "$from.part"
  [[ -s $from.part ]] || refuse_download "$url is empty: is the url in the registry right?"
  start=$(head -c 512 -- "$from.part" | tr -d '\0') || die "cannot read $from.part"
  [[ ! ${start,,} =~ '<html'|'<!doctype html' ]] ||
    refuse_download "$url is an HTML page, no image: open it in a browser, and mend the url in the registry"
  mv -f -- "$from.part" "$from"
}

unpack_image() {
  say "unpack $from"
  watch_file "$from"
  with_bar unpack "$from" >"$image.part" || refuse_archive
  [[ -s $image.part ]] || refuse_archive
  mv -f -- "$image.part" "$image"
}

refuse_archive() {
  die "cannot unpack $from${member:+, member $member}"
}

refuse_download() { # MESSAGE
  rm -f -- "$from.part" || true
  die "$1"
}

fetch() { # URL FILE
  local meter columns=80 status
  choose_meter
  say "download $1"
  for _ in 1 2 3; do # curl itself tries again where a server is busy or away, but not where a transfer breaks off
    status=0
    COLUMNS=$columns run curl -q "${meter[@]}" --show-error --fail --location --globoff --proto '=https,http,file' \
      --proto-redir '=https,http' --connect-timeout 30 --speed-limit 1000 --speed-time 60 \
      --retry 3 --retry-connrefused --output "$2" --url "$1" || status=$?
    case $status in
      0) return 0 ;;
      18 | 52 | 55 | 56 | 92) ;;
      *) break ;;
    esac
  done
  rm -f -- "$2" || true
  die "cannot download $1: curl says why. When that is mended, run make again"
}

choose_meter() { # of curl: its table has the rate and the time that is left, and is 79 columns wide
  meter=(--silent)
  has_screen || return 0
  find_columns
  columns=$REPLY # curl would ask standard input
  meter=()
  ((columns >= 80)) || meter=(--progress-bar)
}
