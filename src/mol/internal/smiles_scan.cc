// SPDX-License-Identifier: Apache-2.0
// SMILES, token by token, after the OpenSMILES specification 1.0 (opensmiles.org): atoms, bonds, branches, ring
// closures.
#include "mol/internal/smiles_scan.h"

#include <algorithm>   // for std::find
#include <array>       // for std::array
#include <map>         // for std::map
#include <set>         // for std::set

#include <fmt/format.h>   // for fmt::format

namespace maek::mol {
namespace {

constexpr std::array<std::string_view, 118> kElements = {
    "H",  "He", "Li", "Be", "B",  "C",  "N",  "O",  "F",  "Ne", "Na", "Mg", "Al", "Si", "P",  "S",  "Cl",
    "Ar", "K",  "Ca", "Sc", "Ti", "V",  "Cr", "Mn", "Fe", "Co", "Ni", "Cu", "Zn", "Ga", "Ge", "As", "Se",
    "Br", "Kr", "Rb", "Sr", "Y",  "Zr", "Nb", "Mo", "Tc", "Ru", "Rh", "Pd", "Ag", "Cd", "In", "Sn", "Sb",
    "Te", "I",  "Xe", "Cs", "Ba", "La", "Ce", "Pr", "Nd", "Pm", "Sm", "Eu", "Gd", "Tb", "Dy", "Ho", "Er",
    "Tm", "Yb", "Lu", "Hf", "Ta", "W",  "Re", "Os", "Ir", "Pt", "Au", "Hg", "Tl", "Pb", "Bi", "Po", "At",
    "Rn", "Fr", "Ra", "Ac", "Th", "Pa", "U",  "Np", "Pu", "Am", "Cm", "Bk", "Cf", "Es", "Fm", "Md", "No",
    "Lr", "Rf", "Db", "Sg", "Bh", "Hs", "Mt", "Ds", "Rg", "Cn", "Nh", "Fl", "Mc", "Lv", "Ts", "Og"};
constexpr std::array<std::string_view, 10> kOrganic = {"Cl", "Br", "B", "C", "N", "O", "P", "S", "F", "I"};
constexpr std::string_view kAromatic = "bcnops";
constexpr std::array<std::string_view, 4> kAromaticPairs = {"se", "as", "te", "si"};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string shown(char c) {
  return c > 32 && c < 127 ? fmt::format("'{}'", c) : fmt::format("byte 0x{:02x}", static_cast<unsigned char>(c));
}

class Scanner {
 public:
  Scanner(std::string_view text, std::size_t max_atoms) : text_(text), max_atoms_(max_atoms) {}

  SmilesScan run() {
    while (scan_.ok && at_ < text_.size()) step();
    if (scan_.ok) finish();
    return std::move(scan_);
  }

 private:
  struct Branch {
    std::size_t at;       // of the parenthesis
    std::size_t atom;     // it hangs on
    bool empty = true;
  };
  struct Ring {
    std::size_t at, atom;
  };
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

  void fail(std::size_t at, std::string message, std::string hint) {
    scan_.ok = false;
    scan_.column = at + 1;
    scan_.message = std::move(message);
    scan_.hint = std::move(hint);
  }

  char peek(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }

  void step() {
    const char c = peek();
    switch (c) {
      case '[': return bracket();
      case '(': return open_branch();
      case ')': return close_branch();
      case '.': return dot();
      case '-': case '=': case '#': case '$': case ':': case '/': case '\\': case '<': return bond();
      case '%': return ring();
      default: break;
    }
    if (is_digit(c)) return ring();
    organic();
  }

  /// A new atom of `length` characters, bonded to what stands before it.
  void atom(std::size_t at, std::size_t end) {
    if (scan_.atom_columns.size() >= max_atoms_) {
      return fail(at, fmt::format("more than {} atoms", max_atoms_),
                  "This is a macromolecule: give it as a structure.");
    }
    const std::size_t index = scan_.atom_columns.size();
    if (previous_ != kNone) bonded_.insert({previous_, index});
    scan_.atom_columns.push_back(at + 1);
    previous_ = index;
    bond_at_ = kNone;
    after_dot_ = false;
    ring_allowed_ = true;
    if (!branches_.empty()) branches_.back().empty = false;
    at_ = end;
  }

