// SPDX-License-Identifier: Apache-2.0
#include "mol/ccd_build.h"

#include <algorithm>     // for std::sort
#include <cerrno>        // for errno
#include <cstdio>        // for std::fopen
#include <memory>        // for std::unique_ptr
#include <system_error>  // for std::generic_category

#include <fmt/format.h>
#include <zlib.h>        // for inflate

#include "base/atomic_stream.h"          // for AtomicStream
#include "mol/internal/ccd_block.h"      // for read_component_block
#include "mol/internal/ccd_record.h"     // for encode_record
#include "mol/internal/cif_lexer.h"      // for starts_with_any_case

namespace maek::mol {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kPiece = std::size_t{1} << 18;   // bytes read at once

/// Offset of the line that begins the next block, from `from` on; npos when there is none. A word cut off by the end of
/// the text may still become one: then `from` is set to where it begins.
std::size_t next_block(std::string_view text, std::size_t& from) {
  constexpr std::string_view kWord = "\ndata_";
  for (std::size_t at = from; (at = text.find('\n', at)) != std::string_view::npos; ++at) {
    const std::string_view rest = text.substr(at + 1, kWord.size() - 1);
    if (rest.size() == kWord.size() - 1 && starts_with_any_case(rest, kWord.substr(1))) return at + 1;
    if (rest.size() < kWord.size() - 1) {
      from = at;
      return std::string_view::npos;
    }
  }
  from = text.size();
  return std::string_view::npos;
}

std::string block_name(std::string_view text) {
  std::string name(text.substr(0, std::min(text.find_first_of(" \t\r\n"), std::size_t{45})));
  if (starts_with_any_case(name, "data_")) name.erase(0, 5);
  for (char& c : name) {
    if (c < '!' || c > '~') c = '?';
  }
  return name;
}

std::uint64_t lines_in(std::string_view text) {
  return static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n'));
}

}  // namespace

CcdBuilder::CcdBuilder(std::string name, bool strict, Sink sink)
    : name_(std::move(name)), strict_(strict), sink_(std::move(sink)) {}

Expected<void> CcdBuilder::emit(std::string_view bytes) {
  report_.bytes += bytes.size();
  return sink_(bytes);
}

Expected<void> CcdBuilder::put_aside(std::string name, std::uint64_t line, std::string reason) {
  if (strict_) {
    return Error{ErrorCode::kMalformed, fmt::format("component {}: {}", name, reason),
                 fmt::format("{}:{}", name_, line), "Without --strict it is set aside and the rest is read."};
  }
  if (report_.set_aside.size() < kMaxSetAsideShown) {
    report_.set_aside.push_back({std::move(name), line, std::move(reason)});
  }
  ++report_.set_aside_count;
  return {};
}

Expected<void> CcdBuilder::feed(std::string_view text) {
  if (report_.bytes == 0) {
    if (auto written = emit(ccd_head()); !written) return written;
  }
  pending_ += text;
  return take_blocks(false);
}

Expected<void> CcdBuilder::take_blocks(bool last) {
  std::size_t begin = 0;  // of the block in work
  for (;;) {
    std::size_t from = std::max(searched_, begin);
    std::size_t end = next_block(pending_, from);
    searched_ = from;
    if (end == std::string::npos) {
      if (!last) break;
      end = pending_.size();
    }
    const std::string_view whole = std::string_view(pending_).substr(begin, end - begin);
    if (auto taken = block(whole); !taken) return taken;
    line_ += lines_in(whole);
    begin = searched_ = end;
    if (end == pending_.size()) break;
  }
  pending_.erase(0, begin);
  searched_ -= std::min(searched_, begin);
  if (pending_.size() > kMaxCcdBlockBytes) {  // keep its head, so that the report can name it
    if (!skipping_) {
      auto set = put_aside(block_name(pending_), line_, fmt::format("takes more than {} bytes", kMaxCcdBlockBytes));
      if (!set) return set;
    }
    skipping_ = true;
    const std::size_t keep = std::min(searched_, pending_.size());  // a word cut off at the end stays
    line_ += lines_in(std::string_view(pending_).substr(0, keep));
    pending_.erase(0, keep);
    searched_ = 0;
  }
  return {};
}

