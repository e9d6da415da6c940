// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/providers/provider_dialog.h"

#include "ui/providers/connection_fields.h"
#include "ui/providers/credential_fields.h"
#include "ui/providers/place_fields.h"
#include "ui/providers/provider_words.h"
#include "ui/providers/spoken_dialects.h"
#include "ui/providers/test_panel.h"
#include "ui/widgets/form.h"

#include <QAction>
#include <QComboBox>
#include <QJsonArray>
#include <QLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QScrollArea>
#include <QTimer>
#include <QUrl>
#include <algorithm>
#include <utility>

namespace gatehouse::ui {
namespace {

constexpr int waitsForReview = 202;
constexpr int charactersWide = 88;

QString freeId(const QString& wanted, const QStringList& taken) {
    if (!taken.contains(wanted))
        return wanted;
    int number = 2;
    while (taken.contains(QStringLiteral("%1-%2").arg(wanted).arg(number)))
        ++number;
    return QStringLiteral("%1-%2").arg(wanted).arg(number);
}

QJsonObject withoutReadOnly(QJsonObject provider, const QStringList& keys) {
    provider.insert(QLatin1String("keys"), QJsonArray::fromStringList(keys));
    return provider;
}

} // namespace

ProviderDialog::ProviderDialog(Console& console, const QString& title, const QString& verb, QWidget* parent)
    : FormDialog(console.theme, title, verb, parent), m_console(console) {
    setObjectName(QStringLiteral("providerDialog"));
    setMinimumWidth(fontMetrics().averageCharWidth() * charactersWide);
    setSave([this] { save(); });
}

// The result of a test needs room; what does not fit is scrolled to.
void ProviderDialog::showWhole() {
    layout()->activate();
    resize(size().expandedTo(sizeHint()).boundedTo(maximumSize()));
    for (auto* parent = m_result->parentWidget(); parent != nullptr; parent = parent->parentWidget()) {
        if (auto* area = qobject_cast<QScrollArea*>(parent))
            area->ensureWidgetVisible(m_result);
    }
}

ProviderDialog::ProviderDialog(Console& console, const CatalogueEntry& preset, const QStringList& taken,
                               QWidget* parent)
    : ProviderDialog(console, tr("Add %1").arg(preset.name), tr("Add provider"), parent) {
    m_taken = taken;
    m_preset = preset.id;
    build(&preset);
    if (!preset.alternativeDialect.isEmpty()) {
        m_dialect->setCurrentIndex(std::max(0, m_dialect->findData(preset.alternativeDialect)));
        m_baseUrl->setText(preset.baseUrl);
        m_namesDialect = true;
        m_needsBaseUrl = true;
        m_credentials->setAuth(preset.alternativeAuth);
    }
    m_id->setText(freeId(preset.id, taken));
    showAddress();
    if (m_places->any())
        m_places->focusFirst();
    else if (m_needsBaseUrl)
        m_baseUrl->setFocus();
    else
        m_keys->setFocus();
}

ProviderDialog::ProviderDialog(Console& console, const QJsonObject& provider, const CatalogueEntry* preset,
                               QWidget* parent)
    : ProviderDialog(console, tr("Edit %1").arg(provider.value(QLatin1String("id")).toString()), tr("Save"), parent) {
    m_before = provider;
    m_preset = provider.value(QLatin1String("preset")).toString();
    build(preset);
    fill(provider);
}

void ProviderDialog::build(const CatalogueEntry* preset) {
    m_needsBaseUrl = preset == nullptr ? m_preset.isEmpty() : preset->needsBaseUrl && preset->places.isEmpty();
    m_presetDialect = preset == nullptr ? QString() : preset->dialect;
    m_keyOptional = preset != nullptr && (preset->keyOptional || preset->auth == QLatin1String("none"));
    addName();
    addAddress(preset);
    m_credentials = new CredentialFields(m_console.theme, form(), preset);
    addKeys(preset);
    m_credentials->addDetails();
    showKeys();
    connect(m_credentials, &CredentialFields::changed, this, &ProviderDialog::showKeys);
    connect(m_credentials, &CredentialFields::edited, this, [this] {
        m_places->suggest(QStringLiteral("project"), m_credentials->project());
        Q_EMIT form().edited();
    });
    m_connection = new ConnectionFields(m_console.theme, form());
    showAddress();
    addTest();
    connect(&form(), &Form::edited, this, [this] {
        ++m_round;
        m_lastTest = {};
        m_result->clear(); // it was of something else
    });
}

void ProviderDialog::addName() {
    m_id = new QLineEdit;
    m_id->setReadOnly(!m_before.isEmpty());
    form().addField(QStringLiteral("id"), tr("Name"), m_id,
                    m_before.isEmpty() ? tr("Models can be asked for as NAME/model. It cannot be changed later.")
                                       : QString(),
                    [this] { return nameFault(); });
}

void ProviderDialog::addAddress(const CatalogueEntry* preset) {
    m_dialect = new QComboBox;
    for (const auto& name : spokenDialects())
        m_dialect->addItem(dialectName(name), name);
    form().addField(QStringLiteral("dialect"), tr("Speaks"), m_dialect);
    form().setFieldVisible(QStringLiteral("dialect"), m_preset.isEmpty());
    m_places = new PlaceFields(form(), preset);
    m_baseUrl = new QLineEdit;
    m_baseUrl->setPlaceholderText(
        preset != nullptr && !preset->needsBaseUrl ? preset->baseUrl : QStringLiteral("https://api.example.com/v1"));
    QString hint;
    if (m_places->any())
        hint = tr("Leave it empty to use the address above; one of your own takes its place.");
    else if (!m_needsBaseUrl)
        hint = tr("Leave it empty to use the provider's usual address.");
    form().addField(QStringLiteral("base_url"), tr("Base URL"), m_baseUrl, hint, [this] { return addressFault(); });
    m_version = new QLineEdit;
    m_version->setPlaceholderText(QStringLiteral("2024-10-21"));
    form().addField(
        QStringLiteral("api_version"), tr("API version"), m_version, tr("Leave it empty for the usual one."), [this] {
            static const QRegularExpression version(QStringLiteral("^[A-Za-z0-9.-]{0,64}$"));
            return version.match(m_version->text().trimmed()).hasMatch() ? QString()
                                                                         : tr("A version is written like 2024-10-21.");
        });
    connect(m_baseUrl, &QLineEdit::textChanged, this, &ProviderDialog::showAddress);
    connect(m_dialect, &QComboBox::currentIndexChanged, this, &ProviderDialog::showAddress);
}

QString ProviderDialog::dialect() const {
    return m_preset.isEmpty() || m_namesDialect ? m_dialect->currentData().toString() : m_presetDialect;
}

void ProviderDialog::showAddress() {
    m_places->setOwnAddress(m_baseUrl->text().trimmed());
    form().setFieldVisible(QStringLiteral("api_version"), namesVersion(dialect()) || !m_version->text().isEmpty());
    if (m_connection != nullptr)
        m_connection->setDialect(dialect());
}

// The keys that the kind of sign-in asks for, in its words.
void ProviderDialog::showKeys() {
    form().setFieldVisible(QStringLiteral("keys"), m_credentials->wantsKeys());
    const auto words = m_credentials->keysHint();
    const auto usual = m_keyOptional ? tr("This provider works without a key too.")
                                     : tr("A key is kept in the gateway's key chain or vault and never shown again.");
    form().setHint(QStringLiteral("keys"), words.isEmpty() ? usual : words);
}

void ProviderDialog::addKeys(const CatalogueEntry* preset) {
    m_keys = new KeyListEdit(m_console.theme);
    if (preset != nullptr && !preset->environment.isEmpty())
        m_keys->setVariableHint(preset->environment.first());
    const auto usual = m_keys->sizePolicy();
    m_keys->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Expanding); // of several lines: the label stands above
    form().addField(QStringLiteral("keys"), tr("Keys"), m_keys, {}, [this] { return keysFault(); });
    m_keys->setSizePolicy(usual);
    connect(m_keys, &KeyListEdit::edited, &form(), [this] {
        form().setFault(QStringLiteral("keys"), {});
        Q_EMIT form().edited();
    });
}

