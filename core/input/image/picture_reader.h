// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/input/image/image_file.h"
#include "core/input/sample/class_folder.h"
#include "core/input/sample/sample_hints.h"
#include "core/input/sample/spread_over_classes.h"

#include <cstddef>
#include <string>
#include <vector>

namespace spindle {

/// Reads the images of a listing to one size: the hinted one, else the first image's; where sizes differ and none
/// is hinted, photographs become 224 x 224. Of very many (more than 2^25 values) it takes some of each class. Channels
/// stay as they are in the files. Use from one thread; the listing must outlive it.
class PictureReader {
 public:
  /// Throws UserError when the hinted shape has other than 1 or 3 channels.
  PictureReader(const ClassFolder& listing, std::string source, const SampleHints& hints);

  /// The images of chosen(). Throws UserError for a file that cannot be read, naming it.
  std::vector<ImageFile> read();

  [[nodiscard]] std::size_t channels() const { return channels_; }  ///< hinted, else 3 where one is in color
  [[nodiscard]] const std::vector<std::size_t>& chosen() const { return chosen_; }  ///< places in the listing
  [[nodiscard]] const std::vector<std::string>& notes() const { return notes_; }    ///< what was scaled or left out

 private:
  [[nodiscard]] ImageFile decode(std::size_t i) const;
  [[nodiscard]] std::vector<PartAndClass> places() const;
  void guessSize();
  void choose(std::size_t values);
  void fit(ImageFile& image);
  void tell();

  const ClassFolder& listing_;
  std::string source_;
  bool hinted_;
  std::size_t channels_ = 1, height_ = 0, width_ = 0, scaled_ = 0;
  std::vector<std::size_t> chosen_;
  std::vector<std::string> notes_;
};

}  // namespace spindle
