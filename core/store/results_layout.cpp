// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/results_layout.h"

#include "core/base/atomic_file.h"
#include "core/base/text.h"
#include "core/base/user_error.h"
#include "core/store/hdf5_attributes.h"
#include "core/store/hdf5_values.h"
#include "core/store/measurement_layout.h"
#include "core/store/write_driver.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <limits>

namespace spindle {
namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

Hdf5Handle accessList() {
  Hdf5Handle list(checked(H5Pcreate(H5P_FILE_ACCESS)), H5Pclose);
  // From HDF5 1.10 on the lists of where blocks lie have check sums; before, a flipped bit there let it read elsewhere.
  checkedStatus(H5Pset_libver_bounds(list.get(), H5F_LIBVER_V110, H5F_LIBVER_LATEST));
  checkedStatus(H5Pset_fclose_degree(list.get(), H5F_CLOSE_STRONG));
  // Files are never changed in place, and some network file systems know no locks.
  checkedStatus(H5Pset_file_locking(list.get(), false, true));
  return list;
}

Hdf5Handle openFile(const std::filesystem::path& file) {
  const std::string name = file.string();
  std::error_code error;
  const auto status = std::filesystem::status(file, error);
  if (status.type() == std::filesystem::file_type::none)
    throw UserError("The results file " + name + " cannot be read: " + error.message() + ".");
  if (!std::filesystem::exists(status)) throw UserError("There is no results file " + name + ".");
  if (std::filesystem::is_directory(status)) throw UserError(name + " is a folder, not a results file.");
  // Opening a pipe would wait for ever.
  if (!std::filesystem::is_regular_file(status)) throw UserError(name + " is a pipe or a device, not a results file.");
  const Hdf5Handle list = accessList();
  Hdf5Handle id(H5Fopen(file.c_str(), H5F_ACC_RDONLY, list.get()), H5Fclose);
  if (!id) {
    const auto failure = Hdf5Failure::fromStack();
    if (!failure.cutShort && failure.systemError == 0 && H5Fis_hdf5(file.c_str()) <= 0)
      throw UserError(name + " is not a results file: it is " +
                      (std::filesystem::file_size(file, error) == 0 ? "empty." : "not in HDF5 format."));
    throw failure;
  }
  return id;
}

void requireSchema(hid_t file, const std::string& name) {
  if (!hasAttribute(file, "spindle_schema"))
    throw UserError(name + " is an HDF5 file but contains no Spindle results.");
  const auto schema = readAttribute<std::int64_t>(file, "spindle_schema");
  if (schema != resultsSchema)
    throw UserError("The results file " + name + " has schema version " + std::to_string(schema) +
                    ", but this Spindle reads version " + std::to_string(resultsSchema) + "; " +
                    (schema > resultsSchema ? "open it with a newer Spindle." : "compute it again."));
}

SeriesKind readSeries(hid_t file, const std::string& name) {
  const auto word = readAttribute<std::string>(file, "series");
  const auto kind = seriesKindFrom(word);
  if (!kind)
    throw UserError("The results file " + name + " holds a series of \"" + printable(word) +
                    "\", which this Spindle does not know; open it with a newer one.");
  return *kind;
}

// Raw chunks may be copied when both datasets are chunked and filtered alike (whatever the level of compression).
bool alike(hid_t a, hid_t b) {
  const std::array<Hdf5Handle, 2> lists{Hdf5Handle(checked(H5Dget_create_plist(a)), H5Pclose),
                                        Hdf5Handle(checked(H5Dget_create_plist(b)), H5Pclose)};
  std::array<std::vector<hsize_t>, 2> descriptions;
  for (std::size_t i = 0; i < 2; ++i) {
    const hid_t list = lists[i].get();
    if (H5Pget_layout(list) != H5D_CHUNKED) return false;
    descriptions[i].resize(3);
    if (H5Pget_chunk(list, 3, descriptions[i].data()) != 3) return false;
    for (int f = 0; f < H5Pget_nfilters(list); ++f) {
      unsigned flags = 0, config = 0;
      std::size_t values = 0;
      descriptions[i].push_back(static_cast<hsize_t>(
          H5Pget_filter2(list, static_cast<unsigned>(f), &flags, &values, nullptr, 0, nullptr, &config)));
    }
  }
  const Hdf5Handle typeA(checked(H5Dget_type(a)), H5Tclose), typeB(checked(H5Dget_type(b)), H5Tclose);
  return descriptions[0] == descriptions[1] && H5Tequal(typeA.get(), typeB.get()) > 0;
}

struct Chunk {
  std::vector<char> bytes;
  std::uint32_t filters = 0;
};

Chunk readChunk(hid_t dataset, const Extent& offset) {
  hsize_t size = 0;
  checkedStatus(H5Dget_chunk_storage_size(dataset, offset.data(), &size));
  Chunk chunk;
  chunk.bytes.resize(size);
  if (size > 0) checkedStatus(H5Dread_chunk(dataset, H5P_DEFAULT, offset.data(), &chunk.filters, chunk.bytes.data()));
  return chunk;
}

void writeChunk(hid_t dataset, const Extent& offset, const Chunk& chunk) {
  if (chunk.bytes.empty()) return;
  checkedStatus(
      H5Dwrite_chunk(dataset, H5P_DEFAULT, chunk.filters, offset.data(), chunk.bytes.size(), chunk.bytes.data()));
}

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
    layout->id_ = openFile(file);
    requireSchema(layout->id_.get(), file.string());
    layout->openObjects();
    layout->readHeader();
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
  const Hdf5Handle access = accessList(), creation(checked(H5Pcreate(H5P_FILE_CREATE)), H5Pclose);
  checkedStatus(H5Pset_obj_track_times(creation.get(), false));
  useWriteDriver(access.get(), &writeError_);
  id_ = {checked(H5Fcreate(file_.c_str(), H5F_ACC_TRUNC, creation.get(), access.get())), H5Fclose};
  const hid_t root = id_.get();
  writeAttribute(root, "spindle_schema", resultsSchema);
  writeAttribute(root, "spindle_version", header_.version);
  writeAttribute(root, "created", header_.created);
  writeAttribute(root, "run", header_.run);
  writeAttribute(root, "options", header_.options);
  if (header_.series != SeriesKind::training) writeAttribute(root, "series", toText(header_.series));
  if (!header_.axis.empty()) writeAttribute(root, "axis", header_.axis);

