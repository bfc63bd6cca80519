// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/network/reshaped_network.h"

#include "core/base/user_error.h"
#include "core/measure/network/taken_length.h"

#include <algorithm>
#include <utility>

namespace spindle {
namespace {

struct OtherShape {
  std::string layout;
  std::vector<std::int64_t> shape;
  std::string told;
  bool channelsLast = false;  ///< the numbers stand in another order
};

std::vector<OtherShape> otherShapes(const InputFormat& format) {
  if (format.kind != InputKind::image || format.shape.size() != 3) return {};
  const std::int64_t c = format.shape[0], h = format.shape[1], w = format.shape[2];
  const std::string rows =
      "the network takes rows of " + std::to_string(c * h * w) + " numbers: images are flattened, ";
  std::vector<OtherShape> shapes{{"flattened", {c * h * w}, rows + "channel by channel and row by row"}};
  if (c == 1) {
    shapes.push_back({"no-channel", {h, w}, "the network takes images without a channel"});
    shapes.push_back({"flattened-channel", {1, h * w}, rows + "row by row, as one channel"});
    shapes.push_back({"flattened-sequence", {h * w, 1}, rows + "row by row, and read number by number"});
  }
  shapes.push_back({"channels-last", {h, w, c}, "the network takes images with the channels last", c > 1});
  // Never guessed: only run.json tells one order of a flattened color image from the other.
  shapes.push_back({"flattened-channels-last", {c * h * w}, rows + "row by row with the channels last", c > 1});
  return shapes;
}

FittedShape fitted(const InputFormat& format, const OtherShape& other) {
  FittedShape shape{other.shape, other.told, {}};
  if (!other.channelsLast) return shape;
  const auto channels = static_cast<std::size_t>(format.shape[0]), pixels = format.elements() / channels;
  for (std::size_t e = 0; e < format.elements(); ++e)
    shape.place.push_back(static_cast<std::uint32_t>((e % pixels) * channels + e / pixels));
  return shape;
}

/// Takes rows in the order of the samples and hands them to the network in its own.
class ReshapedNetwork : public Network {
 public:
  ReshapedNetwork(std::unique_ptr<Network> network, FittedShape shape)
      : network_(std::move(network)), shape_(std::move(shape)) {}

  [[nodiscard]] std::size_t outputs() const override { return network_->outputs(); }

  void evaluate(std::span<const float> inputs, std::size_t rows, std::span<float> results) override {
    network_->evaluate(shape_.moved(inputs), rows, results);
  }

  void evaluateCoalitions(const AdditiveInput& input, std::size_t batch, std::span<float> results) override {
    // Behind a masked layer the input is a feature map and has its own order.
    if (shape_.place.empty() || !network_->layerShape().empty())
      return network_->evaluateCoalitions(input, batch, results);
    AdditiveInput other;
    other.base = shape_.moved(input.base);
    for (const AdditiveInput::Part& part : input.parts) {
      std::vector<std::pair<std::uint32_t, float>> cells;
      for (std::size_t k = 0; k < part.indices.size(); ++k)
        cells.emplace_back(shape_.place[part.indices[k]], part.present[k]);
      std::sort(cells.begin(), cells.end());
      AdditiveInput::Part& to = other.parts.emplace_back();
      for (const auto& [index, value] : cells) {
        to.indices.push_back(index);
        to.present.push_back(value);
      }
    }
    network_->evaluateCoalitions(other, batch, results);
  }

  [[nodiscard]] std::vector<std::int64_t> layerShape() const override { return network_->layerShape(); }
  [[nodiscard]] std::vector<float> layerValues(std::span<const float> input) override {
    return network_->layerValues(shape_.moved(input));
  }
  [[nodiscard]] const std::vector<ValueLayer>& valueLayers() const override { return network_->valueLayers(); }
  void evaluateLayers(std::span<const float> inputs, std::size_t rows, std::vector<std::vector<float>>& values,
                      std::span<float> results) override {
    network_->evaluateLayers(shape_.moved(inputs), rows, values, results);
  }
  [[nodiscard]] std::string path() const override { return network_->path(); }
  [[nodiscard]] std::string warning() const override { return network_->warning(); }
  [[nodiscard]] std::optional<OutputKind> outputHint() const override { return network_->outputHint(); }
  [[nodiscard]] std::optional<std::int64_t> paddingToken() const override { return network_->paddingToken(); }
  [[nodiscard]] std::vector<std::string> notes() const override {
    auto all = network_->notes();
    all.push_back(shape_.told + " (\"layout\" under \"input\" in run.json).");
    return all;
  }

 private:
  std::unique_ptr<Network> network_;
  FittedShape shape_;
};

bool refusesShape(const UserError& error) {
  return std::string_view(error.what()).find("refuses inputs of shape") != std::string_view::npos;
}

}  // namespace

std::vector<float> FittedShape::moved(std::span<const float> rows) const {
  std::vector<float> result(rows.begin(), rows.end());
  if (place.empty()) return result;
  for (std::size_t first = 0; first + place.size() <= rows.size(); first += place.size()) {
    for (std::size_t e = 0; e < place.size(); ++e) result[first + place[e]] = rows[first + e];
  }
  return result;
}

FittedShape fittedShape(const InputFormat& format, const std::string& layout, const TryShape& load) {
  auto others = otherShapes(format);
  if (!layout.empty() && layout != "channels-first") {
    const auto wanted = std::find_if(others.begin(), others.end(), [&](const auto& o) { return o.layout == layout; });
    if (wanted == others.end())
      throw UserError("\"layout\" in run.json is \"" + layout + "\", which is for images" +
                      (layout == "no-channel" || layout == "flattened-channel" || layout == "flattened-sequence"
                           ? " of one channel"
                           : "") +
                      "; correct or remove it.");
    load(wanted->shape);
    return fitted(format, *wanted);
  }
  try {
    load(format.shape);
    return {format.shape, {}, {}};
  } catch (const UserError& own) {
    if (!refusesShape(own) || !layout.empty()) throw;
    std::erase_if(others, [](const OtherShape& o) { return o.layout == "flattened-channels-last"; });
    for (const OtherShape& other : others) {
      try {
        load(other.shape);
        return fitted(format, other);
      } catch (const UserError& error) {
        if (!refusesShape(error)) throw;
      }
    }
    const bool texts = format.kind == InputKind::text && format.shape.size() == 1;
    throw UserError(own.what() + (texts ? adviceOnLength(format.shape[0], own.what(), load) : std::string()));
  }
}

std::unique_ptr<Network> loadForShape(const InputFormat& format, const std::string& layout, const LoadNetwork& load) {
  std::unique_ptr<Network> network;
  FittedShape shape =
      fittedShape(format, layout, [&](const std::vector<std::int64_t>& tried) { network = load(tried); });
  if (shape.told.empty()) return network;
  return std::make_unique<ReshapedNetwork>(std::move(network), std::move(shape));
}

}  // namespace spindle
