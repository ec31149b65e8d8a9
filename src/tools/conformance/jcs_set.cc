// SPDX-License-Identifier: Apache-2.0
// The set "jcs": canonical JSON (RFC 8785), its refusals, and ten thousand numbers.
#include <bit>        // for std::bit_cast
#include <charconv>   // for std::from_chars

#include "evidence/canonical_json.h"       // for canonical_json
#include "tools/conformance/run_sets.h"    // for run_jcs

namespace maek::tools {
namespace {

using nlohmann::json;

double double_of_bits(const std::string& hex) {
  std::uint64_t bits = 0;
  std::from_chars(hex.data(), hex.data() + hex.size(), bits, 16);
  return std::bit_cast<double>(bits);
}

void judge_number(const VectorFolder& folder, const std::string& bits, const std::string& expected) {
  const std::string text = evidence::ecmascript_number(double_of_bits(bits));
  const auto read = evidence::canonical_json(text);
  folder.tally().judge(text == expected && read && *read == expected, "number " + bits, "is written " + text);
}

}  // namespace

void run_jcs(const VectorFolder& folder) {
  folder.json("jcs.json", [&](const json& all) {
    for (const json& one : all.at("cases")) {
      const auto made = evidence::canonical_json(one.at("input").get<std::string>());
      folder.tally().judge(made && *made == bytes_of_hex(one.at("output_hex")) &&
                               sha256(*made).hex() == one.at("sha256").get<std::string>() &&
                               evidence::parse_canonical_json(*made).has_value(),
                           one.at("id").get<std::string>(), made ? "becomes " + *made : made.error().text());
    }
    for (const json& one : all.at("reject")) {
      folder.tally().judge(!evidence::canonical_json(one.at("input").get<std::string>()),
                           "reject: " + one.at("id").get<std::string>(), "was accepted");
    }
    for (const json& one : all.at("number_table")) judge_number(folder, one.at("ieee_hex"), one.at("json"));
  });
  folder.text("es6numbers_10000.txt.gz", [&](const std::string& lines) {
    for (std::size_t at = 0; at < lines.size();) {
      const std::size_t end = std::min(lines.find('\n', at), lines.size());
      const std::size_t comma = std::min(lines.find(',', at), end);
      judge_number(folder, lines.substr(at, comma - at),
                   lines.substr(std::min(comma + 1, end), end - std::min(comma + 1, end)));
      at = end + 1;
    }
  });
}

}  // namespace maek::tools
