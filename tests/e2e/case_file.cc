// SPDX-License-Identifier: Apache-2.0
// Reads case files line by line: `word: rest`, and blocks of inline text.
#include "tests/e2e/case_file.h"

#include <charconv>       // for std::from_chars
#include <csignal>        // for SIGINT, SIGTERM, SIGKILL
#include <functional>     // for std::function
#include <map>            // for std::map
#include <system_error>   // for std::errc

namespace maek::e2e {
namespace {

constexpr std::size_t kMaxGivenBytes = std::size_t{256} << 20;   // of one file that a case makes up

std::string_view trim(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r";
  const std::size_t first = text.find_first_not_of(kBlank);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

template <class Number>
bool read_number(std::string_view text, Number& value) {
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  return failed == std::errc() && end == text.data() + text.size();
}

/// Inside the sandbox: relative and without '..'.
bool is_inside(const std::string& path) {
  if (path.empty() || path[0] == '/') return false;
  for (std::size_t at = 0; at <= path.size();) {
    const std::size_t slash = std::min(path.find('/', at), path.size());
    if (path.substr(at, slash - at) == "..") return false;
    at = slash + 1;
  }
  return true;
}

class Reader {
 public:
  Reader(std::string_view text, std::string name) : rest_(text), name_(std::move(name)) {}

  ParsedCase read() {
    std::string_view line;
    while (error_.empty() && next(line)) {
      if (trim(line).empty()) continue;
      if (line[0] == '#') {
        if (out_.steps.empty() && out_.given.empty()) add_why(trim(line.substr(1)));
        continue;
      }
      const std::size_t colon = line.find(':');
      if (colon == std::string_view::npos) {
        fail("expected 'word: ...', found '" + std::string(line) + "'");
      } else {
        directive(std::string(trim(line.substr(0, colon))), std::string(trim(line.substr(colon + 1))));
      }
    }
    if (error_.empty()) check_whole();
    return {std::move(out_), std::move(error_)};
  }

 private:
  bool next(std::string_view& line) {
    if (rest_.empty()) return false;
    const std::size_t end = std::min(rest_.find('\n'), rest_.size());
    line = rest_.substr(0, end);
    rest_.remove_prefix(std::min(end + 1, rest_.size()));
    ++number_;
    return true;
  }

  void fail(const std::string& what) {
    if (error_.empty()) error_ = name_ + ":" + std::to_string(number_) + ": " + what;
  }

  void add_why(std::string_view text) {
    if (text.find("SPDX") != std::string_view::npos) return;
    out_.why += (out_.why.empty() ? "" : " ") + std::string(text);
  }

  void check_whole() {
    if (out_.steps.empty()) fail("no 'run:' line");
    if (out_.why.empty()) fail("begin with a comment that says why this case exists");
    for (const Step& step : out_.steps) {
      if (step.exit_codes.empty()) {
        number_ = step.line;
        fail("this 'run:' has no 'exit:' line");
      }
    }
  }

  void directive(const std::string& word, const std::string& rest) {
    using Kind = ExpectationKind;
    static const std::map<std::string, Kind> kExpectations{
        {"stdout", Kind::kStdoutHas},     {"stdout-not", Kind::kStdoutHasNot}, {"stderr", Kind::kStderrHas},
        {"stderr-not", Kind::kStderrHasNot}, {"stdout-empty", Kind::kStdoutEmpty},
        {"stderr-empty", Kind::kStderrEmpty}, {"same", Kind::kSame}, {"stdout-json", Kind::kStdoutJson},
        {"last-line-json", Kind::kLastLineJson}, {"present", Kind::kPresent},  {"absent", Kind::kAbsent},
        {"unchanged", Kind::kUnchanged}};
    static const std::map<std::string, void (Reader::*)(const std::string&)> kSetUp{
        {"needs", &Reader::needs},         {"needs-isa", &Reader::needs_isa},   {"env", &Reader::environment},
        {"file", &Reader::inline_file},    {"file-shifted", &Reader::shifted_file},
        {"file-random", &Reader::random_file}, {"file-repeat", &Reader::repeated_file},
        {"file-from", &Reader::copied_file},   {"folder", &Reader::folder}};
    static const std::map<std::string, void (Reader::*)(const std::string&)> kOfStep{
        {"exit", &Reader::exit},   {"stdin", &Reader::standard_input}, {"signal", &Reader::signal},
        {"limit", &Reader::limit}, {"limit-file-bytes", &Reader::limit_file_bytes}};

    if (word == "run") return run(rest);
    if (const auto set_up = kSetUp.find(word); set_up != kSetUp.end()) {
      if (!out_.steps.empty()) return fail("'" + word + "' must stand before the first 'run:'");
      return (this->*set_up->second)(rest);
    }
    const auto of_step = kOfStep.find(word);
    const auto expectation = kExpectations.find(word);
    if (of_step == kOfStep.end() && expectation == kExpectations.end()) {
      return fail("unknown word '" + word + "' (tests/cases/README.md lists them)");
    }
    if (out_.steps.empty()) return fail("'" + word + "' must follow a 'run:'");
    if (of_step != kOfStep.end()) return (this->*of_step->second)(rest);

    const Kind kind = expectation->second;
    const bool takes_text = kind != Kind::kStdoutEmpty && kind != Kind::kStderrEmpty && kind != Kind::kStdoutJson &&
                            kind != Kind::kLastLineJson;
    if (rest.empty() == takes_text) return fail("'" + word + (takes_text ? ":' needs a text" : ":' takes no text"));
    if (kind == Kind::kSame) {
      const auto names = split_words(rest);
      if (!names || names->size() != 2) return fail("'same: FILE FILE'");
    }
    out_.steps.back().expectations.push_back({kind, rest, number_});
  }

  void run(const std::string& rest) {
    auto words = split_words(rest);
    if (!words) return fail("a quote is left open");
    if (words->empty() || words->front() != "maek") return fail("a command begins with 'maek'");
    words->erase(words->begin());
    Step step;
    step.words = std::move(*words);
    step.line = number_;
    out_.steps.push_back(std::move(step));
  }

  void exit(const std::string& rest) {
    const auto words = split_words(rest);
    for (const std::string& word : words.value_or(std::vector<std::string>{})) {
      int code = -1;
      if (!read_number(word, code) || code < 0 || code > 255) return fail("an exit code is 0..255, not '" + word + "'");
      out_.steps.back().exit_codes.push_back(code);
    }
    if (out_.steps.back().exit_codes.empty()) fail("'exit:' needs a number");
  }

  void standard_input(const std::string& rest) {
    if (!is_inside(rest)) return fail("'stdin:' names a file of the case");
    out_.steps.back().stdin_file = rest;
  }

  void signal(const std::string& rest) {
    static const std::map<std::string, int> kSignals{{"INT", SIGINT}, {"TERM", SIGTERM}, {"KILL", SIGKILL}};
    const auto words = split_words(rest);
    Step& step = out_.steps.back();
    if (!words || words->size() != 2 || kSignals.count((*words)[0]) == 0 ||
        !read_number((*words)[1], step.signal_delay_seconds) || step.signal_delay_seconds < 0) {
      return fail("'signal: INT|TERM|KILL SECONDS'");
    }
    step.signal = kSignals.at((*words)[0]);
  }

  void limit(const std::string& rest) {
    double& seconds = out_.steps.back().limit_seconds;
    if (!read_number(rest, seconds) || !(seconds > 0) || seconds > 600) fail("'limit: SECONDS', up to 600");
  }

  void limit_file_bytes(const std::string& rest) {
    std::uint64_t bytes = 0;
    if (!read_number(rest, bytes)) return fail("'limit-file-bytes: COUNT'");
    out_.steps.back().limit_file_bytes = bytes;
  }

  void needs(const std::string& rest) {
    if (rest.empty()) return fail("'needs:' names a file");
    out_.needs.push_back(rest);
  }

  void needs_isa(const std::string& rest) {
    if (rest != "portable" && rest != "avx2" && rest != "avx512") return fail("'needs-isa: portable|avx2|avx512'");
    out_.isas.push_back(rest);
  }

  void environment(const std::string& rest) {
    const std::size_t equals = rest.find('=');
    if (equals == 0 || equals == std::string::npos) return fail("'env: NAME=value'");
    out_.environment.emplace_back(rest.substr(0, equals), rest.substr(equals + 1));
  }

  void give(const std::string& path, decltype(Given::content) content) {
    if (!is_inside(path)) return fail("'" + path + "' must be relative, without '..'");
    out_.given.push_back({path, std::move(content)});
  }

  void folder(const std::string& rest) { give(rest, EmptyFolder{}); }

  /// `file: NAME` and then lines that begin with '|', which is taken off.
  void inline_file(const std::string& rest) {
    std::string text;
    std::string_view line;
    while (!rest_.empty() && rest_[0] == '|' && next(line)) text += std::string(line.substr(1)) + "\n";
    give(rest, InlineText{text});
  }

  void random_file(const std::string& rest) {
    const auto words = split_words(rest);
    RandomBytes random;
    if (!words || words->size() < 2 || words->size() > 3 || !read_number((*words)[1], random.count) ||
        (words->size() == 3 && !read_number((*words)[2], random.seed)) || random.count > kMaxGivenBytes) {
      return fail("'file-random: NAME BYTES [SEED]'");
    }
    give((*words)[0], random);
  }

  void repeated_file(const std::string& rest) {
    const auto words = split_words(rest);
    RepeatedText repeated;
    if (!words || words->size() != 3 || !read_number((*words)[1], repeated.count)) {
      return fail("'file-repeat: NAME COUNT \"line\"'");
    }
    repeated.text = (*words)[2] + "\n";
    if (repeated.count > kMaxGivenBytes / repeated.text.size()) return fail("more than 256 MiB");
    give((*words)[0], repeated);
  }

  void shifted_file(const std::string& rest) {
    const auto words = split_words(rest);
    ShiftedCopies copies;
    if (!words || words->size() != 4 || !read_number((*words)[2], copies.count) ||
        !read_number((*words)[3], copies.shift) || copies.count < 1 || copies.count > 1000 ||
        !(copies.count * copies.shift < 9000)) {
      return fail("'file-shifted: NAME SOURCE COPIES SHIFT', the whole below 9000 Å");
    }
    copies.source = (*words)[1];
    give((*words)[0], copies);
  }

  void copied_file(const std::string& rest) {
    const auto words = split_words(rest);
    if (!words || words->size() < 2) {
      return fail("'file-from: NAME SOURCE [replace OLD NEW]... [dos] [gzip] [keep BYTES]'");
    }
    CopyOfFile copy;
    copy.source = (*words)[1];
    for (std::size_t i = 2; i < words->size();) {
      std::size_t bytes = 0;
      if ((*words)[i] == "keep" && i + 1 < words->size() && read_number((*words)[i + 1], bytes)) {
        copy.keep_bytes = bytes;
        i += 2;
      } else if ((*words)[i] == "replace" && i + 2 < words->size() && !(*words)[i + 1].empty()) {
        copy.replacements.emplace_back((*words)[i + 1], (*words)[i + 2]);
        i += 3;
      } else if ((*words)[i] == "dos") {
        copy.dos_lines = true;
        ++i;
      } else if ((*words)[i] == "gzip") {
        copy.gzip = true;
        ++i;
      } else {
        return fail("after the source: 'replace OLD NEW', 'dos', 'gzip' or 'keep BYTES', not '" + (*words)[i] + "'");
      }
    }
    give((*words)[0], copy);
  }

  std::string_view rest_;
  std::string name_;
  int number_ = 0;
  CaseFile out_;
  std::string error_;
};

}  // namespace

std::optional<std::vector<std::string>> split_words(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  bool in_word = false;
  char quote = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quote != 0 && c == quote) {
      quote = 0;
    } else if (c == '\\' && quote != '\'' && i + 1 < text.size()) {
      word += text[++i];
      in_word = true;
    } else if (quote != 0) {
      word += c;
    } else if (c == '\'' || c == '"') {
      quote = c;
      in_word = true;
    } else if (c == ' ' || c == '\t') {
      if (in_word) words.push_back(std::move(word));
      word.clear();
      in_word = false;
    } else {
      word += c;
      in_word = true;
    }
  }
  if (quote != 0) return std::nullopt;
  if (in_word) words.push_back(std::move(word));
  return words;
}

ParsedCase parse_case(std::string_view text, const std::string& name) { return Reader(text, name).read(); }

}  // namespace maek::e2e
