// SPDX-License-Identifier: Apache-2.0
// Chemistry of small molecules: hydrogens, protonation at a pH, 3-D conformers, stereo, fragments.
#pragma once

#include <cstdint>   // for std::uint64_t
#include <string>    // for std::string
#include <vector>    // for std::vector

#include "base/expected.h"    // for Expected
#include "base/progress.h"    // for Cancellation
#include "mol/molecule.h"     // for Molecule

namespace maek::mol {

/// A copy with all hydrogens as atoms after the heavy ones (coordinates set when the heavy atoms have them).
Molecule add_hydrogens(const Molecule& molecule);
/// A copy without explicit hydrogens.
Molecule remove_hydrogens(const Molecule& molecule);

/// The dominant ionisation at `ph` by rules (docs/protonation.md lists each with its pKa). The atoms keep their order;
/// explicit hydrogens are removed. `notes` gets one sentence per change ("carboxylic acid O3 deprotonated, pKa 4").
Molecule protonate(const Molecule& molecule, double ph, std::vector<std::string>* notes);

/// Largest covalent fragment (salts and solvents removed), with a note of what went.
Molecule largest_fragment(const Molecule& molecule, std::vector<std::string>* notes);

/// `count` conformers by ETKDG (version 3) and force-field relaxation (MMFF94, UFF where it has no parameters), hydrogens
/// as atoms, all from the graph and the seed alone: the input coordinates are never used. May return fewer when the
/// graph allows no more; none is an error. Unspecified stereocentres are embedded as they come, and said in `notes`.
/// `prune_rms`: conformers nearer than this to an earlier one are dropped [Å], heavy atoms, 0 keeps all.
/// `cancellation` is looked at between two conformers; then the error is kCancelled.
Expected<std::vector<Molecule>> make_conformers(const Molecule& molecule, int count, std::uint64_t seed, int threads,
                                                double prune_rms_angstrom, std::vector<std::string>* notes,
                                                const Cancellation* cancellation = nullptr);

/// Labels of tetrahedral centres and double bonds as assigned from the coordinates: equal vectors mean equal stereo.
std::vector<std::string> stereo_labels(const Molecule& molecule);

/// Stereocentres and double bonds that the graph leaves open.
int unspecified_stereo(const Molecule& molecule);

/// First atom whose element is a metal, -1 when there is none.
int first_metal(const Molecule& molecule);

}  // namespace maek::mol
