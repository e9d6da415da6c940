// SPDX-License-Identifier: GPL-3.0-or-later
// What a translation did to a call: both sides field by field, from bodies as dialects write them, and from calls that
// a real daemon translated.
#include "tests/support/scripted_upstream.h"
#include "tests/ui/support/running_gateway.h"
#include "tests/ui/support/test_console.h"
#include "ui/log/log_view.h"
#include "ui/log/match_tree.h"
#include "ui/log/stream_collector.h"
#include "ui/log/translation_dialog.h"
#include "ui/log/translation_lens.h"
#include "ui/log/translation_match.h"
#include "ui/models/call_model.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QEventLoop>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLabel>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QStandardPaths>
#include <QTabWidget>
#include <QTableView>
#include <QTest>
#include <QTreeView>
#include <QTreeWidget>

using namespace gatehouse;
using namespace gatehouse::ui;

namespace {

constexpr int patience = 15'000;

// 'Single' quotes for double ones.
QByteArray quoted(const char* text) {
    return QByteArray(text).replace('\'', '"');
}

QJsonObject json(const char* text) {
    const auto document = QJsonDocument::fromJson(quoted(text));
    if (!document.isObject())
        qFatal("no JSON: %s", text);
    return document.object();
}

const MatchNode& node(const MatchSide& side, const char* path) {
    for (const auto& one : side) {
        if (one.path == QLatin1String(path))
            return one;
    }
    qFatal("no node %s", path);
}

QString partnerOf(const MatchSide& side, const MatchSide& others, const char* path) {
    const int partner = node(side, path).partner;
    return partner < 0 ? QString() : others[static_cast<std::size_t>(partner)].path;
}

QVector<StreamEvent> events(std::initializer_list<const char*> data) {
    QVector<StreamEvent> out;
    for (const char* one : data)
        out.append({{}, QString::fromUtf8(quoted(one))});
    return out;
}

const char* const askedChat =
    "{'model':'gpt-x','max_completion_tokens':64,'seed':7,'stop':['END'],'temperature':0.5,'messages':["
    "{'role':'system','content':'You are terse.'},{'role':'user','content':'What is the weather in Oslo?'},"
    "{'role':'assistant','content':null,'tool_calls':[{'id':'call_1','type':'function','function':"
    "{'name':'weather','arguments':'{\\'city\\':\\'Oslo\\'}'}}]},"
    "{'role':'tool','tool_call_id':'call_1','content':'Rain, 4 degrees'}]}";
const char* const sentMessages =
    "{'model':'claude-y','max_tokens':64,'stop_sequences':['END'],'temperature':0.5,'system':'You are terse.',"
    "'messages':[{'role':'user','content':[{'type':'text','text':'What is the weather in Oslo?'}]},"
    "{'role':'assistant','content':[{'type':'tool_use','id':'call_1','name':'weather','input':{'city':'Oslo'}}]},"
    "{'role':'user','content':[{'type':'tool_result','tool_use_id':'call_1','content':'Rain, 4 degrees'}]}]}";

} // namespace

class TranslationLensTest : public QObject {
    Q_OBJECT

    RunningGateway m_gateway;
    test::ScriptedUpstream m_provider;

    struct Shown : TestConsole {
        explicit Shown(const GatewayAddress& address) : view(console) {
            toast->attachTo(&view);
            view.resize(1900, 900);
            view.show();
            client.connectTo(address);
        }
        template <typename Widget>
        Widget* find(const char* name) {
            return view.findChild<Widget*>(QLatin1String(name));
        }
        QTabWidget* tabs() { return find<QTabWidget>("inspectorTabs"); }
        int lensTab() { return tabs()->indexOf(find<QWidget>("translationLens")); }
        QString current(const char* tree) {
            auto* side = find<QTreeView>(tree);
            return side->currentIndex().siblingAtColumn(MatchTree::Name).data().toString();
        }
        void chooseNewest(const QString& model) {
            auto* table = find<QTableView>("logTable");
            QTRY_VERIFY_WITH_TIMEOUT(table->model()->rowCount() > 0 &&
                                         table->model()->index(0, CallModel::Model).data().toString().contains(model),
                                     patience);
            table->selectRow(0);
        }
        LogView view;
    };

