// SPDX-License-Identifier: Apache-2.0
#include "core/store/backup.h"
#include "tests/core/store/fixture.h"

#include <QTest>
#include <sstream>

using namespace gatehouse;
using namespace gatehouse::store;

namespace {

cache::EntryPtr entryOf(const std::string& name, WallMicros stored, std::size_t size = 100) {
    cache::Entry entry;
    entry.key = sha256(name);
    entry.route = "route " + name.substr(0, 1);
    entry.provider = "up";
    entry.model = "m";
    entry.gatewayKey = "key-" + name.substr(0, 1);
    entry.callId = "call-" + name;
    entry.operation = dialects::Operation::Messages;
    entry.body = std::string(size, 'x') + '\0' + "\xff";
    entry.usage.emplace();
    entry.usage->input = 3;
    entry.usage->output = 4;
    entry.losses = {"seed", "reasoning.summary"};
    entry.stored = stored;
    entry.expires = stored + 1'000'000;
    entry.cost = Money::fromPico(7);
    entry.partition = sha256("partition");
    entry.vector = {0.6F, -0.8F};
    return std::make_shared<const cache::Entry>(std::move(entry));
}

std::vector<cache::Entry> loaded(cache::EntryKeeper& keeper, WallMicros now, std::size_t most = 1'000'000) {
    std::vector<cache::Entry> entries;
    const auto done = keeper.load(now, [&](cache::Entry entry) {
        entries.push_back(std::move(entry));
        return entries.size() < most;
    });
    if (!done)
        qFatal("%s", done.error().message.c_str());
    return entries;
}

} // namespace

class CacheTableTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anEntryComesBackAsItWas() {
        TemporaryStore temporary;
        const auto keeper = std::move(temporary.store->cacheKeeper().value());
        const auto one = entryOf("a", 1'000);
        QVERIFY(keeper->save({one}));
        const auto entries = loaded(*keeper, 2'000);
        QCOMPARE(entries.size(), std::size_t{1});
        const auto& found = entries.front();
        QVERIFY(found.key == one->key && found.partition == one->partition && found.vector == one->vector);
        QCOMPARE(found.body, one->body);
        QCOMPARE(found.losses, one->losses);
        QVERIFY(found.usage == one->usage && found.cost == one->cost && !found.pretend);
        QVERIFY(found.operation == one->operation && found.expires == one->expires);
        QCOMPARE(found.route + found.provider + found.model + found.gatewayKey + found.callId,
                 one->route + one->provider + one->model + one->gatewayKey + one->callId);
    }
    void aNewerOneTakesItsPlace() {
        TemporaryStore temporary;
        const auto keeper = std::move(temporary.store->cacheKeeper().value());
        QVERIFY(keeper->save({entryOf("a", 1'000), entryOf("b", 1'000), entryOf("a", 5'000, 7)}));
        QVERIFY(keeper->save({entryOf("b", 6'000, 8)}));
        const auto entries = loaded(*keeper, 7'000);
        QCOMPARE(entries.size(), std::size_t{2});
        QCOMPARE(entries[0].body.size(), std::size_t{10});
        QCOMPARE(entries[1].body.size(), std::size_t{9});
    }
    void theNewestComeFirstAndNoneThatIsOver() {
        TemporaryStore temporary;
        const auto keeper = std::move(temporary.store->cacheKeeper().value());
        std::vector<cache::EntryPtr> many;
        for (int i = 0; i < 350; ++i)
            many.push_back(entryOf(std::to_string(i), 1'000 + i / 3));
        QVERIFY(keeper->save(many));
        const auto entries = loaded(*keeper, 2'000);
        QCOMPARE(entries.size(), many.size());
        for (std::size_t i = 1; i < entries.size(); ++i)
            QVERIFY(entries[i - 1].stored >= entries[i].stored);
        QCOMPARE(loaded(*keeper, 2'000, 10).size(), std::size_t{10});
        QCOMPARE(loaded(*keeper, 1'001'050).size(), std::size_t{350 - 51 * 3});
        QVERIFY(loaded(*keeper, 9'000'000).empty());
    }
    void purgesWhatIsNamed() {
        TemporaryStore temporary;
        const auto keeper = std::move(temporary.store->cacheKeeper().value());
        QVERIFY(
            keeper->save({entryOf("a1", 1), entryOf("a2", 2), entryOf("b1", 3), entryOf("b2", 4), entryOf("c", 5)}));
        QVERIFY(keeper->remove({"route a", "", "key-b"}));
        QCOMPARE(loaded(*keeper, 9).size(), std::size_t{5});
        QVERIFY(keeper->remove({"route a", "m", "key-a"}));
        QCOMPARE(loaded(*keeper, 9).size(), std::size_t{3});
        QVERIFY(keeper->remove({"", "", toHex(sha256("b2"))}));
        QCOMPARE(loaded(*keeper, 9).size(), std::size_t{2});
        QVERIFY(keeper->remove({}));
        QVERIFY(loaded(*keeper, 9).empty());
    }
    void theOldestGoBeyondTheBound() {
        TemporaryStore temporary;
        const auto keeper = std::move(temporary.store->cacheKeeper().value());
        std::vector<cache::EntryPtr> many;
        for (int i = 0; i < 200; ++i)
            many.push_back(entryOf(std::to_string(i), 1'000 + i, 10'000));
        QVERIFY(keeper->save(many));
        const std::uint64_t bound = 500'000;
        const auto left = keeper->trim(2'000, bound);
        QVERIFY(left && *left <= bound);
        const auto entries = loaded(*keeper, 2'000);
        QVERIFY(!entries.empty());
        QVERIFY(entries.front().key == many.back()->key);
        QVERIFY(entries.back().stored > 1'100);
        QCOMPARE(keeper->trim(2'000'000, bound).value(), std::uint64_t{0});
    }
    void countsAddUp() {
        TemporaryStore temporary;
        const auto keeper = std::move(temporary.store->cacheKeeper().value());
        QVERIFY(keeper->tallies().value().empty());
        cache::Tally tally{1, 2, 3, 4, Money::fromPico(5)};
        constexpr WallMicros day = 86'400'000'000;
        QVERIFY(keeper->add(day + 1, {{"a", tally}, {"b", tally}}));
        QVERIFY(keeper->add(day + 2, {{"a", tally}}));
        QVERIFY(keeper->add(2 * day, {{"a", tally}}));
        const auto found = keeper->tallies().value();
        QCOMPARE(found.size(), std::size_t{2});
        const auto& sum = found.at("a");
        QVERIFY(sum.hits == 3 && sum.semanticHits == 6 && sum.misses == 9 && sum.coalesced == 12);
        QCOMPARE(sum.saved.pico(), std::int64_t{15});
        QCOMPARE(found.at("b").saved.pico(), std::int64_t{5});
        QCOMPARE(temporary.count("SELECT COUNT(*) FROM cache_sums"), std::int64_t{3});
    }
    void aBackupLeavesItOut() {
        TemporaryStore temporary;
        const auto keeper = std::move(temporary.store->cacheKeeper().value());
        auto secret = *entryOf("a", 1'000);
        secret.body = "what was said";
        QVERIFY(keeper->save({std::make_shared<const cache::Entry>(std::move(secret))}));
        std::ostringstream file;
        BackupOptions options;
        const auto made = temporary.store->backup(options, [&file](std::string_view bytes) -> Result<void> {
            file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
            return {};
        });
        QVERIFY(made);
        QVERIFY(file.str().find("cache_entries") == std::string::npos);
    }
};

QTEST_GUILESS_MAIN(CacheTableTest)
#include "tst_cache_table.moc"
