// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/session_wording.h"

#include "ui/session/series_words.h"
#include "ui/session/wording.h"

#include <QCoreApplication>

namespace spindle {
namespace {

QString tr(const char* text) {
  return QCoreApplication::translate("Wording", text);
}

QString sampleTitle(const Sample& sample, std::size_t index) {
  // Bare numbers are what files give that name nothing.
  bool number = false;
  const QString given = QString::fromStdString(sample.name);
  (void)given.toInt(&number);
  return given.isEmpty() || number ? tr("Sample %1").arg(number ? given : QString::number(index)) : given;
}

}  // namespace

QString tablePlace(const DynamicsSession& session, std::size_t checkpoint, std::size_t sample) {
  const Checkpoint& at = session.track().checkpoint(checkpoint);
  return tr("%1, %2").arg(sampleTitle(session.facts()->samples.samples[sample], sample),
                          placeText(SeriesWords(session.track().series()), at));
}

QStringList variableNames(const VariableChoice& choice, std::size_t sample) {
  QStringList names;
  if (choice.variables.empty()) return names;
  for (const InputVariable& variable : choice.variables[choice.position(sample).value_or(0)].all())
    names << QString::fromStdString(variable.name);
  return names;
}

bool variablesNamed(const RunFacts* facts) {
  return facts != nullptr;
}

QString waitingText(SessionState state) {
  switch (state) {
    case SessionState::failed:
      return tr("Failed: nothing was computed");
    case SessionState::stopped:
      return tr("Stopped: nothing was computed yet");
    case SessionState::finished:
      return tr("Failed at all checkpoints");
    case SessionState::closed:
      return {};
    default:
      return tr("Computing\u2026");
  }
}

}  // namespace spindle
