// SPDX-License-Identifier: Apache-2.0
// Parameters and look-ups that the operations share.
#include "evidence/internal/operation_parts.h"

#include <algorithm>   // for std::all_of

#include <fmt/format.h>

#include "base/atomic_file.h"            // for read_file
#include "evidence/operations.h"         // for evidence_operations

namespace maek::evidence {

Parameter home_parameter() {
  return {.name = "home",
          .help = "folder of ledger and keys (default: MAEK_HOME, else ~/.local/share/maek)",
          .placeholder = "FOLDER"};
}

Parameter as_of_parameter() {
  return {.name = "as-of",
          .help = "the ledger as it was: a day, a UTC time, or a number of entries",
          .placeholder = "DATE|SIZE"};
}

Parameter passphrase_parameter() {
  return {.name = "passphrase-file", .kind = ParameterKind::kFile, .help = "file with the passphrase of the keys"};
}

Parameter what_parameter(std::string help) {
  return {.name = "what", .help = std::move(help), .required = true, .positional = true};
}

Expected<Home> home_of(const Arguments& arguments) { return find_home(arguments.text("home")); }

AskPassphrase passphrase_of(const Arguments& arguments) {
  const Input* input = arguments.input("passphrase-file");
  if (input == nullptr) {
    return []() -> Expected<std::string> {
      return Error{ErrorCode::kInvalidArgument, "the key is sealed by a passphrase", "--passphrase-file",
                   "Give a file that holds it."};
    };
  }
  std::string passphrase = input->bytes;
  while (!passphrase.empty() && (passphrase.back() == '\n' || passphrase.back() == '\r')) passphrase.pop_back();
  return [passphrase]() -> Expected<std::string> { return passphrase; };
}

Expected<OpenLedger> open_of(const Arguments& arguments, bool make) {
  const auto home = home_of(arguments);
  if (!home) return home.error();
  return open_home(*home, make, passphrase_of(arguments));
}

Expected<LedgerReader> reader_of(const Arguments& arguments) {
  const auto home = home_of(arguments);
  if (!home) return home.error();
  auto reader = LedgerReader::open(home->ledger());
  if (!reader || !arguments.has("as-of")) return reader;
  const std::string& word = arguments.text("as-of");
  const bool digits = !word.empty() && word.size() < 19 &&
                      std::all_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
  Expected<void> set = Expected<void>();
  if (digits) {
    set = reader->as_of(static_cast<std::uint64_t>(std::stoull(word)));
  } else {
    const auto time = parse_time(word, true);
    set = time ? reader->as_of(*time) : Expected<void>(time.error());
  }
  if (!set) {
    Error error = set.error();
    error.where = "--as-of";
    return error;
  }
  return reader;
}

Expected<What> find_what(LedgerReader& reader, const std::string& word) {
  What what;
  std::error_code ignored;
  if (std::filesystem::exists(word, ignored)) {
    auto bytes = read_file(word, kMaxFileBytes);
    if (!bytes) return bytes.error();
    what.digest = sha256(*bytes);
    what.name = word;
    what.bytes = *std::move(bytes);
    return what;
  }
  const bool digits = !word.empty() && word.size() < 16 &&
                      std::all_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (digits) {
    const std::uint64_t entry = std::stoull(word);
    if (entry < reader.size()) {
      what.entry = entry;
      return what;
    }
    if (word.size() < 8) {
      return Error{ErrorCode::kNotFound, fmt::format("the ledger has {} entries", reader.size()), "entry " + word};
    }
  }
  auto digest = reader.complete_digest(word);
  if (!digest) {
    if (digest.error().code != ErrorCode::kInvalidArgument || digest.error().hint.find("more") != std::string::npos) {
      return digest.error();
    }
    return Error{ErrorCode::kNotFound, "is no file, no entry, and no digest", word,
                 "Give the path of a file, the number of an entry, or eight digits or more of a SHA-256."};
  }
  what.digest = *digest;
  return what;
}

Expected<Digest> digest_meant(LedgerReader& reader, const std::string& word) {
  const auto what = find_what(reader, word);
  if (!what) return what.error();
  if (what->digest) return *what->digest;
  const auto entry = reader.entry(*what->entry);
  if (!entry) return entry.error();
  return entry->subjects.empty() ? entry->body : entry->subjects.front();
}

std::string dump(const OrderedJson& json, int indent) {
  return json.dump(indent, ' ', false, OrderedJson::error_handler_t::replace);
}

OperationResult result_of(const OrderedJson& summary, std::string table) {
  OperationResult result;
  result.summary_json = dump(summary);
  result.table = std::move(table);
  return result;
}

std::vector<Operation> evidence_operations() {
  std::vector<Operation> all;
  add_making_operations(all);
  add_reading_operations(all);
  add_proving_operations(all);
  add_key_operations(all);
  return all;
}

}  // namespace maek::evidence
