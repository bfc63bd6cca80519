// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/whole_film.h"

#include <QByteArray>
#include <QFile>

namespace spindle {
namespace {

quint64 bigEndian(const QByteArray& bytes) {
  quint64 number = 0;
  for (const char byte : bytes) number = number << 8U | static_cast<unsigned char>(byte);
  return number;
}

bool isWholeMp4(QFile& film) {
  const qint64 size = film.size();
  bool index = false, pictures = false;
  qint64 at = 0;
  while (at + 8 <= size && film.seek(at)) {
    const QByteArray head = film.read(16);
    const QByteArray type = head.mid(4, 4);
    quint64 length = bigEndian(head.left(4));
    if (length == 1) length = bigEndian(head.mid(8, 8));
    if (length < 8 || length > static_cast<quint64>(size - at)) return false;
    index = index || type == "moov";
    pictures = pictures || (type == "mdat" && length > 8);
    at += static_cast<qint64>(length);
  }
  return at == size && index && pictures;
}

/// A number of EBML: as many bytes as the leading zero bits say, and one.
quint64 ebmlNumber(QFile& film, bool withMarker) {
  QByteArray bytes = film.read(1);
  if (bytes.isEmpty()) return 0;
  const auto first = static_cast<unsigned char>(bytes.front());
  int more = 0;
  while (more < 8 && (first & (0x80U >> static_cast<unsigned>(more))) == 0) ++more;
  bytes += film.read(more);
  if (!withMarker) bytes[0] = static_cast<char>(first & (0x7FU >> static_cast<unsigned>(more)));
  return bigEndian(bytes);
}

bool isWholeWebm(QFile& film) {
  constexpr quint64 header = 0x1A45DFA3, segment = 0x18538067;
  if (ebmlNumber(film, true) != header) return false;
  const quint64 length = ebmlNumber(film, false);
  if (length > 4096 || !film.seek(film.pos() + static_cast<qint64>(length))) return false;
  if (ebmlNumber(film, true) != segment) return false;
  const quint64 rest = ebmlNumber(film, false);
  return rest > 0 && film.pos() + static_cast<qint64>(rest) == film.size();
}

bool isWholeGif(QFile& film) {
  constexpr char trailer = 0x3B;
  if (film.size() < 32 || film.read(4) != "GIF8" || !film.seek(film.size() - 1)) return false;
  return film.read(1) == QByteArray(1, trailer);
}

}  // namespace

bool isWholeFilm(const std::filesystem::path& file, const std::string& ending) {
  QFile film(QString::fromStdString(file.string()));
  if (!film.open(QIODevice::ReadOnly)) return false;
  return ending == ".mp4" ? isWholeMp4(film) : ending == ".webm" ? isWholeWebm(film) : isWholeGif(film);
}

}  // namespace spindle
