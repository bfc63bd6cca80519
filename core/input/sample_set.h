#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace spindle {

enum class InputKind { image, tabular, text, points };

/// Shape and normalisation of one input. Images: [channels, height, width]; tabular: [columns]; text: [tokens] of ids;
/// points: [count, 3 or more]. network input = (raw - mean) / std, channel by channel (images) or column by column
/// (tabular); empty mean and std mean 0 and 1. One mean for all channels is allowed.
struct InputFormat {
  InputKind kind = InputKind::image;
  std::vector<std::int64_t> shape;
  std::vector<double> mean;
  std::vector<double> std;

  [[nodiscard]] std::size_t elements() const;
  /// Index into mean/std (before broadcasting one value) of a flat element: channel, column or coordinate.
  [[nodiscard]] std::size_t channelOf(std::size_t element) const;
  [[nodiscard]] float normalised(double raw, std::size_t element) const;
};

enum class Split { unknown, train, test };

/// One input with its label. values: product(shape) raw values (images in [0, 1]; text: token ids).
struct Sample {
  std::vector<float> values;
  std::int64_t target = 0;
  std::string name;
  Split split = Split::unknown;
  std::vector<std::string> words;                      ///< text only: what the user sees
  std::vector<std::vector<std::uint32_t>> wordTokens;  ///< text only: token positions of each word
};

/// The samples of a run, all of one format. columns: names for tabular input. classes: names by label, may be empty.
struct SampleSet {
  InputFormat format;
  std::vector<Sample> samples;
  std::vector<std::string> columns;
  std::vector<std::string> classes;
  std::string source;              ///< file or folder name, for humans
  std::vector<std::string> notes;  ///< what was guessed or converted ("uint8 values divided by 255")
};

std::string toText(InputKind kind);
InputKind inputKindFrom(std::string_view text);  ///< throws UserError with the list of names

}  // namespace spindle
