// SPDX-License-Identifier: Apache-2.0
// The protein chains of a structure as sequences with CA positions, and which of two structures belong together
#pragma once

#include <cstdint>   // for std::int32_t
#include <string>    // for std::string
#include <utility>   // for std::pair
#include <vector>    // for std::vector

#include "base/expected.h"     // for Expected
#include "mol/structure.h"     // for Structure

namespace maek::mol {

/// The amino-acid residues of a chain, in file order; at least one has a CA atom.
struct ProteinChain {
  ChainIndex chain = -1;
  std::string name;
  std::vector<ResidueIndex> residues;
  std::string sequence;           // one letter each; X where unknown
  std::vector<Position> ca;       // Å, read where has_ca
  std::vector<std::uint8_t> has_ca;
};

std::vector<ProteinChain> protein_chains(const Structure& structure);

/// The atom of that name, -1 when there is none.
AtomIndex find_atom(const Structure& structure, ResidueIndex residue, std::string_view name);

/// Two chains that belong together and their residues (indices into ProteinChain::residues: model, reference).
struct MappedChains {
  std::size_t model = 0, reference = 0;
  std::vector<std::pair<std::int32_t, std::int32_t>> residues;
};

/// Least share of identical residues (of the shorter chain) for two chains to be taken for the same protein.
constexpr double kLeastIdentity = 0.3;

/// Every chain that has a counterpart, in the reference's order. Where several chains could stand for each other, all
/// arrangements are tried up to kMaxArrangements, beyond that chains are added one by one; the score is how well CA
/// distances within and between chains agree. Empty when nothing fits.
Expected<std::vector<MappedChains>> map_chains(const std::vector<ProteinChain>& model,
                                               const std::vector<ProteinChain>& reference);
constexpr double kMaxArrangements = 50'000;   // 8 equal chains have 40,320

/// Residues of two chains paired by their letters.
Expected<MappedChains> pair_by_sequence(const std::vector<ProteinChain>& model, std::size_t m,
                                        const std::vector<ProteinChain>& reference, std::size_t r);

}  // namespace maek::mol
