// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/joint_layout.h"

#include "core/game/joint_iteration.h"
#include "core/store/hdf5_attributes.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace spindle {
namespace {

void requireFinite(std::span<const double> numbers, const char* what) {
  if (!std::all_of(numbers.begin(), numbers.end(), [](double x) { return std::isfinite(x); }))
    throw Hdf5Failure(std::string("its joint decomposition has ") + what + " that is not a finite number");
}

}  // namespace

std::unique_ptr<JointLayout> JointLayout::create(hid_t root, const Extent& tables, const JointHeader& header) {
  auto layout = std::make_unique<JointLayout>();
  layout->size_ = tables[2];
  layout->header_ = header;
  const Extent pairs{tables[0], tables[1]}, chunk{1, 1, tables[2]};
  const Hdf5Handle joint = createGroup(root, "joint");
  writeAttribute(joint.get(), "networks", static_cast<std::int64_t>(header.networks.size()));
  writeAttribute(joint.get(), "alpha", header.alpha);
  writeAttribute(joint.get(), "noise_bound", header.noiseBound);
  writeAttribute(joint.get(), "gap", header.gap);
  writeAttribute(joint.get(), "difference_shares", std::span<const double>(header.differenceShares));
  writeList(joint.get(), "names", header.networks);
  layout->objective_ = createDataset<double>(joint.get(), "objective", pairs);
  layout->lowerBound_ = createDataset<double>(joint.get(), "lower_bound", pairs);
  const Hdf5Handle models = createGroup(root, "models");
  for (std::size_t i = 0; i < header.networks.size(); ++i) {
    const Hdf5Handle model = createGroup(models.get(), std::to_string(i).c_str());
    const Hdf5Handle interactions = createGroup(model.get(), "interactions");
    const Hdf5Handle separate = createGroup(model.get(), "separate");
    layout->models_.push_back({createDataset<double>(interactions.get(), "and", tables, chunk),
                               createDataset<double>(interactions.get(), "or", tables, chunk),
                               createDataset<double>(separate.get(), "and", tables, chunk),
                               createDataset<double>(separate.get(), "or", tables, chunk),
                               createDataset<double>(model.get(), "range", pairs)});
  }
  return layout;
}

std::unique_ptr<JointLayout> JointLayout::open(hid_t root, const Extent& tables) {
  if (!hasObject(root, "joint") || !hasObject(root, "models")) return nullptr;
  auto layout = std::make_unique<JointLayout>();
  layout->size_ = tables[2];
  const Extent pairs{tables[0], tables[1]};
  const Hdf5Handle joint = openGroup(root, "joint");
  const auto networks = readAttribute<std::int64_t>(joint.get(), "networks");
  if (networks < 1 || networks > maxJointNetworks)
    throw Hdf5Failure("its joint decomposition claims a number of networks that none has");
  const auto count = static_cast<std::size_t>(networks);
  layout->header_.alpha = readAttribute<double>(joint.get(), "alpha");
  layout->header_.noiseBound = readAttribute<double>(joint.get(), "noise_bound");
  layout->header_.gap = readAttribute<double>(joint.get(), "gap");
  layout->header_.differenceShares = readAttribute(joint.get(), "difference_shares", count);
  layout->header_.networks = readList<std::string>(joint.get(), "names", count);
  layout->objective_ = openDataset(joint.get(), "objective", pairs);
  layout->lowerBound_ = openDataset(joint.get(), "lower_bound", pairs);
  const Hdf5Handle models = openGroup(root, "models");
  for (std::size_t i = 0; i < count; ++i) {
    const Hdf5Handle model = openGroup(models.get(), std::to_string(i).c_str());
    layout->models_.push_back(
        {openDataset(model.get(), "interactions/and", tables), openDataset(model.get(), "interactions/or", tables),
         openDataset(model.get(), "separate/and", tables), openDataset(model.get(), "separate/or", tables),
         openDataset(model.get(), "range", pairs)});
  }
  return layout;
}

void JointLayout::write(std::size_t row, std::size_t sample, const JointSample& result) {
  if (result.networks.empty()) return;
  const Extent offset{row, sample, 0}, count{1, 1, size_}, place{row, sample}, one{1, 1};
  for (std::size_t i = 0; i < models_.size(); ++i) {
    const JointNetwork& network = result.networks.at(i);
    writeBlock<double>(models_[i].andPart.get(), offset, count, network.andPart.values());
    writeBlock<double>(models_[i].orPart.get(), offset, count, network.orPart.values());
    writeBlock<double>(models_[i].separateAndPart.get(), offset, count, network.separateAndPart.values());
    writeBlock<double>(models_[i].separateOrPart.get(), offset, count, network.separateOrPart.values());
    writeBlock<double>(models_[i].range.get(), place, one, std::span(&network.range, 1));
  }
  writeBlock<double>(objective_.get(), place, one, std::span(&result.objective, 1));
  writeBlock<double>(lowerBound_.get(), place, one, std::span(&result.lowerBound, 1));
}

JointSample JointLayout::read(std::size_t row, std::size_t sample) const {
  const Extent offset{row, sample, 0}, count{1, 1, size_}, place{row, sample}, one{1, 1};
  JointSample result;
  readBlock<double>(objective_.get(), place, one, std::span(&result.objective, 1));
  readBlock<double>(lowerBound_.get(), place, one, std::span(&result.lowerBound, 1));
  requireFinite(std::array{result.objective, result.lowerBound}, "an objective or a bound");
  for (const Model& model : models_) {
    JointNetwork network;
    const auto table = [&](const Hdf5Handle& dataset) {
      std::vector<double> values(size_);
      readBlock<double>(dataset.get(), offset, count, values);
      requireFinite(values, "an interaction");
      return CoalitionTable(std::move(values));
    };
    network.andPart = table(model.andPart);
    network.orPart = table(model.orPart);
    network.separateAndPart = table(model.separateAndPart);
    network.separateOrPart = table(model.separateOrPart);
    readBlock<double>(model.range.get(), place, one, std::span(&network.range, 1));
    requireFinite(std::span(&network.range, 1), "a range");
    result.networks.push_back(std::move(network));
  }
  return result;
}

}  // namespace spindle
