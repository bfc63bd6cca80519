// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/sample_scope.h"

#include <QCoreApplication>

#include <algorithm>
#include <set>

namespace spindle {
namespace {

constexpr std::size_t mostClasses = 20;

QString tr(const char* text) {
  return QCoreApplication::translate("spindle::SampleScope", text);
}

bool holds(const SampleScope& scope, const RunFacts& facts, std::size_t index) {
  if (scope.kind == SampleScope::Kind::some)
    return std::find(scope.some.begin(), scope.some.end(), index) != scope.some.end();
  if (index >= facts.samples.samples.size()) return scope.kind == SampleScope::Kind::all;
  const Sample& sample = facts.samples.samples[index];
  switch (scope.kind) {
    case SampleScope::Kind::one:
      return static_cast<std::size_t>(scope.value) == index;
    case SampleScope::Kind::label:
      return sample.target == scope.value;
    case SampleScope::Kind::split:
      return static_cast<std::int64_t>(sample.split) == scope.value;
    case SampleScope::Kind::some:
    case SampleScope::Kind::all:
      break;
  }
  return true;
}

std::size_t countOf(const SampleScope& scope, const RunFacts& facts, const VariableChoice& choice) {
  return static_cast<std::size_t>(std::count_if(choice.samples.begin(), choice.samples.end(),
                                                [&](std::size_t index) { return holds(scope, facts, index); }));
}

bool isTrain(const SampleScope& scope) {
  return scope.value == static_cast<std::int64_t>(Split::train);
}

}  // namespace

QString classText(const SampleSet& set, std::int64_t target) {
  const auto index = static_cast<std::size_t>(target);
  if (target >= 0 && index < set.classes.size()) return QString::fromStdString(set.classes[index]);
  return tr("class %1").arg(target);
}

QString sampleText(const Sample& sample, std::size_t index) {
  return sample.name.empty() ? tr("sample %1").arg(index) : QString::fromStdString(sample.name);
}

std::vector<std::uint8_t> scopeRows(const SampleScope& scope, const RunFacts& facts, const VariableChoice& choice) {
  std::vector<std::uint8_t> rows;
  if (scope.kind == SampleScope::Kind::all) return rows;
  for (const std::size_t index : choice.samples) rows.push_back(holds(scope, facts, index) ? 1 : 0);
  return rows;
}

std::vector<SampleScope> possibleScopes(const RunFacts& facts, const VariableChoice& choice, std::size_t shown) {
  std::vector<SampleScope> scopes{{}};
  if (choice.samples.size() < 2) return scopes;
  const auto add = [&](const SampleScope& scope) {
    const std::size_t count = countOf(scope, facts, choice);
    if (count > 0 && count < choice.samples.size()) scopes.push_back(scope);
  };
  add({SampleScope::Kind::one, static_cast<std::int64_t>(shown)});
  for (const Split split : {Split::train, Split::test})
    add({SampleScope::Kind::split, static_cast<std::int64_t>(split)});
  std::set<std::int64_t> classes;
  for (const std::size_t index : choice.samples) {
    if (index < facts.samples.samples.size()) classes.insert(facts.samples.samples[index].target);
  }
  if (classes.size() <= mostClasses) {
    for (const std::int64_t target : classes) add({SampleScope::Kind::label, target});
  }
  return scopes;
}

QString scopeName(const SampleScope& scope, const RunFacts& facts, const VariableChoice& choice) {
  const std::size_t count = countOf(scope, facts, choice);
  switch (scope.kind) {
    case SampleScope::Kind::one:
      return tr("Shown sample only");
    case SampleScope::Kind::label:
      return tr("%1 (%2)").arg(classText(facts.samples, scope.value)).arg(count);
    case SampleScope::Kind::split:
      return (isTrain(scope) ? tr("Training samples (%1)") : tr("Test samples (%1)")).arg(count);
    case SampleScope::Kind::some:
      return tr("%1 selected samples").arg(count);
    case SampleScope::Kind::all:
      break;
  }
  return tr("All %1 samples").arg(count);
}

QString scopeMean(const SampleScope& scope, const RunFacts& facts, std::size_t samples) {
  switch (scope.kind) {
    case SampleScope::Kind::one: {
      const auto index = static_cast<std::size_t>(scope.value);
      const std::string name = index < facts.samples.samples.size() ? facts.samples.samples[index].name : std::string();
      return name.empty() ? tr("sample %1 only").arg(index) : tr("%1 only").arg(QString::fromStdString(name));
    }
    case SampleScope::Kind::label:
      return tr("mean of %1 samples, %2").arg(samples).arg(classText(facts.samples, scope.value));
    case SampleScope::Kind::split:
      return (isTrain(scope) ? tr("mean of %1 training samples") : tr("mean of %1 test samples")).arg(samples);
    case SampleScope::Kind::some:
      return tr("mean of %1 selected samples").arg(samples);
    case SampleScope::Kind::all:
      break;
  }
  return tr("mean of %1 samples").arg(samples);
}

}  // namespace spindle
