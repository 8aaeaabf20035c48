#!/usr/bin/env bash
# SPDX-License-Identifier: 0BSD
# How the targets of a node's directory are done (vmp, provisioner v1beta1). The same files in every node: what is this
# one's own stands in the Makefile, which calls "provisioner.sh TARGET WORD...", in pools/, the definitions of its storage
# pools, and in inventory, the networks, VMs and volumes that the registry has on it.
#
#   inventory.sh   what the registry has on it      report.sh       status and diff
#   pools.sh       the pools on the node            pool_steps.sh   the steps to their definitions; pool.awk compares
#   preflight.sh   check                            machine.sh      of this machine and the node's; memory.sh
#   garbage.sh     gc                               everything.sh   the whole state that it reads; history.sh what git says
#   messages.sh commands.sh files.sh locks.sh virsh.sh texts.sh   as every kind has them
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

# ---- The node, from the words of the Makefile ----

node=''
fleet=''
pools=()                  # names, in the registry's order
declare -A pool_uuid=()
declare -A pool_kind=()   # as the registry calls it: directory, logical, ...
declare -A pool_policy=()
declare -A pool_options=()   # words: autostart, build
requirements=()           # KEY VALUE lines
secrets=()                # TYPE USAGE lines
devices=()                # DEVICE WHO lines
node_ssh=()               # the words behind "ssh"

while (($#)); do
  case $1 in
    --node) node=$2 && shift 2 ;;
    --fleet) fleet=$2 && shift 2 ;;
    --pool)
      pools+=("$2")
      pool_uuid[$2]=$3 pool_kind[$2]=$4 pool_policy[$2]=$5 pool_options[$2]=" $6 "
      shift 6
      ;;
    --requires) requirements+=("$2 $3") && shift 3 ;;
    --secret) secrets+=("$2 $3") && shift 3 ;;
    --device) devices+=("$2 $3") && shift 3 ;;
    --ssh) node_ssh=("${@:2}") && shift $# ;;
    *) echo "provisioner.sh: unknown word \"$1\": it belongs to another Makefile" >&2 && exit 2 ;;
  esac
done
subject=nodes/$node

for part in messages commands files locks virsh texts inventory pools pool_steps machine memory preflight report \
  everything history garbage; do
  # shellcheck disable=SC1090 # each is checked by itself
  source "./$part.sh"
done

# ---- Targets ----

case $target in
  check) ;; # tells of all that is missing, these too
  *) need awk flock grep sed virsh ;;
esac
case $target in
  up | down | gc*) lock "$LIBVIRT_DEFAULT_URI node" "it works on this node" ;;
esac

read_inventory

case $target in
  up) bring_up ;;
  down) bring_down ;;
  check) check_node ;;
  status) report_status ;;
  diff) report_differences ;;
  gc) collect_garbage ;;
  gc/volume/*/*) collect_volume "${target#gc/volume/}" ;;
  *) die "there is no target $target: make help" ;;
esac
