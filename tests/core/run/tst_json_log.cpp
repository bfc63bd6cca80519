// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/user_error.h"
#include "core/run/log/training_log.h"
#include "tests/core/run/log_points.h"
#include "tests/core/run/run_folder.h"

#include <QTest>

using namespace spindle;
using spindle::test::points;
using spindle::test::quoted;
using spindle::test::sentence;

class JsonLogTest : public QObject {
  Q_OBJECT

 private slots:
  void jsonLines() {
    const auto log = readJsonLinesLog(
        "{\"epoch\": 0, \"train_loss\": 3.5, \"test\": {\"loss\": NaN}}\n\n{\"epoch\": 1, \"train_loss\": 2, \"test\": "
        "{\"loss\": 4}}\n{\"epo",
        "log.txt");
    QCOMPARE(points(log, "train_loss"), QString("-/0=3.5 -/1=2"));
    QCOMPARE(points(log, "test/loss"), QString("-/1=4"));
    QCOMPARE(log.notes.size(), std::size_t{1});
    QVERIFY(!sentence<UserError>([] { (void)readJsonLinesLog("{\"a\": 1}\n", "x"); }).empty());
    QVERIFY(sentence<UserError>([] { (void)readJsonLinesLog("{\"epoch\": 1}\noops\n{}\n", "x"); }).find("line 2") !=
            std::string::npos);
  }

  void nestedAndWideLogsAreRefused() {
    std::string wide = "{\"step\":1";
    for (int i = 0; i < 100000; ++i) wide += ",\"k" + std::to_string(i) + "\":1";
    wide += "}";
    const std::string deep = "{\"log_history\":" + std::string(100000, '[') + std::string(100000, ']') + "}";
    for (const auto& text : {deep, wide}) {
      for (const auto reader : {readJsonLog, readJsonLinesLog}) {
        const auto said = sentence<UserError>([&] { (void)reader(text, "log"); });
        QVERIFY2(said.find("more than 100") != std::string::npos, said.c_str());
      }
    }
  }

  void trainerState() {
    const auto log = readJsonLog(quoted("{'log_history': [{'loss': 2.5, 'grad_norm': NaN, 'epoch': 0.5, 'step': "
                                        "5}, {'eval_loss': -Infinity, 'epoch': 1.0, 'step': 10}, "
                                        "{'loss': 1.5, 'epoch': 1.0, 'step': 10, 'note': 'NaN \\' Infinity'}, "
                                        "{'train_loss': 9, 'train_runtime': 3.5, 'epoch': 1.0, 'step': 10}]}"),
                                 "t");
    QCOMPARE(points(log, "loss"), QString("5/0.5=2.5 10/1=1.5"));
    QCOMPARE(points(log, "train_loss"), QString("none"));
    QCOMPARE(points(log, "eval_loss"), QString("none"));
    QVERIFY(log.epochsFinished);
    for (const char* text : {"", "{}", "[]", "{\"log_history\": 3}", "{\"log_history\": [", "NaN"}) {
      QVERIFY2(!sentence<UserError>([&] { (void)readJsonLog(text, "t"); }).empty(), text);
    }
  }

  /// MMEngine's scalars.json and older log.json: an object a line, train and validation told apart by a word.
  void linesOfOtherParts() {
    const auto log = readJsonLog(quoted("{'env_info': 'linux'}\n"
                                        "{'mode': 'train', 'loss': 2, 'epoch': 1, 'iter': 10}\n"
                                        "{'mode': 'val', 'loss': 3, 'epoch': 1, 'iter': 10}\n"),
                                 "scalars.json");
    QCOMPARE(points(log, "loss"), QString("10/1=2"));
    QCOMPARE(points(log, "val/loss"), QString("10/1=3"));
  }

  void listsOfAHistory() {
    const auto placed =
        readJsonLog(quoted("{'epoch': [2, 4], 'train_loss': [3, 1], 'note': 'x', 'test_loss': [5]}"), "h");
    QCOMPARE(points(placed, "train_loss"), QString("-/2=3 -/4=1"));
    QCOMPARE(points(placed, "test_loss"), QString("-/2=5"));
    QCOMPARE(points(placed, "epoch"), QString("none"));
    QVERIFY(placed.notes.empty());
    const auto counted = readJsonLog(quoted("{'loss': [3, NaN, 1]}"), "h.json");
    QCOMPARE(points(counted, "loss"), QString("-/1=3 -/3=1"));
    QCOMPARE(counted.notes.size(), std::size_t{1});
    const auto entries = readJsonLog(quoted("[{'step': 5, 'loss': 2}, {'step': 6, 'loss': 1}]"), "h");
    QCOMPARE(points(entries, "loss"), QString("5/-=2 6/-=1"));
    QVERIFY(!sentence<UserError>([] { (void)readJsonLog(quoted("{'lr': 0.1, 'names': ['a']}"), "h"); }).empty());
  }
};

QTEST_APPLESS_MAIN(JsonLogTest)
#include "tst_json_log.moc"
