// SPDX-License-Identifier: GPL-3.0-or-later
// Files of torch.export (tests/golden/model/exported/make_exported.py): what is read, and what damaged ones say.
#include "core/base/user_error.h"
#include "core/weights/exported_archive.h"
#include "core/weights/weights_file.h"
#include "tests/fuzz/mutate.h"

#include <QRegularExpression>
#include <QTest>

#include <algorithm>
#include <functional>

using namespace spindle;
using fuzz::Bytes, fuzz::Member;

class ExportedArchiveTest : public QObject {
  Q_OBJECT
 private slots:
  void programsAreRead_data();
  void programsAreRead();
  void olderLayoutsHoldTheSame();
  void hostileFilesAreRefused_data();
  void hostileFilesAreRefused();
};

namespace {

Bytes contents(const std::string& name) {
  return fuzz::goldenBytes("model/exported/" + name + ".pt2");
}

ByteSource sourceOf(const Bytes& bytes) {
  return {std::as_bytes(std::span(bytes)), "model.pt2"};
}

/// Everything that is read of a file.
void readAll(const Bytes& bytes) {
  const auto source = sourceOf(bytes);
  (void)readWeights(source);
  const ExportedArchive archive(source);
  (void)archive.constants();
  (void)archive.tied();
  (void)archive.program();
}

Member& member(std::vector<Member>& members, const std::string& end) {
  return *std::find_if(members.begin(), members.end(), [&](const Member& m) { return m.name.ends_with(end); });
}

void replace(Bytes& bytes, const std::string& from, const std::string& to) {
  std::string text(bytes.begin(), bytes.end());
  const auto at = text.find(from);
  if (at == std::string::npos) qFatal("not found: %s", from.c_str());
  text.replace(at, from.size(), to);
  bytes.assign(text.begin(), text.end());
}

using Damage = std::function<void(std::vector<Member>&)>;

}  // namespace
Q_DECLARE_METATYPE(Damage)

void ExportedArchiveTest::programsAreRead_data() {
  QTest::addColumn<QString>("name");
  for (const char* name : {"wrapped", "wrapped_middle", "wrapped_old", "wrapped_2_6"}) QTest::newRow(name) << name;
}

void ExportedArchiveTest::programsAreRead() {
  QFETCH(QString, name);
  const auto bytes = contents(name.toStdString());
  const auto source = sourceOf(bytes);
  QCOMPARE(readWeightsSummary(source).format, WeightsFormat::torchExport);
  const ExportedArchive archive(source);
  const auto program = archive.program();
  QCOMPARE(program.outputNames, (std::vector<std::string>{"features", "logits"}));
  QCOMPARE(program.outputs.size(), std::size_t{2});
  const auto data = std::find_if(program.inputs.begin(), program.inputs.end(),
                                 [](const auto& input) { return input.kind == ExportedInput::Kind::data; });
  QCOMPARE(data->shape, (std::vector<std::int64_t>{-1, 12}));
  QCOMPARE(archive.tied(), (std::map<std::string, std::string>{{"second.bias", "first.bias"}}));
  const auto constants = archive.constants();
  const auto mask = std::find_if(constants.begin(), constants.end(), [](const auto& c) { return c.name == "mask"; });
  QVERIFY(mask != constants.end());
  QCOMPARE(mask->tensor.type, ElementType::boolean);
  QCOMPARE(mask->tensor.toIntegers(), (std::vector<std::int64_t>{1, 0, 1, 0, 1, 0}));
}

void ExportedArchiveTest::olderLayoutsHoldTheSame() {
  const auto now = contents("mlp"), old = contents("mlp_old"), middle = contents("mlp_middle");
  const auto expected = readWeights(sourceOf(now)).tensors;
  QCOMPARE(expected.size(), std::size_t{6});
  for (const auto* other : {&old, &middle}) {
    const auto read = readWeights(sourceOf(*other)).tensors;
    QCOMPARE(read.size(), expected.size());
    for (const auto& tensor : expected) {
      const auto same = std::find_if(read.begin(), read.end(), [&](const auto& t) { return t.name == tensor.name; });
      QVERIFY(same != read.end());
      QCOMPARE(same->tensor.shape, tensor.tensor.shape);
      QVERIFY(same->tensor.bytes == tensor.tensor.bytes);
    }
  }
}

