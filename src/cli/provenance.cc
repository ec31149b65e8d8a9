// SPDX-License-Identifier: Apache-2.0
// The member "provenance" of every summary.
#include "cli/provenance.h"

#include <sys/utsname.h>   // for uname

#include <nlohmann/json.hpp>

#include <algorithm>   // for std::find_if
#include <map>         // for std::map

#include <fmt/format.h>

#include "base/parallel.h"   // for available_cores
#include "base/version.h"    // for version, revision

namespace maek::cli {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kFormat = 1;   // of the member "provenance"

std::string dump(const Json& json, int indent) {
  return json.dump(indent, ' ', false, Json::error_handler_t::replace);   // file names may hold any bytes
}

bool opens_files(const Parameter& parameter) {
  return parameter.kind == ParameterKind::kFile || parameter.kind == ParameterKind::kFileOrText;
}

// The texts of a parameter: given, else the default.
std::vector<std::string> texts_of(const Invocation& invocation, const Parameter& parameter) {
  const auto found = invocation.given.find(parameter.name);
  if (found != invocation.given.end()) return found->second;
  if (parameter.fallback.empty()) return {};
  return {parameter.fallback};
}

const OpenedInput* find_input(const RunRecord& record, const Parameter& parameter, const std::string& name) {
  const std::string opener = opens_files(parameter) ? "" : parameter.name;
  const auto found = std::find_if(record.inputs.begin(), record.inputs.end(), [&](const OpenedInput& input) {
    return input.name == name && input.parameter == opener;
  });
  return found == record.inputs.end() ? nullptr : &*found;
}

Json options_json(const Invocation& invocation) {
  Json options = Json::object();
  for (const Parameter& parameter : invocation.operation->parameters) {
    const auto texts = texts_of(invocation, parameter);
    if (texts.empty()) continue;
    options[parameter.name] = parameter.repeated ? Json(texts) : Json(texts.front());
  }
  return options;
}

Json inputs_json(const RunRecord& record) {
  Json inputs = Json::array();
  for (const Parameter& parameter : record.invocation.operation->parameters) {
    for (const std::string& text : texts_of(record.invocation, parameter)) {
      const OpenedInput* input = find_input(record, parameter, text);
      if (input == nullptr) continue;   // it was the text itself: it stands among the options
      inputs.push_back({{"parameter", parameter.name},
                        {"name", input->name},
                        {"bytes", input->bytes},
                        {"sha256", input->digest.hex()}});
    }
  }
  return inputs;
}

Json machine_json() {
  utsname system{};
  const bool known = uname(&system) == 0;
  return {{"processor", cpu_name()},
          {"cores", available_cores()},
          {"system", known ? fmt::format("{} {} {}", system.sysname, system.release, system.machine) : "unknown"}};
}

}  // namespace

RunId run_id(const RunRecord& record) {
  const Invocation& invocation = record.invocation;
  nlohmann::json question = {{"operation", invocation.operation->name},   // this type sorts its keys: canonical
                             {"version", version()},
                             {"seed", invocation.seed},
                             {"parameters", nlohmann::json::object()}};
  for (const Parameter& parameter : invocation.operation->parameters) {
    const auto texts = texts_of(invocation, parameter);
    if (texts.empty()) continue;
    nlohmann::json values = nlohmann::json::array();
    for (const std::string& text : texts) {
      const OpenedInput* input = find_input(record, parameter, text);
      values.push_back(input != nullptr ? "sha256:" + input->digest.hex() : "text:" + text);
    }
    question["parameters"][parameter.name] = std::move(values);
  }
  return make_run_id(question.dump(-1, ' ', true, nlohmann::json::error_handler_t::replace));
}

Expected<std::string> add_provenance(const std::string& summary_json, const RunRecord& record,
                                     const OperationResult& result) {
  const Invocation& invocation = record.invocation;
  Json summary = summary_json.empty() ? Json::object() : Json::parse(summary_json, nullptr, false);
  if (!summary.is_object()) {
    return Error{ErrorCode::kInternal,
                 fmt::format("{} gave a summary that is no JSON object", invocation.operation->name)};
  }
  Json outputs = Json::array();
  for (const OutputFile& file : result.files) {
    outputs.push_back({{"name", file.name}, {"bytes", file.bytes.size()}, {"sha256", sha256(file.bytes).hex()}});
  }
  for (const StreamedFile& file : result.written) {
    outputs.push_back({{"name", file.name}, {"bytes", file.bytes}, {"sha256", file.digest.hex()}});
  }
  summary["provenance"] = {{"format", kFormat},
                           {"run", run_id(record).text()},
                           {"operation", invocation.operation->name},
                           {"version", version()},
                           {"revision", revision()},
                           {"command", invocation.command},
                           {"options", options_json(invocation)},
                           {"seed", invocation.seed},
                           {"threads", invocation.threads},
                           {"isa", to_string(invocation.isa)},
                           {"machine", machine_json()},
                           {"inputs", inputs_json(record)},
                           {"outputs", std::move(outputs)},
                           {"notes", result.notes},
                           {"partial", result.partial}};
  return dump(summary, 2) + '\n';
}

std::string run_predicate(const RunRecord& record, const OperationResult& result) {
  const Invocation& invocation = record.invocation;
  const Json machine = machine_json();
  Json predicate = {{"operation", invocation.operation->name},
                    {"version", version()},
                    {"revision", revision()},
                    {"command", invocation.command},
                    {"options", options_json(invocation)},
                    {"seed", std::to_string(invocation.seed)},
                    {"machine",
                     {{"cpu", machine.at("processor")},
                      {"isa", to_string(invocation.isa)},
                      {"threads", invocation.threads},
                      {"system", machine.at("system")}}},
                    {"notes", result.notes},
                    {"run_id", run_id(record).text()},
                    {"partial", result.partial}};
  return dump(predicate, -1);
}

std::string error_json(const Error& error) {
  const Json json = {
      {"error",
       {{"code", to_string(error.code)}, {"message", error.message}, {"where", error.where}, {"hint", error.hint}}}};
  return dump(json, -1) + '\n';
}

}  // namespace maek::cli
