// SPDX-License-Identifier: Apache-2.0
#include "tests/core/store/fixture.h"

#include <QTest>

using namespace gatehouse;
using namespace gatehouse::store;

namespace {

jobs::Job jobOf(std::string id, std::string app = "notebook") {
    jobs::Job job;
    job.id = std::move(id);
    job.team = "research";
    job.app = std::move(app);
    job.key = "abcd1234";
    job.api = "mood";
    job.version = "1";
    auto& request = job.request;
    request.path = "/apis/mood/1";
    request.query = "answer=json";
    request.accept = "application/json";
    request.client = "curl";
    request.peer = "127.0.0.1";
    request.tags = "a,b";
    request.session = "s";
    request.contentType = "application/json";
    request.body = std::string("{\"text\":\"\0\xff\"}", 13);
    job.created = job.due = 1'000;
    job.deadline = 9'000;
    return job;
}

notices::Delivery deliveryOf(std::string id, std::string target) {
    notices::Delivery delivery;
    delivery.id = std::move(id);
    delivery.target = std::move(target);
    delivery.event = "job.finished";
    delivery.payload = R"({"type":"job.finished"})";
    delivery.created = delivery.due = 1'000;
    return delivery;
}

} // namespace

class JobTableTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aJobComesBackAsItWas() {
        TemporaryStore temporary;
        const auto keeper = std::move(temporary.store->jobKeeper().value());
        const auto job = jobOf("01A");
        QVERIFY(keeper->add(job));
        const auto found = keeper->find("01A").value().value();
        QCOMPARE(found.request.body, job.request.body);
        QCOMPARE(found.request.path + found.request.query + found.request.accept + found.request.tags +
                     found.request.session + found.request.client + found.request.peer + found.request.contentType,
                 job.request.path + job.request.query + job.request.accept + job.request.tags + job.request.session +
                     job.request.client + job.request.peer + job.request.contentType);
        QCOMPARE(found.team + found.app + found.key + found.api + found.version,
                 std::string("researchnotebookabcd1234mood1"));
        QVERIFY(!found.started && !found.finished);
        QVERIFY(!keeper->find("01B").value());
    }
    void whatIsOverIsNotChangedAndHoldsNoRequest() {
        TemporaryStore temporary;
        const auto keeper = std::move(temporary.store->jobKeeper().value());
        auto job = jobOf("01A");
        QVERIFY(keeper->add(job));
        job.state = jobs::State::Running;
        job.request = {}; // as the desk keeps it
        job.attempts = 1;
        job.started = 2'000;
        QVERIFY(keeper->update(job).value());
        QVERIFY(!keeper->find("01A").value()->request.body.empty());
        QCOMPARE(keeper->unfinished().value().size(), std::size_t{1});
        job.state = jobs::State::Done;
        job.finished = 3'000;
        job.answer = {200, "text/plain", std::string("a\0b", 3)};
        QVERIFY(keeper->update(job).value());
        auto late = job;
        late.state = jobs::State::Cancelled;
        QVERIFY(!keeper->update(late).value());
        const auto found = keeper->find("01A").value().value();
        QCOMPARE(found.state, jobs::State::Done);
        QCOMPARE(found.answer.body, job.answer.body);
        QVERIFY(found.request.body.empty() && found.request.path.empty());
        QVERIFY(keeper->unfinished().value().empty());
    }
    void aListIsFilteredAndGoesBackInTime() {
        TemporaryStore temporary;
        const auto keeper = std::move(temporary.store->jobKeeper().value());
        for (const char* id : {"01A", "01B", "01C"})
            QVERIFY(keeper->add(jobOf(id)));
        QVERIFY(keeper->add(jobOf("01D", "other")));
        jobs::JobQuery query;
        query.limit = 2;
        auto page = keeper->list(query).value();
        QCOMPARE(page.size(), std::size_t{2});
        QCOMPARE(page[0].id + page[1].id, std::string("01D01C"));
        query.before = page[1].id;
        page = keeper->list(query).value();
        QCOMPARE(page[0].id + page[1].id, std::string("01B01A"));
        query = {};
        query.app = "other";
        query.state = jobs::State::Queued;
        QCOMPARE(keeper->list(query).value().size(), std::size_t{1});
        query.state = jobs::State::Done;
        QVERIFY(keeper->list(query).value().empty());
    }
    void whatIsOverGoesAndWhatWaitsStays() {
        TemporaryStore temporary;
        const auto keeper = std::move(temporary.store->jobKeeper().value());
        QVERIFY(keeper->add(jobOf("01A")));
        auto over = jobOf("01B");
        over.state = jobs::State::Failed;
        over.finished = 5'000;
        QVERIFY(keeper->add(over));
        QVERIFY(keeper->trim(5'000));
        QVERIFY(keeper->find("01B").value());
        QVERIFY(keeper->trim(5'001));
        QVERIFY(!keeper->find("01B").value());
        QVERIFY(keeper->find("01A").value());
    }
    void anotherProcessFindsJobsButDoesNotWorkOnThem() {
        TemporaryStore temporary;
        const auto keeper = std::move(temporary.store->jobKeeper().value());
        QVERIFY(keeper->add(jobOf("01A")));
        QVERIFY(temporary.stranger()->execute(QStringLiteral("UPDATE jobs SET node = node + 1")));
        QVERIFY(keeper->unfinished().value().empty());
        QVERIFY(keeper->find("01A").value());
    }

    void aDeliveryComesBackUntilItHasEnded() {
        TemporaryStore temporary;
        const auto keeper = std::move(temporary.store->deliveryKeeper().value());
        QVERIFY(keeper->add({deliveryOf("msg_1", "orders"), deliveryOf("msg_2", "orders"), deliveryOf("msg_3", "x")}));
        auto pending = keeper->pending(10).value();
        QCOMPARE(pending.size(), std::size_t{3});
        QCOMPARE(pending[0].payload, deliveryOf("msg_1", "orders").payload);
        notices::Attempt failed;
        failed.status = 503;
        failed.error = "It answered 503.";
        auto first = notices::after(pending[0], failed, 2'000, 0.5);
        QVERIFY(keeper->update(first));
        notices::Attempt taken;
        taken.taken = true;
        taken.status = 204;
        QVERIFY(keeper->update(notices::after(pending[1], taken, 3'000, 0.5)));
        pending = keeper->pending(10).value();
        QCOMPARE(pending.size(), std::size_t{2});
        QCOMPARE(pending[0].lastError, std::string("It answered 503."));
        QCOMPARE(pending[0].due, first.due);
        notices::DeliveryQuery query;
        query.target = "orders";
        const auto list = keeper->list(query).value();
        QCOMPARE(list.size(), std::size_t{2});
        QCOMPARE(list[0].state, notices::DeliveryState::Sent);
        QCOMPARE(list[0].lastStatus, 204);
        QVERIFY(list[0].payload.empty());
        QVERIFY(keeper->trim(9'000));
        QCOMPARE(keeper->list(query).value().size(), std::size_t{1});
    }
    void othersWriteBesideTheRecorder() {
        TemporaryStore temporary;
        const auto recorder = temporary.store->recordWriter({});
        QVERIFY(recorder->open());
        QVERIFY(recorder->write(batchOf({CallMaker(1).next()}, 1)));
        const auto deliveries = temporary.store->deliveryKeeper();
        QVERIFY2(deliveries, deliveries ? "" : deliveries.error().message.c_str());
        QVERIFY((*deliveries)->add({deliveryOf("msg_1", "orders")}));
        const auto again = temporary.store->deliveryKeeper();
        QVERIFY(again);
        QCOMPARE((*again)->pending(10).value().size(), std::size_t{1});
        QVERIFY(temporary.store->cacheKeeper());
        QVERIFY(temporary.store->jobKeeper());
    }
    void whatANodeThatIsGoneHadIsTakenOver() {
        TemporaryStore temporary;
        if (!onPostgres())
            QSKIP("a SQLite store is one gateway's");
        QTemporaryDir folder;
        auto options = temporary.options;
        options.dataDirectory = folder.filePath(QStringLiteral("data")).toStdString();
        const auto other = std::move(Store::open(options).value());
        const auto first = std::move(temporary.store->jobKeeper().value());
        const auto second = std::move(other->jobKeeper().value());
        QVERIFY(first->shared());
        auto job = jobOf("01A");
        QVERIFY(first->add(job));
        QVERIFY(first->renew().value().lapsed); // for the first time
        QVERIFY(second->renew().value().lapsed);
        QVERIFY(!first->renew().value().lapsed);
        const auto idle = second->renew().value();
        QVERIFY(!idle.lapsed && !idle.took); // the first lives
        QVERIFY(second->unfinished().value().empty());

        const auto stranger = temporary.stranger();
        QVERIFY(stranger->execute(
            QStringLiteral("UPDATE nodes SET jobs_until = 1 WHERE id = (SELECT MIN(id) FROM nodes)")));
        QVERIFY(second->renew().value().took);
        QCOMPARE(second->unfinished().value().size(), std::size_t{1});
        QVERIFY(first->renew().value().lapsed);
        QVERIFY(first->unfinished().value().empty());
        job.state = jobs::State::Running;
        QVERIFY(!first->update(job).value()); // it goes on elsewhere
        QVERIFY(second->update(job).value());
        job.state = jobs::State::Done;
        QVERIFY(first->update(job).value()); // but an answer is an answer
        QVERIFY(!second->update(job).value());

        // Where the database was away for all, nobody takes anything before the others could say that they live.
        QVERIFY(first->add(jobOf("01B")));
        QVERIFY(stranger->execute(QStringLiteral("UPDATE nodes SET jobs_until = 1")));
        const auto late = second->renew().value();
        QVERIFY(late.lapsed && !late.took);
        QVERIFY(first->renew().value().lapsed);
        QCOMPARE(first->unfinished().value().size(), std::size_t{1});
    }
};

QTEST_GUILESS_MAIN(JobTableTest)
#include "tst_job_table.moc"
