// SPDX-License-Identifier: Apache-2.0
// KServe v2 tensors: both forms of a body, made from each other, and what is refused.
#include "core/dialects/json_strict.h"
#include "core/dialects/kserve/infer_scan.h"
#include "core/dialects/kserve/tensor_forms.h"

#include <QtTest>
#include <cmath>
#include <cstring>
#include <random>

using namespace gatehouse;
using namespace gatehouse::dialects;
using namespace gatehouse::dialects::kserve;

namespace {

template <typename T>
std::string rawOf(std::initializer_list<T> values) {
    std::string out;
    for (const T value : values) {
        char bytes[sizeof(T)];
        std::memcpy(bytes, &value, sizeof(T));
        out.append(bytes, sizeof(T));
    }
    return out;
}

std::string bytesElement(std::string_view text) {
    return rawOf<std::uint32_t>({static_cast<std::uint32_t>(text.size())}) + std::string(text);
}

std::string codeOf(const Result<RequestFacts>& facts) {
    return facts ? std::string() : facts.error().code + " " + facts.error().field;
}

Result<RequestFacts> scan(std::string_view body, std::optional<std::string_view> length = std::nullopt) {
    return scanInfer(body, length, {}, {"m", std::nullopt});
}

std::string binary(std::string_view json, std::string_view raw) {
    return std::string(json) + std::string(raw);
}

class Walk final : public json::Visitor {
public:
    void value(std::size_t, std::string_view, const json::Item&) override {}
    void close(std::size_t, const json::Item&) override {}
};

struct Made {
    std::string json;
    std::string raw;
};

// A tensor of any type, with values that are hard to keep.
Made anyTensor(std::mt19937& random, int index) {
    static constexpr DataType types[] = {DataType::Bool,   DataType::Uint8, DataType::Uint16, DataType::Uint32,
                                         DataType::Uint64, DataType::Int8,  DataType::Int16,  DataType::Int32,
                                         DataType::Int64,  DataType::Fp32,  DataType::Fp64,   DataType::Bytes};
    const auto type = types[random() % std::size(types)];
    const std::size_t rows = random() % 4;
    const std::size_t columns = 1 + random() % 3;
    Made made;
    for (std::size_t i = 0; i < rows * columns; ++i) {
        if (type == DataType::Bytes) {
            std::string text;
            for (std::size_t k = random() % 6; k > 0; --k)
                text += std::array<const char*, 4>{"a", "\"", "\xc3\xa9", "\n"}[random() % 4];
            made.raw += bytesElement(text);
        } else if (type == DataType::Bool) {
            made.raw += static_cast<char>(random() % 2);
        } else if (type == DataType::Fp32) {
            float value = 0;
            do {
                const auto bits = static_cast<std::uint32_t>(random());
                std::memcpy(&value, &bits, sizeof value);
            } while (!std::isfinite(value));
            made.raw += rawOf<float>({value});
        } else if (type == DataType::Fp64) {
            double value = 0;
            do {
                const auto bits = (std::uint64_t{random()} << 32U) | random();
                std::memcpy(&value, &bits, sizeof value);
            } while (!std::isfinite(value));
            made.raw += rawOf<double>({value});
        } else {
            for (std::size_t k = 0; k < sizeOf(type); ++k)
                made.raw += static_cast<char>(random());
        }
    }
    made.json = "{\"name\":\"t" + std::to_string(index) + "\",\"shape\":[" + std::to_string(rows) + "," +
                std::to_string(columns) + "],\"datatype\":\"" + std::string(nameOf(type)) +
                "\",\"parameters\":{\"binary_data_size\":" + std::to_string(made.raw.size()) + "}}";
    return made;
}

} // namespace

class tst_kserve : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void takesBothForms();
    void makesEachFormFromTheOther();
    void refusesWhatJsonCannotHold();
    void refusesWhatLies_data();
    void refusesWhatLies();
    void refusesEveryCut();
    void survivesNoise();
};

