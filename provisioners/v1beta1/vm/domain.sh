# The domain: its state on the node, and the steps to its definition, and to a domain that runs (vmp, provisioner v1beta1).
# Read by provisioner.sh.
# shellcheck shell=bash disable=SC2034,SC2154 # provisioner.sh has the variables of this file, too

metadata_uri=https://vmp.invalid/v1beta1   # of our element in a domain's <metadata>

domain_state=absent       # or off, running, paused, saved: off with its memory saved
autostarts=false
wanted_hash=''            # digest of the definition that the Makefile says
wanted_seed=none          # and of the files of the seed
defined_hash=''           # those that the domain was defined with
defined_seed=''
running_hash=''           # and that it runs with
redefines=false           # does the plan define it?
installing=false          # is its installer still to be started?
external_snapshots=()

digest_definition() { # into wanted_hash
  REPLY=$(printf '%s\0' "$domain" "$uuid" "$autostart" "$transient" "${definition_words[@]}" | sha256sum) ||
    die "sha256sum fails"
  wanted_hash=${REPLY%% *}
}

definition_differs() { # is it another one that is defined?
  [[ $domain_state == absent || $defined_hash != "$wanted_hash" ]]
}

runs_older_definition() {
  is_on && [[ $running_hash != "$defined_hash" ]]
}

is_on() {
  [[ $domain_state == running || $domain_state == paused ]]
}

must_wait() { # WHAT: is the domain on, or has it its memory saved? It says so, once.
  is_on || [[ $domain_state == saved ]] || return 1
  warn_once "$1 at the next start: make stop up"
}

# ---- State ----

ask_domain() {
  ask domains list --all --uuid --name
  ask active list --uuid
  ask paused list --state-paused --uuid
  ask autostarting list --all --autostart --uuid
  ask saved list --all --with-managed-save --uuid
  ask "metadata running" metadata --domain "$uuid" --uri $metadata_uri
  ask "metadata defined" metadata --domain "$uuid" --uri $metadata_uri --config
  ask snapshots snapshot-list --domain "$uuid" --external --name
}

read_domain() {
  domain_state=absent
  autostarts=false
  running_hash=''
  defined_hash=''
  defined_seed=''
  installing=false
  external_snapshots=()
  find_domain
  [[ $domain_state != absent ]] || return 0
  ! lists saved "$uuid" || domain_state=saved
  ! lists active "$uuid" || domain_state=running
  ! lists paused "$uuid" || domain_state=paused
  ! lists autostarting "$uuid" || autostarts=true
  read_marks
  [[ $transient == true ]] || read_snapshots
}

find_domain() { # dies where the name or the UUID is somebody else's
  local id name
  listed domains
  while read -r id name; do
    if [[ $id == "$uuid" ]]; then
      [[ $name == "$domain" ]] ||
        die "domain \"$domain\" is called \"$name\" on node \"$node\": virsh domrename $uuid $domain"
      domain_state=off
    elif [[ $name == "$domain" ]]; then
      die "domain \"$domain\" on node \"$node\" is not of this directory: its UUID is $id, not $uuid. Rename one of \
them, or, if it is this VM made by another program, write uuid: $id under virtInstall in the registry"
    fi
  done <<<"$REPLY"
}

read_marks() {
  if read_mark running; then
    running_hash=$mark_hash
    defined_hash=$mark_hash
    defined_seed=$mark_seed
  fi
  [[ $transient == false ]] || return 0 # what runs is all that there is of it
  defined_hash=''
  defined_seed=''
  if read_mark defined; then
    defined_hash=$mark_hash
    defined_seed=$mark_seed
  fi
  [[ $REPLY != *'install='* ]] || installing=true
}

read_mark() { # running or defined: the digests of our metadata, in mark_hash and mark_seed; 1 where there is none
  looked_at "metadata $1" 'metadata not found|transient domains do not have' || return 1
  [[ $REPLY =~ definition=.([0-9a-f]+).\ seed=.([a-z0-9]+) ]] || return 1
  mark_hash=${BASH_REMATCH[1]}
  mark_seed=${BASH_REMATCH[2]}
}

read_snapshots() {
  local name
  looked_at snapshots 'not supported by the connection driver' || return 0
  while read -r name; do
    [[ ! $name ]] || external_snapshots+=("$name")
  done <<<"$REPLY"
}

# ---- Definition ----

