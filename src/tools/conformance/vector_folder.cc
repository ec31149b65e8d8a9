// SPDX-License-Identifier: Apache-2.0
// Unpacking by zlib, and a reader of tar that knows no more than it needs.
#include "tools/conformance/vector_folder.h"

#include <zlib.h>

#include <algorithm>   // for std::copy
#include <charconv>    // for std::from_chars
#include <stdexcept>   // for std::invalid_argument

#include "base/atomic_file.h"   // for read_file

namespace maek::tools {
namespace {

constexpr std::size_t kBlock = 512;

Error damaged(const char* what) { return {ErrorCode::kMalformed, what, "vectors"}; }

// A field that ends at its first zero byte.
std::string field(const std::string& block, std::size_t at, std::size_t size) {
  const std::string whole = block.substr(at, size);
  return whole.substr(0, whole.find('\0'));
}

std::optional<std::size_t> number(const std::string& text, int base) {
  std::size_t value = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (failed != std::errc() || (end != text.data() + text.size() && *end != ' ')) return std::nullopt;
  return value;
}

// The path in the records "LENGTH path=NAME\n" of a pax header; "" when there is none.
std::string pax_path(const std::string& records) {
  for (std::size_t at = 0; at < records.size();) {
    const std::size_t space = records.find(' ', at);
    const auto length = number(records.substr(at, space == std::string::npos ? 0 : space - at), 10);
    if (!length || *length == 0 || *length > records.size() - at) return "";
    const std::string record = records.substr(at, *length);
    const std::size_t name = record.find(" path=");
    if (name != std::string::npos) return record.substr(name + 6, record.size() - name - 7);
    at += *length;
  }
  return "";
}

}  // namespace

Expected<std::string> gunzip(const std::string& packed) {
  z_stream stream{};
  if (inflateInit2(&stream, 15 + 16) != Z_OK) return damaged("zlib cannot begin");   // 16: gzip's header
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
  stream.avail_in = static_cast<uInt>(packed.size());
  std::string plain;
  std::string buffer(1 << 18, '\0');
  int result = Z_OK;
  while (result == Z_OK && plain.size() <= kMaxVectorBytes) {
    stream.next_out = reinterpret_cast<Bytef*>(buffer.data());
    stream.avail_out = static_cast<uInt>(buffer.size());
    result = inflate(&stream, Z_NO_FLUSH);
    plain.append(buffer, 0, buffer.size() - stream.avail_out);
  }
  inflateEnd(&stream);
  if (result != Z_STREAM_END) return damaged("is no whole gzip file, or unpacks to more than 256 MiB");
  return plain;
}

Expected<std::map<std::string, std::string>> read_tar(const std::string& tar) {
  std::map<std::string, std::string> files;
  std::string long_name;
  for (std::size_t at = 0; at + kBlock <= tar.size() && tar[at] != '\0';) {
    const std::string header = tar.substr(at, kBlock);
    const auto size = number(field(header, 124, 12), 8);
    at += kBlock;
    if (!size || *size > tar.size() - at) return damaged("is no whole tar archive");
    const char kind = header[156];
    const std::string prefix = field(header, 345, 155);
    const std::string name = (prefix.empty() ? "" : prefix + "/") + field(header, 0, 100);
    const std::string bytes = tar.substr(at, *size);
    if (kind == 'x') {
      long_name = pax_path(bytes);
    } else {
      if (kind == '0' || kind == '\0') files[long_name.empty() ? name : long_name] = bytes;
      long_name.clear();
    }
    at += (*size + kBlock - 1) / kBlock * kBlock;
  }
  return files;
}

std::string bytes_of_hex(const nlohmann::json& digits) {
  const auto& text = digits.get_ref<const std::string&>();
  std::string bytes;
  for (std::size_t i = 0; i + 1 < text.size(); i += 2) {
    unsigned char byte = 0;
    const auto [end, failed] = std::from_chars(text.data() + i, text.data() + i + 2, byte, 16);
    if (failed != std::errc() || end != text.data() + i + 2) break;
    bytes += static_cast<char>(byte);
  }
  return bytes;
}

std::optional<Digest> digest_of_hex(const nlohmann::json& digits) {
  const auto digest = parse_digest(digits.get_ref<const std::string&>());
  return digest ? std::optional<Digest>(*digest) : std::nullopt;
}

std::optional<Digest> digest_of_base64(const nlohmann::json& text) {
  const auto bytes = evidence::base64_decode(text.get_ref<const std::string&>());
  Digest digest;
  if (!bytes || bytes->size() != digest.bytes.size()) return std::nullopt;
  std::copy(bytes->begin(), bytes->end(), digest.bytes.begin());
  return digest;
}

evidence::SecretKey secret_key_of(const nlohmann::json& described) {
  const std::string bytes = bytes_of_hex(described.at("seed_hex"));
  std::array<std::uint8_t, 32> seed{};
  if (bytes.size() != seed.size()) throw std::invalid_argument("a seed is not 32 bytes long");
  std::copy(bytes.begin(), bytes.end(), seed.begin());
  return evidence::SecretKey::from_seed(seed);
}

std::optional<std::string> VectorFolder::read(const std::string& name) const {
  auto bytes = read_file(path_ / name, kMaxVectorBytes);
  if (!bytes && bytes.error().code == ErrorCode::kNotFound) {
    tally_->skip("the file " + name + " is not there");
    return std::nullopt;
  }
  if (bytes && name.ends_with(".gz")) bytes = gunzip(*bytes);
  if (!bytes) {
    tally_->judge(false, name, bytes.error().text());
    return std::nullopt;
  }
  return *std::move(bytes);
}

}  // namespace maek::tools
