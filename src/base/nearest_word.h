// SPDX-License-Identifier: Apache-2.0
// The word that was probably meant (typo, spelling, suggestion, did you mean, edit distance).
#pragma once

#include <string>        // for std::string
#include <string_view>   // for std::string_view
#include <vector>        // for std::vector

namespace maek {

/// Letters to insert, delete, replace or swap with their neighbour to get from `a` to `b` (optimal string alignment
/// distance). Bytes, not characters.
int edit_distance(std::string_view a, std::string_view b);

/// The first of `words` that is nearest to `typed` regardless of case; "" when none is near (one slip for each three
/// letters, at least one). A unique word that begins with `typed` (three letters or more) counts as near.
std::string nearest_word(std::string_view typed, const std::vector<std::string>& words);

/// "Did you mean 'x'?", or "" when nothing is near.
std::string did_you_mean(std::string_view typed, const std::vector<std::string>& words);

}  // namespace maek
