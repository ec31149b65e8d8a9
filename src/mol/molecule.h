// SPDX-License-Identifier: Apache-2.0
// Molecule: a small molecule with its graph, charges, stereo and one set of coordinates (ligand, SMILES, SDF).
// RDKit does the chemistry behind it; this header shows plain data only.
#pragma once

#include <cstdint>       // for std::int32_t
#include <memory>        // for std::shared_ptr
#include <span>          // for std::span
#include <string>        // for std::string
#include <string_view>   // for std::string_view
#include <vector>        // for std::vector

#include "base/expected.h"    // for Expected
#include "mol/element.h"      // for Element
#include "mol/position.h"     // for Position
#include "mol/structure.h"    // for BondOrder

namespace maek::mol {

struct MoleculeAtom {
  Element element = Element::kUnknown;
  std::int8_t formal_charge = 0;
  std::uint8_t hydrogens = 0;     // all hydrogens on it, explicit and implicit
  bool aromatic = false;
  bool in_ring = false;
};

struct MoleculeBond {
  std::int32_t a = 0, b = 0;
  BondOrder order = BondOrder::kSingle;      // kAromatic where the chemistry is aromatic
  bool in_ring = false;
  BondOrder kekulised = BondOrder::kSingle;  // single, double or triple also where `order` is kAromatic (for drawing)
};

/// Defined in mol/internal/molecule_rdkit.h; only chemistry files of mol see inside.
struct MoleculeGraph;

/// An immutable sanitised molecule plus coordinates. Copies are cheap (the graph is shared).
/// Atom order is that of the input; hydrogens are atoms only where the input or add_hydrogens made them so.
class Molecule {
 public:
  std::span<const MoleculeAtom> atoms() const;
  std::span<const MoleculeBond> bonds() const;
  int heavy_atoms() const;
  int formal_charge() const;
  double molecular_weight() const;   // g/mol, all hydrogens included

  /// Empty when the molecule has no coordinates (from SMILES).
  const std::vector<Position>& positions() const { return positions_; }
  bool has_positions() const { return !positions_.empty(); }
  /// The same graph at other coordinates [Å]; `positions` has one entry per atom.
  Molecule with_positions(std::vector<Position> positions) const;

  const std::string& name() const { return name_; }
  Molecule with_name(std::string name) const;

  /// Canonical isomeric SMILES without explicit hydrogens.
  std::string canonical_smiles() const;

  const MoleculeGraph& graph() const { return *graph_; }
  Molecule(std::shared_ptr<const MoleculeGraph> graph, std::vector<Position> positions, std::string name);

 private:
  std::shared_ptr<const MoleculeGraph> graph_;
  std::vector<Position> positions_;
  std::string name_;
};

/// From SMILES; what follows the first blank is the name. A syntax error names the position (column, from 1):
/// "SMILES:7: 'X' is no element symbol". Chemistry errors (valence, aromaticity) name the atom and its column.
/// Empty text, wildcards, more than kMaxMoleculeAtoms atoms or kMaxSmilesLength characters: errors.
Expected<Molecule> read_smiles(std::string_view smiles);

/// First (or all) molecules of an SDF or MOL file, V2000 or V3000, with coordinates; stereo is taken from the 3-D
/// coordinates. Errors name file and line. A record that was drawn flat (2-D) has no positions: its stereo comes from
/// the wedges, and `notes` (may be null) says so.
Expected<Molecule> read_molecule(std::string_view sdf, const std::string& name,
                                 std::vector<std::string>* notes = nullptr);
Expected<std::vector<Molecule>> read_sdf(std::string_view sdf, const std::string& name,
                                         std::vector<std::string>* notes = nullptr);

/// A record to write with named data fields (SD tags).
struct SdfRecord {
  Molecule molecule;
  std::vector<std::pair<std::string, std::string>> fields;
};
/// V2000 (V3000 beyond 999 atoms), kekulised, coordinates to 0.0001 Å. A molecule without positions is laid out flat,
/// with wedges. Line breaks in field names become blanks, blank lines in values vanish: both would end the field.
std::string to_sdf(const std::vector<SdfRecord>& records);

constexpr int kMaxMoleculeAtoms = 1000;         // hydrogens included; beyond this it is a macromolecule
constexpr std::size_t kMaxSmilesLength = 20000;  // characters; refused before any parser sees them

/// The molecule of one residue of a structure. Bond orders come, in this order, from `template_molecule` when given
/// (matched by graph), the entry's component_bonds, the built-in component table; else an error that asks for a SMILES.
/// Never guessed from distances.
Expected<Molecule> molecule_from_residue(const Structure& structure, ResidueIndex residue,
                                         const Molecule* template_molecule);

}  // namespace maek::mol
