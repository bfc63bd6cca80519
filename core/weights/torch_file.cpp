// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/torch_file.h"

#include "core/weights/element_layout.h"
#include "core/weights/zip_archive.h"

#include <algorithm>
#include <map>
#include <numeric>

namespace spindle {

namespace {

constexpr std::uint64_t mostPickled = std::uint64_t{512} << 20;

class ZipStorages : public StorageReader {
 public:
  ZipStorages(const ByteSource& source, const ZipArchive& archive, std::string root)
      : source_(source), archive_(archive), root_(std::move(root)) {}

  std::uint64_t place(const PickleStorage& storage) const override {
    const std::string name = root_ + "data/" + std::string(storage.key);
    const auto entry = archive_.find(name);
    if (!entry) source_.refuse("the zip archive has no entry " + name + "; copy the file again.");
    if (const auto size = archive_.entries()[*entry].size; size != storage.wholeBytes) {
      source_.refuse("entry " + name + " has " + std::to_string(size) + " bytes where " +
                     std::to_string(storage.wholeBytes) + " were expected; copy the file again.");
    }
    return *entry;
  }

  void read(const PickleStorage& storage, std::span<std::byte> whole) const override {
    archive_.read(static_cast<std::size_t>(place(storage)), whole);
  }

 private:
  const ByteSource& source_;
  const ZipArchive& archive_;
  std::string root_;
};

}  // namespace

bool isTensor(PickleValue value) {
  return value->tensor() || value->array();
}

TensorHeader headerOf(const FoundTensor& found) {
  if (const auto* tensor = found.value->tensor()) return {found.name, tensor->type, tensor->shape};
  const auto* array = found.value->array();
  return {found.name, array->type, array->shape};
}

Tensor tensorOf(const PickleArray& array) {
  const std::size_t width = bytesOf(array.type);
  Tensor tensor{array.type, array.shape,
                gathered(array.bytes, width, 0, array.shape, denseStrides(array.shape, array.fortranOrder))};
  if (array.bigEndian) swapBytes(tensor.bytes, width);
  return tensor;
}

TorchFile::TorchFile(const ByteSource& source, WeightsFormat format) : source_(source) {
  if (format == WeightsFormat::torchLegacy) {
    auto legacy = openLegacyFile(source);
    document_ = std::move(legacy.document);
    storages_ = std::move(legacy.storages);
    return;
  }
  archive_ = std::make_unique<ZipArchive>(source);
  const auto& entries = archive_->entries();
  const auto pickle = std::ranges::find_if(entries, [](const auto& e) { return e.name.ends_with("/data.pkl"); });
  if (pickle == entries.end()) source.refuse("the zip archive has no data.pkl; it was not written by torch.save.");
  root_ = pickle->name.substr(0, pickle->name.size() - std::string_view("data.pkl").size());
  document_ = readPickle(archive_->readAll(static_cast<std::size_t>(pickle - entries.begin()), mostPickled),
                         source.name(), "data.pkl");
  storages_ = std::make_unique<ZipStorages>(source, *archive_, root_);
  if (const auto order = archive_->find(root_ + "byteorder")) {
    storages_->bigEndian = asText(archive_->readAll(*order, 100)).starts_with("big");
  }
}

TorchFile::~TorchFile() = default;

void TorchFile::check(std::span<const FoundTensor> wanted) const {
  std::uint64_t total = 0;
  for (const auto& found : wanted) {
    const auto header = headerOf(found);
    total += elementsOf(header.shape, bytesOf(header.type)).value_or(0) * bytesOf(header.type);
    // Expanded tensors (stride 0) and tied ones are larger than what is stored, but not without bound.
    if (total / 64 > source_.size() + (1 << 20)) {
      source_.refuse(found.name + " of shape " + shapeText(header.shape) + " needs more than 64 times the " +
                     std::to_string(source_.size()) + " bytes of the file; save a contiguous copy of it.");
    }
    if (const auto* tensor = found.value->tensor()) (void)storages_->place(*tensor->storage);
  }
}

std::vector<NamedTensor> TorchFile::read(std::span<const FoundTensor> wanted) const {
  check(wanted);
  std::vector<NamedTensor> out(wanted.size());
  std::map<std::uint64_t, std::vector<std::size_t>> byPlace;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    out[i].name = wanted[i].name;
    if (const auto* array = wanted[i].value->array()) {
      out[i].tensor = tensorOf(*array);
    } else {
      byPlace[storages_->place(*wanted[i].value->tensor()->storage)].push_back(i);
    }
  }
  for (const auto& [place, users] : byPlace) {
    const PickleStorage& storage = *wanted[users.front()].value->tensor()->storage;
    std::vector<std::byte> whole(static_cast<std::size_t>(storage.wholeBytes));
    storages_->read(storage, whole);
    for (const std::size_t user : users) {
      const PickleTensor& view = *wanted[user].value->tensor();
      const std::size_t width = bytesOf(view.type);
      Tensor& tensor = out[user].tensor;
      tensor.type = view.type;
      tensor.shape = view.shape;
      const bool isWhole = view.storage->viewOffset == 0 && view.offset == 0 &&
                           std::ranges::equal(view.stride, denseStrides(view.shape, false)) &&
                           elementsOf(view.shape, width).value_or(0) * width == whole.size();
      if (isWhole && user == users.back()) {
        tensor.bytes = std::move(whole);
      } else {
        const auto part = std::span<const std::byte>(whole).subspan(static_cast<std::size_t>(view.storage->viewOffset),
                                                                    static_cast<std::size_t>(view.storage->bytes));
        tensor.bytes = gathered(part, width, view.offset, view.shape, view.stride);
      }
      if (storages_->bigEndian) swapBytes(tensor.bytes, width);
    }
  }
  return out;
}

}  // namespace spindle
