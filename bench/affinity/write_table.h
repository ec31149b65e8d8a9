// SPDX-License-Identifier: Apache-2.0
// Writes a fitted model as the source file that the project ships (code generation, src/dock/internal/affinity_table.cc).
#pragma once

#include <string>  // for std::string

#include "dock/affinity.h"  // for AffinityModel

namespace maek::bench {

std::string table_source(const dock::AffinityModel& model, const std::string& elements, const std::string& date);

}  // namespace maek::bench
