# SPDX-License-Identifier: 0BSD
# Sending a step into the guest and running it there (vmp, provisioner v1beta1). Read by provisioner.sh.
# shellcheck shell=bash disable=SC2154 # provisioner.sh has the variables of this file, too

guest_folder='' # what becomes /.vmp-build of the guest

fill() { # TEXT
  REPLY=$1
  [[ ! -e secrets.sh ]] || fill_secrets "$1"
}

quote_for_shell() { # WORD
  REPLY="'${1//\'/\'\\\'\'}'"
}

pack_guest() { # SCRIPT ARGUMENT...: begins a folder with the step
  local word arguments='set --'
  for word in "${@:2}"; do
    quote_for_shell "$word"
    arguments+=" $REPLY"
  done
  [[ $scratch ]] || make_scratch
  guest_folder=$scratch/guest
  rm -rf -- "$guest_folder"
  mkdir -- "$guest_folder" || die "cannot write in $scratch"
  cp -- guest.sh "$guest_folder/guest.sh" || die "cannot write in $scratch"
  cp -- "$1" "$guest_folder/step" || die "cannot write in $scratch"
  chmod u+x -- "$guest_folder/step" || die "cannot write in $scratch"
  write_guest_file arguments "$arguments"$'\n'
}

write_guest_file() { # NAME TEXT
  printf %s "$2" >"$guest_folder/$1" || die "cannot write in $scratch"
}

add_guest_files() { # FOLDER
  cp -R -- "$1" "$guest_folder/files" || die "cannot write in $scratch"
}

run_in_guest() { # STEP: its status
  local archive=$scratch/guest.tar output status
  temporary
  output=$REPLY
  # The modes of files are those that git keeps, whatever the umask was.
  tar -C "$guest_folder" --owner=0 --group=0 --numeric-owner --mode=u=rwX,go=rX -cf "$archive" . ||
    die "cannot write in $scratch"
  fish mkdir-mode /.vmp-build 0700 || return
  fish tar-in "$archive" /.vmp-build || return
  fish chmod 0700 /.vmp-build || return
  fish sh "exec env -i sh /.vmp-build/guest.sh ${part_seconds[$1]}" || return
  status=${REPLY%%$'\n'*}
  fish download /.vmp-build/log "$output" || return
  cat -- "$output" >>"$log" || die "cannot write $log"
  [[ $status =~ ^[0-9]+$ ]] || return 1
  ((status == 0)) || return "$status"
  fish rm-rf /.vmp-build
}

run_guest_function() { # STEP FILE FUNCTION ARGUMENT...
  pack_guest "$2" "${@:3}"
  run_in_guest "$1"
}
