// SPDX-License-Identifier: Apache-2.0
// Pages are what markdown_page says; this writes them.
#include "cli/docs_pages.h"

#include <algorithm>   // for std::min

#include <fmt/format.h>

#include "base/atomic_file.h"   // for OutputFolder
#include "cli/help_text.h"      // for group_of

namespace maek::cli {
namespace {

// A page as a section of another: its headings one level lower.
std::string demoted(const std::string& page) {
  std::string section;
  bool code = false;
  for (std::size_t at = 0; at < page.size();) {
    const std::size_t end = std::min(page.find('\n', at), page.size());
    const std::string line = page.substr(at, end - at);
    if (line.starts_with("```")) code = !code;
    section += (!code && line.starts_with('#') ? "#" : "") + line + '\n';
    at = end + 1;
  }
  return section;
}

}  // namespace

std::vector<OutputFile> docs_pages(const std::vector<Operation>& operations) {
  std::vector<OutputFile> pages;
  for (const Operation& operation : operations) {
    if (operation.hidden) continue;
    const std::string group = group_of(operation);
    if (group.empty()) {
      pages.push_back({operation.name + ".md", markdown_page(operation)});
      continue;
    }
    // The verbs of a group share a page, one after the other.
    const std::string name = group + ".md";
    if (pages.empty() || pages.back().name != name) {
      pages.push_back({name, fmt::format("# maek {}\n\nVerbs of two words; [ledger.md](ledger.md) tells what they are "
                                         "for.\n",
                                         group)});
    }
    pages.back().bytes += '\n' + demoted(markdown_page(operation));
  }
  return pages;
}

void add_docs_operation(std::vector<Operation>& operations) {
  Operation docs;
  docs.name = "docs";
  docs.help = "Write the docs page of every verb into a folder.";
  docs.details = "For whoever develops Maek: run it after a change to an operation; a test compares the pages.";
  docs.example = "maek docs docs";
  docs.hidden = true;
  docs.parameters = {{.name = "folder", .help = "where the pages go", .required = true, .positional = true}};
  // It writes into the folder itself: pages beside others' files need no summary.json among them.
  docs.run = [pages = docs_pages(operations)](const Arguments& arguments,
                                              const OperationContext&) -> Expected<OperationResult> {
    auto folder = OutputFolder::open(arguments.text("folder"));
    if (!folder) return folder.error();
    OperationResult result;
    for (const OutputFile& page : pages) {
      if (auto written = folder->write(page.name, page.bytes); !written) return written.error();
      result.table += fmt::format("{}/{}\n", arguments.text("folder"), page.name);
    }
    return result;
  };
  operations.push_back(std::move(docs));
}

}  // namespace maek::cli
