// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/embedded_recipe.h"

#include "core/base/regular_file.h"
#include "core/base/text.h"
#include "core/base/user_error.h"
#include "ui/figure/pdf_document.h"

#include <QDir>
#include <QFile>
#include <QImageReader>
#include <QXmlStreamReader>

namespace spindle {
namespace {

constexpr qsizetype lineLength = 200;

std::string fromComments(const QByteArray& text, const QByteArray& mark) {
  QByteArray recipe;
  for (const QByteArray& line : text.split('\n')) {
    if (line.startsWith(mark)) recipe += line.mid(mark.size());
  }
  return recipe.toStdString();
}

std::string fromSvg(const QByteArray& text) {
  QXmlStreamReader reader(text);
  while (!reader.atEnd()) {
    if (reader.readNext() != QXmlStreamReader::StartElement || reader.name() != QLatin1String("metadata")) continue;
    if (reader.attributes().value(QLatin1String("id")) == QLatin1String(recipeKey))
      return reader.readElementText().toStdString();
  }
  return {};
}

/// What stands behind the key, up to the brace that closes it.
std::string fromFilm(const QByteArray& bytes) {
  const QByteArray key = QByteArray(recipeKey) + " {";
  const qsizetype first = bytes.indexOf(key) + key.size() - 1;
  if (first < key.size() - 1) return {};
  int depth = 0;
  bool quoted = false;
  for (qsizetype at = first; at < bytes.size(); ++at) {
    const char c = bytes[at];
    if (quoted && c == '\\') {
      ++at;
    } else if (c == '"') {
      quoted = !quoted;
    } else if (!quoted && c == '{') {
      ++depth;
    } else if (!quoted && c == '}' && --depth == 0) {
      return bytes.mid(first, at + 1 - first).toStdString();
    }
  }
  return {};
}

constexpr char gifTrailer = 0x3B;
constexpr qsizetype gifBlock = 255;

/// The comment before the trailer, in blocks behind their lengths.
std::string fromGif(const QByteArray& bytes) {
  const QByteArray head = QByteArray::fromRawData("\x21\xFE", 2);
  QByteArray comment;
  qsizetype at = bytes.lastIndexOf(head) + 2;
  while (at >= 2 && at < bytes.size() && bytes[at] != 0) {
    const auto length = static_cast<unsigned char>(bytes[at]);
    comment += bytes.mid(at + 1, length);
    at += length + 1;
  }
  return fromFilm(comment);
}

QString firstImage(const std::filesystem::path& folder) {
  const QDir images(QString::fromStdString(folder.string()));
  const QStringList names = images.entryList({"frame-*1.png"}, QDir::Files, QDir::Name);
  return names.isEmpty() ? QString() : images.filePath(names.front());
}

}  // namespace

std::string filmComment(const std::string& recipe) {
  return std::string(recipeKey) + " " + recipe;
}

bool addGifComment(const std::filesystem::path& film, const std::string& recipe) {
  QByteArray blocks("\x21\xFE", 2);
  const QByteArray comment = QByteArray::fromStdString(filmComment(recipe));
  for (qsizetype at = 0; at < comment.size(); at += gifBlock) {
    const QByteArray block = comment.mid(at, gifBlock);
    blocks += static_cast<char>(block.size());
    blocks += block;
  }
  blocks += QByteArray(1, '\0') + gifTrailer;
  QFile file(QString::fromStdString(film.string()));
  return file.open(QIODevice::ReadWrite) && file.size() > 0 && file.seek(file.size() - 1) &&
         file.write(blocks) == blocks.size() && file.flush();
}

QByteArray recipeComment(const std::string& recipe, const QByteArray& mark) {
  const QByteArray text = QByteArray::fromStdString(recipe);
  QByteArray lines;
  for (qsizetype at = 0; at < text.size(); at += lineLength) lines += mark + text.mid(at, lineLength) + '\n';
  return lines;
}

QByteArray recipeMetadata(const std::string& recipe) {
  if (recipe.empty()) return {};
  return QByteArray("<metadata id=\"") + recipeKey + "\">" + QString::fromStdString(recipe).toHtmlEscaped().toUtf8() +
         "</metadata>\n";
}

std::string embeddedRecipe(const std::filesystem::path& given) {
  constexpr qint64 mostBytes = 256 << 20;
  std::filesystem::path figure = given;
  if (std::filesystem::is_directory(given)) figure = firstImage(given).toStdString();
  if (figure.empty()) throw UserError(given.string() + ": there are no numbered images in this folder.");
  requireRegularFile(figure);
  QFile file(QString::fromStdString(figure.string()));
  if (!file.open(QIODevice::ReadOnly))
    throw UserError("Cannot read " + figure.string() + " (" + file.errorString().toStdString() + "); check the name.");
  const std::string ending = lowerCase(figure.extension().string());
  const QByteArray comment = QByteArray("%") + recipeKey + " ";
  std::string recipe;
  if (file.size() > mostBytes) throw UserError(figure.string() + ": it is too large for a figure by Spindle.");
  if (ending == ".png") {
    recipe = QImageReader(&file).text(QString::fromLatin1(recipeKey)).toStdString();
  } else {
    const QByteArray bytes = file.readAll();
    if (ending == ".svg") recipe = fromSvg(bytes);
    if (ending == ".tex" || ending == ".eps") recipe = fromComments(bytes, comment);
    if (ending == ".mp4" || ending == ".webm") recipe = fromFilm(bytes);
    if (ending == ".gif") recipe = fromGif(bytes);
    if (ending == ".pdf") recipe = pdfEntry(bytes, recipeKey).value_or(QByteArray()).toStdString();
  }
  if (recipe.empty())
    throw UserError(figure.string() +
                    ": it does not say how it was made; choose a figure that Spindle 0.1 or later wrote and no other "
                    "program changed.");
  return recipe;
}

}  // namespace spindle
