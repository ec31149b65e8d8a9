// SPDX-License-Identifier: Apache-2.0
// The operation screen on a toy receptor: rows, files, refusals; docking one ligand shared or alone; job arrays with a
// made-up sbatch, and with the real one where Slurm is up.
#include "dock/screen_operation.h"

#include <sys/stat.h>   // for chmod

#include <cstdlib>   // for setenv
#include <map>       // for std::map

#include <gmock/gmock.h>   // for HasSubstr
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "dock/internal/pdb_fixture.h"      // for hollow_pdb, phenol_hetatms
#include "dock/internal/run_program.h"      // for run_program
#include "dock/internal/screen_fixture.h"   // for ScreenFolder
#include "dock/internal/screen_slurm.h"     // for advance
#include "dock/internal/toy_fixture.h"      // for ligands, make_cage

namespace maek::dock {
namespace {

using namespace fixture;
using nlohmann::json;
using ::testing::HasSubstr;
using Given = std::map<std::string, std::vector<std::string>>;

const std::string kReceptor = hollow_pdb() + phenol_hetatms({0.4, -0.3, 0.2}) + "END\n";
const std::string kLibrary = "Oc1ccccc1 phenol\nCCX broken\nCC(=O)N acetamide\nC[Zn]C zinc\nc1ccncc1 pyridine\n";

Expected<OperationResult> run(const ScreenFolder& folder, const Given& more = {}, int threads = 2,
                              std::uint64_t seed = 1) {
  if (!folder.has("lib.smi")) folder.write("lib.smi", kLibrary);
  std::filesystem::create_directories(folder.path() / "out");
  Given given = {
      {"receptor", {"complex.pdb"}}, {"around", {"B:1"}},   {"ligands", {(folder.path() / "lib.smi").string()}},
      {"exhaustiveness", {"1"}},     {"conformers", {"1"}}, {"pictures", {"1"}}};
  for (const auto& [name, values] : more) given[name] = values;
  const auto arguments = make_arguments(screen_operation(), given, [](const std::string& name) -> Expected<Input> {
    if (name != "complex.pdb") return Error{ErrorCode::kNotFound, "there is no such file", name};
    return Input{name, kReceptor, true};
  });
  if (!arguments) return arguments.error();
  OperationContext context;
  context.threads = threads;
  context.seed = seed;
  context.folder = (folder.path() / "out").string();
  return screen_operation().run(*arguments, context);
}

std::string file(const OperationResult& result, const std::string& name) {
  for (const OutputFile& f : result.files) {
    if (f.name == name) return f.bytes;
  }
  ADD_FAILURE() << "no file " << name;
  return "";
}

/// Rows without their seconds.
std::string timeless(const std::string& table) {
  std::istringstream lines(table);
  std::string out, line;
  std::getline(lines, line);
  while (std::getline(lines, line)) {
    auto row = internal::parse_line(line);
    if (!row) {
      out += "no row: " + line + '\n';
      continue;
    }
    row->seconds = 0;
    out += internal::to_line(*row);
  }
  return out;
}

TEST(ScreenOperation, DocksALibraryAndShowsTheBest) {
  const ScreenFolder folder;
  const auto result = run(folder);
  ASSERT_TRUE(result) << result.error().text();
  const json summary = json::parse(result->summary_json);
  EXPECT_EQ(summary.at("docked"), 3);
  EXPECT_EQ(summary.at("failed"), 2);
  ASSERT_EQ(summary.at("best").size(), 3u);
  EXPECT_EQ(summary.at("best")[0].at("name"), "phenol");
  EXPECT_LT(summary.at("best")[0].at("score").get<double>(), -2);
  const auto poses = mol::read_sdf(file(*result, "top.sdf"), "top.sdf");
  ASSERT_TRUE(poses) << poses.error().text();
  ASSERT_EQ(poses->size(), 3u);
  EXPECT_EQ(poses->front().name(), "phenol");
  EXPECT_TRUE(poses->front().has_positions());
  EXPECT_THAT(file(*result, "top.html"), HasSubstr("data:image/svg+xml;base64,"));
  EXPECT_THAT(file(*result, "top.csv"), HasSubstr("\n1,1,phenol,"));
  const std::string table = folder.read("out/results.csv");
  EXPECT_THAT(table, HasSubstr("lib.smi:2:3: 'X' is no element symbol"));
  EXPECT_THAT(table, HasSubstr("holds a metal"));
  ASSERT_EQ(result->written.size(), 1u);
  EXPECT_EQ(result->written[0].digest, sha256(table));
  ASSERT_EQ(result->read.size(), 1u);
  EXPECT_EQ(result->read[0].digest, sha256(kLibrary));
}

TEST(ScreenOperation, ARowDependsOnItsRecordAlone) {
  const ScreenFolder forward, backward, sdf;
  backward.write("lib.smi", "c1ccncc1 pyridine\nCC(=O)N acetamide\nOc1ccccc1 phenol\n");
  ASSERT_TRUE(run(forward, {}, 1));
  ASSERT_TRUE(run(backward, {}, 3));
  std::map<std::string, std::string> rows;
  for (const ScreenFolder* folder : {&forward, &backward}) {
    std::istringstream lines(timeless(folder->read("out/results.csv")));
    for (std::string line; std::getline(lines, line);) {
      const auto row = internal::parse_line(line);
      ASSERT_TRUE(row);
      if (!row->docked) continue;
      const std::string rest = line.substr(line.find(',') + 1);   // without the index
      const auto [known, fresh] = rows.emplace(row->name, rest);
      EXPECT_EQ(known->second, rest);
      EXPECT_EQ(fresh, folder == &forward);
    }
  }
  EXPECT_EQ(rows.size(), 3u);
}

TEST(ScreenOperation, RefusesOtherOptionsInTheSameFolder) {
  const ScreenFolder folder;
  ASSERT_TRUE(run(folder));
  struct Case {
    Given more;
    std::uint64_t seed;
    const char* says;
  };
  const Case cases[] = {
      {{{"exhaustiveness", {"3"}}}, 1, "exhaustiveness was 1 and is now 3"},
      {{}, 9, "seed was 1 and is now 9"},
      {{{"around", {}}, {"box", {"0,0,0,12,12,12"}}}, 1, "box was"},
      {{{"scoring", {"vinardo"}}, {"ph", {"5"}}}, 1, "ph was 7.4 and is now 5; scoring was vina and is now vinardo"},
  };
  const std::string table = folder.read("out/results.csv");
  for (const Case& c : cases) {
    const auto refused = run(folder, c.more, 1, c.seed);
    ASSERT_FALSE(refused) << c.says;
    EXPECT_EQ(refused.error().code, ErrorCode::kInvalidArgument);
    EXPECT_THAT(refused.error().message, HasSubstr(c.says));
    EXPECT_EQ(folder.read("out/results.csv"), table);
  }
}

TEST(ScreenOperation, RefusesWrongUse) {
  const ScreenFolder folder;
  for (const char* part : {"0/2", "3/2", "1", "/", "a/b", "1/2/3", "-1/2", "1/99999999"}) {
    const auto refused = run(folder, {{"part", {part}}});
    ASSERT_FALSE(refused) << part;
    EXPECT_EQ(refused.error().where, "part");
  }
  EXPECT_EQ(run(folder, {{"ligands", {"absent.smi"}}}).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(run(folder, {{"ligands", {"lib.xyz"}}}).error().code, ErrorCode::kUnsupported);
  EXPECT_EQ(run(folder, {{"part", {"1/2"}}, {"slurm", {"true"}}}).error().where, "part");
  EXPECT_EQ(run(folder, {{"sbatch", {"rm"}}, {"slurm", {"true"}}}).error().where, "sbatch");
  EXPECT_FALSE(folder.has("out/results.csv")) << "nothing is written before the question is understood";
}

TEST(LigandDocker, SharedGridAndReceptorGiveThePoseOfASearchAlone) {
  const auto receptor = make_cage();
  for (const NamedTree& ligand : ligands()) {
    const auto alone = make_system(receptor, ligand.tree, {}, PairRule::kBreadthFirst);
    ASSERT_TRUE(alone);
    const auto shared = make_ligand(ligand.tree, PairRule::kBreadthFirst);
    ASSERT_TRUE(shared);
    ASSERT_EQ(shared->atoms.size(), alone->ligand.atoms.size());
    for (std::size_t a = 0; a < shared->atoms.size(); ++a) EXPECT_EQ(shared->atoms[a].xs, alone->ligand.atoms[a].xs);
    EXPECT_EQ(shared->rotors, alone->ligand.rotors);
    EXPECT_EQ(shared->pairs.size(), alone->ligand.pairs.size());

    SearchOptions options;
    options.box = {{0, 0, 0}, {14, 14, 14}};
    options.exhaustiveness = 1;
    options.poses = 1;
    const auto grid = ReceptorGrid::make(alone->receptor, *options.function, options.box, 2, current_isa());
    ASSERT_TRUE(grid);
    options.isa = current_isa();
    const auto a = search(*alone, {start_of(*alone)}, options);
    options.grid = &*grid;
    const auto b = search(*alone, {start_of(*alone)}, options);
    ASSERT_EQ(a.has_value(), b.has_value());
    if (!a) continue;
    for (std::size_t k = 0; k < a->poses[0].positions.size(); ++k)
      EXPECT_TRUE(a->poses[0].positions[k] == b->poses[0].positions[k]) << ligand.name;
  }
}

/// sbatch and squeue of a cluster that runs every task at once, or refuses.
class MadeUpSlurm {
 public:
  explicit MadeUpSlurm(const ScreenFolder& folder) : path_(std::getenv("PATH")) {
    const auto tool = [&](const char* name, const std::string& text) {
      folder.write(std::string("bin/") + name, "#!/bin/sh\n" + text);
      ::chmod((folder.path() / "bin" / name).c_str(), 0755);
    };
    const std::string here = folder.path().string();
    tool("sbatch", "printf '%s\\n' \"$@\" >> " + here + "/asked\n[ -e " + here +
                       "/refuse ] && { echo 'sbatch: error: invalid partition' >&2; exit 1; }\necho '77;cluster'\n");
    tool("squeue", "[ -e " + here + "/busy ] && echo 77_1\n[ -e " + here +
                       "/gone ] && { echo 'slurm_load_jobs error: Invalid job id specified' >&2; exit 1; }\nexit 0\n");
    ::setenv("PATH", (here + "/bin:" + path_).c_str(), 1);
  }
  ~MadeUpSlurm() { ::setenv("PATH", path_.c_str(), 1); }
  MadeUpSlurm(const MadeUpSlurm&) = delete;
  MadeUpSlurm& operator=(const MadeUpSlurm&) = delete;

 private:
  std::string path_;
};

TEST(ScreenSlurm, SubmitsAsksSubmitsAgainWhatWasLostAndCollects) {
  const ScreenFolder folder, whole;
  const MadeUpSlurm slurm(folder);
  const Given given = {{"slurm", {"true"}}, {"parts", {"3"}}, {"sbatch", {"--partition=it's"}}};
  const auto submitted = run(folder, given);
  ASSERT_TRUE(submitted) << submitted.error().text();
  EXPECT_THAT(submitted->table, HasSubstr("job 77 submitted: 0 of 3 parts"));
  EXPECT_THAT(folder.read("asked"), HasSubstr("--array=1-3\n"));
  EXPECT_THAT(folder.read("asked"), HasSubstr("--partition=it's\n"));
  EXPECT_THAT(folder.read("out/screen.sbatch"), HasSubstr("--part \"$SLURM_ARRAY_TASK_ID/3\""));

  folder.write("busy", "");
  EXPECT_THAT(run(folder, given)->table, HasSubstr("is under way"));
  std::filesystem::remove(folder.path() / "busy");

  // Parts 1 and 3 are computed as their tasks would, with the summary that the door writes last; part 2 was lost.
  const auto compute = [&](int part) {
    const ScreenFolder here;
    here.write("lib.smi", folder.read("lib.smi"));
    auto result = run(here, {{"part", {fmt::format("{}/3", part)}}});
    ASSERT_TRUE(result);
    const auto target = folder.path() / fmt::format("out/parts/{}", part);
    std::filesystem::create_directories(target.parent_path());
    std::filesystem::copy(here.path() / "out", target, std::filesystem::copy_options::recursive);
    json summary = json::parse(result->summary_json);
    summary["provenance"] = {{"partial", false},
                             {"inputs", {{{"parameter", "ligands"}, {"sha256", sha256(kLibrary).hex()}}}}};
    folder.write(fmt::format("out/parts/{}/summary.json", part), summary.dump());
  };
  compute(1);
  compute(3);
  folder.write("gone", "");
  std::filesystem::remove(folder.path() / "asked");
  EXPECT_THAT(run(folder, given)->table, HasSubstr("2 of 3 parts"));
  EXPECT_THAT(folder.read("asked"), HasSubstr("--array=2\n"));
  compute(2);
  const auto collected = run(folder, given);
  ASSERT_TRUE(collected) << collected.error().text();
  const auto expected = run(whole);
  ASSERT_TRUE(expected);
  EXPECT_EQ(timeless(folder.read("out/results.csv")), timeless(whole.read("out/results.csv")));
  EXPECT_EQ(file(*collected, "top.sdf"), file(*expected, "top.sdf"));
}

TEST(ScreenSlurm, SaysWhatIsWrong) {
  const ScreenFolder folder;
  const MadeUpSlurm slurm(folder);
  folder.write("refuse", "");
  const auto refused = run(folder, {{"slurm", {"true"}}, {"parts", {"2"}}});
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().text(), HasSubstr("invalid partition"));
  std::filesystem::remove(folder.path() / "refuse");
  ASSERT_TRUE(run(folder, {{"slurm", {"true"}}, {"parts", {"2"}}}));
  const auto other = run(folder, {{"slurm", {"true"}}, {"parts", {"4"}}});
  ASSERT_FALSE(other);
  EXPECT_THAT(other.error().message, HasSubstr("parts was 2 and is now 4"));
}

TEST(ScreenSlurm, AWordOfAnyBytesStaysOneWord) {
  internal::SlurmScreen screen;
  screen.folder = "/tmp/it's $(here)";
  screen.command = {"echo", "a b", "$HOME", "`id`", "it's", "\"", "a\nb"};
  const std::string script = internal::sbatch_script(screen);
  EXPECT_THAT(script, HasSubstr("exec 'echo' 'a b' '$HOME' '`id`' 'it'\\''s' '\"' 'a\nb' --threads"));
  const auto ran = internal::run_program({"sh", "-c", script});
  ASSERT_TRUE(ran);
  EXPECT_THAT(ran->out, HasSubstr("a b $HOME `id` it's \" a\nb --threads 1 --part /1 --out /tmp/it's $(here)/parts/"));
}

TEST(RunProgram, TellsOutputAndEnd) {
  const auto both = internal::run_program({"sh", "-c", "echo out; echo err >&2; exit 3"});
  ASSERT_TRUE(both);
  EXPECT_EQ(both->out, "out\n");
  EXPECT_EQ(both->err, "err\n");
  EXPECT_EQ(both->status, 3);
  EXPECT_EQ(internal::run_program({"no-such-program-of-ours"}).error().code, ErrorCode::kNotFound);
}

}  // namespace
}  // namespace maek::dock
