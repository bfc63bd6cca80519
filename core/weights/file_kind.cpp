// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/file_kind.h"

#include "core/base/text.h"
#include "core/weights/exported_archive.h"
#include "core/weights/zip_archive.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace spindle {

namespace {

using namespace std::string_view_literals;

constexpr auto zipStart = "PK\x03\x04"sv;
constexpr auto legacyStart = "\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19"sv;

bool isPlainText(std::string_view text) {
  return !text.empty() && std::ranges::none_of(text, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\f';
  });
}

/// ModelProto: field 1 (ir_version) as varint, then producer_name, domain, opset or graph.
bool isOnnx(std::string_view start) {
  return start.size() > 16 && start[0] == 0x08 && start[1] > 0 && start[1] < 32 &&
         "\x12\x1a\x22\x28\x32\x3a\x42"sv.find(start[2]) != std::string_view::npos;
}

struct Magic {
  std::string_view start, sentence;
};

constexpr std::array magics{
    Magic{"\x89HDF\r\n\x1a\n"sv,
          "is an HDF5 file (of Keras or of samples), which is not read as weights; save the weights with torch.save."},
    Magic{"version https://git-lfs"sv,
          "is a Git LFS pointer, not the file itself; run git lfs pull in its repository."},
    Magic{"\x1f\x8b"sv, "is compressed with gzip; unpack it first (gunzip)."},
    Magic{"\xfd"
          "7zXZ"sv,
          "is compressed with xz; unpack it first (unxz)."},
    Magic{"\x28\xb5\x2f\xfd"sv, "is compressed with zstd; unpack it first (unzstd)."},
    Magic{"BZh"sv, "is compressed with bzip2; unpack it first (bunzip2)."},
    Magic{"7z\xbc\xaf\x27\x1c"sv, "is a 7-Zip archive; unpack it first."},
    Magic{"GGUF"sv, "is a GGUF file, which is not read; take the safetensors or torch.save file of the model."},
    Magic{"\x93NUMPY"sv,
          "is a single numpy array, not the weights of a network; give it as samples, or save model.state_dict()."},
    Magic{"PK\x05\x06"sv, "is an empty zip archive; save the weights again with torch.save."},
};

/// The first line, cut short, for a message that must stay one line.
std::string opening(std::string_view text) {
  text = trimmed(text);
  return std::string(trimmed(text.substr(0, std::min<std::size_t>(text.find_first_of("\r\n"), 30))));
}

[[noreturn]] void refuseZip(const ByteSource& source) {
  const ZipArchive archive(source);  // throws when it is cut off
  const auto has = [&](std::string_view end) {
    return std::ranges::any_of(archive.entries(), [&](const auto& entry) { return entry.name.ends_with(end); });
  };
  if (has("model.json")) {
    source.refuse("is TorchScript of PyTorch 1.3 or before, which is not read; export it again with a newer PyTorch.");
  }
  if (has(".npy")) source.refuse("is a numpy archive (.npz) of arrays, not weights; give it as samples.");
  if (has("model.weights.h5") || has("keras_metadata.pb")) {
    source.refuse("is a Keras model, which is not read; save the weights with torch.save.");
  }
  if (has("/archive_format")) {
    source.refuse(
        "is a package of torch.export without a program that can be read (compiled, for AOTInductor?); write it with "
        "torch.export.save.");
  }
  for (const std::string_view end : {".pt", ".pth", ".ckpt", ".bin", ".safetensors"}) {
    if (has(end)) source.refuse("is a zip archive with a checkpoint inside; unpack it first (unzip).");
  }
  source.refuse("is a zip archive without data.pkl, so not written by torch.save; give the checkpoint itself.");
}

}  // namespace

std::optional<WeightsFormat> sniffWeightsFormat(const ByteSource& source) {
  const auto start = source.some(0, 1 << 16);
  const auto text = asText(start);
  if (text.starts_with(zipStart)) {
    const ZipArchive archive(source);
    bool pickle = false, script = false;
    for (const auto& entry : archive.entries()) {
      pickle = pickle || entry.name.ends_with("/data.pkl");
      script = script || entry.name.ends_with("/constants.pkl") || entry.name.find("/code/") != std::string::npos;
    }
    if (!pickle) return isExportedArchive(archive) ? std::optional(WeightsFormat::torchExport) : std::nullopt;
    return script ? WeightsFormat::torchScript : WeightsFormat::torchZip;
  }
  if (text.starts_with(legacyStart)) return WeightsFormat::torchLegacy;
  if (text.size() > 8 && text[8] == '{' && text[7] == '\0' && text[6] == '\0') return WeightsFormat::safetensors;
  if (const auto json = trimmed(text); json.starts_with("{") && json.find("\"weight_map\"") != std::string_view::npos) {
    return json.find(".safetensors\"") != std::string_view::npos ? WeightsFormat::safetensorsIndex
                                                                 : WeightsFormat::torchIndex;
  }
  return std::nullopt;
}

void refuseForeignFile(const ByteSource& source) {
  if (source.size() == 0)
    source.refuse("is empty (0 bytes); copy it again, or delete it if saving it was interrupted.");
  const auto start = source.some(0, 1024);
  const auto text = asText(start);
  if (text.starts_with(zipStart)) refuseZip(source);
  for (const auto& magic : magics) {
    if (text.starts_with(magic.start)) source.refuse(std::string(magic.sentence));
  }
  if (text.size() > 262 && text.substr(257, 5) == "ustar") {
    const std::string_view name = text.substr(0, text.find('\0'));
    if (name == "sys_info" || name == "pickle" || name == "storages" || name == "tensors" || name == "./") {
      source.refuse("was saved by PyTorch 0.1 (a tar archive), which is not read; re-save with PyTorch >= 1.6.");
    }
    source.refuse("is a tar archive (its first file is " + std::string(name.substr(0, 60)) +
                  "); unpack it first, or re-save with PyTorch >= 1.6 if PyTorch 0.1 wrote it.");
  }
  if (std::min(text.size(), legacyStart.size()) > 3 && legacyStart.starts_with(text.substr(0, legacyStart.size()))) {
    source.refuseTruncated("inside the magic number");
  }
  if (text.size() > 1 && text[0] == '\x80' && text[1] >= 2 && text[1] <= 5) {
    source.refuse(
        "is a plain Python pickle, not a file of torch.save; save it again with torch.save(model.state_dict(), ...).");
  }
  if (isOnnx(text)) {
    source.refuse(
        "is an ONNX model, which Spindle does not run; save the PyTorch model with torch.jit.save, or its weights with "
        "torch.save.");
  }
  const std::string head = lowerCase(trimmed(text).substr(0, 100));
  if (head.starts_with("<!doctype html") || head.starts_with("<html")) {
    source.refuse("is a web page (HTML), not the file that was meant to be downloaded; download it again.");
  }
  if (source.size() < 16) {
    source.refuse("has only " + std::to_string(source.size()) + " bytes and is not a checkpoint; copy it again.");
  }
  if (isPlainText(text)) {
    source.refuse("is a text file (it starts with \"" + opening(text) + "\"), not a checkpoint.");
  }
  if (std::ranges::all_of(start, [](std::byte b) { return b == std::byte{0}; })) {
    source.refuse("starts with zeros only, so the copy was interrupted; copy it again.");
  }
  source.refuse(
      "is not a checkpoint: none of torch.save, TorchScript and safetensors starts with such bytes; "
      "save it with torch.save(model.state_dict(), ...).");
}

}  // namespace spindle
