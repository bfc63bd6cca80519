// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/checkpoints/file_name.h"
#include "core/run/checkpoints/name_position.h"

#include <QTest>

using namespace spindle;

namespace {

constexpr double none = -1;

}  // namespace

class NamePositionTest : public QObject {
  Q_OBJECT

 private slots:
  void readsPositions_data() {
    QTest::addColumn<double>("step");
    QTest::addColumn<double>("epoch");
    QTest::addColumn<double>("number");
    QTest::addColumn<QString>("role");
    const auto row = [](const char* name, double step, double epoch, double number, const char* role = "") {
      QTest::newRow(name) << step << epoch << number << role;
    };
    // Named by step.
    row("step=1200.ckpt", 1200, none, none);
    row("global_step_500.pt", 500, none, none);
    row("global-step0500.pt", 500, none, none);
    row("globalstep12.pt", 12, none, none);
    row("steps_64000.pth", 64000, none, none);
    row("step_000010.safetensors", 10, none, none);
    row("iter_80000.pth", 80000, none, none);
    row("iteration-7.pt", 7, none, none);
    row("iters100.pt", 100, none, none);
    row("batch_300.pt", 300, none, none);
    row("update-40.pt", 40, none, none);
    row("it=5.pt", 5, none, none);
    row("rl_model_1000000_steps.zip", 1000000, none, none);
    row("step-10k.pt", 10000, none, none);
    row("step_1.5M.pt", 1500000, none, none);
    row("step=20240131.pt", 20240131, none, none);
    // Named by epoch.
    row("epoch=3.ckpt", none, 3, none);
    row("model_epoch_3.pt", none, 3, none);
    row("model_epoch_07.pth", none, 7, none);
    row("epoch12.pth.tar", none, 12, none);
    row("ep_5.pt", none, 5, none);
    row("ep10.pt", none, 10, none);
    row("Epoch-0.5.pt", none, 0.5, none);
    row("10epochs.pt", none, 10, none);
    row("net_e12.pt", none, 12, none);
    row("resnet18_epoch3.pth", none, 3, none);
    row("vgg16_bn-epoch_90.pth", none, 90, none);
    row("best_coco_map_epoch_12.pth", none, 12, none, "best");
    // Both.
    row("epoch=3-step=1200.ckpt", 1200, 3, none);
    row("epoch=3-step=1200-v1.ckpt", 1200, 3, none);
    row("epoch=02-val_loss=0.31-step=90.ckpt", 90, 2, none);
    row("vit_ep1_it469.pt", 469, 1, none);
    row("model_it469.pt", 469, none, none);
    row("3ep_100it.pth", 100, 3, none);
    row("net_e0.05_s5.pth", 5, 0.05, none);
    row("lenet_e0.13_s13.pth", 13, 0.13, none);
    row("e10s2000.pt", 2000, 10, none);
    row("model_epoch_3_1500.pth", 1500, 3, none);
    row("step00001000-epoch02.pt", 1000, 2, none);
    row("1200steps_3epochs.pt", 1200, 3, none);
    row("1200its-3ep.pt", 1200, 3, none);
    row("1200_steps_3_epochs.pt", 1200, 3, none);
    row("lenet_3epochs_1200steps.pt", 1200, 3, none);
    row("step_3_epoch_4.pt", 3, 4, none);
    row("u1200e3.pt", 1200, 3, none);
    row("s01e03.pt", none, none, none);
    row("epo3_upd1200.pt", 1200, 3, none);
    row("ite1200_epo3.pt", 1200, 3, none);
    // Habits of frameworks: MMEngine, detectron2, fairseq, ESPnet, icefall, YOLO, diffusion, VITS, StyleGAN, CycleGAN.
    row("iter_2000.pth", 2000, none, none);
    row("best_coco_bbox_mAP_epoch_12.pth", none, 12, none, "best");
    row("model_0004999.pth", none, none, 4999);
    row("model_final.pth", none, none, none, "final");
    row("checkpoint_1_500.pt", none, none, 1);
    row("checkpoint12.pt", none, none, 12);
    row("checkpoint_best.pt", none, none, none, "best");
    row("10epoch.pth", none, 10, none);
    row("valid.acc.best.pth", none, none, none, "best");
    row("epoch-3-iter-4000.pt", 4000, 3, none);
    row("epoch-3-avg-2.pt", none, 3, none);
    row("yolov5s.pt", none, none, none);
    row("epoch0.pt", none, 0, none);
    row("ckpt_2000.pt", none, none, 2000);
    row("ema_0.9999_010000.pt", none, none, 10000);
    row("model010000.pt", none, none, 10000);
    row("model_demo_00010000.pth", none, none, 10000);
    row("G_2000.pth", none, none, 2000);
    row("network-snapshot-000100.pkl", none, none, 100);
    row("10_net_G.pth", none, none, 10);
    row("snapshot_iter_1000.pth", 1000, none, none);
    row("ep010-loss0.052-val_loss0.061.pth", none, 10, none);
    row("Epoch10-Total_Loss0.1230.pth", none, 10, none);
    row("weights.03-0.42.pt", none, none, 3);
    row("unet-07-0.18.pt", none, none, 7);
    row("model-12-0.31.pt", none, none, 12);
    row("net-d0_2_1500.pth", none, none, 1500);
    row("faster_rcnn_1_7_10021.pth", none, none, 10021);
    row("3_layers_mlp.pt", none, none, none);
    row("best_model_0.9312.pt", none, none, none, "best");
    row("epoch_5_acc_87.pt", none, 5, none);
    // Unit not told.
    row("checkpoint-500", none, none, 500);
    row("checkpoint-12.pth.tar", none, none, 12);
    row("ckpt_003.pt", none, none, 3);
    row("net_0100.pth", none, none, 100);
    row("model.10.pt", none, none, 10);
    row("model5.pt", none, none, 5);
    row("0042.pt", none, none, 42);
    row("fastai_0.pth", none, none, 0);
    row("mynet-77.pt", none, none, 77);
    row("ckpt_10k.pt", none, none, 10000);
    row("rnd003_loc5.pt", none, none, 3);
    row("round_12.pt", none, none, 12);
    row("model_rnd42_1200.pt", none, none, 1200);
    row("3x1200.pt", none, none, none);
    row("n3_b1200.pt", none, none, none);
    // Metrics, dates, hyper-parameters and architectures are no positions.
    row("epoch=3-val_loss=0.31.ckpt", none, 3, none);
    row("val_loss=0.31.ckpt", none, none, none);
    row("loss=0.3.ckpt", none, none, none);
    row("epoch=1-val_loss_epoch=0.25.ckpt", none, 1, none);
    row("acc1=0.93.pt", none, none, none);
    row("model_best_acc_93.2.pt", none, none, none, "best");
    row("resnet18.pth", none, none, none);
    row("lenet5.pt", none, none, none);
    row("run_20240131.pt", none, none, none);
    row("2024-01-31_12-30-45_model_7.pt", none, none, 7);
    row("20240131_epoch_4.pt", none, 4, none);
    row("20240131-123045_ckpt_9.pt", none, none, 9);
    row("seed_42.pt", none, none, none);
    row("seed42_epoch7.pt", none, 7, none);
    row("lr0.01_epoch5.pt", none, 5, none);
    row("lr1e-3_bs128_step100.pt", 100, none, none);
    row("fold_3.pt", none, none, none);
    row("model_v2.pt", none, none, none);
    row("deep3.pt", none, none, none);
    row("vit_16.pt", none, none, 16);
    // Roles.
    row("init.pt", none, none, none, "initial");
    row("model_untrained.pt", none, none, none, "initial");
    row("last.ckpt", none, none, none, "last");
    row("last-v2.ckpt", none, none, none, "last");
    row("model_best.pth.tar", none, none, none, "best");
    row("final_model.pt", none, none, none, "final");
    row("latest.pth", none, none, none, "latest");
    row("model.safetensors", none, none, none);
    row("pytorch_model.bin", none, none, none);
    row("", none, none, none);
    row("99999999999999999999999.pt", none, none, 1e23);
  }