Expected<void> CcdBuilder::block(std::string_view text) {
  if (skipping_) {
    skipping_ = false;
    return {};
  }
  if (!starts_with_any_case(text, "data_")) {  // before the first block: comments only
    CifLexer lexer(text);
    const CifToken token = lexer.next();
    if (token.kind == CifToken::Kind::kEnd) return {};
    return Error{ErrorCode::kMalformed, "is no component dictionary: it does not begin with a data block (data_...)",
                 fmt::format("{}:{}", name_, line_ + lines_in(text.substr(0, token.at))),
                 "It is published as components.cif.gz at https://www.wwpdb.org/data/ccd."};
  }
  auto read = read_component_block(text);
  if (auto* fault = std::get_if<BlockFault>(&read)) {
    return put_aside(block_name(text), line_ + fault->lines_before, std::move(fault->message));
  }
  const DictionaryComponent& component = std::get<DictionaryComponent>(read);
  if (index_.size() >= kMaxCcdComponents) {
    return Error{ErrorCode::kTooLarge, fmt::format("more than {} components", kMaxCcdComponents), name_};
  }
  const auto record = encode_record(component);
  if (!record) return put_aside(block_name(text), line_, record.error().message);
  index_.push_back({component.code, report_.bytes, static_cast<std::uint32_t>(record->size()), ccd_crc(*record)});
  ++report_.components;
  report_.obsolete += component.obsolete() ? 1 : 0;
  report_.atoms += component.atoms.size();
  report_.bonds += component.bonds.size();
  if (component.modified.size() == 10) report_.modified = std::max(report_.modified, component.modified);
  return emit(*record);
}

Expected<CcdBuildReport> CcdBuilder::finish(const Digest& source) {
  if (report_.bytes == 0) {
    if (auto written = emit(ccd_head()); !written) return written.error();
  }
  if (auto taken = take_blocks(true); !taken) return taken.error();
  report_.lines = line_ - 1;
  // Of two components with one code the first counts: a look-up must have one answer.
  std::sort(index_.begin(), index_.end(),
            [](const Entry& a, const Entry& b) { return a.code != b.code ? a.code < b.code : a.offset < b.offset; });
  std::vector<Entry> unique;
  for (Entry& entry : index_) {
    if (unique.empty() || unique.back().code != entry.code) {
      unique.push_back(std::move(entry));
      continue;
    }
    if (auto set = put_aside(entry.code, 0, "a second component of this code"); !set) return set.error();
    --report_.components;
  }
  if (unique.empty()) {
    std::string why = "holds no component";
    if (!report_.set_aside.empty()) {
      const SetAsideComponent& first = report_.set_aside.front();
      why += fmt::format(" that can be read ({}, line {}: {})", first.name, first.line, first.reason);
    }
    return Error{ErrorCode::kMalformed, std::move(why), name_,
                 "It is published as components.cif.gz at https://www.wwpdb.org/data/ccd."};
  }
  CcdFooter footer{report_.bytes, report_.components, report_.set_aside_count, source, report_.modified, 0};
  std::string index;
  for (const Entry& entry : unique) {
    CcdIndexEntry out{{}, entry.offset, entry.size, entry.crc};
    std::copy(entry.code.begin(), entry.code.end(), out.code.begin());
    index += encode_index_entry(out);
  }
  footer.index_crc = ccd_crc(index);
  if (auto written = emit(index); !written) return written.error();
  if (auto written = emit(encode_footer(footer)); !written) return written.error();
  report_.source = source;
  return std::move(report_);
}

namespace {

/// Feeds one file, plain or gzip (also several members one after the other), to the builder.
class FileFeeder {
 public:
  FileFeeder(CcdBuilder& builder, Sha256& hash, const CcdBuildOptions& options, std::uint64_t total)
      : builder_(builder), hash_(hash), options_(options), total_(total) {}
  ~FileFeeder() {
    if (inflating_) inflateEnd(&stream_);
  }
  FileFeeder(const FileFeeder&) = delete;
  FileFeeder& operator=(const FileFeeder&) = delete;

