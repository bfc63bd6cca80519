// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/beside_run.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace spindle {
namespace {

ResultsHeader timelineOf(const CheckpointSeries& series) {
  ResultsHeader header;
  header.series = series.kind;
  header.axis = series.axis;
  for (const Checkpoint& one : series.checkpoints) {
    header.step.push_back(one.step);
    header.epoch.push_back(series.stepsAreEpochs ? one.step : one.epoch);
    header.trainLoss.push_back(one.trainLoss);
    header.checkpointNames.push_back(one.name);
  }
  return header;
}

std::vector<double> placesOf(const DynamicsSession& session, CompareBy by) {
  const CheckpointSeries& series = session.track().series();
  // Epochs are no steps.
  if (by == CompareBy::step && series.stepsAreEpochs)
    return std::vector<double>(series.checkpoints.size(), std::numeric_limits<double>::quiet_NaN());
  return comparePlaces(timelineOf(series), session.phaseTwo().checkpoint, by);
}

std::vector<std::size_t> doneRows(const DynamicsTrack& track) {
  std::vector<std::size_t> rows;
  for (std::size_t c = 0; c < track.size(); ++c) {
    if (track.state(c) == TickState::done) rows.push_back(c);
  }
  return rows;
}

/// The last part of a path, also of one that ends with a slash.
std::filesystem::path lastName(const std::filesystem::path& place) {
  return place.has_filename() ? place.filename() : place.parent_path().filename();
}

/// The same samples in the second, by their names; all where these are others.
SampleScope matchingScope(const SampleScope& scope, const RunFacts& first, const RunFacts& second) {
  const auto sameName = [&](std::size_t index) {
    const auto &a = first.samples.samples, &b = second.samples.samples;
    return index < a.size() && index < b.size() && a[index].name == b[index].name && a[index].target == b[index].target;
  };
  if (scope.kind == SampleScope::Kind::one && !sameName(static_cast<std::size_t>(scope.value))) return {};
  if (scope.kind == SampleScope::Kind::some && !std::all_of(scope.some.begin(), scope.some.end(), sameName)) return {};
  return scope;
}

}  // namespace

BesideRun::BesideRun(DynamicsSession& first, const std::filesystem::path& resultsFolder, QObject* parent)
    : QObject(parent), first_(first), session_(resultsFolder, AnalysisList{}) {
  connect(&session_, &DynamicsSession::opened, this, &BesideRun::changed);
  connect(&session_, &DynamicsSession::pointFinished, this, &BesideRun::changed);
  connect(&session_, &DynamicsSession::strengthsChanged, this, &BesideRun::changed);
  connect(&session_, &DynamicsSession::phaseChanged, this, &BesideRun::changed);
  connect(&session_, &DynamicsSession::progressed, this, &BesideRun::changed);
  connect(&session_, &DynamicsSession::stateChanged, this, &BesideRun::takeState);
  connect(&session_, &DynamicsSession::failed, this, &BesideRun::failed);
  connect(&first, &DynamicsSession::strengthsChanged, this, &BesideRun::takeChoices);
  connect(&first, &DynamicsSession::choiceChanged, this, &BesideRun::takeChoices);
  const auto tell = [this] {
    if (isOpen()) emit changed();
  };
  connect(&first, &DynamicsSession::analysisChanged, this, tell);
  connect(&first, &DynamicsSession::phaseChanged, this, tell);
}

void BesideRun::open(const std::filesystem::path& place) {
  session_.setSalience(first_.salience());
  session_.open(place);
}

void BesideRun::close() {
  if (session_.state() == SessionState::closed) return;
  session_.close();
  first_.setOthers({});
}

void BesideRun::takeState() {
  const SessionState state = session_.state();
  if ((state == SessionState::finished || state == SessionState::stopped) && session_.track().doneCount() > 0) {
    first_.setOthers({{session_.results(), session_.facts()->place}});
    takeChoices();
  }
  emit changed();
}

/// The second counts as salient and averages what the first does.
void BesideRun::takeChoices() {
  if (!isOpen() || first_.facts() == nullptr) return;
  session_.setSalience(first_.salience());
  session_.setScope(matchingScope(first_.scope(), *first_.facts(), *session_.facts()));
  emit changed();
}

void BesideRun::setBy(CompareBy by) {
  if (by == by_) return;
  by_ = by;
  first_.setAnalysisOption("compare", "compare-by", static_cast<double>(by));
  emit changed();
}

void BesideRun::setAsDifferences(bool on) {
  if (on == differences_) return;
  differences_ = on;
  emit changed();
}

std::optional<std::size_t> BesideRun::rowAt(std::size_t firstRow) const {
  const DynamicsTrack &one = first_.track(), &other = session_.track();
  if (firstRow >= one.size() || one.series().kind != other.series().kind) return std::nullopt;
  if (timelineOf(one.series()).named()) {
    const std::string& name = one.checkpoint(firstRow).name;
    for (const std::size_t row : doneRows(other)) {
      if (other.checkpoint(row).name == name) return row;
    }
    return std::nullopt;
  }
  return nearestRow(placesOf(session_, by_), doneRows(other), placesOf(first_, by_)[firstRow]);
}

std::optional<double> BesideRun::placeOnAxis(std::size_t row, const StepAxis& axis) const {
  const DynamicsTrack &one = first_.track(), &other = session_.track();
  if (one.series().kind != other.series().kind || axis.size() != one.size() || axis.size() == 0) return std::nullopt;
  const std::vector<double> places = placesOf(first_, by_);
  const double wanted = placesOf(session_, by_)[row];
  if (!std::isfinite(wanted)) return std::nullopt;
  if (by_ == CompareBy::step && !axis.evenlySpaced()) {
    const double place = axis.placeOfStep(wanted);
    return place >= 0.0 && place <= 1.0 ? std::optional(place) : std::nullopt;
  }
  std::vector<std::size_t> rows(places.size());
  for (std::size_t c = 0; c < rows.size(); ++c) rows[c] = c;
  const auto nearest = nearestRow(places, rows, wanted);
  return nearest ? std::optional(axis.place(*nearest)) : std::nullopt;
}

QString BesideRun::nameOf(const DynamicsSession& one, const DynamicsSession& other) const {
  if (one.facts() == nullptr) return {};
  if (other.facts() == nullptr || other.facts()->name != one.facts()->name)
    return QString::fromStdString(one.facts()->name);
  const std::filesystem::path& place = one.facts()->place;
  if (lastName(place) != lastName(other.facts()->place)) return QString::fromStdString(lastName(place).string());
  return QString::fromStdString(place.string());
}

QString BesideRun::firstName() const {
  return nameOf(first_, session_);
}

QString BesideRun::name() const {
  return nameOf(session_, first_);
}

QString BesideRun::differing() const {
  const AnalyzedPtr& found = first_.analysis();
  if (!found || found->otherFiles.empty()) return {};
  const auto compared = found->found.find("compare");
  if (compared == found->found.end()) return {};
  for (const AnalysisFinding& finding : compared->second->findings()) {
    if (finding.topic == "Differs") return QString::fromStdString(finding.text);
  }
  return {};
}

}  // namespace spindle
