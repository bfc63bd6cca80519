// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/user_error.h"
#include "core/weights/byte_source.h"
#include "core/weights/pickle_value.h"
#include "core/weights/weights_search.h"

#include <QTest>

#include <string>

using namespace spindle;
using namespace std::string_literals;

namespace {

std::vector<std::byte> bytesOfText(const std::string& text) {
  const auto bytes = std::as_bytes(std::span(text));
  return {bytes.begin(), bytes.end()};
}

PickleDocument unpickled(const std::string& pickle) {
  return readPickle(bytesOfText(pickle), "x.pt", "data.pkl");
}

std::string refusal(const std::string& pickle) {
  try {
    (void)unpickled(pickle);
  } catch (const UserError& error) {
    return error.what();
  }
  return "(was accepted)";
}

/// What the value is, in Python's notation; shared values are written again.
std::string shown(PickleValue value, int levels = 8) {
  if (levels == 0) return "...";
  if (value->isNone()) return "None";
  if (const auto boolean = value->boolean()) return *boolean ? "True" : "False";
  if (const auto integer = value->integer()) return std::to_string(*integer);
  if (const auto number = value->number()) return QString::number(*number, 'g', 17).toStdString();
  if (const auto text = value->text()) return "'" + std::string(*text) + "'";
  if (const auto bytes = value->bytes()) return "b'" + std::string(asText(*bytes)) + "'";
  if (const auto* global = value->global()) return global->full();
  const auto listedItems = [&](const std::vector<PickleValue>& items) {
    std::string all;
    for (PickleValue item : items) all += (all.empty() ? "" : ", ") + shown(item, levels - 1);
    return all;
  };
  if (const auto* sequence = value->sequence()) {
    const bool list = sequence->kind == PickleSequence::Kind::list;
    const bool tuple = sequence->kind == PickleSequence::Kind::tuple;
    const bool single = tuple && sequence->items.size() == 1;
    return (list    ? "["
            : tuple ? "("
                    : "{") +
           listedItems(sequence->items) +
           (list     ? "]"
            : single ? ",)"
            : tuple  ? ")"
                     : "}");
  }
  const auto entries = [&](const PickleDict& dict) {
    std::string all;
    for (const auto& [key, item] : dict.items) {
      all += (all.empty() ? "" : ", ") + shown(key, levels - 1) + ": " + shown(item, levels - 1);
    }
    return "{" + all + "}";
  };
  if (const auto* dict = value->dict()) return entries(*dict);
  if (const auto* object = value->object()) {
    return "<" + object->made.full() + " " + (object->arguments ? shown(object->arguments, levels - 1) : "") + " " +
           (object->state ? shown(object->state, levels - 1) : "") + entries(object->entries) + "[" +
           listedItems(object->items) + "]>";
  }
  return "?";
}

}  // namespace

class PickleTest : public QObject {
  Q_OBJECT

