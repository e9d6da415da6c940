// SPDX-License-Identifier: Apache-2.0
#include "core/base/sse.h"

#include <QTest>
#include <string>
#include <vector>

using gatehouse::SseFrame;
using gatehouse::SseKind;
using gatehouse::SseReader;

namespace {

struct Seen {
    SseKind kind;
    std::string type;
    std::string data;
    std::string id;
    bool operator==(const Seen&) const = default;
};

struct Reading {
    std::vector<Seen> frames;
    std::string raw; // of all frames and the rest
    bool offsetsFit = true;
};

void take(SseReader& reader, Reading& reading) {
    while (const SseFrame* frame = reader.next()) {
        reading.offsetsFit = reading.offsetsFit && frame->offset == reading.raw.size();
        reading.raw.append(frame->raw);
        reading.frames.push_back(
            {frame->kind, std::string(frame->type), std::string(frame->data), std::string(frame->id.value_or("-"))});
    }
}

Reading readSlices(const std::vector<std::string>& slices, std::size_t bound = SseReader::defaultBound) {
    SseReader reader(bound);
    Reading reading;
    for (const auto& slice : slices) {
        reader.feed(slice);
        take(reader, reading);
    }
    reading.raw.append(reader.rest());
    return reading;
}

std::vector<Seen> eventsOf(const Reading& reading) {
    std::vector<Seen> events;
    for (const auto& frame : reading.frames) {
        if (frame.kind == SseKind::Event)
            events.push_back(frame);
    }
    return events;
}

} // namespace

class SseTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void survivesEverySplit_data();
    void survivesEverySplit();
    void readsEachForm_data();
    void readsEachForm();
    void doesNotCopyAFrameOfOneSlice();
    void endsAFrameAtACarriageReturnWithoutWaiting();
    void handsOutFragmentsOfAnEventBeyondTheBound();
    void keepsAnUnfinishedFrameAsRest();
    void writesWhatItReads();
};

void SseTest::survivesEverySplit_data() {
    QTest::addColumn<QByteArray>("lineEnd");
    QTest::newRow("LF") << QByteArray("\n");
    QTest::newRow("CRLF") << QByteArray("\r\n");
    QTest::newRow("CR") << QByteArray("\r");
}

void SseTest::survivesEverySplit() {
    QFETCH(QByteArray, lineEnd);
    const std::string end = lineEnd.toStdString();
    const std::string stream = "\xEF\xBB\xBF: comment" + end + end + "event: content" + end + "id: 7" + end +
                               "data: gr\xC3\xBC\xC3\x9F \xF0\x9F\x98\x80" + end + "data: second" + end + end +
                               "data:[DONE]" + end + end + end + "data: after" + end + end;
    const Reading whole = readSlices({stream});
    QCOMPARE(whole.raw, stream);
    const std::vector<Seen> events = eventsOf(whole);
    QCOMPARE(events.size(), std::size_t{3});
    QCOMPARE(events[0].type, std::string("content"));
    QCOMPARE(events[0].data, std::string("gr\xC3\xBC\xC3\x9F \xF0\x9F\x98\x80\nsecond"));
    QCOMPARE(events[0].id, std::string("7"));
    QCOMPARE(events[1].data, std::string("[DONE]"));
    QCOMPARE(events[2].data, std::string("after"));
    for (std::size_t first = 0; first <= stream.size(); ++first) {
        for (std::size_t second = first; second <= stream.size(); ++second) {
            const Reading cut =
                readSlices({stream.substr(0, first), stream.substr(first, second - first), stream.substr(second)});
            QVERIFY(cut.offsetsFit);
            QCOMPARE(cut.raw, stream);
            QVERIFY(eventsOf(cut) == events);
        }
    }
    std::vector<std::string> bytes;
    for (const char c : stream)
        bytes.emplace_back(1, c);
    const Reading byBytes = readSlices(bytes);
    QCOMPARE(byBytes.raw, stream);
    QVERIFY(eventsOf(byBytes) == events);
}

