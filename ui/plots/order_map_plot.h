// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/plots/order_map_layout.h"
#include "ui/session/playhead.h"

#include <QWidget>

#include <memory>
#include <optional>

namespace spindle {

/// Both phases in one still picture: order by training, the share of strength as color, on the same axis as the
/// timeline under it. A click moves the playhead and asks for the order; moving the playhead repaints its own layer
/// only. Holds references.
class OrderMapPlot : public QWidget {
  Q_OBJECT

 public:
  OrderMapPlot(const DynamicsTrack& track, Playhead& playhead, QWidget* parent = nullptr);
  ~OrderMapPlot() override;

  void refresh();  ///< results came or went
  void setPhase(const std::optional<std::size_t>& checkpoint);
  void setLit(int order);

  [[nodiscard]] QPointF placeOnScreen(double place, int order) const;  ///< for tests
  [[nodiscard]] QString hoverText(const QPointF& at) const;

  [[nodiscard]] QSize sizeHint() const override { return {640, 130}; }
  [[nodiscard]] QSize minimumSizeHint() const override { return {280, 90}; }

 signals:
  void orderClicked(int order);

 protected:
  bool event(QEvent* event) override;
  void changeEvent(QEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  struct Parts;
  void restyle();
  void paintCells();
  void movePlayhead();
  void showMarks();
  void click(const QPointF& at);
  [[nodiscard]] int orderAt(const QPointF& at) const;

  std::unique_ptr<Parts> parts_;
  const DynamicsTrack& track_;
  Playhead& playhead_;
  OrderMapLayout layout_;
  std::optional<std::size_t> phase_;
  int lit_ = 0;
};

}  // namespace spindle
