// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/choice_model.h"

#include <QObject>

#include <vector>

namespace spindle {

/// The samples and input variables as the user edits them: a draft beside what is computed, with undo and redo. Nothing
/// is computed before apply(). A choice that is made elsewhere becomes the draft, as one step. GUI thread.
class VariableEditor : public QObject {
  Q_OBJECT

 public:
  /// The choices must outlive this.
  explicit VariableEditor(ChoiceModel& choices, QObject* parent = nullptr);

  [[nodiscard]] const VariableChoice& draft() const { return steps_[at_].choice; }
  /// The last draft of all samples.
  [[nodiscard]] const VariableChoice& whole() const { return steps_[at_].whole; }
  [[nodiscard]] bool pending() const { return !(draft() == choices_.current()); }
  /// Whether the draft has fewer samples than the run: those it has have another number of variables than the others.
  [[nodiscard]] bool alone() const { return draft().samples.size() < whole().samples.size(); }

  /// Another run: forgets all steps. No signal.
  void reset();
  /// One step, or a part of the stroke that is being made. A single sample with as many variables as all samples had
  /// joins them again.
  void edit(const VariableChoice& choice);
  /// All edits up to endStroke() are one step.
  void beginStroke();
  void endStroke();

  [[nodiscard]] bool canUndo() const { return at_ > 0; }
  [[nodiscard]] bool canRedo() const { return at_ + 1 < steps_.size(); }
  void undo();
  void redo();

  void apply();    ///< computes the draft
  void discard();  ///< back to what is computed; a step that can be undone

 signals:
  void changed();  ///< the draft, or whether it is pending

 private:
  struct Step {
    VariableChoice choice, whole;
    std::size_t elements = 0;  ///< that it holds in memory
  };

  void push(VariableChoice choice);
  void go(std::size_t step);

  ChoiceModel& choices_;
  std::vector<Step> steps_;
  std::size_t at_ = 0;
  bool stroke_ = false, strokeHasStep_ = false;
};

}  // namespace spindle
