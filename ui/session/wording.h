// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace spindle {

/// Three significant digits with a true minus sign: "0.842", "\u221212.3", "1,230"; a dash where the value is not
/// known. Another number of them where the application's property "decimals" says so (see setDecimals).
QString valueText(double value);

/// How many decimals numbers between 0.1 and 1 have in the window; larger ones have fewer. 3, unless set.
int decimals();
void setDecimals(int count);

/// "1,200"; fractions (epochs that stand for steps) keep up to two digits; a dash where it is not known.
QString stepText(double step);

/// "about" durations for people: "8 s", "3 min", "1 h 20 min".
QString durationText(double seconds);

/// "step 1,200 (epoch 4)"; only what is known. stepsAreEpochs: the number is an epoch.
QString placeText(double step, double epoch, bool stepsAreEpochs);

}  // namespace spindle
