// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window_actions.h"

#include "ui/panels/glyph_icon.h"

#include <QAction>
#include <QActionGroup>
#include <QKeySequence>

#include <utility>

namespace spindle::app {

QAction* WindowActions::make(const QString& text, const QString& tip, const QStringList& shortcuts) {
  auto* action = new QAction(text, this);
  QList<QKeySequence> sequences;
  QStringList shown;
  for (const QString& key : shortcuts) {
    sequences << QKeySequence(key);
    shown << sequences.back().toString(QKeySequence::NativeText);
  }
  action->setShortcuts(sequences);
  action->setToolTip(shown.isEmpty() ? tip : tr("%1 (%2)").arg(tip, shown.join(tr(" or "))));
  action->setStatusTip(QString());
  if (!shortcuts.isEmpty()) withKeys_ << action;
  return action;
}

WindowActions::WindowActions(QObject* parent)
    : QObject(parent), kinds(new QActionGroup(this)), salience(new QActionGroup(this)) {
  openRun = make(tr("Open run\u2026"), tr("Open a folder of checkpoints"), {"Ctrl+O"});
  openResults = make(tr("Open results\u2026"), tr("Open a results file"), {"Ctrl+Shift+O"});
  trainRun =
      make(tr("Train\u2026"), tr("Train a sample network, and follow its interactions while it learns"), {"Ctrl+N"});
  followRun =
      make(tr("Follow"), tr("Compute new checkpoints as a training writes them into the folder"), {"Ctrl+Shift+F"});
  addRun = make(tr("Compare with run\u2026"), tr("Open a second run beside this one"), {"Ctrl+Alt+O"});
  addResults = make(tr("Compare with results\u2026"), tr("Open a second results file beside this run"), {});
  removeRun = make(tr("Remove the second run"), tr("Show this run alone again"), {});
  differences = make(tr("Differences of both runs"), tr("Show the second run less the first in place of both"), {"D"});
  differences->setCheckable(true);
  closeRun = make(tr("Close"), tr("Close the run"), {"Ctrl+W"});
  aboutRun = make(tr("Run settings\u2026"), tr("Kind of input, shape, normalization, network"), {"Ctrl+I"});
  quit = make(tr("Quit"), tr("Quit (results are kept)"), {"Ctrl+Q"});
  editVariables =
      make(tr("Edit variables"), tr("Select the input variables on the sample; nothing is computed yet"), {"V"});
  editVariables->setCheckable(true);
  undo = make(tr("Undo"), tr("Undo the last change of the variables, or bring back the selection that Esc cleared"),
              {"Ctrl+Z"});
  redo = make(tr("Redo"), tr("Redo the change of the variables"), {"Ctrl+Shift+Z", "Ctrl+Y"});
  computeVariables = make(tr("Compute edited variables"),
                          tr("Compute with the edited variables, the shown checkpoint first"), {"Ctrl+Return"});
  maskedInput = make(tr("Masked input"),
                     tr("Show the input as the network sees it with the variables of the selected interaction alone; "
                        "pointing at an interaction or bar shows it as well"),
                     {"W"});
  brush = make(tr("Brush regions"), tr("Paint a region of your own as a variable; the right button rubs out"), {"B"});
  superpixels = make(tr("Divide into superpixels"),
                     tr("Divide each image along its edges (SLIC); each part is a variable"), {"S"});
  labelMap =
      make(tr("Regions of a label map\u2026"),
           tr("Open a PNG or .npy of region numbers, of the size of the input: each region is a variable"), {"Ctrl+L"});
  randomCells = make(tr("Select random cells"), tr("Select cells of the grid at random; each time others"), {"R"});
  groupVariables = make(tr("Group into one variable"),
                        tr("Make one variable of all words or columns from the one clicked last to the current one; "
                           "Shift and click, or Shift and arrows, mark them"),
                        {"J"});
  oneSample =
      make(tr("Edit this sample only"),
           tr("Edit the variables of the shown sample alone; otherwise all samples with the same ones change"), {"O"});
  for (QAction* action : {maskedInput, brush, oneSample}) action->setCheckable(true);
  for (const auto& [action, shorter] :
       {std::pair(maskedInput, tr("Masked")), std::pair(brush, tr("Brush")), std::pair(superpixels, tr("Superpixels")),
        std::pair(randomCells, tr("Random")), std::pair(groupVariables, tr("Group")),
        std::pair(oneSample, tr("This sample only"))})
    action->setIconText(shorter);
  compute = make(tr("Compute"), tr("Resume the computation"), {"Ctrl+R"});
  cancel = make(tr("Cancel"), tr("Stop the computation; finished checkpoints are kept"), {"Ctrl+."});
  exportFigure = make(tr("Export figure\u2026"), tr("Write a figure for a paper: PDF, PNG or SVG"), {"Ctrl+E"});
  exportAnimation = make(tr("Export animation\u2026"), tr("Write the animated bars as a video, GIF or numbered images"),
                         {"Ctrl+Shift+E"});
  exportSample = make(tr("Export animation of the sample\u2026"),
                      tr("Write a video of the shown sample whose strongest interactions light up as they form"),
                      {"Ctrl+Alt+Shift+E"});
  saveSession = make(tr("Save session\u2026"),
                     tr("Save which run, variables and views are open, to open them again or to hand on"), {"Ctrl+S"});
  saveResults =
      make(tr("Save results as\u2026"), tr("Copy the results file to a location of your choice"), {"Ctrl+Shift+S"});

  exportTables = make(tr("Export tables\u2026"), tr("Write all tables as CSV files into a folder"), {"Ctrl+Alt+E"});
  draws =
      make(tr("Repeat with other variables\u2026"),
           tr("Repeat the computation with other random input variables, and show how much the strengths vary"), {});
  ties = make(tr("Compute both ends of ties"),
              tr("Decompose the stored scores at both ends of the tie-break, without the network: how much depends on "
                 "the choice among equally sparse decompositions"),
              {});
  preferences = make(tr("Preferences\u2026"), tr("What the window does unasked"), {"Ctrl+,"});

  computeLosses = make(tr("Compute losses from samples\u2026"),
                       tr("Without a loss log: evaluate the loss on the labeled samples at every checkpoint"), {});

  play = make(tr("Play"), tr("Play and pause"), {"Space"});
  previous = make(tr("Previous checkpoint"), tr("Previous checkpoint"), {"Left", ","});
  next = make(tr("Next checkpoint"), tr("Next checkpoint"), {"Right", "."});
  previousTen = make(tr("Back 10 checkpoints"), tr("Back 10 checkpoints"), {"Shift+Left"});
  nextTen = make(tr("Forward 10 checkpoints"), tr("Forward 10 checkpoints"), {"Shift+Right"});
  first = make(tr("First checkpoint"), tr("First checkpoint"), {"Home"});
  last = make(tr("Last checkpoint"), tr("Last checkpoint"), {"End"});
  loop = make(tr("Loop"), tr("Repeat the loop range"), {"L"});
  loopStart = make(tr("Loop start here"), tr("Start the loop range here"), {"["});
  loopEnd = make(tr("Loop end here"), tr("End the loop range here"), {"]"});
  slower = make(tr("Slower"), tr("Halve the playback speed"), {"-"});
  faster = make(tr("Faster"), tr("Double the playback speed"), {"=", "+"});
  follow = make(tr("Follow latest"), tr("Show each checkpoint as soon as it is computed"), {"F"});
  phaseTwo = make(tr("Go to the start of phase two"), tr("Go to the start of phase two"), {"P"});
  goTo = make(tr("Go to step\u2026"), tr("Go to a training step"), {"G"});

  kindBoth = make(tr("Both"), tr("AND and OR interactions"), {});
  kindAnd = make(tr("AND"), tr("AND interactions only"), {});
  kindOr = make(tr("OR"), tr("OR interactions only"), {});
  for (QAction* action : {kindBoth, kindAnd, kindOr}) {
    action->setCheckable(true);
    kinds->addAction(action);
  }
  kindBoth->setChecked(true);
  salientT1 = make(tr("T1: 0.03 \u00d7 mean |v(N) \u2212 v(\u2205)|"),
                   tr("Salient: at least 3 % of the mean range of the scores, as in the papers on dynamics"), {});
  salientT2 = make(tr("T2: 0.05 \u00d7 largest |I|"), tr("Salient: at least 5 % of the strongest interaction"), {});
  salientT3 = make(tr("T3: as T1, of this model"), tr("For comparisons of models; same formula as T1"), {});
  for (QAction* action : {salientT1, salientT2, salientT3}) {
    action->setCheckable(true);
    salience->addAction(action);
  }
  salientT1->setChecked(true);
  cycleKinds = make(tr("Cycle Both/AND/OR"), tr("Cycle Both/AND/OR"), {"A"});
  normalize = make(tr("Normalize"), tr("Show shares of the total strength instead of the strength"), {"N"});
  lockAxis = make(tr("Fixed axis"), tr("Keep the axis of the bars fixed over the run"), {"X"});
  lockAxis->setChecked(true);
  fitHere = make(tr("Fit axis to this checkpoint"), tr("Fit the axis to the bars shown now"), {"Shift+X"});
  meanOrder = make(tr("Mean order"), tr("Show the mean order over training next to the losses"), {"M"});
  orderMap = make(tr("Map of orders"), tr("Show the share of each order over training above the losses"), {"H"});
  spread = make(tr("Spread over samples"), tr("Show where the middle 80 % of the samples lie"), {"Shift+S"});
  spread->setCheckable(true);
  nextSample = make(tr("Next sample"), tr("Show the next sample, in the order of the strip"), {"PgDown"});
  previousSample = make(tr("Previous sample"), tr("Show the previous sample, in the order of the strip"), {"PgUp"});
  for (QAction* action : {loop, follow, followRun, normalize, lockAxis, meanOrder, orderMap})
    action->setCheckable(true);
  orderMap->setChecked(true);
  lockAxis->setChecked(true);
  meanOrder->setChecked(true);

  clear = make(tr("Clear selection, then stop"), tr("Clear the selection, then stop playing"), {"Esc"});
  table = make(tr("Strength table"), tr("Show the numbers behind the bars"), {});
  plotTable = make(tr("Table of the plot"),
                   tr("Show the numbers of the plot under the mouse, or of the bars, as a table"), {"Ctrl+T"});
  overTraining = make(tr("Table over training"),
                      tr("Show losses, mean order and strengths of all checkpoints as a table"), {"Ctrl+Shift+T"});
  table->setCheckable(true);
  resetLayout = make(tr("Reset layout"), tr("Reset the panel layout"), {});
  search = make(tr("Search commands\u2026"), tr("Find a command by its name"), {"Ctrl+K"});
  tour = make(tr("Tour"), tr("Six steps through the two phases, on a bundled run"), {});
  about = make(tr("About Spindle"), tr("Version, license, PyTorch, and what to cite"), {});
  keys = make(tr("Keyboard shortcuts"), tr("Show all keyboard shortcuts"), {"F1", "?"});

  openRun->setIcon(glyphIcon(Glyph::open));
  openResults->setIcon(glyphIcon(Glyph::open));
  compute->setIcon(glyphIcon(Glyph::compute));
  undo->setIcon(glyphIcon(Glyph::undo));
  redo->setIcon(glyphIcon(Glyph::redo));
  cancel->setIcon(glyphIcon(Glyph::stop));
  normalize->setChecked(true);
  exportAnimation->setIcon(glyphIcon(Glyph::exportFigure));
  exportFigure->setIcon(glyphIcon(Glyph::exportFigure));
  previous->setIcon(glyphIcon(Glyph::previous));
  next->setIcon(glyphIcon(Glyph::next));
  first->setIcon(glyphIcon(Glyph::first));
  last->setIcon(glyphIcon(Glyph::last));
  loop->setIcon(glyphIcon(Glyph::loop));
  follow->setIcon(glyphIcon(Glyph::follow));
  showPlaying(false);
}

void WindowActions::showPlaying(bool playing) {
  play->setIcon(glyphIcon(playing ? Glyph::pause : Glyph::play));
  play->setText(playing ? tr("Pause") : tr("Play"));
}

}  // namespace spindle::app
