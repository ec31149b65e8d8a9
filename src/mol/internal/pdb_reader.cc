// SPDX-License-Identifier: Apache-2.0
// PDB reader (wwPDB format 3.3, and what programs make of it).
#include "mol/internal/pdb_reader.h"

#include <algorithm>       // for std::max
#include <cmath>           // for std::isfinite
#include <optional>        // for std::optional
#include <set>             // for std::set
#include <utility>         // for std::move

#include <fmt/format.h>    // for fmt::format

#include "mol/autodock_type.h"                // for autodock_type, element_of
#include "mol/internal/atom_element.h"        // for element_from_columns
#include "mol/internal/file_guess.h"          // for guess_file, looks_binary
#include "mol/internal/hybrid36.h"            // for hybrid36_number
#include "mol/internal/pdb_bonds.h"           // for PdbBondRecords, add_pdb_bonds
#include "mol/internal/pdb_chain_names.h"     // for PdbChainNames
#include "mol/internal/pdb_lines.h"           // for PdbLines, columns
#include "mol/internal/pdb_polymer.h"         // for number_polymers
#include "mol/internal/structure_builder.h"   // for StructureBuilder
#include "mol/read_structure.h"               // for read_pdb

namespace maek::mol {
namespace {

constexpr double kMaxCoordinate = 1e6;   // Å; no structure is that large, a wrong column often is
constexpr double kMaxFieldValue = 1e6;   // occupancy and B-factor beyond are columns that ran over

bool is_four_letter_residue(std::string_view name) {   // of CHARMM and lipid force fields, which use column 21 too
  for (const std::string_view known : {"TIP3", "TIP4", "TIP5", "SPCE", "POPC", "POPE", "POPS", "POPG", "DPPC", "DOPC",
                                       "DOPE", "DOPS", "DMPC", "DLPC", "CHL1"}) {
    if (name == known) return true;
  }
  return false;
}

char letter_or_zero(char c) { return c == ' ' ? '\0' : c; }

class PdbReader {
 public:
  PdbReader(std::string_view text, const std::string& name, PdbFlavour flavour)
      : text_(text), name_(name), flavour_(flavour), style_(pdb_style(text)), chain_names_(style_.chain_letters) {}

  Expected<Structure> read();

 private:
  Error malformed(std::string message, std::string hint = {}) const {
    return {ErrorCode::kMalformed, std::move(message), fmt::format("{}:{}", name_, line_.number), std::move(hint)};
  }
  Expected<void> read_line();
  Expected<void> read_atom();
  Expected<void> read_model();
  void read_header();
  void read_seqres();
  void read_modres();
  void read_conect();
  void read_link(bool disulfide);
  void read_cell();
  void begin_model(std::int32_t number);
  std::optional<Error> cut_off() const;
  Error no_atoms() const;
  Element element_of_atom(std::string_view residue) const;
  std::string chain_name(char letter) const { return letter == ' ' ? std::string() : std::string(1, letter); }
  PdbBondEnd bond_end(std::size_t atom, std::size_t residue, std::size_t chain, std::size_t number) const;
  void add_notes();
  void name_blank_chains_in_records();

