# SPDX-License-Identifier: 0BSD
# From a domain's XML, its interface with the MAC address "mac", as "virsh update-device" takes it to move it to the
# network of the name in $NETWORK (vmp, provisioner v1beta1). Fails if there is none.
#
# What libvirt adds to an interface while it runs is left out: where it is plugged in, and the name of its tap.

/^ *<interface / { inside = 1; text = ""; found = 0 }

inside && /<mac address=/ { found = index(tolower($0), tolower(mac)) > 0 }
inside && /<source / {
  portgroup = $0
  if (!sub(/.* portgroup='/, "", portgroup)) portgroup = ""
  sub(/'.*/, "", portgroup)
  $0 = "      <source network='" ENVIRON["NETWORK"] "'" (portgroup == "" ? "" : " portgroup='" portgroup "'") "/>"
}
inside && !/<target |<alias / { text = text $0 "\n" }

/^ *<\/interface>/ {
  inside = 0
  if (found && !printed) {
    printf "%s", text
    printed = 1
  }
}

END { exit !printed }
