// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sample_cards.h"

#include "core/base/own_file.h"
#include "core/base/user_error.h"

#include <QCoreApplication>

#include <array>
#include <string>

namespace spindle::app {
namespace {

QString megabytes(const std::filesystem::path& folder) {
  std::uintmax_t bytes = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) bytes += entry.file_size();
  }
  return QString::number(static_cast<double>(bytes) / 1e6, 'f', 1);
}

bool hasResults(const std::string& run) {
  const std::filesystem::path folder = bundledResultsFolder();
  return !folder.empty() && std::filesystem::is_regular_file(folder / (run + ".h5"));
}

}  // namespace

std::filesystem::path bundledResultsFolder() {
  try {
    return ownFile("results");
  } catch (const UserError&) {
    return {};
  }
}

std::vector<SampleCard> sampleCards() {
  struct Known {
    const char* name;
    const char* title;
    int seconds;  // to compute, on two cores
  };
  constexpr std::array known{
      Known{"fashion-lenet", QT_TRANSLATE_NOOP("SampleCards", "Images: LeNet, Fashion-MNIST"), 5},
      Known{"cancer", QT_TRANSLATE_NOOP("SampleCards", "A table: residual MLP, breast cancer"), 4},
      Known{"sms-transformer", QT_TRANSLATE_NOOP("SampleCards", "Text: Transformer, SMS spam"), 20},
      Known{"furniture-pointnet", QT_TRANSLATE_NOOP("SampleCards", "Points: PointNet, furniture"), 30}};
  std::vector<SampleCard> cards;
  for (const Known& run : known) {
    try {
      const auto folder = ownFile(std::string("runs/") + run.name);
      const QString size = megabytes(folder);
      cards.push_back({folder, QCoreApplication::translate("SampleCards", run.title),
                       hasResults(run.name)
                           ? QCoreApplication::translate("SampleCards", "%1 MB, results included").arg(size)
                           : QCoreApplication::translate("SampleCards", "%1 MB, computed in about %2 s")
                                 .arg(size)
                                 .arg(run.seconds)});
    } catch (const UserError&) {
      continue;
    }
  }
  return cards;
}

}  // namespace spindle::app
