// SPDX-License-Identifier: Apache-2.0
// The index against the log, by sums of rows.
#include <algorithm>   // for std::min, std::stable_sort
#include <set>         // for std::set
#include <system_error>   // for std::system_error
#include <thread>      // for std::thread

#include "evidence/internal/index_database.h"   // for Query, Index::Database

namespace maek::evidence {
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
    const auto mix_bytes = [&mix](std::string_view bytes) {
      for (std::size_t at = 0; at < bytes.size(); at += 8) {
        std::uint64_t part = 0;
        std::memcpy(&part, bytes.data() + at, std::min<std::size_t>(8, bytes.size() - at));
        mix(part);
      }
    };
    mix_bytes(digest);
    mix(number);
    mix_bytes(text);
    mix(text.size());
    return mixed;
  }
  void add(std::string_view digest, std::uint64_t number, std::string_view text = {}) {
    add_mixed(mixed(digest, number, text));
  }
  void add_mixed(std::uint64_t row) {
    sum_ += row;
    ++rows_;
  }
  std::uint64_t rows() const { return rows_; }
  bool operator==(const RowSum&) const = default;

 private:
  std::uint64_t sum_ = 0;
  std::uint64_t rows_ = 0;
};

// One number for where a body is: equal places have equal ones, and others most likely not.
std::uint64_t place_number(std::uint64_t segment, std::uint64_t at, std::uint64_t bytes, std::uint64_t stored,
                           std::uint64_t codec, std::uint64_t in_file) {
  return ((((segment * 0x9e3779b97f4a7c15 + at) * 0x9e3779b97f4a7c15 + bytes) * 0x9e3779b97f4a7c15 + stored) * 4 +
          codec) *
             2 +
         in_file;
}

// The index has one row for what an entry names twice.
template <class Value, class Use>
void for_each_once(const std::vector<Value>& values, const Use& use) {
  if (values.size() < 2) {
    for (const Value& value : values) use(value);
  } else {
    for (const Value& value : std::set<Value>(values.begin(), values.end())) use(value);
  }
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
    entries.add(digest_view(entry.body), index, entry.type);
    by_body.add(digest_view(entry.body), index);
    by_type.add({}, index, entry.type);
    by_time.add({}, index ^ time << 20);
    if (entry.person) persons.add(digest_view(*entry.person), index);
    for_each_once(entry.subjects, [&](const Digest& digest) { subjects.add(digest_view(digest), index); });
    for_each_once(entry.links,
                  [&](const Link& link) { links.add({}, link.entry * 0x100000001b3 ^ index, link.relation); });
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
              [&](Query& q) { sums.entries.add(q.view(0), q.number(1), q.view(2)); }) &&
         scan("SELECT body, entry FROM entries INDEXED BY entries_body ORDER BY body",
              [&](Query& q) { sums.by_body.add(q.view(0), q.number(1)); }) &&
         scan("SELECT entry, type FROM entries INDEXED BY entries_type ORDER BY type",
              [&](Query& q) { sums.by_type.add({}, q.number(0), q.view(1)); }) &&
         scan("SELECT entry, time FROM entries INDEXED BY entries_time ORDER BY time",
              [&](Query& q) { sums.by_time.add({}, q.number(0) ^ q.number(1) << 20); }) &&
         scan("SELECT person, entry FROM entries INDEXED BY entries_person WHERE person IS NOT NULL",
              [&](Query& q) { sums.persons.add(q.view(0), q.number(1)); }) &&
         scan("SELECT digest, entry FROM subjects", [&](Query& q) { sums.subjects.add(q.view(0), q.number(1)); }) &&
         scan("SELECT target, entry, relation FROM links",
              [&](Query& q) { sums.links.add({}, q.number(0) * 0x100000001b3 ^ q.number(1), q.view(2)); }) &&
         scan("SELECT digest, segment, at, bytes, stored, codec, in_file FROM bodies", [&](Query& q) {
           sums.bodies.add(q.view(0),
                           place_number(q.number(1), q.number(2), q.number(3), q.number(4), q.number(5), q.number(6)));
         });
}

}  // namespace