    QNetworkRequest requestTo(const QString& path) const {
        QUrl url(m_gateway.address().gateway);
        url.setPath(path);
        QNetworkRequest request(url);
        request.setRawHeader("Authorization", "Bearer " + m_gateway.key());
        request.setHeader(QNetworkRequest::ContentTypeHeader, QByteArray("application/json"));
        return request;
    }
    int post(const QString& path, const QJsonObject& body) const {
        QNetworkAccessManager network;
        auto* reply = network.post(requestTo(path), QJsonDocument(body).toJson());
        QEventLoop loop;
        QObject::connect(reply, &QNetworkReply::finished, &loop, &QEventLoop::quit);
        loop.exec();
        const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
        delete reply;
        return status;
    }
    static QJsonObject chat(const char* more = "{}") {
        auto body = json("{'model':'claude/large','seed':7,'stop':['END'],'max_completion_tokens':50,"
                         "'messages':[{'role':'user','content':'Tell me of the harbour, please.'}]}");
        const auto extra = json(more);
        for (auto it = extra.begin(); it != extra.end(); ++it)
            body.insert(it.key(), it.value());
        return body;
    }
    void answerWhole() {
        m_provider.reset();
        m_provider.answer(test::wholeAnswer(
            200, quoted("{'id':'msg_1','type':'message','role':'assistant','model':'large','content':[{'type':'text',"
                        "'text':'The harbour is full of ships.'}],'stop_reason':'end_turn','stop_sequence':null,"
                        "'usage':{'input_tokens':12,'output_tokens':9}}")
                     .toStdString()));
    }

private Q_SLOTS:
    void initTestCase() {
        QStandardPaths::setTestModeEnabled(true);
        m_gateway.setConfiguration(QByteArray("version: 1\n"
                                              "records: {bodies: all}\n"
                                              "teams:\n  - id: me\n    apps:\n      - {id: tests, keys: [\"plain:") +
                                   m_gateway.key() +
                                   "\"]}\n"
                                   "      - {id: quiet, bodies: \"off\", keys: [\"plain:gh-quiet-key-of-more-than-32-"
                                   "characters\"]}\n"
                                   "providers:\n  - {id: claude, dialect: anthropic, base_url: \"" +
                                   QByteArray::fromStdString(m_provider.baseUrl()) +
                                   "\", keys: [\"plain:sk-test\"]}\n");
        QVERIFY(m_gateway.start());
    }

    void notesAreReadInBothForms() {
        const auto notes =
            notesOf(json("{'explain':{'translated_to':'anthropic','losses':[{'field':'seed','kind':'dropped',"
                         "'detail':'No such field.'},{'field':'tools[0]','kind':'approximated','detail':"
                         "'Said otherwise.'},'n: There is one answer only.'],'carried':[{'field':'stop',"
                         "'target':'stop_sequences'},{'field':'x','target':null}]}}"));
        QCOMPARE(notes.dialect, QStringLiteral("anthropic"));
        QCOMPARE(notes.losses.size(), 3);
        QCOMPARE(notes.losses[0].fate, Fate::Dropped);
        QCOMPARE(notes.losses[1].fate, Fate::Approximated);
        QCOMPARE(notes.losses[2].field, QStringLiteral("n"));
        QCOMPARE(notes.losses[2].detail, QStringLiteral("There is one answer only."));
        QCOMPARE(notes.carried.size(), 2);
        QVERIFY(notes.carried[1].target.isEmpty());
        QVERIFY(notesOf({}).losses.isEmpty());
    }

