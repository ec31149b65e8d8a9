// SPDX-License-Identifier: Apache-2.0
// Values and numbers as CIF writes them (quoting, text fields).
#pragma once

#include <string>        // for std::string
#include <string_view>   // for std::string_view

namespace maek::mol {

/// `text` as one CIF 1.1 value: bare where that is safe, else quoted, else as a text field of its own lines. An empty
/// text becomes '?'; bytes that CIF does not allow become '?' inside it.
std::string cif_value(std::string_view text);

/// At least `least` and at most `most` decimals, without trailing zeros beyond `least`; never "-0".
std::string cif_number(double value, int least, int most);

}  // namespace maek::mol
