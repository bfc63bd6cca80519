// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/user_error.h"
#include "core/model/load_network.h"
#include "tests/core/model/exported_answers.h"
#include "tests/core/near.h"
#include "tests/fuzz/mutate.h"

#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace spindle;
using namespace spindle::test;

/// Networks of torch.export, as today's PyTorch writes them. See tests/golden/model/exported/make_exported.py.
class TestExported : public QObject {
  Q_OBJECT
 private slots:
  void outputsAgreeWithPyTorch_data();
  void outputsAgreeWithPyTorch();
  void otherWeightsAreTaken_data();
  void otherWeightsAreTaken();
  void whatCannotBeUsedIsRefused_data();
  void whatCannotBeUsedIsRefused();
  void damagedProgramsAreRefused_data();
  void damagedProgramsAreRefused();
  void firstLayersAreShared();
  void layersCanBeMasked();
  void valuesOfLayersAreRead();
};

namespace {

std::vector<float> outputsOf(Network& network, const ExportedAnswers& answers) {
  std::vector<float> outputs(answers.rows * network.outputs());
  network.evaluate(answers.inputs, answers.rows, outputs);
  return outputs;
}

/// Each quarter of a row is a variable.
AdditiveInput quarters(const ExportedAnswers& answers) {
  const auto elements = answers.inputs.size() / answers.rows;
  AdditiveInput input;
  input.base.assign(elements, 0.0F);
  for (std::size_t part = 0; part < 4; ++part) {
    AdditiveInput::Part variable;
    for (std::size_t k = part * elements / 4; k < (part + 1) * elements / 4; ++k) {
      variable.indices.push_back(static_cast<std::uint32_t>(k));
      variable.present.push_back(answers.inputs[k]);
    }
    input.parts.push_back(variable);
  }
  return input;
}

}  // namespace

void TestExported::outputsAgreeWithPyTorch_data() {
  QTest::addColumn<QString>("told");  // a pattern of the notes; empty: there are none
  const auto add = [](const char* name, const char* told = "") { QTest::newRow(name) << told; };
  add("mlp");
  add("mlp_old");
  add("mlp_middle");
  add("lenet");
  add("lenet_decomposed");
  add("resnet18");
  add("vit");
  add("vit_decomposed");
  add("distilbert", "\"attention_mask\" .* 1 at tokens");
  add("gpt2");
  add("gpt2_tied");
  add("recurrent");
  add("wrapped", "\"logits\" is used as its output");
  add("wrapped_old", "\"logits\" is used as its output");
  add("wrapped_middle", "\"logits\" is used as its output");
  add("lenet_2_6");
  add("recurrent_2_6");
  add("wrapped_2_6", "\"logits\" is used as its output");
  add("encoder_2_6");
  add("encoder_decomposed_2_6");
  add("training", "training mode.*batch normalization \\(1 layer: 1\\), dropout \\(1 layer\\)");
  add("fixed_flat");
  add("fixed_view");
  add("fixed_one");
  add("fixed_vit");
}

void TestExported::outputsAgreeWithPyTorch() {
  QFETCH(QString, told);
  const QString name = QTest::currentDataTag();
  const auto answers = exportedAnswers(name);
  const auto network = loadNetwork(exportedFile(name), {}, answers.options);
  QCOMPARE(network->outputs(), answers.outputs.size() / answers.rows);
  QVERIFY(allNear(outputsOf(*network, answers), answers.outputs, 1e-5));
  QString notes;
  for (const auto& note : network->notes()) notes += QString::fromStdString(note) + '\n';
  if (told.isEmpty()) QCOMPARE(notes, QString());
  QVERIFY2(QRegularExpression(told).match(notes).hasMatch(), qPrintable(notes));
  QCOMPARE(network->warning(), std::string());
}

void TestExported::otherWeightsAreTaken_data() {
  QTest::addColumn<QString>("name");
  for (const char* name : {"mlp", "lenet", "lenet_2_6", "resnet18", "vit", "gpt2", "gpt2_tied"})
    QTest::newRow(name) << name;
}

