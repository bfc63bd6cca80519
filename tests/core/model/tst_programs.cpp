// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/run_control.h"
#include "core/base/user_error.h"
#include "core/model/load_network.h"
#include "tests/core/near.h"

#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>
#include <nlohmann/json.hpp>

#include <cmath>
#include <cstdio>
#include <fstream>
#include <unistd.h>

using namespace spindle;
using spindle::test::allNear;

/// Networks as people export them, with slips, and files that are not what they should be. See
/// tests/golden/model/make_programs.py.
class TestPrograms : public QObject {
  Q_OBJECT
 private slots:
  void outputsAgreeWithPyTorch_data();
  void outputsAgreeWithPyTorch();
  void whatIsNoFunctionOfItsInputIsRefused_data();
  void whatIsNoFunctionOfItsInputIsRefused();
  void lastOperationsAreTold_data();
  void lastOperationsAreTold();
  void oneOfSeveralOutputsIsTaken_data();
  void oneOfSeveralOutputsIsTaken();
  void aMaskOfPairsMayBeSaidToBeOneOfTokens();
  void paddingOfTheEmbeddingIsTold();
  void runJsonSaysWhatASecondInputHolds();
  void loopsEndWhenAskedToStop();
  void whatDoesMoreThanComputeIsRefused_data();
  void whatDoesMoreThanComputeIsRefused();
  void nothingIsPrinted();
  void layersOfAFixedBatchCanBeMasked();
  void damagedArchivesAreRefused();
  void weightsOfTheSameMeaningFit_data();
  void weightsOfTheSameMeaningFit();
  void adaptersAreNamed();
};

namespace {

const std::filesystem::path folder = std::filesystem::path(SPINDLE_GOLDEN_DIR) / "model" / "programs";

std::filesystem::path fileOf(const QString& name) {
  return folder / (name.toStdString() + ".pt");
}

NetworkOptions optionsFor(const QString& name) {
  NetworkOptions options;
  options.tokens = name.startsWith("mask_");
  options.inputShape = {options.tokens ? 6 : 12};
  return options;
}

std::string refusal(const std::filesystem::path& file, const NetworkOptions& options) {
  try {
    (void)loadNetwork(file, {}, options);
  } catch (const UserError& error) {
    return error.what();
  }
  return {};
}

bool isOneSentence(const std::string& text) {
  return text.size() > 10 && text.size() < 700 && text.back() == '.' && text.find('\n') == std::string::npos;
}

/// Inputs one after another, and PyTorch's outputs.
struct Answers {
  std::vector<float> inputs, outputs;
  std::size_t rows = 0;
};

Answers answersOf(const std::string& name) {
  static const auto all = [] {
    auto answers = nlohmann::json::parse(std::ifstream(folder / "programs.json"));
    for (const char* more : {"traps.json", "outputs.json", "unchecked.json"})
      answers.update(nlohmann::json::parse(std::ifstream(folder / more)));
    return answers;
  }();
  Answers answers;
  answers.rows = all.at(name).at("inputs").size();
  for (const auto& row : all.at(name).at("inputs"))
    for (const auto& value : row) answers.inputs.push_back(value.get<float>());
  for (const auto& row : all.at(name).at("outputs"))
    for (const auto& value : row) answers.outputs.push_back(value.get<float>());
  return answers;
}

std::vector<float> outputsOf(Network& network, const Answers& answers) {
  std::vector<float> outputs(answers.rows * network.outputs());
  network.evaluate(answers.inputs, answers.rows, outputs);
  return outputs;
}

}  // namespace

