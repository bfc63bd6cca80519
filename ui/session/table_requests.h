// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/interaction_list.h"
#include "ui/session/latest_job.h"
#include "ui/session/life_curve.h"

#include <QObject>

#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

namespace spindle {

/// One sample's interactions at one checkpoint, to be read from a results file.
struct TableRequest {
  std::size_t checkpoint = 0, sample = 0;  ///< sample: as it is told in the answer
  std::size_t position = 0;                ///< of the sample in the file
  double threshold = 0.0;
  OrderOne orderOne = OrderOne::merged;
};

/// One interaction of a sample, to be read at these checkpoints; the others are not computed.
struct LifeRequest {
  Lit lit;
  std::size_t sample = 0, position = 0;
  std::vector<std::optional<double>> thresholds;  ///< by checkpoint; none where it is not computed
  OrderOne orderOne = OrderOne::merged;
};

/// Reads tables of a results file in a thread of its own, one at a time; a newer request replaces one that waits, and
/// one at work is answered, so that a view follows a moving playhead. GUI thread.
class TableRequests : public QObject {
  Q_OBJECT

 public:
  explicit TableRequests(QObject* parent = nullptr);

  /// Another file, which need not exist yet; empty: none. Earlier requests are not answered any more.
  void setFile(const std::filesystem::path& file);

  void request(const TableRequest& request);
  /// A newer one replaces one that waits or is at work.
  void requestLife(const LifeRequest& request);

 signals:
  void lifeReady(const spindle::LifeCurvePtr& life);
  void ready(const spindle::InteractionListPtr& list, std::size_t checkpoint, std::size_t sample);

 private:
  class Tables;

  void read(const TableRequest& request);

  std::shared_ptr<Tables> tables_;
  std::optional<TableRequest> waiting_;
  QThreadPool thread_;
  LatestJob<InteractionListPtr> job_{&thread_};
  LatestJob<LifeCurvePtr> lifeJob_{&thread_};
};

}  // namespace spindle
