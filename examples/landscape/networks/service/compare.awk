# SPDX-License-Identifier: 0BSD
# Compares network.xml with what the node stores and runs (vmp, provisioner v1beta1).
#
# usage: awk -f compare.awk side=wanted network.xml [side=stored FILE] [side=live FILE side=leases FILE]
#
# Prints lines of fields with \037 between them, the last of all "read-all":
#   stored-is-ours                          the stored definition is that of network.xml
#   runs-ours                               what runs has the static part of network.xml
#   runs bridge|domain|address TEXT         what else is known of it
#   difference has|lacks WHAT SECTION INDEX XML   all "has" first: in what is to go, XML is only its key
#   waits WHAT                              for a restart
#   stale-lease ADDRESS MAC END OWNER NAME  leased to MAC, reserved for OWNER
# Differences are those of what runs, or, if nothing runs, of what is stored.
#
# libvirt and the generator write one element a line, attributes in one order and values in single quotes; so an entry,
# written in a line again, is its own text. A record is what stands between two "<".

BEGIN {
  RS = "<"
  OFS = "\037"
}

side == "leases" {
  leases = leases "<" $0
  next
}

{ sub(/[ \t\n]+$/, "") }

/^!/ { next }

# ---- What is not an entry ----

/^network[ >]/ { seen[side] = 1 }
/^\/network>/ { complete[side] = 1 }
/^vmp:vmp / { gsub(/"/, "'"); mark[side] = attribute("definition") }
/^forward[ >]/ { forwards_by_routing[side] = attribute("mode") ~ /^(nat|route|open)$/ }
/^bridge / { bridge[side] = attribute("name") }
/^domain / { domain[side] = attribute("name") }
/^dns[ >]/ { in_dns = !/\/>$/ }
/^\/dns>/ { in_dns = 0 }
/^ip / { open_address() }

# ---- Entries ----

/^interface / && !in_portgroup && !forwards_by_routing[side] { add_device() }
/^txt / { add("dns-txt", "", "<" $0, "TXT record " attribute("name"), "<txt name='" attribute("name") "'/>") }
/^srv / { add("dns-srv", "", "<" $0, "SRV record _" attribute("service") "._" attribute("protocol"), "<" $0) }

/^host / && in_dns { address = attribute("ip"); names = ""; text = "<" $0 }
/^hostname>/ { text = text "<" $0 "</hostname>"; names = names (names ? ", " : "") substr($0, 10) }
/^\/host>/ && in_dns {
  add("dns-host", "", text "</host>", "name " names " for " address, "<host ip='" address "'/>")
}

/^host / && !in_dns { open_reservation() }
/^range / { open_range() }
/^lease / { text = text "<" $0 }
/^\/(host|range)>/ && !in_dns { add(section, key, text "<" $0, what, delete_xml) }

/^portgroup / { in_portgroup = 1; text = ""; what = attribute("name") }
in_portgroup { text = text "<" $0 }
in_portgroup && /^portgroup .*\/>$/ { sub(/\/>$/, "></portgroup>", text); $0 = "/portgroup>" } # as libvirt has it
/^\/portgroup>/ {
  in_portgroup = 0
  add("portgroup", "", text, "port group " what, "<portgroup name='" what "'/>")
}

END {
  if (!complete["wanted"] || !mark["wanted"]) exit 1
  if (seen["stored"] && mark["stored"] == mark["wanted"] && has_same_entries("stored")) print "stored-is-ours"
  if (seen["live"]) {
    if (mark["live"] == mark["wanted"]) print "runs-ours"
    print "runs", "bridge", bridge["live"]
    print "runs", "domain", domain["live"]
    print "runs", "address", first_address["live"]
    print_stale_leases()
  }
  print_differences(seen["live"] ? "live" : "stored")
  print "read-all"
}

# ---- Functions ----

function attribute(name,    at, rest) {
  at = index($0, " " name "='")
  if (!at) return ""
  rest = substr($0, at + length(name) + 3)
  return substr(rest, 1, index(rest, "'") - 1)
}

# Entries below an <ip> belong to that address, which may be another one in what runs.
function open_address() {
  key = attribute("address") "/" attribute("prefix")
  index_of[side, key] = addresses[side]++
  address_of[side, addresses[side]] = key
  if (addresses[side] == 1) first_address[side] = attribute("address")
}

function open_reservation(    mac, id, name, ip, whose) {
  section = "ip-dhcp-host"
  mac = attribute("mac"); id = attribute("id"); name = attribute("name"); ip = attribute("ip")
  whose = mac ? mac : id ? id : name
  what = "reservation of " ip " for " whose (whose == name || !name ? "" : " (" name ")")
  # The address, too: libvirt 9.0 does not take an id alone, and of two hosts of one MAC the first would go.
  delete_xml = "<host" (mac ? " mac='" mac "'" : id ? " id='" id "'" : " name='" name "'") " ip='" ip "'/>"
  if (side == "wanted" && mac) { owner[ip] = mac; owner_name[ip] = name }
  text = "<host" (mac ? " mac='" mac "'" : "") (id ? " id='" id "'" : "") (name ? " name='" name "'" : "") " ip='" ip "'"
  if ($0 ~ /\/>$/) add(section, key, text "/>", what, delete_xml)
  text = text ">"
}

function open_range(    start, end) {
  section = "ip-dhcp-range"
  start = attribute("start"); end = attribute("end")
  what = "range " start "-" end
  delete_xml = "<range start='" start "' end='" end "'/>"
  if ($0 ~ /\/>$/) add(section, key, "<" $0, what, delete_xml)
  text = "<" $0
}

function add_device(    device) {
  device = attribute("dev")
  add("forward-interface", "", "<interface dev='" device "'/>", "device " device, "<interface dev='" device "'/>")
  in_use[side, "<interface dev='" device "'/>"] = attribute("connections") + 0
}

function add(section, key, xml, what, delete_xml,    entry) {
  entry = section SUBSEP key SUBSEP xml
  if ((side, entry) in has) return
  has[side, entry] = 1
  entries[side, ++count[side]] = entry
  what_of[entry] = what
  delete_of[entry] = delete_xml
}

function has_same_entries(other,    i) {
  if (count[other] != count["wanted"]) return 0
  for (i = 1; i <= count[other]; i++) if (!(("wanted", entries[other, i]) in has)) return 0
  return 1
}

function print_differences(other,    i) {
  if (!seen[other]) return
  for (i = 1; i <= count[other]; i++) {
    if (!(("wanted", entries[other, i]) in has)) print_difference("has", other, entries[other, i])
  }
  for (i = 1; i <= count["wanted"]; i++) {
    if (!((other, entries["wanted", i]) in has)) print_difference("lacks", other, entries["wanted", i])
  }
}

function print_difference(order, other, entry,    part, place) {
  split(entry, part, SUBSEP)
  if (part[2]) {
    # An address that comes or goes with a restart takes its hosts along.
    if (!((other, part[2]) in index_of) || !(("wanted", part[2]) in index_of)) return
    place = index_of[other, part[2]]
  }
  # So do the names of hosts that still have their old addresses.
  if (part[1] == "dns-host" && loses_address(other)) return
  if (order == "has" && in_use[other, part[3]]) {
    print "waits", "removal of " what_of[entry] ", which guests use,"
    return
  }
  print "difference", order, what_of[entry], part[1], place, order == "has" ? delete_of[entry] : part[3]
}

function loses_address(other,    i) {
  for (i = 1; i <= addresses[other]; i++) if (!(("wanted", address_of[other, i]) in index_of)) return 1
  return 0
}

function print_stale_leases(    lines, number, i, field, n, at, ip) {
  number = split(leases, lines, "\n")
  for (i = 1; i <= number; i++) {
    n = split(lines[i], field, " ")
    for (at = 1; at <= n && field[at] != "ipv4"; at++);
    if (at < 2 || at >= n) continue
    ip = field[at + 1]
    sub(/\/.*/, "", ip)
    if (!(ip in owner) || owner[ip] == tolower(field[at - 1])) continue
    print "stale-lease", ip, field[at - 1], field[1] " " field[2], owner[ip], owner_name[ip]
  }
}
