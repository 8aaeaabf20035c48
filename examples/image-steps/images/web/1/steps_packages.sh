# SPDX-License-Identifier: 0BSD
# Steps of the guest's packages (vmp, provisioner v1beta1). Read by provisioner.sh.
# shellcheck shell=bash disable=SC2154 # provisioner.sh has the variables of this file, too

step_update() { # STEP
  run_guest_function "$1" guest_packages.sh update
}

step_packages() { # STEP: what goes goes first, since what comes may be instead of it
  local values=() unwanted
  words "$1" uninstall
  unwanted=("${values[@]}")
  words "$1" install
  run_guest_function "$1" guest_packages.sh change_packages "${#unwanted[@]}" "${unwanted[@]}" "${values[@]}"
}
