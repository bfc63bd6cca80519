// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/read_samples.h"
#include "core/input/text/token_words.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace spindle;

namespace {

SampleSet numbered(const std::vector<int>& ids) {
  SampleSet set;
  set.format = {InputKind::text, {static_cast<std::int64_t>(ids.size())}, {}, {}};
  auto& sample = set.samples.emplace_back();
  for (std::uint32_t t = 0; t < ids.size(); ++t) {
    sample.values.push_back(static_cast<float>(ids[t]));
    sample.words.push_back(std::to_string(ids[t]));
    sample.wordTokens.push_back({t});
  }
  return set;
}

/// "sing+ing@1,2": each word with its tokens.
QString described(const Sample& sample) {
  QStringList words;
  for (std::size_t w = 0; w < sample.words.size(); ++w) {
    QStringList tokens;
    for (const auto token : sample.wordTokens[w]) tokens << QString::number(token);
    words << QString::fromStdString(sample.words[w]) + "@" + tokens.join(',');
  }
  return words.join(' ');
}

}  // namespace

class TokenWordsTest : public QObject {
  Q_OBJECT
 private slots:
  void namesTokens_data() {
    QTest::addColumn<QStringList>("pieces");
    QTest::addColumn<QList<int>>("ids");
    QTest::addColumn<QString>("words");
    const QStringList bert{"[PAD]", "[CLS]", "[SEP]", "[UNK]", "sing", "##ing", "##s", "well", "["};
    QTest::newRow("WordPiece") << bert << QList<int>{1, 4, 5, 6, 7, 2, 0, 0} << "singings@1,2,3 well@4";
    QTest::newRow("a piece after a special token begins a word") << bert << QList<int>{1, 5, 7, 2} << "ing@1 well@2";
    QTest::newRow("an unknown word is a word") << bert << QList<int>{1, 3, 7, 8, 2} << "[UNK]@1 well@2 [@3";
    QTest::newRow("ids that the vocabulary lacks") << bert << QList<int>{7, 99, 5, -1} << "well@0 99@1 ing@2 -1@3";
    const QStringList whole{"<pad>", "<s>", "</s>", "<unk>", "good", "film"};
    QTest::newRow("whole words") << whole << QList<int>{1, 4, 5, 3, 2, 0} << "good@1 film@2 <unk>@3";
    const QStringList marked{"<s>", "</s>", QString::fromUtf8("\u2581good"), "ness", QString::fromUtf8("\u2581film")};
    QTest::newRow("SentencePiece") << marked << QList<int>{0, 2, 3, 4, 3, 1} << "goodness@1,2 filmness@3,4";
  }
  void namesTokens() {
    QFETCH(QStringList, pieces);
    QFETCH(QList<int>, ids);
    QFETCH(QString, words);
    auto set = numbered({ids.begin(), ids.end()});
    QVERIFY(hasTokenNumbers(set));
    std::vector<std::string> list;
    for (const auto& piece : pieces) list.push_back(piece.toStdString());
    nameTokens(set, list);
    QCOMPARE(described(set.samples[0]), words);
    QVERIFY(!hasTokenNumbers(set));
    QVERIFY(!set.notes.empty());
  }

  /// As a recorder writes them: an array of token ids, and a vocabulary of the user's own beside it.
  void arrayBesideItsVocabulary_data() {
    QTest::addColumn<QString>("vocabulary");
    QTest::addColumn<QString>("words");
    QTest::newRow("with it") << "<pad>\n<s>\ngood\nfilm\n"
                             << "good@1 film@2";
    QTest::newRow("without it") << ""
                                << "1@0 2@1 3@2 0@3";
  }
  void arrayBesideItsVocabulary() {
    QFETCH(QString, vocabulary);
    QFETCH(QString, words);
    const QTemporaryDir place;
    const auto write = [&](const char* name, const QByteArray& bytes) {
      QFile file(place.filePath(name));
      return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
    };
    const QByteArray header = "{'descr': '|u1', 'fortran_order': False, 'shape': (1, 4), }\n";
    const QByteArray size(1, static_cast<char>(header.size()));
    QVERIFY(write("x.npy", QByteArray("\x93NUMPY\x01\x00", 8) + size + QByteArray(1, '\0') + header +
                               QByteArray("\x01\x02\x03\x00", 4)));
    if (!vocabulary.isEmpty()) QVERIFY(write("vocab.txt", vocabulary.toUtf8()));
    SampleHints hints;
    hints.kind = InputKind::text;
    const auto set = readSamples(place.filePath("x.npy").toStdString(), hints);
    QCOMPARE(described(set.samples.at(0)), words);
  }
};

QTEST_GUILESS_MAIN(TokenWordsTest)
#include "tst_token_words.moc"
