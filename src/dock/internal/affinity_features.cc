// SPDX-License-Identifier: Apache-2.0
// The declared features, in the order of the enumeration. x is the distance of two surfaces: r - (R_a + R_b), Vina's radii.
#include "dock/affinity.h"

namespace maek::dock {
namespace {

using enum AffinityFeature;

constexpr bool kByResidue = true, kWhole = false;

// Pair terms: Trott & Olson 2010, J. Comput. Chem. 31, 455, and shapes of the same family (Koes, Baumgartner & Camacho
// 2013, J. Chem. Inf. Model. 53, 1893). Buried surface by class: Wang & Zhang 2017, J. Comput. Chem. 38, 169.
constexpr std::array<AffinityFeatureFacts, kAffinityFeatures> kTable = {{
    {kVina, "vina", "kcal/mol", "Vina's score", kByResidue},
    {kVinardo, "vinardo", "kcal/mol", "Vinardo's score", kByResidue},
    {kInter, "inter", "kcal/mol", "Vina, ligand with receptor", kByResidue},
    {kInterVinardo, "inter_vinardo", "kcal/mol", "Vinardo, ligand with receptor", kByResidue},
    {kIntra, "intra", "kcal/mol", "Vina, ligand with itself", kWhole},
    {kIntraVinardo, "intra_vinardo", "kcal/mol", "Vinardo, ligand with itself", kWhole},
    {kRotors, "rotors", "", "torsions as Vina counts them", kWhole},

    {kGauss, "gauss", "", "exp(-(x/0.5)²): touching pairs", kByResidue},
    {kGaussAt1, "gauss_at_1", "", "exp(-((x-1)/0.5)²): pairs 1 Å apart", kByResidue},
    {kGaussWide, "gauss_wide", "", "exp(-(x/1.5)²)", kByResidue},
    {kGaussAt3, "gauss_at_3", "", "exp(-((x-3)/2)²)", kByResidue},
    {kRepulsion, "repulsion", "Å²", "x² of pairs that overlap", kByResidue},
    {kRepulsionDeep, "repulsion_deep", "Å²", "(x+0.4)² of pairs that overlap by more than 0.4 Å", kByResidue},
    {kRepulsionPolar, "repulsion_polar", "Å²", "x² of polar pairs that overlap and cannot bond", kByResidue},
    {kHydrophobic, "hydrophobic", "", "step 0.5 to 1.5 Å, both hydrophobic", kByResidue},
    {kHydrophobicFar, "hydrophobic_far", "", "step 0.5 to 3 Å, both hydrophobic", kByResidue},
    {kNonHydrophobic, "non_hydrophobic", "", "step 0.5 to 1.5 Å, neither hydrophobic", kByResidue},
    {kHydrogenBond, "hydrogen_bond", "", "step -0.7 to 0 Å, donor with acceptor", kByResidue},
    {kHydrogenBondFar, "hydrogen_bond_far", "", "step -0.7 to 0.4 Å, donor with acceptor", kByResidue},
    {kPolarMismatch, "polar_mismatch", "", "step -0.7 to 0.4 Å, two donors or two acceptors", kByResidue},
    {kApolarOnPolar, "apolar_on_polar", "", "step 0.5 to 1.5 Å, hydrophobic ligand atom, other receptor atom",
     kByResidue},
    {kPolarOnApolar, "polar_on_apolar", "", "step 0.5 to 1.5 Å, other ligand atom, hydrophobic receptor atom",
     kByResidue},
    {kAromaticCarbons, "aromatic_carbons", "", "step 0.5 to 1.5 Å, two aromatic carbons", kByResidue},
    {kHalogenContacts, "halogen_contacts", "", "step 0.5 to 1.5 Å, a halogen of the ligand", kByResidue},
    {kNear4, "near_4", "", "heavy pairs within 4 Å", kByResidue},
    {kNear6, "near_6", "", "heavy pairs within 6 Å", kByResidue},
    {kNear8, "near_8", "", "heavy pairs within 8 Å", kByResidue},
    {kNear12, "near_12", "", "heavy pairs within 12 Å", kByResidue},

    {kBuriedCarbon, "buried_carbon", "Å²", "accessible surface of the ligand's carbons that binding hides", kWhole},
    {kBuriedPolar, "buried_polar", "Å²", "accessible surface of N and O of the ligand that binding hides", kWhole},
    {kBuriedOther, "buried_other", "Å²", "accessible surface of its other elements that binding hides", kWhole},
    {kExposedCarbon, "exposed_carbon", "Å²", "surface of the ligand's carbons that stays accessible", kWhole},
    {kExposedPolar, "exposed_polar", "Å²", "surface of N and O of the ligand that stays accessible", kWhole},
    {kPocketCarbon, "pocket_carbon", "Å²", "surface of C and S of the receptor that the ligand hides", kByResidue},
    {kPocketPolar, "pocket_polar", "Å²", "surface of other atoms of the receptor that the ligand hides", kByResidue},
    {kBuriedShare, "buried_share", "", "hidden share of the ligand's surface", kWhole},

    {kHydrogenBonds, "hydrogen_bonds", "", "hydrogen bonds with angles (docs/interactions.md)", kByResidue},
    {kSaltBridges, "salt_bridges", "", "salt bridges", kByResidue},
    {kHydrophobicContacts, "hydrophobic_contacts", "", "hydrophobic contacts", kByResidue},
    {kStackings, "stackings", "", "stacked rings", kByResidue},
    {kCationPi, "cation_pi", "", "charges over rings", kByResidue},
    {kHalogenBonds, "halogen_bonds", "", "halogen bonds", kByResidue},
    {kUnsatisfied, "unsatisfied", "", "N and O of the ligand that binding buries without a bond", kWhole},
    {kUnsatisfiedCharges, "unsatisfied_charges", "", "charged N and O of the ligand without a bond", kWhole},
    {kEnclosedAtoms, "enclosed_atoms", "", "ligand atoms that no water reaches", kWhole},

    {kHeavyAtoms, "heavy_atoms", "", "heavy atoms of the ligand", kWhole},
    {kWeight, "weight", "g/mol", "molecular weight", kWhole},
    {kLogP, "log_p", "", "octanol/water (Wildman & Crippen 1999)", kWhole},
    {kRefractivity, "refractivity", "cm³/mol", "molar refractivity (Wildman & Crippen 1999)", kWhole},
    {kPolarSurface, "polar_surface", "Å²", "topological polar surface (Ertl et al. 2000)", kWhole},
    {kDonors, "donors", "", "hydrogen-bond donors", kWhole},
    {kAcceptors, "acceptors", "", "hydrogen-bond acceptors", kWhole},
    {kRotatable, "rotatable", "", "rotatable bonds by Veber's rule", kWhole},
    {kRings, "rings", "", "rings", kWhole},
    {kAromaticRings, "aromatic_rings", "", "aromatic rings", kWhole},
    {kFractionSp3, "fraction_sp3", "", "sp3 share of the carbons", kWhole},
    {kCharge, "charge", "e", "formal charge", kWhole},
    {kAbsoluteCharge, "absolute_charge", "e", "magnitude of the formal charge", kWhole},
    {kHalogens, "halogens", "", "halogen atoms", kWhole},

    {kPocketCharge, "pocket_charge", "e", "formal charges of the receptor within 8 Å of the ligand", kByResidue},
}};

constexpr bool in_order() {
  for (std::size_t i = 0; i < kTable.size(); ++i) {
    if (static_cast<std::size_t>(kTable[i].feature) != i) return false;
  }
  return true;
}
static_assert(in_order(), "a feature is missing, or stands in another place than in the enumeration");

}  // namespace

std::span<const AffinityFeatureFacts> affinity_feature_table() { return kTable; }

}  // namespace maek::dock
