// SPDX-License-Identifier: Apache-2.0
// The numbers of AutoDock Vina 1.2.3: types, pairs, 240 scores, gradients, local minima, ring closure.
#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <sstream>

#include "dock/energy.h"
#include "dock/minimize.h"
#include "tests/archive.h"
#include "tests/test_data.h"

namespace maek::dock {
namespace {

constexpr double kPrinted = 0.00051;      // Vina prints three decimals
constexpr double kRecomputed = 2e-6;      // the golden columns hold six decimals
constexpr double kGradient = 1e-7;        // relative, of the golden gradients
constexpr double kCoordinates = 1e-3;     // Å

using Files = std::map<std::string, std::string>;

std::vector<std::map<std::string, std::string>> read_tsv(const std::string& text) {
  std::vector<std::map<std::string, std::string>> rows;
  std::istringstream in(text);
  std::vector<std::string> names;
  for (std::string line; std::getline(in, line);) {
    std::vector<std::string> cells;
    std::istringstream cut(line);
    for (std::string cell; std::getline(cut, cell, '\t');) cells.push_back(cell);
    if (names.empty()) {
      names = cells;
      continue;
    }
    auto& row = rows.emplace_back();
    for (std::size_t i = 0; i < cells.size(); ++i) row[names[i]] = cells[i];
  }
  return rows;
}

class Golden : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = test_data("golden/docking");
    MAEK_SKIP_WITHOUT_DATA(folder_, "golden/docking");
    static const Files files = read_archive(*folder_ / "cases.tar.zst");
    files_ = &files;
  }

  const std::string& file(const std::string& name) const { return files_->at("docking/" + name); }

  System system(const std::string& receptor, const std::string& ligand, const std::string& flex = "-") const {
    auto r = mol::read_pdbqt_receptor(file(receptor), receptor);
    auto l = mol::read_pdbqt_ligand(file(ligand), ligand);
    EXPECT_TRUE(r) << r.error().text();
    EXPECT_TRUE(l) << l.error().text();
    std::vector<mol::PdbqtTree> residues;
    if (flex != "-") {
      auto f = mol::read_pdbqt_flex(file(flex), flex);
      EXPECT_TRUE(f) << f.error().text();
      residues = *f;
    }
    auto s = make_system(*r, l->front(), residues, PairRule::kVina);
    EXPECT_TRUE(s) << s.error().text();
    return std::move(*s);
  }

  std::optional<std::filesystem::path> folder_;
  const Files* files_ = nullptr;
};

std::vector<Position> start_of(const System& s) {
  std::vector<Position> x;
  for (const LigandAtom& a : s.ligand.atoms) x.push_back(a.start);
  return x;
}

std::optional<Box> parse_box(const std::string& text) {
  if (text == "-") return std::nullopt;
  std::istringstream in(text);
  std::array<double, 6> v{};
  for (double& d : v) {
    in >> d;
    in.ignore(1);
  }
  return Box{{v[0], v[1], v[2]}, {v[3], v[4], v[5]}};
}

Box box_of(const nlohmann::json& j) {
  const auto c = j.at("center"), s = j.at("size");
  return {{c[0], c[1], c[2]}, {s[0], s[1], s[2]}};
}

int serial(const System&, const mol::PdbqtTree& tree, std::size_t atom, const System& s) {
  return tree.atoms[static_cast<std::size_t>(s.ligand.atoms[atom].tree_atom)].serial;
}

