// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/language/language.h"

#include <QApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <algorithm>

namespace gatehouse::ui {
namespace {

// "de_AT" is served by "de"; of Chinese only the simplified form is spoken.
QString closestTo(const QLocale& locale) {
    const auto& languages = spokenLanguages();
    const auto isOf = [&locale](const SpokenLanguage& each) {
        const QLocale spoken(each.code);
        return spoken.language() == locale.language() && spoken.script() == locale.script();
    };
    const auto found = std::find_if(languages.begin(), languages.end(), isOf);
    return found == languages.end() ? QStringLiteral("en") : found->code;
}

} // namespace

const QVector<SpokenLanguage>& spokenLanguages() {
    static const QVector<SpokenLanguage> all{
        {QStringLiteral("en"), QStringLiteral("English")},     {QStringLiteral("de"), QStringLiteral("Deutsch")},
        {QStringLiteral("fr"), QStringLiteral("Français")},    {QStringLiteral("es"), QStringLiteral("Español")},
        {QStringLiteral("zh_CN"), QStringLiteral("简体中文")}, {QStringLiteral("ja"), QStringLiteral("日本語")},
        {QStringLiteral("ar"), QStringLiteral("العربية")},
    };
    return all;
}

Language::Language(QApplication& application) : m_application(application) {}

Language::~Language() {
    m_application.removeTranslator(&m_own);
    m_application.removeTranslator(&m_toolkits);
}

void Language::speak(const QString& code) {
    const auto& languages = spokenLanguages();
    const bool known = std::any_of(languages.begin(), languages.end(),
                                   [&code](const SpokenLanguage& each) { return each.code == code; });
    const QLocale system = QLocale::system();
    m_code = known ? code : closestTo(system);
    // Numbers and dates as the person's region writes them, where the system speaks the language that is shown.
    const QLocale spoken(m_code);
    const QLocale locale = spoken.language() == system.language() ? system : spoken;
    QLocale::setDefault(locale);
    for (auto* translator : {&m_own, &m_toolkits})
        m_application.removeTranslator(translator);
    if (m_own.load(QStringLiteral(":/i18n/gatehouse_%1.qm").arg(m_code)))
        m_application.installTranslator(&m_own);
    if (m_toolkits.load(spoken, QStringLiteral("qtbase"), QStringLiteral("_"),
                        QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        m_application.installTranslator(&m_toolkits);
    m_application.setLayoutDirection(spoken.textDirection());
}

} // namespace gatehouse::ui
