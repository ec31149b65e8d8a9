// SPDX-License-Identifier: Apache-2.0
// Case file: one command-line case as data (.case): files to make, commands to run, what must follow.
// The format is described for authors in tests/cases/README.md.
#pragma once

#include <cstdint>        // for std::uint64_t
#include <optional>       // for std::optional
#include <string>         // for std::string
#include <string_view>    // for std::string_view
#include <utility>        // for std::pair
#include <variant>        // for std::variant
#include <vector>         // for std::vector

namespace maek::e2e {

/// Text as it stands in the case.
struct InlineText { std::string text; };
/// Bytes from a seed: the same on every machine.
struct RandomBytes { std::size_t count = 0; std::uint64_t seed = 1; };
/// A line many times over.
struct RepeatedText { std::size_t count = 0; std::string text; };
/// A copy of another file (absolute, of the test data, or of the sandbox): words replaced, then lines ended as DOS
/// does, then compressed, then cut.
struct CopyOfFile {
  std::string source;
  bool dos_lines = false;
  bool gzip = false;
  std::optional<std::size_t> keep_bytes;                          // the rest is cut off
  std::vector<std::pair<std::string, std::string>> replacements;  // first occurrence each
};
/// The ATOM lines of a PDB file many times over, each copy further along x, in chains and numbers of its own.
struct ShiftedCopies { std::string source; int count = 0; double shift = 0; /* Å */ };
struct EmptyFolder {};

/// Something that exists in the sandbox before the first step.
struct Given {
  std::string path;
  std::variant<InlineText, RandomBytes, RepeatedText, CopyOfFile, ShiftedCopies, EmptyFolder> content;
};

enum class ExpectationKind {
  kStdoutHas, kStdoutHasNot, kStderrHas, kStderrHasNot,   // `text` is a substring
  kStdoutEmpty, kStderrEmpty,
  kStdoutJson, kLastLineJson,                             // the whole of stdout, or its last line, is one JSON object
  kPresent, kAbsent,                                      // `text` is a path or a pattern of the sandbox
  kUnchanged,                                             // the file has the bytes it had before the step
  kSame,                                                  // `text` names two files of the same bytes
};
struct Expectation {
  ExpectationKind kind;
  std::string text;
  int line = 0;   // in the case file
};

/// One run of the program.
struct Step {
  std::vector<std::string> words;      // what follows `maek`
  int line = 0;                        // in the case file
  std::vector<int> exit_codes;         // any of these
  std::vector<Expectation> expectations;
  std::string stdin_file;              // "" = /dev/null
  std::optional<int> signal;           // sent after signal_delay
  double signal_delay_seconds = 0;
  double limit_seconds = 60;
  std::optional<std::uint64_t> limit_file_bytes;   // no file may grow beyond: writing fails as on a full disk
};

struct CaseFile {
  std::string why;                     // the comment at the top
  std::vector<std::string> needs;      // files without which the case is skipped
  std::vector<std::string> isas;       // instruction sets without which it is skipped
  std::vector<std::pair<std::string, std::string>> environment;
  std::vector<Given> given;
  std::vector<Step> steps;
};

/// A case, or what is wrong with it ("name:12: unknown word 'exot'").
struct ParsedCase {
  CaseFile value;
  std::string error;   // "" when fine
};
ParsedCase parse_case(std::string_view text, const std::string& name);

/// Words as a shell would split them: blanks, '...', "..." and backslash; nothing is expanded. Nothing on an open quote.
std::optional<std::vector<std::string>> split_words(std::string_view text);

}  // namespace maek::e2e
