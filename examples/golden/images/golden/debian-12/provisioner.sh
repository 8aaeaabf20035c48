#!/usr/bin/env bash
# SPDX-License-Identifier: 0BSD
# How the targets of an image's directory are done (vmp, provisioner v1beta1). The same files in every image that needs
# them: what is this one's own stands in source.d, step.d and the Makefile, which calls "provisioner.sh TARGET WORD...".
#
#   chain.sh      the digests that name the states of the disk, from the words and the files that are there
#   cache.sh      states, locks, what a killed make has left; garbage.sh: roots, gc and removing states
#   build.sh      what of the chain is missing, state after state
#   source.sh image.sh content.sh builder.sh install*.sh    the first state; installer.sh: what VMs have, too
#   libguestfs.sh   what its programs get
#   session.sh    one appliance for all missing steps that follow each other; into_guest.sh sends each there, where guest.sh
#                 runs it
#   steps_*.sh    a function step_TYPE for each type of step, with guest_*.sh, its part that runs in the guest
#   customize.sh seal.sh boot.sh console.sh host.sh    steps that stand alone: a function alone_TYPE for each
#   export.sh formats.sh overlays.sh verify.sh    the result
#   look.sh       shell and log; report.sh: list, status and diff; doctor.sh; needs.sh: the commands that a target runs
#   progress.sh   how far a transfer is, on a terminal
#   secrets.sh    values that the registry only refers to, where there are any
#   messages.sh commands.sh files.sh locks.sh texts.sh virsh.sh   as every kind has them
#
# A state is done when its file has its final name, and only then. So a target may be stopped anywhere and run again. A
# function that makes a text leaves it in REPLY.
# shellcheck disable=SC2034,SC2154 # the other files use what this one reads, and the other way round
set -euo pipefail
shopt -u patsub_replacement 2>/dev/null || true # "&" in a replacement is a character, also in bash 5.2
[[ ${BASH_SOURCE[0]} != */* ]] || cd -- "${BASH_SOURCE[0]%/*}"
cd -P . # temporary files and roots are named after the directory, whatever link led here
target=$1
shift

# ---- The image, from the words of the Makefile ----

image_name=''
image_tag=''
planned_result=''       # the file, and its chain's digest, as of "vmp gen"
planned_chain=''
network=yes             # of the appliance
node=''                 # where the installer runs
node_uri=''
step_names=()           # NN-NAME, in order
declare -A part_type=() part_digest=() part_seconds=() # of "source", each step and "export"
declare -A part_words=() # "PART KEY NUMBER": the value; "PART KEY": how many
declare -A secret_kind=() # env, file or command
secret_words=()         # NAME=WORD: the variable, the path, or the words of the command
part=''

begin_part() { # PART TYPE DIGEST [SECONDS]
  part=$1
  part_type[$1]=$2
  part_digest[$1]=$3
  part_seconds[$1]=${4:-0}
}

add_word() { # KEY VALUE: of the part begun last
  local number=$((${part_words["$part $1"]:-0} + 1))
  part_words["$part $1"]=$number
  part_words["$part $1 $number"]=$2
}

refuse_word() { # WORD
  echo "provisioner.sh: unknown word \"$1\": it belongs to another Makefile" >&2
  exit 2
}

while (($#)) && [[ $1 != --from ]]; do
  case $1 in
    --image) image_name=$2 image_tag=$3 && shift 3 ;;
    --result) planned_result=$2 planned_chain=$3 && shift 3 ;;
    --network) network=$2 && shift 2 ;;
    --secret) secret=$2 secret_kind[$2]=$3 && shift 3 ;;
    --secret-word) secret_words+=("$secret=$2") && shift 2 ;;
    *) refuse_word "$1" ;;
  esac
done
while (($#)); do # a part may have words of any name but these
  case $part-$1 in
    ---from) begin_part source "$2" "$3" && shift 3 ;;
    *---step) begin_part "$2" "$3" "$4" "$5" && step_names+=("$2") && shift 5 ;;
    *---export) begin_part export export "$2" && shift 2 ;;
    source---checksum | source---checksum-list) add_word "${1#--}" "$2:$3" && shift 3 ;;
    source---node) node=$2 node_uri=$3 && shift 3 ;;
    ?*---*) add_word "${1#--}" "$2" && shift 2 ;;
    *) refuse_word "$1" ;;
  esac
done
subject=images/$image_name/$image_tag

word() { # PART KEY: its value, or the first of them; 1 and nothing where there is none
  REPLY=${part_words["$1 $2 1"]:-}
  [[ ${part_words["$1 $2"]:-} ]]
}

words() { # PART KEY: all of them, in "values"
  local number
  values=()
  for ((number = 1; number <= ${part_words["$1 $2"]:-0}; number++)); do
    values+=("${part_words["$1 $2 $number"]}")
  done
}

folder_of() { # PART
  REPLY=step.d/$1
  [[ $1 != source ]] || REPLY=source.d
}

parts=(messages commands files locks texts progress libguestfs chain cache garbage build)
parts+=(source image checksums archives content builder)
[[ ! $node ]] || parts+=(virsh)
parts+=(console install_media installer install_node install)
parts+=(session into_guest steps_files steps_packages steps_run steps_system steps_size customize seal boot host)
parts+=(export formats overlays verify secrets look report doctor needs)
for file in "${parts[@]}"; do # those are there that this image needs
  # shellcheck disable=SC1090 # each is checked by itself
  [[ ! -e $file.sh ]] || source "./$file.sh"
done

# ---- Targets ----

compute_chain
need_commands
case $target in
  build) build ;;
  force) force ;;
  list) list_steps ;;
  status) report_status ;;
  diff) report_differences ;;
  log) print_log ;;
  shell) open_shell ;;
  verify) verify ;;
  clean) remove_result ;;
  clean-all) remove_all ;;
  gc) collect_garbage ;;
  doctor) doctor ;;
  *) die "there is no target $target: make help" ;;
esac
