# SPDX-License-Identifier: 0BSD
# What nobody needs of the cache (vmp, provisioner v1beta1). Read by provisioner.sh.
# shellcheck shell=bash disable=SC2154 # provisioner.sh has the variables of this file, too
#
# A root is a file with the path of a directory, relative to the cache, and the digests of its chain. It does not count
# when the directory is gone.

name_root() { # leaves the path in "path" and the file in "file"
  path=$(realpath --relative-to="$cache" .) || die "realpath fails"
  name_file "root $path"
  file=$cache/roots/$REPLY
}

register_root() {
  local path file text
  name_root
  printf -v text '%s\n' "$path" "${chain[@]}"
  [[ ! -e $file || $(<"$file") != "${text%$'\n'}" ]] || return 0
  temporary "$text"
  mv -T -- "$REPLY" "$file" || die "cannot write $file"
}

forget_root() {
  local path file
  name_root
  rm -f -- "$file"
}

# These fill "needed" of their caller, by digest.

need_roots() {
  local file lines hash
  for file in "$cache"/roots/*; do
    [[ -f $file ]] || continue
    mapfile -t lines <"$file" || die "cannot read $file"
    if [[ ! -e $cache/${lines[0]:-}/Makefile ]]; then
      rm -f -- "$file"
      continue
    fi
    for hash in "${lines[@]:1}"; do needed[$hash]=yes; done
  done
}

find_garbage() { # into "garbage": the files that lead to nothing needed
  local file hash
  garbage=()
  for file in "$cache"/*; do
    hash=${file##*/}
    hash=${hash%%.*}
    [[ -f $file && $hash =~ ^[0-9a-f]{64}$ && $file != *.part && $file != *.lock ]] || continue
    [[ ${needed[$hash]:-} ]] || garbage+=("$file")
  done
}

collect_garbage() {
  local -A needed=()
  local garbage=() size
  [[ -d $cache ]] || { say "there is no cache" && return; }
  open_cache
  hold_cache --exclusive
  register_root
  need_roots
  find_garbage
  if ((!${#garbage[@]})); then
    say "all of the cache is needed"
    return
  fi
  size=$(du -chs -- "${garbage[@]}" | tail -n 1) || die "cannot read $cache"
  if [[ $CONFIRM_TEXT == yes ]]; then
    remove_states "${garbage[@]}"
    say "${#garbage[@]} files that no directory needs are removed: ${size%%[[:blank:]]*}"
  else
    printf '%s\n' "${garbage[@]##*/}"
    say "${#garbage[@]} files that no directory needs: ${size%%[[:blank:]]*}. CONFIRM=yes removes them"
  fi
}

# Names of states first: what is not complete is no state.
remove_states() { # FILE...
  local file
  for file; do
    [[ $file != *.qcow2 ]] || rm -f -- "$file" || die "cannot remove $file"
  done
  rm -f -- "$@" || die "cannot remove files of $cache"
}

# ---- Making states anew ----

# With all that is based on them, of other chains, too: an overlay on a state of the same name but other bytes would be torn.
forget_states() { # HASH...
  local -A doomed=()
  local hash
  for hash; do doomed[$hash]=yes; done
  doom_overlays
  remove_doomed
}

forget_overlays() { # HASH: what is based on a state of that name, which was removed
  local -A doomed=(["$1"]=yes)
  doom_overlays
  doomed[$1]=''
  remove_doomed
}

# These work on "doomed" of their caller, by digest.

remove_doomed() {
  local hash file files=()
  for hash in "${!doomed[@]}"; do
    [[ ${doomed[$hash]} ]] || continue
    for file in "$cache/$hash".*; do
      [[ ! -f $file || $file == *.part || $file == *.lock ]] || files+=("$file")
    done
  done
  ((!${#files[@]})) || remove_states "${files[@]}"
}

doom_overlays() { # adds what is based on what is doomed
  local file hash grown=true
  while [[ $grown == true ]]; do
    grown=false
    for file in "$cache"/*.base; do
      [[ -f $file ]] || continue
      hash=${file##*/}
      hash=${hash%%.*}
      read -r REPLY <"$file" || REPLY=''
      [[ $REPLY && ${doomed[$REPLY]:-} && ! ${doomed[$hash]:-} ]] || continue
      doomed[$hash]=yes
      grown=true
    done
  done
}

force() {
  local from=0
  if [[ $STEP_TEXT ]]; then
    find_step "$STEP_TEXT"
    from=$REPLY
  fi
  open_cache
  hold_cache --exclusive
  ((from)) || forget_what_is_on_node
  forget_states "${chain[@]:from}"
  hold_cache --shared
  build anew
}

forget_what_is_on_node() { # of an installation that has not ended well
  [[ ! -e $cache/${chain[0]}.on-node ]] || forget_installation
}

remove_all() {
  local -A needed=()
  local garbage=()
  remove_result
  [[ -d $cache ]] || return 0
  open_cache
  hold_cache --exclusive
  forget_what_is_on_node
  forget_root
  need_roots
  find_garbage
  ((!${#garbage[@]})) || remove_states "${garbage[@]}"
  rm -f -- "$cache"/*.lock # nobody makes states while this one has the cache
  say "remove what of the cache no other directory needs: ${#garbage[@]} files"
}
