// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/user_error.h"
#include "core/measure/parts/launcher.h"

#include <QTest>

#include <map>

using namespace spindle;

namespace {

using Variables = std::map<std::string, std::string>;

Environment environmentOf(const Variables& variables) {
  return [variables](const char* name) {
    const auto found = variables.find(name);
    return found == variables.end() ? std::string() : found->second;
  };
}

/// "3/40", or the sentence of the refusal.
std::string answer(const Variables& variables) {
  try {
    return toText(partOfLauncher(environmentOf(variables)));
  } catch (const UserError& error) {
    return error.what();
  }
}

Variables array(const char* id, const char* least, const char* most, const char* count, const char* step = "1") {
  return {{"SLURM_JOB_ID", "7"},
          {"SLURM_ARRAY_TASK_ID", id},
          {"SLURM_ARRAY_TASK_MIN", least},
          {"SLURM_ARRAY_TASK_MAX", most},
          {"SLURM_ARRAY_TASK_COUNT", count},
          {"SLURM_ARRAY_TASK_STEP", step},
          {"SLURM_PROCID", "0"},
          {"SLURM_NTASKS", "1"}};
}

Variables with(Variables variables, const Variables& more) {
  for (const auto& [name, value] : more) variables[name] = value;
  return variables;
}

bool refused(const Variables& variables, const std::string& word) {
  const std::string said = answer(variables);
  return said.starts_with("--part auto: ") && said.find(word) != std::string::npos;
}

}  // namespace

class LauncherTest : public QObject {
  Q_OBJECT
 private slots:
  void everyLauncherNumbersItsProcesses();
  void anArrayOfStepsHasThePartsOfBoth();
  void aPieceOfAnArrayIsRefused();
  void aProcessWithoutBothNumbersIsRefused();
  void thePairsOfAllPartsAreAllPairsOnce();
};

void LauncherTest::everyLauncherNumbersItsProcesses() {
  QCOMPARE(answer({{"OMPI_COMM_WORLD_RANK", "0"}, {"OMPI_COMM_WORLD_SIZE", "4"}, {"PMIX_RANK", "0"}}), "1/4");
  QCOMPARE(answer({{"PMI_RANK", "3"}, {"PMI_SIZE", "4"}}), "4/4");
  QCOMPARE(answer({{"SLURM_PROCID", "2"}, {"SLURM_NTASKS", "6"}, {"SLURM_STEP_ID", "0"}}), "3/6");
  // mpirun in a batch script: its processes have the script's numbers too.
  QCOMPARE(answer({{"OMPI_COMM_WORLD_RANK", "2"},
                   {"OMPI_COMM_WORLD_SIZE", "4"},
                   {"SLURM_PROCID", "0"},
                   {"SLURM_NTASKS", "4"},
                   {"SLURM_JOB_ID", "9"}}),
           "3/4");
  QCOMPARE(answer(array("1", "1", "40", "40")), "1/40");
  QCOMPARE(answer(array("0", "0", "39", "40")), "1/40");
  QCOMPARE(answer(array("40", "10", "100", "10", "10")), "4/10");
  QCOMPARE(answer(array("1", "1", "1", "1")), "1/1");
}

void LauncherTest::anArrayOfStepsHasThePartsOfBoth() {
  const Variables step{{"SLURM_PROCID", "1"}, {"SLURM_NTASKS", "4"}, {"SLURM_STEP_ID", "0"}};
  QCOMPARE(answer(with(array("3", "1", "10", "10"), step)), "10/40");
  QCOMPARE(answer(with(array("3", "1", "10", "10"), {{"PMI_RANK", "3"}, {"PMI_SIZE", "4"}})), "12/40");
}

void LauncherTest::aPieceOfAnArrayIsRefused() {
  QVERIFY(refused(array("7", "7", "7", "1"), "SLURM_ARRAY_TASK_ID}/COUNT"));
  QVERIFY(refused(array("3", "3", "17", "2"), "2 tasks from 3 to 17"));
  QVERIFY(refused(array("4", "1", "8", "3"), "3 tasks from 1 to 8"));
  QVERIFY(refused({{"SLURM_ARRAY_TASK_ID", "3"}}, "SLURM_ARRAY_TASK_MIN"));
}

void LauncherTest::aProcessWithoutBothNumbersIsRefused() {
  QVERIFY(refused({}, "no launcher"));
  QVERIFY(refused({{"OMPI_COMM_WORLD_RANK", "1"}}, "without OMPI_COMM_WORLD_SIZE"));
  QVERIFY(refused({{"PMI_SIZE", "4"}}, "without PMI_RANK"));
  QVERIFY(refused({{"PMI_RANK", "4"}, {"PMI_SIZE", "4"}}, "beyond PMI_SIZE 4"));
  QVERIFY(refused({{"PMI_RANK", "one"}, {"PMI_SIZE", "4"}}, "not a number"));
  QVERIFY(refused({{"PMIX_RANK", "1"}}, "PMIX_RANK is set"));
  QVERIFY(refused({{"PBS_ARRAY_INDEX", "1"}}, "PBS_ARRAY_INDEX is set"));
  // A batch script is one process, however many tasks its job has.
  QVERIFY(refused({{"SLURM_JOB_ID", "9"}, {"SLURM_PROCID", "0"}, {"SLURM_NTASKS", "4"}}, "SLURM_PROCID is set"));
}

void LauncherTest::thePairsOfAllPartsAreAllPairsOnce() {
  constexpr std::size_t checkpoints = 4, samples = 6;
  for (const bool whole : {false, true}) {
    for (const std::size_t count : {1U, 2U, 3U, 5U, 24U, 40U}) {
      std::size_t least = checkpoints * samples, most = 0;
      std::vector<int> times(checkpoints * samples, 0);
      for (std::size_t number = 1; number <= count; ++number) {
        std::size_t size = 0;
        for (std::size_t pair = 0; pair < times.size(); ++pair) {
          if (!Part{number, count}.holds(pair / samples, pair % samples, checkpoints, samples, whole)) continue;
          ++times[pair];
          ++size;
        }
        least = std::min(least, size);
        most = std::max(most, size);
      }
      QCOMPARE(times, std::vector<int>(times.size(), 1));
      QVERIFY(most - least <= (whole ? samples : 1U));
    }
  }
  QCOMPARE(partFrom("3/40", "x"), (Part{3, 40}));
  for (const char* text : {"0/4", "5/4", "03/40", "3", "3/", "/4", "a/4", "3/4/5", "-1/4"})
    QVERIFY_EXCEPTION_THROWN(partFrom(text, "--part"), UserError);
  QCOMPARE(partPath("/x/out.h5", {3, 40}), std::filesystem::path("/x/out.part-3-of-40.h5"));
  QCOMPARE(partOfPath("/x/out.part-3-of-40.h5"), std::optional(Part{3, 40}));
  QCOMPARE(partOfPath("/x/out.h5"), std::optional<Part>());
}

QTEST_GUILESS_MAIN(LauncherTest)
#include "tst_launcher.moc"