void ProviderDialog::addTest() {
    m_test = new QPushButton(tr("Test"));
    m_test->setObjectName(QStringLiteral("testDraft"));
    m_test->setIcon(m_console.theme.icon(QStringLiteral("plug-connected")));
    m_test->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_T));
    m_test->setToolTip(tr("Tries what stands here, without saving it"));
    addButton(m_test);
    m_result = new TestPanel(m_console.theme);
    m_result->setObjectName(QStringLiteral("testResult"));
    form().addWide(m_result);
    connect(m_test, &QPushButton::clicked, this, &ProviderDialog::test);
    connect(m_result, &TestPanel::suggestionTaken, this, [this](const QString& baseUrl) {
        m_baseUrl->setText(baseUrl);
        form().setFault(QStringLiteral("base_url"), {});
        Q_EMIT form().edited();
        test();
    });
}

void ProviderDialog::fill(const QJsonObject& provider) {
    m_id->setText(provider.value(QLatin1String("id")).toString());
    m_baseUrl->setText(provider.value(QLatin1String("base_url")).toString());
    m_dialect->setCurrentIndex(std::max(0, m_dialect->findData(provider.value(QLatin1String("dialect")).toString())));
    QStringList keys;
    const auto references = provider.value(QLatin1String("keys")).toArray();
    for (const auto& reference : references)
        keys.append(reference.toString());
    m_keys->setReferences(keys);
    m_places->fill(provider);
    m_version->setText(provider.value(QLatin1String("api_version")).toString());
    m_credentials->fill(provider);
    m_connection->fill(provider);
    showAddress();
    showKeys();
}

