// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/checkpoints/checkpoint_order.h"

#include <QTest>

#include <cmath>

using namespace spindle;

namespace {

/// "name:step:epoch" in order, with the names that were set aside after "|".
QString shown(const CheckpointSeries& series) {
  QStringList kept, aside;
  for (const auto& checkpoint : series.checkpoints) {
    const auto epoch = std::isnan(checkpoint.epoch) ? QString("-") : QString::number(checkpoint.epoch);
    kept << QString::fromStdString(checkpoint.name) + ":" + QString::number(checkpoint.step, 'g', 12) + ":" + epoch;
  }
  for (const auto& file : series.setAside) aside << QString::fromStdString(file.name);
  return kept.join(' ') + (aside.isEmpty() ? QString() : " | " + aside.join(' '));
}

std::vector<std::string> names(const QString& text) {
  std::vector<std::string> list;
  for (const auto& name : text.split(' ')) list.push_back(name.toStdString());
  return list;
}

}  // namespace

class CheckpointOrderTest : public QObject {
  Q_OBJECT

 private slots:
  void orders_data() {
    QTest::addColumn<QString>("given");
    QTest::addColumn<QString>("expected");
    QTest::newRow("numeric, not by letters") << "epoch10.pt epoch2.pt epoch1.pt"
                                             << "epoch1.pt:1:1 epoch2.pt:2:2 epoch10.pt:10:10";
    QTest::newRow("9000 before 10000") << "step-9000.pt step-10000.pt"
                                       << "step-9000.pt:9000:- step-10000.pt:10000:-";
    QTest::newRow("padding that widens") << "step_0999.pt step_10000.pt step_0001.pt"
                                         << "step_0001.pt:1:- step_0999.pt:999:- step_10000.pt:10000:-";
    QTest::newRow("epoch and step") << "epoch=1-step=600.ckpt epoch=0-step=300.ckpt"
                                    << "epoch=0-step=300.ckpt:300:0 epoch=1-step=600.ckpt:600:1";
    QTest::newRow("init is step 0") << "step_5.pt init.pt"
                                    << "init.pt:0:0 step_5.pt:5:-";
    QTest::newRow("init is epoch 0") << "model_epoch_1.pt untrained.pt"
                                     << "untrained.pt:0:0 model_epoch_1.pt:1:1";
    QTest::newRow("folders") << "checkpoint-1000/model.safetensors checkpoint-500/model.safetensors"
                             << "checkpoint-500/model.safetensors:500:- checkpoint-1000/model.safetensors:1000:-";
    QTest::newRow("slash in a metric's name")
        << "checkpoints/epoch=3-val/loss=0.3.ckpt checkpoints/epoch=2-val/loss=0.4.ckpt"
        << "checkpoints/epoch=2-val/loss=0.4.ckpt:2:2 checkpoints/epoch=3-val/loss=0.3.ckpt:3:3";
    QTest::newRow("the nearest folder wins") << "epoch_9/step_2/model.pt epoch_9/step_1/model.pt"
                                             << "epoch_9/step_1/model.pt:1:- epoch_9/step_2/model.pt:2:-";
    QTest::newRow("metric beside the epoch") << "epoch=2-val_loss=0.05.ckpt epoch=1-val_loss=0.31.ckpt"
                                             << "epoch=1-val_loss=0.31.ckpt:1:1 epoch=2-val_loss=0.05.ckpt:2:2";
    QTest::newRow("newer version of a step")
        << "epoch=1-step=5.ckpt epoch=1-step=5-v1.ckpt epoch=0-step=2.ckpt"
        << "epoch=0-step=2.ckpt:2:0 epoch=1-step=5-v1.ckpt:5:1 | epoch=1-step=5.ckpt";
    QTest::newRow("a role at a known step") << "best_epoch_2.pth epoch_2.pth epoch_1.pth"
                                            << "epoch_1.pth:1:1 epoch_2.pth:2:2 | best_epoch_2.pth";
    QTest::newRow("an average of a known step") << "epoch_2_ema.pth epoch_2.pth"
                                                << "epoch_2.pth:2:2 | epoch_2_ema.pth";
    QTest::newRow("roles without a step") << "last.ckpt best.ckpt epoch=1.ckpt"
                                          << "epoch=1.ckpt:1:1 | last.ckpt best.ckpt";
    QTest::newRow("numbers are steps") << "ckpt_10.pt ckpt_2.pt"
                                       << "ckpt_2.pt:2:- ckpt_10.pt:10:-";
    QTest::newRow("numbers as the other names") << "epoch_3.pt model_5.pt"
                                                << "epoch_3.pt:3:3 model_5.pt:5:5";
    QTest::newRow("k and M") << "step_1M.pt step_10k.pt step_500.pt"
                             << "step_500.pt:500:- step_10k.pt:10000:- step_1M.pt:1000000:-";
    QTest::newRow("the same number everywhere is none") << "mlp_256_b/first_9.pt mlp_256_b/second_9.pt"
                                                        << "mlp_256_b/first_9.pt:0:- mlp_256_b/second_9.pt:1:-";
    QTest::newRow("a constant step beside epochs") << "steps100_epoch2.pt steps100_epoch1.pt"
                                                   << "steps100_epoch1.pt:1:1 steps100_epoch2.pt:2:2";
    QTest::newRow("no position at all") << "b10.pt b9.pt final.pt init.pt"
                                        << "init.pt:0:- b9.pt:1:- b10.pt:2:- final.pt:3:-";
    QTest::newRow("one file") << "model.pt"
                              << "model.pt:0:-";
    QTest::newRow("steps from epochs where names have both")
        << "epoch=2-step=20.pt epoch=1-step=10.pt epoch=3.pt"
        << "epoch=1-step=10.pt:10:1 epoch=2-step=20.pt:20:2 epoch=3.pt:30:3";
    QTest::newRow("short forms of epoch and step") << "lenet_e0.13_s13.pth lenet_e0.05_s5.pth"
                                                   << "lenet_e0.05_s5.pth:5:0.05 lenet_e0.13_s13.pth:13:0.13";
    QTest::newRow("ep and it") << "vit_ep2_it938.pt vit_ep1_it469.pt"
                               << "vit_ep1_it469.pt:469:1 vit_ep2_it938.pt:938:2";
    QTest::newRow("two numbers at the end are epoch and step")
        << "net-d0_0_500.pth net-d0_1_1000.pth net-d0_2_1500.pth net-d0_2_2000.pth"
        << "net-d0_0_500.pth:500:0 net-d0_1_1000.pth:1000:1 net-d0_2_1500.pth:1500:2 net-d0_2_2000.pth:2000:2";
    QTest::newRow("two numbers at the end are step and epoch")
        << "m_500_1.pt m_1000_2.pt m_1500_3.pt"
        << "m_500_1.pt:500:1 m_1000_2.pt:1000:2 m_1500_3.pt:1500:3";
    QTest::newRow("fairseq") << "checkpoint_1_500.pt checkpoint_1_1000.pt checkpoint_2_1500.pt"
                             << "checkpoint_1_500.pt:500:1 checkpoint_1_1000.pt:1000:1 checkpoint_2_1500.pt:1500:2";
    QTest::newRow("an epoch and the length of each") << "faster_rcnn_1_7_10021.pth faster_rcnn_1_6_10021.pth"
                                                     << "faster_rcnn_1_6_10021.pth:6:- faster_rcnn_1_7_10021.pth:7:-";
    QTest::newRow("an architecture and a step") << "model_16_200.pt model_16_100.pt"
                                                << "model_16_100.pt:100:- model_16_200.pt:200:-";
    QTest::newRow("an epoch and a score in percent") << "net_e1_s40.pt net_e2_s60.pt net_e3_s85.pt"
                                                     << "net_e1_s40.pt:1:1 net_e2_s60.pt:2:2 net_e3_s85.pt:3:3";
    QTest::newRow("an epoch and a score at the end") << "epoch_1_40.pt epoch_2_60.pt epoch_3_85.pt"
                                                     << "epoch_1_40.pt:1:1 epoch_2_60.pt:2:2 epoch_3_85.pt:3:3";
    QTest::newRow("an epoch and a seed") << "net_e1_s7.pt net_e2_s7.pt"
                                         << "net_e1_s7.pt:1:1 net_e2_s7.pt:2:2";
    QTest::newRow("an epoch, a seed and a step")
        << "model_e1_s42_400.pt model_e2_s42_800.pt model_e3_s42_1200.pt"
        << "model_e1_s42_400.pt:400:1 model_e2_s42_800.pt:800:2 model_e3_s42_1200.pt:1200:3";
    QTest::newRow("an epoch, a seed and a score")
        << "model_e1_s42_40.pt model_e2_s42_60.pt model_e3_s42_85.pt"
        << "model_e1_s42_40.pt:1:1 model_e2_s42_60.pt:2:2 model_e3_s42_85.pt:3:3";
    QTest::newRow("an epoch and n") << "ep1_n400.pt ep2_n800.pt ep3_n1200.pt"
                                    << "ep1_n400.pt:400:1 ep2_n800.pt:800:2 ep3_n1200.pt:1200:3";
    QTest::newRow("updates in front of epochs") << "u400e1.pt u800e2.pt u1200e3.pt"
                                                << "u400e1.pt:400:1 u800e2.pt:800:2 u1200e3.pt:1200:3";
    QTest::newRow("epoch, step and a metric")
        << "ckpt_0001_000400_0.877.pth ckpt_0002_000800_0.875.pth ckpt_0003_001200_0.873.pth"
        << "ckpt_0001_000400_0.877.pth:400:1 ckpt_0002_000800_0.875.pth:800:2 ckpt_0003_001200_0.873.pth:1200:3";
    QTest::newRow("an epoch for the folder, a step for the file")
        << "checkpoints/ep1/it400.pt checkpoints/ep2/it800.pt checkpoints/ep3/it1200.pt"
        << "checkpoints/ep1/it400.pt:400:1 checkpoints/ep2/it800.pt:800:2 checkpoints/ep3/it1200.pt:1200:3";
    QTest::newRow("folders of experiments are no epochs") << "e1/it400.pt e2/it800.pt"
                                                          << "e1/it400.pt:400:- e2/it800.pt:800:-";
    QTest::newRow("rounds") << "rnd001_loc5.pt rnd003_loc5.pt rnd002_loc5.pt"
                            << "rnd001_loc5.pt:1:1 rnd002_loc5.pt:2:2 rnd003_loc5.pt:3:3";
    QTest::newRow("a seed is no round") << "rnd42_a.pt rnd42_b.pt"
                                        << "rnd42_a.pt:0:- rnd42_b.pt:1:-";
    QTest::newRow("iterations that start again in each epoch")
        << "ep1_it100.pt ep1_it200.pt ep2_it100.pt ep2_it200.pt"
        << "ep1_it200.pt:1:1 ep2_it200.pt:2:2 | ep1_it100.pt ep2_it100.pt";
    QTest::newRow("losses behind a number") << "weights.02-0.42.pt weights.10-0.31.pt weights.01-2.30.pt"
                                            << "weights.01-2.30.pt:1:- weights.02-0.42.pt:2:- weights.10-0.31.pt:10:-";
    QTest::newRow("steps of icefall beside its epochs")
        << "epoch-1.pt epoch-2.pt epoch-3.pt checkpoint-4000.pt"
        << "epoch-1.pt:1:1 epoch-2.pt:2:2 epoch-3.pt:3:3 | checkpoint-4000.pt";
    QTest::newRow("units that cannot be compared") << "step_10.pt step_20.pt epoch_1.pt"
                                                   << "step_10.pt:10:- step_20.pt:20:- | epoch_1.pt";
  }

