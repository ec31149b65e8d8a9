// SPDX-License-Identifier: Apache-2.0
// Metrics: counters, gauges and histograms in Prometheus' text format (monitoring, /metrics).
#pragma once

#include <atomic>     // for std::atomic
#include <cstdint>    // for std::uint64_t
#include <map>        // for std::map
#include <memory>     // for std::unique_ptr
#include <mutex>      // for std::mutex
#include <string>     // for std::string
#include <utility>    // for std::pair
#include <vector>     // for std::vector

namespace maek::http {

using Labels = std::vector<std::pair<std::string, std::string>>;

constexpr std::size_t kMaxSeries = 1000;   // of one name; label sets beyond share one series labelled "other"

/// Only grows.
class Counter {
 public:
  void add(std::uint64_t amount = 1) { value_.fetch_add(amount, std::memory_order_relaxed); }
  std::uint64_t value() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::uint64_t> value_{0};
};

/// Goes up and down.
class Gauge {
 public:
  void set(double value) { value_.store(value, std::memory_order_relaxed); }
  void add(double amount);
  double value() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<double> value_{0};
};

/// How many observations were at most so large.
class Histogram {
 public:
  /// `bounds` rise strictly; the bucket without end is added.
  explicit Histogram(std::vector<double> bounds);
  void observe(double value);

  struct Snapshot {
    std::vector<std::uint64_t> cumulative;   // one for each bound, and all
    double sum = 0;
  };
  Snapshot snapshot() const;
  const std::vector<double>& bounds() const { return bounds_; }

 private:
  std::vector<double> bounds_;
  mutable std::mutex lock_;
  std::vector<std::uint64_t> counts_;
  double sum_ = 0;
};

/// Upper bounds for durations [s]: from a cached answer to a long computation.
const std::vector<double>& duration_bounds();

/// What a service counts. What is handed out lives as long as this; safe from many threads. Label values must come
/// from a small set that the program knows (route patterns, never paths).
class Metrics {
 public:
  Metrics();
  ~Metrics();

  Counter& counter(const std::string& name, const std::string& help, const Labels& labels = {});
  Gauge& gauge(const std::string& name, const std::string& help, const Labels& labels = {});
  Histogram& histogram(const std::string& name, const std::string& help, const std::vector<double>& bounds,
                       const Labels& labels = {});

  /// All of it in the text format 0.0.4, names and series in order.
  std::string text() const;
  static constexpr const char* kContentType = "text/plain; version=0.0.4; charset=utf-8";

 private:
  struct Family;
  Family& family(const std::string& name, const std::string& help, const char* type);

  mutable std::mutex lock_;
  std::map<std::string, std::unique_ptr<Family>> families_;
};

}  // namespace maek::http
