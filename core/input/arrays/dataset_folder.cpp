// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/arrays/dataset_folder.h"

#include "core/base/text.h"
#include "core/base/user_error.h"
#include "core/input/arrays/binary_samples.h"
#include "core/input/arrays/file_bytes.h"
#include "core/input/arrays/sample_memory.h"
#include "core/weights/byte_source.h"
#include "core/weights/tensor_tree.h"
#include "core/weights/torch_file.h"

#include <algorithm>
#include <system_error>

namespace spindle {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> filesOf(const fs::path& folder) {
  std::error_code error;
  std::vector<fs::path> files;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    std::error_code ignored;
    if (it->is_regular_file(ignored)) files.push_back(it->path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

/// Appends rows to the array of this name, which must have rows of the same shape.
void append(std::vector<NpyArray>& arrays, const std::string& name, Tensor tensor, const std::string& source,
            SampleMemory& memory) {
  if (tensor.shape.empty()) throw UserError(source + ": holds a single number in place of a list; copy it again.");
  memory.add({name, tensor.shape, bytesOf(tensor.type)});
  const auto it = std::find_if(arrays.begin(), arrays.end(), [&](const NpyArray& a) { return a.name == name; });
  if (it == arrays.end()) {
    arrays.push_back({name, false, std::move(tensor), {}});
    return;
  }
  auto& whole = it->tensor;
  auto expected = whole.shape;
  expected[0] = tensor.shape[0];
  if (tensor.type != whole.type || tensor.shape != expected) {
    throw UserError(source + ": has the shape " + shapeText(tensor.shape) + ", unlike the other files of the folder " +
                    shapeText(whole.shape) + "; name one file in run.json.");
  }
  whole.shape[0] += tensor.shape[0];
  whole.bytes.insert(whole.bytes.end(), tensor.bytes.begin(), tensor.bytes.end());
}

std::vector<std::string> linesOf(const fs::path& file) {
  std::vector<std::string> lines;
  std::error_code error;
  if (!fs::is_regular_file(file, error)) return lines;
  const auto bytes = readFileBytes(file);
  auto text = asText(bytes);
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    if (const auto line = trimmed(text.substr(0, end)); !line.empty()) lines.emplace_back(line);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

/// The names in the description that comes with the Python version of CIFAR.
std::vector<std::string> pickledNames(const fs::path& file) {
  std::vector<std::string> names;
  std::error_code error;
  if (!fs::is_regular_file(file, error)) return names;
  const ByteSource source(file);
  const auto document = openPlainPickle(source);
  const auto* dict = document.root->dict();
  for (const auto* key : {"label_names", "fine_label_names"}) {
    const auto* found = dict != nullptr ? dict->find(key) : nullptr;
    const auto* list = found != nullptr ? found->sequence() : nullptr;
    if (list == nullptr || !names.empty()) continue;
    for (const auto* item : list->items) {
      if (const auto text = item->text()) names.emplace_back(*text);
    }
  }
  return names;
}

bool isPythonCifar(const fs::path& file) {
  const auto name = file.filename().string();
  if (!name.starts_with("data_batch_") && name != "test_batch" && name != "train" && name != "test") return false;
  const auto start = ByteSource(file).some(0, 1);
  return !start.empty() && start.front() == std::byte{0x80};  // a pickle, not another file of that name
}

}  // namespace

std::vector<std::string> classNamesIn(const fs::path& folder) {
  std::vector<std::string> names;
  for (const auto* file : {"batches.meta.txt", "fine_label_names.txt"}) {
    if (names.empty()) names = linesOf(folder / file);
  }
  for (const auto* file : {"batches.meta", "meta"}) {
    if (names.empty()) names = pickledNames(folder / file);
  }
  return names;
}

DatasetFolder readDatasetFolder(const fs::path& folder) {
  DatasetFolder found;
  SampleMemory memory(folder.filename().string());
  for (const auto& file : filesOf(folder)) {
    const auto name = file.filename().string();
    const std::string part =
        name.find("train") != std::string::npos || name.starts_with("data_batch") ? "train" : "test";
    if (name.find("images") != std::string::npos && (name.find("idx") != std::string::npos)) {
      const auto bytes = readFileBytes(file);
      if (!isIdx(bytes)) continue;
      append(found.arrays, "x_" + part, readIdx(bytes, name), name, memory);
      if (const auto labels = labelsBeside(file)) {
        append(found.arrays, "y_" + part, readIdx(readFileBytes(*labels), labels->filename().string()), name, memory);
      }
    } else if (lowerCase(file.extension().string()) == ".bin") {
      const auto bytes = readFileBytes(file);
      if (!isCifar(bytes)) continue;
      auto arrays = readCifar(bytes, name);
      append(found.arrays, "x_" + part, std::move(arrays[0].tensor), name, memory);
      append(found.arrays, "y_" + part, std::move(arrays[1].tensor), name, memory);
    } else if (isPythonCifar(file)) {
      for (auto& [array, tensor] : readTensors(file)) {
        const bool labels = array == "labels" || array == "fine_labels";
        if (!labels && array != "data") continue;
        append(found.arrays, (labels ? "y_" : "x_") + part, std::move(tensor), name, memory);
      }
    }
  }
  if (!found.arrays.empty()) found.classes = classNamesIn(folder);
  return found;
}

}  // namespace spindle