  Expected<void> feed(const fs::path& path) {
    name_ = path.string();
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rbe"), std::fclose);
    if (!file) {
      const bool absent = errno == ENOENT || errno == ENOTDIR;
      return Error{absent ? ErrorCode::kNotFound : ErrorCode::kUnreadable,
                   absent ? "there is no such file" : std::generic_category().message(errno), name_};
    }
    std::string piece(kPiece, '\0');
    bool first = true;
    for (;;) {
      if (options_.cancellation != nullptr && options_.cancellation->requested()) {
        return Error{ErrorCode::kCancelled, "stopped; no cache was written", name_};
      }
      const std::size_t got = std::fread(piece.data(), 1, piece.size(), file.get());
      if (got == 0) break;
      const std::string_view bytes(piece.data(), got);
      hash_.update(bytes);
      if (first && bytes.substr(0, 2) == "\x1f\x8b") {
        if (inflateInit2(&stream_, 15 + 16) != Z_OK)
          return Error{ErrorCode::kInternal, "zlib could not be started", name_};
        inflating_ = true;
      }
      first = false;
      if (auto fed = inflating_ ? inflate_piece(bytes) : builder_.feed(bytes); !fed) return fed;
      done_ += got;
      if (options_.progress && total_ > 0) {
        const double share = std::min(1.0, static_cast<double>(done_) / static_cast<double>(total_));
        options_.progress(share, fmt::format("{} components", builder_.report().components));
      }
    }
    if (std::ferror(file.get()) != 0)
      return Error{ErrorCode::kUnreadable, std::generic_category().message(errno), name_};
    if (inflating_) {
      inflateEnd(&stream_);
      inflating_ = false;
      if (!at_member_end_)
        return Error{ErrorCode::kMalformed, "the gzip file ends too early: was it cut?", name_, "Fetch it again."};
    }
    return {};
  }
  std::uint64_t done() const { return done_; }

 private:
  Expected<void> inflate_piece(std::string_view bytes) {
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));  // zlib does not write there
    stream_.avail_in = static_cast<uInt>(bytes.size());
    while (stream_.avail_in > 0) {
      if (at_member_end_) {  // another member, or the zeros that some tools put behind the last one
        if (*stream_.next_in == 0) {
          ++stream_.next_in;
          --stream_.avail_in;
          continue;
        }
        inflateReset(&stream_);
        at_member_end_ = false;
      }
      stream_.next_out = reinterpret_cast<Bytef*>(text_.data());
      stream_.avail_out = static_cast<uInt>(text_.size());
      const int status = inflate(&stream_, Z_NO_FLUSH);
      if (status != Z_OK && status != Z_STREAM_END && status != Z_BUF_ERROR) {
        return Error{ErrorCode::kMalformed,
                     fmt::format("the gzip data is damaged ({})", stream_.msg != nullptr ? stream_.msg : "zlib"), name_,
                     "Fetch it again."};
      }
      at_member_end_ = status == Z_STREAM_END;
      const std::size_t made = text_.size() - stream_.avail_out;
      if (auto fed = builder_.feed(std::string_view(text_.data(), made)); !fed) return fed;
    }
    return {};
  }

  CcdBuilder& builder_;
  Sha256& hash_;
  const CcdBuildOptions& options_;
  std::uint64_t total_, done_ = 0;
  std::string name_;
  z_stream stream_{};
  std::string text_ = std::string(kPiece, '\0');
  bool inflating_ = false, at_member_end_ = false;
};

bool is_cif_name(const std::string& name) { return name.ends_with(".cif") || name.ends_with(".cif.gz"); }

}  // namespace

Expected<CcdBuildReport> build_ccd(const fs::path& source, const fs::path& target, const CcdBuildOptions& options,
                                   SystemCalls& calls) {
  std::error_code failed;
  std::vector<fs::path> files;
  if (fs::is_directory(source, failed)) {
    for (fs::directory_iterator entry(source, failed), end; !failed && entry != end; entry.increment(failed)) {
      if (is_cif_name(entry->path().filename().string())) files.push_back(entry->path());
    }
    if (failed) return Error{ErrorCode::kUnreadable, failed.message(), source.string()};
    if (files.empty()) {
      return Error{ErrorCode::kNotFound, "the folder holds no .cif or .cif.gz file", source.string(),
                   "Give components.cif.gz, or a folder with one file a component."};
    }
    std::sort(files.begin(), files.end());
  } else {
    files.push_back(source);
  }
  std::uint64_t total = 0;
  for (const fs::path& file : files) {
    const auto size = fs::file_size(file, failed);
    total += failed ? 0 : size;
  }
  auto out = AtomicStream::open(target, calls);
  if (!out) return out.error();
  CcdBuilder builder(source.string(), options.strict, [&out](std::string_view bytes) { return out->write(bytes); });
  Sha256 hash;
  FileFeeder feeder(builder, hash, options, total);
  for (const fs::path& file : files) {
    if (auto fed = feeder.feed(file); !fed) return fed.error();
    if (files.size() > 1) {  // a file that does not end its last line must not swallow the next one's data_
      if (auto fed = builder.feed("\n"); !fed) return fed.error();
    }
  }
  if (feeder.done() == 0) return Error{ErrorCode::kMalformed, "the file is empty", source.string(), "Was it cut?"};
  auto report = builder.finish(hash.finish());
  if (!report) return report;
  if (auto committed = out->commit(); !committed) return committed.error();
  return report;
}

}  // namespace maek::mol
