// SPDX-License-Identifier: GPL-3.0-or-later
// Moving bodies through the command line: trained, extracted, measured, analyzed. Short trainings.
#include "core/results/open_results.h"
#include "core/results/stored_motion.h"
#include "tests/app/program.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <bit>
#include <cmath>
#include <filesystem>
#include <vector>

using namespace spindle;
using namespace spindle::test;
namespace fs = std::filesystem;

class BodiesProgramTest : public QObject {
  Q_OBJECT

 private:
  QTemporaryDir folder_;
  Ended spindle(const QStringList& arguments) const { return spindleProgram(arguments, folder_.path()); }

  QJsonObject tables(const QStringList& files) const {
    const Ended ended = spindle(QStringList{"analyze", "bodies"} + files + QStringList{"--json", "b.json"});
    if (ended.status != 0) qWarning("%s", qPrintable(ended.err));
    const auto json = QJsonDocument::fromJson(fileBytes(folder_.filePath("b.json"))).object();
    return json["analyses"].toObject()["bodies"].toObject()["tables"].toObject();
  }

  /// The last row of a table for a network, a time and, where given, an order.
  static QJsonObject row(const QJsonArray& rows, const QString& network, double time, int order = 0) {
    QJsonObject last;
    for (const auto& one : rows) {
      const QJsonObject row = one.toObject();
      if (row["network"].toString().startsWith(network) && std::abs(row["time"].toDouble() - time) < 1e-9 &&
          (order == 0 || row["order"].toInt() == order))
        last = row;
    }
    return last;
  }

 private slots:
  void initTestCase() {
    for (const QString name : {"segno", "egnn"}) {
      Ended ended = spindle({"train", "bodies-" + name, "-o", name, "--steps", "150", "--training-samples", "500",
                             "--checkpoints", "0,20,150", "--seed", "5"});
      QVERIFY2(ended.status == 0, qPrintable(ended.err));
      ended = spindle({"extract", name, "-o", name + ".h5", "--samples", "0-5", "--decomposition", "and"});
      QVERIFY2(ended.status == 0, qPrintable(ended.err));
      ended = spindle({"measure", "bodies", name, "--into", name + ".h5"});
      QVERIFY2(ended.status == 0, qPrintable(ended.err));
    }
  }

  void infoTellsOfBodies() {
    const Ended ended = spindle({"info", "segno"});
    QCOMPARE(ended.status, 0);
    QVERIFY2(ended.out.contains("bodies") && ended.out.contains("taken away"), qPrintable(ended.out));
  }

  /// Draws that are all the same would look like perfect stability.
  void thereAreNoOtherVariablesToDraw() {
    const Ended ended = spindle({"extract", "segno", "-o", "drawn.h5", "--samples", "0-5", "--seeds", "2"});
    QCOMPARE(ended.status, 2);
    QVERIFY2(ended.err.contains("nothing to draw anew"), qPrintable(ended.err));
    QVERIFY(!QFile::exists(folder_.filePath("drawn.h5")));
  }

  void errorsAreThoseOfTheNetwork() {
    const QJsonArray errors = tables({"segno.h5", "egnn.h5"})["body_errors"].toArray();
    const QJsonObject segno = row(errors, "SEGNO", 1.0), egnn = row(errors, "EGNN", 1.0);
    // Both networks look at the same systems, and have learned something.
    QCOMPARE(segno["straight"].toDouble(), egnn["straight"].toDouble());
    QCOMPARE(segno["still"].toDouble(), egnn["still"].toDouble());
    for (const QJsonObject& one : {segno, egnn}) {
      QVERIFY(one["error"].toDouble() > 0.0);
      QVERIFY2(one["error"].toDouble() < 0.8 * one["straight"].toDouble(), qPrintable(one["network"].toString()));
    }
    // Eight times in each of three horizons, or one.
    QVERIFY(!row(errors, "SEGNO", 0.125).isEmpty() && !row(errors, "SEGNO", 3.0).isEmpty());
    QVERIFY(row(errors, "EGNN", 0.125).isEmpty() && !row(errors, "EGNN", 3.0).isEmpty());
  }

