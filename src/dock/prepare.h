// SPDX-License-Identifier: Apache-2.0
// From opened inputs to what the engine works on: receptor, ligand with start conformers, box, reference (preparation).
#pragma once

#include <cstdint>  // for std::uint64_t
#include <optional>  // for std::optional
#include <string>  // for std::string
#include <vector>  // for std::vector

#include "base/expected.h"  // for Expected
#include "base/operation.h"  // for Input
#include "dock/vina_grid.h"  // for Box
#include "mol/ligand_tree.h"  // for LigandTree
#include "mol/molecule.h"  // for Molecule
#include "mol/pdbqt.h"  // for PdbqtReceptor, PdbqtTree
#include "mol/receptor.h"  // for ReceptorOptions
#include "mol/structure.h"  // for Structure

namespace maek::dock {

/// A receptor ready to dock into. `structure` has the same atoms in the same order as `typed`.
struct DockReceptor {
  mol::Structure structure;
  mol::PdbqtReceptor typed;
  mol::Structure input;  // as read: where residues are looked up
};

/// A ligand ready to dock. From a PDBQT file there is a tree and no molecule.
struct DockLigand {
  std::optional<mol::Molecule> input;  // as given (protonated), heavy atoms first
  std::vector<mol::Molecule> conformers;  // start conformers, all hydrogens as atoms
  std::vector<mol::LigandTree> trees;  // of each conformer
  mol::PdbqtTree tree;  // of the first start
  std::string name;
};

constexpr double kLargestEdge = 60;  // Å of a box
constexpr double kBoxMargin = 4;  // Å around what --around names, on every side
constexpr double kSmallestEdge = 10;  // Å
constexpr double kResidueEdge = 22.5;  // Å: box about a residue of the protein itself

/// Reads and prepares. A PDBQT file is taken as it is, but refused without polar hydrogens. `notes` gets what was done.
Expected<DockReceptor> prepare_receptor_input(const Input& input, const mol::ReceptorOptions& options,
                                              std::vector<std::string>& notes);

struct LigandOptions {
  double ph = 7.4;
  bool keep_protonation = false;  // charges and hydrogens as given
  int conformers = 8;  // 0: the file's own coordinates
  std::uint64_t seed = 1;
  int threads = 1;
  const Cancellation* cancellation = nullptr;
  std::string dictionary = {};  // cache of the component dictionary; "" is the usual one (mol::find_dictionary)
};

/// SMILES or component code (internal/ligand_code.h), SDF, MOL, SMI, PDBQT, or the one ligand of a PDB or mmCIF file. Refused: no molecule, a metal, several
/// covalent fragments that are not salts, more than kMaxTorsions torsions.
Expected<DockLigand> prepare_ligand_input(const Input& input, const LigandOptions& options,
                                          std::vector<std::string>& notes);

/// Every pose of a ligand file as given (SDF records, PDBQT models), for scoring: trees at the file's own coordinates.
struct GivenPoses {
  std::vector<mol::PdbqtTree> trees;
  std::vector<std::optional<mol::Molecule>> molecules;  // with hydrogens; nothing for PDBQT
  std::vector<std::optional<mol::LigandTree>> ligand_trees;
};
Expected<GivenPoses> read_given_poses(const Input& input, const LigandOptions& options,
                                      std::vector<std::string>& notes);

/// A small molecule of a stored complex, where it lies.
struct StoredLigand {
  std::string label;         // "478 C 200"
  std::string words;         // that name the residue to ReceptorOptions::remove: "C:200"
  mol::Molecule molecule;    // with all hydrogens
  mol::LigandTree tree;
};
/// All small molecules of six and more heavy atoms in the first model that are not bonded to the polymer. Those that cannot be
/// taken (no bond orders known, a metal) are told in `notes`; that none is left is an error.
Expected<std::vector<StoredLigand>> stored_ligands(const mol::Structure& structure, const std::string& name,
                                                   const LigandOptions& options, std::vector<std::string>& notes);

/// "x,y,z,sx,sy,sz" [Å]. Errors: not six numbers, an edge that is not positive or above kLargestEdge.
Expected<Box> parse_box(const std::string& text);

/// The box about a residue of `structure` ("A:478") or about the molecule in a file. `residue` is set to the residue when it
/// is a ligand, which then must not stay in the receptor. Refused: a ligand bonded to the protein.
Expected<Box> box_around(const Input& around, const mol::Structure& structure,
                         std::optional<mol::ResidueIndex>& residue);

/// The reference pose: a residue of `structure` or a file (SDF, MOL, PDB, mmCIF). Bond orders of a residue come from `ligand`.
Expected<mol::Molecule> read_reference(const Input& reference, const mol::Structure& structure,
                                       const mol::Molecule& ligand);

/// Refuses a box that no receptor atom is near.
Expected<void> check_box(const Box& box, const mol::PdbqtReceptor& receptor);

}  // namespace maek::dock
