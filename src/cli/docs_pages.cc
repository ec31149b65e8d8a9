// SPDX-License-Identifier: Apache-2.0
// Pages are what markdown_page says; this writes them.
#include "cli/docs_pages.h"

#include <fmt/format.h>

#include "base/atomic_file.h"   // for OutputFolder

namespace maek::cli {

std::vector<OutputFile> docs_pages(const std::vector<Operation>& operations) {
  std::vector<OutputFile> pages;
  for (const Operation& operation : operations) {
    if (!operation.hidden) pages.push_back({operation.name + ".md", markdown_page(operation)});
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
