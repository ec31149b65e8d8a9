// SPDX-License-Identifier: Apache-2.0
// Route prefix: the path below which a service has its routes, as an option names it
#pragma once

#include <string>        // for std::string
#include <string_view>   // for std::string_view

#include "base/expected.h"   // for Expected

namespace maek::serve::internal {

/// "/" and "" become "", "/log/" becomes "/log": what patterns begin with. kInvalidArgument for what is no plain path:
/// letters, digits, '-', '.', '_', '~' between single '/'.
Expected<std::string> route_prefix(std::string_view text);

}  // namespace maek::serve::internal
