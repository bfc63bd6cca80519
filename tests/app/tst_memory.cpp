// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/memory.h"

#include <QTest>

#include <cstdlib>

#if defined(__GLIBC__)
#include <malloc.h>
#endif

#include <cstdint>
#include <cstdlib>
#include <cstring>

class MemoryTest : public QObject {
  Q_OBJECT

 private slots:
  // Fresh pages for every large tensor cost more than the arithmetic: they must come from the heap and stay there.
  void largeBlocksAreUsedAgain() {
#if defined(__GLIBC__)
    spindle::keepFreedMemory();
    constexpr std::size_t size = std::size_t{96} << 20;
    std::uintptr_t first = 0;
    const std::size_t mapped = mallinfo2().hblks;  // before: libraries may have some
    for (int i = 0; i < 3; ++i) {
      void* const block = std::malloc(size);
      QVERIFY(block != nullptr);
      std::memset(block, 1, size);
      const struct mallinfo2 info = mallinfo2();
      QCOMPARE(info.hblks, mapped);
      const auto address = reinterpret_cast<std::uintptr_t>(block);
      std::free(block);
      if (first == 0) first = address;
      QCOMPARE(address, first);
      QVERIFY(mallinfo2().fordblks >= size);
    }
#else
    QSKIP("Needs glibc.");
#endif
  }
};

QTEST_APPLESS_MAIN(MemoryTest)
#include "tst_memory.moc"
