# SPDX-License-Identifier: 0BSD
# The seed and the password of ssh, where they hold secrets (vmp, provisioner v1beta1). Read by provisioner.sh.
# shellcheck shell=bash disable=SC2034,SC2154 # provisioner.sh has the variables of this file, too
#
# A secret may cost its owner a PIN. So a seed with secrets is made only where the node lacks it.

seed_on_node=false # has a look shown that the node has what is wanted?

holds_secrets() { # do the files of the seed?
  local name
  for name in "${seed_files[@]}"; do
    REPLY=$(<"$seed.d/$name") || die "cannot read $seed.d/$name"
    ! has_secrets "$REPLY" || return 0
  done
  return 1
}

must_fill_seed() { # 1 where it is here or on the node, whatever the dates of the files are
  digest_seed
  [[ $seed_on_node == false ]] && ! has_local_seed || return 1
  look
  has_node_seed || return 0
  seed_on_node=true
  if [[ -e $seed ]]; then # nothing may upload it
    rm -f -- "$seed" || die "cannot remove $seed"
    say "remove $seed, which is another one than that of the node"
  fi
  return 1
}

has_local_seed() {
  [[ -f $seed ]] || return 1
  REPLY=$(LC_ALL=C dd if="$seed" bs=1 skip="$mark_offset" count="$mark_length" status=none | tr '\0' ' ') ||
    die "cannot read $seed"
  tidy_mark "$REPLY"
  [[ $REPLY == "$wanted_seed" ]]
}

has_node_seed() { # all of it, of which the volume's own mark is proof unless its upload was torn
  [[ $seed_volume && ${exists[$seed_volume]} && $seed_mark == "$wanted_seed" ]] || return 1
  marker "$seed_volume"
  [[ ! -e $REPLY ]]
}

fill_seed_file() { # NAME TO: in a map, a value comes in between quotes
  local text escape=json_text
  text=$(cat -- "$seed.d/$1" && printf .) || die "cannot read $seed.d/$1"
  [[ $text != '#!'* ]] || escape=''
  fill_secrets "${text%.}" $escape
  printf %s "$REPLY" >"$2" || die "cannot write $2"
}

fill_password() { # the name of a file with it, in REPLY
  local text
  text=$(<sshpass) || die "cannot read sshpass"
  fill_secrets "$text"
  text=$REPLY
  [[ $text != *$'\n'* ]] || die "the password of ssh has several lines"
  temporary
  REPLY+=.password
  (umask 077 && printf %s "$text" >"$REPLY") || die "cannot write $REPLY"
}
