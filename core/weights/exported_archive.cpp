// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/exported_archive.h"

#include "core/base/json_text.h"
#include "core/weights/element_layout.h"
#include "core/weights/torch_file.h"
#include "core/weights/weights_search.h"
#include "core/weights/zip_archive.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <optional>
#include <tuple>
#include <utility>

namespace spindle {
namespace {

using Json = nlohmann::json;

constexpr std::uint64_t mostProgram = std::uint64_t{64} << 20;
constexpr std::size_t mostTensors = 100'000;
const std::string oldProgram = "serialized_exported_program.json";

/// The only "ROOT/models/NAME.json", or the one called model.
std::optional<std::size_t> newProgram(const ZipArchive& archive) {
  std::optional<std::size_t> found;
  const auto& entries = archive.entries();
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const auto& name = entries[i].name;
    const auto at = name.rfind("/models/");
    if (at == std::string::npos || !name.ends_with(".json") || name.find('/', at + 8) != std::string::npos) continue;
    if (!archive.find(name.substr(0, at) + "/archive_format")) continue;
    if (!found || name.ends_with("/models/model.json")) found = i;
  }
  return found;
}

std::optional<ElementType> typeNumbered(std::int64_t number) {
  switch (number) {
    case 1:
      return ElementType::uint8;
    case 2:
      return ElementType::int8;
    case 3:
      return ElementType::int16;
    case 4:
      return ElementType::int32;
    case 5:
      return ElementType::int64;
    case 6:
      return ElementType::float16;
    case 7:
      return ElementType::float32;
    case 8:
      return ElementType::float64;
    case 12:
      return ElementType::boolean;
    case 13:
      return ElementType::bfloat16;
    case 28:
      return ElementType::uint16;
    case 29:
      return ElementType::float8e4m3;
    case 30:
      return ElementType::float8e5m2;
    case 34:
      return ElementType::uint32;
    case 35:
      return ElementType::uint64;
    default:
      return std::nullopt;
  }
}

/// A view of an entry's bytes.
struct Stored {
  std::string name;
  std::size_t entry = 0;
  ElementType type = ElementType::float32;
  std::int64_t offset = 0;
  std::vector<std::int64_t> shape, stride;
};

/// Tensors of one purpose, as views of entries or in files of torch.save.
struct Group {
  std::vector<Stored> stored;
  std::vector<std::pair<std::string, std::size_t>> pickled;  ///< name of the tensor, or "" for a whole dictionary
};

}  // namespace

struct ExportedArchive::Private {
  explicit Private(const ByteSource& bytes) : source(bytes), archive(bytes) {}

  std::size_t entry(const std::string& name) const {
    const auto found = archive.find(name);
    if (!found) source.refuse("the zip archive has no entry " + name + "; copy the file again.");
    return *found;
  }

  std::vector<std::byte> bytesOf(std::size_t entry, std::uint64_t most) const {
    const auto size = archive.entries()[entry].size;
    if (size > std::max<std::uint64_t>(most, source.size()))
      source.refuse("an entry of the archive unpacks to more than the whole file; export the network again.");
    return archive.readAll(entry, size);
  }

  /// Tables of numbers: {"config": {"fc.weight": {"path_name": "weight_0", "tensor_meta": {...}}}}.
  Group table(const std::string& name, const std::string& folder) const {
    const auto text = archive.readAll(entry(name), mostProgram);
    const auto problem = jsonProblem(asText(text), mostTensors);
    if (!problem.empty()) source.refuse(name + " " + problem + "; export it again.");
    const Json json = Json::parse(asText(text), nullptr, false);
    Group group;
    std::string where = "its beginning";
    try {
      for (const auto& [tensor, payload] : json.at("config").items()) {
        where = tensor;
        const auto& path = payload.at("path_name").get_ref<const std::string&>();
        if (path.starts_with("custom_obj") || path.starts_with("opaque_obj")) continue;  // refused where it is used
        const auto at = entry(folder + path);
        if (payload.at("use_pickle").get<bool>()) {
          group.pickled.emplace_back(tensor, at);
        } else {
          group.stored.push_back(storedOf(tensor, at, payload.at("tensor_meta")));
        }
      }
    } catch (const Json::exception&) {
      source.refuse(name + " is not of the form that torch.export writes, at " + where + "; export it again.");
    }
    return group;
  }

  Stored storedOf(const std::string& name, std::size_t entry, const Json& meta) const {
    const auto type = typeNumbered(meta.at("dtype").get<std::int64_t>());
    if (!type || meta.at("layout").get<std::int64_t>() != 7)
      source.refuse(name + " is a sparse or complex tensor, which is not read; export the network without it.");
    Stored stored{name, entry, *type, meta.at("storage_offset").at("as_int").get<std::int64_t>(), {}, {}};
    for (const Json& size : meta.at("sizes")) stored.shape.push_back(size.at("as_int").get<std::int64_t>());
    for (const Json& size : meta.at("strides")) stored.stride.push_back(size.at("as_int").get<std::int64_t>());
    requireInside(stored);
    return stored;
  }

  void requireInside(const Stored& stored) const {
    const auto width = spindle::bytesOf(stored.type);
    const auto held = static_cast<std::int64_t>(archive.entries()[stored.entry].size / width);
    const auto count = elementsOf(stored.shape, width);
    // Views of stride 0 are larger than what is stored, but not without bound.
    bool inside = count && stored.stride.size() == stored.shape.size() && stored.offset >= 0 &&
                  *count * width / 64 <= source.size() + (1 << 20);
    std::int64_t last = stored.offset;
    for (std::size_t i = 0; inside && *count > 0 && i < stored.shape.size(); ++i) {
      std::int64_t span = 0;
      inside = stored.stride[i] >= 0 && !__builtin_mul_overflow(stored.shape[i] - 1, stored.stride[i], &span) &&
               !__builtin_add_overflow(last, span, &last);
    }
    if (!inside || (*count > 0 && last >= held))
      source.refuse(stored.name + " of shape " + shapeText(stored.shape) + " does not fit into the " +
                    std::to_string(archive.entries()[stored.entry].size) + " bytes that are stored of it" +
                    (held == 0 ? " (was the network exported without numbers, as on the meta device?)" : "") +
                    "; export it again.");
  }

