// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connect/client_tiles.h"

#include <QEvent>
#include <QPainter>
#include <QStyle>
#include <QStyledItemDelegate>
#include <algorithm>

namespace gatehouse::ui {
namespace {

constexpr int letterPixels = 40;
enum Role { Id = Qt::UserRole, Name, Note, Order };

} // namespace

// Draws a tile.
class ClientTiles::TileDelegate : public QStyledItemDelegate {
public:
    TileDelegate(const Theme& theme, QObject* parent) : QStyledItemDelegate(parent), m_theme(theme) {}

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        const auto& tokens = m_theme.tokens();
        const bool focused = option.state.testFlag(QStyle::State_HasFocus);
        const bool under = option.state.testFlag(QStyle::State_MouseOver);
        const int pen = focused ? 2 : 1;
        const QRectF frame = QRectF(option.rect).adjusted(pen, pen, -pen, -pen);
        painter->setPen(QPen(focused ? tokens.link : under ? tokens.border : tokens.divider, pen));
        painter->setBrush(under ? tokens.alternate : tokens.base);
        painter->drawRoundedRect(frame, cardRadius, cardRadius);
        const QRect inside = option.rect.adjusted(space::medium, space::medium, -space::medium, -space::medium);
        const auto place = [&](int from, int width, int top, int height) {
            const QRect rect(inside.left() + from, inside.top() + top, width, height);
            return QStyle::visualRect(option.direction, inside, rect);
        };
        paintLetter(*painter, place(0, letterPixels, (inside.height() - letterPixels) / 2, letterPixels), index);
        const int from = letterPixels + space::medium;
        const int width = inside.width() - from;
        const QFontMetrics metrics(option.font);
        const int top = (inside.height() - 2 * metrics.lineSpacing()) / 2;
        const auto line = [&](int row, Role role, const QFont& font, const QColor& color) {
            painter->setFont(font);
            painter->setPen(color);
            const QFontMetrics own(font);
            const auto text = own.elidedText(index.data(role).toString(), Qt::ElideRight, width);
            painter->drawText(place(from, width, top + row * metrics.lineSpacing(), metrics.lineSpacing()),
                              Qt::AlignVCenter | QStyle::visualAlignment(option.direction, Qt::AlignLeft), text);
        };
        QFont strong(option.font);
        strong.setWeight(QFont::DemiBold);
        line(0, Name, strong, tokens.text);
        line(1, Note, option.font, tokens.secondary);
        painter->restore();
    }

    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override { return m_size; }
    void setSize(const QSize& size) { m_size = size; }

private:
    // In the chart's colours: clients have no logos here. Black or white, whichever can be read on it.
    void paintLetter(QPainter& painter, const QRect& rect, const QModelIndex& index) const {
        const auto& colors = m_theme.tokens().chart;
        const auto color = colors[static_cast<std::size_t>(index.data(Order).toInt()) % colors.size()];
        painter.setPen(Qt::NoPen);
        painter.setBrush(color);
        painter.drawRoundedRect(rect, cardRadius, cardRadius);
        constexpr double middle = 0.179; // where both have the same contrast
        const auto linear = [](float part) { return static_cast<double>(part) * static_cast<double>(part); };
        const double light =
            0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
        painter.setPen(light > middle ? Qt::black : Qt::white);
        painter.setFont(m_theme.font(type::title, QFont::DemiBold));
        painter.drawText(rect, Qt::AlignCenter, index.data(Name).toString().left(1).toUpper());
    }

    const Theme& m_theme;
    QSize m_size;
};

ClientTiles::ClientTiles(const Theme& theme, QWidget* parent)
    : QListWidget(parent), m_delegate(new TileDelegate(theme, this)) {
    setProperty("role", QStringLiteral("tiles"));
    setViewMode(QListView::IconMode);
    setMovement(QListView::Static);
    setResizeMode(QListView::Adjust);
    setUniformItemSizes(true);
    setMouseTracking(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFrameShape(QFrame::NoFrame);
    viewport()->setAutoFillBackground(false);
    setItemDelegate(m_delegate);
    connect(this, &QListWidget::itemClicked, this,
            [this](QListWidgetItem* item) { Q_EMIT chosen(item->data(Id).toString()); });
    connect(this, &QListWidget::itemActivated, this,
            [this](QListWidgetItem* item) { Q_EMIT chosen(item->data(Id).toString()); });
    connect(&theme, &Theme::changed, viewport(), qOverload<>(&QWidget::update));
}

void ClientTiles::fill(const QVector<ClientDescription>& clients, const QStringList& notes) {
    const int before = currentRow();
    clear();
    for (qsizetype i = 0; i < clients.size(); ++i) {
        auto* item = new QListWidgetItem;
        item->setData(Id, clients[i].id);
        item->setData(Name, clients[i].name);
        item->setData(Note, notes.value(i));
        item->setData(Order, clients[i].order);
        item->setData(Qt::AccessibleTextRole, tr("%1, %2", "client, note").arg(clients[i].name, notes.value(i)));
        item->setToolTip(notes.value(i));
        addItem(item);
    }
    setCurrentRow(std::max(0, before));
    measure();
}

// As many columns as fit, and they share the whole width.
void ClientTiles::measure() {
    const QFontMetrics metrics(font());
    const int narrowest = letterPixels + metrics.averageCharWidth() * 22 + 4 * space::medium;
    const int height = std::max(letterPixels, 2 * metrics.lineSpacing()) + 2 * space::medium + space::small;
    const int room = width() - style()->pixelMetric(QStyle::PM_ScrollBarExtent) - space::small;
    const int columns = std::max(1, room / narrowest);
    const QSize cell(std::max(narrowest, room / columns), height);
    if (cell == gridSize())
        return;
    m_delegate->setSize(cell - QSize(space::small, space::small));
    setGridSize(cell);
}

void ClientTiles::resizeEvent(QResizeEvent* event) {
    QListWidget::resizeEvent(event);
    measure();
}

void ClientTiles::changeEvent(QEvent* event) {
    QListWidget::changeEvent(event);
    const bool measured = event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange;
    if (measured && m_delegate != nullptr)
        measure();
}

int ClientTiles::filter(const QString& words) {
    int fits = 0;
    for (int i = 0; i < count(); ++i) {
        const bool right = item(i)->data(Name).toString().contains(words, Qt::CaseInsensitive) ||
                           item(i)->data(Note).toString().contains(words, Qt::CaseInsensitive);
        item(i)->setHidden(!right);
        fits += right ? 1 : 0;
    }
    return fits;
}

} // namespace gatehouse::ui
