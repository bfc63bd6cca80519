// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/read_samples.h"

#include "core/base/regular_file.h"
#include "core/base/text.h"
#include "core/base/user_error.h"
#include "core/input/arrays/array_samples.h"
#include "core/input/arrays/binary_samples.h"
#include "core/input/arrays/dataset_folder.h"
#include "core/input/arrays/file_bytes.h"
#include "core/input/arrays/hdf5_arrays.h"
#include "core/input/arrays/input_arrays.h"
#include "core/input/arrays/sample_array_names.h"
#include "core/input/arrays/sample_memory.h"
#include "core/input/image/folder_samples.h"
#include "core/input/points/point_samples.h"
#include "core/input/table/table_rows.h"
#include "core/input/table/table_samples.h"
#include "core/input/text/padding.h"
#include "core/input/text/text_samples.h"
#include "core/input/text/token_words.h"
#include "core/input/text/vocabulary_file.h"
#include "core/weights/tensor_tree.h"
#include "core/weights/zip_archive.h"

#include <algorithm>
#include <fstream>
#include <system_error>

namespace spindle {
namespace {

namespace fs = std::filesystem;

SampleSet readFolder(const fs::path& folder, const SampleHints& hints) {
  const auto source = folder.filename().string();
  const auto pictures = listClassFolder(folder, {".png", ".jpg", ".jpeg"}, hints);
  if (!pictures.files.empty()) return samplesFromPictures(pictures, source, hints);
  const auto clouds = listClassFolder(folder, {".ply", ".off", ".npy", ".xyz", ".txt"}, hints);
  if (!clouds.files.empty()) return samplesFromPointFiles(clouds, source, hints);
  auto dataset = readDatasetFolder(folder);
  if (!dataset.arrays.empty()) {
    auto named = hints;
    if (named.classes.empty()) named.classes = dataset.classes;
    return samplesFromArrays(std::move(dataset.arrays), source, named);
  }
  throw UserError(folder.string() + ": no samples were found in the folder; put images at CLASS/NAME.png.");
}

SampleSet readTable(const fs::path& path, const SampleHints& hints) {
  const auto source = path.filename().string();
  const auto bytes = readFileBytes(path);
  const auto text = withoutMark(asText(bytes), source);
  const bool tabs = lowerCase(path.extension().string()) == ".tsv";
  const char delimiter = tabs ? '\t' : sniffDelimiter(text);
  const bool isText = hints.kind ? *hints.kind == InputKind::text : namesTextColumn(text, delimiter, !tabs);
  if (!isText) return samplesFromTable(text, source, hints);
  const auto tokenizer = vocabularyFor(path, hints);
  return samplesFromTextTable(text, source, hints, tokenizer ? &*tokenizer : nullptr, delimiter, !tabs);
}

SampleSet readPointFile(const fs::path& path, const SampleHints& hints) {
  const auto name = path.filename().string();
  ClassFolder one;
  one.files.push_back({path, name, 0, Split::unknown});
  return samplesFromPointFiles(one, name, hints);
}

/// Inputs and, where they lie in a file of their own, labels.
template <class Read>
SampleSet readPair(const fs::path& path, const SampleHints& hints, Read read) {
  std::vector<NpyArray> arrays{read(path)};
  arrays[0].name = "x";
  const auto labels = labelsBeside(path);
  if (labels) {
    arrays.push_back(read(*labels));
    arrays[1].name = "y";
  }
  auto set = samplesFromArrays(std::move(arrays), path.filename().string(), hints);
  if (labels) set.notes.push_back("labels from " + labels->filename().string());
  return set;
}

/// Token ids need no tokenizer, and the vocabulary may then be of another kind.
std::optional<WordPieceTokenizer> tokenizerUnlessIds(const fs::path& path, const SampleHints& hints,
                                                     std::string_view text) {
  try {
    return vocabularyFor(path, hints);
  } catch (const UserError&) {
    if (text.find("\"ids\"") == std::string_view::npos && text.find("\"input_ids\"") == std::string_view::npos) throw;
    return {};
  }
}

/// What is no array of samples is not read where others are; what is too large is not either.
ArrayFilter samplesOnly(const std::string& source, bool all) {
  return [memory = SampleMemory(source), all](const ArrayClaim& array) mutable {
    if (!all && !isSampleArray(array.name)) return false;
    memory.add(array);
    return true;
  };
}

std::vector<NpyArray> npzArrays(const fs::path& path) {
  const ByteSource source(path);
  const ZipArchive archive(source);
  bool known = false;
  for (const auto& entry : archive.entries()) {
    known = known || (entry.name.ends_with(".npy") && isInputArray(entry.name.substr(0, entry.name.size() - 4)));
  }
  return readNpzArrays(source, samplesOnly(path.filename().string(), !known));
}

NpyArray idxArray(const fs::path& path) {
  return {{}, false, readIdx(readFileBytes(path), path.filename().string()), {}};
}

std::vector<NpyArray> tensorsOf(const fs::path& path) {
  std::vector<NpyArray> arrays;
  for (auto& [name, tensor] : readTensors(path, samplesOnly(path.filename().string(), true)))
    arrays.push_back({name, false, std::move(tensor), {}});
  return arrays;
}

/// The hints with the class names that lie beside a file of CIFAR.
SampleHints withClassNames(SampleHints hints, const fs::path& file) {
  if (hints.classes.empty()) hints.classes = classNamesIn(file.parent_path());
  return hints;
}

std::vector<std::byte> beginningOf(const fs::path& path) {
  requireRegularFile(path);
  std::vector<std::byte> bytes(4096);
  std::ifstream in(path, std::ios::binary);
  if (!in) throw UserError(path.string() + ": cannot be opened; check the path and its permissions.");
  in.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  bytes.resize(static_cast<std::size_t>(in.gcount()));
  return bytes;
}

SampleSet readByFormat(const fs::path& path, const SampleHints& hints) {
  std::error_code error;
  if (fs::is_directory(path, error)) return readFolder(path.has_filename() ? path : path.parent_path(), hints);
  const auto source = path.filename().string();
  const auto extension = lowerCase(path.extension().string());
  const auto is = [&](std::initializer_list<std::string_view> names) {
    return std::find(names.begin(), names.end(), extension) != names.end();
  };
  const auto beginning = beginningOf(path);
  const auto head = asText(beginning);
  if (head.empty()) throw UserError(path.string() + ": is empty; give a file with samples.");

  const bool pickle = extension.empty() && head.size() > 1 && head[0] == '\x80' && head[1] >= 2 && head[1] <= 5;
  if (pickle) return samplesFromArrays(tensorsOf(path), source, withClassNames(hints, path));  // CIFAR for Python
  if (is({".pt", ".pth", ".pkl", ".pickle", ".safetensors"})) return samplesFromArrays(tensorsOf(path), source, hints);
  if (head.starts_with("PK")) return samplesFromArrays(npzArrays(path), source, hints);
  if (head.starts_with("\x93NUMPY")) {
    return readPair(path, hints, [](const fs::path& file) {
      return readNpyArray(ByteSource(file), samplesOnly(file.filename().string(), true));
    });
  }
  if (head.starts_with("\x89HDF\r\n") || is({".h5", ".hdf5"})) {
    return samplesFromArrays(readHdf5Arrays(path), source, hints);
  }
  if (is({".bin"}))
    return samplesFromArrays(readCifar(readFileBytes(path), source), source, withClassNames(hints, path));
  if (isIdx(beginning)) return readPair(path, hints, idxArray);
  if (head.starts_with("ply") || is({".off", ".xyz"})) return readPointFile(path, hints);
  if (is({".txt"}) && hints.kind == InputKind::points) return readPointFile(path, hints);
  if (is({".csv", ".tsv", ".txt"})) return readTable(path, hints);
  if (is({".jsonl", ".ndjson"})) {
    const auto bytes = readFileBytes(path);
    const auto tokenizer = tokenizerUnlessIds(path, hints, asText(bytes));
    return samplesFromJsonLines(asText(bytes), source, hints, tokenizer ? &*tokenizer : nullptr);
  }
  throw UserError(path.string() + ": is not in a supported sample format; export it as .npz, .csv or .jsonl.");
}

}  // namespace

SampleSet readSamples(const fs::path& path, const SampleHints& hints) {
  auto set = readByFormat(path, hints);
  if (set.format.kind == InputKind::text && hasTokenNumbers(set)) {
    const auto vocabulary = vocabularyFile(path, hints);
    const auto pieces = vocabulary.empty() ? std::vector<std::string>() : vocabularyPieces(vocabulary);
    if (hints.padding) set.paddingToken = *hints.padding, set.paddingKnown = true;
    if (!pieces.empty()) nameTokens(set, pieces);
    findPadding(set);
  }
  return set;
}

}  // namespace spindle
