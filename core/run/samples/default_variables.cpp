// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/samples/default_variables.h"

#include "core/base/text.h"
#include "core/input/variables/other_bodies.h"
#include "core/input/variables/point_clusters.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <utility>

namespace spindle {
namespace {

constexpr std::size_t mostColumns = 12;
constexpr std::size_t mostWords = 10;
constexpr std::array<std::string_view, 72> stopWords = {
    "a",   "an",   "the",   "and",  "or",    "but",   "if",   "of",   "at",    "by",    "for",   "with",
    "to",  "from", "in",    "on",   "off",   "over",  "out",  "up",   "down",  "as",    "is",    "are",
    "was", "were", "be",    "been", "being", "am",    "do",   "does", "did",   "have",  "has",   "had",
    "i",   "you",  "he",    "she",  "it",    "we",    "they", "me",   "him",   "her",   "us",    "them",
    "my",  "your", "his",   "its",  "our",   "their", "this", "that", "these", "those", "there", "here",
    "who", "whom", "which", "what", "when",  "where", "why",  "how",  "so",    "than",  "then",  "will"};

std::vector<std::uint32_t> widestColumns(const SampleSet& set, std::size_t count) {
  const auto columns = static_cast<std::size_t>(set.format.elements());
  std::vector<double> variance(columns, 0.0);
  for (std::size_t c = 0; c < columns; ++c) {
    double mean = 0, squares = 0, n = 0;
    for (const auto& sample : set.samples) {
      const double value = set.format.normalized(sample.values[c], c);
      if (!std::isfinite(value)) continue;
      n += 1;
      const double step = value - mean;
      mean += step / n;
      squares += step * (value - mean);
    }
    variance[c] = n > 0 ? squares / n : 0.0;
  }
  std::vector<std::uint32_t> order(columns);
  std::iota(order.begin(), order.end(), 0U);
  std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return variance[a] > variance[b]; });
  order.resize(std::min(count, columns));
  std::sort(order.begin(), order.end());
  return order;
}

InputVariables columnVariables(const SampleSet& set) {
  std::vector<InputVariable> list;
  for (const auto column : widestColumns(set, mostColumns)) {
    const auto name = column < set.columns.size() ? set.columns[column] : "column " + std::to_string(column);
    list.push_back(columnVariable(set.format, {column}, name));
  }
  return {std::move(list), set.format.elements()};
}

bool meaningful(const std::string& word) {
  const auto lower = lowerCase(word);
  if (std::find(stopWords.begin(), stopWords.end(), lower) != stopWords.end()) return false;
  const auto letters = std::count_if(lower.begin(), lower.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80;
  });
  return letters >= 2;
}

/// `count` words of the sample: meaningful ones, evenly spread; others only where those do not suffice.
std::vector<std::uint32_t> chosenWords(const Sample& sample, std::size_t count) {
  std::vector<std::uint32_t> good, rest;
  for (const auto word : keptWords(sample)) (meaningful(sample.words[word]) ? good : rest).push_back(word);
  std::vector<std::uint32_t> chosen;
  const auto take = std::min(count, good.size());
  for (std::size_t k = 0; k < take; ++k) chosen.push_back(good[k * good.size() / take]);
  const auto more = std::min(count - take, rest.size());
  for (std::size_t k = 0; k < more; ++k) chosen.push_back(rest[k * rest.size() / more]);
  std::sort(chosen.begin(), chosen.end());
  return chosen;
}

}  // namespace

std::size_t defaultWords(const SampleSet& set) {
  const auto enough = std::min<std::size_t>(50, (3 * set.samples.size() + 3) / 4);
  for (std::size_t count = mostWords; count > 1; --count) {
    const auto texts = std::count_if(set.samples.begin(), set.samples.end(),
                                     [&](const Sample& sample) { return keptWords(sample).size() >= count; });
    if (static_cast<std::size_t>(texts) >= enough) return count;
  }
  return 1;
}

