#include "provisioners/libvirt/ssh.h"

#include <string>
#include <vector>

#include "loader/diagnostics/diagnostic.h"
#include "test/catch.h"
#include "test/provisioners/example_configuration.h"

namespace vmp::libvirt {

TEST_CASE("a node that is not reached by ssh is no jump host") {
  CHECK(proxy_command(text("qemu:///system")) == "");
  CHECK(proxy_command(text("qemu+tls://lab.example/system")) == "");
  CHECK(proxy_command(text("test:///default")) == "");
}

TEST_CASE("a node reached by ssh is the jump host") {
  CHECK(proxy_command(text("qemu+ssh://lab/system")) == R"(ssh -W "[%h]:%p" -- lab)");
  CHECK(proxy_command(text("qemu+libssh://ops@lab:2222/system")) == R"(ssh -W "[%h]:%p" -l ops -p 2222 -- lab)");
  CHECK(proxy_command(text("qemu+libssh2://[fd00::1]:22/system")) == R"(ssh -W "[%h]:%p" -p 22 -- fd00::1)");
}

TEST_CASE("the jump uses the keys and checks of the URI") {
  CHECK(proxy_command(text("qemu+ssh://lab/system?keyfile=/k%20y&sshauth=privkey,agent,password")) ==
        R"(ssh -W "[%h]:%p" -i '/k y' -o 'PreferredAuthentications=publickey,password' -- lab)");
  CHECK(proxy_command(text("qemu+libssh://lab/system?known_hosts=/h&known_hosts_verify=ignore")) ==
        R"(ssh -W "[%h]:%p" -o 'UserKnownHostsFile=/h' -o 'StrictHostKeyChecking=no' -- lab)");
  CHECK(proxy_command(text("qemu+ssh://lab/system?no_verify=1")) ==
        R"(ssh -W "[%h]:%p" -o 'StrictHostKeyChecking=no' -- lab)");
}

TEST_CASE("a command on the node is run with what the jump uses") {
  using Words = std::vector<std::string>;
  CHECK(node_ssh_words(text("qemu:///system")) == Words{});
  CHECK(node_ssh_words(text("qemu+ssh://ops@lab:2222/system?keyfile=/k%20y")) ==
        Words{"-l", "ops", "-p", "2222", "-i", "/k y", "--", "lab"});
}

TEST_CASE("what ssh or a shell would read in the URI is quoted") {
  CHECK(proxy_command(text("qemu+ssh://lab/system?keyfile=/k%25h$(id)")) ==
        R"(ssh -W "[%h]:%p" -i '/k%%h$(id)' -- lab)");
}

TEST_CASE("an ssh URI without a host is refused") {
  CHECK_THROWS_WITH(proxy_command(text("qemu+ssh:///system")),
                    "libvirt URI \"qemu+ssh:///system\" names no host to reach by ssh");
}

TEST_CASE("each value of an ssh option is one -o") {
  CHECK(ssh_option_words({.name = text("SetEnv"), .values = {text("A=b c"), text("$D")}}) ==
        "-o 'SetEnv=A=b c' -o 'SetEnv=$$D'");
  CHECK(ssh_option_words({.name = text("LogLevel"), .values = {}}) == "");
}

}  // namespace vmp::libvirt
