// SPDX-License-Identifier: Apache-2.0
#include "mol/internal/protein_chain.h"

#include <algorithm>   // for std::find
#include <cstddef>     // for std::size_t

#include "mol/component.h"   // for find_component

namespace maek::mol {

AtomIndex find_atom(const Structure& structure, ResidueIndex residue, std::string_view name) {
  const Residue& r = structure.residues[static_cast<std::size_t>(residue)];
  for (AtomIndex a = r.first_atom; a < r.end_atom; ++a) {
    if (structure.atoms[static_cast<std::size_t>(a)].name == name) return a;
  }
  return -1;
}

std::vector<ProteinChain> protein_chains(const Structure& structure) {
  std::vector<ProteinChain> out;
  for (std::size_t c = 0; c < structure.chains.size(); ++c) {
    const Chain& chain = structure.chains[c];
    ProteinChain protein;
    protein.chain = static_cast<ChainIndex>(c);
    protein.name = chain.name;
    for (ResidueIndex r = chain.first_residue; r < chain.end_residue; ++r) {
      const Residue& residue = structure.residues[static_cast<std::size_t>(r)];
      if (residue.kind != ResidueKind::kAminoAcid) continue;
      const AtomIndex ca = find_atom(structure, r, "CA");
      const Component* component = find_component(residue.name);
      protein.residues.push_back(r);
      protein.sequence += component != nullptr && component->letter != 0 ? component->letter : 'X';
      protein.has_ca.push_back(ca < 0 ? 0 : 1);
      protein.ca.push_back(ca < 0 ? Position{} : structure.atoms[static_cast<std::size_t>(ca)].position);
    }
    if (std::find(protein.has_ca.begin(), protein.has_ca.end(), 1) != protein.has_ca.end())
      out.push_back(std::move(protein));
  }
  return out;
}

}  // namespace maek::mol
