// SPDX-License-Identifier: Apache-2.0
// Fuzz: any bytes as PDBQT receptor, ligand and flexible residues; what is read must be written and read again.
#include <cstddef>       // for std::size_t
#include <cstdint>       // for std::uint8_t
#include <cstdlib>       // for std::abort
#include <string_view>   // for std::string_view

#include "mol/pdbqt.h"   // for read_pdbqt_ligand

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace maek::mol;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto receptor = read_pdbqt_receptor(text, "fuzz")) {
    const auto again = read_pdbqt_receptor(to_pdbqt(*receptor), "again");
    if (!again || again->atoms.size() != receptor->atoms.size()) std::abort();
  }
  if (const auto models = read_pdbqt_ligand(text, "fuzz")) {
    for (const PdbqtTree& tree : *models) {
      for (const PdbqtBranch& branch : tree.branches) {
        if (branch.from < 0 || branch.to < 0) std::abort();
      }
      to_pdbqt(tree);
    }
  }
  if (const auto residues = read_pdbqt_flex(text, "fuzz")) {
    for (const PdbqtTree& tree : *residues) to_pdbqt(tree);
  }
  return 0;
}
