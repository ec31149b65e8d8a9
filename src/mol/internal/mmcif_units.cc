// SPDX-License-Identifier: Apache-2.0
// Splitting chains into instances, and giving labels and entities to them.
#include "mol/internal/mmcif_units.h"

#include <algorithm>   // for std::all_of, std::any_of
#include <cstddef>     // for std::size_t
#include <set>         // for std::set
#include <tuple>       // for std::tuple

#include <fmt/format.h>   // for fmt::format

#include "mol/internal/structure_builder.h"   // for is_water_name

namespace maek::mol {
namespace {

const Residue& residue_at(const Structure& structure, ResidueIndex r) {
  return structure.residues[static_cast<std::size_t>(r)];
}

bool is_water(const Residue& residue) {
  return residue.kind == ResidueKind::kWater || (residue.kind == ResidueKind::kUnknown && is_water_name(residue.name));
}

/// label_seq_id of each residue. A structure without any (made by a program) has its amino acids, nucleotides and
/// unknown non-HETATM residues counted along each chain.
std::vector<std::int32_t> label_numbers(const Structure& structure) {
  std::vector<std::int32_t> numbers;
  bool any = false;
  for (const Residue& residue : structure.residues) {
    numbers.push_back(std::max(residue.label_number, 0));
    any = any || residue.label_number > 0;
  }
  if (any) return numbers;
  for (const Chain& chain : structure.chains) {
    std::int32_t next = 1;
    for (ResidueIndex r = chain.first_residue; r < chain.end_residue; ++r) {
      const Residue& residue = residue_at(structure, r);
      const bool polymer = residue.kind == ResidueKind::kAminoAcid || residue.kind == ResidueKind::kNucleotide ||
                           (residue.kind == ResidueKind::kUnknown && !is_water(residue));
      if (polymer && !residue.hetero) numbers[static_cast<std::size_t>(r)] = next++;
    }
  }
  return numbers;
}

/// Splits one chain: its polymer, its waters, each other residue; a labelled chain without polymer stays whole.
void split_chain(const Structure& structure, const Chain& chain, LabelUnits& result) {
  std::int32_t polymer = -1, water = -1, other = -1;
  const auto chain_residues = [&](auto predicate) {
    for (ResidueIndex r = chain.first_residue; r < chain.end_residue; ++r) {
      if (predicate(r)) return true;
    }
    return false;
  };
  const auto in_polymer = [&](ResidueIndex r) { return result.label_number[static_cast<std::size_t>(r)] > 0; };
  const bool keep_whole = !chain.label.empty() && !chain_residues(in_polymer) &&
                          !chain_residues([&](ResidueIndex r) { return is_water(residue_at(structure, r)); });
  const auto open = [&](UnitClass kind) {
    LabelUnit unit;
    unit.kind = kind;
    unit.model = chain.model;
    unit.entity = chain.entity;
    unit.label = chain.label;
    result.units.push_back(unit);
    return static_cast<std::int32_t>(result.units.size()) - 1;
  };
  const std::size_t first_unit = result.units.size();
  for (ResidueIndex r = chain.first_residue; r < chain.end_residue; ++r) {
    std::int32_t unit = -1;
    if (in_polymer(r)) unit = polymer >= 0 ? polymer : polymer = open(UnitClass::kPolymer);
    else if (is_water(residue_at(structure, r))) unit = water >= 0 ? water : water = open(UnitClass::kWater);
    else if (keep_whole && other >= 0) unit = other;
    else unit = other = open(UnitClass::kNonPolymer);
    result.units[static_cast<std::size_t>(unit)].residues.push_back(r);
    result.unit_of_residue[static_cast<std::size_t>(r)] = unit;
  }
  for (std::size_t u = first_unit; u < result.units.size(); ++u) {
    LabelUnit& unit = result.units[u];
    const std::string& name = residue_at(structure, unit.residues.front()).name;
    const bool mixed = std::any_of(unit.residues.begin(), unit.residues.end(),
                                   [&](ResidueIndex r) { return residue_at(structure, r).name != name; });
    if (unit.kind == UnitClass::kNonPolymer && mixed) unit.kind = UnitClass::kBranched;
    // Only one part of a chain that had to be split can keep its label and entity: the polymer, else the first.
    const bool heir = polymer >= 0 ? static_cast<std::int32_t>(u) == polymer : u == first_unit;
    if (!heir) {
      unit.label.clear();
      unit.entity = 0;
    }
  }
}

/// A, B, ..., Z, AA, BA, ...: the order of the archive.
std::string label_at(std::size_t n) {
  std::string label;
  for (++n; n > 0; n = (n - 1) / 26) label.push_back(static_cast<char>('A' + (n - 1) % 26));
  return label;
}

bool is_plain(const std::string& name) {
  return !name.empty() && name.size() <= 8 && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  });
}

