// SPDX-License-Identifier: Apache-2.0
#include "mol/internal/ccd_record.h"

#include <algorithm>   // for std::all_of
#include <cmath>       // for std::llround
#include <cstring>     // for std::memcpy

#include <fmt/format.h>
#include <zlib.h>      // for crc32

namespace maek::mol {
namespace {

constexpr std::string_view kLicence = "CC0-1.0";
constexpr std::size_t kDateBytes = 16, kLicenceBytes = 16;
constexpr std::size_t kFooterCrcAt = 84;
constexpr double kUnitsPerAngstrom = 1000;   // published with three decimals

// Flags of an atom, of a bond; what is not named here is zero.
constexpr std::uint8_t kAromatic = 1, kLeaving = 2, kDeuterium = 4, kHasModel = 8, kHasIdeal = 16;
constexpr int kAtomStereoShift = 5;
constexpr std::uint8_t kBondOrderMask = 7, kBondAromatic = 8;
constexpr int kBondStereoShift = 4;
constexpr std::string_view kAtomStereo = "NRS", kBondStereo = "NEZ";

// The texts of a component in the order of the file.
constexpr std::string DictionaryComponent::* kTexts[] = {
    &DictionaryComponent::code,       &DictionaryComponent::name,       &DictionaryComponent::type,
    &DictionaryComponent::formula,    &DictionaryComponent::status,     &DictionaryComponent::replaced_by,
    &DictionaryComponent::parents,    &DictionaryComponent::one_letter, &DictionaryComponent::modified,
    &DictionaryComponent::model_entry};

template <class T>
void put(std::string& out, T value) {
  const auto bits = static_cast<std::uint64_t>(value);
  for (std::size_t i = 0; i < sizeof(T); ++i) out += static_cast<char>(bits >> (8 * i) & 0xff);
}

template <class T>
T load(const char* bytes) {
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < sizeof(T); ++i) {
    bits |= static_cast<std::uint64_t>(static_cast<unsigned char>(bytes[i])) << (8 * i);
  }
  return static_cast<T>(bits);
}

void put_filled(std::string& out, std::string_view text, std::size_t width) {
  out += text.substr(0, width);
  out.append(width - std::min(width, text.size()), '\0');
}

void put_position(std::string& out, const Position& p) {
  for (const double x : {p.x, p.y, p.z}) put(out, static_cast<std::int32_t>(std::llround(x * kUnitsPerAngstrom)));
}

bool storable(const std::optional<Position>& p) {
  if (!p) return true;
  for (const double x : {p->x, p->y, p->z}) {
    if (!(std::abs(x) <= kMaxCcdCoordinate)) return false;
  }
  return true;
}

/// Takes numbers and texts off the front; after a shortage everything reads as zero and `failed` says so.
struct Reader {
  std::string_view rest;
  bool failed = false;

  template <class T>
  T number() {
    if (rest.size() < sizeof(T)) {
      failed = true;
      rest = {};
      return T{};
    }
    const T value = load<T>(rest.data());
    rest.remove_prefix(sizeof(T));
    return value;
  }
  std::string text(std::size_t size) {
    if (rest.size() < size) {
      failed = true;
      rest = {};
      return {};
    }
    std::string value(rest.substr(0, size));
    rest.remove_prefix(size);
    return value;
  }
  Position position() {
    std::array<double, 3> x{};
    for (double& one : x) {
      one = number<std::int32_t>() / kUnitsPerAngstrom;
      if (std::abs(one) > kMaxCcdCoordinate) failed = true;
    }
    return {x[0], x[1], x[2]};
  }
};

}  // namespace

std::uint32_t ccd_crc(std::string_view bytes) {
  return static_cast<std::uint32_t>(crc32_z(0, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size()));
}

std::string ccd_head() {
  std::string out(kCcdMagic);
  put(out, kCcdVersion);
  put(out, std::uint32_t{0});
  return out;
}

std::string encode_index_entry(const CcdIndexEntry& entry) {
  std::string out(entry.code.data(), entry.code.size());
  put(out, entry.offset);
  put(out, entry.size);
  put(out, entry.crc);
  return out;
}

