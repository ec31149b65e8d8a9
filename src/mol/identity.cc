// SPDX-License-Identifier: Apache-2.0
// Names of a molecule by RDKit (SMILES) and the IUPAC library (InChI), and what differs between two.
#include "mol/identity.h"

#include <array>       // for std::array
#include <cstring>     // for std::strncpy
#include <exception>   // for std::exception
#include <memory>      // for std::unique_ptr
#include <mutex>       // for std::mutex

#include <fmt/format.h>                          // for fmt::format
#include <GraphMol/MolOps.h>                     // for addHs, Kekulize
#include <GraphMol/SmilesParse/SmilesParse.h>    // for SmilesToMol, SmartsToMol
#include <GraphMol/SmilesParse/SmilesWrite.h>    // for MolToSmiles
#include <GraphMol/Substruct/SubstructMatch.h>   // for SubstructMatch
#include <inchi_api.h>                           // for GetStdINCHI

#include "mol/internal/molecule_rdkit.h"         // for to_rdkit

namespace maek::mol {
namespace {

constexpr unsigned kMaxInchiAtoms = 1023;   // the library's own limit

/// Charges that a hydrogen more or less undoes, and that no neighbour balances (RDKit cookbook, "Neutralizing").
void neutralise(RDKit::RWMol& mol) {
  static const std::unique_ptr<RDKit::RWMol> pattern(
      RDKit::SmartsToMol("[+1!h0!$([*]~[-1,-2,-3,-4]),-1!$([*]~[+1,+2,+3,+4])]"));
  std::vector<RDKit::MatchVectType> found;
  RDKit::SubstructMatch(mol, *pattern, found);
  for (const auto& match : found) {
    RDKit::Atom* atom = mol.getAtomWithIdx(static_cast<unsigned>(match.front().second));
    const int charge = atom->getFormalCharge();
    const int hydrogens = static_cast<int>(atom->getTotalNumHs());
    atom->setFormalCharge(0);
    atom->setNumExplicitHs(static_cast<unsigned>(std::max(hydrogens - charge, 0)));
    atom->updatePropertyCache(false);
  }
}

/// All hydrogens as atoms, but those of primary ketimines: they turn, and a place would read as stereo.
void add_placed_hydrogens(RDKit::RWMol& mol) {
  static const std::unique_ptr<RDKit::RWMol> ketimine(RDKit::SmartsToMol("[CX3]=[NH1]"));
  std::vector<RDKit::MatchVectType> found;
  RDKit::SubstructMatch(mol, *ketimine, found);
  std::vector<bool> skip(mol.getNumAtoms(), false);
  for (const auto& match : found) skip[static_cast<std::size_t>(match[1].second)] = true;
  RDKit::UINT_VECT atoms;
  for (const auto atom : mol.atoms()) {
    if (atom->getAtomicNum() != 1 && !skip[atom->getIdx()]) atoms.push_back(atom->getIdx());
  }
  RDKit::MolOps::addHs(mol, false, mol.getNumConformers() > 0, &atoms);
}

/// The molecule that the InChI is made of; explicit hydrogens, kekulised bonds are still to be asked for.
RDKit::RWMol standard_form(const Molecule& molecule) {
  RDKit::RWMol mol = to_rdkit(molecule);
  for (const auto atom : mol.atoms()) atom->setIsotope(0);
  RDKit::MolOps::removeHs(mol, false, false, true);
  neutralise(mol);
  RDKit::MolOps::sanitizeMol(mol);
  if (molecule.has_positions()) RDKit::MolOps::assignStereochemistryFrom3D(mol, -1, true);
  RDKit::MolOps::assignStereochemistry(mol, true, true);
  return mol;
}

/// Stereo of a graph without coordinates, as InChI's parities (inchi_api.h, '0D Stereo Parity').
std::vector<inchi_Stereo0D> parities(const RDKit::ROMol& mol) {
  std::vector<inchi_Stereo0D> all;
  const auto id = [](unsigned i) { return static_cast<AT_NUM>(i); };
  for (const auto atom : mol.atoms()) {
    const auto tag = atom->getChiralTag();
    if (tag != RDKit::Atom::CHI_TETRAHEDRAL_CW && tag != RDKit::Atom::CHI_TETRAHEDRAL_CCW) continue;
    inchi_Stereo0D stereo{};
    std::vector<AT_NUM> neighbours;
    for (const auto bond : mol.atomBonds(atom)) neighbours.push_back(id(bond->getOtherAtomIdx(atom->getIdx())));
    // RDKit looks from the first neighbour at the others; an unseen fourth (a lone pair) comes last. InChI looks from
    // the first of four, and puts the centre itself first where there are three: then the order is odd.
    bool clockwise = tag == RDKit::Atom::CHI_TETRAHEDRAL_CW;
    if (neighbours.size() == 3) {
      neighbours.insert(neighbours.begin(), id(atom->getIdx()));
      clockwise = !clockwise;
    }
    if (neighbours.size() != 4) continue;
    std::copy(neighbours.begin(), neighbours.end(), stereo.neighbor);
    stereo.central_atom = id(atom->getIdx());
    stereo.type = INCHI_StereoType_Tetrahedral;
    stereo.parity = clockwise ? INCHI_PARITY_EVEN : INCHI_PARITY_ODD;
    all.push_back(stereo);
  }
  for (const auto bond : mol.bonds()) {
    const auto stereo_of = bond->getStereo();
    const bool cis = stereo_of == RDKit::Bond::STEREOZ || stereo_of == RDKit::Bond::STEREOCIS;
    const bool trans = stereo_of == RDKit::Bond::STEREOE || stereo_of == RDKit::Bond::STEREOTRANS;
    if ((!cis && !trans) || bond->getStereoAtoms().size() != 2) continue;
    inchi_Stereo0D stereo{};
    stereo.neighbor[0] = static_cast<AT_NUM>(bond->getStereoAtoms()[0]);
    stereo.neighbor[1] = id(bond->getBeginAtomIdx());
    stereo.neighbor[2] = id(bond->getEndAtomIdx());
    stereo.neighbor[3] = static_cast<AT_NUM>(bond->getStereoAtoms()[1]);
    stereo.central_atom = NO_ATOM;
    stereo.type = INCHI_StereoType_DoubleBond;
    stereo.parity = cis ? INCHI_PARITY_ODD : INCHI_PARITY_EVEN;
    all.push_back(stereo);
  }
  return all;
}

std::vector<inchi_Atom> inchi_atoms(const RDKit::ROMol& mol) {
  std::vector<inchi_Atom> atoms(mol.getNumAtoms());
  for (const auto atom : mol.atoms()) {
    inchi_Atom& out = atoms[atom->getIdx()];
    std::strncpy(out.elname, atom->getSymbol().c_str(), ATOM_EL_LEN - 1);
    out.charge = static_cast<S_CHAR>(atom->getFormalCharge());
    out.num_iso_H[0] = static_cast<S_CHAR>(atom->getTotalNumHs(false));
    if (const unsigned radicals = atom->getNumRadicalElectrons(); radicals > 0)
      out.radical = static_cast<S_CHAR>(radicals == 1 ? INCHI_RADICAL_DOUBLET : INCHI_RADICAL_TRIPLET);
    if (mol.getNumConformers() > 0) {
      const auto& p = mol.getConformer().getAtomPos(atom->getIdx());
      out.x = p.x;
      out.y = p.y;
      out.z = p.z;
    }
  }
  for (const auto bond : mol.bonds()) {
    inchi_Atom& out = atoms[bond->getBeginAtomIdx()];
    if (out.num_bonds >= MAXVAL) continue;
    out.neighbor[out.num_bonds] = static_cast<AT_NUM>(bond->getEndAtomIdx());
    const auto type = bond->getBondType();
    out.bond_type[out.num_bonds] = static_cast<S_CHAR>(type == RDKit::Bond::DOUBLE   ? INCHI_BOND_TYPE_DOUBLE
                                                       : type == RDKit::Bond::TRIPLE ? INCHI_BOND_TYPE_TRIPLE
                                                                                     : INCHI_BOND_TYPE_SINGLE);
    ++out.num_bonds;
  }
  return atoms;
}

Error refused(const Molecule& molecule, const std::string& why) {
  return Error{ErrorCode::kUnsupported, "no InChI can be made (" + why + ")",
               molecule.name().empty() ? "ligand" : molecule.name(), ""};
}

/// The text that GetStdINCHI gives, and its key. The library keeps static state: one call at a time.
Expected<std::pair<std::string, std::string>> standard_inchi(const Molecule& molecule, const RDKit::ROMol& mol) {
  if (mol.getNumAtoms() > kMaxInchiAtoms) return refused(molecule, "more than 1023 atoms with hydrogens");
  std::vector<inchi_Atom> atoms = inchi_atoms(mol);
  std::vector<inchi_Stereo0D> stereo;
  if (mol.getNumConformers() == 0) stereo = parities(mol);
  std::array<char, 32> options{"-W20 -AuxNone"};  // seconds
  inchi_Input input{};
  input.atom = atoms.data();
  input.num_atoms = static_cast<AT_NUM>(atoms.size());
  input.stereo0D = stereo.empty() ? nullptr : stereo.data();
  input.num_stereo0D = static_cast<AT_NUM>(stereo.size());
  input.szOptions = options.data();

  static std::mutex one_at_a_time;
  const std::lock_guard lock(one_at_a_time);
  inchi_Output output{};
  const int code = GetStdINCHI(&input, &output);
  const std::string text = output.szInChI != nullptr ? output.szInChI : "";
  const std::string message = output.szMessage != nullptr ? output.szMessage : "";
  FreeStdINCHI(&output);
  if ((code != inchi_Ret_OKAY && code != inchi_Ret_WARNING) || text.empty())
    return refused(molecule, message.empty() ? fmt::format("code {}", code) : message);
  std::array<char, 64> key{};
  if (GetStdINCHIKeyFromStdINCHI(text.c_str(), key.data()) != 0) return refused(molecule, "its key cannot be computed");
  return std::pair(text, std::string(key.data()));
}

/// Whether `got` is `wanted` with its stereo, or with stereo where `wanted` leaves it open.
bool settles(const std::string& wanted, const std::string& got) {
  try {
    const std::unique_ptr<RDKit::RWMol> query(RDKit::SmilesToMol(wanted)), target(RDKit::SmilesToMol(got));
    if (!query || !target || query->getNumAtoms() != target->getNumAtoms()) return false;
    RDKit::MatchVectType match;
    return RDKit::SubstructMatch(*target, *query, match, true, true);
  } catch (const std::exception&) {
    return false;
  }
}

}  // namespace

Expected<Identity> identity(const Molecule& molecule) {
  silence_rdkit();
  try {
    Identity names;
    names.formal_charge = molecule.formal_charge();
    RDKit::RWMol mol = standard_form(molecule);
    {
      RDKit::RWMol bare(mol);
      bare.clearConformers();
      names.neutral_smiles = RDKit::MolToSmiles(bare);
    }
    names.smiles = molecule.canonical_smiles();
    add_placed_hydrogens(mol);
    RDKit::MolOps::Kekulize(mol, true);
    auto made = standard_inchi(molecule, mol);
    if (!made) return made.error();
    names.inchi = std::move(made->first);
    names.inchi_key = std::move(made->second);
    return names;
  } catch (const std::exception& failure) {
    return refused(molecule, failure.what());
  }
}

std::string inchi_layer(std::string_view inchi, char layer) {
  const std::size_t start = inchi.find('/');
  if (start == std::string_view::npos) return {};
  inchi.remove_prefix(start + 1);
  bool first = true;
  while (true) {
    const std::size_t end = std::min(inchi.find('/'), inchi.size());
    const std::string_view part = inchi.substr(0, end);
    // The formula stands first and has no letter of its own; it begins with an element or a count.
    const bool formula = first && !part.empty() && (part[0] < 'a' || part[0] > 'z');
    if (layer == 0) {
      if (formula) return std::string(part);
      return {};
    }
    if (!formula && !part.empty() && part[0] == layer) return std::string(part.substr(1));
    if (end == inchi.size()) return {};
    inchi.remove_prefix(end + 1);
    first = false;
  }
}

IdentityDifference compare_identity(const Identity& wanted, const Identity& got, bool open_stereo_passes) {
  IdentityDifference difference;
  const auto compare = [&](std::string_view letters, std::string_view what, bool& flag) {
    std::string a, b;
    for (const char letter : letters) {
      const char key = letter == '.' ? '\0' : letter;
      for (const auto& [text, of] : {std::pair(&a, &wanted), std::pair(&b, &got)}) {
        const std::string part = inchi_layer(of->inchi, key);
        if (!part.empty()) *text += (text->empty() ? "" : " ") + (key == 0 ? part : std::string(1, key) + part);
      }
    }
    if (a == b) return;
    flag = true;
    difference.words.push_back(fmt::format("{}: {} became {}", what, a.empty() ? "none" : a, b.empty() ? "none" : b));
  };
  compare(".", "formula", difference.formula);
  compare("c", "bonds", difference.connectivity);
  compare("h", "hydrogens", difference.hydrogens);
  const std::size_t before = difference.words.size();
  compare("b", "double-bond stereo", difference.double_bond_stereo);
  compare("tms", "tetrahedral stereo", difference.tetrahedral_stereo);
  if (open_stereo_passes && difference.words.size() > before && before == 0 &&
      settles(wanted.neutral_smiles, got.neutral_smiles)) {
    difference.double_bond_stereo = difference.tetrahedral_stereo = false;
    difference.words.resize(before);
  }
  if (wanted.formal_charge != got.formal_charge) {
    difference.charge = true;
    difference.words.push_back(fmt::format("charge: {:+} became {:+}", wanted.formal_charge, got.formal_charge));
  } else {
    compare("qp", "charge", difference.charge);
  }
  return difference;
}

}  // namespace maek::mol
