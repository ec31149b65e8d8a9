// SPDX-License-Identifier: Apache-2.0
// What a comparison tells: table, JSON, a CSV row for each residue (results, summary)
#pragma once

#include <string>   // for std::string

#include "mol/compare.h"   // for Comparison

namespace maek::mol {

struct CompareReport {
  std::string model_name, reference_name;   // as the user typed them
  const Structure* model = nullptr;
  const Structure* reference = nullptr;
  const Comparison* comparison = nullptr;
  bool per_residue = false;                 // the JSON has the residues too
};

std::string to_table(const CompareReport& report);
std::string to_json(const CompareReport& report);
/// chain, number, insertion, name, model_chain, model_number, model_name, lddt, ca_lddt, ca_distance_A; empty where
/// there is no value.
std::string to_csv(const CompareReport& report);

}  // namespace maek::mol
