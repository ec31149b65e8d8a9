// SPDX-License-Identifier: Apache-2.0
// The words of a parameter: name, placeholder, range.
#include "base/parameter_text.h"

#include <fmt/format.h>

namespace maek {
namespace {

std::string upper(std::string text) {
  for (char& c : text) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    if (c == '-') c = '_';
  }
  return text;
}

std::string placeholder(const Parameter& parameter) {
  if (!parameter.placeholder.empty()) return parameter.placeholder;
  switch (parameter.kind) {
    case ParameterKind::kText:
      return "TEXT";
    case ParameterKind::kInteger:
    case ParameterKind::kReal:
      return parameter.unit.empty() ? "NUMBER" : parameter.unit;
    case ParameterKind::kFlag:
      return "";
    case ParameterKind::kChoice:
      return fmt::format("{}", fmt::join(parameter.choices, "|"));
    case ParameterKind::kFile:
      return "FILE";
    case ParameterKind::kFileOrText:
      return "FILE|TEXT";
  }
  return "";
}

}  // namespace

std::string option_name(const Parameter& parameter) {
  return parameter.positional ? upper(parameter.name) : "--" + parameter.name;
}

std::string option_usage(const Parameter& parameter) {
  std::string text = option_name(parameter);
  if (!parameter.positional && parameter.kind != ParameterKind::kFlag) text += ' ' + placeholder(parameter);
  if (parameter.repeated) text += "...";
  return text;
}

std::string number_text(double value) { return fmt::format("{}", value); }

std::string range_text(const Parameter& parameter) {
  const std::string unit = parameter.unit.empty() ? "" : ' ' + parameter.unit;
  if (parameter.minimum && parameter.maximum) {
    return fmt::format("between {} and {}{}", number_text(*parameter.minimum), number_text(*parameter.maximum), unit);
  }
  if (parameter.minimum) return fmt::format("at least {}{}", number_text(*parameter.minimum), unit);
  if (parameter.maximum) return fmt::format("at most {}{}", number_text(*parameter.maximum), unit);
  return "";
}

}  // namespace maek
