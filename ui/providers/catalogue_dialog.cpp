// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/providers/catalogue_dialog.h"

#include "ui/providers/letter_tile.h"
#include "ui/providers/provider_words.h"
#include "ui/widgets/notice_panel.h"

#include <QDialogButtonBox>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace gatehouse::ui {
namespace {

constexpr int idRole = Qt::UserRole;
constexpr int wordsRole = Qt::UserRole + 1; // what is searched; empty for a group's heading
constexpr int charactersWide = 64;
constexpr int linesHigh = 26;

QListWidgetItem* headingItem(const Theme& theme, const QString& text) {
    auto* item = new QListWidgetItem(text);
    item->setFlags(Qt::NoItemFlags);
    item->setFont(theme.font(type::caption, QFont::DemiBold));
    item->setForeground(theme.color(Theme::Tone::Secondary));
    return item;
}

QString spokenBy(const CatalogueEntry& preset) {
    return dialectName(preset.alternativeDialect.isEmpty() ? preset.dialect : preset.alternativeDialect);
}

} // namespace

CatalogueDialog::CatalogueDialog(const Theme& theme, ProviderCatalogue& catalogue, QWidget* parent)
    : QDialog(parent), m_theme(theme), m_catalogue(catalogue), m_search(new QLineEdit), m_list(new QListWidget),
      m_about(new QLabel), m_next(new QPushButton(tr("Continue"))), m_stack(new QStackedWidget),
      m_notice(new NoticePanel(theme)) {
    setWindowTitle(tr("Add provider"));
    setObjectName(QStringLiteral("catalogueDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    auto* title = new QLabel(tr("Which provider do you want to add?"));
    title->setProperty("role", QStringLiteral("section"));
    m_search->setObjectName(QStringLiteral("catalogueSearch"));
    m_search->setAccessibleName(tr("Search the catalogue"));
    m_search->setPlaceholderText(tr("Search by name, or enter “custom” for any address"));
    m_search->setClearButtonEnabled(true);
    m_search->addAction(theme.icon(QStringLiteral("search"), Theme::Tone::Secondary), QLineEdit::LeadingPosition);
    m_search->installEventFilter(this);
    m_list->setObjectName(QStringLiteral("catalogueList"));
    m_list->setAccessibleName(tr("Providers of the catalogue"));
    m_list->setIconSize(QSize(iconPixels, iconPixels));
    m_list->setSpacing(1);
    m_list->setUniformItemSizes(true);
    m_about->setObjectName(QStringLiteral("catalogueAbout"));
    m_about->setTextFormat(Qt::PlainText);
    m_about->setWordWrap(true);
    m_about->setProperty("role", QStringLiteral("caption"));
    m_about->setMinimumHeight(2 * m_about->fontMetrics().lineSpacing()); // a reason may have two lines
    m_about->setAlignment(Qt::AlignTop | Qt::AlignLeading);
    m_next->setObjectName(QStringLiteral("catalogueNext"));
    m_next->setProperty("role", QStringLiteral("primary"));
    m_next->setDefault(true);
    auto* cancel = new QPushButton(tr("Cancel"));
    cancel->setAutoDefault(false);
    auto* card = new QFrame;
    card->setProperty("role", QStringLiteral("card"));
    auto* inside = new QVBoxLayout(card);
    inside->setContentsMargins(1, 1, 1, 1);
    inside->addWidget(m_stack);
    m_stack->addWidget(m_list);
    m_stack->addWidget(m_notice);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(space::small);
    buttons->addStretch(1);
    buttons->addWidget(cancel);
    buttons->addWidget(m_next);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::huge, space::huge, space::huge, space::large);
    layout->setSpacing(space::medium);
    layout->addWidget(title);
    layout->addWidget(m_search);
    layout->addWidget(card, 1);
    layout->addWidget(m_about);
    layout->addLayout(buttons);
    resize(fontMetrics().averageCharWidth() * charactersWide, fontMetrics().lineSpacing() * linesHigh);

    connect(m_search, &QLineEdit::textChanged, this, &CatalogueDialog::filter);
    connect(m_list, &QListWidget::itemDoubleClicked, this, &CatalogueDialog::take);
    connect(m_list, &QListWidget::currentItemChanged, this, &CatalogueDialog::showCurrent);
    connect(m_next, &QPushButton::clicked, this, &CatalogueDialog::take);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_notice, &NoticePanel::pressed, this, [this] {
        m_search->clear();
        m_catalogue.load();
    });
    connect(&m_catalogue, &ProviderCatalogue::changed, this, &CatalogueDialog::fill);
    m_catalogue.load();
    fill();
    m_search->setFocus();
}

