// SPDX-License-Identifier: Apache-2.0
// Tests of operations: what is accepted, what each refusal says, schema and page.
#include "base/operation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace maek {
namespace {

using testing::HasSubstr;
using Given = std::map<std::string, std::vector<std::string>>;

Operation toy() {
  Operation operation;
  operation.name = "toy";
  operation.help = "Play with every kind of parameter.";
  operation.details = "It computes nothing.";
  operation.example = "maek toy a.pdb --count 3";
  operation.parameters = {
      {.name = "receptor", .kind = ParameterKind::kFile, .help = "the receptor", .required = true, .positional = true},
      {.name = "ligand", .kind = ParameterKind::kFileOrText, .help = "file or SMILES", .repeated = true},
      {.name = "count",
       .kind = ParameterKind::kInteger,
       .help = "how many",
       .fallback = "8",
       .minimum = 1,
       .maximum = 64},
      {.name = "cutoff", .kind = ParameterKind::kReal, .help = "how far", .unit = "Å", .fallback = "1.5", .minimum = 0},
      {.name = "fast", .kind = ParameterKind::kFlag, .help = "hurry"},
      {.name = "scoring",
       .kind = ParameterKind::kChoice,
       .help = "which | terms",
       .fallback = "vina",
       .choices = {"vina", "vinardo", "ad4"}},
      {.name = "title", .kind = ParameterKind::kText, .help = "free text"},
  };
  operation.run = [](const Arguments&, const OperationContext&) -> Expected<OperationResult> {
    return OperationResult{};
  };
  return operation;
}

// Files of an invented disk.
Expected<Input> open(const std::string& name) {
  if (name == "a.pdb" || name == "b.sdf") return Input{name, "bytes of " + name, true};
  if (name == "C") return Error{ErrorCode::kInvalidArgument, "is a folder, not a file", name};
  if (name == "locked.pdb") return Error{ErrorCode::kUnreadable, "cannot be opened", name};
  return Error{ErrorCode::kNotFound, "there is no such file", name};
}

TEST(MakeArguments, TakesWhatIsDeclaredAndFillsDefaults) {
  const auto arguments = make_arguments(toy(), {{"receptor", {"a.pdb"}}}, open);
  ASSERT_TRUE(arguments) << arguments.error().text();
  ASSERT_NE(arguments->input("receptor"), nullptr);
  EXPECT_EQ(arguments->input("receptor")->bytes, "bytes of a.pdb");
  EXPECT_EQ(arguments->integer("count"), 8);
  EXPECT_EQ(arguments->real("cutoff"), 1.5);
  EXPECT_FALSE(arguments->flag("fast"));
  EXPECT_EQ(arguments->text("scoring"), "vina");
  EXPECT_TRUE(arguments->has("count")) << "a default is a value";
  EXPECT_FALSE(arguments->has("title"));
  EXPECT_EQ(arguments->text("title"), "");
  EXPECT_EQ(arguments->input("ligand"), nullptr);
  EXPECT_EQ(arguments->text("no such name"), "");
}

TEST(MakeArguments, TakesGivenValues) {
  const auto arguments = make_arguments(toy(),
                                        {{"receptor", {"a.pdb"}},
                                         {"ligand", {"b.sdf", "c1ccccc1", "C", "F/C=C/F"}},
                                         {"count", {"+64"}},
                                         {"cutoff", {"1e1"}},
                                         {"fast", {""}},
                                         {"title", {"한글 --title"}}},
                                        open);
  ASSERT_TRUE(arguments) << arguments.error().text();
  const auto& ligands = arguments->inputs("ligand");
  ASSERT_EQ(ligands.size(), 4u);
  EXPECT_TRUE(ligands[0].is_file);
  for (std::size_t i = 1; i < 4; ++i) EXPECT_FALSE(ligands[i].is_file);   // a folder named C is methane
  EXPECT_EQ(ligands[3].bytes, "F/C=C/F");
  EXPECT_EQ(arguments->integer("count"), 64);
  EXPECT_EQ(arguments->real("cutoff"), 10.0);
  EXPECT_TRUE(arguments->flag("fast"));
  EXPECT_EQ(arguments->text("title"), "한글 --title");
}

TEST(MakeArguments, RefusesWithParameterValueAndRemedy) {
  const struct {
    Given given;
    const char* text;
    ErrorCode code = ErrorCode::kInvalidArgument;
  } cases[] = {
      {{}, "RECEPTOR: is missing. It is needed: the receptor"},
      {{{"receptor", {}}}, "RECEPTOR: is missing"},
      {{{"receptor", {"x.pdb"}}}, "x.pdb: RECEPTOR: there is no such file", ErrorCode::kNotFound},
      {{{"receptor", {"locked.pdb"}}}, "locked.pdb: RECEPTOR: cannot be opened", ErrorCode::kUnreadable},
      {{{"receptor", {""}}}, "RECEPTOR: is empty"},
      {{{"receptor", {"a.pdb", "a.pdb"}}}, "RECEPTOR: is given 2 times. Give it once."},
      {{{"receptor", {"a.pdb"}}, {"ligand", {"typo.sdf"}}},
       "typo.sdf: --ligand: there is no such file",
       ErrorCode::kNotFound},
      {{{"receptor", {"a.pdb"}}, {"count", {"0"}}}, "--count: 0 is too small. It must be between 1 and 64."},
      {{{"receptor", {"a.pdb"}}, {"count", {"65"}}}, "--count: 65 is too large. It must be between 1 and 64."},
      {{{"receptor", {"a.pdb"}}, {"count", {"8.5"}}}, "--count: '8.5' is not a whole number. It must be between"},
      {{{"receptor", {"a.pdb"}}, {"count", {"99999999999999999999"}}}, "is not a whole number"},
      {{{"receptor", {"a.pdb"}}, {"count", {""}}}, "--count: '' is not a whole number"},
      {{{"receptor", {"a.pdb"}}, {"cutoff", {"-0.1"}}}, "--cutoff: -0.1 is too small. It must be at least 0 Å."},
      {{{"receptor", {"a.pdb"}}, {"cutoff", {"nan"}}}, "--cutoff: 'nan' is not a finite number"},
      {{{"receptor", {"a.pdb"}}, {"cutoff", {"inf"}}}, "is not a finite number"},
      {{{"receptor", {"a.pdb"}}, {"cutoff", {"1e999"}}}, "is not a finite number"},
      {{{"receptor", {"a.pdb"}}, {"cutoff", {"3Å"}}}, "--cutoff: '3Å' is not a finite number"},
      {{{"receptor", {"a.pdb"}}, {"fast", {"maybe"}}}, "--fast: 'maybe' is neither true nor false"},
      {{{"receptor", {"a.pdb"}}, {"scoring", {"vinrado"}}},
       "--scoring: 'vinrado' is none of vina, vinardo, ad4. Did you mean 'vinardo'?"},
      {{{"receptor", {"a.pdb"}}, {"scoring", {std::string(100'000, 'x')}}}, "xxx...' is none of"},
      {{{"receptor", {"a.pdb"}}, {"cuont", {"3"}}}, "toy has no parameter 'cuont'. Did you mean 'count'?"},
      {{{"receptor", {"a.pdb"}}, {"banana", {"3"}}}, "Its parameters: receptor, ligand,"},
  };
  for (const auto& c : cases) {
    const auto arguments = make_arguments(toy(), c.given, open);
    ASSERT_FALSE(arguments) << c.text;
    EXPECT_THAT(arguments.error().text(), HasSubstr(c.text));
    EXPECT_EQ(arguments.error().code, c.code) << arguments.error().text();
    EXPECT_LT(arguments.error().text().size(), 300u);
  }
}

TEST(MakeArguments, ShowsNoControlBytesAndNoHalfCharacters) {
  std::string value(59, 'x');
  value += "한글 and more that is cut";
  const auto refused = make_arguments(toy(), {{"receptor", {"a.pdb"}}, {"scoring", {value}}}, open);
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, HasSubstr(std::string(59, 'x') + "...'"));
  const auto control = make_arguments(toy(), {{"receptor", {"a.pdb"}}, {"scoring", {"a\x1b[2Jb\n"}}}, open);
  ASSERT_FALSE(control);
  for (const char c : control.error().text()) EXPECT_GE(static_cast<unsigned char>(c), 0x20);
}

TEST(JsonSchema, SaysWhatTheDeclarationSays) {
  const auto schema = nlohmann::json::parse(json_schema(toy()));
  EXPECT_EQ(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
  EXPECT_EQ(schema["type"], "object");
  EXPECT_EQ(schema["additionalProperties"], false);
  EXPECT_EQ(schema["required"], nlohmann::json::array({"receptor"}));
  const auto& p = schema["properties"];
  EXPECT_EQ(p.size(), 7u);
  EXPECT_EQ(p["receptor"]["x-maek-input"], "file");
  EXPECT_EQ(p["ligand"]["type"], "array");
  EXPECT_EQ(p["ligand"]["items"]["x-maek-input"], "file-or-text");
  EXPECT_TRUE(p["count"]["default"].is_number_integer());
  EXPECT_EQ(p["count"]["default"], 8);
  EXPECT_EQ(p["count"]["minimum"], 1);
  EXPECT_EQ(p["count"]["maximum"], 64);
  EXPECT_EQ(p["cutoff"]["type"], "number");
  EXPECT_EQ(p["cutoff"]["default"], 1.5);
  EXPECT_EQ(p["cutoff"]["x-maek-unit"], "Å");
  EXPECT_FALSE(p["cutoff"].contains("maximum"));
  EXPECT_EQ(p["fast"]["default"], false);
  EXPECT_EQ(p["scoring"]["enum"], nlohmann::json::array({"vina", "vinardo", "ad4"}));
  EXPECT_FALSE(p["title"].contains("default"));
}

TEST(JsonSchema, SurvivesTextThatIsNotUtf8) {
  Operation operation = toy();
  operation.help = "bad \xff byte";
  EXPECT_NO_THROW(nlohmann::json::parse(json_schema(operation)));
}

TEST(MarkdownPage, IsThePageOfTheOperation) {
  Operation operation = toy();
  operation.writes_files = true;
  EXPECT_EQ(markdown_page(operation), R"(# maek toy

Play with every kind of parameter.

It computes nothing.

```
maek toy a.pdb --count 3
```

## Parameters

| | meaning | values | default |
|---|---|---|---|
| `RECEPTOR` | the receptor |  | (required) |
| `--ligand FILE\|TEXT...` | file or SMILES |  |  |
| `--count NUMBER` | how many | between 1 and 64 | `8` |
| `--cutoff Å` | how far | at least 0 Å | `1.5` |
| `--fast` | hurry |  |  |
| `--scoring vina\|vinardo\|ad4` | which \| terms | vina, vinardo, ad4 | `vina` |
| `--title TEXT` | free text |  |  |

Options of every command (`--json`, `--seed`, `--threads`, ...): [cli.md](cli.md).
The files go to the folder that `--out` names; `summary.json` among them is described in
[formats/summary.md](formats/summary.md).

<!-- Written by `maek docs`; edit the declaration of the operation instead. -->
)");
}

}  // namespace
}  // namespace maek
