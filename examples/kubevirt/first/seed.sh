# SPDX-License-Identifier: 0BSD
# The cloud-init seed: an ISO of the files in its .d directory (vmp, provisioner v1beta1). Read by provisioner.sh.
# shellcheck shell=bash disable=SC2034,SC2154 # provisioner.sh has the variables of this file, too
#
# Which seed a volume holds stands in the volume itself, as the application identifier of the ISO: a domain's metadata is
# what it was at another time, once a snapshot has been reverted.

seed_volume=''    # the one that is made from the seed
seed_pipe=''      # virsh writes the mark into it, for its standard output has the answers
seed_mark=''      # of the volume: the digests of the seed's files, or nothing
node_seed=''      # what the volume holds, or, without a mark in it, what the domain was defined with
mark_offset=$((16 * 2048 + 574))
mark_length=128

for volume in "${volumes[@]}"; do
  [[ ${file[$volume]:-} != "$seed" ]] || seed_volume=$volume
done

digest_seed() { # into wanted_seed, 32 digits for each file
  local digests line
  digests=$(sha256sum -- "${seed_files[@]/#/"$seed.d/"}") ||
    die "cannot read the files of $seed.d: generate this directory again"
  wanted_seed=''
  while read -r line; do
    line=${line#\\} # in front of a name with a backslash
    wanted_seed+=${line:0:32}
  done <<<"$digests"
}

# ---- State ----

ask_seed_mark() {
  [[ $seed_volume ]] || return 0
  exec {seed_pipe}<> <(:)
  ask "seed $seed_volume" vol-download --pool "${seed_volume%%/*}" --vol "${seed_volume#*/}" \
    --file "/dev/fd/$seed_pipe" --offset "$mark_offset" --length "$mark_length"
}

read_seed_mark() {
  seed_mark=''
  node_seed=$defined_seed
  [[ $seed_pipe ]] || return 0
  printf '\0' >&"$seed_pipe" # it ends the reading, whatever was written
  IFS= read -r -d '' -u "$seed_pipe" seed_mark || die "cannot read from a pipe"
  exec {seed_pipe}>&-
  seed_pipe=''
  tidy_mark "$seed_mark"
  seed_mark=$REPLY
  believe_seed_mark || seed_mark=''
  [[ ! $seed_mark ]] || node_seed=$seed_mark
}

tidy_mark() { # MARK: all writers pad it, and xorriso makes it upper case
  REPLY=${1%"${1##*[! ]}"}
  REPLY=${REPLY,,}
}

believe_seed_mark() {
  [[ ${exists[$seed_volume]} ]] || return 1
  still_there "seed $seed_volume" || return 1
  [[ $seed_mark =~ ^([0-9a-f]{32}){1,4}$ ]]
}

# ---- build ----

build_seed() { # the same files give the same bytes: fixed dates, owner, modes and order, and no file but these
  local from members=() writer
  if [[ -e secret_files.sh ]] && holds_secrets; then
    must_fill_seed || return 0
  else
    ! is_seed_fresh || return 0
    digest_seed
  fi
  find_writer
  copy_seed_files
  write_seed
  cmp -s -- "$seed.part" "$seed" || say "write $seed"
  mv -f -- "$seed.part" "$seed"
}

is_seed_fresh() {
  local name
  for name in "${seed_files[@]}"; do
    [[ -f $seed.d/$name ]] || die "$seed.d/$name is missing: generate this directory again"
    [[ $seed -nt $seed.d/$name ]] || return 1
  done
  [[ $seed -nt Makefile && $seed -nt seed.sh ]]
}

find_writer() { # into writer
  for writer in xorriso genisoimage mkisofs; do
    ! type -P "$writer" >/dev/null || return 0
  done
  die "nothing here writes ISO images: install xorriso, genisoimage or mkisofs"
}

copy_seed_files() { # into members, as NAME=COPY
  local name
  temporary
  from=$REPLY.d
  mkdir -- "$from"
  for name in "${seed_files[@]}"; do
    if [[ -e secret_files.sh ]]; then
      fill_seed_file "$name" "$from/$name"
    else
      cp -- "$seed.d/$name" "$from/$name" || die "cannot copy $seed.d/$name to $from"
    fi
    members+=("$name=$from/$name")
  done
  chmod 644 "$from"/*
  touch -d @315532800 "$from"/* "$from"
}

write_seed() {
  local arguments=(-quiet -output "$seed.part" -volid cidata -appid "$wanted_seed" -joliet -rational-rock)
  arguments+=(-graft-points "${members[@]}")
  [[ $writer != xorriso ]] || arguments=(-as mkisofs "${arguments[@]}")
  for _ in first again; do # xorriso 1.5.4 can crash as it ends: it frees what its other thread still reads
    REPLY=$(
      umask 077 # it has passwords
      SOURCE_DATE_EPOCH=315532800 TZ=UTC LC_ALL=C "$writer" "${arguments[@]}" 2>&1
    ) && return
  done
  die "cannot write $seed" "$REPLY"
}
