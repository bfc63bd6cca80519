// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/npy_file.h"
#include "core/weights/tensor_tree.h"
#include "tests/core/weights/golden.h"

#include <QTest>

#include <algorithm>

using namespace spindle;

namespace {

std::filesystem::path golden(const std::string& name) {
  return std::filesystem::path(SPINDLE_GOLDEN_DIR) / name;
}

/// Order is not compared: the expected files list tensors by name, arrays of an archive by position.
bool sameTensors(const std::vector<NamedTensor>& actual, const nlohmann::ordered_json& expected) {
  if (actual.size() != expected.size()) {
    qWarning("%zu tensors, expected %zu", actual.size(), expected.size());
    return false;
  }
  return std::all_of(actual.begin(), actual.end(), [&](const NamedTensor& tensor) {
    if (!expected.contains(tensor.name)) {
      qWarning("%s is not expected", tensor.name.c_str());
      return false;
    }
    return test::sameTensor(tensor, tensor.name, expected[tensor.name]);
  });
}

}  // namespace

class TensorTreeTest : public QObject {
  Q_OBJECT

 private slots:
  void readsArraysOfEveryKind_data() {
    QTest::addColumn<QString>("file");
    const auto expected = test::goldenJson("weights/expected_trees.json");
    for (const auto& [name, tensors] : expected.items()) {
      QTest::addRow("%s", name.c_str()) << QString::fromStdString(name);
    }
  }

  void readsArraysOfEveryKind() {
    QFETCH(QString, file);
    const auto name = file.toStdString();
    const auto tensors = readTensors(golden("weights/" + name));
    QVERIFY(sameTensors(tensors, test::goldenJson("weights/expected_trees.json")[name]));
  }

  void readsTheFilesOfOtherReaders_data() {
    QTest::addColumn<QString>("file");
    const auto expected = test::goldenJson("reader-cases/expected.json");
    for (const auto& [name, entry] : expected.items()) {
      QTest::addRow("%s", name.c_str()) << QString::fromStdString(name);
    }
  }

  void readsTheFilesOfOtherReaders() {
    QFETCH(QString, file);
    const auto name = file.toStdString();
    const auto tensors = readTensors(golden("reader-cases/" + name));
    const auto expected = test::goldenJson("reader-cases/expected.json")[name];
    QVERIFY(sameTensors(tensors, expected.contains("tensors") ? expected["tensors"] : expected));
  }

  void readsNumpyNumbers() {
    QVERIFY(sameTensors(readNpz(golden("weights/deflated.npz")),
                        test::goldenJson("weights/expected_trees.json")["deflated.npz"]));
    const auto cube = readNpy(golden("weights/fortran.npy"));
    QVERIFY(cube.shape == (std::vector<std::int64_t>{2, 3, 4}));
    for (std::size_t i = 0; i < 24; ++i) QCOMPARE(cube.toDoubles()[i], static_cast<double>(i));
  }

  void readsNumpyText() {
    const auto wide = readNpyArray(golden("weights/text.npy"));
    QVERIFY(wide.isText);
    QVERIFY(wide.tensor.shape == (std::vector<std::int64_t>{2, 2}));
    QVERIFY(wide.texts == (std::vector<std::string>{"a", "bc", "", "\u03b2\U0001f600"}));
    QVERIFY(readNpyArray(golden("weights/bytes.npy")).texts == (std::vector<std::string>{"one", "three"}));
    const auto arrays = readNpzArrays(golden("weights/stored.npz"));
    QCOMPARE(arrays.size(), std::size_t{3});
    QCOMPARE(arrays[2].name, std::string("name"));
    QVERIFY(arrays[2].texts == (std::vector<std::string>{"caf\u00e9", "b"}));
  }
};

QTEST_APPLESS_MAIN(TensorTreeTest)
#include "tst_tensor_tree.moc"
