# SPDX-License-Identifier: 0BSD
# What status and diff show (vmp, provisioner v1beta1). Read by provisioner.sh.
# shellcheck shell=bash disable=SC2154 # provisioner.sh has the variables of this file, too

differs=false         # does anything?
only_differences=false

report_status() {
  printf '%s on %s (%s)\n' "$subject" "$node" "$LIBVIRT_DEFAULT_URI"
  report_all
  is_on || return 0
  read_addresses || addresses=('not known')
  printf 'address  %s\n' "${addresses[0]}"
}

report_differences() { # exits 1 where something differs
  local differences
  only_differences=true
  report_all
  name_differences
  [[ $REPLY ]] || return 0
  differences=$REPLY
  report_snapshots
  printf 'differs:%s\n' "$differences"
  exit 1
}

report_all() {
  local name
  report_domain
  [[ $domain_state == absent ]] || explain_domain
  [[ ! -e networks.sh ]] || report_networks
  for name in "${used_pools[@]}"; do report_pool "$name"; done
  for name in "${volumes[@]}"; do report_volume "$name"; done
}

row() { # KIND NAME STATE DIFFERENCE
  [[ ! $4 ]] || differs=true
  [[ $only_differences == true && ! $4 ]] || printf '%-8s %-32s %s%s\n' "$1" "$2" "$3" "$4"
}

report_domain() {
  local note=''
  if [[ $domain_state == absent ]]; then
    row domain "$domain" absent ', should be there'
    return 0
  fi
  [[ $is_marked == false || ${node_seed:-$defined_seed} == "$wanted_seed" ]] || note+=', has another seed'
  row domain "$domain" "$domain_state${installation:+, not installed yet}${puller:+, QEMU is at work on its volumes}" "$note"
  [[ $only_differences == false ]] || return 0
  [[ $domain_state != paused ]] || explain_pause
  report_snapshots
}

report_snapshots() {
  ((${#snapshots[@]})) || return 0
  printf 'snapshots %s%s\n' "${#snapshots[@]}" "${current_snapshot:+, at \"$current_snapshot\"}"
}

explain_pause() {
  how_to_run
  explain "it goes on with: $REPLY"
}

explain_domain() { # what differs, as far as it can be known
  print_drift
  [[ $is_marked == false || $defined_seed == "$wanted_seed" ]] || explain_seed
}

explain_seed() {
  local i others=''
  if ((${#defined_seed} == ${#wanted_seed})); then
    for i in "${!seed_files[@]}"; do
      [[ ${defined_seed:i*32:32} == "${wanted_seed:i*32:32}" ]] || others+="${others:+, }${seed_files[i]}"
    done
  fi
  explain "the seed has another ${others:-number of files} than when it was defined: git log -p ${seed:+$seed.d }Makefile"
}

explain() { # TEXT
  printf '%9s%s\n' '' "$1"
}

report_pool() { # POOL
  local note=''
  if [[ ${pool_state[$1]} == elsewhere ]]; then
    row pool "$1" "${directory[$1]}" ", should be in ${path[$1]}"
    return 0
  fi
  [[ ${pool_state[$1]} == active ]] || note+=', should be active'
  [[ ! ${path[$1]:-} || ${pool_autostarts[$1]} == true ]] || note+=', has autostart false'
  row pool "$1" "${pool_state[$1]} ${directory[$1]}" "$note"
}

report_volume() { # VOLUME
  local note='' state=''
  if [[ ! ${exists[$1]} ]]; then
    row volume "$1" absent ', should be there'
    return 0
  fi
  if [[ ${capacity[$1]:-} ]]; then
    bytes "${capacity[$1]}"
    ((REPLY == ${real_capacity[$1]})) || note=", should have $REPLY"
  fi
  difference "$1"
  note+=${REPLY:+, $REPLY}
  ! is_consolidated "$1" || state=', consolidated'
  row volume "$1" "${real_capacity[$1]} bytes$state" "$note"
}

name_differences() { # in REPLY: who of the three has any
  REPLY=''
  ((${#registry_changes[@]} == 0)) || REPLY+=' registry'
  [[ $differs == false ]] && ((${#node_changes[@]} == 0)) || REPLY+=' node'
  ((${#waiting[@]} == 0)) || REPLY+=' waits'
}
