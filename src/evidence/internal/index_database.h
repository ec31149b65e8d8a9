// SPDX-License-Identifier: Apache-2.0
// The index as an SQLite database: connection, prepared statements, names that several files share
#pragma once

#include <sqlite3.h>

#include <cstdint>       // for std::uint64_t
#include <cstring>       // for std::memcpy
#include <string>        // for std::string
#include <string_view>   // for std::string_view

#include <fmt/format.h>

#include "evidence/internal/index.h"   // for Index, kIndexName

namespace maek::evidence {

constexpr int kIndexFormat = 1;
constexpr int kIndexBusyWait = 30'000;   // ms: another program may be filling it

inline std::string_view digest_view(const Digest& digest) {
  return {reinterpret_cast<const char*>(digest.bytes.data()), digest.bytes.size()};
}

// SQLite refuses links anywhere in a path, not only below the ledger: those above it are the user's own.
inline std::string index_path(const LedgerFolder& folder) {
  std::error_code failed;
  const auto real = std::filesystem::canonical(folder.path(), failed);
  return ((failed ? folder.path() : real) / kIndexName).string();
}

struct Index::Database {
  sqlite3* handle = nullptr;
  bool in_memory = false;
  sqlite3_stmt* has_body = nullptr;   // asked for every body that comes: prepared once

  Database() = default;
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;
  ~Database() {
    sqlite3_finalize(has_body);
    sqlite3_close_v2(handle);
  }

  Error error(std::string_view doing) const {
    return {ErrorCode::kUnreadable, fmt::format("{}: {}", doing, sqlite3_errmsg(handle)), kIndexName,
            "Delete the index: it is rebuilt from the log."};
  }
  Expected<void> execute(const char* sql) const {
    if (sqlite3_exec(handle, sql, nullptr, nullptr, nullptr) == SQLITE_OK) return {};
    return error("the index cannot be used");
  }
};

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
  // The same until the next step, without a copy.
  std::string_view view(int column) const {
    const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_, column));
    return bytes == nullptr
               ? std::string_view()
               : std::string_view(bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column)));
  }
  bool digest(int column, Digest& digest) const {
    const std::string_view bytes = view(column);
    if (bytes.size() != digest.bytes.size()) return false;
    std::memcpy(digest.bytes.data(), bytes.data(), bytes.size());
    return true;
  }

 private:
  sqlite3_stmt* statement_ = nullptr;
  bool good_ = false;
};

inline std::uint64_t meta(sqlite3* handle, const char* name) {
  Query query(handle, "SELECT value FROM meta WHERE name=?");
  return query.bind_text(1, name).step() ? query.number(0) : 0;
}

}  // namespace maek::evidence
