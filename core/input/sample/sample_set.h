// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace spindle {

enum class InputKind { image, tabular, text, points, bodies };

/// Whether an input is rows that each begin with a position: points of a cloud, or moving bodies.
[[nodiscard]] constexpr bool isInSpace(InputKind kind) {
  return kind == InputKind::points || kind == InputKind::bodies;
}

/// Shape and normalization of one input. Images: [channels, height, width]; tabular: [columns]; text: [tokens] of ids;
/// points: [count, 3 or more]; bodies: [count, 12], the columns of BodyColumns. network input = (raw - mean) / std,
/// channel by channel (images) or column by column (tabular); empty mean and std mean 0 and 1. One mean for all
/// channels is allowed.
struct InputFormat {
  InputKind kind = InputKind::image;
  std::vector<std::int64_t> shape;
  std::vector<double> mean;
  std::vector<double> std;

  [[nodiscard]] std::size_t elements() const;
  /// Index into mean/std (before broadcasting one value) of a flat element: channel, column or coordinate.
  [[nodiscard]] std::size_t channelOf(std::size_t element) const;

  /// (raw - mean) / std in double, rounded once to float.
  [[nodiscard]] float normalized(double raw, std::size_t element) const;

  /// Number of values of mean and std where each channel, column or coordinate has its own; 1 for text.
  [[nodiscard]] std::size_t channels() const;

  /// Where a flat element stands, for messages: "channel 0, row 3, column 4", "column 5", "token 2", "point 7,
  /// coordinate 1".
  [[nodiscard]] std::string place(std::size_t element) const;

  /// Throws UserError: rank that does not fit the kind, sizes below 1, more than 2^31 elements, mean or std of the
  /// wrong length, not finite, or std not above 0.
  void check() const;
};

/// At most this many elements in one input: flat indices are 32-bit, and no network of interest comes near.
inline constexpr std::int64_t maxElements = std::int64_t{1} << 31;

enum class Split { unknown, train, test };

/// One input with its label. values: product(shape) raw values (images in [0, 1]; text: token ids).
struct Sample {
  std::vector<float> values;
  std::int64_t target = 0;
  std::string name;
  Split split = Split::unknown;
  std::vector<std::string> words;                      ///< text only: what the user sees
  std::vector<std::vector<std::uint32_t>> wordTokens;  ///< text only: token positions of each word
  bool mislabeled = false;                             ///< the target is known not to be the true label (label noise)
};

/// The samples of a run, all of one format. columns: names for tabular input. classes: names by label, may be empty.
struct SampleSet {
  InputFormat format;
  std::vector<Sample> samples;
  std::vector<std::string> columns;
  std::vector<std::string> classes;
  std::string source;                ///< file or folder name, for humans
  std::string storedType;            ///< type of the values in the file: "uint8", "float32", "text", ...
  bool severalLabels = false;        ///< each sample carries several; the target is the one that was asked for
  bool classesGuessed = false;       ///< words as labels, numbered in sorted order because nobody named the classes
  bool measuredTargets = false;      ///< the labels are measured values, no classes: every target is 0
  bool labelsRenumbered = false;     ///< labels with negative numbers among them, numbered from 0 in their order
  bool channelsMoved = false;        ///< images of 2 channels or more were stored with their channels last
  std::int64_t paddingToken = 0;     ///< text: what fills short ones
  bool paddingKnown = false;         ///< text: by run.json, the vocabulary or the texts themselves; else it is token 0
  bool kindGuessed = false;          ///< the file could as well hold inputs of another kind or shape
  std::filesystem::path vocabulary;  ///< of a run of texts: its word pieces, empty where there are none
  std::string targetColumn;          ///< tables: the column of the labels, empty where there is none
  bool targetGuessed = false;        ///< nobody named that column, the last one was taken
  std::vector<std::string> allColumns;  ///< tables: every column of the file, those of `columns` and others
  std::vector<std::string> notes;       ///< what was guessed or converted ("uint8 values divided by 255")
};

/// Throws UserError when the sample has another number of values than the format (`found` is its shape where known),
/// or a value that is NaN or infinite; names the sample and the place (columns: names for tabular input, may be empty).
void checkSample(const Sample& sample, const InputFormat& format, const std::vector<std::string>& columns = {},
                 const std::vector<std::int64_t>& found = {});

std::string toText(InputKind kind);
InputKind inputKindFrom(std::string_view text);  ///< throws UserError with the list of names

}  // namespace spindle
