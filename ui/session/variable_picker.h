// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/input/variables/superpixels.h"
#include "ui/session/dynamics_session.h"
#include "ui/session/latest_job.h"
#include "ui/session/selection.h"

#include <QObject>
#include <QThreadPool>

#include <filesystem>
#include <functional>
#include <optional>
#include <vector>

namespace spindle {

/// A random selection of cells that lie so many cells from each edge at least.
struct RandomCells {
  int count = 10, margin = 1;
  std::uint64_t seed = 0;
};

/// Clusters of points (k-means), and how many of them, drawn with the seed, become variables.
struct ClusterProposal {
  int clusters = 30, count = 10;
  std::uint64_t seed = 0;
  bool operator==(const ClusterProposal&) const = default;
};

/// What the tools for choosing variables do: each changes the draft of the session's VariableEditor, for the shown
/// sample and, unless it is to stand alone, for those like it; what takes long is found in a thread. GUI thread.
class VariablePicker : public QObject {
  Q_OBJECT

 public:
  VariablePicker(DynamicsSession& session, const Selection& selection, QObject* parent = nullptr);

  [[nodiscard]] const PickGrid& grid() const { return grid_; }
  void setGrid(const PickGrid& grid) { grid_ = grid; }
  void setScope(EditScope scope) { scope_ = scope; }
  /// Variables of the shown sample in the draft; null where it has none.
  [[nodiscard]] const InputVariables* variables() const;
  [[nodiscard]] const Sample* sample() const;
  [[nodiscard]] bool changeable() const;

  void beginStroke();
  void paintCell(int row, int column, bool add);
  void endStroke();
  void brush(const std::vector<std::uint32_t>& pixels, bool add);
  void selectRandom(const RandomCells& cells);
  /// Superpixels of each sample as its variables.
  void divide(const SuperpixelOptions& options);
  /// Regions of a label map (PNG or .npy) as the variables of each sample.
  void useMap(const std::filesystem::path& file);
  /// Words or columns.
  void toggleItem(std::uint32_t place);
  void group(const std::vector<std::uint32_t>& places);
  /// Splits the shown sample's points, soon told by clustersChanged(); nothing where this is known.
  void findClusters();
  [[nodiscard]] const std::vector<std::vector<std::uint32_t>>& clusters() const { return clusters_; }
  [[nodiscard]] const ClusterProposal& proposal() const { return proposal_; }
  void toggleCluster(std::size_t cluster);
  /// Clusters of each sample as its variables.
  void propose(const ClusterProposal& proposal);

  void takeRun();     ///< another run
  void takeSample();  ///< another sample is shown

 signals:
  /// Why a wish cannot be met.
  void refused(const QString& sentence);
  void clustersChanged();

 private:
  using Clusters = std::vector<std::vector<std::uint32_t>>;
  using Each = std::vector<InputVariables>;
  using Find = std::function<Each(const std::vector<std::size_t>& samples, const RunControl& control)>;
  using FindOne = std::function<InputVariables(const Sample& sample, const InputFormat& format)>;

  template <class Change>
  void edit(const Change& change);
  [[nodiscard]] bool takesRegions();
  void find(const Find& work);
  void findEach(const FindOne& one);

  DynamicsSession& session_;
  const Selection& selection_;
  PickGrid grid_;
  EditScope scope_ = EditScope::alike;
  ClusterProposal proposal_;
  Clusters clusters_;  ///< of the shown sample
  bool refused_ = false;
  QThreadPool thread_;
  LatestJob<Clusters> clustering_{&thread_};
  LatestJob<Each> finding_{&thread_};
};

}  // namespace spindle
