// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/image/picture_reader.h"

#include "core/base/limits.h"
#include "core/base/user_error.h"
#include "core/input/arrays/file_bytes.h"
#include "core/input/image/image_size.h"
#include "core/input/image/scaled_picture.h"
#include "core/weights/tensor.h"

#include <algorithm>
#include <utility>

namespace spindle {
namespace {

constexpr std::size_t photograph = 128;  ///< sides from which on a image is taken for one
constexpr std::size_t usualSide = 224;

}  // namespace

PictureReader::PictureReader(const ClassFolder& listing, std::string source, const SampleHints& hints)
    : listing_(listing), source_(std::move(source)), hinted_(!hints.shape.empty()) {
  if (!hinted_) return;
  channels_ = static_cast<std::size_t>(hints.shape[0]);
  height_ = static_cast<std::size_t>(hints.shape[1]);
  width_ = static_cast<std::size_t>(hints.shape[2]);
  if (channels_ != 1 && channels_ != 3) {
    throw UserError(source_ + ": images have 1 or 3 channels, but the input's shape is " + shapeText(hints.shape) +
                    "; correct \"input\" in run.json.");
  }
}

std::vector<ImageFile> PictureReader::read() {
  if (!hinted_) guessSize();
  choose((hinted_ ? channels_ : 3) * height_ * width_);
  std::vector<ImageFile> images;
  for (const std::size_t i : chosen_) {
    auto image = decode(i);
    if (!hinted_) channels_ = std::max(channels_, image.channels);
    const bool fits = image.height == height_ && image.width == width_;
    if (!fits && !hinted_ && scaled_ == 0 && std::min(height_, width_) >= photograph) {
      height_ = width_ = usualSide;
      for (auto& earlier : images) fit(earlier);
    }
    fit(image);
    images.push_back(std::move(image));
  }
  tell();
  return images;
}

/// By some images of different classes: that of the first, or the usual one where they are of many sizes.
void PictureReader::guessSize() {
  constexpr std::size_t looked = 12;
  for (const std::size_t i : spreadOverClasses(places(), looked)) {
    const auto& file = listing_.files[i];
    const auto image = imageSize(readFileBytes(file.file), source_ + "/" + file.name);
    if (height_ == 0) {
      height_ = image.height;
      width_ = image.width;
    }
    if (image.height == height_ && image.width == width_) continue;
    if (std::min(height_, width_) >= photograph) height_ = width_ = usualSide;
    return;
  }
}

std::vector<PartAndClass> PictureReader::places() const {
  std::vector<PartAndClass> all;
  for (const auto& file : listing_.files) all.push_back({file.split, file.target});
  return all;
}

ImageFile PictureReader::decode(std::size_t i) const {
  const auto& file = listing_.files[i];
  return decodeImage(readFileBytes(file.file), source_ + "/" + file.name);
}

void PictureReader::choose(std::size_t values) {
  if (values > limits::inputValues) {
    throw UserError(
        source_ + ": the images have " + std::to_string(height_) + " x " + std::to_string(width_) +
        " pixels, more than are given to a network; set the size that it takes in run.json, as in \"input\": "
        "{\"shape\": [3, 224, 224]}, and they are scaled to it.");
  }
  const auto all = places();
  chosen_ = spreadOverClasses(all, limits::inputValues / values);
  if (chosen_.size() == all.size()) return;
  notes_.push_back(std::to_string(chosen_.size()) + " of " + std::to_string(all.size()) +
                   " images read, spread evenly over the classes");
}

void PictureReader::fit(ImageFile& image) {
  if (image.height == height_ && image.width == width_) return;
  image = scaledToCover(image, height_, width_);
  ++scaled_;
}

void PictureReader::tell() {
  if (scaled_ == 0) return;
  notes_.push_back(std::to_string(scaled_) + (scaled_ == 1 ? " image" : " images") + " scaled and center-cropped to " +
                   std::to_string(height_) + " x " + std::to_string(width_) +
                   (std::min(height_, width_) >= photograph ? " (after scaling to 8/7 of it)" : "") +
                   "; if the network was trained on other crops, save the samples as .npz");
}

}  // namespace spindle
