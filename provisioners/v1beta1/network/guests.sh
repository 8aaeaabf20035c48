# SPDX-License-Identifier: 0BSD
# The guests on the network: who they are, and moving their interfaces (vmp, provisioner v1beta1). Read by provisioner.sh.
# shellcheck shell=bash disable=SC2034,SC2154 # provisioner.sh has the variables of this file, too

guests=()                  # "MAC UUID NAME" of each interface, of the network that was asked last

read_ports() { # from the answer
  local line
  ports=()
  while read -r line; do
    [[ ! $line =~ ^[0-9a-f-]{36}$ ]] || ports+=("$line")
  done <<<"$REPLY"
}

read_guests() { # NETWORK-UUID
  local port ports mac owner name
  ask ports net-port-list --network "$1" --uuid
  send
  listed ports
  read_ports
  for port in "${ports[@]}"; do
    ask "port $port" net-port-dumpxml --network "$1" --port "$port"
  done
  [[ ! $batch ]] || send
  guests=()
  for port in "${ports[@]}"; do
    succeeded "port $port" || continue # it may have gone since
    mac=${REPLY#*<mac address=?} && mac=${mac:0:17}
    name=${REPLY#*<name>} && name=${name%%</name>*}
    owner=${REPLY#*<owner>} && owner=${owner#*<uuid>} && owner=${owner%%</uuid>*}
    guests+=("$mac $owner $name")
  done
}

name_guests() { # in a line, each once
  local guest mac owner name names=()
  for guest in "${guests[@]}"; do
    read -r mac owner name <<<"$guest"
    names+=("$name")
  done
  REPLY=$(printf '%s\n' "${names[@]}" | LC_ALL=C sort -u) || die "sort fails"
  REPLY=${REPLY//$'\n'/, }
}

# Leaves the names of files in the array: each guest's interface as it is, but on a network of that name.
write_interfaces() { # NETWORK-NAME ARRAY
  local -n interface_files=$2
  local guest mac owner name text
  for guest in "${guests[@]}"; do
    read -r mac owner name <<<"$guest"
    ask "domain $owner" dumpxml --domain "$owner"
  done
  [[ ! $batch ]] || send
  interface_files=()
  for guest in "${guests[@]}"; do
    read -r mac owner name <<<"$guest"
    answer "domain $owner" || true
    xml_text "$1"
    text=$(NETWORK=$REPLY awk -v "mac=$mac" -f interfaces.awk <<<"${answers[@vmp domain $owner]:-}") ||
      die "cannot read the definition of domain \"$name\" on node \"$node\"" "${answers[@vmp domain $owner]:-}"
    temporary "$text"
    interface_files+=("$REPLY")
  done
}

move_guests() { # VERB ARRAY: to where the files of the array say; a step for each
  local -n moved_files=$2
  local i mac owner name
  for i in "${!guests[@]}"; do
    read -r mac owner name <<<"${guests[i]}"
    try "$1 $name ($mac)" update-device --domain "$owner" --file "${moved_files[i]}" --live
  done
}

# After a restart that was interrupted: where a guest waits, it is brought back before anything else is said.
bring_guests_back() {
  local back=()
  [[ $is_parking == true ]] || return 0
  [[ $is_active == true ]] || die "network \"$network\" does not run, and guests wait for it: make up"
  read_guests "$parking"
  if ((${#guests[@]})); then
    write_interfaces "$network" back
    move_guests "bring back" back
    take_steps
    refuse_waiting
  fi
  step "remove the network on which guests waited" net-destroy --network "$parking"
  take_steps
}

refuse_waiting() {
  local mac owner name
  read_guests "$parking"
  ((${#guests[@]})) || return 0
  read -r mac owner name <<<"${guests[0]}"
  answer "bring back $name ($mac)" || true
  die "cannot bring back $name ($mac) to network \"$network\" on node \"$node\": make up tries it again" "$REPLY"
}
