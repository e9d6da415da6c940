// SPDX-License-Identifier: Apache-2.0
#include "core/config/document.h"
#include "core/config/store_url.h"
#include "core/contract/descriptions.h"
#include "fixtures.h"

#include <QTest>

using namespace gatehouse;
using namespace gatehouse::config;
using fixtures::fromQt;
using fixtures::toQt;

namespace {

QString provider(const QString& lines) {
    QString text = QStringLiteral("version: 1\nproviders:\n  - id: openai\n");
    for (const auto& line : lines.split(QLatin1Char('\n')))
        text += QStringLiteral("    ") + line + QLatin1Char('\n');
    return text;
}

// The dialects of providers in this version.
std::string knownDialects(const std::string& joint) {
    std::string list;
    for (const auto& field : contract::descriptionOf<contract::ProviderSpec>().fields) {
        if (field.name != "dialect")
            continue;
        for (const auto& choice : field.type.oneOf)
            list += (list.empty() ? "" : joint) + std::string(choice);
    }
    return list;
}

std::string knownFields() {
    std::string list;
    for (const auto& field : contract::descriptionOf<contract::ProviderSpec>().fields) {
        if (field.inFile)
            list += (list.empty() ? "" : ", ") + field.name;
    }
    return list;
}

QString route(const QString& lines) {
    QString text = QStringLiteral("version: 1\nroutes:\n  - model: m\n");
    for (const auto& line : lines.split(QLatin1Char('\n')))
        text += QStringLiteral("    ") + line + QLatin1Char('\n');
    return text;
}

QString app(const QString& lines) {
    QString text = QStringLiteral("version: 1\nteams:\n  - id: t\n    apps:\n      - id: a\n");
    for (const auto& line : lines.split(QLatin1Char('\n')))
        text += QStringLiteral("        ") + line + QLatin1Char('\n');
    return text;
}

} // namespace

