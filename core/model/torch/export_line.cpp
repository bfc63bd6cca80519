// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/torch/export_line.h"

#include "core/base/user_error.h"
#include "core/weights/export_lines.h"
#include "core/weights/weights_file.h"

namespace spindle {

std::string exportLine(const std::filesystem::path& file) {
  try {
    if (sniffWeightsFormat(file) == WeightsFormat::torchExport)
      return std::string(torchExportLine) + ", where x has 2 rows or more";
  } catch (const UserError&) {  // the file is gone
  }
  return torchScriptLine;
}

}  // namespace spindle
