// SPDX-License-Identifier: Apache-2.0
// Metrics and their text form (Prometheus exposition format 0.0.4).
#include "http/metrics.h"

#include <algorithm>     // for std::lower_bound
#include <cmath>         // for std::isfinite
#include <string_view>   // for std::string_view

#include <fmt/format.h>

namespace maek::http {
namespace {

bool is_name_character(char c, bool first) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (!first && c >= '0' && c <= '9');
}

/// Characters that the format does not know become '_'.
std::string clean_name(const std::string& name) {
  std::string clean = name.empty() ? "_" : name;
  for (std::size_t i = 0; i < clean.size(); ++i) {
    if (!is_name_character(clean[i], i == 0)) clean[i] = '_';
  }
  return clean;
}

std::string escaped(std::string_view text, bool quotes) {
  std::string out;
  for (const char c : text) {
    if (c == '\\') {
      out += "\\\\";
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '"' && quotes) {
      out += "\\\"";
    } else {
      out += c;
    }
  }
  return out;
}

/// a="b",c="d"
std::string label_text(const Labels& labels) {
  std::string text;
  for (const auto& [name, value] : labels) {
    if (!text.empty()) text += ',';
    text += clean_name(name) + "=\"" + escaped(value, true) + "\"";
  }
  return text;
}

std::string number_text(double value) {
  if (std::isfinite(value)) return fmt::format("{}", value);
  return std::isnan(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
}

std::string braces(const std::string& labels) { return labels.empty() ? "" : "{" + labels + "}"; }

template <class T>
struct Series {
  std::map<std::string, std::unique_ptr<T>> by_labels;

  template <class Make>
  T& get(const Labels& labels, Make&& make) {
    std::string text = label_text(labels);
    auto at = by_labels.find(text);
    if (at != by_labels.end()) return *at->second;
    if (by_labels.size() + 1 >= kMaxSeries) {
      Labels other = labels;
      for (auto& label : other) label.second = "other";
      text = label_text(other);
      at = by_labels.find(text);
      if (at != by_labels.end()) return *at->second;
    }
    return *by_labels.emplace(text, make()).first->second;
  }
};

}  // namespace

void Gauge::add(double amount) {
  double before = value_.load(std::memory_order_relaxed);
  while (!value_.compare_exchange_weak(before, before + amount, std::memory_order_relaxed)) {
  }
}

Histogram::Histogram(std::vector<double> bounds) : bounds_(std::move(bounds)), counts_(bounds_.size() + 1) {}

void Histogram::observe(double value) {
  if (std::isnan(value)) return;
  const auto at = std::lower_bound(bounds_.begin(), bounds_.end(), value) - bounds_.begin();
  const std::lock_guard guard(lock_);
  ++counts_[static_cast<std::size_t>(at)];
  sum_ += value;
}

Histogram::Snapshot Histogram::snapshot() const {
  const std::lock_guard guard(lock_);
  Snapshot snapshot{counts_, sum_};
  for (std::size_t i = 1; i < snapshot.cumulative.size(); ++i) snapshot.cumulative[i] += snapshot.cumulative[i - 1];
  return snapshot;
}

const std::vector<double>& duration_bounds() {
  static const std::vector<double> kBounds = {0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10, 60, 600};
  return kBounds;
}

struct Metrics::Family {
  std::string help;
  std::string type;
  Series<Counter> counters;
  Series<Gauge> gauges;
  Series<Histogram> histograms;
};

Metrics::Metrics() = default;
Metrics::~Metrics() = default;

Metrics::Family& Metrics::family(const std::string& name, const std::string& help, const char* type) {
  std::string key = clean_name(name);
  auto at = families_.find(key);
  // One name with two types would make the whole page unreadable.
  if (at != families_.end() && at->second->type != type) {
    key += std::string("_") + type;
    at = families_.find(key);
  }
  if (at == families_.end()) {
    at = families_.emplace(key, std::make_unique<Family>()).first;
    at->second->help = help;
    at->second->type = type;
  }
  return *at->second;
}

Counter& Metrics::counter(const std::string& name, const std::string& help, const Labels& labels) {
  const std::lock_guard guard(lock_);
  return family(name, help, "counter").counters.get(labels, [] { return std::make_unique<Counter>(); });
}

Gauge& Metrics::gauge(const std::string& name, const std::string& help, const Labels& labels) {
  const std::lock_guard guard(lock_);
  return family(name, help, "gauge").gauges.get(labels, [] { return std::make_unique<Gauge>(); });
}

Histogram& Metrics::histogram(const std::string& name, const std::string& help, const std::vector<double>& bounds,
                              const Labels& labels) {
  const std::lock_guard guard(lock_);
  return family(name, help, "histogram").histograms.get(labels, [&] { return std::make_unique<Histogram>(bounds); });
}

std::string Metrics::text() const {
  const std::lock_guard guard(lock_);
  std::string out;
  for (const auto& [name, family] : families_) {
    out += fmt::format("# HELP {} {}\n# TYPE {} {}\n", name, escaped(family->help, false), name, family->type);
    for (const auto& [labels, counter] : family->counters.by_labels) {
      out += fmt::format("{}{} {}\n", name, braces(labels), counter->value());
    }
    for (const auto& [labels, gauge] : family->gauges.by_labels) {
      out += fmt::format("{}{} {}\n", name, braces(labels), number_text(gauge->value()));
    }
    for (const auto& [labels, histogram] : family->histograms.by_labels) {
      const auto snapshot = histogram->snapshot();
      const std::string lead = labels.empty() ? "" : labels + ",";
      for (std::size_t i = 0; i < snapshot.cumulative.size(); ++i) {
        const std::string bound = i < histogram->bounds().size() ? number_text(histogram->bounds()[i]) : "+Inf";
        out += fmt::format("{}_bucket{{{}le=\"{}\"}} {}\n", name, lead, bound, snapshot.cumulative[i]);
      }
      out += fmt::format("{}_sum{} {}\n{}_count{} {}\n", name, braces(labels), number_text(snapshot.sum), name,
                         braces(labels), snapshot.cumulative.back());
    }
  }
  return out;
}

}  // namespace maek::http
