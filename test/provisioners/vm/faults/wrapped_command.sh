#!/bin/sh
# Stands before a command on PATH, under its name, and counts its runs. The one that $FAULT_FOLDER/occurrence names, or
# every one if it is 0, becomes a faulty_command.py. All others become the command itself, at little cost.
# The names of variables are long because the command's own environment must not be changed.
fault_name=${0##*/}
printf + >>"$FAULT_FOLDER/runs of $fault_name"
read -r fault_runs <"$FAULT_FOLDER/runs of $fault_name"
read -r fault_occurrence <"$FAULT_FOLDER/occurrence"
fault_command=$(PATH=${PATH#*:} && command -v "$fault_name")
if [ "$fault_occurrence" = 0 ] || [ "$fault_occurrence" = "${#fault_runs}" ]; then
  exec "$FAULT_FOLDER/faulty_command" "$fault_name" "${#fault_runs}" "$fault_command" "$@"
fi
exec "$fault_command" "$@"
