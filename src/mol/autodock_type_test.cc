// SPDX-License-Identifier: Apache-2.0
#include "mol/autodock_type.h"

#include <gtest/gtest.h>   // for TEST

namespace maek::mol {
namespace {

TEST(AutodockType, ReadsBackEveryNameItWrites) {
  for (int i = 0; i < kAutodockTypes; ++i) {
    const auto type = static_cast<AutodockType>(i);
    EXPECT_EQ(autodock_type(to_string(type)), type) << to_string(type);
  }
}

TEST(AutodockType, IsCaseSensitiveAndReadsSeleniumAsSulphur) {
  EXPECT_EQ(autodock_type("Se"), AutodockType::S);
  for (const char* unknown : {"CL", "cl", "ca", "B", "As", "SE", "", " ", "C ", "HD1", "CG4", "Zn2"}) {
    EXPECT_EQ(autodock_type(unknown), std::nullopt) << unknown;
  }
}

TEST(AutodockType, KeepsCarbonAlphaApartFromCalcium) {
  EXPECT_EQ(element_of(*autodock_type("Ca")), Element::kCa);
  EXPECT_EQ(element_of(*autodock_type("C")), Element::kC);
  EXPECT_EQ(element_of(*autodock_type("NA")), Element::kN);
  EXPECT_EQ(element_of(*autodock_type("Na")), Element::kNa);
  EXPECT_EQ(element_of(*autodock_type("CG2")), Element::kC);
}

TEST(AutodockType, HasVinasCovalentRadii) {
  struct Case {
    const char* name;
    double radius;
  };
  for (const Case& c : {Case{"A", 0.77}, {"NA", 0.75}, {"OA", 0.73}, {"SA", 1.02}, {"HD", 0.37}, {"At", 1.44},
                        {"Ca", 1.74}, {"Fe", 1.25}, {"Ni", 1.75}, {"G1", 0.77}, {"CG3", 0.77}, {"W", 0.0}}) {
    EXPECT_DOUBLE_EQ(vina_covalent_radius(*autodock_type(c.name)), c.radius) << c.name;
  }
}

}  // namespace
}  // namespace maek::mol
