# SPDX-License-Identifier: 0BSD
# Values that the registry only refers to (vmp, provisioner v1beta1). Read by provisioner.sh.
# shellcheck shell=bash disable=SC2154 # provisioner.sh has the variables of this file, too
#
# In texts "@secret:NAME@", or "@secret:NAME:VERSION@", stands for one. It is fetched when it is first needed, and only
# then. Values are in this process's memory and in files that only this user can read; never in words of a command, in a
# log or in a digest.

declare -A secrets=() # values, by name
placeholder='@secret:([A-Za-z0-9._-]+)(:[A-Za-z0-9._-]+)?@'

fetch_secrets() { # all of them, for what is done in other processes
  local secret
  for secret in "${!secret_kind[@]}"; do fetch_secret "$secret"; done
}

fetch_secret() { # NAME. Not in $(...), which would forget it.
  local name=$1 word words=() text=''
  [[ ! ${secrets[$name]:-} ]] || return 0
  for word in "${secret_words[@]}"; do
    [[ $word != "$name="* ]] || words+=("${word#*=}")
  done
  case ${secret_kind[$name]:-} in
    env) fetch_from_environment "${words[0]}" ;;
    file) fetch_from_file "${words[0]}" ;;
    command) fetch_from_command "${words[@]}" ;;
    *) die "secret \"$name\" is not in the Makefile: generate this directory again" ;;
  esac
  [[ $text ]] || die "secret \"$name\" is empty"
  secrets[$name]=$text
}

# The next three work on the variables of fetch_secret.

fetch_from_environment() { # VARIABLE
  [[ $1 =~ ^[A-Za-z_][A-Za-z0-9_]*$ && ${!1+set} ]] || die "secret \"$name\": there is no variable $1 in the environment"
  text=${!1}
}

fetch_from_file() { # PATH
  local path=$1
  [[ $path != \~/* ]] || path=${HOME:-}/${path#\~/}
  [[ -r $path && ! -d $path ]] || die "secret \"$name\": cannot read $path"
  ! IFS= read -r -d '' text <"$path" || die "secret \"$name\" is no text: $path has a byte of zero"
  text=${text%$'\n'}
}

fetch_from_command() { # COMMAND ARGUMENT...: what it says to standard error is for people
  ! IFS= read -r -d '' text < <(release_locks && exec -- "$@" </dev/null) ||
    die "secret \"$name\" is no text: ${1##*/} prints a byte of zero"
  wait "$!" || die "secret \"$name\": ${1##*/} fails"
  text=${text%$'\n'}
}

# ---- Texts ----

has_secrets() { # TEXT
  [[ $1 =~ $placeholder ]]
}

fill_secrets() { # TEXT [FUNCTION]: with the values, each as FUNCTION makes it
  local rest=$1 filled='' found name
  while [[ $rest =~ $placeholder ]]; do
    found=${BASH_REMATCH[0]}
    name=${BASH_REMATCH[1]}
    filled+=${rest%%"$found"*}
    rest=${rest#*"$found"}
    fetch_secret "$name"
    REPLY=${secrets[$name]}
    [[ ! ${2:-} ]] || "$2" "$REPLY"
    filled+=$REPLY
  done
  REPLY=$filled$rest
}

json_text() { # TEXT: as it stands between the quotes of a string, of JSON or of YAML
  local LC_ALL=C code
  REPLY=${1//\\/\\\\}
  REPLY=${REPLY//\"/\\\"}
  [[ $REPLY == *[!\ -~]* ]] || return 0
  for code in {1..31} 127; do escape_json "$code" "$code"; done
  for code in {128..159}; do escape_json "$code" 194 "$code"; done # YAML takes some of these for ends of lines, and refuses
  escape_json 8232 226 128 168
  escape_json 8233 226 128 169
  escape_json 65534 239 191 190
  escape_json 65535 239 191 191
}

escape_json() { # CODE BYTE...: of a character, in REPLY
  local bytes escape
  printf -v bytes '\\x%x' "${@:2}"
  printf -v bytes %b "$bytes"
  printf -v escape '\\u%04x' "$1"
  REPLY=${REPLY//"$bytes"/$escape}
}

mask_secrets() { # FILE: a log
  local name text
  [[ -e $1 ]] && ((${#secrets[@]})) || return 0
  text=$(cat -- "$1" && printf .) || die "cannot read $1"
  text=${text%.}
  for name in "${!secrets[@]}"; do text=${text//"${secrets[$name]}"/"{secret:$name}"}; done
  printf %s "$text" >"$1" || die "cannot write $1"
}
