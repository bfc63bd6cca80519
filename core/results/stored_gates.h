// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/results_file.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace spindle {

/// The paths of classes through a network (METHOD.md#paths-of-classes), the measurement "gates" of a results file. NaN
/// where a class has none: no image to learn from, or none that the network recognizes there.
struct ClassGates {
  static constexpr const char* name = "gates";
  double beta = 0.1, step = 0.1;
  bool relative = false;   ///< beta times the mean squared value of each layer
  bool published = false;  ///< `step` is the length of a layer's step, not its root mean square over the units
  bool warm = false;       ///< a checkpoint starts where the one before ended
  std::uint64_t epochs = 20, images = 500, seed = 1;
  std::string data, dataDigest;                    ///< what they were learned on
  bool tested = true;                              ///< recall and confusion are of other images than the gates
  std::vector<std::string> classNames;             ///< may be empty
  std::vector<std::size_t> learnedFrom, lookedAt;  ///< images, by class
  std::vector<MeasuredArray> layers;               ///< [C, class, units], named as the layers: the gates
  MeasuredArray confusion;  ///< [C, class, class]: images of a class (second index) that the network without gates
                            ///< takes for another
  MeasuredArray recall;     ///< [C, gates, class]: share of a class's images recognized through some class's gates
  MeasuredArray answered;   ///< [C, gates, class]: share of a class's images taken for the class whose gates are set
  MeasuredArray loss;       ///< [C, class, 4]: images recognized of those learned from; cross-entropy, difference of
                            ///< the values and size over the last epoch

  MeasuredArray hits;  ///< [C, class, 2 L]: share of a feature map's strongest tenth inside the image of the
                       ///< class, in composites of four; mean by layer, then standard deviation
  static constexpr std::size_t composites = 12;  ///< of a class
  MeasuredArray predicted;  ///< [C, S, 1]: the class that the network without gates answers for each sample

  [[nodiscard]] std::size_t classes() const { return learnedFrom.size(); }
  [[nodiscard]] std::string className(std::size_t c) const;  ///< "coat", or "class 4"
  [[nodiscard]] bool known(std::size_t checkpoint, std::size_t c) const;
  /// Whether a unit is in the path of a class: its gate is above 0.5.
  [[nodiscard]] bool kept(std::size_t layer, std::size_t checkpoint, std::size_t c, std::size_t unit) const {
    return layers[layer].at(checkpoint, c, unit) > 0.5;
  }
};

StoredMeasurement asStored(const ClassGates& gates);

/// None where the results hold no such measurement. Throws UserError where it is of another schema or damaged.
std::optional<ClassGates> storedGates(const ResultsHeader& header);

/// Through whose gates the networks of some results were evaluated: `extract --gates`. Stands among the options of the
/// results as "gates".
struct GatedBy {
  std::string file;        ///< name of the results file that holds the gates
  std::string digest;      ///< of the gates
  bool predicted = false;  ///< gates and score of the class that the network without gates answers; else the target's

  bool operator==(const GatedBy&) const = default;
};
std::optional<GatedBy> storedGatedBy(const ResultsHeader& header);
std::string gatedByText(const GatedBy& gated);  ///< JSON, for MeasurementOptions::others
inline constexpr const char* gatedByKey = "gates";

}  // namespace spindle
