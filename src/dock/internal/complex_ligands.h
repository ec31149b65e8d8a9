// SPDX-License-Identifier: Apache-2.0
// Complexes to score: a receptor and the poses of its ligands, from one file with both or from two files.
#pragma once

#include <string>  // for std::string
#include <vector>  // for std::vector

#include "base/expected.h"   // for Expected
#include "base/operation.h"  // for Input
#include "dock/prepare.h"    // for DockReceptor
#include "mol/molecule.h"    // for Molecule

namespace maek::dock::internal {

struct GivenComplex {
  DockReceptor receptor;
  std::vector<mol::Molecule> poses;   // hydrogens as atoms
  std::vector<std::string> labels;    // of each: its name, or "478 A 200 in 1hpv.pdb"
};

struct ComplexOptions {
  mol::ReceptorOptions receptor;
  LigandOptions ligand;
  std::string residue;                  // which residue is the ligand; "": the only one, or each of several
  const mol::Molecule* bonds = nullptr; // bond orders of residues that the file does not state
};

/// Ligands of a stored complex. Each is taken out of the receptor alone: the others stay. One entry for each ligand.
Expected<std::vector<GivenComplex>> read_complex(const Input& input, const ComplexOptions& options,
                                                 std::vector<std::string>& notes);

/// A receptor and a file of poses in its frame.
Expected<GivenComplex> read_poses(const Input& receptor, const Input& ligand, const ComplexOptions& options,
                                  std::vector<std::string>& notes);

}  // namespace maek::dock::internal
