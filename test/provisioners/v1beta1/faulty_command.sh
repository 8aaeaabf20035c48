#!/bin/sh
# Stands before a command on PATH, under its name. All runs of all such commands are counted in $FAKE_NODE/commands; the
# one of the number $FAULT_AT goes wrong: it "fails" before it does anything, or everything is "killed" behind it.
fault_name=${0##*/}
fault_command=$(PATH=${PATH#*:} && command -v "$fault_name")
printf '%s\n' "$fault_name" >>"$FAKE_NODE/commands"
fault_number=0
while read -r _; do fault_number=$((fault_number + 1)); done <"$FAKE_NODE/commands"
if [ "$fault_number" != "${FAULT_AT:-0}" ]; then
  exec "$fault_command" "$@"
elif [ "$FAULT_KIND" = fails ]; then
  exit 1
fi
"$fault_command" "$@"
kill -9 0
