// SPDX-License-Identifier: Apache-2.0
// What a docking run tells: poses with their numbers as table, JSON, CSV, SDF, PDBQT and complexes (results, summary).
#pragma once

#include <optional>    // for std::optional
#include <string>      // for std::string
#include <vector>      // for std::vector

#include "base/expected.h"      // for Expected
#include "base/operation.h"     // for OutputFile
#include "dock/affinity.h"      // for Affinity
#include "dock/energy.h"        // for Terms, Box
#include "dock/prepare.h"       // for DockReceptor
#include "dock/search.h"        // for SearchStatistics
#include "mol/molecule.h"       // for Molecule
#include "mol/validity.h"       // for ValidityReport

namespace maek::dock {

/// One pose with everything that is told of it.
struct ReportedPose {
  std::optional<mol::Molecule> molecule;            // nothing for a PDBQT ligand
  std::vector<Position> tree_positions;             // in the order of the PdbqtTree
  Terms terms;
  std::size_t conformer = 0;
  std::optional<double> rmsd_to_reference;          // Å, symmetry-corrected
  double rmsd_to_best = 0;                          // Å, symmetry-corrected where there is a molecule
  std::optional<mol::ValidityReport> validity;
  std::optional<std::size_t> pocket = {};           // blind docking: index into Report::pockets
  double moved = 0;                                 // Å, by local optimisation
};

struct Report {
  std::string mode;                                 // "dock", "score", "local"
  std::string scoring;                              // "vina", "vinardo"
  bool table_mode = false;
  std::string ligand_name;
  std::string smiles;                               // canonical, as docked; "" for a PDBQT ligand
  int heavy_atoms = 0;
  int torsions = 0;
  std::optional<Box> box;
  std::vector<Box> pockets = {};                    // that blind docking searched, the best first
  std::optional<SearchStatistics> statistics;
  double seconds = 0;                               // of the computation, wall
  std::vector<ReportedPose> poses;
  std::optional<Affinity> affinity;                 // of the first pose
};

std::string to_table(const Report& report);
std::string to_json(const Report& report);
std::string to_csv(const Report& report);
std::string poses_sdf(const Report& report);
/// The best pose as a prediction to be attested (docs/formats/attestations.md): its affinity with the interval where there is
/// one, else its score, uncalibrated; and what it rests on.
std::string prediction_json(const Report& report);
/// MODELs with REMARK lines in the style of Vina's output.
std::string poses_pdbqt(const Report& report, const mol::PdbqtTree& tree);
/// Receptor and pose as one mmCIF entry; the ligand is residue LIG (or its component code) of a chain of its own.
Expected<std::string> complex_mmcif(const DockReceptor& receptor, const ReportedPose& pose, const std::string& name);

}  // namespace maek::dock
