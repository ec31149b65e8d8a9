// SPDX-License-Identifier: Apache-2.0
// Runs the steps of a case and compares.
#include "tests/e2e/check_case.h"

#include <signal.h>    // for SIGKILL

#include <algorithm>             // for std::find, std::any_of
#include <array>                 // for std::array
#include <nlohmann/json.hpp>     // for nlohmann::json

#include "base/cpu.h"            // for is_available
#include "tests/e2e/process.h"   // for run_process
#include "tests/e2e/sandbox.h"   // for Sandbox

namespace maek::e2e {
namespace {

/// Traces of a program that crashed instead of answering.
constexpr std::array kNeverOnStderr{"terminate called", "Segmentation fault", "AddressSanitizer", "LeakSanitizer",
                                    "runtime error:",   "Assertion '",       "std::bad_alloc",   "vector::_M_"};
constexpr std::size_t kShown = 1500;   // bytes of output in a failure message

std::string excerpt(const std::string& text) {
  if (text.empty()) return "(nothing)";
  return text.size() <= kShown ? text : text.substr(0, kShown) + "... (" + std::to_string(text.size()) + " bytes)";
}

bool is_json_object(std::string_view text) {
  return nlohmann::json::parse(text.begin(), text.end(), nullptr, false).is_object();
}

std::string_view last_line(std::string_view text) {
  while (!text.empty() && text.back() == '\n') text.remove_suffix(1);
  const std::size_t at = text.rfind('\n');
  return at == std::string_view::npos ? text : text.substr(at + 1);
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

/// What the sandbox looked like before and after a step.
struct Around {
  const std::map<std::string, std::string>& before;
  const Sandbox& sandbox;
};

/// "" when the expectation holds.
std::string miss(const Expectation& expected, const ProcessResult& came, const Around& around) {
  const auto any_path = [&] {
    const auto paths = around.sandbox.list();
    return std::any_of(paths.begin(), paths.end(), [&](const std::string& p) { return matches(expected.text, p); });
  };
  const std::string out = "stdout: " + excerpt(came.standard_output);
  const std::string err = "stderr: " + excerpt(came.standard_error);
  switch (expected.kind) {
    case ExpectationKind::kStdoutHas:
      return has(came.standard_output, expected.text) ? "" : "stdout lacks '" + expected.text + "'; " + out;
    case ExpectationKind::kStdoutHasNot:
      return has(came.standard_output, expected.text) ? "stdout has '" + expected.text + "'; " + out : "";
    case ExpectationKind::kStderrHas:
      return has(came.standard_error, expected.text) ? "" : "stderr lacks '" + expected.text + "'; " + err;
    case ExpectationKind::kStderrHasNot:
      return has(came.standard_error, expected.text) ? "stderr has '" + expected.text + "'; " + err : "";
    case ExpectationKind::kStdoutEmpty:
      return came.standard_output.empty() ? "" : "stdout should be empty; " + out;
    case ExpectationKind::kStderrEmpty:
      return came.standard_error.empty() ? "" : "stderr should be empty; " + err;
    case ExpectationKind::kStdoutJson:
      return is_json_object(came.standard_output) ? "" : "stdout is not one JSON object; " + out;
    case ExpectationKind::kLastLineJson:
      return is_json_object(last_line(came.standard_output)) ? "" : "the last line is no JSON object; " + out;
    case ExpectationKind::kPresent: return any_path() ? "" : "nothing is called '" + expected.text + "'";
    case ExpectationKind::kAbsent: return any_path() ? "'" + expected.text + "' should not exist" : "";
    case ExpectationKind::kSame: {
      const auto names = split_words(expected.text).value_or(std::vector<std::string>{"", ""});
      const auto files = around.sandbox.contents();
      const auto left = files.find(names[0]), right = files.find(names[1]);
      if (left == files.end() || right == files.end()) return "one of '" + expected.text + "' does not exist";
      return left->second == right->second ? "" : "'" + names[0] + "' and '" + names[1] + "' differ";
    }
    case ExpectationKind::kUnchanged: {
      const auto before = around.before.find(expected.text);
      if (before == around.before.end()) return "'" + expected.text + "' did not exist before";
      const auto after = around.sandbox.contents();
      const auto now = after.find(expected.text);
      return now != after.end() && now->second == before->second ? "" : "'" + expected.text + "' was changed";
    }
  }
  return "an expectation without a check";
}

/// What no step may do, whatever its case says.
std::vector<std::string> universal_misses(const Step& step, const ProcessResult& came) {
  std::vector<std::string> misses;
  if (came.timed_out) return {"took more than " + std::to_string(step.limit_seconds) + " s and was killed"};
  const bool killed_on_purpose = step.signal && *step.signal == SIGKILL && came.ended_by_signal == SIGKILL;
  if (came.ended_by_signal != 0 && !killed_on_purpose) {
    misses.push_back("was ended by signal " + std::to_string(came.ended_by_signal) + "; stderr: " +
                     excerpt(came.standard_error));
  } else if (!killed_on_purpose &&
             std::find(step.exit_codes.begin(), step.exit_codes.end(), came.exit_code) == step.exit_codes.end()) {
    misses.push_back("exit code " + std::to_string(came.exit_code) + "; stderr: " + excerpt(came.standard_error));
  }
  for (const char* trace : kNeverOnStderr) {
    if (has(came.standard_error, trace)) misses.push_back("crashed; stderr: " + excerpt(came.standard_error));
  }
  if (came.exit_code > 0 && came.standard_error.empty()) misses.push_back("failed without a word on stderr");
  return misses;
}

ProcessRequest request_for(const Step& step, const CaseFile& wanted, const std::filesystem::path& program,
                           const Sandbox& sandbox) {
  ProcessRequest request;
  request.program = program;
  for (const std::string& word : step.words) request.words.push_back(with_data_folder(word));
  request.folder = sandbox.inside();
  request.output_folder = sandbox.beside();
  if (!step.stdin_file.empty()) request.stdin_file = sandbox.inside() / step.stdin_file;
  request.environment = {{"HOME", sandbox.inside().string()}, {"LC_ALL", "C.UTF-8"}};
  request.environment.insert(request.environment.end(), wanted.environment.begin(), wanted.environment.end());
  request.limit_seconds = step.limit_seconds;
  request.signal = step.signal;
  request.signal_delay_seconds = step.signal_delay_seconds;
  request.limit_file_bytes = step.limit_file_bytes;
  return request;
}

}  // namespace

Verdict check_case(const CaseFile& wanted, const std::string& name, const std::filesystem::path& program,
                   const std::filesystem::path& scratch) {
  Verdict verdict;
  for (const std::string& need : wanted.needs) {
    std::error_code failed;
    if (!std::filesystem::exists(outside_file(need), failed)) {
      verdict.skipped = "'" + need + "' is not here: set MAEK_TEST_DATA, or install what brings it";
      return verdict;
    }
  }
  for (const std::string& isa : wanted.isas) {
    if (const auto word = parse_isa(isa); !word || !is_available(*word)) {
      verdict.skipped = "this machine has no " + isa;
      return verdict;
    }
  }
  const Sandbox sandbox(scratch);
  for (const Given& given : wanted.given) {
    if (const std::string error = sandbox.give(given); !error.empty()) {
      verdict.failures.push_back(name + ": " + error);
      return verdict;
    }
  }
  for (const Step& step : wanted.steps) {
    const auto before = sandbox.contents();
    const ProcessResult came = run_process(request_for(step, wanted, program, sandbox));
    const auto fail = [&](int line, const std::string& what) {
      verdict.failures.push_back(name + ":" + std::to_string(line) + ": " + what);
    };
    if (!came.error.empty()) {
      fail(step.line, came.error);
      break;
    }
    for (const std::string& what : universal_misses(step, came)) fail(step.line, what);
    for (const Expectation& expected : step.expectations) {
      if (const std::string what = miss(expected, came, {before, sandbox}); !what.empty()) fail(expected.line, what);
    }
  }
  return verdict;
}

}  // namespace maek::e2e
