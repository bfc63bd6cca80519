// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/app/program.h"

#include <QDateTime>
#include <QDirIterator>
#include <QMap>

namespace spindle::test {

/// Whether `text` names something in `folder`: "/src" is in "=/src/core/a.cpp", not in "/usr/src/a.cpp" or "/srcs".
inline bool namesFolder(const QByteArray& text, const QByteArray& folder) {
  const auto goesOn = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-'; };
  for (qsizetype at = text.indexOf(folder); at >= 0; at = text.indexOf(folder, at + 1)) {
    const char before = at > 0 ? text[at - 1] : '\0';
    const char after = at + folder.size() < text.size() ? text[at + folder.size()] : '\0';
    if (!goesOn(before) && before != '.' && !goesOn(after)) return true;
  }
  return false;
}

/// The same for the text of Qt's literals, two bytes a character.
inline bool namesFolderWide(const QByteArray& bytes, const QByteArray& folder) {
  for (const int start : {0, 1}) {
    QByteArray narrow;
    narrow.reserve(bytes.size() / 2);
    for (qsizetype i = start; i + 1 < bytes.size(); i += 2) narrow += bytes[i + 1] == '\0' ? bytes[i] : '\n';
    if (namesFolder(narrow, folder)) return true;
  }
  return false;
}

/// A program installed from the build tree into a folder, and the means to run it where the trees that it was built
/// from cannot be seen.
class InstalledTree {
 public:
  explicit InstalledTree(QString prefix) : prefix_(std::move(prefix)) {}

  [[nodiscard]] QString path(const QString& name) const { return prefix_ + '/' + name; }
  [[nodiscard]] QString program() const { return path(SPINDLE_BIN_FOLDER "/spindle"); }
  [[nodiscard]] QString bundledRun() const { return path(SPINDLE_DATA_FOLDER "/runs/fashion-lenet"); }

  [[nodiscard]] Ended install() const {
    QProcess process;
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.remove("DESTDIR");
    process.setProcessEnvironment(environment);
    // Debug information of a debug build has the names of the sources.
    QStringList arguments{"--install", SPINDLE_BINARY_DIR, "--prefix", prefix_};
    if (QByteArray(SPINDLE_BUILD_TYPE) == "Debug") arguments += "--strip";
    process.start(SPINDLE_CMAKE, arguments);
    process.waitForFinished(-1);
    return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
  }

  /// Every file below the prefix with its size and the time of its last change.
  [[nodiscard]] QMap<QString, QPair<qint64, QDateTime>> files() const {
    QMap<QString, QPair<qint64, QDateTime>> all;
    QDirIterator entries(prefix_, QDir::Files | QDir::Hidden | QDir::System, QDirIterator::Subdirectories);
    while (entries.hasNext()) {
      const QFileInfo file(entries.next());
      all[file.filePath()] = {file.size(), file.lastModified()};
    }
    return all;
  }

  /// The command line that runs `command` with empty folders mounted over the source and the build tree, in a name
  /// space of its own: no privileges needed where the kernel lets users have such a thing.
  static QStringList hidden(const QStringList& command) {
    const QString mount =
        "for tree in \"$1\" \"$2\"; do [ ! -d \"$tree\" ] || mount -t tmpfs -o mode=0 none \"$tree\" || exit 99; done; "
        "shift 2; exec \"$@\"";
    return QStringList{"unshare", "--map-root-user",  "--mount",         "sh", "-c", mount,
                       "sh",      SPINDLE_SOURCE_DIR, SPINDLE_BINARY_DIR} +
           command;
  }

  static bool canHide() {
    const auto line =
        hidden({"sh", "-c", "! ls \"$0/CMakeLists.txt\" \"$1/bin/spindle\"", SPINDLE_SOURCE_DIR, SPINDLE_BINARY_DIR});
    QProcess process;
    process.setWorkingDirectory("/");
    process.start(line.first(), line.mid(1));
    return process.waitForFinished(-1) && process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0;
  }

  /// Prepares `command` to run in `folder`, which is its home too, with nothing of the environment but the usual path;
  /// hidden from the trees where that is possible.
  static void prepare(QProcess& process, const QStringList& command, const QString& folder) {
    static const bool hide = canHide();
    if (!hide) qWarning("unshare cannot mount here: the source tree is in sight of the installed program");
    const QStringList line = hide ? hidden(command) : command;
    QProcessEnvironment environment;
    environment.insert("PATH", "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin");
    environment.insert("LC_ALL", "C.UTF-8");
    environment.insert("HOME", folder);
    environment.insert("XDG_RUNTIME_DIR", folder);
    process.setProcessEnvironment(environment);
    process.setWorkingDirectory(folder);
    process.setProgram(line.first());
    process.setArguments(line.mid(1));
  }

  static Ended run(const QStringList& command, const QString& folder) {
    QProcess process;
    prepare(process, command, folder);
    process.start();
    process.waitForFinished(-1);
    return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1,
            QString::fromUtf8(process.readAllStandardOutput()), QString::fromUtf8(process.readAllStandardError())};
  }

 private:
  QString prefix_;
};

}  // namespace spindle::test