  std::string_view text_;
  const std::string& name_;
  PdbFlavour flavour_;
  PdbStyle style_;
  PdbLine line_;
  StructureBuilder builder_;
  PdbChainNames chain_names_;
  PdbSequences sequences_;
  PdbBondRecords bonds_;
  Structure header_;                  // id, title and other words of the header
  std::set<std::int32_t> models_;
  std::int32_t model_ = 1;
  bool model_open_ = false;           // MODEL without ENDMDL yet
  bool ended_ = false;                // END or ENDMDL was seen: further atoms begin a model
  bool saw_end_ = false;
  std::size_t last_atom_length_ = 0;  // columns of the atom line before, to recognise a cut one
  std::size_t odd_fields_ = 0, odd_field_line_ = 0;
  std::size_t odd_serials_ = 0, renumbered_models_ = 0, two_letter_chains_ = 0, implied_models_ = 0;
};

void PdbReader::begin_model(std::int32_t number) {
  if (models_.count(number) > 0) {
    number = *models_.rbegin() < INT32_MAX ? *models_.rbegin() + 1 : 1;
    while (models_.count(number) > 0) ++number;
    ++renumbered_models_;
  }
  model_ = number;
  models_.insert(number);
  chain_names_.begin_model();
  ended_ = false;
}

Expected<void> PdbReader::read_model() {
  const auto number = hybrid36_number(columns(line_.text, 7, 14), 8);
  if (!number && !trim(columns(line_.text, 7, 14)).empty()) {
    return malformed(fmt::format("'{}' is no model number", trim(columns(line_.text, 7, 14))));
  }
  if (models_.empty() && !builder_.empty()) models_.insert(model_);   // atoms before the first MODEL
  begin_model(number ? *number : models_.empty() ? 1 : *models_.rbegin() + 1);
  model_open_ = true;
  return {};
}

Element PdbReader::element_of_atom(std::string_view residue) const {
  const std::string_view line = line_.text;
  if (flavour_ == PdbFlavour::kPdbqt) {
    if (const auto type = autodock_type(trim(columns(line, 78, 79)))) return element_of(*type);
  }
  std::string field(columns(line, 13, 16));
  field.resize(4, ' ');
  if (flavour_ == PdbFlavour::kPdb && style_.has_elements) {
    const Element stated = element_from_symbol(trim(columns(line, 77, 78)));
    // Some programs take the first two letters of the name for the element: an alpha carbon becomes calcium.
    const bool plausible = !is_standard_residue_name(residue) || !is_metal(stated);
    if (stated != Element::kUnknown && plausible) return stated;
  }
  return element_from_columns(field, residue, style_.follows_columns);
}

Expected<void> PdbReader::read_atom() {
  std::string_view line = line_.text;
  const auto odd =
      std::find_if(line.begin(), line.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(line.size(), 80)),
                   [](char c) { return c < 32 || c > 126; });
  if (odd != line.end() && odd - line.begin() < 80) {
    if (*odd == '\t') return malformed("a tab in an atom line", "Columns are lost: replace tabs by blanks");
    return malformed(fmt::format("byte 0x{:02x} in an atom line", static_cast<unsigned char>(*odd)),
                     "Perhaps this file is not text?");
  }
  if (line.size() < 54) {
    return malformed(fmt::format("the atom line ends at column {}, before its coordinates do (column 54)", line.size()),
                     "Was this file cut?");
  }

  Atom atom;
  atom.name = std::string(trim(columns(line, 13, 16)));
  if (atom.name.empty()) return malformed("the atom has no name (columns 13-16)");
  std::string_view residue = trim(columns(line, 18, 20));
  std::string chain = chain_name(column(line, 22));
  if (column(line, 21) != ' ') {
    const std::string_view four = columns(line, 18, 21);
    if (column(line, 22) == ' ' || is_four_letter_residue(four)) {
      residue = trim(four);
    } else {
      chain = std::string(columns(line, 21, 22));
      ++two_letter_chains_;
    }
  }
  if (residue.empty()) residue = "UNK";   // programs that write bare ligands leave the code blank

  atom.serial = static_cast<std::int32_t>(builder_.atom_count() + 1);
  const bool wide_serial = column(line, 12) >= '0' && column(line, 12) <= '9';
  if (const auto serial = hybrid36_number(columns(line, 7, wide_serial ? 12 : 11), 5)) atom.serial = *serial;
  else ++odd_serials_;

  const bool wide_number = column(line, 27) >= '0' && column(line, 27) <= '9' && column(line, 23) != ' ';
  const auto number =
      wide_number ? hybrid36_number(columns(line, 23, 27), 5) : hybrid36_number(columns(line, 23, 26), 4);
  if (!number && !trim(columns(line, 23, 26)).empty()) {
    return malformed(fmt::format("'{}' is no residue number (columns 23-26)", columns(line, 23, 26)));
  }
  const char insertion = wide_number ? '\0' : letter_or_zero(column(line, 27));

