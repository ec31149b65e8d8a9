// SPDX-License-Identifier: Apache-2.0
#include "mol/internal/alignment_table.h"

namespace maek::mol {

AlignmentTable::AlignmentTable(std::size_t first, std::size_t second)
    : first_(first),
      second_(second),
      scores_(first * second),
      values_((first + 1) * (second + 1), 0),
      paired_((first + 1) * (second + 1), 0) {}

ResidueMap AlignmentTable::align(float gap) {
  const std::size_t width = first_ + 1;
  for (std::size_t j = 1; j <= second_; ++j) {
    const float* const above = values_.data() + (j - 1) * width;
    const std::uint8_t* const above_paired = paired_.data() + (j - 1) * width;
    float* const here = values_.data() + j * width;
    std::uint8_t* const here_paired = paired_.data() + j * width;
    const float* const scores = row(j - 1);
    float left = 0;
    bool left_paired = false;
    for (std::size_t i = 1; i <= first_; ++i) {
      const float pair = above[i - 1] + scores[i - 1];
      const float skip_first = left_paired ? left + gap : left;
      const float skip_second = above_paired[i] ? above[i] + gap : above[i];
      const float skip = skip_second >= skip_first ? skip_second : skip_first;
      left_paired = pair >= skip;
      left = left_paired ? pair : skip;
      here[i] = left;
      here_paired[i] = left_paired ? 1 : 0;
    }
  }
  ResidueMap map(second_, -1);
  std::size_t i = first_, j = second_;
  while (i > 0 && j > 0) {
    const std::size_t at = j * width + i;
    if (paired_[at]) {
      map[--j] = static_cast<std::int32_t>(--i);
      continue;
    }
    const float skip_first = paired_[at - 1] ? values_[at - 1] + gap : values_[at - 1];
    const float skip_second = paired_[at - width] ? values_[at - width] + gap : values_[at - width];
    if (skip_second >= skip_first) {
      --j;
    } else {
      --i;
    }
  }
  return map;
}

}  // namespace maek::mol