/// What makes an instance the same one in another model, and different from all others in its own.
using InstanceKey = std::tuple<std::string, UnitClass, std::string, std::int32_t, char, int>;

void give_labels(const Structure& structure, LabelUnits& result) {
  std::set<std::string> used;
  std::map<std::pair<std::int32_t, std::string>, const LabelUnit*> holders;
  for (LabelUnit& unit : result.units) {
    if (unit.label.empty()) continue;
    const auto [place, is_new] = holders.emplace(std::make_pair(unit.model, unit.label), &unit);
    // A label that comes back in the same model is the same instance only when author chain and class agree.
    if (!is_new) {
      const auto chain_of = [&](const LabelUnit& u) {
        return structure.chains[static_cast<std::size_t>(residue_at(structure, u.residues.front()).chain)].name;
      };
      if (place->second->kind != unit.kind || chain_of(*place->second) != chain_of(unit)) {
        unit.label.clear();
        unit.entity = 0;
        continue;
      }
    }
    used.insert(unit.label);
  }
  std::map<InstanceKey, std::string> labels;
  std::map<std::pair<std::int32_t, InstanceKey>, int> occurrences;
  std::size_t next = 0;
  for (LabelUnit& unit : result.units) {
    if (!unit.label.empty()) continue;
    const Residue& head = residue_at(structure, unit.residues.front());
    const Chain& chain = structure.chains[static_cast<std::size_t>(head.chain)];
    InstanceKey key{chain.name, unit.kind, "", 0, '\0', 0};
    if (unit.kind == UnitClass::kNonPolymer || unit.kind == UnitClass::kBranched) {
      key = {chain.name, unit.kind, head.name, head.number, head.insertion, 0};
    }
    std::get<5>(key) = occurrences[{unit.model, key}]++;
    auto known = labels.find(key);
    if (known == labels.end()) {
      std::string label = chain.name;   // a polymer is called as its author calls it, where that is free
      if (unit.kind != UnitClass::kPolymer || !is_plain(label) || used.count(label) > 0) {
        do label = label_at(next++);
        while (used.count(label) > 0);
      }
      used.insert(label);
      known = labels.emplace(key, label).first;
    }
    unit.label = known->second;
  }
}

/// What instances of one entity have in common.
std::string entity_content(const Structure& structure, const LabelUnits& result, const LabelUnit& unit) {
  if (unit.kind == UnitClass::kWater) return "water";
  std::string content = unit.kind == UnitClass::kPolymer ? "polymer" : "other";
  for (const ResidueIndex r : unit.residues) {
    content += fmt::format(" {}:{}", result.label_number[static_cast<std::size_t>(r)], residue_at(structure, r).name);
  }
  return content;
}

void give_entities(const Structure& structure, LabelUnits& result) {
  // Numbers of the file hold as long as none stands for two kinds of thing.
  std::map<std::int32_t, std::string> meaning;
  bool consistent = true;
  for (const LabelUnit& unit : result.units) {
    if (unit.entity <= 0) continue;
    const std::string what = unit.kind == UnitClass::kNonPolymer
                                 ? "n" + residue_at(structure, unit.residues.front()).name
                                 : std::string(1, static_cast<char>('0' + static_cast<int>(unit.kind)));
    const auto [place, is_new] = meaning.emplace(unit.entity, what);
    consistent = consistent && (is_new || place->second == what);
  }
  std::map<std::string, std::int32_t> by_content;
  std::int32_t last = 0;
  for (LabelUnit& unit : result.units) {
    if (!consistent) unit.entity = 0;
    last = std::max(last, unit.entity);
    if (unit.entity > 0) by_content.emplace(entity_content(structure, result, unit), unit.entity);
  }
  std::map<std::string, std::int32_t> entity_of_label;   // one instance, one entity, in every model
  for (const LabelUnit& unit : result.units) {
    if (unit.entity > 0) entity_of_label.emplace(unit.label, unit.entity);
  }
  for (LabelUnit& unit : result.units) {
    const auto of_label = entity_of_label.find(unit.label);
    if (of_label != entity_of_label.end()) {
      unit.entity = of_label->second;
      continue;
    }
    const auto [place, is_new] = by_content.emplace(entity_content(structure, result, unit), 0);
    if (is_new) place->second = last < INT32_MAX ? ++last : 1;
    unit.entity = place->second;
    entity_of_label.emplace(unit.label, unit.entity);
  }
}

}  // namespace

LabelUnits label_units(const Structure& structure) {
  LabelUnits result;
  result.label_number = label_numbers(structure);
  result.unit_of_residue.assign(structure.residues.size(), -1);
  for (const Chain& chain : structure.chains) {
    if (chain.end_residue > chain.first_residue) split_chain(structure, chain, result);
  }
  give_labels(structure, result);
  give_entities(structure, result);
  return result;
}

}  // namespace maek::mol
