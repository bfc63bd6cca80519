// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/panels/page_actions.h"
#include "ui/session/beside_run.h"
#include "ui/session/dynamics_session.h"
#include "ui/session/playhead.h"
#include "ui/session/selection.h"
#include "ui/session/strength_view.h"

#include <QWidget>

#include <optional>

class QAction;
class QSplitter;

class QStackedWidget;

namespace spindle {

class AnalysisTabs;
class LifePlot;
class OrderBarsPlot;
class OrderMapPlot;
class TimelinePlot;
class TransportBar;

/// The middle of the window: the moving bars, the analyses as a drawer, the map of orders over training, the timeline,
/// which is never hidden, and the player. Shows the session's track where the playhead stands; between checkpoints the
/// bars are drawn on the straight line and say so.
class DynamicsView : public QWidget {
  Q_OBJECT

 public:
  DynamicsView(const DynamicsSession& session, const BesideRun& beside, Playhead& playhead, Selection& selection,
               const QList<QAction*>& transport, const PageActions& actions, QWidget* parent = nullptr);

  void setView(const StrengthView& view);
  [[nodiscard]] const StrengthView& view() const { return view_; }
  void setAxisLocked(bool locked);
  void fitHere();
  void refresh() { takeStrengths(); }  ///< numbers are told otherwise
  void setPinned(std::optional<std::size_t> checkpoint);
  void setOwnMarker(std::optional<std::size_t> checkpoint);
  void setMeanOrderShown(bool shown);
  void setMapShown(bool shown);
  void setSpreadShown(bool shown);  ///< over samples, on the bars
  /// The column of the training log on the timeline; "" or one that the series has not: none.
  void setColumn(const std::string& name);
  [[nodiscard]] const std::string& column() const { return column_; }

  /// What is shown now: the strength, "step 1,200 (epoch 4)" or "between steps 800 and 1,000".
  [[nodiscard]] const OrderStrength& strength() const { return strength_; }
  [[nodiscard]] QString placeName() const;

  [[nodiscard]] OrderBarsPlot* bars() const { return bars_; }
  [[nodiscard]] TimelinePlot* timeline() const { return timeline_; }
  [[nodiscard]] AnalysisTabs* tabs() const { return tabs_; }
  [[nodiscard]] LifePlot* life() const { return life_; }

 signals:
  void shown();  ///< the bars changed
  void contextRequested(std::size_t checkpoint, const QPoint& globalPlace);
  void ownMarkerMoved(std::size_t checkpoint);

 private:
  void reset();       ///< another run, or none
  void takeChoice();  ///< the results were thrown away; what was shown stays as a ghost
  void showOutline();
  void takeGrown();
  void takePoints();  ///< checkpoints were finished
  void takePhase();
  void takeStrengths();  ///< another threshold
  void takeAnalysis();
  void takeLit();
  void takeLife(const LifeCurvePtr& life);
  void hoverBar(int order, bool positive);
  void showSpot();
  void refreshLimits();
  void takeBeside();
  void showBeside();
  void widenForBeside(double& low, double& high) const;
  [[nodiscard]] QString besideHeading() const;
  [[nodiscard]] const TrackPoint* besidePoint() const;  ///< of the second run, at the playhead
  void showSpread(const TrackPoint& point);
  [[nodiscard]] std::optional<std::pair<OrderStrength, OrderStrength>> tiesAt(std::size_t checkpoint) const;
  [[nodiscard]] QString unit() const;
  [[nodiscard]] QString averaged() const;  ///< "mean of 32 samples": what the bars are

  const DynamicsSession& session_;
  const BesideRun& beside_;
  Playhead& playhead_;
  Selection& selection_;
  StrengthView view_;
  OrderStrength strength_;
  std::string column_;
  bool locked_ = true;
  InteractionListPtr list_;  ///< of the shown sample
  std::optional<std::size_t> pinned_;
  std::optional<OrderStrength> ghost_;  ///< what was shown before other variables, until these are computed
  QString ghostName_;
  bool mapShown_ = true, spreadShown_ = false;
  OrderBarsPlot* bars_;
  OrderMapPlot* map_;
  LifePlot* life_;
  QStackedWidget* overTraining_;  ///< the map, or the life of what is lit
  TimelinePlot* timeline_;
  AnalysisTabs* tabs_;
  TransportBar* transport_;
};

}  // namespace spindle
