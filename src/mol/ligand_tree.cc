// SPDX-License-Identifier: Apache-2.0
// Ligand preparation: which bonds turn, which atoms move together, which group is the root, and the AutoDock types.
#include "mol/ligand_tree.h"

#include <algorithm>   // for std::sort
#include <exception>   // for std::exception
#include <map>         // for std::map
#include <optional>    // for std::optional

#include <fmt/format.h>                        // for fmt::format
#include <GraphMol/MolOps.h>                   // for removeHs
#include <GraphMol/SmilesParse/SmilesWrite.h>  // for MolToSmiles

#include "mol/internal/molecule_rdkit.h"   // for atom_label
#include "mol/superpose.h"                 // for superpose

namespace maek::mol {
namespace {

using Indices = std::vector<std::int32_t>;

std::size_t at(std::int32_t i) { return static_cast<std::size_t>(i); }

/// The molecule as the tree sees it: hydrogens of carbon merged into it.
class Skeleton {
 public:
  explicit Skeleton(const Molecule& molecule) : molecule_(molecule) {
    const std::size_t n = molecule.atoms().size();
    all_.resize(n);
    for (std::size_t b = 0; b < molecule.bonds().size(); ++b) {
      const MoleculeBond& bond = molecule.bonds()[b];
      all_[at(bond.a)].push_back({bond.b, static_cast<std::int32_t>(b)});
      all_[at(bond.b)].push_back({bond.a, static_cast<std::int32_t>(b)});
    }
    kept_.resize(n);
    for (std::size_t i = 0; i < n; ++i) {
      kept_[i] = element(static_cast<std::int32_t>(i)) != Element::kH;
      if (kept_[i]) continue;
      for (const auto& [neighbour, bond] : all_[i]) {
        const Element e = element(neighbour);
        kept_[i] = kept_[i] || e == Element::kN || e == Element::kO || e == Element::kS;
      }
    }
  }

  struct Neighbour {
    std::int32_t atom, bond;
  };
  const std::vector<Neighbour>& neighbours(std::int32_t atom) const { return all_[at(atom)]; }
  bool kept(std::int32_t atom) const { return kept_[at(atom)]; }
  Element element(std::int32_t atom) const { return molecule_.atoms()[at(atom)].element; }

  bool rotatable(std::int32_t index) const {
    const MoleculeBond& bond = molecule_.bonds()[at(index)];
    if (bond.order != BondOrder::kSingle || bond.in_ring) return false;
    if (!kept(bond.a) || !kept(bond.b) || kept_degree(bond.a) < 2 || kept_degree(bond.b) < 2) return false;
    return !is_amide_like(bond.a, bond.b) && !is_amide_like(bond.b, bond.a);
  }

 private:
  int kept_degree(std::int32_t atom) const {
    int degree = 0;
    for (const Neighbour& n : neighbours(atom)) degree += kept(n.atom);
    return degree;
  }

  /// Nitrogen on a carbon that has a double bond to O, S or N: amide, thioamide, carbamate, urea, amidine, guanidine.
  bool is_amide_like(std::int32_t carbon, std::int32_t nitrogen) const {
    if (element(carbon) != Element::kC || element(nitrogen) != Element::kN) return false;
    for (const Neighbour& n : neighbours(carbon)) {
      const Element e = element(n.atom);
      const bool hetero = e == Element::kO || e == Element::kS || e == Element::kN;
      if (hetero && n.atom != nitrogen && molecule_.bonds()[at(n.bond)].order == BondOrder::kDouble) return true;
    }
    return false;
  }