CcdIndexEntry decode_index_entry(const char* bytes) {
  CcdIndexEntry entry;
  std::memcpy(entry.code.data(), bytes, kCcdCodeBytes);
  entry.offset = load<std::uint64_t>(bytes + kCcdCodeBytes);
  entry.size = load<std::uint32_t>(bytes + kCcdCodeBytes + 8);
  entry.crc = load<std::uint32_t>(bytes + kCcdCodeBytes + 12);
  return entry;
}

std::string encode_footer(const CcdFooter& footer) {
  std::string out;
  put(out, footer.index_offset);
  put(out, footer.count);
  put(out, footer.set_aside);
  out.append(reinterpret_cast<const char*>(footer.source.bytes.data()), footer.source.bytes.size());
  put_filled(out, footer.modified, kDateBytes);
  put_filled(out, kLicence, kLicenceBytes);
  put(out, footer.index_crc);
  put(out, ccd_crc(out));
  out += kCcdMagic;
  return out;
}

Expected<CcdFooter> decode_footer(std::string_view bytes, const std::string& where) {
  const std::string hint = "Make it anew: ./dev ccd, or maek ccd build.";
  if (bytes.size() != kCcdFooterBytes || bytes.substr(kFooterCrcAt + 4) != kCcdMagic) {
    return Error{ErrorCode::kMalformed, "ends without the mark of a component dictionary: was it cut?", where, hint};
  }
  if (load<std::uint32_t>(bytes.data() + kFooterCrcAt) != ccd_crc(bytes.substr(0, kFooterCrcAt))) {
    return Error{ErrorCode::kMalformed, "its footer is damaged (the checksum differs)", where, hint};
  }
  Reader reader{bytes};
  CcdFooter footer;
  footer.index_offset = reader.number<std::uint64_t>();
  footer.count = reader.number<std::uint32_t>();
  footer.set_aside = reader.number<std::uint32_t>();
  const std::string digest = reader.text(footer.source.bytes.size());
  std::memcpy(footer.source.bytes.data(), digest.data(), digest.size());
  footer.modified = reader.text(kDateBytes);
  footer.modified.resize(std::min(footer.modified.find('\0'), footer.modified.size()));
  std::string licence;
  put_filled(licence, kLicence, kLicenceBytes);
  if (reader.text(kLicenceBytes) != licence) {
    return Error{ErrorCode::kMalformed, "its footer is not that of this version", where, hint};
  }
  footer.index_crc = reader.number<std::uint32_t>();
  return footer;
}

Expected<std::string> encode_record(const DictionaryComponent& component) {
  const auto refuse = [&](std::string message) {
    return Error{ErrorCode::kTooLarge, std::move(message), component.code};
  };
  if (component.atoms.size() > kMaxCcdAtoms) return refuse(fmt::format("has more than {} atoms", kMaxCcdAtoms));
  if (component.bonds.size() > kMaxCcdBonds) return refuse(fmt::format("has more than {} bonds", kMaxCcdBonds));
  if (component.charge < INT16_MIN || component.charge > INT16_MAX) return refuse("has a charge that is no charge");
  std::string out;
  put(out, static_cast<std::uint16_t>(component.atoms.size()));
  put(out, static_cast<std::uint16_t>(component.bonds.size()));
  put(out, static_cast<std::int16_t>(component.charge));
  for (const auto text : kTexts) {
    if ((component.*text).size() > kMaxCcdText)
      return refuse(fmt::format("has a text of more than {} bytes", kMaxCcdText));
    put(out, static_cast<std::uint16_t>((component.*text).size()));
    out += component.*text;
  }
  for (const DictionaryAtom& atom : component.atoms) {
    if (atom.name.size() > 255 || atom.alternative_name.size() > 255) return refuse("has an atom name that is no name");
    if (!storable(atom.model) || !storable(atom.ideal)) {
      return refuse(
          fmt::format("atom {} has a coordinate that is no number within {} Å", atom.name, kMaxCcdCoordinate));
    }
    put(out, static_cast<std::uint8_t>(atom.name.size()));
    put(out, static_cast<std::uint8_t>(atom.alternative_name.size()));
    out += atom.name + atom.alternative_name;
    put(out, static_cast<std::uint8_t>(atom.element));
    put(out, atom.charge);
    const auto stereo = std::min(kAtomStereo.find(atom.stereo), kAtomStereo.size()) % kAtomStereo.size();
    put(out, static_cast<std::uint8_t>((atom.aromatic ? kAromatic : 0) | (atom.leaving ? kLeaving : 0) |
                                       (atom.deuterium ? kDeuterium : 0) | (atom.model ? kHasModel : 0) |
                                       (atom.ideal ? kHasIdeal : 0) | static_cast<int>(stereo << kAtomStereoShift)));
    if (atom.model) put_position(out, *atom.model);
    if (atom.ideal) put_position(out, *atom.ideal);
  }
  for (const DictionaryBond& bond : component.bonds) {
    put(out, static_cast<std::uint16_t>(bond.a));
    put(out, static_cast<std::uint16_t>(bond.b));
    const auto stereo = std::min(kBondStereo.find(bond.stereo), kBondStereo.size()) % kBondStereo.size();
    put(out, static_cast<std::uint8_t>(static_cast<int>(bond.order) | (bond.aromatic ? kBondAromatic : 0) |
                                       static_cast<int>(stereo << kBondStereoShift)));
  }
  if (out.size() > kMaxCcdRecordBytes) return refuse(fmt::format("takes more than {} bytes", kMaxCcdRecordBytes));
  return out;
}