  double* const coordinates[3] = {&atom.position.x, &atom.position.y, &atom.position.z};
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const std::string_view field = columns(line, 31 + 8 * axis, 38 + 8 * axis);
    const auto value = real_field(field);
    if (!value) {
      return malformed(fmt::format("'{}' is no {} coordinate (columns {}-{})", trim(field), "xyz"[axis], 31 + 8 * axis,
                                   38 + 8 * axis),
                       "Each coordinate stands in its own eight columns");
    }
    if (!std::isfinite(*value) || std::abs(*value) > kMaxCoordinate) {
      return malformed(fmt::format("the {} coordinate is {}", "xyz"[axis], trim(field)),
                       "Coordinates are finite and below 1e6 Å");
    }
    *coordinates[axis] = *value + 0.0;   // "-0.000" is zero
  }
  atom.altloc = letter_or_zero(column(line, 17));
  const auto number_or = [&](std::string_view field, float fallback) {
    if (trim(field).empty()) return fallback;
    const auto value = real_field(field);
    if (value && std::abs(*value) <= kMaxFieldValue) return static_cast<float>(*value);
    if (odd_fields_++ == 0) odd_field_line_ = line_.number;
    return fallback;
  };
  atom.occupancy = number_or(columns(line, 55, 60), 1.0F);
  atom.b_factor = number_or(columns(line, 61, 66), 0.0F);
  atom.element = element_of_atom(residue);
  if (flavour_ == PdbFlavour::kPdb && style_.has_elements) {
    char digit = column(line, 79), sign = column(line, 80);
    if (digit == '+' || digit == '-') std::swap(digit, sign);
    if (digit >= '1' && digit <= '9' && (sign == '+' || sign == '-')) {
      atom.formal_charge = static_cast<std::int8_t>(sign == '+' ? digit - '0' : '0' - digit);
    }
  }

  if (ended_ && !model_open_) {
    if (models_.empty()) models_.insert(model_);
    begin_model(*models_.rbegin() < INT32_MAX ? *models_.rbegin() + 1 : 1);
    ++implied_models_;
  }
  AtomPlace place;
  place.model = model_;
  place.residue = residue;
  place.number = number.value_or(0);
  place.insertion = insertion;
  place.hetero = columns(line, 1, 6) == "HETATM";
  if (chain.empty()) {
    const std::string_view segment = style_.has_segments ? trim(columns(line, 73, 76)) : std::string_view();
    place.chain = chain_names_.name_for(segment, place.number, place.insertion);
  } else {
    place.chain = chain;
  }
  builder_.add(place, std::move(atom));
  return {};
}

void PdbReader::read_header() {
  const std::string_view line = line_.text;
  const auto append = [](std::string& to, std::string_view part) {
    part = trim(part);
    if (!to.empty() && !part.empty()) to += ' ';
    to += part;
  };
  if (is_record(line, "HEADER")) header_.id = std::string(trim(columns(line, 63, 66)));
  else if (is_record(line, "TITLE")) append(header_.title, columns(line, 11, style_.has_elements ? 80 : 70));
  else if (is_record(line, "EXPDTA"))
    append(header_.method, columns(line, 11, 79).substr(0, style_.has_elements ? 69 : 60));
  else if (columns(line, 1, 10) == "REMARK   2" && header_.resolution == 0) {
    const std::size_t at = line.find("RESOLUTION.");
    if (at == std::string_view::npos) return;
    std::string_view words = trim(line.substr(at + 11));
    const auto value = real_field(words.substr(0, words.find(' ')));
    if (value && *value > 0 && *value < 100) header_.resolution = *value;
  }
}

void PdbReader::read_cell() {
  constexpr std::size_t kEnds[7] = {6, 15, 24, 33, 40, 47, 54};
  std::array<double, 6> cell{};
  for (std::size_t i = 0; i < 6; ++i) {
    const auto value = real_field(columns(line_.text, kEnds[i] + 1, kEnds[i + 1]));
    if (!value || !(*value > 0) || *value > kMaxCoordinate) return;
    cell[i] = *value;
  }
  if (cell[0] <= 1 && cell[1] <= 1 && cell[2] <= 1) return;   // 1 x 1 x 1 stands for 'no crystal'
  header_.cell = cell;
  header_.space_group = std::string(trim(columns(line_.text, 56, 66)));
}

void PdbReader::read_seqres() {
  std::vector<std::string>& sequence = sequences_.seqres[chain_name(column(line_.text, 12))];
  for (std::size_t at = 20; at <= 68; at += 4) {
    const std::string_view code = trim(columns(line_.text, at, at + 2));
    if (!code.empty()) sequence.emplace_back(code);
  }
}

