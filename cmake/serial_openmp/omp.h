// SPDX-License-Identifier: Apache-2.0
// OpenMP for one thread: the calls that Maek uses, for builds without its run-time library (fuzzing, clang-tidy).
// A fuzzer wants one thread: coverage then depends on the input alone. Debian's clang-19 comes without an omp.h.
#pragma once

inline int omp_get_num_procs() { return 1; }
inline int omp_get_max_threads() { return 1; }
inline int omp_get_num_threads() { return 1; }
inline int omp_get_thread_num() { return 0; }
inline int omp_get_thread_limit() { return 1; }
inline int omp_in_parallel() { return 0; }
inline int omp_get_dynamic() { return 0; }
inline void omp_set_num_threads(int) {}
inline void omp_set_dynamic(int) {}
inline void omp_set_max_active_levels(int) {}
