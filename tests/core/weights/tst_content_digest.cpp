// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/content_digest.h"

#include <QTemporaryDir>
#include <QTest>

#include <filesystem>
#include <fstream>

using namespace spindle;

class ContentDigestTest : public QObject {
  Q_OBJECT
 private slots:
  void digestsFollowContentsAlone();
};

void ContentDigestTest::digestsFollowContentsAlone() {
  const std::filesystem::path tiny = SPINDLE_GOLDEN_DIR "/app/tiny";
  QTemporaryDir folder;
  const std::filesystem::path at = folder.path().toStdString();
  std::filesystem::copy(tiny / "epoch1.pt", at / "other name.pt");
  QCOMPARE(contentDigest(at / "other name.pt"), contentDigest(tiny / "epoch1.pt"));
  QCOMPARE(quickDigest(at / "other name.pt"), contentDigest(tiny / "epoch1.pt"));
  QVERIFY(contentDigest(tiny / "epoch2.pt") != contentDigest(tiny / "epoch1.pt"));
  QCOMPARE(contentDigest(at / "nothing"), std::string());
  // Files that are not zip files count byte by byte, folders by the weights in them.
  std::filesystem::create_directory(at / "checkpoint-1");
  const auto weights = at / "checkpoint-1/model.safetensors";
  std::string bytes(3'000'001, 'w');
  std::ofstream(weights, std::ios::binary) << bytes;
  const std::string file = contentDigest(weights), whole = contentDigest(at / "checkpoint-1");
  std::ofstream(at / "checkpoint-1/optimizer.pt") << "moments";
  QCOMPARE(contentDigest(at / "checkpoint-1"), whole);
  for (const std::size_t changed : {std::size_t{0}, std::size_t{1'500'000}, bytes.size() - 1}) {
    std::string other = bytes;
    other[changed] = 'v';
    std::ofstream(weights, std::ios::binary) << other;
    QVERIFY(contentDigest(weights) != file);
    QVERIFY(contentDigest(at / "checkpoint-1") != whole);
    QVERIFY(quickDigest(weights) != file);  // small ones are read
  }
  std::ofstream(weights, std::ios::binary) << bytes;
  std::filesystem::copy(weights, at / "elsewhere.safetensors");
  QCOMPARE(quickDigest(at / "elsewhere.safetensors"), file);
  // Large ones are known by their place.
  std::ofstream(weights, std::ios::binary) << bytes << bytes;
  std::filesystem::copy(weights, at / "large.safetensors");
  QVERIFY(quickDigest(at / "large.safetensors") != quickDigest(weights));
  QCOMPARE(contentDigest(at / "large.safetensors"), contentDigest(weights));
}

QTEST_GUILESS_MAIN(ContentDigestTest)
#include "tst_content_digest.moc"
