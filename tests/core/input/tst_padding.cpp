// SPDX-License-Identifier: GPL-3.0-or-later
// Which token fills short texts, where nobody says it, and which words are left.
#include "core/input/text/padding.h"

#include <QTest>

using namespace spindle;

namespace {

SampleSet texts(const QStringList& rows) {
  SampleSet set;
  for (const auto& row : rows) {
    auto& sample = set.samples.emplace_back();
    for (const auto& id : row.split(' ')) {
      sample.wordTokens.push_back({static_cast<std::uint32_t>(sample.values.size())});
      sample.words.push_back(id.toStdString());
      sample.values.push_back(id.toFloat());
    }
  }
  set.format = {InputKind::text, {static_cast<std::int64_t>(set.samples[0].values.size())}, {}, {}};
  return set;
}

/// Words that have tokens, text by text.
QString wordsLeft(const SampleSet& set) {
  QStringList all;
  for (const auto& sample : set.samples) {
    QStringList words;
    for (std::size_t w = 0; w < sample.words.size(); ++w)
      if (!sample.wordTokens[w].empty()) words << QString::fromStdString(sample.words[w]);
    all << words.join(' ');
  }
  return all.join(", ");
}

}  // namespace

class PaddingTest : public QObject {
  Q_OBJECT
 private slots:
  void isFoundAtTheEnds_data() {
    QTest::addColumn<QStringList>("rows");
    QTest::addColumn<int>("token");  // -1: not known
    QTest::addColumn<QString>("left");
    QTest::newRow("zero") << QStringList{"3 4 0 0", "5 6 7 0"} << 0 << "3 4, 5 6 7";
    QTest::newRow("another token") << QStringList{"3 4 9 9", "5 6 7 8"} << 9 << "3 4, 5 6 7 8";
    QTest::newRow("all equally long") << QStringList{"3 4 9 9", "5 6 9 9"} << 9 << "3 4, 5 6";
    QTest::newRow("on the left") << QStringList{"9 9 3 4", "9 5 6 7"} << 9 << "3 4, 5 6 7";
    QTest::newRow("zero before another") << QStringList{"3 4 0 0", "5 7 7 7", "1 2 3 0"} << 0 << "3 4, 5 7 7 7, 1 2 3";
    QTest::newRow("a token that also stands inside") << QStringList{"3 4 9 9", "5 9 6 7"} << -1 << "3 4 9 9, 5 9 6 7";
    QTest::newRow("two that could be") << QStringList{"3 4 9 9", "5 6 7 7"} << -1 << "3 4 9 9, 5 6 7 7";
    QTest::newRow("once is no filling") << QStringList{"3 4 5 9", "5 6 7 9"} << -1 << "3 4 5 9, 5 6 7 9";
    QTest::newRow("a text of one word") << QStringList{"9 9 9 9", "5 6 7 8"} << -1 << "9 9 9 9, 5 6 7 8";
    QTest::newRow("nothing filled") << QStringList{"3 4 5 6", "5 0 7 8"} << -1 << "3 4 5 6, 5 0 7 8";
  }
  void isFoundAtTheEnds() {
    QFETCH(QStringList, rows);
    QFETCH(int, token);
    QFETCH(QString, left);
    auto set = texts(rows);
    findPadding(set);
    QCOMPARE(set.paddingKnown, token >= 0);
    QCOMPARE(set.paddingToken, std::max(0, token));
    QCOMPARE(wordsLeft(set), left);
    QCOMPARE(set.notes.size(), std::size_t{token >= 0 ? 1U : 0U});
    if (token >= 0) QVERIFY(set.notes[0].find("\"padding\"") != std::string::npos);
  }

  void isBelievedWhereItIsKnown() {
    auto set = texts({"3 4 9 9", "5 7 7 7"});
    set.paddingToken = 7;
    set.paddingKnown = true;
    findPadding(set);
    QCOMPARE(set.paddingToken, std::int64_t{7});
    QCOMPARE(wordsLeft(set), QString("3 4 9 9, 5"));
    QVERIFY(set.notes.empty());
  }
};

QTEST_APPLESS_MAIN(PaddingTest)
#include "tst_padding.moc"
