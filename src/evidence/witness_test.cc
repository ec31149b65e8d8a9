// SPDX-License-Identifier: Apache-2.0
// The witness against the sessions written by others, its client, and races of many threads.
#include "evidence/witness.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fmt/format.h>

#include "tests/vector_file.h"
#include "evidence/merkle.h"
#include "tests/test_data.h"

namespace maek::evidence {
namespace {

using ::testing::HasSubstr;

constexpr const char* kOrigin = "log.example/a";
constexpr std::uint64_t kNow = 1'700'000'000;

SecretKey key_number(std::uint8_t number) {
  std::array<std::uint8_t, 32> seed{};
  seed.fill(number);
  return SecretKey::from_seed(seed);
}

// Remembers in memory, every size in order; between get and replace others get their turn.
class Memory : public WitnessStore {
 public:
  Expected<std::optional<WitnessRecord>> get(const std::string& origin) override {
    const std::lock_guard hold(mutex_);
    if (unreadable) return Error{ErrorCode::kUnreadable, "broken"};
    const auto found = records.find(origin);
    return found == records.end() ? std::optional<WitnessRecord>() : std::optional<WitnessRecord>(found->second);
  }
  Expected<bool> replace(const std::string& origin, std::uint64_t old_size, const Digest& old_root,
                         const WitnessRecord& next) override {
    std::this_thread::yield();
    const std::lock_guard hold(mutex_);
    if (unwritable) return Error{ErrorCode::kDiskFull, "full"};
    const auto found = records.find(origin);
    const std::uint64_t size = found == records.end() ? 0 : found->second.size;
    const Digest root = found == records.end() ? empty_root() : found->second.root;
    if (size != old_size || root != old_root) return false;
    records[origin] = next;
    sizes.push_back(next.size);
    return true;
  }
  Expected<void> keep_fork(const std::string&, const ForkEvidence& evidence) override {
    const std::lock_guard hold(mutex_);
    forks.push_back(evidence);
    return {};
  }

  std::map<std::string, WitnessRecord> records;
  std::vector<std::uint64_t> sizes;
  std::vector<ForkEvidence> forks;
  bool unreadable = false, unwritable = false;

 private:
  std::mutex mutex_;
};

// A log of `leaves`, signed; what differs from leaf `fork` on makes another history.
class Log {
 public:
  explicit Log(std::size_t leaves, std::size_t fork = ~std::size_t{0}) {
    for (std::size_t i = 0; i < leaves; ++i) leaves_.push_back(leaf_hash(fmt::format("{}{}", i < fork ? "" : "x", i)));
  }
  VerifierKey key() const { return {kOrigin, KeyType::kEd25519, key_number(1).public_key()}; }
  std::string checkpoint(std::size_t size) const {
    const std::string text = Checkpoint{kOrigin, size, root(size)}.text();
    return Note{text, {sign_note(text, kOrigin, key_number(1))}}.bytes();
  }
  std::string request(std::size_t old_size, std::size_t size) const {
    std::vector<Digest> proof;
    if (old_size > 0) {
      const auto made = consistency_proof(old_size, size, [&](NodeId node) -> Expected<Digest> {
        const std::size_t width = std::size_t{1} << node.level;
        return tree_root(std::span(leaves_).subspan(node.index * width, width));
      });
      EXPECT_TRUE(made);
      proof = *made;
    }
    return add_checkpoint_request(old_size, proof, checkpoint(size));
  }

