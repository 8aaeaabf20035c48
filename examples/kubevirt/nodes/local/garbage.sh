# SPDX-License-Identifier: 0BSD
# gc: what once was of this registry and is not any more (vmp, provisioner v1beta1). Read by provisioner.sh.
# shellcheck shell=bash disable=SC2034,SC2154 # provisioner.sh has the variables of this file, too
#
# It is proved, not guessed, what is ours: domains, networks and pools by their UUIDs, which only the node's URI and the
# name give, and by the fleet in their mark; volumes by the history of the file inventory. Whatever anything uses, or what
# runs, stays. Without CONFIRM=yes nothing is changed.

garbage=()                 # what is safe to remove: lines KIND NAME
declare -A used_names=()   # of all that any definition on the node speaks of
unseen_pool=''            # one whose volumes libvirt does not list: they may have others as their bases
day=86400

collect_garbage() {
  read_everything
  find_domains
  find_networks
  find_pools
  find_volumes
  if ((${#garbage[@]} == 0)); then
    say "there is nothing to remove"
  elif [[ $CONFIRM_TEXT == yes ]]; then
    remove_garbage
  else
    say "make gc CONFIRM=yes removes what is listed as \"garbage\""
  fi
}

found() { # KIND NAME WHAT: something of ours that stays until a person decides
  printf '%-8s %-40s %s\n' "$1" "$2" "$3"
}

found_garbage() { # KIND NAME WHY
  found "$1" "$2" "garbage: $3"
  garbage+=("$1 $2")
}

# ---- What is ours ----

# A UUID of version 5 (RFC 9562) in its namespace of URLs.
uuid_of() { # TEXT: in REPLY
  local hash variant namespace='\x6b\xa7\xb8\x11\x9d\xad\x11\xd1\x80\xb4\x00\xc0\x4f\xd4\x30\xc8'
  hash=$(printf "$namespace%s" "$1" | sha1sum) || die "sha1sum fails"
  printf -v variant %02x $(((0x${hash:16:2} & 0x3f) | 0x80))
  REPLY=${hash:0:8}-${hash:8:4}-5${hash:13:3}-$variant${hash:18:2}-${hash:20:12}
}

has_our_uuid() { # DEFINITION TEXT
  local uuid
  read_element uuid "$1" || return 1
  uuid=$REPLY
  uuid_of "$LIBVIRT_DEFAULT_URI#$2"
  [[ $uuid == "$REPLY" ]]
}

# A registry without a fleet has no mark that could tell it from another one on this node.
is_of_our_fleet() { # DEFINITION
  local mark
  [[ $fleet ]] || return 1
  mark=$(sed -n '/xmlns:vmp=.https:\/\/vmp\.invalid\/v1beta1[^0-9a-z]/p' <<<"$1") || die "sed fails"
  [[ $mark == *" fleet='$fleet'"* || $mark == *" fleet=\"$fleet\""* ]]
}

find_domains() { each_line domains find_domain; }

find_domain() { # NAME
  local xml
  [[ ! ${vm_of_domain[$1]:-} ]] && succeeded "domain $1" || return 0
  xml=$REPLY
  has_our_uuid "$xml" "$1" || return 0
  if lists running "$1"; then
    found domain "$1" "runs, and the registry has no VM with it: shut it down"
  elif is_of_our_fleet "$xml"; then
    found_garbage domain "$1" "off, and the registry has no VM with it"
  else
    found domain "$1" "off, and without our fleet's mark. If nobody needs it: virsh undefine $1 --nvram"
  fi
}

find_networks() { each_line all-networks find_network; }

find_network() { # NAME
  local xml
  [[ ! ${network_maker[$1]:-} ]] && succeeded "network $1" || return 0
  xml=$REPLY
  has_our_uuid "$xml" "network/$1" || return 0
  if ! is_of_our_fleet "$xml"; then
    found network "$1" "without our fleet's mark. If nobody needs it: virsh net-destroy $1; virsh net-undefine $1"
  elif lists active-networks "$1" && { ! succeeded "ports $1" || [[ ${REPLY//[[:space:]]/} ]]; }; then
    found network "$1" "has guests, and the registry does not have it"
  else
    found_garbage network "$1" "no guests, and the registry does not have it"
  fi
}

find_pools() { each_line pools find_other_pool; }

is_our_pool() { # NAME
  [[ ${pool_uuid[$1]:-} ]] && return 0
  succeeded "pool $1" && has_our_uuid "$REPLY" "pool/$1"
}

find_other_pool() { # NAME
  [[ ! ${pool_uuid[$1]:-} ]] && is_our_pool "$1" || return 0
  if ! lists_pool active-pools "$1"; then
    found pool "$1" "inactive, and the registry does not have it. If nobody needs it: virsh pool-undefine $1"
  elif is_empty "$1"; then
    found_garbage pool "$1" "no volumes, and the registry does not have it"
  else
    found pool "$1" "holds volumes, and the registry does not have it"
  fi
}

is_empty() { # POOL
  succeeded "refresh $1" && succeeded "volumes $1" || return 1
  REPLY=$(sed '1,/^---/d; /^[[:space:]]*$/d' <<<"$REPLY") || die "sed fails"
  [[ ! $REPLY ]]
}

# ---- Volumes ----

find_volumes() { each_line active-pools find_volumes_of; }

find_volumes_of() { # POOL
  ! is_our_pool "$1" || each_volume "$1" find_volume
}

find_volume() { # POOL VOLUME
  local name=$1/$2
  [[ ! ${volume_policy[$name]:-} ]] || return 0
  if [[ ${used_names[$2]:-} ]]; then
    [[ ! ${last_policy[$name]:-} ]] || found volume "$name" "is used, and the registry does not have it"
  elif [[ $history_is_known == false ]]; then
    found volume "$name" "unknown, for there is no git here. If nobody needs it: make gc/volume/$name"
  elif [[ ${last_policy[$name]:-} == uncommitted ]]; then
    found volume "$name" "commit nodes/$node/inventory first, which has lost it"
  elif [[ ! ${last_policy[$name]:-} ]]; then
    found volume "$name" "never was in the registry, as far as git knows. If nobody needs it: make gc/volume/$name"
  elif [[ ${last_policy[$name]} != Delete ]]; then
    found volume "$name" "kept, as its deletionPolicy says. If nobody needs it: make gc/volume/$name"
  elif ! is_old "$name"; then
    found volume "$name" "was written within a day. If nobody needs it: make gc/volume/$name"
  elif [[ $unseen_pool ]]; then
    found volume "$name" "may be the base of a volume in pool $unseen_pool, which is not active: start that first"
  else
    found_garbage volume "$name" "nothing uses it, and the registry does not have it"
  fi
}

is_old() { # POOL/VOLUME: its last change is a day ago; not where libvirt does not know
  local time
  succeeded "volume $1" && [[ $REPLY =~ \<mtime\>([0-9]+) ]] || return 1
  time=${BASH_REMATCH[1]}
  printf -v REPLY '%(%s)T' -1
  ((REPLY - time > day))
}

collect_volume() { # POOL/VOLUME
  local name=$1 pool=${1%%/*} volume=${1#*/}
  read_everything
  [[ ! ${volume_policy[$name]:-} ]] || die "volume \"$name\" is in the registry: remove it with its VM"
  is_our_pool "$pool" || die "pool \"$pool\" on node \"$node\" is not of this directory"
  succeeded "volume $name" || die "there is no volume \"$name\" in an active pool on node \"$node\""
  [[ ! ${used_names[$volume]:-} ]] || die "volume \"$name\" may be used: a domain, a snapshot or another volume on node \
\"$node\" speaks of \"$volume\""
  garbage=("volume $name")
  remove_garbage
}

# ---- Removing ----

remove_garbage() {
  local line kind name what
  for line in "${garbage[@]}"; do
    kind=${line%% *} name=${line#* }
    "remove_$kind" "$name"
  done
  for what in "${steps[@]}"; do say "$what"; done
  send
  for what in "${steps[@]}"; do
    succeeded "$what" || die "cannot $what on node \"$node\"" "$REPLY"
  done
  steps=()
}

remove_domain() { # libvirt refuses one with a saved memory or snapshots
  try "forget domain $1" undefine --domain "$1" --nvram
}

remove_network() {
  ! lists active-networks "$1" || try "stop network $1" net-destroy --network "$1"
  try "forget network $1" net-undefine --network "$1"
}

remove_pool() { # and never what is in it
  try "stop pool $1" pool-destroy --pool "$1"
  try "forget pool $1" pool-undefine --pool "$1"
}

remove_volume() { # POOL/VOLUME
  try "delete volume $1" vol-delete --pool "${1%%/*}" --vol "${1#*/}"
}
