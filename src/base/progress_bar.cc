// SPDX-License-Identifier: Apache-2.0
// Draws one line with carriage return; wipes it with an escape sequence.
#include "base/progress_bar.h"

#include <sys/ioctl.h>   // for TIOCGWINSZ
#include <unistd.h>      // for isatty

#include <algorithm>   // for std::clamp
#include <cmath>       // for std::isfinite
#include <cstdlib>     // for std::getenv

#include <fmt/format.h>

namespace maek {
namespace {

constexpr int kDefaultWidth = 80;
constexpr int kBarCells = 24;
constexpr double kTooEarly = 0.005;   // below this share an ETA is a guess, so none is shown

int terminal_width() {
  winsize size{};
  if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  return kDefaultWidth;
}

// At most `columns` characters: bytes 0x80..0xBF continue a UTF-8 character. Control bytes would move the cursor, so they
// are left out.
std::string cut(std::string_view text, int columns) {
  std::string kept;
  int used = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7f) continue;
    const bool continues = (byte & 0xC0) == 0x80;
    if (!continues && ++used > columns) break;
    kept += c;
  }
  return kept;
}

}  // namespace

std::string format_duration(Seconds duration) {
  constexpr double kLongest = 1e9;  // some thirty years
  const double seconds = std::isfinite(duration.value()) ? std::clamp(duration.value(), 0.0, kLongest) : kLongest;
  const auto s = static_cast<long long>(std::llround(seconds));
  if (s < 60) return fmt::format("{} s", s);
  if (s < 3600) return fmt::format("{} min {} s", s / 60, s % 60);
  if (s < 86400) return fmt::format("{} h {} min", s / 3600, s % 3600 / 60);
  return fmt::format("{} d {} h", s / 86400, s % 86400 / 3600);
}

std::string render_progress(double share, std::string_view what, Seconds elapsed, int width) {
  share = std::isfinite(share) ? std::clamp(share, 0.0, 1.0) : 0.0;
  const int full = static_cast<int>(share * kBarCells);
  std::string tail = fmt::format("[{}{}] {:3.0f} %", std::string(static_cast<std::size_t>(full), '#'),
                                 std::string(static_cast<std::size_t>(kBarCells - full), '-'), std::floor(share * 100));
  if (share > kTooEarly && share < 1) {
    tail += "  about " + format_duration(elapsed * ((1 - share) / share)) + " left";
  }
  const int room = width - static_cast<int>(tail.size()) - 2;
  const std::string head = room > 0 ? cut(what, room) : "";
  return head.empty() ? cut(tail, std::max(width, 0)) : head + "  " + tail;
}

ProgressBar::ProgressBar(std::ostream& out, bool is_terminal, Clock clock)
    : out_(out), is_terminal_(is_terminal), clock_(std::move(clock)), start_(clock_()), last_draw_(start_) {}

Progress ProgressBar::callback() {
  return [this](double share, std::string_view what) { report(share, what); };
}

void ProgressBar::report(double share, std::string_view what) {
  if (!is_terminal_) return;
  const auto now = clock_();
  if (now - start_ < kSilence || (drawn_ && now - last_draw_ < kBetweenDraws)) return;
  const Seconds elapsed{std::chrono::duration<double>(now - start_).count()};
  // One column stays free: a full last column wraps on some terminals. ESC [K wipes the rest of the line.
  out_ << '\r' << render_progress(share, what, elapsed, terminal_width() - 1) << "\x1b[K" << std::flush;
  last_draw_ = now;
  drawn_ = true;
}

void ProgressBar::finish() {
  if (!drawn_) return;
  out_ << "\r\x1b[K" << std::flush;
  drawn_ = false;
}

bool is_terminal(int descriptor) {
  const char* term = std::getenv("TERM");
  return isatty(descriptor) == 1 && term != nullptr && std::string_view(term) != "dumb";
}

}  // namespace maek
