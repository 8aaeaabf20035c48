# SPDX-License-Identifier: 0BSD
# A new definition under running guests (vmp, provisioner v1beta1). Read by provisioner.sh.
# shellcheck shell=bash disable=SC2034,SC2154 # provisioner.sh has the variables of this file, too
#
# A network that stops leaves its guests' interfaces in the air, and one that starts does not take them up. So they wait
# on another network in the meantime, and are moved back with what libvirt has for that: virsh update-device. The guest
# sees nothing of it but a short silence, and its stored definition stays as it is. Killed anywhere, the next "make up"
# finds those that wait.

restart() {
  local parked=() back=()
  converge plan_up
  bring_guests_back
  if [[ $runs_ours == true ]]; then
    say "runs its definition: there is nothing to restart it for"
    return 0
  fi
  guests=()
  if ((connections)); then
    read_guests "$uuid"
    prepare_guests
  fi
  start_anew
}

prepare_guests() {
  name_guests
  if is_a_bridge; then
    refuse_silence
    park_guests
  else
    leave_guests
  fi
}

# Those of macvtap and Open vSwitch are plugged into what is not the network's, and libvirt leaves all of that alone when
# such a network stops and starts (networkShutdownNetworkExternal and networkShutdownNetworkBridge in its
# bridge_driver.c). It only forgets who is on it, until their next start.
is_a_bridge() {
  [[ ${answers[@vmp live]} == *"<bridge name="* && ${answers[@vmp live]} != *"<virtualport type='openvswitch'"* ]]
}

leave_guests() { # but those of passthrough: a device that libvirt forgets is in use goes to the next guest, too
  [[ ! ${answers[@vmp live]} =~ \<forward\ [^\>]*mode=\'passthrough\' ]] ||
    die "each guest of network \"$network\" on node \"$node\" has a device of its own, which a restart would give to others: \
shut them down first: $REPLY"
  say "leaves its guests as they are until their next start: $REPLY"
  guests=() # to move
}

refuse_silence() {
  [[ $CONFIRM_TEXT == yes ]] ||
    die "network \"$network\" on node \"$node\" has guests: $REPLY. They keep their connections, but are silent for \
some seconds: make restart CONFIRM=yes"
}

park_guests() {
  write_interfaces "$parking_name" parked
  write_interfaces "$network" back
  write_parking
  try "make a network for guests to wait on" net-create "$REPLY"
  move_guests "let wait" parked
  take_steps
  ((connections)) || return 0
  refuse_to_cut_off
}

write_parking() { # into a file
  local mtu=''
  [[ ! ${answers[@vmp live]} =~ \<mtu\ size=.[0-9]+./\> ]] || mtu=${BASH_REMATCH[0]}
  temporary "<network><name>$parking_name</name><uuid>$parking</uuid>\
<bridge name='vmpp-${uuid%%-*}' stp='off' delay='0'/>$mtu</network>"
}
parking_name=vmp-park-${uuid%%-*}

refuse_to_cut_off() { # some could not be moved, so all come back and nothing is restarted
  local why='' guest mac owner name all=("${guests[@]}")
  for guest in "${all[@]}"; do
    read -r mac owner name <<<"$guest"
    succeeded "let wait $name ($mac)" || why+="$name ($mac): $REPLY"
  done
  bring_guests_back
  die "not all guests of network \"$network\" can wait elsewhere, so it was not restarted" "$why"
}

start_anew() {
  local former why
  temporary "${answers[@vmp live]}"
  former=$REPLY
  try "stop network $network" net-destroy --network "$uuid"
  try "start network $network with its new definition" net-start --network "$uuid"
  move_guests "bring back" back
  take_steps
  if [[ $is_active == true ]]; then
    end_restart
    return 0
  fi
  answer "start network $network with its new definition" || true
  why=$REPLY
  try "define network $network as it was" net-define "$former"
  try "start network $network as it was" net-start --network "$uuid"
  move_guests "bring back" back
  take_steps
  [[ $is_active == true ]] || die "network \"$network\" starts neither with its new definition nor as it was: mend the \
registry, generate, make up" "$why"
  bring_guests_back
  die "network \"$network\" does not start with its new definition, so it runs as it was" "$why"
}

end_restart() {
  bring_guests_back
  converge plan_up
  [[ $runs_ours == true ]] || die "network \"$network\" on node \"$node\" still runs an older definition: make restart"
}
