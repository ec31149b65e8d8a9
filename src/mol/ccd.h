// SPDX-License-Identifier: Apache-2.0
// Chemical component dictionary (CCD, components.cif, monomer library): looking a component up by its code in the
// compact cache that `maek ccd build` makes. The file: docs/formats/ccd.md. What is built in: mol/component.h.
#pragma once

#include <cstddef>       // for std::size_t
#include <cstdint>       // for std::int8_t
#include <filesystem>    // for std::filesystem::path
#include <memory>        // for std::shared_ptr
#include <optional>      // for std::optional
#include <string>        // for std::string
#include <string_view>   // for std::string_view
#include <vector>        // for std::vector

#include "base/expected.h"     // for Expected
#include "base/ids.h"          // for Digest
#include "mol/element.h"       // for Element
#include "mol/molecule.h"      // for Molecule
#include "mol/position.h"      // for Position
#include "mol/structure.h"     // for Structure, BondOrder

namespace maek::mol {

/// One atom of a dictionary component, in the published order.
struct DictionaryAtom {
  std::string name;                // "C1'"
  std::string alternative_name;    // the name of before 2007, "C1*"; "" when there is none
  Element element = Element::kUnknown;   // kUnknown for the published X
  std::int8_t charge = 0;
  bool deuterium = false;          // published as D; `element` is hydrogen
  bool aromatic = false;
  bool leaving = false;            // absent when the component is linked into a polymer
  char stereo = 'N';               // 'R', 'S', or 'N' for none
  std::optional<Position> model;   // Å, in the entry it was first seen in
  std::optional<Position> ideal;   // Å, computed
};

struct DictionaryBond {
  std::int32_t a = 0, b = 0;       // indices into atoms
  BondOrder order = BondOrder::kSingle;   // single, double, triple; kAromatic and kUnknown where published so
  bool aromatic = false;
  char stereo = 'N';               // 'E', 'Z', or 'N' for none
};

/// A component as the dictionary has it. Texts are as published, "" where it says nothing.
struct DictionaryComponent {
  std::string code;             // "478"
  std::string name;             // "{3-[(4-AMINO-BENZENESULFONYL)-..."
  std::string type;             // "NON-POLYMER", "L-PEPTIDE LINKING"
  std::string formula;          // "C25 H35 N3 O6 S"
  int charge = 0;
  std::string status;           // "REL"; "OBS" when obsolete
  std::string replaced_by;      // code of the successor of an obsolete component
  std::string parents;          // standard parents of a modified residue: "MET", "THR,TYR,GLY"
  std::string one_letter;       // "M", "TYG"
  std::string modified;         // date of the last change, "2011-06-04"
  std::string model_entry;      // PDB id that the model coordinates are from
  std::vector<DictionaryAtom> atoms;   // hydrogens included
  std::vector<DictionaryBond> bonds;

  bool obsolete() const { return status == "OBS"; }
  /// Index of the atom with that name, -1 when there is none.
  std::int32_t find_atom(std::string_view atom_name) const;
};

/// What the cache was built from.
struct DictionarySource {
  Digest digest;             // SHA-256 of the file as it was given (compressed or not)
  std::string modified;      // the latest date of change of any component: the age of the dictionary
  std::uint32_t set_aside = 0;   // components that could not be read
};

/// An open cache. Copies are cheap; const members may be called from many threads. Opening reads and checks the index
/// (about 1 MB); a look-up reads one record and checks its CRC.
class ComponentDictionary {
 public:
  /// Errors: kNotFound; kMalformed for what is no cache, is cut or damaged; kUnsupported for a later version.
  static Expected<ComponentDictionary> open(const std::filesystem::path& path);
  /// The same from memory; `name` is for messages.
  static Expected<ComponentDictionary> from_bytes(std::string bytes, std::string name);

  std::size_t size() const;
  std::string_view code(std::size_t i) const;   // in ascending order of bytes
  bool contains(std::string_view code) const;
  /// kNotFound when there is no such code; kMalformed when its record is damaged.
  Expected<DictionaryComponent> find(std::string_view code) const;
  const DictionarySource& source() const;
  const std::string& name() const;              // of the file, for messages

 private:
  struct State;
  explicit ComponentDictionary(std::shared_ptr<const State> state) : state_(std::move(state)) {}
  static Expected<ComponentDictionary> check(std::shared_ptr<State> state);
  std::shared_ptr<const State> state_;
};

/// The file to open: `given` when not empty, else MAEK_CCD, else ccd.maek in the data folder (base/data_folder.h).
/// kNotFound, with what to do, when there is none.
Expected<std::filesystem::path> find_dictionary(const std::string& given);

/// Where `./dev ccd` puts it: ccd.maek in the data folder.
Expected<std::filesystem::path> default_dictionary();

/// True for what may be a component code: 1 to 5 digits and upper-case letters.
bool looks_like_component_code(std::string_view text);

/// The molecule of a component: its atoms in published order, hydrogens included, bonds and charges as published.
/// Stereo: the flags R/S and E/Z say where there is any, the ideal coordinates (else the model's, else the R/S flag)
/// which it is; contradictions go to `notes` (may be null). Bonds to metals become dative where the donor's valence asks
/// for it. Without positions: docking must not start from them.
/// kMalformed, with the atom, when the chemistry cannot be right; kUnsupported for an atom of no known element.
Expected<Molecule> molecule_from_component(const DictionaryComponent& component,
                                           std::vector<std::string>* notes = nullptr);

/// Which coordinates with_component_positions takes.
enum class ComponentCoordinates { kIdeal, kModel };
/// The same molecule at the ideal or model coordinates; kNotFound when an atom has none.
Expected<Molecule> with_component_positions(const Molecule& molecule, const DictionaryComponent& component,
                                            ComponentCoordinates which);

/// As molecule_from_residue of mol/molecule.h, with `dictionary` (may be null) asked for bond orders last.
Expected<Molecule> molecule_from_residue(const Structure& structure, ResidueIndex residue,
                                         const Molecule* template_molecule, const ComponentDictionary* dictionary);

}  // namespace maek::mol
