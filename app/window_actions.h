// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QObject>

class QAction;
class QActionGroup;

namespace spindle::app {

/// All actions of the window with their keys, texts and tips; menus, buttons and the key sheet show these.
class WindowActions : public QObject {
  Q_OBJECT

 public:
  explicit WindowActions(QObject* parent);

  QAction *openRun, *openResults, *trainRun, *followRun, *closeRun, *aboutRun, *quit, *exportTables, *draws, *ties,
      *preferences, *computeLosses, *addRun, *addResults, *removeRun, *differences;
  QAction *editVariables, *undo, *redo, *computeVariables, *maskedInput;
  QAction *brush, *superpixels, *labelMap, *randomCells, *groupVariables, *oneSample;
  QAction *compute, *cancel, *exportFigure, *exportAnimation, *exportSample, *saveResults, *saveSession;
  QAction *play, *previous, *next, *previousTen, *nextTen, *first, *last;
  QAction *loop, *loopStart, *loopEnd, *slower, *faster, *follow, *phaseTwo, *goTo;
  QAction *kindBoth, *kindAnd, *kindOr, *cycleKinds, *normalize, *lockAxis, *fitHere, *meanOrder, *orderMap, *spread,
      *nextSample, *previousSample;
  QAction *clear, *table, *plotTable, *overTraining, *resetLayout, *keys, *search, *tour, *about;
  QAction *salientT1, *salientT2, *salientT3;
  QActionGroup *kinds, *salience;

  /// Those with keys, in the order of the key sheet.
  [[nodiscard]] QList<QAction*> withKeys() const { return withKeys_; }

  void showPlaying(bool playing);

 private:
  QAction* make(const QString& text, const QString& tip, const QStringList& shortcuts);

  QList<QAction*> withKeys_;
};

}  // namespace spindle::app
