// SPDX-License-Identifier: Apache-2.0
// What a person's data leaves on the ledger, and what an attacker with a list of all identifiers learns from it.
#include "evidence/persons.h"

#include <gtest/gtest.h>

#include "base/faulty_calls.h"                  // for FaultyCalls
#include "evidence/internal/ledger_fixture.h"   // for TemporaryFolder

namespace maek::evidence {
namespace {

namespace fs = std::filesystem;

TEST(Persons, KeepOneKeyForEachPerson) {
  const TemporaryFolder folder;
  auto persons = Persons::open(folder.path() / "persons");
  ASSERT_TRUE(persons) << persons.error().text();
  const PersonKey first = *persons->key("patient-1");
  EXPECT_EQ(persons->key("patient-1")->commitment, first.commitment);
  EXPECT_NE(persons->key("patient-2")->commitment, first.commitment);
  auto again = Persons::open(folder.path() / "persons");
  EXPECT_EQ(again->key("patient-1")->commitment, first.commitment);
  EXPECT_FALSE(*again->find("patient-3"));
  EXPECT_EQ(fs::status(folder.path() / "persons").permissions() & fs::perms::all, fs::perms::owner_all);
  for (const auto& file : fs::directory_iterator(folder.path() / "persons")) {
    EXPECT_EQ(file.status().permissions() & (fs::perms::group_all | fs::perms::others_all), fs::perms::none);
  }
}

TEST(Persons, SealedBytesOpenWithTheirKeyAlone) {
  const TemporaryFolder folder;
  auto persons = Persons::open(folder.path());
  const PersonKey mine = *persons->key("patient-1");
  const PersonKey other = *persons->key("patient-2");
  const std::string sealed = seal(mine, "HbA1c 8.1 %");
  EXPECT_NE(seal(mine, "HbA1c 8.1 %"), sealed) << "equal bytes must not look equal";
  EXPECT_EQ(*unseal(mine, sealed), "HbA1c 8.1 %");
  EXPECT_FALSE(unseal(other, sealed));
  for (std::size_t bit = 0; bit < 8 * sealed.size(); ++bit) {
    std::string changed = sealed;
    changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ 1 << bit % 8);
    EXPECT_FALSE(unseal(mine, changed)) << bit;
  }
  for (std::size_t cut = 0; cut < sealed.size(); ++cut) EXPECT_FALSE(unseal(mine, sealed.substr(0, cut)));
}

TEST(Persons, ADestroyedKeyIsGoneAndItsCommitmentStays) {
  const TemporaryFolder folder;
  auto persons = Persons::open(folder.path());
  const PersonKey key = *persons->key("patient-1");
  EXPECT_EQ(*persons->destroy("patient-1"), key.commitment);
  EXPECT_EQ(*persons->destroy("patient-1"), key.commitment) << "repeatable after a crash";
  EXPECT_FALSE(*persons->find("patient-1"));
  EXPECT_FALSE(persons->key("patient-1")) << "a new key under the same name would hide the erasure";
  EXPECT_FALSE(persons->destroy("patient-2"));
  for (const auto& file : fs::recursive_directory_iterator(folder.path())) {
    EXPECT_EQ(read_file(file.path(), 4096)->find(key.bytes), std::string::npos) << file.path();
  }
}

TEST(Persons, AFaultWhileDestroyingNeverLosesTheCommitment) {
  for (int n = 0;; ++n) {
    const TemporaryFolder folder;
    auto persons = Persons::open(folder.path());
    const Digest commitment = persons->key("patient-1")->commitment;
    FaultyCalls calls(n, EIO);
    {
      auto faulty = Persons::open(folder.path(), calls);
      if (faulty) (void)faulty->destroy("patient-1");
    }
    auto after = Persons::open(folder.path());
    const auto destroyed = after->destroy("patient-1");
    // Either the key still stood, or the commitment was written down first.
    ASSERT_TRUE(destroyed) << "call " << n << ": " << destroyed.error().text();
    EXPECT_EQ(*destroyed, commitment) << "call " << n;
    if (!calls.fired()) break;
  }
}

}  // namespace
}  // namespace maek::evidence
