// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/variable_choice.h"

#include "core/base/user_error.h"
#include "core/game/coalition.h"
#include "core/input/variables/regions.h"
#include "core/run/samples/default_variables.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

namespace spindle {
namespace {

bool covers(const PixelRect& r, std::int64_t row, std::int64_t column) {
  return row >= r.top && row < r.top + r.height && column >= r.left && column < r.left + r.width;
}

bool touches(const InputVariable& variable, const PixelRect& place) {
  return std::any_of(variable.rects.begin(), variable.rects.end(), [&](const PixelRect& r) {
    return r.top < place.top + place.height && place.top < r.top + r.height && r.left < place.left + place.width &&
           place.left < r.left + r.width;
  });
}

/// Both sorted.
bool overlap(const std::vector<std::uint32_t>& a, const std::vector<std::uint32_t>& b) {
  for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    if (a[i] == b[j]) return true;
    a[i] < b[j] ? ++i : ++j;
  }
  return false;
}

bool isCell(const InputFormat& format, const PickGrid& grid, const PixelRect& rect) {
  for (int row = 0; row < grid.rows; ++row) {
    for (int column = 0; column < grid.columns; ++column) {
      if (cellRect(format, grid.rows, grid.columns, row, column) == rect) return true;
    }
  }
  return false;
}

void checkCount(std::size_t count) {
  if (count == 0) throw UserError("At least one input variable is needed; add another one before removing this one.");
  if (count > static_cast<std::size_t>(maxDecompositionVariables)) {
    throw UserError("There can be " + std::to_string(maxDecompositionVariables) +
                    " input variables at most; remove one first.");
  }
}

/// Variables without those at `hit`, or with `added` in its place by `before` (reading order).
template <typename Hit, typename Before>
InputVariables toggled(const InputVariables& variables, std::size_t elements, InputVariable added, Hit hit,
                       Before before) {
  std::vector<InputVariable> list = variables.all();
  const auto found = std::find_if(list.begin(), list.end(), hit);
  if (found != list.end()) {
    list.erase(found);
  } else {
    list.insert(std::find_if(list.begin(), list.end(), before), std::move(added));
  }
  checkCount(list.size());
  return {std::move(list), elements};
}

/// Applies the change to the sample, and to all others that had the same variables where these change alike.
VariableChoice changed(const VariableChoice& choice, std::size_t sample, const InputVariables& now,
                       EditScope scope = EditScope::alike) {
  const auto position = choice.position(sample);
  if (!position) throw UserError("This sample is not among the samples used; choose another one.");
  VariableChoice result = choice;
  const InputVariables before = choice.variables[*position];
  for (InputVariables& variables : result.variables) {
    if (scope == EditScope::alike && variables == before) variables = now;
  }
  result.variables[*position] = now;
  const auto other = [&](const InputVariables& variables) { return variables.count() != now.count(); };
  if (std::any_of(result.variables.begin(), result.variables.end(), other)) return {{sample}, {now}};
  return result;
}

InputVariables variablesOf(const VariableChoice& choice, std::size_t sample) {
  const auto position = choice.position(sample);
  if (!position) throw UserError("This sample is not among the samples used; choose another one.");
  return choice.variables[*position];
}

}  // namespace

std::optional<std::size_t> VariableChoice::position(std::size_t sample) const {
  const auto at = std::find(samples.begin(), samples.end(), sample);
  if (at == samples.end()) return std::nullopt;
  return static_cast<std::size_t>(at - samples.begin());
}

PickGrid pickGrid(const InputFormat& format, const InputVariables& variables) {
  if (format.kind != InputKind::image || format.shape.size() != 3) return {};
  const GridOptions usual = defaultGrid(format);
  const PickGrid fallback{usual.rows, usual.columns};
  std::vector<PixelRect> rects;
  for (const InputVariable& variable : variables.all()) {
    rects.insert(rects.end(), variable.rects.begin(), variable.rects.end());
  }
  const auto fits = [&](const PickGrid& grid) {
    return std::all_of(rects.begin(), rects.end(), [&](const PixelRect& r) { return isCell(format, grid, r); });
  };
  if (rects.empty() || fits(fallback)) return fallback;
  const auto most = static_cast<int>(std::min<std::int64_t>({32, format.shape[1], format.shape[2]}));
  for (int cells = 1; cells <= most; ++cells) {
    if (fits({cells, cells})) return {cells, cells};
  }
  return fallback;
}

std::optional<std::size_t> variableAt(const InputVariables& variables, std::int64_t row, std::int64_t column) {
  for (std::size_t i = 0; i < variables.all().size(); ++i) {
    for (const PixelRect& rect : variables[i].rects) {
      if (covers(rect, row, column)) return i;
    }
  }
  return std::nullopt;
}

VariableChoice withCellToggled(const VariableChoice& choice, const InputFormat& format, std::size_t sample,
                               const PickGrid& grid, int row, int column, EditScope scope) {
  const InputVariable cell = cellVariable(format, grid.rows, grid.columns, row, column);
  const PixelRect& place = cell.rects.front();
  const auto overlaps = [&](const InputVariable& variable) { return touches(variable, place); };
  const auto later = [&](const InputVariable& variable) {
    if (variable.rects.empty()) return false;
    const PixelRect& r = variable.rects.front();
    return std::pair(r.top, r.left) > std::pair(place.top, place.left);
  };
  return changed(choice, sample, toggled(variablesOf(choice, sample), format.elements(), cell, overlaps, later), scope);
}

