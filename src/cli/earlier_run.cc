// SPDX-License-Identifier: Apache-2.0
// Reads the member "provenance" of a summary; any oddity in it means "not ours": then nothing is listed.
#include "cli/earlier_run.h"

#include <nlohmann/json.hpp>

#include <cstdint>   // for std::uint64_t

#include "base/ids.h"   // for sha256

namespace maek::cli {
namespace {

using Json = nlohmann::json;

constexpr std::uint64_t kMaxSummaryBytes = std::uint64_t{64} << 20;
constexpr std::uint64_t kMaxOutputBytes = std::uint64_t{1} << 30;   // a larger file is left alone rather than read

const Json* member(const Json& json, const char* name) {
  if (!json.is_object()) return nullptr;
  const auto found = json.find(name);
  return found == json.end() ? nullptr : &*found;
}

}  // namespace

std::vector<std::string> untouched_outputs(const OutputFolder& folder, const std::string& summary_name) {
  std::vector<std::string> names;
  const auto text = folder.read(summary_name, kMaxSummaryBytes);
  if (!text) return names;
  constexpr int kDeepest = 64;   // a summary is flat; a deeper one is hostile
  const auto shallow = [](int depth, Json::parse_event_t, Json&) { return depth <= kDeepest; };
  const Json summary = Json::parse(*text, shallow, false);
  const Json* provenance = member(summary, "provenance");
  const Json* outputs = provenance == nullptr ? nullptr : member(*provenance, "outputs");
  if (outputs == nullptr || !outputs->is_array()) return names;
  for (const Json& output : *outputs) {
    const Json* name = member(output, "name");
    const Json* bytes = member(output, "bytes");
    const Json* digest = member(output, "sha256");
    if (name == nullptr || bytes == nullptr || digest == nullptr || !name->is_string() || !digest->is_string() ||
        !bytes->is_number_unsigned() || bytes->get<std::uint64_t>() > kMaxOutputBytes) {
      continue;
    }
    const auto content = folder.read(name->get<std::string>(), bytes->get<std::uint64_t>());
    if (content && sha256(*content).hex() == digest->get<std::string>()) names.push_back(name->get<std::string>());
  }
  return names;
}

}  // namespace maek::cli
