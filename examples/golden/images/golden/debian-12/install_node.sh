# SPDX-License-Identifier: 0BSD
# An installation on its node: what is there, and steps to begin, to fetch and to forget one (vmp, provisioner v1beta1). Read
# by provisioner.sh.
# shellcheck shell=bash disable=SC2034,SC2154 # provisioner.sh has the variables of this file, too
#
# The domain is ours by its UUID; its description has the digest of the source, so what another registry has begun is not
# taken for this one's. The volumes are named after both.

name_installation() {
  word source uuid || die "the Makefile names no UUID for the installer"
  install_uuid=$REPLY
  word source pool || REPLY=default
  install_pool=$REPLY
  encode_name "$image_name-$image_tag-${install_uuid%%-*}"
  install_domain=install-$REPLY
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

# ---- Steps ----

plan_media() { # the disk is empty, the others have their files
  local size unit
  word source disk || die "the source names no size of the disk"
  [[ $REPLY =~ ^([0-9]+)([A-Za-z]*)$ ]] || die "\"$REPLY\" is no size of a disk"
  size=${BASH_REMATCH[1]} unit=${BASH_REMATCH[2]:-bytes}
  plan_install_volume "$install_domain.qcow2" qcow2 "$size" "$unit"
  plan_discs
}

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

# Asks for one thing more; dies where that fails. What was asked before is sent with it.
demand() { # WHAT COMMAND ARGUMENT...
  ask "$@"
  send
  succeeded "$1" || die "cannot $1 on node \"$node\"" "$REPLY"
}