void ProviderDialog::focusKeys() {
    m_keys->setFocus();
}

QString ProviderDialog::nameFault() const {
    const auto text = m_id->text().trimmed();
    static const QRegularExpression name(QStringLiteral("^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"));
    if (text.isEmpty())
        return tr("Enter a name.");
    if (!name.match(text).hasMatch())
        return tr("Use letters, digits, “.”, “_” and “-” only, at most 64, and begin with a letter or digit.");
    if (m_before.isEmpty() && (m_taken.contains(text) || text == QLatin1String("demo")))
        return tr("There is a provider of this name already. Choose another name.");
    return {};
}

QString ProviderDialog::addressFault() const {
    const auto text = m_baseUrl->text().trimmed();
    if (text.isEmpty())
        return m_needsBaseUrl ? tr("Enter the address of the provider's API.") : QString();
    if (text.contains(u'{') || text.contains(u'}'))
        return tr("Put your own values in the place of what stands in braces.");
    const QUrl url(text, QUrl::StrictMode);
    const bool web = url.scheme() == QLatin1String("https") || url.scheme() == QLatin1String("http");
    if (!url.isValid() || !web || url.host().isEmpty())
        return tr("Enter a whole address, such as https://api.example.com/v1.");
    if (!url.userInfo().isEmpty() || url.hasQuery() || url.hasFragment())
        return tr("The address may hold no user name, “?” or “#”.");
    return {};
}

QString ProviderDialog::keysFault() const {
    if (auto fault = m_keys->fault(); !fault.isEmpty())
        return fault;
    if (m_keys->entries().isEmpty() && (m_credentials->needsKey() || !m_keyOptional))
        return tr("Enter a key. If this provider needs none, choose “No key is sent” above.");
    return {};
}

QVector<KeyEntry> ProviderDialog::entries() const {
    return m_credentials->wantsKeys() ? m_keys->entries() : m_credentials->secrets();
}

void ProviderDialog::setKept(int entry, const QString& reference) {
    if (m_credentials->wantsKeys())
        m_keys->setKept(entry, reference);
    else
        m_credentials->setKept(entries().at(entry).secret, reference);
}

QJsonObject ProviderDialog::body() const {
    QJsonObject provider = m_before;
    provider.insert(QLatin1String("id"), m_id->text().trimmed());
    if (!m_preset.isEmpty())
        provider.insert(QLatin1String("preset"), m_preset);
    if (m_preset.isEmpty() || m_namesDialect)
        provider.insert(QLatin1String("dialect"), m_dialect->currentData().toString());
    const auto address = m_baseUrl->text().trimmed();
    if (address.isEmpty())
        provider.remove(QLatin1String("base_url"));
    else
        provider.insert(QLatin1String("base_url"), address);
    m_places->write(provider);
    if (const auto version = m_version->text().trimmed(); version.isEmpty())
        provider.remove(QLatin1String("api_version"));
    else
        provider.insert(QLatin1String("api_version"), version);
    m_credentials->write(provider);
    m_connection->write(provider);
    QStringList keys;
    for (const auto& entry : entries()) {
        if (!entry.reference.isEmpty())
            keys.append(entry.reference);
    }
    // Without a key such a provider is called without one.
    if (m_keys->entries().isEmpty() && m_keyOptional && m_credentials->auth().isEmpty())
        provider.insert(QLatin1String("auth"), QStringLiteral("none"));
    return withoutReadOnly(provider, keys);
}

void ProviderDialog::test() {
    setBanner({});
    if (!form().check())
        return;
    ++m_round;
    m_lastTest = {};
    m_test->setEnabled(false);
    m_result->showRunning();
    testEntry(0);
}

// Every key is tried; the first that fails ends the test.
void ProviderDialog::testEntry(int entry) {
    const auto all = entries();
    auto provider = body();
    QJsonObject draft;
    if (entry < all.size()) {
        const auto& key = all.at(entry);
        if (key.secret.isEmpty() || !key.reference.isEmpty()) {
            provider = withoutReadOnly(provider, {key.reference});
        } else {
            provider = withoutReadOnly(provider, {});
            draft.insert(QLatin1String("key"), key.secret);
        }
    }
    if (const auto token = m_credentials->tokenToKeep(); !token.isEmpty()) {
        auto credentials = provider.value(QLatin1String("credentials")).toObject();
        credentials.insert(QLatin1String("session_token"), QString(u"plain:" + token)); // a draft's are never kept
        provider.insert(QLatin1String("credentials"), credentials);
    }
    draft.insert(QLatin1String("provider"), provider);
    m_console.client.send(GatewayClient::Verb::Post, QStringLiteral("/provider-tests"), draft, this,
                          [this, entry, round = m_round](const Reply& reply) {
                              if (round == m_round)
                                  takeTest(entry, reply);
                              else
                                  endTest(); // of what stood there before an edit
                          });
}

