// SPDX-License-Identifier: Apache-2.0
// Operations on a structure: labels, one conformation, subsets, residues by the words people use.
#include "mol/structure.h"

#include <algorithm>       // for std::find
#include <charconv>        // for std::from_chars
#include <map>             // for std::map
#include <optional>        // for std::optional
#include <set>             // for std::set
#include <system_error>    // for std::errc
#include <utility>         // for std::move

#include <fmt/format.h>    // for fmt::format

namespace maek::mol {
namespace {

char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return upper(x) == upper(y); });
}

/// A residue number with its insertion code: "57", "-3", "57A".
struct ResidueNumber {
  std::int32_t number = 0;
  char insertion = 0;
};

std::optional<ResidueNumber> parse_residue_number(std::string_view text) {
  ResidueNumber parsed;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), parsed.number);
  if (error != std::errc()) return std::nullopt;
  const auto rest = static_cast<std::size_t>(text.data() + text.size() - end);
  if (rest > 1) return std::nullopt;
  if (rest == 1) {
    parsed.insertion = *end;
    if (!((*end >= 'A' && *end <= 'Z') || (*end >= 'a' && *end <= 'z'))) return std::nullopt;
  }
  return parsed;
}

/// How far a residue answers to `words`: by number ("57A"), by code and number ("HIS57"), or by code ("HIS").
enum class Answer { kNone, kNumber, kCode };

Answer answers(const Residue& residue, std::string_view words) {
  const auto has_number = [&](std::string_view text) {
    const auto wanted = parse_residue_number(text);
    return wanted && wanted->number == residue.number && upper(wanted->insertion) == upper(residue.insertion);
  };
  if (has_number(words)) return Answer::kNumber;
  if (equal_ignoring_case(words, residue.name)) return Answer::kCode;
  if (!residue.name.empty() && words.size() > residue.name.size() &&
      equal_ignoring_case(words.substr(0, residue.name.size()), residue.name) &&
      has_number(words.substr(residue.name.size()))) {
    return Answer::kNumber;
  }
  return Answer::kNone;
}

/// Residues of `chain` (any when null) that answer to `words`; `code_first` says which reading of "478" wins.
std::vector<ResidueIndex> matching(const Structure& structure, const std::string_view* chain, std::string_view words,
                                   bool code_first) {
  std::vector<ResidueIndex> by_number, by_code;
  for (std::size_t i = 0; i < structure.residues.size(); ++i) {
    const Residue& residue = structure.residues[i];
    if (chain != nullptr && structure.chains[static_cast<std::size_t>(residue.chain)].name != *chain) continue;
    const bool is_code = equal_ignoring_case(words, residue.name);
    const Answer answer = answers(residue, words);
    if (is_code) by_code.push_back(static_cast<ResidueIndex>(i));
    if (answer == Answer::kNumber) by_number.push_back(static_cast<ResidueIndex>(i));
  }
  std::vector<ResidueIndex>& first = code_first ? by_code : by_number;
  return first.empty() ? (code_first ? by_number : by_code) : first;
}

std::vector<ResidueIndex> with_code(const Structure& structure, std::vector<ResidueIndex> found,
                                    std::string_view code) {
  std::erase_if(found, [&](ResidueIndex i) {
    return !equal_ignoring_case(structure.residues[static_cast<std::size_t>(i)].name, code);
  });
  return found;
}

std::vector<std::string_view> split_words(std::string_view text) {
  constexpr std::string_view kSeparators = ":/ \t";
  std::vector<std::string_view> words;
  while (true) {
    const std::size_t begin = text.find_first_not_of(kSeparators);
    if (begin == std::string_view::npos) return words;
    text.remove_prefix(begin);
    const std::size_t length = std::min(text.find_first_of(kSeparators), text.size());
    words.push_back(text.substr(0, length));
    text.remove_prefix(length);
  }
}

/// The run of residues from `first` that stand for one place of the chain (microheterogeneity: SER or ALA at 22).
ResidueIndex end_of_place(const Structure& structure, ResidueIndex first) {
  const Residue& head = structure.residues[static_cast<std::size_t>(first)];
  const ResidueIndex end_residue = structure.chains[static_cast<std::size_t>(head.chain)].end_residue;
  const auto all_alternate = [&](const Residue& residue) {
    for (AtomIndex a = residue.first_atom; a < residue.end_atom; ++a) {
      if (structure.atoms[static_cast<std::size_t>(a)].altloc == 0) return false;
    }
    return true;
  };
  ResidueIndex end = first + 1;
  if (!all_alternate(head)) return end;
  while (end < end_residue) {
    const Residue& next = structure.residues[static_cast<std::size_t>(end)];
    if (next.number != head.number || next.insertion != head.insertion || next.name == head.name) break;
    if (!all_alternate(next)) break;
    ++end;
  }
  return end;
}

