// SPDX-License-Identifier: Apache-2.0
// Structures made of fuzzed bytes through receptor preparation: whatever comes, it must come back finite and typed.
#include <cstddef>   // for std::size_t
#include <cstdint>   // for std::uint8_t
#include <cstdlib>   // for std::abort
#include <string>    // for std::string

#include "mol/component.h"   // for all_components
#include "mol/receptor.h"    // for prepare_receptor

namespace {

using namespace maek::mol;

/// Reads bytes one after the other; zero when they are used up.
class Bytes {
 public:
  Bytes(const std::uint8_t* data, std::size_t size) : data_(data), size_(size) {}
  bool empty() const { return at_ >= size_; }
  int next() { return at_ < size_ ? data_[at_++] : 0; }

 private:
  const std::uint8_t* data_;
  std::size_t size_, at_ = 0;
};

Structure structure_of(Bytes& bytes) {
  Structure s;
  const auto components = all_components();
  while (!bytes.empty() && s.atoms.size() < 2000) {
    const int control = bytes.next();
    if (s.chains.empty() || control % 16 == 0) {
      Chain chain;
      chain.name = std::string(1, static_cast<char>('A' + s.chains.size() % 26));
      chain.first_residue = static_cast<ResidueIndex>(s.residues.size());
      s.chains.push_back(chain);
    }
    const Component& component =
        components[static_cast<std::size_t>(bytes.next() + 256 * (control & 1)) % components.size()];
    Residue residue;
    residue.name = control % 7 == 3 ? "QQQ" : std::string(component.code);
    residue.number = static_cast<std::int32_t>(s.residues.size() + 1);
    residue.chain = static_cast<ChainIndex>(s.chains.size() - 1);
    residue.first_atom = static_cast<AtomIndex>(s.atoms.size());
    const int skip = bytes.next(), spread = bytes.next();
    Position centre{0.05 * bytes.next(), 0.05 * bytes.next(), 0.05 * bytes.next()};
    for (std::size_t i = 0; i < component.atoms.size(); ++i) {
      if ((skip >> (i % 8) & 1) != 0 && skip % 3 != 0) continue;
      Atom atom;
      atom.name = component.atoms[i].name;
      atom.element = control % 11 == 5 ? static_cast<Element>(bytes.next() % 119) : component.atoms[i].element;
      atom.residue = static_cast<ResidueIndex>(s.residues.size());
      atom.position = centre;
      if (spread > 4) {
        const int step = bytes.next();
        const int x = step % 7 - 3, y = step / 7 % 7 - 3, z = step / 49 - 2;
        centre += Position{0.25 * x, 0.25 * y, 0.25 * z};
      }
      s.atoms.push_back(atom);
      if (control % 5 == 2 && bytes.next() % 3 == 0) {
        atom.name = "H" + std::to_string(i);
        atom.element = Element::kH;
        atom.position += {0.9, 0.1, 0.2};
        s.atoms.push_back(atom);
      }
    }
    residue.end_atom = static_cast<AtomIndex>(s.atoms.size());
    if (residue.end_atom > residue.first_atom) s.residues.push_back(residue);
    s.chains.back().end_residue = static_cast<ResidueIndex>(s.residues.size());
  }
  const int bonds = bytes.next();
  for (int i = 0; i < bonds && s.atoms.size() > 1; ++i) {
    const auto a = static_cast<AtomIndex>(static_cast<std::size_t>(bytes.next()) % s.atoms.size());
    const auto b = static_cast<AtomIndex>(static_cast<std::size_t>(bytes.next() * 8) % s.atoms.size());
    if (a != b) s.bonds.push_back({a, b, BondOrder::kUnknown});
  }
  return s;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Bytes bytes(data, size);
  ReceptorOptions options;
  options.ph = 0.1 * (bytes.next() % 141);
  options.keep_waters = bytes.next() % 2 == 1;
  const auto prepared = prepare_receptor(structure_of(bytes), options);
  if (!prepared) return 0;
  if (prepared->structure.atoms.size() != prepared->typed.atoms.size()) std::abort();
  for (const Atom& atom : prepared->structure.atoms) {
    if (!is_finite(atom.position)) std::abort();
  }
  return 0;
}
