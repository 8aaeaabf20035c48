# SPDX-License-Identifier: 0BSD
# What is in the fleet, and its state, with one connection to each node (vmp, provisioner v1beta1). Read by fleet.sh.
# shellcheck shell=bash disable=SC2154 # fleet.sh has the variables of this file, too

pad() { # TEXT: to width, by characters, in REPLY
  local blanks
  printf -v blanks '%*s' "$((width - ${#1}))" ''
  REPLY=$1$blanks
}

measure_names() { # DIRECTORY...: into width
  local directory
  width=0
  for directory; do
    decode "$directory"
    ((${#REPLY} <= width)) || width=${#REPLY}
  done
}

list() {
  local directory group width line
  measure_names "${chosen[@]}"
  for directory in "${chosen[@]}"; do
    decode "${node_of[$directory]:-}"
    line=$REPLY
    for group in ${groups_of[$directory]:-}; do
      decode "$group"
      line+=" $REPLY"
    done
    decode "$directory"
    [[ ! $line ]] || pad "$REPLY"
    printf '%s\n' "$REPLY${line:+  $line}"
  done
}

# ---- status ----

report_status() {
  local node width failed=false
  local -A answers=() rows=()
  measure_names "${chosen[@]}" "${nodes[@]/#/nodes/}"
  collect_rows
  need_tools
  for node in "${nodes[@]}"; do
    [[ ! ${rows[$node]:-} ]] || ask_node "$node"
  done
  for node in "${nodes[@]}"; do
    [[ ! ${rows[$node]:-} ]] || print_node "$node" || failed=true
  done
  [[ ! $interrupted ]] || exit "$interrupted"
  [[ $failed == false ]] || exit 1
}

collect_rows() { # of each node that is asked, a line for what is to be said: its kind, its directory, its name there
  local node directory name
  for node in "${nodes[@]}"; do
    decode "$node"
    [[ $VMS_TEXT$GROUP_TEXT || ($NODE_TEXT && $REPLY != "$NODE_TEXT") ]] || rows[$node]=''
  done
  for directory in "${chosen[@]}"; do
    node=${node_of[$directory]}
    decode "$directory"
    name=$REPLY
    pad "$name"
    case $directory in
      nodes/*) continue ;;
      networks/*) rows[$node]+="network"$'\t'"$REPLY"$'\t'"${name#networks/}"$'\n' ;;
      *) rows[$node]+="domain"$'\t'"$REPLY"$'\t'"${domain_of[$directory]}"$'\n' ;;
    esac
  done
  for node in "${!rows[@]}"; do
    decode "$node"
    pad "nodes/$REPLY"
    rows[$node]="node"$'\t'"$REPLY"$'\t'"${uri[$node]}"$'\n'${rows[$node]}
  done
}

is_cluster() { # NODE
  [[ ${uri[$1]} == kubernetes://* ]]
}

need_tools() { # of those that are asked
  local node tool
  for node in "${!rows[@]}"; do
    tool=virsh
    ! is_cluster "$node" || tool=kubectl
    type -P "$tool" >/dev/null || die "this machine lacks $tool. ${where[$tool]}"
  done
}
declare -A where=(
  [virsh]='On Debian and Ubuntu: apt install libvirt-clients. On Fedora: dnf install libvirt-client'
  [kubectl]='On Debian and Ubuntu: apt install kubernetes-client. Elsewhere: https://kubernetes.io/docs/tasks/tools'
)

ask_node() { # NODE
  if is_cluster "$1"; then ask_cluster "$1"; else ask_host "$1"; fi
}

ask_cluster() { # NODE: what its kubectl says, as virsh would say it
  local answer place=${uri[$1]#kubernetes://}
  exec {answer}< <(exec 2>&1 </dev/null && print_machines "${place%/*}" "${place##*/}")
  children+=("$!")
  answers[$1]=$answer
}

print_machines() { # CONTEXT NAMESPACE
  local text name state columns='custom-columns=NAME:.metadata.name,STATE:.status.printableStatus'
  printf '\036domains\n'
  if text=$(kubectl --context "$1" --namespace "$2" get virtualmachines.kubevirt.io --ignore-not-found \
    -l app.kubernetes.io/managed-by=vmp --no-headers -o "$columns" 2>&1); then
    while read -r name state; do
      [[ ! $name ]] || printf "Domain: '%s'\n  state.text=%s\n" "$name" "${state,,}"
    done <<<"$text"
    printf '\036end\n'
  else
    printf 'error: %s\n' "${text##*$'\n'}"
  fi
}

ask_host() { # NODE: the descriptor of its answers into answers
  local answer mark=$'\036' # before each answer: nothing on a node has it in its name
  local questions="echo '${mark}domains'; domstats --state --vcpu --balloon --nowait; echo '${mark}networks'; \
net-list --all --name; echo '${mark}active'; net-list --name; echo '${mark}end'"
  # English, and names as they are: in the locale C virsh writes them with \x.
  exec {answer}< <(LANGUAGE='' LC_ALL=C.UTF-8 exec virsh -c "${uri[$1]}" "$questions" 2>&1 </dev/null)
  children+=("$!")
  answers[$1]=$answer
}

print_node() { # NODE: returns 1 if it did not answer all questions
  awk "$join_states" /dev/stdin "/dev/fd/${answers[$1]}" <<<"${rows[$1]%$'\n'}"
}

# Prints the rows, which come first and are padded, with what virsh says.
# shellcheck disable=SC2016
join_states='
  BEGIN {
    FS = "\t"
    split("running blocked paused stopping off crashed suspended", states, " ")
  }
  NR == FNR { kind[NR] = $1; name[NR] = $2; key[NR] = $3; rows = NR; next }
  /^\036/ { part = substr($0, 2); next }
  /^error: / { problem = problem (problem ? "; " : "") substr($0, 8); is_bad[part] = 1; next }
  part == "domains" && /^Domain: / { domain = substr($0, 10, length($0) - 10) }
  part == "domains" && match($0, /^  [a-z.]+=/) { value[domain, substr($0, 3, RLENGTH - 3)] = substr($0, RLENGTH + 1) }
  part == "networks" { state[$0] = "inactive" }
  part == "active" { state[$0] = "active" }
  function print_row(row, text) { printf "%s  %s\n", name[row], text }
  function describe_domain(domain, state) {
    if ((domain, "state.text") in value) return value[domain, "state.text"]
    state = value[domain, "state.state"]
    if (state == "") return is_bad["domains"] || part != "end" ? "unknown" : "absent"
    text = state in states ? states[state] : "unknown"
    if (state > 3) return text
    return sprintf("%-9s %s vCPU, %d MiB", text, value[domain, "vcpu.current"], value[domain, "balloon.current"] / 1024)
  }
  function describe_network(network) {
    if (network in state) return state[network]
    return is_bad["networks"] || is_bad["active"] || part != "end" ? "unknown" : "absent"
  }
  END {
    for (row = 1; row <= rows; ++row) {
      if (kind[row] == "node") print_row(row, (part == "end" ? "reached   " : "no answer ") key[row])
      if (kind[row] == "domain") print_row(row, describe_domain(key[row]))
      if (kind[row] == "network") print_row(row, describe_network(key[row]))
    }
    fflush()
    if (problem) {
      sub(/ +$/, "", name[1])
      print name[1] ": error: " problem >"/dev/stderr"
    }
    exit problem != "" || part != "end"
  }'
