// SPDX-License-Identifier: GPL-3.0-or-later
#include "sample_models/recipe/labeled_data.h"

#include "core/base/split_mix.h"
#include "core/base/user_error.h"

#include <array>
#include <cmath>
#include <functional>
#include <memory>
#include <numeric>
#include <zlib.h>

namespace spindle {
namespace {

const std::filesystem::path fashionFolder = "/usr/share/datasets/fashion-mnist";

struct GzCloser {
  void operator()(gzFile_s* file) const { gzclose(file); }
};

std::uint32_t bigEndian(const std::uint8_t* bytes) {
  return std::uint32_t{bytes[0]} << 24U | std::uint32_t{bytes[1]} << 16U | std::uint32_t{bytes[2]} << 8U | bytes[3];
}

void readExactly(gzFile_s* file, std::span<std::uint8_t> into, const std::filesystem::path& name) {
  std::size_t done = 0;
  while (done < into.size()) {
    const auto now = static_cast<unsigned>(std::min<std::size_t>(into.size() - done, 1U << 20U));
    const int got = gzread(file, into.data() + done, now);
    if (got <= 0) throw UserError("The file " + name.string() + " is damaged or truncated; install its package again.");
    done += static_cast<std::size_t>(got);
  }
}

LabeledPart fashionPart(const std::string& prefix, std::size_t rows) {
  LabeledPart part;
  part.values = readIdx(fashionFolder / (prefix + "-images-idx3-ubyte.gz"), rows, 784);
  const auto labels = readIdx(fashionFolder / (prefix + "-labels-idx1-ubyte.gz"), rows, 1);
  part.labels.assign(labels.begin(), labels.end());
  part.correct = part.labels;
  return part;
}

}  // namespace

std::size_t LabeledData::elements() const {
  return std::accumulate(shape.begin(), shape.end(), std::size_t{1},
                         [](std::size_t a, std::int64_t b) { return a * static_cast<std::size_t>(b); });
}

std::vector<std::uint8_t> readIdx(const std::filesystem::path& file, std::size_t rows, std::size_t bytesARow) {
  const std::unique_ptr<gzFile_s, GzCloser> input(gzopen(file.c_str(), "rb"));
  if (!input) {
    throw UserError("The file " + file.string() +
                    " is missing; install Fashion-MNIST with: apt-get install dataset-fashion-mnist.");
  }
  std::array<std::uint8_t, 4> magic{};
  readExactly(input.get(), magic, file);
  if (magic[0] != 0 || magic[1] != 0 || magic[2] != 8 || magic[3] == 0 || magic[3] > 4) {
    throw UserError("The file " + file.string() + " is not an IDX file of bytes; install its package again.");
  }
  std::vector<std::uint8_t> sizes(4U * magic[3]);
  readExactly(input.get(), sizes, file);
  std::size_t perRow = 1;
  for (std::size_t k = 4; k < sizes.size(); k += 4) perRow *= bigEndian(sizes.data() + k);
  if (perRow != bytesARow || bigEndian(sizes.data()) < rows) {
    throw UserError("The file " + file.string() + " does not hold the expected data; install its package again.");
  }
  std::vector<std::uint8_t> values(rows * bytesARow);
  readExactly(input.get(), values, file);
  return values;
}

LabeledData readData(DataSource source, std::size_t trainingRows, std::size_t testRows) {
  LabeledData data;
  switch (source) {
    case DataSource::fashionMnist:
      data.shape = {1, 28, 28};
      data.mean = 0.286;
      data.std = 0.353;
      data.classes = {"T-shirt", "trousers", "pullover", "dress", "coat",
                      "sandal",  "shirt",    "sneaker",  "bag",   "ankle boot"};
      data.training = fashionPart("train", trainingRows);
      data.test = fashionPart("t10k", testRows);
      break;
  }
  return data;
}

void addLabelNoise(LabeledData& data, double share, std::uint64_t seed) {
  SplitMix64 random(seed);
  std::vector<std::size_t> rows(data.training.rows());
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  const auto count = static_cast<std::size_t>(std::lround(share * static_cast<double>(rows.size())));
  drawToFront(std::span(rows), count, random);
  const auto classes = static_cast<std::int64_t>(data.classes.size());
  for (std::size_t k = 0; k < count; ++k) {
    auto& label = data.training.labels[rows[k]];
    label = (label + 1 + static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(classes - 1)))) % classes;
  }
}

}  // namespace spindle