class TestDocument : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void takesTheExampleOfTheInterface() {
        const auto parsed = parseDocument(fixtures::example, Format::Yaml, fixtures::FakePresets());
        if (!parsed)
            QFAIL(report(parsed.error(), "example").c_str());
        const auto& document = parsed->document;
        QCOMPARE(toQt(document.providers.at(0).timeouts.firstByte.text), QStringLiteral("120s"));
        QVERIFY(document.providers.at(0).timeouts.total.value == std::chrono::minutes(15));
        QCOMPARE(document.routes.at(0).retry.on.size(), std::size_t{5});
        QCOMPARE(document.routes.at(0).retry.on.at(2).status, 408);
        QVERIFY(document.teams.at(0).budget->usd == *Money::parse("100"));
        QCOMPARE(toQt(document.teams.at(0).apps.at(0).budget->period), QStringLiteral("day"));
        QVERIFY(checkDocument(fixtures::example, Format::Yaml, fixtures::FakePresets()).empty());
    }

    void takesRightFiles_data() {
        QTest::addColumn<QString>("text");
        QTest::newRow("nothing but the version") << QStringLiteral("version: 1\n");
        QTest::newRow("on without quotes")
            << route(QStringLiteral("targets: [{provider: demo, model: echo}]\nretry: {on: [5xx]}"));
        QTest::newRow("numbers where texts are wanted")
            << QStringLiteral("version: 1\nproviders: [{id: 42, preset: local}]\n"
                              "routes: [{model: 4.10, targets: [{provider: 42, model: true}]}]\n");
        QTest::newRow("norway as an id") << QStringLiteral("version: 1\nteams: [{id: no}]\n");
        QTest::newRow("model with a slash and blanks") << QStringLiteral(
            "version: 1\nroutes: [{model: \"org/My model: 8b\", targets: [{provider: demo, model: echo}]}]\n");
        QTest::newRow("money as a text") << QStringLiteral(
            "version: 1\nteams: [{id: t, budget: {usd: \"0.000000000001\"}}]\n");
        QTest::newRow("money as a fraction") << QStringLiteral("version: 1\nteams: [{id: t, budget: {usd: 0.1}}]\n");
        QTest::newRow("address in brackets")
            << provider(QStringLiteral("dialect: openai\nbase_url: \"http://[::1]:8080/v1/\""));
        for (const char* host : {"::ffff:127.0.0.1", "64:ff9b::10.0.0.1", "1:2:3:4:5:6:7.8.9.255", "1:2:3:4:5::1.2.3.4"})
            QTest::newRow(host) << provider(
                QStringLiteral("dialect: openai\nbase_url: \"http://[%1]:8080/\"").arg(QLatin1String(host)));
        QTest::newRow("env store") << QStringLiteral("version: 1\nstore: {url: \"env:STORE\"}\n");
        QTest::newRow("preset of another dialect, overridden")
            << provider(QStringLiteral("preset: gemini\ndialect: openai\nbase_url: https://g.example.com/openai\n"));
        QTest::newRow("preset with a place, filled")
            << provider(QStringLiteral("preset: placed\nbase_url: https://mine.example.com/v1"));
        QTest::newRow("preset of another auth, overridden") << provider(QStringLiteral("preset: signed\nauth: bearer"));
        QTest::newRow("digest") << app(
            QStringLiteral("keys: [\"hash:abcdefgh:%1\"]").arg(QString(64, QLatin1Char('a'))));
        QTest::newRow("prefix of models") << app(QStringLiteral("models: [\"gpt-*\", o3]"));
        QTest::newRow("no models") << app(QStringLiteral("models: []"));
        QTest::newRow("passthrough") << app(QStringLiteral("passthrough: [openai, \"*\"]"));
    }
    void takesRightFiles() {
        QFETCH(QString, text);
        const auto faults = checkDocument(fromQt(text), Format::Yaml, fixtures::FakePresets());
        QVERIFY2(faults.empty(), report(faults, "f.yaml").c_str());
    }

    void saysWhatIsWrongAndWhere_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("report");
        const auto row = [](const char* name, const QString& text, const std::string& report) {
            QTest::newRow(name) << text << QString::fromStdString(report);
        };
        row("URL", provider(QStringLiteral("dialect: openai\nbase_url: ftp://x")),
            "f.yaml:5: providers[0].base_url: expected an http or https URL, found \"ftp://x\"\n");
        row("URL with a password",
            provider(QStringLiteral("dialect: openai\nbase_url: https://me:hunter2@x.example.com")),
            "f.yaml:5: providers[0].base_url: expected an http or https URL, found a text of 32 characters\n");
        row("URL with a query", provider(QStringLiteral("dialect: openai\nbase_url: https://x.example.com/?a=b")),
            "f.yaml:5: providers[0].base_url: expected an http or https URL, found \"https://x.example.com/?a=b\"\n");
        row("URL with an address that is none",
            provider(QStringLiteral("dialect: openai\nbase_url: \"http://[::1.2.3.256]/\"")),
            "f.yaml:5: providers[0].base_url: expected an http or https URL, found \"http://[::1.2.3.256]/\"\n");
        row("URL with a wild port", provider(QStringLiteral("dialect: openai\nbase_url: https://x.example.com:99999/")),
            "f.yaml:5: providers[0].base_url: expected an http or https URL, found \"https://x.example.com:99999/\"\n");
        row("unknown field", provider(QStringLiteral("preset: openai\nbaseurl: https://x")),
            "f.yaml:5: providers[0].baseurl: expected one of the fields " + knownFields() +
                ", found an unknown field \"baseurl\"; did you mean base_url?\n");
        row("unknown field at the top", QStringLiteral("version: 1\nprovider: []\n"),
            "f.yaml:2: provider: expected one of the fields version, store, cluster, server, network, demo, providers, "
            "routes, teams, budgets, records, organisation, cache, plans, webhooks, prompts, chains, apis, subscriptions, users, sign_in, notices, found an unknown field \"provider\"; did you mean "
            "providers?\n");
        row("merge key", QStringLiteral("version: 1\nserver: {<<: {hosts: []}}\n"),
            "f.yaml:2: server.<<: expected one of the fields hosts, trusted_proxies, proxy_protocol, "
            "compression, limits, tls, found an unknown field \"<<\"\n");
        row("no version", QStringLiteral("demo: true\n"), "f.yaml:1: version: expected 1, found nothing\n");
        row("other version", QStringLiteral("version: 2\n"), "f.yaml:1: version: expected 1, found 2\n");
        row("version as a text", QStringLiteral("version: \"1\"\n"), "f.yaml:1: version: expected 1, found \"1\"\n");
        row("empty file", QString(), "f.yaml: expected an object (fields of Configuration), found nothing\n");
        row("list", QStringLiteral("- 1\n"), "f.yaml:1: expected an object (fields of Configuration), found a list\n");
        row("flag as a word", QStringLiteral("version: 1\ndemo: yes\n"),
            "f.yaml:2: demo: expected true or false, found \"yes\"\n");
        row("empty value", QStringLiteral("version: 1\nproviders:\n"),
            "f.yaml:2: providers: expected a list of objects, found nothing\n");
        row("bad id", QStringLiteral("version: 1\nteams: [{id: \"a b\"}]\n"),
            "f.yaml:2: teams[0].id: expected an id: letters, digits, '.', '_' or '-', at most 64, a letter or digit "
            "first, "
            "found \"a b\"\n");
        row("key in the open", provider(QStringLiteral("preset: openai\nkeys: [\"sk-abcdefghijklmnop\"]")),
            "f.yaml:5: providers[0].keys[0]: expected a reference env:NAME, file:PATH, keychain:NAME, vault:NAME or "
            "plain:VALUE, found a text of 19 characters\n");
        row("key in the open, not a list", provider(QStringLiteral("preset: openai\nkeys: sk-abcdefghijklmnop")),
            "f.yaml:5: providers[0].keys: expected a list, each a reference env:NAME, file:PATH, keychain:NAME, "
            "vault:NAME "
            "or plain:VALUE, found a text of 19 characters\n");
        row("same key twice", provider(QStringLiteral("preset: openai\nauth: \"sk ab\"")),
            "f.yaml:5: providers[0].auth: expected none, bearer or the name of a header, found a text of 5 "
            "characters\n");
        row("own header", provider(QStringLiteral("preset: openai\nauth: Host")),
            "f.yaml:5: providers[0].auth: expected none, bearer or the name of a header that the gateway does not set, "
            "found "
            "one of its own headers\n");
        row("unknown preset", provider(QStringLiteral("preset: opnai")),
            "f.yaml:4: providers[0].preset: expected a preset of the catalogue, found \"opnai\"\n");
        row("preset of another dialect", provider(QStringLiteral("preset: later")),
            "f.yaml:3: providers[0].dialect: dialect watsonx of preset later is not in this version; use a dialect "
            "that "
            "it knows with the base_url that speaks it\n");
        row("later dialect", provider(QStringLiteral("dialect: watsonx\nbase_url: https://x.example.com")),
            "f.yaml:4: providers[0].dialect: dialect watsonx is not in this version; use " + knownDialects(" or ") +
                "\n");
        row("unknown dialect", provider(QStringLiteral("dialect: openia\nbase_url: https://x.example.com")),
            "f.yaml:4: providers[0].dialect: expected one of " + knownDialects(", ") + ", found \"openia\"\n");
        row("no dialect, no address", provider(QStringLiteral("keys: []")),
            "f.yaml:3: providers[0].dialect: expected a dialect or a preset, found nothing\n"
            "f.yaml:3: providers[0].base_url: expected an http or https URL, found nothing\n");
        row("preset with a place", provider(QStringLiteral("preset: placed")),
            "f.yaml:3: providers[0].places.RESOURCE: expected what stands there, found nothing; preset placed has "
            "https://{RESOURCE}.example.com/v1: fill in its places, or give base_url\n");
        row("preset of another auth", provider(QStringLiteral("preset: signed")),
            "f.yaml:3: providers[0].credentials.region: credentials.region is missing: the host's name does not say "
            "the "
            "region that is signed for, such as eu-west-1\n");
        row("duration without unit", provider(QStringLiteral("preset: openai\ntimeouts: {connect: 5}")),
            "f.yaml:5: providers[0].timeouts.connect: expected a duration from 1ms to 99d, such as \"500ms\", \"5s\" "
            "or "
            "\"15m\", found 5\n");
        row("duration of nothing", provider(QStringLiteral("preset: openai\ntimeouts: {connect: 0s}")),
            "f.yaml:5: providers[0].timeouts.connect: expected a duration from 1ms to 99d, such as \"500ms\", \"5s\" "
            "or "
            "\"15m\", found \"0s\"\n");
        row("weights of nothing",
            route(QStringLiteral("targets: [{provider: demo, model: echo, weight: 0}]\nstrategy: weighted")),
            "f.yaml:4: routes[0].targets: expected weights of which one at least is above 0, found weights that sum to "
            "0\n");
        row("unknown strategy", route(QStringLiteral("targets: [{provider: demo, model: echo}]\nstrategy: random")),
            "f.yaml:5: routes[0].strategy: expected one of priority, weighted, round_robin, least_busy, "
            "lowest_latency, lowest_cost, consistent_hash, found \"random\"\n");
        row("no targets", route(QStringLiteral("targets: []")),
            "f.yaml:4: routes[0].targets: expected a list of at least 1 object, found a list of 0\n");
        row("targets missing", route(QStringLiteral("enabled: true")),
            "f.yaml:3: routes[0].targets: expected a list of at least 1 object, found nothing\n");
        row("unknown provider",
            route(QStringLiteral("targets:\n  - {provider: demo, model: echo}\n  - {provider: nobody, model: m}")),
            "f.yaml:6: routes[0].targets[1].provider: expected the id of a provider, found \"nobody\"\n");
        row("demo is off",
            QStringLiteral("version: 1\ndemo: false\nroutes: [{model: m, targets: [{provider: demo, model: echo}]}]\n"),
            "f.yaml:3: routes[0].targets[0].provider: expected the id of a provider, found \"demo\"; the built-in "
            "provider is "
            "off (demo: false)\n");
        row("id of the demo provider", QStringLiteral("version: 1\nproviders: [{id: demo, preset: local}]\n"),
            "f.yaml:2: providers[0].id: expected an id that no other has, found \"demo\", the built-in provider's; "
            "take "
            "another id, or set demo: false\n");
        row("attempts", route(QStringLiteral("targets: [{provider: demo, model: echo}]\nretry: {attempts: 0}")),
            "f.yaml:5: routes[0].retry.attempts: expected a whole number from 1 to 10, found 0\n");
        row("retry on",
            route(QStringLiteral("targets: [{provider: demo, model: echo}]\nretry: {on: [200, 4xx, true]}")),
            "f.yaml:5: routes[0].retry.on[0]: expected one of connect, timeout, 5xx or a status from 400 to 599, found "
            "200\n"
            "f.yaml:5: routes[0].retry.on[1]: expected one of connect, timeout, 5xx or a status from 400 to 599, found "
            "\"4xx\"\n"
            "f.yaml:5: routes[0].retry.on[2]: expected one of connect, timeout, 5xx or a status from 400 to 599, found "
            "true\n");
        row("retry on twice",
            route(QStringLiteral("targets: [{provider: demo, model: echo}]\nretry: {on: [429, 429]}")),
            "f.yaml:5: routes[0].retry.on[1]: expected each value once, found 429 a second time\n");
        row("fraction of calls", app(QStringLiteral("limits: {requests_per_minute: 1.5}")),
            "f.yaml:6: teams[0].apps[0].limits.requests_per_minute: expected a whole number from 0 to 1000000000000, "
            "found 1.5\n");
        row("negative limit", app(QStringLiteral("limits: {concurrent: -1}")),
            "f.yaml:6: teams[0].apps[0].limits.concurrent: expected a whole number from 0 to 1000000000000, found "
            "-1\n");
        row("a prefix that is too short for the network", app(QStringLiteral("deny_from: [10.0.0.1/8]")),
            "f.yaml:6: teams[0].apps[0].deny_from[0]: expected an address, or a network whose bits behind the prefix "
            "are zero, like 10.0.0.0/8 or 2001:db8::/32, found \"10.0.0.1/8\"\n");
        row("no network", app(QStringLiteral("allow_from: [office]")),
            "f.yaml:6: teams[0].apps[0].allow_from[0]: expected an address or network like 10.0.0.0/8 or 2001:db8::1, "
            "found \"office\"\n");
        row("budget without amount", app(QStringLiteral("budget: {period: day}")),
            "f.yaml:6: teams[0].apps[0].budget.usd: expected dollars from 0 to 9000000, at most 12 decimals, found "
            "nothing\n");
        row("negative budget", app(QStringLiteral("budget: {usd: -1}")),
            "f.yaml:6: teams[0].apps[0].budget.usd: expected dollars from 0 to 9000000, at most 12 decimals, found "
            "-1\n");
        row("budget with a sign", app(QStringLiteral("budget: {usd: \"$5\"}")),
            "f.yaml:6: teams[0].apps[0].budget.usd: expected dollars from 0 to 9000000, at most 12 decimals, found "
            "\"$5\"\n");
        row("period", app(QStringLiteral("budget: {usd: 1, period: year}")),
            "f.yaml:6: teams[0].apps[0].budget.period: expected one of day, week, month, total, found \"year\"\n");
        row("star in the middle", app(QStringLiteral("models: [\"a*b\"]")),
            "f.yaml:6: teams[0].apps[0].models[0]: expected a model name, or the start of one and '*', found "
            "\"a*b\"\n");
        row("gateway key in the open", app(QStringLiteral("keys: [\"gh-test-key\"]")),
            "f.yaml:6: teams[0].apps[0].keys[0]: expected plain:KEY (visible characters) or hash:ID:DIGEST, found a "
            "text of "
            "11 characters\n");
        row("digest too short", app(QStringLiteral("keys: [\"hash:abcdefgh:1234\"]")),
            "f.yaml:6: teams[0].apps[0].keys[0]: expected plain:KEY (visible characters) or hash:ID:DIGEST, found a "
            "text of "
            "18 characters\n");
        row("same gateway key twice", app(QStringLiteral("keys: [\"plain:gh-test-key\", \"plain:gh-test-key\"]")),
            "f.yaml:6: teams[0].apps[0].keys[1]: expected each key once, found the key of teams[0].apps[0].keys[0] "
            "again\n");
        row("details of no key", app(QStringLiteral("key_details: [{id: nobody}]")),
            "f.yaml:6: teams[0].apps[0].key_details[0].id: expected the id of a key in keys of the same app, found "
            "\"nobody\"\n");
        row("team in the file", app(QStringLiteral("team: t")),
            "f.yaml:6: teams[0].apps[0].team: expected one of the fields id, keys, key_details, limits, "
            "user_limits, priority, budget, models, passthrough, allow_from, deny_from, max_body, max_output_tokens, "
            "bodies, enabled, found an unknown field \"team\"\n");
        row("id twice",
            QStringLiteral("version: 1\nproviders:\n  - {id: a, preset: openai}\n  - {id: a, preset: openai}\n"),
            "f.yaml:4: providers[1].id: expected an id that no other has, found \"a\" a second time (first at "
            "providers[0].id)\n");
        row("route twice",
            QStringLiteral("version: 1\nroutes:\n  - {model: a, targets: [{provider: demo, model: echo}]}\n"
                           "  - {model: a, targets: [{provider: demo, model: echo}]}\n"),
            "f.yaml:4: routes[1].model: expected a model name that no other has, found \"a\" a second time (first at "
            "routes[0].model)\n");
        row("app in two teams",
            QStringLiteral("version: 1\nteams:\n  - {id: t, apps: [{id: a}]}\n  - {id: u, apps: [{id: a}]}\n"),
            "f.yaml:4: teams[1].apps[0].id: expected an id that no other has, found \"a\" a second time (first at "
            "teams[0].apps[0].id)\n");
        row("other store", QStringLiteral("version: 1\nstore: {url: \"mysql://u:secret@h/db\"}\n"),
            "f.yaml:2: store.url: expected sqlite:, sqlite:/PATH, postgres://USER:PASSWORD@HOST:PORT/DATABASE or "
            "env:NAME, found a text of 21 characters\n");
        row("redis", QStringLiteral("version: 1\ncluster: {redis: \"redis://h:1/0\"}\n"),
            "f.yaml:2: cluster.redis: redis:// is not in this version; leave it empty (counters and cache are in the "
            "process)\n");
        row("proxies", QStringLiteral("version: 1\nserver: {trusted_proxies: [10.0.0.1/8]}\n"),
            "f.yaml:2: server.trusted_proxies[0]: expected an address, or a network whose bits behind the prefix are "
            "zero, "
            "like 10.0.0.0/8 or 2001:db8::/32, found \"10.0.0.1/8\"\n");
        row("a limit without unit", QStringLiteral("version: 1\nserver: {limits: {body: \"32\"}}\n"),
            "f.yaml:2: server.limits.body: expected a size like 64KiB, 32MiB or 2GiB, found \"32\"\n");
        row("a limit of nothing", QStringLiteral("version: 1\nserver: {limits: {connections: 0}}\n"),
            "f.yaml:2: server.limits.connections: expected a whole number from 8 to 1000000, found 0\n");
        row("half a certificate", QStringLiteral("version: 1\nserver:\n  tls:\n    cert: a.pem\n"),
            "f.yaml:3: server.tls.key: expected the path of a PEM file beside the other one, found nothing\n");
        row("host with a port", QStringLiteral("version: 1\nserver: {hosts: [\"a.example.com:80\"]}\n"),
            "f.yaml:2: server.hosts[0]: expected a host name without port, found \"a.example.com:80\"\n");
        row("several", QStringLiteral("version: 1\ndemo: 1\nteams:\n  - id: \"-\"\n    budgets: {}\n"),
            "f.yaml:2: demo: expected true or false, found 1\n"
            "f.yaml:4: teams[0].id: expected an id: letters, digits, '.', '_' or '-', at most 64, a letter or digit "
            "first, "
            "found \"-\"\n"
            "f.yaml:5: teams[0].budgets: expected one of the fields id, budget, limits, models, allow_from, deny_from, "
            "max_body, max_output_tokens, enabled, apps, found an unknown field \"budgets\"; did you mean budget?\n");
        row("control characters", QStringLiteral("version: 1\nroutes: [{model: \"a\\u0007b\", targets: []}]\n"),
            "f.yaml:2: routes[0].model: expected a model name of 1 to 256 printable characters, found \"a\\u0007b\"\n"
            "f.yaml:2: routes[0].targets: expected a list of at least 1 object, found a list of 0\n");
    }
    void saysWhatIsWrongAndWhere() {
        QFETCH(QString, text);
        QFETCH(QString, report);
        const auto faults = checkDocument(fromQt(text), Format::Yaml, fixtures::FakePresets());
        QVERIFY(!faults.empty());
        QCOMPARE(toQt(config::report(faults, "f.yaml")), report);
    }

    void saysTheLineOfJsonToo_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("report");
        QTest::newRow("field") << QStringLiteral("{\n \"version\": 1,\n \"teams\": [\n  {\"id\": 5}\n ]\n}")
                               << QStringLiteral(
                                      "f.json:4: teams[0].id: expected an id: letters, digits, '.', '_' or '-', at "
                                      "most 64, a letter or digit first, found 5\n");
        QTest::newRow("name twice") << QStringLiteral("{\n \"version\": 1,\n \"version\": 1}")
                                    << QStringLiteral(
                                           "f.json:3: expected each name once in an object, found \"version\" a "
                                           "second time\n");
        QTest::newRow("more text") << QStringLiteral("{\"version\": 1}\n{}")
                                   << QStringLiteral("f.json:2: expected one JSON value, found more text behind it\n");
        QTest::newRow("deep") << QStringLiteral("{\"teams\": ") + QString(100, QLatin1Char('['))
                              << QStringLiteral("f.json:1: expected at most 64 levels, found more\n");
    }
    void saysTheLineOfJsonToo() {
        QFETCH(QString, text);
        QFETCH(QString, report);
        const auto faults = checkDocument(fromQt(text), Format::Json, fixtures::FakePresets());
        QCOMPARE(toQt(config::report(faults, "f.json")), report);
    }

    void countsCharactersAndNotBytes() {
        const auto file = [](int count) {
            return QStringLiteral("version: 1\nroutes: [{model: \"%1\", targets: [{provider: demo, model: echo}]}]\n")
                .arg(QString(count, QChar(0x4e2d)))
                .toStdString();
        };
        const fixtures::FakePresets presets;
        QVERIFY(checkDocument(file(256), Format::Yaml, presets).empty());
        QVERIFY(!checkDocument(file(257), Format::Yaml, presets).empty());
    }

    void followsTheStoresVariable() {
        const Environment environment = [](const std::string& name) -> std::optional<std::string> {
            if (name == "GOOD")
                return "sqlite:/srv/gatehouse.db";
            if (name == "SHARED")
                return "postgres://u:hunter2@h/db";
            if (name == "OTHER")
                return "mysql://u:hunter2@h/db";
            return std::nullopt;
        };
        QCOMPARE(toQt(storeUrl({"sqlite:"}, environment).value()), QStringLiteral("sqlite:"));
        QCOMPARE(toQt(storeUrl({"env:GOOD"}, environment).value()), QStringLiteral("sqlite:/srv/gatehouse.db"));
        QCOMPARE(toQt(storeUrl({"env:SHARED"}, environment).value()), QStringLiteral("postgres://u:hunter2@h/db"));
        for (const char* wrong : {"env:OTHER", "env:MISSING"}) {
            const auto url = storeUrl({wrong}, environment);
            QVERIFY(!url);
            QCOMPARE(toQt(url.error().code), QStringLiteral("store_unsupported"));
            QVERIFY(url.error().message.find("hunter2") == std::string::npos);
        }
    }

    void namesTheProcessPartsThatChanged() {
        const fixtures::FakePresets presets;
        const auto running = parseDocument("version: 1\nserver: {hosts: [a.example.com]}\n", Format::Yaml, presets);
        const auto same = parseDocument("version: 1\n", Format::Yaml, presets);
        const auto other = parseDocument("version: 1\nserver: {hosts: []}\ndemo: false\nstore: {url: \"sqlite:\"}\n",
                                         Format::Yaml, presets);
        QVERIFY(running && same && other);
        QVERIFY(changedProcessParts(running->document, *same).empty());
        const auto changed = changedProcessParts(running->document, *other);
        QCOMPARE(changed.size(), std::size_t{2});
        QCOMPARE(toQt(changed[0]), QStringLiteral("server"));
        QCOMPARE(toQt(changed[1]), QStringLiteral("demo"));
    }
};

QTEST_APPLESS_MAIN(TestDocument)
#include "tst_document.moc"
