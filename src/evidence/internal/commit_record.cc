// SPDX-License-Identifier: Apache-2.0
// Encoding and strict decoding of commit records.
#include "evidence/internal/commit_record.h"

#include <array>     // for std::array
#include <cstring>   // for std::memcpy

#include <fmt/format.h>

#include "evidence/tile.h"   // for append_to_bundle

namespace maek::evidence {
namespace {

constexpr std::string_view kMagic = "maekcmt1";
constexpr std::size_t kBodyHeader = 32 + 8 + 8 + 1;   // before its stored bytes

template <class Integer>
void put(std::string& out, Integer value) {
  std::array<char, sizeof(Integer)> bytes;
  for (std::size_t i = bytes.size(); i-- > 0; value = static_cast<Integer>(static_cast<std::uint64_t>(value) >> 8)) {
    bytes[i] = static_cast<char>(value & 0xff);
  }
  out.append(bytes.data(), bytes.size());
}

void put(std::string& out, const Digest& digest) {
  out.append(reinterpret_cast<const char*>(digest.bytes.data()), digest.bytes.size());
}

Error damaged(std::string why) { return {ErrorCode::kMalformed, "is no commit record: " + why, "record"}; }

// Takes values from the front; false when the bytes end first.
class Cursor {
 public:
  explicit Cursor(std::string_view bytes) : rest_(bytes) {}

  template <class Integer>
  bool take(Integer& value) {
    std::string_view bytes;
    if (!take(sizeof(Integer), bytes)) return false;
    value = 0;
    for (const char c : bytes) value = static_cast<Integer>(value << 8 | static_cast<unsigned char>(c));
    return true;
  }
  bool take(Digest& digest) {
    std::string_view bytes;
    if (!take(digest.bytes.size(), bytes)) return false;
    std::memcpy(digest.bytes.data(), bytes.data(), bytes.size());
    return true;
  }
  bool take(std::uint64_t count, std::string_view& bytes) {
    if (count > rest_.size()) return false;
    bytes = rest_.substr(0, static_cast<std::size_t>(count));
    rest_.remove_prefix(static_cast<std::size_t>(count));
    return true;
  }
  std::size_t left() const { return rest_.size(); }

 private:
  std::string_view rest_;
};

struct Header {
  std::uint64_t payload = 0;
  std::uint64_t first = 0;
  std::uint32_t entries = 0;
  std::uint32_t bodies = 0;
  Digest previous;
};

Expected<Header> read_header(std::string_view bytes) {
  Cursor cursor(bytes);
  Header header;
  std::string_view magic;
  if (!cursor.take(kMagic.size(), magic) || magic != kMagic) return damaged("it does not begin with 'maekcmt1'");
  if (!cursor.take(header.payload) || !cursor.take(header.first) || !cursor.take(header.entries) ||
      !cursor.take(header.bodies) || !cursor.take(header.previous)) {
    return damaged("its header is cut short");
  }
  if (header.payload > kMaxRecordPayload || header.entries > kMaxRecordEntries || header.bodies > kMaxRecordBodies) {
    return damaged("its header states more than a commit can hold");
  }
  return header;
}

bool take_body(Cursor& cursor, std::size_t whole, RecordBody& body) {
  std::uint8_t codec = 0;
  if (!cursor.take(body.digest) || !cursor.take(body.bytes) || !cursor.take(body.stored_bytes) || !cursor.take(codec)) {
    return false;
  }
  body.in_file = (codec & kInFile) != 0;
  codec &= static_cast<std::uint8_t>(~kInFile);
  if (codec > static_cast<std::uint8_t>(Codec::kZstd)) return false;
  body.codec = static_cast<Codec>(codec);
  body.at = whole - kRecordTrailer - cursor.left();
  return body.in_file || cursor.take(body.stored_bytes, body.stored);
}

}  // namespace

std::string encode_record(const CommitRecord& record, Digest& digest) {
  std::size_t payload = 4 + record.checkpoint.size();
  for (const RecordBody& body : record.bodies) payload += kBodyHeader + body.stored.size();
  for (const std::string_view entry : record.entries) payload += 2 + entry.size();

  std::string out;
  out.reserve(kRecordHeader + payload + kRecordTrailer);
  out += kMagic;
  put(out, static_cast<std::uint64_t>(payload));
  put(out, record.first);
  put(out, static_cast<std::uint32_t>(record.entries.size()));
  put(out, static_cast<std::uint32_t>(record.bodies.size()));
  put(out, record.previous);
  for (const RecordBody& body : record.bodies) {
    put(out, body.digest);
    put(out, body.bytes);
    put(out, body.stored_bytes);
    put(out, static_cast<std::uint8_t>(static_cast<std::uint8_t>(body.codec) | (body.in_file ? kInFile : 0)));
    out += body.stored;
  }
  for (const std::string_view entry : record.entries) append_to_bundle(out, entry);
  put(out, static_cast<std::uint32_t>(record.checkpoint.size()));
  out += record.checkpoint;
  digest = sha256(out);
  put(out, digest);
  return out;
}

Expected<std::uint64_t> record_length(std::string_view header) {
  const auto read = read_header(header);
  if (!read) return read.error();
  return kRecordHeader + read->payload + kRecordTrailer;
}

Expected<CommitRecord> decode_record(std::string_view bytes) {
  const auto header = read_header(bytes);
  if (!header) return header.error();
  if (bytes.size() != kRecordHeader + header->payload + kRecordTrailer) return damaged("its length does not fit");
  CommitRecord record;
  record.first = header->first;
  record.previous = header->previous;
  const std::size_t trailer = bytes.size() - kRecordTrailer;
  std::memcpy(record.digest.bytes.data(), bytes.data() + trailer, kRecordTrailer);
  if (sha256(bytes.substr(0, trailer)) != record.digest) return damaged("its checksum does not fit");

  Cursor cursor(bytes.substr(kRecordHeader, trailer - kRecordHeader));
  record.bodies.resize(header->bodies);
  for (RecordBody& body : record.bodies) {
    if (!take_body(cursor, bytes.size(), body)) return damaged("a body does not fit");
  }
  record.entries.resize(header->entries);
  for (std::string_view& entry : record.entries) {
    std::uint16_t size = 0;
    if (!cursor.take(size) || !cursor.take(size, entry)) return damaged("an entry does not fit");
  }
  std::uint32_t size = 0;
  if (!cursor.take(size) || !cursor.take(size, record.checkpoint)) return damaged("the checkpoint does not fit");
  if (cursor.left() != 0) return damaged("something follows the checkpoint");
  return record;
}

}  // namespace maek::evidence
