// SPDX-License-Identifier: Apache-2.0
// make_conformers: ETKDG version 3 (Riniker & Landrum 2015; Wang et al. 2020), then MMFF94 (Halgren 1996) or UFF
// (Rappé et al. 1992).
#include <algorithm>   // for std::clamp
#include <exception>   // for std::exception
#include <memory>      // for std::unique_ptr
#include <vector>      // for std::vector, std::erase_if

#include <fmt/format.h>                                   // for fmt::format
#include <ForceField/ForceField.h>                        // for ForceField
#include <GraphMol/DistGeomHelpers/Embedder.h>            // for EmbedMolecule
#include <GraphMol/ForceFieldHelpers/MMFF/AtomTyper.h>    // for MMFFMolProperties
#include <GraphMol/ForceFieldHelpers/MMFF/Builder.h>      // for MMFF::constructForceField
#include <GraphMol/ForceFieldHelpers/UFF/AtomTyper.h>     // for getAtomTypes
#include <GraphMol/ForceFieldHelpers/UFF/Builder.h>       // for UFF::constructForceField
#include <GraphMol/MolOps.h>                              // for addHs, symmetrizeSSSR

#include "mol/chemistry.h"                  // for make_conformers
#include "mol/internal/molecule_rdkit.h"    // for to_rdkit
#include "mol/superpose.h"                  // for superpose
#include "mol/symmetry.h"                   // for automorphisms

namespace maek::mol {
namespace {

constexpr int kRelaxSteps = 500;            // of the force field; ETKDG's geometry is near a minimum
constexpr double kForceTolerance = 1e-3;    // kcal/mol/Å: far below what a rigid docking geometry can feel
constexpr double kEnergyTolerance = 1e-5;   // kcal/mol
constexpr double kNonBonded = 10.0;         // Å beyond which pairs are left out
constexpr unsigned kTries = 50;             // embeddings tried for one conformer before random starts are used
constexpr unsigned kRandomTries = 100;      // the same with random starts
constexpr int kMaxConformers = 10000;
constexpr int kPruneSymmetries = 64;        // automorphisms looked at when near conformers are dropped

/// SplitMix64's finaliser: neighbouring seeds give unrelated streams. RDKit takes a positive 31-bit seed; it multiplies
/// it with the conformer's number, so that conformer i depends on (seed, i) alone.
int embedding_seed(std::uint64_t seed) {
  std::uint64_t z = seed + 0x9e3779b97f4a7c15ULL;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
  z ^= z >> 31;
  return static_cast<int>(z % 0xffffU) + 1;   // small: seed times number must not overflow
}

RDKit::DGeomHelpers::EmbedParameters parameters(int seed, bool random) {
  RDKit::DGeomHelpers::EmbedParameters p = RDKit::DGeomHelpers::ETKDGv3;
  p.randomSeed = seed;
  p.numThreads = 1;
  p.clearConfs = true;
  p.pruneRmsThresh = -1;
  p.maxIterations = random ? kRandomTries : kTries;
  p.useRandomCoords = random;
  return p;
}

using Points = RDGeom::POINT3D_VECT;

/// Each conformer by a call of its own, so that the user can stop between two of them. Number i is what RDKit would
/// make as number i of one call for all, since it multiplies the seed with the number.
std::vector<Points> embed(const RDKit::RWMol& mol, int count, std::uint64_t seed, [[maybe_unused]] int threads,
                          bool random, const Cancellation* cancellation) {
  std::vector<Points> made(static_cast<std::size_t>(count));   // empty where none came
  const auto one = [&](int i) {
    if (cancellation != nullptr && cancellation->requested()) return;
    try {
      RDKit::RWMol own(mol);
      const int id = RDKit::DGeomHelpers::EmbedMolecule(own, parameters((i + 1) * embedding_seed(seed), random));
      if (id >= 0) made[static_cast<std::size_t>(i)] = own.getConformer(id).getPositions();
    } catch (const std::exception&) {   // must not leave the loop: counts as none
    }
  };
  one(0);   // alone: RDKit fills its tables on first use
#pragma omp parallel for num_threads(threads) schedule(dynamic)
  for (int i = 1; i < count; ++i) one(i);
  std::erase_if(made, [](const Points& points) { return points.empty(); });
  return made;
}

/// Relaxes one conformer. Electrostatics are left out: in a vacuum they fold charged groups onto each
/// other, a shape that no pocket knows.
class Relaxer {
 public:
  explicit Relaxer(RDKit::RWMol& mol) {
    mmff_ = std::make_unique<RDKit::MMFF::MMFFMolProperties>(mol, "MMFF94s");
    if (!mmff_->isValid()) {
      mmff_.reset();
      auto [types, complete] = RDKit::UFF::getAtomTypes(mol);
      uff_ = complete;
      uff_types_ = std::move(types);
      return;
    }
    mmff_->setMMFFEleTerm(false);
  }
  bool has_mmff() const { return mmff_ != nullptr; }
  bool has_uff() const { return uff_; }

