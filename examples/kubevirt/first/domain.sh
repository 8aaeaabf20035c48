# SPDX-License-Identifier: 0BSD
# The domain: its state on the node, and the steps to its definition (vmp, provisioner v1beta1). Read by provisioner.sh.
# shellcheck shell=bash disable=SC2034,SC2154 # provisioner.sh has the variables of this file, too

metadata_uri=https://vmp.invalid/v1beta1   # of our element in a domain's <metadata>

domain_state=absent       # or off, running, paused, saved: off with its memory saved
called=''                 # its name there
autostarts=false
wanted_seed=none          # digest of the files of the seed
defined_seed=''           # that the domain was defined with
is_current=false          # is it defined as it is to be, so that it may start?
installing=false          # is its installer still to be started?
snapshots=()              # names of all
external_snapshots=()     # those of them whose disks are other files
current_snapshot=''       # that what is there now comes from
puller_name=vmp-consolidate-$uuid
puller=''                 # UUID of the domain of that name, in which QEMU works on the volumes of one that is off

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
  ask "xml defined" dumpxml --domain "$uuid" --inactive
  [[ $compares == false ]] || ask "xml running" dumpxml --domain "$uuid"
  [[ ! -e install.sh ]] || ask state domstate --domain "$uuid" --reason
  ask snapshots snapshot-list --domain "$uuid" --name
  ask 'snapshots external' snapshot-list --domain "$uuid" --external --name
  ask 'snapshots current' snapshot-current --domain "$uuid" --name
}

read_domain() {
  domain_state=absent
  autostarts=false
  defined_seed=''
  installing=false
  consolidated=''
  snapshots=() external_snapshots=() current_snapshot=''
  find_domain
  [[ $domain_state != absent ]] || return 0
  ! lists saved "$uuid" || domain_state=saved
  ! lists active "$uuid" || domain_state=running
  ! lists paused "$uuid" || domain_state=paused
  ! lists autostarting "$uuid" || autostarts=true
  read_mark
  [[ $transient == true ]] || read_snapshots
}

find_domain() { # dies where the name or the UUID is somebody else's
  local id name
  puller=''
  listed domains
  while read -r id name; do
    if [[ $id == "$uuid" ]]; then
      domain_state=off
      called=$name
    elif [[ $name == "$puller_name" ]]; then
      puller=$id
    elif [[ $name == "$domain" ]]; then
      die "domain \"$domain\" on node \"$node\" is not of this directory: its UUID is $id, not $uuid. Rename one of \
them, or, if it is this VM made by another program, write uuid: $id under virtInstall in the registry"
    fi
  done <<<"$REPLY"
}

read_mark() { # of a definition: its seed, whether its installer is still to be started, which volumes are consolidated
  local pattern="<vmp:provisioner [^>]*seed=.([a-z0-9]+)[^>]*>"
  still_there 'xml defined' || return 0
  ! read_note 'xml defined' consolidated || consolidated=$REPLY
  still_there 'xml defined' || return 0
  [[ $REPLY =~ $pattern ]] || return 0
  defined_seed=${BASH_REMATCH[1]}
  [[ ${BASH_REMATCH[0]} != *' install='* ]] || installing=true
}

