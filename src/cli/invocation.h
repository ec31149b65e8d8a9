// SPDX-License-Identifier: Apache-2.0
// Invocation: a command line taken apart (argv, options, parsing, verb), not yet checked against ranges.
#pragma once

#include <cstdint>   // for std::uint64_t
#include <map>       // for std::map
#include <string>    // for std::string
#include <vector>    // for std::vector

#include "base/cpu.h"         // for Isa
#include "base/operation.h"   // for Operation

namespace maek::cli {

constexpr std::uint64_t kDefaultSeed = 1;
constexpr int kMostThreads = 1024;

/// An option that every verb takes; `placeholder` is "" for a flag.
struct GlobalOption {
  const char* name;
  const char* placeholder;
  const char* help;
};
const std::vector<GlobalOption>& global_options();

struct Invocation {
  enum class Kind { kRun, kHelp, kVersion };
  Kind kind = Kind::kRun;
  const Operation* operation = nullptr;   // nullptr: the help of the whole program, or of a group
  std::string group = {};                 // "evidence": the help of verbs that are two words
  std::map<std::string, std::vector<std::string>> given;
  std::vector<std::string> command;       // as typed, "maek" first
  bool json = false;
  bool quiet = false;
  bool evidence = true;                   // false: not recorded
  std::uint64_t seed = kDefaultSeed;
  int threads = 1;
  Isa isa = Isa::kPortable;
  std::string out;                        // "" when not given
};

/// Takes argv apart. An unknown verb or option comes back with the nearest right one.
Expected<Invocation> parse_command_line(int argc, const char* const* argv, const std::vector<Operation>& operations);

/// True when the error of a command line must be told in JSON: "--json" stands somewhere before a "--".
bool wants_json(int argc, const char* const* argv);

}  // namespace maek::cli
