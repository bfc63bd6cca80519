// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/pdf_document.h"

#include <algorithm>
#include <vector>

namespace spindle {
namespace {

struct Cut {
  qsizetype at = 0, length = 0;
  QByteArray instead;
};

QByteArray escaped(const QByteArray& text) {
  QByteArray out;
  for (const char c : text) {
    if (c == '(' || c == ')' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

/// The end of a string in parentheses that begins at `from`.
qsizetype endOfString(const QByteArray& pdf, qsizetype from) {
  for (qsizetype i = from + 1, depth = 1; i < pdf.size(); ++i) {
    if (pdf[i] == '\\')
      ++i;
    else if (pdf[i] == '(')
      ++depth;
    else if (pdf[i] == ')' && --depth == 0)
      return i + 1;
  }
  return -1;
}

/// Where an object lies after the cuts.
qsizetype moved(qsizetype offset, const std::vector<Cut>& cuts) {
  qsizetype by = 0;
  for (const Cut& cut : cuts) {
    if (cut.at < offset) by += cut.instead.size() - cut.length;
  }
  return offset + by;
}

}  // namespace

QByteArray settledPdf(const QByteArray& pdf, const QSizeF& size, const QByteArray& date, const QByteArray& key,
                      const QByteArray& text) {
  const qsizetype table = pdf.lastIndexOf("\nxref\n"), trailer = pdf.lastIndexOf("\ntrailer\n");
  const qsizetype start = pdf.lastIndexOf("startxref\n"), created = pdf.indexOf("/CreationDate (");
  if (table < 0 || trailer < table || start < trailer || created < 0 || created > table) return pdf;
  const qsizetype string = created + 14, end = endOfString(pdf, string);
  if (end < 0) return pdf;
  std::vector<Cut> cuts;
  QByteArray entry = "(D:" + date + ")";
  if (!text.isEmpty()) entry += "\n/" + key + " (" + escaped(text) + ")";
  cuts.push_back({string, end - string, entry});
  if (const qsizetype box = pdf.indexOf("/MediaBox ["); box >= 0 && box < table) {
    const qsizetype close = pdf.indexOf(']', box);
    const QByteArray exact =
        "/MediaBox [0 0 " + QByteArray::number(size.width(), 'f', 3) + ' ' + QByteArray::number(size.height(), 'f', 3);
    cuts.push_back({box, close - box, exact});
  }
  std::sort(cuts.begin(), cuts.end(), [](const Cut& a, const Cut& b) { return a.at < b.at; });
  QByteArray out;
  qsizetype done = 0;
  for (const Cut& cut : cuts) {
    out += pdf.mid(done, cut.at - done) + cut.instead;
    done = cut.at + cut.length;
  }
  out += pdf.mid(done, table + 6 - done);
  // Lines of the table: "0 18", then "0000000015 00000 n " of 20 bytes each.
  QByteArray lines = pdf.mid(table + 6, trailer + 1 - table - 6);
  const qsizetype first = lines.indexOf('\n') + 1;
  for (qsizetype at = first; at + 20 <= lines.size(); at += 20) {
    if (lines[at + 17] != 'n') continue;
    const QByteArray offset = QByteArray::number(moved(lines.mid(at, 10).toLongLong(), cuts));
    lines.replace(at, 10, offset.rightJustified(10, '0'));
  }
  out += lines;
  QByteArray tail = pdf.mid(trailer + 1, start - trailer - 1);
  // Newer Qt: /ID [ <...> <...> ] from a random number; the digest of nothing is as good for a file that is not
  // updated.
  if (const qsizetype id = tail.indexOf("/ID"); id >= 0) {
    bool inHex = false;
    for (qsizetype i = id; i < tail.size() && tail[i] != ']'; ++i) {
      if (tail[i] == '<') inHex = tail[i + 1] != '<';
      if (tail[i] == '>') inHex = false;
      if (inHex && tail[i] != '<') tail[i] = '0';
    }
  }
  return out + tail + "startxref\n" + QByteArray::number(moved(table + 1, cuts)) + "\n%%EOF\n";
}

std::optional<QByteArray> pdfEntry(const QByteArray& pdf, const QByteArray& key) {
  const QByteArray begin = "\n/" + key + " (";
  const qsizetype at = pdf.indexOf(begin);
  if (at < 0) return std::nullopt;
  const qsizetype string = at + begin.size() - 1, end = endOfString(pdf, string);
  if (end < 0) return std::nullopt;
  QByteArray text;
  for (qsizetype i = string + 1; i + 1 < end; ++i) {
    if (pdf[i] == '\\') ++i;
    text += pdf[i];
  }
  return text;
}

}  // namespace spindle
