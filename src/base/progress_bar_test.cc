// SPDX-License-Identifier: Apache-2.0
// Tests of the progress bar: when it speaks, what it says, that it leaves nothing behind.
#include "base/progress_bar.h"

#include <gtest/gtest.h>

#include <limits>    // for std::numeric_limits
#include <sstream>   // for std::ostringstream

namespace maek {
namespace {

using namespace std::chrono_literals;

struct Stage {
  std::chrono::steady_clock::time_point now{};
  std::ostringstream out;
  ProgressBar::Clock clock() {
    return [this] { return now; };
  }
};

TEST(ProgressBar, IsSilentForShortWorkAndWithoutATerminal) {
  for (const bool terminal : {false, true}) {
    Stage stage;
    ProgressBar bar(stage.out, terminal, stage.clock());
    const Progress progress = bar.callback();
    stage.now += terminal ? 1999ms : 1h;
    progress(0.5, "docking");
    bar.finish();
    EXPECT_EQ(stage.out.str(), "");
  }
}

TEST(ProgressBar, SpeaksAfterTwoSecondsAndWipesItsLine) {
  Stage stage;
  {
    ProgressBar bar(stage.out, true, stage.clock());
    const Progress progress = bar.callback();
    stage.now += 2s;
    progress(0.25, "docking");
    EXPECT_NE(stage.out.str().find("docking"), std::string::npos);
    EXPECT_NE(stage.out.str().find("25 %  about 6 s left"), std::string::npos) << stage.out.str();
    const std::size_t size = stage.out.str().size();
    stage.now += 99ms;
    progress(0.26, "docking");
    EXPECT_EQ(stage.out.str().size(), size) << "two drawings within a tenth of a second";
    stage.now += 1ms;
    progress(0.27, "docking");
    EXPECT_GT(stage.out.str().size(), size);
  }
  EXPECT_TRUE(stage.out.str().ends_with("\r\x1b[K"));
}

TEST(RenderProgress, StaysWithinTheWidthForAnyInput) {
  const double shares[] = {
      0, 0.5, 1, -3, 7, std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()};
  const std::string_view words[] = {"", "docking", "결합 자세를 찾는 중입니다 결합 자세를 찾는 중입니다",
                                    "a\nb\x1b[2Jc"};
  for (const double share : shares) {
    for (const std::string_view what : words) {
      for (const int width : {-1, 0, 1, 20, 60, 79, 200}) {
        const std::string line = render_progress(share, what, Seconds{5}, width);
        int columns = 0;
        for (const char c : line) {
          ASSERT_GE(static_cast<unsigned char>(c), 0x20) << "a control byte would move the cursor";
          columns += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
        }
        EXPECT_LE(columns, std::max(width, 0)) << line;
      }
    }
  }
  EXPECT_EQ(render_progress(0.5, "docking", Seconds{12}, 79),
            "docking  [############------------]  50 %  about 12 s left");
  EXPECT_EQ(render_progress(1, "docking", Seconds{12}, 79), "docking  [########################] 100 %");
}

TEST(FormatDuration, ReadsWell) {
  const std::pair<double, const char*> cases[] = {
      {0, "0 s"},          {-1, "0 s"},         {59.6, "1 min 0 s"},   {200, "3 min 20 s"},
      {7500, "2 h 5 min"}, {273600, "3 d 4 h"}, {1e300, "11574 d 1 h"}};
  for (const auto& [seconds, text] : cases) EXPECT_EQ(format_duration(Seconds{seconds}), text);
}

}  // namespace
}  // namespace maek
