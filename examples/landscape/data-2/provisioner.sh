#!/usr/bin/env bash
# SPDX-License-Identifier: 0BSD
# How the targets of a VM's directory are done (vmp, provisioner v1beta1). The same files in every VM that needs them: what
# is this one's own stands in the Makefile, which calls "provisioner.sh TARGET WORD...", the words of its variable VM.
#
#   state.sh      what a node is asked, in one connection
#   pools.sh volumes.sh uploads.sh domain.sh    the parts of a VM on its node: their state, and the steps to what is wanted
#   power.sh      starting and stopping it
#   drift.sh      what differs between the registry, the node and what runs: fields.awk drift.awk effect.awk
#   live.sh       what changes while the guest runs; device.awk
#   consolidate.sh   making overlays independent of their bases, where there are any
#   delete.sh     deleting them; clean.sh: the files on this machine
#   networks.sh   the networks of its interfaces; register.sh enters addresses and names on those that have no directory
#   image.sh checksums.sh archives.sh seed.sh   the files on this machine
#   addresses.sh jump_host.sh ssh.sh wait.sh    the way into the guest
#   report.sh     status and diff
#   needs.sh      the commands and numbers that a target needs
#   messages.sh commands.sh files.sh locks.sh virsh.sh texts.sh   as every kind has them
#
# A target is one process. It reads the state in one connection, works out the next steps, takes them and reads the
# state again in the same connection, until nothing is left to do. So a target may be stopped anywhere and run again,
# and a step that another make took in the meantime is no failure. A function that makes a text leaves it in REPLY.
# shellcheck disable=SC2034,SC2154 # the other files use what this one reads, and the other way round
set -euo pipefail
shopt -u patsub_replacement 2>/dev/null || true # "&" in a replacement is a character, also in bash 5.2
[[ ${BASH_SOURCE[0]} != */* ]] || cd -- "${BASH_SOURCE[0]%/*}"
cd -P . # the lock is named after the directory, whatever link led here
target=$1
shift

# ---- The VM, from the words of the Makefile ----

subject=''              # its name
node=''
domain=''
uuid=''
autostart=false
transient=false
fleet=''                # that it belongs to, encoded as in targets and in the marks of networks
definition_words=()     # of virt-install
pools=()                # in the registry's order, like the next
volumes=()              # each is called POOL/NAME
declare -A path=()      # of a pool's directory
declare -A policy=()    # of a pool or a volume: Delete or Retain
declare -A format=() capacity=() file=() base=() base_format=()   # of a volume
image=''
url=''
built_by=''               # the directory that makes the image, where it is not downloaded
archive=''              # its kind
member=''               # of the archive
digest=''               # ALGORITHM:DIGEST
digest_list=''          # ALGORITHM:URL
seed=''
seed_files=()
interface_mac=()        # of each interface that is on a network or has addresses
interface_network=()    # empty: it is on something else
interface_directory=()  # the network's, where it has one
interface_addresses=()  # with a blank between them, like the next
interface_reserved=()   # those that DHCP is to give
interface_names=()      # that the VM enters in the network's DNS
interface_duid=()
password=false          # is there one, in the file sshpass?

add_interface() { # MAC
  interface_mac+=("$1")
  interface_network+=('')
  interface_directory+=('')
  interface_addresses+=('')
  interface_reserved+=('')
  interface_names+=('')
  interface_duid+=('')
}

while (($#)); do
  case $1 in
    --vm) subject=$2 node=$3 && shift 3 ;;
    --domain) domain=$2 uuid=$3 && shift 3 ;;
    --virt-install) definition_words+=("$2") && shift 2 ;;
    --autostart) autostart=true && shift ;;
    --transient) transient=true && shift ;;
    --fleet) fleet=$2 && shift 2 ;;
    --interface) add_interface "$2" && shift 2 ;;
    --network) interface_network[-1]=$2 && shift 2 ;;
    --made-in) interface_directory[-1]=$2 && shift 2 ;;
    --address) interface_addresses[-1]+=" $2" && shift 2 ;;
    --reserved) interface_addresses[-1]+=" $2" && interface_reserved[-1]+=" $2" && shift 2 ;;
    --name) interface_names[-1]+=" $2" && shift 2 ;;
    --duid) interface_duid[-1]=$2 && shift 2 ;;
    --pool) pools+=("$2") path[$2]=$3 policy[$2]=$4 && shift 4 ;;
    --volume) volumes+=("$2") volume=$2 format[$2]=$3 policy[$2]=$4 && shift 4 ;;
    --capacity) capacity[$volume]=$2 && shift 2 ;;
    --upload) file[$volume]=$2 && shift 2 ;;
    --backing) base[$volume]=$2 base_format[$volume]=$3 && shift 3 ;;
    --image) image=$2 url=$3 && shift 3 ;;
    --built-by) built_by=$2 && shift 2 ;;
    --archive) archive=$2 member=$3 && shift 3 ;;
    --checksum) digest=$2:$3 && shift 3 ;;
    --checksum-list) digest_list=$2:$3 && shift 3 ;;
    --seed) seed=$2 && shift 2 ;;
    --seed-file) seed_files+=("$2") && shift 2 ;;
    --sshpass) password=true && shift ;;
    *) echo "provisioner.sh: unknown word \"$1\": it belongs to another Makefile" >&2 && exit 2 ;;
  esac
done

parts=(messages commands files locks virsh texts needs state pools volumes uploads domain power drift live delete clean)
parts+=("${built_by:+built_}image" addresses jump_host ssh wait report)
[[ ! $digest$digest_list ]] || parts+=(checksums)
[[ ! $archive ]] || parts+=(archives)
[[ ! $seed ]] || parts+=(seed)
[[ ! -e consolidate.sh ]] || parts+=(consolidate)
[[ ! -e networks.sh ]] || parts+=(networks)
[[ ! -e register.sh ]] || parts+=(register)
for part in "${parts[@]}"; do
  # shellcheck disable=SC1090 # each is checked by itself
  source "./$part.sh"
done
check_seconds V1BETA1_{SHUTDOWN,CONSOLIDATE}_TIMEOUT_SECS \
  V1BETA1_WAIT_FOR_READY_{TIMEOUT,INTERVAL,SSH_CONNECT_TIMEOUT}_SECS

# ---- Targets ----

all=false # also what is retained?
[[ $target != *-all ]] || all=true
one=''    # the pool or volume of create/volume/POOL/VOLUME; ,HH stands for a byte that a target cannot have
if [[ $target == */*/* ]]; then
  one=${target#*/*/}
  printf -v one %b "${one//,/\\x}"
fi

prepare() { # for changes
  lock "$PWD" "it works on this VM"
  remove_leftovers
}

build() {
  build_image
  [[ ! $seed ]] || build_seed
}

look() { # at the node, to compare it with this directory
  [[ ! $seed ]] || digest_seed
  compares=true
  take_steps
}

bring_up() {
  if [[ ! -s $image ]]; then # before a long download: is the node in reach, and are its pools there?
    read_state
    [[ ! -e networks.sh ]] || is_on || check_networks
    plan_storage "${used_pools[@]}"
  fi
  build
  look
  converge plan_end_pull
  start_with plan_up
}

start_with() { # PLAN
  [[ ! -e networks.sh ]] || prepare_networks
  converge "$1"
  tell_waiting
}

bring_down() {
  stop_domain
  delete domain volumes pools
  [[ ! -e register.sh ]] || converge plan_unregister
  clean
}

enter() { # PLAN: of register.sh
  [[ -e register.sh ]] || die "no interface has addresses on a network that has no directory"
  converge "$1"
}

consolidate_volumes() {
  [[ -e consolidate.sh ]] || die "no volume has a backingVolume in the registry"
  consolidate
}

stop_all() {
  stop_domain
  converge plan_stop_pools "${pools[@]}"
}

open_console() {
  is_on || refuse_unless_running
  warn_if_paused # it prints nothing, and reads what is typed when it goes on
  instead virsh console --domain "$uuid"
}

run_here() { # CMD, or a shell
  if [[ $CMD_TEXT ]]; then
    instead bash -c "$CMD_TEXT"
  fi
  instead "${SHELL:-bash}"
}

need_commands
case $target in
  up | down | build | clean* | create* | start* | stop* | kill | delete* | detach* | *register | consolidate) prepare ;;
