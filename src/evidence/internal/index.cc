// SPDX-License-Identifier: Apache-2.0
// The tables of the index, and how they are filled from commit records.
#include "evidence/internal/index.h"

#include <sqlite3.h>

#include <cstring>      // for std::memcpy
#include <filesystem>   // for std::filesystem::remove
#include <set>          // for std::set

#include <fmt/format.h>

namespace maek::evidence {
namespace {

constexpr int kFormat = 1;
constexpr int kBusyWait = 30'000;   // ms: another program may be filling the index
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

std::string_view view(const Digest& digest) {
  return {reinterpret_cast<const char*>(digest.bytes.data()), digest.bytes.size()};
}

}  // namespace

struct Index::Database {
  sqlite3* handle = nullptr;
  bool in_memory = false;

  Database() = default;
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;
  ~Database() { sqlite3_close_v2(handle); }

  Error error(std::string_view doing) const {
    return {ErrorCode::kUnreadable, fmt::format("{}: {}", doing, sqlite3_errmsg(handle)), kIndexName,
            "Delete the index: it is rebuilt from the log."};
  }
  Expected<void> execute(const char* sql) const {
    if (sqlite3_exec(handle, sql, nullptr, nullptr, nullptr) == SQLITE_OK) return {};
    return error("the index cannot be used");
  }
};

namespace {

// A prepared statement; values are bound, never written into SQL.
class Query {
 public:
  Query(sqlite3* handle, const char* sql) {
    good_ = sqlite3_prepare_v2(handle, sql, -1, &statement_, nullptr) == SQLITE_OK;
  }
  ~Query() { sqlite3_finalize(statement_); }
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;

  Query& bind(int at, std::uint64_t value) {
    sqlite3_bind_int64(statement_, at, static_cast<sqlite3_int64>(value));
    return *this;
  }
  Query& bind(int at, const Digest& digest) {
    sqlite3_bind_blob(statement_, at, digest.bytes.data(), static_cast<int>(digest.bytes.size()), SQLITE_TRANSIENT);
    return *this;
  }
  Query& bind_text(int at, std::string_view text) {
    sqlite3_bind_text(statement_, at, text.data(), static_cast<int>(text.size()), SQLITE_TRANSIENT);
    return *this;
  }
  Query& bind_blob(int at, std::string_view bytes) {
    sqlite3_bind_blob(statement_, at, bytes.data(), static_cast<int>(bytes.size()), SQLITE_TRANSIENT);
    return *this;
  }
  Query& bind_null(int at) {
    sqlite3_bind_null(statement_, at);
    return *this;
  }
  // True while there is a row. ok() tells afterwards whether it ended well.
  bool step() {
    if (!good_) return false;
    const int result = sqlite3_step(statement_);
    if (result == SQLITE_ROW) return true;
    good_ = result == SQLITE_DONE;
    return false;
  }
  // For statements without rows: runs, and makes ready for the next values.
  bool run() {
    step();
    sqlite3_reset(statement_);
    return good_;
  }
  void reset() { sqlite3_reset(statement_); }
  bool ok() const { return good_; }
  std::uint64_t number(int column) const {
    return static_cast<std::uint64_t>(sqlite3_column_int64(statement_, column));
  }
  std::string text(int column) const {
    const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_, column));
    return bytes == nullptr ? std::string()
                            : std::string(bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column)));
  }
  bool digest(int column, Digest& digest) const {
    const std::string bytes = text(column);
    if (bytes.size() != digest.bytes.size()) return false;
    std::memcpy(digest.bytes.data(), bytes.data(), bytes.size());
    return true;
  }

 private:
  sqlite3_stmt* statement_ = nullptr;
  bool good_ = false;
};

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

std::uint64_t meta(sqlite3* handle, const char* name) {
  Query query(handle, "SELECT value FROM meta WHERE name=?");
  return query.bind_text(1, name).step() ? query.number(0) : 0;
}

bool set_meta(sqlite3* handle, const char* name, std::uint64_t value) {
  Query query(handle, "INSERT OR REPLACE INTO meta VALUES(?,?)");
  return query.bind_text(1, name).bind(2, value).run();
}

