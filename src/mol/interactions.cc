// SPDX-License-Identifier: Apache-2.0
// Interactions of a pose with its pocket, and whether a pose is physically possible.
#include "mol/interactions.h"

#include <fmt/format.h>   // for fmt::format

#include <algorithm>      // for std::all_of, std::find
#include <cmath>          // for std::abs

#include "mol/chemistry.h"                     // for stereo_labels
#include "mol/internal/find_contacts.h"        // for find_contacts
#include "mol/internal/interacting_groups.h"   // for ligand_site, receptor_site

namespace maek::mol {
namespace {

constexpr double kBondLengthTolerance = 0.25;   // of the covalent sum
constexpr double kClashFraction = 0.75;         // of the van der Waals sum (covalent sum with metals)
constexpr double kClashReach = 4.6;             // Å: 0.75 of the largest sum of radii stays below
constexpr std::size_t kMaxReasons = 50;         // a pose in the middle of a protein has thousands

bool usable(const Molecule& pose) {
  return pose.has_positions() && pose.positions().size() == pose.atoms().size() &&
         std::all_of(pose.positions().begin(), pose.positions().end(), [](Position p) { return is_finite(p); });
}

/// "C12": element and number from 1, as SDF files count.
std::string atom_label(const Molecule& molecule, std::int32_t atom) {
  return fmt::format("{}{}", symbol(molecule.atoms()[static_cast<std::size_t>(atom)].element), atom + 1);
}

void add_reason(PoseValidity& validity, std::string reason) {
  if (validity.reasons.size() < kMaxReasons) {
    validity.reasons.push_back(std::move(reason));
  } else if (validity.reasons.size() == kMaxReasons) {
    validity.reasons.emplace_back("more of the same kind are not listed");
  }
}

void check_bond_lengths(const Molecule& pose, PoseValidity& validity) {
  const std::vector<Position>& x = pose.positions();
  for (const MoleculeBond& bond : pose.bonds()) {
    const auto a = static_cast<std::size_t>(bond.a), b = static_cast<std::size_t>(bond.b);
    if (bond.order == BondOrder::kMetal) continue;   // coordination has no covalent length
    const double sum = covalent_radius(pose.atoms()[a].element) + covalent_radius(pose.atoms()[b].element);
    const double length = distance(x[a], x[b]);
    if (std::abs(length - sum) <= kBondLengthTolerance * sum) continue;
    validity.bond_lengths = false;
    add_reason(validity, fmt::format("bond {}-{} is {:.2f} Å long, expected {:.2f} to {:.2f} Å",
                                     atom_label(pose, bond.a), atom_label(pose, bond.b), length,
                                     (1 - kBondLengthTolerance) * sum, (1 + kBondLengthTolerance) * sum));
  }
}

void check_stereo(const Molecule& input, const Molecule& pose, PoseValidity& validity) {
  const std::vector<std::string> wanted = stereo_labels(input), got = stereo_labels(pose);
  // What the input leaves open (a racemate, a SMILES without marks) a pose may settle either way.
  const bool kept = std::all_of(wanted.begin(), wanted.end(), [&](const std::string& label) {
    return std::find(got.begin(), got.end(), label) != got.end();
  });
  if (kept) return;
  validity.stereo_kept = false;
  const auto listed = [](const std::vector<std::string>& labels) {
    return labels.empty() ? std::string("none") : fmt::format("{}", fmt::join(labels, " "));
  };
  add_reason(validity, fmt::format("stereo of the pose is {}, of the input {}", listed(got), listed(wanted)));
}

void check_clashes(const Structure& receptor, const Molecule& pose, PoseValidity& validity) {
  const std::vector<Position>& x = pose.positions();
  for (const ResidueIndex r : internal::residues_within(receptor, x, kClashReach)) {
    const Residue& residue = receptor.residues[static_cast<std::size_t>(r)];
    for (AtomIndex j = residue.first_atom; j < residue.end_atom; ++j) {
      const Atom& other = receptor.atoms[static_cast<std::size_t>(j)];
      if (other.element == Element::kH) continue;
      for (std::size_t i = 0; i < x.size(); ++i) {
        const Element element = pose.atoms()[i].element;
        if (element == Element::kH) continue;
        const bool metal = is_metal(element) || is_metal(other.element);
        const double sum = metal ? covalent_radius(element) + covalent_radius(other.element)
                                 : vdw_radius(element) + vdw_radius(other.element);
        const double d = distance(x[i], other.position);
        if (d >= kClashFraction * sum) continue;
        validity.no_clash = false;
        add_reason(validity, fmt::format("{} is {:.2f} Å from {} {}, allowed from {:.2f} Å",
                                         atom_label(pose, static_cast<std::int32_t>(i)), d, residue_label(receptor, r),
                                         other.name, kClashFraction * sum));
      }
    }
  }
}

}  // namespace

const char* to_string(InteractionKind kind) {
  switch (kind) {
    case InteractionKind::kHydrogenBond:
      return "hydrogen bond";
    case InteractionKind::kSaltBridge:
      return "salt bridge";
    case InteractionKind::kHydrophobic:
      return "hydrophobic contact";
    case InteractionKind::kPiStacking:
      return "pi stacking";
    case InteractionKind::kCationPi:
      return "cation-pi";
    case InteractionKind::kHalogenBond:
      return "halogen bond";
    case InteractionKind::kMetal:
      return "metal contact";
    case InteractionKind::kClash:
      return "clash";
  }
  return "interaction";
}

std::vector<Interaction> find_interactions(const Structure& receptor, const Molecule& pose) {
  if (!usable(pose)) return {};
  return internal::find_contacts(internal::receptor_site(receptor, pose.positions(), internal::kInteractionReach),
                                 internal::ligand_site(pose.atoms(), pose.bonds(), pose.positions()));
}

PoseValidity check_pose(const Structure& receptor, const Molecule& input, const Molecule& pose) {
  PoseValidity validity;
  if (!usable(pose)) {
    validity.no_clash = validity.stereo_kept = validity.bond_lengths = false;
    validity.reasons.emplace_back("the pose has no finite coordinates for all its atoms");
    return validity;
  }
  check_bond_lengths(pose, validity);
  check_stereo(input, pose, validity);
  check_clashes(receptor, pose, validity);
  return validity;
}

}  // namespace maek::mol
