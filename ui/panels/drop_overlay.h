// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace spindle {

/// What a drop would do, over the whole window while something is dragged: open it in place of what is open, or, in the
/// right half, compare it with that.
class DropOverlay : public QWidget {
  Q_OBJECT

 public:
  enum class Zone { open, compare };

  explicit DropOverlay(QWidget* parent);

  /// compare: what is open; empty where nothing is, then there is one zone.
  void showZones(const QString& name, const QString& compare);
  void point(const QPoint& place);
  [[nodiscard]] Zone zoneAt(const QPoint& place) const;

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  QString name_, compare_;
  Zone pointed_ = Zone::open;
};

}  // namespace spindle
