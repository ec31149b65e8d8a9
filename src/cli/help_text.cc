// SPDX-License-Identifier: Apache-2.0
// Lays help out in columns, wrapped at blanks.
#include "cli/help_text.h"

#include <algorithm>   // for std::max
#include <utility>     // for std::pair

#include <fmt/format.h>

#include "base/parameter_text.h"   // for option_usage, range_text
#include "base/version.h"          // for version
#include "cli/invocation.h"        // for global_options

namespace maek::cli {
namespace {

constexpr std::size_t kLineColumns = 100;
constexpr std::size_t kWidestLeft = 30;   // a longer left side gets a line of its own

using Rows = std::vector<std::pair<std::string, std::string>>;

// Columns on a terminal, counting each UTF-8 character as one.
std::size_t columns(std::string_view text) {
  std::size_t n = 0;
  for (const char c : text) n += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  return n;
}

// Breaks at blanks; every line after the first begins with `indent` blanks.
std::string wrap(std::string_view text, std::size_t begin, std::size_t indent) {
  std::string lines;
  std::size_t at = begin;
  bool fresh = true;
  for (std::size_t i = 0; i <= text.size();) {
    const std::size_t end = std::min(text.find(' ', i), text.size());
    const std::string_view word = text.substr(i, end - i);
    const std::size_t wide = columns(word);
    if (!fresh && at + 1 + wide > kLineColumns) {
      lines += '\n' + std::string(indent, ' ');
      at = indent;
      fresh = true;
    }
    if (!fresh) {
      lines += ' ';
      ++at;
    }
    lines += word;
    at += wide;
    fresh = false;
    i = end + 1;
  }
  return lines;
}

std::string table(const Rows& rows) {
  std::size_t widest = 0;
  for (const auto& [left, right] : rows) {
    if (columns(left) <= kWidestLeft) widest = std::max(widest, columns(left));
  }
  std::string text;
  for (const auto& [left, right] : rows) {
    const std::size_t indent = 2 + widest + 2, wide = columns(left);
    const bool own_line = wide > widest;
    text += "  " + left;
    text += own_line ? '\n' + std::string(indent, ' ') : std::string(widest - wide + 2, ' ');
    text += wrap(right, indent, indent) + '\n';
  }
  return text;
}

Rows global_rows(bool with_out) {
  Rows rows;
  for (const GlobalOption& option : global_options()) {
    if (std::string_view(option.name) == "out" && !with_out) continue;
    const std::string left = fmt::format("--{}{}{}", option.name, *option.placeholder ? " " : "", option.placeholder);
    rows.emplace_back(left, option.help);
  }
  return rows;
}

std::string meaning(const Parameter& parameter) {
  std::vector<std::string> facts;
  if (const std::string range = range_text(parameter); !range.empty()) facts.push_back(range);
  const bool needed = parameter.required && parameter.fallback.empty();
  if (needed) facts.emplace_back("required");
  if (!parameter.fallback.empty()) {
    facts.push_back("default " + parameter.fallback + (parameter.unit.empty() ? "" : ' ' + parameter.unit));
  }
  if (parameter.repeated) facts.emplace_back("may be repeated");
  if (facts.empty()) return parameter.help;
  return fmt::format("{} ({})", parameter.help, fmt::join(facts, "; "));
}

std::string usage(const Operation& operation) {
  std::string line = "maek " + operation.name;
  bool optional_ones = false;
  for (const Parameter& parameter : operation.parameters) {
    const bool needed = parameter.required && parameter.fallback.empty();
    if (!parameter.positional && !needed) {
      optional_ones = true;
      continue;
    }
    line += needed ? ' ' + option_usage(parameter) : " [" + option_usage(parameter) + ']';
  }
  return line + (optional_ones ? " [options]" : "");
}

}  // namespace

std::string group_of(const Operation& operation) {
  const std::size_t blank = operation.name.find(' ');
  return blank == std::string::npos ? "" : operation.name.substr(0, blank);
}

std::string help_text(const std::vector<Operation>& operations) {
  Rows rows;
  for (const Operation& operation : operations) {
    if (operation.hidden) continue;
    const std::string group = group_of(operation);
    if (group.empty()) {
      rows.emplace_back(operation.name, operation.help);
    } else if (const std::string left = group + " VERB"; rows.empty() || rows.back().first != left) {
      rows.emplace_back(left, operation.name.substr(group.size() + 1));
    } else {
      rows.back().second += ", " + operation.name.substr(group.size() + 1);
    }
  }
  rows.emplace_back("help VERB", "what a verb takes, with an example that works");
  return fmt::format(
      "maek {}: from a molecule to a patient, every answer with its proof\n\n"
      "  maek VERB ... [options]\n\nVerbs\n{}\nOptions of every verb\n{}",
      version(), table(rows), table(global_rows(true)));
}

std::string help_text(const std::vector<Operation>& operations, const std::string& group) {
  Rows rows;
  for (const Operation& operation : operations) {
    if (!operation.hidden && group_of(operation) == group) rows.emplace_back(operation.name, operation.help);
  }
  return fmt::format("  maek {} VERB ... [options]\n\nVerbs\n{}\n`maek {} VERB --help` tells what each takes.\n", group,
                     table(rows), group);
}

std::string help_text(const Operation& operation) {
  std::string text = fmt::format("{}\n\n  {}\n", operation.help, usage(operation));
  if (!operation.details.empty()) {
    text += '\n';
    std::string_view rest = operation.details;
    for (;;) {   // paragraph lines are wrapped one by one: lists in them stay lists
      const std::size_t end = std::min(rest.find('\n'), rest.size());
      text += wrap(rest.substr(0, end), 0, 0) + '\n';
      if (end == rest.size()) break;
      rest.remove_prefix(end + 1);
    }
  }
  if (!operation.example.empty()) text += fmt::format("\nExample\n  {}\n", operation.example);
  Rows rows;
  for (const Parameter& parameter : operation.parameters)
    rows.emplace_back(option_usage(parameter), meaning(parameter));
  if (!rows.empty()) text += "\nParameters\n" + table(rows);
  return text + "\nOptions of every verb\n" + table(global_rows(operation.writes_files));
}

}  // namespace maek::cli