 private slots:
  // The pickles are what CPython writes (pickletools.dis), or are assembled from its op-codes.
  void values_data() {
    QTest::addColumn<QByteArray>("pickle");
    QTest::addColumn<QString>("value");
    const auto row = [](const char* name, const std::string& pickle, const char* value) {
      QTest::newRow(name) << QByteArray(pickle.data(), static_cast<qsizetype>(pickle.size())) << QString(value);
    };
    row("None", "\x80\x02N.", "None");
    row("booleans of protocol 2", "\x80\x02\x88\x89\x86.", "(True, False)");
    row("booleans of protocol 0", "(I01\nI00\nt.", "(True, False)");
    row("integers of protocol 0", "(I-5\nL123456789012L\nt.", "(-5, 123456789012)");
    row("one byte, two bytes, four bytes", "K\xffM\xff\xffJ\xff\xff\xff\xff\x87.", "(255, 65535, -1)");
    row("long of no bytes", "\x8a\x00."s, "0");
    row("long of two bytes", "\x8a\x02\x00\x80.\0"s, "-32768");
    row("long of eight bytes", "\x8a\x08\xff\xff\xff\xff\xff\xff\xff\x7f.", "9223372036854775807");
    row("long of nine bytes is a double", "\x8a\x09\x00\x00\x00\x00\x00\x00\x00\x00\x01."s, "1.8446744073709552e+19");
    row("negative long of nine bytes", "\x8a\x09\x00\x00\x00\x00\x00\x00\x00\x00\xff."s, "-1.8446744073709552e+19");
    row("LONG4", "\x8b\x01\x00\x00\x00\xfe."s, "-2");
    row("float", "G?\xb9\x99\x99\x99\x99\x99\x9a.", "0.10000000000000001");
    row("float of protocol 0", "F0.1\n.", "0.10000000000000001");
    row("text of protocol 0", "(S'a\\x41\\n\\'b'\nV\\u00e9\\\nt."s, "");
    row("texts",
        "X\x02\x00\x00\x00\xc3\xa9\x8c\x01"
        "a\x8d\x01\x00\x00\x00\x00\x00\x00\x00"
        "b\x87."s,
        "('\u00e9', 'a', 'b')");
    row("strings of Python 2",
        "(U\x02"
        "abT\x01\x00\x00\x00"
        "ct."s,
        "('ab', 'c')");
    row("bytes",
        "C\x02"
        "abB\x01\x00\x00\x00"
        "c\x8e\x01\x00\x00\x00\x00\x00\x00\x00"
        "d\x87."s,
        "(b'ab', b'c', b'd')");
    row("bytes in protocol 2",
        "c_codecs\nencode\nX\x03\x00\x00\x00"
        "a\xc3\xbfX\x06\x00\x00\x00latin1\x86R."s,
        "b'a\xff'");
    row("bytearray",
        "\x96\x01\x00\x00\x00\x00\x00\x00\x00"
        "d."s,
        "b'd'");
    row("lists",
        "](K\x01K\x02"
        "eK\x03"
        "a.",
        "[1, 2, 3]");
    row("list of protocol 0", "(lp0\nI1\naI2\na.", "[1, 2]");
    row("tuples", ")K\x01\x85(K\x02K\x03K\x04K\x05t\x87.", "((), (1,), (2, 3, 4, 5))");
    row("dictionary",
        "}(X\x01\x00\x00\x00"
        "aK\x01K\x07K\x02uX\x01\x00\x00\x00"
        "aK\x03s."s,
        "{'a': 3, 7: 2}");
    row("dictionary of protocol 0", "(dp0\nS'a'\nI1\ns.", "{'a': 1}");
    row("sets", "\x8f(K\x01K\x02\x90(K\x03\x91\x86.", "({1, 2}, {3})");
    row("set of protocol 2",
        "c__builtin__\nset\n](K\x01"
        "e\x85R.",
        "{1}");
    row("memo",
        "]q\x00"
        "K\x01q\x05h\x05h\x05\x87."s,
        "(1, 1, 1)");
    row("memo of protocol 4", "\x80\x04\x95\x0c\x00\x00\x00\x00\x00\x00\x00K\x01\x94K\x02\x94h\x00\x87."s, "(1, 2, 1)");
    row("memo of protocol 0", "I4\np7\ng7\n\x86.", "(4, 4)");
    row("POP, POP_MARK, DUP",
        "K\x01K\x02"
        "0(K\x03K\x04"
        "12\x86.",
        "(1, 1)");
    row("POP of a MARK", "K\x01(0.", "1");
    row("list that holds itself",
        "]q\x00h\x00"
        "a."s,
        "[[[[[[[[...]]]]]]]]");
    row("OrderedDict of pairs",
        "ccollections\nOrderedDict\n](K\x01K\x02\x86"
        "e\x85R.",
        "{1: 2}");
    row("OrderedDict with attributes",
        "ccollections\nOrderedDict\n)R}X\x01\x00\x00\x00"
        "aNsb."s,
        "{}");
    row("defaultdict", "ccollections\ndefaultdict\nc__builtin__\nlist\n\x85RK\x01K\x02s.", "{1: 2}");
    row("unknown class", "cargparse\nNamespace\n)R}X\x02\x00\x00\x00lrK\x01sb."s,
        "<argparse.Namespace () {'lr': 1}{}[]>");
    row("unknown class of protocol 4",
        "\x8c\x01m\x8c\x01n\x93)\x81K\x01"
        "b.",
        "<m.n () 1{}[]>");
    row("subclass of dict", "cm\nn\n)\x81K\x01K\x02s.", "<m.n () {1: 2}[]>");
    row("subclass of list",
        "cm\nn\n)\x81K\x01"
        "a.",
        "<m.n () {}[1]>");
    row("OBJ and INST", "(cm\nn\nK\x01o(K\x02im\nk\n\x86.", "(<m.n (1,) {}[]>, <m.k (2,) {}[]>)");
    row("NEWOBJ_EX", "cm\nn\nK\x01\x85}\x92.", "<m.n (1,) {}[]>");
    row("a call that would be harmful is not made", "cposix\nsystem\nX\x04\x00\x00\x00true\x85R."s,
        "<posix.system ('true',) {}[]>");
    row("torch.Size, torch.device",
        "ctorch\nSize\nK\x02K\x03\x86\x85Rctorch\ndevice\nX\x06\x00\x00\x00"
        "cuda:0\x85R\x86."s,
        "((2, 3), 'cuda:0')");
    row("numpy scalar",
        "cnumpy.core.multiarray\nscalar\ncnumpy\ndtype\nX\x02\x00\x00\x00"
        "f4\x89\x88\x87R(K\x03X\x01\x00\x00\x00<NNNtbC\x04\x00\x00\x20\x40\x86R."s,
        "2.5");
  }

