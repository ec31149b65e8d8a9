// SPDX-License-Identifier: Apache-2.0
// Tests of maek-verify from the outside: what it prints, how it exits, and what it is linked with.
#include <elf.h>
#include <sys/wait.h>   // for WEXITSTATUS
#include <unistd.h>     // for getpid

#include <array>        // for std::array
#include <cstdio>       // for popen
#include <cstring>      // for std::memcpy
#include <filesystem>   // for std::filesystem
#include <fstream>      // for std::ofstream

#include <gmock/gmock.h>   // for HasSubstr
#include <gtest/gtest.h>   // for TEST
#include <nlohmann/json.hpp>

#include "evidence/internal/bundle_fixture.h"   // for sample_log
#include "evidence/verdict.h"                   // for judge
#include "tests/test_data.h"                    // for file_bytes

namespace maek::tools {
namespace {

using namespace maek::evidence;
using testing::HasSubstr;
using testing::StartsWith;
namespace fs = std::filesystem;

struct Outcome {
  int exit = -1;
  std::string out;   // and what it said on stderr
};

class MaekVerify : public testing::Test {
 protected:
  void SetUp() override {
    fs::create_directories(folder_);
    put("good.maek-bundle", bundle_bytes(sample_log().bundle("poses.sdf")));
    put("policy", test_policy_text());
    put("poses.sdf", "poses.sdf");
  }
  void TearDown() override { fs::remove_all(folder_); }

  void put(const std::string& name, const std::string& bytes) const {
    std::ofstream(folder_ / name, std::ios::binary) << bytes;
  }
  Outcome run(const std::string& words) const {
    const std::string command = "cd '" + folder_.string() + "' && '" MAEK_VERIFY_PROGRAM "' " + words + " 2>&1";
    Outcome outcome;
    FILE* pipe = ::popen(command.c_str(), "r");
    if (pipe == nullptr) return outcome;
    std::array<char, 4096> piece{};
    for (std::size_t n; (n = std::fread(piece.data(), 1, piece.size(), pipe)) > 0;) outcome.out.append(piece.data(), n);
    const int status = ::pclose(pipe);
    outcome.exit = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return outcome;
  }

