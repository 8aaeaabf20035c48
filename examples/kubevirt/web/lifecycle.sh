# SPDX-License-Identifier: 0BSD
# What becomes of the VM in the cluster (vmp, provisioner kubevirt-v1alpha1). Read by kubevirt.sh.
# shellcheck shell=bash disable=SC2154 # kubevirt.sh and cluster.sh have the variables of this file, too

# ---- up and diff ----

bring_up() {
  local said
  [[ $run_strategy != Manual ]] || need virtctl
  need_namespace
  look
  read_manifests
  if ! compare >/dev/null; then
    said=$(printf '%s\n' "$manifests" | kube apply --server-side --field-manager=vmp -f - 2>&1) ||
      tell_refusal "the cluster refuses what is in this directory" "$said"
    relay "$said"
  fi
  remove_leftovers
  [[ $run_strategy != Manual ]] || start_by_hand
  tell_restart
}

remove_leftovers() {
  local object said
  for object in "${leftovers[@]}"; do
    spell "$object"
    # What a guest still uses goes when it no longer does.
    said=$(kube delete "$REPLY" --ignore-not-found --wait=false 2>&1) || die "cannot delete $object" "$said"
    say "delete $object, which is in this directory no longer"
  done
}

tell_restart() { # KubeVirt says which changes wait for a restart
  local said
  said=$(kube get "virtualmachines.kubevirt.io/$subject" --ignore-not-found \
    -o 'jsonpath={.status.conditions[?(@.type=="RestartRequired")].status}') || die "cannot see the VM"
  [[ $said != True ]] || warn "some of it waits until the guest restarts: virtctl ${cluster[*]} restart $subject"
}

show_differences() {
  local differs=false object
  find_namespace || { say "there is no namespace \"$namespace\"" && exit 1; }
  look
  read_manifests
  compare || differs=true
  for object in "${leftovers[@]}"; do
    say "$object is the VM's and in this directory no longer: up deletes it"
    differs=true
  done
  [[ $differs == false ]] || exit 1
}

show_status() {
  local name
  need_namespace
  kube get virtualmachines.kubevirt.io,virtualmachineinstances.kubevirt.io,datavolumes.cdi.kubevirt.io,secrets \
    -l "$own" --ignore-not-found -o wide || die "cannot see what is in namespace \"$namespace\""
  for name in "${shared[@]}"; do
    kube get "datavolumes.cdi.kubevirt.io/$name" --ignore-not-found -o wide || die "cannot see DataVolume/$name"
  done
  tell_restart
}

# ---- down ----

bring_down() { # the VM first, for it uses the others
  find_namespace || { say "there is no namespace \"$namespace\": nothing to delete" && return 0; }
  delete_objects virtualmachines.kubevirt.io -l "$own"
  delete_companions
  rm -f known_hosts || die "cannot remove known_hosts"
}

# By name: a data volume that is to stay may have the VM's label until the next "up".
delete_companions() {
  local name kind words=() sorted=()
  local -A stays=()
  for name in "${shared[@]}"; do stays[$name]=yes; done
  maker=()
  read_objects datavolumes.cdi.kubevirt.io,secrets -l "$own"
  for name in "${!maker[@]}"; do
    kind=${name%%/*}
    [[ $kind != DataVolume || ! ${stays[${name#*/}]:-} ]] || continue
    spell "$name"
    words+=("$REPLY")
  done
  ((${#words[@]} > 0)) || return 0
  sort_words "${words[@]}"
  delete_objects "${sorted[@]}"
}

delete_objects() { # ARGUMENT...: of "delete"
  local said
  said=$(kube delete "$@" --ignore-not-found --wait 2>&1) || die "cannot delete what is in namespace \"$namespace\"" "$said"
  [[ $said == 'No resources found'* ]] || relay "$said"
}

look_at_shared() { # before anything goes: one of somebody else's ends it
  local name
  find_namespace || return 0
  for name in "${shared[@]}"; do
    read_objects "datavolumes.cdi.kubevirt.io/$name"
    refuse_foreign "DataVolume/$name"
  done
}

delete_shared() { # by name: no label says whose they are alone
  local name
  find_namespace || return 0
  for name in "${shared[@]}"; do delete_objects "datavolumes.cdi.kubevirt.io/$name"; done
}

# ---- Power ----

switch() { # start, stop or kill
  need_namespace
  case $1-$run_strategy in
    *-Manual) ;;
    start-Always | start-RerunOnFailure | start-Once) say "runStrategy $run_strategy: the cluster starts it" && return 0 ;;
    stop-Halted | kill-Halted) say "runStrategy Halted: it is off" && return 0 ;;
    *)
      die "runStrategy is \"$run_strategy\", and up would undo this. Write \"runStrategy: Manual\" in the registry, or the \
one that is wanted, and make up"
      ;;
  esac
  case $1 in
    start) start_by_hand ;;
    stop) stop_by_hand ;;
    kill) stop_by_hand --force --grace-period=0 ;;
  esac
}

is_there() { # does the guest's instance exist? What is in its end still does.
  local said
  said=$(kube get "virtualmachineinstances.kubevirt.io/$subject" --ignore-not-found -o name) || die "cannot see the guest"
  [[ $said ]]
}

start_by_hand() {
  ! is_there || return 0
  virtctl "${cluster[@]}" start "$subject" || die "virtctl cannot start the VM"
}

stop_by_hand() { # OPTION...: of virtctl
  is_there || return 0
  virtctl "${cluster[@]}" stop "$subject" "$@" || die "virtctl cannot stop the VM"
}
