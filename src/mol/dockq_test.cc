// SPDX-License-Identifier: Apache-2.0
#include "mol/dockq.h"

#include <fstream>   // for std::ifstream
#include <map>       // for std::map
#include <set>       // for std::set
#include <sstream>   // for std::istringstream

#include <gtest/gtest.h>

#include "mol/compare.h"          // for compare_structures
#include "mol/read_structure.h"   // for read_structure
#include "mol/superpose.h"        // for superpose
#include "tests/archive.h"        // for read_archive
#include "tests/test_data.h"      // for test_data

namespace maek::mol {
namespace {

constexpr double kPrintedDigit = 0.0006;   // tables give three decimals
constexpr double kOfPublished = 0.1;       // Å, the set's own criterion against the authors' superpositions

std::vector<std::vector<std::string>> read_tsv(const std::string& text) {
  std::vector<std::vector<std::string>> rows;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    std::vector<std::string> row(1);
    for (const char c : line) {
      if (c == '\t') {
        row.emplace_back();
      } else if (c != '\r') {
        row.back() += c;
      }
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

/// Two entries as one, the second one's chains after the first one's.
Structure joined(const Structure& a, const Structure& b) {
  Structure out = a;
  const auto chains = static_cast<ChainIndex>(a.chains.size());
  const auto residues = static_cast<ResidueIndex>(a.residues.size());
  const auto atoms = static_cast<AtomIndex>(a.atoms.size());
  for (Chain c : b.chains) {
    c.first_residue += residues;
    c.end_residue += residues;
    out.chains.push_back(c);
  }
  for (Residue r : b.residues) {
    r.chain += chains;
    r.first_atom += atoms;
    r.end_atom += atoms;
    out.residues.push_back(r);
  }
  for (Atom x : b.atoms) {
    x.residue += residues;
    out.atoms.push_back(x);
  }
  out.bonds.clear();
  return out;
}

/// The unbound form moved onto the bound one by its CA atoms.
Structure superposed_on(Structure unbound, const Structure& bound) {
  CompareOptions options;
  options.with_tm = options.with_lddt = options.with_interfaces = false;
  options.matching = ResidueMatching::kNumber;
  const auto found = compare_structures(unbound, bound, options);
  if (!found) return unbound;
  for (Atom& a : unbound.atoms) a.position = found->whole.ca.superposition.apply(a.position);
  return unbound;
}

TEST(DockQ, ClassesFollowTheThresholdsOfCapri) {
  struct Case {
    double fnat, irmsd, lrmsd;
    const char* expected;
  };
  for (const Case& c : {Case{0.5, 1, 9, "high"},
                        {0.5, 9, 1, "high"},
                        {0.49, 1, 1, "medium"},
                        {0.3, 2, 99, "medium"},
                        {0.3, 99, 5, "medium"},
                        {0.29, 2, 5, "acceptable"},
                        {0.1, 4, 99, "acceptable"},
                        {0.1, 99, 10, "acceptable"},
                        {0.09, 0, 0, "incorrect"},
                        {0.9, 4.1, 10.1, "incorrect"}}) {
    EXPECT_STREQ(to_string(capri_class(c.fnat, c.irmsd, c.lrmsd)), c.expected)
        << c.fnat << " " << c.irmsd << " " << c.lrmsd;
  }
}

TEST(DockQ, NothingThatTouchesIsAnError) {
  InterfaceResidue one;
  one.reference = one.model = {{0, 0, 0}};
  one.in_both = {0, 1, 0, 0};
  InterfaceResidue far = one;
  far.reference = far.model = {{50, 0, 0}};
  const std::vector<InterfaceResidue> a{one}, b{far};
  EXPECT_EQ(score_interface(a, b).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(score_interface({}, {}).error().code, ErrorCode::kNotFound);
}

/// Every case of the set: contacts, interface, and the interface RMSD of the superposed unbound partners, which the
/// benchmark's authors published.
TEST(DockQ, GivesThePublishedInterfaceRmsd) {
  const auto archive = test_data("data/ppi/ppi.tar.zst");
  MAEK_SKIP_WITHOUT_DATA(archive, "data/ppi/ppi.tar.zst");
  const auto files = read_archive(*archive);
  const auto rows = read_tsv(file_bytes(*test_data("data/ppi/index.tsv")));
  int cases = 0;
  for (std::size_t k = 1; k < rows.size(); ++k) {
    const auto& row = rows[k];
    const std::string folder = "ppi/" + row[0] + "/";
    SCOPED_TRACE(row[0]);
    const auto read = [&](const std::string& name) {
      auto structure = read_structure(files.at(folder + name), name);
      EXPECT_TRUE(structure) << name;
      return single_conformation(*structure);
    };
    const Structure receptor = read("receptor_bound.pdb"), ligand = read("ligand_bound.pdb");
    const Structure model = joined(superposed_on(read("receptor_unbound.pdb"), receptor),
                                   superposed_on(read("ligand_unbound.pdb"), ligand));
    CompareOptions options;
    options.with_tm = options.with_lddt = false;
    options.matching = ResidueMatching::kNumber;
    const auto names = [](const std::string& text) {
      std::vector<std::string> out;
      for (const char c : text) {
        if (c != ',') out.emplace_back(1, c);
      }
      return out;
    };
    options.partners.emplace(names(row[1]), names(row[2]));
    for (const auto* side : {&options.partners->first, &options.partners->second}) {
      for (const std::string& name : *side) options.chains.emplace_back(name, name);
    }
    const auto found = compare_structures(model, joined(receptor, ligand), options);
    ASSERT_TRUE(found) << found.error().text();
    ASSERT_EQ(found->interfaces.size(), 1u);
    const InterfaceScores& scores = found->interfaces.front().scores;
    EXPECT_EQ(scores.reference_contacts, std::stoi(row[7]));
    EXPECT_EQ(scores.interface_first, std::stoi(row[8]));
    // The set counts cofactors to the interface too (GDP in 1A2K).
    EXPECT_NEAR(scores.interface_second, std::stoi(row[9]), row[13].empty() ? 0 : 1);
    EXPECT_NEAR(scores.irmsd, std::stod(row[10]), kPrintedDigit);
    EXPECT_NEAR(scores.irmsd, std::stod(row[11]), kOfPublished);
    ++cases;
  }
  EXPECT_EQ(cases, 54);
}

}  // namespace
}  // namespace maek::mol
