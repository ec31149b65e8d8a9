// SPDX-License-Identifier: Apache-2.0
#include "dock/screen_operation.h"

#include <algorithm>   // for std::min
#include <charconv>    // for std::from_chars

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/memory.h"                 // for format_bytes
#include "base/version.h"                // for version
#include "dock/internal/place.h"         // for prepare_place
#include "dock/internal/screen_page.h"   // for screen_html
#include "dock/internal/screen_slurm.h"  // for advance, collecting_stage
#include "dock/screen.h"                 // for run_screen

namespace maek::dock {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kShown = 10;   // ligands in the table at the terminal

std::string joined(const std::vector<std::string>& words) { return fmt::format("{}", fmt::join(words, " ")); }

struct Part {
  std::uint64_t part = 1, parts = 1;
};

Expected<Part> parse_part(const std::string& text) {
  Part part;
  if (text.empty()) return part;
  const char* const end = text.data() + text.size();
  const auto first = std::from_chars(text.data(), end, part.part);
  const bool slash = first.ec == std::errc() && first.ptr != end && *first.ptr == '/';
  const auto second = slash ? std::from_chars(first.ptr + 1, end, part.parts) : first;
  if (!slash || second.ec != std::errc() || second.ptr != end || part.part < 1 || part.part > part.parts ||
      part.parts > 1'000'000) {
    return Error{ErrorCode::kInvalidArgument, "'" + text + "' is no part", "part",
                 "Write it as K/N with K from 1 to N, such as 2/8."};
  }
  return part;
}

ScreenDocking docking_of(const Arguments& arguments, const OperationContext& context) {
  ScreenDocking docking;
  docking.conformers = static_cast<int>(arguments.integer("conformers"));
  docking.exhaustiveness = static_cast<int>(arguments.integer("exhaustiveness"));
  docking.ph = arguments.real("ph");
  docking.keep_protonation = arguments.flag("keep-protonation");
  docking.energy = arguments.flag("energy");
  docking.function = *ScoringFunction::by_name(arguments.text("scoring"));
  docking.seed = context.seed;
  docking.isa = current_isa();
  return docking;
}

/// Everything that a row depends on but for its record.
ScreenQuestion question_of(const Arguments& arguments, const internal::Prepared& place, const ScreenDocking& docking,
                           const Part& part) {
  const Input& receptor = *arguments.input("receptor");
  const Box& box = place.box;
  const auto word = [&](const char* flag) { return std::string(arguments.flag(flag) ? "yes" : "no"); };
  return {{"receptor", "sha256:" + sha256(receptor.bytes).hex()},
          {"box", fmt::format("{},{},{},{},{},{}", box.centre.x, box.centre.y, box.centre.z, box.size.x, box.size.y,
                              box.size.z)},
          {"taken-out", place.taken_out ? mol::residue_label(place.receptor.input, *place.taken_out) : ""},
          {"ph", fmt::format("{}", docking.ph)},
          {"keep-waters", word("keep-waters")},
          {"keep", joined(arguments.texts("keep"))},
          {"remove", joined(arguments.texts("remove"))},
          {"keep-protonation", word("keep-protonation")},
          {"energy", word("energy")},
          {"conformers", std::to_string(docking.conformers)},
          {"exhaustiveness", std::to_string(docking.exhaustiveness)},
          {"scoring", std::string(docking.function->name)},
          {"seed", std::to_string(docking.seed)},
          {"part", fmt::format("{}/{}", part.part, part.parts)},
          {"version", version()}};
}

/// `maek screen` with the options of this call, each path as any folder sees it.
Expected<std::vector<std::string>> part_command(const Arguments& arguments, const OperationContext& context) {
  std::error_code failed;
  const auto self = std::filesystem::read_symlink("/proc/self/exe", failed);
  if (failed) return Error{ErrorCode::kInternal, "cannot tell which program this is: " + failed.message(), "slurm", ""};
  std::vector<std::string> words = {self.string(), "screen", "--quiet", "--no-evidence",
                                    "--pictures",  "0",      "--seed",  std::to_string(context.seed)};
  const auto absolute = [](const std::string& name) { return std::filesystem::absolute(name).string(); };
  for (const Parameter& parameter : screen_operation().parameters) {
    const std::string& name = parameter.name;
    if (name == "slurm" || name == "parts" || name == "sbatch" || name == "pictures" || !arguments.has(name)) continue;
    const auto add = [&](const std::string& value) { words.push_back(fmt::format("--{}={}", name, value)); };
    if (parameter.kind == ParameterKind::kFlag) {
      if (arguments.flag(name)) words.push_back("--" + name);
    } else if (const Input* input = arguments.input(name)) {
      if (input->is_file && input->name == "-") {
        return Error{ErrorCode::kInvalidArgument, "the parts of a job array cannot read stdin", name, "Name a file."};
      }
      add(input->is_file ? absolute(input->name) : input->bytes);
    } else if (name == "ligands") {
      add(absolute(arguments.text(name)));
    } else if (parameter.repeated) {
      for (const std::string& text : arguments.texts(name)) add(text);
    } else {
      add(arguments.text(name));
    }
  }
  return words;
}

Expected<internal::SlurmScreen> slurm_of(const Arguments& arguments, const OperationContext& context) {
  internal::SlurmScreen slurm;
  slurm.folder = context.folder;
  slurm.parts = static_cast<std::uint64_t>(arguments.integer("parts"));
  for (const std::string& option : arguments.texts("sbatch")) {
    if (!option.starts_with("-")) {
      return Error{ErrorCode::kInvalidArgument, "'" + option + "' is no option of sbatch", "sbatch",
                   "Write --sbatch=--partition=long."};
    }
    slurm.sbatch_options.push_back(option);
  }
  auto command = part_command(arguments, context);
  if (!command) return command.error();
  slurm.command = *std::move(command);
  auto library = LibraryReader::open(arguments.text("ligands"));
  if (!library) return library.error();
  for (LibraryRecord record;;) {   // to its end: the digest tells whether the parts saw this library
    auto more = library->next(record);
    if (!more) return more.error();
    if (!*more) break;
  }
  slurm.library = library->digest();
  return slurm;
}

/// What there is to tell before all parts are done.
OperationResult waiting(const internal::SlurmScreen& slurm, const internal::SlurmStatus& status) {
  const bool running = status.state == internal::SlurmState::kRunning;
  const std::uint64_t done = slurm.parts - status.open.size();
  const Json json = {{"mode", "screen"},
                     {"state", running ? "running" : "submitted"},
                     {"job", status.job},
                     {"parts", slurm.parts},
                     {"parts_done", done}};
  OperationResult result;
  result.summary_json = json.dump(2);
  result.table = fmt::format("job {} {}: {} of {} parts are done. The same command again {}.\n", status.job,
                             running ? "is under way" : "submitted", done, slurm.parts,
                             "asks after it, submits what was lost, and collects the results when all are done");
  return result;
}

std::string summary_of(const ScreenResult& result, const Arguments& arguments, const internal::Prepared& place,
                       const ScreenDocking& docking, const Part& part) {
  const Box& box = place.box;
  Json json = {
      {"mode", "screen"},
      {"scoring", std::string(docking.function->name)},
      {"library", {{"name", arguments.text("ligands")}, {"records", result.rows}}},
      {"part", fmt::format("{}/{}", part.part, part.parts)},
      {"box", {{"centre", {box.centre.x, box.centre.y, box.centre.z}}, {"size", {box.size.x, box.size.y, box.size.z}}}},
      {"docked", result.docked},
      {"failed", result.failed},
      {"not_valid", result.invalid},
      {"resumed", result.resumed},
      {"ligand_seconds", result.ligand_seconds}};
  Json best = Json::array();
  for (std::size_t i = 0; i < result.best.size(); ++i) {
    const ScreenRow& row = result.best[i].row;
    best.push_back({{"rank", i + 1},
                    {"record", row.index},
                    {"name", row.name},
                    {"smiles", row.smiles},
                    {"score", row.score},
                    {"inter", row.inter},
                    {"intra", row.intra},
                    {"torsions", row.torsions},
                    {"valid", row.valid}});
  }
  json["best"] = std::move(best);
  return json.dump(2, ' ', false, Json::error_handler_t::replace);
}

std::string table_of(const ScreenResult& result) {
  std::string out = "rank   kcal/mol  pose       record  name\n";
  for (std::size_t i = 0; i < std::min(kShown, result.best.size()); ++i) {
    const ScreenRow& row = result.best[i].row;
    out += fmt::format("{:>4} {:>10.2f}  {:<9} {:>7}  {}\n", i + 1, row.score, row.valid ? "valid" : "not valid",
                       row.index, row.name.empty() ? row.smiles : row.name);
  }
  out += fmt::format("\n{} ligands: {} docked, {} failed", result.rows, result.docked, result.failed);
  if (result.resumed > 0) out += fmt::format("; {} of them stood already", result.resumed);
  if (result.docked > 0) {
    out += fmt::format("; {:.2f} s a ligand and thread", result.ligand_seconds / static_cast<double>(result.docked));
  }
  return out + '\n';
}

Expected<OperationResult> run(const Arguments& arguments, const OperationContext& context) {
  OperationResult result;
  if (context.folder.empty()) {
    return Error{ErrorCode::kUnsupported, "a screen writes as it goes, and there is no folder to write into", "screen",
                 "Run it at the command line."};
  }
  auto part = parse_part(arguments.text("part"));
  if (!part) return part.error();
  auto library = LibraryReader::open(arguments.text("ligands"));   // before the receptor's seconds
  if (!library) return library.error();
  auto place = internal::prepare_place(arguments, result.notes, true);
  if (!place) return place.error();
  const ScreenDocking docking = docking_of(arguments, context);
  const bool with_slurm = arguments.flag("slurm");
  if (with_slurm && arguments.has("part")) {
    return Error{ErrorCode::kInvalidArgument, "--slurm and --part were both given", "part",
                 "--slurm makes the parts itself; --parts says how many."};
  }

  ScreenRun screen;
  screen.library = arguments.text("ligands");
  screen.folder = context.folder;
  screen.question = question_of(arguments, *place, docking, *part);
  screen.threads = context.threads;
  screen.top = static_cast<std::size_t>(arguments.integer("top"));
  screen.part = part->part;
  screen.parts = part->parts;
  screen.progress = context.progress;
  screen.cancellation = context.cancellation;
  internal::SlurmScreen slurm;
  if (with_slurm) {
    auto asked = slurm_of(arguments, context);
    if (!asked) return asked.error();
    slurm = *std::move(asked);
    if (auto agreed = agree_on_question(screen); !agreed) return agreed.error();
    auto status = internal::advance(slurm);
    if (!status) return status.error();
    if (status->state != internal::SlurmState::kComplete) return waiting(slurm, *status);
    result.notes.push_back(
        fmt::format("computed by job {} of Slurm in {} parts, and collected", status->job, slurm.parts));
    screen.threads = 1;   // there is little to do, in order
  }
  auto docker = LigandDocker::make(place->receptor, place->box, docking, screen.library.filename().string(),
                                   library->format(), context.threads);
  if (!docker) return docker.error();
  if (context.announce && !with_slurm) {
    context.announce(
        fmt::format("{} at a time, grid of {} shared; results.csv grows in {}, Ctrl-C and the same command "
                    "again goes on",
                    context.threads, format_bytes(docker->grid_bytes()), context.folder));
  }
  ScreenStage stage = [&](const LibraryRecord& record, int worker, const Cancellation& cancellation) {
    return docker->dock(record, worker, cancellation);
  };
  if (with_slurm) stage = internal::collecting_stage(slurm, stage);
  auto done = run_screen(screen, stage);
  if (!done) return done.error();

  result.partial = done->partial;
  if (done->library_error) {
    result.refused = true;
    result.notes.insert(result.notes.begin(),
                        "the library could not be read to its end: " + done->library_error->text());
  }
  if (done->failed > 0) {
    result.notes.push_back(
        fmt::format("{} of {} records failed: the last column of {} says why", done->failed, done->rows, kResultsName));
  }
  internal::ScreenPage page;
  page.receptor = place->receptor.structure.id.empty()
                      ? std::filesystem::path(arguments.input("receptor")->name).filename().string()
                      : place->receptor.structure.id;
  page.library = std::filesystem::path(arguments.text("ligands")).filename().string();
  page.scoring = docking.function->name;
  page.verify = fmt::format("maek evidence verify {}", kResultsName);
  page.pictures = static_cast<std::size_t>(arguments.integer("pictures"));
  auto html = internal::screen_html(*done, place->receptor.structure, page);
  if (!html) return html.error();
  result.summary_json = summary_of(*done, arguments, *place, docking, *part);
  result.table = table_of(*done);
  result.files = {{"top.sdf", internal::best_sdf(done->best, page.scoring)},
                  {"top.csv", internal::best_csv(done->best)},
                  {"top.html", *std::move(html)}};
  result.written.push_back({kResultsName, done->results_bytes, done->results_digest});
  if (!done->partial && !done->library_error) {
    result.read.push_back({arguments.text("ligands"), done->library_bytes, done->library_digest, "ligands"});
  }
  return result;
}

}  // namespace

