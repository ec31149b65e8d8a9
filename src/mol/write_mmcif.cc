// SPDX-License-Identifier: Apache-2.0
// mmCIF writer.
#include <algorithm>       // for std::max
#include <cmath>           // for std::isfinite
#include <cstddef>         // for std::size_t
#include <iterator>        // for std::back_inserter
#include <map>             // for std::map
#include <set>             // for std::set
#include <unordered_set>   // for std::unordered_set

#include <fmt/format.h>    // for fmt::format_to

#include "mol/internal/cif_value.h"     // for cif_value, cif_number
#include "mol/internal/mmcif_units.h"   // for label_units
#include "mol/write_structure.h"        // for to_mmcif

namespace maek::mol {
namespace {

constexpr int kCoordinateDecimals = 6;   // 1e-6 Å: below what any file states, above the noise of arithmetic

std::string upper(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
  return result;
}

const char* order_word(BondOrder order) {
  switch (order) {
    case BondOrder::kSingle: return "SING";
    case BondOrder::kDouble: return "DOUB";
    case BondOrder::kTriple: return "TRIP";
    case BondOrder::kAromatic: return "AROM";
    case BondOrder::kUnknown:
    case BondOrder::kMetal: return "?";
  }
  return "?";
}

const char* class_word(UnitClass kind) {
  switch (kind) {
    case UnitClass::kPolymer: return "polymer";
    case UnitClass::kBranched: return "branched";
    case UnitClass::kNonPolymer: return "non-polymer";
    case UnitClass::kWater: return "water";
  }
  return "non-polymer";
}

class MmcifWriter {
 public:
  explicit MmcifWriter(const Structure& structure) : structure_(structure), units_(label_units(structure)) {}

  Expected<std::string> write();

 private:
  const Residue& residue(ResidueIndex r) const { return structure_.residues[static_cast<std::size_t>(r)]; }
  const LabelUnit& unit_of(ResidueIndex r) const {
    return units_.units[static_cast<std::size_t>(units_.unit_of_residue[static_cast<std::size_t>(r)])];
  }
  const std::string& chain_name(ResidueIndex r) const {
    const std::string& name = structure_.chains[static_cast<std::size_t>(residue(r).chain)].name;
    return name.empty() ? unit_of(r).label : name;   // every chain has a name in the output
  }
  std::string label_number(ResidueIndex r) const {
    const std::int32_t number = units_.label_number[static_cast<std::size_t>(r)];
    return number > 0 ? std::to_string(number) : ".";
  }
  template <class... T>
  void add(fmt::format_string<T...> format, T&&... values) {
    fmt::format_to(std::back_inserter(text_), format, std::forward<T>(values)...);
  }

  void write_header();
  void write_entities();
  const char* polymer_type(const LabelUnit& unit) const;
  void write_component_bonds();
  void write_connections();
  void write_atoms();