void tst_kserve::takesBothForms() {
    const std::string json =
        "{\"id\":\"7\",\"inputs\":[{\"name\":\"x\",\"shape\":[2,2],\"datatype\":\"FP32\",\"data\":"
        "[[1.5,2],[-3,4e1]]},{\"name\":\"s\",\"shape\":[1],\"datatype\":\"BYTES\",\"data\":[\"hi\"]}],"
        "\"outputs\":[{\"name\":\"y\",\"parameters\":{\"binary_data\":false}}]}";
    auto facts = scan(json);
    QCOMPARE(codeOf(facts), std::string());
    QCOMPARE(facts->model, std::string("m"));
    QVERIFY(facts->modelInAddress);
    QVERIFY(facts->textBytes > 0);

    const std::string head = "{\"inputs\":[{\"name\":\"h\",\"shape\":[2],\"datatype\":\"FP16\",\"parameters\":{"
                             "\"binary_data_size\":4}},{\"name\":\"s\",\"shape\":[2],\"datatype\":\"BYTES\","
                             "\"parameters\":{\"binary_data_size\":11}}]}";
    const auto body = binary(head, std::string("\x01\x02\x03\x04", 4) + bytesElement("abc") + bytesElement(""));
    facts = scan(body, std::to_string(head.size()));
    QCOMPARE(codeOf(facts), std::string());
    QCOMPARE(facts->mediaBytes, std::size_t{15});

    // Raw elements alone: only the server knows what they are.
    QCOMPARE(codeOf(scan("anything", "0")), std::string());
    // In shared memory, and of a type that is not known yet.
    QCOMPARE(codeOf(scan("{\"inputs\":[{\"name\":\"a\",\"shape\":[9],\"datatype\":\"FP32\",\"parameters\":{"
                         "\"shared_memory_region\":\"r\",\"shared_memory_byte_size\":36}},"
                         "{\"name\":\"b\",\"shape\":[1],\"datatype\":\"FP8\",\"data\":[1]}]}")),
             std::string());
}

void tst_kserve::makesEachFormFromTheOther() {
    std::mt19937 random(20261121);
    for (int round = 0; round < 2'000; ++round) {
        const auto side = round % 2 == 0 ? Side::Request : Side::Answer;
        std::string head = side == Side::Request ? "{\"id\":\"q\",\"inputs\":[" : "{\"model_name\":\"m\",\"outputs\":[";
        std::string raw;
        const int count = 1 + static_cast<int>(random() % 3);
        for (int i = 0; i < count; ++i) {
            const auto made = anyTensor(random, i);
            head += (i > 0 ? "," : "") + made.json;
            raw += made.raw;
        }
        head += "]}";
        const auto first = binary(head, raw);
        const auto view = viewInfer(first, head.size(), side);
        QVERIFY2(view, view ? "" : view.error().message.c_str());
        const auto json = toJson(*view, side);
        QVERIFY2(json, json ? "" : json.error().message.c_str());
        Walk walk;
        QVERIFY(json::walkStrictly(*json, 64, walk));
        const auto back = viewInfer(*json, json->size(), side);
        QVERIFY2(back, back ? "" : back.error().message.c_str());
        const auto again = toBinary(*back, side);
        QVERIFY2(again, again ? "" : again.error().message.c_str());
        QCOMPARE(again->body.substr(again->jsonLength), raw); // to the last bit
        const auto last = viewInfer(again->body, again->jsonLength, side);
        QVERIFY(last);
        QCOMPARE(*toJson(*last, side), *json);
    }
}

void tst_kserve::refusesWhatJsonCannotHold() {
    const std::string head = "{\"inputs\":[{\"name\":\"h\",\"shape\":[1],\"datatype\":\"BF16\",\"parameters\":{"
                             "\"binary_data_size\":2}}]}";
    const auto body = binary(head, "ab");
    const auto half = viewInfer(body, head.size(), Side::Request);
    QVERIFY(half);
    QCOMPARE(toJson(*half, Side::Request).error().code, std::string("unsupported_datatype"));
    const std::string wide = "{\"inputs\":[{\"name\":\"w\",\"shape\":[1],\"datatype\":\"INT8\",\"data\":[128]}]}";
    const auto tooWide = viewInfer(wide, wide.size(), Side::Request);
    QVERIFY(tooWide);
    QCOMPARE(toBinary(*tooWide, Side::Request).error().code, std::string("invalid_request"));
}

