// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/choice_model.h"

#include <utility>

namespace spindle {

void ChoiceModel::reset(VariableChoice choice) {
  current_ = std::move(choice);
  whole_ = current_;
}

void ChoiceModel::set(const VariableChoice& choice) {
  if (choice == current_) return;
  current_ = choice;
  if (!alone()) whole_ = current_;
  emit changed();
}

void ChoiceModel::pick(const VariableChoice& choice) {
  const auto at = choice.samples.size() == 1 ? whole_.position(choice.samples.front()) : std::nullopt;
  if (!at || choice.count() != whole_.count()) return set(choice);
  VariableChoice joined = whole_;
  joined.variables[*at] = choice.variables.front();
  set(joined);
}

}  // namespace spindle
