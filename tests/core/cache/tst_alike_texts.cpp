// SPDX-License-Identifier: Apache-2.0
#include "core/cache/hashing_embedding.h"
#include "core/cache/vector_index.h"

#include <QTest>
#include <cmath>
#include <numeric>
#include <random>

using namespace gatehouse;
using namespace gatehouse::cache;

namespace {

float likeness(std::string_view a, std::string_view b) {
    const auto one = hashingEmbedding(a);
    const auto other = hashingEmbedding(b);
    return std::inner_product(one.begin(), one.end(), other.begin(), 0.0F);
}

EntryPtr entryAt(const std::string& name, Vector vector) {
    Entry entry;
    entry.key = sha256(name);
    entry.vector = normalised(std::move(vector));
    return std::make_shared<const Entry>(std::move(entry));
}

Vector anywhere(std::minstd_rand& random, std::size_t dimensions = 32) {
    std::normal_distribution<float> normal;
    Vector vector(dimensions);
    for (auto& value : vector)
        value = normal(random);
    return vector;
}

} // namespace

class TestAlikeTexts : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void seesSpellingAndNotCase();
    void numbersAndNegationsKeepTextsApart();
    void aTextWithoutWordsHasNoPlace();
    void findsTheNearest_data();
    void findsTheNearest();
    void forgetsWhatWasRemoved();
    void placesAreUsedAgain();
};

void TestAlikeTexts::seesSpellingAndNotCase() {
    QVERIFY(likeness("What is the capital of France?", "what is the capital of france") > 0.999F);
    QVERIFY(likeness("What is the capital of France?", "What is the capital of France, please?") > 0.85F);
    QVERIFY(likeness("What is the capital of France?", "How do I bake a cake with cherries?") < 0.4F);
}

void TestAlikeTexts::numbersAndNegationsKeepTextsApart() {
    QVERIFY(likeness("What is 17 plus 4?", "What is 18 plus 4?") < 0.95F);
    QVERIFY(likeness("Tell me why the test passes on the server", "Tell me why the test never passes on the server") <
            0.95F);
}

void TestAlikeTexts::aTextWithoutWordsHasNoPlace() {
    QVERIFY(hashingEmbedding("").empty());
    QVERIFY(hashingEmbedding(" ?! ").empty());
    QVERIFY(normalised({0, 0}).empty());
    QVERIFY(normalised({std::nanf(""), 1}).empty());
}

void TestAlikeTexts::findsTheNearest_data() {
    QTest::addColumn<int>("count");
    QTest::newRow("one by one") << 100;
    QTest::newRow("by the graph") << 3'000;
}

void TestAlikeTexts::findsTheNearest() {
    QFETCH(int, count);
    std::minstd_rand random(5);
    VectorIndex index(32);
    std::vector<EntryPtr> entries;
    for (int i = 0; i < count; ++i) {
        entries.push_back(entryAt(std::to_string(i), anywhere(random)));
        index.add(entries.back());
    }
    int right = 0;
    for (const auto& entry : entries) {
        auto close = entry->vector;
        close[0] += 0.01F;
        const auto found = index.nearest(normalised(std::move(close)));
        right += found && found->entry == entry && found->likeness > 0.99F ? 1 : 0;
    }
    QVERIFY(right >= count * 99 / 100); // approximate
    QVERIFY(!index.nearest(Vector(5, 0.1F)));
}

void TestAlikeTexts::forgetsWhatWasRemoved() {
    std::minstd_rand random(6);
    VectorIndex index(32);
    std::vector<EntryPtr> entries;
    for (int i = 0; i < 2'000; ++i) {
        entries.push_back(entryAt(std::to_string(i), anywhere(random)));
        index.add(entries.back());
    }
    // Another of the same key came in its place: that stays.
    const auto newer = entryAt("0", anywhere(random));
    index.add(newer);
    index.remove(entries.front());
    QCOMPARE(index.size(), std::size_t{2'000});
    for (std::size_t i = 1; i < 1'900; ++i)
        index.remove(entries[i]);
    QCOMPARE(index.size(), std::size_t{101});
    for (const auto& entry : entries) {
        const auto found = index.nearest(entry->vector);
        QVERIFY(found);
        QVERIFY(found->entry == newer ||
                std::find(entries.begin() + 1'900, entries.end(), found->entry) != entries.end());
    }
}

void TestAlikeTexts::placesAreUsedAgain() {
    std::minstd_rand random(8);
    VectorIndex index(32);
    std::vector<EntryPtr> entries;
    for (int i = 0; i < 6'000; ++i) {
        entries.push_back(entryAt(std::to_string(i), anywhere(random)));
        index.add(entries.back());
        if (i >= 500)
            index.remove(entries[static_cast<std::size_t>(i - 500)]);
    }
    QCOMPARE(index.size(), std::size_t{500});
    int right = 0;
    for (std::size_t i = entries.size() - 500; i < entries.size(); ++i) {
        const auto found = index.nearest(entries[i]->vector);
        right += found && found->entry == entries[i] ? 1 : 0;
    }
    QVERIFY2(right > 450, qPrintable(QString::number(right)));
}

QTEST_APPLESS_MAIN(TestAlikeTexts)
#include "tst_alike_texts.moc"
