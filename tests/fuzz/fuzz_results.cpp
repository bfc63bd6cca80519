// SPDX-License-Identifier: GPL-3.0-or-later
// Opens mutated results files, each in a process of its own, because libhdf5 itself may crash on damaged files.
//
//     fuzz_results [--seed S] [--files N] [--first K] [--keep FOLDER]
//     fuzz_results --flips STRIDE [--keep FOLDER]      every STRIDE-th bit of the file, one at a time (1: all)
//
// File K of a seed is always the same. Fails at the end with the numbers of the files that are kept: those that end the
// process, throw anything but a UserError that is a sentence, need more than 1 GB or 10 s, or give other numbers than
// were written without a word.
#include "core/results/open_results.h"
#include "core/results/results_options.h"
#include "core/results/stored_variables.h"
#include "tests/core/store/sample_results.h"
#include "tests/fuzz/entry.h"
#include "tests/fuzz/mutate.h"

#include <algorithm>
#include <bit>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace fs = std::filesystem;
using namespace spindle;
using namespace spindle::fuzz;

namespace {

constexpr long mostMemory = 1L << 20;  // KiB, as rusage counts
constexpr unsigned mostSeconds = 10;

enum Answer { same = 0, refused = 1, otherNumbers = 2, otherError = 3 };

/// Every number that a results file holds, bit by bit.
class Numbers {
 public:
  void add(double value) { bits_.push_back(std::bit_cast<std::uint64_t>(value)); }
  void add(const std::vector<double>& values) {
    for (const double value : values) add(value);
  }
  void add(const CoalitionTable& table) {
    for (const double value : table.values()) add(value);
  }
  bool operator==(const Numbers&) const = default;

 private:
  std::vector<std::uint64_t> bits_;
};

Numbers numbersIn(const fs::path& file) {
  const auto results = openResults(file);
  const auto& header = results->header();
  (void)readOptions(header);
  Numbers numbers;
  for (const auto* list : {&header.step, &header.epoch, &header.trainLoss, &header.testLoss}) numbers.add(*list);
  for (const auto* list : {&header.sampleIndex, &header.sampleTarget})
    for (const auto value : *list) numbers.add(static_cast<double>(value));
  for (std::size_t c = 0; c < header.checkpoints(); ++c) {
    numbers.add(results->strength(c).positive);
    numbers.add(results->strength(c).negative);
    numbers.add(results->threshold(c));
    for (std::size_t s = 0; s < header.samples(); ++s) {
      const auto pair = results->pair(c, s);
      numbers.add(results->done(c, s) ? 1.0 : 0.0);
      for (const auto* table : {&pair.values, &pair.andPart, &pair.orPart}) numbers.add(*table);
      numbers.add({pair.l1, pair.lowerBound});
    }
  }
  for (std::size_t s = 0; s < header.samples(); ++s) (void)storedVariableNames(header, s);
  numbers.add(static_cast<double>(results->phase().checkpoint));
  numbers.add(results->phase().step);
  return numbers;
}

/// Results as `extract` writes them, small.
void writeOriginal(const fs::path& file) {
  auto header = test::sourceHeader(5, 4, 3);
  ResultsOptions options;
  options.measurement.score = Score::logOdds;
  header.options = writeOptions(options);
  std::string variables;
  for (int i = 0; i < header.variables; ++i)
    variables += std::string(i > 0 ? "," : "") + R"({"name":"cell )" + std::to_string(i) + R"(","pixels":[[0,0,2,2]]})";
  for (auto& list : header.sampleVariables) list = "[" + variables + "]";
  test::writeAll(file, header);
}

Bytes flipped(Bytes bytes, std::uint64_t bit) {
  bytes.at(bit / 8) = static_cast<std::uint8_t>(bytes[bit / 8] ^ (1U << bit % 8));
  return bytes;
}

int answerTo(const fs::path& file, const Numbers& expected) {
  try {
    return numbersIn(file) == expected ? same : otherNumbers;
  } catch (const UserError& error) {
    const std::string sentence = error.what();
    if (sentence.ends_with('.') || sentence.ends_with('?')) return refused;
    std::fprintf(stderr, "no sentence: %s\n", error.what());
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
  }
  return otherError;
}

/// Empty where nothing is wrong.
std::string faultOf(const fs::path& file, const Numbers& expected, std::map<std::string, std::uint64_t>& counts) {
  std::fflush(nullptr);
  const pid_t child = fork();
  if (child < 0) return "fork failed";
  if (child == 0) {
    alarm(mostSeconds);
    _exit(answerTo(file, expected));
  }
  int status = 0;
  rusage usage{};
  wait4(child, &status, 0, &usage);
  const auto count = [&](const std::string& kind, bool fault) {
    ++counts[kind];
    return fault ? kind : std::string();
  };
  if (WIFSIGNALED(status)) return count("ended by signal " + std::to_string(WTERMSIG(status)), true);
  if (usage.ru_maxrss > mostMemory) return count("more than 1 GB", true);
  switch (WEXITSTATUS(status)) {
    case same:
      return count("the same numbers", false);
    case refused:
      return count("refused", false);
    case otherNumbers:
      return count("other numbers", true);
    default:
      return count("status " + std::to_string(WEXITSTATUS(status)), true);
  }
}

}  // namespace

