// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/weights/exported_program.h"
#include "core/weights/weights.h"

#include <map>
#include <string>
#include <vector>

namespace spindle {

class ZipArchive;

/// What torch.export.save() writes (.pt2): a program as JSON, and tensors by the names of the state dict: raw bytes
/// with a table (PyTorch 2.9 and newer), or pickles of torch.save (before). Opened, it has read the tables alone.
/// Nothing is executed. Not for use from several threads at once; the source must outlive it. Throws UserError.
class ExportedArchive {
 public:
  explicit ExportedArchive(const ByteSource& source);
  ~ExportedArchive();

  [[nodiscard]] ExportedProgram program() const;
  [[nodiscard]] std::vector<TensorHeader> headers() const;  ///< of weights()
  [[nodiscard]] std::vector<NamedTensor> weights() const;   ///< parameters and the buffers that are saved with them
  [[nodiscard]] std::vector<NamedTensor> constants() const;
  /// Weights that are the same memory as earlier ones, and these.
  [[nodiscard]] std::map<std::string, std::string> tied() const;

 private:
  struct Private;
  std::unique_ptr<Private> d_;
};

/// Whether the archive holds a program of torch.export.
[[nodiscard]] bool isExportedArchive(const ZipArchive& archive);

}  // namespace spindle
