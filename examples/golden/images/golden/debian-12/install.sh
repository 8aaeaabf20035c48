# SPDX-License-Identifier: 0BSD
# The source "install": a distribution's own installer runs on a node until it powers off (vmp, provisioner v1beta1). Read by
# provisioner.sh. install_node.sh has what is on the node, install_media.sh what the installer gets.
# shellcheck shell=bash disable=SC2034,SC2154 # provisioner.sh has the variables of this file, too
#
# The installer does not need us: interrupted, the next make finds it by its UUID and waits on. What went wrong stays there
# to be looked at, until "make force". The power-off of the guest is the end, whatever the clock says.

make_source_install() { # FILE
  local before=${#locks[@]}
  name_installation
  lock "$LIBVIRT_DEFAULT_URI $install_domain" "it installs on node \"$node\""
  read_state
  : >"$cache/${chain[0]}.on-node" || die "cannot write in $cache"
  if [[ $install_state == fleeting || $install_digest != "${chain[0]}" ]]; then
    begin_installation
  elif [[ $install_state != off ]]; then
    say "the installer still runs on node \"$node\""
  fi
  wait_for_installer
  fetch_console
  fetch_disk "$1"
  unlock "$before"
}

begin_installation() {
  converge plan_room
  prepare_media
  converge plan_media
  say "start the installer on node \"$node\": make log shows its console"
  start_installer
  read_state
  [[ $install_state != absent && $install_digest == "${chain[0]}" ]] ||
    die "domain \"$install_domain\" is not on node \"$node\", though virt-install has started it"
}

start_installer() {
  local log values=()
  words source virt-install || true
  virt_install_words=("${values[@]}")
  add_default --osinfo detect=on,require=off
  add_default --memory 1024
  add_default --graphics none
  log=$pool_directory/$install_domain.log
  installer+=(--name "$install_domain" --uuid "$install_uuid" --metadata "description=${chain[0]}"
    --disk "vol=${install_pool//,/,,}/$install_domain.qcow2,bus=virtio"
    --serial "pty,log.file=${log//,/,,},log.append=off" --noautoconsole --noreboot --quiet)
  [[ ! $local_seed ]] || add_cdrom "$install_domain-seed.iso"
  [[ ! $local_iso || " ${installer[*]} " == *" --cdrom "* ]] || add_cdrom "$install_domain.iso"
  REPLY=$(run virt-install "${virt_install_words[@]}" "${installer[@]}" 2>&1 </dev/null) ||
    die "cannot start the installer on node \"$node\"" "$REPLY"
}

add_default() { # OPTION VALUE: unless the registry has the option
  [[ " ${virt_install_words[*]} " == *" $1"[=\ ]* ]] || installer+=("$1" "$2")
}

add_cdrom() { # VOLUME
  installer+=(--disk "vol=${install_pool//,/,,}/$1,device=cdrom")
}

# ---- The end ----

refuse_installation() { # WHAT
  local console=''
  fetch_console
  [[ ! -s $cache/${chain[0]}.log ]] || console=$(tail -n 20 -- "$cache/${chain[0]}.log")
  die "the installer on node \"$node\" $1. Its console and its disk are there: make log, make shell BOOT=1; when it is mended, \
make build waits on, and make force begins anew${console:+. The console said last:}" "$console"
}

fetch_console() { # into HASH.log of the source's state; there may be none yet
  local file
  [[ " ${install_volumes[*]} " == *" $install_domain.log "* ]] || return 0
  temporary
  file=$REPLY
  ask console vol-download --pool "$install_pool" --vol "$install_domain.log" --file "$file"
  send
  strip_console <"$file" >"$cache/${chain[0]}.log" || die "cannot write in $cache"
}

fetch_disk() { # FILE: what came is as long as it is there, and whole
  local bytes here
  read_state # the pool has looked at it since
  demand volume vol-dumpxml --pool "$install_pool" --vol "$install_domain.qcow2"
  [[ $REPLY =~ \<physical\ unit=.bytes.\>([0-9]+)\< ]] || die "node \"$node\" does not say how large the disk is" "$REPLY"
  bytes=${BASH_REMATCH[1]}
  say "fetch the disk ($((bytes / 1048576 + 1)) MiB) from node \"$node\""
  watch_file "$1" "$bytes"
  demand "fetch volume $install_pool/$install_domain.qcow2" vol-download --pool "$install_pool" --vol "$install_domain.qcow2" \
    --file "$1" --sparse
  here=$(stat -c %s -- "$1") || die "cannot look at $1"
  ((here == bytes)) || die "only $here of $bytes bytes came of the disk: is there room in $cache?"
  REPLY=$(run qemu-img check -f qcow2 -- "$1" 2>&1) || die "the disk that came is damaged" "$REPLY"
}

forget_installation() { # when its disk is a state of the cache, or nobody wants it
  local before=${#locks[@]}
  name_installation
  lock "$LIBVIRT_DEFAULT_URI $install_domain" "it installs on node \"$node\""
  read_state
  converge plan_forget
  rm -f -- "$cache/${chain[0]}.on-node" || die "cannot remove $cache/${chain[0]}.on-node"
  unlock "$before"
}

# ---- make log, make shell ----

installation_log() { # follows the console as long as the installer runs
  name_installation
  read_state
  if [[ $install_state == absent ]]; then
    [[ -e $cache/${chain[0]}.log ]] || die "nothing has been installed yet: make build"
    cat -- "$cache/${chain[0]}.log"
    return 0
  fi
  follow_console | strip_console
}

installation_shell() { # its console; it is started where it is off
  [[ -t 0 ]] || die "this needs a terminal"
  name_installation
  read_state
  case $install_state in
    absent) die "there is no installation on node \"$node\": make build" ;;
    off) instead virsh start --domain "$install_uuid" --console ;;
    *) instead virsh console --domain "$install_uuid" ;;
  esac
}
