// SPDX-License-Identifier: Apache-2.0
// Any bytes as a pocket, a pose and a title: interactions, validity and both pictures must come back.
#include <algorithm>     // for std::min
#include <array>         // for std::array
#include <cstddef>       // for std::size_t
#include <cstdint>       // for std::uint8_t
#include <cstdlib>       // for std::abort
#include <cstring>       // for std::memcpy
#include <string>        // for std::string
#include <string_view>   // for std::string_view
#include <vector>        // for std::vector

#include "mol/component.h"      // for residue_kind
#include "mol/interactions.h"   // for find_interactions
#include "mol/validity.h"     // for check_pose
#include "mol/picture.h"        // for draw_pocket

namespace {

using namespace maek::mol;

/// Bytes taken one after another; zeros when they are used up.
class Bytes {
 public:
  Bytes(const std::uint8_t* data, std::size_t size) : data_(data), left_(size) {}
  bool empty() const { return left_ == 0; }
  std::uint8_t byte() {
    if (left_ == 0) return 0;
    --left_;
    return *data_++;
  }
  /// Mostly within a pocket, now and then any double at all.
  double coordinate() {
    const std::uint8_t first = byte();
    if (first < 250) return (first - 125) / 12.0 + byte() / 3000.0;
    std::array<std::uint8_t, 8> raw{};
    for (std::uint8_t& b : raw) b = byte();
    double value;
    std::memcpy(&value, raw.data(), sizeof value);
    return value;
  }
  Position position() {
    const double x = coordinate(), y = coordinate(), z = coordinate();
    return {x, y, z};
  }
  std::string text(std::size_t most) {
    std::string out;
    for (std::size_t n = std::min<std::size_t>(byte(), most); n > 0 && !empty(); --n) out += static_cast<char>(byte());
    return out;
  }

 private:
  const std::uint8_t* data_;
  std::size_t left_;
};

Structure structure_from(Bytes& bytes) {
  constexpr std::array<std::string_view, 12> kCodes{"ASP", "HIS", "PHE", "ARG", "GLY", "HOH",
                                                    "ZN",  "CYS", "XYZ", "DA",  "TRP", "LYS"};
  constexpr std::array<std::string_view, 24> kNames{"N",   "CA",  "C",   "O",   "CB", "CG",  "OD1", "OD2",
                                                    "ND1", "CD2", "CE1", "NE2", "ZN", "CD1", "CE2", "CZ",
                                                    "NH1", "NH2", "NE",  "CD",  "SG", "P",   "O3'", "HD2"};
  Structure s;
  s.chains.emplace_back();
  s.chains.back().name = bytes.text(4);
  for (int r = bytes.byte() % 24; r > 0; --r) {
    Residue residue;
    residue.name = kCodes[bytes.byte() % kCodes.size()];
    residue.number = static_cast<std::int32_t>(s.residues.size());
    residue.kind = residue_kind(residue.name);
    residue.chain = 0;
    residue.first_atom = static_cast<AtomIndex>(s.atoms.size());
    for (int a = bytes.byte() % 14; a > 0; --a) {
      Atom atom;
      atom.name = kNames[bytes.byte() % kNames.size()];
      atom.element = atom.name == "ZN" ? Element::kZn : element_from_symbol(atom.name.substr(0, 1));
      atom.position = bytes.position();
      atom.residue = static_cast<ResidueIndex>(s.residues.size());
      s.atoms.push_back(atom);
    }
    residue.end_atom = static_cast<AtomIndex>(s.atoms.size());
    s.residues.push_back(residue);
  }
  s.chains.back().end_residue = static_cast<ResidueIndex>(s.residues.size());
  return s;
}

const std::vector<Molecule>& molecules() {
  static const std::vector<Molecule> all = [] {
    std::vector<Molecule> made;
    for (const char* smiles : {"O", "C[NH2+]Cc1ccccc1", "OC(=O)[C@@H](N)Cc1c[nH]c2ccc(Br)cc12",
                               "NC(=[NH2+])NCC/C=C/P(=O)([O-])[O-]", "[Zn+2]"}) {
      if (auto molecule = read_smiles(smiles)) made.push_back(*molecule);
    }
    return made;
  }();
  return all;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Bytes bytes(data, size);
  PictureOptions options;
  options.width = 200 + bytes.byte() / 4;
  options.height = 200;
  options.title = bytes.text(80);
  options.caption = bytes.text(80);
  const Molecule& input = molecules()[bytes.byte() % molecules().size()];
  std::vector<Position> positions;
  for (std::size_t i = 0; i < input.atoms().size(); ++i) positions.push_back(bytes.position());
  const Molecule pose = input.with_positions(positions);
  const Structure receptor = structure_from(bytes);

  std::vector<Interaction> interactions = find_interactions(receptor, pose);
  for (const Interaction& i : interactions) {
    if (i.ligand_atom < 0 || static_cast<std::size_t>(i.ligand_atom) >= pose.atoms().size()) std::abort();
    if (i.receptor_atom < 0 || static_cast<std::size_t>(i.receptor_atom) >= receptor.atoms.size()) std::abort();
    if (!(i.distance >= 0)) std::abort();
  }
  CheckOptions checks;
  const CheckedReceptor around = CheckedReceptor::prepare(receptor);
  checks.receptor = &around;
  (void)check_pose(pose, checks);
  interactions.push_back(
      {static_cast<InteractionKind>(bytes.byte() % 8), bytes.byte(), bytes.byte(), bytes.coordinate()});
  // Drawing takes a hundred times as long as judging: now and then one of the two.
  const int drawn = bytes.byte() % 16;
  if (drawn == 0) (void)draw_pocket(receptor, pose, &pose, interactions, PictureFormat::kSvg, options);
  if (drawn == 1) (void)draw_interactions(receptor, pose, interactions, PictureFormat::kSvg, options);
  return 0;
}
