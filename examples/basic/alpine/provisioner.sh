#!/usr/bin/env bash
# How the targets of a generated directory are done (vmp, provisioner v1alpha1). The same file in every VM: what is
# this VM's own stands in the Makefile, which calls "provisioner.sh TARGET WORD...", the words of its variable VM.
#
# A target is one process. It reads the node's state in one connection, works out the next steps, takes them, and
# reads the state again in the same connection, until nothing is left to do. So a target may be stopped anywhere and
# run again, and a step that another make took in the meantime is no failure.
set -euo pipefail
shopt -u patsub_replacement 2>/dev/null || true # "&" in a replacement is a character, also in bash 5.2
cd -- "$(dirname -- "${BASH_SOURCE[0]}")"
target=$1 && shift

# ---- The VM, from the words of the Makefile ----

vm='' node='' domain='' uuid='' autostart=false no_autostart=yes proxy='' password=false virt_install=()
pools=() volumes=() # in the registry's order; a volume is called POOL/NAME
declare -A path=() policy=() format=() capacity=() file=() base=() base_format=()
image='' url='' archive='' member='' digest='' digest_list='' seed='' seed_files=()

while (($#)); do
  case $1 in
    --vm) vm=$2 node=$3 && shift 3 ;;
    --domain) domain=$2 uuid=$3 && shift 3 ;;
    --virt-install) virt_install+=("$2") && shift 2 ;;
    --autostart) autostart=true no_autostart='' && shift ;;
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
    --proxy-command) proxy=$2 && shift 2 ;;
    --sshpass) password=true && shift ;;
    *) echo "provisioner.sh: unknown word \"$1\": it belongs to another Makefile" >&2 && exit 2 ;;
  esac
done

# ---- Messages, temporary files, locks ----
# A function that makes a text leaves it in REPLY.

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

scratch=$(mktemp -d)
trap 'rm -rf -- "$scratch"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
# These die themselves, because where they stand in front of "&&" bash would not.
temporary() { # [TEXT]: a file with that
  { REPLY=$(mktemp -- "$scratch/XXXXXX") && printf %s "${1:-}" >"$REPLY"; } || die "cannot write files in $scratch"
}
hash() { REPLY=$(printf '%s\0' "$@" | sha256sum) || die "sha256sum fails" && REPLY=${REPLY%% *}; }

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
lock_shared() { # NAME WHAT: between directories, so in one place for all makes of this user
  mkdir -m 700 "/tmp/vmp-$UID" 2>/dev/null || [[ -O /tmp/vmp-$UID && ! -L /tmp/vmp-$UID ]] ||
    die "/tmp/vmp-$UID is not this user's directory"
  hash "$1" && lock "/tmp/vmp-$UID/${REPLY:0:32}" "$2"
}
instead() { rm -rf -- "$scratch" && exec "$@"; } # of this process
run() { # a program, without our locks: a daemon that it leaves behind would keep them
  (for fd in "${locks[@]}"; do exec {fd}>&-; done && exec "$@")
}

# ---- virsh: many commands in one connection, each with its own answer ----

