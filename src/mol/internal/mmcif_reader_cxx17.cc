// SPDX-License-Identifier: Apache-2.0
// mmCIF reader: syntax by gemmi, meaning here. C++17, because gemmi 0.5.7 does not compile with clang in C++20.
#include <algorithm>       // for std::find
#include <charconv>        // for std::from_chars
#include <cmath>           // for std::isfinite
#include <exception>       // for std::exception
#include <map>             // for std::map
#include <optional>        // for std::optional
#include <string_view>     // for std::string_view
#include <system_error>    // for std::errc
#include <unordered_map>   // for std::unordered_map
#include <utility>         // for std::move

#include <fmt/format.h>      // for fmt::format
#include <gemmi/cif.hpp>     // for gemmi::cif::read_memory

#include "mol/internal/atom_element.h"        // for element_from_name
#include "mol/internal/file_guess.h"          // for looks_binary
#include "mol/internal/mmcif_category.h"      // for MmcifCategory
#include "mol/internal/structure_builder.h"   // for StructureBuilder
#include "mol/read_structure.h"               // for read_mmcif

namespace maek::mol {
namespace {

namespace cif = gemmi::cif;

constexpr double kMaxCoordinate = 1e6;   // Å, as for PDB
constexpr const char* kParserSource = "@";  // stands for the file in gemmi's messages: no name of a file can confuse it

/// A whole value as a number; a standard uncertainty behind it, "1.234(5)", is dropped.
std::optional<double> real_value(std::string_view text) {
  if (!text.empty() && text.front() == '+') text.remove_prefix(1);
  if (!text.empty() && text.back() == ')') text = text.substr(0, std::min(text.find('('), text.size()));
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || text.empty()) return std::nullopt;
  return value;
}

std::optional<std::int32_t> integer_value(std::string_view text) {
  if (!text.empty() && text.front() == '+') text.remove_prefix(1);
  std::int32_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || text.empty()) return std::nullopt;
  return value;
}

BondOrder bond_order(std::string order) {
  for (char& c : order) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  if (order == "sing") return BondOrder::kSingle;
  if (order == "doub") return BondOrder::kDouble;
  if (order == "trip") return BondOrder::kTriple;
  if (order == "arom") return BondOrder::kAromatic;
  return BondOrder::kUnknown;
}

/// The line of row `row` when each row has a line of its own, which `token` confirms; else the line of the loop.
std::size_t line_of_row(std::string_view text, const MmcifCategory& table, std::size_t row, const std::string& token) {
  const auto loop_line = static_cast<std::size_t>(std::max(table.line(), 1));
  if (!table.is_loop()) return loop_line;
  std::size_t number = 0, rows_seen = 0;
  bool in_rows = false;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (++number < loop_line) continue;
    const std::size_t first = line.find_first_not_of(" \t\r");
    if (first == std::string_view::npos || line[first] == '#') continue;
    const bool is_tag = line[first] == '_' || line.substr(first, 5) == "loop_";
    if (is_tag && !in_rows) continue;
    in_rows = true;
    if (rows_seen++ == row) return line.find(token) != std::string_view::npos ? number : loop_line;
  }
  return loop_line;
}

class MmcifReader {
 public:
  MmcifReader(std::string_view text, const std::string& name) : text_(text), name_(name) {}
  Expected<Structure> read();

 private:
  Error at_line(std::size_t line, std::string message, std::string hint = {}) const {
    return {ErrorCode::kMalformed, std::move(message), fmt::format("{}:{}", name_, line), std::move(hint)};
  }
  Error parse_error(const std::string& what) const;
  Error no_atom_site(const cif::Document& document) const;
  Expected<void> read_atoms(const cif::Block& block);
  Expected<Structure> read_block(const cif::Block& block);
  void read_words(const cif::Block& block, Structure& structure) const;
  void read_component_bonds(const cif::Block& block, Structure& structure) const;
  void read_connections(const cif::Block& block, Structure& structure) const;

  std::string_view text_;
  const std::string& name_;
  StructureBuilder builder_;
};

