// SPDX-License-Identifier: Apache-2.0
#include "bench/redock/complexes.h"

#include <fstream>    // for std::ifstream
#include <sstream>    // for std::istringstream

#include "tests/archive.h"    // for read_archive

namespace maek::bench {

std::vector<Complex> read_complexes(const std::filesystem::path& data) {
  const std::map<std::string, std::string> files = read_archive(data / "redock.tar.zst");
  const auto file = [&files](const std::string& id, const char* name) {
    const auto found = files.find("redock/" + id + "/" + name);
    return found == files.end() ? std::string() : found->second;
  };
  std::map<std::string, Complex> complexes;
  std::ifstream in(data / "index.tsv");
  std::vector<std::string> columns;
  for (std::string line; std::getline(in, line);) {
    std::vector<std::string> cells;
    std::istringstream cut(line);
    for (std::string cell; std::getline(cut, cell, '\t');) cells.push_back(cell);
    if (columns.empty()) {
      columns = cells;
      continue;
    }
    std::map<std::string, std::string> row;
    for (std::size_t i = 0; i < cells.size() && i < columns.size(); ++i) row[columns[i]] = cells[i];
    const auto number = [&row](const char* name) { return std::stod(row.at(name)); };
    Complex c;
    c.id = row.at("id");
    c.smiles = row.at("smiles");
    c.rotors = std::stoi(row.at("rotors"));
    c.box = {{number("cx"), number("cy"), number("cz")}, {number("sx"), number("sy"), number("sz")}};
    c.receptor_pdb = file(c.id, "receptor.pdb");
    c.start_sdf = file(c.id, "ligand_start.sdf");
    c.crystal_sdf = file(c.id, "ligand.sdf");
    c.copies_sdf = file(c.id, "ligand_copies.sdf");
    complexes[c.id] = std::move(c);
  }
  std::vector<Complex> sorted;
  for (auto& [id, c] : complexes) sorted.push_back(std::move(c));
  return sorted;
}

}  // namespace maek::bench
