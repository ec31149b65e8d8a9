// SPDX-License-Identifier: Apache-2.0
// Recorder: puts a run with its inputs and outputs on the ledger (capture, run, prediction), for doors
#pragma once

#include <cstdint>       // for std::uint64_t
#include <optional>      // for std::optional
#include <string>        // for std::string
#include <string_view>   // for std::string_view
#include <vector>        // for std::vector

#include <nlohmann/json_fwd.hpp>

#include "base/expected.h"       // for Expected
#include "base/ids.h"            // for Digest, sha256
#include "evidence/entry.h"      // for Time
#include "evidence/home.h"       // for Home

namespace maek::evidence {

/// Bytes with a name: an input as it was opened, an output as it was written.
struct NamedBytes {
  std::string name;
  std::string_view bytes;
  std::string publisher = {};           // of an input whose origin is known
  std::string licence = {};
  std::optional<Digest> streamed = {};  // of a file too large to hold: then `bytes` is empty and nothing of it is kept
  std::uint64_t streamed_bytes = 0;

  Digest digest() const { return streamed ? *streamed : sha256(bytes); }
  std::uint64_t size() const { return streamed ? streamed_bytes : bytes.size(); }
};

/// A file that comes from somewhere else, to be captured.
struct CaptureFacts {
  std::string name;  // a path, or a URI when `is_uri`
  bool is_uri = false;
  std::string publisher = {};
  std::string licence = {};
  std::string how = "read from a file";
  std::string media_type = "application/octet-stream";
  std::optional<Digest> person = {};  // commitment: the bytes are sealed
};

/// What a run was. `predicate`: the members of a run's predicate but for inputs and time (docs/formats/attestations.md).
struct RunFacts {
  std::string predicate_json;  // operation, version, revision, command, options, seed, machine, notes, ...
  Time started;
  double seconds = 0;
  std::vector<NamedBytes> inputs;
  std::vector<NamedBytes> outputs;
  /// A prediction's predicate but for `run`, and the names of the outputs that hold it.
  struct Prediction {
    std::string predicate_json;
    std::vector<std::string> outputs;
  };
  std::optional<Prediction> prediction = {};
};

/// Where it is on the ledger.
struct RecordedRun {
  std::uint64_t entry = 0;
  std::uint64_t size = 0;  // of the published checkpoint
  std::string origin;
};

/// Captures `bytes`, unless they are on the ledger already; the entry that captured them.
Expected<std::uint64_t> capture(OpenLedger& open, const Home& home, const CaptureFacts& facts, std::string_view bytes);

/// Captures the inputs, adds the run with the outputs' bytes, publishes.
Expected<RecordedRun> record_run(const Home& home, const RunFacts& facts);

}  // namespace maek::evidence
