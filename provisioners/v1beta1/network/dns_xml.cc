#include "provisioners/v1beta1/network/dns_xml.h"

#include <string>

namespace vmp::v1beta1 {

using libvirt::XmlElement;

namespace {

XmlElement describe_forwarder(const DnsForwarder& forwarder) {
  XmlElement element("forwarder");
  if (forwarder.domain) element.set("domain", *forwarder.domain);
  if (forwarder.address) element.set("addr", to_string(forwarder.address->address));
  return element;
}

XmlElement describe_srv(const DnsSrv& srv) {
  XmlElement element("srv");
  element.set("service", srv.service).set("protocol", srv.protocol);
  if (srv.domain) element.set("domain", *srv.domain);
  if (srv.target) element.set("target", *srv.target);
  if (srv.port) element.set("port", *srv.port);
  if (srv.priority) element.set("priority", *srv.priority);
  if (srv.weight) element.set("weight", *srv.weight);
  return element;
}

XmlElement describe_names(const NetworkHost& host, const PlacedAddress& address) {
  XmlElement element("host");
  element.set("ip", to_string(address.address)).add(XmlElement("hostname", host.name));
  for (const Text& alias : host.aliases) element.add(XmlElement("hostname", alias));
  return element.write_in_a_line();
}

}  // namespace

XmlElement describe_domain(const NetworkConfiguration& configuration) {
  XmlElement element("domain");
  element.set("name", configuration.domain->name);
  if (configuration.domain->local_only) element.set("localOnly", "yes");
  if (configuration.dns.register_names) element.set("register", "yes");
  return element;
}

XmlElement describe_dns(const NetworkConfiguration& configuration, Entries entries) {
  const NetworkDns& dns = configuration.dns;
  XmlElement element("dns");
  if (!dns.enabled) return element.set("enable", "no");
  if (dns.forward_plain_names) element.set("forwardPlainNames", *dns.forward_plain_names ? "yes" : "no");
  for (const DnsForwarder& forwarder : dns.forwarders) element.add(describe_forwarder(forwarder));
  if (entries == Entries::kNone) return element;
  for (const DnsTxt& txt : dns.txt) element.add(XmlElement("txt").set("name", txt.name).set("value", txt.value));
  for (const DnsSrv& srv : dns.srv) element.add(describe_srv(srv));
  for (const NetworkHost& host : configuration.hosts) {
    if (host.name.value.empty()) continue;
    for (const PlacedAddress& address : host.addresses) element.add(describe_names(host, address));
  }
  return element;
}

}  // namespace vmp::v1beta1