  void values() {
    QFETCH(QByteArray, pickle);
    QFETCH(QString, value);
    const auto document = unpickled(pickle.toStdString());
    if (value.isEmpty()) value = "('aA\n'b', '\u00e9\\')";
    QCOMPARE(QString::fromUtf8(shown(document.root)), QString::fromUtf8(value.toUtf8()));
  }

  void damage_data() {
    QTest::addColumn<QByteArray>("pickle");
    QTest::addColumn<QString>("words");
    const auto row = [](const char* name, const std::string& pickle, const char* words) {
      QTest::newRow(name) << QByteArray(pickle.data(), static_cast<qsizetype>(pickle.size())) << QString(words);
    };
    row("no STOP", "K\x01", "byte 2: the pickle ends");
    row("cut off in an argument",
        "X\x05\x00\x00\x00"
        "ab"s,
        "the pickle ends");
    row("count beyond the end",
        "\x8e\xff\xff\xff\xff\xff\xff\xff\xff"
        "ab."s,
        "the pickle ends");
    row("unknown op-code", "N\xff.", "byte 1: op-code 255 does not exist");
    row("empty stack", ".", "byte 0: a value is missing");
    row("value below a mark", "K\x01(a.", "a value is missing");
    row("no mark",
        "]K\x01"
        "e.",
        "a MARK is missing");
    row("memo", "h\x03.", "value 3 was never stored");
    row("append to a number",
        "K\x01K\x01"
        "a.",
        "not a list");
    row("key of a list", "]K\x01K\x01s.", "not a dictionary");
    row("key without value", "}(K\x01u.", "without a value");
    row("call of a number", "K\x01)R.", "not a function");
    row("call without tuple", "cm\nn\nK\x01R.", "without a tuple");
    row("class without name", "K\x01K\x02\x93.", "class without a name");
    row("number that is none", "Iabc\n.", "integer is expected");
    row("protocol 9", "\x80\x09N.", "protocol 9");
    row("extension registry", "\x82\x01.", "op-code 130");
    row("strange storage", "K\x01K\x02\x86Q.", "storage");
    row("tensor outside its storage",
        "ctorch._utils\n_rebuild_tensor_v2\n((X\x07\x00\x00\x00storagectorch\nFloatStorage\nX\x01\x00\x00\x00"
        "0X\x03\x00\x00\x00"
        "cpuK\x04tQK\x01K\x02K\x02\x86K\x02K\x01\x86\x89NtR."s,
        "shape [2, 2] at offset 1 does not fit into its storage of 4");
    row("tensor of huge stride",
        "ctorch._utils\n_rebuild_tensor_v2\n((X\x07\x00\x00\x00storagectorch\nFloatStorage\nX\x01\x00\x00\x00"
        "0X\x03\x00\x00\x00"
        "cpuK\x04tQK\x00K\x03\x85\x8a\x08\xff\xff\xff\xff\xff\xff\xff\x7f\x85\x89NtR."s,
        "does not fit");
    row("storage of unknown type",
        "(X\x07\x00\x00\x00storagectorch\nOddStorage\nX\x01\x00\x00\x00"
        "0X\x03\x00\x00\x00"
        "cpuK\x04tQ."s,
        "OddStorage");
  }

