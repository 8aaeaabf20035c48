# SPDX-License-Identifier: 0BSD
# The step "run": a script in the guest (vmp, provisioner v1beta1). Read by provisioner.sh.
# shellcheck shell=bash disable=SC2154 # provisioner.sh has the variables of this file, too

step_run() { # STEP
  local values=() value environment=''
  words "$1" env
  for value in "${values[@]}"; do
    fill "${value#*=}"
    quote_for_shell "$REPLY"
    environment+="export ${value%%=*}=$REPLY"$'\n'
  done
  folder_of "$1"
  pack_guest "$REPLY/script"
  write_guest_file environment "$environment"
  run_in_guest "$1"
}