esac
case $target in
  create* | start* | detach* | diff) look ;;
  down | stop* | kill | delete* | register | unregister | consolidate | console | wait-for-ready*) read_state ;;
  status)
    ask_address
    look
    ;;
esac
case $target in
  create* | start* | down | stop* | kill | delete*) converge plan_end_pull ;;
esac

case $target in
  up) bring_up ;;
  down) bring_down ;;
  build) build ;;
  clean) clean ;;
  clean-all) clean all ;;
  create) converge plan_create ;;
  create/pool | start/pool) converge plan_storage "${pools[@]}" ;;
  create/volume) converge plan_storage "${volumes[@]}" ;;
  create/domain) converge plan_domain ;;
  create/* | start/pool/*) converge plan_storage "$one" ;;
  start) start_with plan_start_all ;;
  start/domain) start_with plan_start ;;
  stop | stop/domain) stop_domain ;;
  stop-all) stop_all ;;
  stop/pool) converge plan_stop_pools "${pools[@]}" ;;
  stop/pool/*) converge plan_stop_pools "$one" ;;
  kill) converge plan_kill ;;
  delete | delete-all) delete domain volumes pools ;;
  delete/domain) delete domain ;;
  delete/volume | delete/volume-all) delete volumes ;;
  delete/pool | delete/pool-all) delete pools ;;
  delete/*) delete_one "$one" ;;
  consolidate) consolidate_volumes ;;
  register) enter plan_register ;;
  unregister) enter plan_unregister ;;
  status) report_status ;;
  diff) report_differences ;;
  wait-for-ready/ip) wait_for_address ;;
  wait-for-ready | wait-for-ready/ssh) wait_for_ready ;;
  console) open_console ;;
  detach/disk/*) detach disk "$one" ;;
  detach/network/*) detach network "$one" ;;
  ip) find_address || die "$no_address" ;;
  ssh) log_in ;;
  exec) run_here ;;
  *) die "there is no target $target: make help" ;;
esac
