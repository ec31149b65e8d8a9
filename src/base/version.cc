// SPDX-License-Identifier: Apache-2.0
// Version and revision, as the build wrote them.
#include "base/version.h"

#include "maek_revision.h"   // for MAEK_VERSION, MAEK_REVISION: written by the build, cmake/Revision.cmake

namespace maek {

const char* version() { return MAEK_VERSION; }
const char* revision() { return MAEK_REVISION; }

}  // namespace maek
