// SPDX-License-Identifier: Apache-2.0
// The reader of the cache: one pread for footer and index, one for each record that is asked for. Not mapped: a mapped
// file that somebody cuts ends the process (SIGBUS), a read that comes back short is an error like any other.
#include "mol/ccd.h"

#include <fcntl.h>      // for open
#include <sys/stat.h>   // for fstat
#include <unistd.h>     // for pread

#include <algorithm>      // for std::lower_bound
#include <cerrno>         // for errno
#include <cstdlib>        // for std::getenv
#include <cstring>        // for std::memcmp
#include <system_error>   // for std::generic_category

#include <fmt/format.h>

#include "base/data_folder.h"            // for data_folder
#include "mol/internal/ccd_record.h"     // for decode_record

namespace maek::mol {
namespace {

constexpr std::string_view kMakeAnew = "Make it anew: ./dev ccd, or maek ccd build.";
constexpr std::size_t kLongestCode = 5;   // what wwPDB gives out

Error damaged(const std::string& where, std::string message) {
  return Error{ErrorCode::kMalformed, std::move(message), where, std::string(kMakeAnew)};
}

std::string_view code_of(const char* entry) {
  const void* zero = std::memchr(entry, 0, kCcdCodeBytes);
  return {entry, zero == nullptr ? kCcdCodeBytes : static_cast<std::size_t>(static_cast<const char*>(zero) - entry)};
}

}  // namespace

struct ComponentDictionary::State {
  std::string name;
  int descriptor = -1;
  std::string bytes;          // instead of a descriptor
  std::uint64_t size = 0;     // of the file
  std::string index;          // entries as they lie in the file
  DictionarySource source;

  State() = default;
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() {
    if (descriptor >= 0) ::close(descriptor);
  }

  Expected<std::string> read(std::uint64_t offset, std::size_t count) const {
    if (offset > size || count > size - offset) return damaged(name, "is shorter than it says: was it cut?");
    if (descriptor < 0) return bytes.substr(offset, count);
    std::string out(count, '\0');
    for (std::size_t have = 0; have < count;) {
      const ssize_t got = ::pread(descriptor, out.data() + have, count - have, static_cast<off_t>(offset + have));
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) return Error{ErrorCode::kUnreadable, std::generic_category().message(errno), name};
      if (got == 0) return damaged(name, "became shorter while it was read");
      have += static_cast<std::size_t>(got);
    }
    return out;
  }
  std::size_t count() const { return index.size() / kCcdIndexEntryBytes; }
  const char* entry(std::size_t i) const { return index.data() + i * kCcdIndexEntryBytes; }
  /// Index of a code, count() when it is not there.
  std::size_t find(std::string_view code) const {
    std::size_t low = 0, high = count();
    while (low < high) {
      const std::size_t middle = low + (high - low) / 2;
      if (code_of(entry(middle)) < code)
        low = middle + 1;
      else
        high = middle;
    }
    return low < count() && code_of(entry(low)) == code ? low : count();
  }
};

Expected<ComponentDictionary> ComponentDictionary::open(const std::filesystem::path& path) {
  auto state = std::make_shared<State>();
  state->name = path.string();
  state->descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (state->descriptor < 0) {
    const bool absent = errno == ENOENT || errno == ENOTDIR;
    return Error{absent ? ErrorCode::kNotFound : ErrorCode::kUnreadable,
                 absent ? "there is no such file" : std::generic_category().message(errno), state->name,
                 "./dev ccd or `maek ccd build` makes the component dictionary."};
  }
  struct stat status{};
  if (::fstat(state->descriptor, &status) < 0 || !S_ISREG(status.st_mode)) {
    return Error{ErrorCode::kInvalidArgument, "is not a file with a component dictionary", state->name,
                 "./dev ccd or `maek ccd build` makes one."};
  }
  state->size = static_cast<std::uint64_t>(status.st_size);
  return check(std::move(state));
}

Expected<ComponentDictionary> ComponentDictionary::from_bytes(std::string bytes, std::string name) {
  auto state = std::make_shared<State>();
  state->name = std::move(name);
  state->bytes = std::move(bytes);
  state->size = state->bytes.size();
  return check(std::move(state));
}

