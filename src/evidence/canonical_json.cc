// SPDX-License-Identifier: Apache-2.0
// Strict reading by nlohmann's SAX parser into a value; writing as RFC 8785 says, members in order of UTF-16 code units.
#include "evidence/canonical_json.h"

#include <algorithm>  // for std::sort
#include <array>  // for std::array
#include <charconv>  // for std::to_chars
#include <cmath>  // for std::isfinite
#include <cstddef>  // for std::ptrdiff_t
#include <cstdint>  // for std::int64_t
#include <cstdlib>  // for std::abs
#include <iterator>  // for std::forward_iterator_tag
#include <string>  // for std::string
#include <string_view>  // for std::string_view
#include <system_error>  // for std::errc
#include <utility>  // for std::move
#include <vector>  // for std::vector

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace maek::evidence {
namespace {

using nlohmann::json;

constexpr std::int64_t kLargestExact = std::int64_t{1} << 53;  // beyond it a double skips integers
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::size_t kShownName = 60;  // bytes of a member's name in a message

Error malformed(std::string message, std::size_t byte) {
  return {ErrorCode::kMalformed, std::move(message), fmt::format("JSON, byte {}", byte)};
}

/// A name for a message: cut at a character's border, control characters as '?'.
std::string shown(std::string_view name) {
  std::size_t end = std::min(name.size(), kShownName);
  while (end > 0 && end < name.size() && (static_cast<unsigned char>(name[end]) & 0xC0) == 0x80) --end;
  std::string out(name.substr(0, end));
  for (char& c : out) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = '?';
  }
  return end < name.size() ? out + "..." : out;
}

/// Reads bytes and tells how many were taken: the SAX interface gives no places for what the handler refuses.
class CountingIterator {
 public:
  using iterator_category = std::forward_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  CountingIterator() = default;
  CountingIterator(const char* at, const char** furthest) : at_(at), furthest_(furthest) {}
  reference operator*() const { return *at_; }
  CountingIterator& operator++() {
    ++at_;
    *furthest_ = at_;
    return *this;
  }
  CountingIterator operator++(int) {
    CountingIterator before = *this;
    ++*this;
    return before;
  }
  bool operator==(const CountingIterator& other) const { return at_ == other.at_; }
  bool operator!=(const CountingIterator& other) const { return at_ != other.at_; }

 private:
  const char* at_ = nullptr;
  const char** furthest_ = nullptr;
};

/// Builds a value; refuses what I-JSON (RFC 7493) refuses and nlohmann's own reader lets pass.
class StrictHandler : public json::json_sax_t {
 public:
  explicit StrictHandler(std::string_view text) : begin_(text.data()), furthest_(text.data()) {}

  const char** furthest() { return &furthest_; }
  json take() { return std::move(root_); }
  Error take_error() { return std::move(error_); }

  bool null() override { return put(nullptr); }
  bool boolean(bool value) override { return put(value); }
  bool number_integer(number_integer_t value) override { return put(value); }
  bool number_unsigned(number_unsigned_t value) override { return put(value); }
  bool number_float(number_float_t value, const string_t&) override { return put(value); }
  bool string(string_t& value) override { return put(std::move(value)); }
  bool binary(binary_t&) override { return refuse("binary data is not JSON"); }

  bool start_object(std::size_t) override { return open(json::object()); }
  bool key(string_t& name) override {
    const auto [member, is_new] = open_.back()->get_ref<json::object_t&>().emplace(name, nullptr);
    if (!is_new)
      return refuse(fmt::format("the name '{}' stands twice in one object (ends at this byte)", shown(name)));
    slot_ = &member->second;
    return true;
  }
  bool end_object() override { return close(); }
  bool start_array(std::size_t) override { return open(json::array()); }
  bool end_array() override { return close(); }

  bool parse_error(std::size_t position, const std::string&, const json::exception& why) override {
    // "[json.exception...] parse error at line 1, column 2: what; last read: '<unbounded input>'; expected ..."
    std::string_view what = why.what();
    if (const auto at = what.find("] "); at != std::string_view::npos) what.remove_prefix(at + 2);
    if (const auto at = what.find(": "); at != std::string_view::npos) what.remove_prefix(at + 2);
    if (const auto at = what.find("; last read"); at != std::string_view::npos) what = what.substr(0, at);
    if (what.substr(0, 21) == "number overflow parsi") what = "a number beyond what a double can hold";
    error_ = malformed(std::string(what), position);
    return false;
  }

 private:
  bool refuse(std::string message) {
    error_ = malformed(std::move(message), static_cast<std::size_t>(furthest_ - begin_));
    return false;
  }
  json& place() {
    if (open_.empty()) return root_;
    if (open_.back()->is_object()) return *slot_;
    auto& array = open_.back()->get_ref<json::array_t&>();
    return array.emplace_back(nullptr);
  }
  template <class Value>
  bool put(Value&& value) {
    place() = std::forward<Value>(value);
    return true;
  }
  bool open(json empty) {
    if (open_.size() >= static_cast<std::size_t>(kMaxJsonDepth)) {
      return refuse(fmt::format("objects and arrays more than {} deep", kMaxJsonDepth));
    }
    json& here = place();
    here = std::move(empty);
    open_.push_back(&here);
    return true;
  }
  bool close() {
    open_.pop_back();
    return true;
  }

  const char* begin_;
  const char* furthest_;
  json root_;
  json* slot_ = nullptr;  // the member whose name was read last
  std::vector<json*> open_;  // only the innermost one grows, so the others stay where they are
  Error error_;
};

/// The first byte that is not part of well-formed UTF-8 (Unicode 15, table 3-7), or npos.
std::size_t ill_formed_utf8(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    if (lead < 0x80) {
      ++i;
      continue;
    }
    const int more = lead >= 0xC2 && lead <= 0xDF   ? 1
                     : lead >= 0xE0 && lead <= 0xEF ? 2
                     : lead >= 0xF0 && lead <= 0xF4 ? 3
                                                    : 0;
    if (more == 0 || text.size() - i <= static_cast<std::size_t>(more)) return i;
    unsigned char low = 0x80;
    unsigned char high = 0xBF;
    if (lead == 0xE0) low = 0xA0;
    if (lead == 0xED) high = 0x9F;  // surrogates
    if (lead == 0xF0) low = 0x90;
    if (lead == 0xF4) high = 0x8F;
    for (int k = 1; k <= more; ++k) {
      const auto next = static_cast<unsigned char>(text[i + static_cast<std::size_t>(k)]);
      if (next < low || next > high) return i;
      low = 0x80;
      high = 0xBF;
    }
    i += static_cast<std::size_t>(more) + 1;
  }
  return std::string_view::npos;
}

