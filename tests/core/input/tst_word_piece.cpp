// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/text/word_piece.h"
#include "tests/core/input/failure.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace spindle;
using spindle::test::failsWith;

namespace {

QByteArray golden(const QString& name) {
  QFile file(QStringLiteral(SPINDLE_GOLDEN_DIR) + "/input/" + name);
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

WordPieceTokenizer tokenizer(const QString& name) {
  return {golden(name).toStdString(), {}, name.toStdString()};
}

QString shown(const std::vector<TokenizedWord>& words) {
  QStringList list;
  for (const auto& word : words) list << QString::fromStdString(word.text);
  return list.join('|');
}

}  // namespace

class WordPieceTest : public QObject {
  Q_OBJECT
 private slots:
  // Golden: tests/golden/input/make_word_pieces.py.
  void agreesWithAnIndependentTokenizer_data() {
    QTest::addColumn<QString>("vocabulary");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("ids");
    const auto cases = QJsonDocument::fromJson(golden("wordpiece.json")).array();
    QVERIFY(cases.size() > 20);
    for (const auto& item : cases) {
      QStringList words;
      for (const auto& word : item.toObject()["ids"].toArray()) {
        QStringList ids;
        for (const auto& id : word.toArray()) ids << QString::number(id.toInt());
        words << ids.join(',');
      }
      const auto text = item.toObject()["text"].toString();
      QTest::addRow("%s \"%s\"", words.isEmpty() ? "blank" : "text", qPrintable(text.left(60).simplified()))
          << item.toObject()["vocabulary"].toString() << text << words.join(' ');
    }
  }
  void agreesWithAnIndependentTokenizer() {
    QFETCH(QString, vocabulary);
    QFETCH(QString, text);
    const auto words = tokenizer(vocabulary).words(text.toStdString());
    QStringList all;
    for (const auto& word : words) {
      QStringList ids;
      for (const auto id : word.ids) ids << QString::number(id);
      all << ids.join(',');
    }
    QTEST(all.join(' '), "ids");
  }

  void wordsAreShownAsTheyStandInTheText() {
    const auto bert = tokenizer("wordpiece_uncased.txt");
    QCOMPARE(shown(bert.words("Résumé, don't [MASK]!")), QString("Résumé|,|don|'|t|[MASK]|!"));
    QCOMPARE(shown(bert.words("中文 e\u0301X")), QString("中|文|e\u0301X"));
    QCOMPARE(shown(bert.words("5 \u2260 6")), QString("5|\u2260|6"));
  }

  void caseIsGuessedFromTheVocabulary() {
    QVERIFY(tokenizer("wordpiece_uncased.txt").lowerCase());
    QVERIFY(!tokenizer("wordpiece_cased.txt").lowerCase());
    QVERIFY(WordPieceTokenizer("[UNK]\n[CLS]\n[SEP]\nThe\n", true, "v").lowerCase());
  }

  void specialPieces() {
    const auto bert = tokenizer("wordpiece_uncased.txt");
    QCOMPARE(bert.padding(), 0);
    QCOMPARE(bert.unknown(), 1);
    QCOMPARE(bert.first(), 2);
    QCOMPARE(bert.last(), 3);
    QCOMPARE(bert.id("[MASK]").value(), 4);
    QVERIFY(!bert.id("[mask]").has_value());
    const WordPieceTokenizer windows("[UNK]\r\n[CLS]\r\n[SEP]\r\na\r\n", {}, "v");
    QCOMPARE(windows.id("a").value(), 3);
    QVERIFY(failsWith([] { WordPieceTokenizer("a\nb\n", {}, "vocab.txt"); }, {"vocab.txt", "[UNK]"}));
    QVERIFY(failsWith([] { WordPieceTokenizer("[UNK]\n[CLS]\n", {}, "vocab.txt"); }, {"[SEP]"}));
  }

  void brokenUtf8IsSkipped() {
    const auto bert = tokenizer("wordpiece_uncased.txt");
    for (const std::string text : {"a\xff", "\xc3 a", "\xe2\x80", "\xed\xa0\x80 a", "\xf4\x90\x80\x80", "\xc0\xaf"}) {
      for (const auto& word : bert.words(text)) QVERIFY(!word.ids.empty());
    }
    QCOMPARE(bert.words("\xff\xfe").size(), std::size_t{0});
  }
};

QTEST_APPLESS_MAIN(WordPieceTest)
#include "tst_word_piece.moc"
