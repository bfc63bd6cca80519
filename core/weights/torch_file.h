// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/weights/byte_source.h"
#include "core/weights/pickle_value.h"
#include "core/weights/weights.h"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace spindle {

class ZipArchive;

/// A tensor or numpy array of a document under the name it shall have.
struct FoundTensor {
  std::string name;
  PickleValue value = nullptr;
};

[[nodiscard]] bool isTensor(PickleValue value);  ///< a tensor or a numpy array of numbers
[[nodiscard]] TensorHeader headerOf(const FoundTensor& found);

/// The bytes of torch storages by key, wherever a format keeps them.
class StorageReader {
 public:
  virtual ~StorageReader() = default;
  /// Position in the file, to read in order. Throws UserError when there is no such storage or it is too short.
  [[nodiscard]] virtual std::uint64_t place(const PickleStorage& storage) const = 0;
  virtual void read(const PickleStorage& storage, std::span<std::byte> whole) const = 0;
  bool bigEndian = false;
};

/// What torch.save or torch.jit.save wrote: the pickled object, read when opened, and its tensors, read when asked for.
/// Not for use from several threads at once; the source must outlive it.
class TorchFile {
 public:
  /// format is torchZip, torchScript or torchLegacy. Reads the pickle alone. Throws UserError.
  TorchFile(const ByteSource& source, WeightsFormat format);
  ~TorchFile();

  [[nodiscard]] const ByteSource& source() const { return source_; }
  [[nodiscard]] const PickleDocument& document() const { return document_; }
  /// Null for the legacy form.
  [[nodiscard]] const ZipArchive* archive() const { return archive_.get(); }
  [[nodiscard]] const std::string& archiveRoot() const { return root_; }  ///< "ROOT/"

  /// Throws UserError unless the storages of all of them are there in full length. Reads no tensor data.
  void check(std::span<const FoundTensor> wanted) const;
  /// Each storage is read once; beyond the result only one storage is in memory, and none for whole dense tensors.
  [[nodiscard]] std::vector<NamedTensor> read(std::span<const FoundTensor> wanted) const;

 private:
  const ByteSource& source_;
  PickleDocument document_;
  std::unique_ptr<ZipArchive> archive_;
  std::string root_;
  std::unique_ptr<StorageReader> storages_;
};

/// The pickle of the legacy form (before PyTorch 1.6) and a reader for the storages behind it.
struct LegacyFile {
  PickleDocument document;
  std::unique_ptr<StorageReader> storages;
};
[[nodiscard]] LegacyFile openLegacyFile(const ByteSource& source);

/// A plain pickle without storages (Python's pickle.dump).
[[nodiscard]] PickleDocument openPlainPickle(const ByteSource& source);

/// Bytes of a numpy array as a Tensor.
[[nodiscard]] Tensor tensorOf(const PickleArray& array);

}  // namespace spindle
