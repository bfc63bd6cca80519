// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/extraction_choices.h"

#include <string>

namespace spindle::app {

/// What the command line said about an extraction; `extract` and `plan` take it alike.
struct ExtractArguments : ExtractionChoices {
  std::string run, output, exportFile;
  std::string device = "cpu", layers, at, probeData;
  double probeL2 = -1.0;
  std::string gates, gateClass;
  bool anew = false, resume = false;
  std::string part, scratch, command;
};

/// The run, the results file, and the options that decide the numbers.
void declareExtraction(CLI::App& command, ExtractArguments& a);

/// Throws UserError where they make no sense, or not together.
ExtractionOptions extractionFrom(const ExtractArguments& a, const Run& run);

/// `spindle extract` with these options, as they were given, for a shell; without those that choose a part.
std::string commandOf(const CLI::App& command);

}  // namespace spindle::app