void TestPrograms::outputsAgreeWithPyTorch_data() {
  QTest::addColumn<QString>("name");
  QTest::addColumn<QString>("told");  // a pattern of the notes; empty: there are none
  const auto add = [](const char* name, const char* told) { QTest::newRow(name) << name << told; };
  add("train_dropout", "training mode.*dropout \\(2 layers: 2, 3\\)");
  add("train_batchnorm", "training mode.*batch normalization \\(1 layer: 1\\)");
  add("train_picture", "training mode.*batch normalization \\(1 layer: bn\\), dropout \\(1 layer: drop\\)");
  add("train_recurrent", "training mode.*dropout \\(1 layer: lstm\\), randomized ReLU \\(1 layer\\)");
  add("always_dropout", "dropout \\(1 layer\\)");
  add("instance_norm", "");
  add("gradless", "");
  add("batch_one", "batch of one row.*x\\.view\\(x\\.size\\(0\\), -1\\)");
  add("batch_one_state", "batch of one row");
  add("batch_one_flat", "batch of one row");
  add("batch_three", "batch of 3 rows.*torch\\.jit\\.trace");
  add("squeezed_1", "");
  add("squeezed_3", "");
  add("mask_hugging", "\"attention_mask\" .* 1 at tokens.*\"token_type_ids\" .* zeros");
  add("mask_boolean", "\"mask\" .* 1 at tokens, 0 at padding \\(token 0\\)");
  add("mask_padding", "\"src_key_padding_mask\" .* true at padding");
  add("mask_padding_index", "\"mask\" .* 0 at padding \\(token 4\\)");
  add("mask_script", "\"attention_mask\"");
  add("checked_search", "");
  add("mask_hidden", "\"mask\" .* true at padding \\(token 0\\)");  // the name says the opposite
}

void TestPrograms::outputsAgreeWithPyTorch() {
  QFETCH(QString, name);
  QFETCH(QString, told);
  const auto network = loadNetwork(fileOf(name), {}, optionsFor(name));
  const auto answers = answersOf(name.toStdString());
  QCOMPARE(network->outputs(), answers.outputs.size() / answers.rows);
  QVERIFY(allNear(outputsOf(*network, answers), answers.outputs, 1e-5));
  // The second time too: nothing is learned from the inputs.
  QVERIFY(allNear(outputsOf(*network, answers), answers.outputs, 1e-5));
  QString notes;
  for (const auto& note : network->notes()) {
    QVERIFY2(isOneSentence(note), note.c_str());
    notes += QString::fromStdString(note) + " ";
  }
  QCOMPARE(notes.isEmpty(), told.isEmpty());
  QVERIFY2(QRegularExpression(told).match(notes).hasMatch(), qPrintable(notes));
  QVERIFY(network->warning().empty());
}

void TestPrograms::whatIsNoFunctionOfItsInputIsRefused_data() {
  QTest::addColumn<QString>("name");
  QTest::addColumn<QString>("cause");
  const auto add = [](const char* name, const char* cause) { QTest::newRow(name) << name << cause; };
  add("noise", "draws random numbers with aten::rand_like.*outputs differ from call to call.*model\\.eval\\(\\)");
  add("noise_script", "draws random numbers with aten::rand_like");
  add("centered", "different outputs for an input when the rest of the batch differs.*model\\.eval\\(\\)");
  add("batch_statistics", "no running statistics.*track_running_stats");
  add("batch_statistics_script", "\\(1\\) has no running statistics");
  add("mask_positions", "second input \"position_ids\"");
  add("mask_added", "\"attention_mask\" that it adds to its scores");
  add("mask_causal",
      "which positions see each other \\(6 x 6, as a causal mask does\\).*makes it itself.*\"second_input\"");
  add("mask_causal_blocked", "which positions see each other");
  add("trap_both", "2 tensors \\(0: 8 numbers per input, 1: 3 numbers per input\\).*\"output_tensor\" in run.json");
  add("several_last", "2 tensors \\(0: 8 numbers per input, 1: 3 numbers per input\\).*\\(a number from 0\\)");
  add("several_names", "\"features\": 8 numbers per input, \"scores\": 3 numbers per input.*\\(a name\\)");
  add("mask_kept", "second input \"padding_free\".*\"second_input\" in run.json");
  add("trap_fixed_centered", "different outputs for an input when the rest of the batch differs");
  add("trap_fixed_noise", "draws random numbers with aten::randn.*model\\.eval\\(\\)");
  add("trap_drop_path", "draws random numbers with aten::bernoulli");
  add("trap_over_maximum", "different outputs for an input when the rest of the batch differs");
  add("trap_rare_noise", "random numbers with aten::rand_like");
  add("trap_adapter", "LoRA weights \\(lora_A, lora_B\\).*does not use; merge them");
}