  void readsPositions() {
    QFETCH(double, step);
    QFETCH(double, epoch);
    QFETCH(double, number);
    QFETCH(QString, role);
    const auto position = positionFromName(stemOf(QTest::currentDataTag()));
    QCOMPARE(position.step.value_or(none), step);
    QCOMPARE(position.epoch.value_or(none), epoch);
    QCOMPARE(position.number.value_or(none), number);
    QCOMPARE(position.initial, role == "initial");
    if (role != "initial") QCOMPARE(QString::fromStdString(position.alias), role);
  }

  void keepsNumbersInDoubt() {
    const auto seed = positionFromName("model_e3_s42_1200");
    QVERIFY(seed.shortStep);
    QCOMPARE(seed.shortSteps, (std::vector<double>{42, 1200}));
    QCOMPARE(positionFromName("ep3_n1200").shortSteps, std::vector<double>{1200});
    for (const char* name : {"ckpt_0003_001200_0.873", "ckpt_0003_001200_loss0.873", "net_3_1200_acc_0.9"})
      QCOMPARE(positionFromName(name).pair, std::optional(std::pair(3.0, 1200.0)));
    QVERIFY(!positionFromName("unet-07-0.18").pair);
    QVERIFY(positionFromName("rnd003_loc5").round);
    QVERIFY(!positionFromName("model_rnd42_1200").round);
  }