TEST_F(Golden, TypesEveryAtomAndFindsThePairs) {
  const Files types = read_archive(*folder_ / "types.npz");
  int ligands = 0;
  for (const auto& [name, bytes] : types) {
    if (name.rfind("pairs_", 0) != 0) continue;
    const std::string id = name.substr(6, name.size() - 10);
    const std::string receptor_name = "rec/" + id + ".pdbqt", ligand_name = "lig/" + id + "_crystal.pdbqt";
    const System s = system(receptor_name, ligand_name);
    const auto tree = mol::read_pdbqt_ligand(file(ligand_name), ligand_name)->front();

    const auto want_receptor = read_npy<std::uint8_t>(types.at("rec_" + id + ".npy"), "|u1");
    std::vector<std::uint8_t> got(want_receptor.size(), 255);
    for (std::size_t i = 0; i < s.receptor.types.size(); ++i) {
      got.at(static_cast<std::size_t>(s.receptor.source[i])) = static_cast<std::uint8_t>(s.receptor.types[i]);
    }
    EXPECT_EQ(got, want_receptor) << id;

    std::set<std::pair<int, int>> want_pairs, got_pairs;
    const auto pairs = read_npy<std::int16_t>(bytes, "<i2");
    for (std::size_t i = 0; i + 1 < pairs.size(); i += 2) want_pairs.insert(std::minmax<int>(pairs[i], pairs[i + 1]));
    for (const InternalPair& p : s.ligand.pairs) {
      got_pairs.insert(std::minmax(serial(s, tree, static_cast<std::size_t>(p.a), s),
                                   serial(s, tree, static_cast<std::size_t>(p.b), s)));
    }
    EXPECT_EQ(got_pairs, want_pairs) << id;
    ++ligands;
  }
  EXPECT_EQ(ligands, 27);
}

TEST_F(Golden, Gives240ScoresInTableAndContinuousMode) {
  const auto rows = read_tsv(read_archive(*folder_ / "expected.tsv.gz").begin()->second);
  ASSERT_EQ(rows.size(), 240u);
  for (const auto& row : rows) {
    SCOPED_TRACE(row.at("case"));
    const auto number = [&row](const char* column) { return std::stod(row.at(column)); };
    const System s = system(row.at("receptor"), row.at("ligand"), row.at("flex"));
    const ScoringFunction& f = **ScoringFunction::by_name(row.at("scoring"));
    const auto x = start_of(s);
    EXPECT_EQ(s.ligand.heavy_atoms, number("heavy"));
    EXPECT_EQ(s.ligand.torsions(), number("torsions"));
    EXPECT_EQ(s.ligand.rotors, number("rotors_N"));
    EXPECT_EQ(s.ligand.pairs.size(), number("int_pairs"));

    const Terms t = EnergyModel(s, f, EnergyMode::kTable).terms(x, parse_box(row.at("box")));
    EXPECT_NEAR(t.ligand_receptor, number("t_lig_rec"), kRecomputed);
    EXPECT_NEAR(t.ligand_side_chains, number("t_lig_flex"), kRecomputed);
    EXPECT_NEAR(t.ligand_internal, number("t_lig_int"), kRecomputed);
    EXPECT_NEAR(t.side_chains_receptor, number("t_flex_rec"), kRecomputed);
    EXPECT_NEAR(t.side_chains_internal, number("t_flex_flex"), kRecomputed);
    EXPECT_NEAR(t.unbound, number("t_unbound"), kRecomputed);
    EXPECT_NEAR(t.score, number("t_total"), kRecomputed);
    EXPECT_NEAR(t.score, number("v_total"), kPrinted);
    EXPECT_NEAR(t.inter(), number("v_inter"), kPrinted);
    EXPECT_NEAR(t.intra(), number("v_intra"), kPrinted);
    EXPECT_NEAR(t.torsional(), number("v_tors"), kPrinted);

    const Terms c = EnergyModel(s, f, EnergyMode::kContinuous).terms(x);
    EXPECT_NEAR(c.ligand_receptor, number("c_lig_rec"), kRecomputed);
    EXPECT_NEAR(c.ligand_side_chains, number("c_lig_flex"), kRecomputed);
    EXPECT_NEAR(c.ligand_internal, number("c_lig_int"), kRecomputed);
    EXPECT_NEAR(c.side_chains_receptor, number("c_flex_rec"), kRecomputed);
    EXPECT_NEAR(c.side_chains_internal, number("c_flex_flex"), kRecomputed);
    EXPECT_NEAR(c.score, number("c_total"), kRecomputed);
  }
}

