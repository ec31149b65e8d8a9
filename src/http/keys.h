// SPDX-License-Identifier: Apache-2.0
// Keys: who may call (API keys, bearer tokens), held as SHA-256 hashes, compared in constant time.
#pragma once

#include <optional>       // for std::optional
#include <string>         // for std::string
#include <string_view>    // for std::string_view
#include <vector>         // for std::vector

#include "base/expected.h"   // for Expected
#include "base/ids.h"        // for Digest

namespace maek::http {

constexpr std::size_t kShortestKey = 16;    // characters: a plain hash protects only what nobody can guess
constexpr std::size_t kLongestKey = 512;

/// Named keys. A key is random and long, so its plain SHA-256 is enough; passwords do not belong here.
class Keys {
 public:
  /// A new key: 256 random bits as text. Show it once, keep its hash.
  static std::string make();
  static Digest hash(std::string_view key);
  /// Lines "NAME SHA256"; blank lines and lines that begin with '#' are skipped. Errors: kMalformed with the line.
  static Expected<Keys> parse(std::string_view text);

  void add(std::string name, const Digest& hash) { keys_.push_back({std::move(name), hash}); }
  /// Errors: kInvalidArgument when it is too short to be safe.
  Expected<void> add_key(std::string name, std::string_view key);

  /// The name of the key that was presented. Takes the same time wherever and whether one matches.
  std::optional<std::string> find(std::string_view presented) const;
  /// The same from an Authorization header, "Bearer KEY".
  std::optional<std::string> find_bearer(std::string_view authorization) const;
  bool empty() const { return keys_.empty(); }

 private:
  struct Key {
    std::string name;
    Digest hash;
  };
  std::vector<Key> keys_;
};

}  // namespace maek::http
