// SPDX-License-Identifier: Apache-2.0
// The tables of the index, and how they are filled from commit records.
#include "evidence/internal/index.h"

#include <algorithm>    // for std::max, std::min
#include <cstring>      // for std::memcpy
#include <filesystem>   // for std::filesystem::remove
#include <set>          // for std::set

#include <fmt/format.h>

#include "evidence/internal/index_database.h"   // for Query, Index::Database

namespace maek::evidence {
namespace {

constexpr const char* kTables = R"(
  CREATE TABLE IF NOT EXISTS meta(name TEXT PRIMARY KEY, value INTEGER) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS entries(entry INTEGER PRIMARY KEY, type TEXT, time INTEGER, body BLOB, person BLOB);
  CREATE INDEX IF NOT EXISTS entries_body ON entries(body);
  CREATE INDEX IF NOT EXISTS entries_time ON entries(time, entry);
  CREATE INDEX IF NOT EXISTS entries_type ON entries(type, entry);
  CREATE INDEX IF NOT EXISTS entries_person ON entries(person, entry) WHERE person IS NOT NULL;
  CREATE TABLE IF NOT EXISTS subjects(digest BLOB, entry INTEGER, PRIMARY KEY(digest, entry)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS links(target INTEGER, entry INTEGER, relation TEXT,
                                   PRIMARY KEY(target, entry, relation)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS bodies(digest BLOB PRIMARY KEY, segment INTEGER, at INTEGER, bytes INTEGER,
                                    stored INTEGER, codec INTEGER, in_file INTEGER) WITHOUT ROWID;
)";

constexpr std::uint64_t kManyLookUps = 1024;   // a writer with so many bodies has more: then a filter pays
constexpr std::uint64_t kFilterRoom = 1 << 18;   // digests: half a megabyte at least

// Puts the rows of commit records.
class Filler {
 public:
  explicit Filler(sqlite3* handle)
      : entry_(handle, "INSERT INTO entries VALUES(?,?,?,?,?)"),
        subject_(handle, "INSERT OR IGNORE INTO subjects VALUES(?,?)"),
        link_(handle, "INSERT OR IGNORE INTO links VALUES(?,?,?)"),
        body_(handle, "INSERT OR IGNORE INTO bodies VALUES(?,?,?,?,?,?,?)") {}

  bool add(const CommitRecord& record, SegmentPosition at) {
    for (const RecordBody& body : record.bodies) {
      body_.bind(1, body.digest).bind(2, at.segment).bind(3, at.offset + body.at).bind(4, body.bytes);
      body_.bind(5, body.stored_bytes).bind(6, static_cast<std::uint64_t>(body.codec)).bind(7, body.in_file ? 1 : 0);
      if (!body_.run()) return false;
    }
    std::uint64_t index = record.first;
    for (const std::string_view text : record.entries) {
      const auto entry = parse_entry(text);
      if (!entry || !add(*entry, index++)) return false;
    }
    return true;
  }

 private:
  bool add(const Entry& entry, std::uint64_t index) {
    entry_.bind(1, index).bind_text(2, entry.type).bind(3, static_cast<std::uint64_t>(entry.time.milliseconds));
    entry_.bind(4, entry.body);
    if (entry.person) {
      entry_.bind(5, *entry.person);
    } else {
      entry_.bind_null(5);
    }
    if (!entry_.run()) return false;
    for (const Digest& subject : entry.subjects) {
      if (!subject_.bind(1, subject).bind(2, index).run()) return false;
    }
    for (const Link& link : entry.links) {
      if (!link_.bind(1, link.entry).bind(2, index).bind_text(3, link.relation).run()) return false;
    }
    return true;
  }

  Query entry_;
  Query subject_;
  Query link_;
  Query body_;
};

bool set_meta(sqlite3* handle, const char* name, std::uint64_t value) {
  Query query(handle, "INSERT OR REPLACE INTO meta VALUES(?,?)");
  return query.bind_text(1, name).bind(2, value).run();
}

// All or nothing: an index that a crash left without some of them would pass for one of another format.
template <class Database>
bool make_tables(const Database& database) {
  const bool made = database.execute("BEGIN IMMEDIATE") && database.execute(kTables) &&
                    set_meta(database.handle, "format", kIndexFormat) && database.execute("COMMIT");
  if (!made) (void)database.execute("ROLLBACK").has_value();
  return made;
}

void remove_index(const LedgerFolder& folder) {
  std::error_code ignored;
  for (const char* suffix : {"", "-wal", "-shm", "-journal"}) {
    std::filesystem::remove(folder.path() / (std::string(kIndexName) + suffix), ignored);
  }
}

}  // namespace

Index::Index(std::unique_ptr<Database> database) : database_(std::move(database)) {}
Index::~Index() = default;
Index::Index(Index&&) noexcept = default;
Index& Index::operator=(Index&&) noexcept = default;

Expected<Index> Index::open(const LedgerFolder& folder) {
  const std::string path = index_path(folder);
  for (int attempt = 0;; ++attempt) {
    auto database = std::make_unique<Database>();
    database->in_memory = attempt == 2;   // neither the one there nor a new one: a folder that cannot be written
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_NOMUTEX;
    const int opened =
        sqlite3_open_v2(database->in_memory ? ":memory:" : path.c_str(), &database->handle, flags, nullptr);
    sqlite3_busy_timeout(database->handle, kIndexBusyWait);
    const bool usable = opened == SQLITE_OK && database->execute("PRAGMA journal_mode=WAL") &&
                        database->execute("PRAGMA synchronous=NORMAL");
    const std::uint64_t format = usable ? meta(database->handle, "format") : 0;
    if (usable && (format == kIndexFormat || (format == 0 && make_tables(*database))))
      return Index(std::move(database));
    if (attempt == 2) return database->error("the index cannot be made");
    database.reset();
    remove_index(folder);
  }
}

std::uint64_t Index::size() const { return meta(database_->handle, "size"); }

Expected<void> Index::catch_up(const LedgerFolder& folder, std::uint64_t size) {
  forget_expected();
  if (Index::size() == size) return {};
  for (const bool again : {false, true}) {
    if (Index::size() > size || again) {   // of another log, or of one that was rolled back
      if (database_->in_memory) return database_->error("the index cannot be filled");
      database_.reset();
      remove_index(folder);
      auto fresh = open(folder);
      if (!fresh) return fresh.error();
      *this = *std::move(fresh);
    }
    // Another program may fill the same index: whoever comes second finds it done.
    if (auto begun = database_->execute("BEGIN IMMEDIATE"); !begun) return begun;
    SegmentPosition from{static_cast<std::uint32_t>(std::max<std::uint64_t>(1, meta(database_->handle, "segment"))),
                         meta(database_->handle, "offset")};
    std::uint64_t known = Index::size();
    SegmentScanner scanner(folder, from);
    Filler filler(database_->handle);
    bool good = true;
    while (good && known < size) {
      const auto record = scanner.next();
      good = record && *record && (*record)->first == known && filler.add(**record, scanner.position());
      if (good) known += (*record)->entries.size();
    }
    const SegmentPosition end = scanner.following();
    good = good && set_meta(database_->handle, "segment", end.segment) &&
           set_meta(database_->handle, "offset", end.offset) && set_meta(database_->handle, "size", known);
    if (good) return database_->execute("COMMIT");
    if (auto undone = database_->execute("ROLLBACK"); !undone) return undone;
  }
  return Error{ErrorCode::kMalformed, "the segments do not hold what the checkpoint covers", folder.path().string(),
               "`maek evidence fsck` lists all damage."};
}

void Index::begin_look_ups() { (void)database_->execute("BEGIN"); }
void Index::end_look_ups() { (void)database_->execute("COMMIT"); }

// What was expected is in the index by now, or soon.
void Index::forget_expected() {
  if (filter_) {
    expected_.for_each([this](const Digest& digest) {
      filter_->insert(digest);
      filter_room_ -= filter_room_ > 0 ? 1 : 0;
    });
    if (filter_room_ == 0) filter_.reset();   // made anew, larger, when it is wanted
    look_ups_ = 0;
  }
  expected_.clear();
}

void Index::make_filter() {
  Query count(database_->handle, "SELECT count(*) FROM bodies");
  if (!count.step()) return;
  const std::uint64_t room = kFilterRoom + 2 * count.number(0);
  DigestFilter filter(room);
  Query query(database_->handle, "SELECT digest FROM bodies");
  Digest digest;
  std::uint64_t known = 0;
  for (; query.step(); ++known) {
    if (query.digest(0, digest)) filter.insert(digest);
  }
  if (!query.ok()) return;
  filter_ = std::move(filter);
  filter_room_ = room - known;
}

bool Index::has_body(const Digest& digest) {
  if (expected_.contains(digest)) return true;
  if (filter_ && !filter_->perhaps(digest)) return false;
  if (!filter_ && ++look_ups_ == kManyLookUps) make_filter();
  sqlite3_stmt*& statement = database_->has_body;
  if (statement == nullptr && sqlite3_prepare_v2(database_->handle, "SELECT 1 FROM bodies WHERE digest=?", -1,
                                                 &statement, nullptr) != SQLITE_OK) {
    return false;
  }
  sqlite3_bind_blob(statement, 1, digest.bytes.data(), static_cast<int>(digest.bytes.size()), SQLITE_STATIC);
  const bool found = sqlite3_step(statement) == SQLITE_ROW;
  sqlite3_reset(statement);
  return found;
}

Expected<std::optional<BodyPlace>> Index::body(const Digest& digest) {
  Query query(database_->handle, "SELECT segment, at, bytes, stored, codec, in_file FROM bodies WHERE digest=?");
  if (!query.bind(1, digest).step()) {
    if (!query.ok()) return database_->error("the index cannot be read");
    return std::optional<BodyPlace>{};
  }
  const std::uint64_t codec = query.number(4);
  if (codec > static_cast<std::uint64_t>(Codec::kZstd)) return database_->error("the index is damaged");
  return std::optional<BodyPlace>{{{static_cast<std::uint32_t>(query.number(0)), query.number(1)},
                                   query.number(2),
                                   query.number(3),
                                   static_cast<Codec>(codec),
                                   query.number(5) != 0}};
}

Expected<std::vector<std::uint64_t>> Index::about(const Digest& digest, std::uint64_t size) {
  Query query(database_->handle,
              "SELECT entry FROM subjects WHERE digest=?1 AND entry<?2 UNION "
              "SELECT entry FROM entries WHERE body=?1 AND entry<?2 ORDER BY entry");
  query.bind(1, digest).bind(2, size);
  std::vector<std::uint64_t> entries;
  while (query.step()) entries.push_back(query.number(0));
  if (!query.ok()) return database_->error("the index cannot be read");
  return entries;
}

Expected<std::vector<Link>> Index::links_to(std::uint64_t entry, std::uint64_t size) {
  Query query(database_->handle,
              "SELECT relation, entry FROM links WHERE target=? AND entry<? ORDER BY entry, relation");
  query.bind(1, entry).bind(2, size);
  std::vector<Link> links;
  while (query.step()) links.push_back({query.text(0), query.number(1)});
  if (!query.ok()) return database_->error("the index cannot be read");
  return links;
}

Expected<std::vector<std::uint64_t>> Index::of_type(const std::string& type, std::uint64_t size) {
  Query query(database_->handle, "SELECT entry FROM entries WHERE type=? AND entry<? ORDER BY entry");
  query.bind_text(1, type).bind(2, size);
  std::vector<std::uint64_t> entries;
  while (query.step()) entries.push_back(query.number(0));
  if (!query.ok()) return database_->error("the index cannot be read");
  return entries;
}

Expected<std::vector<std::uint64_t>> Index::of_person(const Digest& commitment, std::uint64_t size) {
  Query query(database_->handle, "SELECT entry FROM entries WHERE person=? AND entry<? ORDER BY entry");
  query.bind(1, commitment).bind(2, size);
  std::vector<std::uint64_t> entries;
  while (query.step()) entries.push_back(query.number(0));
  if (!query.ok()) return database_->error("the index cannot be read");
  return entries;
}

Expected<std::uint64_t> Index::size_at(Time time) {
  Query query(database_->handle, "SELECT entry FROM entries WHERE time<=? ORDER BY time DESC, entry DESC LIMIT 1");
  query.bind(1, static_cast<std::uint64_t>(std::max<std::int64_t>(0, time.milliseconds)));
  if (query.step()) return query.number(0) + 1;
  if (!query.ok()) return database_->error("the index cannot be read");
  return std::uint64_t{0};
}

Expected<std::vector<Digest>> Index::digests_with_prefix(const std::string& prefix, std::size_t most) {
  std::string low;
  for (std::size_t i = 0; i + 1 < prefix.size(); i += 2) {
    low += static_cast<char>(std::stoi(prefix.substr(i, 2), nullptr, 16));
  }
  std::string high = low + std::string(32 - low.size(), '\xff');
  Query query(database_->handle,
              "SELECT digest FROM bodies WHERE digest BETWEEN ?1 AND ?2 UNION "
              "SELECT digest FROM subjects WHERE digest BETWEEN ?1 AND ?2 LIMIT ?3");
  query.bind_blob(1, low).bind_blob(2, high).bind(3, static_cast<std::uint64_t>(most) * 2);
  std::vector<Digest> digests;
  while (query.step()) {
    Digest digest;
    if (query.digest(0, digest) && digest.hex().starts_with(prefix) && digests.size() < most) digests.push_back(digest);
  }
  if (!query.ok()) return database_->error("the index cannot be read");
  return digests;
}

}  // namespace maek::evidence
