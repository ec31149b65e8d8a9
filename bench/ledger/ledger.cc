// SPDX-License-Identifier: Apache-2.0
// What the ledger costs: durable appends beside raw syncs, proofs of ten million entries, fsck. Answers are checked first.
#include <fcntl.h>  // for open
#include <sys/resource.h>  // for getrusage
#include <unistd.h>  // for fdatasync

#include <algorithm>  // for std::sort
#include <chrono>  // for std::chrono
#include <cstdio>  // for std::printf
#include <deque>  // for std::deque
#include <filesystem>  // for std::filesystem
#include <fstream>  // for std::ofstream
#include <map>  // for std::map
#include <string>  // for std::string
#include <vector>  // for std::vector

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/faulty_calls.h"  // for FaultyCalls
#include "base/random.h"  // for RandomStream
#include "evidence/fsck.h"  // for fsck
#include "evidence/internal/tile_builder.h"  // for TileBuilder
#include "evidence/ledger.h"  // for Ledger

namespace maek::bench {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using Clock = std::chrono::steady_clock;

struct Options {
  bool quick = false;
  std::string json_file;
  std::string folder;  // on the disk in question
  std::string only;  // one part; all where empty
};

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

// CPU seconds of this process: what other programs on the machine do not disturb.
double cpu_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
         static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * 1e-6;
}

double resident_mib() {
  std::ifstream statm("/proc/self/statm");
  std::uint64_t total = 0;
  std::uint64_t resident = 0;
  statm >> total >> resident;
  return static_cast<double>(resident) * static_cast<double>(::sysconf(_SC_PAGESIZE)) / (1 << 20);
}

[[noreturn]] void fail(const std::string& why) {
  std::fprintf(stderr, "bench ledger: %s\n", why.c_str());
  std::exit(1);
}

evidence::SecretKey bench_key() {
  std::array<std::uint8_t, 32> seed{};
  seed.fill(7);
  return evidence::SecretKey::from_seed(seed);
}

evidence::Addition addition(std::uint64_t number) {
  evidence::Addition one;
  one.type = "capture";
  one.media_type = "text/plain";
  one.body = fmt::format("{:0>200}", number);  // an attestation has some hundred bytes
  one.subjects = {sha256(one.body)};
  return one;
}

fs::path new_ledger(const fs::path& folder, SystemCalls& calls) {
  fs::remove_all(folder);
  const evidence::VerifierKey log{"bench.example/ledger", evidence::KeyType::kEd25519, bench_key().public_key()};
  if (auto made = evidence::create_ledger(folder, log, calls); !made) fail(made.error().text());
  return folder;
}

// `count` entries in commits of at most `batch`; the rate of acknowledgements [1/s]. `cpu`: of all threads, an entry [s].
double append_rate(const fs::path& folder, std::uint64_t count, std::size_t batch, SystemCalls& calls, double& cpu) {
  evidence::LedgerOptions options;
  options.group_entries = batch;
  options.calls = &calls;
  if (batch == 1) options.group_age = std::chrono::milliseconds(0);
  auto ledger = evidence::Ledger::open(new_ledger(folder, calls), bench_key(), options);
  if (!ledger) fail(ledger.error().text());
  std::deque<std::future<Expected<evidence::Receipt>>> waiting;
  const auto take = [&] {
    const auto receipt = waiting.front().get();
    if (!receipt) fail(receipt.error().text());
    waiting.pop_front();
  };
  const double cpu_start = cpu_seconds();
  const auto start = Clock::now();
  for (std::uint64_t i = 0; i < count; ++i) {
    waiting.push_back(ledger->add(addition(i)));
    if (waiting.size() > 2 * batch) take();
  }
  while (!waiting.empty()) take();
  const double rate = static_cast<double>(count) / seconds_since(start);
  cpu = (cpu_seconds() - cpu_start) / static_cast<double>(count);
  return rate;
}

// Appends of `bytes` and a sync each: what the disk allows [1/s].
double sync_rate(const fs::path& file, std::size_t bytes, int count) {
  const std::string block(bytes, 'x');
  const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_APPEND, 0600);
  const auto start = Clock::now();
  for (int i = 0; i < count; ++i) {
    if (::write(descriptor, block.data(), block.size()) != static_cast<ssize_t>(block.size()) ||
        ::fdatasync(descriptor) < 0) {
      fail("the disk cannot be written");
    }
  }
  const double rate = count / seconds_since(start);
  ::close(descriptor);
  return rate;
}