void tst_kserve::refusesWhatLies_data() {
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QByteArray>("raw");
    QTest::addColumn<QByteArray>("length"); // empty: the right one; "-": none
    QTest::addColumn<QByteArray>("found");
    const auto tensor = [](const char* rest) -> QByteArray {
        return QByteArray("{\"inputs\":[{\"name\":\"x\",") + rest + "}]}";
    };
    const auto sized = [&tensor](const char* shape, const char* type, int size) -> QByteArray {
        return tensor((std::string("\"shape\":") + shape + ",\"datatype\":\"" + type +
                       "\",\"parameters\":{\"binary_data_size\":" + std::to_string(size) + "}")
                          .c_str());
    };
    const QByteArray none("-");
    QTest::newRow("no inputs") << QByteArray("{}") << QByteArray() << none << QByteArray("invalid_request inputs");
    QTest::newRow("no tensor") << QByteArray("{\"inputs\":[]}") << QByteArray() << none
                               << QByteArray("invalid_request inputs");
    QTest::newRow("an input that is none")
        << QByteArray("{\"inputs\":[3]}") << QByteArray() << none << QByteArray("invalid_request inputs[0]");
    QTest::newRow("a name twice") << QByteArray("{\"inputs\":[],\"inputs\":[]}") << QByteArray() << none
                                  << QByteArray("duplicate_name inputs");
    QTest::newRow("no JSON") << QByteArray("[") << QByteArray() << none << QByteArray("invalid_json ");
    QTest::newRow("too few elements") << tensor("\"shape\":[3],\"datatype\":\"FP32\",\"data\":[1,2]") << QByteArray()
                                      << none << QByteArray("invalid_request inputs[0].data");
    QTest::newRow("other elements") << tensor("\"shape\":[1],\"datatype\":\"FP32\",\"data\":[\"1\"]") << QByteArray()
                                    << none << QByteArray("invalid_request inputs[0].data");
    QTest::newRow("a side below zero") << tensor("\"shape\":[-1],\"datatype\":\"FP32\",\"data\":[]") << QByteArray()
                                       << none << QByteArray("invalid_request inputs[0].shape");
    QTest::newRow("sides that overflow") << tensor(
                                                "\"shape\":[4294967296,4294967296],\"datatype\":\"FP32\",\"data\":[]")
                                         << QByteArray() << none << QByteArray("invalid_request inputs[0].shape");
    QTest::newRow("no data") << tensor("\"shape\":[1],\"datatype\":\"FP32\"") << QByteArray() << none
                             << QByteArray("invalid_request inputs[0].data");
    QTest::newRow("no type") << tensor("\"shape\":[1],\"data\":[1]") << QByteArray() << none
                             << QByteArray("invalid_request inputs[0].datatype");
    QTest::newRow("a size beyond the end") << sized("[4]", "FP32", 16) << QByteArray("abcd") << QByteArray()
                                           << QByteArray("invalid_request inputs[0].parameters.binary_data_size");
    QTest::newRow("a size against the shape") << sized("[4]", "FP32", 4) << QByteArray("abcd") << QByteArray()
                                              << QByteArray("invalid_request inputs[0].parameters.binary_data_size");
    QTest::newRow("a size below zero") << sized("[1]", "FP32", -4) << QByteArray("abcd") << QByteArray()
                                       << QByteArray("invalid_request inputs[0].parameters.binary_data_size");
    QTest::newRow("bytes that nobody wants")
        << sized("[1]", "FP32", 4) << QByteArray("abcdefgh") << QByteArray() << QByteArray("invalid_request inputs");
    QTest::newRow("an element behind the end") << sized("[1]", "BYTES", 6)
                                               << QByteArray("\xff\xff\xff\xff"
                                                             "ab",
                                                             6)
                                               << QByteArray() << QByteArray("invalid_request inputs[0]");
    QTest::newRow("half a length") << sized("[1]", "BYTES", 2) << QByteArray("ab") << QByteArray()
                                   << QByteArray("invalid_request inputs[0]");
    QTest::newRow("more texts than the shape has")
        << sized("[1]", "BYTES", 8) << QByteArray(8, '\0') << QByteArray() << QByteArray("invalid_request inputs[0]");
    const QByteArray header("invalid_request Inference-Header-Content-Length");
    QTest::newRow("a length beyond the body")
        << sized("[1]", "FP32", 4) << QByteArray("abcd") << QByteArray("9999") << header;
    QTest::newRow("a length that is none")
        << sized("[1]", "FP32", 4) << QByteArray("abcd") << QByteArray("12x") << header;
    QTest::newRow("a length below zero") << sized("[1]", "FP32", 4) << QByteArray("abcd") << QByteArray("-1") << header;
    QTest::newRow("a length within the JSON")
        << sized("[1]", "FP32", 4) << QByteArray("abcd") << QByteArray("10") << QByteArray("invalid_json ");
    QTest::newRow("a field that names a host") << QByteArray("{\"api_base\":\"http://evil\",\"inputs\":[]}")
                                               << QByteArray() << none << QByteArray("forbidden_field api_base");
}

