// SPDX-License-Identifier: Apache-2.0
// Text of any origin made fit to show: well-formed UTF-8, no controls, cut to columns, escaped (Graphviz, Hangul width)
#pragma once

#include <cstddef>  // for std::size_t
#include <string>  // for std::string
#include <string_view>  // for std::string_view

namespace maek::evidence {

/// Ill-formed bytes become U+FFFD; controls, line ends and marks that reorder text become blanks; cut to `columns` (a Hangul
/// syllable or a Han character takes two) with an ellipsis.
std::string display_text(std::string_view bytes, std::size_t columns);
/// For a quoted string of Graphviz.
std::string dot_escaped(std::string_view text);

}  // namespace maek::evidence