  const Hdf5Handle checkpoints = createGroup(root, "checkpoints");
  writeList(checkpoints.get(), "step", header_.step);
  writeList(checkpoints.get(), "epoch", header_.epoch);
  writeList(checkpoints.get(), "name", header_.checkpointNames);
  writeList(checkpoints.get(), "train_loss", header_.trainLoss);
  writeList(checkpoints.get(), "test_loss", header_.testLoss);
  if (!header_.logged.empty()) {
    std::vector<std::string> names;
    const Hdf5Handle logged = createDataset<double>(checkpoints.get(), "logged", {header_.logged.size(), c});
    for (std::size_t k = 0; k < header_.logged.size(); ++k) {
      names.push_back(header_.logged[k].name);
      writeBlock<double>(logged.get(), {k, 0}, {1, c}, header_.logged[k].values);
    }
    writeList(checkpoints.get(), "logged_names", names);
  }
  const Hdf5Handle samples = createGroup(root, "samples");
  writeList(samples.get(), "index", header_.sampleIndex);
  writeList(samples.get(), "target", header_.sampleTarget);
  writeList(samples.get(), "name", header_.sampleNames);
  writeList(samples.get(), "variables", header_.sampleVariables);

  if (header_.source.known()) {
    const Hdf5Handle source = createGroup(root, "source");
    writeList(source.get(), "checkpoints", header_.source.checkpoints);
    writeList(source.get(), "samples", header_.source.samples);
    writeAttribute(source.get(), "architecture", header_.source.architecture);
    writeAttribute(source.get(), "settings", header_.source.settings);
  }

