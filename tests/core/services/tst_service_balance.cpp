// SPDX-License-Identifier: Apache-2.0
#include "core/services/balance.h"
#include "tests/core/services/fixtures.h"

#include <QtTest>
#include <map>

using namespace gatehouse;
using namespace gatehouse::services;
using namespace gatehouse::services::test;

namespace {

const std::vector<std::size_t> none;

ServicePtr three(const std::string& balance, std::vector<std::uint64_t> weights = {1, 1, 1}) {
    contract::ServiceSpec spec;
    spec.groups = {group("main", {"http://127.0.0.1:1", "http://127.0.0.1:2", "http://127.0.0.1:3"})};
    spec.groups[0].balance = balance;
    spec.groups[0].failures = 3;
    for (std::size_t i = 0; i < weights.size(); ++i)
        spec.groups[0].servers[i].weight = weights[i];
    return compiled(spec);
}

std::map<int, int> counts(const Group& group, int calls, MonotonicTime now = {}) {
    std::map<int, int> found;
    for (int i = 0; i < calls; ++i)
        ++found[chooseServer(group, hashOf("key " + std::to_string(i)), std::uint64_t(i), none, now)->port];
    return found;
}

} // namespace

class tst_service_balance : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void takesTurns();
    void drawsByWeight();
    void prefersWhoIsLeastBusy();
    void movesOnlyWhatLayOnAServerThatWent();
    void leavesAServerAloneThatKeepsFailing();
    void triesTheOneThatIsDueFirstWhereAllRest();
    void takesServersOutAndBackByChecks();
    void keepsWhatIsKnownOfAServerOverAChange();
    void drawsGroupsByTheirShares();
};

void tst_service_balance::takesTurns() {
    const auto service = three("round_robin");
    QCOMPARE(counts(service->groups[0], 300), (std::map<int, int>{{1, 100}, {2, 100}, {3, 100}}));
}

