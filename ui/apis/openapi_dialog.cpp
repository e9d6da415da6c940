// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/apis/openapi_dialog.h"

#include "ui/client/aside.h"
#include "ui/widgets/fact_list.h"
#include "ui/widgets/form.h"
#include "ui/widgets/product_words.h"
#include "ui/widgets/table_view.h"

#include <QComboBox>
#include <QFile>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QJsonArray>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QStandardItemModel>
#include <QUrl>

namespace gatehouse::ui {
namespace {

constexpr qint64 longestDocument = 2 * 1024 * 1024; // as the gateway takes it
constexpr int documentHigh = 6;                     // lines
constexpr int rulesHigh = 8;

struct FileText {
    QString text;
    QString fault;
};

FileText textOf(const QString& name) {
    QFile file(name);
    if (!file.open(QIODevice::ReadOnly))
        return {{}, file.errorString()};
    if (file.size() > longestDocument)
        return {{}, OpenApiDialog::tr("it is larger than 2 MiB")};
    return {QString::fromUtf8(file.readAll()), {}};
}

} // namespace

OpenApiDialog::OpenApiDialog(Console& console, const ApiBook& book, QWidget* parent)
    : FormDialog(console.theme, tr("Import an OpenAPI document"), tr("Keep as a design"), parent), m_console(console),
      m_book(book), m_document(new QPlainTextEdit), m_id(new QLineEdit), m_title(new QLineEdit),
      m_version(new QLineEdit(QStringLiteral("1"))), m_upstream(new QLineEdit), m_team(new QComboBox),
      m_read(plainLabel({}, "secondary", "openApiRead")), m_rules(new QStandardItemModel(this)),
      m_table(new TableView(console.theme)) {
    setObjectName(QStringLiteral("openApiDialog"));
    form().addField(QStringLiteral("document"), tr("Document"), makeDocument(),
                    tr("OpenAPI 3.0 or 3.1, as JSON or YAML. Only its text is read, no address in it is fetched."),
                    [this] { return m_draft.isEmpty() ? tr("Choose or paste a document first.") : QString(); });
    form().addWide(m_read);
    makeAddress();
    makeRules();
    setSave([this] { save(); });
    m_document->setFocus();
}

QWidget* OpenApiDialog::makeDocument() {
    m_document->setObjectName(QStringLiteral("openApiText"));
    m_document->setAccessibleName(tr("Text of the document"));
    m_document->setTabChangesFocus(true);
    m_document->setFont(m_console.theme.fixedFont());
    m_document->setLayoutDirection(Qt::LeftToRight);
    m_document->setFixedHeight(fontMetrics().lineSpacing() * documentHigh);
    auto* choose = new QPushButton(tr("Choose file…"));
    choose->setObjectName(QStringLiteral("openApiFile"));
    choose->setAutoDefault(false);
    auto* read = new QPushButton(tr("Read document"));
    read->setObjectName(QStringLiteral("openApiReadNow"));
    read->setAutoDefault(false);
    connect(choose, &QPushButton::clicked, this, &OpenApiDialog::askFile);
    connect(read, &QPushButton::clicked, this, &OpenApiDialog::importText);
    auto* block = new QWidget;
    auto* layout = new QVBoxLayout(block);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::small);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(space::small);
    buttons->addWidget(choose);
    buttons->addWidget(read);
    buttons->addStretch(1);
    layout->addWidget(m_document);
    layout->addLayout(buttons);
    block->setFocusProxy(m_document);
    return block;
}

void OpenApiDialog::makeAddress() {
    form().addSection(tr("API"));
    form().addField(QStringLiteral("id"), tr("Name"), m_id, {}, [this] { return idFault(); });
    form().addField(QStringLiteral("version"), tr("Version"), m_version, {}, [this] { return versionFault(); });
    form().addField(QStringLiteral("title"), tr("Title"), m_title);
    m_team->addItem(tr("The organisation"), QString());
    const auto teams = m_book.teams();
    for (const auto& team : teams)
        m_team->addItem(team, team);
    form().addField(QStringLiteral("team"), tr("Owner"), m_team);
    m_upstream->setPlaceholderText(QStringLiteral("https://"));
    form().addField(QStringLiteral("upstream"), tr("Upstream"), m_upstream,
                    tr("Where the service is. Several addresses, parted by spaces, share the calls."),
                    [this] { return upstreamFault(); });
}

