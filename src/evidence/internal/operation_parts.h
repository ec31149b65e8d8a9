// SPDX-License-Identifier: Apache-2.0
// What the operations of `evidence` share: parameters, opening the home, finding what a word means
#pragma once

#include <optional>   // for std::optional
#include <string>     // for std::string
#include <vector>     // for std::vector

#include <nlohmann/json.hpp>

#include "base/operation.h"              // for Arguments, Operation
#include "evidence/home.h"               // for Home, OpenLedger
#include "evidence/ledger_reader.h"      // for LedgerReader
#include "evidence/operations.h"  // for home_parameter, passphrase_of

namespace maek::evidence {

using OrderedJson = nlohmann::ordered_json;

constexpr std::uint64_t kMaxFileBytes = std::uint64_t{2} << 30;

/// --as-of, and the positional WHAT.
Parameter as_of_parameter();
Parameter what_parameter(std::string help);

Expected<Home> home_of(const Arguments& arguments);
/// Open for writing; the passphrase comes from --passphrase-file where keys are sealed.
Expected<OpenLedger> open_of(const Arguments& arguments, bool make);
/// Open for reading, as of --as-of.
Expected<LedgerReader> reader_of(const Arguments& arguments);

/// A file (its digest), an entry's number, or a digest or its beginning.
struct What {
  std::optional<Digest> digest;
  std::optional<std::uint64_t> entry;
  std::string name;                     // the file's name
  std::optional<std::string> bytes;     // the file's bytes
};
Expected<What> find_what(LedgerReader& reader, const std::string& word);
/// The digest that is meant: a file's, a digest, or the first subject of an entry.
Expected<Digest> digest_meant(LedgerReader& reader, const std::string& word);

/// One JSON object and a table, as a result.
OperationResult result_of(const OrderedJson& summary, std::string table);
/// Dumps JSON; bytes that are no UTF-8 are replaced.
std::string dump(const OrderedJson& json, int indent = -1);

/// The parts of evidence_operations().
void add_making_operations(std::vector<Operation>& all);
void add_reading_operations(std::vector<Operation>& all);
void add_proving_operations(std::vector<Operation>& all);
void add_key_operations(std::vector<Operation>& all);

}  // namespace maek::evidence
