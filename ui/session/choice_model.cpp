// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/choice_model.h"

#include <utility>

namespace spindle {

VariableChoice joined(const VariableChoice& choice, const VariableChoice& whole) {
  const auto at = choice.samples.size() == 1 ? whole.position(choice.samples.front()) : std::nullopt;
  if (!at || choice.count() != whole.count()) return choice;
  VariableChoice all = whole;
  all.variables[*at] = choice.variables.front();
  return all;
}

void ChoiceModel::reset(VariableChoice whole) {
  reset(whole, whole);
}

void ChoiceModel::reset(VariableChoice whole, VariableChoice current) {
  whole_ = std::move(whole);
  current_ = std::move(current);
  if (!alone()) whole_ = current_;
}

void ChoiceModel::set(const VariableChoice& choice) {
  if (choice == current_) return;
  current_ = choice;
  if (!alone()) whole_ = current_;
  emit changed();
}

void ChoiceModel::pick(const VariableChoice& choice) {
  set(joined(choice, whole_));
}

}  // namespace spindle
