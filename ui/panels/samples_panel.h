// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/samples_model.h"
#include "ui/session/selection.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QListView;

namespace spindle {

class SampleDelegate;

/// A strip of the computed samples. A click shows one in all views; several selected ones are averaged by the bars, and
/// one alone after them puts all back.
class SamplesPanel : public QWidget {
  Q_OBJECT

 public:
  SamplesPanel(DynamicsSession& session, const Playhead& playhead, Selection& selection, QWidget* parent = nullptr);

  [[nodiscard]] SamplesModel& model() { return model_; }
  [[nodiscard]] QListView* list() const { return list_; }
  /// The sample before or after the shown one, in the order of the strip.
  void step(int samples);

  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override;

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void takeSelected();
  void showSample();
  void showSummary();

  DynamicsSession& session_;
  Selection& selection_;
  SamplesModel model_;
  QComboBox* order_;
  QLabel* summary_;
  QListView* list_;
  SampleDelegate* delegate_;
  bool showing_ = false;
};

}  // namespace spindle