Error MmcifReader::parse_error(const std::string& what) const {
  // "@:line:column: message" from the grammar, "@:line in data_X: message" from the checks behind it.
  std::string_view rest = what;
  std::size_t line = 0;
  if (rest.substr(0, 2) == "@:") {
    rest.remove_prefix(2);
    const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), line);
    if (error == std::errc()) {
      rest.remove_prefix(static_cast<std::size_t>(end - rest.data()));
      rest.remove_prefix(std::min(rest.find(": "), rest.size()));
      if (rest.substr(0, 2) == ": ") rest.remove_prefix(2);
    }
  }
  std::string message = rest.empty() ? "not the syntax of mmCIF" : "not the syntax of mmCIF: " + std::string(rest);
  if (rest.find("Wrong number of values") == 0) message = "the loop that begins here ends in the middle of a row";
  const std::string hint = "Was this file cut, or edited by hand?";
  if (line == 0) return {ErrorCode::kMalformed, std::move(message), name_, hint};
  return at_line(line, std::move(message), hint);
}

Error MmcifReader::no_atom_site(const cif::Document& document) const {
  bool small_molecule = false, component = false, reflections = false, dictionary = false;
  for (const cif::Block& block : document.blocks) {
    for (const cif::Item& item : block.items) {
      if (item.type == cif::ItemType::Frame) dictionary = true;
      small_molecule = small_molecule || item.has_prefix("_atom_site_");
      component = component || item.has_prefix("_chem_comp_atom.");
      reflections = reflections || item.has_prefix("_refln.");
      dictionary = dictionary || item.has_prefix("_dictionary");
    }
  }
  Error error{ErrorCode::kMalformed, "no atoms in this mmCIF file (it has no _atom_site records)", name_,
              "Was this file cut?"};
  if (dictionary) {
    error.message = "this is a CIF dictionary, not a structure";
    error.hint = "Give an mmCIF file with _atom_site records";
  } else if (small_molecule) {
    error.message = "this is the CIF of a small molecule (_atom_site_... without a dot), not mmCIF";
    error.hint = "Write the molecule as SDF";
  } else if (component) {
    error.message = "this is the definition of a chemical component, not a structure";
    error.hint = "Give an mmCIF file with _atom_site records";
  } else if (reflections) {
    error.message = "this is a file of structure factors, not a structure";
    error.hint = "Fetch the coordinates of the entry";
  }
  return error;
}

