// SPDX-License-Identifier: Apache-2.0
// How a parameter is written in help, pages, schemas and errors: the same words everywhere.
#pragma once

#include <string>   // for std::string

#include "base/operation.h"   // for Parameter

namespace maek {

/// "--exhaustiveness", or "RECEPTOR" for a positional one.
std::string option_name(const Parameter& parameter);
/// The same with what follows it: "--box x,y,z,sx,sy,sz", "--seed NUMBER", "LIGAND...".
std::string option_usage(const Parameter& parameter);
/// "between 1 and 32 Å", "at least 0", "" when any number will do.
std::string range_text(const Parameter& parameter);
/// A bound without needless digits: "8", "0.5".
std::string number_text(double value);

}  // namespace maek
