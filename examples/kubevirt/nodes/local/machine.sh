# SPDX-License-Identifier: 0BSD
# The part of check that is about machines, this one and the node's (vmp, provisioner v1beta1). Read by provisioner.sh.
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

# ---- The node's own machine, behind libvirt: as far as commands can be run there ----

found_there=''  # lines; empty where nobody can look
# shellcheck disable=SC2016 # it is the node's shell that expands this
look_there='PATH=$PATH:/usr/sbin:/sbin; for name in dnsmasq iptables nft qemu-img; do command -v $name >/dev/null && echo $name; \
done; read -r forwards </proc/sys/net/ipv4/ip_forward && echo forwards $forwards; echo end'

look_at_machine() { # by ssh with the keys and known hosts that libvirt uses, and no questions
  if ((${#node_ssh[@]} == 0)); then
    [[ ! $LIBVIRT_DEFAULT_URI =~ ^[^:]+:///system ]] || found_there=$(sh -c "$look_there") || die "sh fails"
  elif REPLY=$(ssh -o BatchMode=yes -o ConnectTimeout=10 "${node_ssh[@]}" "sh -c '$look_there'" 2>&1 </dev/null); then
    found_there=$REPLY
    passes
  else
    fails "ssh does not reach the node: ${REPLY//$'\n'/; }. It needs a key without a passphrase or an agent, and the \
node's key in known_hosts: ssh ${node_ssh[*]@Q}"
  fi
}

is_found_there() { # LINE
  [[ $'\n'$found_there$'\n' == *$'\n'"$1"$'\n'* ]]
}

# What libvirt has use for, wherever its own PATH has it; so these are no failures.
check_programs() {
  [[ $found_there ]] || return 0
  if [[ " ${network_maker[*]} " == *' vmp '* ]]; then
    is_found_there dnsmasq || warn_of_program dnsmasq "networks with addresses need" dnsmasq-base dnsmasq
    is_found_there iptables || is_found_there nft || warn_of_program "iptables or nft" "networks need" iptables iptables-nft
  fi
  ((${#volume_policy[@]} == 0)) || is_found_there qemu-img || warn_of_program qemu-img "volumes need" qemu-utils qemu-img
}

warn_of_program() { # NAME WHAT-FOR DEBIAN FEDORA
  warn "warning: the node has no $1, which $2. On Debian and Ubuntu: apt install $3. On Fedora: dnf install $4"
}

check_forwarding() { # which libvirt switches on when a network starts
  local network pattern="<forward [^>]*mode='(nat|route|open)'.*<ip address='"
  is_found_there 'forwards 0' || return 0
  for network in "${networks[@]}"; do
    lists networks "$network" || continue
    answer "network $network" || true # none, where it went meanwhile
    [[ $REPLY =~ $pattern ]] || continue
    fails "the node forwards no packets, so guests of network \"$network\" reach nothing behind it: sysctl -w \
net.ipv4.ip_forward=1, and see in its /etc/sysctl.d what has switched that off"
  done
}
