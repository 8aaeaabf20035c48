#!/usr/bin/env bash
# SPDX-License-Identifier: 0BSD
# How the targets of a VM's directory are done (vmp, provisioner kubevirt-v1alpha1). The same files in every VM: what is
# this one's own stands in the Makefile, which calls "kubevirt.sh TARGET WORD...", the words of its variable VM, and in
# the manifests:
#
#   vm.yaml            the VirtualMachine
#   data-volumes.yaml  the DataVolumes that go with it
#   shared.yaml        those with deletionPolicy Retain, which only "make delete-all" removes
#   seed.d/            what cloud-init gets: the Secret is made of these files when it is applied
#
#   cluster.sh         what is in the namespace, whose it is, and what is wanted there
#   lifecycle.sh       up, diff, status, down, start, stop, kill
#   guest.sh           the way into the guest
#   provision.sh       the registry's steps in the guest and here, where there are any; provision_guest.sh is their part
#                      there, and files.sh keeps their temporary files
#   secrets.sh         values that the registry only refers to, where there are any
#
# The cluster keeps the state, and Kubernetes merges: each target asks, compares and applies, so it may be stopped
# anywhere and run again. A function that makes a text leaves it in REPLY.
# shellcheck disable=SC2034,SC2154 # the other files use what this one reads
set -euo pipefail
shopt -u patsub_replacement 2>/dev/null || true # "&" in a replacement is a character, also in bash 5.2
[[ ${BASH_SOURCE[0]} != */* ]] || cd -- "${BASH_SOURCE[0]%/*}"
target=$1
shift

# ---- The VM, from the words of the Makefile ----

subject=''            # its name
node=''
context=''            # of the user's kubeconfig
namespace=''
uuid=''
run_strategy=''
data_volumes=()       # that go with it
shared=()             # that stay
declare -A seed=()    # keys of the Secret, and the files that they are made of
password=false        # is there one, in the file sshpass?
declare -A secret_kind=() # env, file or command
provision_steps=()    # in their order, called NN-NAME
declare -A provision_side=() provision_when=() provision_seconds=()
secret_words=()       # NAME=WORD: the variable, the path, or the words of the command

while (($#)); do
  case $1 in
    --vm) subject=$2 node=$3 && shift 3 ;;
    --cluster) context=$2 namespace=$3 && shift 3 ;;
    --uuid) uuid=$2 && shift 2 ;;
    --run-strategy) run_strategy=$2 && shift 2 ;;
    --data-volume)
      if [[ $3 == Retain ]]; then shared+=("$2"); else data_volumes+=("$2"); fi
      shift 3
      ;;
    --seed-key) seed[$2]=$3 && shift 3 ;;
    --provision) provision_steps+=("$2") provision_side[$2]=$3 provision_when[$2]=$4 provision_seconds[$2]=$5 && shift 5 ;;
    --sshpass) password=true && shift ;;
    --secret) secret=$2 secret_kind[$2]=$3 && shift 3 ;;
    --secret-word) secret_words+=("$secret=$2") && shift 2 ;;
    *) echo "kubevirt.sh: unknown word \"$1\": it belongs to another Makefile" >&2 && exit 2 ;;
  esac
done

# ---- What a target says ----

failure=1 # the status of an error; "diff" has another one for differences

say() { # MESSAGE
  printf '%s: %s\n' "$subject" "$*"
}

warn() { # MESSAGE
  say "$*" >&2
}

die() { # MESSAGE [WHAT-A-TOOL-SAID]
  warn "error: $1"
  [[ -z ${2:-} ]] || sed '/^$/d; s/^/    /' <<<"$2" >&2
  exit "$failure"
}

relay() { # TEXT, line by line
  local line
  while IFS= read -r line; do
    [[ ! $line ]] || say "$line"
  done <<<"$1"
}

need() { # COMMAND...: dies before anything is done, if there are none
  local name
  for name; do
    type -P "$name" >/dev/null || die "this machine lacks $name${where[$name]:+: ${where[$name]}}"
  done
}
declare -A where=(
  [awk]='apt install mawk'
  [kubectl]='https://kubernetes.io/docs/tasks/tools, or apt install kubernetes-client'
  [virtctl]='it comes with KubeVirt, in the version of the cluster'
  [flock]='apt install util-linux'
  [sha256sum]='apt install coreutils'
  [tar]='apt install tar'
  [ssh]='apt install openssh-client'
  [sshpass]='apt install sshpass'
)

release_locks() { # there are none: the cluster takes each object as a whole
  return 0
}

trap 'exit 130' INT
trap 'exit 143' TERM HUP

# shellcheck source=/dev/null
[[ ! -e secrets.sh ]] || source ./secrets.sh
# shellcheck source=/dev/null
source ./cluster.sh
# shellcheck source=/dev/null
source ./lifecycle.sh
# shellcheck source=/dev/null
source ./guest.sh
if [[ -e provision.sh ]]; then
  # shellcheck source=/dev/null
  source ./files.sh
  # shellcheck source=/dev/null
  source ./provision.sh
fi

instead() { # COMMAND ARGUMENT...: of this process
  exec "$@"
}

# ---- Targets ----

case $target in
  up) need kubectl awk && bring_up ;;
  diff)
    failure=2
    need kubectl awk && show_differences
    ;;
  down | delete) need kubectl && bring_down ;;
  delete-all) need kubectl && look_at_shared && bring_down && delete_shared ;;
  status) need kubectl && show_status ;;
  start | stop | kill) need kubectl virtctl && switch "$target" ;;
  ip) need kubectl && print_address ;;
  console) need virtctl && instead virtctl "${cluster[@]}" console "$subject" ;;
  ssh) need_ssh && log_in ;;
  provision) provide '' ;;
  provision/*) provide "${target#*/}" ;;
  wait-for-ready) need kubectl && need_ssh && wait_for_ready ;;
  *) die "there is no target $target" ;;
esac