void OpenApiDialog::makeRules() {
    form().addSection(tr("What it serves"));
    m_table->setObjectName(QStringLiteral("openApiRules"));
    m_table->setAccessibleName(tr("Operations of the document"));
    m_rules->setHorizontalHeaderLabels({tr("Method"), tr("Path"), tr("What it does")});
    m_table->setSource(m_rules);
    m_table->setColumnWidths({90, 220, 0});
    m_table->setFixedHeight(tableRowHeight * rulesHigh);
    form().addWide(m_table);
}

void OpenApiDialog::askFile() {
    auto* dialog = new QFileDialog(this, tr("Choose an OpenAPI document"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters({tr("OpenAPI documents (*.json *.yaml *.yml)"), tr("All files (*)")});
    connect(dialog, &QFileDialog::fileSelected, this, &OpenApiDialog::readFile);
    dialog->open();
}

void OpenApiDialog::readFile(const QString& name) {
    runAside(
        this, [name] { return textOf(name); },
        [this, name](const FileText& read) {
            if (!read.fault.isEmpty()) {
                form().setFault(QStringLiteral("document"), tr("%1 cannot be read: %2").arg(name, read.fault));
                return;
            }
            m_document->setPlainText(read.text);
            importText();
        });
}

// The gateway reads it: what it takes is what counts.
void OpenApiDialog::importText() {
    const auto text = m_document->toPlainText();
    form().setFault(QStringLiteral("document"), {});
    m_read->setText(tr("Reading the document…"));
    m_console.client.send(GatewayClient::Verb::Post, QStringLiteral("/apis/import_openapi"),
                          {{QStringLiteral("text"), text}}, this, [this, text, round = ++m_round](const Reply& reply) {
                              if (round != m_round)
                                  return;
                              m_read->clear();
                              if (!reply.ok()) {
                                  m_draft = {};
                                  form().setFault(QStringLiteral("document"), reply.problem().detail);
                                  return;
                              }
                              m_imported = text;
                              take(reply.object());
                          });
}

void OpenApiDialog::take(const QJsonObject& told) {
    m_draft = told.value(QLatin1String("draft")).toObject();
    const auto title = memberText(told, "title");
    if (m_title->text().isEmpty())
        m_title->setText(title);
    if (m_id->text().isEmpty()) {
        auto id = title.toLower();
        id.replace(QRegularExpression(QStringLiteral("[^a-z0-9]+")), QStringLiteral("-"));
        id.remove(QRegularExpression(QStringLiteral("^-+|-+$")));
        m_id->setText(m_book.freeId(id.isEmpty() ? QStringLiteral("service") : id.left(60)));
    }
    QStringList servers;
    const auto groups = m_draft.value(QLatin1String("groups")).toArray();
    for (const auto& group : groups) {
        const auto listed = group.toObject().value(QLatin1String("servers")).toArray();
        for (const auto& server : listed)
            servers.append(memberText(server.toObject(), "url"));
    }
    if (m_upstream->text().trimmed().isEmpty())
        m_upstream->setText(servers.join(u' '));
    showRules(told.value(QLatin1String("operations")).toArray(), told.value(QLatin1String("notes")).toArray());
}

void OpenApiDialog::showRules(const QJsonArray& paths, const QJsonArray& notes) {
    m_rules->removeRows(0, m_rules->rowCount());
    for (const auto& value : paths) {
        const auto path = value.toObject();
        m_rules->appendRow({new QStandardItem(memberText(path, "method").toUpper()),
                            new QStandardItem(memberText(path, "path")),
                            new QStandardItem(memberText(path, "summary"))});
    }
    QStringList sentences{tr("%n operation(s) found.", nullptr, m_rules->rowCount())};
    for (const auto& note : notes)
        sentences.append(note.toString());
    m_read->setText(sentences.join(u'\n'));
}

QString OpenApiDialog::idFault() const {
    static const QRegularExpression right(QStringLiteral("^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"));
    const auto id = m_id->text().trimmed();
    if (!right.match(id).hasMatch())
        return tr("A name has letters, digits, “.”, “_” and “-”, at most 64.");
    const auto kind = memberText(m_book.api(id), "kind");
    return kind.isEmpty() || kind == QLatin1String("service")
               ? QString()
               : tr("/apis/%1 is taken by an API of another kind.").arg(id);
}

QString OpenApiDialog::versionFault() const {
    static const QRegularExpression right(QStringLiteral("^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$"));
    const auto version = m_version->text().trimmed();
    if (!right.match(version).hasMatch() || version == QLatin1String("latest"))
        return tr("A version has letters, digits, “.”, “_” and “-”, at most 32, and is not “latest”.");
    const auto* row = m_book.find(QString(m_id->text().trimmed() + u'/' + version));
    const bool mayChange = row == nullptr || row->state == QLatin1String("designed");
    return mayChange ? QString() : tr("/apis/%1 is taken. Choose another version.").arg(row->key);
}

QString OpenApiDialog::upstreamFault() const {
    const auto addresses = m_upstream->text().split(u' ', Qt::SkipEmptyParts);
    for (const auto& address : addresses) {
        const QUrl url(address, QUrl::StrictMode);
        if (!url.isValid() || url.host().isEmpty() || !url.scheme().startsWith(QLatin1String("http")))
            return tr("“%1” is no address such as https://orders.example.org.").arg(address);
    }
    return addresses.isEmpty() ? tr("Say where the service is.") : QString();
}

// The draft, with the addresses that the person gave.
QJsonObject OpenApiDialog::service() const {
    auto service = m_draft;
    QJsonArray servers;
    const auto addresses = m_upstream->text().split(u' ', Qt::SkipEmptyParts);
    for (const auto& address : addresses)
        servers.append(QJsonObject{{QStringLiteral("url"), address}});
    auto groups = service.value(QLatin1String("groups")).toArray();
    auto first =
        groups.isEmpty() ? QJsonObject{{QStringLiteral("id"), QStringLiteral("main")}} : groups.first().toObject();
    first.insert(QLatin1String("servers"), servers);
    if (groups.isEmpty())
        groups.append(first);
    else
        groups.replace(0, first);
    service.insert(QLatin1String("groups"), groups);
    return service;
}

QJsonObject OpenApiDialog::wanted() const {
    auto api = m_book.api(m_id->text().trimmed());
    const bool isNew = api.isEmpty();
    api.insert(QLatin1String("id"), m_id->text().trimmed());
    api.insert(QLatin1String("kind"), QStringLiteral("service"));
    if (const auto title = m_title->text().trimmed(); !title.isEmpty())
        api.insert(QLatin1String("title"), title);
    if (const auto team = m_team->currentData().toString(); !team.isEmpty())
        api.insert(QLatin1String("team"), team);
    if (isNew)
        api.insert(QLatin1String("access"), QStringLiteral("subscription"));
    const auto number = m_version->text().trimmed();
    QJsonObject version{{QStringLiteral("version"), number}};
    QJsonArray versions;
    const auto before = api.value(QLatin1String("versions")).toArray();
    for (const auto& value : before) {
        if (memberText(value.toObject(), "version") == number)
            version = value.toObject();
        else
            versions.append(value);
    }
    auto definition = definitionOf(version);
    definition.insert(QLatin1String("service"), service());
    version.insert(QLatin1String("definition"), definition);
    versions.append(version);
    api.insert(QLatin1String("versions"), versions);
    return api;
}

void OpenApiDialog::save() {
    Change change;
    change.before = m_book.api(m_id->text().trimmed());
    change.after = wanted();
    const auto id = memberText(change.after, "id");
    change.path = change.before.isEmpty()
                      ? QStringLiteral("/apis")
                      : QString(QStringLiteral("/apis/") + QString::fromLatin1(QUrl::toPercentEncoding(id)));
    change.title = tr("Import %1", "an API").arg(id);
    m_console.changes.submit(change, this, [this](const Reply& reply) {
        if (reply.ok())
            succeeded();
        else
            failed(reply.problem());
    });
}

} // namespace gatehouse::ui