void tst_kserve::refusesWhatLies() {
    QFETCH(QByteArray, json);
    QFETCH(QByteArray, raw);
    QFETCH(QByteArray, length);
    QFETCH(QByteArray, found);
    const auto body = binary(json.toStdString(), raw.toStdString());
    const auto text = length.isEmpty() ? std::to_string(json.size()) : length.toStdString();
    const auto facts = length == "-" ? scan(body) : scan(body, text);
    QCOMPARE(QByteArray::fromStdString(codeOf(facts)), found);
    if (!found.startsWith("invalid_json") && !found.startsWith("duplicate")) {
        QVERIFY(!facts.error().expected.empty());
        QVERIFY(!facts.error().message.empty());
    }
}

void tst_kserve::refusesEveryCut() {
    const std::string head = "{\"inputs\":[{\"name\":\"x\",\"shape\":[2],\"datatype\":\"INT16\",\"parameters\":{"
                             "\"binary_data_size\":4}},{\"name\":\"s\",\"shape\":[1],\"datatype\":\"BYTES\","
                             "\"parameters\":{\"binary_data_size\":7}}]}";
    const auto body = binary(head, std::string("\x01\x00\x02\x00", 4) + bytesElement("abc"));
    QVERIFY(scan(body, std::to_string(head.size())));
    for (std::size_t length = 0; length < body.size(); ++length) {
        QVERIFY(!scan(std::string_view(body).substr(0, length), std::to_string(head.size())));
        QVERIFY(length == 0 || !scan(body, std::to_string(length)) || length == head.size());
    }
}

void tst_kserve::survivesNoise() {
    std::mt19937 random(7);
    const std::string head = "{\"inputs\":[{\"name\":\"x\",\"shape\":[2],\"datatype\":\"BYTES\",\"parameters\":{"
                             "\"binary_data_size\":12}}]}";
    const auto good = binary(head, bytesElement("ab") + bytesElement("cd"));
    for (int round = 0; round < 20'000; ++round) {
        auto body = good;
        for (std::size_t k = 1 + random() % 4; k > 0; --k)
            body[random() % body.size()] = static_cast<char>(random());
        const auto facts = scan(body, std::to_string(random() % (body.size() + 2)));
        if (!facts)
            QVERIFY(!facts.error().code.empty());
    }
}

QTEST_GUILESS_MAIN(tst_kserve)
#include "tst_kserve.moc"
