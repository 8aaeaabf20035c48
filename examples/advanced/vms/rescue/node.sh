# SPDX-License-Identifier: 0BSD
# What a node is asked, and the state that its answers show (vmp, provisioner v1alpha1). Read by provisioner.sh.
# shellcheck shell=bash disable=SC2034,SC2154 # provisioner.sh has the variables of this file, too

# ---- virsh: many commands in one connection, each with its own answer ----

batch='' steps=()
declare -A answers=() taken=()
ask() { # NAME COMMAND ARGUMENT...
  local word command="; $2" name="@vmp $1"
  for word in "${@:3}"; do command+=" '${word//\'/\'\\\'\'}'"; done # quoted for virsh's parser
  batch+="echo '${name//\'/\'\\\'\'}'$command; "
  ((${#batch} < 30000)) || send # Linux takes a word of 131,071 bytes
}
send() { # all that was asked; what virsh prints is left in REPLY, too
  local name='' line lines
  # English, and names as they are: in the locale C virsh writes them with \x.
  REPLY=$(release_locks && LANGUAGE='' LC_ALL=C.UTF-8 exec virsh "$batch echo '@vmp end'" 2>&1) || true
  batch='' answers[end]='' && mapfile -t lines <<<"$REPLY"
  for line in "${lines[@]}"; do
    line=${line%"${line##*[![:blank:]]}"} # tables are padded
    [[ $line != 'error: Could not retrieve pool information' ]] || continue # one that went while they were listed
    if [[ $line == '@vmp '* ]]; then name=${line#'@vmp '} && answers[$name]=$'\n'; else answers[${name:-none}]+=$line$'\n'; fi
  done
}
answer() { REPLY=${answers[$1]:-} && [[ $REPLY ]]; } # NAME: the lines of what that command printed, errors too
succeeded() { answer "$1" && [[ $REPLY != *$'\nerror:'* ]]; }
still_there() { # NAME: it may have gone since it was listed
  ! succeeded "$1" || return 0
  if [[ $REPLY =~ 'not found'|'failed to get domain'|'No such file'|'is not active'|'still being allocated' ]]; then
    vanished=$1
    return 1
  fi
  listed "$1"
}
volume_names() { # of a list of volumes in REPLY, with a blank between them
  local line names=''
  while read -r line; do
    line=${line%% /*} # behind the name stands the path
    [[ ! $line ]] || names+=" ${line%"${line##*[![:blank:]]}"}"
  done <<<"${REPLY#*$'\n---'*$'\n'}"
  REPLY=${names# }
}
refreshed() { # POOL: can its list of volumes be believed? 1 if it has gone meanwhile
  ! succeeded "refresh $1" || return 0
  [[ $REPLY =~ 'not found'|'is not active' ]] || die "node \"$node\" does not look what pool \"$1\" holds" "$REPLY"
  stale=true
  return 1
}
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
vanished='' attempts=0
declare -A pool_state=() pool_autostarts=() directory=()
declare -A exists=() size=() real_capacity=() real_format=() real_base=()
declare -A seen=()
used_pools=() # those listed, those of the volumes, and those of their bases, each once
use_pool() { # POOL
  [[ ! ${seen[$1]:-} ]] || return 0
  seen[$1]=yes
  used_pools+=("$1")
}
for name in "${pools[@]}" "${volumes[@]%%/*}"; do use_pool "$name"; done
for name in "${volumes[@]}"; do [[ ! ${base[$name]:-} ]] || use_pool "${base[$name]%%/*}"; done

# Runs the batch and reads the state behind it. virsh goes on after a failure and returns the last status only, so
# absence is believed to lists that succeeded, and to nothing else.
read_state() {
  local name
  for name in "${steps[@]}"; do say "$name"; done
  ask domains list --all --uuid --name
  ask active list --uuid
  ask autostarting list --all --autostart --uuid
  ask saved list --all --with-managed-save --uuid
  ask "metadata running" metadata --domain "$uuid" --uri $metadata_uri
  ask "metadata defined" metadata --domain "$uuid" --uri $metadata_uri --config
  ask snapshots snapshot-list --domain "$uuid" --external --name
  ask pools pool-list --all --name
  ask active-pools pool-list --name
  ask autostarting-pools pool-list --all --autostart --name
  for name in "${used_pools[@]}"; do
    ask "pool $name" pool-dumpxml --pool "$name"
    ask "refresh $name" pool-refresh --pool "$name"
    ask "volumes $name" vol-list --pool "$name"
  done
  for name in "${volumes[@]}"; do ask "volume $name" vol-dumpxml --pool "${name%%/*}" --vol "${name#*/}"; done
  ask_seed_mark
  send
  steps=()
  [[ ${answers[end]:-} && $REPLY != *'error: failed to connect to the hypervisor'* ]] ||
    unreachable
  vanished=''
  read_domain
  for name in "${used_pools[@]}"; do read_pool "$name"; done
  read_seed_mark
  if [[ ! $vanished ]]; then
    attempts=0
    return
  fi
  ((++attempts < 10)) || die "node \"$node\" changes while it is read: $vanished"
  read_state # only lists are believed
}
unreachable() { # with what virsh said, each line once
  local line said=$'\n'
  while read -r line; do
    [[ $line == '@vmp '* || $said == *$'\n'"$line"$'\n'* ]] || said+=$line$'\n'
  done <<<"$REPLY"
  die "cannot reach node \"$node\" ($LIBVIRT_DEFAULT_URI): see what \"virsh -c '$LIBVIRT_DEFAULT_URI' list\" says" "$said"
}

read_domain() {
  local id name
  domain_state=absent autostarts=false running_hash='' defined_hash='' defined_seed='' installing=false external_snapshots=()
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
  listed saved
  ! has_line "$uuid" || domain_state=saved
  listed active
  ! has_line "$uuid" || domain_state=running
  listed autostarting
  ! has_line "$uuid" || autostarts=true
  ! read_mark running || running_hash=${BASH_REMATCH[1]} defined_hash=${BASH_REMATCH[1]} defined_seed=${BASH_REMATCH[2]}
  [[ $transient == false ]] || return 0 # what runs is all that there is of it
  defined_hash='' defined_seed=''
  ! read_mark defined || defined_hash=${BASH_REMATCH[1]} defined_seed=${BASH_REMATCH[2]}
  [[ $REPLY != *'install='* ]] || installing=true
  ! looked_at snapshots 'not supported by the connection driver' ||
    read -ra external_snapshots <<<"${REPLY//$'\n'/ }" || true
}

# Is there such a thing? A failure that says NOTHING means no; any other failure of a look is no absence.
looked_at() { # NAME NOTHING, a pattern
  ! succeeded "$1" || return 0
  [[ ! $REPLY =~ $2 ]] || return 1
  still_there "$1"
}
read_mark() { # running-or-defined: our metadata, its hashes
  looked_at "metadata $1" 'metadata not found|transient domains do not have' && [[ $REPLY =~ definition=.([0-9a-f]+).\ seed=.([a-z0-9]+) ]]
}

read_pool() { # POOL
  local pool=$1 wanted volume
  wanted=${path[$pool]:-}
  while [[ $wanted == *//* ]]; do wanted=${wanted//\/\//\/}; done # as libvirt writes it
  [[ $wanted != ?*/ ]] || wanted=${wanted%/}
  pool_state[$pool]=absent directory[$pool]=$wanted pool_autostarts[$pool]=''
  for volume in "${volumes[@]}"; do [[ $volume != "$pool/"* ]] || exists[$volume]=''; done
  listed pools && has_line "$pool" && still_there "pool $pool" || return 0
  element path && directory[$pool]=$REPLY
  pool_state[$pool]=elsewhere
  [[ ! $wanted || ${directory[$pool]} == "$wanted" ]] || return 0 # it may be another one, so what it holds is not ours
  pool_state[$pool]=inactive
  listed autostarting-pools && ! has_line "$pool" || pool_autostarts[$pool]=yes
  listed active-pools && has_line "$pool" && still_there "volumes $pool" || return 0
  pool_state[$pool]=active
  for volume in "${volumes[@]}"; do
    [[ $volume == "$pool/"* ]] || continue
    listed "volumes $pool"
    [[ $REPLY == *$'\n '"${volume#*/} "*"/${volume#*/}"$'\n'* ]] || continue # name and path
    still_there "volume $volume" || continue
    exists[$volume]=yes
    element physical || REPLY=0 # libvirt leaves out a 0
    size[$volume]=$REPLY && answer "volume $volume" && element capacity && real_capacity[$volume]=$REPLY
    answer "volume $volume" && [[ $REPLY =~ \<format\ type=.(raw|qcow2) ]] && real_format[$volume]=${BASH_REMATCH[1]}
    [[ $REPLY == *'<backingStore>'* ]] && REPLY=${REPLY#*'<backingStore>'} && element path || REPLY=''
    real_base[$volume]=$REPLY
  done
}
# Which seed a volume holds stands in the volume itself, as the application identifier of the ISO: a domain's metadata is
# what it was at another time, once a snapshot has been reverted. virsh writes it into a pipe of ours, for its standard output
# has the answers; a NUL behind it ends the reading, whatever was written.
seed_volume='' seed_pipe=''
for name in "${volumes[@]}"; do [[ ! $seed || ${file[$name]:-} != "$seed" ]] || seed_volume=$name; done
ask_seed_mark() {
  [[ $seed_volume && $wanted ]] || return 0
  exec {seed_pipe}<> <(:)
  ask "seed $seed_volume" vol-download --pool "${seed_volume%%/*}" --vol "${seed_volume#*/}" --file "/dev/fd/$seed_pipe" \
    --offset $((16 * 2048 + 574)) --length 128
}
read_seed_mark() { # node_seed is what the volume holds, or, without a mark in it, what the domain was defined with
  seed_mark='' node_seed=$defined_seed
  [[ $seed_pipe ]] || return 0
  printf '\0' >&"$seed_pipe"
  IFS= read -r -d '' -u "$seed_pipe" seed_mark
  exec {seed_pipe}>&-
  seed_pipe=''
  seed_mark=${seed_mark%"${seed_mark##*[! ]}"} seed_mark=${seed_mark,,} # xorriso makes it upper case, and all pad it
  [[ ${exists[$seed_volume]} ]] && still_there "seed $seed_volume" && [[ $seed_mark =~ ^([0-9a-f]{32}){1,4}$ ]] || seed_mark=''
  [[ ! $seed_mark ]] || node_seed=$seed_mark
}
refuse_elsewhere() { # POOL
  [[ ${pool_state[$1]:-} != elsewhere ]] || die "pool \"$1\" on node \"$node\" is not of this directory: it is in \
${directory[$1]}, not ${path[$1]}. Give the pool another name, or that directory, in the registry, or, if nobody needs \
what it is now, forget it there: virsh pool-destroy $1; virsh pool-undefine $1"
}
has_no_directory() { # POOL: it did not start, because its directory is not there and cannot be made
  answer "start pool $1" && [[ $REPLY =~ 'failed to create directory'|'cannot create path' ]]
}
difference() { # VOLUME: in what it is another than the registry says, and stays
  local under=${base[$1]:-} kind=${format[$1]} wanted_base=''
  REPLY=''
  [[ ! ${file[$1]:-} ]] || return 0 # what was uploaded has its own
  [[ ! $under ]] || wanted_base=${directory[${under%%/*}]}/${under#*/}
  [[ ${real_base[$1]:-} == "$wanted_base" ]] || REPLY="is on ${real_base[$1]:-no base}, should be on ${wanted_base:-none}"
  [[ $kind${real_format[$1]:-} != @(qcow2raw|rawqcow2) ]] || REPLY+="${REPLY:+, }is ${real_format[$1]}, should be $kind"
}
decode_percent() { # TEXT with %HH, as in URLs and URIs
  local rest=$1 byte pattern='%([[:xdigit:]]{2})'
  REPLY=''
  while [[ $rest =~ $pattern ]]; do
    printf -v byte %b "\\x${BASH_REMATCH[1]}"
    REPLY+=${rest%%"${BASH_REMATCH[0]}"*}$byte rest=${rest#*"${BASH_REMATCH[0]}"}
  done
  REPLY+=$rest
}
bytes() { # CAPACITY with a unit as libvirt takes it
  local number=${1%%[!0-9]*} unit=${1##*[0-9 ]} letters=kmgtpe factor=1024 power=0
  unit=${unit,,}
  [[ $unit != ?b ]] || factor=1000
  [[ -z $unit || $unit == b* ]] || letters=${letters%%"${unit:0:1}"*} power=$((${#letters} + 1))
  REPLY=$((10#$number * factor ** power))
}

# ---- status, diff ----

report() { # ALL-OR-DIFFERENCES: a line for each part; "different" becomes 1 where one differs from this directory
  local name state='' note=', should be there'
  different=0
  row() { # KIND NAME STATE DIFFERENCE
    [[ ! $4 ]] || different=1
    [[ $report == differences && ! $4 ]] || printf '%-8s %-32s %s%s\n' "$1" "$2" "$3" "$4"
  }
  local report=$1
  [[ $report == differences ]] || printf '%s on %s (%s)\n' "$vm" "$node" "$LIBVIRT_DEFAULT_URI"
  if [[ $domain_state != absent ]]; then
    note=''
    [[ $defined_hash == "$wanted_hash" ]] || note+=', has another definition'
    [[ $node_seed == "$wanted_seed" ]] || note+=', has another seed'
    [[ $domain_state == off || $running_hash == "$defined_hash" ]] || note+=', runs an older definition'
    [[ $autostarts == "$autostart" ]] || note+=", has autostart $autostarts"
  fi
  row domain "$domain" "$domain_state" "$note"
  [[ $report == all || $domain_state == absent ]] || explain_domain
  for name in "${used_pools[@]}"; do
    note=''
    if [[ ${pool_state[$name]} == elsewhere ]]; then
      row pool "$name" "${directory[$name]}" ", should be in ${path[$name]}" && continue
    fi
    [[ ${pool_state[$name]} == active ]] || note+=', should be active'
    [[ ! ${path[$name]:-} || ${pool_autostarts[$name]} ]] || note+=', has autostart false'
    row pool "$name" "${pool_state[$name]} ${directory[$name]}" "$note"
  done
  for name in "${volumes[@]}"; do
    state=absent note=', should be there'
    if [[ ${exists[$name]} ]]; then
      state="${real_capacity[$name]} bytes" note=''
      [[ ! ${capacity[$name]:-} ]] || { bytes "${capacity[$name]}" && ((REPLY == ${real_capacity[$name]})); } ||
        note=", should have $REPLY"
      difference "$name" && note+=${REPLY:+, $REPLY}
    fi
    row volume "$name" "$state" "$note"
  done
  [[ $report == differences || $domain_state != running ]] || printf 'address  %s\n' "$(print_address || echo 'not known')"
}
explain_domain() { # what differs, as far as it can be known: the domain's metadata has digests of what it was made from
  local i others=''
  if [[ ! $defined_hash ]]; then
    explain "something else than this directory has defined it: its metadata has no mark of ours"
  elif [[ $defined_hash != "$wanted_hash" ]]; then
    explain "the Makefile has other arguments of virt-install than when it was defined: git log -p Makefile"
  fi
  [[ $defined_hash && $defined_seed != "$wanted_seed" ]] || return 0
  ((${#defined_seed} != ${#wanted_seed})) || for i in "${!seed_files[@]}"; do
    [[ ${defined_seed:i*32:32} == "${wanted_seed:i*32:32}" ]] || others+="${others:+, }${seed_files[i]}"
  done
  explain "the seed has another ${others:-number of files} than when it was defined: git log -p ${seed:+$seed.d }Makefile"
}
explain() { printf '%9s%s\n' '' "$1"; }
