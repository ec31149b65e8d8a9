// SPDX-License-Identifier: Apache-2.0
// A category of an mmCIF block as a table, whether it is written as a loop or as single items. C++17 (gemmi).
#pragma once

#include <array>              // for std::array
#include <cstddef>            // for std::size_t
#include <string>             // for std::string
#include <string_view>        // for std::string_view
#include <vector>             // for std::vector

#include <gemmi/cifdoc.hpp>   // for gemmi::cif::Block

namespace maek::mol {

/// Columns of the wanted items of one category. A missing column, '?' and '.' read as the empty string.
class MmcifCategory {
 public:
  /// `prefix` in lower case with its dot: "_atom_site."; `items` likewise: "id".
  MmcifCategory(const gemmi::cif::Block& block, const std::string& prefix, const std::vector<std::string>& items);

  std::size_t rows() const { return rows_; }
  int line() const { return line_; }              // where the loop or the first item begins
  bool is_loop() const { return loop_ != nullptr; }
  std::size_t width() const { return loop_ != nullptr ? loop_->tags.size() : 1; }
  bool has(std::size_t item) const { return loop_ != nullptr ? columns_[item] >= 0 : singles_[item] != nullptr; }

  /// The value without its quotes.
  std::string text(std::size_t row, std::size_t item) const;
  /// The value as it stands in the file; "" when it is null.
  const std::string& raw(std::size_t row, std::size_t item) const;

 private:
  const gemmi::cif::Loop* loop_ = nullptr;
  std::vector<int> columns_;
  std::vector<const std::string*> singles_;
  std::size_t rows_ = 0;
  int line_ = 0;
};

}  // namespace maek::mol
