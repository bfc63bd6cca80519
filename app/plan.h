// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/extraction_options.h"
#include "core/measure/parts/pair_cost.h"

#include <string>

namespace spindle::app {

struct PlanOptions {
  std::string name, output, command;
  double hours = 0.5;
  int cpus = 4;
  bool gpu = false;       ///< a part runs on one
  std::size_t parts = 0;  ///< 0: as many as the time asks for
  std::string file;       ///< template; empty: the installed one
};

/// How a measurement is cut into parts.
struct Plan {
  std::size_t parts = 1;
  double partSeconds = 0.0, allSeconds = 0.0;  ///< of all: one after the other
  double bytes = 0.0;                          ///< of the results, at most
  std::size_t memory = 0;                      ///< of a part, in MB
};

/// Parts of a quarter of an hour to an hour each, and never more parts than pairs.
Plan planned(const PairCost& cost, const ExtractionOptions& options, const PlanOptions& wanted);

/// The numbers that the plan comes from, a line each.
std::string planSentence(const PairCost& cost, const ExtractionOptions& options, const Plan& plan);

/// The template with the plan filled in. Throws UserError where it cannot be read or has a place that is not known.
std::string planScript(const Plan& plan, const PlanOptions& options);

}  // namespace spindle::app
