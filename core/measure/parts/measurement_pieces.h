// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/stored_measurement.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace spindle {

/// What a measurement has finished, checkpoint by checkpoint, before it goes into its results: RESULTS.h5.NAME.pieces/
/// beside RESULTS.h5 with a file for each finished checkpoint, published whole, so that a killed process can go on and
/// several processes can share the work. Numbers keep all their bits. Used by one thread; several processes may.
class MeasurementPieces {
 public:
  /// `measurement`: its name, schema and options; `of`: what else the numbers come from (weights, samples, choices), as
  /// a digest for each checkpoint.
  MeasurementPieces(const std::filesystem::path& results, const StoredMeasurement& measurement,
                    std::vector<std::string> of);

  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }

  /// Puts the numbers of a finished checkpoint into `rows`, arrays of one checkpoint with the extents that are wanted;
  /// false, and they stay as they are, where there is no piece or a damaged one. Throws UserError where the piece was
  /// measured with other options or from other results.
  bool read(std::size_t checkpoint, std::vector<MeasuredArray>& rows) const;

  /// Throws UserError when the disk is full or the folder cannot be written.
  void write(std::size_t checkpoint, const std::vector<MeasuredArray>& rows) const;

  /// Removes the pieces, and the folder where nothing else is in it.
  void remove() const;

 private:
  [[nodiscard]] std::filesystem::path file(std::size_t checkpoint) const;
  [[nodiscard]] std::string firstLine(std::size_t checkpoint, const std::string& numbers) const;

  std::filesystem::path folder_;
  std::string kind_;  ///< all but what is a checkpoint's own
  std::vector<std::string> of_;
};

}  // namespace spindle
