// SPDX-License-Identifier: Apache-2.0
// Free letters for blank chains.
#include "mol/internal/pdb_chain_names.h"

#include <algorithm>   // for std::find

#include <fmt/format.h>   // for fmt::format

namespace maek::mol {

std::string PdbChainNames::next_free() {
  if (next_of_model_ < given_.size()) return given_[next_of_model_++];
  constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  std::string name;
  for (const char letter : kLetters) {
    if (used_.find(letter) == std::string::npos) {
      name = std::string(1, letter);
      used_.push_back(letter);
      break;
    }
  }
  if (name.empty()) name = fmt::format("X{}", given_.size());
  given_.push_back(name);
  ++next_of_model_;
  return name;
}

const std::string& PdbChainNames::name_for(std::string_view segment, std::int32_t number, char insertion) {
  auto found = segments_.find(segment);
  if (found == segments_.end()) found = segments_.emplace(std::string(segment), Segment{next_free(), {}}).first;
  Segment& current = found->second;
  const std::pair<std::int32_t, char> residue{number, insertion};
  if (ended_ && current.residues.count(residue) > 0) current = Segment{next_free(), {}};
  ended_ = false;
  current.residues.insert(residue);
  return current.name;
}

void PdbChainNames::begin_model() {
  segments_.clear();
  next_of_model_ = 0;
  ended_ = false;
}

bool PdbChainNames::gave(const std::string& name) const {
  return std::find(given_.begin(), given_.end(), name) != given_.end();
}

}  // namespace maek::mol