    void eachFieldFindsItsCounterpart() {
        TranslationNotes notes;
        notes.losses = {{QStringLiteral("seed"), Fate::Dropped, QStringLiteral("No such field."), {}}};
        notes.carried = {{QStringLiteral("max_completion_tokens"), QStringLiteral("max_tokens")},
                         {QStringLiteral("temperature"), QStringLiteral("temperature")}};
        const auto match = matchBodies(json(askedChat), json(sentMessages), notes, Direction::ToProvider);
        const auto& client = match.client;
        const auto& provider = match.provider;
        QCOMPARE(partnerOf(client, provider, "max_completion_tokens"), QStringLiteral("max_tokens"));
        QCOMPARE(node(client, "max_completion_tokens").fate, Fate::Renamed);
        QCOMPARE(node(client, "temperature").fate, Fate::Kept);
        QCOMPARE(partnerOf(client, provider, "stop[0]"), QStringLiteral("stop_sequences[0]"));
        QCOMPARE(node(client, "stop[0]").fate, Fate::Renamed);
        QCOMPARE(node(client, "seed").fate, Fate::Dropped);
        QCOMPARE(node(client, "seed").detail, QStringLiteral("No such field."));
        QVERIFY(node(client, "seed").partner < 0);
        QCOMPARE(partnerOf(client, provider, "messages[0].content"), QStringLiteral("system"));
        QCOMPARE(partnerOf(client, provider, "messages[1].content"), QStringLiteral("messages[0].content[0].text"));
        QCOMPARE(partnerOf(client, provider, "messages[3].content"), QStringLiteral("messages[2].content[0].content"));
        // A text of JSON here, an object there.
        QCOMPARE(partnerOf(client, provider, "messages[2].tool_calls[0].function.arguments"),
                 QStringLiteral("messages[1].content[0].input"));
        QCOMPARE(partnerOf(client, provider, "model"), QStringLiteral("model"));
        QCOMPARE(node(client, "model").fate, Fate::Renamed); // another value
        QVERIFY(node(client, "model").detail.contains(QLatin1String("claude-y")));
        QCOMPARE(node(provider, "messages[0].content[0].type").fate, Fate::Added);
        QCOMPARE(node(provider, "messages[1].content[0].input.city").fate, Fate::Kept);
        QCOMPARE(match.counts[static_cast<std::size_t>(Fate::Dropped)], 1);
        QCOMPARE(match.places.size(), 1);
        QVERIFY(match.places[0].client > 0);
    }

    void aLossOfAGroupCountsOnceAndHoldsForAllInIt() {
        TranslationNotes notes;
        notes.losses = {{QStringLiteral("tools[0]"), Fate::Dropped, QStringLiteral("No such tool."), {}},
                        {QStringLiteral("messages[0].content[1]"), Fate::Approximated, QStringLiteral("As text."), {}},
                        {QStringLiteral("reasoning.summary"), Fate::Dropped, QStringLiteral("Not said."), {}}};
        const auto match =
            matchBodies(json("{'tools':[{'type':'web_search','filters':{'a':1,'b':2}}],"
                             "'messages':[{'role':'user','content':'one text only'}]}"),
                        json("{'messages':[{'role':'user','content':'one text only'}]}"), notes, Direction::ToProvider);
        QCOMPARE(match.counts[static_cast<std::size_t>(Fate::Dropped)], 2); // the tool, and what is not in the body
        QCOMPARE(match.counts[static_cast<std::size_t>(Fate::Approximated)], 1);
        QCOMPARE(node(match.client, "tools[0].filters.a").fate, Fate::Dropped);
        QCOMPARE(node(match.client, "tools[0].filters.a").loss, 0);
        // What is not there exactly leads to the nearest that is.
        QCOMPARE(match.client[static_cast<std::size_t>(match.places[1].client)].path,
                 QStringLiteral("messages[0].content"));
        QCOMPARE(node(match.client, "messages[0].content").fate, Fate::Kept);
        QCOMPARE(match.places[2].client, -1);
    }

