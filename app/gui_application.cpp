#include "app/gui_application.h"

#include "app/commands.h"
#include "app/main_window.h"
#include "app/theme.h"
#include "core/pipeline/version.h"

#include <QApplication>
#include <QDir>
#include <QFileInfo>
#include <QSettings>
#include <QStandardPaths>

#include <iostream>
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

/// Machines without a login session have no such folder; Qt would make the same one, and complain on standard error.
void provideRuntimeFolder() {
  if (qEnvironmentVariableIsSet("XDG_RUNTIME_DIR")) return;
  const QString folder = QDir::tempPath() + QStringLiteral("/runtime-%1").arg(getuid());
  if (!QDir().mkpath(folder)) return;
  QFile::setPermissions(folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
  qputenv("XDG_RUNTIME_DIR", folder.toUtf8());
}

/// The sample run beside the installed program, or in the source tree that it was built from.
std::filesystem::path sampleRun() {
  const QString installed = QDir(QApplication::applicationDirPath()).filePath("../share/spindle/fashion-lenet");
  return (QFileInfo::exists(installed) ? installed : QStringLiteral(SPINDLE_SAMPLE_RUN)).toStdString();
}

}  // namespace

std::unique_ptr<QGuiApplication> displaylessApplication() {
  qputenv("QT_QPA_PLATFORM", "offscreen");
  provideRuntimeFolder();
  return std::make_unique<QGuiApplication>(argumentCount, arguments);
}

int runWindow(const std::string& place) {
  if (!hasDisplay()) {
    std::cerr << "spindle: No display. Use `spindle extract` / `spindle figure`, which need none.\n";
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
  MainWindow window({results.toStdString(), settingsFile});
  window.show();
  if (place.empty()) {
    window.openSample(sampleRun());
  } else {
    window.open(place);
  }
  return QApplication::exec() == 0 ? done : failed;
}

}  // namespace spindle::app
