// SPDX-License-Identifier: Apache-2.0
#include "bench/affinity/ligands.h"

#include <algorithm>      // for std::find
#include <array>          // for std::array
#include <map>            // for std::map
#include <numeric>        // for std::iota
#include <set>            // for std::set
#include <sstream>        // for std::istringstream
#include <string_view>    // for std::string_view

#include "mol/chemistry.h"       // for add_hydrogens
#include "mol/component.h"       // for one_letter
#include "mol/read_structure.h"  // for read_structure
#include "tests/archive.h"       // for read_archive

namespace maek::bench {
namespace {

constexpr std::size_t kWord = 5;          // residues
constexpr double kSharedWords = 0.15;     // of the shorter sequence: one protein

/// Constructs of one protein whose sequences in these files differ too much (two bromodomains of BRD4).
constexpr std::array<std::array<std::string_view, 2>, 1> kSameProtein = {
    {{"bayer_macrocycles__wagner_brd4", "water_set__brd4"}}};

/// Families by the names of the systems: what each protein is, by any textbook.
constexpr std::array<std::string_view, 17> kKinases = {"cdk",  "jnk1",  "p38", "tyk2", "jak", "itk",
                                                       "egfr", "irak4", "dlk", "btk",  "syk", "cmet",
                                                       "chk1", "CHK1",  "ck2", "2E9P", "jak1"};
constexpr std::array<std::string_view, 6> kSerineProteases = {"thrombin", "fxa", "Fxa", "urokinase", "TPSB2", "hne"};

std::string family_of(const std::string& name) {
  const std::string system = name.substr(name.find("__") + 2);
  const auto any = [&system](const auto& words) {
    return std::any_of(words.begin(), words.end(),
                       [&](std::string_view w) { return system.find(w) != std::string::npos; });
  };
  return any(kKinases) ? "kinase" : any(kSerineProteases) ? "serine protease" : "";
}

struct Row {
  std::string smiles;
  double pk;
};

/// Folder -> name of a ligand -> its row; ligands without a measured value are left out.
std::map<std::string, std::map<std::string, Row>> read_rows(const std::string& table) {
  std::map<std::string, std::map<std::string, Row>> rows;
  std::istringstream lines(table);
  std::vector<std::string> columns;
  for (std::string line; std::getline(lines, line);) {
    std::vector<std::string> cells;
    std::istringstream cut(line);
    for (std::string cell; std::getline(cut, cell, '\t');) cells.push_back(cell);
    if (columns.empty()) {
      columns = cells;
      continue;
    }
    std::map<std::string, std::string> named;
    for (std::size_t i = 0; i < cells.size() && i < columns.size(); ++i) named[columns[i]] = cells[i];
    if (named["pK"].empty()) continue;
    rows[named["folder"]][named["ligand"]] = {named["smiles"], std::stod(named["pK"])};
  }
  return rows;
}

std::set<std::string> words_of(const std::string& pdb, const std::string& name) {
  std::set<std::string> words;
  const auto structure = mol::read_structure(pdb, name);
  if (!structure) return words;
  for (const mol::Chain& chain : structure->chains) {
    std::vector<std::string> names;
    for (mol::ResidueIndex r = chain.first_residue; r < chain.end_residue; ++r) {
      const mol::Residue& residue = structure->residues[static_cast<std::size_t>(r)];
      if (residue.kind == mol::ResidueKind::kAminoAcid) names.push_back(residue.name.substr(0, 2));
    }
    // The first two letters tell residues apart well enough (HIS, HID, HIE and HIP are one) for counting shared words.
    for (std::size_t i = 0; i + kWord <= names.size(); ++i) {
      std::string word;
      for (std::size_t k = 0; k < kWord; ++k) word += names[i + k];
      words.insert(word);
    }
  }
  return words;
}

void number_proteins(std::vector<AffinitySystem>& systems) {
  std::vector<std::set<std::string>> words;
  for (const AffinitySystem& s : systems) words.push_back(words_of(s.protein_pdb, s.name + ".pdb"));
  std::vector<std::size_t> root(systems.size());
  std::iota(root.begin(), root.end(), 0);
  const auto find = [&root](std::size_t i) {
    while (root[i] != i) i = root[i];
    return i;
  };
  const auto same = [&](std::size_t i, std::size_t k) {
    for (const auto& [a, b] : kSameProtein) {
      if ((systems[i].name == a && systems[k].name == b) || (systems[i].name == b && systems[k].name == a)) return true;
    }
    std::size_t shared = 0;
    for (const std::string& w : words[i]) shared += words[k].count(w);
    const std::size_t shorter = std::min(words[i].size(), words[k].size());
    return shorter > 0 && static_cast<double>(shared) > kSharedWords * static_cast<double>(shorter);
  };
  for (std::size_t i = 0; i < systems.size(); ++i) {
    for (std::size_t k = 0; k < i; ++k) {
      if (find(i) != find(k) && same(i, k)) root[find(i)] = find(k);
    }
  }
  std::map<std::size_t, int> number;
  for (std::size_t i = 0; i < systems.size(); ++i) {
    systems[i].protein = number.try_emplace(find(i), static_cast<int>(number.size())).first->second;
  }
}

}  // namespace

std::vector<AffinitySystem> read_affinity_systems(const std::filesystem::path& data) {
  const auto files = read_archive(data / "structures.tar.zst");
  const auto rows = read_rows(read_archive(data / "ligands.tsv.gz").begin()->second);
  std::vector<AffinitySystem> systems;
  for (const auto& [folder, ligands] : rows) {
    AffinitySystem system;
    system.name = folder;
    system.protein_pdb = files.at("affinity/" + folder + "/protein.pdb");
    system.family = family_of(folder);
    system.absolute = folder.find("opls_stress__cr_bace") != 0;
    const auto molecules = mol::read_sdf(files.at("affinity/" + folder + "/ligands.sdf"), folder + ".sdf");
    if (!molecules) continue;
    for (const mol::Molecule& m : *molecules) {
      const auto row = ligands.find(m.name());
      if (row == ligands.end()) continue;  // an intermediate of a calculation: nothing was measured
      system.ligands.push_back({mol::add_hydrogens(m), row->second.smiles, row->second.pk});
    }
    systems.push_back(std::move(system));
  }
  number_proteins(systems);
  return systems;
}

}  // namespace maek::bench
