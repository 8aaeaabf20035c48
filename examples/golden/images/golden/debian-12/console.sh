# SPDX-License-Identifier: 0BSD
# What a guest says on its serial console, as lines to read (vmp, provisioner v1beta1). Read by provisioner.sh.
# shellcheck shell=bash

# Standard input, line by line, without what moves a terminal's cursor or colours it (ECMA-48). Installers draw menus:
# where they put the cursor somewhere, a new line begins.
strip_console() {
  LC_ALL=C sed -u -e 's/\x1b\[[0-9;]*[Hf]/\n/g' -e 's/\x1b\[[0-9;?]*[ -/]*[@-~]//g' \
    -e 's/\x1b\][^\x07\x1b]*\(\x07\|\x1b\\\)//g' -e 's/\x1b[()*+][0-9A-Za-z]//g' -e 's/\x1b[ -~]//g' \
    -e 's/\r\+$//' -e 's/\r/\n/g' -e 's/[\x00-\x08\x0b-\x1f\x7f]//g' | LC_ALL=C awk '/[^[:space:]]/ || !blank { print; fflush() }
      { blank = !/[^[:space:]]/ }'
}

last_lines() { # FILE of a console, stripped: the last 20, in REPLY
  REPLY=$(tail -n 20 -- "$1") || REPLY=''
}