void TestPrograms::whatIsNoFunctionOfItsInputIsRefused() {
  QFETCH(QString, name);
  QFETCH(QString, cause);
  const auto text = refusal(fileOf(name), optionsFor(name));
  QVERIFY2(isOneSentence(text), text.c_str());
  QVERIFY2(QRegularExpression(cause).match(QString::fromStdString(text)).hasMatch(), text.c_str());
}

void TestPrograms::lastOperationsAreTold_data() {
  QTest::addColumn<QString>("name");
  QTest::addColumn<QString>("kind");  // empty: nothing is said
  const auto add = [](const char* name, const char* kind) { QTest::newRow(name) << name << kind; };
  add("ends_softmax", "probabilities");
  add("ends_sigmoid", "probabilities");
  add("ends_log_softmax", "log-probabilities");
  add("ends_linear", "");
  add("ends_relu_last", "");
  add("ends_squeezed", "probabilities");
  add("ends_logarithm", "log-probabilities");
  add("trap_by_hand", "probabilities");
  add("trap_flag", "probabilities");
}

void TestPrograms::lastOperationsAreTold() {
  QFETCH(QString, name);
  QFETCH(QString, kind);
  const auto hint = loadNetwork(fileOf(name), {}, optionsFor(name))->outputHint();
  QCOMPARE(QString::fromStdString(hint ? toText(*hint) : std::string()), kind);
}

void TestPrograms::oneOfSeveralOutputsIsTaken_data() {
  QTest::addColumn<QString>("name");
  QTest::addColumn<QString>("chosen");  // by run.json
  QTest::addColumn<int>("classes");
  QTest::addColumn<QString>("told");
  QTest::addRow("by run.json") << "several_last"
                               << "1" << 0 << "";
  QTest::addRow("by run.json, a name") << "several_names"
                                       << "scores" << 0 << "";
  QTest::addRow("as wide as there are classes") << "several_last"
                                                << "" << 3 << "of which 1 is used.*as wide as";
  QTest::addRow("as wide, by name") << "several_names"
                                    << "" << 3 << "of which \"scores\" is used";
  QTest::addRow("named logits") << "several_logits"
                                << "" << 8 << "\"logits\" is used as its output, by its name";
  QTest::addRow("the only row of numbers") << "several_nested"
                                           << "" << 0 << "the only one";
  QTest::addRow("behind a loss") << "several_loss"
                                 << "" << 0 << "of which 1 is used";
  QTest::addRow("equal heads") << "several_heads"
                               << "" << 0 << "the first of equal ones";
}

void TestPrograms::oneOfSeveralOutputsIsTaken() {
  QFETCH(QString, name);
  QFETCH(QString, chosen);
  QFETCH(int, classes);
  QFETCH(QString, told);
  auto options = optionsFor(name);
  options.outputTensor = chosen.toStdString();
  options.classes = static_cast<std::size_t>(classes);
  const auto network = loadNetwork(fileOf(name), {}, options);
  const auto answers = answersOf(name.toStdString());
  QCOMPARE(network->outputs(), std::size_t{3});
  QVERIFY(allNear(outputsOf(*network, answers), answers.outputs, 1e-5));
  // What the last operation says is said of that tensor.
  QCOMPARE(network->outputHint().has_value(), name == "several_last");
  QString notes;
  for (const auto& note : network->notes()) {
    QVERIFY2(isOneSentence(note), note.c_str());
    notes += QString::fromStdString(note);
  }
  QCOMPARE(notes.contains("tensors"), !told.isEmpty());
  QVERIFY2(QRegularExpression(told).match(notes).hasMatch(), qPrintable(notes));
  options.outputTensor = "7";
  const auto text = refusal(fileOf(name), options);
  QVERIFY2(isOneSentence(text) && text.find("\"output_tensor\" in run.json is \"7\"") != std::string::npos,
           text.c_str());
}

/// What the user says about a mask counts.
void TestPrograms::aMaskOfPairsMayBeSaidToBeOneOfTokens() {
  auto options = optionsFor("mask_causal");
  options.secondInput = "tokens";
  QCOMPARE(loadNetwork(fileOf("mask_causal"), {}, options)->outputs(), std::size_t{3});
}

