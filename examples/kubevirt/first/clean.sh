# SPDX-License-Identifier: 0BSD
# The files on this machine that a VM can do without (vmp, provisioner v1beta1). Read by provisioner.sh.
# shellcheck shell=bash disable=SC2154 # provisioner.sh has the variables of this file, too

clean() { # [all]: the seed, and the image too, but for one that another directory has built
  local name files=()
  [[ ! $seed ]] || files+=("$seed" "$seed.part")
  if [[ ${1:-} && $image && ! $built_by ]]; then
    files+=("$image" "$image.part" "$image.lock")
    [[ ! $archive ]] || files+=("$image.$archive" "$image.$archive.part")
  fi
  for name in "${files[@]}"; do
    [[ -f $name ]] || continue
    rm -f -- "$name"
    say "remove $name"
  done
  if [[ ${1:-} && ${image%/*} == *.images ]]; then
    rmdir -- "${image%/*}" 2>/dev/null || true
  fi
}
