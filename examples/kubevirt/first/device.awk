# SPDX-License-Identifier: 0BSD
# From a domain's XML, the disk or interface with the target or MAC address $KEY, for "virsh attach-device" and
# "update-device" (vmp, provisioner v1beta1). Fails if there is none.
#
# Its places on buses are those of the next start, and may be others' in what runs, so libvirt chooses them.

/^    <(disk|interface) / {
  inside = 1
  text = ""
  found = 0
}

inside && /^      <(target dev|mac address)=/ && index($0, "='" ENVIRON["KEY"] "'") { found = 1 }
inside && !/^      <address / { text = text $0 "\n" }

/^    <\/(disk|interface)>/ {
  inside = 0
  if (found && !printed++) printf "%s", text
}

END { exit !printed }