// The hashes that an entry must cost: of its body, its subject here, its leaf, a node, its bytes in the record. [s]
double hash_seconds() {
  constexpr int kCount = 20'000;
  const std::string body(200, 'b');
  const std::string entry(330, 'e');
  Digest digest = sha256(body);
  const double start = cpu_seconds();
  for (int i = 0; i < kCount; ++i) {
    digest = sha256(body);
    digest = evidence::node_hash(evidence::leaf_hash(entry), digest);
    digest = sha256(entry + body);
  }
  const double seconds = (cpu_seconds() - start) / kCount;
  return digest == Digest{} ? 1 : seconds;
}

json appends(const Options& o) {
  const fs::path folder = fs::path(o.folder);
  const double hashes = hash_seconds();
  json rows = json::array();
  std::printf("durable appends (medians of %d rounds, raw syncs and ledger in turn)\n", o.quick ? 3 : 5);
  std::printf("%8s %14s %14s %16s %10s %14s\n", "batch", "entries/s", "raw syncs/s", "allowed/s", "of allowed",
              "CPU us/entry");
  for (const std::size_t batch : {std::size_t{1}, std::size_t{16}, std::size_t{256}}) {
    std::vector<double> ledger;
    std::vector<double> raw;
    std::vector<double> cpu;
    const std::size_t record = 96 + 200 + batch * (330 + 250);
    for (int round = 0; round < (o.quick ? 3 : 5); ++round) {
      raw.push_back(sync_rate(folder / "raw", record, o.quick ? 30 : 100));
      const std::uint64_t count = batch * (o.quick ? 30u : 100u);
      ledger.push_back(append_rate(folder / "ledger", count, batch, system_calls(), cpu.emplace_back()));
    }
    // A commit waits for one sync; its entries' hashes overlap with the sync before only on another core.
    const double allowed = static_cast<double>(batch) / (1 / median(raw) + static_cast<double>(batch) * hashes);
    rows.push_back({{"batch", batch},
                    {"entries_per_second", median(ledger)},
                    {"raw_syncs_per_second", median(raw)},
                    {"allowed_per_second", allowed},
                    {"share_of_allowed", median(ledger) / allowed},
                    {"cpu_microseconds_per_entry", 1e6 * median(cpu)}});
    std::printf("%8zu %14.0f %14.0f %16.0f %10.2f %14.2f\n", batch, median(ledger), median(raw), allowed,
                median(ledger) / allowed, 1e6 * median(cpu));
  }
  const auto report = evidence::fsck(folder / "ledger");
  if (!report || !report->findings.empty()) fail("the ledger that was measured is damaged");
  return rows;
}

// Tiles of a tree in memory, as a disk's cache would hold them.
json proofs(const Options& o) {
  const std::uint64_t size = o.quick ? 1'000'000 : 10'000'000;
  std::map<evidence::TileId, std::string> tiles;
  evidence::TileBuilder builder;
  evidence::Frontier frontier;
  std::vector<Digest> sample;
  const auto build = Clock::now();
  for (std::uint64_t i = 0; i < size; ++i) {
    const Digest leaf = evidence::leaf_hash({reinterpret_cast<const char*>(&i), sizeof i});
    builder.add({}, leaf);
    frontier.add(leaf);
    if (i % 1'000'000 == 0) {
      for (auto& [tile, bytes] : builder.take_full()) {
        if (tile.level >= 0) tiles.emplace(tile, std::move(bytes));
      }
    }
  }
  for (auto& [tile, bytes] : builder.take_full()) {
    if (tile.level >= 0) tiles.emplace(tile, std::move(bytes));
  }
  for (auto& [tile, bytes] : builder.partial()) tiles.emplace(tile, std::move(bytes));
  const double built = seconds_since(build);
  const auto read = [&tiles](const evidence::TileId& tile) -> Expected<std::string> {
    const auto found = tiles.find(tile);
    if (found == tiles.end()) return Error{ErrorCode::kNotFound, "no such tile", evidence::tile_path(tile)};
    return found->second;
  };
  const Digest root = frontier.root();
  const auto leaf = [](std::uint64_t i) { return evidence::leaf_hash({reinterpret_cast<const char*>(&i), sizeof i}); };

  json out = {{"entries", size}, {"seconds_to_build", built}};
  std::printf("\nproofs in a tree of %llu entries (one core)\n", static_cast<unsigned long long>(size));
  for (const bool in_order : {true, false}) {
    const evidence::TileTree tree(size, read, std::size_t{1} << 30);
    RandomStream random(1, "bench/ledger", 0);
    const std::uint64_t count = 50'000;  // few enough that their memory is not what is measured
    std::vector<std::uint64_t> indices(count);
    for (std::uint64_t i = 0; i < count; ++i)
      indices[i] = in_order ? size / 3 + i : random.below(static_cast<std::uint32_t>(size));
    if (!in_order) {  // a server that has run for a while: its tiles are in memory
      for (std::uint64_t i = 0; i < size; i += 256) (void)tree.inclusion_proof(i);
    }
    std::vector<std::vector<Digest>> made;
    made.reserve(count);
    double start = cpu_seconds();
    for (const std::uint64_t index : indices) {
      auto proof = tree.inclusion_proof(index);
      if (!proof) fail(proof.error().text());
      made.push_back(*std::move(proof));
    }
    const double making = cpu_seconds() - start;
    std::vector<Digest> leaves;
    for (const std::uint64_t index : indices) leaves.push_back(leaf(index));
    start = cpu_seconds();
    for (std::size_t i = 0; i < count; ++i) {
      if (!evidence::verify_inclusion(indices[i], size, leaves[i], made[i], root)) fail("a proof does not verify");
    }
    const double verifying = cpu_seconds() - start;
    if (evidence::verify_inclusion(indices[0] + 1, size, leaves[0], made[0], root)) fail("a wrong proof verifies");
    const char* name = in_order ? "in_order" : "random";
    out[name] = {{"made_per_second", static_cast<double>(count) / making},
                 {"verified_per_second", static_cast<double>(count) / verifying},
                 {"resident_mib", resident_mib()}};
    std::printf("  %-9s made %9.0f /s   verified %9.0f /s   resident %6.0f MiB\n", in_order ? "in order" : "random",
                static_cast<double>(count) / making, static_cast<double>(count) / verifying, resident_mib());
  }
  return out;
}

