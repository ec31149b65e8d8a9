// SPDX-License-Identifier: Apache-2.0
// molecule_from_residue: coordinates from the entry, bond orders from a template, the entry's records, the built-in
// components or the component dictionary; never from distances.
#include <algorithm>   // for std::find
#include <exception>   // for std::exception
#include <map>         // for std::map
#include <optional>    // for std::optional

#include <fmt/format.h>                         // for fmt::format
#include <GraphMol/MolOps.h>                    // for assignStereochemistryFrom3D
#include <GraphMol/RWMol.h>                     // for RWMol
#include <GraphMol/Substruct/SubstructMatch.h>  // for SubstructMatch

#include "mol/ccd.h"                        // for ComponentDictionary
#include "mol/chemistry.h"                  // for remove_hydrogens
#include "mol/component.h"                  // for find_component
#include "mol/internal/graph_match.h"       // for for_each_isomorphism
#include "mol/internal/molecule_rdkit.h"    // for from_rdkit
#include "mol/molecule.h"                   // for molecule_from_residue

namespace maek::mol {
namespace {

constexpr double kBondSlack = 0.4;        // Å above the sum of covalent radii, where the entry records no bonds
constexpr int kIsomorphismsTried = 500;   // of a template on a residue; they differ by symmetry only

std::size_t at(std::int32_t i) { return static_cast<std::size_t>(i); }

/// The heavy atoms of the residue, one conformation, and who is bonded to whom.
struct ResidueGraph {
  std::vector<AtomIndex> atoms;
  std::vector<std::pair<std::int32_t, std::int32_t>> bonds;   // positions in atoms, first < second
  std::string where;                                          // "478 A 200"
};

/// Bond orders of a residue, in whatever way they were found.
struct Orders {
  std::vector<std::pair<std::int32_t, std::int32_t>> bonds;   // positions in ResidueGraph::atoms
  std::vector<BondOrder> order;
  std::vector<int> charge;                                    // of each atom
};

Error refuse(const ResidueGraph& graph, std::string message, std::string hint, ErrorCode code = ErrorCode::kNotFound) {
  return Error{code, std::move(message), graph.where, std::move(hint)};
}

std::string names(const Structure& structure, const std::vector<AtomIndex>& atoms) {
  std::string text;
  for (const AtomIndex a : atoms) text += (text.empty() ? "" : ", ") + structure.atoms[at(a)].name;
  return text;
}

/// Of alternate locations the one with the highest total occupancy, of equals the first letter.
char chosen_location(const Structure& structure, const Residue& residue) {
  std::map<char, double> occupancy;
  for (AtomIndex a = residue.first_atom; a < residue.end_atom; ++a) {
    const Atom& atom = structure.atoms[at(a)];
    if (atom.altloc != 0) occupancy[atom.altloc] += static_cast<double>(atom.occupancy);
  }
  char best = 0;
  for (const auto& [letter, total] : occupancy) {
    if (best == 0 || total > occupancy[best]) best = letter;
  }
  return best;
}

Expected<ResidueGraph> residue_atoms(const Structure& structure, ResidueIndex index) {
  ResidueGraph graph;
  if (index < 0 || at(index) >= structure.residues.size()) {
    return Error{ErrorCode::kInvalidArgument, "there is no such residue", structure.id,
                 "List the residues of the entry."};
  }
  const Residue& residue = structure.residues[at(index)];
  const std::string chain = residue.chain >= 0 && at(residue.chain) < structure.chains.size()
                                ? structure.chains[at(residue.chain)].name : std::string();
  graph.where = fmt::format("{} {} {}", residue.name, chain, residue.number);
  const char location = chosen_location(structure, residue);
  std::map<std::string, AtomIndex> seen;
  for (AtomIndex a = residue.first_atom; a < residue.end_atom; ++a) {
    const Atom& atom = structure.atoms[at(a)];
    if (atom.element == Element::kH || (atom.altloc != 0 && atom.altloc != location)) continue;
    if (atom.element == Element::kUnknown) {
      return refuse(graph, fmt::format("atom {} has no known element", atom.name),
                    "Check columns 77-78 of the PDB file.", ErrorCode::kMalformed);
    }
    if (!seen.emplace(atom.name, a).second) {
      return refuse(graph, fmt::format("atom name {} occurs twice", atom.name),
                    "Is this several molecules with one residue number?", ErrorCode::kMalformed);
    }
    graph.atoms.push_back(a);
  }
  if (graph.atoms.empty()) return refuse(graph, "the residue has no heavy atoms", "Choose another one.");
  if (static_cast<int>(graph.atoms.size()) > kMaxMoleculeAtoms) {
    return refuse(graph, fmt::format("{} heavy atoms; the limit is {}", graph.atoms.size(), kMaxMoleculeAtoms),
                  "A ligand is one small molecule.", ErrorCode::kTooLarge);
  }
  return graph;
}

/// Position of each atom name, -1 when absent.
std::int32_t find_name(const Structure& structure, const ResidueGraph& graph, std::string_view name) {
  for (std::size_t i = 0; i < graph.atoms.size(); ++i) {
    if (structure.atoms[at(graph.atoms[i])].name == name) return static_cast<std::int32_t>(i);
  }
  return -1;
}

/// Connectivity alone: the entry's records when it has any for this residue, else covalent radii.
void connect(const Structure& structure, const std::string& component, ResidueGraph& graph) {
  const auto add = [&graph](std::int32_t a, std::int32_t b) {
    const auto pair = std::minmax(a, b);
    if (a >= 0 && b >= 0 && a != b &&
        std::find(graph.bonds.begin(), graph.bonds.end(), std::pair<std::int32_t, std::int32_t>(pair)) ==
            graph.bonds.end()) {
      graph.bonds.emplace_back(pair);
    }
  };
  for (const ComponentBond& bond : structure.component_bonds) {
    if (bond.component != component) continue;
    add(find_name(structure, graph, bond.atom_1), find_name(structure, graph, bond.atom_2));
  }
  if (graph.bonds.empty()) {
    std::map<AtomIndex, std::int32_t> position;
    for (std::size_t i = 0; i < graph.atoms.size(); ++i) position[graph.atoms[i]] = static_cast<std::int32_t>(i);
    for (const StructureBond& bond : structure.bonds) {
      const auto a = position.find(bond.a), b = position.find(bond.b);
      if (a != position.end() && b != position.end()) add(a->second, b->second);
    }
  }
  if (!graph.bonds.empty()) return;
  for (std::size_t i = 0; i < graph.atoms.size(); ++i) {
    for (std::size_t j = i + 1; j < graph.atoms.size(); ++j) {
      const Atom& a = structure.atoms[at(graph.atoms[i])];
      const Atom& b = structure.atoms[at(graph.atoms[j])];
      const double limit = covalent_radius(a.element) + covalent_radius(b.element) + kBondSlack;
      if (squared_distance(a.position, b.position) < limit * limit) {
        add(static_cast<std::int32_t>(i), static_cast<std::int32_t>(j));
      }
    }
  }
}

PlainGraph plain(const Structure& structure, const ResidueGraph& graph) {
  PlainGraph out;
  for (const AtomIndex a : graph.atoms) out.label.push_back(static_cast<std::uint64_t>(structure.atoms[at(a)].element));
  out.neighbours.resize(graph.atoms.size());
  for (const auto& [a, b] : graph.bonds) {
    out.neighbours[at(a)].push_back(b);
    out.neighbours[at(b)].push_back(a);
  }
  for (auto& n : out.neighbours) std::sort(n.begin(), n.end());
  return out;
}

PlainGraph plain(const Molecule& heavy) {
  PlainGraph out;
  for (const MoleculeAtom& atom : heavy.atoms()) out.label.push_back(static_cast<std::uint64_t>(atom.element));
  out.neighbours.resize(heavy.atoms().size());
  for (const MoleculeBond& bond : heavy.bonds()) {
    out.neighbours[at(bond.a)].push_back(bond.b);
    out.neighbours[at(bond.b)].push_back(bond.a);
  }
  for (auto& n : out.neighbours) std::sort(n.begin(), n.end());
  return out;
}

RDKit::RWMol bare(const PlainGraph& graph) {
  RDKit::RWMol mol;
  for (const std::uint64_t element : graph.label) mol.addAtom(new RDKit::Atom(static_cast<int>(element)), false, true);
  for (std::size_t a = 0; a < graph.neighbours.size(); ++a) {
    for (const std::int32_t b : graph.neighbours[a]) {
      if (at(b) > a) mol.addBond(static_cast<unsigned>(a), static_cast<unsigned>(b), RDKit::Bond::SINGLE);
    }
  }
  return mol;
}

/// Why a residue does not carry a template: which atoms are missing, or too many.
Error explain_mismatch(const Structure& structure, const ResidueGraph& graph, const PlainGraph& residue,
                       const Molecule& heavy, const PlainGraph& tmpl) {
  const RDKit::RWMol small = bare(residue), large = bare(tmpl);
  RDKit::SubstructMatchParameters parameters;
  parameters.maxMatches = 1;
  if (graph.atoms.size() < heavy.atoms().size()) {
    const auto matches = RDKit::SubstructMatch(large, small, parameters);
    if (!matches.empty()) {
      std::vector<bool> found(heavy.atoms().size(), false);
      for (const auto& [query, target] : matches.front()) found[at(target)] = true;
      std::string missing;
      for (std::size_t i = 0; i < found.size(); ++i) {
        if (!found[i]) missing += (missing.empty() ? "" : ", ") + atom_label(heavy, static_cast<std::int32_t>(i));
      }
      return refuse(graph,
                    fmt::format("the entry lacks atoms of the molecule: {} (numbered as in the SMILES)", missing),
                    "Choose another copy of the ligand, or dock from the SMILES.");
    }
  } else if (graph.atoms.size() > heavy.atoms().size()) {
    const auto matches = RDKit::SubstructMatch(small, large, parameters);
    if (!matches.empty()) {
      std::vector<bool> found(graph.atoms.size(), false);
      for (const auto& [query, target] : matches.front()) found[at(target)] = true;
      std::vector<AtomIndex> extra;
      for (std::size_t i = 0; i < found.size(); ++i) {
        if (!found[i]) extra.push_back(graph.atoms[i]);
      }
      return refuse(graph, fmt::format("the residue has atoms that the template lacks: {}", names(structure, extra)),
                    "Give the SMILES of this very molecule.");
    }
  }
  return refuse(graph, fmt::format("the residue ({} heavy atoms) is not the molecule of the template ({} heavy atoms)",
                                   graph.atoms.size(), heavy.atoms().size()),
                "Give the SMILES of this very molecule; are its atoms complete?");
}

Expected<Orders> from_template(const Structure& structure, const ResidueGraph& graph, const Molecule& tmpl) {
  const Molecule heavy = remove_hydrogens(tmpl);
  const PlainGraph residue = plain(structure, graph), target = plain(heavy);
  // Graph symmetry may exchange atoms that bond orders tell apart (the two carbons of an isopropenyl group): of all
  // matches take the one that gives the short bonds the high orders.
  std::vector<std::int32_t> best;
  double best_length = 0;
  for_each_isomorphism(target, residue, {kIsomorphismsTried, 2'000'000}, [&](const std::vector<std::int32_t>& image) {
    double length = 0;
    for (const MoleculeBond& bond : heavy.bonds()) {
      if (bond.order == BondOrder::kSingle) continue;
      length += distance(structure.atoms[at(graph.atoms[at(image[at(bond.a)])])].position,
                         structure.atoms[at(graph.atoms[at(image[at(bond.b)])])].position);
    }
    if (best.empty() || length < best_length - 1e-9) {
      best = image;
      best_length = length;
    }
  });
  if (best.empty()) return explain_mismatch(structure, graph, residue, heavy, target);
  Orders orders;
  orders.charge.assign(graph.atoms.size(), 0);
  for (std::size_t i = 0; i < best.size(); ++i) orders.charge[at(best[i])] = heavy.atoms()[i].formal_charge;
  for (const MoleculeBond& bond : heavy.bonds()) {
    orders.bonds.emplace_back(best[at(bond.a)], best[at(bond.b)]);
    orders.order.push_back(bond.kekulised);
  }
  return orders;
}

/// Element of a component's atom by its name is not known; hydrogens are told by their first letter.
bool names_hydrogen(std::string_view name) {
  const std::size_t letter = name.find_first_not_of("0123456789'\"");
  return letter != std::string_view::npos && (name[letter] == 'H' || name[letter] == 'D');
}

/// Orders by atom names. `missing`: component atoms that the residue lacks. OXT leaves when a chain goes on.
Expected<Orders> from_names(const Structure& structure, const ResidueGraph& graph,
                            const std::vector<ComponentBond>& bonds, const std::vector<int>& charge) {
  Orders orders;
  orders.charge = charge;
  std::vector<bool> bonded(graph.atoms.size(), graph.atoms.size() == 1);
  std::string missing;
  for (const ComponentBond& bond : bonds) {
    const std::int32_t a = find_name(structure, graph, bond.atom_1), b = find_name(structure, graph, bond.atom_2);
    if (a >= 0 && b >= 0) {
      orders.bonds.emplace_back(a, b);
      orders.order.push_back(bond.order);
      bonded[at(a)] = bonded[at(b)] = true;
      continue;
    }
    for (const auto& [name, found] : {std::pair{bond.atom_1, a}, std::pair{bond.atom_2, b}}) {
      if (found >= 0 || names_hydrogen(name) || name == "OXT" || missing.find(name) != std::string::npos) continue;
      missing += (missing.empty() ? "" : ", ") + name;
    }
  }
  if (!missing.empty()) {
    return refuse(graph, fmt::format("the entry lacks atoms of the component: {}", missing),
                  "Choose another copy of the ligand, or give its SMILES and dock from that.");
  }
  std::vector<AtomIndex> loose;
  for (std::size_t i = 0; i < bonded.size(); ++i) {
    if (!bonded[i]) loose.push_back(graph.atoms[i]);
  }
  if (!loose.empty()) {
    return refuse(graph, fmt::format("no bond is recorded for {}", names(structure, loose)),
                  "Give the SMILES of the ligand.");
  }
  return orders;
}

RDKit::Bond::BondType bond_type(BondOrder order) {
  switch (order) {
    case BondOrder::kDouble: return RDKit::Bond::DOUBLE;
    case BondOrder::kTriple: return RDKit::Bond::TRIPLE;
    case BondOrder::kAromatic: return RDKit::Bond::AROMATIC;
    case BondOrder::kMetal: return RDKit::Bond::DATIVE;
    default: return RDKit::Bond::SINGLE;
  }
}

Expected<Molecule> build(const Structure& structure, const ResidueGraph& graph, const Orders& orders,
                         const std::string& name) {
  RDKit::RWMol mol;
  try {
    for (std::size_t i = 0; i < graph.atoms.size(); ++i) {
      auto atom = std::make_unique<RDKit::Atom>(static_cast<int>(structure.atoms[at(graph.atoms[i])].element));
      atom->setFormalCharge(orders.charge[i]);
      mol.addAtom(atom.release(), false, true);   // the molecule owns it from here
    }
    for (std::size_t b = 0; b < orders.bonds.size(); ++b) {
      const auto first = static_cast<unsigned>(orders.bonds[b].first),
                 second = static_cast<unsigned>(orders.bonds[b].second);
      if (mol.getBondBetweenAtoms(first, second) != nullptr) continue;
      mol.addBond(first, second, bond_type(orders.order[b]));
      if (orders.order[b] == BondOrder::kAromatic) {
        mol.getBondBetweenAtoms(first, second)->setIsAromatic(true);
        mol.getAtomWithIdx(first)->setIsAromatic(true);
        mol.getAtomWithIdx(second)->setIsAromatic(true);
      }
    }
    // Component records give bonds but seldom charges: nitrogen with four bonds is ammonium, oxygen with three oxonium.
    for (const auto atom : mol.atoms()) {
      double valence = 0;
      for (const auto bond : mol.atomBonds(atom)) valence += bond->getBondTypeAsDouble();
      const int element = atom->getAtomicNum();
      if (atom->getFormalCharge() == 0 && ((element == 7 && valence > 3.9) || (element == 8 && valence > 2.9))) {
        atom->setFormalCharge(1);
      }
    }
    auto conformer = std::make_unique<RDKit::Conformer>(mol.getNumAtoms());
    conformer->set3D(true);
    for (std::size_t i = 0; i < graph.atoms.size(); ++i) {
      const Position p = structure.atoms[at(graph.atoms[i])].position;
      conformer->setAtomPos(static_cast<unsigned>(i), RDGeom::Point3D(p.x, p.y, p.z));
    }
    mol.addConformer(conformer.release(), true);   // the molecule owns it from here
    RDKit::MolOps::sanitizeMol(mol);
    RDKit::MolOps::assignStereochemistryFrom3D(mol, -1, true);
    return from_rdkit(mol, name);
  } catch (const RDKit::MolSanitizeException& failure) {
    const ChemistryFault fault = describe(failure, mol);
    const std::string atom =
        fault.atom >= 0 ? structure.atoms[at(graph.atoms[at(fault.atom)])].name + ": " : std::string();
    return refuse(graph, atom + fault.message, "Give the SMILES of the ligand.", ErrorCode::kMalformed);
  } catch (const std::exception& failure) {
    return refuse(graph, fmt::format("no molecule could be made ({})", failure.what()),
                  "Give the SMILES of the ligand.", ErrorCode::kInternal);
  }
}

/// Bonds between heavy atoms as the dictionary has them, and its charges where the entry gives none. Leaving atoms that
/// the residue lacks are no gap.
std::vector<ComponentBond> bonds_of(const DictionaryComponent& component, const Structure& structure,
                                    const ResidueGraph& graph, std::vector<int>& charge) {
  std::vector<bool> counts(component.atoms.size());
  for (std::size_t i = 0; i < component.atoms.size(); ++i) {
    const DictionaryAtom& atom = component.atoms[i];
    const std::int32_t position = find_name(structure, graph, atom.name);
    counts[i] = atom.element != Element::kH && (position >= 0 || !atom.leaving);
    if (position >= 0 && charge[at(position)] == 0) charge[at(position)] = atom.charge;
  }
  std::vector<ComponentBond> bonds;
  for (const DictionaryBond& bond : component.bonds) {
    if (!counts[at(bond.a)] || !counts[at(bond.b)]) continue;
    bonds.push_back({component.code, component.atoms[at(bond.a)].name, component.atoms[at(bond.b)].name, bond.order});
  }
  return bonds;
}

}  // namespace

Expected<Molecule> molecule_from_residue(const Structure& structure, ResidueIndex residue,
                                         const Molecule* template_molecule) {
  return molecule_from_residue(structure, residue, template_molecule, nullptr);
}

Expected<Molecule> molecule_from_residue(const Structure& structure, ResidueIndex residue,
                                         const Molecule* template_molecule, const ComponentDictionary* dictionary) {
  silence_rdkit();
  auto graph = residue_atoms(structure, residue);
  if (!graph) return graph.error();
  for (const AtomIndex a : graph->atoms) {
    if (!is_finite(structure.atoms[at(a)].position)) {
      return refuse(*graph, fmt::format("atom {} has no finite position", structure.atoms[at(a)].name),
                    "Check the coordinates of the entry.", ErrorCode::kMalformed);
    }
  }
  const std::string& code = structure.residues[at(residue)].name;
  const auto finish = [&](Expected<Orders> orders) -> Expected<Molecule> {
    if (!orders) return orders.error();
    return build(structure, *graph, *orders, code);
  };
  try {
    if (template_molecule != nullptr) {
      connect(structure, code, *graph);
      return finish(from_template(structure, *graph, *template_molecule));
    }
  } catch (const std::exception& failure) {
    return refuse(*graph, fmt::format("the template could not be matched ({})", failure.what()),
                  "Give the SMILES of this very molecule.", ErrorCode::kInternal);
  }
  std::vector<ComponentBond> bonds;
  std::vector<int> charge;
  for (const AtomIndex a : graph->atoms) charge.push_back(structure.atoms[at(a)].formal_charge);
  for (const ComponentBond& bond : structure.component_bonds) {
    if (bond.component == code) bonds.push_back(bond);
  }
  const bool ordered =
      std::all_of(bonds.begin(), bonds.end(), [](const auto& b) { return b.order != BondOrder::kUnknown; });
  if (!bonds.empty() && ordered) return finish(from_names(structure, *graph, bonds, charge));
  if (const Component* component = find_component(code)) {
    bonds.clear();
    for (const ComponentBondFact& fact : component->bonds) {
      bonds.push_back(
          {code, std::string(component->atoms[fact.a].name), std::string(component->atoms[fact.b].name), fact.order});
    }
    for (const ComponentAtom& atom : component->atoms) {
      const std::int32_t position = find_name(structure, *graph, atom.name);
      if (position >= 0 && charge[at(position)] == 0) charge[at(position)] = atom.charge;
    }
    return finish(from_names(structure, *graph, bonds, charge));
  }
  if (graph->atoms.size() == 1) {   // a lone ion or atom has no bonds to ask for
    return finish(Orders{{}, {}, charge});
  }
  if (dictionary != nullptr && dictionary->contains(code)) {
    const auto component = dictionary->find(code);
    if (!component) return component.error();
    return finish(from_names(structure, *graph, bonds_of(*component, structure, *graph, charge), charge));
  }
  return refuse(*graph, fmt::format("the bond orders of component {} are not known here", code),
                "Give the SMILES of the ligand: bond orders are never guessed from distances.");
}

}  // namespace maek::mol
