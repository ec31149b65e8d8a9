// SPDX-License-Identifier: Apache-2.0
// The affinity model that the project ships: written by `bench_affinity --fit FILE --date 2026-11-24`; do not edit by hand.
// Fitted on 1160 ligands of 92 systems (48 proteins): measured affinities and modelled poses of OpenFreeEnergy/
// openfe-benchmarks (commit 87c55d68, 2026-06-22, MIT) and schrodinger/public_binding_free_energy_benchmark (commit
// a65d86b7, 2023-06-26, MIT). The numbers below are this project's own. How: docs/calibration.md.
// clang-format off
#include "dock/affinity.h"

namespace maek::dock {
namespace {

using enum AffinityFeature;

constexpr AffinityModel kModel = {
    // feature, weight [pK per unit], fitted range, mean
    .rows = {{
        {kVina, 0.01857, -13.641, -0.5805, -9.1803},
        {kVinardo, -0.0939809, -10.373, 0, -6.2746},
        {kInter, 0.0294747, -22.915, -0.64837, -11.764},
        {kInterVinardo, -0.0780719, -16.77, 0, -8.0519},
        {kIntra, -0.185142, -3.0457, 0.6228, -0.68952},
        {kIntraVinardo, 0.274158, -3.2094, 0.91897, -0.6925},
        {kRotors, -0.0143443, 0, 15, 4.7802},
        {kGauss, 0.0101217, 14.12, 165.6, 95.066},
        {kGaussAt1, 0.0032001, 25.909, 374.41, 209.7},
        {kGaussWide, 0.00182102, 43.719, 573.26, 328.16},
        {kGaussAt3, -0.000272267, 200.69, 2605.9, 1455.3},
        {kRepulsion, -0.029102, 0.055269, 7.208, 2.2439},
        {kRepulsionDeep, -0.0444558, 0, 1.5239, 0.14021},
        {kRepulsionPolar, -0.0154772, 0, 2.3488, 0.37126},
        {kHydrophobic, 0.00246601, 0, 132.1, 45.471},
        {kHydrophobicFar, -0.00169486, 0.65996, 251.16, 91.243},
        {kNonHydrophobic, 0.00240612, 0, 152.17, 68.348},
        {kHydrogenBond, 0.0651788, 0, 5.8692, 2.013},
        {kHydrogenBondFar, -0.00632544, 0, 8.0382, 2.7231},
        {kPolarMismatch, -0.236562, 0, 2.3329, 0.51858},
        {kApolarOnPolar, 0.0110919, 0.51586, 140.97, 53.203},
        {kPolarOnApolar, -0.000812719, 0, 104.37, 46.265},
        {kAromaticCarbons, -0.0141412, 0, 87.07, 19.187},
        {kHalogenContacts, 0.00751644, 0, 53.657, 10.634},
        {kNear4, -0.00183122, 10, 131, 73.859},
        {kNear6, 5.71022e-05, 78, 1147, 633.34},
        {kNear8, -0.000141105, 259, 3386, 1910.9},
        {kNear12, -4.94132e-05, 1013, 13493, 7387},
        {kBuriedCarbon, -0.00027885, 48.431, 624.57, 317.14},
        {kBuriedPolar, 0.00475326, 0, 244.09, 106.03},
        {kBuriedOther, 0.00134977, 0, 220.89, 52.803},
        {kExposedCarbon, 0.000806608, 0, 316.37, 73.708},
        {kExposedPolar, 0.00526492, 0, 121.1, 25.4},
        {kPocketCarbon, -0.000826145, 31.449, 327.69, 197.97},
        {kPocketPolar, -0.00272098, 8.9404, 245.06, 106.97},
        {kBuriedShare, -0.547066, 0.16912, 1, 0.82279},
        {kHydrogenBonds, 0.0452915, 0, 9, 2.2707},
        {kSaltBridges, 0.135064, 0, 3, 0.4681},
        {kHydrophobicContacts, -0.0223458, 0, 32, 8.9466},
        {kStackings, 0.0645478, 0, 3, 0.31293},
        {kCationPi, -0.275119, 0, 3, 0.12414},
        {kHalogenBonds, 0.103875, 0, 1, 0.056034},
        {kUnsatisfied, -0.032925, 0, 5, 1.3707},
        {kUnsatisfiedCharges, -0.0327741, 0, 1, 0.18362},
        {kEnclosedAtoms, -0.0108165, 1, 34, 15.234},
        {kHeavyAtoms, 0.00960969, 8, 52, 27.841},
        {kWeight, 0.00182955, 106.17, 702.85, 393.82},
        {kLogP, -0.00345594, -0.98282, 6.8342, 2.9054},
        {kRefractivity, 0.0191347, 35.916, 196.13, 104.63},
        {kPolarSurface, 0.00400504, 0, 157.53, 83.099},
        {kDonors, -0.011477, 0, 5, 1.7836},
        {kAcceptors, -0.0546602, 0, 9, 4.8724},
        {kRotatable, -0.0753602, 0, 12, 4.2552},
        {kRings, -0.0209854, 1, 6, 3.75},
        {kAromaticRings, 0.136808, 0, 6, 2.8776},
        {kFractionSp3, 1.67096, 0, 0.75, 0.26256},
        {kCharge, 0.155468, -2, 1, 0.21466},
        {kAbsoluteCharge, 0.0618268, 0, 2, 0.42586},
        {kHalogens, -0.0343332, 0, 6, 1.1466},
        {kPocketCharge, 0.0595922, -5, 3, -0.63103},
    }},
    .intercept = 5.3092,
    .slope = 0.36261,
    .half_width = 2.341,
    .relative_slope = 0.92811,
    .relative_half_width = 1.287,
    .level = 0.9,
    .ligands = 1160,
    .systems = 92,
    .proteins = 48,
    .fewest_heavy_atoms = 6,
    .most_heavy_atoms = 53,
    .lowest_charge = -2,
    .highest_charge = 2,
    .elements = " C N O Cl F S Br I ",
    .source = "1160 ligands of 48 proteins (OpenFreeEnergy openfe-benchmarks 87c55d68, Schrodinger public binding free energy benchmark a65d86b7)",
    .date = "2026-11-24",
};

}  // namespace

const AffinityModel& affinity_model() { return kModel; }

}  // namespace maek::dock
