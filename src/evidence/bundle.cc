// SPDX-License-Identifier: Apache-2.0
// Bundles as files: one text for each bundle, its digest in the text, zstd around it, and a seal around that.
#include "evidence/bundle.h"

#include <zstd.h>

#include <memory>   // for std::unique_ptr
#include <new>      // for std::bad_alloc
#include <utility>  // for std::move

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "evidence/canonical_json.h"   // for canonical_json, parse_canonical_json
#include "evidence/checkpoint.h"       // for hash_text, parse_hash
#include "evidence/ed25519.h"          // for base64_decode, base64_encode
#include "evidence/merkle.h"           // for kMaxProofHashes

namespace maek::evidence {
namespace {

using nlohmann::json;

constexpr std::string_view kFirstLine = "maek-bundle/1\n";
constexpr std::string_view kDigestHead = "sha256:";
constexpr std::size_t kDigestDigits = 64;
constexpr int kLevel = 9;   // written once, read often
// The seal is a skippable frame (RFC 8878, 3.1.2) that holds the SHA-256 of all bytes before it: zstd passes over it, so
// `zstd -d` unpacks the file. Without it a changed bit could unpack to the same text: zstd's frames have spare bits.
constexpr std::string_view kSealHead{"\x5E\x2A\x4D\x18\x20\x00\x00\x00", 8};
constexpr std::size_t kSealBytes = 8 + 32;
constexpr std::string_view kFrameMagic = "\x28\xB5\x2F\xFD";
constexpr std::size_t kPieceBytes = std::size_t{1} << 20;
constexpr std::uint64_t kLargestIndex = std::uint64_t{1} << 53;  // JSON numbers are doubles

Error malformed(std::string message, std::string where = "bundle") {
  return {ErrorCode::kMalformed, std::move(message), std::move(where)};
}

std::string_view as_chars(const Digest& digest) {
  return {reinterpret_cast<const char*>(digest.bytes.data()), digest.bytes.size()};
}

// Unpacks in pieces: memory follows what is really there, not what a header promises.
Expected<std::string> unpack(std::string_view frame) {
  struct Free {
    void operator()(ZSTD_DStream* stream) const { ZSTD_freeDStream(stream); }
  };
  const std::unique_ptr<ZSTD_DStream, Free> stream(ZSTD_createDStream());
  if (stream == nullptr) throw std::bad_alloc();
  std::string text;
  ZSTD_inBuffer in{frame.data(), frame.size(), 0};
  for (std::size_t more = 1; more != 0;) {
    const std::size_t before = text.size();
    if (before > kMaxBundleBytes) {
      return Error{ErrorCode::kTooLarge, fmt::format("unpacks to more than {} bytes", kMaxBundleBytes), "bundle"};
    }
    text.resize(before + kPieceBytes);
    ZSTD_outBuffer out{text.data() + before, kPieceBytes, 0};
    more = ZSTD_decompressStream(stream.get(), &out, &in);
    text.resize(before + out.pos);
    if (ZSTD_isError(more) != 0) return malformed(fmt::format("does not unpack: {}", ZSTD_getErrorName(more)));
    if (more != 0 && out.pos < kPieceBytes && in.pos == in.size) return malformed("its packed bytes end too early");
  }
  if (in.pos != in.size) return malformed("bytes stand behind its frame that are not its seal");
  return text;
}

// The text of a packed file.
Expected<std::string> open_packed(std::string_view bytes) {
  if (bytes.size() <= kSealBytes || bytes.substr(bytes.size() - kSealBytes, kSealHead.size()) != kSealHead) {
    return Error{ErrorCode::kMalformed, "its seal is missing: the file was cut, or packed again by other means",
                 "bundle", "If it was packed again, unpack it with `zstd -d`: the text is read too."};
  }
  const std::string_view frame = bytes.substr(0, bytes.size() - kSealBytes);
  if (as_chars(sha256(frame)) != bytes.substr(bytes.size() - kSealBytes + kSealHead.size())) {
    return malformed("its packed bytes were changed: they have another SHA-256 than its seal");
  }
  return unpack(frame);
}

/// Reads members of one object, each once; the first thing that does not fit is kept.
class Members {
 public:
  Members(const json& object, std::string where) : object_(object), where_(std::move(where)) {
    if (!object.is_object()) fail("must be an object", "");
  }
  const json* find(const char* name, bool required = true) {
    if (error_) return nullptr;
    const auto found = object_.find(name);
    if (found == object_.end()) {
      if (required) fail("is required and absent", name);
      return nullptr;
    }
    ++taken_;
    return &*found;
  }
  /// One that is not required is not empty either: each bundle has one text.
  std::string text(const char* name, bool required = true) {
    const json* value = find(name, required);
    if (value == nullptr) return {};
    if (!value->is_string()) {
      fail("must be a string", name);
      return {};
    }
    if (!required && value->get_ref<const std::string&>().empty()) fail("must not be empty; leave it away", name);
    return value->get<std::string>();
  }
  Digest digest(const char* name) {
    const std::string hex = text(name);
    if (error_) return {};
    const auto read = parse_digest(hex);
    if (!read || read->hex() != hex) {
      fail("must be 64 lower-case hexadecimal digits", name);
      return {};
    }
    return *read;
  }
  const json& list(const char* name) {
    static const json kNone = json::array();
    const json* value = find(name);
    if (value == nullptr) return kNone;
    if (!value->is_array()) {
      fail("must be a list", name);
      return kNone;
    }
    return *value;
  }
  void fail(std::string message, std::string_view name) {
    if (!error_) error_ = malformed(std::move(message), name.empty() ? where_ : fmt::format("{}.{}", where_, name));
  }
  /// The first error; a member that nobody asked for is one.
  std::optional<Error> finish() {
    if (!error_ && taken_ != object_.size()) fail("has members that no bundle has", "");
    return std::move(error_);
  }

