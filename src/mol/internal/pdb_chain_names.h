// SPDX-License-Identifier: Apache-2.0
// Names for chains that a PDB file leaves without one (blank chain identifier).
#pragma once

#include <cstdint>       // for std::int32_t
#include <map>           // for std::map
#include <set>           // for std::set
#include <string>        // for std::string
#include <string_view>   // for std::string_view
#include <utility>       // for std::pair
#include <vector>        // for std::vector

namespace maek::mol {

/// Gives a blank chain the first letter that no chain of the file bears. Segments (columns 73-76) are chains of their
/// own; so is what begins after a TER and repeats residue numbers. Models get the same letters.
class PdbChainNames {
 public:
  explicit PdbChainNames(std::string used) : used_(std::move(used)) {}

  /// The name for an atom with a blank chain.
  const std::string& name_for(std::string_view segment, std::int32_t number, char insertion);
  void end_chain() { ended_ = true; }
  void begin_model();

  const std::vector<std::string>& given() const { return given_; }
  bool gave(const std::string& name) const;

 private:
  std::string next_free();

  struct Segment {
    std::string name;
    std::set<std::pair<std::int32_t, char>> residues;
  };
  std::string used_;
  std::vector<std::string> given_;
  std::size_t next_of_model_ = 0;
  bool ended_ = false;
  std::map<std::string, Segment, std::less<>> segments_;
};

}  // namespace maek::mol