void TestPrograms::paddingOfTheEmbeddingIsTold() {
  QCOMPARE(loadNetwork(fileOf("mask_padding_index"), {}, optionsFor("mask_padding_index"))->paddingToken(),
           std::optional<std::int64_t>(4));
  QVERIFY(!loadNetwork(fileOf("mask_boolean"), {}, optionsFor("mask_boolean"))->paddingToken());
}

void TestPrograms::runJsonSaysWhatASecondInputHolds() {
  auto options = optionsFor("mask_kept");
  options.secondInput = "tokens";
  const auto network = loadNetwork(fileOf("mask_kept"), {}, options);
  const auto answers = answersOf("mask_kept");
  QVERIFY(allNear(outputsOf(*network, answers), answers.outputs, 1e-5));
  // Another token that fills short texts.
  options.paddingToken = 7;
  const auto other = loadNetwork(fileOf("mask_kept"), {}, options);
  QVERIFY(other->notes().front().find("token 7") != std::string::npos);
  QVERIFY(!allNear(outputsOf(*other, answers), answers.outputs, 1e-3));
}

void TestPrograms::loopsEndWhenAskedToStop() {
  auto options = optionsFor("trap_slow");
  int asked = 0;
  options.stopRequested = [&asked] { return ++asked > 3; };
  QVERIFY_THROWS_EXCEPTION(Stopped, (void)loadNetwork(fileOf("trap_slow"), {}, options));
  QCOMPARE(asked, 4);
}

void TestPrograms::whatDoesMoreThanComputeIsRefused_data() {
  QTest::addColumn<QString>("name");
  QTest::addColumn<QString>("what");
  const auto add = [](const char* name, const char* what) { QTest::newRow(name) << name << what; };
  add("writes", "calls aten::save, which Spindle does not run");
  add("opens", "calls aten::from_file, which Spindle does not run");
  add("quantized", "calls quantized::cat");
  add("endless", "\"while\" loop");
  add("long", "loop of 10000000 iterations");
  add("computed", "loops ran for 300000 iterations");
  add("setter", "__setstate__");
  // Operators that use indices, lengths or pivots of the program unchecked: any address could be written.
  add("unchecked_compressed", "calls aten::_sparse_csr_tensor_unsafe");
  add("unchecked_sparse", "calls aten::sparse_coo_tensor");
  add("unchecked_indices", "calls aten::indices");
  add("unchecked_to_compressed", "calls aten::_convert_indices_from_coo_to_csr");
  add("unchecked_pooling", "calls aten::max_pool2d_with_indices_backward");
  add("unchecked_unfolding", "calls aten::unfold_backward");
  add("unchecked_loss", "calls aten::ctc_loss");
  add("unchecked_segments", "calls aten::segment_reduce");
  add("unchecked_sorter", "gives aten::searchsorted a sorter");
  add("unchecked_pivots", "calls aten::linalg_ldl_solve");
  add("unchecked_noise", "calls aten::rrelu_with_noise");
  add("unchecked_helper", "calls aten::_weight_norm_interface");
}

void TestPrograms::whatDoesMoreThanComputeIsRefused() {
  QFETCH(QString, name);
  QFETCH(QString, what);
  const QTemporaryDir scratch;
  const auto before = std::filesystem::current_path();
  std::filesystem::current_path(scratch.path().toStdString());
  const auto text = refusal(fileOf(name), optionsFor(name));
  const bool wrote = std::filesystem::exists("spindle-was-here");
  std::filesystem::current_path(before);
  QVERIFY(!wrote);
  QVERIFY2(isOneSentence(text), text.c_str());
  QVERIFY2(QString::fromStdString(text).contains(what), text.c_str());
}

