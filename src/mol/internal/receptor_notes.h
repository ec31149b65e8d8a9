// SPDX-License-Identifier: Apache-2.0
// The sentences in which receptor preparation tells what it found and decided.
#pragma once

#include <string>   // for std::string
#include <vector>   // for std::vector

#include "mol/internal/receptor_model.h"   // for ReceptorModel, ReceptorFindings

namespace maek::mol {

/// "HIS A 57, ASP A 102": at most `limit` names, then "and 12 more".
std::string residue_list(const Structure& structure, const std::vector<ResidueIndex>& residues, std::size_t limit = 12);

/// One sentence each, only where there is something to tell.
std::vector<std::string> receptor_notes(const ReceptorModel& model, const ReceptorFindings& findings);

}  // namespace maek::mol
