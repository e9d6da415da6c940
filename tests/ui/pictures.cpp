// SPDX-License-Identifier: GPL-3.0-or-later
// Writes a picture of every view before a gateway that has been used for two days: light and dark, English, German and
// Arabic, at both sizes. The screen's scale is the process's (QT_SCALE_FACTOR).
//   pictures FOLDER [VIEW…]
#include "tests/ui/support/lived_store.h"
#include "tests/ui/support/running_gateway.h"
#include "tests/ui/support/whole_console.h"
#include "ui/language/language.h"
#include "ui/prompts/chain_editor.h"
#include "ui/prompts/chain_run_page.h"
#include "ui/prompts/prompt_editor.h"

#include <QApplication>
#include <QDir>
#include <QLineEdit>
#include <QSettings>
#include <QStandardPaths>
#include <QTabWidget>
#include <QTableView>
#include <QTest>
#include <cstdio>
#include <functional>
#include <vector>

namespace {

using namespace gatehouse::ui;

constexpr int longestRunMilliseconds = 6'000; // of a chain with the slow demo model
constexpr int settledMilliseconds = 700;      // for what is read from the gateway to be there and drawn

bool savePicture(WholeConsole& console, const QString& name) {
    if (console.window.grab().save(name))
        return true;
    std::fprintf(stderr, "cannot write %s\n", qPrintable(name));
    return false;
}

// What a person would have in sight: a call that was chosen, a question that was asked.
void use(WholeConsole& console, const QString& view) {
    QTest::qWait(settledMilliseconds);
    if (view == QLatin1String("log"))
        console.window.findChild<QTableView*>(QStringLiteral("logTable"))->selectRow(1);
    if (view == QLatin1String("routes")) {
        auto* panel = console.window.findChild<QWidget*>(QStringLiteral("simulation"));
        panel->findChild<QLineEdit*>()->setText(QStringLiteral("gpt-5-mini"));
        QTest::keyClick(panel->findChild<QLineEdit*>(), Qt::Key_Return);
    }
    if (view == QLatin1String("budgets"))
        console.window.findChild<QTableView*>(QStringLiteral("budgetsTable"))->selectRow(0);
    for (const auto* list : {"approvals", "apis", "audit"}) {
        if (view == QLatin1String(list))
            console.window.findChild<QTableView*>(QString(view + QStringLiteral("Table")))->selectRow(0);
    }
    if (view == QLatin1String("teams"))
        console.window.findChild<QTableView*>(QStringLiteral("teamsTable"))->selectRow(3);
    if (view == QLatin1String("prompts")) {
        console.window.openView(view, QStringLiteral("sentiment"));
        QTest::qWait(settledMilliseconds);
    }
    if (view == QLatin1String("keys"))
        console.window.findChild<QTableView*>(QStringLiteral("keysTable"))->selectRow(1);
}

// What a view shows beside what it opens with.
struct Part {
    QString name;
    std::function<void()> show;
};

// The tab of a view's details that tells of money.
Part chargesOf(WholeConsole& console, const QString& view, const char* tabs, const char* page) {
    return {QString(view + QStringLiteral("-charges")), [&console, tabs, page] {
                console.window.findChild<QTabWidget*>(QLatin1String(tabs))
                    ->setCurrentWidget(console.window.findChild<QWidget*>(QLatin1String(page)));
            }};
}

std::vector<Part> partsOf(WholeConsole& console, const QString& view) {
    if (view == QLatin1String("teams"))
        return {{view, [] {}}, chargesOf(console, view, "teamTabs", "teamCharges")};
    if (view == QLatin1String("apis"))
        return {{view, [] {}}, chargesOf(console, view, "apiTabs", "apiCharges")};
    if (view != QLatin1String("prompts"))
        return {{view, [] {}}};
    const auto chain = [&console](ChainEditor::Page which) {
        return [&console, which] {
            console.window.openView(QStringLiteral("prompts"), QStringLiteral("chain:triage"));
            QTest::qWait(settledMilliseconds);
            console.window.findChild<ChainEditor*>()->showPage(which);
            if (which != ChainEditor::Page::Run)
                return;
            console.window.findChild<ChainRunPage*>()->run();
            QTest::qWait(longestRunMilliseconds);
        };
    };
    const auto page = [&console](PromptEditor::Page which) {
        return [&console, which] { console.window.findChild<PromptEditor*>()->showPage(which); };
    };
    return {{QStringLiteral("prompts-write"), page(PromptEditor::Page::Write)},
            {QStringLiteral("prompts-try"), page(PromptEditor::Page::Try)},
            {QStringLiteral("prompts-tests"), page(PromptEditor::Page::Tests)},
            {QStringLiteral("prompts-versions"), page(PromptEditor::Page::Versions)},
            {QStringLiteral("prompts"),
             [&console] { console.window.openView(QStringLiteral("prompts"), QStringLiteral("")); }},
            {QStringLiteral("chains"),
             [&console] { console.window.openView(QStringLiteral("prompts"), QStringLiteral("chain:")); }},
            {QStringLiteral("chains-write"), chain(ChainEditor::Page::Write)},
            {QStringLiteral("chains-run"), chain(ChainEditor::Page::Run)},
            {QStringLiteral("chains-versions"), chain(ChainEditor::Page::Versions)}};
}

bool pictureLooks(WholeConsole& console, const QString& folder, const QString& name, const QString& code) {
    const auto scale = static_cast<int>(console.window.devicePixelRatio());
    for (const QSize size : {QSize(1024, 700), QSize(1920, 1080)}) {
        console.window.resize(size);
        for (const auto appearance : {Appearance::Light, Appearance::Dark}) {
            console.theme.setAppearance(appearance);
            QTest::qWait(settledMilliseconds);
            const auto* look = appearance == Appearance::Light ? "light" : "dark";
            if (!savePicture(console, QStringLiteral("%1/%2-%3-%4-%5-x%6.png")
                                          .arg(folder, name, code, QLatin1String(look))
                                          .arg(size.width())
                                          .arg(scale)))
                return false;
        }
    }
    return true;
}

bool pictureViews(const RunningGateway& gateway, const QString& folder, const QStringList& wanted,
                  const QString& code) {
    WholeConsole console;
    console.window.show();
    auto address = gateway.address();
    address.name = QCoreApplication::translate("EmbeddedGateway", "This computer");
    console.client.connectTo(address);
    for (const auto& entry : console.entries) {
        if (!wanted.isEmpty() && !wanted.contains(entry.id))
            continue;
        console.window.openView(entry.id);
        use(console, entry.id);
        for (const auto& part : partsOf(console, entry.id)) {
            part.show();
            if (!pictureLooks(console, folder, part.name, code))
                return false;
        }
    }
    return true;
}

} // namespace

