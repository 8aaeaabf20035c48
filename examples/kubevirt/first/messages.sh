# SPDX-License-Identifier: 0BSD
# What a target says (vmp, provisioner v1beta1). Read by provisioner.sh.
# shellcheck shell=bash disable=SC2154 # "subject", what all of it is about, is provisioner.sh's

said=''

say() { # MESSAGE
  printf '%s: %s\n' "$subject" "$*"
}

warn() { # MESSAGE
  say "$*" >&2
}

warn_once() { # MESSAGE: a plan is made several times
  [[ $said != *"$1"$'\n'* ]] || return 0
  said+=$1$'\n'
  warn "$1"
}

die() { # MESSAGE [WHAT-A-TOOL-SAID]
  warn "error: $1"
  [[ -z ${2:-} ]] || sed '/^$/d; s/^/    /' <<<"$2" >&2
  exit 1
}
