#!/usr/bin/env bash
# Calls a function of an image's shell files, with what provisioner.sh and the files of others would give it.
#
# usage: call.sh FOLDER SETUP FUNCTION ARGUMENT...   FOLDER has the shell files, SETUP the variables and stubs of the case
# shellcheck disable=SC2034,SC2154
set -euo pipefail
shopt -u patsub_replacement 2>/dev/null || true
folder=$1 setup=$2
shift 2

subject=images/web/12 image=web tag=12 network=yes node='' STEP_TEXT='' BOOT_TEXT='' CONFIRM_TEXT=''
given=()          # PART KEY VALUE, PART KEY VALUE, ...
chain=(0000)      # of the states
step_names=()
declare -A part_type=() part_digest=() part_seconds=()
declare -A packages=()

word() { # PART KEY
  words "$1" "$2"
  REPLY=${values[0]:-}
  ((${#values[@]}))
}

words() { # PART KEY
  local i
  values=()
  for ((i = 0; i < ${#given[@]}; i += 3)); do
    [[ ${given[i]}/${given[i + 1]} != "$1/$2" ]] || values+=("${given[i + 2]}")
  done
}

folder_of() { # PART
  REPLY=step.d/$1
  [[ $1 != source ]] || REPLY=source.d
}

limited() { # STEP COMMAND ARGUMENT...
  timeout --kill-after=5 "${part_seconds[$1]:-600}" "${@:2}"
}

make_libguestfs_folder() {
  :
}

new_part() { # NAME
  REPLY=$(mktemp -- "$cache/$1.XXXXXX.part")
}

state_file() { # HASH
  REPLY=$cache/$1.qcow2
}

# shellcheck disable=SC1090
source "$setup"
for part in messages commands files locks progress ${node:+virsh texts} ${parts:-}; do
  # shellcheck disable=SC1090
  source "$folder/$part.sh"
done
"$@"
