# SPDX-License-Identifier: 0BSD
# What differs between the registry, the node and what runs (vmp, provisioner v1beta1). Read by provisioner.sh.
# shellcheck shell=bash disable=SC2034,SC2154 # provisioner.sh has the variables of this file, too
#
# The domain's metadata remembers two things: in "asserted" the words that it was defined with, and in "found" its fields
# right after that, as libvirt writes them (fields.awk). So the registry has changed where "asserted" is not the Makefile's
# words, and somebody has changed the domain where "found" is not its fields. "asserted" is a part of the definition.
# "found" cannot be, so it follows in a step of its own; a definition without it is an interrupted one, and made again.

mark_uri=https://vmp.invalid/v1beta1 # then /asserted, /found or /consolidated
registry_changes=()   # sentences, as of the next two
node_changes=()
waiting=()
live_changes=()       # of each of "waiting" what live.sh could do about it
is_marked=false       # has this directory defined it?
is_found=false        # and noted its fields?
is_changed=false      # is its definition another than was found?
wanted_words=''       # what "asserted" is to be
asserted_words=''     # what it is
salt=''               # of the digests of passwords in it
fields=''             # of the definition
live_fields=''        # of what runs

# ---- The Makefile's words, a line each ----

make_wanted_words() {
  local word
  wanted_words=''
  for word in "--name=$domain" "${definition_words[@]}"; do
    hide_passwords "$word"
    REPLY=${REPLY//\\/\\\\}
    REPLY=${REPLY//$'\n'/\\n}
    wanted_words+=${REPLY//$'\r'/\\r}$'\n'
  done
  [[ $autostart == false ]] || wanted_words+=$'--autostart\n'
  [[ $transient == false ]] || wanted_words+=$'--transient\n'
}

# Whoever may look at the domain may read its metadata, so a salted digest stands for a password.
hide_passwords() { # WORD: in REPLY
  local rest=$1 text='' found
  local pattern="(^|[=,])([^=,]*[Pp][Aa][Ss][Ss][Ww][^=,]*=)((\\\\.|'[^']*'|\"[^\"]*\"|[^,])*)"
  while [[ $rest =~ $pattern ]]; do
    found=${BASH_REMATCH[0]}
    text+=${rest%%"$found"*}${BASH_REMATCH[1]}${BASH_REMATCH[2]}
    rest=${rest#*"$found"}
    digest_password "${BASH_REMATCH[3]}"
    text+=$REPLY
  done
  REPLY=$text$rest
}

digest_password() { # PASSWORD: in REPLY
  if [[ ! $salt ]]; then
    salt=$(od -An -N8 -tx8 /dev/urandom) || die "cannot read /dev/urandom"
    salt=${salt//[[:space:]]/}
  fi
  REPLY=$(printf '%s %s' "$salt" "$1" | sha256sum) || die "sha256sum fails"
  REPLY="(digest ${REPLY:0:16})"
}

# ---- Marks ----

read_note() { # ANSWER NAME: the text of that element of ours in REPLY; 1 if there is none
  answer "$1" && read_element "vmp:$2" "$REPLY"
}

read_salt() {
  local pattern="<vmp:asserted [^>]*salt=.([0-9a-f]+)"
  salt=''
  ! answer 'xml defined' || [[ ! $REPLY =~ $pattern ]] || salt=${BASH_REMATCH[1]}
}

write_asserted() { # in REPLY: a part of the definition's metadata
  xml_text "$wanted_words"
  REPLY="<vmp:asserted xmlns:vmp='$mark_uri/asserted' salt='$salt'>$REPLY</vmp:asserted>"
}

write_consolidated() { # in REPLY: the same, what consolidate.sh has noted
  REPLY=''
  [[ $consolidated ]] || return 0
  xml_text "$consolidated"
  REPLY="<vmp:consolidated xmlns:vmp='$mark_uri/consolidated'>$REPLY</vmp:consolidated>"
}

plan_found() { # once it has been defined, and before it starts: what runs keeps what was noted then
  [[ $transient == false && $is_marked == true && $is_found == false ]] || return 0
  is_current=false
  xml_text "$fields"
  step "note how domain $domain was defined" metadata --domain "$uuid" --uri "$mark_uri/found" --key vmp --config \
    --set "<found>$REPLY</found>"
}

# ---- State ----

read_drift() { # from the answers "xml defined" and, of one that runs, "xml running"
  registry_changes=() node_changes=() waiting=() live_changes=()
  is_marked=false is_found=false is_changed=false asserted_words='' fields='' live_fields=''
  read_salt
  make_wanted_words
  [[ $domain_state != absent ]] || return 0
  if read_note 'xml defined' asserted; then
    is_marked=true
    asserted_words=$REPLY
    compare_sides
    compare_autostart
  else
    node_changes=("something else than this directory has defined the domain")
  fi
}

compare_sides() {
  local kind sentence change lines sides=()
  add_side asserted "$asserted_words"
  add_side wanted "$wanted_words"
  [[ $transient == true ]] || add_fields
  lines=$(LC_ALL=C awk -f drift.awk -f effect.awk "${sides[@]}") || die "cannot compare domain \"$domain\" with the Makefile"
  while IFS=$'\037' read -r kind sentence change; do
    case $kind in
      registry) registry_changes+=("$sentence") ;;
      node) node_changes+=("$sentence") is_changed=true ;;
      waits) waiting+=("$sentence") live_changes+=("$change") ;;
    esac
  done <<<"$lines"
}

add_side() { # NAME TEXT: to what drift.awk compares
  temporary "$2"
  sides+=("side=$1" "$REPLY")
}

add_fields() {
  read_fields 'xml defined' || return 0
  fields=$REPLY
  if read_note 'xml defined' found; then
    is_found=true
    add_side found "$REPLY"
    add_side now "$fields"
    [[ $domain_state != @(running|paused) ]] || add_live_fields
  else
    node_changes+=("how the domain was defined was not noted, for that was interrupted")
  fi
}

add_live_fields() {
  if read_note 'xml running' found; then
    add_side started "$REPLY"
  elif ! read_note 'xml running' asserted || [[ $REPLY != "$asserted_words" ]]; then
    waiting+=("another definition runs") live_changes+=('')
  fi
  read_fields 'xml running' || return 0
  live_fields=$REPLY
  add_side runs "$live_fields"
}

read_fields() { # ANSWER: in REPLY; 1 if the domain has gone since it was listed
  still_there "$1" || return 1
  REPLY=$(LC_ALL=C awk -f fields.awk <<<"$REPLY") || die "cannot read the definition of domain \"$domain\""
}

compare_autostart() { # which is no part of the definition
  local asserted=false
  [[ $'\n'$asserted_words != *$'\n--autostart\n'* ]] || asserted=true
  [[ $transient == true || $autostarts == "$asserted" ]] || node_changes+=("autostart was $asserted, is $autostarts")
}

# ---- What up does about it ----

needs_definition() { # anew, or for the first time
  [[ $domain_state != absent ]] || return 0
  [[ $is_marked == true && $asserted_words == "$wanted_words" && $is_changed == false ]] || return 0
  [[ $transient == false && $is_found == false && ! ${taken[define domain $domain]:-} ]]
}

# Is what somebody has changed on the node left alone? KEEP=1 asks for that, and external snapshots, which are changes
# themselves, for their disks are other files.
keeps_changes() {
  [[ $is_found == true ]] && ((${#node_changes[@]})) || return 1
  [[ $KEEP_TEXT ]] || { ((${#external_snapshots[@]})) && ((${#registry_changes[@]} == 0)); }
}

tell_undone() { # before it is
  local change
  for change in "${node_changes[@]}"; do
    [[ $is_found == false ]] || warn_once "undoes on the node: $change"
  done
}

tell_kept() {
  local change
  for change in "${node_changes[@]}"; do warn_once "keeps on the node: $change"; done
  ((${#registry_changes[@]} == 0)) || warn_once "so the registry's changes wait, too: make up without KEEP"
}

# ---- diff, status ----

print_drift() { # a line for each difference
  local change
  for change in "${registry_changes[@]}"; do printf 'registry: %s\n' "$change"; done
  for change in "${node_changes[@]}"; do printf 'on the node: %s\n' "$change"; done
  for change in "${waiting[@]}"; do printf 'waits: %s\n' "$change"; done
}
