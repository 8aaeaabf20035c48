# SPDX-License-Identifier: 0BSD
# An image of virt-builder's (vmp, provisioner v1beta1). Read by provisioner.sh.
# shellcheck shell=bash disable=SC2154 # provisioner.sh has the variables of this file, too

make_source_builder() { # FILE
  local name values=() options=() url own=()
  word source builder || true
  name=$REPLY
  words source sources
  # An index of somebody else's has a key of somebody else's: whom to trust is said by its address.
  for url in "${values[@]}"; do options+=(--source "$url"); done
  if ((${#values[@]})); then
    options+=(--no-check-signature)
    own=("XDG_CONFIG_HOME=$cache/tmp" "VIRT_BUILDER_DIRS=$cache/tmp") # none of this machine's
  fi
  ! word source size || options+=(--size "$REPLY")
  [[ $network == yes ]] || options+=(--no-network)
  make_libguestfs_folder
  # Without one, virt-builder gives root a random password and prints it.
  REPLY=$(run env LC_ALL=C "${own[@]}" virt-builder "$name" "${options[@]}" --no-cache --no-logfile --format qcow2 --output "$1" \
    --root-password disabled --run-command "$empty_machine_id" 2>&1) || die "virt-builder cannot make $name" "$REPLY"
}
