// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/table/table_samples.h"

#include "core/base/text.h"
#include "core/base/user_error.h"
#include "core/input/arrays/file_bytes.h"
#include "core/input/sample/finish_samples.h"
#include "core/input/sample/in_quotes.h"
#include "core/input/sample/numbers.h"
#include "core/input/table/table_columns.h"
#include "core/input/table/table_rows.h"
#include "core/weights/tensor.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

namespace spindle {
namespace {

/// Which column means what.
struct Roles {
  std::optional<std::size_t> target, split, name, mislabeled;
  std::vector<std::size_t> features;
  bool targetGuessed = false;
  std::vector<std::string> notes;
};

[[noreturn]] void failColumn(const TableLayout& layout, const std::string& source, const std::string& name,
                             std::string_view key) {
  const auto names = layout.names();
  const auto near = closest(name, names);
  std::vector<std::string> shown;
  for (const auto& column : names) shown.push_back(inQuotes(column));
  throw UserError(source + ": there is no column " + inQuotes(name) + ", which " + std::string(key) +
                  " of run.json names; the columns are " + listed(names, 8) +
                  (near.empty() ? "." : "; the nearest is " + inQuotes(near) + "."));
}

std::optional<std::size_t> targetColumn(const TableLayout& layout, const std::string& source, const SampleHints& hints,
                                        bool& named) {
  const auto none = layout.columns.size();
  named = true;
  if (!hints.target.empty()) {
    const auto i = layout.find(hints.target);
    if (i == none) failColumn(layout, source, hints.target, "the target");
    return i;
  }
  for (const auto* name : {"target", "label", "class", "y", "labels"}) {
    const auto i = layout.find(name);
    if (i < none) return i;
  }
  named = false;
  std::size_t wanted = 1;
  for (const auto size : hints.shape) wanted *= static_cast<std::size_t>(size);
  const bool allAreInput = !hints.shape.empty() && wanted == none;
  if (allAreInput || none < 2) return {};
  return none - 1;
}

bool isSplitColumn(const TableColumn& column) {
  return column.numeric || std::all_of(column.words.begin(), column.words.end(),
                                       [](const std::string& word) { return splitFrom(word) != Split::unknown; });
}

Roles rolesOf(const TableLayout& layout, const std::string& source, const SampleHints& hints) {
  Roles roles;
  const auto none = layout.columns.size();
  bool named = false;
  roles.target = targetColumn(layout, source, hints, named);
  roles.targetGuessed = roles.target && !named;
  if (roles.target) {
    roles.notes.push_back("labels from column " + inQuotes(layout.columns[*roles.target].name) +
                          (named ? "" : ", the last one"));
  } else {
    roles.notes.push_back("no label column: all labels set to 0");
  }
  if (!hints.columns.empty()) {
    for (const auto& name : hints.columns) {
      const auto i = layout.find(name);
      if (i == none) failColumn(layout, source, name, "the list of columns");
      roles.features.push_back(i);
    }
  }
  const auto used = [&](std::size_t i) {
    return std::find(roles.features.begin(), roles.features.end(), i) != roles.features.end();
  };
  const auto split = layout.find("split"), name = layout.find("name");
  if (split < none && !used(split) && isSplitColumn(layout.columns[split])) roles.split = split;
  auto mislabeled = layout.find("mislabeled");
  if (mislabeled >= none) mislabeled = layout.find("mislabelled");
  if (mislabeled < none && !used(mislabeled)) roles.mislabeled = mislabeled;
  if (name < none && !used(name) && !layout.columns[name].numeric) roles.name = name;
  if (!hints.columns.empty()) return roles;

  for (std::size_t i = 0; i < none; ++i) {
    if (i == roles.target || i == roles.split || i == roles.name || i == roles.mislabeled) continue;
    const auto title = lowerCase(layout.columns[i].name);
    if (i == 0 && none > 2 && layout.columns[i].numeric && (title.empty() || title == "unnamed: 0")) {
      roles.notes.push_back("the first column has no name and was skipped");
      continue;
    }
    roles.features.push_back(i);
  }
  return roles;
}

/// Words of one column, numbered as they come; renumbered in sorted order at the end.
class Categories {
 public:
  std::size_t number(std::string_view word) { return index_.emplace(word, index_.size()).first->second; }

  [[nodiscard]] std::vector<std::string> sorted() const {
    std::vector<std::string> words;
    for (const auto& [word, number] : index_) words.push_back(word);
    return words;
  }

  /// sortedPosition()[n] = place of the word that got number n.
  [[nodiscard]] std::vector<std::size_t> sortedPosition() const {
    std::vector<std::size_t> position(index_.size());
    std::size_t place = 0;
    for (const auto& [word, number] : index_) position[number] = place++;
    return position;
  }

