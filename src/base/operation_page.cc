// SPDX-License-Identifier: Apache-2.0
// The docs page of an operation, generated so that it can never differ from what the program takes.
#include <fmt/format.h>

#include "base/operation.h"        // for Operation
#include "base/parameter_text.h"   // for option_usage, range_text

namespace maek {
namespace {

// A cell of a table: no bar, no line break.
std::string cell(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '|')
      escaped += "\\|";
    else
      escaped += c == '\n' ? ' ' : c;
  }
  return escaped;
}

std::string code_cell(std::string_view text) { return text.empty() ? "" : '`' + cell(text) + '`'; }

std::string values(const Parameter& parameter) {
  if (parameter.kind == ParameterKind::kChoice) return cell(fmt::format("{}", fmt::join(parameter.choices, ", ")));
  const std::string range = range_text(parameter);
  return cell(range.empty() ? parameter.unit : range);
}

}  // namespace

std::string markdown_page(const Operation& operation) {
  std::string page = fmt::format("# maek {}\n\n{}\n", operation.name, operation.help);
  if (!operation.details.empty()) page += fmt::format("\n{}\n", operation.details);
  if (!operation.example.empty()) page += fmt::format("\n```\n{}\n```\n", operation.example);
  if (!operation.parameters.empty()) {
    page += "\n## Parameters\n\n| | meaning | values | default |\n|---|---|---|---|\n";
    for (const Parameter& parameter : operation.parameters) {
      const bool needed = parameter.required && parameter.fallback.empty();
      page += fmt::format("| {} | {} | {} | {} |\n", code_cell(option_usage(parameter)), cell(parameter.help),
                          values(parameter), needed ? "(required)" : code_cell(parameter.fallback));
    }
  }
  page += "\nOptions of every command (`--json`, `--seed`, `--threads`, ...): [cli.md](cli.md).\n";
  if (operation.writes_files) {
    page +=
        "The files go to the folder that `--out` names; `summary.json` among them is described in\n"
        "[formats/summary.md](formats/summary.md).\n";
  }
  page += "\n<!-- Written by `maek docs`; edit the declaration of the operation instead. -->\n";
  return page;
}

}  // namespace maek
