#include "cli/run_program.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <string_view>

namespace vmp {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kMostBytes = 1'000'000;

// What a child says, on one of its two descriptors.
class Pipe {
 public:
  Pipe() {
    if (::pipe2(ends_.data(), O_CLOEXEC) != 0) ends_ = {-1, -1};
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  ~Pipe() {
    close_end(0);
    close_end(1);
  }

  int reader() const { return ends_[0]; }
  int writer() const { return ends_[1]; }
  void close_writer() { close_end(1); }

  // Reads what is there; closes the pipe at its end.
  void read_into(std::string& text) {
    std::array<char, 4096> buffer{};
    const ssize_t count = ::read(reader(), buffer.data(), buffer.size());
    if (count > 0) {
      text.append(buffer.data(), static_cast<std::size_t>(count));
    } else if (count == 0 || errno != EINTR) {
      close_end(0);
    }
  }

 private:
  void close_end(std::size_t end) {
    if (ends_.at(end) >= 0) ::close(ends_.at(end));
    ends_.at(end) = -1;
  }

  std::array<int, 2> ends_ = {-1, -1};
};

// Ours, but for who would ask for a password, and for the language of messages.
std::vector<std::string> environment_of_child() {
  std::vector<std::string> variables = {"LC_ALL=C", "SSH_ASKPASS_REQUIRE=never"};
  for (char** each = environ; *each != nullptr; ++each) {
    const std::string_view variable = *each;
    const bool is_ours = variable.starts_with("LC_ALL=") || variable.starts_with("SSH_ASKPASS");
    if (!is_ours) variables.emplace_back(variable);
  }
  return variables;
}

std::vector<char*> as_pointers(std::vector<std::string>& words) {
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  return pointers;
}

// 0 if there is no such program.
pid_t start(std::vector<std::string> words, const Pipe& output, const Pipe& errors) {
  std::vector<std::string> variables = environment_of_child();
  posix_spawn_file_actions_t actions{};
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, output.writer(), STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, errors.writer(), STDERR_FILENO);
  posix_spawnattr_t attributes{};
  posix_spawnattr_init(&attributes);
  // A session of its own has no terminal, and is killed as a whole. SIGPIPE is ignored here, not there.
  sigset_t defaults;
  sigemptyset(&defaults);
  sigaddset(&defaults, SIGPIPE);
  posix_spawnattr_setsigdefault(&attributes, &defaults);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGDEF);
  pid_t child = 0;
  const int error = ::posix_spawnp(&child, words.front().c_str(), &actions, &attributes, as_pointers(words).data(),
                                   as_pointers(variables).data());
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  return error == 0 ? child : 0;
}

// Whether the child has closed both pipes by then.
bool listen(Pipe& output, Pipe& errors, Clock::time_point end, ProgramResult& result) {
  while (output.reader() >= 0 || errors.reader() >= 0) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now()).count();
    std::array<pollfd, 2> ready = {{{output.reader(), POLLIN, 0}, {errors.reader(), POLLIN, 0}}};
    if (left <= 0 || result.output.size() + result.errors.size() > kMostBytes) return false;
    if (::poll(ready.data(), ready.size(), static_cast<int>(left)) < 0 && errno != EINTR) return false;
    if (ready[0].revents != 0) output.read_into(result.output);
    if (ready[1].revents != 0) errors.read_into(result.errors);
  }
  return true;
}

// A program may close its pipes before it ends.
bool ends_until(pid_t child, Clock::time_point end) {
  siginfo_t found{};
  while (::waitid(P_PID, static_cast<id_t>(child), &found, WEXITED | WNOWAIT | WNOHANG) != 0 || found.si_pid != child) {
    if (Clock::now() >= end) return false;
    ::poll(nullptr, 0, 2);
  }
  return true;
}

// Ends it, if it has not, and all that it has started.
int end(pid_t child) {
  ::kill(-child, SIGKILL);
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace

ProgramResult run_program(const std::vector<std::string>& words, int seconds) {
  ProgramResult result;
  Pipe output;
  Pipe errors;
  if (output.writer() < 0 || errors.writer() < 0) return result;
  const Clock::time_point deadline = Clock::now() + std::chrono::seconds(seconds);
  const pid_t child = start(words, output, errors);
  if (child == 0) return result;
  output.close_writer();
  errors.close_writer();
  const bool is_done = listen(output, errors, deadline, result) && ends_until(child, deadline);
  result.end = is_done ? ProgramResult::End::kExited : ProgramResult::End::kTimedOut;
  result.status = end(child);
  return result;
}

}  // namespace vmp
