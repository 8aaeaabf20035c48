# SPDX-License-Identifier: 0BSD
# What the registry has on the node: the lines of the file inventory (vmp, provisioner v1beta1). Read by provisioner.sh.
# shellcheck shell=bash disable=SC2034 # for others
#
# Names have no blanks, and "-" stands for what the registry does not say.

networks=()                    # names
declare -A network_maker=()    # vmp: it has a directory
declare -A vm_domain=()        # by VM
declare -A vm_memory=()        # bytes
declare -A vm_of_domain=()
declare -A volume_policy=()    # by POOL/VOLUME: Delete or Retain
declare -A volume_capacity=()  # bytes

read_inventory() {
  local kind name one two
  while read -r kind name one two; do
    case $kind in
      network) networks+=("$name") network_maker[$name]=$one ;;
      vm) vm_domain[$name]=$one vm_memory[$name]=$two vm_of_domain[$one]=$name ;;
      volume) volume_policy[$name]=$one volume_capacity[$name]=$two ;;
    esac
  done <inventory || die "cannot read inventory"
}
