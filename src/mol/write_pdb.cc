// SPDX-License-Identifier: Apache-2.0
// PDB writer (format 3.3): refuses what its columns cannot hold.
#include <algorithm>       // for std::clamp
#include <cmath>           // for std::isfinite
#include <cstddef>         // for std::size_t
#include <iterator>        // for std::back_inserter
#include <map>             // for std::map
#include <utility>         // for std::move
#include <vector>          // for std::vector

#include <fmt/format.h>    // for fmt::format

#include "mol/write_structure.h"   // for to_pdb

namespace maek::mol {
namespace {

constexpr std::int32_t kMostSerials = 99'999;   // five columns
constexpr const char* kUseMmcif = "Write mmCIF, which has no such limit";

class PdbWriter {
 public:
  explicit PdbWriter(const Structure& structure) : structure_(structure) {}
  Expected<std::string> write();

 private:
  template <class... T>
  void add(fmt::format_string<T...> format, T&&... values) {
    fmt::format_to(std::back_inserter(text_), format, std::forward<T>(values)...);
  }
  Error does_not_fit(ResidueIndex r, std::string message) const {
    return {ErrorCode::kInvalidArgument, std::move(message), residue_label(structure_, r), kUseMmcif};
  }
  const Residue& residue(ResidueIndex r) const { return structure_.residues[static_cast<std::size_t>(r)]; }
  const std::string& chain_name(ResidueIndex r) const {
    return structure_.chains[static_cast<std::size_t>(residue(r).chain)].name;
  }
  Expected<void> check_residue(ResidueIndex r) const;
  Expected<void> write_atom(AtomIndex i);
  Expected<void> write_chain(const Chain& chain);
  void write_header();
  void write_conect();