/// The letter with the highest total occupancy over atoms [first, end), the earlier letter on ties; 0 without any.
char best_altloc(const Structure& structure, AtomIndex first, AtomIndex end) {
  std::map<char, double> total;
  for (AtomIndex a = first; a < end; ++a) {
    const Atom& atom = structure.atoms[static_cast<std::size_t>(a)];
    if (atom.altloc != 0) total[atom.altloc] += static_cast<double>(atom.occupancy);
  }
  char best = 0;
  double most = 0;
  for (const auto& [letter, occupancy] : total) {
    // Sums of the same occupancies in another order may differ in the last bits: such are ties.
    if (best == 0 || occupancy > most + 1e-4) {
      best = letter;
      most = occupancy;
    }
  }
  return best;
}

/// Of each atom name exactly one location, that of `letter` where it has one (a side chain that is split only in part).
void choose_atoms(const Structure& structure, const Residue& residue, char letter, std::vector<bool>& keep) {
  std::map<std::string_view, AtomIndex> chosen;
  for (AtomIndex a = residue.first_atom; a < residue.end_atom; ++a) {
    const Atom& atom = structure.atoms[static_cast<std::size_t>(a)];
    if (atom.altloc == 0) {
      keep[static_cast<std::size_t>(a)] = true;
      continue;
    }
    const auto [place, is_new] = chosen.emplace(atom.name, a);
    if (is_new) continue;
    const Atom& other = structure.atoms[static_cast<std::size_t>(place->second)];
    if (other.altloc == letter) continue;
    if (atom.altloc == letter || atom.occupancy > other.occupancy) place->second = a;
  }
  for (const auto& [name, a] : chosen) keep[static_cast<std::size_t>(a)] = true;
}

}  // namespace

std::string residue_label(const Structure& structure, ResidueIndex residue) {
  if (residue < 0 || static_cast<std::size_t>(residue) >= structure.residues.size()) return "no residue";
  const Residue& r = structure.residues[static_cast<std::size_t>(residue)];
  const bool has_chain = r.chain >= 0 && static_cast<std::size_t>(r.chain) < structure.chains.size();
  const std::string chain = has_chain ? structure.chains[static_cast<std::size_t>(r.chain)].name : std::string();
  return fmt::format("{}{}{} {}{}", r.name, chain.empty() ? "" : " ", chain, r.number,
                     r.insertion != 0 ? std::string(1, r.insertion) : std::string());
}

Structure subset(const Structure& structure, const std::vector<bool>& keep_atom) {
  Structure part;
  part.id = structure.id;
  part.title = structure.title;
  part.resolution = structure.resolution;
  part.method = structure.method;
  part.cell = structure.cell;
  part.space_group = structure.space_group;
  part.notes = structure.notes;

  std::vector<AtomIndex> renumbered(structure.atoms.size(), -1);
  for (const Chain& chain : structure.chains) {
    Chain new_chain = chain;
    new_chain.first_residue = static_cast<ResidueIndex>(part.residues.size());
    for (ResidueIndex r = chain.first_residue; r < chain.end_residue; ++r) {
      const Residue& residue = structure.residues[static_cast<std::size_t>(r)];
      Residue new_residue = residue;
      new_residue.chain = static_cast<ChainIndex>(part.chains.size());
      new_residue.first_atom = static_cast<AtomIndex>(part.atoms.size());
      for (AtomIndex a = residue.first_atom; a < residue.end_atom; ++a) {
        const auto i = static_cast<std::size_t>(a);
        if (i >= keep_atom.size() || !keep_atom[i]) continue;
        renumbered[i] = static_cast<AtomIndex>(part.atoms.size());
        part.atoms.push_back(structure.atoms[i]);
        part.atoms.back().residue = static_cast<ResidueIndex>(part.residues.size());
      }
      new_residue.end_atom = static_cast<AtomIndex>(part.atoms.size());
      if (new_residue.end_atom > new_residue.first_atom) part.residues.push_back(std::move(new_residue));
    }
    new_chain.end_residue = static_cast<ResidueIndex>(part.residues.size());
    if (new_chain.end_residue > new_chain.first_residue) part.chains.push_back(std::move(new_chain));
  }

  for (const StructureBond& bond : structure.bonds) {
    const AtomIndex a = renumbered[static_cast<std::size_t>(bond.a)];
    const AtomIndex b = renumbered[static_cast<std::size_t>(bond.b)];
    if (a >= 0 && b >= 0) part.bonds.push_back({a, b, bond.order});
  }
  std::set<std::string_view> components;
  for (const Residue& residue : part.residues) components.insert(residue.name);
  for (const ComponentBond& bond : structure.component_bonds) {
    if (components.count(bond.component) > 0) part.component_bonds.push_back(bond);
  }
  return part;
}

