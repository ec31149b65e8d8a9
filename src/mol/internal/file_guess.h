// SPDX-License-Identifier: Apache-2.0
// File guess: what a file that is no structure may be (HTML page, SDF, FASTA, archive), for error messages.
#pragma once

#include <string_view>   // for std::string_view

namespace maek::mol {

/// "an HTML page", "an SDF file (a small molecule)", ...; "" when nothing is recognised.
std::string_view guess_file(std::string_view bytes);

/// True when the bytes cannot be text: a zero byte, or many control bytes, among the first 4096.
bool looks_binary(std::string_view bytes);

}  // namespace maek::mol
