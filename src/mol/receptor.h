// SPDX-License-Identifier: Apache-2.0
// Receptor preparation: polar hydrogens, histidine states, cofactors and metals kept, waters dropped, AutoDock types.
#pragma once

#include <string>    // for std::string
#include <vector>    // for std::vector

#include "base/expected.h"      // for Expected
#include "mol/pdbqt.h"          // for PdbqtReceptor
#include "mol/structure.h"      // for Structure

namespace maek::mol {

struct ReceptorOptions {
  double ph = 7.4;
  bool keep_waters = false;
  /// Waters to keep although the others go, as "A:301"; see find_residues.
  std::vector<std::string> keep = {};
  /// Residues to leave out (the ligand that is being redocked), as "A:478" or a component code; see find_residues.
  std::vector<std::string> remove = {};
};

struct PreparedReceptor {
  Structure structure;               // first model, one conformation, with polar hydrogens; author numbering kept
  PdbqtReceptor typed;               // the same atoms in the same order, typed
  std::vector<std::string> notes;    // what was done, one sentence each; printed and recorded
};

/// An error when nothing of a protein or nucleic acid is there, or when the result would have no donors.
/// A file that has hydrogens keeps its polar ones (non-polar are dropped); hydrogens that are missing are built with
/// standard geometry, hydroxyls and histidines turned towards their best partner.
Expected<PreparedReceptor> prepare_receptor(const Structure& structure, const ReceptorOptions& options);

}  // namespace maek::mol
