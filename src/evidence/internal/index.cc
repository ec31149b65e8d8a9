// SPDX-License-Identifier: Apache-2.0
// The tables of the index, and how they are filled from commit records.
#include "evidence/internal/index.h"

#include <sqlite3.h>

#include <algorithm>    // for std::max, std::min
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
  if (expected_.contains(digest)) return true;
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

namespace {

// A sum over rows that does not depend on their order: rows are compared without looking each of them up.
class RowSum {
 public:
  static std::uint64_t mixed(std::string_view digest, std::uint64_t number, std::string_view text = {}) {
    std::uint64_t mixed = 0x9e3779b97f4a7c15;
    const auto mix = [&mixed](std::uint64_t value) {
      mixed = (mixed ^ value) * 0xff51afd7ed558ccd;
      mixed ^= mixed >> 32;
    };
    for (std::size_t at = 0; at < digest.size(); at += 8) {
      std::uint64_t part = 0;
      std::memcpy(&part, digest.data() + at, std::min<std::size_t>(8, digest.size() - at));
      mix(part);
    }
    mix(number);
    for (const char c : text) mix(static_cast<unsigned char>(c));
    return mixed;
  }
  void add(std::string_view digest, std::uint64_t number, std::string_view text = {}) {
    add_mixed(mixed(digest, number, text));
  }
  void add_mixed(std::uint64_t row) {
    sum_ += row;
    ++rows_;
  }
  bool operator==(const RowSum&) const = default;

 private:
  std::uint64_t sum_ = 0;
  std::uint64_t rows_ = 0;
};

// One number for where a body is: equal places have equal ones, and others most likely not.
std::uint64_t place_number(std::uint64_t segment, std::uint64_t at, std::uint64_t bytes, std::uint64_t stored,
                           std::uint64_t codec, std::uint64_t in_file) {
  return ((((segment * 0x9e3779b97f4a7c15 + at) * 0x9e3779b97f4a7c15 + bytes) * 0x9e3779b97f4a7c15 + stored) * 4 + codec) *
             2 + in_file;
}

struct IndexSums {
  RowSum entries;
  RowSum by_body;
  RowSum by_type;
  RowSum by_time;
  RowSum persons;
  RowSum subjects;
  RowSum links;
  RowSum bodies;

  void add(const Entry& entry, std::uint64_t index) {
    const auto time = static_cast<std::uint64_t>(entry.time.milliseconds);
    entries.add(view(entry.body), index, entry.type);
    by_body.add(view(entry.body), index);
    by_type.add({}, index, entry.type);
    by_time.add({}, index ^ time << 20);
    if (entry.person) persons.add(view(*entry.person), index);
    for (const Digest& digest : std::set<Digest>(entry.subjects.begin(), entry.subjects.end())) {
      subjects.add(view(digest), index);
    }
    for (const Link& link : std::set<Link>(entry.links.begin(), entry.links.end())) {
      links.add({}, link.entry * 0x100000001b3 ^ index, link.relation);
    }
  }
};

// The sums of the tables, and of every index that a look-up goes through.
bool read_sums(sqlite3* handle, IndexSums& sums) {
  const auto scan = [handle](const char* sql, const auto& row) {
    Query query(handle, sql);
    while (query.step()) row(query);
    return query.ok();
  };
  return scan("SELECT body, entry, type FROM entries NOT INDEXED",
              [&](Query& q) { sums.entries.add(q.text(0), q.number(1), q.text(2)); }) &&
         scan("SELECT body, entry FROM entries INDEXED BY entries_body ORDER BY body",
              [&](Query& q) { sums.by_body.add(q.text(0), q.number(1)); }) &&
         scan("SELECT entry, type FROM entries INDEXED BY entries_type ORDER BY type",
              [&](Query& q) { sums.by_type.add({}, q.number(0), q.text(1)); }) &&
         scan("SELECT entry, time FROM entries INDEXED BY entries_time ORDER BY time",
              [&](Query& q) { sums.by_time.add({}, q.number(0) ^ q.number(1) << 20); }) &&
         scan("SELECT person, entry FROM entries INDEXED BY entries_person WHERE person IS NOT NULL",
              [&](Query& q) { sums.persons.add(q.text(0), q.number(1)); }) &&
         scan("SELECT digest, entry FROM subjects", [&](Query& q) { sums.subjects.add(q.text(0), q.number(1)); }) &&
         scan("SELECT target, entry, relation FROM links",
              [&](Query& q) { sums.links.add({}, q.number(0) * 0x100000001b3 ^ q.number(1), q.text(2)); }) &&
         scan("SELECT digest, segment, at, bytes, stored, codec, in_file FROM bodies", [&](Query& q) {
           sums.bodies.add(q.text(0), place_number(q.number(1), q.number(2), q.number(3), q.number(4), q.number(5),
                                                   q.number(6)));
         });
}

}  // namespace

