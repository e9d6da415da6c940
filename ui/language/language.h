// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QTranslator>
#include <QVector>

class QApplication;

namespace gatehouse::ui {

// A language that the console speaks.
struct SpokenLanguage {
    QString code; // "de", "zh_CN"
    QString name; // in that language: "Deutsch"
};

const QVector<SpokenLanguage>& spokenLanguages();

// The console's language: its own texts, Qt's, the form of numbers and dates, and the direction of writing. Chosen
// before the first widget is made: widgets keep the texts that they were made with. UI thread; lives as long as the
// application.
class Language {
public:
    explicit Language(QApplication& application);
    ~Language();

    // A code of spokenLanguages(), or empty: what the system says, English where that is not spoken.
    void speak(const QString& code);
    const QString& code() const { return m_code; } // what is spoken now

private:
    QApplication& m_application;
    QTranslator m_own;
    QTranslator m_toolkits; // Qt's own words
    QString m_code;
};

} // namespace gatehouse::ui
