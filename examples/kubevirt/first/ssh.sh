# SPDX-License-Identifier: 0BSD
# ssh into the guest (vmp, provisioner v1beta1). Read by provisioner.sh.
# shellcheck shell=bash disable=SC2154 # provisioner.sh has the variables of this file, too

password_file=''
trust_help="Where the guest was made anew by hand, its old key has to go: rm $PWD/known_hosts"

ssh_to() { # ADDRESS OPTION...: into ssh, all words but the guest's command
  local options proxy trust=()
  split_options
  find_proxy
  proxy=$REPLY
  host_key_options
  ssh=(ssh "${@:2}" "${options[@]}" "${trust[@]}" ${proxy:+-o "ProxyCommand=$proxy"})
  ssh+=(${V1BETA1_SSH_USER:+-l "$V1BETA1_SSH_USER"} -- "$1")
  [[ $password == true ]] || return 0
  find_password
  ssh=(sshpass -f "$REPLY" "${ssh[@]}")
}

find_password() { # the name of the file that has it, in REPLY
  if [[ ! $password_file ]]; then
    REPLY=sshpass
    [[ ! -e secret_files.sh ]] || fill_password
    password_file=$REPLY
  fi
  REPLY=$password_file
}

split_options() { # into options; xargs splits as a shell does, and runs nothing of it
  temporary
  xargs -r printf '%s\0' <<<"$V1BETA1_SSH_OPTS $V1BETA1_SSH_EXTRA_OPTS" >"$REPLY" ||
    die "V1BETA1_SSH_OPTS or V1BETA1_SSH_EXTRA_OPTS has a quote without an end"
  mapfile -d '' -t options <"$REPLY"
}

log_in() { # with CMD, to run that
  local address status=0
  find_addresses || die "$no_address"
  address=${addresses[0]}
  learn_host_key || die "$no_host_key"
  ssh_to "$address"
  [[ $password == true ]] || instead "${ssh[@]}" ${CMD_TEXT:+"$CMD_TEXT"}
  run "${ssh[@]}" ${CMD_TEXT:+"$CMD_TEXT"} || status=$?
  explain_ssh $status ''
  case $status in
    5) warn "status 5 of sshpass means: $REPLY" ;;
    6) warn "status 6 of sshpass means: $REPLY $trust_help" ;;
  esac
  exit $status
}

explain_ssh() { # STATUS OUTPUT: why it did not get through, in a line. sshpass says nothing itself when it ends with 5 or 6.
  case $1 in
    5) REPLY="the user and the password are not taken" ;;
    6) REPLY="Host key verification failed." ;;
    *)
      REPLY=${2##*$'\n'}
      REPLY=${REPLY%$'\r'}
      ;;
  esac
}

# ---- Without it ----

open_console() {
  is_on || refuse_unless_running
  warn_if_paused # it prints nothing, and reads what is typed when it goes on
  instead virsh console --domain "$uuid"
}

run_here() { # CMD, or a shell
  if [[ $CMD_TEXT ]]; then
    instead bash -c "$CMD_TEXT"
  fi
  instead "${SHELL:-bash}"
}