void ExportedArchiveTest::hostileFilesAreRefused_data() {
  QTest::addColumn<Damage>("damage");
  QTest::addColumn<QString>("told");
  const auto program = [](const std::string& from, const std::string& to) {
    return Damage([=](auto& members) { replace(member(members, "model.json").data, from, to); });
  };
  const auto table = [](const std::string& from, const std::string& to) {
    return Damage([=](auto& members) { replace(member(members, "weights_config.json").data, from, to); });
  };
  QTest::newRow("no program") << Damage([](auto& members) { member(members, "model.json").name = "mlp/other.json"; })
                              << "package of torch.export without a program";
  QTest::newRow("cut") << Damage([](auto& members) { member(members, "model.json").data.resize(900); })
                       << "not valid JSON";
  QTest::newRow("deep") << Damage([](auto& members) {
    auto& data = member(members, "model.json").data;
    data.assign(1'000'000, '[');
  }) << "nested more than 100";
  QTest::newRow("no graph") << program("\"graph_module\"", "\"graph_modules\"") << "not of the form.*its beginning";
  QTest::newRow("text for a number") << program("\"torch.ops.aten.relu.default\"", "3")
                                     << "not of the form.*at operation 2;|not of the form.*operation 1";
  QTest::newRow("two fields") << program("{\"as_tensor\": {\"name\": \"input\"}}",
                                         "{\"as_tensor\": {\"name\": \"input\"}, \"as_int\": 3}")
                              << "not of the form";
  QTest::newRow("newer schema") << program("\"schema_version\": {\"major\": 8", "\"schema_version\": {\"major\": 9")
                                << "newer than those known";
  QTest::newRow("no weight") << Damage([](auto& members) { member(members, "weight_0").name = "mlp/none"; })
                             << "no entry mlp/data/weights/weight_0";
  QTest::newRow("path") << table("\"weight_0\"", "\"../../etc/passwd\"") << "no entry";
  QTest::newRow("short weight") << Damage([](auto& members) { member(members, "weight_0").data.resize(100); })
                                << "does not fit into the 100 bytes";
  QTest::newRow("empty weight") << Damage([](auto& members) { member(members, "weight_0").data.clear(); })
                                << "without numbers";
  QTest::newRow("large shape") << table("{\"as_int\": 12}", "{\"as_int\": 4611686018427387904}") << "does not fit into";
  QTest::newRow("negative shape") << table("{\"as_int\": 12}", "{\"as_int\": -12}") << "does not fit into";
  QTest::newRow("negative stride") << table("\"strides\": [{\"as_int\": 12}", "\"strides\": [{\"as_int\": -12}")
                                   << "does not fit into";
  QTest::newRow("offset") << table("\"storage_offset\": {\"as_int\": 0}", "\"storage_offset\": {\"as_int\": 5}")
                          << "does not fit into";
  QTest::newRow("stride of zero") << table(
                                         "{\"as_int\": 12}], \"requires_grad\": true, \"device\": {\"type\": \"cpu\", "
                                         "\"index\": null}, \"strides\": [{\"as_int\": 12}, {\"as_int\": 1}]",
                                         "{\"as_int\": 99999999999}], \"requires_grad\": true, \"device\": {\"type\": "
                                         "\"cpu\", \"index\": null}, \"strides\": [{\"as_int\": 0}, {\"as_int\": 0}]")
                                  << "does not fit into";
  QTest::newRow("strange type") << table("\"dtype\": 7", "\"dtype\": 77") << "sparse or complex";
}

void ExportedArchiveTest::hostileFilesAreRefused() {
  QFETCH(Damage, damage);
  QFETCH(QString, told);
  auto members = fuzz::membersOf(contents("mlp"));
  QVERIFY(!members.empty());
  readAll(fuzz::zipOf(members));
  damage(members);
  try {
    readAll(fuzz::zipOf(members));
    QFAIL("was read");
  } catch (const UserError& error) {
    const QString text = error.what();
    QVERIFY2(QRegularExpression(told).match(text).hasMatch(), qPrintable(text));
    QVERIFY2(text.startsWith("model.pt2") && text.endsWith('.') && !text.contains('\n') && text.size() < 400,
             qPrintable(text));
  }
}

QTEST_APPLESS_MAIN(ExportedArchiveTest)
#include "tst_exported_archive.moc"
