#!/usr/bin/env bash
# SPDX-License-Identifier: 0BSD
# How the targets of a generated directory are done (vmp, provisioner v1alpha1). The same files in every VM: what is
# this VM's own stands in the Makefile, which calls "provisioner.sh TARGET WORD...", the words of its variable VM.
# This file has the targets and their steps, node.sh the state of the node, build.sh the files on this machine, guest.sh the
# way into the guest. A function that makes a text leaves it in REPLY.
#
# A target is one process. It reads the node's state in one connection, works out the next steps, takes them, and
# reads the state again in the same connection, until nothing is left to do. So a target may be stopped anywhere and
# run again, and a step that another make took in the meantime is no failure.
set -euo pipefail
shopt -u patsub_replacement 2>/dev/null || true # "&" in a replacement is a character, also in bash 5.2
[[ ${BASH_SOURCE[0]} != */* ]] || cd -- "${BASH_SOURCE[0]%/*}"
cd -P . # the lock is named after the directory, whatever link led here
target=$1 && shift

# ---- The VM, from the words of the Makefile ----

vm='' node='' domain='' uuid='' autostart=false no_autostart=yes transient=false password=false virt_install=()
pools=() volumes=() # in the registry's order; a volume is called POOL/NAME
declare -A path=() policy=() format=() capacity=() file=() base=() base_format=()
image='' url='' archive='' member='' digest='' digest_list='' seed='' seed_files=()

while (($#)); do
  case $1 in
    --vm) vm=$2 node=$3 && shift 3 ;;
    --domain) domain=$2 uuid=$3 && shift 3 ;;
    --virt-install) virt_install+=("$2") && shift 2 ;;
    --autostart) autostart=true no_autostart='' && shift ;;
    --transient) transient=true && shift ;;
    --pool) pools+=("$2") path[$2]=$3 policy[$2]=$4 && shift 4 ;;
    --volume) volumes+=("$2") volume=$2 format[$2]=$3 policy[$2]=$4 && shift 4 ;;
    --capacity) capacity[$volume]=$2 && shift 2 ;;
    --upload) file[$volume]=$2 && shift 2 ;;
    --backing) base[$volume]=$2 base_format[$volume]=$3 && shift 3 ;;
    --image) image=$2 url=$3 && shift 3 ;;
    --archive) archive=$2 member=$3 && shift 3 ;;
    --checksum) digest=$2:$3 && shift 3 ;;
    --checksum-list) digest_list=$2:$3 && shift 3 ;;
    --seed) seed=$2 && shift 2 ;;
    --seed-file) seed_files+=("$2") && shift 2 ;;
    --sshpass) password=true && shift ;;
    *) echo "provisioner.sh: unknown word \"$1\": it belongs to another Makefile" >&2 && exit 2 ;;
  esac
done

# shellcheck source-path=SCRIPTDIR source=node.sh
source ./node.sh
# shellcheck source-path=SCRIPTDIR source=build.sh
source ./build.sh
# shellcheck source-path=SCRIPTDIR source=guest.sh
source ./guest.sh

# ---- Messages, temporary files, locks ----

say() { printf '%s: %s\n' "$vm" "$*"; }
warn() { say "$*" >&2; }
die() { # MESSAGE [WHAT-A-TOOL-SAID]
  warn "error: $1"
  [[ -z ${2:-} ]] || sed '/^$/d; s/^/    /' <<<"$2" >&2
  exit 1
}

for name in SHUTDOWN_TIMEOUT_SECS WAIT_FOR_READY_{TIMEOUT,INTERVAL,SSH_CONNECT_TIMEOUT}_SECS; do
  name=V1ALPHA1_$name
  [[ ${!name} =~ ^[0-9]{1,9}$ ]] || die "$name is \"${!name}\", not a number of seconds"
  printf -v "$name" %d "$((10#${!name}))"
done

scratch='' scratch_lock=''
trap '[[ ! $scratch ]] || rm -rf -- "$scratch"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
# These die themselves, because where they stand in front of "&&" bash would not.
temporary() { # [TEXT]: a file with that
  [[ $scratch ]] || make_scratch
  { REPLY=$(mktemp -- "$scratch/XXXXXX") && printf %s "${1:-}" >"$REPLY"; } || die "cannot write files in $scratch"
}
file_name() { # TEXT, as a part of a file's name, which has at most 255 bytes
  local LC_ALL=C
  REPLY=${1//%/%25} REPLY=${REPLY//\//%2F}
  ((${#REPLY} < 110)) || { REPLY=$(sha256sum <<<"$1") && REPLY=${REPLY%% *}; } || die "sha256sum fails"
}

# A folder for temporary files of this process, which some with passwords are among. It is locked, so that the next make of
# this VM sees whether its process still lives, and removes what one that was killed has left.
make_scratch() {
  local parent=${TMPDIR:-/tmp}/vmp-$UID
  own_folder "$parent" || die "cannot make a folder for temporary files: $parent is not this user's directory"
  remove_leftovers
  for _ in first second third; do # a make that removes leftovers may see ours before it is locked
    scratch=$(mktemp -d -- "$REPLY.XXXXXX") || die "cannot make a folder for temporary files in $parent"
    { exec {scratch_lock}<"$scratch"; } 2>/dev/null || continue
    if ! flock --nonblock "$scratch_lock"; then
      rm -rf -- "$scratch" || true
    elif [[ $scratch -ef /proc/self/fd/$scratch_lock ]]; then
      return 0
    fi
    exec {scratch_lock}<&-
  done
  die "cannot lock a folder for temporary files in $parent"
}
remove_leftovers() { # in REPLY: what the names of such folders begin with
  local parent=${TMPDIR:-/tmp}/vmp-$UID folder fd
  file_name "$PWD"
  REPLY=$parent/$REPLY.files
  [[ -O $parent && ! -L $parent ]] || return 0
  for folder in "$REPLY".??????; do
    { [[ -d $folder ]] && exec {fd}<"$folder"; } 2>/dev/null || continue
    ! flock --nonblock "$fd" || rm -rf -- "$folder"
    exec {fd}<&-
  done
}
own_folder() { # PATH: there now, and this user's alone
  [[ -d $1 || ! -w ${1%/*} ]] || mkdir -m 700 -- "$1" 2>/dev/null || true
  [[ -d $1 && -O $1 && ! -L $1 ]]
}

locks=()
lock() { # FILE WHAT: held until this process ends. Its holder may remove the file, so see whether ours is still it.
  local fd
  waited=false
  while :; do
    { exec {fd}>>"$1"; } 2>/dev/null || die "cannot write $1"
    flock --nonblock "$fd" || { waited=true && say "waits for another make: $2" && flock "$fd"; } || die "cannot lock $1"
    [[ ! $1 -ef /proc/self/fd/$fd ]] || break
    exec {fd}>&-
  done
  locks+=("$fd")
}
# Between directories, so where all makes of this user look, whatever their environment says. The runtime directory is there
# only while the user is logged in, which cron and sudo do not need; /tmp may be cleaned, or a service's own. So in both.
lock_shared() { # NAME WHAT
  local name folder waits=false places=0
  file_name "$1"
  name=$REPLY
  for folder in "/tmp/vmp-$UID" "/run/user/$UID/vmp"; do
    own_folder "$folder" || continue
    lock "$folder/$name" "$2"
    [[ $waited == false ]] || waits=true
    places=$((places + 1))
  done
  ((places)) || die "/tmp/vmp-$UID is not this user's directory"
  waited=$waits
}
unlock() { # NUMBER: all locks but the first so many
  local fd
  for fd in "${locks[@]:$1}"; do exec {fd}>&-; done
  locks=("${locks[@]:0:$1}")
}
release_locks() { # a daemon that a program leaves behind would keep them
  for fd in "${locks[@]}" $scratch_lock; do exec {fd}>&-; done
}
run() { (release_locks && exec "$@"); }
instead() { { [[ ! $scratch ]] || rm -rf -- "$scratch"; } && exec "$@"; } # of this process

# ---- create ----

plan_pool() { # POOL: there and active
  local pool=$1
  [[ ! ${planned[$pool]:-} ]] || return 0
  planned[$pool]=yes
  refuse_elsewhere "$pool"
  if [[ ${pool_state[$pool]} == absent ]]; then
    [[ ${path[$pool]:-} ]] ||
      die "pool \"$pool\" is not on node \"$node\": create it there, or list it under pools in the registry"
    xml "${path[$pool]}" && temporary "<pool type='dir'><name>$pool</name><target><path>$REPLY</path></target></pool>"
    step "define pool $pool" pool-define "$REPLY"
  fi
  [[ ! ${path[$pool]:-} || ${pool_autostarts[$pool]} ]] || step "autostart pool $pool" pool-autostart --pool "$pool"
  [[ ${pool_state[$pool]} == active ]] || step "start pool $pool" pool-start --pool "$pool" ${path[$pool]:+--build}
}

declare -A planned=() ready=() fresh=() held=()
plan_volume() { # VOLUME: there, whole, and as big as the registry says; its pool and its base before it
  local volume=$1 under=${base[$1]:-} wanted=0
  [[ ! ${planned[$volume]:-} ]] || return 0
  planned[$volume]=yes
  plan_pool "${volume%%/*}"
  [[ ${pool_state[${volume%%/*}]} != inactive ]] || return 0 # a stopped pool does not show what it holds
  if [[ $under && ${format[$under]:-} ]]; then
    plan_volume "$under"
    [[ ${ready[$under]:-} ]] || return 0
  elif [[ $under ]]; then # a base that the registry does not list is the host's
    plan_pool "${under%%/*}"
  fi
  if [[ ${file[$volume]:-} ]]; then
    plan_upload "$volume" || return 0
  elif [[ ! ${exists[$volume]} ]]; then
    create_volume "$volume" && return
  fi
  [[ ! ${capacity[$volume]:-} ]] || { bytes "${capacity[$volume]}" && wanted=$REPLY; }
  difference "$volume"
  [[ ! $REPLY ]] || warn_once "volume \"$volume\" $REPLY: it stays so until it is deleted and made anew"
  if ((wanted > ${real_capacity[$volume]:-0})); then
    ! must_wait "volume \"$volume\" grows to ${capacity[$volume]}" || return 0
    refuse_old_snapshots "$volume"
    step "resize volume $volume" vol-resize --pool "${volume%%/*}" --vol "${volume#*/}" --capacity "$wanted"
  else
    ready[$volume]=yes
  fi
}
refuse_old_snapshots() { # VOLUME: QEMU cannot make it bigger, and does not say what to do
  answer "resize volume $1" || return 0
  [[ $REPLY != *'image which has snapshots'* ]] ||
    die "volume \"$1\" on node \"$node\" cannot grow: it is of version 2 of qcow2, and has snapshots. Make it version 3, \
on the node, and try again: qemu-img amend -f qcow2 -o compat=1.1 ${directory[${1%%/*}]}/${1#*/}. Or delete the \
snapshots: virsh snapshot-list $domain"
}

