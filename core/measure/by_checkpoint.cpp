// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/by_checkpoint.h"

#include "core/base/ordered_work.h"
#include "core/base/user_error.h"
#include "core/measure/parts/measurement_pieces.h"
#include "core/weights/digest.h"

#include <algorithm>
#include <limits>
#include <optional>

namespace spindle {
namespace {

/// What decides the numbers beside the options of the measurement, for each checkpoint.
std::vector<std::string> origins(const ResultsHeader& header) {
  Digest all;
  all.add(header.options);
  for (const std::string& one : header.sampleVariables) all.add(one);
  for (const std::string& one : header.source.samples) all.add(one);
  for (const std::int64_t one : header.sampleIndex) all.add(static_cast<std::uint64_t>(one));
  all.add(header.source.architecture);
  all.add(header.source.settings);
  std::vector<std::string> list;
  for (std::size_t c = 0; c < header.checkpoints(); ++c) {
    Digest own = all;
    own.add(header.checkpointNames[c]);
    if (header.source.known()) own.add(header.source.checkpoints[c]);
    list.push_back(own.text());
  }
  return list;
}

std::vector<MeasuredArray> emptyRows(const StoredMeasurement& measured) {
  std::vector<MeasuredArray> rows = measured.arrays;
  for (MeasuredArray& array : rows) {
    array.extent[0] = 1;
    array.values.assign(array.extent[1] * array.extent[2], std::numeric_limits<double>::quiet_NaN());
  }
  return rows;
}

/// A checkpoint of another part has neither rows nor a note.
struct Measured {
  std::vector<MeasuredArray> rows;
  std::string note;
};

}  // namespace

MeasurementReport measureByCheckpoint(const MeasurementRequest& request, StoredMeasurement measured,
                                      const MeasureRows& measure, RunControl& control, const RowsFinished& finished) {
  const std::size_t count = request.rows.checkpoints.size();
  const MeasurementPieces pieces(request.results, measured, origins(request.header));
  const std::vector<MeasuredArray> empty = emptyRows(measured);
  std::vector<std::optional<std::vector<MeasuredArray>>> known(count);
  for (std::size_t c = 0; c < count; ++c) {
    auto rows = empty;
    if (pieces.read(c, rows)) known[c] = std::move(rows);
  }
  const auto wanted = [&](std::size_t c) { return !request.part || request.part->holds(c, 0, count, 1, true); };
  MeasurementReport report;
  for (MeasuredArray& array : measured.arrays) array.values.clear();
  std::size_t missing = 0;
  const auto threads = std::min(count, static_cast<std::size_t>(std::max(1, request.workers)));
  OrderedWork<Measured>::run(
      count, threads, 2 * threads,
      [&](std::size_t, std::size_t c) -> Measured {
        if (known[c]) return {*known[c], {}};
        if (!wanted(c)) return {};
        if (control.stopRequested()) throw Stopped{};
        Measured one{empty, {}};
        try {
          measure(c, request.rows.checkpoints[c], one.rows);
        } catch (const UserError& error) {
          one = {empty, error.what()};
        }
        return one;
      },
      [&](std::size_t c, Measured one) {
        if (one.rows.empty()) {
          ++missing;
          return;
        }
        if (!one.note.empty())
          report.notes.push_back(one.note);
        else if (!known[c])
          pieces.write(c, one.rows);
        if (finished && one.note.empty()) finished(c, one.rows);
        for (std::size_t a = 0; a < one.rows.size(); ++a)
          std::ranges::copy(one.rows[a].values, std::back_inserter(measured.arrays[a].values));
        control.progress(c + 1, count, request.header.checkpointNames[c]);
      });
  if (report.notes.size() + missing == count && missing < count) throw UserError(report.notes.front());
  if (request.part) return report;
  report.measured = std::move(measured);
  report.stored = [pieces] { pieces.remove(); };
  return report;
}

}  // namespace spindle
