# SPDX-License-Identifier: 0BSD
# What git says of volumes that the registry has no more (vmp, provisioner v1beta1). Read by provisioner.sh.
# shellcheck shell=bash disable=SC2034,SC2154 # provisioner.sh has the variables of this file, too
#
# A volume is ours if the file inventory had it once, and goes as it said last. What was never committed is unknown, and
# so is what the last commit still has.

declare -A last_policy=()  # of POOL/VOLUME: Delete, Retain, or uncommitted
history_is_known=false

read_history() {
  local committed removed kind name policy
  type -P git >/dev/null && committed=$(git show HEAD:./inventory 2>/dev/null) || return 0
  removed=$(list_removed_lines) || die "git does not show the history of inventory"
  history_is_known=true
  while read -r kind name _; do
    [[ $kind != volume ]] || last_policy[$name]=uncommitted
  done <<<"$committed"
  while read -r name policy _; do
    [[ ! $name || ${last_policy[$name]:-} ]] || last_policy[$name]=$policy
  done <<<"$removed"
}

# Of volumes, the latest first: POOL/VOLUME POLICY CAPACITY. A merge is what it changed in the branch that it was made in.
list_removed_lines() (
  set -o pipefail
  git log -m --first-parent --follow --format= --patch --no-color --no-ext-diff --no-textconv -- inventory |
    sed -n 's/^-volume //p'
)