Operation screen_operation() {
  using enum ParameterKind;
  Operation op;
  op.name = "screen";
  op.help = "Dock a library of ligands into a receptor, and show the best";
  op.details =
      "Reads a library of any length record by record, docks each ligand on one core, several at a time, and writes "
      "one "
      "row a ligand to results.csv as it goes. A ligand that fails gets a row that says why, and stops nothing.\n\n"
      "It can be stopped at any moment (Ctrl-C, kill, power) and goes on when the same command is given again: no row "
      "is "
      "lost, no ligand docked twice. In the same folder another receptor, box, option or seed is refused, and the "
      "difference named; records may be added at the end of the library.\n\n"
      "A row is a function of its record, the options and the seed: neither the order of the library nor the number of "
      "threads nor a stop in between changes it. At the end the best are shown: top.html with pictures, top.sdf, "
      "top.csv.";
  op.example =
      "printf 'CC(=O)Oc1ccccc1C(=O)O aspirin\\nCN1C=NC2=C1C(=O)N(C)C(=O)N2C caffeine\\n' > library.smi && maek screen "
      "--receptor /usr/share/pymol/data/tut/1hpv.pdb --around 478 --ligands library.smi --out screened";
  op.writes_files = true;
  op.recorded = true;
  const auto add = [&op](Parameter p) { op.parameters.push_back(std::move(p)); };
  add({.name = "receptor",
       .kind = kFile,
       .help = "mmCIF, PDB (prepared on the way) or PDBQT (taken as it is); also .gz",
       .required = true});
  add({.name = "ligands",
       .kind = kText,
       .help = "library: SMILES lines (.smi) or SDF (.sdf), also .gz; read piece by piece",
       .placeholder = "FILE",
       .required = true});
  add({.name = "box",
       .kind = kText,
       .help = "where to search: centre and edges",
       .unit = "Å",
       .placeholder = "x,y,z,sx,sy,sz"});
  add({.name = "around",
       .kind = kFileOrText,
       .help = "where to search: about a residue (A:478, A:25) or the molecule in a file",
       .placeholder = "RESIDUE|FILE"});
  add({.name = "exhaustiveness",
       .kind = kInteger,
       .help = "effort of the search for each ligand, linear in time",
       .fallback = "2",
       .minimum = 1,
       .maximum = 10000});
  add({.name = "conformers",
       .kind = kInteger,
       .help = "start conformers of each ligand, made from its graph",
       .fallback = "2",
       .minimum = 1,
       .maximum = 1000});
  add({.name = "scoring",
       .kind = kChoice,
       .help = "scoring function",
       .fallback = "vina",
       .choices = {"vina", "vinardo"}});
  add({.name = "top",
       .kind = kInteger,
       .help = "ligands whose poses are kept and shown",
       .fallback = "100",
       .minimum = 0,
       .maximum = 100000});
  add({.name = "pictures",
       .kind = kInteger,
       .help = "of the best, so many are drawn in top.html",
       .fallback = "20",
       .minimum = 0,
       .maximum = 1000});
  add({.name = "part",
       .kind = kText,
       .help = "only every N-th record from the K-th on, for several machines",
       .placeholder = "K/N"});
  add({.name = "slurm",
       .kind = kFlag,
       .help = "as a Slurm job array: submits it; given again, asks after it, and collects when all is done"});
  add({.name = "parts",
       .kind = kInteger,
       .help = "with --slurm: tasks of the array",
       .fallback = "8",
       .minimum = 1,
       .maximum = 10000});
  add({.name = "sbatch",
       .kind = kText,
       .help = "with --slurm: an option for sbatch, such as --sbatch=--partition=long",
       .placeholder = "OPTION",
       .repeated = true});
  add({.name = "energy",
       .kind = kFlag,
       .help = "with the internal energy in the verdict of each pose, which takes a second or some for each ligand"});
  for (Parameter& parameter : internal::preparation_parameters()) add(std::move(parameter));
  op.run = run;
  return op;
}

}  // namespace maek::dock