void CatalogueDialog::fill() {
    m_list->clear();
    QString category;
    for (const auto& preset : m_catalogue.presets()) {
        if (preset.category != category) {
            category = preset.category;
            m_list->addItem(headingItem(m_theme, categoryName(category)));
        }
        auto* item = new QListWidgetItem(letterTile(m_theme, preset.name), preset.name);
        item->setData(idRole, preset.id);
        item->setData(wordsRole, QString(preset.name + u' ' + preset.id + u' ' + preset.baseUrl + u' ' +
                                         dialectName(preset.dialect))
                                     .toLower());
        if (!preset.supported) {
            item->setForeground(m_theme.color(Theme::Tone::Secondary));
            item->setText(tr("%1 (not in this version)").arg(preset.name));
        }
        m_list->addItem(item);
    }
    filter();
}

void CatalogueDialog::filter() {
    const auto words = m_search->text().toLower().split(u' ', Qt::SkipEmptyParts);
    QListWidgetItem* heading = nullptr;
    QListWidgetItem* first = nullptr;
    for (int i = 0; i < m_list->count(); ++i) {
        auto* item = m_list->item(i);
        const auto text = item->data(wordsRole).toString();
        if (text.isEmpty()) {
            heading = item;
            heading->setHidden(true);
            continue;
        }
        const bool fits =
            std::all_of(words.begin(), words.end(), [&text](const QString& word) { return text.contains(word); });
        item->setHidden(!fits);
        if (!fits)
            continue;
        if (heading != nullptr)
            heading->setHidden(false);
        // Best: what begins so.
        const bool begins = !words.isEmpty() && text.startsWith(words.first());
        if (first == nullptr || (begins && !first->data(wordsRole).toString().startsWith(words.first())))
            first = item;
    }
    m_list->setCurrentItem(first);
    if (first != nullptr)
        m_list->scrollToItem(first);
    showNotice();
    showCurrent();
}

void CatalogueDialog::showNotice() {
    const bool any = m_list->currentItem() != nullptr;
    if (!m_catalogue.loaded() && !m_catalogue.problem().detail.isEmpty())
        m_notice->show(QStringLiteral("plug-connected-x"), Theme::Tone::Error, m_catalogue.problem().detail,
                       tr("Retry"));
    else if (!m_catalogue.loaded())
        m_notice->show(QStringLiteral("loader-2"), Theme::Tone::Secondary, tr("Reading the catalogue…"), {});
    else if (!any)
        m_notice->show(QStringLiteral("search"), Theme::Tone::Secondary,
                       tr("No provider of that name. Any other address is under “Custom”."), tr("Clear search"));
    m_stack->setCurrentIndex(any ? 0 : 1);
}

void CatalogueDialog::showCurrent() {
    const auto* item = m_list->currentItem();
    const auto* preset = item == nullptr ? nullptr : m_catalogue.find(item->data(idRole).toString());
    m_next->setEnabled(preset != nullptr && preset->supported);
    if (preset == nullptr)
        m_about->clear();
    else if (!preset->supported)
        m_about->setText(preset->unsupportedBecause);
    else if (preset->needsBaseUrl && preset->places.isEmpty())
        m_about->setText(tr("%1. You enter its address in the next step.", "dialect").arg(spokenBy(*preset)));
    else
        m_about->setText(tr("%1 at %2", "dialect, address").arg(spokenBy(*preset), preset->baseUrl));
}

void CatalogueDialog::take() {
    const auto* item = m_list->currentItem();
    if (item == nullptr || !m_next->isEnabled())
        return;
    const auto id = item->data(idRole).toString();
    accept();
    Q_EMIT chosen(id);
}

// The arrows move through the list while the search has the focus.
bool CatalogueDialog::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_search && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        const int step = key == Qt::Key_Down ? 1 : key == Qt::Key_Up ? -1 : 0;
        for (int i = m_list->currentRow() + step; step != 0 && i >= 0 && i < m_list->count(); i += step) {
            auto* item = m_list->item(i);
            if (item->isHidden() || item->data(wordsRole).toString().isEmpty())
                continue;
            m_list->setCurrentItem(item);
            return true;
        }
    }
    return QDialog::eventFilter(watched, event);
}

} // namespace gatehouse::ui
