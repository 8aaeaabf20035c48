#!/bin/sh
# SPDX-License-Identifier: 0BSD
# Runs a step inside of the guest, where it lies in /.vmp-build with what the step needs (vmp, provisioner v1beta1).
#
# usage: env -i sh /.vmp-build/guest.sh SECONDS
#        sh /.vmp-build/guest.sh           by hand: without a limit, and what the step has started goes on
#
# shellcheck disable=SC1091,SC3013 # the files are there in the guest; dash, bash and busybox all have -ef
#
# The step's output goes into the file log, its status to standard output.
folder=/.vmp-build
cd / || exit
umask 022
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
HOME=/root USER=root LOGNAME=root LANG=C SHELL=/bin/sh
DEBIAN_FRONTEND=noninteractive # nobody is there to answer
export PATH HOME USER LOGNAME LANG SHELL DEBIAN_FRONTEND

# What the step has started would keep file systems from being unmounted.
end_processes() { # SIGNAL
  for process in /proc/[0-9]*; do
    if [ "${process#/proc/}" != $$ ] && [ "$process/root" -ef / ]; then
      kill "-$1" "${process#/proc/}" 2>/dev/null && left=yes
    fi
  done
}

seconds=${1:-}
limit=
if [ "$seconds" ] && timeout -k 1 1 true 2>/dev/null; then
  limit="timeout -k 10 $seconds"
fi
begun=$(date +%s)
set --
. "$folder/arguments" # which sets them
[ ! -e "$folder/environment" ] || . "$folder/environment"
{
  case $(head -c 2 "$folder/step") in
    '#!') $limit "$folder/step" "$@" ;;
    *) $limit sh -e "$folder/step" "$@" ;;
  esac
} >"$folder/log" 2>&1 </dev/null
status=$?
# Not every "timeout" says so by 124.
if [ "$limit" ] && [ $status -gt 124 ] && [ $(($(date +%s) - begun)) -ge "$seconds" ]; then
  status=124
fi

left=no
[ ! "$seconds" ] || end_processes TERM
if [ $left = yes ]; then
  sleep 1
  end_processes KILL
fi
echo $status
