// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/parts/measurement_pieces.h"

#include "core/base/atomic_file.h"
#include "core/base/text.h"
#include "core/base/user_error.h"
#include "core/weights/digest.h"

#include <cstdio>
#include <cstring>
#include <fstream>
#include <iterator>
#include <span>

namespace spindle {
namespace {

std::string bytesOf(const std::vector<MeasuredArray>& rows) {
  std::string bytes;
  for (const MeasuredArray& array : rows)
    bytes.append(reinterpret_cast<const char*>(array.values.data()), array.values.size() * sizeof(double));
  return bytes;
}

}  // namespace

MeasurementPieces::MeasurementPieces(const std::filesystem::path& results, const StoredMeasurement& measurement,
                                     std::vector<std::string> of)
    : folder_(std::filesystem::absolute(results)),
      kind_("spindle piece 1 of " + measurement.name + " " + std::to_string(measurement.schema) + " " +
            measurement.options),
      of_(std::move(of)) {
  folder_ += "." + measurement.name + ".pieces";
}

std::filesystem::path MeasurementPieces::file(std::size_t checkpoint) const {
  char name[32];
  std::snprintf(name, sizeof name, "%05zu.piece", checkpoint);
  return folder_ / name;
}

std::string MeasurementPieces::firstLine(std::size_t checkpoint, const std::string& numbers) const {
  Digest digest;
  digest.add(numbers);
  return kind_ + " of " + of_.at(checkpoint) + " " + digest.text() + "\n";
}

bool MeasurementPieces::read(std::size_t checkpoint, std::vector<MeasuredArray>& rows) const {
  std::ifstream stream(file(checkpoint), std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(stream), {}};
  const auto end = bytes.find('\n');
  if (end == std::string::npos) return false;
  const std::string line = bytes.substr(0, end + 1), numbers = bytes.substr(end + 1);
  if (!line.starts_with(kind_ + " of " + of_.at(checkpoint) + " "))
    throw UserError(folder_.string() + " holds what was measured with other options or from other results (" +
                    printable(line) + "); give the same again, or delete that folder to start over.");
  std::size_t wanted = 0;
  for (const MeasuredArray& array : rows) wanted += array.values.size() * sizeof(double);
  if (numbers.size() != wanted || line != firstLine(checkpoint, numbers)) return false;
  const char* from = numbers.data();
  for (MeasuredArray& array : rows) {
    std::memcpy(array.values.data(), from, array.values.size() * sizeof(double));
    from += array.values.size() * sizeof(double);
  }
  return true;
}

void MeasurementPieces::write(std::size_t checkpoint, const std::vector<MeasuredArray>& rows) const {
  std::error_code error;
  std::filesystem::create_directory(folder_, error);
  if (error) throwWriteError(folder_, error.value());
  const std::string numbers = bytesOf(rows);
  writeFileAtomically(file(checkpoint), firstLine(checkpoint, numbers) + numbers);
}

void MeasurementPieces::remove() const {
  std::error_code ignored;
  for (std::size_t c = 0; c < of_.size(); ++c) std::filesystem::remove(file(c), ignored);
  std::filesystem::remove(folder_, ignored);
}

}  // namespace spindle
