# SPDX-License-Identifier: 0BSD
# The names in definitions (vmp, provisioner v1beta1): of each value between quotes and each text of an element, its last
# part behind a "/", a line each. A volume that has none of them as its name is nobody's disk, however its path is
# written there.
{
  line = $0
  while (match(line, /'[^']*'|"[^"]*"/)) {
    print_name(substr(line, RSTART + 1, RLENGTH - 2))
    line = substr(line, RSTART + RLENGTH)
  }
  line = $0
  while (match(line, />[^<]+</)) {
    print_name(substr(line, RSTART + 1, RLENGTH - 2))
    line = substr(line, RSTART + RLENGTH - 1)
  }
}

function print_name(value) {
  sub(/.*\//, "", value)
  gsub(/&lt;/, "<", value)
  gsub(/&gt;/, ">", value)
  gsub(/&apos;/, "'", value)
  gsub(/&quot;/, "\"", value)
  gsub(/&amp;/, "\\&", value)
  if (value != "") print value
}
