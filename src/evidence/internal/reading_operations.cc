// SPDX-License-Identifier: Apache-2.0
// evidence show, trace, impact, fsck, stats: what only reads.
#include <fmt/format.h>

#include "base/atomic_file.h"                      // for read_file
#include "evidence/attest.h"                       // for statement_in
#include "evidence/fsck.h"                         // for fsck
#include "evidence/internal/operation_parts.h"     // for reader_of
#include "evidence/policy.h"                       // for parse_policy
#include "evidence/prov_jsonld.h"                  // for write_prov_jsonld
#include "evidence/provenance_picture.h"           // for write_dot, write_svg
#include "evidence/trace.h"                        // for trace

namespace maek::evidence {
namespace {

using Context = OperationContext;

OrderedJson entry_json(LedgerReader& reader, std::uint64_t index, const Entry& entry) {
  OrderedJson json = OrderedJson::parse(entry.text());
  OrderedJson shown = {{"entry", index}, {"content", json}};
  if (entry.media_type == kEnvelopeType && reader.has_body(entry.body)) {
    if (const auto body = reader.body(entry.body)) {
      if (const auto statement = statement_in(*body)) {
        shown["statement"] = OrderedJson::parse(statement->text(), nullptr, false);
      }
    }
  }
  return shown;
}

Expected<OperationResult> run_show(const Arguments& arguments, const Context&) {
  auto reader = reader_of(arguments);
  if (!reader) return reader.error();
  const auto what = find_what(*reader, arguments.text("what"));
  if (!what) return what.error();
  std::vector<std::uint64_t> entries;
  OrderedJson status = OrderedJson::array();
  std::string table;
  if (what->entry) {
    entries.push_back(*what->entry);
  } else {
    const auto about = reader->about(*what->digest);
    if (!about) return about.error();
    entries = *about;
    const auto events = status_of(*reader, *what->digest);
    if (!events) return events.error();
    for (const StatusEvent& event : *events) {
      status.push_back(
          {{"entry", event.entry}, {"event", event.event}, {"date", event.date}, {"reason", event.reason}});
      table += "! " + event.text() + "\n";
    }
    if (entries.empty()) {
      return Error{ErrorCode::kNotFound, fmt::format("the ledger of {} entries says nothing of it", reader->size()),
                   arguments.text("what"), "Is it the file as it was recorded? `--as-of` looks at an earlier time."};
    }
  }
  OrderedJson list = OrderedJson::array();
  for (const std::uint64_t index : entries) {
    const auto entry = reader->entry(index);
    if (!entry) return entry.error();
    list.push_back(entry_json(*reader, index, *entry));
    table += dump(list.back(), 2) + "\n";
  }
  OrderedJson summary = {{"size", reader->size()}, {"entries", list}, {"status", status}};
  if (what->digest) summary["sha256"] = what->digest->hex();
  return result_of(summary, table);
}

Expected<OperationResult> run_trace(const Arguments& arguments, const Context&) {
  auto reader = reader_of(arguments);
  if (!reader) return reader.error();
  const auto digest = digest_meant(*reader, arguments.text("what"));
  if (!digest) return digest.error();
  const auto from = ancestry(*reader, *digest);
  if (!from) return from.error();
  const ProvenanceGraph graph = trace(*from, *digest);
  const bool known = !graph.edges.empty();
  if (!known) {
    return Error{ErrorCode::kNotFound, "the ledger says nothing of it", arguments.text("what"),
                 "Is it the file as it was recorded?"};
  }
  std::string table;
  const std::string& format = arguments.text("format");
  if (format == "dot") {
    auto text = write_dot(graph);
    if (!text) return text.error();
    table = *std::move(text);
  } else if (format == "svg") {
    auto text = write_svg(graph);
    if (!text) return text.error();
    table = *std::move(text);
  } else {
    table = trace_text(*from, *digest);
  }
  auto json = write_prov_jsonld(graph);
  if (!json) return json.error();
  OperationResult result = result_of(
      {{"sha256", digest->hex()}, {"size", reader->size()}, {"prov", OrderedJson::parse(*json, nullptr, false)}},
      table);
  return result;
}

Expected<OperationResult> run_impact(const Arguments& arguments, const Context&) {
  auto reader = reader_of(arguments);
  if (!reader) return reader.error();
  const auto digest = digest_meant(*reader, arguments.text("what"));
  if (!digest) return digest.error();
  const auto affected = impact(*reader, *digest);
  if (!affected) return affected.error();
  OrderedJson list = OrderedJson::array();
  std::string table;
  for (const Affected& one : *affected) {
    list.push_back({{"sha256", one.digest.hex()}, {"name", one.name}, {"entry", one.entry}, {"steps", one.steps}});
    table += fmt::format("{:>5}  entry {:>6}  sha256:{}  {}\n", one.steps, one.entry, one.digest.hex().substr(0, 16),
                         one.name);
  }
  if (table.empty()) table = "Nothing on the ledger rests on it.\n";
  return result_of({{"sha256", digest->hex()}, {"size", reader->size()}, {"affected", list}}, table);
}

Expected<OperationResult> run_fsck(const Arguments& arguments, const Context& context) {
  const auto home = home_of(arguments);
  if (!home) return home.error();
  FsckOptions options;
  options.bodies = !arguments.flag("quick");
  options.progress = context.progress;
  options.cancellation = context.cancellation;
  if (const auto text = read_file(home->policy(), kMaxPolicyBytes)) {
    if (const auto policy = parse_policy(*text)) {
      for (const Policy::Witness& witness : policy->witnesses) options.witnesses.push_back(witness.key);
    }
  }
  const auto report = fsck(home->ledger(), options);
  if (!report) return report.error();
  OrderedJson findings = OrderedJson::array();
  std::string table;
  for (const Finding& finding : report->findings) {
    findings.push_back({{"where", finding.where}, {"what", finding.what}});
    table += fmt::format("{}: {}\n", finding.where, finding.what);
  }
  for (const std::string& note : report->notes) table += "note: " + note + "\n";
  table +=
      fmt::format("{} entries in {} commits, {} of them published; {} bodies of {:.1f} MB{}; root {}\n{}\n",
                  report->entries, report->commits, report->published, report->bodies,
                  static_cast<double>(report->body_bytes) / 1e6, options.bodies ? "" : " (not read)", report->root,
                  findings.empty() ? "All is as it must be."
                                   : "NOT as it must be. Restore what is named from a copy, segments first; tiles, "
                                     "checkpoint, position and index can be deleted: the next writer makes them; so "
                                     "can checkpoint.cosigned: `maek evidence cosign` makes it.");
  OperationResult result = result_of({{"entries", report->entries},
                                      {"published", report->published},
                                      {"cosigned", report->cosigned},
                                      {"commits", report->commits},
                                      {"bodies", report->bodies},
                                      {"body_bytes", report->body_bytes},
                                      {"root", report->root},
                                      {"findings", findings},
                                      {"notes", report->notes}},
                                     table);
  result.refused = !report->findings.empty();
  return result;
}

Expected<OperationResult> run_stats(const Arguments& arguments, const Context&) {
  auto reader = reader_of(arguments);
  if (!reader) return reader.error();
  OrderedJson types = OrderedJson::object();
  std::string table = fmt::format("{} entries of {}\n", reader->size(), reader->log().name);
  for (const std::string& word : predicate_words()) {
    const auto entries = reader->of_type(word);
    if (!entries) return entries.error();
    if (entries->empty()) continue;
    types[word] = entries->size();
    table += fmt::format("{:>8}  {}\n", entries->size(), word);
  }
  OrderedJson summary = {{"origin", reader->log().name}, {"size", reader->size()}, {"types", types}};
  if (reader->size() > 0) {
    const auto first = reader->entry(0);
    const auto last = reader->entry(reader->size() - 1);
    if (!first) return first.error();
    if (!last) return last.error();
    summary["first"] = first->time.text();
    summary["last"] = last->time.text();
    table += fmt::format("from {} to {}\n", first->time.text(), last->time.text());
  }
  return result_of(summary, table);
}

}  // namespace

void add_reading_operations(std::vector<Operation>& all) {
  Operation show;
  show.name = "evidence show";
  show.help = "Show what the ledger says of a file, a digest or an entry.";
  show.example = "maek evidence show 0";
  show.parameters = {what_parameter("a file, an entry, or a digest"), as_of_parameter(), home_parameter()};
  show.run = run_show;
  all.push_back(std::move(show));

  Operation tracing;
  tracing.name = "evidence trace";
  tracing.help = "Show where something is from, back to captured sources.";
  tracing.details =
      "A tree; `--format svg` and `dot` draw it, `--json` gives PROV-JSONLD. Marks (!) are status events.";
  tracing.example = "maek evidence trace maek-dock-out/poses.sdf --format svg > trace.svg";
  tracing.parameters = {what_parameter("a file, an entry, or a digest"),
                        {.name = "format",
                         .kind = ParameterKind::kChoice,
                         .help = "how it is printed",
                         .fallback = "text",
                         .choices = {"text", "dot", "svg"}},
                        as_of_parameter(),
                        home_parameter()};
  tracing.run = run_trace;
  all.push_back(std::move(tracing));

  Operation impacts;
  impacts.name = "evidence impact";
  impacts.help = "List what rests on something: what a retraction would taint.";
  impacts.example = "maek evidence impact 1hpv.pdb";
  impacts.parameters = {what_parameter("a file, an entry, or a digest"), as_of_parameter(), home_parameter()};
  impacts.run = run_impact;
  all.push_back(std::move(impacts));

  Operation check;
  check.name = "evidence fsck";
  check.help = "Read the whole ledger and name everything that is not as it must be.";
  check.details = "Changes nothing. Exit code 0: every commit, entry, body, tile and signature fits.";
  check.example = "maek evidence fsck";
  check.parameters = {{.name = "quick", .kind = ParameterKind::kFlag, .help = "do not read the bodies"},
                      home_parameter()};
  check.run = run_fsck;
  all.push_back(std::move(check));

  Operation stats;
  stats.name = "evidence stats";
  stats.help = "Count what is on the ledger.";
  stats.example = "maek evidence stats --json";
  stats.parameters = {as_of_parameter(), home_parameter()};
  stats.run = run_stats;
  all.push_back(std::move(stats));
}

}  // namespace maek::evidence
