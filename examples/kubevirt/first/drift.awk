# SPDX-License-Identifier: 0BSD
# Says what differs between the registry, the node and what runs (vmp, provisioner v1beta1).
#
# usage: awk -f drift.awk -f effect.awk [side=NAME FILE]...
#
#   asserted  the words that the domain was defined with    wanted   those of the Makefile now
#   found     its fields right after that                   now      its fields now
#   started   "found" of the definition that was started    runs     the fields of what runs
#
# Fields are lines of fields.awk. Like is compared with like: never what was asked for with what libvirt made of it, and what
# runs with a definition only where both are written alike. Sides that are not known are left out.
#
# Prints a line for each difference, of parts with \037 between them:
#   registry|node|waits SENTENCE ACTION KEY
# Only what waits has an action (effect.awk), which live.sh can take.

BEGIN { OFS = "\037" }

side ~ /^(asserted|wanted)$/ {
  word[side, ++words[side]] = $0
  uses[side, $0]++
  next
}

{
  at = index($0, " ")
  add(side, at ? substr($0, 1, at - 1) : $0, at ? substr($0, at + 1) : "")
}

END {
  if (words["asserted"]) compare_words()
  if (fields["found"] && fields["now"]) compare_fields("node", "found", "now", "was", "is")
  if (fields["found"] && fields["runs"]) {
    work_out_effect()
    compare_fields("waits", "effect", "found", "is", "will be")
  }
}

# ---- Words of the Makefile ----

function compare_words(    i, moved) {
  for (i = 1; i <= words["asserted"]; i++) {
    if (word["asserted", i] != word["wanted", i]) moved = 1
    note_surplus("asserted", "wanted", word["asserted", i])
  }
  for (i = 1; i <= words["wanted"]; i++) note_surplus("wanted", "asserted", word["wanted", i])
  for (i = 1; i <= options; i++) tell_option(option[i])
  if (moved && !options) print "registry", "the options of virt-install have another order"
}

function note_surplus(here, there, w,    name) {
  if (++met[here, w] <= uses[there, w]) return
  name = w
  sub(/=.*/, "", name)
  if (!(name in known)) option[++options] = name
  known[name] = 1
  surplus[here, name, ++surpluses[here, name]] = w
}

function tell_option(name,    gone, came, i) {
  gone = surpluses["asserted", name]
  came = surpluses["wanted", name]
  if (gone == 1 && came == 1) {
    print "registry", name " was " setting(surplus["asserted", name, 1]) ", is " setting(surplus["wanted", name, 1])
    return
  }
  for (i = 1; i <= gone; i++) print "registry", surplus["asserted", name, i] " is gone"
  for (i = 1; i <= came; i++) print "registry", surplus["wanted", name, i] " was added"
}

function setting(w) {
  return index(w, "=") ? substr(w, index(w, "=") + 1) : "set"
}

# ---- Fields ----

function add(which, place, text,    device) {
  field[which, ++fields[which]] = place
  value[which, place] = text
  device = device_of(place)
  if (device != "" && !((which, device) in has)) list[which, ++devices[which]] = device
  if (device != "") has[which, device] = 1
}

function get(which, place) { # asking for an element of an array would make it
  return (which, place) in value ? value[which, place] : ""
}

function device_of(place) {
  return match(place, /^devices\/[^\/[]+(\[[^]]*\])*/) ? substr(place, 1, RLENGTH) : ""
}

# Disks and network cards, which come and go while a guest runs.
function is_plugged(device) {
  return device ~ /^devices\/(disk|interface)\[/
}

function compare_fields(kind, old, new, was, is,    i, place) {
  for (i = 1; i <= devices[old]; i++) if (!((new, list[old, i]) in has)) tell_gone(kind, list[old, i])
  for (i = 1; i <= fields[old]; i++) {
    place = field[old, i]
    if (is_of_one(place, new)) continue
    if (!((new, place) in value)) tell(kind, place, sentence("", was, describe(get(old, place)), is, "none"))
    else if (get(old, place) != get(new, place)) tell(kind, place, change(get(old, place), get(new, place), was, is))
  }
  for (i = 1; i <= fields[new]; i++) {
    place = field[new, i]
    if (is_of_one(place, old) || (old, place) in value) continue
    tell(kind, place, sentence("", was, "none", is, describe(get(new, place))))
  }
  for (i = 1; i <= devices[new]; i++) if (!((old, list[new, i]) in has)) tell_added(kind, list[new, i], new)
}

# Of a device that the other side does not have at all: it is told as a whole.
function is_of_one(place, other,    device) {
  device = device_of(place)
  return device != "" && !((other, device) in has)
}

function tell(kind, place, what) {
  if (kind != "waits") print kind, readable(place) " " what
  else if (place != "currentMemory" || !follows_memory()) print kind, readable(place) " " what, action(place)
}

function tell_gone(kind, device) {
  if (kind == "node") print kind, readable(device) " is gone"
  else if (!is_plugged(device)) print kind, readable(device) " is in what runs only"
  else print kind, readable(device) " is in what runs only: make " detach_target(device), "detach", device
}

function tell_added(kind, device, which,    what) {
  what = readable(device) (kind == "node" ? " was added: " : " is added: ") describe(get(which, device))
  if ((which, device "/source") in value) what = what ", " describe(get(which, device "/source"))
  print kind, what, kind == "waits" && can_attach(device) ? "attach" OFS device : ""
}

# ---- Sentences ----

function readable(place) {
  sub(/^devices\//, "", place)
  return place
}

function sentence(name, was, old, is, new) {
  return (name != "" ? name " " : "") was " " old ", " is " " new
}

function describe(text) {
  if (text == "") return "there"
  if (match(text, /^unit='[^']*' /)) text = substr(text, RLENGTH + 1) " " substr(text, 7, RLENGTH - 8)
  gsub(/&apos;/, "'", text)
  gsub(/&quot;/, "\"", text)
  gsub(/&lt;/, "<", text)
  gsub(/&gt;/, ">", text)
  gsub(/&amp;/, "\\&", text)
  return text
}

# Of each attribute that is another, and of the text: "cache was none, is writeback".
function change(old, new, was, is,    i, said) {
  split_value(old, "old")
  split_value(new, "new")
  for (i = 1; i <= names["old"]; i++) said = said change_of(name_of["old", i], was, is)
  for (i = 1; i <= names["new"]; i++) {
    if (!(("old", name_of["new", i]) in part)) said = said change_of(name_of["new", i], was, is)
  }
  return substr(said, 3)
}

function change_of(name, was, is,    old, new) {
  old = part_of("old", name)
  new = part_of("new", name)
  return old == new ? "" : "; " sentence(name, was, describe(old), is, describe(new))
}

function part_of(which, name) {
  return (which, name) in part ? part[which, name] : "not set"
}

# Into its attributes and, with no name, its text: with the unit, if it has one.
function split_value(text, which,    i, name, unit) {
  for (i = 1; i <= names[which]; i++) delete part[which, name_of[which, i]]
  names[which] = 0
  while (match(text, /^[^ =']+='/)) {
    name = substr(text, 1, RLENGTH - 2)
    text = substr(text, RLENGTH + 1)
    i = index(text, "'")
    if (name == "unit" && text ~ /' [^ =']+$/) unit = " " substr(text, 1, i - 1)
    else put_part(which, name, substr(text, 1, i - 1))
    text = substr(text, i + 1)
    sub(/^ /, "", text)
  }
  if (text != "") put_part(which, "", text unit)
}

function put_part(which, name, text) {
  name_of[which, ++names[which]] = name
  part[which, name] = text
}
