// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/training_process.h"

#include "app/commands.h"

#include <utility>

namespace spindle::app {
namespace {

constexpr int patience = 5000;  // ms, for one step and one file

}  // namespace

TrainingProcess::TrainingProcess(QString program, QObject* parent) : QObject(parent), program_(std::move(program)) {
  connect(&process_, &QProcess::readyReadStandardOutput, this, &TrainingProcess::read);
  connect(&process_, &QProcess::finished, this, &TrainingProcess::take);
  connect(&process_, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
    if (error == QProcess::FailedToStart) emit ended(tr("%1 cannot be started.").arg(program_), false);
  });
}

TrainingProcess::~TrainingProcess() {
  process_.disconnect(this);
  if (!running()) return;
  process_.terminate();
  if (!process_.waitForFinished(patience)) process_.kill();
  process_.waitForFinished(patience);
}

void TrainingProcess::start(const QStringList& options, const QString& folder) {
  folder_ = folder;
  begun_ = false;
  process_.start(program_, QStringList{"train"} + options + QStringList{"-o", folder, "--progress"});
}

void TrainingProcess::stop() {
  process_.terminate();
}

void TrainingProcess::read() {
  while (process_.canReadLine()) {
    const QStringList words = QString::fromUtf8(process_.readLine()).split(' ');  // "120 of 6000"
    if (words.size() != 3) continue;
    if (!std::exchange(begun_, true)) emit begun();
    emit progressed(words[0].toInt(), words[2].toInt());
  }
}

void TrainingProcess::take(int status, QProcess::ExitStatus how) {
  read();
  QString said = QString::fromUtf8(process_.readAllStandardError()).trimmed();
  said = said.mid(said.lastIndexOf('\n') + 1);
  if (said.startsWith("spindle: ")) said = said.mid(9);
  const bool good = how == QProcess::NormalExit && (status == done || status == stopped);
  if (good) said.clear();
  if (!good && said.isEmpty()) said = tr("The training has broken off; Train continues it.");
  emit ended(said, begun_);
}

}  // namespace spindle::app
