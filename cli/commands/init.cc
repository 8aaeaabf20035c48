#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <fstream>
#include <system_error>

#include "cli/commands/commands.h"
#include "cli/init/begin_registry.h"

namespace vmp {

namespace {

constexpr std::string_view kDefaultFile = "vmp.yaml";
constexpr std::string_view kDefaultUri = "qemu:///system";

constexpr std::array<Option, 1> kOptions = {{
    {"--connect", "URI", "The libvirt. Default: LIBVIRT_DEFAULT_URI, else qemu:///system."},
}};

bool is_key(const std::string& line) {
  const bool is_of_ssh = line.starts_with("ssh-") || line.starts_with("ecdsa-") || line.starts_with("sk-");
  return is_of_ssh &&
         line.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+/=@._- ") ==
             std::string::npos;
}

// Who asks for the registry may log in to its VMs.
std::string find_key(const Surroundings& surroundings) {
  const std::optional<std::string> home = surroundings.variable("HOME");
  if (!home) return "";
  for (const char* name : {"id_ed25519", "id_ecdsa", "id_rsa"}) {
    std::ifstream file(fmt::format("{}/.ssh/{}.pub", *home, name));
    std::string line;
    if (std::getline(file, line) && is_key(line)) return line;
  }
  return "";
}

[[noreturn]] void raise(const std::string& file, int error) {
  const bool is_there = error == EEXIST;
  throw Error(Failure::kInputOutput,
              is_there ? fmt::format("\"{}\" is there already", file)
                       : fmt::format("cannot write \"{}\": {}", file, std::generic_category().message(error)),
              is_there ? "It is left as it is. Name another file: vmp init FILE" : "");
}

// Never over a file, nor through a link. What cannot be written to its end is not there.
void write_new(const std::string& file, std::string_view text) {
  const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (descriptor < 0) raise(file, errno);
  int error = 0;
  while (error == 0 && !text.empty()) {
    const ssize_t count = ::write(descriptor, text.data(), text.size());
    if (count >= 0) {
      text.remove_prefix(static_cast<std::size_t>(count));
    } else if (errno != EINTR) {
      error = errno;
    }
  }
  if (::close(descriptor) != 0 && error == 0) error = errno;
  if (error == 0) return;
  ::unlink(file.c_str());
  raise(file, error);
}

std::string describe_found(const Host& host) {
  if (!host.problem.empty()) return fmt::format("No libvirt at {}: {}", host.uri, host.problem);
  const auto count = [](std::size_t number, std::string_view noun) {
    return fmt::format("{} {}{}", number, noun, number == 1 ? "" : "s");
  };
  return fmt::format("Found at {}: {} and {}", host.uri, count(host.networks.size(), "network"),
                     count(host.pools.size(), "pool"));
}

ExitStatus run(const Arguments& arguments, const Surroundings& surroundings, Output& output) {
  const std::string file(arguments.names.empty() ? kDefaultFile : arguments.names.front());
  // Before anybody waits for a libvirt.
  if (::access(file.c_str(), F_OK) == 0) raise(file, EEXIST);
  const std::string uri =
      arguments.value("--connect", surroundings.variable("LIBVIRT_DEFAULT_URI").value_or(std::string(kDefaultUri)));
  const Host host = find_host(uri, surroundings.run);
  const std::string key = find_key(surroundings);
  write_new(file, begin_registry(host, key, file));
  output.steps.push_back(describe_found(host));
  if (key.empty()) output.steps.emplace_back("No public key in ~/.ssh: put one under ssh_authorized_keys");
  output.steps.push_back(fmt::format("Wrote {}; it says what comes next", file));
  return kDone;
}

}  // namespace

const Command kInitCommand = {
    .name = "init",
    .operands = {"[FILE]", 0, 1},
    .summary = "begin a registry for this machine",
    .help = R"(Writes a registry with comments to begin with: this machine as a node, its networks
and its pool, an image of Debian, a template, and a VM `first` that your public key may
log in to. It asks nothing, and never writes over a file. FILE is vmp.yaml if none is
given: editors and catalogs of schemas know vmp.yaml, *.vmp.yaml and the files of a
folder vmp-registry by their names.

    $ vmp init
    Found at qemu:///system: 1 network and 1 pool
    Wrote vmp.yaml; it says what comes next

What is there it asks of libvirt by `virsh --readonly`, for at most ten seconds a
question. Where none answers, the registry has the names that libvirt usually has.
With `--connect qemu+ssh://root@kvm1/system` it is another machine's; ssh must be able
to log in there without a question. No other command of vmp runs programs.
)",
    .options = kOptions,
    .run = run,
};

}  // namespace vmp
