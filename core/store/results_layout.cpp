// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/results_layout.h"

#include "core/base/atomic_file.h"
#include "core/store/hdf5_attributes.h"
#include "core/store/hdf5_chunks.h"
#include "core/store/hdf5_file.h"
#include "core/store/hdf5_values.h"
#include "core/store/header_layout.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <limits>

namespace spindle {
namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

std::vector<double> rowOrNaN(const std::vector<double>& row, std::size_t size) {
  return row.empty() ? std::vector<double>(size, unknown) : row;
}

}  // namespace

template <class F>
auto ResultsLayout::reading(F&& work) const {
  const Hdf5Scope scope;
  try {
    return work();
  } catch (const Hdf5Failure& failure) {
    throwReadError(file_, failure);
  }
}

template <class F>
void ResultsLayout::writing(F&& work) const {
  const Hdf5Scope scope;
  try {
    work();
  } catch (const Hdf5Failure& failure) {
    if (writeError_ == 0) throwWriteError(file_, failure);
  }
  if (writeError_ != 0) throwWriteError(file_, writeError_);
}

std::unique_ptr<ResultsLayout> ResultsLayout::create(const std::filesystem::path& file, const ResultsHeader& header) {
  std::unique_ptr<ResultsLayout> layout(new ResultsLayout(file));
  layout->header_ = header;
  layout->thresholds_.assign(header.checkpoints(), unknown);
  layout->writing([&] { layout->createObjects(); });
  return layout;
}

std::unique_ptr<ResultsLayout> ResultsLayout::open(const std::filesystem::path& file) {
  std::unique_ptr<ResultsLayout> layout(new ResultsLayout(file));
  layout->reading([&] {
    layout->id_ = openHdf5File(file);
    requireResultsSchema(layout->id_.get(), file.string());
    layout->openObjects();
    const Extent pairs = extentOf(layout->done_.get());
    readHeader(layout->id_.get(), file.string(), pairs[0], pairs[1], layout->header_);
    layout->readAttributes();
  });
  return layout;
}

ResultsLayout::~ResultsLayout() {
  const Hdf5Scope scope;
  close();
}

void ResultsLayout::createObjects() {
  const hsize_t c = header_.checkpoints(), s = header_.samples(), size = coalitionCount(header_.variables);
  const auto n = static_cast<hsize_t>(header_.variables);
  id_ = createHdf5File(file_, &writeError_);
  const hid_t root = id_.get();
  writeHeader(root, header_);

  const Extent tables{c, s, size}, chunk{1, 1, size};
  values_ = createDataset<double>(root, "values", tables, chunk);
  const Hdf5Handle interactions = createGroup(root, "interactions");
  andPart_ = createDataset<double>(interactions.get(), "and", tables, chunk);
  orPart_ = createDataset<double>(interactions.get(), "or", tables, chunk);
  const Hdf5Handle decomposition = createGroup(root, "decomposition");
  l1_ = createDataset<double>(decomposition.get(), "l1", {c, s});
  lowerBound_ = createDataset<double>(decomposition.get(), "lower_bound", {c, s});
  const Hdf5Handle strength = createGroup(root, "strength");
  positive_ = createDataset<double>(strength.get(), "positive", {c, n});
  negative_ = createDataset<double>(strength.get(), "negative", {c, n});
  done_ = createDataset<std::uint8_t>(root, "done", {c, s});
}

void ResultsLayout::openObjects() {
  const hid_t root = id_.get();
  values_ = openDataset(root, "values", {anyLength, anyLength, anyLength});
  const Extent tables = extentOf(values_.get());
  constexpr hsize_t most = 10'000'000, mostRows = 1'000'000;
  if (tables[0] > mostRows || tables[1] > mostRows || tables[0] * tables[1] > most || tables[0] * tables[1] == 0)
    throw Hdf5Failure("it claims more checkpoints and samples than any computation has");
  if (!std::has_single_bit(tables[2]) || tables[2] > coalitionCount(maxVariables) || tables[2] < 2)
    throw Hdf5Failure("its tables do not have 2^n entries with n from 1 to 20");
  header_.variables = std::countr_zero(tables[2]);
  const Extent pairs{tables[0], tables[1]}, orders{tables[0], static_cast<hsize_t>(header_.variables)};
  andPart_ = openDataset(root, "interactions/and", tables);
  orPart_ = openDataset(root, "interactions/or", tables);
  l1_ = openDataset(root, "decomposition/l1", pairs);
  lowerBound_ = openDataset(root, "decomposition/lower_bound", pairs);
  positive_ = openDataset(root, "strength/positive", orders);
  negative_ = openDataset(root, "strength/negative", orders);
  done_ = openDataset(root, "done", pairs);
  joint_ = JointLayout::open(root, tables);
}

