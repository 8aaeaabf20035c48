#!/usr/bin/env bash
# SPDX-License-Identifier: 0BSD
# How the targets of a network's directory are done (vmp, provisioner v1beta1). The same files in every network: what is
# this one's own stands in network.xml, the definition, and in the Makefile, which calls "provisioner.sh TARGET WORD...".
#
#   network.sh   its state on the node, and the steps to what network.xml says     compare.awk      where both differ
#   guests.sh    the guests on it: who, and moving their interfaces                interfaces.awk   of a domain's XML
#   restart.sh   a new definition under running guests
#   leases.sh    what DHCP has given, and ending it
#   report.sh    status and diff
#   messages.sh commands.sh files.sh locks.sh texts.sh virsh.sh   as every kind has them
#
# A target is one process. It reads the state in one connection, works out the next steps, takes them and reads the
# state again in the same connection, until nothing is left to do. So a target may be stopped anywhere and run again,
# and a step that another make took in the meantime is no failure. A function that makes a text leaves it in REPLY.
# shellcheck disable=SC2034 # the other files use what this one reads
set -euo pipefail
shopt -u patsub_replacement 2>/dev/null || true # "&" in a replacement is a character, also in bash 5.2
[[ ${BASH_SOURCE[0]} != */* ]] || cd -- "${BASH_SOURCE[0]%/*}"
target=$1
shift

# ---- The network, from the words of the Makefile ----

network=''
node=''
uuid=''
parking=''        # the UUID of the network that holds guests while this one restarts
autostart=false
policy=Delete
node_ssh=()       # the words behind "ssh"

while (($#)); do
  case $1 in
    --network) network=$2 node=$3 && shift 3 ;;
    --uuid) uuid=$2 && shift 2 ;;
    --parking) parking=$2 && shift 2 ;;
    --autostart) autostart=true && shift ;;
    --retain) policy=Retain && shift ;;
    --ssh) node_ssh=("${@:2}") && shift $# ;;
    *) echo "provisioner.sh: unknown word \"$1\": it belongs to another Makefile" >&2 && exit 2 ;;
  esac
done
subject=networks/$network

for part in messages commands files locks texts virsh network guests restart leases report; do
  # shellcheck disable=SC1090 # each is checked by itself
  source "./$part.sh"
done

# ---- Targets ----

need awk flock grep sed virsh
case $target in
  up | down* | restart | release) lock "$LIBVIRT_DEFAULT_URI network $network" "it works on this network" ;;
esac
read_state

case $target in
  up) bring_up ;;
  down) bring_down ;;
  down-all) policy=Delete && bring_down ;;
  restart) restart ;;
  status) report_status ;;
  diff) report_differences ;;
  leases) print_leases ;;
  release) release "$ADDRESS_TEXT" ;;
  *) die "there is no target $target: make help" ;;
esac
