// SPDX-License-Identifier: Apache-2.0
// The program that the crash drill kills: appends to a ledger from several threads, with real files and real syncs, and
// reports what was acknowledged. Use: maek_drill_writer LEDGER SEED
#include <unistd.h>  // for write

#include <algorithm>  // for std::min
#include <atomic>  // for std::atomic
#include <cstdio>  // for std::fprintf
#include <cstdlib>  // for std::strtoull
#include <random>  // for std::mt19937_64
#include <thread>  // for std::thread
#include <vector>  // for std::vector

#include <fmt/format.h>

#include "evidence/body.h"  // for kMaxInlineBytes
#include "evidence/internal/ledger_fixture.h"  // for fixture_key
#include "tests/drills/drill_report.h"  // for DrillReport

namespace maek::evidence {
namespace {

constexpr std::uint64_t kThreads = 4;
constexpr std::uint64_t kMostEntries = 4000;  // of one run, should nobody kill it

void report(const DrillReport& report) {
  if (::write(kDrillPipe, &report, sizeof report) != sizeof report) ::_exit(3);  // nobody listens any more
}

// The system's calls, but a write takes little at a time and lingers: more instants at which a record is half there.
class ShortWrites : public SystemCalls {
 public:
  ssize_t write(int descriptor, const void* bytes, std::size_t size) override {
    const ssize_t wrote = SystemCalls::write(descriptor, bytes, std::min<std::size_t>(size, size / 6 + 100));
    if (wrote > 0 && static_cast<std::size_t>(wrote) < size) ::usleep(200);
    return wrote;
  }
};

std::string noise(std::mt19937_64& random, std::size_t bytes) {
  std::string text(bytes, '\0');
  for (char& c : text) c = static_cast<char>(random());
  return text;
}

Addition make_addition(std::mt19937_64& random, const std::string& name) {
  Addition addition;
  addition.type = "capture";
  addition.media_type = "application/octet-stream";
  addition.body = name + std::string(random() % 40, ' ') + noise(random, random() % 2000);
  addition.subjects = {sha256(addition.body + " subject")};
  if (random() % 60 == 0) addition.attachments.push_back(noise(random, kMaxInlineBytes + 1 + random() % 1000));
  return addition;
}

void add_entries(Ledger& ledger, std::uint64_t seed, std::uint64_t thread, std::atomic<std::uint64_t>& added) {
  std::mt19937_64 random(seed * 31 + thread);
  for (std::uint64_t i = 0; added.fetch_add(1) < kMostEntries; ++i) {
    auto receipt = ledger.append(make_addition(random, fmt::format("run {} thread {} entry {}: ", seed, thread, i)));
    if (!receipt) {
      std::fprintf(stderr, "drill writer: %s\n", receipt.error().text().c_str());
      report({DrillReport::kFailed});
      return;
    }
    report({DrillReport::kReceipt, receipt->index, receipt->size, receipt->body, receipt->leaf});
    if (thread == 0 && random() % 4 == 0) {
      report({DrillReport::kPublishing});
      const auto published = ledger.publish();
      if (!published) return report({DrillReport::kFailed});
      report({DrillReport::kPublished, 0, published->size, {}, published->root});
    }
  }
}

int run(const char* path, std::uint64_t seed) {
  report({DrillReport::kStarted});
  ShortWrites calls;
  LedgerOptions options;
  options.calls = &calls;
  options.group_age = std::chrono::milliseconds(1);
  options.segment_bytes = kDrillSegmentBytes;
  auto ledger = Ledger::open(path, fixture_key(), options);
  if (!ledger) {
    std::fprintf(stderr, "drill writer: %s\n", ledger.error().text().c_str());
    report({DrillReport::kFailed});
    return 1;
  }
  report({DrillReport::kOpened});
  std::atomic<std::uint64_t> added{0};
  std::vector<std::thread> threads;
  for (std::uint64_t t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] { add_entries(*ledger, seed, t, added); });
  }
  for (std::thread& thread : threads) thread.join();
  return 0;
}

}  // namespace
}  // namespace maek::evidence

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "use: maek_drill_writer LEDGER SEED\n");
    return 2;
  }
  return maek::evidence::run(argv[1], std::strtoull(argv[2], nullptr, 10));
}
