// SPDX-License-Identifier: Apache-2.0
// Polymer membership and alignment of what was seen with what SEQRES says was there.
#include "mol/internal/pdb_polymer.h"

#include <algorithm>     // for std::find
#include <cstddef>       // for std::size_t
#include <cstdint>       // for INT32_MAX
#include <string_view>   // for std::string_view

#include "mol/internal/structure_builder.h"   // for is_water_name, is_standard_residue_name

namespace maek::mol {
namespace {

constexpr std::size_t kMostAlignmentCells = 25'000'000;   // bytes of the trace; 5,000 residues against 5,000

bool is_cap(std::string_view name) {
  return name == "ACE" || name == "NME" || name == "NH2" || name == "FOR" || name == "NMA";
}

/// One place of the sequence: one residue, or several that share it.
struct Place {
  ResidueIndex first = 0, end = 0;
};

bool has_backbone(const Structure& structure, const Residue& residue) {
  bool alpha = false, sugar = false, phosphorus = false;
  for (AtomIndex a = residue.first_atom; a < residue.end_atom; ++a) {
    const Atom& atom = structure.atoms[static_cast<std::size_t>(a)];
    alpha = alpha || (atom.name == "CA" && atom.element == Element::kC);
    sugar = sugar || atom.name == "C1'" || atom.name == "C1*";
    phosphorus = phosphorus || atom.name == "P";
  }
  return alpha || sugar || phosphorus;
}

/// Backbone enough to be bound on both sides: a modified residue, not just any ligand with an atom called CA.
bool has_full_backbone(const Structure& structure, const Residue& residue) {
  int amino = 0, nucleic = 0;
  for (AtomIndex a = residue.first_atom; a < residue.end_atom; ++a) {
    const std::string& name = structure.atoms[static_cast<std::size_t>(a)].name;
    amino |= name == "N" ? 1 : name == "CA" ? 2 : name == "C" ? 4 : 0;
    nucleic |= name == "P" ? 1 : name == "C1'" || name == "C1*" ? 2 : name == "O3'" || name == "O3*" ? 4 : 0;
  }
  return amino == 7 || nucleic == 7;
}

std::vector<bool> polymer_flags(const Structure& structure, const Chain& chain, const PdbSequences& sequences,
                                bool ended) {
  const auto seqres = sequences.seqres.find(chain.name);
  const auto in_seqres = [&](const std::string& name) {
    return seqres != sequences.seqres.end() &&
           std::find(seqres->second.begin(), seqres->second.end(), name) != seqres->second.end();
  };
  std::vector<bool> flags(static_cast<std::size_t>(chain.end_residue - chain.first_residue), false);
  bool polymer_follows = ended;   // walking backwards: an ATOM residue of the polymer, or the TER itself, is behind
  for (ResidueIndex r = chain.end_residue - 1; r >= chain.first_residue; --r) {
    const Residue& residue = structure.residues[static_cast<std::size_t>(r)];
    if (is_water_name(residue.name)) continue;
    bool polymer = false;
    if (!residue.hetero) {
      // At the ends of what was observed a residue may be a single N or C: then its name must tell.
      polymer = is_standard_residue_name(residue.name) || is_cap(residue.name) || has_backbone(structure, residue);
    } else if (sequences.modified.count({chain.name, residue.number, residue.insertion}) > 0) {
      polymer = true;
    } else {
      const bool cap = is_cap(residue.name) && in_seqres(residue.name);
      polymer = polymer_follows && (cap || has_full_backbone(structure, residue));
    }
    flags[static_cast<std::size_t>(r - chain.first_residue)] = polymer;
    polymer_follows = polymer_follows || polymer;
  }
  return flags;
}

std::vector<Place> polymer_places(const Structure& structure, const Chain& chain, const std::vector<bool>& flags) {
  std::vector<Place> places;
  for (ResidueIndex r = chain.first_residue; r < chain.end_residue; ++r) {
    if (!flags[static_cast<std::size_t>(r - chain.first_residue)]) continue;
    const Residue& residue = structure.residues[static_cast<std::size_t>(r)];
    if (!places.empty() && places.back().end == r) {
      const Residue& before = structure.residues[static_cast<std::size_t>(r - 1)];
      if (before.number == residue.number && before.insertion == residue.insertion && before.name != residue.name) {
        places.back().end = r + 1;
        continue;
      }
    }
    places.push_back({r, r + 1});
  }
  return places;
}

/// Positions in `sequence` (from 0) of the places, or nothing when they cannot all be placed.
class Alignment {
 public:
  Alignment(const Structure& structure, const std::vector<Place>& places, const std::vector<std::string>& sequence)
      : structure_(structure), places_(places), sequence_(sequence) {}

  std::vector<std::size_t> run() const {
    if (places_.size() > sequence_.size()) return {};
    std::vector<std::size_t> positions = by_numbers();
    if (positions.empty() && (places_.size() + 1) * (sequence_.size() + 1) <= kMostAlignmentCells)
      positions = by_names();
    return positions;
  }

