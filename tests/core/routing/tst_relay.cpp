// SPDX-License-Identifier: Apache-2.0
#include "core/routing/relay.h"

#include <QtTest>

using namespace gatehouse;
using namespace gatehouse::routing;
using dialects::Dialect;

namespace {

config::Snapshot makeSnapshot() {
    config::Snapshot snapshot;
    const auto add = [&snapshot](const std::string& id, dialects::ProviderForm form) -> config::Provider& {
        snapshot.providerById[id] = snapshot.providers.size();
        auto& provider = snapshot.providers.emplace_back();
        provider.id = id;
        provider.form = form;
        return provider;
    };
    add("openai", dialects::ProviderForm::OpenAi);
    add("claude", dialects::ProviderForm::Anthropic);
    add("off", dialects::ProviderForm::OpenAi).enabled = false;
    add("demo", dialects::ProviderForm::Demo);
    add("azure", dialects::ProviderForm::OpenAi);
    snapshot.teams.resize(2);
    snapshot.teams[1].budget = config::Budget{Money(), config::BudgetPeriod::Month};
    return snapshot;
}

config::App makeApp(std::vector<std::string> passthrough) {
    config::App app;
    app.id = "a";
    app.access.models = {"*"};
    app.passthrough = std::move(passthrough);
    return app;
}

// The provider's id, or the code of the refusal.
std::string outcome(const config::App& app, std::string_view named, std::optional<Dialect> dialect) {
    const auto snapshot = makeSnapshot();
    const auto resolution = resolveRelay(snapshot, app, {named, dialect});
    if (!resolution)
        return resolution.error().code;
    return resolution->candidates.at(0).provider->id + (resolution->retry.attempts == 1 ? "" : " retried");
}

} // namespace

class tst_relay : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void choosesTheProvider_data();
    void choosesTheProvider();
    void refusesWhatABudgetOrAListBinds();
};

void tst_relay::choosesTheProvider_data() {
    QTest::addColumn<QStringList>("passthrough");
    QTest::addColumn<QString>("named");
    QTest::addColumn<QString>("dialect"); // "" = any
    QTest::addColumn<QString>("expected");
    const QString none;
    const auto row = [](const char* name, const QStringList& passthrough, const char* named, const char* dialect,
                        const char* expected) {
        QTest::newRow(name) << passthrough << QString::fromLatin1(named) << QString::fromLatin1(dialect)
                            << QString::fromLatin1(expected);
    };
    const QStringList all{QStringLiteral("*")};
    row("none is given", {}, "openai", "", "passthrough_not_allowed");
    row("the only one of the dialect", all, "", "anthropic", "claude");
    row("the only one that is given", {QStringLiteral("azure")}, "", "openai", "azure");
    row("several", all, "", "openai", "provider_unnamed");
    row("none of the dialect", {QStringLiteral("claude")}, "", "openai", "provider_unnamed");
    row("named", all, "azure", "openai", "azure");
    row("named, of another dialect", all, "claude", "openai", "provider_unfit");
    row("named, any dialect", all, "claude", "", "claude");
    row("named, not given", {QStringLiteral("claude")}, "azure", "openai", "passthrough_not_allowed");
    row("named, unknown", all, "x", "", "provider_unknown");
    row("unknown to one who may not ask", {QStringLiteral("claude")}, "x", "", "passthrough_not_allowed");
    row("the demo provider", all, "demo", "", "provider_unfit");
    row("a disabled one is named", all, "off", "", "off"); // dispatch says why it is not tried
}

void tst_relay::choosesTheProvider() {
    QFETCH(QStringList, passthrough);
    QFETCH(QString, named);
    QFETCH(QString, dialect);
    QFETCH(QString, expected);
    std::vector<std::string> list;
    for (const auto& id : passthrough)
        list.push_back(id.toStdString());
    QCOMPARE(outcome(makeApp(list), named.toStdString(), dialects::dialectNamed(dialect.toStdString())),
             expected.toStdString());
}

void tst_relay::refusesWhatABudgetOrAListBinds() {
    auto app = makeApp({"*"});
    app.budget = config::Budget{*Money::parse("1000000"), config::BudgetPeriod::Day};
    QCOMPARE(outcome(app, "azure", {}), std::string("unpriceable"));
    app.budget.reset();
    app.team = 1;
    QCOMPARE(outcome(app, "azure", {}), std::string("unpriceable"));
    app.team = 0;
    app.access.models = {"gpt-*", "claude"};
    QCOMPARE(outcome(app, "azure", {}), std::string("model_not_allowed"));
    app.access.models = {"gpt-*", "*"};
    QCOMPARE(outcome(app, "azure", {}), std::string("azure"));
}

QTEST_APPLESS_MAIN(tst_relay)
#include "tst_relay.moc"
