# SPDX-License-Identifier: 0BSD
# What all programs of libguestfs get (vmp, provisioner v1beta1). Read by provisioner.sh.
# shellcheck shell=bash disable=SC2034,SC2154 # provisioner.sh has the variables of this file, too

# A command for virt-customize and virt-builder, which fill the machine's identity: all VMs would share it.
empty_machine_id='if [ -e /etc/machine-id ]; then : >/etc/machine-id; fi'

# The appliance stays where it was: for another TMPDIR, libguestfs would make another one. "direct" needs no libvirt, whose
# QEMU could not read this user's cache.
keep_appliance() {
  export LIBGUESTFS_CACHEDIR=${LIBGUESTFS_CACHEDIR:-${TMPDIR:-/var/tmp}}
  export LIBGUESTFS_BACKEND=${LIBGUESTFS_BACKEND:-direct}
}

make_libguestfs_folder() { # its temporary files go with ours
  [[ $scratch ]] || make_scratch
  export LIBGUESTFS_TMPDIR=$scratch
}
