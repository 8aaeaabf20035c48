# SPDX-License-Identifier: 0BSD
# An installation on its node: what is there, and steps to begin, to fetch and to forget one (vmp, provisioner v1beta1). Read
# by provisioner.sh.
# shellcheck shell=bash disable=SC2034,SC2154 # provisioner.sh has the variables of this file, too
#
# The domain is ours by its UUID; its description has the digest of the source, so what another registry has begun is not
# taken for this one's. The volumes are named after both.

install_domain=''         # its name; the volumes': NAME.qcow2, NAME.log, NAME.iso, NAME-seed.iso
install_uuid=''
install_pool=''
install_state=absent      # or fleeting (virt-install was killed before it was defined), on, paused, off
install_reason=''         # for that state, in libvirt's words
install_digest=''         # of the source that it was begun with
install_volumes=()        # those that are there
pool_directory=''

name_installation() {
  word source uuid || die "the Makefile names no UUID for the installer"
  install_uuid=$REPLY
  word source pool || REPLY=default
  install_pool=$REPLY
  encode_name "$image_name-$image_tag-${install_uuid%%-*}"
  install_domain=install-$REPLY
}

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

read_state() { # behind the steps of the batch
  ask domains list --all --uuid --name
  ask persistent list --all --persistent --uuid
  ask state domstate --domain "$install_uuid" --reason
  ask description desc --domain "$install_uuid"
  ask pools pool-list --name
  ask pool pool-dumpxml --pool "$install_pool"
  ask refresh pool-refresh --pool "$install_pool"
  ask volumes vol-list --pool "$install_pool"
  send
  read_pool
  read_domain
}

read_pool() {
  local name
  lists pools "$install_pool" ||
    die "pool \"$install_pool\" on node \"$node\" is not active: make -C ../../../nodes/$node up, if the registry has it; \
or virsh pool-start $install_pool"
  listed pool
  [[ $REPLY =~ \<pool\ type=.(dir|fs|netfs). ]] ||
    die "pool \"$install_pool\" on node \"$node\" is no directory: the disk and the console of an installer have to be files"
  read_element path "${REPLY#*<target>}" || die "pool \"$install_pool\" on node \"$node\" has no path"
  pool_directory=$REPLY
  listed volumes
  install_volumes=()
  for name in "$install_domain".{qcow2,iso,log} "$install_domain-seed.iso"; do
    ! has_volume "$name" || install_volumes+=("$name")
  done
}

has_volume() { # NAME: in the table of vol-list, name and path
  [[ $REPLY == *$'\n '"$1"' '* ]]
}

read_domain() {
  local id name
  install_state=absent
  install_reason=''
  install_digest=''
  listed domains
  while read -r id name; do
    if [[ $id == "$install_uuid" ]]; then
      install_state=there
    elif [[ $name == "$install_domain" ]]; then
      die "domain \"$name\" on node \"$node\" is not of this directory: its UUID is $id, not $install_uuid. Rename it"
    fi
  done <<<"$REPLY"
  [[ $install_state == there ]] || return 0
  succeeded state || { install_state=absent && return 0; } # it went while it was looked for
  read_domain_state
  ! succeeded description || install_digest=${REPLY//[[:space:]]/}
  lists persistent "$install_uuid" || install_state=fleeting
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

# ---- Steps ----

plan_room() { # for a new installation: nothing of an old one is there
  if [[ $install_state == on || $install_state == paused ]]; then
    die "the installer of another source runs as domain \"$install_domain\" on node \"$node\": the registry has changed since \
it was started. To begin anew: make force"
  fi
  plan_forget
}

plan_forget() {
  local name
  case $install_state in
    on | paused | fleeting)
      step "power off domain $install_domain" destroy --domain "$install_uuid"
      return 0
      ;;
    off)
      step "delete domain $install_domain" undefine --domain "$install_uuid" --managed-save --snapshots-metadata \
        --checkpoints-metadata --nvram --tpm
      return 0
      ;;
  esac
  for name in "${install_volumes[@]}"; do
    step "delete volume $install_pool/$name" vol-delete --pool "$install_pool" --vol "$name"
  done
}

create_volume() { # NAME FORMAT CAPACITY UNIT
  local text
  text="<volume><name>$1</name><allocation>0</allocation><capacity unit='$4'>$3</capacity>"
  text+="<target><format type='$2'/>"
  [[ $2 != qcow2 ]] || text+='<compat>1.1</compat>'
  temporary "$text</target></volume>"
  step "create volume $install_pool/$1" vol-create --pool "$install_pool" --file "$REPLY"
}

# Asks for one thing more; dies where that fails. What was asked before is sent with it.
demand() { # WHAT COMMAND ARGUMENT...
  ask "$@"
  send
  succeeded "$1" || die "cannot $1 on node \"$node\"" "$REPLY"
}
