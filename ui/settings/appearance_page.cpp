// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/appearance_page.h"

#include "ui/language/language.h"
#include "ui/theme/scale.h"

#include <QComboBox>
#include <QLocale>
#include <QSettings>

namespace gatehouse::ui {
namespace {

const QString themeKey = QStringLiteral("appearance/theme");
const QString languageKey = QStringLiteral("appearance/language");

QString fromNextStart() {
    return AppearancePage::tr("It counts from the next start of Gatehouse.");
}

} // namespace

AppearancePage::AppearancePage(Console& console)
    : SettingsPage(console, QStringLiteral("appearance"), tr("Appearance"), QStringLiteral("palette")),
      m_theme(new QComboBox), m_size(new QComboBox), m_language(new QComboBox) {
    m_theme->setObjectName(QStringLiteral("setting_theme"));
    m_theme->addItem(tr("As the desktop"), static_cast<int>(Appearance::System));
    m_theme->addItem(tr("Light"), static_cast<int>(Appearance::Light));
    m_theme->addItem(tr("Dark"), static_cast<int>(Appearance::Dark));
    const auto showTheme = [this] {
        m_theme->setCurrentIndex(m_theme->findData(static_cast<int>(m_console.theme.appearance())));
    };
    showTheme();
    connect(&console.theme, &Theme::changed, m_theme, showTheme);
    addRow(tr("Theme"), tr("Light or dark; it changes at once."), m_theme);

    m_size->setObjectName(QStringLiteral("setting_scale"));
    for (const int percent : scales)
        m_size->addItem(tr("%1 %", "a size of text and controls").arg(QLocale().toString(percent)), percent);
    m_size->setCurrentIndex(m_size->findData(scale()));
    addRow(tr("Scale"), tr("Of all text and controls, as a share of the desktop's. %1").arg(fromNextStart()), m_size);

    m_language->setObjectName(QStringLiteral("setting_language"));
    m_language->addItem(tr("As the desktop"), QString());
    for (const auto& language : spokenLanguages())
        m_language->addItem(language.name, language.code);
    m_language->setCurrentIndex(std::max(0, m_language->findData(QSettings().value(languageKey).toString())));
    addRow(tr("Language"), fromNextStart(), m_language);
    finish();

    connect(m_theme, &QComboBox::activated, this, [this] {
        const int before = static_cast<int>(m_console.theme.appearance());
        chooseTheme(m_theme->currentData().toInt());
        tellChanged(tr("Theme changed."), [this, before] { chooseTheme(before); });
    });
    connect(m_size, &QComboBox::activated, this, [this] {
        const int before = scale();
        chooseSize(m_size->currentData().toInt());
        tellChanged(tr("The scale changes at the next start of Gatehouse."), [this, before] { chooseSize(before); });
    });
    connect(m_language, &QComboBox::activated, this, [this] {
        const QString before = QSettings().value(languageKey).toString();
        chooseLanguage(m_language->currentData().toString());
        tellChanged(tr("The language changes at the next start of Gatehouse."),
                    [this, before] { chooseLanguage(before); });
    });
}

void AppearancePage::chooseTheme(int appearance) {
    QSettings().setValue(themeKey, appearance);
    m_console.theme.setAppearance(static_cast<Appearance>(appearance));
}

void AppearancePage::chooseSize(int percent) {
    setScale(percent);
    m_size->setCurrentIndex(m_size->findData(percent));
}

void AppearancePage::chooseLanguage(const QString& code) {
    QSettings().setValue(languageKey, code);
    m_language->setCurrentIndex(std::max(0, m_language->findData(code)));
}

void AppearancePage::reset() {
    chooseTheme(static_cast<int>(Appearance::System));
    chooseSize(usualScale);
    chooseLanguage({});
}

} // namespace gatehouse::ui
