// SPDX-License-Identifier: Apache-2.0
#include "dock/internal/screen_page.h"

#include <algorithm>   // for std::min

#include <fmt/format.h>

#include "base/xml_text.h"      // for xml_escaped
#include "mol/interactions.h"   // for find_interactions
#include "mol/picture.h"        // for draw_pocket, draw_interactions

namespace maek::dock::internal {
namespace {

/// Names and SMILES come from files of others.
std::string escaped(std::string text) {
  for (char& c : text) c = static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
  return xml_escaped(text);
}

std::string base64(const std::string& bytes) {
  constexpr char kDigits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t three = 0;
    for (std::size_t k = 0; k < 3; ++k)
      three = three << 8 | (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0U);
    for (std::size_t k = 0; k < 4; ++k) out += i + k <= bytes.size() ? kDigits[three >> (18 - 6 * k) & 63] : '=';
  }
  return out;
}

std::string title_of(const ScreenBest& best) {
  return best.row.name.empty() ? fmt::format("ligand {}", best.row.index) : best.row.name;
}

/// As an image of its own: names within one drawing cannot meet those of another.
Expected<std::string> drawing(const ScreenBest& best, const mol::Structure& receptor, std::size_t rank,
                              const std::string& scoring) {
  mol::PictureOptions options;
  options.width = 800;
  options.height = 600;
  options.title = title_of(best);
  options.caption = fmt::format("rank {}, {} {:.2f} kcal/mol", rank, scoring, best.row.score);
  const auto interactions = mol::find_interactions(receptor, best.pose);
  auto pocket = mol::draw_pocket(receptor, best.pose, nullptr, interactions, mol::PictureFormat::kSvg, options);
  if (!pocket) return pocket.error();
  auto flat = mol::draw_interactions(receptor, best.pose, interactions, mol::PictureFormat::kSvg, options);
  if (!flat) return flat.error();
  std::string out;
  for (const auto& [svg, what] : {std::pair{&*flat, "interactions"}, std::pair{&*pocket, "in the pocket"}}) {
    out += fmt::format("<img alt=\"{}, {}\" src=\"data:image/svg+xml;base64,{}\">\n", escaped(options.title), what,
                       base64(*svg));
  }
  return out;
}

constexpr const char* kStyle =
    "body{font:15px/1.5 system-ui,sans-serif;margin:2em auto;max-width:1200px;padding:0 1em;color:#1c2430}"
    "table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.3em .6em;border-bottom:1px solid #dde}"
    "td.n{text-align:right;font-variant-numeric:tabular-nums}code{font-size:.85em;word-break:break-all}"
    "figure{margin:2em 0;display:flex;flex-wrap:wrap;gap:1em}figure img{width:calc(50% - .5em);min-width:320px;"
    "border:1px solid #dde}figcaption{width:100%;font-weight:600}.no{color:#b3261e}";

}  // namespace

Expected<std::string> screen_html(const ScreenResult& result, const mol::Structure& receptor, const ScreenPage& page) {
  std::string out = fmt::format(
      "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
      "content=\"width=device-width,initial-scale=1\"><title>{0} screened in {1}</title><style>{2}</style></head>\n"
      "<body><h1>{0} screened in {1}</h1>\n",
      escaped(page.library), escaped(page.receptor), kStyle);
  out += fmt::format(
      "<p>{} ligands docked, {} failed{}. The {} best by the {} score; it ranks, and is no measured affinity.</p>\n",
      result.docked, result.failed, result.partial ? "; stopped before the end of the library" : "", result.best.size(),
      escaped(page.scoring));
  out +=
      "<table><thead><tr><th>rank</th><th>name</th><th>score, kcal/mol</th><th>pose</th><th>record</th><th>SMILES</th>"
      "</tr></thead><tbody>\n";
  for (std::size_t i = 0; i < result.best.size(); ++i) {
    const ScreenRow& row = result.best[i].row;
    out += fmt::format(
        "<tr><td class=\"n\">{}</td><td>{}</td><td class=\"n\">{:.2f}</td><td{}>{}</td>"
        "<td class=\"n\">{}</td><td><code>{}</code></td></tr>\n",
        i + 1, escaped(title_of(result.best[i])), row.score, row.valid ? "" : " class=\"no\"",
        row.valid ? "valid" : escaped("not valid: " + row.message), row.index, escaped(row.smiles));
  }
  out += "</tbody></table>\n";
  for (std::size_t i = 0; i < std::min(page.pictures, result.best.size()); ++i) {
    auto images = drawing(result.best[i], receptor, i + 1, page.scoring);
    if (!images) return images.error();
    out += fmt::format("<figure><figcaption>{}. {}</figcaption>\n{}</figure>\n", i + 1,
                       escaped(title_of(result.best[i])), *images);
  }
  return out + fmt::format("<footer><p>Verify it: <code>{}</code></p></footer></body></html>\n", escaped(page.verify));
}

std::string best_csv(const std::vector<ScreenBest>& best) {
  std::string out = "rank," + std::string(kScreenHeader);
  for (std::size_t i = 0; i < best.size(); ++i) out += fmt::format("{},{}", i + 1, to_line(best[i].row));
  return out;
}

std::string best_sdf(const std::vector<ScreenBest>& best, const std::string& scoring) {
  std::vector<mol::SdfRecord> records;
  for (std::size_t i = 0; i < best.size(); ++i) {
    const ScreenRow& row = best[i].row;
    std::vector<std::pair<std::string, std::string>> fields = {
        {"rank", std::to_string(i + 1)},
        {"record", std::to_string(row.index)},
        {"record_sha256", row.digest.hex()},
        {scoring + "_kcal_mol", fmt::format("{:.4f}", row.score)},
        {"valid", row.valid ? "yes" : "no"}};
    if (!row.valid) fields.emplace_back("not_valid_because", row.message);
    records.push_back({best[i].pose.with_name(row.name), std::move(fields)});
  }
  return mol::to_sdf(records);
}

}  // namespace maek::dock::internal
