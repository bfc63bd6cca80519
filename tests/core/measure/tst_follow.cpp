// SPDX-License-Identifier: GPL-3.0-or-later
// A training is followed while another process writes its checkpoints: in pieces, renamed into place, rewritten, and
// killed at any moment.
#include "core/measure/follow/follow.h"
#include "core/results/open_results.h"
#include "core/weights/content_digest.h"
#include "tests/core/measure/tiny_run.h"

#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>
#include <zip.h>

#include <atomic>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <map>
#include <new>
#include <set>
#include <sys/mman.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace spindle;
using namespace spindle::test;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

namespace {

std::string bytesOf(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

/// A checkpoint of the tiny network with other weights: those of epoch 10, all scaled.
std::string checkpointBytes(const fs::path& scratch, float scale) {
  fs::copy_file(tinyRun / "epoch10.pt", scratch, fs::copy_options::overwrite_existing);
  zip_t* archive = zip_open(scratch.c_str(), 0, nullptr);
  std::vector<std::vector<float>> kept(4);
  for (int i = 0; i < 4; ++i) {
    const auto index = zip_name_locate(archive, std::to_string(i).c_str(), ZIP_FL_NODIR);
    zip_stat_t status;
    zip_stat_index(archive, static_cast<zip_uint64_t>(index), 0, &status);
    auto& values = kept[static_cast<std::size_t>(i)];
    values.resize(status.size / sizeof(float));
    zip_file_t* entry = zip_fopen_index(archive, static_cast<zip_uint64_t>(index), 0);
    zip_fread(entry, values.data(), status.size);
    zip_fclose(entry);
    for (float& value : values) value *= scale;
    zip_file_replace(archive, static_cast<zip_uint64_t>(index),
                     zip_source_buffer(archive, values.data(), status.size, 0), 0);
    zip_set_file_compression(archive, static_cast<zip_uint64_t>(index), ZIP_CM_STORE, 0);
  }
  zip_close(archive);
  return bytesOf(scratch);
}

/// What the writer does next.
struct Deed {
  std::string file, bytes, line;  ///< line: for metrics.csv
  std::size_t pieces = 1;
  bool renamed = false;
  unsigned pause = 0;  ///< microseconds, after each piece
};

/// Only what a forked process may do. Goes on with the deed at which its predecessor was killed, from its beginning.
[[noreturn]] void write(const std::vector<Deed>& deeds, const std::string& log, std::atomic<std::size_t>& next) {
  while (next < deeds.size()) {
    const Deed& deed = deeds[next];
    const std::string temporary = deed.file + ".tmp";
    const int file = ::open(deed.renamed ? temporary.c_str() : deed.file.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0644);
    const std::size_t piece = deed.bytes.size() / deed.pieces + 1;
    for (std::size_t at = 0; at < deed.bytes.size(); at += piece) {
      (void)!::write(file, deed.bytes.data() + at, std::min(piece, deed.bytes.size() - at));
      ::usleep(deed.pause);
    }
    ::close(file);
    if (deed.renamed) ::rename(temporary.c_str(), deed.file.c_str());
    const int lines = ::open(log.c_str(), O_WRONLY | O_APPEND);
    (void)!::write(lines, deed.line.data(), deed.line.size());
    ::close(lines);
    ++next;
  }
  ::_exit(0);
}

/// Starts the writer, kills it now and then, and starts it again until all is written.
class Writer {
 public:
  Writer(std::vector<Deed> deeds, std::string log) : deeds_(std::move(deeds)), log_(std::move(log)) {
    void* shared = ::mmap(nullptr, sizeof *next_, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    next_ = new (shared) std::atomic<std::size_t>(0);
  }
  ~Writer() { ::munmap(next_, sizeof *next_); }

  void run() {
    QRandomGenerator random(3);
    while (*next_ < deeds_.size()) {
      const pid_t child = ::fork();
      if (child == 0) write(deeds_, log_, *next_);
      std::this_thread::sleep_for(std::chrono::milliseconds(random.bounded(150, 500)));
      if (*next_ < deeds_.size()) {
        ::kill(child, SIGKILL);
        ++kills;
      }
      ::waitpid(child, nullptr, 0);
      std::this_thread::sleep_for(std::chrono::milliseconds(random.bounded(40)));
    }
  }

  int kills = 0;

 private:
  std::vector<Deed> deeds_;
  std::string log_;
  std::atomic<std::size_t>* next_;
};

struct Heard : FollowSink {
  std::shared_ptr<const Run> run;
  std::map<std::string, std::vector<std::string>> weights;  ///< of the frames of each checkpoint, in order
  std::vector<std::string> failures, notes;
  std::set<std::string> waitedFor;
  int rounds = 0;

  void grown(const std::shared_ptr<const Run>& now) override { run = now; }
  void accept(FramePtr frame) override {
    const Checkpoint& one = run->series().checkpoints[frame->checkpoint];
    weights[one.name].push_back(contentDigest(one.file));
  }
  bool finished(const Run&, const ExtractionReport& report) override {
    ++rounds;
    failures.insert(failures.end(), report.failures.begin(), report.failures.end());
    notes.insert(notes.end(), report.notes.begin(), report.notes.end());
    return false;
  }
  void waiting(const std::string& what) override { waitedFor.insert(what); }
};

/// A run folder without checkpoints.
fs::path startedRun(const QTemporaryDir& folder) {
  const fs::path run = folder.filePath("run").toStdString();
  fs::create_directories(run / "checkpoints");
  for (const char* name : {"model.pt", "run.json", "samples.csv"}) fs::copy_file(tinyRun / name, run / name);
  std::ofstream(run / "metrics.csv") << "step,train_loss,test_loss\n";
  return run;
}

FollowOptions followed(const fs::path& run, const QTemporaryDir& folder) {
  FollowOptions options;
  options.folder = run;
  options.results = folder.filePath("watched.h5").toStdString();
  options.interval = 10ms;
  options.timeout = 1000ms;
  options.options = [](const Run& now) { return tinyOptions(now); };
  return options;
}

void add(const fs::path& run, int step, float scale) {
  char name[32];
  std::snprintf(name, sizeof name, "step=%05d.pt", step);
  const std::string bytes = checkpointBytes(run.parent_path() / "scratch.pt", scale);
  std::ofstream(run / "checkpoints" / name, std::ios::binary) << bytes;
}

/// The file has the numbers of one extraction of the folder as it is now.
void compareWithOneExtraction(const fs::path& run, const fs::path& watched) {
  const fs::path once = watched.parent_path() / "once.h5";
  RunControl control;
  const Run now = Run::open(run);
  extractToFile(now, tinyOptions(now), once, false, nullptr, control);
  const auto a = openResults(watched), b = openResults(once);
  QCOMPARE(a->header().checkpointNames, b->header().checkpointNames);
  QCOMPARE(a->header().source, b->header().source);
  QVERIFY(std::equal(a->header().trainLoss.begin(), a->header().trainLoss.end(), b->header().trainLoss.begin(),
                     b->header().trainLoss.end(), [](double x, double y) { return x == y || (x != x && y != y); }));
  for (std::size_t c = 0; c < b->header().checkpoints(); ++c) {
    for (std::size_t s = 0; s < b->header().samples(); ++s) {
      QVERIFY2(a->done(c, s) && b->done(c, s), b->header().checkpointNames[c].c_str());
      QCOMPARE(a->pair(c, s).values, b->pair(c, s).values);
      QCOMPARE(a->pair(c, s).andPart, b->pair(c, s).andPart);
      QCOMPARE(a->pair(c, s).orPart, b->pair(c, s).orPart);
    }
  }
}

}  // namespace

class FollowTest : public QObject {
  Q_OBJECT
 private slots:
  void noFrameIsLostOrTwiceOrWrong();
  void aDeletedCheckpointKeepsItsFrame();
  void anotherTrainingInTheFolderStartsAnew();
  void whatIsMissingIsWaitedFor();
  void aHalfFileOfAKilledWriterIsNoFailure();
  void otherResultsAreRefused();
};

void FollowTest::noFrameIsLostOrTwiceOrWrong() {
  QTemporaryDir folder;
  const fs::path run = startedRun(folder);
  QRandomGenerator random(7);
  std::vector<Deed> deeds;
  std::map<std::string, std::size_t> written;
  for (int number = 1; number <= 205; ++number) {
    const bool again = number % 14 == 0;  // rewrites one of the last
    const int step = 10 * (again ? number - static_cast<int>(random.bounded(2, 12)) : number);
    char name[32];
    std::snprintf(name, sizeof name, "checkpoints/step=%05d.pt", step);
    Deed deed;
    deed.file = (run / name).string();
    deed.bytes = checkpointBytes(run.parent_path() / "scratch.pt", 0.3F + 0.01F * static_cast<float>(number));
    deed.line = std::to_string(step) + "," + std::to_string(1.0 / number) + ",1.5\n";
    deed.pieces = random.bounded(1U, 5U);
    deed.renamed = random.bounded(3) == 0;
    deed.pause = random.bounded(9000U);
    deeds.push_back(deed);
    ++written[name];
  }
  for (int missing = 14; missing <= 205; missing += 14) {
    Deed deed = deeds[0];
    char name[32];
    std::snprintf(name, sizeof name, "checkpoints/step=%05d.pt", 10 * missing);
    deed.file = (run / name).string();
    deed.bytes = checkpointBytes(run.parent_path() / "scratch.pt", 2.5F + 0.01F * static_cast<float>(missing));
    deed.line = std::to_string(10 * missing) + ",0.1,1.5\n";
    deeds.push_back(deed);
    ++written[name];
  }
  Writer writer(deeds, (run / "metrics.csv").string());
  std::jthread writing([&] { writer.run(); });
  const FollowOptions options = followed(run, folder);
  Heard heard;
  RunControl control;
  QCOMPARE(followRun(options, heard, control), FollowEnd::timeout);
  writing.join();
  QVERIFY2(writer.kills > 3, qPrintable(QString::number(writer.kills)));
  QVERIFY2(heard.rounds >= 3, qPrintable(QString::number(heard.rounds)));
  QVERIFY2(heard.failures.empty(), heard.failures.empty() ? "" : heard.failures.front().c_str());
  QCOMPARE(heard.weights.size(), written.size());
  QVERIFY(written.size() >= 200);
  for (const auto& [name, frames] : heard.weights) {
    // A killed writer writes the same file again: never more frames than different weights.
    QVERIFY2(std::set<std::string>(frames.begin(), frames.end()).size() == frames.size(), name.c_str());
    QVERIFY2(frames.size() <= written[name], name.c_str());
    QCOMPARE(frames.back(), contentDigest(run / name));
  }
  compareWithOneExtraction(run, options.results);
}

void FollowTest::aDeletedCheckpointKeepsItsFrame() {
  QTemporaryDir folder;
  const fs::path run = startedRun(folder);
  FollowOptions options = followed(run, folder);
  options.timeout = 60ms;
  RunControl control;
  std::vector<CoalitionTable> first;
  for (int step = 1; step <= 6; ++step) {
    add(run, step, 0.5F + 0.1F * static_cast<float>(step));
    // Keeps the last two, as trainers do; each call is a program that was started again.
    if (step > 2) fs::remove(run / "checkpoints" / ("step=0000" + std::to_string(step - 2) + ".pt"));
    Heard heard;
    QCOMPARE(followRun(options, heard, control), FollowEnd::timeout);
    QCOMPARE(heard.weights.size(), std::size_t{1});
    first.push_back(openResults(options.results)->pair(static_cast<std::size_t>(step - 1), 0).values);
  }
  const auto results = openResults(options.results);
  QCOMPARE(results->header().step, (std::vector<double>{1, 2, 3, 4, 5, 6}));
  for (std::size_t c = 0; c < 6; ++c) QCOMPARE(results->pair(c, 0).values, first[c]);
}

void FollowTest::anotherTrainingInTheFolderStartsAnew() {
  QTemporaryDir folder;
  const fs::path run = startedRun(folder);
  FollowOptions options = followed(run, folder);
  options.timeout = 60ms;
  RunControl control;
  Heard heard;
  for (int step = 1; step <= 4; ++step) add(run, step, 0.5F + 0.1F * static_cast<float>(step));
  followRun(options, heard, control);
  fs::remove_all(run / "checkpoints");
  fs::create_directories(run / "checkpoints");
  add(run, 2, 1.5F);
  followRun(options, heard, control);
  // Step 1 was before; what followed it belongs to the training that is gone.
  QCOMPARE(openResults(options.results)->header().step, (std::vector<double>{1, 2}));
  compareWithOneExtraction(run, [&] {
    fs::remove(options.results);
    followRun(options, heard, control);
    return options.results;
  }());
}

void FollowTest::whatIsMissingIsWaitedFor() {
  QTemporaryDir folder;
  const fs::path run = folder.filePath("run").toStdString();
  FollowOptions options = followed(run, folder);
  Heard heard;
  RunControl control;
  std::jthread writing([&] {
    std::this_thread::sleep_for(50ms);
    startedRun(folder);
    std::this_thread::sleep_for(50ms);
    fs::rename(run / "samples.csv", run.parent_path() / "samples.csv");
    add(run, 1, 0.7F);
    std::this_thread::sleep_for(100ms);
    fs::rename(run.parent_path() / "samples.csv", run / "samples.csv");
  });
  QCOMPARE(followRun(options, heard, control), FollowEnd::timeout);
  writing.join();
  const auto told = [&](const char* words) {
    return std::any_of(heard.waitedFor.begin(), heard.waitedFor.end(),
                       [&](const std::string& one) { return one.find(words) != std::string::npos; });
  };
  QVERIFY(told("no such folder"));
  QVERIFY(told("has no checkpoint"));
  QVERIFY(told("add samples.npz"));
  QVERIFY(told("1 checkpoint, waiting for the next"));
  QCOMPARE(heard.weights.size(), std::size_t{1});
  compareWithOneExtraction(run, options.results);
}

void FollowTest::aHalfFileOfAKilledWriterIsNoFailure() {
  QTemporaryDir folder;
  const fs::path run = startedRun(folder);
  FollowOptions options = followed(run, folder);
  options.timeout = 200ms;
  Heard heard;
  RunControl control;
  add(run, 1, 0.7F);
  add(run, 2, 0.8F);
  fs::resize_file(run / "checkpoints/step=00002.pt", 900);
  QCOMPARE(followRun(options, heard, control), FollowEnd::timeout);
  QVERIFY(heard.failures.empty());
  QCOMPARE(heard.weights.size(), std::size_t{1});
  QVERIFY(heard.waitedFor.contains("1 checkpoint, waiting for checkpoints/step=00002.pt to be complete"));
}

void FollowTest::otherResultsAreRefused() {
  QTemporaryDir folder;
  const fs::path run = startedRun(folder);
  FollowOptions options = followed(run, folder);
  options.timeout = 60ms;
  Heard heard;
  RunControl control;
  add(run, 1, 0.7F);
  followRun(options, heard, control);
  add(run, 2, 0.8F);
  const std::string before = bytesOf(options.results);
  options.options = [](const Run& now) {
    ExtractionOptions other = tinyOptions(now);
    other.decomposition.gap = 0.5;
    return other;
  };
  QVERIFY_EXCEPTION_THROWN(followRun(options, heard, control), OtherResults);
  QVERIFY(bytesOf(options.results) == before);
}

QTEST_GUILESS_MAIN(FollowTest)
#include "tst_follow.moc"
