// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/atomic_file.h"
#include "core/base/user_error.h"
#include "core/store/hdf5_lock.h"
#include "core/store/joint_results.h"
#include "core/store/parts_folder.h"
#include "core/store/results_layout.h"

#include <limits>
#include <optional>

namespace spindle {
namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

using FileTime = std::filesystem::file_time_type;

bool sameNumbers(const std::vector<double>& a, const std::vector<double>& b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i] != b[i] && (a[i] == a[i] || b[i] == b[i])) return false;
  }
  return true;
}

bool sameComputation(const ResultsHeader& a, const ResultsHeader& b) {
  return a.created == b.created && a.options == b.options && a.variables == b.variables && a.series == b.series &&
         a.axis == b.axis && sameNumbers(a.step, b.step) && a.checkpointNames == b.checkpointNames &&
         a.sampleIndex == b.sampleIndex && a.sampleVariables == b.sampleVariables;
}

/// What is kept in memory of a checkpoint; the tables are read when asked for.
struct Row {
  enum Source { none, whole, part } source = none;
  FileTime written;  ///< of the part
  std::vector<std::uint8_t> done;
  StrengthRow strength;
  double threshold = unknown;
};

class Reader : public ResultsReader, public JointResults {
 public:
  explicit Reader(const std::filesystem::path& path) : paths_(path) {
    const auto lock = hdf5Lock();
    if (!readBegun()) readWhole();
  }

  [[nodiscard]] const ResultsHeader& header() const override { return *header_; }

  [[nodiscard]] bool done(std::size_t checkpoint, std::size_t sample) const override {
    const auto lock = hdf5Lock();
    return row(checkpoint).done.at(sample) != 0;
  }

  [[nodiscard]] StrengthRow strength(std::size_t checkpoint) const override {
    const auto lock = hdf5Lock();
    return row(checkpoint).strength;
  }

  [[nodiscard]] double threshold(std::size_t checkpoint) const override {
    const auto lock = hdf5Lock();
    return row(checkpoint).threshold;
  }

  [[nodiscard]] PhaseRecord phase() const override {
    const auto lock = hdf5Lock();
    return phase_;
  }

  [[nodiscard]] PairResult pair(std::size_t checkpoint, std::size_t sample) const override {
    const auto lock = hdf5Lock();
    if (!done(checkpoint, sample)) return {CoalitionTable(), CoalitionTable(), CoalitionTable(), unknown, unknown};
    if (row(checkpoint).source == Row::part && part_.checkpoint != checkpoint) openPart(checkpoint);
    return row(checkpoint).source == Row::part ? part_.file->pair(0, sample) : whole_->pair(checkpoint, sample);
  }

  [[nodiscard]] bool stopped() const override {
    const auto lock = hdf5Lock();
    return finished_ && whole_->stopped();
  }

  [[nodiscard]] const JointHeader* jointHeader() const override {
    const auto lock = hdf5Lock();
    return finished_ ? whole_->jointHeader() : nullptr;
  }

  [[nodiscard]] JointSample jointSample(std::size_t checkpoint, std::size_t sample) const override {
    const auto lock = hdf5Lock();
    return finished_ && done(checkpoint, sample) ? whole_->jointSample(checkpoint, sample) : JointSample();
  }

  void refresh() override {
    const auto lock = hdf5Lock();
    takeIn();
  }

 private:
  struct OpenPart {
    std::optional<std::size_t> checkpoint;
    std::shared_ptr<ResultsLayout> file;
  };

  [[nodiscard]] const Row& row(std::size_t checkpoint) const { return rows_.at(checkpoint); }

  void takeIn() const {
    part_ = {};
    if (!readBegun()) readWhole();
  }

  void openPart(std::size_t checkpoint) const {
    try {
      part_ = {checkpoint, ResultsLayout::open(paths_.part(checkpoint))};
    } catch (const UserError&) {
      if (isThere(paths_.part(checkpoint))) throw;
      takeIn();  // joined with the others meanwhile
      if (row(checkpoint).source != Row::whole) throw;
    }
  }

  // Keeps the first header. False when what is there now is another computation, but the old one is still open here.
  [[nodiscard]] bool accept(const ResultsHeader& found) const {
    if (!header_) header_ = found;
    if (sameComputation(*header_, found)) return true;
    if (finished_) return false;
    throw UserError("The results in " + paths_.results.string() + " were replaced by others; open them again.");
  }

  // The computation that goes on, or was killed. False when there is none; its writer, in this or another process, may
  // finish while this looks, and takes the header away before anything else.
  bool readBegun() const {
    if (!isThere(paths_.header())) return false;
    // A writer that has no checkpoint yet, or died before its first, does not hide finished results.
    if (isThere(paths_.results) && paths_.parts() == 0) return false;
    try {
      const auto begun = ResultsLayout::open(paths_.header());
      if (!accept(begun->header())) return true;
      if (begun->continues() && !whole_) readWhole();
      finished_ = false;
      const auto n = static_cast<std::size_t>(header_->variables);
      const std::vector<double> nothing(n, unknown);
      rows_.resize(
          header_->checkpoints(),
          Row{Row::none, {}, std::vector<std::uint8_t>(header_->samples(), 0), StrengthRow{nothing, nothing}, unknown});
      for (std::size_t c = 0; c < rows_.size(); ++c) readPart(c);
    } catch (const UserError&) {
      if (isThere(paths_.header())) throw;
    }
    return isThere(paths_.header());
  }

  void readPart(std::size_t checkpoint) const {
    std::error_code missing;
    const auto written = std::filesystem::last_write_time(paths_.part(checkpoint), missing);
    Row& known = rows_[checkpoint];
    if (missing || (known.source == Row::part && known.written == written)) return;
    try {
      const auto part = ResultsLayout::open(paths_.part(checkpoint));
      known = {Row::part, written, part->done(0), part->strength(0), part->threshold(0)};
    } catch (const UserError&) {
      // Joined meanwhile, or lost by the disk: not done. A resumed computation makes it again.
    }
  }

  void readWhole() const {
    std::error_code missing;
    const auto written = std::filesystem::last_write_time(paths_.results, missing);
    if (finished_ && (missing || written == wholeWritten_)) return;
    std::shared_ptr<ResultsLayout> whole = ResultsLayout::open(paths_.results);
    if (!accept(whole->header())) return;
    std::vector<Row> rows(header_->checkpoints());
    for (std::size_t c = 0; c < rows.size(); ++c)
      rows[c] = {Row::whole, written, whole->done(c), whole->strength(c), whole->threshold(c)};
    phase_ = whole->phase();
    rows_ = std::move(rows);
    whole_ = std::move(whole);
    wholeWritten_ = written;
    finished_ = true;
  }

  // All but the paths changes under hdf5Lock(), also while somebody only reads: what is on disk moves.
  PartsPaths paths_;
  mutable std::optional<ResultsHeader> header_;
  mutable std::vector<Row> rows_;
  mutable PhaseRecord phase_;
  mutable bool finished_ = false;
  mutable std::shared_ptr<ResultsLayout> whole_;
  mutable FileTime wholeWritten_;
  mutable OpenPart part_;
};

}  // namespace

std::shared_ptr<ResultsReader> ResultsReader::open(const std::filesystem::path& path) {
  return std::make_shared<Reader>(path);
}

const JointResults* jointResults(const ResultsReader& results) {
  const auto* joint = dynamic_cast<const JointResults*>(&results);
  return joint && joint->jointHeader() ? joint : nullptr;
}

}  // namespace spindle
