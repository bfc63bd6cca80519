// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/findings_model.h"

#include <algorithm>

namespace spindle {
namespace {

int urgency(const Finding& finding) {
  return finding.kind == Finding::Kind::missing || finding.kind == Finding::Kind::doubt ? 0
         : finding.kind == Finding::Kind::guessed                                       ? 1
                                                                                        : 2;
}

}  // namespace

void FindingsModel::show(std::vector<Finding> findings, const std::vector<SetAside>& setAside) {
  beginResetModel();
  findings_ = std::move(findings);
  for (const SetAside& file : setAside) {
    findings_.push_back({Finding::Kind::found, "skipped", file.name + ": " + file.reason, ""});
  }
  std::stable_sort(findings_.begin(), findings_.end(),
                   [&](const Finding& a, const Finding& b) { return urgency(a) < urgency(b); });
  endResetModel();
}

void FindingsModel::add(const Finding& finding) {
  const auto place = std::upper_bound(findings_.begin(), findings_.end(), finding,
                                      [](const Finding& a, const Finding& b) { return urgency(a) < urgency(b); });
  const int row = static_cast<int>(place - findings_.begin());
  beginInsertRows({}, row, row);
  findings_.insert(place, finding);
  endInsertRows();
}

int FindingsModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(findings_.size());
}

QVariant FindingsModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid()) return {};
  const Finding& finding = findings_[static_cast<std::size_t>(index.row())];
  if (role == kindRole) return static_cast<int>(finding.kind);
  const QString text = QString::fromStdString(finding.what + ": " + finding.text);
  if (role == Qt::DisplayRole) {
    const QChar mark = finding.kind == Finding::Kind::missing   ? QChar(0x2715)
                       : finding.kind == Finding::Kind::doubt   ? QChar(u'!')
                       : finding.kind == Finding::Kind::guessed ? QChar(u'?')
                                                                : QChar(0x2713);
    return QString(mark) + QChar(u' ') + text;
  }
  if (role == Qt::ToolTipRole) {
    const QString key = finding.key.empty()
                            ? QString()
                            : tr("<br>To change it, set \"%1\" in run.json.").arg(QString::fromStdString(finding.key));
    return QStringLiteral("<p>") + text.toHtmlEscaped() + key + QStringLiteral("</p>");
  }
  return {};
}

}  // namespace spindle
