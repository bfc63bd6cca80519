// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/user_error.h"
#include "core/model/torch_facts.h"

#include <QTest>

using namespace spindle;

namespace {

const TorchFacts without{"1.13.1", "", 0, true, ""};
const TorchFacts noDriver{"2.15.0", "13.2", 0, false, ""};
const TorchFacts noDevice{"2.15.0", "13.2", 0, true, ""};
const TorchFacts two{"2.15.0", "13.2", 2, true, ""};

/// The device, or the sentence of the refusal.
QString answer(const char* wanted, const TorchFacts& facts) {
  try {
    return QString::fromStdString(deviceFrom(wanted, facts));
  } catch (const UserError& error) {
    return error.what();
  }
}

}  // namespace

class TorchFactsTest : public QObject {
  Q_OBJECT
 private slots:
  void aDeviceIsNamed();
  void whatIsMissingIsSaid();
  void theModuleTellsItsPyTorch();
};

void TorchFactsTest::aDeviceIsNamed() {
  for (const TorchFacts& facts : {without, noDriver, noDevice}) {
    QCOMPARE(answer("cpu", facts), "cpu");
    QCOMPARE(answer("auto", facts), "cpu");
  }
  QCOMPARE(answer("cpu", two), "cpu");
  QCOMPARE(answer("auto", two), "cuda:0");
  QCOMPARE(answer("cuda", two), "cuda:0");
  QCOMPARE(answer("cuda:1", two), "cuda:1");
}

void TorchFactsTest::whatIsMissingIsSaid() {
  QVERIFY(answer("cuda", without).startsWith("--device cuda: PyTorch 1.13.1 here was built without CUDA"));
  QVERIFY(answer("cuda:1", noDriver).startsWith("--device cuda:1: NVIDIA's driver (libcuda.so.1) is not there"));
  QVERIFY(answer("cuda", noDevice).contains("built for CUDA 13.2, sees no device"));
  QVERIFY(answer("cuda:2", two).contains("sees 2 devices"));
  for (const char* wanted : {"gpu", "cuda:", "cuda:x", "cuda:-1", "cuda:1x", ""})
    QVERIFY2(answer(wanted, two).contains("is not cpu, cuda, cuda:1 or auto"), wanted);
}

void TorchFactsTest::theModuleTellsItsPyTorch() {
  const TorchFacts facts = torchFacts();
  QVERIFY(facts.version.find('.') != std::string::npos);
  QVERIFY(facts.devices == 0 || !facts.cuda.empty());
  QVERIFY(toText(facts).starts_with(facts.version + ", built "));
  QVERIFY2(facts.module.ends_with("/bin/spindle_torch.so"), facts.module.c_str());
  QVERIFY(moduleText(facts).starts_with("module " + facts.module));
}

QTEST_GUILESS_MAIN(TorchFactsTest)
#include "tst_torch_facts.moc"
