// SPDX-License-Identifier: Apache-2.0
// Loops and single items under one face.
#include "mol/internal/mmcif_category.h"

#include <gemmi/cifdoc.hpp>   // for gemmi::cif

namespace maek::mol {
namespace {

const std::string kNull;

}  // namespace

MmcifCategory::MmcifCategory(const gemmi::cif::Block& block, const std::string& prefix,
                             const std::vector<std::string>& items)
    : columns_(items.size(), -1), singles_(items.size(), nullptr) {
  for (const gemmi::cif::Item& item : block.items) {
    if (item.type != gemmi::cif::ItemType::Loop || !item.has_prefix(prefix)) continue;
    loop_ = &item.loop;
    line_ = item.line_number;
    rows_ = item.loop.tags.empty() ? 0 : item.loop.length();
    for (std::size_t i = 0; i < items.size(); ++i) columns_[i] = item.loop.find_tag_lc(prefix + items[i]);
    return;
  }
  for (const gemmi::cif::Item& item : block.items) {
    if (item.type != gemmi::cif::ItemType::Pair || !item.has_prefix(prefix)) continue;
    if (rows_ == 0) line_ = item.line_number;
    rows_ = 1;
    for (std::size_t i = 0; i < items.size(); ++i) {
      if (gemmi::iequal(item.pair[0], prefix + items[i])) singles_[i] = &item.pair[1];
    }
  }
}

const std::string& MmcifCategory::raw(std::size_t row, std::size_t item) const {
  const std::string* value = nullptr;
  if (loop_ != nullptr) {
    if (columns_[item] < 0) return kNull;
    value = &loop_->values[row * loop_->tags.size() + static_cast<std::size_t>(columns_[item])];
  } else {
    value = singles_[item];
  }
  return value == nullptr || gemmi::cif::is_null(*value) ? kNull : *value;
}

std::string MmcifCategory::text(std::size_t row, std::size_t item) const {
  const std::string& value = raw(row, item);
  return value.empty() ? value : gemmi::cif::as_string(value);
}

}  // namespace maek::mol