  fs::path folder_ = fs::temp_directory_path() / ("maek-verify-" + std::to_string(::getpid()));
};

TEST_F(MaekVerify, SaysYesThreeTimesAndExitsWithZero) {
  for (const char* words :
       {"good.maek-bundle --policy policy", "--policy policy --file poses.sdf -- good.maek-bundle"}) {
    const auto outcome = run(words);
    EXPECT_EQ(outcome.exit, 0) << outcome.out;
    EXPECT_THAT(outcome.out, StartsWith("Intact: yes: "));
    EXPECT_THAT(outcome.out, HasSubstr("\nSigner: yes: "));
    EXPECT_THAT(outcome.out, HasSubstr("\nClaim: yes: "));
  }
}

TEST_F(MaekVerify, JudgesAsTheLibraryDoesWithTheOtherHash) {
  const auto report = judge(sample_log().bundle("poses.sdf"), test_policy(), std::string_view("poses.sdf"));
  EXPECT_EQ(run("good.maek-bundle --policy policy --file poses.sdf --json").out, verdict_json(report));
  EXPECT_EQ(run("good.maek-bundle --policy policy --file poses.sdf --korean").out, verdict_text(report, true));
}

TEST_F(MaekVerify, ExitsWithOneWhenOneAnswerIsNotYes) {
  std::string flipped = bundle_bytes(sample_log().bundle("poses.sdf"));
  flipped[flipped.size() / 2] ^= 1;
  put("flipped", flipped);
  put("other", "other");
  put("empty", "");
  TestLog log = sample_log();
  log.add({"status", {sha256("receptor.pdb")}, status_predicate("retraction")});
  put("retracted", bundle_bytes(log.bundle("poses.sdf")));
  put("stranger", test_policy_text(kOtherSeed));
  const struct {
    const char* words;
    const char* why;
  } cases[] = {
      {"good.maek-bundle", "Signer: unknown"},
      {"good.maek-bundle --policy policy --file other", "Intact: no"},
      {"good.maek-bundle --policy stranger", "Signer: no"},
      {"retracted --policy policy", "Claim: no: retraction of 'receptor.pdb'"},
      {"flipped --policy policy", "Intact: no: the bundle is refused: bundle: its packed bytes were changed"},
      {"empty --policy policy", "the file is empty"},
  };
  for (const auto& c : cases) {
    const auto outcome = run(c.words);
    EXPECT_EQ(outcome.exit, 1) << c.words << "\n" << outcome.out;
    EXPECT_THAT(outcome.out, HasSubstr(c.why)) << c.words;
  }
}

TEST_F(MaekVerify, ExitsWithTwoForWrongUse) {
  put("bad_policy", "quorum nobody\n");
  put("large_policy", std::string(1'000'001, '#'));
  const struct {
    const char* words;
    const char* why;
  } cases[] = {
      {"", "which bundle?"},
      {"absent --policy policy", "absent: No such file"},
      {". --policy policy", "Is a directory"},
      {"good.maek-bundle --policy absent", "absent: No such file"},
      {"good.maek-bundle --policy", "--policy wants a file"},
      {"good.maek-bundle --policy bad_policy", "bad_policy: policy:1"},
      {"good.maek-bundle --policy large_policy", "has more than 1000000 bytes"},
      {"good.maek-bundle --policy policy --policy policy", "twice"},
      {"good.maek-bundle --file absent", "absent: No such file"},
      {"good.maek-bundle --polcy policy", "'--polcy' is no option"},
      {"good.maek-bundle poses.sdf", "one bundle at a time"},
      {"''", "No such file"},
  };
  for (const auto& c : cases) {
    const auto outcome = run(c.words);
    EXPECT_EQ(outcome.exit, 2) << c.words << "\n" << outcome.out;
    EXPECT_THAT(outcome.out, HasSubstr(c.why)) << c.words;
  }
}

TEST_F(MaekVerify, DoesNotSayYesWhereItsVerdictCannotBeWritten) {
  if (!fs::exists("/dev/full")) GTEST_SKIP() << "no /dev/full here";
  EXPECT_EQ(run("good.maek-bundle --policy policy >/dev/full").exit, 1);
}

TEST_F(MaekVerify, HasHelpWithAnExampleThatWorks) {
  const auto help = run("--help");
  EXPECT_EQ(help.exit, 0);
  const std::string lead = "\n  maek-verify ";
  const auto at = help.out.find(lead);
  ASSERT_NE(at, std::string::npos) << help.out;
  const std::string example = help.out.substr(at + lead.size(), help.out.find('\n', at + 1) - at - lead.size());
  put("poses.maek-bundle", bundle_bytes(sample_log().bundle("poses.sdf")));
  put("lab.policy", test_policy_text());
  EXPECT_EQ(run(example).exit, 0) << example;
  EXPECT_EQ(run("--version").out, "maek-verify " MAEK_VERSION "\n");
}

/// The names of the libraries that an ELF file asks for (DT_NEEDED).
std::vector<std::string> needed_libraries(const std::string& file) {
  const auto read = [&](std::size_t at, auto& value) {
    if (at + sizeof value > file.size()) throw std::runtime_error("cut ELF file");
    std::memcpy(&value, file.data() + at, sizeof value);
  };
  Elf64_Ehdr header{};
  read(0, header);
  std::vector<std::string> names;
  for (std::size_t i = 0; i < header.e_shnum; ++i) {
    Elf64_Shdr section{};
    read(header.e_shoff + i * sizeof section, section);
    if (section.sh_type != SHT_DYNAMIC) continue;
    Elf64_Shdr strings{};
    read(header.e_shoff + section.sh_link * sizeof strings, strings);
    for (std::size_t at = 0; at + sizeof(Elf64_Dyn) <= section.sh_size; at += sizeof(Elf64_Dyn)) {
      Elf64_Dyn entry{};
      read(section.sh_offset + at, entry);
      if (entry.d_tag == DT_NEEDED) names.emplace_back(file.c_str() + strings.sh_offset + entry.d_un.d_val);
    }
  }
  return names;
}

TEST_F(MaekVerify, IsLinkedWithLibsodiumAndZstdAlone) {
#ifdef MAEK_SANITIZED
  GTEST_SKIP() << "sanitizers bring libraries of their own";
#endif
  const auto names = needed_libraries(file_bytes(MAEK_VERIFY_PROGRAM));
  ASSERT_FALSE(names.empty());
  for (const std::string& name : names) {
    bool allowed = false;
    for (const char* stem :
         {"libsodium.so", "libzstd.so", "libstdc++.so", "libm.so", "libgcc_s.so", "libc.so", "ld-linux"}) {
      allowed = allowed || name.starts_with(stem);
    }
    EXPECT_TRUE(allowed) << name;
  }
  // The check itself sees more: this test program is linked with OpenSSL, by way of base.
  EXPECT_THAT(needed_libraries(file_bytes("/proc/self/exe")), testing::Contains(StartsWith("libcrypto")));
}

}  // namespace
}  // namespace maek::tools
