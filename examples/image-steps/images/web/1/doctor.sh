# SPDX-License-Identifier: 0BSD
# doctor: whether this machine can build the image; each failure with what mends it (vmp, provisioner v1beta1). Read by
# provisioner.sh.
# shellcheck shell=bash disable=SC2034,SC2154 # provisioner.sh has the variables of this file, too
#
# libguestfs takes a kernel of this machine and starts it, with a disk of the image, in a VM of its own: the appliance.

failures=0
checks=0

doctor() {
  check_commands
  if needs_appliance; then
    check_kernel /boot /lib/modules
    check_kvm /dev/kvm
    ((failures)) || check_appliance
  fi
  check_space
  [[ ! $node ]] || check_node
  ((failures == 0)) || die "$failures of $checks checks failed"
  say "this machine can build it: $checks checks"
}

fails() { # MESSAGE [WHAT-A-TOOL-SAID]
  failures=$((failures + 1))
  checks=$((checks + 1))
  warn "error: $1"
  [[ -z ${2:-} ]] || sed '/^$/d; s/^/    /' <<<"$2" >&2
}

passes() {
  checks=$((checks + 1))
}

check_commands() { # of a whole build, whatever is cached
  local commands=() name target=force
  local -A seen=()
  add_commands_of_build
  for name in "${commands[@]}"; do
    [[ ! ${seen[$name]:-} ]] || continue
    seen[$name]=yes
    if type -P "$name" >/dev/null; then
      passes
    else
      fails "this machine has no $name. On Debian and Ubuntu: apt install ${packages[$name]% *}. On Fedora: dnf install \
${packages[$name]#* }"
    fi
  done
}

needs_appliance() {
  local step
  ! word export sparsify || [[ $REPLY != true ]] || return 0
  [[ ${part_type[source]:-} != builder ]] || return 0
  for step in "${step_names[@]}"; do
    [[ ${part_type[$step]} =~ ^(boot|host)$ ]] || return 0
  done
  return 1
}

# ---- The appliance's parts ----

check_kernel() { # FOLDER MODULES: one of the kernels there is enough
  local kernel=${SUPERMIN_KERNEL:-} unreadable='' without=''
  if [[ $kernel && -r $kernel ]]; then
    passes
    return 0
  elif [[ $kernel ]]; then
    fails "SUPERMIN_KERNEL is $kernel, which cannot be read: set it to a kernel, or unset it"
    return 0
  fi
  for kernel in "$1"/vmlinuz-*; do
    if [[ ! -e $kernel ]]; then
      fails "$1 has no kernel, which libguestfs needs for its appliance. On Debian: apt install linux-image-cloud-amd64. On \
Ubuntu: apt install linux-image-virtual. On Fedora: dnf install kernel-core"
      return 0
    elif [[ ! -r $kernel ]]; then
      unreadable=$kernel
    elif [[ ! -d $2/${kernel##*/vmlinuz-} ]]; then
      without=${kernel##*/vmlinuz-}
    else
      passes
      return 0
    fi
  done
  [[ ! $unreadable ]] || fails "$unreadable is not readable for this user, as on Ubuntu: sudo chmod a+r ${unreadable@Q}. To keep \
it so: sudo dpkg-statoverride --add root root 0644 ${unreadable@Q}"
  [[ ! $without ]] || fails "$2/$without, the modules of the kernel in $1, is not there: install the kernel's package anew"
}

check_kvm() { # DEVICE: without it all works, only slowly
  checks=$((checks + 1))
  if [[ ! -e $1 ]]; then
    warn "warning: there is no $1, so guests are emulated, which takes many times as long: modprobe kvm_intel or kvm_amd, and \
switch virtualization on in the firmware, or, in a VM, in its host"
  elif [[ ! -r $1 || ! -w $1 ]]; then
    warn "warning: this user may not use $1, so guests are emulated, which takes many times as long: sudo usermod -aG kvm \
$(id -un), and log in again"
  fi
}

check_appliance() { # once, as a build would
  local said
  say "start the appliance once"
  if said=$(start_appliance); then
    passes
  elif [[ ${LIBGUESTFS_BACKEND_SETTINGS:-} != *force_tcg* ]] && LIBGUESTFS_BACKEND_SETTINGS=force_tcg start_appliance >/dev/null; then
    fails "the appliance starts only without KVM, which does not work here: export LIBGUESTFS_BACKEND_SETTINGS=force_tcg" \
      "$(tail -n 5 <<<"$said")"
  else
    fails "the appliance does not start; below is what it said last, and libguestfs-test-tool shows all of it" \
      "$(tail -n 20 <<<"$said")"
  fi
}

start_appliance() {
  make_libguestfs_folder
  LIBGUESTFS_BACKEND=${LIBGUESTFS_BACKEND:-direct} run timeout 600 guestfish --ro -a /dev/null run 2>&1 </dev/null
}

# ---- Space, node ----

check_space() { # for states and the result
  local folder=$cache free
  [[ -d $folder ]] || folder=${result%/*}
  until [[ -d $folder || $folder != */* ]]; do folder=${folder%/*}; done
  free=$(df --output=avail -B1M -- "$folder") || die "df fails"
  free=${free##*[!0-9]}
  if ((free < 1024)); then
    fails "$folder has $free MiB left: make gc, or set DEFAULT_IMAGE_DIR to a larger disk in the registry"
    return 0
  fi
  passes
  ((free >= 8192)) || warn "warning: $folder has $free MiB left, which large images fill"
}

check_node() { # is it in reach, and its pool active?
  if (name_installation && read_state); then # it has said why not
    passes
  else
    failures=$((failures + 1))
    checks=$((checks + 1))
  fi
}
