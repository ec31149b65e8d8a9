// SPDX-License-Identifier: Apache-2.0
#include "dock/library.h"

#include <sys/stat.h>   // for stat

#include <algorithm>   // for std::min
#include <cerrno>      // for errno
#include <cstdio>      // for std::FILE
#include <cstring>     // for std::memchr
#include <system_error>   // for std::generic_category

#include <fmt/format.h>
#include <zlib.h>

namespace maek::dock {
namespace {

constexpr std::size_t kBuffer = std::size_t{256} << 10;

struct FileCloser {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool ends_with(std::string_view name, std::string_view ending) {
  return name.size() >= ending.size() &&
         std::equal(ending.rbegin(), ending.rend(), name.rbegin(), [](char a, char b) { return a == lower(b); });
}

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\r\v\f") == std::string_view::npos; }

std::optional<LibraryFormat> format_of(std::string_view name) {
  if (ends_with(name, ".gz")) name.remove_suffix(3);
  for (const char* ending : {".smi", ".smiles"}) {
    if (ends_with(name, ending)) return LibraryFormat::kSmiles;
  }
  for (const char* ending : {".sdf", ".sd"}) {
    if (ends_with(name, ending)) return LibraryFormat::kSdf;
  }
  return {};
}

/// The bytes of a file, inflated where they are gzip members.
class Bytes {
 public:
  ~Bytes() {
    if (inflating_) inflateEnd(&stream_);
  }
  Expected<void> open(const std::string& name) {
    name_ = name;
    struct stat status{};
    if (name.empty() || name.find('\0') != std::string::npos || ::stat(name.c_str(), &status) != 0) {
      const bool absent = name.empty() || errno == ENOENT || errno == ENOTDIR || errno == ENAMETOOLONG;
      return Error{absent ? ErrorCode::kNotFound : ErrorCode::kUnreadable,
                   absent ? "there is no such file" : std::generic_category().message(errno), name,
                   "Is the path right?"};
    }
    if (S_ISDIR(status.st_mode)) {
      return Error{ErrorCode::kInvalidArgument, "is a folder, not a file", name, "Name one library file."};
    }
    if (S_ISREG(status.st_mode)) size_ = static_cast<std::uint64_t>(status.st_size);
    file_.reset(std::fopen(name.c_str(), "rbe"));
    if (!file_) {
      return Error{ErrorCode::kUnreadable, "cannot be opened: " + std::generic_category().message(errno), name, ""};
    }
    raw_.resize(kBuffer);
    auto first = fill();
    if (!first) return first.error();
    if (raw_end_ >= 2 && raw_[0] == '\x1f' && raw_[1] == '\x8b') {
      compressed_ = true;
      out_.resize(kBuffer);
    }
    return {};
  }

  /// The next bytes; empty at the end.
  Expected<std::string_view> next() {
    if (!compressed_) {
      if (raw_begin_ == raw_end_) {
        if (auto more = fill(); !more) return more.error();
      }
      const std::string_view all(raw_.data() + raw_begin_, raw_end_ - raw_begin_);
      raw_begin_ = raw_end_;
      return all;
    }
    for (;;) {
      if (raw_begin_ == raw_end_) {
        if (auto more = fill(); !more) return more.error();
        if (raw_begin_ == raw_end_) {
          if (inflating_) return damaged("the compressed data ends early: the file was cut");
          return std::string_view();
        }
      }
      if (!inflating_) {   // another member may follow the first; zero bytes after the last are padding
        if (members_ > 0 && raw_[raw_begin_] == '\0') {
          ++raw_begin_;
          continue;
        }
        stream_ = {};
        if (inflateInit2(&stream_, 16 + MAX_WBITS) != Z_OK) {
          return Error{ErrorCode::kTooLarge, "no memory to inflate it", name_, ""};
        }
        inflating_ = true;
      }
      stream_.next_in = reinterpret_cast<Bytef*>(raw_.data() + raw_begin_);
      stream_.avail_in = static_cast<uInt>(raw_end_ - raw_begin_);
      stream_.next_out = reinterpret_cast<Bytef*>(out_.data());
      stream_.avail_out = static_cast<uInt>(out_.size());
      const int state = inflate(&stream_, Z_NO_FLUSH);
      raw_begin_ = raw_end_ - stream_.avail_in;
      const std::size_t made = out_.size() - stream_.avail_out;
      if (state == Z_STREAM_END) {
        inflateEnd(&stream_);
        inflating_ = false;
        ++members_;
      } else if (state != Z_OK && state != Z_BUF_ERROR) {
        return damaged("the compressed data is damaged");
      }
      if (made > 0) return std::string_view(out_.data(), made);
    }
  }

