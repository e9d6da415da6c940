// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/form_boundary.h"
#include "core/dialects/form_scan.h"

#include <QTest>

using namespace gatehouse;
using namespace gatehouse::dialects;

namespace {

std::string field(const std::string& name, const std::string& value) {
    return "--b\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
}

std::string file(const std::string& bytes) {
    return "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.wav\"\r\nContent-Type: "
           "audio/wav\r\n\r\n" +
           bytes + "\r\n";
}

const std::string last = "--b--\r\n";

// Bytes that look like the delimiter, in every place.
std::string treacherous() {
    return std::string("\r\n--\r\r\n--a\r\n-b--b\r\n\r\r\n--") + '\0' + "\n--b\r";
}

// The code of the first error, or "".
std::string codeOf(const std::string& body, std::size_t slice, RequestFacts* facts = nullptr,
                   const FormLimits& limits = {}) {
    FormScan scan(Operation::Transcriptions, "b", limits);
    for (std::size_t at = 0; at < body.size(); at += slice) {
        if (const auto fed = scan.feed(std::string_view(body).substr(at, slice)); !fed)
            return fed.error().code;
    }
    if (const auto ended = scan.finish(); !ended)
        return ended.error().code;
    if (facts != nullptr)
        *facts = scan.facts();
    return {};
}

} // namespace

class FormScanTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void findsTheModelInSlicesOfAnySize();
    void knowsTheModelBeforeTheFileHasCome();
    void refusesWhatReadersDifferAbout_data();
    void refusesWhatReadersDifferAbout();
    void takesWhatClientsSend_data();
    void takesWhatClientsSend();
    void keepsItsLimits();
    void namesOtherModels();
    void readsBoundaries_data();
    void readsBoundaries();
};

void FormScanTest::findsTheModelInSlicesOfAnySize() {
    for (const bool modelFirst : {true, false}) {
        const std::string model = field("model", "whisper-1");
        const std::string sound = file(treacherous());
        const std::string body =
            (modelFirst ? model + sound : sound + model) + field("stream", "true") + field("prompt", "Grüße") + last;
        for (const std::size_t slice : {1UL, 2UL, 3UL, 7UL, 31UL, 4096UL}) {
            RequestFacts facts;
            QCOMPARE(codeOf(body, slice, &facts), std::string());
            QCOMPARE(facts.model, std::string("whisper-1"));
            QCOMPARE(body.substr(facts.modelValue.offset, facts.modelValue.length), std::string("whisper-1"));
            QCOMPARE(facts.mediaBytes, treacherous().size());
            QCOMPARE(facts.files, std::size_t{1});
            QVERIFY(facts.stream);
            std::string edited;
            const auto edits = formEdits(facts, "other");
            for (const auto piece : applyEdits(body, edits))
                edited += piece;
            QCOMPARE(edited.size(), body.size() - 4);
            QCOMPARE(codeOf(edited, slice, &facts), std::string());
            QCOMPARE(facts.model, std::string("other"));
        }
    }
}

void FormScanTest::knowsTheModelBeforeTheFileHasCome() {
    FormScan scan(Operation::Transcriptions, "b");
    QVERIFY(scan.feed(field("model", "m")).has_value());
    QVERIFY(!scan.modelFound()); // its end is not yet known
    QVERIFY(scan.feed("--b").has_value());
    QVERIFY(scan.modelFound());
    QCOMPARE(scan.finish().error().code, std::string("multipart_cut"));
}

