# SPDX-License-Identifier: 0BSD
# The step "seal": what makes a machine itself goes, so that each clone makes its own (vmp, provisioner v1beta1). Read by
# provisioner.sh.
# shellcheck shell=bash disable=SC2154 # provisioner.sh has the variables of this file, too

# Without its keys sshd does not start, and only cloud-init and some distributions make new ones.
host_keys_unit='[Unit]
Description=SSH host keys of this clone
Before=ssh.service sshd.service
ConditionPathExistsGlob=!/etc/ssh/ssh_host_*_key
ConditionFileIsExecutable=/usr/bin/ssh-keygen

[Service]
Type=oneshot
ExecStart=/usr/bin/ssh-keygen -A

[Install]
WantedBy=multi-user.target
'

alone_seal() { # STEP FILE
  local values=() operations options=()
  words "$1" operations || true
  ((${#values[@]})) || values=(ssh-hostkeys udev-persistent-net net-hwaddr logfiles machine-id)
  operations=$(IFS=, && printf %s "${values[*]}")
  [[ ,$operations, != *,ssh-hostkeys,* ]] || add_host_keys_unit
  [[ ,$operations, != *,machine-id,* ]] || options+=(--write /etc/machine-id:) # customize fills an empty one
  [[ ,$operations, == *,customize,* ]] || operations+=,customize
  make_libguestfs_folder
  limited "$1" virt-sysprep --format qcow2 -a "$2" --operations "$operations" --no-logfile "${options[@]}"
}

add_host_keys_unit() { # to options of alone_seal
  local folder=/etc/systemd/system unit=vmp-host-keys.service
  temporary "$host_keys_unit"
  options+=(--mkdir "$folder/multi-user.target.wants" --upload "$REPLY:$folder/$unit" --chmod "0644:$folder/$unit")
  options+=(--link "$folder/$unit:$folder/multi-user.target.wants/$unit")
}
