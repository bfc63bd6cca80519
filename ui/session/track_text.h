// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dynamics/order_strength.h"
#include "ui/session/dynamics_track.h"
#include "ui/session/life_curve.h"

#include <QString>

#include <array>

namespace spindle {

/// AND and OR above zero, AND and OR below it, and both together.
std::array<double, 6> strengthsOf(const OrderStrength& strength, int order);

/// One line an order: the strengths of each kind and sign, separated by tabs, in full precision.
QString strengthText(const OrderStrength& strength);

/// What the plots over training show, a line a checkpoint, separated by tabs, in full precision: place, losses, mean
/// order, strength of each order and sign, and I(S) of `life` where it is given; empty cells are not known.
QString trackText(const DynamicsTrack& track, const LifeCurvePtr& life);

}  // namespace spindle
