// SPDX-License-Identifier: Apache-2.0
// What `maek check` tells: table and JSON of the reports of poses and structures.
#pragma once

#include <string>    // for std::string
#include <vector>    // for std::vector

#include "mol/protein_geometry.h"   // for ProteinGeometry
#include "mol/validity.h"           // for ValidityReport

namespace maek::mol::internal {

struct CheckedPose {
  std::string name;    // title of the record, or the residue
  int number = 1;      // in the file, from 1
  ValidityReport report;
};

struct CheckedFile {
  std::string name;
  std::vector<CheckedPose> poses;
  std::vector<std::string> unchecked;          // ligands of a structure that could not be checked, and why
  std::optional<ProteinGeometry> protein;      // of a structure
};

std::string check_table(const std::vector<CheckedFile>& files);
std::string check_json(const std::vector<CheckedFile>& files, const std::string& configuration);

}  // namespace maek::mol::internal