int main(int count, char** words) {
  std::uint64_t seed = 1, files = 500, first = 0, stride = 0;
  fs::path keep = "fuzz_results.kept";
  for (int i = 1; i + 1 < count; i += 2) {
    const std::string word = words[i];
    if (word == "--seed") seed = std::strtoull(words[i + 1], nullptr, 10);
    if (word == "--files") files = std::strtoull(words[i + 1], nullptr, 10);
    if (word == "--first") first = std::strtoull(words[i + 1], nullptr, 10);
    if (word == "--flips") stride = std::strtoull(words[i + 1], nullptr, 10);
    if (word == "--keep") keep = words[i + 1];
  }
  char scratch[] = "/tmp/fuzz_results.XXXXXX";
  if (!mkdtemp(scratch)) return std::perror("mkdtemp"), 1;
  const fs::path original = fs::path(scratch) / "original.h5", file = fs::path(scratch) / "mutated.h5";
  writeOriginal(original);
  const auto text = test::bytesOf(original);
  const Bytes bytes(text.begin(), text.end());
  // The undamaged file is read, or nothing below would prove anything.
  const auto expected = numbersIn(original);
  std::map<std::string, std::uint64_t> counts;
  std::uint64_t faults = 0;
  if (stride > 0) files = (8 * bytes.size() + stride - 1) / stride;
  double slowest = 0.0;
  std::uint64_t slowestFile = first;
  for (auto k = first; k < first + files; ++k) {
    Random random(seed * 1'000'003 + k);
    const auto damaged = stride > 0 ? flipped(bytes, k * stride) : mutated(bytes, "results.h5", random);
    test::putBytes(file, {damaged.begin(), damaged.end()});
    const auto start = std::chrono::steady_clock::now();
    const auto fault = faultOf(file, expected, counts);
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    if (seconds > slowest) slowest = seconds, slowestFile = k;
    if (fault.empty()) continue;
    if (++faults > 20) break;
    fs::create_directories(keep);
    fs::copy_file(file, keep / (std::to_string(k) + ".h5"), fs::copy_options::overwrite_existing);
    std::printf("seed %llu, file %llu: %s\n", static_cast<unsigned long long>(seed), static_cast<unsigned long long>(k),
                fault.c_str());
  }
  fs::remove_all(scratch);
  std::printf("seed %llu:", static_cast<unsigned long long>(seed));
  for (const auto& [kind, number] : counts)
    std::printf(" %s %llu,", kind.c_str(), static_cast<unsigned long long>(number));
  std::printf(" slowest %.2f s: file %llu\n", slowest, static_cast<unsigned long long>(slowestFile));
  if (faults > 0) std::printf("The files are kept in %s.\n", keep.c_str());
  return faults > 0 ? 1 : 0;
}