TEST_F(Golden, GivesPairTermsOfBothScoringFunctions) {
  const Files pairs = read_archive(*folder_ / "pairs.npz");
  const PairTables vina(ScoringFunction::vina()), vinardo(ScoringFunction::vinardo());
  std::size_t compared = 0;
  for (const auto& [name, bytes] : pairs) {
    const auto cut = name.find("_idx.npy");
    if (cut == std::string::npos) continue;
    const auto index = read_npy<std::int16_t>(bytes, "<i2");
    const auto value = read_npy<double>(pairs.at(name.substr(0, cut) + "_val.npy"), "<f8");
    for (std::size_t i = 0; i < index.size() / 4; ++i) {
      const auto a = static_cast<XsType>(index[4 * i + 2]), b = static_cast<XsType>(index[4 * i + 3]);
      const double r_squared = value[4 * i];
      EXPECT_NEAR(vina.energy(a, b, r_squared), value[4 * i + 1], 1e-9);
      EXPECT_NEAR(pair_energy(ScoringFunction::vina(), a, b, std::sqrt(r_squared)).energy, value[4 * i + 2], 1e-9);
      EXPECT_NEAR(vinardo.energy(a, b, r_squared), value[4 * i + 3], 1e-9);
      ++compared;
    }
  }
  EXPECT_GT(compared, 5000u);
}

TEST_F(Golden, GivesGradientsOnTheGridAndWithEveryAtom) {
  const auto cases = nlohmann::json::parse(read_archive(*folder_ / "gradients.json.gz").begin()->second);
  ASSERT_EQ(cases.size(), 24u);
  for (const auto& c : cases) {
    const std::string id = c.at("id"), pose = c.at("pose"), ligand_name = "lig/" + id + "_" + pose + ".pdbqt";
    SCOPED_TRACE(id + " " + c.at("scoring").get<std::string>() + " " + std::to_string(c.at("cap").get<double>()));
    const System s = system("rec/" + id + ".pdbqt", ligand_name);
    const auto tree = mol::read_pdbqt_ligand(file(ligand_name), ligand_name)->front();
    const ScoringFunction& f = **ScoringFunction::by_name(c.at("scoring").get<std::string>());
    const EnergyModel model(s, f, EnergyMode::kTable);
    const double v = c.at("cap");
    const Box box = box_of(c);
    std::vector<XsType> types;
    for (std::size_t i = 0; i < s.ligand.atoms.size(); ++i) {
      types.push_back(s.ligand.atoms[i].xs);
      EXPECT_EQ(serial(s, tree, i, s), c.at("atom_serials")[i].get<int>());
    }
    const VinaGrid grid(s.receptor, *model.tables(), types, box);
    const auto x = start_of(s);

    std::vector<Position> slopes(x.size()), exact(x.size());
    double on_grid = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
      if (!meets_receptor(types[i])) continue;
      const auto value = grid.at(types[i], x[i], v);
      on_grid += value.energy;
      slopes[i] = value.slope;
      const auto& want = c.at("grad_grid_per_atom")[i];
      EXPECT_NEAR(value.slope.x, want[0].get<double>(), kGradient * (1 + std::abs(value.slope.x)));
      EXPECT_NEAR(value.slope.z, want[2].get<double>(), kGradient * (1 + std::abs(value.slope.z)));
    }
    EXPECT_NEAR(on_grid, c.at("E_grid").get<double>(), kGradient * (1 + std::abs(on_grid)));
    const double with_atoms = model.receptor_energy(x, exact, v, box);
    EXPECT_NEAR(with_atoms, c.at("E_exact_atoms").get<double>(), kGradient * (1 + std::abs(with_atoms)));
    const double both = on_grid + model.internal_energy(x, slopes, v);
    EXPECT_NEAR(both, c.at("E_grid_plus_internal").get<double>(), kGradient * (1 + std::abs(both)));

    const Kinematics kinematics(s.ligand);
    Generalised g;
    kinematics.gradient(kinematics.start(), x, slopes, g);
    ASSERT_EQ(g.size(), c.at("gradient").size());
    for (std::size_t k = 0; k < g.size(); ++k) {
      EXPECT_NEAR(g[k], c.at("gradient")[k].get<double>(), kGradient * (1 + std::abs(g[k]))) << k;
    }
  }
}

