// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/user_error.h"
#include "ui/session/latest_job.h"

#include <QSemaphore>
#include <QTest>

#include <memory>
#include <new>
#include <stdexcept>
#include <thread>
#include <vector>

using namespace spindle;

namespace {

/// Work that waits until it is let go on; shared by the test and the thread.
struct Gate {
  QSemaphore entered, mayLeave;
  std::atomic<bool> wasStopped{false};
};

LatestJob<int>::Work behind(const std::shared_ptr<Gate>& gate, int value) {
  return [gate, value](const RunControl& control) {
    gate->entered.release();
    gate->mayLeave.acquire();
    gate->wasStopped = control.stopRequested();
    return value;
  };
}

}  // namespace

class LatestJobTest : public QObject {
  Q_OBJECT

 private slots:
  void anAnswerComesOnceInTheThreadOfTheReceiver() {
    LatestJob<int> job;
    QVERIFY(!job.busy());
    std::thread::id worked;
    std::vector<int> answers;
    job.run(
        [&worked](const RunControl&) {
          worked = std::this_thread::get_id();
          return 7;
        },
        [&](const JobAnswer<int>& answer) {
          answers.push_back(answer.value.value_or(-1));
          QVERIFY(!job.busy());
        });
    QVERIFY(job.busy());
    QVERIFY(answers.empty());
    QTRY_VERIFY(!answers.empty());
    QCoreApplication::processEvents();
    QCOMPARE(answers, std::vector<int>{7});
    QVERIFY(worked != std::this_thread::get_id());
  }

  void onlyTheNewestIsDeliveredAndThoseBetweenNeverBegin() {
    LatestJob<int> job;
    const auto first = std::make_shared<Gate>();
    std::vector<int> answers;
    std::atomic<int> begun{0};
    const auto take = [&answers](const JobAnswer<int>& answer) { answers.push_back(answer.value.value_or(-1)); };
    job.run(behind(first, 1), take);
    first->entered.acquire();
    for (int i = 2; i <= 5; ++i) {
      job.run(
          [&begun, i](const RunControl&) {
            ++begun;
            return i;
          },
          take);
    }
    QVERIFY(job.busy());
    QCoreApplication::processEvents();
    QCOMPARE(begun.load(), 0);  // one at a time
    first->mayLeave.release();
    QTRY_VERIFY(!job.busy());
    QCOMPARE(answers, std::vector<int>{5});
    QCOMPARE(begun.load(), 1);
    QVERIFY(first->wasStopped);
  }

  void canceledWorkIsAskedToStopAndNotDelivered() {
    LatestJob<int> job;
    const auto gate = std::make_shared<Gate>();
    bool told = false;
    job.run(behind(gate, 1), [&told](const JobAnswer<int>&) { told = true; });
    gate->entered.acquire();
    job.cancel();
    QVERIFY(!job.busy());
    gate->mayLeave.release();
    int later = 0;
    job.run([](const RunControl&) { return 2; }, [&later](const JobAnswer<int>& answer) { later = *answer.value; });
    QTRY_COMPARE(later, 2);
    QVERIFY(gate->wasStopped);
    QVERIFY(!told);
  }

  void aDeadReceiverHearsNothing() {
    const auto gate = std::make_shared<Gate>();
    bool told = false;
    {
      LatestJob<int> job;
      job.run(behind(gate, 1), [&told](const JobAnswer<int>&) { told = true; });
      gate->entered.acquire();
    }
    gate->mayLeave.release();
    QThreadPool::globalInstance()->waitForDone();
    QCoreApplication::processEvents();
    QVERIFY(gate->wasStopped);
    QVERIFY(!told);
  }

  void theReceiverMayDestroyOrRestartItsJob() {
    auto job = std::make_unique<LatestJob<int>>();
    int last = 0;
    job->run([](const RunControl&) { return 1; },
             [&](const JobAnswer<int>&) {
               job->run([](const RunControl&) { return 2; },
                        [&](const JobAnswer<int>& answer) {
                          last = *answer.value;
                          job.reset();
                        });
             });
    QTRY_COMPARE(last, 2);
    QVERIFY(job == nullptr);
    QCoreApplication::processEvents();
  }

  void exceptionsBecomeSentences_data() {
    QTest::addColumn<int>("thrown");
    QTest::addColumn<QString>("error");
    QTest::addColumn<bool>("stopped");
    QTest::newRow("user error") << 0 << "The disk is full." << false;
    QTest::newRow("defect") << 1 << "Internal error: index" << false;
    QTest::newRow("memory") << 2 << "Not enough memory; use fewer variables or samples." << false;
    QTest::newRow("stop") << 3 << "" << true;
  }
  void exceptionsBecomeSentences() {
    QFETCH(int, thrown);
    LatestJob<int> job;
    std::optional<JobAnswer<int>> found;
    job.run(
        [thrown](const RunControl&) -> int {
          if (thrown == 0) throw UserError("The disk is full.");
          if (thrown == 1) throw std::logic_error("index");
          if (thrown == 2) throw std::bad_alloc();
          throw Stopped{};
        },
        [&found](const JobAnswer<int>& answer) { found = answer; });
    QTRY_VERIFY(found);
    QVERIFY(!found->value);
    QTEST(found->error, "error");
    QTEST(found->stopped(), "stopped");
  }

  void jobsOfOnePoolOfOneThreadDoNotMixUpTheirAnswers() {
    QThreadPool pool;
    pool.setMaxThreadCount(1);
    LatestJob<int> numbers(&pool);
    LatestJob<QString> words(&pool);
    int number = 0;
    QString word;
    numbers.run([](const RunControl&) { return 3; },
                [&number](const JobAnswer<int>& answer) { number = *answer.value; });
    words.run([](const RunControl&) { return QString("three"); },
              [&word](const JobAnswer<QString>& answer) { word = *answer.value; });
    QTRY_COMPARE(number, 3);
    QTRY_COMPARE(word, QString("three"));
  }
};

QTEST_MAIN(LatestJobTest)
#include "tst_latest_job.moc"
