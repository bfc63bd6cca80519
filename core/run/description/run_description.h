// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/input/sample/sample_set.h"
#include "core/input/variables/input_variables.h"
#include "core/input/variables/masked_input.h"
#include "core/run/checkpoints/axis_description.h"
#include "core/run/checkpoints/step_pattern.h"

#include <filesystem>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace spindle {

/// One variable as run.json names it.
struct VariableDescription {
  std::string name;
  std::vector<PixelRect> pixels;
  std::vector<std::string> columns;
  std::vector<std::uint32_t> words;
  std::vector<std::uint32_t> points;
  bool operator==(const VariableDescription&) const = default;
};
using VariableList = std::vector<VariableDescription>;

/// "variables" of run.json: a drawn grid, one list for all samples, one list a sample, or a label map.
struct GridDescription {
  GridOptions grid;
  bool each = false;  ///< a draw of its own for each sample (seed + sample number)
  bool operator==(const GridDescription& other) const;
};
struct EachDescription {
  std::vector<VariableList> lists;
  bool operator==(const EachDescription&) const = default;
};
/// Regions of a label map (see LabelMap), in a file in the run folder or with its whole path.
struct MapDescription {
  std::string file;
  bool operator==(const MapDescription&) const = default;
};
using VariablesDescription =
    std::variant<std::monostate, GridDescription, VariableList, EachDescription, MapDescription>;

/// "baseline" of run.json: "zero", "mean", a number, a list, or {"token": "[MASK]"}.
struct BaselineDescription {
  enum class Kind { zero, mean, values, token } kind = Kind::zero;
  std::vector<double> values;
  std::string token;
  bool operator==(const BaselineDescription&) const = default;
};

/// "loss_columns" of run.json; empty where it is guessed.
struct LossColumns {
  std::string train, test;
  bool operator==(const LossColumns&) const = default;
};

/// run.json, every key optional. The README documents each. score, output and decomposition are kept as text here
/// because core/run does not know core/model; they are checked against the known words when read.
struct RunDescription {
  std::optional<std::string> name, model, checkpoints, metrics, samples, score, output, maskAt, protocol;
  std::vector<std::string> checkpointFiles;  ///< "checkpoints" given as a list of names or patterns
  std::vector<std::string> layers;           ///< "architecture": the network as words, or the name of a family
  std::optional<std::string> weights;        ///< where a checkpoint has several: "state_dict_ema"
  bool partialWeights = false;               ///< names may be missing in checkpoints or in the network
  std::optional<std::size_t> sampleCount;    ///< samples of each part that are computed at most
  std::optional<std::string> target;         ///< column of a samples CSV that holds the label; one label of several
  std::optional<std::string> layout;         ///< of "input": how the network takes images (see networkLayouts())
  std::optional<std::string> secondInput;    ///< what a second input of the network holds (see secondInputs())
  std::optional<std::string> outputTensor;   ///< which of several tensors the network returns: a number or a name
  std::optional<std::int64_t> padding;       ///< of "input": the token that fills short texts
  std::optional<std::string> vocab;          ///< vocabulary of a text run, one word piece a line
  std::optional<StepPattern> steps;          ///< corrects guessed steps
  std::optional<AxisDescription> axis;       ///< another number in place of steps
  LossColumns lossColumns;
  std::optional<InputKind> kind;
  std::vector<std::int64_t> shape;
  std::vector<double> mean, std;
  std::vector<std::string> classes;
  std::optional<BaselineDescription> baseline;
  std::optional<Background> background;
  VariablesDescription variables;
  bool operator==(const RunDescription&) const = default;
};

/// The words of "layout" and "second_input".
const std::vector<std::string>& networkLayouts();
const std::vector<std::string>& secondInputs();

/// Throws UserError that names the file, the key and what was expected ("did you mean ..." for an unknown key).
RunDescription readRunDescription(const std::filesystem::path& file);

/// Writes atomically (a temporary file, then rename). Throws UserError.
void writeRunDescription(const std::filesystem::path& file, const RunDescription& description);

}  // namespace spindle
