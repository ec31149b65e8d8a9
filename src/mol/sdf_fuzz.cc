// SPDX-License-Identifier: Apache-2.0
// Fuzz: any bytes as SDF; what is read must be written and read again with the same number of atoms.
#include <cstddef>       // for std::size_t
#include <cstdint>       // for std::uint8_t
#include <cstdlib>       // for std::abort
#include <string_view>   // for std::string_view

#include "mol/molecule.h"   // for read_sdf

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace maek::mol;
  if (size > 4000) return 0;   // longer texts only cost time
  const auto molecules = read_sdf(std::string_view(reinterpret_cast<const char*>(data), size), "fuzz");
  if (!molecules) {
    if (molecules.error().where.empty()) std::abort();
    return 0;
  }
  for (const Molecule& molecule : *molecules) {
    if (molecule.has_positions() && molecule.positions().size() != molecule.atoms().size()) std::abort();
    if (molecule.heavy_atoms() <= 60) to_sdf({{molecule, {}}});
  }
  return 0;
}
