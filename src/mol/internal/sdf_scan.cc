// SPDX-License-Identifier: Apache-2.0
// Record by record through an SDF file (BIOVIA "CTFile Formats", 2020: counts line, atom, bond and property blocks).
#include "mol/internal/sdf_scan.h"

#include <algorithm>     // for std::min, std::minmax
#include <charconv>      // for std::from_chars
#include <cmath>         // for std::isfinite
#include <map>           // for std::map
#include <optional>      // for std::optional
#include <set>           // for std::set
#include <span>          // for std::span

#include <fmt/format.h>  // for fmt::format

#include "mol/element.h"    // for element_from_symbol
#include "mol/molecule.h"   // for kMaxMoleculeAtoms

namespace maek::mol {
namespace {

constexpr double kMaxCoordinate = 1e6;              // Å
constexpr int kMaxBonds = 4 * kMaxMoleculeAtoms;    // more neighbours than four an atom do not occur on average
constexpr std::size_t kMaxV30Line = 4096;           // of one logical line with its continuations
constexpr std::size_t kMaxTitle = 80;               // the title line's width in the specification
constexpr const char* kCut = "Was this file cut? Every record ends with 'M  END'.";

std::string_view trimmed(std::string_view text) {
  const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\r'; };
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  return text;
}

std::string_view field(std::string_view line, std::size_t from, std::size_t length) {
  return from < line.size() ? trimmed(line.substr(from, length)) : std::string_view{};
}

template <class T>
std::optional<T> number(std::string_view text) {
  T value{};
  if (!text.empty() && text.front() == '+') text.remove_prefix(1);
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failed != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::string printable(std::string_view text, std::size_t most = 20) {
  std::string shown;
  for (const char c : text.substr(0, most)) shown += c >= 32 && c < 127 ? c : '?';
  return shown;
}

std::vector<std::string_view> words(std::string_view line) {
  std::vector<std::string_view> found;
  while (!(line = trimmed(line)).empty()) {
    const std::size_t end = std::min(line.find_first_of(" \t"), line.size());
    found.push_back(line.substr(0, end));
    line.remove_prefix(end);
  }
  return found;
}

/// The word as RDKit wants it: files in other cases ("CL", "c") are common, and RDKit throws on them without cleaning up.
std::string_view element_word(std::string_view word) {
  if (word == "D" || word == "T") return word;
  if (word.empty() || word.size() > 2) return {};
  const Element element = element_from_symbol(word);
  return element == Element::kUnknown ? std::string_view() : symbol(element);
}

/// What the block's coordinates are, found while they pass by.
struct Extent {
  bool any = false, spread = false, deep = false;
  double first[3] = {};
  void add(const double (&xyz)[3]) {
    for (int k = 0; k < 3; ++k) {
      if (!any) first[k] = xyz[k];
      spread = spread || xyz[k] != first[k];
    }
    any = true;
    deep = deep || xyz[2] != 0;
  }
};

std::string header(std::string_view dimension) { return fmt::format("\n  maek              {}\n\n", dimension); }

}  // namespace

Error SdfScanner::error_at(int line, std::string message, std::string hint, ErrorCode code) const {
  return Error{code, std::move(message), fmt::format("{}:{}", name_, line), std::move(hint)};
}

bool SdfScanner::more() {
  std::string_view text = rest_;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    if (!trimmed(text.substr(0, end)).empty()) return true;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return false;
}

bool SdfScanner::next_line(std::string_view& line) {
  if (rest_.empty()) return false;
  const std::size_t end = std::min(rest_.find('\n'), rest_.size());
  line = rest_.substr(0, end);
  while (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  rest_.remove_prefix(std::min(end + 1, rest_.size()));
  ++line_;
  return true;
}

void SdfScanner::skip_fields() {
  std::string_view line;
  while (next_line(line)) {
    if (line.starts_with("$$$$")) return;
  }
}

Expected<SdfBlock> SdfScanner::next() {
  SdfBlock block;
  std::string_view line, dimension;
  block.line = line_ + 1;
  if (!next_line(line)) return error_at(1, "the file is empty", "An SDF record begins with a title line.");
  block.name = printable(trimmed(line), kMaxTitle);
  if (next_line(line)) dimension = field(line, 20, 2);
  const bool states_3d = dimension == "3D";
  std::string_view counts;
  if (!next_line(line) || !next_line(counts)) {
    return error_at(line_, "the record ends before its counts line",
                    "The fourth line holds the counts. Is this an SDF file?");
  }
  const bool is_v3000 = counts.find("V3000") != std::string_view::npos;
  if (auto done = is_v3000 ? v3000(block) : v2000(counts, block); !done) return done.error();
  block.flat = block.flat && !states_3d && block.has_coordinates;
  block.block = header(block.flat ? "2D" : "3D") + block.block;
  skip_fields();
  return block;
}

Expected<void> SdfScanner::v2000(std::string_view counts, SdfBlock& block) {
  const auto atoms = number<int>(field(counts, 0, 3));
  const auto bonds = number<int>(field(counts, 3, 3));
  if (!atoms || !bonds || *atoms < 0 || *bonds < 0) {
    return error_at(line_, fmt::format("'{}' is no counts line", printable(counts)),
                    "The fourth line of a record holds the numbers of atoms and bonds. Is this an SDF file?");
  }
  if (*atoms == 0) return error_at(line_, "a molecule without atoms", "Remove the record.");
  // Three columns hold at most 999, so no allocation follows from a hostile count.
  block.block = fmt::format("{:3}{:3}  0  0  1  0  0  0  0  0999 V2000\n", *atoms, *bonds);
  Extent extent;
  std::string_view line;
  for (int i = 0; i < *atoms; ++i) {
    if (!next_line(line)) return error_at(line_, fmt::format("the file ends at atom {} of {}", i + 1, *atoms), kCut);
    double xyz[3];
    for (std::size_t k = 0; k < 3; ++k) {
      const auto value = number<double>(field(line, 10 * k, 10));
      if (!value || !std::isfinite(*value) || std::abs(*value) > kMaxCoordinate) {
        return error_at(
            line_,
            fmt::format("atom {}: '{}' is no {} coordinate", i + 1, printable(field(line, 10 * k, 10)), "xyz"[k]),
            "Coordinates are finite numbers in three fields of ten columns; do the counts of the fourth line fit?");
      }
      xyz[k] = *value;
    }
    const std::string_view element = element_word(field(line, 31, 3));
    if (element.empty()) {
      return error_at(line_, fmt::format("atom {}: '{}' is no element", i + 1, printable(field(line, 31, 3))),
                      "A molecule holds definite atoms: no R groups, atom lists or wildcards.",
                      ErrorCode::kUnsupported);
    }
    const auto mass = field(line, 34, 2).empty() ? 0 : number<int>(field(line, 34, 2));
    const auto charge = field(line, 36, 3).empty() ? 0 : number<int>(field(line, 36, 3));
    const auto valence = field(line, 48, 3).empty() ? 0 : number<int>(field(line, 48, 3));
    if (!mass || !charge || *charge < 0 || *charge > 7 || !valence || *valence < 0 || *valence > 15) {
      return error_at(line_, fmt::format("atom {}: mass difference, charge or valence is no proper number", i + 1),
                      "The fields after the element are three columns each, charges are codes from 0 to 7.");
    }
    block.block += fmt::format("{:10.4f}{:10.4f}{:10.4f} {:<3}{:2}{:3}  0  0  0{:3}\n", xyz[0], xyz[1], xyz[2], element,
                               *mass, *charge, *valence);
    block.atom_lines.push_back(line_);
    extent.add(xyz);
  }
  // A bond given twice makes RDKit throw where it does not clean up.
  std::set<std::pair<int, int>> joined;
  for (int i = 0; i < *bonds; ++i) {
    if (!next_line(line)) return error_at(line_, fmt::format("the file ends at bond {} of {}", i + 1, *bonds), kCut);
    const auto a = number<int>(field(line, 0, 3)), b = number<int>(field(line, 3, 3)),
               type = number<int>(field(line, 6, 3));
    const auto stereo = field(line, 9, 3).empty() ? 0 : number<int>(field(line, 9, 3));
    if (!a || !b || !type || !stereo) {
      return error_at(line_, fmt::format("'{}' is no bond", printable(line)),
                      "A bond holds two atom numbers and its order in three columns each; do the counts fit?");
    }
    if (*a < 1 || *a > *atoms || *b < 1 || *b > *atoms || *a == *b) {
      return error_at(line_, fmt::format("bond {} joins atoms {} and {} of {}", i + 1, *a, *b, *atoms),
                      "Bonds join two different atoms of the record.");
    }
    if (!joined.insert(std::minmax(*a, *b)).second) {
      return error_at(line_, fmt::format("bond {} joins atoms {} and {} again", i + 1, *a, *b), "Remove one of the two.");
    }
    if (*type < 1 || (*type > 4 && *type != 9)) {
      return error_at(
          line_, fmt::format("bond {} has type {}", i + 1, *type),
          "Bonds are single (1), double (2), triple (3), aromatic (4) or dative (9); others are search patterns.",
          ErrorCode::kUnsupported);
    }
    block.block += fmt::format("{:3}{:3}{:3}{:3}\n", *a, *b, *type, *stereo < 0 || *stereo > 6 ? 0 : *stereo);
  }
  for (bool ended = false; !ended;) {
    if (!next_line(line) || line.starts_with("$$$$")) return error_at(line_, "the record has no 'M  END'", kCut);
    ended = line.starts_with("M  END");
    if (!line.starts_with("M  CHG") && !line.starts_with("M  RAD") && !line.starts_with("M  ISO")) continue;
    const auto fields = words(line.substr(6));
    const auto count = fields.empty() ? std::nullopt : number<int>(fields[0]);
    if (!count || *count < 1 || *count > 8 || fields.size() != 1 + 2 * static_cast<std::size_t>(*count)) {
      return error_at(line_, "this property line does not hold the pairs that it counts", "As in 'M  CHG  1   4  -1'.");
    }
    block.block += fmt::format("{}{:3}", line.substr(0, 6), *count);
    for (std::size_t k = 1; k < fields.size(); k += 2) {
      const auto atom = number<int>(fields[k]), value = number<int>(fields[k + 1]);
      if (!atom || *atom < 1 || *atom > *atoms || !value || *value < -15 || *value > 300) {
        return error_at(line_, fmt::format("'{} {}' is no atom of the record and value", printable(fields[k]),
                                           printable(fields[k + 1])),
                        "As in 'M  CHG  1   4  -1'.");
      }
      block.block += fmt::format("{:4}{:4}", *atom, *value);
    }
    block.block += '\n';
  }
  block.block += "M  END\n";
  block.has_coordinates = extent.spread || *atoms == 1;
  block.flat = !extent.deep && *atoms > 1;
  return {};
}

Expected<std::string> SdfScanner::v30_line() {
  std::string whole;
  std::string_view line;
  for (;;) {
    if (!next_line(line)) return error_at(line_, "the file ends within a V3000 block", kCut);
    if (!line.starts_with("M  V30 ")) {
      return error_at(line_, fmt::format("'{}' within a V3000 block", printable(line)),
                      "Its lines begin with 'M  V30 '.");
    }
    line.remove_prefix(7);
    const bool continued = !line.empty() && line.back() == '-';
    if (continued) line.remove_suffix(1);
    whole += line;
    if (whole.size() > kMaxV30Line) {
      return error_at(line_, fmt::format("a V3000 line of more than {} characters", kMaxV30Line),
                      "Is this an SDF file?", ErrorCode::kTooLarge);
    }
    if (!continued) return whole;
  }
}

Expected<void> SdfScanner::v3000(SdfBlock& block) {
  const auto expect = [this](std::string_view what) -> Expected<void> {
    const auto line = v30_line();
    if (!line) return line.error();
    if (trimmed(*line) == what) return {};
    return error_at(line_, fmt::format("'{}' stands where '{}' belongs", printable(*line), what),
                    "A V3000 block holds CTAB, COUNTS, ATOM and BOND in this order.");
  };
  if (auto done = expect("BEGIN CTAB"); !done) return done;
  const auto counts = v30_line();
  if (!counts) return counts.error();
  const auto fields = words(*counts);
  const auto atoms = fields.size() >= 3 && fields[0] == "COUNTS" ? number<int>(fields[1]) : std::nullopt;
  const auto bonds = fields.size() >= 3 ? number<int>(fields[2]) : std::nullopt;
  if (!atoms || !bonds || *atoms < 0 || *bonds < 0) {
    return error_at(line_, fmt::format("'{}' is no COUNTS line", printable(*counts)),
                    "As in 'M  V30 COUNTS 3 2 0 0 0'.");
  }
  if (*atoms == 0) return error_at(line_, "a molecule without atoms", "Remove the record.");
  if (*atoms > kMaxMoleculeAtoms || *bonds > kMaxBonds) {
    return error_at(line_,
                    fmt::format("{} atoms and {} bonds; the limit is {} atoms", *atoms, *bonds, kMaxMoleculeAtoms),
                    "This is a macromolecule: give it as a structure.", ErrorCode::kTooLarge);
  }
  block.block = fmt::format("  0  0  0     0  0            999 V3000\nM  V30 BEGIN CTAB\nM  V30 COUNTS {} {} 0 0 1\n"
                            "M  V30 BEGIN ATOM\n", *atoms, *bonds);
  if (auto done = expect("BEGIN ATOM"); !done) return done;
  Extent extent;
  std::map<int, int> index;   // number in the file → position
  // Attributes that state a molecule; the rest are search patterns, templates and drawing.
  const auto attributes = [](std::span<const std::string_view> all, std::span<const std::string_view> kept) {
    std::string text;
    for (const std::string_view word : all) {
      const std::size_t equals = word.find('=');
      if (equals == std::string_view::npos || word.size() > 12) continue;
      const auto value = number<int>(word.substr(equals + 1));
      if (!value || *value < -15 || *value > 300) continue;
      for (const std::string_view key : kept) {
        if (word.substr(0, equals) == key) text += fmt::format(" {}={}", key, *value);
      }
    }
    return text;
  };
  static constexpr std::string_view kAtomKeys[] = {"CHG", "RAD", "MASS", "VAL"}, kBondKeys[] = {"CFG"};
  for (int i = 0; i < *atoms; ++i) {
    const auto line = v30_line();
    if (!line) return line.error();
    const auto parts = words(*line);
    const auto id = parts.size() >= 6 ? number<int>(parts[0]) : std::nullopt;
    if (!id || *id < 1 || !index.emplace(*id, i + 1).second) {
      return error_at(line_, fmt::format("'{}' is no atom {} of {}", printable(*line), i + 1, *atoms),
                      "An atom has its own number, element, three coordinates and a map number; do the counts fit?");
    }
    const std::string_view element = element_word(parts[1]);
    if (element.empty()) {
      return error_at(line_, fmt::format("atom {}: '{}' is no element", *id, printable(parts[1])),
                      "A molecule holds definite atoms: no R groups, atom lists or wildcards.",
                      ErrorCode::kUnsupported);
    }
    double xyz[3];
    for (std::size_t k = 0; k < 3; ++k) {
      const auto value = number<double>(parts[2 + k]);
      if (!value || !std::isfinite(*value) || std::abs(*value) > kMaxCoordinate) {
        return error_at(line_, fmt::format("atom {}: '{}' is no {} coordinate", *id, printable(parts[2 + k]), "xyz"[k]),
                        "Coordinates are finite numbers in Angstrom.");
      }
      xyz[k] = *value;
    }
    block.block += fmt::format("M  V30 {} {} {:.6f} {:.6f} {:.6f} 0{}\n", i + 1, element, xyz[0], xyz[1], xyz[2],
                               attributes(std::span(parts).subspan(6), kAtomKeys));
    block.atom_lines.push_back(line_);
    extent.add(xyz);
  }
  if (auto done = expect("END ATOM"); !done) return done;
  block.block += "M  V30 END ATOM\n";
  if (*bonds > 0) {
    if (auto done = expect("BEGIN BOND"); !done) return done;
    block.block += "M  V30 BEGIN BOND\n";
    std::set<std::pair<int, int>> joined;
    for (int i = 0; i < *bonds; ++i) {
      const auto line = v30_line();
      if (!line) return line.error();
      const auto parts = words(*line);
      const auto type = parts.size() >= 4 ? number<int>(parts[1]) : std::nullopt;
      const auto a = type ? index.find(number<int>(parts[2]).value_or(0)) : index.end();
      const auto b = type ? index.find(number<int>(parts[3]).value_or(0)) : index.end();
      if (a == index.end() || b == index.end() || a == b) {
        return error_at(line_, fmt::format("'{}' is no bond between two atoms of the record", printable(*line)),
                        "A bond has a number, its order and two atom numbers; do the counts fit?");
      }
      if (!joined.insert(std::minmax(a->second, b->second)).second) {
        return error_at(line_, fmt::format("'{}' joins two atoms again", printable(*line)), "Remove one of the two.");
      }
      if (*type < 1 || (*type > 4 && *type != 9)) {
        return error_at(
            line_, fmt::format("bond {} has type {}", i + 1, *type),
            "Bonds are single (1), double (2), triple (3), aromatic (4) or dative (9); others are search patterns.",
            ErrorCode::kUnsupported);
      }
      block.block += fmt::format("M  V30 {} {} {} {}{}\n", i + 1, *type, a->second, b->second,
                                 attributes(std::span(parts).subspan(4), kBondKeys));
    }
    if (auto done = expect("END BOND"); !done) return done;
    block.block += "M  V30 END BOND\n";
  }
  std::string_view line;
  do {
    if (!next_line(line) || line.starts_with("$$$$")) return error_at(line_, "the record has no 'M  END'", kCut);
  } while (!line.starts_with("M  END"));
  block.block += "M  V30 END CTAB\nM  END\n";
  block.has_coordinates = extent.spread || *atoms == 1;
  block.flat = !extent.deep && *atoms > 1;
  return {};
}

}  // namespace maek::mol