batch='' answers='' steps=()
declare -A taken=()
ask() { # NAME COMMAND ARGUMENT...
  local word command="; $2" name="@vmp $1"
  for word in "${@:3}"; do command+=" '${word//\'/\'\\\'\'}'"; done # quoted for virsh's parser
  batch+="echo '${name//\'/\'\\\'\'}'$command; "
}
answer() { # NAME: what that command printed, errors too, without the padding of tables
  REPLY=${answers#*$'\n'"@vmp $1"$'\n'}
  [[ $REPLY != "$answers" ]] || { REPLY='' && return 1; }
  REPLY=$'\n'${REPLY%%$'\n@vmp '*}$'\n'
}
succeeded() { answer "$1" && [[ $REPLY != *$'\nerror:'* ]]; }
still_there() { succeeded "$1" || { [[ $REPLY =~ 'not found'|'No such file' ]] && return 1; } || listed "$1"; }
listed() { succeeded "$1" || die "node \"$node\" does not list its ${1%% *}" "$REPLY"; } # LIST
has_line() { [[ $REPLY == *$'\n'"$1"$'\n'* ]]; } # is it a line of the answer? Names are no patterns.
step() { # WHAT COMMAND ARGUMENT...: a step that was taken already has not done what it should
  [[ ! ${taken[$1]:-} ]] || { answer "$1" || true && die "cannot $1 on node \"$node\"" "$REPLY"; }
  taken[$1]=yes && steps+=("$1") && ask "$@"
}
xml() { # TEXT, escaped
  REPLY=${1//&/&amp;} REPLY=${REPLY//</&lt;} REPLY=${REPLY//>/&gt;} REPLY=${REPLY//\'/&apos;} REPLY=${REPLY//\"/&quot;}
}
element() { # NAME: the text of the answer's first such element; 1 without one
  local pattern="<$1[^>]*>([^<]*)"
  [[ $REPLY =~ $pattern ]] || { REPLY='' && return 1; }
  REPLY=${BASH_REMATCH[1]} REPLY=${REPLY//&lt;/<} REPLY=${REPLY//&gt;/>} REPLY=${REPLY//&apos;/\'}
  REPLY=${REPLY//&quot;/\"} REPLY=${REPLY//&amp;/&}
}

# ---- State ----

metadata_uri=https://vmp.invalid/v1alpha1 # of our element in a domain's <metadata>
declare -A pool_state=() pool_autostarts=() directory=() exists=() size=() real_capacity=()
used_pools=$(printf '%s\n' "${pools[@]}" "${volumes[@]%%/*}" | awk 'NF && !seen[$0]++')

# Runs the batch and reads the state behind it. virsh goes on after a failure and returns the last status only, so
# absence is believed to lists that succeeded, and to nothing else.
read_state() {
  local name
  for name in "${steps[@]}"; do say "$name"; done
  ask domains list --all --uuid --name
  ask active list --uuid
  ask autostarting list --all --autostart --uuid
  ask running metadata --domain "$uuid" --uri $metadata_uri
  ask defined metadata --domain "$uuid" --uri $metadata_uri --config
  ask pools pool-list --all --name
  ask active-pools pool-list --name
  ask autostarting-pools pool-list --all --autostart --name
  for name in $used_pools; do
    ask "pool $name" pool-dumpxml --pool "$name"
    ask "refresh $name" pool-refresh --pool "$name"
    ask "volumes $name" vol-list --pool "$name"
  done
  for name in "${volumes[@]}"; do ask "volume $name" vol-dumpxml --pool "${name%%/*}" --vol "${name#*/}"; done
  answers=$'\n'$(LC_ALL=C run virsh "$batch echo '@vmp end'" 2>&1 | sed 's/[[:blank:]]*$//') || true
  batch='' steps=()
  [[ $answers == *$'\n@vmp end'* && $answers != *$'\nerror: failed to connect to the hypervisor'* ]] ||
    die "cannot reach node \"$node\" ($LIBVIRT_DEFAULT_URI)" "$answers"
  read_domain
  for name in $used_pools; do read_pool "$name"; done
}

read_domain() {
  local id name
  domain_state=absent autostarts=false running_hash='' defined_hash='' defined_seed='' installing=false
  listed domains
  while read -r id name; do
    if [[ $id == "$uuid" ]]; then
      domain_state=off
      [[ $name == "$domain" ]] ||
        die "domain \"$domain\" is called \"$name\" on node \"$node\": virsh domrename $uuid $domain"
    elif [[ $name == "$domain" ]]; then
      die "domain \"$domain\" on node \"$node\" is not of this directory: its UUID is $id, not $uuid. Rename one of \
them, or, if it is this VM made by another program, write uuid: $id under virtInstall in the registry"
    fi
  done <<<"$REPLY"
  [[ $domain_state == off ]] || return 0
  listed active
  ! has_line "$uuid" || domain_state=running
  listed autostarting
  ! has_line "$uuid" || autostarts=true
  ! answer running || [[ ! $REPLY =~ definition=.([0-9a-f]+) ]] || running_hash=${BASH_REMATCH[1]}
  ! answer defined || [[ ! $REPLY =~ definition=.([0-9a-f]+).\ seed=.([a-z0-9]+) ]] ||
    defined_hash=${BASH_REMATCH[1]} defined_seed=${BASH_REMATCH[2]}
  [[ $REPLY != *'install='* ]] || installing=true
}

read_pool() { # POOL
  local pool=$1 wanted volume
  wanted=$(sed 's,//*,/,g; s,\(.\)/$,\1,' <<<"${path[$pool]:-}") # as libvirt writes it
  pool_state[$pool]=absent directory[$pool]=$wanted pool_autostarts[$pool]=''
  for volume in "${volumes[@]}"; do [[ $volume != "$pool/"* ]] || exists[$volume]=''; done
  listed pools && has_line "$pool" || return 0
  listed "pool $pool" && element path && directory[$pool]=$REPLY
  [[ ! $wanted || ${directory[$pool]} == "$wanted" ]] ||
    die "pool \"$pool\" on node \"$node\" is not of this directory: it is in ${directory[$pool]}, not $wanted. \
Give the pool another name, or that directory, in the registry"
  pool_state[$pool]=inactive
  listed autostarting-pools && ! has_line "$pool" || pool_autostarts[$pool]=yes
  listed active-pools && has_line "$pool" || return 0
  pool_state[$pool]=active
  for volume in "${volumes[@]}"; do
    [[ $volume == "$pool/"* ]] || continue
    listed "volumes $pool"
    [[ $REPLY == *$'\n '"${volume#*/} "*"${directory[$pool]%/}/${volume#*/}"$'\n'* ]] || continue
    exists[$volume]=yes && listed "volume $volume"
    element physical || REPLY=0 # libvirt leaves out a 0
    size[$volume]=$REPLY && answer "volume $volume" && element capacity && real_capacity[$volume]=$REPLY
  done
}

# ---- build: the image file and the seed ISO ----

fetch() { # URL FILE
  local progress=--silent
  [[ ! -t 2 ]] || progress=--progress-bar
  say "download $1"
  run curl -q "$progress" --show-error --fail --location --globoff --proto '=https,http,file' \
    --proto-redir '=https,http' --connect-timeout 30 --speed-limit 1000 --speed-time 60 \
    --retry 3 --retry-all-errors --output "$2" --url "$1" ||
    { rm -f -- "$2" && die "cannot download $1: curl says why. When that is mended, run make again"; }
}

build_image() { # every file gets its name when it is whole and checked
  local from=$image${archive:+.$archive}
  if [[ ! -s $image ]]; then
    mkdir -p -- "$(dirname -- "$image")"
    lock "$image.lock" "it downloads $image"
  fi
  if [[ ! -s $image && ! (-s $from && $archive) ]]; then
    fetch "$url" "$from.part"
    check_digest "$from.part"
    [[ -s $from.part ]] || refuse_download "$url is empty: is the url in the registry right?"
    ! head -c 512 -- "$from.part" | grep -aiqE '<(!doctype )?html' ||
      refuse_download "$url is an HTML page, no image: open it in a browser, and mend the url in the registry"
    mv -f -- "$from.part" "$from"
  fi
  if [[ ! -s $image ]]; then
    say "unpack $from"
    { unpack "$from" >"$image.part" && [[ -s $image.part ]]; } || die "cannot unpack $from${member:+, member $member}"
    mv -f -- "$image.part" "$image"
  fi
  rm -f -- "$image.lock" ${archive:+"$from"} # nobody wants them once the image is there
}
refuse_download() { rm -f -- "$from.part" && die "$1"; }

check_digest() { # FILE; a list has lines "DIGEST  NAME", "DIGEST *NAME", "ALGORITHM (NAME) = DIGEST" or one DIGEST
  local algorithm=${digest%%:*} wanted=${digest#*:} found name=${url%%[?#]*}
  if [[ $digest_list ]]; then
    temporary && fetch "${digest_list#*:}" "$REPLY"
    algorithm=${digest_list%%:*}
    wanted=$(name=${name##*/} awk 'BEGIN { n = ENVIRON["name"] } { sub(/\r$/, "") }
      $2 == n || $2 == "*" n || $2 == "./" n { listed = $1; exit }
      $2 == "(" n ")" && $3 == "=" { listed = $4; exit }
      { lone = NR == 1 && NF == 1 ? $1 : "" }
      END { print tolower(listed != "" ? listed : lone) }' "$REPLY")
    [[ $wanted ]] || refuse_download "${digest_list#*:} does not list ${name##*/}"
  fi
  [[ $wanted ]] || return 0
  found=$("${algorithm}sum" <"$1")
  [[ ${found%% *} == "$wanted" ]] || refuse_download "$url has the $algorithm digest ${found%% *}, not $wanted: \
it is damaged, or changed there. If you trust it, change the checksum in the registry"
}

unpack() { # FILE: to standard output
  local from=$1 name=$member
  local -A tool=([gz]=gzip [xz]=xz [bz2]=bzip2 [zst]=zstd)
  [[ $from == /* ]] || from=./$from
  case $archive in
    gz | xz | bz2 | zst) "${tool[$archive]}" -dc <"$from" ;;
    zip) # unzip takes patterns for names
      [[ $name ]] || name=$(unzip -Z1 "$from" | only_member) || return
      unzip -p "$from" "$(printf %s "$name" | sed 's/[][*?\\]/\\&/g')"
      ;;
    7z)
      [[ $name ]] || name=$(7z l -ba -slt -- "$from" | sed -n 's/^Path = //p' | only_member) || return
      7z x -so -spd -- "$from" "$name"
      ;;
    *)
      [[ $name ]] || name=$(tar --quoting-style=literal -tf "$from" | only_member) || return
      tar -xOf "$from" -- "$name"
      ;;
  esac
}
only_member() { # the one name on standard input that is no directory
  awk '!/\/$/ { print; n++ } END { exit n != 1 }' || { warn "give archive.path in the registry" && return 1; }
}

build_seed() { # the same files give the same bytes: fixed dates, owner, modes and order, and no file but these
  local name fresh=true from members=() writer arguments
  [[ $seed ]] || return 0
  for name in "${seed_files[@]}"; do
    [[ -f $seed.d/$name ]] || die "$seed.d/$name is missing: generate this directory again"
    [[ $seed -nt $seed.d/$name ]] || fresh=false
  done
  [[ $fresh == false || ! $seed -nt Makefile ]] || return 0
  for writer in xorriso genisoimage mkisofs ''; do ! command -v "$writer" >/dev/null || break; done
  [[ $writer ]] || die "nothing here writes ISO images: install xorriso, genisoimage or mkisofs"
  from=$(mktemp -d -- "$scratch/XXXXXX")
  for name in "${seed_files[@]}"; do cp -- "$seed.d/$name" "$from/$name"; members+=("$name=$from/$name"); done
  chmod 644 "$from"/*; touch -d @315532800 "$from"/* "$from"
  arguments=(-quiet -output "$seed.part" -volid cidata -joliet -rational-rock -graft-points "${members[@]}")
  [[ $writer != xorriso ]] || arguments=(-as mkisofs "${arguments[@]}")
  umask 077 # it has passwords
  REPLY=$(SOURCE_DATE_EPOCH=315532800 TZ=UTC LC_ALL=C "$writer" "${arguments[@]}" 2>&1) ||
    die "cannot write $seed" "$REPLY"
  cmp -s -- "$seed.part" "$seed" || say "write $seed"
  mv -f -- "$seed.part" "$seed"
}

clean() { # [all]
  local name files=()
  [[ ! $seed ]] || files+=("$seed" "$seed.part")
  [[ ! ${1:-} ]] || files+=("$image" "$image.part" "$image.lock" "$image.$archive" "$image.$archive.part")
  for name in "${files[@]}"; do if [[ -f $name ]]; then rm -f -- "$name"; say "remove $name"; fi; done
  [[ ! ${1:-} || ${image%/*} != *.images ]] || rmdir -- "${image%/*}" 2>/dev/null || true
}

# ---- create ----

bytes() { # CAPACITY with a unit as libvirt takes it
  local number=${1%%[!0-9]*} unit=${1##*[0-9 ]} letters=kmgtpe factor=1024 power=0
  unit=${unit,,}
  [[ $unit != ?b ]] || factor=1000
  [[ -z $unit || $unit == b* ]] || letters=${letters%%"${unit:0:1}"*} power=$((${#letters} + 1))
  REPLY=$((10#$number * factor ** power))
}

plan_pool() { # POOL: there and active
  local pool=$1
  [[ ! ${planned[$pool]:-} ]] || return 0
  planned[$pool]=yes
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
  if [[ $under && ${format[$under]:-} ]]; then # a base that the registry does not list is the host's
    plan_volume "$under"
    [[ ${ready[$under]:-} ]] || return 0
  fi
  if [[ ${file[$volume]:-} ]]; then
    plan_upload "$volume" || return 0
  elif [[ ! ${exists[$volume]} ]]; then
    create_volume "$volume" && return
  fi
  [[ ! ${capacity[$volume]:-} ]] || { bytes "${capacity[$volume]}" && wanted=$REPLY; }
  if ((wanted > ${real_capacity[$volume]})); then
    ! must_wait "volume \"$volume\" grows to ${capacity[$volume]}" || return 0
    step "resize volume $volume" vol-resize --pool "${volume%%/*}" --vol "${volume#*/}" --capacity "$wanted"
  else
    ready[$volume]=yes
  fi
}

create_volume() { # VOLUME
  local volume=$1 text kind=${format[$1]} wanted=${capacity[$1]:-} under=${base[$1]:-}
  [[ ! ${file[$volume]:-} ]] || kind=raw wanted=0 # empty, so that a torn upload shows in its size
  xml "${volume#*/}" && text="<name>$REPLY</name><allocation>0</allocation>"
  [[ ! $wanted ]] || { bytes "$wanted" && text+="<capacity>$REPLY</capacity>"; }
  xml "$kind" && text+="<target><format type='$REPLY'/></target>"
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
  local volume=$1 from=${file[$1]} bytes marker what where=(--pool "${1%%/*}" --vol "${1#*/}")
  marker "$volume" && marker=$REPLY
  if [[ ! -e $from ]]; then
    [[ ${exists[$volume]} ]] || die "$from is missing, from which volume \"$volume\" is made: make build"
    return 0
  fi
  bytes=$(stat -Lc %s -- "$from") || die "cannot read $from"
  what="upload $from ($((bytes / 1048576 + 1)) MiB) to volume $volume"
  succeeded "$what" || ! answer "$what" || die "cannot $what on node \"$node\"" "$REPLY"
  if [[ ${exists[$volume]} && ! -e $marker ]] && ((${size[$volume]})); then
    if [[ $from == "$seed" && ! ${fresh[$volume]:-} ]]; then # what it holds is in the domain's metadata
      [[ $defined_seed != "$wanted_seed" ]] || return 0
      ! must_wait "volume \"$volume\" gets the new seed" || return 0
      step "delete the old volume $volume" vol-delete "${where[@]}" && return 1
    fi
    ((${size[$volume]} < bytes)) || return 0
  fi
  if [[ ! ${held[$volume]:-} ]]; then # what was seen before the lock may be another's work in progress
    lock_shared "$LIBVIRT_DEFAULT_URI $volume" "it uploads volume $volume" && held[$volume]=yes
    [[ $waited == false && ! ${exists[$volume]} ]] || { stale=true && return 1; }
  fi
  [[ ${exists[$volume]} ]] && ((${size[$volume]} != bytes)) || rm -f -- "$marker" || die "cannot remove $marker"
  if [[ ! ${exists[$volume]} ]]; then
    create_volume "$volume"
  elif ((${size[$volume]} == bytes)); then
    return 0
  elif ((${size[$volume]} == 0)); then
    : >"$marker" || die "cannot write $marker"
    fresh[$volume]=yes
    step "$what" vol-upload "${where[@]}" --file "$from" --sparse
  elif [[ -e $marker ]]; then
    [[ ! ${taken[$what]:-} ]] || die "cannot $what on node \"$node\": only ${size[$volume]} bytes came. Is there room?"
    step "delete the torn volume $volume" vol-delete "${where[@]}"
  else
    die "volume \"$volume\" on node \"$node\" has ${size[$volume]} bytes, $from $bytes: it is another image, or an \
upload from elsewhere that did not end. Name it otherwise in the registry, or delete it: virsh vol-delete ${where[*]}"
  fi
  return 1
}
marker() { hash "$LIBVIRT_DEFAULT_URI" "$1" && REPLY=${file[$1]}.uploading-${REPLY:0:8}; } # VOLUME

must_wait() { # WHAT: for a domain that runs; says so once
  [[ $domain_state == running ]] || return 1
  [[ $said == *"$1"* ]] || warn "$1 at the next start: make stop up"
  said+=$1
}

wanted_hashes() { # what the definition and the seed are now; a domain's metadata has what they were
  hash "$domain" "$uuid" "$autostart" "${virt_install[@]}" && wanted_hash=$REPLY wanted_seed=none
  [[ $seed ]] || return 0
  REPLY=$(cd -- "$seed.d" && sha256sum -- "${seed_files[@]}")
  hash "$REPLY" && wanted_seed=$REPLY
}

domain_xml() { # SEED-HASH: into a file; two documents of virt-install mean an installer, the second one stays
  local errors text mark known=()
  [[ $domain_state == absent ]] || known=(--check 'path_in_use=off,mac_in_use=off') # by this domain itself
  temporary && errors=$REPLY
  text=$(run virt-install --name "$domain" --uuid "$uuid" "${known[@]}" "${virt_install[@]}" --dry-run --print-xml \
    2>"$errors") || die "virt-install does not take this definition of \"$domain\"" "$(<"$errors")"
  if [[ $text != *$'\n<domain '* ]]; then installing=false; elif [[ $domain_state == absent ]]; then installing=true; fi
  mark="<vmp:provisioner xmlns:vmp='$metadata_uri' definition='$wanted_hash' seed='$1'"
  [[ $installing == false ]] || mark+=" install='first'"
  text="<domain ${text##*'<domain '}"
  [[ $text == *'<metadata>'* ]] || text=${text/'</uuid>'/</uuid><metadata></metadata>}
  temporary "${text/'<metadata>'/<metadata>$mark/>}"
}

plan_domain() { # [start]: defined as the registry says, a running one for its next start
  local new_seed=$wanted_seed was=$domain_state
  [[ $was != running ]] || new_seed=${defined_seed:-none} # the old one stays in place until it is off
  if [[ $was == absent || $defined_hash != "$wanted_hash" || $defined_seed != "$new_seed" ]]; then
    domain_xml "$new_seed"
    step "define domain $domain" define "$REPLY"
    [[ ${1:-} && $was == absent && $installing == false ]] || set -- # never start what may be an older definition
  fi
  [[ $autostarts == "$autostart" ]] || step "set autostart of domain $domain to $autostart" \
    autostart --domain "$uuid" ${no_autostart:+--disable}
  [[ ! ${1:-} ]] || plan_start
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
  [[ $domain_state != absent ]] || die "domain \"$domain\" is not on node \"$node\": make create"
  plan_storage "${pools[@]}"
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
    [[ ! ${file[$volume]:-} ]] || { marker "$volume" && rm -f -- "$REPLY"; }
    step "delete volume $volume" vol-delete --pool "${volume%%/*}" --vol "${volume#*/}"
  done
}
plan_open_pools() { # VOLUME...: a stopped pool shows nothing
  local volume
  for volume; do [[ ${pool_state[${volume%%/*}]} != inactive ]] || plan_pool "${volume%%/*}"; done
}

# Dies where another domain, or a volume that stays, uses one of these: libvirt would delete it all the same.
refuse_used() { # VOLUME...
  local name id paths='' domains=() lists=0 users=()
  [[ $domain_state != running ]] || die "domain \"$domain\" is running: make stop"
  converge plan_open_pools "$@"
  for name; do [[ ! ${exists[$name]} ]] || paths+="${directory[${name%%/*}]%/}/${name#*/}"$'\n'; done
  [[ $paths ]] || return 0
  answer domains && while read -r id name; do
    [[ ! $id || $id == "$uuid" ]] || { ask "disks $name" domblklist --domain "$id" && domains+=("$name"); }
  done <<<"$REPLY"
  answer active-pools && while read -r name; do
    [[ ! $name ]] || ask "volumes of list $((++lists))" vol-list --pool "$name"
  done <<<"$REPLY"
  read_state
  for name in "${domains[@]}"; do ! still_there "disks $name" || refuse_line "domain \"$name\""; done
  for ((; lists > 0; lists--)); do
    ! still_there "volumes of list $lists" || while read -r name; do
      [[ $name != *' /'* || $'\n'$paths == *$'\n'"/${name#* /}"$'\n'* ]] || users+=("/${name#* /}")
    done <<<"$REPLY"
  done
  for name in "${users[@]}"; do ask "base of $name" vol-dumpxml --vol "$name"; done
  read_state
  for name in "${users[@]}"; do
    still_there "base of $name" && REPLY=${REPLY#*'<backingStore>'} && element path && REPLY=" $REPLY"$'\n'
    refuse_line "volume $name"
  done
}
refuse_line() { # USER: if a line of the answer ends with one of the paths
  local path
  while read -r path; do
    [[ ! $path || $REPLY != *" $path"$'\n'* ]] || die "$1 uses $path: nothing was deleted"
  done <<<"$paths"
}

plan_delete_pools() { # POOL...: those that are empty
  local pool names
  for pool; do
    [[ ${pool_state[$pool]} != absent && ! ${taken[keep $pool]:-} ]] || continue
    if [[ ${pool_state[$pool]} == inactive && ${taken[stop pool $pool]:-} ]]; then
      succeeded "remove $pool" || ! answer "remove $pool" || [[ $REPLY == *'not empty'* ]] ||
        die "cannot remove the directory of pool \"$pool\" on node \"$node\"" "$REPLY"
      step "delete pool $pool" pool-undefine --pool "$pool" && continue
    fi
    [[ ${pool_state[$pool]} != inactive ]] || { plan_pool "$pool" && continue; } # to see what it holds
    listed "volumes $pool"
    names=$(sed -n 's,^ \([^ ].*[^ ]\)  */.*,\1,p' <<<"$REPLY" | paste -sd ' ')
    [[ ! $names ]] || { say "keep pool $pool, it holds $names" && taken[keep $pool]=yes && continue; }
    step "stop pool $pool" pool-destroy --pool "$pool"
    ask "remove $pool" pool-delete --pool "$pool" # its directory, which is empty but for what is no volume
  done
}

delete() { # domain volumes pools, or some of them
  local name doomed_volumes=() doomed_pools=()
  for name in "${volumes[@]}"; do [[ $all == false && ${policy[$name]} == Retain ]] || doomed_volumes+=("$name"); done
  for name in "${pools[@]}"; do [[ $all == false && ${policy[$name]} == Retain ]] || doomed_pools+=("$name"); done
  [[ " $* " != *' volumes '* ]] || refuse_used "${doomed_volumes[@]}"
  [[ " $* " != *' domain '* ]] || converge plan_undefine
  [[ " $* " != *' volumes '* ]] || converge plan_delete_volumes "${doomed_volumes[@]}"
  [[ " $* " != *' pools '* ]] || converge plan_delete_pools "${doomed_pools[@]}"
}

# ---- The guest ----

report() { # ALL-OR-DIFFERENCES: a line for each part; returns 1 where one differs from this directory
  local name state='' note='should be there' different=0
  row() { # KIND NAME STATE DIFFERENCE
    [[ ! $4 ]] || different=1
    [[ $report == differences && ! $4 ]] || printf '%-8s %-32s %s%s\n' "$1" "$2" "$3" "${4:+, $4}"
  }
  local report=$1
  [[ $report == differences ]] || printf '%s on %s (%s)\n' "$vm" "$node" "$LIBVIRT_DEFAULT_URI"
  if [[ $domain_state != absent ]]; then
    note=''
    [[ $defined_hash == "$wanted_hash" ]] || note+='has another definition '
    [[ $defined_seed == "$wanted_seed" ]] || note+='has another seed '
    [[ $domain_state == off || $running_hash == "$defined_hash" ]] || note+='runs an older definition '
  fi
  row domain "$domain" "$domain_state" "$note"
  for name in $used_pools; do
    note='' && [[ ${pool_state[$name]} == active ]] || note='should be active'
    row pool "$name" "${pool_state[$name]} ${directory[$name]}" "$note"
  done
  for name in "${volumes[@]}"; do
    state=absent note='should be there'
    if [[ ${exists[$name]} ]]; then
      state="${real_capacity[$name]} bytes" note=''
      [[ ! ${capacity[$name]:-} ]] || { bytes "${capacity[$name]}" && ((REPLY == ${real_capacity[$name]})); } ||
        note="should have $REPLY"
    fi
    row volume "$name" "$state" "$note"
  done
  [[ $report == differences || $domain_state != running ]] || row address "$(find_address || echo 'not known')" '' ''
  return $different
}

find_address() { # on standard output
  local source
  if [[ $V1ALPHA1_SSH_HOST ]]; then
    printf '%s\n' "$V1ALPHA1_SSH_HOST"
  elif [[ $V1ALPHA1_IP_CMD ]]; then
    DOMAIN=$domain DOMAIN_UUID=$uuid bash -c "$V1ALPHA1_IP_CMD"
  else
    batch=''
    for source in lease agent arp; do ask "$source" domifaddr --domain "$uuid" --source "$source"; done
    { LC_ALL=C virsh "$batch" 2>/dev/null || true; } | awk '
      $1 == "lo" || $4 ~ /^(127\.|fe80:|::1\/)/ { next }
      $3 == "ipv4" && !four { four = $4 }
      $3 == "ipv6" && !six { six = $4 }
      END { if (!four) four = six; sub(/\/.*/, "", four); if (!four) exit 1; print four }'
  fi
}
no_address="domain \"$domain\" has no DHCP lease, guest agent or ARP entry (another way: V1ALPHA1_IP_CMD)"

ssh_to() { # HOST OPTION...: into ssh, all words but the guest's command
  local words # xargs splits as a shell does, and runs nothing of it
  temporary
  xargs -r printf '%s\0' <<<"$V1ALPHA1_SSH_OPTS $V1ALPHA1_SSH_EXTRA_OPTS" >"$REPLY" ||
    die "V1ALPHA1_SSH_OPTS or V1ALPHA1_SSH_EXTRA_OPTS has a quote without an end"
  mapfile -d '' -t words <"$REPLY"
  ssh=(ssh "${@:2}" "${words[@]}" ${proxy:+-o "ProxyCommand=$proxy"})
  ssh+=(${V1ALPHA1_SSH_USER:+-l "$V1ALPHA1_SSH_USER"} -- "$1")
  [[ $password == false ]] || ssh=(sshpass -f sshpass "${ssh[@]}")
}

pause() { # WHY [WHAT-A-TOOL-SAID]
  local left=$((end - SECONDS)) interval=$V1ALPHA1_WAIT_FOR_READY_INTERVAL_SECS
  ((left > 0)) || die "not ready after $V1ALPHA1_WAIT_FOR_READY_TIMEOUT_SECS seconds: $1" "${2:-}"
  sleep $((interval < left ? interval : left))
}
wait_for_ready() { # [ip]
  local end=$((SECONDS + V1ALPHA1_WAIT_FOR_READY_TIMEOUT_SECS)) address output status left
  # shellcheck disable=SC2016 # it is the guest's shell that expands this
  local probe='command -v cloud-init >/dev/null || exit 0
    cloud-init status --wait >/dev/null; status=$?; cloud-init status --long; exit $status'
  [[ $domain_state == running ]] || die "domain \"$domain\" is $domain_state: make up"
  until address=$(find_address); do pause "$no_address"; done
  say "address $address"
  while [[ ! ${1:-} ]]; do
    ssh_to "$address" -o "ConnectTimeout=$V1ALPHA1_WAIT_FOR_READY_SSH_CONNECT_TIMEOUT_SECS"
    status=0 left=$((end > SECONDS ? end - SECONDS : 1))
    output=$(timeout --foreground $left "${ssh[@]}" "$probe" 2>&1 </dev/null) || status=$?
    case $status in
      0) say "ready" && return ;;
      2) say "ready, but cloud-init has complaints"$'\n'"$output" && return ;;
      5 | 6 | 124 | 255) pause "ssh to $address does not get through" "$output" ;; # 5, 6: sshpass
      *) die "cloud-init failed in the guest, status $status" "$output" ;;
    esac
  done
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
case $target in up | down | create* | start* | stop* | kill | delete*) lock_shared "$PWD" "it works on this VM" ;; esac
case $target in up | create* | diff | status) wanted=yes ;; *) wanted='' ;; esac
[[ $target != up && $target != build ]] || { build_image; build_seed; }
[[ ! $wanted ]] || wanted_hashes
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
  status) report all || true ;;
  diff) report differences ;;
  wait-for-ready/ip) wait_for_ready ip ;;
  wait-for-ready*) wait_for_ready ;;
  console)
    [[ $domain_state == running ]] || die "domain \"$domain\" is $domain_state: make up"
    instead virsh console --domain "$uuid"
    ;;
  ip) find_address || die "$no_address" ;;
  ssh)
    name=$(find_address) || die "$no_address"
    ssh_to "$name"
    instead "${ssh[@]}" ${CMD_TEXT:+-- "$CMD_TEXT"}
    ;;
  exec) instead "${SHELL:-bash}" ${CMD_TEXT:+-c "$CMD_TEXT"} ;;
  *) die "there is no target $target: make help" ;;
esac