 private:
  Digest root(std::size_t size) const { return tree_root(std::span(leaves_).first(size)); }
  std::vector<Digest> leaves_;
};

Witness witness_of(const std::vector<VerifierKey>& logs, WitnessStore& store) {
  auto witness = Witness::make("w.example", key_number(2), logs, store);
  EXPECT_TRUE(witness) << witness.error().text();
  return *std::move(witness);
}

SecretKey key_of(const nlohmann::json& described) {
  const std::string bytes = from_hex(described["seed_hex"]);
  std::array<std::uint8_t, 32> seed{};
  std::copy(bytes.begin(), bytes.end(), seed.begin());
  return SecretKey::from_seed(seed);
}

TEST(Witness, AnswersTheSessionByteForByte) {
  const auto path = test_data("data/vectors/tlog/witness_session.json.gz");
  MAEK_SKIP_WITHOUT_DATA(path, "data/vectors/tlog/witness_session.json.gz");
  const auto vectors = read_vectors(*path);
  const auto log = parse_verifier_key(vectors["log"]["vkey"].get<std::string>());
  ASSERT_TRUE(log);
  Memory store;
  const auto witness = Witness::make(vectors["witness"]["name"], key_of(vectors["witness"]), {*log}, store);
  ASSERT_TRUE(witness);
  int steps = 0, cosigned = 0;
  for (const auto& step : vectors["steps"]) {
    SCOPED_TRACE(step["id"].get<std::string>());
    const std::string request = step["request"];
    const WitnessReply reply = witness->add_checkpoint(request, step.value("witness_time", kNow));
    EXPECT_EQ(reply.status, step["status"].get<int>()) << reply.body << step["why"];
    if (step.contains("response_body")) {
      EXPECT_EQ(reply.body, step["response_body"].get<std::string>());
    }
    if (step.contains("response_content_type")) {
      EXPECT_EQ(reply.content_type, step["response_content_type"].get<std::string>());
    }
    const auto record = store.records.find(log->name);
    EXPECT_EQ(record == store.records.end() ? 0u : record->second.size, step["stored_size_after"].get<std::uint64_t>());
    ++steps;

    // The log's side reads the same answers.
    const std::size_t checkpoint = request.find("\n\n");
    if (checkpoint == request.npos) continue;
    const auto answer = read_witness_answer(reply, std::string_view(request).substr(checkpoint + 2), witness->key());
    EXPECT_EQ(answer.has_value(), reply.status == 200 || reply.status == 409);
    if (reply.status != 200) continue;
    ++cosigned;
    ASSERT_TRUE(answer);
    ASSERT_EQ(answer->cosignatures.size(), 1u);
    EXPECT_EQ(answer->cosignatures[0].line(), step["response_body"].get<std::string>());
  }
  EXPECT_EQ(steps, 33);
  EXPECT_EQ(cosigned, 7);
  EXPECT_EQ(std::count_if(store.forks.begin(), store.forks.end(), [](const auto& fork) { return fork.proved; }), 1);
  for (const auto& asked : vectors["monitoring"]) {
    std::string address = asked["request"];
    address = address.substr(address.find("> /") == address.npos ? address.find(">/") + 2 : 0);
    const WitnessReply reply = witness->last_checkpoint(address.substr(0, address.find('/')));
    EXPECT_EQ(reply.status, asked["status"].get<int>()) << address;
    if (asked.contains("body")) {
      EXPECT_EQ(reply.body, asked["body"].get<std::string>());
    }
  }
}

TEST(Witness, AnswersTheOlderSessionAsTheCurrentTextSays) {
  const auto path = test_data("data/vectors/tlog/witness_session_sigsum.json");
  MAEK_SKIP_WITHOUT_DATA(path, "data/vectors/tlog/witness_session_sigsum.json");
  const auto vectors = read_vectors(*path);
  const auto log = parse_verifier_key(vectors["log_vkey"].get<std::string>());
  ASSERT_TRUE(log);
  Memory store;
  const auto witness = Witness::make("example.com/witness", key_number(2), {*log}, store);
  ASSERT_TRUE(witness);
  int steps = 0, different = 0;
  for (const auto& step : vectors["steps"]) {
    SCOPED_TRACE(steps);
    const std::string request = step["request"];
    const WitnessReply reply = witness->add_checkpoint(request, kNow);
    const int current = step["status_by_current_specification"], older = step["status_in_source"];
    EXPECT_EQ(reply.status, current) << reply.body;
    if (step.contains("body_equals")) {
      EXPECT_EQ(reply.body, step["body_equals"].get<std::string>());
    }
    if (current == 200) {
      EXPECT_THAT(reply.body, HasSubstr(step["body_contains"].get<std::string>()));
    }
    // Where the older witness answers otherwise, the client comes to the same end.
    const std::string_view checkpoint = std::string_view(request).substr(request.find("\n\n") + 2);
    const auto ours = read_witness_answer(reply, checkpoint, witness->key());
    const auto theirs = read_witness_answer({older, reply.content_type, reply.body}, checkpoint, witness->key());
    ASSERT_EQ(ours.has_value(), theirs.has_value());
    if (!ours) {
      EXPECT_EQ(ours.error().code, theirs.error().code);
    }
    different += current != older ? 1 : 0;
    ++steps;
  }
  EXPECT_EQ(steps, 9);
  EXPECT_EQ(different, 1);
}

TEST(Witness, RefusesMalformedBodies) {
  const Log log(8);
  Memory store;
  const Witness witness = witness_of({log.key()}, store);
  const std::string good = log.request(0, 5);
  for (std::size_t length = 0; length < good.size(); ++length) {
    const int status = witness.add_checkpoint(good.substr(0, length), kNow).status;
    EXPECT_EQ(status, 400) << length;
  }
  for (const std::string& bad :
       {"Old 0" + good.substr(5), "old  0" + good.substr(5), "old\t0" + good.substr(5), " " + good, "\n" + good,
        good + "\n", "old +0" + good.substr(5), "old 9223372036854775808" + good.substr(5), "old" + good.substr(5),
        "old 0 " + good.substr(5), std::string(kMaxWitnessRequestBytes + 1, 'a'), std::string(1, '\0') + good,
        good.substr(0, good.size() - 1) + "\r\n"})
    EXPECT_EQ(witness.add_checkpoint(bad, kNow).status, 400) << bad.substr(0, 40);
  EXPECT_TRUE(store.records.empty());
  EXPECT_EQ(witness.add_checkpoint(good, kNow).status, 200);
}

TEST(Witness, CosignsNothingAfterAFlippedBit) {
  const Log log(8);
  Memory store;
  const Witness witness = witness_of({log.key()}, store);
  ASSERT_EQ(witness.add_checkpoint(log.request(0, 3), kNow).status, 200);
  const std::string good = log.request(3, 7);
  const auto same = parse_note(log.checkpoint(7));
  for (std::size_t bit = 0; bit < good.size() * 8; ++bit) {
    std::string bad = good;
    bad[bit / 8] = static_cast<char>(bad[bit / 8] ^ (1 << bit % 8));
    // Spare bits in the signature's base64 are no change of anything signed.
    const auto note = parse_note(std::string_view(bad).substr(bad.find("\n\n") + 2));
    if (note && note->bytes() == same->bytes() && bad.substr(0, bad.find("\n\n")) == good.substr(0, good.find("\n\n")))
      continue;
    EXPECT_NE(witness.add_checkpoint(bad, kNow).status, 200) << bit;
  }
  EXPECT_EQ(store.records[kOrigin].size, 3u);
}

TEST(Witness, KeepsAProvedForkAsEvidence) {
  const Log log(8), other(8, 2);
  Memory store;
  const Witness witness = witness_of({log.key()}, store);
  ASSERT_EQ(witness.add_checkpoint(log.request(0, 5), kNow).status, 200);
  EXPECT_EQ(witness.add_checkpoint(other.request(5, 5), kNow).status, 422);
  ASSERT_EQ(store.forks.size(), 1u);
  EXPECT_TRUE(store.forks[0].proved);
  EXPECT_THAT(store.forks[0].submitted, HasSubstr(other.checkpoint(5)));
  EXPECT_EQ(store.forks[0].recorded, store.records[kOrigin].note);

  EXPECT_EQ(witness.add_checkpoint(other.request(5, 7), kNow).status, 422);
  ASSERT_EQ(store.forks.size(), 2u);
  EXPECT_FALSE(store.forks[1].proved);   // anyone can send a good checkpoint with a bad proof
  EXPECT_EQ(store.records[kOrigin].size, 5u);
}

TEST(Witness, TakesAnyOfALogsKeysAndKeepsTheirSignaturesOnly) {
  const Log log(8);
  const VerifierKey second{kOrigin, KeyType::kEd25519, key_number(9).public_key()};
  Memory store;
  const Witness witness = witness_of({log.key(), second}, store);
  auto note = parse_note(log.checkpoint(4));
  ASSERT_TRUE(note);
  note->signatures.push_back({"stranger.example", 7, "xxxx"});
  note->signatures.push_back(sign_note(note->text, kOrigin, key_number(9)));
  EXPECT_EQ(witness.add_checkpoint(add_checkpoint_request(0, {}, note->bytes()), kNow).status, 200);
  const auto kept = parse_note(store.records[kOrigin].note);
  ASSERT_TRUE(kept);
  EXPECT_EQ(kept->signatures.size(), 3u);
  EXPECT_EQ(witness.last_checkpoint(sha256(kOrigin).hex()).body, store.records[kOrigin].note);

  note->signatures.back().bytes[0] ^= 1;   // one bad signature of a known key spoils the good one
  EXPECT_EQ(witness.add_checkpoint(add_checkpoint_request(4, {}, note->bytes()), kNow).status, 403);
}

TEST(Witness, RefusesKeysThatCannotBeALogs) {
  const Log log(1);
  Memory store;
  EXPECT_FALSE(Witness::make("w.example", key_number(2), {log.key(), log.key()}, store));
  EXPECT_FALSE(Witness::make("two words", key_number(2), {log.key()}, store));
  EXPECT_FALSE(Witness::make("w", key_number(2), {{"l", KeyType::kCosignature, key_number(1).public_key()}}, store));
}

TEST(Witness, DoesNotTakeADamagedRecordForNone) {
  const Log log(8);
  Memory store;
  const Witness witness = witness_of({log.key()}, store);
  ASSERT_EQ(witness.add_checkpoint(log.request(0, 5), kNow).status, 200);
  const WitnessRecord good = store.records[kOrigin];
  store.records[kOrigin].size = 3;   // a rolled-back record no longer agrees with its note
  EXPECT_EQ(witness.add_checkpoint(log.request(3, 7), kNow).status, 500);
  for (std::size_t bit = 0; bit < good.note.size() * 8; ++bit) {
    WitnessRecord bad = good;
    bad.note[bit / 8] = static_cast<char>(bad.note[bit / 8] ^ (1 << bit % 8));
    store.records[kOrigin] = bad;
    EXPECT_EQ(witness.add_checkpoint(log.request(0, 7), kNow).status, 500) << bit;
  }
  EXPECT_EQ(witness.last_checkpoint(sha256(kOrigin).hex()).status, 500);
  store.records[kOrigin] = good;
  store.unwritable = true;
  EXPECT_EQ(witness.add_checkpoint(log.request(5, 7), kNow).status, 500);   // not stored, so not signed
  store.unreadable = true;
  EXPECT_EQ(witness.add_checkpoint(log.request(5, 7), kNow).status, 500);
  store.unreadable = store.unwritable = false;
  EXPECT_EQ(witness.add_checkpoint(log.request(5, 7), kNow).status, 200);
  EXPECT_EQ(witness.add_checkpoint(log.request(7, 8), 0).status, 500);
  EXPECT_EQ(witness.add_checkpoint(log.request(7, 8), std::uint64_t{1} << 63).status, 500);
}

TEST(Witness, NeverRollsBackWhenManySubmitAtOnce) {
  constexpr std::size_t kSize = 64;
  const Log log(kSize);
  Memory store;
  const Witness witness = witness_of({log.key()}, store);
  std::vector<std::thread> clients;
  for (std::size_t step = 1; step <= 8; ++step) {
    clients.emplace_back([&, step] {
      std::uint64_t held = 0;
      for (std::size_t target = step; target <= kSize;) {
        const std::string request = log.request(held, std::max<std::size_t>(held, target));
        const WitnessReply reply = witness.add_checkpoint(request, kNow + target);
        const auto answer =
            read_witness_answer(reply, std::string_view(request).substr(request.find("\n\n") + 2), witness.key());
        if (!answer) {
          ADD_FAILURE() << reply.status << ' ' << answer.error().text();
          return;
        }
        if (answer->size) {
          held = *answer->size;
        } else {
          held = std::max<std::size_t>(held, target);
        }
        if (held >= target) target = held + step;
      }
    });
  }
  for (std::thread& client : clients) client.join();
  EXPECT_TRUE(std::is_sorted(store.sizes.begin(), store.sizes.end()));
  EXPECT_GE(store.sizes.size(), 8u);
  EXPECT_TRUE(store.forks.empty());
}

TEST(WitnessClient, BelievesOnlyItsOwnWitness) {
  const Log log(4);
  const std::string checkpoint = log.checkpoint(4);
  const std::string text = parse_note(checkpoint)->text;
  const VerifierKey witness{"w.example", KeyType::kCosignature, key_number(2).public_key()};
  const std::string good = cosign(text, "w.example", key_number(2), kNow).line();
  const std::string stranger = cosign(text, "other.example", key_number(3), kNow).line();
  const auto read = [&](int status, const std::string& body, const char* type = "text/plain") {
    return read_witness_answer({status, type, body}, checkpoint, witness);
  };
  const auto answer = read(200, stranger + good);
  ASSERT_TRUE(answer) << answer.error().text();
  ASSERT_EQ(answer->cosignatures.size(), 1u);
  EXPECT_EQ(answer->cosignatures[0].line(), good);
  EXPECT_FALSE(answer->size);

  const std::string other_tree = cosign(log.checkpoint(3), "w.example", key_number(2), kNow).line();
  for (const std::string& bad : {stranger, other_tree, good + other_tree, std::string(), std::string("\n"), good + "\n",
                                 good.substr(0, good.size() - 1), std::string("<html>")})
    EXPECT_FALSE(read(200, bad)) << bad;
  const auto held = read(409, "7\n", kTreeSizeType);
  ASSERT_TRUE(held);
  EXPECT_EQ(held->size, 7u);
  for (const char* bad : {"", "7", "07\n", "7\n7\n", "-7\n", "7\r\n", "9223372036854775808\n", "seven\n"})
    EXPECT_FALSE(read(409, bad, kTreeSizeType)) << bad;
  EXPECT_FALSE(read(409, "7\n"));
  for (const int status : {0, 100, 201, 204, 301, 400, 403, 404, 422, 429, 500, 503}) EXPECT_FALSE(read(status, good));
  EXPECT_EQ(read(403, "").error().code, read(404, "").error().code);
}

}  // namespace
}  // namespace maek::evidence