void ResultsLayout::readAttributes() {
  const hid_t root = id_.get();
  const hsize_t checkpoints = extentOf(done_.get())[0];
  const Hdf5Handle strength = openGroup(root, "strength"), phase = openGroup(root, "phase");
  thresholds_ = readAttribute(strength.get(), "threshold", checkpoints);
  phase_.checkpoint = readAttribute<std::int64_t>(phase.get(), "phase_two_checkpoint");
  phase_.step = readAttribute<double>(phase.get(), "phase_two_step");
  phase_.rule = readAttribute<std::string>(phase.get(), "rule");
  continues_ = hasAttribute(root, "continues");
  stopped_ = hasAttribute(root, "stopped");
  if (phase_.checkpoint < -1 || phase_.checkpoint >= static_cast<std::int64_t>(checkpoints))
    throw Hdf5Failure("phase two begins at a checkpoint that does not exist");
}

std::vector<std::uint8_t> ResultsLayout::done(std::size_t row) const {
  return reading([&] {
    std::vector<std::uint8_t> done(header_.samples());
    readBlock<std::uint8_t>(done_.get(), {row, 0}, {1, done.size()}, done);
    for (const std::uint8_t flag : done) {
      if (flag > 1) throw Hdf5Failure("checkpoint " + std::to_string(row) + ": done is neither 0 nor 1");
    }
    return done;
  });
}

StrengthRow ResultsLayout::strength(std::size_t row) const {
  return reading([&] {
    const auto n = static_cast<std::size_t>(header_.variables);
    StrengthRow strength{std::vector<double>(n), std::vector<double>(n)};
    readBlock<double>(positive_.get(), {row, 0}, {1, n}, strength.positive);
    readBlock<double>(negative_.get(), {row, 0}, {1, n}, strength.negative);
    // NaN stands where nothing is stored.
    for (const auto* list : {&strength.positive, &strength.negative}) {
      if (std::any_of(list->begin(), list->end(), [](double value) { return std::isinf(value); }))
        throw Hdf5Failure("checkpoint " + std::to_string(row) + ": a strength is infinite");
    }
    return strength;
  });
}

PairResult ResultsLayout::pair(std::size_t row, std::size_t sample) const {
  return reading([&] {
    PairResult result{CoalitionTable(header_.variables), CoalitionTable(header_.variables),
                      CoalitionTable(header_.variables)};
    const Extent offset{row, sample, 0}, count{1, 1, result.values.size()};
    readBlock<double>(values_.get(), offset, count, result.values.values());
    readBlock<double>(andPart_.get(), offset, count, result.andPart.values());
    readBlock<double>(orPart_.get(), offset, count, result.orPart.values());
    readBlock<double>(l1_.get(), {row, sample}, {1, 1}, std::span(&result.l1, 1));
    readBlock<double>(lowerBound_.get(), {row, sample}, {1, 1}, std::span(&result.lowerBound, 1));
    const auto require = [&](std::span<const double> numbers, const char* what) {
      if (!std::all_of(numbers.begin(), numbers.end(), [](double value) { return std::isfinite(value); }))
        throw Hdf5Failure("checkpoint " + std::to_string(row) + ", sample " + std::to_string(sample) + ": " + what +
                          " is not a finite number");
    };
    require(result.values.values(), "a score");
    require(result.andPart.values(), "an AND interaction");
    require(result.orPart.values(), "an OR interaction");
    require(std::array{result.l1, result.lowerBound}, "the decomposition's norm or bound");
    return result;
  });
}

void ResultsLayout::write(std::size_t row, const std::vector<PairResult>& samples, const StrengthRow& strength,
                          double threshold) {
  writing([&] {
    std::vector<std::uint8_t> done(header_.samples(), 0);
    for (std::size_t s = 0; s < samples.size(); ++s) {
      const PairResult& result = samples[s];
      if (result.values.variables() != header_.variables) continue;
      const Extent offset{row, s, 0}, count{1, 1, result.values.size()};
      writeBlock<double>(values_.get(), offset, count, result.values.values());
      writeBlock<double>(andPart_.get(), offset, count, result.andPart.values());
      writeBlock<double>(orPart_.get(), offset, count, result.orPart.values());
      writeBlock<double>(l1_.get(), {row, s}, {1, 1}, std::span(&result.l1, 1));
      writeBlock<double>(lowerBound_.get(), {row, s}, {1, 1}, std::span(&result.lowerBound, 1));
      done[s] = 1;
    }
    const auto n = static_cast<std::size_t>(header_.variables);
    writeBlock<double>(positive_.get(), {row, 0}, {1, n}, rowOrNaN(strength.positive, n));
    writeBlock<double>(negative_.get(), {row, 0}, {1, n}, rowOrNaN(strength.negative, n));
    writeBlock<std::uint8_t>(done_.get(), {row, 0}, {1, done.size()}, done);
    thresholds_.at(row) = threshold;
  });
}

