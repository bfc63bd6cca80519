// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/analysis_list.h"

#include <functional>

namespace CLI {
class App;
}

namespace spindle::app {

/// Exit statuses, as README tells them.
enum ExitStatus { done = 0, failed = 1, unusable = 2, stopped = 3, notFound = 4 };

/// What the chosen sub-command will do once the command line is parsed; returns the exit status.
using Action = std::function<int()>;

// Each adds its sub-command to the command line and sets `action` when it is chosen.
void addInfoCommand(CLI::App& app, Action& action);
void addLossesCommand(CLI::App& app, Action& action);
void addExtractCommand(CLI::App& app, Action& action);
void addJointCommand(CLI::App& app, Action& action);
void addAnalyzeCommand(CLI::App& app, Action& action, const AnalysisList& analyses);
void addMergeCommand(CLI::App& app, Action& action);
void addPlanCommand(CLI::App& app, Action& action);
void addShowCommand(CLI::App& app, Action& action);
void addFigureCommand(CLI::App& app, Action& action, const AnalysisList& analyses);
void addAnimateCommand(CLI::App& app, Action& action);
void addReportCommand(CLI::App& app, Action& action, const AnalysisList& analyses);
void addMeasureCommand(CLI::App& app, Action& action);
void addTiesCommand(CLI::App& app, Action& action);
void addTrainCommand(CLI::App& app, Action& action);
void addWatchCommand(CLI::App& app, Action& action);

}  // namespace spindle::app