void PdbReader::read_modres() {
  const auto number = hybrid36_number(columns(line_.text, 19, 22), 4);
  if (!number) return;
  sequences_.modified.emplace(chain_name(column(line_.text, 17)), *number, letter_or_zero(column(line_.text, 23)));
}

void PdbReader::read_conect() {
  const auto from = hybrid36_number(columns(line_.text, 7, 11), 5);
  if (!from) return;
  // Columns 32-61 held hydrogen bonds and salt bridges before 2007.
  for (std::size_t at = 12; at <= 27; at += 5) {
    if (const auto to = hybrid36_number(columns(line_.text, at, at + 4), 5)) bonds_.conect.emplace_back(*from, *to);
  }
}

PdbBondEnd PdbReader::bond_end(std::size_t atom, std::size_t residue, std::size_t chain, std::size_t number) const {
  PdbBondEnd end;
  end.atom = atom == 0 ? "SG" : std::string(trim(columns(line_.text, atom, atom + 3)));
  end.altloc = atom == 0 ? '\0' : letter_or_zero(column(line_.text, atom + 4));
  end.residue = std::string(trim(columns(line_.text, residue, residue + 2)));
  end.chain = chain_name(column(line_.text, chain));
  end.number = hybrid36_number(columns(line_.text, number, number + 3), 4).value_or(INT32_MIN);
  end.insertion = letter_or_zero(column(line_.text, number + 4));
  return end;
}

void PdbReader::read_link(bool disulfide) {
  const std::string_view here = trim(columns(line_.text, 60, 65)), there = trim(columns(line_.text, 67, 72));
  const bool has_symmetry = style_.has_elements || here.find_first_not_of("0123456789") == std::string_view::npos;
  if (has_symmetry && !here.empty() && !there.empty() && here != there) {
    ++bonds_.to_symmetry_mates;
    return;
  }
  if (disulfide) bonds_.links.push_back({bond_end(0, 12, 16, 18), bond_end(0, 26, 30, 32), BondOrder::kSingle});
  else bonds_.links.push_back({bond_end(13, 18, 22, 23), bond_end(43, 48, 52, 53), BondOrder::kUnknown});
}

Expected<void> PdbReader::read_line() {
  const std::string_view line = line_.text;
  if (is_atom_record(line)) {
    if (Expected<void> read = read_atom(); !read) return read;
    last_atom_length_ = line.size();
  } else if (is_record(line, "TER")) {
    builder_.end_chain();
    chain_names_.end_chain();
  } else if (is_record(line, "MODEL")) {
    return read_model();
  } else if (is_record(line, "ENDMDL")) {
    model_open_ = false;
    ended_ = true;
    builder_.end_chain();
  } else if (is_record(line, "END")) {
    saw_end_ = true;
    model_open_ = false;
    ended_ = !builder_.empty();
  } else if (is_record(line, "CONECT")) {
    read_conect();
  } else if (is_record(line, "LINK")) {
    read_link(false);
  } else if (is_record(line, "SSBOND")) {
    read_link(true);
  } else if (is_record(line, "SEQRES")) {
    read_seqres();
  } else if (is_record(line, "MODRES")) {
    read_modres();
  } else if (is_record(line, "CRYST1")) {
    read_cell();
  } else {
    read_header();
  }
  return {};
}

std::optional<Error> PdbReader::cut_off() const {
  // A last line without an end, shorter than its like before it, in the middle of an atom: what it lacks is unknown.
  if (line_.ended || !is_atom_record(line_.text)) return std::nullopt;
  const std::size_t length = line_.text.size();
  const bool lacks_element = last_atom_length_ >= 78 && length < 78;
  const bool lacks_b_factor = last_atom_length_ >= 66 && length < 66;
  const bool lacks_occupancy = last_atom_length_ >= 60 && length < 60;
  if (!lacks_element && !lacks_b_factor && !lacks_occupancy) return std::nullopt;
  return malformed(fmt::format("the file stops at column {} of an atom line; the line before has {}", length,
                               last_atom_length_),
                   "Was this file cut?");
}

