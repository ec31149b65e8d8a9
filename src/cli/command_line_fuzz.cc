// SPDX-License-Identifier: Apache-2.0
// Fuzz target: words (separated by NUL bytes) as a command line against an operation of every parameter kind.
#include <cstdint>   // for std::uint8_t
#include <cstdlib>   // for std::abort
#include <string>    // for std::string

#include "cli/invocation.h"      // for parse_command_line
#include "cli/toy_operation.h"   // for toy_operation

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace maek;
  static const std::vector<Operation> operations = {cli::toy_operation(), cli::look_operation()};
  std::vector<std::string> words = {"maek"};
  std::string word;
  for (std::size_t i = 0; i < size; ++i) {
    if (data[i] != 0) {
      word += static_cast<char>(data[i]);
      continue;
    }
    words.push_back(std::move(word));
    word.clear();
  }
  words.push_back(std::move(word));
  std::vector<const char*> argv;
  for (const std::string& w : words) argv.push_back(w.c_str());
  const auto invocation = cli::parse_command_line(static_cast<int>(argv.size()), argv.data(), operations);
  if (!invocation) {
    if (invocation.error().text().empty()) std::abort();   // refused without a reason
    return 0;
  }
  if (invocation->kind != cli::Invocation::Kind::kRun) return 0;
  const InputOpener open = [](const std::string& name) -> Expected<Input> {
    if (name.size() % 2 == 0) return Error{ErrorCode::kNotFound, "there is no such file", name};
    return Input{name, "bytes", true};
  };
  const auto arguments = make_arguments(*invocation->operation, invocation->given, open);
  if (!arguments && arguments.error().text().empty()) std::abort();
  if (arguments && invocation->operation->name == "toy") {
    // What passes the checks keeps the promises of the declaration.
    const auto count = arguments->integer("count");
    if (count < 1 || count > 64 || !(arguments->real("cutoff") >= 0) || arguments->input("receptor") == nullptr)
      std::abort();
  }
  return 0;
}
