# SPDX-License-Identifier: 0BSD
# What a node is asked, in one connection (vmp, provisioner v1beta1). Read by provisioner.sh.
# shellcheck shell=bash disable=SC2034,SC2154 # provisioner.sh has the variables of this file, too

compares=false    # with this directory: does the target look what differs?
vanished=''       # what went while it was read
attempts=0

read_state() { # behind the steps of the batch
  ask_domain
  [[ ! -e consolidate.sh ]] || ask_pull
  [[ $target != backup ]] || ask_push
  ask_pools
  ask_volumes
  [[ ! $seed || $compares == false ]] || ask_seed_mark
  [[ ! -e networks.sh ]] || ask_networks
  [[ ! -e register.sh ]] || ask_entries
  send
  vanished=''
  read_domain
  read_pools
  [[ ! -e install.sh ]] || read_installation
  [[ $compares == false ]] || read_drift
  [[ ! $seed ]] || read_seed_mark
  [[ ! -e networks.sh ]] || read_networks
  if [[ ! $vanished ]]; then
    attempts=0
    return 0
  fi
  ((++attempts < 10)) || die "node \"$node\" changes while it is read: $vanished"
  read_state # only lists are believed
}

still_there() { # NAME: it may have gone since it was listed
  ! succeeded "$1" || return 0
  if [[ $REPLY =~ 'not found'|'failed to get domain'|'No such file'|'is not active'|'still being allocated' ]]; then
    vanished=$1
    return 1
  fi
  listed "$1"
}

# Is there such a thing? A failure that says NOTHING means no; any other failure of a look is no absence.
looked_at() { # NAME NOTHING, a pattern
  ! succeeded "$1" || return 0
  [[ ! $REPLY =~ $2 ]] || return 1
  still_there "$1"
}
