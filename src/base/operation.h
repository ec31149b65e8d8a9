// SPDX-License-Identifier: Apache-2.0
// Operation: the one declaration from which command line, help, completion, JSON schema, HTTP job, agent tool
// and docs page come. Pure: inputs are bytes that a door has opened, results are bytes that a door will write.
#pragma once

#include <cstdint>       // for std::uint64_t
#include <functional>    // for std::function
#include <map>           // for std::map
#include <optional>      // for std::optional
#include <string>        // for std::string
#include <string_view>   // for std::string_view
#include <vector>        // for std::vector

#include "base/expected.h"   // for Expected
#include "base/ids.h"        // for Digest
#include "base/progress.h"   // for Progress, Cancellation

namespace maek {

/// What a parameter holds, and so how it is read, checked and shown.
enum class ParameterKind {
  kText,         // free text
  kInteger,      // whole number within [minimum, maximum]
  kReal,         // finite number within [minimum, maximum], in `unit`
  kFlag,         // given or not
  kChoice,       // one of `choices`
  kFile,         // an input file: the door opens it
  kFileOrText,   // a path that exists is opened, anything else is the text itself (a SMILES, a residue)
};

/// One parameter: `--name`, or positional. `fallback` is the default as it would be typed ("" = none).
struct Parameter {
  std::string name;
  ParameterKind kind = ParameterKind::kText;
  std::string help;
  std::string unit = {};        // "Å", "kcal/mol", "" when it has none
  std::string fallback = {};
  std::optional<double> minimum = {};
  std::optional<double> maximum = {};
  std::vector<std::string> choices = {};
  std::string placeholder = {}; // what --help shows after the name: "x,y,z,sx,sy,sz"
  bool required = false;
  bool positional = false;
  bool repeated = false;        // may be given several times
};

/// An opened input: `name` is what the user typed (for messages); `bytes` its content.
/// `is_file` is false when a kFileOrText parameter was the text itself (then bytes is that text).
struct Input {
  std::string name;
  std::string bytes;
  bool is_file = true;
};

/// The values of one call, checked against the declaration: kinds, ranges, choices, required ones present.
class Arguments {
 public:
  bool has(std::string_view name) const;                  // has a value: given or default
  bool flag(std::string_view name) const;                 // false when absent
  std::int64_t integer(std::string_view name) const;      // given or default
  double real(std::string_view name) const;               // given or default, in the declared unit
  const std::string& text(std::string_view name) const;   // given or default, "" when neither
  const Input* input(std::string_view name) const;        // nullptr when absent
  const std::vector<Input>& inputs(std::string_view name) const;          // of a repeated file parameter
  const std::vector<std::string>& texts(std::string_view name) const;     // of a repeated parameter

 private:
  friend class ArgumentsBuilder;
  struct Value {
    std::vector<std::string> texts;
    std::vector<Input> inputs;
  };
  std::map<std::string, Value, std::less<>> values_;
};

/// A file to be written below the output folder; `name` is relative, with '/' and no '..'.
struct OutputFile {
  std::string name;
  std::string bytes;
};

/// A file too large to hold, which an operation read or wrote piece by piece itself: what it is, by digest.
struct StreamedFile {
  std::string name;        // as given by the user (inputs); relative to the output folder (outputs)
  std::uint64_t bytes = 0;
  Digest digest;
  std::string parameter = {};   // inputs: which parameter named it
};

/// What was computed that stands for something in the world, to be attested as a prediction: the members of
/// docs/formats/attestations.md but for `run`, and the files that hold it.
struct Claim {
  std::string predicate_json;
  std::vector<std::string> files;
};

/// What an operation gives back.
struct OperationResult {
  std::string summary_json;         // one JSON object: what --json prints
  std::string table;                // the same for people, may be empty
  std::vector<OutputFile> files;
  std::vector<std::string> notes;   // what was assumed or repaired: shown, and recorded
  bool partial = false;             // cancelled midway; the files hold what was finished
  bool refused = false;             // the answer is no: shown like any other, with exit code 1
  std::vector<Input> opened = {};   // inputs that it opened itself, for the record
  std::optional<Claim> prediction = {};
  std::vector<StreamedFile> read = {};      // inputs that it read piece by piece
  std::vector<StreamedFile> written = {};   // files that it wrote below OperationContext::folder
};

/// What every operation is given beside its arguments.
struct OperationContext {
  std::uint64_t seed = 1;
  int threads = 1;
  Progress progress = {};
  const Cancellation* cancellation = nullptr;   // may be nullptr
  /// Told at once, before a long computation: what it will take. May be empty.
  std::function<void(std::string_view)> announce = {};
  /// The output folder, which exists: an operation that writes as it goes does so below it. "" where the door has none.
  std::string folder = {};
};

/// A verb.
struct Operation {
  std::string name;       // "dock"
  std::string help;       // one line
  std::string details;    // paragraphs for --help and the docs page
  std::string example;    // a command that works as it stands
  std::vector<Parameter> parameters;
  bool writes_files = false;   // then the command line offers --out
  bool recorded = false;       // its runs go on the ledger
  std::function<Expected<OperationResult>(const Arguments&, const OperationContext&)> run;
  bool hidden = false;         // not listed for users; works all the same
};

/// Opens an input for a door: reads a whole file up to its limit. Doors pass their own (disk, upload, memory).
using InputOpener = std::function<Expected<Input>(const std::string& name)>;

/// Checks texts as typed against the declaration and opens inputs. `given` maps parameter name to its values.
/// Errors name the parameter, the value and what would be right.
Expected<Arguments> make_arguments(const Operation& operation,
                                   const std::map<std::string, std::vector<std::string>>& given,
                                   const InputOpener& open);

/// JSON Schema (draft 2020-12) of the parameters: for HTTP jobs and agent tools.
std::string json_schema(const Operation& operation);

/// The page docs/NAME.md: help, example, table of parameters.
std::string markdown_page(const Operation& operation);

}  // namespace maek
