// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/commands.h"
#include "core/analysis/analyzed_results.h"

#include <memory>
#include <optional>
#include <string>

namespace CLI {
class App;
}

namespace spindle::app {

// All that needs Qt. Built without it (SPINDLE_GUI=OFF), each says so: no_drawing.cpp stands for drawing.cpp.

/// figure, animate and report.
void addDrawingCommands(CLI::App& app, Action& action, const AnalysisList& analyses);

/// Opens the window on a run folder or a results file (empty: the bundled sample run) and stays until it is closed.
/// Returns the exit status; without a display, says so.
int runWindow(const std::string& place);

/// What a figure of `analyze` shows.
struct AnalysisPicture {
  const AnalyzedPtr& analyzed;
  std::shared_ptr<const Analysis> analysis;
  const AnalysisList& analyses;
  std::string chart;  ///< empty: the first figure
  std::optional<std::size_t> at;
  Place place;
  bool again = true;  ///< `figure --again` can make it
};

/// --figure of `analyze`, with the options that say how it looks.
class AnalysisFigure {
 public:
  virtual ~AnalysisFigure() = default;
  virtual void addTo(CLI::App& command) = 0;
  [[nodiscard]] virtual bool given() const = 0;
  virtual void draw(const AnalysisPicture& picture, const std::string& file) const = 0;
};
std::unique_ptr<AnalysisFigure> analysisFigure();

}  // namespace spindle::app
