// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/log/call_contents.h"
#include "ui/log/translation_match.h"
#include "ui/theme/theme.h"

#include <QJsonObject>
#include <QWidget>
#include <array>

class QComboBox;
class QLabel;
class QPlainTextEdit;
class QPushButton;
class QSplitter;
class QStackedWidget;
class QTreeView;
class QTreeWidget;

namespace gatehouse::ui {

class MatchTree;
class NoticePanel;

// What a translation did to a call: the client's and the provider's bytes beside each other, field by field, each with
// what became of it, and what was lost, from which one goes to the field in both. Without recorded bodies only the
// losses are there. UI thread.
class TranslationLens : public QWidget {
    Q_OBJECT

public:
    explicit TranslationLens(const Theme& theme, QWidget* parent = nullptr);

    // Whether the call went on in another dialect, as far as its record and its heads tell. Contents may be null.
    static bool isTranslated(const QJsonObject& call, const CallContents* contents);

    void show(const QJsonObject& call, const CallContents& contents);
    // The losses, and in place of the bodies why they are not there.
    void showWithout(const QJsonObject& call, const QString& icon, Theme::Tone tone, const QString& sentence,
                     const QString& button);
    void setWindowOffered(bool offered); // a button for more room

Q_SIGNALS:
    void noticePressed();
    void windowAsked();

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    enum Side { Client, Provider, SideCount };
    struct Part { // the request or the answer, read aside
        TranslationNotes notes;
        TranslationMatch match;
        std::array<QString, SideCount> texts;
        std::array<bool, SideCount> isJson{};
        std::array<int, SideCount> events{};
    };
    struct Prepared {
        std::array<Part, 2> parts;
    };
    struct Pane {
        QLabel* title = nullptr;
        QStackedWidget* stack = nullptr;
        QTreeView* tree = nullptr;
        QPlainTextEdit* text = nullptr;
        MatchTree* model = nullptr;
    };

    QWidget* makeTop();
    QWidget* makeLegend();
    QWidget* makePane(Side side);
    QWidget* makeLosses();
    static Prepared prepare(const TranslationNotes& notes, const CallContents& contents);
    void take(Prepared prepared);
    void fillLosses();
    void choosePart();
    void showPart();
    void fillLegend();
    void describePart();
    QString titleOf(Side side) const;
    const char* bodyName(Side side) const;
    bool canCompare() const;
    void openTree(Side side);
    void onNode(Side side, int node);
    void onLoss();
    void goTo(Side side, int node);
    void describeNode(Side side, int node);
    void fitWidth();
    const Part& part() const { return m_prepared.parts[m_chosen]; }

    const Theme& m_theme;
    QJsonObject m_call;
    CallContents m_contents;
    Prepared m_prepared;
    std::size_t m_chosen = 0; // request or answer
    quint64 m_round = 0;
    bool m_following = false; // one tree follows the other
    std::array<Pane, SideCount> m_panes;
    QPushButton* m_request = nullptr;
    QPushButton* m_answer = nullptr;
    QComboBox* m_form = nullptr;
    QPushButton* m_window = nullptr;
    std::array<QLabel*, fateCount> m_legend{};
    QLabel* m_about = nullptr;
    QLabel* m_field = nullptr;
    QSplitter* m_sides = nullptr;
    QSplitter* m_all = nullptr;
    QStackedWidget* m_stack = nullptr; // notice or both sides
    QWidget* m_content = nullptr;
    QWidget* m_bar = nullptr;
    NoticePanel* m_notice = nullptr;
    QLabel* m_lossTitle = nullptr;
    QTreeWidget* m_losses = nullptr;
};

} // namespace gatehouse::ui
