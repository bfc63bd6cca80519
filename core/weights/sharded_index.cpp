// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/sharded_index.h"

#include "core/base/json_text.h"
#include "core/weights/file_kind.h"
#include "core/weights/tensor_file.h"
#include "core/weights/weights_search.h"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <set>

namespace spindle {

namespace {

constexpr std::uint64_t mostIndex = 100'000'000;
constexpr std::size_t mostTensors = 30000;  // the time to read them grows with the square

}  // namespace

Weights readSharded(const ByteSource& index, WeightsFormat format, bool everything) {
  if (index.size() > mostIndex) index.refuse("is larger than 100 MB, too large for an index.");
  const auto bytes = index.some(0, index.size());
  const auto problem = jsonProblem(asText(bytes), mostTensors);
  if (!problem.empty()) index.refuse(problem + "; copy it again.");
  const auto json = nlohmann::ordered_json::parse(asText(bytes), nullptr, false);
  if (!json.is_object() || !json.contains("weight_map") || !json["weight_map"].is_object()) {
    index.refuse("is not valid JSON with a weight_map; copy it again.");
  }
  std::vector<std::string> files;
  std::map<std::string, std::set<std::string>> wanted;
  for (const auto& [name, file] : json["weight_map"].items()) {
    if (!file.is_string()) index.refuse("weight_map gives no file for " + name.substr(0, 200) + ".");
    const auto shard = file.get<std::string>();
    constexpr std::size_t longestName = 255;
    if (shard.empty() || shard.size() > longestName || shard.find_first_of("/\\") != std::string::npos ||
        shard == "." || shard == "..") {
      index.refuse("weight_map names " + shard.substr(0, 200) + ", which does not lie beside the index.");
    }
    if (wanted[shard].empty()) files.push_back(shard);
    wanted[shard].insert(name);
  }
  if (files.empty()) index.refuse("weight_map is empty; copy it again.");
  if (!index.isFile()) index.refuse("is an index of several files and cannot be read from memory.");

  Weights all;
  all.summary.format = format;
  for (const auto& shard : files) {
    const auto path = index.path().parent_path() / shard;
    std::error_code error;
    if (!std::filesystem::exists(path, error)) {
      index.refuse("names " + shard + ", which does not lie beside it; copy the missing file too.");
    }
    const ByteSource source(path);
    const auto kind = sniffWeightsFormat(source);
    if (!kind) refuseForeignFile(source);
    if (kind == WeightsFormat::safetensorsIndex || kind == WeightsFormat::torchIndex)
      source.refuse("is an index where a file of tensors was expected.");
    auto part = readTensorFile(source, *kind, {}, everything);
    auto& missing = wanted[shard];
    for (std::size_t i = 0; i < part.summary.tensors.size(); ++i) {
      auto& header = part.summary.tensors[i];
      header.name = part.summary.strippedPrefix + header.name;
      if (missing.erase(header.name) == 0) continue;
      if (everything) all.tensors.push_back({header.name, std::move(part.tensors[i].tensor)});
      all.summary.tensors.push_back(std::move(header));
    }
    if (!missing.empty())
      source.refuse("lacks " + missing.begin()->substr(0, 200) + ", which the index promises; copy it again.");
  }
  std::vector<std::string> names;
  for (const auto& header : all.summary.tensors) names.push_back(header.name);
  all.summary.strippedPrefix = commonPrefix(names);
  for (auto& header : all.summary.tensors) header.name.erase(0, all.summary.strippedPrefix.size());
  for (auto& tensor : all.tensors) tensor.name.erase(0, all.summary.strippedPrefix.size());
  return all;
}

}  // namespace spindle
