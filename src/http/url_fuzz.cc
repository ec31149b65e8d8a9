// SPDX-License-Identifier: Apache-2.0
// Fuzz target: bytes as a URL; what is accepted reads back to the same from its normal form and fits a request line.
#include <cstdint>       // for std::uint8_t
#include <cstdlib>       // for std::abort
#include <string_view>   // for std::string_view

#include "http/url.h"      // for parse_url

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace maek::http;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto url = parse_url(text);
  if (!url) {
    if (url.error().message.empty()) std::abort();   // refused without a reason
    return 0;
  }
  const auto again = parse_url(url->text());
  if (!again || !(*again == *url)) std::abort();
  if (url->host.empty() || url->port == 0 || url->target.empty() || url->target.front() != '/') std::abort();
  for (const char c : url->text()) {
    if (static_cast<unsigned char>(c) <= 0x20 || static_cast<unsigned char>(c) >= 0x7f) std::abort();
  }
  return 0;
}
