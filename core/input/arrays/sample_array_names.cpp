// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/arrays/sample_array_names.h"

#include "core/base/text.h"

#include <algorithm>

namespace spindle {
namespace {

bool isIn(const ArrayNames& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

const ArrayNames& inputArrays() {
  // "0" and "1" are the places of a saved pair of tensors.
  static const ArrayNames names{"x", "images", "image", "data", "points", "inputs", "input", "features", "arr_0", "0"};
  return names;
}

const ArrayNames& labelArrays() {
  static const ArrayNames names{"y", "labels", "label", "fine_labels", "targets", "target", "arr_1", "1"};
  return names;
}

const ArrayNames& mislabeledArrays() {
  static const ArrayNames names{"mislabeled", "mislabelled"};
  return names;
}

const ArrayNames& columnArrays() {
  static const ArrayNames names{"columns", "column_names", "feature_names"};
  return names;
}

const std::array<SplitArrays, 2>& splitArrays() {
  static const std::array<SplitArrays, 2> all{
      SplitArrays{Split::train,
                  {"x_train", "train_x", "train_images", "images_train", "train_data"},
                  {"y_train", "train_y", "train_labels", "labels_train", "train_targets"}},
      SplitArrays{Split::test,
                  {"x_test", "test_x", "test_images", "images_test", "test_data", "x_val"},
                  {"y_test", "test_y", "test_labels", "labels_test", "test_targets", "y_val"}}};
  return all;
}

std::string lastOf(std::string_view name) {
  return lowerCase(name.substr(name.rfind('/') + 1));
}

bool isInputArray(std::string_view name) {
  const auto last = lastOf(name);
  return isIn(inputArrays(), last) || std::any_of(splitArrays().begin(), splitArrays().end(),
                                                  [&](const SplitArrays& part) { return isIn(part.inputs, last); });
}

bool isSampleArray(std::string_view name) {
  const auto last = lastOf(name);
  if (isIn(inputArrays(), last) || isIn(labelArrays(), last)) return true;
  if (isIn({"split", "splits", "name", "names"}, last) || isIn(mislabeledArrays(), last)) return true;
  if (isIn(columnArrays(), last)) return true;
  return std::any_of(splitArrays().begin(), splitArrays().end(),
                     [&](const SplitArrays& part) { return isIn(part.inputs, last) || isIn(part.labels, last); });
}

}  // namespace spindle