    void ofAnAnswerTheClientsOwnFieldsWereAdded() {
        const auto match = matchBodies(
            json("{'object':'chat.completion','choices':[{'index':0,'finish_reason':'stop','message':{'role':'"
                 "assistant',"
                 "'content':'It rains.'}}],'usage':{'prompt_tokens':5,'completion_tokens':3,'total_tokens':8}}"),
            json("{'type':'message','role':'assistant','content':[{'type':'text','text':'It rains.'}],"
                 "'stop_reason':'end_turn','usage':{'input_tokens':5,'output_tokens':3}}"),
            {}, Direction::ToClient);
        QCOMPARE(partnerOf(match.client, match.provider, "choices[0].finish_reason"), QStringLiteral("stop_reason"));
        QCOMPARE(partnerOf(match.client, match.provider, "choices[0].message.content"),
                 QStringLiteral("content[0].text"));
        QCOMPARE(partnerOf(match.client, match.provider, "usage.completion_tokens"),
                 QStringLiteral("usage.output_tokens"));
        QCOMPARE(node(match.client, "object").fate, Fate::Added);
        QCOMPARE(node(match.client, "usage.total_tokens").fate, Fate::Added);
        QCOMPARE(node(match.provider, "type").fate, Fate::Kept);
    }

    void aVeryLargeBodyIsCutNotHeldUp() {
        QJsonArray many;
        for (int i = 0; i < 30'000; ++i)
            many.append(QJsonObject{{QStringLiteral("text"), QString::number(i)}});
        const QJsonObject body{{QStringLiteral("messages"), many}};
        const auto match = matchBodies(body, body, {}, Direction::ToProvider);
        QVERIFY(match.isCut);
        QVERIFY(match.client.size() <= 20'000);
        QCOMPARE(match.counts[static_cast<std::size_t>(Fate::Renamed)], 0);
    }

    void streamsArePutTogether_data() {
        QTest::addColumn<QVector<StreamEvent>>("pieces");
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("value");
        QTest::newRow("openai") << events(
                                       {"{'id':'a','choices':[{'index':0,'delta':{'role':'assistant','content':''}}]}",
                                        "{'id':'a','choices':[{'index':0,'delta':{'content':'Good '}}]}",
                                        "{'id':'a','choices':[{'index':0,'delta':{'content':'day'}}]}", "[DONE]"})
                                << "choices[0].message.content"
                                << "Good day";
        QTest::newRow("openai tools")
            << events({"{'choices':[{'index':0,'delta':{'tool_calls':[{'index':0,'id':'c','function':{'name':'f',"
                       "'arguments':''}}]}}]}",
                       "{'choices':[{'index':0,'delta':{'tool_calls':[{'index':0,'function':{'arguments':'{}'}}]}}]}"})
            << "choices[0].message.tool_calls[0].function.arguments"
            << "{}";
        QTest::newRow("anthropic")
            << events(
                   {"{'type':'message_start','message':{'id':'m','content':[],'usage':{'input_tokens':3}}}",
                    "{'type':'content_block_start','index':0,'content_block':{'type':'tool_use','name':'f','input':{}}"
                    "}",
                    "{'type':'content_block_delta','index':0,'delta':{'type':'input_json_delta','partial_json':'{\\'"
                    "a\\''}}",
                    "{'type':'content_block_delta','index':0,'delta':{'type':'input_json_delta','partial_json':':1}'}}",
                    "{'type':'message_delta','delta':{'stop_reason':'tool_use'},'usage':{'output_tokens':9}}"})
            << "content[0].input.a"
            << "1";
        QTest::newRow("responses") << events({"{'type':'response.created','response':{'id':'r','output':[]}}",
                                              "{'type':'response.output_text.delta','output_index':0,'delta':'Hel'}",
                                              "{'type':'response.output_text.delta','output_index':0,'delta':'lo'}"})
                                   << "output[0].text"
                                   << "Hello";
        QTest::newRow("gemini")
            << events({"{'candidates':[{'content':{'role':'model','parts':[{'text':'Good '}]}}],'modelVersion':'g'}",
                       "{'candidates':[{'content':{'role':'model','parts':[{'text':'day'}]},'finishReason':'STOP'}]}"})
            << "candidates[0].content.parts[0].text"
            << "Good day";
        QTest::newRow("cohere")
            << events({"{'type':'message-start','id':'x','delta':{'message':{'role':'assistant','content':[]}}}",
                       "{'type':'content-start','index':0,'delta':{'message':{'content':{'type':'text','text':''}}}}",
                       "{'type':'content-delta','index':0,'delta':{'message':{'content':{'text':'Good '}}}}",
                       "{'type':'content-delta','index':0,'delta':{'message':{'content':{'text':'day'}}}}",
                       "{'type':'message-end','delta':{'finish_reason':'COMPLETE'}}"})
            << "message.content[0].text"
            << "Good day";
        QTest::newRow("ollama") << events(
                                       {"{'model':'l','message':{'role':'assistant','content':'Good '},'done':false}",
                                        "{'model':'l','message':{'role':'assistant','content':'day'},'done':true}"})
                                << "message.content"
                                << "Good day";
        QTest::newRow("bedrock") << events({"{'messageStart':{'role':'assistant'}}",
                                            "{'contentBlockDelta':{'contentBlockIndex':0,'delta':{'text':'Good '}}}",
                                            "{'contentBlockDelta':{'contentBlockIndex':0,'delta':{'text':'day'}}}",
                                            "{'messageStop':{'stopReason':'end_turn'}}"})
                                 << "output.message.content[0].text"
                                 << "Good day";
    }
    void streamsArePutTogether() {
        QFETCH(QVector<StreamEvent>, pieces);
        QFETCH(QString, path);
        QFETCH(QString, value);
        const auto match = matchBodies(collected(pieces), QJsonObject(), {}, Direction::ToClient);
        QCOMPARE(node(match.client, path.toUtf8().constData()).text, value);
    }

    void theTreeIsASoundModel() {
        TestConsole console;
        const auto match = matchBodies(json(askedChat), json(sentMessages), {}, Direction::ToProvider);
        MatchTree tree(console.theme);
        QAbstractItemModelTester tester(&tree, QAbstractItemModelTester::FailureReportingMode::Fatal);
        tree.show(&match.client);
        QCOMPARE(tree.rowCount(), 6);
        tree.show(nullptr);
        QCOMPARE(tree.rowCount(), 0);
    }

    void aTranslatedCallIsShownFieldByField() {
        answerWhole();
        QCOMPARE(post(QStringLiteral("/v1/chat/completions"), chat()), 200);
        Shown shown(m_gateway.address());
        shown.chooseNewest(QStringLiteral("claude/large"));
        QTRY_VERIFY_WITH_TIMEOUT(shown.tabs()->isTabVisible(shown.lensTab()), patience);
        shown.tabs()->setCurrentIndex(shown.lensTab());
        auto* losses = shown.find<QTreeWidget>("lensLosses");
        QTRY_VERIFY_WITH_TIMEOUT(losses->isVisible() && losses->topLevelItemCount() > 0, patience);
        QTRY_VERIFY_WITH_TIMEOUT(shown.find<QTreeView>("lensClient")->isVisible(), patience);
        const auto found = losses->findItems(QStringLiteral("seed"), Qt::MatchExactly, 1);
        QCOMPARE(found.size(), 1);
        QVERIFY(found.first()->text(0).contains(QLatin1String("dropped"))); // a word beside sign and colour
        // From the loss to its field.
        QTest::mouseClick(losses->viewport(), Qt::LeftButton, {}, losses->visualItemRect(found.first()).center());
        QVERIFY(shown.current("lensClient").endsWith(QLatin1String("seed")));
        QVERIFY(shown.find<QLabel>("lensField")->text().contains(QLatin1String("dropped")));
        // One tree goes where the other does.
        auto* left = shown.find<QTreeView>("lensClient");
        auto* model = qobject_cast<MatchTree*>(left->model());
        for (int row = 0; row < model->rowCount(); ++row) {
            if (model->index(row, 0).data().toString().endsWith(QLatin1String("stop")))
                left->setCurrentIndex(model->index(row, 0));
        }
        QVERIFY2(shown.current("lensProvider").contains(QLatin1String("stop_sequences")),
                 qPrintable(shown.current("lensProvider")));
        // The answer, and the bytes.
        QTest::mouseClick(shown.find<QPushButton>("lensAnswer"), Qt::LeftButton);
        auto* right = shown.find<QTreeView>("lensProvider");
        QVERIFY(right->model()->rowCount() > 3);
        shown.find<QComboBox>("lensForm")->setCurrentIndex(1);
        QVERIFY(shown.find<QPlainTextEdit>("lensProviderText")->isVisible());
        QVERIFY(shown.find<QPlainTextEdit>("lensProviderText")->toPlainText().contains(QLatin1String("end_turn")));
        QVERIFY(shown.find<QPlainTextEdit>("lensClientText")->toPlainText().contains(QLatin1String("finish_reason")));
        // In a window of its own.
        QTRY_VERIFY(shown.find<QAction>("actionTranslation")->isEnabled());
        shown.find<QAction>("actionTranslation")->trigger();
        TranslationDialog* dialog = nullptr;
        QTRY_VERIFY((dialog = shown.view.findChild<TranslationDialog*>()) != nullptr && dialog->isVisible());
        QTRY_VERIFY_WITH_TIMEOUT(dialog->findChild<QTreeView*>(QStringLiteral("lensClient"))->isVisible(), patience);
        dialog->close();
    }

    void aStreamIsComparedAsAWhole() {
        m_provider.reset();
        std::vector<std::string> pieces;
        for (const char* piece :
             {"event: message_start\ndata: {'type':'message_start','message':{'id':'msg_2','type':'message','role':"
              "'assistant','model':'large','content':[],'stop_reason':null,'stop_sequence':null,'usage':"
              "{'input_tokens':12,'output_tokens':1}}}\n\n",
              "event: content_block_start\ndata: {'type':'content_block_start','index':0,'content_block':"
              "{'type':'text','text':''}}\n\n",
              "event: content_block_delta\ndata: {'type':'content_block_delta','index':0,'delta':"
              "{'type':'text_delta','text':'Ships '}}\n\n",
              "event: content_block_delta\ndata: {'type':'content_block_delta','index':0,'delta':"
              "{'type':'text_delta','text':'everywhere'}}\n\n",
              "event: content_block_stop\ndata: {'type':'content_block_stop','index':0}\n\n",
              "event: message_delta\ndata: {'type':'message_delta','delta':{'stop_reason':'end_turn',"
              "'stop_sequence':null},'usage':{'output_tokens':4}}\n\n",
              "event: message_stop\ndata: {'type':'message_stop'}\n\n"})
            pieces.push_back(quoted(piece).toStdString());
        m_provider.answer(test::chunkedAnswer(200, pieces));
        QCOMPARE(post(QStringLiteral("/v1/chat/completions"), chat("{'stream':true}")), 200);
        Shown shown(m_gateway.address());
        shown.chooseNewest(QStringLiteral("claude/large"));
        QTRY_VERIFY_WITH_TIMEOUT(shown.tabs()->isTabVisible(shown.lensTab()), patience);
        shown.tabs()->setCurrentIndex(shown.lensTab());
        QTRY_VERIFY_WITH_TIMEOUT(shown.find<QTreeView>("lensClient")->isVisible(), patience);
        QTest::mouseClick(shown.find<QPushButton>("lensAnswer"), Qt::LeftButton);
        const auto holds = [&](const char* tree) {
            auto* model = shown.find<QTreeView>(tree)->model();
            return !model
                        ->match(model->index(0, MatchTree::Value), Qt::DisplayRole, QStringLiteral("Ships everywhere"),
                                1, Qt::MatchExactly | Qt::MatchRecursive)
                        .isEmpty();
        };
        QVERIFY(holds("lensClient"));
        QVERIFY(holds("lensProvider"));
        QVERIFY(shown.find<QLabel>("lensAbout")->text().contains(QLatin1String("event")));
    }

    void withoutBodiesTheLossesRemain() {
        answerWhole();
        QNetworkAccessManager network;
        auto request = requestTo(QStringLiteral("/v1/chat/completions"));
        request.setRawHeader("Authorization", "Bearer gh-quiet-key-of-more-than-32-characters");
        auto* reply = network.post(request, QJsonDocument(chat()).toJson());
        QTRY_VERIFY_WITH_TIMEOUT(reply->isFinished(), patience);
        QCOMPARE(reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(), 200);
        delete reply;
        Shown shown(m_gateway.address());
        shown.chooseNewest(QStringLiteral("claude/large"));
        QTRY_VERIFY_WITH_TIMEOUT(shown.tabs()->isTabVisible(shown.lensTab()), patience);
        shown.tabs()->setCurrentIndex(shown.lensTab());
        auto* lens = shown.find<QWidget>("translationLens");
        auto* button = lens->findChild<QPushButton*>(QStringLiteral("noticeButton"));
        QTRY_VERIFY_WITH_TIMEOUT(button != nullptr && button->isVisible(), patience);
        QVERIFY(shown.find<QTreeWidget>("lensLosses")->topLevelItemCount() > 0);
        QVERIFY(!shown.find<QTreeView>("lensClient")->isVisible());
    }

    void aCallThatWentOnAsItCameHasNoLens() {
        QCOMPARE(m_gateway.call(QStringLiteral("demo/echo")), 200);
        Shown shown(m_gateway.address());
        shown.chooseNewest(QStringLiteral("demo/echo"));
        QTRY_VERIFY_WITH_TIMEOUT(shown.find<QAction>("actionExplainRouting")->isEnabled(), patience);
        QTRY_VERIFY(shown.find<QPlainTextEdit>("bodyText") != nullptr);
        QVERIFY(!shown.tabs()->isTabVisible(shown.lensTab()));
        QVERIFY(!shown.find<QAction>("actionTranslation")->isEnabled());
        QVERIFY(!shown.find<QAction>("actionTranslation")->property("why").toString().isEmpty());
    }

    // For people, where GATEHOUSE_PICTURES names a folder.
    void pictures() {
        const QString folder = qEnvironmentVariable("GATEHOUSE_PICTURES");
        if (folder.isEmpty())
            QSKIP("GATEHOUSE_PICTURES names no folder");
        answerWhole();
        QCOMPARE(post(QStringLiteral("/v1/chat/completions"), chat()), 200);
        Shown shown(m_gateway.address());
        shown.chooseNewest(QStringLiteral("claude/large"));
        QTRY_VERIFY_WITH_TIMEOUT(shown.tabs()->isTabVisible(shown.lensTab()), patience);
        shown.tabs()->setCurrentIndex(shown.lensTab());
        QTRY_VERIFY_WITH_TIMEOUT(shown.find<QTreeView>("lensClient")->isVisible(), patience);
        shown.find<QAction>("actionTranslation")->trigger();
        TranslationDialog* dialog = nullptr;
        QTRY_VERIFY((dialog = shown.view.findChild<TranslationDialog*>()) != nullptr && dialog->isVisible());
        for (const auto appearance : {Appearance::Light, Appearance::Dark}) {
            shown.theme.setAppearance(appearance);
            const QString look = appearance == Appearance::Light ? QStringLiteral("light") : QStringLiteral("dark");
            for (const QSize size : {QSize(816, 600), QSize(1680, 1000)}) {
                shown.view.resize(size);
                QTest::qWait(300);
                shown.view.grab().save(QStringLiteral("%1/lens-%2-%3.png").arg(folder, look).arg(size.width()));
            }
            dialog->grab().save(QStringLiteral("%1/lens-window-%2.png").arg(folder, look));
        }
    }
};

QTEST_MAIN(TranslationLensTest)
#include "tst_translation_lens.moc"
