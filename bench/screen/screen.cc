// SPDX-License-Identifier: Apache-2.0
// bench/screen: ligands a second and core, beside AutoDock Vina on the same prepared files; memory over time; the reader and
// the rows alone over a million lines.
#include <malloc.h>  // for malloc_trim
#include <sys/resource.h>  // for getrusage
#include <unistd.h>  // for getpid

#include <algorithm>  // for std::sort
#include <chrono>  // for std::chrono::steady_clock
#include <cstdio>  // for std::printf
#include <fstream>  // for std::ifstream
#include <sstream>  // for std::istringstream

#include <fmt/format.h>

#include "base/cpu.h"  // for current_isa
#include "bench/redock/vina_peer.h"  // for run_vina
#include "dock/prepare.h"  // for prepare_receptor_input
#include "dock/screen.h"  // for run_screen
#include "mol/molecule.h"  // for read_smiles
#include "tests/archive.h"  // for read_archive
#include "tests/test_data.h"  // for test_data

namespace maek::bench {
namespace {

using Clock = std::chrono::steady_clock;
namespace fs = std::filesystem;

constexpr const char* kReceptor = "/usr/share/pymol/data/tut/1hpv.pdb";
constexpr std::size_t kPeerLigands = 20;  // Vina takes half a minute for each

double since(Clock::time_point begin) { return std::chrono::duration<double>(Clock::now() - begin).count(); }

double resident_mib() {
  std::ifstream in("/proc/self/status");
  for (std::string line; std::getline(in, line);) {
    if (line.rfind("VmRSS:", 0) == 0) return std::stod(line.substr(6)) / 1024;
  }
  return 0;
}

double peak_mib() {
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  return static_cast<double>(used.ru_maxrss) / 1024;
}

/// SMILES of one column of a table of the test data, in a fixed order that mixes the systems.
std::vector<std::string> smiles_of(const fs::path& table, const std::string& column, std::size_t count) {
  std::istringstream lines(read_archive(table).begin()->second);
  std::string line, cell;
  std::getline(lines, line);
  std::istringstream head(line);
  std::size_t at = 0;
  for (; std::getline(head, cell, '\t') && cell != column; ++at) {
  }
  std::vector<std::pair<std::string, std::string>> rows;
  while (std::getline(lines, line)) {
    std::istringstream cells(line);
    for (std::size_t k = 0; k <= at; ++k) std::getline(cells, cell, '\t');
    rows.emplace_back(sha256(line).hex(), cell);
  }
  std::sort(rows.begin(), rows.end());
  std::vector<std::string> out;
  for (const auto& [hash, smiles] : rows) {
    if (out.size() < count) out.push_back(smiles);
  }
  return out;
}

struct Bench {
  dock::DockReceptor receptor;
  dock::Box box{{9.9, 16.2, 8.8}, {22.5, 22.5, 22.5}};
  fs::path scratch;
};

dock::ScreenRun run_of(const Bench& bench, const std::vector<std::string>& smiles, const char* name, int threads) {
  std::ofstream library(bench.scratch / (std::string(name) + ".smi"));
  for (std::size_t i = 0; i < smiles.size(); ++i) library << smiles[i] << " ligand-" << i + 1 << '\n';
  dock::ScreenRun run;
  run.library = bench.scratch / (std::string(name) + ".smi");
  run.folder = bench.scratch / name;
  fs::create_directories(run.folder);
  run.question = {{"bench", name}};
  run.threads = threads;
  return run;
}

/// Docks `smiles` and prints what it took.
void screen(const Bench& bench, const std::vector<std::string>& smiles, const char* name, int threads,
            const dock::ScreenDocking& docking, std::size_t tell_every) {
  dock::ScreenRun run = run_of(bench, smiles, name, threads);
  auto docker =
      dock::LigandDocker::make(bench.receptor, bench.box, docking, name, dock::LibraryFormat::kSmiles, threads);
  if (!docker) {
    std::printf("%s\n", docker.error().text().c_str());
    return;
  }
  const auto begin = Clock::now();
  const std::clock_t cpu = std::clock();
  std::uint64_t told = 0;
  const auto result =
      dock::run_screen(run, [&](const dock::LibraryRecord& record, int worker, const Cancellation& stop) {
        auto outcome = docker->dock(record, worker, stop);
        if (worker == 0 && tell_every > 0 && record.index >= told + tell_every) {
          told = record.index / tell_every * tell_every;
          std::printf("  ligand %6llu  resident %6.1f MiB\n", static_cast<unsigned long long>(record.index),
                      resident_mib());
          std::fflush(stdout);
        }
        return outcome;
      });
  if (!result) {
    std::printf("%s\n", result.error().text().c_str());
    return;
  }
  const double cpu_seconds = static_cast<double>(std::clock() - cpu) / CLOCKS_PER_SEC;
  std::printf(
      "%-10s %6llu ligands (%llu failed)  conformers %d  exhaustiveness %d  %8.1f s  %7.3f CPU s a ligand  %6.2f "
      "ligands a second and core  peak %.0f MiB\n",
      name, static_cast<unsigned long long>(result->rows), static_cast<unsigned long long>(result->failed),
      docking.conformers, docking.exhaustiveness, since(begin), cpu_seconds / static_cast<double>(result->rows),
      static_cast<double>(result->rows) / cpu_seconds, peak_mib());
  std::fflush(stdout);
}

void peer(const Bench& bench, const std::vector<std::string>& smiles) {
  double seconds = 0;
  int done = 0;
  for (std::size_t i = 0; i < std::min(kPeerLigands, smiles.size()); ++i) {
    std::vector<std::string> notes;
    dock::LigandOptions options;
    options.conformers = 1;
    auto ligand = dock::prepare_ligand_input({"SMILES", smiles[i], false}, options, notes);
    if (!ligand) continue;
    auto run = run_vina(bench.receptor.typed, ligand->tree, bench.box, 8, 1, 1, bench.scratch);
    if (!run) {
      std::printf("vina: %s\n", run.error().text().c_str());
      return;
    }
    seconds += run->cpu_seconds;
    ++done;
  }
  std::printf(
      "%-10s %6d ligands  exhaustiveness 8, given conformers  %7.2f CPU s a ligand  %6.4f ligands a second and "
      "core\n",
      "Vina", done, seconds / done, done / seconds);
}

/// Reading, checking, writing rows: everything but docking, over a million lines with one percent broken.
void reader(const Bench& bench, std::size_t count) {
  std::vector<std::string> smiles(count, "CC(=O)Oc1ccccc1C(=O)O");
  for (std::size_t i = 99; i < count; i += 100) smiles[i] = "CC(=O";
  const dock::ScreenRun run = run_of(bench, smiles, "reader", 2);
  smiles = {};
  malloc_trim(0);
  const auto begin = Clock::now();
  std::uint64_t told = 0;
  const auto result = dock::run_screen(run, [&](const dock::LibraryRecord& record, int worker, const Cancellation&) {
    dock::ScreenOutcome outcome;
    outcome.row.index = record.index;
    outcome.row.digest = record.digest;
    auto molecule = mol::read_smiles(record.text);
    if (!molecule) {
      outcome.row.message = molecule.error().text();
    } else {
      outcome.row.docked = true;
      outcome.row.name = molecule->name();
    }
    if (worker == 0 && record.index >= told + count / 10) {
      told = record.index / (count / 10) * (count / 10);
      std::printf("  line %8llu  resident %6.1f MiB\n", static_cast<unsigned long long>(record.index), resident_mib());
      std::fflush(stdout);
    }
    return outcome;
  });
  if (!result) {
    std::printf("%s\n", result.error().text().c_str());
    return;
  }
  std::printf("%-10s %llu lines, %llu broken  %.1f s\n", "reader", static_cast<unsigned long long>(result->rows),
              static_cast<unsigned long long>(result->failed), since(begin));
}

int main_of(int argc, char** argv) {
  const std::string what = argc > 1 ? argv[1] : "all";
  const auto affinity = test_data("data/affinity/ligands.tsv.gz"),
             small = test_data("data/chemistry/chembl_logp.tsv.gz");
  if (!affinity || !small) {
    std::printf("the test data is not here: set MAEK_TEST_DATA to its folder\n");
    return 0;
  }
  Bench bench;
  bench.scratch = fs::temp_directory_path() / fmt::format("maek-bench-screen-{}", ::getpid());
  fs::create_directories(bench.scratch);
  std::vector<std::string> notes;
  auto receptor = dock::prepare_receptor_input({kReceptor, file_bytes(kReceptor), true}, {.remove = {"478"}}, notes);
  if (!receptor) {
    std::printf("%s\n", receptor.error().text().c_str());
    return 1;
  }
  bench.receptor = *std::move(receptor);
  std::printf("%s, %s\n", cpu_name().c_str(), to_string(current_isa()));
  const auto ligands = smiles_of(*affinity, "smiles", 200);
  dock::ScreenDocking docking;
  docking.isa = current_isa();
  if (what == "all" || what == "rate") screen(bench, ligands, "default", 1, docking, 0);
  if (what == "all" || what == "effort") {
    for (const auto& [conformers, effort] : {std::pair{1, 1}, {1, 2}, {4, 2}, {8, 8}}) {
      docking.conformers = conformers;
      docking.exhaustiveness = effort;
      screen(bench, ligands, fmt::format("c{}e{}", conformers, effort).c_str(), 1, docking, 0);
    }
    docking = {};
    docking.isa = current_isa();
  }
  if (what == "all" || what == "peer") peer(bench, ligands);
  if (what == "all" || what == "memory") {
    docking.conformers = docking.exhaustiveness = 1;
    screen(bench, smiles_of(*small, "smiles", 10'000), "memory", 2, docking, 500);
  }
  if (what == "all" || what == "reader") reader(bench, 1'000'000);
  fs::remove_all(bench.scratch);
  return 0;
}

}  // namespace
}  // namespace maek::bench

int main(int argc, char** argv) { return maek::bench::main_of(argc, argv); }
