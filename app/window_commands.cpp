// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window_commands.h"

#include "app/figure_order.h"

#include <QCoreApplication>

namespace spindle::app {
namespace {

QString tr(const char* text) {
  return QCoreApplication::translate("WindowCommands", text);
}

}  // namespace

std::vector<WindowCommand> windowCommands(const DynamicsSession& session, const StrengthView& view) {
  std::vector<WindowCommand> list;
  const RunFacts* facts = session.facts();
  if (facts == nullptr) return list;
  const auto add = [&list](const QString& name, const QString& line) { list.push_back({name, line}); };
  const QString results = QString::fromStdString(shellWord(session.results().string()));
  if (!facts->resultsOnly) {
    const QString run = QString::fromStdString(shellWord(facts->place.string()));
    const bool own = session.choice() == facts->variables;
    const QString extract = QStringLiteral("spindle extract %1 -o results.h5").arg(run);
    add(tr("This computation"), own ? extract : QString());
    add(tr("The same with 4 other random selections"), own ? extract + QStringLiteral(" --seeds 5") : QString());
    if (facts->lossesProblem.empty()) add(tr("Losses from samples"), QStringLiteral("spindle losses %1").arg(run));
  }
  if (session.track().doneCount() == 0) return list;
  add(tr("All tables"), QStringLiteral("spindle analyze all %1 --csv tables").arg(results));
  add(tr("Report"), QStringLiteral("spindle report %1 -o report.html").arg(results));
  add(tr("Animation"), QStringLiteral("spindle animate %1 -o dynamics.mp4%2")
                           .arg(results, view.normalize ? QString() : QStringLiteral(" --raw")));
  add(tr("Both ends of ties"), QStringLiteral("spindle ties %1").arg(results));
  return list;
}

}  // namespace spindle::app
