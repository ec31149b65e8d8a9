// SPDX-License-Identifier: Apache-2.0
// components.cif to the cache: what is kept, what is set aside and where, in pieces of any size, on failing disks.
#include "mol/ccd_build.h"

#include <cerrno>       // for ENOSPC
#include <filesystem>   // for std::filesystem
#include <fstream>      // for std::ofstream

#include <gmock/gmock.h>   // for HasSubstr
#include <gtest/gtest.h>
#include <zlib.h>          // for gzopen

#include "base/faulty_calls.h"          // for FaultyCalls
#include "mol/internal/ccd_fixture.h"   // for small_dictionary

namespace maek::mol {
namespace {

using fixture::build;
using fixture::small_dictionary;
using ::testing::HasSubstr;
namespace fs = std::filesystem;

struct Scratch {
  fs::path path = fs::path(::testing::TempDir()) /
                  (std::string("ccd_") + ::testing::UnitTest::GetInstance()->current_test_info()->name());
  Scratch() {
    fs::remove_all(path);
    fs::create_directories(path);
  }
  ~Scratch() { fs::remove_all(path); }
};

void write_gzip(const fs::path& path, const std::string& text, const char* mode = "wb") {
  const gzFile file = gzopen(path.c_str(), mode);
  ASSERT_EQ(gzwrite(file, text.data(), static_cast<unsigned>(text.size())), static_cast<int>(text.size()));
  gzclose(file);
}

std::string bytes_of(const fs::path& path) { return *read_file(path, std::uint64_t{1} << 30); }

TEST(CcdBuild, KeepsWhatTheDictionarySays) {
  const auto built = build(small_dictionary(), true);
  ASSERT_TRUE(built) << built.error().text();
  EXPECT_EQ(built->report.components, 5u);
  EXPECT_EQ(built->report.obsolete, 1u);
  EXPECT_EQ(built->report.modified, "2020-01-02");
  EXPECT_EQ(built->report.bytes, built->bytes.size());
  const auto dictionary = ComponentDictionary::from_bytes(built->bytes, "memory");
  ASSERT_TRUE(dictionary) << dictionary.error().text();
  EXPECT_EQ(dictionary->source().digest, sha256(small_dictionary()));
  const auto lac = dictionary->find("LAC");
  ASSERT_TRUE(lac);
  EXPECT_EQ(lac->name, "2-hydroxy propanoic acid");   // a text field of two lines
  EXPECT_EQ(lac->parents, "ALA,GLY");
  EXPECT_EQ(lac->one_letter, "A");
  EXPECT_EQ(lac->model_entry, "1ABC");
  EXPECT_EQ(lac->replaced_by, "");
  ASSERT_EQ(lac->atoms.size(), 12u);
  EXPECT_EQ(lac->atoms[1].name, "O1'");
  EXPECT_EQ(lac->atoms[1].alternative_name, "O1*");
  EXPECT_EQ(lac->atoms[1].model->z, 3);
  EXPECT_FALSE(lac->atoms[0].model);
  EXPECT_EQ(lac->atoms[2].ideal->x, -0.9);
  EXPECT_EQ(lac->atoms[0].stereo, 'R');
  EXPECT_TRUE(lac->atoms[6].leaving);
  ASSERT_EQ(lac->bonds.size(), 11u);
  EXPECT_EQ(lac->bonds[4].order, BondOrder::kDouble);
  EXPECT_EQ(lac->find_atom("HO"), 8);
  EXPECT_EQ(dictionary->find("ZNA")->atoms.at(0).charge, 2);
  EXPECT_EQ(dictionary->find("ZNA")->charge, 2);
  EXPECT_TRUE(dictionary->find("OLD")->obsolete());
  EXPECT_EQ(dictionary->find("OLD")->replaced_by, "LAC");
  EXPECT_TRUE(dictionary->find("UNK")->atoms.empty());
}

TEST(CcdBuild, GivesTheSameBytesHoweverTheTextArrives) {
  const auto whole = build(small_dictionary());
  ASSERT_TRUE(whole);
  for (const std::size_t piece : {1, 2, 3, 7, 64, 1000}) {
    const auto pieces = build(small_dictionary(), false, piece);
    ASSERT_TRUE(pieces);
    EXPECT_EQ(pieces->bytes, whole->bytes) << piece;
  }
  std::string dos;
  for (const char c : small_dictionary()) dos += c == '\n' ? std::string("\r\n") : std::string(1, c);
  const auto from_dos = build(dos, true);
  ASSERT_TRUE(from_dos) << from_dos.error().text();
  EXPECT_EQ(ComponentDictionary::from_bytes(from_dos->bytes, "dos")->find("LAC")->name, "2-hydroxy propanoic acid");
}

// What stands between two good components; each is set aside alone, with the line of its fault.
TEST(CcdBuild, SetsABrokenComponentAsideAndGoesOn) {
  const std::string head = "_chem_comp.id BAD\n_chem_comp.formula C\n";
  const std::string atoms = head + "loop_\n_chem_comp_atom.atom_id\n_chem_comp_atom.type_symbol\n";
  const std::string bonds = atoms +
                            "A C\nB C\nloop_\n_chem_comp_bond.atom_id_1\n_chem_comp_bond.atom_id_2\n"
                            "_chem_comp_bond.value_order\n";
  const std::string one = head + "_chem_comp_atom.atom_id A\n_chem_comp_atom.type_symbol C\n";
  const std::string deep(300, 'N');
  struct Case {
    std::string text;
    int line;            // within the block, its data_ line is 1
    std::string reason;
  };
  const std::vector<Case> cases = {
      {"", 1, "_chem_comp.id"},
      {"_chem_comp.id OTHER\n", 1, "the block's name"},
      {head, 1, "no atoms"},
      {head + "_chem_comp.id BAD\n", 4, "occurs twice"},
      {"_chem_comp.id\n", 2, "has no value"},
      {"_chem_comp.id\n_chem_comp.name x\n", 2, "has no value"},
      {"stray\n", 2, "where a tag or a loop should"},
      {"_chem_comp.id BAD data_X\n", 2, "second data_"},
      {"_chem_comp.name 'open\n", 2, "quotation"},
      {"_chem_comp.name\n;open\n", 3, "not closed"},
      {"_chem_comp.name\n;open\n;closed?\n", 3, "not closed"},
      {"save_x\n", 2, "reserved"},
      {"loop_\n", 2, "no tags"},
      {atoms + "A C\nB\n", 8, "1 of 2 values"},
      {atoms + "A C\nA C\n", 8, "occurs twice"},
      {atoms + "A Qq\n", 7, "no element"},
      {atoms + "? C\n", 7, "no name"},
      {atoms + deep + " C\n", 7, "no name"},
      {one + "_chem_comp_atom.atom_id B\n", 6, "occurs twice"},
      {one + "_chem_comp_atom.charge 1e9\n", 6, "charge"},
      {one + "_chem_comp_atom.charge 999999999999\n", 6, "charge"},
      {one + "_chem_comp_atom.pdbx_stereo_config Q\n", 6, "stereo"},
      {one + "_chem_comp_atom.model_Cartn_x nan\n_chem_comp_atom.model_Cartn_y 0\n_chem_comp_atom.model_Cartn_z 0\n", 8,
       "coordinate"},
      {one + "_chem_comp_atom.model_Cartn_x 1e300\n_chem_comp_atom.model_Cartn_y 0\n_chem_comp_atom.model_Cartn_z 0\n",
       8, "coordinate"},
      {one + "_chem_comp_atom.model_Cartn_x 1.0(3)\n_chem_comp_atom.model_Cartn_y 0\n_chem_comp_atom.model_Cartn_z 0\n",
       8, "coordinate"},
      {one + "_chem_comp.pdbx_formal_charge two\n", 6, "charge"},
      {one + "loop_\n_chem_comp.id\nBAD\nBAD\n", 9, "two components"},
      {bonds + "A C SING\n", 13, "not there"},
      {bonds + "A A SING\n", 13, "bonded to itself"},
      {bonds + "A B SING\nB A DOUB\n", 14, "occurs twice"},
      {bonds + "A B SNIG\n", 13, "no order"},
      {std::string("_chem_comp.id \x01\xff\n"), 1, "the block's name"},
      {one + "_chem_comp.name " + std::string(70'000, 'x') + "\n", 6, "too long"},
  };
  EXPECT_GE(cases.size(), 30u);
  const std::string before = "data_ONE\n_chem_comp.id ONE\n_chem_comp_atom.atom_id C\n_chem_comp_atom.type_symbol C\n";
  const std::string after = "data_TWO\n_chem_comp.id TWO\n_chem_comp_atom.atom_id C\n_chem_comp_atom.type_symbol C\n";
  for (const Case& one_case : cases) {
    SCOPED_TRACE(one_case.text.substr(0, 200));
    const std::string text = before + "data_BAD\n" + one_case.text + after;
    const auto built = build(text);
    ASSERT_TRUE(built) << built.error().text();
    EXPECT_EQ(built->report.components, 2u);
    ASSERT_EQ(built->report.set_aside_count, 1u);
    EXPECT_EQ(built->report.set_aside[0].name, "BAD");
    EXPECT_EQ(built->report.set_aside[0].line, static_cast<std::uint64_t>(4 + one_case.line));
    EXPECT_THAT(built->report.set_aside[0].reason, HasSubstr(one_case.reason));
    const auto dictionary = ComponentDictionary::from_bytes(built->bytes, "memory");
    ASSERT_TRUE(dictionary) << dictionary.error().text();
    EXPECT_TRUE(dictionary->contains("TWO"));
    EXPECT_FALSE(dictionary->contains("BAD"));
    EXPECT_EQ(dictionary->source().set_aside, 1u);
    const auto strict = build(text, true);
    ASSERT_FALSE(strict);
    EXPECT_THAT(strict.error().text(), HasSubstr("test.cif:" + std::to_string(4 + one_case.line)));
  }
}

TEST(CcdBuild, SetsAComponentBeyondTheLimitAside) {
  const std::string small = "data_ONE\n_chem_comp.id ONE\n_chem_comp_atom.atom_id C\n_chem_comp_atom.type_symbol C\n";
  const std::string large = "data_BIG\n#" + std::string(kMaxCcdBlockBytes + 100'000, 'x') + "\n";
  for (const std::size_t piece : {std::size_t{100'000}, std::string::npos}) {
    const auto built = build(small + large + "data_TWO" + small.substr(8, 15) + "TWO" + small.substr(26), false, piece);
    ASSERT_TRUE(built) << built.error().text();
    EXPECT_EQ(built->report.components + built->report.set_aside_count, 3u) << piece;
    EXPECT_TRUE(ComponentDictionary::from_bytes(built->bytes, "memory")->contains("TWO")) << piece;
  }
  const auto pieces = build(small + large + large + small, false, 100'000);
  ASSERT_TRUE(pieces);
  EXPECT_EQ(pieces->report.set_aside_count, 3u);   // twice too large, and ONE a second time
}

TEST(CcdBuild, TakesTheFirstOfTwoComponentsWithOneCode) {
  const std::string first = "data_A\n_chem_comp.id A\n_chem_comp.name first\n";
  const auto built = build(first + "data_A\n_chem_comp.id A\n_chem_comp.name second\n");
  ASSERT_TRUE(built);
  EXPECT_EQ(built->report.components, 1u);
  EXPECT_EQ(built->report.set_aside_count, 1u);
  EXPECT_EQ(ComponentDictionary::from_bytes(built->bytes, "memory")->find("A")->name, "first");
}

TEST(CcdBuild, RefusesWhatIsNoDictionary) {
  for (const std::string& text :
       {std::string(), std::string("\n\n# only a comment\n"), std::string("HEADER  PROTEIN\nATOM\n"),
        std::string("<html>"), std::string(5000, '\0'), std::string("data_X\nstray\n")}) {
    const auto built = build(text);
    ASSERT_FALSE(built) << text.substr(0, 20);
    EXPECT_EQ(built.error().code, ErrorCode::kMalformed);
    EXPECT_THAT(built.error().where, HasSubstr("test.cif"));
  }
}

// Every beginning of a dictionary is read or refused, and what is read is a whole cache.
TEST(CcdBuild, SurvivesEveryTruncation) {
  const std::string& text = small_dictionary();
  for (std::size_t size = 0; size < text.size(); ++size) {
    const auto built = build(text.substr(0, size));
    if (!built) continue;
    EXPECT_TRUE(ComponentDictionary::from_bytes(built->bytes, "memory")) << size;
  }
}

TEST(CcdBuild, ReadsFilesPlainAndCompressedAndFolders) {
  const Scratch scratch;
  const std::string& text = small_dictionary();
  ASSERT_TRUE(write_file(scratch.path / "a.cif", text));
  write_gzip(scratch.path / "b.cif.gz", text.substr(0, 1000));
  write_gzip(scratch.path / "b.cif.gz", text.substr(1000), "ab");   // two members
  const auto plain = build_ccd(scratch.path / "a.cif", scratch.path / "a.maek", {});
  const auto packed = build_ccd(scratch.path / "b.cif.gz", scratch.path / "b.maek", {});
  ASSERT_TRUE(plain) << plain.error().text();
  ASSERT_TRUE(packed) << packed.error().text();
  EXPECT_EQ(packed->components, 5u);
  EXPECT_EQ(packed->source, sha256(bytes_of(scratch.path / "b.cif.gz")));
  const std::string a = bytes_of(scratch.path / "a.maek"), b = bytes_of(scratch.path / "b.maek");
  EXPECT_EQ(a.substr(0, a.size() - 96), b.substr(0, b.size() - 96));   // but for the digest in the footer
  const auto folder = build_ccd(scratch.path, scratch.path / "c.maek", {});   // everything twice
  ASSERT_TRUE(folder) << folder.error().text();
  EXPECT_EQ(folder->components, 5u);
  EXPECT_EQ(folder->set_aside_count, 5u);
}

TEST(CcdBuild, LeavesNothingBehindWhenItFails) {
  const Scratch scratch;
  write_gzip(scratch.path / "whole.cif.gz", small_dictionary());
  const std::string whole = bytes_of(scratch.path / "whole.cif.gz");
  ASSERT_TRUE(write_file(scratch.path / "cut.cif.gz", whole.substr(0, whole.size() / 2)));
  std::string flipped = whole;
  flipped[whole.size() / 2] = static_cast<char>(flipped[whole.size() / 2] ^ 0x55);
  ASSERT_TRUE(write_file(scratch.path / "flipped.cif.gz", flipped));
  ASSERT_TRUE(write_file(scratch.path / "empty.cif", ""));
  fs::create_directory(scratch.path / "nothing");
  const fs::path target = scratch.path / "out.maek";
  for (const char* name : {"cut.cif.gz", "flipped.cif.gz", "empty.cif", "absent.cif", "nothing"}) {
    const auto built = build_ccd(scratch.path / name, target, {});
    ASSERT_FALSE(built) << name;
    EXPECT_THAT(built.error().where, HasSubstr(name));
    EXPECT_FALSE(fs::exists(target));
  }
  Cancellation stop;
  stop.request();
  CcdBuildOptions options;
  options.cancellation = &stop;
  const auto stopped = build_ccd(scratch.path / "whole.cif.gz", target, options);
  ASSERT_FALSE(stopped);
  EXPECT_EQ(stopped.error().code, ErrorCode::kCancelled);
  // Every system call fails once; a target that stood before stands afterwards.
  ASSERT_TRUE(write_file(target, "old"));
  for (int n = 0;; ++n) {
    FaultyCalls calls(n, ENOSPC);
    const auto built = build_ccd(scratch.path / "whole.cif.gz", target, {}, calls);
    if (!calls.fired()) {
      EXPECT_TRUE(built);
      break;
    }
    EXPECT_TRUE(built || built.error().code == ErrorCode::kDiskFull) << n;  // closing the folder may fail: all is done
    const std::string now = bytes_of(target);
    EXPECT_TRUE((!built && now == "old") || ComponentDictionary::from_bytes(now, "target")) << n;
  }
  for (const auto& entry : fs::directory_iterator(scratch.path)) {
    EXPECT_FALSE(entry.path().filename().string().starts_with(".maek-")) << entry.path();
  }
}

}  // namespace
}  // namespace maek::mol
