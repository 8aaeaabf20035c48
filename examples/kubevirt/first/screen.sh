# SPDX-License-Identifier: 0BSD
# What the guest shows: the log of its console, its screen (vmp, provisioner v1beta1). Read by provisioner.sh.
# shellcheck shell=bash disable=SC2034,SC2154 # provisioner.sh has the variables of this file, too

log=''                    # path of the console's log on the node
log_offset=0              # what of it was printed
opened_log=''             # is it in a pool of ours?
log_pool=vmp-logs         # a transient pool of the log's folder, for as long as it is read: libvirt gives files of pools only

# ---- logs ----

show_log() {
  find_log
  while :; do
    print_log
    [[ $FOLLOW_TEXT ]] || return 0
    sleep 1
  done
}

find_log() { # of the definition
  [[ $domain_state != absent ]] || die "domain \"$domain\" is not on node \"$node\": make create"
  answer 'xml defined' || true
  read_log_path || die "the console of domain \"$domain\" has no log: see log.file of console in virt-install"
  log=$REPLY
}

read_log_path() { # of the first device that has a log, in the definition in REPLY
  local pattern="<log file='([^']*)'"
  [[ $REPLY =~ $pattern ]] && read_element log "<log>${BASH_REMATCH[1]}"
}

print_log() { # what is new of it
  local before=${#locks[@]} bytes text
  lock "$LIBVIRT_DEFAULT_URI $log_pool" "it reads a log"
  open_log
  bytes=$REPLY
  ((bytes >= log_offset)) || log_offset=0 # another file has begun
  temporary
  text=$REPLY
  # With /dev/stdout, virsh would put a newline of its own into it.
  ((bytes == log_offset)) || ask 'console log' vol-download --vol "$log" --file "$text" --offset "$log_offset"
  [[ ! $opened_log ]] || ask 'close log' pool-destroy --pool "$log_pool"
  [[ ! $batch ]] || send
  unlock "$before"
  if ((bytes > log_offset)); then
    succeeded 'console log' || die "cannot read $log on node \"$node\"" "$REPLY"
    bytes=$(stat -c %s -- "$text") || die "cannot read $text"
    cat -- "$text" || die "cannot write what $log has"
    log_offset=$((log_offset + bytes))
  fi
  rm -f -- "$text"
}

open_log() { # leaves its size in REPLY, and in opened_log whether it is in a pool of ours, which has to be closed
  local folder
  xml_text "${log%/*}"
  temporary "<pool type='dir'><name>$log_pool</name><target><path>$REPLY</path></target></pool>"
  folder=$REPLY
  opened_log=''
  ask 'log before' vol-dumpxml --vol "$log"
  ask 'open log' pool-create --file "$folder"
  ask 'log pool' pool-dumpxml --pool "$log_pool"
  ask log vol-dumpxml --vol "$log"
  send
  rm -f -- "$folder"
  ! succeeded 'log pool' || opened_log=yes # also one that a killed make has left
  if ! succeeded log; then
    close_log
    answer log || true
    [[ $REPLY != *'no storage vol'* ]] || die "there is no log $log on node \"$node\" yet: was the domain started?"
    die "cannot read $log on node \"$node\"" "${answers[@vmp open log]:-}$REPLY"
  fi
  read_element physical "$REPLY" || REPLY=0
}

close_log() {
  [[ $opened_log ]] || return 0
  ask 'close log' pool-destroy --pool "$log_pool"
  send
}

# ---- view, screenshot ----

refuse_without_screen() {
  is_on || refuse_unless_running
  ask screen domdisplay --domain "$uuid" --all
  send
  { succeeded screen && [[ $REPLY == *://* ]]; } ||
    die "domain \"$domain\" has no screen that can be opened: see graphics in virt-install, or make console" "$REPLY"
}

view() { # a node that is this machine opens the screen itself; to another one virt-viewer goes by ssh
  local attach=()
  refuse_without_screen
  [[ $LIBVIRT_DEFAULT_URI != *:///* ]] || attach=(--attach)
  instead virt-viewer --connect "$LIBVIRT_DEFAULT_URI" "${attach[@]}" -- "$uuid"
}

take_screenshot() {
  local picture kind=ppm file time
  is_on || refuse_unless_running
  temporary
  picture=$REPLY
  ask screenshot screenshot --domain "$uuid" --file "$picture"
  send
  { succeeded screenshot && [[ -s $picture ]]; } || die "cannot take a picture of domain \"$domain\"" "$REPLY"
  [[ $REPLY != *image/png* ]] || kind=png
  printf -v time '%(%Y%m%d-%H%M%S)T' -1
  file=${FILE_TEXT:-logs/screen-$time.$kind}
  [[ $file != */* ]] || mkdir -p -- "${file%/*}" || die "cannot make the folder of $file"
  cp -- "$picture" "$file" || die "cannot write $file"
  say "wrote $file"
}