std::vector<std::uint32_t> keptWords(const Sample& sample) {
  std::vector<std::uint32_t> kept;
  for (std::uint32_t i = 0; i < sample.words.size(); ++i) {
    if (i < sample.wordTokens.size() && !sample.wordTokens[i].empty()) kept.push_back(i);
  }
  return kept;
}

std::vector<std::uint32_t> meaningfulWords(const Sample& sample) {
  std::vector<std::uint32_t> good = keptWords(sample);
  std::erase_if(good, [&](std::uint32_t word) { return !meaningful(sample.words[word]); });
  return good;
}

std::pair<int, int> clusterCounts(const InputFormat& format) {
  const auto points = format.shape[0];
  return {static_cast<int>(std::min<std::int64_t>(30, points)), static_cast<int>(std::min<std::int64_t>(10, points))};
}

GridOptions defaultGrid(const InputFormat& format) {
  GridOptions grid;
  const auto side = std::min(format.shape[1], format.shape[2]);
  if (side >= 14) {
    grid.within = {1, 1, 6, 6};
    return grid;
  }
  grid.rows = static_cast<int>(std::min<std::int64_t>(4, format.shape[1]));
  grid.columns = static_cast<int>(std::min<std::int64_t>(4, format.shape[2]));
  grid.count = std::min(10, grid.rows * grid.columns);
  return grid;
}

std::vector<InputVariables> defaultVariables(const SampleSet& set) {
  std::vector<std::size_t> all(set.samples.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  return defaultVariables(set, all);
}

std::vector<InputVariables> defaultVariables(const SampleSet& set, const std::vector<std::size_t>& samples) {
  std::vector<InputVariables> list;
  if (samples.empty()) return list;
  const auto& format = set.format;
  switch (format.kind) {
    case InputKind::image:
      return {samples.size(), drawGridCells(format, defaultGrid(format))};
    case InputKind::tabular:
      return {samples.size(), columnVariables(set)};
    case InputKind::text: {
      const auto count = defaultWords(set);
      for (const auto s : samples) {
        const auto& sample = set.samples.at(s);
        std::vector<InputVariable> words;
        for (const auto word : chosenWords(sample, count)) {
          words.push_back(wordVariable(sample, {word}, sample.words[word]));
        }
        // A text of blanks is no sample to compute, but must not keep the others from it.
        if (words.empty()) words.push_back({"no words", {0}, {}, {}});
        list.emplace_back(std::move(words), format.elements());
      }
      return list;
    }
    case InputKind::points:
      for (const auto s : samples) {
        const auto [clusters, count] = clusterCounts(format);
        list.push_back(drawClusters(format, clusterPoints(set.samples.at(s), format, clusters, 0), count, 0));
      }
      return list;
    case InputKind::bodies:
      for (const auto s : samples) list.push_back(otherBodies(set.samples.at(s), format));
      return list;
  }
  return list;
}

std::string defaultVariablesText(const SampleSet& set) {
  const auto& format = set.format;
  switch (format.kind) {
    case InputKind::image: {
      const auto grid = defaultGrid(format);
      return std::to_string(grid.count) + " cells of a " + std::to_string(grid.rows) + "x" +
             std::to_string(grid.columns) + " grid (seed 0" + (grid.within[2] > 0 ? ", border cells excluded)" : ")");
    }
    case InputKind::tabular:
      return format.elements() <= mostColumns
                 ? "all " + std::to_string(format.elements()) + " columns"
                 : "the 12 columns of " + std::to_string(format.elements()) + " that vary most";
    case InputKind::text:
      return std::to_string(defaultWords(set)) + " words of each text";
    case InputKind::points:
      return std::to_string(clusterCounts(format).second) + " of " + std::to_string(clusterCounts(format).first) +
             " clusters of points (k-means, seed 0)";
    case InputKind::bodies:
      return "the bodies around the observed one";
  }
  return {};
}

}  // namespace spindle