  void organic() {
    for (const std::string_view symbol : kOrganic) {
      if (text_.substr(at_).starts_with(symbol)) return atom(at_, at_ + symbol.size());
    }
    if (kAromatic.find(peek()) != std::string_view::npos) return atom(at_, at_ + 1);
    const char c = peek();
    if (c == '*') {
      return fail(at_, "'*' stands for any atom", "Replace it by the atom that is meant: a molecule has no wildcards.");
    }
    for (const std::size_t length : {2u, 1u}) {
      const std::string_view symbol = text_.substr(at_, length);
      if (symbol.size() == length && std::find(kElements.begin(), kElements.end(), symbol) != kElements.end()) {
        return fail(at_, fmt::format("'{}' must stand in brackets", symbol), fmt::format("Write [{}].", symbol));
      }
    }
    if (c == ']') return fail(at_, "']' closes no bracket", "Brackets hold one atom, as in [NH4+].");
    if (c == '~' || c == '&' || c == ',' || c == ';' || c == '!' || c == '@') {
      return fail(at_, fmt::format("{} belongs to search patterns (SMARTS) or into brackets", shown(c)),
                  "Give one definite molecule.");
    }
    if (c == '>') return fail(at_, "'>' writes reactions", "Give one molecule.");
    fail(at_, fmt::format("{} is no element symbol", shown(c)),
         c >= 'a' && c <= 'z' ? "Lower case is for aromatic atoms b c n o p s only."
                              : "Atoms are B C N O P S F Cl Br I, others stand in brackets, as in [Na+].");
  }

  void bracket() {
    const std::size_t open = at_;
    const std::size_t close = text_.find(']', at_);
    if (close == std::string_view::npos)
      return fail(open, "this '[' is not closed", "Brackets hold one atom, as in [NH4+].");
    ++at_;
    std::size_t digits = 0;
    while (is_digit(peek())) ++at_, ++digits;
    if (digits > 3) return fail(open + 1, "an isotope has at most three digits", "Write the mass number, as in [13C].");
    std::size_t length = 0;
    for (const std::size_t n : {2u, 1u}) {
      const std::string_view symbol = text_.substr(at_, n);
      if (at_ + n > close) continue;
      const bool element = std::find(kElements.begin(), kElements.end(), symbol) != kElements.end();
      const bool aromatic =
          n == 2 ? std::find(kAromaticPairs.begin(), kAromaticPairs.end(), symbol) != kAromaticPairs.end()
                 : kAromatic.find(symbol[0]) != std::string_view::npos;
      if (element || aromatic) {
        length = n;
        break;
      }
    }
    if (length == 0) {
      if (peek() == '*' || peek() == '#' || peek() == 'R') {
        return fail(at_, fmt::format("{} is no definite atom", shown(peek())), "A molecule has no wildcards.");
      }
      return fail(at_,
                  at_ == close ? "a bracket without an element" : fmt::format("{} is no element symbol", shown(peek())),
                  "Brackets hold one atom: isotope, symbol, chirality, hydrogens, charge, as in [13C@@H] or [NH4+].");
    }
    at_ += length;
    if (peek() == '@') {
      ++at_;
      if (peek() == '@') {
        ++at_;
      } else {   // @TH1, @AL2, @SP3, @TB20, @OH30
        for (const std::string_view kind : {"TH", "AL", "SP", "TB", "OH"}) {
          if (text_.substr(at_).starts_with(kind) && is_digit(peek(2))) {
            at_ += 3;
            if (is_digit(peek())) ++at_;
            break;
          }
        }
      }
    }
    if (peek() == 'H') {
      ++at_;
      for (int n = 0; n < 2 && is_digit(peek()); ++n) ++at_;   // what is too many, chemistry says
    }
    if (peek() == '+' || peek() == '-') {
      const char sign = peek();
      ++at_;
      std::size_t repeated = 0;
      while (peek() == sign) ++at_, ++repeated;
      std::size_t count = 0;
      while (repeated == 0 && count < 2 && is_digit(peek())) ++at_, ++count;
    }
    if (peek() == ':') {
      ++at_;
      std::size_t count = 0;
      while (is_digit(peek()) && count < 9) ++at_, ++count;
      if (count == 0) return fail(at_, "an atom class needs a number", "As in [CH3:1].");
    }
    if (at_ != close) {
      return fail(at_, fmt::format("{} does not belong here in a bracket", shown(peek())),
                  "The order is isotope, symbol, chirality, hydrogens, charge, class: [13C@@H], [NH4+], [CH3:1].");
    }
    atom(open, close + 1);
  }

  void open_branch() {
    if (previous_ == kNone || after_dot_) {
      return fail(at_, "a branch that hangs on no atom", "Write the atom before its branches: C(C)C.");
    }
    if (bond_at_ != kNone) return fail(bond_at_, "a bond before '('", "Write the bond inside the branch: C(=O)C.");
    if (!branches_.empty() && branches_.back().empty) {
      return fail(at_, "a branch right at the start of a branch", "Write the atom before its branches: C(C)C.");
    }
    branches_.push_back({at_, previous_});
    ring_allowed_ = false;
    ++at_;
  }

