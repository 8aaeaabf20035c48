# SPDX-License-Identifier: 0BSD
# The image: a file that another directory builds (vmp, provisioner v1beta1). Read by provisioner.sh.
# shellcheck shell=bash disable=SC2154 # provisioner.sh has the variables of this file, too

add_commands_of_image() { # none: it is there, or not
  :
}

build_image() { # "up" wants it only for a volume that is not on the node
  [[ -s $image || $target == up ]] || die "the image $image is not built: make -C $built_by build"
}
