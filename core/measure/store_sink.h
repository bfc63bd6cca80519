// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/dynamics_frame.h"
#include "core/measure/extraction_options.h"
#include "core/store/results_file.h"

#include <filesystem>
#include <memory>
#include <utility>
#include <vector>

namespace spindle {

/// Feeds frames into a results file. Frames of failed checkpoints are remembered but not stored, so a later resume
/// tries them again.
class StoreSink : public FrameSink {
 public:
  /// options.checkpoints gives the row of each frame's checkpoint in the file. Holds a reference to the writer.
  StoreSink(ResultsWriter& writer, const ExtractionOptions& options);
  void accept(FramePtr frame) override;
  void keep(FramePtr frame) override { accept(std::move(frame)); }

 private:
  ResultsWriter& writer_;
  std::vector<std::size_t> checkpoints_;
};

/// Hands each frame to several sinks in turn.
class TeeSink : public FrameSink {
 public:
  explicit TeeSink(std::vector<FrameSink*> sinks) : sinks_(std::move(sinks)) {}
  void accept(FramePtr frame) override {
    for (FrameSink* sink : sinks_) sink->accept(frame);
  }
  void keep(FramePtr frame) override {
    for (FrameSink* sink : sinks_) sink->keep(frame);
  }

 private:
  std::vector<FrameSink*> sinks_;
};

}  // namespace spindle
