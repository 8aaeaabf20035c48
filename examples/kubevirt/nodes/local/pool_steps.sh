# SPDX-License-Identifier: 0BSD
# The steps to the definitions of the pools (vmp, provisioner v1beta1). Read by provisioner.sh.
# shellcheck shell=bash disable=SC2034,SC2154 # provisioner.sh has the variables of this file, too

# ---- up ----

bring_up() {
  local pool
  read_state
  converge plan_up
  for pool in "${pools[@]}"; do tell_what_waits "$pool"; done
}

plan_up() {
  local pool
  for pool in "${pools[@]}"; do plan_pool "$pool"; done
}

plan_pool() { # POOL
  local pool=$1
  refuse_conflict "$pool"
  if [[ ${state[$pool]} == absent ]] || { is_ours "$pool" && [[ ${differences[$pool]} ]]; }; then
    step "define pool $pool" pool-define "pools/$pool.xml"
    # A stopped one starts in the next round: if libvirt does not take the new definition, it would run as it was.
    return 0
  fi
  plan_autostart "$pool"
  [[ ${state[$pool]} == active ]] || plan_start "$pool"
}

plan_autostart() { # POOL
  if [[ ${pool_options[$1]} == *' autostart '* ]]; then
    [[ ${autostarts[$1]} == true ]] || step "start pool $1 with its node" pool-autostart --pool "$1"
  elif [[ ${autostarts[$1]} == true ]]; then
    step "do not start pool $1 with its node" pool-autostart --pool "$1" --disable
  fi
}

# A directory and a mount point are made whenever they are missing. A device is formatted only where the registry says
# "build", only after the pool did not start as it is, and never over anything: libvirt refuses a device with a signature.
plan_start() { # POOL
  local pool=$1
  if [[ ! ${tried[$pool]:-} ]]; then
    tried["$pool"]=yes
    [[ ! ${pool_kind[$pool]} =~ ^(directory|filesystem|netfs)$ ]] || try "build pool $pool" pool-build --pool "$pool"
    try "start pool $pool" pool-start --pool "$pool"
  elif [[ ${pool_options[$pool]} == *' build '* ]]; then
    [[ ${tried[$pool]} == yes ]] || refuse_format "$pool"
    tried["$pool"]=format
    plan_format "$pool"
    try "start pool $pool" pool-start --pool "$pool"
  else
    refuse_start "$pool"
  fi
}

plan_format() { # POOL
  if [[ ${pool_kind[$1]} == filesystem ]]; then
    try "format pool $1" pool-build --pool "$1" --no-overwrite
  else
    try "format pool $1" pool-build --pool "$1"
  fi
}

refuse_format() { # POOL
  succeeded "format pool $1" || die "cannot format the device of pool \"$1\" on node \"$node\". Nothing that has data on it \
is ever formatted: look what it is, and clear it by hand if nobody needs that" "$REPLY"
  refuse_start "$1"
}

refuse_start() { # POOL
  local help=''
  case ${pool_kind[$1]} in
    filesystem | logical | disk) help='. A blank device is formatted with "build: true" in the registry' ;;
    directory) succeeded "build pool $1" || die "cannot make the directory of pool \"$1\" on node \"$node\"" "$REPLY" ;;
  esac
  [[ ${pool_options[$1]} != *' build '* ]] || help=''
  answer "start pool $1" || true
  die "cannot start pool \"$1\" on node \"$node\"$help" "$REPLY"
}

refuse_conflict() { # POOL: libvirt has one pool for a source
  local other
  answer "define pool $1" || return 0
  [[ $REPLY == *'Storage source conflict with pool: '* ]] || return 0
  other=${REPLY#*'Storage source conflict with pool: '}
  other=${other%%$'\n'*}
  die "pool $other on node \"$node\" has the directory or device of pool \"$1\", and libvirt has one pool for it. Call this \
one $other in the registry, or, if nobody needs that one, forget it: virsh pool-destroy $other; virsh pool-undefine $other"
}

tell_what_waits() { # POOL
  if [[ ${waits[$1]} ]]; then
    describe_differences "${waits[$1]}"
    warn "pool $1 runs as it was: $REPLY. It changes when it starts again: shut down the VMs that have volumes in it, \
virsh pool-destroy $1, make up"
  fi
}

# ---- down ----

bring_down() {
  local pool
  read_state
  for pool in "${pools[@]}"; do tell_what_stays "$pool"; done
  converge plan_down
}

tell_what_stays() { # POOL
  local pool=$1
  [[ ${state[$pool]} != absent ]] || return 0
  if [[ ${pool_policy[$pool]} == Retain ]]; then
    say "keeps pool $pool, as its deletionPolicy says"
  elif [[ ${state[$pool]} == active && ${volumes[$pool]} != 0 ]]; then
    say "keeps pool $pool, which holds volumes: ${volumes[$pool]}"
  fi
}

plan_down() {
  local pool
  for pool in "${pools[@]}"; do
    [[ ${pool_policy[$pool]} == Retain ]] || plan_removal "$pool"
  done
}

# What libvirt calls deleting a pool removes a volume group, or the label of a disk. So it is asked only for the directory
# of a pool that we made, and that works only for an empty one. A directory that stays, such as a mount point, is no failure.
plan_removal() { # POOL
  local pool=$1
  case ${state[$pool]} in
    absent) return 0 ;;
    active)
      [[ ${volumes[$pool]} == 0 ]] || return 0
      step "stop pool $pool" pool-destroy --pool "$pool"
      ;;
  esac
  if [[ ${pool_kind[$pool]} == directory ]] && is_ours "$pool"; then
    try "remove the directory of pool $pool if it is empty" pool-delete --pool "$pool"
  fi
  step "forget pool $pool" pool-undefine --pool "$pool"
}
