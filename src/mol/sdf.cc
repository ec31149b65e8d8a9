// SPDX-License-Identifier: Apache-2.0
// read_sdf, read_molecule, to_sdf: own checks of the text, RDKit for the chemistry, stereo from 3-D coordinates.
#include <exception>   // for std::exception
#include <memory>      // for std::unique_ptr

#include <fmt/format.h>                          // for fmt::format
#include <GraphMol/Depictor/RDDepictor.h>        // for compute2DCoords
#include <GraphMol/FileParsers/FileParsers.h>    // for MolBlockToMol
#include <GraphMol/MolOps.h>                     // for assignStereochemistryFrom3D

#include "mol/internal/file_guess.h"             // for guess_file, looks_binary
#include "mol/internal/molecule_rdkit.h"         // for from_rdkit
#include "mol/internal/sdf_entries.h"            // for SdfEntry
#include "mol/internal/sdf_scan.h"               // for SdfScanner
#include "mol/molecule.h"                        // for Molecule

namespace maek::mol {
namespace {

/// `chemistry` (may be null) is set when the text was fine and the chemistry was not.
Expected<Molecule> read_block(const SdfScanner& scanner, const SdfBlock& record, std::vector<std::string>* notes,
                              bool* chemistry = nullptr) {
  try {
    const std::unique_ptr<RDKit::RWMol> mol(RDKit::MolBlockToMol(record.block, true, false, true));
    if (!mol) return scanner.error_at(record.line, "this record is no molecule", "Is this an SDF file?");
    if (record.has_coordinates && !record.flat) {
      RDKit::MolOps::assignStereochemistryFrom3D(*mol, -1, true);
    } else {
      mol->clearConformers();
      if (notes != nullptr) {
        notes->push_back(
            fmt::format("{} (line {}) {}.", record.name.empty() ? "A record" : record.name, record.line,
                        record.flat ? "is drawn flat: its stereo is taken from the wedges, its coordinates are not used"
                                    : "has no coordinates"));
      }
    }
    Molecule molecule = from_rdkit(*mol, record.name);
    int all = molecule.heavy_atoms();
    for (const MoleculeAtom& atom : molecule.atoms()) all += atom.element == Element::kH ? 0 : atom.hydrogens;
    if (all > kMaxMoleculeAtoms) {
      return scanner.error_at(record.line,
                              fmt::format("{} atoms with hydrogens; the limit is {}", all, kMaxMoleculeAtoms),
                              "This is a macromolecule: give it as a structure.", ErrorCode::kTooLarge);
    }
    return molecule;
  } catch (const RDKit::MolSanitizeException& failure) {
    if (chemistry != nullptr) *chemistry = true;
    // Read once more without chemistry, to say which atom it was.
    try {
      const std::unique_ptr<RDKit::RWMol> raw(RDKit::MolBlockToMol(record.block, false, false, true));
      const ChemistryFault fault = describe(failure, *raw);
      const bool placed = fault.atom >= 0 && static_cast<std::size_t>(fault.atom) < record.atom_lines.size();
      return scanner.error_at(placed ? record.atom_lines[static_cast<std::size_t>(fault.atom)] : record.line,
                              fault.message, fault.hint);
    } catch (const std::exception&) {
      return scanner.error_at(record.line, failure.what(), "Check valences, charges and aromatic rings.");
    }
  } catch (const std::exception& failure) {
    return scanner.error_at(record.line, fmt::format("this record is no molecule ({})", failure.what()),
                            "Is this an SDF file?");
  }
}

/// A file that fails from its first record on may be none at all.
Error explain(Error error, std::string_view text) {
  if (text.find("V2000") != std::string_view::npos || text.find("V3000") != std::string_view::npos) return error;
  if (const std::string_view guess = guess_file(text); !guess.empty()) {
    error.hint = fmt::format("Perhaps this is {}?", guess);
  } else if (looks_binary(text)) {
    error.message = "this is no text, hence no SDF file";
    error.hint = "Small molecules are read as SDF, MOL, SMILES or PDBQT, plain or gzip-compressed.";
  }
  return error;
}

std::string one_line(std::string_view text) {
  std::string line;
  for (const char c : text) line += c == '\n' || c == '\r' || c == '\t' ? ' ' : c;
  return line;
}

/// A data value: a blank line, or '$$$$' at the start of one, would end the field or the record.
std::string field_value(std::string_view text) {
  std::string value;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    if (line.find_first_not_of(" \t") != std::string_view::npos) {
      value += (line.starts_with("$$$$") || line.starts_with(">") ? " " : "") + std::string(line) + '\n';
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return value.empty() ? "\n" : value;
}

std::string mol_block(const Molecule& molecule) {
  RDKit::RWMol mol = to_rdkit(molecule);
  if (!molecule.has_positions()) RDDepict::compute2DCoords(mol);
  std::string block = RDKit::MolToMolBlock(mol, true, -1, true);
  // RDKit signs the second line; the title is ours.
  const std::size_t title = block.find('\n');
  return one_line(molecule.name()).substr(0, 80) + block.substr(title);
}

}  // namespace

Expected<Molecule> read_molecule(std::string_view sdf, const std::string& name, std::vector<std::string>* notes) {
  silence_rdkit();
  SdfScanner scanner(sdf, name);
  if (!scanner.more()) {
    return Error{ErrorCode::kMalformed, "there is no molecule in this file", name,
                 "Is it empty, or of another format?"};
  }
  const auto block = scanner.next();
  if (!block) return explain(block.error(), sdf);
  return read_block(scanner, *block, notes);
}

Expected<std::vector<Molecule>> read_sdf(std::string_view sdf, const std::string& name,
                                         std::vector<std::string>* notes) {
  silence_rdkit();
  SdfScanner scanner(sdf, name);
  std::vector<Molecule> molecules;
  while (scanner.more()) {
    const auto block = scanner.next();
    if (!block) return molecules.empty() ? explain(block.error(), sdf) : block.error();
    auto molecule = read_block(scanner, *block, notes);
    if (!molecule) return molecule.error();
    molecules.push_back(*std::move(molecule));
  }
  if (molecules.empty()) {
    return Error{ErrorCode::kMalformed, "there is no molecule in this file", name,
                 "Is it empty, or of another format?"};
  }
  return molecules;
}

std::vector<SdfEntry> read_sdf_entries(std::string_view sdf, const std::string& name,
                                       std::vector<std::string>* notes) {
  silence_rdkit();
  std::vector<SdfEntry> entries;
  int line = 0;   // lines before the record
  while (!sdf.empty()) {
    // Up to and with the line that ends the record, so that one that cannot be read does not take the next along.
    std::size_t end = 0;
    int lines = 0;
    while (end < sdf.size()) {
      const std::size_t stop = std::min(sdf.find('\n', end), sdf.size());
      const bool last = sdf.substr(end, stop - end).starts_with("$$$$");
      end = std::min(stop + 1, sdf.size());
      ++lines;
      if (last) break;
    }
    const std::string_view record = sdf.substr(0, end);
    sdf.remove_prefix(end);
    SdfScanner scanner(record, name, line);
    line += lines;
    if (!scanner.more()) continue;
    const auto block = scanner.next();
    if (!block) {
      entries.push_back({"", entries.empty() ? explain(block.error(), record) : block.error(), false});
      continue;
    }
    bool chemistry = false;
    auto molecule = read_block(scanner, *block, notes, &chemistry);
    entries.push_back({block->name, std::move(molecule), chemistry});
  }
  return entries;
}

std::string to_sdf(const std::vector<SdfRecord>& records) {
  silence_rdkit();
  std::string out;
  for (const SdfRecord& record : records) {
    out += mol_block(record.molecule);
    for (const auto& [key, value] : record.fields) {
      std::string clean = one_line(key);
      for (char& c : clean) c = c == '<' || c == '>' ? '_' : c;
      out += fmt::format(">  <{}>\n{}\n", clean, field_value(value));
    }
    out += "$$$$\n";
  }
  return out;
}

}  // namespace maek::mol
