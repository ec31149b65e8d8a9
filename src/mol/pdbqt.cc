// SPDX-License-Identifier: Apache-2.0
// Reads PDBQT: fixed columns, torsion trees, and errors that say what went wrong on which line.
#include "mol/pdbqt.h"

#include <algorithm>     // for std::min, std::all_of
#include <charconv>      // for std::from_chars
#include <cmath>         // for std::isfinite
#include <optional>      // for std::optional

#include <fmt/format.h>  // for fmt::format

namespace maek::mol {
namespace {

constexpr std::size_t kTypeColumn = 77;            // 0-based: the AutoDock type begins in column 78
constexpr double kMaxCoordinate = 1e6;             // Å; beyond it no structure lies
constexpr std::size_t kMaxTreeAtoms = 20000;       // more is a macromolecule, not a ligand

std::string_view trimmed(std::string_view text) {
  const auto is_blank = [](char c) { return c == ' ' || c == '\t' || c == '\r'; };
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

/// At most 12 printable characters of a foreign text, so that binary bytes never reach a terminal.
std::string printable(std::string_view text) {
  std::string shown;
  for (const char c : text.substr(0, 12)) shown += (c >= 32 && c < 127) ? c : '?';
  return shown;
}

std::string_view columns(std::string_view line, std::size_t first, std::size_t last) {   // 1-based, inclusive
  if (line.size() < first) return {};
  return trimmed(line.substr(first - 1, last - first + 1));
}

std::optional<double> real(std::string_view text) {
  double value = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failed != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<std::int32_t> integer(std::string_view text) {
  std::int32_t value = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failed != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

/// Words of a line, split at blanks.
std::vector<std::string_view> words(std::string_view line) {
  std::vector<std::string_view> found;
  while (!(line = trimmed(line)).empty()) {
    const std::size_t end = std::min(line.find_first_of(" \t"), line.size());
    found.push_back(line.substr(0, end));
    line.remove_prefix(end);
  }
  return found;
}

/// Lines of a text with their numbers.
class Lines {
 public:
  Lines(std::string_view text, const std::string& name) : rest_(text), name_(name) {}

  bool next() {
    if (rest_.empty()) return false;
    const std::size_t end = std::min(rest_.find('\n'), rest_.size());
    line_ = rest_.substr(0, end);
    while (!line_.empty() && line_.back() == '\r') line_.remove_suffix(1);
    rest_.remove_prefix(std::min(end + 1, rest_.size()));
    ++number_;
    return true;
  }
  std::string_view line() const { return line_; }
  int number() const { return number_; }
  std::string_view record() const { return trimmed(line_.substr(0, line_.find_first_of(" \t"))); }

  Error error(std::string message, std::string hint = {}, ErrorCode code = ErrorCode::kMalformed) const {
    return error_at(number_, std::move(message), std::move(hint), code);
  }
  Error error_at(int number, std::string message, std::string hint = {},
                 ErrorCode code = ErrorCode::kMalformed) const {
    return Error{code, std::move(message), fmt::format("{}:{}", name_, number), std::move(hint)};
  }
  Error whole_file(std::string message, std::string hint) const {
    return Error{ErrorCode::kMalformed, std::move(message), name_, std::move(hint)};
  }

 private:
  std::string_view rest_, line_;
  const std::string& name_;
  int number_ = 0;
};

bool is_atom(std::string_view line) { return line.starts_with("ATOM  ") || line.starts_with("HETATM"); }

/// Records that carry nothing for docking. Preparers write all of these.
bool is_remark(std::string_view record) {
  return record.empty() || record.starts_with("REMARK") || record == "WARNING" || record == "TER" || record == "USER" ||
         record == "COMPND" || record == "AUTHOR" || record == "HEADER" || record == "TITLE" || record == "CRYST1";
}

/// What the word for a type may have been meant to be: "CL" -> "Cl".
std::string type_hint(std::string_view type) {
  if (type.size() == 2) {
    const char lower = static_cast<char>(type[1] >= 'A' && type[1] <= 'Z' ? type[1] - 'A' + 'a' : type[1]);
    const std::string capitalised{static_cast<char>(type[0] >= 'a' && type[0] <= 'z' ? type[0] - 'a' + 'A' : type[0]),
                                  lower};
    if (autodock_type(capitalised)) return fmt::format("Types are case-sensitive: did you mean {}?", capitalised);
  }
  return "Docking has no parameters for it: remove the atom or choose a molecule without this element.";
}

Expected<PdbqtAtom> read_atom(const Lines& lines, bool serial_matters) {
  const std::string_view line = lines.line();
  if (line.size() <= kTypeColumn || trimmed(line.substr(kTypeColumn)).empty()) {
    return lines.error(
        fmt::format("this atom has no AutoDock type in columns 78-79 (the line has {} columns)", line.size()),
        "Is this a PDB file? Give it as .pdb and it is prepared; or write it again with a PDBQT preparer.");
  }
  // Columns are bytes: a letter of several bytes shifts every column after it, and could not be written again.
  if (!std::all_of(line.begin(), line.end(), [](char c) { return (c >= ' ' && c <= '~') || c == '\t' || c == '\r'; })) {
    return lines.error("this atom line holds bytes that are no plain text", "Atom and residue names are ASCII letters and digits.");
  }
  PdbqtAtom atom;
  atom.hetero = line.starts_with("HETATM");
  atom.name = columns(line, 13, 16);
  atom.residue = columns(line, 18, 20);
  atom.chain = columns(line, 22, 22);
  atom.insertion = line[26] == ' ' ? char{0} : line[26];
  // The residue number is for people; numbers beyond four digits (hybrid-36) are left at 0 rather than refused.
  atom.number = integer(columns(line, 23, 26)).value_or(0);
  const auto serial = integer(columns(line, 7, 11));
  if (!serial && serial_matters) {
    return lines.error(fmt::format("'{}' in columns 7-11 is no atom serial", printable(columns(line, 7, 11))),
                       "BRANCH records refer to it: number the atoms from 1.");
  }
  atom.serial = serial.value_or(0);
  double* const coordinate[] = {&atom.position.x, &atom.position.y, &atom.position.z};
  for (std::size_t k = 0; k < 3; ++k) {
    const std::size_t first = 31 + 8 * k;
    const std::string_view text = columns(line, first, first + 7);
    const auto value = real(text);
    if (!value || !std::isfinite(*value) || std::abs(*value) > kMaxCoordinate) {
      return lines.error(fmt::format("'{}' in columns {}-{} is no {} coordinate", printable(text), first, first + 7,
                                     "xyz"[k]),
                         "Coordinates are finite numbers in Angstrom, in three fields of eight columns.");
    }
    *coordinate[k] = *value;
  }
  const std::string_view charge = columns(line, 69, 76);
  if (!charge.empty()) {
    const auto value = real(charge.front() == '+' ? charge.substr(1) : charge);
    if (!value || !std::isfinite(*value)) {
      return lines.error(fmt::format("'{}' in columns 69-76 is no partial charge", printable(charge)),
                         "Leave the columns blank when there is none; docking does not use it.");
    }
    atom.charge = *value;
  }
  const std::string_view type = trimmed(line.substr(kTypeColumn));
  const auto known = autodock_type(type);
  if (!known) {
    return lines.error(fmt::format("atom {} ({}) has the unknown AutoDock type '{}'", printable(atom.name), atom.serial,
                                   printable(type)),
                       type_hint(type), ErrorCode::kUnsupported);
  }
  atom.type = *known;
  return atom;
}

/// Adds the pairs "a b a b ..." of a REMARK SMILES IDX or REMARK H PARENT line.
Expected<void> read_pairs(const Lines& lines, std::string_view text,
                          std::vector<std::pair<std::int32_t, std::int32_t>>& pairs) {
  const auto numbers = words(text);
  for (std::size_t i = 0; i < numbers.size(); i += 2) {
    const auto first = integer(numbers[i]);
    const auto second = i + 1 < numbers.size() ? integer(numbers[i + 1]) : std::nullopt;
    if (!first || !second) {
      return lines.error("this REMARK does not hold pairs of atom numbers",
                         "Remove the REMARK, or write the ligand again.");
    }
    pairs.emplace_back(*first, *second);
  }
  return {};
}

/// One torsion tree, line by line.
class TreeReader {
 public:
  bool begun() const { return state_ != State::kBefore || !tree_.smiles.empty() || torsdof_line_ != 0; }
  bool has_root() const { return state_ != State::kBefore; }
  bool finished() const { return torsdof_line_ != 0; }

  /// Takes a line; true when it belongs to a tree.
  Expected<bool> take(const Lines& lines) {
    const std::string_view line = lines.line();
    const std::string_view record = lines.record();
    if (record == "REMARK") return take_remark(lines);
    if (is_atom(line)) return take_atom(lines);
    if (record == "ROOT") {
      if (state_ != State::kBefore) return lines.error("a second ROOT in one molecule", kOneTree);
      state_ = State::kRoot;
      root_line_ = lines.number();
      return true;
    }
    if (record == "ENDROOT") {
      if (state_ != State::kRoot || !open_.empty()) return lines.error("ENDROOT without an open ROOT", kOneTree);
      if (tree_.atoms.empty()) return lines.error("ROOT holds no atom", "The rigid core of the ligand belongs here.");
      state_ = State::kBranches;
      return true;
    }
    if (record == "BRANCH") return take_branch(lines);
    if (record == "ENDBRANCH") return take_end_branch(lines);
    if (record == "TORSDOF") {
      const auto fields = words(line);
      const auto count = fields.size() == 2 ? integer(fields[1]) : std::nullopt;
      if (!count || *count < 0)
        return lines.error("TORSDOF needs one number", "Write TORSDOF and a count, as TORSDOF 5.");
      if (torsdof_line_ != 0) {
        return lines.error(fmt::format("a second TORSDOF (the first is on line {})", torsdof_line_), kOneTree);
      }
      torsdof_line_ = lines.number();
      tree_.torsdof = *count;
      return true;
    }
    return false;
  }

  /// The tree, when it is whole. `needs_torsdof`: ligands do, flexible residues do not.
  Expected<PdbqtTree> finish(const Lines& lines, bool needs_torsdof) {
    const int end = lines.number();
    if (state_ == State::kBefore) {
      return lines.error_at(end, "there is no ROOT",
                            "A ligand has ROOT, BRANCH and TORSDOF records. Is this a receptor given as ligand?");
    }
    if (state_ == State::kRoot) return lines.error_at(root_line_, "this ROOT has no ENDROOT", kCut);
    if (!open_.empty()) {
      const Open& last = open_.back();
      return lines.error_at(last.line, fmt::format("BRANCH {} {} has no ENDBRANCH", last.from, last.to), kCut);
    }
    if (needs_torsdof && torsdof_line_ == 0) return lines.error_at(end, "there is no TORSDOF record", kCut);
    return std::move(tree_);
  }

 private:
  enum class State { kBefore, kRoot, kBranches };
  struct Open {
    std::int32_t from, to;     // serials
    std::int32_t group;
    int line;
  };
  static constexpr const char* kOneTree = "One ROOT ... ENDROOT, nested BRANCHes and one TORSDOF make a ligand.";
  static constexpr const char* kCut = "Was this file cut? Write it again.";

  Expected<bool> take_remark(const Lines& lines) {
    std::string_view text = trimmed(lines.line().substr(6));
    const auto after = [&text](std::string_view prefix) {
      if (!text.starts_with(prefix)) return false;
      text.remove_prefix(prefix.size());
      return true;
    };
    if (after("SMILES IDX ")) {
      if (auto done = read_pairs(lines, text, tree_.smiles_index); !done) return done.error();
    } else if (after("H PARENT ")) {
      if (auto done = read_pairs(lines, text, tree_.h_parent); !done) return done.error();
    } else if (after("SMILES ")) {
      tree_.smiles = trimmed(text);
    }
    return true;
  }

  std::int32_t current_group() const { return open_.empty() ? 0 : open_.back().group; }

  Expected<bool> take_atom(const Lines& lines) {
    if (state_ == State::kBefore) {
      return lines.error("an atom before ROOT",
                         "A ligand begins with ROOT. Is this a receptor given as ligand (written with -xr)?");
    }
    if (state_ == State::kBranches && open_.empty()) {
      return lines.error("an atom outside ROOT and BRANCH", kOneTree);
    }
    if (tree_.atoms.size() >= kMaxTreeAtoms) {
      return lines.error(fmt::format("more than {} atoms", kMaxTreeAtoms), "This is no ligand.", ErrorCode::kTooLarge);
    }
    auto atom = read_atom(lines, true);
    if (!atom) return atom.error();
    tree_.atoms.push_back(*std::move(atom));
    tree_.group.push_back(current_group());
    return true;
  }

  /// The atom with that serial in a group, -1 when there is none.
  std::int32_t find(std::int32_t serial, std::int32_t group) const {
    for (std::size_t i = 0; i < tree_.atoms.size(); ++i) {
      if (tree_.group[i] == group && tree_.atoms[i].serial == serial) return static_cast<std::int32_t>(i);
    }
    return -1;
  }

  Expected<std::pair<std::int32_t, std::int32_t>> branch_serials(const Lines& lines) const {
    const auto fields = words(lines.line());
    const auto from = fields.size() == 3 ? integer(fields[1]) : std::nullopt;
    const auto to = fields.size() == 3 ? integer(fields[2]) : std::nullopt;
    if (!from || !to) return lines.error(fmt::format("{} needs two atom serials", lines.record()), kOneTree);
    return std::pair{*from, *to};
  }

  Expected<bool> take_branch(const Lines& lines) {
    if (state_ != State::kBranches) return lines.error("BRANCH before ENDROOT", kOneTree);
    const auto serials = branch_serials(lines);
    if (!serials) return serials.error();
    const auto [from, to] = *serials;
    const std::int32_t atom = find(from, current_group());
    if (atom < 0) {
      return lines.error(fmt::format("BRANCH {} {}: no atom has serial {} in the enclosing group", from, to, from),
                         "The first number of BRANCH names an atom of the ROOT or BRANCH around it.");
    }
    if (tree_.branches.size() >= kMaxTreeAtoms) {
      return lines.error(fmt::format("more than {} BRANCH records", kMaxTreeAtoms), "This is no ligand.",
                         ErrorCode::kTooLarge);
    }
    tree_.branches.push_back({current_group(), atom, -1});
    open_.push_back({from, to, static_cast<std::int32_t>(tree_.branches.size()), lines.number()});
    return true;
  }

  Expected<bool> take_end_branch(const Lines& lines) {
    const auto serials = branch_serials(lines);
    if (!serials) return serials.error();
    if (open_.empty()) return lines.error("ENDBRANCH without an open BRANCH", kOneTree);
    const Open last = open_.back();
    if (serials->first != last.from || serials->second != last.to) {
      return lines.error(fmt::format("ENDBRANCH {} {} closes BRANCH {} {} of line {}", serials->first, serials->second,
                                     last.from, last.to, last.line),
                         "Branches are nested: the innermost is closed first.");
    }
    const std::int32_t atom = find(last.to, last.group);
    if (atom < 0) {
      return lines.error_at(last.line,
                            fmt::format("BRANCH {} {}: no atom has serial {} inside the branch", last.from, last.to,
                                        last.to),
                            "The second number of BRANCH names an atom of the branch itself.");
    }
    tree_.branches[static_cast<std::size_t>(last.group - 1)].to = atom;
    open_.pop_back();
    return true;
  }

  PdbqtTree tree_;
  std::vector<Open> open_;
  State state_ = State::kBefore;
  int root_line_ = 0, torsdof_line_ = 0;
};

Error unexpected(const Lines& lines, const char* kind) {
  return lines.error(fmt::format("'{}' does not belong into a PDBQT {}", printable(lines.record()), kind),
                     "Is this another format? Receptors hold ATOM and HETATM records, ligands also ROOT and BRANCH.");
}

constexpr const char* kNoAtomsHint = "Is this file empty, cut, or of another format?";

}  // namespace

Expected<PdbqtReceptor> read_pdbqt_receptor(std::string_view text, const std::string& name) {
  PdbqtReceptor receptor;
  Lines lines(text, name);
  while (lines.next()) {
    if (is_atom(lines.line())) {
      auto atom = read_atom(lines, false);
      if (!atom) return atom.error();
      receptor.atoms.push_back(*std::move(atom));
      continue;
    }
    const std::string_view record = lines.record();
    if (is_remark(record) || record == "END") continue;
    if (record == "ROOT" || record == "ENDROOT" || record == "BRANCH" || record == "ENDBRANCH" || record == "TORSDOF") {
      return lines.error(fmt::format("{} in a receptor: this is a ligand", record),
                         "Give it as ligand; a receptor has no torsion tree (Open Babel writes one without -xr).");
    }
    if (record == "BEGIN_RES" || record == "END_RES") {
      return lines.error("this file holds flexible residues, not the rigid receptor", "Give it as flexible part.");
    }
    if (record == "MODEL" || record == "ENDMDL") {
      return lines.error("a receptor has one model", "Cut out the model that you mean, or give the mmCIF or PDB file.",
                         ErrorCode::kUnsupported);
    }
    return unexpected(lines, "receptor");
  }
  if (receptor.atoms.empty()) return lines.whole_file("there is no atom in this receptor", kNoAtomsHint);
  return receptor;
}

Expected<std::vector<PdbqtTree>> read_pdbqt_ligand(std::string_view text, const std::string& name) {
  std::vector<PdbqtTree> models;
  TreeReader reader;
  Lines lines(text, name);
  bool in_model = false, in_residue = false;
  int model_line = 0;
  while (lines.next()) {
    const std::string_view record = lines.record();
    if (in_residue) {   // docking output repeats the flexible residues after the ligand
      in_residue = record != "END_RES";
      continue;
    }
    if (record == "MODEL") {
      if (in_model)
        return lines.error(fmt::format("MODEL within the MODEL of line {}", model_line), "ENDMDL is missing.");
      if (reader.has_root() || (models.empty() && reader.finished())) {
        return lines.error("MODEL after the ligand has begun", "All of a ligand stands between MODEL and ENDMDL.");
      }
      in_model = true;
      model_line = lines.number();
      continue;
    }
    if (record == "ENDMDL") {
      if (!in_model) return lines.error("ENDMDL without MODEL", "Was the beginning of this file cut?");
      auto tree = reader.finish(lines, true);
      if (!tree) return tree.error();
      models.push_back(*std::move(tree));
      reader = TreeReader();
      in_model = false;
      continue;
    }
    if (record == "BEGIN_RES") {
      if (!reader.finished()) {
        return lines.error("this file holds flexible residues, not a ligand", "Give it as flexible part.");
      }
      in_residue = true;
      continue;
    }
    auto taken = reader.take(lines);
    if (!taken) return taken.error();
    if (!*taken && !is_remark(record) && record != "END") return unexpected(lines, "ligand");
  }
  if (in_residue) return lines.error("BEGIN_RES has no END_RES", "Was this file cut?");
  if (in_model) return lines.error_at(model_line, "this MODEL has no ENDMDL", "Was this file cut? Write it again.");
  if (models.empty() && !reader.has_root()) return lines.whole_file("there is no ligand in this file", kNoAtomsHint);
  if (models.empty() || reader.has_root()) {
    if (!models.empty()) return lines.error("a ligand outside MODEL and ENDMDL", "Give every ligand its MODEL.");
    auto tree = reader.finish(lines, true);
    if (!tree) return tree.error();
    models.push_back(*std::move(tree));
  }
  return models;
}

Expected<std::vector<PdbqtTree>> read_pdbqt_flex(std::string_view text, const std::string& name) {
  std::vector<PdbqtTree> residues;
  std::optional<TreeReader> reader;
  std::string label;
  int begin_line = 0;
  Lines lines(text, name);
  while (lines.next()) {
    const std::string_view record = lines.record();
    if (record == "BEGIN_RES") {
      if (reader) {
        return lines.error(fmt::format("BEGIN_RES within the residue of line {}", begin_line), "END_RES is missing.");
      }
      reader.emplace();
      begin_line = lines.number();
      const auto fields = words(lines.line());
      label.clear();
      for (std::size_t i = 1; i < fields.size(); ++i) label += (i > 1 ? " " : "") + std::string(fields[i]);
      continue;
    }
    if (record == "END_RES") {
      if (!reader) return lines.error("END_RES without BEGIN_RES", "Was the beginning of this file cut?");
      auto tree = reader->finish(lines, false);
      if (!tree) return tree.error();
      tree->residue = label;
      residues.push_back(*std::move(tree));
      reader.reset();
      continue;
    }
    if (!reader) {
      if (is_remark(record) || record == "END") continue;
      return lines.error(fmt::format("'{}' outside a flexible residue", printable(record)),
                         "Flexible residues stand between BEGIN_RES and END_RES.");
    }
    auto taken = reader->take(lines);
    if (!taken) return taken.error();
    if (!*taken && !is_remark(record)) return unexpected(lines, "flexible residue");
  }
  if (reader) {
    return lines.error_at(begin_line, fmt::format("BEGIN_RES {} has no END_RES", printable(label)),
                          "Was this file cut? Write it again.");
  }
  if (residues.empty()) return lines.whole_file("there is no flexible residue in this file", kNoAtomsHint);
  return residues;
}

}  // namespace maek::mol