  const Molecule& molecule_;
  std::vector<std::vector<Neighbour>> all_;
  std::vector<bool> kept_;
};

/// N or NA by Meeko's rules: an acceptor unless it is charged, or three-valent with three neighbours beside an aromatic
/// atom (pyrrole, aniline) or beside an sp2 carbon (amide, amidine, guanidine, enamine).
AutodockType nitrogen_type(const RDKit::Atom& atom) {
  if (atom.getFormalCharge() > 0) return AutodockType::N;
  if (atom.getTotalDegree() != 3 || atom.getTotalValence() != 3) return AutodockType::NA;
  for (const auto neighbour : atom.getOwningMol().atomNeighbors(&atom)) {
    if (neighbour->getIsAromatic()) return AutodockType::N;
    if (neighbour->getAtomicNum() == 6 && neighbour->getTotalDegree() == 3) return AutodockType::N;
  }
  return AutodockType::NA;
}

std::optional<AutodockType> type_of(const RDKit::Atom& atom) {
  switch (atom.getAtomicNum()) {
    case 1: return AutodockType::HD;   // others are merged
    case 6: return atom.getIsAromatic() ? AutodockType::A : AutodockType::C;
    case 7: return nitrogen_type(atom);
    case 8: return AutodockType::OA;
    case 16: return atom.getTotalDegree() == 2 ? AutodockType::SA : AutodockType::S;
    case 34: return AutodockType::S;   // selenium, as Vina reads it
    case 5: return std::nullopt;       // "B" is no type; without this its symbol would be looked up as a name
    default: return autodock_type(atom.getSymbol());
  }
}

/// Rigid pieces of the kept atoms, as a graph whose edges are the rotatable bonds.
struct Pieces {
  Indices of;                                    // piece of each atom, -1 for merged hydrogens
  std::vector<Indices> atoms;                    // of each piece, ascending
  struct Joint {
    std::int32_t here, there;                    // atoms
  };
  std::vector<std::vector<Joint>> joints;        // of each piece, by (here, there)
};

Pieces find_pieces(const Molecule& molecule, const Skeleton& skeleton, const Indices& rotors) {
  const auto n = static_cast<std::int32_t>(molecule.atoms().size());
  std::vector<bool> turns(molecule.bonds().size(), false);
  for (const std::int32_t b : rotors) turns[at(b)] = true;
  Pieces pieces;
  pieces.of.assign(at(n), -1);
  for (std::int32_t start = 0; start < n; ++start) {
    if (!skeleton.kept(start) || pieces.of[at(start)] >= 0) continue;
    const auto piece = static_cast<std::int32_t>(pieces.atoms.size());
    Indices members{start};
    pieces.of[at(start)] = piece;
    for (std::size_t k = 0; k < members.size(); ++k) {
      for (const auto& [next, bond] : skeleton.neighbours(members[k])) {
        if (turns[at(bond)] || !skeleton.kept(next) || pieces.of[at(next)] >= 0) continue;
        pieces.of[at(next)] = piece;
        members.push_back(next);
      }
    }
    std::sort(members.begin(), members.end());
    pieces.atoms.push_back(std::move(members));
  }
  pieces.joints.resize(pieces.atoms.size());
  for (const std::int32_t b : rotors) {
    const MoleculeBond& bond = molecule.bonds()[at(b)];
    pieces.joints[at(pieces.of[at(bond.a)])].push_back({bond.a, bond.b});
    pieces.joints[at(pieces.of[at(bond.b)])].push_back({bond.b, bond.a});
  }
  for (auto& joints : pieces.joints) {
    std::sort(joints.begin(), joints.end(), [](const auto& x, const auto& y) {
      return std::pair{x.here, x.there} < std::pair{y.here, y.there};
    });
  }
  return pieces;
}

/// The piece that leaves the smallest largest fragment (in atoms) when it is cut out, as Open Babel chooses; of equals
/// the larger piece, then the one with the lowest atom. -1 when the pieces are not one tree.
std::int32_t choose_root(const Pieces& pieces) {
  const std::size_t n = pieces.atoms.size();
  // Visit from piece 0; the order reversed gives sizes of subtrees.
  Indices order{0}, parent(n, -2);
  parent[0] = -1;
  for (std::size_t k = 0; k < order.size(); ++k) {
    for (const auto& joint : pieces.joints[at(order[k])]) {
      const std::int32_t next = pieces.of[at(joint.there)];
      if (parent[at(next)] != -2) continue;
      parent[at(next)] = order[k];
      order.push_back(next);
    }
  }
  if (order.size() != n) return -1;
  std::vector<std::size_t> below(n, 0), largest(n, 0);
  std::size_t total = 0;
  for (const auto& atoms : pieces.atoms) total += atoms.size();
  for (std::size_t k = n; k-- > 0;) {
    const std::size_t p = at(order[k]);
    below[p] += pieces.atoms[p].size();
    largest[p] = std::max(largest[p], total - below[p]);
    if (parent[p] >= 0) {
      below[at(parent[p])] += below[p];
      largest[at(parent[p])] = std::max(largest[at(parent[p])], below[p]);
    }
  }
  std::size_t best = 0;
  for (std::size_t p = 1; p < n; ++p) {
    if (largest[p] < largest[best] ||
        (largest[p] == largest[best] && pieces.atoms[p].size() > pieces.atoms[best].size())) {
      best = p;
    }
  }
  return static_cast<std::int32_t>(best);
}

/// Appends a piece and what hangs on it, depth first. Depth is bounded by kMaxMoleculeAtoms.
void append_piece(const Molecule& molecule, const Pieces& pieces, std::int32_t piece, std::int32_t first,
                  std::int32_t came_from, std::int32_t group, LigandTree& result, Indices& tree_index) {
  const auto append = [&](std::int32_t atom) {
    tree_index[at(atom)] = static_cast<std::int32_t>(result.tree.atoms.size());
    result.molecule_atom.push_back(atom);
    result.tree.group.push_back(group);
    PdbqtAtom out;
    out.position = molecule.positions()[at(atom)];
    result.tree.atoms.push_back(std::move(out));
  };
  if (first >= 0) append(first);
  for (const std::int32_t atom : pieces.atoms[at(piece)]) {
    if (atom != first) append(atom);
  }
  for (const auto& joint : pieces.joints[at(piece)]) {
    if (joint.here == first && joint.there == came_from) continue;
    const std::size_t branch = result.tree.branches.size();
    result.tree.branches.push_back({group, tree_index[at(joint.here)], -1});
    append_piece(molecule, pieces, pieces.of[at(joint.there)], joint.there, joint.here,
                 static_cast<std::int32_t>(branch + 1), result, tree_index);
    result.tree.branches[branch].to = tree_index[at(joint.there)];
  }
}

/// REMARK SMILES and its numbering: from these the molecule can be restored from coordinates alone.
void add_smiles(const Molecule& molecule, const Indices& tree_index, LigandTree& result) {
  RDKit::RWMol heavy(molecule.graph().mol);
  for (const auto atom : heavy.atoms()) atom->setProp("tree_atom", static_cast<int>(atom->getIdx()));
  RDKit::MolOps::removeHs(heavy, false, false, true);
  result.tree.smiles = RDKit::MolToSmiles(heavy);
  std::vector<unsigned> output;
  heavy.getProp(RDKit::common_properties::_smilesAtomOutputOrder, output);
  std::vector<std::int32_t> number(molecule.atoms().size(), 0);
  for (std::size_t k = 0; k < output.size(); ++k) {
    const auto atom = heavy.getAtomWithIdx(output[k])->getProp<int>("tree_atom");
    number[at(atom)] = static_cast<std::int32_t>(k + 1);
    if (tree_index[at(atom)] >= 0) {
      result.tree.smiles_index.emplace_back(number[at(atom)], tree_index[at(atom)] + 1);
    }
  }
  for (std::size_t t = 0; t < result.molecule_atom.size(); ++t) {
    const auto atom = static_cast<unsigned>(result.molecule_atom[t]);
    if (number[atom] != 0) continue;   // not a hydrogen that the SMILES implies
    for (const auto parent : molecule.graph().mol.atomNeighbors(molecule.graph().mol.getAtomWithIdx(atom))) {
      result.tree.h_parent.emplace_back(number[parent->getIdx()], static_cast<std::int32_t>(t + 1));
    }
  }
}

}  // namespace

std::vector<std::int32_t> rotatable_bonds(const Molecule& molecule_with_hydrogens) {
  const Skeleton skeleton(molecule_with_hydrogens);
  Indices found;
  for (std::size_t b = 0; b < molecule_with_hydrogens.bonds().size(); ++b) {
    if (skeleton.rotatable(static_cast<std::int32_t>(b))) found.push_back(static_cast<std::int32_t>(b));
  }
  return found;
}

Expected<LigandTree> make_ligand_tree(const Molecule& molecule) {
  silence_rdkit();
  const std::string where = molecule.name().empty() ? "ligand" : molecule.name();
  const auto refuse = [&](ErrorCode code, std::string message, std::string hint) {
    return Error{code, std::move(message), where, std::move(hint)};
  };
  if (molecule.positions().size() != molecule.atoms().size() || molecule.heavy_atoms() == 0) {
    return refuse(ErrorCode::kInvalidArgument, "a torsion tree needs heavy atoms with coordinates",
                  "Make a conformer first, or give a 3-D SDF file.");
  }
  for (std::size_t i = 0; i < molecule.positions().size(); ++i) {
    if (!is_finite(molecule.positions()[i])) {
      return refuse(ErrorCode::kMalformed,
                    fmt::format("atom {} has no finite position", atom_label(molecule, static_cast<std::int32_t>(i))),
                    "Check the coordinates of the file.");
    }
  }
  try {
    const RDKit::ROMol& mol = molecule.graph().mol;
    const Skeleton skeleton(molecule);
    const Pieces pieces = find_pieces(molecule, skeleton, rotatable_bonds(molecule));
    const std::int32_t root = choose_root(pieces);
    if (root < 0) {
      return refuse(ErrorCode::kUnsupported, "the ligand has several unconnected parts",
                    "Keep the one that binds: salts and solvents do not dock with it.");
    }
    LigandTree result;
    Indices tree_index(molecule.atoms().size(), -1);
    append_piece(molecule, pieces, root, -1, -1, 0, result, tree_index);
    result.tree.torsdof = static_cast<std::int32_t>(result.tree.branches.size());

    std::map<std::string, int> named;
    for (std::size_t t = 0; t < result.tree.atoms.size(); ++t) {
      const RDKit::Atom& atom = *mol.getAtomWithIdx(static_cast<unsigned>(result.molecule_atom[t]));
      const auto type = type_of(atom);
      if (!type) {
        return refuse(ErrorCode::kUnsupported,
                      fmt::format("atom {} is of an element that docking has no parameters for",
                                  atom_label(mol, atom.getIdx())),
                      "Docking knows H C N O F Si P S Cl Se Br I At and Na Mg K Ca Mn Fe Co Ni Cu Zn Cd Hg U.");
      }
      PdbqtAtom& out = result.tree.atoms[t];
      out.type = *type;
      out.name = fmt::format("{}{}", atom.getSymbol(), ++named[atom.getSymbol()]);
      out.residue = "LIG";
      out.chain = "A";
      out.number = 1;
      out.serial = static_cast<std::int32_t>(t + 1);
      out.hetero = true;
    }
    add_smiles(molecule, tree_index, result);
    return result;
  } catch (const std::exception& failure) {
    return refuse(ErrorCode::kInternal, fmt::format("no torsion tree could be made ({})", failure.what()),
                  "Please report this molecule.");
  }
}

std::vector<Position> molecule_positions(const Molecule& molecule, const LigandTree& tree,
                                         const std::vector<Position>& tree_positions) {
  std::vector<Position> out = molecule.positions();
  const std::size_t groups = tree.tree.branches.size() + 1;
  // What is rigid with a group: its atoms, the atom that its axis starts from, and the far ends of its children's axes.
  std::vector<Indices> rigid(groups);
  Indices tree_index(molecule.atoms().size(), -1);
  for (std::size_t t = 0; t < tree.molecule_atom.size(); ++t) {
    tree_index[at(tree.molecule_atom[t])] = static_cast<std::int32_t>(t);
    rigid[at(tree.tree.group[t])].push_back(static_cast<std::int32_t>(t));
    out[at(tree.molecule_atom[t])] = tree_positions[t];
  }
  for (std::size_t b = 0; b < tree.tree.branches.size(); ++b) {
    const PdbqtBranch& branch = tree.tree.branches[b];
    rigid[b + 1].push_back(branch.from);
    rigid[at(branch.parent_group)].push_back(branch.to);
  }
  std::vector<std::optional<Superposition>> frame(groups);
  for (const MoleculeBond& bond : molecule.bonds()) {
    for (const auto& [hydrogen, heavy] : {std::pair{bond.a, bond.b}, std::pair{bond.b, bond.a}}) {
      if (tree_index[at(hydrogen)] >= 0 || tree_index[at(heavy)] < 0) continue;
      const std::size_t group = at(tree.tree.group[at(tree_index[at(heavy)])]);
      if (!frame[group]) {
        std::vector<Position> before, after;
        for (const std::int32_t t : rigid[group]) {
          before.push_back(molecule.positions()[at(tree.molecule_atom[at(t)])]);
          after.push_back(tree_positions[at(t)]);
        }
        const auto fit = superpose(before, after);
        frame[group] = fit ? *fit : Superposition{};
      }
      // Turned with the group, but hung on its own heavy atom: bond lengths survive rounding of the poses.
      Superposition turn = *frame[group];
      turn.translation = {};
      out[at(hydrogen)] =
          out[at(heavy)] + turn.apply(molecule.positions()[at(hydrogen)] - molecule.positions()[at(heavy)]);
    }
  }
  return out;
}

}  // namespace maek::mol
