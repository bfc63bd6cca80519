// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/side_by_side.h"

#include "core/base/user_error.h"
#include "ui/figure/film_spots.h"
#include "ui/session/strength_view.h"

#include <QPainter>

#include <algorithm>

namespace spindle {
namespace {

std::vector<double> stepsOf(const AnimationData& data) {
  std::vector<double> steps;
  for (const auto& point : data.points) steps.push_back(point.step);
  return steps;
}

}  // namespace

SideBySide::SideBySide(AnimationData left, AnimationData right, const AnimationSpec& spec) : size_(spec.size) {
  constexpr int narrowest = 640;
  spec.check();
  if (spec.size.width() < narrowest || spec.size.width() % 4 != 0)
    throw UserError(
        "Two runs side by side need a width of at least 640 pixels that four divides; give another --size.");
  data_.push_back(std::move(left));
  data_.push_back(std::move(right));
  AnimationSharing shared;
  std::vector<double> all;
  for (const AnimationData& data : data_) {
    const std::vector<double> steps = stepsOf(data);
    if (data.words.named() || data.words.stepsAreEpochs != data_.front().words.stepsAreEpochs ||
        data.words.axis != data_.front().words.axis || !std::is_sorted(steps.begin(), steps.end()))
      throw UserError(data.run + ": its checkpoints have no steps that can be matched with those of " +
                      data_.front().run + "; animate each run alone.");
    all.insert(all.end(), steps.begin(), steps.end());
    for (const auto& point : data.points) {
      const auto [low, high] = shownLimits(point.strength, {ShownKinds::both, spec.normalize});
      shared.limits = {std::min(shared.limits.low, low), std::max(shared.limits.high, high)};
    }
  }
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  shared.steps = filmSteps(all, spec);
  AnimationSpec half = spec;
  half.size.setWidth(spec.size.width() / 2);
  for (const AnimationData& data : data_) halves_.emplace_back(data, half, shared);
}

QImage SideBySide::draw(int frame) const {
  QImage image(size_, QImage::Format_RGB32);
  QPainter painter(&image);
  painter.drawImage(0, 0, halves_[0].draw(frame));
  painter.drawImage(size_.width() / 2, 0, halves_[1].draw(frame));
  return image;
}

}  // namespace spindle