Expected<ComponentDictionary> ComponentDictionary::check(std::shared_ptr<State> state) {
  State& s = *state;
  const auto head = s.read(0, static_cast<std::size_t>(std::min<std::uint64_t>(s.size, kCcdHeadBytes)));
  if (!head) return head.error();
  const std::string expected = ccd_head();
  const std::string_view start = *head;
  if (start.substr(0, kCcdMagic.size()) != kCcdMagic) {
    const bool text = start.substr(0, 5) == "data_" || start.substr(0, 2) == "\x1f\x8b";
    return Error{ErrorCode::kMalformed, "is no cache of the component dictionary", s.name,
                 text ? fmt::format("Make one of it: maek ccd build {} --cache ccd.maek", s.name)
                      : "./dev ccd or `maek ccd build` makes one."};
  }
  if (start != expected) {
    return Error{ErrorCode::kUnsupported, "is a component dictionary of another version", s.name,
                 std::string(kMakeAnew)};
  }
  if (s.size < kCcdHeadBytes + kCcdFooterBytes) return damaged(s.name, "is shorter than it says: was it cut?");
  const auto tail = s.read(s.size - kCcdFooterBytes, kCcdFooterBytes);
  if (!tail) return tail.error();
  const auto footer = decode_footer(*tail, s.name);
  if (!footer) return footer.error();
  const std::uint64_t index_bytes = std::uint64_t{footer->count} * kCcdIndexEntryBytes;
  if (footer->count > kMaxCcdComponents || footer->index_offset < kCcdHeadBytes ||
      footer->index_offset > s.size - kCcdFooterBytes ||
      s.size - kCcdFooterBytes - footer->index_offset != index_bytes) {
    return damaged(s.name, "its index does not lie where it should");
  }
  auto index = s.read(footer->index_offset, static_cast<std::size_t>(index_bytes));
  if (!index) return index.error();
  s.index = *std::move(index);
  if (ccd_crc(s.index) != footer->index_crc) return damaged(s.name, "its index is damaged (the checksum differs)");
  for (std::size_t i = 0; i < s.count(); ++i) {
    const CcdIndexEntry entry = decode_index_entry(s.entry(i));
    const bool sorted = i == 0 || std::memcmp(s.entry(i - 1), s.entry(i), kCcdCodeBytes) < 0;
    const std::string_view code = code_of(s.entry(i));
    const bool filled = std::all_of(entry.code.begin() + static_cast<std::ptrdiff_t>(code.size()), entry.code.end(),
                                    [](char c) { return c == 0; });
    if (!sorted || !filled || code.empty() || entry.offset < kCcdHeadBytes || entry.size > kMaxCcdRecordBytes ||
        entry.offset > footer->index_offset || entry.size > footer->index_offset - entry.offset) {
      return damaged(s.name, fmt::format("entry {} of its index is damaged", i));
    }
  }
  s.source = {footer->source, footer->modified, footer->set_aside};
  return ComponentDictionary(std::move(state));
}

std::size_t ComponentDictionary::size() const { return state_->count(); }
std::string_view ComponentDictionary::code(std::size_t i) const { return code_of(state_->entry(i)); }
bool ComponentDictionary::contains(std::string_view code) const { return state_->find(code) < state_->count(); }
const DictionarySource& ComponentDictionary::source() const { return state_->source; }
const std::string& ComponentDictionary::name() const { return state_->name; }

Expected<DictionaryComponent> ComponentDictionary::find(std::string_view code) const {
  const std::size_t i = state_->find(code);
  if (i >= state_->count()) {
    return Error{ErrorCode::kNotFound,
                 fmt::format("the component dictionary (of {}) has no component '{}'", source().modified, code),
                 state_->name, "Give its SMILES; or a newer dictionary with --ccd."};
  }
  const CcdIndexEntry entry = decode_index_entry(state_->entry(i));
  const auto bytes = state_->read(entry.offset, entry.size);
  if (!bytes) return bytes.error();
  const std::string where = fmt::format("{}: {}", state_->name, code);
  if (ccd_crc(*bytes) != entry.crc) return damaged(where, "its record is damaged (the checksum differs)");
  auto component = decode_record(*bytes, where);
  if (component && component->code != code) return damaged(where, "its record is that of another component");
  return component;
}

std::int32_t DictionaryComponent::find_atom(std::string_view atom_name) const {
  for (std::size_t i = 0; i < atoms.size(); ++i) {
    if (atoms[i].name == atom_name) return static_cast<std::int32_t>(i);
  }
  return -1;
}

Expected<std::filesystem::path> default_dictionary() {
  if (const auto folder = data_folder()) return *folder / "ccd.maek";
  return Error{ErrorCode::kNotFound, "neither MAEK_HOME nor HOME says where the component dictionary is", "MAEK_HOME",
               "Set MAEK_HOME to a folder, or MAEK_CCD to the file."};
}

Expected<std::filesystem::path> find_dictionary(const std::string& given) {
  std::error_code ignored;
  if (!given.empty()) return std::filesystem::path(given);
  if (const char* named = std::getenv("MAEK_CCD"); named != nullptr && *named != 0) return std::filesystem::path(named);
  auto path = default_dictionary();
  if (path && !std::filesystem::exists(*path, ignored)) {
    return Error{ErrorCode::kNotFound, "there is no component dictionary here", path->string(),
                 "./dev ccd makes it from Debian's copy; `maek ccd build components.cif.gz` from wwPDB's; --ccd or "
                 "MAEK_CCD name another file."};
  }
  return path;
}

bool looks_like_component_code(std::string_view text) {
  return !text.empty() && text.size() <= kLongestCode &&
         std::all_of(text.begin(), text.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'); });
}

}  // namespace maek::mol