JointSample ResultsLayout::jointSample(std::size_t row, std::size_t sample) const {
  return reading([&] { return joint_ ? joint_->read(row, sample) : JointSample(); });
}

void ResultsLayout::addJoint(const JointHeader& header) {
  writing([&] { joint_ = JointLayout::create(id_.get(), extentOf(values_.get()), header); });
}

void ResultsLayout::writeJoint(std::size_t row, const std::vector<JointSample>& samples) {
  writing([&] {
    for (std::size_t s = 0; s < samples.size(); ++s) joint_->write(row, s, samples[s]);
  });
}

void ResultsLayout::copy(std::size_t row, const ResultsLayout& from, std::size_t fromRow) {
  const std::vector<std::uint8_t> done = from.done(fromRow);
  for (const auto table : {&ResultsLayout::values_, &ResultsLayout::andPart_, &ResultsLayout::orPart_})
    copyTables((this->*table).get(), row, from, (from.*table).get(), fromRow, done);
  const auto n = static_cast<std::size_t>(header_.variables);
  copyRow(l1_.get(), row, from, from.l1_.get(), fromRow, done.size());
  copyRow(lowerBound_.get(), row, from, from.lowerBound_.get(), fromRow, done.size());
  copyRow(positive_.get(), row, from, from.positive_.get(), fromRow, n);
  copyRow(negative_.get(), row, from, from.negative_.get(), fromRow, n);
  writing([&] { writeBlock<std::uint8_t>(done_.get(), {row, 0}, {1, done.size()}, done); });
  thresholds_.at(row) = from.threshold(fromRow);
}

void ResultsLayout::copyTables(hid_t to, std::size_t row, const ResultsLayout& from, hid_t source, std::size_t fromRow,
                               const std::vector<std::uint8_t>& done) {
  const bool raw = from.reading([&] { return compressedAlike(to, source); });
  std::vector<double> values(coalitionCount(header_.variables));
  const Extent count{1, 1, values.size()};
  for (std::size_t s = 0; s < done.size(); ++s) {
    if (done[s] == 0) continue;
    if (raw) {
      const Chunk chunk = from.reading([&] { return readChunk(source, {fromRow, s, 0}); });
      writing([&] { writeChunk(to, {row, s, 0}, chunk); });
    } else {
      from.reading([&] { readBlock<double>(source, {fromRow, s, 0}, count, values); });
      writing([&] { writeBlock<double>(to, {row, s, 0}, count, values); });
    }
  }
}

void ResultsLayout::copyRow(hid_t to, std::size_t row, const ResultsLayout& from, hid_t source, std::size_t fromRow,
                            std::size_t size) {
  std::vector<double> values(size);
  from.reading([&] { readBlock<double>(source, {fromRow, 0}, {1, size}, values); });
  writing([&] { writeBlock<double>(to, {row, 0}, {1, size}, values); });
}

void ResultsLayout::seal() {
  writing([&] {
    const hid_t root = id_.get();
    const Hdf5Handle strength = openGroup(root, "strength");
    writeAttribute(strength.get(), "threshold", std::span<const double>(thresholds_));
    const Hdf5Handle phase = createGroup(root, "phase");
    writeAttribute(phase.get(), "phase_two_checkpoint", phase_.checkpoint);
    writeAttribute(phase.get(), "phase_two_step", phase_.step);
    writeAttribute(phase.get(), "rule", phase_.rule);
    if (continues_) writeAttribute(root, "continues", std::int64_t{1});
    if (stopped_) writeAttribute(root, "stopped", std::int64_t{1});
    checkedStatus(H5Fflush(root, H5F_SCOPE_LOCAL));
    close();
  });
}

void ResultsLayout::close() {
  joint_.reset();
  for (const auto handle :
       {&ResultsLayout::values_, &ResultsLayout::andPart_, &ResultsLayout::orPart_, &ResultsLayout::l1_,
        &ResultsLayout::lowerBound_, &ResultsLayout::positive_, &ResultsLayout::negative_, &ResultsLayout::done_})
    (this->*handle).close();
  id_.close();
}

}  // namespace spindle
