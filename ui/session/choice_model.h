// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/variable_choice.h"

#include <QObject>

namespace spindle {

/// The choice itself; a single sample with as many variables as all samples of `whole` have joins them again.
VariableChoice joined(const VariableChoice& choice, const VariableChoice& whole);

/// The samples and input variables that are computed: the one owner of the choice. It remembers the last choice of all
/// samples, to which a sample that was computed alone returns. GUI thread.
class ChoiceModel : public QObject {
  Q_OBJECT

 public:
  using QObject::QObject;

  [[nodiscard]] const VariableChoice& current() const { return current_; }
  [[nodiscard]] const VariableChoice& whole() const { return whole_; }
  /// Whether fewer samples are chosen than the run has: they have another number of variables than the others.
  [[nodiscard]] bool alone() const { return current_.samples.size() < whole_.samples.size(); }

  /// Another run: its own samples and variables, and those that are computed first. No signal.
  void reset(VariableChoice whole);
  void reset(VariableChoice whole, VariableChoice current);

  void set(const VariableChoice& choice);
  /// The same, but a single sample with as many variables as all samples had joins them again.
  void pick(const VariableChoice& choice);

 signals:
  void changed();

 private:
  VariableChoice current_, whole_;
};

}  // namespace spindle
