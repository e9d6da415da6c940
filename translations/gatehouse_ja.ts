<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja_JP" sourcelanguage="en">
<context>
    <name>ActiveRoutes</name>
    <message numerus="yes">
        <source>%n more behind it</source>
        <translation>
            <numerusform>ほか %n 件が控えています</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>shared with %n more</source>
        <translation>
            <numerusform>ほか %n 件と共有</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 is off</source>
        <translation>%1 はオフです</translation>
    </message>
    <message>
        <source>%1 has no key</source>
        <translation>%1 にはキーがありません</translation>
    </message>
    <message>
        <source>%1 rests</source>
        <translation>%1 は休止中です</translation>
    </message>
    <message>
        <source>%1: nothing can serve it now</source>
        <translation>%1: 現在、処理できるものがありません</translation>
    </message>
    <message>
        <source>%1 → %2 / %3</source>
        <extracomment>Where calls of a model go: name asked for, provider, name there</extracomment>
        <translation>%1 → %2 / %3</translation>
    </message>
</context>
<context>
    <name>ApiLife</name>
    <message>
        <source>Submit %1 for review</source>
        <comment>an API&apos;s version</comment>
        <translation>%1 をレビューに提出</translation>
    </message>
    <message>
        <source>Publish %1</source>
        <comment>an API&apos;s version</comment>
        <translation>%1 を公開</translation>
    </message>
    <message>
        <source>Send %1 back</source>
        <comment>an API&apos;s version</comment>
        <translation>%1 を差し戻す</translation>
    </message>
    <message>
        <source>Deprecate %1</source>
        <comment>an API&apos;s version</comment>
        <translation>%1 を非推奨にする</translation>
    </message>
    <message>
        <source>Retire %1</source>
        <comment>an API&apos;s version</comment>
        <translation>%1 を廃止</translation>
    </message>
    <message>
        <source>Roll %1 back</source>
        <comment>an API&apos;s version</comment>
        <translation>%1 をロールバック</translation>
    </message>
    <message>
        <source>Submit</source>
        <translation>提出</translation>
    </message>
    <message>
        <source>Publish</source>
        <translation>公開</translation>
    </message>
    <message>
        <source>Send back</source>
        <translation>差し戻す</translation>
    </message>
    <message>
        <source>Deprecate</source>
        <translation>非推奨にする</translation>
    </message>
    <message>
        <source>Retire</source>
        <translation>廃止</translation>
    </message>
    <message>
        <source>Roll back</source>
        <translation>取り消す</translation>
    </message>
    <message>
        <source>Whoever may publish is asked to look at it. Nothing changes for callers.</source>
        <translation>公開権限のある人に確認が依頼されます。呼び出し側には何も変わりません。</translation>
    </message>
    <message>
        <source>From the next call on, callers get this.</source>
        <translation>次の呼び出しから、呼び出し側はこれを受け取ります。</translation>
    </message>
    <message>
        <source>It becomes a design again, with your note for its author.</source>
        <translation>作成者へのメモとともに下書きに戻ります。</translation>
    </message>
    <message>
        <source>It goes on answering, and tells callers in each answer when it ends and what follows.</source>
        <translation>引き続き応答し、各応答で終了時期と後継を伝えます。</translation>
    </message>
    <message>
        <source>Every further call is refused with 410. It cannot be published again.</source>
        <translation>以後の呼び出しはすべて 410 で拒否されます。再公開はできません。</translation>
    </message>
    <message>
        <source>From the next call on, callers get the release before again.</source>
        <translation>次の呼び出しから、ひとつ前のリリースに戻ります。</translation>
    </message>
</context>
<context>
    <name>Apis</name>
    <message>
        <source>A REST service</source>
        <translation>REST サービス</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <comment>a release of so many</comment>
        <translation>%2 中 %1</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>a moment, a person</comment>
        <translation>%1、%2</translation>
    </message>
</context>
<context>
    <name>Budgets</name>
    <message>
        <source>%1 %</source>
        <comment>a share</comment>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Warn</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>Switch</source>
        <translation>切り替え</translation>
    </message>
    <message>
        <source>Switch to %1</source>
        <translation>%1 に切り替え</translation>
    </message>
    <message>
        <source>Block</source>
        <translation>ブロック</translation>
    </message>
    <message>
        <source>Off · %1</source>
        <comment>an amount of dollars</comment>
        <translation>オフ · %1</translation>
    </message>
    <message>
        <source>– of %1</source>
        <comment>an amount of dollars</comment>
        <translation>– / %1</translation>
    </message>
    <message>
        <source>%1 of %2 · %3</source>
        <comment>spent, limit, share</comment>
        <translation>%1 / %2 · %3</translation>
    </message>
    <message>
        <source>%1 · over</source>
        <comment>a forecast beyond the budget</comment>
        <translation>%1 · 超過</translation>
    </message>
    <message>
        <source>None</source>
        <translation>なし</translation>
    </message>
    <message>
        <source>Budget %1</source>
        <translation>予算 %1</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>whose budget, how much of it</comment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Running calls have reserved %1.</source>
        <translation>実行中の呼び出しが %1 を予約しています。</translation>
    </message>
    <message>
        <source>At this pace %1 will be spent when the period ends.</source>
        <translation>このペースでは、期間の終わりに %1 を使います。</translation>
    </message>
    <message>
        <source>It starts anew %1.</source>
        <translation>%1 に新しく始まります。</translation>
    </message>
    <message>
        <source>Raised from %1 until %2.</source>
        <translation>%1 から引き上げ、%2 まで。</translation>
    </message>
    <message>
        <source>At the limit: %1. Alerts at %2.</source>
        <translation>上限に達したら: %1。通知: %2。</translation>
    </message>
</context>
<context>
    <name>CallDifference</name>
    <message>
        <source>Summary</source>
        <translation>概要</translation>
    </message>
    <message>
        <source>First byte</source>
        <translation>最初のバイト</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>合計</translation>
    </message>
    <message>
        <source>Attempts</source>
        <translation>試行</translation>
    </message>
    <message>
        <source>Try %1</source>
        <translation>試行 %1</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>費用</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>不明</translation>
    </message>
    <message>
        <source>Price</source>
        <translation>価格</translation>
    </message>
    <message>
        <source>Line %1</source>
        <translation>行 %1</translation>
    </message>
    <message>
        <source>not recorded</source>
        <translation>記録なし</translation>
    </message>
    <message>
        <source>recorded</source>
        <translation>記録あり</translation>
    </message>
    <message>
        <source>Body</source>
        <translation>本文</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>リクエスト</translation>
    </message>
    <message>
        <source>Response</source>
        <translation>レスポンス</translation>
    </message>
</context>
<context>
    <name>CallRequest</name>
    <message>
        <source>The request of this call was not recorded. Record bodies to send later calls again.</source>
        <translation>この呼び出しのリクエストは記録されていません。以後の呼び出しを再送するには、本文を記録してください。</translation>
    </message>
    <message>
        <source>The request of this call was not kept.</source>
        <translation>この呼び出しのリクエストは保存されていません。</translation>
    </message>
    <message>
        <source>Only the beginning of the request was recorded. Complete it before you send it.</source>
        <translation>リクエストは先頭部分だけが記録されています。送信する前に補ってください。</translation>
    </message>
    <message>
        <source>Images or sound were left out of the record. Put them back before you send it.</source>
        <translation>画像や音声は記録から省かれています。送信する前に戻してください。</translation>
    </message>
    <message>
        <source>Private data was masked in the record. Put it back before you send it.</source>
        <translation>記録では個人データが伏せられています。送信する前に戻してください。</translation>
    </message>
</context>
<context>
    <name>ChainWords</name>
    <message>
        <source>Only when %1</source>
        <translation>%1 のときだけ</translation>
    </message>
    <message>
        <source>After %1</source>
        <translation>%1 の後</translation>
    </message>
    <message>
        <source>At most %1</source>
        <translation>最大 %1</translation>
    </message>
    <message>
        <source>The chain goes on without it</source>
        <translation>これがなくてもチェーンは続きます</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>プロンプト</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>モデル</translation>
    </message>
    <message>
        <source>Tensor model</source>
        <translation>テンソルモデル</translation>
    </message>
    <message>
        <source>Published API</source>
        <translation>公開された API</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>動作中</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完了</translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>対象外</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>不合格</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>待機中</translation>
    </message>
    <message>
        <source>“%1”</source>
        <comment>a text</comment>
        <translation>「%1」</translation>
    </message>
    <message>
        <source>%1 is %2</source>
        <translation>%1 が %2</translation>
    </message>
    <message>
        <source>%1 is one of %2</source>
        <translation>%1 が %2 のいずれか</translation>
    </message>
    <message>
        <source>%1 is there</source>
        <translation>%1 がある</translation>
    </message>
    <message>
        <source>%1 is not there</source>
        <translation>%1 がない</translation>
    </message>
    <message>
        <source>Inputs</source>
        <translation>入力</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>応答</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>制限</translation>
    </message>
</context>
<context>
    <name>Changes</name>
    <message>
        <source>%1 added</source>
        <translation>%1 を追加</translation>
    </message>
    <message>
        <source>%1 deleted</source>
        <translation>%1 を削除</translation>
    </message>
    <message>
        <source>%1 changed</source>
        <translation>%1 を変更</translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation>何もありません</translation>
    </message>
    <message>
        <source>Provider %1</source>
        <translation>プロバイダー %1</translation>
    </message>
    <message>
        <source>Route %1</source>
        <translation>ルート %1</translation>
    </message>
    <message>
        <source>Team %1</source>
        <translation>チーム %1</translation>
    </message>
    <message>
        <source>Application %1</source>
        <translation>アプリケーション %1</translation>
    </message>
    <message>
        <source>Key %1</source>
        <translation>キー %1</translation>
    </message>
    <message>
        <source>Secret %1</source>
        <translation>シークレット %1</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>はい</translation>
    </message>
    <message>
        <source>no</source>
        <translation>いいえ</translation>
    </message>
    <message>
        <source>Prompt %1</source>
        <translation>プロンプト %1</translation>
    </message>
    <message>
        <source>Chain %1</source>
        <translation>チェーン %1</translation>
    </message>
    <message>
        <source>API %1</source>
        <translation>API %1</translation>
    </message>
    <message>
        <source>Plan %1</source>
        <translation>プラン %1</translation>
    </message>
    <message>
        <source>Subscription %1</source>
        <translation>サブスクリプション %1</translation>
    </message>
    <message>
        <source>User %1</source>
        <translation>ユーザー %1</translation>
    </message>
    <message>
        <source>Webhook %1</source>
        <translation>Webhook %1</translation>
    </message>
</context>
<context>
    <name>ChartMaker</name>
    <message>
        <source>Errors</source>
        <translation>エラー</translation>
    </message>
    <message>
        <source>Spend</source>
        <translation>支出</translation>
    </message>
    <message>
        <source>Pretend spend</source>
        <translation>架空の支出</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>入力</translation>
    </message>
    <message>
        <source>Cached input</source>
        <translation>キャッシュ済み入力</translation>
    </message>
    <message>
        <source>Cache write</source>
        <translation>キャッシュ書き込み</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>出力</translation>
    </message>
    <message>
        <source>Reasoning</source>
        <translation>推論</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>呼び出し</translation>
    </message>
    <message>
        <source>%1, before</source>
        <translation>%1 (前の期間)</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>その他</translation>
    </message>
    <message>
        <source>Together</source>
        <translation>合計</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>トークン</translation>
    </message>
</context>
<context>
    <name>ChartPainter</name>
    <message>
        <source>▲ %1, above</source>
        <translation>▲ %1 (範囲の上)</translation>
    </message>
</context>
<context>
    <name>ChartScale</name>
    <message>
        <source>d MMM</source>
        <extracomment>How a day is written on a chart&apos;s axis, in the letters of Qt&apos;s date formats</extracomment>
        <translation>M月d日</translation>
    </message>
    <message>
        <source>MMM yyyy</source>
        <translation>yyyy年M月</translation>
    </message>
    <message>
        <source>d MMM yyyy</source>
        <translation>yyyy年M月d日</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>%1 – %2</source>
        <translation>%1 – %2</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1、%2</translation>
    </message>
</context>
<context>
    <name>ChartTip</name>
    <message numerus="yes">
        <source>and %n more changes</source>
        <translation>
            <numerusform>ほか %n 件の変更</numerusform>
        </translation>
    </message>
    <message>
        <source>Together</source>
        <translation>合計</translation>
    </message>
    <message>
        <source>%1 %2 – %3</source>
        <translation>%1 %2 – %3</translation>
    </message>
    <message>
        <source>Sum</source>
        <translation>合計</translation>
    </message>
    <message>
        <source>Median of the hours</source>
        <translation>各時間の中央値</translation>
    </message>
    <message>
        <source>Latest: %1</source>
        <translation>最新: %1</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
</context>
<context>
    <name>Clients</name>
    <message>
        <source>The base URL ends without /v1: Claude Code adds the rest itself.</source>
        <translation>ベース URL の末尾に /v1 は付けません。残りは Claude Code が自分で補います。</translation>
    </message>
    <message>
        <source>ANTHROPIC_API_KEY must not be set as well: both would be sent, and the wrong one may win.</source>
        <translation>ANTHROPIC_API_KEY を同時に設定しないでください。両方が送信され、誤った方が優先されることがあります。</translation>
    </message>
    <message>
        <source>What settings.json says goes before what the shell says.</source>
        <translation>settings.json の内容はシェルの設定より優先されます。</translation>
    </message>
    <message>
        <source>Shell</source>
        <translation>シェル</translation>
    </message>
    <message>
        <source>settings.json</source>
        <translation>settings.json</translation>
    </message>
    <message>
        <source>Codex speaks the Responses API only.</source>
        <translation>Codex は Responses API だけを使います。</translation>
    </message>
    <message>
        <source>config.toml is read when Codex starts: start it anew after a change.</source>
        <translation>config.toml は Codex の起動時に読み込まれます。変更したら起動し直してください。</translation>
    </message>
    <message>
        <source>A config.toml inside a project cannot choose the provider; use the one in your home folder.</source>
        <translation>プロジェクト内の config.toml ではプロバイダーを選べません。ホームフォルダーのものを使ってください。</translation>
    </message>
    <message>
        <source>config.toml</source>
        <translation>config.toml</translation>
    </message>
    <message>
        <source>Choose the API key as the way to sign in; with a Google login the base URL is not used.</source>
        <translation>サインイン方法として API キーを選んでください。Google ログインではベース URL が使われません。</translation>
    </message>
    <message>
        <source>A .env file in a project goes before the one in your home folder.</source>
        <translation>プロジェクト内の .env ファイルは、ホームフォルダーのものより優先されます。</translation>
    </message>
    <message>
        <source>Cursor&apos;s own servers send the requests, so they cannot reach this computer&apos;s loopback address. The gateway needs an address on the network, with TLS.</source>
        <translation>リクエストは Cursor のサーバーから送信されるため、このコンピューターのループバックアドレスには届きません。ゲートウェイには、TLS を使うネットワーク上のアドレスが必要です。</translation>
    </message>
    <message>
        <source>The other base URL counts for all OpenAI models in Cursor, also those of its subscription.</source>
        <translation>別のベース URL は、サブスクリプション分も含め、Cursor のすべての OpenAI モデルに適用されます。</translation>
    </message>
    <message>
        <source>Completion while typing still uses Cursor&apos;s own models.</source>
        <translation>入力中の補完には、引き続き Cursor 自身のモデルが使われます。</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>設定</translation>
    </message>
    <message>
        <source>Without apiBase the key would be sent to OpenAI.</source>
        <translation>apiBase がないと、キーは OpenAI に送信されます。</translation>
    </message>
    <message>
        <source>Where a config.yaml exists, config.json is not read any more.</source>
        <translation>config.yaml がある場合、config.json は読み込まれません。</translation>
    </message>
    <message>
        <source>config.yaml</source>
        <translation>config.yaml</translation>
    </message>
    <message>
        <source>Cline keeps the key in the editor&apos;s own secret store: enter it there.</source>
        <translation>Cline はキーをエディターのシークレットストアに保存します。そこに入力してください。</translation>
    </message>
    <message>
        <source>The model&apos;s name begins with openai/ here: that tells Aider which API to speak.</source>
        <translation>ここではモデル名が openai/ で始まります。これで Aider は使う API を判断します。</translation>
    </message>
    <message>
        <source>A .aider.conf.yml in the repository goes before the one in your home folder.</source>
        <translation>リポジトリ内の .aider.conf.yml は、ホームフォルダーのものより優先されます。</translation>
    </message>
    <message>
        <source>.aider.conf.yml</source>
        <translation>.aider.conf.yml</translation>
    </message>
    <message>
        <source>In a container 127.0.0.1 is the container itself. The gateway must listen on an address that the container reaches.</source>
        <translation>コンテナー内の 127.0.0.1 はコンテナー自身です。ゲートウェイは、コンテナーから届くアドレスで待ち受ける必要があります。</translation>
    </message>
    <message>
        <source>The variables count at the first start only; later change the connection under Admin Settings &gt; Connections.</source>
        <translation>変数は初回起動時だけ有効です。以後は Admin Settings &gt; Connections で接続を変更してください。</translation>
    </message>
    <message>
        <source>Docker</source>
        <translation>Docker</translation>
    </message>
    <message>
        <source>Set the variable GATEHOUSE_KEY to your key first: export GATEHOUSE_KEY=…</source>
        <translation>先に変数 GATEHOUSE_KEY にキーを設定してください: export GATEHOUSE_KEY=…</translation>
    </message>
    <message>
        <source>Python</source>
        <translation>Python</translation>
    </message>
    <message>
        <source>JavaScript</source>
        <translation>JavaScript</translation>
    </message>
    <message>
        <source>Use OpenAILike, not OpenAI: the latter refuses names of models that it does not know.</source>
        <translation>OpenAI ではなく OpenAILike を使ってください。OpenAI は知らないモデル名を拒否します。</translation>
    </message>
    <message>
        <source>The base URL ends without /v1: the library adds it.</source>
        <translation>ベース URL の末尾に /v1 は付けません。ライブラリが補います。</translation>
    </message>
    <message>
        <source>OpenAI</source>
        <translation>OpenAI</translation>
    </message>
    <message>
        <source>Anthropic</source>
        <translation>Anthropic</translation>
    </message>
    <message>
        <source>Gemini</source>
        <translation>Gemini</translation>
    </message>
    <message>
        <source>Bedrock</source>
        <translation>Bedrock</translation>
    </message>
    <message>
        <source>Cohere</source>
        <translation>Cohere</translation>
    </message>
    <message>
        <source>Bedrock form</source>
        <translation>Bedrock 形式</translation>
    </message>
    <message>
        <source>Vertex form</source>
        <translation>Vertex 形式</translation>
    </message>
    <message>
        <source>In the Bedrock and Vertex forms project and region have to be there, but play no part.</source>
        <translation>Bedrock と Vertex の形式ではプロジェクトとリージョンが必要ですが、使われません。</translation>
    </message>
    <message>
        <source>Responses go over HTTP or, where Codex opens one, over a WebSocket at the same address.</source>
        <translation>Responses は HTTP、または Codex が開いた場合は同じアドレスの WebSocket を使います。</translation>
    </message>
    <message>
        <source>Ollama&apos;s clients send no key of their own accord: the header carries it.</source>
        <translation>Ollama のクライアントは自分ではキーを送りません。ヘッダーがキーを運びます。</translation>
    </message>
    <message>
        <source>The gateway takes its key as a Bedrock API key; a signature with an access key cannot be checked and is refused.</source>
        <translation>ゲートウェイは自身のキーを Bedrock API キーとして受け取ります。アクセスキーによる署名は検証できないため拒否されます。</translation>
    </message>
    <message>
        <source>The region has to be there, but plays no part.</source>
        <translation>リージョンは必要ですが、使われません。</translation>
    </message>
    <message>
        <source>With TLS, AWS_BEARER_TOKEN_BEDROCK does the same; without it boto3 refuses to send a key by itself.</source>
        <translation>TLS があれば AWS_BEARER_TOKEN_BEDROCK でも同じです。ない場合、boto3 は自らキーを送ることを拒みます。</translation>
    </message>
</context>
<context>
    <name>Confirm</name>
    <message>
        <source>Type %1 to go on:</source>
        <translation>続けるには %1 と入力してください:</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
</context>
<context>
    <name>Conformance</name>
    <message>
        <source>Testing: %1 of %2</source>
        <translation>テスト中: %1 / %2</translation>
    </message>
    <message>
        <source>Stopped, %1</source>
        <comment>day</comment>
        <translation>停止、%1</translation>
    </message>
    <message numerus="yes">
        <source>All %n pass, %1</source>
        <comment>day</comment>
        <translation>
            <numerusform>%n 件すべて合格、%1</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2 pass, %3</source>
        <comment>tests, tests, day</comment>
        <translation>%2 件中 %1 件合格、%3</translation>
    </message>
    <message>
        <source>Plain</source>
        <translation>通常</translation>
    </message>
    <message>
        <source>Stream</source>
        <translation>ストリーム</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>ツール</translation>
    </message>
    <message>
        <source>Parallel tools</source>
        <translation>並列ツール</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>画像</translation>
    </message>
    <message>
        <source>Structured output</source>
        <translation>構造化出力</translation>
    </message>
    <message>
        <source>Reasoning</source>
        <translation>推論</translation>
    </message>
    <message>
        <source>Long output</source>
        <translation>長い出力</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>エラー</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
</context>
<context>
    <name>ConnectionDialog</name>
    <message>
        <source>Add a connection</source>
        <translation>接続を追加</translation>
    </message>
    <message>
        <source>Edit connection</source>
        <translation>接続を編集</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>接続</translation>
    </message>
</context>
<context>
    <name>Connections</name>
    <message>
        <source>Enter the address, such as https://gateway.example:8643.</source>
        <translation>アドレスを入力してください (例: https://gateway.example:8643)。</translation>
    </message>
    <message>
        <source>This is no address. It begins with https:// and names a host, such as https://gateway.example:8643.</source>
        <translation>これはアドレスではありません。https:// で始まり、ホスト名を含めてください (例: https://gateway.example:8643)。</translation>
    </message>
    <message>
        <source>Leave out user names, ? and #: the token has a field of its own.</source>
        <translation>ユーザー名、?、# は入れないでください。トークンには専用の欄があります。</translation>
    </message>
    <message>
        <source>Leave out the path: host and port are enough.</source>
        <translation>パスは入れないでください。ホストとポートだけで十分です。</translation>
    </message>
    <message>
        <source>Use https: over http the token could be read on the way.</source>
        <translation>https を使ってください。http では途中でトークンを読み取られるおそれがあります。</translation>
    </message>
</context>
<context>
    <name>CredentialKinds</name>
    <message>
        <source>Access key ID</source>
        <translation>アクセスキー ID</translation>
    </message>
    <message>
        <source>An access key ID has letters and digits only, such as AKIAIOSFODNN7EXAMPLE.</source>
        <translation>アクセスキー ID は AKIAIOSFODNN7EXAMPLE のように英数字のみです。</translation>
    </message>
    <message>
        <source>Enter the access key ID whose secret stands below.</source>
        <translation>下のシークレットに対応するアクセスキー ID を入力してください。</translation>
    </message>
    <message>
        <source>Tenant</source>
        <translation>テナント</translation>
    </message>
    <message>
        <source>The directory&apos;s id or domain.</source>
        <translation>ディレクトリの ID またはドメイン。</translation>
    </message>
    <message>
        <source>A tenant is an id or a domain, such as contoso.onmicrosoft.com.</source>
        <translation>テナントは contoso.onmicrosoft.com のような ID またはドメインです。</translation>
    </message>
    <message>
        <source>Enter the tenant that the application is in.</source>
        <translation>アプリケーションが属するテナントを入力してください。</translation>
    </message>
    <message>
        <source>Client ID</source>
        <translation>クライアント ID</translation>
    </message>
    <message>
        <source>Of the application or identity. Without one the machine&apos;s own counts, or what the key says.</source>
        <translation>アプリケーションまたは ID のもの。空の場合はマシン自身のもの、またはキーの内容が使われます。</translation>
    </message>
    <message>
        <source>A client ID has no blanks.</source>
        <translation>クライアント ID に空白は使えません。</translation>
    </message>
    <message>
        <source>Enter the client ID whose secret stands below.</source>
        <translation>下のシークレットに対応するクライアント ID を入力してください。</translation>
    </message>
    <message>
        <source>Region</source>
        <translation>リージョン</translation>
    </message>
    <message>
        <source>Leave it empty where the address says it.</source>
        <translation>アドレスに含まれる場合は空のままにします。</translation>
    </message>
    <message>
        <source>A region is written like eu-west-1.</source>
        <translation>リージョンは eu-west-1 のように書きます。</translation>
    </message>
    <message>
        <source>Profile</source>
        <translation>プロファイル</translation>
    </message>
    <message>
        <source>Of ~/.aws/config on the gateway&apos;s machine. Leave it empty for the default.</source>
        <translation>ゲートウェイのマシンの ~/.aws/config のもの。空の場合は既定のものを使います。</translation>
    </message>
    <message>
        <source>A profile&apos;s name has letters, digits and . _ @ + - only.</source>
        <translation>プロファイル名に使えるのは英数字と . _ @ + - のみです。</translation>
    </message>
    <message>
        <source>Role to assume</source>
        <translation>引き受けるロール</translation>
    </message>
    <message>
        <source>Leave it empty to sign with the credential itself.</source>
        <translation>空の場合は認証情報そのもので署名します。</translation>
    </message>
    <message>
        <source>A role is written like arn:aws:iam::123456789012:role/gatehouse.</source>
        <translation>ロールは arn:aws:iam::123456789012:role/gatehouse のように書きます。</translation>
    </message>
    <message>
        <source>External ID</source>
        <translation>外部 ID</translation>
    </message>
    <message>
        <source>What the role&apos;s owner wants to see, if anything.</source>
        <translation>ロールの所有者が求める値（ある場合）。</translation>
    </message>
    <message>
        <source>An external ID has letters, digits and + = , . @ : / _ - only.</source>
        <translation>外部 ID に使えるのは英数字と + = , . @ : / _ - のみです。</translation>
    </message>
    <message>
        <source>Act as</source>
        <translation>代理するアカウント</translation>
    </message>
    <message>
        <source>A service account that is impersonated. Leave it empty to act as the credential itself.</source>
        <translation>権限を借用するサービスアカウント。空の場合は認証情報そのものとして動作します。</translation>
    </message>
    <message>
        <source>Enter the service account&apos;s address, such as gateway@project.iam.gserviceaccount.com.</source>
        <translation>gateway@project.iam.gserviceaccount.com のようにサービスアカウントのアドレスを入力してください。</translation>
    </message>
    <message>
        <source>Token address</source>
        <translation>トークンのアドレス</translation>
    </message>
    <message>
        <source>Where tokens are fetched. Some presets know it already.</source>
        <translation>トークンの取得先。プリセットによっては既知です。</translation>
    </message>
    <message>
        <source>Enter a whole address, such as https://login.example.com/oauth/token.</source>
        <translation>https://login.example.com/oauth/token のように完全なアドレスを入力してください。</translation>
    </message>
    <message>
        <source>Scope</source>
        <translation>スコープ</translation>
    </message>
    <message>
        <source>Leave it empty for the usual one.</source>
        <translation>空の場合は標準のものを使います。</translation>
    </message>
    <message>
        <source>Scopes are plain words, parted by single blanks.</source>
        <translation>スコープは半角空白 1 つで区切った単語です。</translation>
    </message>
    <message>
        <source>Audience</source>
        <translation>オーディエンス</translation>
    </message>
    <message>
        <source>Where the token server asks for one.</source>
        <translation>トークンサーバーが求める場合。</translation>
    </message>
    <message>
        <source>An audience has no blanks.</source>
        <translation>オーディエンスに空白は使えません。</translation>
    </message>
    <message>
        <source>Parameter</source>
        <translation>パラメーター</translation>
    </message>
    <message>
        <source>A parameter&apos;s name has letters, digits and . _ ~ - only.</source>
        <translation>パラメーター名に使えるのは英数字と . _ ~ - のみです。</translation>
    </message>
    <message>
        <source>Before the key</source>
        <translation>キーの前</translation>
    </message>
    <message>
        <source>A word that stands before the key in the header, if any.</source>
        <translation>ヘッダーでキーの前に置く語（ある場合）。</translation>
    </message>
    <message>
        <source>Enter one word without blanks in it.</source>
        <translation>空白を含まない 1 語を入力してください。</translation>
    </message>
    <message>
        <source>As is usual for this provider</source>
        <translation>このプロバイダーの標準</translation>
    </message>
    <message>
        <source>API key (Authorization: Bearer)</source>
        <translation>API キー (Authorization: Bearer)</translation>
    </message>
    <message>
        <source>No key is sent</source>
        <translation>キーを送信しない</translation>
    </message>
    <message>
        <source>API key in the address</source>
        <translation>アドレスに入れる API キー</translation>
    </message>
    <message>
        <source>API key in a header of its own</source>
        <translation>専用ヘッダーの API キー</translation>
    </message>
    <message>
        <source>AWS signature (SigV4)</source>
        <translation>AWS 署名 (SigV4)</translation>
    </message>
    <message>
        <source>Google Cloud token</source>
        <translation>Google Cloud トークン</translation>
    </message>
    <message>
        <source>Microsoft Entra ID token</source>
        <translation>Microsoft Entra ID トークン</translation>
    </message>
    <message>
        <source>OAuth client credentials</source>
        <translation>OAuth クライアント資格情報</translation>
    </message>
    <message>
        <source>IBM Cloud token for an API key</source>
        <translation>API キーによる IBM Cloud トークン</translation>
    </message>
    <message>
        <source>API key in the header %1</source>
        <translation>ヘッダー %1 の API キー</translation>
    </message>
    <message>
        <source>Credentials of the gateway&apos;s machine</source>
        <translation>ゲートウェイのマシンの認証情報</translation>
    </message>
    <message>
        <source>Access key</source>
        <translation>アクセスキー</translation>
    </message>
    <message>
        <source>Service account, its JSON given here</source>
        <translation>サービスアカウント（JSON をここで指定）</translation>
    </message>
    <message>
        <source>Service account, its JSON kept elsewhere</source>
        <translation>サービスアカウント（JSON は別の場所）</translation>
    </message>
    <message>
        <source>Application and client secret</source>
        <translation>アプリケーションとクライアントシークレット</translation>
    </message>
    <message>
        <source>Managed or workload identity of the gateway&apos;s machine</source>
        <translation>ゲートウェイのマシンのマネージド ID またはワークロード ID</translation>
    </message>
    <message>
        <source>Wherever it is found</source>
        <translation>見つかった場所</translation>
    </message>
    <message>
        <source>Variables of the environment</source>
        <translation>環境変数</translation>
    </message>
    <message>
        <source>File of gcloud (application default)</source>
        <translation>gcloud のファイル (application default)</translation>
    </message>
    <message>
        <source>Files in ~/.aws</source>
        <translation>~/.aws 内のファイル</translation>
    </message>
    <message>
        <source>What the container&apos;s environment names</source>
        <translation>コンテナーの環境が示すもの</translation>
    </message>
    <message>
        <source>Workload identity (a token in a file)</source>
        <translation>ワークロード ID（ファイル内のトークン）</translation>
    </message>
    <message>
        <source>Managed identity of the machine</source>
        <translation>マシンのマネージド ID</translation>
    </message>
    <message>
        <source>Metadata address of the machine</source>
        <translation>マシンのメタデータアドレス</translation>
    </message>
    <message>
        <source>The secret access key. It is kept in the gateway&apos;s key chain or vault and never shown again.</source>
        <translation>シークレットアクセスキー。ゲートウェイのキーチェーンまたは保管庫に保存され、再び表示されることはありません。</translation>
    </message>
    <message>
        <source>The client secret. It is kept in the gateway&apos;s key chain or vault and never shown again.</source>
        <translation>クライアントシークレット。ゲートウェイのキーチェーンまたは保管庫に保存され、再び表示されることはありません。</translation>
    </message>
    <message>
        <source>Where the service account&apos;s JSON is kept: a file or variable of the gateway, or its vault.</source>
        <translation>サービスアカウントの JSON の保存先: ゲートウェイのファイル、変数、または保管庫。</translation>
    </message>
    <message>
        <source>The API key for which tokens are fetched. It is kept in the gateway&apos;s key chain or vault.</source>
        <translation>トークンの取得に使う API キー。ゲートウェイのキーチェーンまたは保管庫に保存されます。</translation>
    </message>
</context>
<context>
    <name>DesktopHabits</name>
    <message>
        <source>%1 cannot be written (%2). Make the folder writable, then try again.</source>
        <translation>%1 に書き込めません (%2)。フォルダーを書き込み可能にしてから、もう一度お試しください。</translation>
    </message>
</context>
<context>
    <name>EmbeddedGateway</name>
    <message>
        <source>This computer</source>
        <translation>このコンピューター</translation>
    </message>
</context>
<context>
    <name>Environment</name>
    <message>
        <source>This version cannot use it.</source>
        <translation>このバージョンでは使えません。</translation>
    </message>
    <message>
        <source>It needs an address too; add it under Providers.</source>
        <translation>アドレスも必要です。「プロバイダー」で追加してください。</translation>
    </message>
    <message>
        <source>Its value is not a key.</source>
        <translation>値がキーではありません。</translation>
    </message>
</context>
<context>
    <name>EnvironmentCheck</name>
    <message>
        <source>%1, line %2</source>
        <comment>file</comment>
        <translation>%1、%2 行目</translation>
    </message>
</context>
<context>
    <name>Explanation</name>
    <message>
        <source>It was tried again.</source>
        <translation>再試行されました。</translation>
    </message>
    <message>
        <source>The next target was tried.</source>
        <translation>次のターゲットが試されました。</translation>
    </message>
    <message>
        <source>The error was passed to the client.</source>
        <translation>エラーがクライアントに渡されました。</translation>
    </message>
    <message>
        <source>The client left before it ended.</source>
        <translation>終わる前にクライアントが離れました。</translation>
    </message>
    <message>
        <source>It was cancelled here.</source>
        <translation>ここでキャンセルされました。</translation>
    </message>
    <message>
        <source>Try %1: %2 served it with status %3 in %4.</source>
        <translation>試行 %1: %2 がステータス %3 で %4 で処理しました。</translation>
    </message>
    <message>
        <source>Try %1: %2 answered with status %3 (%4) after %5.</source>
        <translation>試行 %1: %2 が %5 後にステータス %3 (%4) を返しました。</translation>
    </message>
    <message>
        <source>not used</source>
        <translation>不使用</translation>
    </message>
    <message>
        <source>Try %1: %2 did not answer (%3), after %4.</source>
        <translation>試行 %1: %2 は応答しませんでした (%3)。経過時間 %4。</translation>
    </message>
    <message>
        <source>no reason was told</source>
        <translation>理由の通知なし</translation>
    </message>
    <message>
        <source>With the key %1.</source>
        <translation>使用したキーは %1 です。</translation>
    </message>
    <message>
        <source>The client got the whole answer, with status %1.</source>
        <translation>クライアントは応答全体をステータス %1 で受け取りました。</translation>
    </message>
    <message>
        <source>The gateway refused the call with status %1 (%2); no provider was asked.</source>
        <translation>ゲートウェイがステータス %1 (%2) で呼び出しを拒否しました。プロバイダーには問い合わせていません。</translation>
    </message>
    <message>
        <source>The answer broke off behind its beginning; the client was told in the stream.</source>
        <translation>応答は始まった後に途切れました。クライアントにはストリーム内で通知されました。</translation>
    </message>
    <message>
        <source>The call was cancelled in the console; the client was told so.</source>
        <translation>呼び出しはコンソールでキャンセルされ、クライアントに通知されました。</translation>
    </message>
    <message>
        <source>The client left before the answer was complete.</source>
        <translation>応答が完了する前にクライアントが離れました。</translation>
    </message>
    <message>
        <source>The client got an error with status %1 (%2).</source>
        <translation>クライアントはステータス %1 (%2) のエラーを受け取りました。</translation>
    </message>
    <message>
        <source>The cache held this very answer.</source>
        <translation>キャッシュに同一の質問への応答がありました。</translation>
    </message>
    <message>
        <source>The cache held the answer to a question that means the same.</source>
        <translation>キャッシュに同じ意味の質問への応答がありました。</translation>
    </message>
    <message>
        <source>The cache held no answer.</source>
        <translation>キャッシュに応答はありませんでした。</translation>
    </message>
    <message>
        <source>The key %1 belongs to the application %2 of the team %3.</source>
        <translation>キー %1 は、チーム %3 のアプリケーション %2 のものです。</translation>
    </message>
    <message>
        <source>No key was recognised.</source>
        <translation>キーは認識されませんでした。</translation>
    </message>
    <message>
        <source>The client asked for the model %1.</source>
        <translation>クライアントはモデル %1 を要求しました。</translation>
    </message>
    <message>
        <source>The rule that counts: %1.</source>
        <translation>適用された規則: %1。</translation>
    </message>
    <message>
        <source>Limit %1: %2 of %3 used.</source>
        <translation>制限 %1: %3 中 %2 を使用。</translation>
    </message>
    <message>
        <source>%1 was not tried: %2.</source>
        <comment>target, reason</comment>
        <translation>%1 は試されませんでした: %2。</translation>
    </message>
    <message>
        <source>First choice: %1.</source>
        <translation>第一候補: %1。</translation>
    </message>
    <message>
        <source>Price: %1.</source>
        <translation>価格: %1。</translation>
    </message>
    <message>
        <source>It was translated into the provider&apos;s dialect, %1.</source>
        <translation>プロバイダーの方言 %1 に翻訳されました。</translation>
    </message>
    <message>
        <source>Lost in translation: %1</source>
        <translation>翻訳で失われたもの: %1</translation>
    </message>
    <message>
        <source>The provider&apos;s next key was tried.</source>
        <translation>プロバイダーの次のキーを試しました。</translation>
    </message>
    <message>
        <source>Another route went on with the call.</source>
        <translation>別のルートが呼び出しを引き継ぎました。</translation>
    </message>
    <message>
        <source>Another target continued the answer, with a visible seam.</source>
        <translation>別のターゲットが、継ぎ目が見える形で回答を続けました。</translation>
    </message>
    <message>
        <source>It was one of two calls; the other answer was used.</source>
        <translation>二つの呼び出しの一方でした。もう一方の回答が使われました。</translation>
    </message>
    <message>
        <source>The route %1 has this name.</source>
        <translation>ルート %1 がこの名前を持ちます。</translation>
    </message>
    <message>
        <source>The route %1 goes on with it.</source>
        <translation>ルート %1 が引き継ぎます。</translation>
    </message>
    <message>
        <source>Its rule “%1” fits this call.</source>
        <translation>そのルール「%1」がこの呼び出しに合います。</translation>
    </message>
    <message>
        <source>Where it failed, the route %1 was to go on.</source>
        <translation>失敗した場合はルート %1 が引き継ぐはずでした。</translation>
    </message>
    <message>
        <source>No route has this name; it names a provider&apos;s model itself: %1.</source>
        <translation>この名前のルートはなく、プロバイダーのモデルを直接指しています：%1。</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>reason, figure</comment>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>it stands first among those that could serve</source>
        <translation>応答できるものの中で先頭にあるため</translation>
    </message>
    <message>
        <source>it was drawn by weight</source>
        <translation>重みによる抽選で選ばれたため</translation>
    </message>
    <message>
        <source>it was its turn</source>
        <translation>順番だったため</translation>
    </message>
    <message>
        <source>it had the fewest calls under way</source>
        <translation>実行中の呼び出しが最も少なかったため</translation>
    </message>
    <message>
        <source>it lately began to answer soonest</source>
        <translation>最近最も早く答え始めたため</translation>
    </message>
    <message>
        <source>it was expected to cost least</source>
        <translation>最も安いと見込まれたため</translation>
    </message>
    <message>
        <source>this caller always comes here</source>
        <translation>この呼び出し元は常にここに来るため</translation>
    </message>
    <message>
        <source>the call fell to the canary</source>
        <translation>呼び出しがカナリアに当たったため</translation>
    </message>
    <message>
        <source>the call fell to its share of the experiment</source>
        <translation>呼び出しが実験の割り当てに当たったため</translation>
    </message>
    <message>
        <source>the prompt&apos;s cache is there</source>
        <translation>プロンプトのキャッシュがそこにあるため</translation>
    </message>
    <message>
        <source>First choice: %1, because %2.</source>
        <comment>target, reason</comment>
        <translation>第一候補：%1。理由：%2。</translation>
    </message>
    <message>
        <source>The call %1 brought that answer.</source>
        <translation>その回答は呼び出し %1 によるものです。</translation>
    </message>
    <message>
        <source>That saved %1.</source>
        <translation>%1 を節約しました。</translation>
    </message>
    <message>
        <source>Cache: %1.</source>
        <translation>キャッシュ: %1。</translation>
    </message>
    <message>
        <source>It waited %1 for room at %2, at first as number %3.</source>
        <translation>%2 の空きを %1 待ちました。最初は %3 番目でした。</translation>
    </message>
    <message>
        <source>It waited %1 for room at %2 in vain, at first as number %3.</source>
        <translation>%2 の空きを %1 待ちましたが得られませんでした。最初は %3 番目でした。</translation>
    </message>
</context>
<context>
    <name>Export</name>
    <message>
        <source>Configuration written to %1, without secrets.</source>
        <translation>構成をシークレットなしで %1 に書き出しました。</translation>
    </message>
    <message>
        <source>%1 cannot be written: %2 Choose another place.</source>
        <translation>%1 に書き込めません: %2 別の場所を選んでください。</translation>
    </message>
    <message>
        <source>Export the configuration</source>
        <translation>構成をエクスポート</translation>
    </message>
    <message>
        <source>YAML files (*.yaml *.yml)</source>
        <translation>YAML ファイル (*.yaml *.yml)</translation>
    </message>
</context>
<context>
    <name>Fate</name>
    <message>
        <source>kept</source>
        <translation>保持</translation>
    </message>
    <message>
        <source>renamed</source>
        <translation>改名</translation>
    </message>
    <message>
        <source>approximated</source>
        <translation>近似</translation>
    </message>
    <message>
        <source>dropped</source>
        <translation>破棄</translation>
    </message>
    <message>
        <source>added</source>
        <translation>追加</translation>
    </message>
    <message numerus="yes">
        <source>%n kept</source>
        <translation>
            <numerusform>保持 %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n renamed</source>
        <translation>
            <numerusform>改名 %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n approximated</source>
        <translation>
            <numerusform>近似 %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n dropped</source>
        <translation>
            <numerusform>破棄 %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n added</source>
        <translation>
            <numerusform>追加 %n</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 (%2): %3</source>
        <comment>field, what became of it, why</comment>
        <translation>%1 (%2): %3</translation>
    </message>
</context>
<context>
    <name>FileChange</name>
    <message>
        <source>The file could not be written: %1.</source>
        <translation>ファイルに書き込めませんでした: %1。</translation>
    </message>
    <message>
        <source>The file could not be replaced: %1.</source>
        <translation>ファイルを置き換えられませんでした: %1。</translation>
    </message>
    <message>
        <source>This is no ordinary file. Copy the settings by hand.</source>
        <translation>これは通常のファイルではありません。設定を手作業でコピーしてください。</translation>
    </message>
    <message>
        <source>The file belongs to somebody else. Copy the settings by hand.</source>
        <translation>このファイルは別のユーザーのものです。設定を手作業でコピーしてください。</translation>
    </message>
    <message>
        <source>The file is write-protected. Copy the settings by hand.</source>
        <translation>ファイルは書き込み禁止です。設定を手作業でコピーしてください。</translation>
    </message>
    <message>
        <source>The file has changed meanwhile, so it was left alone. Look at it again.</source>
        <translation>その間にファイルが変更されたため、手を加えませんでした。もう一度確認してください。</translation>
    </message>
    <message>
        <source>The link to this file leads round in a circle.</source>
        <translation>このファイルへのリンクが循環しています。</translation>
    </message>
    <message>
        <source>The file cannot be read.</source>
        <translation>ファイルを読み込めません。</translation>
    </message>
    <message>
        <source>The folder of the file cannot be made.</source>
        <translation>ファイルのフォルダーを作成できません。</translation>
    </message>
    <message>
        <source>No backup could be written: %1.</source>
        <translation>バックアップを書き込めませんでした: %1。</translation>
    </message>
    <message>
        <source>The file could not be removed.</source>
        <translation>ファイルを削除できませんでした。</translation>
    </message>
</context>
<context>
    <name>Format</name>
    <message>
        <source>%1 ms</source>
        <translation>%1 ミリ秒</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1 分 %2 秒</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Hit</source>
        <comment>of the cache</comment>
        <translation>ヒット</translation>
    </message>
    <message>
        <source>Hit by meaning</source>
        <comment>of the cache</comment>
        <translation>意味でヒット</translation>
    </message>
    <message>
        <source>Miss</source>
        <comment>of the cache</comment>
        <translation>ミス</translation>
    </message>
</context>
<context>
    <name>ImageFile</name>
    <message>
        <source>This file cannot be read. Choose another one.</source>
        <translation>このファイルは読み込めません。別のファイルを選んでください。</translation>
    </message>
    <message>
        <source>An image may have at most %1. Make it smaller and try again.</source>
        <translation>画像の上限は %1 です。小さくしてもう一度お試しください。</translation>
    </message>
    <message>
        <source>Models take PNG, JPEG, GIF and WebP. This is none of them.</source>
        <translation>モデルが受け付けるのは PNG、JPEG、GIF、WebP です。このファイルはどれでもありません。</translation>
    </message>
</context>
<context>
    <name>KeepText</name>
    <message>
        <source>For ever</source>
        <translation>無期限</translation>
    </message>
    <message>
        <source>Unlimited</source>
        <translation>無制限</translation>
    </message>
    <message numerus="yes">
        <source>%n days</source>
        <translation>
            <numerusform>%n 日</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hours</source>
        <translation>
            <numerusform>%n 時間</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Keys</name>
    <message>
        <source>No limit</source>
        <translation>制限なし</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>モデル</translation>
    </message>
    <message>
        <source>Names parted by commas. * allows all, gpt-* all that begin so.</source>
        <translation>名前をコンマで区切ります。* はすべて、gpt-* は gpt- で始まるすべてを許可します。</translation>
    </message>
    <message>
        <source>No budget</source>
        <translation>予算なし</translation>
    </message>
    <message>
        <source>Budget in dollars</source>
        <translation>予算 (ドル)</translation>
    </message>
    <message>
        <source>Period of the budget</source>
        <translation>予算の期間</translation>
    </message>
    <message>
        <source>dollars a month</source>
        <translation>ドル/月</translation>
    </message>
    <message>
        <source>dollars a week</source>
        <translation>ドル/週</translation>
    </message>
    <message>
        <source>dollars a day</source>
        <translation>ドル/日</translation>
    </message>
    <message>
        <source>dollars in all</source>
        <translation>ドル (総額)</translation>
    </message>
    <message>
        <source>Budget</source>
        <translation>予算</translation>
    </message>
    <message>
        <source>At the budget, calls are refused until the next period.</source>
        <translation>予算に達すると、次の期間まで呼び出しは拒否されます。</translation>
    </message>
    <message>
        <source>Requests a minute</source>
        <translation>1 分あたりのリクエスト数</translation>
    </message>
    <message>
        <source>Tokens a minute</source>
        <translation>1 分あたりのトークン数</translation>
    </message>
    <message>
        <source>Calls at once</source>
        <translation>同時呼び出し数</translation>
    </message>
    <message>
        <source>The * of “%1” may stand at the end only.</source>
        <translation>「%1」の * は末尾にだけ置けます。</translation>
    </message>
    <message>
        <source>Enter an amount such as 25 or 0.50, or nothing for no budget.</source>
        <translation>25 や 0.50 のような金額を入力してください。予算なしの場合は空にします。</translation>
    </message>
    <message>
        <source>The key chain refused to keep it. Unlock the key chain, then keep it again.</source>
        <translation>キーチェーンが保存を拒否しました。キーチェーンのロックを解除してから、もう一度保存してください。</translation>
    </message>
    <message>
        <source>There is no key chain on this computer. Copy the key and store it yourself.</source>
        <translation>このコンピューターにはキーチェーンがありません。キーをコピーして、ご自身で保管してください。</translation>
    </message>
    <message>
        <source>The key chain could not keep it. Copy the key and store it yourself.</source>
        <translation>キーチェーンに保存できませんでした。キーをコピーして、ご自身で保管してください。</translation>
    </message>
    <message>
        <source>Active</source>
        <translation>有効</translation>
    </message>
    <message>
        <source>Ends soon</source>
        <translation>まもなく終了</translation>
    </message>
    <message>
        <source>Expired</source>
        <translation>期限切れ</translation>
    </message>
    <message>
        <source>Disabled</source>
        <translation>無効</translation>
    </message>
    <message>
        <source>Revoked</source>
        <translation>失効</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>なし</translation>
    </message>
    <message>
        <source>Just now</source>
        <translation>たった今</translation>
    </message>
    <message numerus="yes">
        <source>%n min ago</source>
        <translation>
            <numerusform>%n 分前</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n h ago</source>
        <translation>
            <numerusform>%n 時間前</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>In %n min</source>
        <translation>
            <numerusform>%n 分後</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>In %n h</source>
        <translation>
            <numerusform>%n 時間後</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>In %n day(s)</source>
        <translation>
            <numerusform>%n 日後</numerusform>
        </translation>
    </message>
    <message>
        <source>today</source>
        <translation>今日</translation>
    </message>
    <message>
        <source>this week</source>
        <translation>今週</translation>
    </message>
    <message>
        <source>this month</source>
        <translation>今月</translation>
    </message>
    <message>
        <source>in all</source>
        <translation>累計</translation>
    </message>
</context>
<context>
    <name>Limits</name>
    <message>
        <source>None</source>
        <translation>なし</translation>
    </message>
    <message>
        <source>High</source>
        <translation>高</translation>
    </message>
    <message>
        <source>Low</source>
        <translation>低</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>リクエスト</translation>
    </message>
    <message>
        <source>Tokens of prompts</source>
        <translation>プロンプトのトークン</translation>
    </message>
    <message>
        <source>Tokens of answers</source>
        <translation>回答のトークン</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>トークン</translation>
    </message>
    <message>
        <source>an hour</source>
        <translation>1 時間あたり</translation>
    </message>
    <message>
        <source>a day</source>
        <translation>1 日あたり</translation>
    </message>
    <message>
        <source>a minute</source>
        <translation>1 分あたり</translation>
    </message>
    <message>
        <source>Calls at once</source>
        <translation>同時呼び出し数</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>Requests, a minute</comment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>Only from</source>
        <translation>接続元の限定</translation>
    </message>
    <message>
        <source>Never from</source>
        <translation>接続元の拒否</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>モデル</translation>
    </message>
    <message>
        <source>Largest request</source>
        <translation>最大のリクエスト</translation>
    </message>
    <message>
        <source>Longest answer, in tokens</source>
        <translation>最長の回答（トークン）</translation>
    </message>
    <message>
        <source>Priority</source>
        <translation>優先度</translation>
    </message>
</context>
<context>
    <name>LiteLlm</name>
    <message>
        <source>This has no counterpart in Gatehouse and is left out.</source>
        <translation>Gatehouse に対応するものがないため、省かれます。</translation>
    </message>
    <message>
        <source>This is not a list and cannot be read.</source>
        <translation>これはリストではないため、読み込めません。</translation>
    </message>
    <message>
        <source>It has no model_name and is left out.</source>
        <translation>model_name がないため、省かれます。</translation>
    </message>
    <message>
        <source>Gatehouse has no routes for patterns. Ask for its models as %1/MODEL instead.</source>
        <translation>Gatehouse にはパターンのルートがありません。代わりに %1/MODEL としてモデルを要求してください。</translation>
    </message>
    <message>
        <source>A route has at most 64 targets; this one is left out.</source>
        <translation>ルートのターゲットは 64 個までです。これは省かれます。</translation>
    </message>
    <message>
        <source>Prices come from the catalogue. Check this one under Models &amp; routes.</source>
        <translation>価格はカタログから取得されます。「モデルとルート」でこの価格を確認してください。</translation>
    </message>
    <message>
        <source>Targets of a route are tried in the order of the file (priority).</source>
        <translation>ルートのターゲットは、ファイルの順 (優先順位) に試されます。</translation>
    </message>
    <message>
        <source>Gatehouse falls back on failures, not for this reason; this is left out.</source>
        <translation>Gatehouse のフォールバックは失敗時のみで、この理由では行われません。これは省かれます。</translation>
    </message>
    <message>
        <source>Gatehouse keeps no master key. Make a gateway key for each application.</source>
        <translation>Gatehouse にはマスターキーがありません。アプリケーションごとにゲートウェイのキーを作成してください。</translation>
    </message>
    <message>
        <source>Set this variable for the gateway itself.</source>
        <translation>この変数はゲートウェイ自体に設定してください。</translation>
    </message>
    <message>
        <source>It names no model and is left out.</source>
        <translation>モデルが指定されていないため、省かれます。</translation>
    </message>
    <message>
        <source>This is not a whole number and is left out.</source>
        <translation>整数ではないため、省かれます。</translation>
    </message>
    <message>
        <source>Gatehouse tries a target at most 10 times; that is taken.</source>
        <translation>Gatehouse が 1 つのターゲットを試すのは 10 回までです。この値を使います。</translation>
    </message>
    <message>
        <source>No model of that name was taken over.</source>
        <translation>その名前のモデルは取り込まれていません。</translation>
    </message>
    <message>
        <source>It falls back to %1, which was not taken over.</source>
        <translation>フォールバック先の %1 は取り込まれていません。</translation>
    </message>
    <message>
        <source>It stands for %1, which was not taken over.</source>
        <translation>これが指す %1 は取り込まれていません。</translation>
    </message>
    <message>
        <source>A model of that name stands in model_list; the alias is left out.</source>
        <translation>同じ名前のモデルが model_list にあるため、別名は省かれます。</translation>
    </message>
    <message>
        <source>This file holds no model_list. Choose the configuration of a LiteLLM proxy.</source>
        <translation>このファイルには model_list がありません。LiteLLM プロキシの構成を選んでください。</translation>
    </message>
    <message>
        <source>It has no litellm_params.model and is left out.</source>
        <translation>litellm_params.model がないため、省かれます。</translation>
    </message>
    <message>
        <source>It does not say which provider serves %1; it is left out.</source>
        <translation>%1 を提供するプロバイダーが指定されていないため、省かれます。</translation>
    </message>
    <message>
        <source>The catalogue knows no provider %1; it is left out.</source>
        <translation>カタログにプロバイダー %1 がないため、省かれます。</translation>
    </message>
    <message>
        <source>This version cannot use %1; it is left out.</source>
        <translation>このバージョンでは %1 を使えないため、省かれます。</translation>
    </message>
    <message>
        <source>This version cannot use %1; it is left out. %2</source>
        <translation>このバージョンでは %1 を使えないため、省かれます。%2</translation>
    </message>
    <message>
        <source>Gatehouse limits applications, not targets; set it there.</source>
        <translation>Gatehouse の制限は、ターゲットではなくアプリケーションに対するものです。そちらで設定してください。</translation>
    </message>
    <message>
        <source>%1 needs an address (api_base); it is left out.</source>
        <translation>%1 にはアドレス (api_base) が必要なため、省かれます。</translation>
    </message>
    <message>
        <source>An address cannot be read from a variable; write it into the file. The model is left out.</source>
        <translation>アドレスは変数から読み込めません。ファイルに直接書いてください。このモデルは省かれます。</translation>
    </message>
    <message>
        <source>This is not an http or https address without user, query and fragment. The model is left out.</source>
        <translation>これは、ユーザー、クエリ、フラグメントのない http または https のアドレスではありません。このモデルは省かれます。</translation>
    </message>
    <message>
        <source>This is neither os.environ/NAME nor a key. The model is left out.</source>
        <translation>これは os.environ/NAME でもキーでもありません。このモデルは省かれます。</translation>
    </message>
    <message>
        <source>The key stands in the file. It is moved into the key chain; take it out of the file.</source>
        <translation>キーがファイルに書かれています。キーチェーンに移されますので、ファイルからは取り除いてください。</translation>
    </message>
    <message>
        <source>This is not a number of seconds; left out.</source>
        <translation>秒数ではないため、省かれます。</translation>
    </message>
</context>
<context>
    <name>Measure</name>
    <message>
        <source>Latency</source>
        <translation>レイテンシ</translation>
    </message>
    <message>
        <source>First-byte time</source>
        <translation>最初のバイトまでの時間</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>エラー</translation>
    </message>
    <message>
        <source>Spend</source>
        <translation>支出</translation>
    </message>
    <message>
        <source>Pretend spend (demo)</source>
        <translation>架空の支出 (デモ)</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>トークン</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>呼び出し</translation>
    </message>
    <message>
        <source>Not grouped</source>
        <translation>グループ化しない</translation>
    </message>
    <message>
        <source>All calls</source>
        <translation>すべての呼び出し</translation>
    </message>
    <message>
        <source>By provider</source>
        <translation>プロバイダー別</translation>
    </message>
    <message>
        <source>Provider</source>
        <translation>プロバイダー</translation>
    </message>
    <message>
        <source>By model</source>
        <translation>モデル別</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>モデル</translation>
    </message>
    <message>
        <source>By key</source>
        <translation>キー別</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>キー</translation>
    </message>
    <message>
        <source>By team</source>
        <translation>チーム別</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>チーム</translation>
    </message>
    <message>
        <source>By application</source>
        <translation>アプリケーション別</translation>
    </message>
    <message>
        <source>Application</source>
        <translation>アプリケーション</translation>
    </message>
    <message>
        <source>By route</source>
        <translation>ルート別</translation>
    </message>
    <message>
        <source>Route</source>
        <translation>ルート</translation>
    </message>
    <message>
        <source>By status</source>
        <translation>ステータス別</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>ステータス</translation>
    </message>
    <message>
        <source>%1k</source>
        <extracomment>Thousands and millions, short: 12k, 3M</extracomment>
        <translation>%1k</translation>
    </message>
    <message>
        <source>%1M</source>
        <translation>%1M</translation>
    </message>
    <message>
        <source>None</source>
        <translation>なし</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>その他</translation>
    </message>
    <message>
        <source>No error</source>
        <translation>エラーなし</translation>
    </message>
    <message>
        <source>By API</source>
        <translation>API 別</translation>
    </message>
    <message>
        <source>API</source>
        <translation>API</translation>
    </message>
    <message>
        <source>By prompt</source>
        <translation>プロンプト別</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>プロンプト</translation>
    </message>
</context>
<context>
    <name>Merge</name>
    <message>
        <source>The file is too large to be a settings file.</source>
        <translation>設定ファイルとしては大きすぎます。</translation>
    </message>
    <message>
        <source>The file is not UTF-8 text.</source>
        <translation>ファイルが UTF-8 テキストではありません。</translation>
    </message>
    <message>
        <source>A value cannot be written into this file.</source>
        <translation>このファイルに書き込めない値があります。</translation>
    </message>
    <message>
        <source>Line %1: %2. Mend the file, or copy the settings by hand.</source>
        <translation>%1 行目: %2。ファイルを直すか、設定を手作業でコピーしてください。</translation>
    </message>
    <message>
        <source>The file holds no JSON object. Copy the settings by hand.</source>
        <translation>ファイルに JSON オブジェクトがありません。設定を手作業でコピーしてください。</translation>
    </message>
    <message>
        <source>The file uses these names for something else. Copy the settings by hand.</source>
        <translation>ファイルでは、これらの名前が別の目的に使われています。設定を手作業でコピーしてください。</translation>
    </message>
    <message>
        <source>The file is laid out in a way that cannot be changed safely. Copy the settings by hand.</source>
        <translation>ファイルの書式が、安全に変更できないものです。設定を手作業でコピーしてください。</translation>
    </message>
    <message>
        <source>The file holds several documents. Copy the settings by hand.</source>
        <translation>ファイルに複数のドキュメントがあります。設定を手作業でコピーしてください。</translation>
    </message>
</context>
<context>
    <name>MustacheWords</name>
    <message>
        <source>The section “%1” is not closed. Write {{/%1}} where it ends.</source>
        <translation>セクション「%1」が閉じられていません。終わりに {{/%1}} と書いてください。</translation>
    </message>
    <message>
        <source>This tag is not closed. Write }} where it ends.</source>
        <translation>このタグは閉じられていません。終わりに }} と書いてください。</translation>
    </message>
    <message>
        <source>There is no partial “%1”. Add it, or correct the name.</source>
        <translation>部品「%1」はありません。追加するか、名前を直してください。</translation>
    </message>
    <message>
        <source>No section “%1” is open here.</source>
        <translation>ここではセクション「%1」は開いていません。</translation>
    </message>
    <message>
        <source>The section “%1” ends first.</source>
        <translation>先にセクション「%1」が終わります。</translation>
    </message>
    <message>
        <source>This tag names nothing. Write a variable between the braces.</source>
        <translation>このタグには名前がありません。かっこの間に変数を書いてください。</translation>
    </message>
    <message>
        <source>There is no variable “%1”. Add it, or correct the name.</source>
        <translation>変数「%1」はありません。追加するか、名前を直してください。</translation>
    </message>
</context>
<context>
    <name>NotificationKinds</name>
    <message>
        <source>Failover and recovery</source>
        <translation>フェイルオーバーと復旧</translation>
    </message>
    <message>
        <source>A provider stops answering, or answers again.</source>
        <translation>プロバイダーが応答しなくなったとき、または再び応答したとき。</translation>
    </message>
    <message>
        <source>Budgets</source>
        <translation>予算</translation>
    </message>
    <message>
        <source>A budget reaches 50, 80 or 100 percent.</source>
        <translation>予算の使用率が 50、80、100 パーセントに達したとき。</translation>
    </message>
    <message>
        <source>Rejected keys</source>
        <translation>拒否されたキー</translation>
    </message>
    <message>
        <source>A provider does not accept its key.</source>
        <translation>プロバイダーがキーを受け付けないとき。</translation>
    </message>
    <message>
        <source>Gateway stopped</source>
        <translation>ゲートウェイの停止</translation>
    </message>
    <message>
        <source>The gateway stops, cannot be reached, or is back.</source>
        <translation>ゲートウェイが停止したとき、接続できないとき、または復帰したとき。</translation>
    </message>
    <message>
        <source>Waiting approvals</source>
        <translation>承認待ち</translation>
    </message>
    <message>
        <source>Somebody asks for a subscription that a person decides about.</source>
        <translation>人が判断するサブスクリプションが申請されました。</translation>
    </message>
</context>
<context>
    <name>PlannedChange</name>
    <message>
        <source>a key in plain text</source>
        <translation>平文のキー</translation>
    </message>
    <message>
        <source>changes: %1</source>
        <translation>変更: %1</translation>
    </message>
    <message>
        <source>in team %1</source>
        <translation>チーム: %1</translation>
    </message>
    <message>
        <source>of %1</source>
        <translation>アプリケーション: %1</translation>
    </message>
</context>
<context>
    <name>ProductDialogs</name>
    <message>
        <source>Begin with a letter or digit; then letters, digits, dots, _ and - only.</source>
        <translation>英字か数字で始め、続けて英数字、ピリオド、_、- だけを使ってください。</translation>
    </message>
    <message>
        <source>This id is taken already.</source>
        <translation>この ID はすでに使われています。</translation>
    </message>
    <message>
        <source>The organisation</source>
        <translation>組織</translation>
    </message>
</context>
<context>
    <name>Products</name>
    <message>
        <source>Designed</source>
        <translation>下書き</translation>
    </message>
    <message>
        <source>In review</source>
        <translation>レビュー中</translation>
    </message>
    <message>
        <source>Published</source>
        <translation>公開中</translation>
    </message>
    <message>
        <source>Deprecated</source>
        <translation>非推奨</translation>
    </message>
    <message>
        <source>Retired</source>
        <translation>廃止</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>待機中</translation>
    </message>
    <message>
        <source>Approved</source>
        <translation>承認済み</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>却下</translation>
    </message>
    <message>
        <source>Suspended</source>
        <translation>一時停止</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>取り消し</translation>
    </message>
    <message>
        <source>Expired</source>
        <translation>期限切れ</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>プロンプト</translation>
    </message>
    <message>
        <source>Chain</source>
        <translation>チェーン</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>モデル</translation>
    </message>
    <message>
        <source>REST service</source>
        <translation>REST サービス</translation>
    </message>
    <message>
        <source>With an approved subscription</source>
        <translation>承認済みのサブスクリプションで</translation>
    </message>
    <message>
        <source>The owning team alone</source>
        <translation>所有チームのみ</translation>
    </message>
    <message>
        <source>Every key of this gateway</source>
        <translation>このゲートウェイのすべてのキー</translation>
    </message>
    <message>
        <source>Plain text</source>
        <translation>プレーンテキスト</translation>
    </message>
    <message>
        <source>Checked JSON</source>
        <translation>検証済み JSON</translation>
    </message>
    <message>
        <source>As OpenAI answers</source>
        <translation>OpenAI 形式</translation>
    </message>
    <message>
        <source>As Anthropic answers</source>
        <translation>Anthropic 形式</translation>
    </message>
    <message>
        <source>As Gemini answers</source>
        <translation>Gemini 形式</translation>
    </message>
    <message>
        <source>%1 requests a minute</source>
        <translation>1 分あたり %1 リクエスト</translation>
    </message>
    <message>
        <source>%1 tokens a minute</source>
        <translation>1 分あたり %1 トークン</translation>
    </message>
    <message>
        <source>%1 calls at once</source>
        <translation>同時に %1 呼び出し</translation>
    </message>
    <message>
        <source>at most %1 a day</source>
        <translation>1 日あたり最大 %1</translation>
    </message>
    <message>
        <source>at most %1 a week</source>
        <translation>1 週間あたり最大 %1</translation>
    </message>
    <message>
        <source>at most %1 a month</source>
        <translation>1 か月あたり最大 %1</translation>
    </message>
    <message>
        <source>at most %1 in all</source>
        <translation>合計で最大 %1</translation>
    </message>
    <message>
        <source>%1 a month</source>
        <comment>a price</comment>
        <translation>月額 %1</translation>
    </message>
    <message>
        <source>%1 a call</source>
        <comment>a price</comment>
        <translation>1 回 %1</translation>
    </message>
    <message>
        <source>cost + %1 %</source>
        <comment>a price</comment>
        <translation>原価 + %1 %</translation>
    </message>
    <message>
        <source>Free</source>
        <translation>無料</translation>
    </message>
    <message>
        <source>Just now</source>
        <translation>たった今</translation>
    </message>
    <message numerus="yes">
        <source>%n min</source>
        <comment>an age</comment>
        <translation>
            <numerusform>%n 分</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n h</source>
        <comment>an age</comment>
        <translation>
            <numerusform>%n 時間</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n day(s)</source>
        <comment>an age</comment>
        <translation>
            <numerusform>%n 日</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PromptExamples</name>
    <message>
        <source>Sentiment</source>
        <translation>感情</translation>
    </message>
    <message>
        <source>Judges the mood of a text, as JSON that is checked.</source>
        <translation>文章の気分を判定し、検査済みの JSON で返します。</translation>
    </message>
    <message>
        <source>Summary</source>
        <translation>概要</translation>
    </message>
    <message>
        <source>Sums up a text in some sentences, for somebody.</source>
        <translation>文章を数文で、読み手に合わせて要約します。</translation>
    </message>
    <message>
        <source>Translation</source>
        <translation>翻訳</translation>
    </message>
    <message>
        <source>Translates into any language, with a glossary.</source>
        <translation>用語集を使い、どの言語にも翻訳します。</translation>
    </message>
    <message>
        <source>Extraction</source>
        <translation>抽出</translation>
    </message>
    <message>
        <source>Reads fields out of a text, such as an invoice.</source>
        <translation>請求書などの文章から項目を読み取ります。</translation>
    </message>
    <message>
        <source>Answer from sources</source>
        <translation>資料に基づく回答</translation>
    </message>
    <message>
        <source>Answers from what was found, and says from where.</source>
        <translation>見つかった内容から答え、出典を示します。</translation>
    </message>
</context>
<context>
    <name>PromptFileWords</name>
    <message>
        <source>%1 cannot be written: %2 Choose another place.</source>
        <translation>%1 に書き込めません: %2 別の場所を選んでください。</translation>
    </message>
    <message>
        <source>%1 cannot be read.</source>
        <translation>%1 を読み取れません。</translation>
    </message>
    <message>
        <source>There are too many files here. Choose the folder that holds prompts only.</source>
        <translation>ファイルが多すぎます。プロンプトだけを含むフォルダーを選んでください。</translation>
    </message>
    <message>
        <source>No prompts lie in this folder.</source>
        <translation>このフォルダーにプロンプトはありません。</translation>
    </message>
    <message>
        <source>The gateway named a file outside of the folder: %1</source>
        <translation>ゲートウェイがフォルダー外のファイルを示しました: %1</translation>
    </message>
    <message>
        <source>The prompt was written to %1.</source>
        <translation>プロンプトを %1 に書き込みました。</translation>
    </message>
    <message numerus="yes">
        <source>%n prompt(s) imported.</source>
        <translation>
            <numerusform>プロンプト %n 件をインポートしました。</numerusform>
        </translation>
    </message>
    <message>
        <source>Export the prompt into a folder</source>
        <translation>プロンプトをフォルダーにエクスポート</translation>
    </message>
    <message>
        <source>Import prompts from a folder</source>
        <translation>フォルダーからプロンプトをインポート</translation>
    </message>
</context>
<context>
    <name>PromptWords</name>
    <message>
        <source>System</source>
        <translation>システム</translation>
    </message>
    <message>
        <source>User</source>
        <translation>ユーザー</translation>
    </message>
    <message>
        <source>Assistant</source>
        <translation>アシスタント</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>label, version</comment>
        <translation>%1 %2</translation>
    </message>
</context>
<context>
    <name>ProviderWords</name>
    <message>
        <source>The provider answers and takes the key.</source>
        <translation>プロバイダーは応答し、キーを受け付けました。</translation>
    </message>
    <message>
        <source>The provider has no key.</source>
        <translation>プロバイダーにキーがありません。</translation>
    </message>
    <message>
        <source>Add a key, or choose that none is sent.</source>
        <translation>キーを追加するか、キーを送信しない設定を選んでください。</translation>
    </message>
    <message>
        <source>The key cannot be read.</source>
        <translation>キーを読み込めません。</translation>
    </message>
    <message>
        <source>Check the name of the variable or file, or replace the key.</source>
        <translation>変数名やファイル名を確認するか、キーを置き換えてください。</translation>
    </message>
    <message>
        <source>The key chain is locked, so the key cannot be read.</source>
        <translation>キーチェーンがロックされているため、キーを読み込めません。</translation>
    </message>
    <message>
        <source>Unlock the key chain, then test again.</source>
        <translation>キーチェーンのロックを解除してから、もう一度テストしてください。</translation>
    </message>
    <message>
        <source>The key holds characters that cannot be sent.</source>
        <translation>キーに送信できない文字が含まれています。</translation>
    </message>
    <message>
        <source>Copy the key again, without line ends.</source>
        <translation>改行を含めずに、キーをもう一度コピーしてください。</translation>
    </message>
    <message>
        <source>The provider wants a key.</source>
        <translation>プロバイダーはキーを必要としています。</translation>
    </message>
    <message>
        <source>Add one, and choose how it is sent.</source>
        <translation>キーを追加し、送信方法を選んでください。</translation>
    </message>
    <message>
        <source>The provider rejects this key.</source>
        <translation>プロバイダーがこのキーを拒否しています。</translation>
    </message>
    <message>
        <source>Copy it again from the provider&apos;s site and replace it.</source>
        <translation>プロバイダーのサイトからもう一度コピーして、置き換えてください。</translation>
    </message>
    <message>
        <source>The provider knows the key, but does not let it in.</source>
        <translation>プロバイダーはこのキーを認識していますが、アクセスを許可していません。</translation>
    </message>
    <message>
        <source>Check the key&apos;s project, region and rights, or replace it.</source>
        <translation>キーのプロジェクト、リージョン、権限を確認するか、キーを置き換えてください。</translation>
    </message>
    <message>
        <source>The host of %1 cannot be found.</source>
        <translation>%1 のホストが見つかりません。</translation>
    </message>
    <message>
        <source>Check the host name and this machine&apos;s network.</source>
        <translation>ホスト名とこのマシンのネットワークを確認してください。</translation>
    </message>
    <message>
        <source>Nothing listens at %1.</source>
        <translation>%1 で待ち受けているものがありません。</translation>
    </message>
    <message>
        <source>Check the port, and that the server runs.</source>
        <translation>ポートと、サーバーの動作を確認してください。</translation>
    </message>
    <message>
        <source>No connection to %1 comes to stand.</source>
        <translation>%1 への接続を確立できません。</translation>
    </message>
    <message>
        <source>Check the address, the network and the firewall.</source>
        <translation>アドレス、ネットワーク、ファイアウォールを確認してください。</translation>
    </message>
    <message>
        <source>%1 does not answer.</source>
        <translation>%1 が応答しません。</translation>
    </message>
    <message>
        <source>Check the address and the firewall.</source>
        <translation>アドレスとファイアウォールを確認してください。</translation>
    </message>
    <message>
        <source>The proxy does not lead to the provider.</source>
        <translation>プロキシがプロバイダーにつながりません。</translation>
    </message>
    <message>
        <source>Check the proxy&apos;s address, user and password.</source>
        <translation>プロキシのアドレス、ユーザー、パスワードを確認してください。</translation>
    </message>
    <message>
        <source>No secure connection to %1 comes to stand.</source>
        <translation>%1 への安全な接続を確立できません。</translation>
    </message>
    <message>
        <source>Check the host name, or name your own authority under Advanced.</source>
        <translation>ホスト名を確認するか、「詳細」で独自の認証局を指定してください。</translation>
    </message>
    <message>
        <source>%1 takes the connection, but does not answer in time.</source>
        <translation>%1 は接続を受け付けますが、時間内に応答しません。</translation>
    </message>
    <message>
        <source>Test again; if it stays so, check the address.</source>
        <translation>もう一度テストしてください。変わらない場合はアドレスを確認してください。</translation>
    </message>
    <message>
        <source>%1 ended the connection before its answer was whole.</source>
        <translation>%1 は応答の途中で接続を終了しました。</translation>
    </message>
    <message>
        <source>The test was cancelled.</source>
        <translation>テストはキャンセルされました。</translation>
    </message>
    <message>
        <source>Test again.</source>
        <translation>もう一度テストしてください。</translation>
    </message>
    <message>
        <source>%1 leads elsewhere.</source>
        <translation>%1 は別の場所につながっています。</translation>
    </message>
    <message>
        <source>Enter the address that the provider&apos;s documentation names.</source>
        <translation>プロバイダーのドキュメントにあるアドレスを入力してください。</translation>
    </message>
    <message>
        <source>%1 does not answer as a model API does.</source>
        <translation>%1 はモデルの API としての応答を返しません。</translation>
    </message>
    <message>
        <source>Enter the API&apos;s address; often it has its own host or ends in /v1.</source>
        <translation>API のアドレスを入力してください。専用のホストであるか、末尾が /v1 のことがよくあります。</translation>
    </message>
    <message>
        <source>The provider takes no more calls from this key just now.</source>
        <translation>プロバイダーは現在、このキーからの呼び出しをこれ以上受け付けません。</translation>
    </message>
    <message>
        <source>Wait a minute and test again.</source>
        <translation>1 分待ってから、もう一度テストしてください。</translation>
    </message>
    <message>
        <source>The key is right, but its account has no credit left.</source>
        <translation>キーは正しいのですが、アカウントのクレジットが残っていません。</translation>
    </message>
    <message>
        <source>Add credit at the provider, or use another key.</source>
        <translation>プロバイダーでクレジットを追加するか、別のキーを使ってください。</translation>
    </message>
    <message>
        <source>The provider has trouble of its own.</source>
        <translation>プロバイダー側で問題が起きています。</translation>
    </message>
    <message>
        <source>Wait and test again.</source>
        <translation>しばらく待ってから、もう一度テストしてください。</translation>
    </message>
    <message>
        <source>Healthy</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>No calls yet</source>
        <translation>呼び出しはまだありません</translation>
    </message>
    <message>
        <source>Trying again</source>
        <translation>再試行中</translation>
    </message>
    <message>
        <source>Failing, left alone</source>
        <translation>失敗のため休止中</translation>
    </message>
    <message>
        <source>Key rejected</source>
        <translation>キーの拒否</translation>
    </message>
    <message>
        <source>No usable key</source>
        <translation>使えるキーなし</translation>
    </message>
    <message>
        <source>Disabled</source>
        <translation>無効</translation>
    </message>
    <message>
        <source>Not known</source>
        <translation>不明</translation>
    </message>
    <message>
        <source>There is no API at %1.</source>
        <translation>%1 に API がありません。</translation>
    </message>
    <message>
        <source>Use %1: that address answers.</source>
        <translation>%1 を使ってください。このアドレスは応答します。</translation>
    </message>
    <message>
        <source>There is no list of models at %1.</source>
        <translation>%1 にモデルの一覧がありません。</translation>
    </message>
    <message>
        <source>Check the base URL.</source>
        <translation>ベース URL を確認してください。</translation>
    </message>
    <message>
        <source>Key read</source>
        <translation>キーの読み込み</translation>
    </message>
    <message>
        <source>Host name</source>
        <translation>ホスト名</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>接続</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>プロキシ</translation>
    </message>
    <message>
        <source>Secure connection</source>
        <translation>安全な接続</translation>
    </message>
    <message>
        <source>First byte</source>
        <translation>最初のバイト</translation>
    </message>
    <message>
        <source>Key accepted</source>
        <translation>キーの受け付け</translation>
    </message>
    <message>
        <source>List of models</source>
        <translation>モデルの一覧</translation>
    </message>
    <message>
        <source>Call of one token</source>
        <translation>1 トークンの呼び出し</translation>
    </message>
    <message>
        <source>Often used</source>
        <translation>よく使われるもの</translation>
    </message>
    <message>
        <source>Model makers and clouds</source>
        <translation>モデル開発元とクラウド</translation>
    </message>
    <message>
        <source>Many models behind one key</source>
        <translation>1 つのキーで多数のモデル</translation>
    </message>
    <message>
        <source>On this computer</source>
        <translation>このコンピューター上</translation>
    </message>
    <message>
        <source>Hosted by yourself</source>
        <translation>自前のホスト</translation>
    </message>
    <message>
        <source>Subscriptions</source>
        <translation>サブスクリプション</translation>
    </message>
    <message>
        <source>Agent platforms</source>
        <translation>エージェント基盤</translation>
    </message>
    <message>
        <source>Any other address</source>
        <translation>その他のアドレス</translation>
    </message>
    <message>
        <source>Variable %1</source>
        <translation>変数 %1</translation>
    </message>
    <message>
        <source>File %1</source>
        <translation>ファイル %1</translation>
    </message>
    <message>
        <source>Key chain: %1</source>
        <translation>キーチェーン: %1</translation>
    </message>
    <message>
        <source>Vault: %1</source>
        <translation>保管庫: %1</translation>
    </message>
    <message>
        <source>Bodies of your own (template)</source>
        <translation>独自の本文（テンプレート）</translation>
    </message>
</context>
<context>
    <name>Reply</name>
    <message>
        <source>The gateway answered with status %1 and no reason. Try again.</source>
        <translation>ゲートウェイは理由なしでステータス %1 を返しました。もう一度お試しください。</translation>
    </message>
</context>
<context>
    <name>Roles</name>
    <message>
        <source>Owner</source>
        <translation>所有者</translation>
    </message>
    <message>
        <source>May do everything.</source>
        <translation>すべてを行えます。</translation>
    </message>
    <message>
        <source>Administrator</source>
        <translation>管理者</translation>
    </message>
    <message>
        <source>May do everything but make owners.</source>
        <translation>所有者の任命以外のすべてを行えます。</translation>
    </message>
    <message>
        <source>Publisher</source>
        <translation>公開者</translation>
    </message>
    <message>
        <source>Writes prompts and publishes APIs.</source>
        <translation>プロンプトを書き、API を公開します。</translation>
    </message>
    <message>
        <source>Approver</source>
        <translation>承認者</translation>
    </message>
    <message>
        <source>Decides about subscriptions.</source>
        <translation>サブスクリプションを判断します。</translation>
    </message>
    <message>
        <source>Auditor</source>
        <translation>監査者</translation>
    </message>
    <message>
        <source>Sees everything, changes nothing.</source>
        <translation>すべてを見られますが、変更はできません。</translation>
    </message>
    <message>
        <source>Member</source>
        <translation>メンバー</translation>
    </message>
    <message>
        <source>Finds APIs, asks for them and keeps the team&apos;s keys.</source>
        <translation>API を探して申請し、チームのキーを管理します。</translation>
    </message>
</context>
<context>
    <name>RouteCache</name>
    <message>
        <source>Also answers to tool results</source>
        <translation>ツール結果への回答も含める</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>オフ</translation>
    </message>
    <message>
        <source>Equal requests</source>
        <translation>同じリクエスト</translation>
    </message>
    <message>
        <source>Requests that mean the same</source>
        <translation>意味が同じリクエスト</translation>
    </message>
    <message>
        <source>Answer from the cache</source>
        <translation>キャッシュから回答</translation>
    </message>
    <message>
        <source>Keep answers for</source>
        <translation>回答の保持期間</translation>
    </message>
    <message>
        <source>Within an application</source>
        <translation>アプリケーション内</translation>
    </message>
    <message>
        <source>Within a team</source>
        <translation>チーム内</translation>
    </message>
    <message>
        <source>Within the organisation</source>
        <translation>組織内</translation>
    </message>
    <message>
        <source>Shared</source>
        <translation>共有</translation>
    </message>
    <message>
        <source>Who may get an answer that somebody else&apos;s call brought.</source>
        <translation>他者の呼び出しで得られた回答を受け取れる範囲。</translation>
    </message>
    <message>
        <source>Likeness</source>
        <translation>類似度</translation>
    </message>
    <message>
        <source>From 0.5 to 1: how like a question must be to count as the same.</source>
        <translation>0.5〜1：どれだけ似ていれば同じ質問とみなすか。</translation>
    </message>
    <message>
        <source>Built in (weaker, asks no provider)</source>
        <translation>組み込み（弱め、プロバイダー不要）</translation>
    </message>
    <message>
        <source>Compared by</source>
        <translation>比較方法</translation>
    </message>
    <message>
        <source>A route of an embedding model, or the built-in comparison of words.</source>
        <translation>埋め込みモデルのルート、または組み込みの単語比較。</translation>
    </message>
    <message>
        <source>Up to temperature</source>
        <translation>温度の上限</translation>
    </message>
    <message>
        <source>Above it answers are meant to differ, and are not kept.</source>
        <translation>これを超えると回答は変わるべきものなので保持しません。</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>ツール</translation>
    </message>
</context>
<context>
    <name>RouteCanary</name>
    <message>
        <source>Send a share of the calls to one target first</source>
        <translation>まず呼び出しの一部を一つのターゲットに送る</translation>
    </message>
    <message>
        <source>Share of the calls</source>
        <translation>呼び出しの割合</translation>
    </message>
    <message>
        <source>Raise it by</source>
        <translation>増加幅</translation>
    </message>
    <message>
        <source>Each step</source>
        <translation>各ステップ</translation>
    </message>
    <message>
        <source>Time between steps</source>
        <translation>ステップの間隔</translation>
    </message>
    <message>
        <source>Greatest share</source>
        <translation>最大の割合</translation>
    </message>
    <message>
        <source>errors above</source>
        <translation>エラーが次を超える</translation>
    </message>
    <message>
        <source>Share of errors</source>
        <translation>エラーの割合</translation>
    </message>
    <message>
        <source>first token later than</source>
        <translation>最初のトークンが次より遅い</translation>
    </message>
    <message>
        <source>Time to the first token</source>
        <translation>最初のトークンまでの時間</translation>
    </message>
    <message>
        <source>feedback below</source>
        <translation>フィードバックが次を下回る</translation>
    </message>
    <message>
        <source>Calls before it is judged</source>
        <translation>判定までの呼び出し数</translation>
    </message>
    <message>
        <source>Mean of the feedback, from 0 to 1</source>
        <translation>フィードバックの平均（0〜1）</translation>
    </message>
    <message>
        <source>Same key, same target</source>
        <translation>同じキーは同じターゲット</translation>
    </message>
    <message>
        <source>Same end user, same target</source>
        <translation>同じエンドユーザーは同じターゲット</translation>
    </message>
    <message>
        <source>Same session, same target</source>
        <translation>同じセッションは同じターゲット</translation>
    </message>
    <message>
        <source>Each call anew</source>
        <translation>呼び出しごとに改めて</translation>
    </message>
    <message>
        <source>Canary</source>
        <translation>カナリア</translation>
    </message>
    <message>
        <source>The others serve the rest. It can be paused, promoted and rolled back while it runs.</source>
        <translation>残りは他のターゲットが応答します。実行中に一時停止、昇格、取り消しができます。</translation>
    </message>
    <message>
        <source>Target on trial</source>
        <translation>試すターゲット</translation>
    </message>
    <message>
        <source>A canary needs at least two targets.</source>
        <translation>カナリアには少なくとも二つのターゲットが必要です。</translation>
    </message>
    <message>
        <source>Assigned by</source>
        <translation>割り当て</translation>
    </message>
    <message>
        <source>Step up</source>
        <translation>段階的な増加</translation>
    </message>
    <message>
        <source>every</source>
        <translation>間隔</translation>
    </message>
    <message>
        <source>up to</source>
        <translation>上限</translation>
    </message>
    <message>
        <source>Goes up by itself while nothing speaks against it.</source>
        <translation>問題がない限り自動的に増えます。</translation>
    </message>
    <message>
        <source>Roll back at</source>
        <translation>取り消す条件</translation>
    </message>
    <message>
        <source>Judged after</source>
        <translation>判定の開始</translation>
    </message>
    <message>
        <source>So many of its calls. The share goes to 0 when it is rolled back; nothing is lost.</source>
        <translation>この数の呼び出しの後。取り消すと割合は 0 になり、何も失われません。</translation>
    </message>
    <message>
        <source>%1 of the calls go to %2.</source>
        <translation>呼び出しの %1 が %2 に送られます。</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>オフ</translation>
    </message>
</context>
<context>
    <name>RouteDialog</name>
    <message>
        <source> %</source>
        <comment>behind a number</comment>
        <translation> %</translation>
    </message>
    <message>
        <source>Enter a whole number and its unit, such as 200ms, 30s, 5m or 1h.</source>
        <translation>整数と単位を入力してください。例：200ms、30s、5m、1h。</translation>
    </message>
</context>
<context>
    <name>RouteExperiment</name>
    <message>
        <source>Compare targets on fixed shares of the calls</source>
        <translation>呼び出しの固定割合でターゲットを比べる</translation>
    </message>
    <message>
        <source>Same end user, same target</source>
        <translation>同じエンドユーザーは同じターゲット</translation>
    </message>
    <message>
        <source>Same key, same target</source>
        <translation>同じキーは同じターゲット</translation>
    </message>
    <message>
        <source>Same session, same target</source>
        <translation>同じセッションは同じターゲット</translation>
    </message>
    <message>
        <source>Each call anew</source>
        <translation>呼び出しごとに改めて</translation>
    </message>
    <message>
        <source>Experiment</source>
        <translation>実験</translation>
    </message>
    <message>
        <source>Analytics compares them by model; feedback of clients counts too.</source>
        <translation>分析画面でモデルごとに比較します。クライアントのフィードバックも数えます。</translation>
    </message>
    <message>
        <source>Assigned by</source>
        <translation>割り当て</translation>
    </message>
    <message>
        <source>Shares</source>
        <translation>割合</translation>
    </message>
    <message>
        <source>What they leave goes by the strategy.</source>
        <translation>残りは戦略に従います。</translation>
    </message>
    <message>
        <source>Share of the calls</source>
        <translation>呼び出しの割合</translation>
    </message>
    <message>
        <source>Share of %1</source>
        <translation>%1 の割合</translation>
    </message>
    <message>
        <source>Give at least one target a share.</source>
        <translation>少なくとも一つのターゲットに割合を与えてください。</translation>
    </message>
    <message>
        <source>The shares make %1 % together; 100 % is all there is.</source>
        <translation>割合の合計が %1 % です。全体は 100 % しかありません。</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>オフ</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>name, share</comment>
        <translation>%1 %2</translation>
    </message>
</context>
<context>
    <name>RouteFailure</name>
    <message>
        <source>no connection</source>
        <translation>接続なし</translation>
    </message>
    <message>
        <source>timeout</source>
        <translation>タイムアウト</translation>
    </message>
    <message>
        <source>5xx</source>
        <translation>5xx</translation>
    </message>
    <message>
        <source>Send a second call when the first is slow</source>
        <translation>最初の呼び出しが遅いとき二つ目を送る</translation>
    </message>
    <message>
        <source>Percentile</source>
        <translation>パーセンタイル</translation>
    </message>
    <message>
        <source>At least after</source>
        <translation>最短でも</translation>
    </message>
    <message>
        <source>As the provider says</source>
        <translation>プロバイダーの設定どおり</translation>
    </message>
    <message>
        <source>Then</source>
        <translation>その後</translation>
    </message>
    <message>
        <source>Where no target could serve, another route goes on with the call.</source>
        <translation>どのターゲットも応答できないとき、別のルートが引き継ぎます。</translation>
    </message>
    <message>
        <source>End them, and say so in the stream</source>
        <translation>終了し、ストリーム内で知らせる</translation>
    </message>
    <message>
        <source>Continue on another target, with a visible seam</source>
        <translation>別のターゲットで続ける（継ぎ目が見える）</translation>
    </message>
    <message>
        <source>Cut streams</source>
        <translation>途切れたストリーム</translation>
    </message>
    <message>
        <source>When the provider breaks off behind the first byte.</source>
        <translation>プロバイダーが最初のバイトの後で途切れたとき。</translation>
    </message>
    <message>
        <source>Tries</source>
        <translation>試行回数</translation>
    </message>
    <message>
        <source>On one target, before the next one is tried.</source>
        <translation>次のターゲットを試す前に、1 つのターゲットで試す回数です。</translation>
    </message>
    <message>
        <source>Further statuses</source>
        <translation>その他のステータス</translation>
    </message>
    <message>
        <source>Statuses</source>
        <translation>ステータス</translation>
    </message>
    <message>
        <source>Try again on</source>
        <translation>再試行の条件</translation>
    </message>
    <message>
        <source>Statuses of the provider parted by commas, such as 408, 429.</source>
        <translation>プロバイダーのステータス。コンマで区切ります (例: 408, 429)。</translation>
    </message>
    <message>
        <source>Enter statuses from 400 to 599, parted by commas.</source>
        <translation>400 から 599 までのステータスを、コンマで区切って入力してください。</translation>
    </message>
    <message>
        <source> % of the calls began sooner</source>
        <translation> % の呼び出しはもっと早く始まった</translation>
    </message>
    <message>
        <source>Slow answers</source>
        <translation>遅い回答</translation>
    </message>
    <message>
        <source>The first answer is used and the other call ends; both may cost money.</source>
        <translation>先に届いた回答を使い、もう一方は終了します。両方に費用がかかることがあります。</translation>
    </message>
    <message>
        <source>Slow is when</source>
        <translation>遅いとみなす条件</translation>
    </message>
    <message>
        <source>Wait for a connection</source>
        <translation>接続の待ち時間</translation>
    </message>
    <message>
        <source>A number and its unit, such as 30s. Empty: what the provider says.</source>
        <translation>数と単位（例：30s）。空欄：プロバイダーの設定どおり。</translation>
    </message>
    <message>
        <source>Wait for the first byte</source>
        <translation>最初のバイトの待ち時間</translation>
    </message>
    <message>
        <source>Wait within a stream</source>
        <translation>ストリーム内の待ち時間</translation>
    </message>
    <message>
        <source>Wait in all</source>
        <translation>合計の待ち時間</translation>
    </message>
    <message numerus="yes">
        <source>%n try/tries on each target</source>
        <translation>
            <numerusform>各ターゲットで %n 回試行</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n fallback(s)</source>
        <translation>
            <numerusform>フォールバック %n 件</numerusform>
        </translation>
    </message>
    <message>
        <source>a second call after %1</source>
        <translation>%1 後に二つ目の呼び出し</translation>
    </message>
</context>
<context>
    <name>RouteLimits</name>
    <message>
        <source>No limit</source>
        <translation>制限なし</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>リクエスト</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>トークン</translation>
    </message>
    <message>
        <source>Tokens in</source>
        <translation>入力トークン</translation>
    </message>
    <message>
        <source>Tokens out</source>
        <translation>出力トークン</translation>
    </message>
    <message>
        <source>a minute</source>
        <translation>1 分あたり</translation>
    </message>
    <message>
        <source>an hour</source>
        <translation>1 時間あたり</translation>
    </message>
    <message>
        <source>a day</source>
        <translation>1 日あたり</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>requests, a minute</comment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>Calls at once</source>
        <translation>同時呼び出し数</translation>
    </message>
    <message>
        <source>Of all callers together. Beyond a limit calls are refused with 429.</source>
        <translation>すべての呼び出し元の合計。制限を超えると 429 で拒否します。</translation>
    </message>
    <message>
        <source>None</source>
        <translation>なし</translation>
    </message>
    <message numerus="yes">
        <source>%n limit(s)</source>
        <translation>
            <numerusform>制限 %n 件</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RouteRules</name>
    <message>
        <source>%1 or %2</source>
        <comment>names</comment>
        <translation>%1 または %2</translation>
    </message>
    <message>
        <source>the time is from %1 until %2</source>
        <translation>時刻が %1 から %2 まで</translation>
    </message>
    <message>
        <source>the day is %1</source>
        <translation>曜日が %1</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>time, zone</comment>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>the team is %1</source>
        <translation>チームが %1</translation>
    </message>
    <message>
        <source>the application is %1</source>
        <translation>アプリケーションが %1</translation>
    </message>
    <message>
        <source>a tag is %1</source>
        <translation>タグに %1 がある</translation>
    </message>
    <message>
        <source>the header %1 is %2</source>
        <translation>ヘッダー %1 が %2</translation>
    </message>
    <message>
        <source>the metadata %1 is %2</source>
        <translation>メタデータ %1 が %2</translation>
    </message>
    <message>
        <source>the field %1 of the request is %2</source>
        <translation>リクエストの項目 %1 が %2</translation>
    </message>
    <message>
        <source>the path is %1</source>
        <translation>パスが %1</translation>
    </message>
    <message>
        <source>more than %1 tokens come in</source>
        <translation>入力が %1 トークンを超える</translation>
    </message>
    <message>
        <source>fewer than %1 tokens come in</source>
        <translation>入力が %1 トークン未満</translation>
    </message>
    <message>
        <source>the answer is streamed</source>
        <translation>回答がストリームである</translation>
    </message>
    <message>
        <source>the answer is not streamed</source>
        <translation>回答がストリームでない</translation>
    </message>
    <message>
        <source>go on with the route %1</source>
        <translation>ルート %1 に進む</translation>
    </message>
    <message>
        <source>Always: %1.</source>
        <translation>常に：%1。</translation>
    </message>
    <message>
        <source>If %1: %2.</source>
        <comment>conditions, targets</comment>
        <translation>%1 の場合：%2。</translation>
    </message>
</context>
<context>
    <name>RouteShadow</name>
    <message>
        <source>Send a copy of some calls elsewhere</source>
        <translation>一部の呼び出しの写しを別の場所に送る</translation>
    </message>
    <message>
        <source>Share of the calls</source>
        <translation>呼び出しの割合</translation>
    </message>
    <message>
        <source>Counts against the caller&apos;s budget</source>
        <translation>呼び出し元の予算に数える</translation>
    </message>
    <message>
        <source>Provider of the copies</source>
        <translation>写しのプロバイダー</translation>
    </message>
    <message>
        <source>Model of the copies</source>
        <translation>写しのモデル</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>モデル</translation>
    </message>
    <message>
        <source>Shadow</source>
        <translation>シャドー</translation>
    </message>
    <message>
        <source>Nobody waits for the copies or gets their answers; they stand in the log as such.</source>
        <translation>写しを待つ人はなく、回答は誰にも届きません。ログにはそのように残ります。</translation>
    </message>
    <message>
        <source>Copies go to</source>
        <translation>写しの送り先</translation>
    </message>
    <message>
        <source>Say which model gets the copies.</source>
        <translation>写しを受け取るモデルを指定してください。</translation>
    </message>
    <message>
        <source>Money</source>
        <translation>費用</translation>
    </message>
    <message>
        <source>A copy of %1 of the calls goes to %2/%3.</source>
        <translation>呼び出しの %1 の写しが %2/%3 に送られます。</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>オフ</translation>
    </message>
</context>
<context>
    <name>RouteStrategy</name>
    <message>
        <source>In order</source>
        <translation>順番どおり</translation>
    </message>
    <message>
        <source>By weight</source>
        <translation>重みに従う</translation>
    </message>
    <message>
        <source>In turn</source>
        <translation>順送り</translation>
    </message>
    <message>
        <source>Least busy</source>
        <translation>最も空いている</translation>
    </message>
    <message>
        <source>Lowest latency</source>
        <translation>最小の遅延</translation>
    </message>
    <message>
        <source>Lowest cost</source>
        <translation>最小の費用</translation>
    </message>
    <message>
        <source>Same caller, same target</source>
        <translation>同じ呼び出し元は同じターゲット</translation>
    </message>
    <message>
        <source>The first target that can serve does; the next ones stand by.</source>
        <translation>応答できる最初のターゲットが担当し、次は待機します。</translation>
    </message>
    <message>
        <source>Calls are shared out at random, in proportion to the weights.</source>
        <translation>呼び出しは重みに比例して無作為に配分されます。</translation>
    </message>
    <message>
        <source>Each target takes its turn, one call after the other.</source>
        <translation>各ターゲットが一回ずつ順に担当します。</translation>
    </message>
    <message>
        <source>The target with the fewest calls under way serves.</source>
        <translation>実行中の呼び出しが最も少ないターゲットが担当します。</translation>
    </message>
    <message>
        <source>The target that lately began to answer soonest serves; now and then another is tried.</source>
        <translation>最近最も早く答え始めたターゲットが担当し、時々ほかも試します。</translation>
    </message>
    <message>
        <source>The target that costs least for the tokens that are expected serves.</source>
        <translation>見込まれるトークンに対して最も安いターゲットが担当します。</translation>
    </message>
    <message>
        <source>Whoever is the same caller comes to the same target, also after targets are added.</source>
        <translation>同じ呼び出し元は、ターゲットが増えても同じターゲットに届きます。</translation>
    </message>
    <message>
        <source>Strategy</source>
        <translation>方式</translation>
    </message>
    <message>
        <source>Who is the same caller</source>
        <translation>同じ呼び出し元の見分け方</translation>
    </message>
    <message>
        <source>Same key</source>
        <translation>同じキー</translation>
    </message>
    <message>
        <source>Same end user</source>
        <translation>同じエンドユーザー</translation>
    </message>
    <message>
        <source>Same session</source>
        <translation>同じセッション</translation>
    </message>
    <message>
        <source>Same value of a header</source>
        <translation>ヘッダーの値が同じ</translation>
    </message>
    <message>
        <source>Name of the header</source>
        <translation>ヘッダー名</translation>
    </message>
    <message>
        <source>Same caller</source>
        <translation>同じ呼び出し元</translation>
    </message>
    <message>
        <source>None</source>
        <translation>なし</translation>
    </message>
    <message>
        <source>Of a session</source>
        <translation>セッションごと</translation>
    </message>
    <message>
        <source>Of a prompt&apos;s beginning</source>
        <translation>プロンプトの冒頭ごと</translation>
    </message>
    <message>
        <source>Stay with the account</source>
        <translation>アカウントにとどまる</translation>
    </message>
    <message>
        <source>Calls go where the provider already holds the prompt in its cache, and move only when that account fails.</source>
        <translation>プロバイダーがプロンプトをキャッシュしている先に送り、そのアカウントが失敗したときだけ移ります。</translation>
    </message>
    <message>
        <source>Anywhere</source>
        <translation>どこからでも</translation>
    </message>
    <message>
        <source>Only providers that bear one of these tags, parted by commas, such as eu.</source>
        <translation>これらのタグのいずれかを持つプロバイダーのみ（コンマ区切り、例：eu）。</translation>
    </message>
    <message>
        <source>Regions</source>
        <translation>リージョン</translation>
    </message>
    <message>
        <source>Known: %1.</source>
        <translation>既知：%1。</translation>
    </message>
    <message>
        <source>Name the header, such as x-customer.</source>
        <translation>ヘッダー名を入力してください。例：x-customer。</translation>
    </message>
</context>
<context>
    <name>Routes</name>
    <message>
        <source>Unknown</source>
        <translation>不明</translation>
    </message>
    <message>
        <source>%1 in</source>
        <comment>price</comment>
        <translation>入力 %1</translation>
    </message>
    <message>
        <source>%1 out</source>
        <comment>price</comment>
        <translation>出力 %1</translation>
    </message>
    <message>
        <source>%1 in, %2 out</source>
        <comment>prices</comment>
        <translation>入力 %1、出力 %2</translation>
    </message>
    <message>
        <source>Pretended</source>
        <translation>架空</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>source, date</comment>
        <translation>%1、%2</translation>
    </message>
    <message>
        <source>The price is unknown: costs are not counted, and a budget refuses its calls. Set the price.</source>
        <translation>価格が不明なため、費用は集計されず、予算がある場合は呼び出しが拒否されます。価格を設定してください。</translation>
    </message>
    <message>
        <source>Dollars per million tokens</source>
        <translation>100 万トークンあたりのドル</translation>
    </message>
    <message>
        <source>Input: %1</source>
        <translation>入力: %1</translation>
    </message>
    <message>
        <source>Cached input: %1</source>
        <translation>キャッシュ済み入力: %1</translation>
    </message>
    <message>
        <source>Cache writes: %1</source>
        <translation>キャッシュ書き込み: %1</translation>
    </message>
    <message>
        <source>Output: %1</source>
        <translation>出力: %1</translation>
    </message>
</context>
<context>
    <name>Scopes</name>
    <message>
        <source>Team</source>
        <translation>チーム</translation>
    </message>
    <message>
        <source>Application</source>
        <translation>アプリケーション</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>キー</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>モデル</translation>
    </message>
    <message>
        <source>Route</source>
        <translation>ルート</translation>
    </message>
    <message>
        <source>Provider</source>
        <translation>プロバイダー</translation>
    </message>
    <message>
        <source>Tag</source>
        <translation>タグ</translation>
    </message>
    <message>
        <source>End user</source>
        <translation>エンドユーザー</translation>
    </message>
    <message>
        <source>Organisation</source>
        <translation>組織</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>kind, name: Team research</comment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>日</translation>
    </message>
    <message>
        <source>Week</source>
        <translation>週</translation>
    </message>
    <message>
        <source>Month</source>
        <translation>月</translation>
    </message>
    <message>
        <source>In all</source>
        <translation>合計</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>なし</translation>
    </message>
    <message numerus="yes">
        <source>In %n min</source>
        <translation>
            <numerusform>%n 分後</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>In %n h</source>
        <translation>
            <numerusform>%n 時間後</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>In %n day(s)</source>
        <translation>
            <numerusform>%n 日後</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Traffic</name>
    <message>
        <source>high priority</source>
        <translation>優先度 高</translation>
    </message>
    <message>
        <source>low priority</source>
        <translation>優先度 低</translation>
    </message>
    <message>
        <source>normal priority</source>
        <translation>優先度 標準</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>開</translation>
    </message>
    <message>
        <source>Half open</source>
        <translation>半開</translation>
    </message>
    <message>
        <source>Closed</source>
        <translation>閉</translation>
    </message>
    <message>
        <source>Not checked</source>
        <translation>確認なし</translation>
    </message>
    <message>
        <source>Failing</source>
        <translation>失敗中</translation>
    </message>
    <message>
        <source>Well</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>Not known yet</source>
        <translation>まだ不明</translation>
    </message>
    <message>
        <source>%1 tokens left</source>
        <translation>残り %1 トークン</translation>
    </message>
    <message>
        <source>%1 requests left</source>
        <translation>残り %1 リクエスト</translation>
    </message>
    <message>
        <source>%1 of %2 tokens left</source>
        <translation>残り %1 / %2 トークン</translation>
    </message>
    <message>
        <source>%1 of %2 requests left</source>
        <translation>残り %1 / %2 リクエスト</translation>
    </message>
    <message>
        <source>Open: it failed too often, so calls go elsewhere. It is tried again in %1.</source>
        <translation>開: 失敗が多いため、呼び出しは他へ向かいます。%1 後に再び試します。</translation>
    </message>
    <message>
        <source>Open: it failed too often, so calls go elsewhere.</source>
        <translation>開: 失敗が多いため、呼び出しは他へ向かいます。</translation>
    </message>
    <message>
        <source>Half open: the next call tries whether it answers again.</source>
        <translation>半開: 次の呼び出しで、再び応答するか試します。</translation>
    </message>
    <message>
        <source>Closed: calls go there.</source>
        <translation>閉: 呼び出しが送られます。</translation>
    </message>
    <message numerus="yes">
        <source>%n failure(s) in a row.</source>
        <translation>
            <numerusform>%n 回続けて失敗しました。</numerusform>
        </translation>
    </message>
    <message>
        <source>It opens after %1 failures in a row, for %2 at first and %3 at longest.</source>
        <translation>%1 回続けて失敗すると開きます。最初は %2、最長 %3。</translation>
    </message>
    <message>
        <source>%1 of at most %2 calls run at this provider.</source>
        <translation>このプロバイダーで最大 %2 件中 %1 件を実行中です。</translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) run at this provider; there is no cap.</source>
        <translation>
            <numerusform>このプロバイダーで %n 件を実行中。上限はありません。</numerusform>
        </translation>
    </message>
    <message>
        <source>First token after %1, for the slowest twentieth after %2.</source>
        <translation>最初のトークンまで %1、最も遅い 5 % では %2。</translation>
    </message>
    <message>
        <source>No call waits here: one that finds no room goes to the next target.</source>
        <translation>ここでは待ちません。空きがない呼び出しは次のターゲットへ向かいます。</translation>
    </message>
    <message>
        <source>%1 of at most %2 calls wait, each for %3 at most.</source>
        <translation>最大 %2 件中 %1 件が待機中、それぞれ最長 %3。</translation>
    </message>
    <message numerus="yes">
        <source>And %n more.</source>
        <translation>
            <numerusform>ほか %n 件。</numerusform>
        </translation>
    </message>
    <message>
        <source>%1. %2, %3, waits %4</source>
        <comment>position, id of a call, its priority, how long</comment>
        <translation>%1. %2、%3、待ち時間 %4</translation>
    </message>
    <message>
        <source>%1; whole again in %2</source>
        <comment>what is left, a time</comment>
        <translation>%1、%2 後に回復</translation>
    </message>
    <message>
        <source>It refused a call and asked to be left alone for %1.</source>
        <translation>呼び出しを拒否し、%1 待つよう求めました。</translation>
    </message>
    <message>
        <source>Its answers have told of no limits yet.</source>
        <translation>応答からはまだ制限が分かっていません。</translation>
    </message>
    <message>
        <source>Not checked by itself; only calls tell how it is.</source>
        <translation>個別には確認しません。呼び出しだけが状態を示します。</translation>
    </message>
    <message>
        <source>Checked by its list of models.</source>
        <translation>モデルの一覧で確認します。</translation>
    </message>
    <message>
        <source>Checked by its own word that it is ready.</source>
        <translation>自身の準備完了の応答で確認します。</translation>
    </message>
    <message>
        <source>Checked with a call of one token, which is paid for.</source>
        <translation>課金される 1 トークンの呼び出しで確認します。</translation>
    </message>
    <message>
        <source>Last at %1, in %2: %3.</source>
        <comment>time, how long it took, how it is</comment>
        <translation>前回 %1、所要 %2: %3。</translation>
    </message>
    <message>
        <source>Of the route %1 it gets %2 of the tries.</source>
        <translation>ルート %1 の試行の %2 を受けます。</translation>
    </message>
</context>
<context>
    <name>TranslationMatch</name>
    <message>
        <source>Several fields say it together.</source>
        <translation>複数のフィールドで表されています。</translation>
    </message>
    <message>
        <source>The address says it.</source>
        <translation>アドレスで表されています。</translation>
    </message>
    <message>
        <source>Stands there as %1.</source>
        <translation>相手側では %1 です。</translation>
    </message>
    <message>
        <source>Says there %1 in %2.</source>
        <comment>value, field</comment>
        <translation>相手側では %2 の %1 です。</translation>
    </message>
    <message>
        <source>Not listed as lost: it is said in another form.</source>
        <translation>失われたとは記録されていません。別の形で表されています。</translation>
    </message>
    <message>
        <source>The translation put it in.</source>
        <translation>翻訳で追加されました。</translation>
    </message>
    <message>
        <source>Was %1.</source>
        <translation>元は %1。</translation>
    </message>
</context>
<context>
    <name>VersionText</name>
    <message>
        <source>required</source>
        <translation>必須</translation>
    </message>
    <message>
        <source>optional</source>
        <translation>任意</translation>
    </message>
    <message>
        <source>secret</source>
        <translation>秘密</translation>
    </message>
    <message>
        <source>schema</source>
        <translation>スキーマ</translation>
    </message>
    <message>
        <source>default</source>
        <translation>既定値</translation>
    </message>
    <message>
        <source>example</source>
        <translation>例</translation>
    </message>
    <message>
        <source>description</source>
        <translation>説明</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>画像</translation>
    </message>
    <message>
        <source>Variables</source>
        <translation>変数</translation>
    </message>
    <message>
        <source>Partial %1</source>
        <translation>部品 %1</translation>
    </message>
    <message>
        <source>Model and answer</source>
        <translation>モデルと回答</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>モデル</translation>
    </message>
    <message>
        <source>Ask again</source>
        <translation>聞き直し</translation>
    </message>
</context>
<context>
    <name>Views</name>
    <message>
        <source>Overview</source>
        <translation>概要</translation>
    </message>
    <message>
        <source>Live log</source>
        <translation>ライブログ</translation>
    </message>
    <message>
        <source>Playground</source>
        <translation>プレイグラウンド</translation>
    </message>
    <message>
        <source>Providers</source>
        <translation>プロバイダー</translation>
    </message>
    <message>
        <source>Models and routes</source>
        <translation>モデルとルート</translation>
    </message>
    <message>
        <source>Connect a client</source>
        <translation>クライアントを接続</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>キー</translation>
    </message>
    <message>
        <source>Analytics</source>
        <translation>分析</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>設定</translation>
    </message>
    <message>
        <source>Traffic</source>
        <translation>トラフィック</translation>
    </message>
    <message>
        <source>Cache</source>
        <translation>キャッシュ</translation>
    </message>
    <message>
        <source>Budgets</source>
        <translation>予算</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>制限</translation>
    </message>
    <message>
        <source>Published APIs</source>
        <translation>公開 API</translation>
    </message>
    <message>
        <source>Approvals</source>
        <translation>承認</translation>
    </message>
    <message>
        <source>Teams</source>
        <translation>チーム</translation>
    </message>
    <message>
        <source>Audit</source>
        <translation>監査</translation>
    </message>
    <message>
        <source>Prompts</source>
        <translation>プロンプト</translation>
    </message>
</context>
<context>
    <name>Webhooks</name>
    <message>
        <source>A job has ended</source>
        <translation>ジョブが終了した</translation>
    </message>
    <message>
        <source>A subscription is asked for</source>
        <translation>サブスクリプションが申請された</translation>
    </message>
    <message>
        <source>A subscription is decided</source>
        <translation>サブスクリプションが判断された</translation>
    </message>
    <message>
        <source>An API is published</source>
        <translation>API が公開された</translation>
    </message>
    <message>
        <source>An API is deprecated</source>
        <translation>API が非推奨になった</translation>
    </message>
    <message>
        <source>An API is retired</source>
        <translation>API が廃止された</translation>
    </message>
    <message>
        <source>A budget reaches an alert</source>
        <translation>予算が警告に達した</translation>
    </message>
</context>
<context>
    <name>YamlFile</name>
    <message>
        <source>The file is too large, or nested too deeply.</source>
        <translation>ファイルが大きすぎるか、入れ子が深すぎます。</translation>
    </message>
    <message>
        <source>The file holds no settings. Choose a YAML file of the form NAME: VALUE.</source>
        <translation>ファイルに設定がありません。「名前: 値」の形式の YAML ファイルを選んでください。</translation>
    </message>
    <message>
        <source>The file is not YAML.</source>
        <translation>ファイルが YAML ではありません。</translation>
    </message>
    <message>
        <source>Line %1: this is not YAML that can be read. Check indentation, quotes and colons.</source>
        <translation>%1 行目: YAML として読み込めません。インデント、引用符、コロンを確認してください。</translation>
    </message>
</context>
<context>
    <name>gatehouse::app::Program</name>
    <message>
        <source>&amp;Import…</source>
        <translation>インポート(&amp;I)…</translation>
    </message>
    <message>
        <source>E&amp;xport the configuration…</source>
        <translation>構成をエクスポート(&amp;X)…</translation>
    </message>
    <message>
        <source>Re&amp;view changes…</source>
        <translation>変更をレビュー(&amp;V)…</translation>
    </message>
    <message>
        <source>No change waits for review.</source>
        <translation>レビュー待ちの変更はありません。</translation>
    </message>
    <message>
        <source>&amp;History of changes…</source>
        <translation>変更の履歴(&amp;H)…</translation>
    </message>
    <message>
        <source>&amp;Trash…</source>
        <translation>ごみ箱(&amp;T)…</translation>
    </message>
    <message>
        <source>&amp;First steps</source>
        <translation>はじめに(&amp;F)</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>再試行</translation>
    </message>
    <message>
        <source>Use free ports this time</source>
        <translation>今回は空いているポートを使う</translation>
    </message>
    <message>
        <source>No gateway is saved as %1. Add it under Gateway, Connections.</source>
        <translation>%1 として保存されたゲートウェイはありません。「ゲートウェイ」の「接続」で追加してください。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::AboutPage</name>
    <message>
        <source>About</source>
        <translation>情報</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>バージョン</translation>
    </message>
    <message>
        <source>Console</source>
        <translation>コンソール</translation>
    </message>
    <message>
        <source>This program.</source>
        <translation>このプログラムです。</translation>
    </message>
    <message>
        <source>Gateway</source>
        <translation>ゲートウェイ</translation>
    </message>
    <message>
        <source>The one that is shown.</source>
        <translation>表示中のゲートウェイです。</translation>
    </message>
    <message>
        <source>Qt</source>
        <translation>Qt</translation>
    </message>
    <message>
        <source>The toolkit that draws the console.</source>
        <translation>コンソールを描画するツールキットです。</translation>
    </message>
    <message>
        <source>Licences</source>
        <translation>ライセンス</translation>
    </message>
    <message>
        <source>GNU General Public License, version 3 or later.</source>
        <translation>GNU General Public License バージョン 3 以降。</translation>
    </message>
    <message>
        <source>Apache License 2.0.</source>
        <translation>Apache License 2.0。</translation>
    </message>
    <message>
        <source>Icons</source>
        <translation>アイコン</translation>
    </message>
    <message>
        <source>Tabler Icons by Paweł Kuna, MIT licence.</source>
        <translation>Tabler Icons (Paweł Kuna 作)、MIT ライセンス。</translation>
    </message>
    <message>
        <source>Libraries</source>
        <translation>ライブラリ</translation>
    </message>
    <message>
        <source>Qt (LGPL 3), Boost (BSL 1.0), OpenSSL (Apache 2.0), SQLite (public domain), yaml-cpp (MIT) and others: docs/dependencies.md names each.</source>
        <translation>Qt (LGPL 3)、Boost (BSL 1.0)、OpenSSL (Apache 2.0)、SQLite (パブリックドメイン)、yaml-cpp (MIT) など。すべての名前は docs/dependencies.md にあります。</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>ヘルプ</translation>
    </message>
    <message>
        <source>Copy diagnostics</source>
        <translation>診断情報をコピー</translation>
    </message>
    <message>
        <source>Diagnostics</source>
        <translation>診断情報</translation>
    </message>
    <message>
        <source>Versions, counters and problems for a report. No secrets, names or addresses.</source>
        <translation>報告用のバージョン、カウンター、問題です。シークレット、名前、アドレスは含みません。</translation>
    </message>
    <message>
        <source>Diagnostics copied. They hold no secrets.</source>
        <translation>診断情報をコピーしました。シークレットは含まれていません。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::AnalyticsView</name>
    <message>
        <source>Steps by range</source>
        <translation>範囲に応じた刻み</translation>
    </message>
    <message>
        <source>Steps of 1 minute</source>
        <translation>1 分刻み</translation>
    </message>
    <message>
        <source>Steps of 5 minutes</source>
        <translation>5 分刻み</translation>
    </message>
    <message>
        <source>Steps of 15 minutes</source>
        <translation>15 分刻み</translation>
    </message>
    <message>
        <source>Steps of 1 hour</source>
        <translation>1 時間刻み</translation>
    </message>
    <message>
        <source>Steps of 6 hours</source>
        <translation>6 時間刻み</translation>
    </message>
    <message>
        <source>Steps of 1 day</source>
        <translation>1 日刻み</translation>
    </message>
    <message>
        <source>Lines</source>
        <translation>折れ線</translation>
    </message>
    <message>
        <source>Stacked bars</source>
        <translation>積み上げ棒</translation>
    </message>
    <message>
        <source>Hours of the week</source>
        <translation>曜日と時間帯</translation>
    </message>
    <message>
        <source>Analytics</source>
        <translation>分析</translation>
    </message>
    <message>
        <source>Reports</source>
        <translation>レポート</translation>
    </message>
    <message>
        <source>What is shown</source>
        <translation>表示する内容</translation>
    </message>
    <message>
        <source>Percentile</source>
        <translation>パーセンタイル</translation>
    </message>
    <message>
        <source>Split by</source>
        <translation>内訳</translation>
    </message>
    <message>
        <source>Time of a point</source>
        <translation>1 点の時間幅</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比較</translation>
    </message>
    <message>
        <source>Compare with the stretch before</source>
        <translation>前の期間と比較</translation>
    </message>
    <message>
        <source>Sums of the whole stretch of time</source>
        <translation>期間全体の合計</translation>
    </message>
    <message>
        <source>Filter of the charts</source>
        <translation>グラフのフィルター</translation>
    </message>
    <message>
        <source>Latency</source>
        <translation>レイテンシ</translation>
    </message>
    <message>
        <source>Choose time range…</source>
        <translation>期間を選択…</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>拡大</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>縮小</translation>
    </message>
    <message>
        <source>Reset zoom</source>
        <translation>ズームをリセット</translation>
    </message>
    <message>
        <source>Chart: %1</source>
        <translation>グラフ: %1</translation>
    </message>
    <message>
        <source>Save report…</source>
        <translation>レポートを保存…</translation>
    </message>
    <message>
        <source>Export chart…</source>
        <translation>グラフをエクスポート…</translation>
    </message>
    <message>
        <source>Export the table…</source>
        <translation>表をエクスポート…</translation>
    </message>
    <message>
        <source>Percentiles do not add up</source>
        <translation>パーセンタイルは合算できません</translation>
    </message>
    <message>
        <source>Remove report</source>
        <translation>レポートを削除</translation>
    </message>
    <message>
        <source>Report %1 removed.</source>
        <translation>レポート %1 を削除しました。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>元に戻す</translation>
    </message>
    <message>
        <source>Save report</source>
        <translation>レポートを保存</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>Keeps what is shown, how it is split, the filter and the time range. A report of the same name is replaced.</source>
        <translation>表示内容、内訳、フィルター、期間を保存します。同じ名前のレポートは置き換えられます。</translation>
    </message>
    <message>
        <source>Give the report a name.</source>
        <translation>レポートに名前を付けてください。</translation>
    </message>
    <message>
        <source>Report %1 saved.</source>
        <translation>レポート %1 を保存しました。</translation>
    </message>
    <message>
        <source>Error class</source>
        <translation>エラー区分</translation>
    </message>
    <message>
        <source>%1, p%2</source>
        <translation>%1、p%2</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <extracomment>Title of a chart: what is shown, what it is split by</extracomment>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>The median of each hour</source>
        <translation>各時間の中央値</translation>
    </message>
    <message>
        <source>The sum of each hour</source>
        <translation>各時間の合計</translation>
    </message>
    <message numerus="yes">
        <source>%n more below</source>
        <translation>
            <numerusform>下にあと %n 件</numerusform>
        </translation>
    </message>
    <message>
        <source>Show in the log</source>
        <translation>ログに表示</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>再試行</translation>
    </message>
    <message>
        <source>Adding up the calls…</source>
        <translation>呼び出しを集計中…</translation>
    </message>
    <message>
        <source>No call of this stretch of time fits the filter.</source>
        <translation>この期間にフィルターに合う呼び出しはありません。</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>フィルターをクリア</translation>
    </message>
    <message>
        <source>No traffic in this stretch of time.</source>
        <translation>この期間にトラフィックはありません。</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>すべて表示</translation>
    </message>
    <message>
        <source>No traffic yet. Charts grow here as calls come in.</source>
        <translation>トラフィックはまだありません。呼び出しがあると、ここにグラフが表示されます。</translation>
    </message>
    <message>
        <source>Open overview</source>
        <translation>概要を開く</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::AnswerPanel</name>
    <message>
        <source>A route, or provider/model</source>
        <translation>ルート、または プロバイダー/モデル</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>モデル</translation>
    </message>
    <message>
        <source>Who answers, unless a call names another.</source>
        <translation>呼び出しが別のモデルを指定しないかぎり、これが答えます。</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>応答</translation>
    </message>
    <message>
        <source>JSON Schema</source>
        <translation>JSON Schema</translation>
    </message>
    <message>
        <source>The answer must be JSON that fits. Nothing: the answer is text.</source>
        <translation>回答は合致する JSON でなければなりません。空なら回答は文章です。</translation>
    </message>
    <message>
        <source>Ask again</source>
        <translation>聞き直し</translation>
    </message>
    <message>
        <source>How often the model is asked again where its answer does not fit.</source>
        <translation>回答が合わないとき、モデルに聞き直す回数。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ApiDetails</name>
    <message>
        <source>How it is called</source>
        <translation>呼び出し方</translation>
    </message>
    <message>
        <source>The selected API</source>
        <translation>選択中の API</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>バージョン</translation>
    </message>
    <message>
        <source>Experiment</source>
        <translation>実験</translation>
    </message>
    <message>
        <source>Call</source>
        <translation>呼び出し</translation>
    </message>
    <message>
        <source>Select a version to see it beside the others.</source>
        <translation>バージョンを選択すると、他と並べて表示されます。</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>title, name</comment>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Charges</source>
        <translation>請求額</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ApiModel</name>
    <message>
        <source>%1 (%2)</source>
        <comment>number of errors, share</comment>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>%1 · latest</source>
        <comment>a version</comment>
        <translation>%1 · 最新</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>パス</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>バージョン</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状態</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>種類</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>チーム</translation>
    </message>
    <message>
        <source>Subscribers</source>
        <translation>購読者</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>呼び出し</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>エラー</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ApisView</name>
    <message>
        <source>Select one version first.</source>
        <translation>先にバージョンを選択してください。</translation>
    </message>
    <message>
        <source>A retired version stays as it is.</source>
        <translation>廃止されたバージョンは変更できません。</translation>
    </message>
    <message>
        <source>Import its OpenAPI document again to change it.</source>
        <translation>変更するには OpenAPI ドキュメントを再度インポートしてください。</translation>
    </message>
    <message>
        <source>Import an OpenAPI document for the next version.</source>
        <translation>次のバージョンには OpenAPI ドキュメントをインポートしてください。</translation>
    </message>
    <message>
        <source>Retire it first: somebody may call it.</source>
        <translation>先に廃止してください：呼び出されている可能性があります。</translation>
    </message>
    <message>
        <source>Only a design is submitted.</source>
        <translation>提出できるのは下書きだけです。</translation>
    </message>
    <message>
        <source>A retired version cannot be published again.</source>
        <translation>廃止されたバージョンは再公開できません。</translation>
    </message>
    <message>
        <source>Only what is in review is sent back.</source>
        <translation>差し戻せるのはレビュー中のものだけです。</translation>
    </message>
    <message>
        <source>Only a published version is deprecated.</source>
        <translation>非推奨にできるのは公開中のバージョンだけです。</translation>
    </message>
    <message>
        <source>Nobody can call it as it is.</source>
        <translation>現状では誰も呼び出せません。</translation>
    </message>
    <message>
        <source>There is no earlier release.</source>
        <translation>以前のリリースはありません。</translation>
    </message>
    <message>
        <source>%1 waits for review.</source>
        <translation>%1 はレビュー待ちです。</translation>
    </message>
    <message>
        <source>%1 is published.</source>
        <translation>%1 を公開しました。</translation>
    </message>
    <message>
        <source>%1 is a design again.</source>
        <translation>%1 は下書きに戻りました。</translation>
    </message>
    <message>
        <source>%1 is deprecated and goes on answering.</source>
        <translation>%1 は非推奨になりましたが、応答は続けます。</translation>
    </message>
    <message>
        <source>%1 is retired.</source>
        <translation>%1 を廃止しました。</translation>
    </message>
    <message>
        <source>%1 serves its release before again.</source>
        <translation>%1 はひとつ前のリリースに戻りました。</translation>
    </message>
    <message>
        <source>Delete version %1 of %2?</source>
        <translation>%2 のバージョン %1 を削除しますか？</translation>
    </message>
    <message>
        <source>It can come back from the trash or with Undo. Its calls stay in the log.</source>
        <translation>ごみ箱または「元に戻す」で復元できます。呼び出しはログに残ります。</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>削除</translation>
    </message>
    <message>
        <source>Delete version %1 of %2</source>
        <translation>%2 のバージョン %1 を削除</translation>
    </message>
    <message>
        <source>Copied. The command reads the key from GATEHOUSE_API_KEY.</source>
        <translation>コピーしました。コマンドは GATEHOUSE_API_KEY からキーを読みます。</translation>
    </message>
    <message>
        <source>Export the OpenAPI document of %1</source>
        <translation>%1 の OpenAPI ドキュメントをエクスポート</translation>
    </message>
    <message>
        <source>JSON files (*.json)</source>
        <translation>JSON ファイル (*.json)</translation>
    </message>
    <message>
        <source>Written to %1.</source>
        <translation>%1 に書き込みました。</translation>
    </message>
    <message>
        <source>%1 cannot be written: %2</source>
        <translation>%1 に書き込めません：%2</translation>
    </message>
    <message>
        <source>Publish an API</source>
        <translation>API を公開</translation>
    </message>
    <message>
        <source>Edit version</source>
        <translation>バージョンを編集</translation>
    </message>
    <message>
        <source>Add version</source>
        <translation>バージョンを追加</translation>
    </message>
    <message>
        <source>Copy cURL</source>
        <translation>cURL をコピー</translation>
    </message>
    <message>
        <source>Export OpenAPI</source>
        <translation>OpenAPI をエクスポート</translation>
    </message>
    <message>
        <source>Import OpenAPI</source>
        <translation>OpenAPI をインポート</translation>
    </message>
    <message>
        <source>Plans</source>
        <translation>プラン</translation>
    </message>
    <message>
        <source>Webhooks</source>
        <translation>Webhook</translation>
    </message>
    <message>
        <source>Show its calls</source>
        <translation>呼び出しを表示</translation>
    </message>
    <message>
        <source>Delete version</source>
        <translation>バージョンを削除</translation>
    </message>
    <message>
        <source>Export the list</source>
        <translation>一覧をエクスポート</translation>
    </message>
    <message>
        <source>Submit for review</source>
        <translation>レビューに提出</translation>
    </message>
    <message>
        <source>Publish version</source>
        <translation>バージョンを公開</translation>
    </message>
    <message>
        <source>Send back</source>
        <translation>差し戻す</translation>
    </message>
    <message>
        <source>Deprecate</source>
        <translation>非推奨にする</translation>
    </message>
    <message>
        <source>Retire</source>
        <translation>廃止</translation>
    </message>
    <message>
        <source>Roll back</source>
        <translation>取り消す</translation>
    </message>
    <message>
        <source>Filter APIs</source>
        <translation>API を絞り込む</translation>
    </message>
    <message>
        <source>Published APIs</source>
        <translation>公開 API</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) written to %1.</source>
        <translation>
            <numerusform>%n 行を %1 に書き込みました。</numerusform>
        </translation>
    </message>
    <message>
        <source>What is shown is old: %1</source>
        <translation>表示は古い内容です: %1</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>再試行</translation>
    </message>
    <message>
        <source>Reading the APIs…</source>
        <translation>API を読み込み中…</translation>
    </message>
    <message>
        <source>No API yet. Published, a prompt is called like any REST service.</source>
        <translation>API はまだありません。公開したプロンプトは REST サービスとして呼び出せます。</translation>
    </message>
    <message>
        <source>Publish a prompt</source>
        <translation>プロンプトを公開</translation>
    </message>
    <message>
        <source>No API has these words.</source>
        <translation>これらの語を含む API はありません。</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>フィルターをクリア</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::AppearancePage</name>
    <message>
        <source>It counts from the next start of Gatehouse.</source>
        <translation>Gatehouse の次回起動時から有効になります。</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>外観</translation>
    </message>
    <message>
        <source>As the desktop</source>
        <translation>デスクトップに合わせる</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>ライト</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>ダーク</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>テーマ</translation>
    </message>
    <message>
        <source>Light or dark; it changes at once.</source>
        <translation>ライトまたはダーク。すぐに変わります。</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>言語</translation>
    </message>
    <message>
        <source>Theme changed.</source>
        <translation>テーマを変更しました。</translation>
    </message>
    <message>
        <source>The language changes at the next start of Gatehouse.</source>
        <translation>言語は Gatehouse の次回起動時に変わります。</translation>
    </message>
    <message>
        <source>%1 %</source>
        <comment>a size of text and controls</comment>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Scale</source>
        <translation>拡大率</translation>
    </message>
    <message>
        <source>Of all text and controls, as a share of the desktop&apos;s. %1</source>
        <translation>すべての文字とコントロールの、デスクトップに対する大きさの割合です。%1</translation>
    </message>
    <message>
        <source>The scale changes at the next start of Gatehouse.</source>
        <translation>拡大率は Gatehouse の次回起動時に変わります。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ApplyDialog</name>
    <message>
        <source>Change %1?</source>
        <translation>%1 を変更しますか?</translation>
    </message>
    <message>
        <source>These lines change in %1. The rest stays as it is, and a backup is made beside it.</source>
        <translation>%1 のこれらの行が変わります。ほかはそのまま残り、同じ場所にバックアップが作成されます。</translation>
    </message>
    <message>
        <source>The file %1 is made. Only you can read it.</source>
        <translation>ファイル %1 を作成します。読めるのはあなただけです。</translation>
    </message>
    <message>
        <source>What changes</source>
        <translation>変更内容</translation>
    </message>
    <message>
        <source>Change file</source>
        <translation>ファイルを変更</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ApprovalsView</name>
    <message numerus="yes">
        <source>%n of them could not be decided: %1</source>
        <translation>
            <numerusform>%n 件は判断できませんでした：%1</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 for %2</source>
        <comment>an application, an API</comment>
        <translation>%1 (%2)</translation>
    </message>
    <message numerus="yes">
        <source>%n subscription(s)</source>
        <translation>
            <numerusform>%n 件のサブスクリプション</numerusform>
        </translation>
    </message>
    <message>
        <source>Reject %1</source>
        <comment>the request of an application</comment>
        <translation>%1 を却下</translation>
    </message>
    <message>
        <source>Reject</source>
        <translation>却下</translation>
    </message>
    <message>
        <source>Suspend %1</source>
        <comment>the request of an application</comment>
        <translation>%1 を一時停止</translation>
    </message>
    <message>
        <source>Suspend</source>
        <translation>一時停止</translation>
    </message>
    <message>
        <source>End %1 for good</source>
        <comment>the request of an application</comment>
        <translation>%1 を完全に終了</translation>
    </message>
    <message>
        <source>End</source>
        <translation>終了</translation>
    </message>
    <message numerus="yes">
        <source>%n approved. The next call works.</source>
        <translation>
            <numerusform>%n 件を承認しました。次の呼び出しから使えます。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n rejected.</source>
        <translation>
            <numerusform>%n 件を却下しました。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n suspended. The next call is refused.</source>
        <translation>
            <numerusform>%n 件を一時停止しました。次の呼び出しは拒否されます。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n resumed. The next call works.</source>
        <translation>
            <numerusform>%n 件を再開しました。次の呼び出しから使えます。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n ended.</source>
        <translation>
            <numerusform>%n 件を終了しました。</numerusform>
        </translation>
    </message>
    <message>
        <source>Approve</source>
        <translation>承認</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>再開</translation>
    </message>
    <message>
        <source>Cancel subscription</source>
        <translation>サブスクリプションを取り消す</translation>
    </message>
    <message>
        <source>Show the applicant&apos;s calls</source>
        <translation>申請者の呼び出しを表示</translation>
    </message>
    <message>
        <source>Open the API</source>
        <translation>API を開く</translation>
    </message>
    <message>
        <source>Export subscriptions</source>
        <translation>サブスクリプションをエクスポート</translation>
    </message>
    <message>
        <source>Filter requests</source>
        <translation>申請を絞り込む</translation>
    </message>
    <message>
        <source>State of the subscriptions</source>
        <translation>サブスクリプションの状態</translation>
    </message>
    <message>
        <source>Approvals</source>
        <translation>承認</translation>
    </message>
    <message>
        <source>Subscriptions</source>
        <translation>サブスクリプション</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) written to %1.</source>
        <translation>
            <numerusform>%n 行を %1 に書き込みました。</numerusform>
        </translation>
    </message>
    <message>
        <source>All</source>
        <translation>すべて</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>a state, how many</comment>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>What is shown is old: %1</source>
        <translation>表示は古い内容です: %1</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>再試行</translation>
    </message>
    <message>
        <source>Reading the subscriptions…</source>
        <translation>サブスクリプションを読み込み中…</translation>
    </message>
    <message>
        <source>Nothing waiting</source>
        <translation>待っているものはありません</translation>
    </message>
    <message>
        <source>No subscription is in this state.</source>
        <translation>この状態のサブスクリプションはありません。</translation>
    </message>
    <message>
        <source>Show all subscriptions</source>
        <translation>すべてのサブスクリプションを表示</translation>
    </message>
    <message>
        <source>No request has these words.</source>
        <translation>これらの語を含む申請はありません。</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>フィルターをクリア</translation>
    </message>
    <message>
        <source>Select a request first.</source>
        <translation>先に申請を選択してください。</translation>
    </message>
    <message>
        <source>Only what waits can be approved.</source>
        <translation>承認できるのは待っているものだけです。</translation>
    </message>
    <message>
        <source>Only what waits can be rejected.</source>
        <translation>却下できるのは待っているものだけです。</translation>
    </message>
    <message>
        <source>Only what is approved can be suspended.</source>
        <translation>一時停止できるのは承認済みのものだけです。</translation>
    </message>
    <message>
        <source>Only what is suspended can be resumed.</source>
        <translation>再開できるのは一時停止中のものだけです。</translation>
    </message>
    <message>
        <source>It has ended already.</source>
        <translation>すでに終了しています。</translation>
    </message>
    <message>
        <source>Select one request first.</source>
        <translation>先に申請を 1 件選択してください。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::AuditModel</name>
    <message>
        <source>%1: %2</source>
        <comment>an object, a deed</comment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>時刻</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>変更者</translation>
    </message>
    <message>
        <source>Object</source>
        <translation>対象</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>変更前</translation>
    </message>
    <message>
        <source>After</source>
        <translation>変更後</translation>
    </message>
    <message>
        <source>Revision</source>
        <translation>リビジョン</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::AuditView</name>
    <message>
        <source>Revert to here</source>
        <translation>ここまで戻す</translation>
    </message>
    <message>
        <source>Take this back</source>
        <translation>これを取り消す</translation>
    </message>
    <message>
        <source>Open the object</source>
        <translation>対象を開く</translation>
    </message>
    <message>
        <source>Export the audit log</source>
        <translation>監査ログをエクスポート</translation>
    </message>
    <message>
        <source>Filter changes</source>
        <translation>変更を絞り込む</translation>
    </message>
    <message>
        <source>Kind of object</source>
        <translation>対象の種類</translation>
    </message>
    <message>
        <source>Audit</source>
        <translation>監査</translation>
    </message>
    <message>
        <source>Changes</source>
        <translation>変更</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) written to %1.</source>
        <translation>
            <numerusform>%n 行を %1 に書き込みました。</numerusform>
        </translation>
    </message>
    <message>
        <source>Show older ones</source>
        <translation>さらに古いものを表示</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>すべて</translation>
    </message>
    <message>
        <source>What is shown is old: %1</source>
        <translation>表示は古い内容です: %1</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>再試行</translation>
    </message>
    <message>
        <source>Reading the audit log…</source>
        <translation>監査ログを読み込み中…</translation>
    </message>
    <message>
        <source>No changes yet</source>
        <translation>変更はまだありません</translation>
    </message>
    <message>
        <source>No change has these words.</source>
        <translation>これらの語を含む変更はありません。</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>フィルターをクリア</translation>
    </message>
    <message>
        <source>Select a change to see what was before, and what is after it.</source>
        <translation>変更を選択すると、前後が表示されます。</translation>
    </message>
    <message>
        <source>%1, by %2</source>
        <comment>a moment, a person</comment>
        <translation>%1、%2</translation>
    </message>
    <message>
        <source>Select one change first.</source>
        <translation>先に変更を 1 件選択してください。</translation>
    </message>
    <message>
        <source>It did not change the configuration.</source>
        <translation>設定は変更されていません。</translation>
    </message>
    <message>
        <source>No page shows it.</source>
        <translation>表示するページがありません。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::Background</name>
    <message>
        <source>Gatehouse keeps running</source>
        <translation>Gatehouse は動作を続けます</translation>
    </message>
    <message>
        <source>Its icon in the tray opens the window again, and quits it.</source>
        <translation>トレイのアイコンから、ウィンドウを開き直したり終了したりできます。</translation>
    </message>
    <message>
        <source>Close Gatehouse</source>
        <translation>Gatehouse を閉じる</translation>
    </message>
    <message>
        <source>The gateway runs in this window.

Programs that use it get no answer once it has stopped.</source>
        <translation>ゲートウェイはこのウィンドウで動作しています。

停止すると、利用中のプログラムは応答を受け取れなくなります。</translation>
    </message>
    <message>
        <source>Keep the gateway running</source>
        <translation>ゲートウェイの動作を続ける</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>終了</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::BackupPage</name>
    <message>
        <source>Backup and restore</source>
        <translation>バックアップと復元</translation>
    </message>
    <message>
        <source>Backup</source>
        <translation>バックアップ</translation>
    </message>
    <message>
        <source>Back up now</source>
        <translation>今すぐバックアップ</translation>
    </message>
    <message>
        <source>The store with all records, and the sealed vault, as they stand at one moment; the gateway goes on serving. The vault&apos;s key is not in it: keep that apart.</source>
        <translation>すべての記録を含むストアと封印された保管庫の、ある時点の状態です。ゲートウェイは動作を続けます。保管庫のキーは含まれないため、別に保管してください。</translation>
    </message>
    <message>
        <source>Last backup</source>
        <translation>前回のバックアップ</translation>
    </message>
    <message>
        <source>Made with this console.</source>
        <translation>このコンソールで作成したものです。</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>復元</translation>
    </message>
    <message>
        <source>Copy command</source>
        <translation>コマンドをコピー</translation>
    </message>
    <message>
        <source>From a backup</source>
        <translation>バックアップから</translation>
    </message>
    <message>
        <source>Quit Gatehouse first: nothing may use the store meanwhile. Then run &quot;%1&quot; in a terminal and start Gatehouse again.</source>
        <translation>先に Gatehouse を終了してください。その間、ストアは何にも使われていない必要があります。次に端末で &quot;%1&quot; を実行し、Gatehouse を再び起動してください。</translation>
    </message>
    <message>
        <source>Progress of the backup</source>
        <translation>バックアップの進行状況</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>Back up…</source>
        <translation>バックアップ…</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>a date, a file</comment>
        <translation>%1、%2</translation>
    </message>
    <message>
        <source>None yet</source>
        <translation>まだありません</translation>
    </message>
    <message>
        <source>Back up into a file</source>
        <translation>ファイルにバックアップ</translation>
    </message>
    <message>
        <source>%1 cannot be written: %2 Choose another place.</source>
        <translation>%1 に書き込めません: %2 別の場所を選んでください。</translation>
    </message>
    <message>
        <source>Backup written: %1 (%2).</source>
        <translation>バックアップを書き込みました: %1 (%2)。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::BellButton</name>
    <message>
        <source>Notifications</source>
        <translation>通知</translation>
    </message>
    <message numerus="yes">
        <source>Notifications: %n new</source>
        <translation>
            <numerusform>通知: 新着 %n 件</numerusform>
        </translation>
    </message>
    <message>
        <source>%1+</source>
        <comment>more than</comment>
        <translation>%1+</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::BodyPage</name>
    <message>
        <source>Only the beginning is shown here; Export HAR holds all of it.</source>
        <translation>ここには先頭だけが表示されます。「HAR をエクスポート」には全体が含まれます。</translation>
    </message>
    <message>
        <source>As received</source>
        <translation>受信時</translation>
    </message>
    <message>
        <source>What the client sent</source>
        <translation>クライアントが送信した内容</translation>
    </message>
    <message>
        <source>What the provider answered</source>
        <translation>プロバイダーが応答した内容</translation>
    </message>
    <message>
        <source>As sent</source>
        <translation>送信時</translation>
    </message>
    <message>
        <source>What the provider got</source>
        <translation>プロバイダーが受け取った内容</translation>
    </message>
    <message>
        <source>What the client got</source>
        <translation>クライアントが受け取った内容</translation>
    </message>
    <message>
        <source>Shown as</source>
        <translation>表示形式</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>リクエスト</translation>
    </message>
    <message>
        <source>Response</source>
        <translation>レスポンス</translation>
    </message>
    <message>
        <source>Members</source>
        <translation>メンバー</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>イベント</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>番号</translation>
    </message>
    <message>
        <source>Event</source>
        <translation>イベント</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>データ</translation>
    </message>
    <message>
        <source>There is nothing on this side of the call.</source>
        <translation>呼び出しのこちら側には何もありません。</translation>
    </message>
    <message>
        <source>only the first %1 are kept</source>
        <translation>先頭の %1 だけを保存</translation>
    </message>
    <message>
        <source>images and sound are left out</source>
        <translation>画像と音声は省略</translation>
    </message>
    <message numerus="yes">
        <source>%n place(s) are masked</source>
        <translation>
            <numerusform>%n か所を伏せています</numerusform>
        </translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>読み込み中…</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>メッセージ</translation>
    </message>
    <message>
        <source>JSON</source>
        <translation>JSON</translation>
    </message>
    <message>
        <source>Tree</source>
        <translation>ツリー</translation>
    </message>
    <message>
        <source>Raw</source>
        <translation>生データ</translation>
    </message>
    <message numerus="yes">
        <source>%n more event(s): see Raw</source>
        <translation>
            <numerusform>あと %n 件のイベント: 「生データ」を参照</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::BudgetDialog</name>
    <message>
        <source>Add budget</source>
        <translation>予算を追加</translation>
    </message>
    <message>
        <source>Period of the budget</source>
        <translation>予算の期間</translation>
    </message>
    <message>
        <source>Edit the budget of %1</source>
        <translation>%1 の予算を編集</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>It is set in %1, where it can be changed too. At the limit its calls are refused.</source>
        <translation>%1 で設定され、そこでも変更できます。上限に達すると呼び出しは拒否されます。</translation>
    </message>
    <message>
        <source>What the budget is for</source>
        <translation>予算の対象</translation>
    </message>
    <message>
        <source>Its name</source>
        <translation>アプリケーション名</translation>
    </message>
    <message>
        <source>For</source>
        <translation>対象</translation>
    </message>
    <message>
        <source>Every call of it counts, whatever the endpoint.</source>
        <translation>どのエンドポイントでも、その呼び出しはすべて数えます。</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>Dollars</source>
        <translation>ドル</translation>
    </message>
    <message>
        <source>Enter an amount such as 25 or 0.50.</source>
        <translation>25 や 0.50 のような金額を入力してください。</translation>
    </message>
    <message>
        <source>Period</source>
        <translation>期間</translation>
    </message>
    <message>
        <source>Periods of the calendar, in UTC. “In all” never starts anew.</source>
        <translation>UTC の暦の期間です。「合計」は新しく始まりません。</translation>
    </message>
    <message>
        <source>Block: refuse further calls</source>
        <translation>ブロック: 以降の呼び出しを拒否</translation>
    </message>
    <message>
        <source>Warn: tell, and let calls pass</source>
        <translation>警告: 知らせて通す</translation>
    </message>
    <message>
        <source>Switch: use a cheaper route</source>
        <translation>切り替え: より安いルートを使う</translation>
    </message>
    <message>
        <source>At the limit</source>
        <translation>上限に達したら</translation>
    </message>
    <message>
        <source>Cheaper route</source>
        <translation>より安いルート</translation>
    </message>
    <message>
        <source>Choose the route that calls go to then.</source>
        <translation>そのとき呼び出しが向かうルートを選んでください。</translation>
    </message>
    <message>
        <source>End streams whose reservation is spent</source>
        <translation>予約を使い切ったストリームを終える</translation>
    </message>
    <message>
        <source>Running streams</source>
        <translation>実行中のストリーム</translation>
    </message>
    <message>
        <source>Otherwise an answer that has begun is let through to its end.</source>
        <translation>それ以外では、始まった回答は最後まで通します。</translation>
    </message>
    <message>
        <source>Alerts at</source>
        <translation>通知する割合</translation>
    </message>
    <message>
        <source>Per cent of the amount, parted by commas. Each is told once in a period.</source>
        <translation>金額に対する百分率をコンマ区切りで。各期間に 1 回知らせます。</translation>
    </message>
    <message>
        <source>A name has letters, digits, “.”, “_” and “-”, at most 64.</source>
        <translation>名前は英数字、「.」「_」「-」で、最大 64 文字です。</translation>
    </message>
    <message>
        <source>There is a budget of that name already.</source>
        <translation>その名前の予算はすでにあります。</translation>
    </message>
    <message>
        <source>Say whose budget it is.</source>
        <translation>誰の予算かを指定してください。</translation>
    </message>
    <message>
        <source>Enter whole per cents such as 50, 80, 100.</source>
        <translation>50, 80, 100 のような整数の百分率を入力してください。</translation>
    </message>
    <message>
        <source>Add budget %1</source>
        <translation>予算 %1 を追加</translation>
    </message>
    <message>
        <source>Change the budget of %1</source>
        <translation>%1 の予算を変更</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::BudgetLines</name>
    <message>
        <source>a day</source>
        <translation>1 日あたり</translation>
    </message>
    <message>
        <source>a week</source>
        <translation>1 週あたり</translation>
    </message>
    <message>
        <source>a month</source>
        <translation>1 か月あたり</translation>
    </message>
    <message>
        <source>Budget of %1: %2 %3</source>
        <extracomment>A line on a chart: whose budget, how much, in which time</extracomment>
        <translation>%1 の予算: %3 %2</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::BudgetModel</name>
    <message>
        <source>Scope</source>
        <translation>スコープ</translation>
    </message>
    <message>
        <source>Period</source>
        <translation>期間</translation>
    </message>
    <message>
        <source>Used</source>
        <translation>使用量</translation>
    </message>
    <message>
        <source>Forecast</source>
        <translation>予測</translation>
    </message>
    <message>
        <source>Resets</source>
        <translation>リセット</translation>
    </message>
    <message>
        <source>At the limit</source>
        <translation>上限に達したら</translation>
    </message>
    <message>
        <source>Alerts at</source>
        <translation>通知する割合</translation>
    </message>
    <message>
        <source>Set in</source>
        <translation>設定場所</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::BudgetsView</name>
    <message>
        <source>Add budget</source>
        <translation>予算を追加</translation>
    </message>
    <message>
        <source>Edit budget</source>
        <translation>予算を編集</translation>
    </message>
    <message>
        <source>Raise temporarily</source>
        <translation>一時的に引き上げ</translation>
    </message>
    <message>
        <source>Show its spend</source>
        <translation>支出を表示</translation>
    </message>
    <message>
        <source>Open where it is set</source>
        <translation>設定場所を開く</translation>
    </message>
    <message>
        <source>Delete budget</source>
        <translation>予算を削除</translation>
    </message>
    <message>
        <source>Export budgets</source>
        <translation>予算をエクスポート</translation>
    </message>
    <message>
        <source>Filter budgets</source>
        <translation>予算をフィルター</translation>
    </message>
    <message>
        <source>Budgets</source>
        <translation>予算</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) written to %1.</source>
        <translation>
            <numerusform>%n 行を %1 に書き込みました。</numerusform>
        </translation>
    </message>
    <message>
        <source>What is shown is old: %1</source>
        <translation>表示は古い内容です: %1</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>再試行</translation>
    </message>
    <message>
        <source>Reading the budgets…</source>
        <translation>予算を読み込み中…</translation>
    </message>
    <message>
        <source>No budgets yet. One says how much may be spent, and what happens then.</source>
        <translation>まだ予算がありません。予算は、いくらまで使えるか、達したらどうするかを決めます。</translation>
    </message>
    <message>
        <source>Set monthly budget</source>
        <translation>月の予算を設定</translation>
    </message>
    <message>
        <source>No budget has these words.</source>
        <translation>これらの語を含む予算はありません。</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>フィルターをクリア</translation>
    </message>
    <message>
        <source>Select one budget first.</source>
        <translation>先に予算を 1 つ選択してください。</translation>
    </message>
    <message>
        <source>Only budgets of this list can be raised for a while. Edit it, or add one here in its place.</source>
        <translation>一時的に引き上げられるのはこの一覧の予算だけです。編集するか、代わりにここで追加してください。</translation>
    </message>
    <message>
        <source>It is set here.</source>
        <translation>ここで設定されています。</translation>
    </message>
    <message>
        <source>%1, %2, %3</source>
        <comment>applications, keys, money used</comment>
        <translation>%1、%2、%3</translation>
    </message>
    <message numerus="yes">
        <source>%n application(s)</source>
        <translation>
            <numerusform>アプリケーション %n 件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n key(s)</source>
        <translation>
            <numerusform>キー %n 件</numerusform>
        </translation>
    </message>
    <message>
        <source>Delete the budget of %1?</source>
        <translation>%1 の予算を削除しますか?</translation>
    </message>
    <message>
        <source>Nothing holds back its spend then, unless another budget does. What was spent stays recorded. It can come back from the trash or with Undo.</source>
        <translation>ほかの予算がない限り、支出は抑えられなくなります。支出の記録は残ります。ゴミ箱または「元に戻す」で戻せます。</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>削除</translation>
    </message>
    <message>
        <source>Delete the budget of %1</source>
        <translation>%1 の予算を削除</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CacheModel</name>
    <message>
        <source>On</source>
        <translation>オン</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>オフ</translation>
    </message>
    <message>
        <source>Answers to questions that mean the same</source>
        <translation>同じ意味の質問への回答</translation>
    </message>
    <message>
        <source>Of the hits, those that waited for an equal call under way</source>
        <translation>ヒットのうち、実行中の同じ呼び出しを待ったもの</translation>
    </message>
    <message>
        <source>Route</source>
        <translation>ルート</translation>
    </message>
    <message>
        <source>Cache</source>
        <translation>キャッシュ</translation>
    </message>
    <message>
        <source>Hit rate</source>
        <translation>ヒット率</translation>
    </message>
    <message>
        <source>Hits</source>
        <translation>ヒット</translation>
    </message>
    <message>
        <source>By meaning</source>
        <translation>意味による</translation>
    </message>
    <message>
        <source>Coalesced</source>
        <translation>統合</translation>
    </message>
    <message>
        <source>Misses</source>
        <translation>ミス</translation>
    </message>
    <message>
        <source>Entries</source>
        <translation>項目</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>サイズ</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>節約</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CacheSettingsDialog</name>
    <message>
        <source>Cache settings</source>
        <translation>キャッシュの設定</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>In memory</source>
        <translation>メモリー内</translation>
    </message>
    <message>
        <source>At most so much, such as 64MiB. What was used longest ago goes first.</source>
        <translation>64MiB のような上限です。最も長く使われていないものから消えます。</translation>
    </message>
    <message>
        <source>Enter a size such as 64MiB or 2GiB.</source>
        <translation>64MiB や 2GiB のようなサイズを入力してください。</translation>
    </message>
    <message>
        <source>In the store</source>
        <translation>ストア内</translation>
    </message>
    <message>
        <source>From there memory is filled again after a restart. “off” keeps nothing on disk.</source>
        <translation>再起動後、ここからメモリーに戻します。「off」はディスクに何も残しません。</translation>
    </message>
    <message>
        <source>Enter off, or a size such as 256MiB or 2GiB.</source>
        <translation>off、または 256MiB や 2GiB のようなサイズを入力してください。</translation>
    </message>
    <message>
        <source>Answers count for</source>
        <translation>回答の有効期間</translation>
    </message>
    <message>
        <source>Where their route says nothing else: 30m, 1h, 7d.</source>
        <translation>ルートに指定がない場合: 30m、1h、7d。</translation>
    </message>
    <message>
        <source>Enter a time such as 30m, 1h or 7d.</source>
        <translation>30m、1h、7d のような時間を入力してください。</translation>
    </message>
    <message>
        <source>Change the cache settings</source>
        <translation>キャッシュの設定を変更</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CacheView</name>
    <message>
        <source>Purge…</source>
        <translation>消去…</translation>
    </message>
    <message>
        <source>Cache settings</source>
        <translation>キャッシュの設定</translation>
    </message>
    <message>
        <source>Open its route</source>
        <translation>ルートを開く</translation>
    </message>
    <message>
        <source>Show its hits</source>
        <translation>ヒットを表示</translation>
    </message>
    <message>
        <source>Export figures</source>
        <translation>数値をエクスポート</translation>
    </message>
    <message>
        <source>Filter routes</source>
        <translation>ルートをフィルター</translation>
    </message>
    <message>
        <source>Cache</source>
        <translation>キャッシュ</translation>
    </message>
    <message>
        <source>Hit rate</source>
        <translation>ヒット率</translation>
    </message>
    <message>
        <source>Money saved</source>
        <translation>節約した金額</translation>
    </message>
    <message>
        <source>In memory</source>
        <translation>メモリー内</translation>
    </message>
    <message>
        <source>In the store</source>
        <translation>ストア内</translation>
    </message>
    <message>
        <source>Caches of routes</source>
        <translation>ルートのキャッシュ</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) written to %1.</source>
        <translation>
            <numerusform>%n 行を %1 に書き込みました。</numerusform>
        </translation>
    </message>
    <message>
        <source>No call has asked a cache yet.</source>
        <translation>キャッシュを参照した呼び出しはまだありません。</translation>
    </message>
    <message>
        <source>%1 of %2 calls since the start</source>
        <comment>hits, all</comment>
        <translation>起動以来 %1 / %2 件の呼び出し</translation>
    </message>
    <message>
        <source>What the hits would have cost</source>
        <translation>ヒットがなければかかった費用</translation>
    </message>
    <message>
        <source>%1 of %2 used</source>
        <comment>sizes</comment>
        <translation>%2 中 %1 を使用</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>オフ</translation>
    </message>
    <message>
        <source>of %1, for the next start</source>
        <comment>a size</comment>
        <translation>%1 中、次の起動用</translation>
    </message>
    <message>
        <source>Nothing is kept for the next start.</source>
        <translation>次の起動のために残すものはありません。</translation>
    </message>
    <message>
        <source>What is shown is old: %1</source>
        <translation>表示は古い内容です: %1</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>再試行</translation>
    </message>
    <message>
        <source>Reading what is cached…</source>
        <translation>キャッシュを読み込み中…</translation>
    </message>
    <message>
        <source>No route caches its answers. Each route says whether equal, or alike, questions get the answer of before.</source>
        <translation>回答をキャッシュするルートはありません。同じ、または似た質問に前の回答を返すかは、各ルートで決めます。</translation>
    </message>
    <message>
        <source>Open routes</source>
        <translation>ルートを開く</translation>
    </message>
    <message>
        <source>No route has these words.</source>
        <translation>これらの語を含むルートはありません。</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>フィルターをクリア</translation>
    </message>
    <message>
        <source>Select one route first.</source>
        <translation>先にルートを 1 つ選択してください。</translation>
    </message>
    <message numerus="yes">
        <source>%n answer(s), %1</source>
        <comment>size</comment>
        <translation>
            <numerusform>回答 %n 件、%1</numerusform>
        </translation>
    </message>
    <message>
        <source>At most %1</source>
        <comment>how many answers of which size</comment>
        <translation>最大 %1</translation>
    </message>
    <message>
        <source>Purge the cache?</source>
        <translation>キャッシュを消去しますか?</translation>
    </message>
    <message>
        <source>Purge the cache of %1?</source>
        <translation>%1 のキャッシュを消去しますか?</translation>
    </message>
    <message>
        <source>The next equal calls go to the providers again and cost money. This cannot be undone.</source>
        <translation>次の同じ呼び出しは再びプロバイダーに送られ、費用がかかります。元に戻せません。</translation>
    </message>
    <message>
        <source>Purge</source>
        <translation>消去</translation>
    </message>
    <message>
        <source>all</source>
        <comment>typed to purge all caches</comment>
        <translation>すべて</translation>
    </message>
    <message numerus="yes">
        <source>%n answer(s) thrown away.</source>
        <translation>
            <numerusform>回答 %n 件を消去しました。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CallFacts</name>
    <message>
        <source>More about the call</source>
        <translation>呼び出しの詳細</translation>
    </message>
    <message>
        <source>End user</source>
        <translation>エンドユーザー</translation>
    </message>
    <message>
        <source>Session</source>
        <translation>セッション</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>タグ</translation>
    </message>
    <message>
        <source>Headers</source>
        <translation>ヘッダー</translation>
    </message>
    <message>
        <source>Metadata</source>
        <translation>メタデータ</translation>
    </message>
    <message>
        <source>Request fields</source>
        <translation>リクエストの項目</translation>
    </message>
    <message>
        <source>Streamed</source>
        <translation>ストリーム</translation>
    </message>
    <message>
        <source>At another time</source>
        <translation>別の時刻に</translation>
    </message>
    <message>
        <source>Time of the call</source>
        <translation>呼び出しの時刻</translation>
    </message>
    <message>
        <source>Write a name, a colon and a value on each line, such as %1.</source>
        <translation>各行に名前、コロン、値を書いてください。例：%1。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CallModel</name>
    <message>
        <source>Time</source>
        <translation>時刻</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>ステータス</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>モデル</translation>
    </message>
    <message>
        <source>Provider</source>
        <translation>プロバイダー</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>キー</translation>
    </message>
    <message>
        <source>Route</source>
        <translation>ルート</translation>
    </message>
    <message>
        <source>First byte</source>
        <translation>最初のバイト</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>合計</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>費用</translation>
    </message>
    <message>
        <source>Cache</source>
        <translation>キャッシュ</translation>
    </message>
    <message>
        <source>Client</source>
        <translation>クライアント</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>タグ</translation>
    </message>
    <message>
        <source>%1 → %2</source>
        <comment>model asked, model served</comment>
        <translation>%1 → %2</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>不明</translation>
    </message>
    <message>
        <source>streaming…</source>
        <translation>ストリーミング中…</translation>
    </message>
    <message>
        <source>waiting…</source>
        <translation>待機中…</translation>
    </message>
    <message>
        <source>%1 · cut off</source>
        <translation>%1 · 打ち切り</translation>
    </message>
    <message>
        <source>client left</source>
        <translation>クライアント離脱</translation>
    </message>
    <message numerus="yes">
        <source>%1 · %n retries</source>
        <translation>
            <numerusform>%1 · 再試行 %n 回</numerusform>
        </translation>
    </message>
    <message>
        <source>Time until the first byte of the answer</source>
        <translation>応答の最初のバイトまでの時間</translation>
    </message>
    <message>
        <source>Tokens in</source>
        <translation>入力トークン</translation>
    </message>
    <message>
        <source>Cached</source>
        <translation>キャッシュ済み</translation>
    </message>
    <message>
        <source>Tokens out</source>
        <translation>出力トークン</translation>
    </message>
    <message>
        <source>Retries</source>
        <translation>再試行</translation>
    </message>
    <message>
        <source>~%1</source>
        <comment>about so many tokens</comment>
        <translation>~%1</translation>
    </message>
    <message>
        <source>cancelling…</source>
        <translation>キャンセル中…</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>キャンセル済み</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CallStrip</name>
    <message>
        <source>The call in the log</source>
        <translation>ログ内の呼び出し</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CanaryDialog</name>
    <message>
        <source>Canary of %1</source>
        <translation>%1 のカナリア</translation>
    </message>
    <message>
        <source>Share of the calls</source>
        <translation>呼び出しの割合</translation>
    </message>
    <message>
        <source>Set share</source>
        <translation>割合を設定</translation>
    </message>
    <message>
        <source>%1 of the calls now go to %2.</source>
        <translation>呼び出しの %1 が %2 に送られるようになりました。</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>一時停止</translation>
    </message>
    <message>
        <source>Promote</source>
        <translation>昇格</translation>
    </message>
    <message>
        <source>All calls go to this target from now on</source>
        <translation>今後すべての呼び出しがこのターゲットに送られます</translation>
    </message>
    <message>
        <source>Roll back</source>
        <translation>取り消す</translation>
    </message>
    <message>
        <source>No call goes to this target from now on</source>
        <translation>今後このターゲットには送られません</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>閉じる</translation>
    </message>
    <message>
        <source>The canary goes on.</source>
        <translation>カナリアを再開しました。</translation>
    </message>
    <message>
        <source>The canary is paused; its share stays.</source>
        <translation>カナリアを一時停止しました。割合はそのままです。</translation>
    </message>
    <message>
        <source>%1 % of the calls go to %2</source>
        <translation>呼び出しの %1 % が %2 に送られます</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>再開</translation>
    </message>
    <message>
        <source>Running, at this share since %1.</source>
        <translation>実行中。%1 からこの割合です。</translation>
    </message>
    <message>
        <source>Paused since %1: the share stays until it is resumed.</source>
        <translation>%1 から一時停止中：再開まで割合は変わりません。</translation>
    </message>
    <message>
        <source>Promoted at %1: make it the only target, or the first, when you are sure.</source>
        <translation>%1 に昇格：確信できたら唯一または先頭のターゲットにしてください。</translation>
    </message>
    <message>
        <source>Rolled back at %1.</source>
        <translation>%1 に取り消されました。</translation>
    </message>
    <message>
        <source>How it stands is not known at this moment.</source>
        <translation>現在の状態は不明です。</translation>
    </message>
    <message>
        <source>Reason: %1.</source>
        <translation>理由：%1。</translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) at this share</source>
        <translation>
            <numerusform>この割合で %n 件の呼び出し</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n error(s)</source>
        <translation>
            <numerusform>エラー %n 件</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 to the first token</source>
        <translation>最初のトークンまで %1</translation>
    </message>
    <message>
        <source>feedback %1</source>
        <translation>フィードバック %1</translation>
    </message>
    <message>
        <source> · </source>
        <comment>between facts</comment>
        <translation> · </translation>
    </message>
    <message>
        <source>Promote %1?</source>
        <translation>%1 を昇格しますか？</translation>
    </message>
    <message>
        <source>All calls of %1 that no rule leads elsewhere go to it from now on.</source>
        <translation>ルールで別の先に導かれない %1 の呼び出しはすべて、今後そこに送られます。</translation>
    </message>
    <message>
        <source>All calls now go to %1.</source>
        <translation>すべての呼び出しが %1 に送られるようになりました。</translation>
    </message>
    <message>
        <source>No call goes to %1 any more.</source>
        <translation>%1 への呼び出しはなくなりました。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CatalogueDialog</name>
    <message>
        <source>Continue</source>
        <translation>続ける</translation>
    </message>
    <message>
        <source>Add provider</source>
        <translation>プロバイダーを追加</translation>
    </message>
    <message>
        <source>Which provider do you want to add?</source>
        <translation>どのプロバイダーを追加しますか?</translation>
    </message>
    <message>
        <source>Search the catalogue</source>
        <translation>カタログを検索</translation>
    </message>
    <message>
        <source>Search by name, or enter “custom” for any address</source>
        <translation>名前で検索します。任意のアドレスには「custom」と入力してください</translation>
    </message>
    <message>
        <source>Providers of the catalogue</source>
        <translation>カタログのプロバイダー</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>%1 (not in this version)</source>
        <translation>%1 (このバージョンでは不可)</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>再試行</translation>
    </message>
    <message>
        <source>Reading the catalogue…</source>
        <translation>カタログを読み込み中…</translation>
    </message>
    <message>
        <source>No provider of that name. Any other address is under “Custom”.</source>
        <translation>その名前のプロバイダーはありません。その他のアドレスは「Custom」にあります。</translation>
    </message>
    <message>
        <source>Clear search</source>
        <translation>検索をクリア</translation>
    </message>
    <message>
        <source>%1. You enter its address in the next step.</source>
        <comment>dialect</comment>
        <translation>%1。アドレスは次の手順で入力します。</translation>
    </message>
    <message>
        <source>%1 at %2</source>
        <comment>dialect, address</comment>
        <translation>%1（%2）</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CertificateDialog</name>
    <message>
        <source>Itself (self-signed)</source>
        <translation>自分自身 (自己署名)</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <comment>two days</comment>
        <translation>%1 ～ %2</translation>
    </message>
    <message>
        <source>Certificate</source>
        <translation>証明書</translation>
    </message>
    <message>
        <source>The certificate has changed</source>
        <translation>証明書が変わりました</translation>
    </message>
    <message>
        <source>Is this %1?</source>
        <translation>これは %1 ですか?</translation>
    </message>
    <message>
        <source>%1 shows another certificate than before</source>
        <translation>%1 が以前と異なる証明書を提示しています</translation>
    </message>
    <message>
        <source>Compare the fingerprint with what the gateway&apos;s operator tells you. Once you trust it, only this certificate is accepted.</source>
        <translation>フィンガープリントを、ゲートウェイの運用者から知らされたものと比べてください。信頼すると、以後この証明書だけが受け付けられます。</translation>
    </message>
    <message>
        <source>It may have been renewed, or somebody stands between. Nothing was sent. Ask the gateway&apos;s operator before you trust the new one.</source>
        <translation>更新されたか、誰かが間に割り込んでいるおそれがあります。何も送信していません。新しい証明書を信頼する前に、ゲートウェイの運用者に確認してください。</translation>
    </message>
    <message>
        <source>Subject</source>
        <translation>サブジェクト</translation>
    </message>
    <message>
        <source>Names</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>Issuer</source>
        <translation>発行者</translation>
    </message>
    <message>
        <source>Valid</source>
        <translation>有効期間</translation>
    </message>
    <message>
        <source>SHA-256</source>
        <translation>SHA-256</translation>
    </message>
    <message>
        <source>Trusted until now</source>
        <translation>これまで信頼していたもの</translation>
    </message>
    <message>
        <source>Shown now</source>
        <translation>今回提示されたもの</translation>
    </message>
    <message>
        <source>It is not valid today.</source>
        <translation>現在、有効期間外です。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>Stay disconnected</source>
        <translation>接続しない</translation>
    </message>
    <message>
        <source>Trust this certificate</source>
        <translation>この証明書を信頼</translation>
    </message>
    <message>
        <source>Trust the new one</source>
        <translation>新しい証明書を信頼</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CertificateProbe</name>
    <message>
        <source>No certificate came (%1). Check the address and that the gateway runs there.</source>
        <translation>証明書を受け取れませんでした (%1)。アドレスと、そこでゲートウェイが動作していることを確認してください。</translation>
    </message>
    <message>
        <source>Nothing answered there. Check the address and that the gateway can be reached from here.</source>
        <translation>応答がありませんでした。アドレスと、ここからゲートウェイに接続できることを確認してください。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ChainEditor</name>
    <message>
        <source>Pages of the chain</source>
        <translation>チェーンのページ</translation>
    </message>
    <message>
        <source>Write</source>
        <translation>書く</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>実行</translation>
    </message>
    <message>
        <source>All chains</source>
        <translation>すべてのチェーン</translation>
    </message>
    <message>
        <source>Reading the chain…</source>
        <translation>チェーンを読み込み中…</translation>
    </message>
    <message>
        <source>There is no chain “%1” any more.</source>
        <translation>チェーン「%1」はもうありません。</translation>
    </message>
    <message>
        <source>Save version %1 of chain %2</source>
        <translation>チェーン %2 のバージョン %1 を保存</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ChainModel</name>
    <message>
        <source>Name</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>ID</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>ラベル</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>バージョン</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>ステップ</translation>
    </message>
    <message>
        <source>Published</source>
        <translation>公開中</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>変更</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>チーム</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ChainOutcomeModel</name>
    <message>
        <source>unknown</source>
        <translation>不明</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>ステップ</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>結果</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>時刻</translation>
    </message>
    <message>
        <source>Tokens in</source>
        <translation>入力トークン</translation>
    </message>
    <message>
        <source>Tokens out</source>
        <translation>出力トークン</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>費用</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>呼び出し</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ChainRunPage</name>
    <message>
        <source>Run</source>
        <translation>実行</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>値</translation>
    </message>
    <message>
        <source>How each step went</source>
        <translation>各ステップの結果</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>答え</translation>
    </message>
    <message>
        <source>Show in the log</source>
        <translation>ログに表示</translation>
    </message>
    <message>
        <source>The last run cost: not known.</source>
        <translation>前回の実行の費用: 不明。</translation>
    </message>
    <message>
        <source>The last run cost %1.</source>
        <translation>前回の実行の費用は %1 でした。</translation>
    </message>
    <message>
        <source>Next run: %1</source>
        <translation>次の実行: %1</translation>
    </message>
    <message>
        <source>Step %1</source>
        <translation>ステップ %1</translation>
    </message>
    <message>
        <source>Run the chain to see what it answers. Choose a step to see what came of it.</source>
        <translation>チェーンを実行すると答えが表示されます。ステップを選ぶとその結果が表示されます。</translation>
    </message>
    <message>
        <source>Running…</source>
        <translation>実行中…</translation>
    </message>
    <message>
        <source>The chain takes no values. Add inputs under Write, where it shall.</source>
        <translation>チェーンは値を受け取りません。必要なら「書く」で入力を追加してください。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ChainStepDialog</name>
    <message>
        <source>Add a step</source>
        <translation>ステップを追加</translation>
    </message>
    <message>
        <source>Step %1</source>
        <translation>ステップ %1</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>追加</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>適用</translation>
    </message>
    <message>
        <source>What the step is given</source>
        <translation>ステップに渡すもの</translation>
    </message>
    <message>
        <source>Add value</source>
        <translation>値を追加</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>編集</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>削除</translation>
    </message>
    <message>
        <source>A prompt is given its variables; a model prompt, system or messages.</source>
        <translation>プロンプトには変数を、モデルには prompt、system、messages を渡します。</translation>
    </message>
    <message>
        <source>The chain goes on where it fails</source>
        <translation>失敗してもチェーンは続きます</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>ID</translation>
    </message>
    <message>
        <source>Later steps read its answer at /ID.</source>
        <translation>後のステップは答えを /ID で読みます。</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>種類</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>呼び出し</translation>
    </message>
    <message>
        <source>Choose what the step calls.</source>
        <translation>ステップが呼び出すものを選んでください。</translation>
    </message>
    <message>
        <source>What it is given</source>
        <translation>渡すもの</translation>
    </message>
    <message>
        <source>Always</source>
        <translation>常に</translation>
    </message>
    <message>
        <source>A value is</source>
        <translation>値が次のとき</translation>
    </message>
    <message>
        <source>A value is one of</source>
        <translation>値が次のいずれか</translation>
    </message>
    <message>
        <source>A value is there</source>
        <translation>値がある</translation>
    </message>
    <message>
        <source>A value is not there</source>
        <translation>値がない</translation>
    </message>
    <message>
        <source>When it runs</source>
        <translation>実行する条件</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>実行</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>場所</translation>
    </message>
    <message>
        <source>A JSON pointer: /inputs/NAME, or /STEP/NAME.</source>
        <translation>JSON ポインター: /inputs/名前 または /ステップ/名前。</translation>
    </message>
    <message>
        <source>It begins with /inputs/ or with / and a step&apos;s id.</source>
        <translation>/inputs/ か、/ とステップの ID で始まります。</translation>
    </message>
    <message>
        <source>Is</source>
        <translation>値</translation>
    </message>
    <message>
        <source>JSON; of several, parted by commas.</source>
        <translation>JSON。複数はカンマで区切ります。</translation>
    </message>
    <message>
        <source>Write one JSON value, such as &quot;angry&quot; or 3.</source>
        <translation>JSON の値を 1 つ書いてください。例: &quot;angry&quot;、3。</translation>
    </message>
    <message>
        <source>Write JSON values parted by commas, such as &quot;angry&quot;, &quot;sad&quot;.</source>
        <translation>JSON の値をカンマで区切って書いてください。例: &quot;angry&quot;, &quot;sad&quot;。</translation>
    </message>
    <message>
        <source>After</source>
        <translation>次の後</translation>
    </message>
    <message>
        <source>Steps that must have ended, parted by commas. Those that it reads are waited for anyway.</source>
        <translation>先に終わっている必要があるステップをカンマで区切ります。読むステップは常に待ちます。</translation>
    </message>
    <message>
        <source>Takes at most</source>
        <translation>最長時間</translation>
    </message>
    <message>
        <source>Such as 10s or 2m.</source>
        <translation>例: 10s、2m。</translation>
    </message>
    <message>
        <source>Write a number and s or m, such as 10s.</source>
        <translation>数字と s か m を書いてください。例: 10s。</translation>
    </message>
    <message>
        <source>Begin with a letter; then letters, digits and _ only, 64 at most.</source>
        <translation>英字で始め、続けて英数字と _ だけ、64 文字まで。</translation>
    </message>
    <message>
        <source>“inputs” is what the chain is given. Take another id.</source>
        <translation>「inputs」はチェーンに渡すものです。別の ID にしてください。</translation>
    </message>
    <message>
        <source>Another step has this id.</source>
        <translation>別のステップがこの ID を使っています。</translation>
    </message>
    <message>
        <source>There is no other step “%1”.</source>
        <translation>ほかにステップ「%1」はありません。</translation>
    </message>
    <message>
        <source>A prompt at a label or version: sentiment@production.</source>
        <translation>ラベルかバージョン付きのプロンプト: sentiment@production。</translation>
    </message>
    <message>
        <source>A route, or provider/model.</source>
        <translation>ルート、またはプロバイダー/モデル。</translation>
    </message>
    <message>
        <source>A model of a KServe server.</source>
        <translation>KServe サーバーのモデル。</translation>
    </message>
    <message>
        <source>A published API and its version: mood/1.</source>
        <translation>公開された API とバージョン: mood/1。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ChainStepModel</name>
    <message>
        <source>Always</source>
        <translation>常に</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>ステップ</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>種類</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>呼び出し</translation>
    </message>
    <message>
        <source>Runs when</source>
        <translation>実行条件</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ChainWritePage</name>
    <message>
        <source>Parts of the chain</source>
        <translation>チェーンの部分</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>ステップ</translation>
    </message>
    <message>
        <source>Inputs</source>
        <translation>入力</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>答え</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>制限</translation>
    </message>
    <message>
        <source>Add step</source>
        <translation>ステップを追加</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>編集</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>削除</translation>
    </message>
    <message>
        <source>A step calls a prompt, a model or an API. Those that do not wait for each other run side by side.</source>
        <translation>ステップはプロンプト、モデル、API を呼び出します。互いに待たないものは並行して実行されます。</translation>
    </message>
    <message>
        <source>Move the step up</source>
        <translation>ステップを上へ</translation>
    </message>
    <message>
        <source>Move the step down</source>
        <translation>ステップを下へ</translation>
    </message>
    <message>
        <source>Add input</source>
        <translation>入力を追加</translation>
    </message>
    <message>
        <source>An input is what a call gives. Steps read it at /inputs/NAME.</source>
        <translation>入力は呼び出しが渡すものです。ステップは /inputs/名前 で読みます。</translation>
    </message>
    <message>
        <source>What the chain answers</source>
        <translation>チェーンの答え</translation>
    </message>
    <message>
        <source>Add value</source>
        <translation>値を追加</translation>
    </message>
    <message>
        <source>Without values of its own, a chain answers what each of its steps did.</source>
        <translation>独自の値がなければ、チェーンは各ステップの結果を答えます。</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>時刻</translation>
    </message>
    <message>
        <source>Of the whole run, such as 30s or 2m; 60s where nothing is written.</source>
        <translation>実行全体の時間。例: 30s、2m。空欄なら 60s。</translation>
    </message>
    <message>
        <source>Money</source>
        <translation>費用</translation>
    </message>
    <message>
        <source>Dollars, such as 0.05. When they are spent, no further step begins.</source>
        <translation>ドル。例: 0.05。使い切ると次のステップは始まりません。</translation>
    </message>
    <message>
        <source>In all, those of chains within included; 50 where nothing is written.</source>
        <translation>内側のチェーンを含む合計。空欄なら 50。</translation>
    </message>
    <message>
        <source>Depth</source>
        <translation>深さ</translation>
    </message>
    <message>
        <source>Chains within chains; 4 where nothing is written.</source>
        <translation>チェーンの入れ子。空欄なら 4。</translation>
    </message>
    <message>
        <source>Definition of the chain, as JSON</source>
        <translation>チェーンの定義 (JSON)</translation>
    </message>
    <message>
        <source>Definition</source>
        <translation>定義</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>tab, how many</comment>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Line %1</source>
        <translation>行 %1</translation>
    </message>
    <message>
        <source>Checking…</source>
        <translation>確認中…</translation>
    </message>
    <message>
        <source>It can run: %1</source>
        <translation>実行できます: %1</translation>
    </message>
    <message numerus="yes">
        <source>%n thing(s) to mend</source>
        <translation>
            <numerusform>直すところが %n 件</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ChainsPage</name>
    <message>
        <source>Filter chains</source>
        <translation>チェーンをフィルター</translation>
    </message>
    <message>
        <source>Chains</source>
        <translation>チェーン</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) written to %1.</source>
        <translation>
            <numerusform>%n 行を %1 に書き込みました。</numerusform>
        </translation>
    </message>
    <message>
        <source>What is shown is old: %1</source>
        <translation>表示は古い内容です: %1</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>再試行</translation>
    </message>
    <message>
        <source>Reading the chains…</source>
        <translation>チェーンを読み込み中…</translation>
    </message>
    <message>
        <source>No chains yet. A chain leads what one step says to the next: prompts, models, APIs.</source>
        <translation>チェーンはまだありません。チェーンはあるステップの答えを次へ渡します: プロンプト、モデル、API。</translation>
    </message>
    <message>
        <source>New chain</source>
        <translation>新しいチェーン</translation>
    </message>
    <message>
        <source>No chain has these words.</source>
        <translation>これらの語を含むチェーンはありません。</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>フィルターをクリア</translation>
    </message>
    <message>
        <source>Delete the chain %1?</source>
        <translation>チェーン %1 を削除しますか?</translation>
    </message>
    <message numerus="yes">
        <source>Delete %n chain(s)?</source>
        <translation>
            <numerusform>%n 個のチェーンを削除しますか?</numerusform>
        </translation>
    </message>
    <message>
        <source>Its versions and labels go with it. It can come back from the trash or with Undo.</source>
        <translation>バージョンとラベルも一緒に消えます。ごみ箱か「元に戻す」で復元できます。</translation>
    </message>
    <message>
        <source>Served as %1</source>
        <translation>%1 として公開中</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>削除</translation>
    </message>
    <message>
        <source>Delete chain %1</source>
        <translation>チェーン %1 を削除</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ChangeCards</name>
    <message>
        <source>What was changed</source>
        <translation>変更された内容</translation>
    </message>
    <message numerus="yes">
        <source>and %n more change(s)</source>
        <translation>
            <numerusform>ほか %n 件の変更</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ChangeDesk</name>
    <message>
        <source>Your change was not made: the other version stays.</source>
        <translation>変更は行われませんでした。もう一方の版が残ります。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ChangeMarks</name>
    <message>
        <source>added</source>
        <translation>追加</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>変更</translation>
    </message>
    <message>
        <source>deleted</source>
        <translation>削除</translation>
    </message>
    <message>
        <source>Provider</source>
        <translation>プロバイダー</translation>
    </message>
    <message>
        <source>Route</source>
        <translation>ルート</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>チーム</translation>
    </message>
    <message>
        <source>Application</source>
        <translation>アプリケーション</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>キー</translation>
    </message>
    <message>
        <source>Retention</source>
        <translation>保持期間</translation>
    </message>
    <message>
        <source>%1 %2: %3</source>
        <extracomment>A change of the configuration: kind of object, its name, what was done to it</extracomment>
        <translation>%1 %2: %3</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ChargeModel</name>
    <message>
        <source>No plan</source>
        <translation>プランなし</translation>
    </message>
    <message>
        <source>API</source>
        <translation>API</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>プラン</translation>
    </message>
    <message>
        <source>Application</source>
        <translation>アプリケーション</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>チーム</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>呼び出し</translation>
    </message>
    <message>
        <source>Months</source>
        <translation>月額</translation>
    </message>
    <message>
        <source>For calls</source>
        <translation>呼び出し分</translation>
    </message>
    <message>
        <source>For providers</source>
        <translation>プロバイダー分</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>合計</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ChargePanel</name>
    <message>
        <source>Charges</source>
        <translation>請求額</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) written to %1.</source>
        <translation>
            <numerusform>%n 行を %1 に書き込みました。</numerusform>
        </translation>
    </message>
    <message>
        <source>Month</source>
        <translation>月</translation>
    </message>
    <message>
        <source>Months are those of UTC.</source>
        <translation>月は UTC です。</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>エクスポート</translation>
    </message>
    <message>
        <source>Save the charges as CSV or JSON Lines</source>
        <translation>請求額を CSV か JSON Lines で保存</translation>
    </message>
    <message>
        <source>Reading the charges…</source>
        <translation>請求額を読み込み中…</translation>
    </message>
    <message>
        <source>Charged: %1</source>
        <translation>請求額: %1</translation>
    </message>
    <message>
        <source>Earned: %1</source>
        <translation>収入: %1</translation>
    </message>
    <message>
        <source>This team has no subscription to an API.</source>
        <translation>このチームは API を購読していません。</translation>
    </message>
    <message>
        <source>Nobody is subscribed to this API.</source>
        <translation>この API の購読者はいません。</translation>
    </message>
    <message numerus="yes">
        <source>The cost of %n call(s) is not known; providers&apos; cost is charged without them.</source>
        <translation>
            <numerusform>%n 件の呼び出しの費用は不明です。プロバイダー分には含まれません。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::Chart</name>
    <message>
        <source>No data in this stretch of time.</source>
        <translation>この期間にデータはありません。</translation>
    </message>
    <message>
        <source>Line chart.</source>
        <translation>折れ線グラフ。</translation>
    </message>
    <message>
        <source>Stacked bars.</source>
        <translation>積み上げ棒グラフ。</translation>
    </message>
    <message>
        <source>Map of the hours of the week.</source>
        <translation>曜日と時間帯のマップ。</translation>
    </message>
    <message>
        <source>From %1.</source>
        <translation>期間: %1。</translation>
    </message>
    <message>
        <source>%1: from %2 to %3, latest %4.</source>
        <translation>%1: %2 ～ %3、最新 %4。</translation>
    </message>
    <message>
        <source>Show as table lists every value.</source>
        <translation>「表として表示」ですべての値を一覧できます。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ChartCard</name>
    <message>
        <source>Export as PNG…</source>
        <translation>PNG としてエクスポート…</translation>
    </message>
    <message>
        <source>Export as SVG…</source>
        <translation>SVG としてエクスポート…</translation>
    </message>
    <message>
        <source>Export as PDF…</source>
        <translation>PDF としてエクスポート…</translation>
    </message>
    <message>
        <source>Export as CSV…</source>
        <translation>CSV としてエクスポート…</translation>
    </message>
    <message>
        <source>Show as table</source>
        <translation>表として表示</translation>
    </message>
    <message>
        <source>Export this chart</source>
        <translation>このグラフをエクスポート</translation>
    </message>
    <message>
        <source>Times in %1</source>
        <translation>時刻は %1</translation>
    </message>
    <message>
        <source>Export as %1</source>
        <translation>%1 としてエクスポート</translation>
    </message>
    <message>
        <source>%1 files (*.%2)</source>
        <translation>%1 ファイル (*.%2)</translation>
    </message>
    <message>
        <source>Exported to %1</source>
        <translation>%1 にエクスポートしました</translation>
    </message>
    <message>
        <source>The chart could not be written to %1: %2</source>
        <translation>グラフを %1 に書き込めませんでした: %2</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ChartTable</name>
    <message>
        <source>Day</source>
        <translation>日</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>時刻</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ChatStream</name>
    <message>
        <source>The gateway does not answer (%1). Check that it runs, then try again.</source>
        <translation>ゲートウェイが応答しません (%1)。動作していることを確認してから、もう一度お試しください。</translation>
    </message>
    <message>
        <source>The answer was an error with status %1 and no reason.</source>
        <translation>応答は、理由のないステータス %1 のエラーでした。</translation>
    </message>
    <message>
        <source>The answer broke off before its end. What came until then is shown; try again.</source>
        <translation>応答が途中で途切れました。それまでの内容を表示しています。もう一度お試しください。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CheckList</name>
    <message>
        <source>A regular expression</source>
        <translation>正規表現</translation>
    </message>
    <message>
        <source>What stands there, as JSON; nothing: anything</source>
        <translation>そこにある値 (JSON)。空なら何でもよい</translation>
    </message>
    <message>
        <source>A JSON Schema</source>
        <translation>JSON Schema</translation>
    </message>
    <message>
        <source>What the judge looks at</source>
        <translation>審査役が見る点</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文章</translation>
    </message>
    <message>
        <source>Contains</source>
        <translation>含む</translation>
    </message>
    <message>
        <source>Is equal to</source>
        <translation>等しい</translation>
    </message>
    <message>
        <source>Matches</source>
        <translation>一致する</translation>
    </message>
    <message>
        <source>Has at a JSON path</source>
        <translation>JSON パスにある</translation>
    </message>
    <message>
        <source>Fits a JSON Schema</source>
        <translation>JSON Schema に合う</translation>
    </message>
    <message>
        <source>Is judged by a model</source>
        <translation>モデルが審査する</translation>
    </message>
    <message>
        <source>%1 is there</source>
        <comment>JSON path</comment>
        <translation>%1 がある</translation>
    </message>
    <message>
        <source>%1 is %2</source>
        <comment>JSON path, value</comment>
        <translation>%1 が %2</translation>
    </message>
    <message>
        <source>%1 finds: %2</source>
        <comment>model, what</comment>
        <translation>%1 の判定: %2</translation>
    </message>
    <message>
        <source>%1 “%2”</source>
        <comment>Contains, text</comment>
        <translation>%1「%2」</translation>
    </message>
    <message>
        <source>Add check</source>
        <translation>検査を追加</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CheckRow</name>
    <message>
        <source>Path, such as $.mood</source>
        <translation>パス ($.mood など)</translation>
    </message>
    <message>
        <source>JSON path</source>
        <translation>JSON パス</translation>
    </message>
    <message>
        <source>Model that judges</source>
        <translation>審査するモデル</translation>
    </message>
    <message>
        <source>Least, 0 to 1</source>
        <translation>最低 (0～1)</translation>
    </message>
    <message>
        <source>Least score</source>
        <translation>最低点</translation>
    </message>
    <message>
        <source>Remove check</source>
        <translation>検査を削除</translation>
    </message>
    <message>
        <source>Check %1</source>
        <translation>検査 %1</translation>
    </message>
    <message>
        <source>Write what the answer is compared with.</source>
        <translation>回答と比べる内容を書いてください。</translation>
    </message>
    <message>
        <source>Write a JSON object: it begins with { and ends with }.</source>
        <translation>JSON オブジェクトを書いてください。{ で始まり } で終わります。</translation>
    </message>
    <message>
        <source>Write a JSON path: it begins with $.</source>
        <translation>JSON パスを書いてください。$ で始まります。</translation>
    </message>
    <message>
        <source>Name the model that judges.</source>
        <translation>審査するモデルを指定してください。</translation>
    </message>
    <message>
        <source>Write a number from 0 to 1, such as 0.7, or nothing.</source>
        <translation>0 から 1 までの数 (0.7 など) を書くか、空にしてください。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ChoiceMenu</name>
    <message>
        <source>%1: %2</source>
        <comment>what is chosen, choices</comment>
        <translation>%1: %2</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ClientPage</name>
    <message>
        <source>All clients</source>
        <translation>すべてのクライアント</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>キー</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>モデル</translation>
    </message>
    <message>
        <source>Choose a model.</source>
        <translation>モデルを選んでください。</translation>
    </message>
    <message>
        <source>Gets the key</source>
        <translation>キーの取得</translation>
    </message>
    <message>
        <source>Good to know</source>
        <translation>知っておくとよいこと</translation>
    </message>
    <message>
        <source>Does it work?</source>
        <translation>動作しますか?</translation>
    </message>
    <message>
        <source>Check variables</source>
        <translation>変数を確認</translation>
    </message>
    <message>
        <source>Wait for its first call</source>
        <translation>最初の呼び出しを待つ</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>コピー</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>元に戻す</translation>
    </message>
    <message>
        <source>From a helper command</source>
        <translation>補助コマンドから</translation>
    </message>
    <message>
        <source>From its settings file</source>
        <translation>設定ファイルから</translation>
    </message>
    <message>
        <source>From a variable</source>
        <translation>変数から</translation>
    </message>
    <message>
        <source>This gateway does not have the address %1, which %2 needs. The settings work once it has.</source>
        <translation>%2 に必要なアドレス %1 が、このゲートウェイにはありません。用意すれば設定は機能します。</translation>
    </message>
    <message>
        <source>This gateway listens on this computer only, where %1 does not reach it.</source>
        <translation>このゲートウェイはこのコンピューターだけで待ち受けており、%1 からは届きません。</translation>
    </message>
    <message>
        <source>Change %1…</source>
        <translation>%1 を変更…</translation>
    </message>
    <message>
        <source>Make a new key first: a key is known once only, when it is made</source>
        <translation>先に新しいキーを作成してください。キーが分かるのは作成時の一度だけです</translation>
    </message>
    <message>
        <source>The client runs “%1” and reads the key from your key chain. Keep the key there under this name.</source>
        <translation>クライアントは「%1」を実行して、キーチェーンからキーを読み込みます。キーをこの名前でキーチェーンに保存してください。</translation>
    </message>
    <message>
        <source>“%1” prints a key that is kept in your key chain: for clients and scripts that run a command.</source>
        <translation>「%1」は、キーチェーンに保存されたキーを出力します。コマンドを実行するクライアントやスクリプト向けです。</translation>
    </message>
    <message>
        <source>Copied.</source>
        <translation>コピーしました。</translation>
    </message>
    <message>
        <source>%1 says so already.</source>
        <translation>%1 はすでにその内容です。</translation>
    </message>
    <message>
        <source>%1 was made.</source>
        <translation>%1 を作成しました。</translation>
    </message>
    <message>
        <source>%1 was changed. The backup is %2.</source>
        <translation>%1 を変更しました。バックアップは %2 です。</translation>
    </message>
    <message>
        <source>%1 is as it was before.</source>
        <translation>%1 を以前の状態に戻しました。</translation>
    </message>
    <message>
        <source>No environment variable is in the way.</source>
        <translation>妨げになる環境変数はありません。</translation>
    </message>
    <message>
        <source>%1 is set in this session.</source>
        <translation>%1 がこのセッションで設定されています。</translation>
    </message>
    <message>
        <source>%1 is set in %2.</source>
        <comment>variable, file and line</comment>
        <translation>%1 が %2 で設定されています。</translation>
    </message>
    <message>
        <source>Take them away there unless they name this gateway.</source>
        <translation>このゲートウェイを指していない限り、そこから取り除いてください。</translation>
    </message>
    <message>
        <source>Waiting for a call with this key. Use %1 now.</source>
        <translation>このキーによる呼び出しを待っています。%1 を今使ってください。</translation>
    </message>
    <message>
        <source>✓ %1 from %2</source>
        <comment>time, program</comment>
        <translation>✓ %1、%2 から</translation>
    </message>
    <message>
        <source>%1 from %2, answered with %3. The log says why.</source>
        <comment>time, program, status</comment>
        <translation>%1、%2 から。%3 を返しました。理由はログにあります。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ClientTiles</name>
    <message>
        <source>%1, %2</source>
        <comment>client, note</comment>
        <translation>%1、%2</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CommandPalette</name>
    <message>
        <source>Search and commands</source>
        <translation>検索とコマンド</translation>
    </message>
    <message>
        <source>Search or run a command</source>
        <translation>検索またはコマンドを実行</translation>
    </message>
    <message>
        <source>What fits</source>
        <translation>一致するもの</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>コマンド</translation>
    </message>
    <message>
        <source>Not possible now</source>
        <translation>現在は使えません</translation>
    </message>
    <message>
        <source>View</source>
        <translation>ビュー</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>kind and id of an object</comment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>%1, %2, status %3</source>
        <comment>time, model and status of a call</comment>
        <translation>%1、%2、ステータス %3</translation>
    </message>
    <message>
        <source>no model</source>
        <translation>モデルなし</translation>
    </message>
    <message>
        <source>Nothing fits. Try fewer letters.</source>
        <translation>一致するものがありません。文字を減らしてみてください。</translation>
    </message>
    <message>
        <source>&gt; for commands   @ for objects   # for requests</source>
        <translation>&gt; コマンド   @ オブジェクト   # リクエスト</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CommentPanel</name>
    <message>
        <source>Nobody said anything yet.</source>
        <translation>まだ誰も書いていません。</translation>
    </message>
    <message>
        <source>Add comment</source>
        <translation>コメントを追加</translation>
    </message>
    <message>
        <source>Comments</source>
        <translation>コメント</translation>
    </message>
    <message>
        <source>Comment</source>
        <translation>コメント</translation>
    </message>
    <message>
        <source>Write a comment…</source>
        <translation>コメントを書く…</translation>
    </message>
    <message>
        <source>About the prompt</source>
        <translation>プロンプトについて</translation>
    </message>
    <message>
        <source>About version %1</source>
        <translation>バージョン %1 について</translation>
    </message>
    <message>
        <source>version %1</source>
        <translation>バージョン %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CompareDialog</name>
    <message>
        <source>Only what differs</source>
        <translation>違いのあるものだけ</translation>
    </message>
    <message>
        <source>Compare two calls</source>
        <translation>2 つの呼び出しを比較</translation>
    </message>
    <message>
        <source>Differences</source>
        <translation>違い</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>閉じる</translation>
    </message>
    <message>
        <source>Reading both calls…</source>
        <translation>両方の呼び出しを読み込み中…</translation>
    </message>
    <message>
        <source>One of these calls is not over yet, or no longer kept.</source>
        <translation>どちらかの呼び出しがまだ終わっていないか、もう保存されていません。</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>再試行</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>部分</translation>
    </message>
    <message>
        <source>%1, differs</source>
        <translation>%1、違いあり</translation>
    </message>
    <message>
        <source>No differences</source>
        <translation>違いはありません</translation>
    </message>
    <message numerus="yes">
        <source>%n difference(s)</source>
        <translation>
            <numerusform>%n 件の違い</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ConformanceDialog</name>
    <message>
        <source>Conformance of %1</source>
        <translation>%1 の適合性</translation>
    </message>
    <message>
        <source>Real calls through the gateway&apos;s own port show what a client of each dialect gets from this route: plain, streamed, with tools, images and more.</source>
        <translation>ゲートウェイ自身のポートを通る実際の呼び出しで、各方言のクライアントがこのルートから何を得るかを示します（通常、ストリーム、ツール、画像など）。</translation>
    </message>
    <message>
        <source>Reading the last run…</source>
        <translation>前回の実行を読み込み中…</translation>
    </message>
    <message>
        <source>Asking what a run would cost…</source>
        <translation>実行の費用を確認中…</translation>
    </message>
    <message>
        <source>Progress of the test</source>
        <translation>テストの進行状況</translation>
    </message>
    <message>
        <source>Client dialects and features</source>
        <translation>クライアントの方言と機能</translation>
    </message>
    <message>
        <source>Show its call in the log</source>
        <translation>呼び出しをログで表示</translation>
    </message>
    <message>
        <source>Stop test</source>
        <translation>テストを停止</translation>
    </message>
    <message>
        <source>Run conformance test</source>
        <translation>適合性テストを実行</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>閉じる</translation>
    </message>
    <message>
        <source>This route was not tested yet. See above what a run takes, then start it.</source>
        <translation>このルートはまだテストされていません。上の見積もりを確認してから開始してください。</translation>
    </message>
    <message numerus="yes">
        <source>A run makes up to %n call(s)</source>
        <translation>
            <numerusform>1 回の実行で最大 %n 件の呼び出し</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, with up to %2 input and %3 output tokens.</source>
        <translation>%1、入力トークン最大 %2、出力トークン最大 %3。</translation>
    </message>
    <message>
        <source>The demo provider serves it: it costs nothing.</source>
        <translation>デモプロバイダーが処理するため、費用はかかりません。</translation>
    </message>
    <message>
        <source>The provider bills them: %1 at most.</source>
        <translation>プロバイダーが課金します: 最大 %1。</translation>
    </message>
    <message>
        <source>The provider bills them; what they cost is not known, since a price is missing.</source>
        <translation>プロバイダーが課金します。価格が不足しているため費用は不明です。</translation>
    </message>
    <message numerus="yes">
        <source>%n passed</source>
        <translation>
            <numerusform>合格 %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n failed</source>
        <translation>
            <numerusform>不合格 %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not applicable</source>
        <translation>
            <numerusform>対象外 %n</numerusform>
        </translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>再試行</translation>
    </message>
    <message>
        <source>Choose a cell to see why.</source>
        <translation>理由を見るにはセルを選んでください。</translation>
    </message>
    <message>
        <source>Run again</source>
        <translation>再実行</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ConformanceTable</name>
    <message>
        <source>%1 over %2</source>
        <comment>feature, client dialect</comment>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>%1: passed after %2 ms.</source>
        <translation>%1: %2 ms で合格。</translation>
    </message>
    <message>
        <source>%1: failed. %2</source>
        <comment>test, reason</comment>
        <translation>%1: 不合格。%2</translation>
    </message>
    <message>
        <source>What came: %1</source>
        <translation>受信内容: %1</translation>
    </message>
    <message>
        <source>%1: not applicable. %2</source>
        <comment>test, reason</comment>
        <translation>%1: 対象外。%2</translation>
    </message>
    <message>
        <source>%1: not tried yet.</source>
        <translation>%1: まだ試していません。</translation>
    </message>
    <message>
        <source>pass</source>
        <translation>合格</translation>
    </message>
    <message>
        <source>fail</source>
        <translation>不合格</translation>
    </message>
    <message>
        <source>n/a</source>
        <translation>対象外</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ConnectPage</name>
    <message>
        <source>Connect</source>
        <translation>接続</translation>
    </message>
    <message>
        <source>Connecting…</source>
        <translation>接続中…</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ConnectView</name>
    <message>
        <source>Agent</source>
        <translation>エージェント</translation>
    </message>
    <message>
        <source>Editor</source>
        <translation>エディター</translation>
    </message>
    <message>
        <source>Program</source>
        <translation>プログラム</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>ライブラリ</translation>
    </message>
    <message>
        <source>Tool</source>
        <translation>ツール</translation>
    </message>
    <message>
        <source>Copy settings</source>
        <translation>設定をコピー</translation>
    </message>
    <message>
        <source>Change the client&apos;s file…</source>
        <translation>クライアントのファイルを変更…</translation>
    </message>
    <message>
        <source>Undo the change of the file</source>
        <translation>ファイルの変更を元に戻す</translation>
    </message>
    <message>
        <source>Check variables</source>
        <translation>変数を確認</translation>
    </message>
    <message>
        <source>Wait for its first call</source>
        <translation>最初の呼び出しを待つ</translation>
    </message>
    <message>
        <source>Copy the helper command</source>
        <translation>補助コマンドをコピー</translation>
    </message>
    <message>
        <source>All clients</source>
        <translation>すべてのクライアント</translation>
    </message>
    <message>
        <source>Connect a client</source>
        <translation>クライアントを接続</translation>
    </message>
    <message>
        <source>Find a client</source>
        <translation>クライアントを検索</translation>
    </message>
    <message>
        <source>Choose the program that shall use this gateway. Its settings are filled in for you.</source>
        <translation>このゲートウェイを使うプログラムを選んでください。設定は自動で入力されます。</translation>
    </message>
    <message>
        <source>Clients</source>
        <translation>クライアント</translation>
    </message>
    <message>
        <source>No client fits. Any program that speaks OpenAI&apos;s or Anthropic&apos;s API works: see OpenAI SDK.</source>
        <translation>一致するクライアントはありません。OpenAI または Anthropic の API を使うプログラムなら動作します。OpenAI SDK を参照してください。</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>フィルターをクリア</translation>
    </message>
    <message>
        <source>Not supported yet</source>
        <translation>まだ対応していません</translation>
    </message>
    <message>
        <source>Choose a client first.</source>
        <translation>先にクライアントを選んでください。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ConnectionFields</name>
    <message>
        <source>Connect within</source>
        <translation>接続の制限時間</translation>
    </message>
    <message>
        <source>First byte within</source>
        <translation>最初のバイトの制限時間</translation>
    </message>
    <message>
        <source>Pause at most</source>
        <translation>途切れの制限時間</translation>
    </message>
    <message>
        <source>Whole call within</source>
        <translation>呼び出し全体の制限時間</translation>
    </message>
    <message>
        <source>Advanced</source>
        <translation>詳細</translation>
    </message>
    <message>
        <source>As is usual for this provider</source>
        <translation>このプロバイダーの標準</translation>
    </message>
    <message>
        <source>As the gateway is set up</source>
        <translation>ゲートウェイの設定に従う</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>プロキシ</translation>
    </message>
    <message>
        <source>“direct” for none, or such as http://proxy.example:3128.</source>
        <translation>使わない場合は「direct」、使う場合は http://proxy.example:3128 のように入力します。</translation>
    </message>
    <message>
        <source>Enter “direct”, or an address that begins with http, https, socks5 or socks5h and holds no password.</source>
        <translation>「direct」か、http、https、socks5、socks5h で始まりパスワードを含まないアドレスを入力してください。</translation>
    </message>
    <message>
        <source>Own authorities</source>
        <translation>独自の認証局</translation>
    </message>
    <message>
        <source>PEM files on the gateway&apos;s machine, parted by commas.</source>
        <translation>ゲートウェイのマシンにある PEM ファイル。コンマで区切ります。</translation>
    </message>
    <message>
        <source>Enter whole paths, from “/” on.</source>
        <translation>「/」から始まる完全なパスを入力してください。</translation>
    </message>
    <message>
        <source>TLS 1.2 or later</source>
        <translation>TLS 1.2 以降</translation>
    </message>
    <message>
        <source>TLS 1.3 only</source>
        <translation>TLS 1.3 のみ</translation>
    </message>
    <message>
        <source>Encryption</source>
        <translation>暗号化</translation>
    </message>
    <message>
        <source>Enter a time such as 500ms, 30s or 5m, more than nothing.</source>
        <translation>500ms、30s、5m のような 0 より長い時間を入力してください。</translation>
    </message>
    <message>
        <source>Proxy, certificates and timeouts</source>
        <translation>プロキシ、証明書、タイムアウト</translation>
    </message>
    <message>
        <source>It has /responses</source>
        <translation>/responses がある</translation>
    </message>
    <message>
        <source>It has chat completions only</source>
        <translation>chat completions のみ</translation>
    </message>
    <message>
        <source>Responses API</source>
        <translation>Responses API</translation>
    </message>
    <message>
        <source>With it, calls of OpenAI&apos;s Responses API pass as they are; without, they are translated.</source>
        <translation>ある場合、OpenAI の Responses API の呼び出しはそのまま通ります。ない場合は翻訳されます。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ConnectionSetup</name>
    <message>
        <source>Name</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>What you call this gateway.</source>
        <translation>このゲートウェイの呼び名です。</translation>
    </message>
    <message>
        <source>Enter a name, such as Team gateway.</source>
        <translation>名前を入力してください (例: チームのゲートウェイ)。</translation>
    </message>
    <message>
        <source>Admin address</source>
        <translation>管理アドレス</translation>
    </message>
    <message>
        <source>Where the gateway&apos;s admin API listens.</source>
        <translation>ゲートウェイの管理 API が待ち受ける場所です。</translation>
    </message>
    <message>
        <source>Gateway address</source>
        <translation>ゲートウェイのアドレス</translation>
    </message>
    <message>
        <source>What applications use.</source>
        <translation>アプリケーションが使うものです。</translation>
    </message>
    <message>
        <source>Admin token</source>
        <translation>管理トークン</translation>
    </message>
    <message>
        <source>Goes to this desktop&apos;s key chain, never to a file.</source>
        <translation>このデスクトップのキーチェーンに保存され、ファイルには書き込まれません。</translation>
    </message>
    <message>
        <source>Leave it empty to go on with the present one.</source>
        <translation>現在のものを使い続けるには空のままにします。</translation>
    </message>
    <message>
        <source>A token has no blanks or special letters. Copy it anew.</source>
        <translation>トークンに空白や特殊文字はありません。コピーし直してください。</translation>
    </message>
    <message>
        <source>Enter the admin token of that gateway (its operator has it).</source>
        <translation>そのゲートウェイの管理トークンを入力してください (運用者が持っています)。</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>色</translation>
    </message>
    <message>
        <source>Marks the window while you are connected.</source>
        <translation>接続中のウィンドウの目印になります。</translation>
    </message>
    <message>
        <source>Collect edits until I have reviewed them</source>
        <translation>レビューするまで編集をためておく</translation>
    </message>
    <message>
        <source>Protected</source>
        <translation>保護</translation>
    </message>
    <message>
        <source>Blue</source>
        <translation>青</translation>
    </message>
    <message>
        <source>Amber</source>
        <translation>琥珀</translation>
    </message>
    <message>
        <source>Green</source>
        <translation>緑</translation>
    </message>
    <message>
        <source>Plum</source>
        <translation>梅</translation>
    </message>
    <message>
        <source>Olive</source>
        <translation>オリーブ</translation>
    </message>
    <message>
        <source>Violet</source>
        <translation>紫</translation>
    </message>
    <message>
        <source>The certificate is not trusted, so nothing was sent. Ask the gateway&apos;s operator for its fingerprint, then connect again.</source>
        <translation>証明書が信頼されていないため、何も送信していません。ゲートウェイの運用者にフィンガープリントを確認してから、接続し直してください。</translation>
    </message>
    <message>
        <source>The gateway does not take this token. Copy it anew from the gateway&apos;s operator.</source>
        <translation>ゲートウェイがこのトークンを受け付けません。ゲートウェイの運用者から受け取ってコピーし直してください。</translation>
    </message>
    <message>
        <source>Something answers there, but not a gateway&apos;s admin API. Check host and port.</source>
        <translation>応答はありますが、ゲートウェイの管理 API ではありません。ホストとポートを確認してください。</translation>
    </message>
    <message>
        <source>The token was not kept. Connect again to choose where it goes.</source>
        <translation>トークンは保存されませんでした。保存先を選ぶには接続し直してください。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ConnectionsDialog</name>
    <message>
        <source>Connections</source>
        <translation>接続</translation>
    </message>
    <message>
        <source>Remote gateways</source>
        <translation>リモートのゲートウェイ</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>アドレス</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>トークン</translation>
    </message>
    <message>
        <source>Edits</source>
        <translation>編集</translation>
    </message>
    <message>
        <source>Only this computer&apos;s gateway is known. Add one that runs elsewhere.</source>
        <translation>このコンピューターのゲートウェイだけが登録されています。ほかで動作しているものを追加してください。</translation>
    </message>
    <message>
        <source>Add a connection</source>
        <translation>接続を追加</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>追加</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>編集</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>削除</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>接続</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>閉じる</translation>
    </message>
    <message>
        <source>%1, connected</source>
        <translation>%1、接続済み</translation>
    </message>
    <message>
        <source>Until you quit</source>
        <translation>終了するまで</translation>
    </message>
    <message>
        <source>In the key chain</source>
        <translation>キーチェーン内</translation>
    </message>
    <message>
        <source>Reviewed first</source>
        <translation>先にレビュー</translation>
    </message>
    <message>
        <source>At once</source>
        <translation>すぐに適用</translation>
    </message>
    <message>
        <source>Remove the connection %1?</source>
        <translation>接続 %1 を削除しますか?</translation>
    </message>
    <message>
        <source>The gateway itself is not touched. Its token is removed from the key chain, so you need it to connect again.</source>
        <translation>ゲートウェイ自体には影響しません。トークンはキーチェーンから削除されるため、接続し直すときに必要になります。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ConnectionsMenu</name>
    <message>
        <source>&amp;Connections</source>
        <translation>接続(&amp;C)</translation>
    </message>
    <message>
        <source>The key chain has not answered yet. It may wait for its password.</source>
        <translation>キーチェーンがまだ応答していません。パスワードの入力を待っている可能性があります。</translation>
    </message>
    <message>
        <source>Enter the token</source>
        <translation>トークンを入力</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>このコンピューター</translation>
    </message>
    <message>
        <source>%1 (waiting for the key chain)</source>
        <translation>%1 (キーチェーンを待機中)</translation>
    </message>
    <message>
        <source>&amp;Add a connection…</source>
        <translation>接続を追加(&amp;A)…</translation>
    </message>
    <message>
        <source>&amp;Manage connections…</source>
        <translation>接続を管理(&amp;M)…</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ConsoleKey</name>
    <message>
        <source>Another gateway was chosen meanwhile. Try again.</source>
        <translation>その間に別のゲートウェイが選ばれました。もう一度お試しください。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CostPage</name>
    <message>
        <source>Input</source>
        <translation>入力</translation>
    </message>
    <message>
        <source>Cached input</source>
        <translation>キャッシュ済み入力</translation>
    </message>
    <message>
        <source>Cache written</source>
        <translation>キャッシュ書き込み</translation>
    </message>
    <message>
        <source>Cache written for longer</source>
        <translation>長期のキャッシュ書き込み</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>出力</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>トークン</translation>
    </message>
    <message>
        <source>Of it reasoning</source>
        <translation>うち推論</translation>
    </message>
    <message>
        <source>The provider told no count: these are estimates from the length of the text.</source>
        <translation>プロバイダーが数を知らせなかったため、テキストの長さからの推定です。</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>費用</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>不明</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>Set price…</source>
        <translation>価格を設定…</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>区分</translation>
    </message>
    <message>
        <source>Per million</source>
        <translation>100 万あたり</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>小計</translation>
    </message>
    <message>
        <source>Together</source>
        <translation>合計</translation>
    </message>
    <message>
        <source>Pretend money of the demo provider: it is not counted as spend.</source>
        <translation>デモプロバイダーの架空の金額です。支出には含まれません。</translation>
    </message>
    <message>
        <source>Price from</source>
        <translation>価格の出典</translation>
    </message>
    <message>
        <source>Read on</source>
        <translation>確認日</translation>
    </message>
    <message>
        <source>Price</source>
        <translation>価格</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CreateKeyDialog</name>
    <message>
        <source>Use letters, digits, dots, dashes and underscores only.</source>
        <translation>英字、数字、ピリオド、ハイフン、アンダースコアだけを使ってください。</translation>
    </message>
    <message>
        <source>Create key</source>
        <translation>キーを作成</translation>
    </message>
    <message>
        <source>Keep in the key chain for helpers</source>
        <translation>補助コマンド用にキーチェーンに保存</translation>
    </message>
    <message>
        <source>laptop</source>
        <translation>laptop</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>Where it is used, so that you know it again.</source>
        <translation>後で分かるように、使う場所を示します。</translation>
    </message>
    <message>
        <source>New application…</source>
        <translation>新しいアプリケーション…</translation>
    </message>
    <message>
        <source>Application</source>
        <translation>アプリケーション</translation>
    </message>
    <message>
        <source>Limits, models and budget are the application&apos;s: all its keys share them.</source>
        <translation>制限、モデル、予算はアプリケーションのもので、すべてのキーで共有されます。</translation>
    </message>
    <message>
        <source>Its name</source>
        <translation>アプリケーション名</translation>
    </message>
    <message>
        <source>New team…</source>
        <translation>新しいチーム…</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>チーム</translation>
    </message>
    <message>
        <source>The team&apos;s name</source>
        <translation>チーム名</translation>
    </message>
    <message>
        <source>Expires</source>
        <translation>有効期限</translation>
    </message>
    <message>
        <source>Key chain</source>
        <translation>キーチェーン</translation>
    </message>
    <message>
        <source>Clients that ask a command for their key then call “gatehouse key-helper NAME”.</source>
        <translation>コマンドでキーを取得するクライアントは「gatehouse key-helper NAME」を呼び出します。</translation>
    </message>
    <message>
        <source>Give the key a name, such as laptop.</source>
        <translation>キーに名前を付けてください (例: laptop)。</translation>
    </message>
    <message>
        <source>Name the application, such as notebook.</source>
        <translation>アプリケーションに名前を付けてください (例: notebook)。</translation>
    </message>
    <message>
        <source>There is an application of this name. Choose it above, or take another name.</source>
        <translation>この名前のアプリケーションがあります。上で選ぶか、別の名前にしてください。</translation>
    </message>
    <message>
        <source>Name the team, such as me.</source>
        <translation>チームに名前を付けてください (例: me)。</translation>
    </message>
    <message>
        <source>There is a team of this name. Choose it above, or take another name.</source>
        <translation>この名前のチームがあります。上で選ぶか、別の名前にしてください。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CredentialFields</name>
    <message>
        <source>Service account</source>
        <translation>サービスアカウント</translation>
    </message>
    <message>
        <source>Its private key is kept in the gateway&apos;s key chain or vault and never shown again.</source>
        <translation>秘密鍵はゲートウェイのキーチェーンまたは保管庫に保存され、再び表示されることはありません。</translation>
    </message>
    <message>
        <source>Signs in with</source>
        <translation>認証方法</translation>
    </message>
    <message>
        <source>Header</source>
        <translation>ヘッダー</translation>
    </message>
    <message>
        <source>Enter the header&apos;s name, such as x-api-key; never the key itself.</source>
        <translation>x-api-key のようなヘッダーの名前を入力してください。キー自体は入力しないでください。</translation>
    </message>
    <message>
        <source>Credential</source>
        <translation>認証情報</translation>
    </message>
    <message>
        <source>Looked for in</source>
        <translation>探す場所</translation>
    </message>
    <message>
        <source>In the header (Basic)</source>
        <translation>ヘッダー内 (Basic)</translation>
    </message>
    <message>
        <source>In the form</source>
        <translation>フォーム内</translation>
    </message>
    <message>
        <source>ID and secret are sent</source>
        <translation>ID とシークレットの送り方</translation>
    </message>
    <message>
        <source>Only for temporary keys</source>
        <translation>一時的なキーの場合のみ</translation>
    </message>
    <message>
        <source>Session token</source>
        <translation>セッショントークン</translation>
    </message>
    <message>
        <source>A token has no blanks and only plain characters. Copy it again.</source>
        <translation>トークンは空白を含まず通常の文字のみです。もう一度コピーしてください。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::DesktopNotifier</name>
    <message>
        <source>Open</source>
        <translation>開く</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::DifferenceTable</name>
    <message>
        <source>No field differs.</source>
        <translation>違いのあるフィールドはありません。</translation>
    </message>
    <message>
        <source>becomes</source>
        <translation>変更後</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::DrainDialog</name>
    <message>
        <source>Quit Gatehouse</source>
        <translation>Gatehouse を終了</translation>
    </message>
    <message>
        <source>Time until Gatehouse quits</source>
        <translation>Gatehouse が終了するまでの時間</translation>
    </message>
    <message>
        <source>Quit now</source>
        <translation>今すぐ終了</translation>
    </message>
    <message>
        <source>Keep running</source>
        <translation>動作を続ける</translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) are still running. New ones are refused.</source>
        <translation>
            <numerusform>%n 件の呼び出しがまだ実行中です。新しい呼び出しは拒否されます。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Gatehouse quits in %n second(s).</source>
        <translation>
            <numerusform>Gatehouse は %n 秒後に終了します。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::EditKeyDialog</name>
    <message>
        <source>Edit key %1</source>
        <translation>キー %1 を編集</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>Expires</source>
        <translation>有効期限</translation>
    </message>
    <message>
        <source>As its application says</source>
        <translation>アプリケーションの設定に従う</translation>
    </message>
    <message>
        <source>None</source>
        <translation>なし</translation>
    </message>
    <message>
        <source>Of failed calls</source>
        <translation>失敗した呼び出しのみ</translation>
    </message>
    <message>
        <source>Of all calls</source>
        <translation>すべての呼び出し</translation>
    </message>
    <message>
        <source>Recorded bodies</source>
        <translation>記録する本文</translation>
    </message>
    <message>
        <source>Of the settings of key, application and route the most private one counts.</source>
        <translation>キー、アプリケーション、ルートの設定のうち、最も制限の厳しいものが適用されます。</translation>
    </message>
    <message>
        <source>Application %1, with all its keys</source>
        <translation>アプリケーション %1 (すべてのキーを含む)</translation>
    </message>
    <message>
        <source>Change key %1</source>
        <translation>キー %1 を変更</translation>
    </message>
    <message>
        <source>Change application %1</source>
        <translation>アプリケーション %1 を変更</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::EnvironmentPage</name>
    <message>
        <source>Keep the keys in the gateway&apos;s key chain or vault</source>
        <translation>キーをゲートウェイのキーチェーンまたは保管庫に保存する</translation>
    </message>
    <message>
        <source>Let the gateway read the variables at each start</source>
        <translation>ゲートウェイが起動するたびに変数を読み込む</translation>
    </message>
    <message>
        <source>A provider of that name is there already.</source>
        <translation>その名前のプロバイダーはすでにあります。</translation>
    </message>
    <message>
        <source>No variable of this program&apos;s environment holds a key of a known provider.</source>
        <translation>このプログラムの環境に、既知のプロバイダーのキーを持つ変数はありません。</translation>
    </message>
    <message numerus="yes">
        <source>%n variables hold keys of known providers. Their values are not shown.</source>
        <translation>
            <numerusform>%n 個の変数に既知のプロバイダーのキーがあります。値は表示されません。</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 (…%2)</source>
        <comment>a variable, the end of its value</comment>
        <translation>%1 (…%2)</translation>
    </message>
    <message>
        <source>%1  ·  %2</source>
        <comment>a provider, its variable</comment>
        <translation>%1  ·  %2</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::EvaluationDialog</name>
    <message>
        <source>Evaluating</source>
        <translation>評価中</translation>
    </message>
    <message>
        <source>Recorded calls are led anew, by the very rules that calls go by. Nothing is sent, saved or changed.</source>
        <translation>記録された呼び出しを、実際と同じ規則で導き直します。何も送信、保存、変更しません。</translation>
    </message>
    <message>
        <source>Calls of which time</source>
        <translation>対象期間の呼び出し</translation>
    </message>
    <message numerus="yes">
        <source>Calls of the last %n day(s)</source>
        <translation>
            <numerusform>過去 %n 日の呼び出し</numerusform>
        </translation>
    </message>
    <message>
        <source>Calls and cost by target, before and after</source>
        <translation>ターゲットごとの呼び出しと費用（変更前後）</translation>
    </message>
    <message>
        <source>Evaluate again</source>
        <translation>もう一度評価</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>閉じる</translation>
    </message>
    <message>
        <source>Leading the recorded calls anew…</source>
        <translation>記録された呼び出しを導き直しています…</translation>
    </message>
    <message>
        <source>Cancelled.</source>
        <translation>キャンセルしました。</translation>
    </message>
    <message>
        <source>Evaluate</source>
        <translation>評価</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>再試行</translation>
    </message>
    <message>
        <source>No call of this time is recorded that this would touch.</source>
        <translation>この期間に影響を受ける呼び出しの記録はありません。</translation>
    </message>
    <message>
        <source>%1 before, %2 after</source>
        <comment>money</comment>
        <translation>変更前 %1、変更後 %2</translation>
    </message>
    <message>
        <source>%1: %2 less</source>
        <translation>%1：%2 減</translation>
    </message>
    <message>
        <source>%1: %2 more</source>
        <translation>%1：%2 増</translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) from %1 to %2.</source>
        <translation>
            <numerusform>%1 から %2 までの %n 件の呼び出し。</numerusform>
        </translation>
    </message>
    <message>
        <source>None would have gone elsewhere.</source>
        <translation>行き先が変わるものはありません。</translation>
    </message>
    <message numerus="yes">
        <source>%n would have gone elsewhere.</source>
        <translation>
            <numerusform>%n 件の行き先が変わります。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n would have been refused.</source>
        <translation>
            <numerusform>%n 件が拒否されます。</numerusform>
        </translation>
    </message>
    <message>
        <source>Target</source>
        <translation>ターゲット</translation>
    </message>
    <message>
        <source>Calls before</source>
        <translation>変更前の呼び出し</translation>
    </message>
    <message>
        <source>Calls after</source>
        <translation>変更後の呼び出し</translation>
    </message>
    <message>
        <source>Cost before</source>
        <translation>変更前の費用</translation>
    </message>
    <message>
        <source>Cost after</source>
        <translation>変更後の費用</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>不明</translation>
    </message>
    <message>
        <source>Refused: %1</source>
        <translation>拒否: %1</translation>
    </message>
    <message>
        <source>–</source>
        <translation>–</translation>
    </message>
    <message>
        <source>There are more calls than are led anew at once: these are the newest of them.</source>
        <translation>一度に導き直せる数を超えています。これは新しいものだけです。</translation>
    </message>
    <message numerus="yes">
        <source>The price of %n call(s) is unknown; they are not in the sum.</source>
        <translation>
            <numerusform>%n 件の価格が不明です。合計には含みません。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) are uncertain: a rule asks for headers, which are not recorded.</source>
        <translation>
            <numerusform>%n 件は不確かです：記録されないヘッダーを使うルールがあります。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) are uncertain: a rule asks for metadata or request fields, which are not recorded.</source>
        <translation>
            <numerusform>%n 件は不確かです：記録されないメタデータや項目を使うルールがあります。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) are uncertain: the end user is not recorded.</source>
        <translation>
            <numerusform>%n 件は不確かです：エンドユーザーは記録されません。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) are uncertain: a rule asks for the path, which is not recorded.</source>
        <translation>
            <numerusform>%n 件は不確かです：記録されないパスを使うルールがあります。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) came from applications that are gone; they are taken as they were.</source>
        <translation>
            <numerusform>%n 件は既にないアプリケーションからの呼び出しで、元のまま数えます。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) hang on how busy or quick the targets were; this is replayed from the calls themselves.</source>
        <translation>
            <numerusform>%n 件はターゲットの混み具合や速さによります。呼び出し自体から再現しています。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) were drawn by chance: another draw may differ by a few.</source>
        <translation>
            <numerusform>%n 件は抽選です。別の抽選では少し変わることがあります。</numerusform>
        </translation>
    </message>
    <message>
        <source>Costs after the change count the tokens that each call really used, at the prices that are set now. Another model would have answered with other words.</source>
        <translation>変更後の費用は、各呼び出しが実際に使ったトークンを現在の価格で計算したものです。別のモデルなら違う言葉で答えたでしょう。</translation>
    </message>
    <message>
        <source>The sums are of pretend money, at the demo provider&apos;s prices.</source>
        <translation>合計はデモプロバイダーの価格による仮の金額です。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ExperimentModel</name>
    <message>
        <source>Not scored yet</source>
        <translation>未評価</translation>
    </message>
    <message>
        <source>%1 (%2 to %3)</source>
        <comment>a mean and its interval</comment>
        <translation>%1（%2～%3）</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>バージョン</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>割合</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>呼び出し</translation>
    </message>
    <message>
        <source>Mean score</source>
        <translation>平均スコア</translation>
    </message>
    <message>
        <source>Probably best</source>
        <translation>最良の確率</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ExperimentPanel</name>
    <message>
        <source>Stop with this winner…</source>
        <translation>この勝者で終了…</translation>
    </message>
    <message>
        <source>Arms of the experiment</source>
        <translation>実験の各案</translation>
    </message>
    <message>
        <source>This version has no experiment.</source>
        <translation>このバージョンに実験はありません。</translation>
    </message>
    <message>
        <source>Reading the experiment…</source>
        <translation>実験を読み込み中…</translation>
    </message>
    <message>
        <source>It has ended: %1 serves every call.</source>
        <translation>終了しました：%1 がすべての呼び出しに応じます。</translation>
    </message>
    <message>
        <source>%1 is the best with %2 certainty: stop with it.</source>
        <comment>a version, a share</comment>
        <translation>%1 が最良である確率は %2 です：これで終了してください。</translation>
    </message>
    <message>
        <source>Undecided: %1 is ahead, with %2 certainty.</source>
        <comment>a version, a share</comment>
        <translation>未決：%1 が確率 %2 でリードしています。</translation>
    </message>
    <message numerus="yes">
        <source>Too early to say: %n more score(s) are needed.</source>
        <translation>
            <numerusform>判断にはまだ早く、あと %n 件の評価が必要です。</numerusform>
        </translation>
    </message>
    <message>
        <source>The line is the interval in which the mean lies with 95 % certainty.</source>
        <translation>線は、平均が 95 % の確率で入る区間です。</translation>
    </message>
    <message>
        <source>It is decided once each version has %1 scores and one is the best with %2 certainty.</source>
        <translation>各バージョンに %1 件の評価があり、いずれかが %2 の確率で最良なら決まります。</translation>
    </message>
    <message>
        <source>It does not run.</source>
        <translation>実行中ではありません。</translation>
    </message>
    <message>
        <source>Select the version that wins first.</source>
        <translation>先に勝者のバージョンを選択してください。</translation>
    </message>
    <message>
        <source>From the next call on, every caller gets it.</source>
        <translation>次の呼び出しから、全員がこれを受け取ります。</translation>
    </message>
    <message>
        <source>Stop the experiment with %1?</source>
        <comment>a version</comment>
        <translation>%1 で実験を終了しますか？</translation>
    </message>
    <message>
        <source>Every caller of %1 gets this version from the next call on. What was scored stays.</source>
        <translation>%1 の呼び出し側は次からこのバージョンを受け取ります。評価は残ります。</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>The experiment has ended: %1 serves every call.</source>
        <translation>実験が終了しました：%1 がすべての呼び出しに応じます。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ExpiryEdit</name>
    <message>
        <source>Expires</source>
        <translation>有効期限</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>なし</translation>
    </message>
    <message numerus="yes">
        <source>In %n day(s)</source>
        <translation>
            <numerusform>%n 日後</numerusform>
        </translation>
    </message>
    <message>
        <source>On a day</source>
        <translation>日付を指定</translation>
    </message>
    <message>
        <source>Day on which it expires</source>
        <translation>期限が切れる日</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ExportDialog</name>
    <message>
        <source>Export calls</source>
        <translation>呼び出しをエクスポート</translation>
    </message>
    <message>
        <source>Writing to %1</source>
        <translation>%1 に書き込み中</translation>
    </message>
    <message>
        <source>Asking the gateway…</source>
        <translation>ゲートウェイに問い合わせ中…</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>進行状況</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>%1 could not be written: %2. Choose another place and export again.</source>
        <translation>%1 に書き込めませんでした: %2。別の場所を選んで、もう一度エクスポートしてください。</translation>
    </message>
    <message numerus="yes">
        <source>%1 calls so far</source>
        <translation>
            <numerusform>これまでに %1 件の呼び出し</numerusform>
        </translation>
    </message>
    <message>
        <source>Close</source>
        <translation>閉じる</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::FallbackList</name>
    <message>
        <source>any failure</source>
        <translation>あらゆる失敗</translation>
    </message>
    <message>
        <source>no connection</source>
        <translation>接続なし</translation>
    </message>
    <message>
        <source>timeout</source>
        <translation>タイムアウト</translation>
    </message>
    <message>
        <source>rate limit (429)</source>
        <translation>レート制限 (429)</translation>
    </message>
    <message>
        <source>provider error (5xx)</source>
        <translation>プロバイダーのエラー (5xx)</translation>
    </message>
    <message>
        <source>context too long</source>
        <translation>コンテキストが長すぎる</translation>
    </message>
    <message>
        <source>content refused</source>
        <translation>内容の拒否</translation>
    </message>
    <message>
        <source>key rejected</source>
        <translation>キーの拒否</translation>
    </message>
    <message>
        <source>Add fallback</source>
        <translation>フォールバックを追加</translation>
    </message>
    <message>
        <source>Route to go on with</source>
        <translation>引き継ぐルート</translation>
    </message>
    <message>
        <source>Remove fallback</source>
        <translation>フォールバックを削除</translation>
    </message>
    <message>
        <source>go on with</source>
        <translation>次に進む</translation>
    </message>
    <message>
        <source>Choose when</source>
        <translation>条件を選ぶ</translation>
    </message>
    <message>
        <source>On %1</source>
        <translation>%1 のとき</translation>
    </message>
    <message>
        <source>Choose when to go on with the other route.</source>
        <translation>別のルートが引き継ぐ条件を選んでください。</translation>
    </message>
    <message>
        <source>There is no other route yet. Create one first, or remove the fallback.</source>
        <translation>ほかのルートがありません。先に作るか、フォールバックを削除してください。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::FilterChips</name>
    <message>
        <source>Terms of the filter</source>
        <translation>フィルターの条件</translation>
    </message>
    <message>
        <source>Remove %1 from the filter</source>
        <translation>%1 をフィルターから削除</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::FilterEdit</name>
    <message>
        <source>Filter: words or terms such as status&gt;=400 provider:openai latency&gt;2s</source>
        <translation>フィルター: 語句、または status&gt;=400 provider:openai latency&gt;2s のような条件</translation>
    </message>
    <message>
        <source>Filter of the log</source>
        <translation>ログのフィルター</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::FirstRunDialog</name>
    <message>
        <source>Set up Gatehouse</source>
        <translation>Gatehouse のセットアップ</translation>
    </message>
    <message>
        <source>Connected to %1.</source>
        <translation>%1 に接続しました。</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>スキップ</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>戻る</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>続ける</translation>
    </message>
    <message>
        <source>Connect a client</source>
        <translation>クライアントを接続</translation>
    </message>
    <message>
        <source>Add provider</source>
        <translation>プロバイダーを追加</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完了</translation>
    </message>
    <message>
        <source>Welcome to Gatehouse</source>
        <translation>Gatehouse へようこそ</translation>
    </message>
    <message>
        <source>Getting ready</source>
        <translation>準備</translation>
    </message>
    <message>
        <source>Try it</source>
        <translation>試してみる</translation>
    </message>
    <message>
        <source>Step %1 of %2</source>
        <translation>手順 %1 / %2</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::FormDialog</name>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>Working…</source>
        <translation>処理中…</translation>
    </message>
    <message>
        <source>Discard your edits?</source>
        <translation>編集内容を破棄しますか?</translation>
    </message>
    <message>
        <source>What you entered here has not been saved.</source>
        <translation>ここに入力した内容は保存されていません。</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>破棄</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::GatewayClient</name>
    <message>
        <source>The gateway does not answer (%1). Check that it runs, then try again.</source>
        <translation>ゲートウェイが応答しません (%1)。動作していることを確認してから、もう一度お試しください。</translation>
    </message>
    <message>
        <source>The answer was cut off. Try again.</source>
        <translation>応答が途中で切れました。もう一度お試しください。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::GatewayPage</name>
    <message>
        <source>Gateway</source>
        <translation>ゲートウェイ</translation>
    </message>
    <message>
        <source>Limits of the server</source>
        <translation>サーバーの制限</translation>
    </message>
    <message>
        <source>Sizes, times and connections</source>
        <translation>サイズ、時間、接続数</translation>
    </message>
    <message>
        <source>A gateway reads them at its start from &quot;server&quot; in its configuration file. One without a file, as in this program, keeps the usual ones: see docs/configuration.md.</source>
        <translation>ゲートウェイは起動時に、構成ファイルの &quot;server&quot; から読み込みます。このプログラムのようにファイルがない場合は標準の値を使います。docs/configuration.md を参照してください。</translation>
    </message>
    <message>
        <source>Addresses</source>
        <translation>アドレス</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>コピー</translation>
    </message>
    <message>
        <source>Copy: %1</source>
        <translation>コピー: %1</translation>
    </message>
    <message>
        <source>For your programs</source>
        <translation>プログラム用</translation>
    </message>
    <message>
        <source>Where calls to models go.</source>
        <translation>モデルへの呼び出しの送信先です。</translation>
    </message>
    <message>
        <source>For consoles</source>
        <translation>コンソール用</translation>
    </message>
    <message>
        <source>The admin API, which this console uses too.</source>
        <translation>管理 API です。このコンソールも使います。</translation>
    </message>
    <message>
        <source>The gateway inside this program</source>
        <translation>このプログラム内のゲートウェイ</translation>
    </message>
    <message>
        <source>Apply and restart</source>
        <translation>適用して再起動</translation>
    </message>
    <message>
        <source>Port for your programs</source>
        <translation>プログラム用のポート</translation>
    </message>
    <message>
        <source>8642 at first. Programs must be told of another one.</source>
        <translation>初期値は 8642 です。変えた場合はプログラムにも設定してください。</translation>
    </message>
    <message>
        <source>Port for consoles</source>
        <translation>コンソール用のポート</translation>
    </message>
    <message>
        <source>8643 at first.</source>
        <translation>初期値は 8643 です。</translation>
    </message>
    <message>
        <source>Restart the gateway</source>
        <translation>ゲートウェイを再起動</translation>
    </message>
    <message>
        <source>Ports count from the gateway&apos;s next start. Calls that run now are ended by it.</source>
        <translation>ポートはゲートウェイの次回起動時から有効になります。実行中の呼び出しは終了します。</translation>
    </message>
    <message>
        <source>The two ports must differ.</source>
        <translation>2 つのポートは異なる必要があります。</translation>
    </message>
    <message>
        <source>Another gateway is shown now. The ports count when this program starts its own.</source>
        <translation>現在は別のゲートウェイを表示しています。ポートは、このプログラムが自身のゲートウェイを起動したときに有効になります。</translation>
    </message>
    <message>
        <source>The gateway restarts on its new ports.</source>
        <translation>ゲートウェイは新しいポートで再起動します。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::GatewayWatch</name>
    <message>
        <source>Connecting…</source>
        <translation>接続中…</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>動作中</translation>
    </message>
    <message>
        <source>Degraded</source>
        <translation>機能低下</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>一時停止中</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>停止中…</translation>
    </message>
    <message>
        <source>No answer</source>
        <translation>応答なし</translation>
    </message>
    <message numerus="yes">
        <source>%n model(s) at their provider failed and are left alone for now.</source>
        <translation>
            <numerusform>プロバイダーの %n 個のモデルが失敗したため、現在休止しています。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::GeneralPage</name>
    <message>
        <source>General</source>
        <translation>全般</translation>
    </message>
    <message>
        <source>On this desktop</source>
        <translation>このデスクトップ</translation>
    </message>
    <message>
        <source>Close to tray</source>
        <translation>閉じるときトレイに残す</translation>
    </message>
    <message>
        <source>Closing the window leaves Gatehouse in the tray, where there is one.</source>
        <translation>ウィンドウを閉じても、トレイがあれば Gatehouse はトレイに残ります。</translation>
    </message>
    <message>
        <source>Open window at start</source>
        <translation>起動時にウィンドウを開く</translation>
    </message>
    <message>
        <source>Off: Gatehouse starts in the tray, where there is one.</source>
        <translation>オフ: トレイがあれば、Gatehouse はトレイで起動します。</translation>
    </message>
    <message>
        <source>Start at login</source>
        <translation>ログイン時に起動</translation>
    </message>
    <message>
        <source>Gatehouse starts when you log in to your desktop.</source>
        <translation>デスクトップにログインすると Gatehouse が起動します。</translation>
    </message>
    <message>
        <source>Configuration</source>
        <translation>構成</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>インポート…</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>インポート</translation>
    </message>
    <message>
        <source>Keys of the environment, a LiteLLM configuration or a Gatehouse bundle.</source>
        <translation>環境のキー、LiteLLM の構成、または Gatehouse のバンドル。</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>エクスポート…</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>エクスポート</translation>
    </message>
    <message>
        <source>Providers, routes, teams and applications as a file, without secrets.</source>
        <translation>プロバイダー、ルート、チーム、アプリケーションをファイルにします。シークレットは含みません。</translation>
    </message>
    <message>
        <source>Team features</source>
        <translation>チーム機能</translation>
    </message>
    <message>
        <source>Approvals, teams and the audit log. A gateway on another computer always shows them.</source>
        <translation>承認、チーム、監査ログ。別のコンピューターのゲートウェイでは常に表示されます。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::GroupTable</name>
    <message>
        <source>Calls</source>
        <translation>呼び出し</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>エラー</translation>
    </message>
    <message>
        <source>Error rate</source>
        <translation>エラー率</translation>
    </message>
    <message>
        <source>p50</source>
        <translation>p50</translation>
    </message>
    <message>
        <source>p95</source>
        <translation>p95</translation>
    </message>
    <message>
        <source>p99</source>
        <translation>p99</translation>
    </message>
    <message>
        <source>First byte p95</source>
        <translation>最初のバイト p95</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>入力</translation>
    </message>
    <message>
        <source>Cached</source>
        <translation>キャッシュ済み</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>出力</translation>
    </message>
    <message>
        <source>Reasoning</source>
        <translation>推論</translation>
    </message>
    <message>
        <source>Spend</source>
        <translation>支出</translation>
    </message>
    <message>
        <source>All calls</source>
        <translation>すべての呼び出し</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>不明</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::HarExport</name>
    <message>
        <source>%1 could not be written: %2. Choose another place and export again.</source>
        <translation>%1 に書き込めませんでした: %2。別の場所を選んで、もう一度エクスポートしてください。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::HeaderBar</name>
    <message>
        <source>Copy the gateway&apos;s address</source>
        <translation>ゲートウェイのアドレスをコピー</translation>
    </message>
    <message>
        <source>Reconnect now</source>
        <translation>今すぐ再接続</translation>
    </message>
    <message>
        <source>Search or run a command</source>
        <translation>検索またはコマンドを実行</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>検索</translation>
    </message>
    <message>
        <source>No gateway</source>
        <translation>ゲートウェイなし</translation>
    </message>
    <message>
        <source>Gateway: %1</source>
        <translation>ゲートウェイ: %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::HeadersPage</name>
    <message>
        <source>Headers</source>
        <translation>ヘッダー</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>値</translation>
    </message>
    <message>
        <source>Request as received</source>
        <translation>リクエスト (受信時)</translation>
    </message>
    <message>
        <source>Request as sent</source>
        <translation>リクエスト (送信時)</translation>
    </message>
    <message>
        <source>Answer as received</source>
        <translation>応答 (受信時)</translation>
    </message>
    <message>
        <source>Answer as sent</source>
        <translation>応答 (送信時)</translation>
    </message>
    <message>
        <source>More fields came than are kept.</source>
        <translation>保存される数より多くのフィールドがありました。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::HistoryDialog</name>
    <message>
        <source>History of changes</source>
        <translation>変更の履歴</translation>
    </message>
    <message>
        <source>Reading the history…</source>
        <translation>履歴を読み込み中…</translation>
    </message>
    <message>
        <source>Revisions</source>
        <translation>リビジョン</translation>
    </message>
    <message>
        <source>What</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>When</source>
        <translation>日時</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>変更者</translation>
    </message>
    <message>
        <source>Revision</source>
        <translation>リビジョン</translation>
    </message>
    <message>
        <source>Show older ones</source>
        <translation>さらに古いものを表示</translation>
    </message>
    <message>
        <source>Take this back…</source>
        <translation>これを取り消す…</translation>
    </message>
    <message>
        <source>Makes what this revision changed as it was before. You see what that does first.</source>
        <translation>このリビジョンの変更を、変更前の状態に戻します。先に結果を確認できます。</translation>
    </message>
    <message>
        <source>Go back to this…</source>
        <translation>この時点に戻す…</translation>
    </message>
    <message>
        <source>Makes everything as it was after this revision. You see what that does first.</source>
        <translation>すべてを、このリビジョンの後の状態に戻します。先に結果を確認できます。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>閉じる</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>再試行</translation>
    </message>
    <message>
        <source>Nothing was changed yet.</source>
        <translation>変更はまだありません。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ImportDialog</name>
    <message>
        <source>%1 cannot be read: %2</source>
        <translation>%1 を読み込めません: %2</translation>
    </message>
    <message>
        <source>%1 is larger than 4 MB: that is no configuration.</source>
        <translation>%1 は 4 MB を超えているため、構成ではありません。</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>インポート</translation>
    </message>
    <message>
        <source>Keys from the environment</source>
        <translation>環境のキー</translation>
    </message>
    <message>
        <source>Variables such as OPENAI_API_KEY become providers.</source>
        <translation>OPENAI_API_KEY のような変数がプロバイダーになります。</translation>
    </message>
    <message>
        <source>LiteLLM configuration…</source>
        <translation>LiteLLM の構成…</translation>
    </message>
    <message>
        <source>Its model_list becomes providers and routes. What cannot be taken over is named.</source>
        <translation>model_list がプロバイダーとルートになります。取り込めないものは名前が表示されます。</translation>
    </message>
    <message>
        <source>Gatehouse bundle…</source>
        <translation>Gatehouse のバンドル…</translation>
    </message>
    <message>
        <source>A configuration that another Gatehouse exported.</source>
        <translation>別の Gatehouse がエクスポートした構成です。</translation>
    </message>
    <message>
        <source>Choose a LiteLLM configuration</source>
        <translation>LiteLLM の構成を選択</translation>
    </message>
    <message>
        <source>Choose a Gatehouse bundle</source>
        <translation>Gatehouse のバンドルを選択</translation>
    </message>
    <message>
        <source>Remove what the bundle does not name</source>
        <translation>バンドルにないものを削除する</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>戻る</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>YAML files (*.yaml *.yml)</source>
        <translation>YAML ファイル (*.yaml *.yml)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>すべてのファイル (*)</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>a file, what is wrong with it</comment>
        <translation>%1: %2</translation>
    </message>
    <message numerus="yes">
        <source>Imported: %n changes.</source>
        <translation>
            <numerusform>インポートしました: %n 件の変更。</numerusform>
        </translation>
    </message>
    <message>
        <source>What changes</source>
        <translation>変更内容</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>レビュー</translation>
    </message>
    <message>
        <source>Importing…</source>
        <translation>インポート中…</translation>
    </message>
    <message numerus="yes">
        <source>Make %n changes</source>
        <translation>
            <numerusform>%n 件の変更を行う</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::Inspector</name>
    <message>
        <source>Summary</source>
        <translation>概要</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>費用</translation>
    </message>
    <message>
        <source>Choose a call to see how it went.</source>
        <translation>呼び出しを選ぶと経緯が表示されます。</translation>
    </message>
    <message>
        <source>This call is still running, or no longer kept.</source>
        <translation>この呼び出しはまだ実行中か、もう保存されていません。</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>再試行</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>経緯</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>ステータス</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>エラー</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>開始</translation>
    </message>
    <message>
        <source>Model asked</source>
        <translation>要求されたモデル</translation>
    </message>
    <message>
        <source>Model served</source>
        <translation>応答したモデル</translation>
    </message>
    <message>
        <source>Provider</source>
        <translation>プロバイダー</translation>
    </message>
    <message>
        <source>Application</source>
        <translation>アプリケーション</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>キー</translation>
    </message>
    <message>
        <source>Client</source>
        <translation>クライアント</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>アドレス</translation>
    </message>
    <message>
        <source>First byte</source>
        <translation>最初のバイト</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>合計</translation>
    </message>
    <message>
        <source>Sent and received</source>
        <translation>送受信</translation>
    </message>
    <message>
        <source>%1 in, %2 out</source>
        <translation>入力 %1、出力 %2</translation>
    </message>
    <message>
        <source>Lost in translation</source>
        <translation>変換で失われたもの</translation>
    </message>
    <message>
        <source>Request id</source>
        <translation>リクエスト ID</translation>
    </message>
    <message>
        <source>Provider&apos;s id</source>
        <translation>プロバイダーの ID</translation>
    </message>
    <message>
        <source>Rule</source>
        <translation>規則</translation>
    </message>
    <message>
        <source>Chosen</source>
        <translation>選択</translation>
    </message>
    <message>
        <source>Not tried</source>
        <translation>試されなかったもの</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>target, reason</comment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1 of %2 used</source>
        <translation>%2 中 %1 を使用</translation>
    </message>
    <message>
        <source>Parts of the call</source>
        <translation>呼び出しの各部分</translation>
    </message>
    <message>
        <source>Attempts</source>
        <translation>試行</translation>
    </message>
    <message>
        <source>Explain</source>
        <translation>説明</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>リクエスト</translation>
    </message>
    <message>
        <source>Response</source>
        <translation>レスポンス</translation>
    </message>
    <message>
        <source>Headers</source>
        <translation>ヘッダー</translation>
    </message>
    <message>
        <source>This call is still running. It can be inspected when it is over.</source>
        <translation>この呼び出しはまだ実行中です。終わると詳しく確認できます。</translation>
    </message>
    <message>
        <source>Cancel call</source>
        <translation>呼び出しをキャンセル</translation>
    </message>
    <message>
        <source>Reading what was recorded…</source>
        <translation>記録を読み込み中…</translation>
    </message>
    <message>
        <source>Request and answer had %1.</source>
        <translation>リクエストと応答は %1 でした。</translation>
    </message>
    <message>
        <source>Load what was recorded</source>
        <translation>記録を読み込む</translation>
    </message>
    <message>
        <source>Bodies and headers of this call were not recorded. Those of new calls are, until %1.</source>
        <translation>この呼び出しの本文とヘッダーは記録されていません。新しい呼び出しは %1 まで記録されます。</translation>
    </message>
    <message>
        <source>Stop recording bodies</source>
        <translation>本文の記録を停止</translation>
    </message>
    <message>
        <source>Bodies and headers of this call were not recorded.</source>
        <translation>この呼び出しの本文とヘッダーは記録されていません。</translation>
    </message>
    <message>
        <source>Record bodies for 15 min</source>
        <translation>本文を 15 分間記録</translation>
    </message>
    <message>
        <source>Bodies are recorded until %1. Keys, applications and routes that say otherwise are left out.</source>
        <translation>本文は %1 まで記録されます。別の設定のキー、アプリケーション、ルートは除かれます。</translation>
    </message>
    <message>
        <source>Bodies are recorded no longer.</source>
        <translation>本文の記録を終了しました。</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>結果</translation>
    </message>
    <message>
        <source>Route</source>
        <translation>ルート</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>チーム</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>タグ</translation>
    </message>
    <message>
        <source>Session</source>
        <translation>セッション</translation>
    </message>
    <message>
        <source>Dialect</source>
        <translation>API 形式</translation>
    </message>
    <message>
        <source>Cache</source>
        <translation>キャッシュ</translation>
    </message>
    <message>
        <source>%1. %2</source>
        <comment>number of a step, its sentence</comment>
        <translation>%1. %2</translation>
    </message>
    <message>
        <source>Translation</source>
        <translation>翻訳</translation>
    </message>
    <message>
        <source>Translated to</source>
        <translation>翻訳先</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::JsonEdit</name>
    <message>
        <source>Write a JSON object: it begins with { and ends with }.</source>
        <translation>JSON オブジェクトを書いてください。{ で始まり } で終わります。</translation>
    </message>
    <message>
        <source>Line %1: this is no JSON (%2).</source>
        <translation>%1 行目: JSON ではありません (%2)。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::JsonTree</name>
    <message numerus="yes">
        <source>{%n members}</source>
        <translation>
            <numerusform>{%n 個のメンバー}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>[%n items]</source>
        <translation>
            <numerusform>[%n 個の項目]</numerusform>
        </translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>値</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::KeyChainDialog</name>
    <message>
        <source>Key chain</source>
        <translation>キーチェーン</translation>
    </message>
    <message>
        <source>Waiting for the key chain</source>
        <translation>キーチェーンを待機中</translation>
    </message>
    <message>
        <source>The token was not kept</source>
        <translation>トークンは保存されませんでした</translation>
    </message>
    <message>
        <source>It may be locked and ask for its password. Unlock it, or keep the token until you quit; it is never written to a file.</source>
        <translation>ロックされていて、パスワードを求めている可能性があります。ロックを解除するか、終了するまでトークンを保持してください。ファイルには書き込まれません。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>再試行</translation>
    </message>
    <message>
        <source>Keep until I quit</source>
        <translation>終了するまで保持</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::KeyListEdit</name>
    <message>
        <source>Add another key</source>
        <translation>別のキーを追加</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>キー</translation>
    </message>
    <message>
        <source>Environment variable</source>
        <translation>環境変数</translation>
    </message>
    <message>
        <source>File</source>
        <translation>ファイル</translation>
    </message>
    <message>
        <source>Kept already</source>
        <translation>保存済み</translation>
    </message>
    <message>
        <source>Take this key out</source>
        <translation>このキーを外す</translation>
    </message>
    <message>
        <source>Paste the key here</source>
        <translation>キーをここに貼り付け</translation>
    </message>
    <message>
        <source>Where key %1 comes from</source>
        <translation>キー %1 の取得元</translation>
    </message>
    <message>
        <source>Key %1</source>
        <translation>キー %1</translation>
    </message>
    <message>
        <source>Take key %1 out</source>
        <translation>キー %1 を外す</translation>
    </message>
    <message>
        <source>A key has no blanks and only plain characters. Copy it again.</source>
        <translation>キーに空白はなく、通常の文字だけです。もう一度コピーしてください。</translation>
    </message>
    <message>
        <source>A variable&apos;s name has letters, digits and “_” only, such as OPENAI_API_KEY.</source>
        <translation>変数名に使えるのは英字、数字、「_」だけです (例: OPENAI_API_KEY)。</translation>
    </message>
    <message>
        <source>Enter the whole path of the file, from “/” on.</source>
        <translation>「/」から始まるファイルの完全なパスを入力してください。</translation>
    </message>
    <message>
        <source>Enter keychain:NAME or vault:NAME.</source>
        <translation>keychain:NAME または vault:NAME を入力してください。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::KeyModel</name>
    <message>
        <source>No limit</source>
        <translation>制限なし</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <comment>spent, limit</comment>
        <translation>%2 中 %1</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <comment>application, team</comment>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>None</source>
        <translation>なし</translation>
    </message>
    <message>
        <source>All</source>
        <translation>すべて</translation>
    </message>
    <message>
        <source>Neither its application nor its team has a budget.</source>
        <translation>アプリケーションにもチームにも予算がありません。</translation>
    </message>
    <message>
        <source>%1 spent %2</source>
        <comment>$1.20 of $10 spent this month</comment>
        <translation>%2 %1 を支出</translation>
    </message>
    <message>
        <source>%1; starts anew %2</source>
        <translation>%1。%2 にリセット</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>キー</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状態</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>所有者</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>モデル</translation>
    </message>
    <message>
        <source>Budget</source>
        <translation>予算</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>呼び出し</translation>
    </message>
    <message>
        <source>Spend</source>
        <translation>支出</translation>
    </message>
    <message>
        <source>Last used</source>
        <translation>最終使用</translation>
    </message>
    <message>
        <source>Expires</source>
        <translation>有効期限</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::KeyPicker</name>
    <message>
        <source>New key</source>
        <translation>新しいキー</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>キー</translation>
    </message>
    <message>
        <source>Make a key for this client alone, so that its calls can be told apart</source>
        <translation>呼び出しを区別できるよう、このクライアント専用のキーを作成します</translation>
    </message>
    <message>
        <source>This key is shown once. Copy it, or keep it in your key chain.</source>
        <translation>このキーは一度だけ表示されます。コピーするか、キーチェーンに保存してください。</translation>
    </message>
    <message>
        <source>The new key</source>
        <translation>新しいキー</translation>
    </message>
    <message>
        <source>Copy key</source>
        <translation>キーをコピー</translation>
    </message>
    <message>
        <source>Keep in key chain</source>
        <translation>キーチェーンに保存</translation>
    </message>
    <message numerus="yes">
        <source>Copied. The clipboard is emptied in %n seconds.</source>
        <translation>
            <numerusform>コピーしました。クリップボードは %n 秒後に消去されます。</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 (…%2)</source>
        <comment>key, its last characters</comment>
        <translation>%1 (…%2)</translation>
    </message>
    <message>
        <source>No key yet</source>
        <translation>キーはまだありません</translation>
    </message>
    <message>
        <source>It waits in the review of changes. Make the key once they are applied.</source>
        <translation>変更のレビュー待ちです。適用されたらキーを作成してください。</translation>
    </message>
    <message>
        <source>Make team %1</source>
        <translation>チーム %1 を作成</translation>
    </message>
    <message>
        <source>Make application %1</source>
        <translation>アプリケーション %1 を作成</translation>
    </message>
    <message>
        <source>Kept as %1.</source>
        <translation>%1 として保存しました。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::KeysView</name>
    <message>
        <source>Create key</source>
        <translation>キーを作成</translation>
    </message>
    <message>
        <source>Edit key</source>
        <translation>キーを編集</translation>
    </message>
    <message>
        <source>Rotate</source>
        <translation>ローテーション</translation>
    </message>
    <message>
        <source>Disable</source>
        <translation>無効にする</translation>
    </message>
    <message>
        <source>Revoke</source>
        <translation>失効させる</translation>
    </message>
    <message>
        <source>Show its calls</source>
        <translation>呼び出しを表示</translation>
    </message>
    <message>
        <source>Delete key</source>
        <translation>キーを削除</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>キー</translation>
    </message>
    <message>
        <source>Filter keys</source>
        <translation>キーをフィルター</translation>
    </message>
    <message>
        <source>What is shown is old: %1</source>
        <translation>表示は古い内容です: %1</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>再試行</translation>
    </message>
    <message>
        <source>Reading the keys…</source>
        <translation>キーを読み込み中…</translation>
    </message>
    <message>
        <source>No keys yet. A client needs one to call through this gateway.</source>
        <translation>キーはまだありません。クライアントがこのゲートウェイを通じて呼び出すには、キーが必要です。</translation>
    </message>
    <message>
        <source>No key has these words.</source>
        <translation>これらの語を含むキーはありません。</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>フィルターをクリア</translation>
    </message>
    <message>
        <source>Select one key first.</source>
        <translation>先にキーを 1 つ選択してください。</translation>
    </message>
    <message>
        <source>A revoked key cannot be changed.</source>
        <translation>失効したキーは変更できません。</translation>
    </message>
    <message>
        <source>A revoked key cannot be rotated. Create a new one.</source>
        <translation>失効したキーはローテーションできません。新しいキーを作成してください。</translation>
    </message>
    <message>
        <source>A revoked key stays off.</source>
        <translation>失効したキーは有効にできません。</translation>
    </message>
    <message>
        <source>It is revoked already.</source>
        <translation>すでに失効しています。</translation>
    </message>
    <message>
        <source>Enable</source>
        <translation>有効にする</translation>
    </message>
    <message>
        <source>Disable key %1</source>
        <translation>キー %1 を無効にする</translation>
    </message>
    <message>
        <source>Enable key %1</source>
        <translation>キー %1 を有効にする</translation>
    </message>
    <message>
        <source>It was never used.</source>
        <translation>一度も使われていません。</translation>
    </message>
    <message numerus="yes">
        <source>%1: %n call(s). Last used: %2.</source>
        <comment>range, moment</comment>
        <translation>
            <numerusform>%1: 呼び出し %n 件。最終使用: %2。</numerusform>
        </translation>
    </message>
    <message>
        <source>Revoke key %1?</source>
        <translation>キー %1 を失効させますか?</translation>
    </message>
    <message>
        <source>Calls with it are refused from now on. This cannot be undone.</source>
        <translation>今後、このキーによる呼び出しは拒否されます。この操作は元に戻せません。</translation>
    </message>
    <message>
        <source>Key %1 is revoked.</source>
        <translation>キー %1 を失効させました。</translation>
    </message>
    <message>
        <source>Delete key %1?</source>
        <translation>キー %1 を削除しますか?</translation>
    </message>
    <message>
        <source>It is refused from now on and leaves this list. Its calls stay in the log. This cannot be undone.</source>
        <translation>今後は拒否され、この一覧から消えます。呼び出しはログに残ります。この操作は元に戻せません。</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>削除</translation>
    </message>
    <message>
        <source>Delete key %1</source>
        <translation>キー %1 を削除</translation>
    </message>
    <message>
        <source>Export keys</source>
        <translation>キーをエクスポート</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) written to %1.</source>
        <translation>
            <numerusform>%n 行を %1 に書き込みました。</numerusform>
        </translation>
    </message>
    <message>
        <source>Set its limits</source>
        <translation>制限を設定</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::Lane</name>
    <message>
        <source>The answer shows here as it comes.</source>
        <translation>届いた応答がここに表示されます。</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>モデル</translation>
    </message>
    <message>
        <source>Model, such as demo/echo</source>
        <translation>モデル (例: demo/echo)</translation>
    </message>
    <message>
        <source>Remove this model</source>
        <translation>このモデルを削除</translation>
    </message>
    <message>
        <source>Reasoning</source>
        <translation>推論</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>応答</translation>
    </message>
    <message>
        <source>Tool calls</source>
        <translation>ツール呼び出し</translation>
    </message>
    <message>
        <source>Continue with this</source>
        <translation>これで続ける</translation>
    </message>
    <message>
        <source>Add this answer to the messages</source>
        <translation>この応答をメッセージに追加</translation>
    </message>
    <message>
        <source>Copy answer</source>
        <translation>応答をコピー</translation>
    </message>
    <message>
        <source>Open in the log</source>
        <translation>ログで開く</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>再試行</translation>
    </message>
    <message>
        <source>Waiting for the answer…</source>
        <translation>応答を待っています…</translation>
    </message>
    <message>
        <source>Not sent</source>
        <translation>未送信</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>sentence, code</comment>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Cut at the most tokens</source>
        <translation>最大トークン数で打ち切り</translation>
    </message>
    <message>
        <source>The model declined</source>
        <translation>モデルが拒否</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完了</translation>
    </message>
    <message>
        <source>Broken off</source>
        <translation>途切れました</translation>
    </message>
    <message>
        <source>Error %1</source>
        <translation>エラー %1</translation>
    </message>
    <message>
        <source>No answer</source>
        <translation>応答なし</translation>
    </message>
    <message>
        <source>%1 in</source>
        <comment>tokens</comment>
        <translation>入力 %1</translation>
    </message>
    <message>
        <source>%1 out</source>
        <comment>tokens</comment>
        <translation>出力 %1</translation>
    </message>
    <message>
        <source>%1 reasoning</source>
        <comment>tokens</comment>
        <translation>推論 %1</translation>
    </message>
    <message>
        <source>first token %1</source>
        <translation>最初のトークン %1</translation>
    </message>
    <message>
        <source>%1 in all</source>
        <translation>全体 %1</translation>
    </message>
    <message>
        <source>by %1</source>
        <translation>提供: %1</translation>
    </message>
    <message>
        <source>cost unknown</source>
        <translation>費用は不明</translation>
    </message>
    <message>
        <source>%1 pretend</source>
        <comment>money</comment>
        <translation>架空 %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::LifecycleDialog</name>
    <message numerus="yes">
        <source>%n application(s) are subscribed to %1.</source>
        <translation>
            <numerusform>%n 個のアプリケーションが %1 を購読しています。</numerusform>
        </translation>
    </message>
    <message>
        <source>Its name</source>
        <translation>アプリケーション名</translation>
    </message>
    <message>
        <source>Type “%1”, to be sure which one it is.</source>
        <translation>確認のため「%1」と入力してください。</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>メモ</translation>
    </message>
    <message>
        <source>Say what is to be mended.</source>
        <translation>直すべき点を書いてください。</translation>
    </message>
    <message>
        <source>Ends on</source>
        <translation>終了日</translation>
    </message>
    <message>
        <source>Callers read it in the header Sunset. Retire it then.</source>
        <translation>呼び出し側は Sunset ヘッダーで知ります。その日に廃止してください。</translation>
    </message>
    <message>
        <source>None</source>
        <translation>なし</translation>
    </message>
    <message>
        <source>Version %1</source>
        <translation>バージョン %1</translation>
    </message>
    <message>
        <source>Followed by</source>
        <translation>後継</translation>
    </message>
    <message>
        <source>What changes</source>
        <translation>変更内容</translation>
    </message>
    <message>
        <source>Comparing…</source>
        <translation>比較中…</translation>
    </message>
    <message>
        <source>Release %1 takes the place of release %2.</source>
        <translation>リリース %1 がリリース %2 に置き換わります。</translation>
    </message>
    <message>
        <source>Nothing of this version is live yet. This is what will be:</source>
        <translation>このバージョンはまだ稼働していません。次のようになります：</translation>
    </message>
    <message>
        <source>Beside what is live now:</source>
        <translation>現在稼働中のものとの比較：</translation>
    </message>
    <message>
        <source>Give callers time: choose a later day.</source>
        <translation>呼び出し側に猶予を：もっと後の日を選んでください。</translation>
    </message>
    <message>
        <source>That is not its name.</source>
        <translation>名前が違います。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::LimitGrid</name>
    <message>
        <source>None</source>
        <translation>なし</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::LimitModel</name>
    <message>
        <source>%1, each end user</source>
        <comment>Requests a minute</comment>
        <translation>%1、エンドユーザーごと</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <comment>used, limit</comment>
        <translation>%2 中 %1</translation>
    </message>
    <message>
        <source>Full</source>
        <translation>満杯</translation>
    </message>
    <message>
        <source>Nearly full</source>
        <translation>ほぼ満杯</translation>
    </message>
    <message>
        <source>Room</source>
        <translation>余裕あり</translation>
    </message>
    <message>
        <source>%1, %2: %3. %4</source>
        <comment>whose, which limit, how much of it, its state</comment>
        <translation>%1、%2: %3。%4</translation>
    </message>
    <message>
        <source>Scope</source>
        <translation>スコープ</translation>
    </message>
    <message>
        <source>Limit</source>
        <translation>制限</translation>
    </message>
    <message>
        <source>Used</source>
        <translation>使用量</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状態</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::LimitsDialog</name>
    <message>
        <source>Set limits</source>
        <translation>制限を設定</translation>
    </message>
    <message>
        <source>Limits of %1</source>
        <translation>%1 の制限</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>No cap</source>
        <translation>上限なし</translation>
    </message>
    <message>
        <source>All its calls</source>
        <translation>すべての呼び出し</translation>
    </message>
    <message>
        <source>The last minute, hour or day counts. 0 is no limit.</source>
        <translation>直近の 1 分、1 時間、1 日を数えます。0 は制限なしです。</translation>
    </message>
    <message>
        <source>Each end user</source>
        <translation>各エンドユーザー</translation>
    </message>
    <message>
        <source>Whom a request names as its user. A call that names nobody is held to no such limit.</source>
        <translation>リクエストが示すユーザーです。示さない呼び出しにはこの制限はありません。</translation>
    </message>
    <message>
        <source>Whose limits</source>
        <translation>誰の制限か</translation>
    </message>
    <message>
        <source>Its name</source>
        <translation>アプリケーション名</translation>
    </message>
    <message>
        <source>For</source>
        <translation>対象</translation>
    </message>
    <message>
        <source>Choose whose limits these are.</source>
        <translation>誰の制限かを選んでください。</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>モデル</translation>
    </message>
    <message>
        <source>Names parted by commas. * allows all, gpt-* all that begin so.</source>
        <translation>名前をコンマで区切ります。* はすべて、gpt-* は gpt- で始まるすべてを許可します。</translation>
    </message>
    <message>
        <source>Anywhere</source>
        <translation>どこからでも</translation>
    </message>
    <message>
        <source>Only from</source>
        <translation>接続元の限定</translation>
    </message>
    <message>
        <source>Addresses or networks such as 10.0.0.0/8, parted by commas.</source>
        <translation>10.0.0.0/8 のようなアドレスやネットワークをコンマ区切りで。</translation>
    </message>
    <message>
        <source>Nowhere</source>
        <translation>なし</translation>
    </message>
    <message>
        <source>Never from</source>
        <translation>接続元の拒否</translation>
    </message>
    <message>
        <source>Counts before what is allowed.</source>
        <translation>許可より先に適用されます。</translation>
    </message>
    <message>
        <source>Largest request</source>
        <translation>最大のリクエスト</translation>
    </message>
    <message>
        <source>Such as 64KiB or 8MiB.</source>
        <translation>64KiB や 8MiB など。</translation>
    </message>
    <message>
        <source>Longest answer</source>
        <translation>最長の回答</translation>
    </message>
    <message>
        <source>In tokens. A call that asks for more is refused.</source>
        <translation>トークン数。それ以上を求める呼び出しは拒否されます。</translation>
    </message>
    <message>
        <source>High: goes first where calls wait</source>
        <translation>高: 待ち行列で先に進みます</translation>
    </message>
    <message>
        <source>Normal</source>
        <translation>標準</translation>
    </message>
    <message>
        <source>Low: waits for the others</source>
        <translation>低: ほかを待ちます</translation>
    </message>
    <message>
        <source>Priority</source>
        <translation>優先度</translation>
    </message>
    <message>
        <source>“%1” is no address and no network.</source>
        <translation>「%1」はアドレスでもネットワークでもありません。</translation>
    </message>
    <message>
        <source>Enter a size such as 64KiB or 8MiB.</source>
        <translation>64KiB や 8MiB のようなサイズを入力してください。</translation>
    </message>
    <message>
        <source>Change the limits of %1</source>
        <translation>%1 の制限を変更</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::LimitsView</name>
    <message>
        <source>Set limits</source>
        <translation>制限を設定</translation>
    </message>
    <message>
        <source>Edit limits</source>
        <translation>制限を編集</translation>
    </message>
    <message>
        <source>Remove limit</source>
        <translation>制限を削除</translation>
    </message>
    <message>
        <source>Export limits</source>
        <translation>制限をエクスポート</translation>
    </message>
    <message>
        <source>Filter limits</source>
        <translation>制限をフィルター</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>制限</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) written to %1.</source>
        <translation>
            <numerusform>%n 行を %1 に書き込みました。</numerusform>
        </translation>
    </message>
    <message>
        <source>What is shown is old: %1</source>
        <translation>表示は古い内容です: %1</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>再試行</translation>
    </message>
    <message>
        <source>Reading the limits…</source>
        <translation>制限を読み込み中…</translation>
    </message>
    <message>
        <source>No limits yet. They say how many calls and tokens a team, an application or a key may ask for.</source>
        <translation>まだ制限がありません。チーム、アプリケーション、キーが求められる呼び出しとトークンの数を決めます。</translation>
    </message>
    <message>
        <source>No limit has these words.</source>
        <translation>これらの語を含む制限はありません。</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>フィルターをクリア</translation>
    </message>
    <message>
        <source>Select one limit first.</source>
        <translation>先に制限を 1 つ選択してください。</translation>
    </message>
    <message>
        <source>Remove a limit of %1</source>
        <translation>%1 の制限を削除</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::LogView</name>
    <message>
        <source>Live log</source>
        <translation>ライブログ</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>呼び出し</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>再試行</translation>
    </message>
    <message>
        <source>Reading the log…</source>
        <translation>ログを読み込み中…</translation>
    </message>
    <message>
        <source>No call fits this filter.</source>
        <translation>このフィルターに合う呼び出しはありません。</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>フィルターをクリア</translation>
    </message>
    <message numerus="yes">
        <source>%n new</source>
        <translation>
            <numerusform>新着 %n 件</numerusform>
        </translation>
    </message>
    <message>
        <source>Replay</source>
        <translation>再送</translation>
    </message>
    <message>
        <source>Edit and replay…</source>
        <translation>編集して再送…</translation>
    </message>
    <message>
        <source>Open in the playground</source>
        <translation>プレイグラウンドで開く</translation>
    </message>
    <message>
        <source>Compare two calls</source>
        <translation>2 つの呼び出しを比較</translation>
    </message>
    <message>
        <source>Copy as cURL</source>
        <translation>cURL としてコピー</translation>
    </message>
    <message>
        <source>Copy as Python</source>
        <translation>Python としてコピー</translation>
    </message>
    <message>
        <source>Copy as JavaScript</source>
        <translation>JavaScript としてコピー</translation>
    </message>
    <message>
        <source>Export HAR…</source>
        <translation>HAR をエクスポート…</translation>
    </message>
    <message>
        <source>Explain routing</source>
        <translation>ルーティングを説明</translation>
    </message>
    <message>
        <source>Cancel call</source>
        <translation>呼び出しをキャンセル</translation>
    </message>
    <message>
        <source>Pause display</source>
        <translation>表示を一時停止</translation>
    </message>
    <message>
        <source>Go to the newest call</source>
        <translation>最新の呼び出しへ移動</translation>
    </message>
    <message>
        <source>Show probes</source>
        <translation>プローブを表示</translation>
    </message>
    <message>
        <source>Save filter…</source>
        <translation>フィルターを保存…</translation>
    </message>
    <message>
        <source>Export calls…</source>
        <translation>呼び出しをエクスポート…</translation>
    </message>
    <message>
        <source>Choose columns…</source>
        <translation>列を選択…</translation>
    </message>
    <message>
        <source>Inspector below</source>
        <translation>インスペクターを下に表示</translation>
    </message>
    <message>
        <source>Record bodies for 15 min</source>
        <translation>本文を 15 分間記録</translation>
    </message>
    <message>
        <source>Replayed: status %1 after %2.</source>
        <translation>再送しました: %2 後にステータス %1。</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比較</translation>
    </message>
    <message>
        <source>The call is still running.</source>
        <translation>呼び出しはまだ実行中です。</translation>
    </message>
    <message>
        <source>Choose a call first.</source>
        <translation>先に呼び出しを選んでください。</translation>
    </message>
    <message>
        <source>A call is being replayed.</source>
        <translation>呼び出しを再送しています。</translation>
    </message>
    <message>
        <source>The playground takes chat calls.</source>
        <translation>プレイグラウンドで使えるのはチャットの呼び出しです。</translation>
    </message>
    <message>
        <source>Choose two calls: hold Ctrl and click the second.</source>
        <translation>呼び出しを 2 つ選んでください。Ctrl を押しながら 2 つ目をクリックします。</translation>
    </message>
    <message>
        <source>Choose a call that is running.</source>
        <translation>実行中の呼び出しを選んでください。</translation>
    </message>
    <message>
        <source>Only %1</source>
        <translation>%1 のみ</translation>
    </message>
    <message>
        <source>Without %1</source>
        <translation>%1 を除く</translation>
    </message>
    <message>
        <source>Copy rows as text</source>
        <translation>行をテキストとしてコピー</translation>
    </message>
    <message numerus="yes">
        <source>Export %n chosen call(s)…</source>
        <translation>
            <numerusform>選択した %n 件の呼び出しをエクスポート…</numerusform>
        </translation>
    </message>
    <message>
        <source>The address of this call was not recorded. Record bodies to copy later calls.</source>
        <translation>この呼び出しのアドレスは記録されていません。以後の呼び出しをコピーするには、本文を記録してください。</translation>
    </message>
    <message>
        <source>Record for 15 min</source>
        <translation>15 分間記録</translation>
    </message>
    <message>
        <source>Copied. Put the key into GATEHOUSE_API_KEY.</source>
        <translation>コピーしました。キーを GATEHOUSE_API_KEY に設定してください。</translation>
    </message>
    <message>
        <source>Sending the call again…</source>
        <translation>呼び出しを再送中…</translation>
    </message>
    <message>
        <source>The call is over already.</source>
        <translation>呼び出しはすでに終わっています。</translation>
    </message>
    <message>
        <source>Export calls</source>
        <translation>呼び出しをエクスポート</translation>
    </message>
    <message>
        <source>CSV (*.csv)</source>
        <translation>CSV (*.csv)</translation>
    </message>
    <message>
        <source>JSON Lines (*.jsonl)</source>
        <translation>JSON Lines (*.jsonl)</translation>
    </message>
    <message>
        <source>Calls are exported to %1.</source>
        <translation>呼び出しを %1 にエクスポートしました。</translation>
    </message>
    <message>
        <source>Export HAR</source>
        <translation>HAR をエクスポート</translation>
    </message>
    <message>
        <source>HTTP archive (*.har)</source>
        <translation>HTTP アーカイブ (*.har)</translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) are exported to %1.</source>
        <translation>
            <numerusform>%n 件の呼び出しを %1 にエクスポートしました。</numerusform>
        </translation>
    </message>
    <message>
        <source>Resume display</source>
        <translation>表示を再開</translation>
    </message>
    <message>
        <source>Saved filters</source>
        <translation>保存したフィルター</translation>
    </message>
    <message>
        <source>Calls with the tag %1, such as health checks</source>
        <translation>タグ %1 の付いた呼び出し (正常性チェックなど)</translation>
    </message>
    <message>
        <source>Copy as a command or program</source>
        <translation>コマンドまたはプログラムとしてコピー</translation>
    </message>
    <message>
        <source>Copy as</source>
        <translation>形式を選んでコピー</translation>
    </message>
    <message>
        <source>Waiting for the first call.</source>
        <translation>最初の呼び出しを待っています。</translation>
    </message>
    <message>
        <source>Connect a client</source>
        <translation>クライアントを接続</translation>
    </message>
    <message>
        <source>Back to the newest</source>
        <translation>最新に戻る</translation>
    </message>
    <message>
        <source>%1 calls here, more as you scroll</source>
        <translation>%1 件の呼び出し。スクロールするとさらに表示</translation>
    </message>
    <message numerus="yes">
        <source>%n call(s)</source>
        <translation>
            <numerusform>%n 件の呼び出し</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n running</source>
        <translation>
            <numerusform>実行中 %n 件</numerusform>
        </translation>
    </message>
    <message>
        <source>display paused, recording goes on</source>
        <translation>表示を一時停止中 (記録は続行)</translation>
    </message>
    <message>
        <source>kept forever</source>
        <translation>無期限に保存</translation>
    </message>
    <message numerus="yes">
        <source>kept %n hour(s)</source>
        <translation>
            <numerusform>%n 時間保存</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>kept %n day(s)</source>
        <translation>
            <numerusform>%n 日間保存</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 calls recorded, %2 · %3 on disk</source>
        <translation>記録済みの呼び出し %1 件、%2 · ディスク使用量 %3</translation>
    </message>
    <message>
        <source>Open translation</source>
        <translation>翻訳を開く</translation>
    </message>
    <message>
        <source>This call went on as it came: nothing was translated.</source>
        <translation>この呼び出しはそのまま通りました。翻訳はされていません。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::MainWindow</name>
    <message>
        <source>&amp;File</source>
        <translation>ファイル(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>終了(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>編集(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Filter</source>
        <translation>フィルター(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>表示(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>戻る(&amp;B)</translation>
    </message>
    <message>
        <source>For&amp;ward</source>
        <translation>進む(&amp;W)</translation>
    </message>
    <message>
        <source>&amp;Refresh</source>
        <translation>更新(&amp;R)</translation>
    </message>
    <message>
        <source>Theme of the desktop</source>
        <translation>デスクトップのテーマ</translation>
    </message>
    <message>
        <source>Light theme</source>
        <translation>ライトテーマ</translation>
    </message>
    <message>
        <source>Dark theme</source>
        <translation>ダークテーマ</translation>
    </message>
    <message>
        <source>&amp;Gateway</source>
        <translation>ゲートウェイ(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Copy the gateway&apos;s address</source>
        <translation>ゲートウェイのアドレスをコピー(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Reconnect now</source>
        <translation>今すぐ再接続(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>ヘルプ(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;About Gatehouse</source>
        <translation>Gatehouse について(&amp;A)</translation>
    </message>
    <message>
        <source>About Gatehouse</source>
        <translation>Gatehouse について</translation>
    </message>
    <message>
        <source>Gatehouse %1

An AI gateway that a person can own.
The console is under the GPL, version 3 or later; the gateway inside is under the Apache License 2.0.
Icons: Tabler Icons, MIT licence.</source>
        <translation>Gatehouse %1

個人で所有できる AI ゲートウェイ。
コンソールは GPL バージョン 3 以降、内部のゲートウェイは Apache License 2.0 で提供されます。
アイコン: Tabler Icons、MIT ライセンス。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>元に戻す</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>a change that could not be undone: why</comment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1 – Gatehouse</source>
        <comment>view</comment>
        <translation>%1 – Gatehouse</translation>
    </message>
    <message>
        <source>&amp;Tools</source>
        <translation>ツール(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Close window</source>
        <translation>ウィンドウを閉じる(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>元に戻す(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>やり直し(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Search or run a command…</source>
        <translation>検索またはコマンドを実行(&amp;S)…</translation>
    </message>
    <message>
        <source>Show or hide the &amp;inspector</source>
        <translation>インスペクターの表示/非表示(&amp;I)</translation>
    </message>
    <message>
        <source>&amp;Next pane</source>
        <translation>次のペイン(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Previous pane</source>
        <translation>前のペイン(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation>一時停止(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Notifications</source>
        <translation>通知(&amp;N)</translation>
    </message>
    <message>
        <source>Open &amp;settings</source>
        <translation>設定を開く(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation>キーボードショートカット(&amp;K)</translation>
    </message>
    <message>
        <source>There is no earlier place.</source>
        <translation>これより前の場所はありません。</translation>
    </message>
    <message>
        <source>There is no later place.</source>
        <translation>これより後の場所はありません。</translation>
    </message>
    <message>
        <source>&amp;Undo: %1</source>
        <translation>元に戻す(&amp;U): %1</translation>
    </message>
    <message>
        <source>&amp;Redo: %1</source>
        <translation>やり直し(&amp;R): %1</translation>
    </message>
    <message>
        <source>There is no change to undo.</source>
        <translation>元に戻す変更はありません。</translation>
    </message>
    <message>
        <source>Nothing was undone.</source>
        <translation>何も元に戻されませんでした。</translation>
    </message>
    <message>
        <source>&amp;Resume</source>
        <translation>再開(&amp;R)</translation>
    </message>
    <message>
        <source>The gateway does not answer.</source>
        <translation>ゲートウェイが応答しません。</translation>
    </message>
    <message>
        <source>Let new calls begin again</source>
        <translation>新しい呼び出しの受け付けを再開</translation>
    </message>
    <message>
        <source>Refuse new calls; those that run go on</source>
        <translation>新しい呼び出しを拒否 (実行中のものは続行)</translation>
    </message>
    <message>
        <source>No gateway is chosen.</source>
        <translation>ゲートウェイが選ばれていません。</translation>
    </message>
    <message>
        <source>The gateway&apos;s address is copied.</source>
        <translation>ゲートウェイのアドレスをコピーしました。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::MappingDialog</name>
    <message>
        <source>Add a value</source>
        <translation>値を追加</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>値</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>追加</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>適用</translation>
    </message>
    <message>
        <source>A place in what stands so far</source>
        <translation>これまでの内容の中の場所</translation>
    </message>
    <message>
        <source>A text made of it</source>
        <translation>それから作る文章</translation>
    </message>
    <message>
        <source>A constant</source>
        <translation>定数</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>Write a name.</source>
        <translation>名前を書いてください。</translation>
    </message>
    <message>
        <source>Another value has this name.</source>
        <translation>別の値がこの名前を使っています。</translation>
    </message>
    <message>
        <source>Comes from</source>
        <translation>取得元</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>場所</translation>
    </message>
    <message>
        <source>A JSON pointer: /inputs/NAME, or /STEP/NAME.</source>
        <translation>JSON ポインター: /inputs/名前 または /ステップ/名前。</translation>
    </message>
    <message>
        <source>It begins with /inputs/ or with / and a step&apos;s id.</source>
        <translation>/inputs/ か、/ とステップの ID で始まります。</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文章</translation>
    </message>
    <message>
        <source>Mustache: {{inputs.NAME}}, {{STEP.NAME}}.</source>
        <translation>Mustache: {{inputs.名前}}、{{ステップ.名前}}。</translation>
    </message>
    <message>
        <source>Constant</source>
        <translation>定数</translation>
    </message>
    <message>
        <source>JSON: a number, &quot;a text&quot;, a list, an object.</source>
        <translation>JSON: 数値、&quot;文章&quot;、リスト、オブジェクト。</translation>
    </message>
    <message>
        <source>This is no JSON. Texts stand in quotation marks.</source>
        <translation>JSON ではありません。文章は引用符で囲みます。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::MappingModel</name>
    <message>
        <source>Name</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>Comes from</source>
        <translation>取得元</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::MatchTree</name>
    <message numerus="yes">
        <source>{%n member(s)}</source>
        <translation>
            <numerusform>{%n 個のメンバー}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>[%n item(s)]</source>
        <translation>
            <numerusform>[%n 項目]</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>field, what became of it</comment>
        <translation>%1、%2</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>値</translation>
    </message>
    <message>
        <source>What became of it</source>
        <translation>結果</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::MemberDialog</name>
    <message>
        <source>the organisation</source>
        <translation>組織</translation>
    </message>
    <message>
        <source>Add a member to %1</source>
        <translation>%1 にメンバーを追加</translation>
    </message>
    <message>
        <source>%1 in %2</source>
        <comment>a person, a team</comment>
        <translation>%2 の %1</translation>
    </message>
    <message>
        <source>Add member</source>
        <translation>メンバーを追加</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Somebody new</source>
        <translation>新しい人</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>name, e-mail</comment>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>変更者</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation>メール</translation>
    </message>
    <message>
        <source>To sign in with.</source>
        <translation>サインインに使います。</translation>
    </message>
    <message>
        <source>Enter an address such as ada@example.org.</source>
        <translation>ada@example.org のようなアドレスを入力してください。</translation>
    </message>
    <message>
        <source>Short name</source>
        <translation>短い名前</translation>
    </message>
    <message>
        <source>For the audit log.</source>
        <translation>監査ログ用です。</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>a role, what it may do</comment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Roles</source>
        <translation>役割</translation>
    </message>
    <message>
        <source>They count in every team.</source>
        <translation>すべてのチームで有効です。</translation>
    </message>
    <message>
        <source>They count in this team alone.</source>
        <translation>このチームでのみ有効です。</translation>
    </message>
    <message>
        <source>May sign in</source>
        <translation>サインインできる</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状態</translation>
    </message>
    <message>
        <source>This is the last owner. Make somebody else an owner first.</source>
        <translation>最後の所有者です。先にほかの人を所有者にしてください。</translation>
    </message>
    <message>
        <source>An invitation: they set a password</source>
        <translation>招待：本人がパスワードを設定</translation>
    </message>
    <message>
        <source>A first password, shown once</source>
        <translation>初回パスワード（一度だけ表示）</translation>
    </message>
    <message>
        <source>Over OpenID Connect only</source>
        <translation>OpenID Connect のみ</translation>
    </message>
    <message>
        <source>Signs in with</source>
        <translation>認証方法</translation>
    </message>
    <message>
        <source>A name has letters, digits, “.”, “_” and “-”, at most 64.</source>
        <translation>名前は英数字、「.」「_」「-」で、最大 64 文字です。</translation>
    </message>
    <message>
        <source>Somebody has this name already.</source>
        <translation>この名前はすでに使われています。</translation>
    </message>
    <message>
        <source>Choose at least one role.</source>
        <translation>役割を 1 つ以上選んでください。</translation>
    </message>
    <message>
        <source>Change what %1 may do</source>
        <translation>%1 の権限を変更</translation>
    </message>
    <message>
        <source>Invitation</source>
        <translation>招待</translation>
    </message>
    <message>
        <source>Give it to the new member. With it they set a password, once, within three days.</source>
        <translation>新しいメンバーに渡してください。3 日以内に一度だけパスワードを設定できます。</translation>
    </message>
    <message>
        <source>First password</source>
        <translation>初回パスワード</translation>
    </message>
    <message>
        <source>Give it to the new member, who should change it after signing in.</source>
        <translation>新しいメンバーに渡し、サインイン後に変更してもらってください。</translation>
    </message>
    <message>
        <source>It cannot be shown again. You would have to make another.</source>
        <translation>再表示はできません。作り直す必要があります。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::MemberModel</name>
    <message>
        <source>None</source>
        <translation>なし</translation>
    </message>
    <message>
        <source>OpenID Connect</source>
        <translation>OpenID Connect</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>パスワード</translation>
    </message>
    <message>
        <source>Active</source>
        <translation>有効</translation>
    </message>
    <message>
        <source>Disabled</source>
        <translation>無効</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation>メール</translation>
    </message>
    <message>
        <source>Roles</source>
        <translation>役割</translation>
    </message>
    <message>
        <source>Signs in with</source>
        <translation>認証方法</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状態</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::MergeDialog</name>
    <message>
        <source>Changed by somebody else</source>
        <translation>ほかのユーザーによる変更</translation>
    </message>
    <message>
        <source>Leave it deleted</source>
        <translation>削除されたままにする</translation>
    </message>
    <message>
        <source>Keep the other version</source>
        <translation>もう一方の版を残す</translation>
    </message>
    <message>
        <source>It was deleted while you edited it. You can make it anew with what you entered.</source>
        <translation>編集中に削除されました。入力した内容で作成し直すことができます。</translation>
    </message>
    <message>
        <source>It was changed after you looked at it. This is what was changed; you can delete it all the same.</source>
        <translation>確認した後に変更されました。変更内容は次のとおりです。それでも削除できます。</translation>
    </message>
    <message>
        <source>It was changed while you edited it. Choose what each field shall be; nothing is saved until you do.</source>
        <translation>編集中に変更されました。各フィールドの内容を選んでください。選ぶまで何も保存されません。</translation>
    </message>
    <message>
        <source>Make it anew</source>
        <translation>作成し直す</translation>
    </message>
    <message>
        <source>Delete it</source>
        <translation>削除する</translation>
    </message>
    <message>
        <source>Save the choice</source>
        <translation>選択を保存</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>フィールド</translation>
    </message>
    <message>
        <source>Before both</source>
        <translation>両方の変更前</translation>
    </message>
    <message>
        <source>Yours</source>
        <translation>自分の版</translation>
    </message>
    <message>
        <source>The other version</source>
        <translation>もう一方の版</translation>
    </message>
    <message>
        <source>Not changed on this side</source>
        <translation>こちら側では変更なし</translation>
    </message>
    <message>
        <source>%1, yours: %2</source>
        <translation>%1、自分の版: %2</translation>
    </message>
    <message>
        <source>%1, the other version: %2</source>
        <translation>%1、もう一方の版: %2</translation>
    </message>
    <message numerus="yes">
        <source>%n field(s) to choose</source>
        <translation>
            <numerusform>選択が必要なフィールド: %n 個</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::MessageCard</name>
    <message>
        <source>User</source>
        <translation>ユーザー</translation>
    </message>
    <message>
        <source>Assistant</source>
        <translation>アシスタント</translation>
    </message>
    <message>
        <source>Who says it</source>
        <translation>発言者</translation>
    </message>
    <message>
        <source>Write a message…</source>
        <translation>メッセージを書く…</translation>
    </message>
    <message>
        <source>Attach an image</source>
        <translation>画像を添付</translation>
    </message>
    <message>
        <source>Move up</source>
        <translation>上へ移動</translation>
    </message>
    <message>
        <source>Move down</source>
        <translation>下へ移動</translation>
    </message>
    <message>
        <source>Remove message</source>
        <translation>メッセージを削除</translation>
    </message>
    <message>
        <source>Message %1</source>
        <translation>メッセージ %1</translation>
    </message>
    <message>
        <source>Images (*.png *.jpg *.jpeg *.gif *.webp)</source>
        <translation>画像 (*.png *.jpg *.jpeg *.gif *.webp)</translation>
    </message>
    <message>
        <source>Image, %1</source>
        <translation>画像、%1</translation>
    </message>
    <message>
        <source>Remove image</source>
        <translation>画像を削除</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::MessageList</name>
    <message>
        <source>How the model shall behave (may stay empty)</source>
        <translation>モデルの振る舞い (空でも可)</translation>
    </message>
    <message>
        <source>System</source>
        <translation>システム</translation>
    </message>
    <message>
        <source>Add message</source>
        <translation>メッセージを追加</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::MetricCard</name>
    <message>
        <source>%1: %2. %3</source>
        <comment>title, figure, note</comment>
        <translation>%1: %2。%3</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ModelList</name>
    <message>
        <source>Fetch models</source>
        <translation>モデルを取得</translation>
    </message>
    <message>
        <source>Copy name</source>
        <translation>名前をコピー</translation>
    </message>
    <message>
        <source>Search models</source>
        <translation>モデルを検索</translation>
    </message>
    <message>
        <source>Models of this provider</source>
        <translation>このプロバイダーのモデル</translation>
    </message>
    <message>
        <source>Asking the provider…</source>
        <translation>プロバイダーに問い合わせ中…</translation>
    </message>
    <message>
        <source>The provider has not been asked yet.</source>
        <translation>プロバイダーにはまだ問い合わせていません。</translation>
    </message>
    <message>
        <source>No model of that name.</source>
        <translation>その名前のモデルはありません。</translation>
    </message>
    <message numerus="yes">
        <source>%n model(s)</source>
        <translation>
            <numerusform>%n 個のモデル</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::MoveDialog</name>
    <message>
        <source>Move application %1</source>
        <translation>アプリケーション %1 を移動</translation>
    </message>
    <message>
        <source>Move key %1</source>
        <translation>キー %1 を移動</translation>
    </message>
    <message>
        <source>Move</source>
        <translation>移動</translation>
    </message>
    <message>
        <source>To team</source>
        <translation>移動先のチーム</translation>
    </message>
    <message>
        <source>Its keys go with it. Budget and limits of the new team count from the next call on; what was spent stays with the old one.</source>
        <translation>キーも一緒に移ります。次の呼び出しから新しいチームの予算と制限が適用され、支出は元のチームに残ります。</translation>
    </message>
    <message>
        <source>There is no other team.</source>
        <translation>ほかのチームはありません。</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <comment>application, team</comment>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>To application</source>
        <translation>移動先のアプリケーション</translation>
    </message>
    <message>
        <source>The key stays the same. What the new application may do counts from the next call on.</source>
        <translation>キーは変わりません。次の呼び出しから新しいアプリケーションの権限が適用されます。</translation>
    </message>
    <message>
        <source>There is no other application.</source>
        <translation>ほかのアプリケーションはありません。</translation>
    </message>
    <message>
        <source>Move %1 to %2</source>
        <translation>%1 を %2 に移動</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::MoveLabelDialog</name>
    <message>
        <source>Move a label</source>
        <translation>ラベルを移動</translation>
    </message>
    <message>
        <source>Move label</source>
        <translation>ラベルを移動</translation>
    </message>
    <message>
        <source>Version %1</source>
        <translation>バージョン %1</translation>
    </message>
    <message>
        <source>No version: remove the label</source>
        <translation>なし: ラベルを外す</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>ラベル</translation>
    </message>
    <message>
        <source>Begin with a letter or digit; then letters, digits, dots, _ and - only.</source>
        <translation>英字か数字で始め、続けて英数字、ピリオド、_、- だけを使ってください。</translation>
    </message>
    <message>
        <source>Stands at</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Whoever asks for this label gets this version with the next call.</source>
        <translation>このラベルを求める人は、次の呼び出しからこのバージョンを受け取ります。</translation>
    </message>
    <message>
        <source>It stands nowhere yet.</source>
        <translation>まだどこにもありません。</translation>
    </message>
    <message>
        <source>It stands at version %1 now.</source>
        <translation>現在はバージョン %1 にあります。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::MustacheLexer</name>
    <message>
        <source>Text</source>
        <translation>文章</translation>
    </message>
    <message>
        <source>Variable</source>
        <translation>変数</translation>
    </message>
    <message>
        <source>Variable as it is</source>
        <translation>そのままの変数</translation>
    </message>
    <message>
        <source>Section</source>
        <translation>セクション</translation>
    </message>
    <message>
        <source>Partial</source>
        <translation>部品</translation>
    </message>
    <message>
        <source>Comment</source>
        <translation>コメント</translation>
    </message>
    <message>
        <source>Open tag</source>
        <translation>開いたタグ</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::Navigation</name>
    <message>
        <source>Views</source>
        <translation>ビュー</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::NetworkPage</name>
    <message>
        <source>Network</source>
        <translation>ネットワーク</translation>
    </message>
    <message>
        <source>Proxy and authorities</source>
        <translation>プロキシと認証局</translation>
    </message>
    <message>
        <source>This gateway reads them at its start from &quot;network&quot; in its configuration file.</source>
        <translation>このゲートウェイは起動時に、構成ファイルの &quot;network&quot; から読み込みます。</translation>
    </message>
    <message>
        <source>Proxy to providers</source>
        <translation>プロバイダーへのプロキシ</translation>
    </message>
    <message>
        <source>As the environment says</source>
        <translation>環境の設定に従う</translation>
    </message>
    <message>
        <source>None</source>
        <translation>なし</translation>
    </message>
    <message>
        <source>This proxy</source>
        <translation>このプロキシ</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>プロキシ</translation>
    </message>
    <message>
        <source>The environment&apos;s are HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY.</source>
        <translation>環境の変数は HTTPS_PROXY、HTTP_PROXY、ALL_PROXY、NO_PROXY です。</translation>
    </message>
    <message>
        <source>Address of the proxy</source>
        <translation>プロキシのアドレス</translation>
    </message>
    <message>
        <source>http, https, socks5 or socks5h, with the user&apos;s name where it wants one.</source>
        <translation>http、https、socks5、socks5h のいずれか。必要な場合はユーザー名も含めます。</translation>
    </message>
    <message>
        <source>Password of the proxy</source>
        <translation>プロキシのパスワード</translation>
    </message>
    <message>
        <source>Where it is read from: env:NAME, file:PATH, keychain:NAME or vault:NAME.</source>
        <translation>読み込み元: env:NAME、file:PATH、keychain:NAME、vault:NAME のいずれか。</translation>
    </message>
    <message>
        <source>Reached directly</source>
        <translation>直接接続</translation>
    </message>
    <message>
        <source>Hosts and networks without a proxy, parted by commas.</source>
        <translation>プロキシを使わないホストとネットワーク。コンマで区切ります。</translation>
    </message>
    <message>
        <source>Certificate authorities</source>
        <translation>認証局</translation>
    </message>
    <message>
        <source>PEM files</source>
        <translation>PEM ファイル</translation>
    </message>
    <message>
        <source>Add file…</source>
        <translation>ファイルを追加…</translation>
    </message>
    <message>
        <source>Believed beside the system&apos;s</source>
        <translation>システムに加えて信頼</translation>
    </message>
    <message>
        <source>PEM files, one a line, towards all providers and proxies.</source>
        <translation>すべてのプロバイダーとプロキシに使う PEM ファイル。1 行に 1 つ。</translation>
    </message>
    <message>
        <source>Apply and restart</source>
        <translation>適用して再起動</translation>
    </message>
    <message>
        <source>Restart the gateway</source>
        <translation>ゲートウェイを再起動</translation>
    </message>
    <message>
        <source>These settings count from its next start. Calls that run now are ended by it.</source>
        <translation>これらの設定は次回起動時から有効になります。実行中の呼び出しは終了します。</translation>
    </message>
    <message>
        <source>The password itself is not kept here. Name where it is read from.</source>
        <translation>パスワード自体はここに保存されません。読み込み元を指定してください。</translation>
    </message>
    <message>
        <source>Expected: %1.</source>
        <translation>必要な形式: %1。</translation>
    </message>
    <message>
        <source>The gateway restarts with these settings.</source>
        <translation>ゲートウェイはこれらの設定で再起動します。</translation>
    </message>
    <message>
        <source>Choose a PEM file</source>
        <translation>PEM ファイルを選択</translation>
    </message>
    <message>
        <source>Certificates (*.pem *.crt *.cer)</source>
        <translation>証明書 (*.pem *.crt *.cer)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>すべてのファイル (*)</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::NewChainDialog</name>
    <message>
        <source>New chain</source>
        <translation>新しいチェーン</translation>
    </message>
    <message>
        <source>Create chain</source>
        <translation>チェーンを作成</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>ID</translation>
    </message>
    <message>
        <source>Its name in APIs. It stays.</source>
        <translation>API での名前です。変わりません。</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>タイトル</translation>
    </message>
    <message>
        <source>For people.</source>
        <translation>人が読むためのものです。</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>所有者</translation>
    </message>
    <message>
        <source>Create chain %1</source>
        <translation>チェーン %1 を作成</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::NewPromptDialog</name>
    <message>
        <source>New prompt</source>
        <translation>新しいプロンプト</translation>
    </message>
    <message>
        <source>Create prompt</source>
        <translation>プロンプトを作成</translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation>空</translation>
    </message>
    <message>
        <source>Begin with</source>
        <translation>始め方</translation>
    </message>
    <message>
        <source>A prompt with one variable.</source>
        <translation>変数が 1 つのプロンプト。</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>ID</translation>
    </message>
    <message>
        <source>Its name in APIs and chains. It stays.</source>
        <translation>API とチェーンでの名前です。変わりません。</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>タイトル</translation>
    </message>
    <message>
        <source>For people.</source>
        <translation>人が読むためのものです。</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>所有者</translation>
    </message>
    <message>
        <source>Create prompt %1</source>
        <translation>プロンプト %1 を作成</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::NotificationCenter</name>
    <message>
        <source>The gateway has stopped</source>
        <translation>ゲートウェイが停止しました</translation>
    </message>
    <message>
        <source>The gateway does not answer</source>
        <translation>ゲートウェイが応答しません</translation>
    </message>
    <message>
        <source>%1 was stopped. Calls are refused until it runs again.</source>
        <translation>%1 が停止しました。再び動作するまで呼び出しは拒否されます。</translation>
    </message>
    <message>
        <source>%1 cannot be reached. The console keeps trying.</source>
        <translation>%1 に接続できません。コンソールは接続を試み続けます。</translation>
    </message>
    <message>
        <source>%1 is not answering</source>
        <translation>%1 が応答していません</translation>
    </message>
    <message>
        <source>%1 answers again</source>
        <translation>%1 が再び応答しています</translation>
    </message>
    <message>
        <source>%1 failed several times in a row and is left alone for a moment. Its routes use their next target.</source>
        <translation>%1 が何度か続けて失敗したため、しばらく休止します。ルートは次のターゲットを使います。</translation>
    </message>
    <message>
        <source>%1 takes calls again.</source>
        <translation>%1 が再び呼び出しを受け付けています。</translation>
    </message>
    <message>
        <source>%1 of %2 is spent.</source>
        <translation>%2 中 %1 を支出しました。</translation>
    </message>
    <message>
        <source>%1 rejects its key</source>
        <translation>%1 がキーを拒否しています</translation>
    </message>
    <message>
        <source>Calls to it fail until the key is replaced.</source>
        <translation>キーを置き換えるまで、呼び出しは失敗します。</translation>
    </message>
    <message>
        <source>%1 serves %2 again</source>
        <translation>%1 が再び %2 を処理しています</translation>
    </message>
    <message>
        <source>The route&apos;s first choice is back.</source>
        <translation>ルートの第一候補が復帰しました。</translation>
    </message>
    <message>
        <source>%1 fell back to %2</source>
        <comment>route, provider</comment>
        <translation>%1 が %2 にフォールバックしました</translation>
    </message>
    <message>
        <source>%1 did not serve the call; %2 did.</source>
        <translation>%1 が呼び出しを処理できず、%2 が処理しました。</translation>
    </message>
    <message>
        <source>The gateway is back</source>
        <translation>ゲートウェイが復帰しました</translation>
    </message>
    <message>
        <source>%1 answers again.</source>
        <translation>%1 が再び応答しています。</translation>
    </message>
    <message>
        <source>%1 has used %2 of its budget</source>
        <comment>Team research, a share</comment>
        <translation>%1 は予算の %2 を使いました</translation>
    </message>
    <message>
        <source>%1 What happens now is set with the budget; it can be raised there for a while.</source>
        <translation>%1 この後の動作は予算で決められています。そこで一時的に引き上げられます。</translation>
    </message>
    <message>
        <source>%1 asks for %2</source>
        <comment>an application, an API</comment>
        <translation>%1 が %2 を申請しています</translation>
    </message>
    <message>
        <source>The subscription waits for your approval.</source>
        <translation>サブスクリプションが承認を待っています。</translation>
    </message>
    <message>
        <source>Asked by %1. The subscription waits for your approval.</source>
        <translation>%1 による申請です。サブスクリプションが承認を待っています。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::NotificationPanel</name>
    <message>
        <source>Clear</source>
        <translation>クリア</translation>
    </message>
    <message>
        <source>Notifications</source>
        <translation>通知</translation>
    </message>
    <message>
        <source>Nothing to report. Failovers, budgets and rejected keys will show here.</source>
        <translation>お知らせはありません。フェイルオーバー、予算、拒否されたキーがここに表示されます。</translation>
    </message>
    <message>
        <source>Choose what is told</source>
        <translation>通知する内容を選択</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::NotificationRow</name>
    <message>
        <source>%1, %2. %3</source>
        <comment>title, time, text of a notification</comment>
        <translation>%1、%2。%3</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::NotificationsPage</name>
    <message>
        <source>Notifications</source>
        <translation>通知</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>場所</translation>
    </message>
    <message>
        <source>On the desktop too</source>
        <translation>デスクトップにも表示</translation>
    </message>
    <message>
        <source>Off: only under the bell in the window.</source>
        <translation>オフ: ウィンドウのベルにだけ表示します。</translation>
    </message>
    <message>
        <source>What is told</source>
        <translation>通知する内容</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ObjectIndex</name>
    <message>
        <source>Provider</source>
        <translation>プロバイダー</translation>
    </message>
    <message>
        <source>Route</source>
        <translation>ルート</translation>
    </message>
    <message>
        <source>Application</source>
        <translation>アプリケーション</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>キー</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>チーム</translation>
    </message>
    <message>
        <source>API</source>
        <translation>API</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>プロンプト</translation>
    </message>
    <message>
        <source>Chain</source>
        <translation>チェーン</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ObjectsDialog</name>
    <message>
        <source>Edit</source>
        <translation>編集</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>削除</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>閉じる</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>再試行</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>読み込み中…</translation>
    </message>
    <message>
        <source>Delete %1?</source>
        <translation>%1 を削除しますか？</translation>
    </message>
    <message>
        <source>Delete %1</source>
        <translation>%1 を削除</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::OpenApiDialog</name>
    <message>
        <source>it is larger than 2 MiB</source>
        <translation>2 MiB を超えています</translation>
    </message>
    <message>
        <source>Import an OpenAPI document</source>
        <translation>OpenAPI ドキュメントをインポート</translation>
    </message>
    <message>
        <source>Keep as a design</source>
        <translation>下書きとして保存</translation>
    </message>
    <message>
        <source>Document</source>
        <translation>ドキュメント</translation>
    </message>
    <message>
        <source>OpenAPI 3.0 or 3.1, as JSON or YAML. Only its text is read, no address in it is fetched.</source>
        <translation>OpenAPI 3.0 または 3.1（JSON か YAML）。本文だけを読み、中のアドレスは取得しません。</translation>
    </message>
    <message>
        <source>Choose or paste a document first.</source>
        <translation>先にドキュメントを選ぶか貼り付けてください。</translation>
    </message>
    <message>
        <source>Text of the document</source>
        <translation>ドキュメントの本文</translation>
    </message>
    <message>
        <source>Choose file…</source>
        <translation>ファイルを選択…</translation>
    </message>
    <message>
        <source>Read document</source>
        <translation>ドキュメントを読む</translation>
    </message>
    <message>
        <source>API</source>
        <translation>API</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>バージョン</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>タイトル</translation>
    </message>
    <message>
        <source>The organisation</source>
        <translation>組織</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>所有者</translation>
    </message>
    <message>
        <source>Upstream</source>
        <translation>アップストリーム</translation>
    </message>
    <message>
        <source>Where the service is. Several addresses, parted by spaces, share the calls.</source>
        <translation>サービスの場所。空白区切りで複数指定すると呼び出しを分担します。</translation>
    </message>
    <message>
        <source>What it serves</source>
        <translation>提供するもの</translation>
    </message>
    <message>
        <source>Operations of the document</source>
        <translation>ドキュメントの操作</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>メソッド</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>パス</translation>
    </message>
    <message>
        <source>What it does</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>Choose an OpenAPI document</source>
        <translation>OpenAPI ドキュメントを選択</translation>
    </message>
    <message>
        <source>OpenAPI documents (*.json *.yaml *.yml)</source>
        <translation>OpenAPI ドキュメント (*.json *.yaml *.yml)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>すべてのファイル (*)</translation>
    </message>
    <message>
        <source>%1 cannot be read: %2</source>
        <translation>%1 を読み込めません: %2</translation>
    </message>
    <message>
        <source>Reading the document…</source>
        <translation>ドキュメントを読み込み中…</translation>
    </message>
    <message numerus="yes">
        <source>%n operation(s) found.</source>
        <translation>
            <numerusform>%n 件の操作が見つかりました。</numerusform>
        </translation>
    </message>
    <message>
        <source>A name has letters, digits, “.”, “_” and “-”, at most 64.</source>
        <translation>名前は英数字、「.」「_」「-」で、最大 64 文字です。</translation>
    </message>
    <message>
        <source>/apis/%1 is taken by an API of another kind.</source>
        <translation>/apis/%1 は別の種類の API が使っています。</translation>
    </message>
    <message>
        <source>A version has letters, digits, “.”, “_” and “-”, at most 32, and is not “latest”.</source>
        <translation>バージョンは英数字と「.」「_」「-」で 32 文字以内、「latest」以外です。</translation>
    </message>
    <message>
        <source>/apis/%1 is taken. Choose another version.</source>
        <translation>/apis/%1 は使われています。別のバージョンにしてください。</translation>
    </message>
    <message>
        <source>“%1” is no address such as https://orders.example.org.</source>
        <translation>「%1」は https://orders.example.org のようなアドレスではありません。</translation>
    </message>
    <message>
        <source>Say where the service is.</source>
        <translation>サービスの場所を入力してください。</translation>
    </message>
    <message>
        <source>Import %1</source>
        <comment>an API</comment>
        <translation>%1 をインポート</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::OverviewView</name>
    <message>
        <source>Latency by percentile</source>
        <translation>パーセンタイル別のレイテンシ</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>概要</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>リクエスト</translation>
    </message>
    <message>
        <source>Spend (estimated)</source>
        <translation>支出 (推定)</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>エラー</translation>
    </message>
    <message>
        <source>Latency p95</source>
        <translation>レイテンシ p95</translation>
    </message>
    <message>
        <source>Latest calls</source>
        <translation>最新の呼び出し</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>再試行</translation>
    </message>
    <message>
        <source>and %1 of pretend money (demo)</source>
        <translation>ほかに架空の金額 %1 (デモ)</translation>
    </message>
    <message>
        <source>at the providers&apos; list prices</source>
        <translation>プロバイダーの定価による</translation>
    </message>
    <message>
        <source>Connect a client</source>
        <translation>クライアントを接続</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>問題</translation>
    </message>
    <message>
        <source>Where models go now</source>
        <translation>モデルの現在の行き先</translation>
    </message>
    <message>
        <source>Send a test call</source>
        <translation>テスト呼び出しを送信</translation>
    </message>
    <message>
        <source>Choose time range…</source>
        <translation>期間を選択…</translation>
    </message>
    <message>
        <source>Reset zoom</source>
        <translation>ズームをリセット</translation>
    </message>
    <message>
        <source>Export chart…</source>
        <translation>グラフをエクスポート…</translation>
    </message>
    <message>
        <source>as before</source>
        <translation>前と同じ</translation>
    </message>
    <message>
        <source>▲ %1</source>
        <translation>▲ %1</translation>
    </message>
    <message>
        <source>▼ %1</source>
        <translation>▼ %1</translation>
    </message>
    <message>
        <source>The test call was answered in %1.</source>
        <translation>テスト呼び出しに %1 で応答がありました。</translation>
    </message>
    <message>
        <source>Show it</source>
        <translation>表示</translation>
    </message>
    <message>
        <source>nothing before</source>
        <translation>前の期間はなし</translation>
    </message>
    <message>
        <source>%1 vs. before</source>
        <translation>前の期間比 %1</translation>
    </message>
    <message numerus="yes">
        <source>%n causes</source>
        <translation>
            <numerusform>%n 件の原因</numerusform>
        </translation>
    </message>
    <message>
        <source>no call failed</source>
        <translation>失敗した呼び出しなし</translation>
    </message>
    <message numerus="yes">
        <source>%n calls</source>
        <translation>
            <numerusform>%n 件の呼び出し</numerusform>
        </translation>
    </message>
    <message>
        <source>first byte %1</source>
        <translation>最初のバイト %1</translation>
    </message>
    <message>
        <source>%1 of %2 budget (%3)</source>
        <extracomment>Use of a budget: share, amount, whose it is</extracomment>
        <translation>予算 %2 の %1 (%3)</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>不明</translation>
    </message>
    <message>
        <source>Nothing needs you.</source>
        <translation>対応が必要なものはありません。</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>確認中…</translation>
    </message>
    <message>
        <source>No routes. Clients ask for provider/model.</source>
        <translation>ルートはありません。クライアントは provider/model の形で要求します。</translation>
    </message>
    <message>
        <source>Adding up the calls…</source>
        <translation>呼び出しを集計中…</translation>
    </message>
    <message>
        <source>The test call is on its way…</source>
        <translation>テスト呼び出しを送信中…</translation>
    </message>
    <message>
        <source>No traffic yet. A test call goes through the gateway&apos;s own port to the demo provider; it needs no key and costs nothing.</source>
        <translation>トラフィックはまだありません。テスト呼び出しはゲートウェイ自身のポートを通ってデモプロバイダーに届きます。キーは不要で、費用もかかりません。</translation>
    </message>
    <message>
        <source>No traffic in this stretch of time.</source>
        <translation>この期間にトラフィックはありません。</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>すべて表示</translation>
    </message>
    <message>
        <source>The latest calls stand here as they happen.</source>
        <translation>最新の呼び出しが随時ここに表示されます。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PaletteModel</name>
    <message>
        <source>%1, %2</source>
        <comment>a command: what it is</comment>
        <translation>%1、%2</translation>
    </message>
    <message>
        <source>%1, %2, %3</source>
        <comment>a command: what it is, its keys</comment>
        <translation>%1、%2、%3</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ParameterPanel</name>
    <message>
        <source>Show the answer as it comes</source>
        <translation>届いた順に応答を表示</translation>
    </message>
    <message>
        <source>Write a number from 0 to %1, or nothing.</source>
        <translation>0 から %1 までの数値を入力するか、空にしてください。</translation>
    </message>
    <message>
        <source>Not sent</source>
        <translation>送信しない</translation>
    </message>
    <message>
        <source>Streaming</source>
        <translation>ストリーミング</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>温度</translation>
    </message>
    <message>
        <source>0 repeats, 2 is wild.</source>
        <translation>0 では同じ応答を繰り返し、2 では大きくばらつきます。</translation>
    </message>
    <message>
        <source>Top p</source>
        <translation>Top p</translation>
    </message>
    <message>
        <source>Most tokens</source>
        <translation>最大トークン数</translation>
    </message>
    <message>
        <source>Of the answer.</source>
        <translation>応答の上限です。</translation>
    </message>
    <message>
        <source>Write a whole number above 0, or nothing.</source>
        <translation>0 より大きい整数を入力するか、空にしてください。</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>シード</translation>
    </message>
    <message>
        <source>The same seed asks for the same answer.</source>
        <translation>同じシードは同じ応答を求めます。</translation>
    </message>
    <message>
        <source>Write a whole number, or nothing.</source>
        <translation>整数を入力するか、空にしてください。</translation>
    </message>
    <message>
        <source>Stop at</source>
        <translation>停止文字列</translation>
    </message>
    <message>
        <source>One text a line.</source>
        <translation>1 行に 1 つ。</translation>
    </message>
    <message numerus="yes">
        <source>At most %n lines.</source>
        <translation>
            <numerusform>最大 %n 行です。</numerusform>
        </translation>
    </message>
    <message>
        <source>Reasoning</source>
        <translation>推論</translation>
    </message>
    <message>
        <source>How long a model that reasons may think.</source>
        <translation>推論するモデルが考える長さです。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PartialDialog</name>
    <message>
        <source>Add a partial</source>
        <translation>部品を追加</translation>
    </message>
    <message>
        <source>Partial %1</source>
        <translation>部品 %1</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>追加</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>適用</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>It stands in a template as {{&gt;name}}.</source>
        <translation>テンプレートには {{&gt;name}} と書きます。</translation>
    </message>
    <message>
        <source>Begin with a letter; then letters, digits and _ only, 64 at most.</source>
        <translation>英字で始め、続けて英数字と _ だけ、64 文字まで。</translation>
    </message>
    <message>
        <source>Another partial has this name.</source>
        <translation>別の部品がこの名前を使っています。</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文章</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PartialModel</name>
    <message>
        <source>Name</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文章</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PlaceFields</name>
    <message>
        <source>Region</source>
        <translation>リージョン</translation>
    </message>
    <message>
        <source>Location</source>
        <translation>ロケーション</translation>
    </message>
    <message>
        <source>Project</source>
        <translation>プロジェクト</translation>
    </message>
    <message>
        <source>Resource</source>
        <translation>リソース</translation>
    </message>
    <message>
        <source>Deployment</source>
        <translation>デプロイ</translation>
    </message>
    <message>
        <source>Endpoint ID</source>
        <translation>エンドポイント ID</translation>
    </message>
    <message>
        <source>Account</source>
        <translation>アカウント</translation>
    </message>
    <message>
        <source>Account ID</source>
        <translation>アカウント ID</translation>
    </message>
    <message>
        <source>Host</source>
        <translation>ホスト</translation>
    </message>
    <message>
        <source>Workspace host</source>
        <translation>ワークスペースのホスト</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>ポート</translation>
    </message>
    <message>
        <source>Namespace</source>
        <translation>名前空間</translation>
    </message>
    <message>
        <source>Service</source>
        <translation>サービス</translation>
    </message>
    <message>
        <source>Domain</source>
        <translation>ドメイン</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>モデル</translation>
    </message>
    <message>
        <source>Enter what stands for %1 in the address.</source>
        <translation>アドレスの %1 に入る値を入力してください。</translation>
    </message>
    <message>
        <source>Enter the part that stands for %1 only, without “https://”.</source>
        <translation>%1 に入る部分のみを「https://」なしで入力してください。</translation>
    </message>
    <message>
        <source>Only letters, digits and . _ ~ : / - can stand in an address.</source>
        <translation>アドレスに使えるのは英数字と . _ ~ : / - のみです。</translation>
    </message>
    <message>
        <source>Address: %1</source>
        <translation>アドレス: %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PlanDialog</name>
    <message>
        <source>Add plan</source>
        <translation>プランを追加</translation>
    </message>
    <message>
        <source>Edit plan %1</source>
        <translation>プラン %1 を編集</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>No limit</source>
        <translation>制限なし</translation>
    </message>
    <message>
        <source>It can be asked for</source>
        <translation>申請できる</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>タイトル</translation>
    </message>
    <message>
        <source>What applicants read.</source>
        <translation>申請者に表示されます。</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>説明</translation>
    </message>
    <message>
        <source>By hand: a person decides</source>
        <translation>手動：人が判断</translation>
    </message>
    <message>
        <source>By itself: at once</source>
        <translation>自動：即時</translation>
    </message>
    <message>
        <source>Approval</source>
        <translation>承認</translation>
    </message>
    <message>
        <source>Offered</source>
        <translation>提供</translation>
    </message>
    <message>
        <source>Each subscription</source>
        <translation>各サブスクリプション</translation>
    </message>
    <message>
        <source>Requests a minute</source>
        <translation>1 分あたりのリクエスト数</translation>
    </message>
    <message>
        <source>Tokens a minute</source>
        <translation>1 分あたりのトークン数</translation>
    </message>
    <message>
        <source>Calls at once</source>
        <translation>同時呼び出し数</translation>
    </message>
    <message>
        <source>No budget</source>
        <translation>予算なし</translation>
    </message>
    <message>
        <source>Budget in dollars</source>
        <translation>予算 (ドル)</translation>
    </message>
    <message>
        <source>Period of the budget</source>
        <translation>予算の期間</translation>
    </message>
    <message>
        <source>Budget</source>
        <translation>予算</translation>
    </message>
    <message>
        <source>In dollars. At its end, calls are refused.</source>
        <translation>ドル単位。使い切ると呼び出しは拒否されます。</translation>
    </message>
    <message>
        <source>Enter an amount such as 25 or 0.50, or nothing.</source>
        <translation>25 や 0.50 のような金額を入力するか、空にしてください。</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>なし</translation>
    </message>
    <message>
        <source>Ends after</source>
        <translation>有効期間</translation>
    </message>
    <message>
        <source>Such as 90d or 12h.</source>
        <translation>例：90d、12h。</translation>
    </message>
    <message>
        <source>Enter a time such as 90d or 12h.</source>
        <translation>90d や 12h のような期間を入力してください。</translation>
    </message>
    <message>
        <source>Price</source>
        <translation>価格</translation>
    </message>
    <message>
        <source>Enter a number such as 10 or 0.001, or nothing.</source>
        <translation>10 や 0.001 のような数を入力するか、空にしてください。</translation>
    </message>
    <message>
        <source>Dollars a month</source>
        <translation>月額（ドル）</translation>
    </message>
    <message>
        <source>Dollars a call</source>
        <translation>1 回あたり（ドル）</translation>
    </message>
    <message>
        <source>Per cent on top</source>
        <translation>上乗せ（％）</translation>
    </message>
    <message>
        <source>Of what the providers cost.</source>
        <translation>プロバイダーの費用に対して。</translation>
    </message>
    <message>
        <source>A name has letters, digits, “.”, “_” and “-”, at most 64.</source>
        <translation>名前は英数字、「.」「_」「-」で、最大 64 文字です。</translation>
    </message>
    <message>
        <source>Add plan %1</source>
        <translation>プラン %1 を追加</translation>
    </message>
    <message>
        <source>Change plan %1</source>
        <translation>プラン %1 を変更</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PlansDialog</name>
    <message>
        <source>Plans</source>
        <translation>プラン</translation>
    </message>
    <message>
        <source>No plans yet. One says what a subscription may use, and what it costs.</source>
        <translation>プランはまだありません。利用できる量と料金を定めます。</translation>
    </message>
    <message>
        <source>Add plan</source>
        <translation>プランを追加</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>プラン</translation>
    </message>
    <message>
        <source>Allows</source>
        <translation>許可</translation>
    </message>
    <message>
        <source>Price</source>
        <translation>価格</translation>
    </message>
    <message>
        <source>Approval</source>
        <translation>承認</translation>
    </message>
    <message>
        <source>Ends after</source>
        <translation>有効期間</translation>
    </message>
    <message>
        <source>%1 (off)</source>
        <comment>a plan that cannot be asked for</comment>
        <translation>%1（オフ）</translation>
    </message>
    <message>
        <source>No limit of its own</source>
        <translation>独自の制限なし</translation>
    </message>
    <message>
        <source>By itself</source>
        <translation>自動</translation>
    </message>
    <message>
        <source>By hand</source>
        <translation>手動</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>なし</translation>
    </message>
    <message>
        <source>It cannot be asked for any more. Where subscriptions or APIs name it, the gateway refuses. It can come back from the trash or with Undo.</source>
        <translation>申請できなくなります。サブスクリプションや API が使っている場合、ゲートウェイは拒否します。ごみ箱か「元に戻す」で復元できます。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PlaygroundView</name>
    <message>
        <source>Send</source>
        <translation>送信</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>再試行</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比較</translation>
    </message>
    <message>
        <source>New conversation</source>
        <translation>新しい会話</translation>
    </message>
    <message>
        <source>Open in the log</source>
        <translation>ログで開く</translation>
    </message>
    <message>
        <source>Add message</source>
        <translation>メッセージを追加</translation>
    </message>
    <message>
        <source>Attach an image…</source>
        <translation>画像を添付…</translation>
    </message>
    <message>
        <source>Copy as curl</source>
        <translation>curl としてコピー</translation>
    </message>
    <message>
        <source>Copy as Python</source>
        <translation>Python としてコピー</translation>
    </message>
    <message>
        <source>Copy as JavaScript</source>
        <translation>JavaScript としてコピー</translation>
    </message>
    <message>
        <source>Playground</source>
        <translation>プレイグラウンド</translation>
    </message>
    <message>
        <source>Copy code</source>
        <translation>コードをコピー</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>メッセージ</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>パラメーター</translation>
    </message>
    <message>
        <source>The conversation was cleared.</source>
        <translation>会話を消去しました。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>元に戻す</translation>
    </message>
    <message>
        <source>Copied. Put your key into the variable %1.</source>
        <translation>コピーしました。キーを変数 %1 に設定してください。</translation>
    </message>
    <message>
        <source>Write a message first.</source>
        <translation>先にメッセージを書いてください。</translation>
    </message>
    <message>
        <source>Choose a model.</source>
        <translation>モデルを選んでください。</translation>
    </message>
    <message>
        <source>Parameters (%1)</source>
        <translation>パラメーター (%1)</translation>
    </message>
    <message>
        <source>What is sent</source>
        <translation>送信内容</translation>
    </message>
    <message>
        <source>Answers</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>Save as prompt…</source>
        <translation>プロンプトとして保存…</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::Preparation</name>
    <message>
        <source>Then the key chain is checked.</source>
        <translation>次に、キーチェーンを確認します。</translation>
    </message>
    <message>
        <source>Then a key for your first program is made.</source>
        <translation>次に、最初のプログラム用のキーを作成します。</translation>
    </message>
    <message>
        <source>Then the demo models are looked for.</source>
        <translation>次に、デモモデルを探します。</translation>
    </message>
    <message>
        <source>The gateway starts…</source>
        <translation>ゲートウェイを起動中…</translation>
    </message>
    <message>
        <source>The gateway answers at %1.</source>
        <translation>ゲートウェイが %1 で応答しています。</translation>
    </message>
    <message>
        <source>Port %1 is taken by a program of another user.</source>
        <translation>ポート %1 は別のユーザーのプログラムが使用しています。</translation>
    </message>
    <message>
        <source>Port %1 is taken by %2 (process %3).</source>
        <translation>ポート %1 は %2 (プロセス %3) が使用しています。</translation>
    </message>
    <message>
        <source>The key chain is checked…</source>
        <translation>キーチェーンを確認中…</translation>
    </message>
    <message>
        <source>The key chain waits: your desktop may ask for its password.</source>
        <translation>キーチェーンが待機中です。デスクトップがパスワードを求めている可能性があります。</translation>
    </message>
    <message>
        <source>Secrets cannot be kept here: %1 Provider keys can come from variables.</source>
        <translation>ここにはシークレットを保存できません: %1 プロバイダーのキーは変数から取得できます。</translation>
    </message>
    <message>
        <source>Provider keys are kept in your key chain.</source>
        <translation>プロバイダーのキーはキーチェーンに保存されます。</translation>
    </message>
    <message>
        <source>Provider keys are kept in the gateway&apos;s sealed vault.</source>
        <translation>プロバイダーのキーはゲートウェイの封印された保管庫に保存されます。</translation>
    </message>
    <message>
        <source>A key for your first program is made…</source>
        <translation>最初のプログラム用のキーを作成中…</translation>
    </message>
    <message>
        <source>The key %1 is there already.</source>
        <translation>キー %1 はすでにあります。</translation>
    </message>
    <message>
        <source>The key %1 was made (…%2). It can be copied on the next page.</source>
        <translation>キー %1 (…%2) を作成しました。次のページでコピーできます。</translation>
    </message>
    <message>
        <source>The demo models are looked for…</source>
        <translation>デモモデルを確認中…</translation>
    </message>
    <message>
        <source>The gateway&apos;s port does not answer as it should (%1).</source>
        <translation>ゲートウェイのポートが正しく応答しません (%1)。</translation>
    </message>
    <message>
        <source>The demo provider is switched off in the gateway&apos;s configuration. Switch it on, or add a provider.</source>
        <translation>デモプロバイダーはゲートウェイの構成でオフになっています。オンにするか、プロバイダーを追加してください。</translation>
    </message>
    <message>
        <source>Demo models are ready: they need no account and cost nothing.</source>
        <translation>デモモデルの準備ができました。アカウントは不要で、費用もかかりません。</translation>
    </message>
    <message>
        <source>%1 is shown now. Choose This computer at the top of the window, then check again.</source>
        <translation>現在は %1 を表示しています。ウィンドウ上部で「このコンピューター」を選んでから、もう一度確認してください。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PreviewPanel</name>
    <message>
        <source>Preview</source>
        <translation>プレビュー</translation>
    </message>
    <message>
        <source>Values to try</source>
        <translation>試す値</translation>
    </message>
    <message>
        <source>What could be rendered last</source>
        <translation>最後に描けた内容</translation>
    </message>
    <message>
        <source>Cannot be rendered</source>
        <translation>描けません</translation>
    </message>
    <message>
        <source>Rendering…</source>
        <translation>描画中…</translation>
    </message>
    <message>
        <source>As the model reads it</source>
        <translation>モデルが読む内容</translation>
    </message>
    <message>
        <source>Message %1, line %2</source>
        <translation>メッセージ %1、%2 行目</translation>
    </message>
    <message>
        <source>Message %1</source>
        <translation>メッセージ %1</translation>
    </message>
    <message numerus="yes">
        <source>%1 · %n image(s)</source>
        <translation>
            <numerusform>%1 · 画像 %n 枚</numerusform>
        </translation>
    </message>
    <message>
        <source>Message %1, %2</source>
        <translation>メッセージ %1、%2</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PriceDialog</name>
    <message>
        <source>Set price</source>
        <translation>価格を設定</translation>
    </message>
    <message>
        <source>Use the listed price</source>
        <translation>定価を使う</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>モデル</translation>
    </message>
    <message>
        <source>Dollars per million tokens</source>
        <translation>100 万トークンあたりのドル</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>入力</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>出力</translation>
    </message>
    <message>
        <source>As input</source>
        <translation>入力と同じ</translation>
    </message>
    <message>
        <source>Cached input</source>
        <translation>キャッシュ済み入力</translation>
    </message>
    <message>
        <source>Cache writes</source>
        <translation>キャッシュ書き込み</translation>
    </message>
    <message>
        <source>Contract, price page …</source>
        <translation>契約、価格ページ …</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>出典</translation>
    </message>
    <message>
        <source>Where the figures come from. Costs and budgets count with them from the next call on.</source>
        <translation>数値の出どころです。次の呼び出しから費用と予算の計算に使われます。</translation>
    </message>
    <message>
        <source>Enter dollars per million tokens, such as 2.50. 0 is free.</source>
        <translation>100 万トークンあたりのドルを入力してください (例: 2.50)。0 は無料です。</translation>
    </message>
    <message>
        <source>Enter dollars such as 2.50, with at most 12 decimals.</source>
        <translation>2.50 のようにドルで入力してください。小数は 12 桁までです。</translation>
    </message>
    <message>
        <source>Set price of %1/%2</source>
        <translation>%1/%2 の価格を設定</translation>
    </message>
    <message>
        <source>Use the listed price of %1/%2</source>
        <translation>%1/%2 の定価を使う</translation>
    </message>
    <message>
        <source>There is no provider %1 any more. Close this and look again.</source>
        <translation>プロバイダー %1 はもうありません。閉じてから、もう一度確認してください。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ProblemFinder</name>
    <message>
        <source>%1 refuses its key.</source>
        <translation>%1 がキーを拒否しています。</translation>
    </message>
    <message>
        <source>Replace key</source>
        <translation>キーを置き換え</translation>
    </message>
    <message>
        <source>%1 has no key that can be read.</source>
        <translation>%1 には読み込めるキーがありません。</translation>
    </message>
    <message>
        <source>Add key</source>
        <translation>キーを追加</translation>
    </message>
    <message>
        <source>%1 rests: calls to it failed in a row.</source>
        <translation>%1 は休止中です。呼び出しが続けて失敗しました。</translation>
    </message>
    <message>
        <source>The budget of %1 is spent: %2 % of %3.</source>
        <translation>%1 の予算を使い切りました: %3 の %2 %。</translation>
    </message>
    <message>
        <source>The budget of %1 is near its end: %2 % of %3.</source>
        <translation>%1 の予算が残りわずかです: %3 の %2 %。</translation>
    </message>
    <message>
        <source>Open settings</source>
        <translation>設定を開く</translation>
    </message>
    <message>
        <source>Records use %1 of %2. The oldest go next.</source>
        <translation>記録が %2 中 %1 を使っています。次は最も古いものから削除されます。</translation>
    </message>
    <message>
        <source>Change retention</source>
        <translation>保持期間を変更</translation>
    </message>
    <message numerus="yes">
        <source>%n calls of %1 have no known price; spend is not whole.</source>
        <extracomment>%n is a number of calls, %1 the name of a model</extracomment>
        <translation>
            <numerusform>%1 の呼び出し %n 件の価格が不明なため、支出は完全ではありません。</numerusform>
        </translation>
    </message>
    <message>
        <source>Set price</source>
        <translation>価格を設定</translation>
    </message>
    <message>
        <source>See its circuit</source>
        <translation>サーキットを見る</translation>
    </message>
    <message>
        <source>See the budget</source>
        <translation>予算を見る</translation>
    </message>
    <message>
        <source>The prompt cache that %1 writes at %2 is never read: %3 for nothing in the last hour.</source>
        <comment>application, provider and model, money</comment>
        <translation>%1 が %2 に書くプロンプトキャッシュは一度も読まれていません。過去 1 時間で %3 の無駄です。</translation>
    </message>
    <message>
        <source>See the route</source>
        <translation>ルートを見る</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PromptEditor</name>
    <message>
        <source>Pages of the prompt</source>
        <translation>プロンプトのページ</translation>
    </message>
    <message>
        <source>Write</source>
        <translation>書く</translation>
    </message>
    <message>
        <source>Try</source>
        <translation>試す</translation>
    </message>
    <message>
        <source>Tests</source>
        <translation>テスト</translation>
    </message>
    <message>
        <source>All prompts</source>
        <translation>すべてのプロンプト</translation>
    </message>
    <message>
        <source>Reading the prompt…</source>
        <translation>プロンプトを読み込み中…</translation>
    </message>
    <message>
        <source>There is no prompt “%1” any more.</source>
        <translation>プロンプト「%1」はもうありません。</translation>
    </message>
    <message>
        <source>Save version %1 of prompt %2</source>
        <translation>プロンプト %2 のバージョン %1 を保存</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PromptMessageCard</name>
    <message>
        <source>System</source>
        <translation>システム</translation>
    </message>
    <message>
        <source>User</source>
        <translation>ユーザー</translation>
    </message>
    <message>
        <source>Assistant</source>
        <translation>アシスタント</translation>
    </message>
    <message>
        <source>Add an image</source>
        <translation>画像を追加</translation>
    </message>
    <message>
        <source>Move up</source>
        <translation>上へ移動</translation>
    </message>
    <message>
        <source>Move down</source>
        <translation>下へ移動</translation>
    </message>
    <message>
        <source>Remove message</source>
        <translation>メッセージを削除</translation>
    </message>
    <message>
        <source>Image: {{picture}}, or a data address</source>
        <translation>画像: {{picture}}、またはデータアドレス</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>画像</translation>
    </message>
    <message>
        <source>Remove image</source>
        <translation>画像を削除</translation>
    </message>
    <message>
        <source>Template of message %1</source>
        <translation>メッセージ %1 のテンプレート</translation>
    </message>
    <message>
        <source>Who says message %1</source>
        <translation>メッセージ %1 の話し手</translation>
    </message>
    <message>
        <source>Line %1: %2</source>
        <translation>%1 行目: %2</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PromptMessages</name>
    <message>
        <source>Add message</source>
        <translation>メッセージを追加</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PromptModel</name>
    <message>
        <source>Name</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>ID</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>ラベル</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>バージョン</translation>
    </message>
    <message>
        <source>Published</source>
        <translation>公開先</translation>
    </message>
    <message>
        <source>Used by</source>
        <translation>使用元</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>変更</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>チーム</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>タグ</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PromptTrial</name>
    <message>
        <source>Compare</source>
        <translation>比較</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>送信</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Answers</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>The template cannot be rendered with these values. Mend it under Write.</source>
        <translation>この値ではテンプレートを描けません。「書く」で直してください。</translation>
    </message>
    <message>
        <source>Asks with the values under Write. What is written need not be saved.</source>
        <translation>「書く」の値で尋ねます。保存は要りません。</translation>
    </message>
    <message>
        <source>Asks with the values under Write. Secret ones are sent, and kept nowhere.</source>
        <translation>「書く」の値で尋ねます。秘密の値は送られますが、どこにも保存されません。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PromptsView</name>
    <message>
        <source>New prompt</source>
        <translation>新しいプロンプト</translation>
    </message>
    <message>
        <source>Edit prompt</source>
        <translation>プロンプトを編集</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>複製</translation>
    </message>
    <message>
        <source>Publish…</source>
        <translation>公開…</translation>
    </message>
    <message>
        <source>Import files…</source>
        <translation>ファイルをインポート…</translation>
    </message>
    <message>
        <source>Export files…</source>
        <translation>ファイルをエクスポート…</translation>
    </message>
    <message>
        <source>Delete prompt</source>
        <translation>プロンプトを削除</translation>
    </message>
    <message>
        <source>Export the list</source>
        <translation>一覧をエクスポート</translation>
    </message>
    <message>
        <source>Save version</source>
        <translation>バージョンを保存</translation>
    </message>
    <message>
        <source>Discard edits</source>
        <translation>編集を破棄</translation>
    </message>
    <message>
        <source>Compare versions</source>
        <translation>バージョンを比較</translation>
    </message>
    <message>
        <source>Move label</source>
        <translation>ラベルを移動</translation>
    </message>
    <message>
        <source>Revert to the chosen version</source>
        <translation>選んだバージョンに戻す</translation>
    </message>
    <message>
        <source>Run tests</source>
        <translation>テストを実行</translation>
    </message>
    <message>
        <source>Try it</source>
        <translation>試す</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>More commands</source>
        <translation>その他のコマンド</translation>
    </message>
    <message>
        <source>Select one prompt first.</source>
        <translation>先にプロンプトを 1 つ選択してください。</translation>
    </message>
    <message>
        <source>Select a prompt first.</source>
        <translation>先にプロンプトを選択してください。</translation>
    </message>
    <message>
        <source>Nothing was changed.</source>
        <translation>変更はありません。</translation>
    </message>
    <message>
        <source>Open a prompt first.</source>
        <translation>先にプロンプトを開いてください。</translation>
    </message>
    <message>
        <source>Choose an older version under Versions first.</source>
        <translation>先に「バージョン」で古いものを選んでください。</translation>
    </message>
    <message>
        <source>Add tests and choose models under Tests first.</source>
        <translation>先に「テスト」でテストを追加し、モデルを選んでください。</translation>
    </message>
    <message>
        <source>Choose a model under Try, and let the template be whole.</source>
        <translation>「試す」でモデルを選び、テンプレートの誤りをなくしてください。</translation>
    </message>
    <message>
        <source>Nothing is running.</source>
        <translation>実行中のものはありません。</translation>
    </message>
    <message>
        <source>Delete the prompt %1?</source>
        <translation>プロンプト %1 を削除しますか?</translation>
    </message>
    <message numerus="yes">
        <source>Delete %n prompt(s)?</source>
        <translation>
            <numerusform>プロンプト %n 件を削除しますか?</numerusform>
        </translation>
    </message>
    <message>
        <source>Its versions, labels and tests go with it. It can come back from the trash or with Undo.</source>
        <translation>バージョン、ラベル、テストも一緒に消えます。ごみ箱か「元に戻す」で復元できます。</translation>
    </message>
    <message numerus="yes">
        <source>%n version(s)</source>
        <translation>
            <numerusform>バージョン %n 件</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, used by %2</source>
        <comment>versions, names of APIs and chains</comment>
        <translation>%1、使用元: %2</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>削除</translation>
    </message>
    <message>
        <source>Delete prompt %1</source>
        <translation>プロンプト %1 を削除</translation>
    </message>
    <message>
        <source>Filter prompts</source>
        <translation>プロンプトをフィルター</translation>
    </message>
    <message>
        <source>Prompts</source>
        <translation>プロンプト</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) written to %1.</source>
        <translation>
            <numerusform>%n 行を %1 に書き込みました。</numerusform>
        </translation>
    </message>
    <message>
        <source>What is shown is old: %1</source>
        <translation>表示は古い内容です: %1</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>再試行</translation>
    </message>
    <message>
        <source>Reading the prompts…</source>
        <translation>プロンプトを読み込み中…</translation>
    </message>
    <message>
        <source>No prompts yet. One is a template that is tested, versioned and published as an API.</source>
        <translation>プロンプトはまだありません。テストし、バージョンを付け、API として公開するテンプレートです。</translation>
    </message>
    <message>
        <source>New from example</source>
        <translation>例から新規作成</translation>
    </message>
    <message>
        <source>No prompt has these words.</source>
        <translation>これらの語を含むプロンプトはありません。</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>フィルターをクリア</translation>
    </message>
    <message>
        <source>Select one chain first.</source>
        <translation>先にチェーンを 1 つ選択してください。</translation>
    </message>
    <message>
        <source>Open a chain first.</source>
        <translation>先にチェーンを開いてください。</translation>
    </message>
    <message>
        <source>Mend what is wrong with the chain, or with its values, first.</source>
        <translation>先にチェーンか値の誤りを直してください。</translation>
    </message>
    <message>
        <source>This is for prompts only.</source>
        <translation>プロンプト専用です。</translation>
    </message>
    <message>
        <source>New chain</source>
        <translation>新しいチェーン</translation>
    </message>
    <message>
        <source>Edit chain</source>
        <translation>チェーンを編集</translation>
    </message>
    <message>
        <source>Delete chain</source>
        <translation>チェーンを削除</translation>
    </message>
    <message>
        <source>Prompts and chains</source>
        <translation>プロンプトとチェーン</translation>
    </message>
    <message>
        <source>Chains</source>
        <translation>チェーン</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ProviderDetails</name>
    <message>
        <source>Keys</source>
        <translation>キー</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>モデル</translation>
    </message>
    <message>
        <source>Recent errors</source>
        <translation>最近のエラー</translation>
    </message>
    <message>
        <source>Used by</source>
        <translation>使用元</translation>
    </message>
    <message>
        <source>Copied %1.</source>
        <translation>%1 をコピーしました。</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>編集</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>削除</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <comment>kind of provider, its address</comment>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>No calls in the last 24 hours.</source>
        <translation>過去 24 時間に呼び出しはありません。</translation>
    </message>
    <message>
        <source>Last 24 hours: %1 calls, %2 errors.</source>
        <translation>過去 24 時間: 呼び出し %1 件、エラー %2 件。</translation>
    </message>
    <message>
        <source>Disable</source>
        <translation>無効にする</translation>
    </message>
    <message>
        <source>Enable</source>
        <translation>有効にする</translation>
    </message>
    <message>
        <source>Unlock the key chain</source>
        <translation>キーチェーンのロックを解除</translation>
    </message>
    <message>
        <source>Replace key</source>
        <translation>キーを置き換え</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>テスト</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>使用中</translation>
    </message>
    <message>
        <source>In reserve</source>
        <translation>予備</translation>
    </message>
    <message>
        <source>Cannot be read</source>
        <translation>読み込めません</translation>
    </message>
    <message>
        <source>Not asked yet</source>
        <translation>まだ問い合わせていません</translation>
    </message>
    <message>
        <source>…%1</source>
        <comment>last four characters of a key</comment>
        <translation>…%1</translation>
    </message>
    <message>
        <source>%1 · kept %2</source>
        <comment>state of a key, a day</comment>
        <translation>%1 · %2 に保存</translation>
    </message>
    <message>
        <source>Test key %1</source>
        <translation>キー %1 をテスト</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>置き換え</translation>
    </message>
    <message>
        <source>Replace key %1</source>
        <translation>キー %1 を置き換え</translation>
    </message>
    <message>
        <source>None: calls go without a key.</source>
        <translation>なし: 呼び出しはキーなしで送られます。</translation>
    </message>
    <message>
        <source>None in the last 24 hours.</source>
        <translation>過去 24 時間にはありません。</translation>
    </message>
    <message>
        <source>%1 · %2 · %3</source>
        <comment>time, status, model</comment>
        <translation>%1 · %2 · %3</translation>
    </message>
    <message>
        <source>Show all in the log</source>
        <translation>すべてログに表示</translation>
    </message>
    <message>
        <source>No route. Models can be asked for as %1/MODEL.</source>
        <translation>ルートはありません。モデルは %1/MODEL として要求できます。</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>ほか %n 件</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ProviderDialog</name>
    <message>
        <source>Add %1</source>
        <translation>%1 を追加</translation>
    </message>
    <message>
        <source>Add provider</source>
        <translation>プロバイダーを追加</translation>
    </message>
    <message>
        <source>Edit %1</source>
        <translation>%1 を編集</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>Models can be asked for as NAME/model. It cannot be changed later.</source>
        <translation>モデルは NAME/model として要求できます。後から変更できません。</translation>
    </message>
    <message>
        <source>Speaks</source>
        <translation>API 形式</translation>
    </message>
    <message>
        <source>Leave it empty to use the provider&apos;s usual address.</source>
        <translation>プロバイダーの標準のアドレスを使うには空のままにします。</translation>
    </message>
    <message>
        <source>Base URL</source>
        <translation>ベース URL</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>キー</translation>
    </message>
    <message>
        <source>This provider works without a key too.</source>
        <translation>このプロバイダーはキーなしでも動作します。</translation>
    </message>
    <message>
        <source>A key is kept in the gateway&apos;s key chain or vault and never shown again.</source>
        <translation>キーはゲートウェイのキーチェーンまたは保管庫に保存され、再び表示されることはありません。</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>テスト</translation>
    </message>
    <message>
        <source>Tries what stands here, without saving it</source>
        <translation>ここの内容を、保存せずに試します</translation>
    </message>
    <message>
        <source>Enter a name.</source>
        <translation>名前を入力してください。</translation>
    </message>
    <message>
        <source>Use letters, digits, “.”, “_” and “-” only, at most 64, and begin with a letter or digit.</source>
        <translation>英字、数字、「.」、「_」、「-」だけを 64 文字以内で使い、英字か数字で始めてください。</translation>
    </message>
    <message>
        <source>There is a provider of this name already. Choose another name.</source>
        <translation>この名前のプロバイダーはすでにあります。別の名前を選んでください。</translation>
    </message>
    <message>
        <source>Enter the address of the provider&apos;s API.</source>
        <translation>プロバイダーの API のアドレスを入力してください。</translation>
    </message>
    <message>
        <source>Put your own values in the place of what stands in braces.</source>
        <translation>波かっこの部分をご自身の値に置き換えてください。</translation>
    </message>
    <message>
        <source>Enter a whole address, such as https://api.example.com/v1.</source>
        <translation>完全なアドレスを入力してください (例: https://api.example.com/v1)。</translation>
    </message>
    <message>
        <source>The address may hold no user name, “?” or “#”.</source>
        <translation>アドレスにユーザー名、「?」、「#」は使えません。</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>a sentence, the next step</comment>
        <translation>%1%2</translation>
    </message>
    <message>
        <source>Add provider %1</source>
        <translation>プロバイダー %1 を追加</translation>
    </message>
    <message>
        <source>Change provider %1</source>
        <translation>プロバイダー %1 を変更</translation>
    </message>
    <message>
        <source>Leave it empty to use the address above; one of your own takes its place.</source>
        <translation>空の場合は上のアドレスを使います。入力すると置き換わります。</translation>
    </message>
    <message>
        <source>API version</source>
        <translation>API バージョン</translation>
    </message>
    <message>
        <source>Leave it empty for the usual one.</source>
        <translation>空の場合は標準のものを使います。</translation>
    </message>
    <message>
        <source>A version is written like 2024-10-21.</source>
        <translation>バージョンは 2024-10-21 のように書きます。</translation>
    </message>
    <message>
        <source>Enter a key. If this provider needs none, choose “No key is sent” above.</source>
        <translation>キーを入力してください。不要な場合は上で「キーを送信しない」を選びます。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ProviderModel</name>
    <message>
        <source>Built in</source>
        <translation>組み込み</translation>
    </message>
    <message>
        <source>%1 compatible</source>
        <translation>%1 互換</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>不明</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>種類</translation>
    </message>
    <message>
        <source>Health</source>
        <translation>正常性</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>モデル</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>キー</translation>
    </message>
    <message>
        <source>p95</source>
        <translation>p95</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>エラー</translation>
    </message>
    <message>
        <source>Spend, 24 h</source>
        <translation>支出 (24 時間)</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ProvidersView</name>
    <message>
        <source>Delete route %1</source>
        <translation>ルート %1 を削除</translation>
    </message>
    <message>
        <source>Take %1 out of route %2</source>
        <translation>%1 をルート %2 から外す</translation>
    </message>
    <message>
        <source>The keys were read again.</source>
        <translation>キーを読み込み直しました。</translation>
    </message>
    <message>
        <source>Disable provider %1</source>
        <translation>プロバイダー %1 を無効にする</translation>
    </message>
    <message>
        <source>Enable provider %1</source>
        <translation>プロバイダー %1 を有効にする</translation>
    </message>
    <message>
        <source>Delete provider %1?</source>
        <translation>プロバイダー %1 を削除しますか?</translation>
    </message>
    <message>
        <source>No more calls go there. You can bring it back from the trash for 30 days.</source>
        <translation>以後、ここに呼び出しは送られません。30 日以内ならごみ箱から戻せます。</translation>
    </message>
    <message>
        <source>It is taken out of the routes that name it. You can bring it back from the trash for 30 days.</source>
        <translation>これを指定しているルートから外されます。30 日以内ならごみ箱から戻せます。</translation>
    </message>
    <message numerus="yes">
        <source>It is taken out of the routes that name it; %n route(s) without another target are deleted too. You can bring them back from the trash for 30 days.</source>
        <translation>
            <numerusform>これを指定しているルートから外されます。ほかにターゲットのない %n 件のルートも削除されます。30 日以内ならごみ箱から戻せます。</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>routes, calls</comment>
        <translation>%1、%2</translation>
    </message>
    <message numerus="yes">
        <source>%n route(s)</source>
        <translation>
            <numerusform>%n 件のルート</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 calls in the last 24 hours</source>
        <translation>過去 24 時間に %1 件の呼び出し</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>削除</translation>
    </message>
    <message>
        <source>Delete provider %1</source>
        <translation>プロバイダー %1 を削除</translation>
    </message>
    <message>
        <source>Move provider %1</source>
        <translation>プロバイダー %1 を移動</translation>
    </message>
    <message>
        <source>Providers</source>
        <translation>プロバイダー</translation>
    </message>
    <message>
        <source>Filter providers</source>
        <translation>プロバイダーをフィルター</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>テスト</translation>
    </message>
    <message>
        <source>Add provider</source>
        <translation>プロバイダーを追加</translation>
    </message>
    <message>
        <source>Add provider…</source>
        <translation>プロバイダーを追加…</translation>
    </message>
    <message>
        <source>Test provider</source>
        <translation>プロバイダーをテスト</translation>
    </message>
    <message>
        <source>Edit provider…</source>
        <translation>プロバイダーを編集…</translation>
    </message>
    <message>
        <source>Replace key…</source>
        <translation>キーを置き換え…</translation>
    </message>
    <message>
        <source>Read keys again</source>
        <translation>キーを読み込み直す</translation>
    </message>
    <message>
        <source>Fetch models</source>
        <translation>モデルを取得</translation>
    </message>
    <message>
        <source>Disable provider</source>
        <translation>プロバイダーを無効にする</translation>
    </message>
    <message>
        <source>Move provider up</source>
        <translation>プロバイダーを上へ移動</translation>
    </message>
    <message>
        <source>Move provider down</source>
        <translation>プロバイダーを下へ移動</translation>
    </message>
    <message>
        <source>Export providers…</source>
        <translation>プロバイダーをエクスポート…</translation>
    </message>
    <message>
        <source>Delete provider…</source>
        <translation>プロバイダーを削除…</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>再試行</translation>
    </message>
    <message>
        <source>Reading the providers…</source>
        <translation>プロバイダーを読み込み中…</translation>
    </message>
    <message>
        <source>Only the demo provider is here. Add one to reach real models.</source>
        <translation>デモプロバイダーだけがあります。実際のモデルを使うには追加してください。</translation>
    </message>
    <message>
        <source>No provider fits the filter.</source>
        <translation>フィルターに合うプロバイダーはありません。</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>フィルターをクリア</translation>
    </message>
    <message>
        <source>Select a provider first.</source>
        <translation>先にプロバイダーを選択してください。</translation>
    </message>
    <message>
        <source>The demo provider is built in.</source>
        <translation>デモプロバイダーは組み込みです。</translation>
    </message>
    <message>
        <source>Enable provider</source>
        <translation>プロバイダーを有効にする</translation>
    </message>
    <message>
        <source>Show live traffic</source>
        <translation>現在のトラフィックを表示</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PublishDialog</name>
    <message>
        <source>Publish an API</source>
        <translation>API を公開</translation>
    </message>
    <message>
        <source>Publish</source>
        <translation>公開</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>アドレス</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>名前を変更</translation>
    </message>
    <message>
        <source>Takes the next name that is free</source>
        <translation>次に空いている名前にします</translation>
    </message>
    <message>
        <source>Name in the address</source>
        <translation>アドレスでの名前</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>バージョン</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>タイトル</translation>
    </message>
    <message>
        <source>What the catalogue calls it.</source>
        <translation>カタログでの名前です。</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>応答</translation>
    </message>
    <message>
        <source>Form</source>
        <translation>形式</translation>
    </message>
    <message>
        <source>Checked JSON is held against the schema of the prompt&apos;s answer.</source>
        <translation>検証済み JSON はプロンプトの応答スキーマと照合されます。</translation>
    </message>
    <message>
        <source>Access</source>
        <translation>アクセス</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>所有者</translation>
    </message>
    <message>
        <source>Its team may always call it.</source>
        <translation>そのチームは常に呼び出せます。</translation>
    </message>
    <message>
        <source>Who may call</source>
        <translation>呼び出せる人</translation>
    </message>
    <message>
        <source>Plans</source>
        <translation>プラン</translation>
    </message>
    <message>
        <source>What can be asked for. Without any, a subscription has no plan.</source>
        <translation>申請できるプラン。なければプランなしの購読になります。</translation>
    </message>
    <message>
        <source>Show it in the catalogue</source>
        <translation>カタログに表示</translation>
    </message>
    <message>
        <source>Catalogue</source>
        <translation>カタログ</translation>
    </message>
    <message>
        <source>What changes</source>
        <translation>変更内容</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>メモ</translation>
    </message>
    <message>
        <source>Why, for those who read its history.</source>
        <translation>履歴を読む人のために理由を。</translation>
    </message>
    <message>
        <source>Keep as a design</source>
        <translation>下書きとして保存</translation>
    </message>
    <message>
        <source>Submit for review</source>
        <translation>レビューに提出</translation>
    </message>
    <message>
        <source>The organisation</source>
        <translation>組織</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>a plan, its price</comment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>A name has letters, digits, “.”, “_” and “-”, at most 64.</source>
        <translation>名前は英数字、「.」「_」「-」で、最大 64 文字です。</translation>
    </message>
    <message>
        <source>/apis/%1 is taken by an API of another kind.</source>
        <translation>/apis/%1 は別の種類の API が使っています。</translation>
    </message>
    <message>
        <source>A version has letters, digits, “.”, “_” and “-”, at most 32, and is not “latest”.</source>
        <translation>バージョンは英数字と「.」「_」「-」で 32 文字以内、「latest」以外です。</translation>
    </message>
    <message>
        <source>/apis/%1/%2 is taken.</source>
        <translation>/apis/%1/%2 は使われています。</translation>
    </message>
    <message>
        <source>Nothing is published at this address yet. This is what will be:</source>
        <translation>このアドレスにはまだ公開がありません。次のようになります：</translation>
    </message>
    <message>
        <source>Beside version %1, which is live:</source>
        <translation>稼働中のバージョン %1 との比較：</translation>
    </message>
    <message>
        <source>Publish %1</source>
        <comment>a version of an API</comment>
        <translation>%1 を公開</translation>
    </message>
    <message>
        <source>The change waits for review. Publish the version once it is applied.</source>
        <translation>変更は確認待ちです。適用後にバージョンを公開してください。</translation>
    </message>
    <message>
        <source>Version %1 of %2 is kept as a design.</source>
        <translation>%2 のバージョン %1 を下書きとして保存しました。</translation>
    </message>
    <message>
        <source>Version %1 of %2 waits for review.</source>
        <translation>%2 のバージョン %1 はレビュー待ちです。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PublishSource</name>
    <message>
        <source>Publish</source>
        <translation>公開</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>バージョン</translation>
    </message>
    <message>
        <source>A label follows where it is moved; a version stays what it is.</source>
        <translation>ラベルは移動先に従い、バージョンは変わりません。</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>モデル</translation>
    </message>
    <message>
        <source>Names parted by commas. The first is the one that is asked where a call names none.</source>
        <translation>カンマ区切りの名前。指定がなければ最初のものが使われます。</translation>
    </message>
    <message>
        <source>Name at least one model.</source>
        <translation>モデルを 1 つ以上指定してください。</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>title, name</comment>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>%1: version %2 now</source>
        <comment>a label</comment>
        <translation>%1：現在はバージョン %2</translation>
    </message>
    <message>
        <source>Version %1</source>
        <translation>バージョン %1</translation>
    </message>
    <message>
        <source>Version %1: %2</source>
        <comment>with a comment</comment>
        <translation>バージョン %1：%2</translation>
    </message>
    <message>
        <source>There is no chain yet.</source>
        <translation>チェーンはまだありません。</translation>
    </message>
    <message>
        <source>There is no prompt yet. Write one first.</source>
        <translation>プロンプトがまだありません。先に作成してください。</translation>
    </message>
    <message>
        <source>Save a version of it first.</source>
        <translation>先にバージョンを保存してください。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PublishedDialog</name>
    <message>
        <source>Version %1 of %2</source>
        <translation>%2 のバージョン %1</translation>
    </message>
    <message>
        <source>Version %1 of %2 can be called</source>
        <translation>%2 のバージョン %1 を呼び出せます</translation>
    </message>
    <message>
        <source>This command works once the variable GATEHOUSE_API_KEY holds a key that may call it.</source>
        <translation>変数 GATEHOUSE_API_KEY に呼び出せるキーを入れると、このコマンドが動きます。</translation>
    </message>
    <message>
        <source>The command</source>
        <translation>コマンド</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>コピー</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>閉じる</translation>
    </message>
    <message>
        <source>Copied.</source>
        <translation>コピーしました。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PurgeDialog</name>
    <message>
        <source>Purge the cache</source>
        <translation>キャッシュを消去</translation>
    </message>
    <message>
        <source>Purge…</source>
        <translation>消去…</translation>
    </message>
    <message>
        <source>All routes</source>
        <translation>すべてのルート</translation>
    </message>
    <message>
        <source>Route</source>
        <translation>ルート</translation>
    </message>
    <message>
        <source>All models</source>
        <translation>すべてのモデル</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>モデル</translation>
    </message>
    <message>
        <source>As its provider calls it.</source>
        <translation>プロバイダーでの名前です。</translation>
    </message>
    <message>
        <source>All keys</source>
        <translation>すべてのキー</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>a key&apos;s name, its id</comment>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>キー</translation>
    </message>
    <message>
        <source>Answers that its calls brought. What fits all three is thrown away.</source>
        <translation>その呼び出しで得た回答です。3 つすべてに合うものを消去します。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::RaiseDialog</name>
    <message>
        <source>Raise the budget of %1 for a while</source>
        <translation>%1 の予算を一時的に引き上げ</translation>
    </message>
    <message>
        <source>Raise</source>
        <translation>引き上げ</translation>
    </message>
    <message>
        <source>Dollars until then</source>
        <translation>それまでの金額（ドル）</translation>
    </message>
    <message>
        <source>In place of %1, not on top of it.</source>
        <translation>%1 への追加ではなく、代わりです。</translation>
    </message>
    <message>
        <source>For an hour</source>
        <translation>1 時間</translation>
    </message>
    <message>
        <source>For a day</source>
        <translation>1 日</translation>
    </message>
    <message>
        <source>For a week</source>
        <translation>1 週間</translation>
    </message>
    <message>
        <source>Until the period ends</source>
        <translation>期間の終わりまで</translation>
    </message>
    <message>
        <source>No longer: end the raise now</source>
        <translation>終了: 今すぐ引き上げをやめる</translation>
    </message>
    <message>
        <source>How long</source>
        <translation>期間</translation>
    </message>
    <message>
        <source>The amount that is set counts again afterwards, by itself.</source>
        <translation>その後は自動的に元の金額に戻ります。</translation>
    </message>
    <message>
        <source>Enter an amount such as 25 or 0.50.</source>
        <translation>25 や 0.50 のような金額を入力してください。</translation>
    </message>
    <message>
        <source>It must be more than what is set.</source>
        <translation>設定された金額より多くしてください。</translation>
    </message>
    <message>
        <source>Raise the budget of %1</source>
        <translation>%1 の予算を引き上げ</translation>
    </message>
    <message>
        <source>End the raise of the budget of %1</source>
        <translation>%1 の予算の引き上げを終了</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::RangeButton</name>
    <message>
        <source>Reset zoom</source>
        <translation>ズームをリセット</translation>
    </message>
    <message>
        <source>Time range: %1</source>
        <translation>期間: %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::RangePopup</name>
    <message>
        <source>Show this stretch</source>
        <translation>この期間を表示</translation>
    </message>
    <message>
        <source>&amp;From</source>
        <translation>開始(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;To</source>
        <translation>終了(&amp;T)</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>日</translation>
    </message>
    <message>
        <source>Month before</source>
        <translation>前の月</translation>
    </message>
    <message>
        <source>Next month</source>
        <translation>次の月</translation>
    </message>
    <message>
        <source>The end lies before the start. Choose a later end.</source>
        <translation>終了が開始より前です。より遅い終了を選んでください。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ReadyPage</name>
    <message>
        <source>Gateway</source>
        <translation>ゲートウェイ</translation>
    </message>
    <message>
        <source>Key chain</source>
        <translation>キーチェーン</translation>
    </message>
    <message>
        <source>First key</source>
        <translation>最初のキー</translation>
    </message>
    <message>
        <source>Demo models</source>
        <translation>デモモデル</translation>
    </message>
    <message>
        <source>Check again</source>
        <translation>もう一度確認</translation>
    </message>
    <message>
        <source>Use port %1 instead</source>
        <translation>代わりにポート %1 を使う</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ReasonDialog</name>
    <message>
        <source>Reason</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>The applicant reads it.</source>
        <translation>申請者に表示されます。</translation>
    </message>
    <message>
        <source>Say why, so that the applicant knows what to do.</source>
        <translation>申請者が対応できるよう、理由を書いてください。</translation>
    </message>
    <message numerus="yes">
        <source>At most %n character(s).</source>
        <translation>
            <numerusform>%n 文字以内です。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::RecordJobRow</name>
    <message>
        <source>Done at %1</source>
        <translation>%1 に完了</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::RecordsPage</name>
    <message>
        <source>Never</source>
        <translation>保存しない</translation>
    </message>
    <message>
        <source>When a call goes wrong</source>
        <translation>呼び出しが失敗したとき</translation>
    </message>
    <message>
        <source>Always</source>
        <translation>常に</translation>
    </message>
    <message>
        <source>Privacy and records</source>
        <translation>プライバシーと記録</translation>
    </message>
    <message>
        <source>What is recorded</source>
        <translation>記録する内容</translation>
    </message>
    <message>
        <source>Keep bodies of calls</source>
        <translation>呼び出しの本文を保存</translation>
    </message>
    <message>
        <source>Questions and answers. Keys, addresses and numbers of persons are masked first. Keys, applications and routes may say less.</source>
        <translation>質問と応答です。キー、アドレス、個人の番号は先に伏せられます。キー、アプリケーション、ルートで記録を減らすこともできます。</translation>
    </message>
    <message>
        <source>Of each body at most</source>
        <translation>本文ごとの上限</translation>
    </message>
    <message>
        <source>What is longer is cut, and the log says so.</source>
        <translation>長い部分は切り捨てられ、ログにそのことが示されます。</translation>
    </message>
    <message>
        <source>For how long</source>
        <translation>保存する期間</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>呼び出し</translation>
    </message>
    <message>
        <source>Rows of the log, and why each call went as it did.</source>
        <translation>ログの行と、各呼び出しがその結果になった理由です。</translation>
    </message>
    <message>
        <source>Bodies</source>
        <translation>本文</translation>
    </message>
    <message>
        <source>They never outlive their call.</source>
        <translation>呼び出しより長く残ることはありません。</translation>
    </message>
    <message>
        <source>Sums by the minute</source>
        <translation>分ごとの集計</translation>
    </message>
    <message>
        <source>For charts of short times.</source>
        <translation>短い期間のグラフ用です。</translation>
    </message>
    <message>
        <source>Sums by the hour</source>
        <translation>時間ごとの集計</translation>
    </message>
    <message>
        <source>Sums by the day, which hold what was spent, always stay.</source>
        <translation>支出を含む日ごとの集計は常に残ります。</translation>
    </message>
    <message>
        <source>Size on the disk</source>
        <translation>ディスク上のサイズ</translation>
    </message>
    <message>
        <source>Beyond it the oldest bodies go first, then the oldest calls.</source>
        <translation>これを超えると、最も古い本文、次に最も古い呼び出しから削除されます。</translation>
    </message>
    <message>
        <source>On the disk</source>
        <translation>ディスク使用量</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>使用量</translation>
    </message>
    <message>
        <source>The store, with all that is recorded.</source>
        <translation>記録されたすべてを含むストアです。</translation>
    </message>
    <message>
        <source>Give space back</source>
        <translation>領域を解放</translation>
    </message>
    <message>
        <source>Compact the store</source>
        <translation>ストアを最適化</translation>
    </message>
    <message>
        <source>Gives space of removed records back to the disk, while the gateway serves.</source>
        <translation>削除した記録の領域をディスクに返します。ゲートウェイは動作を続けます。</translation>
    </message>
    <message>
        <source>Count anew</source>
        <translation>集計し直す</translation>
    </message>
    <message>
        <source>Make sums anew</source>
        <translation>集計を作り直す</translation>
    </message>
    <message>
        <source>Counts charts and spend again from the calls that are kept.</source>
        <translation>保存されている呼び出しから、グラフと支出を集計し直します。</translation>
    </message>
    <message>
        <source>%1 for %2</source>
        <comment>a size on the disk, a number of calls</comment>
        <translation>%1 (%2)</translation>
    </message>
    <message numerus="yes">
        <source>%n calls</source>
        <translation>
            <numerusform>%n 件の呼び出し</numerusform>
        </translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>a setting, its new value</comment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Reset privacy and records</source>
        <translation>プライバシーと記録をリセット</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ReplaceKeyDialog</name>
    <message>
        <source>Replace key of %1</source>
        <translation>%1 のキーを置き換え</translation>
    </message>
    <message>
        <source>Replace key</source>
        <translation>キーを置き換え</translation>
    </message>
    <message>
        <source>The new key takes the place of the old one at once; the old one cannot be brought back.</source>
        <translation>新しいキーはすぐに古いキーと入れ替わります。古いキーは戻せません。</translation>
    </message>
    <message>
        <source>The new key is kept in the gateway&apos;s key chain or vault and used in the place of “%1”.</source>
        <translation>新しいキーはゲートウェイのキーチェーンまたは保管庫に保存され、「%1」の代わりに使われます。</translation>
    </message>
    <message>
        <source>Paste the key here</source>
        <translation>キーをここに貼り付け</translation>
    </message>
    <message>
        <source>New key</source>
        <translation>新しいキー</translation>
    </message>
    <message>
        <source>It is tried at the provider before it is kept.</source>
        <translation>保存する前にプロバイダーで試します。</translation>
    </message>
    <message>
        <source>Enter the new key.</source>
        <translation>新しいキーを入力してください。</translation>
    </message>
    <message>
        <source>A key has no blanks and only plain characters. Copy it again.</source>
        <translation>キーに空白はなく、通常の文字だけです。もう一度コピーしてください。</translation>
    </message>
    <message>
        <source>%1 Enter another key, or press Replace key again to keep it nevertheless.</source>
        <translation>%1 別のキーを入力するか、それでも保存する場合はもう一度「キーを置き換え」を押してください。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::Replay</name>
    <message>
        <source>The gateway&apos;s port does not answer (%1). Check that it runs, then try again.</source>
        <translation>ゲートウェイのポートが応答しません (%1)。動作していることを確認してから、もう一度お試しください。</translation>
    </message>
    <message>
        <source>The call ended with status %1.</source>
        <translation>呼び出しはステータス %1 で終わりました。</translation>
    </message>
    <message>
        <source>The answer broke off.</source>
        <translation>応答が途切れました。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ReplayDialog</name>
    <message>
        <source>Edit and replay</source>
        <translation>編集して再送</translation>
    </message>
    <message>
        <source>%1 %2, with a key of the console&apos;s own. It is recorded and paid for like any other call.</source>
        <translation>%1 %2。コンソール自身のキーを使います。ほかの呼び出しと同じく、記録され、料金がかかります。</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>リクエスト</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>応答</translation>
    </message>
    <message>
        <source>The answer comes here.</source>
        <translation>応答はここに表示されます。</translation>
    </message>
    <message>
        <source>Compare with the first</source>
        <translation>最初の呼び出しと比較</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>閉じる</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>送信</translation>
    </message>
    <message>
        <source>Stopped.</source>
        <translation>停止しました。</translation>
    </message>
    <message>
        <source>This is no JSON: %1, at character %2.</source>
        <translation>JSON ではありません: %1、%2 文字目。</translation>
    </message>
    <message>
        <source>Sending…</source>
        <translation>送信中…</translation>
    </message>
    <message>
        <source>Status %1 after %2</source>
        <translation>%2 後にステータス %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ResultMatrix</name>
    <message>
        <source>Waiting</source>
        <translation>待機中</translation>
    </message>
    <message>
        <source>Passed</source>
        <translation>合格</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>不合格</translation>
    </message>
    <message>
        <source>Failed: %1</source>
        <comment>why</comment>
        <translation>不合格: %1</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>テスト</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>値</translation>
    </message>
    <message>
        <source>Checks</source>
        <translation>検査</translation>
    </message>
    <message>
        <source>Version %1</source>
        <translation>バージョン %1</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <comment>version, model</comment>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>%1 · %2 of %3</source>
        <comment>version and model, passed, of all</comment>
        <translation>%1 · %3 件中 %2 件</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::RevertDialog</name>
    <message>
        <source>This is what changes. It becomes a new revision, which can be taken back as well.</source>
        <translation>次の内容が変わります。これは新しいリビジョンになり、同じように取り消せます。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>Revert</source>
        <translation>元に戻す</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::Reverting</name>
    <message>
        <source>Everything is as it was then already.</source>
        <translation>すべてがすでにその時点と同じ状態です。</translation>
    </message>
    <message>
        <source>Take revision %1 back?</source>
        <translation>リビジョン %1 を取り消しますか?</translation>
    </message>
    <message>
        <source>Go back to revision %1?</source>
        <translation>リビジョン %1 に戻しますか?</translation>
    </message>
    <message>
        <source>Reverted. The history holds it as a new revision.</source>
        <translation>元に戻しました。履歴には新しいリビジョンとして残ります。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ReviewBar</name>
    <message>
        <source>Review changes</source>
        <translation>変更をレビュー</translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) wait for review. Nothing has reached %1 yet.</source>
        <translation>
            <numerusform>%n 件の変更がレビュー待ちです。%1 にはまだ何も反映されていません。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ReviewDialog</name>
    <message>
        <source>Discard all</source>
        <translation>すべて破棄</translation>
    </message>
    <message>
        <source>Review changes</source>
        <translation>変更をレビュー</translation>
    </message>
    <message>
        <source>Nothing has reached %1 yet. Apply the changes together, or discard what you do not want.</source>
        <translation>%1 にはまだ何も反映されていません。変更をまとめて適用するか、不要なものを破棄してください。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>閉じる</translation>
    </message>
    <message numerus="yes">
        <source>Discard %n change(s)?</source>
        <translation>
            <numerusform>%n 件の変更を破棄しますか?</numerusform>
        </translation>
    </message>
    <message>
        <source>They have not been applied, and cannot be brought back.</source>
        <translation>まだ適用されておらず、破棄すると戻せません。</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>破棄</translation>
    </message>
    <message numerus="yes">
        <source>Apply %n change(s)</source>
        <translation>
            <numerusform>%n 件の変更を適用</numerusform>
        </translation>
    </message>
    <message>
        <source>Discard: %1</source>
        <translation>破棄: %1</translation>
    </message>
    <message>
        <source>Refused: %1</source>
        <translation>拒否: %1</translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) could not be applied: mend or discard what is marked, then apply again.</source>
        <translation>
            <numerusform>%n 件の変更を適用できませんでした。印の付いたものを直すか破棄してから、もう一度適用してください。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ReviewPage</name>
    <message>
        <source>Add</source>
        <translation>追加</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>変更</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>削除</translation>
    </message>
    <message>
        <source>Provider</source>
        <translation>プロバイダー</translation>
    </message>
    <message>
        <source>Route</source>
        <translation>ルート</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>チーム</translation>
    </message>
    <message>
        <source>Application</source>
        <translation>アプリケーション</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>キー</translation>
    </message>
    <message>
        <source>Records</source>
        <translation>記録</translation>
    </message>
    <message>
        <source>What</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>詳細</translation>
    </message>
    <message>
        <source>What changes</source>
        <translation>変更内容</translation>
    </message>
    <message>
        <source>What to know</source>
        <translation>注意事項</translation>
    </message>
    <message>
        <source>The gateway is asked what would change…</source>
        <translation>何が変わるかをゲートウェイに問い合わせ中…</translation>
    </message>
    <message>
        <source>One moment…</source>
        <translation>しばらくお待ちください…</translation>
    </message>
    <message>
        <source>Nothing was changed.</source>
        <translation>何も変更されませんでした。</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>再試行</translation>
    </message>
    <message>
        <source>All of this is there already: nothing would change.</source>
        <translation>すべてすでにあるため、何も変わりません。</translation>
    </message>
    <message>
        <source>Nothing to import.</source>
        <translation>インポートするものはありません。</translation>
    </message>
    <message>
        <source>Nothing has changed yet. It would add %1, change %2 and remove %3.</source>
        <translation>まだ何も変わっていません。追加 %1、変更 %2、削除 %3 の予定です。</translation>
    </message>
    <message numerus="yes">
        <source>%n objects</source>
        <translation>
            <numerusform>%n 個のオブジェクト</numerusform>
        </translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>a place in a file, what became of it</comment>
        <translation>%1: %2</translation>
    </message>
    <message numerus="yes">
        <source>%n things to know</source>
        <translation>
            <numerusform>%n 件の注意事項</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::RotateKeyDialog</name>
    <message>
        <source>Rotate key %1</source>
        <translation>キー %1 をローテーション</translation>
    </message>
    <message>
        <source>Rotate</source>
        <translation>ローテーション</translation>
    </message>
    <message>
        <source>Keep the new key in the key chain for helpers</source>
        <translation>新しいキーを補助コマンド用にキーチェーンに保存</translation>
    </message>
    <message>
        <source>24 hours</source>
        <translation>24 時間</translation>
    </message>
    <message>
        <source>1 hour</source>
        <translation>1 時間</translation>
    </message>
    <message>
        <source>7 days</source>
        <translation>7 日</translation>
    </message>
    <message>
        <source>30 days</source>
        <translation>30 日</translation>
    </message>
    <message>
        <source>Not at all: end it now</source>
        <translation>なし: すぐに終了</translation>
    </message>
    <message>
        <source>Old key stays valid</source>
        <translation>古いキーの有効期間</translation>
    </message>
    <message>
        <source>A new key is made at once. Give it to the clients before the old one ends.</source>
        <translation>新しいキーはすぐに作成されます。古いキーが終わる前にクライアントに渡してください。</translation>
    </message>
    <message>
        <source>New key expires</source>
        <translation>新しいキーの有効期限</translation>
    </message>
    <message>
        <source>Key chain</source>
        <translation>キーチェーン</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::RouteDialog</name>
    <message>
        <source>Create route</source>
        <translation>ルートを作成</translation>
    </message>
    <message>
        <source>Edit route %1</source>
        <translation>ルート %1 を編集</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>smart</source>
        <translation>smart</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>What clients ask for as their model.</source>
        <translation>クライアントがモデルとして要求する名前です。</translation>
    </message>
    <message>
        <source>Targets</source>
        <translation>ターゲット</translation>
    </message>
    <message>
        <source>As the settings say</source>
        <translation>設定に従う</translation>
    </message>
    <message>
        <source>None</source>
        <translation>なし</translation>
    </message>
    <message>
        <source>Of failed calls</source>
        <translation>失敗した呼び出しのみ</translation>
    </message>
    <message>
        <source>Of all calls</source>
        <translation>すべての呼び出し</translation>
    </message>
    <message>
        <source>Recorded bodies</source>
        <translation>記録する本文</translation>
    </message>
    <message>
        <source>Of the settings of key, application and route the most private one counts.</source>
        <translation>キー、アプリケーション、ルートの設定のうち、最も制限の厳しいものが適用されます。</translation>
    </message>
    <message>
        <source>Name the route, such as smart.</source>
        <translation>ルートに名前を付けてください (例: smart)。</translation>
    </message>
    <message>
        <source>Use printable characters only, 256 at most.</source>
        <translation>表示できる文字だけを 256 文字以内で使ってください。</translation>
    </message>
    <message>
        <source>There is a route of this name. Edit that one, or take another name.</source>
        <translation>この名前のルートがあります。それを編集するか、別の名前にしてください。</translation>
    </message>
    <message>
        <source>Create route %1</source>
        <translation>ルート %1 を作成</translation>
    </message>
    <message>
        <source>Change route %1</source>
        <translation>ルート %1 を変更</translation>
    </message>
    <message>
        <source>Refuse calls that lose a field</source>
        <translation>フィールドが失われる呼び出しを拒否</translation>
    </message>
    <message>
        <source>Translation</source>
        <translation>翻訳</translation>
    </message>
    <message>
        <source>Where a provider&apos;s dialect cannot say a field, the client gets an error that names it instead of an answer without it. A target that can say all is taken first.</source>
        <translation>プロバイダーの方言で表せないフィールドがある場合、クライアントはそれを欠いた回答ではなく、名前を示すエラーを受け取ります。すべて表せるターゲットが優先されます。</translation>
    </message>
    <message>
        <source>Evaluate…</source>
        <translation>評価…</translation>
    </message>
    <message>
        <source>What the calls of the last days would have done with this route</source>
        <translation>最近の呼び出しがこのルートならどうなったか</translation>
    </message>
    <message>
        <source>Where one fails, the next one serves. Drag them into their order, or press Alt+Up and Alt+Down.</source>
        <translation>一つが失敗すると次が担当します。ドラッグするか Alt+上、Alt+下で並べ替えます。</translation>
    </message>
    <message>
        <source>Rules</source>
        <translation>ルール</translation>
    </message>
    <message>
        <source>The first rule that fits a call says where it goes; where none fits, all targets stand.</source>
        <translation>最初に合うルールが行き先を決めます。合うものがなければ全ターゲットが対象です。</translation>
    </message>
    <message>
        <source>When a target fails</source>
        <translation>ターゲットが失敗したとき</translation>
    </message>
    <message>
        <source>Canary</source>
        <translation>カナリア</translation>
    </message>
    <message>
        <source>Experiment</source>
        <translation>実験</translation>
    </message>
    <message>
        <source>Shadow</source>
        <translation>シャドー</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>制限</translation>
    </message>
    <message>
        <source>Cache</source>
        <translation>キャッシュ</translation>
    </message>
    <message>
        <source>Translation and records</source>
        <translation>変換と記録</translation>
    </message>
    <message>
        <source>Route %1 on recorded calls</source>
        <translation>記録された呼び出しでのルート %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::RouteModel</name>
    <message>
        <source>On</source>
        <translation>オン</translation>
    </message>
    <message>
        <source>Disabled</source>
        <translation>無効</translation>
    </message>
    <message>
        <source>%1 × %2</source>
        <comment>target, weight</comment>
        <translation>%1 × %2</translation>
    </message>
    <message>
        <source>, then </source>
        <comment>between targets in their order</comment>
        <translation>、次に </translation>
    </message>
    <message>
        <source>Dollars per million tokens at the first target</source>
        <translation>最初のターゲットの 100 万トークンあたりのドル</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状態</translation>
    </message>
    <message>
        <source>Targets</source>
        <translation>ターゲット</translation>
    </message>
    <message>
        <source>Fallbacks</source>
        <translation>フォールバック</translation>
    </message>
    <message>
        <source>Price per million</source>
        <translation>100 万あたりの価格</translation>
    </message>
    <message>
        <source>Price source</source>
        <translation>価格の出典</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>呼び出し</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>エラー</translation>
    </message>
    <message>
        <source>What clients of every dialect get from it, as the last conformance test found</source>
        <translation>前回の適合性テストで分かった、各方言のクライアントが得るもの</translation>
    </message>
    <message>
        <source>Conformance</source>
        <translation>適合性</translation>
    </message>
    <message numerus="yes">
        <source>%n rule(s)</source>
        <translation>
            <numerusform>ルール %n 件</numerusform>
        </translation>
    </message>
    <message>
        <source>canary</source>
        <translation>カナリア</translation>
    </message>
    <message>
        <source>experiment</source>
        <translation>実験</translation>
    </message>
    <message>
        <source>shadow</source>
        <translation>シャドー</translation>
    </message>
    <message>
        <source> · </source>
        <comment>between facts</comment>
        <translation> · </translation>
    </message>
    <message>
        <source>Strategy</source>
        <translation>方式</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::RouteSwitch</name>
    <message>
        <source>%1 / %2</source>
        <comment>provider, model</comment>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>S&amp;witch provider</source>
        <translation>プロバイダーを切り替え(&amp;W)</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>route, target</comment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>No route has a second target to switch to.</source>
        <translation>切り替え先となる 2 つ目のターゲットを持つルートはありません。</translation>
    </message>
    <message>
        <source>First target of %1</source>
        <translation>%1 の最初のターゲット</translation>
    </message>
    <message>
        <source>Send %1 to %2 first</source>
        <translation>%1 を最初に %2 へ送る</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::RoutesView</name>
    <message>
        <source>Create route</source>
        <translation>ルートを作成</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>編集</translation>
    </message>
    <message>
        <source>Disable</source>
        <translation>無効にする</translation>
    </message>
    <message>
        <source>Set price</source>
        <translation>価格を設定</translation>
    </message>
    <message>
        <source>Show its calls</source>
        <translation>呼び出しを表示</translation>
    </message>
    <message>
        <source>Delete route</source>
        <translation>ルートを削除</translation>
    </message>
    <message>
        <source>Models and routes</source>
        <translation>モデルとルート</translation>
    </message>
    <message>
        <source>Filter routes</source>
        <translation>ルートをフィルター</translation>
    </message>
    <message>
        <source>Routes</source>
        <translation>ルート</translation>
    </message>
    <message>
        <source>What is shown is old: %1</source>
        <translation>表示は古い内容です: %1</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>再試行</translation>
    </message>
    <message>
        <source>Reading the routes…</source>
        <translation>ルートを読み込み中…</translation>
    </message>
    <message>
        <source>No routes yet. A route gives clients one name for several models and fails over between them; without one they ask for provider/model.</source>
        <translation>ルートはまだありません。ルートは複数のモデルをクライアントに 1 つの名前で見せ、その間でフェイルオーバーします。ルートがない場合、クライアントは provider/model の形で要求します。</translation>
    </message>
    <message>
        <source>No route has these words.</source>
        <translation>これらの語を含むルートはありません。</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>フィルターをクリア</translation>
    </message>
    <message>
        <source>Select one route first.</source>
        <translation>先にルートを 1 つ選択してください。</translation>
    </message>
    <message>
        <source>The demo provider&apos;s prices are pretended and stay as they are.</source>
        <translation>デモプロバイダーの価格は架空のもので、変更できません。</translation>
    </message>
    <message>
        <source>Enable</source>
        <translation>有効にする</translation>
    </message>
    <message>
        <source>Disable route %1</source>
        <translation>ルート %1 を無効にする</translation>
    </message>
    <message>
        <source>Enable route %1</source>
        <translation>ルート %1 を有効にする</translation>
    </message>
    <message numerus="yes">
        <source>%1: %n call(s).</source>
        <comment>range</comment>
        <translation>
            <numerusform>%1: 呼び出し %n 件。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n application(s) name it in their models.</source>
        <translation>
            <numerusform>%n 個のアプリケーションがモデルとして指定しています。</numerusform>
        </translation>
    </message>
    <message>
        <source>Delete route %1?</source>
        <translation>ルート %1 を削除しますか?</translation>
    </message>
    <message>
        <source>Clients that ask for this name are refused from now on. You can undo this.</source>
        <translation>今後、この名前を要求するクライアントは拒否されます。この操作は元に戻せます。</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>削除</translation>
    </message>
    <message>
        <source>Delete route %1</source>
        <translation>ルート %1 を削除</translation>
    </message>
    <message>
        <source>Export routes</source>
        <translation>ルートをエクスポート</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) written to %1.</source>
        <translation>
            <numerusform>%n 行を %1 に書き込みました。</numerusform>
        </translation>
    </message>
    <message>
        <source>Simulate</source>
        <translation>シミュレート</translation>
    </message>
    <message>
        <source>Run conformance test…</source>
        <translation>適合性テスト…</translation>
    </message>
    <message>
        <source>Canary…</source>
        <translation>カナリア…</translation>
    </message>
    <message>
        <source>Show live traffic</source>
        <translation>現在のトラフィックを表示</translation>
    </message>
    <message>
        <source>This route has no canary. Edit the route to give it one.</source>
        <translation>このルートにカナリアはありません。ルートを編集して追加してください。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::RuleDialog</name>
    <message>
        <source>Add rule</source>
        <translation>ルールを追加</translation>
    </message>
    <message>
        <source>Edit rule</source>
        <translation>ルールを編集</translation>
    </message>
    <message>
        <source>Take over</source>
        <translation>反映</translation>
    </message>
    <message>
        <source>Tokens above</source>
        <translation>トークンが次を超える</translation>
    </message>
    <message>
        <source>Tokens below</source>
        <translation>トークンが次を下回る</translation>
    </message>
    <message>
        <source>Only at these times</source>
        <translation>この時間帯だけ</translation>
    </message>
    <message>
        <source>Long prompts</source>
        <translation>長いプロンプト</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>Shown where a call is explained.</source>
        <translation>呼び出しの説明に表示されます。</translation>
    </message>
    <message>
        <source>Where they go</source>
        <translation>行き先</translation>
    </message>
    <message>
        <source>Some of the targets</source>
        <translation>一部のターゲット</translation>
    </message>
    <message>
        <source>Another route</source>
        <translation>別のルート</translation>
    </message>
    <message>
        <source>To</source>
        <translation>宛先</translation>
    </message>
    <message>
        <source>Targets</source>
        <translation>ターゲット</translation>
    </message>
    <message>
        <source>In the order of the route.</source>
        <translation>ルート内の順番どおり。</translation>
    </message>
    <message>
        <source>Route</source>
        <translation>ルート</translation>
    </message>
    <message>
        <source>Which calls</source>
        <translation>対象の呼び出し</translation>
    </message>
    <message>
        <source>Names parted by commas; one of them is enough.</source>
        <translation>コンマ区切りの名前。どれか一つで十分です。</translation>
    </message>
    <message>
        <source>Teams</source>
        <translation>チーム</translation>
    </message>
    <message>
        <source>Applications</source>
        <translation>アプリケーション</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>タグ</translation>
    </message>
    <message>
        <source>Any number</source>
        <translation>いくつでも</translation>
    </message>
    <message>
        <source>Of the request, as estimated before it is sent.</source>
        <translation>リクエストのトークン（送信前の見積もり）。</translation>
    </message>
    <message>
        <source>Streamed or not</source>
        <translation>ストリームかどうかを問わない</translation>
    </message>
    <message>
        <source>Streamed</source>
        <translation>ストリーム</translation>
    </message>
    <message>
        <source>Not streamed</source>
        <translation>ストリームでない</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>応答</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>パス</translation>
    </message>
    <message>
        <source>* stands for any characters.</source>
        <translation>* は任意の文字を表します。</translation>
    </message>
    <message>
        <source>A pair a line, name and value parted by a colon; all of them. * stands for any characters.</source>
        <translation>一行に一組、名前と値をコロンで区切ります。すべて合う必要があります。* は任意の文字。</translation>
    </message>
    <message>
        <source>Headers</source>
        <translation>ヘッダー</translation>
    </message>
    <message>
        <source>Metadata</source>
        <translation>メタデータ</translation>
    </message>
    <message>
        <source>What the request says of itself.</source>
        <translation>リクエストが自身について述べること。</translation>
    </message>
    <message>
        <source>Request fields</source>
        <translation>リクエストの項目</translation>
    </message>
    <message>
        <source>Fields of the request&apos;s body, such as reasoning_effort: high.</source>
        <translation>リクエスト本文の項目。例：reasoning_effort: high。</translation>
    </message>
    <message>
        <source>Time of day</source>
        <translation>時間帯</translation>
    </message>
    <message>
        <source>From</source>
        <translation>開始</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>終了</translation>
    </message>
    <message>
        <source>Time zone</source>
        <translation>タイムゾーン</translation>
    </message>
    <message>
        <source>until</source>
        <translation>〜</translation>
    </message>
    <message>
        <source>Days</source>
        <translation>曜日</translation>
    </message>
    <message>
        <source>None chosen: every day.</source>
        <translation>選択なし：毎日。</translation>
    </message>
    <message>
        <source>Write a name, a colon and a value on each line, such as %1.</source>
        <translation>各行に名前、コロン、値を書いてください。例：%1。</translation>
    </message>
    <message>
        <source>Choose at least one target.</source>
        <translation>少なくとも一つのターゲットを選んでください。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::RuleList</name>
    <message>
        <source>Add rule</source>
        <translation>ルールを追加</translation>
    </message>
    <message>
        <source>A rule goes to the target %1, which is not there. Edit that rule.</source>
        <translation>存在しないターゲット %1 に向かうルールがあります。編集してください。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::RuleRow</name>
    <message>
        <source>Edit rule</source>
        <translation>ルールを編集</translation>
    </message>
    <message>
        <source>Ask it earlier</source>
        <translation>早く判定する</translation>
    </message>
    <message>
        <source>Ask it later</source>
        <translation>後で判定する</translation>
    </message>
    <message>
        <source>Remove rule</source>
        <translation>ルールを削除</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::SaveVersionDialog</name>
    <message>
        <source>Save version %1</source>
        <translation>バージョン %1 を保存</translation>
    </message>
    <message>
        <source>Save version</source>
        <translation>バージョンを保存</translation>
    </message>
    <message>
        <source>Comment</source>
        <translation>コメント</translation>
    </message>
    <message>
        <source>What is new, for whoever looks at the history. A version never changes.</source>
        <translation>履歴を見る人に向けた変更点。バージョンは後から変わりません。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::SavedFilters</name>
    <message>
        <source>Save this filter…</source>
        <translation>このフィルターを保存…</translation>
    </message>
    <message>
        <source>Forget</source>
        <translation>削除</translation>
    </message>
    <message>
        <source>Save filter</source>
        <translation>フィルターを保存</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>Saved on this gateway, for everybody who works on it: %1</source>
        <translation>このゲートウェイに、作業する全員のために保存されます: %1</translation>
    </message>
    <message>
        <source>Begin with a letter or digit; letters, digits, blanks, dots, dashes and underscores may follow.</source>
        <translation>英字か数字で始めてください。続けて英字、数字、空白、ピリオド、ハイフン、アンダースコアを使えます。</translation>
    </message>
    <message>
        <source>Filter %1 is saved.</source>
        <translation>フィルター %1 を保存しました。</translation>
    </message>
    <message>
        <source>Filter %1 is forgotten.</source>
        <translation>フィルター %1 を削除しました。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ServiceAccountEdit</name>
    <message>
        <source>Paste</source>
        <translation>貼り付け</translation>
    </message>
    <message>
        <source>Choose file…</source>
        <translation>ファイルを選択…</translation>
    </message>
    <message>
        <source>Service account</source>
        <translation>サービスアカウント</translation>
    </message>
    <message>
        <source>Paste the JSON, or choose its file</source>
        <translation>JSON を貼り付けるか、ファイルを選択</translation>
    </message>
    <message>
        <source>Paste the JSON of the service account, or choose its file.</source>
        <translation>サービスアカウントの JSON を貼り付けるか、ファイルを選択してください。</translation>
    </message>
    <message>
        <source>This is too long for a service account&apos;s JSON.</source>
        <translation>サービスアカウントの JSON としては長すぎます。</translation>
    </message>
    <message>
        <source>This is no JSON. Download the key of the service account as JSON and take that file.</source>
        <translation>JSON ではありません。サービスアカウントのキーを JSON としてダウンロードし、そのファイルを使ってください。</translation>
    </message>
    <message>
        <source>This JSON is not the key of a service account: its “type” is another.</source>
        <translation>この JSON はサービスアカウントのキーではありません。「type」が異なります。</translation>
    </message>
    <message>
        <source>This JSON lacks “client_email” or “private_key”. Download the key again.</source>
        <translation>この JSON には「client_email」または「private_key」がありません。キーを再ダウンロードしてください。</translation>
    </message>
    <message>
        <source>JSON files (*.json);;All files (*)</source>
        <translation>JSON ファイル (*.json);;すべてのファイル (*)</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::SettingsPage</name>
    <message>
        <source>%1: on</source>
        <comment>a setting</comment>
        <translation>%1: オン</translation>
    </message>
    <message>
        <source>%1: off</source>
        <comment>a setting</comment>
        <translation>%1: オフ</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>元に戻す</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::SettingsView</name>
    <message>
        <source>tray login start window import export</source>
        <translation>トレイ ログイン 起動 ウィンドウ インポート エクスポート</translation>
    </message>
    <message>
        <source>port address restart server limits</source>
        <translation>ポート アドレス 再起動 サーバー 制限</translation>
    </message>
    <message>
        <source>bodies retention keep disk size compact vacuum sums</source>
        <translation>本文 保持 保存 ディスク サイズ 最適化 解放 集計</translation>
    </message>
    <message>
        <source>proxy certificate authorities TLS</source>
        <translation>プロキシ 証明書 認証局 TLS</translation>
    </message>
    <message>
        <source>bell budget failover</source>
        <translation>ベル 予算 フェイルオーバー</translation>
    </message>
    <message>
        <source>keys keyboard commands</source>
        <translation>キー キーボード コマンド</translation>
    </message>
    <message>
        <source>copy file save</source>
        <translation>コピー ファイル 保存</translation>
    </message>
    <message>
        <source>version licence diagnostics</source>
        <translation>バージョン ライセンス 診断</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>設定</translation>
    </message>
    <message>
        <source>Search settings</source>
        <translation>設定を検索</translation>
    </message>
    <message>
        <source>Pages of settings</source>
        <translation>設定のページ</translation>
    </message>
    <message>
        <source>No setting has these words.</source>
        <translation>これらの語を含む設定はありません。</translation>
    </message>
    <message>
        <source>Reset page</source>
        <translation>ページをリセット</translation>
    </message>
    <message>
        <source>Reset %1?</source>
        <translation>%1 をリセットしますか?</translation>
    </message>
    <message>
        <source>All settings of this page go back to what they were at first.</source>
        <translation>このページのすべての設定が初期値に戻ります。</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>リセット</translation>
    </message>
    <message>
        <source>theme dark light text size scale zoom language</source>
        <translation>テーマ ダーク ライト 文字 サイズ 拡大率 ズーム 言語</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ShortcutSheet</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>キーボードショートカット</translation>
    </message>
    <message>
        <source>Find a command or its keys</source>
        <translation>コマンドまたはキーを検索</translation>
    </message>
    <message>
        <source>Commands and their keys</source>
        <translation>コマンドとキー</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>コマンド</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>キー</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>すべての画面</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ShortcutsPage</name>
    <message>
        <source>Shortcuts</source>
        <translation>ショートカット</translation>
    </message>
    <message>
        <source>Assign</source>
        <translation>割り当て</translation>
    </message>
    <message>
        <source>Remove keys</source>
        <translation>キーを外す</translation>
    </message>
    <message>
        <source>Standard</source>
        <translation>標準</translation>
    </message>
    <message>
        <source>Find a command or keys</source>
        <translation>コマンドまたはキーを検索</translation>
    </message>
    <message>
        <source>Find a command</source>
        <translation>コマンドを検索</translation>
    </message>
    <message>
        <source>By its name, its keys, or where it works.</source>
        <translation>名前、キー、または使える場所で探します。</translation>
    </message>
    <message>
        <source>Keys of the command</source>
        <translation>コマンドのキー</translation>
    </message>
    <message>
        <source>Choose a command in the table, press the new keys, then assign them.</source>
        <translation>表でコマンドを選び、新しいキーを押してから割り当てます。</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>コマンド</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>場所</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>キー</translation>
    </message>
    <message>
        <source>Commands and their keys</source>
        <translation>コマンドとキー</translation>
    </message>
    <message>
        <source>New keys</source>
        <translation>新しいキー</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>すべての画面</translation>
    </message>
    <message>
        <source>No command is chosen</source>
        <translation>コマンドが選ばれていません</translation>
    </message>
    <message>
        <source>Press the keys first.</source>
        <translation>先にキーを押してください。</translation>
    </message>
    <message>
        <source>%1 belongs to &quot;%2&quot;. Choose other keys, or take them from there first.</source>
        <translation>%1 は「%2」のキーです。別のキーを選ぶか、先にそちらから外してください。</translation>
    </message>
    <message>
        <source>&quot;%1&quot; has no keys now.</source>
        <translation>「%1」のキーはなくなりました。</translation>
    </message>
    <message>
        <source>&quot;%1&quot; has the keys %2 now.</source>
        <translation>「%1」のキーは %2 になりました。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ShownKeyDialog</name>
    <message>
        <source>Key %1</source>
        <translation>キー %1</translation>
    </message>
    <message>
        <source>Copy your new key now</source>
        <translation>新しいキーを今コピーしてください</translation>
    </message>
    <message>
        <source>It is shown this once. The gateway keeps only its fingerprint and cannot show it again.</source>
        <translation>表示されるのは今回だけです。ゲートウェイはフィンガープリントだけを保存し、再び表示することはできません。</translation>
    </message>
    <message>
        <source>The new key</source>
        <translation>新しいキー</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>コピー</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完了</translation>
    </message>
    <message>
        <source>Clients send it as “Authorization: Bearer KEY”, or in x-api-key.</source>
        <translation>クライアントは「Authorization: Bearer KEY」として、または x-api-key で送信します。</translation>
    </message>
    <message numerus="yes">
        <source>Copied. The clipboard forgets it in %n second(s).</source>
        <translation>
            <numerusform>コピーしました。クリップボードからは %n 秒後に消去されます。</numerusform>
        </translation>
    </message>
    <message>
        <source>Waiting for the key chain. It may ask you to unlock it.</source>
        <translation>キーチェーンを待っています。ロックの解除を求められることがあります。</translation>
    </message>
    <message>
        <source>Kept in the key chain: “gatehouse key-helper %1” prints it.</source>
        <translation>キーチェーンに保存しました。「gatehouse key-helper %1」で出力できます。</translation>
    </message>
    <message>
        <source>Close without copying?</source>
        <translation>コピーせずに閉じますか?</translation>
    </message>
    <message>
        <source>The key cannot be shown again. You would have to rotate it to get another.</source>
        <translation>このキーは再び表示できません。別のキーを得るにはローテーションが必要です。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>閉じる</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ShownSecretDialog</name>
    <message>
        <source>Copy</source>
        <translation>コピー</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完了</translation>
    </message>
    <message numerus="yes">
        <source>Copied. The clipboard forgets it in %n second(s).</source>
        <translation>
            <numerusform>コピーしました。クリップボードからは %n 秒後に消去されます。</numerusform>
        </translation>
    </message>
    <message>
        <source>Close without copying?</source>
        <translation>コピーせずに閉じますか?</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>閉じる</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::SideList</name>
    <message>
        <source>%1 (%2)</source>
        <extracomment>A heading and how many lines it has</extracomment>
        <translation>%1 (%2)</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>ほか %n 件</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::SimulationPanel</name>
    <message>
        <source>Input tokens</source>
        <translation>入力トークン</translation>
    </message>
    <message>
        <source>Output tokens</source>
        <translation>出力トークン</translation>
    </message>
    <message>
        <source>Simulate</source>
        <translation>シミュレート</translation>
    </message>
    <message>
        <source>Who would serve this?</source>
        <translation>どれが処理しますか?</translation>
    </message>
    <message>
        <source>A route, or provider/model</source>
        <translation>ルート、または provider/model</translation>
    </message>
    <message>
        <source>Model asked for</source>
        <translation>要求するモデル</translation>
    </message>
    <message>
        <source>Application that asks</source>
        <translation>要求するアプリケーション</translation>
    </message>
    <message>
        <source>Kind of call</source>
        <translation>呼び出しの種類</translation>
    </message>
    <message>
        <source>Chat</source>
        <translation>チャット</translation>
    </message>
    <message>
        <source>Chat, as Anthropic&apos;s clients ask</source>
        <translation>チャット (Anthropic クライアントの形式)</translation>
    </message>
    <message>
        <source>Embeddings</source>
        <translation>埋め込み</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>画像</translation>
    </message>
    <message>
        <source>Speech</source>
        <translation>音声</translation>
    </message>
    <message>
        <source>Rerank</source>
        <translation>再ランク付け</translation>
    </message>
    <message>
        <source> tokens in</source>
        <translation> 入力トークン</translation>
    </message>
    <message>
        <source> tokens out</source>
        <translation> 出力トークン</translation>
    </message>
    <message>
        <source>Anyone</source>
        <translation>指定なし</translation>
    </message>
    <message>
        <source>Enter the model that a client would ask for.</source>
        <translation>クライアントが要求するモデルを入力してください。</translation>
    </message>
    <message>
        <source>Nothing is sent. You see which route matches, which targets would be tried in which order, what each would cost, and why others are left out.</source>
        <translation>何も送信されません。一致するルート、試されるターゲットとその順序、それぞれの費用、ほかが除かれる理由を確認できます。</translation>
    </message>
    <message>
        <source>otherwise first</source>
        <translation>それ以外では最初</translation>
    </message>
    <message>
        <source>first</source>
        <translation>最初</translation>
    </message>
    <message numerus="yes">
        <source>where that fails (after %n try/tries), then</source>
        <translation>
            <numerusform>失敗した場合 (%n 回の試行後) の次</numerusform>
        </translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>対象外</translation>
    </message>
    <message>
        <source>Anyone asks.</source>
        <translation>要求元の指定はありません。</translation>
    </message>
    <message>
        <source>%1 asks.</source>
        <translation>要求元は %1 です。</translation>
    </message>
    <message>
        <source>No route has this name: what stands before the first / is a provider.</source>
        <translation>この名前のルートはありません。最初の / の前がプロバイダーです。</translation>
    </message>
    <message>
        <source>No route and no provider has this name.</source>
        <translation>この名前のルートもプロバイダーもありません。</translation>
    </message>
    <message>
        <source>The call would be refused</source>
        <translation>この呼び出しは拒否されます</translation>
    </message>
    <message>
        <source>Needs no key</source>
        <translation>キーは不要</translation>
    </message>
    <message>
        <source>Key %1</source>
        <translation>キー %1</translation>
    </message>
    <message>
        <source>No key</source>
        <translation>キーなし</translation>
    </message>
    <message>
        <source>Key %1 cannot be read</source>
        <translation>キー %1 を読み込めません</translation>
    </message>
    <message>
        <source>Price unknown</source>
        <translation>価格は不明</translation>
    </message>
    <message>
        <source>%1 a million tokens</source>
        <translation>100 万トークンあたり %1</translation>
    </message>
    <message>
        <source>About %1 of pretend money (%2)</source>
        <translation>架空の金額で約 %1 (%2)</translation>
    </message>
    <message>
        <source>About %1 (%2)</source>
        <translation>約 %1 (%2)</translation>
    </message>
    <message>
        <source>healthy</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>resting after failures</source>
        <translation>失敗のため休止中</translation>
    </message>
    <message>
        <source>probed by the next call</source>
        <translation>次の呼び出しで確認</translation>
    </message>
    <message>
        <source>translated</source>
        <translation>変換あり</translation>
    </message>
    <message>
        <source> · </source>
        <comment>between facts</comment>
        <translation> · </translation>
    </message>
    <message>
        <source>Set price</source>
        <translation>価格を設定</translation>
    </message>
    <message>
        <source>Pretend prices: no budget is touched.</source>
        <translation>架空の価格のため、予算には影響しません。</translation>
    </message>
    <message>
        <source>A budget would set %1 aside, the most that any of these targets costs.</source>
        <translation>予算からは、これらのターゲットの費用の最大額である %1 が確保されます。</translation>
    </message>
    <message>
        <source>The cost is unknown: an application with a budget would be refused.</source>
        <translation>費用が不明なため、予算のあるアプリケーションは拒否されます。</translation>
    </message>
    <message>
        <source>first, because %1</source>
        <translation>最初。理由：%1</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::SpendCharts</name>
    <message>
        <source>Spend by application</source>
        <translation>アプリケーション別の支出</translation>
    </message>
    <message>
        <source>Spend by API</source>
        <translation>API 別の支出</translation>
    </message>
    <message>
        <source>Nothing was spent in this time.</source>
        <translation>この期間の支出はありません。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::StartPage</name>
    <message>
        <source>Gatehouse stands between your programs and AI models: it keeps the keys, picks the provider, and shows what every call did and cost. How do you want to begin?</source>
        <translation>Gatehouse はプログラムと AI モデルの間に立ち、キーを保管し、プロバイダーを選び、各呼び出しの内容と費用を示します。どのように始めますか?</translation>
    </message>
    <message>
        <source>Just me</source>
        <translation>個人で使う</translation>
    </message>
    <message>
        <source>A gateway on this computer, ready in seconds, with demo models to try.</source>
        <translation>このコンピューター上のゲートウェイです。数秒で準備でき、デモモデルを試せます。</translation>
    </message>
    <message>
        <source>Connect to a gateway</source>
        <translation>ゲートウェイに接続</translation>
    </message>
    <message>
        <source>Somebody runs a gateway already, and you have its address and token.</source>
        <translation>すでに動作しているゲートウェイがあり、アドレスとトークンをお持ちの場合です。</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>インポート</translation>
    </message>
    <message>
        <source>Take over keys from your environment, a LiteLLM configuration or a Gatehouse bundle.</source>
        <translation>環境のキー、LiteLLM の構成、または Gatehouse のバンドルを取り込みます。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::StatsFeed</name>
    <message>
        <source>The gateway&apos;s answer is not what its version should give. Update the console or the gateway.</source>
        <translation>ゲートウェイの応答が、そのバージョンのものと異なります。コンソールまたはゲートウェイを更新してください。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::StatusBar</name>
    <message>
        <source>Updated %1 s ago</source>
        <translation>%1 秒前に更新</translation>
    </message>
    <message>
        <source>%1 in flight  ·  %2 req/s  ·  %3 today</source>
        <translation>処理中 %1  ·  %2 リクエスト/秒  ·  今日 %3</translation>
    </message>
    <message>
        <source>Updated %1</source>
        <translation>更新: %1</translation>
    </message>
    <message>
        <source>Updated %1 min ago</source>
        <translation>%1 分前に更新</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::SubscriptionDetails</name>
    <message>
        <source>The subscription</source>
        <translation>サブスクリプション</translation>
    </message>
    <message numerus="yes">
        <source>%n request(s) selected</source>
        <translation>
            <numerusform>%n 件の申請を選択中</numerusform>
        </translation>
    </message>
    <message>
        <source>Select a request to see who asks, and why.</source>
        <translation>申請を選択すると、誰がなぜ申請したかが表示されます。</translation>
    </message>
    <message>
        <source>%1 asks for %2</source>
        <comment>an application, an API</comment>
        <translation>%1 が %2 を申請しています</translation>
    </message>
    <message>
        <source>No reason was given.</source>
        <translation>理由は書かれていません。</translation>
    </message>
    <message>
        <source>API</source>
        <translation>API</translation>
    </message>
    <message>
        <source>Belongs to</source>
        <translation>所有者</translation>
    </message>
    <message>
        <source>Asked by</source>
        <translation>申請者</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>チーム</translation>
    </message>
    <message>
        <source>Asked on</source>
        <translation>申請日</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>プラン</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>Without a plan</source>
        <translation>プランなし</translation>
    </message>
    <message>
        <source>Allows</source>
        <translation>許可</translation>
    </message>
    <message>
        <source>No limit of its own</source>
        <translation>独自の制限なし</translation>
    </message>
    <message>
        <source>Price</source>
        <translation>価格</translation>
    </message>
    <message>
        <source>Ends after</source>
        <translation>有効期間</translation>
    </message>
    <message>
        <source>The applicant so far</source>
        <translation>申請者のこれまで</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>呼び出し</translation>
    </message>
    <message>
        <source>%1 in 30 days</source>
        <comment>a number of calls</comment>
        <translation>30 日間で %1</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>エラー</translation>
    </message>
    <message>
        <source>Spend</source>
        <translation>支出</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>an API, a state</comment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Other APIs</source>
        <translation>ほかの API</translation>
    </message>
    <message>
        <source>None</source>
        <translation>なし</translation>
    </message>
    <message>
        <source>On</source>
        <translation>オン</translation>
    </message>
    <message>
        <source>By</source>
        <translation>削除者</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>Ends</source>
        <translation>終了</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::SubscriptionModel</name>
    <message>
        <source>No calls</source>
        <translation>呼び出しなし</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <comment>number of calls, money</comment>
        <translation>%1 · %2</translation>
    </message>
    <message numerus="yes">
        <source>%n call(s)</source>
        <translation>
            <numerusform>%n 件の呼び出し</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <comment>application, team</comment>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>変更者</translation>
    </message>
    <message>
        <source>Application</source>
        <translation>アプリケーション</translation>
    </message>
    <message>
        <source>API</source>
        <translation>API</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>プラン</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>Used in 30 days</source>
        <translation>30 日間の利用</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>経過</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状態</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TableView</name>
    <message>
        <source>Export rows</source>
        <translation>行をエクスポート</translation>
    </message>
    <message>
        <source>CSV (*.csv)</source>
        <translation>CSV (*.csv)</translation>
    </message>
    <message>
        <source>JSON Lines (*.jsonl)</source>
        <translation>JSON Lines (*.jsonl)</translation>
    </message>
    <message>
        <source>%1 could not be written: %2. Choose another place and export again.</source>
        <translation>%1 に書き込めませんでした: %2。別の場所を選んで、もう一度エクスポートしてください。</translation>
    </message>
    <message>
        <source>Copy as text</source>
        <translation>テキストとしてコピー</translation>
    </message>
    <message numerus="yes">
        <source>Export %n row(s)…</source>
        <translation>
            <numerusform>%n 行をエクスポート…</numerusform>
        </translation>
    </message>
    <message>
        <source>Export all rows…</source>
        <translation>すべての行をエクスポート…</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TargetList</name>
    <message>
        <source>Add target</source>
        <translation>ターゲットを追加</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TargetRow</name>
    <message>
        <source>Try it earlier</source>
        <translation>先に試す</translation>
    </message>
    <message>
        <source>Try it later</source>
        <translation>後で試す</translation>
    </message>
    <message>
        <source>Remove target</source>
        <translation>ターゲットを削除</translation>
    </message>
    <message>
        <source>Drag to change the order, or press Alt+Up and Alt+Down</source>
        <translation>ドラッグするか、Alt+↑ と Alt+↓ で順序を変えます</translation>
    </message>
    <message>
        <source>Provider</source>
        <translation>プロバイダー</translation>
    </message>
    <message>
        <source>Model at the provider</source>
        <translation>プロバイダーのモデル</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>モデル</translation>
    </message>
    <message>
        <source>Weight</source>
        <translation>重み</translation>
    </message>
    <message>
        <source>Weight </source>
        <translation>重み </translation>
    </message>
    <message>
        <source>There is no provider yet. Add one first.</source>
        <translation>プロバイダーがまだありません。先に追加してください。</translation>
    </message>
    <message>
        <source>Say which model %1 shall be asked for.</source>
        <translation>%1 に要求するモデルを指定してください。</translation>
    </message>
    <message>
        <source>Name of the target</source>
        <translation>ターゲット名</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>By which rules, a canary and an experiment refer to this target</source>
        <translation>ルール、カナリア、実験がこのターゲットを指す名前</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TeamDialog</name>
    <message>
        <source>Add team</source>
        <translation>チームを追加</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>Such as research.</source>
        <translation>例：research。</translation>
    </message>
    <message>
        <source>No budget</source>
        <translation>予算なし</translation>
    </message>
    <message>
        <source>Budget in dollars</source>
        <translation>予算 (ドル)</translation>
    </message>
    <message>
        <source>Period of the budget</source>
        <translation>予算の期間</translation>
    </message>
    <message>
        <source>Budget</source>
        <translation>予算</translation>
    </message>
    <message>
        <source>In dollars. Every call of the team counts.</source>
        <translation>ドル単位。チームのすべての呼び出しが対象です。</translation>
    </message>
    <message>
        <source>Enter an amount such as 25 or 0.50, or nothing.</source>
        <translation>25 や 0.50 のような金額を入力するか、空にしてください。</translation>
    </message>
    <message>
        <source>A name has letters, digits, “.”, “_” and “-”, at most 64.</source>
        <translation>名前は英数字、「.」「_」「-」で、最大 64 文字です。</translation>
    </message>
    <message>
        <source>There is a team of that name already.</source>
        <translation>同じ名前のチームがすでにあります。</translation>
    </message>
    <message>
        <source>Add team %1</source>
        <translation>チーム %1 を追加</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TeamModel</name>
    <message>
        <source>Organisation (no team)</source>
        <translation>組織（チームなし）</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <comment>spent, limit</comment>
        <translation>%2 中 %1</translation>
    </message>
    <message>
        <source>No budget</source>
        <translation>予算なし</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>チーム</translation>
    </message>
    <message>
        <source>Members</source>
        <translation>メンバー</translation>
    </message>
    <message>
        <source>Applications</source>
        <translation>アプリケーション</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>キー</translation>
    </message>
    <message>
        <source>Budget</source>
        <translation>予算</translation>
    </message>
    <message>
        <source>Spend</source>
        <translation>支出</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TeamPage</name>
    <message>
        <source>Revoked</source>
        <translation>失効</translation>
    </message>
    <message>
        <source>Expired</source>
        <translation>期限切れ</translation>
    </message>
    <message>
        <source>Active</source>
        <translation>有効</translation>
    </message>
    <message>
        <source>Disabled</source>
        <translation>無効</translation>
    </message>
    <message>
        <source>Nobody is in this team yet.</source>
        <translation>このチームにはまだ誰もいません。</translation>
    </message>
    <message>
        <source>Members</source>
        <translation>メンバー</translation>
    </message>
    <message>
        <source>Applications and keys</source>
        <translation>アプリケーションとキー</translation>
    </message>
    <message>
        <source>Application</source>
        <translation>アプリケーション</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>キー</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状態</translation>
    </message>
    <message>
        <source>Expires</source>
        <translation>有効期限</translation>
    </message>
    <message>
        <source>The selected team</source>
        <translation>選択中のチーム</translation>
    </message>
    <message>
        <source>Spend</source>
        <translation>支出</translation>
    </message>
    <message>
        <source>Select a team to see its members, keys and spend.</source>
        <translation>チームを選択すると、メンバー、キー、支出が表示されます。</translation>
    </message>
    <message>
        <source>The organisation, and people without a team</source>
        <translation>組織、およびチームに属さない人</translation>
    </message>
    <message>
        <source>Nobody signs in to this gateway yet.</source>
        <translation>このゲートウェイにサインインする人はまだいません。</translation>
    </message>
    <message>
        <source>No key</source>
        <translation>キーなし</translation>
    </message>
    <message>
        <source>Charges</source>
        <translation>請求額</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TeamsView</name>
    <message>
        <source>Delete team %1?</source>
        <translation>チーム %1 を削除しますか？</translation>
    </message>
    <message>
        <source>Its applications and keys go with it: their calls are refused from now on. All of it can come back from the trash or with Undo.</source>
        <translation>アプリケーションとキーも一緒に削除され、呼び出しは拒否されます。すべてごみ箱か「元に戻す」で復元できます。</translation>
    </message>
    <message>
        <source>%1, %2, %3</source>
        <comment>members, applications, keys</comment>
        <translation>%1、%2、%3</translation>
    </message>
    <message numerus="yes">
        <source>%n member(s)</source>
        <translation>
            <numerusform>メンバー %n 人</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n application(s)</source>
        <translation>
            <numerusform>アプリケーション %n 件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n key(s)</source>
        <translation>
            <numerusform>キー %n 件</numerusform>
        </translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>削除</translation>
    </message>
    <message>
        <source>Delete team %1</source>
        <translation>チーム %1 を削除</translation>
    </message>
    <message>
        <source>Delete the user %1?</source>
        <translation>ユーザー %1 を削除しますか？</translation>
    </message>
    <message>
        <source>Remove %1 from %2?</source>
        <comment>a person, a team</comment>
        <translation>%1 を %2 から外しますか？</translation>
    </message>
    <message>
        <source>the organisation</source>
        <translation>組織</translation>
    </message>
    <message>
        <source>The account goes, with its password. It can come back from the trash or with Undo.</source>
        <translation>アカウントとパスワードが削除されます。ごみ箱か「元に戻す」で復元できます。</translation>
    </message>
    <message>
        <source>Roles in this team end with the next request. Keys of the team stay.</source>
        <translation>このチームでの役割は次のリクエストで終わります。チームのキーは残ります。</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>削除</translation>
    </message>
    <message>
        <source>Delete the user %1</source>
        <translation>ユーザー %1 を削除</translation>
    </message>
    <message>
        <source>Remove %1 from %2</source>
        <comment>a person, a team</comment>
        <translation>%1 を %2 から外す</translation>
    </message>
    <message>
        <source>Invitation of %1</source>
        <translation>%1 の招待</translation>
    </message>
    <message>
        <source>With it a password can be set, once, within three days. An earlier invitation is void.</source>
        <translation>3 日以内に一度だけパスワードを設定できます。以前の招待は無効です。</translation>
    </message>
    <message>
        <source>Invitation</source>
        <translation>招待</translation>
    </message>
    <message>
        <source>It cannot be shown again. You would have to make another.</source>
        <translation>再表示はできません。作り直す必要があります。</translation>
    </message>
    <message>
        <source>%1 is not signed in anywhere.</source>
        <translation>%1 はどこにもサインインしていません。</translation>
    </message>
    <message>
        <source>End the sessions of %1?</source>
        <translation>%1 のセッションを終了しますか？</translation>
    </message>
    <message>
        <source>Console and portal ask for the password again.</source>
        <translation>コンソールとポータルが再びパスワードを求めます。</translation>
    </message>
    <message numerus="yes">
        <source>%n session(s)</source>
        <translation>
            <numerusform>%n 件のセッション</numerusform>
        </translation>
    </message>
    <message>
        <source>End</source>
        <translation>終了</translation>
    </message>
    <message numerus="yes">
        <source>%n session(s) ended.</source>
        <translation>
            <numerusform>%n 件のセッションを終了しました。</numerusform>
        </translation>
    </message>
    <message>
        <source>Add team</source>
        <translation>チームを追加</translation>
    </message>
    <message>
        <source>Set its limits</source>
        <translation>制限を設定</translation>
    </message>
    <message>
        <source>Show its calls</source>
        <translation>呼び出しを表示</translation>
    </message>
    <message>
        <source>Delete team</source>
        <translation>チームを削除</translation>
    </message>
    <message>
        <source>Export teams</source>
        <translation>チームをエクスポート</translation>
    </message>
    <message>
        <source>Add member</source>
        <translation>メンバーを追加</translation>
    </message>
    <message>
        <source>Change roles</source>
        <translation>役割を変更</translation>
    </message>
    <message>
        <source>Remove member</source>
        <translation>メンバーを外す</translation>
    </message>
    <message>
        <source>Invite again</source>
        <translation>再招待</translation>
    </message>
    <message>
        <source>End sessions</source>
        <translation>セッションを終了</translation>
    </message>
    <message>
        <source>Move application</source>
        <translation>アプリケーションを移動</translation>
    </message>
    <message>
        <source>Move key</source>
        <translation>キーを移動</translation>
    </message>
    <message>
        <source>Filter teams</source>
        <translation>チームを絞り込む</translation>
    </message>
    <message>
        <source>Teams</source>
        <translation>チーム</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) written to %1.</source>
        <translation>
            <numerusform>%n 行を %1 に書き込みました。</numerusform>
        </translation>
    </message>
    <message>
        <source>What is shown is old: %1</source>
        <translation>表示は古い内容です: %1</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>再試行</translation>
    </message>
    <message>
        <source>Reading the teams…</source>
        <translation>チームを読み込み中…</translation>
    </message>
    <message>
        <source>No teams yet. A team has people, applications and a budget of its own.</source>
        <translation>チームはまだありません。チームには人、アプリケーション、独自の予算があります。</translation>
    </message>
    <message>
        <source>No team has these words.</source>
        <translation>これらの語を含むチームはありません。</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>フィルターをクリア</translation>
    </message>
    <message>
        <source>Select a team first.</source>
        <translation>先にチームを選択してください。</translation>
    </message>
    <message>
        <source>Select a member first.</source>
        <translation>先にメンバーを選択してください。</translation>
    </message>
    <message>
        <source>This is the last owner. Make somebody else an owner first.</source>
        <translation>最後の所有者です。先にほかの人を所有者にしてください。</translation>
    </message>
    <message>
        <source>Select an application first.</source>
        <translation>先にアプリケーションを選択してください。</translation>
    </message>
    <message>
        <source>Select a key first.</source>
        <translation>先にキーを選択してください。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TestCaseDialog</name>
    <message>
        <source>Add a test</source>
        <translation>テストを追加</translation>
    </message>
    <message>
        <source>Edit the test</source>
        <translation>テストを編集</translation>
    </message>
    <message>
        <source>Save test</source>
        <translation>テストを保存</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>Say in some words what is tested.</source>
        <translation>何をテストするかを短く書いてください。</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>値</translation>
    </message>
    <message>
        <source>Checks</source>
        <translation>検査</translation>
    </message>
    <message>
        <source>All must hold</source>
        <translation>すべて満たすこと</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TestPanel</name>
    <message>
        <source>Testing…</source>
        <translation>テスト中…</translation>
    </message>
    <message numerus="yes">
        <source>Works. The provider offers %n model(s).</source>
        <translation>
            <numerusform>動作しています。プロバイダーは %n 個のモデルを提供しています。</numerusform>
        </translation>
    </message>
    <message>
        <source>Use %1</source>
        <translation>%1 を使う</translation>
    </message>
    <message>
        <source>not reached</source>
        <translation>未到達</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失敗</translation>
    </message>
    <message>
        <source>fine</source>
        <translation>良好</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TestRunner</name>
    <message numerus="yes">
        <source>%n call(s), at a price that is not known</source>
        <translation>
            <numerusform>呼び出し %n 回、価格不明</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n call(s), free of charge</source>
        <translation>
            <numerusform>呼び出し %n 回、無料</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n call(s), at most %1</source>
        <comment>money</comment>
        <translation>
            <numerusform>呼び出し %n 回、最大 %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TestsPage</name>
    <message>
        <source>How the chosen test came out</source>
        <translation>選んだテストの結果</translation>
    </message>
    <message>
        <source>Add test</source>
        <translation>テストを追加</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>編集</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>削除</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>バージョン</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>モデル</translation>
    </message>
    <message>
        <source>Run tests</source>
        <translation>テストを実行</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>Progress of the tests</source>
        <translation>テストの進み具合</translation>
    </message>
    <message>
        <source>Tests and how they came out</source>
        <translation>テストとその結果</translation>
    </message>
    <message>
        <source>A test gives values and says what must hold of the answer. Add one, then run it against versions and models.</source>
        <translation>テストは値を与え、回答が満たすべきことを示します。追加して、バージョンとモデルに対して実行してください。</translation>
    </message>
    <message>
        <source>%1 of %2 done</source>
        <translation>%2 件中 %1 件完了</translation>
    </message>
    <message>
        <source>The last run was cancelled.</source>
        <translation>前回の実行は取り消されました。</translation>
    </message>
    <message>
        <source>The last run cost %1.</source>
        <translation>前回の実行の費用は %1 でした。</translation>
    </message>
    <message>
        <source>Choose models to run the tests with.</source>
        <translation>テストに使うモデルを選んでください。</translation>
    </message>
    <message>
        <source>Next run: %1</source>
        <translation>次の実行: %1</translation>
    </message>
    <message>
        <source>Passed</source>
        <translation>合格</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>不合格</translation>
    </message>
    <message>
        <source>version %1</source>
        <translation>バージョン %1</translation>
    </message>
    <message>
        <source>Save a test of prompt %1</source>
        <translation>プロンプト %1 のテストを保存</translation>
    </message>
    <message>
        <source>Remove a test of prompt %1</source>
        <translation>プロンプト %1 のテストを削除</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TimeRange</name>
    <message>
        <source>Last 15 minutes</source>
        <translation>過去 15 分</translation>
    </message>
    <message>
        <source>Last hour</source>
        <translation>過去 1 時間</translation>
    </message>
    <message>
        <source>Last 6 hours</source>
        <translation>過去 6 時間</translation>
    </message>
    <message>
        <source>Last 24 hours</source>
        <translation>過去 24 時間</translation>
    </message>
    <message>
        <source>Last 7 days</source>
        <translation>過去 7 日</translation>
    </message>
    <message>
        <source>Last 30 days</source>
        <translation>過去 30 日</translation>
    </message>
    <message>
        <source>This month</source>
        <translation>今月</translation>
    </message>
    <message>
        <source>All</source>
        <translation>すべて</translation>
    </message>
    <message>
        <source>Custom</source>
        <translation>カスタム</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <extracomment>A moment of a chosen range: day, time</extracomment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>d MMM</source>
        <translation>M月d日</translation>
    </message>
    <message>
        <source>%1 – %2</source>
        <translation>%1 – %2</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TokenKeeper</name>
    <message>
        <source>The key chain has no token for this gateway. Enter it again.</source>
        <translation>キーチェーンにこのゲートウェイのトークンがありません。もう一度入力してください。</translation>
    </message>
    <message>
        <source>No key chain can be reached on this computer. The token can be kept until you quit, and is never written to a file.</source>
        <translation>このコンピューターではキーチェーンを利用できません。トークンは終了するまで保持でき、ファイルには書き込まれません。</translation>
    </message>
    <message>
        <source>The key chain is locked or refused. Unlock it and try again, or keep the token until you quit.</source>
        <translation>キーチェーンがロックされているか、拒否しました。ロックを解除してもう一度試すか、終了するまでトークンを保持してください。</translation>
    </message>
    <message>
        <source>The key chain did not take the token. Try again, or keep the token until you quit.</source>
        <translation>キーチェーンがトークンを受け付けませんでした。もう一度試すか、終了するまでトークンを保持してください。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TrafficBook</name>
    <message>
        <source>%1 of the calls</source>
        <comment>share</comment>
        <translation>呼び出しの %1</translation>
    </message>
    <message>
        <source>%1 to the first token</source>
        <translation>最初のトークンまで %1</translation>
    </message>
    <message>
        <source>%1 errors</source>
        <comment>share</comment>
        <translation>エラー %1</translation>
    </message>
    <message numerus="yes">
        <source>%n under way</source>
        <translation>
            <numerusform>%n 件実行中</numerusform>
        </translation>
    </message>
    <message>
        <source>resting after failures, tried again in %1</source>
        <translation>失敗後の休止中、%1 後に再試行</translation>
    </message>
    <message>
        <source>probed by the next call</source>
        <translation>次の呼び出しで確認</translation>
    </message>
    <message>
        <source>healthy</source>
        <translation>正常</translation>
    </message>
    <message>
        <source> · </source>
        <comment>between facts</comment>
        <translation> · </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TrafficDetails</name>
    <message>
        <source>The selected target</source>
        <translation>選択したターゲット</translation>
    </message>
    <message>
        <source>Circuit and calls</source>
        <translation>サーキットと呼び出し</translation>
    </message>
    <message>
        <source>Who waits</source>
        <translation>待っている呼び出し</translation>
    </message>
    <message>
        <source>The provider&apos;s limits</source>
        <translation>プロバイダーの制限</translation>
    </message>
    <message>
        <source>Health check</source>
        <translation>状態の確認</translation>
    </message>
    <message>
        <source>Select a target to see its circuit, its queue and its limits.</source>
        <translation>ターゲットを選ぶと、サーキット、待ち行列、制限が表示されます。</translation>
    </message>
    <message>
        <source>%1, with the key %2</source>
        <comment>target, key</comment>
        <translation>%1、キー %2</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TrafficModel</name>
    <message>
        <source>%1 of %2</source>
        <comment>calls, their cap</comment>
        <translation>%2 中 %1</translation>
    </message>
    <message>
        <source>Not told</source>
        <translation>不明</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>ターゲット</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>キー</translation>
    </message>
    <message>
        <source>Circuit</source>
        <translation>サーキット</translation>
    </message>
    <message>
        <source>In flight</source>
        <translation>実行中</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>待機中</translation>
    </message>
    <message>
        <source>Provider&apos;s limit</source>
        <translation>プロバイダーの制限</translation>
    </message>
    <message>
        <source>Health check</source>
        <translation>状態の確認</translation>
    </message>
    <message>
        <source>First token p95</source>
        <translation>最初のトークン p95</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>エラー</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>割合</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TrafficView</name>
    <message>
        <source>Open its provider</source>
        <translation>プロバイダーを開く</translation>
    </message>
    <message>
        <source>Show its calls</source>
        <translation>呼び出しを表示</translation>
    </message>
    <message>
        <source>Export figures</source>
        <translation>数値をエクスポート</translation>
    </message>
    <message>
        <source>Filter targets</source>
        <translation>ターゲットをフィルター</translation>
    </message>
    <message>
        <source>Traffic</source>
        <translation>トラフィック</translation>
    </message>
    <message>
        <source>Open circuits</source>
        <translation>開いたサーキット</translation>
    </message>
    <message>
        <source>In flight</source>
        <translation>実行中</translation>
    </message>
    <message>
        <source>Waiting for room</source>
        <translation>空き待ち</translation>
    </message>
    <message>
        <source>Failing checks</source>
        <translation>失敗した確認</translation>
    </message>
    <message>
        <source>Targets</source>
        <translation>ターゲット</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) written to %1.</source>
        <translation>
            <numerusform>%n 行を %1 に書き込みました。</numerusform>
        </translation>
    </message>
    <message>
        <source>Every target is asked.</source>
        <translation>すべてのターゲットに送られます。</translation>
    </message>
    <message>
        <source>Calls go elsewhere meanwhile.</source>
        <translation>その間、呼び出しは他へ向かいます。</translation>
    </message>
    <message numerus="yes">
        <source>At %n provider(s)</source>
        <translation>
            <numerusform>プロバイダー %n 件</numerusform>
        </translation>
    </message>
    <message>
        <source>No call waits for room.</source>
        <translation>空きを待つ呼び出しはありません。</translation>
    </message>
    <message>
        <source>They go on when there is room.</source>
        <translation>空きができ次第進みます。</translation>
    </message>
    <message numerus="yes">
        <source>%n provider(s) checked</source>
        <translation>
            <numerusform>プロバイダー %n 件を確認</numerusform>
        </translation>
    </message>
    <message>
        <source>What is shown is old: %1</source>
        <translation>表示は古い内容です: %1</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>再試行</translation>
    </message>
    <message>
        <source>Reading what goes on…</source>
        <translation>トラフィックを読み込み中…</translation>
    </message>
    <message>
        <source>No providers yet, so nothing goes on.</source>
        <translation>まだプロバイダーがないため、トラフィックはありません。</translation>
    </message>
    <message>
        <source>Open providers</source>
        <translation>プロバイダーを開く</translation>
    </message>
    <message>
        <source>No target has these words.</source>
        <translation>これらの語を含むターゲットはありません。</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>フィルターをクリア</translation>
    </message>
    <message>
        <source>Select one target first.</source>
        <translation>先にターゲットを 1 つ選択してください。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TranslationDialog</name>
    <message>
        <source>Translation of %1</source>
        <translation>%1 の翻訳</translation>
    </message>
    <message>
        <source>The bodies of this call were not recorded.</source>
        <translation>この呼び出しの本文は記録されていません。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>閉じる</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TranslationLens</name>
    <message>
        <source>Request</source>
        <translation>リクエスト</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>応答</translation>
    </message>
    <message>
        <source>Shown as</source>
        <translation>表示形式</translation>
    </message>
    <message>
        <source>Fields</source>
        <translation>フィールド</translation>
    </message>
    <message>
        <source>Bytes</source>
        <translation>バイト列</translation>
    </message>
    <message>
        <source>Open translation in a window</source>
        <translation>翻訳をウィンドウで開く</translation>
    </message>
    <message>
        <source>The client&apos;s fields</source>
        <translation>クライアントのフィールド</translation>
    </message>
    <message>
        <source>The provider&apos;s fields</source>
        <translation>プロバイダーのフィールド</translation>
    </message>
    <message>
        <source>The client&apos;s bytes</source>
        <translation>クライアントのバイト列</translation>
    </message>
    <message>
        <source>The provider&apos;s bytes</source>
        <translation>プロバイダーのバイト列</translation>
    </message>
    <message>
        <source>Losses</source>
        <translation>損失</translation>
    </message>
    <message>
        <source>What became of it</source>
        <translation>結果</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>フィールド</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>場所</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>Comparing both sides…</source>
        <translation>両側を比較中…</translation>
    </message>
    <message>
        <source>Nothing was lost in translation.</source>
        <translation>翻訳で失われたものはありません。</translation>
    </message>
    <message numerus="yes">
        <source>%n loss(es)</source>
        <translation>
            <numerusform>損失 %n 件</numerusform>
        </translation>
    </message>
    <message>
        <source>Client · %1</source>
        <translation>クライアント · %1</translation>
    </message>
    <message>
        <source>Client · %1 · %2</source>
        <translation>クライアント · %1 · %2</translation>
    </message>
    <message>
        <source>Provider %1</source>
        <translation>プロバイダー %1</translation>
    </message>
    <message>
        <source>There is nothing on this side of the call.</source>
        <translation>呼び出しのこちら側には何もありません。</translation>
    </message>
    <message>
        <source>Of the client&apos;s bytes only the beginning is kept.</source>
        <translation>クライアントのバイト列は先頭のみ保存されています。</translation>
    </message>
    <message>
        <source>Of the provider&apos;s bytes only the beginning is kept.</source>
        <translation>プロバイダーのバイト列は先頭のみ保存されています。</translation>
    </message>
    <message numerus="yes">
        <source>Put together from %n event(s).</source>
        <translation>
            <numerusform>%n 件のイベントをまとめたものです。</numerusform>
        </translation>
    </message>
    <message>
        <source>Only the first fields of this large body are compared.</source>
        <translation>この大きな本文は最初のフィールドのみ比較しています。</translation>
    </message>
    <message>
        <source>The fields cannot be compared: both sides must be kept whole and be JSON.</source>
        <translation>フィールドを比較できません。両側が完全に保存された JSON である必要があります。</translation>
    </message>
    <message>
        <source>%1: %2.</source>
        <comment>field, what became of it</comment>
        <translation>%1: %2。</translation>
    </message>
    <message>
        <source>%1: %2. %3</source>
        <comment>field, what became of it, why</comment>
        <translation>%1: %2。%3</translation>
    </message>
    <message>
        <source>%1 is not in the recorded body. %2</source>
        <comment>field, why it was lost</comment>
        <translation>%1 は記録された本文にありません。%2</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TrashDialog</name>
    <message>
        <source>Trash</source>
        <translation>ごみ箱</translation>
    </message>
    <message>
        <source>Deleted objects</source>
        <translation>削除されたオブジェクト</translation>
    </message>
    <message>
        <source>What</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>Deleted</source>
        <translation>削除日時</translation>
    </message>
    <message>
        <source>By</source>
        <translation>削除者</translation>
    </message>
    <message>
        <source>Days left</source>
        <translation>残り日数</translation>
    </message>
    <message>
        <source>Looking into the trash…</source>
        <translation>ごみ箱を確認中…</translation>
    </message>
    <message>
        <source>Delete for good…</source>
        <translation>完全に削除…</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>復元</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>閉じる</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>再試行</translation>
    </message>
    <message>
        <source>The trash is empty. What you delete stays here for 30 days.</source>
        <translation>ごみ箱は空です。削除したものは 30 日間ここに残ります。</translation>
    </message>
    <message numerus="yes">
        <source>%n object(s) restored.</source>
        <translation>
            <numerusform>%n 個のオブジェクトを復元しました。</numerusform>
        </translation>
    </message>
    <message>
        <source>Delete %1 for good?</source>
        <translation>%1 を完全に削除しますか?</translation>
    </message>
    <message numerus="yes">
        <source>Delete %n object(s) for good?</source>
        <translation>
            <numerusform>%n 個のオブジェクトを完全に削除しますか?</numerusform>
        </translation>
    </message>
    <message>
        <source>It cannot be restored from the trash any more.</source>
        <translation>ごみ箱から復元できなくなります。</translation>
    </message>
    <message>
        <source>Delete for good</source>
        <translation>完全に削除</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::Tray</name>
    <message>
        <source>Open &amp;log</source>
        <translation>ログを開く(&amp;L)</translation>
    </message>
    <message>
        <source>Open &amp;window</source>
        <translation>ウィンドウを開く(&amp;W)</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>終了(&amp;Q)</translation>
    </message>
    <message>
        <source>Gatehouse: %1</source>
        <comment>state of the gateway</comment>
        <translation>Gatehouse: %1</translation>
    </message>
    <message>
        <source>Spend today: %1</source>
        <translation>今日の支出: %1</translation>
    </message>
    <message numerus="yes">
        <source>%n new request(s) for approval</source>
        <translation>
            <numerusform>承認待ちの新しい申請 %n 件</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TryPage</name>
    <message>
        <source>Send test call</source>
        <translation>テスト呼び出しを送信</translation>
    </message>
    <message>
        <source>Show in the log</source>
        <translation>ログに表示</translation>
    </message>
    <message>
        <source>A short question goes through the gateway&apos;s real port to the demo model %1. The answer streams back, and the call shows up in the log.</source>
        <translation>短い質問が、ゲートウェイの実際のポートを通ってデモモデル %1 に届きます。応答はストリーミングで返り、呼び出しはログに表示されます。</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>応答</translation>
    </message>
    <message>
        <source>The same call as a command</source>
        <translation>同じ呼び出しのコマンド</translation>
    </message>
    <message>
        <source>Copy command</source>
        <translation>コマンドをコピー</translation>
    </message>
    <message>
        <source>Copy key</source>
        <translation>キーをコピー</translation>
    </message>
    <message>
        <source>The key %1, for your programs. It is shown only now; the clipboard is cleared after 30 s.</source>
        <translation>プログラム用のキー %1 です。表示されるのは今だけで、クリップボードは 30 秒後に消去されます。</translation>
    </message>
    <message>
        <source>The same from a terminal</source>
        <translation>端末から同じ呼び出し</translation>
    </message>
    <message>
        <source>Command copied. It reads the key from the variable GATEHOUSE_KEY.</source>
        <translation>コマンドをコピーしました。キーは変数 GATEHOUSE_KEY から読み込まれます。</translation>
    </message>
    <message>
        <source>Key copied</source>
        <translation>キーをコピーしました</translation>
    </message>
    <message>
        <source>Hello, Gatehouse! Is everything ready?</source>
        <translation>こんにちは、Gatehouse! 準備はできていますか?</translation>
    </message>
    <message>
        <source>Waiting for the first word…</source>
        <translation>最初の言葉を待っています…</translation>
    </message>
    <message>
        <source>Send again</source>
        <translation>もう一度送信</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ValueFields</name>
    <message>
        <source>The template names no variables yet: add them under Variables.</source>
        <translation>変数はまだありません。「変数」で追加してください。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::VariableDialog</name>
    <message>
        <source>Write a number, or nothing.</source>
        <translation>数を書くか、空にしてください。</translation>
    </message>
    <message>
        <source>Add a variable</source>
        <translation>変数を追加</translation>
    </message>
    <message>
        <source>Variable %1</source>
        <translation>変数 %1</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>追加</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>適用</translation>
    </message>
    <message>
        <source>A call must give it</source>
        <translation>呼び出しで必ず与える</translation>
    </message>
    <message>
        <source>Hide its value in logs and records</source>
        <translation>値をログと記録で隠す</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>It stands in the template as {{name}}.</source>
        <translation>テンプレートには {{name}} と書きます。</translation>
    </message>
    <message>
        <source>Begin with a letter; then letters, digits and _ only, 64 at most.</source>
        <translation>英字で始め、続けて英数字と _ だけ、64 文字まで。</translation>
    </message>
    <message>
        <source>Another variable has this name.</source>
        <translation>別の変数がこの名前を使っています。</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>型</translation>
    </message>
    <message>
        <source>Choices</source>
        <translation>選択肢</translation>
    </message>
    <message>
        <source>One a line; nothing: any text.</source>
        <translation>1 行に 1 つ。空ならどんな文章でも。</translation>
    </message>
    <message>
        <source>Longest</source>
        <translation>最大の長さ</translation>
    </message>
    <message>
        <source>In characters.</source>
        <translation>文字数です。</translation>
    </message>
    <message>
        <source>Least</source>
        <translation>最小</translation>
    </message>
    <message>
        <source>Most</source>
        <translation>最大</translation>
    </message>
    <message>
        <source>Required</source>
        <translation>必須</translation>
    </message>
    <message>
        <source>Default</source>
        <translation>既定値</translation>
    </message>
    <message>
        <source>Where a call does not give it.</source>
        <translation>呼び出しで与えられないときに使います。</translation>
    </message>
    <message>
        <source>Example</source>
        <translation>例</translation>
    </message>
    <message>
        <source>For the preview and the documentation.</source>
        <translation>プレビューと説明文書のためです。</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>説明</translation>
    </message>
    <message>
        <source>Secret</source>
        <translation>秘密</translation>
    </message>
    <message>
        <source>More rules</source>
        <translation>その他の規則</translation>
    </message>
    <message>
        <source>JSON Schema</source>
        <translation>JSON Schema</translation>
    </message>
    <message>
        <source>Such as pattern, items or properties.</source>
        <translation>pattern、items、properties など。</translation>
    </message>
    <message>
        <source>Write true or false.</source>
        <translation>true か false を書いてください。</translation>
    </message>
    <message>
        <source>Write a value of this type, as JSON: 3, [1, 2], {&quot;a&quot;: 1}.</source>
        <translation>この型の値を JSON で書いてください: 3、[1, 2]、{&quot;a&quot;: 1}。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::VariableModel</name>
    <message>
        <source>Text</source>
        <translation>文章</translation>
    </message>
    <message>
        <source>Whole number</source>
        <translation>整数</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>数</translation>
    </message>
    <message>
        <source>Yes or no</source>
        <translation>はい／いいえ</translation>
    </message>
    <message>
        <source>List</source>
        <translation>リスト</translation>
    </message>
    <message>
        <source>Object</source>
        <translation>オブジェクト</translation>
    </message>
    <message>
        <source>Anything</source>
        <translation>何でも</translation>
    </message>
    <message>
        <source>%1, secret</source>
        <comment>type of a variable</comment>
        <translation>%1、秘密</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>はい</translation>
    </message>
    <message>
        <source>No</source>
        <translation>いいえ</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>型</translation>
    </message>
    <message>
        <source>Required</source>
        <translation>必須</translation>
    </message>
    <message>
        <source>Default</source>
        <translation>既定値</translation>
    </message>
    <message>
        <source>Example</source>
        <translation>例</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>説明</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::VersionDiffDialog</name>
    <message>
        <source>Before</source>
        <translation>前</translation>
    </message>
    <message>
        <source>After</source>
        <translation>後</translation>
    </message>
    <message>
        <source>Versions of %1</source>
        <translation>%1 のバージョン</translation>
    </message>
    <message>
        <source>Version %1</source>
        <translation>バージョン %1</translation>
    </message>
    <message>
        <source>What is being written</source>
        <translation>書きかけの内容</translation>
    </message>
    <message>
        <source>Previous</source>
        <translation>前へ</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>次へ</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>閉じる</translation>
    </message>
    <message>
        <source>No differences</source>
        <translation>違いはありません</translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) differ</source>
        <translation>
            <numerusform>%n 行が異なります</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::VersionEditor</name>
    <message>
        <source>Versions</source>
        <translation>バージョン</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>再試行</translation>
    </message>
    <message>
        <source>Discard your edits?</source>
        <translation>編集内容を破棄しますか?</translation>
    </message>
    <message>
        <source>What you wrote on version %1 has not been saved.</source>
        <translation>バージョン %1 に書いた内容は保存されていません。</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>破棄</translation>
    </message>
    <message>
        <source>The version waits for review.</source>
        <translation>このバージョンは確認待ちです。</translation>
    </message>
    <message>
        <source>Version %1</source>
        <translation>バージョン %1</translation>
    </message>
    <message>
        <source>edited</source>
        <translation>編集済み</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::VersionGrid</name>
    <message>
        <source>Versions side by side</source>
        <translation>バージョンの比較</translation>
    </message>
    <message>
        <source>Serves</source>
        <translation>提供</translation>
    </message>
    <message>
        <source>Answers</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>Time limit</source>
        <translation>制限時間</translation>
    </message>
    <message>
        <source>Not published yet</source>
        <translation>未公開</translation>
    </message>
    <message>
        <source>It was edited since</source>
        <translation>その後編集済み</translation>
    </message>
    <message>
        <source>Release</source>
        <translation>リリース</translation>
    </message>
    <message>
        <source>Published</source>
        <translation>公開中</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>メモ</translation>
    </message>
    <message>
        <source>Ends on</source>
        <translation>終了日</translation>
    </message>
    <message>
        <source>Successor</source>
        <translation>後継</translation>
    </message>
    <message>
        <source>%1 (selected)</source>
        <comment>a version</comment>
        <translation>%1（選択中）</translation>
    </message>
    <message>
        <source>%1, latest</source>
        <comment>a state</comment>
        <translation>%1、最新</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::VersionModel</name>
    <message>
        <source>Version %1, made of version %2</source>
        <translation>バージョン %1 (元: バージョン %2)</translation>
    </message>
    <message>
        <source>Version %1</source>
        <translation>バージョン %1</translation>
    </message>
    <message>
        <source>Made of version %1</source>
        <translation>バージョン %1 から作成</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>バージョン</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>ラベル</translation>
    </message>
    <message>
        <source>Comment</source>
        <translation>コメント</translation>
    </message>
    <message>
        <source>Author</source>
        <translation>作成者</translation>
    </message>
    <message>
        <source>Made</source>
        <translation>作成日時</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::VersionsPage</name>
    <message>
        <source>Compare</source>
        <translation>比較</translation>
    </message>
    <message>
        <source>Edit from here</source>
        <translation>ここから編集</translation>
    </message>
    <message>
        <source>Revert to it</source>
        <translation>これに戻す</translation>
    </message>
    <message>
        <source>Move label</source>
        <translation>ラベルを移動</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>バージョン</translation>
    </message>
    <message>
        <source>It is the newest already.</source>
        <translation>すでに最新です。</translation>
    </message>
    <message>
        <source>Move label %1 to version %2</source>
        <translation>ラベル %1 をバージョン %2 に移動</translation>
    </message>
    <message>
        <source>Remove label %1</source>
        <translation>ラベル %1 を外す</translation>
    </message>
    <message>
        <source>Revert to version %1?</source>
        <translation>バージョン %1 に戻しますか?</translation>
    </message>
    <message>
        <source>A new version is made that is as version %1 was. Labels stay where they are.</source>
        <translation>バージョン %1 と同じ新しいバージョンを作ります。ラベルはそのままです。</translation>
    </message>
    <message>
        <source>Revert</source>
        <translation>元に戻す</translation>
    </message>
    <message>
        <source>Revert prompt %1 to version %2</source>
        <translation>プロンプト %1 をバージョン %2 に戻す</translation>
    </message>
    <message>
        <source>Revert chain %1 to version %2</source>
        <translation>チェーン %1 をバージョン %2 に戻す</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::Waterfall</name>
    <message>
        <source>Tries: %1</source>
        <translation>試行: %1</translation>
    </message>
    <message>
        <source>Received, queued and checked</source>
        <translation>受信、待機、確認</translation>
    </message>
    <message>
        <source>first byte %1</source>
        <translation>最初のバイト %1</translation>
    </message>
    <message>
        <source>Gateway</source>
        <translation>ゲートウェイ</translation>
    </message>
    <message>
        <source>Connecting</source>
        <translation>接続中</translation>
    </message>
    <message>
        <source>Waiting for the first byte</source>
        <translation>最初のバイトを待機中</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>応答</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失敗</translation>
    </message>
    <message>
        <source>Checked, and answered from the cache</source>
        <translation>確認し、キャッシュから回答</translation>
    </message>
    <message>
        <source>In line before %1, as number %2</source>
        <translation>%1 の前で待機、%2 番目</translation>
    </message>
    <message>
        <source>%1 · in vain</source>
        <comment>how long it waited</comment>
        <translation>%1 · 空きなし</translation>
    </message>
    <message>
        <source>In line</source>
        <translation>待ち行列</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::WebhookDialog</name>
    <message>
        <source>Register webhook</source>
        <translation>Webhook を登録</translation>
    </message>
    <message>
        <source>Edit webhook %1</source>
        <translation>Webhook %1 を編集</translation>
    </message>
    <message>
        <source>Register</source>
        <translation>登録</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Send messages there</source>
        <translation>メッセージを送る</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>A name has letters, digits, “.”, “_” and “-”, at most 64.</source>
        <translation>名前は英数字、「.」「_」「-」で、最大 64 文字です。</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>アドレス</translation>
    </message>
    <message>
        <source>Reached from the gateway. Addresses of private networks are refused.</source>
        <translation>ゲートウェイから接続します。プライベートネットワークのアドレスは拒否されます。</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>チーム</translation>
    </message>
    <message>
        <source>Whose events are told.</source>
        <translation>誰のイベントを伝えるか。</translation>
    </message>
    <message>
        <source>Tell of</source>
        <translation>伝える内容</translation>
    </message>
    <message>
        <source>Choose what is told.</source>
        <translation>伝える内容を選んでください。</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状態</translation>
    </message>
    <message>
        <source>The organisation</source>
        <translation>組織</translation>
    </message>
    <message>
        <source>Enter an address such as https://example.org/hook.</source>
        <translation>https://example.org/hook のようなアドレスを入力してください。</translation>
    </message>
    <message>
        <source>Change webhook %1</source>
        <translation>Webhook %1 を変更</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::WebhooksDialog</name>
    <message>
        <source>status %1</source>
        <comment>of an HTTP answer</comment>
        <translation>ステータス %1</translation>
    </message>
    <message>
        <source>Delivered</source>
        <translation>配信済み</translation>
    </message>
    <message>
        <source>Given up</source>
        <translation>断念</translation>
    </message>
    <message>
        <source>Given up: %1</source>
        <translation>断念：%1</translation>
    </message>
    <message>
        <source>Under way</source>
        <translation>配信中</translation>
    </message>
    <message>
        <source>Again on %1: %2</source>
        <comment>a moment, why</comment>
        <translation>%1 に再試行：%2</translation>
    </message>
    <message>
        <source>Webhooks</source>
        <translation>Webhook</translation>
    </message>
    <message>
        <source>No webhooks yet. The gateway tells one when a job has ended or a subscription waits.</source>
        <translation>Webhook はまだありません。ジョブの終了や承認待ちを伝えます。</translation>
    </message>
    <message>
        <source>Register webhook</source>
        <translation>Webhook を登録</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>アドレス</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>チーム</translation>
    </message>
    <message>
        <source>Tells of</source>
        <translation>通知内容</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状態</translation>
    </message>
    <message>
        <source>Deliveries</source>
        <translation>配信</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>時刻</translation>
    </message>
    <message>
        <source>Event</source>
        <translation>イベント</translation>
    </message>
    <message>
        <source>Attempts</source>
        <translation>試行</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>結果</translation>
    </message>
    <message>
        <source>Rotate secret</source>
        <translation>シークレットを更新</translation>
    </message>
    <message>
        <source>Send a test</source>
        <translation>テストを送信</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>すべて</translation>
    </message>
    <message>
        <source>On</source>
        <translation>オン</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>オフ</translation>
    </message>
    <message>
        <source>Nothing is sent there any more; what was not delivered yet is dropped.</source>
        <translation>今後は送信されず、未配信のものは破棄されます。</translation>
    </message>
    <message>
        <source>Deliveries to %1</source>
        <translation>%1 への配信</translation>
    </message>
    <message>
        <source>Rotate the secret of %1?</source>
        <translation>%1 のシークレットを更新しますか？</translation>
    </message>
    <message>
        <source>What is sent is signed with the old and the new secret for a while, so that the receiver can change.</source>
        <translation>受信側が切り替えられるよう、しばらくは新旧両方のシークレットで署名されます。</translation>
    </message>
    <message>
        <source>Rotate</source>
        <translation>ローテーション</translation>
    </message>
    <message>
        <source>Signing secret of %1</source>
        <translation>%1 の署名シークレット</translation>
    </message>
    <message>
        <source>The receiver checks with it that a message came from this gateway (Standard Webhooks). It is shown this once.</source>
        <translation>受信側はこれでメッセージがこのゲートウェイから来たことを確認します（Standard Webhooks）。表示は今回だけです。</translation>
    </message>
    <message>
        <source>Signing secret</source>
        <translation>署名シークレット</translation>
    </message>
    <message>
        <source>The secret cannot be shown again. You would have to rotate it.</source>
        <translation>シークレットは再表示できません。更新が必要になります。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::WritePage</name>
    <message>
        <source>Parts of the prompt</source>
        <translation>プロンプトの部分</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>メッセージ</translation>
    </message>
    <message>
        <source>Variables</source>
        <translation>変数</translation>
    </message>
    <message>
        <source>Partials</source>
        <translation>部品</translation>
    </message>
    <message>
        <source>Model and answer</source>
        <translation>モデルと回答</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>プレビュー</translation>
    </message>
    <message>
        <source>Add variable</source>
        <translation>変数を追加</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>編集</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>削除</translation>
    </message>
    <message>
        <source>A variable is what a call gives: it stands in a template as {{name}}.</source>
        <translation>変数は呼び出しが与えるもので、テンプレートには {{name}} と書きます。</translation>
    </message>
    <message>
        <source>Add partial</source>
        <translation>部品を追加</translation>
    </message>
    <message>
        <source>A partial is a text that several messages share: {{&gt;name}}.</source>
        <translation>部品は複数のメッセージで共有する文章です: {{&gt;name}}。</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>tab, how many</comment>
        <translation>%1 (%2)</translation>
    </message>
</context>
<context>
    <name>main</name>
    <message>
        <source>An AI gateway that a person can own.</source>
        <translation>個人で所有できる AI ゲートウェイ。</translation>
    </message>
    <message>
        <source>Show the options.</source>
        <translation>オプションを表示します。</translation>
    </message>
    <message>
        <source>Show the version.</source>
        <translation>バージョンを表示します。</translation>
    </message>
    <message>
        <source>Use the profile NAME, with its own store and settings.</source>
        <translation>専用のストアと設定を持つプロファイル NAME を使います。</translation>
    </message>
    <message>
        <source>Connect to the gateway that was saved as NAME.</source>
        <translation>NAME として保存されたゲートウェイに接続します。</translation>
    </message>
    <message>
        <source>Open the view NAME, such as overview or log.</source>
        <translation>overview や log などのビュー NAME を開きます。</translation>
    </message>
    <message>
        <source>Pause the gateway: new calls are refused.</source>
        <translation>ゲートウェイを一時停止します。新しい呼び出しは拒否されます。</translation>
    </message>
    <message>
        <source>Start without showing the window, where there is a tray.</source>
        <translation>トレイがある場合、ウィンドウを表示せずに起動します。</translation>
    </message>
    <message>
        <source>Show what FILE would change, before anything changes.</source>
        <translation>何も変更せずに、FILE による変更内容を表示します。</translation>
    </message>
    <message>
        <source>Write the configuration to FILE, without secrets.</source>
        <translation>構成をシークレットなしで FILE に書き出します。</translation>
    </message>
    <message>
        <source>A gatehouse: address. It fills in a form and changes nothing by itself.</source>
        <translation>gatehouse: アドレス。フォームに入力するだけで、それ自体は何も変更しません。</translation>
    </message>
    <message>
        <source>--profile takes letters, digits, &apos;.&apos;, &apos;_&apos; and &apos;-&apos; only.</source>
        <translation>--profile に使えるのは英字、数字、&apos;.&apos;、&apos;_&apos;、&apos;-&apos; だけです。</translation>
    </message>
    <message>
        <source>Only one link is taken.</source>
        <translation>受け付けるリンクは 1 つだけです。</translation>
    </message>
    <message>
        <source>%1 is no gatehouse: address.</source>
        <translation>%1 は gatehouse: アドレスではありません。</translation>
    </message>
</context>
</TS>
