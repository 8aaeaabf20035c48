#!/bin/sh
# Stands before virt-install on PATH and keeps what it prints for the same words: nothing of a node but its abilities
# goes into that, and it takes more time than all the rest of a make.
command=$(PATH=${PATH#*"$KEPT_ANSWERS/bin:"} && command -v virt-install)
PATH=/usr/bin:/bin # nothing here is to go wrong
answer=$KEPT_ANSWERS/$(printf '%s\0' "$@" | sha256sum | cut -c 1-32)
if [ ! -e "$answer" ]; then
  "$command" "$@" >"$answer.$$" || exit
  mv "$answer.$$" "$answer"
fi
exec cat "$answer"
