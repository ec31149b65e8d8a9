// SPDX-License-Identifier: Apache-2.0
// From serial numbers and residue names to pairs of atoms.
#include "mol/internal/pdb_bonds.h"

#include <algorithm>       // for std::min, std::max
#include <map>             // for std::map
#include <unordered_map>   // for std::unordered_map

#include <fmt/format.h>    // for fmt::format

#include "mol/internal/structure_builder.h"   // for add_bond, compatible_atoms

namespace maek::mol {
namespace {

constexpr AtomIndex kAmbiguous = -2;   // a serial that several atoms bear: numbers of five digits were used up

AtomIndex end_of_first_model(const Structure& structure) {
  AtomIndex end = 0;
  for (const Chain& chain : structure.chains) {
    if (chain.model != structure.chains.front().model || chain.end_residue <= chain.first_residue) continue;
    end = std::max(end, structure.residues[static_cast<std::size_t>(chain.end_residue - 1)].end_atom);
  }
  return end;
}

void add_conect(Structure& structure, const PdbBondRecords& records, AtomIndex end_atom) {
  std::unordered_map<std::int32_t, AtomIndex> by_serial;
  for (AtomIndex a = 0; a < end_atom; ++a) {
    const auto [place, is_new] = by_serial.emplace(structure.atoms[static_cast<std::size_t>(a)].serial, a);
    if (!is_new) place->second = kAmbiguous;
  }
  const auto atom_of = [&](std::int32_t serial) {
    const auto found = by_serial.find(serial);
    return found == by_serial.end() ? -1 : found->second;
  };
  std::map<std::pair<AtomIndex, AtomIndex>, int> times;   // directed: each end repeats the other for a double bond
  std::size_t missing = 0, ambiguous = 0;
  for (const auto& [from, to] : records.conect) {
    const AtomIndex a = atom_of(from), b = atom_of(to);
    if (a == kAmbiguous || b == kAmbiguous) ++ambiguous;
    else if (a < 0 || b < 0) ++missing;
    else if (a != b) ++times[{a, b}];
  }
  for (const auto& [ends, forward] : times) {
    const auto reverse = times.find({ends.second, ends.first});
    if (reverse != times.end() && ends.first > ends.second) continue;   // done from the other side
    const int count = std::max(forward, reverse == times.end() ? 0 : reverse->second);
    const BondOrder order = count == 2 ? BondOrder::kDouble : count == 3 ? BondOrder::kTriple : BondOrder::kUnknown;
    add_bond(structure, ends.first, ends.second, order);
  }
  if (missing > 0) {
    structure.notes.push_back(fmt::format("{} CONECT bond{} of atoms that are not here {} dropped", missing,
                                          missing == 1 ? "" : "s", missing == 1 ? "was" : "were"));
  }
  if (ambiguous > 0) {
    structure.notes.push_back(
        fmt::format("{} CONECT bond{} dropped: several atoms bear the same serial number", ambiguous,
                    ambiguous == 1 ? " was" : "s were"));
  }
}

void add_links(Structure& structure, const PdbBondRecords& records) {
  std::unordered_multimap<std::int32_t, ResidueIndex> by_number;
  for (const Chain& chain : structure.chains) {
    if (chain.model != structure.chains.front().model) continue;
    for (ResidueIndex r = chain.first_residue; r < chain.end_residue; ++r) {
      by_number.emplace(structure.residues[static_cast<std::size_t>(r)].number, r);
    }
  }
  const auto find = [&](const PdbBondEnd& end) -> ResidueIndex {
    ResidueIndex found = -1;
    const auto [first, last] = by_number.equal_range(end.number);
    for (auto it = first; it != last; ++it) {
      const Residue& residue = structure.residues[static_cast<std::size_t>(it->second)];
      if (residue.insertion == end.insertion && residue.name == end.residue &&
          structure.chains[static_cast<std::size_t>(residue.chain)].name == end.chain &&
          (found < 0 || it->second < found)) {
        found = it->second;
      }
    }
    return found;
  };
  std::size_t missing = 0;
  for (const PdbBondRecords::Link& link : records.links) {
    const ResidueIndex a = find(link.a), b = find(link.b);
    std::vector<std::pair<AtomIndex, AtomIndex>> pairs;
    if (a >= 0 && b >= 0) {
      pairs = compatible_atoms(structure, a, link.a.atom, link.a.altloc, b, link.b.atom, link.b.altloc);
    }
    if (pairs.empty()) ++missing;
    for (const auto& [i, j] : pairs) add_bond(structure, i, j, link.order);
  }
  if (missing > 0) {
    structure.notes.push_back(fmt::format("{} LINK or SSBOND record{} of atoms that are not here {} dropped", missing,
                                          missing == 1 ? "" : "s", missing == 1 ? "was" : "were"));
  }
}

}  // namespace

void add_pdb_bonds(Structure& structure, const PdbBondRecords& records) {
  if (!records.conect.empty()) add_conect(structure, records, end_of_first_model(structure));
  if (!records.links.empty()) add_links(structure, records);
  if (records.to_symmetry_mates > 0) {
    structure.notes.push_back(fmt::format("{} bond{} to symmetry mates {} not kept", records.to_symmetry_mates,
                                          records.to_symmetry_mates == 1 ? "" : "s",
                                          records.to_symmetry_mates == 1 ? "was" : "were"));
  }
  normalize_bonds(structure);
}

}  // namespace maek::mol
