// Runs a command with its output thrown away, and says what it took. A program of its own, because Linux counts the
// memory of who started a process as the process's, and Python has much.
//
// usage: measure COMMAND [ARGUMENT...]    prints: seconds, seconds of processor, KiB at the peak, exit status
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>

namespace {

[[noreturn]] void run(char** command) {
  const int nowhere = ::open("/dev/null", O_WRONLY);
  ::dup2(nowhere, STDOUT_FILENO);
  ::dup2(nowhere, STDERR_FILENO);
  ::execvp(command[0], command);
  ::_exit(127);
}

double seconds(const timeval& time) {
  constexpr double kMicroseconds = 1e-6;
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * kMicroseconds;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) return 2;
  const auto begin = std::chrono::steady_clock::now();
  const pid_t child = ::fork();
  if (child < 0) return 1;
  if (child == 0) run(argv + 1);
  int status = 0;
  rusage usage = {};
  if (::wait4(child, &status, 0, &usage) != child) return 1;
  const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - begin;
  std::printf("%.6f %.6f %ld %d\n", passed.count(), seconds(usage.ru_utime) + seconds(usage.ru_stime), usage.ru_maxrss,
              WIFEXITED(status) ? WEXITSTATUS(status) : 128);
}
