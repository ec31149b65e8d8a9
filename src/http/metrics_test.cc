// SPDX-License-Identifier: Apache-2.0
// Metrics, the access log's line, and keys.
#include "http/metrics.h"

#include <thread>   // for std::thread

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "http/access_log.h"   // for access_line
#include "http/keys.h"         // for Keys

namespace maek::http {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(Metrics, WritesTheTextFormat) {
  Metrics metrics;
  metrics.counter("b_total", "Second.").add(3);
  metrics.gauge("a", "First\nline \\ of help.", {{"name", "x\"y\\z\nw"}}).set(-1.5);
  Histogram& seconds = metrics.histogram("c_seconds", "Third.", {0.5, 1}, {{"route", "/a"}});
  for (const double value : {0.1, 0.5, 0.7, 5.0}) seconds.observe(value);
  EXPECT_EQ(metrics.text(),
            "# HELP a First\\nline \\\\ of help.\n# TYPE a gauge\na{name=\"x\\\"y\\\\z\\nw\"} -1.5\n"
            "# HELP b_total Second.\n# TYPE b_total counter\nb_total 3\n"
            "# HELP c_seconds Third.\n# TYPE c_seconds histogram\n"
            "c_seconds_bucket{route=\"/a\",le=\"0.5\"} 2\nc_seconds_bucket{route=\"/a\",le=\"1\"} 3\n"
            "c_seconds_bucket{route=\"/a\",le=\"+Inf\"} 4\nc_seconds_sum{route=\"/a\"} "
            "6.3\nc_seconds_count{route=\"/a\"} 4\n");
}

TEST(Metrics, AreOneForOneNameAndLabels) {
  Metrics metrics;
  Counter& one = metrics.counter("n", "", {{"a", "b"}});
  EXPECT_EQ(&one, &metrics.counter("n", "", {{"a", "b"}}));
  EXPECT_NE(&one, &metrics.counter("n", "", {{"a", "c"}}));
  metrics.gauge("n", "").set(1);   // another type under the same name would spoil the page
  EXPECT_THAT(metrics.text(), HasSubstr("# TYPE n_gauge gauge\nn_gauge 1\n"));
  metrics.counter("bad name-1", "").add();
  EXPECT_THAT(metrics.text(), HasSubstr("bad_name_1 1\n"));
}

TEST(Metrics, DoNotGrowWithoutEnd) {
  Metrics metrics;
  for (std::size_t i = 0; i < 3 * kMaxSeries; ++i) metrics.counter("n", "", {{"path", std::to_string(i)}}).add();
  const std::string text = metrics.text();
  EXPECT_EQ(static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')), kMaxSeries + 2);
  EXPECT_THAT(text, HasSubstr("n{path=\"other\"} " + std::to_string(2 * kMaxSeries + 1) + "\n"));
}

TEST(Metrics, CountFromManyThreads) {
  Metrics metrics;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 1000; ++i) {
        metrics.counter("n", "", {{"a", std::to_string(i % 7)}}).add();
        metrics.gauge("g", "").add(1);
        metrics.histogram("h", "", duration_bounds()).observe(i);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(metrics.counter("n", "", {{"a", "0"}}).value(), 4u * 143u);
  EXPECT_EQ(metrics.gauge("g", "").value(), 4000);
  EXPECT_EQ(metrics.histogram("h", "", {}).snapshot().cumulative.back(), 4000u);
}

TEST(AccessLog, IsOneLineOfJsonWhateverIsInIt) {
  AccessEntry entry;
  entry.time = std::chrono::system_clock::time_point(std::chrono::milliseconds(1767322984005));
  entry.peer = "::1";
  entry.method = "GET\n";
  entry.path = "/a\"b\xff\r\n{}";
  entry.route = "/{rest...}";
  entry.status = 200;
  entry.bytes_out = 12;
  entry.seconds = 0.0012345678;
  entry.id = "x";
  const std::string line = access_line(entry);
  EXPECT_THAT(line, Not(HasSubstr("\n")));
  EXPECT_THAT(line, HasSubstr("{\"time\":\"2026-01-02T03:03:04.005Z\",\"peer\":\"::1\""));
  const auto json = nlohmann::json::parse(line);
  EXPECT_EQ(json["path"], "/a\"b\xEF\xBF\xBD\r\n{}");
  EXPECT_EQ(json["seconds"], 0.001235);
  EXPECT_FALSE(json.contains("key"));
  EXPECT_FALSE(json.contains("complete"));
}

TEST(Keys, AreFoundByTheirHashes) {
  const std::string key = Keys::make();
  EXPECT_EQ(key.size(), 69u);
  EXPECT_NE(key, Keys::make());
  auto keys = Keys::parse("# who may call\n\nalice " + Keys::hash(key).hex() +
                          "\r\nbob sha256:" + Keys::hash("0123456789abcdef").hex());
  ASSERT_TRUE(keys) << keys.error().text();
  EXPECT_EQ(keys->find(key), "alice");
  EXPECT_EQ(keys->find("0123456789abcdef"), "bob");
  EXPECT_EQ(keys->find(""), std::nullopt);
  EXPECT_EQ(keys->find(std::string(100'000, 'x')), std::nullopt);
  EXPECT_EQ(Keys().find(key), std::nullopt);
  std::string other = key;
  for (std::size_t i = 0; i < key.size(); ++i) {
    other[i] ^= 1;
    EXPECT_EQ(keys->find(other), std::nullopt) << i;
    other[i] ^= 1;
  }
}

TEST(Keys, SayWhichLineIsWrongAndNeverTheKey) {
  for (const char* text : {"\nalice", "\nalice secret-key-in-clear", "\n deadbeef", "\nalice sha256:12"}) {
    const auto keys = Keys::parse(text);
    ASSERT_FALSE(keys) << text;
    EXPECT_EQ(keys.error().where, "line 2");
    EXPECT_THAT(keys.error().text(), Not(HasSubstr("secret")));
  }
  Keys keys;
  EXPECT_FALSE(keys.add_key("short", "too short"));
  EXPECT_FALSE(keys.add_key("long", std::string(1000, 'x')));
}

}  // namespace
}  // namespace maek::http
