// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/dynamics_session.h"

#include <QString>
#include <QStringList>

namespace spindle {

/// "cat 7, step 1,200": whose interactions are shown. Only while a run is open.
QString tablePlace(const DynamicsSession& session, std::size_t checkpoint, std::size_t sample);

/// Names of the sample's variables; of the first one's where the sample is not chosen.
QStringList variableNames(const VariableChoice& choice, std::size_t sample);

/// Whether variables are told by their names: whenever something is open.
bool variablesNamed(const RunFacts* facts);

/// Why there are no interactions to show.
QString waitingText(SessionState state);

}  // namespace spindle