void SseTest::readsEachForm_data() {
    QTest::addColumn<QByteArray>("stream");
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("data");
    QTest::addColumn<QByteArray>("id");
    const auto row = [](const char* name, QByteArray stream, const char* type, const char* data, const char* id) {
        QTest::newRow(name) << stream << QByteArray(type) << QByteArray(data) << QByteArray(id);
    };
    row("no blank behind the colon", "data:a\n\n", "", "a", "-");
    row("only one blank is dropped", "data:  a\n\n", "", " a", "-");
    row("a field without colon", "data\n\n", "", "", "-");
    row("empty lines of data", "data:\ndata:\n\n", "", "\n", "-");
    row("the last event field wins", "event: a\nevent: b\ndata: x\n\n", "b", "x", "-");
    row("unknown fields are ignored", "colour: red\ndata: x\nretry: 5\n\n", "", "x", "-");
    row("a comment between lines", "data: x\n: hush\ndata: y\n\n", "", "x\ny", "-");
    row("an empty id", "id\ndata: x\n\n", "", "x", "");
    row("an id with NUL is ignored", QByteArray("id: a\0b\ndata: x\n\n", 17), "", "x", "-");
    row("mixed line ends", "data: x\r\ndata: y\rdata: z\n\r\n", "", "x\ny\nz", "-");
    row("colons in the value", "data: a:b: c\n\n", "", "a:b: c", "-");
    row("field names are case-sensitive", "Data: no\ndata: yes\n\n", "", "yes", "-");
    row("a second mark is text",
        "data: x\n\xEF\xBB\xBF"
        "data: y\n\n",
        "", "x", "-");
}

void SseTest::readsEachForm() {
    QFETCH(QByteArray, stream);
    QFETCH(QByteArray, type);
    QFETCH(QByteArray, data);
    QFETCH(QByteArray, id);
    const std::vector<Seen> events = eventsOf(readSlices({stream.toStdString()}));
    QCOMPARE(events.size(), std::size_t{1});
    QCOMPARE(events[0].type, type.toStdString());
    QCOMPARE(events[0].data, data.toStdString());
    QCOMPARE(events[0].id, id.toStdString());
}

void SseTest::doesNotCopyAFrameOfOneSlice() {
    const std::string slice = "data: one\n\ndata: two\n\n";
    SseReader reader;
    reader.feed(slice);
    const SseFrame* first = reader.next();
    QVERIFY(first != nullptr);
    QVERIFY(first->raw.data() == slice.data());
    QVERIFY(first->data.data() == slice.data() + 6);
    const SseFrame* second = reader.next();
    QVERIFY(second != nullptr);
    QVERIFY(second->raw.data() == slice.data() + 11);
    QVERIFY(reader.next() == nullptr);
    QVERIFY(reader.rest().empty());
}

void SseTest::endsAFrameAtACarriageReturnWithoutWaiting() {
    SseReader reader;
    Reading reading;
    reader.feed("data: x\r\n\r");
    take(reader, reading);
    QCOMPARE(reading.frames.size(), std::size_t{1});
    const std::string rest = "\ndata: y\r\n\r\n";
    reader.feed(rest);
    take(reader, reading);
    QCOMPARE(eventsOf(reading).size(), std::size_t{2});
    QCOMPARE(reading.raw, "data: x\r\n\r" + rest);
}

void SseTest::handsOutFragmentsOfAnEventBeyondTheBound() {
    const std::string large = "data: " + std::string(100, 'x') + "\n\n";
    const std::string stream = large + "data: y\n\n";
    for (std::size_t size = 1; size < 40; ++size) {
        std::vector<std::string> slices;
        for (std::size_t at = 0; at < stream.size(); at += size)
            slices.push_back(stream.substr(at, size));
        const Reading reading = readSlices(slices, 32);
        QVERIFY(reading.offsetsFit);
        QCOMPARE(reading.raw, stream);
        QCOMPARE(reading.frames.front().kind, SseKind::Fragment);
        QCOMPARE(eventsOf(reading).size(), std::size_t{1});
        QCOMPARE(eventsOf(reading)[0].data, std::string("y"));
    }
}

void SseTest::keepsAnUnfinishedFrameAsRest() {
    const Reading reading = readSlices({"data: whole\n\nda", "ta: cut\n"});
    QCOMPARE(reading.frames.size(), std::size_t{1});
    QCOMPARE(reading.raw, std::string("data: whole\n\ndata: cut\n"));
}

void SseTest::writesWhatItReads() {
    std::string out;
    gatehouse::appendSseEvent(out, "note", "one\ntwo\r\nthree\rfour");
    gatehouse::appendSseEvent(out, "", "");
    const std::vector<Seen> events = eventsOf(readSlices({out}));
    QCOMPARE(events.size(), std::size_t{2});
    QCOMPARE(events[0].type, std::string("note"));
    QCOMPARE(events[0].data, std::string("one\ntwo\nthree\nfour"));
    QCOMPARE(events[1].data, std::string());
}

QTEST_APPLESS_MAIN(SseTest)
#include "tst_sse.moc"
