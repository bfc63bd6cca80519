// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/network/samples_check.h"

#include "core/base/user_error.h"
#include "core/model/row_check.h"

#include <vector>

namespace spindle {

void requireIndependentSamples(Network& network, const ExtractionInputs& inputs, const std::string& checkpoint) {
  if (inputs.inputs.empty()) return;
  const MaskedInput& first = inputs.inputs.front();
  const MaskedInput& last = inputs.inputs.back();
  const std::size_t elements = first.elements();
  std::vector<float> rows(3 * elements);
  const std::span<float> all(rows);
  first.write(fullCoalition(first.variables()), all.first(elements));
  first.write(Coalition{0}, all.subspan(elements, elements));
  last.write(inputs.inputs.size() > 1 ? fullCoalition(last.variables()) : Coalition{1}, all.last(elements));
  const auto check = checkRows(rows, elements, [&](std::span<const float> batch, std::size_t count) {
    std::vector<float> results(count * network.outputs());
    network.evaluate(batch, count, results);
    return results;
  });
  if (check.verdict == RowsVerdict::independent) return;
  const bool random = check.verdict == RowsVerdict::random;
  throw UserError(checkpoint + ": the network gives a sample " +
                  (random ? "other outputs each time it is evaluated"
                          : "other outputs when other samples stand beside it in the batch") +
                  "; where it was exported in training mode, call model.eval() first: "
                  "torch.jit.trace(model.eval(), example_input).save(\"model.pt\").");
}

}  // namespace spindle
