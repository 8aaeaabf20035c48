#!/bin/bash
# Stands in for virt-install, curl, tar, ssh and sshpass: writes their words to $FAKE_NODE/runs, and answers as little as a
# provisioner wants to hear.
name=${0##*/}
printf '%s\0' "$#" "$name" "$@" >> "$FAKE_NODE/runs"
case $name in
  virt-install) printf '<domain type="x">\n<name>%s</name>\n<uuid>%s</uuid>\n</domain>\n' "$2" "$4" ;;
  curl)
    while [ "$1" != --output ]; do shift; done
    case $4 in
      https://sums.example/*) echo an image | sha256sum | cut -d " " -f 1 > "$2" ;;
      *) echo an image > "$2" ;;
    esac
    ;;
  tar) cat -- "$2" ;;
  sshpass)
    shift 2
    exec "$@"
    ;;
  ssh) env -0 > "$FAKE_NODE/environment" ;;
esac
