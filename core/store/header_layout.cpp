// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/header_layout.h"

#include "core/base/text.h"
#include "core/base/user_error.h"
#include "core/store/hdf5_attributes.h"
#include "core/store/hdf5_values.h"
#include "core/store/measurement_layout.h"

#include <cstdint>
#include <utility>
#include <vector>

namespace spindle {
namespace {

constexpr std::int64_t resultsSchema = 1;

SeriesKind readSeries(hid_t file, const std::string& name) {
  const auto word = readAttribute<std::string>(file, "series");
  const auto kind = seriesKindFrom(word);
  if (!kind)
    throw UserError("The results file " + name + " holds a series of \"" + printable(word) +
                    "\", which this Spindle does not know; open it with a newer one.");
  return *kind;
}

std::vector<LoggedColumn> readLogged(hid_t root, hsize_t checkpoints) {
  const Hdf5Handle group = openGroup(root, "checkpoints");
  if (!hasObject(group.get(), "logged")) return {};
  constexpr hsize_t most = 10'000;
  const Hdf5Handle logged = openDataset(group.get(), "logged", {anyLength, checkpoints});
  const hsize_t columns = extentOf(logged.get())[0];
  if (columns > most) throw Hdf5Failure("it claims more columns of a log than any log has");
  const std::vector<std::string> names = readList<std::string>(group.get(), "logged_names", columns);
  std::vector<LoggedColumn> columnsRead;
  for (hsize_t k = 0; k < columns; ++k) {
    LoggedColumn column{names[k], std::vector<double>(checkpoints)};
    readBlock<double>(logged.get(), {k, 0}, {1, checkpoints}, column.values);
    columnsRead.push_back(std::move(column));
  }
  return columnsRead;
}

}  // namespace

void writeHeader(hid_t root, const ResultsHeader& header) {
  const hsize_t checkpointCount = header.checkpoints();
  writeAttribute(root, "spindle_schema", resultsSchema);
  writeAttribute(root, "spindle_version", header.version);
  writeAttribute(root, "created", header.created);
  writeAttribute(root, "run", header.run);
  writeAttribute(root, "options", header.options);
  if (header.series != SeriesKind::training) writeAttribute(root, "series", toText(header.series));
  if (!header.axis.empty()) writeAttribute(root, "axis", header.axis);

  const Hdf5Handle checkpoints = createGroup(root, "checkpoints");
  writeList(checkpoints.get(), "step", header.step);
  writeList(checkpoints.get(), "epoch", header.epoch);
  writeList(checkpoints.get(), "name", header.checkpointNames);
  writeList(checkpoints.get(), "train_loss", header.trainLoss);
  writeList(checkpoints.get(), "test_loss", header.testLoss);
  if (!header.logged.empty()) {
    std::vector<std::string> names;
    const Hdf5Handle logged =
        createDataset<double>(checkpoints.get(), "logged", {header.logged.size(), checkpointCount});
    for (std::size_t k = 0; k < header.logged.size(); ++k) {
      names.push_back(header.logged[k].name);
      writeBlock<double>(logged.get(), {k, 0}, {1, checkpointCount}, header.logged[k].values);
    }
    writeList(checkpoints.get(), "logged_names", names);
  }
  const Hdf5Handle samples = createGroup(root, "samples");
  writeList(samples.get(), "index", header.sampleIndex);
  writeList(samples.get(), "target", header.sampleTarget);
  writeList(samples.get(), "name", header.sampleNames);
  writeList(samples.get(), "variables", header.sampleVariables);

  if (header.source.known()) {
    const Hdf5Handle source = createGroup(root, "source");
    writeList(source.get(), "checkpoints", header.source.checkpoints);
    writeList(source.get(), "samples", header.source.samples);
    writeAttribute(source.get(), "architecture", header.source.architecture);
    writeAttribute(source.get(), "settings", header.source.settings);
  }

  writeMeasurements(root, header.measurements);
}

void requireResultsSchema(hid_t file, const std::string& name) {
  if (!hasAttribute(file, "spindle_schema"))
    throw UserError(name + " is an HDF5 file but contains no Spindle results.");
  const auto schema = readAttribute<std::int64_t>(file, "spindle_schema");
  if (schema != resultsSchema)
    throw UserError("The results file " + name + " has schema version " + std::to_string(schema) +
                    ", but this Spindle reads version " + std::to_string(resultsSchema) + "; " +
                    (schema > resultsSchema ? "open it with a newer Spindle." : "compute it again."));
}

void readHeader(hid_t root, const std::string& name, hsize_t checkpoints, hsize_t samples, ResultsHeader& header) {
  header.version = readAttribute<std::string>(root, "spindle_version");
  header.created = readAttribute<std::string>(root, "created");
  header.run = readAttribute<std::string>(root, "run");
  header.options = readAttribute<std::string>(root, "options");
  if (hasAttribute(root, "series")) header.series = readSeries(root, name);
  if (hasAttribute(root, "axis")) header.axis = printable(readAttribute<std::string>(root, "axis"));
  header.step = readList<double>(root, "checkpoints/step", checkpoints);
  header.epoch = readList<double>(root, "checkpoints/epoch", checkpoints);
  header.checkpointNames = readList<std::string>(root, "checkpoints/name", checkpoints);
  header.trainLoss = readList<double>(root, "checkpoints/train_loss", checkpoints);
  header.testLoss = readList<double>(root, "checkpoints/test_loss", checkpoints);
  header.logged = readLogged(root, checkpoints);
  header.sampleIndex = readList<std::int64_t>(root, "samples/index", samples);
  header.sampleTarget = readList<std::int64_t>(root, "samples/target", samples);
  header.sampleNames = readList<std::string>(root, "samples/name", samples);
  header.sampleVariables = readList<std::string>(root, "samples/variables", samples);
  header.measurements = readMeasurements(root, checkpoints);
  if (!hasObject(root, "source")) return;
  const Hdf5Handle source = openGroup(root, "source");
  header.source.checkpoints = readList<std::string>(source.get(), "checkpoints", checkpoints);
  header.source.samples = readList<std::string>(source.get(), "samples", samples);
  header.source.architecture = readAttribute<std::string>(source.get(), "architecture");
  header.source.settings = readAttribute<std::string>(source.get(), "settings");
}

}  // namespace spindle
