// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/option.h"

#include <QWidget>

#include <functional>
#include <map>
#include <string>
#include <vector>

class QToolButton;

namespace spindle {

/// One control for each declared option: a box for a choice or a number, a slider where a number is moved live. A live
/// option is unset until the user moves it, and again after a click on its "auto".
class OptionControls : public QWidget {
  Q_OBJECT

 public:
  /// group: the analysis' name; a control is found as "GROUP.OPTION".
  OptionControls(const std::string& group, const std::vector<OptionInfo>& options, QWidget* parent = nullptr);

  /// Shows a value without telling anybody.
  void setValue(const std::string& option, double value);
  /// Where an unset live option stands by itself; its control follows.
  void setAutomatic(const std::string& option, double value);
  [[nodiscard]] bool isSet(const std::string& option) const;

 signals:
  void changed(const std::string& option, double value);
  void unset(const std::string& option);

 private:
  QWidget* make(const OptionInfo& option, const QString& name);
  QWidget* makeSlider(const OptionInfo& option, const QString& name);
  QWidget* makeValueSlider(const OptionInfo& option, const QString& name);

  std::map<std::string, std::function<void(double)>> show_;
  std::map<std::string, QToolButton*> automatic_;
};

}  // namespace spindle
