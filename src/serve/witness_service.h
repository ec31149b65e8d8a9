// SPDX-License-Identifier: Apache-2.0
// Witness service: the C2SP tlog-witness protocol over HTTP (add-checkpoint, monitoring, metrics, health)
#pragma once

#include <chrono>        // for std::chrono::milliseconds
#include <cstdint>       // for std::uint64_t
#include <filesystem>    // for std::filesystem::path
#include <memory>        // for std::unique_ptr
#include <string>        // for std::string
#include <vector>        // for std::vector

#include "base/expected.h"           // for Expected
#include "base/progress.h"           // for Cancellation
#include "evidence/key_file.h"       // for SigningKey
#include "http/server.h"             // for ServerOptions

namespace maek::serve {

/// POSIX seconds by the system's clock: the time that is signed.
std::uint64_t posix_seconds();

struct WitnessSettings {
  evidence::SigningKey key;                   // of the kind kCosignature
  std::vector<evidence::VerifierKey> logs;    // that it cosigns
  std::filesystem::path store;                // folder of its records: the process holds it alone
  std::string prefix = "/";                   // of submission and monitoring
  http::ServerOptions server = {};
  std::uint64_t (*now)() = posix_seconds;
};

/// POST PREFIX/add-checkpoint and GET PREFIX/HEX/checkpoint answer as evidence::Witness does, to the byte; GET /metrics and
/// GET /healthz are for whoever runs it.
class WitnessService {
 public:
  /// Errors: kInvalidArgument (keys, prefix, address), those of the store and of the server.
  static Expected<std::unique_ptr<WitnessService>> start(WitnessSettings settings);
  ~WitnessService();

  evidence::VerifierKey key() const;
  /// The address that logs are given: with the prefix, without a '/' at its end.
  std::string url() const;
  http::Metrics& metrics();
  /// Serves until `cancellation` is requested; what runs then may finish.
  void run_until(const Cancellation& cancellation);
  void stop(std::chrono::milliseconds patience);

 private:
  struct State;
  explicit WitnessService(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace maek::serve
