// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace spindle {

/// Python that writes a network to a file, for messages: with PyTorch 2.5 or newer, and with any. x, an example of the
/// input, must have 2 rows or more for the first.
inline constexpr const char* torchExportLine =
    "torch.export.save(torch.export.export(model.eval(), (x,), dynamic_shapes=({0: torch.export.Dim(\"batch\")},)), "
    "\"model.pt2\")";
inline constexpr const char* torchScriptLine = "torch.jit.trace(model.eval(), example_input).save(\"model.pt\")";

}  // namespace spindle
