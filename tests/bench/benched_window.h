// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/main_window.h"
#include "app/theme.h"

#include <QTemporaryDir>

#include <cstdio>
#include <string>

namespace spindle::test {

/// A window with results and settings of its own, which go with it.
struct BenchedWindow {
  BenchedWindow() { app::rememberDesktopPalette(); }
  QTemporaryDir folder;
  app::MainWindow window{{folder.filePath("results").toStdString(), folder.filePath("settings.ini")}};
};

/// Appends a line that bench_table reads.
inline void appendSeconds(const char* file, const std::string& name, double seconds) {
  if (FILE* out = std::fopen(file, "a")) {
    std::fprintf(out, "{\"name\": \"%s\", \"seconds\": %.6f}\n", name.c_str(), seconds);
    std::fclose(out);
  }
}

}  // namespace spindle::test