 private:
  std::map<std::string, std::size_t, std::less<>> index_;
};

InputFormat formatOf(const TableLayout& layout, const Roles& roles, const std::string& source,
                     const SampleHints& hints) {
  const auto columns = static_cast<std::int64_t>(roles.features.size());
  InputFormat format;
  format.kind = hints.kind.value_or(InputKind::tabular);
  format.shape = hints.shape.empty() ? std::vector<std::int64_t>{columns} : hints.shape;
  format.check();
  if (format.elements() != roles.features.size()) {
    throw UserError(source + ": a row has the shape " + shapeText({columns}) + " (input columns, of " +
                    std::to_string(layout.columns.size()) + " in all) but the input's shape is " +
                    shapeText(format.shape) + "; correct \"input\" in run.json or name the columns.");
  }
  return format;
}

/// Whole numbers from 0 to 255 that go above 1 are what image tables hold.
bool looksLikeBytes(const std::vector<Sample>& samples) {
  float most = 0.0F;
  for (const auto& sample : samples) {
    for (const float value : sample.values) {
      if (value < 0.0F || value > 255.0F || value != std::floor(value)) return false;
      most = std::max(most, value);
    }
  }
  return most > 1.0F;
}

}  // namespace

SampleSet samplesFromTable(std::string_view text, const std::string& source, const SampleHints& hints) {
  text = withoutMark(text, source);
  const auto layout = tableLayout(text, source);
  const auto roles = rolesOf(layout, source, hints);
  SampleSet set;
  set.source = source;
  set.storedType = "text";
  set.notes = roles.notes;
  if (roles.target) set.targetColumn = layout.columns[*roles.target].name;
  set.targetGuessed = roles.targetGuessed;
  set.allColumns = layout.names();
  set.format = formatOf(layout, roles, source, hints);
  for (const auto i : roles.features) set.columns.push_back(layout.columns[i].name);

  TableRows rows(text, layout.delimiter, true, source);
  std::vector<std::string_view> cells;
  std::vector<std::string> labels;
  std::vector<Categories> categories(roles.features.size());
  if (layout.header) rows.next(cells);
  set.samples.reserve(layout.rows);
  while (rows.next(cells)) {
    auto& sample = set.samples.emplace_back();
    const auto fail = [&](std::size_t column, const std::string& what) {
      throw UserError(source + ": row " + std::to_string(set.samples.size()) + " (line " + std::to_string(rows.line()) +
                      "), column " + inQuotes(layout.columns[column].name) + " " + what +
                      "; fill it in or remove the row.");
    };
    sample.values.reserve(roles.features.size());
    for (std::size_t f = 0; f < roles.features.size(); ++f) {
      const auto i = roles.features[f];
      const auto cell = trimmed(cells[i]);
      if (cell.empty()) fail(i, "is empty");
      if (!layout.columns[i].numeric) {
        if (layout.columns[i].tooManyWords) fail(i, "holds more than 10,000 different words and cannot be an input");
        sample.values.push_back(static_cast<float>(categories[f].number(cell)));
        continue;
      }
      const auto value = numberFrom(cell, layout.decimalComma);
      if (!value) fail(i, "holds " + inQuotes(cell) + " where the other rows hold numbers");
      sample.values.push_back(static_cast<float>(*value));
      if (!std::isfinite(sample.values.back())) fail(i, "holds " + inQuotes(cell) + ", not a finite number");
    }
    if (roles.target) {
      labels.emplace_back(trimmed(cells[*roles.target]));
      if (labels.back().empty()) fail(*roles.target, "is empty");
      const bool comma = layout.decimalComma && numberFrom(labels.back(), true);  // not the commas of lists
      if (comma) std::replace(labels.back().begin(), labels.back().end(), ',', '.');
    }
    if (roles.name) sample.name = trimmed(cells[*roles.name]);
    if (roles.mislabeled) sample.mislabeled = flagFrom(cells[*roles.mislabeled]);
    if (roles.split) sample.split = splitFrom(cells[*roles.split]);
  }

  for (std::size_t f = 0; f < roles.features.size(); ++f) {
    if (layout.columns[roles.features[f]].numeric) continue;
    const auto position = categories[f].sortedPosition();
    for (auto& sample : set.samples) {
      sample.values[f] = static_cast<float>(position[static_cast<std::size_t>(sample.values[f])]);
    }
    set.notes.push_back("column " + inQuotes(set.columns[f]) +
                        " holds words, numbered from 0 in sorted order: " + listed(categories[f].sorted(), 6));
  }
  if (layout.decimalComma) set.notes.push_back("numbers have a decimal comma");
  if (!layout.header) set.notes.push_back("no header: the first row is data");
  if (set.format.kind == InputKind::image && looksLikeBytes(set.samples)) {
    for (auto& sample : set.samples) {
      for (auto& value : sample.values) value = static_cast<float>(static_cast<double>(value) / 255.0);
    }
    set.notes.push_back("whole numbers up to 255 divided by 255");
  }
  if (roles.target) {
    const auto where = "column " + inQuotes(layout.columns[*roles.target].name);
    takeLabels(set, 0, labelsFrom(labels, hints, source, where, TargetMeans::column));
  }
  return finishSamples(std::move(set), hints);
}

}  // namespace spindle
