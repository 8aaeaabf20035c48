# SPDX-License-Identifier: 0BSD
# The pools on the node, and what is not ours (vmp, provisioner v1beta1). Read by provisioner.sh.
# shellcheck shell=bash disable=SC2034,SC2154 # provisioner.sh has the variables of this file, too

# ---- State ----

declare -A state=()         # absent, inactive, active
declare -A found_uuid=()    # of the pool with this name
declare -A autostarts=()    # true or false
declare -A differences=()   # between the stored one and its file: lines FIELD HAS WANTED
declare -A waits=()         # the same of what runs
declare -A volumes=()       # how many an active one holds; unknown where libvirt does not say
declare -A tried=()         # pools that were built, as far as that is allowed without asking: mount points, directories

read_state() { # behind the steps of the batch
  local pool
  ask_pools
  for pool in "${pools[@]}"; do
    ask "refresh $pool" pool-refresh --pool "$pool"
    ask "volumes $pool" vol-list --pool "$pool"
  done
  send
  for pool in "${pools[@]}"; do read_pool "$pool"; done
}

ask_pools() {
  local pool
  ask pools pool-list --all --name
  ask active-pools pool-list --name
  ask autostarting-pools pool-list --all --autostart --name
  for pool in "${pools[@]}"; do
    ask "namesake ${pool_uuid[$pool]}" pool-name --pool "${pool_uuid[$pool]}"
    ask "stored $pool" pool-dumpxml --inactive --pool "$pool"
    ask "live $pool" pool-dumpxml --pool "$pool"
  done
}

read_pool() { # POOL
  local pool=$1
  state[$pool]=absent found_uuid[$pool]='' autostarts[$pool]=false differences[$pool]='' waits[$pool]=''
  volumes[$pool]=unknown
  if ! lists_pool pools "$pool"; then
    refuse_other_name "$pool"
    return 0
  fi
  succeeded "stored $pool" || die "node \"$node\" does not show pool \"$pool\"" "$REPLY"
  read_element uuid "$REPLY" || die "node \"$node\" does not show the UUID of pool \"$pool\""
  found_uuid[$pool]=$REPLY
  state[$pool]=inactive
  ! lists_pool active-pools "$pool" || state[$pool]=active
  ! lists_pool autostarting-pools "$pool" || autostarts[$pool]=true
  compare_pool "$pool"
  [[ ${state[$pool]} != active ]] || count_volumes "$pool"
  refuse_others "$pool"
}

lists_pool() { # LIST POOL: virsh complains of each pool that went while it listed them
  local complaint=$'\nerror: Could not retrieve pool information'
  answers[@vmp $1]=${answers[@vmp $1]//"$complaint"/}
  lists "$1" "$2"
}

compare_pool() { # POOL
  local pool=$1 lines side rest files=()
  temporary "${answers[@vmp stored $pool]:-}"
  files=(side=stored "$REPLY")
  if [[ ${state[$pool]} == active ]]; then
    temporary "${answers[@vmp live $pool]:-}"
    files+=(side=live "$REPLY")
  fi
  lines=$(LC_ALL=C awk -f pool.awk side=wanted "pools/$pool.xml" "${files[@]}") || die "cannot read pools/$pool.xml"
  [[ $lines == *read-all ]] || die "cannot compare pool \"$pool\" with pools/$pool.xml"
  while IFS=$'\037' read -r _ side rest; do
    case $side in
      stored) differences[$pool]+=$rest$'\n' ;;
      live) waits[$pool]+=$rest$'\n' ;;
    esac
  done <<<"$lines"
}

count_volumes() { # POOL: believed only where libvirt has looked
  succeeded "refresh $1" && succeeded "volumes $1" || return 0
  volumes[$1]=$(sed '1,/^---/d; /^[[:space:]]*$/d' <<<"$REPLY" | wc -l) || die "cannot count the volumes of pool \"$1\""
}

is_ours() { # POOL
  [[ ${found_uuid[$1]} == "${pool_uuid[$1]}" ]]
}

# ---- What is not ours ----

refuse_other_name() { # POOL that is not there: libvirt renames none
  succeeded "namesake ${pool_uuid[$1]}" || return 0
  REPLY=${REPLY//$'\n'/}
  die "pool \"$1\" is called \"${REPLY%%[[:space:]]*}\" on node \"$node\", and libvirt renames none: forget it there, which \
keeps what is in it: virsh pool-destroy ${pool_uuid[$1]}; virsh pool-undefine ${pool_uuid[$1]}"
}

# Other programs make pools with a UUID of their own. One that is the same in all else is taken as it is.
refuse_others() { # POOL
  local pool=$1 what
  ! is_ours "$pool" || return 0
  what=$(sed '/^target\/mode/d; /^$/d' <<<"${differences[$pool]}") || die "sed fails"
  differences[$pool]='' waits[$pool]=''
  [[ $what ]] || return 0
  describe_differences "$what"
  die "pool \"$pool\" on node \"$node\" is not of this directory: $REPLY. Give this one another name in the registry, \
describe that one there, or, if nobody needs that one, forget it: virsh pool-destroy ${found_uuid[$pool]}; virsh \
pool-undefine ${found_uuid[$pool]}"
}

describe_differences() { # LINES of FIELD HAS WANTED, in REPLY: "its target/path is A, not B"
  local field has wanted text=''
  while IFS=$'\037' read -r field has wanted; do
    [[ ! $field ]] || text+="${text:+, }its $field is $has, not $wanted"
  done <<<"$1"
  REPLY=$text
}