  void theScoresOfExtractAreMeasured() {
    const auto results = openResults(fs::path(folder_.filePath("segno.h5").toStdString()));
    const auto motion = storedMotion(results->header());
    QVERIFY(motion.has_value());
    const QJsonArray orders = tables({"segno.h5"})["body_interactions"].toArray();
    const std::size_t samples = motion->samples(), coalitions = motion->coalitions(), atEnd = motion->times - 1;
    const std::size_t last = results->header().checkpoints() - 1;
    QCOMPARE(samples, std::size_t{6});
    std::vector<double> strength(5, 0.0);
    for (std::size_t s = 0; s < samples; ++s) {
      const PairResult pair = results->pair(last, s);
      QCOMPARE(pair.values.values().size(), coalitions);
      for (std::size_t t = 0; t < coalitions; ++t) {
        const double measured = motion->scores.at(last, s, atEnd * coalitions + t);
        QVERIFY(std::abs(measured - pair.values[static_cast<Coalition>(t)]) < 1e-5);
        // The effects of `--decomposition and` are the dividends of the values.
        if (t != 0)
          strength[std::popcount(t)] +=
              std::abs(pair.andPart[static_cast<Coalition>(t)]) / static_cast<double>(samples);
      }
    }
    for (int order = 1; order <= 4; ++order) {
      const QJsonObject one = row(orders, "SEGNO", 1.0, order);
      QVERIFY(std::abs(one["strength"].toDouble() - strength[order]) < 1e-5 * strength[order] + 1e-6);
      QVERIFY(one["true_strength"].toDouble() > 0.0 && one["error"].toDouble() > 0.0);
    }
    // Before training nothing acts, so all is missed; what is smaller than the rounding of scores aside.
    int missed = 0;
    for (const auto& one : orders) {
      const QJsonObject first = one.toObject();
      if (first["step"].toDouble() != 0.0 || first["true_strength"].toDouble() < 1e-4) continue;
      QVERIFY(std::abs(first["error"].toDouble() - 1.0) < 0.2);
      ++missed;
    }
    QVERIFY(missed >= 10);
  }

  void figuresAndReport() {
    for (const char* form : {"--figure=b.svg", "--figure=b.png", "--tex=b.tex", "--npz=b.npz"})
      QVERIFY2(spindle({"analyze", "bodies", "segno.h5", "egnn.h5", form}).status == 0, form);
  }

  void asManyWorkersTheSameBytes() {
    QVERIFY(QFile::copy(folder_.filePath("segno.h5"), folder_.filePath("again.h5")));
    const QByteArray before = fileBytes(folder_.filePath("again.h5"));
    QCOMPARE(spindle({"measure", "bodies", "segno", "--into", "again.h5", "--threads", "2"}).status, 0);
    QVERIFY(fileBytes(folder_.filePath("again.h5")) == before);
  }

  void badWordsAreRefused() {
    for (const QStringList& words :
         QList<QStringList>{{"train", "bodies-egnn", "--time-step", "0.1", "-o", "x"},
                            {"train", "bodies-segno", "--force", "strong", "-o", "x"},
                            {"train", "bodies-segno", "--left-out", "1", "-o", "x"},
                            {"train", "cancer", "--horizon", "500", "-o", "x"},
                            {"extract", "segno", "-o", "x.h5", "--baseline", "1"},
                            {"measure", "noise-stability", "segno", "--into", "segno.h5"},
                            {"measure", "bodies", "segno", "--into", "segno.h5", "--horizons", "99"}}) {
      const Ended ended = spindle(words);
      QVERIFY2(ended.status != 0 && ended.err.count('\n') == 1, qPrintable(words.join(' ') + ": " + ended.err));
    }
  }
};

QTEST_GUILESS_MAIN(BodiesProgramTest)
#include "tst_bodies.moc"
