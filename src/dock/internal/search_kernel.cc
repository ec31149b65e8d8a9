// SPDX-License-Identifier: Apache-2.0
// The search kernel, compiled once for each instruction set by Highway (AVX-512, AVX2, portable). A lane is a Markov
// chain: nothing is summed across lanes, there is no fused multiply-add and no approximate instruction, so that every
// lane's numbers are those of the scalar path bit for bit (docs/decisions/0002-no-fused-multiply-add.md).
#include <algorithm>   // for std::min, std::max
#include <cmath>       // for std::abs
#include <cstring>     // for std::memset
#include <vector>      // for std::vector

#include "dock/internal/search_kernel.h"   // for kernels
#include "dock/internal/search_model.h"    // for SearchModel, Chain

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "dock/internal/search_kernel.cc"
#define HWY_DISABLED_TARGETS (HWY_SSSE3 | HWY_SSE4)
#include <hwy/foreach_target.h>   // IWYU pragma: keep
#include <hwy/aligned_allocator.h>
#include <hwy/highway.h>

// clang-format off
#include "dock/internal/lane_math-inl.h"      // for exp2_nonpositive, sin_cos
#include "dock/internal/lane_energy-inl.h"    // for LaneEnergy
#include "dock/internal/lane_minimizer-inl.h" // for LaneMinimizer
#include "dock/internal/lane_grid-inl.h"      // for fill_grid
// clang-format on

HWY_BEFORE_NAMESPACE();
namespace maek::dock::internal {
namespace HWY_NAMESPACE {

std::size_t lane_count() { return hwy::HWY_NAMESPACE::Lanes(F()); }

float evaluate_one(const SearchModel& model, const SearchGrid& grid, std::size_t shape, const ChainState& state,
                   float out_of_box_slope, std::vector<float>& gradient, std::vector<float>& coordinates) {
  const std::size_t lanes = lane_count();
  LaneEnergy energy(model, grid, out_of_box_slope);
  LaneArray x(static_cast<std::size_t>(7 + model.groups - 1) * lanes);
  for (std::size_t lane = 0; lane < lanes; ++lane) {
    energy.set_shape(lane, shape);
    store_state(x.data(), lanes, lane, state);
  }
  LaneArray slope(static_cast<std::size_t>(model.degrees_of_freedom()) * lanes), value(lanes);
  energy.evaluate(x.data(), value.data(), slope.data());
  gradient.resize(static_cast<std::size_t>(model.degrees_of_freedom()));
  for (std::size_t k = 0; k < gradient.size(); ++k) gradient[k] = slope.data()[k * lanes];
  energy.coordinates(0, coordinates);
  return value.data()[0];
}

void walk(const SearchModel& model, const SearchGrid& grid, Chain* chains, std::size_t count,
          const KernelOptions& options, bool (*stop)(const void*), const void* context) {
  LaneMinimizer(model, grid, options).run(chains, count, stop, context);
}

}  // namespace HWY_NAMESPACE
}  // namespace maek::dock::internal
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace maek::dock::internal {

// Highway compiles the file once for each target; its names tell which there are.
#if HWY_TARGETS & HWY_AVX3
#define MAEK_HAS_AVX512 1
#endif
#if HWY_TARGETS & HWY_AVX2
#define MAEK_HAS_AVX2 1
#endif
#if HWY_TARGETS & HWY_SCALAR
#define MAEK_PORTABLE N_SCALAR
#elif HWY_TARGETS & HWY_EMU128
#define MAEK_PORTABLE N_EMU128
#else
#define MAEK_PORTABLE HWY_STATIC_NAMESPACE
#endif

const SearchKernel& search_kernel(Isa isa) {
  static const SearchKernel portable = {"portable", &MAEK_PORTABLE::lane_count, &MAEK_PORTABLE::walk,
                                        &MAEK_PORTABLE::fill_grid, &MAEK_PORTABLE::evaluate_one};
#ifdef MAEK_HAS_AVX2
  static const SearchKernel avx2 = {"avx2", &N_AVX2::lane_count, &N_AVX2::walk, &N_AVX2::fill_grid,
                                    &N_AVX2::evaluate_one};
  if (isa == Isa::kAvx2) return avx2;
#endif
#ifdef MAEK_HAS_AVX512
  static const SearchKernel avx512 = {"avx512", &N_AVX3::lane_count, &N_AVX3::walk, &N_AVX3::fill_grid,
                                      &N_AVX3::evaluate_one};
  if (isa == Isa::kAvx512) return avx512;
#endif
  return portable;
}

}  // namespace maek::dock::internal
#endif  // HWY_ONCE
