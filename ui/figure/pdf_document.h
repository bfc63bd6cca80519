// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QSizeF>
#include <QString>

#include <optional>

namespace spindle {

/// A PDF as Qt writes it, with another date of creation ("20261129120000Z", of UTC) in place of now and without the
/// random identifiers that newer Qt adds, and with exactly this size in points, which Qt rounds, so that the same
/// drawing gives the same bytes; and with one more entry of the document's information (its text plain ASCII). The
/// table of objects is made anew. The bytes come back unchanged when they are not such a PDF.
QByteArray settledPdf(const QByteArray& pdf, const QSizeF& size, const QByteArray& date, const QByteArray& key,
                      const QByteArray& text);

/// The text of such an entry.
std::optional<QByteArray> pdfEntry(const QByteArray& pdf, const QByteArray& key);

}  // namespace spindle
