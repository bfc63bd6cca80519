// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/torch/archive_check.h"

#include "core/base/user_error.h"
#include "core/weights/byte_source.h"
#include "core/weights/zip_archive.h"

#include <algorithm>
#include <array>
#include <caffe2/serialize/inline_container.h>
#include <string>
#include <string_view>
#include <vector>

namespace spindle {
namespace {

/// What runs while LibTorch loads: text that the archive may not hold, and what it is for the user.
struct Suspect {
  std::string_view text;
  std::string_view what;
};

constexpr std::array suspects{
    Suspect{"__setstate__", "runs code of its own while it is loaded (__setstate__, as quantized layers do)"},
    Suspect{"torch.classes", "uses classes that are not written in TorchScript (quantized or compiled layers)"}};

[[noreturn]] void refuse(const std::filesystem::path& file, const std::string& what) {
  throw UserError("The network in " + file.string() + " " + what +
                  ", which Spindle does not run; export the network alone, without quantization: "
                  "torch.jit.trace(model.eval(), example_input).save(\"model.pt\").");
}

void checkSums(const std::filesystem::path& file) {
  const ByteSource source(file);
  const ZipArchive archive(source);
  std::vector<std::byte> bytes;
  for (std::size_t entry = 0; entry < archive.entries().size(); ++entry) {
    const auto size = archive.entries()[entry].size;
    constexpr std::uint64_t small = 64 << 20;
    if (size > std::max(small, source.size()))
      source.refuse("an entry of the archive unpacks to more than the whole file; export the network again.");
    bytes.resize(size);
    archive.read(entry, bytes);
  }
}

}  // namespace

void requireHarmlessArchive(const std::filesystem::path& file) {
  checkSums(file);
  // Read as LibTorch will read it, so that nothing can be shown to one reader and hidden from the other.
  caffe2::serialize::PyTorchStreamReader reader(file.string());
  for (const auto& name : reader.getAllRecords()) {
    if (name == "model.json") refuse(file, "is of a format older than PyTorch 1.2");
    if (!name.ends_with(".py") && !name.ends_with(".pkl")) continue;
    const auto [data, size] = reader.getRecord(name);
    const std::string_view text(static_cast<const char*>(data.get()), size);
    for (const auto& suspect : suspects) {
      if (text.find(suspect.text) != std::string_view::npos) refuse(file, std::string(suspect.what));
    }
  }
}

}  // namespace spindle
