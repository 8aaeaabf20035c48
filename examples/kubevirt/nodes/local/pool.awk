# SPDX-License-Identifier: 0BSD
# Compares definitions of a pool (vmp, provisioner v1beta1): "side=wanted FILE side=NAME FILE ...".
#
# Of each side but the wanted one, a line for what differs: NAME FIELD HAS WANTED, with 0x1f between. libvirt adds
# much to what it was given (a file system's format, the devices of a volume group), so what the wanted one does not
# speak of is not compared.
BEGIN { FS = "'"; OFS = "\037" }

FNR == 1 { section = "" }
/^ *<pool / { note("type", $2) }
/^ *<(source|target)>/ { section = $0; gsub(/[ <>]/, "", section); next }
/^ *<\/(source|target)>/ { section = "" }
section == "" { next }

{
  line = $0
  gsub(/^ +| +$/, "", line)
  field = line
  sub(/^</, "", field)
  sub(/[ >\/].*/, "", field)
  if (line !~ /^<\// && line !~ /^<[a-z]+>$/) note(section "/" field, value_of(line))
}

function value_of(line) { # of <path>/srv</path>; all attributes of <host name='a'/>
  sub(/^<[a-z]+ ?/, "", line)
  sub(/<\/[a-z]+>$/, "", line)
  sub(/^>/, "", line)
  sub(/\/?>$/, "", line)
  return line
}

function note(field, value) { # several of one field, such as devices, are one value
  if (!((side, field) in found)) {
    fields[side] = fields[side] field "\n"
    found[side, field] = value
  } else {
    found[side, field] = found[side, field] ", " value
  }
  sides[side] = 1
}

END {
  count = split(fields["wanted"], names, "\n")
  for (side in sides) {
    if (side == "wanted") continue
    for (i = 1; i < count; i++) {
      has = (side, names[i]) in found ? found[side, names[i]] : "nothing"
      if (has != found["wanted", names[i]]) print "differs", side, names[i], has, found["wanted", names[i]]
    }
  }
  print "read-all"
}