 private:
  const json& object_;
  std::string where_;
  std::size_t taken_ = 0;
  std::optional<Error> error_;
};

Expected<Bundle::Item> read_item(const json& object, const std::string& where) {
  Members members(object, where);
  Bundle::Item item;
  if (const json* index = members.find("index"); index != nullptr) {
    if (!index->is_number_unsigned() || index->get<std::uint64_t>() > kLargestIndex) {
      members.fail("must be a whole number up to 2^53", "index");
    } else {
      item.index = index->get<std::uint64_t>();
    }
  }
  item.entry = members.text("entry");
  item.envelope = members.text("envelope", false);
  const json& proof = members.list("proof");
  if (proof.size() > kMaxProofHashes) members.fail(fmt::format("has more than {} hashes", kMaxProofHashes), "proof");
  for (std::size_t i = 0; i < proof.size() && i < kMaxProofHashes; ++i) {
    const auto hash = proof[i].is_string() ? parse_hash(proof[i].get_ref<const std::string&>())
                                           : Expected<Digest>(malformed("must be a string"));
    if (!hash) {
      members.fail("must be SHA-256 hashes in base64", fmt::format("proof[{}]", i));
      break;
    }
    item.proof.push_back(*hash);
  }
  if (auto wrong = members.finish()) return *std::move(wrong);
  return item;
}

Expected<Bundle::File> read_file(const json& object, const std::string& where) {
  Members members(object, where);
  Bundle::File file;
  file.digest = members.digest("sha256");
  file.name = members.text("name", false);
  if (auto bytes = base64_decode(members.text("bytes")); bytes) {
    file.bytes = *std::move(bytes);
  } else {
    members.fail("must be base64", "bytes");
  }
  if (auto wrong = members.finish()) return *std::move(wrong);
  return file;
}

Expected<Bundle> read_bundle(const json& whole) {
  Bundle bundle;
  Members members(whole, "bundle");
  if (const json* artefact = members.find("artefact"); artefact != nullptr) {
    Members named(*artefact, "bundle.artefact");
    bundle.artefact = named.digest("sha256");
    bundle.name = named.text("name", false);
    if (auto wrong = named.finish()) return *std::move(wrong);
  }
  bundle.checkpoint = members.text("checkpoint");
  bundle.policy = members.text("policy", false);
  for (const json& one : members.list("items")) {
    const std::string where = fmt::format("bundle.items[{}]", bundle.items.size());
    auto item = read_item(one, where);
    if (!item) return item.error();
    if (!bundle.items.empty() && bundle.items.back().index >= item->index) {
      return malformed("items must stand in order of their index, each once", where + ".index");
    }
    bundle.items.push_back(*std::move(item));
  }
  for (const json& one : members.list("files")) {
    auto file = read_file(one, fmt::format("bundle.files[{}]", bundle.files.size()));
    if (!file) return file.error();
    bundle.files.push_back(*std::move(file));
  }
  if (auto wrong = members.finish()) return *std::move(wrong);
  return bundle;
}

Expected<Bundle> parse_text(std::string_view text) {
  if (text.size() > kMaxBundleBytes) {
    return Error{ErrorCode::kTooLarge, fmt::format("has more than {} bytes", kMaxBundleBytes), "bundle"};
  }
  if (!text.starts_with(kFirstLine)) {
    return Error{ErrorCode::kMalformed, "does not begin with the line 'maek-bundle/1'", "bundle",
                 text.starts_with("maek-bundle/") ? "A newer maek-verify may read this version." : ""};
  }
  text.remove_prefix(kFirstLine.size());
  const std::size_t line = kDigestHead.size() + kDigestDigits + 1;
  if (text.size() < line || !text.starts_with(kDigestHead) || text[line - 1] != '\n') {
    return malformed("its second line must be 'sha256:' and 64 hexadecimal digits", "bundle:2");
  }
  const std::string_view stated = text.substr(kDigestHead.size(), kDigestDigits);
  text.remove_prefix(line);
  if (sha256(text).hex() != stated) {
    return malformed("was changed: what follows its second line has another SHA-256 than that line says");
  }
  const auto whole = parse_canonical_json(text);
  if (!whole) {
    Error error = whole.error();
    error.where = "bundle:3, " + error.where;
    return error;
  }
  return read_bundle(*whole);
}

}  // namespace

std::string bundle_text(const Bundle& bundle) {
  json items = json::array();
  for (const Bundle::Item& item : bundle.items) {
    json proof = json::array();
    for (const Digest& hash : item.proof) proof.push_back(hash_text(hash));
    json one{{"index", item.index}, {"entry", item.entry}, {"proof", std::move(proof)}};
    if (!item.envelope.empty()) one["envelope"] = item.envelope;
    items.push_back(std::move(one));
  }
  json files = json::array();
  for (const Bundle::File& file : bundle.files) {
    json one{{"sha256", file.digest.hex()}, {"bytes", base64_encode(file.bytes)}};
    if (!file.name.empty()) one["name"] = file.name;
    files.push_back(std::move(one));
  }
  json whole{{"artefact", {{"sha256", bundle.artefact.hex()}}},
             {"checkpoint", bundle.checkpoint},
             {"files", std::move(files)},
             {"items", std::move(items)}};
  if (!bundle.name.empty()) whole["artefact"]["name"] = bundle.name;
  if (!bundle.policy.empty()) whole["policy"] = bundle.policy;
  const auto text = canonical_json(whole);
  if (!text) return {};
  return fmt::format("{}{}{}\n{}", kFirstLine, kDigestHead, sha256(*text).hex(), *text);
}

std::string bundle_bytes(const Bundle& bundle) {
  const std::string text = bundle_text(bundle);
  if (text.empty() || text.size() > kMaxBundleBytes) return {};
  std::string file(ZSTD_compressBound(text.size()), '\0');
  const std::size_t packed = ZSTD_compress(file.data(), file.size(), text.data(), text.size(), kLevel);
  if (ZSTD_isError(packed) != 0) throw std::bad_alloc();  // the only way in which it fails
  file.resize(packed);
  const Digest digest = sha256(file);
  file += kSealHead;
  file += as_chars(digest);
  return file;
}

Expected<Bundle> parse_bundle_file(std::string_view bytes) {
  if (bytes.empty()) return malformed("the file is empty");
  if (!bytes.starts_with(kFrameMagic)) return parse_text(bytes);
  const auto text = open_packed(bytes);
  if (!text) return text.error();
  return parse_text(*text);
}

}  // namespace maek::evidence
