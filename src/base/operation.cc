// SPDX-License-Identifier: Apache-2.0
// Arguments: from texts as typed to checked values. Every refusal names the parameter, the value and what is right.
#include "base/operation.h"

#include <algorithm>   // for std::find
#include <charconv>    // for std::from_chars
#include <cmath>       // for std::isfinite

#include <fmt/format.h>

#include "base/parameter_text.h"   // for option_name, range_text
#include "base/nearest_word.h"              // for did_you_mean

namespace maek {
namespace {

constexpr std::size_t kShownBytes = 60;   // of a wrong value in a message

std::string shown(std::string_view value) {
  std::string text(value.substr(0, kShownBytes));
  for (char& c : text) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
  }
  if (value.size() <= kShownBytes) return text;
  // Never cut inside a UTF-8 character.
  while (!text.empty() && (static_cast<unsigned char>(value[text.size()]) & 0xC0) == 0x80) text.pop_back();
  return text + "...";
}

template <class Number>
std::optional<Number> parse(std::string_view text) {
  if (text.starts_with('+') && !text.starts_with("+-")) text.remove_prefix(1);
  Number value{};
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failed != std::errc() || end != text.data() + text.size() || text.empty()) return std::nullopt;
  return value;
}

Error wrong(const Parameter& parameter, std::string message, std::string hint) {
  return {ErrorCode::kInvalidArgument, std::move(message), option_name(parameter), std::move(hint)};
}

template <class Number>
Expected<void> check_range(const Parameter& parameter, std::string_view text, Number value) {
  const bool below = parameter.minimum && static_cast<double>(value) < *parameter.minimum;
  const bool above = parameter.maximum && static_cast<double>(value) > *parameter.maximum;
  if (!below && !above) return {};
  return wrong(parameter, fmt::format("{} is too {}", shown(text), below ? "small" : "large"),
               fmt::format("It must be {}.", range_text(parameter)));
}

Expected<void> check_number(const Parameter& parameter, const std::string& text) {
  const bool whole = parameter.kind == ParameterKind::kInteger;
  if (whole) {
    if (const auto value = parse<std::int64_t>(text)) return check_range(parameter, text, *value);
  } else if (const auto value = parse<double>(text); value && std::isfinite(*value)) {
    return check_range(parameter, text, *value);
  }
  const std::string range = range_text(parameter);
  return wrong(
      parameter, fmt::format("'{}' is not a {} number", shown(text), whole ? "whole" : "finite"),
      range.empty() ? fmt::format("Give one such as {}.", whole ? "8" : "1.5") : fmt::format("It must be {}.", range));
}

std::optional<bool> parse_flag(std::string_view text) {
  if (text.empty() || text == "true" || text == "1") return true;
  if (text == "false" || text == "0") return false;
  return std::nullopt;
}

// Texts that end so are meant as files: opening them as SMILES would only hide a slip in the path.
bool looks_like_a_file(std::string_view text) {
  constexpr std::string_view kEndings[] = {".sdf",   ".mol",   ".mol2", ".pdb",  ".ent", ".cif",
                                           ".mmcif", ".pdbqt", ".smi",  ".gz",   ".csv", ".tsv",
                                           ".fasta", ".json",  ".txt",  ".yaml", ".zip"};
  if (text.starts_with("./") || text.starts_with("../") || text.starts_with("~/")) return true;
  return std::any_of(std::begin(kEndings), std::end(kEndings),
                     [&](std::string_view end) { return text.ends_with(end); });
}

Expected<Input> open_input(const Parameter& parameter, const std::string& text, const InputOpener& open) {
  if (text.empty()) {
    return wrong(parameter, "is empty",
                 parameter.kind == ParameterKind::kFile ? "Give a path." : "Give a path, or the text itself.");
  }
  auto opened = open(text);
  if (opened) return opened;
  const ErrorCode code = opened.error().code;
  if (parameter.kind == ParameterKind::kFileOrText && !looks_like_a_file(text) &&
      (code == ErrorCode::kNotFound || code == ErrorCode::kInvalidArgument)) {
    return Input{text, text, false};
  }
  Error error = std::move(opened).error();
  error.message = fmt::format("{}: {}", option_name(parameter), error.message);
  return error;
}

}  // namespace

/// The one who may fill Arguments.
class ArgumentsBuilder {
 public:
  explicit ArgumentsBuilder(const InputOpener& open) : open_(open) {}

