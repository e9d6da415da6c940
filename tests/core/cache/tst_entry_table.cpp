// SPDX-License-Identifier: Apache-2.0
#include "core/cache/entry_table.h"

#include <QTest>
#include <random>
#include <thread>

using namespace gatehouse;
using namespace gatehouse::cache;

namespace {

EntryPtr entryOf(const std::string& name, std::size_t size, WallMicros expires = 1'000'000) {
    Entry entry;
    entry.key = sha256(name);
    entry.route = "r" + std::to_string(name.size() % 3);
    entry.model = "m";
    entry.gatewayKey = "k" + std::to_string(size % 2);
    entry.body = std::string(size, 'x');
    entry.expires = expires;
    return std::make_shared<const Entry>(std::move(entry));
}

} // namespace

class TestEntryTable : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void givesWhatWasPut();
    void forgetsWhatIsOver();
    void theBoundHoldsWhateverComes();
    void theLongestUnusedGoesFirst();
    void whatIsLargerThanTheBoundStaysOut();
    void purgesWhatIsNamed();
    void threadsShareIt();
};

void TestEntryTable::givesWhatWasPut() {
    EntryTable table(1 << 20);
    const auto one = entryOf("one", 10);
    QVERIFY(table.put(one).empty());
    QVERIFY(table.find(one->key, 0) == one);
    QVERIFY(table.find(sha256("two"), 0) == nullptr);
    const auto again = entryOf("one", 20);
    QVERIFY(table.put(again).empty());
    QVERIFY(table.find(one->key, 0) == again);
    QCOMPARE(table.bytes(), again->weight());
}

void TestEntryTable::forgetsWhatIsOver() {
    EntryTable table(1 << 20);
    const auto one = entryOf("one", 10, 100);
    (void)table.put(one);
    QVERIFY(table.find(one->key, 99) == one);
    QVERIFY(table.find(one->key, 100) == nullptr);
    QCOMPARE(table.removeExpired(100).size(), std::size_t{1});
    QCOMPARE(table.bytes(), std::uint64_t{0});
}

void TestEntryTable::theBoundHoldsWhateverComes() {
    std::minstd_rand random(3);
    EntryTable table(100'000);
    std::size_t gone = 0;
    for (int i = 0; i < 20'000; ++i) {
        if (i % 5'000 == 4'999)
            gone += table.setBound(50'000 + random() % 100'000).size();
        gone += table.put(entryOf(std::to_string(random() % 2'000), random() % 5'000)).size();
        QVERIFY(table.bytes() <= table.bound());
    }
    QVERIFY(gone > 1'000);
    std::map<std::string, RouteFigures> routes;
    table.count(routes);
    std::uint64_t bytes = 0;
    for (const auto& [name, route] : routes)
        bytes += route.bytes;
    QCOMPARE(bytes, table.bytes());
}

void TestEntryTable::theLongestUnusedGoesFirst() {
    EntryTable table(2'000'000);
    // Of one part each: the order is kept by parts.
    const auto first = entryOf("a", 1'000'000);
    (void)table.put(first);
    std::vector<EntryPtr> others;
    for (int i = 0; others.size() < 40; ++i) {
        auto other = entryOf("other" + std::to_string(i), 100'000);
        if (other->key[31] % 16 == first->key[31] % 16)
            others.push_back(std::move(other));
    }
    for (const auto& other : others) {
        QVERIFY(table.find(first->key, 0) != nullptr);
        (void)table.put(other);
    }
    QVERIFY(table.find(first->key, 0) != nullptr);
    QVERIFY(table.find(others.front()->key, 0) == nullptr);
    QVERIFY(table.find(others.back()->key, 0) != nullptr);
}

void TestEntryTable::whatIsLargerThanTheBoundStaysOut() {
    EntryTable table(10'000);
    const auto small = entryOf("small", 100);
    const auto large = entryOf("large", 20'000);
    (void)table.put(small);
    const auto gone = table.put(large);
    QCOMPARE(gone.size(), std::size_t{1});
    QVERIFY(gone.front() == large);
    QVERIFY(table.find(small->key, 0) != nullptr);
}

void TestEntryTable::purgesWhatIsNamed() {
    EntryTable table(1 << 20);
    for (int i = 0; i < 90; ++i)
        (void)table.put(entryOf(std::string(static_cast<std::size_t>(i), 'n'), static_cast<std::size_t>(i)));
    QCOMPARE(table.remove({"r0", "", "k1"}).size(), std::size_t{15});
    QCOMPARE(table.remove({"r0", "m", ""}).size(), std::size_t{15});
    QCOMPARE(table.remove({"r0", "", ""}).size(), std::size_t{0});
    QCOMPARE(table.remove({"", "", toHex(sha256("n"))}).size(), std::size_t{1});
    QCOMPARE(table.remove({}).size(), std::size_t{59});
    QCOMPARE(table.bytes(), std::uint64_t{0});
}

void TestEntryTable::threadsShareIt() {
    EntryTable table(500'000);
    std::vector<std::thread> threads;
    for (unsigned seed = 1; seed <= 4; ++seed) {
        threads.emplace_back([&table, seed] {
            std::minstd_rand random(seed);
            for (int i = 0; i < 3'000; ++i) {
                const auto name = std::to_string(random() % 500);
                (void)table.put(entryOf(name, random() % 3'000));
                if (const auto found = table.find(sha256(name), 0))
                    (void)found->weight();
                if (i % 500 == 0)
                    (void)table.remove({"r1", "", ""});
            }
        });
    }
    for (auto& thread : threads)
        thread.join();
    QVERIFY(table.bytes() <= table.bound());
}

QTEST_APPLESS_MAIN(TestEntryTable)
#include "tst_entry_table.moc"
