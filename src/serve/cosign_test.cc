// SPDX-License-Identifier: Apache-2.0
// A ledger and its witnesses over real sockets: cosignatures that reach proofs and bundles, forks that do not pass.
#include "serve/cosign.h"

#include <atomic>   // for std::atomic
#include <thread>   // for std::thread

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "evidence/bundle_maker.h"              // for make_bundle
#include "evidence/internal/ledger_fixture.h"  // for fixture_log
#include "evidence/policy.h"                    // for parse_policy
#include "evidence/published_log.h"             // for add_cosignatures
#include "evidence/verdict.h"                   // for judge
#include "serve/internal/serve_fixture.h"       // for HomeFixture, WitnessFixture

namespace maek::serve {
namespace {

using evidence::KeyType;
using internal::HomeFixture;
using internal::WitnessFixture;
using testing::HasSubstr;
using Answer = evidence::Verdict::Answer;

evidence::Policy policy_of(const HomeFixture& home, const std::vector<WitnessAddress>& witnesses) {
  auto policy = evidence::parse_policy(policy_lines(home.reader().log(), witnesses));
  EXPECT_TRUE(policy) << policy.error().text();
  return *std::move(policy);
}

evidence::Bundle bundle_of(const HomeFixture& home, const std::string& text) {
  auto reader = home.reader();
  auto bundle = evidence::make_bundle(reader, sha256(text), {});
  EXPECT_TRUE(bundle) << bundle.error().text();
  return *std::move(bundle);
}

TEST(Cosign, BringsTheSignaturesOfAllWitnessesIntoTheBundle) {
  HomeFixture home;
  home.capture("one");
  const auto log = home.reader().log();
  WitnessFixture first(11, {log}), second(12, {log}, "/below/here");
  const std::vector<WitnessAddress> both = {first.address(), second.address()};
  const auto policy = policy_of(home, both);
  const auto client = witness_http_client();

  EXPECT_EQ(evidence::judge(bundle_of(home, "one"), policy, "one").signer.answer, Answer::kNo);
  const auto now = posix_seconds();
  const auto one = cosign_home(home.home, both[0], client);
  ASSERT_TRUE(one) << one.error().text();
  EXPECT_EQ(one->size, home.reader().size());
  EXPECT_GE(one->time, now);
  EXPECT_FALSE(one->forgot);
  EXPECT_EQ(evidence::judge(bundle_of(home, "one"), policy, "one").signer.answer, Answer::kNo);
  ASSERT_TRUE(cosign_home(home.home, both[1], client));

  const auto report = evidence::judge(bundle_of(home, "one"), policy, "one");
  EXPECT_EQ(report.signer.answer, Answer::kYes) << report.signer.reason;
  EXPECT_EQ(report.intact.answer, Answer::kYes) << report.intact.reason;
  EXPECT_TRUE(evidence::verify_checkpoint(home.reader().checkpoint_file(), policy));
  EXPECT_EQ(home.findings(), "");
}

TEST(Cosign, FollowsAGrowingLedgerWhichKeepsOpening) {
  HomeFixture home;
  const auto log = home.reader().log();
  WitnessFixture witness(11, {log});
  const auto client = witness_http_client();
  for (int i = 0; i < 5; ++i) {
    home.capture("text " + std::to_string(i));
    for (int again = 0; again < 2; ++again) {   // the second time for a fresh timestamp: one signature, not two
      const auto cosigned = cosign_home(home.home, witness.address(), client);
      ASSERT_TRUE(cosigned) << cosigned.error().text();
      EXPECT_EQ(cosigned->size, home.reader().size());
      const auto note = evidence::parse_note(home.reader().checkpoint_file());
      ASSERT_TRUE(note);
      EXPECT_EQ(note->signatures.size(), 2u);
      EXPECT_EQ(home.findings(), "");
    }
  }
  // Whoever publishes more makes a new checkpoint, which nobody has cosigned yet.
  home.capture("more");
  EXPECT_EQ(evidence::parse_note(home.reader().checkpoint_file())->signatures.size(), 1u);
  EXPECT_EQ(home.findings(), "");
}

TEST(Cosign, StaysGoodForWhatItCoversWhenTheLedgerGrows) {
  HomeFixture home;
  home.capture("one");
  WitnessFixture witness(11, {home.reader().log()});
  ASSERT_TRUE(cosign_home(home.home, witness.address(), witness_http_client()));
  const auto policy = policy_of(home, {witness.address()});
  home.capture("two");
  const auto covered = evidence::judge(bundle_of(home, "one"), policy, "one");
  EXPECT_EQ(covered.signer.answer, Answer::kYes) << covered.signer.reason;
  EXPECT_EQ(covered.intact.answer, Answer::kYes) << covered.intact.reason;
  EXPECT_EQ(evidence::judge(bundle_of(home, "two"), policy, "two").signer.answer, Answer::kNo);
  EXPECT_EQ(home.findings(), "");
  ASSERT_TRUE(cosign_home(home.home, witness.address(), witness_http_client()));
  for (const char* text : {"one", "two"}) {
    EXPECT_EQ(evidence::judge(bundle_of(home, text), policy, text).signer.answer, Answer::kYes) << text;
  }
}

TEST(Cosign, WorksWhileAServiceHoldsTheLedgerAndWrites) {
  HomeFixture home;
  home.capture("one");
  WitnessFixture witness(11, {home.reader().log()});
  const auto client = witness_http_client();
  auto held = evidence::open_home(home.home, false);
  ASSERT_TRUE(held);
  std::atomic<bool> stop{false};
  std::thread writer([&] {
    for (int i = 0; !stop && i < 2000; ++i) {
      EXPECT_TRUE(held->ledger.append(evidence::fixture_addition(static_cast<std::uint64_t>(i))));
      if (i % 5 == 0) EXPECT_TRUE(held->ledger.publish());
    }
  });
  for (int i = 0; i < 5; ++i) {
    const auto cosigned = cosign_home(home.home, witness.address(), client);
    EXPECT_TRUE(cosigned) << cosigned.error().text();
  }
  stop = true;
  writer.join();
  const auto last = held->ledger.publish();
  ASSERT_TRUE(last);
  const auto cosigned = cosign_home(home.home, witness.address(), client);
  ASSERT_TRUE(cosigned) << cosigned.error().text();
  EXPECT_EQ(cosigned->size, last->size);
  EXPECT_EQ((*home.reader().cosigned())->checkpoint.size, last->size);
  EXPECT_EQ(home.findings(), "");
}

TEST(Cosign, AWitnessThatIsAwayCostsNoProofThatThePolicyAccepts) {
  HomeFixture home;
  home.capture("one");
  const auto log = home.reader().log();
  WitnessFixture first(11, {log}), second(12, {log});
  const std::vector<WitnessAddress> both = {first.address(), second.address()};
  const auto client = witness_http_client();
  const auto policy = policy_of(home, both);
  ASSERT_TRUE(write_file(home.home.policy(), policy_lines(log, both)));
  const auto together = cosign_home(home.home, both, client);
  ASSERT_TRUE(together) << together.error().text();
  EXPECT_TRUE(together->kept);
  home.capture("two");
  second.service.reset();
  const auto alone = cosign_home(home.home, both, client);
  ASSERT_TRUE(alone) << alone.error().text();
  EXPECT_TRUE(alone->answers[0]);
  EXPECT_FALSE(alone->answers[1]);
  EXPECT_FALSE(alone->kept);
  EXPECT_EQ(evidence::judge(bundle_of(home, "one"), policy, "one").signer.answer, Answer::kYes);
  second.start();
  std::vector<WitnessAddress> again = {first.address(), second.address()};
  EXPECT_TRUE(cosign_home(home.home, again, client)->kept);
  EXPECT_EQ(evidence::judge(bundle_of(home, "two"), policy, "two").signer.answer, Answer::kYes);
}

TEST(Cosign, LearnsFromTheWitnessWhatItDoesNotRemember) {
  HomeFixture home;
  home.capture("one");
  WitnessFixture witness(11, {home.reader().log()});
  const auto client = witness_http_client();
  ASSERT_TRUE(cosign_home(home.home, witness.address(), client));
  home.capture("two");
  const auto memory = remembered_path(home.home, witness.address().key);
  ASSERT_TRUE(std::filesystem::exists(memory));
  for (const std::string& damage : {std::string(), std::string("nonsense"), home.reader().checkpoint_file()}) {
    ASSERT_TRUE(write_file(memory, damage));
    const auto cosigned = cosign_home(home.home, witness.address(), client);
    ASSERT_TRUE(cosigned) << cosigned.error().text();
    EXPECT_EQ(cosigned->size, home.reader().size());
  }
  std::filesystem::remove_all(memory.parent_path());
  EXPECT_TRUE(cosign_home(home.home, witness.address(), client));
  EXPECT_TRUE(std::filesystem::exists(memory));
}

TEST(Cosign, NoticesAWitnessThatLostItsRecords) {
  HomeFixture home;
  home.capture("one");
  WitnessFixture witness(11, {home.reader().log()});
  const auto client = witness_http_client();
  ASSERT_TRUE(cosign_home(home.home, witness.address(), client));
  witness.service.reset();
  std::filesystem::remove_all(witness.store());
  witness.start();
  home.capture("two");
  const auto cosigned = cosign_home(home.home, witness.address(), client);
  ASSERT_TRUE(cosigned) << cosigned.error().text();
  EXPECT_TRUE(cosigned->forgot);
}

TEST(Cosign, RemembersAcrossARestartOfTheWitness) {
  HomeFixture home;
  home.capture("one");
  const HomeFixture copy(home);
  WitnessFixture witness(11, {home.reader().log()});
  const auto client = witness_http_client();
  home.capture("two");
  ASSERT_TRUE(cosign_home(home.home, witness.address(), client));
  witness.start();
  const auto rolled_back = cosign_home(copy.home, witness.address(), client);
  ASSERT_FALSE(rolled_back);
  EXPECT_THAT(rolled_back.error().text(), HasSubstr("forked or rolled back"));
  ASSERT_TRUE(cosign_home(home.home, witness.address(), client));
}

TEST(Cosign, RefusesAForkOfAnySizeAndSaysSo) {
  HomeFixture home;
  home.capture("one");
  WitnessFixture witness(11, {home.reader().log()});
  const auto client = witness_http_client();
  HomeFixture smaller(home), equal(home), larger(home);
  home.capture("two");
  home.capture("three");
  ASSERT_TRUE(cosign_home(home.home, witness.address(), client));
  smaller.capture("other");
  for (const char* text : {"other", "another"}) equal.capture(text);
  for (const char* text : {"other", "another", "and another"}) larger.capture(text);
  ASSERT_EQ(equal.reader().size(), home.reader().size());

  struct Case {
    const HomeFixture* home;
    const char* says;
  };
  for (const Case& fork :
       {Case{&smaller, "larger than"}, Case{&equal, "two histories"}, Case{&larger, "two histories"}}) {
    const std::string before = fork.home->reader().checkpoint_file();
    const auto cosigned = cosign_home(fork.home->home, witness.address(), client);
    ASSERT_FALSE(cosigned) << fork.says;
    EXPECT_THAT(cosigned.error().text(), HasSubstr("forked or rolled back"));
    EXPECT_THAT(cosigned.error().text(), HasSubstr(fork.says));
    EXPECT_EQ(fork.home->reader().checkpoint_file(), before);
  }
  // The witness kept what it was shown, and goes on with the history that it knows.
  EXPECT_THAT(witness.service->metrics().text(), HasSubstr("witness_forks_total{kind=\"proved\"} 1\n"));
  EXPECT_THAT(witness.service->metrics().text(), HasSubstr("witness_forks_total{kind=\"unproved\"} 1\n"));
  EXPECT_TRUE(cosign_home(home.home, witness.address(), client));
}

TEST(Cosign, NoticesARollBackFromItsOwnMemoryBeforeTheWitnessIsAsked) {
  HomeFixture home;
  home.capture("one");
  const HomeFixture copy(home);
  const auto log = home.reader().log();
  WitnessFixture witness(11, {log});
  const WitnessAddress address = witness.address();
  const auto client = witness_http_client();
  home.capture("two");
  ASSERT_TRUE(cosign_home(home.home, address, client));
  witness.service.reset();   // nobody listens any more
  const auto roll_back = [&](const HomeFixture& to) {
    std::filesystem::remove_all(home.home.ledger());
    std::filesystem::copy(to.home.ledger(), home.home.ledger(), std::filesystem::copy_options::recursive);
    return cosign_home(home.home, address, client);
  };
  const auto shorter = roll_back(copy);
  ASSERT_FALSE(shorter);
  EXPECT_THAT(shorter.error().text(), HasSubstr("forked or rolled back"));
  HomeFixture other(copy);
  other.capture("not two");
  const auto another = roll_back(other);
  ASSERT_FALSE(another);
  EXPECT_THAT(another.error().text(), HasSubstr("which this ledger does not have"));
}

TEST(Cosign, AnOldCosignatureOnANewCheckpointIsRefusedByTheVerdict) {
  HomeFixture home;
  home.capture("one");
  WitnessFixture witness(11, {home.reader().log()});
  ASSERT_TRUE(cosign_home(home.home, witness.address(), witness_http_client()));
  const auto policy = policy_of(home, {witness.address()});
  const auto old_note = evidence::parse_note(home.reader().checkpoint_file());
  ASSERT_TRUE(old_note);
  home.capture("two");
  auto bundle = bundle_of(home, "two");
  auto note = evidence::parse_note(bundle.checkpoint);
  ASSERT_TRUE(note);
  note->signatures.push_back(old_note->signatures.back());
  bundle.checkpoint = note->bytes();
  const auto report = evidence::judge(bundle, policy, "two");
  EXPECT_EQ(report.intact.answer, Answer::kYes) << report.intact.reason;
  EXPECT_EQ(report.signer.answer, Answer::kNo) << report.signer.reason;
}

TEST(Cosign, TellsApartWhatCanGoWrong) {
  HomeFixture home;
  home.capture("one");
  const auto log = home.reader().log();
  WitnessFixture witness(11, {log}), stranger(12, {evidence::fixture_log(9)});
  const auto client = witness_http_client();
  const auto ask = [&](WitnessAddress address) {
    const auto cosigned = cosign_home(home.home, address, client);
    EXPECT_FALSE(cosigned);
    return cosigned ? Error{} : cosigned.error();
  };
  EXPECT_EQ(ask(stranger.address()).code, ErrorCode::kNotFound);                          // its 404
  EXPECT_EQ(ask({witness.address().url, stranger.address().key}).code, ErrorCode::kMalformed);   // another key signs
  EXPECT_EQ(ask({witness.address().url, log}).code, ErrorCode::kInvalidArgument);         // a log's key
  EXPECT_EQ(ask({"ftp://a", witness.address().key}).code, ErrorCode::kInvalidArgument);
  EXPECT_EQ(ask({witness.address().url + "?a=b", witness.address().key}).code, ErrorCode::kInvalidArgument);
  EXPECT_EQ(ask({"http://127.0.0.1:1", witness.address().key}).code, ErrorCode::kUnreadable);
  EXPECT_EQ(evidence::parse_note(home.reader().checkpoint_file())->signatures.size(), 1u);
  EXPECT_TRUE(cosign_home(home.home, {witness.address().url + "//", witness.address().key}, client));
}

TEST(PolicyLines, NameEveryWitnessOnceAndMakeAPolicy) {
  const auto log = evidence::fixture_log();
  const auto witness = [](const std::string& name, std::uint8_t number) {
    return WitnessAddress{"https://w.example",
                          {name, KeyType::kCosignature, evidence::fixture_key(number).public_key()}};
  };
  for (const std::vector<WitnessAddress>& witnesses :
       {std::vector{witness("a", 1)}, std::vector{witness("none", 1)}, std::vector{witness("a", 1), witness("b", 2)},
        std::vector{witness("same", 1), witness("same", 2), witness("witnesses", 3)}}) {
    const auto policy = evidence::parse_policy(policy_lines(log, witnesses));
    ASSERT_TRUE(policy) << policy.error().text() << policy_lines(log, witnesses);
    std::vector<std::string> names;
    for (const auto& one : policy->witnesses) {
      EXPECT_FALSE(evidence::quorum_met(*policy, names));
      names.push_back(one.name);
    }
    EXPECT_EQ(names.size(), witnesses.size());
    EXPECT_TRUE(evidence::quorum_met(*policy, names));
  }
}

}  // namespace
}  // namespace maek::serve
