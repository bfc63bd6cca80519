// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/compare/compare_axis.h"
#include "ui/session/dynamics_session.h"
#include "ui/session/playhead.h"

#include <QObject>

#include <optional>

namespace spindle {

/// A second run or results file beside the open one: a session of its own under the same threshold, and which of its
/// checkpoints belongs to the one playhead. Where its results are there, analyses of several results see them too. GUI
/// thread; holds a reference.
class BesideRun : public QObject {
  Q_OBJECT

 public:
  BesideRun(DynamicsSession& first, const std::filesystem::path& resultsFolder, QObject* parent = nullptr);

  void open(const std::filesystem::path& place);
  void close();
  [[nodiscard]] bool isOpen() const { return session_.facts() != nullptr; }
  [[nodiscard]] DynamicsSession& session() { return session_; }
  [[nodiscard]] const DynamicsSession& session() const { return session_; }

  /// Along what the two are laid side by side; whether the bars are differences of the second and the first.
  void setBy(CompareBy by);
  [[nodiscard]] CompareBy by() const { return by_; }
  void setAsDifferences(bool on);
  [[nodiscard]] bool asDifferences() const { return differences_; }

  /// The finished checkpoint of the second that is nearest to one of the first; none where either has no place there,
  /// or where the two are series of different kinds.
  [[nodiscard]] std::optional<std::size_t> rowAt(std::size_t firstRow) const;
  /// Where a checkpoint of the second lies on the axis of the first; none beside its ends.
  [[nodiscard]] std::optional<double> placeOnAxis(std::size_t row, const StepAxis& axis) const;

  /// The runs' names; where they are the same, the names of their places.
  [[nodiscard]] QString firstName() const;
  [[nodiscard]] QString name() const;
  /// "Only what differs: ...": the options, as soon as both are analyzed.
  [[nodiscard]] QString differing() const;

 signals:
  void changed();
  void failed(const QString& sentence);

 private:
  void takeState();
  void takeChoices();
  [[nodiscard]] QString nameOf(const DynamicsSession& one, const DynamicsSession& other) const;

  DynamicsSession& first_;
  DynamicsSession session_;
  CompareBy by_ = CompareBy::step;
  bool differences_ = false;
};

}  // namespace spindle
