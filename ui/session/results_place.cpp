// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/results_place.h"

#include "core/base/version.h"
#include "core/measure/results_source.h"
#include "core/weights/content_digest.h"

#include <QCryptographicHash>

#include <algorithm>
#include <numeric>
#include <vector>

namespace spindle {
namespace {

namespace fs = std::filesystem;

class Digest {
 public:
  void add(const std::string& text) {
    hash_.addData(QByteArrayView(text.data(), static_cast<qsizetype>(text.size())));
    hash_.addData(QByteArrayView("\0", 1));
  }
  template <typename Value>
  void addValues(const std::vector<Value>& values) {
    hash_.addData(QByteArrayView(reinterpret_cast<const char*>(values.data()),
                                 static_cast<qsizetype>(values.size() * sizeof(Value))));
  }
  [[nodiscard]] std::string text() const { return hash_.result().toHex().left(16).toStdString(); }

 private:
  QCryptographicHash hash_{QCryptographicHash::Sha256};
};

/// The run's name with nothing in it that a file name cannot hold.
std::string fileStem(const std::string& name) {
  std::string stem = name.substr(0, 60);
  for (char& c : stem) {
    const bool plain =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    if (!plain) c = '_';
  }
  return stem.empty() ? "run" : stem;
}

}  // namespace

std::string runDigest(const Run& run) {
  Digest digest;
  std::vector<std::size_t> samples(run.samples().samples.size());
  std::iota(samples.begin(), samples.end(), std::size_t{0});
  const ResultsSource source = sourceWithoutWeights(run, samples);
  for (const std::string& sample : source.samples) digest.add(sample);
  for (const Sample& sample : run.samples().samples) digest.add(sample.name);
  digest.add(source.architecture);
  digest.add(source.settings);
  for (const Checkpoint& checkpoint : run.series().checkpoints) {
    digest.add(checkpoint.name);
    digest.add(quickDigest(checkpoint.file));
  }
  return digest.text();
}

fs::path resultsPlace(const fs::path& folder, const Run& run, const std::string& runDigest, ExtractionOptions options) {
  options.batch = 0;
  options.salience = {};  // the tables do not depend on it
  const ResultsHeader header = resultsHeader(run, options);
  Digest digest;
  digest.add(runDigest);
  digest.add(header.version);
  digest.add(std::to_string(numbersVersion));
  digest.add(header.options);
  for (const std::string& variables : header.sampleVariables) digest.add(variables);
  for (const InputVariables& variables : options.variables) {
    for (const InputVariable& variable : variables.all()) digest.addValues(variable.elements);
  }
  const std::string ending = "-" + digest.text() + ".h5";
  const fs::path own = folder / (fileStem(run.name()) + ending);
  std::error_code error;
  if (fs::exists(own, error)) return own;
  // A copy of the run under another name has the same digest.
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    if (at->path().filename().string().ends_with(ending)) return at->path();
  }
  return own;
}

void pruneResults(const fs::path& folder, std::uintmax_t bytes, const fs::path& keep) {
  struct Found {
    fs::path file;
    fs::file_time_type time;
    std::uintmax_t size;
  };
  std::vector<Found> files;
  std::uintmax_t all = 0;
  std::error_code error;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    std::error_code ignored;
    if (at->path().extension() != ".h5" || !at->is_regular_file(ignored)) continue;
    files.push_back({at->path(), at->last_write_time(ignored), at->file_size(ignored)});
    all += files.back().size;
  }
  std::sort(files.begin(), files.end(), [](const Found& a, const Found& b) { return a.time < b.time; });
  for (const Found& found : files) {
    if (all <= bytes) return;
    if (found.file == keep) continue;
    if (fs::remove(found.file, error)) all -= found.size;
  }
}

}  // namespace spindle