void ProviderDialog::takeTest(int entry, const Reply& reply) {
    if (!reply.ok()) {
        endTest();
        const auto problem = reply.problem();
        auto told = problem;
        if (told.field.startsWith(QLatin1String("provider.")))
            told.field.remove(0, 9);
        m_connection->unfoldFor(told.field);
        if (form().showProblem(told))
            m_result->clear();
        else
            m_result->showFailure(problem.detail);
        return;
    }
    const auto result = reply.object();
    const bool fine = result.value(QLatin1String("ok")).toBool();
    if (fine && entry + 1 < entries().size()) {
        testEntry(entry + 1);
        return;
    }
    endTest();
    m_result->showResult(result);
    QTimer::singleShot(0, this, &ProviderDialog::showWhole);
    if (fine)
        m_lastTest = result;
    else
        placeVerdict(result);
}

// What is wrong is told at its field too.
void ProviderDialog::placeVerdict(const QJsonObject& test) {
    Problem problem;
    problem.field = test.value(QLatin1String("field")).toString();
    const auto words = verdictWords(test);
    problem.detail = words.nextStep.isEmpty()
                         ? words.sentence
                         : tr("%1 %2", "a sentence, the next step").arg(words.sentence, words.nextStep);
    m_connection->unfoldFor(problem.field);
    (void)form().showProblem(problem);
}

void ProviderDialog::endTest() {
    m_test->setEnabled(true);
}

void ProviderDialog::save() {
    m_result->clear();
    keepNextKey();
}

// A typed key goes into the key chain or vault first, each once; then the provider names it.
void ProviderDialog::keepNextKey() {
    const auto all = entries();
    for (int i = 0; i < all.size(); ++i) {
        const auto& entry = all.at(i);
        if (entry.secret.isEmpty() || !entry.reference.isEmpty())
            continue;
        keepSecret(entry.secret, QString::number(i + 1), QStringLiteral("keys"),
                   [this, i](const QString& reference) { setKept(i, reference); });
        return;
    }
    if (const auto token = m_credentials->tokenToKeep(); !token.isEmpty()) {
        keepSecret(token, QStringLiteral("session"), QStringLiteral("credentials.session_token"),
                   [this, token](const QString& reference) { m_credentials->setKept(token, reference); });
        return;
    }
    submit();
}

void ProviderDialog::keepSecret(const QString& secret, const QString& ending, const QString& field,
                                std::function<void(const QString& reference)> kept) {
    // Never a name that stands: what an older secret of that name is for is not known here.
    const auto stamp = QString::number(QDateTime::currentMSecsSinceEpoch(), 36);
    const auto name = QStringLiteral("%1-%2-%3").arg(m_id->text().trimmed().left(40), stamp, ending);
    m_console.client.send(GatewayClient::Verb::Put, QStringLiteral("/secrets/") + name,
                          {{QStringLiteral("value"), secret}}, this,
                          [this, name, field, kept = std::move(kept)](const Reply& reply) {
                              if (!reply.ok()) {
                                  auto problem = reply.problem();
                                  problem.field = field;
                                  failed(problem);
                                  return;
                              }
                              m_keptNow.append(name);
                              kept(reply.object().value(QLatin1String("reference")).toString());
                              keepNextKey();
                          });
}

void ProviderDialog::submit() {
    const auto id = m_id->text().trimmed();
    Change change;
    change.before = m_before;
    change.after = body();
    change.path = m_before.isEmpty()
                      ? QStringLiteral("/providers")
                      : QString(QStringLiteral("/providers/") + QString::fromLatin1(QUrl::toPercentEncoding(id)));
    change.title = m_before.isEmpty() ? tr("Add provider %1").arg(id) : tr("Change provider %1").arg(id);
    m_console.changes.submit(change, this, [this, id](const Reply& reply) {
        if (!reply.ok() && reply.status() != waitsForReview) {
            const auto problem = reply.problem();
            m_connection->unfoldFor(problem.field);
            failed(problem);
            return;
        }
        m_keptNow.clear();
        Q_EMIT saved(id, m_lastTest);
        succeeded();
    });
}

// What was put for a provider that was never saved is taken away again.
void ProviderDialog::done(int result) {
    for (const auto& name : std::as_const(m_keptNow))
        m_console.client.send(GatewayClient::Verb::Delete, QStringLiteral("/secrets/") + name, {}, &m_console.changes,
                              [](const Reply&) {});
    m_keptNow.clear();
    FormDialog::done(result);
}

} // namespace gatehouse::ui