struct IndexComparison::Sums {
  IndexSums log;
  IndexSums table;
  std::uint64_t known = 0;
  std::optional<Error> damage;
  std::vector<std::pair<std::uint64_t, std::uint64_t>> bodies;   // of the log: which, and the sum of its row
};

IndexComparison::IndexComparison(const LedgerFolder& folder) : sums_(std::make_unique<Sums>()) {
  Index::Database database;
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_NOMUTEX;
  const int opened = sqlite3_open_v2(index_path(folder).c_str(), &database.handle, flags, nullptr);
  sqlite3_busy_timeout(database.handle, kBusyWait);
  const bool one_view = opened == SQLITE_OK && database.execute("BEGIN");   // a writer may fill it meanwhile
  if (Query tables(database.handle, "SELECT 1 FROM sqlite_master"); one_view && !tables.step() && tables.ok()) {
    return;   // just made: it knows nothing
  }
  if (!one_view || meta(database.handle, "format") != kFormat || !read_sums(database.handle, sums_->table)) {
    sums_->damage = differs("it is damaged");
  }
  sums_->known = meta(database.handle, "size");
}
IndexComparison::~IndexComparison() = default;

Error IndexComparison::differs(const std::string& what) {
  return {ErrorCode::kMalformed, "differs from the log: " + what, kIndexName,
          "Delete the index: it is rebuilt from the log."};
}

void IndexComparison::add(const CommitRecord& record, SegmentPosition at, const std::vector<Entry>& entries) {
  if (record.first >= sums_->known) return;
  for (const RecordBody& body : record.bodies) {
    const std::uint64_t place = place_number(at.segment, at.offset + body.at, body.bytes, body.stored_bytes,
                                             static_cast<std::uint64_t>(body.codec), body.in_file ? 1 : 0);
    sums_->bodies.emplace_back(RowSum::mixed(view(body.digest), 0), RowSum::mixed(view(body.digest), place));
  }
  std::uint64_t index = record.first;
  for (const Entry& entry : entries) sums_->log.add(entry, index++);
}

Expected<void> IndexComparison::finish(std::uint64_t size) {
  if (sums_->damage) return *sums_->damage;
  // A body that was stored twice is indexed at its first place.
  std::stable_sort(sums_->bodies.begin(), sums_->bodies.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  for (std::size_t i = 0; i < sums_->bodies.size(); ++i) {
    if (i == 0 || sums_->bodies[i].first != sums_->bodies[i - 1].first) sums_->log.bodies.add_mixed(sums_->bodies[i].second);
  }
  if (sums_->known > size) return differs("it knows more entries than the log: it is of another one");
  const IndexSums& a = sums_->log;
  const IndexSums& b = sums_->table;
  if (!(a.entries == b.entries)) return differs("entries");
  if (!(a.by_body == b.by_body && a.by_type == b.by_type && a.by_time == b.by_time)) return differs("its look-up of entries");
  if (!(a.persons == b.persons)) return differs("persons");
  if (!(a.subjects == b.subjects)) return differs("subjects");
  if (!(a.links == b.links)) return differs("links");
  if (!(a.bodies == b.bodies)) return differs("places of bodies");
  return {};
}

}  // namespace maek::evidence
