# The part of check that is about this machine (vmp, provisioner v1beta1). Read by provisioner.sh.
# shellcheck shell=bash disable=SC2034,SC2154 # provisioner.sh has the variables of this file, too

packages[curl]='curl curl'
packages[make]='make make'
packages[qemu-img]='qemu-utils qemu-img'
packages[virt-install]='virtinst virt-install'
packages[xorriso]='xorriso xorriso'

check_commands() {
  local name
  for name in awk curl flock grep make sed virsh virt-install; do check_command "$name"; done
  check_iso_writer
  ((${#node_ssh[@]} == 0)) || check_command ssh
  check_version "GNU make" "${MAKE_VERSION_TEXT:-0}" 4.3 "on this machine"
  check_version bash "${BASH_VERSINFO[0]}.${BASH_VERSINFO[1]}" 4.4 "on this machine"
  type -P virsh flock awk sed grep >/dev/null || die "without virsh there is nothing more to check"
}

check_command() { # NAME
  if type -P "$1" >/dev/null; then
    passes
  else
    fails "this machine has no $1. On Debian and Ubuntu: apt install ${packages[$1]% *}. On Fedora: dnf install \
${packages[$1]#* }"
  fi
}

check_iso_writer() { # for cloud-init's data
  if type -P xorriso genisoimage mkisofs >/dev/null; then
    passes
  else
    check_command xorriso
  fi
}

is_at_least() { # VERSION LEAST
  local has least part difference
  IFS=. read -ra has <<<"$1"
  IFS=. read -ra least <<<"$2"
  for part in "${!least[@]}"; do
    difference=$((10#${has[part]:-0} - 10#${least[part]}))
    ((difference == 0)) || break
  done
  ((difference >= 0))
}

check_version() { # WHAT VERSION LEAST WHERE
  if [[ $2 =~ ^[0-9.]+$ ]] && is_at_least "$2" "$3"; then
    passes
  else
    fails "$1 $4 has version ${2:-unknown}, and $3 is needed: install a newer one"
  fi
}

check_ssh() { # with the keys and known hosts that libvirt uses, and no questions
  ((${#node_ssh[@]})) || return 0
  if REPLY=$(ssh -o BatchMode=yes -o ConnectTimeout=10 "${node_ssh[@]}" true 2>&1 </dev/null); then
    passes
  else
    fails "ssh does not reach the node: ${REPLY//$'\n'/; }. It needs a key without a passphrase or an agent, and the \
node's key in known_hosts: ssh ${node_ssh[*]@Q}"
  fi
}
