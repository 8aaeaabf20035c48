# SPDX-License-Identifier: 0BSD
# Starting and stopping the domain (vmp, provisioner v1beta1). Read by provisioner.sh.
# shellcheck shell=bash disable=SC2034,SC2154 # provisioner.sh has the variables of this file, too

# ---- Is it on? ----

how_to_run() { # what has the domain run, in REPLY. Nothing of ours resumes it: libvirt itself may have paused it for a while.
  REPLY='make up'
  [[ $domain_state != paused ]] || REPLY="virsh -c '$LIBVIRT_DEFAULT_URI' resume $uuid"
}

refuse_unless_running() {
  [[ $domain_state != running ]] || return 0
  how_to_run
  die "domain \"$domain\" is $domain_state: $REPLY"
}

warn_if_paused() {
  [[ $domain_state == paused ]] || return 0
  how_to_run
  warn_once "domain \"$domain\" is paused: $REPLY"
}

# ---- Start ----

plan_up() {
  local was=$domain_state
  plan_storage "${pools[@]}" "${volumes[@]}"
  ((${#steps[@]} == 0)) && [[ $look_again == false ]] || return 0
  if [[ $transient == true ]]; then
    plan_start_transient
    return 0
  fi
  plan_domain
  # Never start what may be an older definition: libvirt may not take the new one.
  [[ $is_current == true ]] || return 0
  plan_start
  plan_live
}

plan_start_all() {
  plan_storage "${pools[@]}"
  if [[ $transient == true ]]; then
    plan_start_transient
    return 0
  fi
  [[ $domain_state != absent ]] || die "domain \"$domain\" is not on node \"$node\": make create"
  plan_start
}

plan_start() {
  case $domain_state in
    running) ;;
    paused) warn_if_paused ;;
    *)
      if [[ $installing == true ]]; then
        start_installer
      else
        step "start domain $domain" start --domain "$uuid"
      fi
      ;;
  esac
}

start_installer() { # the first start is its own boot
  local mark="<provisioner seed='$defined_seed'"
  [[ ! $fleet ]] || mark+=" fleet='$fleet'"
  need virt-install
  say "start domain $domain with its installer"
  REPLY=$(run virt-install --reinstall "$domain" "${definition_words[@]}" --noautoconsole 2>&1) ||
    die "cannot start the installer of domain \"$domain\"" "$REPLY"
  step "note that domain $domain has been installed" metadata --domain "$uuid" --uri "$metadata_uri" --key vmp \
    --config --set "$mark/>"
}

plan_start_transient() {
  plan_transient
  [[ $domain_state == absent ]] || return 0
  write_definition "$wanted_seed"
  step "create transient domain $domain" create "$REPLY"
}

# ---- Stop ----

plan_end_pull() { # of a domain in which consolidate.sh pulls: its volume is an overlay as before, and the VM's again
  [[ ! $puller ]] || step "end the paused domain $puller" destroy --domain "$puller" --graceful
}

plan_kill() {
  ! is_on || step "power off domain $domain" destroy --domain "$uuid"
}

stop_domain() { # asks again every few seconds; the event ends the waiting at once
  local end=$((SECONDS + V1BETA1_SHUTDOWN_TIMEOUT_SECS)) left
  ! is_on || say "shut down domain $domain"
  while is_on && ((SECONDS < end)); do
    left=$((end - SECONDS))
    ask shutdown shutdown --domain "$uuid"
    ask event event --domain "$uuid" --event lifecycle --timeout $((left < 5 ? left : 5))
    read_state
  done
  converge plan_kill
}
