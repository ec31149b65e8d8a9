// SPDX-License-Identifier: Apache-2.0
// Fuzz target: bytes as they come from a socket, through parser, rules and router, as the server does it.
#include <cstdint>       // for std::uint8_t
#include <cstdlib>       // for std::abort
#include <string>        // for std::string
#include <string_view>   // for std::string_view

#include "http/internal/request_rules.h"   // for check_head
#include "http/internal/wire_parser.h"     // for WireParser
#include "http/router.h"                   // for Router
#include "http/target.h"                   // for parse_target

namespace {

using namespace maek::http;

Router make_router() {
  Router router;
  const Handler echo = [](const Request& request) {
    // What a parameter holds may be put below a folder.
    for (const auto& [name, value] : request.parameters) {
      if (value.empty() || value.front() == '/' || ("/" + value + "/").find("/../") != std::string::npos) std::abort();
    }
    return text_response(request.path_text());
  };
  for (const char* pattern : {"/", "/a", "/a/{id}", "/a/{id}/b", "/a/{id}/{rest...}", "/t/{rest...}"}) {
    if (!router.add("GET", pattern, Access::kOpen, echo)) std::abort();
  }
  if (!router.add("POST", "/a", Access::kKey, echo)) std::abort();
  router.set_cors({{"https://a.example"}});
  return router;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Router router = make_router();
  constexpr std::size_t kHeadLimit = 4096;
  constexpr std::size_t kBodyLimit = 1000;
  constexpr int kMostRequests = 8;
  std::string_view bytes(reinterpret_cast<const char*>(data), size);
  for (int i = 0; i < kMostRequests && !bytes.empty(); ++i) {
    std::string body;
    internal::WireParser parser(internal::WireParser::Kind::kRequest, kHeadLimit,
                                [&](std::string_view piece) { body += piece; });
    Request request;
    bool whole = false;
    bool headed = false;
    while (!whole) {
      std::size_t used = 0;
      const auto parsed = parser.feed(bytes, used);
      if (used > bytes.size()) std::abort();
      bytes.remove_prefix(used);
      if (parsed == internal::Parsed::kHead) {
        if (headed) std::abort();   // a head is told once
        headed = true;
        parser.limit_body(kBodyLimit);
        if (internal::check_head(parser.head(), {}).status != 0) return 0;
        auto target = parse_target(parser.head().target);
        if (!target) return 0;
        request.method = parser.head().method;
        request.path = target->path;
        request.headers = parser.head().headers;
      } else if (parsed == internal::Parsed::kWhole) {
        whole = true;
      } else {
        if (parsed != internal::Parsed::kMore && parser.problem().empty()) std::abort();
        return 0;
      }
    }
    if (!headed || body.size() > kBodyLimit) std::abort();
    if (parser.head().content_length && !parser.head().chunked && *parser.head().content_length != body.size()) {
      std::abort();
    }
    const Response response = router.handle(std::move(request));
    if (response.status < 200 || response.status > 599) std::abort();
  }
  return 0;
}
