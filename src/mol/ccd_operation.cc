// SPDX-License-Identifier: Apache-2.0
#include "mol/ccd_operation.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/memory.h"       // for format_bytes
#include "mol/ccd.h"           // for ComponentDictionary
#include "mol/ccd_build.h"     // for build_ccd
#include "mol/element.h"       // for symbol
#include "mol/molecule.h"      // for to_sdf

namespace maek::mol {
namespace {

using Json = nlohmann::ordered_json;

std::string dump(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

std::size_t at(std::int32_t i) { return static_cast<std::size_t>(i); }

Expected<OperationResult> run_build(const Arguments& arguments, const OperationContext& context) {
  CcdBuildOptions options;
  options.strict = arguments.flag("strict");
  options.progress = context.progress;
  options.cancellation = context.cancellation;
  std::filesystem::path target = arguments.text("cache");
  if (target.empty()) {
    auto usual = default_dictionary();
    if (!usual) return usual.error();
    target = *std::move(usual);
    if (auto folder = OutputFolder::open(target.parent_path()); !folder) return folder.error();
  }
  const auto report = build_ccd(arguments.text("file"), target, options);
  if (!report) return report.error();
  OperationResult result;
  Json json = {{"cache", target.string()},
               {"bytes", report->bytes},
               {"components", report->components},
               {"obsolete", report->obsolete},
               {"atoms", report->atoms},
               {"bonds", report->bonds},
               {"source_sha256", report->source.hex()},
               {"modified", report->modified},
               {"set_aside", report->set_aside_count},
               {"set_aside_components", Json::array()}};
  for (const SetAsideComponent& one : report->set_aside) {
    json["set_aside_components"].push_back({{"name", one.name}, {"line", one.line}, {"reason", one.reason}});
    result.notes.push_back(one.line > 0 ? fmt::format("set aside: {} (line {}): {}", one.name, one.line, one.reason)
                                        : fmt::format("set aside: {}: {}", one.name, one.reason));
  }
  if (report->set_aside_count > report->set_aside.size()) {
    result.notes.push_back(fmt::format("and {} more", report->set_aside_count - report->set_aside.size()));
  }
  result.table = fmt::format(
      "{} components ({} of them obsolete), {} atoms, {} bonds; the latest change is of {}\n"
      "{}{}: {}\nsource   sha256:{}\n",
      report->components, report->obsolete, report->atoms, report->bonds, report->modified,
      report->set_aside_count > 0 ? fmt::format("{} could not be read and are set aside\n", report->set_aside_count)
                                  : "",
      target.string(), format_bytes(report->bytes), report->source.hex());
  result.summary_json = dump(json);
  return result;
}

Json position_json(const std::optional<Position>& p) {
  // As published: three decimals, which a double shows without a tail.
  return p ? Json::array({p->x, p->y, p->z}) : Json();
}

std::string_view order_word(BondOrder order) {
  switch (order) {
    case BondOrder::kSingle:
      return "single";
    case BondOrder::kDouble:
      return "double";
    case BondOrder::kTriple:
      return "triple";
    case BondOrder::kAromatic:
      return "aromatic";
    case BondOrder::kMetal:
      return "metal";
    default:
      return "unknown";
  }
}

std::string_view symbol_of(const DictionaryAtom& atom) { return atom.deuterium ? "D" : symbol(atom.element); }

Json stereo_json(char flag) { return flag == 'N' ? Json() : Json(std::string(1, flag)); }

Json component_json(const DictionaryComponent& c) {
  const auto text = [](const std::string& value) { return value.empty() ? Json() : Json(value); };
  Json json = {{"code", c.code},
               {"name", text(c.name)},
               {"type", text(c.type)},
               {"formula", text(c.formula)},
               {"charge", c.charge},
               {"status", text(c.status)},
               {"replaced_by", text(c.replaced_by)},
               {"parents", text(c.parents)},
               {"one_letter", text(c.one_letter)},
               {"modified", text(c.modified)},
               {"model_entry", text(c.model_entry)},
               {"atoms", Json::array()},
               {"bonds", Json::array()}};
  for (const DictionaryAtom& atom : c.atoms) {
    json["atoms"].push_back({{"name", atom.name},
                             {"alternative_name", text(atom.alternative_name)},
                             {"element", symbol_of(atom)},
                             {"charge", atom.charge},
                             {"aromatic", atom.aromatic},
                             {"leaving", atom.leaving},
                             {"stereo", stereo_json(atom.stereo)},
                             {"model", position_json(atom.model)},
                             {"ideal", position_json(atom.ideal)}});
  }
  for (const DictionaryBond& bond : c.bonds) {
    json["bonds"].push_back({{"a", c.atoms[at(bond.a)].name},
                             {"b", c.atoms[at(bond.b)].name},
                             {"order", order_word(bond.order)},
                             {"aromatic", bond.aromatic},
                             {"stereo", stereo_json(bond.stereo)}});
  }
  return json;
}

std::string component_table(const DictionaryComponent& c, const std::string& smiles, const DictionarySource& source) {
  std::string out = fmt::format("{:<10} {}\n", c.code, c.name);
  const auto line = [&out](std::string_view word, std::string_view value) {
    if (!value.empty()) out += fmt::format("{:<10} {}\n", word, value);
  };
  line("type", c.type);
  line("formula", c.formula);
  line("charge", fmt::format("{:+}", c.charge));
  line("SMILES", smiles);
  line("status",
       c.obsolete() ? "obsolete" + (c.replaced_by.empty() ? "" : ", replaced by " + c.replaced_by) : c.status);
  line("parent", c.parents);
  line("letter", c.one_letter);
  line("changed", c.modified);
  line("dictionary", fmt::format("of {}, from sha256:{}", source.modified, source.digest.hex()));
  out +=
      fmt::format("\n{:<8} {:<3} {:>3}  {:<6} {:<26} {:<26}\n", "atom", "el", "chg", "flags", "ideal [Å]", "model [Å]");
  const auto xyz = [](const std::optional<Position>& p) {
    return p ? fmt::format("{:8.3f} {:8.3f} {:8.3f}", p->x, p->y, p->z) : std::string("-");
  };
  for (const DictionaryAtom& atom : c.atoms) {
    std::string flags;
    if (atom.aromatic) flags += 'a';
    if (atom.leaving) flags += 'l';
    if (atom.stereo != 'N') flags += atom.stereo;
    out += fmt::format("{:<8} {:<3} {:>3}  {:<6} {:<26} {:<26}\n", atom.name, symbol_of(atom),
                       atom.charge == 0 ? std::string("0") : fmt::format("{:+}", atom.charge), flags, xyz(atom.ideal),
                       xyz(atom.model));
  }
  out += c.bonds.empty() ? "" : "\nbond\n";
  for (const DictionaryBond& bond : c.bonds) {
    out += fmt::format("{:<8} {:<8} {}{}{}\n", c.atoms[at(bond.a)].name, c.atoms[at(bond.b)].name,
                       order_word(bond.order), bond.aromatic ? ", aromatic" : "",
                       bond.stereo == 'N' ? std::string() : fmt::format(", {}", bond.stereo));
  }
  out += "flags: a aromatic, l leaves when linked, R or S the stereo\n";
  return out;
}

Expected<OperationResult> run_show(const Arguments& arguments, const OperationContext&) {
  const auto path = find_dictionary(arguments.text("ccd"));
  if (!path) return path.error();
  const auto dictionary = ComponentDictionary::open(*path);
  if (!dictionary) return dictionary.error();
  std::string code = arguments.text("code");
  if (!dictionary->contains(code)) {   // people type codes in lower case
    for (char& c : code) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - ('a' - 'A')) : c;
  }
  const auto component = dictionary->find(code);
  if (!component) return component.error();
  OperationResult result;
  if (component->obsolete()) {
    result.notes.push_back(fmt::format(
        "{} is obsolete{}", code, component->replaced_by.empty() ? "" : ": replaced by " + component->replaced_by));
  }
  const auto molecule = molecule_from_component(*component, &result.notes);
  if (!molecule) result.notes.push_back("no molecule can be made of it: " + molecule.error().text());
  const std::string smiles = molecule ? molecule->canonical_smiles() : "";
  if (arguments.flag("sdf")) {
    if (!molecule) return molecule.error();
    const auto which = arguments.flag("model") ? ComponentCoordinates::kModel : ComponentCoordinates::kIdeal;
    const auto placed = with_component_positions(*molecule, *component, which);
    if (!placed) {
      Error error = placed.error();
      error.hint =
          arguments.flag("model") ? "Without --model: the ideal coordinates." : "--model takes the model coordinates.";
      return error;
    }
    result.table = to_sdf({{*placed, {{"formula", component->formula}, {"name", component->name}}}});
  } else {
    result.table = component_table(*component, smiles, dictionary->source());
  }
  Json json = component_json(*component);
  json["smiles"] = molecule ? Json(smiles) : Json();
  if (arguments.flag("sdf")) json["sdf"] = result.table;
  json["dictionary"] = {{"source_sha256", dictionary->source().digest.hex()},
                        {"modified", dictionary->source().modified}};
  result.summary_json = dump(json);
  return result;
}

}  // namespace

Parameter dictionary_parameter() {
  return {.name = "ccd",
          .kind = ParameterKind::kText,
          .help = "cache of the component dictionary (default: MAEK_CCD, then ccd.maek in the data folder)",
          .placeholder = "FILE"};
}

std::vector<Operation> ccd_operations() {
  Operation build;
  build.name = "ccd build";
  build.help = "Make the cache of the chemical component dictionary.";
  build.details =
      "Streams components.cif or components.cif.gz, as wwPDB publishes it (https://www.wwpdb.org/data/ccd, CC0), or a "
      "folder with one .cif file a component. The memory it takes does not depend on the size of the file. A component "
      "that cannot be read is set aside, with its line and the reason; --strict makes it an error.\n"
      "./dev ccd does this with the copy in Debian's package openstructure. The same file always gives the same bytes; "
      "their format is in docs/formats/ccd.md.";
  build.example = "maek ccd build components.cif.gz --cache ccd.maek";
  build.parameters = {{.name = "file",
                       .kind = ParameterKind::kText,
                       .help = "components.cif, plain or .gz; or a folder of such files",
                       .placeholder = "FILE",
                       .required = true,
                       .positional = true},
                      {.name = "cache",
                       .kind = ParameterKind::kText,
                       .help = "the cache to write (default: ccd.maek in the data folder, where it is found)",
                       .placeholder = "FILE"},
                      {.name = "strict", .kind = ParameterKind::kFlag, .help = "stop at the first broken component"}};
  build.run = run_build;

  Operation show;
  show.name = "ccd show";
  show.help = "Show a component of the dictionary: atoms, bonds, stereo, coordinates.";
  show.details =
      "The code is that of the Protein Data Bank, such as ATP. --sdf prints a MOL record at the ideal coordinates with "
      "all "
      "hydrogens; --model takes the coordinates of the entry it was first seen in.";
  show.example = "maek ccd show ATP";
  show.parameters = {{.name = "code",
                      .kind = ParameterKind::kText,
                      .help = "component code",
                      .placeholder = "CODE",
                      .required = true,
                      .positional = true},
                     {.name = "sdf", .kind = ParameterKind::kFlag, .help = "print it as SDF, at the ideal coordinates"},
                     {.name = "model", .kind = ParameterKind::kFlag, .help = "with --sdf: the model coordinates"},
                     dictionary_parameter()};
  show.run = run_show;
  return {std::move(build), std::move(show)};
}

}  // namespace maek::mol
