// SPDX-License-Identifier: Apache-2.0
// The router without sockets.
#include "http/router.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "http/target.h"   // for parse_target

namespace maek::http {
namespace {

using testing::HasSubstr;

Handler says(const std::string& text) {
  return [text](const Request& request) {
    std::string all = text;
    for (const auto& [name, value] : request.parameters) all += " " + name + "=" + value;
    return text_response(all);
  };
}

Request ask(const std::string& method, const std::string& target, std::vector<Header> headers = {}) {
  Request request;
  request.method = method;
  if (auto parsed = parse_target(target)) {
    request.path = parsed->path;
    request.query = parsed->query;
  } else {
    ADD_FAILURE() << parsed.error().text();
  }
  for (Header& header : headers) request.headers.add(header.name, header.value);
  return request;
}

Router example() {
  Router router;
  for (const char* pattern : {"/", "/jobs", "/jobs/{id}", "/jobs/last", "/jobs/{id}/files/{name}",
                              "/jobs/{id}/{rest...}", "/tile/{rest...}", "/a/{b}/c"}) {
    EXPECT_TRUE(router.add("GET", pattern, Access::kOpen, says(pattern)));
  }
  EXPECT_TRUE(router.add("POST", "/jobs", Access::kOpen, says("post")));
  EXPECT_TRUE(router.add("DELETE", "/jobs/{job}", Access::kOpen, says("delete")));
  return router;
}

TEST(Router, FindsTheMostParticularRoute) {
  const Router router = example();
  const struct {
    const char* method;
    const char* target;
    int status;
    const char* text;
  } cases[] = {
      {"GET", "/", 200, "/"},
      {"GET", "/jobs", 200, "/jobs"},
      {"GET", "/jobs/7", 200, "/jobs/{id} id=7"},
      {"GET", "/jobs/last", 200, "/jobs/last"},
      {"GET", "/jobs/l%61st", 200, "/jobs/last"},
      {"GET", "/jobs/a%20b", 200, "/jobs/{id} id=a b"},
      {"GET", "/jobs/7/files/x.pdb", 200, "/jobs/{id}/files/{name} id=7 name=x.pdb"},
      {"GET", "/jobs/7/other/x", 200, "/jobs/{id}/{rest...} id=7 rest=other/x"},
      {"GET", "/jobs/7/files", 200, "/jobs/{id}/{rest...} id=7 rest=files"},
      {"GET", "/tile/8/0/x001/067.p/3", 200, "/tile/{rest...} rest=8/0/x001/067.p/3"},
      {"DELETE", "/jobs/7", 200, "delete job=7"},
      {"DELETE", "/jobs/last", 200, "delete job=last"},
      {"POST", "/jobs", 200, "post"},
      {"GET", "/jobs/", 404, nullptr},
      {"GET", "/tile", 404, nullptr},
      {"GET", "/tile/", 404, nullptr},
      {"GET", "/tile/a/", 404, nullptr},
      {"GET", "/a/b", 404, nullptr},
      {"GET", "/A/b/c", 404, nullptr},
      {"GET", "/nothing", 404, nullptr},
      {"POST", "/", 405, nullptr},
  };
  for (const auto& c : cases) {
    const Response response = router.handle(ask(c.method, c.target));
    EXPECT_EQ(response.status, c.status) << c.method << " " << c.target;
    if (c.text != nullptr) {
      EXPECT_EQ(response.text(), c.text) << c.method << " " << c.target;
    }
  }
}

TEST(Router, NamesTheMethodsThatAPathHas) {
  const Router router = example();
  const Response refused = router.handle(ask("PUT", "/jobs"));
  EXPECT_EQ(refused.status, 405);
  EXPECT_EQ(refused.headers.get("Allow"), "GET, HEAD, OPTIONS, POST");
  EXPECT_EQ(router.handle(ask("PATCH", "/jobs/last")).headers.get("Allow"), "DELETE, GET, HEAD, OPTIONS");
  const Response options = router.handle(ask("OPTIONS", "/jobs"));
  EXPECT_EQ(options.status, 204);
  EXPECT_EQ(options.headers.get("Allow"), "GET, HEAD, OPTIONS, POST");
  EXPECT_EQ(router.handle(ask("OPTIONS", "/nothing")).status, 404);
  EXPECT_EQ(router.handle(ask("OPTIONS", "*")).status, 204);
  EXPECT_EQ(router.handle(ask("HEAD", "/jobs")).status, 200);
}

TEST(Router, TellsThePatternOfAPathEvenWhenItRefuses) {
  const Router router = example();
  const std::pair<Request, const char*> cases[] = {
      {ask("GET", "/jobs/7"), "/jobs/{id}"}, {ask("PUT", "/jobs/7"), "/jobs/{id}"}, {ask("GET", "/nothing"), ""}};
  for (auto [request, pattern] : cases) EXPECT_EQ(router.decide(request).pattern, pattern);
}

TEST(Router, RefusesRoutesThatMakeNoSense) {
  Router router;
  ASSERT_TRUE(router.add("GET", "/a/{b}", Access::kOpen, says("x")));
  const std::pair<const char*, const char*> bad[] = {
      {"GET", ""},        {"GET", "a"},      {"GET", "/a//b"}, {"GET", "/a/"},      {"GET", "/{a"},
      {"GET", "/{}"},     {"GET", "/x{a}"},  {"GET", "/{A}"},  {"GET", "/{a}/{a}"}, {"GET", "/{a...}/b"},
      {"GET", "/{...}"},  {"GET", "/a%20b"}, {"GET", "/a?b"},  {"get", "/ok"},      {"", "/ok"},
      {"OPTIONS", "/ok"}, {"GET", "/a/{b}"}};
  for (const auto& [method, pattern] : bad) {
    const auto added = router.add(method, pattern, Access::kOpen, says("x"));
    ASSERT_FALSE(added) << method << " " << pattern;
    EXPECT_EQ(added.error().code, ErrorCode::kInvalidArgument);
  }
  EXPECT_FALSE(router.add("GET", "/null", Access::kOpen, nullptr));
}

TEST(Router, OpensRoutesToKeysOnly) {
  Router router;
  ASSERT_TRUE(router.add("GET", "/open", Access::kOpen, says("open")));
  ASSERT_TRUE(
      router.add("GET", "/closed", Access::kKey, [](const Request& request) { return text_response(request.key); }));
  // Without any key nobody may: a forgotten configuration must not open a door.
  EXPECT_EQ(router.handle(ask("GET", "/closed", {{"Authorization", "Bearer "}})).status, 401);
  Keys keys;
  ASSERT_TRUE(keys.add_key("alice", "0123456789abcdef-alice"));
  ASSERT_TRUE(keys.add_key("bob", "0123456789abcdef-bob"));
  router.set_keys(std::move(keys));
  EXPECT_EQ(router.handle(ask("GET", "/open")).status, 200);
  for (const char* bad : {"", "Bearer", "Bearer ", "Bearer 0123456789abcdef", "Bearer 0123456789abcdef-bobb",
                          "Basic 0123456789abcdef-bob", "0123456789abcdef-bob", "Bearer  0123456789abcdef-bob"}) {
    const Response refused = router.handle(ask("GET", "/closed", {{"Authorization", bad}}));
    EXPECT_EQ(refused.status, 401) << bad;
    EXPECT_EQ(refused.headers.get("WWW-Authenticate"), "Bearer");
  }
  for (const char* good : {"Bearer 0123456789abcdef-bob", "bearer 0123456789abcdef-bob"}) {
    EXPECT_EQ(router.handle(ask("GET", "/closed", {{"Authorization", good}})).text(), "bob");
  }
}

TEST(Router, LetsOnlyAllowedOriginsReadAnswers) {
  Router router = example();
  EXPECT_EQ(
      router.handle(ask("GET", "/", {{"Origin", "https://app.example"}})).headers.find("Access-Control-Allow-Origin"),
      nullptr);
  router.set_cors({{"https://app.example"}});
  const auto good = router.handle(ask("GET", "/", {{"Origin", "https://app.example"}}));
  EXPECT_EQ(good.headers.get("Access-Control-Allow-Origin"), "https://app.example");
  EXPECT_EQ(good.headers.get("Vary"), "Origin");
  const auto missing = router.handle(ask("GET", "/nothing", {{"Origin", "https://app.example"}}));
  EXPECT_EQ(missing.headers.get("Access-Control-Allow-Origin"), "https://app.example");   // errors are readable too
  for (const char* origin : {"https://evil.example", "https://app.example.evil", "http://app.example", "null", ""}) {
    const auto bad = router.handle(ask("GET", "/", {{"Origin", origin}}));
    EXPECT_EQ(bad.headers.find("Access-Control-Allow-Origin"), nullptr) << origin;
    EXPECT_EQ(bad.headers.get("Vary"), "Origin");
  }
  const auto preflight = router.handle(
      ask("OPTIONS", "/jobs", {{"Origin", "https://app.example"}, {"Access-Control-Request-Method", "POST"}}));
  EXPECT_EQ(preflight.status, 204);
  EXPECT_THAT(std::string(preflight.headers.get("Access-Control-Allow-Methods")), HasSubstr("POST"));
  EXPECT_THAT(std::string(preflight.headers.get("Access-Control-Allow-Headers")), HasSubstr("Authorization"));
  EXPECT_EQ(preflight.headers.get("Access-Control-Max-Age"), "600");
  const auto refused = router.handle(
      ask("OPTIONS", "/jobs", {{"Origin", "https://evil.example"}, {"Access-Control-Request-Method", "POST"}}));
  EXPECT_EQ(refused.headers.find("Access-Control-Allow-Methods"), nullptr);
  router.set_cors({{"*"}});
  EXPECT_EQ(
      router.handle(ask("GET", "/", {{"Origin", "https://any.example"}})).headers.get("Access-Control-Allow-Origin"),
      "*");
}

TEST(Router, GivesEveryAnswerTheHeadersOfAnApi) {
  Router router;
  ASSERT_TRUE(router.add("GET", "/page", Access::kOpen, [](const Request&) {
    Response page = text_response("<p>", "text/html");
    page.headers.add("Content-Security-Policy", "default-src 'self'");
    page.headers.add("Cache-Control", "max-age=60");
    return page;
  }));
  const Response page = router.handle(ask("GET", "/page"));
  EXPECT_EQ(page.headers.get("Content-Security-Policy"), "default-src 'self'");
  EXPECT_EQ(page.headers.count("Content-Security-Policy"), 1u);
  EXPECT_EQ(page.headers.get("Cache-Control"), "max-age=60");
  const Response missing = router.handle(ask("GET", "/nothing"));
  EXPECT_EQ(missing.headers.get("X-Content-Type-Options"), "nosniff");
  EXPECT_EQ(missing.headers.get("X-Frame-Options"), "DENY");
  EXPECT_EQ(missing.headers.get("Cache-Control"), "no-store");
}

TEST(Router, ListsItsRoutes) {
  const auto routes = example().routes();
  EXPECT_EQ(routes.size(), 10u);
  EXPECT_THAT(routes, testing::Contains(std::pair<std::string, std::string>("POST", "/jobs")));
}

TEST(Message, MapsErrorsToStatuses) {
  const std::pair<ErrorCode, int> cases[] = {{ErrorCode::kInvalidArgument, 400}, {ErrorCode::kNotFound, 404},
                                             {ErrorCode::kMalformed, 400},       {ErrorCode::kUnsupported, 422},
                                             {ErrorCode::kTooLarge, 413},        {ErrorCode::kUnreadable, 500},
                                             {ErrorCode::kUnwritable, 500},      {ErrorCode::kDiskFull, 507},
                                             {ErrorCode::kCancelled, 503},       {ErrorCode::kInternal, 500}};
  for (const auto& [code, status] : cases) {
    const Response response = error_response({code, "what", "where", "hint"});
    EXPECT_EQ(response.status, status);
    const auto error = nlohmann::json::parse(response.text())["error"];
    EXPECT_EQ(error["code"], to_string(code));
    EXPECT_EQ(error["message"], "what");
    EXPECT_EQ(error["where"], status < 500 ? "where" : "");
    EXPECT_EQ(error["hint"], "hint");
    EXPECT_NE(reason_phrase(status), "Status");
  }
  const Response bytes = error_response({ErrorCode::kMalformed, "\xff", "", ""});   // must still be JSON
  EXPECT_FALSE(nlohmann::json::parse(bytes.text(), nullptr, false).is_discarded());
}

TEST(Headers, CompareNamesWithoutCase) {
  Headers headers;
  headers.add("Content-Type", "a");
  headers.add("content-type", "b");
  EXPECT_EQ(headers.count("CONTENT-TYPE"), 2u);
  EXPECT_EQ(headers.get("content-TYPE"), "a");
  headers.set("CONTENT-type", "c");
  EXPECT_EQ(headers.count("Content-Type"), 1u);
  EXPECT_EQ(headers.get("Content-Type"), "c");
  headers.remove("content-type");
  EXPECT_EQ(headers.find("Content-Type"), nullptr);
}

}  // namespace
}  // namespace maek::http
