// SPDX-License-Identifier: Apache-2.0
#include "bench/crossdock/pairs.h"

#include <algorithm>   // for std::sort
#include <fstream>     // for std::ifstream
#include <map>         // for std::map
#include <sstream>     // for std::istringstream
#include <tuple>       // for std::tie

#include "tests/archive.h"    // for read_archive

namespace maek::bench {
namespace {

using Row = std::map<std::string, std::string>;

std::vector<Row> read_table(const std::filesystem::path& path) {
  std::vector<Row> rows;
  std::vector<std::string> columns;
  std::ifstream in(path);
  for (std::string line; std::getline(in, line);) {
    std::vector<std::string> cells;
    std::istringstream cut(line);
    for (std::string cell; std::getline(cut, cell, '\t');) cells.push_back(cell);
    if (columns.empty()) {
      columns = cells;
      continue;
    }
    Row row;
    for (std::size_t i = 0; i < columns.size(); ++i) row[columns[i]] = i < cells.size() ? cells[i] : "";
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace

std::vector<Pair> read_pairs(const std::filesystem::path& data) {
  std::vector<Pair> pairs;
  for (const std::string set : {"crossdock", "apoholo"}) {
    if (!std::filesystem::exists(data / set / "pairs.tsv")) continue;
    const auto files = read_archive(data / set / (set + ".tar.zst"));
    for (const Row& row : read_table(data / set / "pairs.tsv")) {
      const auto file = [&](const std::string& name) {
        const auto found = files.find(set + "/" + name);
        return found == files.end() ? std::string() : found->second;
      };
      const auto number = [&row](const char* name) { return std::stod(row.at(name)); };
      Pair p;
      p.set = set;
      p.smiles = row.at("smiles");
      p.box = {{number("cx"), number("cy"), number("cz")}, {number("sx"), number("sy"), number("sz")}};
      if (set == "crossdock") {
        p.id = row.at("pair_id");
        p.protein = row.at("cluster");
        p.bumps = std::stoi(row.at("n_true_atoms_below_2p5A"));
        p.receptor_pdb = file(row.at("receptor_dir") + "/receptor.pdb");
        p.start_sdf = file("pairs/" + p.id + "/ligand_start.sdf");
        p.truth_sdf = file("pairs/" + p.id + "/ligand_true.sdf");
      } else {
        const std::string folder = row.at("folder"), apo = row.at("apo_file");
        p.id = folder + "__into__" + apo.substr(0, apo.rfind('.'));
        // Entries without an accession in their file stand for themselves.
        p.protein = row.at("uniprot").empty() ? row.at("holo_pdb") : row.at("uniprot");
        p.bumps = std::stoi(row.at("n_ligand_atoms_below_2p5A"));
        p.receptor_pdb = file(folder + "/" + apo);
        p.start_sdf = file(folder + "/ligand_start.sdf");
        p.truth_sdf = file(folder + "/ligand.sdf");
      }
      pairs.push_back(std::move(p));
    }
  }
  std::sort(pairs.begin(), pairs.end(), [](const Pair& a, const Pair& b) {
    return std::tie(b.set, a.id) < std::tie(a.set, b.id);   // crossdock before apoholo
  });
  return pairs;
}

}  // namespace maek::bench
