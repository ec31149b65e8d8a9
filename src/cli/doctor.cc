// SPDX-License-Identifier: Apache-2.0
// Asks machine and libraries; the table and the JSON come from the same answers.
#include "cli/doctor.h"

#include <CLI/Version.hpp>
#include <openssl/crypto.h>
#include <spdlog/version.h>
#include <unistd.h>   // for access
#include <zlib.h>

#include <nlohmann/json.hpp>

#include <algorithm>      // for std::min
#include <cstdlib>        // for std::getenv
#include <filesystem>     // for std::filesystem
#include <string_view>    // for std::string_view
#include <system_error>   // for std::error_code

#include <fmt/format.h>

#include "base/cpu.h"        // for best_isa, cpu_features
#include "base/memory.h"     // for available_memory, format_bytes
#include "base/parallel.h"   // for available_cores
#include "base/version.h"    // for version, revision

namespace maek::cli {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

// The structure that the examples use: HIV-1 protease with amprenavir, from Debian's package pymol-data.
constexpr const char* kDemoStructure = "/usr/share/pymol/data/tut/1hpv.pdb";

struct Peer {
  const char* program;
  const char* what_for;
  const char* package;
};
constexpr Peer kPeers[] = {{"vina", "benchmarks compare docking with it", "autodock-vina"},
                           {"obabel", "benchmarks prepare the peer's inputs with it", "openbabel"}};

std::vector<LibraryVersion> libraries(const std::vector<VersionHook>& hooks) {
  std::vector<LibraryVersion> all = {
      {"fmt", fmt::format("{}.{}.{}", FMT_VERSION / 10000, FMT_VERSION / 100 % 100, FMT_VERSION % 100)},
      {"spdlog", fmt::format("{}.{}.{}", SPDLOG_VER_MAJOR, SPDLOG_VER_MINOR, SPDLOG_VER_PATCH)},
      {"nlohmann-json",
       fmt::format("{}.{}.{}", NLOHMANN_JSON_VERSION_MAJOR, NLOHMANN_JSON_VERSION_MINOR, NLOHMANN_JSON_VERSION_PATCH)},
      {"CLI11", CLI11_VERSION},
      {"OpenSSL", OpenSSL_version(OPENSSL_VERSION_STRING)},
      {"zlib", zlibVersion()},
#ifdef _OPENMP
      {"OpenMP", std::to_string(_OPENMP)},   // year and month of the standard
#endif
  };
  for (const VersionHook& hook : hooks) all.push_back(hook());
  return all;
}

// A table with a left column, section by section, and the same facts as JSON.
class Report {
 public:
  void section(const std::string& title) { text_ += (text_.empty() ? "" : "\n") + title + '\n'; }
  void line(const std::string& name, const std::string& value) { text_ += fmt::format("  {:<24}{}\n", name, value); }
  const std::string& text() const { return text_; }
  Json json = Json::object();

