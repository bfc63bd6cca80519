// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/user_error.h"
#include "core/run/description/run_description.h"
#include "tests/core/run/run_folder.h"

#include <QTest>

using namespace spindle;
using spindle::test::quoted;
using spindle::test::RunFolder;

namespace {

RunDescription parsed(const std::string& text) {
  const RunFolder folder;
  folder.write("run.json", quoted(text));
  return readRunDescription(folder.path() / "run.json");
}

constexpr const char* complete =
    "{ "
    "'spindle': 1, 'name': 'MLP on Fashion-MNIST', 'model': 'model.pt', 'checkpoints': 'checkpoints/a.pt', "
    "'metrics': 'metrics.csv', 'samples': 'samples.h5', "
    "'input': {'kind': 'image', 'shape': [1, 28, 28], 'mean': [0.286], 'std': [0.353]}, "
    "'classes': ['T-shirt/top', 'Trouser'], 'score': 'log-odds', 'output': 'logits', 'baseline': 'zero', "
    "'background': 'mask', 'mask_at': 'relu2', 'protocol': 'two-phase', 'target': 'label', 'vocab': 'words.txt', "
    "'steps': {'pattern': 's([0-9]+)', 'unit': 'epoch'}, 'loss_columns': {'train': 'a', 'test': 'b'}, "
    "'variables': {'grid': [7, 7], 'count': 10, 'seed': 3, 'within': [1, 1, 6, 6], 'each': true}}";

}  // namespace

class RunDescriptionTest : public QObject {
  Q_OBJECT

 private slots:
  void readsEveryKey() {
    const auto run = parsed(complete);
    QCOMPARE(*run.name, std::string("MLP on Fashion-MNIST"));
    QCOMPARE(*run.model, std::string("model.pt"));
    QCOMPARE(*run.checkpoints, std::string("checkpoints/a.pt"));
    QVERIFY(run.kind == InputKind::image);
    QCOMPARE(run.shape, (std::vector<std::int64_t>{1, 28, 28}));
    QCOMPARE(run.mean, (std::vector<double>{0.286}));
    QCOMPARE(run.classes.size(), std::size_t{2});
    QVERIFY(run.background == Background::mask);
    QCOMPARE(*run.maskAt, std::string("relu2"));
    QVERIFY(run.steps->unit == StepPattern::Unit::epoch);
    QCOMPARE(run.lossColumns.test, std::string("b"));
    const auto& grid = std::get<GridDescription>(run.variables);
    QVERIFY(grid.each);
    QCOMPARE(grid.grid.seed, std::uint64_t{3});
    QCOMPARE(grid.grid.within, (std::array<int, 4>{1, 1, 6, 6}));
  }

  void roundTrip_data() {
    QTest::addColumn<QString>("text");
    const auto row = [](const char* name, const char* text) { QTest::newRow(name) << QString(text); };
    row("nothing", "{}");
    row("everything", complete);
    row("list of checkpoints", "{'checkpoints': ['a.pt', 'b.pt']}");
    row("baseline mean", "{'baseline': 'mean'}");
    row("baseline number", "{'baseline': -0.1}");
    row("baseline list", "{'baseline': [0.1, 0.30000000000000004]}");
    row("baseline token", "{'baseline': {'token': '[MASK]'}}");
    row("variables",
        "{'variables': [{'name': 'collar', 'pixels': [[0, 1, 2, 3], [4, 5, 6, 7]]}, {'columns': ['age']}, "
        "{'words': [3, 4]}, {'points': [0, 1]}]}");
    row("one list each", "{'variables': {'each': [[{'words': [0]}], [{'words': [1]}]]}}");
    row("label map", "{'variables': {'map': 'regions.png'}}");
    row("a mean alone", "{'input': {'mean': 0.5, 'std': [0.1, 0.2]}}");
    row("letters beyond ASCII", "{'name': 'Übung \\'eins\\'\\n', 'classes': ['猫']}");
    row("sample count", "{'sample_count': 200}");
    row("partial weights", "{'partial_weights': true}");
    row("other weights", "{'weights': 'state_dict_ema'}");
    row("steps", "{'steps': {'pattern': '\\\\bs(\\\\d+)\\\\.'}}");
    row("byte order mark", "\xEF\xBB\xBF{\"name\": \"x\"}");
  }

