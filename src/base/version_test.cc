// SPDX-License-Identifier: Apache-2.0
// Tests that the build says which Maek this is.
#include "base/version.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace maek {
namespace {

TEST(Version, IsThreeNumbersAndARevision) {
  EXPECT_THAT(version(), testing::MatchesRegex("[0-9]+\\.[0-9]+\\.[0-9]+"));
  EXPECT_THAT(revision(), testing::MatchesRegex("unknown|[0-9a-f]+(-dirty)?"));
}

}  // namespace
}  // namespace maek
