// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui_application.h"

#include "app/drawing.h"
#include "app/main_window.h"
#include "app/sample_cards.h"
#include "app/theme.h"
#include "core/base/own_file.h"
#include "core/base/version.h"

#include <QApplication>
#include <QDir>
#include <QFile>
#include <QSettings>
#include <QStandardPaths>

#include <cstdlib>
#include <fcntl.h>
#include <iostream>
#include <sys/stat.h>
#include <unistd.h>

namespace spindle::app {
namespace {

// Qt keeps references to both.
int argumentCount = 1;
char programName[] = "spindle";
char* arguments[] = {programName, nullptr};

bool hasDisplay() {
  return qEnvironmentVariableIsSet("QT_QPA_PLATFORM") || !qEnvironmentVariable("DISPLAY").isEmpty() ||
         !qEnvironmentVariable("WAYLAND_DISPLAY").isEmpty();
}

/// A folder of our own, not a link, that nobody else may look into.
bool isOwnFolder(const QByteArray& path) {
  const int folder = ::open(path.constData(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (folder < 0) return false;
  struct stat status {};
  const bool own = ::fstat(folder, &status) == 0 && status.st_uid == ::getuid() && ::fchmod(folder, 0700) == 0;
  ::close(folder);
  return own;
}

/// Machines without a login session have no such folder; Qt would make the same one, and complain on standard error.
/// In a folder for everybody the name may be taken by a link of somebody else; then the folder gets a new name.
void provideRuntimeFolder() {
  if (qEnvironmentVariableIsSet("XDG_RUNTIME_DIR")) return;
  QByteArray folder = QFile::encodeName(QDir::tempPath()) + "/runtime-" + QByteArray::number(::getuid());
  if (::mkdir(folder.constData(), 0700) != 0 && !isOwnFolder(folder)) {
    folder += "-XXXXXX";
    if (::mkdtemp(folder.data()) == nullptr) return;
  }
  qputenv("XDG_RUNTIME_DIR", folder);
}

}  // namespace

std::unique_ptr<QGuiApplication> displaylessApplication() {
  if (QCoreApplication::instance() != nullptr) return nullptr;
  qputenv("QT_QPA_PLATFORM", "offscreen");
  provideRuntimeFolder();
  return std::make_unique<QGuiApplication>(argumentCount, arguments);
}

int runWindow(const std::string& place) {
  if (!hasDisplay()) {
    std::cerr << "spindle: No display; use `spindle extract` and `spindle figure`, which need none.\n";
    return unusable;
  }
  provideRuntimeFolder();
  QApplication application(argumentCount, arguments);
  QApplication::setApplicationName("spindle");
  QApplication::setApplicationDisplayName("Spindle");
  QApplication::setApplicationVersion(programVersion);
  QApplication::setDesktopFileName("org.spindle.Spindle");
  rememberDesktopPalette();
  const QString settingsFile =
      QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) + "/spindle/spindle.ini";
  const QString results = QStandardPaths::writableLocation(QStandardPaths::GenericCacheLocation) + "/spindle/results";
  applyTheme(static_cast<Theme>(QSettings(settingsFile, QSettings::IniFormat).value("theme", 0).toInt()));
  constexpr std::chrono::seconds idle{10};
  MainWindow window({.resultsFolder = results.toStdString(),
                     .settingsFile = settingsFile,
                     .idleDelay = idle,
                     .samples = sampleCards(),
                     .bundledResults = bundledResultsFolder(),
                     .trainer = QCoreApplication::applicationFilePath()});
  window.show();
  if (place.empty()) {
    window.openSample(ownFile("runs/fashion-lenet"));
  } else {
    window.open(place);
  }
  return QApplication::exec() == 0 ? done : failed;
}

}  // namespace spindle::app
