// SPDX-License-Identifier: Apache-2.0
// Vector folder: reads the files of a set of test vectors: JSON, JSON Lines, text, gzip, tar; hexadecimal and base64
#pragma once

#include <exception>    // for std::exception
#include <filesystem>   // for std::filesystem::path
#include <map>          // for std::map
#include <optional>     // for std::optional
#include <string>       // for std::string
#include <vector>       // for std::vector

#include <nlohmann/json.hpp>

#include "base/expected.h"             // for Expected
#include "base/ids.h"                  // for Digest
#include "evidence/ed25519.h"          // for SecretKey
#include "tools/conformance/tally.h"   // for Tally

namespace maek::tools {

constexpr std::uint64_t kMaxVectorBytes = std::uint64_t{256} << 20;   // of a file, unpacked

/// Unpacks gzip of at most kMaxVectorBytes.
Expected<std::string> gunzip(const std::string& packed);
/// The regular files of a tar archive (ustar, with the long names of pax), by name.
Expected<std::map<std::string, std::string>> read_tar(const std::string& tar);

/// Bytes of hexadecimal digits. Throws what nlohmann throws for another kind of value; bad digits end it early.
std::string bytes_of_hex(const nlohmann::json& digits);
/// A SHA-256 as hexadecimal digits, or as base64; nothing when it has another length.
std::optional<Digest> digest_of_hex(const nlohmann::json& digits);
std::optional<Digest> digest_of_base64(const nlohmann::json& text);
/// The key whose seed is in "seed_hex" of `described`. Throws std::invalid_argument when it has another length.
evidence::SecretKey secret_key_of(const nlohmann::json& described);

/// One set: its folder, and the tally that its cases go to.
class VectorFolder {
 public:
  VectorFolder(std::filesystem::path path, Tally& tally) : path_(std::move(path)), tally_(&tally) {}

  Tally& tally() const { return *tally_; }

  /// Calls `run` with a file's bytes, unpacked where the name ends in ".gz". A file that is not there counts as one
  /// skipped case; one that cannot be read, or of another structure than `run` wants, as a failed one.
  template <class Run>
  void text(const std::string& name, Run&& run) const {
    const auto bytes = read(name);
    if (!bytes) return;
    guarded(name, [&] { run(*bytes); });
  }
  template <class Run>
  void json(const std::string& name, Run&& run) const {
    text(name, [&](const std::string& bytes) { run(nlohmann::json::parse(bytes)); });
  }
  /// Once for each line; each line is guarded by itself.
  template <class Run>
  void json_lines(const std::string& name, Run&& run) const {
    text(name, [&](const std::string& bytes) {
      for (std::size_t at = 0; at < bytes.size();) {
        const std::size_t end = std::min(bytes.find('\n', at), bytes.size());
        const std::string line = bytes.substr(at, end - at);
        guarded(name, [&] { run(nlohmann::json::parse(line)); });
        at = end + 1;
      }
    });
  }
  /// A case that throws has failed, and the others go on.
  template <class Run>
  void guarded(const std::string& id, Run&& run) const {
    try {
      run();
    } catch (const std::exception& unfit) {
      tally_->judge(false, id, std::string("is not as such vectors are written: ") + unfit.what());
    }
  }

 private:
  std::optional<std::string> read(const std::string& name) const;

  std::filesystem::path path_;
  Tally* tally_;
};

}  // namespace maek::tools