  Expected<void> add(const Parameter& parameter, const std::vector<std::string>& texts) {
    if (texts.size() > 1 && !parameter.repeated) {
      return wrong(parameter, fmt::format("is given {} times", texts.size()), "Give it once.");
    }
    Arguments::Value value;
    for (const std::string& text : texts) {
      if (auto added = add_one(parameter, text, value); !added) return added;
    }
    arguments_.values_.emplace(parameter.name, std::move(value));
    return {};
  }
  Arguments take() { return std::move(arguments_); }

 private:
  Expected<void> add_one(const Parameter& parameter, const std::string& text, Arguments::Value& value) {
    switch (parameter.kind) {
      case ParameterKind::kText:
        value.texts.push_back(text);
        return {};
      case ParameterKind::kInteger:
      case ParameterKind::kReal:
        value.texts.push_back(text);
        return check_number(parameter, text);
      case ParameterKind::kFlag: {
        const auto flag = parse_flag(text);
        if (!flag)
          return wrong(parameter, fmt::format("'{}' is neither true nor false", shown(text)), "It takes no value.");
        value.texts.emplace_back(*flag ? "true" : "false");
        return {};
      }
      case ParameterKind::kChoice: {
        const auto& words = parameter.choices;
        value.texts.push_back(text);
        if (std::find(words.begin(), words.end(), text) != words.end()) return {};
        const std::string meant = did_you_mean(text, words);
        return wrong(parameter, fmt::format("'{}' is none of {}", shown(text), fmt::join(words, ", ")), meant);
      }
      case ParameterKind::kFile:
      case ParameterKind::kFileOrText: {
        auto input = open_input(parameter, text, open_);
        if (!input) return input.error();
        value.texts.push_back(text);
        value.inputs.push_back(*std::move(input));
        return {};
      }
    }
    return wrong(parameter, "has an unknown kind", "");
  }

  const InputOpener& open_;
  Arguments arguments_;
};

Expected<Arguments> make_arguments(const Operation& operation,
                                   const std::map<std::string, std::vector<std::string>>& given,
                                   const InputOpener& open) {
  std::vector<std::string> names;
  for (const Parameter& parameter : operation.parameters) names.push_back(parameter.name);
  for (const auto& [name, texts] : given) {
    if (std::find(names.begin(), names.end(), name) != names.end()) continue;
    const std::string meant = did_you_mean(name, names);
    return Error{ErrorCode::kInvalidArgument, fmt::format("{} has no parameter '{}'", operation.name, shown(name)), "",
                 meant.empty() ? fmt::format("Its parameters: {}.", fmt::join(names, ", ")) : meant};
  }
  // What is missing is told before files are opened: it is the quicker answer.
  for (const Parameter& parameter : operation.parameters) {
    const auto found = given.find(parameter.name);
    if (parameter.required && parameter.fallback.empty() && (found == given.end() || found->second.empty())) {
      return wrong(parameter, "is missing", parameter.help.empty() ? "" : "It is needed: " + parameter.help);
    }
  }
  ArgumentsBuilder builder(open);
  for (const Parameter& parameter : operation.parameters) {
    const auto found = given.find(parameter.name);
    const bool has_given = found != given.end() && !found->second.empty();
    if (!has_given && parameter.fallback.empty()) continue;
    const auto texts = has_given ? found->second : std::vector<std::string>{parameter.fallback};
    if (auto added = builder.add(parameter, texts); !added) return added.error();
  }
  return builder.take();
}

bool Arguments::has(std::string_view name) const { return values_.find(name) != values_.end(); }

bool Arguments::flag(std::string_view name) const { return text(name) == "true"; }

std::int64_t Arguments::integer(std::string_view name) const { return parse<std::int64_t>(text(name)).value_or(0); }

double Arguments::real(std::string_view name) const { return parse<double>(text(name)).value_or(0); }

const std::string& Arguments::text(std::string_view name) const {
  static const std::string empty;
  const auto& all = texts(name);
  return all.empty() ? empty : all.front();
}

const std::vector<std::string>& Arguments::texts(std::string_view name) const {
  static const std::vector<std::string> none;
  const auto found = values_.find(name);
  return found == values_.end() ? none : found->second.texts;
}

const Input* Arguments::input(std::string_view name) const {
  const auto& all = inputs(name);
  return all.empty() ? nullptr : &all.front();
}

const std::vector<Input>& Arguments::inputs(std::string_view name) const {
  static const std::vector<Input> none;
  const auto found = values_.find(name);
  return found == values_.end() ? none : found->second.inputs;
}

}  // namespace maek
