// SPDX-License-Identifier: Apache-2.0
// Router: which handler answers which method and path (routes, path parameters, 404, 405, HEAD, OPTIONS, CORS, keys).
#pragma once

#include <chrono>         // for std::chrono::seconds
#include <cstdint>        // for std::uint64_t
#include <functional>     // for std::function
#include <map>            // for std::map
#include <optional>       // for std::optional
#include <string>         // for std::string
#include <string_view>    // for std::string_view
#include <vector>         // for std::vector

#include "base/expected.h"   // for Expected
#include "http/keys.h"       // for Keys
#include "http/message.h"    // for Request, Response

namespace maek::http {

/// Called on a thread of the pool, from several at once. An exception becomes a 500.
using Handler = std::function<Response(const Request&)>;

enum class Access {
  kOpen,   // anyone
  kKey,    // a key of the router; without any key nobody
};

struct RouteOptions {
  std::optional<std::uint64_t> body_limit = {};   // bytes; else the server's
};

/// Pages of which origins may read answers in a browser.
struct Cors {
  std::vector<std::string> origins;   // "https://app.example", or "*" for all; none: no cross-origin use
  std::vector<std::string> headers = {"Authorization", "Content-Type", "Last-Event-ID", "X-Request-Id"};
  std::vector<std::string> exposed = {"X-Request-Id", "Retry-After"};
  std::chrono::seconds max_age{600};   // how long a browser may remember the preflight
};

/// Set up before the server starts; dispatching is const and safe from many threads. No sockets: tests call handle().
class Router {
 public:
  struct Route {
    std::string method;
    std::string pattern;
    Access access = Access::kOpen;
    RouteOptions options;
    Handler handler;
  };
  /// What follows from a request's head: a route to run, or an answer that needs none.
  struct Decision {
    const Route* route = nullptr;
    std::string pattern;   // of the path, also when the method is refused; nothing for an unknown path
    std::optional<Response> answer;
  };

  /// Pattern: "/", "/jobs/{id}", "/tile/{rest...}"; {name} is one part that is not empty, {name...} at the end all
  /// parts from there on, joined by '/'. Where several match, letters win over {name}, {name} over {name...}.
  /// Errors: kInvalidArgument for a pattern or method that makes no sense, or a route that exists.
  Expected<void> add(std::string method, std::string pattern, Access access, Handler handler,
                     RouteOptions options = {});
  void set_keys(Keys keys) { keys_ = std::move(keys); }
  void set_cors(Cors cors) { cors_ = std::move(cors); }

  /// From the head alone; fills `request.parameters` and `request.key`.
  Decision decide(Request& request) const;
  /// The answer of a route; an exception of its handler is logged and becomes a 500.
  static Response run(const Route& route, const Request& request);
  /// What every answer carries: CORS, and headers that keep a browser from misreading it.
  void finish(const Request& request, Response& response) const;
  /// All of it.
  Response handle(Request request) const;

  /// Of each route: method and pattern.
  std::vector<std::pair<std::string, std::string>> routes() const;

 private:
  struct Part {
    enum class Kind { kLiteral, kOne, kRest } kind = Kind::kLiteral;
    std::string text;   // the literal, or the name
  };
  struct Entry {
    std::string pattern;
    std::vector<Part> parts;
    std::map<std::string, Route, std::less<>> methods;
  };
  static Expected<std::vector<Part>> parse_pattern(std::string_view pattern);
  static bool matches(const Entry& entry, const std::vector<std::string>& path);
  static bool before(const Entry& a, const Entry& b);
  Decision options_answer(const Request& request, const std::string& pattern, const std::string& allow) const;
  bool origin_allowed(std::string_view origin) const;

  std::vector<Entry> entries_;   // the more particular first
  Keys keys_;
  Cors cors_;
};

}  // namespace maek::http