  void roundTrip() {
    QFETCH(QString, text);
    const auto first = parsed(text.toStdString());
    const RunFolder folder;
    writeRunDescription(folder.path() / "run.json", first);
    QVERIFY(readRunDescription(folder.path() / "run.json") == first);
    QVERIFY(!std::filesystem::exists(folder.path() / "run.json.part"));
  }

  void refuses_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("part");
    const auto row = [](const char* name, const char* text, const char* part) {
      QTest::newRow(name) << QString(text) << QString(part);
    };
    row("unknown key", "{'checkpionts': 'a'}", "unknown key \"checkpionts\"; did you mean \"checkpoints\"?");
    row("unknown key that is like none", "{'zzzzzz': 1}", "the keys are spindle");
    row("unknown key inside", "{'input': {'shap': [1]}}", "unknown key \"shap\" in \"input\"; did you mean \"shape\"?");
    row("key twice", "{'name': 'a', 'name': 'b'}", "the key \"name\" appears twice");
    row("a list", "[]", "the file should be an object, but is []");
    row("syntax", "{\"name\":\n  oops}", "line 2, column 3");
    row("cut off", "{'name': 'a", "is not valid JSON at line 1");
    row("newer version", "{'spindle': 2}", "\"spindle\" should be 1, the version that this program reads, but is 2.");
    row("name", "{'name': ['a']}", "\"name\" should be a string, but is [\"a\"].");
    row("checkpoints", "{'checkpoints': 3}", "\"checkpoints\" should be a pattern");
    row("checkpoint in a list", "{'checkpoints': ['a', 3]}", "\"checkpoints[1]\" should be a string, but is 3.");
    row("empty list", "{'checkpoints': []}", "not empty");
    row("kind", "{'input': {'kind': 'picture'}}", "\"input.kind\" should be one of \"image\", \"tabular\"");
    row("shape", "{'input': {'shape': '28x28'}}",
        "\"input.shape\" should be a list of whole numbers, but is \"28x28\".");
    row("shape of an image", "{'input': {'kind': 'image', 'shape': [28, 28]}}", "[channels, height, width]");
    row("negative side", "{'input': {'shape': [1, -28, 28]}}", "\"input.shape[1]\" should be a whole number from 1");
    row("huge shape", "{'input': {'shape': [16777216, 16777216, 16777216]}}", "\"input.shape\"");
    row("fraction", "{'input': {'shape': [1.5]}}", "whole number");
    row("std of zero", "{'input': {'std': [0]}}", "above zero");
    row("number of means", "{'input': {'kind': 'image', 'shape': [3, 8, 8], 'mean': [1, 2]}}",
        "each of the 3 channels");
    row("classes", "{'classes': 'cat'}", "\"classes\" should be a list of strings");
    row("score", "{'score': 'odds'}", "\"score\" should be one of \"log-odds\"");
    row("output", "{'output': 'logit'}", "\"output\" should be one of \"logits\"");
    row("protocol", "{'protocol': 'paper'}", "\"protocol\" should be one of \"two-phase\"");
    row("background", "{'background': true}", "\"background\" should be one of \"keep\", \"mask\", but is true.");
    row("baseline word", "{'baseline': 'black'}", "\"baseline\" should be \"zero\", \"mean\", a number");
    row("baseline key", "{'baseline': {'tokn': 'x'}}", "did you mean \"token\"?");
    row("baseline without token", "{'baseline': {}}", "\"token\"");
    row("variables", "{'variables': 10}", "\"variables\" should be a grid");
    row("grid", "{'variables': {'grid': [7]}}", "\"variables.grid\" should be [rows, columns]");
    row("grid key", "{'variables': {'grid': [7, 7], 'cont': 3}}", "did you mean \"count\"?");
    row("more variables than 20", "{'variables': {'grid': [7, 7], 'count': 21}}", "from 1 to 20");
    row("more variables than cells", "{'variables': {'grid': [3, 3], 'count': 10}}", "10 of 9 cells");
    row("outside the grid", "{'variables': {'grid': [7, 7], 'within': [1, 1, 8, 6]}}", "inside the grid");
    row("each", "{'variables': {'grid': [7, 7], 'each': 'yes'}}", "true or false");
    row("map and more", "{'variables': {'map': 'regions.png', 'count': 3}}", "\"count\"");
    row("map without a name", "{'variables': {'map': ''}}", "the name of a PNG or .npy file");
    row("variable of nothing", "{'variables': [{'name': 'a'}]}",
        "\"variables[0]\" should be an object with exactly one");
    row("variable of two things", "{'variables': [{'words': [1], 'points': [2]}]}", "exactly one");
    row("pixels", "{'variables': [{'pixels': [[0, 0, 4]]}]}",
        "\"variables[0].pixels[0]\" should be [top, left, height");
    row("rectangle without area", "{'variables': [{'pixels': [[0, 0, 0, 4]]}]}", "[top, left, height, width]");
    row("negative word", "{'variables': [{'words': [-1]}]}", "\"variables[0].words[0]\"");
    row("step pattern", "{'steps': {'pattern': '(['}}", "\"steps.pattern\" should be a regular expression");
    row("look-ahead", "{'steps': {'pattern': '(?=a)(b)'}}", "look-ahead and other groups");
    row("long unknown key", ("{'" + QString("x").repeated(100000) + "': 1}").toUtf8().constData(), "xxx...");
    row("list in a text", "{'name': [[1]]}", "\"name\" should be a string, but is a list of 1.");
    row("long text", ("{'protocol': '" + QString("é").repeated(100000) + "'}").toUtf8().constData(), "é...");
    row("two groups", "{'steps': {'pattern': '(a)(b)'}}", "exactly one group");
    row("no pattern", "{'steps': {'unit': 'step'}}", "\"pattern\"");
    row("unit", "{'steps': {'pattern': '(a)', 'unit': 'batch'}}", "\"steps.unit\" should be one of");
    row("loss columns", "{'loss_columns': {'trin': 'a'}}", "did you mean \"train\"?");
    row("infinite number", "{'baseline': 1e999}", "is not valid JSON");
  }

  void refuses() {
    QFETCH(QString, text);
    QFETCH(QString, part);
    const auto said = spindle::test::sentence<UserError>([&] { (void)parsed(text.toStdString()); });
    const auto sentence = QString::fromStdString(said);
    QVERIFY2(sentence.contains(part), qPrintable(sentence));
    QVERIFY2(sentence.contains("run.json"), qPrintable(sentence));
    QVERIFY2(sentence.endsWith('.') || sentence.endsWith('?'), qPrintable(sentence));
    QVERIFY2(!sentence.contains('\n'), qPrintable(sentence));
  }

  void nestedAndWideFilesAreRefused() {
    std::string wide = "{";
    for (int i = 0; i < 100000; ++i) wide += "\"k" + std::to_string(i) + "\":1,";
    const std::string deep = std::string(100000, '[') + std::string(100000, ']');
    for (const auto& text : {deep, "{\"classes\":" + deep + "}", wide + "\"k\":1}"}) {
      const auto said = spindle::test::sentence<UserError>([&] { (void)parsed(text); });
      QVERIFY2(said.find("more than 100") != std::string::npos, said.c_str());
      QVERIFY(said.size() < 400);
    }
  }

  void damagedFilesAreRefusedOrRead() {
    const RunFolder folder;
    const auto file = folder.path() / "run.json";
    const std::string whole = quoted(complete);
    const auto attempt = [&](const std::string& text) {
      folder.write("run.json", text);
      try {
        (void)readRunDescription(file);
      } catch (const UserError&) {
      }
    };
    for (std::size_t length = 0; length < whole.size(); ++length) attempt(whole.substr(0, length));
    for (std::size_t i = 0; i < whole.size(); ++i) {
      auto changed = whole;
      changed[i] = static_cast<char>(changed[i] ^ (i % 3 == 0 ? 0x01 : i % 3 == 1 ? 0x20 : 0x80));
      attempt(changed);
    }
    QVERIFY(!spindle::test::sentence<UserError>([&] { (void)parsed("{'name': '\xff'}"); }).empty());
    QVERIFY(!spindle::test::sentence<UserError>([&] {
               folder.write("run.json", std::string(100000, '['));
               (void)readRunDescription(file);
             }).empty());
  }

  void writingIntoNowhere() {
    const RunFolder folder;
    const auto said = spindle::test::sentence<UserError>(
        [&] { writeRunDescription(folder.path() / "none" / "run.json", RunDescription{}); });
    QVERIFY2(said.find("there is no folder") != std::string::npos, said.c_str());
    std::filesystem::create_directory(folder.path() / "run.json");
    QVERIFY(!spindle::test::sentence<UserError>([&] { writeRunDescription(folder.path() / "run.json", {}); }).empty());
    QVERIFY(!std::filesystem::exists(folder.path() / "run.json.part"));
  }
};

QTEST_APPLESS_MAIN(RunDescriptionTest)
#include "tst_run_description.moc"