read_snapshots() {
  local none='not supported by the connection driver'
  looked_at snapshots "$none" || return 0
  read_names snapshots
  looked_at 'snapshots external' "$none" || return 0
  read_names external_snapshots
  ((${#snapshots[@]})) && looked_at 'snapshots current' 'current snapshot' || return 0
  current_snapshot=${REPLY#$'\n'}
  current_snapshot=${current_snapshot%%$'\n'*}
}

read_names() { # ARRAY: of a list in REPLY
  local -n names=$1
  mapfile -t names <<<"$REPLY"
  local i
  for i in "${!names[@]}"; do [[ ${names[i]} ]] || unset "names[i]"; done
  names=("${names[@]}")
}

# ---- Definition ----

plan_create() {
  plan_storage "${pools[@]}" "${volumes[@]}"
  ((${#steps[@]})) || [[ $look_again == true ]] || plan_domain
}

plan_domain() { # defined as the registry says; one that is on, for its next start
  if [[ $transient == true ]]; then
    plan_transient
    return 0
  fi
  [[ ! ${installation:-} ]] || plan_media || { is_current=false && return 0; }
  choose_seed
  is_current=true
  [[ ! ${installation:-} ]] || ! is_on || return 0
  if keeps_changes; then
    tell_kept
  elif needs_definition || [[ $defined_seed != "$REPLY" || ${install_ended:-false} == true ]]; then
    is_current=false
    plan_definition "$REPLY"
  else
    tell_undone
    [[ $installing == true || ${installation:-} ]] || plan_found # virt-install defines it once more
    [[ ${installation:-} ]] || plan_autostart
  fi
}

plan_definition() { # SEED-DIGEST
  local what="define domain $domain"
  [[ ${install_ended:-false} == false ]] || what="define domain $domain as it is when it is installed"
  refuse_external_snapshots
  tell_undone
  plan_name || return 0
  write_definition "$1"
  step "$what" define "$REPLY"
  taken[define domain $domain]=yes
}

plan_name() { # which libvirt changes in one that is off; returns 1 where it has to come first
  [[ $domain_state != absent && $called != "$domain" ]] || return 0
  must_wait "domain \"$called\" is called \"$domain\"" ||
    step "rename domain $called to $domain" domrename --domain "$uuid" --new-name "$domain"
  return 1
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
  local mark="<vmp:provisioner xmlns:vmp='$metadata_uri' seed='$1'"
  [[ ! $fleet ]] || mark+=" fleet='$fleet'"
  [[ $installing == false ]] || mark+=" install='first'"
  [[ ! ${installation:-} ]] || mark+=" installer='$installation'"
  write_asserted
  mark+="/>$REPLY"
  write_consolidated
  REPLY=$mark$REPLY
}

plan_transient() { # a domain that is forgotten when it stops, so there is none but one that is on
  if is_on; then
    ! needs_definition || must_wait "the new definition of domain \"$domain\" comes"
  elif [[ $domain_state != absent ]]; then
    plan_undefine # it was no transient one
  fi
}

# ---- A paused domain in which QEMU works on volumes of one that is off: consolidate.sh pulls in it, backup.sh copies ----

describe_puller() { # PATH FORMAT...: a file with the XML of a domain with these disks, and for the rest like the VM's
  local number=0 target text kind="<domain type='[a-z]+'" machine='<type[^>]*>hvm</type>' emulator='<emulator>[^<]*</emulator>'
  answer 'xml defined' || true
  [[ $REPLY =~ $kind ]] || die "node \"$node\" does not say of what kind domain \"$domain\" is"
  text="${BASH_REMATCH[0]}><name>$puller_name</name><memory unit='MiB'>64</memory>"
  [[ ! $REPLY =~ $machine ]] || text+="<os>${BASH_REMATCH[0]}</os>"
  text+="<devices>"
  [[ ! $REPLY =~ $emulator ]] || text+=${BASH_REMATCH[0]}
  text+="<controller type='usb' model='none'/><memballoon model='none'/>"
  while (($#)); do
    name_disk "$number"
    target=$REPLY
    xml_text "$1"
    text+="<disk type='file' device='disk'><driver name='qemu' type='$2'/><source file='$REPLY'/>"
    text+="<target dev='$target' bus='virtio'/></disk>"
    number=$((number + 1))
    shift 2
  done
  temporary "$text</devices></domain>"
}

name_disk() { # NUMBER, from 0: vda to vdz, then vdaa
  local letters=abcdefghijklmnopqrstuvwxyz
  REPLY=vd
  (($1 < 26)) || REPLY+=${letters:$1 / 26 - 1:1}
  REPLY+=${letters:$1 % 26:1}
}

plan_end_pull() { # its volumes are as before, and the VM's again
  [[ ! $puller ]] || step "end the paused domain $puller" destroy --domain "$puller" --graceful
}
