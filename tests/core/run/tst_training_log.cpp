// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/user_error.h"
#include "core/run/log/event_file.h"
#include "core/run/log/event_log.h"
#include "core/run/log/losses.h"
#include "core/run/log/read_text.h"
#include "core/run/log/training_log.h"
#include "tests/core/run/event_records.h"
#include "tests/core/run/log_points.h"
#include "tests/core/run/run_folder.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <cmath>

using namespace spindle;
using spindle::test::field;
using spindle::test::points;
using spindle::test::quoted;
using spindle::test::raw;
using spindle::test::record;
using spindle::test::RunFolder;
using spindle::test::scalarEvent;
using spindle::test::sentence;
using spindle::test::simple;
using spindle::test::varint;

namespace {

const std::filesystem::path golden = SPINDLE_GOLDEN_DIR "/run";

const std::string version = record("\x09" + raw(1.0) + field(3, "brain.Event:2"));

}  // namespace

class TrainingLogTest : public QObject {
  Q_OBJECT

 private slots:
  void tables_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("column");
    QTest::addColumn<QString>("expected");
    QTest::newRow("train and validation in different rows")
        << "epoch,step,train_loss,val_loss\n0,9,1.5,\n0,9,,2.5\n1,19,0.5,\n1,19,,1.5\n"
        << "val_loss"
        << "9/0=2.5 19/1=1.5";
    QTest::newRow("columns by name") << "val_loss,step,epoch\n2,9,0\n"
                                     << "val_loss"
                                     << "9/0=2";
    QTest::newRow("never filled forward") << "step,a,b\n1,5,\n2,,6\n3,7,\n"
                                          << "a"
                                          << "1/-=5 3/-=7";
    QTest::newRow("epochs only") << "epoch,train_loss\n0,3\n1,2\n"
                                 << "train_loss"
                                 << "-/0=3 -/1=2";
    QTest::newRow("later rows win") << "step,loss\n1,5\n2,4\n1,3\n"
                                    << "loss"
                                    << "1/-=3 2/-=4";
    QTest::newRow("semicolons") << "step;loss\n1;5\n"
                                << "loss"
                                << "1/-=5";
    QTest::newRow("tabs and Windows line ends") << "step\tloss\r\n1\t5\r\n"
                                                << "loss"
                                                << "1/-=5";
    QTest::newRow("quotes") << "\"step\",\"a, b\"\n\"1\",\"5\"\n"
                            << "a, b"
                            << "1/-=5";
    QTest::newRow("NaN is no point") << "step,loss\n1,nan\n2,inf\n3,4\n"
                                     << "loss"
                                     << "3/-=4";
    QTest::newRow("W&B") << "Step,run - loss\n10,0.5\n"
                         << "run - loss"
                         << "10/-=0.5";
    QTest::newRow("short rows") << "step,loss,val_loss\n1,5\n2\n"
                                << "loss"
                                << "1/-=5";
    QTest::newRow("torn last row") << "step,loss\n1,5\n2,"
                                   << "loss"
                                   << "1/-=5";
    QTest::newRow("words") << "step,loss\n1,x\n2,3\n"
                           << "loss"
                           << "2/-=3";
    QTest::newRow("rows without a place") << "step,loss\n,3\n"
                                          << "loss"
                                          << "none";
    QTest::newRow("byte order mark") << "\xEF\xBB\xBFstep,loss\n1,5\n"
                                     << "loss"
                                     << "1/-=5";
  }

  void tables() {
    QFETCH(QString, text);
    QFETCH(QString, column);
    QFETCH(QString, expected);
    QCOMPARE(points(readTableLog(text.toStdString(), "m.csv"), column.toStdString()), expected);
  }

  void tableWithoutPlaces() {
    const auto said = sentence<UserError>([] { (void)readTableLog("a,b\n1,2\n", "m.csv"); });
    QCOMPARE(said, std::string("m.csv has no column \"step\" or \"epoch\" in its header; rename one accordingly."));
  }

  void realFiles_data() {
    QTest::addColumn<QString>("train");
    QTest::addColumn<QString>("test");
    QTest::newRow("lightning_metrics.csv") << "train_loss"
                                           << "val_loss";
    QTest::newRow("trainer_state.json") << "loss"
                                        << "eval_g0_loss";
    QTest::newRow("events.tfevents") << "train_loss"
                                     << "val_loss";
  }

  void realFiles() {
    QFETCH(QString, train);
    QFETCH(QString, test);
    const std::string name = QTest::currentDataTag();
    QFile file(QString::fromStdString((golden / "expected.json").string()));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const auto expected = QJsonDocument::fromJson(file.readAll()).object()[name.c_str()].toObject();
    const auto path = golden / name;
    const auto log = name.ends_with(".csv")    ? readTableLog(readText(path, 1 << 20), name)
                     : name.ends_with(".json") ? readJsonLog(readText(path, 1 << 20), name)
                                               : readEventLog(path, name);
    QVERIFY(!expected.isEmpty());
    for (auto column = expected.begin(); column != expected.end(); ++column) {
      const auto found = std::find_if(log.columns.begin(), log.columns.end(),
                                      [&](const LogColumn& c) { return c.name == column.key().toStdString(); });
      QVERIFY2(found != log.columns.end(), qPrintable(column.key()));
      const auto want = column.value().toObject();
      QCOMPARE(static_cast<int>(found->points.size()), want["count"].toInt());
      const auto same = [](const LogPoint& point, const QJsonArray& values) {
        return point.step == values[0].toDouble() &&
               (values[1].isNull() ? std::isnan(point.epoch) : point.epoch == values[1].toDouble()) &&
               static_cast<float>(point.value) == static_cast<float>(values[2].toDouble());
      };
      QVERIFY(same(found->points.front(), want["first"].toArray()));
      QVERIFY(same(found->points.back(), want["last"].toArray()));
      double sum = 0;
      for (const auto& point : found->points) sum += point.value;
      QVERIFY(std::abs(sum - want["sum"].toDouble()) <= 1e-6 * std::abs(sum));
    }
    const auto choice = chooseLossColumns(log, {});
    QCOMPARE(choice.columns.train, train.toStdString());
    QCOMPARE(choice.columns.test, test.toStdString());
  }

  void maskedCrcOfKnownBytes() {
    // RFC 3720 B.4: CRC-32C of 32 zero bytes is 0x8A9136AA.
    constexpr std::uint32_t crc = 0x8A9136AAU;
    QCOMPARE(maskedCrc32c(std::string(32, '\0')), ((crc >> 15) | (crc << 17)) + 0xa282ead8U);
  }

  void eventForms_data() {
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<double>("expected");
    const auto row = [](const char* name, const std::string& value, double expected) {
      QTest::newRow(name) << QByteArray::fromStdString(value) << expected;
    };
    row("simple value", simple(1.5F), 1.5);
    row("float tensor content", field(8, std::string("\x08\x01") + field(4, raw(2.5F))), 2.5);
    row("double tensor content", field(8, std::string("\x08\x02") + field(4, raw(0.1))), 0.1);
    row("int32 tensor content", field(8, std::string("\x08\x03") + field(4, raw(std::int32_t{-7}))), -7);
    row("int64 tensor content", field(8, std::string("\x08\x09") + field(4, raw(std::int64_t{-8}))), -8);
    row("float_val", field(8, std::string("\x08\x01\x2d") + raw(3.5F)), 3.5);
    row("packed float_val", field(8, std::string("\x08\x01") + field(5, raw(4.5F))), 4.5);
    row("packed double_val", field(8, std::string("\x08\x02") + field(6, raw(0.3))), 0.3);
    row("int_val", field(8, std::string("\x08\x03\x38") + varint(12)), 12);
    row("packed int64_val", field(8, std::string("\x08\x09") + field(10, varint(1U << 20))), 1 << 20);
    row("metadata first", field(9, field(1, field(1, "scalars"))) + simple(6), 6);
  }

  void eventForms() {
    QFETCH(QByteArray, value);
    QFETCH(double, expected);
    const auto read = readEventScalars(version + scalarEvent(2, 300, "loss", value.toStdString()), "e");
    QCOMPARE(read.scalars.size(), std::size_t{1});
    QCOMPARE(read.scalars[0].step, std::int64_t{300});
    QCOMPARE(read.scalars[0].tag, std::string("loss"));
    QCOMPARE(read.scalars[0].wallTime, 2.0);
    QCOMPARE(read.scalars[0].value, expected);
    QVERIFY(!read.torn);
  }

  void tensorsOfSeveralElementsAreNoScalars() {
    const auto two = field(8, std::string("\x08\x01") + field(4, raw(1.0F) + raw(2.0F)));
    QVERIFY(readEventScalars(version + scalarEvent(2, 1, "h", two), "e").scalars.empty());
  }

  void tornAndDamagedEvents() {
    const auto whole = version + scalarEvent(2, 1, "loss", simple(1)) + scalarEvent(3, 2, "loss", simple(2));
    const auto first = version.size() + scalarEvent(2, 1, "loss", simple(1)).size();
    for (std::size_t length = 0; length < whole.size(); ++length) {
      const auto read = readEventScalars(std::string_view(whole).substr(0, length), "e");
      QCOMPARE(read.torn, length != 0 && length != version.size() && length != first);
      QCOMPARE(read.scalars.size(), std::size_t{length >= first ? 1U : 0U});
    }
    for (std::size_t i = 0; i < whole.size(); ++i) {
      auto changed = whole;
      changed[i] = static_cast<char>(changed[i] ^ 0x10);
      const auto said = sentence<UserError>([&] { (void)readEventScalars(changed, "e"); });
      QVERIFY2(said.find("wrong") != std::string::npos, qPrintable(QString::number(i)));
    }
  }

  void malformedMessagesWithRightChecksums() {
    const auto good = scalarEvent(2, 1, "loss", field(8, std::string("\x08\x01") + field(4, raw(2.5F))));
    const auto data = good.substr(12, good.size() - 16);
    for (std::size_t i = 0; i < data.size(); ++i) {
      for (int bit = 0; bit < 8; ++bit) {
        auto changed = data;
        changed[i] = static_cast<char>(changed[i] ^ (1 << bit));
        try {
          (void)readEventScalars(record(changed), "e");
        } catch (const UserError&) {
        }
      }
      try {
        (void)readEventScalars(record(data.substr(0, i)), "e");
      } catch (const UserError&) {
      }
    }
    QVERIFY(!sentence<UserError>([] { (void)readEventScalars(record("\x0b"), "e"); }).empty());
    QVERIFY(!sentence<UserError>([] { (void)readEventScalars(record("\x12\x7f"), "e"); }).empty());
  }

  void mergesEventFiles() {
    const RunFolder folder;
    folder.write("events.out.tfevents.1",
                 version + scalarEvent(10, 1, "loss", simple(1)) + scalarEvent(30, 2, "loss", simple(22)));
    folder.write("events.out.tfevents.2", version + scalarEvent(20, 2, "loss", simple(2)) +
                                              scalarEvent(40, 3, "loss", simple(3)) +
                                              scalarEvent(40, 3, "epoch", simple(1)));
    folder.write("loss_test/events.out.tfevents.3", version + scalarEvent(10, 1, "loss", simple(7)));
    folder.write("loss_train/events.out.tfevents.4", version + scalarEvent(10, 1, "loss", simple(8)) + "cut");
    const auto log = readEventLog(folder.path(), "tb");
    QCOMPARE(points(log, "loss"), QString("1/-=1 2/-=22 3/1=3"));
    QCOMPARE(points(log, "loss_test/loss"), QString("1/-=7"));
    QCOMPARE(log.notes.size(), std::size_t{1});
    const auto choice = chooseLossColumns(log, {});
    QCOMPARE(choice.columns.test, std::string("loss_test/loss"));
  }

  void choosesColumns_data() {
    QTest::addColumn<QString>("columns");
    QTest::addColumn<QString>("train");
    QTest::addColumn<QString>("test");
    const auto row = [](const char* columns, const char* train, const char* test) {
      QTest::newRow(columns) << columns << train << test;
    };
    row("train_loss val_loss", "train_loss", "val_loss");
    row("train_loss_step train_loss_epoch val_loss", "train_loss_epoch", "val_loss");
    row("train_loss_step train_loss", "train_loss", "");
    row("loss eval_loss", "loss", "eval_loss");
    row("Loss/train Loss/test", "Loss/train", "Loss/test");
    row("train/loss valid/loss", "train/loss", "valid/loss");
    row("trainLoss testLoss", "trainLoss", "testLoss");
    row("tr_loss dev_loss", "tr_loss", "dev_loss");
    row("training_cls_loss training_loss", "training_loss", "");
    row("train_acc val_acc", "", "");
    row("latest_loss pretrain_loss", "", "");
    row("lossy glossary", "", "");
  }

  void choosesColumns() {
    QFETCH(QString, columns);
    QFETCH(QString, train);
    QFETCH(QString, test);
    TrainingLog log;
    for (const auto& name : columns.split(' ')) log.columns.push_back({name.toStdString(), {LogPoint{1, 1, 1}}});
    const auto choice = chooseLossColumns(log, {});
    QCOMPARE(QString::fromStdString(choice.columns.train), train);
    QCOMPARE(QString::fromStdString(choice.columns.test), test);
  }

  void joins_data() {
    QTest::addColumn<QString>("log");
    QTest::addColumn<bool>("epochs");
    QTest::addColumn<QString>("expected");
    QTest::addColumn<QString>("said");
    QTest::newRow("exact steps") << "step,loss\n0,3\n10,2\n20,1\n"
                                 << false << "3 2 1"
                                 << "3 at their step";
    QTest::newRow("logs that count from 0") << "step,loss\n9,2\n19,1\n"
                                            << false << "nan 2 1"
                                            << "2 at their step - 1, 1 without a loss";
    QTest::newRow("epochs") << "epoch,loss\n0,3\n10,2\n20,1\n"
                            << true << "3 2 1"
                            << "3 by epoch";
    QTest::newRow("last value of an epoch") << "epoch,step,loss\n0,5,3\n10,7,5\n10,8,2\n20,9,1\n"
                                            << true << "3 2 1"
                                            << "3 by epoch";
    QTest::newRow("between denser values")
        << "step,loss\n0,4\n5,3\n15,1\n19,0.5\n25,0\n"
        << false << "4 2 0.5"
        << "1 at their step, 1 at their step - 1, 1 linearly interpolated between two logged values";
    QTest::newRow("a sparser log is not filled") << "step,loss\n0,4\n15,1\n"
                                                 << false << "4 nan nan"
                                                 << "1 at their step, 2 without a loss";
    QTest::newRow("never beyond the ends") << "step,loss\n1,4\n2,3\n3,1\n4,1\n"
                                           << false << "nan nan nan"
                                           << "";
  }

  void joins() {
    QFETCH(QString, log);
    QFETCH(bool, epochs);
    QFETCH(QString, expected);
    QFETCH(QString, said);
    CheckpointSeries series;
    series.stepsAreEpochs = epochs;
    for (const double at : {0.0, 10.0, 20.0}) {
      Checkpoint checkpoint;
      checkpoint.step = at;
      checkpoint.epoch = epochs ? at : std::nan("");
      series.checkpoints.push_back(checkpoint);
    }
    const auto read = readTableLog(log.toStdString(), "m.csv");
    const auto text = joinLosses(lossCurve(read, chooseLossColumns(read, {}).columns), series);
    QStringList losses;
    for (const auto& checkpoint : series.checkpoints) {
      losses << QString::number(checkpoint.trainLoss);
      QVERIFY(std::isnan(checkpoint.testLoss));
    }
    QCOMPARE(losses.join(' '), expected);
    QCOMPARE(QString::fromStdString(text), said);
  }

  void otherColumnsAreJoinedLikeLosses() {
    CheckpointSeries series;
    for (const double step : {0.0, 10.0, 20.0}) {
      Checkpoint checkpoint;
      checkpoint.step = step;
      checkpoint.epoch = std::nan("");
      series.checkpoints.push_back(checkpoint);
    }
    const auto log = readTableLog(
        "step,loss,val_loss,accuracy,lr,never\n0,4,5,0.1,0.5,\n10,2,3,,0.05,\n20,1,2,0.9,0.05,\n30,1,1,1,1,7\n",
        "m.csv");
    joinColumns(log, chooseLossColumns(log, {}).columns, series);
    // Losses have their places, and what no checkpoint has is left out.
    QCOMPARE(series.loggedColumns, (std::vector<std::string>{"accuracy", "lr"}));
    QCOMPARE(series.checkpoints[0].logged, (std::vector<double>{0.1, 0.5}));
    QVERIFY(std::isnan(series.checkpoints[1].logged[0]));
    QCOMPARE(series.checkpoints[1].logged[1], 0.05);
    QCOMPARE(series.checkpoints[2].logged, (std::vector<double>{0.9, 0.05}));
  }

  /// Names that have both, and a log that has epochs only: parts of an epoch lie between its values.
  void joinsByTheEpochWhereTheLogHasNoSteps() {
    CheckpointSeries series;
    for (const double epoch : {0.05, 0.13}) {
      Checkpoint checkpoint;
      checkpoint.step = epoch * 100;
      checkpoint.epoch = epoch;
      series.checkpoints.push_back(checkpoint);
    }
    const auto read = readTableLog("epoch,loss\n0,4\n0.1,2\n0.2,1\n", "m.csv");
    const auto text = joinLosses(lossCurve(read, chooseLossColumns(read, {}).columns), series);
    QCOMPARE(QString::fromStdString(text), QString("2 linearly interpolated between two logged values"));
    QCOMPARE(series.checkpoints[0].trainLoss, 3.0);
    QCOMPARE(series.checkpoints[1].trainLoss, 1.7);
  }

  void damagedLogsAreRefusedOrRead() {
    const auto table = readText(golden / "lightning_metrics.csv", 1 << 20).substr(0, 600);
    const auto state = readText(golden / "trainer_state.json", 1 << 20).substr(0, 600);
    const auto attempt = [](const std::string& text) {
      for (const auto reader : {readTableLog, readJsonLinesLog, readJsonLog}) {
        try {
          (void)reader(text, "log");
        } catch (const UserError&) {
        }
      }
    };
    for (const auto& whole : {table, state}) {
      for (std::size_t i = 0; i < whole.size(); ++i) {
        attempt(whole.substr(0, i));
        auto changed = whole;
        changed[i] = static_cast<char>(changed[i] ^ 0x11);
        attempt(changed);
      }
    }
    attempt(std::string(50000, '{'));
    const auto said = sentence<UserError>([] { (void)readTableLog(std::string(50000, ','), "log"); });
    QVERIFY2(said.find("10000 columns") != std::string::npos, said.c_str());
  }
};

QTEST_APPLESS_MAIN(TrainingLogTest)
#include "tst_training_log.moc"
