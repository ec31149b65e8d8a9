// SPDX-License-Identifier: Apache-2.0
#include "dock/internal/pose_judge.h"

namespace maek::dock::internal {

PoseJudge::PoseJudge(const DockReceptor& receptor, bool energy, const OperationContext& context)
    : context_(context), energy_(energy), receptor_(mol::CheckedReceptor::prepare(receptor.structure)) {}

mol::ValidityReport PoseJudge::judge(const mol::Molecule& input, const mol::Molecule& pose) {
  if (reference_graph_ != &input.graph() || !reference_) {
    auto reference = mol::CheckedReference::prepare({input});
    if (!reference) return mol::unreadable_pose(reference.error().message, true);
    reference_ = std::move(*reference);
    reference_graph_ = &input.graph();
  }
  const Known* known = nullptr;
  for (const Known& k : ligands_) {
    if (k.graph == &pose.graph()) known = &k;
  }
  if (known == nullptr) {
    // Conformers of one ligand are separate objects of one graph: the second finds the first by its names.
    const std::string smiles = pose.canonical_smiles();
    for (const Known& k : ligands_) {
      const mol::Molecule& other = k.ligand.molecule();
      if (other.atoms().size() != pose.atoms().size() || other.canonical_smiles() != smiles) continue;
      bool same = other.bonds().size() == pose.bonds().size();
      for (std::size_t a = 0; same && a < pose.atoms().size(); ++a)
        same = other.atoms()[a].element == pose.atoms()[a].element;
      for (std::size_t b = 0; same && b < pose.bonds().size(); ++b)
        same = other.bonds()[b].a == pose.bonds()[b].a && other.bonds()[b].b == pose.bonds()[b].b;
      if (same) known = &k;
    }
  }
  if (known == nullptr) {
    auto ligand = mol::CheckedLigand::prepare(pose);
    if (!ligand) return mol::unreadable_pose(ligand.error().message, true);
    ligands_.push_back({&pose.graph(), std::move(*ligand)});
    known = &ligands_.back();
  }
  mol::CheckOptions options;
  options.receptor = &receptor_;
  options.reference = &*reference_;
  options.energy = energy_ ? mol::EnergyTest::kQuick : mol::EnergyTest::kNone;
  options.accuracy = false;   // the input's own place says nothing: --reference does that
  options.open_stereo_passes = true;
  options.threads = context_.threads;
  options.cancellation = context_.cancellation;
  return mol::check_pose(known->ligand, pose.positions(), options);
}

std::optional<std::string> PoseJudge::changed(const mol::ValidityReport& report) {
  using enum mol::CheckId;
  for (const mol::CheckId check : {kFormula, kBonds, kDoubleBondStereo, kTetrahedralStereo}) {
    const mol::CheckResult* result = report.find(check);
    if (result != nullptr && result->state == mol::CheckState::kFailed) return result->faults.front();
  }
  return std::nullopt;
}

}  // namespace maek::dock::internal
