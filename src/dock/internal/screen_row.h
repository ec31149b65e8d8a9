// SPDX-License-Identifier: Apache-2.0
// ScreenRow: what a screen tells of one ligand, and its line of results.csv.
#pragma once

#include <cstdint>       // for std::uint64_t
#include <optional>      // for std::optional
#include <string>        // for std::string
#include <string_view>   // for std::string_view

#include "base/ids.h"   // for Digest

namespace maek::dock::internal {

/// Energies in kcal/mol, already rounded to what the line shows: a row that is read back equals the one written.
struct ScreenRow {
  std::uint64_t index = 0;
  std::string name;
  Digest digest;
  std::string smiles;
  bool docked = false;
  double score = 0, inter = 0, intra = 0;
  int torsions = 0;
  double seconds = 0;
  bool valid = false;
  std::string message;   // why it failed, or why the pose is not valid

  bool operator==(const ScreenRow&) const = default;
};

inline constexpr std::string_view kScreenHeader =
    "index,name,sha256,smiles,score,inter,intra,torsions,seconds,valid,status,message\n";

/// Kept to what a line of CSV shows: four decimals.
double rounded(double energy);
/// One line with its line end. Control bytes of the input become blanks: a row is always one line.
std::string to_line(const ScreenRow& row);
/// From a line without its end; nothing where it is no such line.
std::optional<ScreenRow> parse_line(std::string_view line);

}  // namespace maek::dock::internal
