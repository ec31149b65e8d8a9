// SPDX-License-Identifier: Apache-2.0
// Targets and addresses: what is read, and what is refused.
#include "http/target.h"

#include <gtest/gtest.h>

#include "http/url.h"   // for parse_url

namespace maek::http {
namespace {

using Parts = std::vector<std::string>;
using Fields = std::vector<std::pair<std::string, std::string>>;

TEST(Target, IsSplitBeforeItIsDecoded) {
  const struct {
    const char* text;
    Parts path;
    Fields query;
  } cases[] = {
      {"/", {}, {}},
      {"*", {}, {}},
      {"/a", {"a"}, {}},
      {"/a/", {"a", ""}, {}},
      {"/a%20b/c%3Fd", {"a b", "c?d"}, {}},
      {"/%EC%95%BD", {"\xEC\x95\xBD"}, {}},
      {"/...", {"..."}, {}},
      {"/a+b", {"a+b"}, {}},
      {"/?", {}, {}},
      {"/?a=b&c=d", {}, {{"a", "b"}, {"c", "d"}}},
      {"/?a=b=c&&d&=e", {}, {{"a", "b=c"}, {"d", ""}, {"", "e"}}},
      {"/?a+b=c%2Bd%26e", {}, {{"a b", "c+d&e"}}},
      {"/?q=/../..%2f", {}, {{"q", "/../../"}}},
      {"http://host", {}, {}},
      {"http://host/a?b=c", {"a"}, {{"b", "c"}}},
      {"https://host:1/a", {"a"}, {}},
  };
  for (const auto& c : cases) {
    const auto target = parse_target(c.text);
    ASSERT_TRUE(target) << c.text << ": " << target.error().text();
    EXPECT_EQ(target->path, c.path) << c.text;
    EXPECT_EQ(target->query, c.query) << c.text;
  }
}

TEST(Target, RefusesWhatCouldLeaveItsFolderOrBeReadTwice) {
  using namespace std::string_literals;
  const std::string bad[] = {"",
                             "a",
                             "//",
                             "//a",
                             "/a//b",
                             "/.",
                             "/..",
                             "/a/../b",
                             "/a/./b",
                             "/%2e",
                             "/%2E%2e/a",
                             "/.%2e",
                             "/%2f",
                             "/a%2Fb",
                             "/a%5Cb",
                             "/a\\b%5c",
                             "/%00",
                             "/a%0a",
                             "/%7f",
                             "/%1f",
                             "/%",
                             "/%4",
                             "/%g0",
                             "/%0g",
                             "/% 41",
                             "/%c0%af",
                             "/%c0%ae",
                             "/%e0%80%af",
                             "/%f0%80%80%af",
                             "/%ed%a0%80",
                             "/%f4%90%80%80",
                             "/%f8%88%80%80%80",
                             "/%80",
                             "/%c3",
                             "/\xc3\xa9",
                             "/a b",
                             "/a\tb",
                             "/a\0b"s,
                             "/a#b",
                             "/?a=%zz",
                             "/?a=%00",
                             "/?%ff=1",
                             "ftp://host/a",
                             "http:///a",
                             "http://?a",
                             "http://host?a=b",
                             "HTTP://host/a",
                             "host:80",
                             "**"};
  for (const std::string& text : bad) {
    const auto target = parse_target(text);
    ASSERT_FALSE(target) << text;
    EXPECT_EQ(target.error().code, ErrorCode::kMalformed) << text;
  }
}

TEST(Target, BoundsWhatItKeeps) {
  std::string deep;
  for (std::size_t i = 0; i < kMaxPathParts; ++i) deep += "/a";
  EXPECT_TRUE(parse_target(deep));
  EXPECT_FALSE(parse_target(deep + "/a"));
  std::string wide = "/?";
  for (std::size_t i = 0; i < kMaxQueryFields; ++i) wide += "a=b&";
  EXPECT_TRUE(parse_target(wide));
  EXPECT_FALSE(parse_target(wide + "a=b"));
}

TEST(PercentEncoding, ComesBackForEveryByte) {
  std::string all;
  for (int i = 0; i < 256; ++i) all += static_cast<char>(i);
  const std::string encoded = percent_encode(all);
  EXPECT_EQ(encoded.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~%"),
            std::string::npos);
  const auto decoded = percent_decode(encoded);
  ASSERT_TRUE(decoded);
  EXPECT_EQ(*decoded, all);
}

TEST(Url, IsTakenApart) {
  const struct {
    const char* text;
    Url url;
    const char* normal;
  } cases[] = {
      {"http://host", {false, "host", 80, "/"}, "http://host/"},
      {"HTTPS://Host.Example:8443/a/b?c=d%20e",
       {true, "host.example", 8443, "/a/b?c=d%20e"},
       "https://host.example:8443/a/b?c=d%20e"},
      {"http://127.0.0.1:80/", {false, "127.0.0.1", 80, "/"}, "http://127.0.0.1/"},
      {"https://[::1]:443/x", {true, "::1", 443, "/x"}, "https://[::1]/x"},
      {"http://[2001:DB8::1]:8080", {false, "2001:db8::1", 8080, "/"}, "http://[2001:db8::1]:8080/"},
      {"http://host?q", {false, "host", 80, "/?q"}, "http://host/?q"},
      {"http://xn--bcher-kva.example/", {false, "xn--bcher-kva.example", 80, "/"}, "http://xn--bcher-kva.example/"},
      {"http://a_b/", {false, "a_b", 80, "/"}, "http://a_b/"},
  };
  for (const auto& c : cases) {
    const auto url = parse_url(c.text);
    ASSERT_TRUE(url) << c.text << ": " << url.error().text();
    EXPECT_EQ(*url, c.url) << c.text << " -> " << url->text();
    EXPECT_EQ(url->text(), c.normal);
  }
}

TEST(Url, RefusesWhatABrowserWouldRepair) {
  using namespace std::string_literals;
  const std::string bad[] = {"",
                             "host",
                             "//host",
                             "ftp://host",
                             "http:/host",
                             "http:host",
                             "http://",
                             "http:///a",
                             "http://:80",
                             "http://host:",
                             "http://host:0",
                             "http://host:65536",
                             "http://host:99999999999",
                             "http://host:8o",
                             "http://host:+1",
                             "http://host:-1",
                             "http://user@host",
                             "http://user:pw@host/",
                             "http://host#x",
                             "http://host/#x",
                             "http://host/a b",
                             " http://host",
                             "http://host\n",
                             "http://ho\0st"s,
                             "http://h\xc3\xb6st/",
                             "http://host/\xff",
                             "http://host/%",
                             "http://host/%2",
                             "http://host/%zz",
                             "http://host/a\\b",
                             "http://host/<>",
                             "http://host/\"",
                             "http://host/[",
                             "http://host/a|b",
                             "http://[::1",
                             "http://[::1]x",
                             "http://[]",
                             "http://[1.2.3.4]",
                             "http://::1/",
                             "http://-host",
                             "http://host-/",
                             "http://a..b/",
                             "http://.a/",
                             "http://a./",
                             "http://127.1/",
                             "http://0x7f.1/",
                             "http://0X7F.1/",
                             "http://2130706433/",
                             "http://1.2.3.4.5/",
                             "http://256.1.1.1/",
                             "http://a%2eb/",
                             "http://host\\@evil/",
                             "http://" + std::string(254, 'a') + "/",
                             "http://" + std::string(64, 'a') + ".b/",
                             "http://host/" + std::string(kLongestUrl, 'a')};
  for (const std::string& text : bad) {
    const auto url = parse_url(text);
    ASSERT_FALSE(url) << text << " -> " << url->text();
    EXPECT_EQ(url.error().code, ErrorCode::kInvalidArgument) << text;
    EXPECT_EQ(url.error().text().find("pw"), std::string::npos);   // a password must not reach a log
  }
}

}  // namespace
}  // namespace maek::http
