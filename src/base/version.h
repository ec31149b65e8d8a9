// SPDX-License-Identifier: Apache-2.0
// Which Maek this is (version, git revision, build).
#pragma once

namespace maek {

/// "0.1.0": the version of the project.
const char* version();
/// The commit it was built from, with "-dirty" when files differed from it; "unknown" outside a git checkout.
const char* revision();

}  // namespace maek
