# Temporary files, which go when the target ends (vmp, provisioner v1beta1). Read by provisioner.sh.
# shellcheck shell=bash

scratch=''
scratch_files=0

remove_scratch() {
  [[ ! $scratch ]] || rm -rf -- "$scratch"
}

trap remove_scratch EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# Dies itself: where it stands before "&&", bash would not. Never call it in $(...), which has a folder of its own.
temporary() { # [TEXT]: leaves the name of a new file with that text in REPLY
  if [[ ! $scratch ]]; then
    scratch=$(mktemp -d) || die "cannot make a folder for temporary files"
  fi
  REPLY=$scratch/$((++scratch_files))
  printf %s "${1:-}" >"$REPLY" || die "cannot write files in $scratch"
}
