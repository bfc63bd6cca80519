// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/fuzz_weights.h"

#include "core/weights/byte_source.h"
#include "core/weights/exported_archive.h"
#include "core/weights/npy_file.h"
#include "core/weights/pickle_value.h"
#include "core/weights/tensor_tree.h"
#include "core/weights/weights_file.h"
#include "tests/fuzz/entry.h"

#include <span>

namespace spindle::fuzz {

namespace {

template <class Reader>
int tried(const std::uint8_t* data, std::size_t size, Reader read) {
  return readOrRefused([&] { read(ByteSource(std::as_bytes(std::span(data, size)), "input")); });
}

}  // namespace

int fuzzWeightsSummary(const std::uint8_t* data, std::size_t size) {
  return tried(data, size, [](const ByteSource& source) { (void)readWeightsSummary(source); });
}

int fuzzWeights(const std::uint8_t* data, std::size_t size) {
  return tried(data, size, [](const ByteSource& source) {
    for (const auto& [name, tensor] : readWeights(source).tensors) (void)tensor.toFloats();
  });
}

int fuzzTensors(const std::uint8_t* data, std::size_t size) {
  return tried(data, size, [](const ByteSource& source) {
    for (const auto& [name, tensor] : readTensors(source)) (void)tensor.toIntegers();
  });
}

int fuzzExported(const std::uint8_t* data, std::size_t size) {
  return tried(data, size, [](const ByteSource& source) {
    const ExportedArchive archive(source);
    (void)archive.weights();
    (void)archive.constants();
    (void)archive.program();
  });
}

int fuzzNpy(const std::uint8_t* data, std::size_t size) {
  return tried(data, size, [](const ByteSource& source) { (void)readNpyArray(source); });
}

int fuzzNpz(const std::uint8_t* data, std::size_t size) {
  return tried(data, size, [](const ByteSource& source) { (void)readNpzArrays(source); });
}

int fuzzPickle(const std::uint8_t* data, std::size_t size) {
  return tried(data, size, [](const ByteSource& source) {
    (void)readPickle(source.some(0, source.size()), "input", "the pickle");
  });
}

}  // namespace spindle::fuzz
