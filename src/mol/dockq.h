// SPDX-License-Identifier: Apache-2.0
// DockQ, fnat, interface and ligand RMSD, CAPRI class: how well a model has the interface of two chains (complexes)
#pragma once

#include <array>     // for std::array
#include <cstdint>   // for std::uint8_t
#include <span>      // for std::span
#include <vector>    // for std::vector

#include "base/expected.h"    // for Expected
#include "mol/position.h"     // for Position

namespace maek::mol {

/// A residue of one partner, in the reference and, where paired, in the model.
struct InterfaceResidue {
  std::vector<Position> reference, model;                     // heavy atoms [Å]; empty where absent
  std::array<Position, 4> reference_backbone, model_backbone; // N, CA, C, O [Å]
  std::array<std::uint8_t, 4> in_both{};                      // which of these four both have
};

enum class CapriClass { kIncorrect, kAcceptable, kMedium, kHigh };
const char* to_string(CapriClass value);   // "incorrect", ...

/// Cut-offs of the CAPRI assessment (Lensink & Wodak 2010; Basu & Wallner 2016, PLoS ONE 11, e0161879).
struct InterfaceOptions {
  double contact = 5;      // Å between any heavy atoms
  double interface = 10;   // Å: residues of the interface RMSD
};

struct InterfaceScores {
  int reference_contacts = 0, model_contacts = 0, shared_contacts = 0;   // pairs of residues
  int interface_first = 0, interface_second = 0;   // reference residues within the interface distance, each partner
  double fnat = 0;      // shared / reference contacts
  double fnonnat = 0;   // share of the model's contacts that the reference lacks
  double irmsd = 0;     // Å: backbone of the interface residues, superposed together
  double lrmsd = 0;     // Å: backbone of the smaller partner after superposing that of the larger one
  bool receptor_is_first = true;  // which partner counts as the larger one: more paired residues; of equals the first
  double dockq = 0;  // (fnat + 1/(1+(irmsd/1.5)²) + 1/(1+(lrmsd/8.5)²)) / 3
  CapriClass capri = CapriClass::kIncorrect;
};

/// fnat >= 0.5 and (lrmsd <= 1 or irmsd <= 1) high; >= 0.3 and (<= 5 or <= 2) medium; >= 0.1 and (<= 10 or <= 4)
/// acceptable.
CapriClass capri_class(double fnat, double irmsd, double lrmsd);

/// Errors: no contact in the reference (not_found); no paired interface residue, or a partner with none (not_found).
Expected<InterfaceScores> score_interface(std::span<const InterfaceResidue> first,
                                          std::span<const InterfaceResidue> second,
                                          const InterfaceOptions& options = {});

/// Pairs of residues (indices) with any atoms within `cutoff`, ascending; of the reference, or of the model.
std::vector<std::array<std::int32_t, 2>> residue_contacts(std::span<const InterfaceResidue> first,
                                                          std::span<const InterfaceResidue> second, double cutoff,
                                                          bool of_model);

}  // namespace maek::mol
