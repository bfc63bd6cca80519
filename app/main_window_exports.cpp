// SPDX-License-Identifier: GPL-3.0-or-later
// What the window writes to files that the user names. Everything that writes much runs in other threads.
#include "app/background_work.h"
#include "app/figure_dialog.h"
#include "app/figure_recipe.h"
#include "app/main_window.h"
#include "app/window_actions.h"
#include "core/analysis/export_tables.h"
#include "core/base/user_error.h"
#include "core/results/copy_results.h"
#include "core/results/open_results.h"
#include "core/results/stored_choices.h"
#include "ui/figure/figure_file.h"
#include "ui/figure/sample_film.h"
#include "ui/figure/sample_source.h"
#include "ui/figure/write_animation.h"
#include "ui/panels/dynamics_view.h"

#include <QAction>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>

#include <algorithm>

namespace spindle::app {

/// Asks where to save and remembers the folder; empty where the user did not choose.
QString MainWindow::askFile(const QString& title, const QString& name, const QString& filters) {
  const QDir folder(settings_.value("lastFolder").toString());
  const QString file = QFileDialog::getSaveFileName(this, title, folder.filePath(name), filters);
  if (!file.isEmpty()) settings_.setValue("lastFolder", QFileInfo(file).absolutePath());
  return file;
}

/// The sample that is looked at; without its input where there is none, or another, in the run.
OfferedSample MainWindow::offeredSample(const AnalyzedResults& found) const {
  const ResultsHeader& header = found.results->header();
  const auto looked =
      std::find(header.sampleIndex.begin(), header.sampleIndex.end(), static_cast<std::int64_t>(selection_.sample()));
  OfferedSample offered;
  if (looked == header.sampleIndex.end()) return offered;
  offered.row = static_cast<std::size_t>(looked - header.sampleIndex.begin());
  if (session_.facts() == nullptr || session_.facts()->resultsOnly) return offered;
  try {
    offered.input = shownSample(session_.facts()->samples, header, offered.row);
  } catch (const UserError&) {  // told when the figure is drawn
  }
  return offered;
}

void MainWindow::exportFigure() {
  const AnalyzedPtr found = session_.analysis();
  if (!found) return;
  auto* dialog = new FigureDialog(found, session_.analyses(), this, offeredSample(*found));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  connect(dialog, &QDialog::accepted, this, [this, dialog, found] {
    const FigureOrder order = dialog->order();
    const std::string name = order.page ? "page" : order.chart.empty() ? order.kind : order.chart;
    const QString file = askFile(tr("Export figure"), QString::fromStdString(name) + ".pdf",
                                 tr("PDF (*.pdf);;SVG (*.svg);;EPS (*.eps);;PNG (*.png);;LaTeX with pgfplots (*.tex)"));
    if (file.isEmpty()) return;
    tellAfter([found, order, analyses = session_.analyses(), file] {
      const std::vector<AnalyzedPtr> files{found};
      FigurePage page = pageOf(order, files, analyses);
      const std::vector<std::filesystem::path> from = filesOf(order, files);
      if (std::none_of(from.begin(), from.end(), [](const auto& one) { return one.empty(); }))
        page.recipe = recipeOf(order, files, analyses);
      writeFigure(page, order.style, file.toStdString());
      return tr("Figure saved to %1.").arg(file);
    });
  });
  dialog->open();
}

void MainWindow::exportAnimation(bool ofSample) {
  const AnalyzedPtr found = session_.analysis();
  if (!found) return;
  const OfferedSample sample = ofSample ? offeredSample(*found) : OfferedSample();
  const QString file = askFile(tr("Export animation"), ofSample ? "sample.mp4" : "dynamics.mp4",
                               tr("MP4 (*.mp4);;WebM (*.webm);;GIF (*.gif);;Numbered images (*)"));
  if (file.isEmpty()) return;
  AnimationSpec spec;
  spec.scale = playhead_.axis().scale();
  spec.normalize = actions_->normalize->isChecked();
  const auto work = [found, spec, ofSample, sample, target = file.toStdString()](RunControl& control) {
    if (ofSample && !sample.input) throw UserError("The run does not hold the shown sample; open the run again.");
    FigureOrder order;
    order.kind = ofSample ? "sample" : "bars";
    order.raw = !spec.normalize && !ofSample;
    order.sample = ofSample ? sample.row : 0;
    order.choices = found->choices;
    order.film = spec;
    const std::string recipe = found->file.empty() ? std::string() : recipeOf(order, std::vector{found}, {});
    const AnimationReport report =
        ofSample ? writeFilm(SampleFilm(*found, sample.input, sample.row, 0, spec), spec, target, control, recipe)
                 : writeAnimation(animationData(*found), spec, target, control, recipe);
    if (report.outcome == Outcome::stopped) return QString();
    return report.note.empty() ? tr("Animation saved to %1.").arg(QString::fromStdString(report.written.string()))
                               : QString::fromStdString(report.note);
  };
  auto* writing = new BackgroundWork(tr("Writing %1\u2026").arg(QFileInfo(file).fileName()), work, this);
  connect(writing, &BackgroundWork::ended, this, &MainWindow::tell);
}

void MainWindow::saveResults() {
  const QString file = askFile(tr("Save results as"), "results.h5", tr("Spindle results (*.h5)"));
  if (file.isEmpty()) return;
  tellAfter([from = session_.results(), salience = session_.salience(), choice = strengthChoice(view_->view()),
             column = view_->column(), file] {
    copyResults(*openResults(from), file.toStdString(), salience, choice, column);
    return tr("Results saved to %1.").arg(file);
  });
}

void MainWindow::saveSession() {
  const QString name = QString::fromStdString(session_.facts()->name) + ".spindle";
  const QString file = askFile(tr("Save session"), name, tr("Spindle sessions (*.spindle)"));
  if (file.isEmpty()) return;
  tellAfter([made = record(), file] {
    writeSession(made, file.toStdString());
    return tr("Session saved to %1.").arg(file);
  });
}

void MainWindow::exportAllTables() {
  const QString folder =
      QFileDialog::getExistingDirectory(this, tr("Export tables to folder"), settings_.value("lastFolder").toString());
  if (folder.isEmpty()) return;
  settings_.setValue("lastFolder", folder);
  const AnalyzedPtr found = session_.analysis();
  if (!found) return;
  tellAfter([found, list = session_.analyses(), folder] {
    RunControl control;
    exportTables(*found, list, folder.toStdString(), TableFolder::Others::remove, control);
    return tr("Tables saved to %1.").arg(folder);
  });
}

}  // namespace spindle::app
