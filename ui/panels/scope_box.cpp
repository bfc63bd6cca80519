// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/scope_box.h"

#include <algorithm>

namespace spindle {

ScopeBox::ScopeBox(DynamicsSession& session, const Selection& selection, QWidget* parent)
    : QComboBox(parent), session_(session), selection_(selection) {
  setObjectName("scope");
  setAccessibleName(tr("Samples that are averaged"));
  setToolTip(tr("Which samples the bars average; the threshold, the marker and the analyses stay those of all"));
  setSizeAdjustPolicy(QComboBox::AdjustToContents);
  setFocusPolicy(Qt::TabFocus);
  connect(this, &QComboBox::activated, this, [this](int index) {
    if (index >= 0) session_.setScope(scopes_[static_cast<std::size_t>(index)]);
  });
  connect(&session, &DynamicsSession::opened, this, &ScopeBox::refill);
  connect(&session, &DynamicsSession::choiceChanged, this, &ScopeBox::refill);
  connect(&session, &DynamicsSession::scopeChanged, this, &ScopeBox::refill);
  connect(&session, &DynamicsSession::stateChanged, this, [this] {
    if (session_.state() == SessionState::closed) refill();
  });
  connect(&selection, &Selection::sampleChanged, this, &ScopeBox::follow);
  refill();
}

void ScopeBox::refill() {
  clear();
  scopes_.clear();
  const RunFacts* facts = session_.facts();
  if (facts != nullptr) {
    scopes_ = possibleScopes(*facts, session_.choice(), selection_.sample());
    if (session_.scope().kind == SampleScope::Kind::some) scopes_.insert(scopes_.begin() + 1, session_.scope());
    for (const SampleScope& scope : scopes_) addItem(scopeName(scope, *facts, session_.choice()));
  }
  setEnabled(scopes_.size() > 1);
  const auto at = std::find(scopes_.begin(), scopes_.end(), session_.scope());
  setCurrentIndex(at == scopes_.end() ? 0 : static_cast<int>(at - scopes_.begin()));
}

void ScopeBox::follow() {
  if (session_.facts() == nullptr) return;
  if (session_.scope().kind == SampleScope::Kind::one)
    session_.setScope({SampleScope::Kind::one, static_cast<std::int64_t>(selection_.sample())});
  refill();
}

}  // namespace spindle
