// SPDX-License-Identifier: Apache-2.0
#include "mol/internal/uff_energy.h"

#include <exception>   // for std::exception
#include <memory>      // for std::unique_ptr
#include <vector>      // for std::vector

#include <ForceField/ForceField.h>                        // for ForceField
#include <GraphMol/DistGeomHelpers/Embedder.h>            // for EmbedMolecule
#include <GraphMol/ForceFieldHelpers/UFF/AtomTyper.h>     // for getAtomTypes
#include <GraphMol/ForceFieldHelpers/UFF/Builder.h>       // for UFF::constructForceField
#include <GraphMol/MolOps.h>                              // for addHs
#include <GraphMol/SmilesParse/SmilesParse.h>             // for SmilesToMol

#include "base/parallel.h"                  // for parallel_for
#include "mol/internal/molecule_rdkit.h"    // for to_rdkit

namespace maek::mol::internal {
namespace {

constexpr int kEnsembleSeed = 42;
constexpr int kHydrogenSteps = 200, kEnsembleSteps = 200;
constexpr double kNonBonded = 10.0;   // multiple of the van der Waals distance beyond which pairs are left out

Error refused(const Molecule& molecule, ErrorCode code, std::string why) {
  return Error{code, std::move(why), molecule.name().empty() ? "ligand" : molecule.name(), ""};
}

}  // namespace

Expected<double> pose_energy(const Molecule& molecule, std::span<const Position> positions) {
  silence_rdkit();
  try {
    RDKit::RWMol mol = to_rdkit(molecule.with_positions({positions.begin(), positions.end()}));
    const unsigned given = mol.getNumAtoms();
    RDKit::MolOps::addHs(mol, false, true);
    const auto [types, complete] = RDKit::UFF::getAtomTypes(mol);
    if (!complete) return refused(molecule, ErrorCode::kUnsupported, "the force field has no parameters for an atom");
    const std::unique_ptr<ForceFields::ForceField> field(RDKit::UFF::constructForceField(mol, types, kNonBonded));
    field->initialize();
    for (unsigned a = 0; a < given; ++a) field->fixedPoints().push_back(static_cast<int>(a));
    if (mol.getNumAtoms() > given) field->minimize(kHydrogenSteps);
    return field->calcEnergy();
  } catch (const std::exception& failure) {
    return refused(molecule, ErrorCode::kInternal, std::string("no energy (") + failure.what() + ")");
  }
}

Expected<double> ensemble_energy(const Molecule& molecule, int count, int threads, const Cancellation* cancellation) {
  silence_rdkit();
  try {
    // From the canonical SMILES: the atoms' order in a file must not decide the conformers.
    const std::unique_ptr<RDKit::RWMol> graph(RDKit::SmilesToMol(molecule.canonical_smiles()));
    if (!graph) return refused(molecule, ErrorCode::kInternal, "the graph does not survive its SMILES");
    RDKit::MolOps::addHs(*graph);
    const auto [types, complete] = RDKit::UFF::getAtomTypes(*graph);
    if (!complete) return refused(molecule, ErrorCode::kUnsupported, "the force field has no parameters for an atom");
    const auto size = static_cast<std::size_t>(count);
    std::vector<double> energies(size, 0);
    std::vector<char> made(size, 0);
    const RDKit::UFF::AtomicParamVect& parameters = types;
    const auto one = [&](std::size_t i) {
      // Conformer i of one call for all is that of a call of its own with (i + 1) times the seed.
      RDKit::DGeomHelpers::EmbedParameters p = RDKit::DGeomHelpers::ETKDGv3;
      p.randomSeed = kEnsembleSeed * (static_cast<int>(i) + 1);
      p.useRandomCoords = true;
      p.numThreads = 1;
      RDKit::RWMol own(*graph);
      const int id = RDKit::DGeomHelpers::EmbedMolecule(own, p);
      if (id < 0) return;
      const std::unique_ptr<ForceFields::ForceField> field(
          RDKit::UFF::constructForceField(own, parameters, kNonBonded, id));
      field->initialize();
      field->minimize(kEnsembleSteps);
      energies[i] = field->calcEnergy();
      made[i] = 1;
    };
    one(0);   // alone: RDKit fills its tables on first use
    if (made[0] == 0) return refused(molecule, ErrorCode::kUnsupported, "no conformer could be embedded");
    LoopControl control;
    control.cancellation = cancellation;
    control.what = "conformers";
    if (auto done = parallel_for(size - 1, threads, [&](std::size_t i) { one(i + 1); }, control); !done)
      return done.error();
    double sum = 0;
    int embedded = 0;
    for (std::size_t i = 0; i < energies.size(); ++i) {
      sum += energies[i];
      embedded += made[i];
    }
    if (embedded < count) {
      return refused(
          molecule, ErrorCode::kUnsupported,
          std::to_string(count - embedded) + " conformers of " + std::to_string(count) + " could not be embedded");
    }
    return sum / embedded;
  } catch (const std::exception& failure) {
    return refused(molecule, ErrorCode::kInternal, std::string("no energies of conformers (") + failure.what() + ")");
  }
}

}  // namespace maek::mol::internal
