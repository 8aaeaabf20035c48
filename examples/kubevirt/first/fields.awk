# SPDX-License-Identifier: 0BSD
# From a domain's XML, as "virsh dumpxml" prints it, a line for each element (vmp, provisioner v1beta1):
#
#   PLACE [ATTRIBUTE='VALUE'...] [TEXT]
#   memory unit='KiB' 524288
#   devices/disk[vda]/driver name='qemu' type='qcow2'
#
# A device is named by what identifies it, whatever stands before it, and of others with one name each but the first has
# a number. Texts stay escaped as in XML; a new line in one is written "\n", and a backslash "\\".
#
# Left out is what nobody asks for: metadata, which has our own marks, and the PCI bus, on which libvirt finds a place for
# each device. So a domain has the same lines whenever it is read, defined again from the same, started or stopped.
#
# libvirt writes attributes in single quotes and no "<" but that of an element. A record is what stands between two "<".

BEGIN { RS = "<" }

NR == 1 || /^[?!]/ { next } # what stands before the first element
/^\// { close_element(); next }

{
  read_element()
  open_element()
  if (is_empty) close_element()
}

# Leaves name, attributes and text of the record's element; is_empty: it ends where it begins.
function read_element(    rest) {
  match($0, /^[^ \t\n\/>]+/)
  name = substr($0, 1, RLENGTH)
  rest = substr($0, RLENGTH + 1)
  match(rest, /^([ \t\n]+[^ \t\n=\/>]+=('[^']*'|"[^"]*"))*/)
  attributes = substr(rest, 1, RLENGTH)
  rest = substr(rest, RLENGTH + 1)
  sub(/^[ \t\n]+/, "", attributes)
  is_empty = rest ~ /^[ \t\n]*\//
  text = is_empty ? "" : substr(rest, index(rest, ">") + 1)
  if (text ~ /^[ \t\n]*$/) text = ""
  gsub(/\\/, "\\\\&", text)
  gsub(/\n/, "\\n", text)
}

function open_element() {
  depth++
  path[depth] = is_device() ? "" : depth == 1 ? "" : number_of(path[depth - 1] (depth == 2 ? "" : "/") name identity())
  if (depth == 1 && attributes != "") print name, attributes
  if (depth == 2 && name == "metadata" || is_bus()) hidden = depth
  if (is_device()) open_device()
  if (path[2] == "devices" && depth == 4) identify_device()
  if (depth > 1 && !hidden && (is_empty || attributes text != "") && !is_pci_address()) put()
}

function close_element() {
  if (is_device()) close_device()
  if (hidden == depth) hidden = 0
  depth--
}

function attribute(key,    at, rest) {
  at = index(" " attributes, " " key "='")
  if (!at) return ""
  rest = substr(attributes, at + length(key) + 2)
  return substr(rest, 1, index(rest, "'") - 1)
}

# Of those that a domain has several of, each its own.
function identity() {
  return name ~ /^(feature|timer|parameter|entry)$/ && attribute("name") != "" ? "[" attribute("name") "]" : ""
}

function number_of(place) {
  return ++count[place] == 1 ? place : place "[" count[place] "]"
}

function is_device() {
  return depth == 3 && path[2] == "devices"
}

function is_bus() {
  return is_device() && name == "controller" && attribute("type") == "pci"
}

function is_pci_address() {
  return path[2] == "devices" && depth == 4 && name == "address" && attribute("type") == "pci"
}

# ---- Devices: their lines wait until all is read that identifies them ----

function open_device() {
  device = name
  id = ""
  if (name == "controller") id = attribute("type") attribute("index")
  if (name ~ /^(graphics|input)$/) id = attribute("type")
  lines = 0
}

function identify_device() {
  if (name == "target" && device == "disk") id = attribute("dev")
  if (name == "target" && device == "filesystem") id = attribute("dir")
  if (name == "target" && device == "channel") id = attribute("name")
  if (name == "mac") id = attribute("address")
}

function put(    line) {
  line = (attributes != "" ? " " attributes : "") (text != "" ? " " text : "")
  if (path[2] == "devices" && depth > 2) {
    place[++lines] = path[depth]
    value[lines] = line
  } else {
    print path[depth] line
  }
}

function close_device(    i, where) {
  for (i in count) if (i ~ /^\//) delete count[i] # of what is in the device
  if (hidden) return
  gsub(/[^A-Za-z0-9_.:-]/, "_", id)
  where = number_of("devices/" device (id != "" ? "[" id "]" : ""))
  for (i = 1; i <= lines; i++) print where place[i] value[i]
}
