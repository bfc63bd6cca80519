// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/run_facts.h"

#include <QWidget>

class QComboBox;
class QLineEdit;

namespace spindle {

/// Mean and standard deviation that raw values are normalized with: typed, or those of a well-known data set or of the
/// samples themselves.
class NormalizationField : public QWidget {
  Q_OBJECT

 public:
  explicit NormalizationField(const RunFacts& facts, QWidget* parent = nullptr);

  /// An empty mean is 0, an empty deviation 1: no normalization.
  void setNumbers(const std::vector<double>& mean, const std::vector<double>& deviation);
  /// What is typed; nothing where it is no list of numbers.
  [[nodiscard]] std::optional<std::vector<double>> mean() const;
  [[nodiscard]] std::optional<std::vector<double>> deviation() const;
  void setEditable(bool editable);

 signals:
  void changed();

 private:
  void showPreset();

  QComboBox* presets_;
  QLineEdit *mean_, *std_;
};

}  // namespace spindle