  void damage() {
    QFETCH(QByteArray, pickle);
    QFETCH(QString, words);
    const auto sentence = QString::fromStdString(refusal(pickle.toStdString()));
    QVERIFY2(sentence.contains(words) && sentence.startsWith("x.pt: data.pkl, byte "), qPrintable(sentence));
  }

  void countsClassesThatWereNotMade() {
    const auto document = unpickled("cm\nn\n)Rcm\nn\n)Rcm\nk\n)R\x87.");
    QVERIFY(document.opaque == (std::vector<std::string>{"m.n", "m.k"}));
  }

  void memoryIsBounded() {
    // A list of 1,000 items, copied a million times: 8 GB for 11 MB of pickle.
    std::string pickle = "](";
    for (int i = 0; i < 1000; ++i) pickle += "N";
    pickle += "eq\x01";
    for (int i = 0; i < 1'000'000; ++i) pickle += "0c__builtin__\nlist\nh\x01\x85R";
    const auto sentence = QString::fromStdString(refusal(pickle + "."));
    QVERIFY2(sentence.contains("more than 512 MB"), qPrintable(sentence));
  }

  void walkingEndsWhereValuesReferToThemselves() {
    const std::string nothing = " ";
    const ByteSource source(std::as_bytes(std::span(nothing)), "x.pt");
    const auto circle = unpickled(
        "]q\x00h\x00"
        "a."s);
    QVERIFY_EXCEPTION_THROWN((void)allTensors(circle.root, source), UserError);
    std::string doubling = "]q\x00"s;  // each list holds the last one twice: 2^60 ways to its end
    for (char i = 0; i < 60; ++i) doubling += "0](h"s + i + "h" + i + "eq" + static_cast<char>(i + 1);
    const auto document = unpickled(doubling + ".");
    QVERIFY_EXCEPTION_THROWN((void)allTensors(document.root, source), UserError);
  }

  void lengthIsFoundWithoutRunning() {
    const auto bytes = bytesOfText("\x80\x02X\x01\x00\x00\x00.K\x01\x86.rest"s);
    QCOMPARE(pickleLength(bytes, "x.pt", "data.pkl").value(), bytes.size() - 4);
    for (std::size_t i = 0; i < bytes.size() - 4; ++i) {
      QVERIFY(!pickleLength(std::span(bytes).first(i), "x.pt", "data.pkl"));
    }
  }

  void commonPrefixes_data() {
    QTest::addColumn<QStringList>("names");
    QTest::addColumn<QString>("prefix");
    QTest::newRow("none") << QStringList{"a", "b"} << "";
    QTest::newRow("module") << QStringList{"module.a", "module.b.c"} << "module.";
    QTest::newRow("not everywhere") << QStringList{"module.a", "b"} << "";
    QTest::newRow("nested") << QStringList{"model._orig_mod.module.a", "model._orig_mod.module.b"}
                            << "model._orig_mod.module.";
    QTest::newRow("twice") << QStringList{"module.module.a"} << "module.module.";
    QTest::newRow("inner only in some") << QStringList{"model.net.a", "model.b"} << "model.";
    QTest::newRow("name that is the prefix") << QStringList{"module."} << "";
    QTest::newRow("wrapped") << QStringList{"_forward_module._fsdp_wrapped_module.network.encoder.w"}
                             << "_forward_module._fsdp_wrapped_module.network.encoder.";
    QTest::newRow("no names") << QStringList{} << "";
  }

  void commonPrefixes() {
    QFETCH(QStringList, names);
    QFETCH(QString, prefix);
    std::vector<std::string> all;
    for (const auto& name : names) all.push_back(name.toStdString());
    QCOMPARE(QString::fromStdString(commonPrefix(all)), prefix);
  }
};

QTEST_APPLESS_MAIN(PickleTest)
#include "tst_pickle.moc"
