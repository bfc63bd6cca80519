// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/image/folder_samples.h"

#include "core/base/text.h"
#include "core/base/user_error.h"
#include "core/input/image/picture_reader.h"
#include "core/input/sample/finish_samples.h"
#include "core/input/sample/in_quotes.h"
#include "core/weights/tensor.h"

#include <algorithm>
#include <map>
#include <set>
#include <system_error>

namespace spindle {
SampleSet samplesFromPictures(const ClassFolder& listing, const std::string& source, const SampleHints& hints) {
  if (hints.kind.value_or(InputKind::image) != InputKind::image || (!hints.shape.empty() && hints.shape.size() != 3)) {
    throw UserError(source + ": contains images, but \"input\" in run.json describes " +
                    toText(hints.kind.value_or(InputKind::image)) + " of rank " + std::to_string(hints.shape.size()) +
                    "; give kind image and the shape [channels, height, width].");
  }
  SampleSet set;
  set.source = source;
  set.storedType = "uint8";
  set.format.kind = InputKind::image;
  set.classes = listing.classes;
  set.classesGuessed = hints.classes.empty();
  set.notes.push_back("values divided by the largest of their type (255)");

  PictureReader reader(listing, source, hints);
  auto images = reader.read();
  const auto channels = reader.channels();
  std::size_t converted = 0;
  for (std::size_t i = 0; i < images.size(); ++i) {
    if (images[i].channels != channels) ++converted;
    auto image = withChannels(std::move(images[i]), channels);
    set.format.shape = {static_cast<std::int64_t>(channels), static_cast<std::int64_t>(image.height),
                        static_cast<std::int64_t>(image.width)};
    const auto& file = listing.files[reader.chosen()[i]];
    set.samples.push_back({std::move(image.values), file.target, file.name, file.split, {}, {}});
  }
  set.notes.insert(set.notes.end(), reader.notes().begin(), reader.notes().end());
  if (converted > 0) {
    set.notes.push_back(std::to_string(converted) + " images converted to " + (channels == 1 ? "grayscale" : "color"));
  }
  return finishSamples(std::move(set), hints);
}

}  // namespace spindle
