// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/run_control.h"
#include "core/measure/extraction_inputs.h"
#include "core/store/results_file.h"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace spindle {

/// Some samples of one checkpoint, computed. A sample that failed has an empty values table and a note. Fewer pairs
/// than were to be computed where options.endAfterSample ended it.
struct ChunkResult {
  std::vector<PairResult> pairs;
  std::vector<std::string> notes;
};

/// One worker's state: it keeps the network of the checkpoint that it is at. One thread at a time. Holds references.
class CheckpointWorker {
 public:
  CheckpointWorker(const Run& run, const ExtractionOptions& options, const ExtractionInputs& inputs,
                   const RunControl& control);

  /// Samples (positions in options.samples) at a checkpoint (index in the series). Throws Stopped. With
  /// NoiseScale::mean these must be all of them, and are computed together or not at all. A checkpoint that cannot be
  /// used gives failed samples and one note, not an exception.
  ChunkResult compute(std::size_t checkpoint, std::span<const std::size_t> positions);

 private:
  void load(std::size_t checkpoint);
  [[nodiscard]] std::string sampleName(std::size_t position) const;

  const Run& run_;
  const ExtractionOptions& options_;
  const ExtractionInputs& inputs_;
  const RunControl& control_;
  std::optional<std::size_t> loaded_;
  std::unique_ptr<Network> network_;  ///< null when the checkpoint could not be loaded
  std::string failure_;
};

/// The network of a checkpoint of the run, with the options' way of evaluating. Loops inside the network end with
/// Stopped once control asks for it; where given it must outlive the network. Throws UserError.
std::unique_ptr<Network> loadCheckpoint(const Run& run, std::size_t checkpoint, const ExtractionOptions& options,
                                        const RunControl* control = nullptr);

/// Throws UserError where color images were stored with their channels last and the network takes their numbers in
/// either order, because it flattens them: a guess would change every score. The first checkpoint of the options that
/// takes the images in some shape decides; it is loaded up to three times.
void requireKnownLayout(const Run& run, const ExtractionOptions& options, const RunControl* control = nullptr);

}  // namespace spindle
