# SPDX-License-Identifier: 0BSD
# Values that the registry only refers to (vmp, provisioner v1beta1). Read by provisioner.sh.
# shellcheck shell=bash disable=SC2154 # provisioner.sh has the variables of this file, too
#
# They are in this process's memory and in temporary files; never in words of a command, in a log or in a digest.

declare -A secrets=()

read_secrets() { # before anything is done
  local name
  for name in "${!secret_kind[@]}"; do read_secret "$name" "${secret_kind[$name]}" "${secret_place[$name]}"; done
}

read_secret() { # NAME KIND PLACE
  local text=''
  case $2 in
    env)
      [[ $3 =~ ^[A-Za-z_][A-Za-z0-9_]*$ && ${!3+set} ]] || die "secret \"$1\": there is no variable $3 in the environment"
      text=${!3}
      ;;
    file)
      text=$(cat -- "$3" 2>/dev/null && printf .) || die "secret \"$1\": cannot read $3"
      ;;
    command) # what it says to standard error is for people
      text=$(bash -c "$3" </dev/null && printf .) || die "secret \"$1\": its command fails"
      ;;
  esac
  [[ $2 == env ]] || text=${text%.}
  text=${text%$'\n'}
  [[ $text ]] || die "secret \"$1\" is empty"
  secrets[$1]=$text
}

fill_secrets() { # TEXT: with values for each {secret:NAME}
  local name
  REPLY=$1
  for name in "${!secrets[@]}"; do REPLY=${REPLY//"{secret:$name}"/${secrets[$name]}}; done
}

mask_secrets() { # FILE: a log
  local name text
  [[ -e $1 ]] && ((${#secrets[@]})) || return 0
  text=$(cat -- "$1" && printf .) || die "cannot read $1"
  text=${text%.}
  for name in "${!secrets[@]}"; do text=${text//"${secrets[$name]}"/"{secret:$name}"}; done
  printf %s "$text" >"$1" || die "cannot write $1"
}
