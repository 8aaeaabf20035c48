# SPDX-License-Identifier: 0BSD
# What QEMU can do on the node (vmp, provisioner v1beta1), of the XML of virsh domcapabilities: a line for each firmware
# and each of its files, "firmware efi", "loader /usr/share/OVMF/OVMF_CODE.fd".
BEGIN { FS = "[<>]" }
/^ *<os[ >]/ { in_os = 1 }
/^ *<\/os>/ { in_os = 0 }
!in_os { next }
/<enum name='firmware'>/ { in_firmware = 1 }
/<\/enum>/ { in_firmware = 0 }
/<loader / { in_loader = 1 }
/<enum / { in_loader = 0 }
/<value>/ && in_firmware { print "firmware", $3 }
/<value>/ && in_loader { print "loader", $3 }
