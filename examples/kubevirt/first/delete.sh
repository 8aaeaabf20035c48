# SPDX-License-Identifier: 0BSD
# Deleting the domain, its volumes and its pools (vmp, provisioner v1beta1). Read by provisioner.sh.
# shellcheck shell=bash disable=SC2034,SC2154 # provisioner.sh has the variables of this file, too

delete() { # domain volumes pools, or some of them
  local name doomed_volumes=() doomed_pools=()
  for name in "${volumes[@]}"; do
    [[ $all == false && ${policy[$name]} == Retain ]] || doomed_volumes+=("$name")
  done
  for name in "${pools[@]}"; do
    [[ $all == false && ${policy[$name]} == Retain ]] || doomed_pools+=("$name")
  done
  if [[ " $* " != ' domain ' ]]; then
    for name in "${doomed_volumes[@]%%/*}" "${doomed_pools[@]}"; do refuse_elsewhere "$name"; done
  fi
  [[ " $* " != *' volumes '* ]] || refuse_used "${doomed_volumes[@]}"
  [[ " $* " != *' domain '* ]] || delete_domain
  if [[ " $* " == *' volumes '* ]]; then
    converge plan_delete_volumes "${doomed_volumes[@]}"
    forget_restore
  fi
  [[ " $* " != *' pools '* ]] || delete_pools "${doomed_pools[@]}"
}

delete_domain() {
  converge plan_undefine
  forget_host_key
}

