// SPDX-License-Identifier: Apache-2.0
// Tile service: the published files of a ledger over HTTP, as C2SP tlog-tiles wants them (static, cacheable)
#pragma once

#include <filesystem>   // for std::filesystem::path
#include <string>       // for std::string

#include "base/expected.h"     // for Expected
#include "http/router.h"       // for Router

namespace maek::serve {

/// GET and HEAD of PREFIX/checkpoint, PREFIX/tile/... and PREFIX/tile/entries/... of a ledger: only tiles that a
/// published checkpoint implies, never bodies, segments or keys. kNotFound where there is no ledger, kInvalidArgument for
/// a prefix that cannot be.
Expected<http::Router> tile_routes(const std::filesystem::path& ledger, const std::string& prefix);

}  // namespace maek::serve
