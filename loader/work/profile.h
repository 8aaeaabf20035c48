#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace vmp {

// The stages of `vmp gen`, in the order in which a VM passes through them.
enum class Stage : std::uint8_t { kRead, kValidate, kMerge, kResolve, kGenerate, kWrite };

// How long each stage took, added up over all threads. Threads may add to it at the same time.
class Profile {
 public:
  using Clock = std::chrono::steady_clock;

  void add(Stage stage, Clock::duration time) { nanoseconds_[static_cast<std::size_t>(stage)] += to_count(time); }

  // One for each stage: "read  12.3 ms".
  std::vector<std::string> lines() const;

 private:
  static std::int64_t to_count(Clock::duration time) {
    return std::chrono::duration_cast<std::chrono::nanoseconds>(time).count();
  }

  static constexpr std::size_t kStages = 6;
  std::array<std::atomic<std::int64_t>, kStages> nanoseconds_ = {};
};

// Adds the time in between to a stage when it enters another, and when it ends. Without a profile it does not look at
// the clock.
class Stopwatch {
 public:
  Stopwatch(Profile* profile, Stage stage) : profile_(profile), stage_(stage) {
    if (profile_ != nullptr) start_ = Profile::Clock::now();
  }
  Stopwatch(const Stopwatch&) = delete;
  Stopwatch& operator=(const Stopwatch&) = delete;
  ~Stopwatch() { stop(); }

  void enter(Stage stage) {
    if (profile_ == nullptr) return;
    const Profile::Clock::time_point now = Profile::Clock::now();
    profile_->add(stage_, now - start_);
    stage_ = stage;
    start_ = now;
  }

  void stop() {
    enter(stage_);
    profile_ = nullptr;
  }

 private:
  Profile* profile_;
  Stage stage_;
  Profile::Clock::time_point start_ = {};
};

}  // namespace vmp
