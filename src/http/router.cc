// SPDX-License-Identifier: Apache-2.0
// Matching of routes: patterns are few, so they are tried one after the other, the most particular first.
#include "http/router.h"

#include <algorithm>   // for std::find_if, std::sort
#include <set>         // for std::set

#include "base/log.h"   // for log

namespace maek::http {
namespace {

bool is_token(std::string_view text) {
  if (text.empty()) return false;
  for (const char c : text) {
    if ((c < 'A' || c > 'Z') && c != '-') return false;
  }
  return true;
}

bool is_name(std::string_view text) {
  if (text.empty()) return false;
  for (const char c : text) {
    if ((c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '_') return false;
  }
  return true;
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

Error bad_pattern(const char* what, std::string_view pattern) {
  return {ErrorCode::kInvalidArgument, what, "route " + std::string(pattern),
          "A pattern reads /part/{name}/{rest...}; names have lower-case letters, digits and '_'."};
}

}  // namespace

Expected<std::vector<Router::Part>> Router::parse_pattern(std::string_view pattern) {
  std::vector<Part> parts;
  if (pattern.empty() || pattern.front() != '/') return bad_pattern("a pattern begins with '/'", pattern);
  if (pattern == "/") return parts;
  std::set<std::string> names;
  std::string_view left = pattern.substr(1);
  for (bool more = true; more;) {
    const std::size_t slash = left.find('/');
    std::string_view text = left.substr(0, slash);
    more = slash != std::string_view::npos;
    if (more) left.remove_prefix(slash + 1);
    Part part;
    if (!text.empty() && text.front() == '{' && text.back() == '}' && text.size() > 2) {
      text = text.substr(1, text.size() - 2);
      part.kind = Part::Kind::kOne;
      if (text.size() > 3 && text.substr(text.size() - 3) == "...") {
        part.kind = Part::Kind::kRest;
        text.remove_suffix(3);
        if (more) return bad_pattern("{name...} stands at the end only", pattern);
      }
      if (!is_name(text)) return bad_pattern("a parameter has no proper name", pattern);
      if (!names.insert(std::string(text)).second) return bad_pattern("a parameter's name stands twice", pattern);
    } else if (text.empty() || text.find_first_of("{}%?#") != std::string_view::npos) {
      return bad_pattern("a part is empty or has one of {}%?#", pattern);
    }
    part.text = text;
    parts.push_back(std::move(part));
  }
  return parts;
}

bool Router::before(const Entry& a, const Entry& b) {
  for (std::size_t i = 0; i < std::min(a.parts.size(), b.parts.size()); ++i) {
    if (a.parts[i].kind != b.parts[i].kind) return a.parts[i].kind < b.parts[i].kind;
  }
  return false;
}

bool Router::matches(const Entry& entry, const std::vector<std::string>& path) {
  for (std::size_t i = 0; i < entry.parts.size(); ++i) {
    if (i == path.size()) return false;
    const Part& part = entry.parts[i];
    if (part.kind == Part::Kind::kRest) return !path[i].empty() && !path.back().empty();
    if (part.kind == Part::Kind::kOne ? path[i].empty() : path[i] != part.text) return false;
  }
  return path.size() == entry.parts.size();
}

Expected<void> Router::add(std::string method, std::string pattern, Access access, Handler handler,
                           RouteOptions options) {
  auto parts = parse_pattern(pattern);
  if (!parts) return parts.error();
  if (!is_token(method) || method == "OPTIONS") {
    return bad_pattern("the method is not upper-case letters, or OPTIONS, which is answered for you", pattern);
  }
  if (handler == nullptr) return bad_pattern("the route has no handler", pattern);
  auto same = [&](const Entry& entry) { return entry.pattern == pattern; };
  auto at = std::find_if(entries_.begin(), entries_.end(), same);
  if (at == entries_.end()) {
    Entry entry{pattern, *std::move(parts), {}};
    at = entries_.insert(std::upper_bound(entries_.begin(), entries_.end(), entry, before), std::move(entry));
  }
  Route route{method, pattern, access, options, std::move(handler)};
  if (!at->methods.emplace(std::move(method), std::move(route)).second) {
    return bad_pattern("the route exists already", pattern);
  }
  return {};
}

Router::Decision Router::decide(Request& request) const {
  std::set<std::string> allowed;
  const Entry* first = nullptr;
  for (const Entry& entry : entries_) {
    if (!matches(entry, request.path)) continue;
    if (first == nullptr) first = &entry;
    auto at = entry.methods.find(request.method);
    if (at == entry.methods.end() && request.method == "HEAD") at = entry.methods.find("GET");
    if (at == entry.methods.end()) {
      for (const auto& [method, route] : entry.methods) allowed.insert(method);
      continue;
    }
    const Route& route = at->second;
    if (route.access == Access::kKey) {
      const auto name = keys_.find_bearer(request.headers.get("Authorization"));
      if (!name) {
        Response refusal = error_response(401, {ErrorCode::kInvalidArgument, "this needs a key", "Authorization",
                                                "Send the header 'Authorization: Bearer KEY'."});
        refusal.headers.add("WWW-Authenticate", "Bearer");
        return {nullptr, entry.pattern, std::move(refusal)};
      }
      request.key = *name;
    }
    for (std::size_t i = 0; i < entry.parts.size(); ++i) {
      const Part& part = entry.parts[i];
      if (part.kind == Part::Kind::kLiteral) continue;
      std::string value = request.path[i];
      for (std::size_t k = i + 1; part.kind == Part::Kind::kRest && k < request.path.size(); ++k) {
        value += "/" + request.path[k];
      }
      request.parameters[part.text] = std::move(value);
    }
    return {&route, entry.pattern, std::nullopt};
  }
  if (first == nullptr) {
    if (request.method == "OPTIONS" && request.path.empty()) return options_answer(request, "", "OPTIONS");
    return {nullptr, "", error_response({ErrorCode::kNotFound, "there is nothing here", request.path_text(), ""})};
  }
  if (allowed.count("GET") != 0) allowed.insert("HEAD");
  allowed.insert("OPTIONS");
  const std::string allow = joined({allowed.begin(), allowed.end()});
  if (request.method == "OPTIONS") return options_answer(request, first->pattern, allow);
  Response refusal = error_response(405, {ErrorCode::kInvalidArgument, "this path has no method " + request.method,
                                          request.path_text(), "It has " + allow + "."});
  refusal.headers.add("Allow", allow);
  return {nullptr, first->pattern, std::move(refusal)};
}

Router::Decision Router::options_answer(const Request& request, const std::string& pattern,
                                        const std::string& allow) const {
  Response answer = no_content();
  answer.headers.add("Allow", allow);
  if (request.headers.find("Access-Control-Request-Method") != nullptr &&
      origin_allowed(request.headers.get("Origin"))) {
    answer.headers.add("Access-Control-Allow-Methods", allow);
    answer.headers.add("Access-Control-Allow-Headers", joined(cors_.headers));
    answer.headers.add("Access-Control-Max-Age", std::to_string(cors_.max_age.count()));
  }
  return {nullptr, pattern, std::move(answer)};
}

bool Router::origin_allowed(std::string_view origin) const {
  if (origin.empty()) return false;
  for (const std::string& allowed : cors_.origins) {
    if (allowed == "*" || allowed == origin) return true;
  }
  return false;
}

Response Router::run(const Route& route, const Request& request) {
  std::string why = "unknown exception";
  try {
    return route.handler(request);
  } catch (const std::exception& problem) {
    why = problem.what();
  } catch (...) {
  }
  log(LogLevel::kError, request.method + " " + route.pattern + " (request " + request.id + "): " + why);
  return error_response({ErrorCode::kInternal, "the server failed to answer", "",
                         "Tell whoever runs it the request id " + request.id + "."});
}

void Router::finish(const Request& request, Response& response) const {
  const auto set_if_absent = [&](std::string_view name, std::string_view value) {
    if (response.headers.find(name) == nullptr) response.headers.add(std::string(name), std::string(value));
  };
  set_if_absent("X-Content-Type-Options", "nosniff");
  set_if_absent("X-Frame-Options", "DENY");
  set_if_absent("Referrer-Policy", "no-referrer");
  set_if_absent("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
  set_if_absent("Cache-Control", "no-store");
  if (!request.id.empty()) response.headers.set("X-Request-Id", request.id);
  if (cors_.origins.empty()) return;
  // Also without an Origin: a cache must not hand one origin's answer to another.
  const bool any = std::find(cors_.origins.begin(), cors_.origins.end(), "*") != cors_.origins.end();
  if (!any) response.headers.add("Vary", "Origin");
  const std::string_view origin = request.headers.get("Origin");
  if (!origin_allowed(origin)) return;
  response.headers.set("Access-Control-Allow-Origin", any ? "*" : std::string(origin));
  response.headers.set("Access-Control-Expose-Headers", joined(cors_.exposed));
}

std::vector<std::pair<std::string, std::string>> Router::routes() const {
  std::vector<std::pair<std::string, std::string>> all;
  for (const Entry& entry : entries_) {
    for (const auto& [method, route] : entry.methods) all.emplace_back(method, entry.pattern);
  }
  return all;
}

Response Router::handle(Request request) const {
  Decision decision = decide(request);
  Response response = decision.answer ? *std::move(decision.answer) : run(*decision.route, request);
  finish(request, response);
  return response;
}

}  // namespace maek::http
