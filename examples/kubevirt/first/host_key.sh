# SPDX-License-Identifier: 0BSD
# The guest's host key: who vouches for it, and the file known_hosts (vmp, provisioner v1beta1). Read by provisioner.sh.
# shellcheck shell=bash disable=SC2034,SC2154 # provisioner.sh has the variables of this file, too
#
# In the file the VM is called by its UUID, so neither an address that DHCP gives anew nor the user's own known_hosts
# matter. libvirt is trusted already: through it the guest agent is asked for the key, or the console log read.

host_keys=''          # lines for known_hosts
vouched_by=''
accepted=false        # has ssh taken a key that nobody vouches for, in this run?
key_pattern='(ssh-ed25519|ecdsa-sha2-nistp(256|384|521)|ssh-rsa) (AAAA[A-Za-z0-9+/]+={0,3})'

host_key_options() { # into trust, behind the registry's own options, which win: the first one counts for ssh
  trust=(-o UserKnownHostsFile=known_hosts -o "HostKeyAlias=$uuid" -o StrictHostKeyChecking=yes)
  [[ $accepted == false ]] || trust[-1]=StrictHostKeyChecking=accept-new
}

learn_host_key() { # where there is none yet; returns 1 while nobody vouches who should
  [[ ! -s known_hosts ]] || return 0
  accepted=false
  if find_host_keys; then
    write_host_keys
    return 0
  fi
  [[ ! $host_key || $host_key == accept-new ]] || return 1
  accepted=true
}
no_host_key="nobody vouches for the guest's host key yet (hostKey: $host_key)"

find_host_keys() { # into host_keys; returns 1 where nobody has any
  local way
  for way in ${host_key:-agent console}; do
    host_keys=''
    case $way in
      agent) vouched_by='guest agent' && ask_agent_for_keys ;;
      console) vouched_by='console log' && read_console_keys ;;
    esac
    [[ ! $host_keys ]] || return 0
  done
  return 1
}

take_keys() { # TEXT: the keys in it, each once
  local line
  while IFS= read -r line; do
    [[ $line =~ $key_pattern ]] || continue
    line="$uuid ${BASH_REMATCH[1]} ${BASH_REMATCH[3]}"
    [[ $'\n'$host_keys == *$'\n'"$line"$'\n'* ]] || host_keys+=$line$'\n'
  done <<<"$1"
}

write_host_keys() {
  printf %s "$host_keys" >known_hosts.new || die "cannot write known_hosts"
  mv -f known_hosts.new known_hosts || die "cannot write known_hosts"
  warn "host key from the $vouched_by" # standard output is the guest's
}

confirm_host_key() { # that ssh has accepted: somebody may vouch by now, as at the end of a boot
  local kind key
  [[ $accepted == true && ! $host_key ]] && find_host_keys || return 0
  read -r _ kind key _ <known_hosts || return 0
  [[ $host_keys == *" $kind $key"$'\n'* ]] || {
    rm -f known_hosts
    die "$ready_address is not this VM: its host key is not the one of the $vouched_by (an old lease, or somebody between)"
  }
  write_host_keys
}

renew_host_key() { # after ssh has refused one: returns 1 unless somebody vouches for another than we have
  [[ -s known_hosts ]] && find_host_keys || return 1
  [[ $host_keys != "$(<known_hosts)"$'\n' ]] || return 1
  write_host_keys
}

forget_host_key() { # with the guest
  [[ ! -e known_hosts && ! -e known_hosts.new ]] || rm -f known_hosts known_hosts.new
}

# ---- By the guest agent ----

agent() { # NAME COMMAND ARGUMENTS, which are JSON
  ask "$1" qemu-agent-command --domain "$uuid" --timeout 5 "{\"execute\":\"$2\",\"arguments\":$3}"
}

ask_agent_for_keys() { # one connection opens the files, one reads and closes them
  local kind handle kinds=(ed25519 ecdsa rsa) read=()
  for kind in "${kinds[@]}"; do agent "key $kind" guest-file-open "{\"path\":\"/etc/ssh/ssh_host_${kind}_key.pub\"}"; done
  exchange || return 0
  for kind in "${kinds[@]}"; do
    succeeded "key $kind" || continue
    [[ $REPLY =~ '"return":'([0-9]+) ]] || continue
    handle=${BASH_REMATCH[1]}
    agent "text $kind" guest-file-read "{\"handle\":$handle,\"count\":4096}"
    agent "close $kind" guest-file-close "{\"handle\":$handle}"
    read+=("$kind")
  done
  [[ $batch ]] && exchange || return 0
  for kind in "${read[@]}"; do
    succeeded "text $kind" || continue
    [[ $REPLY =~ '"buf-b64":"'([A-Za-z0-9+/=]+)'"' ]] || continue
    take_keys "$(base64 -d <<<"${BASH_REMATCH[1]}" 2>/dev/null | tr -d '\0')"
  done
}

# ---- From the console log ----

# cloud-init prints the keys there at each boot. libvirt hands out the file where its folder is a pool; on this machine
# it may be readable.
read_console_keys() {
  local path file text mark='-----BEGIN SSH HOST KEY KEYS-----'
  ask 'xml of the console' dumpxml --domain "$uuid"
  exchange && succeeded 'xml of the console' || return 0
  read_log_path || return 0
  path=$REPLY
  temporary
  file=$REPLY
  if [[ $LIBVIRT_DEFAULT_URI == *:///* && -r $path ]]; then
    file=$path
  else
    ask 'console log' vol-download --vol "$path" --file "$file"
    exchange && succeeded 'console log' || return 0
  fi
  text=$(tr -d '\0\r' <"$file") || return 0
  [[ $text == *"$mark"*'-----END SSH HOST KEY KEYS-----'* ]] || return 0
  text=${text##*"$mark"} # of the last boot
  take_keys "${text%%'-----END SSH HOST KEY KEYS-----'*}"
}