 private:
  const Residue& head(std::size_t place) const {
    return structure_.residues[static_cast<std::size_t>(places_[place].first)];
  }
  bool fits(std::size_t place, std::size_t position) const {
    for (ResidueIndex r = places_[place].first; r < places_[place].end; ++r) {
      if (structure_.residues[static_cast<std::size_t>(r)].name == sequence_[position]) return true;
    }
    return false;
  }
  bool consecutive(std::size_t place) const {   // numbered one after the other: nothing is missing between
    return static_cast<std::int64_t>(head(place + 1).number) - head(place).number <= 1;
  }

  /// One offset between author numbers and positions that explains every residue: the usual case.
  std::vector<std::size_t> by_numbers() const {
    const std::size_t most = sequence_.size() - places_.size();
    std::size_t work = 0;
    for (std::size_t start = 0; start <= most && work < kMostAlignmentCells; ++start) {
      std::vector<std::size_t> positions;
      for (std::size_t p = 0; p < places_.size(); ++p, ++work) {
        const std::int64_t position =
            static_cast<std::int64_t>(start) + head(p).number - static_cast<std::int64_t>(head(0).number);
        const bool rises = positions.empty() || position > static_cast<std::int64_t>(positions.back());
        if (head(p).insertion != 0 || !rises || position >= static_cast<std::int64_t>(sequence_.size()) ||
            !fits(p, static_cast<std::size_t>(position))) {
          break;
        }
        positions.push_back(static_cast<std::size_t>(position));
      }
      if (positions.size() == places_.size()) return positions;
    }
    return {};
  }

  /// Best global alignment in which every residue has a position (Needleman and Wunsch 1970, J. Mol. Biol. 48, 443):
  /// +2 for the right name, -2 for another, -1 for each unseen residue between two that are numbered consecutively.
  std::vector<std::size_t> by_names() const {
    const std::size_t n = places_.size(), m = sequence_.size();
    constexpr std::int32_t kNever = -1'000'000'000;
    std::vector<std::int32_t> above(m + 1, 0), row(m + 1, kNever);
    std::vector<bool> placed((n + 1) * (m + 1), false);
    for (std::size_t i = 1; i <= n; ++i) {
      row[i - 1] = kNever;
      const bool gap_costs = i < n && consecutive(i - 1);
      for (std::size_t j = i; j <= m; ++j) {
        const std::int32_t use = above[j - 1] + (fits(i - 1, j - 1) ? 2 : -2);
        const std::int32_t skip = j > i ? row[j - 1] - (gap_costs ? 1 : 0) : kNever;
        row[j] = std::max(use, skip);
        placed[i * (m + 1) + j] = use >= skip;
      }
      std::swap(above, row);
    }
    std::vector<std::size_t> positions(n);
    std::size_t i = n, j = m;
    while (i > 0) {
      if (placed[i * (m + 1) + j]) positions[--i] = j - 1;
      --j;
    }
    return positions;
  }

  const Structure& structure_;
  const std::vector<Place>& places_;
  const std::vector<std::string>& sequence_;
};

/// Without SEQRES: author numbers show gaps where they rise throughout, else residues are counted.
std::vector<std::size_t> without_sequence(const Structure& structure, const std::vector<Place>& places) {
  std::vector<std::size_t> by_number, counted;
  const auto residue = [&](std::size_t p) { return structure.residues[static_cast<std::size_t>(places[p].first)]; };
  const std::int64_t first = residue(0).number;
  for (std::size_t p = 0; p < places.size(); ++p) {
    counted.push_back(p);
    const std::int64_t position = residue(p).number - first;
    if (by_number.size() == p && residue(p).insertion == 0 && position >= 0 && position < INT32_MAX &&
        (p == 0 || position > static_cast<std::int64_t>(by_number.back()))) {
      by_number.push_back(static_cast<std::size_t>(position));
    }
  }
  return by_number.size() == places.size() ? by_number : counted;
}

}  // namespace

void number_polymers(Structure& structure, const PdbSequences& sequences, const std::vector<bool>& chain_was_ended) {
  for (std::size_t c = 0; c < structure.chains.size(); ++c) {
    const Chain& chain = structure.chains[c];
    const auto flags = polymer_flags(structure, chain, sequences, c < chain_was_ended.size() && chain_was_ended[c]);
    const std::vector<Place> places = polymer_places(structure, chain, flags);
    if (places.empty()) continue;
    std::vector<std::size_t> positions;
    const auto seqres = sequences.seqres.find(chain.name);
    if (seqres != sequences.seqres.end()) positions = Alignment(structure, places, seqres->second).run();
    if (positions.empty()) positions = without_sequence(structure, places);
    for (std::size_t p = 0; p < places.size(); ++p) {
      for (ResidueIndex r = places[p].first; r < places[p].end; ++r) {
        structure.residues[static_cast<std::size_t>(r)].label_number = static_cast<std::int32_t>(positions[p]) + 1;
      }
    }
  }
}

}  // namespace maek::mol