plan_create() {
  plan_storage "${pools[@]}" "${volumes[@]}"
  ((${#steps[@]})) || [[ $look_again == true ]] || plan_domain
}

plan_domain() { # defined as the registry says; one that is on, for its next start
  local seed_then
  redefines=false
  if [[ $transient == true ]]; then
    plan_transient
    return 0
  fi
  choose_seed
  seed_then=$REPLY
  if definition_differs || [[ $defined_seed != "$seed_then" ]]; then
    refuse_external_snapshots
    write_definition "$seed_then"
    step "define domain $domain" define "$REPLY"
    redefines=true
  fi
  plan_autostart
}

# The seed that the domain has from its definition on: one that is on keeps its own, and not every target renews it.
choose_seed() {
  REPLY=$wanted_seed
  if [[ ${seed_mark:-} ]]; then
    REPLY=$seed_mark
  elif is_on || [[ $domain_state == saved ]]; then
    REPLY=${defined_seed:-none}
  fi
}

refuse_external_snapshots() {
  ((${#external_snapshots[@]})) || return 0
  die "domain \"$domain\" has external snapshots (${external_snapshots[*]}), so its disks are other files than the \
registry's: merge them with virsh blockcommit, and remove them with virsh snapshot-delete --metadata"
}

plan_autostart() {
  local disable=()
  [[ $autostarts != "$autostart" ]] || return 0
  [[ $autostart == true ]] || disable=(--disable)
  step "set autostart of domain $domain to $autostart" autostart --domain "$uuid" "${disable[@]}"
}

write_definition() { # SEED-DIGEST: into a file; also whether it has an installer, into installing
  local errors text known=()
  [[ $domain_state == absent ]] || known=(--check 'path_in_use=off,mac_in_use=off') # by this domain itself
  need virt-install
  temporary
  errors=$REPLY
  text=$(run virt-install --name "$domain" --uuid "$uuid" "${known[@]}" "${definition_words[@]}" --dry-run --print-xml \
    2>"$errors") || die "virt-install does not take this definition of \"$domain\"" "$(<"$errors")"
  # Two documents mean an installer: the first for its own boot, the only one of a transient domain, the second for later.
  if [[ $transient == true ]]; then
    text=${text%%$'\n<domain '*}
  elif [[ $text != *$'\n<domain '* ]]; then
    installing=false
  elif [[ $domain_state == absent ]]; then
    installing=true
  fi
  text="<domain ${text##*'<domain '}"
  [[ $text == *'<metadata>'* ]] || text=${text/'</uuid>'/</uuid><metadata></metadata>}
  describe_mark "$1"
  temporary "${text/'<metadata>'/<metadata>$REPLY}"
}

describe_mark() { # SEED-DIGEST: our metadata
  REPLY="<vmp:provisioner xmlns:vmp='$metadata_uri' definition='$wanted_hash' seed='$1'"
  [[ $installing == false ]] || REPLY+=" install='first'"
  REPLY+='/>'
}

plan_transient() { # a domain that is forgotten when it stops, so there is none but one that is on
  if is_on; then
    ! definition_differs || must_wait "the new definition of domain \"$domain\" comes"
  elif [[ $domain_state != absent ]]; then
    plan_undefine # it was no transient one
  fi
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
  [[ $redefines == true && ($was != absent || $installing == true) ]] || plan_start
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
    running) warn_of_definition ;;
    paused) warn_once "domain \"$domain\" is paused: virsh resume $uuid" && warn_of_definition ;;
    *)
      if [[ $installing == true ]]; then
        start_installer
      else
        step "start domain $domain" start --domain "$uuid"
      fi
      ;;
  esac
}

warn_of_definition() {
  ! runs_older_definition || must_wait "the new definition of domain \"$domain\" comes"
}

start_installer() { # the first start is its own boot
  need virt-install
  say "start domain $domain with its installer"
  REPLY=$(run virt-install --reinstall "$domain" "${definition_words[@]}" --noautoconsole 2>&1) ||
    die "cannot start the installer of domain \"$domain\"" "$REPLY"
  step "note that domain $domain has been installed" metadata --domain "$uuid" --uri $metadata_uri --key vmp \
    --config --set "<provisioner definition='$defined_hash' seed='$defined_seed'/>"
}

plan_start_transient() {
  plan_transient
  [[ $domain_state == absent ]] || return 0
  write_definition "$wanted_seed"
  step "create transient domain $domain" create "$REPLY"
}

# ---- Stop ----

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
