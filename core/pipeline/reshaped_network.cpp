#include "core/pipeline/reshaped_network.h"

#include "core/base/user_error.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace spindle {
namespace {

struct OtherShape {
  std::vector<std::int64_t> shape;
  std::string told;
  bool channelsLast = false;  ///< the numbers stand in another order
};

std::vector<OtherShape> otherShapes(const InputFormat& format) {
  if (format.kind != InputKind::image || format.shape.size() != 3) return {};
  const std::int64_t c = format.shape[0], h = format.shape[1], w = format.shape[2];
  std::vector<OtherShape> shapes{{{c * h * w},
                                  "the network takes rows of " + std::to_string(c * h * w) +
                                      " numbers: images are flattened, channel by channel and row by row"}};
  if (c == 1) shapes.push_back({{h, w}, "the network takes images without a channel"});
  shapes.push_back({{h, w, c}, "the network takes images with the channels last", c > 1});
  return shapes;
}

/// Takes rows in the order of the samples and hands them to the network in its own.
class ReshapedNetwork : public Network {
 public:
  ReshapedNetwork(std::unique_ptr<Network> network, const InputFormat& format, const OtherShape& shape)
      : network_(std::move(network)), told_(shape.told) {
    if (!shape.channelsLast) return;
    const auto channels = static_cast<std::size_t>(format.shape[0]), pixels = format.elements() / channels;
    place_.resize(format.elements());
    for (std::size_t e = 0; e < place_.size(); ++e)
      place_[e] = static_cast<std::uint32_t>((e % pixels) * channels + e / pixels);
  }

  [[nodiscard]] std::size_t outputs() const override { return network_->outputs(); }

  void evaluate(std::span<const float> inputs, std::size_t rows, std::span<float> results) override {
    network_->evaluate(moved(inputs), rows, results);
  }

  void evaluateCoalitions(const AdditiveInput& input, std::size_t batch, std::span<float> results) override {
    // Behind a masked layer the input is a feature map and has its own order.
    if (place_.empty() || !network_->layerShape().empty()) return network_->evaluateCoalitions(input, batch, results);
    AdditiveInput other;
    other.base = moved(input.base);
    for (const AdditiveInput::Part& part : input.parts) {
      std::vector<std::pair<std::uint32_t, float>> cells;
      for (std::size_t k = 0; k < part.indices.size(); ++k)
        cells.emplace_back(place_[part.indices[k]], part.present[k]);
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
    return network_->layerValues(moved(input));
  }
  [[nodiscard]] std::string path() const override { return network_->path(); }
  [[nodiscard]] std::string warning() const override { return network_->warning(); }
  [[nodiscard]] std::optional<OutputKind> outputHint() const override { return network_->outputHint(); }
  [[nodiscard]] std::vector<std::string> notes() const override {
    auto all = network_->notes();
    all.push_back(told_ + ".");
    return all;
  }

 private:
  /// Row by row in the network's order.
  [[nodiscard]] std::vector<float> moved(std::span<const float> rows) const {
    std::vector<float> result(rows.begin(), rows.end());
    if (place_.empty()) return result;
    for (std::size_t first = 0; first + place_.size() <= rows.size(); first += place_.size()) {
      for (std::size_t e = 0; e < place_.size(); ++e) result[first + place_[e]] = rows[first + e];
    }
    return result;
  }

  std::unique_ptr<Network> network_;
  std::string told_;
  std::vector<std::uint32_t> place_;  ///< where each element of a sample stands in the network's row; empty: the same
};

/// A length that a network of texts takes, of the usual ones; 0 where there is none. Only for advice.
std::int64_t takenLength(const LoadNetwork& load) {
  for (const std::int64_t length : {8, 10, 12, 16, 20, 24, 30, 32, 40, 48, 50, 64, 80, 100, 128, 200, 256, 512}) {
    try {
      (void)load({length});
      return length;
    } catch (const UserError&) {
    }
  }
  return 0;
}

bool refusesShape(const UserError& error) {
  return std::string_view(error.what()).find("refuses inputs of shape") != std::string_view::npos;
}

}  // namespace

std::unique_ptr<Network> loadForShape(const InputFormat& format, const LoadNetwork& load) {
  try {
    return load(format.shape);
  } catch (const UserError& own) {
    if (!refusesShape(own)) throw;
    for (const OtherShape& other : otherShapes(format)) {
      try {
        return std::make_unique<ReshapedNetwork>(load(other.shape), format, other);
      } catch (const UserError& error) {
        if (!refusesShape(error)) throw;
      }
    }
    const std::int64_t length = format.kind == InputKind::text ? takenLength(load) : 0;
    if (length == 0) throw UserError(own.what());
    throw UserError(std::string(own.what()) + " It takes texts of " + std::to_string(length) +
                    " tokens: set \"input\": {\"shape\": [" + std::to_string(length) + "]} in run.json.");
  }
}

}  // namespace spindle