Expected<void> MmcifReader::read_atoms(const cif::Block& block) {
  enum Item : std::size_t {
    kGroup,
    kId,
    kSymbol,
    kLabelAtom,
    kLabelAlt,
    kLabelComp,
    kLabelAsym,
    kLabelEntity,
    kLabelSeq,
    kInsertion,
    kX,
    kY,
    kZ,
    kOccupancy,
    kBFactor,
    kCharge,
    kAuthSeq,
    kAuthComp,
    kAuthAsym,
    kAuthAtom,
    kModel
  };
  const MmcifCategory sites(block, "_atom_site.", {"group_pdb",         "id",
                                                   "type_symbol",       "label_atom_id",
                                                   "label_alt_id",      "label_comp_id",
                                                   "label_asym_id",     "label_entity_id",
                                                   "label_seq_id",      "pdbx_pdb_ins_code",
                                                   "cartn_x",           "cartn_y",
                                                   "cartn_z",           "occupancy",
                                                   "b_iso_or_equiv",    "pdbx_formal_charge",
                                                   "auth_seq_id",       "auth_comp_id",
                                                   "auth_asym_id",      "auth_atom_id",
                                                   "pdbx_pdb_model_num"});
  const auto loop_line = static_cast<std::size_t>(std::max(sites.line(), 1));
  if (!sites.has(kX) || !sites.has(kY) || !sites.has(kZ)) {
    return at_line(loop_line, "the _atom_site records have no Cartn_x, Cartn_y and Cartn_z",
                   "Fractional coordinates are not read");
  }
  if ((!sites.has(kLabelAtom) && !sites.has(kAuthAtom)) || (!sites.has(kLabelComp) && !sites.has(kAuthComp))) {
    return at_line(loop_line, "the _atom_site records name no atoms or no residues (label_atom_id, label_comp_id)");
  }
  if (sites.rows() >= static_cast<std::size_t>(INT32_MAX)) {
    return Error{ErrorCode::kTooLarge, "more atoms than can be numbered", name_, "Split the file"};
  }
  const auto row_error = [&](std::size_t row, std::size_t item, const char* words, const char* hint) {
    const std::string& value = sites.raw(row, item);
    return at_line(line_of_row(text_, sites, row, value),
                   fmt::format("atom {}: {} '{}'", row + 1, words, value.empty() ? "?" : value), hint);
  };

  std::map<std::string, std::int32_t> named_entities;
  const auto either = [&](std::size_t row, Item first, Item second) {
    std::string value = sites.text(row, first);
    return value.empty() ? sites.text(row, second) : value;
  };
  for (std::size_t row = 0; row < sites.rows(); ++row) {
    Atom atom;
    atom.name = either(row, kAuthAtom, kLabelAtom);
    if (atom.name.empty()) return row_error(row, kLabelAtom, "its name is", "Every atom has a label_atom_id");
    const std::string residue = either(row, kAuthComp, kLabelComp);
    if (residue.empty()) return row_error(row, kLabelComp, "its residue is", "Every atom has a label_comp_id");

    constexpr Item kAxes[3] = {kX, kY, kZ};
    double* const coordinates[3] = {&atom.position.x, &atom.position.y, &atom.position.z};
    for (std::size_t axis = 0; axis < 3; ++axis) {
      const auto value = real_value(sites.raw(row, kAxes[axis]));
      if (!value) return row_error(row, kAxes[axis], "a coordinate is", "Coordinates are numbers");
      if (!std::isfinite(*value) || std::abs(*value) > kMaxCoordinate) {
        return row_error(row, kAxes[axis], "a coordinate is", "Coordinates are finite and below 1e6 Å");
      }
      *coordinates[axis] = *value + 0.0;   // "-0.000" is zero
    }
    const auto real_or = [&](Item item, float fallback) -> std::optional<float> {
      const std::string& raw = sites.raw(row, item);
      if (raw.empty()) return fallback;
      const auto value = real_value(raw);
      if (!value || !(std::abs(*value) <= kMaxCoordinate)) return std::nullopt;
      return static_cast<float>(*value);
    };
    const auto occupancy = real_or(kOccupancy, 1.0F), b_factor = real_or(kBFactor, 0.0F);
    if (!occupancy) return row_error(row, kOccupancy, "its occupancy is", "Occupancies are numbers");
    if (!b_factor) return row_error(row, kBFactor, "its B-factor is", "B-factors are numbers");
    atom.occupancy = *occupancy;
    atom.b_factor = *b_factor;

    const std::string type = sites.text(row, kSymbol);
    atom.element = type.empty() ? element_from_name(atom.name, residue) : element_from_symbol(type);
    const std::string alternate = sites.text(row, kLabelAlt);
    atom.altloc = alternate.empty() ? '\0' : alternate.front();
    atom.serial = integer_value(sites.raw(row, kId)).value_or(static_cast<std::int32_t>(row + 1));
    const auto charge = integer_value(sites.raw(row, kCharge));
    if (charge && *charge >= -9 && *charge <= 9) atom.formal_charge = static_cast<std::int8_t>(*charge);

    AtomPlace place;
    place.residue = residue;
    const std::string label = sites.text(row, kLabelAsym);
    const std::string chain = sites.has(kAuthAsym) ? either(row, kAuthAsym, kLabelAsym) : label;
    place.chain = chain;
    place.label = label;
    place.hetero = sites.raw(row, kGroup) == "HETATM";
    const std::string insertion = sites.text(row, kInsertion);
    place.insertion = insertion.empty() ? '\0' : insertion.front();
    for (const Item item : {kLabelSeq, kAuthSeq, kModel}) {
      if (!sites.raw(row, item).empty() && !integer_value(sites.raw(row, item))) {
        return row_error(row, item, item == kModel ? "its model number is" : "its residue number is",
                         "Numbers of residues and models are whole");
      }
    }
    place.label_number = std::max(integer_value(sites.raw(row, kLabelSeq)).value_or(0), 0);
    place.number = integer_value(sites.raw(row, kAuthSeq)).value_or(place.label_number);
    place.model = integer_value(sites.raw(row, kModel)).value_or(1);
    const std::string& entity = sites.raw(row, kLabelEntity);
    if (!entity.empty()) {
      const auto number = integer_value(entity);
      place.entity =
          number && *number > 0
              ? *number
              : named_entities.emplace(entity, static_cast<std::int32_t>(named_entities.size()) + 1).first->second;
    }
    builder_.add(place, std::move(atom));
  }
  return {};
}

