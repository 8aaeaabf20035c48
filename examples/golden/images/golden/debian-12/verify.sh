# SPDX-License-Identifier: 0BSD
# verify: whether the result and the cache are what they were when they were made (vmp, provisioner v1beta1). Read by
# provisioner.sh.
# shellcheck shell=bash disable=SC2154 # provisioner.sh has the variables of this file, too

verify_result() { # returns 1, and has said why, where it is not
  local format
  if [[ ! -e $result ]]; then
    warn "error: $result is not there: make build"
    return 1
  fi
  if ! has_result; then
    warn "error: $result is not a whole result of this chain: make build"
    return 1
  fi
  word export format || REPLY=qcow2
  format=$REPLY
  verify_bytes "$result" "${built[sha256]:-}" || return 1
  [[ ! ${built[archive]:-} ]] || verify_bytes "$result.${built[archive]}" "${built[archive-sha256]:-}" || return 1
  [[ $format == raw ]] || verify_structure "$result" "$format" || return 1
  say "$result is what was built on ${built[date]:-an unknown date}"
}

verify_states() { # HASH...: those that are cached; returns 1, and has said why, where one is not whole
  local hash file digest status=0 checked=0
  for hash; do
    state_file "$hash"
    file=$REPLY
    [[ -e $file ]] || continue
    checked=$((checked + 1))
    if [[ -f ${file%.qcow2}.sha256 ]]; then
      read -r digest _ <"${file%.qcow2}.sha256" || true
      verify_bytes "$file" "$digest" || { status=1 && continue; }
    fi
    verify_structure "$file" qcow2 || status=1
  done
  ((status)) || say "$checked of $# states are cached, and whole"
  return "$status"
}

verify_bytes() { # FILE SHA256
  REPLY=$(sha256sum <"$1") || die "cannot read $1"
  [[ ${REPLY%% *} != "$2" ]] || return 0
  warn "error: $1 is not as it was made: its SHA-256 is ${REPLY%% *}, and was $2. Remove it, and make build again"
  return 1
}

verify_structure() { # FILE FORMAT
  ! REPLY=$(run qemu-img check -f "$2" -- "$1" 2>&1) || return 0
  warn "error: $1 is damaged. Remove it, and make build again"
  sed '/^$/d; s/^/    /' <<<"$REPLY" >&2
  return 1
}
