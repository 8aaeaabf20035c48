# SPDX-License-Identifier: 0BSD
# Starting and stopping the domain (vmp, provisioner v1beta1). Read by provisioner.sh.
# shellcheck shell=bash disable=SC2034,SC2154 # provisioner.sh has the variables of this file, too

# ---- Is it on? ----

how_to_run() { # what has the domain run, in REPLY. Only "resume" resumes it: libvirt itself may have paused it for a while.
  REPLY='make up'
  [[ $domain_state != paused ]] || REPLY='make resume'
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
  [[ ${installation:-} ]] || plan_live
}

plan_start_all() {
  plan_storage "${pools[@]}"
  if [[ $transient == true ]]; then
    plan_start_transient
    return 0
  fi
  [[ $domain_state != absent ]] || die "domain \"$domain\" is not on node \"$node\": make create"
  [[ ! ${installation:-} && ${install_ended:-false} == false ]] || die "domain \"$domain\" is not installed yet: make up"
  plan_start
}

plan_start() {
  if [[ ${installation:-} ]]; then
    plan_installer
    return 0
  fi
  [[ ! -e install.sh ]] || plan_forget_discs
  ((${#steps[@]} == 0)) || return 0
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

plan_hibernate() {
  [[ $transient == false ]] || die "domain \"$domain\" is transient: nothing could keep its memory"
  is_on || [[ $domain_state == saved ]] || die "domain \"$domain\" is $domain_state: it has no memory to save"
  ! is_on || step "save the memory of domain $domain, and power it off" managedsave --domain "$uuid"
}

# ---- Pause ----

plan_suspend() {
  is_on || refuse_unless_running
  [[ $domain_state == paused ]] || step "pause domain $domain" suspend --domain "$uuid"
}

resume() {
  is_on || refuse_unless_running
  converge plan_resume
}

plan_resume() {
  [[ $domain_state == paused ]] || return 0
  step "resume domain $domain" resume --domain "$uuid"
  set_clock
}

set_clock() { # which stood still meanwhile; only a guest with an agent can be asked
  ! has_agent || ask clock domtime --domain "$uuid" --now
}

has_agent() { # a channel for one?
  answer 'xml defined' && [[ $REPLY == *"'org.qemu.guest_agent.0'"* ]]
}

# ---- Reboot ----

reboot() {
  local seconds=$((V1BETA1_SHUTDOWN_TIMEOUT_SECS > 0 ? V1BETA1_SHUTDOWN_TIMEOUT_SECS : 1))
  refuse_unless_running
  say "reboot domain $domain"
  ask_to reboot
  ask rebooted event --domain "$uuid" --event reboot --timeout "$seconds"
  send
  succeeded reboot || die "cannot reboot domain \"$domain\" on node \"$node\"" "$REPLY"
  { answer rebooted && [[ $REPLY == *"event 'reboot'"* ]]; } || die "the guest has not begun to reboot in $seconds seconds: see make console, or make kill start"
}

ask_to() { # shutdown or reboot: the agent, where there is a channel for one, and else ACPI
  local mode=()
  ! has_agent || mode=(--mode 'agent,acpi')
  ask "$1" "$1" --domain "$uuid" "${mode[@]}"
}

# ---- Stop ----

plan_kill() {
  ! is_on || step "power off domain $domain" destroy --domain "$uuid"
  [[ ! -e install.sh ]] || plan_begin_anew
}

stop_domain() { # asks again every few seconds; the event ends the waiting at once
  local end=$((SECONDS + V1BETA1_SHUTDOWN_TIMEOUT_SECS)) left
  ! is_on || say "shut down domain $domain"
  while is_on && [[ ! ${installation:-} ]] && ((SECONDS < end)); do # an installer that would shut down has not ended
    left=$((end - SECONDS))
    ask_to shutdown
    ask event event --domain "$uuid" --event lifecycle --timeout $((left < 5 ? left : 5))
    read_state
  done
  converge plan_kill
}
