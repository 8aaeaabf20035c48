# SPDX-License-Identifier: 0BSD
# What is in the namespace, and whose it is (vmp, provisioner kubevirt-v1alpha1). Read by kubevirt.sh.
# shellcheck shell=bash disable=SC2154 # kubevirt.sh has the variables of this file, too
#
# All that vmp makes has the label app.kubernetes.io/managed-by=vmp; what goes with the VM has vmp/vm, too. Nothing else is
# touched. kubectl applies as the field manager "vmp": where somebody else has set a field, the cluster refuses.

cluster=(--context "$context" --namespace "$namespace")
own="app.kubernetes.io/managed-by=vmp,vmp/vm=$subject"
kinds=virtualmachines.kubevirt.io,datavolumes.cdi.kubevirt.io,secrets
wanted=()            # KIND/NAME of all in the manifests
declare -A maker=()  # of each that is there: the label, or <none>
declare -A holder=() # the VM that it goes with
leftovers=()         # those of the VM that are in no manifest
manifests=''

kube() { # ARGUMENT...
  kubectl "${cluster[@]}" "$@"
}

find_namespace() { # returns 1 where there is none
  local said
  ! said=$(kube get namespace "$namespace" -o name 2>&1) || return 0
  [[ $said != *'(NotFound)'* ]] || return 1
  [[ $said != *'(Forbidden)'* ]] || return 0 # who may not see namespaces may still see what is in one
  die "the cluster of context \"$context\" does not answer" "$said"
}

need_namespace() {
  find_namespace || die "there is no namespace \"$namespace\": kubectl --context '$context' create namespace $namespace"
}

# ---- What is there ----

list_wanted() {
  local name
  wanted=("VirtualMachine/$subject")
  for name in "${data_volumes[@]}" "${shared[@]}"; do wanted+=("DataVolume/$name"); done
  ((${#seed[@]} == 0)) || wanted+=("Secret/$subject-seed")
}

spell() { # KIND/NAME: as kubectl's argument, whatever other kinds of these names a cluster has
  case $1 in
    VirtualMachine/*) REPLY=virtualmachines.kubevirt.io/${1#*/} ;;
    DataVolume/*) REPLY=datavolumes.cdi.kubevirt.io/${1#*/} ;;
    *) REPLY=secrets/${1#*/} ;;
  esac
}

read_objects() { # ARGUMENT...: of "get"
  local text kind name by vm columns=KIND:.kind,NAME:.metadata.name
  columns+=',BY:.metadata.labels.app\.kubernetes\.io/managed-by,VM:.metadata.labels.vmp/vm'
  text=$(kube get "$@" --ignore-not-found --no-headers -o "custom-columns=$columns") ||
    die "cannot see what is in namespace \"$namespace\" (it takes KubeVirt and CDI)"
  while read -r kind name by vm; do
    [[ ! $kind ]] || maker[$kind/$name]=$by holder[$kind/$name]=$vm
  done <<<"$text"
}

look() { # at all that is wanted, and all that the VM has
  local object words=()
  list_wanted
  for object in "${wanted[@]}"; do
    spell "$object"
    words+=("$REPLY")
  done
  read_objects "${words[@]}"
  for object in "${wanted[@]}"; do refuse_foreign "$object"; done
  read_objects "$kinds" -l "$own"
  find_leftovers
}

refuse_foreign() { # KIND/NAME
  local by=${maker[$1]:-} vm=${holder[$1]:-}
  [[ $by ]] || return 0
  [[ $by == vmp ]] || die "$1 in namespace \"$namespace\" is somebody else's: it has not the label of vmp"
  [[ $vm == '<none>' || $vm == "$subject" ]] || die "$1 in namespace \"$namespace\" is that of VM $vm"
}

find_leftovers() {
  local object sorted=()
  leftovers=()
  for object in "${!maker[@]}"; do
    [[ ${holder[$object]} == "$subject" && " ${wanted[*]} " != *" $object "* ]] || continue
    leftovers+=("$object")
  done
  ((${#leftovers[@]} == 0)) || sort_words "${leftovers[@]}"
  leftovers=("${sorted[@]}")
}

sort_words() { # WORD...: into sorted
  local text
  text=$(printf '%s\n' "$@" | LC_ALL=C sort) || die "sort fails"
  mapfile -t sorted <<<"$text"
}

# ---- What is wanted ----

read_manifests() { # into manifests. The Secret is in no file, and in no word of a command.
  local file text
  manifests=''
  for file in shared.yaml data-volumes.yaml vm.yaml; do
    [[ -e $file ]] || continue
    text=$(<"$file") || die "cannot read $file"
    manifests+=$text$'\n---\n'
  done
  ((${#seed[@]} == 0)) || add_seed
}

add_seed() {
  local key text
  manifests+="apiVersion: v1"$'\n'"kind: Secret"$'\n'"type: Opaque"$'\n'
  manifests+="metadata:"$'\n'"  name: $subject-seed"$'\n'"  namespace: $namespace"$'\n'
  manifests+="  labels: {app.kubernetes.io/managed-by: vmp, vmp/vm: $subject}"$'\n'"data:"$'\n'
  for key in userdata networkdata; do
    [[ ${seed[$key]:-} ]] || continue
    fill_seed_file "${seed[$key]}"
    text=$(printf %s "$REPLY" | base64 -w 0) || die "base64 fails"
    manifests+="  $key: $text"$'\n'
  done
}

fill_seed_file() { # FILE: its text with the values of secrets. In a map, a value comes in between quotes.
  local text escape=json_text
  text=$(cat -- "$1" && printf .) || die "cannot read $1"
  REPLY=${text%.}
  [[ -e secrets.sh ]] || return 0
  [[ $REPLY != '#!'* ]] || escape=''
  fill_secrets "$REPLY" $escape
}

compare() { # prints what differs; returns 1 if anything does
  local text status=0
  # Where the user prefers another tool to show differences, its lines are not those that are read here.
  text=$(printf '%s\n' "$manifests" |
    KUBECTL_EXTERNAL_DIFF='diff -u -N' kube diff --server-side --field-manager=vmp -f - 2>&1) || status=$?
  ((status != 0)) || return 0
  # Whatever 1 may mean one day: no difference is seen where none is shown.
  [[ $status == 1 && $'\n'$text == *$'\ndiff '* ]] || tell_refusal "the cluster refuses to compare" "$text"
  show_changes "$text"
}

# Some lines change with every change: the cluster writes them. The files that kubectl compares have names of chance.
show_changes() { # TEXT: returns 1 if there are any
  awk '
    /^diff / { next }
    /^(---|\+\+\+) \// { sub(/^.*\//, ""); sub(/\t.*/, ""); head = $0; next }
    /^[-+ ] +(generation|resourceVersion|time): / { next }
    /^@@/ { hunk = $0; next }
    /^[-+]/ {
      if (head) { print head; head = "" }
      found = 1
      print
    }
    END { exit found }' <<<"$1"
}

tell_refusal() { # MESSAGE TEXT
  local help=''
  [[ $2 != *conflict* ]] || help=": somebody else has set these fields; take them out of the registry, or have him give them up"
  die "$1$help" "$2"
}
