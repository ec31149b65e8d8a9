// SPDX-License-Identifier: Apache-2.0
// Parallel loops whose results never depend on the number of threads (OpenMP, parallel_for, reduce, threads, cores).
#pragma once

#include <algorithm>     // for std::min
#include <cstddef>       // for std::size_t
#include <functional>    // for std::function
#include <utility>       // for std::move
#include <vector>        // for std::vector

#include "base/expected.h"   // for Expected
#include "base/progress.h"   // for Cancellation, Progress

namespace maek {

/// Cores this process may use: its affinity, and the quota of its control group. At least 1.
int available_cores();

/// What a loop watches and tells.
struct LoopControl {
  const Cancellation* cancellation = nullptr;   // looked at before each index
  Progress progress = {};                       // told the share of indices done; one thread at a time
  const char* what = "";                        // what progress says is being done
};

/// Calls body(0) ... body(count - 1), each once, on at most `threads` threads; indices are begun in rising order.
/// Each call must write only what belongs to its index; then the results are those of the serial loop.
/// An exception of `body` ends the loop and comes back as an Error: that of the lowest index that threw, whatever
/// the number of threads. A cancellation comes back as kCancelled; what was begun is finished. Inside another
/// parallel loop it runs serially. Enter from one compute thread only: OpenMP keeps a team for each caller.
Expected<void> parallel_for(std::size_t count, int threads, const std::function<void(std::size_t)>& body,
                            const LoopControl& control = {});

/// The loop over [0, count) in pieces of `chunk` (the last may be shorter): body(begin, end). The pieces do not
/// depend on the number of threads. For work that is small per index.
Expected<void> parallel_chunks(std::size_t count, std::size_t chunk, int threads,
                               const std::function<void(std::size_t begin, std::size_t end)>& body,
                               const LoopControl& control = {});

/// A sum (or any fold) with a fixed order: map(begin, end) for each piece in parallel, then combine(total, piece) from
/// the first piece to the last. Floating-point results are equal bit for bit at any number of threads.
template <class T, class Map, class Combine>
Expected<T> parallel_reduce(std::size_t count, std::size_t chunk, int threads, T start, Map&& map, Combine&& combine,
                            const LoopControl& control = {}) {
  chunk = std::max<std::size_t>(chunk, 1);
  struct Slot {   // not T itself: std::vector<bool> would let neighbours share a byte
    T value{};
  };
  std::vector<Slot> pieces(count / chunk + (count % chunk != 0));
  auto done = parallel_chunks(
      count, chunk, threads, [&](std::size_t begin, std::size_t end) { pieces[begin / chunk].value = map(begin, end); },
      control);
  if (!done) return done.error();
  for (Slot& piece : pieces) start = combine(std::move(start), std::move(piece.value));
  return start;
}

}  // namespace maek