json checking(const Options& o) {
  const std::uint64_t count = o.quick ? 100'000 : 1'000'000;
  FaultyCalls no_syncs(-1, 0);  // made without waiting for the disk: it is the reading that is measured
  const fs::path folder = fs::path(o.folder) / "large";
  double append_cpu = 0;
  const double rate = append_rate(folder, count, 256, no_syncs, append_cpu);
  const double start = cpu_seconds();
  const auto wall = Clock::now();
  const auto report = evidence::fsck(folder);
  const double elapsed = seconds_since(wall);
  const double cpu = cpu_seconds() - start;
  if (!report || !report->findings.empty() || report->entries != count) fail("the large ledger is damaged");
  std::printf("\nfsck of %llu entries, bodies and index: %.0f entries/s, %.0f per CPU second (%.1f s wall)\n",
              static_cast<unsigned long long>(count), static_cast<double>(count) / elapsed,
              static_cast<double>(count) / cpu, elapsed);
  std::printf("appends without any sync: %.0f entries/s; peak resident %.0f MiB\n", rate, resident_mib());
  return {{"entries", count},
          {"entries_per_second", static_cast<double>(count) / elapsed},
          {"entries_per_cpu_second", static_cast<double>(count) / cpu},
          {"appends_without_sync_per_second", rate},
          {"resident_mib", resident_mib()}};
}

int run(const Options& o) {
  fs::create_directories(o.folder);
  const auto wanted = [&o](const char* part) { return o.only.empty() || o.only == part; };
  json out = json::object();
  if (wanted("appends")) out["appends"] = appends(o);
  if (wanted("fsck")) out["fsck"] = checking(o);
  if (wanted("proofs")) out["proofs"] = proofs(o);
  std::error_code ignored;
  fs::remove_all(o.folder, ignored);
  if (!o.json_file.empty()) std::ofstream(o.json_file) << out.dump(1) << '\n';
  return 0;
}

}  // namespace
}  // namespace maek::bench

int main(int argc, char** argv) {
  maek::bench::Options o;
  o.folder = "out/bench-ledger";
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    if (word == "--quick") {
      o.quick = true;
    } else if (word == "--json" && i + 1 < argc) {
      o.json_file = argv[++i];
    } else if (word == "--folder" && i + 1 < argc) {
      o.folder = argv[++i];
    } else if (word == "--only" && i + 1 < argc) {
      o.only = argv[++i];
    } else {
      std::fprintf(stderr, "bench_ledger [--quick] [--json FILE] [--folder FOLDER] [--only appends|fsck|proofs]\n");
      return 2;
    }
  }
  return maek::bench::run(o);
}
