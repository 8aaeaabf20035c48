# SPDX-License-Identifier: 0BSD
# What runs, against its definition: the part of drift.awk on what waits (vmp, provisioner v1beta1).
#
# What can be done about it at once is an action and its key:
#   memory KIB    vcpus NUMBER    attach DEVICE    medium DEVICE    title    description

# What of the definition is in effect: as it was when that was started, but for what has changed in what runs since then.
function work_out_effect(    start, i, place, device) {
  start = fields["started"] ? "started" : "found"
  for (i = 1; i <= fields["runs"]; i++) if (is_text(field["runs", i])) effect(field["runs", i], "runs")
  for (i = 1; i <= fields[start]; i++) {
    place = field[start, i]
    if (is_text(place)) continue
    device = device_of(place)
    if (is_plugged(device) && !(("runs", device) in has)) continue
    if (is_known_to_run(place)) effect(place, "runs")
    else if (("found", place) in value) effect(place, runs_as_found(place) ? "found" : start)
    else if (("runs", place) in value) effect(place, start)
  }
  for (i = 1; i <= fields["found"]; i++) {
    place = field["found", i]
    device = device_of(place)
    if ((start, place) in value || is_text(place)) continue
    if (runs_as_found(place) || (is_plugged(device) && ("runs", device) in has && place !~ /\/source$/)) effect(place, "found")
  }
  for (i = 1; i <= devices["runs"]; i++) {
    device = list["runs", i]
    if (is_plugged(device) && !(("found", device) in has) && !(("effect", device) in has)) add("effect", device, "")
  }
}

# What runs has these as they were written last, and has them by itself.
function is_text(place) {
  return place ~ /^(title|description)$/
}

# A hand may have changed these before the start. Of current memory only less is known: more has a guest that cannot give any back.
function is_known_to_run(place) {
  return place ~ /^(memory|vcpu)$/ || (place == "currentMemory" && kib(get("runs", place)) < kib(get("found", place)))
}

function effect(place, which) {
  add("effect", place, get(which, place))
}

# What runs has more attributes, such as numbers of ports.
function runs_as_found(place,    i) {
  if (!(("runs", place) in value)) return 0
  split_value(get("found", place), "new")
  split_value(get("runs", place), "old")
  for (i = 1; i <= names["new"]; i++) if (part_of("old", name_of["new", i]) != part["new", name_of["new", i]]) return 0
  return 1
}

# Less memory than its maximum is a matter of the maximum where both are to change.
function follows_memory() {
  return get("found", "currentMemory") == get("found", "memory") && exceeds_memory()
}

function exceeds_memory() {
  return kib(get("found", "currentMemory")) > kib(get("runs", "memory"))
}

function kib(text) {
  sub(/^unit='KiB' /, "", text)
  return text + 0
}

function action(place,    device) {
  if (place == "currentMemory" && !exceeds_memory()) return "memory" OFS kib(get("found", place))
  if (place == "vcpu") return vcpus_action()
  if (is_text(place) && get("found", place) !~ /&#/) return place # live.sh reads no numbers of characters
  device = device_of(place)
  if (place == device "/source" && get("found", device) ~ / device='(cdrom|floppy)'/) return "medium" OFS device
  return ""
}

function vcpus_action() {
  split_value(get("runs", "vcpu"), "old")
  split_value(get("found", "vcpu"), "new")
  if (part_of("old", "") != part_of("new", "")) return "" # their maximum
  return "vcpus" OFS part_of("new", ("new", "current") in part ? "current" : "")
}

function can_attach(device) {
  if (!is_plugged(device)) return 0
  return device !~ /^devices\/disk/ || get("found", device "/target") ~ / bus='(virtio|scsi|usb)'/
}

function detach_target(device,    key) {
  key = device
  sub(/^[^[]*\[/, "", key)
  sub(/\]$/, "", key)
  return "detach/" (device ~ /^devices\/disk/ ? "disk" : "network") "/" key
}
