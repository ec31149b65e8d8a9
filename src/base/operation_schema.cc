// SPDX-License-Identifier: Apache-2.0
// The JSON Schema of an operation: what HTTP jobs and agent tools are told about its parameters.
#include <nlohmann/json.hpp>

#include <charconv>   // for std::from_chars

#include "base/operation.h"        // for Operation
#include "base/parameter_text.h"   // for range_text

namespace maek {
namespace {

using Json = nlohmann::ordered_json;   // properties in the order of declaration: people read it too

Json number(double value, bool whole) {
  if (whole && value >= -9e15 && value <= 9e15) return static_cast<std::int64_t>(value);
  return value;
}

// The default in the type of its kind; null when the text is not of that kind.
Json default_value(const Parameter& parameter) {
  const std::string& text = parameter.fallback;
  const char *begin = text.data(), *end = begin + text.size();
  switch (parameter.kind) {
    case ParameterKind::kInteger: {
      std::int64_t value = 0;
      return std::from_chars(begin, end, value).ec == std::errc() ? Json(value) : Json();
    }
    case ParameterKind::kReal: {
      double value = 0;
      return std::from_chars(begin, end, value).ec == std::errc() ? Json(value) : Json();
    }
    case ParameterKind::kFlag:
      return text == "true";
    default:
      return text;
  }
}

const char* type_name(ParameterKind kind) {
  switch (kind) {
    case ParameterKind::kInteger:
      return "integer";
    case ParameterKind::kReal:
      return "number";
    case ParameterKind::kFlag:
      return "boolean";
    default:
      return "string";
  }
}

Json value_schema(const Parameter& parameter) {
  Json schema = {{"type", type_name(parameter.kind)}};
  const bool whole = parameter.kind == ParameterKind::kInteger;
  if (whole || parameter.kind == ParameterKind::kReal) {
    if (parameter.minimum) schema["minimum"] = number(*parameter.minimum, whole);
    if (parameter.maximum) schema["maximum"] = number(*parameter.maximum, whole);
  }
  if (parameter.kind == ParameterKind::kChoice) schema["enum"] = parameter.choices;
  if (parameter.kind == ParameterKind::kFile) schema["x-maek-input"] = "file";
  if (parameter.kind == ParameterKind::kFileOrText) schema["x-maek-input"] = "file-or-text";
  return schema;
}

}  // namespace

std::string json_schema(const Operation& operation) {
  Json properties = Json::object(), required = Json::array();
  for (const Parameter& parameter : operation.parameters) {
    Json schema = value_schema(parameter);
    if (parameter.repeated) schema = {{"type", "array"}, {"items", schema}};
    schema["description"] = parameter.help;
    if (!parameter.unit.empty()) schema["x-maek-unit"] = parameter.unit;
    const bool always = parameter.kind == ParameterKind::kFlag && !parameter.repeated;
    if (!parameter.fallback.empty() || always) {
      const Json value = default_value(parameter);
      schema["default"] = parameter.repeated ? Json::array({value}) : value;
    }
    properties[parameter.name] = std::move(schema);
    if (parameter.required && parameter.fallback.empty()) required.push_back(parameter.name);
  }
  Json schema = {{"$schema", "https://json-schema.org/draft/2020-12/schema"},
                 {"title", operation.name},
                 {"description", operation.help},
                 {"type", "object"},
                 {"properties", std::move(properties)},
                 {"additionalProperties", false}};
  if (!required.empty()) schema["required"] = std::move(required);
  return schema.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

}  // namespace maek