delete_one() { # a volume, POOL/NAME, or a pool
  [[ ${policy[$1]} == Delete ]] || die "the registry retains $1: make ${target%/"${target#*/*/}"}-all"
  refuse_elsewhere "${1%%/*}"
  if [[ $1 == */* ]]; then
    refuse_used "$1"
    converge plan_delete_volumes "$1"
  else
    delete_pools "$1"
  fi
}

refuse_domain_that_is_on() {
  ! is_on || die "domain \"$domain\" is $domain_state: make stop"
}

plan_undefine() {
  refuse_domain_that_is_on
  warn_of_forgotten_snapshots
  [[ $domain_state == absent ]] || step "delete domain $domain" undefine --domain "$uuid" --managed-save \
    --snapshots-metadata --checkpoints-metadata --nvram --tpm
  [[ $domain_state != absent || ! -e install.sh ]] || plan_forget_discs
}

# ---- Volumes ----

plan_delete_volumes() { # VOLUME...: overlays before their bases
  local volume i
  for ((i = $#; i > 0; i--)); do
    volume=${!i}
    [[ ${exists[$volume]} ]] || continue
    [[ ! ${file[$volume]:-} ]] || forget_upload "$volume"
    step "delete volume $volume" vol-delete --pool "${volume%%/*}" --vol "${volume#*/}"
  done
}

forget_upload() { # VOLUME
  marker "$1"
  [[ ! -e $REPLY ]] || rm -f -- "$REPLY"
}

plan_open_pools() { # VOLUME...: a stopped pool shows nothing
  local volume pool
  planned=()
  for volume; do
    pool=${volume%%/*}
    [[ ${pool_state[$pool]} != inactive ]] || has_no_directory "$pool" || plan_pool "$pool"
  done
}

# ---- What others use ----

# Dies where another domain, or a volume that stays, uses one of these: libvirt would delete it all the same.
refuse_used() { # VOLUME...
  refuse_domain_that_is_on
  converge plan_open_pools "$@"
  refuse_users "$@"
}

refuse_users() { # VOLUME..., whose pools are active
  local name id doomed=() domains=() open_pools=() others=()
  local -A name_of=()
  for name; do
    [[ ! ${exists[$name]} ]] || doomed+=("${directory[${name%%/*}]%/}/${name#*/}")
  done
  ((${#doomed[@]})) || return 0
  ask_users
  for id in "${domains[@]}"; do
    is_still_listed "$id" || continue
    listed "domains stored $id"
    refuse_domain "${name_of[$id]}" "$REPLY"
    listed "domains running $id"
    refuse_domain "${name_of[$id]}" "$REPLY"
  done
  find_others
  refuse_overlays
}

# These work on the variables of refuse_users.

ask_users() { # the other domains, and the active pools for their volumes
  local id name
  answer domains || true
  while read -r id name; do
    [[ $id && $id != "$uuid" ]] || continue
    domains+=("$id")
    name_of[$id]=$name
    ask "domains stored $id" dumpxml --domain "$id" --inactive
    ask "domains running $id" dumpxml --domain "$id"
  done <<<"$REPLY"
  answer active-pools || true
  while read -r name; do
    [[ $name ]] || continue
    open_pools+=("$name")
    ask "volumes of $name" vol-list --pool "$name"
  done <<<"$REPLY"
  read_state
}

is_still_listed() { # UUID: virsh says the same of a domain that went and of a connection that was lost
  listed domains
  [[ $REPLY == *$'\n'"$1 "* ]]
}

find_others() { # paths of all volumes that stay
  local pool line
  for pool in "${open_pools[@]}"; do
    still_there "volumes of $pool" || continue
    while read -r line; do
      [[ $line == *' /'* ]] || continue
      is_doomed "/${line#* /}" || others+=("/${line#* /}")
    done <<<"$REPLY"
  done
}

is_doomed() { # PATH
  local path
  for path in "${doomed[@]}"; do
    [[ $1 != "$path" ]] || return 0
  done
  return 1
}

refuse_overlays() {
  local name
  for name in "${others[@]}"; do ask "base of $name" vol-dumpxml --vol "$name"; done
  read_state
  for name in "${others[@]}"; do
    still_there "base of $name" || continue
    [[ $REPLY == *'<backingStore>'* ]] || continue
    read_element path "${REPLY#*'<backingStore>'}" || continue
    find_volume "$REPLY"
    ! is_doomed "$REPLY" || refuse_user "volume $name" "$REPLY"
  done
}

# A base stands in its overlay as it was written there, which may be relative or over links. So one that is no volume's path
# is taken for a volume of that name.
find_volume() { # BASE
  local path
  REPLY=$1
  for path in "${others[@]}"; do
    [[ $path != "$1" ]] || return 0
  done
  for path in "${doomed[@]}"; do
    [[ ${path##*/} != "${1##*/}" ]] || REPLY=$path
  done
}

refuse_domain() { # NAME XML: of what runs that has also what its disks are on
  local path
  for path in "${doomed[@]}"; do
    xml_text "$path"
    [[ $2 != *"='$REPLY'"* ]] || refuse_user "domain \"$1\"" "$path"
  done
}

refuse_user() { # USER PATH
  die "$1 uses $2: nothing was deleted. Delete that one first"
}

# ---- Pools ----

delete_pools() { # POOL...: one make at a time, for one starts a pool to see what it holds, and one stops it
  local pool before=${#locks[@]}
  for pool; do
    [[ ${pool_state[$pool]} != absent ]] || continue
    lock "$LIBVIRT_DEFAULT_URI $pool" "it deletes pool $pool"
    [[ $waited == false ]] || read_state
    converge plan_delete_pool "$pool" # not in front of "&&": what it does would go on behind a failure
    unlock "$before"
  done
}

plan_delete_pool() { # POOL: if it is empty
  local pool=$1
  planned=()
  [[ ${pool_state[$pool]} != absent && ! ${taken[keep $pool]:-} ]] || return 0
  if [[ ${pool_state[$pool]} == inactive ]]; then
    plan_forget_pool
  elif is_empty; then
    refreshed "$pool" || return 0
    step "stop pool $pool" pool-destroy --pool "$pool"
    ask "remove $pool" pool-delete --pool "$pool" # its directory, which is empty but for what is no volume
  fi
}

# These work on the variables of plan_delete_pool.

plan_forget_pool() { # one that is inactive: because we have stopped it, or else it is started to see what it holds
  if [[ ${taken[stop pool $pool]:-} ]]; then
    refuse_directory
  elif ! has_no_directory "$pool"; then
    plan_pool "$pool"
    return 0
  fi
  step "delete pool $pool" pool-undefine --pool "$pool"
}

refuse_directory() {
  ! succeeded "remove $pool" || return 0
  answer "remove $pool" || return 0
  [[ $REPLY =~ 'not empty'|'resource busy'|'No such file' ]] ||
    die "cannot remove the directory of pool \"$pool\" on node \"$node\"" "$REPLY"
}

is_empty() { # or else it stays, and is said to
  listed "volumes $pool"
  name_volumes
  [[ $REPLY ]] || return 0
  say "keep pool $pool, it holds $REPLY"
  taken[keep $pool]=yes
  return 1
}

name_volumes() { # of a list of volumes in REPLY, with a blank between them
  local line names=''
  while read -r line; do
    line=${line%% /*} # behind the name stands the path
    [[ ! $line ]] || names+=" ${line%"${line##*[![:blank:]]}"}"
  done <<<"${REPLY#*$'\n---'*$'\n'}"
  REPLY=${names# }
}
