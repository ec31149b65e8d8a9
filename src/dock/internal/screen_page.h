// SPDX-License-Identifier: Apache-2.0
// What a screen shows of its best ligands: a page with pictures (HTML), a table (CSV), the poses (SDF).
#pragma once

#include <string>   // for std::string
#include <vector>   // for std::vector

#include "base/expected.h"      // for Expected
#include "dock/screen.h"        // for ScreenResult
#include "mol/structure.h"      // for Structure

namespace maek::dock::internal {

struct ScreenPage {
  std::string receptor, library, scoring;   // names, for people
  std::string verify;                       // what shows where the results are from
  std::size_t pictures = 20;                // ligands that are drawn
};

/// One page that needs no other file: the pictures are within.
Expected<std::string> screen_html(const ScreenResult& result, const mol::Structure& receptor, const ScreenPage& page);
std::string best_csv(const std::vector<ScreenBest>& best);
/// Records in the order of rank, with rank, index, score [kcal/mol] and verdict as data fields.
std::string best_sdf(const std::vector<ScreenBest>& best, const std::string& scoring);

}  // namespace maek::dock::internal