  void orders() {
    QFETCH(QString, given);
    QFETCH(QString, expected);
    QCOMPARE(shown(orderCheckpoints("run", names(given), {})), expected);
  }

  void tellsWhatPairsAre() {
    const auto series = orderCheckpoints("run", {"net-d0_0_500.pth", "net-d0_2_1500.pth"}, {});
    QCOMPARE(series.notes, std::vector<std::string>{"names such as net-d0_2_1500.pth read as epoch 2 and step 1500"});
    const auto doubt = orderCheckpoints("run", {"net_1_40.pt", "net_2_60.pt", "net_3_85.pt"}, {});
    QVERIFY(!doubt.notes.empty());
    QVERIFY(doubt.notes.front().find("end in two numbers") != std::string::npos);
  }

  void logDecidesUnitOfNumbers_data() {
    QTest::addColumn<double>("lastEpoch");
    QTest::addColumn<double>("lastStep");
    QTest::addColumn<bool>("trainer");
    QTest::addColumn<bool>("epochs");
    const double nan = std::nan("");
    QTest::newRow("no log") << nan << nan << false << false;
    QTest::newRow("log ends at this epoch") << 20.0 << 9000.0 << false << true;
    QTest::newRow("log counts from zero") << 19.0 << 9000.0 << false << true;
    QTest::newRow("log has epochs only") << 30.0 << nan << false << true;
    QTest::newRow("log is much longer and has steps") << 300.0 << 9000.0 << false << false;
    QTest::newRow("Hugging Face") << 20.0 << 9000.0 << true << false;
  }