create_volume() { # VOLUME
  local volume=$1 text kind=${format[$1]} wanted=${capacity[$1]:-} under=${base[$1]:-}
  [[ ! ${file[$volume]:-} ]] || kind=raw wanted=0 # empty, so that a torn upload shows in its size
  xml "${volume#*/}" && text="<name>$REPLY</name><allocation>0</allocation>"
  [[ ! $wanted ]] || { bytes "$wanted" && text+="<capacity>$REPLY</capacity>"; }
  xml "$kind" && text+="<target><format type='$REPLY'/>"
  [[ $kind != qcow2 ]] || text+="<compat>1.1</compat>" # version 3, which can grow and have checkpoints with snapshots in it
  text+="</target>"
  if [[ $under ]]; then
    xml "${directory[${under%%/*}]}/${under#*/}" && text+="<backingStore><path>$REPLY</path>"
    xml "${base_format[$volume]}" && text+="<format type='$REPLY'/></backingStore>"
  fi
  temporary "<volume>$text</volume>"
  step "create volume $volume" vol-create --pool "${volume%%/*}" --file "$REPLY"
}

# Uploads go into an empty volume. A marker beside the file, from before the upload until the size has been checked,
# tells a torn one of ours from a volume of somebody else, which is never touched. Returns 1 until it is done.
plan_upload() { # VOLUME
  local volume=$1 from=${file[$1]} bytes marker what help='' where=(--pool "${1%%/*}" --vol "${1#*/}")
  [[ $from != "$image" && $from != "$seed" ]] || help=": make build"
  marker "$volume" && marker=$REPLY bytes=${local_size[$from]:-}
  if [[ ! $bytes ]]; then
    [[ ${exists[$volume]} ]] || die "$from is missing, from which volume \"$volume\" is made$help"
    [[ $from == "$seed" && $node_seed != "$wanted_seed" ]] || return 0
    must_wait "volume \"$volume\" gets the new seed" || die "$from is missing, whose new content volume \"$volume\" gets$help"
    return 0
  fi
  what="upload $from ($((bytes / 1048576 + 1)) MiB) to volume $volume"
  succeeded "$what" || ! answer "$what" || die "cannot $what on node \"$node\"" "$REPLY"
  if [[ ${exists[$volume]} && ! -e $marker ]] && ((${size[$volume]})); then
    if [[ $from == "$seed" && $node_seed == "$wanted_seed" ]]; then
      return 0
    elif [[ $from == "$seed" && ! ${fresh[$volume]:-} ]]; then
      ! must_wait "volume \"$volume\" gets the new seed" || return 0
      step "delete the old volume $volume" vol-delete "${where[@]}" && return 1
    fi
    ((${size[$volume]} < bytes)) || return 0
  fi
  if [[ ! ${held[$volume]:-} ]]; then # what was seen before the lock may be another's work in progress
    lock_uploads "$volume"
    [[ $waited == false && ! ${exists[$volume]} ]] || { stale=true && return 1; }
  fi
  [[ ! -e $marker ]] || { [[ ${exists[$volume]} ]] && ((${size[$volume]} != bytes)); } || rm -f -- "$marker" ||
    die "cannot remove $marker"
  if [[ ! ${exists[$volume]} ]]; then
    create_volume "$volume"
  elif ((${size[$volume]} == bytes)); then
    [[ $volume != "$seed_volume" || ! $seed_mark || $seed_mark == "$wanted_seed" ]] ||
      warn_once "volume \"$volume\" holds a seed that is older than the files of $seed.d: make build create"
    return 0
  elif ((${size[$volume]} == 0)); then
    : >"$marker" || die "cannot write $marker"
    fresh[$volume]=yes
    step "$what" vol-upload "${where[@]}" --file "$from" --sparse
  elif [[ -e $marker ]]; then
    [[ ! ${taken[$what]:-} ]] || die "cannot $what on node \"$node\": only ${size[$volume]} bytes came. Is there room?"
    refuse_users "$volume" # it may have been whole for others
    step "delete the torn volume $volume" vol-delete "${where[@]}"
  else
    die "volume \"$volume\" on node \"$node\" has ${size[$volume]} bytes, $from $bytes: it is another image, or an \
upload from elsewhere that did not end. Name it otherwise in the registry, or, if no VM uses it, delete it: virsh \
vol-delete ${where[*]}"
  fi
  return 1
}
lock_uploads() { # VOLUME: of that and all that are to come, in the order of their names, or makes could wait for each other
  local volume names waits=false
  names=$({ printf '%s\n' "$1" && for volume in "${!file[@]}"; do
    [[ ${held[$volume]:-} || ${size[$volume]:-} == "${local_size[${file[$volume]}]:-}" ]] || printf '%s\n' "$volume"
  done; } | LC_ALL=C sort -u) || die "cannot sort the names of volumes"
  while read -r volume; do
    lock_shared "$LIBVIRT_DEFAULT_URI $volume" "it uploads volume $volume" && held[$volume]=yes
    [[ $waited == false ]] || waits=true
  done <<<"$names"
  waited=$waits
}
marker() { file_name "$LIBVIRT_DEFAULT_URI $1" && REPLY=${file[$1]}.uploading-$REPLY; } # VOLUME
declare -A local_size=()
read_local_sizes() { # of the files that volumes are made from
  local name sizes present=()
  for name in "${file[@]}"; do [[ ! -e $name ]] || present+=("$name"); done
  ((${#present[@]})) || return 0
  sizes=$(stat -Lc %s -- "${present[@]}") || die "cannot read the files that volumes are made from"
  mapfile -t sizes <<<"$sizes"
  for name in "${!present[@]}"; do local_size[${present[name]}]=${sizes[name]}; done
}

warn_once() { [[ $said == *"$1"* ]] || { warn "$1" && said+=$1; }; }
must_wait() { # WHAT: for a domain that runs, or has its memory saved
  [[ $domain_state == running || $domain_state == saved ]] && warn_once "$1 at the next start: make stop up"
}

wanted_hashes() { # what the definition and the seed are now; a domain's metadata has what they were
  local digests names=("${seed_files[@]/#/"$seed.d/"}")
  digests=$(printf '%s\0' "$domain" "$uuid" "$autostart" "$transient" "${virt_install[@]}" | sha256sum -- - "${names[@]}") ||
    die "cannot read the files of $seed.d: generate this directory again"
  mapfile -t digests <<<"$digests"
  wanted_hash=${digests[0]%% *} wanted_seed=''
  for REPLY in "${digests[@]:1}"; do REPLY=${REPLY#\\} && wanted_seed+=${REPLY:0:32}; done
  wanted_seed=${wanted_seed:-none}
}

domain_xml() { # SEED-HASH: into a file
  local errors text mark known=()
  [[ $domain_state == absent ]] || known=(--check 'path_in_use=off,mac_in_use=off') # by this domain itself
  need virt-install
  temporary && errors=$REPLY
  text=$(run virt-install --name "$domain" --uuid "$uuid" "${known[@]}" "${virt_install[@]}" --dry-run --print-xml \
    2>"$errors") || die "virt-install does not take this definition of \"$domain\"" "$(<"$errors")"
  # Two documents mean an installer: the first for its own boot, the only one of a transient domain, the second for later.
  if [[ $transient == true ]]; then
    text=${text%%$'\n<domain '*}
  elif [[ $text != *$'\n<domain '* ]]; then
    installing=false
  elif [[ $domain_state == absent ]]; then
    installing=true
  fi
  mark="<vmp:provisioner xmlns:vmp='$metadata_uri' definition='$wanted_hash' seed='$1'"
  [[ $installing == false ]] || mark+=" install='first'"
  text="<domain ${text##*'<domain '}"
  [[ $text == *'<metadata>'* ]] || text=${text/'</uuid>'/</uuid><metadata></metadata>}
  temporary "${text/'<metadata>'/<metadata>$mark/>}"
}

plan_domain() { # [start]: defined as the registry says, a running one for its next start
  local new_seed=$wanted_seed was=$domain_state
  if [[ $transient == true ]]; then plan_transient "$@" && return; fi
  # Say what is there: a running domain keeps its seed until it is off, and not every target renews it.
  if [[ $seed_mark ]]; then
    new_seed=$seed_mark
  elif [[ $was == running || $was == saved ]]; then
    new_seed=${defined_seed:-none}
  fi
  if [[ $was == absent || $defined_hash != "$wanted_hash" || $defined_seed != "$new_seed" ]]; then
    ((${#external_snapshots[@]} == 0)) ||
      die "domain \"$domain\" has external snapshots (${external_snapshots[*]}), so its disks are other files than the \
registry's: merge them with virsh blockcommit, and remove them with virsh snapshot-delete --metadata"
    domain_xml "$new_seed"
    step "define domain $domain" define "$REPLY"
    [[ ${1:-} && $was == absent && $installing == false ]] || set -- # never start what may be an older definition
  fi
  [[ $autostarts == "$autostart" ]] || step "set autostart of domain $domain to $autostart" \
    autostart --domain "$uuid" ${no_autostart:+--disable}
  [[ ! ${1:-} ]] || plan_start
}
plan_transient() { # [start]: a domain that is forgotten when it stops, so there is none but a running one
  case $domain_state in
    running) [[ $running_hash == "$wanted_hash" ]] || must_wait "the new definition of domain \"$domain\" comes" ;;
    absent) [[ ! ${1:-} ]] || { domain_xml "$wanted_seed" && step "create transient domain $domain" create "$REPLY"; } ;;
    *) plan_undefine ;; # it was no transient one
  esac
}
plan_create() { # [start]
  plan_storage "${pools[@]}" "${volumes[@]}"
  ((${#steps[@]})) || [[ $stale == true ]] || plan_domain "$@"
}
plan_storage() { # POOL-OR-VOLUME...
  local name
  for name; do if [[ $name == */* ]]; then plan_volume "$name"; else plan_pool "$name"; fi; done
}

# ---- start, stop ----

plan_start() {
  if [[ $domain_state == running ]]; then
    [[ $running_hash == "$defined_hash" ]] || must_wait "the new definition of domain \"$domain\" comes"
  elif [[ $installing == true ]]; then # the first start is the installer's own boot
    need virt-install
    say "start domain $domain with its installer"
    REPLY=$(run virt-install --reinstall "$domain" "${virt_install[@]}" --noautoconsole 2>&1) ||
      die "cannot start the installer of domain \"$domain\"" "$REPLY"
    step "note that domain $domain has been installed" metadata --domain "$uuid" --uri $metadata_uri --key vmp \
      --config --set "<provisioner definition='$defined_hash' seed='$defined_seed'/>"
  else
    step "start domain $domain" start --domain "$uuid"
  fi
}
plan_start_all() {
  plan_storage "${pools[@]}"
  if [[ $transient == true ]]; then plan_transient start && return; fi
  [[ $domain_state != absent ]] || die "domain \"$domain\" is not on node \"$node\": make create"
  plan_start
}
plan_stop_pools() { # POOL...
  local pool
  for pool; do [[ ${pool_state[$pool]} != active ]] || step "stop pool $pool" pool-destroy --pool "$pool"; done
}
plan_kill() { [[ $domain_state != running ]] || step "power off domain $domain" destroy --domain "$uuid"; }

stop_domain() { # asks again every few seconds; the event ends the waiting at once
  local end=$((SECONDS + V1ALPHA1_SHUTDOWN_TIMEOUT_SECS))
  [[ $domain_state != running ]] || say "shut down domain $domain"
  while [[ $domain_state == running ]] && ((SECONDS < end)); do
    ask shutdown shutdown --domain "$uuid"
    ask event event --domain "$uuid" --event lifecycle --timeout $((end - SECONDS < 5 ? end - SECONDS : 5))
    read_state
  done
  converge plan_kill
}

# ---- delete ----

plan_undefine() {
  [[ $domain_state != running ]] || die "domain \"$domain\" is running: make stop"
  [[ $domain_state == absent ]] || step "delete domain $domain" undefine --domain "$uuid" --managed-save \
    --snapshots-metadata --checkpoints-metadata --nvram --tpm
}

plan_delete_volumes() { # VOLUME...: overlays before their bases
  local volume i
  for ((i = $#; i > 0; i--)); do
    volume=${!i}
    [[ ${exists[$volume]} ]] || continue
    [[ ! ${file[$volume]:-} ]] || { marker "$volume" && [[ ! -e $REPLY ]]; } || rm -f -- "$REPLY"
    step "delete volume $volume" vol-delete --pool "${volume%%/*}" --vol "${volume#*/}"
  done
}
plan_open_pools() { # VOLUME...: a stopped pool shows nothing
  local volume
  for volume; do [[ ${pool_state[${volume%%/*}]} != inactive ]] || has_no_directory "${volume%%/*}" ||
    plan_pool "${volume%%/*}"; done
}

# Dies where another domain, or a volume that stays, uses one of these: libvirt would delete it all the same.
refuse_used() { # VOLUME...
  [[ $domain_state != running ]] || die "domain \"$domain\" is running: make stop"
  converge plan_open_pools "$@"
  refuse_users "$@"
}
refuse_users() { # VOLUME..., whose pools are active
  local name id paths='' domains=() lists=0 users=()
  local -A name_of=()
  for name; do [[ ! ${exists[$name]} ]] || paths+="${directory[${name%%/*}]%/}/${name#*/}"$'\n'; done
  [[ $paths ]] || return 0
  answer domains && while read -r id name; do
    [[ $id && $id != "$uuid" ]] || continue
    domains+=("$id")
    name_of[$id]=$name
    ask "disks $id" domblklist --domain "$id"
  done <<<"$REPLY"
  answer active-pools && while read -r name; do
    [[ ! $name ]] || ask "volumes of list $((++lists))" vol-list --pool "$name"
  done <<<"$REPLY"
  read_state
  for id in "${domains[@]}"; do # virsh says the same of a domain that went and of a connection that was lost
    listed domains
    [[ $REPLY == *$'\n'"$id "* ]] || continue
    listed "disks $id"
    refuse_line "domain \"${name_of[$id]}\""
  done
  for ((; lists > 0; lists--)); do
    ! still_there "volumes of list $lists" || while read -r name; do
      [[ $name != *' /'* || $'\n'$paths == *$'\n'"/${name#* /}"$'\n'* ]] || users+=("/${name#* /}")
    done <<<"$REPLY"
  done
  for name in "${users[@]}"; do ask "base of $name" vol-dumpxml --vol "$name"; done
  read_state
  for name in "${users[@]}"; do
    still_there "base of $name" && REPLY=${REPLY#*'<backingStore>'} && element path && find_volume && REPLY=" $REPLY"$'\n'
    refuse_line "volume $name"
  done
}
# A base in REPLY stands there as it was written, which may be relative or over links. So one that is no volume's path is taken
# for a volume of that name.
find_volume() {
  local path
  for path in "${users[@]}"; do [[ $path != "$REPLY" ]] || return 0; done
  while read -r path; do [[ ! $path || ${path##*/} != "${REPLY##*/}" ]] || REPLY=$path; done <<<"$paths"
}
refuse_line() { # USER: if a line of the answer ends with one of the paths
  local path
  while read -r path; do
    [[ ! $path || $REPLY != *" $path"$'\n'* ]] || die "$1 uses $path: nothing was deleted. Delete that one first"
  done <<<"$paths"
}

plan_delete_pool() { # POOL: if it is empty
  local pool=$1
  [[ ${pool_state[$pool]} != absent && ! ${taken[keep $pool]:-} ]] || return 0
  if [[ ${pool_state[$pool]} == inactive && ${taken[stop pool $pool]:-} ]]; then
    succeeded "remove $pool" || ! answer "remove $pool" || [[ $REPLY =~ 'not empty'|'resource busy'|'No such file' ]] ||
      die "cannot remove the directory of pool \"$pool\" on node \"$node\"" "$REPLY"
    step "delete pool $pool" pool-undefine --pool "$pool" && return
  fi
  if [[ ${pool_state[$pool]} == inactive ]] && ! has_no_directory "$pool"; then # to see what it holds
    plan_pool "$pool" && return
  elif [[ ${pool_state[$pool]} == inactive ]]; then
    step "delete pool $pool" pool-undefine --pool "$pool" && return
  fi
  listed "volumes $pool"
  volume_names
  if [[ $REPLY ]]; then
    say "keep pool $pool, it holds $REPLY"
    taken[keep $pool]=yes
    return
  fi
  refreshed "$pool" || return 0
  step "stop pool $pool" pool-destroy --pool "$pool"
  ask "remove $pool" pool-delete --pool "$pool" # its directory, which is empty but for what is no volume
}
delete_pools() { # POOL...: one make at a time, for one starts a pool to see what it holds, and one stops it
  local pool before=${#locks[@]}
  for pool; do
    [[ ${pool_state[$pool]} != absent ]] || continue
    lock_shared "$LIBVIRT_DEFAULT_URI $pool" "it deletes pool $pool"
    [[ $waited == false ]] || read_state
    converge plan_delete_pool "$pool" # not in front of "&&": what it does would go on behind a failure
    unlock "$before"
  done
}

delete() { # domain volumes pools, or some of them
  local name doomed_volumes=() doomed_pools=()
  for name in "${volumes[@]}"; do [[ $all == false && ${policy[$name]} == Retain ]] || doomed_volumes+=("$name"); done
  for name in "${pools[@]}"; do [[ $all == false && ${policy[$name]} == Retain ]] || doomed_pools+=("$name"); done
  [[ " $* " == ' domain ' ]] || for name in "${doomed_volumes[@]%%/*}" "${doomed_pools[@]}"; do refuse_elsewhere "$name"; done
  [[ " $* " != *' volumes '* ]] || refuse_used "${doomed_volumes[@]}"
  [[ " $* " != *' domain '* ]] || converge plan_undefine
  [[ " $* " != *' volumes '* ]] || converge plan_delete_volumes "${doomed_volumes[@]}"
  [[ " $* " != *' pools '* ]] || delete_pools "${doomed_pools[@]}"
}

# ---- Targets ----

converge() { # PLAN ARGUMENT...: takes the steps that a plan wants until it wants none
  while :; do
    planned=() ready=() stale=false
    "$@"
    ((${#steps[@]})) || [[ $stale == true ]] || return 0
    read_state
  done
}

said='' all=false name=${target#*/*/}
[[ $target != *-all ]] || all=true
[[ $target != */*/* ]] || printf -v name %b "${name//,/\\x}" # ,HH stands for a byte that a target cannot have
need_commands
case $target in
  up | down | build | clean* | create* | start* | stop* | kill | delete*)
    lock_shared "$PWD" "it works on this VM"
    remove_leftovers
    ;;
esac
case $target in up | create* | start* | diff | status) wanted=yes ;; *) wanted='' ;; esac
# Before a long download: is the node in reach, and are its pools there?
if [[ $target == up && $image && ! -s $image ]]; then
  read_state
  plan_storage "${used_pools[@]}"
fi
[[ $target != up && $target != build ]] || { build_image; build_seed; }
[[ ! $wanted ]] || wanted_hashes
case $target in up | create*) read_local_sizes ;; esac
[[ $target != status ]] || ask_address
case $target in build | clean* | ip | ssh | exec) ;; *) read_state ;; esac

case $target in
  up) converge plan_create start ;;
  down) stop_domain; delete domain volumes pools; clean ;;
  build) ;;
  clean) clean ;;
  clean-all) clean all ;;
  create) converge plan_create ;;
  create/pool | start/pool) converge plan_storage "${pools[@]}" ;;
  create/volume) converge plan_storage "${volumes[@]}" ;;
  create/domain) converge plan_domain ;;
  create/* | start/pool/*) converge plan_storage "$name" ;;
  start) converge plan_start_all ;;
  start/domain) converge plan_start ;;
  stop | stop/domain) stop_domain ;;
  stop-all) stop_domain; converge plan_stop_pools "${pools[@]}" ;;
  stop/pool) converge plan_stop_pools "${pools[@]}" ;;
  stop/pool/*) converge plan_stop_pools "$name" ;;
  kill) converge plan_kill ;;
  delete | delete-all) delete domain volumes pools ;;
  delete/domain) delete domain ;;
  delete/volume/* | delete/pool/*)
    [[ ${policy[$name]} == Delete ]] || die "the registry retains $name: make ${target%/"${target#*/*/}"}-all"
    volumes=("$name") pools=("$name")
    if [[ $name == */* ]]; then delete volumes; else delete pools; fi
    ;;
  delete/volume*) delete volumes ;;
  delete/pool*) delete pools ;;
  status) report all ;;
  diff)
    report differences
    exit $different
    ;;
  wait-for-ready/ip) wait_for_ready ip ;;
  wait-for-ready*) wait_for_ready ;;
  console)
    [[ $domain_state == running ]] || die "domain \"$domain\" is $domain_state: make up"
    instead virsh console --domain "$uuid"
    ;;
  ip) find_address || die "$no_address" ;;
  ssh) log_in ;;
  exec) if [[ $CMD_TEXT ]]; then instead bash -c "$CMD_TEXT"; else instead "${SHELL:-bash}"; fi ;;
  *) die "there is no target $target: make help" ;;
esac
