// SPDX-License-Identifier: Apache-2.0
// An SDF file record by record, where one that cannot be read does not end the reading.
#pragma once

#include <string>        // for std::string
#include <string_view>   // for std::string_view
#include <vector>        // for std::vector

#include "base/expected.h"   // for Expected
#include "mol/molecule.h"    // for Molecule

namespace maek::mol {

struct SdfEntry {
  std::string name;              // title line, "" when the record has none or cannot be read
  Expected<Molecule> molecule;   // errors name file and line
  bool chemistry = false;        // the text was fine, valences or aromaticity were not
};
std::vector<SdfEntry> read_sdf_entries(std::string_view sdf, const std::string& name, std::vector<std::string>* notes);

}  // namespace maek::mol