  void readsVersions() {
    QCOMPARE(positionFromName("epoch=3-step=1200-v1").version, 1);
    QCOMPARE(positionFromName("last-v12").version, 12);
    QCOMPARE(positionFromName("mobilenet-v2_epoch3").version, 0);
  }

  void cutsEndings_data() {
    QTest::addColumn<QString>("stem");
    QTest::newRow("checkpoint-12.pth.tar") << "checkpoint-12";
    QTest::newRow("epoch=3-val_loss=0.31.ckpt") << "epoch=3-val_loss=0.31";
    QTest::newRow("epoch=3-val_loss=0.31") << "epoch=3-val_loss=0.31";
    QTest::newRow("model.safetensors.index.json") << "model";
    QTest::newRow("net.torchscript.pt") << "net";
    QTest::newRow(".pt") << ".pt";
    QTest::newRow("A.PT") << "A";
  }

  void cutsEndings() {
    QFETCH(QString, stem);
    QCOMPARE(QString::fromStdString(stemOf(QTest::currentDataTag())), stem);
  }

  void matchesPatterns_data() {
    QTest::addColumn<QString>("pattern");
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("matches");
    QTest::newRow("star") << "*.pt"
                          << "a.pt" << true;
    QTest::newRow("star matches nothing") << "a*.pt"
                                          << "a.pt" << true;
    QTest::newRow("other ending") << "*.pt"
                                  << "a.pth" << false;
    QTest::newRow("two stars") << "e*-s*.ckpt"
                               << "epoch=1-step=2.ckpt" << true;
    QTest::newRow("question mark") << "m?.pt"
                                   << "m1.pt" << true;
    QTest::newRow("question mark needs a letter") << "m?.pt"
                                                  << "m.pt" << false;
    QTest::newRow("range") << "m[0-3].pt"
                           << "m2.pt" << true;
    QTest::newRow("outside the range") << "m[0-3].pt"
                                       << "m4.pt" << false;
    QTest::newRow("not in the range") << "m[!0-3].pt"
                                      << "m4.pt" << true;
    QTest::newRow("open bracket") << "m[0"
                                  << "m[0" << true;
    QTest::newRow("back up") << "*ab*ab"
                             << "xababxab" << true;
    QTest::newRow("empty") << ""
                           << "" << true;
    QTest::newRow("case") << "A*"
                          << "abc" << false;
  }

  void matchesPatterns() {
    QFETCH(QString, pattern);
    QFETCH(QString, text);
    QFETCH(bool, matches);
    QCOMPARE(matchesPattern(text.toStdString(), pattern.toStdString()), matches);
  }

  void ordersNaturally() {
    QVERIFY(naturalLess("epoch2", "epoch10"));
    QVERIFY(!naturalLess("epoch10", "epoch2"));
    QVERIFY(naturalLess("a", "b"));
    QVERIFY(naturalLess("m9", "m09a"));
    QVERIFY(!naturalLess("x", "x"));
    QVERIFY(naturalLess("a1b10", "a01b11"));
  }
};

QTEST_APPLESS_MAIN(NamePositionTest)
#include "tst_name_position.moc"
