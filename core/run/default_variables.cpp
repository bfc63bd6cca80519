#include "core/run/default_variables.h"

#include "core/base/text.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace spindle {
namespace {

constexpr std::size_t mostColumns = 12;
constexpr std::size_t mostWords = 10;
constexpr std::size_t clusters = 10;
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
      const double value = set.format.normalised(sample.values[c], c);
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
  for (std::uint32_t i = 0; i < sample.words.size(); ++i) (meaningful(sample.words[i]) ? good : rest).push_back(i);
  std::vector<std::uint32_t> chosen;
  const auto take = std::min(count, good.size());
  for (std::size_t k = 0; k < take; ++k) chosen.push_back(good[k * good.size() / take]);
  for (std::size_t k = 0; chosen.size() < count && k < rest.size(); ++k) chosen.push_back(rest[k]);
  std::sort(chosen.begin(), chosen.end());
  return chosen;
}

std::size_t wordCount(const SampleSet& set) {
  std::size_t count = mostWords;
  for (const auto& sample : set.samples) count = std::min(count, sample.words.size());
  return count;
}

double squaredDistance(const float* a, const double* b, std::size_t dimensions) {
  double sum = 0;
  for (std::size_t d = 0; d < dimensions; ++d) sum += (a[d] - b[d]) * (a[d] - b[d]);
  return sum;
}

}  // namespace

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

std::vector<std::vector<std::uint32_t>> clusterPoints(const std::vector<float>& points, std::size_t dimensions,
                                                      std::size_t count) {
  const std::size_t n = points.size() / dimensions;
  const auto row = [&](std::size_t i) { return points.data() + i * dimensions; };
  // Start: the point nearest the centre of gravity, then each time the point farthest from those taken.
  std::vector<double> centre(count * dimensions, 0.0);
  std::vector<double> gravity(dimensions, 0.0);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t d = 0; d < dimensions; ++d) gravity[d] += row(i)[d] / static_cast<double>(n);
  }
  std::size_t pick = 0;
  for (std::size_t i = 1; i < n; ++i) {
    if (squaredDistance(row(i), gravity.data(), dimensions) < squaredDistance(row(pick), gravity.data(), dimensions)) {
      pick = i;
    }
  }
  std::vector<double> nearest(n, std::numeric_limits<double>::infinity());
  for (std::size_t k = 0; k < count; ++k) {
    std::copy_n(row(pick), dimensions, centre.begin() + static_cast<std::ptrdiff_t>(k * dimensions));
    for (std::size_t i = 0; i < n; ++i) {
      nearest[i] = std::min(nearest[i], squaredDistance(row(i), centre.data() + k * dimensions, dimensions));
    }
    pick = static_cast<std::size_t>(std::max_element(nearest.begin(), nearest.end()) - nearest.begin());
  }
  std::vector<std::size_t> label(n, 0), size(count, 0);
  constexpr int rounds = 50;
  for (int round = 0; round < rounds; ++round) {
    bool changed = round == 0;
    for (std::size_t i = 0; i < n; ++i) {
      std::size_t best = 0;
      double least = std::numeric_limits<double>::infinity();
      for (std::size_t k = 0; k < count; ++k) {
        const double distance = squaredDistance(row(i), centre.data() + k * dimensions, dimensions);
        if (distance < least) least = distance, best = k;
      }
      changed = changed || label[i] != best;
      label[i] = best;
    }
    std::fill(size.begin(), size.end(), 0);
    for (const auto k : label) ++size[k];
    for (std::size_t k = 0; k < count; ++k) {
      if (size[k] > 0) continue;
      const auto largest = static_cast<std::size_t>(std::max_element(size.begin(), size.end()) - size.begin());
      const auto moved = static_cast<std::size_t>(std::find(label.begin(), label.end(), largest) - label.begin());
      label[moved] = k;
      --size[largest];
      ++size[k];
    }
    if (!changed) break;
    std::fill(centre.begin(), centre.end(), 0.0);
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t d = 0; d < dimensions; ++d) {
        centre[label[i] * dimensions + d] += row(i)[d] / static_cast<double>(size[label[i]]);
      }
    }
  }
  std::vector<std::vector<std::uint32_t>> groups(count);
  for (std::size_t i = 0; i < n; ++i) groups[label[i]].push_back(static_cast<std::uint32_t>(i));
  return groups;
}

std::vector<InputVariables> defaultVariables(const SampleSet& set) {
  std::vector<InputVariables> list;
  if (set.samples.empty()) return list;
  const auto& format = set.format;
  switch (format.kind) {
    case InputKind::image:
      return {set.samples.size(), drawGridCells(format, defaultGrid(format))};
    case InputKind::tabular:
      return {set.samples.size(), columnVariables(set)};
    case InputKind::text:
      for (const auto& sample : set.samples) {
        std::vector<InputVariable> words;
        for (const auto word : chosenWords(sample, wordCount(set))) {
          words.push_back(wordVariable(sample, {word}, sample.words[word]));
        }
        list.emplace_back(std::move(words), format.elements());
      }
      return list;
    case InputKind::points:
      for (const auto& sample : set.samples) {
        const auto dimensions = static_cast<std::size_t>(format.shape[1]);
        const auto count = std::min(clusters, static_cast<std::size_t>(format.shape[0]));
        std::vector<InputVariable> groups;
        for (auto& points : clusterPoints(sample.values, dimensions, count)) {
          const auto name = "cluster " + std::to_string(groups.size() + 1);
          groups.push_back(pointVariable(format, std::move(points), name));
        }
        list.emplace_back(std::move(groups), format.elements());
      }
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
             std::to_string(grid.columns) + " grid (seed 0" + (grid.within[2] > 0 ? ", off its border)" : ")");
    }
    case InputKind::tabular:
      return format.elements() <= mostColumns
                 ? "all " + std::to_string(format.elements()) + " columns"
                 : "the 12 columns of " + std::to_string(format.elements()) + " that vary most";
    case InputKind::text:
      return std::to_string(wordCount(set)) + " words of each text";
    case InputKind::points:
      return std::to_string(std::min<std::int64_t>(clusters, format.shape[0])) + " clusters of points (k-means)";
  }
  return {};
}

}  // namespace spindle