void TestExported::otherWeightsAreTaken() {
  QFETCH(QString, name);
  const auto answers = exportedAnswers(name);
  const auto network =
      loadNetwork(exportedFile(name), exportedFolder() / (name.toStdString() + ".pth"), answers.options);
  QVERIFY(allNear(outputsOf(*network, answers), answers.otherOutputs, 1e-5));
  QCOMPARE(network->warning(), std::string());
  // A file of torch.export is a checkpoint too.
  const auto again = loadNetwork(exportedFile(name), exportedFile(name), answers.options);
  QVERIFY(allNear(outputsOf(*again, answers), answers.outputs, 1e-5));
}

void TestExported::whatCannotBeUsedIsRefused_data() {
  QTest::addColumn<QString>("told");
  QTest::newRow("unsupported") << "operators that Spindle does not run: golden\\.double, golden\\.triple, "
                                  "higher_order\\.cond; ";
  QTest::newRow("fixed_mixed") << "a batch of 2 rows .*torch\\.export\\.export\\(.*\\{0: torch\\.export\\.Dim";
  QTest::newRow("random") << "random numbers with aten::rand.*torch\\.export";
  QTest::newRow("mixing") << "when the rest of the batch differs.*torch\\.export";
  QTest::newRow("mlp") << "refuses inputs of shape \\[13\\] \\(it was exported for \\[12\\]\\)";
}

void TestExported::whatCannotBeUsedIsRefused() {
  QFETCH(QString, told);
  const QString name = QTest::currentDataTag();
  auto options = exportedAnswers(name).options;
  if (name == "mlp") ++options.inputShape[0];
  try {
    (void)loadNetwork(exportedFile(name), {}, options);
    QFAIL("was taken");
  } catch (const UserError& error) {
    const QString text = error.what();
    QVERIFY2(QRegularExpression(told).match(text).hasMatch(), qPrintable(text));
    QVERIFY2(text.endsWith('.') && !text.contains('\n') && text.size() < 700, qPrintable(text));
  }
}

void TestExported::damagedProgramsAreRefused_data() {
  QTest::addColumn<QString>("from");
  QTest::addColumn<QString>("to");
  QTest::addColumn<QString>("told");
  const QString relu = "torch.ops.aten.relu.default";
  QTest::newRow("unknown value") << "\"arg\": {\"as_tensor\": {\"name\": \"relu\"}}"
                                 << "\"arg\": {\"as_tensor\": {\"name\": \"nowhere\"}}"
                                 << "takes the value nowhere, which nothing gives";
  QTest::newRow("unknown weight") << "\"parameter_name\": \"0.weight\""
                                  << "\"parameter_name\": \"9.weight\""
                                  << "needs 9\\.weight, which it does not hold";
  QTest::newRow("files") << relu << "torch.ops.aten.from_file.default"
                         << "does not run: aten\\.from_file;";
  QTest::newRow("process") << relu << "torch.ops.aten.manual_seed.default"
                           << "does not run: aten\\.manual_seed;";
  QTest::newRow("other operators") << relu << "torch.ops.prim.Print.default"
                                   << "does not run: prim\\.Print;";
  QTest::newRow("no operator") << relu << "os.system"
                               << "does not run: os\\.system;";
  QTest::newRow("overload") << relu << "torch.ops.aten.relu.other"
                            << "does not run: aten\\.relu\\.other;";
  QTest::newRow("too few arguments") << relu << "torch.ops.aten.mm.default"
                                     << "does not run: aten\\.mm";
  QTest::newRow("no rows") << "\"sizes\": [{\"as_expr\""
                           << "\"sizes\": [], \"other\": [{\"as_expr\""
                           << "no input with a row for each sample";
}

