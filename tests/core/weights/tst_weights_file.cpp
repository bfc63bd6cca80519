// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/weights_file.h"
#include "tests/core/weights/golden.h"

#include <QTest>

#include <map>

using namespace spindle;

namespace {

const std::map<std::string, WeightsFormat> formats{{"torchZip", WeightsFormat::torchZip},
                                                   {"torchLegacy", WeightsFormat::torchLegacy},
                                                   {"torchScript", WeightsFormat::torchScript},
                                                   {"safetensors", WeightsFormat::safetensors},
                                                   {"safetensorsIndex", WeightsFormat::safetensorsIndex},
                                                   {"torchIndex", WeightsFormat::torchIndex}};

std::filesystem::path golden(const std::string& name) {
  return std::filesystem::path(SPINDLE_GOLDEN_DIR) / "weights" / name;
}

std::map<std::string, double> numbers(const nlohmann::ordered_json& json) {
  std::map<std::string, double> out;
  for (const auto& [key, value] : json.items()) out[key] = value.get<double>();
  return out;
}

}  // namespace

class WeightsFileTest : public QObject {
  Q_OBJECT

 private slots:
  void readsWhatPythonWrote_data() {
    QTest::addColumn<QString>("file");
    const auto expected = test::goldenJson("weights/expected.json");
    for (const auto& [name, entry] : expected.items()) {
      QTest::addRow("%s", name.c_str()) << QString::fromStdString(name);
    }
  }

  void readsWhatPythonWrote() {
    QFETCH(QString, file);
    const auto expected = test::goldenJson("weights/expected.json")[file.toStdString()];
    const auto path = golden(file.toStdString());
    const auto format = formats.at(expected["format"].get<std::string>());
    QVERIFY(sniffWeightsFormat(path) == format);

    const auto summary = readWeightsSummary(path);
    QVERIFY(summary.format == format);
    QCOMPARE(summary.container, expected["container"].get<std::string>());
    QCOMPARE(summary.strippedPrefix, expected["prefix"].get<std::string>());
    QVERIFY(summary.scalars == numbers(expected["scalars"]));
    QVERIFY(summary.opaque == expected["opaque"].get<std::vector<std::string>>());
    QVERIFY(summary.alternatives == expected["alternatives"].get<std::vector<std::string>>());

    const auto weights = readWeights(path);
    QVERIFY(weights.summary.scalars == summary.scalars);
    QCOMPARE(weights.tensors.size(), expected["tensors"].size());
    QCOMPARE(summary.tensors.size(), expected["tensors"].size());
    std::size_t i = 0;
    const auto& all = expected["tensors"];
    for (const auto& [name, tensor] : all.items()) {
      QCOMPARE(summary.tensors[i].name, name);
      QCOMPARE(weights.summary.tensors[i].name, name);
      QVERIFY(summary.tensors[i].type == weights.tensors[i].tensor.type);
      QVERIFY(summary.tensors[i].shape == weights.tensors[i].tensor.shape);
      QVERIFY(test::sameTensor(weights.tensors[i++], name, tensor));
    }
  }

  void takesAnotherContainerWhenAsked() {
    const auto plain = readWeights(golden("timm.pth.tar"));
    const auto ema = readWeights(golden("timm.pth.tar"), "state_dict_ema");
    QCOMPARE(ema.summary.container, std::string("state_dict_ema"));
    QVERIFY(ema.summary.alternatives == std::vector<std::string>{"state_dict"});
    QCOMPARE(ema.tensors.size(), plain.tensors.size());
    QVERIFY(ema.tensors[0].name == "scale");
    QVERIFY(ema.tensors[0].tensor.toDoubles() == (std::vector<double>{1.5, 3.0}));
    QCOMPARE(readWeights(golden("nested.pth"), "model/state_dict").tensors.size(), plain.tensors.size());
    QCOMPARE(readWeights(golden("several.pt"), "generator_b").tensors.size(), plain.tensors.size());
  }
};

QTEST_APPLESS_MAIN(WeightsFileTest)
#include "tst_weights_file.moc"