void MmcifReader::read_words(const cif::Block& block, Structure& structure) const {
  const auto word = [&](const std::string& prefix, const std::string& item) {
    const MmcifCategory category(block, prefix, {item});
    return category.rows() > 0 ? category.text(0, 0) : std::string();
  };
  const MmcifCategory entry(block, "_entry.", {"id"});
  structure.id = entry.rows() > 0 ? entry.text(0, 0) : block.name;
  structure.title = word("_struct.", "title");
  for (char& c : structure.title) {
    if (c == '\n' || c == '\r') c = ' ';   // long titles are text fields of several lines
  }
  while (!structure.title.empty() && structure.title.back() == ' ') structure.title.pop_back();

  const MmcifCategory methods(block, "_exptl.", {"method"});
  for (std::size_t row = 0; row < methods.rows(); ++row) {
    if (row > 0 && !structure.method.empty()) structure.method += "; ";
    structure.method += methods.text(row, 0);
  }
  constexpr const char* kResolutions[3][2] = {
      {"_refine.", "ls_d_res_high"}, {"_em_3d_reconstruction.", "resolution"}, {"_reflns.", "d_resolution_high"}};
  for (const auto& place : kResolutions) {
    const auto value = real_value(word(place[0], place[1]));
    if (value && *value > 0 && *value < 100) {
      structure.resolution = *value;
      break;
    }
  }
  constexpr const char* kCell[6] = {"length_a", "length_b", "length_c", "angle_alpha", "angle_beta", "angle_gamma"};
  std::array<double, 6> cell{};
  bool whole = true;
  for (std::size_t i = 0; i < 6; ++i) {
    const auto value = real_value(word("_cell.", kCell[i]));
    whole = whole && value && *value > 0 && *value <= kMaxCoordinate;
    if (whole) cell[i] = *value;
  }
  if (whole && (cell[0] > 1 || cell[1] > 1 || cell[2] > 1)) {   // 1 x 1 x 1 stands for 'no crystal'
    structure.cell = cell;
    structure.space_group = word("_symmetry.", "space_group_name_h-m");
    if (structure.space_group.empty()) structure.space_group = word("_space_group.", "name_h-m_alt");
  }
}

void MmcifReader::read_component_bonds(const cif::Block& block, Structure& structure) const {
  const MmcifCategory bonds(block, "_chem_comp_bond.", {"comp_id", "atom_id_1", "atom_id_2", "value_order"});
  for (std::size_t row = 0; row < bonds.rows(); ++row) {
    ComponentBond bond{bonds.text(row, 0), bonds.text(row, 1), bonds.text(row, 2), bond_order(bonds.text(row, 3))};
    if (bond.component.empty() || bond.atom_1.empty() || bond.atom_2.empty()) continue;
    structure.component_bonds.push_back(std::move(bond));
  }
}

