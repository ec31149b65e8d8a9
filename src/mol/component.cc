// SPDX-License-Identifier: Apache-2.0
// Built-in components: the readable rows of component_table.cc parsed once into atoms and bonds.
#include "mol/component.h"

#include <algorithm>   // for std::sort, std::lower_bound
#include <cctype>      // for std::isdigit
#include <cstddef>     // for std::size_t
#include <deque>       // for std::deque
#include <utility>     // for std::pair
#include <vector>      // for std::vector

#include "mol/internal/component_table.h"   // for component_rows

namespace maek::mol {
namespace {

std::vector<std::string_view> words(std::string_view text) {
  std::vector<std::string_view> found;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t end = std::min(text.find(' ', i), text.size());
    if (end > i) found.push_back(text.substr(i, end - i));
    i = end + 1;
  }
  return found;
}

/// "NE2*/1", "ZN.Zn+2", "(OXT-)": see internal/component_table.h.
ComponentAtom parse_atom(std::string_view word) {
  ComponentAtom atom{};
  if (word.front() == '(') {
    atom.leaving = true;
    word = word.substr(1, word.size() - 2);
  }
  const std::size_t name_end = std::min(word.find_first_of(".*+-/^"), word.size());
  atom.name = word.substr(0, name_end);
  std::size_t i = name_end;
  if (i < word.size() && word[i] == '.') {
    const std::size_t end = std::min(word.find_first_of("*+-/^", i), word.size());
    atom.element = element_from_symbol(word.substr(i + 1, end - i - 1));
    i = end;
  } else {
    atom.element = element_from_symbol(word.substr(0, 1));
  }
  for (; i < word.size(); ++i) {
    const bool number = i + 1 < word.size() && std::isdigit(static_cast<unsigned char>(word[i + 1])) != 0;
    const auto digit = static_cast<std::int8_t>(number ? word[i + 1] - '0' : 1);
    switch (word[i]) {
      case '*': atom.aromatic = true; break;
      case '^': atom.links = true; break;
      case '+': atom.charge = digit; break;
      case '-': atom.charge = static_cast<std::int8_t>(-digit); break;
      case '/': atom.polar_hydrogens = digit; break;
      default: break;   // the digit that belongs to the mark before it
    }
  }
  return atom;
}

BondOrder order_of(char mark) {
  switch (mark) {
    case '-': return BondOrder::kSingle;
    case '=': return BondOrder::kDouble;
    case '#': return BondOrder::kTriple;
    default: return BondOrder::kMetal;
  }
}

void parse_path(std::string_view path, const std::vector<ComponentAtom>& atoms, std::vector<ComponentBondFact>& bonds) {
  const auto index = [&](std::string_view name) {
    std::size_t i = 0;
    while (i < atoms.size() && atoms[i].name != name) ++i;
    return i;
  };
  constexpr std::string_view kMarks = "-=#~";
  std::size_t end = std::min(path.find_first_of(kMarks), path.size());
  std::size_t from = index(path.substr(0, end));
  while (end < path.size()) {
    const char mark = path[end];
    const std::size_t begin = end + 1;
    end = std::min(path.find_first_of(kMarks, begin), path.size());
    const std::size_t to = index(path.substr(begin, end - begin));
    if (from < atoms.size() && to < atoms.size()) {
      bonds.push_back({static_cast<std::uint8_t>(from), static_cast<std::uint8_t>(to), order_of(mark)});
    }
    from = to;
  }
}

struct Library {
  // Deques keep their elements in place while they grow: the spans of `components` point into them.
  std::deque<std::vector<ComponentAtom>> atoms;
  std::deque<std::vector<ComponentBondFact>> bonds;
  std::vector<Component> components;

  Library() {
    for (const ComponentRow& row : component_rows()) {
      std::vector<ComponentAtom>& a = atoms.emplace_back();
      for (const std::string_view word : words(row.atoms)) a.push_back(parse_atom(word));
      std::vector<ComponentBondFact>& b = bonds.emplace_back();
      for (const std::string_view path : words(row.bonds)) parse_path(path, a, b);
      components.push_back({row.code, row.name, row.kind, row.letter, row.parent, a, b});
    }
    std::sort(components.begin(), components.end(),
              [](const Component& x, const Component& y) { return x.code < y.code; });
  }
};

const Library& library() {
  static const Library built;
  return built;
}

constexpr std::pair<std::string_view, std::string_view> kVariants[] = {
    {"HID", "HIS"}, {"HIE", "HIS"}, {"HIP", "HIS"}, {"HSD", "HIS"}, {"HSE", "HIS"}, {"HSP", "HIS"}, {"CYX", "CYS"},
    {"CYM", "CYS"}, {"ASH", "ASP"}, {"GLH", "GLU"}, {"LYN", "LYS"}, {"NMA", "NME"}, {"WAT", "HOH"}, {"H2O", "HOH"},};

}  // namespace

const Component* find_component(std::string_view code) {
  for (const auto& [variant, parent] : kVariants) {
    if (code == variant) code = parent;
  }
  const auto& all = library().components;
  const auto at = std::lower_bound(all.begin(), all.end(), code,
                                   [](const Component& c, std::string_view key) { return c.code < key; });
  return at != all.end() && at->code == code ? &*at : nullptr;
}

std::span<const Component> all_components() { return library().components; }

ResidueKind residue_kind(std::string_view code) {
  const Component* component = find_component(code);
  return component != nullptr ? component->kind : ResidueKind::kLigand;
}

}  // namespace maek::mol
