// SPDX-License-Identifier: Apache-2.0
// From argv to an exit code.
#include "cli/command_line.h"

#include <exception>  // for std::exception
#include <new>        // for std::bad_alloc
#include <ostream>     // for std::ostream

#include <fmt/format.h>

#include "base/version.h"        // for version, revision
#include "cli/help_text.h"       // for help_text
#include "cli/invocation.h"      // for parse_command_line
#include "cli/provenance.h"      // for error_json
#include "cli/registry.h"        // for operations
#include "cli/run_operation.h"   // for run_operation

namespace maek::cli {
namespace {

// One line on stderr; with --json also an object on stdout, so that a program reads one stream only.
int fail(const Error& error, bool json, const Surroundings& surroundings) {
  std::string line = error.text();
  for (char& c : line) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
  }
  surroundings.err << "maek: " << line << '\n' << std::flush;
  if (json) surroundings.out << error_json(error) << std::flush;
  return exit_code(error.code);
}

int run(int argc, const char* const* argv, const std::vector<Operation>& operations, bool json,
        const Surroundings& surroundings) {
  const auto invocation = parse_command_line(argc, argv, operations);
  if (!invocation) return fail(invocation.error(), json, surroundings);
  switch (invocation->kind) {
    case Invocation::Kind::kVersion:
      surroundings.out << fmt::format("maek {} ({})\n", version(), revision()) << std::flush;
      return 0;
    case Invocation::Kind::kHelp:
      surroundings.out << (invocation->operation != nullptr ? help_text(*invocation->operation)
                           : !invocation->group.empty()     ? help_text(operations, invocation->group)
                                                            : help_text(operations))
                       << std::flush;
      return 0;
    case Invocation::Kind::kRun:
      break;
  }
  const auto completion = run_operation(*invocation, surroundings);
  if (!completion) return fail(completion.error(), json, surroundings);
  if (*completion == Completion::kWhole) return 0;
  if (*completion == Completion::kRefused) {
    surroundings.err << "maek: the answer is no\n" << std::flush;
    return 1;
  }
  // The summary is on stdout already, and says "partial": a second object would spoil it.
  const char* where =
      invocation->operation->writes_files ? "What was finished is in the files." : "What was finished is shown.";
  return fail({ErrorCode::kCancelled, "stopped before the end", invocation->operation->name, where}, false,
              surroundings);
}

}  // namespace

int run_command_line(int argc, const char* const* argv, const std::vector<Operation>& operations,
                     const Surroundings& surroundings) {
  const bool json = wants_json(argc, argv);
  // Operations are guarded where they are called; this is for what surrounds them: inputs of gigabytes, JSON.
  try {
    return run(argc, argv, operations, json, surroundings);
  } catch (const std::bad_alloc&) {
    return fail({ErrorCode::kTooLarge, "the memory of this machine did not suffice", "", "Is an input very large?"},
                json, surroundings);
  } catch (const std::exception& failure) {
    return fail({ErrorCode::kInternal, failure.what(), "", "This is a defect: please report it."}, json, surroundings);
  }
}

int maek_main(int argc, const char* const* argv, const Surroundings& surroundings) {
  return run_command_line(argc, argv, operations(), surroundings);
}

}  // namespace maek::cli
