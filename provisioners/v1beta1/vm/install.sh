# SPDX-License-Identifier: 0BSD
# A VM that is installed: its installer runs once, before the first start, until it powers off (vmp, provisioner v1beta1). Read
# by provisioner.sh. installer.sh and install_media.sh are those of images that are installed.
# shellcheck shell=bash disable=SC2034,SC2154 # provisioner.sh has the variables of this file, too
#
# The domain's metadata says how far it is: installer='first' where it is still to be started, 'begun' where it was. As long
# as one of them is there the definition has the installer's discs and a log of its console; when the guest has powered off,
# it is defined without, which is the note that all is done. A disk that has something on it, and no such domain, is never
# given to an installer.

installation=''         # first or begun; nothing where there is nothing to install
install_ended=false     # has it, and was that not noted yet?
media_is_here=false     # has this make prepared what the installer gets?
answers_file=install.d/autoinstall
install_start="virsh -c '$LIBVIRT_DEFAULT_URI' start $uuid"
registry_words=("${definition_words[@]}")

word() { # "source" KEY, as images have it
  REPLY=${install[$2]:-}
  [[ $REPLY ]]
}

read_download() { # of the disc, into the variables of fetch_iso
  url=${install[url]:-}
  archive=${install[archive]:-}
  member=${install[member]:-}
  digest=${install[checksum]:-}
  digest_list=${install[checksum-list]:-}
}

uses_seed() { # are the answers on a disc of their own?
  word source autoinstall || return 1
  [[ $REPLY == autoinstall ]] || ! takes_kernel_arguments
}

# ---- State ----

read_installation() { # from the domain and the pools
  local pattern="<vmp:provisioner [^>]*installer=.(first|begun)."
  installation=''
  install_ended=false
  install_state=off
  install_reason=''
  name_installation
  if [[ $domain_state == absent ]]; then
    ! is_blank || installation=first
  elif answer 'xml defined' && [[ $REPLY =~ $pattern ]]; then
    installation=${BASH_REMATCH[1]}
    read_progress
  fi
  complete_definition
}

name_installation() {
  local name
  install_uuid=$uuid
  install_pool=${install[disk]%%/*}
  pool_directory=${directory[$install_pool]:-}
  encode_name "$domain-${uuid%%-*}"
  install_domain=install-$REPLY
  install_volumes=()
  succeeded "volumes $install_pool" || return 0
  for name in "$install_domain".{iso,log} "$install_domain-seed.iso"; do
    ! has_volume "$name" || install_volumes+=("$name")
  done
}

is_blank() { # the disk: not there, or as it was made
  [[ ${exists[${install[disk]}]:-} ]] || return 0
  answer "volume ${install[disk]}" && read_element allocation "$REPLY" && ((REPLY < 524288))
}

read_progress() {
  succeeded state || return 0
  read_domain_state
  [[ $install_reason == 'shut off (shutdown)' ]] || return 0
  installation=''
  install_ended=true
}

complete_definition() { # until it is installed; a log of its console elsewhere would be nobody's to read
  local file=${pool_directory%/}/$install_domain.log pool=${install_pool//,/,,} word has_console=false
  definition_words=("${registry_words[@]}")
  [[ $installation ]] || return 0
  definition_words=()
  for word in "${registry_words[@]}"; do
    if [[ $word == --@(serial|console)=*log.file=* ]]; then continue; fi
    [[ $word != --@(serial|console)=* ]] || has_console=true
    definition_words+=("$word")
  done
  [[ $has_console == true ]] || definition_words+=("--serial=pty,log.file=${file//,/,,},log.append=off")
  ! uses_seed || definition_words+=("--disk=vol=$pool/$install_domain-seed.iso,device=cdrom")
  ! word source cdrom || ! word source kernel || definition_words+=("--disk=vol=$pool/$install_domain.iso,device=cdrom")
}

# ---- Steps ----

plan_media() { # before it is defined; returns 1 until the discs are there
  ! is_on || return 0
  [[ $installation == first ]] || wait_for_installer # it says what went wrong
  if [[ $media_is_here == false ]]; then
    prepare_media
    media_is_here=true
  fi
  plan_discs
  ((${#steps[@]} == 0))
}

plan_installer() { # instead of a plain start
  if is_on; then
    [[ $installation == begun ]] || note_installer begun "note that the installer of domain $domain has been started"
    return 0
  fi
  need virt-install
  say "start the installer of domain $domain: make log shows its console"
  REPLY=$(run virt-install --reinstall "$domain" "${definition_words[@]}" "${installer[@]}" --noautoconsole --noreboot \
    --quiet 2>&1 </dev/null) || die "cannot start the installer of domain \"$domain\"" "$REPLY"
  note_installer begun "note that the installer of domain $domain has been started"
}

note_installer() { # STATE WHAT
  local mark="<provisioner seed='$defined_seed'"
  [[ ! $fleet ]] || mark+=" fleet='$fleet'"
  step "$2" metadata --domain "$uuid" --uri "$metadata_uri" --key vmp --config --set "$mark installer='$1'/>"
}

plan_begin_anew() { # of one that was powered off in the midst of it
  [[ $installation != begun ]] || is_on || note_installer first "note that domain $domain is to be installed anew"
}

plan_forget_discs() { # what is not needed any more
  local name
  for name in "${install_volumes[@]}"; do
    [[ $domain_state != absent && ($installation || $name == *.log) ]] ||
      step "delete volume $install_pool/$name" vol-delete --pool "$install_pool" --vol "$name"
  done
}

# ---- The end ----

finish_installation() { # PLAN: what is left of it
  [[ $installation ]] || return 0
  wait_for_installer
  say "domain $domain is installed"
  converge "$1"
}

refuse_installation() { # WHAT
  local file
  temporary
  file=$REPLY
  ask console vol-download --pool "$install_pool" --vol "$install_domain.log" --file "$file"
  send
  REPLY=$(strip_console <"$file" | tail -n 20) || REPLY=''
  die "the installer of domain \"$domain\" on node \"$node\" $1. make up waits on where it still runs, and make kill up begins \
anew${REPLY:+. The console said last:}" "$REPLY"
}

installation_log() { # follows the console as long as the installer runs
  [[ " ${install_volumes[*]} " == *" $install_domain.log "* ]] ||
    die "there is no log of an installer on node \"$node\": it has not been started, or the registry gives it a console of its own"
  follow_console | strip_console
}
