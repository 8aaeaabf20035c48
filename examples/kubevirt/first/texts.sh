# SPDX-License-Identifier: 0BSD
# Texts in XML, as libvirt writes and reads them, and in URLs (vmp, provisioner v1beta1). Read by provisioner.sh.
# shellcheck shell=bash

xml_text() { # TEXT, escaped
  REPLY=${1//&/&amp;}
  REPLY=${REPLY//</&lt;}
  REPLY=${REPLY//>/&gt;}
  REPLY=${REPLY//\'/&apos;}
  REPLY=${REPLY//\"/&quot;}
}

read_element() { # NAME XML: the text of the first such element; returns 1 where there is none
  local pattern="<$1[^>]*>([^<]*)"
  REPLY=''
  [[ $2 =~ $pattern ]] || return 1
  REPLY=${BASH_REMATCH[1]//&lt;/<}
  REPLY=${REPLY//&gt;/>}
  REPLY=${REPLY//&apos;/\'}
  REPLY=${REPLY//&quot;/\"}
  REPLY=${REPLY//&amp;/&}
}

decode_percent() { # TEXT with %HH
  local rest=$1 byte pattern='%([[:xdigit:]]{2})'
  REPLY=''
  while [[ $rest =~ $pattern ]]; do
    printf -v byte %b "\\x${BASH_REMATCH[1]}"
    REPLY+=${rest%%"${BASH_REMATCH[0]}"*}$byte
    rest=${rest#*"${BASH_REMATCH[0]}"}
  done
  REPLY+=$rest
}