  writeMeasurements(root, header_.measurements);

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

void ResultsLayout::readHeader() {
  const hid_t root = id_.get();
  const Extent pairs = extentOf(done_.get());
  header_.version = readAttribute<std::string>(root, "spindle_version");
  header_.created = readAttribute<std::string>(root, "created");
  header_.run = readAttribute<std::string>(root, "run");
  header_.options = readAttribute<std::string>(root, "options");
  if (hasAttribute(root, "series")) header_.series = readSeries(root, file_.string());
  if (hasAttribute(root, "axis")) header_.axis = printable(readAttribute<std::string>(root, "axis"));
  header_.step = readList<double>(root, "checkpoints/step", pairs[0]);
  header_.epoch = readList<double>(root, "checkpoints/epoch", pairs[0]);
  header_.checkpointNames = readList<std::string>(root, "checkpoints/name", pairs[0]);
  header_.trainLoss = readList<double>(root, "checkpoints/train_loss", pairs[0]);
  header_.testLoss = readList<double>(root, "checkpoints/test_loss", pairs[0]);
  readLogged(root, pairs[0]);
  header_.sampleIndex = readList<std::int64_t>(root, "samples/index", pairs[1]);
  header_.sampleTarget = readList<std::int64_t>(root, "samples/target", pairs[1]);
  header_.sampleNames = readList<std::string>(root, "samples/name", pairs[1]);
  header_.sampleVariables = readList<std::string>(root, "samples/variables", pairs[1]);
  const Hdf5Handle strength = openGroup(root, "strength"), phase = openGroup(root, "phase");
  thresholds_ = readAttribute(strength.get(), "threshold", pairs[0]);
  phase_.checkpoint = readAttribute<std::int64_t>(phase.get(), "phase_two_checkpoint");
  phase_.step = readAttribute<double>(phase.get(), "phase_two_step");
  phase_.rule = readAttribute<std::string>(phase.get(), "rule");
  continues_ = hasAttribute(root, "continues");
  stopped_ = hasAttribute(root, "stopped");
  if (phase_.checkpoint < -1 || phase_.checkpoint >= static_cast<std::int64_t>(pairs[0]))
    throw Hdf5Failure("phase two begins at a checkpoint that does not exist");
  header_.measurements = readMeasurements(root, pairs[0]);
  if (!hasObject(root, "source")) return;
  const Hdf5Handle source = openGroup(root, "source");
  header_.source.checkpoints = readList<std::string>(source.get(), "checkpoints", pairs[0]);
  header_.source.samples = readList<std::string>(source.get(), "samples", pairs[1]);
  header_.source.architecture = readAttribute<std::string>(source.get(), "architecture");
  header_.source.settings = readAttribute<std::string>(source.get(), "settings");
}

void ResultsLayout::readLogged(hid_t root, hsize_t checkpoints) {
  const Hdf5Handle group = openGroup(root, "checkpoints");
  if (!hasObject(group.get(), "logged")) return;
  constexpr hsize_t most = 10'000;
  const Hdf5Handle logged = openDataset(group.get(), "logged", {anyLength, checkpoints});
  const hsize_t columns = extentOf(logged.get())[0];
  if (columns > most) throw Hdf5Failure("it claims more columns of a log than any log has");
  const std::vector<std::string> names = readList<std::string>(group.get(), "logged_names", columns);
  for (hsize_t k = 0; k < columns; ++k) {
    LoggedColumn column{names[k], std::vector<double>(checkpoints)};
    readBlock<double>(logged.get(), {k, 0}, {1, checkpoints}, column.values);
    header_.logged.push_back(std::move(column));
  }
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
  const bool raw = from.reading([&] { return alike(to, source); });
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
