// SPDX-License-Identifier: GPL-3.0-or-later
// Additive models and wirings through the command line: trained, extracted, measured, analyzed. Short trainings.
#include "tests/app/program.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <cmath>

using namespace spindle::test;

class ShapesProgramTest : public QObject {
  Q_OBJECT

 private:
  QTemporaryDir folder_;
  Ended spindle(const QStringList& arguments) const { return spindleProgram(arguments, folder_.path()); }

  /// The tables of an analysis by name.
  QJsonObject tables(const QString& name, const QStringList& files) const {
    const Ended ended = spindle(QStringList{"analyze", name} + files + QStringList{"--json", name + ".json"});
    if (ended.status != 0) qWarning("%s", qPrintable(ended.err));
    const auto json = QJsonDocument::fromJson(fileBytes(folder_.filePath(name + ".json"))).object();
    return json["analyses"].toObject()[name].toObject()["tables"].toObject();
  }

  void train(const QStringList& arguments, const QString& run, const QString& samples) const {
    Ended ended = spindle(QStringList{"train"} + arguments + QStringList{"-o", run, "--seed", "3"});
    QVERIFY2(ended.status == 0, qPrintable(ended.err));
    ended = spindle({"extract", run, "-o", run + ".h5", "--samples", samples});
    QVERIFY2(ended.status == 0, qPrintable(ended.err));
  }

 private slots:
  /// Order 2 and above vanishes, and order 1 is the curve.
  void anAdditiveModelHasNoInteractions_data() {
    QTest::addColumn<QString>("model");
    QTest::addColumn<QString>("units");
    QTest::newRow("classes, ReLU") << "nam-cancer"
                                   << "relu";
    QTest::newRow("measured values, ExU") << "nam-diabetes"
                                          << "exu";
  }
  void anAdditiveModelHasNoInteractions() {
    QFETCH(QString, model);
    QFETCH(QString, units);
    train({model, "--units", units, "--members", "3", "--steps", "40", "--checkpoints", "3", "--hidden", "16,8"}, model,
          "0-3");
    const QJsonArray rows = tables("shapes", {model + ".h5"})["shape_pairs"].toArray();
    QCOMPARE(rows.size(), 3);
    for (const auto& row : rows) {
      const double largest = row.toObject()["largest"].toDouble(-1.0);
      QVERIFY2(largest >= 0.0 && largest < 1e-5, qPrintable(QString::number(largest)));
    }
    for (const auto& row : tables("additive", {model + ".h5"})["additive"].toArray()) {
      QVERIFY(row.toObject()["variance_share"].toDouble() > 1.0 - 1e-6);
      QVERIFY(row.toObject()["strength_share"].toDouble() > 1.0 - 1e-6);
    }
    const Ended measured = spindle({"measure", "shapes", model, "--into", model + ".h5"});
    QVERIFY2(measured.status == 0, qPrintable(measured.err));
    const Ended analyzed = spindle({"analyze", "shapes", model + ".h5", "--csv", model + "-csv"});
    QVERIFY2(analyzed.status == 0, qPrintable(analyzed.err));
    // The network's curve is the mean of its members' everywhere.
    double worst = 0.0, largest = 0.0;
    QList<double> own, members;
    const auto lines = QString::fromUtf8(fileBytes(folder_.filePath(model + "-csv/shapes.csv"))).split('\n');
    const int points = 64;
    for (int i = 1; i + 1 < lines.size(); i += 4 * points) {
      for (int p = 0; p < points; ++p) {
        double sum = 0.0;
        for (int m = 0; m <= 3; ++m) {
          const QStringList cells = lines[i + m * points + p].split(',');
          QCOMPARE(cells[3], QString::number(m));
          sum += (m == 0 ? -1.0 : 1.0 / 3.0) * cells[5].toDouble();
          if (m == 0) largest = std::max(largest, std::abs(cells[5].toDouble()));
        }
        worst = std::max(worst, std::abs(sum));
      }
    }
    QVERIFY(largest > 0.0);
    QVERIFY2(worst < 1e-4 * largest, qPrintable(QString::number(worst)));
    QCOMPARE(spindle({"analyze", "shapes", model + ".h5", "--figure", "shapes.svg"}).status, 0);
    for (const char* kind : {"shapes", "shape-importance"}) {
      for (const char* venue : {"acl", "neurips", "poster"}) {
        const Ended checked =
            spindle({"figure", model + ".h5", "--kind", kind, "--venue", venue, "--check", "-o", "shapes.svg"});
        QVERIFY2(checked.status == 0 && !checked.err.contains("lie on each other"), qPrintable(checked.err));
      }
    }
  }

  void anotherNetworkHasCurvesAndInteractions() {
    train({"friedman-mlp", "--steps", "30", "--checkpoints", "0,30"}, "mlp", "0-3");
    QCOMPARE(spindle({"measure", "shapes", "mlp", "--into", "mlp.h5"}).status, 0);
    const QJsonObject found = tables("shapes", {"mlp.h5"});
    QCOMPARE(found["shape_importance"].toArray().size(), 20);
    QVERIFY(found["shape_pairs"].toArray().last().toObject()["largest"].toDouble() > 1e-3);
  }

  void wiringsAreTrainedAndCompared() {
    for (const QString code : {"2_02_002", "2_21_112"})
      train({"dag-mlp", "--dag", code, "--hidden", "32", "--epochs", "2", "--training-samples", "640"}, code, "0-1");
    const QJsonObject found = tables("wiring", {"2_02_002.h5", "2_21_112.h5"});
    const QJsonArray rows = found["wiring"].toArray(), runs = found["wiring_runs"].toArray();
    QCOMPARE(rows.size(), 3);
    QCOMPARE(rows.first().toObject()["effective_depth"].toDouble(), 3.0);
    QCOMPARE(runs.first().toObject()["dag"].toString(), QString("2_02_002"));
    QCOMPARE(runs.last().toObject()["dag"].toString(), QString("2_21_112"));
    QVERIFY(runs.last().toObject()["train_loss"].toDouble() > 0.0);
    // Without results, and in every form.
    const Ended alone = spindle({"analyze", "wiring", "--dag", "2_21_112"});
    QVERIFY2(alone.status == 0 && alone.out.contains("The order reverses"), qPrintable(alone.err));
    for (const char* form : {"--json=w.json", "--tex=w.tex", "--npz=w.npz", "--csv=w", "--figure=w.png"})
      QVERIFY2(spindle({"analyze", "wiring", "--dag", "1_01_222", form}).status == 0, form);
    QVERIFY(fileBytes(folder_.filePath("w/wiring_space.csv")).count('\n') == 730);
  }

  void badWordsAreRefused() {
    for (const QStringList& words : QList<QStringList>{{"analyze", "wiring", "--dag", "2_21_113"},
                                                       {"analyze", "shapes"},
                                                       {"train", "dag-mlp", "--dag", "0_00_000", "-o", "x"},
                                                       {"train", "cancer", "--dag", "2_21_112", "-o", "x"},
                                                       {"train", "cancer", "--members", "2", "-o", "x"},
                                                       {"train", "nam-cancer", "--units", "tanh", "-o", "x"},
                                                       {"train", "nam-diabetes", "--label-noise", "0.1", "-o", "x"}}) {
      const Ended ended = spindle(words);
      QVERIFY2(ended.status != 0 && ended.err.count('\n') == 1, qPrintable(words.join(' ') + ": " + ended.err));
    }
  }
};

QTEST_GUILESS_MAIN(ShapesProgramTest)
#include "tst_shapes.moc"
