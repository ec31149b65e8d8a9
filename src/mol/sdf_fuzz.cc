// SPDX-License-Identifier: Apache-2.0
// Fuzz: any bytes as SDF; what is read must be written and read again with the same number of atoms, and be checked.
#include <cstddef>       // for std::size_t
#include <cstdint>       // for std::uint8_t
#include <cstdlib>       // for std::abort
#include <string_view>   // for std::string_view

#include "mol/internal/sdf_entries.h"   // for read_sdf_entries
#include "mol/molecule.h"               // for read_sdf
#include "mol/validity.h"               // for check_pose

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace maek::mol;
  if (size > 4000) return 0;   // longer texts only cost time
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const SdfEntry& entry : read_sdf_entries(text, "fuzz", nullptr)) {
    if (!entry.molecule && entry.molecule.error().where.empty()) std::abort();
    // Names by InChI may take seconds for cages that no chemist would draw.
    if (entry.molecule && entry.molecule->heavy_atoms() <= 20) (void)check_pose(*entry.molecule, {});
  }
  const auto molecules = read_sdf(text, "fuzz");
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
