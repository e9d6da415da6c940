// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/base64.h"
#include "core/dialects/event_stream/frame_reader.h"
#include "core/dialects/event_stream/frame_writer.h"
#include "core/dialects/translation.h"
#include "tests/core/dialects/recorded.h"

#include <QtTest>
#include <array>
#include <random>

using namespace gatehouse::dialects;
using namespace gatehouse::dialects::event_stream;

namespace {

struct Kept {
    std::vector<std::string> frames; // raw, type and payload of each
    Fault fault = Fault::None;
    bool inside = false;
    bool operator==(const Kept&) const = default;
};

void keep(FrameReader& reader, Kept& kept) {
    while (const Frame* frame = reader.next()) {
        std::string all(frame->raw);
        all += '|';
        for (const auto& header : frame->headers) {
            all += std::to_string(static_cast<int>(header.type));
            all += header.name;
            all += '=';
            all += header.value;
            all += ';';
        }
        all += frame->payload;
        kept.frames.push_back(std::move(all));
    }
}

Kept readIn(std::string_view bytes, const std::vector<std::size_t>& cuts) {
    FrameReader reader;
    Kept kept;
    std::size_t at = 0;
    for (const std::size_t cut : cuts) {
        reader.feed(bytes.substr(at, cut - at));
        keep(reader, kept);
        at = cut;
    }
    reader.feed(bytes.substr(at));
    keep(reader, kept);
    kept.fault = reader.fault();
    kept.inside = reader.insideFrame();
    return kept;
}

std::string sample() {
    std::string out;
    appendEvent(out, "messageStart", "{\"role\":\"assistant\"}");
    appendEvent(out, "contentBlockDelta", "{\"contentBlockIndex\":0,\"delta\":{\"text\":\"Gr\xC3\xBC\xC3\x9F\"}}");
    appendException(out, "throttlingException", "{\"message\":\"Slow down.\"}");
    return out;
}

} // namespace

