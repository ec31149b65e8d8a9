// SPDX-License-Identifier: Apache-2.0
// Tests that library versions look like versions.
#include "mol/library_versions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace maek::mol {
namespace {

TEST(LibraryVersions, AreNumbersWithDots) {
  EXPECT_THAT(rdkit_version(), testing::MatchesRegex("20[0-9][0-9]\\.[0-9]+\\.[0-9a-z]+"));
  EXPECT_THAT(gemmi_version(), testing::MatchesRegex("[0-9]+\\.[0-9]+\\.[0-9a-z-]+"));
}

}  // namespace
}  // namespace maek::mol