int main(int count, char** words) {
    QStandardPaths::setTestModeEnabled(true);
    QApplication application(count, words);
    QCoreApplication::setOrganizationName(QStringLiteral("Gatehouse pictures"));
    if (count < 2) {
        std::fprintf(stderr, "usage: pictures FOLDER [VIEW...]\n");
        return 2;
    }
    const QString folder = QString::fromLocal8Bit(words[1]);
    QDir().mkpath(folder);
    for (const auto* name : {"OPENAI_API_KEY", "ANTHROPIC_API_KEY", "AZURE_API_KEY", "MISTRAL_API_KEY"})
        qputenv(name, "a-key-for-pictures"); // keys that can be read; nothing is sent
    RunningGateway gateway;
    gateway.setConfiguration(livedConfiguration(gateway.key()));
    if (!fillLivedStore(gateway.dataFolder()) || !gateway.start()) {
        std::fprintf(stderr, "the gateway of the pictures does not start\n");
        return 1;
    }
    gateway.call(QStringLiteral("demo/echo"), true);
    for (const auto* code : {"en", "de", "ar"}) {
        QSettings().clear();
        Language language(application);
        language.speak(QLatin1String(code));
        if (!pictureViews(gateway, folder, application.arguments().mid(2), QLatin1String(code)))
            return 1;
    }
    return 0;
}
