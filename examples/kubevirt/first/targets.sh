# SPDX-License-Identifier: 0BSD
# What each target does (vmp, provisioner v1beta1). Read by provisioner.sh, last: it runs the target.
# shellcheck shell=bash disable=SC2034,SC2154 # provisioner.sh has the variables of this file, too

check_seconds V1BETA1_{SHUTDOWN,CONSOLIDATE}_TIMEOUT_SECS \
  V1BETA1_WAIT_FOR_READY_{TIMEOUT,INTERVAL,SSH_CONNECT_TIMEOUT}_SECS

all=false # also what is retained?
[[ $target != *-all ]] || all=true
one=''    # the pool or volume of create/volume/POOL/VOLUME; ,HH stands for a byte that a target cannot have
if [[ $target == */*/* ]]; then
  one=${target#*/*/}
  printf -v one %b "${one//,/\\x}"
fi

prepare() { # for changes
  lock "$PWD" "it works on this VM"
  remove_leftovers
}

build() {
  [[ ! $image ]] || build_image
  [[ ! $seed ]] || build_seed
}

look() { # at the node, to compare it with this directory
  [[ ! $seed ]] || digest_seed
  compares=true
  take_steps
}

bring_up() {
  if [[ $image && ! -s $image ]]; then # before a long download: is the node in reach, and are its pools there?
    read_state
    [[ ! -e networks.sh ]] || is_on || check_networks
    plan_storage "${used_pools[@]}"
  fi
  build
  [[ ${seed_on_node:-} == true ]] || look # not a second time
  converge plan_end_pull
  start_with plan_up
}

start_with() { # PLAN
  [[ ! -e networks.sh ]] || prepare_networks
  converge "$1"
  [[ ! -e install.sh ]] || finish_installation "$1"
  tell_waiting
}

bring_down() {
  stop_domain
  delete domain volumes pools
  [[ ! -e register.sh ]] || converge plan_unregister
  clean
}

enter() { # PLAN: of register.sh
  [[ -e register.sh ]] || die "no interface has addresses on a network that has no directory"
  converge "$1"
}

consolidate_volumes() {
  [[ -e consolidate.sh ]] || die "no volume has a backingVolume in the registry"
  consolidate
}

provide() { # STEP, or all of them
  [[ -e provision.sh ]] || { say "the registry has no steps for it" && return 0; }
  prepare
  read_state
  provision "$1"
}

stop_all() {
  stop_domain
  converge plan_stop_pools "${pools[@]}"
}

need_commands
case $target in
  up | create* | start*) refuse_half_restored ;;
esac
case $target in
  up | down | build | clean* | create* | start* | stop* | kill | delete* | detach* | *register | consolidate) prepare ;;
  snapshot | snapshot-delete | revert | reboot | suspend | resume | hibernate | backup | restore) prepare ;;
esac
case $target in
  up | build) [[ ! $seed || ! -e secret_files.sh ]] || build_seed ;; # somebody may have to type a PIN
esac
case $target in
  create* | start* | detach* | diff) look ;;
  down | stop* | kill | log | delete* | register | unregister | consolidate | console | wait-for-ready*) read_state ;;
  snapshot | snapshots | snapshot-delete | revert | reboot | suspend | resume | hibernate) read_state ;;
  backup | restore | logs | view | screenshot) read_state ;;
  status)
    ask_address
    look
    ;;
esac
case $target in
  create* | start* | down | stop* | kill | delete* | snapshot | revert | restore) converge plan_end_pull ;;
esac

case $target in
  up) bring_up ;;
  down) bring_down ;;
  build) build ;;
  clean) clean ;;
  clean-all) clean all ;;
  create) converge plan_create ;;
  create/pool | start/pool) converge plan_storage "${pools[@]}" ;;
  create/volume) converge plan_storage "${volumes[@]}" ;;
  create/domain) converge plan_domain ;;
  create/* | start/pool/*) converge plan_storage "$one" ;;
  start) start_with plan_start_all ;;
  start/domain) start_with plan_start ;;
  stop | stop/domain) stop_domain ;;
  stop-all) stop_all ;;
  stop/pool) converge plan_stop_pools "${pools[@]}" ;;
  stop/pool/*) converge plan_stop_pools "$one" ;;
  kill) converge plan_kill ;;
  delete | delete-all) delete domain volumes pools ;;
  delete/domain) delete domain ;;
  delete/volume | delete/volume-all) delete volumes ;;
  delete/pool | delete/pool-all) delete pools ;;
  delete/*) delete_one "$one" ;;
  consolidate) consolidate_volumes ;;
  snapshot) make_snapshot ;;
  snapshots) list_snapshots ;;
  snapshot-delete) delete_snapshot ;;
  revert) revert_to_snapshot ;;
  backup) back_up ;;
  restore) restore ;;
  reboot) reboot ;;
  suspend) converge plan_suspend ;;
  resume) resume ;;
  hibernate) converge plan_hibernate ;;
  register) enter plan_register ;;
  unregister) enter plan_unregister ;;
  status) report_status ;;
  provision) provide '' ;;
  provision/*) provide "${target#*/}" ;;
  diff) report_differences ;;
  wait-for-ready/ip) wait_for_address ;;
  wait-for-ready | wait-for-ready/ssh) wait_for_ready ;;
  console) open_console ;;
  log)
    [[ -e install.sh ]] || die "only the installer of a VM without an image has a log"
    installation_log
    ;;
  logs) show_log ;;
  view) view ;;
  screenshot) take_screenshot ;;
  detach/disk/*) detach disk "$one" ;;
  detach/network/*) detach network "$one" ;;
  ip) find_address || die "$no_address" ;;
  ssh) log_in ;;
  exec) run_here ;;
  *) die "there is no target $target: make help" ;;
esac
