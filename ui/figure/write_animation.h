// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/run_control.h"
#include "ui/figure/animation_data.h"
#include "ui/figure/animation_spec.h"
#include "ui/figure/film.h"

#include <filesystem>
#include <string>

namespace spindle {

/// What was written where; nothing at all when it was stopped.
struct AnimationReport {
  Outcome outcome = Outcome::finished;
  std::filesystem::path written;
  std::string note;  ///< why it is a folder of images and not the file that was asked for, and what to do
};

/// Writes .mp4 (H.264), .webm (VP9) or .gif through the program ffmpeg, or numbered images into a folder (a name
/// without ending). Without ffmpeg an animation becomes a folder of images beside where it would be, and the note says
/// so. Whole or not at all: the file or folder appears under its name when it is complete. recipe: how it was made (see
/// embedded_recipe.h), or empty. Any thread. Throws UserError.
AnimationReport writeAnimation(const AnimationData& data, const AnimationSpec& spec,
                               const std::filesystem::path& target, RunControl& control,
                               const std::string& recipe = {});

/// The same of any film whose frames have the size of the spec.
AnimationReport writeFilm(const Film& film, const AnimationSpec& spec, const std::filesystem::path& target,
                          RunControl& control, const std::string& recipe = {});

}  // namespace spindle
