// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/fuzz_samples.h"

#include "core/input/arrays/array_samples.h"
#include "core/input/arrays/array_stream.h"
#include "core/input/arrays/binary_samples.h"
#include "core/input/arrays/dataset_folder.h"
#include "core/input/arrays/hdf5_arrays.h"
#include "core/input/image/image_file.h"
#include "core/input/points/point_file.h"
#include "core/input/read_samples.h"
#include "core/input/sample/describe_samples.h"
#include "core/input/table/table_samples.h"
#include "core/input/text/text_samples.h"
#include "core/input/text/vocabulary_file.h"
#include "core/weights/byte_source.h"
#include "core/weights/tensor_tree.h"
#include "tests/fuzz/entry.h"

#include <span>

namespace spindle::fuzz {
namespace {

const std::string name = "input";

/// Reads the bytes; `read` takes a span of them.
template <class Read>
int tried(const std::uint8_t* data, std::size_t size, Read read) {
  return readOrRefused([&] { read(std::as_bytes(std::span(data, size))); });
}

constexpr std::string_view pieces = "[PAD]\n[UNK]\n[CLS]\n[SEP]\na\nfine\nfilm\n##s\n";

const WordPieceTokenizer& tokenizer() {
  static const WordPieceTokenizer one(pieces, {}, "vocab.txt");
  return one;
}

std::filesystem::path vocabularyIn(const std::string& folder) {
  return fileWith(folder + "/vocab.txt", reinterpret_cast<const std::uint8_t*>(pieces.data()), pieces.size());
}

/// What the panel of samples does with them.
void look(const SampleSet& set) {
  (void)describeSamples(set);
  for (const auto& sample : set.samples) (void)thumbnail(sample, set.format);
}

}  // namespace

int fuzzTable(const std::uint8_t* data, std::size_t size) {
  return tried(data, size, [](auto bytes) { look(samplesFromTable(asText(bytes), name, {})); });
}

int fuzzTextTable(const std::uint8_t* data, std::size_t size) {
  return tried(data, size,
               [](auto bytes) { look(samplesFromTextTable(asText(bytes), name, {}, &tokenizer(), '\t', false)); });
}

int fuzzJsonLines(const std::uint8_t* data, std::size_t size) {
  return tried(data, size, [](auto bytes) { look(samplesFromJsonLines(asText(bytes), name, {}, &tokenizer())); });
}

int fuzzVocabulary(const std::uint8_t* data, std::size_t size) {
  return tried(data, size, [](auto bytes) {
    const WordPieceTokenizer read(asText(bytes), {}, name);
    (void)read.words("A fine\u00e9 film's \u4e2d [MASK]");
    (void)read.words(asText(bytes));
  });
}

int fuzzTokenizer(const std::uint8_t* data, std::size_t size) {
  return readOrRefused([&] {
    (void)readVocabulary(fileWith("tokenizer/tokenizer.json", data, size), {}).words("A fine film's [MASK]");
  });
}

int fuzzTokenizerConfig(const std::uint8_t* data, std::size_t size) {
  return readOrRefused([&] {
    SampleHints hints;
    hints.vocabulary = vocabularyIn("config");
    (void)vocabularyFor(fileWith("config/tokenizer_config.json", data, size), hints);
  });
}

int fuzzImage(const std::uint8_t* data, std::size_t size) {
  return tried(data, size, [](auto bytes) { (void)decodeImage(bytes, name); });
}

int fuzzNpzSamples(const std::uint8_t* data, std::size_t size) {
  return tried(data, size,
               [](auto bytes) { look(samplesFromArrays(readNpzArrays(ByteSource(bytes, name)), name, {})); });
}

int fuzzTorchSamples(const std::uint8_t* data, std::size_t size) {
  return tried(data, size, [](auto bytes) {
    std::vector<NpyArray> arrays;
    for (auto& [key, tensor] : readTensors(ByteSource(bytes, name))) arrays.push_back({key, false, tensor, {}});
    look(samplesFromArrays(std::move(arrays), name, {}));
  });
}

int fuzzHdf5Samples(const std::uint8_t* data, std::size_t size) {
  return readOrRefused([&] { look(samplesFromArrays(readHdf5Arrays(fileWith("samples.h5", data, size)), name, {})); });
}

int fuzzArrayAnswer(const std::uint8_t* data, std::size_t size) {
  return tried(data, size, [](auto bytes) {
    try {
      (void)answerFrom(bytes);
    } catch (const std::runtime_error& error) {
      throw UserError(std::string(error.what()) + ".");
    }
  });
}

Bytes answerBytes() {
  const auto bytes = toBytes(
      {{{"x", false, {ElementType::uint8, {2, 2}, std::vector<std::byte>(4)}, {}}, {"name", true, {}, {"a", "b"}}},
       ""});
  Bytes copied;
  for (const auto byte : bytes) copied.push_back(static_cast<std::uint8_t>(byte));
  return copied;
}

int fuzzIdx(const std::uint8_t* data, std::size_t size) {
  return tried(data, size, [](auto bytes) {
    look(samplesFromArrays({{"x", false, readIdx(bytes, name), {}}}, name, {}));
  });
}

int fuzzCifar(const std::uint8_t* data, std::size_t size) {
  return tried(data, size, [](auto bytes) { look(samplesFromArrays(readCifar(bytes, name), name, {})); });
}

int fuzzCifarClasses(const std::uint8_t* data, std::size_t size) {
  return readOrRefused([&] {
    const std::vector<std::uint8_t> record(3073, 1);
    const auto batch = fileWith("cifar/test_batch.bin", record.data(), record.size());
    fileWith("cifar/batches.meta.txt", data, size);
    look(readSamples(batch.parent_path()));
  });
}

int fuzzPythonCifar(const std::uint8_t* data, std::size_t size) {
  return readOrRefused([&] { look(readSamples(fileWith("python/test_batch", data, size).parent_path())); });
}

int fuzzPythonCifarNames(const std::uint8_t* data, std::size_t size) {
  return readOrRefused([&] { (void)classNamesIn(fileWith("names/batches.meta", data, size).parent_path()); });
}

int fuzzPly(const std::uint8_t* data, std::size_t size) {
  return tried(data, size, [](auto bytes) { (void)readPly(bytes, name); });
}

int fuzzOff(const std::uint8_t* data, std::size_t size) {
  return tried(data, size, [](auto bytes) { (void)readOff(bytes, name); });
}

int fuzzPointRows(const std::uint8_t* data, std::size_t size) {
  return tried(data, size, [](auto bytes) { (void)readPointRows(bytes, name); });
}

int fuzzAnySamples(const std::uint8_t* data, std::size_t size) {
  static const auto vocabulary = vocabularyIn("any");
  return readOrRefused([&] { look(readSamples(fileWith("any/samples.txt", data, size))); });
}

}  // namespace spindle::fuzz
