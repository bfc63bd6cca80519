// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/user_error.h"

#include <QString>
#include <QTest>

namespace spindle::test {

/// True when the call throws UserError whose sentence ends with a full stop and holds every one of the given parts.
template <class Call>
bool failsWith(Call&& call, const QStringList& parts) {
  QString sentence;
  try {
    call();
  } catch (const UserError& error) {
    sentence = QString::fromUtf8(error.what());
  }
  if (sentence.isEmpty()) {
    qWarning("nothing was thrown");
    return false;
  }
  bool all = sentence.endsWith('.') && !sentence.contains('\n');
  for (const auto& part : parts) all = all && sentence.contains(part);
  if (!all) qWarning("the sentence was: %s", qPrintable(sentence));
  return all;
}

}  // namespace spindle::test