Structure single_conformation(const Structure& structure) {
  std::vector<bool> keep(structure.atoms.size(), false);
  std::set<std::int32_t> dropped_models;
  std::size_t split_places = 0, dropped_atoms = 0;
  const std::int32_t model = structure.chains.empty() ? 0 : structure.chains.front().model;
  for (const Chain& chain : structure.chains) {
    if (chain.model != model) {
      dropped_models.insert(chain.model);
      continue;
    }
    for (ResidueIndex r = chain.first_residue; r < chain.end_residue;) {
      const ResidueIndex end = end_of_place(structure, r);
      const AtomIndex first_atom = structure.residues[static_cast<std::size_t>(r)].first_atom;
      const AtomIndex end_atom = structure.residues[static_cast<std::size_t>(end - 1)].end_atom;
      const char letter = best_altloc(structure, first_atom, end_atom);
      for (ResidueIndex i = r; i < end; ++i) {
        const Residue& residue = structure.residues[static_cast<std::size_t>(i)];
        const auto atoms_begin = structure.atoms.begin() + residue.first_atom;
        const auto atoms_end = structure.atoms.begin() + residue.end_atom;
        const bool has_letter =
            std::any_of(atoms_begin, atoms_end, [&](const Atom& atom) { return atom.altloc == letter; });
        if (end - r == 1 || has_letter) choose_atoms(structure, residue, letter, keep);
      }
      std::size_t dropped_here = 0;
      for (AtomIndex a = first_atom; a < end_atom; ++a) dropped_here += keep[static_cast<std::size_t>(a)] ? 0 : 1;
      if (dropped_here > 0) ++split_places;
      dropped_atoms += dropped_here;
      r = end;
    }
  }
  Structure one = subset(structure, keep);
  for (Atom& atom : one.atoms) atom.altloc = 0;
  if (!dropped_models.empty()) {
    one.notes.push_back(fmt::format("model {} of {} was kept, the others dropped", model, dropped_models.size() + 1));
  }
  if (split_places > 0) {
    one.notes.push_back(fmt::format(
        "alternate locations: the one of highest occupancy was kept in {} residue{} ({} atom{} dropped)", split_places,
        split_places == 1 ? "" : "s", dropped_atoms, dropped_atoms == 1 ? "" : "s"));
  }
  return one;
}

std::vector<ResidueIndex> find_residues(const Structure& structure, std::string_view words) {
  const std::vector<std::string_view> parts = split_words(words);
  std::vector<ResidueIndex> found;
  if (parts.size() == 1) {
    found = matching(structure, nullptr, parts[0], true);
  } else if (parts.size() == 2) {
    found = matching(structure, &parts[0], parts[1], false);                         // A:57, A/HIS57, A:478
    if (found.empty()) found = matching(structure, &parts[1], parts[0], false);      // HIS57:A
    if (found.empty()) found = with_code(structure, matching(structure, nullptr, parts[1], false), parts[0]);  // HIS 57
  } else if (parts.size() == 3) {
    constexpr int kOrders[4][3] = {{0, 1, 2}, {1, 0, 2}, {0, 2, 1}, {2, 0, 1}};   // code, chain, number at these places
    for (const auto& order : kOrders) {
      found = with_code(structure, matching(structure, &parts[static_cast<std::size_t>(order[1])],
                                            parts[static_cast<std::size_t>(order[2])], false),
                        parts[static_cast<std::size_t>(order[0])]);
      if (!found.empty()) break;
    }
  }
  return found;
}

}  // namespace maek::mol
