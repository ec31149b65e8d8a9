// SPDX-License-Identifier: Apache-2.0
// Versions of the libraries that only this module links (RDKit, gemmi), for reports.
#pragma once

#include <string>   // for std::string

namespace maek::mol {

std::string rdkit_version();   // "2022.09.3", of the library that runs
std::string gemmi_version();   // "0.5.7", of the headers that were compiled in

}  // namespace maek::mol
