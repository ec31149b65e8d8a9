// SPDX-License-Identifier: Apache-2.0
// FASTA reader and writer.
#include "mol/fasta.h"

#include <algorithm>    // for std::min
#include <utility>      // for std::move

#include <fmt/format.h>   // for fmt::format

namespace maek::mol {
namespace {

constexpr std::size_t kLineWidth = 80;
constexpr std::string_view kBlank = " \t\r\v\f";

Error malformed(const std::string& name, std::size_t line, std::string message, std::string hint) {
  return {ErrorCode::kMalformed, std::move(message), fmt::format("{}:{}", name, line), std::move(hint)};
}

std::string printable(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte > 32 && byte < 127 ? fmt::format("'{}'", c) : fmt::format("byte 0x{:02x}", byte);
}

}  // namespace

Expected<std::vector<FastaRecord>> read_fasta(std::string_view text, const std::string& name) {
  std::vector<FastaRecord> records;
  std::size_t line_number = 0, header_line = 0;
  const auto empty_sequence = [&] {
    return malformed(name, header_line, fmt::format("record '{}' has no sequence", records.back().name),
                     "Was this file cut? A sequence follows its header line");
  };
  if (text.substr(0, 3) == "\xEF\xBB\xBF") text.remove_prefix(3);   // the mark that some editors put before UTF-8
  while (!text.empty()) {
    ++line_number;
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const std::size_t last = line.find_last_not_of(kBlank);
    line = last == std::string_view::npos ? std::string_view() : line.substr(0, last + 1);
    if (line.empty() || line.front() == ';') continue;   // ';' begins a comment in the oldest FASTA files

    if (line.front() == '>') {
      if (!records.empty() && records.back().sequence.empty()) return empty_sequence();
      header_line = line_number;
      line.remove_prefix(1);
      line.remove_prefix(std::min(line.find_first_not_of(kBlank), line.size()));
      const std::size_t split = std::min(line.find_first_of(kBlank), line.size());
      FastaRecord record;
      record.name = std::string(line.substr(0, split));
      line.remove_prefix(split);
      line.remove_prefix(std::min(line.find_first_not_of(kBlank), line.size()));
      record.description = std::string(line);
      records.push_back(std::move(record));
      continue;
    }
    if (records.empty()) {
      return malformed(name, line_number, "a sequence without a header before it",
                       "FASTA begins with a line '>name'; perhaps this is a bare sequence or another format?");
    }
    std::string& sequence = records.back().sequence;
    for (const char c : line) {
      if (kBlank.find(c) != std::string_view::npos) continue;
      const char letter = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
      if (!(letter >= 'A' && letter <= 'Z') && letter != '*' && letter != '-') {
        return malformed(name, line_number, printable(c) + " is no residue letter",
                         "A sequence holds letters, '*' and '-' only");
      }
      sequence.push_back(letter);
    }
  }
  if (records.empty()) {
    return malformed(name, std::max<std::size_t>(line_number, 1), "no sequence in this file",
                     "FASTA begins with a line '>name'");
  }
  if (records.back().sequence.empty()) return empty_sequence();
  return records;
}

std::string to_fasta(const std::vector<FastaRecord>& records) {
  // A line break inside a name would begin a sequence, so it becomes a blank.
  const auto one_line = [](std::string text) {
    std::replace_if(text.begin(), text.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
    return text;
  };
  std::string text;
  for (const FastaRecord& record : records) {
    text += '>' + one_line(record.name);
    if (!record.description.empty()) text += ' ' + one_line(record.description);
    text += '\n';
    for (std::size_t at = 0; at < record.sequence.size(); at += kLineWidth) {
      text.append(record.sequence, at, kLineWidth);
      text += '\n';
    }
  }
  return text;
}

}  // namespace maek::mol
