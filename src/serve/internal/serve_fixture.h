// SPDX-License-Identifier: Apache-2.0
// For tests: homes with ledgers, and witnesses that listen on 127.0.0.1 (fixture)
#pragma once

#include <unistd.h>   // for getpid

#include <atomic>       // for std::atomic
#include <filesystem>   // for std::filesystem
#include <memory>       // for std::unique_ptr
#include <string>       // for std::string
#include <vector>       // for std::vector

#include <gtest/gtest.h>

#include "evidence/fsck.h"                    // for fsck
#include "evidence/home.h"                    // for make_home
#include "evidence/ledger_reader.h"           // for LedgerReader
#include "evidence/recorder.h"                      // for capture
#include "serve/cosign.h"                           // for WitnessAddress
#include "serve/witness_service.h"                  // for WitnessService

namespace maek::serve::internal {

/// A folder that goes when the fixture goes.
class ScratchFolder {
 public:
  ScratchFolder() {
    static std::atomic<int> counter{0};
    path_ = std::filesystem::temp_directory_path() /
            ("maek-serve-" + std::to_string(::getpid()) + "-" + std::to_string(counter++));
    std::filesystem::create_directories(path_);
  }
  ~ScratchFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

inline evidence::SecretKey numbered_key(std::uint8_t number) {
  std::array<std::uint8_t, 32> seed{};
  seed.fill(number);
  return evidence::SecretKey::from_seed(seed);
}

/// A home whose captures are short texts; copies of it are forks in the making.
struct HomeFixture {
  ScratchFolder folder;
  evidence::Home home{folder.path() / "home"};

  HomeFixture() {
    const auto made = evidence::make_home(home, "example.org/lab");
    if (!made) ADD_FAILURE() << made.error().text();
  }
  /// Begins with everything that `other` has, its keys too.
  explicit HomeFixture(const HomeFixture& other) {
    std::filesystem::copy(other.home.path, home.path, std::filesystem::copy_options::recursive);
  }

  void capture(const std::string& text) {
    auto open = evidence::open_home(home, false);
    ASSERT_TRUE(open) << open.error().text();
    const auto entry = evidence::capture(*open, home, {.name = text + ".txt"}, text);
    ASSERT_TRUE(entry) << entry.error().text();
    const auto published = open->ledger.publish();
    ASSERT_TRUE(published) << published.error().text();
  }
  evidence::LedgerReader reader() const {
    auto opened = evidence::LedgerReader::open(home.ledger());
    if (!opened) ADD_FAILURE() << opened.error().text();
    return *std::move(opened);
  }
  std::string findings() const {
    const auto report = evidence::fsck(home.ledger());
    if (!report) return report.error().text();
    std::string text;
    for (const evidence::Finding& finding : report->findings) text += finding.where + ": " + finding.what + "\n";
    return text;
  }
};

/// A witness with its own key and folder, for the given logs.
struct WitnessFixture {
  WitnessFixture(std::uint8_t number, const std::vector<evidence::VerifierKey>& logs, const std::string& prefix = "/")
      : name("witness.example/" + std::to_string(number)), number_(number), logs_(logs), prefix_(prefix) {
    start();
  }
  void start() {
    service.reset();
    WitnessSettings settings{{name, evidence::KeyType::kCosignature, numbered_key(number_)}, logs_, store()};
    settings.prefix = prefix_;
    settings.server.access_log = {};
    auto started = WitnessService::start(std::move(settings));
    if (!started) {
      ADD_FAILURE() << started.error().text();
      return;
    }
    service = *std::move(started);
  }
  std::filesystem::path store() const { return folder.path() / "store"; }
  WitnessAddress address() const { return {service->url(), service->key()}; }

  std::string name;
  ScratchFolder folder;
  std::unique_ptr<WitnessService> service;

 private:
  std::uint8_t number_;
  std::vector<evidence::VerifierKey> logs_;
  std::string prefix_;
};

}  // namespace maek::serve::internal
