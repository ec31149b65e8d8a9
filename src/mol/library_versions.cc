// SPDX-License-Identifier: Apache-2.0
// What RDKit and gemmi call themselves.
#include "mol/library_versions.h"

#include <RDGeneral/versions.h>
#include <gemmi/version.hpp>

namespace maek::mol {

std::string rdkit_version() { return RDKit::rdkitVersion; }

std::string gemmi_version() { return GEMMI_VERSION; }

}  // namespace maek::mol
