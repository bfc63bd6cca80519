// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/damage.h"
#include "tests/fuzz/fuzz_logs.h"

#include <QTest>

using namespace spindle::fuzz;

Q_DECLARE_METATYPE(spindle::fuzz::Case)

class FuzzLogsTest : public QObject {
  Q_OBJECT

 private slots:
  void damagedBytesAreReadOrRefused_data() {
    QTest::addColumn<Case>("tried");
    const std::vector<Case> cases{
        {"TensorBoard events", goldenBytes("run/events.tfevents"), fuzzEvents, 400},
        {"Lightning's metrics.csv", goldenBytes("run/lightning_metrics.csv"), fuzzTableLog, 400},
        {"CSV", bytesFrom("step;train_loss;test_loss\n0;2,3;2,31\n10;1,5;\n20;nan;1.2e0\n"), fuzzTableLog},
        {"trainer_state.json", goldenBytes("run/trainer_state.json"), fuzzJsonLog, 400},
        {"lists", bytesFrom("{\"epoch\": [1, 2], \"train_loss\": [0.5, NaN], \"test_loss\": [1e3]}"), fuzzJsonLog},
        {"entries", bytesFrom("[{\"step\": 5, \"loss\": 2}, {\"mode\": \"val\", \"epoch\": 1, \"loss\": 1}]"),
         fuzzJsonLog},
        {"JSON lines", bytesFrom("{\"step\": 1, \"loss\": 2.5}\n{\"step\": 2, \"eval_loss\": NaN, \"epoch\": 0.5}\n"),
         fuzzJsonLinesLog},
        {"run.json",
         bytesFrom(R"json({"spindle": 1, "name": "a\u00e9", "steps": {"pattern": "it([0-9]+)", "unit": "epoch"},
  "input": {"kind": "image", "shape": [1, 28, 28], "mean": [0.3]}, "variables": {"grid": [7, 7], "count": 3},
  "baseline": {"token": "[MASK]"}, "classes": ["a", "b"]})json"),
         fuzzRunDescription},
        {"run.json, variables one by one",
         bytesFrom(R"json({"variables": {"each": [[{"words": [0, 2]}], [{"pixels": [[0, 0, 4, 4]]}]]}})json"),
         fuzzRunDescription},
        {"names and a pattern",
         bytesFrom("/^(?:it|ep)[_-]?([0-9]{1,6}?)(?:a|b\\.)*$\nit_5\nep-12b.b.\nnet-d0_0_500.pth\nnet-d0_2_1500.pth\n"),
         fuzzNames},
        {"names of epochs and steps",
         bytesFrom("net_e0.05_s5.pth\nnet_e0.13_s13.pth\nvit_ep1_it469.pt\nvit_ep2_it938.pt\nlast-v2.ckpt\n"),
         fuzzNames},
    };
    for (const Case& one : cases) QTest::newRow(one.name) << one;
  }

  void damagedBytesAreReadOrRefused() {
    QFETCH(Case, tried);
    const auto fault = faultOf(tried);
    QVERIFY2(fault.empty(), fault.c_str());
  }
};

QTEST_APPLESS_MAIN(FuzzLogsTest)
#include "tst_logs.moc"
