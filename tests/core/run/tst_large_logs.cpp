// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/limits.h"
#include "core/base/user_error.h"
#include "core/run/log/training_log.h"
#include "tests/core/run/event_records.h"
#include "tests/core/run/run_folder.h"

#include <QTest>

using namespace spindle;
using namespace spindle::test;

class LargeLogsTest : public QObject {
  Q_OBJECT

 private slots:
  /// Logs of a few MB would take gigabytes.
  void logsThatAreTooLargeAreRefused() {
    const auto refused = [](const auto& read, const char* what) {
      const auto said = sentence<UserError>(read);
      return said.starts_with("log") && said.find(what) != std::string::npos && said.ends_with(".");
    };
    LogBuilder builder("log");
    for (std::size_t i = 0; i < limits::logValues; ++i) builder.add("loss", {static_cast<double>(i), 1.0, 2.0});
    QVERIFY(refused([&] { builder.add("loss", {1.0, 1.0, 2.0}); }, "10000000 values"));
    std::string columns = "{\"step\": 1";
    for (std::size_t i = 0; i <= limits::logColumns; ++i)
      columns += (i % 5000 == 0 ? "}\n{\"step\": 1, \"k" : ", \"k") + std::to_string(i) + "\": 1";
    QVERIFY(refused([&] { readJsonLinesLog(columns + "}\n", "log"); }, "10000 columns"));
    const std::string outer(limits::logName, 'k');
    QVERIFY(
        refused([&] { readJsonLinesLog("{\"step\": 1, \"" + outer + "\": {\"a\": 1}}", "log"); }, "1002 characters"));
    std::string many;
    while (many.size() <= 10 * limits::eventValues) many += field(1, field(1, "a") + simple(1));
    QVERIFY(refused([&] { readEventScalars(record(field(5, many)), "log"); }, "3000000 values"));
    const auto tags = scalarEvent(2, 1, std::string(limits::textBytes / 2, 't'), simple(1));
    QCOMPARE(readEventScalars(tags, "log").scalars.size(), std::size_t{1});
    QVERIFY(refused([&] { readEventScalars(tags + tags + tags, "log"); }, "values that are read"));
    QVERIFY(refused([&] { readEventScalars(record(std::string(limits::textBytes + 1, '\0')), "log"); }, "128 MiB"));
  }
};

QTEST_APPLESS_MAIN(LargeLogsTest)
#include "tst_large_logs.moc"
