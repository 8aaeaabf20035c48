#!/bin/sh
# SPDX-License-Identifier: 0BSD
# Takes one step of "make provision" in the guest, as root (vmp).
#
# usage: sh provision_guest.sh NAME DIGEST SECONDS      the step's folder is a tar at standard input; only a mark without it
#
# Prints what the step says, and "@vmp status N" to standard error.
set -u
exec 3>&2 2>&1
name=$1 digest=$2 seconds=${3:-}
marks=/var/lib/vmp
umask 022
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
HOME=/root USER=root LOGNAME=root LANG=C.UTF-8 SHELL=/bin/sh
DEBIAN_FRONTEND=noninteractive # nobody is there to answer
VMP_STEP=$name
export PATH HOME USER LOGNAME LANG SHELL DEBIAN_FRONTEND VMP_STEP
folder=''

finish() { # STATUS
  [ ! "$folder" ] || rm -rf "$folder"
  echo "@vmp status $1" >&3
  exit 0
}

# In memory, where files may be run there: they may have secrets in them.
make_folder() {
  for parent in /run "$marks"; do
    folder=$(mktemp -d "$parent/.vmp-step.XXXXXX" 2>/dev/null) || continue
    printf '#!/bin/sh\n' >"$folder/try" && chmod 700 "$folder/try" && "$folder/try" 2>/dev/null && rm "$folder/try" && return
    rm -rf "$folder"
  done
  folder=''
  return 1
}

# Each is whole, or not there.
put_files() {
  while IFS= read -r line; do
    mode=${line%% *} rest=${line#* }
    owner=${rest%% *} path=${rest#* }
    mkdir -p -- "${path%/*}/" || return
    copy=${path%/*}/.vmp-$$.new
    if ! { cp -- "files$path" "$copy" && chown -- "$owner" "$copy" && chmod -- "$mode" "$copy" && mv -f -- "$copy" "$path"; }; then
      rm -f -- "$copy"
      return 1
    fi
  done <places
}

# What it leaves running keeps no pipe of ssh's open, so that ssh ends with the step.
run_script() {
  limit=''
  ! timeout -k 1 1 true 2>/dev/null || limit="timeout -k 10 $seconds"
  begun=$(date +%s)
  mkfifo "$folder/.output" || return
  cat "$folder/.output" 3>&- 9>&- &
  reader=$!
  $limit ./run >"$folder/.output" 2>&1 </dev/null 3>&- 9>&-
  status=$?
  # Not every "timeout" says so by 124.
  if [ "$limit" ] && [ $status -gt 124 ] && [ $(($(date +%s) - begun)) -ge "$seconds" ]; then status=124; fi
  (sleep 1 && kill $reader) >/dev/null 2>&1 3>&- 9>&- &
  wait $reader 2>/dev/null
  return $status
}

write_mark() {
  printf '%s\n' "$digest" >"$marks/.$name.new" && mv -f "$marks/.$name.new" "$marks/$name"
}

mkdir -p "$marks" || finish 1
# One at a time: a make that was stopped may have left one running, and ends up here once more.
exec 9>"$marks/.lock" || finish 1
! command -v flock >/dev/null || flock 9
if [ "$seconds" ]; then
  rm -rf /run/.vmp-step.?????? "$marks"/.vmp-step.??????
  make_folder || { echo "there is no place for the step's files" && finish 1; }
  trap 'finish 143' HUP INT TERM
  { cd "$folder" && tar -xf -; } || finish 1
  [ ! -e places ] || put_files || finish 1
  if [ -e run ]; then
    run_script || finish $?
  fi
fi
write_mark || finish 1
finish 0