Expected<DictionaryComponent> decode_record(std::string_view bytes, const std::string& where) {
  const auto refuse = [&](std::string message) {
    return Error{ErrorCode::kMalformed, std::move(message), where,
                 "Make the cache anew: ./dev ccd, or maek ccd build."};
  };
  Reader reader{bytes};
  DictionaryComponent out;
  const auto atoms = reader.number<std::uint16_t>(), bonds = reader.number<std::uint16_t>();
  out.charge = reader.number<std::int16_t>();
  for (const auto text : kTexts) out.*text = reader.text(reader.number<std::uint16_t>());
  // An atom takes at least 5 bytes, a bond 5: a count beyond that is refused before anything is allocated for it.
  if (reader.failed || (std::size_t{atoms} + bonds) * 5 > reader.rest.size() || atoms > kMaxCcdAtoms ||
      bonds > kMaxCcdBonds) {
    return refuse("the record is shorter than its counts say");
  }
  out.atoms.resize(atoms);
  for (DictionaryAtom& atom : out.atoms) {
    const auto name = reader.number<std::uint8_t>(), alternative = reader.number<std::uint8_t>();
    atom.name = reader.text(name);
    atom.alternative_name = reader.text(alternative);
    atom.element = static_cast<Element>(reader.number<std::uint8_t>());
    atom.charge = reader.number<std::int8_t>();
    const auto flags = reader.number<std::uint8_t>();
    const auto stereo = static_cast<std::size_t>(flags >> kAtomStereoShift);
    if (stereo >= kAtomStereo.size() || static_cast<int>(atom.element) > 118) return refuse("an atom is no atom");
    atom.stereo = kAtomStereo[stereo];
    atom.aromatic = (flags & kAromatic) != 0;
    atom.leaving = (flags & kLeaving) != 0;
    atom.deuterium = (flags & kDeuterium) != 0;
    if ((flags & kHasModel) != 0) atom.model = reader.position();
    if ((flags & kHasIdeal) != 0) atom.ideal = reader.position();
  }
  out.bonds.resize(bonds);
  for (DictionaryBond& bond : out.bonds) {
    bond.a = reader.number<std::uint16_t>();
    bond.b = reader.number<std::uint16_t>();
    const auto flags = reader.number<std::uint8_t>();
    const auto stereo = static_cast<std::size_t>(flags >> kBondStereoShift);
    const int order = flags & kBondOrderMask;
    if (bond.a >= atoms || bond.b >= atoms || bond.a == bond.b || stereo >= kBondStereo.size() ||
        order > static_cast<int>(BondOrder::kMetal)) {
      return refuse("a bond is no bond");
    }
    bond.order = static_cast<BondOrder>(order);
    bond.aromatic = (flags & kBondAromatic) != 0;
    bond.stereo = kBondStereo[stereo];
  }
  if (reader.failed || !reader.rest.empty()) return refuse("the record has another length than its content");
  return out;
}

}  // namespace maek::mol