void MmcifReader::read_connections(const cif::Block& block, Structure& structure) const {
  const MmcifCategory table(
      block, "_struct_conn.",
      {"conn_type_id", "pdbx_value_order", "ptnr1_symmetry", "ptnr2_symmetry",
       "ptnr1_label_asym_id", "ptnr1_label_comp_id", "ptnr1_label_seq_id", "ptnr1_label_atom_id",
       "pdbx_ptnr1_label_alt_id", "ptnr1_auth_asym_id", "ptnr1_auth_seq_id", "pdbx_ptnr1_pdb_ins_code",
       "ptnr2_label_asym_id", "ptnr2_label_comp_id", "ptnr2_label_seq_id", "ptnr2_label_atom_id",
       "pdbx_ptnr2_label_alt_id", "ptnr2_auth_asym_id", "ptnr2_auth_seq_id", "pdbx_ptnr2_pdb_ins_code",
       "ptnr1_auth_comp_id", "ptnr2_auth_comp_id"});
  if (table.rows() == 0) return;

  // The same residue under the names that a record may use: label chain, or author chain where labels are missing.
  std::unordered_multimap<std::string, ResidueIndex> index;
  const auto key = [](const std::string& chain, std::int32_t number, const std::string& component) {
    return fmt::format("{}\n{}\n{}", chain, number, component);
  };
  for (const Chain& chain : structure.chains) {
    if (chain.model != structure.chains.front().model) continue;
    for (ResidueIndex r = chain.first_residue; r < chain.end_residue; ++r) {
      const Residue& residue = structure.residues[static_cast<std::size_t>(r)];
      index.emplace("L" + key(chain.label, residue.number, residue.name), r);
      index.emplace("S" + key(chain.label, residue.label_number, residue.name), r);
      index.emplace("A" + key(chain.name, residue.number, residue.name), r);
    }
  }
  const auto find = [&](std::size_t row, std::size_t base, std::size_t auth_comp) -> ResidueIndex {
    const std::string label_asym = table.text(row, base), auth_asym = table.text(row, base + 5);
    std::string component = table.text(row, auth_comp);
    if (component.empty()) component = table.text(row, base + 1);
    const auto label_number = integer_value(table.raw(row, base + 2)), number = integer_value(table.raw(row, base + 6));
    const std::string insertion = table.text(row, base + 7);
    std::string wanted;
    if (!label_asym.empty() && number) wanted = "L" + key(label_asym, *number, component);
    else if (!label_asym.empty()) wanted = "S" + key(label_asym, label_number.value_or(0), component);
    else if (!auth_asym.empty() && number) wanted = "A" + key(auth_asym, *number, component);
    ResidueIndex found = -1;
    const auto [first, last] = index.equal_range(wanted);
    for (auto it = first; it != last; ++it) {
      const Residue& residue = structure.residues[static_cast<std::size_t>(it->second)];
      if (!insertion.empty() && residue.insertion != insertion.front()) continue;
      if (found < 0 || it->second < found) found = it->second;
    }
    return found;
  };

  std::size_t missing = 0, to_mates = 0;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const std::string type = table.text(row, 0);
    const bool covalent = type.compare(0, 6, "covale") == 0, disulfide = type == "disulf", metal = type == "metalc";
    if (!covalent && !disulfide && !metal) continue;   // hydrogen bonds, salt bridges, mismatches are no bonds
    const std::string here = table.text(row, 2), there = table.text(row, 3);
    if (!here.empty() && !there.empty() && here != there) {
      ++to_mates;
      continue;
    }
    const ResidueIndex a = find(row, 4, 20), b = find(row, 12, 21);
    const std::string alternate_a = table.text(row, 8), alternate_b = table.text(row, 16);
    std::vector<std::pair<AtomIndex, AtomIndex>> pairs;
    if (a >= 0 && b >= 0) {
      pairs = compatible_atoms(structure, a, table.text(row, 7), alternate_a.empty() ? '\0' : alternate_a.front(), b,
                               table.text(row, 15), alternate_b.empty() ? '\0' : alternate_b.front());
    }
    if (pairs.empty()) ++missing;
    const BondOrder stated = bond_order(table.text(row, 1));
    const BondOrder order = metal ? BondOrder::kMetal
                            : stated == BondOrder::kUnknown && disulfide ? BondOrder::kSingle : stated;
    for (const auto& [i, j] : pairs) add_bond(structure, i, j, order);
  }
  if (missing > 0) {
    structure.notes.push_back(fmt::format("{} _struct_conn record{} of atoms that are not here {} dropped", missing,
                                          missing == 1 ? "" : "s", missing == 1 ? "was" : "were"));
  }
  if (to_mates > 0) {
    structure.notes.push_back(fmt::format("{} bond{} to symmetry mates {} not kept", to_mates, to_mates == 1 ? "" : "s",
                                          to_mates == 1 ? "was" : "were"));
  }
  normalize_bonds(structure);
}

Expected<Structure> MmcifReader::read_block(const cif::Block& block) {
  if (Expected<void> read = read_atoms(block); !read) return read.error();
  if (builder_.empty())
    return Error{ErrorCode::kMalformed, "the _atom_site loop is empty", name_, "Was this file cut?"};
  Structure structure = builder_.finish();
  read_words(block, structure);
  read_component_bonds(block, structure);
  read_connections(block, structure);
  return structure;
}

Expected<Structure> MmcifReader::read() {
  if (text_.empty()) return Error{ErrorCode::kMalformed, "the file is empty", name_, "Was this file cut?"};
  if (looks_binary(text_)) return Error{ErrorCode::kMalformed, "this is no text", name_, "An mmCIF file is text"};
  try {
    const cif::Document document = cif::read_memory(text_.data(), text_.size(), kParserSource);
    const cif::Block* chosen = nullptr;
    std::size_t with_atoms = 0;
    for (const cif::Block& block : document.blocks) {
      const bool has_atoms = std::any_of(block.items.begin(), block.items.end(),
                                         [](const cif::Item& item) { return item.has_prefix("_atom_site."); });
      if (!has_atoms) continue;
      if (with_atoms++ == 0) chosen = &block;
    }
    if (chosen == nullptr) return no_atom_site(document);
    Expected<Structure> structure = read_block(*chosen);
    if (structure && with_atoms > 1) {
      structure->notes.push_back(fmt::format("the file holds {} structures; the first, data_{}, was read", with_atoms,
                                             chosen->name));
    }
    if (structure && text_.back() != '\n') {
      structure->notes.push_back("the last line has no line end: the file may have been cut");
    }
    return structure;
  } catch (const std::exception& exception) {
    return parse_error(exception.what());
  }
}

}  // namespace

Expected<Structure> read_mmcif(std::string_view text, const std::string& name) {
  return MmcifReader(text, name).read();
}

}  // namespace maek::mol
