// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/input/sample/sample_set.h"
#include "core/input/variables/input_variables.h"
#include "core/run/description/run_description.h"

#include <optional>
#include <vector>

namespace spindle {

/// The samples that are computed and the input variables of each; equal counts.
struct VariableChoice {
  std::vector<std::size_t> samples;       ///< indices into the run's samples
  std::vector<InputVariables> variables;  ///< one for each of them

  [[nodiscard]] int count() const { return variables.empty() ? 0 : variables.front().count(); }
  [[nodiscard]] std::optional<std::size_t> position(std::size_t sample) const;
  bool operator==(const VariableChoice&) const = default;
};

/// The grid of cells from which variables of an image are picked.
struct PickGrid {
  int rows = 7, columns = 7;
};

/// The grid of the description; else the coarsest one that the variables' rectangles lie on; else the default's. Images
/// only; for others it means nothing.
PickGrid pickGrid(const InputFormat& format, const InputVariables& variables);

/// Number (from 0) of the variable that covers the pixel.
std::optional<std::size_t> variableAt(const InputVariables& variables, std::int64_t row, std::int64_t column);

/// Whose variables an edit changes: of all samples that have the same ones, or of that sample alone.
enum class EditScope { alike, one };

/// Whether a variable lies in that cell, as a whole or in part.
bool cellTaken(const InputVariables& variables, const InputFormat& format, const PickGrid& grid, int row, int column);

// The choice with one cell, column or word of a sample added as a variable of its own, or the variable there taken
// away. Samples with the same variables change alike; where the others have variables of their own and would then have
// another number of them, only this sample stays chosen. Throws UserError: the last variable, or more than 16.
VariableChoice withCellToggled(const VariableChoice& choice, const InputFormat& format, std::size_t sample,
                               const PickGrid& grid, int row, int column, EditScope scope = EditScope::alike);
VariableChoice withColumnToggled(const VariableChoice& choice, const InputFormat& format, std::size_t sample,
                                 std::uint32_t column, const std::string& name);
VariableChoice withWordToggled(const VariableChoice& choice, const Sample& words, std::size_t sample,
                               std::size_t elements, std::uint32_t word);

/// With one cluster of points of this sample as a variable, or without it. Other samples keep theirs.
VariableChoice withClusterToggled(const VariableChoice& choice, const InputFormat& format, std::size_t sample,
                                  const std::vector<std::uint32_t>& points, const std::string& name);

/// The choice with `group` in place of all variables of the sample that it overlaps. Throws UserError, as above.
VariableChoice withGroup(const VariableChoice& choice, std::size_t sample, std::size_t elements,
                         const InputVariable& group, EditScope scope = EditScope::alike);

/// With these pixels (numbers in reading order, the first where the stroke began) added to the variable that the first
/// lies in, or as a region of their own; those of other variables stay theirs. Or taken away from all variables.
VariableChoice withBrush(const VariableChoice& choice, const InputFormat& format, std::size_t sample,
                         const std::vector<std::uint32_t>& pixels, bool add, EditScope scope = EditScope::alike);

/// With variables of its own for each sample of the choice, equal in number.
VariableChoice withEach(const VariableChoice& choice, std::vector<InputVariables> variables);

/// The choice with these variables for the sample, or for all samples.
VariableChoice withVariables(const VariableChoice& choice, std::size_t sample, const InputVariables& variables,
                             EditScope scope);

/// How many forward passes the choice takes at so many checkpoints.
double forwardPasses(const VariableChoice& choice, std::size_t checkpoints);

}  // namespace spindle
