// SPDX-License-Identifier: Apache-2.0
// Writes the map from the headers, and compares the one that stands with it line by line.
#include "tests/house/map.h"

#include <algorithm>    // for std::find
#include <map>          // for std::map

#include "tests/house/floors.h"   // for floors

namespace maek::house {
namespace {

constexpr std::string_view kMapPath = "docs/map.md";
constexpr std::string_view kEntry = "- `";

std::string as_markdown(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '<' || c == '*' || c == '_' || c == '`') out += '\\';
    out += c;
  }
  return out;
}

/// "- `mol/element.h`: ..." -> "mol/element.h"; "" for any other line.
std::string_view header_of_entry(std::string_view line) {
  if (line.substr(0, kEntry.size()) != kEntry) return {};
  line.remove_prefix(kEntry.size());
  return line.substr(0, std::min(line.find('`'), line.size()));
}

std::vector<std::string> entries_of(std::string_view map) {
  std::vector<std::string> entries;
  for (const std::string_view line : lines_of(map)) {
    if (!header_of_entry(line).empty()) entries.emplace_back(line);
  }
  return entries;
}

/// What an include would say: below src without "src/".
std::string shown_path(const File& file) {
  return module_of(file.path).empty() ? file.path : file.path.substr(std::string_view("src/").size());
}

}  // namespace

std::string summary_of(const File& header) {
  const auto lines = lines_of(header.text);
  std::string comment;
  for (std::size_t i = 1; i < lines.size() && lines[i].substr(0, 3) == "// "; ++i) {
    if (!comment.empty()) comment += ' ';
    comment += lines[i].substr(3);
  }
  const std::size_t stop = comment.find(". ");
  if (stop != std::string::npos) comment.resize(stop);
  while (!comment.empty() && (comment.back() == '.' || comment.back() == ' ')) comment.pop_back();
  return as_markdown(comment);
}

std::string write_map(const Tree& tree) {
  std::map<std::string, std::string, std::less<>> sections;   // module -> its entries
  for (const File& file : tree) {
    if (!is_header(file.path)) continue;
    const std::string_view module = module_of(file.path);
    const std::string section = module.empty() ? file.path.substr(0, file.path.find('/')) : std::string(module);
    sections[section] += std::string(kEntry) + shown_path(file) + "`: " + summary_of(file) + "\n";
  }
  std::string out =
      "# Map of the house\n\n"
      "Every header with the first sentence of its head comment, modules from the ground up. Written by `./dev map`;\n"
      "`./dev test house` compares it with the headers. What stands on which floor: [architecture.md](architecture.md).\n";
  const auto write = [&](const std::string& name, const std::string& entries) {
    out += "\n## " + name + "\n\n" + entries;
  };
  for (const Floor& floor : floors()) {
    const auto at = sections.find(floor.module);
    if (at == sections.end()) continue;
    write(at->first, at->second);
    sections.erase(at);
  }
  for (const auto& [name, entries] : sections) write(name, entries);
  return out;
}

Breaches check_map(const Tree& tree) {
  const File* map = find_file(tree, kMapPath);
  if (map == nullptr) return {{std::string(kMapPath), "is missing: write it with `./dev map`"}};
  const auto wanted = entries_of(write_map(tree));
  const auto present = entries_of(map->text);
  const auto has = [](const std::vector<std::string>& list, const std::string& line) {
    return std::find(list.begin(), list.end(), line) != list.end();
  };
  const auto names_of = [](const std::vector<std::string>& list) {
    std::vector<std::string> names;
    for (const std::string& line : list) names.emplace_back(header_of_entry(line));
    return names;
  };
  const auto wanted_names = names_of(wanted);
  Breaches breaches;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (!has(present, wanted[i])) {
      breaches.push_back({std::string(kMapPath), "misses this line (run `./dev map`): " + wanted[i]});
    }
  }
  for (const std::string& name : names_of(present)) {
    if (!has(wanted_names, name)) breaches.push_back({std::string(kMapPath), "lists " + name + ", which is gone"});
  }
  return breaches;
}

}  // namespace maek::house
