// SPDX-License-Identifier: Apache-2.0
// ProgressBar: share done and time left on a terminal (progress bar, ETA). Silent elsewhere and for short work.
#pragma once

#include <chrono>        // for std::chrono
#include <functional>    // for std::function
#include <ostream>       // for std::ostream
#include <string>        // for std::string
#include <string_view>   // for std::string_view

#include "base/progress.h"   // for Progress
#include "base/units.h"      // for Seconds

namespace maek {

/// One line of at most `width` columns: "docking  [#####-----]  50 %  about 12 s left". A share outside [0, 1] or not
/// finite is clamped; `what` is cut at a character, never inside one.
std::string render_progress(double share, std::string_view what, Seconds elapsed, int width);

/// "8 s", "3 min 20 s", "2 h 5 min", "3 d 4 h".
std::string format_duration(Seconds duration);

/// Draws on `out` from the first report after kSilence on, at most once each kBetweenDraws; finish() wipes it.
/// Make one for each computation. Nothing at all is written when `is_terminal` is false.
class ProgressBar {
 public:
  using Clock = std::function<std::chrono::steady_clock::time_point()>;
  static constexpr std::chrono::milliseconds kSilence{2000};       // shorter work needs no comfort
  static constexpr std::chrono::milliseconds kBetweenDraws{100};   // faster than the eye would be waste

  ProgressBar(std::ostream& out, bool is_terminal, Clock clock = std::chrono::steady_clock::now);
  ~ProgressBar() { finish(); }
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;

  /// What to hand to a computation; it must not outlive the bar.
  Progress callback();
  /// Wipes the line if one is drawn.
  void finish();

 private:
  void report(double share, std::string_view what);

  std::ostream& out_;
  bool is_terminal_;
  Clock clock_;
  std::chrono::steady_clock::time_point start_, last_draw_;
  bool drawn_ = false;
};

/// True when file descriptor `descriptor` is a terminal that understands carriage return (TERM is not "dumb").
bool is_terminal(int descriptor);

}  // namespace maek
