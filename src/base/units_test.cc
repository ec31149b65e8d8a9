// SPDX-License-Identifier: Apache-2.0
// Tests of units: arithmetic, and what must not compile.
#include "base/units.h"

#include <gtest/gtest.h>

#include <type_traits>   // for std::is_convertible_v

namespace maek {
namespace {

template <class A, class B>
concept Addable = requires(A a, B b) { a + b; };
template <class A, class B>
concept Comparable = requires(A a, B b) { a < b; };
template <class A, class B>
concept Multipliable = requires(A a, B b) { a* b; };

// A slip in the unit is an error of the compiler.
static_assert(!std::is_convertible_v<double, Angstrom> && !std::is_convertible_v<Angstrom, double>);
static_assert(!std::is_convertible_v<Angstrom, KcalPerMol> && !std::is_constructible_v<Pkd, KcalPerMol>);
static_assert(Addable<Angstrom, Angstrom> && !Addable<Angstrom, KcalPerMol> && !Addable<Angstrom, double>);
static_assert(Comparable<Kelvin, Kelvin> && !Comparable<Kelvin, Seconds> && !Comparable<Kelvin, double>);
static_assert(Multipliable<double, Angstrom> && !Multipliable<Angstrom, Angstrom>);
static_assert(std::is_same_v<decltype(Seconds{6} / Seconds{2}), double>);
static_assert(sizeof(Angstrom) == sizeof(double) && std::is_trivially_copyable_v<Angstrom>);

TEST(Quantity, ComputesLikeANumber) {
  Angstrom length{2};
  length += 0.5 * Angstrom{3};
  length -= Angstrom{1} / 2;
  EXPECT_EQ(length, Angstrom{3});
  EXPECT_EQ(-length + Angstrom{1}, Angstrom{-2});
  EXPECT_LT(Angstrom{1}, length);
  EXPECT_EQ(length / Angstrom{1.5}, 2.0);
  EXPECT_EQ(Kelvin{}.value(), 0.0);
}

TEST(Affinity, OnePkdIsAsMuchFreeEnergyAsTextbooksSay) {
  // RT ln 10 at 25 degrees: 1.364 kcal/mol; a nanomolar binder: -12.28 kcal/mol.
  EXPECT_NEAR(to_free_energy(Pkd{1}).value(), -1.3642, 1e-4);
  EXPECT_NEAR(to_pkd(KcalPerMol{-12.278}).value(), 9.0, 1e-3);
  EXPECT_NEAR(to_pkd(to_free_energy(Pkd{6.5}, Kelvin{310}), Kelvin{310}).value(), 6.5, 1e-12);
}

}  // namespace
}  // namespace maek
