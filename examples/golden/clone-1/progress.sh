# SPDX-License-Identifier: 0BSD
# How far a transfer is, on a terminal (vmp, provisioner v1beta1). Read by provisioner.sh.
# shellcheck shell=bash
#
# virsh shows nothing of its transfers, nor does an archiver of what it is given. But Linux tells at which byte of a file a
# process is that has it open: proc(5). Where it does not, there is no bar. The line ends where it began, so that whatever is
# said next stands in its place.

watched=()                  # files that the next command reads or writes
declare -A watched_bytes=() # how large each gets: empty where it is whole already, 0 where nobody knows
watcher=''                  # the process that draws

watch_file() { # FILE [BYTES]
  watched+=("$1")
  watched_bytes[$1]=${2:-}
}

begin_bar() { # of what is watched; a command in the foreground follows
  if [[ ${#watched[@]} == 0 || ! -r /proc/self/fdinfo/2 ]] || ! has_screen; then return 0; fi
  (release_locks && follow_watched) </dev/null >/dev/null &
  watcher=$!
}

end_bar() {
  watched=()
  [[ $watcher ]] || return 0
  kill "$watcher" 2>/dev/null || true
  wait "$watcher" 2>/dev/null || true
  watcher=''
  show_line ''
}

with_bar() { # COMMAND ARGUMENT...
  local status=0
  begin_bar
  "$@" || status=$?
  end_bar
  return "$status"
}

has_screen() {
  [[ -t 2 && ${TERM:-dumb} != dumb ]]
}

find_columns() { # of the terminal, in REPLY
  REPLY=$(stty size <&2 2>/dev/null) || REPLY=''
  REPLY=${REPLY#* }
  [[ $REPLY =~ ^[1-9][0-9]*$ ]] || REPLY=80 # 0: nobody has told it
}

show_line() { # TEXT, in place of the last one; as much as there is room for
  has_screen || return 0
  find_columns
  printf '\r%s\e[K\r' "${1:0:REPLY-1}" >&2
}

# ---- The watcher, a process of its own that ends with us ----

follow_watched() {
  local file='' at=0 before='' first=0 start=0 total
  while sleep 1 2>/dev/null && kill -0 $$ 2>/dev/null; do
    find_open $$ || continue
    if [[ $file != "$before" ]]; then
      before=$file first=$at start=$SECONDS
    fi
    total=${watched_bytes[$file]}
    [[ $total ]] || total=$(stat -Lc %s -- "$file" 2>/dev/null) || continue
    find_columns
    draw_bar "$REPLY" "$at" "$total" $((at - first)) $((SECONDS - start))
    show_line "$REPLY"
  done
}

find_open() { # PROCESS: leaves a file that is watched in file, and in at where it or a child of it is there
  local fd child children=()
  for fd in /proc/"$1"/fd/*; do
    for file in "${watched[@]}"; do
      if [[ $fd -ef $file ]] && { read -r _ at <"/proc/$1/fdinfo/${fd##*/}"; } 2>/dev/null; then return 0; fi
    done
  done
  { read -r -a children <"/proc/$1/task/$1/children"; } 2>/dev/null || true
  for child in "${children[@]}"; do
    ! find_open "$child" || return 0
  done
  return 1
}

draw_bar() { # COLUMNS BYTES OF-BYTES BYTES-MOVED IN-SECONDS: a line in REPLY
  local rate='' text bar room
  if (($4 > 0 && $5 > 0)); then
    name_bytes $(($4 / $5))
    rate="  $REPLY/s"
  fi
  if (($3 == 0)); then
    name_bytes "$2"
    REPLY+=$rate
    return 0
  fi
  printf -v text ' %3d%%%s' $(($2 < $3 ? $2 * 100 / $3 : 100)) "$rate"
  if [[ $rate ]]; then
    name_seconds $(($2 < $3 ? ($3 - $2) * $5 / $4 : 0))
    text+="  $REPLY left"
  fi
  room=$(($1 - ${#text} - 3))
  ((room < 60)) || room=60
  ((room > 0)) || room=0
  printf -v bar '%*s' $(($2 < $3 ? $2 * room / $3 : room)) ''
  printf -v REPLY '[%-*s]%s' "$room" "${bar// /#}" "$text"
}

name_bytes() { # NUMBER: "12.3 MiB", in REPLY
  local tenths=$(($1 * 10)) unit
  for unit in B KiB MiB GiB TiB; do
    ((tenths >= 10240)) || break
    tenths=$((tenths / 1024))
  done
  REPLY="$((tenths / 10)).$((tenths % 10)) $unit"
}

name_seconds() { # NUMBER: "4:05" or "1:04:05", in REPLY
  if (($1 < 3600)); then
    printf -v REPLY '%d:%02d' $(($1 / 60)) $(($1 % 60))
  else
    printf -v REPLY '%d:%02d:%02d' $(($1 / 3600)) $(($1 / 60 % 60)) $(($1 % 60))
  fi
}
