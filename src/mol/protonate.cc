// SPDX-License-Identifier: Apache-2.0
// protonate: neutral form first, then every site that a rule knows takes the charge that it has at the given pH.
#include <algorithm>   // for std::sort
#include <exception>   // for std::exception
#include <memory>      // for std::unique_ptr
#include <set>         // for std::set

#include <fmt/format.h>                        // for fmt::format
#include <GraphMol/MolOps.h>                   // for removeHs
#include <GraphMol/RingInfo.h>                 // for RingInfo
#include <GraphMol/SmilesParse/SmilesParse.h>  // for SmartsToMol
#include <GraphMol/Substruct/SubstructMatch.h> // for SubstructMatch
#include <GraphMol/new_canon.h>                // for rankMolAtoms

#include "mol/chemistry.h"                       // for protonate
#include "mol/internal/molecule_rdkit.h"         // for to_rdkit
#include "mol/internal/protonation_table.h"      // for protonation_rules

namespace maek::mol {
namespace {

/// The patterns, compiled once for each thread: matching is not promised to be safe on shared queries.
const std::vector<std::unique_ptr<RDKit::ROMol>>& patterns() {
  thread_local const std::vector<std::unique_ptr<RDKit::ROMol>> compiled = [] {
    std::vector<std::unique_ptr<RDKit::ROMol>> all;
    for (const ProtonationRule& rule : protonation_rules()) {
      all.emplace_back(RDKit::SmartsToMol(std::string(rule.pattern)));
    }
    return all;
  }();
  return compiled;
}

void set_charge(RDKit::Atom& atom, int charge, unsigned hydrogens) {
  atom.setFormalCharge(charge);
  atom.setNoImplicit(true);
  atom.setNumExplicitHs(hydrogens);
}

/// A ring around `atom` that holds a cation without a proton to lose (N-alkylpyridinium): an anion on it is half of a
/// permanent pair (mesoionic compounds, pyridinium olates).
bool beside_permanent_ring_cation(const RDKit::ROMol& mol, const RDKit::Atom& atom) {
  for (const auto neighbour : mol.atomNeighbors(&atom)) {
    for (const auto& ring : mol.getRingInfo()->atomRings()) {
      if (std::find(ring.begin(), ring.end(), static_cast<int>(neighbour->getIdx())) == ring.end()) continue;
      for (const int member : ring) {
        const RDKit::Atom* other = mol.getAtomWithIdx(static_cast<unsigned>(member));
        if (other->getFormalCharge() > 0 && other->getTotalNumHs() == 0) return true;
      }
    }
  }
  return false;
}

/// Charges that a proton can undo, undone: the result does not depend on how the input was drawn. Quaternary nitrogen,
/// N-oxides, nitro groups, azides and metal ions stay.
void neutralise(RDKit::RWMol& mol) {
  std::vector<std::pair<unsigned, int>> changes;
  for (const auto atom : mol.atoms()) {
    const int charge = atom->getFormalCharge(), element = atom->getAtomicNum();
    if (charge > 0 && (element == 7 || element == 8 || element == 16) && atom->getTotalNumHs() > 0) {
      changes.emplace_back(atom->getIdx(), -std::min(charge, static_cast<int>(atom->getTotalNumHs())));
    }
    if (charge < 0 && (element == 7 || element == 8 || element == 16) && atom->getDegree() > 0) {
      bool paired = beside_permanent_ring_cation(mol, *atom);
      for (const auto neighbour : mol.atomNeighbors(atom)) {
        paired = paired || (neighbour->getFormalCharge() > 0 && neighbour->getTotalNumHs() == 0);
      }
      if (!paired) changes.emplace_back(atom->getIdx(), -charge);
    }
  }
  for (const auto& [index, delta] : changes) {
    RDKit::Atom& atom = *mol.getAtomWithIdx(index);
    set_charge(atom, atom.getFormalCharge() + delta,
               static_cast<unsigned>(static_cast<int>(atom.getTotalNumHs()) + delta));
  }
  sanitize(mol);
}

struct Site {
  unsigned atom = 0;
  std::size_t rule = 0;
  double pka = 0;
};

/// The site of every atom that a rule matches: the first rule counts.
std::vector<Site> find_sites(const RDKit::ROMol& mol, const std::vector<unsigned>& rank) {
  std::vector<Site> sites;
  std::set<unsigned> claimed;
  for (std::size_t r = 0; r < patterns().size(); ++r) {
    const ProtonationRule& rule = protonation_rules()[r];
    RDKit::SubstructMatchParameters parameters;
    parameters.uniquify = false;
    parameters.maxMatches = 20000;
    std::vector<std::pair<unsigned, unsigned>> found;   // (site, centre)
    for (const auto& match : RDKit::SubstructMatch(mol, *patterns()[r], parameters)) {
      const auto site = static_cast<unsigned>(match[0].second);
      found.emplace_back(site, match.size() > 1 ? static_cast<unsigned>(match[1].second) : site);
    }
    std::sort(found.begin(), found.end(), [&rank](const auto& a, const auto& b) {
      return std::pair{rank[a.first], rank[a.second]} < std::pair{rank[b.first], rank[b.second]};
    });
    std::set<unsigned> centres;
    for (const auto& [site, centre] : found) {
      if (claimed.contains(site) || mol.getAtomWithIdx(site)->getFormalCharge() != 0) continue;
      if (rule.once_per_centre && !centres.insert(centre).second) continue;
      claimed.insert(site);
      sites.push_back({site, r, rule.pka});
    }
  }
  return sites;
}

/// Carbons apart of two amines N-C-C-N.
bool on_neighbouring_carbons(const RDKit::ROMol& mol, unsigned a, unsigned b) {
  for (const auto c1 : mol.atomNeighbors(mol.getAtomWithIdx(a))) {
    if (c1->getAtomicNum() != 6) continue;
    for (const auto c2 : mol.atomNeighbors(c1)) {
      if (c2->getAtomicNum() == 6 && mol.getBondBetweenAtoms(c2->getIdx(), b) != nullptr) return true;
    }
  }
  return false;
}

/// Two imino nitrogens of one biguanide or acylated amidine: N=C-N-C=N.
bool share_an_amidine_nitrogen(const RDKit::ROMol& mol, unsigned a, unsigned b) {
  for (const auto c1 : mol.atomNeighbors(mol.getAtomWithIdx(a))) {
    for (const auto c2 : mol.atomNeighbors(mol.getAtomWithIdx(b))) {
      if (c1 == c2 || c1->getAtomicNum() != 6 || c2->getAtomicNum() != 6) continue;
      for (const auto middle : mol.atomNeighbors(c1)) {
        if (middle->getAtomicNum() == 7 && mol.getBondBetweenAtoms(middle->getIdx(), c2->getIdx()) != nullptr)
          return true;
      }
    }
  }
  return false;
}

}  // namespace

Molecule protonate(const Molecule& molecule, double ph, std::vector<std::string>* notes) {
  silence_rdkit();
  try {
    RDKit::RWMol mol = to_rdkit(molecule);
    RDKit::MolOps::removeHs(mol, false, false, true);
    std::vector<int> before;
    for (const auto atom : mol.atoms()) before.push_back(atom->getFormalCharge());
    neutralise(mol);

    // Ties are broken by the graph, not by the order of the input.
    std::vector<unsigned> rank;
    RDKit::Canon::rankMolAtoms(mol, rank, true);
    std::vector<Site> sites = find_sites(mol, rank);
    std::sort(sites.begin(), sites.end(), [&](const Site& a, const Site& b) {
      const bool base_a = protonation_rules()[a.rule].kind == Ionisation::kBase;
      const bool base_b = protonation_rules()[b.rule].kind == Ionisation::kBase;
      if (base_a != base_b) return base_b;
      if (a.pka != b.pka) return base_a ? a.pka > b.pka : a.pka < b.pka;
      return rank[a.atom] < rank[b.atom];
    });
    std::vector<const Site*> site_of(mol.getNumAtoms(), nullptr);
    std::vector<unsigned> charged_amines, charged_imines;
    for (Site& site : sites) {
      RDKit::Atom& atom = *mol.getAtomWithIdx(site.atom);
      const unsigned hydrogens = atom.getTotalNumHs();
      site_of[site.atom] = &site;
      if (protonation_rules()[site.rule].kind == Ionisation::kAcid) {
        if (ph > site.pka && hydrogens > 0) set_charge(atom, -1, hydrogens - 1);
        continue;
      }
      const bool amine = atom.getAtomicNum() == 7 && atom.getTotalDegree() == 3 && !atom.getIsAromatic();
      if (amine) {
        for (const unsigned other : charged_amines) {
          if (on_neighbouring_carbons(mol, site.atom, other)) site.pka -= kNeighbourAmineShift;
        }
      }
      const bool imine =
          atom.getAtomicNum() == 7 && atom.getTotalDegree() == 2 && !atom.getIsAromatic() && hydrogens < 2;
      if (imine) {
        for (const unsigned other : charged_imines) {
          if (share_an_amidine_nitrogen(mol, site.atom, other)) site.pka -= kBiguanideShift;
        }
      }
      if (ph < site.pka) {
        set_charge(atom, 1, hydrogens + 1);
        if (imine) charged_imines.push_back(site.atom);
        if (amine) charged_amines.push_back(site.atom);
      }
    }
    sanitize(mol);

    if (notes != nullptr) {
      for (unsigned i = 0; i < mol.getNumAtoms(); ++i) {
        const int change = mol.getAtomWithIdx(i)->getFormalCharge() - before[i];
        if (change == 0) continue;
        const char* word = change > 0 ? "protonated" : "deprotonated";
        if (site_of[i] == nullptr) {
          notes->push_back(fmt::format("{} {}: no rule gives it a charge.", atom_label(mol, i), word));
        } else {
          notes->push_back(fmt::format("{} {} {}, pKa {:g}.", protonation_rules()[site_of[i]->rule].name,
                                       atom_label(mol, i), word, site_of[i]->pka));
        }
      }
    }
    return from_rdkit(mol, molecule.name());
  } catch (const std::exception& failure) {
    if (notes != nullptr) notes->push_back(fmt::format("Protonation was left as given ({}).", failure.what()));
    return remove_hydrogens(molecule);
  }
}

}  // namespace maek::mol