void TestPrograms::nothingIsPrinted() {
  const QTemporaryDir scratch;
  const auto path = scratch.filePath("output").toLocal8Bit();
  std::fflush(stdout);
  const int terminal = dup(1);
  QVERIFY(std::freopen(path.constData(), "w", stdout) != nullptr);
  const auto network = loadNetwork(fileOf("loud"), {}, optionsFor("loud"));
  std::fflush(stdout);
  dup2(terminal, 1);
  close(terminal);
  QFile file(scratch.filePath("output"));
  QVERIFY(file.open(QIODevice::ReadOnly));
  QCOMPARE(file.readAll(), QByteArray());
  QCOMPARE(network->outputs(), std::size_t{3});
}

/// A part of a network that was traced with a batch of one runs one row at a time too.
void TestPrograms::layersOfAFixedBatchCanBeMasked() {
  const auto answers = answersOf("batch_one");
  const auto network = loadNetwork(fileOf("batch_one"), {}, optionsFor("batch_one"));
  AdditiveInput input;
  input.base.assign(answers.inputs.begin(), answers.inputs.begin() + 12);
  for (std::uint32_t i = 0; i < 4; ++i)
    input.parts.push_back(
        {{i, i + 4, i + 8}, {answers.inputs[12 + i], answers.inputs[16 + i], answers.inputs[20 + i]}});
  std::vector<float> outputs(16 * 3);
  network->evaluateCoalitions(input, 16, outputs);
  QVERIFY(allNear(std::span(outputs).first(3), std::span(answers.outputs).first(3), 1e-5));
  QVERIFY(allNear(std::span(outputs).last(3), std::span(answers.outputs).subspan(3, 3), 1e-5));
  auto options = optionsFor("batch_one");
  options.maskAt = "0";
  const auto text = refusal(fileOf("batch_one"), options);
  QVERIFY2(text.empty() || isOneSentence(text), text.c_str());
}

/// A changed byte in code, pickle or numbers: LibTorch does not look at the checksums.
void TestPrograms::damagedArchivesAreRefused() {
  const QTemporaryDir scratch;
  const auto copy = std::filesystem::path(scratch.filePath("damaged.pt").toStdString());
  std::ifstream stream(fileOf("ends_linear"), std::ios::binary);
  const std::string good{std::istreambuf_iterator<char>(stream), {}};
  int refused = 0, tried = 0;
  for (std::size_t at = 150; at < good.size(); at += 211, ++tried) {
    std::string bad = good;
    bad[at] = static_cast<char>(bad[at] ^ 4);
    std::ofstream(copy, std::ios::binary) << bad;
    const auto text = refusal(copy, optionsFor("ends_linear"));
    if (text.empty()) continue;  // a byte of the padding between entries
    ++refused;
    QVERIFY2(isOneSentence(text) && text.find("damaged.pt") != std::string::npos, text.c_str());
  }
  QVERIFY2(refused > tried / 3, qPrintable(QString("%1 of %2").arg(refused).arg(tried)));
}

void TestPrograms::weightsOfTheSameMeaningFit_data() {
  QTest::addColumn<QString>("architecture");
  QTest::addColumn<QString>("weights");
  for (const char* architecture : {"old_names", "new_names"})
    for (const char* weights : {"old_names", "new_names"})
      QTest::addRow("%s in %s", weights, architecture) << architecture << weights;
}

void TestPrograms::weightsOfTheSameMeaningFit() {
  QFETCH(QString, architecture);
  QFETCH(QString, weights);
  const auto network =
      loadNetwork(fileOf(architecture), folder / (weights.toStdString() + ".pth"), optionsFor(architecture));
  const auto answers = answersOf("other_names");
  QVERIFY(allNear(outputsOf(*network, answers), answers.outputs, 1e-5));
  QVERIFY2(network->warning().empty(), network->warning().c_str());
}

void TestPrograms::adaptersAreNamed() {
  for (const auto& [file, told] : {std::pair("adapter.pth", "LoRA adapter, not the weights"),
                                   std::pair("adapter_beside.pth", "LoRA weights beside those of the network")}) {
    std::string text;
    try {
      (void)loadNetwork(fileOf("old_names"), folder / file, optionsFor("old_names"));
    } catch (const UserError& error) {
      text = error.what();
    }
    QVERIFY2(isOneSentence(text) && text.find(told) != std::string::npos, text.c_str());
  }
}

QTEST_APPLESS_MAIN(TestPrograms)
#include "tst_programs.moc"