TEST_F(Golden, EndsLocalOptimisationWhereVinaDoes) {
  const auto cases = nlohmann::json::parse(read_archive(*folder_ / "local.json.gz").begin()->second);
  ASSERT_EQ(cases.size(), 20u);
  for (const auto& c : cases) {
    const std::string id = c.at("id"), pose = c.at("pose"), ligand_name = "lig/" + id + "_" + pose + ".pdbqt";
    SCOPED_TRACE(id + " " + c.at("scoring").get<std::string>());
    const System s = system("rec/" + id + ".pdbqt", ligand_name);
    const auto tree = mol::read_pdbqt_ligand(file(ligand_name), ligand_name)->front();
    const ScoringFunction& f = **ScoringFunction::by_name(c.at("scoring").get<std::string>());
    const EnergyModel model(s, f, EnergyMode::kTable);
    std::vector<XsType> types;
    for (const LigandAtom& a : s.ligand.atoms) types.push_back(a.xs);
    const VinaGrid grid(s.receptor, *model.tables(), types, box_of(c));
    const Kinematics kinematics(s.ligand);
    const auto energy = [&](std::span<const Position> x, std::span<Position> slopes) {
      double e = model.internal_energy(x, slopes, kScoringCap);
      for (std::size_t i = 0; i < x.size(); ++i) {
        if (!meets_receptor(types[i])) continue;
        const auto value = grid.at(types[i], x[i], kScoringCap);
        e += value.energy;
        slopes[i] += value.slope;
      }
      return e;
    };
    EXPECT_EQ(vina_iterations(s.ligand), c.at("steps").get<int>());
    const Minimum m = minimize(kinematics, energy, kinematics.start(), {vina_iterations(s.ligand), 0});
    EXPECT_NEAR(m.energy, c.at("E").get<double>(), 1e-4);
    std::vector<Position> x;
    kinematics.coordinates(m.conformation, x);
    std::map<int, Position> by_serial;
    for (std::size_t i = 0; i < x.size(); ++i) by_serial[serial(s, tree, i, s)] = x[i];
    for (const auto& atom : c.at("coords")) {
      const Position want{atom[1], atom[2], atom[3]};
      EXPECT_LT(distance(by_serial.at(atom[0].get<int>()), want), kCoordinates) << atom[0];
    }
    const Terms t = model.terms(x);
    EXPECT_NEAR(t.score, c.at("total").get<double>(), 1e-4);
  }
}

TEST_F(Golden, PunishesAtomsOutsideTheBox) {
  const auto cases = nlohmann::json::parse(read_archive(*folder_ / "outside.json.gz").begin()->second);
  for (const auto& c : cases) {
    const std::string id = c.at("id");
    const System s = system("rec/" + id + ".pdbqt", "lig/" + id + "_near.pdbqt");
    const EnergyModel model(s, ScoringFunction::vina(), EnergyMode::kTable);
    const auto x = start_of(s);
    std::vector<Position> slopes(x.size());
    const double got = model.receptor_energy(x, slopes, kScoringCap, box_of(c));
    EXPECT_NEAR(got, c.at("noncache").get<double>(), 1e-9 * std::abs(got)) << id;
    std::vector<XsType> types;
    for (const LigandAtom& a : s.ligand.atoms) types.push_back(a.xs);
    const VinaGrid grid(s.receptor, *model.tables(), types, box_of(c));
    double sum = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
      if (meets_receptor(types[i])) sum += grid.at(types[i], x[i], kScoringCap).energy;
    }
    EXPECT_NEAR(sum, c.at("grid").get<double>(), 1e-9 * std::abs(sum)) << id;
  }
}

TEST_F(Golden, KeepsGlueOutOfTheScoreButReproducesItInTableMode) {
  for (const auto& row : read_tsv(file_bytes(*folder_ / "closure.tsv"))) {
    SCOPED_TRACE(row.at("file") + " " + row.at("scoring"));
    const System s = system("rec/7RSV_7IQ.pdbqt", row.at("file"));
    const ScoringFunction& f = **ScoringFunction::by_name(row.at("scoring"));
    const Terms t = EnergyModel(s, f, EnergyMode::kTable).terms(start_of(s));
    EXPECT_NEAR(t.score, std::stod(row.at("t_total")), kRecomputed);
    EXPECT_NEAR(t.ligand_receptor, std::stod(row.at("t_lig_rec")), kRecomputed);
    EXPECT_NEAR(t.ligand_internal, std::stod(row.at("t_lig_int")), kRecomputed);
    EXPECT_NEAR(t.glue, std::stod(row.at("t_glue")), kRecomputed);
    const Terms c = EnergyModel(s, f, EnergyMode::kContinuous).terms(start_of(s));
    EXPECT_NEAR(c.unbound, c.intra(), 0) << "glue stays out of the continuous score";
  }
}

}  // namespace
}  // namespace maek::dock
