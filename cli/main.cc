#include <poll.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <iostream>
#include <new>
#include <system_error>

#include "cli/arguments.h"
#include "cli/command_line.h"
#include "cli/output.h"
#include "cli/run_command.h"
#include "cli/surroundings.h"

namespace vmp {

namespace {

constexpr std::array<const char*, 6> kVariables = {"HOME", "LIBVIRT_DEFAULT_URI", "NO_COLOR",
                                                   "TERM", "VMP_GEN_BASE_DIR",    "VMP_REGISTRY"};

// Whether it helps to write again. A descriptor that does not block is not of our making: a parent may share it.
bool can_write_again(int descriptor) {
  if (errno != EAGAIN) return errno == EINTR;
  pollfd wanted = {.fd = descriptor, .events = POLLOUT, .revents = 0};
  return ::poll(&wanted, 1, -1) >= 0 || errno == EINTR;
}

// Returns 0 or what errno says.
int print(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t count = ::write(descriptor, text.data(), text.size());
    if (count < 0 && can_write_again(descriptor)) continue;
    if (count < 0) return errno;
    text.remove_prefix(static_cast<std::size_t>(count));
  }
  return 0;
}

Surroundings look_around() {
  Surroundings surroundings = {.variables = {}, .input = std::cin};
  for (const char* name : kVariables) {
    if (const char* value = std::getenv(name)) surroundings.variables[name] = value;
  }
  surroundings.is_input_terminal = ::isatty(STDIN_FILENO) == 1;
  surroundings.is_error_terminal = ::isatty(STDERR_FILENO) == 1;
  surroundings.tell_now = [](std::string_view text) { print(STDERR_FILENO, text); };
  surroundings.run = run_program;
  return surroundings;
}

// A reader that closed its end of a pipe has seen enough: that is no failure.
bool is_failure(int error) {
  return error != 0 && error != EPIPE;
}

int deliver(Output& output, const Arguments& arguments, const Surroundings& surroundings, int status) {
  const int error = print(STDOUT_FILENO, output.text);
  if (is_failure(error)) {
    output.diagnostics.push_back(
        {.message = "cannot write standard output: " + std::generic_category().message(error)});
    status = kInputOutputFailed;
  }
  const bool is_told = !is_failure(print(STDERR_FILENO, render_messages(output, arguments, surroundings)));
  return is_told || status != kDone ? status : kInputOutputFailed;
}

int run(const std::vector<std::string>& words) {
  const Surroundings surroundings = look_around();
  Arguments arguments;
  // Never freed: taking a large registry apart takes longer than all that `vmp list` does with it.
  Output& output = *new Output;
  int status = kDone;
  try {
    parse_command_line(words, arguments);
    status = run_command(arguments, surroundings, output);
  } catch (const Error& error) {
    output.add(error.diagnostics());
    status = exit_status(error.failure());
  } catch (const std::bad_alloc&) {
    output.diagnostics.push_back({.message = "there is not enough memory"});
    status = kInputOutputFailed;
  }
  return deliver(output, arguments, surroundings, status);
}

}  // namespace

}  // namespace vmp

int main(int argc, char** argv) {
  // Buffered input that tells of read errors, and errors instead of death where a pipe is closed.
  std::ios::sync_with_stdio(false);
  std::signal(SIGPIPE, SIG_IGN);
  // Everything is written; what exit would do is take things apart.
  std::_Exit(vmp::run({argv + 1, argv + argc}));
}