  std::uint64_t position() const { return position_; }
  std::uint64_t size() const { return size_; }
  Digest digest() { return hash_.finish(); }

 private:
  Error damaged(std::string what) const {
    return {ErrorCode::kMalformed, std::move(what), name_, "Fetch the file again, or inflate what is left of it."};
  }
  Expected<void> fill() {
    raw_begin_ = 0;
    raw_end_ = std::fread(raw_.data(), 1, raw_.size(), file_.get());
    if (raw_end_ == 0 && std::ferror(file_.get()) != 0) {
      return Error{ErrorCode::kUnreadable, "cannot be read on: " + std::generic_category().message(errno), name_, ""};
    }
    hash_.update({raw_.data(), raw_end_});
    position_ += raw_end_;
    return {};
  }

  std::string name_;
  std::unique_ptr<std::FILE, FileCloser> file_;
  std::string raw_, out_;
  std::size_t raw_begin_ = 0, raw_end_ = 0;
  std::uint64_t position_ = 0, size_ = 0;
  z_stream stream_{};
  bool compressed_ = false, inflating_ = false;
  int members_ = 0;
  Sha256 hash_;
};

}  // namespace

struct LibraryReader::State {
  Bytes bytes;
  std::string name;
  LibraryFormat format = LibraryFormat::kSmiles;
  std::string_view rest;        // of the piece at hand
  bool ended = false;
  std::uint64_t line = 0, index = 0;
  bool seen_smiles = false;

  /// Appends the next line, without its end, to `text` while that stays within `limit`. False at the end of the file.
  /// `whole` turns false when something was left out. `hash` gets all of it.
  Expected<bool> next_line(std::string& text, std::size_t limit, Sha256& hash, bool& whole) {
    bool any = false;
    std::string held;  // a '\r' that may belong to the line's end
    for (;;) {
      if (rest.empty() && !ended) {
        auto more = bytes.next();
        if (!more) return more.error();
        rest = *more;
        ended = rest.empty();
      }
      if (ended) {
        line += any ? 1 : 0;
        return any;
      }
      any = true;
      const std::size_t end = rest.find('\n');
      std::string_view part = rest.substr(0, end);
      rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
      take(held, text, limit, hash, whole);
      held.clear();
      if (!part.empty() && part.back() == '\r') {
        held = "\r";
        part.remove_suffix(1);
      }
      take(part, text, limit, hash, whole);
      if (end != std::string_view::npos) break;
    }
    ++line;
    return true;
  }

  static void take(std::string_view part, std::string& text, std::size_t limit, Sha256& hash, bool& whole) {
    if (part.empty()) return;
    hash.update(part);
    const std::size_t room = limit - std::min(limit, text.size());
    if (part.size() > room) whole = false;
    text.append(part.substr(0, room));
  }

  Error too_long(std::size_t limit) const {
    return {ErrorCode::kTooLarge, fmt::format("a record of more than {} bytes", limit), "",
            "Is this one ligand? Split it, or leave it out."};
  }

