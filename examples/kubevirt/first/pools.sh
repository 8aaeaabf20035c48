# SPDX-License-Identifier: 0BSD
# The pools: their state on the node, and the steps to pools that are there and active (vmp, provisioner v1beta1). Read by
# provisioner.sh.
# shellcheck shell=bash disable=SC2034,SC2154 # provisioner.sh has the variables of this file, too

declare -A pool_state=()        # absent, inactive, active, or elsewhere: another one, which is not ours
declare -A pool_autostarts=()   # true or false
declare -A directory=()         # where it is
declare -A planned=()           # pools and volumes that this round of a plan has seen
used_pools=()                   # those listed, those of the volumes, and those of their bases, each once

find_used_pools() {
  local name
  local -A seen=()
  for name in "${pools[@]}" "${volumes[@]%%/*}"; do use_pool "$name"; done
  for name in "${volumes[@]}"; do
    [[ ! ${base[$name]:-} ]] || use_pool "${base[$name]%%/*}"
  done
}

use_pool() { # POOL
  [[ ! ${seen[$1]:-} ]] || return 0
  seen[$1]=yes
  used_pools+=("$1")
}

find_used_pools

# ---- State ----

ask_pools() {
  local pool
  ask pools pool-list --all --name
  ask active-pools pool-list --name
  ask autostarting-pools pool-list --all --autostart --name
  for pool in "${used_pools[@]}"; do
    ask "pool $pool" pool-dumpxml --pool "$pool"
    ask "refresh $pool" pool-refresh --pool "$pool"
    ask "volumes $pool" vol-list --pool "$pool"
  done
}

read_pools() {
  local name
  for name in pools active-pools autostarting-pools; do forget_race "$name"; done
  for name in "${used_pools[@]}"; do read_pool "$name"; done
}

forget_race() { # LIST: virsh complains of each pool that went while it listed them
  local complaint=$'\nerror: Could not retrieve pool information'
  answers[@vmp $1]=${answers[@vmp $1]//"$complaint"/}
}

read_pool() { # POOL
  local pool=$1 wanted
  tidy_path "${path[$pool]:-}"
  wanted=$REPLY
  pool_state[$pool]=absent
  pool_autostarts[$pool]=false
  directory[$pool]=$wanted
  forget_volumes "$pool"
  lists pools "$pool" || return 0
  still_there "pool $pool" || return 0
  read_element path "$REPLY" || die "node \"$node\" does not say where pool \"$pool\" is"
  directory[$pool]=$REPLY
  pool_state[$pool]=elsewhere
  [[ ! $wanted || ${directory[$pool]} == "$wanted" ]] || return 0 # so what it holds is not ours
  pool_state[$pool]=inactive
  ! lists autostarting-pools "$pool" || pool_autostarts[$pool]=true
  lists active-pools "$pool" || return 0
  still_there "volumes $pool" || return 0
  pool_state[$pool]=active
  read_volumes "$pool"
}

tidy_path() { # PATH as libvirt writes it
  REPLY=$1
  while [[ $REPLY == *//* ]]; do REPLY=${REPLY//\/\//\/}; done
  [[ $REPLY != ?*/ ]] || REPLY=${REPLY%/}
}

refreshed() { # POOL: can its list of volumes be believed? Returns 1 if it has gone meanwhile
  ! succeeded "refresh $1" || return 0
  [[ $REPLY =~ 'not found'|'is not active' ]] || die "node \"$node\" does not look what pool \"$1\" holds" "$REPLY"
  look_again=true
  return 1
}

refuse_elsewhere() { # POOL
  [[ ${pool_state[$1]:-} == elsewhere ]] || return 0
  die "pool \"$1\" on node \"$node\" is not of this directory: it is in ${directory[$1]}, not ${path[$1]}. Give the pool \
another name, or that directory, in the registry, or, if nobody needs what it is now, forget it there: virsh pool-destroy \
$1; virsh pool-undefine $1"
}

has_no_directory() { # POOL: it did not start, because its directory is not there and cannot be made
  answer "start pool $1" || return 1
  [[ $REPLY =~ 'failed to create directory'|'cannot create path' ]]
}

# ---- Steps ----

plan_storage() { # POOL-OR-VOLUME...
  local name
  planned=()
  ready=()
  for name; do
    if [[ $name == */* ]]; then
      plan_volume "$name"
    else
      plan_pool "$name"
    fi
  done
}

plan_pool() { # POOL: there and active
  local pool=$1
  [[ ! ${planned[$pool]:-} ]] || return 0
  planned[$pool]=yes
  refuse_elsewhere "$pool"
  [[ ${pool_state[$pool]} != absent ]] || define_pool "$pool"
  if [[ ${path[$pool]:-} ]]; then
    [[ ${pool_autostarts[$pool]} == true ]] || step "autostart pool $pool" pool-autostart --pool "$pool"
  fi
  [[ ${pool_state[$pool]} == active ]] || step "start pool $pool" pool-start --pool "$pool" ${path[$pool]:+--build}
}

define_pool() { # POOL
  local name
  [[ ${path[$1]:-} ]] ||
    die "pool \"$1\" is not on node \"$node\": create it there, or list it under pools in the registry"
  xml_text "$1"
  name=$REPLY
  xml_text "${path[$1]}"
  temporary "<pool type='dir'><name>$name</name><target><path>$REPLY</path></target></pool>"
  step "define pool $1" pool-define "$REPLY"
}

plan_stop_pools() { # POOL...
  local pool
  for pool; do
    [[ ${pool_state[$pool]} != active ]] || step "stop pool $pool" pool-destroy --pool "$pool"
  done
}