void FormScanTest::refusesWhatReadersDifferAbout_data() {
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("code");
    const auto row = [](const char* name, const std::string& body, const char* code) {
        QTest::newRow(name) << QByteArray::fromStdString(body) << QString::fromLatin1(code);
    };
    const std::string model = field("model", "m");
    const auto headed = [](const std::string& head) { return "--b\r\n" + head + "\r\n\r\nm\r\n" + last; };
    const auto named = [&headed](const std::string& rest) { return headed("Content-Disposition: form-data; " + rest); };
    row("another boundary", "--c\r\n" + model + last, "multipart_invalid");
    row("a preamble", "hello\r\n" + model + last, "multipart_invalid");
    row("an epilogue", model + last + "x", "multipart_invalid");
    row("two line ends at the end", model + last + "\r\n", "multipart_invalid");
    row("cut within a file", model + "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x\"\r\n\r\nab",
        "multipart_cut");
    row("cut within a head", model + "--b\r\nContent-", "multipart_cut");
    row("cut behind the last CR", model + "--b--\r", "multipart_cut");
    row("nothing", "", "multipart_cut");
    row("no model", file("x") + last, "model_missing");
    row("no part", last, "model_missing");
    row("a longer boundary within", field("model", "m\r\n--bx") + last, "multipart_invalid");
    row("blanks behind a boundary", "--b \r\n" + model.substr(5) + last, "multipart_invalid");
    row("bare line feeds", "--b\nContent-Disposition: form-data; name=\"model\"\n\nm\n--b--", "multipart_invalid");
    row("two models", model + model + last, "duplicate_name");
    row("two streams", model + field("stream", "true") + field("stream", "false") + last, "duplicate_name");
    row("a list of models", model + field("model[]", "x") + last, "invalid_request");
    row("a model that is a file", named("name=\"model\"; filename=\"m\""), "invalid_request");
    row("an empty model", field("model", "") + last, "invalid_request");
    row("a model with a line end", field("model", "a\r\nb") + last, "invalid_request");
    row("a model that is no UTF-8", field("model", "a\xff") + last, "invalid_request");
    row("no choices", model + field("n", "0") + last, "invalid_request");
    row("too many choices", model + field("n", "129") + last, "invalid_request");
    row("a host", model + field("api_base", "http://x") + last, "forbidden_field");
    row("no name", named("filename=\"m\""), "multipart_invalid");
    row("two names", named("name=\"prompt\"; name=\"model\""), "multipart_invalid");
    row("an encoded name", named("name=\"mod%65l\""), "multipart_invalid");
    row("a name of RFC 5987", named("name*=UTF-8''model"), "multipart_invalid");
    row("a file name of RFC 5987", named("name=\"model\"; filename*=UTF-8''x"), "multipart_invalid");
    row("an escaped quote", named("filename=\"x\\\"; name=\"model\"; y=\""), "multipart_invalid");
    row("open quotes", named("name=\"model"), "multipart_invalid");
    row("another disposition", headed("Content-Disposition: attachment; name=\"model\""), "multipart_invalid");
    row("two dispositions", named("name=\"model\"\r\nContent-Disposition: form-data; name=\"prompt\""),
        "multipart_invalid");
    row("no disposition", headed("Content-Type: text/plain"), "multipart_invalid");
    row("a folded line", named("name=\"prompt\"\r\n X: y"), "multipart_invalid");
    row("no head", "--b\r\n\r\nm\r\n" + last, "multipart_invalid");
    row("base64", named("name=\"model\"\r\nContent-Transfer-Encoding: base64"), "multipart_invalid");
    row("another charset", named("name=\"model\"\r\nContent-Type: text/plain; charset=utf-7"), "multipart_invalid");
    row("a multipart within", named("name=\"file\"\r\nContent-Type: multipart/mixed; boundary=c"), "multipart_nested");
}

void FormScanTest::refusesWhatReadersDifferAbout() {
    QFETCH(QByteArray, body);
    QFETCH(QString, code);
    for (const std::size_t slice : {1UL, 5UL, 4096UL})
        QCOMPARE(codeOf(body.toStdString(), slice), code.toStdString());
}

