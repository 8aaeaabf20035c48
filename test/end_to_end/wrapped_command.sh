#!/usr/bin/env bash
# Runs the command of this name that stands behind our folder on PATH, and counts it if it connects to a libvirt.
# libvirt gives ssh nothing but PATH, so what we need to know has to be beside us.
folder=$(dirname "$0")
name=$(basename "$0")
if [ "$name" = ssh ]; then
  set -- -F "$folder/ssh_config" "$@" # ssh looks for the user's own in a folder that no variable changes
else
  echo "$name" >> "$folder/connections"
fi
exec "$(PATH=${PATH#"$folder:"} command -v "$name")" "$@"