// All or nothing: an index that a crash left without some of them would pass for one of another format.
template <class Database>
bool make_tables(const Database& database) {
  const bool made = database.execute("BEGIN IMMEDIATE") && database.execute(kTables) &&
                    set_meta(database.handle, "format", kFormat) && database.execute("COMMIT");
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

namespace {

// SQLite refuses links anywhere in a path, not only below the ledger: those above it are the user's own.
std::string index_path(const LedgerFolder& folder) {
  std::error_code failed;
  const auto real = std::filesystem::canonical(folder.path(), failed);
  return ((failed ? folder.path() : real) / kIndexName).string();
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
    sqlite3_busy_timeout(database->handle, kBusyWait);
    const bool usable = opened == SQLITE_OK && database->execute("PRAGMA journal_mode=WAL") &&
                        database->execute("PRAGMA synchronous=NORMAL");
    const std::uint64_t format = usable ? meta(database->handle, "format") : 0;
    if (usable && (format == kFormat || (format == 0 && make_tables(*database)))) return Index(std::move(database));
    if (attempt == 2) return database->error("the index cannot be made");
    database.reset();
    remove_index(folder);
  }
}

std::uint64_t Index::size() const { return meta(database_->handle, "size"); }

Expected<void> Index::catch_up(const LedgerFolder& folder, std::uint64_t size) {
  expected_.clear();
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

bool Index::has_body(const Digest& digest) {
  if (expected_.contains(digest.hex())) return true;
  Query query(database_->handle, "SELECT 1 FROM bodies WHERE digest=?");
  return query.bind(1, digest).step();
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

Expected<void> Index::compare_file(const LedgerFolder& folder, std::uint64_t size) {
  Database database;
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_NOMUTEX;
  const int opened = sqlite3_open_v2(index_path(folder).c_str(), &database.handle, flags, nullptr);
  sqlite3_busy_timeout(database.handle, kBusyWait);
  const auto differs = [](std::string what) {
    return Error{ErrorCode::kMalformed, "differs from the log: " + what, kIndexName,
                 "Delete the index: it is rebuilt from the log."};
  };
  if (auto one_view = database.execute("BEGIN"); opened == SQLITE_OK && !one_view)
    return one_view;   // a writer may fill it
  Query check(database.handle, "PRAGMA integrity_check(1)");
  if (opened != SQLITE_OK || !check.step() || check.text(0) != "ok") return differs("it is damaged");
  if (Query tables(database.handle, "SELECT 1 FROM sqlite_master"); !tables.step() && tables.ok())
    return {};   // just made
  const std::uint64_t known = meta(database.handle, "size");
  if (meta(database.handle, "format") != kFormat || known > size) return differs("it is of another log");
  Query entries(database.handle, "SELECT type, time, body, entry, person FROM entries ORDER BY entry");
  Query place(database.handle, "SELECT segment, at, bytes, stored, codec, in_file FROM bodies WHERE digest=?");
  Query subject(database.handle, "SELECT 1 FROM subjects WHERE digest=? AND entry=?");
  Query link(database.handle, "SELECT 1 FROM links WHERE target=? AND entry=? AND relation=?");
  const auto there = [](Query& query) {
    const bool found = query.step();
    query.reset();
    return found;
  };
  // Rows that must be there are counted, so that further ones are found too.
  std::uint64_t bodies = 0;
  std::set<Digest> subjects_of_one;
  std::set<std::pair<std::string, std::uint64_t>> links_of_one;
  std::uint64_t subjects = 0;
  std::uint64_t links = 0;
  SegmentScanner scanner(folder, {});
  std::uint64_t index = 0;
  while (index < known) {
    const auto record = scanner.next();
    if (!record || !*record) return differs("the segments end early");
    for (const RecordBody& body : (*record)->bodies) {
      const SegmentPosition at{scanner.position().segment, scanner.position().offset + body.at};
      const bool found = place.bind(1, body.digest).step();
      const SegmentPosition indexed{static_cast<std::uint32_t>(place.number(0)), place.number(1)};
      const bool same =
          found && indexed == at && place.number(2) == body.bytes && place.number(3) == body.stored_bytes &&
          place.number(4) == static_cast<std::uint64_t>(body.codec) && (place.number(5) != 0) == body.in_file;
      place.reset();
      if (same) ++bodies;
      if (!same && !(found && indexed < at)) return differs("body " + body.digest.hex());   // the first place counts
    }
    for (const std::string_view text : (*record)->entries) {
      const auto entry = parse_entry(text);
      const bool row = entries.step();
      if (!entry || !row || entries.number(3) != index || entries.text(0) != entry->type ||
          entries.number(1) != static_cast<std::uint64_t>(entry->time.milliseconds) ||
          entries.text(2) != view(entry->body) ||
          entries.text(4) != (entry->person ? view(*entry->person) : std::string_view())) {
        return differs(fmt::format("entry {}", index));
      }
      subjects_of_one.clear();
      links_of_one.clear();
      for (const Digest& digest : entry->subjects) {
        subjects_of_one.insert(digest);
        if (!there(subject.bind(1, digest).bind(2, index))) return differs(fmt::format("a subject of entry {}", index));
      }
      for (const Link& to : entry->links) {
        links_of_one.emplace(to.relation, to.entry);
        if (!there(link.bind(1, to.entry).bind(2, index).bind_text(3, to.relation))) {
          return differs(fmt::format("a link of entry {}", index));
        }
      }
      subjects += subjects_of_one.size();
      links += links_of_one.size();
      ++index;
    }
  }
  const auto rows = [&database](const char* sql) {
    Query query(database.handle, sql);
    return query.step() ? query.number(0) : ~std::uint64_t{0};
  };
  if (rows("SELECT count(*) FROM bodies") != bodies) return differs("it knows other bodies than the log");
  if (rows("SELECT count(*) FROM subjects") != subjects) return differs("it knows other subjects than the log");
  if (rows("SELECT count(*) FROM links") != links) return differs("it knows other links than the log");
  return entries.step() ? Expected<void>(differs("it knows more entries than the log")) : Expected<void>();
}

}  // namespace maek::evidence
