#!/usr/bin/env bash
# SPDX-License-Identifier: 0BSD
# How the targets of a VM's directory are done (vmp, provisioner v1beta1). The same files in every VM that needs them: what
# is this one's own stands in the Makefile, which calls "provisioner.sh TARGET WORD...", the words of its variable VM.
#
#   state.sh      what a node is asked, in one connection
#   pools.sh volumes.sh uploads.sh domain.sh    the parts of a VM on its node: their state, and the steps to what is wanted
#   power.sh      starting and stopping it
#   install.sh installer.sh install_media.sh console.sh   its installer, where it is installed and has no image
#   drift.sh      what differs between the registry, the node and what runs: fields.awk drift.awk effect.awk
#   live.sh       what changes while the guest runs; device.awk
#   consolidate.sh   making overlays independent of their bases, where there are any
#   delete.sh     deleting them; clean.sh: the files on this machine
#   networks.sh   the networks of its interfaces; register.sh enters addresses and names on those that have no directory
#   image.sh checksums.sh archives.sh seed.sh   the files on this machine
#   addresses.sh jump_host.sh host_key.sh ssh.sh wait.sh    the way into the guest
#   provision.sh  the registry's steps in the guest and here, where there are any; provision_guest.sh is their part there
#   snapshots.sh  the domain's snapshots
#   screen.sh     what the guest shows: its console's log, its screen
#   backup.sh restore.sh    copies of its disks
#   report.sh     status and diff
#   progress.sh   how far a transfer is, on a terminal
#   needs.sh      the commands and numbers that a target needs; targets.sh: what each target is
#   secrets.sh secret_files.sh   values that the registry only refers to, where there are any
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
declare -A install=()   # by key, of one that is installed
seed=''
seed_files=()
instance_id=''          # of the seed's meta-data
interface_mac=()        # of each interface that is on a network or has addresses
interface_network=()    # empty: it is on something else
interface_directory=()  # the network's, where it has one
interface_addresses=()  # with a blank between them, like the next
interface_reserved=()   # those that DHCP is to give
interface_names=()      # that the VM enters in the network's DNS
interface_duid=()
provision_steps=()      # in their order, called NN-NAME
declare -A provision_side=() provision_when=() provision_seconds=()
host_key=''             # who vouches for it, where the registry says so
password=false          # is there one, in the file sshpass?
declare -A secret_kind=() # env, file or command
secret_words=()         # NAME=WORD: the variable, the path, or the words of the command

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
    --install) install[$2]=$3 && shift 3 ;;
    --seed) seed=$2 && shift 2 ;;
    --instance-id) instance_id=$2 && shift 2 ;;
    --host-key) host_key=$2 && shift 2 ;;
    --seed-file) seed_files+=("$2") && shift 2 ;;
    --provision) provision_steps+=("$2") provision_side[$2]=$3 provision_when[$2]=$4 provision_seconds[$2]=$5 && shift 5 ;;
    --sshpass) password=true && shift ;;
    --secret) secret=$2 secret_kind[$2]=$3 && shift 3 ;;
    --secret-word) secret_words+=("$secret=$2") && shift 2 ;;
    *) echo "provisioner.sh: unknown word \"$1\": it belongs to another Makefile" >&2 && exit 2 ;;
  esac
done

parts=(messages commands files locks virsh texts progress needs state pools volumes uploads domain power drift live delete clean)
parts+=(addresses jump_host host_key ssh wait report snapshots screen backup restore)
for part in built_image image checksums archives; do # those that its image, or its installer's disc, needs
  [[ ! -e $part.sh ]] || parts+=("$part")
done
[[ ! -e install.sh ]] || parts+=(console install_media installer install)
[[ ! -e secrets.sh ]] || parts+=(secrets secret_files)
[[ ! $seed ]] || parts+=(seed)
[[ ! -e consolidate.sh ]] || parts+=(consolidate)
[[ ! -e networks.sh ]] || parts+=(networks)
[[ ! -e register.sh ]] || parts+=(register)
[[ ! -e provision.sh ]] || parts+=(provision)
for part in "${parts[@]}" targets; do
  # shellcheck disable=SC1090 # each is checked by itself
  source "./$part.sh"
done