 private:
  std::string text_;
};

void report_processor(Report& report, const KernelHook& search_kernel) {
  report.section("Processor");
  report.line("name", cpu_name());
  report.line("cores to use", std::to_string(available_cores()));
  Json features = Json::object();
  std::string words;
  for (const CpuFeature& feature : cpu_features()) {
    features[feature.name] = feature.present;
    if (feature.present) words += (words.empty() ? "" : " ") + std::string(feature.name);
  }
  report.line("features", words.empty() ? "none that kernels use" : words);
  Json paths = Json::object();
  for (const Isa isa : {Isa::kPortable, Isa::kAvx2, Isa::kAvx512}) {
    paths[to_string(isa)] = is_available(isa);
    report.line(fmt::format("kernels {}", to_string(isa)),
                is_available(isa) ? (isa == current_isa() ? "available, in use" : "available") : "not on this machine");
  }
  report.json["processor"] = {{"name", cpu_name()},
                              {"cores", available_cores()},
                              {"features", features},
                              {"kernels", paths},
                              {"isa", to_string(current_isa())}};
  if (!search_kernel) return;
  const std::string running = search_kernel(current_isa());
  report.line("docking searches with", running);
  report.json["processor"]["search_kernel"] = running;
}

void report_room(Report& report) {
  report.section("Room");
  const AvailableMemory memory = available_memory();
  report.line("memory", fmt::format("{} available ({})", format_bytes(memory.bytes), memory.source));
  report.json["memory"] = {{"available_bytes", memory.bytes}, {"limited_by", memory.source}};
  Json disks = Json::object();
  std::error_code failed;
  const fs::path here = fs::current_path(failed), temporary = fs::temp_directory_path(failed);
  for (const auto& [name, path] : {std::pair{"this folder", here}, std::pair{"temporary files", temporary}}) {
    const fs::space_info space = fs::space(path, failed);
    const bool writable = !failed && ::access(path.c_str(), W_OK) == 0;
    report.line(name, failed ? "cannot be asked"
                             : fmt::format("{} free, {}", format_bytes(space.available),
                                           writable ? "writable" : "not writable"));
    disks[name] = {{"path", path.string()}, {"free_bytes", failed ? 0 : space.available}, {"writable", writable}};
  }
  report.json["disk"] = std::move(disks);
}

void report_data(Report& report) {
  report.section("Data");
  std::error_code failed;
  const bool demo = fs::exists(kDemoStructure, failed);
  report.line("structure for examples", demo ? kDemoStructure : "absent: apt-get install pymol-data");
  const char* set = std::getenv("MAEK_TEST_DATA");
  const bool tests = set != nullptr && fs::is_directory(set, failed);
  report.line("test data", set == nullptr ? "MAEK_TEST_DATA is not set: tests look beside the checkout"
                           : tests        ? set
                                          : fmt::format("{} is no folder: correct MAEK_TEST_DATA", set));
  report.json["data"] = {{"demo_structure", demo ? Json(kDemoStructure) : Json()},
                         {"test_data", tests ? Json(set) : Json()}};
}

void report_peers(Report& report) {
  report.section("Peers (not needed)");
  Json peers = Json::object();
  for (const Peer& peer : kPeers) {
    const std::string path = find_program(peer.program);
    report.line(peer.program,
                !path.empty() ? path : fmt::format("absent: {}; apt-get install {}", peer.what_for, peer.package));
    peers[peer.program] = path.empty() ? Json() : Json(path);
  }
  report.json["peers"] = std::move(peers);
}

Expected<OperationResult> examine(const std::vector<VersionHook>& hooks, const KernelHook& search_kernel) {
  Report report;
  report.section("Maek");
  report.line("version", fmt::format("{} ({})", version(), revision()));
  report.json["version"] = version();
  report.json["revision"] = revision();
  report_processor(report, search_kernel);
  report_room(report);
  report_data(report);
  report_peers(report);
  report.section("Libraries");
  Json versions = Json::object();
  for (const LibraryVersion& library : libraries(hooks)) {
    report.line(library.name, library.version);
    versions[library.name] = library.version;
  }
  report.json["libraries"] = std::move(versions);
  OperationResult result;
  result.summary_json = report.json.dump(-1, ' ', false, Json::error_handler_t::replace);
  result.table = report.text();
  return result;
}

}  // namespace

std::string find_program(const std::string& name) {
  const char* path = std::getenv("PATH");
  std::string_view rest = path == nullptr ? "" : path;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find(':'), rest.size());
    const fs::path candidate = fs::path(rest.substr(0, end)) / name;
    std::error_code failed;
    if (end > 0 && fs::is_regular_file(candidate, failed) && ::access(candidate.c_str(), X_OK) == 0)
      return candidate.string();
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return "";
}

Operation doctor_operation(std::vector<VersionHook> hooks, KernelHook search_kernel) {
  Operation doctor;
  doctor.name = "doctor";
  doctor.help = "Show what this machine offers: kernels, memory, disk, data, peers and versions.";
  doctor.details = "It changes nothing and needs nothing. Add its output to a report of a defect.";
  doctor.example = "maek doctor";
  doctor.run = [hooks = std::move(hooks), search_kernel = std::move(search_kernel)](
                   const Arguments&, const OperationContext&) { return examine(hooks, search_kernel); };
  return doctor;
}

}  // namespace maek::cli
