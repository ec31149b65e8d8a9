// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <cstring>
#include "bench/affinity/poses.h"
#include "tests/test_data.h"
using namespace maek;
int main(int argc, char** argv) {
  const auto systems = bench::read_affinity_systems(*test_data("data/affinity"));
  for (const auto& s : systems) std::printf("%s\t%d\t%s\t%zu\n", s.name.c_str(), s.protein, s.family.c_str(), s.ligands.size());
  if (argc > 1 && !std::strcmp(argv[1], "dock")) bench::dock_all(systems, {});
  else bench::measure_all(systems, bench::Poses::kRelaxed, {});
}