Error PdbReader::no_atoms() const {
  std::string hint = "A PDB file holds lines that begin with ATOM or HETATM";
  const std::string_view guess = guess_file(text_);
  if (!guess.empty() && guess != "a PDB file") hint = fmt::format("Perhaps this is {}?", guess);
  return {ErrorCode::kMalformed, "no atoms in this PDB file", name_, hint};
}

void PdbReader::name_blank_chains_in_records() {
  // LINK, SSBOND, SEQRES and MODRES of a blank chain speak of the only one when there is one.
  if (chain_names_.given().size() != 1) return;
  const std::string& given = chain_names_.given().front();
  for (PdbBondRecords::Link& link : bonds_.links) {
    if (link.a.chain.empty()) link.a.chain = given;
    if (link.b.chain.empty()) link.b.chain = given;
  }
  if (const auto blank = sequences_.seqres.find(""); blank != sequences_.seqres.end()) {
    sequences_.seqres[given] = blank->second;
  }
  std::vector<std::tuple<std::string, std::int32_t, char>> modified;
  for (const auto& [chain, number, insertion] : sequences_.modified) {
    if (chain.empty()) modified.emplace_back(given, number, insertion);
  }
  sequences_.modified.insert(modified.begin(), modified.end());
}

void PdbReader::add_notes() {
  std::vector<std::string>& notes = header_.notes;
  const auto& given = chain_names_.given();
  if (given.size() == 1) {
    notes.push_back(fmt::format("a chain without a name was called {}", given.front()));
  } else if (given.size() > 1) {
    notes.push_back(
        fmt::format("{} chains without a name were called {} to {}", given.size(), given.front(), given.back()));
  }
  if (two_letter_chains_ > 0) notes.push_back("columns 21-22 were read as chain names of two letters");
  if (odd_serials_ > 0) {
    notes.push_back(fmt::format("{} atom serial numbers could not be read and were counted instead", odd_serials_));
  }
  if (odd_fields_ > 0) {
    notes.push_back(fmt::format("{} occupancies or B-factors were no numbers (first in line {}); 1 and 0 were taken",
                                odd_fields_, odd_field_line_));
  }
  if (renumbered_models_ > 0) notes.push_back("models with the same number were renumbered");
  if (implied_models_ > 0) notes.push_back("atoms after END or ENDMDL were read as further models");
  if (!header_.id.empty() && !saw_end_) notes.push_back("the file has no END record: it may have been cut");
}

Expected<Structure> PdbReader::read() {
  if (text_.empty()) return Error{ErrorCode::kMalformed, "the file is empty", name_, "Was this file cut?"};
  if (looks_binary(text_)) {
    const std::string_view guess = guess_file(text_);
    return Error{ErrorCode::kMalformed, "this is no text", name_,
                 guess.empty() ? "A PDB file is text" : fmt::format("Perhaps this is {}?", guess)};
  }
  for (PdbLines lines(text_); lines.next(line_);) {
    const std::size_t length_before = last_atom_length_;
    if (Expected<void> read = read_line(); !read) return read.error();
    if (builder_.atom_count() >= static_cast<std::size_t>(INT32_MAX) - 1) {
      return Error{ErrorCode::kTooLarge, "more atoms than can be numbered", name_, "Split the file"};
    }
    if (!line_.ended) {
      last_atom_length_ = length_before;
      if (auto cut = cut_off()) return *cut;
    }
  }
  if (builder_.empty()) return no_atoms();
  add_notes();
  name_blank_chains_in_records();

  Structure structure = builder_.finish();
  structure.id = std::move(header_.id);
  structure.title = std::move(header_.title);
  structure.method = std::move(header_.method);
  structure.resolution = header_.resolution;
  structure.cell = header_.cell;
  structure.space_group = std::move(header_.space_group);
  structure.notes = std::move(header_.notes);
  number_polymers(structure, sequences_, builder_.chain_was_ended());
  add_pdb_bonds(structure, bonds_);
  return structure;
}

}  // namespace

Expected<Structure> read_pdb_flavour(std::string_view text, const std::string& name, PdbFlavour flavour) {
  return PdbReader(text, name, flavour).read();
}

Expected<Structure> read_pdb(std::string_view text, const std::string& name) {
  return read_pdb_flavour(text, name, PdbFlavour::kPdb);
}

}  // namespace maek::mol
