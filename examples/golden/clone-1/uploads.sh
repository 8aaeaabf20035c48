# SPDX-License-Identifier: 0BSD
# Volumes that are made from files of this machine (vmp, provisioner v1beta1). Read by provisioner.sh.
# shellcheck shell=bash disable=SC2034,SC2154 # provisioner.sh has the variables of this file, too
#
# An upload goes into an empty volume. A marker beside the file, from before the upload until the size has been checked,
# tells a torn one of ours from a volume of somebody else, which is never touched.

declare -A local_size=()    # of each file that is there, in bytes
declare -A fresh=()         # volumes that this make has uploaded
declare -A held=()          # volumes whose lock it has

plan_upload() { # VOLUME: returns 1 until it is done
  local volume=$1 from=${file[$1]} bytes marker what
  ((${#local_size[@]})) || read_local_sizes
  bytes=${local_size[$from]:-}
  if [[ ! $bytes ]]; then
    refuse_missing_file
    return 0
  fi
  what="upload $from ($((bytes / 1048576 + 1)) MiB) to volume $volume"
  succeeded "$what" || ! answer "$what" || die "cannot $what on node \"$node\"" "$REPLY"
  marker "$volume"
  marker=$REPLY
  if [[ ${exists[$volume]} && ! -e $marker ]] && ((${size[$volume]})); then
    if [[ $from == "$seed" && ! ${fresh[$volume]:-} ]]; then
      plan_new_seed
      return
    fi
    ((${size[$volume]} < bytes)) || return 0
  fi
  lock_upload || return 1
  plan_transfer
}

# The next four work on the variables of plan_upload.

refuse_missing_file() {
  local help=''
  [[ $from != "$image" && $from != "$seed" ]] || help=": make build"
  [[ $from != "$image" || ! $built_by ]] || help=": make -C $built_by build"
  [[ ${exists[$volume]} ]] || die "$from is missing, from which volume \"$volume\" is made$help"
  [[ $from == "$seed" && $node_seed != "$wanted_seed" ]] || return 0
  must_wait "volume \"$volume\" gets the new seed" ||
    die "$from is missing, whose new content volume \"$volume\" gets$help"
}

plan_new_seed() { # where there is an old one; returns 1 if that goes
  [[ $node_seed != "$wanted_seed" ]] || return 0
  ! must_wait "volume \"$volume\" gets the new seed" || return 0
  step "delete the old volume $volume" vol-delete --pool "${volume%%/*}" --vol "${volume#*/}"
  return 1
}

lock_upload() { # returns 1 if what was seen before may be another's work in progress
  [[ ! ${held[$volume]:-} ]] || return 0
  lock_uploads "$volume"
  [[ $waited == true || ${exists[$volume]} ]] || return 0
  look_again=true
  return 1
}

plan_transfer() { # returns 1 until all of it is there
  if [[ -e $marker ]] && ! { [[ ${exists[$volume]} ]] && ((${size[$volume]} != bytes)); }; then
    rm -f -- "$marker" || die "cannot remove $marker"
  fi
  if [[ ! ${exists[$volume]} ]]; then
    create_volume "$volume"
  elif ((${size[$volume]} == bytes)); then
    [[ $from != "$seed" ]] || warn_of_old_seed
    return 0
  elif ((${size[$volume]} == 0)); then
    : >"$marker" || die "cannot write $marker"
    fresh[$volume]=yes
    watch_file "$from"
    step "$what" vol-upload --pool "${volume%%/*}" --vol "${volume#*/}" --file "$from" --sparse
  else
    plan_torn_upload
  fi
  return 1
}

warn_of_old_seed() {
  [[ $seed_mark && $seed_mark != "$wanted_seed" ]] || return 0
  warn_once "volume \"$volume\" holds a seed that is older than the files of $seed.d: make build create"
}

plan_torn_upload() {
  local where=(--pool "${volume%%/*}" --vol "${volume#*/}")
  [[ -e $marker ]] || die "volume \"$volume\" on node \"$node\" has ${size[$volume]} bytes, $from $bytes: it is another \
image, or an upload from elsewhere that did not end. Name it otherwise in the registry, or, if no VM uses it, delete it: \
virsh vol-delete ${where[*]}"
  [[ ! ${taken[$what]:-} ]] ||
    die "cannot $what on node \"$node\": only ${size[$volume]} bytes came. Is there room?"
  refuse_users "$volume" # it may have been whole for others
  step "delete the torn volume $volume" vol-delete "${where[@]}"
}

marker() { # VOLUME
  name_file "$LIBVIRT_DEFAULT_URI $1"
  REPLY=${file[$1]}.uploading-$REPLY
}

lock_uploads() { # VOLUME: of that and all that are to come, in the order of their names, or makes could wait for each other
  local name names=("$1") waits=false
  for name in "${!file[@]}"; do
    [[ ${held[$name]:-} || ${size[$name]:-} == "${local_size[${file[$name]}]:-}" ]] || names+=("$name")
  done
  REPLY=$(printf '%s\n' "${names[@]}" | LC_ALL=C sort -u) || die "cannot sort the names of volumes"
  while read -r name; do
    lock "$LIBVIRT_DEFAULT_URI $name" "it uploads volume $name"
    held[$name]=yes
    [[ $waited == false ]] || waits=true
  done <<<"$REPLY"
  waited=$waits
}

read_local_sizes() {
  local i names=() sizes
  for i in "${file[@]}"; do
    [[ ! -e $i ]] || names+=("$i")
  done
  ((${#names[@]})) || return 0
  sizes=$(stat -Lc %s -- "${names[@]}") || die "cannot read the files that volumes are made from"
  mapfile -t sizes <<<"$sizes"
  for i in "${!names[@]}"; do local_size[${names[i]}]=${sizes[i]}; done
}
