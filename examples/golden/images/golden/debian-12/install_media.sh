# SPDX-License-Identifier: 0BSD
# What an installer is started with: its disk, its medium and the file that answers its questions (vmp, provisioner v1beta1).
# Read by provisioner.sh.
# shellcheck shell=bash disable=SC2034,SC2154 # provisioner.sh has the variables of this file, too
#
#   kind          file in the installer's memory   kernel arguments            on a CD-ROM, without kernel arguments
#   kickstart     ks.cfg                           inst.ks=file:/ks.cfg        OEMDRV: ks.cfg
#   preseed       preseed.cfg                      auto=true ...               -
#   autoyast      autoinst.xml                     autoyast=file:///...        OEMDRV: autoinst.xml
#   autoinstall   -                                autoinstall                 CIDATA: user-data, meta-data (both ways)

installer=()            # virt-install's words
kernel_arguments=''
seed_label=''           # of the ISO with the answers, if they are on one
seed_members=()         # NAME=FILE
local_iso=''            # the medium, a file of this machine
local_seed=''
answers_file=source.d/autoinstall

prepare_media() { # files of this machine, and virt-install's words; nothing on the node yet
  installer=()
  kernel_arguments=''
  seed_label=''
  ! word source cdrom || fetch_iso "$REPLY"
  prepare_answers
  prepare_boot
  [[ ! $seed_label ]] || write_seed
  word source extra-args || true
  kernel_arguments+=${REPLY:+ $REPLY}
  [[ ! ${kernel_arguments// /} ]] || installer+=(--extra-args "${kernel_arguments# }")
}

fetch_iso() { # FILE: as it is downloaded or built for all
  local image=$1 url archive member digest digest_list
  local_iso=$1
  if word source cdrom-built-by; then
    [[ -s $image ]] || die "the image of the CD-ROM is not built: make -C $REPLY build"
  else
    read_download
    build_image
  fi
}

# ---- The file with the answers ----

prepare_answers() {
  word source autoinstall || return 0
  case $REPLY in
    kickstart) inject OEMDRV ks.cfg 'inst.ks=file:/ks.cfg' ;;
    preseed) inject '' preseed.cfg 'auto=true priority=critical preseed/file=/preseed.cfg' ;;
    autoyast) inject OEMDRV autoinst.xml 'autoyast=file:///autoinst.xml' ;;
    autoinstall)
      temporary
      seed_label=CIDATA
      seed_members=("user-data=$answers_file" "meta-data=$REPLY")
      ! takes_kernel_arguments || kernel_arguments+=' autoinstall' # else it asks whether it may
      ;;
    *) die "unknown kind of autoinstall \"$REPLY\"" ;;
  esac
}

takes_kernel_arguments() { # virt-install starts the kernel itself
  word source kernel || word source location
}

inject() { # LABEL-WITHOUT-KERNEL NAME KERNEL-ARGUMENTS
  local folder
  if ! takes_kernel_arguments; then
    [[ $1 ]] || die "a preseed reaches an installer on a CD-ROM only with a kernel and an initrd of it: name them in the registry"
    seed_label=$1
    seed_members=("$2=$answers_file")
    return 0
  fi
  temporary
  folder=$REPLY.d # virt-install puts it into the initrd under its own name
  if ! mkdir -- "$folder" || ! cp -- $answers_file "$folder/$2" || ! chmod 644 -- "$folder/$2"; then
    die "cannot copy $answers_file to $folder"
  fi
  installer+=(--initrd-inject "$folder/$2")
  kernel_arguments+=" $3"
}

write_seed() { # into local_seed
  local writer words=()
  temporary
  local_seed=$REPLY
  for writer in xorriso genisoimage mkisofs ''; do
    ! type -P "$writer" >/dev/null || break
  done
  [[ $writer ]] || die "nothing here writes ISO images: install xorriso, genisoimage or mkisofs"
  [[ $writer != xorriso ]] || words=(-as mkisofs)
  REPLY=$("$writer" "${words[@]}" -quiet -output "$local_seed" -volid "$seed_label" -joliet -rational-rock \
    -graft-points "${seed_members[@]}" 2>&1) || die "cannot write an ISO with $answers_file" "$REPLY"
}

# ---- What boots ----

prepare_boot() {
  local kernel initrd
  if word source location; then
    installer+=(--location "$REPLY")
  elif word source kernel; then
    kernel=$REPLY
    word source initrd || die "a kernel of an installer needs its initrd"
    initrd=$REPLY
    if [[ $local_iso ]]; then
      extract_from_iso "$kernel"
      kernel=$REPLY
      extract_from_iso "$initrd"
      initrd=$REPLY
    fi
    installer+=(--install "kernel=${kernel//,/,,},initrd=${initrd//,/,,}")
  elif [[ $local_iso ]]; then
    installer+=(--cdrom "$pool_directory/$install_domain.iso")
  else
    die "the source names no installer"
  fi
}

extract_from_iso() { # PATH in it: leaves a copy in REPLY
  local copy said
  temporary
  copy=$REPLY.d
  said=$(run xorriso -osirrox on -indev "$local_iso" -extract "/${1#/}" "$copy" 2>&1) || die "cannot read $1 in $local_iso" "$said"
  chmod u+w -- "$copy" || die "cannot change $copy"
  REPLY=$copy
}
