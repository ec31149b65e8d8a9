// SPDX-License-Identifier: Apache-2.0
// The three categories that are kept: _chem_comp, _chem_comp_atom, _chem_comp_bond. A category with one row is written
// as tags with values, with several rows as a loop.
#include "mol/internal/ccd_block.h"

#include <algorithm>       // for std::count
#include <array>           // for std::array
#include <charconv>        // for std::from_chars
#include <cmath>           // for std::abs
#include <unordered_map>   // for std::unordered_map

#include <fmt/format.h>

#include "mol/internal/ccd_record.h"   // for kMaxCcdAtoms
#include "mol/internal/cif_lexer.h"    // for CifLexer

namespace maek::mol {
namespace {

enum class Category : std::uint8_t { kOther, kComponent, kAtom, kBond };
constexpr std::string_view kPrefixes[] = {"", "_chem_comp.", "_chem_comp_atom.", "_chem_comp_bond."};

enum AtomItem {
  kAtomId,
  kAlternative,
  kSymbol,
  kCharge,
  kAromatic,
  kLeaving,
  kStereo,
  kModelX,
  kModelY,
  kModelZ,
  kIdealX,
  kIdealY,
  kIdealZ,
  kAtomItems
};
enum BondItem { kAtom1, kAtom2, kOrder, kBondAromatic, kBondStereo, kBondItems };
constexpr std::size_t kItems = kAtomItems;   // the longest of the three lists

constexpr std::string_view kAtomTags[] = {"atom_id",
                                          "alt_atom_id",
                                          "type_symbol",
                                          "charge",
                                          "pdbx_aromatic_flag",
                                          "pdbx_leaving_atom_flag",
                                          "pdbx_stereo_config",
                                          "model_cartn_x",
                                          "model_cartn_y",
                                          "model_cartn_z",
                                          "pdbx_model_cartn_x_ideal",
                                          "pdbx_model_cartn_y_ideal",
                                          "pdbx_model_cartn_z_ideal"};
constexpr std::string_view kBondTags[] = {"atom_id_1", "atom_id_2", "value_order", "pdbx_aromatic_flag",
                                          "pdbx_stereo_config"};
struct ComponentTag {
  std::string_view tag;
  std::string DictionaryComponent::* text;   // nullptr: the charge
};
constexpr ComponentTag kComponentTags[] = {{"id", &DictionaryComponent::code},
                                           {"name", &DictionaryComponent::name},
                                           {"type", &DictionaryComponent::type},
                                           {"formula", &DictionaryComponent::formula},
                                           {"pdbx_release_status", &DictionaryComponent::status},
                                           {"pdbx_replaced_by", &DictionaryComponent::replaced_by},
                                           {"mon_nstd_parent_comp_id", &DictionaryComponent::parents},
                                           {"one_letter_code", &DictionaryComponent::one_letter},
                                           {"pdbx_modified_date", &DictionaryComponent::modified},
                                           {"pdbx_model_coordinates_db_code", &DictionaryComponent::model_entry},
                                           {"pdbx_formal_charge", nullptr}};

/// Text fields break names where the line is full; control bytes never belong into a text.
std::string one_line(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    const bool blank = static_cast<unsigned char>(c) <= ' ' || c == 0x7f;
    if (!blank)
      out += c;
    else if (!out.empty() && out.back() != ' ')
      out += ' ';
  }
  if (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

class BlockReader {
 public:
  explicit BlockReader(std::string_view block) : block_(block), lexer_(block) {}

  std::variant<DictionaryComponent, BlockFault> read() {
    CifToken token = lexer_.next();
    if (token.kind != CifToken::Kind::kData) fail(token.at, "does not begin with data_");
    const std::string name = one_line(token.text);
    token = lexer_.next();
    while (fault_.message.empty() && token.kind != CifToken::Kind::kEnd) {
      switch (token.kind) {
        case CifToken::Kind::kLoop:
          token = loop(token);
          break;
        case CifToken::Kind::kTag:
          token = single(token);
          break;
        case CifToken::Kind::kFault:
          fail(token.at, std::string(token.text));
          break;
        case CifToken::Kind::kValue:
          fail(token.at, fmt::format("'{}' stands where a tag or a loop should", shown(token.text)));
          break;
        default:
          fail(token.at, "a second data_ stands in the middle of a line");
          break;
      }
    }
    if (fault_.message.empty()) take_singles();
    if (fault_.message.empty()) finish(name);
    if (!fault_.message.empty()) return fault_;
    return std::move(component_);
  }

 private:
  static std::string shown(std::string_view text) {
    std::string out = one_line(text.substr(0, 40));
    for (char& c : out) {
      if (static_cast<unsigned char>(c) >= 0x7f) c = '?';
    }
    return out;
  }

  void fail(std::size_t at, std::string message) {
    if (!fault_.message.empty()) return;
    const std::string_view before = block_.substr(0, std::min(at, block_.size()));
    fault_ = {std::move(message), static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n'))};
  }

  static Category category_of(std::string_view tag, std::string_view& item) {
    for (std::size_t i = 1; i < std::size(kPrefixes); ++i) {
      if (!starts_with_any_case(tag, kPrefixes[i])) continue;
      item = tag.substr(kPrefixes[i].size());
      return static_cast<Category>(i);
    }
    return Category::kOther;
  }

  static int item_of(Category category, std::string_view item) {
    const auto same = [item](std::string_view tag) {
      return tag.size() == item.size() && starts_with_any_case(item, tag);
    };
    const auto find = [&](const auto& tags) {
      const auto at = std::find_if(std::begin(tags), std::end(tags), same);
      return at == std::end(tags) ? -1 : static_cast<int>(at - std::begin(tags));
    };
    switch (category) {
      case Category::kAtom:
        return find(kAtomTags);
      case Category::kBond:
        return find(kBondTags);
      case Category::kComponent: {
        for (std::size_t i = 0; i < std::size(kComponentTags); ++i) {
          if (same(kComponentTags[i].tag)) return static_cast<int>(i);
        }
        return -1;
      }
      default:
        return -1;
    }
  }

  /// A tag with its value: kept until the end of the block, since tags may come in any order.
  CifToken single(const CifToken& tag) {
    std::string_view item;
    const Category category = category_of(tag.text, item);
    const CifToken value_of_tag = lexer_.next();
    if (value_of_tag.kind == CifToken::Kind::kFault) {
      fail(value_of_tag.at, std::string(value_of_tag.text));
    } else if (value_of_tag.kind != CifToken::Kind::kValue) {
      fail(tag.at, fmt::format("the tag {} has no value", shown(tag.text)));
    }
    if (!fault_.message.empty()) return value_of_tag;
    if (const int column = item_of(category, item); column >= 0) {
      SingleRow& single_row = singles_[static_cast<std::size_t>(category)];
      CifToken& place = single_row.values[static_cast<std::size_t>(column)];
      if (place.kind == CifToken::Kind::kValue) fail(tag.at, fmt::format("the tag {} occurs twice", shown(tag.text)));
      place = value_of_tag;
      single_row.at = tag.at;
      single_row.used = true;
    }
    return lexer_.next();
  }

  void take_singles() {
    for (std::size_t i = 0; i < singles_.size() && fault_.message.empty(); ++i) {
      if (!singles_[i].used) continue;
      row_ = singles_[i].values;
      row(static_cast<Category>(i), singles_[i].at);
    }
  }

  CifToken loop(const CifToken& start) {
    row_ = {};
    Category category = Category::kOther;
    std::vector<int> columns;
    CifToken token = lexer_.next();
    for (; token.kind == CifToken::Kind::kTag; token = lexer_.next()) {
      std::string_view item;
      const Category of_tag = category_of(token.text, item);
      if (columns.empty()) category = of_tag;
      columns.push_back(of_tag == category ? item_of(category, item) : -1);
    }
    if (columns.empty()) fail(start.at, "a loop has no tags");
    std::size_t column = 0, row_at = token.at;
    for (; token.kind == CifToken::Kind::kValue && fault_.message.empty(); token = lexer_.next()) {
      if (column == 0) row_at = token.at;
      if (columns[column] >= 0) row_[static_cast<std::size_t>(columns[column])] = token;
      if (++column < columns.size()) continue;
      column = 0;
      if (category != Category::kOther) {
        row(category, row_at);
        row_ = {};
      }
    }
    if (column != 0 && fault_.message.empty()) {
      if (token.kind == CifToken::Kind::kFault) fail(token.at, std::string(token.text));
      fail(row_at, fmt::format("the last row of a loop has {} of {} values", column, columns.size()));
    }
    return token;
  }

  void row(Category category, std::size_t at) {
    switch (category) {
      case Category::kComponent:
        component_row(at);
        break;
      case Category::kAtom:
        atom_row(at);
        break;
      case Category::kBond:
        bond_row(at);
        break;
      default:
        break;
    }
  }

  // A value of the current row; "" where it is missing or has no column.
  std::string_view value(std::size_t item) const {
    const CifToken& token = row_[item];
    return token.kind != CifToken::Kind::kValue || token.missing() ? std::string_view() : token.text;
  }

  int small_integer(std::string_view text, int limit, std::size_t at, std::string_view what) {
    if (text.empty()) return 0;
    if (text.front() == '+') text.remove_prefix(1);
    int number = 0;
    const auto [end, bad] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (bad != std::errc() || end != text.data() + text.size() || number < -limit || number > limit) {
      fail(at, fmt::format("'{}' is no {}", shown(text), what));
      return 0;
    }
    return number;
  }

  void component_row(std::size_t at) {
    if (has_component_) return fail(at, "holds two components");
    has_component_ = true;
    for (std::size_t i = 0; i < std::size(kComponentTags); ++i) {
      const std::string_view text = value(i);
      if (text.size() > kMaxCcdText) return fail(at, fmt::format("{} is too long", kComponentTags[i].tag));
      if (kComponentTags[i].text != nullptr)
        component_.*kComponentTags[i].text = one_line(text);
      else
        component_.charge = small_integer(text, 1000, at, "charge");
    }
  }

  std::optional<Position> position(std::size_t x, std::size_t at) {
    std::array<double, 3> out{};
    for (std::size_t k = 0; k < 3; ++k) {
      const std::string_view text = value(x + k);
      if (text.empty()) return std::nullopt;
      const auto [end, bad] = std::from_chars(text.data(), text.data() + text.size(), out[k]);
      if (bad != std::errc() || end != text.data() + text.size() || !(std::abs(out[k]) <= kMaxCcdCoordinate)) {
        fail(at, fmt::format("'{}' is no coordinate", shown(text)));
        return std::nullopt;
      }
    }
    return Position{out[0], out[1], out[2]};
  }

  bool flag(std::size_t item) const { return value(item) == "Y" || value(item) == "y"; }

  char stereo(std::size_t item, char first, char second, std::size_t at) {
    const std::string_view text = value(item);
    if (text.empty() || text == "N") return 'N';
    if (text.size() == 1 && (text[0] == first || text[0] == second)) return text[0];
    fail(at, fmt::format("'{}' is no stereo flag", shown(text)));
    return 'N';
  }

  void atom_row(std::size_t at) {
    DictionaryAtom atom;
    atom.name = one_line(value(kAtomId));
    if (atom.name.empty()) return fail(at, "an atom has no name");
    if (atom.name.size() > 255) return fail(at, "an atom has a name that is no name");
    atom.alternative_name = one_line(value(kAlternative)).substr(0, 255);
    const std::string_view symbol_text = value(kSymbol);
    atom.element = element_from_symbol(symbol_text);
    atom.deuterium = symbol_text == "D";
    if (atom.element == Element::kUnknown && symbol_text != "X") {
      return fail(at, fmt::format("'{}' of atom {} is no element", shown(symbol_text), shown(atom.name)));
    }
    atom.charge = static_cast<std::int8_t>(small_integer(value(kCharge), 100, at, "charge of an atom"));
    atom.aromatic = flag(kAromatic);
    atom.leaving = flag(kLeaving);
    atom.stereo = stereo(kStereo, 'R', 'S', at);
    atom.model = position(kModelX, at);
    atom.ideal = position(kIdealX, at);
    if (component_.atoms.size() >= kMaxCcdAtoms) return fail(at, fmt::format("has more than {} atoms", kMaxCcdAtoms));
    if (!index_.emplace(atom.name, static_cast<std::int32_t>(component_.atoms.size())).second) {
      return fail(at, fmt::format("the atom name {} occurs twice", shown(atom.name)));
    }
    component_.atoms.push_back(std::move(atom));
  }

  // Names are looked up at the end: nothing says that atoms come before bonds.
  void bond_row(std::size_t at) {
    if (bonds_.size() >= kMaxCcdBonds) return fail(at, fmt::format("has more than {} bonds", kMaxCcdBonds));
    NamedBond bond{one_line(value(kAtom1)), one_line(value(kAtom2)), {}, at};
    constexpr std::pair<std::string_view, BondOrder> kOrders[] = {
        {"sing", BondOrder::kSingle},   {"doub", BondOrder::kDouble},   {"trip", BondOrder::kTriple},
        {"arom", BondOrder::kAromatic}, {"delo", BondOrder::kAromatic}, {"quad", BondOrder::kUnknown},
        {"poly", BondOrder::kUnknown},  {"pi", BondOrder::kUnknown}};
    const std::string_view order = value(kOrder);
    const auto known = std::find_if(std::begin(kOrders), std::end(kOrders), [order](const auto& one) {
      return one.first.size() == order.size() && starts_with_any_case(order, one.first);
    });
    if (known == std::end(kOrders)) return fail(at, fmt::format("'{}' is no order of a bond", shown(order)));
    bond.bond.order = known->second;
    bond.bond.aromatic = flag(kBondAromatic);
    bond.bond.stereo = stereo(kBondStereo, 'E', 'Z', at);
    bonds_.push_back(std::move(bond));
  }

  void finish(const std::string& name) {
    if (!has_component_ || component_.code.empty()) return fail(0, "has no _chem_comp.id");
    if (component_.code != name) {
      return fail(0, fmt::format("_chem_comp.id is {}, the block's name {}", shown(component_.code), shown(name)));
    }
    if (component_.code.size() > kCcdCodeBytes) {
      return fail(0, fmt::format("the code {} has more than {} characters", shown(component_.code), kCcdCodeBytes));
    }
    for (const char c : component_.code) {
      if (c < '!' || c > '~')
        return fail(0, fmt::format("the code {} holds a byte that none has", shown(component_.code)));
    }
    std::erase(component_.parents, ' ');
    // UNL, the unknown ligand, has neither formula nor atoms; any other was cut.
    if (component_.atoms.empty() && !component_.formula.empty()) return fail(0, "has no atoms");
    std::unordered_map<std::uint64_t, bool> seen;
    for (const NamedBond& named : bonds_) {
      DictionaryBond bond = named.bond;
      for (const auto& [text, end] : {std::pair{&named.first, &bond.a}, std::pair{&named.second, &bond.b}}) {
        const auto found = index_.find(*text);
        if (found == index_.end())
          return fail(named.at, fmt::format("a bond names the atom '{}', which is not there", shown(*text)));
        *end = found->second;
      }
      const auto [low, high] = std::minmax(bond.a, bond.b);
      if (low == high) return fail(named.at, fmt::format("atom {} is bonded to itself", shown(named.first)));
      if (!seen.emplace(static_cast<std::uint64_t>(low) << 32 | static_cast<std::uint32_t>(high), true).second) {
        return fail(named.at, fmt::format("the bond {}-{} occurs twice", shown(named.first), shown(named.second)));
      }
      component_.bonds.push_back(bond);
    }
  }

  struct NamedBond {
    std::string first, second;
    DictionaryBond bond;
    std::size_t at;
  };

  std::string_view block_;
  CifLexer lexer_;
  DictionaryComponent component_;
  BlockFault fault_;
  bool has_component_ = false;
  struct SingleRow {
    std::array<CifToken, kItems> values{};
    std::size_t at = 0;   // of its last tag
    bool used = false;
  };
  std::array<SingleRow, std::size(kPrefixes)> singles_{};
  std::array<CifToken, kItems> row_{};   // the row in work
  std::vector<NamedBond> bonds_;
  std::unordered_map<std::string, std::int32_t> index_;
};

}  // namespace

std::variant<DictionaryComponent, BlockFault> read_component_block(std::string_view block) {
  return BlockReader(block).read();
}

}  // namespace maek::mol
