#include "ui/session/results_place.h"

#include <QCryptographicHash>

#include <algorithm>
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
  void addFile(const fs::path& file) {
    std::error_code error;
    add(file.string());
    add(std::to_string(fs::file_size(file, error)));
    add(std::to_string(fs::last_write_time(file, error).time_since_epoch().count()));
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
  std::error_code error;
  digest.add(fs::weakly_canonical(run.folder(), error).string());
  for (const Sample& sample : run.samples().samples) {
    digest.add(std::to_string(sample.target));
    digest.addValues(sample.values);
  }
  for (const Checkpoint& checkpoint : run.series().checkpoints) digest.addFile(checkpoint.file);
  if (!run.architecture().empty()) digest.addFile(run.architecture());
  const InputFormat& format = run.samples().format;
  digest.add(toText(format.kind));
  digest.addValues(format.shape);
  digest.add("mean");
  digest.addValues(format.mean);
  digest.add("std");
  digest.addValues(format.std);
  for (const std::string& layer : run.layers()) digest.add(layer);
  if (!run.layers().empty()) {  // a network built from weights also follows the configuration beside them
    const auto config = run.series().checkpoints.front().file.parent_path() / "config.json";
    if (fs::exists(config, error)) digest.addFile(config);
  }
  digest.add(run.description().weights.value_or(""));
  digest.add(run.description().partialWeights ? "partial" : "");
  return digest.text();
}

fs::path resultsPlace(const fs::path& folder, const Run& run, const std::string& runDigest, ExtractionOptions options) {
  options.batch = 0;
  options.salience = {};  // the tables do not depend on it
  const ResultsHeader header = resultsHeader(run, options);
  Digest digest;
  digest.add(runDigest);
  digest.add(header.version);
  digest.add(header.options);
  for (const std::string& variables : header.sampleVariables) digest.add(variables);
  for (const InputVariables& variables : options.variables) {
    for (const InputVariable& variable : variables.all()) digest.addValues(variable.elements);
  }
  return folder / (fileStem(run.name()) + "-" + digest.text() + ".h5");
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
