// SPDX-License-Identifier: Apache-2.0
// Prepared ligands, receptors and references, and the report of one pose against them.
#include "mol/validity.h"

#include <algorithm>   // for std::all_of
#include <array>       // for std::array
#include <cmath>       // for std::isfinite
#include <mutex>       // for std::mutex

#include <fmt/format.h>   // for fmt::format

#include "mol/identity.h"                   // for identity, compare_identity
#include "mol/internal/ligand_geometry.h"   // for ligand_geometry
#include "mol/internal/surroundings.h"      // for check_surroundings
#include "mol/internal/uff_energy.h"        // for pose_energy, ensemble_energy
#include "mol/superpose.h"                  // for superpose
#include "mol/symmetry.h"                   // for automorphisms, symmetric_rmsd

namespace maek::mol {
namespace {

// Thresholds: configuration "redock" of the published tool (Buttenschoen, Morris, Deane 2024, Chem. Sci. 15, 3130).
constexpr std::array<CheckFact, kCheckCount> kFacts = {{
    {"A1", "loading", "readable", "", 0, true, false},
    {"A2", "sanitisation", "valences and aromaticity", "", 0, true, false},
    {"A3", "inchi_convertible", "InChI can be made", "", 0, true, false},
    {"A4", "all_atoms_connected", "one connected molecule", "", 1, true, true},
    {"A5", "no_radicals", "radical electrons", "", 0, true, true},
    {"A6", "molecular_formula", "formula", "", 0, true, false},
    {"A7", "molecular_bonds", "bonds", "", 0, true, false},
    {"A8", "double_bond_stereochemistry", "double-bond stereo", "", 0, true, false},
    {"A9", "tetrahedral_chirality", "tetrahedral stereo", "", 0, true, false},
    {"B1", "bond_lengths", "bond lengths", "", 0.25, true, true},
    {"B2", "bond_angles", "bond angles", "", 0.25, true, true},
    {"B3", "internal_clash", "internal clash", "", 0.7, false, true},
    {"B4", "aromatic_ring_flatness", "aromatic rings flat", "Å", 0.25, true, true},
    {"B5", "nonaromatic_ring_nonflatness", "other rings not flat", "Å", 0.05, false, true},
    {"B6", "double_bond_flatness", "double bonds flat", "Å", 0.25, true, true},
    {"B7", "internal_energy", "internal energy ratio", "", 100, true, true},
    {"C1", "protein_ligand_maximum_distance", "near the protein", "Å", 5.0, true, true},
    {"C2", "minimum_distance_protein", "distance to protein", "", 0.75, false, true},
    {"C3", "minimum_distance_organic_cofactors", "distance to organic cofactors", "", 0.75, false, true},
    {"C4", "minimum_distance_inorganic_cofactors", "distance to inorganic cofactors", "", 0.75, false, true},
    {"C5", "minimum_distance_waters", "distance to waters", "", 0.75, false, true},
    {"D1", "volume_overlap_protein", "volume in protein", "", 0.075, true, true},
    {"D2", "volume_overlap_organic_cofactors", "volume in organic cofactors", "", 0.075, true, true},
    {"D3", "volume_overlap_inorganic_cofactors", "volume in inorganic cofactors", "", 0.075, true, true},
    {"D4", "volume_overlap_waters", "volume in waters", "", 0.075, true, true},
    {"E", "rmsd", "RMSD to the reference", "Å", 2.0, true, true},
}};

constexpr double kTinyMean = 1e-10;   // kcal/mol, in the place of a mean of zero

// With few conformers a ratio below this is taken as it is: four times below the threshold, where the mean of eight
// differs from the mean of fifty by some per cent.
constexpr double kClearRatio = 25;
constexpr double kSmallMean = 1;  // kcal/mol: below it the ratio means little

struct Energy {
  std::mutex mutex;
  std::optional<Expected<double>> few, mean;   // kcal/mol, of the ensembles; nothing before they were asked for
};

CheckResult yes_or_no(CheckId check, bool passes, std::string fault) {
  CheckResult result;
  result.check = check;
  result.state = passes ? CheckState::kPassed : CheckState::kFailed;
  if (!passes) {
    result.faults.push_back(std::move(fault));
    result.fault_count = 1;
  }
  return result;
}

CheckResult counted(CheckId check, int count, std::string fault) {
  CheckResult result = yes_or_no(check, count <= fact(check).threshold, std::move(fault));
  result.value = count;
  return result;
}

CheckResult not_computed(CheckId check, std::string why) {
  CheckResult result;
  result.check = check;
  result.note = std::move(why);
  return result;
}

bool same_graph(const Molecule& a, const Molecule& b) {
  if (&a.graph() == &b.graph()) return true;
  const auto same_atom = [](const MoleculeAtom& x, const MoleculeAtom& y) {
    return x.element == y.element && x.formal_charge == y.formal_charge && x.hydrogens == y.hydrogens;
  };
  const auto same_bond = [](const MoleculeBond& x, const MoleculeBond& y) {
    return x.a == y.a && x.b == y.b && x.order == y.order;
  };
  return std::ranges::equal(a.atoms(), b.atoms(), same_atom) && std::ranges::equal(a.bonds(), b.bonds(), same_bond);
}

std::vector<Position> heavy_positions(const Molecule& molecule, std::span<const Position> positions) {
  std::vector<Position> heavy;
  for (std::size_t a = 0; a < positions.size(); ++a) {
    if (molecule.atoms()[a].element != Element::kH) heavy.push_back(positions[a]);
  }
  return heavy;
}

Position centroid(std::span<const Position> points) {
  Position sum;
  for (const Position p : points) sum += p;
  return points.empty() ? sum : sum / static_cast<double>(points.size());
}

}  // namespace

struct CheckedLigand::Parts {
  explicit Parts(Molecule graph) : molecule(std::move(graph)) {}
  Molecule molecule;
  internal::LigandGeometry geometry;
  Automorphisms symmetry;
  std::optional<Identity> names;   // of the graph
  std::string no_names;            // why there are none
  mutable Energy energy;
};

struct CheckedReceptor::Parts {
  internal::Surroundings around;
};

struct CheckedReference::Parts {
  struct Copy {
    Molecule molecule;
    std::vector<std::int8_t> signs;   // of the first copy's stereo elements, where the graph is the same
  };
  std::vector<Copy> copies;
  internal::LigandGeometry geometry;   // of the first copy's graph
  std::optional<Identity> names;       // of the first copy
  std::string no_names;
};

const CheckFact& fact(CheckId check) { return kFacts[static_cast<std::size_t>(check)]; }

const char* to_string(CheckState state) {
  return state == CheckState::kPassed ? "passed" : state == CheckState::kFailed ? "failed" : "not computed";
}

bool ValidityReport::valid() const {
  return !checks.empty() && std::all_of(checks.begin(), checks.end(), [](const CheckResult& c) {
    return c.check == CheckId::kRmsd || c.state != CheckState::kFailed;
  });
}

const CheckResult* ValidityReport::find(CheckId check) const {
  const auto found = std::find_if(checks.begin(), checks.end(), [&](const CheckResult& c) { return c.check == check; });
  return found == checks.end() ? nullptr : &*found;
}

std::vector<std::string> ValidityReport::reasons(bool with_accuracy) const {
  std::vector<std::string> all;
  for (const CheckResult& c : checks) {
    if (c.check == CheckId::kRmsd && !with_accuracy) continue;
    const std::string head = fmt::format("{} {}: ", fact(c.check).id, fact(c.check).name);
    for (const std::string& fault : c.faults) all.push_back(head + fault);
    if (c.fault_count > static_cast<int>(c.faults.size()))
      all.push_back(head + fmt::format("{} more", c.fault_count - static_cast<int>(c.faults.size())));
  }
  return all;
}

Expected<CheckedLigand> CheckedLigand::prepare(const Molecule& molecule) {
  auto geometry = internal::ligand_geometry(molecule);
  if (!geometry) return geometry.error();
  auto parts = std::make_shared<Parts>(molecule.with_positions({}));
  parts->geometry = std::move(*geometry);
  parts->symmetry = automorphisms(molecule);
  if (auto names = identity(parts->molecule)) {
    parts->names = std::move(*names);
  } else {
    parts->no_names = names.error().message;
  }
  CheckedLigand ligand;
  ligand.parts_ = std::move(parts);
  return ligand;
}

const Molecule& CheckedLigand::molecule() const { return parts_->molecule; }

CheckedReceptor CheckedReceptor::prepare(const Structure& receptor, const std::vector<bool>& leave_out) {
  CheckedReceptor prepared;
  prepared.parts_ = std::make_shared<Parts>(Parts{internal::surroundings(receptor, leave_out)});
  return prepared;
}

Expected<CheckedReference> CheckedReference::prepare(std::vector<Molecule> copies) {
  if (copies.empty()) return Error{ErrorCode::kInvalidArgument, "there is no reference molecule", "reference", ""};
  auto geometry = internal::ligand_geometry(copies.front());
  if (!geometry) return geometry.error();
  auto parts = std::make_shared<Parts>();
  parts->geometry = std::move(*geometry);
  if (auto names = identity(copies.front())) {
    parts->names = std::move(*names);
  } else {
    parts->no_names = names.error().message;
  }
  for (Molecule& copy : copies) {
    Parts::Copy c{copy, {}};
    if (copy.has_positions() && same_graph(copy, copies.front()))
      c.signs = internal::stereo_signs(parts->geometry, copy.positions());
    parts->copies.push_back(std::move(c));
  }
  CheckedReference reference;
  reference.parts_ = std::move(parts);
  return reference;
}

namespace {

/// A6 to A9.
void check_identity(const Molecule& pose, const CheckOptions& options, ValidityReport& report) {
  constexpr std::array kLayers = {CheckId::kFormula, CheckId::kBonds, CheckId::kDoubleBondStereo,
                                  CheckId::kTetrahedralStereo};
  const auto& reference = options.reference->parts();
  const auto& first = reference.copies.front();
  // The graph in the same order and every centre of the same hand: the same molecule, without any InChI.
  bool same = same_graph(pose, first.molecule) && first.molecule.has_positions();
  if (same) {
    const auto signs = internal::stereo_signs(reference.geometry, pose.positions());
    same = signs == first.signs && std::ranges::find(signs, 0) == signs.end();
  }
  if (same && reference.names) {
    for (const CheckId check : kLayers) report.checks.push_back(yes_or_no(check, true, ""));
    return;
  }
  const auto names = identity(pose);
  if (!reference.names || !names) {
    const std::string why = !names ? names.error().message : "reference: " + reference.no_names;
    for (const CheckId check : kLayers) report.checks.push_back(not_computed(check, why));
    return;
  }
  const IdentityDifference difference = compare_identity(*reference.names, *names, options.open_stereo_passes);
  const auto words = [&](std::string_view what) {
    for (const std::string& line : difference.words) {
      if (line.starts_with(what)) return line.substr(what.size() + 2);   // after ": "
    }
    return std::string(what);
  };
  report.checks.push_back(yes_or_no(kLayers[0], !difference.formula, words("formula")));
  report.checks.push_back(yes_or_no(kLayers[1], !difference.connectivity, words("bonds")));
  report.checks.push_back(yes_or_no(kLayers[2], !difference.double_bond_stereo, words("double-bond stereo")));
  report.checks.push_back(yes_or_no(kLayers[3], !difference.tetrahedral_stereo, words("tetrahedral stereo")));
}

CheckResult check_energy(const CheckedLigand& ligand, std::span<const Position> positions,
                         const CheckOptions& options) {
  const auto& parts = ligand.parts();
  const auto energy = internal::pose_energy(parts.molecule, positions);
  if (!energy) return not_computed(CheckId::kEnergyRatio, energy.error().message);

  const auto judge = [&](std::optional<Expected<double>>& known, int conformers) {
    std::unique_lock lock(parts.energy.mutex);
    if (!known) {
      auto mean = internal::ensemble_energy(parts.molecule, conformers, options.threads, options.cancellation);
      if (!mean && mean.error().code == ErrorCode::kCancelled)   // the next one may have more time
        return not_computed(CheckId::kEnergyRatio, "stopped before the ensemble was made");
      known = std::move(mean);
    }
    const Expected<double>& made = *known;
    lock.unlock();
    if (!made) return not_computed(CheckId::kEnergyRatio, made.error().message);
    const double mean = *made == 0 ? kTinyMean : *made;
    const double ratio = *energy / mean;
    if (!std::isfinite(ratio)) return not_computed(CheckId::kEnergyRatio, "the energy is not finite");
    CheckResult result = yes_or_no(
        CheckId::kEnergyRatio, ratio <= fact(CheckId::kEnergyRatio).threshold,
        fmt::format("{:.0f} kcal/mol are {:.0f} times the mean of {} conformers, {:.1f} kcal/mol; at most {:.0f} "
                    "times",
                    *energy, ratio, conformers, mean, fact(CheckId::kEnergyRatio).threshold));
    result.value = ratio;
    result.systems = conformers;
    if (mean < kSmallMean) {
      result.note = fmt::format("the mean energy of the conformers is {:.3g} kcal/mol: the ratio means little", mean);
    }
    return result;
  };
  if (options.energy == EnergyTest::kQuick) {
    CheckResult quick = judge(parts.energy.few, internal::kFewConformers);
    if (quick.value && quick.note.empty() && *quick.value <= kClearRatio) return quick;
  }
  return judge(parts.energy.mean, internal::kEnsemble);
}

void check_accuracy(const CheckedLigand& ligand, const Molecule& pose, const CheckOptions& options,
                    ValidityReport& report) {
  CheckResult result;
  result.check = CheckId::kRmsd;
  const std::vector<Position> heavy = heavy_positions(pose, pose.positions());
  for (const auto& copy : options.reference->parts().copies) {
    if (!copy.molecule.has_positions()) continue;
    std::optional<double> rmsd;
    if (same_graph(pose, copy.molecule)) {
      rmsd = symmetric_rmsd(ligand.parts().symmetry, pose.positions(), copy.molecule.positions());
    } else if (auto measured = rmsd_to_reference(pose, copy.molecule)) {
      rmsd = *measured;
    } else {
      result.note = measured.error().message;
    }
    ++result.systems;
    const std::vector<Position> other = heavy_positions(copy.molecule, copy.molecule.positions());
    const double apart = distance(centroid(heavy), centroid(other));
    if (!report.centroid_distance || apart < *report.centroid_distance) report.centroid_distance = apart;
    if (!rmsd) continue;
    if (!result.value || *rmsd < *result.value) result.value = *rmsd;
    if (!same_graph(pose, copy.molecule)) continue;
    // Least over the first symmetries: what is asked is whether the shape is right.
    for (std::size_t s = 0; s < std::min<std::size_t>(ligand.parts().symmetry.permutations.size(), 16); ++s) {
      std::vector<Position> permuted;
      for (const std::int32_t i : ligand.parts().symmetry.permutations[s])
        permuted.push_back(other[static_cast<std::size_t>(i)]);
      const auto fit = superpose(heavy, permuted);
      if (fit && (!report.superposed_rmsd || fit->rmsd < *report.superposed_rmsd)) report.superposed_rmsd = fit->rmsd;
    }
  }
  if (result.value) {
    const double most = fact(CheckId::kRmsd).threshold;
    result.note.clear();
    result.state = *result.value <= most ? CheckState::kPassed : CheckState::kFailed;
    if (result.state == CheckState::kFailed) {
      result.fault_count = 1;
      result.faults.push_back(fmt::format("{:.2f} Å from the reference, at most {:.1f} Å", *result.value, most));
    }
  }
  report.checks.push_back(std::move(result));
}

}  // namespace

ValidityReport check_pose(const CheckedLigand& ligand, std::span<const Position> positions,
                          const CheckOptions& options) {
  const auto& parts = ligand.parts();
  const std::span<const MoleculeAtom> atoms = parts.molecule.atoms();
  ValidityReport report;
  const bool usable = positions.size() == atoms.size() && !positions.empty() &&
                      std::all_of(positions.begin(), positions.end(), [](Position p) { return is_finite(p); });
  report.checks.push_back(
      yes_or_no(CheckId::kLoading, usable, "there are no finite 3-D coordinates for all its atoms"));
  if (!usable) return report;
  report.checks.push_back(yes_or_no(CheckId::kSanitisation, true, ""));
  report.checks.push_back(yes_or_no(CheckId::kInchi, parts.names.has_value(), parts.no_names));
  report.checks.push_back(counted(CheckId::kConnected, parts.geometry.fragments,
                                  fmt::format("{} parts that no bond joins", parts.geometry.fragments)));
  report.checks.push_back(counted(CheckId::kRadicals, parts.geometry.radical_electrons,
                                  fmt::format("{} unpaired electrons", parts.geometry.radical_electrons)));
  const Molecule pose = parts.molecule.with_positions({positions.begin(), positions.end()});
  if (options.reference != nullptr) check_identity(pose, options, report);
  for (CheckResult& c : internal::check_distances(parts.geometry, atoms, positions))
    report.checks.push_back(std::move(c));
  for (CheckResult& c : internal::check_flatness(parts.geometry, atoms, positions))
    report.checks.push_back(std::move(c));
  if (options.energy != EnergyTest::kNone) report.checks.push_back(check_energy(ligand, positions, options));
  if (options.receptor != nullptr) {
    for (CheckResult& c :
         internal::check_surroundings(options.receptor->parts().around, parts.geometry, atoms, positions))
      report.checks.push_back(std::move(c));
  }
  if (options.reference != nullptr && options.accuracy) {
    const auto& copies = options.reference->parts().copies;
    if (std::ranges::any_of(copies, [](const auto& c) { return c.molecule.has_positions(); }))
      check_accuracy(ligand, pose, options, report);
  }
  return report;
}

ValidityReport check_pose(const Molecule& pose, const CheckOptions& options) {
  const auto ligand = CheckedLigand::prepare(pose);
  if (!ligand) return unreadable_pose(ligand.error().message, true);
  return check_pose(*ligand, pose.positions(), options);
}

ValidityReport unreadable_pose(std::string reason, bool chemistry) {
  ValidityReport report;
  if (chemistry) report.checks.push_back(yes_or_no(CheckId::kLoading, true, ""));
  report.checks.push_back(yes_or_no(chemistry ? CheckId::kSanitisation : CheckId::kLoading, false, std::move(reason)));
  return report;
}

}  // namespace maek::mol