  Expected<bool> next_smiles(LibraryRecord& record) {
    for (;;) {
      record.text.clear();
      bool whole = true;
      Sha256 hash;
      auto more = next_line(record.text, kMaxSmilesLine, hash, whole);
      if (!more || !*more) return more;
      if (whole && (is_blank(record.text) || record.text.front() == '#')) continue;
      if (!seen_smiles) {
        seen_smiles = true;
        std::string word = record.text.substr(0, record.text.find_first_of(" \t,;"));
        std::transform(word.begin(), word.end(), word.begin(), lower);
        if (word == "smiles" || word == "smi" || word == "canonical_smiles") continue;
      }
      record.line = line;
      record.digest = hash.finish();
      if (!whole) {
        record.fault = too_long(kMaxSmilesLine);
        record.text.clear();
      }
      return true;
    }
  }

  Expected<bool> next_sdf(LibraryRecord& record) {
    record.text.clear();
    record.line = line + 1;
    bool whole = true, any = false, closed = false;
    Sha256 hash;
    std::string one;
    for (;;) {
      one.clear();
      Sha256 unused;
      bool short_enough = true;
      auto more = next_line(one, kMaxSdfRecord, unused, short_enough);
      if (!more) return more;
      if (!*more) break;
      if (one.starts_with("$$$$")) {
        closed = true;
        break;
      }
      any = any || !is_blank(one);
      one += '\n';
      State::take(one, record.text, kMaxSdfRecord, hash, whole);
      whole = whole && short_enough;
    }
    if (!any && !closed) return false;
    record.digest = hash.finish();
    if (!whole) {
      record.fault = too_long(kMaxSdfRecord);
      record.text.clear();
    } else if (!any) {
      record.fault = Error{ErrorCode::kMalformed, "the record is empty", "", ""};
    }
    return true;
  }
};

LibraryReader::LibraryReader(std::unique_ptr<State> state) : state_(std::move(state)) {}
LibraryReader::LibraryReader(LibraryReader&&) noexcept = default;
LibraryReader& LibraryReader::operator=(LibraryReader&&) noexcept = default;
LibraryReader::~LibraryReader() = default;

Expected<LibraryReader> LibraryReader::open(const std::filesystem::path& path, std::optional<LibraryFormat> format) {
  auto state = std::make_unique<State>();
  state->name = path.string();
  if (!format) format = format_of(state->name);
  if (!format) {
    return Error{ErrorCode::kUnsupported, "the ending of its name does not say what kind of library it is", state->name,
                 "Libraries are .smi, .smiles, .sdf or .sd, also with .gz."};
  }
  state->format = *format;
  if (auto opened = state->bytes.open(state->name); !opened) return opened.error();
  auto first = state->bytes.next();
  if (!first) return first.error();
  if (std::memchr(first->data(), 0, first->size()) != nullptr) {
    return Error{ErrorCode::kMalformed, "this is no text, hence no library", state->name,
                 "Libraries are SMILES lines or SDF, plain or gzip-compressed."};
  }
  state->rest = *first;
  state->ended = first->empty();
  return LibraryReader(std::move(state));
}

Expected<bool> LibraryReader::next(LibraryRecord& record) {
  State& s = *state_;
  record.fault.reset();
  auto more = s.format == LibraryFormat::kSmiles ? s.next_smiles(record) : s.next_sdf(record);
  if (!more) {
    Error error = std::move(more).error();
    error.message += fmt::format(" (after record {})", s.index);
    return error;
  }
  if (!*more) return false;
  record.index = ++s.index;
  if (record.fault) record.fault->where = fmt::format("{}:{}", s.name, record.line);
  return true;
}

LibraryFormat LibraryReader::format() const { return state_->format; }
const std::string& LibraryReader::name() const { return state_->name; }
std::uint64_t LibraryReader::bytes_read() const { return state_->bytes.position(); }
std::uint64_t LibraryReader::bytes() const { return state_->bytes.size(); }
Digest LibraryReader::digest() { return state_->bytes.digest(); }

}  // namespace maek::dock
