// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dynamics/bodies/simulation.h"
#include "core/input/sample/sample_set.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace spindle {

/// Inputs with labels, row after row.
struct LabeledPart {
  std::vector<float> values;         ///< rows * elements; as raw values, images of bytes from 0 to 255, text: token ids
  std::vector<std::int64_t> labels;  ///< as trained on
  std::vector<std::int64_t> correct;  ///< as published; differs from labels where noise replaced them
  std::vector<double> targets;        ///< measured values, where there are no classes
  std::vector<float> positions;       ///< bodies: where they are at the end, 3 values each, row after row
  std::vector<std::string> texts;     ///< text only: what the tokens were made of
  std::vector<bool> unfit;            ///< rows that are not taken as samples to show; empty: none
  [[nodiscard]] std::size_t rows() const { return labels.size(); }
};

/// One data set as the trainers and the run folder need it.
struct LabeledData {
  InputKind kind = InputKind::image;
  std::vector<std::int64_t> shape;      ///< of one row
  double divisor = 1.0;                 ///< of the values before anything else; 255: bytes
  std::vector<double> mean, std;        ///< of values / divisor over the training set; empty: not normalized
  std::vector<double> baseline;         ///< tables: of masked columns, raw; empty: the mean
  std::vector<std::string> classes;     ///< in label order; empty: targets are measured values
  std::vector<std::string> columns;     ///< tables
  std::vector<std::string> vocabulary;  ///< text: word pieces by id; [PAD] is 0
  std::vector<std::pair<std::string, std::vector<std::string>>> variables;  ///< tables: columns that belong together
  std::string source;  ///< name, author, license, origin: one sentence without its period, for HOW.md
  LabeledPart training, test;
  [[nodiscard]] std::size_t elements() const;
};

/// At most so many rows of each part.
struct DataRequest {
  std::size_t trainingRows = 0, testRows = 0;
  // Of bodies.
  Force force = Force::charged;
  int horizon = 1000;    ///< steps of the simulation between input and target
  double leftOut = 0.0;  ///< chance of each body of a training system not to be there
};

/// Reads the first rows of a data set, which come in an order without meaning. Throws UserError when it is not
/// installed (names the Debian package) or damaged.
using DataReader = LabeledData(const DataRequest& request);

/// An IDX file, compressed with gzip, of unsigned bytes or signed 16-bit numbers: at most `rows` of it. `missing` says
/// what to do when there is none. Throws UserError.
std::vector<float> readIdx(const std::filesystem::path& file, std::size_t rows, std::size_t valuesARow,
                           const std::string& missing = "install Spindle again");

/// Labels from an IDX file of bytes.
std::vector<std::int64_t> readIdxLabels(const std::filesystem::path& file, std::size_t rows,
                                        const std::string& missing = "install Spindle again");

/// Replaces a share of the training labels, drawn without replacement, by one of the other classes.
void addLabelNoise(LabeledData& data, double share, std::uint64_t seed);

/// Mean and standard deviation of each column over the training rows, to six digits; a constant column gets 1.
void normalizeByColumn(LabeledData& data);

/// Scales each column to [-1, 1] over the training rows; the baseline is its mean there. A constant column gets 1.
void normalizeByRange(LabeledData& data);

/// Targets minus their mean over their standard deviation, both of the training rows.
void standardizeTargets(LabeledData& data);

}  // namespace spindle