void tst_service_balance::drawsByWeight() {
    const auto service = three("weighted", {3, 1, 0});
    const auto found = counts(service->groups[0], 4'000);
    QVERIFY(!found.contains(3));
    QVERIFY2(std::abs(found.at(1) - 3'000) < 150, qPrintable(QString::number(found.at(1))));
}

void tst_service_balance::prefersWhoIsLeastBusy() {
    const auto service = three("least_busy", {1, 1, 2});
    const auto& group = service->groups[0];
    const Running first(group.servers[0]);
    const Running second(group.servers[1]);
    const Running third(group.servers[2]);
    // Of the third half of a call to each unit of weight.
    QCOMPARE(chooseServer(group, 0, 0, none, {})->port, std::uint16_t(3));
}

void tst_service_balance::movesOnlyWhatLayOnAServerThatWent() {
    const auto service = three("consistent_hash");
    const auto& group = service->groups[0];
    int moved = 0;
    std::map<int, int> shares;
    for (int i = 0; i < 3'000; ++i) {
        const auto hash = hashOf("user " + std::to_string(i));
        const auto* before = chooseServer(group, hash, 0, none, {});
        ++shares[before->port];
        const auto* behind = chooseServer(group, hash, 0, {1}, {});
        if (before->port != 2 && before != behind)
            ++moved;
    }
    QCOMPARE(moved, 0);
    for (const auto& [port, share] : shares)
        QVERIFY2(share > 800 && share < 1'200, qPrintable(QString::number(share)));
}

void tst_service_balance::leavesAServerAloneThatKeepsFailing() {
    const auto service = three("round_robin");
    const auto& group = service->groups[0];
    MonotonicTime now{};
    noteBad(group, group.servers[0], now);
    noteBad(group, group.servers[0], now);
    QVERIFY(isUp(group.servers[0], now));
    noteGood(group.servers[0]);
    for (int i = 0; i < 3; ++i)
        noteBad(group, group.servers[0], now);
    QVERIFY(!isUp(group.servers[0], now));
    QVERIFY(!counts(group, 30, now).contains(1));
    now += group.rest;
    QVERIFY(isUp(group.servers[0], now));
    // One more failure is enough now, and the rest is longer.
    noteBad(group, group.servers[0], now);
    QVERIFY(!isUp(group.servers[0], now + group.rest));
    QVERIFY(isUp(group.servers[0], now + 2 * group.rest));
    noteGood(group.servers[0]);
    noteBad(group, group.servers[0], now + 2 * group.rest);
    QVERIFY(isUp(group.servers[0], now + 2 * group.rest));
}

void tst_service_balance::triesTheOneThatIsDueFirstWhereAllRest() {
    const auto service = three("round_robin");
    const auto& group = service->groups[0];
    MonotonicTime now{};
    for (std::size_t server : {1U, 0U, 2U}) {
        for (int i = 0; i < 3; ++i)
            noteBad(group, group.servers[server], now);
        now += std::chrono::milliseconds(10);
    }
    QCOMPARE(chooseServer(group, 0, 0, none, now)->port, std::uint16_t(2));
    QCOMPARE(chooseServer(group, 0, 0, {1}, now)->port, std::uint16_t(1));
    QVERIFY(chooseServer(group, 0, 0, {0, 1, 2}, now) == nullptr);
}

void tst_service_balance::takesServersOutAndBackByChecks() {
    contract::ServiceSpec spec;
    spec.groups = {group("main", {"http://127.0.0.1:1", "http://127.0.0.1:2"})};
    spec.groups[0].health = contract::ServiceHealthSpec{};
    const auto service = compiled(spec);
    const auto& group = service->groups[0];
    const auto& server = group.servers[0];
    QVERIFY(!noteCheck(group, server, false, 1));
    QVERIFY(!noteCheck(group, server, true, 2));
    QVERIFY(!noteCheck(group, server, false, 3));
    QVERIFY(!noteCheck(group, server, false, 4));
    QVERIFY(noteCheck(group, server, false, 5));
    QVERIFY(!isUp(server, {}));
    QVERIFY(!noteCheck(group, server, true, 6));
    QVERIFY(noteCheck(group, server, true, 7));
    QVERIFY(isUp(server, {}));
}

void tst_service_balance::keepsWhatIsKnownOfAServerOverAChange() {
    contract::ServiceSpec spec;
    spec.groups = {group("main", {"http://127.0.0.1:1", "http://127.0.0.1:2"})};
    spec.groups[0].failures = 1;
    const auto before = compiled(spec);
    noteBad(before->groups[0], before->groups[0].servers[1], {});
    spec.groups[0].servers.erase(spec.groups[0].servers.begin());
    spec.groups[0].servers.push_back({"http://127.0.0.1:3", 1});
    auto around = nothingAround();
    around.before = before.get();
    const auto behind = compileService(spec, around, contract::Path())->service;
    QVERIFY(!isUp(behind->groups[0].servers[0], {}));
    QVERIFY(isUp(behind->groups[0].servers[1], {}));
    QVERIFY(before->number != behind->number);
}

void tst_service_balance::drawsGroupsByTheirShares() {
    contract::ServiceSpec spec;
    spec.groups = {group("old", {"http://127.0.0.1:1"}), group("new", {"http://127.0.0.1:2"})};
    auto& rule = spec.rules.emplace_back();
    rule.groups = {{"old", 9}, {"new", 1}};
    const auto service = compiled(spec);
    int drawn = 0;
    for (std::uint64_t dice = 0; dice < 10'000; ++dice)
        drawn += chooseGroup(*service, service->rules[0], dice).id == "new" ? 1 : 0;
    QVERIFY2(std::abs(drawn - 1'000) < 120, qPrintable(QString::number(drawn)));
}

QTEST_GUILESS_MAIN(tst_service_balance)
#include "tst_service_balance.moc"
