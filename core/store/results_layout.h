// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/hdf5_error.h"
#include "core/store/joint_layout.h"
#include "core/store/results_file.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace spindle {

/// One HDF5 file in the results schema, whole or a part with a single checkpoint (row). Takes the HDF5 lock in every
/// function. Reading functions throw UserError with `file` in it, writing functions too; a file that is being created
/// must be sealed before it counts.
class ResultsLayout {
 public:
  /// Overwrites. Nothing is done and all numbers are NaN at first.
  static std::unique_ptr<ResultsLayout> create(const std::filesystem::path& file, const ResultsHeader& header);

  /// Read-only. Checks schema and shapes before it reserves memory.
  static std::unique_ptr<ResultsLayout> open(const std::filesystem::path& file);

  ~ResultsLayout();
  ResultsLayout(const ResultsLayout&) = delete;
  ResultsLayout& operator=(const ResultsLayout&) = delete;

  [[nodiscard]] const ResultsHeader& header() const { return header_; }
  [[nodiscard]] std::vector<std::uint8_t> done(std::size_t row) const;
  [[nodiscard]] StrengthRow strength(std::size_t row) const;
  [[nodiscard]] double threshold(std::size_t row) const { return thresholds_.at(row); }
  [[nodiscard]] PairResult pair(std::size_t row, std::size_t sample) const;
  [[nodiscard]] PhaseRecord phase() const { return phase_; }
  /// Of a computation that is going on: whether the finished file beside it holds its first results.
  [[nodiscard]] bool continues() const { return continues_; }
  [[nodiscard]] bool stopped() const { return stopped_; }

  /// The joint decomposition of several networks; null where there is none.
  [[nodiscard]] const JointHeader* jointHeader() const { return joint_ ? &joint_->header() : nullptr; }
  [[nodiscard]] JointSample jointSample(std::size_t row, std::size_t sample) const;

  void write(std::size_t row, const std::vector<PairResult>& samples, const StrengthRow& strength, double threshold);
  /// Makes a file that was created one of several networks; before anything is written.
  void addJoint(const JointHeader& header);
  void writeJoint(std::size_t row, const std::vector<JointSample>& samples);
  /// Copies a row as it is compressed, where both files compress alike.
  void copy(std::size_t row, const ResultsLayout& from, std::size_t fromRow);
  void setPhase(const PhaseRecord& phase) { phase_ = phase; }
  void setContinues(bool continues) { continues_ = continues; }
  void setStopped(bool stopped) { stopped_ = stopped; }
  /// Writes what is left and closes the file.
  void seal();

 private:
  explicit ResultsLayout(std::filesystem::path file) : file_(std::move(file)) {}
  void createObjects();
  void openObjects();
  void readAttributes();
  void copyTables(hid_t to, std::size_t row, const ResultsLayout& from, hid_t source, std::size_t fromRow,
                  const std::vector<std::uint8_t>& done);
  void copyRow(hid_t to, std::size_t row, const ResultsLayout& from, hid_t source, std::size_t fromRow,
               std::size_t size);
  void close();
  template <class F>
  auto reading(F&& work) const;
  template <class F>
  void writing(F&& work) const;

  std::filesystem::path file_;
  ResultsHeader header_;
  std::vector<double> thresholds_;
  PhaseRecord phase_;
  bool continues_ = false;
  bool stopped_ = false;
  int writeError_ = 0;  ///< errno of the first write that failed
  std::unique_ptr<JointLayout> joint_;
  Hdf5Handle id_, values_, andPart_, orPart_, l1_, lowerBound_, positive_, negative_, done_;
};

}  // namespace spindle
