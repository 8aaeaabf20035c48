# SPDX-License-Identifier: 0BSD
# An installer on a node: its volumes beside the disk, what it says, and its end (vmp, provisioner v1beta1). Read by
# provisioner.sh. What reads the state of the domain and of the pool, refuse_installation and fetch_console are the kind's own.
# shellcheck shell=bash disable=SC2034,SC2154 # provisioner.sh has the variables of this file, too

install_domain=''         # its name; the volumes': NAME.qcow2, NAME.log, NAME.iso, NAME-seed.iso
install_uuid=''
install_pool=''
install_state=absent      # or fleeting (virt-install was killed before it was defined), on, paused, off
install_reason=''         # for that state, in libvirt's words
install_digest=''         # of the source that it was begun with
install_volumes=()        # those that are there
pool_directory=''
install_start='make shell BOOT=1' # starts it from its disk

encode_name() { # TEXT: for a domain, a file and a list of virt-install: bytes other than [A-Za-z0-9._+@-] as %HH
  local LC_ALL=C text=$1 byte code i
  REPLY=''
  for ((i = 0; i < ${#text}; i++)); do
    byte=${text:i:1}
    case $byte in
      [A-Za-z0-9._+@-]) REPLY+=$byte ;;
      *)
        printf -v code %02X "'$byte"
        REPLY+=%${code: -2}
        ;;
    esac
  done
}

# ---- State ----

has_volume() { # NAME: in the table of vol-list, name and path
  [[ $REPLY == *$'\n '"$1"' '* ]]
}

read_domain_state() { # from domstate in REPLY: "shut off (shutdown)"
  REPLY=${REPLY//$'\n'/}
  install_reason=$REPLY
  case $REPLY in
    'shut off'* | crashed*) install_state=off ;;
    paused*) install_state=paused ;;
    *) install_state=on ;;
  esac
}

# ---- Volumes ----

plan_discs() { # those that are made of files of this machine
  [[ ! $local_iso ]] || plan_install_volume "$install_domain.iso" raw 0 bytes "$local_iso" "$local_iso"
  [[ ! $local_seed ]] || plan_install_volume "$install_domain-seed.iso" raw 0 bytes "$local_seed" "the file with the answers"
}

plan_install_volume() { # NAME FORMAT CAPACITY UNIT [FILE WHAT-IT-IS]
  local upload="upload ${6:-} to volume $install_pool/$1"
  if [[ " ${install_volumes[*]} " != *" $1 "* ]]; then
    create_install_volume "${@:1:4}"
  elif [[ ${5:-} && ! ${taken[$upload]:-} ]]; then
    watch_file "$5"
    step "$upload" vol-upload --pool "$install_pool" --vol "$1" --file "$5"
  elif [[ ${5:-} ]]; then
    succeeded "$upload" || die "cannot $upload on node \"$node\"" "$REPLY"
  fi
}

create_install_volume() { # NAME FORMAT CAPACITY UNIT
  local text
  text="<volume><name>$1</name><allocation>0</allocation><capacity unit='$4'>$3</capacity>"
  text+="<target><format type='$2'/>"
  [[ $2 != qcow2 ]] || text+='<compat>1.1</compat>'
  temporary "$text</target></volume>"
  step "create volume $install_pool/$1" vol-create --pool "$install_pool" --file "$REPLY"
}

# ---- The end ----

wait_for_installer() {
  local seconds end left most
  word source seconds || REPLY=3600
  seconds=$REPLY
  end=$((SECONDS + seconds))
  name_seconds "$seconds"
  most=$REPLY
  while [[ $install_state == on || $install_reason == 'paused (user)' || $install_reason == 'paused (starting up)' ]]; do
    left=$((end - SECONDS))
    ((left > 0)) || refuse_installation "has not powered itself off after $seconds seconds, and still runs"
    name_seconds $((seconds - left))
    show_line "waits for the installer: $REPLY of at most $most"
    ask event event --domain "$install_uuid" --event lifecycle --timeout $((left < 5 ? left : 5))
    read_state
    show_line ''
  done
  case $install_reason in
    'shut off (shutdown)') ;;
    *ioerror* | *'I/O'*) refuse_installation "is paused by an error of its disk: is there room in pool \"$install_pool\"?" ;;
    *crashed* | *panicked*) refuse_installation "has crashed" ;;
    'shut off (unknown)') refuse_installation "is off, and libvirt was started anew since, so nobody knows whether it had ended. If \
it had: start it ($install_start), and power it off in the guest" ;;
    '') refuse_installation "is gone" ;;
    *) refuse_installation "did not power itself off: libvirt says \"$install_reason\"" ;;
  esac
}

# ---- Its console ----

follow_console() {
  local file offset=0 more
  temporary
  file=$REPLY
  while :; do
    more=$install_state
    : >"$file"
    ask console vol-download --pool "$install_pool" --vol "$install_domain.log" --file "$file" --offset "$offset"
    [[ $more == off ]] || ask event event --domain "$install_uuid" --event lifecycle --timeout 1
    read_state
    cat -- "$file"
    offset=$((offset + $(stat -c %s -- "$file")))
    [[ $more != off && $install_state != absent ]] || return 0
  done
}
