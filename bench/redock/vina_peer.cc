// SPDX-License-Identifier: Apache-2.0
#include "bench/redock/vina_peer.h"

#include <fcntl.h>           // for O_WRONLY
#include <spawn.h>           // for posix_spawnp
#include <sys/resource.h>    // for rusage
#include <sys/wait.h>        // for wait4

#include <chrono>    // for std::chrono::steady_clock
#include <fstream>   // for std::ofstream
#include <iterator>  // for std::istreambuf_iterator
#include <sstream>   // for std::istringstream

#include <fmt/format.h>

extern char** environ;

namespace maek::bench {
namespace {

double seconds(const timeval& t) { return static_cast<double>(t.tv_sec) + 1e-6 * static_cast<double>(t.tv_usec); }

}  // namespace

Expected<PeerRun> run_vina(const mol::PdbqtReceptor& receptor, const mol::PdbqtTree& ligand, const dock::Box& box,
                           int exhaustiveness, int poses, int seed, const std::filesystem::path& scratch) {
  const auto receptor_file = scratch / "receptor.pdbqt", ligand_file = scratch / "ligand.pdbqt",
             out_file = scratch / "out.pdbqt";
  std::ofstream(receptor_file) << mol::to_pdbqt(receptor);
  std::ofstream(ligand_file) << mol::to_pdbqt(ligand);
  std::filesystem::remove(out_file);
  std::vector<std::string> words = {"vina",
                                    "--receptor",
                                    receptor_file,
                                    "--ligand",
                                    ligand_file,
                                    "--out",
                                    out_file,
                                    "--cpu",
                                    "1",
                                    "--exhaustiveness",
                                    std::to_string(exhaustiveness),
                                    "--num_modes",
                                    std::to_string(poses),
                                    "--seed",
                                    std::to_string(seed),
                                    "--verbosity",
                                    "0"};
  const auto option = [&words](const char* name, double value) {
    words.emplace_back(name);
    words.push_back(fmt::format("{:.3f}", value));
  };
  option("--center_x", box.centre.x);
  option("--center_y", box.centre.y);
  option("--center_z", box.centre.z);
  option("--size_x", box.size.x);
  option("--size_y", box.size.y);
  option("--size_z", box.size.z);
  std::vector<char*> argv;
  for (std::string& w : words) argv.push_back(w.data());
  argv.push_back(nullptr);

  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
  const auto begin = std::chrono::steady_clock::now();
  pid_t child = 0;
  const int failed = posix_spawnp(&child, "vina", &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (failed != 0) return Error{ErrorCode::kNotFound, "vina could not be started", "vina", "Install autodock-vina."};
  int status = 0;
  rusage used{};
  wait4(child, &status, 0, &used);
  PeerRun run;
  run.wall_seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  run.cpu_seconds = seconds(used.ru_utime) + seconds(used.ru_stime);
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
    return Error{ErrorCode::kInternal, "vina failed", ligand_file, ""};

  std::ifstream in(out_file);
  const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  auto models = mol::read_pdbqt_ligand(text, "out.pdbqt");
  if (!models) return models.error();
  for (const mol::PdbqtTree& model : *models) {
    std::vector<mol::Position> x;
    for (const mol::PdbqtAtom& a : model.atoms) x.push_back(a.position);
    run.poses.push_back(std::move(x));
  }
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (line.rfind("REMARK VINA RESULT:", 0) == 0) run.affinity.push_back(std::stod(line.substr(19)));
    if (line.rfind("REMARK INTER + INTRA:", 0) == 0) run.inter_intra.push_back(std::stod(line.substr(21)));
  }
  return run;
}

}  // namespace maek::bench
