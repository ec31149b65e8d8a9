// SPDX-License-Identifier: Apache-2.0
// PDBQT: typed receptors, and ligands with their torsion tree (AutoDock format; read, write).
// These structs are also what docking works on: a prepared molecule takes this form whether or not a file is written.
#pragma once

#include <cstdint>       // for std::int32_t
#include <string>        // for std::string
#include <string_view>   // for std::string_view
#include <utility>       // for std::pair
#include <vector>        // for std::vector

#include "base/expected.h"         // for Expected
#include "mol/autodock_type.h"     // for AutodockType
#include "mol/position.h"          // for Position

namespace maek::mol {

struct PdbqtAtom {
  std::string name;             // "CA"
  std::string residue;          // "GLY"
  std::string chain;            // "A"
  std::int32_t number = 0;
  char insertion = 0;
  std::int32_t serial = 0;
  bool hetero = false;
  Position position;            // Å
  double charge = 0;            // e; not used by Vina
  AutodockType type = AutodockType::C;
};

/// A rigid receptor.
struct PdbqtReceptor {
  std::vector<PdbqtAtom> atoms;
};

/// A rotatable bond: `child` group turns about the axis from atom `from` (in the parent group) to atom `to` (listed in
/// the child group, lies on the axis).
struct PdbqtBranch {
  std::int32_t parent_group = 0;
  std::int32_t from = -1, to = -1;   // indices into atoms
};

/// A ligand, or one flexible residue: group 0 is the ROOT; branch k (0-based) makes group k + 1, depth first as in the file.
struct PdbqtTree {
  std::vector<PdbqtAtom> atoms;           // file order
  std::vector<std::int32_t> group;        // of each atom
  std::vector<PdbqtBranch> branches;
  std::int32_t torsdof = 0;
  std::string residue;                    // "NAM C NNN" of a flexible residue, "" for a ligand
  std::string smiles;                     // REMARK SMILES, "" when absent
  std::vector<std::pair<std::int32_t, std::int32_t>> smiles_index;   // (SMILES atom, serial), 1-based: REMARK SMILES IDX
  std::vector<std::pair<std::int32_t, std::int32_t>> h_parent;       // REMARK H PARENT
};

/// Errors name file and line, and guess at the slip (a ligand given as receptor, a line that is too short, -xr forgotten).
Expected<PdbqtReceptor> read_pdbqt_receptor(std::string_view text, const std::string& name);
/// All MODELs; a file without MODEL has one.
Expected<std::vector<PdbqtTree>> read_pdbqt_ligand(std::string_view text, const std::string& name);
/// Flexible residues: BEGIN_RES ... END_RES.
Expected<std::vector<PdbqtTree>> read_pdbqt_flex(std::string_view text, const std::string& name);

std::string to_pdbqt(const PdbqtReceptor& receptor);
/// With other coordinates (one per atom) when `positions` is not null.
std::string to_pdbqt(const PdbqtTree& ligand, const std::vector<Position>* positions = nullptr);

}  // namespace maek::mol