  void logDecidesUnitOfNumbers() {
    QFETCH(double, lastEpoch);
    QFETCH(double, lastStep);
    QFETCH(bool, trainer);
    QFETCH(bool, epochs);
    OrderHints hints;
    hints.lastEpoch = lastEpoch;
    hints.lastStep = lastStep;
    hints.numbersAreSteps = trainer;
    QCOMPARE(orderCheckpoints("run", {"checkpoint-10.pth", "checkpoint-20.pth"}, hints).stepsAreEpochs, epochs);
  }

  void asksContentsOnlyWhereNamesAreSilent() {
    OrderHints hints;
    std::vector<std::size_t> asked;
    hints.scalars = [&](std::size_t i) -> std::map<std::string, double> {
      asked.push_back(i);
      return {{"global_step", 100.0 * static_cast<double>(i)}, {"epoch", static_cast<double>(i)}};
    };
    const auto series = orderCheckpoints("run", {"step_5.pt", "b.pt", "last.ckpt"}, hints);
    QCOMPARE(asked, (std::vector<std::size_t>{1, 2}));
    QCOMPARE(shown(series), QString("step_5.pt:5:- b.pt:100:1 last.ckpt:200:2"));
    QCOMPARE(series.checkpoints[1].stepSource, std::string("content"));
  }

