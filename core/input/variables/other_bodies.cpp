// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/variables/other_bodies.h"

#include "core/base/user_error.h"
#include "core/dynamics/bodies/body_row.h"

namespace spindle {

InputVariables otherBodies(const Sample& sample, const InputFormat& format) {
  std::vector<std::size_t> places;
  const BodyScene scene = sceneFrom(sample.values, &places);
  std::vector<InputVariable> list;
  for (std::size_t i = 0; i < places.size(); ++i) {
    if (i == scene.observed) continue;
    const double charge = scene.bodies[i].charge;
    list.push_back(pointVariable(format, {static_cast<std::uint32_t>(places[i])},
                                 "body " + std::to_string(places[i] + 1) +
                                     (charge > 0.0   ? " (+)"
                                      : charge < 0.0 ? " (-)"
                                                     : " (0)")));
  }
  if (list.empty()) throw UserError("Sample " + sample.name + " has no body beside the observed one.");
  return {std::move(list), format.elements()};
}

}  // namespace spindle
