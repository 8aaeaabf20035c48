# SPDX-License-Identifier: 0BSD
# The network on its node, and the steps to what network.xml says (vmp, provisioner v1beta1). Read by provisioner.sh.
# shellcheck shell=bash disable=SC2034,SC2154 # provisioner.sh has the variables of this file, too

# ---- State ----

is_there=false            # does the node have a network of our UUID?
is_active=false
is_persistent=false       # a network that was undefined while it ran is not
autostarts=false
is_parking=false          # is there one of its guests' parking networks?
stored_is_ours=false      # is the stored definition the one of network.xml?
runs_ours=false           # does what runs have the static part of network.xml?
connections=0             # of guests, to what runs: its ports, for the number that its XML has is lost in every update
declare -A runs=()        # of what runs: bridge, address, domain
differences=()            # of hosts, names and so on between what runs (or is stored) and network.xml: lines of compare.awk
waiting=()                # what can change only with a restart, for people
stale_leases=()           # lines of compare.awk

read_state() { # behind the steps of the batch
  ask networks net-list --all --uuid
  ask names net-list --all --name
  ask active net-list --uuid
  ask autostarting net-list --all --autostart --uuid
  ask persistent net-list --all --persistent --uuid
  ask namesake net-uuid --network "$network"
  ask ports net-port-list --network "$uuid" --uuid
  ask leases net-dhcp-leases --network "$uuid"
  ask stored net-dumpxml --network "$uuid" --inactive
  ask live net-dumpxml --network "$uuid"
  send
  read_lists
  refuse_others
  compare
}

read_lists() {
  local ports
  is_there=false is_active=false is_persistent=false autostarts=false is_parking=false connections=0
  ! lists networks "$uuid" || is_there=true
  ! lists networks "$parking" || is_parking=true
  if lists active "$uuid"; then
    is_active=true
    listed ports
    read_ports
    connections=${#ports[@]}
  fi
  ! lists persistent "$uuid" || is_persistent=true
  ! lists autostarting "$uuid" || autostarts=true
}

# Somebody else's network of this name, or ours under another one. It dies: no target has anything to do there.
refuse_others() {
  local name
  if [[ $is_there == false ]]; then
    ! lists names "$network" || refuse_namesake
    return 0
  fi
  succeeded live || die "node \"$node\" does not show network \"$network\"" "$REPLY"
  name=${REPLY#*<name>}
  name=${name%%</name>*}
  xml_text "$network"
  [[ $name == "$REPLY" ]] || die "network \"$network\" is called \"$name\" on node \"$node\", and libvirt renames none: \
bring it down under its old name (git has that directory), or remove it: virsh net-destroy $uuid; virsh net-undefine $uuid"
}

refuse_namesake() {
  local other=unknown
  if succeeded namesake; then
    other=${REPLY//[[:space:]]/}
  fi
  die "network \"$network\" on node \"$node\" is not of this directory: its UUID is $other, not $uuid. Give this one \
another name in the registry, or leave out its provisioner to use that one as it is, or, if nobody needs that one, remove \
it: virsh net-destroy $other; virsh net-undefine $other"
}

# ---- Comparison: by awk, for a thousand hosts take bash two seconds ----

compare() {
  local lines kind rest sides=()
  if [[ $is_persistent == true ]]; then
    temporary "${answers[@vmp stored]:-}"
    sides+=(side=stored "$REPLY")
  fi
  if [[ $is_active == true ]]; then
    temporary "${answers[@vmp live]:-}"
    sides+=(side=live "$REPLY")
    temporary "${answers[@vmp leases]:-}"
    sides+=(side=leases "$REPLY")
  fi
  lines=$(LC_ALL=C awk -f compare.awk side=wanted network.xml "${sides[@]}") || die "cannot read network.xml"
  stored_is_ours=false runs_ours=false differences=() waiting=() stale_leases=() runs=()
  while IFS=$'\037' read -r kind rest; do
    case $kind in
      stored-is-ours) stored_is_ours=true ;;
      runs-ours) runs_ours=true ;;
      runs) runs[${rest%%$'\037'*}]=${rest#*$'\037'} ;;
      difference) differences+=("$rest") ;;
      waits) waiting+=("$rest") ;;
      stale-lease) stale_leases+=("$rest") ;;
      read-all) return 0 ;;
    esac
  done <<<"$lines"
  die "cannot compare network \"$network\" with network.xml"
}

# ---- up ----

bring_up() {
  converge plan_up
  bring_guests_back
  tell_what_waits
  tell_stale_leases
}

plan_up() {
  if [[ $is_persistent == false || $stored_is_ours == false ]]; then
    step "define network $network" net-define network.xml
    # A stopped one starts in the next round: if libvirt does not take the new definition, it would run as it was.
    [[ $is_there == false || $is_active == true ]] || return 0
  fi
  plan_autostart
  if [[ $is_active == false ]]; then
    step "start network $network" net-start --network "$uuid"
  else
    plan_entries
  fi
}

plan_autostart() {
  [[ $autostarts != "$autostart" ]] || return 0
  if [[ $autostart == true ]]; then
    step "start network $network with its node" net-autostart --network "$uuid"
  elif [[ $is_there == true ]]; then
    step "do not start network $network with its node" net-autostart --network "$uuid" --disable
  fi
}

# What libvirt changes in a network that runs. All that goes comes first, and nothing is modified in place: libvirt finds
# what it modifies by address, name or MAC, whichever fits, and would let two hosts have one address.
plan_entries() {
  local line order what section index xml place
  for line in "${differences[@]}"; do
    IFS=$'\037' read -r order what section index xml <<<"$line"
    place=()
    [[ ! $index ]] || place=(--parent-index "$index")
    if [[ $order == lacks ]]; then
      step "add $what" net-update --network "$uuid" add-last "$section" "$xml" "${place[@]}" --live
    else
      step "remove $what" net-update --network "$uuid" delete "$section" "$xml" "${place[@]}" --live
    fi
  done
}

tell_what_waits() {
  local what
  for what in "${waiting[@]}"; do
    warn "$what waits for a restart: make restart"
  done
  [[ $runs_ours == false ]] || return 0
  if ((connections)); then
    read_guests "$uuid"
    name_guests
    warn "runs an older definition, with guests: $REPLY. They keep their connections: make restart CONFIRM=yes"
  else
    warn "runs an older definition: make restart"
  fi
}

# ---- down ----

bring_down() {
  if [[ $policy == Retain && $is_there == true ]]; then
    say "keeps network $network, as its deletionPolicy says: make down-all"
    return 0
  fi
  [[ $is_parking == false ]] || die "guests wait for the end of a restart that was interrupted: make up"
  [[ $CONFIRM_TEXT == yes ]] || refuse_guests
  converge plan_down
}

refuse_guests() {
  ((connections)) || return 0
  read_guests "$uuid"
  name_guests
  die "network \"$network\" on node \"$node\" has guests: $REPLY. Shut them down first, or cut them off: make $target CONFIRM=yes"
}

plan_down() {
  [[ $is_active == false ]] || step "stop network $network" net-destroy --network "$uuid"
  [[ $is_persistent == false ]] || step "forget network $network" net-undefine --network "$uuid"
}
