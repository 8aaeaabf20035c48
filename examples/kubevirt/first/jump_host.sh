# SPDX-License-Identifier: 0BSD
# The jump host: the node, where the URI in use reaches it by ssh (vmp, provisioner v1beta1). Read by provisioner.sh.
# shellcheck shell=bash disable=SC2154 # provisioner.sh has the variables of this file, too

find_proxy() { # ssh's ProxyCommand, with the user, port and keys that libvirt uses, in REPLY; nothing without a jump host
  local transport='' user='' host='' port='' words=() word proxy
  local -A parameter=()
  REPLY=''
  read_uri "$LIBVIRT_DEFAULT_URI"
  case $transport in
    ssh | libssh | libssh2) ;;
    *) REPLY='' && return 0 ;;
  esac
  [[ $host ]] || die "LIBVIRT_DEFAULT_URI is \"$LIBVIRT_DEFAULT_URI\", which names no host to reach by ssh"
  list_ssh_words
  proxy='ssh -W "[%h]:%p"'
  for word in "${words[@]}" -- "$host"; do # ssh fills in the guest's %h and %p, so any other "%" is doubled
    shell_word "$word"
    proxy+=" ${REPLY//%/%%}"
  done
  REPLY=$proxy
}

# The rest works on the variables of find_proxy.

read_uri() { # driver[+transport]://[user@][host][:port]/path[?name=value&...], https://libvirt.org/uri.html
  local rest=${1%%#*} query=''
  [[ $rest == *+*://* ]] || return 0
  transport=${rest%%://*}
  transport=${transport#*+}
  rest=${rest#*://}
  [[ $rest != *'?'* ]] || query=${rest#*'?'}
  rest=${rest%%'?'*}
  read_authority "${rest%%/*}"
  read_query "$query"
}

read_authority() { # [user@][host][:port]
  local authority=$1 name
  if [[ $authority == *@* ]]; then
    decode_percent "${authority%@*}"
    user=$REPLY
  fi
  authority=${authority##*@}
  if [[ $authority == '['* ]]; then
    name=${authority#'['}
    port=${name#*']'}
    name=${name%%']'*}
  else
    name=${authority%%:*}
    port=${authority:${#name}}
  fi
  port=${port#:}
  decode_percent "$name"
  host=$REPLY
}

read_query() { # name=value&...
  local query=$1 pair name
  while [[ $query ]]; do
    pair=${query%%&*}
    query=${query:${#pair}}
    query=${query#&}
    decode_percent "${pair%%=*}"
    name=$REPLY
    case $name in
      keyfile | sshauth | no_verify | known_hosts | known_hosts_verify) ;;
      *) continue ;;
    esac
    REPLY=''
    [[ $pair != *=* ]] || decode_percent "${pair#*=}"
    parameter[$name]=${parameter[$name]-$REPLY} # the first one counts
  done
}

list_ssh_words() { # into words
  words+=(${user:+-l "$user"} ${port:+-p "$port"} ${parameter[keyfile]:+-i "${parameter[keyfile]}"})
  name_authentications "${parameter[sshauth]:-}"
  words+=(${REPLY:+-o "PreferredAuthentications=$REPLY"})
  words+=(${parameter[known_hosts]:+-o "UserKnownHostsFile=${parameter[known_hosts]}"})
  case ${parameter[known_hosts_verify]:-}/${parameter[no_verify]:-} in
    ignore/* | */1) words+=(-o StrictHostKeyChecking=no) ;;
    auto/*) words+=(-o StrictHostKeyChecking=accept-new) ;;
  esac
}

name_authentications() { # LIBVIRT'S-NAMES: in ssh's words
  local method names=''
  for method in ${1//,/ }; do
    case $method in
      privkey | agent) method=publickey ;;
      password | keyboard-interactive) ;;
      *) continue ;;
    esac
    [[ ,$names, == *",$method,"* ]] || names+=${names:+,}$method
  done
  REPLY=$names
}

shell_word() { # TEXT, quoted where a shell would read it otherwise
  local LC_ALL=C
  REPLY=$1
  [[ $1 =~ ^[A-Za-z0-9._/:@+-]+$ ]] || REPLY="'${1//\'/\'\\\'\'}'"
}
