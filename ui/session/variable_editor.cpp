// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/variable_editor.h"

#include <utility>

namespace spindle {
namespace {

constexpr std::size_t mostSteps = 300;
constexpr std::size_t mostElements = 16U << 20U;  // in all steps together: 64 MB

std::size_t elementsOf(const VariableChoice& choice) {
  std::size_t elements = 0;
  for (const InputVariables& variables : choice.variables) {
    for (const InputVariable& variable : variables.all()) elements += variable.elements.size();
  }
  return elements;
}

}  // namespace

VariableEditor::VariableEditor(ChoiceModel& choices, QObject* parent) : QObject(parent), choices_(choices) {
  reset();
  connect(&choices, &ChoiceModel::changed, this, [this] {
    if (!(choices_.current() == draft())) push(choices_.current());
    emit changed();
  });
}

void VariableEditor::reset() {
  steps_.assign(1, {choices_.current(), choices_.whole(), elementsOf(choices_.current())});
  at_ = 0;
  stroke_ = strokeHasStep_ = false;
}

void VariableEditor::push(VariableChoice choice) {
  Step step{std::move(choice), whole(), 0};
  if (step.choice.samples.size() == step.whole.samples.size()) step.whole = step.choice;
  step.elements = elementsOf(step.choice);
  if (stroke_ && strokeHasStep_) {
    steps_[at_] = std::move(step);
    return;
  }
  steps_.resize(at_ + 1);
  steps_.push_back(std::move(step));
  ++at_;
  strokeHasStep_ = stroke_;
  std::size_t elements = 0;
  for (const Step& one : steps_) elements += one.elements;
  while (steps_.size() > 2 && (steps_.size() > mostSteps || elements > mostElements)) {
    elements -= steps_.front().elements;
    steps_.erase(steps_.begin());
    --at_;
  }
}

void VariableEditor::edit(const VariableChoice& choice) {
  VariableChoice next = joined(choice, whole());
  if (next == draft()) return;
  push(std::move(next));
  emit changed();
}

void VariableEditor::beginStroke() {
  stroke_ = true;
  strokeHasStep_ = false;
}

void VariableEditor::endStroke() {
  stroke_ = strokeHasStep_ = false;
}

void VariableEditor::go(std::size_t step) {
  endStroke();
  at_ = step;
  emit changed();
}

void VariableEditor::undo() {
  if (canUndo()) go(at_ - 1);
}

void VariableEditor::redo() {
  if (canRedo()) go(at_ + 1);
}

void VariableEditor::apply() {
  endStroke();
  choices_.set(draft());
}

void VariableEditor::discard() {
  endStroke();
  if (!pending()) return;
  push(choices_.current());
  emit changed();
}

}  // namespace spindle
