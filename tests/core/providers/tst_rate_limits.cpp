// SPDX-License-Identifier: Apache-2.0
#include "core/providers/rate_limits.h"

#include <QTest>

using namespace gatehouse;
using dialects::Dialect;

namespace {

constexpr WallMicros now = 1'748'779'200'000'000; // 2025-06-01T12:00:00Z

std::string linesOf(std::vector<http::FieldView> answered, Dialect client, WallMicros at = now) {
    http::UpstreamHead head;
    head.status = 200;
    head.fields = std::move(answered);
    std::string lines;
    for (const auto& field : providers::rateLimitFields(head, client, at))
        lines += field.name + ": " + field.value + "\n";
    return lines;
}

} // namespace

class tst_rate_limits : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void writesDurationsAsMoments() {
        QCOMPARE(linesOf({{"x-ratelimit-limit-requests", "10"},
                          {"x-ratelimit-remaining-requests", "9"},
                          {"x-ratelimit-reset-requests", "2m59.56s"},
                          {"x-ratelimit-remaining-tokens", "0"},
                          {"x-ratelimit-reset-tokens", "120ms"}},
                         Dialect::Anthropic),
                 std::string("anthropic-ratelimit-requests-limit: 10\nanthropic-ratelimit-requests-remaining: 9\n"
                             "anthropic-ratelimit-requests-reset: 2025-06-01T12:03:00Z\n"
                             "anthropic-ratelimit-tokens-remaining: 0\n"
                             "anthropic-ratelimit-tokens-reset: 2025-06-01T12:00:01Z\n"));
    }
    void writesMomentsAsDurations() {
        const std::vector<http::FieldView> answered{{"anthropic-ratelimit-requests-limit", "50"},
                                                    {"anthropic-ratelimit-requests-remaining", "0"},
                                                    {"anthropic-ratelimit-requests-reset", "2025-06-01T12:00:07Z"},
                                                    {"anthropic-ratelimit-input-tokens-limit", "30000"}};
        QCOMPARE(linesOf(answered, Dialect::OpenAi),
                 std::string("x-ratelimit-limit-requests: 50\nx-ratelimit-remaining-requests: 0\n"
                             "x-ratelimit-reset-requests: 7s\nx-ratelimit-limit-tokens: 30000\n"));
        QVERIFY(linesOf(answered, Dialect::OpenAiResponses, 0).find("reset") == std::string::npos);
    }
    void readsMistralsNamesPerMinute() {
        QCOMPARE(linesOf({{"x-ratelimit-limit-req-minute", "60"}, {"x-ratelimit-remaining-tokens-minute", "93544"}},
                         Dialect::Anthropic),
                 std::string("anthropic-ratelimit-requests-limit: 60\nanthropic-ratelimit-tokens-remaining: 93544\n"));
    }
    void passesNothingOdd() {
        QCOMPARE(linesOf({{"x-ratelimit-limit-requests", "a lot"},
                          {"x-ratelimit-remaining-requests", "1"},
                          {"x-ratelimit-reset-requests", "soon"}},
                         Dialect::Anthropic),
                 std::string("anthropic-ratelimit-requests-remaining: 1\n"));
        QVERIFY(linesOf({{"x-ratelimit-limit-requests", "1"}}, Dialect::Gemini).empty());
        QVERIFY(linesOf({{"x-ratelimit-reset-requests", "1s"}}, Dialect::Anthropic).empty());
    }
    void tellsNumbersToReckonWith() {
        http::UpstreamHead head;
        head.fields = {{"X-RateLimit-Limit-Requests", "500"},
                       {"X-RateLimit-Remaining-Requests", "499"},
                       {"X-RateLimit-Reset-Requests", "120ms"},
                       {"x-ratelimit-remaining-tokens", "29000"}};
        const auto told = providers::limitsTold(head, now);
        QVERIFY(told.any());
        QCOMPARE(*told.requests.limit, std::int64_t{500});
        QCOMPARE(*told.requests.remaining, std::int64_t{499});
        QCOMPARE(*told.requests.resetMicros, std::int64_t{120'000});
        QCOMPARE(*told.tokens.remaining, std::int64_t{29'000});
        QVERIFY(!told.tokens.limit && !told.tokens.resetMicros);
    }
    // A moment in whole seconds may have been cut: a second more is never too early.
    void tellsMomentsALittleLate() {
        http::UpstreamHead head;
        head.fields = {{"anthropic-ratelimit-requests-remaining", "0"},
                       {"anthropic-ratelimit-requests-reset", "2025-06-01T12:00:07Z"},
                       {"anthropic-ratelimit-input-tokens-limit", "30000"},
                       {"anthropic-ratelimit-input-tokens-remaining", "100"}};
        const auto told = providers::limitsTold(head, now);
        QCOMPARE(*told.requests.resetMicros, std::int64_t{8'000'000});
        QCOMPARE(*told.tokens.remaining, std::int64_t{100});
    }
    void tellsNothingWhereNothingIsTold() {
        http::UpstreamHead head;
        head.fields = {{"content-type", "application/json"}, {"x-request-id", "ratelimit-"}, {"x", "1"}};
        QVERIFY(!providers::limitsTold(head, now).any());
    }
};

QTEST_APPLESS_MAIN(tst_rate_limits)
#include "tst_rate_limits.moc"
