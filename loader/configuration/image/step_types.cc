#include "loader/configuration/image/step_types.h"

#include <algorithm>
#include <array>

namespace vmp {

namespace {

using Keys = std::span<const std::string_view>;

constexpr std::array<std::string_view, 1> kUpdate = {"update"};
constexpr std::array<std::string_view, 2> kPackages = {"install", "uninstall"};
constexpr std::array<std::string_view, 1> kRun = {"run"};
constexpr std::array<std::string_view, 1> kCopy = {"copy"};
constexpr std::array<std::string_view, 1> kWrite = {"write"};
constexpr std::array<std::string_view, 1> kMkdir = {"mkdir"};
constexpr std::array<std::string_view, 1> kEdit = {"edit"};
constexpr std::array<std::string_view, 1> kAppend = {"append"};
constexpr std::array<std::string_view, 1> kDelete = {"delete"};
constexpr std::array<std::string_view, 1> kTruncate = {"truncate"};
constexpr std::array<std::string_view, 1> kLink = {"link"};
constexpr std::array<std::string_view, 1> kChmod = {"chmod"};
constexpr std::array<std::string_view, 1> kChown = {"chown"};
constexpr std::array<std::string_view, 2> kNames = {"hostname", "timezone"};
constexpr std::array<std::string_view, 1> kUser = {"user"};
constexpr std::array<std::string_view, 1> kPassword = {"password"};
constexpr std::array<std::string_view, 1> kSshKeys = {"sshKeys"};
constexpr std::array<std::string_view, 1> kFirstboot = {"firstboot"};
constexpr std::array<std::string_view, 1> kSelinuxRelabel = {"selinuxRelabel"};
constexpr std::array<std::string_view, 1> kBoot = {"boot"};
constexpr std::array<std::string_view, 1> kHost = {"host"};
constexpr std::array<std::string_view, 1> kSeal = {"seal"};

constexpr std::array<StepType, 22> kTypes = {{
    {"update", kUpdate},
    {"packages", kPackages},
    {"run", kRun},
    {"copy", kCopy},
    {"write", kWrite},
    {"mkdir", kMkdir},
    {"edit", kEdit},
    {"append", kAppend},
    {"delete", kDelete},
    {"truncate", kTruncate},
    {"link", kLink},
    {"chmod", kChmod},
    {"chown", kChown},
    {"names", kNames},
    {"user", kUser},
    {"password", kPassword},
    {"sshKeys", kSshKeys},
    {"firstboot", kFirstboot},
    {"selinuxRelabel", kSelinuxRelabel},
    {"boot", kBoot},
    {"host", kHost},
    {"seal", kSeal},
}};

constexpr std::array<StepField, 40> kFields = {{
    {"update", "", "set"},
    {"install", "", "package name"},
    {"uninstall", "", "package name"},
    {"run", "env", "environment name"},
    {"copy", "from", "", true},
    {"copy", "to", "guest path", true},
    {"copy", "owner", "guest owner"},
    {"copy", "mode", "file mode"},
    {"write", "to", "guest path", true},
    {"write", "text", "", true},
    {"write", "owner", "guest owner"},
    {"write", "mode", "file mode"},
    {"mkdir", "path", "guest path", true},
    {"mkdir", "owner", "guest owner"},
    {"mkdir", "mode", "file mode"},
    {"edit", "file", "guest path", true},
    {"edit", "sed", "", true},
    {"append", "file", "guest path", true},
    {"append", "line", "", true},
    {"delete", "", "guest path"},
    {"truncate", "", "guest path"},
    {"link", "target", "", true},
    {"link", "to", "guest path", true},
    {"chmod", "path", "guest path", true},
    {"chmod", "mode", "file mode", true},
    {"chown", "path", "guest path", true},
    {"chown", "owner", "guest owner", true},
    {"hostname", "", "host name"},
    {"timezone", "", "time zone"},
    {"user", "name", "guest name", true},
    {"user", "groups", "guest name"},
    {"user", "shell", "guest path"},
    {"password", "user", "guest name", true},
    {"password", "password", "", true},
    {"sshKeys", "user", "guest name", true},
    {"sshKeys", "keys", "", true},
    {"selinuxRelabel", "", "set"},
    {"boot", "memory", "count"},
    {"boot", "vcpus", "count"},
    {"host", "env", "environment name"},
}};

constexpr std::array<std::string_view, 42> kOperations = {
    "abrt-data",
    "backup-files",
    "bash-history",
    "blkid-tab",
    "ca-certificates",
    "crash-data",
    "cron-spool",
    "dhcp-client-state",
    "dhcp-server-state",
    "dovecot-data",
    "firewall-rules",
    "flag-reconfiguration",
    "fs-uuids",
    "ipa-client",
    "kerberos-data",
    "kerberos-hostkeytab",
    "logfiles",
    "lvm-system-devices",
    "lvm-uuids",
    "machine-id",
    "mail-spool",
    "net-hostname",
    "net-hwaddr",
    "net-nmconn",
    "pacct-log",
    "package-manager-cache",
    "pam-data",
    "passwd-backups",
    "puppet-data-log",
    "rh-subscription-manager",
    "rhn-systemid",
    "rpm-db",
    "samba-db-log",
    "smolt-uuid",
    "ssh-hostkeys",
    "ssh-userdir",
    "sssd-db-log",
    "tmp-files",
    "udev-persistent-net",
    "user-account",
    "utmp",
    "yum-uuid",
};

}  // namespace

std::span<const StepType> step_types() {
  return kTypes;
}

const StepType* find_step_type(std::string_view key) {
  const auto* const found = std::ranges::find_if(
      kTypes, [key](const StepType& type) { return std::ranges::find(type.keys, key) != type.keys.end(); });
  return found == kTypes.end() ? nullptr : found;
}

std::span<const StepField> step_fields() {
  return kFields;
}

std::span<const std::string_view> sysprep_operations() {
  return kOperations;
}

}  // namespace vmp
