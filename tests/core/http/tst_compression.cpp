// SPDX-License-Identifier: Apache-2.0
#include "core/http/server/compression.h"

#include <QTest>

#include <zlib.h>
#include <zstd.h>

using namespace gatehouse;
using namespace gatehouse::http;

namespace {

std::string inflated(const std::string& bytes) {
    z_stream stream{};
    if (::inflateInit2(&stream, MAX_WBITS + 32) != Z_OK) // either wrapper
        return {};
    std::string in = bytes;
    std::string out(100'000, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(in.data());
    stream.avail_in = static_cast<uInt>(in.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    const bool whole = ::inflate(&stream, Z_FINISH) == Z_STREAM_END;
    out.resize(whole ? stream.total_out : 0);
    ::inflateEnd(&stream);
    return out;
}

std::string unpacked(const std::string& bytes, ContentCoding coding) {
    if (coding != ContentCoding::Zstd)
        return inflated(bytes);
    std::string out(100'000, '\0');
    const auto size = ::ZSTD_decompress(out.data(), out.size(), bytes.data(), bytes.size());
    out.resize(::ZSTD_isError(size) != 0 ? 0 : size);
    return out;
}

std::string someText() {
    std::string text;
    for (int i = 0; text.size() < 20'000; ++i)
        text += "{\"word\":\"number " + std::to_string(i) + "\"},";
    return text;
}

} // namespace

class TestCompression : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void choosesWhatTheClientLikesBest_data() {
        QTest::addColumn<QByteArray>("field");
        QTest::addColumn<QByteArray>("coding");
        const auto row = [](const char* field, const char* coding) {
            QTest::newRow(field) << QByteArray(field) << QByteArray(coding);
        };
        row("", "identity");
        row("gzip", "gzip");
        row("x-gzip", "gzip");
        row("GZIP", "gzip");
        row("gzip, deflate, br, zstd", "zstd");
        row("gzip, deflate", "gzip");
        row("deflate", "deflate");
        row("deflate;q=1, gzip;q=0.5", "deflate");
        row("gzip;q=0.8, zstd;q=0.799", "gzip");
        row("gzip;q=0", "identity");
        row("*", "zstd");
        row("*;q=0", "identity");
        row("*, zstd;q=0", "gzip");
        row("gzip;q=0.5, identity", "identity");
        row("gzip;q=0.5, identity;q=0.1", "gzip");
        row("br", "identity");
        row("gzip ; q=1", "gzip");
        row("gzip;q=2", "identity");
        row("gzip;q=0.1234", "identity");
        row("gzip;q=-1", "identity");
        row("gzip;level=9", "identity");
        row(",,gzip,", "gzip");
    }
    void choosesWhatTheClientLikesBest() {
        QFETCH(QByteArray, field);
        QFETCH(QByteArray, coding);
        QCOMPARE(QByteArray::fromStdString(std::string(nameOf(chooseCoding(field.toStdString())))), coding);
    }

    void comesBackTheSame_data() {
        QTest::addColumn<int>("coding");
        for (const auto coding : {ContentCoding::Gzip, ContentCoding::Deflate, ContentCoding::Zstd})
            QTest::newRow(std::string(nameOf(coding)).c_str()) << static_cast<int>(coding);
    }
    void comesBackTheSame() {
        QFETCH(int, coding);
        const auto as = static_cast<ContentCoding>(coding);
        const auto text = someText();
        const auto smaller = compress(text, as);
        QVERIFY(smaller);
        QVERIFY(smaller->size() < text.size() / 3);
        QVERIFY(unpacked(*smaller, as) == text);
        // Nothing is gained.
        std::string noise;
        for (unsigned i = 1; noise.size() < 4'000; i = i * 1'103'515'245U + 12'345U)
            noise += static_cast<char>(i >> 16U);
        QVERIFY(!compress(noise, as));
    }

    void leavesAloneWhatMustStay_data() {
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<QByteArray>("other");
        QTest::addColumn<int>("size");
        QTest::addColumn<bool>("compressible");
        QTest::newRow("JSON") << QByteArray("application/json") << QByteArray() << 1024 << true;
        QTest::newRow("with parameters") << QByteArray("Text/Plain; charset=utf-8") << QByteArray() << 5000 << true;
        QTest::newRow("JSON by suffix") << QByteArray("application/problem+json") << QByteArray() << 5000 << true;
        QTest::newRow("small") << QByteArray("application/json") << QByteArray() << 1023 << false;
        QTest::newRow("huge") << QByteArray("application/json") << QByteArray() << 1'048'577 << false;
        QTest::newRow("picture") << QByteArray("image/png") << QByteArray() << 5000 << false;
        QTest::newRow("events") << QByteArray("text/event-stream") << QByteArray() << 5000 << false;
        QTest::newRow("no type") << QByteArray() << QByteArray() << 5000 << false;
        QTest::newRow("encoded") << QByteArray("text/plain") << QByteArray("Content-Encoding") << 5000 << false;
        QTest::newRow("with a validator") << QByteArray("text/plain") << QByteArray("ETag") << 5000 << false;
    }
    void leavesAloneWhatMustStay() {
        QFETCH(QByteArray, type);
        QFETCH(QByteArray, other);
        QFETCH(int, size);
        QFETCH(bool, compressible);
        ResponseHead head;
        if (!type.isEmpty())
            head.fields.push_back({"content-type", type.toStdString()});
        if (!other.isEmpty())
            head.fields.push_back({other.toStdString(), "x"});
        QCOMPARE(isCompressible(head, static_cast<std::size_t>(size)), compressible);
    }

    void addsToWhatVariesAlready() {
        ResponseHead head;
        addVary(head);
        QCOMPARE(head.fields.back().value, std::string("Accept-Encoding"));
        head.fields = {{"vary", "Origin"}};
        addVary(head);
        QCOMPARE(head.fields.back().value, std::string("Origin, Accept-Encoding"));
    }
};

QTEST_GUILESS_MAIN(TestCompression)
#include "tst_compression.moc"
