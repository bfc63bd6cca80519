// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/wiring/wired_numbers.h"

#include "core/analysis/wiring/wiring_kernel.h"
#include "core/base/own_file.h"
#include "core/base/user_error.h"
#include "core/input/arrays/file_bytes.h"

#include <algorithm>

namespace spindle {
namespace {

constexpr Eigen::Index samples = 200, pixels = 64;

Eigen::MatrixXd digits() {
  const auto file = ownFile("data/digits/images-idx3-ubyte.gz");
  constexpr std::size_t head = 16;  // of an IDX file of images
  const auto bytes = inflatedHead(readFileBytes(file), head + samples * pixels);
  if (bytes.size() != head + samples * pixels) throw UserError(file.string() + " is damaged; install Spindle again.");
  Eigen::MatrixXd images(samples, pixels);
  for (Eigen::Index i = 0; i < samples * pixels; ++i)
    images(i / pixels, i % pixels) = std::to_integer<int>(bytes[head + static_cast<std::size_t>(i)]);
  return images;
}

}  // namespace

std::vector<Wiring> exampleWirings() {
  return {Wiring("2_02_002"), Wiring("1_01_222"), Wiring("2_21_112")};
}

std::string wiringLabel(const Wiring& wiring) {
  const auto examples = exampleWirings();
  const auto found = std::find(examples.begin(), examples.end(), wiring);
  return found == examples.end() ? wiring.code() : "#" + std::to_string(found - examples.begin() + 1);
}

std::vector<WiredNumbers> wiredNumbers(const std::vector<Wiring>& wirings) {
  const Eigen::MatrixXd inputs = unitKernel(digits());
  std::vector<WiredNumbers> all;
  for (const Wiring& wiring : wirings) {
    const auto published = wiredKernel(wiring, inputs, KernelMode::published);
    const auto exact = wiredKernel(wiring, inputs, KernelMode::exact);
    all.push_back({wiring, wiringLabel(wiring), wiringBound(wiring, inputs), leastEigenvalue(published),
                   leastEigenvalue(exact), published(0, 0), exact(0, 0)});
  }
  return all;
}

}  // namespace spindle
