// SPDX-License-Identifier: Apache-2.0
// `maek doctor`: what this machine offers (CPU features, kernels, memory, disk, data, peers, libraries, versions).
#pragma once

#include <functional>   // for std::function
#include <string>       // for std::string
#include <vector>       // for std::vector

#include "base/cpu.h"         // for Isa
#include "base/operation.h"   // for Operation

namespace maek::cli {

struct LibraryVersion {
  std::string name;
  std::string version;
};

/// Asked for the versions of libraries that only a module links (RDKit, gemmi): handed in by the registry.
using VersionHook = std::function<LibraryVersion()>;

/// The path of a program in the folders of PATH, "" when it is in none.
std::string find_program(const std::string& name);

/// Names the kernel that searches run on an instruction set ("avx512"); handed in by the registry, as engines know it.
using KernelHook = std::function<std::string(Isa)>;

Operation doctor_operation(std::vector<VersionHook> hooks, KernelHook search_kernel = {});

}  // namespace maek::cli
