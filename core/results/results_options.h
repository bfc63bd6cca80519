// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/results/measurement_options.h"
#include "core/results/parts/stored_part.h"
#include "core/results/provenance.h"
#include "core/results/view_choices.h"
#include "core/store/results_file.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace spindle {

/// The options of a results file, which the store keeps as one JSON text. This is the only place that reads or writes
/// it. Texts of all earlier versions are read, with their spellings; those written here open in earlier versions.
struct ResultsOptions {
  MeasurementOptions measurement;
  Provenance provenance;
  ViewChoices view;
  std::optional<StoredPart> part = {};  ///< of a shard

  bool operator==(const ResultsOptions&) const = default;
};

/// `where` begins the sentence of the UserError that is thrown where an option has another type or an unknown value:
/// "The results file r.h5" is damaged (its option "score" is not a text); ...
ResultsOptions readOptions(const std::string& json, const std::string& where);
ResultsOptions readOptions(const ResultsHeader& header);

/// Equal options give equal bytes.
std::string writeOptions(const ResultsOptions& options);

/// Names of the options that differ, as they stand in the file, in alphabetical order.
std::vector<std::string> differingOptions(const MeasurementOptions& a, const MeasurementOptions& b);

/// Name and value of each option of the measurement and of the view, as they stand in the file.
std::vector<std::pair<std::string, std::string>> optionRows(const ResultsOptions& options);

}  // namespace spindle
