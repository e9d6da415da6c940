// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/resource_list.h"
#include "ui/widgets/console.h"
#include "ui/widgets/view.h"

#include <QTimer>
#include <map>
#include <memory>

class QAction;
class QCheckBox;
class QLabel;
class QMenu;
class QPushButton;
class QSplitter;
class QStackedWidget;
class QToolButton;

namespace gatehouse::ui {

class CallModel;
class CallTable;
class FilterChips;
class FilterEdit;
class Inspector;
class NoticePanel;
class Replay;
class SavedFilters;
struct CallRequest;

// Live and past calls, filtered by the log's grammar, with one of them in full beside the table or below it.
class LogView : public View {
    Q_OBJECT

public:
    explicit LogView(Console& console);
    ~LogView() override;
    void refresh() override;
    void focusFilter() override;
    void toggleInspector() override;
    void open(const QString& filter) override;
    QString state() const override;
    void setNarrow(bool narrow) override;

protected:
    void focusInEvent(QFocusEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    // The view (log_view.cpp)
    QWidget* makeTop();
    QWidget* makeFilterRow();
    QWidget* makeBody();
    QWidget* makeInspector();
    QWidget* makeFooter();
    QWidget* makeEmpty();
    void choose();
    void follow();
    void showHeldBack();
    void placePill();
    void onCurrent();
    void onCell(const QModelIndex& cell, Qt::KeyboardModifiers modifiers);
    void addTerm(const QString& term, bool excluded);
    void takeFilter(const QString& filter);
    void readFooter();
    void showCount();
    void placeInspector();
    QStringList namesOf(const QString& resource);
    void rememberRunning(int first, int last);
    void findAgain();

    // What can be done with calls (log_actions.cpp)
    QAction* add(const char* name, const QString& text, const char* icon, const QString& shortcut,
                 void (LogView::*act)());
    void makeActions();
    void updateActions();
    void showRowMenu(const QModelIndex& index, const QPoint& place);
    QStringList selectedIds() const; // of calls that are over, in the order shown
    void withRequest(void (LogView::*act)(const CallRequest&));
    void copyCurl();
    void copyPython();
    void copyJavaScript();
    void copyAs(QString (*form)(const CallRequest&, const QUrl&));
    void replay();
    void replayRequest(const CallRequest& request);
    void editAndReplay();
    void editRequest(const CallRequest& request);
    void openInPlayground();
    void playRequest(const CallRequest& request);
    void compare();
    void compareCalls(const QString& left, const QString& right);
    void cancelCall();
    void cancel(const QString& id);
    void explainRouting();
    void openTranslation();
    void exportCalls();
    void exportHar();
    void togglePause();
    void toggleProbes();
    void moveInspector();
    void saveFilter();
    void chooseColumns();
    void recordBodies();
    void goToNewest();

    Console& m_console;
    const Theme& m_theme;
    CallModel* m_model;
    FilterEdit* m_filter;
    FilterChips* m_chips = nullptr;
    SavedFilters* m_saved = nullptr;
    QLabel* m_fault = nullptr;
    QPushButton* m_newCalls = nullptr;
    QCheckBox* m_probes = nullptr;
    CallTable* m_table = nullptr;
    NoticePanel* m_notice = nullptr;
    QStackedWidget* m_stack = nullptr;
    QSplitter* m_splitter = nullptr;
    QWidget* m_side = nullptr; // the inspector with its bar
    Inspector* m_inspector = nullptr;
    QLabel* m_count = nullptr;
    QLabel* m_kept = nullptr;
    QMenu* m_copyMenu = nullptr;
    Replay* m_replay;
    QString m_replayed;   // the call that is sent again
    QString m_reselect;   // a running call that was chosen and has ended
    bool m_below = false; // the inspector, as the person wants it
    bool m_narrow = false;
    QTimer m_footer;
    std::map<QString, QAction*> m_actions;
    std::map<QString, std::unique_ptr<ResourceList>> m_names;
};

} // namespace gatehouse::ui
