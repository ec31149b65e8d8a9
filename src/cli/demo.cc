// SPDX-License-Identifier: Apache-2.0
#include "cli/demo.h"

#include <chrono>   // for std::chrono::steady_clock
#include <map>      // for std::map

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/atomic_file.h"   // for read_file
#include "dock/operation.h"     // for dock_operation

namespace maek::cli {
namespace {

constexpr const char* kEntry = "/usr/share/pymol/data/tut/1hpv.pdb";   // Debian package pymol-data; of 1994
constexpr const char* kLigand = "478";                                 // amprenavir in that entry
constexpr const char* kFlapWater = "201";   // between both flaps and the inhibitor: part of every such complex
constexpr const char* kSmiles = "CC(C)CN(C[C@@H](O)[C@H](Cc1ccccc1)NC(=O)O[C@H]1CCOC1)S(=O)(=O)c1ccc(N)cc1 amprenavir";
constexpr std::uint64_t kMaxBytes = std::uint64_t{16} << 20;

Expected<OperationResult> run(const Arguments&, const OperationContext& context) {
  const auto start = std::chrono::steady_clock::now();
  const Operation dock = dock::dock_operation();
  const auto open = [](const std::string& name) -> Expected<Input> {
    if (name != kEntry) return Error{ErrorCode::kNotFound, "is no file", name, ""};
    auto bytes = read_file(name, kMaxBytes);
    if (!bytes) {
      Error error = std::move(bytes).error();
      error.hint = "It comes with the Debian package pymol-data: apt-get install pymol-data.";
      return error;
    }
    return Input{name, *std::move(bytes), true};
  };
  auto arguments = make_arguments(dock,
                                  {{"receptor", {kEntry}},
                                   {"ligand", {kSmiles}},
                                   {"around", {kLigand}},
                                   {"reference", {kLigand}},
                                   {"keep", {kFlapWater}}},
                                  open);
  if (!arguments) return arguments.error();
  auto result = dock.run(*arguments, context);
  if (!result) return result;

  result->opened.push_back(*arguments->input("receptor"));
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  const auto summary = nlohmann::json::parse(result->summary_json);
  const auto& best = summary.at("poses").front();
  const nlohmann::ordered_json line = {{"rmsd", best.at("rmsd")},
                                       {"valid", best.at("valid")},
                                       {"score", best.at("score")},
                                       {"affinity", summary.value("affinity", nlohmann::json())},
                                       {"seconds", std::round(seconds * 100) / 100}};
  result->table = fmt::format(
      "Amprenavir into HIV-1 protease (PDB 1HPV), from its SMILES; the crystal pose\nserves only to place the box and "
      "to measure; of the waters only the one under the flaps stays.\n\n{}\n"
      "Look at pocket.png and interactions.png; poses.sdf and complexes/ open in any viewer.\n\n{}\n",
      result->table, line.dump());
  return result;
}

}  // namespace

// Files of the PDB archive are free of all rights (wwPDB, "Usage Policies": CC0 1.0).
std::optional<Origin> demo_origin(std::string_view file) {
  if (file != kEntry) return std::nullopt;
  return Origin{"RCSB PDB, wwPDB: entry 1HPV; brought by Debian's pymol-data", "CC0-1.0"};
}

Operation demo_operation() {
  Operation op;
  op.name = "demo";
  op.help = "Dock a real medicine into a real protein and compare with the crystal";
  op.details =
      "Amprenavir, from its SMILES, into HIV-1 protease (PDB 1HPV as Debian's pymol-data brings it). The last line is "
      "one "
      "JSON object: RMSD of the best pose to the crystal pose [Å], its validity, score and affinity with its interval [kcal/mol], and seconds.";
  op.example = "maek demo --out demo";
  op.writes_files = true;
  op.recorded = true;
  op.run = run;
  return op;
}

}  // namespace maek::cli
