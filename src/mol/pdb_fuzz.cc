// SPDX-License-Identifier: Apache-2.0
// Fuzz: PDB and PDBQT readers, format detection, and the writers of whatever was read.
#include <cstddef>       // for std::size_t
#include <cstdint>       // for std::uint8_t
#include <string_view>   // for std::string_view

#include "mol/internal/fuzz_structure.h"   // for exercise_structure
#include "mol/internal/pdb_reader.h"       // for read_pdb_flavour

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const auto flavour : {maek::mol::PdbFlavour::kPdb, maek::mol::PdbFlavour::kPdbqt}) {
    const auto structure = maek::mol::read_pdb_flavour(text, "fuzz", flavour);
    if (structure) maek::mol::exercise_structure(*structure);
  }
  (void)maek::mol::detect_structure_format(text, "fuzz");
  return 0;
}
