// SPDX-License-Identifier: Apache-2.0
#include "core/policy/limits/token_estimator.h"

#include <QTest>
#include <cmath>
#include <thread>

using namespace gatehouse::policy;

class TestTokenEstimator : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void beginsWithThree() {
        const TokenEstimator estimator;
        QCOMPARE(estimator.bytesPerToken("p", "m"), 3.0);
        QCOMPARE(estimator.tokens("p", "m", 300), std::uint64_t(101));
    }
    void learnsEachModelByItself() {
        TokenEstimator estimator;
        for (int i = 0; i < 200; ++i) {
            estimator.learn("p", "english", 4'400, 1'000);
            estimator.learn("p", "chinese", 1'500, 1'000);
        }
        QVERIFY(std::abs(estimator.bytesPerToken("p", "english") - 4.4) < 0.01);
        QVERIFY(std::abs(estimator.bytesPerToken("p", "chinese") - 1.5) < 0.01);
        QCOMPARE(estimator.bytesPerToken("q", "english"), 3.0);
    }
    void forgetsWhatWasLongAgo() {
        TokenEstimator estimator;
        for (int i = 0; i < 500; ++i)
            estimator.learn("p", "m", 4'000, 1'000);
        for (int i = 0; i < 500; ++i)
            estimator.learn("p", "m", 2'000, 1'000);
        QVERIFY(std::abs(estimator.bytesPerToken("p", "m") - 2.0) < 0.01);
    }
    void tellsHowFarItWasOff() {
        TokenEstimator estimator;
        estimator.learn("p", "m", 6'000, 1'000); // taken for 2,000
        QVERIFY(std::abs(estimator.learned().front().error - 1.0) < 0.01);
        for (int i = 0; i < 500; ++i)
            estimator.learn("p", "m", 6'000, 1'000);
        QVERIFY(estimator.learned().front().error < 0.01);
    }
    void survivesARestart() {
        TokenEstimator estimator;
        estimator.learn("p", "a model with blanks", 5'000, 1'000);
        estimator.learn("q", "m", 2'000, 1'000);
        TokenEstimator again;
        again.load(estimator.save());
        QCOMPARE(again.save(), estimator.save());
        QCOMPARE(again.bytesPerToken("p", "a model with blanks"), 5.0);
        again.load("what is this\n1 2\n\n18446744073709551615 1 1 p x\n"); // nothing of it counts
        QCOMPARE(again.learned().size(), std::size_t(2));
    }
    void isBounded() {
        TokenEstimator estimator;
        for (int i = 0; i < 20'000; ++i)
            estimator.learn("p", "model-" + std::to_string(i), 4'000, 1'000);
        QVERIFY(estimator.learned().size() <= 4'096U);
    }
    void learnsOnManyThreads() {
        TokenEstimator estimator;
        std::vector<std::thread> threads;
        for (int thread = 0; thread < 4; ++thread)
            threads.emplace_back([&estimator] {
                for (int i = 0; i < 2'000; ++i)
                    estimator.learn("p", "m" + std::to_string(i % 7), 4'000, 1'000);
            });
        for (auto& thread : threads)
            thread.join();
        QCOMPARE(estimator.learned().size(), std::size_t(7));
        std::uint64_t calls = 0;
        for (const auto& one : estimator.learned()) {
            calls += one.calls;
            QVERIFY(std::abs(one.bytesPerToken - 4.0) < 0.01);
        }
        QCOMPARE(calls, std::uint64_t(8'000));
    }
};

QTEST_GUILESS_MAIN(TestTokenEstimator)
#include "tst_token_estimator.moc"
