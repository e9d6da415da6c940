// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/providers/connection_fields.h"

#include "ui/widgets/form.h"

#include <QComboBox>
#include <QJsonArray>
#include <QLineEdit>
#include <QRegularExpression>
#include <QToolButton>
#include <QUrl>
#include <array>

namespace gatehouse::ui {
namespace {

struct Phase {
    const char* name;
    const char* label;
    const char* usual;
};
constexpr std::array<Phase, 4> phases{{
    {"connect", QT_TRANSLATE_NOOP("gatehouse::ui::ConnectionFields", "Connect within"), "5s"},
    {"first_byte", QT_TRANSLATE_NOOP("gatehouse::ui::ConnectionFields", "First byte within"), "120s"},
    {"idle", QT_TRANSLATE_NOOP("gatehouse::ui::ConnectionFields", "Pause at most"), "60s"},
    {"total", QT_TRANSLATE_NOOP("gatehouse::ui::ConnectionFields", "Whole call within"), "15m"},
}};

bool isDuration(const QString& text) {
    static const QRegularExpression form(QStringLiteral("^[0-9]{1,9}(ms|s|m|h)$"));
    return form.match(text).hasMatch() && !QRegularExpression(QStringLiteral("^0+[a-z]+$")).match(text).hasMatch();
}

bool isProxy(const QString& text) {
    if (text == QLatin1String("direct"))
        return true;
    const QUrl url(text, QUrl::StrictMode);
    static const QStringList schemes{QStringLiteral("http"), QStringLiteral("https"), QStringLiteral("socks5"),
                                     QStringLiteral("socks5h")};
    return url.isValid() && schemes.contains(url.scheme()) && !url.host().isEmpty() && url.password().isEmpty();
}

QStringList listOf(const QString& text) {
    QStringList out;
    const auto parts = text.split(u',', Qt::SkipEmptyParts);
    for (const auto& part : parts)
        out.append(part.trimmed());
    return out;
}

const QStringList& advanced() {
    static const QStringList names{QStringLiteral("responses"),        QStringLiteral("proxy"),
                                   QStringLiteral("tls.ca"),           QStringLiteral("tls.min_version"),
                                   QStringLiteral("timeouts.connect"), QStringLiteral("timeouts.first_byte"),
                                   QStringLiteral("timeouts.idle"),    QStringLiteral("timeouts.total")};
    return names;
}

} // namespace

ConnectionFields::ConnectionFields(const Theme& theme, Form& form)
    : QObject(&form), m_form(form), m_fold(new QToolButton) {
    m_fold->setObjectName(QStringLiteral("advanced"));
    m_fold->setText(tr("Advanced"));
    m_fold->setAccessibleDescription(tr("Proxy, certificates and timeouts"));
    m_fold->setCheckable(true);
    m_fold->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_fold->setIcon(theme.icon(QStringLiteral("adjustments")));
    form.addWide(m_fold);
    addResponses();
    addProxy();
    addTls();
    addTimeouts();
    connect(m_fold, &QToolButton::toggled, this, [this](bool open) { fold(!open); });
    fold(true);
}

void ConnectionFields::addResponses() {
    m_responses = new QComboBox;
    m_responses->addItem(tr("As is usual for this provider"), QVariant());
    m_responses->addItem(tr("It has /responses"), true);
    m_responses->addItem(tr("It has chat completions only"), false);
    m_form.addField(QStringLiteral("responses"), tr("Responses API"), m_responses,
                    tr("With it, calls of OpenAI's Responses API pass as they are; without, they are translated."));
}

void ConnectionFields::setDialect(const QString& dialect) {
    m_dialect = dialect;
    fold(!m_fold->isChecked());
}

void ConnectionFields::addProxy() {
    m_proxy = new QLineEdit;
    m_proxy->setPlaceholderText(tr("As the gateway is set up"));
    m_form.addField(QStringLiteral("proxy"), tr("Proxy"), m_proxy,
                    tr("“direct” for none, or such as http://proxy.example:3128."), [this] {
                        const auto text = m_proxy->text().trimmed();
                        return text.isEmpty() || isProxy(text)
                                   ? QString()
                                   : tr("Enter “direct”, or an address that begins with http, https, socks5 or "
                                        "socks5h and holds no password.");
                    });
}

void ConnectionFields::addTls() {
    m_authorities = new QLineEdit;
    m_authorities->setPlaceholderText(QStringLiteral("/etc/ssl/own-authority.pem"));
    m_form.addField(QStringLiteral("tls.ca"), tr("Own authorities"), m_authorities,
                    tr("PEM files on the gateway's machine, parted by commas."), [this] {
                        const auto paths = listOf(m_authorities->text());
                        const bool whole = std::all_of(paths.begin(), paths.end(),
                                                       [](const QString& path) { return path.startsWith(u'/'); });
                        return whole ? QString() : tr("Enter whole paths, from “/” on.");
                    });
    m_leastTls = new QComboBox;
    m_leastTls->addItem(tr("TLS 1.2 or later"), QStringLiteral("1.2"));
    m_leastTls->addItem(tr("TLS 1.3 only"), QStringLiteral("1.3"));
    m_form.addField(QStringLiteral("tls.min_version"), tr("Encryption"), m_leastTls);
}

void ConnectionFields::addTimeouts() {
    for (const auto& phase : phases) {
        auto* edit = new QLineEdit;
        edit->setPlaceholderText(QLatin1String(phase.usual));
        m_timeouts.append(edit);
        m_form.addField(QStringLiteral("timeouts.") + QLatin1String(phase.name), tr(phase.label), edit, {}, [edit] {
            const auto text = edit->text().trimmed();
            return text.isEmpty() || isDuration(text) ? QString()
                                                      : tr("Enter a time such as 500ms, 30s or 5m, more than nothing.");
        });
    }
}

void ConnectionFields::fold(bool folded) {
    for (const auto& name : advanced())
        m_form.setFieldVisible(name, !folded);
    m_form.setFieldVisible(QStringLiteral("responses"), !folded && m_dialect == QLatin1String("openai"));
}

void ConnectionFields::unfoldFor(const QString& field) {
    for (const auto& name : advanced()) {
        if (field == name || field.startsWith(QString(name + u'[')) || (field == QLatin1String("proxy_password")))
            m_fold->setChecked(true);
    }
}

void ConnectionFields::fill(const QJsonObject& provider) {
    const auto responses = provider.value(QLatin1String("responses"));
    m_responses->setCurrentIndex(responses.isBool() ? (responses.toBool() ? 1 : 2) : 0);
    m_proxy->setText(provider.value(QLatin1String("proxy")).toString());
    m_tls = provider.value(QLatin1String("tls")).toObject();
    QStringList paths;
    const auto authorities = m_tls.value(QLatin1String("ca")).toArray();
    for (const auto& path : authorities)
        paths.append(path.toString());
    m_authorities->setText(paths.join(QStringLiteral(", ")));
    m_leastTls->setCurrentIndex(
        std::max(0, m_leastTls->findData(m_tls.value(QLatin1String("min_version")).toString())));
    const auto timeouts = provider.value(QLatin1String("timeouts")).toObject();
    bool unusual = m_responses->currentIndex() > 0 || !m_proxy->text().isEmpty() || !paths.isEmpty() ||
                   m_leastTls->currentIndex() > 0;
    for (std::size_t i = 0; i < phases.size(); ++i) {
        const auto given = timeouts.value(QLatin1String(phases.at(i).name)).toString();
        if (given.isEmpty() || given == QLatin1String(phases.at(i).usual))
            continue;
        m_timeouts.at(static_cast<int>(i))->setText(given);
        unusual = true;
    }
    m_fold->setChecked(unusual);
}

void ConnectionFields::write(QJsonObject& provider) const {
    const auto put = [&provider](const char* name, const QString& text) {
        if (text.isEmpty())
            provider.remove(QLatin1String(name));
        else
            provider.insert(QLatin1String(name), text);
    };
    const auto responses = m_responses->currentData();
    if (responses.isValid() && m_dialect == QLatin1String("openai"))
        provider.insert(QLatin1String("responses"), responses.toBool());
    else
        provider.remove(QLatin1String("responses"));
    put("proxy", m_proxy->text().trimmed());
    if (m_proxy->text().trimmed().isEmpty())
        provider.remove(QLatin1String("proxy_password")); // it belongs to the proxy
    auto tls = m_tls;
    tls.insert(QLatin1String("ca"), QJsonArray::fromStringList(listOf(m_authorities->text())));
    tls.insert(QLatin1String("min_version"), m_leastTls->currentData().toString());
    provider.insert(QLatin1String("tls"), tls);
    QJsonObject timeouts;
    for (std::size_t i = 0; i < phases.size(); ++i) {
        const auto text = m_timeouts.at(static_cast<int>(i))->text().trimmed();
        timeouts.insert(QLatin1String(phases.at(i).name), text.isEmpty() ? QLatin1String(phases.at(i).usual) : text);
    }
    provider.insert(QLatin1String("timeouts"), timeouts);
}

} // namespace gatehouse::ui