  void aliasesAreToldByTheirTwin() {
    OrderHints hints;
    hints.same = [](std::size_t a, std::size_t b) { return a == 0 && b == 2; };
    const auto series = orderCheckpoints("run", {"last.ckpt", "epoch=1.ckpt", "epoch=2.ckpt"}, hints);
    QCOMPARE(shown(series), QString("epoch=1.ckpt:1:1 epoch=2.ckpt:2:2 | last.ckpt"));
    QCOMPARE(series.setAside[0].reason, std::string("alias of epoch=2.ckpt (the same weights)"));
  }

  void newerFileOfAStepStays() {
    OrderHints hints;
    hints.newer = [](std::size_t a, std::size_t b) { return a > b; };
    const auto series = orderCheckpoints("run", {"a/step_1.pt", "b/step_1.pt"}, hints);
    QCOMPARE(shown(series), QString("b/step_1.pt:1:- | a/step_1.pt"));
  }

  void patternReplacesTheRules() {
    OrderHints hints;
    hints.pattern = StepPattern{"mlp_256_([0-9]+)_", StepPattern::Unit::epoch};
    const auto series = orderCheckpoints("run", {"mlp_256_10_a.pt", "mlp_256_9_b.pt", "other_3.pt"}, hints);
    QCOMPARE(shown(series), QString("mlp_256_9_b.pt:9:9 mlp_256_10_a.pt:10:10 | other_3.pt"));
    QVERIFY(series.stepsAreEpochs);
  }

  void countsFinishedEpochs() {
    auto series = orderCheckpoints("run", {"epoch=0-step=300.ckpt", "epoch=1-step=600.ckpt"}, {});
    QVERIFY(countFinishedEpochs(series));
    QCOMPARE(shown(series), QString("epoch=0-step=300.ckpt:300:1 epoch=1-step=600.ckpt:600:2"));
    auto uneven = orderCheckpoints("run", {"epoch=0-step=100.ckpt", "epoch=0-step=200.ckpt"}, {});
    QVERIFY(!countFinishedEpochs(uneven));
    auto finished = orderCheckpoints("run", {"epoch=1-step=300.ckpt", "epoch=2-step=600.ckpt"}, {});
    QVERIFY(!countFinishedEpochs(finished));
  }

  void fiveHundredNames() {
    std::vector<std::string> given;
    for (int i = 500; i > 0; --i)
      given.push_back("checkpoints/epoch=" + std::to_string(i) + "-step=" + std::to_string(i * 7) + ".ckpt");
    const auto series = orderCheckpoints("run", given, {});
    QCOMPARE(series.checkpoints.size(), std::size_t{500});
    QCOMPARE(series.checkpoints.back().step, 3500.0);
  }
};

QTEST_APPLESS_MAIN(CheckpointOrderTest)
#include "tst_checkpoint_order.moc"
