# SPDX-License-Identifier: 0BSD
# The way into the guest (vmp, provisioner kubevirt-v1alpha1). Read by kubevirt.sh.
# shellcheck shell=bash disable=SC2034,SC2154 # kubevirt.sh and cluster.sh have the variables of this file, too
#
# ssh goes to the address of the registry, else through the cluster: virtctl carries its connection. The guest is called by
# its UUID in a known_hosts of the directory's own. Nobody vouches for its key: the first one counts until "make down".

ssh=()
guest_says='' # what the probe printed

need_ssh() {
  need ssh xargs
  [[ $password == false ]] || need sshpass
  [[ $KUBEVIRT_V1ALPHA1_SSH_HOST ]] || need virtctl
}

quote_for_shell() { # WORD
  REPLY="'${1//\'/\'\\\'\'}'"
}

proxy_command() { # ssh hands it to a shell, and fills in what stands behind "%"
  local word words='virtctl'
  for word in "${cluster[@]}"; do
    quote_for_shell "$word"
    words+=" $REPLY"
  done
  REPLY="${words//%/%%} port-forward --stdio=true vm/$subject/$namespace %p"
}

ssh_to() { # OPTION...: into ssh, all words but the guest's command
  local options text host=$KUBEVIRT_V1ALPHA1_SSH_HOST
  text=$(xargs -r printf '%s\n' <<<"$KUBEVIRT_V1ALPHA1_SSH_OPTS $KUBEVIRT_V1ALPHA1_SSH_EXTRA_OPTS") ||
    die "KUBEVIRT_V1ALPHA1_SSH_OPTS or KUBEVIRT_V1ALPHA1_SSH_EXTRA_OPTS has a quote without an end"
  options=()
  [[ ! $text ]] || mapfile -t options <<<"$text"
  ssh=(ssh "$@" "${options[@]}" -o UserKnownHostsFile=known_hosts -o "HostKeyAlias=$uuid")
  ssh+=(-o StrictHostKeyChecking=accept-new)
  if [[ ! $host ]]; then
    proxy_command
    ssh+=(-o "ProxyCommand=$REPLY")
    host=$subject
  fi
  ssh+=(${KUBEVIRT_V1ALPHA1_SSH_USER:+-l "$KUBEVIRT_V1ALPHA1_SSH_USER"} -- "$host")
  [[ $password == false ]] || give_password
}

give_password() { # by a descriptor: it is in no file and in no word
  local text descriptor
  text=$(<sshpass) || die "cannot read sshpass"
  REPLY=$text
  [[ ! -e secrets.sh ]] || fill_secrets "$text"
  [[ $REPLY != *$'\n'* ]] || die "the password of ssh has several lines"
  exec {descriptor}<<<"$REPLY"
  ssh=(sshpass -d "$descriptor" "${ssh[@]}")
}

log_in() { # with CMD, to run that
  ssh_to
  instead "${ssh[@]}" ${CMD_TEXT:+"$CMD_TEXT"}
}

print_address() {
  local address
  need_namespace
  address=$(kube get "virtualmachineinstances.kubevirt.io/$subject" --ignore-not-found \
    -o 'jsonpath={.status.interfaces[0].ipAddress}') || die "cannot see the guest"
  [[ $address ]] || die "the guest has no address yet"
  printf '%s\n' "$address"
}

# ---- Waiting until the guest is ready ----

check_seconds() { # VARIABLE...
  local name
  for name; do
    [[ ${!name} =~ ^[0-9]{1,9}$ ]] || die "$name is \"${!name}\", not a number of seconds"
    printf -v "$name" %d "$((10#${!name}))"
  done
}

wait_for_ready() {
  local end told=''
  check_seconds KUBEVIRT_V1ALPHA1_WAIT_FOR_READY_{TIMEOUT,INTERVAL,SSH_CONNECT_TIMEOUT}_SECS
  end=$((SECONDS + KUBEVIRT_V1ALPHA1_WAIT_FOR_READY_TIMEOUT_SECS))
  need_namespace
  wait_for_cluster
  until try_guest; do pause; done
}

wait_for_cluster() { # volumes are filled, the guest is placed and started
  local said
  said=$(kube wait --for=condition=Ready "virtualmachines.kubevirt.io/$subject" \
    --timeout="${KUBEVIRT_V1ALPHA1_WAIT_FOR_READY_TIMEOUT_SECS}s" 2>&1) ||
    die "the cluster does not call the VM ready: make status" "$said"
}

pause() {
  local left=$((end - SECONDS)) interval=$KUBEVIRT_V1ALPHA1_WAIT_FOR_READY_INTERVAL_SECS
  ((left > 0)) ||
    die "not ready after $KUBEVIRT_V1ALPHA1_WAIT_FOR_READY_TIMEOUT_SECS seconds: ssh does not get through" "$told"
  sleep $((interval < left ? interval : left))
}

probe='command -v cloud-init >/dev/null || exit 0; cloud-init status --wait --long'

try_guest() { # returns 1 when ssh does not get through
  local status=0 output connect=$KUBEVIRT_V1ALPHA1_WAIT_FOR_READY_SSH_CONNECT_TIMEOUT_SECS left=$((end - SECONDS))
  ssh_to -o "ConnectTimeout=$connect"
  ((left > connect)) || left=$connect # the last one may take as long as connecting does
  output=$(timeout --foreground "$left" "${ssh[@]}" "$probe" 2>&1 </dev/null) || status=$?
  guest_says=$output
  output=$(grep -v '^@vmp ' <<<"$guest_says") || true # which may be all
  case $status in
    0) say "ready" ;;
    2) say "ready, but cloud-init has complaints"$'\n'"$output" ;;
    5) die "the user and the password are not taken" "$output" ;;
    124 | 255) note_failure "$output" ;;
    *) die "cloud-init failed in the guest, status $status" "$output" ;;
  esac
}

note_failure() { # OUTPUT of ssh
  local why=${1##*$'\n'}
  [[ $why != 'Host key verification failed.' ]] ||
    die "the guest has another host key than before. Where it was made anew by hand: rm $PWD/known_hosts" "$1"
  [[ $why == "$told" ]] || say "ssh: ${why:-no answer}"
  told=$why
  return 1
}

# ---- Steps ----

provide() { # STEP, or all of them
  [[ -e provision.sh ]] || { say "the registry has no steps for it" && return 0; }
  need kubectl tar flock sha256sum
  need_ssh
  provision "$1"
}

ssh_to_ready_guest() { # into ssh, all words but the guest's command
  ssh_to -o "ConnectTimeout=$KUBEVIRT_V1ALPHA1_WAIT_FOR_READY_SSH_CONNECT_TIMEOUT_SECS"
}

list_facts() { # into facts: what a step on this machine is told of the VM
  facts=(VMP_ADDRESS="$KUBEVIRT_V1ALPHA1_SSH_HOST" VMP_CONTEXT="$context" VMP_NAMESPACE="$namespace")
}
