// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/job_answer.h"

#include "core/base/user_error.h"

#include <new>
#include <system_error>

namespace spindle {

QString errorSentence(const std::exception& error) {
  if (dynamic_cast<const std::bad_alloc*>(&error) != nullptr)
    return QStringLiteral("Not enough memory; use fewer variables or samples.");
  const QString text = QString::fromStdString(error.what());
  const bool told = dynamic_cast<const UserError*>(&error) != nullptr ||
                    dynamic_cast<const std::system_error*>(&error) != nullptr;  // of the disk, as a rule
  return told ? text : QStringLiteral("Internal error: %1").arg(text);
}

}  // namespace spindle