  void close_branch() {
    if (branches_.empty())
      return fail(at_, "this ')' closes no branch", "Remove it, or add the '(' that it belongs to.");
    if (bond_at_ != kNone)
      return fail(bond_at_, "a bond without an atom after it", "Add the atom, or remove the bond.");
    if (after_dot_) return fail(at_ - 1, "'.' without an atom after it", "Remove it.");
    if (branches_.back().empty) return fail(branches_.back().at, "an empty branch", "Remove the parentheses.");
    previous_ = branches_.back().atom;
    branches_.pop_back();
    ring_allowed_ = false;   // ring closures stand before the branches of an atom
    ++at_;
  }

  void dot() {
    if (previous_ == kNone && !after_dot_) return fail(at_, "'.' without an atom before it", "Remove it.");
    if (!branches_.empty() && branches_.back().empty) {
      return fail(at_, "'.' at the start of a branch", "Write the other molecule at the end.");
    }
    if (after_dot_) return fail(at_, "two '.' in a row", "One separates two molecules.");
    if (bond_at_ != kNone)
      return fail(bond_at_, "a bond without an atom after it", "Add the atom, or remove the bond.");
    previous_ = kNone;
    after_dot_ = true;
    ring_allowed_ = false;
    ++at_;
  }

  void bond() {
    const std::size_t start = at_;
    if (peek() == '<') {   // dative bonds are written <- and ->
      if (peek(1) != '-') return fail(at_, "'<' is no bond", "A dative bond is written <- or ->.");
      ++at_;
    } else if (peek() == '-' && peek(1) == '>') {
      ++at_;
    }
    ++at_;
    if (previous_ == kNone) return fail(start, "a bond without an atom before it", "Add the atom, or remove the bond.");
    if (bond_at_ != kNone)
      return fail(start, "two bonds in a row", "Write one: - single, = double, # triple, : aromatic.");
    bond_at_ = start;
  }

  void ring() {
    const std::size_t start = at_;
    int number = 0;
    if (peek() == '%') {
      if (is_digit(peek(1)) && is_digit(peek(2))) {
        number = (peek(1) - '0') * 10 + (peek(2) - '0');
        at_ += 3;
      } else if (peek(1) == '(') {
        at_ += 2;
        std::size_t digits = 0;
        while (is_digit(peek()) && digits < 5) number = number * 10 + (peek() - '0'), ++at_, ++digits;
        if (digits == 0 || peek() != ')') {
          return fail(start, "'%(' needs a number and ')'", "As in C%(123)CC%(123).");
        }
        ++at_;
      } else {
        return fail(start, "'%' needs two digits", "As in C%12CC%12.");
      }
    } else {
      number = peek() - '0';
      ++at_;
    }
    if (previous_ == kNone || !ring_allowed_) {
      return fail(start, fmt::format("ring number {} follows no atom", number),
                  "Ring numbers stand right after an atom, before its branches: C1(C)CC1.");
    }
    bond_at_ = kNone;
    const auto open = rings_.find(number);
    if (open == rings_.end()) {
      rings_[number] = {start, previous_};
      return;
    }
    const auto pair = std::minmax(open->second.atom, previous_);
    if (pair.first == pair.second) {
      return fail(start, fmt::format("ring number {} joins an atom to itself", number),
                  "A ring has at least three atoms.");
    }
    if (!bonded_.insert(pair).second) {
      return fail(start, fmt::format("ring number {} joins two atoms that are bonded already", number),
                  "A ring has at least three atoms.");
    }
    rings_.erase(open);
  }

  void finish() {
    if (bond_at_ != kNone)
      return fail(bond_at_, "a bond without an atom after it", "Add the atom, or remove the bond.");
    if (after_dot_) return fail(text_.size() - 1, "'.' without an atom after it", "Remove it.");
    if (!branches_.empty()) return fail(branches_.back().at, "this '(' is not closed", "Add the ')' that it needs.");
    const auto first = std::min_element(rings_.begin(), rings_.end(),
                                        [](const auto& a, const auto& b) { return a.second.at < b.second.at; });
    if (first != rings_.end()) {
      fail(first->second.at, fmt::format("ring {} is opened here and never closed", first->first),
           "Write the number a second time after the atom that closes the ring.");
    }
  }

  std::string_view text_;
  std::size_t max_atoms_;
  std::size_t at_ = 0;
  SmilesScan scan_;
  std::size_t previous_ = kNone;   // atom that the next one bonds to
  std::size_t bond_at_ = kNone;    // a bond symbol that waits for its atom
  bool after_dot_ = false, ring_allowed_ = false;
  std::vector<Branch> branches_;
  std::map<int, Ring> rings_;
  std::set<std::pair<std::size_t, std::size_t>> bonded_;
};

}  // namespace

SmilesScan scan_smiles(std::string_view smiles, std::size_t max_atoms) { return Scanner(smiles, max_atoms).run(); }

}  // namespace maek::mol
