// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/hdf5_chunks.h"

#include "core/store/hdf5_error.h"

#include <array>

namespace spindle {

bool compressedAlike(hid_t a, hid_t b) {
  const std::array<Hdf5Handle, 2> lists{Hdf5Handle(checked(H5Dget_create_plist(a)), H5Pclose),
                                        Hdf5Handle(checked(H5Dget_create_plist(b)), H5Pclose)};
  std::array<std::vector<hsize_t>, 2> descriptions;
  for (std::size_t i = 0; i < 2; ++i) {
    const hid_t list = lists[i].get();
    if (H5Pget_layout(list) != H5D_CHUNKED) return false;
    descriptions[i].resize(3);
    if (H5Pget_chunk(list, 3, descriptions[i].data()) != 3) return false;
    for (int f = 0; f < H5Pget_nfilters(list); ++f) {
      unsigned flags = 0, config = 0;
      std::size_t values = 0;
      descriptions[i].push_back(static_cast<hsize_t>(
          H5Pget_filter2(list, static_cast<unsigned>(f), &flags, &values, nullptr, 0, nullptr, &config)));
    }
  }
  const Hdf5Handle typeA(checked(H5Dget_type(a)), H5Tclose), typeB(checked(H5Dget_type(b)), H5Tclose);
  return descriptions[0] == descriptions[1] && H5Tequal(typeA.get(), typeB.get()) > 0;
}

Chunk readChunk(hid_t dataset, const Extent& offset) {
  hsize_t size = 0;
  checkedStatus(H5Dget_chunk_storage_size(dataset, offset.data(), &size));
  Chunk chunk;
  chunk.bytes.resize(size);
  if (size > 0) checkedStatus(H5Dread_chunk(dataset, H5P_DEFAULT, offset.data(), &chunk.filters, chunk.bytes.data()));
  return chunk;
}

void writeChunk(hid_t dataset, const Extent& offset, const Chunk& chunk) {
  if (chunk.bytes.empty()) return;
  checkedStatus(
      H5Dwrite_chunk(dataset, H5P_DEFAULT, chunk.filters, offset.data(), chunk.bytes.size(), chunk.bytes.data()));
}

}  // namespace spindle