bool cellTaken(const InputVariables& variables, const InputFormat& format, const PickGrid& grid, int row, int column) {
  const PixelRect place = cellRect(format, grid.rows, grid.columns, row, column);
  const auto& list = variables.all();
  return std::any_of(list.begin(), list.end(), [&](const InputVariable& variable) { return touches(variable, place); });
}

VariableChoice withClusterToggled(const VariableChoice& choice, const InputFormat& format, std::size_t sample,
                                  const std::vector<std::uint32_t>& points, const std::string& name) {
  InputVariable cluster = pointVariable(format, points, name);
  const auto hit = [&cluster](const InputVariable& variable) { return overlap(variable.elements, cluster.elements); };
  const auto later = [&cluster](const InputVariable& variable) {
    return !variable.positions.empty() && variable.positions.front() > cluster.positions.front();
  };
  return changed(choice, sample, toggled(variablesOf(choice, sample), format.elements(), cluster, hit, later),
                 EditScope::one);
}

VariableChoice withGroup(const VariableChoice& choice, std::size_t sample, std::size_t elements,
                         const InputVariable& group, EditScope scope) {
  std::vector<InputVariable> list;
  bool placed = false;
  const InputVariables before = variablesOf(choice, sample);
  for (const InputVariable& variable : before.all()) {
    if (!overlap(variable.elements, group.elements)) {
      list.push_back(variable);
    } else if (!std::exchange(placed, true)) {
      list.push_back(group);
    }
  }
  if (!placed) list.push_back(group);
  checkCount(list.size());
  return changed(choice, sample, {std::move(list), elements}, scope);
}

namespace {

/// "region 3": the first that is free.
std::string freeName(const std::vector<InputVariable>& list) {
  for (std::size_t number = 1;; ++number) {
    std::string name = "region " + std::to_string(number);
    if (std::none_of(list.begin(), list.end(), [&](const InputVariable& one) { return one.name == name; })) return name;
  }
}

}  // namespace

VariableChoice withBrush(const VariableChoice& choice, const InputFormat& format, std::size_t sample,
                         const std::vector<std::uint32_t>& pixels, bool add, EditScope scope) {
  const InputVariables before = variablesOf(choice, sample);
  std::vector<std::int64_t> labels = regionLabels(before, format);
  std::vector<InputVariable> list = before.all();
  std::int64_t own = pixels.empty() || !add ? 0 : labels[pixels.front()];
  if (add && own == 0) own = static_cast<std::int64_t>(list.size()) + 1;
  std::set<std::int64_t> touched;
  for (const std::uint32_t p : pixels) {
    if (add != (labels[p] == 0)) continue;
    touched.insert(add ? own : labels[p]);
    labels[p] = own;
  }
  if (touched.empty()) return choice;
  for (const std::int64_t region : touched) {
    const auto at = static_cast<std::size_t>(region) - 1;
    if (at == list.size()) list.emplace_back();
    // A cell that is changed is none any more.
    const std::string name = list[at].name.starts_with("region ") ? list[at].name : freeName(list);
    list[at] = regionVariable(labels, region, format, name);
  }
  std::erase_if(list, [](const InputVariable& variable) { return variable.elements.empty(); });
  checkCount(list.size());
  return changed(choice, sample, {std::move(list), format.elements()}, scope);
}

VariableChoice withEach(const VariableChoice& choice, std::vector<InputVariables> variables) {
  for (const InputVariables& one : variables) checkCount(one.all().size());
  return {choice.samples, std::move(variables)};
}

VariableChoice withVariables(const VariableChoice& choice, std::size_t sample, const InputVariables& variables,
                             EditScope scope) {
  checkCount(variables.all().size());
  if (scope == EditScope::one) return changed(choice, sample, variables, scope);
  return {choice.samples, std::vector<InputVariables>(choice.samples.size(), variables)};
}

double forwardPasses(const VariableChoice& choice, std::size_t checkpoints) {
  return std::ldexp(static_cast<double>(choice.samples.size()) * static_cast<double>(checkpoints), choice.count());
}

namespace {

VariableChoice withPositionToggled(const VariableChoice& choice, std::size_t sample, std::size_t elements,
                                   InputVariable variable) {
  const std::uint32_t place = variable.positions.front();
  const auto has = [place](const InputVariable& v) {
    return std::find(v.positions.begin(), v.positions.end(), place) != v.positions.end();
  };
  const auto later = [place](const InputVariable& v) { return !v.positions.empty() && v.positions.front() > place; };
  return changed(choice, sample, toggled(variablesOf(choice, sample), elements, std::move(variable), has, later));
}

}  // namespace

VariableChoice withColumnToggled(const VariableChoice& choice, const InputFormat& format, std::size_t sample,
                                 std::uint32_t column, const std::string& name) {
  return withPositionToggled(choice, sample, format.elements(), columnVariable(format, {column}, name));
}

VariableChoice withWordToggled(const VariableChoice& choice, const Sample& words, std::size_t sample,
                               std::size_t elements, std::uint32_t word) {
  const std::string name = word < words.words.size() ? words.words[word] : "word " + std::to_string(word);
  return withPositionToggled(choice, sample, elements, wordVariable(words, {word}, name));
}

}  // namespace spindle
