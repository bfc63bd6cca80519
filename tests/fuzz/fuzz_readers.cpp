// SPDX-License-Identifier: GPL-3.0-or-later
// Opens mutated files in one process: every reader of runs, weights, samples and logs.
//
//     fuzz_readers [--seed S] [--files N] [--first K] [--keep FOLDER]
//
// File K of a seed is always the same. Fails with the number of the file, which is kept, at the first one that throws
// anything but a UserError that is a sentence, needs more than 1 GB, or takes 10 s. Files of results are those of
// fuzz_results (libhdf5 itself crashes on damaged files; samples in HDF5 are read by a process of their own).
#include "core/input/read_samples.h"
#include "core/input/sample/describe_samples.h"
#include "core/run/run.h"
#include "core/weights/exported_archive.h"
#include "core/weights/weights_file.h"
#include "tests/fuzz/entry.h"
#include "tests/fuzz/live_memory.h"
#include "tests/fuzz/mutate.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <unistd.h>

namespace fs = std::filesystem;
using namespace spindle;
using namespace spindle::fuzz;

namespace {

constexpr std::size_t mostMemory = std::size_t{1} << 30;
constexpr unsigned mostSeconds = 10;

struct Original {
  fs::path file;
  Bytes bytes;
};

Bytes bytesOf(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

/// Files that some reader takes, in the order of their names.
std::vector<Original> corpus(const fs::path& source) {
  constexpr std::uintmax_t most = 200'000;
  std::vector<fs::path> files;
  for (const char* folder : {"tests/golden", "sample_models/fashion-lenet"}) {
    for (const auto& entry : fs::recursive_directory_iterator(source / folder)) {
      const auto ending = entry.path().extension();
      if (entry.is_regular_file() && entry.file_size() <= most && ending != ".py" && ending != ".md")
        files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  std::vector<Original> originals;
  for (const auto& file : files) originals.push_back({file, bytesOf(file)});
  return originals;
}

void write(const fs::path& file, const Bytes& bytes) {
  std::ofstream stream(file, std::ios::binary | std::ios::trunc);
  stream.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  if (!stream.flush()) throw std::runtime_error(file.string() + " cannot be written");
}

/// Ends the process after `mostSeconds`.
template <class Read>
void timed(Read read) {
  alarm(mostSeconds);
  readOrRefused(read);
  alarm(0);
}

/// A small run with the file in the place of its own: a name that has to do with samples, logs and descriptions gets
/// there; a weights file becomes a checkpoint.
class Folder {
 public:
  Folder(const fs::path& source, const fs::path& scratch) : run_(scratch / "run"), source_(source) {}

  void tryFile(const fs::path& name, const Bytes& bytes) {
    fs::remove_all(run_);
    fs::create_directories(run_);
    for (const auto& entry : fs::directory_iterator(source_ / "tests/golden/app/tiny")) {
      if (entry.is_regular_file() && entry.path().extension() != ".h5")
        fs::copy_file(entry.path(), run_ / entry.path().filename());
    }
    const auto ending = name.extension().string();
    const bool samples =
        ending != ".pt" && ending != ".pt2" && ending != ".pth" && ending != ".safetensors" && ending != ".ckpt";
    if (samples && name.filename() != "run.json" && name.filename() != "metrics.csv") fs::remove(run_ / "samples.csv");
    const auto file = run_ / (samples ? name.filename() : fs::path("epoch20" + ending));
    write(file, bytes);
    timed([&] { readWeightsSummary(file); });
    timed([&] { readWeights(file); });
    if (ending == ".pt2") timed([&] { (void)ExportedArchive(ByteSource(file)).program(); });
    timed([&] { describeSamples(readSamples(file)); });
    timed([&] {
      const auto run = Run::open(run_);
      if (!run.samples().samples.empty()) (void)run.variables();
    });
  }

  [[nodiscard]] const fs::path& path() const { return run_; }

 private:
  fs::path run_, source_;
};

std::string sizeText(std::size_t bytes) {
  return std::to_string(bytes >> 20) + " MB";
}

}  // namespace

int main(int count, char** words) {
  std::uint64_t seed = 1, files = 2000, first = 0;
  fs::path keep = "fuzz_readers.kept";
  for (int i = 1; i + 1 < count; i += 2) {
    const std::string word = words[i];
    if (word == "--seed") seed = std::strtoull(words[i + 1], nullptr, 10);
    if (word == "--files") files = std::strtoull(words[i + 1], nullptr, 10);
    if (word == "--first") first = std::strtoull(words[i + 1], nullptr, 10);
    if (word == "--keep") keep = words[i + 1];
  }
  const auto originals = corpus(SPINDLE_SOURCE_DIR);
  char scratch[] = "/tmp/fuzz_readers.XXXXXX";
  if (!mkdtemp(scratch)) return std::perror("mkdtemp"), 1;
  Folder folder(SPINDLE_SOURCE_DIR, scratch);
  // Undamaged files are opened, or nothing below would prove anything.
  for (const char* whole : {"epoch2.pt", "run.json", "metrics.csv", "samples.csv"}) {
    const auto file = fs::path(SPINDLE_SOURCE_DIR) / "tests/golden/app/tiny" / whole;
    folder.tryFile(file.filename(), bytesOf(file));
    Run::open(folder.path());
  }
  const auto refusedBefore = refusals;
  double slowest = 0.0;
  std::string slowestFile;
  for (auto k = first; k < first + files; ++k) {
    Random random(seed * 1'000'003 + k);
    const auto& original = originals[below(originals.size(), random)];
    const auto bytes = mutated(original.bytes, original.file.filename().string(), random);
    const auto about = "seed " + std::to_string(seed) + ", file " + std::to_string(k) + " (" +
                       original.file.lexically_relative(SPINDLE_SOURCE_DIR).string() + ")";
    write(fs::path(scratch) / "last", bytes);
    std::ofstream(fs::path(scratch) / "about") << about << '\n';
    resetMostLiveBytes();
    const auto start = std::chrono::steady_clock::now();
    std::string fault;
    try {
      folder.tryFile(original.file.filename(), bytes);
    } catch (const std::exception& error) {
      fault = error.what();
    }
    alarm(0);  // of a read that threw
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    if (seconds > slowest) slowest = seconds, slowestFile = about;
    if (fault.empty() && mostLiveBytes() > mostMemory) fault = sizeText(mostLiveBytes()) + " were in use";
    if (!fault.empty()) {
      fs::remove_all(keep);
      fs::copy(folder.path(), keep, fs::copy_options::recursive);
      std::printf("%s: %s\nThe folder is kept as %s.\n", about.c_str(), fault.c_str(), keep.c_str());
      return 1;
    }
  }
  fs::remove_all(scratch);
  std::printf("seed %llu: %llu files, %zu refusals, slowest %.2f s: %s\n", static_cast<unsigned long long>(seed),
              static_cast<unsigned long long>(files), refusals - refusedBefore, slowest, slowestFile.c_str());
  return 0;
}