  template <class Take>
  void eachPickled(const Group& group, Take take) const {
    for (const auto& [name, entry] : group.pickled) {
      const auto bytes = bytesOf(entry, 0);
      const ByteSource inner(bytes, source.name() + ": " + archive.entries()[entry].name);
      const TorchFile file(inner, WeightsFormat::torchZip);
      auto found = allTensors(file.document().root, inner);
      if (!name.empty() && found.size() != 1) inner.refuse("is not one tensor; export the network again.");
      if (!name.empty()) found.front().name = name;
      take(file, found);
    }
  }

  std::vector<TensorHeader> headers(const Group& group) const {
    std::vector<TensorHeader> all;
    for (const auto& stored : group.stored) all.push_back({stored.name, stored.type, stored.shape});
    eachPickled(group, [&all](const TorchFile& file, const std::vector<FoundTensor>& found) {
      file.check(found);
      for (const auto& tensor : found) all.push_back(headerOf(tensor));
    });
    return all;
  }

  std::vector<NamedTensor> read(const Group& group) const {
    std::vector<NamedTensor> all(group.stored.size());
    std::map<std::size_t, std::vector<std::size_t>> byEntry;
    for (std::size_t i = 0; i < group.stored.size(); ++i) byEntry[group.stored[i].entry].push_back(i);
    for (const auto& [entry, users] : byEntry) {
      const auto bytes = bytesOf(entry, 0);
      for (const auto user : users) {
        const auto& [name, at, type, offset, shape, stride] = group.stored[user];
        all[user] = {name, {type, shape, gathered(bytes, spindle::bytesOf(type), offset, shape, stride)}};
        if (bigEndian) swapBytes(all[user].tensor.bytes, spindle::bytesOf(type));
      }
    }
    eachPickled(group, [&all](const TorchFile& file, const std::vector<FoundTensor>& found) {
      for (auto& tensor : file.read(found)) all.push_back(std::move(tensor));
    });
    return all;
  }

  const ByteSource& source;
  ZipArchive archive;
  std::size_t programEntry = 0;
  Group weights, constants;
  bool bigEndian = false;
};

ExportedArchive::ExportedArchive(const ByteSource& source) : d_(std::make_unique<Private>(source)) {
  const auto& archive = d_->archive;
  if (const auto old = archive.find(oldProgram)) {
    d_->programEntry = *old;
    d_->weights.pickled.emplace_back("", d_->entry("serialized_state_dict.pt"));
    d_->constants.pickled.emplace_back("", d_->entry("serialized_constants.pt"));
    return;
  }
  const auto found = newProgram(archive);
  if (!found) source.refuse("the zip archive has no program of torch.export; export the network again.");
  d_->programEntry = *found;
  const auto& path = archive.entries()[*found].name;
  const auto models = path.rfind("/models/");
  const std::string root = path.substr(0, models + 1), name = path.substr(models + 8, path.size() - models - 13);
  const auto group = [&](const std::string& kind) {
    const std::string folder = root + "data/" + kind + "/";
    if (const auto whole = archive.find(folder + name + ".pt")) return Group{{}, {{"", *whole}}};
    return d_->table(folder + name + "_" + kind + "_config.json", folder);
  };
  d_->weights = group("weights");
  d_->constants = group("constants");
  if (const auto order = archive.find(root + "byteorder"))
    d_->bigEndian = asText(archive.readAll(*order, 100)).starts_with("big");
}

ExportedArchive::~ExportedArchive() = default;

ExportedProgram ExportedArchive::program() const {
  const auto text = d_->archive.readAll(d_->programEntry, mostProgram);
  return readExportedProgram(asText(text), d_->source);
}

std::vector<TensorHeader> ExportedArchive::headers() const {
  return d_->headers(d_->weights);
}

std::vector<NamedTensor> ExportedArchive::weights() const {
  return d_->read(d_->weights);
}

std::vector<NamedTensor> ExportedArchive::constants() const {
  return d_->read(d_->constants);
}

std::map<std::string, std::string> ExportedArchive::tied() const {
  using View = std::tuple<std::string, ElementType, std::int64_t, std::vector<std::int64_t>, std::vector<std::int64_t>>;
  std::map<View, std::string> first;
  std::map<std::string, std::string> later;
  const auto add = [&](const std::string& name, View view) {
    const auto known = first.emplace(std::move(view), name);
    if (!known.second) later[name] = known.first->second;
  };
  for (const auto& [name, entry, type, offset, shape, stride] : d_->weights.stored)
    add(name, {std::to_string(entry), type, offset, shape, stride});
  d_->eachPickled(d_->weights, [&add](const TorchFile& file, const std::vector<FoundTensor>& found) {
    for (const auto& [name, value] : found) {
      if (const auto* tensor = value->tensor())
        add(name, {file.source().name() + std::string(tensor->storage->key), tensor->type, tensor->offset,
                   tensor->shape, tensor->stride});
    }
  });
  return later;
}

bool isExportedArchive(const ZipArchive& archive) {
  return archive.find(oldProgram) || newProgram(archive);
}

}  // namespace spindle