void TestExported::damagedProgramsAreRefused() {
  QFETCH(QString, from);
  QFETCH(QString, to);
  QFETCH(QString, told);
  auto members = fuzz::membersOf(fuzz::goldenBytes("model/exported/mlp.pt2"));
  for (auto& member : members) {
    if (!member.name.ends_with("model.json")) continue;
    QByteArray text(reinterpret_cast<const char*>(member.data.data()), static_cast<qsizetype>(member.data.size()));
    const auto at = text.indexOf(from.toUtf8());
    QVERIFY(at >= 0);
    text.replace(at, from.size(), to.toUtf8());
    member.data.assign(text.begin(), text.end());
  }
  const auto bytes = fuzz::zipOf(members);
  const QTemporaryDir scratch;
  QFile file(scratch.filePath("model.pt2"));
  QVERIFY(file.open(QIODevice::WriteOnly));
  file.write(reinterpret_cast<const char*>(bytes.data()), static_cast<qint64>(bytes.size()));
  file.close();
  try {
    (void)loadNetwork(file.fileName().toStdString(), {}, exportedAnswers("mlp").options);
    QFAIL("was taken");
  } catch (const UserError& error) {
    const QString text = error.what();
    QVERIFY2(QRegularExpression(told).match(text).hasMatch(), qPrintable(text));
    QVERIFY2(text.endsWith('.') && !text.contains('\n') && text.size() < 400, qPrintable(text));
  }
}

void TestExported::firstLayersAreShared() {
  for (const char* name : {"lenet", "lenet_decomposed", "vit"}) {
    const auto answers = exportedAnswers(name);
    const auto input = quarters(answers);
    auto options = answers.options;
    const auto network = loadNetwork(exportedFile(name), {}, options);
    options.shareFirstLayer = false;
    const auto plain = loadNetwork(exportedFile(name), {}, options);
    std::vector<float> results(16 * network->outputs()), expected = results;
    network->evaluateCoalitions(input, 16, results);
    plain->evaluateCoalitions(input, 16, expected);
    QVERIFY(allNear(results, expected, 1e-5));
    QVERIFY2(network->path().find("shared") != std::string::npos, network->path().c_str());
  }
}

void TestExported::layersCanBeMasked() {
  const auto answers = exportedAnswers("lenet");
  auto options = answers.options;
  options.maskAt = "relu1";
  const auto network = loadNetwork(exportedFile("lenet"), {}, options);
  QCOMPARE(network->layerShape(), (std::vector<std::int64_t>{4, 20, 20}));
  const auto elements = answers.inputs.size() / answers.rows;
  const auto values = network->layerValues(std::span<const float>(answers.inputs).first(elements));
  AdditiveInput all{std::vector<float>(values.size(), 0.0F), {{{}, values}}};
  for (std::uint32_t k = 0; k < values.size(); ++k) all.parts[0].indices.push_back(k);
  std::vector<float> results(2 * network->outputs());
  network->evaluateCoalitions(all, 2, results);
  QVERIFY(allNear(std::span<const float>(results).subspan(network->outputs()),
                  std::span<const float>(answers.outputs).first(network->outputs()), 1e-5));
}

void TestExported::valuesOfLayersAreRead() {
  const auto answers = exportedAnswers("vit");
  auto options = answers.options;
  options.valuesOf = {"conv_proj", "encoder.layers.encoder_layer_0.mlp.0", "gelu2"};
  const auto network = loadNetwork(exportedFile("vit"), {}, options);
  std::vector<std::string> names;
  for (const auto& layer : network->valueLayers()) names.push_back(layer.name);
  QCOMPARE(names, options.valuesOf);
  std::vector<std::vector<float>> values;
  std::vector<float> outputs(answers.rows * network->outputs());
  network->evaluateLayers(answers.inputs, answers.rows, values, outputs);
  QVERIFY(allNear(outputs, answers.outputs, 1e-5));
}

QTEST_APPLESS_MAIN(TestExported)
#include "tst_exported.moc"