  const Structure& structure_;
  std::string text_;
  std::int32_t serial_ = 0;
  std::vector<std::int32_t> serial_of_;   // of each atom
};

std::string printable(std::string_view text) {
  std::string result;
  for (const char c : text) result.push_back(c >= 32 && c < 127 ? c : '?');
  return result;
}

/// Name in its four columns: a symbol of one letter leaves the first blank.
std::string name_field(const Atom& atom) {
  const std::string_view element = symbol(atom.element);
  const bool two_letters = element.size() == 2 && atom.name.size() >= 2 &&
                           element_from_symbol(std::string_view(atom.name).substr(0, 2)) == atom.element;
  const bool from_first = atom.name.size() == 4 || two_letters;
  return fmt::format("{:<4}", from_first ? atom.name : " " + atom.name);
}

void PdbWriter::write_header() {
  const std::string id = printable(structure_.id);
  if (!id.empty() && id.size() <= 4) add("HEADER    {:<40}{:9}   {:<4}\n", "", "", id);
  const std::string title = printable(structure_.title);
  constexpr std::size_t kTitleWidth = 69;   // continuation lines begin with a blank in column 11
  int line = 1;
  for (std::size_t at = 0; at < title.size() && line < 100; ++line) {
    std::size_t length = std::min(kTitleWidth, title.size() - at);
    if (at + length < title.size()) {   // break at a blank where there is one
      const std::size_t blank = title.rfind(' ', at + length);
      if (blank != std::string::npos && blank > at) length = blank - at;
    }
    const std::string part = title.substr(at, length);
    if (line == 1) add("TITLE     {:<70}\n", part);
    else add("TITLE   {:>2} {:<69}\n", line, part);
    at += length;
    while (at < title.size() && title[at] == ' ') ++at;
  }
  if (!structure_.method.empty()) add("EXPDTA    {:<69.69}\n", printable(structure_.method));
  if (structure_.resolution > 0 && structure_.resolution < 100) {
    add("REMARK   2\nREMARK   2 RESOLUTION. {:7.2f} ANGSTROMS.\n", structure_.resolution);
  }
  const auto& cell = structure_.cell;
  const bool fits = std::all_of(cell.begin(), cell.begin() + 3, [](double a) { return a > 0 && a < 99999; }) &&
                    std::all_of(cell.begin() + 3, cell.end(), [](double a) { return a > 0 && a < 999; });
  if (fits) {
    add("CRYST1{:9.3f}{:9.3f}{:9.3f}{:7.2f}{:7.2f}{:7.2f} {:<11.11}\n", cell[0], cell[1], cell[2], cell[3], cell[4],
        cell[5], printable(structure_.space_group));
  }
}

Expected<void> PdbWriter::check_residue(ResidueIndex r) const {
  const Residue& res = residue(r);
  if (chain_name(r).size() > 1) {
    return does_not_fit(r, fmt::format("the chain name '{}' does not fit one column of PDB", chain_name(r)));
  }
  if (res.name.empty() || res.name.size() > 3) {
    return does_not_fit(r, fmt::format("the residue name '{}' does not fit three columns of PDB", res.name));
  }
  if (res.number > 9999 || res.number < -999) {
    return does_not_fit(r, fmt::format("the residue number {} does not fit four columns of PDB", res.number));
  }
  return {};
}

Expected<void> PdbWriter::write_atom(AtomIndex i) {
  const Atom& atom = structure_.atoms[static_cast<std::size_t>(i)];
  const Residue& res = residue(atom.residue);
  if (atom.name.empty() || atom.name.size() > 4) {
    return does_not_fit(atom.residue, fmt::format("the atom name '{}' does not fit four columns of PDB", atom.name));
  }
  for (const double value : {atom.position.x, atom.position.y, atom.position.z}) {
    if (!(value > -999.9995 && value < 9999.9995)) {
      return does_not_fit(atom.residue, fmt::format("the coordinate {} of {} does not fit eight columns of PDB", value,
                                                    atom.name));
    }
  }
  if (serial_ >= kMostSerials) {
    return does_not_fit(atom.residue,
                        fmt::format("more than {} atoms do not fit the serial numbers of PDB", kMostSerials));
  }
  serial_of_[static_cast<std::size_t>(i)] = ++serial_;
  const auto within = [](float value, double low, double high) {
    return std::isfinite(value) ? std::clamp(static_cast<double>(value), low, high) : 0.0;
  };
  const auto blank_or = [](char c) { return c == 0 ? ' ' : c; };
  std::string charge;
  if (atom.formal_charge != 0 && std::abs(atom.formal_charge) < 10) {
    charge = fmt::format("{}{}", std::abs(atom.formal_charge), atom.formal_charge > 0 ? '+' : '-');
  }
  std::string element(atom.element == Element::kUnknown ? "" : symbol(atom.element));
  for (char& c : element) c = static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
  const std::string& chain = chain_name(atom.residue);
  add("{:<6}{:5d} {}{}{:>3} {}{:4d}{}   ", res.hetero ? "HETATM" : "ATOM", serial_, printable(name_field(atom)),
      blank_or(atom.altloc), printable(res.name), chain.empty() ? ' ' : chain.front(), res.number,
      blank_or(res.insertion));
  const auto clean = [](double value) { return std::abs(value) < 0.0005 ? 0.0 : value; };   // never "-0.000"
  add("{:8.3f}{:8.3f}{:8.3f}{:6.2f}{:6.2f}          {:>2}{:<2}\n", clean(atom.position.x), clean(atom.position.y),
      clean(atom.position.z), within(atom.occupancy, -99.99, 999.99), within(atom.b_factor, -99.99, 999.99), element,
      charge);
  return {};
}

Expected<void> PdbWriter::write_chain(const Chain& chain) {
  bool in_polymer = false;
  const auto end_polymer = [&](ResidueIndex last) -> Expected<void> {
    if (serial_ >= kMostSerials) {
      return does_not_fit(last, fmt::format("more than {} atoms do not fit the serial numbers of PDB", kMostSerials));
    }
    const Residue& res = residue(last);
    add("TER   {:5d}      {:>3} {}{:4d}{}\n", ++serial_, printable(res.name),
        chain.name.empty() ? ' ' : chain.name.front(), res.number, res.insertion == 0 ? ' ' : res.insertion);
    return {};
  };
  for (ResidueIndex r = chain.first_residue; r < chain.end_residue; ++r) {
    if (Expected<void> fits = check_residue(r); !fits) return fits;
    const bool polymer = residue(r).label_number > 0;
    if (in_polymer && !polymer) {
      if (Expected<void> ended = end_polymer(r - 1); !ended) return ended;
    }
    in_polymer = polymer;
    for (AtomIndex i = residue(r).first_atom; i < residue(r).end_atom; ++i) {
      if (Expected<void> written = write_atom(i); !written) return written;
    }
  }
  return in_polymer ? end_polymer(chain.end_residue - 1) : Expected<void>();
}

void PdbWriter::write_conect() {
  std::map<std::int32_t, std::vector<std::int32_t>> partners;   // a double bond is listed twice
  for (const StructureBond& bond : structure_.bonds) {
    const std::int32_t a = serial_of_[static_cast<std::size_t>(bond.a)];
    const std::int32_t b = serial_of_[static_cast<std::size_t>(bond.b)];
    if (a == 0 || b == 0) continue;
    const int times = bond.order == BondOrder::kDouble ? 2 : bond.order == BondOrder::kTriple ? 3 : 1;
    for (int i = 0; i < times; ++i) {
      partners[a].push_back(b);
      partners[b].push_back(a);
    }
  }
  for (const auto& [serial, others] : partners) {
    constexpr std::size_t kPerLine = 4;
    for (std::size_t at = 0; at < others.size(); at += kPerLine) {
      add("CONECT{:5d}", serial);
      for (std::size_t i = at; i < std::min(at + kPerLine, others.size()); ++i) add("{:5d}", others[i]);
      add("\n");
    }
  }
}

Expected<std::string> PdbWriter::write() {
  if (structure_.atoms.empty()) return Error{ErrorCode::kInvalidArgument, "a structure without atoms is not written"};
  serial_of_.assign(structure_.atoms.size(), 0);
  write_header();
  const std::int32_t first_model = structure_.chains.front().model;
  const bool several = structure_.chains.back().model != first_model;
  const Chain* before = nullptr;
  for (const Chain& chain : structure_.chains) {
    if (several && (before == nullptr || before->model != chain.model)) {
      if (before != nullptr) add("ENDMDL\n");
      if (chain.model < 0 || chain.model > 9999) {
        return Error{ErrorCode::kInvalidArgument, fmt::format("the model number {} does not fit four columns of PDB",
                                                              chain.model),
                     {}, kUseMmcif};
      }
      add("MODEL     {:4d}\n", chain.model);
      serial_ = 0;
    }
    before = &chain;
    if (Expected<void> written = write_chain(chain); !written) return written.error();
  }
  if (several) add("ENDMDL\n");
  write_conect();
  add("END\n");
  return std::move(text_);
}

}  // namespace

Expected<std::string> to_pdb(const Structure& structure) { return PdbWriter(structure).write(); }

}  // namespace maek::mol
