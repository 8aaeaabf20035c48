# SPDX-License-Identifier: 0BSD
# All that the node has, for gc (vmp, provisioner v1beta1). Read by provisioner.sh.
# shellcheck shell=bash disable=SC2034,SC2154 # provisioner.sh has the variables of this file, too
#
# Lists first, also of the volumes in pools of the registry, then the definitions of all that they name: two runs of virsh.
# What the second one lists, snapshots and volumes in other pools, needs a third.

read_everything() {
  local pool
  ask domains list --all --name
  ask running list --name
  ask all-networks net-list --all --name
  ask active-networks net-list --name
  ask pools pool-list --all --name
  ask active-pools pool-list --name
  for pool in "${pools[@]}"; do ask_pool_and_list "$pool"; done
  send
  each_line domains ask_domain
  each_line all-networks ask_network
  each_line pools ask_other_pool
  each_line active-pools ask_volumes
  send
  each_line domains ask_snapshots
  each_line active-pools ask_volumes
  each_line pools find_unseen_pool
  [[ ! $batch ]] || send
  read_names
  read_history
}

each_line() { # LIST FUNCTION: calls it with each name of the list
  local name
  lists_pool "$1" '' || true # names of pools that went meanwhile
  while read -r name; do
    [[ ! $name ]] || "$2" "$name"
  done <<<"${answers[@vmp $1]}"
}

ask_domain() { # NAME
  ask "domain $1" dumpxml --domain "$1"
  ask "stored domain $1" dumpxml --inactive --domain "$1"
  ask "snapshots $1" snapshot-list --domain "$1" --name
}

ask_snapshots() { # NAME
  local snapshot
  succeeded "snapshots $1" || die "node \"$node\" does not list the snapshots of domain \"$1\"" "$REPLY"
  while read -r snapshot; do
    [[ ! $snapshot ]] || ask "snapshot $1 $snapshot" snapshot-dumpxml --domain "$1" --snapshotname "$snapshot"
  done <<<"$REPLY"
}

ask_network() { # NAME
  ask "network $1" net-dumpxml --network "$1"
  ask "ports $1" net-port-list --network "$1" --uuid
}

ask_other_pool() { # NAME
  answer "pool $1" || ask_pool_and_list "$1"
}

ask_pool_and_list() { # NAME
  ask "pool $1" pool-dumpxml --pool "$1"
  ask "refresh $1" pool-refresh --pool "$1"
  ask "volumes $1" vol-list --pool "$1"
}

ask_volumes() { # NAME of a pool
  each_volume "$1" ask_volume
}

ask_volume() { # POOL VOLUME: once
  answer "volume $1/$2" || ask "volume $1/$2" vol-dumpxml --pool "$1" --vol "$2"
}

find_unseen_pool() { # NAME: what its volumes are based on is unknown
  succeeded "refresh $1" && succeeded "volumes $1" || unseen_pool=$1
}

each_volume() { # POOL FUNCTION: calls it with the pool and each of its volumes
  local name lines
  succeeded "refresh $1" && succeeded "volumes $1" || return 0
  lines=$(sed '1,/^---/d' <<<"$REPLY") || die "sed fails"
  while read -r name _; do
    [[ ! $name ]] || "$2" "$1" "$name"
  done <<<"$lines"
}

read_names() { # that definitions of domains and snapshots, and volumes' bases, speak of
  local key name names
  temporary
  for key in "${!answers[@]}"; do
    case $key in
      '@vmp domain '* | '@vmp stored domain '* | '@vmp snapshot '* | '@vmp volume '*)
        [[ ${answers[$key]} != $'\nerror:'* ]] || die "node \"$node\" does not show ${key#@vmp }" "${answers[$key]}"
        ;;&
      '@vmp domain '* | '@vmp stored domain '* | '@vmp snapshot '*) printf '%s\n' "${answers[$key]}" ;;
      '@vmp volume '*) sed -n '/<backingStore>/,/<\/backingStore>/p' <<<"${answers[$key]}" ;;
    esac
  done >"$REPLY" || die "cannot write a temporary file"
  names=$(LC_ALL=C awk -f names.awk "$REPLY") || die "cannot read the definitions on node \"$node\""
  while IFS= read -r name; do
    [[ ! $name ]] || used_names["$name"]=yes
  done <<<"$names"
}
