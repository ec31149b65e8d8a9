// SPDX-License-Identifier: Apache-2.0
// read_smiles: own scanner for the place of an error, RDKit for the chemistry.
#include <exception>   // for std::exception
#include <memory>      // for std::unique_ptr

#include <fmt/format.h>                       // for fmt::format
#include <GraphMol/MolOps.h>                  // for removeHs
#include <GraphMol/SmilesParse/SmilesParse.h> // for SmilesToMol

#include "mol/internal/molecule_rdkit.h"      // for from_rdkit
#include "mol/internal/smiles_scan.h"         // for scan_smiles
#include "mol/molecule.h"                     // for Molecule

namespace maek::mol {
namespace {

constexpr std::string_view kBlank = " \t\r\n\v\f";
constexpr std::size_t kShownCharacters = 60;   // of the SMILES in a message: one line of a terminal

/// The stretch of the SMILES around a column, so that a reader sees the place.
std::string excerpt(std::string_view smiles, std::size_t column) {
  const std::size_t from = column > kShownCharacters / 2 ? column - kShownCharacters / 2 : 0;
  std::string text = from > 0 ? "..." : "";
  for (const char c : smiles.substr(from, kShownCharacters)) text += c > 32 && c < 127 ? c : '?';
  return from + kShownCharacters < smiles.size() ? text + "..." : text;
}

}  // namespace

Expected<Molecule> read_smiles(std::string_view text) {
  silence_rdkit();
  const std::size_t first = std::min(text.find_first_not_of(kBlank), text.size());
  std::string_view smiles = text.substr(first);
  if (smiles.empty()) {
    return Error{ErrorCode::kMalformed, "the SMILES is empty", "SMILES", "Ethanol, for example, is CCO."};
  }
  const std::size_t end = std::min(smiles.find_first_of(kBlank), smiles.size());
  std::string_view name = smiles.substr(end);
  smiles = smiles.substr(0, end);
  if (smiles.size() > kMaxSmilesLength) {
    return Error{ErrorCode::kTooLarge,
                 fmt::format("a SMILES of {} characters; the limit is {}", smiles.size(), kMaxSmilesLength), "SMILES",
                 "This is a macromolecule: give it as a structure."};
  }
  name.remove_prefix(std::min(name.find_first_not_of(kBlank), name.size()));
  name = name.substr(0, name.find_first_of("\r\n"));

  const auto error = [&](ErrorCode code, std::size_t column, const std::string& message, std::string hint) {
    return Error{code, fmt::format("{} in {}", message, excerpt(smiles, column)),
                 column > 0 ? fmt::format("SMILES:{}", first + column) : "SMILES", std::move(hint)};
  };
  SmilesScan scan = scan_smiles(smiles, kMaxMoleculeAtoms);
  if (!scan.ok) {
    const bool large = scan.atom_columns.size() >= static_cast<std::size_t>(kMaxMoleculeAtoms);
    return error(large ? ErrorCode::kTooLarge : ErrorCode::kMalformed, scan.column, scan.message, scan.hint);
  }
  std::unique_ptr<RDKit::RWMol> mol;
  try {
    RDKit::SmilesParserParams parameters;
    parameters.sanitize = false;    // done below, where the atom of a failure still has its column
    parameters.removeHs = false;
    parameters.allowCXSMILES = false;
    parameters.parseName = false;
    mol.reset(RDKit::SmilesToMol(std::string(smiles), parameters));
    if (!mol || mol->getNumAtoms() == 0) {
      return error(ErrorCode::kMalformed, 0, "this is no valid SMILES",
                   "Branches, bonds and ring closures do not fit together.");
    }
    RDKit::MolOps::sanitizeMol(*mol);
    RDKit::MolOps::removeHs(*mol, false, false, true);
    RDKit::MolOps::assignStereochemistry(*mol, true, true);
    Molecule molecule = from_rdkit(*mol, std::string(name));
    int all = molecule.heavy_atoms();
    for (const MoleculeAtom& atom : molecule.atoms()) all += atom.element == Element::kH ? 0 : atom.hydrogens;
    if (all > kMaxMoleculeAtoms) {
      return error(ErrorCode::kTooLarge, 0,
                   fmt::format("{} atoms with hydrogens; the limit is {}", all, kMaxMoleculeAtoms),
                   "This is a macromolecule: give it as a structure.");
    }
    return molecule;
  } catch (const RDKit::MolSanitizeException& failure) {
    if (!mol) return error(ErrorCode::kMalformed, 0, failure.what(), "Check valences and aromatic rings.");
    const ChemistryFault fault = describe(failure, *mol);
    const bool placed = fault.atom >= 0 && static_cast<std::size_t>(fault.atom) < scan.atom_columns.size();
    return error(ErrorCode::kMalformed, placed ? scan.atom_columns[static_cast<std::size_t>(fault.atom)] : 0,
                 fault.message, fault.hint);
  } catch (const std::exception& failure) {
    return error(ErrorCode::kMalformed, 0, fmt::format("this is no valid SMILES ({})", failure.what()),
                 "Branches, bonds and ring closures do not fit together.");
  }
}

}  // namespace maek::mol
