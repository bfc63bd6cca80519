// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/scope_notice.h"

namespace spindle {

ScopeNotice::ScopeNotice(DynamicsSession& session, QWidget* parent) : NoticeLine(parent), session_(session) {
  setObjectName("scopeNotice");
  connect(&session, &DynamicsSession::opened, this, &ScopeNotice::refresh);
  connect(&session, &DynamicsSession::choiceChanged, this, &ScopeNotice::refresh);
  connect(&session, &DynamicsSession::stateChanged, this, [this] {
    if (session_.state() == SessionState::closed) clear();
  });
  connect(this, &NoticeLine::offerTaken, this, [this] { session_.setChoice(session_.choices().whole()); });
}

void ScopeNotice::refresh() {
  const RunFacts* facts = session_.facts();
  const ChoiceModel& choices = session_.choices();
  if (facts == nullptr || !choices.alone()) return clear();
  const std::size_t all = choices.whole().samples.size();
  const std::size_t sample = choices.current().samples.front();
  const QString name = QString::fromStdString(facts->samples.samples[sample].name);
  say(tr("Now showing 1 sample, %1, instead of the mean of %2: it has %3 variables now, the others have %4, and "
         "only samples with equal numbers can be averaged.")
          .arg(name.isEmpty() ? tr("number %1").arg(sample) : tr("\u201c%1\u201d").arg(name))
          .arg(all)
          .arg(choices.current().count())
          .arg(choices.whole().count()),
      Tone::warning, tr("Back to all %1 samples").arg(all));
}

}  // namespace spindle
