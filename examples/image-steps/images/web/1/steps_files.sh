# SPDX-License-Identifier: 0BSD
# Steps that change files of the guest (vmp, provisioner v1beta1). Read by provisioner.sh.
# shellcheck shell=bash disable=SC2154 # provisioner.sh has the variables of this file, too

change_files() { # STEP FUNCTION ARGUMENT...
  run_guest_function "$1" guest_files.sh "${@:2}"
}

read_rights() { # STEP: into "owner" and "mode", which may be empty
  word "$1" owner || true
  owner=$REPLY
  word "$1" mode || true
  mode=$REPLY
}

step_copy() { # STEP
  local owner mode
  read_rights "$1"
  word "$1" to || true
  pack_guest guest_files.sh copy_in "$REPLY" "$owner" "$mode"
  folder_of "$1"
  add_guest_files "$REPLY/files"
  run_in_guest "$1"
}

step_write() { # STEP
  local owner mode to text
  read_rights "$1"
  word "$1" to || true
  to=$REPLY
  folder_of "$1"
  text=$(cat -- "$REPLY/text" && printf .) || die "cannot read $REPLY/text"
  fill "${text%.}"
  text=$REPLY
  pack_guest guest_files.sh write_file "$to" "$owner" "$mode"
  write_guest_file text "$text"
  run_in_guest "$1"
}

step_mkdir() { # STEP
  local owner mode
  read_rights "$1"
  word "$1" path || true
  change_files "$1" make_folder "$REPLY" "$owner" "$mode"
}

step_edit() { # STEP
  word "$1" file || true
  pack_guest guest_files.sh edit_file "$REPLY"
  folder_of "$1"
  cp -- "$REPLY/sed" "$guest_folder/sed" || die "cannot write in $scratch"
  run_in_guest "$1"
}

step_append() { # STEP
  local file
  word "$1" file || true
  file=$REPLY
  word "$1" line || true
  change_files "$1" append_line "$file" "$REPLY"
}

step_delete() { # STEP
  local values=()
  words "$1" path
  change_files "$1" delete_files "${values[@]}"
}

step_truncate() { # STEP
  local values=()
  words "$1" path
  change_files "$1" truncate_files "${values[@]}"
}

step_link() { # STEP
  local target
  word "$1" target || true
  target=$REPLY
  word "$1" to || true
  change_files "$1" make_link "$target" "$REPLY"
}

step_chmod() { # STEP
  local mode
  word "$1" mode || true
  mode=$REPLY
  word "$1" path || true
  change_files "$1" change_mode "$mode" "$REPLY"
}

step_chown() { # STEP
  local owner
  word "$1" owner || true
  owner=$REPLY
  word "$1" path || true
  change_files "$1" change_owner "$owner" "$REPLY"
}
