// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/outputs/tried_description.h"
#include "ui/session/latest_job.h"
#include "ui/session/run_facts.h"

#include <QDialog>
#include <QTimer>

#include <functional>

class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QSpinBox;

namespace spindle {

class NormalizationField;

/// Asks once what a run folder cannot tell: samples, network, kind and shape of the input, normalization, label. The
/// guesses are filled in; whatever is typed is tried out at once, in another thread, on the samples and the last
/// checkpoint. Open it with open(); it writes nothing itself.
class RunQuestions : public QDialog {
  Q_OBJECT

 public:
  using Attempt = std::function<TriedDescription(const RunDescription&)>;

  /// attempt: called in other threads.
  RunQuestions(const RunFacts& facts, Attempt attempt, QWidget* parent = nullptr);

  /// What the fields say; `problem` is one sentence where one of them cannot be read.
  [[nodiscard]] RunDescription description(QString* problem) const;

 signals:
  void answered(const spindle::RunDescription& description);
  void tried();  ///< the line below the fields is up to date

 private:
  void buildFields(const RunFacts& facts);
  QWidget* samplesRow(const RunFacts& facts);
  QWidget* networkRow(const RunFacts& facts);
  void ask(QFormLayout* form, Question what, const QString& name, QWidget* field, const QString& hint = {});
  void makeRoom();
  void tell(const QString& result);
  void edited();
  void attempt();
  void show(const TriedDescription& tried);
  void save();

  RunDescription start_, guessed_;
  std::vector<OpenQuestion> questions_;
  Attempt attempt_;
  QTimer wait_;
  LatestJob<TriedDescription> trying_;
  bool newSamples_ = false;  ///< other samples were chosen: their kind and shape are to be guessed anew
  QLineEdit *samples_ = nullptr, *network_ = nullptr, *shape_ = nullptr;
  QComboBox *kind_ = nullptr, *target_ = nullptr;
  NormalizationField* normalization_ = nullptr;
  QSpinBox* count_ = nullptr;
  QLabel* result_ = nullptr;
};

}  // namespace spindle
