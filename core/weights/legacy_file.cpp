// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/limits.h"
#include "core/weights/torch_file.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <limits>
#include <unordered_map>

namespace spindle {

namespace {

constexpr std::uint64_t mostPickled = std::uint64_t{512} << 20;

/// The pickle that starts at offset, which is moved behind it. Reads little more than the pickle.
PickleDocument nextPickle(const ByteSource& source, std::uint64_t& offset, const std::string& part) {
  for (std::uint64_t window = 1 << 16;; window *= 4) {
    auto bytes = source.some(offset, window);
    if (const auto length = pickleLength(bytes, source.name(), part)) {
      bytes.resize(*length);
      offset += *length;
      return readPickle(std::move(bytes), source.name(), part);
    }
    if (bytes.size() < window) source.refuseTruncated("inside " + part);
    if (window > mostPickled) source.refuse(part + " is larger than 512 MB; save the state_dict alone.");
  }
}

std::uint64_t little64(const ByteSource& source, std::uint64_t offset, bool bigEndian) {
  std::array<std::byte, 8> bytes;
  source.read(offset, bytes);
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < 8; ++i) {
    value = value << 8 | std::to_integer<std::uint64_t>(bytes[bigEndian ? i : 7 - i]);
  }
  return value;
}

struct Extent {
  std::uint64_t offset = 0, bytes = 0;
};

class LegacyStorages : public StorageReader {
 public:
  LegacyStorages(const ByteSource& source, std::unordered_map<std::string, Extent> extents)
      : source_(source), extents_(std::move(extents)) {}

  std::uint64_t place(const PickleStorage& storage) const override {
    const auto extent = extents_.find(std::string(storage.key));
    if (extent == extents_.end() || extent->second.bytes != storage.wholeBytes) {
      source_.refuse("storage " + std::string(storage.key) + " of " + std::to_string(storage.wholeBytes) +
                     " bytes is missing; copy the file again.");
    }
    return extent->second.offset;
  }

  void read(const PickleStorage& storage, std::span<std::byte> whole) const override {
    source_.read(place(storage), whole);
  }

 private:
  const ByteSource& source_;
  std::unordered_map<std::string, Extent> extents_;
};

bool littleEndianSystem(PickleValue info) {
  const auto* dict = info->dict();
  const PickleValue entry = dict ? dict->find("little_endian") : nullptr;
  return !entry || entry->integer() != 0;
}

}  // namespace

LegacyFile openLegacyFile(const ByteSource& source) {
  std::uint64_t offset = 0;
  nextPickle(source, offset, "the magic number");
  if (const auto version = nextPickle(source, offset, "the protocol version").root->integer(); version != 1001) {
    source.refuse("the protocol version " + std::to_string(version.value_or(0)) +
                  " is not 1001; save the file again with PyTorch 1.6 or later.");
  }
  const bool bigEndian = !littleEndianSystem(nextPickle(source, offset, "the system information").root);
  LegacyFile file{nextPickle(source, offset, "the pickled object"), nullptr};
  const auto keyList = nextPickle(source, offset, "the list of storages");
  const auto* keys = keyList.root->sequence();
  if (!keys) source.refuse("the list of storages is damaged; copy the file again.");

  std::unordered_map<std::string, const PickleStorage*> known;
  for (const auto& node : file.document.nodes) {
    if (const auto* storage = node.storage()) known.emplace(storage->key, storage);
  }
  std::unordered_map<std::string, Extent> extents;
  for (const PickleValue item : keys->items) {
    const auto key = item->text();
    const auto storage = known.find(std::string(key.value_or("")));
    if (!key || storage == known.end()) {
      source.refuse("the list of storages names one that no tensor has; copy the file again.");
    }
    const auto& [name, described] = *storage;
    const std::uint64_t elements = little64(source, offset, bigEndian);
    offset += 8;
    if (elements != described->wholeBytes / described->bytesPerElement) {
      source.refuse("storage " + name + " at byte " + std::to_string(offset) + " says " + std::to_string(elements) +
                    " elements where " + std::to_string(described->wholeBytes / described->bytesPerElement) +
                    " were expected; copy the file again.");
    }
    if (described->wholeBytes > source.size() - offset) {
      source.refuseTruncated("inside storage " + name + ", which needs " + std::to_string(described->wholeBytes) +
                             " bytes from byte " + std::to_string(offset));
    }
    extents[name] = {offset, described->wholeBytes};
    offset += described->wholeBytes;
  }
  file.storages = std::make_unique<LegacyStorages>(source, std::move(extents));
  file.storages->bigEndian = bigEndian;
  return file;
}

PickleDocument openPlainPickle(const ByteSource& source) {
  if (source.size() > limits::pickleBytes)
    source.refuse("is a pickle of more than " + std::to_string(limits::pickleBytes >> 20) + " MiB; save it as .npz.");
  std::uint64_t offset = 0;
  return nextPickle(source, offset, "the pickled object");
}

}  // namespace spindle
