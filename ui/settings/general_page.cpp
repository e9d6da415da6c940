// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/general_page.h"

#include "ui/client/aside.h"
#include "ui/models/desktop_habits.h"
#include "ui/models/team_features.h"
#include "ui/transfer/export.h"
#include "ui/transfer/import_dialog.h"

#include <QCheckBox>
#include <QCoreApplication>
#include <QPushButton>

namespace gatehouse::ui {

GeneralPage::GeneralPage(Console& console)
    : SettingsPage(console, QStringLiteral("general"), tr("General"), QStringLiteral("settings")) {
    addSection(tr("On this desktop"));
    m_tray = addSwitch(QStringLiteral("closeToTray"), tr("Close to tray"),
                       tr("Closing the window leaves Gatehouse in the tray, where there is one."), closesToTray,
                       setClosesToTray);
    m_window = addSwitch(QStringLiteral("openWindow"), tr("Open window at start"),
                         tr("Off: Gatehouse starts in the tray, where there is one."), opensWindowAtStart,
                         setOpensWindowAtStart);
    m_login = new QCheckBox;
    m_login->setObjectName(QStringLiteral("setting_startAtLogin"));
    m_loginRow = addRow(tr("Start at login"), tr("Gatehouse starts when you log in to your desktop."), m_login);
    connect(m_login, &QCheckBox::clicked, this, &GeneralPage::setLogin);

    m_teams = addSwitch(QStringLiteral("teamFeatures"), tr("Team features"),
                        tr("Approvals, teams and the audit log. A gateway on another computer always shows them."),
                        TeamFeatures::isOn, [this](bool on) { setTeamFeatures(on); });

    addSection(tr("Configuration"));
    auto* import = new QPushButton(tr("Import…"));
    import->setObjectName(QStringLiteral("settingsImport"));
    addRow(tr("Import"), tr("Keys of the environment, a LiteLLM configuration or a Gatehouse bundle."), import);
    connect(import, &QPushButton::clicked, this, [this] { (new ImportDialog(m_console, this))->open(); });
    auto* out = new QPushButton(tr("Export…"));
    out->setObjectName(QStringLiteral("settingsExport"));
    addRow(tr("Export"), tr("Providers, routes, teams and applications as a file, without secrets."), out);
    connect(out, &QPushButton::clicked, this, [this] { chooseExport(m_console, this); });
    finish();
}

void GeneralPage::refresh() {
    runAside(
        this, [] { return startsAtLogin(); }, [this](bool on) { m_login->setChecked(on); });
}

void GeneralPage::setLogin(bool on) {
    m_loginRow->setFault({});
    runAside(
        this, [on, program = QCoreApplication::applicationFilePath()] { return setStartsAtLogin(on, program); },
        [this, on](const QString& fault) {
            m_loginRow->setFault(fault);
            m_login->setChecked(fault.isEmpty() == on);
        });
}

// The window that the page stands in shows or hides its views.
void GeneralPage::setTeamFeatures(bool on) {
    if (auto* features = window()->findChild<TeamFeatures*>())
        features->setOn(on);
    else
        TeamFeatures(m_console.client, nullptr).setOn(on);
}

void GeneralPage::reset() {
    setClosesToTray(true);
    setOpensWindowAtStart(true);
    m_tray->setChecked(true);
    m_window->setChecked(true);
    m_teams->setChecked(false);
    setTeamFeatures(false);
    setLogin(false);
}

} // namespace gatehouse::ui
