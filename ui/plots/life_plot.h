// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/life_curve.h"
#include "ui/session/playhead.h"

#include <QWidget>

#include <memory>
#include <optional>

namespace spindle {

/// What becomes of one interaction: its effect over training, on the axis of the timeline, with the band in which it is
/// not salient. A click moves the playhead. Holds a reference.
class LifePlot : public QWidget {
  Q_OBJECT

 public:
  explicit LifePlot(Playhead& playhead, QWidget* parent = nullptr);
  ~LifePlot() override;

  void show(const LifeCurvePtr& life, const QString& title);
  void setPhase(const std::optional<std::size_t>& checkpoint);

  [[nodiscard]] const LifeCurvePtr& life() const { return life_; }
  [[nodiscard]] QSize sizeHint() const override { return {640, 130}; }
  [[nodiscard]] QSize minimumSizeHint() const override { return {280, 90}; }

 protected:
  void changeEvent(QEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  bool event(QEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  struct Parts;
  void restyle();
  void refresh();
  void movePlayhead();

  std::unique_ptr<Parts> parts_;
  Playhead& playhead_;
  LifeCurvePtr life_;
  QString title_;
  std::optional<std::size_t> phase_;
};

}  // namespace spindle
