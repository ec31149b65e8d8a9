// SPDX-License-Identifier: Apache-2.0
// Structure: models, chains, residues, atoms of a macromolecular entry (protein, nucleic acid, ligands, waters).
// Flat arrays that refer to each other by index. C++17-clean: files that meet gemmi include it.
#pragma once

#include <array>      // for std::array
#include <cstdint>    // for std::int32_t
#include <string>     // for std::string
#include <string_view>
#include <vector>     // for std::vector

#include "mol/element.h"    // for Element
#include "mol/position.h"   // for Position

namespace maek::mol {

using AtomIndex = std::int32_t;
using ResidueIndex = std::int32_t;
using ChainIndex = std::int32_t;

/// What a residue is to its chain.
enum class ResidueKind : std::uint8_t { kUnknown, kAminoAcid, kNucleotide, kSugar, kWater, kIon, kCofactor, kLigand };

struct Atom {
  std::string name;              // as in the file, trimmed: "CA", "O5'"
  Element element = Element::kUnknown;
  std::int8_t formal_charge = 0;
  char altloc = 0;               // 0 when there is none
  float occupancy = 1;
  float b_factor = 0;            // Å², or a confidence where the file says so
  std::int32_t serial = 0;
  Position position;             // Å
  ResidueIndex residue = -1;
};

struct Residue {
  std::string name;              // component code: "HIS", "478"
  std::int32_t number = 0;       // author numbering (auth_seq_id); what users type and see
  char insertion = 0;            // insertion code, 0 when none
  std::int32_t label_number = 0; // label_seq_id, 1-based in the polymer; 0 outside polymers
  ResidueKind kind = ResidueKind::kUnknown;
  bool hetero = false;           // HETATM in the file
  ChainIndex chain = -1;
  AtomIndex first_atom = 0, end_atom = 0;   // [first, end)
};

struct Chain {
  std::string name;              // author chain (auth_asym_id); "" in old files becomes a free letter, with a note
  std::string label;             // label_asym_id; "" when the file has none
  std::int32_t entity = 0;       // 1-based; 0 when unknown
  std::int32_t model = 1;        // model number
  ResidueIndex first_residue = 0, end_residue = 0;   // [first, end)
};

/// Bond order; kAromatic only as a file states it.
enum class BondOrder : std::uint8_t { kUnknown = 0, kSingle = 1, kDouble = 2, kTriple = 3, kAromatic = 4, kMetal = 5 };

/// A bond that the file itself records (CONECT, LINK, SSBOND, struct_conn) between two atoms.
struct StructureBond {
  AtomIndex a = -1, b = -1;
  BondOrder order = BondOrder::kUnknown;
};

/// Bonds of a component as the entry's own _chem_comp_bond records give them.
struct ComponentBond {
  std::string component, atom_1, atom_2;
  BondOrder order = BondOrder::kUnknown;
};

struct Structure {
  std::string id;                 // "1HPV"
  std::string title;
  double resolution = 0;          // Å; 0 when the file gives none
  std::vector<Chain> chains;      // of all models, model after model
  std::vector<Residue> residues;
  std::vector<Atom> atoms;
  std::vector<StructureBond> bonds;   // of the first model
  std::vector<ComponentBond> component_bonds;
  std::vector<std::string> notes; // what the reader had to assume or drop, one sentence each
  std::string method = {};        // "X-RAY DIFFRACTION", as the file words it; "" when it does not say
  std::array<double, 6> cell = {};  // unit cell a, b, c [Å], alpha, beta, gamma [degrees]; all 0 when there is none
  std::string space_group = {};   // Hermann-Mauguin, "P 21 21 21"; "" when there is none
};

/// Sets Residue::kind of every residue from its component code and its atoms (mol/component.h has the codes).
void assign_kinds(Structure& structure);

/// Author name of a residue for people: "HIS A 57", "GLY B 60A".
std::string residue_label(const Structure& structure, ResidueIndex residue);

/// First model only, and of alternate locations, per residue, the one with the highest total occupancy (ties: first
/// letter). What was dropped is said in `notes`.
Structure single_conformation(const Structure& structure);

/// A copy with the atoms whose flag is true; empty residues and chains vanish, bonds are renumbered.
Structure subset(const Structure& structure, const std::vector<bool>& keep_atom);

/// Residue given as people write it: "A:57", "A/57", "HIS57:A", "A:57A" (insertion code), "478" (component code or
/// number when unique), "A:478". All that match, in file order.
std::vector<ResidueIndex> find_residues(const Structure& structure, std::string_view words);

}  // namespace maek::mol
