# SPDX-License-Identifier: 0BSD
# The step "host": a script that runs on this machine, as the user of make (vmp, provisioner v1beta1). Read by provisioner.sh.
# shellcheck shell=bash disable=SC2154 # provisioner.sh has the variables of this file, too

# VMP_IMAGE is the disk as the steps before have left it, VMP_STEP the step's name, VMP_CHAIN the digest of the build. The
# script may look at the disk, not change it: what it would do does not count for the digest that names the state.
alone_host() { # STEP FILE
  local folder before after pair status=0 values=()
  folder_of "$1"
  folder=$REPLY
  VMP_IMAGE=$(realpath -- "$2") || die "cannot find $2"
  words "$1" env || true
  for pair in "${values[@]}"; do # never as arguments, which everybody sees
    [[ ! $(type -t fill_secrets) ]] || { fill_secrets "$pair" && pair=$REPLY; }
    export "${pair?}"
  done
  export VMP_IMAGE VMP_STEP=${1#*-} VMP_CHAIN=$result_chain
  before=$(stat -c '%i %s %y %z' -- "$2") || die "cannot look at $2"
  limited "$1" "./$folder/script" </dev/null || status=$?
  ((status == 0)) || return "$status"
  after=$(stat -c '%i %s %y %z' -- "$2") || die "the script has removed the disk"
  [[ $after == "$before" ]] || die "the script has changed the disk, which is not for a step \"host\": use run, or another step"
}
