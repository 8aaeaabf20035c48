# SPDX-License-Identifier: 0BSD
# The volumes: their state on the node, and the steps to volumes that are there, whole and as big as the registry says
# (vmp, provisioner v1beta1). Read by provisioner.sh.
# shellcheck shell=bash disable=SC2004,SC2034,SC2154 # provisioner.sh has the variables of this file, too

declare -A exists=()          # of each volume: yes, or nothing
declare -A size=()            # what it takes of its disk, in bytes
declare -A real_capacity=()   # bytes
declare -A real_format=()     # raw or qcow2
declare -A real_base=()       # path
consolidated=''               # a line for each volume that is to be on no base, whatever the registry says
declare -A ready=()           # volumes that this round of a plan has found as they should be

# ---- State ----

ask_volumes() {
  local volume
  for volume in "${volumes[@]}"; do
    ask "volume $volume" vol-dumpxml --pool "${volume%%/*}" --vol "${volume#*/}"
  done
}

forget_volumes() { # POOL
  local volume
  for volume in "${volumes[@]}"; do
    [[ $volume != "$1/"* ]] || exists[$volume]=''
  done
}

read_volumes() { # POOL
  local volume
  for volume in "${volumes[@]}"; do
    [[ $volume == "$1/"* ]] || continue
    listed "volumes $1"
    [[ $REPLY == *$'\n '"${volume#*/} "*"/${volume#*/}"*([[:blank:]])$'\n'* ]] || continue # name and path
    ! still_there "volume $volume" || read_volume "$volume" "$REPLY"
  done
}

read_volume() { # VOLUME XML
  exists[$1]=yes
  read_element physical "$2" || REPLY=0 # libvirt leaves out a 0
  size[$1]=$REPLY
  read_element capacity "$2" || true
  real_capacity[$1]=$REPLY
  real_format[$1]=''
  [[ ! $2 =~ \<format\ type=.(raw|qcow2) ]] || real_format[$1]=${BASH_REMATCH[1]}
  real_base[$1]=''
  if [[ $2 == *'<backingStore>'* ]]; then
    read_element path "${2#*'<backingStore>'}" || true
    real_base[$1]=$REPLY
  fi
}

difference() { # VOLUME: in what it is another than the registry says, and stays
  local under=${base[$1]:-} wanted_base=''
  REPLY=''
  [[ ! ${file[$1]:-} ]] || return 0 # what was uploaded has its own
  [[ ! $under ]] || wanted_base=${directory[${under%%/*}]}/${under#*/}
  [[ ${real_base[$1]:-} == "$wanted_base" ]] || is_consolidated "$1" ||
    REPLY="is on ${real_base[$1]:-no base}, should be on ${wanted_base:-none}"
  case ${format[$1]}/${real_format[$1]:-} in
    qcow2/raw | raw/qcow2) REPLY+="${REPLY:+, }is ${real_format[$1]}, should be ${format[$1]}" ;;
  esac
}

is_consolidated() { # VOLUME: on no base, and noted as such
  [[ ${exists[$1]} && ! ${real_base[$1]:-} && $'\n'$consolidated == *$'\n'"$1"$'\n'* ]]
}

bytes() { # CAPACITY with a unit as libvirt takes it
  local number=${1%%[!0-9]*} unit=${1##*[0-9 ]} letters=kmgtpe factor=1024 power=0
  unit=${unit,,}
  [[ $unit != ?b ]] || factor=1000
  if [[ $unit && $unit != b* ]]; then
    letters=${letters%%"${unit:0:1}"*}
    power=$((${#letters} + 1))
  fi
  REPLY=$((10#${number} * factor ** power)) # 08 is no octal number
}

# ---- Steps ----

plan_volume() { # VOLUME; its pool and its base before it
  local volume=$1 under=${base[$1]:-}
  [[ ! ${planned[$volume]:-} ]] || return 0
  planned[$volume]=yes
  plan_pool "${volume%%/*}"
  [[ ${pool_state[${volume%%/*}]} != inactive ]] || return 0 # a stopped pool does not show what it holds
  if [[ $under && ${format[$under]:-} ]]; then
    plan_volume "$under"
    [[ ${ready[$under]:-} ]] || return 0
  elif [[ $under ]]; then # a base that the registry does not list is the host's
    plan_pool "${under%%/*}"
  fi
  if [[ ${file[$volume]:-} ]]; then
    plan_upload "$volume" || return 0
  elif [[ ! ${exists[$volume]} ]]; then
    create_volume "$volume"
    return 0
  fi
  warn_of_difference "$volume"
  plan_capacity "$volume"
}

warn_of_difference() { # VOLUME
  local help="it stays so until it is deleted and made anew"
  difference "$1"
  [[ $REPLY ]] || return 0
  [[ ! ${base[$1]:-} || ${real_base[$1]:-} ]] || help+=", or, if it is right so, noted: make consolidate"
  warn_once "volume \"$1\" $REPLY: $help"
}

plan_capacity() { # VOLUME
  local volume=$1 wanted=0
  if [[ ${capacity[$volume]:-} ]]; then
    bytes "${capacity[$volume]}"
    wanted=$REPLY
  fi
  if ((wanted <= ${real_capacity[$volume]:-0})); then
    ready[$volume]=yes
  elif plan_live_growth "$volume" "$wanted"; then
    return 0
  elif ! must_wait "volume \"$volume\" grows to ${capacity[$volume]}"; then
    refuse_old_snapshots "$volume"
    step "resize volume $volume" vol-resize --pool "${volume%%/*}" --vol "${volume#*/}" --capacity "$wanted"
  fi
}

refuse_old_snapshots() { # VOLUME: QEMU cannot make it bigger, and does not say what to do
  answer "resize volume $1" || return 0
  [[ $REPLY == *'image which has snapshots'* ]] || return 0
  die "volume \"$1\" on node \"$node\" cannot grow: it is of version 2 of qcow2, and has snapshots. Make it version 3, \
on the node, and try again: qemu-img amend -f qcow2 -o compat=1.1 ${directory[${1%%/*}]}/${1#*/}. Or delete the \
snapshots: virsh snapshot-list $domain"
}

create_volume() { # VOLUME
  describe_volume "$1"
  temporary "$REPLY"
  step "create volume $1" vol-create --pool "${1%%/*}" --file "$REPLY"
}

describe_volume() { # VOLUME, as XML
  local volume=$1 kind=${format[$1]} wanted=${capacity[$1]:-} under=${base[$1]:-} text
  if [[ ${file[$volume]:-} ]]; then # empty, so that a torn upload shows in its size
    kind=raw
    wanted=0
  fi
  xml_text "${volume#*/}"
  text="<volume><name>$REPLY</name><allocation>0</allocation>"
  if [[ $wanted ]]; then
    bytes "$wanted"
    text+="<capacity>$REPLY</capacity>"
  fi
  xml_text "$kind"
  text+="<target><format type='$REPLY'/>"
  [[ $kind != qcow2 ]] || text+="<compat>1.1</compat>" # it can grow, and have checkpoints, with snapshots in it
  text+="</target>"
  if [[ $under ]]; then
    xml_text "${directory[${under%%/*}]}/${under#*/}"
    text+="<backingStore><path>$REPLY</path>"
    xml_text "${base_format[$volume]}"
    text+="<format type='$REPLY'/></backingStore>"
  fi
  REPLY="$text</volume>"
}
