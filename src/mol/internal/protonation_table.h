// SPDX-License-Identifier: Apache-2.0
// The rules of protonation: pattern, pKa and where the number is from (ionisation, acids, bases).
#pragma once

#include <span>          // for std::span
#include <string_view>   // for std::string_view

namespace maek::mol {

enum class Ionisation { kAcid, kBase };

/// `pattern` is SMARTS on the neutral form without explicit hydrogens; its first atom takes or gives the proton, its
/// second is the centre. The first rule that matches an atom decides for it, so exceptions stand before what they
/// except.
struct ProtonationRule {
  std::string_view name;
  Ionisation kind;
  double pka;
  bool once_per_centre;       // the next rules take the other atoms on the same centre (second proton of a phosphate)
  std::string_view pattern;
  std::string_view evidence;  // measured compounds that the number stands for, and the compilation
};

/// In order of precedence.
std::span<const ProtonationRule> protonation_rules();

/// Two aliphatic amines on neighbouring carbons (N-C-C-N): the second to take a proton is weaker by this much
/// (ethylenediamine 9.93 and 6.85, piperazine 9.73 and 5.33; CRC Handbook).
constexpr double kNeighbourAmineShift = 3.7;
/// The second proton of a biguanide (metformin 12.4 and 2.8, biguanide 11.5 and 2.9; Perrin, Prankerd).
constexpr double kBiguanideShift = 9.0;

}  // namespace maek::mol
