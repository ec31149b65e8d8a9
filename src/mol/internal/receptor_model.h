// SPDX-License-Identifier: Apache-2.0
// The working model of receptor preparation: heavy atoms with their bonds, charges and hydrogens, and the steps that
// fill it, in this order: build_sites, assign_states, place_hydrogens, type_of.
#pragma once

#include <cstdint>       // for std::int8_t
#include <string>        // for std::string
#include <string_view>   // for std::string_view
#include <utility>       // for std::pair
#include <vector>        // for std::vector

#include "mol/autodock_type.h"   // for AutodockType
#include "mol/cell_list.h"       // for CellList
#include "mol/component.h"       // for Component
#include "mol/structure.h"       // for Structure

namespace maek::mol {

struct SiteBond {
  AtomIndex atom = -1;
  BondOrder order = BondOrder::kUnknown;
  bool other_residue = false;
};

struct SiteHydrogen {
  Position position;
  std::string name;         // as in the file, "" when built
  bool from_file = false;
};

/// A heavy atom of the receptor.
struct ReceptorSite {
  std::vector<SiteBond> bonds;           // covalent
  std::vector<AtomIndex> metals;         // metals that it coordinates (by distance), or is bonded to in its component
  const ComponentAtom* fact = nullptr;   // its row of the built-in table
  std::int8_t charge = 0;
  std::int8_t hydrogens = 0;             // that it is to bear (polar ones only)
  std::int8_t absent = 0;                // heavy neighbours that it must have and the file lacks
  bool aromatic = false;
  bool planar = false;                   // sp2
  bool acidic = false;                   // one of the oxygens that share the charge of an acid
  std::vector<SiteHydrogen> placed;
};

struct ReceptorModel {
  Structure structure;                            // heavy atoms only
  std::vector<ReceptorSite> sites;                // of each atom
  std::vector<const Component*> components;       // of each residue; nullptr where the table does not apply
  CellList cells;                                 // over the heavy atoms
  double ph = 7.4;

  ReceptorModel(Structure heavy, double at_ph);
  const Atom& atom(AtomIndex i) const { return structure.atoms[static_cast<std::size_t>(i)]; }
  ReceptorSite& site(AtomIndex i) { return sites[static_cast<std::size_t>(i)]; }
  const ReceptorSite& site(AtomIndex i) const { return sites[static_cast<std::size_t>(i)]; }
  const Residue& residue_of(AtomIndex i) const {
    return structure.residues[static_cast<std::size_t>(atom(i).residue)];
  }
  /// The atom of that name (as the component table spells it) in a residue, -1 when it lacks.
  AtomIndex find(ResidueIndex residue, std::string_view name) const;
};

/// "O1P" is OP1, "OT1" O, CD of ILE CD1: spellings of old files and of simulation programs.
std::string_view table_name(const Residue& residue, const Component& component, std::string_view name);

/// What was found on the way, as residue indices; prepare_receptor makes sentences of it.
struct ReceptorFindings {
  std::vector<std::string> missing;           // "LYS A 45 lacks CE NZ"
  std::vector<ResidueIndex> guessed;          // bonds and hydrogens from distances
  std::vector<ResidueIndex> from_entry;       // bonds from the entry's own records, hydrogens by valence
  std::vector<ResidueIndex> n_termini;        // charged
  std::vector<ResidueIndex> c_termini;        // charged
  std::vector<ResidueIndex> breaks;           // first residue after a break
  std::vector<std::pair<ResidueIndex, ResidueIndex>> disulfides;
  std::vector<std::pair<ResidueIndex, ResidueIndex>>
      links;   // other covalent bonds between residues that are no neighbours
  std::vector<ResidueIndex> metal_cysteines;
  std::vector<ResidueIndex> his_delta, his_both, his_none;     // the rest has its hydrogen on NE2
  std::size_t histidines = 0;
  std::vector<ResidueIndex> flips;            // Asn, Gln that fit clearly better with O and N exchanged
  std::vector<ResidueIndex>
      ionised;   // residues whose state differs from that at pH 7, because of the pH or their name
};

/// Bonds (component table; the entry's own records; distances), links between residues, metals, missing atoms; charges
/// and hydrogens as in the component table, less what the links take.
void build_sites(ReceptorModel& model, ReceptorFindings& findings);

/// Ends of chains, acids and bases at the pH, cysteines, histidines.
void assign_states(ReceptorModel& model, ReceptorFindings& findings);

/// Bonds, charges and hydrogens of a residue that the table does not know: from the entry's own `records` of its
/// component, or where these are empty from distances.
void perceive_residue(ReceptorModel& model, ResidueIndex residue, const std::vector<const ComponentBond*>& records);

/// Side-chain amides whose O and N would find clearly better partners if exchanged; in maps of usual resolution the two
/// look alike. Only told, never done.
std::vector<ResidueIndex> possible_flips(const ReceptorModel& model);

/// Builds the hydrogens that are missing (site.placed.size() < site.hydrogens); free rotors turn to their best partner.
void place_hydrogens(ReceptorModel& model);

/// True when the atom has a lone pair that takes a hydrogen bond.
bool accepts(const ReceptorModel& model, AtomIndex atom);

/// AutoDock type of a heavy atom. `mapped` is set where Vina knows no type for the element and the nearest stands in;
/// false is returned where nothing can stand in (unknown elements).
bool type_of(const ReceptorModel& model, AtomIndex atom, AutodockType& type, bool& mapped);

}  // namespace maek::mol