  /// Positions of `start` after relaxation. Safe from several threads: each works on its own copy of `bare`, the
  /// molecule without conformers.
  std::vector<Position> relaxed(const RDKit::RWMol& bare, const Points& start) const {
    RDKit::RWMol mol(bare);
    auto conformer = std::make_unique<RDKit::Conformer>(mol.getNumAtoms());
    conformer->getPositions() = start;
    const int id = static_cast<int>(mol.addConformer(conformer.release(), true));   // owned by mol
    std::unique_ptr<ForceFields::ForceField> field;
    if (mmff_) {
      field.reset(RDKit::MMFF::constructForceField(mol, mmff_.get(), kNonBonded, id, true));
    } else if (uff_) {
      field.reset(RDKit::UFF::constructForceField(mol, uff_types_, kNonBonded, id, true));
    }
    if (field) {
      field->initialize();
      field->minimize(kRelaxSteps, kForceTolerance, kEnergyTolerance);
    }
    std::vector<Position> positions;
    for (const auto& p : mol.getConformer(id).getPositions()) positions.push_back({p.x, p.y, p.z});
    return positions;
  }

 private:
  std::unique_ptr<RDKit::MMFF::MMFFMolProperties> mmff_;
  RDKit::UFF::AtomicParamVect uff_types_;
  bool uff_ = false;
};

/// Least RMSD of the heavy atoms after superposition, over the first symmetries of the graph.
double nearest(const Automorphisms& symmetry, const Molecule& a, const Molecule& b) {
  std::vector<Position> target, moved(symmetry.heavy.size());
  for (const std::int32_t i : symmetry.heavy) target.push_back(a.positions()[static_cast<std::size_t>(i)]);
  double least = 1e9;
  for (const auto& permutation : symmetry.permutations) {
    for (std::size_t i = 0; i < moved.size(); ++i) {
      moved[i] = b.positions()[static_cast<std::size_t>(symmetry.heavy[static_cast<std::size_t>(permutation[i])])];
    }
    if (const auto fit = superpose(moved, target)) least = std::min(least, fit->rmsd);
  }
  return least;
}

}  // namespace

Expected<std::vector<Molecule>> make_conformers(const Molecule& molecule, int count, std::uint64_t seed, int threads,
                                                double prune_rms_angstrom, std::vector<std::string>* notes,
                                                const Cancellation* cancellation) {
  silence_rdkit();
  const auto refuse = [&](ErrorCode code, std::string message, std::string hint) {
    return Error{code, std::move(message), molecule.name().empty() ? "ligand" : molecule.name(), std::move(hint)};
  };
  if (count < 1 || count > kMaxConformers) {
    return refuse(ErrorCode::kInvalidArgument, fmt::format("{} conformers", count),
                  fmt::format("Ask for 1 to {}.", kMaxConformers));
  }
  try {
    RDKit::RWMol mol = to_rdkit(molecule);
    mol.clearConformers();
    RDKit::MolOps::addHs(mol);
    if (!mol.getRingInfo()->isInitialized()) RDKit::MolOps::symmetrizeSSSR(mol);   // the force fields ask for rings
    if (static_cast<int>(mol.getNumAtoms()) > kMaxMoleculeAtoms) {
      return refuse(ErrorCode::kTooLarge, fmt::format("{} atoms with hydrogens; the limit is {}", mol.getNumAtoms(),
                                                      kMaxMoleculeAtoms),
                    "This is a macromolecule: give it as a structure.");
    }
    const int open = unspecified_stereo(molecule);
    if (open > 0 && notes != nullptr) {
      notes->push_back(fmt::format("{} stereocentre{} or double bond{} left open: conformers take either form.", open,
                                   open == 1 ? "" : "s", open == 1 ? "" : "s"));
    }
    threads = std::clamp(threads, 1, 256);
    const auto stopped = [&] { return cancellation != nullptr && cancellation->requested(); };
    const auto cancelled = [&] { return refuse(ErrorCode::kCancelled, "stopped while conformers were made", ""); };
    auto embedded = embed(mol, count, seed, threads, false, cancellation);
    if (embedded.empty()) {
      embedded = embed(mol, count, seed, threads, true, cancellation);
      if (!embedded.empty() && notes != nullptr) notes->push_back("Conformers were embedded from random coordinates.");
    }
    if (stopped()) return cancelled();
    if (embedded.empty()) {
      return refuse(ErrorCode::kUnsupported, "no 3-D conformer fits this graph",
                    "Check ring sizes and stereo (a strained or impossible ring?), or give coordinates as SDF.");
    }
    Relaxer relaxer(mol);
    if (!relaxer.has_mmff() && notes != nullptr) {
      notes->push_back(relaxer.has_uff() ? "MMFF94 has no parameters for this molecule: relaxed with UFF."
                                         : "No force field has parameters for this molecule: geometry as embedded.");
    }
    const RDKit::RWMol& bare = mol;
    std::vector<std::vector<Position>> relaxed(embedded.size());
    // No result depends on another one, so the number of threads changes nothing. An exception must not leave the loop.
#pragma omp parallel for num_threads(threads) schedule(dynamic)
    for (std::size_t i = 0; i < embedded.size(); ++i) {
      if (stopped()) continue;
      try {
        relaxed[i] = relaxer.relaxed(bare, embedded[i]);
      } catch (const std::exception&) {
        relaxed[i].clear();
      }
    }
    if (stopped()) return cancelled();
    std::vector<std::vector<Position>> found;
    for (auto& positions : relaxed) {
      const bool finite = std::all_of(positions.begin(), positions.end(), [](Position p) { return is_finite(p); });
      if (finite && !positions.empty()) found.push_back(std::move(positions));
    }
    if (found.empty()) {
      return refuse(ErrorCode::kInternal, "the force field lost the coordinates", "Give coordinates as SDF.");
    }
    const Molecule graph = from_rdkit(bare, molecule.name());
    std::vector<Molecule> conformers;
    const Automorphisms symmetry =
        prune_rms_angstrom > 0 && found.size() > 1 ? automorphisms(graph, kPruneSymmetries) : Automorphisms{};
    for (auto& positions : found) {
      if (stopped()) return cancelled();
      Molecule conformer = graph.with_positions(std::move(positions));
      bool near = false;
      for (const Molecule& earlier : conformers) {
        near = prune_rms_angstrom > 0 && nearest(symmetry, earlier, conformer) < prune_rms_angstrom;
        if (near) break;
      }
      if (!near) conformers.push_back(std::move(conformer));
    }
    return conformers;
  } catch (const std::exception& failure) {
    return refuse(ErrorCode::kInternal, fmt::format("no conformer could be made ({})", failure.what()),
                  "Check the molecule, or give coordinates as SDF.");
  }
}

}  // namespace maek::mol
