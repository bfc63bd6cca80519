// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/input/sample/sample_set.h"
#include "core/input/variables/input_variables.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace spindle {

/// The variables of the samples with these numbers where run.json says nothing; the same number for all samples, but
/// for texts with fewer than defaultWords() words, which have fewer. Images: 10 cells of a 7x7 grid drawn with seed 0
/// within its central 5x5 cells ([1, 1, 6, 6]); images below 14 pixels a side: 10 cells of a 4x4 grid, all cells of it
/// where there are fewer. Tables: every column; of more than 12 the 12 whose network inputs vary most over the samples
/// (variance). Text: defaultWords() words, evenly spread over those that are no stop words, digits, single letters or
/// punctuation. Points: 10 of 30 clusters by k-means (seed 0; fewer where there are fewer points), as in the paper.
std::vector<InputVariables> defaultVariables(const SampleSet& set, const std::vector<std::size_t>& samples);
std::vector<InputVariables> defaultVariables(const SampleSet& set);  ///< of all

/// Number of words that become variables of a text: the most, up to 10, that three quarters of the texts, or 50 of
/// them, have. The others are only computed on request.
std::size_t defaultWords(const SampleSet& samples);

/// "10 cells of a 7x7 grid (seed 0), within its center": what defaultVariables() took.
std::string defaultVariablesText(const SampleSet& samples);

/// Numbers of the words that have tokens: of a text that was cut to the network's length the last words have none.
std::vector<std::uint32_t> keptWords(const Sample& sample);

/// Numbers of the kept words that are no stop words, digits, single letters or punctuation.
std::vector<std::uint32_t> meaningfulWords(const Sample& sample);

/// Points: how many clusters there are, and how many of them become variables.
std::pair<int, int> clusterCounts(const InputFormat& format);

/// The grid of an image format, as above.
GridOptions defaultGrid(const InputFormat& format);

}  // namespace spindle
