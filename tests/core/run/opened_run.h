// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/user_error.h"
#include "core/run/run.h"
#include "tests/core/run/run_folder.h"

#include <QString>
#include <QStringList>

namespace spindle::test {

// What a test asks of a run that was opened.

/// "name:step" of the checkpoints.
inline QString checkpoints(const Run& run) {
  QStringList list;
  for (const auto& checkpoint : run.series().checkpoints) {
    list << QString::fromStdString(checkpoint.name) + ":" + QString::number(checkpoint.step);
  }
  return list.join(' ');
}

inline QString reasonFor(const Run& run, const std::string& name) {
  for (const auto& file : run.series().setAside) {
    if (file.name == name) return QString::fromStdString(file.reason);
  }
  return {};
}

/// The texts of the findings about `what`, joined.
inline QString told(const Run& run, Finding::Kind kind, const std::string& what) {
  QStringList list;
  for (const auto& finding : run.findings()) {
    if (finding.kind == kind && finding.what == what) list << QString::fromStdString(finding.text);
  }
  return list.join(" / ");
}

inline std::string openSentence(const std::filesystem::path& path) {
  return sentence<UserError>([&] { (void)Run::open(path); });
}

}  // namespace spindle::test
