// SPDX-License-Identifier: Apache-2.0
// Fuzz target: bytes as a request target; what is accepted never leaves a folder and reads back to the same.
#include <cstdint>       // for std::uint8_t
#include <cstdlib>       // for std::abort
#include <string>        // for std::string
#include <string_view>   // for std::string_view

#include "http/target.h"   // for parse_target

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace maek::http;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto decoded = percent_decode(text)) {
    const auto again = percent_decode(percent_encode(*decoded));
    if (!again || *again != *decoded) std::abort();
  }
  const auto target = parse_target(text);
  if (!target) {
    if (target.error().message.empty()) std::abort();   // refused without a reason
    return 0;
  }
  std::string path;
  for (std::size_t i = 0; i < target->path.size(); ++i) {
    const std::string& part = target->path[i];
    if (part == "." || part == ".." || part.find_first_of("/\\") != std::string::npos) std::abort();
    if (part.find('\0') != std::string::npos || !is_utf8(part)) std::abort();
    if (part.empty() && i + 1 != target->path.size()) std::abort();
    path += "/" + percent_encode(part);
  }
  if (path.empty()) path = "/";
  std::string query;
  for (const auto& [name, value] : target->query) {
    query += (query.empty() ? "?" : "&") + percent_encode(name) + "=" + percent_encode(value);
  }
  const auto again = parse_target(path + query);
  if (!again || again->path != target->path || again->query != target->query) std::abort();
  return 0;
}
