// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QAction;

namespace spindle {

/// The actions for choosing input variables, with their keys.
struct EditActions {
  QAction *editing, *undo, *redo;
  QAction* masked;                                ///< checkable: the lit interaction as the network sees it
  QAction *brush, *superpixels, *random, *group;  ///< brush: checkable
  QAction* labelMap;
  QAction* oneSample;  ///< checkable: the shown sample alone
};

}  // namespace spindle