void FormScanTest::takesWhatClientsSend_data() {
    QTest::addColumn<QByteArray>("body");
    const auto headed = [](const std::string& head) {
        return QByteArray::fromStdString("--b\r\n" + head + "\r\n\r\nm\r\n" + last);
    };
    QTest::newRow("unquoted") << headed("Content-Disposition: form-data; name=model");
    QTest::newRow("lower case") << headed("content-disposition: form-data; name=\"model\"");
    QTest::newRow("a type") << headed(
        "Content-Disposition: form-data; name=\"model\"\r\nContent-Type: text/plain; charset=UTF-8");
    QTest::newRow("binary") << headed(
        "Content-Disposition: form-data; name=\"model\"\r\nContent-Transfer-Encoding: 8bit\r\nContent-Length: 1");
    QTest::newRow("no line end behind") << QByteArray::fromStdString(field("model", "m") + "--b--");
    QTest::newRow("lists") << QByteArray::fromStdString(field("include[]", "a") + field("include[]", "b") +
                                                        field("model", "m") + last);
    QTest::newRow("an empty field") << QByteArray::fromStdString(field("prompt", "") + field("model", "m") + last);
}

void FormScanTest::takesWhatClientsSend() {
    QFETCH(QByteArray, body);
    for (const std::size_t slice : {1UL, 4096UL}) {
        RequestFacts facts;
        QCOMPARE(codeOf(body.toStdString(), slice, &facts), std::string());
        QCOMPARE(facts.model, std::string("m"));
    }
}

void FormScanTest::keepsItsLimits() {
    FormLimits limits;
    limits.parts = 3;
    limits.field = 10;
    limits.partHead = 100;
    const std::string model = field("model", "m");
    QCOMPARE(codeOf(model + field("a", std::string(10, 'x')) + file("x") + last, 3, nullptr, limits), std::string());
    QCOMPARE(codeOf(model + field("a", std::string(11, 'x')) + last, 3, nullptr, limits),
             std::string("field_too_large"));
    QCOMPARE(codeOf(model + model + model + model + last, 3, nullptr, limits), std::string("duplicate_name"));
    QCOMPARE(codeOf(model + file("x") + file("x") + file("x") + last, 3, nullptr, limits),
             std::string("too_many_parts"));
    QCOMPARE(codeOf("--b\r\nX: " + std::string(200, 'x'), 3, nullptr, limits), std::string("multipart_invalid"));
    QCOMPARE(codeOf(field("model", std::string(257, 'm')) + last, 9), std::string("field_too_large"));
}

void FormScanTest::namesOtherModels() {
    RequestFacts facts;
    QCOMPARE(codeOf(field("model", "m") + field("models[]", "x") + field("fallbacks", "y") + last, 9, &facts),
             std::string());
    QCOMPARE(facts.otherModels, (std::vector<std::string>{"x", "y"}));
}

void FormScanTest::readsBoundaries_data() {
    QTest::addColumn<QString>("type");
    QTest::addColumn<QString>("boundary"); // "" = refused
    const auto row = [](const char* type, const char* boundary) {
        QTest::newRow(type) << QString::fromLatin1(type) << QString::fromLatin1(boundary);
    };
    row("multipart/form-data; boundary=abc", "abc");
    row("multipart/form-data; charset=utf-8; boundary=\"a b\"", "a b");
    row("multipart/form-data;boundary=----WebKitFormBoundary7MA4YWxkTrZu0gW", "----WebKitFormBoundary7MA4YWxkTrZu0gW");
    row("multipart/form-data", "");
    row("multipart/form-data; boundary=", "");
    row("multipart/form-data; boundary=\"\"", "");
    row("multipart/form-data; boundary=\"a \"", "");
    row("multipart/form-data; boundary=a; boundary=b", "");
    row("multipart/form-data; boundary=a b", "");
    row("multipart/form-data; boundary=\"a\\\"b\"", "");
    row("multipart/form-data; boundary=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "");
}

void FormScanTest::readsBoundaries() {
    QFETCH(QString, type);
    QFETCH(QString, boundary);
    QVERIFY(isFormType(type.toStdString()));
    const auto read = formBoundary(type.toStdString());
    QCOMPARE(read ? *read : std::string(), boundary.toStdString());
}

QTEST_APPLESS_MAIN(FormScanTest)
#include "tst_form_scan.moc"
