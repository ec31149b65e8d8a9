// SPDX-License-Identifier: Apache-2.0
// Variants of a molecule that a drawing leaves open: stereoisomers, protomers, tautomers, enumerated and named
#pragma once

#include <string>    // for std::string
#include <vector>    // for std::vector

#include "base/expected.h"    // for Expected
#include "mol/molecule.h"     // for Molecule

namespace maek::mol {

struct VariantOptions {
  bool stereo = false;      // centres and double bonds that the graph leaves open, both ways each; given ones stay
  bool protomers =
      false;   // every form that is dominant somewhere within ph ± ph_window (docs/protonation.md has the rules)
  bool tautomers = false;   // by RDKit's rules of tautomerism (transforms of Sitzmann et al. 2010), without scores
  double ph = 7.4;
  double ph_window = 1.0;
  std::size_t most = 16;    // variants to give
};

struct Variant {
  Molecule molecule;
  std::string name;   // "tautomer 2, C3 R, C5 S, as at pH 6.4"; "as given" when nothing was open
};

struct VariantSet {
  std::vector<Variant> variants;      // different canonical SMILES each; at least one
  std::size_t left_out = 0;           // that were made and not given: beyond `most`
  std::vector<std::string> notes;     // limits that were met
};

/// In this order: tautomers (the given form first, then by SMILES), their stereoisomers, their protomers. Equal input gives
/// equal output. Coordinates are dropped: a variant is a graph. Stereoisomers that rings make impossible are not sorted out.
Expected<VariantSet> enumerate_variants(const Molecule& molecule, const VariantOptions& options);

constexpr int kMostOpenStereo = 10;  // elements varied (1,024 forms); further ones stay open, with a note
constexpr unsigned kMostTautomers = 200;  // asked of the rules

}  // namespace maek::mol
