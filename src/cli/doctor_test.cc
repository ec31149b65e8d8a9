// SPDX-License-Identifier: Apache-2.0
// Tests of doctor: that it tells the truth about this machine.
#include "cli/doctor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cstdlib>      // for setenv
#include <filesystem>   // for std::filesystem
#include <fstream>      // for std::ofstream

#include "base/cpu.h"            // for is_available
#include "base/version.h"        // for version
#include "cli/toy_operation.h"   // for run_command

namespace maek::cli {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using testing::HasSubstr;

std::vector<Operation> doctor() {
  return {doctor_operation({[] { return LibraryVersion{"RDKit", "2022.09.3"}; }},
                           [](Isa isa) { return std::string("kernel of ") + to_string(isa); })};
}

TEST(Doctor, TellsWhatIsTrueOfThisMachine) {
  const Outcome outcome = run_command({"doctor", "--json"}, "", system_calls(), doctor());
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  const json report = json::parse(outcome.out);
  EXPECT_EQ(report["version"], version());
  EXPECT_EQ(report["processor"]["kernels"]["portable"], true);
  EXPECT_EQ(report["processor"]["kernels"]["avx2"], is_available(Isa::kAvx2));
  EXPECT_EQ(report["processor"]["kernels"]["avx512"], is_available(Isa::kAvx512));
  EXPECT_GT(report["memory"]["available_bytes"].get<double>(), 1e6);
  EXPECT_GT(report["disk"]["this folder"]["free_bytes"].get<double>(), 0);
  const json& demo = report["data"]["demo_structure"];
  EXPECT_EQ(demo.is_string(), fs::exists("/usr/share/pymol/data/tut/1hpv.pdb"));
  EXPECT_EQ(report["peers"]["vina"].is_string(), std::system("command -v vina >/dev/null") == 0);
  EXPECT_EQ(report["processor"]["search_kernel"], std::string("kernel of ") + to_string(current_isa()));
  EXPECT_EQ(report["libraries"]["RDKit"], "2022.09.3") << "hooks are asked";
  for (const auto& [name, found] : report["libraries"].items()) EXPECT_NE(found, "") << name;
}

TEST(Doctor, ShowsTheForcedKernels) {
  const Isa before = current_isa();
  const Outcome outcome = run_command({"doctor", "--isa", "portable"}, "", system_calls(), doctor());
  EXPECT_THAT(outcome.out, HasSubstr("kernels portable        available, in use"));
  EXPECT_THAT(outcome.out, HasSubstr("docking searches with   kernel of portable\n"));
  EXPECT_THAT(outcome.out, HasSubstr("RDKit"));
  ASSERT_TRUE(set_isa(before));
}

TEST(FindProgram, LooksThroughThePathForWhatCanBeRun) {
  const fs::path folder = fs::path(testing::TempDir()) / "maek_path";
  fs::create_directories(folder / "maek-dir");
  std::ofstream(folder / "maek-runs") << "#!/bin/sh\n";
  std::ofstream(folder / "maek-text") << "text\n";
  fs::permissions(folder / "maek-runs", fs::perms::owner_all);
  const std::string before = std::getenv("PATH") != nullptr ? std::getenv("PATH") : "";
  ::setenv("PATH", ("::/absent:" + folder.string() + ":").c_str(), 1);
  EXPECT_EQ(find_program("maek-runs"), (folder / "maek-runs").string());
  EXPECT_EQ(find_program("maek-dir"), "");
  EXPECT_EQ(find_program("maek-text"), "");
  EXPECT_EQ(find_program("maek-absent"), "");
  ::unsetenv("PATH");
  EXPECT_EQ(find_program("maek-runs"), "");
  ::setenv("PATH", before.c_str(), 1);
  fs::remove_all(folder);
}

}  // namespace
}  // namespace maek::cli