class TestEventStream : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsWhatItWrites() {
        const std::string bytes = sample();
        FrameReader reader;
        reader.feed(bytes);
        const Frame* frame = reader.next();
        QVERIFY(frame != nullptr);
        QCOMPARE(std::string(frame->messageType()), std::string("event"));
        QCOMPARE(std::string(frame->eventType()), std::string("messageStart"));
        QCOMPARE(std::string(frame->payload), std::string("{\"role\":\"assistant\"}"));
        QVERIFY(reader.next() != nullptr);
        frame = reader.next();
        QVERIFY(frame != nullptr);
        QCOMPARE(std::string(frame->messageType()), std::string("exception"));
        QCOMPARE(std::string(frame->text(":exception-type")), std::string("throttlingException"));
        QVERIFY(reader.next() == nullptr);
        QVERIFY(reader.fault() == Fault::None);
        QVERIFY(!reader.insideFrame());
    }

    // A message without headers and payload, as AWS's test suite has it: 16 bytes.
    void knowsTheEmptyMessage() {
        std::string out;
        appendFrame(out, {}, "");
        const unsigned char expected[] = {0, 0, 0, 0x10, 0, 0, 0, 0, 0x05, 0xC2, 0x48, 0xEB, 0x7D, 0x98, 0xC8, 0xFF};
        QCOMPARE(QByteArray::fromStdString(out), QByteArray(reinterpret_cast<const char*>(expected), sizeof(expected)));
    }

    void readsAllHeaderTypes() {
        const std::string eight(8, '\x01');
        const std::string sixteen(16, '\x02');
        const std::array headers{
            Header{"yes", HeaderType::True, {}},          Header{"no", HeaderType::False, {}},
            Header{"byte", HeaderType::Byte, "\x07"},     Header{"short", HeaderType::Short, "ab"},
            Header{"int", HeaderType::Integer, "abcd"},   Header{"long", HeaderType::Long, eight},
            Header{"bytes", HeaderType::Bytes, "raw"},    Header{"string", HeaderType::String, "text"},
            Header{"time", HeaderType::Timestamp, eight}, Header{"uuid", HeaderType::Uuid, sixteen},
        };
        std::string out;
        appendFrame(out, headers, "payload");
        FrameReader reader;
        reader.feed(out);
        const Frame* frame = reader.next();
        QVERIFY(frame != nullptr);
        QCOMPARE(frame->headers.size(), headers.size());
        for (std::size_t i = 0; i < headers.size(); ++i) {
            QVERIFY(frame->headers[i].type == headers[i].type);
            QCOMPARE(std::string(frame->headers[i].name), std::string(headers[i].name));
            QCOMPARE(std::string(frame->headers[i].value), std::string(headers[i].value));
        }
        QCOMPARE(std::string(frame->text("string")), std::string("text"));
        QVERIFY(frame->text("bytes").empty()); // no text
    }

    void readsAlikeCutAtEveryByte() {
        const std::string bytes = sample();
        const Kept whole = readIn(bytes, {});
        QCOMPARE(whole.frames.size(), std::size_t{3});
        for (std::size_t cut = 0; cut <= bytes.size(); ++cut)
            QVERIFY(readIn(bytes, {cut}) == whole);
        std::vector<std::size_t> each;
        for (std::size_t cut = 1; cut < bytes.size(); ++cut)
            each.push_back(cut);
        QVERIFY(readIn(bytes, each) == whole);
    }

    void refusesEveryFlippedBit() {
        const std::string bytes = sample();
        const Kept whole = readIn(bytes, {});
        for (std::size_t at = 0; at < bytes.size(); ++at) {
            for (unsigned bit = 0; bit < 8; ++bit) {
                std::string damaged = bytes;
                damaged[at] = static_cast<char>(static_cast<unsigned char>(damaged[at]) ^ (1U << bit));
                const Kept kept = readIn(damaged, {});
                QVERIFY2(kept.fault == Fault::PreludeChecksum || kept.fault == Fault::MessageChecksum,
                         qPrintable(QString::number(at)));
                QVERIFY(kept.frames.size() < whole.frames.size());
                for (std::size_t i = 0; i < kept.frames.size(); ++i)
                    QVERIFY(kept.frames[i] == whole.frames[i]);
            }
        }
    }

    void givesNothingMoreBehindAFault() {
        std::string bytes = sample();
        bytes[bytes.size() - 1] ^= 1;
        FrameReader reader;
        reader.feed(bytes);
        Kept kept;
        keep(reader, kept);
        QCOMPARE(kept.frames.size(), std::size_t{2});
        reader.feed(sample());
        QVERIFY(reader.next() == nullptr);
    }

    void boundsTheSize() {
        std::string large;
        appendFrame(large, {}, std::string(2000, 'x'));
        FrameReader small(1000);
        small.feed(std::string_view(large).substr(0, 12)); // known from the prelude alone
        QVERIFY(small.next() == nullptr);
        QVERIFY(small.fault() == Fault::TooLarge);
        FrameReader enough(2000);
        enough.feed(large);
        QVERIFY(enough.next() != nullptr);
    }

    void refusesHeadersThatDoNotFit() {
        // A string header whose length reaches beyond the headers, under right checksums.
        std::string inner;
        const std::array one{Header{"abc", HeaderType::Bytes, "0123456789"}};
        appendFrame(inner, one, "");
        FrameReader fine;
        fine.feed(inner);
        QVERIFY(fine.next() != nullptr);
        for (const int type : {2, 3, 4, 5, 8, 9, 10, 255}) {
            std::string out;
            const std::array odd{Header{"abc", static_cast<HeaderType>(type), "x"}};
            appendFrame(out, odd, "");
            FrameReader reader;
            reader.feed(out);
            const bool fits = type == 2;
            QCOMPARE(reader.next() != nullptr, fits);
            QCOMPARE(reader.fault() == Fault::Malformed, !fits);
        }
    }

    void survivesAnything() {
        std::mt19937 random(7);
        const std::string bytes = sample();
        for (int round = 0; round < 2000; ++round) {
            std::string odd = bytes;
            const auto at = random() % odd.size();
            odd.resize(at);
            for (int i = 0; i < 20; ++i)
                odd += static_cast<char>(random());
            FrameReader reader;
            for (std::size_t i = 0; i < odd.size(); i += 5) {
                reader.feed(std::string_view(odd).substr(i, 5));
                while (reader.next() != nullptr) {
                }
            }
        }
    }

    void readsAllRecordedStreams() {
        if (!recorded::available())
            QSKIP("The recorded exchanges are not here (GATEHOUSE_SHARED_DIR).");
        int streams = 0;
        for (const auto& exchange : recorded::load({"bedrock-converse", "bedrock-invoke"})) {
            if (!exchange.streaming || exchange.status != 200)
                continue;
            const std::string& bytes = exchange.answer;
            const Kept whole = readIn(bytes, {});
            QVERIFY2(whole.fault == Fault::None && !whole.inside && !whole.frames.empty(), exchange.id.c_str());
            std::vector<std::size_t> cuts;
            for (std::size_t cut = 7; cut < bytes.size(); cut += 7)
                cuts.push_back(cut);
            QVERIFY(readIn(bytes, cuts) == whole);
            ++streams;
        }
        QVERIFY(streams > 15);
    }

    void codesBase64() {
        for (const std::string text : {"", "f", "fo", "foo", "foob", "fooba", "foobar"})
            QCOMPARE(encodeBase64(text), QByteArray::fromStdString(text).toBase64().toStdString());
        std::string all;
        for (int i = 0; i < 256; ++i)
            all += static_cast<char>(i);
        QCOMPARE(*decodeBase64(encodeBase64(all)), all);
    }
};

QTEST_APPLESS_MAIN(TestEventStream)
#include "tst_event_stream.moc"