struct IndexComparison::Sums {
  Index::Database database;
  std::thread reading;   // of the tables, while the log is walked
  IndexSums log;
  IndexSums table;
  std::uint64_t known = 0;
  std::optional<Error> damage;
  std::vector<std::pair<std::uint64_t, std::uint64_t>> bodies;   // of the log: which, and the sum of its row
};

IndexComparison::IndexComparison(const LedgerFolder& folder) : sums_(std::make_unique<Sums>()) {
  Index::Database& database = sums_->database;
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_NOMUTEX;
  const int opened = sqlite3_open_v2(index_path(folder).c_str(), &database.handle, flags, nullptr);
  sqlite3_busy_timeout(database.handle, kIndexBusyWait);
  const bool one_view = opened == SQLITE_OK && database.execute("BEGIN");   // a writer may fill it meanwhile
  if (Query tables(database.handle, "SELECT 1 FROM sqlite_master"); one_view && !tables.step() && tables.ok()) {
    return;   // just made: it knows nothing
  }
  sums_->known = meta(database.handle, "size");
  if (!one_view || meta(database.handle, "format") != kIndexFormat) {
    sums_->damage = differs("it is damaged");
    return;
  }
  const auto read = [sums = sums_.get()] {
    if (!read_sums(sums->database.handle, sums->table)) sums->damage = differs("it is damaged");
  };
  try {
    sums_->reading = std::thread(read);
  } catch (const std::system_error&) {   // no thread to be had: then one after the other
    read();
  }
}

IndexComparison::~IndexComparison() {
  if (!sums_->reading.joinable()) return;
  sqlite3_interrupt(sums_->database.handle);   // nobody asks any more
  sums_->reading.join();
}

Error IndexComparison::differs(const std::string& what) {
  return {ErrorCode::kMalformed, "differs from the log: " + what, kIndexName,
          "Delete the index: it is rebuilt from the log."};
}

void IndexComparison::add(const CommitRecord& record, SegmentPosition at, const std::vector<Entry>& entries) {
  if (record.first >= sums_->known) return;
  for (const RecordBody& body : record.bodies) {
    const std::uint64_t place = place_number(at.segment, at.offset + body.at, body.bytes, body.stored_bytes,
                                             static_cast<std::uint64_t>(body.codec), body.in_file ? 1 : 0);
    sums_->bodies.emplace_back(RowSum::mixed(digest_view(body.digest), 0),
                               RowSum::mixed(digest_view(body.digest), place));
  }
  std::uint64_t index = record.first;
  for (const Entry& entry : entries) sums_->log.add(entry, index++);
}

Expected<void> IndexComparison::finish(std::uint64_t size) {
  if (sums_->reading.joinable()) sums_->reading.join();
  if (sums_->damage) return *sums_->damage;
  // A body that was stored twice is indexed at its first place; with a row for each there is no such body.
  if (sums_->table.bodies.rows() != sums_->bodies.size()) {
    std::stable_sort(sums_->bodies.begin(), sums_->bodies.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    const auto same = [](const auto& a, const auto& b) { return a.first == b.first; };
    sums_->bodies.erase(std::unique(sums_->bodies.begin(), sums_->bodies.end(), same), sums_->bodies.end());
  }
  for (const auto& body : sums_->bodies) sums_->log.bodies.add_mixed(body.second);
  if (sums_->known > size) return differs("it knows more entries than the log: it is of another one");
  const IndexSums& a = sums_->log;
  const IndexSums& b = sums_->table;
  if (!(a.entries == b.entries)) return differs("entries");
  if (!(a.by_body == b.by_body && a.by_type == b.by_type && a.by_time == b.by_time))
    return differs("its look-up of entries");
  if (!(a.persons == b.persons)) return differs("persons");
  if (!(a.subjects == b.subjects)) return differs("subjects");
  if (!(a.links == b.links)) return differs("links");
  if (!(a.bodies == b.bodies)) return differs("places of bodies");
  return {};
}

}  // namespace maek::evidence