/// Well-formed UTF-8 in the order of its UTF-16 code units (RFC 8785, 3.2.3). Bytes are in that order already, but for
/// U+E000..U+FFFF (led by EE and EF), which come behind the surrogates of U+10000 and above (led by F0..F4).
bool before_in_utf16(std::string_view a, std::string_view b) {
  const auto rank = [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte == 0xEE || byte == 0xEF ? byte + 0x10 : int{byte};
  };
  const auto [in_a, in_b] = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
  if (in_a == a.end() || in_b == b.end()) return a.size() < b.size();
  return rank(*in_a) < rank(*in_b);
}

class Writer {
 public:
  explicit Writer(bool exact_integers) : exact_integers_(exact_integers) {}
  std::string out;

  Expected<void> value(const json& v, int depth) {
    switch (v.type()) {
      case json::value_t::null:
        out += "null";
        return {};
      case json::value_t::boolean:
        out += v.get<bool>() ? "true" : "false";
        return {};
      case json::value_t::string:
        return string(v.get_ref<const std::string&>());
      case json::value_t::number_integer: {
        const auto number = v.get<std::int64_t>();
        if (exact_integers_ && (number > kLargestExact || number < -kLargestExact))
          return inexact(std::to_string(number));
        out += ecmascript_number(static_cast<double>(number));
        return {};
      }
      case json::value_t::number_unsigned: {
        const auto number = v.get<std::uint64_t>();
        if (exact_integers_ && number > static_cast<std::uint64_t>(kLargestExact))
          return inexact(std::to_string(number));
        out += ecmascript_number(static_cast<double>(number));
        return {};
      }
      case json::value_t::number_float: {
        const double number = v.get<double>();
        if (!std::isfinite(number)) return Error{ErrorCode::kMalformed, "JSON has no infinities and no NaN"};
        out += ecmascript_number(number);
        return {};
      }
      case json::value_t::array:
        return array(v, depth);
      case json::value_t::object:
        return object(v, depth);
      default:
        return Error{ErrorCode::kMalformed, "binary or discarded values are not JSON"};
    }
  }

 private:
  static Error inexact(const std::string& number) {
    return {ErrorCode::kMalformed,
            fmt::format("the integer {} is beyond 2^53, where a double cannot hold it", number),
            {},
            "carry it as a string"};
  }
  static Error too_deep() {
    return {ErrorCode::kMalformed, fmt::format("objects and arrays more than {} deep", kMaxJsonDepth)};
  }

