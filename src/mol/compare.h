// SPDX-License-Identifier: Apache-2.0
// Compare two protein structures: chain mapping, RMSD, TM-score, GDT, lDDT, interfaces, ligands (model against reference)
#pragma once

#include <cstdint>  // for std::int32_t
#include <optional>  // for std::optional
#include <string>  // for std::string
#include <utility>  // for std::pair
#include <vector>  // for std::vector

#include "base/expected.h"  // for Expected
#include "mol/dockq.h"  // for InterfaceScores
#include "mol/lddt.h"  // for LddtOptions, LddtResult
#include "mol/structure.h"  // for Structure
#include "mol/superpose.h"  // for Superposition
#include "mol/tm_score.h"  // for PairedScores

namespace maek::mol {

/// How residues of two chains are paired: by author number and insertion code, by sequence alignment, or by number
/// where the numbers agree with the sequences (auto).
enum class ResidueMatching { kAuto, kSequence, kNumber };

struct CompareOptions {
  std::vector<std::pair<std::string, std::string>> chains;  // (model, reference) by name; empty: found
  ResidueMatching matching = ResidueMatching::kAuto;
  LddtOptions lddt;
  bool with_tm = true;  // TM-score, GDT: their search grows with the square of the residues
  bool with_lddt = true;
  bool with_interfaces = true;
  bool ligands = false;
  /// Partners as chain names of the reference, several together ("HL", "A"); empty: every two chains that touch.
  std::optional<std::pair<std::vector<std::string>, std::vector<std::string>>> partners = {};
};

struct FittedRmsd {
  double rmsd = 0;  // Å, after the least-squares superposition of these atoms
  std::size_t atoms = 0;  // 0: there were none
  Superposition superposition;
};

/// Scores of one set of paired residues.
struct ProteinScores {
  int reference_residues = 0;  // with CA
  int paired_residues = 0;  // with CA in both
  int identical_residues = 0;
  FittedRmsd ca, backbone, heavy;  // backbone: N, CA, C, O; heavy: also side chains, equal names traded where better
  std::optional<PairedScores> scores;  // of CA; absent when not asked for
  LddtResult lddt, ca_lddt;            // over the reference's residues; empty when not asked for
};

struct ChainComparison {
  ChainIndex model = -1, reference = -1;
  std::vector<std::pair<ResidueIndex, ResidueIndex>> residues;  // (model, reference)
  ProteinScores scores;  // of this chain alone
};

struct InterfaceComparison {
  std::string first, second;  // chain names in the reference
  InterfaceScores scores;
};

/// A small molecule that both have.
struct LigandComparison {
  ResidueIndex model = -1, reference = -1;
  double rmsd_global = 0;  // Å, symmetry-corrected, after superposing all CA
  double rmsd_pocket = 0;  // Å, the same after superposing the CA of the pocket
  int pocket_residues = 0;  // paired residues with CA within kPocketRadius of the reference's ligand
  bool symmetry = true;  // false: bonds are not known, atoms were paired by name
};
constexpr double kPocketRadius = 10;  // Å

struct ResidueComparison {
  ResidueIndex model = -1, reference = -1;  // model -1: not there
  double lddt = 0, ca_lddt = 0;  // NaN: no atom within the radius
  double ca_distance = 0;  // Å, after the superposition of the TM-score (else of all CA); NaN where absent
};

struct Comparison {
  std::vector<ChainComparison> chains;
  std::vector<ChainIndex> model_only, reference_only;  // protein chains without a counterpart
  ProteinScores whole;  // all reference chains (those named, when some were)
  std::vector<ResidueComparison> residues;  // the reference's, in file order
  std::vector<InterfaceComparison> interfaces;
  std::vector<LigandComparison> ligands;
  std::vector<std::string> notes;
};

/// Both structures are taken as they are: one model, one conformation (single_conformation). Chains are mapped by
/// sequence; among chains of equal sequence the arrangement whose CA distances agree best with the reference is taken.
/// Errors (not_found): no protein in one of them; nothing in common; a named chain that is not there.
Expected<Comparison> compare_structures(const Structure& model, const Structure& reference,
                                        const CompareOptions& options = {});

}  // namespace maek::mol
