// SPDX-License-Identifier: Apache-2.0
// For tests of the command line: an operation with every kind of parameter, and the stage to run it on.
#pragma once

#include <csignal>      // for std::raise
#include <filesystem>   // for std::filesystem::path
#include <sstream>      // for std::ostringstream
#include <string>       // for std::string
#include <utility>      // for std::move
#include <vector>       // for std::vector

#include "base/operation.h"     // for Operation
#include "cli/command_line.h"   // for run_command_line

namespace maek::cli {

/// `toy`: writes one file for each ligand, tells what it was given. --mode chooses how it ends.
inline Operation toy_operation() {
  Operation toy;
  toy.name = "toy";
  toy.help = "Play with every kind of parameter.";
  toy.details = "It computes nothing, but says what it was given.\n- one line stays one line";
  toy.example = "maek toy a.pdb --ligand CCO --count 3";
  toy.writes_files = true;
  toy.parameters = {
      {.name = "receptor", .kind = ParameterKind::kFile, .help = "the receptor", .required = true, .positional = true},
      {.name = "more",
       .kind = ParameterKind::kFileOrText,
       .help = "files or SMILES",
       .positional = true,
       .repeated = true},
      {.name = "ligand", .kind = ParameterKind::kFileOrText, .help = "file or SMILES", .repeated = true},
      {.name = "count",
       .kind = ParameterKind::kInteger,
       .help = "how many",
       .fallback = "8",
       .minimum = 1,
       .maximum = 64},
      {.name = "cutoff",
       .kind = ParameterKind::kReal,
       .help = "how far atoms may be from each other, which is said here at "
               "such a length that the line must be broken",
       .unit = "Å",
       .fallback = "1.5",
       .minimum = 0},
      {.name = "fast", .kind = ParameterKind::kFlag, .help = "hurry"},
      {.name = "mode",
       .kind = ParameterKind::kChoice,
       .help = "how it ends",
       .fallback = "fine",
       .choices = {"fine", "partial", "interrupt", "error", "throw", "memory", "garbage", "escape"}},
      {.name = "box", .help = "centre and size", .placeholder = "x,y,z,sx,sy,sz"},
  };
  toy.run = [](const Arguments& a, const OperationContext& context) -> Expected<OperationResult> {
    const std::string& mode = a.text("mode");
    if (mode == "error") return Error{ErrorCode::kMalformed, "has no atoms", "a.pdb:3", "Was it cut?"};
    if (mode == "throw") throw std::runtime_error("a library fell over");
    if (mode == "memory") throw std::bad_alloc();
    if (context.progress) context.progress(0.5, "playing");
    OperationResult result;
    result.summary_json = mode == "garbage" ? "[1, 2"
                                            : "{\"count\": " + std::to_string(a.integer("count")) +
                                                  ", \"fast\": " + (a.flag("fast") ? "true" : "false") + "}";
    result.table = "count " + std::to_string(a.integer("count")) + " cutoff " + std::to_string(a.real("cutoff")) +
                   " box " + a.text("box") + " receptor " + a.input("receptor")->bytes + "\n";
    for (const char* name : {"more", "ligand"}) {
      for (const Input& input : a.inputs(name)) {
        result.table += std::string(name) + (input.is_file ? " file " : " text ") + input.bytes + "\n";
        result.files.push_back({"poses/" + std::to_string(result.files.size()) + ".txt", input.bytes});
      }
    }
    if (mode == "escape") result.files.push_back({"../outside.txt", "x"});
    result.notes = {"something was\nassumed"};
    if (mode == "interrupt") std::raise(SIGINT);
    result.partial = mode == "partial" || (context.cancellation != nullptr && context.cancellation->requested());
    return result;
  };
  return toy;
}

/// `look`: writes no files.
inline Operation look_operation() {
  Operation look;
  look.name = "look";
  look.help = "Look at nothing.";
  look.run = [](const Arguments&, const OperationContext& context) -> Expected<OperationResult> {
    OperationResult result;
    result.table = "seed " + std::to_string(context.seed) + " threads " + std::to_string(context.threads);
    return result;
  };
  return look;
}

/// What came out of a command.
struct Outcome {
  int code = -1;
  std::string out, err;
};

inline Outcome run_command(const std::vector<std::string>& words, const std::string& input = "",
                           SystemCalls& calls = system_calls(),
                           const std::vector<Operation>& operations = {toy_operation(), look_operation()}) {
  std::vector<const char*> argv = {"maek"};
  for (const std::string& word : words) argv.push_back(word.c_str());
  std::istringstream in(input);
  std::ostringstream out, err;
  Outcome outcome;
  outcome.code =
      run_command_line(static_cast<int>(argv.size()), argv.data(), operations, {in, out, err, false, &calls});
  outcome.out = out.str();
  outcome.err = err.str();
  return outcome;
}

}  // namespace maek::cli
