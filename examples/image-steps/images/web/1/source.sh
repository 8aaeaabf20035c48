# SPDX-License-Identifier: 0BSD
# Where the first state of the disk comes from (vmp, provisioner v1beta1). Read by provisioner.sh.
# shellcheck shell=bash disable=SC2034,SC2154 # provisioner.sh has the variables of this file, too
#
# A function make_source_TYPE FILE overwrites FILE with a qcow2 file, or dies. image.sh downloads; it works on the variables
# image, url, archive, member, digest and digest_list.

read_download() { # the words of the source, into those variables of the caller
  word source url || true
  url=$REPLY
  word source archive || true
  archive=$REPLY
  word source member || true
  member=$REPLY
  word source checksum || true
  digest=$REPLY
  word source checksum-list || true
  digest_list=$REPLY
}

make_source_url() { # FILE
  local image url archive member digest digest_list
  read_download
  [[ $scratch ]] || make_scratch
  image=$scratch/image
  build_image
  take_image "$image" "$1"
  rm -f -- "$image"
}

# A base that is downloaded is the file that VMs have, too. It is copied, since what is put in its place, or changed in it,
# must not change under states of ours.
make_source_image() { # FILE
  local image url archive member digest digest_list
  word source file || true
  image=$REPLY
  if word source built-by; then
    [[ -s $image ]] || die "the image that this one is based on is not built: make -C $REPLY build. If that makes another \
file than ${image##*/}, its files have changed since vmp gen: run vmp gen, too"
  else
    read_download
    build_image
  fi
  take_image "$image" "$1"
}

take_image() { # FROM FILE
  local info format
  word source format || true
  format=${REPLY:-qcow2}
  info=$(run qemu-img info --output=json -f "$format" "$1" 2>&1) || die "$1 is no image of the format $format" "$info"
  # It would read any other file of this user into the image.
  [[ $info != *'"backing-filename"'* && $info != *'"data-file"'* ]] ||
    die "$1 is an image on top of another file, and no image by itself: qemu-img info shows that"
  if [[ $format == qcow2 ]]; then
    watch_file "$1"
    with_bar cp --reflink=auto --sparse=always -- "$1" "$2" || die "cannot copy $1: is there room in $cache?"
  else
    run_tool qemu-img convert -f "$format" -O qcow2 "$1" "$2"
  fi
}
