// SPDX-License-Identifier: Apache-2.0
// Screening: a library of ligands docked one after the other into one receptor, resumable, in flat memory (virtual
// screening, high-throughput docking).
#pragma once

#include <cstdint>       // for std::uint64_t
#include <filesystem>    // for std::filesystem::path
#include <functional>    // for std::function
#include <memory>        // for std::unique_ptr
#include <optional>      // for std::optional
#include <string>        // for std::string
#include <utility>       // for std::pair
#include <vector>        // for std::vector

#include "base/atomic_file.h"             // for SystemCalls
#include "base/cpu.h"                     // for Isa
#include "base/expected.h"                // for Expected
#include "base/progress.h"                // for Progress, Cancellation
#include "dock/internal/screen_row.h"     // for ScreenRow
#include "dock/library.h"                 // for LibraryRecord
#include "dock/pair_energy.h"             // for ScoringFunction
#include "dock/prepare.h"                 // for DockReceptor
#include "dock/search.h"                  // for ReceptorGrid
#include "dock/vina_grid.h"               // for Box
#include "mol/molecule.h"                 // for Molecule

namespace maek::dock {

using internal::ScreenRow;

/// One ligand's answer. `stopped`: the work was cancelled midway, and there is none.
struct ScreenOutcome {
  ScreenRow row;
  std::optional<mol::Molecule> pose;   // best pose, all hydrogens
  bool stopped = false;
};

/// What is done with a record: a function of the record alone, called from several threads, each with its own `worker`
/// number below the number of threads.
using ScreenStage = std::function<ScreenOutcome(const LibraryRecord&, int worker, const Cancellation&)>;

/// How each ligand is docked.
struct ScreenDocking {
  int conformers = 2;
  int exhaustiveness = 2;
  double ph = 7.4;
  bool keep_protonation = false;
  bool energy = false;   // with the internal energy in the verdict of each pose: a second or some for each ligand
  const ScoringFunction* function = &ScoringFunction::vina();
  std::uint64_t seed = 1;
  Isa isa = Isa::kPortable;
};

/// Docks records into one receptor; its grid is made once, for all types, and shared.
class LigandDocker {
 public:
  /// `receptor` must outlive it. `library` is the name that errors show.
  static Expected<LigandDocker> make(const DockReceptor& receptor, const Box& box, const ScreenDocking& options,
                                     const std::string& library, LibraryFormat format, int threads);
  LigandDocker(LigandDocker&&) noexcept;
  ~LigandDocker();

  ScreenOutcome dock(const LibraryRecord& record, int worker, const Cancellation& cancellation);
  std::size_t grid_bytes() const;

 private:
  struct State;
  explicit LigandDocker(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// What a screen asks, as pairs of name and value: another question is refused in the same folder, and the difference
/// named. Two screens with equal questions give equal rows for equal records.
using ScreenQuestion = std::vector<std::pair<std::string, std::string>>;

struct ScreenRun {
  std::filesystem::path library;
  std::filesystem::path folder;        // exists
  ScreenQuestion question;
  int threads = 1;
  std::size_t top = 100;               // poses kept
  std::uint64_t part = 1, parts = 1;   // only records with index = part (mod parts)
  Progress progress = {};
  const Cancellation* cancellation = nullptr;
  SystemCalls* calls = &system_calls();
};

struct ScreenBest {
  ScreenRow row;
  mol::Molecule pose;
};

struct ScreenResult {
  std::uint64_t rows = 0, docked = 0, failed = 0, invalid = 0;
  std::uint64_t resumed = 0;           // rows that stood before
  double ligand_seconds = 0;           // of all rows, summed over threads
  bool partial = false;                // cancelled: what was finished stands
  std::optional<Error> library_error;  // the library could not be read to its end
  std::vector<ScreenBest> best;        // ascending score, then index
  Digest library_digest;               // of its bytes, when it was read to its end
  std::uint64_t library_bytes = 0;
  Digest results_digest;
  std::uint64_t results_bytes = 0;
};

inline constexpr const char* kResultsName = "results.csv";
inline constexpr const char* kQuestionName = "screen.json";
inline constexpr const char* kPoseLogName = "poses.part.sdf";

/// Writes the question into the folder where there is none, else sees that it is the same; run_screen begins with it.
Expected<void> agree_on_question(const ScreenRun& run);

/// Runs, or goes on with, a screen in `run.folder` (docs/formats/screen.md). Errors: another question, a
/// changed library or table, a disk that is full or cannot be written.
Expected<ScreenResult> run_screen(const ScreenRun& run, const ScreenStage& stage);

}  // namespace maek::dock
