// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/plots/plot_colors.h"
#include "ui/session/cloud_view.h"
#include "ui/session/selection.h"
#include "ui/session/variable_choice.h"

#include <QPointF>
#include <QWidget>

#include <array>
#include <optional>
#include <vector>

namespace spindle {

/// A sample of points, each input variable in a color of its own; dragging turns it, the wheel zooms. A click on a
/// variable asks for what contains it; while editing a click on a cluster makes it a variable, or takes it away.
class PointsView : public QWidget {
  Q_OBJECT

 public:
  explicit PointsView(QWidget* parent = nullptr);

  /// Coordinates of each point; empty: nothing to show.
  void setPoints(std::vector<std::array<double, 3>> points);
  void setVariables(const InputVariables& variables);
  /// Where the points of masked variables go, with these variables present; empty: all where they are.
  void setMasked(const std::vector<std::array<double, 3>>& points, Coalition present);
  /// Groups of points that can become variables; empty while they are not known.
  void setClusters(std::vector<std::vector<std::uint32_t>> clusters);
  void setLit(const Lit& lit, Coalition contained);
  void setEditing(bool editing);

  [[nodiscard]] QPointF onScreen(std::size_t point) const;
  [[nodiscard]] std::optional<std::size_t> pointAt(const QPointF& place) const;
  [[nodiscard]] QSize sizeHint() const override { return {230, 260}; }

 signals:
  void variableClicked(std::size_t variable);
  void clusterClicked(std::size_t cluster);
  /// The variable under the mouse with Alt held; none: no variable, or no Alt.
  void lookedAt(const std::optional<spindle::Coalition>& coalition);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  bool event(QEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  [[nodiscard]] std::optional<std::size_t> variableOf(std::size_t point) const;
  [[nodiscard]] QColor colorOf(std::size_t variable) const;
  void click(const QPointF& place);
  void hover(const QMouseEvent& event);
  [[nodiscard]] std::optional<std::size_t> clusterOf(std::size_t point) const;
  [[nodiscard]] QPointF place(const std::array<double, 3>& point) const;

  std::vector<std::array<double, 3>> points_;  ///< around 0, within the unit ball
  std::vector<std::array<double, 3>> masked_;  ///< the same as the network sees them; empty: not shown
  Coalition present_ = 0;                      ///< of the masked cloud
  std::array<double, 3> middle_{};
  double radius_ = 0.0;
  std::optional<std::size_t> underMouse_;  ///< cluster, while editing
  InputVariables variables_;
  std::vector<int> variable_;  ///< of each point; -1: none
  std::vector<std::vector<std::uint32_t>> clusters_;
  Lit lit_;
  Coalition contained_ = 0;
  CloudView view_;
  std::optional<QPointF> press_, last_;
  PlotColors colors_;
  bool editing_ = false;
};

}  // namespace spindle
