// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/variable_picker.h"

#include "core/base/run_control.h"
#include "core/base/user_error.h"
#include "core/input/variables/label_map.h"
#include "core/input/variables/point_clusters.h"
#include "core/run/samples/default_variables.h"

#include <algorithm>
#include <utility>

namespace spindle {

VariablePicker::VariablePicker(DynamicsSession& session, const Selection& selection, QObject* parent)
    : QObject(parent), session_(session), selection_(selection) {
  thread_.setMaxThreadCount(1);
}

const Sample* VariablePicker::sample() const {
  const RunFacts* facts = session_.facts();
  if (facts == nullptr || selection_.sample() >= facts->samples.samples.size()) return nullptr;
  return &facts->samples.samples[selection_.sample()];
}

const InputVariables* VariablePicker::variables() const {
  if (session_.facts() == nullptr) return nullptr;
  const VariableChoice& draft = session_.editor().draft();
  const auto position = draft.position(selection_.sample());
  return position ? &draft.variables[*position] : nullptr;
}

bool VariablePicker::changeable() const {
  return session_.facts() != nullptr && !session_.facts()->resultsOnly && variables() != nullptr &&
         session_.facts()->samples.format.kind != InputKind::bodies;  // each is one, and the observed one is none
}

void VariablePicker::takeRun() {
  clustering_.cancel();
  finding_.cancel();
  clusters_.clear();
  const RunFacts* facts = session_.facts();
  if (facts == nullptr) return;
  const VariableChoice& choice = session_.choice();
  if (choice.count() > 0) grid_ = pickGrid(facts->samples.format, choice.variables.front());
  if (facts->samples.format.kind == InputKind::points && !facts->resultsOnly)
    proposal_ = {clusterCounts(facts->samples.format).first, std::max(1, choice.count()), 0};
}

void VariablePicker::takeSample() {
  clustering_.cancel();
  clusters_.clear();
}

/// Edits the draft; tells why it cannot, once in a stroke.
template <class Change>
void VariablePicker::edit(const Change& change) {
  if (!changeable() || sample() == nullptr) return;
  try {
    session_.editor().edit(change(session_.editor().draft()));
  } catch (const UserError& error) {
    if (!std::exchange(refused_, true)) emit refused(QString::fromStdString(error.what()));
  }
}

void VariablePicker::beginStroke() {
  refused_ = false;
  session_.editor().beginStroke();
}

void VariablePicker::endStroke() {
  session_.editor().endStroke();
}

void VariablePicker::paintCell(int row, int column, bool add) {
  edit([&](const VariableChoice& draft) {
    const InputFormat& format = session_.facts()->samples.format;
    const auto position = draft.position(selection_.sample());
    if (!position || cellTaken(draft.variables[*position], format, grid_, row, column) == add) return draft;
    return withCellToggled(draft, format, selection_.sample(), grid_, row, column, scope_);
  });
}

void VariablePicker::brush(const std::vector<std::uint32_t>& pixels, bool add) {
  refused_ = false;
  if (!takesRegions()) return;
  edit([&](const VariableChoice& draft) {
    return withBrush(draft, session_.facts()->samples.format, selection_.sample(), pixels, add, scope_);
  });
}

void VariablePicker::selectRandom(const RandomCells& cells) {
  refused_ = false;
  edit([&](const VariableChoice& draft) {
    GridOptions options{grid_.rows, grid_.columns, cells.count, cells.seed, {}};
    const int margin = cells.margin;
    options.within = {margin, margin, grid_.rows - margin, grid_.columns - margin};
    const int inside = (grid_.rows - 2 * margin) * (grid_.columns - 2 * margin);
    if (2 * margin >= std::min(grid_.rows, grid_.columns) || inside < cells.count)
      throw UserError("There are not " + std::to_string(cells.count) +
                      " cells within that frame: take fewer cells, a finer grid or a smaller margin.");
    return withVariables(draft, selection_.sample(), drawGridCells(session_.facts()->samples.format, options), scope_);
  });
}

/// At a layer only whole cells can be masked.
bool VariablePicker::takesRegions() {
  const RunFacts* facts = session_.facts();
  if (facts == nullptr || facts->options.maskAt.empty()) return facts != nullptr;
  emit refused(tr("This run masks at %1, where only whole cells of its %2 \u00d7 %3 grid can be masked; select cells.")
                   .arg(QString::fromStdString(facts->options.maskAt))
                   .arg(facts->options.maskRows)
                   .arg(facts->options.maskColumns));
  return false;
}

/// For the shown sample, or each sample of the draft, in a thread; a newer wish replaces one that is being met.
void VariablePicker::find(const Find& work) {
  refused_ = false;
  if (!changeable() || sample() == nullptr) return;
  const bool alone = scope_ == EditScope::one;
  const std::vector<std::size_t> samples = alone ? std::vector{selection_.sample()} : session_.editor().draft().samples;
  const auto take = [this, alone, samples](const JobAnswer<Each>& answer) {
    if (!answer.value) {
      if (!answer.error.isEmpty()) emit refused(answer.error);
      return;
    }
    edit([&](const VariableChoice& draft) {
      if (alone) return withVariables(draft, samples.front(), answer.value->front(), EditScope::one);
      return draft.samples == samples ? withEach(draft, *answer.value) : draft;
    });
  };
  finding_.run([work, samples](const RunControl& control) { return work(samples, control); }, take);
}

void VariablePicker::findEach(const FindOne& one) {
  const RunFacts* facts = session_.facts();
  if (facts == nullptr) return;
  find([one, set = facts->samples](const std::vector<std::size_t>& samples, const RunControl& control) {
    Each list;
    for (const std::size_t s : samples) {
      if (control.stopRequested()) throw Stopped{};
      list.push_back(one(set.samples[s], set.format));
    }
    return list;
  });
}

void VariablePicker::divide(const SuperpixelOptions& options) {
  if (!takesRegions()) return;
  findEach(
      [options](const Sample& one, const InputFormat& format) { return superpixelVariables(one, format, options); });
}

void VariablePicker::useMap(const std::filesystem::path& file) {
  if (!takesRegions()) return;
  SampleSet sizes;  // all that a map is held against
  sizes.format = session_.facts()->samples.format;
  sizes.columns = session_.facts()->samples.columns;
  sizes.samples.resize(session_.facts()->samples.samples.size());
  find([file, sizes](const std::vector<std::size_t>& samples, const RunControl& /*control*/) {
    const LabelMap map = LabelMap::read(file);
    Each list;
    for (const std::size_t s : samples) list.push_back(map.variables(sizes, s));
    return list;
  });
}

void VariablePicker::propose(const ClusterProposal& proposal) {
  if (proposal.clusters != proposal_.clusters) takeSample();
  proposal_ = proposal;
  findClusters();
  findEach([proposal](const Sample& one, const InputFormat& format) {
    return drawClusters(format, clusterPoints(one, format, proposal.clusters, 0), proposal.count, proposal.seed);
  });
}

void VariablePicker::toggleItem(std::uint32_t place) {
  refused_ = false;
  edit([&](const VariableChoice& draft) {
    const SampleSet& set = session_.facts()->samples;
    if (set.format.kind == InputKind::text)
      return withWordToggled(draft, *sample(), selection_.sample(), set.format.elements(), place);
    const std::string name = place < set.columns.size() ? set.columns[place] : "column " + std::to_string(place);
    return withColumnToggled(draft, set.format, selection_.sample(), place, name);
  });
}

void VariablePicker::group(const std::vector<std::uint32_t>& places) {
  refused_ = false;
  edit([&](const VariableChoice& draft) {
    const SampleSet& set = session_.facts()->samples;
    const bool text = set.format.kind == InputKind::text;
    const std::vector<std::string>& names = text ? sample()->words : set.columns;
    std::string name;
    for (const std::uint32_t place : places) {
      if (!name.empty()) name += text ? " " : " + ";
      name += place < names.size() ? names[place] : "column " + std::to_string(place);
    }
    const InputVariable group = text ? wordVariable(*sample(), places, name) : columnVariable(set.format, places, name);
    return withGroup(draft, selection_.sample(), set.format.elements(), group);
  });
}

void VariablePicker::findClusters() {
  if (sample() == nullptr || session_.facts()->samples.format.kind != InputKind::points || !clusters_.empty() ||
      clustering_.busy())
    return;
  const auto work = [one = *sample(), format = session_.facts()->samples.format,
                     count = proposal_.clusters](const RunControl&) { return clusterPoints(one, format, count, 0); };
  clustering_.run(work, [this](const JobAnswer<Clusters>& answer) {
    if (!answer.value) return emit refused(answer.error);
    clusters_ = *answer.value;
    emit clustersChanged();
  });
}

void VariablePicker::toggleCluster(std::size_t cluster) {
  refused_ = false;
  edit([&](const VariableChoice& draft) {
    return withClusterToggled(draft, session_.facts()->samples.format, selection_.sample(), clusters_.at(cluster),
                              "cluster " + std::to_string(cluster));
  });
}

}  // namespace spindle