  const Structure& structure_;
  LabelUnits units_;
  std::string text_;
};

void MmcifWriter::write_header() {
  std::string block;
  for (const char c : structure_.id) {
    if (c > 32 && c < 127) block.push_back(c);
  }
  const std::string& id = structure_.id;
  add("data_{}\n#\n_entry.id {}\n", block.empty() ? "maek" : block, cif_value(id));
  if (!structure_.title.empty()) {
    add("#\n_struct.entry_id {}\n_struct.title {}\n", cif_value(id), cif_value(structure_.title));
  }
  if (!structure_.method.empty()) {
    add("#\n_exptl.entry_id {}\n_exptl.method {}\n", cif_value(id), cif_value(structure_.method));
  }
  if (structure_.resolution > 0 && std::isfinite(structure_.resolution)) {
    const bool microscopy = structure_.method.find("MICROSCOPY") != std::string::npos;
    const std::string resolution = cif_number(structure_.resolution, 1, 4);
    if (microscopy) {
      add("#\n_em_3d_reconstruction.entry_id {}\n_em_3d_reconstruction.id 1\n_em_3d_reconstruction.resolution {}\n",
          cif_value(id), resolution);
    } else {
      add("#\n_refine.entry_id {}\n_refine.pdbx_refine_id {}\n_refine.ls_d_res_high {}\n", cif_value(id),
          cif_value(structure_.method), resolution);
    }
  }
  if (structure_.cell[0] > 0) {
    const auto& cell = structure_.cell;
    add("#\n_cell.entry_id {}\n_cell.length_a {}\n_cell.length_b {}\n_cell.length_c {}\n", cif_value(id),
        cif_number(cell[0], 3, 6), cif_number(cell[1], 3, 6), cif_number(cell[2], 3, 6));
    add("_cell.angle_alpha {}\n_cell.angle_beta {}\n_cell.angle_gamma {}\n", cif_number(cell[3], 2, 6),
        cif_number(cell[4], 2, 6), cif_number(cell[5], 2, 6));
    if (!structure_.space_group.empty()) add("_symmetry.space_group_name_H-M {}\n", cif_value(structure_.space_group));
  }
}

const char* MmcifWriter::polymer_type(const LabelUnit& unit) const {
  std::size_t amino = 0, deoxy = 0, ribo = 0;
  for (const ResidueIndex r : unit.residues) {
    bool sugar = false, hydroxyl = false, alpha = false;
    for (AtomIndex a = residue(r).first_atom; a < residue(r).end_atom; ++a) {
      const std::string& name = structure_.atoms[static_cast<std::size_t>(a)].name;
      alpha = alpha || name == "CA";
      sugar = sugar || name == "C1'" || name == "C1*" || name == "P";
      hydroxyl = hydroxyl || name == "O2'" || name == "O2*";
    }
    if (alpha) ++amino;
    else if (sugar) ++(hydroxyl ? ribo : deoxy);
  }
  if (amino >= ribo + deoxy) return "polypeptide(L)";
  if (ribo > 0 && deoxy > 0) return "polydeoxyribonucleotide/polyribonucleotide hybrid";
  return ribo > 0 ? "polyribonucleotide" : "polydeoxyribonucleotide";
}

void MmcifWriter::write_entities() {
  std::map<std::int32_t, const LabelUnit*> entities;
  std::map<std::string, const LabelUnit*> labels;
  for (const LabelUnit& unit : units_.units) {
    entities.emplace(unit.entity, &unit);
    labels.emplace(unit.label, &unit);
  }
  add("#\nloop_\n_entity.id\n_entity.type\n");
  for (const auto& [entity, unit] : entities) add("{} {}\n", entity, class_word(unit->kind));
  add("#\nloop_\n_struct_asym.id\n_struct_asym.entity_id\n");
  std::set<std::string> done;
  for (const LabelUnit& unit : units_.units) {
    if (done.insert(unit.label).second) add("{} {}\n", cif_value(unit.label), unit.entity);
  }

  // What was observed of each sequence: all chains of an entity, all models, together.
  std::map<std::int32_t, std::map<std::int32_t, std::set<std::string>>> sequences;
  for (const LabelUnit& unit : units_.units) {
    if (unit.kind != UnitClass::kPolymer) continue;
    for (const ResidueIndex r : unit.residues) {
      sequences[unit.entity][units_.label_number[static_cast<std::size_t>(r)]].insert(residue(r).name);
    }
  }
  if (sequences.empty()) return;
  add("#\nloop_\n_entity_poly.entity_id\n_entity_poly.type\n");
  for (const auto& [entity, sequence] : sequences) {
    add("{} {}\n", entity, cif_value(polymer_type(*entities.at(entity))));
  }
  add("#\nloop_\n_entity_poly_seq.entity_id\n_entity_poly_seq.num\n_entity_poly_seq.mon_id\n_entity_poly_seq.hetero\n");
  for (const auto& [entity, sequence] : sequences) {
    for (const auto& [number, components] : sequence) {
      for (const std::string& component : components) {
        add("{} {} {} {}\n", entity, number, cif_value(component), components.size() > 1 ? "y" : "n");
      }
    }
  }
}

void MmcifWriter::write_component_bonds() {
  std::set<std::string> described;
  for (const ComponentBond& bond : structure_.component_bonds) described.insert(bond.component);
  // Bonds inside a residue (CONECT of a ligand) describe its component, unless the entry did already.
  std::vector<ComponentBond> rows = structure_.component_bonds;
  std::set<std::tuple<std::string, std::string, std::string>> seen;
  for (const StructureBond& bond : structure_.bonds) {
    const Atom& a = structure_.atoms[static_cast<std::size_t>(bond.a)];
    const Atom& b = structure_.atoms[static_cast<std::size_t>(bond.b)];
    if (a.residue != b.residue || a.name == b.name) continue;
    const std::string& component = residue(a.residue).name;
    if (described.count(component) > 0) continue;
    if (!seen.emplace(component, std::min(a.name, b.name), std::max(a.name, b.name)).second) continue;
    rows.push_back({component, a.name, b.name, bond.order});
  }
  if (rows.empty()) return;
  add("#\nloop_\n_chem_comp_bond.comp_id\n_chem_comp_bond.atom_id_1\n_chem_comp_bond.atom_id_2\n"
      "_chem_comp_bond.value_order\n");
  for (const ComponentBond& bond : rows) {
    add("{} {} {} {}\n", cif_value(bond.component), cif_value(bond.atom_1), cif_value(bond.atom_2),
        order_word(bond.order));
  }
}

void MmcifWriter::write_connections() {
  std::map<std::string, int> counts;
  bool begun = false;
  for (const StructureBond& bond : structure_.bonds) {
    const Atom& a = structure_.atoms[static_cast<std::size_t>(bond.a)];
    const Atom& b = structure_.atoms[static_cast<std::size_t>(bond.b)];
    if (a.residue == b.residue && bond.order != BondOrder::kMetal) continue;   // in chem_comp_bond
    const bool metal = bond.order == BondOrder::kMetal;
    const bool disulfide = !metal && a.name == "SG" && b.name == "SG";
    const std::string type = metal ? "metalc" : disulfide ? "disulf" : "covale";
    if (!begun) {
      begun = true;
      add("#\nloop_\n_struct_conn.id\n_struct_conn.conn_type_id\n_struct_conn.pdbx_value_order\n");
      for (const char partner : {'1', '2'}) {
        add("_struct_conn.ptnr{0}_label_asym_id\n_struct_conn.ptnr{0}_label_comp_id\n_struct_conn.ptnr{0}_label_seq_"
            "id\n"
            "_struct_conn.ptnr{0}_label_atom_id\n_struct_conn.pdbx_ptnr{0}_label_alt_id\n"
            "_struct_conn.pdbx_ptnr{0}_PDB_ins_code\n_struct_conn.ptnr{0}_auth_asym_id\n"
            "_struct_conn.ptnr{0}_auth_comp_id\n_struct_conn.ptnr{0}_auth_seq_id\n",
            partner);
      }
    }
    add("{}{} {} {}", type, ++counts[type], type, order_word(bond.order));
    for (const Atom* atom : {&a, &b}) {
      const Residue& r = residue(atom->residue);
      add(" {} {} {} {} {} {} {} {} {}", cif_value(unit_of(atom->residue).label), cif_value(r.name),
          label_number(atom->residue), cif_value(atom->name),
          atom->altloc != 0 ? cif_value(std::string(1, atom->altloc)) : "?",
          r.insertion != 0 ? cif_value(std::string(1, r.insertion)) : "?", cif_value(chain_name(atom->residue)),
          cif_value(r.name), r.number);
    }
    add("\n");
  }
}

void MmcifWriter::write_atoms() {
  add("#\nloop_\n");
  for (const char* item :
       {"group_PDB", "id", "type_symbol", "label_atom_id", "label_alt_id", "label_comp_id", "label_asym_id",
        "label_entity_id", "label_seq_id", "pdbx_PDB_ins_code", "Cartn_x", "Cartn_y", "Cartn_z", "occupancy",
        "B_iso_or_equiv", "pdbx_formal_charge", "auth_seq_id", "auth_comp_id", "auth_asym_id", "auth_atom_id",
        "pdbx_PDB_model_num"}) {
    add("_atom_site.{}\n", item);
  }
  // Serials of the file are kept where they can be identifiers, which must differ.
  std::unordered_set<std::int32_t> serials;
  bool unique = true;
  for (const Atom& atom : structure_.atoms) unique = unique && atom.serial > 0 && serials.insert(atom.serial).second;
  std::int32_t counted = 0;
  for (const Chain& chain : structure_.chains) {
    for (ResidueIndex r = chain.first_residue; r < chain.end_residue; ++r) {
      const Residue& res = residue(r);
      const LabelUnit& unit = unit_of(r);
      const std::string component = cif_value(res.name);
      const std::string label = cif_value(unit.label), author = cif_value(chain_name(r));
      const std::string insertion = res.insertion != 0 ? cif_value(std::string(1, res.insertion)) : "?";
      const std::string number = label_number(r);
      for (AtomIndex i = res.first_atom; i < res.end_atom; ++i) {
        const Atom& atom = structure_.atoms[static_cast<std::size_t>(i)];
        const std::string name = cif_value(atom.name);
        add("{} {} {} {} {} {} {} {} {} {} ", res.hetero ? "HETATM" : "ATOM", unique ? atom.serial : ++counted,
            upper(symbol(atom.element)), name, atom.altloc != 0 ? cif_value(std::string(1, atom.altloc)) : ".",
            component, label, unit.entity, number, insertion);
        add("{} {} {} {} {} {} {} {} {} {} {}\n", cif_number(atom.position.x, 3, kCoordinateDecimals),
            cif_number(atom.position.y, 3, kCoordinateDecimals), cif_number(atom.position.z, 3, kCoordinateDecimals),
            cif_number(static_cast<double>(atom.occupancy), 2, 4), cif_number(static_cast<double>(atom.b_factor), 2, 4),
            atom.formal_charge != 0 ? std::to_string(atom.formal_charge) : "?", res.number, component, author, name,
            chain.model);
      }
    }
  }
  add("#\n");
}

Expected<std::string> MmcifWriter::write() {
  for (std::size_t i = 0; i < structure_.atoms.size(); ++i) {
    const Atom& atom = structure_.atoms[i];
    if (!is_finite(atom.position) || !std::isfinite(atom.occupancy) || !std::isfinite(atom.b_factor)) {
      return Error{ErrorCode::kInvalidArgument, "a number of this atom is not finite",
                   fmt::format("{} {}", residue_label(structure_, atom.residue), atom.name)};
    }
  }
  if (structure_.atoms.empty()) return Error{ErrorCode::kInvalidArgument, "a structure without atoms is not written"};
  text_.reserve(structure_.atoms.size() * 110);
  write_header();
  write_entities();
  write_component_bonds();
  write_connections();
  write_atoms();
  return std::move(text_);
}

}  // namespace

Expected<std::string> to_mmcif(const Structure& structure) { return MmcifWriter(structure).write(); }

}  // namespace maek::mol