  Expected<void> string(std::string_view text) {
    if (const auto at = ill_formed_utf8(text); at != std::string_view::npos) {
      return Error{ErrorCode::kMalformed,
                   fmt::format("byte {} of the string '{}' is not UTF-8", at, shown(text.substr(0, at)))};
    }
    out += '"';
    for (const char c : text) {
      switch (c) {
        case '"':
          out += "\\\"";
          break;
        case '\\':
          out += "\\\\";
          break;
        case '\b':
          out += "\\b";
          break;
        case '\t':
          out += "\\t";
          break;
        case '\n':
          out += "\\n";
          break;
        case '\f':
          out += "\\f";
          break;
        case '\r':
          out += "\\r";
          break;
        default:
          if (static_cast<unsigned char>(c) < 0x20) {
            out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
          } else {
            out += c;
          }
      }
    }
    out += '"';
    return {};
  }

  Expected<void> array(const json& v, int depth) {
    if (depth >= kMaxJsonDepth) return too_deep();
    out += '[';
    bool first = true;
    for (const json& element : v) {
      if (!first) out += ',';
      first = false;
      if (auto done = value(element, depth + 1); !done) return done;
    }
    out += ']';
    return {};
  }

  Expected<void> object(const json& v, int depth) {
    if (depth >= kMaxJsonDepth) return too_deep();
    std::vector<const json::object_t::value_type*> members;
    for (const auto& member : v.get_ref<const json::object_t&>()) members.push_back(&member);
    std::sort(members.begin(), members.end(),
              [](const auto* a, const auto* b) { return before_in_utf16(a->first, b->first); });
    out += '{';
    bool first = true;
    for (const auto* member : members) {
      if (!first) out += ',';
      first = false;
      if (auto done = string(member->first); !done) return done;
      out += ':';
      if (auto done = value(member->second, depth + 1); !done) return done;
    }
    out += '}';
    return {};
  }

  bool exact_integers_;
};

Expected<std::string> write(const json& value, bool exact_integers) {
  Writer writer(exact_integers);
  if (auto done = writer.value(value, 0); !done) return done.error();
  return std::move(writer.out);
}

}  // namespace

std::string ecmascript_number(double value) {
  if (!std::isfinite(value)) return "null";  // what JSON.stringify writes; canonical_json refuses it before
  if (value == 0) return "0";  // -0 too
  std::array<char, 32> buffer{};
  // Shortest digits that read back as the same double, nearest to it among those: ECMA-262, Number::toString, step 5.
  const auto end =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), std::abs(value), std::chars_format::scientific).ptr;
  const std::string_view scientific(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
  const auto e = scientific.find('e');
  std::string digits(scientific.substr(0, 1));
  if (e > 2) digits += scientific.substr(2, e - 2);
  int exponent = 0;
  const char* first = scientific.data() + e + (scientific[e + 1] == '+' ? 2 : 1);
  std::from_chars(first, end, exponent);

  const int k = static_cast<int>(digits.size());
  const int n = exponent + 1;  // value = 0.digits * 10^n
  std::string out = value < 0 ? "-" : "";
  if (k <= n && n <= 21) return out + digits + std::string(static_cast<std::size_t>(n - k), '0');
  if (0 < n && n <= 21) return out + digits.insert(static_cast<std::size_t>(n), ".");
  if (-6 < n && n <= 0) return out + "0." + std::string(static_cast<std::size_t>(-n), '0') + digits;
  if (k > 1) digits.insert(1, ".");
  return out + digits + (n > 0 ? "e+" : "e-") + std::to_string(std::abs(n - 1));
}

Expected<json> parse_strict_json(std::string_view text) {
  // nlohmann skips a byte order mark, and takes a zero byte for the end of the text.
  if (text.substr(0, kByteOrderMark.size()) == kByteOrderMark) {
    return malformed("a byte order mark stands before the JSON: take its three bytes away", 0);
  }
  if (const auto zero = text.find('\0'); zero != std::string_view::npos) {
    return malformed("a zero byte is not JSON (perhaps a binary file?)", zero);
  }
  StrictHandler handler(text);
  CountingIterator first(text.data(), handler.furthest());
  CountingIterator last(text.data() + text.size(), handler.furthest());
  if (!json::sax_parse(first, last, &handler)) return handler.take_error();
  return handler.take();
}

Expected<std::string> canonical_json(std::string_view text) {
  auto value = parse_strict_json(text);
  if (!value) return value.error();
  return write(*value, false);
}

template <std::same_as<json> Json>
Expected<std::string> canonical_json(const Json& value) {
  return write(value, true);
}
template Expected<std::string> canonical_json<json>(const json& value);

Expected<json> parse_canonical_json(std::string_view text) {
  auto value = parse_strict_json(text);
  if (!value) return value.error();
  const auto canonical = write(*value, false);
  if (!canonical) return canonical.error();
  if (*canonical != text) {
    const auto [ours, theirs] = std::mismatch(canonical->begin(), canonical->end(), text.begin(), text.end());
    return malformed("JSON that is not in its canonical form (RFC 8785) from this byte on",
                     static_cast<std::size_t>(theirs - text.begin()));
  }
  return value;
}

}  // namespace maek::evidence
