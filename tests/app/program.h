// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QProcessEnvironment>
#include <QString>
#include <QStringList>
#include <QTemporaryDir>

namespace spindle::test {

/// How one run of the program ended.
struct Ended {
  int status = -1;
  QString out;
  QString err;
};

inline QString programPath() {
  return QStringLiteral(SPINDLE_BINARY_DIR "/bin/spindle");
}

/// Runs the built program without a display and waits.
inline Ended spindleProgram(const QStringList& arguments, const QString& folder = QDir::currentPath()) {
  QProcess process;
  QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
  environment.remove("DISPLAY");
  environment.remove("WAYLAND_DISPLAY");
  environment.remove("QT_QPA_PLATFORM");
  process.setProcessEnvironment(environment);
  process.setWorkingDirectory(folder);
  process.start(programPath(), arguments);
  process.waitForFinished(-1);
  return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1,
          QString::fromUtf8(process.readAllStandardOutput()), QString::fromUtf8(process.readAllStandardError())};
}

inline QString golden(const QString& name) {
  return QStringLiteral(SPINDLE_GOLDEN_DIR "/app/") + name;
}

/// Copies a folder of plain files.
inline void copyFolder(const QString& from, const QString& to) {
  QDir().mkpath(to);
  for (const QString& name : QDir(from).entryList(QDir::Files)) {
    QFile::copy(from + '/' + name, to + '/' + name);
    QFile::setPermissions(to + '/' + name, QFile::ReadOwner | QFile::WriteOwner);
  }
}

inline void writeFile(const QString& path, const QByteArray& bytes) {
  QFile file(path);
  if (file.open(QIODevice::WriteOnly)) file.write(bytes);
}

inline QByteArray fileBytes(const QString& path) {
  QFile file(path);
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

}  // namespace spindle::test
