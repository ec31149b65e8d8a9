// SPDX-License-Identifier: Apache-2.0
// Chains, residues and atoms from a stream of atom lines.
#include "mol/internal/structure_builder.h"

#include <algorithm>   // for std::sort, std::find
#include <numeric>     // for std::iota
#include <tuple>       // for std::tie

namespace maek::mol {
namespace {

constexpr int kPlacesToLookBack = 16;   // residues that may share one place; more is no crystallographer's model

template <class T>
std::vector<T> permuted(std::vector<T>& values, const std::vector<std::int32_t>& order) {
  std::vector<T> result;
  result.reserve(values.size());
  for (const std::int32_t i : order) result.push_back(std::move(values[static_cast<std::size_t>(i)]));
  return result;
}

std::vector<std::int32_t> inverse(const std::vector<std::int32_t>& order) {
  std::vector<std::int32_t> rank(order.size());
  for (std::size_t i = 0; i < order.size(); ++i)
    rank[static_cast<std::size_t>(order[i])] = static_cast<std::int32_t>(i);
  return rank;
}

template <class Key>
std::vector<std::int32_t> order_by(std::size_t count, Key key) {
  std::vector<std::int32_t> order(count);
  std::iota(order.begin(), order.end(), 0);
  // Equal keys keep their order: std::stable_sort in effect, whose libstdc++ form clang-19 calls deprecated.
  std::sort(order.begin(), order.end(), [&](std::int32_t a, std::int32_t b) {
    return std::make_pair(key(a), a) < std::make_pair(key(b), b);
  });
  return order;
}

}  // namespace

bool is_water_name(std::string_view residue) {
  for (const std::string_view water :
       {"HOH", "WAT", "DOD", "H2O", "TIP", "TIP3", "TIP4", "TP3", "SOL", "SPC", "SPCE"}) {
    if (residue == water) return true;
  }
  return false;
}

bool is_standard_residue_name(std::string_view residue) {
  for (const std::string_view name :
       {"ALA", "ARG", "ASN", "ASP", "CYS", "GLN", "GLU", "GLY", "HIS", "ILE", "LEU", "LYS", "MET", "PHE", "PRO", "SER",
        "THR", "TRP", "TYR", "VAL", "A", "C", "G", "U", "DA", "DC", "DG", "DT"}) {
    if (residue == name) return true;
  }
  return false;
}

void StructureBuilder::new_chain(const AtomPlace& place) {
  const bool same_model = !structure_.chains.empty() && structure_.chains.back().model == place.model;
  if (!same_model) {
    const bool known = std::find(models_.begin(), models_.end(), place.model) != models_.end();
    if (known) in_order_ = false;
    else models_.push_back(place.model);
  }
  Chain chain;
  chain.name = std::string(place.chain);
  chain.label = std::string(place.label);
  chain.entity = place.entity;
  chain.model = place.model;
  chain.first_residue = chain.end_residue = static_cast<ResidueIndex>(structure_.residues.size());
  structure_.chains.push_back(std::move(chain));
  ended_.push_back(false);
}

void StructureBuilder::end_chain() {
  chain_ended_ = true;
  if (!ended_.empty()) ended_.back() = true;
}

ResidueIndex StructureBuilder::residue_for(const AtomPlace& place, const Atom& atom) {
  const ResidueIndex first = structure_.chains.back().first_residue;
  ResidueIndex last = static_cast<ResidueIndex>(structure_.residues.size()) - 1;
  for (int steps = 0; last >= first && steps < kPlacesToLookBack; --last, ++steps) {
    const Residue& residue = structure_.residues[static_cast<std::size_t>(last)];
    if (residue.number != place.number || residue.insertion != place.insertion ||
        residue.label_number != place.label_number) {
      break;
    }
    if (residue.name != place.residue) continue;
    // Big simulations number their waters beyond the columns: an oxygen that comes again is the next molecule.
    const Atom& head = structure_.atoms[static_cast<std::size_t>(residue.first_atom)];
    if (is_water_name(residue.name) && head.name == atom.name && head.altloc == atom.altloc) break;
    if (last + 1 != static_cast<ResidueIndex>(structure_.residues.size())) in_order_ = false;
    return last;
  }
  Residue residue;
  residue.name = std::string(place.residue);
  residue.number = place.number;
  residue.insertion = place.insertion;
  residue.label_number = place.label_number;
  residue.hetero = place.hetero;
  residue.chain = static_cast<ChainIndex>(structure_.chains.size()) - 1;
  residue.first_atom = static_cast<AtomIndex>(structure_.atoms.size());
  structure_.residues.push_back(std::move(residue));
  structure_.chains.back().end_residue = static_cast<ResidueIndex>(structure_.residues.size());
  return static_cast<ResidueIndex>(structure_.residues.size()) - 1;
}

void StructureBuilder::add(const AtomPlace& place, Atom atom) {
  if (structure_.chains.empty() || chain_ended_ || structure_.chains.back().model != place.model ||
      structure_.chains.back().name != place.chain || structure_.chains.back().label != place.label) {
    new_chain(place);
    chain_ended_ = false;
  }
  atom.residue = residue_for(place, atom);
  structure_.residues[static_cast<std::size_t>(atom.residue)].end_atom =
      static_cast<AtomIndex>(structure_.atoms.size()) + 1;
  structure_.atoms.push_back(std::move(atom));
}

void StructureBuilder::sort_into_order() {
  const auto model_rank = [&](std::int32_t model) { return std::find(models_.begin(), models_.end(), model); };
  std::vector<std::ptrdiff_t> rank_of_chain;
  for (const Chain& chain : structure_.chains) rank_of_chain.push_back(model_rank(chain.model) - models_.begin());
  const auto chain_order =
      order_by(structure_.chains.size(), [&](std::int32_t c) { return rank_of_chain[static_cast<std::size_t>(c)]; });
  const auto chain_rank = inverse(chain_order);
  structure_.chains = permuted(structure_.chains, chain_order);
  std::vector<bool> ended(ended_.size());
  for (std::size_t c = 0; c < ended.size(); ++c) ended[c] = ended_[static_cast<std::size_t>(chain_order[c])];
  ended_ = ended;

  for (Residue& residue : structure_.residues) residue.chain = chain_rank[static_cast<std::size_t>(residue.chain)];
  const auto residue_order = order_by(structure_.residues.size(), [&](std::int32_t r) {
    return structure_.residues[static_cast<std::size_t>(r)].chain;
  });
  const auto residue_rank = inverse(residue_order);
  structure_.residues = permuted(structure_.residues, residue_order);

  for (Atom& atom : structure_.atoms) atom.residue = residue_rank[static_cast<std::size_t>(atom.residue)];
  const auto atom_order = order_by(structure_.atoms.size(), [&](std::int32_t a) {
    return structure_.atoms[static_cast<std::size_t>(a)].residue;
  });
  structure_.atoms = permuted(structure_.atoms, atom_order);

  for (Chain& chain : structure_.chains) chain.first_residue = chain.end_residue = -1;
  for (std::size_t r = 0; r < structure_.residues.size(); ++r) {
    Chain& chain = structure_.chains[static_cast<std::size_t>(structure_.residues[r].chain)];
    if (chain.first_residue < 0) chain.first_residue = static_cast<ResidueIndex>(r);
    chain.end_residue = static_cast<ResidueIndex>(r) + 1;
    structure_.residues[r].first_atom = -1;
  }
  for (std::size_t a = 0; a < structure_.atoms.size(); ++a) {
    Residue& residue = structure_.residues[static_cast<std::size_t>(structure_.atoms[a].residue)];
    if (residue.first_atom < 0) residue.first_atom = static_cast<AtomIndex>(a);
    residue.end_atom = static_cast<AtomIndex>(a) + 1;
  }
}

Structure StructureBuilder::finish() {
  if (!in_order_) sort_into_order();
  Structure finished = std::move(structure_);
  structure_ = Structure();
  models_.clear();
  chain_ended_ = false;
  in_order_ = true;
  return finished;
}

void add_bond(Structure& structure, AtomIndex a, AtomIndex b, BondOrder order) {
  if (a == b) return;
  if (a > b) std::swap(a, b);
  const bool metal = is_metal(structure.atoms[static_cast<std::size_t>(a)].element) ||
                     is_metal(structure.atoms[static_cast<std::size_t>(b)].element);
  structure.bonds.push_back({a, b, metal ? BondOrder::kMetal : order});
}

void normalize_bonds(Structure& structure) {
  // kUnknown is 0, so that in descending order the first of equal pairs says most.
  std::sort(structure.bonds.begin(), structure.bonds.end(), [](const StructureBond& x, const StructureBond& y) {
    return std::tie(x.a, x.b, y.order) < std::tie(y.a, y.b, x.order);
  });
  const auto same = [](const StructureBond& x, const StructureBond& y) { return x.a == y.a && x.b == y.b; };
  structure.bonds.erase(std::unique(structure.bonds.begin(), structure.bonds.end(), same), structure.bonds.end());
}

std::vector<std::pair<AtomIndex, AtomIndex>> compatible_atoms(const Structure& structure, ResidueIndex a,
                                                              std::string_view name_a, char altloc_a, ResidueIndex b,
                                                              std::string_view name_b, char altloc_b) {
  constexpr std::size_t kMostPairs = 64;   // 26 letters on each side would be more than any model holds
  std::vector<std::pair<AtomIndex, AtomIndex>> pairs;
  const Residue& first = structure.residues[static_cast<std::size_t>(a)];
  const Residue& second = structure.residues[static_cast<std::size_t>(b)];
  for (AtomIndex i = first.first_atom; i < first.end_atom; ++i) {
    const Atom& x = structure.atoms[static_cast<std::size_t>(i)];
    if (x.name != name_a || (altloc_a != 0 && x.altloc != altloc_a)) continue;
    for (AtomIndex j = second.first_atom; j < second.end_atom; ++j) {
      const Atom& y = structure.atoms[static_cast<std::size_t>(j)];
      if (y.name != name_b || (altloc_b != 0 && y.altloc != altloc_b) || i == j) continue;
      const bool together = x.altloc == 0 || y.altloc == 0 || x.altloc == y.altloc || (altloc_a != 0 && altloc_b != 0);
      if (together && pairs.size() < kMostPairs) pairs.emplace_back(i, j);
    }
  }
  return pairs;
}

}  // namespace maek::mol
