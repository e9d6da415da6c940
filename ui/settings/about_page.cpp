// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/about_page.h"

#include "ui/widgets/secret_clipboard.h"

#include <QCoreApplication>
#include <QGuiApplication>
#include <QJsonArray>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QScreen>
#include <QSysInfo>

namespace gatehouse::ui {
namespace {

QLabel* value(const QString& text) {
    auto* label = new QLabel(text);
    label->setTextFormat(Qt::PlainText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    return label;
}

} // namespace

AboutPage::AboutPage(Console& console)
    : SettingsPage(console, QStringLiteral("about"), tr("About"), QStringLiteral("info-circle")), m_gateway(value({})) {
    addSection(tr("Versions"));
    addRow(tr("Console"), tr("This program."), value(QCoreApplication::applicationVersion()));
    m_gateway->setObjectName(QStringLiteral("gatewayVersion"));
    addRow(tr("Gateway"), tr("The one that is shown."), m_gateway);
    addRow(tr("Qt"), tr("The toolkit that draws the console."), value(QString::fromLatin1(qVersion())));
    addSection(tr("Licences"));
    addRow(tr("Console"), tr("GNU General Public License, version 3 or later."), nullptr);
    addRow(tr("Gateway"), tr("Apache License 2.0."), nullptr);
    addRow(tr("Icons"), tr("Tabler Icons by Paweł Kuna, MIT licence."), nullptr);
    addRow(tr("Libraries"),
           tr("Qt (LGPL 3), Boost (BSL 1.0), OpenSSL (Apache 2.0), SQLite (public domain), yaml-cpp (MIT) and others: "
              "docs/dependencies.md names each."),
           nullptr);
    addSection(tr("Help"));
    auto* copy = new QPushButton(tr("Copy diagnostics"));
    copy->setObjectName(QStringLiteral("copyDiagnostics"));
    addRow(tr("Diagnostics"), tr("Versions, counters and problems for a report. No secrets, names or addresses."),
           copy);
    connect(copy, &QPushButton::clicked, this, [this] {
        copyText(diagnostics());
        m_console.toast.say(tr("Diagnostics copied. They hold no secrets."));
    });
    finish();
}

void AboutPage::refresh() {
    m_console.client.get(QStringLiteral("/status"), {}, this, [this](const Reply& reply) {
        if (!reply.ok())
            return;
        m_status = reply.object();
        m_gateway->setText(m_status.value(QLatin1String("version")).toString());
    });
}

// In English: it is for a report. Sentences of the gateway may name objects, so only their number is told.
QString AboutPage::diagnostics() const {
    QStringList lines;
    const auto add = [&lines](const char* name, const QString& text) {
        lines.append(QLatin1String(name) + QStringLiteral(": ") + text);
    };
    add("console", QCoreApplication::applicationVersion());
    add("gateway", m_status.value(QLatin1String("version")).toString());
    add("qt", QString::fromLatin1(qVersion()));
    add("system", QSysInfo::prettyProductName() + QStringLiteral(", ") + QSysInfo::kernelType() + QLatin1Char(' ') +
                      QSysInfo::kernelVersion() + QStringLiteral(", ") + QSysInfo::currentCpuArchitecture());
    add("display",
        QGuiApplication::platformName() + QStringLiteral(", scale ") + QString::number(qGuiApp->devicePixelRatio()));
    add("locale", QLocale().name());
    add("uptime_ms", QString::number(m_status.value(QLatin1String("uptime_ms")).toInteger()));
    for (const char* list : {"problems", "warnings"})
        add(list, QString::number(m_status.value(QLatin1String(list)).toArray().size()));
    const auto counters = m_status.value(QLatin1String("counters")).toObject();
    for (auto it = counters.begin(); it != counters.end(); ++it)
        lines.append(it.key() + QStringLiteral(": ") + QString::number(it.value().toInteger()));
    return lines.join(QLatin1Char('\n'));
}

} // namespace gatehouse::ui
