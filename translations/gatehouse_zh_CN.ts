<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>ActiveRoutes</name>
    <message numerus="yes">
        <source>%n more behind it</source>
        <translation>
            <numerusform>后面还有 %n 个</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>shared with %n more</source>
        <translation>
            <numerusform>与另外 %n 个共用</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 is off</source>
        <translation>%1 已关闭</translation>
    </message>
    <message>
        <source>%1 has no key</source>
        <translation>%1 没有密钥</translation>
    </message>
    <message>
        <source>%1 rests</source>
        <translation>%1 暂停中</translation>
    </message>
    <message>
        <source>%1: nothing can serve it now</source>
        <translation>%1：目前没有可用的目标</translation>
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
        <translation>将 %1 提交审核</translation>
    </message>
    <message>
        <source>Publish %1</source>
        <comment>an API&apos;s version</comment>
        <translation>发布 %1</translation>
    </message>
    <message>
        <source>Send %1 back</source>
        <comment>an API&apos;s version</comment>
        <translation>退回 %1</translation>
    </message>
    <message>
        <source>Deprecate %1</source>
        <comment>an API&apos;s version</comment>
        <translation>弃用 %1</translation>
    </message>
    <message>
        <source>Retire %1</source>
        <comment>an API&apos;s version</comment>
        <translation>停用 %1</translation>
    </message>
    <message>
        <source>Roll %1 back</source>
        <comment>an API&apos;s version</comment>
        <translation>回滚 %1</translation>
    </message>
    <message>
        <source>Submit</source>
        <translation>提交</translation>
    </message>
    <message>
        <source>Publish</source>
        <translation>发布</translation>
    </message>
    <message>
        <source>Send back</source>
        <translation>退回</translation>
    </message>
    <message>
        <source>Deprecate</source>
        <translation>弃用</translation>
    </message>
    <message>
        <source>Retire</source>
        <translation>停用</translation>
    </message>
    <message>
        <source>Roll back</source>
        <translation>回滚</translation>
    </message>
    <message>
        <source>Whoever may publish is asked to look at it. Nothing changes for callers.</source>
        <translation>将请有发布权限的人审阅。对调用方没有任何变化。</translation>
    </message>
    <message>
        <source>From the next call on, callers get this.</source>
        <translation>从下一次调用起，调用方将得到此内容。</translation>
    </message>
    <message>
        <source>It becomes a design again, with your note for its author.</source>
        <translation>它将重新成为草案，并附上您给作者的备注。</translation>
    </message>
    <message>
        <source>It goes on answering, and tells callers in each answer when it ends and what follows.</source>
        <translation>它会继续应答，并在每个应答中告知何时终止以及由什么接替。</translation>
    </message>
    <message>
        <source>Every further call is refused with 410. It cannot be published again.</source>
        <translation>之后的每次调用都会以 410 拒绝。无法再次发布。</translation>
    </message>
    <message>
        <source>From the next call on, callers get the release before again.</source>
        <translation>从下一次调用起，调用方将重新得到上一个发行版。</translation>
    </message>
</context>
<context>
    <name>Apis</name>
    <message>
        <source>A REST service</source>
        <translation>一个 REST 服务</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <comment>a release of so many</comment>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>a moment, a person</comment>
        <translation>%1，%2</translation>
    </message>
</context>
<context>
    <name>Budgets</name>
    <message>
        <source>%1 %</source>
        <comment>a share</comment>
        <translation>%1%</translation>
    </message>
    <message>
        <source>Warn</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>Switch</source>
        <translation>切换</translation>
    </message>
    <message>
        <source>Switch to %1</source>
        <translation>切换到 %1</translation>
    </message>
    <message>
        <source>Block</source>
        <translation>阻止</translation>
    </message>
    <message>
        <source>Off · %1</source>
        <comment>an amount of dollars</comment>
        <translation>关闭 · %1</translation>
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
        <translation>%1 · 超出</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Budget %1</source>
        <translation>预算 %1</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>whose budget, how much of it</comment>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>Running calls have reserved %1.</source>
        <translation>进行中的调用已预留 %1。</translation>
    </message>
    <message>
        <source>At this pace %1 will be spent when the period ends.</source>
        <translation>按此速度，周期结束时将花费 %1。</translation>
    </message>
    <message>
        <source>It starts anew %1.</source>
        <translation>重新开始：%1。</translation>
    </message>
    <message>
        <source>Raised from %1 until %2.</source>
        <translation>自 %1 提高，直到 %2。</translation>
    </message>
    <message>
        <source>At the limit: %1. Alerts at %2.</source>
        <translation>达到上限时：%1。提醒：%2。</translation>
    </message>
</context>
<context>
    <name>CallDifference</name>
    <message>
        <source>Summary</source>
        <translation>摘要</translation>
    </message>
    <message>
        <source>First byte</source>
        <translation>首字节</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>总计</translation>
    </message>
    <message>
        <source>Attempts</source>
        <translation>尝试次数</translation>
    </message>
    <message>
        <source>Try %1</source>
        <translation>第 %1 次尝试</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>费用</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>Price</source>
        <translation>价格</translation>
    </message>
    <message>
        <source>Line %1</source>
        <translation>第 %1 行</translation>
    </message>
    <message>
        <source>not recorded</source>
        <translation>未记录</translation>
    </message>
    <message>
        <source>recorded</source>
        <translation>已记录</translation>
    </message>
    <message>
        <source>Body</source>
        <translation>正文</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>请求</translation>
    </message>
    <message>
        <source>Response</source>
        <translation>响应</translation>
    </message>
</context>
<context>
    <name>CallRequest</name>
    <message>
        <source>The request of this call was not recorded. Record bodies to send later calls again.</source>
        <translation>此调用的请求未被记录。请记录正文，以便以后重新发送调用。</translation>
    </message>
    <message>
        <source>The request of this call was not kept.</source>
        <translation>此调用的请求未被保留。</translation>
    </message>
    <message>
        <source>Only the beginning of the request was recorded. Complete it before you send it.</source>
        <translation>只记录了请求的开头部分。请补全后再发送。</translation>
    </message>
    <message>
        <source>Images or sound were left out of the record. Put them back before you send it.</source>
        <translation>记录中省略了图像或声音。请补回后再发送。</translation>
    </message>
    <message>
        <source>Private data was masked in the record. Put it back before you send it.</source>
        <translation>记录中的隐私数据已被遮盖。请补回后再发送。</translation>
    </message>
</context>
<context>
    <name>ChainWords</name>
    <message>
        <source>Only when %1</source>
        <translation>仅当 %1</translation>
    </message>
    <message>
        <source>After %1</source>
        <translation>在 %1 之后</translation>
    </message>
    <message>
        <source>At most %1</source>
        <translation>最多 %1</translation>
    </message>
    <message>
        <source>The chain goes on without it</source>
        <translation>没有它链也会继续</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>提示词</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Tensor model</source>
        <translation>张量模型</translation>
    </message>
    <message>
        <source>Published API</source>
        <translation>已发布的 API</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>正在运行</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>已略去</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>未通过</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>“%1”</source>
        <comment>a text</comment>
        <translation>“%1”</translation>
    </message>
    <message>
        <source>%1 is %2</source>
        <translation>%1 为 %2</translation>
    </message>
    <message>
        <source>%1 is one of %2</source>
        <translation>%1 是 %2 之一</translation>
    </message>
    <message>
        <source>%1 is there</source>
        <translation>%1 存在</translation>
    </message>
    <message>
        <source>%1 is not there</source>
        <translation>%1 不存在</translation>
    </message>
    <message>
        <source>Inputs</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>应答</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>限制</translation>
    </message>
</context>
<context>
    <name>Changes</name>
    <message>
        <source>%1 added</source>
        <translation>已添加%1</translation>
    </message>
    <message>
        <source>%1 deleted</source>
        <translation>已删除%1</translation>
    </message>
    <message>
        <source>%1 changed</source>
        <translation>已更改%1</translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Provider %1</source>
        <translation>提供商 %1</translation>
    </message>
    <message>
        <source>Route %1</source>
        <translation>路由 %1</translation>
    </message>
    <message>
        <source>Team %1</source>
        <translation>团队 %1</translation>
    </message>
    <message>
        <source>Application %1</source>
        <translation>应用 %1</translation>
    </message>
    <message>
        <source>Key %1</source>
        <translation>密钥 %1</translation>
    </message>
    <message>
        <source>Secret %1</source>
        <translation>机密 %1</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>no</source>
        <translation>否</translation>
    </message>
    <message>
        <source>Prompt %1</source>
        <translation>提示词 %1</translation>
    </message>
    <message>
        <source>Chain %1</source>
        <translation>链 %1</translation>
    </message>
    <message>
        <source>API %1</source>
        <translation>API %1</translation>
    </message>
    <message>
        <source>Plan %1</source>
        <translation>套餐 %1</translation>
    </message>
    <message>
        <source>Subscription %1</source>
        <translation>订阅 %1</translation>
    </message>
    <message>
        <source>User %1</source>
        <translation>用户 %1</translation>
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
        <translation>错误</translation>
    </message>
    <message>
        <source>Spend</source>
        <translation>支出</translation>
    </message>
    <message>
        <source>Pretend spend</source>
        <translation>模拟支出</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>Cached input</source>
        <translation>缓存输入</translation>
    </message>
    <message>
        <source>Cache write</source>
        <translation>缓存写入</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>Reasoning</source>
        <translation>推理</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>调用</translation>
    </message>
    <message>
        <source>%1, before</source>
        <translation>%1（之前）</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>其他</translation>
    </message>
    <message>
        <source>Together</source>
        <translation>合计</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Token</translation>
    </message>
</context>
<context>
    <name>ChartPainter</name>
    <message>
        <source>▲ %1, above</source>
        <translation>▲ %1，超出图表</translation>
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
        <translation>%1，%2</translation>
    </message>
</context>
<context>
    <name>ChartTip</name>
    <message numerus="yes">
        <source>and %n more changes</source>
        <translation>
            <numerusform>以及另外 %n 项更改</numerusform>
        </translation>
    </message>
    <message>
        <source>Together</source>
        <translation>合计</translation>
    </message>
    <message>
        <source>%1 %2 – %3</source>
        <translation>%1 %2 – %3</translation>
    </message>
    <message>
        <source>Sum</source>
        <translation>总和</translation>
    </message>
    <message>
        <source>Median of the hours</source>
        <translation>各小时的中位数</translation>
    </message>
    <message>
        <source>Latest: %1</source>
        <translation>最近：%1</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
</context>
<context>
    <name>Clients</name>
    <message>
        <source>The base URL ends without /v1: Claude Code adds the rest itself.</source>
        <translation>基础 URL 末尾不带 /v1：Claude Code 会自行补全。</translation>
    </message>
    <message>
        <source>ANTHROPIC_API_KEY must not be set as well: both would be sent, and the wrong one may win.</source>
        <translation>不得同时设置 ANTHROPIC_API_KEY：否则两者都会发送，可能采用错误的那个。</translation>
    </message>
    <message>
        <source>What settings.json says goes before what the shell says.</source>
        <translation>settings.json 中的设置优先于 shell 中的设置。</translation>
    </message>
    <message>
        <source>Shell</source>
        <translation>Shell</translation>
    </message>
    <message>
        <source>settings.json</source>
        <translation>settings.json</translation>
    </message>
    <message>
        <source>Codex speaks the Responses API only.</source>
        <translation>Codex 仅支持 Responses API。</translation>
    </message>
    <message>
        <source>config.toml is read when Codex starts: start it anew after a change.</source>
        <translation>Codex 启动时读取 config.toml：更改后请重新启动。</translation>
    </message>
    <message>
        <source>A config.toml inside a project cannot choose the provider; use the one in your home folder.</source>
        <translation>项目内的 config.toml 无法选择提供商；请使用主文件夹中的那个。</translation>
    </message>
    <message>
        <source>config.toml</source>
        <translation>config.toml</translation>
    </message>
    <message>
        <source>Choose the API key as the way to sign in; with a Google login the base URL is not used.</source>
        <translation>登录方式请选择 API 密钥；使用 Google 登录时不会采用基础 URL。</translation>
    </message>
    <message>
        <source>A .env file in a project goes before the one in your home folder.</source>
        <translation>项目中的 .env 文件优先于主文件夹中的文件。</translation>
    </message>
    <message>
        <source>Cursor&apos;s own servers send the requests, so they cannot reach this computer&apos;s loopback address. The gateway needs an address on the network, with TLS.</source>
        <translation>请求由 Cursor 自己的服务器发送，因此无法访问本机的环回地址。网关需要一个启用 TLS 的网络地址。</translation>
    </message>
    <message>
        <source>The other base URL counts for all OpenAI models in Cursor, also those of its subscription.</source>
        <translation>另设的基础 URL 对 Cursor 中的所有 OpenAI 模型生效，包括其订阅中的模型。</translation>
    </message>
    <message>
        <source>Completion while typing still uses Cursor&apos;s own models.</source>
        <translation>输入时的自动补全仍使用 Cursor 自己的模型。</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Without apiBase the key would be sent to OpenAI.</source>
        <translation>如果没有 apiBase，密钥会发送给 OpenAI。</translation>
    </message>
    <message>
        <source>Where a config.yaml exists, config.json is not read any more.</source>
        <translation>存在 config.yaml 时，不再读取 config.json。</translation>
    </message>
    <message>
        <source>config.yaml</source>
        <translation>config.yaml</translation>
    </message>
    <message>
        <source>Cline keeps the key in the editor&apos;s own secret store: enter it there.</source>
        <translation>Cline 将密钥保存在编辑器自己的机密存储中：请在那里输入。</translation>
    </message>
    <message>
        <source>The model&apos;s name begins with openai/ here: that tells Aider which API to speak.</source>
        <translation>此处的模型名称以 openai/ 开头：Aider 据此判断使用哪种 API。</translation>
    </message>
    <message>
        <source>A .aider.conf.yml in the repository goes before the one in your home folder.</source>
        <translation>仓库中的 .aider.conf.yml 优先于主文件夹中的文件。</translation>
    </message>
    <message>
        <source>.aider.conf.yml</source>
        <translation>.aider.conf.yml</translation>
    </message>
    <message>
        <source>In a container 127.0.0.1 is the container itself. The gateway must listen on an address that the container reaches.</source>
        <translation>在容器中，127.0.0.1 指容器本身。网关必须监听容器可以访问的地址。</translation>
    </message>
    <message>
        <source>The variables count at the first start only; later change the connection under Admin Settings &gt; Connections.</source>
        <translation>这些变量仅在首次启动时生效；以后请在 Admin Settings &gt; Connections 中更改连接。</translation>
    </message>
    <message>
        <source>Docker</source>
        <translation>Docker</translation>
    </message>
    <message>
        <source>Set the variable GATEHOUSE_KEY to your key first: export GATEHOUSE_KEY=…</source>
        <translation>请先将变量 GATEHOUSE_KEY 设为您的密钥：export GATEHOUSE_KEY=…</translation>
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
        <translation>请使用 OpenAILike，而不是 OpenAI：后者会拒绝不认识的模型名称。</translation>
    </message>
    <message>
        <source>The base URL ends without /v1: the library adds it.</source>
        <translation>基础 URL 末尾不带 /v1：库会自行添加。</translation>
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
        <translation>在 Bedrock 和 Vertex 形式中必须填写项目和区域，但它们不起作用。</translation>
    </message>
    <message>
        <source>Responses go over HTTP or, where Codex opens one, over a WebSocket at the same address.</source>
        <translation>Responses 通过 HTTP 传输，或在 Codex 打开时通过同一地址的 WebSocket 传输。</translation>
    </message>
    <message>
        <source>Ollama&apos;s clients send no key of their own accord: the header carries it.</source>
        <translation>Ollama 的客户端不会自行发送密钥：由请求头携带。</translation>
    </message>
    <message>
        <source>The gateway takes its key as a Bedrock API key; a signature with an access key cannot be checked and is refused.</source>
        <translation>网关将其密钥作为 Bedrock API 密钥接受；用访问密钥做的签名无法验证，会被拒绝。</translation>
    </message>
    <message>
        <source>The region has to be there, but plays no part.</source>
        <translation>必须填写区域，但它不起作用。</translation>
    </message>
    <message>
        <source>With TLS, AWS_BEARER_TOKEN_BEDROCK does the same; without it boto3 refuses to send a key by itself.</source>
        <translation>使用 TLS 时，AWS_BEARER_TOKEN_BEDROCK 效果相同；否则 boto3 拒绝自行发送密钥。</translation>
    </message>
</context>
<context>
    <name>Confirm</name>
    <message>
        <source>Type %1 to go on:</source>
        <translation>输入 %1 以继续：</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>Conformance</name>
    <message>
        <source>Testing: %1 of %2</source>
        <translation>测试中：%1 / %2</translation>
    </message>
    <message>
        <source>Stopped, %1</source>
        <comment>day</comment>
        <translation>已停止，%1</translation>
    </message>
    <message numerus="yes">
        <source>All %n pass, %1</source>
        <comment>day</comment>
        <translation>
            <numerusform>全部 %n 项通过，%1</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2 pass, %3</source>
        <comment>tests, tests, day</comment>
        <translation>%1 / %2 通过，%3</translation>
    </message>
    <message>
        <source>Plain</source>
        <translation>普通</translation>
    </message>
    <message>
        <source>Stream</source>
        <translation>流式</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>工具</translation>
    </message>
    <message>
        <source>Parallel tools</source>
        <translation>并行工具</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>Structured output</source>
        <translation>结构化输出</translation>
    </message>
    <message>
        <source>Reasoning</source>
        <translation>推理</translation>
    </message>
    <message>
        <source>Long output</source>
        <translation>长输出</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>ConnectionDialog</name>
    <message>
        <source>Add a connection</source>
        <translation>添加连接</translation>
    </message>
    <message>
        <source>Edit connection</source>
        <translation>编辑连接</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>连接</translation>
    </message>
</context>
<context>
    <name>Connections</name>
    <message>
        <source>Enter the address, such as https://gateway.example:8643.</source>
        <translation>请输入地址，例如 https://gateway.example:8643。</translation>
    </message>
    <message>
        <source>This is no address. It begins with https:// and names a host, such as https://gateway.example:8643.</source>
        <translation>这不是地址。地址以 https:// 开头并包含主机名，例如 https://gateway.example:8643。</translation>
    </message>
    <message>
        <source>Leave out user names, ? and #: the token has a field of its own.</source>
        <translation>请勿包含用户名、? 和 #：令牌有单独的输入框。</translation>
    </message>
    <message>
        <source>Leave out the path: host and port are enough.</source>
        <translation>请去掉路径：主机和端口就够了。</translation>
    </message>
    <message>
        <source>Use https: over http the token could be read on the way.</source>
        <translation>请使用 https：通过 http 传输时令牌可能被截取。</translation>
    </message>
</context>
<context>
    <name>CredentialKinds</name>
    <message>
        <source>Access key ID</source>
        <translation>访问密钥 ID</translation>
    </message>
    <message>
        <source>An access key ID has letters and digits only, such as AKIAIOSFODNN7EXAMPLE.</source>
        <translation>访问密钥 ID 只有字母和数字，例如 AKIAIOSFODNN7EXAMPLE。</translation>
    </message>
    <message>
        <source>Enter the access key ID whose secret stands below.</source>
        <translation>请输入下方密钥所属的访问密钥 ID。</translation>
    </message>
    <message>
        <source>Tenant</source>
        <translation>租户</translation>
    </message>
    <message>
        <source>The directory&apos;s id or domain.</source>
        <translation>目录的 ID 或域名。</translation>
    </message>
    <message>
        <source>A tenant is an id or a domain, such as contoso.onmicrosoft.com.</source>
        <translation>租户是 ID 或域名，例如 contoso.onmicrosoft.com。</translation>
    </message>
    <message>
        <source>Enter the tenant that the application is in.</source>
        <translation>请输入应用所在的租户。</translation>
    </message>
    <message>
        <source>Client ID</source>
        <translation>客户端 ID</translation>
    </message>
    <message>
        <source>Of the application or identity. Without one the machine&apos;s own counts, or what the key says.</source>
        <translation>应用或身份的 ID。未填时以机器自身的或密钥所含的为准。</translation>
    </message>
    <message>
        <source>A client ID has no blanks.</source>
        <translation>客户端 ID 不含空格。</translation>
    </message>
    <message>
        <source>Enter the client ID whose secret stands below.</source>
        <translation>请输入下方密钥所属的客户端 ID。</translation>
    </message>
    <message>
        <source>Region</source>
        <translation>区域</translation>
    </message>
    <message>
        <source>Leave it empty where the address says it.</source>
        <translation>若地址已包含则留空。</translation>
    </message>
    <message>
        <source>A region is written like eu-west-1.</source>
        <translation>区域写作 eu-west-1 这样的形式。</translation>
    </message>
    <message>
        <source>Profile</source>
        <translation>配置文件</translation>
    </message>
    <message>
        <source>Of ~/.aws/config on the gateway&apos;s machine. Leave it empty for the default.</source>
        <translation>取自网关所在机器的 ~/.aws/config。留空则用默认值。</translation>
    </message>
    <message>
        <source>A profile&apos;s name has letters, digits and . _ @ + - only.</source>
        <translation>配置文件名只含字母、数字和 . _ @ + -。</translation>
    </message>
    <message>
        <source>Role to assume</source>
        <translation>要承担的角色</translation>
    </message>
    <message>
        <source>Leave it empty to sign with the credential itself.</source>
        <translation>留空则直接用该凭据签名。</translation>
    </message>
    <message>
        <source>A role is written like arn:aws:iam::123456789012:role/gatehouse.</source>
        <translation>角色写作 arn:aws:iam::123456789012:role/gatehouse 这样的形式。</translation>
    </message>
    <message>
        <source>External ID</source>
        <translation>外部 ID</translation>
    </message>
    <message>
        <source>What the role&apos;s owner wants to see, if anything.</source>
        <translation>角色所有者要求的内容（如有）。</translation>
    </message>
    <message>
        <source>An external ID has letters, digits and + = , . @ : / _ - only.</source>
        <translation>外部 ID 只含字母、数字和 + = , . @ : / _ -。</translation>
    </message>
    <message>
        <source>Act as</source>
        <translation>以其身份执行</translation>
    </message>
    <message>
        <source>A service account that is impersonated. Leave it empty to act as the credential itself.</source>
        <translation>要模拟的服务账号。留空则以该凭据本身执行。</translation>
    </message>
    <message>
        <source>Enter the service account&apos;s address, such as gateway@project.iam.gserviceaccount.com.</source>
        <translation>请输入服务账号的地址，例如 gateway@project.iam.gserviceaccount.com。</translation>
    </message>
    <message>
        <source>Token address</source>
        <translation>令牌地址</translation>
    </message>
    <message>
        <source>Where tokens are fetched. Some presets know it already.</source>
        <translation>获取令牌的地址。部分预设已包含。</translation>
    </message>
    <message>
        <source>Enter a whole address, such as https://login.example.com/oauth/token.</source>
        <translation>请输入完整地址，例如 https://login.example.com/oauth/token。</translation>
    </message>
    <message>
        <source>Scope</source>
        <translation>范围</translation>
    </message>
    <message>
        <source>Leave it empty for the usual one.</source>
        <translation>留空则用惯用值。</translation>
    </message>
    <message>
        <source>Scopes are plain words, parted by single blanks.</source>
        <translation>范围是以单个空格分隔的普通单词。</translation>
    </message>
    <message>
        <source>Audience</source>
        <translation>受众</translation>
    </message>
    <message>
        <source>Where the token server asks for one.</source>
        <translation>令牌服务器要求时填写。</translation>
    </message>
    <message>
        <source>An audience has no blanks.</source>
        <translation>受众不含空格。</translation>
    </message>
    <message>
        <source>Parameter</source>
        <translation>参数</translation>
    </message>
    <message>
        <source>A parameter&apos;s name has letters, digits and . _ ~ - only.</source>
        <translation>参数名只含字母、数字和 . _ ~ -。</translation>
    </message>
    <message>
        <source>Before the key</source>
        <translation>密钥之前</translation>
    </message>
    <message>
        <source>A word that stands before the key in the header, if any.</source>
        <translation>请求头中位于密钥之前的单词（如有）。</translation>
    </message>
    <message>
        <source>Enter one word without blanks in it.</source>
        <translation>请输入一个不含空格的单词。</translation>
    </message>
    <message>
        <source>As is usual for this provider</source>
        <translation>此提供商的惯用方式</translation>
    </message>
    <message>
        <source>API key (Authorization: Bearer)</source>
        <translation>API 密钥 (Authorization: Bearer)</translation>
    </message>
    <message>
        <source>No key is sent</source>
        <translation>不发送密钥</translation>
    </message>
    <message>
        <source>API key in the address</source>
        <translation>地址中的 API 密钥</translation>
    </message>
    <message>
        <source>API key in a header of its own</source>
        <translation>独立请求头中的 API 密钥</translation>
    </message>
    <message>
        <source>AWS signature (SigV4)</source>
        <translation>AWS 签名 (SigV4)</translation>
    </message>
    <message>
        <source>Google Cloud token</source>
        <translation>Google Cloud 令牌</translation>
    </message>
    <message>
        <source>Microsoft Entra ID token</source>
        <translation>Microsoft Entra ID 令牌</translation>
    </message>
    <message>
        <source>OAuth client credentials</source>
        <translation>OAuth 客户端凭据</translation>
    </message>
    <message>
        <source>IBM Cloud token for an API key</source>
        <translation>用 API 密钥换取 IBM Cloud 令牌</translation>
    </message>
    <message>
        <source>API key in the header %1</source>
        <translation>请求头 %1 中的 API 密钥</translation>
    </message>
    <message>
        <source>Credentials of the gateway&apos;s machine</source>
        <translation>网关所在机器的凭据</translation>
    </message>
    <message>
        <source>Access key</source>
        <translation>访问密钥</translation>
    </message>
    <message>
        <source>Service account, its JSON given here</source>
        <translation>服务账号，在此提供其 JSON</translation>
    </message>
    <message>
        <source>Service account, its JSON kept elsewhere</source>
        <translation>服务账号，其 JSON 保存在别处</translation>
    </message>
    <message>
        <source>Application and client secret</source>
        <translation>应用和客户端密钥</translation>
    </message>
    <message>
        <source>Managed or workload identity of the gateway&apos;s machine</source>
        <translation>网关所在机器的托管身份或工作负载身份</translation>
    </message>
    <message>
        <source>Wherever it is found</source>
        <translation>自动查找</translation>
    </message>
    <message>
        <source>Variables of the environment</source>
        <translation>环境变量</translation>
    </message>
    <message>
        <source>File of gcloud (application default)</source>
        <translation>gcloud 文件 (application default)</translation>
    </message>
    <message>
        <source>Files in ~/.aws</source>
        <translation>~/.aws 中的文件</translation>
    </message>
    <message>
        <source>What the container&apos;s environment names</source>
        <translation>容器环境所指定的</translation>
    </message>
    <message>
        <source>Workload identity (a token in a file)</source>
        <translation>工作负载身份（文件中的令牌）</translation>
    </message>
    <message>
        <source>Managed identity of the machine</source>
        <translation>机器的托管身份</translation>
    </message>
    <message>
        <source>Metadata address of the machine</source>
        <translation>机器的元数据地址</translation>
    </message>
    <message>
        <source>The secret access key. It is kept in the gateway&apos;s key chain or vault and never shown again.</source>
        <translation>秘密访问密钥。它保存在网关的钥匙串或保险库中，不会再次显示。</translation>
    </message>
    <message>
        <source>The client secret. It is kept in the gateway&apos;s key chain or vault and never shown again.</source>
        <translation>客户端密钥。它保存在网关的钥匙串或保险库中，不会再次显示。</translation>
    </message>
    <message>
        <source>Where the service account&apos;s JSON is kept: a file or variable of the gateway, or its vault.</source>
        <translation>服务账号 JSON 的保存位置：网关的文件、变量或保险库。</translation>
    </message>
    <message>
        <source>The API key for which tokens are fetched. It is kept in the gateway&apos;s key chain or vault.</source>
        <translation>用于换取令牌的 API 密钥。它保存在网关的钥匙串或保险库中。</translation>
    </message>
</context>
<context>
    <name>DesktopHabits</name>
    <message>
        <source>%1 cannot be written (%2). Make the folder writable, then try again.</source>
        <translation>无法写入 %1（%2）。请将文件夹设为可写，然后重试。</translation>
    </message>
</context>
<context>
    <name>EmbeddedGateway</name>
    <message>
        <source>This computer</source>
        <translation>本机</translation>
    </message>
</context>
<context>
    <name>Environment</name>
    <message>
        <source>This version cannot use it.</source>
        <translation>此版本无法使用它。</translation>
    </message>
    <message>
        <source>It needs an address too; add it under Providers.</source>
        <translation>还需要一个地址；请在“提供商”下添加。</translation>
    </message>
    <message>
        <source>Its value is not a key.</source>
        <translation>它的值不是密钥。</translation>
    </message>
</context>
<context>
    <name>EnvironmentCheck</name>
    <message>
        <source>%1, line %2</source>
        <comment>file</comment>
        <translation>%1，第 %2 行</translation>
    </message>
</context>
<context>
    <name>Explanation</name>
    <message>
        <source>It was tried again.</source>
        <translation>已重试。</translation>
    </message>
    <message>
        <source>The next target was tried.</source>
        <translation>已尝试下一个目标。</translation>
    </message>
    <message>
        <source>The error was passed to the client.</source>
        <translation>错误已转给客户端。</translation>
    </message>
    <message>
        <source>The client left before it ended.</source>
        <translation>客户端在结束前已断开。</translation>
    </message>
    <message>
        <source>It was cancelled here.</source>
        <translation>已在此处取消。</translation>
    </message>
    <message>
        <source>Try %1: %2 served it with status %3 in %4.</source>
        <translation>第 %1 次尝试：%2 提供了服务，状态为 %3，用时 %4。</translation>
    </message>
    <message>
        <source>Try %1: %2 answered with status %3 (%4) after %5.</source>
        <translation>第 %1 次尝试：%2 返回状态 %3（%4），用时 %5。</translation>
    </message>
    <message>
        <source>not used</source>
        <translation>未使用</translation>
    </message>
    <message>
        <source>Try %1: %2 did not answer (%3), after %4.</source>
        <translation>第 %1 次尝试：%2 未应答（%3），用时 %4。</translation>
    </message>
    <message>
        <source>no reason was told</source>
        <translation>未说明原因</translation>
    </message>
    <message>
        <source>With the key %1.</source>
        <translation>使用密钥 %1。</translation>
    </message>
    <message>
        <source>The client got the whole answer, with status %1.</source>
        <translation>客户端收到了完整的应答，状态为 %1。</translation>
    </message>
    <message>
        <source>The gateway refused the call with status %1 (%2); no provider was asked.</source>
        <translation>网关以状态 %1（%2）拒绝了此调用；未请求任何提供商。</translation>
    </message>
    <message>
        <source>The answer broke off behind its beginning; the client was told in the stream.</source>
        <translation>应答开始后中断；已在流中告知客户端。</translation>
    </message>
    <message>
        <source>The call was cancelled in the console; the client was told so.</source>
        <translation>调用已在控制台中取消；已告知客户端。</translation>
    </message>
    <message>
        <source>The client left before the answer was complete.</source>
        <translation>应答完成前客户端已断开。</translation>
    </message>
    <message>
        <source>The client got an error with status %1 (%2).</source>
        <translation>客户端收到错误，状态为 %1（%2）。</translation>
    </message>
    <message>
        <source>The cache held this very answer.</source>
        <translation>缓存中正好有此应答。</translation>
    </message>
    <message>
        <source>The cache held the answer to a question that means the same.</source>
        <translation>缓存中有含义相同的问题的应答。</translation>
    </message>
    <message>
        <source>The cache held no answer.</source>
        <translation>缓存中没有应答。</translation>
    </message>
    <message>
        <source>The key %1 belongs to the application %2 of the team %3.</source>
        <translation>密钥 %1 属于团队 %3 的应用 %2。</translation>
    </message>
    <message>
        <source>No key was recognised.</source>
        <translation>未识别出密钥。</translation>
    </message>
    <message>
        <source>The client asked for the model %1.</source>
        <translation>客户端请求的模型是 %1。</translation>
    </message>
    <message>
        <source>The rule that counts: %1.</source>
        <translation>生效的规则：%1。</translation>
    </message>
    <message>
        <source>Limit %1: %2 of %3 used.</source>
        <translation>限制 %1：已用 %2，共 %3。</translation>
    </message>
    <message>
        <source>%1 was not tried: %2.</source>
        <comment>target, reason</comment>
        <translation>未尝试 %1：%2。</translation>
    </message>
    <message>
        <source>First choice: %1.</source>
        <translation>首选：%1。</translation>
    </message>
    <message>
        <source>Price: %1.</source>
        <translation>价格：%1。</translation>
    </message>
    <message>
        <source>It was translated into the provider&apos;s dialect, %1.</source>
        <translation>它被翻译成提供商的方言 %1。</translation>
    </message>
    <message>
        <source>Lost in translation: %1</source>
        <translation>翻译中丢失：%1</translation>
    </message>
    <message>
        <source>The provider&apos;s next key was tried.</source>
        <translation>已尝试该提供商的下一个密钥。</translation>
    </message>
    <message>
        <source>Another route went on with the call.</source>
        <translation>另一条路由接续了该调用。</translation>
    </message>
    <message>
        <source>Another target continued the answer, with a visible seam.</source>
        <translation>另一个目标续写了回答，接缝可见。</translation>
    </message>
    <message>
        <source>It was one of two calls; the other answer was used.</source>
        <translation>这是两次调用之一；采用了另一个回答。</translation>
    </message>
    <message>
        <source>The route %1 has this name.</source>
        <translation>路由 %1 使用此名称。</translation>
    </message>
    <message>
        <source>The route %1 goes on with it.</source>
        <translation>由路由 %1 接续。</translation>
    </message>
    <message>
        <source>Its rule “%1” fits this call.</source>
        <translation>其规则“%1”符合此调用。</translation>
    </message>
    <message>
        <source>Where it failed, the route %1 was to go on.</source>
        <translation>失败后由路由 %1 接续。</translation>
    </message>
    <message>
        <source>No route has this name; it names a provider&apos;s model itself: %1.</source>
        <translation>没有路由使用此名称；它直接指明某提供商的模型：%1。</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>reason, figure</comment>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>it stands first among those that could serve</source>
        <translation>它是可提供服务的目标中的第一个</translation>
    </message>
    <message>
        <source>it was drawn by weight</source>
        <translation>按权重抽中</translation>
    </message>
    <message>
        <source>it was its turn</source>
        <translation>轮到它</translation>
    </message>
    <message>
        <source>it had the fewest calls under way</source>
        <translation>它进行中的调用最少</translation>
    </message>
    <message>
        <source>it lately began to answer soonest</source>
        <translation>它最近最早开始回答</translation>
    </message>
    <message>
        <source>it was expected to cost least</source>
        <translation>预计费用最低</translation>
    </message>
    <message>
        <source>this caller always comes here</source>
        <translation>此调用方总是到这里</translation>
    </message>
    <message>
        <source>the call fell to the canary</source>
        <translation>该调用落到金丝雀一侧</translation>
    </message>
    <message>
        <source>the call fell to its share of the experiment</source>
        <translation>该调用落到它的实验份额</translation>
    </message>
    <message>
        <source>the prompt&apos;s cache is there</source>
        <translation>提示缓存在那里</translation>
    </message>
    <message>
        <source>First choice: %1, because %2.</source>
        <comment>target, reason</comment>
        <translation>首选：%1，因为%2。</translation>
    </message>
    <message>
        <source>The call %1 brought that answer.</source>
        <translation>该回答来自调用 %1。</translation>
    </message>
    <message>
        <source>That saved %1.</source>
        <translation>由此节省 %1。</translation>
    </message>
    <message>
        <source>Cache: %1.</source>
        <translation>缓存：%1。</translation>
    </message>
    <message>
        <source>It waited %1 for room at %2, at first as number %3.</source>
        <translation>它在 %2 等待空位 %1，起初排第 %3 位。</translation>
    </message>
    <message>
        <source>It waited %1 for room at %2 in vain, at first as number %3.</source>
        <translation>它在 %2 等待空位 %1 未果，起初排第 %3 位。</translation>
    </message>
</context>
<context>
    <name>Export</name>
    <message>
        <source>Configuration written to %1, without secrets.</source>
        <translation>配置已写入 %1，不含机密。</translation>
    </message>
    <message>
        <source>%1 cannot be written: %2 Choose another place.</source>
        <translation>无法写入 %1：%2 请选择其他位置。</translation>
    </message>
    <message>
        <source>Export the configuration</source>
        <translation>导出配置</translation>
    </message>
    <message>
        <source>YAML files (*.yaml *.yml)</source>
        <translation>YAML 文件 (*.yaml *.yml)</translation>
    </message>
</context>
<context>
    <name>Fate</name>
    <message>
        <source>kept</source>
        <translation>保留</translation>
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
        <translation>丢弃</translation>
    </message>
    <message>
        <source>added</source>
        <translation>已添加</translation>
    </message>
    <message numerus="yes">
        <source>%n kept</source>
        <translation>
            <numerusform>%n 保留</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n renamed</source>
        <translation>
            <numerusform>%n 改名</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n approximated</source>
        <translation>
            <numerusform>%n 近似</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n dropped</source>
        <translation>
            <numerusform>%n 丢弃</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n added</source>
        <translation>
            <numerusform>%n 新增</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 (%2): %3</source>
        <comment>field, what became of it, why</comment>
        <translation>%1（%2）：%3</translation>
    </message>
</context>
<context>
    <name>FileChange</name>
    <message>
        <source>The file could not be written: %1.</source>
        <translation>无法写入文件：%1。</translation>
    </message>
    <message>
        <source>The file could not be replaced: %1.</source>
        <translation>无法替换文件：%1。</translation>
    </message>
    <message>
        <source>This is no ordinary file. Copy the settings by hand.</source>
        <translation>这不是普通文件。请手动复制设置。</translation>
    </message>
    <message>
        <source>The file belongs to somebody else. Copy the settings by hand.</source>
        <translation>此文件属于其他用户。请手动复制设置。</translation>
    </message>
    <message>
        <source>The file is write-protected. Copy the settings by hand.</source>
        <translation>此文件受写保护。请手动复制设置。</translation>
    </message>
    <message>
        <source>The file has changed meanwhile, so it was left alone. Look at it again.</source>
        <translation>文件在此期间已更改，因此未作改动。请重新查看。</translation>
    </message>
    <message>
        <source>The link to this file leads round in a circle.</source>
        <translation>此文件的链接循环指向自身。</translation>
    </message>
    <message>
        <source>The file cannot be read.</source>
        <translation>无法读取文件。</translation>
    </message>
    <message>
        <source>The folder of the file cannot be made.</source>
        <translation>无法创建文件所在的文件夹。</translation>
    </message>
    <message>
        <source>No backup could be written: %1.</source>
        <translation>无法写入备份：%1。</translation>
    </message>
    <message>
        <source>The file could not be removed.</source>
        <translation>无法移除文件。</translation>
    </message>
</context>
<context>
    <name>Format</name>
    <message>
        <source>%1 ms</source>
        <translation>%1 毫秒</translation>
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
        <translation>%1%</translation>
    </message>
    <message>
        <source>Hit</source>
        <comment>of the cache</comment>
        <translation>命中</translation>
    </message>
    <message>
        <source>Hit by meaning</source>
        <comment>of the cache</comment>
        <translation>按含义命中</translation>
    </message>
    <message>
        <source>Miss</source>
        <comment>of the cache</comment>
        <translation>未命中</translation>
    </message>
</context>
<context>
    <name>ImageFile</name>
    <message>
        <source>This file cannot be read. Choose another one.</source>
        <translation>无法读取此文件。请选择其他文件。</translation>
    </message>
    <message>
        <source>An image may have at most %1. Make it smaller and try again.</source>
        <translation>图像最大为 %1。请缩小后重试。</translation>
    </message>
    <message>
        <source>Models take PNG, JPEG, GIF and WebP. This is none of them.</source>
        <translation>模型接受 PNG、JPEG、GIF 和 WebP。此文件不属于其中任何一种。</translation>
    </message>
</context>
<context>
    <name>KeepText</name>
    <message>
        <source>For ever</source>
        <translation>永久</translation>
    </message>
    <message>
        <source>Unlimited</source>
        <translation>无限制</translation>
    </message>
    <message numerus="yes">
        <source>%n days</source>
        <translation>
            <numerusform>%n 天</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hours</source>
        <translation>
            <numerusform>%n 小时</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Keys</name>
    <message>
        <source>No limit</source>
        <translation>无限制</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Names parted by commas. * allows all, gpt-* all that begin so.</source>
        <translation>名称以逗号分隔。* 允许全部，gpt-* 允许所有以此开头的名称。</translation>
    </message>
    <message>
        <source>No budget</source>
        <translation>无预算</translation>
    </message>
    <message>
        <source>Budget in dollars</source>
        <translation>预算（美元）</translation>
    </message>
    <message>
        <source>Period of the budget</source>
        <translation>预算周期</translation>
    </message>
    <message>
        <source>dollars a month</source>
        <translation>美元/月</translation>
    </message>
    <message>
        <source>dollars a week</source>
        <translation>美元/周</translation>
    </message>
    <message>
        <source>dollars a day</source>
        <translation>美元/天</translation>
    </message>
    <message>
        <source>dollars in all</source>
        <translation>美元（总计）</translation>
    </message>
    <message>
        <source>Budget</source>
        <translation>预算</translation>
    </message>
    <message>
        <source>At the budget, calls are refused until the next period.</source>
        <translation>达到预算后，在下一个周期之前拒绝调用。</translation>
    </message>
    <message>
        <source>Requests a minute</source>
        <translation>每分钟请求数</translation>
    </message>
    <message>
        <source>Tokens a minute</source>
        <translation>每分钟 Token 数</translation>
    </message>
    <message>
        <source>Calls at once</source>
        <translation>并发调用数</translation>
    </message>
    <message>
        <source>The * of “%1” may stand at the end only.</source>
        <translation>“%1”中的 * 只能位于末尾。</translation>
    </message>
    <message>
        <source>Enter an amount such as 25 or 0.50, or nothing for no budget.</source>
        <translation>请输入金额，例如 25 或 0.50；留空表示无预算。</translation>
    </message>
    <message>
        <source>The key chain refused to keep it. Unlock the key chain, then keep it again.</source>
        <translation>钥匙串拒绝保存。请解锁钥匙串，然后重新保存。</translation>
    </message>
    <message>
        <source>There is no key chain on this computer. Copy the key and store it yourself.</source>
        <translation>此计算机上没有钥匙串。请复制密钥并自行保管。</translation>
    </message>
    <message>
        <source>The key chain could not keep it. Copy the key and store it yourself.</source>
        <translation>钥匙串无法保存。请复制密钥并自行保管。</translation>
    </message>
    <message>
        <source>Active</source>
        <translation>有效</translation>
    </message>
    <message>
        <source>Ends soon</source>
        <translation>即将到期</translation>
    </message>
    <message>
        <source>Expired</source>
        <translation>已过期</translation>
    </message>
    <message>
        <source>Disabled</source>
        <translation>已禁用</translation>
    </message>
    <message>
        <source>Revoked</source>
        <translation>已吊销</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>从不</translation>
    </message>
    <message>
        <source>Just now</source>
        <translation>刚刚</translation>
    </message>
    <message numerus="yes">
        <source>%n min ago</source>
        <translation>
            <numerusform>%n 分钟前</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n h ago</source>
        <translation>
            <numerusform>%n 小时前</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>In %n min</source>
        <translation>
            <numerusform>%n 分钟后</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>In %n h</source>
        <translation>
            <numerusform>%n 小时后</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>In %n day(s)</source>
        <translation>
            <numerusform>%n 天后</numerusform>
        </translation>
    </message>
    <message>
        <source>today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>this week</source>
        <translation>本周</translation>
    </message>
    <message>
        <source>this month</source>
        <translation>本月</translation>
    </message>
    <message>
        <source>in all</source>
        <translation>总计</translation>
    </message>
</context>
<context>
    <name>Limits</name>
    <message>
        <source>None</source>
        <translation>无</translation>
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
        <translation>请求</translation>
    </message>
    <message>
        <source>Tokens of prompts</source>
        <translation>提示 Token</translation>
    </message>
    <message>
        <source>Tokens of answers</source>
        <translation>回答 Token</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>an hour</source>
        <translation>每小时</translation>
    </message>
    <message>
        <source>a day</source>
        <translation>每天</translation>
    </message>
    <message>
        <source>a minute</source>
        <translation>每分钟</translation>
    </message>
    <message>
        <source>Calls at once</source>
        <translation>并发调用数</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>Requests, a minute</comment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>Only from</source>
        <translation>仅来自</translation>
    </message>
    <message>
        <source>Never from</source>
        <translation>禁止来自</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Largest request</source>
        <translation>最大请求</translation>
    </message>
    <message>
        <source>Longest answer, in tokens</source>
        <translation>最长回答（Token）</translation>
    </message>
    <message>
        <source>Priority</source>
        <translation>优先级</translation>
    </message>
</context>
<context>
    <name>LiteLlm</name>
    <message>
        <source>This has no counterpart in Gatehouse and is left out.</source>
        <translation>此项在 Gatehouse 中没有对应项，已略去。</translation>
    </message>
    <message>
        <source>This is not a list and cannot be read.</source>
        <translation>这不是列表，无法读取。</translation>
    </message>
    <message>
        <source>It has no model_name and is left out.</source>
        <translation>缺少 model_name，已略去。</translation>
    </message>
    <message>
        <source>Gatehouse has no routes for patterns. Ask for its models as %1/MODEL instead.</source>
        <translation>Gatehouse 没有模式匹配路由。请改用 %1/MODEL 请求其模型。</translation>
    </message>
    <message>
        <source>A route has at most 64 targets; this one is left out.</source>
        <translation>一条路由最多 64 个目标；此目标已略去。</translation>
    </message>
    <message>
        <source>Prices come from the catalogue. Check this one under Models &amp; routes.</source>
        <translation>价格来自目录。请在“模型和路由”下核对此价格。</translation>
    </message>
    <message>
        <source>Targets of a route are tried in the order of the file (priority).</source>
        <translation>按文件中的顺序（优先级）依次尝试路由的目标。</translation>
    </message>
    <message>
        <source>Gatehouse falls back on failures, not for this reason; this is left out.</source>
        <translation>Gatehouse 仅在失败时回退，不因此原因回退；此项已略去。</translation>
    </message>
    <message>
        <source>Gatehouse keeps no master key. Make a gateway key for each application.</source>
        <translation>Gatehouse 不保存主密钥。请为每个应用创建网关密钥。</translation>
    </message>
    <message>
        <source>Set this variable for the gateway itself.</source>
        <translation>请为网关本身设置此变量。</translation>
    </message>
    <message>
        <source>It names no model and is left out.</source>
        <translation>未指明模型，已略去。</translation>
    </message>
    <message>
        <source>This is not a whole number and is left out.</source>
        <translation>这不是整数，已略去。</translation>
    </message>
    <message>
        <source>Gatehouse tries a target at most 10 times; that is taken.</source>
        <translation>Gatehouse 对一个目标最多尝试 10 次；采用此值。</translation>
    </message>
    <message>
        <source>No model of that name was taken over.</source>
        <translation>没有导入该名称的模型。</translation>
    </message>
    <message>
        <source>It falls back to %1, which was not taken over.</source>
        <translation>它回退到 %1，而后者未被导入。</translation>
    </message>
    <message>
        <source>It stands for %1, which was not taken over.</source>
        <translation>它代表 %1，而后者未被导入。</translation>
    </message>
    <message>
        <source>A model of that name stands in model_list; the alias is left out.</source>
        <translation>model_list 中已有该名称的模型；别名已略去。</translation>
    </message>
    <message>
        <source>This file holds no model_list. Choose the configuration of a LiteLLM proxy.</source>
        <translation>此文件没有 model_list。请选择 LiteLLM 代理的配置。</translation>
    </message>
    <message>
        <source>It has no litellm_params.model and is left out.</source>
        <translation>缺少 litellm_params.model，已略去。</translation>
    </message>
    <message>
        <source>It does not say which provider serves %1; it is left out.</source>
        <translation>未说明由哪个提供商提供 %1；已略去。</translation>
    </message>
    <message>
        <source>The catalogue knows no provider %1; it is left out.</source>
        <translation>目录中没有提供商 %1；已略去。</translation>
    </message>
    <message>
        <source>This version cannot use %1; it is left out.</source>
        <translation>此版本无法使用 %1；已略去。</translation>
    </message>
    <message>
        <source>This version cannot use %1; it is left out. %2</source>
        <translation>此版本无法使用 %1；已略去。%2</translation>
    </message>
    <message>
        <source>Gatehouse limits applications, not targets; set it there.</source>
        <translation>Gatehouse 限制的是应用而不是目标；请在应用处设置。</translation>
    </message>
    <message>
        <source>%1 needs an address (api_base); it is left out.</source>
        <translation>%1 需要地址（api_base）；已略去。</translation>
    </message>
    <message>
        <source>An address cannot be read from a variable; write it into the file. The model is left out.</source>
        <translation>无法从变量读取地址；请将其写入文件。此模型已略去。</translation>
    </message>
    <message>
        <source>This is not an http or https address without user, query and fragment. The model is left out.</source>
        <translation>这不是不含用户、查询和片段的 http 或 https 地址。此模型已略去。</translation>
    </message>
    <message>
        <source>This is neither os.environ/NAME nor a key. The model is left out.</source>
        <translation>这既不是 os.environ/NAME，也不是密钥。此模型已略去。</translation>
    </message>
    <message>
        <source>The key stands in the file. It is moved into the key chain; take it out of the file.</source>
        <translation>密钥写在文件中。它将移入钥匙串；请将其从文件中删除。</translation>
    </message>
    <message>
        <source>This is not a number of seconds; left out.</source>
        <translation>这不是秒数；已略去。</translation>
    </message>
</context>
<context>
    <name>Measure</name>
    <message>
        <source>Latency</source>
        <translation>延迟</translation>
    </message>
    <message>
        <source>First-byte time</source>
        <translation>首字节时间</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>Spend</source>
        <translation>支出</translation>
    </message>
    <message>
        <source>Pretend spend (demo)</source>
        <translation>模拟支出（演示）</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>调用</translation>
    </message>
    <message>
        <source>Not grouped</source>
        <translation>不分组</translation>
    </message>
    <message>
        <source>All calls</source>
        <translation>所有调用</translation>
    </message>
    <message>
        <source>By provider</source>
        <translation>按提供商</translation>
    </message>
    <message>
        <source>Provider</source>
        <translation>提供商</translation>
    </message>
    <message>
        <source>By model</source>
        <translation>按模型</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>By key</source>
        <translation>按密钥</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>密钥</translation>
    </message>
    <message>
        <source>By team</source>
        <translation>按团队</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>团队</translation>
    </message>
    <message>
        <source>By application</source>
        <translation>按应用</translation>
    </message>
    <message>
        <source>Application</source>
        <translation>应用</translation>
    </message>
    <message>
        <source>By route</source>
        <translation>按路由</translation>
    </message>
    <message>
        <source>Route</source>
        <translation>路由</translation>
    </message>
    <message>
        <source>By status</source>
        <translation>按状态</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>状态</translation>
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
        <translation>无</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>其他</translation>
    </message>
    <message>
        <source>No error</source>
        <translation>无错误</translation>
    </message>
    <message>
        <source>By API</source>
        <translation>按 API</translation>
    </message>
    <message>
        <source>API</source>
        <translation>API</translation>
    </message>
    <message>
        <source>By prompt</source>
        <translation>按提示词</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>提示词</translation>
    </message>
</context>
<context>
    <name>Merge</name>
    <message>
        <source>The file is too large to be a settings file.</source>
        <translation>文件过大，不像是设置文件。</translation>
    </message>
    <message>
        <source>The file is not UTF-8 text.</source>
        <translation>文件不是 UTF-8 文本。</translation>
    </message>
    <message>
        <source>A value cannot be written into this file.</source>
        <translation>有一个值无法写入此文件。</translation>
    </message>
    <message>
        <source>Line %1: %2. Mend the file, or copy the settings by hand.</source>
        <translation>第 %1 行：%2。请修正文件，或手动复制设置。</translation>
    </message>
    <message>
        <source>The file holds no JSON object. Copy the settings by hand.</source>
        <translation>文件中没有 JSON 对象。请手动复制设置。</translation>
    </message>
    <message>
        <source>The file uses these names for something else. Copy the settings by hand.</source>
        <translation>文件将这些名称用于其他用途。请手动复制设置。</translation>
    </message>
    <message>
        <source>The file is laid out in a way that cannot be changed safely. Copy the settings by hand.</source>
        <translation>文件的结构无法安全更改。请手动复制设置。</translation>
    </message>
    <message>
        <source>The file holds several documents. Copy the settings by hand.</source>
        <translation>文件包含多个文档。请手动复制设置。</translation>
    </message>
</context>
<context>
    <name>MustacheWords</name>
    <message>
        <source>The section “%1” is not closed. Write {{/%1}} where it ends.</source>
        <translation>区段“%1”未关闭。请在其结尾处写 {{/%1}}。</translation>
    </message>
    <message>
        <source>This tag is not closed. Write }} where it ends.</source>
        <translation>此标签未关闭。请在其结尾处写 }}。</translation>
    </message>
    <message>
        <source>There is no partial “%1”. Add it, or correct the name.</source>
        <translation>没有片段“%1”。请添加，或更正名称。</translation>
    </message>
    <message>
        <source>No section “%1” is open here.</source>
        <translation>此处没有打开的区段“%1”。</translation>
    </message>
    <message>
        <source>The section “%1” ends first.</source>
        <translation>应先结束区段“%1”。</translation>
    </message>
    <message>
        <source>This tag names nothing. Write a variable between the braces.</source>
        <translation>此标签没有名称。请在括号之间写一个变量。</translation>
    </message>
    <message>
        <source>There is no variable “%1”. Add it, or correct the name.</source>
        <translation>没有变量“%1”。请添加，或更正名称。</translation>
    </message>
</context>
<context>
    <name>NotificationKinds</name>
    <message>
        <source>Failover and recovery</source>
        <translation>故障转移与恢复</translation>
    </message>
    <message>
        <source>A provider stops answering, or answers again.</source>
        <translation>提供商停止应答或恢复应答。</translation>
    </message>
    <message>
        <source>Budgets</source>
        <translation>预算</translation>
    </message>
    <message>
        <source>A budget reaches 50, 80 or 100 percent.</source>
        <translation>预算达到 50%、80% 或 100%。</translation>
    </message>
    <message>
        <source>Rejected keys</source>
        <translation>被拒绝的密钥</translation>
    </message>
    <message>
        <source>A provider does not accept its key.</source>
        <translation>提供商不接受其密钥。</translation>
    </message>
    <message>
        <source>Gateway stopped</source>
        <translation>网关已停止</translation>
    </message>
    <message>
        <source>The gateway stops, cannot be reached, or is back.</source>
        <translation>网关停止、无法访问或恢复运行。</translation>
    </message>
    <message>
        <source>Waiting approvals</source>
        <translation>待审批</translation>
    </message>
    <message>
        <source>Somebody asks for a subscription that a person decides about.</source>
        <translation>有人申请需要人工审批的订阅。</translation>
    </message>
</context>
<context>
    <name>PlannedChange</name>
    <message>
        <source>a key in plain text</source>
        <translation>明文密钥</translation>
    </message>
    <message>
        <source>changes: %1</source>
        <translation>更改：%1</translation>
    </message>
    <message>
        <source>in team %1</source>
        <translation>在团队 %1 中</translation>
    </message>
    <message>
        <source>of %1</source>
        <translation>属于 %1</translation>
    </message>
</context>
<context>
    <name>ProductDialogs</name>
    <message>
        <source>Begin with a letter or digit; then letters, digits, dots, _ and - only.</source>
        <translation>以字母或数字开头；其后仅限字母、数字、点、_ 和 -。</translation>
    </message>
    <message>
        <source>This id is taken already.</source>
        <translation>此 ID 已被占用。</translation>
    </message>
    <message>
        <source>The organisation</source>
        <translation>组织</translation>
    </message>
</context>
<context>
    <name>Products</name>
    <message>
        <source>Designed</source>
        <translation>草案</translation>
    </message>
    <message>
        <source>In review</source>
        <translation>审核中</translation>
    </message>
    <message>
        <source>Published</source>
        <translation>已发布</translation>
    </message>
    <message>
        <source>Deprecated</source>
        <translation>已弃用</translation>
    </message>
    <message>
        <source>Retired</source>
        <translation>已停用</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>Approved</source>
        <translation>已批准</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>已拒绝</translation>
    </message>
    <message>
        <source>Suspended</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <source>Expired</source>
        <translation>已过期</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>提示词</translation>
    </message>
    <message>
        <source>Chain</source>
        <translation>链</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>REST service</source>
        <translation>REST 服务</translation>
    </message>
    <message>
        <source>With an approved subscription</source>
        <translation>需已批准的订阅</translation>
    </message>
    <message>
        <source>The owning team alone</source>
        <translation>仅所属团队</translation>
    </message>
    <message>
        <source>Every key of this gateway</source>
        <translation>此网关的所有密钥</translation>
    </message>
    <message>
        <source>Plain text</source>
        <translation>纯文本</translation>
    </message>
    <message>
        <source>Checked JSON</source>
        <translation>经校验的 JSON</translation>
    </message>
    <message>
        <source>As OpenAI answers</source>
        <translation>OpenAI 格式</translation>
    </message>
    <message>
        <source>As Anthropic answers</source>
        <translation>Anthropic 格式</translation>
    </message>
    <message>
        <source>As Gemini answers</source>
        <translation>Gemini 格式</translation>
    </message>
    <message>
        <source>%1 requests a minute</source>
        <translation>每分钟 %1 个请求</translation>
    </message>
    <message>
        <source>%1 tokens a minute</source>
        <translation>每分钟 %1 个 token</translation>
    </message>
    <message>
        <source>%1 calls at once</source>
        <translation>同时 %1 个调用</translation>
    </message>
    <message>
        <source>at most %1 a day</source>
        <translation>每天最多 %1</translation>
    </message>
    <message>
        <source>at most %1 a week</source>
        <translation>每周最多 %1</translation>
    </message>
    <message>
        <source>at most %1 a month</source>
        <translation>每月最多 %1</translation>
    </message>
    <message>
        <source>at most %1 in all</source>
        <translation>总共最多 %1</translation>
    </message>
    <message>
        <source>%1 a month</source>
        <comment>a price</comment>
        <translation>每月 %1</translation>
    </message>
    <message>
        <source>%1 a call</source>
        <comment>a price</comment>
        <translation>每次调用 %1</translation>
    </message>
    <message>
        <source>cost + %1 %</source>
        <comment>a price</comment>
        <translation>成本 + %1 %</translation>
    </message>
    <message>
        <source>Free</source>
        <translation>免费</translation>
    </message>
    <message>
        <source>Just now</source>
        <translation>刚刚</translation>
    </message>
    <message numerus="yes">
        <source>%n min</source>
        <comment>an age</comment>
        <translation>
            <numerusform>%n 分钟</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n h</source>
        <comment>an age</comment>
        <translation>
            <numerusform>%n 小时</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n day(s)</source>
        <comment>an age</comment>
        <translation>
            <numerusform>%n 天</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PromptExamples</name>
    <message>
        <source>Sentiment</source>
        <translation>情感</translation>
    </message>
    <message>
        <source>Judges the mood of a text, as JSON that is checked.</source>
        <translation>判断文本的情绪，以经校验的 JSON 返回。</translation>
    </message>
    <message>
        <source>Summary</source>
        <translation>摘要</translation>
    </message>
    <message>
        <source>Sums up a text in some sentences, for somebody.</source>
        <translation>为某人用几句话概括文本。</translation>
    </message>
    <message>
        <source>Translation</source>
        <translation>翻译</translation>
    </message>
    <message>
        <source>Translates into any language, with a glossary.</source>
        <translation>翻译成任意语言，支持术语表。</translation>
    </message>
    <message>
        <source>Extraction</source>
        <translation>提取</translation>
    </message>
    <message>
        <source>Reads fields out of a text, such as an invoice.</source>
        <translation>从文本（如发票）中读取字段。</translation>
    </message>
    <message>
        <source>Answer from sources</source>
        <translation>依据来源回答</translation>
    </message>
    <message>
        <source>Answers from what was found, and says from where.</source>
        <translation>依据找到的内容回答，并说明出处。</translation>
    </message>
</context>
<context>
    <name>PromptFileWords</name>
    <message>
        <source>%1 cannot be written: %2 Choose another place.</source>
        <translation>无法写入 %1：%2 请选择其他位置。</translation>
    </message>
    <message>
        <source>%1 cannot be read.</source>
        <translation>无法读取 %1。</translation>
    </message>
    <message>
        <source>There are too many files here. Choose the folder that holds prompts only.</source>
        <translation>此处文件过多。请选择仅含提示的文件夹。</translation>
    </message>
    <message>
        <source>No prompts lie in this folder.</source>
        <translation>此文件夹中没有提示。</translation>
    </message>
    <message>
        <source>The gateway named a file outside of the folder: %1</source>
        <translation>网关指定了文件夹之外的文件：%1</translation>
    </message>
    <message>
        <source>The prompt was written to %1.</source>
        <translation>提示已写入 %1。</translation>
    </message>
    <message numerus="yes">
        <source>%n prompt(s) imported.</source>
        <translation>
            <numerusform>已导入 %n 个提示。</numerusform>
        </translation>
    </message>
    <message>
        <source>Export the prompt into a folder</source>
        <translation>将提示导出到文件夹</translation>
    </message>
    <message>
        <source>Import prompts from a folder</source>
        <translation>从文件夹导入提示</translation>
    </message>
</context>
<context>
    <name>PromptWords</name>
    <message>
        <source>System</source>
        <translation>系统</translation>
    </message>
    <message>
        <source>User</source>
        <translation>用户</translation>
    </message>
    <message>
        <source>Assistant</source>
        <translation>助手</translation>
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
        <translation>提供商有应答，并接受此密钥。</translation>
    </message>
    <message>
        <source>The provider has no key.</source>
        <translation>提供商没有密钥。</translation>
    </message>
    <message>
        <source>Add a key, or choose that none is sent.</source>
        <translation>请添加密钥，或选择不发送密钥。</translation>
    </message>
    <message>
        <source>The key cannot be read.</source>
        <translation>无法读取密钥。</translation>
    </message>
    <message>
        <source>Check the name of the variable or file, or replace the key.</source>
        <translation>请检查变量或文件的名称，或更换密钥。</translation>
    </message>
    <message>
        <source>The key chain is locked, so the key cannot be read.</source>
        <translation>钥匙串已锁定，因此无法读取密钥。</translation>
    </message>
    <message>
        <source>Unlock the key chain, then test again.</source>
        <translation>请解锁钥匙串，然后重新测试。</translation>
    </message>
    <message>
        <source>The key holds characters that cannot be sent.</source>
        <translation>密钥包含无法发送的字符。</translation>
    </message>
    <message>
        <source>Copy the key again, without line ends.</source>
        <translation>请重新复制密钥，不要包含换行。</translation>
    </message>
    <message>
        <source>The provider wants a key.</source>
        <translation>提供商需要密钥。</translation>
    </message>
    <message>
        <source>Add one, and choose how it is sent.</source>
        <translation>请添加密钥，并选择其发送方式。</translation>
    </message>
    <message>
        <source>The provider rejects this key.</source>
        <translation>提供商拒绝了此密钥。</translation>
    </message>
    <message>
        <source>Copy it again from the provider&apos;s site and replace it.</source>
        <translation>请从提供商的网站重新复制密钥并更换。</translation>
    </message>
    <message>
        <source>The provider knows the key, but does not let it in.</source>
        <translation>提供商认识此密钥，但不允许访问。</translation>
    </message>
    <message>
        <source>Check the key&apos;s project, region and rights, or replace it.</source>
        <translation>请检查密钥的项目、区域和权限，或更换密钥。</translation>
    </message>
    <message>
        <source>The host of %1 cannot be found.</source>
        <translation>找不到 %1 的主机。</translation>
    </message>
    <message>
        <source>Check the host name and this machine&apos;s network.</source>
        <translation>请检查主机名和本机的网络。</translation>
    </message>
    <message>
        <source>Nothing listens at %1.</source>
        <translation>%1 上没有程序在监听。</translation>
    </message>
    <message>
        <source>Check the port, and that the server runs.</source>
        <translation>请检查端口，并确认服务器正在运行。</translation>
    </message>
    <message>
        <source>No connection to %1 comes to stand.</source>
        <translation>无法建立到 %1 的连接。</translation>
    </message>
    <message>
        <source>Check the address, the network and the firewall.</source>
        <translation>请检查地址、网络和防火墙。</translation>
    </message>
    <message>
        <source>%1 does not answer.</source>
        <translation>%1 没有应答。</translation>
    </message>
    <message>
        <source>Check the address and the firewall.</source>
        <translation>请检查地址和防火墙。</translation>
    </message>
    <message>
        <source>The proxy does not lead to the provider.</source>
        <translation>通过代理无法到达提供商。</translation>
    </message>
    <message>
        <source>Check the proxy&apos;s address, user and password.</source>
        <translation>请检查代理的地址、用户和密码。</translation>
    </message>
    <message>
        <source>No secure connection to %1 comes to stand.</source>
        <translation>无法建立到 %1 的安全连接。</translation>
    </message>
    <message>
        <source>Check the host name, or name your own authority under Advanced.</source>
        <translation>请检查主机名，或在“高级”下指定自己的证书颁发机构。</translation>
    </message>
    <message>
        <source>%1 takes the connection, but does not answer in time.</source>
        <translation>%1 接受了连接，但未及时应答。</translation>
    </message>
    <message>
        <source>Test again; if it stays so, check the address.</source>
        <translation>请重新测试；如果仍然如此，请检查地址。</translation>
    </message>
    <message>
        <source>%1 ended the connection before its answer was whole.</source>
        <translation>%1 在应答完成前结束了连接。</translation>
    </message>
    <message>
        <source>The test was cancelled.</source>
        <translation>测试已取消。</translation>
    </message>
    <message>
        <source>Test again.</source>
        <translation>请重新测试。</translation>
    </message>
    <message>
        <source>%1 leads elsewhere.</source>
        <translation>%1 重定向到别处。</translation>
    </message>
    <message>
        <source>Enter the address that the provider&apos;s documentation names.</source>
        <translation>请输入提供商文档中给出的地址。</translation>
    </message>
    <message>
        <source>%1 does not answer as a model API does.</source>
        <translation>%1 的应答不符合模型 API。</translation>
    </message>
    <message>
        <source>Enter the API&apos;s address; often it has its own host or ends in /v1.</source>
        <translation>请输入 API 的地址；它通常有单独的主机或以 /v1 结尾。</translation>
    </message>
    <message>
        <source>The provider takes no more calls from this key just now.</source>
        <translation>提供商目前不再接受来自此密钥的调用。</translation>
    </message>
    <message>
        <source>Wait a minute and test again.</source>
        <translation>请等待一分钟，然后重新测试。</translation>
    </message>
    <message>
        <source>The key is right, but its account has no credit left.</source>
        <translation>密钥正确，但其账户已没有余额。</translation>
    </message>
    <message>
        <source>Add credit at the provider, or use another key.</source>
        <translation>请在提供商处充值，或使用其他密钥。</translation>
    </message>
    <message>
        <source>The provider has trouble of its own.</source>
        <translation>提供商自身出现故障。</translation>
    </message>
    <message>
        <source>Wait and test again.</source>
        <translation>请稍候，然后重新测试。</translation>
    </message>
    <message>
        <source>Healthy</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>No calls yet</source>
        <translation>尚无调用</translation>
    </message>
    <message>
        <source>Trying again</source>
        <translation>正在重试</translation>
    </message>
    <message>
        <source>Failing, left alone</source>
        <translation>失败，暂停使用</translation>
    </message>
    <message>
        <source>Key rejected</source>
        <translation>密钥被拒绝</translation>
    </message>
    <message>
        <source>No usable key</source>
        <translation>没有可用的密钥</translation>
    </message>
    <message>
        <source>Disabled</source>
        <translation>已禁用</translation>
    </message>
    <message>
        <source>Not known</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>There is no API at %1.</source>
        <translation>%1 处没有 API。</translation>
    </message>
    <message>
        <source>Use %1: that address answers.</source>
        <translation>请使用 %1：该地址有应答。</translation>
    </message>
    <message>
        <source>There is no list of models at %1.</source>
        <translation>%1 处没有模型列表。</translation>
    </message>
    <message>
        <source>Check the base URL.</source>
        <translation>请检查基础 URL。</translation>
    </message>
    <message>
        <source>Key read</source>
        <translation>密钥已读取</translation>
    </message>
    <message>
        <source>Host name</source>
        <translation>主机名</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>代理</translation>
    </message>
    <message>
        <source>Secure connection</source>
        <translation>安全连接</translation>
    </message>
    <message>
        <source>First byte</source>
        <translation>首字节</translation>
    </message>
    <message>
        <source>Key accepted</source>
        <translation>密钥已接受</translation>
    </message>
    <message>
        <source>List of models</source>
        <translation>模型列表</translation>
    </message>
    <message>
        <source>Call of one token</source>
        <translation>单 Token 调用</translation>
    </message>
    <message>
        <source>Often used</source>
        <translation>常用</translation>
    </message>
    <message>
        <source>Model makers and clouds</source>
        <translation>模型厂商和云</translation>
    </message>
    <message>
        <source>Many models behind one key</source>
        <translation>一个密钥使用多种模型</translation>
    </message>
    <message>
        <source>On this computer</source>
        <translation>在本机上</translation>
    </message>
    <message>
        <source>Hosted by yourself</source>
        <translation>自行托管</translation>
    </message>
    <message>
        <source>Subscriptions</source>
        <translation>订阅</translation>
    </message>
    <message>
        <source>Agent platforms</source>
        <translation>智能体平台</translation>
    </message>
    <message>
        <source>Any other address</source>
        <translation>任何其他地址</translation>
    </message>
    <message>
        <source>Variable %1</source>
        <translation>变量 %1</translation>
    </message>
    <message>
        <source>File %1</source>
        <translation>文件 %1</translation>
    </message>
    <message>
        <source>Key chain: %1</source>
        <translation>钥匙串：%1</translation>
    </message>
    <message>
        <source>Vault: %1</source>
        <translation>保险库：%1</translation>
    </message>
    <message>
        <source>Bodies of your own (template)</source>
        <translation>自定义正文（模板）</translation>
    </message>
</context>
<context>
    <name>Reply</name>
    <message>
        <source>The gateway answered with status %1 and no reason. Try again.</source>
        <translation>网关返回状态 %1，未说明原因。请重试。</translation>
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
        <translation>可以执行所有操作。</translation>
    </message>
    <message>
        <source>Administrator</source>
        <translation>管理员</translation>
    </message>
    <message>
        <source>May do everything but make owners.</source>
        <translation>除任命所有者外可执行所有操作。</translation>
    </message>
    <message>
        <source>Publisher</source>
        <translation>发布者</translation>
    </message>
    <message>
        <source>Writes prompts and publishes APIs.</source>
        <translation>编写提示词并发布 API。</translation>
    </message>
    <message>
        <source>Approver</source>
        <translation>审批者</translation>
    </message>
    <message>
        <source>Decides about subscriptions.</source>
        <translation>决定订阅申请。</translation>
    </message>
    <message>
        <source>Auditor</source>
        <translation>审计员</translation>
    </message>
    <message>
        <source>Sees everything, changes nothing.</source>
        <translation>可查看一切，不能更改。</translation>
    </message>
    <message>
        <source>Member</source>
        <translation>成员</translation>
    </message>
    <message>
        <source>Finds APIs, asks for them and keeps the team&apos;s keys.</source>
        <translation>查找并申请 API，管理团队密钥。</translation>
    </message>
</context>
<context>
    <name>RouteCache</name>
    <message>
        <source>Also answers to tool results</source>
        <translation>也包括对工具结果的回答</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Equal requests</source>
        <translation>相同的请求</translation>
    </message>
    <message>
        <source>Requests that mean the same</source>
        <translation>意思相同的请求</translation>
    </message>
    <message>
        <source>Answer from the cache</source>
        <translation>用缓存回答</translation>
    </message>
    <message>
        <source>Keep answers for</source>
        <translation>回答保留时长</translation>
    </message>
    <message>
        <source>Within an application</source>
        <translation>在一个应用内</translation>
    </message>
    <message>
        <source>Within a team</source>
        <translation>在一个团队内</translation>
    </message>
    <message>
        <source>Within the organisation</source>
        <translation>在组织内</translation>
    </message>
    <message>
        <source>Shared</source>
        <translation>共享</translation>
    </message>
    <message>
        <source>Who may get an answer that somebody else&apos;s call brought.</source>
        <translation>谁可以得到他人调用所取得的回答。</translation>
    </message>
    <message>
        <source>Likeness</source>
        <translation>相似度</translation>
    </message>
    <message>
        <source>From 0.5 to 1: how like a question must be to count as the same.</source>
        <translation>0.5 到 1：问题需要多相似才算相同。</translation>
    </message>
    <message>
        <source>Built in (weaker, asks no provider)</source>
        <translation>内置（较弱，不询问提供商）</translation>
    </message>
    <message>
        <source>Compared by</source>
        <translation>比较方式</translation>
    </message>
    <message>
        <source>A route of an embedding model, or the built-in comparison of words.</source>
        <translation>嵌入模型的路由，或内置的词语比较。</translation>
    </message>
    <message>
        <source>Up to temperature</source>
        <translation>温度上限</translation>
    </message>
    <message>
        <source>Above it answers are meant to differ, and are not kept.</source>
        <translation>高于此值时回答本应不同，不予保留。</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>工具</translation>
    </message>
</context>
<context>
    <name>RouteCanary</name>
    <message>
        <source>Send a share of the calls to one target first</source>
        <translation>先将一部分调用发往一个目标</translation>
    </message>
    <message>
        <source>Share of the calls</source>
        <translation>调用份额</translation>
    </message>
    <message>
        <source>Raise it by</source>
        <translation>每次提高</translation>
    </message>
    <message>
        <source>Each step</source>
        <translation>每一步</translation>
    </message>
    <message>
        <source>Time between steps</source>
        <translation>步骤间隔</translation>
    </message>
    <message>
        <source>Greatest share</source>
        <translation>最大份额</translation>
    </message>
    <message>
        <source>errors above</source>
        <translation>错误高于</translation>
    </message>
    <message>
        <source>Share of errors</source>
        <translation>错误比例</translation>
    </message>
    <message>
        <source>first token later than</source>
        <translation>首个令牌晚于</translation>
    </message>
    <message>
        <source>Time to the first token</source>
        <translation>首个令牌时间</translation>
    </message>
    <message>
        <source>feedback below</source>
        <translation>反馈低于</translation>
    </message>
    <message>
        <source>Calls before it is judged</source>
        <translation>评判前的调用数</translation>
    </message>
    <message>
        <source>Mean of the feedback, from 0 to 1</source>
        <translation>反馈均值，0 到 1</translation>
    </message>
    <message>
        <source>Same key, same target</source>
        <translation>相同密钥，相同目标</translation>
    </message>
    <message>
        <source>Same end user, same target</source>
        <translation>相同最终用户，相同目标</translation>
    </message>
    <message>
        <source>Same session, same target</source>
        <translation>相同会话，相同目标</translation>
    </message>
    <message>
        <source>Each call anew</source>
        <translation>每次调用重新抽取</translation>
    </message>
    <message>
        <source>Canary</source>
        <translation>金丝雀</translation>
    </message>
    <message>
        <source>The others serve the rest. It can be paused, promoted and rolled back while it runs.</source>
        <translation>其余由其他目标服务。运行中可暂停、提升或回滚。</translation>
    </message>
    <message>
        <source>Target on trial</source>
        <translation>试用目标</translation>
    </message>
    <message>
        <source>A canary needs at least two targets.</source>
        <translation>金丝雀至少需要两个目标。</translation>
    </message>
    <message>
        <source>Assigned by</source>
        <translation>分配依据</translation>
    </message>
    <message>
        <source>Step up</source>
        <translation>逐步提高</translation>
    </message>
    <message>
        <source>every</source>
        <translation>每隔</translation>
    </message>
    <message>
        <source>up to</source>
        <translation>直到</translation>
    </message>
    <message>
        <source>Goes up by itself while nothing speaks against it.</source>
        <translation>只要没有不利情况，就自动提高。</translation>
    </message>
    <message>
        <source>Roll back at</source>
        <translation>回滚条件</translation>
    </message>
    <message>
        <source>Judged after</source>
        <translation>评判起点</translation>
    </message>
    <message>
        <source>So many of its calls. The share goes to 0 when it is rolled back; nothing is lost.</source>
        <translation>达到这么多次调用之后。回滚时份额变为 0，不会丢失任何内容。</translation>
    </message>
    <message>
        <source>%1 of the calls go to %2.</source>
        <translation>%1 的调用发往 %2。</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>关闭</translation>
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
        <translation>请输入整数和单位，例如 200ms、30s、5m 或 1h。</translation>
    </message>
</context>
<context>
    <name>RouteExperiment</name>
    <message>
        <source>Compare targets on fixed shares of the calls</source>
        <translation>按固定调用份额比较目标</translation>
    </message>
    <message>
        <source>Same end user, same target</source>
        <translation>相同最终用户，相同目标</translation>
    </message>
    <message>
        <source>Same key, same target</source>
        <translation>相同密钥，相同目标</translation>
    </message>
    <message>
        <source>Same session, same target</source>
        <translation>相同会话，相同目标</translation>
    </message>
    <message>
        <source>Each call anew</source>
        <translation>每次调用重新抽取</translation>
    </message>
    <message>
        <source>Experiment</source>
        <translation>实验</translation>
    </message>
    <message>
        <source>Analytics compares them by model; feedback of clients counts too.</source>
        <translation>分析页按模型比较；客户端反馈也计入。</translation>
    </message>
    <message>
        <source>Assigned by</source>
        <translation>分配依据</translation>
    </message>
    <message>
        <source>Shares</source>
        <translation>份额</translation>
    </message>
    <message>
        <source>What they leave goes by the strategy.</source>
        <translation>剩余部分按策略分配。</translation>
    </message>
    <message>
        <source>Share of the calls</source>
        <translation>调用份额</translation>
    </message>
    <message>
        <source>Share of %1</source>
        <translation>%1 的份额</translation>
    </message>
    <message>
        <source>Give at least one target a share.</source>
        <translation>请至少给一个目标分配份额。</translation>
    </message>
    <message>
        <source>The shares make %1 % together; 100 % is all there is.</source>
        <translation>份额合计 %1 %；总共只有 100 %。</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>关闭</translation>
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
        <translation>无连接</translation>
    </message>
    <message>
        <source>timeout</source>
        <translation>超时</translation>
    </message>
    <message>
        <source>5xx</source>
        <translation>5xx</translation>
    </message>
    <message>
        <source>Send a second call when the first is slow</source>
        <translation>第一次调用较慢时发送第二次</translation>
    </message>
    <message>
        <source>Percentile</source>
        <translation>百分位数</translation>
    </message>
    <message>
        <source>At least after</source>
        <translation>至少等待</translation>
    </message>
    <message>
        <source>As the provider says</source>
        <translation>按提供商设置</translation>
    </message>
    <message>
        <source>Then</source>
        <translation>然后</translation>
    </message>
    <message>
        <source>Where no target could serve, another route goes on with the call.</source>
        <translation>若没有目标能提供服务，由另一条路由接续调用。</translation>
    </message>
    <message>
        <source>End them, and say so in the stream</source>
        <translation>结束，并在流中说明</translation>
    </message>
    <message>
        <source>Continue on another target, with a visible seam</source>
        <translation>在另一目标上续写，接缝可见</translation>
    </message>
    <message>
        <source>Cut streams</source>
        <translation>中断的流</translation>
    </message>
    <message>
        <source>When the provider breaks off behind the first byte.</source>
        <translation>提供商在首字节之后中断时。</translation>
    </message>
    <message>
        <source>Tries</source>
        <translation>尝试次数</translation>
    </message>
    <message>
        <source>On one target, before the next one is tried.</source>
        <translation>在尝试下一个目标之前，对一个目标的尝试次数。</translation>
    </message>
    <message>
        <source>Further statuses</source>
        <translation>其他状态</translation>
    </message>
    <message>
        <source>Statuses</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Try again on</source>
        <translation>重试条件</translation>
    </message>
    <message>
        <source>Statuses of the provider parted by commas, such as 408, 429.</source>
        <translation>提供商的状态，以逗号分隔，例如 408, 429。</translation>
    </message>
    <message>
        <source>Enter statuses from 400 to 599, parted by commas.</source>
        <translation>请输入 400 到 599 之间的状态，以逗号分隔。</translation>
    </message>
    <message>
        <source> % of the calls began sooner</source>
        <translation> % 的调用开始得更早</translation>
    </message>
    <message>
        <source>Slow answers</source>
        <translation>缓慢的回答</translation>
    </message>
    <message>
        <source>The first answer is used and the other call ends; both may cost money.</source>
        <translation>采用先到的回答，另一调用结束；两者都可能产生费用。</translation>
    </message>
    <message>
        <source>Slow is when</source>
        <translation>何为缓慢</translation>
    </message>
    <message>
        <source>Wait for a connection</source>
        <translation>等待连接</translation>
    </message>
    <message>
        <source>A number and its unit, such as 30s. Empty: what the provider says.</source>
        <translation>数字和单位，例如 30s。留空：按提供商设置。</translation>
    </message>
    <message>
        <source>Wait for the first byte</source>
        <translation>等待首字节</translation>
    </message>
    <message>
        <source>Wait within a stream</source>
        <translation>流内等待</translation>
    </message>
    <message>
        <source>Wait in all</source>
        <translation>总等待</translation>
    </message>
    <message numerus="yes">
        <source>%n try/tries on each target</source>
        <translation>
            <numerusform>每个目标尝试 %n 次</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n fallback(s)</source>
        <translation>
            <numerusform>%n 个后备</numerusform>
        </translation>
    </message>
    <message>
        <source>a second call after %1</source>
        <translation>%1 后第二次调用</translation>
    </message>
</context>
<context>
    <name>RouteLimits</name>
    <message>
        <source>No limit</source>
        <translation>无限制</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>请求</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>Tokens in</source>
        <translation>输入 Token</translation>
    </message>
    <message>
        <source>Tokens out</source>
        <translation>输出 Token</translation>
    </message>
    <message>
        <source>a minute</source>
        <translation>每分钟</translation>
    </message>
    <message>
        <source>an hour</source>
        <translation>每小时</translation>
    </message>
    <message>
        <source>a day</source>
        <translation>每天</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>requests, a minute</comment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>Calls at once</source>
        <translation>并发调用数</translation>
    </message>
    <message>
        <source>Of all callers together. Beyond a limit calls are refused with 429.</source>
        <translation>所有调用方合计。超过限额的调用以 429 拒绝。</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message numerus="yes">
        <source>%n limit(s)</source>
        <translation>
            <numerusform>%n 项限额</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RouteRules</name>
    <message>
        <source>%1 or %2</source>
        <comment>names</comment>
        <translation>%1 或 %2</translation>
    </message>
    <message>
        <source>the time is from %1 until %2</source>
        <translation>时间在 %1 到 %2 之间</translation>
    </message>
    <message>
        <source>the day is %1</source>
        <translation>日期是 %1</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>time, zone</comment>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>the team is %1</source>
        <translation>团队是 %1</translation>
    </message>
    <message>
        <source>the application is %1</source>
        <translation>应用是 %1</translation>
    </message>
    <message>
        <source>a tag is %1</source>
        <translation>标签含 %1</translation>
    </message>
    <message>
        <source>the header %1 is %2</source>
        <translation>请求头 %1 为 %2</translation>
    </message>
    <message>
        <source>the metadata %1 is %2</source>
        <translation>元数据 %1 为 %2</translation>
    </message>
    <message>
        <source>the field %1 of the request is %2</source>
        <translation>请求字段 %1 为 %2</translation>
    </message>
    <message>
        <source>the path is %1</source>
        <translation>路径为 %1</translation>
    </message>
    <message>
        <source>more than %1 tokens come in</source>
        <translation>输入超过 %1 个令牌</translation>
    </message>
    <message>
        <source>fewer than %1 tokens come in</source>
        <translation>输入少于 %1 个令牌</translation>
    </message>
    <message>
        <source>the answer is streamed</source>
        <translation>回答为流式</translation>
    </message>
    <message>
        <source>the answer is not streamed</source>
        <translation>回答非流式</translation>
    </message>
    <message>
        <source>go on with the route %1</source>
        <translation>转到路由 %1</translation>
    </message>
    <message>
        <source>Always: %1.</source>
        <translation>始终：%1。</translation>
    </message>
    <message>
        <source>If %1: %2.</source>
        <comment>conditions, targets</comment>
        <translation>如果%1：%2。</translation>
    </message>
</context>
<context>
    <name>RouteShadow</name>
    <message>
        <source>Send a copy of some calls elsewhere</source>
        <translation>将部分调用的副本发往别处</translation>
    </message>
    <message>
        <source>Share of the calls</source>
        <translation>调用份额</translation>
    </message>
    <message>
        <source>Counts against the caller&apos;s budget</source>
        <translation>计入调用方预算</translation>
    </message>
    <message>
        <source>Provider of the copies</source>
        <translation>副本的提供商</translation>
    </message>
    <message>
        <source>Model of the copies</source>
        <translation>副本的模型</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Shadow</source>
        <translation>影子</translation>
    </message>
    <message>
        <source>Nobody waits for the copies or gets their answers; they stand in the log as such.</source>
        <translation>无人等待副本或收到其回答；日志中会注明。</translation>
    </message>
    <message>
        <source>Copies go to</source>
        <translation>副本发往</translation>
    </message>
    <message>
        <source>Say which model gets the copies.</source>
        <translation>请指定接收副本的模型。</translation>
    </message>
    <message>
        <source>Money</source>
        <translation>费用</translation>
    </message>
    <message>
        <source>A copy of %1 of the calls goes to %2/%3.</source>
        <translation>%1 的调用副本发往 %2/%3。</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>RouteStrategy</name>
    <message>
        <source>In order</source>
        <translation>按顺序</translation>
    </message>
    <message>
        <source>By weight</source>
        <translation>按权重</translation>
    </message>
    <message>
        <source>In turn</source>
        <translation>轮流</translation>
    </message>
    <message>
        <source>Least busy</source>
        <translation>最空闲</translation>
    </message>
    <message>
        <source>Lowest latency</source>
        <translation>最低延迟</translation>
    </message>
    <message>
        <source>Lowest cost</source>
        <translation>最低费用</translation>
    </message>
    <message>
        <source>Same caller, same target</source>
        <translation>相同调用方，相同目标</translation>
    </message>
    <message>
        <source>The first target that can serve does; the next ones stand by.</source>
        <translation>由第一个可用目标服务；其余待命。</translation>
    </message>
    <message>
        <source>Calls are shared out at random, in proportion to the weights.</source>
        <translation>调用按权重比例随机分配。</translation>
    </message>
    <message>
        <source>Each target takes its turn, one call after the other.</source>
        <translation>各目标依次服务。</translation>
    </message>
    <message>
        <source>The target with the fewest calls under way serves.</source>
        <translation>由进行中调用最少的目标服务。</translation>
    </message>
    <message>
        <source>The target that lately began to answer soonest serves; now and then another is tried.</source>
        <translation>由最近最早开始回答的目标服务；偶尔尝试其他目标。</translation>
    </message>
    <message>
        <source>The target that costs least for the tokens that are expected serves.</source>
        <translation>由预计令牌费用最低的目标服务。</translation>
    </message>
    <message>
        <source>Whoever is the same caller comes to the same target, also after targets are added.</source>
        <translation>同一调用方到达同一目标，增加目标后亦然。</translation>
    </message>
    <message>
        <source>Strategy</source>
        <translation>策略</translation>
    </message>
    <message>
        <source>Who is the same caller</source>
        <translation>谁算同一调用方</translation>
    </message>
    <message>
        <source>Same key</source>
        <translation>相同密钥</translation>
    </message>
    <message>
        <source>Same end user</source>
        <translation>相同最终用户</translation>
    </message>
    <message>
        <source>Same session</source>
        <translation>相同会话</translation>
    </message>
    <message>
        <source>Same value of a header</source>
        <translation>请求头的值相同</translation>
    </message>
    <message>
        <source>Name of the header</source>
        <translation>请求头名称</translation>
    </message>
    <message>
        <source>Same caller</source>
        <translation>同一调用方</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Of a session</source>
        <translation>按会话</translation>
    </message>
    <message>
        <source>Of a prompt&apos;s beginning</source>
        <translation>按提示开头</translation>
    </message>
    <message>
        <source>Stay with the account</source>
        <translation>留在同一账户</translation>
    </message>
    <message>
        <source>Calls go where the provider already holds the prompt in its cache, and move only when that account fails.</source>
        <translation>调用发往提供商已缓存该提示之处，仅在该账户失败时转移。</translation>
    </message>
    <message>
        <source>Anywhere</source>
        <translation>任何地方</translation>
    </message>
    <message>
        <source>Only providers that bear one of these tags, parted by commas, such as eu.</source>
        <translation>仅限带有其中一个标签的提供商，用逗号分隔，例如 eu。</translation>
    </message>
    <message>
        <source>Regions</source>
        <translation>区域</translation>
    </message>
    <message>
        <source>Known: %1.</source>
        <translation>已知：%1。</translation>
    </message>
    <message>
        <source>Name the header, such as x-customer.</source>
        <translation>请指定请求头，例如 x-customer。</translation>
    </message>
</context>
<context>
    <name>Routes</name>
    <message>
        <source>Unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>%1 in</source>
        <comment>price</comment>
        <translation>输入 %1</translation>
    </message>
    <message>
        <source>%1 out</source>
        <comment>price</comment>
        <translation>输出 %1</translation>
    </message>
    <message>
        <source>%1 in, %2 out</source>
        <comment>prices</comment>
        <translation>输入 %1，输出 %2</translation>
    </message>
    <message>
        <source>Pretended</source>
        <translation>模拟</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>source, date</comment>
        <translation>%1，%2</translation>
    </message>
    <message>
        <source>The price is unknown: costs are not counted, and a budget refuses its calls. Set the price.</source>
        <translation>价格未知：不计费用，并且设有预算时会拒绝其调用。请设置价格。</translation>
    </message>
    <message>
        <source>Dollars per million tokens</source>
        <translation>美元/百万 Token</translation>
    </message>
    <message>
        <source>Input: %1</source>
        <translation>输入：%1</translation>
    </message>
    <message>
        <source>Cached input: %1</source>
        <translation>缓存输入：%1</translation>
    </message>
    <message>
        <source>Cache writes: %1</source>
        <translation>缓存写入：%1</translation>
    </message>
    <message>
        <source>Output: %1</source>
        <translation>输出：%1</translation>
    </message>
</context>
<context>
    <name>Scopes</name>
    <message>
        <source>Team</source>
        <translation>团队</translation>
    </message>
    <message>
        <source>Application</source>
        <translation>应用</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>密钥</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Route</source>
        <translation>路由</translation>
    </message>
    <message>
        <source>Provider</source>
        <translation>提供商</translation>
    </message>
    <message>
        <source>Tag</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>End user</source>
        <translation>最终用户</translation>
    </message>
    <message>
        <source>Organisation</source>
        <translation>组织</translation>
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
        <translation>周</translation>
    </message>
    <message>
        <source>Month</source>
        <translation>月</translation>
    </message>
    <message>
        <source>In all</source>
        <translation>总计</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>从不</translation>
    </message>
    <message numerus="yes">
        <source>In %n min</source>
        <translation>
            <numerusform>%n 分钟后</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>In %n h</source>
        <translation>
            <numerusform>%n 小时后</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>In %n day(s)</source>
        <translation>
            <numerusform>%n 天后</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Traffic</name>
    <message>
        <source>high priority</source>
        <translation>高优先级</translation>
    </message>
    <message>
        <source>low priority</source>
        <translation>低优先级</translation>
    </message>
    <message>
        <source>normal priority</source>
        <translation>普通优先级</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>断开</translation>
    </message>
    <message>
        <source>Half open</source>
        <translation>半开</translation>
    </message>
    <message>
        <source>Closed</source>
        <translation>闭合</translation>
    </message>
    <message>
        <source>Not checked</source>
        <translation>未检查</translation>
    </message>
    <message>
        <source>Failing</source>
        <translation>失败中</translation>
    </message>
    <message>
        <source>Well</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>Not known yet</source>
        <translation>尚不清楚</translation>
    </message>
    <message>
        <source>%1 tokens left</source>
        <translation>剩余 %1 Token</translation>
    </message>
    <message>
        <source>%1 requests left</source>
        <translation>剩余 %1 次请求</translation>
    </message>
    <message>
        <source>%1 of %2 tokens left</source>
        <translation>剩余 %1 / %2 Token</translation>
    </message>
    <message>
        <source>%1 of %2 requests left</source>
        <translation>剩余 %1 / %2 次请求</translation>
    </message>
    <message>
        <source>Open: it failed too often, so calls go elsewhere. It is tried again in %1.</source>
        <translation>断开：失败过多，调用转往别处。%1 后重试。</translation>
    </message>
    <message>
        <source>Open: it failed too often, so calls go elsewhere.</source>
        <translation>断开：失败过多，调用转往别处。</translation>
    </message>
    <message>
        <source>Half open: the next call tries whether it answers again.</source>
        <translation>半开：下一次调用将试探其是否恢复应答。</translation>
    </message>
    <message>
        <source>Closed: calls go there.</source>
        <translation>闭合：调用发往那里。</translation>
    </message>
    <message numerus="yes">
        <source>%n failure(s) in a row.</source>
        <translation>
            <numerusform>连续失败 %n 次。</numerusform>
        </translation>
    </message>
    <message>
        <source>It opens after %1 failures in a row, for %2 at first and %3 at longest.</source>
        <translation>连续失败 %1 次后断开，起初 %2，最长 %3。</translation>
    </message>
    <message>
        <source>%1 of at most %2 calls run at this provider.</source>
        <translation>此提供商有 %1 个调用在进行，最多 %2 个。</translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) run at this provider; there is no cap.</source>
        <translation>
            <numerusform>此提供商有 %n 个调用在进行；无上限。</numerusform>
        </translation>
    </message>
    <message>
        <source>First token after %1, for the slowest twentieth after %2.</source>
        <translation>首个 Token 用时 %1，最慢的二十分之一用时 %2。</translation>
    </message>
    <message>
        <source>No call waits here: one that finds no room goes to the next target.</source>
        <translation>此处不排队：没有空位的调用转往下一个目标。</translation>
    </message>
    <message>
        <source>%1 of at most %2 calls wait, each for %3 at most.</source>
        <translation>%1 个调用在等待（最多 %2 个），每个最多等 %3。</translation>
    </message>
    <message numerus="yes">
        <source>And %n more.</source>
        <translation>
            <numerusform>还有 %n 个。</numerusform>
        </translation>
    </message>
    <message>
        <source>%1. %2, %3, waits %4</source>
        <comment>position, id of a call, its priority, how long</comment>
        <translation>%1. %2，%3，已等待 %4</translation>
    </message>
    <message>
        <source>%1; whole again in %2</source>
        <comment>what is left, a time</comment>
        <translation>%1；%2 后恢复</translation>
    </message>
    <message>
        <source>It refused a call and asked to be left alone for %1.</source>
        <translation>它拒绝了一次调用，要求暂停 %1。</translation>
    </message>
    <message>
        <source>Its answers have told of no limits yet.</source>
        <translation>其应答尚未告知任何限制。</translation>
    </message>
    <message>
        <source>Not checked by itself; only calls tell how it is.</source>
        <translation>不单独检查；只有调用能反映其状况。</translation>
    </message>
    <message>
        <source>Checked by its list of models.</source>
        <translation>通过其模型列表检查。</translation>
    </message>
    <message>
        <source>Checked by its own word that it is ready.</source>
        <translation>通过其自身的就绪状态检查。</translation>
    </message>
    <message>
        <source>Checked with a call of one token, which is paid for.</source>
        <translation>用一次计费的单 Token 调用检查。</translation>
    </message>
    <message>
        <source>Last at %1, in %2: %3.</source>
        <comment>time, how long it took, how it is</comment>
        <translation>上次：%1，用时 %2：%3。</translation>
    </message>
    <message>
        <source>Of the route %1 it gets %2 of the tries.</source>
        <translation>在路由 %1 中它获得 %2 的尝试。</translation>
    </message>
</context>
<context>
    <name>TranslationMatch</name>
    <message>
        <source>Several fields say it together.</source>
        <translation>由多个字段共同表达。</translation>
    </message>
    <message>
        <source>The address says it.</source>
        <translation>由地址表达。</translation>
    </message>
    <message>
        <source>Stands there as %1.</source>
        <translation>在那边为 %1。</translation>
    </message>
    <message>
        <source>Says there %1 in %2.</source>
        <comment>value, field</comment>
        <translation>在那边的 %2 中为 %1。</translation>
    </message>
    <message>
        <source>Not listed as lost: it is said in another form.</source>
        <translation>未列为丢失：以另一种形式表达。</translation>
    </message>
    <message>
        <source>The translation put it in.</source>
        <translation>由翻译加入。</translation>
    </message>
    <message>
        <source>Was %1.</source>
        <translation>原为 %1。</translation>
    </message>
</context>
<context>
    <name>VersionText</name>
    <message>
        <source>required</source>
        <translation>必填</translation>
    </message>
    <message>
        <source>optional</source>
        <translation>可选</translation>
    </message>
    <message>
        <source>secret</source>
        <translation>机密</translation>
    </message>
    <message>
        <source>schema</source>
        <translation>模式</translation>
    </message>
    <message>
        <source>default</source>
        <translation>默认值</translation>
    </message>
    <message>
        <source>example</source>
        <translation>示例</translation>
    </message>
    <message>
        <source>description</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>Variables</source>
        <translation>变量</translation>
    </message>
    <message>
        <source>Partial %1</source>
        <translation>片段 %1</translation>
    </message>
    <message>
        <source>Model and answer</source>
        <translation>模型与回答</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Ask again</source>
        <translation>再次询问</translation>
    </message>
</context>
<context>
    <name>Views</name>
    <message>
        <source>Overview</source>
        <translation>概览</translation>
    </message>
    <message>
        <source>Live log</source>
        <translation>实时日志</translation>
    </message>
    <message>
        <source>Playground</source>
        <translation>试验场</translation>
    </message>
    <message>
        <source>Providers</source>
        <translation>提供商</translation>
    </message>
    <message>
        <source>Models and routes</source>
        <translation>模型和路由</translation>
    </message>
    <message>
        <source>Connect a client</source>
        <translation>连接客户端</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>密钥</translation>
    </message>
    <message>
        <source>Analytics</source>
        <translation>分析</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Traffic</source>
        <translation>流量</translation>
    </message>
    <message>
        <source>Cache</source>
        <translation>缓存</translation>
    </message>
    <message>
        <source>Budgets</source>
        <translation>预算</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>限制</translation>
    </message>
    <message>
        <source>Published APIs</source>
        <translation>已发布的 API</translation>
    </message>
    <message>
        <source>Approvals</source>
        <translation>审批</translation>
    </message>
    <message>
        <source>Teams</source>
        <translation>团队</translation>
    </message>
    <message>
        <source>Audit</source>
        <translation>审计</translation>
    </message>
    <message>
        <source>Prompts</source>
        <translation>提示</translation>
    </message>
</context>
<context>
    <name>Webhooks</name>
    <message>
        <source>A job has ended</source>
        <translation>任务已结束</translation>
    </message>
    <message>
        <source>A subscription is asked for</source>
        <translation>有订阅申请</translation>
    </message>
    <message>
        <source>A subscription is decided</source>
        <translation>订阅申请已决定</translation>
    </message>
    <message>
        <source>An API is published</source>
        <translation>API 已发布</translation>
    </message>
    <message>
        <source>An API is deprecated</source>
        <translation>API 已弃用</translation>
    </message>
    <message>
        <source>An API is retired</source>
        <translation>API 已停用</translation>
    </message>
    <message>
        <source>A budget reaches an alert</source>
        <translation>预算达到提醒线</translation>
    </message>
</context>
<context>
    <name>YamlFile</name>
    <message>
        <source>The file is too large, or nested too deeply.</source>
        <translation>文件过大，或嵌套过深。</translation>
    </message>
    <message>
        <source>The file holds no settings. Choose a YAML file of the form NAME: VALUE.</source>
        <translation>文件不包含设置。请选择“名称: 值”形式的 YAML 文件。</translation>
    </message>
    <message>
        <source>The file is not YAML.</source>
        <translation>文件不是 YAML。</translation>
    </message>
    <message>
        <source>Line %1: this is not YAML that can be read. Check indentation, quotes and colons.</source>
        <translation>第 %1 行：不是可读取的 YAML。请检查缩进、引号和冒号。</translation>
    </message>
</context>
<context>
    <name>gatehouse::app::Program</name>
    <message>
        <source>&amp;Import…</source>
        <translation>导入(&amp;I)…</translation>
    </message>
    <message>
        <source>E&amp;xport the configuration…</source>
        <translation>导出配置(&amp;X)…</translation>
    </message>
    <message>
        <source>Re&amp;view changes…</source>
        <translation>审阅更改(&amp;V)…</translation>
    </message>
    <message>
        <source>No change waits for review.</source>
        <translation>没有等待审阅的更改。</translation>
    </message>
    <message>
        <source>&amp;History of changes…</source>
        <translation>更改历史记录(&amp;H)…</translation>
    </message>
    <message>
        <source>&amp;Trash…</source>
        <translation>回收站(&amp;T)…</translation>
    </message>
    <message>
        <source>&amp;First steps</source>
        <translation>入门步骤(&amp;F)</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Use free ports this time</source>
        <translation>本次使用空闲端口</translation>
    </message>
    <message>
        <source>No gateway is saved as %1. Add it under Gateway, Connections.</source>
        <translation>没有保存名为 %1 的网关。请在“网关”、“连接”下添加。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::AboutPage</name>
    <message>
        <source>About</source>
        <translation>关于</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Console</source>
        <translation>控制台</translation>
    </message>
    <message>
        <source>This program.</source>
        <translation>本程序。</translation>
    </message>
    <message>
        <source>Gateway</source>
        <translation>网关</translation>
    </message>
    <message>
        <source>The one that is shown.</source>
        <translation>当前显示的网关。</translation>
    </message>
    <message>
        <source>Qt</source>
        <translation>Qt</translation>
    </message>
    <message>
        <source>The toolkit that draws the console.</source>
        <translation>绘制控制台的工具包。</translation>
    </message>
    <message>
        <source>Licences</source>
        <translation>许可证</translation>
    </message>
    <message>
        <source>GNU General Public License, version 3 or later.</source>
        <translation>GNU 通用公共许可证，第 3 版或更高版本。</translation>
    </message>
    <message>
        <source>Apache License 2.0.</source>
        <translation>Apache 许可证 2.0。</translation>
    </message>
    <message>
        <source>Icons</source>
        <translation>图标</translation>
    </message>
    <message>
        <source>Tabler Icons by Paweł Kuna, MIT licence.</source>
        <translation>Tabler Icons，作者 Paweł Kuna，MIT 许可证。</translation>
    </message>
    <message>
        <source>Libraries</source>
        <translation>库</translation>
    </message>
    <message>
        <source>Qt (LGPL 3), Boost (BSL 1.0), OpenSSL (Apache 2.0), SQLite (public domain), yaml-cpp (MIT) and others: docs/dependencies.md names each.</source>
        <translation>Qt (LGPL 3)、Boost (BSL 1.0)、OpenSSL (Apache 2.0)、SQLite（公有领域）、yaml-cpp (MIT) 等：docs/dependencies.md 逐一列出。</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>帮助</translation>
    </message>
    <message>
        <source>Copy diagnostics</source>
        <translation>复制诊断信息</translation>
    </message>
    <message>
        <source>Diagnostics</source>
        <translation>诊断信息</translation>
    </message>
    <message>
        <source>Versions, counters and problems for a report. No secrets, names or addresses.</source>
        <translation>用于报告的版本、计数器和问题。不含机密、名称或地址。</translation>
    </message>
    <message>
        <source>Diagnostics copied. They hold no secrets.</source>
        <translation>诊断信息已复制。其中不含机密。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::AnalyticsView</name>
    <message>
        <source>Steps by range</source>
        <translation>步长随范围而定</translation>
    </message>
    <message>
        <source>Steps of 1 minute</source>
        <translation>步长 1 分钟</translation>
    </message>
    <message>
        <source>Steps of 5 minutes</source>
        <translation>步长 5 分钟</translation>
    </message>
    <message>
        <source>Steps of 15 minutes</source>
        <translation>步长 15 分钟</translation>
    </message>
    <message>
        <source>Steps of 1 hour</source>
        <translation>步长 1 小时</translation>
    </message>
    <message>
        <source>Steps of 6 hours</source>
        <translation>步长 6 小时</translation>
    </message>
    <message>
        <source>Steps of 1 day</source>
        <translation>步长 1 天</translation>
    </message>
    <message>
        <source>Lines</source>
        <translation>折线</translation>
    </message>
    <message>
        <source>Stacked bars</source>
        <translation>堆积柱形</translation>
    </message>
    <message>
        <source>Hours of the week</source>
        <translation>一周各小时</translation>
    </message>
    <message>
        <source>Analytics</source>
        <translation>分析</translation>
    </message>
    <message>
        <source>Reports</source>
        <translation>报表</translation>
    </message>
    <message>
        <source>What is shown</source>
        <translation>显示内容</translation>
    </message>
    <message>
        <source>Percentile</source>
        <translation>百分位数</translation>
    </message>
    <message>
        <source>Split by</source>
        <translation>拆分依据</translation>
    </message>
    <message>
        <source>Time of a point</source>
        <translation>每个点的时长</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Compare with the stretch before</source>
        <translation>与之前的时段比较</translation>
    </message>
    <message>
        <source>Sums of the whole stretch of time</source>
        <translation>整个时段的总和</translation>
    </message>
    <message>
        <source>Filter of the charts</source>
        <translation>图表的筛选器</translation>
    </message>
    <message>
        <source>Latency</source>
        <translation>延迟</translation>
    </message>
    <message>
        <source>Choose time range…</source>
        <translation>选择时间范围…</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>Reset zoom</source>
        <translation>重置缩放</translation>
    </message>
    <message>
        <source>Chart: %1</source>
        <translation>图表：%1</translation>
    </message>
    <message>
        <source>Save report…</source>
        <translation>保存报表…</translation>
    </message>
    <message>
        <source>Export chart…</source>
        <translation>导出图表…</translation>
    </message>
    <message>
        <source>Export the table…</source>
        <translation>导出表格…</translation>
    </message>
    <message>
        <source>Percentiles do not add up</source>
        <translation>百分位数不能相加</translation>
    </message>
    <message>
        <source>Remove report</source>
        <translation>移除报表</translation>
    </message>
    <message>
        <source>Report %1 removed.</source>
        <translation>已移除报表 %1。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Save report</source>
        <translation>保存报表</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Keeps what is shown, how it is split, the filter and the time range. A report of the same name is replaced.</source>
        <translation>保存显示内容、拆分方式、筛选器和时间范围。同名报表会被替换。</translation>
    </message>
    <message>
        <source>Give the report a name.</source>
        <translation>请为报表命名。</translation>
    </message>
    <message>
        <source>Report %1 saved.</source>
        <translation>已保存报表 %1。</translation>
    </message>
    <message>
        <source>Error class</source>
        <translation>错误类别</translation>
    </message>
    <message>
        <source>%1, p%2</source>
        <translation>%1，p%2</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <extracomment>Title of a chart: what is shown, what it is split by</extracomment>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>The median of each hour</source>
        <translation>每小时的中位数</translation>
    </message>
    <message>
        <source>The sum of each hour</source>
        <translation>每小时的总和</translation>
    </message>
    <message numerus="yes">
        <source>%n more below</source>
        <translation>
            <numerusform>下方还有 %n 个</numerusform>
        </translation>
    </message>
    <message>
        <source>Show in the log</source>
        <translation>在日志中显示</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Adding up the calls…</source>
        <translation>正在汇总调用…</translation>
    </message>
    <message>
        <source>No call of this stretch of time fits the filter.</source>
        <translation>此时段内没有符合筛选器的调用。</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>清除筛选器</translation>
    </message>
    <message>
        <source>No traffic in this stretch of time.</source>
        <translation>此时段内没有流量。</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>全部显示</translation>
    </message>
    <message>
        <source>No traffic yet. Charts grow here as calls come in.</source>
        <translation>尚无流量。有调用后，图表会显示在这里。</translation>
    </message>
    <message>
        <source>Open overview</source>
        <translation>打开概览</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::AnswerPanel</name>
    <message>
        <source>A route, or provider/model</source>
        <translation>路由，或 提供商/模型</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Who answers, unless a call names another.</source>
        <translation>由谁回答，除非调用另行指定。</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>应答</translation>
    </message>
    <message>
        <source>JSON Schema</source>
        <translation>JSON Schema</translation>
    </message>
    <message>
        <source>The answer must be JSON that fits. Nothing: the answer is text.</source>
        <translation>回答必须是符合的 JSON。留空：回答为文本。</translation>
    </message>
    <message>
        <source>Ask again</source>
        <translation>再次询问</translation>
    </message>
    <message>
        <source>How often the model is asked again where its answer does not fit.</source>
        <translation>回答不符合时再询问模型的次数。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ApiDetails</name>
    <message>
        <source>How it is called</source>
        <translation>如何调用</translation>
    </message>
    <message>
        <source>The selected API</source>
        <translation>所选 API</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Experiment</source>
        <translation>实验</translation>
    </message>
    <message>
        <source>Call</source>
        <translation>调用</translation>
    </message>
    <message>
        <source>Select a version to see it beside the others.</source>
        <translation>选择一个版本以与其他版本并排查看。</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>title, name</comment>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>Charges</source>
        <translation>费用</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ApiModel</name>
    <message>
        <source>%1 (%2)</source>
        <comment>number of errors, share</comment>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>%1 · latest</source>
        <comment>a version</comment>
        <translation>%1 · 最新</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>路径</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>种类</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>团队</translation>
    </message>
    <message>
        <source>Subscribers</source>
        <translation>订阅者</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>调用</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>错误</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ApisView</name>
    <message>
        <source>Select one version first.</source>
        <translation>请先选择一个版本。</translation>
    </message>
    <message>
        <source>A retired version stays as it is.</source>
        <translation>已停用的版本保持不变。</translation>
    </message>
    <message>
        <source>Import its OpenAPI document again to change it.</source>
        <translation>重新导入其 OpenAPI 文档以进行更改。</translation>
    </message>
    <message>
        <source>Import an OpenAPI document for the next version.</source>
        <translation>请为下一版本导入 OpenAPI 文档。</translation>
    </message>
    <message>
        <source>Retire it first: somebody may call it.</source>
        <translation>请先停用：可能有人在调用。</translation>
    </message>
    <message>
        <source>Only a design is submitted.</source>
        <translation>只有草案可以提交。</translation>
    </message>
    <message>
        <source>A retired version cannot be published again.</source>
        <translation>已停用的版本无法再次发布。</translation>
    </message>
    <message>
        <source>Only what is in review is sent back.</source>
        <translation>只有审核中的可以退回。</translation>
    </message>
    <message>
        <source>Only a published version is deprecated.</source>
        <translation>只有已发布的版本可以弃用。</translation>
    </message>
    <message>
        <source>Nobody can call it as it is.</source>
        <translation>目前本就无人能调用。</translation>
    </message>
    <message>
        <source>There is no earlier release.</source>
        <translation>没有更早的发行版。</translation>
    </message>
    <message>
        <source>%1 waits for review.</source>
        <translation>%1 正在等待审核。</translation>
    </message>
    <message>
        <source>%1 is published.</source>
        <translation>%1 已发布。</translation>
    </message>
    <message>
        <source>%1 is a design again.</source>
        <translation>%1 重新成为草案。</translation>
    </message>
    <message>
        <source>%1 is deprecated and goes on answering.</source>
        <translation>%1 已弃用，仍继续应答。</translation>
    </message>
    <message>
        <source>%1 is retired.</source>
        <translation>%1 已停用。</translation>
    </message>
    <message>
        <source>%1 serves its release before again.</source>
        <translation>%1 重新提供上一个发行版。</translation>
    </message>
    <message>
        <source>Delete version %1 of %2?</source>
        <translation>删除 %2 的版本 %1？</translation>
    </message>
    <message>
        <source>It can come back from the trash or with Undo. Its calls stay in the log.</source>
        <translation>可从回收站或通过撤销恢复。其调用保留在日志中。</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Delete version %1 of %2</source>
        <translation>删除 %2 的版本 %1</translation>
    </message>
    <message>
        <source>Copied. The command reads the key from GATEHOUSE_API_KEY.</source>
        <translation>已复制。该命令从 GATEHOUSE_API_KEY 读取密钥。</translation>
    </message>
    <message>
        <source>Export the OpenAPI document of %1</source>
        <translation>导出 %1 的 OpenAPI 文档</translation>
    </message>
    <message>
        <source>JSON files (*.json)</source>
        <translation>JSON 文件 (*.json)</translation>
    </message>
    <message>
        <source>Written to %1.</source>
        <translation>已写入 %1。</translation>
    </message>
    <message>
        <source>%1 cannot be written: %2</source>
        <translation>无法写入 %1：%2</translation>
    </message>
    <message>
        <source>Publish an API</source>
        <translation>发布 API</translation>
    </message>
    <message>
        <source>Edit version</source>
        <translation>编辑版本</translation>
    </message>
    <message>
        <source>Add version</source>
        <translation>添加版本</translation>
    </message>
    <message>
        <source>Copy cURL</source>
        <translation>复制 cURL</translation>
    </message>
    <message>
        <source>Export OpenAPI</source>
        <translation>导出 OpenAPI</translation>
    </message>
    <message>
        <source>Import OpenAPI</source>
        <translation>导入 OpenAPI</translation>
    </message>
    <message>
        <source>Plans</source>
        <translation>套餐</translation>
    </message>
    <message>
        <source>Webhooks</source>
        <translation>Webhook</translation>
    </message>
    <message>
        <source>Show its calls</source>
        <translation>显示其调用</translation>
    </message>
    <message>
        <source>Delete version</source>
        <translation>删除版本</translation>
    </message>
    <message>
        <source>Export the list</source>
        <translation>导出列表</translation>
    </message>
    <message>
        <source>Submit for review</source>
        <translation>提交审核</translation>
    </message>
    <message>
        <source>Publish version</source>
        <translation>发布版本</translation>
    </message>
    <message>
        <source>Send back</source>
        <translation>退回</translation>
    </message>
    <message>
        <source>Deprecate</source>
        <translation>弃用</translation>
    </message>
    <message>
        <source>Retire</source>
        <translation>停用</translation>
    </message>
    <message>
        <source>Roll back</source>
        <translation>回滚</translation>
    </message>
    <message>
        <source>Filter APIs</source>
        <translation>筛选 API</translation>
    </message>
    <message>
        <source>Published APIs</source>
        <translation>已发布的 API</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) written to %1.</source>
        <translation>
            <numerusform>已将 %n 行写入 %1。</numerusform>
        </translation>
    </message>
    <message>
        <source>What is shown is old: %1</source>
        <translation>显示的内容已过时：%1</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Reading the APIs…</source>
        <translation>正在读取 API…</translation>
    </message>
    <message>
        <source>No API yet. Published, a prompt is called like any REST service.</source>
        <translation>尚无 API。发布后，提示词可像任何 REST 服务一样调用。</translation>
    </message>
    <message>
        <source>Publish a prompt</source>
        <translation>发布提示词</translation>
    </message>
    <message>
        <source>No API has these words.</source>
        <translation>没有 API 包含这些词。</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>清除筛选器</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::AppearancePage</name>
    <message>
        <source>It counts from the next start of Gatehouse.</source>
        <translation>下次启动 Gatehouse 时生效。</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>外观</translation>
    </message>
    <message>
        <source>As the desktop</source>
        <translation>跟随桌面</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>Light or dark; it changes at once.</source>
        <translation>浅色或深色；立即生效。</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Theme changed.</source>
        <translation>主题已更改。</translation>
    </message>
    <message>
        <source>The language changes at the next start of Gatehouse.</source>
        <translation>语言将在下次启动 Gatehouse 时更改。</translation>
    </message>
    <message>
        <source>%1 %</source>
        <comment>a size of text and controls</comment>
        <translation>%1%</translation>
    </message>
    <message>
        <source>Scale</source>
        <translation>缩放</translation>
    </message>
    <message>
        <source>Of all text and controls, as a share of the desktop&apos;s. %1</source>
        <translation>所有文本和控件的大小，相对于桌面大小的比例。%1</translation>
    </message>
    <message>
        <source>The scale changes at the next start of Gatehouse.</source>
        <translation>缩放将在下次启动 Gatehouse 时更改。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ApplyDialog</name>
    <message>
        <source>Change %1?</source>
        <translation>更改 %1？</translation>
    </message>
    <message>
        <source>These lines change in %1. The rest stays as it is, and a backup is made beside it.</source>
        <translation>%1 中的这些行会更改。其余保持不变，并在旁边创建备份。</translation>
    </message>
    <message>
        <source>The file %1 is made. Only you can read it.</source>
        <translation>将创建文件 %1。只有您可以读取它。</translation>
    </message>
    <message>
        <source>What changes</source>
        <translation>更改内容</translation>
    </message>
    <message>
        <source>Change file</source>
        <translation>更改文件</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ApprovalsView</name>
    <message numerus="yes">
        <source>%n of them could not be decided: %1</source>
        <translation>
            <numerusform>其中 %n 个无法决定：%1</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 for %2</source>
        <comment>an application, an API</comment>
        <translation>%1，%2</translation>
    </message>
    <message numerus="yes">
        <source>%n subscription(s)</source>
        <translation>
            <numerusform>%n 个订阅</numerusform>
        </translation>
    </message>
    <message>
        <source>Reject %1</source>
        <comment>the request of an application</comment>
        <translation>拒绝 %1</translation>
    </message>
    <message>
        <source>Reject</source>
        <translation>拒绝</translation>
    </message>
    <message>
        <source>Suspend %1</source>
        <comment>the request of an application</comment>
        <translation>暂停 %1</translation>
    </message>
    <message>
        <source>Suspend</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>End %1 for good</source>
        <comment>the request of an application</comment>
        <translation>永久终止 %1</translation>
    </message>
    <message>
        <source>End</source>
        <translation>终止</translation>
    </message>
    <message numerus="yes">
        <source>%n approved. The next call works.</source>
        <translation>
            <numerusform>已批准 %n 个。下一次调用即可成功。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n rejected.</source>
        <translation>
            <numerusform>已拒绝 %n 个。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n suspended. The next call is refused.</source>
        <translation>
            <numerusform>已暂停 %n 个。下一次调用将被拒绝。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n resumed. The next call works.</source>
        <translation>
            <numerusform>已恢复 %n 个。下一次调用即可成功。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n ended.</source>
        <translation>
            <numerusform>已终止 %n 个。</numerusform>
        </translation>
    </message>
    <message>
        <source>Approve</source>
        <translation>批准</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Cancel subscription</source>
        <translation>取消订阅</translation>
    </message>
    <message>
        <source>Show the applicant&apos;s calls</source>
        <translation>查看申请方的调用</translation>
    </message>
    <message>
        <source>Open the API</source>
        <translation>打开 API</translation>
    </message>
    <message>
        <source>Export subscriptions</source>
        <translation>导出订阅</translation>
    </message>
    <message>
        <source>Filter requests</source>
        <translation>筛选申请</translation>
    </message>
    <message>
        <source>State of the subscriptions</source>
        <translation>订阅状态</translation>
    </message>
    <message>
        <source>Approvals</source>
        <translation>审批</translation>
    </message>
    <message>
        <source>Subscriptions</source>
        <translation>订阅</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) written to %1.</source>
        <translation>
            <numerusform>已将 %n 行写入 %1。</numerusform>
        </translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>a state, how many</comment>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>What is shown is old: %1</source>
        <translation>显示的内容已过时：%1</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Reading the subscriptions…</source>
        <translation>正在读取订阅…</translation>
    </message>
    <message>
        <source>Nothing waiting</source>
        <translation>没有等待项</translation>
    </message>
    <message>
        <source>No subscription is in this state.</source>
        <translation>没有处于此状态的订阅。</translation>
    </message>
    <message>
        <source>Show all subscriptions</source>
        <translation>显示所有订阅</translation>
    </message>
    <message>
        <source>No request has these words.</source>
        <translation>没有申请包含这些词。</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>清除筛选器</translation>
    </message>
    <message>
        <source>Select a request first.</source>
        <translation>请先选择一个申请。</translation>
    </message>
    <message>
        <source>Only what waits can be approved.</source>
        <translation>只有等待中的可以批准。</translation>
    </message>
    <message>
        <source>Only what waits can be rejected.</source>
        <translation>只有等待中的可以拒绝。</translation>
    </message>
    <message>
        <source>Only what is approved can be suspended.</source>
        <translation>只有已批准的可以暂停。</translation>
    </message>
    <message>
        <source>Only what is suspended can be resumed.</source>
        <translation>只有已暂停的可以恢复。</translation>
    </message>
    <message>
        <source>It has ended already.</source>
        <translation>已经终止。</translation>
    </message>
    <message>
        <source>Select one request first.</source>
        <translation>请先选择单个申请。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::AuditModel</name>
    <message>
        <source>%1: %2</source>
        <comment>an object, a deed</comment>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>操作者</translation>
    </message>
    <message>
        <source>Object</source>
        <translation>对象</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>之前</translation>
    </message>
    <message>
        <source>After</source>
        <translation>之后</translation>
    </message>
    <message>
        <source>Revision</source>
        <translation>修订版本</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::AuditView</name>
    <message>
        <source>Revert to here</source>
        <translation>恢复到此处</translation>
    </message>
    <message>
        <source>Take this back</source>
        <translation>撤回此更改</translation>
    </message>
    <message>
        <source>Open the object</source>
        <translation>打开对象</translation>
    </message>
    <message>
        <source>Export the audit log</source>
        <translation>导出审计日志</translation>
    </message>
    <message>
        <source>Filter changes</source>
        <translation>筛选更改</translation>
    </message>
    <message>
        <source>Kind of object</source>
        <translation>对象类型</translation>
    </message>
    <message>
        <source>Audit</source>
        <translation>审计</translation>
    </message>
    <message>
        <source>Changes</source>
        <translation>更改</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) written to %1.</source>
        <translation>
            <numerusform>已将 %n 行写入 %1。</numerusform>
        </translation>
    </message>
    <message>
        <source>Show older ones</source>
        <translation>显示更早的版本</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>What is shown is old: %1</source>
        <translation>显示的内容已过时：%1</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Reading the audit log…</source>
        <translation>正在读取审计日志…</translation>
    </message>
    <message>
        <source>No changes yet</source>
        <translation>尚无更改</translation>
    </message>
    <message>
        <source>No change has these words.</source>
        <translation>没有更改包含这些词。</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>清除筛选器</translation>
    </message>
    <message>
        <source>Select a change to see what was before, and what is after it.</source>
        <translation>选择一项更改以查看前后内容。</translation>
    </message>
    <message>
        <source>%1, by %2</source>
        <comment>a moment, a person</comment>
        <translation>%1，%2</translation>
    </message>
    <message>
        <source>Select one change first.</source>
        <translation>请先选择一项更改。</translation>
    </message>
    <message>
        <source>It did not change the configuration.</source>
        <translation>它没有更改配置。</translation>
    </message>
    <message>
        <source>No page shows it.</source>
        <translation>没有页面显示它。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::Background</name>
    <message>
        <source>Gatehouse keeps running</source>
        <translation>Gatehouse 继续运行</translation>
    </message>
    <message>
        <source>Its icon in the tray opens the window again, and quits it.</source>
        <translation>通过托盘中的图标可重新打开窗口或退出程序。</translation>
    </message>
    <message>
        <source>Close Gatehouse</source>
        <translation>关闭 Gatehouse</translation>
    </message>
    <message>
        <source>The gateway runs in this window.

Programs that use it get no answer once it has stopped.</source>
        <translation>网关在此窗口中运行。

网关停止后，使用它的程序将得不到应答。</translation>
    </message>
    <message>
        <source>Keep the gateway running</source>
        <translation>让网关继续运行</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::BackupPage</name>
    <message>
        <source>Backup and restore</source>
        <translation>备份和恢复</translation>
    </message>
    <message>
        <source>Backup</source>
        <translation>备份</translation>
    </message>
    <message>
        <source>Back up now</source>
        <translation>立即备份</translation>
    </message>
    <message>
        <source>The store with all records, and the sealed vault, as they stand at one moment; the gateway goes on serving. The vault&apos;s key is not in it: keep that apart.</source>
        <translation>备份某一时刻的存储（含所有记录）和已密封的保险库；网关继续提供服务。其中不含保险库的密钥：请另行保管。</translation>
    </message>
    <message>
        <source>Last backup</source>
        <translation>上次备份</translation>
    </message>
    <message>
        <source>Made with this console.</source>
        <translation>由此控制台创建。</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Copy command</source>
        <translation>复制命令</translation>
    </message>
    <message>
        <source>From a backup</source>
        <translation>从备份恢复</translation>
    </message>
    <message>
        <source>Quit Gatehouse first: nothing may use the store meanwhile. Then run &quot;%1&quot; in a terminal and start Gatehouse again.</source>
        <translation>请先退出 Gatehouse：期间不得有程序使用存储。然后在终端中运行“%1”，再重新启动 Gatehouse。</translation>
    </message>
    <message>
        <source>Progress of the backup</source>
        <translation>备份进度</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Back up…</source>
        <translation>备份…</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>a date, a file</comment>
        <translation>%1，%2</translation>
    </message>
    <message>
        <source>None yet</source>
        <translation>尚无</translation>
    </message>
    <message>
        <source>Back up into a file</source>
        <translation>备份到文件</translation>
    </message>
    <message>
        <source>%1 cannot be written: %2 Choose another place.</source>
        <translation>无法写入 %1：%2 请选择其他位置。</translation>
    </message>
    <message>
        <source>Backup written: %1 (%2).</source>
        <translation>备份已写入：%1（%2）。</translation>
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
            <numerusform>通知：%n 条新通知</numerusform>
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
        <translation>此处只显示开头部分；“导出 HAR”包含全部内容。</translation>
    </message>
    <message>
        <source>As received</source>
        <translation>收到的内容</translation>
    </message>
    <message>
        <source>What the client sent</source>
        <translation>客户端发送的内容</translation>
    </message>
    <message>
        <source>What the provider answered</source>
        <translation>提供商应答的内容</translation>
    </message>
    <message>
        <source>As sent</source>
        <translation>发送的内容</translation>
    </message>
    <message>
        <source>What the provider got</source>
        <translation>提供商收到的内容</translation>
    </message>
    <message>
        <source>What the client got</source>
        <translation>客户端收到的内容</translation>
    </message>
    <message>
        <source>Shown as</source>
        <translation>显示方式</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>请求</translation>
    </message>
    <message>
        <source>Response</source>
        <translation>响应</translation>
    </message>
    <message>
        <source>Members</source>
        <translation>成员</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>事件</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>编号</translation>
    </message>
    <message>
        <source>Event</source>
        <translation>事件</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>There is nothing on this side of the call.</source>
        <translation>调用的这一侧没有内容。</translation>
    </message>
    <message>
        <source>only the first %1 are kept</source>
        <translation>仅保留前 %1</translation>
    </message>
    <message>
        <source>images and sound are left out</source>
        <translation>图像和声音已略去</translation>
    </message>
    <message numerus="yes">
        <source>%n place(s) are masked</source>
        <translation>
            <numerusform>已遮盖 %n 处</numerusform>
        </translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>正在读取…</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>JSON</source>
        <translation>JSON</translation>
    </message>
    <message>
        <source>Tree</source>
        <translation>树</translation>
    </message>
    <message>
        <source>Raw</source>
        <translation>原始</translation>
    </message>
    <message numerus="yes">
        <source>%n more event(s): see Raw</source>
        <translation>
            <numerusform>还有 %n 个事件：请看“原始”</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::BudgetDialog</name>
    <message>
        <source>Add budget</source>
        <translation>添加预算</translation>
    </message>
    <message>
        <source>Period of the budget</source>
        <translation>预算周期</translation>
    </message>
    <message>
        <source>Edit the budget of %1</source>
        <translation>编辑 %1 的预算</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>It is set in %1, where it can be changed too. At the limit its calls are refused.</source>
        <translation>它设在 %1 中，也可在那里更改。达到上限时拒绝其调用。</translation>
    </message>
    <message>
        <source>What the budget is for</source>
        <translation>预算的对象</translation>
    </message>
    <message>
        <source>Its name</source>
        <translation>应用的名称</translation>
    </message>
    <message>
        <source>For</source>
        <translation>对象</translation>
    </message>
    <message>
        <source>Every call of it counts, whatever the endpoint.</source>
        <translation>其每次调用都计入，不论哪个端点。</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Dollars</source>
        <translation>美元</translation>
    </message>
    <message>
        <source>Enter an amount such as 25 or 0.50.</source>
        <translation>请输入金额，例如 25 或 0.50。</translation>
    </message>
    <message>
        <source>Period</source>
        <translation>周期</translation>
    </message>
    <message>
        <source>Periods of the calendar, in UTC. “In all” never starts anew.</source>
        <translation>日历周期，UTC 时间。“总计”永不重新开始。</translation>
    </message>
    <message>
        <source>Block: refuse further calls</source>
        <translation>阻止：拒绝后续调用</translation>
    </message>
    <message>
        <source>Warn: tell, and let calls pass</source>
        <translation>警告：提醒并放行</translation>
    </message>
    <message>
        <source>Switch: use a cheaper route</source>
        <translation>切换：使用更便宜的路由</translation>
    </message>
    <message>
        <source>At the limit</source>
        <translation>达到上限时</translation>
    </message>
    <message>
        <source>Cheaper route</source>
        <translation>更便宜的路由</translation>
    </message>
    <message>
        <source>Choose the route that calls go to then.</source>
        <translation>请选择届时调用要走的路由。</translation>
    </message>
    <message>
        <source>End streams whose reservation is spent</source>
        <translation>结束预留已用尽的流</translation>
    </message>
    <message>
        <source>Running streams</source>
        <translation>进行中的流</translation>
    </message>
    <message>
        <source>Otherwise an answer that has begun is let through to its end.</source>
        <translation>否则，已开始的回答会一直放行到结束。</translation>
    </message>
    <message>
        <source>Alerts at</source>
        <translation>提醒阈值</translation>
    </message>
    <message>
        <source>Per cent of the amount, parted by commas. Each is told once in a period.</source>
        <translation>占金额的百分比，用逗号分隔。每个在一个周期内提醒一次。</translation>
    </message>
    <message>
        <source>A name has letters, digits, “.”, “_” and “-”, at most 64.</source>
        <translation>名称由字母、数字、“.”、“_”和“-”组成，最多 64 个。</translation>
    </message>
    <message>
        <source>There is a budget of that name already.</source>
        <translation>已有同名预算。</translation>
    </message>
    <message>
        <source>Say whose budget it is.</source>
        <translation>请说明这是谁的预算。</translation>
    </message>
    <message>
        <source>Enter whole per cents such as 50, 80, 100.</source>
        <translation>请输入整数百分比，例如 50, 80, 100。</translation>
    </message>
    <message>
        <source>Add budget %1</source>
        <translation>添加预算 %1</translation>
    </message>
    <message>
        <source>Change the budget of %1</source>
        <translation>更改 %1 的预算</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::BudgetLines</name>
    <message>
        <source>a day</source>
        <translation>每天</translation>
    </message>
    <message>
        <source>a week</source>
        <translation>每周</translation>
    </message>
    <message>
        <source>a month</source>
        <translation>每月</translation>
    </message>
    <message>
        <source>Budget of %1: %2 %3</source>
        <extracomment>A line on a chart: whose budget, how much, in which time</extracomment>
        <translation>%1 的预算：%3 %2</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::BudgetModel</name>
    <message>
        <source>Scope</source>
        <translation>范围</translation>
    </message>
    <message>
        <source>Period</source>
        <translation>周期</translation>
    </message>
    <message>
        <source>Used</source>
        <translation>已用</translation>
    </message>
    <message>
        <source>Forecast</source>
        <translation>预测</translation>
    </message>
    <message>
        <source>Resets</source>
        <translation>重置</translation>
    </message>
    <message>
        <source>At the limit</source>
        <translation>达到上限时</translation>
    </message>
    <message>
        <source>Alerts at</source>
        <translation>提醒阈值</translation>
    </message>
    <message>
        <source>Set in</source>
        <translation>设置位置</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::BudgetsView</name>
    <message>
        <source>Add budget</source>
        <translation>添加预算</translation>
    </message>
    <message>
        <source>Edit budget</source>
        <translation>编辑预算</translation>
    </message>
    <message>
        <source>Raise temporarily</source>
        <translation>临时提高</translation>
    </message>
    <message>
        <source>Show its spend</source>
        <translation>显示其花费</translation>
    </message>
    <message>
        <source>Open where it is set</source>
        <translation>打开设置位置</translation>
    </message>
    <message>
        <source>Delete budget</source>
        <translation>删除预算</translation>
    </message>
    <message>
        <source>Export budgets</source>
        <translation>导出预算</translation>
    </message>
    <message>
        <source>Filter budgets</source>
        <translation>筛选预算</translation>
    </message>
    <message>
        <source>Budgets</source>
        <translation>预算</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) written to %1.</source>
        <translation>
            <numerusform>已将 %n 行写入 %1。</numerusform>
        </translation>
    </message>
    <message>
        <source>What is shown is old: %1</source>
        <translation>显示的内容已过时：%1</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Reading the budgets…</source>
        <translation>正在读取预算…</translation>
    </message>
    <message>
        <source>No budgets yet. One says how much may be spent, and what happens then.</source>
        <translation>尚无预算。预算规定可花费多少，以及届时如何处理。</translation>
    </message>
    <message>
        <source>Set monthly budget</source>
        <translation>设置月度预算</translation>
    </message>
    <message>
        <source>No budget has these words.</source>
        <translation>没有包含这些词的预算。</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>清除筛选器</translation>
    </message>
    <message>
        <source>Select one budget first.</source>
        <translation>请先选择一个预算。</translation>
    </message>
    <message>
        <source>Only budgets of this list can be raised for a while. Edit it, or add one here in its place.</source>
        <translation>只有此列表中的预算可以临时提高。请编辑它，或在此另添一个。</translation>
    </message>
    <message>
        <source>It is set here.</source>
        <translation>它就设在这里。</translation>
    </message>
    <message>
        <source>%1, %2, %3</source>
        <comment>applications, keys, money used</comment>
        <translation>%1，%2，%3</translation>
    </message>
    <message numerus="yes">
        <source>%n application(s)</source>
        <translation>
            <numerusform>%n 个应用</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n key(s)</source>
        <translation>
            <numerusform>%n 个密钥</numerusform>
        </translation>
    </message>
    <message>
        <source>Delete the budget of %1?</source>
        <translation>删除 %1 的预算？</translation>
    </message>
    <message>
        <source>Nothing holds back its spend then, unless another budget does. What was spent stays recorded. It can come back from the trash or with Undo.</source>
        <translation>此后除非有其他预算，否则不再限制其花费。已花费的记录保留。可从回收站或用撤销恢复。</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Delete the budget of %1</source>
        <translation>删除 %1 的预算</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CacheModel</name>
    <message>
        <source>On</source>
        <translation>启用</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Answers to questions that mean the same</source>
        <translation>对含义相同的问题的回答</translation>
    </message>
    <message>
        <source>Of the hits, those that waited for an equal call under way</source>
        <translation>命中之中等待了相同进行中调用的</translation>
    </message>
    <message>
        <source>Route</source>
        <translation>路由</translation>
    </message>
    <message>
        <source>Cache</source>
        <translation>缓存</translation>
    </message>
    <message>
        <source>Hit rate</source>
        <translation>命中率</translation>
    </message>
    <message>
        <source>Hits</source>
        <translation>命中</translation>
    </message>
    <message>
        <source>By meaning</source>
        <translation>按含义</translation>
    </message>
    <message>
        <source>Coalesced</source>
        <translation>合并</translation>
    </message>
    <message>
        <source>Misses</source>
        <translation>未命中</translation>
    </message>
    <message>
        <source>Entries</source>
        <translation>条目</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>节省</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CacheSettingsDialog</name>
    <message>
        <source>Cache settings</source>
        <translation>缓存设置</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>In memory</source>
        <translation>内存中</translation>
    </message>
    <message>
        <source>At most so much, such as 64MiB. What was used longest ago goes first.</source>
        <translation>最多这么多，例如 64MiB。最久未用的先清除。</translation>
    </message>
    <message>
        <source>Enter a size such as 64MiB or 2GiB.</source>
        <translation>请输入大小，例如 64MiB 或 2GiB。</translation>
    </message>
    <message>
        <source>In the store</source>
        <translation>存储中</translation>
    </message>
    <message>
        <source>From there memory is filled again after a restart. “off” keeps nothing on disk.</source>
        <translation>重启后由此重新填充内存。“off”表示不在磁盘上保留。</translation>
    </message>
    <message>
        <source>Enter off, or a size such as 256MiB or 2GiB.</source>
        <translation>请输入 off，或大小，例如 256MiB 或 2GiB。</translation>
    </message>
    <message>
        <source>Answers count for</source>
        <translation>回答有效期</translation>
    </message>
    <message>
        <source>Where their route says nothing else: 30m, 1h, 7d.</source>
        <translation>路由未另行说明时：30m、1h、7d。</translation>
    </message>
    <message>
        <source>Enter a time such as 30m, 1h or 7d.</source>
        <translation>请输入时间，例如 30m、1h 或 7d。</translation>
    </message>
    <message>
        <source>Change the cache settings</source>
        <translation>更改缓存设置</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CacheView</name>
    <message>
        <source>Purge…</source>
        <translation>清空…</translation>
    </message>
    <message>
        <source>Cache settings</source>
        <translation>缓存设置</translation>
    </message>
    <message>
        <source>Open its route</source>
        <translation>打开其路由</translation>
    </message>
    <message>
        <source>Show its hits</source>
        <translation>显示其命中</translation>
    </message>
    <message>
        <source>Export figures</source>
        <translation>导出数据</translation>
    </message>
    <message>
        <source>Filter routes</source>
        <translation>筛选路由</translation>
    </message>
    <message>
        <source>Cache</source>
        <translation>缓存</translation>
    </message>
    <message>
        <source>Hit rate</source>
        <translation>命中率</translation>
    </message>
    <message>
        <source>Money saved</source>
        <translation>节省的金额</translation>
    </message>
    <message>
        <source>In memory</source>
        <translation>内存中</translation>
    </message>
    <message>
        <source>In the store</source>
        <translation>存储中</translation>
    </message>
    <message>
        <source>Caches of routes</source>
        <translation>路由的缓存</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) written to %1.</source>
        <translation>
            <numerusform>已将 %n 行写入 %1。</numerusform>
        </translation>
    </message>
    <message>
        <source>No call has asked a cache yet.</source>
        <translation>尚无调用查询缓存。</translation>
    </message>
    <message>
        <source>%1 of %2 calls since the start</source>
        <comment>hits, all</comment>
        <translation>自启动以来 %1 / %2 次调用</translation>
    </message>
    <message>
        <source>What the hits would have cost</source>
        <translation>这些命中本应花费的金额</translation>
    </message>
    <message>
        <source>%1 of %2 used</source>
        <comment>sizes</comment>
        <translation>已用 %1，共 %2</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>of %1, for the next start</source>
        <comment>a size</comment>
        <translation>共 %1，供下次启动</translation>
    </message>
    <message>
        <source>Nothing is kept for the next start.</source>
        <translation>不为下次启动保留任何内容。</translation>
    </message>
    <message>
        <source>What is shown is old: %1</source>
        <translation>显示的内容已过时：%1</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Reading what is cached…</source>
        <translation>正在读取缓存…</translation>
    </message>
    <message>
        <source>No route caches its answers. Each route says whether equal, or alike, questions get the answer of before.</source>
        <translation>没有路由缓存回答。每条路由规定相同或相近的问题是否得到先前的回答。</translation>
    </message>
    <message>
        <source>Open routes</source>
        <translation>打开路由</translation>
    </message>
    <message>
        <source>No route has these words.</source>
        <translation>没有包含这些词的路由。</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>清除筛选器</translation>
    </message>
    <message>
        <source>Select one route first.</source>
        <translation>请先选择一条路由。</translation>
    </message>
    <message numerus="yes">
        <source>%n answer(s), %1</source>
        <comment>size</comment>
        <translation>
            <numerusform>%n 个回答，%1</numerusform>
        </translation>
    </message>
    <message>
        <source>At most %1</source>
        <comment>how many answers of which size</comment>
        <translation>最多 %1</translation>
    </message>
    <message>
        <source>Purge the cache?</source>
        <translation>清空缓存？</translation>
    </message>
    <message>
        <source>Purge the cache of %1?</source>
        <translation>清空 %1 的缓存？</translation>
    </message>
    <message>
        <source>The next equal calls go to the providers again and cost money. This cannot be undone.</source>
        <translation>之后相同的调用将再次发往提供商并产生费用。此操作无法撤销。</translation>
    </message>
    <message>
        <source>Purge</source>
        <translation>清空</translation>
    </message>
    <message>
        <source>all</source>
        <comment>typed to purge all caches</comment>
        <translation>全部</translation>
    </message>
    <message numerus="yes">
        <source>%n answer(s) thrown away.</source>
        <translation>
            <numerusform>已清除 %n 个回答。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CallFacts</name>
    <message>
        <source>More about the call</source>
        <translation>调用的更多信息</translation>
    </message>
    <message>
        <source>End user</source>
        <translation>最终用户</translation>
    </message>
    <message>
        <source>Session</source>
        <translation>会话</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Headers</source>
        <translation>标头</translation>
    </message>
    <message>
        <source>Metadata</source>
        <translation>元数据</translation>
    </message>
    <message>
        <source>Request fields</source>
        <translation>请求字段</translation>
    </message>
    <message>
        <source>Streamed</source>
        <translation>流式</translation>
    </message>
    <message>
        <source>At another time</source>
        <translation>在其他时间</translation>
    </message>
    <message>
        <source>Time of the call</source>
        <translation>调用时间</translation>
    </message>
    <message>
        <source>Write a name, a colon and a value on each line, such as %1.</source>
        <translation>每行写名称、冒号和值，例如 %1。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CallModel</name>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Provider</source>
        <translation>提供商</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>密钥</translation>
    </message>
    <message>
        <source>Route</source>
        <translation>路由</translation>
    </message>
    <message>
        <source>First byte</source>
        <translation>首字节</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>总计</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>费用</translation>
    </message>
    <message>
        <source>Cache</source>
        <translation>缓存</translation>
    </message>
    <message>
        <source>Client</source>
        <translation>客户端</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>%1 → %2</source>
        <comment>model asked, model served</comment>
        <translation>%1 → %2</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>streaming…</source>
        <translation>正在流式传输…</translation>
    </message>
    <message>
        <source>waiting…</source>
        <translation>正在等待…</translation>
    </message>
    <message>
        <source>%1 · cut off</source>
        <translation>%1 · 已中断</translation>
    </message>
    <message>
        <source>client left</source>
        <translation>客户端已断开</translation>
    </message>
    <message numerus="yes">
        <source>%1 · %n retries</source>
        <translation>
            <numerusform>%1 · 重试 %n 次</numerusform>
        </translation>
    </message>
    <message>
        <source>Time until the first byte of the answer</source>
        <translation>到应答首字节的时间</translation>
    </message>
    <message>
        <source>Tokens in</source>
        <translation>输入 Token</translation>
    </message>
    <message>
        <source>Cached</source>
        <translation>已缓存</translation>
    </message>
    <message>
        <source>Tokens out</source>
        <translation>输出 Token</translation>
    </message>
    <message>
        <source>Retries</source>
        <translation>重试次数</translation>
    </message>
    <message>
        <source>~%1</source>
        <comment>about so many tokens</comment>
        <translation>~%1</translation>
    </message>
    <message>
        <source>cancelling…</source>
        <translation>正在取消…</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>已取消</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CallStrip</name>
    <message>
        <source>The call in the log</source>
        <translation>日志中的调用</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CanaryDialog</name>
    <message>
        <source>Canary of %1</source>
        <translation>%1 的金丝雀</translation>
    </message>
    <message>
        <source>Share of the calls</source>
        <translation>调用份额</translation>
    </message>
    <message>
        <source>Set share</source>
        <translation>设置份额</translation>
    </message>
    <message>
        <source>%1 of the calls now go to %2.</source>
        <translation>现在 %1 的调用发往 %2。</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Promote</source>
        <translation>提升</translation>
    </message>
    <message>
        <source>All calls go to this target from now on</source>
        <translation>从现在起所有调用都发往此目标</translation>
    </message>
    <message>
        <source>Roll back</source>
        <translation>回滚</translation>
    </message>
    <message>
        <source>No call goes to this target from now on</source>
        <translation>从现在起没有调用发往此目标</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>The canary goes on.</source>
        <translation>金丝雀继续运行。</translation>
    </message>
    <message>
        <source>The canary is paused; its share stays.</source>
        <translation>金丝雀已暂停；份额不变。</translation>
    </message>
    <message>
        <source>%1 % of the calls go to %2</source>
        <translation>%1 % 的调用发往 %2</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Running, at this share since %1.</source>
        <translation>运行中，自 %1 起为此份额。</translation>
    </message>
    <message>
        <source>Paused since %1: the share stays until it is resumed.</source>
        <translation>自 %1 暂停：继续前份额不变。</translation>
    </message>
    <message>
        <source>Promoted at %1: make it the only target, or the first, when you are sure.</source>
        <translation>已于 %1 提升：确定后请将其设为唯一或首个目标。</translation>
    </message>
    <message>
        <source>Rolled back at %1.</source>
        <translation>已于 %1 回滚。</translation>
    </message>
    <message>
        <source>How it stands is not known at this moment.</source>
        <translation>当前状态未知。</translation>
    </message>
    <message>
        <source>Reason: %1.</source>
        <translation>原因：%1。</translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) at this share</source>
        <translation>
            <numerusform>此份额下 %n 次调用</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n error(s)</source>
        <translation>
            <numerusform>%n 个错误</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 to the first token</source>
        <translation>首个令牌 %1</translation>
    </message>
    <message>
        <source>feedback %1</source>
        <translation>反馈 %1</translation>
    </message>
    <message>
        <source> · </source>
        <comment>between facts</comment>
        <translation> · </translation>
    </message>
    <message>
        <source>Promote %1?</source>
        <translation>提升 %1？</translation>
    </message>
    <message>
        <source>All calls of %1 that no rule leads elsewhere go to it from now on.</source>
        <translation>从现在起，%1 的所有未被规则引向别处的调用都发往它。</translation>
    </message>
    <message>
        <source>All calls now go to %1.</source>
        <translation>现在所有调用都发往 %1。</translation>
    </message>
    <message>
        <source>No call goes to %1 any more.</source>
        <translation>不再有调用发往 %1。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CatalogueDialog</name>
    <message>
        <source>Continue</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Add provider</source>
        <translation>添加提供商</translation>
    </message>
    <message>
        <source>Which provider do you want to add?</source>
        <translation>要添加哪个提供商？</translation>
    </message>
    <message>
        <source>Search the catalogue</source>
        <translation>搜索目录</translation>
    </message>
    <message>
        <source>Search by name, or enter “custom” for any address</source>
        <translation>按名称搜索，或输入“custom”以使用任意地址</translation>
    </message>
    <message>
        <source>Providers of the catalogue</source>
        <translation>目录中的提供商</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>%1 (not in this version)</source>
        <translation>%1（此版本不支持）</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Reading the catalogue…</source>
        <translation>正在读取目录…</translation>
    </message>
    <message>
        <source>No provider of that name. Any other address is under “Custom”.</source>
        <translation>没有该名称的提供商。任何其他地址请用“Custom”。</translation>
    </message>
    <message>
        <source>Clear search</source>
        <translation>清除搜索</translation>
    </message>
    <message>
        <source>%1. You enter its address in the next step.</source>
        <comment>dialect</comment>
        <translation>%1。下一步输入其地址。</translation>
    </message>
    <message>
        <source>%1 at %2</source>
        <comment>dialect, address</comment>
        <translation>%1，位于 %2</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CertificateDialog</name>
    <message>
        <source>Itself (self-signed)</source>
        <translation>自身（自签名）</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <comment>two days</comment>
        <translation>%1 至 %2</translation>
    </message>
    <message>
        <source>Certificate</source>
        <translation>证书</translation>
    </message>
    <message>
        <source>The certificate has changed</source>
        <translation>证书已更改</translation>
    </message>
    <message>
        <source>Is this %1?</source>
        <translation>这是 %1 吗？</translation>
    </message>
    <message>
        <source>%1 shows another certificate than before</source>
        <translation>%1 出示的证书与之前不同</translation>
    </message>
    <message>
        <source>Compare the fingerprint with what the gateway&apos;s operator tells you. Once you trust it, only this certificate is accepted.</source>
        <translation>请将指纹与网关运营者告知的指纹进行比对。一旦信任，将只接受此证书。</translation>
    </message>
    <message>
        <source>It may have been renewed, or somebody stands between. Nothing was sent. Ask the gateway&apos;s operator before you trust the new one.</source>
        <translation>证书可能已续期，也可能有人在中间拦截。未发送任何内容。信任新证书之前，请先询问网关运营者。</translation>
    </message>
    <message>
        <source>Subject</source>
        <translation>使用者</translation>
    </message>
    <message>
        <source>Names</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Issuer</source>
        <translation>颁发者</translation>
    </message>
    <message>
        <source>Valid</source>
        <translation>有效期</translation>
    </message>
    <message>
        <source>SHA-256</source>
        <translation>SHA-256</translation>
    </message>
    <message>
        <source>Trusted until now</source>
        <translation>此前信任</translation>
    </message>
    <message>
        <source>Shown now</source>
        <translation>现在出示</translation>
    </message>
    <message>
        <source>It is not valid today.</source>
        <translation>它今天无效。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Stay disconnected</source>
        <translation>保持断开</translation>
    </message>
    <message>
        <source>Trust this certificate</source>
        <translation>信任此证书</translation>
    </message>
    <message>
        <source>Trust the new one</source>
        <translation>信任新证书</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CertificateProbe</name>
    <message>
        <source>No certificate came (%1). Check the address and that the gateway runs there.</source>
        <translation>没有收到证书（%1）。请检查地址，并确认网关在那里运行。</translation>
    </message>
    <message>
        <source>Nothing answered there. Check the address and that the gateway can be reached from here.</source>
        <translation>那里没有应答。请检查地址，并确认从这里可以访问网关。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ChainEditor</name>
    <message>
        <source>Pages of the chain</source>
        <translation>链的页面</translation>
    </message>
    <message>
        <source>Write</source>
        <translation>编写</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>All chains</source>
        <translation>所有链</translation>
    </message>
    <message>
        <source>Reading the chain…</source>
        <translation>正在读取链…</translation>
    </message>
    <message>
        <source>There is no chain “%1” any more.</source>
        <translation>链“%1”已不存在。</translation>
    </message>
    <message>
        <source>Save version %1 of chain %2</source>
        <translation>保存链 %2 的版本 %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ChainModel</name>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>标识</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>步骤</translation>
    </message>
    <message>
        <source>Published</source>
        <translation>已发布</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>更改时间</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>团队</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ChainOutcomeModel</name>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>步骤</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Tokens in</source>
        <translation>输入 Token</translation>
    </message>
    <message>
        <source>Tokens out</source>
        <translation>输出 Token</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>费用</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>调用</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ChainRunPage</name>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>值</translation>
    </message>
    <message>
        <source>How each step went</source>
        <translation>每个步骤的结果</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>Show in the log</source>
        <translation>在日志中显示</translation>
    </message>
    <message>
        <source>The last run cost: not known.</source>
        <translation>上次运行的费用：未知。</translation>
    </message>
    <message>
        <source>The last run cost %1.</source>
        <translation>上次运行花费 %1。</translation>
    </message>
    <message>
        <source>Next run: %1</source>
        <translation>下次运行：%1</translation>
    </message>
    <message>
        <source>Step %1</source>
        <translation>步骤 %1</translation>
    </message>
    <message>
        <source>Run the chain to see what it answers. Choose a step to see what came of it.</source>
        <translation>运行链以查看其回答。选择步骤以查看其结果。</translation>
    </message>
    <message>
        <source>Running…</source>
        <translation>正在运行…</translation>
    </message>
    <message>
        <source>The chain takes no values. Add inputs under Write, where it shall.</source>
        <translation>链不接受值。如需要，请在“编写”中添加输入。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ChainStepDialog</name>
    <message>
        <source>Add a step</source>
        <translation>添加步骤</translation>
    </message>
    <message>
        <source>Step %1</source>
        <translation>步骤 %1</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>应用</translation>
    </message>
    <message>
        <source>What the step is given</source>
        <translation>步骤的输入</translation>
    </message>
    <message>
        <source>Add value</source>
        <translation>添加值</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>编辑</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>A prompt is given its variables; a model prompt, system or messages.</source>
        <translation>提示接收其变量；模型接收 prompt、system 或 messages。</translation>
    </message>
    <message>
        <source>The chain goes on where it fails</source>
        <translation>失败时链仍继续</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>标识</translation>
    </message>
    <message>
        <source>Later steps read its answer at /ID.</source>
        <translation>后续步骤在 /ID 处读取其回答。</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>种类</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>调用</translation>
    </message>
    <message>
        <source>Choose what the step calls.</source>
        <translation>请选择步骤调用的对象。</translation>
    </message>
    <message>
        <source>What it is given</source>
        <translation>其输入</translation>
    </message>
    <message>
        <source>Always</source>
        <translation>始终</translation>
    </message>
    <message>
        <source>A value is</source>
        <translation>某值等于</translation>
    </message>
    <message>
        <source>A value is one of</source>
        <translation>某值为其中之一</translation>
    </message>
    <message>
        <source>A value is there</source>
        <translation>某值存在</translation>
    </message>
    <message>
        <source>A value is not there</source>
        <translation>某值不存在</translation>
    </message>
    <message>
        <source>When it runs</source>
        <translation>何时运行</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>运行条件</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>A JSON pointer: /inputs/NAME, or /STEP/NAME.</source>
        <translation>JSON 指针：/inputs/名称 或 /步骤/名称。</translation>
    </message>
    <message>
        <source>It begins with /inputs/ or with / and a step&apos;s id.</source>
        <translation>以 /inputs/ 或 / 加步骤 ID 开头。</translation>
    </message>
    <message>
        <source>Is</source>
        <translation>等于</translation>
    </message>
    <message>
        <source>JSON; of several, parted by commas.</source>
        <translation>JSON；多个值以逗号分隔。</translation>
    </message>
    <message>
        <source>Write one JSON value, such as &quot;angry&quot; or 3.</source>
        <translation>请输入一个 JSON 值，例如 &quot;angry&quot; 或 3。</translation>
    </message>
    <message>
        <source>Write JSON values parted by commas, such as &quot;angry&quot;, &quot;sad&quot;.</source>
        <translation>请输入以逗号分隔的 JSON 值，例如 &quot;angry&quot;, &quot;sad&quot;。</translation>
    </message>
    <message>
        <source>After</source>
        <translation>在其之后</translation>
    </message>
    <message>
        <source>Steps that must have ended, parted by commas. Those that it reads are waited for anyway.</source>
        <translation>必须已结束的步骤，以逗号分隔。其读取的步骤总会等待。</translation>
    </message>
    <message>
        <source>Takes at most</source>
        <translation>最长用时</translation>
    </message>
    <message>
        <source>Such as 10s or 2m.</source>
        <translation>例如 10s 或 2m。</translation>
    </message>
    <message>
        <source>Write a number and s or m, such as 10s.</source>
        <translation>请输入数字加 s 或 m，例如 10s。</translation>
    </message>
    <message>
        <source>Begin with a letter; then letters, digits and _ only, 64 at most.</source>
        <translation>以字母开头；其后仅限字母、数字和 _，最多 64 个。</translation>
    </message>
    <message>
        <source>“inputs” is what the chain is given. Take another id.</source>
        <translation>“inputs”是链的输入。请换一个 ID。</translation>
    </message>
    <message>
        <source>Another step has this id.</source>
        <translation>另一个步骤已使用此 ID。</translation>
    </message>
    <message>
        <source>There is no other step “%1”.</source>
        <translation>没有其他步骤“%1”。</translation>
    </message>
    <message>
        <source>A prompt at a label or version: sentiment@production.</source>
        <translation>带标签或版本的提示：sentiment@production。</translation>
    </message>
    <message>
        <source>A route, or provider/model.</source>
        <translation>路由，或 提供方/模型。</translation>
    </message>
    <message>
        <source>A model of a KServe server.</source>
        <translation>KServe 服务器的模型。</translation>
    </message>
    <message>
        <source>A published API and its version: mood/1.</source>
        <translation>已发布的 API 及其版本：mood/1。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ChainStepModel</name>
    <message>
        <source>Always</source>
        <translation>始终</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>步骤</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>种类</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>调用</translation>
    </message>
    <message>
        <source>Runs when</source>
        <translation>运行条件</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ChainWritePage</name>
    <message>
        <source>Parts of the chain</source>
        <translation>链的组成部分</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>步骤</translation>
    </message>
    <message>
        <source>Inputs</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>限制</translation>
    </message>
    <message>
        <source>Add step</source>
        <translation>添加步骤</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>编辑</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>A step calls a prompt, a model or an API. Those that do not wait for each other run side by side.</source>
        <translation>步骤调用提示、模型或 API。互不等待的步骤会并行运行。</translation>
    </message>
    <message>
        <source>Move the step up</source>
        <translation>上移步骤</translation>
    </message>
    <message>
        <source>Move the step down</source>
        <translation>下移步骤</translation>
    </message>
    <message>
        <source>Add input</source>
        <translation>添加输入</translation>
    </message>
    <message>
        <source>An input is what a call gives. Steps read it at /inputs/NAME.</source>
        <translation>输入由调用提供。步骤在 /inputs/名称 处读取。</translation>
    </message>
    <message>
        <source>What the chain answers</source>
        <translation>链的回答</translation>
    </message>
    <message>
        <source>Add value</source>
        <translation>添加值</translation>
    </message>
    <message>
        <source>Without values of its own, a chain answers what each of its steps did.</source>
        <translation>若无自定义值，链会回答每个步骤的结果。</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Of the whole run, such as 30s or 2m; 60s where nothing is written.</source>
        <translation>整次运行的时限，例如 30s 或 2m；未填写时为 60s。</translation>
    </message>
    <message>
        <source>Money</source>
        <translation>费用</translation>
    </message>
    <message>
        <source>Dollars, such as 0.05. When they are spent, no further step begins.</source>
        <translation>美元，例如 0.05。用完后不再开始新步骤。</translation>
    </message>
    <message>
        <source>In all, those of chains within included; 50 where nothing is written.</source>
        <translation>总数，含内部链的步骤；未填写时为 50。</translation>
    </message>
    <message>
        <source>Depth</source>
        <translation>深度</translation>
    </message>
    <message>
        <source>Chains within chains; 4 where nothing is written.</source>
        <translation>链中链的层数；未填写时为 4。</translation>
    </message>
    <message>
        <source>Definition of the chain, as JSON</source>
        <translation>链的定义（JSON）</translation>
    </message>
    <message>
        <source>Definition</source>
        <translation>定义</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>tab, how many</comment>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>Line %1</source>
        <translation>第 %1 行</translation>
    </message>
    <message>
        <source>Checking…</source>
        <translation>正在检查…</translation>
    </message>
    <message>
        <source>It can run: %1</source>
        <translation>可以运行：%1</translation>
    </message>
    <message numerus="yes">
        <source>%n thing(s) to mend</source>
        <translation>
            <numerusform>%n 处待修正</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ChainsPage</name>
    <message>
        <source>Filter chains</source>
        <translation>筛选链</translation>
    </message>
    <message>
        <source>Chains</source>
        <translation>链</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) written to %1.</source>
        <translation>
            <numerusform>已将 %n 行写入 %1。</numerusform>
        </translation>
    </message>
    <message>
        <source>What is shown is old: %1</source>
        <translation>显示的内容已过时：%1</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Reading the chains…</source>
        <translation>正在读取链…</translation>
    </message>
    <message>
        <source>No chains yet. A chain leads what one step says to the next: prompts, models, APIs.</source>
        <translation>尚无链。链将一个步骤的结果传给下一个：提示、模型、API。</translation>
    </message>
    <message>
        <source>New chain</source>
        <translation>新建链</translation>
    </message>
    <message>
        <source>No chain has these words.</source>
        <translation>没有包含这些词的链。</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>清除筛选器</translation>
    </message>
    <message>
        <source>Delete the chain %1?</source>
        <translation>删除链 %1？</translation>
    </message>
    <message numerus="yes">
        <source>Delete %n chain(s)?</source>
        <translation>
            <numerusform>删除 %n 个链？</numerusform>
        </translation>
    </message>
    <message>
        <source>Its versions and labels go with it. It can come back from the trash or with Undo.</source>
        <translation>其版本和标签将一并删除。可从回收站或通过撤销恢复。</translation>
    </message>
    <message>
        <source>Served as %1</source>
        <translation>发布为 %1</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Delete chain %1</source>
        <translation>删除链 %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ChangeCards</name>
    <message>
        <source>What was changed</source>
        <translation>更改了什么</translation>
    </message>
    <message numerus="yes">
        <source>and %n more change(s)</source>
        <translation>
            <numerusform>以及另外 %n 项更改</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ChangeDesk</name>
    <message>
        <source>Your change was not made: the other version stays.</source>
        <translation>您的更改未执行：保留另一个版本。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ChangeMarks</name>
    <message>
        <source>added</source>
        <translation>已添加</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>已更改</translation>
    </message>
    <message>
        <source>deleted</source>
        <translation>已删除</translation>
    </message>
    <message>
        <source>Provider</source>
        <translation>提供商</translation>
    </message>
    <message>
        <source>Route</source>
        <translation>路由</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>团队</translation>
    </message>
    <message>
        <source>Application</source>
        <translation>应用</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>密钥</translation>
    </message>
    <message>
        <source>Retention</source>
        <translation>保留期</translation>
    </message>
    <message>
        <source>%1 %2: %3</source>
        <extracomment>A change of the configuration: kind of object, its name, what was done to it</extracomment>
        <translation>%1 %2：%3</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ChargeModel</name>
    <message>
        <source>No plan</source>
        <translation>无套餐</translation>
    </message>
    <message>
        <source>API</source>
        <translation>API</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>套餐</translation>
    </message>
    <message>
        <source>Application</source>
        <translation>应用</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>团队</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>调用</translation>
    </message>
    <message>
        <source>Months</source>
        <translation>月费</translation>
    </message>
    <message>
        <source>For calls</source>
        <translation>调用费</translation>
    </message>
    <message>
        <source>For providers</source>
        <translation>提供方费用</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>总计</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ChargePanel</name>
    <message>
        <source>Charges</source>
        <translation>费用</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) written to %1.</source>
        <translation>
            <numerusform>已将 %n 行写入 %1。</numerusform>
        </translation>
    </message>
    <message>
        <source>Month</source>
        <translation>月</translation>
    </message>
    <message>
        <source>Months are those of UTC.</source>
        <translation>月份按 UTC 计算。</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Save the charges as CSV or JSON Lines</source>
        <translation>将费用保存为 CSV 或 JSON Lines</translation>
    </message>
    <message>
        <source>Reading the charges…</source>
        <translation>正在读取费用…</translation>
    </message>
    <message>
        <source>Charged: %1</source>
        <translation>已计费：%1</translation>
    </message>
    <message>
        <source>Earned: %1</source>
        <translation>收入：%1</translation>
    </message>
    <message>
        <source>This team has no subscription to an API.</source>
        <translation>此团队未订阅任何 API。</translation>
    </message>
    <message>
        <source>Nobody is subscribed to this API.</source>
        <translation>无人订阅此 API。</translation>
    </message>
    <message numerus="yes">
        <source>The cost of %n call(s) is not known; providers&apos; cost is charged without them.</source>
        <translation>
            <numerusform>%n 次调用的费用未知；提供方费用未计入这些调用。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::Chart</name>
    <message>
        <source>No data in this stretch of time.</source>
        <translation>此时段内没有数据。</translation>
    </message>
    <message>
        <source>Line chart.</source>
        <translation>折线图。</translation>
    </message>
    <message>
        <source>Stacked bars.</source>
        <translation>堆积柱形图。</translation>
    </message>
    <message>
        <source>Map of the hours of the week.</source>
        <translation>一周各小时的热图。</translation>
    </message>
    <message>
        <source>From %1.</source>
        <translation>时段：%1。</translation>
    </message>
    <message>
        <source>%1: from %2 to %3, latest %4.</source>
        <translation>%1：从 %2 到 %3，最近 %4。</translation>
    </message>
    <message>
        <source>Show as table lists every value.</source>
        <translation>“显示为表格”会列出每个值。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ChartCard</name>
    <message>
        <source>Export as PNG…</source>
        <translation>导出为 PNG…</translation>
    </message>
    <message>
        <source>Export as SVG…</source>
        <translation>导出为 SVG…</translation>
    </message>
    <message>
        <source>Export as PDF…</source>
        <translation>导出为 PDF…</translation>
    </message>
    <message>
        <source>Export as CSV…</source>
        <translation>导出为 CSV…</translation>
    </message>
    <message>
        <source>Show as table</source>
        <translation>显示为表格</translation>
    </message>
    <message>
        <source>Export this chart</source>
        <translation>导出此图表</translation>
    </message>
    <message>
        <source>Times in %1</source>
        <translation>时间采用 %1</translation>
    </message>
    <message>
        <source>Export as %1</source>
        <translation>导出为 %1</translation>
    </message>
    <message>
        <source>%1 files (*.%2)</source>
        <translation>%1 文件 (*.%2)</translation>
    </message>
    <message>
        <source>Exported to %1</source>
        <translation>已导出到 %1</translation>
    </message>
    <message>
        <source>The chart could not be written to %1: %2</source>
        <translation>无法将图表写入 %1：%2</translation>
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
        <translation>时间</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ChatStream</name>
    <message>
        <source>The gateway does not answer (%1). Check that it runs, then try again.</source>
        <translation>网关没有应答（%1）。请确认它正在运行，然后重试。</translation>
    </message>
    <message>
        <source>The answer was an error with status %1 and no reason.</source>
        <translation>应答是错误，状态为 %1，未说明原因。</translation>
    </message>
    <message>
        <source>The answer broke off before its end. What came until then is shown; try again.</source>
        <translation>应答在结束前中断。已显示此前收到的内容；请重试。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CheckList</name>
    <message>
        <source>A regular expression</source>
        <translation>正则表达式</translation>
    </message>
    <message>
        <source>What stands there, as JSON; nothing: anything</source>
        <translation>该处的值（JSON）；留空：任意值</translation>
    </message>
    <message>
        <source>A JSON Schema</source>
        <translation>一个 JSON Schema</translation>
    </message>
    <message>
        <source>What the judge looks at</source>
        <translation>评判者关注的内容</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>Contains</source>
        <translation>包含</translation>
    </message>
    <message>
        <source>Is equal to</source>
        <translation>等于</translation>
    </message>
    <message>
        <source>Matches</source>
        <translation>匹配</translation>
    </message>
    <message>
        <source>Has at a JSON path</source>
        <translation>在 JSON 路径处具有</translation>
    </message>
    <message>
        <source>Fits a JSON Schema</source>
        <translation>符合 JSON Schema</translation>
    </message>
    <message>
        <source>Is judged by a model</source>
        <translation>由模型评判</translation>
    </message>
    <message>
        <source>%1 is there</source>
        <comment>JSON path</comment>
        <translation>%1 存在</translation>
    </message>
    <message>
        <source>%1 is %2</source>
        <comment>JSON path, value</comment>
        <translation>%1 为 %2</translation>
    </message>
    <message>
        <source>%1 finds: %2</source>
        <comment>model, what</comment>
        <translation>%1 认为：%2</translation>
    </message>
    <message>
        <source>%1 “%2”</source>
        <comment>Contains, text</comment>
        <translation>%1“%2”</translation>
    </message>
    <message>
        <source>Add check</source>
        <translation>添加检查</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CheckRow</name>
    <message>
        <source>Path, such as $.mood</source>
        <translation>路径，如 $.mood</translation>
    </message>
    <message>
        <source>JSON path</source>
        <translation>JSON 路径</translation>
    </message>
    <message>
        <source>Model that judges</source>
        <translation>评判模型</translation>
    </message>
    <message>
        <source>Least, 0 to 1</source>
        <translation>最低，0 到 1</translation>
    </message>
    <message>
        <source>Least score</source>
        <translation>最低得分</translation>
    </message>
    <message>
        <source>Remove check</source>
        <translation>移除检查</translation>
    </message>
    <message>
        <source>Check %1</source>
        <translation>检查 %1</translation>
    </message>
    <message>
        <source>Write what the answer is compared with.</source>
        <translation>请输入与回答比较的内容。</translation>
    </message>
    <message>
        <source>Write a JSON object: it begins with { and ends with }.</source>
        <translation>请输入 JSON 对象：以 { 开头，以 } 结尾。</translation>
    </message>
    <message>
        <source>Write a JSON path: it begins with $.</source>
        <translation>请输入 JSON 路径：以 $ 开头。</translation>
    </message>
    <message>
        <source>Name the model that judges.</source>
        <translation>请指定评判模型。</translation>
    </message>
    <message>
        <source>Write a number from 0 to 1, such as 0.7, or nothing.</source>
        <translation>请输入 0 到 1 的数字，如 0.7，或留空。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ChoiceMenu</name>
    <message>
        <source>%1: %2</source>
        <comment>what is chosen, choices</comment>
        <translation>%1：%2</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ClientPage</name>
    <message>
        <source>All clients</source>
        <translation>所有客户端</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>密钥</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Choose a model.</source>
        <translation>选择模型。</translation>
    </message>
    <message>
        <source>Gets the key</source>
        <translation>获取密钥的方式</translation>
    </message>
    <message>
        <source>Good to know</source>
        <translation>须知</translation>
    </message>
    <message>
        <source>Does it work?</source>
        <translation>是否正常工作？</translation>
    </message>
    <message>
        <source>Check variables</source>
        <translation>检查变量</translation>
    </message>
    <message>
        <source>Wait for its first call</source>
        <translation>等待首次调用</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>From a helper command</source>
        <translation>从助手命令</translation>
    </message>
    <message>
        <source>From its settings file</source>
        <translation>从其设置文件</translation>
    </message>
    <message>
        <source>From a variable</source>
        <translation>从变量</translation>
    </message>
    <message>
        <source>This gateway does not have the address %1, which %2 needs. The settings work once it has.</source>
        <translation>此网关没有 %2 所需的地址 %1。具备该地址后，这些设置才有效。</translation>
    </message>
    <message>
        <source>This gateway listens on this computer only, where %1 does not reach it.</source>
        <translation>此网关仅在本机上监听，%1 无法访问。</translation>
    </message>
    <message>
        <source>Change %1…</source>
        <translation>更改 %1…</translation>
    </message>
    <message>
        <source>Make a new key first: a key is known once only, when it is made</source>
        <translation>请先创建新密钥：密钥只在创建时显示一次</translation>
    </message>
    <message>
        <source>The client runs “%1” and reads the key from your key chain. Keep the key there under this name.</source>
        <translation>客户端运行“%1”，从您的钥匙串读取密钥。请以此名称将密钥保存在钥匙串中。</translation>
    </message>
    <message>
        <source>“%1” prints a key that is kept in your key chain: for clients and scripts that run a command.</source>
        <translation>“%1”会输出保存在您的钥匙串中的密钥：供运行命令的客户端和脚本使用。</translation>
    </message>
    <message>
        <source>Copied.</source>
        <translation>已复制。</translation>
    </message>
    <message>
        <source>%1 says so already.</source>
        <translation>%1 中已经是这样设置的。</translation>
    </message>
    <message>
        <source>%1 was made.</source>
        <translation>已创建 %1。</translation>
    </message>
    <message>
        <source>%1 was changed. The backup is %2.</source>
        <translation>已更改 %1。备份为 %2。</translation>
    </message>
    <message>
        <source>%1 is as it was before.</source>
        <translation>%1 已恢复原样。</translation>
    </message>
    <message>
        <source>No environment variable is in the way.</source>
        <translation>没有环境变量造成妨碍。</translation>
    </message>
    <message>
        <source>%1 is set in this session.</source>
        <translation>此会话中设置了 %1。</translation>
    </message>
    <message>
        <source>%1 is set in %2.</source>
        <comment>variable, file and line</comment>
        <translation>%1 在 %2 中设置。</translation>
    </message>
    <message>
        <source>Take them away there unless they name this gateway.</source>
        <translation>除非它们指向此网关，否则请在那里将其移除。</translation>
    </message>
    <message>
        <source>Waiting for a call with this key. Use %1 now.</source>
        <translation>正在等待使用此密钥的调用。请现在使用 %1。</translation>
    </message>
    <message>
        <source>✓ %1 from %2</source>
        <comment>time, program</comment>
        <translation>✓ %1，来自 %2</translation>
    </message>
    <message>
        <source>%1 from %2, answered with %3. The log says why.</source>
        <comment>time, program, status</comment>
        <translation>%1，来自 %2，应答状态为 %3。原因见日志。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ClientTiles</name>
    <message>
        <source>%1, %2</source>
        <comment>client, note</comment>
        <translation>%1，%2</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CommandPalette</name>
    <message>
        <source>Search and commands</source>
        <translation>搜索和命令</translation>
    </message>
    <message>
        <source>Search or run a command</source>
        <translation>搜索或运行命令</translation>
    </message>
    <message>
        <source>What fits</source>
        <translation>匹配项</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>Not possible now</source>
        <translation>目前不可用</translation>
    </message>
    <message>
        <source>View</source>
        <translation>视图</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>kind and id of an object</comment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>%1, %2, status %3</source>
        <comment>time, model and status of a call</comment>
        <translation>%1，%2，状态 %3</translation>
    </message>
    <message>
        <source>no model</source>
        <translation>无模型</translation>
    </message>
    <message>
        <source>Nothing fits. Try fewer letters.</source>
        <translation>没有匹配项。请减少输入的字符。</translation>
    </message>
    <message>
        <source>&gt; for commands   @ for objects   # for requests</source>
        <translation>&gt; 命令   @ 对象   # 请求</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CommentPanel</name>
    <message>
        <source>Nobody said anything yet.</source>
        <translation>还没有人发言。</translation>
    </message>
    <message>
        <source>Add comment</source>
        <translation>添加评论</translation>
    </message>
    <message>
        <source>Comments</source>
        <translation>评论</translation>
    </message>
    <message>
        <source>Comment</source>
        <translation>评论</translation>
    </message>
    <message>
        <source>Write a comment…</source>
        <translation>写评论…</translation>
    </message>
    <message>
        <source>About the prompt</source>
        <translation>关于提示</translation>
    </message>
    <message>
        <source>About version %1</source>
        <translation>关于版本 %1</translation>
    </message>
    <message>
        <source>version %1</source>
        <translation>版本 %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CompareDialog</name>
    <message>
        <source>Only what differs</source>
        <translation>仅显示差异</translation>
    </message>
    <message>
        <source>Compare two calls</source>
        <translation>比较两个调用</translation>
    </message>
    <message>
        <source>Differences</source>
        <translation>差异</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Reading both calls…</source>
        <translation>正在读取两个调用…</translation>
    </message>
    <message>
        <source>One of these calls is not over yet, or no longer kept.</source>
        <translation>其中一个调用尚未结束，或已不再保留。</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>部分</translation>
    </message>
    <message>
        <source>%1, differs</source>
        <translation>%1，有差异</translation>
    </message>
    <message>
        <source>No differences</source>
        <translation>没有差异</translation>
    </message>
    <message numerus="yes">
        <source>%n difference(s)</source>
        <translation>
            <numerusform>%n 处差异</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ConformanceDialog</name>
    <message>
        <source>Conformance of %1</source>
        <translation>%1 的一致性</translation>
    </message>
    <message>
        <source>Real calls through the gateway&apos;s own port show what a client of each dialect gets from this route: plain, streamed, with tools, images and more.</source>
        <translation>通过网关自身端口的真实调用，显示每种方言的客户端能从此路由得到什么：普通、流式、工具、图像等。</translation>
    </message>
    <message>
        <source>Reading the last run…</source>
        <translation>正在读取上次运行…</translation>
    </message>
    <message>
        <source>Asking what a run would cost…</source>
        <translation>正在查询运行所需费用…</translation>
    </message>
    <message>
        <source>Progress of the test</source>
        <translation>测试进度</translation>
    </message>
    <message>
        <source>Client dialects and features</source>
        <translation>客户端方言与功能</translation>
    </message>
    <message>
        <source>Show its call in the log</source>
        <translation>在日志中显示其调用</translation>
    </message>
    <message>
        <source>Stop test</source>
        <translation>停止测试</translation>
    </message>
    <message>
        <source>Run conformance test</source>
        <translation>运行一致性测试</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>This route was not tested yet. See above what a run takes, then start it.</source>
        <translation>此路由尚未测试。请先查看上方的运行开销，然后开始。</translation>
    </message>
    <message numerus="yes">
        <source>A run makes up to %n call(s)</source>
        <translation>
            <numerusform>一次运行最多 %n 次调用</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, with up to %2 input and %3 output tokens.</source>
        <translation>%1，最多 %2 个输入令牌和 %3 个输出令牌。</translation>
    </message>
    <message>
        <source>The demo provider serves it: it costs nothing.</source>
        <translation>由演示提供商处理：不产生费用。</translation>
    </message>
    <message>
        <source>The provider bills them: %1 at most.</source>
        <translation>提供商会计费：最多 %1。</translation>
    </message>
    <message>
        <source>The provider bills them; what they cost is not known, since a price is missing.</source>
        <translation>提供商会计费；因缺少价格，费用未知。</translation>
    </message>
    <message numerus="yes">
        <source>%n passed</source>
        <translation>
            <numerusform>%n 项通过</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n failed</source>
        <translation>
            <numerusform>%n 项失败</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not applicable</source>
        <translation>
            <numerusform>%n 项不适用</numerusform>
        </translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Choose a cell to see why.</source>
        <translation>选择一个单元格以查看原因。</translation>
    </message>
    <message>
        <source>Run again</source>
        <translation>再次运行</translation>
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
        <translation>%1：%2 毫秒后通过。</translation>
    </message>
    <message>
        <source>%1: failed. %2</source>
        <comment>test, reason</comment>
        <translation>%1：失败。%2</translation>
    </message>
    <message>
        <source>What came: %1</source>
        <translation>收到：%1</translation>
    </message>
    <message>
        <source>%1: not applicable. %2</source>
        <comment>test, reason</comment>
        <translation>%1：不适用。%2</translation>
    </message>
    <message>
        <source>%1: not tried yet.</source>
        <translation>%1：尚未测试。</translation>
    </message>
    <message>
        <source>pass</source>
        <translation>通过</translation>
    </message>
    <message>
        <source>fail</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>n/a</source>
        <translation>不适用</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ConnectPage</name>
    <message>
        <source>Connect</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>Connecting…</source>
        <translation>正在连接…</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ConnectView</name>
    <message>
        <source>Agent</source>
        <translation>智能体</translation>
    </message>
    <message>
        <source>Editor</source>
        <translation>编辑器</translation>
    </message>
    <message>
        <source>Program</source>
        <translation>程序</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>库</translation>
    </message>
    <message>
        <source>Tool</source>
        <translation>工具</translation>
    </message>
    <message>
        <source>Copy settings</source>
        <translation>复制设置</translation>
    </message>
    <message>
        <source>Change the client&apos;s file…</source>
        <translation>更改客户端的文件…</translation>
    </message>
    <message>
        <source>Undo the change of the file</source>
        <translation>撤销对文件的更改</translation>
    </message>
    <message>
        <source>Check variables</source>
        <translation>检查变量</translation>
    </message>
    <message>
        <source>Wait for its first call</source>
        <translation>等待首次调用</translation>
    </message>
    <message>
        <source>Copy the helper command</source>
        <translation>复制助手命令</translation>
    </message>
    <message>
        <source>All clients</source>
        <translation>所有客户端</translation>
    </message>
    <message>
        <source>Connect a client</source>
        <translation>连接客户端</translation>
    </message>
    <message>
        <source>Find a client</source>
        <translation>查找客户端</translation>
    </message>
    <message>
        <source>Choose the program that shall use this gateway. Its settings are filled in for you.</source>
        <translation>选择要使用此网关的程序。其设置会自动填好。</translation>
    </message>
    <message>
        <source>Clients</source>
        <translation>客户端</translation>
    </message>
    <message>
        <source>No client fits. Any program that speaks OpenAI&apos;s or Anthropic&apos;s API works: see OpenAI SDK.</source>
        <translation>没有匹配的客户端。任何支持 OpenAI 或 Anthropic API 的程序都可使用：请看 OpenAI SDK。</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>清除筛选器</translation>
    </message>
    <message>
        <source>Not supported yet</source>
        <translation>尚不支持</translation>
    </message>
    <message>
        <source>Choose a client first.</source>
        <translation>请先选择客户端。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ConnectionFields</name>
    <message>
        <source>Connect within</source>
        <translation>连接时限</translation>
    </message>
    <message>
        <source>First byte within</source>
        <translation>首字节时限</translation>
    </message>
    <message>
        <source>Pause at most</source>
        <translation>最长停顿</translation>
    </message>
    <message>
        <source>Whole call within</source>
        <translation>整个调用时限</translation>
    </message>
    <message>
        <source>Advanced</source>
        <translation>高级</translation>
    </message>
    <message>
        <source>As is usual for this provider</source>
        <translation>此提供商的惯用方式</translation>
    </message>
    <message>
        <source>As the gateway is set up</source>
        <translation>按网关的设置</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>代理</translation>
    </message>
    <message>
        <source>“direct” for none, or such as http://proxy.example:3128.</source>
        <translation>“direct”表示不使用，或例如 http://proxy.example:3128。</translation>
    </message>
    <message>
        <source>Enter “direct”, or an address that begins with http, https, socks5 or socks5h and holds no password.</source>
        <translation>请输入“direct”，或以 http、https、socks5 或 socks5h 开头且不含密码的地址。</translation>
    </message>
    <message>
        <source>Own authorities</source>
        <translation>自己的证书颁发机构</translation>
    </message>
    <message>
        <source>PEM files on the gateway&apos;s machine, parted by commas.</source>
        <translation>网关所在机器上的 PEM 文件，以逗号分隔。</translation>
    </message>
    <message>
        <source>Enter whole paths, from “/” on.</source>
        <translation>请输入以“/”开头的完整路径。</translation>
    </message>
    <message>
        <source>TLS 1.2 or later</source>
        <translation>TLS 1.2 或更高版本</translation>
    </message>
    <message>
        <source>TLS 1.3 only</source>
        <translation>仅 TLS 1.3</translation>
    </message>
    <message>
        <source>Encryption</source>
        <translation>加密</translation>
    </message>
    <message>
        <source>Enter a time such as 500ms, 30s or 5m, more than nothing.</source>
        <translation>请输入大于零的时间，例如 500ms、30s 或 5m。</translation>
    </message>
    <message>
        <source>Proxy, certificates and timeouts</source>
        <translation>代理、证书和超时</translation>
    </message>
    <message>
        <source>It has /responses</source>
        <translation>它有 /responses</translation>
    </message>
    <message>
        <source>It has chat completions only</source>
        <translation>它只有 chat completions</translation>
    </message>
    <message>
        <source>Responses API</source>
        <translation>Responses API</translation>
    </message>
    <message>
        <source>With it, calls of OpenAI&apos;s Responses API pass as they are; without, they are translated.</source>
        <translation>有它时，OpenAI Responses API 的调用原样通过；没有时则被翻译。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ConnectionSetup</name>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>What you call this gateway.</source>
        <translation>您对此网关的称呼。</translation>
    </message>
    <message>
        <source>Enter a name, such as Team gateway.</source>
        <translation>请输入名称，例如“团队网关”。</translation>
    </message>
    <message>
        <source>Admin address</source>
        <translation>管理地址</translation>
    </message>
    <message>
        <source>Where the gateway&apos;s admin API listens.</source>
        <translation>网关的管理 API 监听的地址。</translation>
    </message>
    <message>
        <source>Gateway address</source>
        <translation>网关地址</translation>
    </message>
    <message>
        <source>What applications use.</source>
        <translation>供应用使用。</translation>
    </message>
    <message>
        <source>Admin token</source>
        <translation>管理令牌</translation>
    </message>
    <message>
        <source>Goes to this desktop&apos;s key chain, never to a file.</source>
        <translation>保存到此桌面的钥匙串，绝不写入文件。</translation>
    </message>
    <message>
        <source>Leave it empty to go on with the present one.</source>
        <translation>留空则继续使用现有令牌。</translation>
    </message>
    <message>
        <source>A token has no blanks or special letters. Copy it anew.</source>
        <translation>令牌不含空格或特殊字符。请重新复制。</translation>
    </message>
    <message>
        <source>Enter the admin token of that gateway (its operator has it).</source>
        <translation>请输入该网关的管理令牌（可向其运营者索取）。</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>颜色</translation>
    </message>
    <message>
        <source>Marks the window while you are connected.</source>
        <translation>连接期间标记窗口。</translation>
    </message>
    <message>
        <source>Collect edits until I have reviewed them</source>
        <translation>先收集编辑，待我审阅</translation>
    </message>
    <message>
        <source>Protected</source>
        <translation>受保护</translation>
    </message>
    <message>
        <source>Blue</source>
        <translation>蓝色</translation>
    </message>
    <message>
        <source>Amber</source>
        <translation>琥珀色</translation>
    </message>
    <message>
        <source>Green</source>
        <translation>绿色</translation>
    </message>
    <message>
        <source>Plum</source>
        <translation>梅红色</translation>
    </message>
    <message>
        <source>Olive</source>
        <translation>橄榄色</translation>
    </message>
    <message>
        <source>Violet</source>
        <translation>紫罗兰色</translation>
    </message>
    <message>
        <source>The certificate is not trusted, so nothing was sent. Ask the gateway&apos;s operator for its fingerprint, then connect again.</source>
        <translation>证书不受信任，因此未发送任何内容。请向网关运营者索取指纹，然后重新连接。</translation>
    </message>
    <message>
        <source>The gateway does not take this token. Copy it anew from the gateway&apos;s operator.</source>
        <translation>网关不接受此令牌。请从网关运营者处重新复制。</translation>
    </message>
    <message>
        <source>Something answers there, but not a gateway&apos;s admin API. Check host and port.</source>
        <translation>那里有应答，但不是网关的管理 API。请检查主机和端口。</translation>
    </message>
    <message>
        <source>The token was not kept. Connect again to choose where it goes.</source>
        <translation>令牌未保存。请重新连接以选择保存位置。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ConnectionsDialog</name>
    <message>
        <source>Connections</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>Remote gateways</source>
        <translation>远程网关</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>令牌</translation>
    </message>
    <message>
        <source>Edits</source>
        <translation>编辑</translation>
    </message>
    <message>
        <source>Only this computer&apos;s gateway is known. Add one that runs elsewhere.</source>
        <translation>目前只有本机的网关。请添加在别处运行的网关。</translation>
    </message>
    <message>
        <source>Add a connection</source>
        <translation>添加连接</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>编辑</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>%1, connected</source>
        <translation>%1，已连接</translation>
    </message>
    <message>
        <source>Until you quit</source>
        <translation>直到退出</translation>
    </message>
    <message>
        <source>In the key chain</source>
        <translation>在钥匙串中</translation>
    </message>
    <message>
        <source>Reviewed first</source>
        <translation>先审阅</translation>
    </message>
    <message>
        <source>At once</source>
        <translation>立即生效</translation>
    </message>
    <message>
        <source>Remove the connection %1?</source>
        <translation>移除连接 %1？</translation>
    </message>
    <message>
        <source>The gateway itself is not touched. Its token is removed from the key chain, so you need it to connect again.</source>
        <translation>网关本身不受影响。其令牌将从钥匙串中移除，因此重新连接时需要再次输入。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ConnectionsMenu</name>
    <message>
        <source>&amp;Connections</source>
        <translation>连接(&amp;C)</translation>
    </message>
    <message>
        <source>The key chain has not answered yet. It may wait for its password.</source>
        <translation>钥匙串尚未应答。它可能在等待输入密码。</translation>
    </message>
    <message>
        <source>Enter the token</source>
        <translation>输入令牌</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>本机</translation>
    </message>
    <message>
        <source>%1 (waiting for the key chain)</source>
        <translation>%1（正在等待钥匙串）</translation>
    </message>
    <message>
        <source>&amp;Add a connection…</source>
        <translation>添加连接(&amp;A)…</translation>
    </message>
    <message>
        <source>&amp;Manage connections…</source>
        <translation>管理连接(&amp;M)…</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ConsoleKey</name>
    <message>
        <source>Another gateway was chosen meanwhile. Try again.</source>
        <translation>在此期间选择了其他网关。请重试。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CostPage</name>
    <message>
        <source>Input</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>Cached input</source>
        <translation>缓存输入</translation>
    </message>
    <message>
        <source>Cache written</source>
        <translation>缓存写入</translation>
    </message>
    <message>
        <source>Cache written for longer</source>
        <translation>长期缓存写入</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>Of it reasoning</source>
        <translation>其中推理</translation>
    </message>
    <message>
        <source>The provider told no count: these are estimates from the length of the text.</source>
        <translation>提供商未给出计数：这些是根据文本长度得出的估计值。</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>费用</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Set price…</source>
        <translation>设置价格…</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Per million</source>
        <translation>每百万</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>行</translation>
    </message>
    <message>
        <source>Together</source>
        <translation>合计</translation>
    </message>
    <message>
        <source>Pretend money of the demo provider: it is not counted as spend.</source>
        <translation>演示提供商的模拟金额：不计入支出。</translation>
    </message>
    <message>
        <source>Price from</source>
        <translation>价格来源</translation>
    </message>
    <message>
        <source>Read on</source>
        <translation>读取日期</translation>
    </message>
    <message>
        <source>Price</source>
        <translation>价格</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CreateKeyDialog</name>
    <message>
        <source>Use letters, digits, dots, dashes and underscores only.</source>
        <translation>只能使用字母、数字、点、短横线和下划线。</translation>
    </message>
    <message>
        <source>Create key</source>
        <translation>创建密钥</translation>
    </message>
    <message>
        <source>Keep in the key chain for helpers</source>
        <translation>保存在钥匙串中供助手命令使用</translation>
    </message>
    <message>
        <source>laptop</source>
        <translation>laptop</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Where it is used, so that you know it again.</source>
        <translation>使用的位置，便于日后辨认。</translation>
    </message>
    <message>
        <source>New application…</source>
        <translation>新建应用…</translation>
    </message>
    <message>
        <source>Application</source>
        <translation>应用</translation>
    </message>
    <message>
        <source>Limits, models and budget are the application&apos;s: all its keys share them.</source>
        <translation>限制、模型和预算属于应用：其所有密钥共用。</translation>
    </message>
    <message>
        <source>Its name</source>
        <translation>应用的名称</translation>
    </message>
    <message>
        <source>New team…</source>
        <translation>新建团队…</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>团队</translation>
    </message>
    <message>
        <source>The team&apos;s name</source>
        <translation>团队的名称</translation>
    </message>
    <message>
        <source>Expires</source>
        <translation>到期</translation>
    </message>
    <message>
        <source>Key chain</source>
        <translation>钥匙串</translation>
    </message>
    <message>
        <source>Clients that ask a command for their key then call “gatehouse key-helper NAME”.</source>
        <translation>通过命令获取密钥的客户端此时会调用“gatehouse key-helper NAME”。</translation>
    </message>
    <message>
        <source>Give the key a name, such as laptop.</source>
        <translation>请为密钥命名，例如 laptop。</translation>
    </message>
    <message>
        <source>Name the application, such as notebook.</source>
        <translation>请为应用命名，例如 notebook。</translation>
    </message>
    <message>
        <source>There is an application of this name. Choose it above, or take another name.</source>
        <translation>已有同名应用。请在上方选择它，或使用其他名称。</translation>
    </message>
    <message>
        <source>Name the team, such as me.</source>
        <translation>请为团队命名，例如 me。</translation>
    </message>
    <message>
        <source>There is a team of this name. Choose it above, or take another name.</source>
        <translation>已有同名团队。请在上方选择它，或使用其他名称。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CredentialFields</name>
    <message>
        <source>Service account</source>
        <translation>服务账号</translation>
    </message>
    <message>
        <source>Its private key is kept in the gateway&apos;s key chain or vault and never shown again.</source>
        <translation>其私钥保存在网关的钥匙串或保险库中，不会再次显示。</translation>
    </message>
    <message>
        <source>Signs in with</source>
        <translation>认证方式</translation>
    </message>
    <message>
        <source>Header</source>
        <translation>标头</translation>
    </message>
    <message>
        <source>Enter the header&apos;s name, such as x-api-key; never the key itself.</source>
        <translation>请输入标头的名称，例如 x-api-key；切勿输入密钥本身。</translation>
    </message>
    <message>
        <source>Credential</source>
        <translation>凭据</translation>
    </message>
    <message>
        <source>Looked for in</source>
        <translation>查找位置</translation>
    </message>
    <message>
        <source>In the header (Basic)</source>
        <translation>在请求头中 (Basic)</translation>
    </message>
    <message>
        <source>In the form</source>
        <translation>在表单中</translation>
    </message>
    <message>
        <source>ID and secret are sent</source>
        <translation>ID 和密钥的发送方式</translation>
    </message>
    <message>
        <source>Only for temporary keys</source>
        <translation>仅用于临时密钥</translation>
    </message>
    <message>
        <source>Session token</source>
        <translation>会话令牌</translation>
    </message>
    <message>
        <source>A token has no blanks and only plain characters. Copy it again.</source>
        <translation>令牌不含空格且只有普通字符。请重新复制。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::DesktopNotifier</name>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::DifferenceTable</name>
    <message>
        <source>No field differs.</source>
        <translation>没有字段存在差异。</translation>
    </message>
    <message>
        <source>becomes</source>
        <translation>变为</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::DrainDialog</name>
    <message>
        <source>Quit Gatehouse</source>
        <translation>退出 Gatehouse</translation>
    </message>
    <message>
        <source>Time until Gatehouse quits</source>
        <translation>距 Gatehouse 退出的时间</translation>
    </message>
    <message>
        <source>Quit now</source>
        <translation>立即退出</translation>
    </message>
    <message>
        <source>Keep running</source>
        <translation>继续运行</translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) are still running. New ones are refused.</source>
        <translation>
            <numerusform>仍有 %n 个调用在运行。新的调用会被拒绝。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Gatehouse quits in %n second(s).</source>
        <translation>
            <numerusform>Gatehouse 将在 %n 秒后退出。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::EditKeyDialog</name>
    <message>
        <source>Edit key %1</source>
        <translation>编辑密钥 %1</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Expires</source>
        <translation>到期</translation>
    </message>
    <message>
        <source>As its application says</source>
        <translation>按其应用的设置</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Of failed calls</source>
        <translation>失败的调用</translation>
    </message>
    <message>
        <source>Of all calls</source>
        <translation>所有调用</translation>
    </message>
    <message>
        <source>Recorded bodies</source>
        <translation>记录的正文</translation>
    </message>
    <message>
        <source>Of the settings of key, application and route the most private one counts.</source>
        <translation>在密钥、应用和路由的设置中，以最注重隐私的为准。</translation>
    </message>
    <message>
        <source>Application %1, with all its keys</source>
        <translation>应用 %1，包括其所有密钥</translation>
    </message>
    <message>
        <source>Change key %1</source>
        <translation>更改密钥 %1</translation>
    </message>
    <message>
        <source>Change application %1</source>
        <translation>更改应用 %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::EnvironmentPage</name>
    <message>
        <source>Keep the keys in the gateway&apos;s key chain or vault</source>
        <translation>将密钥保存在网关的钥匙串或保险库中</translation>
    </message>
    <message>
        <source>Let the gateway read the variables at each start</source>
        <translation>让网关在每次启动时读取变量</translation>
    </message>
    <message>
        <source>A provider of that name is there already.</source>
        <translation>已有同名提供商。</translation>
    </message>
    <message>
        <source>No variable of this program&apos;s environment holds a key of a known provider.</source>
        <translation>此程序的环境变量中没有已知提供商的密钥。</translation>
    </message>
    <message numerus="yes">
        <source>%n variables hold keys of known providers. Their values are not shown.</source>
        <translation>
            <numerusform>%n 个变量包含已知提供商的密钥。不显示其值。</numerusform>
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
        <translation>正在评估</translation>
    </message>
    <message>
        <source>Recorded calls are led anew, by the very rules that calls go by. Nothing is sent, saved or changed.</source>
        <translation>用调用实际遵循的规则重新引导已记录的调用。不发送、不保存、不更改任何内容。</translation>
    </message>
    <message>
        <source>Calls of which time</source>
        <translation>哪段时间的调用</translation>
    </message>
    <message numerus="yes">
        <source>Calls of the last %n day(s)</source>
        <translation>
            <numerusform>最近 %n 天的调用</numerusform>
        </translation>
    </message>
    <message>
        <source>Calls and cost by target, before and after</source>
        <translation>各目标的调用与费用，前后对比</translation>
    </message>
    <message>
        <source>Evaluate again</source>
        <translation>重新评估</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Leading the recorded calls anew…</source>
        <translation>正在重新引导已记录的调用…</translation>
    </message>
    <message>
        <source>Cancelled.</source>
        <translation>已取消。</translation>
    </message>
    <message>
        <source>Evaluate</source>
        <translation>评估</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>No call of this time is recorded that this would touch.</source>
        <translation>这段时间没有会受影响的调用记录。</translation>
    </message>
    <message>
        <source>%1 before, %2 after</source>
        <comment>money</comment>
        <translation>之前 %1，之后 %2</translation>
    </message>
    <message>
        <source>%1: %2 less</source>
        <translation>%1：减少 %2</translation>
    </message>
    <message>
        <source>%1: %2 more</source>
        <translation>%1：增加 %2</translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) from %1 to %2.</source>
        <translation>
            <numerusform>%1 到 %2 的 %n 次调用。</numerusform>
        </translation>
    </message>
    <message>
        <source>None would have gone elsewhere.</source>
        <translation>没有调用会改变去向。</translation>
    </message>
    <message numerus="yes">
        <source>%n would have gone elsewhere.</source>
        <translation>
            <numerusform>%n 次会改变去向。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n would have been refused.</source>
        <translation>
            <numerusform>%n 次会被拒绝。</numerusform>
        </translation>
    </message>
    <message>
        <source>Target</source>
        <translation>目标</translation>
    </message>
    <message>
        <source>Calls before</source>
        <translation>之前的调用</translation>
    </message>
    <message>
        <source>Calls after</source>
        <translation>之后的调用</translation>
    </message>
    <message>
        <source>Cost before</source>
        <translation>之前的费用</translation>
    </message>
    <message>
        <source>Cost after</source>
        <translation>之后的费用</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>Refused: %1</source>
        <translation>被拒绝：%1</translation>
    </message>
    <message>
        <source>–</source>
        <translation>–</translation>
    </message>
    <message>
        <source>There are more calls than are led anew at once: these are the newest of them.</source>
        <translation>调用数超过一次可引导的数量：这里是最新的部分。</translation>
    </message>
    <message numerus="yes">
        <source>The price of %n call(s) is unknown; they are not in the sum.</source>
        <translation>
            <numerusform>%n 次调用的价格未知；未计入合计。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) are uncertain: a rule asks for headers, which are not recorded.</source>
        <translation>
            <numerusform>%n 次调用不确定：规则涉及未记录的请求头。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) are uncertain: a rule asks for metadata or request fields, which are not recorded.</source>
        <translation>
            <numerusform>%n 次调用不确定：规则涉及未记录的元数据或请求字段。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) are uncertain: the end user is not recorded.</source>
        <translation>
            <numerusform>%n 次调用不确定：未记录最终用户。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) are uncertain: a rule asks for the path, which is not recorded.</source>
        <translation>
            <numerusform>%n 次调用不确定：规则涉及未记录的路径。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) came from applications that are gone; they are taken as they were.</source>
        <translation>
            <numerusform>%n 次调用来自已不存在的应用；按原样计算。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) hang on how busy or quick the targets were; this is replayed from the calls themselves.</source>
        <translation>
            <numerusform>%n 次调用取决于目标的繁忙或快慢；据调用本身重放。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) were drawn by chance: another draw may differ by a few.</source>
        <translation>
            <numerusform>%n 次调用由随机抽取：再抽一次可能略有不同。</numerusform>
        </translation>
    </message>
    <message>
        <source>Costs after the change count the tokens that each call really used, at the prices that are set now. Another model would have answered with other words.</source>
        <translation>更改后的费用按每次调用实际使用的令牌和当前设置的价格计算。换一个模型会用不同的话回答。</translation>
    </message>
    <message>
        <source>The sums are of pretend money, at the demo provider&apos;s prices.</source>
        <translation>合计为虚拟金额，按演示提供商的价格计算。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ExperimentModel</name>
    <message>
        <source>Not scored yet</source>
        <translation>尚未评分</translation>
    </message>
    <message>
        <source>%1 (%2 to %3)</source>
        <comment>a mean and its interval</comment>
        <translation>%1（%2 至 %3）</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>占比</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>调用</translation>
    </message>
    <message>
        <source>Mean score</source>
        <translation>平均分</translation>
    </message>
    <message>
        <source>Probably best</source>
        <translation>最佳概率</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ExperimentPanel</name>
    <message>
        <source>Stop with this winner…</source>
        <translation>以此获胜者结束…</translation>
    </message>
    <message>
        <source>Arms of the experiment</source>
        <translation>实验分组</translation>
    </message>
    <message>
        <source>This version has no experiment.</source>
        <translation>此版本没有实验。</translation>
    </message>
    <message>
        <source>Reading the experiment…</source>
        <translation>正在读取实验…</translation>
    </message>
    <message>
        <source>It has ended: %1 serves every call.</source>
        <translation>已结束：%1 服务所有调用。</translation>
    </message>
    <message>
        <source>%1 is the best with %2 certainty: stop with it.</source>
        <comment>a version, a share</comment>
        <translation>%1 最佳的确定度为 %2：可以它结束。</translation>
    </message>
    <message>
        <source>Undecided: %1 is ahead, with %2 certainty.</source>
        <comment>a version, a share</comment>
        <translation>未决：%1 领先，确定度 %2。</translation>
    </message>
    <message numerus="yes">
        <source>Too early to say: %n more score(s) are needed.</source>
        <translation>
            <numerusform>为时过早：还需要 %n 个评分。</numerusform>
        </translation>
    </message>
    <message>
        <source>The line is the interval in which the mean lies with 95 % certainty.</source>
        <translation>线段表示均值以 95% 的确定度所在的区间。</translation>
    </message>
    <message>
        <source>It is decided once each version has %1 scores and one is the best with %2 certainty.</source>
        <translation>当每个版本有 %1 个评分且其中一个以 %2 的确定度最佳时即可决定。</translation>
    </message>
    <message>
        <source>It does not run.</source>
        <translation>未在运行。</translation>
    </message>
    <message>
        <source>Select the version that wins first.</source>
        <translation>请先选择获胜的版本。</translation>
    </message>
    <message>
        <source>From the next call on, every caller gets it.</source>
        <translation>从下一次调用起，所有调用方都会得到它。</translation>
    </message>
    <message>
        <source>Stop the experiment with %1?</source>
        <comment>a version</comment>
        <translation>以 %1 结束实验？</translation>
    </message>
    <message>
        <source>Every caller of %1 gets this version from the next call on. What was scored stays.</source>
        <translation>从下一次调用起，%1 的所有调用方都会得到此版本。评分会保留。</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>The experiment has ended: %1 serves every call.</source>
        <translation>实验已结束：%1 服务所有调用。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ExpiryEdit</name>
    <message>
        <source>Expires</source>
        <translation>到期</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>从不</translation>
    </message>
    <message numerus="yes">
        <source>In %n day(s)</source>
        <translation>
            <numerusform>%n 天后</numerusform>
        </translation>
    </message>
    <message>
        <source>On a day</source>
        <translation>在指定日期</translation>
    </message>
    <message>
        <source>Day on which it expires</source>
        <translation>到期日期</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ExportDialog</name>
    <message>
        <source>Export calls</source>
        <translation>导出调用</translation>
    </message>
    <message>
        <source>Writing to %1</source>
        <translation>正在写入 %1</translation>
    </message>
    <message>
        <source>Asking the gateway…</source>
        <translation>正在询问网关…</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>%1 could not be written: %2. Choose another place and export again.</source>
        <translation>无法写入 %1：%2。请选择其他位置并重新导出。</translation>
    </message>
    <message numerus="yes">
        <source>%1 calls so far</source>
        <translation>
            <numerusform>目前 %1 个调用</numerusform>
        </translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::FallbackList</name>
    <message>
        <source>any failure</source>
        <translation>任何失败</translation>
    </message>
    <message>
        <source>no connection</source>
        <translation>无连接</translation>
    </message>
    <message>
        <source>timeout</source>
        <translation>超时</translation>
    </message>
    <message>
        <source>rate limit (429)</source>
        <translation>速率限制 (429)</translation>
    </message>
    <message>
        <source>provider error (5xx)</source>
        <translation>提供商错误 (5xx)</translation>
    </message>
    <message>
        <source>context too long</source>
        <translation>上下文过长</translation>
    </message>
    <message>
        <source>content refused</source>
        <translation>内容被拒</translation>
    </message>
    <message>
        <source>key rejected</source>
        <translation>密钥被拒</translation>
    </message>
    <message>
        <source>Add fallback</source>
        <translation>添加后备</translation>
    </message>
    <message>
        <source>Route to go on with</source>
        <translation>接续的路由</translation>
    </message>
    <message>
        <source>Remove fallback</source>
        <translation>移除后备</translation>
    </message>
    <message>
        <source>go on with</source>
        <translation>转到</translation>
    </message>
    <message>
        <source>Choose when</source>
        <translation>选择时机</translation>
    </message>
    <message>
        <source>On %1</source>
        <translation>遇到 %1</translation>
    </message>
    <message>
        <source>Choose when to go on with the other route.</source>
        <translation>请选择何时由另一路由接续。</translation>
    </message>
    <message>
        <source>There is no other route yet. Create one first, or remove the fallback.</source>
        <translation>还没有其他路由。请先创建一个，或移除该后备。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::FilterChips</name>
    <message>
        <source>Terms of the filter</source>
        <translation>筛选器的条件</translation>
    </message>
    <message>
        <source>Remove %1 from the filter</source>
        <translation>从筛选器中移除 %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::FilterEdit</name>
    <message>
        <source>Filter: words or terms such as status&gt;=400 provider:openai latency&gt;2s</source>
        <translation>筛选：词语或条件，例如 status&gt;=400 provider:openai latency&gt;2s</translation>
    </message>
    <message>
        <source>Filter of the log</source>
        <translation>日志的筛选器</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::FirstRunDialog</name>
    <message>
        <source>Set up Gatehouse</source>
        <translation>设置 Gatehouse</translation>
    </message>
    <message>
        <source>Connected to %1.</source>
        <translation>已连接到 %1。</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>跳过</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>上一步</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Connect a client</source>
        <translation>连接客户端</translation>
    </message>
    <message>
        <source>Add provider</source>
        <translation>添加提供商</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Welcome to Gatehouse</source>
        <translation>欢迎使用 Gatehouse</translation>
    </message>
    <message>
        <source>Getting ready</source>
        <translation>准备中</translation>
    </message>
    <message>
        <source>Try it</source>
        <translation>试用</translation>
    </message>
    <message>
        <source>Step %1 of %2</source>
        <translation>第 %1 步，共 %2 步</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::FormDialog</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Working…</source>
        <translation>正在处理…</translation>
    </message>
    <message>
        <source>Discard your edits?</source>
        <translation>放弃编辑？</translation>
    </message>
    <message>
        <source>What you entered here has not been saved.</source>
        <translation>您在此处输入的内容尚未保存。</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>放弃</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::GatewayClient</name>
    <message>
        <source>The gateway does not answer (%1). Check that it runs, then try again.</source>
        <translation>网关没有应答（%1）。请确认它正在运行，然后重试。</translation>
    </message>
    <message>
        <source>The answer was cut off. Try again.</source>
        <translation>应答已中断。请重试。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::GatewayPage</name>
    <message>
        <source>Gateway</source>
        <translation>网关</translation>
    </message>
    <message>
        <source>Limits of the server</source>
        <translation>服务器的限制</translation>
    </message>
    <message>
        <source>Sizes, times and connections</source>
        <translation>大小、时间和连接</translation>
    </message>
    <message>
        <source>A gateway reads them at its start from &quot;server&quot; in its configuration file. One without a file, as in this program, keeps the usual ones: see docs/configuration.md.</source>
        <translation>网关在启动时从其配置文件的 &quot;server&quot; 中读取这些限制。没有文件的网关（例如此程序中的网关）使用默认值：请看 docs/configuration.md。</translation>
    </message>
    <message>
        <source>Addresses</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy: %1</source>
        <translation>复制：%1</translation>
    </message>
    <message>
        <source>For your programs</source>
        <translation>供您的程序使用</translation>
    </message>
    <message>
        <source>Where calls to models go.</source>
        <translation>模型调用发往的地址。</translation>
    </message>
    <message>
        <source>For consoles</source>
        <translation>供控制台使用</translation>
    </message>
    <message>
        <source>The admin API, which this console uses too.</source>
        <translation>管理 API，此控制台也使用它。</translation>
    </message>
    <message>
        <source>The gateway inside this program</source>
        <translation>此程序内的网关</translation>
    </message>
    <message>
        <source>Apply and restart</source>
        <translation>应用并重新启动</translation>
    </message>
    <message>
        <source>Port for your programs</source>
        <translation>供您的程序使用的端口</translation>
    </message>
    <message>
        <source>8642 at first. Programs must be told of another one.</source>
        <translation>初始为 8642。如更改，须告知各程序。</translation>
    </message>
    <message>
        <source>Port for consoles</source>
        <translation>供控制台使用的端口</translation>
    </message>
    <message>
        <source>8643 at first.</source>
        <translation>初始为 8643。</translation>
    </message>
    <message>
        <source>Restart the gateway</source>
        <translation>重新启动网关</translation>
    </message>
    <message>
        <source>Ports count from the gateway&apos;s next start. Calls that run now are ended by it.</source>
        <translation>端口在网关下次启动时生效。重新启动会结束正在运行的调用。</translation>
    </message>
    <message>
        <source>The two ports must differ.</source>
        <translation>两个端口必须不同。</translation>
    </message>
    <message>
        <source>Another gateway is shown now. The ports count when this program starts its own.</source>
        <translation>现在显示的是其他网关。此程序启动自己的网关时，端口生效。</translation>
    </message>
    <message>
        <source>The gateway restarts on its new ports.</source>
        <translation>网关正在使用新端口重新启动。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::GatewayWatch</name>
    <message>
        <source>Connecting…</source>
        <translation>正在连接…</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>正在运行</translation>
    </message>
    <message>
        <source>Degraded</source>
        <translation>已降级</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>正在停止…</translation>
    </message>
    <message>
        <source>No answer</source>
        <translation>没有应答</translation>
    </message>
    <message numerus="yes">
        <source>%n model(s) at their provider failed and are left alone for now.</source>
        <translation>
            <numerusform>提供商处有 %n 个模型失败，目前暂停使用。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::GeneralPage</name>
    <message>
        <source>General</source>
        <translation>常规</translation>
    </message>
    <message>
        <source>On this desktop</source>
        <translation>在此桌面上</translation>
    </message>
    <message>
        <source>Close to tray</source>
        <translation>关闭到托盘</translation>
    </message>
    <message>
        <source>Closing the window leaves Gatehouse in the tray, where there is one.</source>
        <translation>如果有托盘，关闭窗口后 Gatehouse 仍留在托盘中。</translation>
    </message>
    <message>
        <source>Open window at start</source>
        <translation>启动时打开窗口</translation>
    </message>
    <message>
        <source>Off: Gatehouse starts in the tray, where there is one.</source>
        <translation>关闭时：如果有托盘，Gatehouse 在托盘中启动。</translation>
    </message>
    <message>
        <source>Start at login</source>
        <translation>登录时启动</translation>
    </message>
    <message>
        <source>Gatehouse starts when you log in to your desktop.</source>
        <translation>登录桌面时启动 Gatehouse。</translation>
    </message>
    <message>
        <source>Configuration</source>
        <translation>配置</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>导入…</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>Keys of the environment, a LiteLLM configuration or a Gatehouse bundle.</source>
        <translation>环境变量中的密钥、LiteLLM 配置或 Gatehouse 配置包。</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Providers, routes, teams and applications as a file, without secrets.</source>
        <translation>将提供商、路由、团队和应用导出为文件，不含机密。</translation>
    </message>
    <message>
        <source>Team features</source>
        <translation>团队功能</translation>
    </message>
    <message>
        <source>Approvals, teams and the audit log. A gateway on another computer always shows them.</source>
        <translation>审批、团队和审计日志。连接其他计算机上的网关时始终显示。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::GroupTable</name>
    <message>
        <source>Calls</source>
        <translation>调用</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>Error rate</source>
        <translation>错误率</translation>
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
        <translation>首字节 p95</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>Cached</source>
        <translation>已缓存</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>Reasoning</source>
        <translation>推理</translation>
    </message>
    <message>
        <source>Spend</source>
        <translation>支出</translation>
    </message>
    <message>
        <source>All calls</source>
        <translation>所有调用</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::HarExport</name>
    <message>
        <source>%1 could not be written: %2. Choose another place and export again.</source>
        <translation>无法写入 %1：%2。请选择其他位置并重新导出。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::HeaderBar</name>
    <message>
        <source>Copy the gateway&apos;s address</source>
        <translation>复制网关的地址</translation>
    </message>
    <message>
        <source>Reconnect now</source>
        <translation>立即重新连接</translation>
    </message>
    <message>
        <source>Search or run a command</source>
        <translation>搜索或运行命令</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>No gateway</source>
        <translation>无网关</translation>
    </message>
    <message>
        <source>Gateway: %1</source>
        <translation>网关：%1</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::HeadersPage</name>
    <message>
        <source>Headers</source>
        <translation>标头</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>值</translation>
    </message>
    <message>
        <source>Request as received</source>
        <translation>收到的请求</translation>
    </message>
    <message>
        <source>Request as sent</source>
        <translation>发送的请求</translation>
    </message>
    <message>
        <source>Answer as received</source>
        <translation>收到的应答</translation>
    </message>
    <message>
        <source>Answer as sent</source>
        <translation>发送的应答</translation>
    </message>
    <message>
        <source>More fields came than are kept.</source>
        <translation>收到的字段多于保留的字段。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::HistoryDialog</name>
    <message>
        <source>History of changes</source>
        <translation>更改历史记录</translation>
    </message>
    <message>
        <source>Reading the history…</source>
        <translation>正在读取历史记录…</translation>
    </message>
    <message>
        <source>Revisions</source>
        <translation>修订版本</translation>
    </message>
    <message>
        <source>What</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>When</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>操作者</translation>
    </message>
    <message>
        <source>Revision</source>
        <translation>修订版本</translation>
    </message>
    <message>
        <source>Show older ones</source>
        <translation>显示更早的版本</translation>
    </message>
    <message>
        <source>Take this back…</source>
        <translation>撤回此更改…</translation>
    </message>
    <message>
        <source>Makes what this revision changed as it was before. You see what that does first.</source>
        <translation>将此修订版本更改的内容恢复原样。会先显示其效果。</translation>
    </message>
    <message>
        <source>Go back to this…</source>
        <translation>回到此版本…</translation>
    </message>
    <message>
        <source>Makes everything as it was after this revision. You see what that does first.</source>
        <translation>将一切恢复到此修订版本之后的状态。会先显示其效果。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Nothing was changed yet.</source>
        <translation>尚未更改任何内容。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ImportDialog</name>
    <message>
        <source>%1 cannot be read: %2</source>
        <translation>无法读取 %1：%2</translation>
    </message>
    <message>
        <source>%1 is larger than 4 MB: that is no configuration.</source>
        <translation>%1 大于 4 MB：这不是配置。</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>Keys from the environment</source>
        <translation>来自环境的密钥</translation>
    </message>
    <message>
        <source>Variables such as OPENAI_API_KEY become providers.</source>
        <translation>OPENAI_API_KEY 等变量将成为提供商。</translation>
    </message>
    <message>
        <source>LiteLLM configuration…</source>
        <translation>LiteLLM 配置…</translation>
    </message>
    <message>
        <source>Its model_list becomes providers and routes. What cannot be taken over is named.</source>
        <translation>其 model_list 将成为提供商和路由。无法导入的内容会列出。</translation>
    </message>
    <message>
        <source>Gatehouse bundle…</source>
        <translation>Gatehouse 配置包…</translation>
    </message>
    <message>
        <source>A configuration that another Gatehouse exported.</source>
        <translation>由另一个 Gatehouse 导出的配置。</translation>
    </message>
    <message>
        <source>Choose a LiteLLM configuration</source>
        <translation>选择 LiteLLM 配置</translation>
    </message>
    <message>
        <source>Choose a Gatehouse bundle</source>
        <translation>选择 Gatehouse 配置包</translation>
    </message>
    <message>
        <source>Remove what the bundle does not name</source>
        <translation>移除配置包中未列出的内容</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>上一步</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>YAML files (*.yaml *.yml)</source>
        <translation>YAML 文件 (*.yaml *.yml)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>a file, what is wrong with it</comment>
        <translation>%1：%2</translation>
    </message>
    <message numerus="yes">
        <source>Imported: %n changes.</source>
        <translation>
            <numerusform>已导入：%n 项更改。</numerusform>
        </translation>
    </message>
    <message>
        <source>What changes</source>
        <translation>更改内容</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>审阅</translation>
    </message>
    <message>
        <source>Importing…</source>
        <translation>正在导入…</translation>
    </message>
    <message numerus="yes">
        <source>Make %n changes</source>
        <translation>
            <numerusform>执行 %n 项更改</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::Inspector</name>
    <message>
        <source>Summary</source>
        <translation>摘要</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>费用</translation>
    </message>
    <message>
        <source>Choose a call to see how it went.</source>
        <translation>选择一个调用以查看其过程。</translation>
    </message>
    <message>
        <source>This call is still running, or no longer kept.</source>
        <translation>此调用仍在运行，或已不再保留。</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>发生了什么</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>开始时间</translation>
    </message>
    <message>
        <source>Model asked</source>
        <translation>请求的模型</translation>
    </message>
    <message>
        <source>Model served</source>
        <translation>服务的模型</translation>
    </message>
    <message>
        <source>Provider</source>
        <translation>提供商</translation>
    </message>
    <message>
        <source>Application</source>
        <translation>应用</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>密钥</translation>
    </message>
    <message>
        <source>Client</source>
        <translation>客户端</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>First byte</source>
        <translation>首字节</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>总计</translation>
    </message>
    <message>
        <source>Sent and received</source>
        <translation>发送和接收</translation>
    </message>
    <message>
        <source>%1 in, %2 out</source>
        <translation>输入 %1，输出 %2</translation>
    </message>
    <message>
        <source>Lost in translation</source>
        <translation>转换时丢失</translation>
    </message>
    <message>
        <source>Request id</source>
        <translation>请求 ID</translation>
    </message>
    <message>
        <source>Provider&apos;s id</source>
        <translation>提供商 ID</translation>
    </message>
    <message>
        <source>Rule</source>
        <translation>规则</translation>
    </message>
    <message>
        <source>Chosen</source>
        <translation>已选择</translation>
    </message>
    <message>
        <source>Not tried</source>
        <translation>未尝试</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>target, reason</comment>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>%1 of %2 used</source>
        <translation>已用 %1，共 %2</translation>
    </message>
    <message>
        <source>Parts of the call</source>
        <translation>调用的各部分</translation>
    </message>
    <message>
        <source>Attempts</source>
        <translation>尝试次数</translation>
    </message>
    <message>
        <source>Explain</source>
        <translation>解释</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>请求</translation>
    </message>
    <message>
        <source>Response</source>
        <translation>响应</translation>
    </message>
    <message>
        <source>Headers</source>
        <translation>标头</translation>
    </message>
    <message>
        <source>This call is still running. It can be inspected when it is over.</source>
        <translation>此调用仍在运行。结束后即可检查。</translation>
    </message>
    <message>
        <source>Cancel call</source>
        <translation>取消调用</translation>
    </message>
    <message>
        <source>Reading what was recorded…</source>
        <translation>正在读取记录的内容…</translation>
    </message>
    <message>
        <source>Request and answer had %1.</source>
        <translation>请求和应答大小为 %1。</translation>
    </message>
    <message>
        <source>Load what was recorded</source>
        <translation>加载记录的内容</translation>
    </message>
    <message>
        <source>Bodies and headers of this call were not recorded. Those of new calls are, until %1.</source>
        <translation>此调用的正文和标头未被记录。在 %1 之前会记录新调用的正文和标头。</translation>
    </message>
    <message>
        <source>Stop recording bodies</source>
        <translation>停止记录正文</translation>
    </message>
    <message>
        <source>Bodies and headers of this call were not recorded.</source>
        <translation>此调用的正文和标头未被记录。</translation>
    </message>
    <message>
        <source>Record bodies for 15 min</source>
        <translation>记录正文 15 分钟</translation>
    </message>
    <message>
        <source>Bodies are recorded until %1. Keys, applications and routes that say otherwise are left out.</source>
        <translation>将记录正文，直到 %1。另有设置的密钥、应用和路由除外。</translation>
    </message>
    <message>
        <source>Bodies are recorded no longer.</source>
        <translation>不再记录正文。</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Route</source>
        <translation>路由</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>团队</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Session</source>
        <translation>会话</translation>
    </message>
    <message>
        <source>Dialect</source>
        <translation>API 方言</translation>
    </message>
    <message>
        <source>Cache</source>
        <translation>缓存</translation>
    </message>
    <message>
        <source>%1. %2</source>
        <comment>number of a step, its sentence</comment>
        <translation>%1. %2</translation>
    </message>
    <message>
        <source>Translation</source>
        <translation>翻译</translation>
    </message>
    <message>
        <source>Translated to</source>
        <translation>翻译为</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::JsonEdit</name>
    <message>
        <source>Write a JSON object: it begins with { and ends with }.</source>
        <translation>请输入 JSON 对象：以 { 开头，以 } 结尾。</translation>
    </message>
    <message>
        <source>Line %1: this is no JSON (%2).</source>
        <translation>第 %1 行：这不是 JSON（%2）。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::JsonTree</name>
    <message numerus="yes">
        <source>{%n members}</source>
        <translation>
            <numerusform>{%n 个成员}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>[%n items]</source>
        <translation>
            <numerusform>[%n 项]</numerusform>
        </translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>值</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::KeyChainDialog</name>
    <message>
        <source>Key chain</source>
        <translation>钥匙串</translation>
    </message>
    <message>
        <source>Waiting for the key chain</source>
        <translation>正在等待钥匙串</translation>
    </message>
    <message>
        <source>The token was not kept</source>
        <translation>令牌未保存</translation>
    </message>
    <message>
        <source>It may be locked and ask for its password. Unlock it, or keep the token until you quit; it is never written to a file.</source>
        <translation>它可能已锁定并要求输入密码。请将其解锁，或将令牌保留到退出为止；令牌绝不会写入文件。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Keep until I quit</source>
        <translation>保留到退出</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::KeyListEdit</name>
    <message>
        <source>Add another key</source>
        <translation>添加另一个密钥</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>密钥</translation>
    </message>
    <message>
        <source>Environment variable</source>
        <translation>环境变量</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Kept already</source>
        <translation>已保存</translation>
    </message>
    <message>
        <source>Take this key out</source>
        <translation>移除此密钥</translation>
    </message>
    <message>
        <source>Paste the key here</source>
        <translation>在此粘贴密钥</translation>
    </message>
    <message>
        <source>Where key %1 comes from</source>
        <translation>密钥 %1 的来源</translation>
    </message>
    <message>
        <source>Key %1</source>
        <translation>密钥 %1</translation>
    </message>
    <message>
        <source>Take key %1 out</source>
        <translation>移除密钥 %1</translation>
    </message>
    <message>
        <source>A key has no blanks and only plain characters. Copy it again.</source>
        <translation>密钥不含空格，只含普通字符。请重新复制。</translation>
    </message>
    <message>
        <source>A variable&apos;s name has letters, digits and “_” only, such as OPENAI_API_KEY.</source>
        <translation>变量名只含字母、数字和“_”，例如 OPENAI_API_KEY。</translation>
    </message>
    <message>
        <source>Enter the whole path of the file, from “/” on.</source>
        <translation>请输入以“/”开头的文件完整路径。</translation>
    </message>
    <message>
        <source>Enter keychain:NAME or vault:NAME.</source>
        <translation>请输入 keychain:NAME 或 vault:NAME。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::KeyModel</name>
    <message>
        <source>No limit</source>
        <translation>无限制</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <comment>spent, limit</comment>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <comment>application, team</comment>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Neither its application nor its team has a budget.</source>
        <translation>其应用和团队均无预算。</translation>
    </message>
    <message>
        <source>%1 spent %2</source>
        <comment>$1.20 of $10 spent this month</comment>
        <translation>%2已支出 %1</translation>
    </message>
    <message>
        <source>%1; starts anew %2</source>
        <translation>%1；%2 重新开始</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>密钥</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>所有者</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Budget</source>
        <translation>预算</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>调用</translation>
    </message>
    <message>
        <source>Spend</source>
        <translation>支出</translation>
    </message>
    <message>
        <source>Last used</source>
        <translation>上次使用</translation>
    </message>
    <message>
        <source>Expires</source>
        <translation>到期</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::KeyPicker</name>
    <message>
        <source>New key</source>
        <translation>新建密钥</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>密钥</translation>
    </message>
    <message>
        <source>Make a key for this client alone, so that its calls can be told apart</source>
        <translation>仅为此客户端创建密钥，以便区分其调用</translation>
    </message>
    <message>
        <source>This key is shown once. Copy it, or keep it in your key chain.</source>
        <translation>此密钥只显示一次。请复制它，或保存在钥匙串中。</translation>
    </message>
    <message>
        <source>The new key</source>
        <translation>新密钥</translation>
    </message>
    <message>
        <source>Copy key</source>
        <translation>复制密钥</translation>
    </message>
    <message>
        <source>Keep in key chain</source>
        <translation>保存在钥匙串中</translation>
    </message>
    <message numerus="yes">
        <source>Copied. The clipboard is emptied in %n seconds.</source>
        <translation>
            <numerusform>已复制。剪贴板将在 %n 秒后清空。</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 (…%2)</source>
        <comment>key, its last characters</comment>
        <translation>%1 (…%2)</translation>
    </message>
    <message>
        <source>No key yet</source>
        <translation>尚无密钥</translation>
    </message>
    <message>
        <source>It waits in the review of changes. Make the key once they are applied.</source>
        <translation>它正在等待更改审阅。请在更改应用后创建密钥。</translation>
    </message>
    <message>
        <source>Make team %1</source>
        <translation>创建团队 %1</translation>
    </message>
    <message>
        <source>Make application %1</source>
        <translation>创建应用 %1</translation>
    </message>
    <message>
        <source>Kept as %1.</source>
        <translation>已保存为 %1。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::KeysView</name>
    <message>
        <source>Create key</source>
        <translation>创建密钥</translation>
    </message>
    <message>
        <source>Edit key</source>
        <translation>编辑密钥</translation>
    </message>
    <message>
        <source>Rotate</source>
        <translation>轮换</translation>
    </message>
    <message>
        <source>Disable</source>
        <translation>禁用</translation>
    </message>
    <message>
        <source>Revoke</source>
        <translation>吊销</translation>
    </message>
    <message>
        <source>Show its calls</source>
        <translation>显示其调用</translation>
    </message>
    <message>
        <source>Delete key</source>
        <translation>删除密钥</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>密钥</translation>
    </message>
    <message>
        <source>Filter keys</source>
        <translation>筛选密钥</translation>
    </message>
    <message>
        <source>What is shown is old: %1</source>
        <translation>显示的内容已过时：%1</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Reading the keys…</source>
        <translation>正在读取密钥…</translation>
    </message>
    <message>
        <source>No keys yet. A client needs one to call through this gateway.</source>
        <translation>尚无密钥。客户端需要密钥才能通过此网关调用。</translation>
    </message>
    <message>
        <source>No key has these words.</source>
        <translation>没有包含这些词的密钥。</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>清除筛选器</translation>
    </message>
    <message>
        <source>Select one key first.</source>
        <translation>请先选择一个密钥。</translation>
    </message>
    <message>
        <source>A revoked key cannot be changed.</source>
        <translation>已吊销的密钥无法更改。</translation>
    </message>
    <message>
        <source>A revoked key cannot be rotated. Create a new one.</source>
        <translation>已吊销的密钥无法轮换。请创建新密钥。</translation>
    </message>
    <message>
        <source>A revoked key stays off.</source>
        <translation>已吊销的密钥保持停用。</translation>
    </message>
    <message>
        <source>It is revoked already.</source>
        <translation>它已被吊销。</translation>
    </message>
    <message>
        <source>Enable</source>
        <translation>启用</translation>
    </message>
    <message>
        <source>Disable key %1</source>
        <translation>禁用密钥 %1</translation>
    </message>
    <message>
        <source>Enable key %1</source>
        <translation>启用密钥 %1</translation>
    </message>
    <message>
        <source>It was never used.</source>
        <translation>从未使用过。</translation>
    </message>
    <message numerus="yes">
        <source>%1: %n call(s). Last used: %2.</source>
        <comment>range, moment</comment>
        <translation>
            <numerusform>%1：%n 个调用。上次使用：%2。</numerusform>
        </translation>
    </message>
    <message>
        <source>Revoke key %1?</source>
        <translation>吊销密钥 %1？</translation>
    </message>
    <message>
        <source>Calls with it are refused from now on. This cannot be undone.</source>
        <translation>从现在起拒绝使用它的调用。此操作无法撤销。</translation>
    </message>
    <message>
        <source>Key %1 is revoked.</source>
        <translation>密钥 %1 已吊销。</translation>
    </message>
    <message>
        <source>Delete key %1?</source>
        <translation>删除密钥 %1？</translation>
    </message>
    <message>
        <source>It is refused from now on and leaves this list. Its calls stay in the log. This cannot be undone.</source>
        <translation>从现在起它会被拒绝，并从此列表中消失。其调用仍保留在日志中。此操作无法撤销。</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Delete key %1</source>
        <translation>删除密钥 %1</translation>
    </message>
    <message>
        <source>Export keys</source>
        <translation>导出密钥</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) written to %1.</source>
        <translation>
            <numerusform>已将 %n 行写入 %1。</numerusform>
        </translation>
    </message>
    <message>
        <source>Set its limits</source>
        <translation>设置其限制</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::Lane</name>
    <message>
        <source>The answer shows here as it comes.</source>
        <translation>应答到达时显示在此处。</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Model, such as demo/echo</source>
        <translation>模型，例如 demo/echo</translation>
    </message>
    <message>
        <source>Remove this model</source>
        <translation>移除此模型</translation>
    </message>
    <message>
        <source>Reasoning</source>
        <translation>推理</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>应答</translation>
    </message>
    <message>
        <source>Tool calls</source>
        <translation>工具调用</translation>
    </message>
    <message>
        <source>Continue with this</source>
        <translation>以此继续</translation>
    </message>
    <message>
        <source>Add this answer to the messages</source>
        <translation>将此应答添加到消息中</translation>
    </message>
    <message>
        <source>Copy answer</source>
        <translation>复制应答</translation>
    </message>
    <message>
        <source>Open in the log</source>
        <translation>在日志中打开</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Waiting for the answer…</source>
        <translation>正在等待应答…</translation>
    </message>
    <message>
        <source>Not sent</source>
        <translation>未发送</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>sentence, code</comment>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>Cut at the most tokens</source>
        <translation>达到最大 Token 数，已截断</translation>
    </message>
    <message>
        <source>The model declined</source>
        <translation>模型拒绝回答</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Broken off</source>
        <translation>已中断</translation>
    </message>
    <message>
        <source>Error %1</source>
        <translation>错误 %1</translation>
    </message>
    <message>
        <source>No answer</source>
        <translation>没有应答</translation>
    </message>
    <message>
        <source>%1 in</source>
        <comment>tokens</comment>
        <translation>输入 %1</translation>
    </message>
    <message>
        <source>%1 out</source>
        <comment>tokens</comment>
        <translation>输出 %1</translation>
    </message>
    <message>
        <source>%1 reasoning</source>
        <comment>tokens</comment>
        <translation>推理 %1</translation>
    </message>
    <message>
        <source>first token %1</source>
        <translation>首个 Token %1</translation>
    </message>
    <message>
        <source>%1 in all</source>
        <translation>共 %1</translation>
    </message>
    <message>
        <source>by %1</source>
        <translation>由 %1 提供</translation>
    </message>
    <message>
        <source>cost unknown</source>
        <translation>费用未知</translation>
    </message>
    <message>
        <source>%1 pretend</source>
        <comment>money</comment>
        <translation>模拟 %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::LifecycleDialog</name>
    <message numerus="yes">
        <source>%n application(s) are subscribed to %1.</source>
        <translation>
            <numerusform>有 %n 个应用订阅了 %1。</numerusform>
        </translation>
    </message>
    <message>
        <source>Its name</source>
        <translation>应用的名称</translation>
    </message>
    <message>
        <source>Type “%1”, to be sure which one it is.</source>
        <translation>请输入“%1”以确认。</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Say what is to be mended.</source>
        <translation>请说明需要修正的内容。</translation>
    </message>
    <message>
        <source>Ends on</source>
        <translation>终止于</translation>
    </message>
    <message>
        <source>Callers read it in the header Sunset. Retire it then.</source>
        <translation>调用方可在 Sunset 头中看到。届时请停用它。</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Version %1</source>
        <translation>版本 %1</translation>
    </message>
    <message>
        <source>Followed by</source>
        <translation>接替者</translation>
    </message>
    <message>
        <source>What changes</source>
        <translation>更改内容</translation>
    </message>
    <message>
        <source>Comparing…</source>
        <translation>正在比较…</translation>
    </message>
    <message>
        <source>Release %1 takes the place of release %2.</source>
        <translation>发行版 %1 将取代发行版 %2。</translation>
    </message>
    <message>
        <source>Nothing of this version is live yet. This is what will be:</source>
        <translation>此版本尚未上线。将会是：</translation>
    </message>
    <message>
        <source>Beside what is live now:</source>
        <translation>与当前上线内容对比：</translation>
    </message>
    <message>
        <source>Give callers time: choose a later day.</source>
        <translation>请给调用方时间：选择更晚的日期。</translation>
    </message>
    <message>
        <source>That is not its name.</source>
        <translation>这不是它的名称。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::LimitGrid</name>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::LimitModel</name>
    <message>
        <source>%1, each end user</source>
        <comment>Requests a minute</comment>
        <translation>%1，每个最终用户</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <comment>used, limit</comment>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>Full</source>
        <translation>已满</translation>
    </message>
    <message>
        <source>Nearly full</source>
        <translation>将满</translation>
    </message>
    <message>
        <source>Room</source>
        <translation>有余量</translation>
    </message>
    <message>
        <source>%1, %2: %3. %4</source>
        <comment>whose, which limit, how much of it, its state</comment>
        <translation>%1，%2：%3。%4</translation>
    </message>
    <message>
        <source>Scope</source>
        <translation>范围</translation>
    </message>
    <message>
        <source>Limit</source>
        <translation>限制</translation>
    </message>
    <message>
        <source>Used</source>
        <translation>已用</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::LimitsDialog</name>
    <message>
        <source>Set limits</source>
        <translation>设置限制</translation>
    </message>
    <message>
        <source>Limits of %1</source>
        <translation>%1 的限制</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>No cap</source>
        <translation>无上限</translation>
    </message>
    <message>
        <source>All its calls</source>
        <translation>其全部调用</translation>
    </message>
    <message>
        <source>The last minute, hour or day counts. 0 is no limit.</source>
        <translation>以最近一分钟、一小时或一天计。0 表示无限制。</translation>
    </message>
    <message>
        <source>Each end user</source>
        <translation>每个最终用户</translation>
    </message>
    <message>
        <source>Whom a request names as its user. A call that names nobody is held to no such limit.</source>
        <translation>请求中指明的用户。未指明用户的调用不受此限制。</translation>
    </message>
    <message>
        <source>Whose limits</source>
        <translation>谁的限制</translation>
    </message>
    <message>
        <source>Its name</source>
        <translation>应用的名称</translation>
    </message>
    <message>
        <source>For</source>
        <translation>对象</translation>
    </message>
    <message>
        <source>Choose whose limits these are.</source>
        <translation>请选择这是谁的限制。</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Names parted by commas. * allows all, gpt-* all that begin so.</source>
        <translation>名称以逗号分隔。* 允许全部，gpt-* 允许所有以此开头的名称。</translation>
    </message>
    <message>
        <source>Anywhere</source>
        <translation>任何地方</translation>
    </message>
    <message>
        <source>Only from</source>
        <translation>仅来自</translation>
    </message>
    <message>
        <source>Addresses or networks such as 10.0.0.0/8, parted by commas.</source>
        <translation>地址或网络，例如 10.0.0.0/8，用逗号分隔。</translation>
    </message>
    <message>
        <source>Nowhere</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Never from</source>
        <translation>禁止来自</translation>
    </message>
    <message>
        <source>Counts before what is allowed.</source>
        <translation>优先于允许项。</translation>
    </message>
    <message>
        <source>Largest request</source>
        <translation>最大请求</translation>
    </message>
    <message>
        <source>Such as 64KiB or 8MiB.</source>
        <translation>例如 64KiB 或 8MiB。</translation>
    </message>
    <message>
        <source>Longest answer</source>
        <translation>最长回答</translation>
    </message>
    <message>
        <source>In tokens. A call that asks for more is refused.</source>
        <translation>以 Token 计。要求更多的调用会被拒绝。</translation>
    </message>
    <message>
        <source>High: goes first where calls wait</source>
        <translation>高：排队时优先</translation>
    </message>
    <message>
        <source>Normal</source>
        <translation>普通</translation>
    </message>
    <message>
        <source>Low: waits for the others</source>
        <translation>低：等待其他调用</translation>
    </message>
    <message>
        <source>Priority</source>
        <translation>优先级</translation>
    </message>
    <message>
        <source>“%1” is no address and no network.</source>
        <translation>“%1”既不是地址也不是网络。</translation>
    </message>
    <message>
        <source>Enter a size such as 64KiB or 8MiB.</source>
        <translation>请输入大小，例如 64KiB 或 8MiB。</translation>
    </message>
    <message>
        <source>Change the limits of %1</source>
        <translation>更改 %1 的限制</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::LimitsView</name>
    <message>
        <source>Set limits</source>
        <translation>设置限制</translation>
    </message>
    <message>
        <source>Edit limits</source>
        <translation>编辑限制</translation>
    </message>
    <message>
        <source>Remove limit</source>
        <translation>移除限制</translation>
    </message>
    <message>
        <source>Export limits</source>
        <translation>导出限制</translation>
    </message>
    <message>
        <source>Filter limits</source>
        <translation>筛选限制</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>限制</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) written to %1.</source>
        <translation>
            <numerusform>已将 %n 行写入 %1。</numerusform>
        </translation>
    </message>
    <message>
        <source>What is shown is old: %1</source>
        <translation>显示的内容已过时：%1</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Reading the limits…</source>
        <translation>正在读取限制…</translation>
    </message>
    <message>
        <source>No limits yet. They say how many calls and tokens a team, an application or a key may ask for.</source>
        <translation>尚无限制。限制规定团队、应用或密钥可请求多少调用和 Token。</translation>
    </message>
    <message>
        <source>No limit has these words.</source>
        <translation>没有包含这些词的限制。</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>清除筛选器</translation>
    </message>
    <message>
        <source>Select one limit first.</source>
        <translation>请先选择一个限制。</translation>
    </message>
    <message>
        <source>Remove a limit of %1</source>
        <translation>移除 %1 的一个限制</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::LogView</name>
    <message>
        <source>Live log</source>
        <translation>实时日志</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>调用</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Reading the log…</source>
        <translation>正在读取日志…</translation>
    </message>
    <message>
        <source>No call fits this filter.</source>
        <translation>没有符合此筛选器的调用。</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>清除筛选器</translation>
    </message>
    <message numerus="yes">
        <source>%n new</source>
        <translation>
            <numerusform>%n 个新调用</numerusform>
        </translation>
    </message>
    <message>
        <source>Replay</source>
        <translation>重放</translation>
    </message>
    <message>
        <source>Edit and replay…</source>
        <translation>编辑并重放…</translation>
    </message>
    <message>
        <source>Open in the playground</source>
        <translation>在试验场中打开</translation>
    </message>
    <message>
        <source>Compare two calls</source>
        <translation>比较两个调用</translation>
    </message>
    <message>
        <source>Copy as cURL</source>
        <translation>复制为 cURL</translation>
    </message>
    <message>
        <source>Copy as Python</source>
        <translation>复制为 Python</translation>
    </message>
    <message>
        <source>Copy as JavaScript</source>
        <translation>复制为 JavaScript</translation>
    </message>
    <message>
        <source>Export HAR…</source>
        <translation>导出 HAR…</translation>
    </message>
    <message>
        <source>Explain routing</source>
        <translation>解释路由</translation>
    </message>
    <message>
        <source>Cancel call</source>
        <translation>取消调用</translation>
    </message>
    <message>
        <source>Pause display</source>
        <translation>暂停显示</translation>
    </message>
    <message>
        <source>Go to the newest call</source>
        <translation>转到最新调用</translation>
    </message>
    <message>
        <source>Show probes</source>
        <translation>显示探测</translation>
    </message>
    <message>
        <source>Save filter…</source>
        <translation>保存筛选器…</translation>
    </message>
    <message>
        <source>Export calls…</source>
        <translation>导出调用…</translation>
    </message>
    <message>
        <source>Choose columns…</source>
        <translation>选择列…</translation>
    </message>
    <message>
        <source>Inspector below</source>
        <translation>检查器置于下方</translation>
    </message>
    <message>
        <source>Record bodies for 15 min</source>
        <translation>记录正文 15 分钟</translation>
    </message>
    <message>
        <source>Replayed: status %1 after %2.</source>
        <translation>已重放：状态 %1，用时 %2。</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>The call is still running.</source>
        <translation>调用仍在运行。</translation>
    </message>
    <message>
        <source>Choose a call first.</source>
        <translation>请先选择一个调用。</translation>
    </message>
    <message>
        <source>A call is being replayed.</source>
        <translation>正在重放一个调用。</translation>
    </message>
    <message>
        <source>The playground takes chat calls.</source>
        <translation>试验场只接受聊天调用。</translation>
    </message>
    <message>
        <source>Choose two calls: hold Ctrl and click the second.</source>
        <translation>请选择两个调用：按住 Ctrl 并单击第二个。</translation>
    </message>
    <message>
        <source>Choose a call that is running.</source>
        <translation>请选择正在运行的调用。</translation>
    </message>
    <message>
        <source>Only %1</source>
        <translation>仅 %1</translation>
    </message>
    <message>
        <source>Without %1</source>
        <translation>排除 %1</translation>
    </message>
    <message>
        <source>Copy rows as text</source>
        <translation>将行复制为文本</translation>
    </message>
    <message numerus="yes">
        <source>Export %n chosen call(s)…</source>
        <translation>
            <numerusform>导出所选的 %n 个调用…</numerusform>
        </translation>
    </message>
    <message>
        <source>The address of this call was not recorded. Record bodies to copy later calls.</source>
        <translation>此调用的地址未被记录。请记录正文，以便复制以后的调用。</translation>
    </message>
    <message>
        <source>Record for 15 min</source>
        <translation>记录 15 分钟</translation>
    </message>
    <message>
        <source>Copied. Put the key into GATEHOUSE_API_KEY.</source>
        <translation>已复制。请将密钥放入 GATEHOUSE_API_KEY。</translation>
    </message>
    <message>
        <source>Sending the call again…</source>
        <translation>正在重新发送调用…</translation>
    </message>
    <message>
        <source>The call is over already.</source>
        <translation>调用已结束。</translation>
    </message>
    <message>
        <source>Export calls</source>
        <translation>导出调用</translation>
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
        <translation>调用已导出到 %1。</translation>
    </message>
    <message>
        <source>Export HAR</source>
        <translation>导出 HAR</translation>
    </message>
    <message>
        <source>HTTP archive (*.har)</source>
        <translation>HTTP 归档 (*.har)</translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) are exported to %1.</source>
        <translation>
            <numerusform>已将 %n 个调用导出到 %1。</numerusform>
        </translation>
    </message>
    <message>
        <source>Resume display</source>
        <translation>继续显示</translation>
    </message>
    <message>
        <source>Saved filters</source>
        <translation>已保存的筛选器</translation>
    </message>
    <message>
        <source>Calls with the tag %1, such as health checks</source>
        <translation>带有标签 %1 的调用，例如健康检查</translation>
    </message>
    <message>
        <source>Copy as a command or program</source>
        <translation>复制为命令或程序</translation>
    </message>
    <message>
        <source>Copy as</source>
        <translation>复制为</translation>
    </message>
    <message>
        <source>Waiting for the first call.</source>
        <translation>正在等待首次调用。</translation>
    </message>
    <message>
        <source>Connect a client</source>
        <translation>连接客户端</translation>
    </message>
    <message>
        <source>Back to the newest</source>
        <translation>回到最新</translation>
    </message>
    <message>
        <source>%1 calls here, more as you scroll</source>
        <translation>此处有 %1 个调用，滚动可显示更多</translation>
    </message>
    <message numerus="yes">
        <source>%n call(s)</source>
        <translation>
            <numerusform>%n 个调用</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n running</source>
        <translation>
            <numerusform>%n 个正在运行</numerusform>
        </translation>
    </message>
    <message>
        <source>display paused, recording goes on</source>
        <translation>显示已暂停，记录仍在继续</translation>
    </message>
    <message>
        <source>kept forever</source>
        <translation>永久保留</translation>
    </message>
    <message numerus="yes">
        <source>kept %n hour(s)</source>
        <translation>
            <numerusform>保留 %n 小时</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>kept %n day(s)</source>
        <translation>
            <numerusform>保留 %n 天</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 calls recorded, %2 · %3 on disk</source>
        <translation>已记录 %1 个调用，%2 · 占用磁盘 %3</translation>
    </message>
    <message>
        <source>Open translation</source>
        <translation>打开翻译</translation>
    </message>
    <message>
        <source>This call went on as it came: nothing was translated.</source>
        <translation>此调用原样转发：未做任何翻译。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::MainWindow</name>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>退出(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>编辑(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Filter</source>
        <translation>筛选(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>后退(&amp;B)</translation>
    </message>
    <message>
        <source>For&amp;ward</source>
        <translation>前进(&amp;W)</translation>
    </message>
    <message>
        <source>&amp;Refresh</source>
        <translation>刷新(&amp;R)</translation>
    </message>
    <message>
        <source>Theme of the desktop</source>
        <translation>桌面主题</translation>
    </message>
    <message>
        <source>Light theme</source>
        <translation>浅色主题</translation>
    </message>
    <message>
        <source>Dark theme</source>
        <translation>深色主题</translation>
    </message>
    <message>
        <source>&amp;Gateway</source>
        <translation>网关(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Copy the gateway&apos;s address</source>
        <translation>复制网关的地址(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Reconnect now</source>
        <translation>立即重新连接(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;About Gatehouse</source>
        <translation>关于 Gatehouse(&amp;A)</translation>
    </message>
    <message>
        <source>About Gatehouse</source>
        <translation>关于 Gatehouse</translation>
    </message>
    <message>
        <source>Gatehouse %1

An AI gateway that a person can own.
The console is under the GPL, version 3 or later; the gateway inside is under the Apache License 2.0.
Icons: Tabler Icons, MIT licence.</source>
        <translation>Gatehouse %1

个人可以自主拥有的 AI 网关。
控制台采用 GPL 第 3 版或更高版本；内置网关采用 Apache 许可证 2.0。
图标：Tabler Icons，MIT 许可证。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>a change that could not be undone: why</comment>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>%1 – Gatehouse</source>
        <comment>view</comment>
        <translation>%1 – Gatehouse</translation>
    </message>
    <message>
        <source>&amp;Tools</source>
        <translation>工具(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Close window</source>
        <translation>关闭窗口(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>撤销(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>重做(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Search or run a command…</source>
        <translation>搜索或运行命令(&amp;S)…</translation>
    </message>
    <message>
        <source>Show or hide the &amp;inspector</source>
        <translation>显示或隐藏检查器(&amp;I)</translation>
    </message>
    <message>
        <source>&amp;Next pane</source>
        <translation>下一个窗格(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Previous pane</source>
        <translation>上一个窗格(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation>暂停(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Notifications</source>
        <translation>通知(&amp;N)</translation>
    </message>
    <message>
        <source>Open &amp;settings</source>
        <translation>打开设置(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation>键盘快捷键(&amp;K)</translation>
    </message>
    <message>
        <source>There is no earlier place.</source>
        <translation>没有更早的位置。</translation>
    </message>
    <message>
        <source>There is no later place.</source>
        <translation>没有更晚的位置。</translation>
    </message>
    <message>
        <source>&amp;Undo: %1</source>
        <translation>撤销(&amp;U)：%1</translation>
    </message>
    <message>
        <source>&amp;Redo: %1</source>
        <translation>重做(&amp;R)：%1</translation>
    </message>
    <message>
        <source>There is no change to undo.</source>
        <translation>没有可撤销的更改。</translation>
    </message>
    <message>
        <source>Nothing was undone.</source>
        <translation>未撤销任何内容。</translation>
    </message>
    <message>
        <source>&amp;Resume</source>
        <translation>继续(&amp;R)</translation>
    </message>
    <message>
        <source>The gateway does not answer.</source>
        <translation>网关没有应答。</translation>
    </message>
    <message>
        <source>Let new calls begin again</source>
        <translation>重新允许新的调用</translation>
    </message>
    <message>
        <source>Refuse new calls; those that run go on</source>
        <translation>拒绝新的调用；正在运行的调用继续</translation>
    </message>
    <message>
        <source>No gateway is chosen.</source>
        <translation>未选择网关。</translation>
    </message>
    <message>
        <source>The gateway&apos;s address is copied.</source>
        <translation>网关的地址已复制。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::MappingDialog</name>
    <message>
        <source>Add a value</source>
        <translation>添加值</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>值</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>应用</translation>
    </message>
    <message>
        <source>A place in what stands so far</source>
        <translation>已有内容中的位置</translation>
    </message>
    <message>
        <source>A text made of it</source>
        <translation>由其生成的文本</translation>
    </message>
    <message>
        <source>A constant</source>
        <translation>常量</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Write a name.</source>
        <translation>请输入名称。</translation>
    </message>
    <message>
        <source>Another value has this name.</source>
        <translation>另一个值已使用此名称。</translation>
    </message>
    <message>
        <source>Comes from</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>A JSON pointer: /inputs/NAME, or /STEP/NAME.</source>
        <translation>JSON 指针：/inputs/名称 或 /步骤/名称。</translation>
    </message>
    <message>
        <source>It begins with /inputs/ or with / and a step&apos;s id.</source>
        <translation>以 /inputs/ 或 / 加步骤 ID 开头。</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>Mustache: {{inputs.NAME}}, {{STEP.NAME}}.</source>
        <translation>Mustache：{{inputs.名称}}、{{步骤.名称}}。</translation>
    </message>
    <message>
        <source>Constant</source>
        <translation>常量</translation>
    </message>
    <message>
        <source>JSON: a number, &quot;a text&quot;, a list, an object.</source>
        <translation>JSON：数字、&quot;文本&quot;、列表、对象。</translation>
    </message>
    <message>
        <source>This is no JSON. Texts stand in quotation marks.</source>
        <translation>这不是 JSON。文本须加引号。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::MappingModel</name>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Comes from</source>
        <translation>来源</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::MatchTree</name>
    <message numerus="yes">
        <source>{%n member(s)}</source>
        <translation>
            <numerusform>{%n 个成员}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>[%n item(s)]</source>
        <translation>
            <numerusform>[%n 项]</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>field, what became of it</comment>
        <translation>%1，%2</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>值</translation>
    </message>
    <message>
        <source>What became of it</source>
        <translation>结果</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::MemberDialog</name>
    <message>
        <source>the organisation</source>
        <translation>组织</translation>
    </message>
    <message>
        <source>Add a member to %1</source>
        <translation>向 %1 添加成员</translation>
    </message>
    <message>
        <source>%1 in %2</source>
        <comment>a person, a team</comment>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>Add member</source>
        <translation>添加成员</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Somebody new</source>
        <translation>新人员</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>name, e-mail</comment>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>操作者</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation>电子邮件</translation>
    </message>
    <message>
        <source>To sign in with.</source>
        <translation>用于登录。</translation>
    </message>
    <message>
        <source>Enter an address such as ada@example.org.</source>
        <translation>请输入如 ada@example.org 的地址。</translation>
    </message>
    <message>
        <source>Short name</source>
        <translation>短名称</translation>
    </message>
    <message>
        <source>For the audit log.</source>
        <translation>用于审计日志。</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>a role, what it may do</comment>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>Roles</source>
        <translation>角色</translation>
    </message>
    <message>
        <source>They count in every team.</source>
        <translation>对所有团队有效。</translation>
    </message>
    <message>
        <source>They count in this team alone.</source>
        <translation>仅对此团队有效。</translation>
    </message>
    <message>
        <source>May sign in</source>
        <translation>可以登录</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>This is the last owner. Make somebody else an owner first.</source>
        <translation>这是最后一位所有者。请先任命其他人为所有者。</translation>
    </message>
    <message>
        <source>An invitation: they set a password</source>
        <translation>邀请：自行设置密码</translation>
    </message>
    <message>
        <source>A first password, shown once</source>
        <translation>初始密码，仅显示一次</translation>
    </message>
    <message>
        <source>Over OpenID Connect only</source>
        <translation>仅通过 OpenID Connect</translation>
    </message>
    <message>
        <source>Signs in with</source>
        <translation>认证方式</translation>
    </message>
    <message>
        <source>A name has letters, digits, “.”, “_” and “-”, at most 64.</source>
        <translation>名称由字母、数字、“.”、“_”和“-”组成，最多 64 个。</translation>
    </message>
    <message>
        <source>Somebody has this name already.</source>
        <translation>已有人使用此名称。</translation>
    </message>
    <message>
        <source>Choose at least one role.</source>
        <translation>请至少选择一个角色。</translation>
    </message>
    <message>
        <source>Change what %1 may do</source>
        <translation>更改 %1 的权限</translation>
    </message>
    <message>
        <source>Invitation</source>
        <translation>邀请</translation>
    </message>
    <message>
        <source>Give it to the new member. With it they set a password, once, within three days.</source>
        <translation>请交给新成员。凭此可在三天内设置一次密码。</translation>
    </message>
    <message>
        <source>First password</source>
        <translation>初始密码</translation>
    </message>
    <message>
        <source>Give it to the new member, who should change it after signing in.</source>
        <translation>请交给新成员，其登录后应更改密码。</translation>
    </message>
    <message>
        <source>It cannot be shown again. You would have to make another.</source>
        <translation>无法再次显示。需要另行生成。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::MemberModel</name>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>OpenID Connect</source>
        <translation>OpenID Connect</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>密码</translation>
    </message>
    <message>
        <source>Active</source>
        <translation>有效</translation>
    </message>
    <message>
        <source>Disabled</source>
        <translation>已禁用</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation>电子邮件</translation>
    </message>
    <message>
        <source>Roles</source>
        <translation>角色</translation>
    </message>
    <message>
        <source>Signs in with</source>
        <translation>认证方式</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::MergeDialog</name>
    <message>
        <source>Changed by somebody else</source>
        <translation>已被他人更改</translation>
    </message>
    <message>
        <source>Leave it deleted</source>
        <translation>保持删除</translation>
    </message>
    <message>
        <source>Keep the other version</source>
        <translation>保留另一个版本</translation>
    </message>
    <message>
        <source>It was deleted while you edited it. You can make it anew with what you entered.</source>
        <translation>它在您编辑期间被删除。可以用您输入的内容重新创建。</translation>
    </message>
    <message>
        <source>It was changed after you looked at it. This is what was changed; you can delete it all the same.</source>
        <translation>它在您查看之后被更改。这里是更改的内容；您仍可将其删除。</translation>
    </message>
    <message>
        <source>It was changed while you edited it. Choose what each field shall be; nothing is saved until you do.</source>
        <translation>它在您编辑期间被更改。请选择每个字段的值；选择之前不会保存任何内容。</translation>
    </message>
    <message>
        <source>Make it anew</source>
        <translation>重新创建</translation>
    </message>
    <message>
        <source>Delete it</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Save the choice</source>
        <translation>保存所选内容</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>字段</translation>
    </message>
    <message>
        <source>Before both</source>
        <translation>两者之前</translation>
    </message>
    <message>
        <source>Yours</source>
        <translation>您的版本</translation>
    </message>
    <message>
        <source>The other version</source>
        <translation>另一个版本</translation>
    </message>
    <message>
        <source>Not changed on this side</source>
        <translation>此侧未更改</translation>
    </message>
    <message>
        <source>%1, yours: %2</source>
        <translation>%1，您的版本：%2</translation>
    </message>
    <message>
        <source>%1, the other version: %2</source>
        <translation>%1，另一个版本：%2</translation>
    </message>
    <message numerus="yes">
        <source>%n field(s) to choose</source>
        <translation>
            <numerusform>有 %n 个字段需要选择</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::MessageCard</name>
    <message>
        <source>User</source>
        <translation>用户</translation>
    </message>
    <message>
        <source>Assistant</source>
        <translation>助手</translation>
    </message>
    <message>
        <source>Who says it</source>
        <translation>发言者</translation>
    </message>
    <message>
        <source>Write a message…</source>
        <translation>输入消息…</translation>
    </message>
    <message>
        <source>Attach an image</source>
        <translation>附加图像</translation>
    </message>
    <message>
        <source>Move up</source>
        <translation>上移</translation>
    </message>
    <message>
        <source>Move down</source>
        <translation>下移</translation>
    </message>
    <message>
        <source>Remove message</source>
        <translation>移除消息</translation>
    </message>
    <message>
        <source>Message %1</source>
        <translation>消息 %1</translation>
    </message>
    <message>
        <source>Images (*.png *.jpg *.jpeg *.gif *.webp)</source>
        <translation>图像 (*.png *.jpg *.jpeg *.gif *.webp)</translation>
    </message>
    <message>
        <source>Image, %1</source>
        <translation>图像，%1</translation>
    </message>
    <message>
        <source>Remove image</source>
        <translation>移除图像</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::MessageList</name>
    <message>
        <source>How the model shall behave (may stay empty)</source>
        <translation>模型的行为方式（可留空）</translation>
    </message>
    <message>
        <source>System</source>
        <translation>系统</translation>
    </message>
    <message>
        <source>Add message</source>
        <translation>添加消息</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::MetricCard</name>
    <message>
        <source>%1: %2. %3</source>
        <comment>title, figure, note</comment>
        <translation>%1：%2。%3</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ModelList</name>
    <message>
        <source>Fetch models</source>
        <translation>获取模型</translation>
    </message>
    <message>
        <source>Copy name</source>
        <translation>复制名称</translation>
    </message>
    <message>
        <source>Search models</source>
        <translation>搜索模型</translation>
    </message>
    <message>
        <source>Models of this provider</source>
        <translation>此提供商的模型</translation>
    </message>
    <message>
        <source>Asking the provider…</source>
        <translation>正在询问提供商…</translation>
    </message>
    <message>
        <source>The provider has not been asked yet.</source>
        <translation>尚未询问提供商。</translation>
    </message>
    <message>
        <source>No model of that name.</source>
        <translation>没有该名称的模型。</translation>
    </message>
    <message numerus="yes">
        <source>%n model(s)</source>
        <translation>
            <numerusform>%n 个模型</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::MoveDialog</name>
    <message>
        <source>Move application %1</source>
        <translation>移动应用 %1</translation>
    </message>
    <message>
        <source>Move key %1</source>
        <translation>移动密钥 %1</translation>
    </message>
    <message>
        <source>Move</source>
        <translation>移动</translation>
    </message>
    <message>
        <source>To team</source>
        <translation>到团队</translation>
    </message>
    <message>
        <source>Its keys go with it. Budget and limits of the new team count from the next call on; what was spent stays with the old one.</source>
        <translation>其密钥随之移动。从下一次调用起适用新团队的预算和限额；已花费的仍属原团队。</translation>
    </message>
    <message>
        <source>There is no other team.</source>
        <translation>没有其他团队。</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <comment>application, team</comment>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>To application</source>
        <translation>到应用</translation>
    </message>
    <message>
        <source>The key stays the same. What the new application may do counts from the next call on.</source>
        <translation>密钥不变。从下一次调用起适用新应用的权限。</translation>
    </message>
    <message>
        <source>There is no other application.</source>
        <translation>没有其他应用。</translation>
    </message>
    <message>
        <source>Move %1 to %2</source>
        <translation>将 %1 移至 %2</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::MoveLabelDialog</name>
    <message>
        <source>Move a label</source>
        <translation>移动标签</translation>
    </message>
    <message>
        <source>Move label</source>
        <translation>移动标签</translation>
    </message>
    <message>
        <source>Version %1</source>
        <translation>版本 %1</translation>
    </message>
    <message>
        <source>No version: remove the label</source>
        <translation>无版本：移除标签</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Begin with a letter or digit; then letters, digits, dots, _ and - only.</source>
        <translation>以字母或数字开头；其后仅限字母、数字、点、_ 和 -。</translation>
    </message>
    <message>
        <source>Stands at</source>
        <translation>位于</translation>
    </message>
    <message>
        <source>Whoever asks for this label gets this version with the next call.</source>
        <translation>请求此标签者从下一次调用起获得此版本。</translation>
    </message>
    <message>
        <source>It stands nowhere yet.</source>
        <translation>尚未使用。</translation>
    </message>
    <message>
        <source>It stands at version %1 now.</source>
        <translation>目前位于版本 %1。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::MustacheLexer</name>
    <message>
        <source>Text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>Variable</source>
        <translation>变量</translation>
    </message>
    <message>
        <source>Variable as it is</source>
        <translation>原样变量</translation>
    </message>
    <message>
        <source>Section</source>
        <translation>区段</translation>
    </message>
    <message>
        <source>Partial</source>
        <translation>片段</translation>
    </message>
    <message>
        <source>Comment</source>
        <translation>评论</translation>
    </message>
    <message>
        <source>Open tag</source>
        <translation>未关闭的标签</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::Navigation</name>
    <message>
        <source>Views</source>
        <translation>视图</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::NetworkPage</name>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>Proxy and authorities</source>
        <translation>代理和证书颁发机构</translation>
    </message>
    <message>
        <source>This gateway reads them at its start from &quot;network&quot; in its configuration file.</source>
        <translation>此网关在启动时从其配置文件的 &quot;network&quot; 中读取这些设置。</translation>
    </message>
    <message>
        <source>Proxy to providers</source>
        <translation>到提供商的代理</translation>
    </message>
    <message>
        <source>As the environment says</source>
        <translation>按环境变量</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>This proxy</source>
        <translation>此代理</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>代理</translation>
    </message>
    <message>
        <source>The environment&apos;s are HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY.</source>
        <translation>相关环境变量为 HTTPS_PROXY、HTTP_PROXY、ALL_PROXY 和 NO_PROXY。</translation>
    </message>
    <message>
        <source>Address of the proxy</source>
        <translation>代理的地址</translation>
    </message>
    <message>
        <source>http, https, socks5 or socks5h, with the user&apos;s name where it wants one.</source>
        <translation>http、https、socks5 或 socks5h；如有需要，包含用户名。</translation>
    </message>
    <message>
        <source>Password of the proxy</source>
        <translation>代理的密码</translation>
    </message>
    <message>
        <source>Where it is read from: env:NAME, file:PATH, keychain:NAME or vault:NAME.</source>
        <translation>密码的读取位置：env:NAME、file:PATH、keychain:NAME 或 vault:NAME。</translation>
    </message>
    <message>
        <source>Reached directly</source>
        <translation>直接访问</translation>
    </message>
    <message>
        <source>Hosts and networks without a proxy, parted by commas.</source>
        <translation>不使用代理的主机和网络，以逗号分隔。</translation>
    </message>
    <message>
        <source>Certificate authorities</source>
        <translation>证书颁发机构</translation>
    </message>
    <message>
        <source>PEM files</source>
        <translation>PEM 文件</translation>
    </message>
    <message>
        <source>Add file…</source>
        <translation>添加文件…</translation>
    </message>
    <message>
        <source>Believed beside the system&apos;s</source>
        <translation>除系统之外还信任</translation>
    </message>
    <message>
        <source>PEM files, one a line, towards all providers and proxies.</source>
        <translation>PEM 文件，每行一个，用于所有提供商和代理。</translation>
    </message>
    <message>
        <source>Apply and restart</source>
        <translation>应用并重新启动</translation>
    </message>
    <message>
        <source>Restart the gateway</source>
        <translation>重新启动网关</translation>
    </message>
    <message>
        <source>These settings count from its next start. Calls that run now are ended by it.</source>
        <translation>这些设置在网关下次启动时生效。重新启动会结束正在运行的调用。</translation>
    </message>
    <message>
        <source>The password itself is not kept here. Name where it is read from.</source>
        <translation>密码本身不保存在此处。请指明读取位置。</translation>
    </message>
    <message>
        <source>Expected: %1.</source>
        <translation>应为：%1。</translation>
    </message>
    <message>
        <source>The gateway restarts with these settings.</source>
        <translation>网关正在使用这些设置重新启动。</translation>
    </message>
    <message>
        <source>Choose a PEM file</source>
        <translation>选择 PEM 文件</translation>
    </message>
    <message>
        <source>Certificates (*.pem *.crt *.cer)</source>
        <translation>证书 (*.pem *.crt *.cer)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::NewChainDialog</name>
    <message>
        <source>New chain</source>
        <translation>新建链</translation>
    </message>
    <message>
        <source>Create chain</source>
        <translation>创建链</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>标识</translation>
    </message>
    <message>
        <source>Its name in APIs. It stays.</source>
        <translation>在 API 中的名称，不会改变。</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>标题</translation>
    </message>
    <message>
        <source>For people.</source>
        <translation>供人阅读。</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>所有者</translation>
    </message>
    <message>
        <source>Create chain %1</source>
        <translation>创建链 %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::NewPromptDialog</name>
    <message>
        <source>New prompt</source>
        <translation>新建提示</translation>
    </message>
    <message>
        <source>Create prompt</source>
        <translation>创建提示</translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation>空白</translation>
    </message>
    <message>
        <source>Begin with</source>
        <translation>起始内容</translation>
    </message>
    <message>
        <source>A prompt with one variable.</source>
        <translation>含一个变量的提示。</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>标识</translation>
    </message>
    <message>
        <source>Its name in APIs and chains. It stays.</source>
        <translation>在 API 和链中的名称，不会改变。</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>标题</translation>
    </message>
    <message>
        <source>For people.</source>
        <translation>供人阅读。</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>所有者</translation>
    </message>
    <message>
        <source>Create prompt %1</source>
        <translation>创建提示 %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::NotificationCenter</name>
    <message>
        <source>The gateway has stopped</source>
        <translation>网关已停止</translation>
    </message>
    <message>
        <source>The gateway does not answer</source>
        <translation>网关没有应答</translation>
    </message>
    <message>
        <source>%1 was stopped. Calls are refused until it runs again.</source>
        <translation>%1 已停止。在重新运行之前会拒绝调用。</translation>
    </message>
    <message>
        <source>%1 cannot be reached. The console keeps trying.</source>
        <translation>无法访问 %1。控制台会继续尝试。</translation>
    </message>
    <message>
        <source>%1 is not answering</source>
        <translation>%1 没有应答</translation>
    </message>
    <message>
        <source>%1 answers again</source>
        <translation>%1 恢复应答</translation>
    </message>
    <message>
        <source>%1 failed several times in a row and is left alone for a moment. Its routes use their next target.</source>
        <translation>%1 连续多次失败，暂停使用片刻。其路由使用下一个目标。</translation>
    </message>
    <message>
        <source>%1 takes calls again.</source>
        <translation>%1 恢复接受调用。</translation>
    </message>
    <message>
        <source>%1 of %2 is spent.</source>
        <translation>已支出 %1，共 %2。</translation>
    </message>
    <message>
        <source>%1 rejects its key</source>
        <translation>%1 拒绝其密钥</translation>
    </message>
    <message>
        <source>Calls to it fail until the key is replaced.</source>
        <translation>更换密钥之前，对它的调用会失败。</translation>
    </message>
    <message>
        <source>%1 serves %2 again</source>
        <translation>%1 恢复为 %2 提供服务</translation>
    </message>
    <message>
        <source>The route&apos;s first choice is back.</source>
        <translation>路由的首选已恢复。</translation>
    </message>
    <message>
        <source>%1 fell back to %2</source>
        <comment>route, provider</comment>
        <translation>%1 已回退到 %2</translation>
    </message>
    <message>
        <source>%1 did not serve the call; %2 did.</source>
        <translation>%1 未提供此调用；由 %2 提供。</translation>
    </message>
    <message>
        <source>The gateway is back</source>
        <translation>网关已恢复</translation>
    </message>
    <message>
        <source>%1 answers again.</source>
        <translation>%1 恢复应答。</translation>
    </message>
    <message>
        <source>%1 has used %2 of its budget</source>
        <comment>Team research, a share</comment>
        <translation>%1 已用其预算的 %2</translation>
    </message>
    <message>
        <source>%1 What happens now is set with the budget; it can be raised there for a while.</source>
        <translation>%1 接下来如何处理由预算规定；可在那里临时提高。</translation>
    </message>
    <message>
        <source>%1 asks for %2</source>
        <comment>an application, an API</comment>
        <translation>%1 申请 %2</translation>
    </message>
    <message>
        <source>The subscription waits for your approval.</source>
        <translation>该订阅正在等待您的批准。</translation>
    </message>
    <message>
        <source>Asked by %1. The subscription waits for your approval.</source>
        <translation>由 %1 申请。该订阅正在等待您的批准。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::NotificationPanel</name>
    <message>
        <source>Clear</source>
        <translation>清除</translation>
    </message>
    <message>
        <source>Notifications</source>
        <translation>通知</translation>
    </message>
    <message>
        <source>Nothing to report. Failovers, budgets and rejected keys will show here.</source>
        <translation>没有通知。故障转移、预算和被拒绝的密钥会显示在此处。</translation>
    </message>
    <message>
        <source>Choose what is told</source>
        <translation>选择通知内容</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::NotificationRow</name>
    <message>
        <source>%1, %2. %3</source>
        <comment>title, time, text of a notification</comment>
        <translation>%1，%2。%3</translation>
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
        <translation>位置</translation>
    </message>
    <message>
        <source>On the desktop too</source>
        <translation>也在桌面上显示</translation>
    </message>
    <message>
        <source>Off: only under the bell in the window.</source>
        <translation>关闭时：仅显示在窗口的铃铛下。</translation>
    </message>
    <message>
        <source>What is told</source>
        <translation>通知内容</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ObjectIndex</name>
    <message>
        <source>Provider</source>
        <translation>提供商</translation>
    </message>
    <message>
        <source>Route</source>
        <translation>路由</translation>
    </message>
    <message>
        <source>Application</source>
        <translation>应用</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>密钥</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>团队</translation>
    </message>
    <message>
        <source>API</source>
        <translation>API</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>提示</translation>
    </message>
    <message>
        <source>Chain</source>
        <translation>链</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ObjectsDialog</name>
    <message>
        <source>Edit</source>
        <translation>编辑</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>正在读取…</translation>
    </message>
    <message>
        <source>Delete %1?</source>
        <translation>删除 %1？</translation>
    </message>
    <message>
        <source>Delete %1</source>
        <translation>删除 %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::OpenApiDialog</name>
    <message>
        <source>it is larger than 2 MiB</source>
        <translation>大于 2 MiB</translation>
    </message>
    <message>
        <source>Import an OpenAPI document</source>
        <translation>导入 OpenAPI 文档</translation>
    </message>
    <message>
        <source>Keep as a design</source>
        <translation>保存为草案</translation>
    </message>
    <message>
        <source>Document</source>
        <translation>文档</translation>
    </message>
    <message>
        <source>OpenAPI 3.0 or 3.1, as JSON or YAML. Only its text is read, no address in it is fetched.</source>
        <translation>OpenAPI 3.0 或 3.1，JSON 或 YAML。只读取文本，不会访问其中的地址。</translation>
    </message>
    <message>
        <source>Choose or paste a document first.</source>
        <translation>请先选择或粘贴文档。</translation>
    </message>
    <message>
        <source>Text of the document</source>
        <translation>文档文本</translation>
    </message>
    <message>
        <source>Choose file…</source>
        <translation>选择文件…</translation>
    </message>
    <message>
        <source>Read document</source>
        <translation>读取文档</translation>
    </message>
    <message>
        <source>API</source>
        <translation>API</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>标题</translation>
    </message>
    <message>
        <source>The organisation</source>
        <translation>组织</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>所有者</translation>
    </message>
    <message>
        <source>Upstream</source>
        <translation>上游</translation>
    </message>
    <message>
        <source>Where the service is. Several addresses, parted by spaces, share the calls.</source>
        <translation>服务所在地址。多个地址以空格分隔，将分担调用。</translation>
    </message>
    <message>
        <source>What it serves</source>
        <translation>提供的内容</translation>
    </message>
    <message>
        <source>Operations of the document</source>
        <translation>文档中的操作</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>方法</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>路径</translation>
    </message>
    <message>
        <source>What it does</source>
        <translation>作用</translation>
    </message>
    <message>
        <source>Choose an OpenAPI document</source>
        <translation>选择 OpenAPI 文档</translation>
    </message>
    <message>
        <source>OpenAPI documents (*.json *.yaml *.yml)</source>
        <translation>OpenAPI 文档 (*.json *.yaml *.yml)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>%1 cannot be read: %2</source>
        <translation>无法读取 %1：%2</translation>
    </message>
    <message>
        <source>Reading the document…</source>
        <translation>正在读取文档…</translation>
    </message>
    <message numerus="yes">
        <source>%n operation(s) found.</source>
        <translation>
            <numerusform>找到 %n 个操作。</numerusform>
        </translation>
    </message>
    <message>
        <source>A name has letters, digits, “.”, “_” and “-”, at most 64.</source>
        <translation>名称由字母、数字、“.”、“_”和“-”组成，最多 64 个。</translation>
    </message>
    <message>
        <source>/apis/%1 is taken by an API of another kind.</source>
        <translation>/apis/%1 已被另一类型的 API 占用。</translation>
    </message>
    <message>
        <source>A version has letters, digits, “.”, “_” and “-”, at most 32, and is not “latest”.</source>
        <translation>版本由字母、数字、“.”、“_”和“-”组成，最多 32 个字符，且不能为“latest”。</translation>
    </message>
    <message>
        <source>/apis/%1 is taken. Choose another version.</source>
        <translation>/apis/%1 已被占用。请选择其他版本。</translation>
    </message>
    <message>
        <source>“%1” is no address such as https://orders.example.org.</source>
        <translation>“%1”不是如 https://orders.example.org 的地址。</translation>
    </message>
    <message>
        <source>Say where the service is.</source>
        <translation>请说明服务所在位置。</translation>
    </message>
    <message>
        <source>Import %1</source>
        <comment>an API</comment>
        <translation>导入 %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::OverviewView</name>
    <message>
        <source>Latency by percentile</source>
        <translation>按百分位数的延迟</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>概览</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>请求</translation>
    </message>
    <message>
        <source>Spend (estimated)</source>
        <translation>支出（估计）</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>Latency p95</source>
        <translation>延迟 p95</translation>
    </message>
    <message>
        <source>Latest calls</source>
        <translation>最近的调用</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>and %1 of pretend money (demo)</source>
        <translation>以及 %1 模拟金额（演示）</translation>
    </message>
    <message>
        <source>at the providers&apos; list prices</source>
        <translation>按提供商的标价</translation>
    </message>
    <message>
        <source>Connect a client</source>
        <translation>连接客户端</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Where models go now</source>
        <translation>模型当前的去向</translation>
    </message>
    <message>
        <source>Send a test call</source>
        <translation>发送测试调用</translation>
    </message>
    <message>
        <source>Choose time range…</source>
        <translation>选择时间范围…</translation>
    </message>
    <message>
        <source>Reset zoom</source>
        <translation>重置缩放</translation>
    </message>
    <message>
        <source>Export chart…</source>
        <translation>导出图表…</translation>
    </message>
    <message>
        <source>as before</source>
        <translation>与之前相同</translation>
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
        <translation>测试调用已应答，用时 %1。</translation>
    </message>
    <message>
        <source>Show it</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>nothing before</source>
        <translation>之前没有数据</translation>
    </message>
    <message>
        <source>%1 vs. before</source>
        <translation>与之前相比 %1</translation>
    </message>
    <message numerus="yes">
        <source>%n causes</source>
        <translation>
            <numerusform>%n 种原因</numerusform>
        </translation>
    </message>
    <message>
        <source>no call failed</source>
        <translation>没有失败的调用</translation>
    </message>
    <message numerus="yes">
        <source>%n calls</source>
        <translation>
            <numerusform>%n 个调用</numerusform>
        </translation>
    </message>
    <message>
        <source>first byte %1</source>
        <translation>首字节 %1</translation>
    </message>
    <message>
        <source>%1 of %2 budget (%3)</source>
        <extracomment>Use of a budget: share, amount, whose it is</extracomment>
        <translation>预算 %2 的 %1（%3）</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>Nothing needs you.</source>
        <translation>没有需要处理的事项。</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>正在查看…</translation>
    </message>
    <message>
        <source>No routes. Clients ask for provider/model.</source>
        <translation>没有路由。客户端以“提供商/模型”请求。</translation>
    </message>
    <message>
        <source>Adding up the calls…</source>
        <translation>正在汇总调用…</translation>
    </message>
    <message>
        <source>The test call is on its way…</source>
        <translation>测试调用正在发送…</translation>
    </message>
    <message>
        <source>No traffic yet. A test call goes through the gateway&apos;s own port to the demo provider; it needs no key and costs nothing.</source>
        <translation>尚无流量。测试调用通过网关自己的端口到达演示提供商；它不需要密钥，也不产生费用。</translation>
    </message>
    <message>
        <source>No traffic in this stretch of time.</source>
        <translation>此时段内没有流量。</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>全部显示</translation>
    </message>
    <message>
        <source>The latest calls stand here as they happen.</source>
        <translation>最近的调用会即时显示在此处。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PaletteModel</name>
    <message>
        <source>%1, %2</source>
        <comment>a command: what it is</comment>
        <translation>%1，%2</translation>
    </message>
    <message>
        <source>%1, %2, %3</source>
        <comment>a command: what it is, its keys</comment>
        <translation>%1，%2，%3</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ParameterPanel</name>
    <message>
        <source>Show the answer as it comes</source>
        <translation>应答到达时立即显示</translation>
    </message>
    <message>
        <source>Write a number from 0 to %1, or nothing.</source>
        <translation>请输入 0 到 %1 的数字，或留空。</translation>
    </message>
    <message>
        <source>Not sent</source>
        <translation>未发送</translation>
    </message>
    <message>
        <source>Streaming</source>
        <translation>流式传输</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>温度</translation>
    </message>
    <message>
        <source>0 repeats, 2 is wild.</source>
        <translation>0 最稳定，2 最随机。</translation>
    </message>
    <message>
        <source>Top p</source>
        <translation>Top p</translation>
    </message>
    <message>
        <source>Most tokens</source>
        <translation>最大 Token 数</translation>
    </message>
    <message>
        <source>Of the answer.</source>
        <translation>应答的上限。</translation>
    </message>
    <message>
        <source>Write a whole number above 0, or nothing.</source>
        <translation>请输入大于 0 的整数，或留空。</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>种子</translation>
    </message>
    <message>
        <source>The same seed asks for the same answer.</source>
        <translation>相同的种子会请求相同的应答。</translation>
    </message>
    <message>
        <source>Write a whole number, or nothing.</source>
        <translation>请输入整数，或留空。</translation>
    </message>
    <message>
        <source>Stop at</source>
        <translation>停止文本</translation>
    </message>
    <message>
        <source>One text a line.</source>
        <translation>每行一段文本。</translation>
    </message>
    <message numerus="yes">
        <source>At most %n lines.</source>
        <translation>
            <numerusform>最多 %n 行。</numerusform>
        </translation>
    </message>
    <message>
        <source>Reasoning</source>
        <translation>推理</translation>
    </message>
    <message>
        <source>How long a model that reasons may think.</source>
        <translation>推理模型可以思考多久。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PartialDialog</name>
    <message>
        <source>Add a partial</source>
        <translation>添加片段</translation>
    </message>
    <message>
        <source>Partial %1</source>
        <translation>片段 %1</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>应用</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>It stands in a template as {{&gt;name}}.</source>
        <translation>在模板中写作 {{&gt;name}}。</translation>
    </message>
    <message>
        <source>Begin with a letter; then letters, digits and _ only, 64 at most.</source>
        <translation>以字母开头；其后仅限字母、数字和 _，最多 64 个。</translation>
    </message>
    <message>
        <source>Another partial has this name.</source>
        <translation>另一个片段已使用此名称。</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文本</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PartialModel</name>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文本</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PlaceFields</name>
    <message>
        <source>Region</source>
        <translation>区域</translation>
    </message>
    <message>
        <source>Location</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Project</source>
        <translation>项目</translation>
    </message>
    <message>
        <source>Resource</source>
        <translation>资源</translation>
    </message>
    <message>
        <source>Deployment</source>
        <translation>部署</translation>
    </message>
    <message>
        <source>Endpoint ID</source>
        <translation>端点 ID</translation>
    </message>
    <message>
        <source>Account</source>
        <translation>账号</translation>
    </message>
    <message>
        <source>Account ID</source>
        <translation>账号 ID</translation>
    </message>
    <message>
        <source>Host</source>
        <translation>主机</translation>
    </message>
    <message>
        <source>Workspace host</source>
        <translation>工作区主机</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>端口</translation>
    </message>
    <message>
        <source>Namespace</source>
        <translation>命名空间</translation>
    </message>
    <message>
        <source>Service</source>
        <translation>服务</translation>
    </message>
    <message>
        <source>Domain</source>
        <translation>域名</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Enter what stands for %1 in the address.</source>
        <translation>请输入地址中 %1 处的内容。</translation>
    </message>
    <message>
        <source>Enter the part that stands for %1 only, without “https://”.</source>
        <translation>只输入 %1 处的部分，不含“https://”。</translation>
    </message>
    <message>
        <source>Only letters, digits and . _ ~ : / - can stand in an address.</source>
        <translation>地址中只能有字母、数字和 . _ ~ : / -。</translation>
    </message>
    <message>
        <source>Address: %1</source>
        <translation>地址：%1</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PlanDialog</name>
    <message>
        <source>Add plan</source>
        <translation>添加套餐</translation>
    </message>
    <message>
        <source>Edit plan %1</source>
        <translation>编辑套餐 %1</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>No limit</source>
        <translation>无限制</translation>
    </message>
    <message>
        <source>It can be asked for</source>
        <translation>可申请</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>标题</translation>
    </message>
    <message>
        <source>What applicants read.</source>
        <translation>申请方看到的内容。</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>描述</translation>
    </message>
    <message>
        <source>By hand: a person decides</source>
        <translation>人工：由人决定</translation>
    </message>
    <message>
        <source>By itself: at once</source>
        <translation>自动：立即</translation>
    </message>
    <message>
        <source>Approval</source>
        <translation>审批</translation>
    </message>
    <message>
        <source>Offered</source>
        <translation>提供</translation>
    </message>
    <message>
        <source>Each subscription</source>
        <translation>每个订阅</translation>
    </message>
    <message>
        <source>Requests a minute</source>
        <translation>每分钟请求数</translation>
    </message>
    <message>
        <source>Tokens a minute</source>
        <translation>每分钟 Token 数</translation>
    </message>
    <message>
        <source>Calls at once</source>
        <translation>并发调用数</translation>
    </message>
    <message>
        <source>No budget</source>
        <translation>无预算</translation>
    </message>
    <message>
        <source>Budget in dollars</source>
        <translation>预算（美元）</translation>
    </message>
    <message>
        <source>Period of the budget</source>
        <translation>预算周期</translation>
    </message>
    <message>
        <source>Budget</source>
        <translation>预算</translation>
    </message>
    <message>
        <source>In dollars. At its end, calls are refused.</source>
        <translation>单位为美元。用完后将拒绝调用。</translation>
    </message>
    <message>
        <source>Enter an amount such as 25 or 0.50, or nothing.</source>
        <translation>请输入如 25 或 0.50 的金额，或留空。</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>从不</translation>
    </message>
    <message>
        <source>Ends after</source>
        <translation>有效期</translation>
    </message>
    <message>
        <source>Such as 90d or 12h.</source>
        <translation>例如 90d 或 12h。</translation>
    </message>
    <message>
        <source>Enter a time such as 90d or 12h.</source>
        <translation>请输入如 90d 或 12h 的时长。</translation>
    </message>
    <message>
        <source>Price</source>
        <translation>价格</translation>
    </message>
    <message>
        <source>Enter a number such as 10 or 0.001, or nothing.</source>
        <translation>请输入如 10 或 0.001 的数字，或留空。</translation>
    </message>
    <message>
        <source>Dollars a month</source>
        <translation>每月美元</translation>
    </message>
    <message>
        <source>Dollars a call</source>
        <translation>每次调用美元</translation>
    </message>
    <message>
        <source>Per cent on top</source>
        <translation>附加百分比</translation>
    </message>
    <message>
        <source>Of what the providers cost.</source>
        <translation>基于提供商的费用。</translation>
    </message>
    <message>
        <source>A name has letters, digits, “.”, “_” and “-”, at most 64.</source>
        <translation>名称由字母、数字、“.”、“_”和“-”组成，最多 64 个。</translation>
    </message>
    <message>
        <source>Add plan %1</source>
        <translation>添加套餐 %1</translation>
    </message>
    <message>
        <source>Change plan %1</source>
        <translation>更改套餐 %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PlansDialog</name>
    <message>
        <source>Plans</source>
        <translation>套餐</translation>
    </message>
    <message>
        <source>No plans yet. One says what a subscription may use, and what it costs.</source>
        <translation>尚无套餐。套餐说明订阅可用的额度与价格。</translation>
    </message>
    <message>
        <source>Add plan</source>
        <translation>添加套餐</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>套餐</translation>
    </message>
    <message>
        <source>Allows</source>
        <translation>允许</translation>
    </message>
    <message>
        <source>Price</source>
        <translation>价格</translation>
    </message>
    <message>
        <source>Approval</source>
        <translation>审批</translation>
    </message>
    <message>
        <source>Ends after</source>
        <translation>有效期</translation>
    </message>
    <message>
        <source>%1 (off)</source>
        <comment>a plan that cannot be asked for</comment>
        <translation>%1（关闭）</translation>
    </message>
    <message>
        <source>No limit of its own</source>
        <translation>无自身限额</translation>
    </message>
    <message>
        <source>By itself</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>By hand</source>
        <translation>人工</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>从不</translation>
    </message>
    <message>
        <source>It cannot be asked for any more. Where subscriptions or APIs name it, the gateway refuses. It can come back from the trash or with Undo.</source>
        <translation>将无法再申请。若有订阅或 API 引用它，网关会拒绝删除。可从回收站或通过撤销恢复。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PlaygroundView</name>
    <message>
        <source>Send</source>
        <translation>发送</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>New conversation</source>
        <translation>新建对话</translation>
    </message>
    <message>
        <source>Open in the log</source>
        <translation>在日志中打开</translation>
    </message>
    <message>
        <source>Add message</source>
        <translation>添加消息</translation>
    </message>
    <message>
        <source>Attach an image…</source>
        <translation>附加图像…</translation>
    </message>
    <message>
        <source>Copy as curl</source>
        <translation>复制为 curl</translation>
    </message>
    <message>
        <source>Copy as Python</source>
        <translation>复制为 Python</translation>
    </message>
    <message>
        <source>Copy as JavaScript</source>
        <translation>复制为 JavaScript</translation>
    </message>
    <message>
        <source>Playground</source>
        <translation>试验场</translation>
    </message>
    <message>
        <source>Copy code</source>
        <translation>复制代码</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>参数</translation>
    </message>
    <message>
        <source>The conversation was cleared.</source>
        <translation>对话已清除。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Copied. Put your key into the variable %1.</source>
        <translation>已复制。请将您的密钥放入变量 %1。</translation>
    </message>
    <message>
        <source>Write a message first.</source>
        <translation>请先输入消息。</translation>
    </message>
    <message>
        <source>Choose a model.</source>
        <translation>选择模型。</translation>
    </message>
    <message>
        <source>Parameters (%1)</source>
        <translation>参数（%1）</translation>
    </message>
    <message>
        <source>What is sent</source>
        <translation>发送内容</translation>
    </message>
    <message>
        <source>Answers</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>Save as prompt…</source>
        <translation>另存为提示…</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::Preparation</name>
    <message>
        <source>Then the key chain is checked.</source>
        <translation>然后检查钥匙串。</translation>
    </message>
    <message>
        <source>Then a key for your first program is made.</source>
        <translation>然后为您的第一个程序创建密钥。</translation>
    </message>
    <message>
        <source>Then the demo models are looked for.</source>
        <translation>然后查找演示模型。</translation>
    </message>
    <message>
        <source>The gateway starts…</source>
        <translation>正在启动网关…</translation>
    </message>
    <message>
        <source>The gateway answers at %1.</source>
        <translation>网关在 %1 应答。</translation>
    </message>
    <message>
        <source>Port %1 is taken by a program of another user.</source>
        <translation>端口 %1 被其他用户的程序占用。</translation>
    </message>
    <message>
        <source>Port %1 is taken by %2 (process %3).</source>
        <translation>端口 %1 被 %2（进程 %3）占用。</translation>
    </message>
    <message>
        <source>The key chain is checked…</source>
        <translation>正在检查钥匙串…</translation>
    </message>
    <message>
        <source>The key chain waits: your desktop may ask for its password.</source>
        <translation>钥匙串正在等待：桌面可能要求输入其密码。</translation>
    </message>
    <message>
        <source>Secrets cannot be kept here: %1 Provider keys can come from variables.</source>
        <translation>机密无法保存在此处：%1 提供商密钥可以来自变量。</translation>
    </message>
    <message>
        <source>Provider keys are kept in your key chain.</source>
        <translation>提供商密钥保存在您的钥匙串中。</translation>
    </message>
    <message>
        <source>Provider keys are kept in the gateway&apos;s sealed vault.</source>
        <translation>提供商密钥保存在网关的密封保险库中。</translation>
    </message>
    <message>
        <source>A key for your first program is made…</source>
        <translation>正在为您的第一个程序创建密钥…</translation>
    </message>
    <message>
        <source>The key %1 is there already.</source>
        <translation>已有密钥 %1。</translation>
    </message>
    <message>
        <source>The key %1 was made (…%2). It can be copied on the next page.</source>
        <translation>已创建密钥 %1 (…%2)。可在下一页复制。</translation>
    </message>
    <message>
        <source>The demo models are looked for…</source>
        <translation>正在查找演示模型…</translation>
    </message>
    <message>
        <source>The gateway&apos;s port does not answer as it should (%1).</source>
        <translation>网关的端口未正常应答（%1）。</translation>
    </message>
    <message>
        <source>The demo provider is switched off in the gateway&apos;s configuration. Switch it on, or add a provider.</source>
        <translation>演示提供商在网关的配置中已关闭。请将其打开，或添加提供商。</translation>
    </message>
    <message>
        <source>Demo models are ready: they need no account and cost nothing.</source>
        <translation>演示模型已就绪：不需要账户，也不产生费用。</translation>
    </message>
    <message>
        <source>%1 is shown now. Choose This computer at the top of the window, then check again.</source>
        <translation>现在显示的是 %1。请在窗口顶部选择“本机”，然后重新检查。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PreviewPanel</name>
    <message>
        <source>Preview</source>
        <translation>预览</translation>
    </message>
    <message>
        <source>Values to try</source>
        <translation>试用值</translation>
    </message>
    <message>
        <source>What could be rendered last</source>
        <translation>最近一次成功渲染的内容</translation>
    </message>
    <message>
        <source>Cannot be rendered</source>
        <translation>无法渲染</translation>
    </message>
    <message>
        <source>Rendering…</source>
        <translation>正在渲染…</translation>
    </message>
    <message>
        <source>As the model reads it</source>
        <translation>模型所读到的内容</translation>
    </message>
    <message>
        <source>Message %1, line %2</source>
        <translation>消息 %1，第 %2 行</translation>
    </message>
    <message>
        <source>Message %1</source>
        <translation>消息 %1</translation>
    </message>
    <message numerus="yes">
        <source>%1 · %n image(s)</source>
        <translation>
            <numerusform>%1 · %n 张图片</numerusform>
        </translation>
    </message>
    <message>
        <source>Message %1, %2</source>
        <translation>消息 %1，%2</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PriceDialog</name>
    <message>
        <source>Set price</source>
        <translation>设置价格</translation>
    </message>
    <message>
        <source>Use the listed price</source>
        <translation>使用标价</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Dollars per million tokens</source>
        <translation>美元/百万 Token</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>As input</source>
        <translation>与输入相同</translation>
    </message>
    <message>
        <source>Cached input</source>
        <translation>缓存输入</translation>
    </message>
    <message>
        <source>Cache writes</source>
        <translation>缓存写入</translation>
    </message>
    <message>
        <source>Contract, price page …</source>
        <translation>合同、价格页面 …</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Where the figures come from. Costs and budgets count with them from the next call on.</source>
        <translation>数值的出处。从下一个调用起，费用和预算按此计算。</translation>
    </message>
    <message>
        <source>Enter dollars per million tokens, such as 2.50. 0 is free.</source>
        <translation>请输入每百万 Token 的美元金额，例如 2.50。0 表示免费。</translation>
    </message>
    <message>
        <source>Enter dollars such as 2.50, with at most 12 decimals.</source>
        <translation>请输入美元金额，例如 2.50，最多 12 位小数。</translation>
    </message>
    <message>
        <source>Set price of %1/%2</source>
        <translation>设置 %1/%2 的价格</translation>
    </message>
    <message>
        <source>Use the listed price of %1/%2</source>
        <translation>使用 %1/%2 的标价</translation>
    </message>
    <message>
        <source>There is no provider %1 any more. Close this and look again.</source>
        <translation>提供商 %1 已不存在。请关闭此窗口后重新查看。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ProblemFinder</name>
    <message>
        <source>%1 refuses its key.</source>
        <translation>%1 拒绝其密钥。</translation>
    </message>
    <message>
        <source>Replace key</source>
        <translation>更换密钥</translation>
    </message>
    <message>
        <source>%1 has no key that can be read.</source>
        <translation>%1 没有可读取的密钥。</translation>
    </message>
    <message>
        <source>Add key</source>
        <translation>添加密钥</translation>
    </message>
    <message>
        <source>%1 rests: calls to it failed in a row.</source>
        <translation>%1 暂停中：对它的调用连续失败。</translation>
    </message>
    <message>
        <source>The budget of %1 is spent: %2 % of %3.</source>
        <translation>%1 的预算已用完：%3 的 %2%。</translation>
    </message>
    <message>
        <source>The budget of %1 is near its end: %2 % of %3.</source>
        <translation>%1 的预算即将用完：%3 的 %2%。</translation>
    </message>
    <message>
        <source>Open settings</source>
        <translation>打开设置</translation>
    </message>
    <message>
        <source>Records use %1 of %2. The oldest go next.</source>
        <translation>记录已占用 %1，共 %2。接下来会删除最早的记录。</translation>
    </message>
    <message>
        <source>Change retention</source>
        <translation>更改保留期</translation>
    </message>
    <message numerus="yes">
        <source>%n calls of %1 have no known price; spend is not whole.</source>
        <extracomment>%n is a number of calls, %1 the name of a model</extracomment>
        <translation>
            <numerusform>%1 的 %n 个调用价格未知；支出不完整。</numerusform>
        </translation>
    </message>
    <message>
        <source>Set price</source>
        <translation>设置价格</translation>
    </message>
    <message>
        <source>See its circuit</source>
        <translation>查看其断路器</translation>
    </message>
    <message>
        <source>See the budget</source>
        <translation>查看预算</translation>
    </message>
    <message>
        <source>The prompt cache that %1 writes at %2 is never read: %3 for nothing in the last hour.</source>
        <comment>application, provider and model, money</comment>
        <translation>%1 在 %2 写入的提示缓存从未被读取：过去一小时白花 %3。</translation>
    </message>
    <message>
        <source>See the route</source>
        <translation>查看路由</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PromptEditor</name>
    <message>
        <source>Pages of the prompt</source>
        <translation>提示的页面</translation>
    </message>
    <message>
        <source>Write</source>
        <translation>编写</translation>
    </message>
    <message>
        <source>Try</source>
        <translation>试用</translation>
    </message>
    <message>
        <source>Tests</source>
        <translation>测试</translation>
    </message>
    <message>
        <source>All prompts</source>
        <translation>所有提示</translation>
    </message>
    <message>
        <source>Reading the prompt…</source>
        <translation>正在读取提示…</translation>
    </message>
    <message>
        <source>There is no prompt “%1” any more.</source>
        <translation>提示“%1”已不存在。</translation>
    </message>
    <message>
        <source>Save version %1 of prompt %2</source>
        <translation>保存提示 %2 的版本 %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PromptMessageCard</name>
    <message>
        <source>System</source>
        <translation>系统</translation>
    </message>
    <message>
        <source>User</source>
        <translation>用户</translation>
    </message>
    <message>
        <source>Assistant</source>
        <translation>助手</translation>
    </message>
    <message>
        <source>Add an image</source>
        <translation>添加图片</translation>
    </message>
    <message>
        <source>Move up</source>
        <translation>上移</translation>
    </message>
    <message>
        <source>Move down</source>
        <translation>下移</translation>
    </message>
    <message>
        <source>Remove message</source>
        <translation>移除消息</translation>
    </message>
    <message>
        <source>Image: {{picture}}, or a data address</source>
        <translation>图片：{{picture}}，或数据地址</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>Remove image</source>
        <translation>移除图像</translation>
    </message>
    <message>
        <source>Template of message %1</source>
        <translation>消息 %1 的模板</translation>
    </message>
    <message>
        <source>Who says message %1</source>
        <translation>消息 %1 的角色</translation>
    </message>
    <message>
        <source>Line %1: %2</source>
        <translation>第 %1 行：%2</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PromptMessages</name>
    <message>
        <source>Add message</source>
        <translation>添加消息</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PromptModel</name>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>标识</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Published</source>
        <translation>已发布</translation>
    </message>
    <message>
        <source>Used by</source>
        <translation>使用者</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>更改时间</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>团队</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>标记</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PromptTrial</name>
    <message>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>发送</translation>
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
        <translation>无法用这些值渲染模板。请在“编写”下修正。</translation>
    </message>
    <message>
        <source>Asks with the values under Write. What is written need not be saved.</source>
        <translation>使用“编写”下的值提问，内容无需保存。</translation>
    </message>
    <message>
        <source>Asks with the values under Write. Secret ones are sent, and kept nowhere.</source>
        <translation>使用“编写”下的值提问。机密值会发送，但不会保存在任何地方。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PromptsView</name>
    <message>
        <source>New prompt</source>
        <translation>新建提示</translation>
    </message>
    <message>
        <source>Edit prompt</source>
        <translation>编辑提示</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Publish…</source>
        <translation>发布…</translation>
    </message>
    <message>
        <source>Import files…</source>
        <translation>导入文件…</translation>
    </message>
    <message>
        <source>Export files…</source>
        <translation>导出文件…</translation>
    </message>
    <message>
        <source>Delete prompt</source>
        <translation>删除提示</translation>
    </message>
    <message>
        <source>Export the list</source>
        <translation>导出列表</translation>
    </message>
    <message>
        <source>Save version</source>
        <translation>保存版本</translation>
    </message>
    <message>
        <source>Discard edits</source>
        <translation>放弃编辑</translation>
    </message>
    <message>
        <source>Compare versions</source>
        <translation>比较版本</translation>
    </message>
    <message>
        <source>Move label</source>
        <translation>移动标签</translation>
    </message>
    <message>
        <source>Revert to the chosen version</source>
        <translation>还原到所选版本</translation>
    </message>
    <message>
        <source>Run tests</source>
        <translation>运行测试</translation>
    </message>
    <message>
        <source>Try it</source>
        <translation>试一试</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>More commands</source>
        <translation>更多命令</translation>
    </message>
    <message>
        <source>Select one prompt first.</source>
        <translation>请先选择一个提示。</translation>
    </message>
    <message>
        <source>Select a prompt first.</source>
        <translation>请先选择提示。</translation>
    </message>
    <message>
        <source>Nothing was changed.</source>
        <translation>未作更改。</translation>
    </message>
    <message>
        <source>Open a prompt first.</source>
        <translation>请先打开一个提示。</translation>
    </message>
    <message>
        <source>Choose an older version under Versions first.</source>
        <translation>请先在“版本”下选择较早的版本。</translation>
    </message>
    <message>
        <source>Add tests and choose models under Tests first.</source>
        <translation>请先在“测试”下添加测试并选择模型。</translation>
    </message>
    <message>
        <source>Choose a model under Try, and let the template be whole.</source>
        <translation>请在“试用”下选择模型，并确保模板无误。</translation>
    </message>
    <message>
        <source>Nothing is running.</source>
        <translation>没有正在运行的内容。</translation>
    </message>
    <message>
        <source>Delete the prompt %1?</source>
        <translation>删除提示 %1？</translation>
    </message>
    <message numerus="yes">
        <source>Delete %n prompt(s)?</source>
        <translation>
            <numerusform>删除 %n 个提示？</numerusform>
        </translation>
    </message>
    <message>
        <source>Its versions, labels and tests go with it. It can come back from the trash or with Undo.</source>
        <translation>其版本、标签和测试将一并删除。可从回收站或通过撤销恢复。</translation>
    </message>
    <message numerus="yes">
        <source>%n version(s)</source>
        <translation>
            <numerusform>%n 个版本</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, used by %2</source>
        <comment>versions, names of APIs and chains</comment>
        <translation>%1，被 %2 使用</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Delete prompt %1</source>
        <translation>删除提示 %1</translation>
    </message>
    <message>
        <source>Filter prompts</source>
        <translation>筛选提示</translation>
    </message>
    <message>
        <source>Prompts</source>
        <translation>提示</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) written to %1.</source>
        <translation>
            <numerusform>已将 %n 行写入 %1。</numerusform>
        </translation>
    </message>
    <message>
        <source>What is shown is old: %1</source>
        <translation>显示的内容已过时：%1</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Reading the prompts…</source>
        <translation>正在读取提示…</translation>
    </message>
    <message>
        <source>No prompts yet. One is a template that is tested, versioned and published as an API.</source>
        <translation>尚无提示。提示是可测试、有版本并可发布为 API 的模板。</translation>
    </message>
    <message>
        <source>New from example</source>
        <translation>从示例新建</translation>
    </message>
    <message>
        <source>No prompt has these words.</source>
        <translation>没有包含这些词的提示。</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>清除筛选器</translation>
    </message>
    <message>
        <source>Select one chain first.</source>
        <translation>请先选择一个链。</translation>
    </message>
    <message>
        <source>Open a chain first.</source>
        <translation>请先打开一个链。</translation>
    </message>
    <message>
        <source>Mend what is wrong with the chain, or with its values, first.</source>
        <translation>请先修正链或其值中的错误。</translation>
    </message>
    <message>
        <source>This is for prompts only.</source>
        <translation>仅适用于提示。</translation>
    </message>
    <message>
        <source>New chain</source>
        <translation>新建链</translation>
    </message>
    <message>
        <source>Edit chain</source>
        <translation>编辑链</translation>
    </message>
    <message>
        <source>Delete chain</source>
        <translation>删除链</translation>
    </message>
    <message>
        <source>Prompts and chains</source>
        <translation>提示和链</translation>
    </message>
    <message>
        <source>Chains</source>
        <translation>链</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ProviderDetails</name>
    <message>
        <source>Keys</source>
        <translation>密钥</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Recent errors</source>
        <translation>近期错误</translation>
    </message>
    <message>
        <source>Used by</source>
        <translation>使用者</translation>
    </message>
    <message>
        <source>Copied %1.</source>
        <translation>已复制 %1。</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>编辑</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <comment>kind of provider, its address</comment>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>No calls in the last 24 hours.</source>
        <translation>最近 24 小时内没有调用。</translation>
    </message>
    <message>
        <source>Last 24 hours: %1 calls, %2 errors.</source>
        <translation>最近 24 小时：%1 个调用，%2 个错误。</translation>
    </message>
    <message>
        <source>Disable</source>
        <translation>禁用</translation>
    </message>
    <message>
        <source>Enable</source>
        <translation>启用</translation>
    </message>
    <message>
        <source>Unlock the key chain</source>
        <translation>解锁钥匙串</translation>
    </message>
    <message>
        <source>Replace key</source>
        <translation>更换密钥</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>测试</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>使用中</translation>
    </message>
    <message>
        <source>In reserve</source>
        <translation>备用</translation>
    </message>
    <message>
        <source>Cannot be read</source>
        <translation>无法读取</translation>
    </message>
    <message>
        <source>Not asked yet</source>
        <translation>尚未询问</translation>
    </message>
    <message>
        <source>…%1</source>
        <comment>last four characters of a key</comment>
        <translation>…%1</translation>
    </message>
    <message>
        <source>%1 · kept %2</source>
        <comment>state of a key, a day</comment>
        <translation>%1 · 保存于 %2</translation>
    </message>
    <message>
        <source>Test key %1</source>
        <translation>测试密钥 %1</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>更换</translation>
    </message>
    <message>
        <source>Replace key %1</source>
        <translation>更换密钥 %1</translation>
    </message>
    <message>
        <source>None: calls go without a key.</source>
        <translation>无：调用不带密钥。</translation>
    </message>
    <message>
        <source>None in the last 24 hours.</source>
        <translation>最近 24 小时内没有。</translation>
    </message>
    <message>
        <source>%1 · %2 · %3</source>
        <comment>time, status, model</comment>
        <translation>%1 · %2 · %3</translation>
    </message>
    <message>
        <source>Show all in the log</source>
        <translation>在日志中显示全部</translation>
    </message>
    <message>
        <source>No route. Models can be asked for as %1/MODEL.</source>
        <translation>没有路由。可以用 %1/MODEL 请求模型。</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>以及另外 %n 个</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ProviderDialog</name>
    <message>
        <source>Add %1</source>
        <translation>添加 %1</translation>
    </message>
    <message>
        <source>Add provider</source>
        <translation>添加提供商</translation>
    </message>
    <message>
        <source>Edit %1</source>
        <translation>编辑 %1</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Models can be asked for as NAME/model. It cannot be changed later.</source>
        <translation>可以用“名称/模型”请求模型。以后无法更改。</translation>
    </message>
    <message>
        <source>Speaks</source>
        <translation>API 格式</translation>
    </message>
    <message>
        <source>Leave it empty to use the provider&apos;s usual address.</source>
        <translation>留空则使用提供商的惯用地址。</translation>
    </message>
    <message>
        <source>Base URL</source>
        <translation>基础 URL</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>密钥</translation>
    </message>
    <message>
        <source>This provider works without a key too.</source>
        <translation>此提供商没有密钥也可使用。</translation>
    </message>
    <message>
        <source>A key is kept in the gateway&apos;s key chain or vault and never shown again.</source>
        <translation>密钥保存在网关的钥匙串或保险库中，不会再次显示。</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>测试</translation>
    </message>
    <message>
        <source>Tries what stands here, without saving it</source>
        <translation>测试此处的内容，但不保存</translation>
    </message>
    <message>
        <source>Enter a name.</source>
        <translation>请输入名称。</translation>
    </message>
    <message>
        <source>Use letters, digits, “.”, “_” and “-” only, at most 64, and begin with a letter or digit.</source>
        <translation>只能使用字母、数字、“.”、“_”和“-”，最多 64 个字符，并以字母或数字开头。</translation>
    </message>
    <message>
        <source>There is a provider of this name already. Choose another name.</source>
        <translation>已有同名提供商。请选择其他名称。</translation>
    </message>
    <message>
        <source>Enter the address of the provider&apos;s API.</source>
        <translation>请输入提供商 API 的地址。</translation>
    </message>
    <message>
        <source>Put your own values in the place of what stands in braces.</source>
        <translation>请将花括号中的内容换成自己的值。</translation>
    </message>
    <message>
        <source>Enter a whole address, such as https://api.example.com/v1.</source>
        <translation>请输入完整地址，例如 https://api.example.com/v1。</translation>
    </message>
    <message>
        <source>The address may hold no user name, “?” or “#”.</source>
        <translation>地址不得包含用户名、“?”或“#”。</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>a sentence, the next step</comment>
        <translation>%1%2</translation>
    </message>
    <message>
        <source>Add provider %1</source>
        <translation>添加提供商 %1</translation>
    </message>
    <message>
        <source>Change provider %1</source>
        <translation>更改提供商 %1</translation>
    </message>
    <message>
        <source>Leave it empty to use the address above; one of your own takes its place.</source>
        <translation>留空则使用上面的地址；自定义地址会取代它。</translation>
    </message>
    <message>
        <source>API version</source>
        <translation>API 版本</translation>
    </message>
    <message>
        <source>Leave it empty for the usual one.</source>
        <translation>留空则用惯用版本。</translation>
    </message>
    <message>
        <source>A version is written like 2024-10-21.</source>
        <translation>版本写作 2024-10-21 这样的形式。</translation>
    </message>
    <message>
        <source>Enter a key. If this provider needs none, choose “No key is sent” above.</source>
        <translation>请输入密钥。若此提供商不需要，请在上方选择“不发送密钥”。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ProviderModel</name>
    <message>
        <source>Built in</source>
        <translation>内置</translation>
    </message>
    <message>
        <source>%1 compatible</source>
        <translation>兼容 %1</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>种类</translation>
    </message>
    <message>
        <source>Health</source>
        <translation>健康状况</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>密钥</translation>
    </message>
    <message>
        <source>p95</source>
        <translation>p95</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>Spend, 24 h</source>
        <translation>支出（24 小时）</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ProvidersView</name>
    <message>
        <source>Delete route %1</source>
        <translation>删除路由 %1</translation>
    </message>
    <message>
        <source>Take %1 out of route %2</source>
        <translation>将 %1 从路由 %2 中移除</translation>
    </message>
    <message>
        <source>The keys were read again.</source>
        <translation>已重新读取密钥。</translation>
    </message>
    <message>
        <source>Disable provider %1</source>
        <translation>禁用提供商 %1</translation>
    </message>
    <message>
        <source>Enable provider %1</source>
        <translation>启用提供商 %1</translation>
    </message>
    <message>
        <source>Delete provider %1?</source>
        <translation>删除提供商 %1？</translation>
    </message>
    <message>
        <source>No more calls go there. You can bring it back from the trash for 30 days.</source>
        <translation>不再向它发送调用。30 天内可从回收站还原。</translation>
    </message>
    <message>
        <source>It is taken out of the routes that name it. You can bring it back from the trash for 30 days.</source>
        <translation>它会从使用它的路由中移除。30 天内可从回收站还原。</translation>
    </message>
    <message numerus="yes">
        <source>It is taken out of the routes that name it; %n route(s) without another target are deleted too. You can bring them back from the trash for 30 days.</source>
        <translation>
            <numerusform>它会从使用它的路由中移除；没有其他目标的 %n 条路由也会被删除。30 天内可从回收站还原。</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>routes, calls</comment>
        <translation>%1，%2</translation>
    </message>
    <message numerus="yes">
        <source>%n route(s)</source>
        <translation>
            <numerusform>%n 条路由</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 calls in the last 24 hours</source>
        <translation>最近 24 小时内 %1 个调用</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Delete provider %1</source>
        <translation>删除提供商 %1</translation>
    </message>
    <message>
        <source>Move provider %1</source>
        <translation>移动提供商 %1</translation>
    </message>
    <message>
        <source>Providers</source>
        <translation>提供商</translation>
    </message>
    <message>
        <source>Filter providers</source>
        <translation>筛选提供商</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>测试</translation>
    </message>
    <message>
        <source>Add provider</source>
        <translation>添加提供商</translation>
    </message>
    <message>
        <source>Add provider…</source>
        <translation>添加提供商…</translation>
    </message>
    <message>
        <source>Test provider</source>
        <translation>测试提供商</translation>
    </message>
    <message>
        <source>Edit provider…</source>
        <translation>编辑提供商…</translation>
    </message>
    <message>
        <source>Replace key…</source>
        <translation>更换密钥…</translation>
    </message>
    <message>
        <source>Read keys again</source>
        <translation>重新读取密钥</translation>
    </message>
    <message>
        <source>Fetch models</source>
        <translation>获取模型</translation>
    </message>
    <message>
        <source>Disable provider</source>
        <translation>禁用提供商</translation>
    </message>
    <message>
        <source>Move provider up</source>
        <translation>上移提供商</translation>
    </message>
    <message>
        <source>Move provider down</source>
        <translation>下移提供商</translation>
    </message>
    <message>
        <source>Export providers…</source>
        <translation>导出提供商…</translation>
    </message>
    <message>
        <source>Delete provider…</source>
        <translation>删除提供商…</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Reading the providers…</source>
        <translation>正在读取提供商…</translation>
    </message>
    <message>
        <source>Only the demo provider is here. Add one to reach real models.</source>
        <translation>目前只有演示提供商。请添加提供商以使用真实模型。</translation>
    </message>
    <message>
        <source>No provider fits the filter.</source>
        <translation>没有符合筛选器的提供商。</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>清除筛选器</translation>
    </message>
    <message>
        <source>Select a provider first.</source>
        <translation>请先选择一个提供商。</translation>
    </message>
    <message>
        <source>The demo provider is built in.</source>
        <translation>演示提供商是内置的。</translation>
    </message>
    <message>
        <source>Enable provider</source>
        <translation>启用提供商</translation>
    </message>
    <message>
        <source>Show live traffic</source>
        <translation>显示实时流量</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PublishDialog</name>
    <message>
        <source>Publish an API</source>
        <translation>发布 API</translation>
    </message>
    <message>
        <source>Publish</source>
        <translation>发布</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Takes the next name that is free</source>
        <translation>使用下一个可用名称</translation>
    </message>
    <message>
        <source>Name in the address</source>
        <translation>地址中的名称</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>标题</translation>
    </message>
    <message>
        <source>What the catalogue calls it.</source>
        <translation>目录中的名称。</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>应答</translation>
    </message>
    <message>
        <source>Form</source>
        <translation>形式</translation>
    </message>
    <message>
        <source>Checked JSON is held against the schema of the prompt&apos;s answer.</source>
        <translation>经校验的 JSON 会按提示词的应答模式验证。</translation>
    </message>
    <message>
        <source>Access</source>
        <translation>访问</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>所有者</translation>
    </message>
    <message>
        <source>Its team may always call it.</source>
        <translation>其团队始终可以调用。</translation>
    </message>
    <message>
        <source>Who may call</source>
        <translation>谁可以调用</translation>
    </message>
    <message>
        <source>Plans</source>
        <translation>套餐</translation>
    </message>
    <message>
        <source>What can be asked for. Without any, a subscription has no plan.</source>
        <translation>可申请的套餐。若没有，订阅即无套餐。</translation>
    </message>
    <message>
        <source>Show it in the catalogue</source>
        <translation>在目录中显示</translation>
    </message>
    <message>
        <source>Catalogue</source>
        <translation>目录</translation>
    </message>
    <message>
        <source>What changes</source>
        <translation>更改内容</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Why, for those who read its history.</source>
        <translation>原因，供查看历史的人参考。</translation>
    </message>
    <message>
        <source>Keep as a design</source>
        <translation>保存为草案</translation>
    </message>
    <message>
        <source>Submit for review</source>
        <translation>提交审核</translation>
    </message>
    <message>
        <source>The organisation</source>
        <translation>组织</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>a plan, its price</comment>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>A name has letters, digits, “.”, “_” and “-”, at most 64.</source>
        <translation>名称由字母、数字、“.”、“_”和“-”组成，最多 64 个。</translation>
    </message>
    <message>
        <source>/apis/%1 is taken by an API of another kind.</source>
        <translation>/apis/%1 已被另一类型的 API 占用。</translation>
    </message>
    <message>
        <source>A version has letters, digits, “.”, “_” and “-”, at most 32, and is not “latest”.</source>
        <translation>版本由字母、数字、“.”、“_”和“-”组成，最多 32 个字符，且不能为“latest”。</translation>
    </message>
    <message>
        <source>/apis/%1/%2 is taken.</source>
        <translation>/apis/%1/%2 已被占用。</translation>
    </message>
    <message>
        <source>Nothing is published at this address yet. This is what will be:</source>
        <translation>此地址尚未发布任何内容。将会是：</translation>
    </message>
    <message>
        <source>Beside version %1, which is live:</source>
        <translation>与已上线的版本 %1 对比：</translation>
    </message>
    <message>
        <source>Publish %1</source>
        <comment>a version of an API</comment>
        <translation>发布 %1</translation>
    </message>
    <message>
        <source>The change waits for review. Publish the version once it is applied.</source>
        <translation>更改正在等待复核。应用后再发布该版本。</translation>
    </message>
    <message>
        <source>Version %1 of %2 is kept as a design.</source>
        <translation>%2 的版本 %1 已保存为草案。</translation>
    </message>
    <message>
        <source>Version %1 of %2 waits for review.</source>
        <translation>%2 的版本 %1 正在等待审核。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PublishSource</name>
    <message>
        <source>Publish</source>
        <translation>发布</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>A label follows where it is moved; a version stays what it is.</source>
        <translation>标签会跟随移动；版本保持不变。</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Names parted by commas. The first is the one that is asked where a call names none.</source>
        <translation>名称以逗号分隔。调用未指定时使用第一个。</translation>
    </message>
    <message>
        <source>Name at least one model.</source>
        <translation>请至少指定一个模型。</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>title, name</comment>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>%1: version %2 now</source>
        <comment>a label</comment>
        <translation>%1：当前版本 %2</translation>
    </message>
    <message>
        <source>Version %1</source>
        <translation>版本 %1</translation>
    </message>
    <message>
        <source>Version %1: %2</source>
        <comment>with a comment</comment>
        <translation>版本 %1：%2</translation>
    </message>
    <message>
        <source>There is no chain yet.</source>
        <translation>尚无链。</translation>
    </message>
    <message>
        <source>There is no prompt yet. Write one first.</source>
        <translation>尚无提示词。请先编写一个。</translation>
    </message>
    <message>
        <source>Save a version of it first.</source>
        <translation>请先保存一个版本。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PublishedDialog</name>
    <message>
        <source>Version %1 of %2</source>
        <translation>%2 的版本 %1</translation>
    </message>
    <message>
        <source>Version %1 of %2 can be called</source>
        <translation>%2 的版本 %1 可以调用了</translation>
    </message>
    <message>
        <source>This command works once the variable GATEHOUSE_API_KEY holds a key that may call it.</source>
        <translation>当变量 GATEHOUSE_API_KEY 保存了有权调用的密钥时，此命令即可使用。</translation>
    </message>
    <message>
        <source>The command</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Copied.</source>
        <translation>已复制。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PurgeDialog</name>
    <message>
        <source>Purge the cache</source>
        <translation>清空缓存</translation>
    </message>
    <message>
        <source>Purge…</source>
        <translation>清空…</translation>
    </message>
    <message>
        <source>All routes</source>
        <translation>所有路由</translation>
    </message>
    <message>
        <source>Route</source>
        <translation>路由</translation>
    </message>
    <message>
        <source>All models</source>
        <translation>所有模型</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>As its provider calls it.</source>
        <translation>按其提供商的名称。</translation>
    </message>
    <message>
        <source>All keys</source>
        <translation>所有密钥</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>a key&apos;s name, its id</comment>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>密钥</translation>
    </message>
    <message>
        <source>Answers that its calls brought. What fits all three is thrown away.</source>
        <translation>由其调用带来的回答。同时符合三项的将被清除。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::RaiseDialog</name>
    <message>
        <source>Raise the budget of %1 for a while</source>
        <translation>临时提高 %1 的预算</translation>
    </message>
    <message>
        <source>Raise</source>
        <translation>提高</translation>
    </message>
    <message>
        <source>Dollars until then</source>
        <translation>届时之前的美元数</translation>
    </message>
    <message>
        <source>In place of %1, not on top of it.</source>
        <translation>代替 %1，而非追加。</translation>
    </message>
    <message>
        <source>For an hour</source>
        <translation>一小时</translation>
    </message>
    <message>
        <source>For a day</source>
        <translation>一天</translation>
    </message>
    <message>
        <source>For a week</source>
        <translation>一周</translation>
    </message>
    <message>
        <source>Until the period ends</source>
        <translation>直到周期结束</translation>
    </message>
    <message>
        <source>No longer: end the raise now</source>
        <translation>不再：立即结束提高</translation>
    </message>
    <message>
        <source>How long</source>
        <translation>多久</translation>
    </message>
    <message>
        <source>The amount that is set counts again afterwards, by itself.</source>
        <translation>之后自动恢复原设金额。</translation>
    </message>
    <message>
        <source>Enter an amount such as 25 or 0.50.</source>
        <translation>请输入金额，例如 25 或 0.50。</translation>
    </message>
    <message>
        <source>It must be more than what is set.</source>
        <translation>必须多于已设金额。</translation>
    </message>
    <message>
        <source>Raise the budget of %1</source>
        <translation>提高 %1 的预算</translation>
    </message>
    <message>
        <source>End the raise of the budget of %1</source>
        <translation>结束 %1 预算的提高</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::RangeButton</name>
    <message>
        <source>Reset zoom</source>
        <translation>重置缩放</translation>
    </message>
    <message>
        <source>Time range: %1</source>
        <translation>时间范围：%1</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::RangePopup</name>
    <message>
        <source>Show this stretch</source>
        <translation>显示此时段</translation>
    </message>
    <message>
        <source>&amp;From</source>
        <translation>从(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;To</source>
        <translation>到(&amp;T)</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>日</translation>
    </message>
    <message>
        <source>Month before</source>
        <translation>上个月</translation>
    </message>
    <message>
        <source>Next month</source>
        <translation>下个月</translation>
    </message>
    <message>
        <source>The end lies before the start. Choose a later end.</source>
        <translation>结束早于开始。请选择更晚的结束时间。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ReadyPage</name>
    <message>
        <source>Gateway</source>
        <translation>网关</translation>
    </message>
    <message>
        <source>Key chain</source>
        <translation>钥匙串</translation>
    </message>
    <message>
        <source>First key</source>
        <translation>第一个密钥</translation>
    </message>
    <message>
        <source>Demo models</source>
        <translation>演示模型</translation>
    </message>
    <message>
        <source>Check again</source>
        <translation>重新检查</translation>
    </message>
    <message>
        <source>Use port %1 instead</source>
        <translation>改用端口 %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ReasonDialog</name>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>The applicant reads it.</source>
        <translation>申请方会看到。</translation>
    </message>
    <message>
        <source>Say why, so that the applicant knows what to do.</source>
        <translation>请说明原因，让申请方知道该怎么做。</translation>
    </message>
    <message numerus="yes">
        <source>At most %n character(s).</source>
        <translation>
            <numerusform>最多 %n 个字符。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::RecordJobRow</name>
    <message>
        <source>Done at %1</source>
        <translation>完成于 %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::RecordsPage</name>
    <message>
        <source>Never</source>
        <translation>从不</translation>
    </message>
    <message>
        <source>When a call goes wrong</source>
        <translation>调用出错时</translation>
    </message>
    <message>
        <source>Always</source>
        <translation>始终</translation>
    </message>
    <message>
        <source>Privacy and records</source>
        <translation>隐私和记录</translation>
    </message>
    <message>
        <source>What is recorded</source>
        <translation>记录的内容</translation>
    </message>
    <message>
        <source>Keep bodies of calls</source>
        <translation>保留调用的正文</translation>
    </message>
    <message>
        <source>Questions and answers. Keys, addresses and numbers of persons are masked first. Keys, applications and routes may say less.</source>
        <translation>问题和应答。会先遮盖密钥、地址和个人号码。密钥、应用和路由可以设置为记录更少。</translation>
    </message>
    <message>
        <source>Of each body at most</source>
        <translation>每个正文最多</translation>
    </message>
    <message>
        <source>What is longer is cut, and the log says so.</source>
        <translation>超出部分会被截断，日志中会注明。</translation>
    </message>
    <message>
        <source>For how long</source>
        <translation>保留时长</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>调用</translation>
    </message>
    <message>
        <source>Rows of the log, and why each call went as it did.</source>
        <translation>日志的各行，以及每个调用如此进行的原因。</translation>
    </message>
    <message>
        <source>Bodies</source>
        <translation>正文</translation>
    </message>
    <message>
        <source>They never outlive their call.</source>
        <translation>正文的保留时间绝不长于其调用。</translation>
    </message>
    <message>
        <source>Sums by the minute</source>
        <translation>每分钟汇总</translation>
    </message>
    <message>
        <source>For charts of short times.</source>
        <translation>用于短时段的图表。</translation>
    </message>
    <message>
        <source>Sums by the hour</source>
        <translation>每小时汇总</translation>
    </message>
    <message>
        <source>Sums by the day, which hold what was spent, always stay.</source>
        <translation>每日汇总包含支出，始终保留。</translation>
    </message>
    <message>
        <source>Size on the disk</source>
        <translation>磁盘占用上限</translation>
    </message>
    <message>
        <source>Beyond it the oldest bodies go first, then the oldest calls.</source>
        <translation>超出后先删除最早的正文，再删除最早的调用。</translation>
    </message>
    <message>
        <source>On the disk</source>
        <translation>磁盘占用</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>使用中</translation>
    </message>
    <message>
        <source>The store, with all that is recorded.</source>
        <translation>存储，包含所有记录的内容。</translation>
    </message>
    <message>
        <source>Give space back</source>
        <translation>释放空间</translation>
    </message>
    <message>
        <source>Compact the store</source>
        <translation>压缩存储</translation>
    </message>
    <message>
        <source>Gives space of removed records back to the disk, while the gateway serves.</source>
        <translation>将已移除记录占用的空间归还磁盘，期间网关继续提供服务。</translation>
    </message>
    <message>
        <source>Count anew</source>
        <translation>重新统计</translation>
    </message>
    <message>
        <source>Make sums anew</source>
        <translation>重新汇总</translation>
    </message>
    <message>
        <source>Counts charts and spend again from the calls that are kept.</source>
        <translation>根据保留的调用重新计算图表和支出。</translation>
    </message>
    <message>
        <source>%1 for %2</source>
        <comment>a size on the disk, a number of calls</comment>
        <translation>%1，%2</translation>
    </message>
    <message numerus="yes">
        <source>%n calls</source>
        <translation>
            <numerusform>%n 个调用</numerusform>
        </translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>a setting, its new value</comment>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>Reset privacy and records</source>
        <translation>重置隐私和记录</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ReplaceKeyDialog</name>
    <message>
        <source>Replace key of %1</source>
        <translation>更换 %1 的密钥</translation>
    </message>
    <message>
        <source>Replace key</source>
        <translation>更换密钥</translation>
    </message>
    <message>
        <source>The new key takes the place of the old one at once; the old one cannot be brought back.</source>
        <translation>新密钥会立即取代旧密钥；旧密钥无法恢复。</translation>
    </message>
    <message>
        <source>The new key is kept in the gateway&apos;s key chain or vault and used in the place of “%1”.</source>
        <translation>新密钥保存在网关的钥匙串或保险库中，并取代“%1”使用。</translation>
    </message>
    <message>
        <source>Paste the key here</source>
        <translation>在此粘贴密钥</translation>
    </message>
    <message>
        <source>New key</source>
        <translation>新建密钥</translation>
    </message>
    <message>
        <source>It is tried at the provider before it is kept.</source>
        <translation>保存之前会先在提供商处测试。</translation>
    </message>
    <message>
        <source>Enter the new key.</source>
        <translation>请输入新密钥。</translation>
    </message>
    <message>
        <source>A key has no blanks and only plain characters. Copy it again.</source>
        <translation>密钥不含空格，只含普通字符。请重新复制。</translation>
    </message>
    <message>
        <source>%1 Enter another key, or press Replace key again to keep it nevertheless.</source>
        <translation>%1请输入其他密钥，或再次按“更换密钥”以仍然保存。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::Replay</name>
    <message>
        <source>The gateway&apos;s port does not answer (%1). Check that it runs, then try again.</source>
        <translation>网关的端口没有应答（%1）。请确认它正在运行，然后重试。</translation>
    </message>
    <message>
        <source>The call ended with status %1.</source>
        <translation>调用结束，状态为 %1。</translation>
    </message>
    <message>
        <source>The answer broke off.</source>
        <translation>应答已中断。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ReplayDialog</name>
    <message>
        <source>Edit and replay</source>
        <translation>编辑并重放</translation>
    </message>
    <message>
        <source>%1 %2, with a key of the console&apos;s own. It is recorded and paid for like any other call.</source>
        <translation>%1 %2，使用控制台自己的密钥。与其他调用一样会被记录并计费。</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>请求</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>应答</translation>
    </message>
    <message>
        <source>The answer comes here.</source>
        <translation>应答显示在此处。</translation>
    </message>
    <message>
        <source>Compare with the first</source>
        <translation>与首次比较</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>发送</translation>
    </message>
    <message>
        <source>Stopped.</source>
        <translation>已停止。</translation>
    </message>
    <message>
        <source>This is no JSON: %1, at character %2.</source>
        <translation>这不是 JSON：%1，位于第 %2 个字符。</translation>
    </message>
    <message>
        <source>Sending…</source>
        <translation>正在发送…</translation>
    </message>
    <message>
        <source>Status %1 after %2</source>
        <translation>状态 %1，用时 %2</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ResultMatrix</name>
    <message>
        <source>Waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>Passed</source>
        <translation>通过</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>未通过</translation>
    </message>
    <message>
        <source>Failed: %1</source>
        <comment>why</comment>
        <translation>未通过：%1</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>测试</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>值</translation>
    </message>
    <message>
        <source>Checks</source>
        <translation>检查</translation>
    </message>
    <message>
        <source>Version %1</source>
        <translation>版本 %1</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <comment>version, model</comment>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>%1 · %2 of %3</source>
        <comment>version and model, passed, of all</comment>
        <translation>%1 · %2/%3</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::RevertDialog</name>
    <message>
        <source>This is what changes. It becomes a new revision, which can be taken back as well.</source>
        <translation>这些是将要更改的内容。它会成为新的修订版本，同样可以撤回。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Revert</source>
        <translation>还原</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::Reverting</name>
    <message>
        <source>Everything is as it was then already.</source>
        <translation>一切已与当时相同。</translation>
    </message>
    <message>
        <source>Take revision %1 back?</source>
        <translation>撤回修订版本 %1？</translation>
    </message>
    <message>
        <source>Go back to revision %1?</source>
        <translation>回到修订版本 %1？</translation>
    </message>
    <message>
        <source>Reverted. The history holds it as a new revision.</source>
        <translation>已还原。历史记录中保存为新的修订版本。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ReviewBar</name>
    <message>
        <source>Review changes</source>
        <translation>审阅更改</translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) wait for review. Nothing has reached %1 yet.</source>
        <translation>
            <numerusform>%n 项更改等待审阅。尚未对 %1 生效。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ReviewDialog</name>
    <message>
        <source>Discard all</source>
        <translation>全部放弃</translation>
    </message>
    <message>
        <source>Review changes</source>
        <translation>审阅更改</translation>
    </message>
    <message>
        <source>Nothing has reached %1 yet. Apply the changes together, or discard what you do not want.</source>
        <translation>尚未对 %1 生效。请一并应用更改，或放弃不需要的更改。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message numerus="yes">
        <source>Discard %n change(s)?</source>
        <translation>
            <numerusform>放弃 %n 项更改？</numerusform>
        </translation>
    </message>
    <message>
        <source>They have not been applied, and cannot be brought back.</source>
        <translation>它们尚未应用，放弃后无法恢复。</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>放弃</translation>
    </message>
    <message numerus="yes">
        <source>Apply %n change(s)</source>
        <translation>
            <numerusform>应用 %n 项更改</numerusform>
        </translation>
    </message>
    <message>
        <source>Discard: %1</source>
        <translation>放弃：%1</translation>
    </message>
    <message>
        <source>Refused: %1</source>
        <translation>被拒绝：%1</translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) could not be applied: mend or discard what is marked, then apply again.</source>
        <translation>
            <numerusform>%n 项更改无法应用：请修正或放弃标记的项目，然后重新应用。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ReviewPage</name>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>更改</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Provider</source>
        <translation>提供商</translation>
    </message>
    <message>
        <source>Route</source>
        <translation>路由</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>团队</translation>
    </message>
    <message>
        <source>Application</source>
        <translation>应用</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>密钥</translation>
    </message>
    <message>
        <source>Records</source>
        <translation>记录</translation>
    </message>
    <message>
        <source>What</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>详细信息</translation>
    </message>
    <message>
        <source>What changes</source>
        <translation>更改内容</translation>
    </message>
    <message>
        <source>What to know</source>
        <translation>须知</translation>
    </message>
    <message>
        <source>The gateway is asked what would change…</source>
        <translation>正在询问网关将更改哪些内容…</translation>
    </message>
    <message>
        <source>One moment…</source>
        <translation>请稍候…</translation>
    </message>
    <message>
        <source>Nothing was changed.</source>
        <translation>未更改任何内容。</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>All of this is there already: nothing would change.</source>
        <translation>所有内容均已存在：不会有任何更改。</translation>
    </message>
    <message>
        <source>Nothing to import.</source>
        <translation>没有可导入的内容。</translation>
    </message>
    <message>
        <source>Nothing has changed yet. It would add %1, change %2 and remove %3.</source>
        <translation>尚未更改任何内容。将添加 %1、更改 %2、移除 %3。</translation>
    </message>
    <message numerus="yes">
        <source>%n objects</source>
        <translation>
            <numerusform>%n 个对象</numerusform>
        </translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>a place in a file, what became of it</comment>
        <translation>%1：%2</translation>
    </message>
    <message numerus="yes">
        <source>%n things to know</source>
        <translation>
            <numerusform>%n 条须知</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::RotateKeyDialog</name>
    <message>
        <source>Rotate key %1</source>
        <translation>轮换密钥 %1</translation>
    </message>
    <message>
        <source>Rotate</source>
        <translation>轮换</translation>
    </message>
    <message>
        <source>Keep the new key in the key chain for helpers</source>
        <translation>将新密钥保存在钥匙串中供助手命令使用</translation>
    </message>
    <message>
        <source>24 hours</source>
        <translation>24 小时</translation>
    </message>
    <message>
        <source>1 hour</source>
        <translation>1 小时</translation>
    </message>
    <message>
        <source>7 days</source>
        <translation>7 天</translation>
    </message>
    <message>
        <source>30 days</source>
        <translation>30 天</translation>
    </message>
    <message>
        <source>Not at all: end it now</source>
        <translation>不保留：立即终止</translation>
    </message>
    <message>
        <source>Old key stays valid</source>
        <translation>旧密钥保持有效</translation>
    </message>
    <message>
        <source>A new key is made at once. Give it to the clients before the old one ends.</source>
        <translation>会立即创建新密钥。请在旧密钥终止前将其交给客户端。</translation>
    </message>
    <message>
        <source>New key expires</source>
        <translation>新密钥到期</translation>
    </message>
    <message>
        <source>Key chain</source>
        <translation>钥匙串</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::RouteDialog</name>
    <message>
        <source>Create route</source>
        <translation>创建路由</translation>
    </message>
    <message>
        <source>Edit route %1</source>
        <translation>编辑路由 %1</translation>
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
        <translation>名称</translation>
    </message>
    <message>
        <source>What clients ask for as their model.</source>
        <translation>客户端请求的模型名称。</translation>
    </message>
    <message>
        <source>Targets</source>
        <translation>目标</translation>
    </message>
    <message>
        <source>As the settings say</source>
        <translation>按设置</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Of failed calls</source>
        <translation>失败的调用</translation>
    </message>
    <message>
        <source>Of all calls</source>
        <translation>所有调用</translation>
    </message>
    <message>
        <source>Recorded bodies</source>
        <translation>记录的正文</translation>
    </message>
    <message>
        <source>Of the settings of key, application and route the most private one counts.</source>
        <translation>在密钥、应用和路由的设置中，以最注重隐私的为准。</translation>
    </message>
    <message>
        <source>Name the route, such as smart.</source>
        <translation>请为路由命名，例如 smart。</translation>
    </message>
    <message>
        <source>Use printable characters only, 256 at most.</source>
        <translation>只能使用可打印字符，最多 256 个。</translation>
    </message>
    <message>
        <source>There is a route of this name. Edit that one, or take another name.</source>
        <translation>已有同名路由。请编辑该路由，或使用其他名称。</translation>
    </message>
    <message>
        <source>Create route %1</source>
        <translation>创建路由 %1</translation>
    </message>
    <message>
        <source>Change route %1</source>
        <translation>更改路由 %1</translation>
    </message>
    <message>
        <source>Refuse calls that lose a field</source>
        <translation>拒绝会丢失字段的调用</translation>
    </message>
    <message>
        <source>Translation</source>
        <translation>翻译</translation>
    </message>
    <message>
        <source>Where a provider&apos;s dialect cannot say a field, the client gets an error that names it instead of an answer without it. A target that can say all is taken first.</source>
        <translation>若提供商的方言无法表达某字段，客户端会收到指明该字段的错误，而不是缺少它的回答。能完整表达的目标优先。</translation>
    </message>
    <message>
        <source>Evaluate…</source>
        <translation>评估…</translation>
    </message>
    <message>
        <source>What the calls of the last days would have done with this route</source>
        <translation>最近几天的调用用此路由会怎样</translation>
    </message>
    <message>
        <source>Where one fails, the next one serves. Drag them into their order, or press Alt+Up and Alt+Down.</source>
        <translation>一个失败时由下一个服务。可拖动排序，或按 Alt+上 和 Alt+下。</translation>
    </message>
    <message>
        <source>Rules</source>
        <translation>规则</translation>
    </message>
    <message>
        <source>The first rule that fits a call says where it goes; where none fits, all targets stand.</source>
        <translation>第一条符合的规则决定调用去向；都不符合时所有目标可用。</translation>
    </message>
    <message>
        <source>When a target fails</source>
        <translation>目标失败时</translation>
    </message>
    <message>
        <source>Canary</source>
        <translation>金丝雀</translation>
    </message>
    <message>
        <source>Experiment</source>
        <translation>实验</translation>
    </message>
    <message>
        <source>Shadow</source>
        <translation>影子</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>限制</translation>
    </message>
    <message>
        <source>Cache</source>
        <translation>缓存</translation>
    </message>
    <message>
        <source>Translation and records</source>
        <translation>转换与记录</translation>
    </message>
    <message>
        <source>Route %1 on recorded calls</source>
        <translation>用记录的调用评估路由 %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::RouteModel</name>
    <message>
        <source>On</source>
        <translation>启用</translation>
    </message>
    <message>
        <source>Disabled</source>
        <translation>已禁用</translation>
    </message>
    <message>
        <source>%1 × %2</source>
        <comment>target, weight</comment>
        <translation>%1 × %2</translation>
    </message>
    <message>
        <source>, then </source>
        <comment>between targets in their order</comment>
        <translation>，然后 </translation>
    </message>
    <message>
        <source>Dollars per million tokens at the first target</source>
        <translation>第一个目标的价格，美元/百万 Token</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Targets</source>
        <translation>目标</translation>
    </message>
    <message>
        <source>Fallbacks</source>
        <translation>回退</translation>
    </message>
    <message>
        <source>Price per million</source>
        <translation>每百万价格</translation>
    </message>
    <message>
        <source>Price source</source>
        <translation>价格来源</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>调用</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>What clients of every dialect get from it, as the last conformance test found</source>
        <translation>各方言客户端从中得到的结果，依据上次一致性测试</translation>
    </message>
    <message>
        <source>Conformance</source>
        <translation>一致性</translation>
    </message>
    <message numerus="yes">
        <source>%n rule(s)</source>
        <translation>
            <numerusform>%n 条规则</numerusform>
        </translation>
    </message>
    <message>
        <source>canary</source>
        <translation>金丝雀</translation>
    </message>
    <message>
        <source>experiment</source>
        <translation>实验</translation>
    </message>
    <message>
        <source>shadow</source>
        <translation>影子</translation>
    </message>
    <message>
        <source> · </source>
        <comment>between facts</comment>
        <translation> · </translation>
    </message>
    <message>
        <source>Strategy</source>
        <translation>策略</translation>
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
        <translation>切换提供商(&amp;W)</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>route, target</comment>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>No route has a second target to switch to.</source>
        <translation>没有路由有可供切换的第二个目标。</translation>
    </message>
    <message>
        <source>First target of %1</source>
        <translation>%1 的第一个目标</translation>
    </message>
    <message>
        <source>Send %1 to %2 first</source>
        <translation>优先将 %1 发送到 %2</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::RoutesView</name>
    <message>
        <source>Create route</source>
        <translation>创建路由</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>编辑</translation>
    </message>
    <message>
        <source>Disable</source>
        <translation>禁用</translation>
    </message>
    <message>
        <source>Set price</source>
        <translation>设置价格</translation>
    </message>
    <message>
        <source>Show its calls</source>
        <translation>显示其调用</translation>
    </message>
    <message>
        <source>Delete route</source>
        <translation>删除路由</translation>
    </message>
    <message>
        <source>Models and routes</source>
        <translation>模型和路由</translation>
    </message>
    <message>
        <source>Filter routes</source>
        <translation>筛选路由</translation>
    </message>
    <message>
        <source>Routes</source>
        <translation>路由</translation>
    </message>
    <message>
        <source>What is shown is old: %1</source>
        <translation>显示的内容已过时：%1</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Reading the routes…</source>
        <translation>正在读取路由…</translation>
    </message>
    <message>
        <source>No routes yet. A route gives clients one name for several models and fails over between them; without one they ask for provider/model.</source>
        <translation>尚无路由。路由为客户端提供代表多个模型的一个名称，并在它们之间进行故障转移；没有路由时，客户端以“提供商/模型”请求。</translation>
    </message>
    <message>
        <source>No route has these words.</source>
        <translation>没有包含这些词的路由。</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>清除筛选器</translation>
    </message>
    <message>
        <source>Select one route first.</source>
        <translation>请先选择一条路由。</translation>
    </message>
    <message>
        <source>The demo provider&apos;s prices are pretended and stay as they are.</source>
        <translation>演示提供商的价格是模拟的，保持不变。</translation>
    </message>
    <message>
        <source>Enable</source>
        <translation>启用</translation>
    </message>
    <message>
        <source>Disable route %1</source>
        <translation>禁用路由 %1</translation>
    </message>
    <message>
        <source>Enable route %1</source>
        <translation>启用路由 %1</translation>
    </message>
    <message numerus="yes">
        <source>%1: %n call(s).</source>
        <comment>range</comment>
        <translation>
            <numerusform>%1：%n 个调用。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n application(s) name it in their models.</source>
        <translation>
            <numerusform>%n 个应用在其模型中使用它。</numerusform>
        </translation>
    </message>
    <message>
        <source>Delete route %1?</source>
        <translation>删除路由 %1？</translation>
    </message>
    <message>
        <source>Clients that ask for this name are refused from now on. You can undo this.</source>
        <translation>从现在起拒绝请求此名称的客户端。此操作可以撤销。</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Delete route %1</source>
        <translation>删除路由 %1</translation>
    </message>
    <message>
        <source>Export routes</source>
        <translation>导出路由</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) written to %1.</source>
        <translation>
            <numerusform>已将 %n 行写入 %1。</numerusform>
        </translation>
    </message>
    <message>
        <source>Simulate</source>
        <translation>模拟</translation>
    </message>
    <message>
        <source>Run conformance test…</source>
        <translation>运行一致性测试…</translation>
    </message>
    <message>
        <source>Canary…</source>
        <translation>金丝雀…</translation>
    </message>
    <message>
        <source>Show live traffic</source>
        <translation>显示实时流量</translation>
    </message>
    <message>
        <source>This route has no canary. Edit the route to give it one.</source>
        <translation>此路由没有金丝雀。编辑路由以添加。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::RuleDialog</name>
    <message>
        <source>Add rule</source>
        <translation>添加规则</translation>
    </message>
    <message>
        <source>Edit rule</source>
        <translation>编辑规则</translation>
    </message>
    <message>
        <source>Take over</source>
        <translation>采用</translation>
    </message>
    <message>
        <source>Tokens above</source>
        <translation>令牌多于</translation>
    </message>
    <message>
        <source>Tokens below</source>
        <translation>令牌少于</translation>
    </message>
    <message>
        <source>Only at these times</source>
        <translation>仅在这些时间</translation>
    </message>
    <message>
        <source>Long prompts</source>
        <translation>长提示</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Shown where a call is explained.</source>
        <translation>在解释调用时显示。</translation>
    </message>
    <message>
        <source>Where they go</source>
        <translation>去向</translation>
    </message>
    <message>
        <source>Some of the targets</source>
        <translation>部分目标</translation>
    </message>
    <message>
        <source>Another route</source>
        <translation>另一条路由</translation>
    </message>
    <message>
        <source>To</source>
        <translation>到</translation>
    </message>
    <message>
        <source>Targets</source>
        <translation>目标</translation>
    </message>
    <message>
        <source>In the order of the route.</source>
        <translation>按路由中的顺序。</translation>
    </message>
    <message>
        <source>Route</source>
        <translation>路由</translation>
    </message>
    <message>
        <source>Which calls</source>
        <translation>哪些调用</translation>
    </message>
    <message>
        <source>Names parted by commas; one of them is enough.</source>
        <translation>名称用逗号分隔；符合其一即可。</translation>
    </message>
    <message>
        <source>Teams</source>
        <translation>团队</translation>
    </message>
    <message>
        <source>Applications</source>
        <translation>应用</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Any number</source>
        <translation>不限</translation>
    </message>
    <message>
        <source>Of the request, as estimated before it is sent.</source>
        <translation>请求的令牌，发送前估算。</translation>
    </message>
    <message>
        <source>Streamed or not</source>
        <translation>流式或非流式</translation>
    </message>
    <message>
        <source>Streamed</source>
        <translation>流式</translation>
    </message>
    <message>
        <source>Not streamed</source>
        <translation>非流式</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>应答</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>路径</translation>
    </message>
    <message>
        <source>* stands for any characters.</source>
        <translation>* 代表任意字符。</translation>
    </message>
    <message>
        <source>A pair a line, name and value parted by a colon; all of them. * stands for any characters.</source>
        <translation>每行一对，名称和值以冒号分隔；须全部符合。* 代表任意字符。</translation>
    </message>
    <message>
        <source>Headers</source>
        <translation>标头</translation>
    </message>
    <message>
        <source>Metadata</source>
        <translation>元数据</translation>
    </message>
    <message>
        <source>What the request says of itself.</source>
        <translation>请求自述的内容。</translation>
    </message>
    <message>
        <source>Request fields</source>
        <translation>请求字段</translation>
    </message>
    <message>
        <source>Fields of the request&apos;s body, such as reasoning_effort: high.</source>
        <translation>请求正文的字段，例如 reasoning_effort: high。</translation>
    </message>
    <message>
        <source>Time of day</source>
        <translation>时段</translation>
    </message>
    <message>
        <source>From</source>
        <translation>从</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>到</translation>
    </message>
    <message>
        <source>Time zone</source>
        <translation>时区</translation>
    </message>
    <message>
        <source>until</source>
        <translation>到</translation>
    </message>
    <message>
        <source>Days</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>None chosen: every day.</source>
        <translation>未选择：每天。</translation>
    </message>
    <message>
        <source>Write a name, a colon and a value on each line, such as %1.</source>
        <translation>每行写名称、冒号和值，例如 %1。</translation>
    </message>
    <message>
        <source>Choose at least one target.</source>
        <translation>请至少选择一个目标。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::RuleList</name>
    <message>
        <source>Add rule</source>
        <translation>添加规则</translation>
    </message>
    <message>
        <source>A rule goes to the target %1, which is not there. Edit that rule.</source>
        <translation>某规则指向不存在的目标 %1。请编辑该规则。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::RuleRow</name>
    <message>
        <source>Edit rule</source>
        <translation>编辑规则</translation>
    </message>
    <message>
        <source>Ask it earlier</source>
        <translation>提前判断</translation>
    </message>
    <message>
        <source>Ask it later</source>
        <translation>推后判断</translation>
    </message>
    <message>
        <source>Remove rule</source>
        <translation>移除规则</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::SaveVersionDialog</name>
    <message>
        <source>Save version %1</source>
        <translation>保存版本 %1</translation>
    </message>
    <message>
        <source>Save version</source>
        <translation>保存版本</translation>
    </message>
    <message>
        <source>Comment</source>
        <translation>评论</translation>
    </message>
    <message>
        <source>What is new, for whoever looks at the history. A version never changes.</source>
        <translation>说明更新内容，供查看历史者参考。版本不会再变。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::SavedFilters</name>
    <message>
        <source>Save this filter…</source>
        <translation>保存此筛选器…</translation>
    </message>
    <message>
        <source>Forget</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Save filter</source>
        <translation>保存筛选器</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Saved on this gateway, for everybody who works on it: %1</source>
        <translation>保存在此网关上，供所有使用者共用：%1</translation>
    </message>
    <message>
        <source>Begin with a letter or digit; letters, digits, blanks, dots, dashes and underscores may follow.</source>
        <translation>以字母或数字开头；之后可使用字母、数字、空格、点、短横线和下划线。</translation>
    </message>
    <message>
        <source>Filter %1 is saved.</source>
        <translation>已保存筛选器 %1。</translation>
    </message>
    <message>
        <source>Filter %1 is forgotten.</source>
        <translation>已移除筛选器 %1。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ServiceAccountEdit</name>
    <message>
        <source>Paste</source>
        <translation>粘贴</translation>
    </message>
    <message>
        <source>Choose file…</source>
        <translation>选择文件…</translation>
    </message>
    <message>
        <source>Service account</source>
        <translation>服务账号</translation>
    </message>
    <message>
        <source>Paste the JSON, or choose its file</source>
        <translation>粘贴 JSON，或选择其文件</translation>
    </message>
    <message>
        <source>Paste the JSON of the service account, or choose its file.</source>
        <translation>请粘贴服务账号的 JSON，或选择其文件。</translation>
    </message>
    <message>
        <source>This is too long for a service account&apos;s JSON.</source>
        <translation>对服务账号的 JSON 来说太长了。</translation>
    </message>
    <message>
        <source>This is no JSON. Download the key of the service account as JSON and take that file.</source>
        <translation>这不是 JSON。请将服务账号的密钥下载为 JSON 并使用该文件。</translation>
    </message>
    <message>
        <source>This JSON is not the key of a service account: its “type” is another.</source>
        <translation>此 JSON 不是服务账号的密钥：其“type”不同。</translation>
    </message>
    <message>
        <source>This JSON lacks “client_email” or “private_key”. Download the key again.</source>
        <translation>此 JSON 缺少“client_email”或“private_key”。请重新下载密钥。</translation>
    </message>
    <message>
        <source>JSON files (*.json);;All files (*)</source>
        <translation>JSON 文件 (*.json);;所有文件 (*)</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::SettingsPage</name>
    <message>
        <source>%1: on</source>
        <comment>a setting</comment>
        <translation>%1：开</translation>
    </message>
    <message>
        <source>%1: off</source>
        <comment>a setting</comment>
        <translation>%1：关</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::SettingsView</name>
    <message>
        <source>tray login start window import export</source>
        <translation>托盘 登录 启动 窗口 导入 导出</translation>
    </message>
    <message>
        <source>port address restart server limits</source>
        <translation>端口 地址 重新启动 服务器 限制</translation>
    </message>
    <message>
        <source>bodies retention keep disk size compact vacuum sums</source>
        <translation>正文 保留期 保留 磁盘 大小 压缩 清理 汇总</translation>
    </message>
    <message>
        <source>proxy certificate authorities TLS</source>
        <translation>代理 证书 颁发机构 TLS</translation>
    </message>
    <message>
        <source>bell budget failover</source>
        <translation>铃铛 预算 故障转移</translation>
    </message>
    <message>
        <source>keys keyboard commands</source>
        <translation>按键 键盘 命令</translation>
    </message>
    <message>
        <source>copy file save</source>
        <translation>复制 文件 保存</translation>
    </message>
    <message>
        <source>version licence diagnostics</source>
        <translation>版本 许可证 诊断信息</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Search settings</source>
        <translation>搜索设置</translation>
    </message>
    <message>
        <source>Pages of settings</source>
        <translation>设置页面</translation>
    </message>
    <message>
        <source>No setting has these words.</source>
        <translation>没有包含这些词的设置。</translation>
    </message>
    <message>
        <source>Reset page</source>
        <translation>重置此页</translation>
    </message>
    <message>
        <source>Reset %1?</source>
        <translation>重置 %1？</translation>
    </message>
    <message>
        <source>All settings of this page go back to what they were at first.</source>
        <translation>此页的所有设置将恢复为初始值。</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>重置</translation>
    </message>
    <message>
        <source>theme dark light text size scale zoom language</source>
        <translation>主题 深色 浅色 文本 大小 缩放 放大 语言</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ShortcutSheet</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
    <message>
        <source>Find a command or its keys</source>
        <translation>查找命令或其按键</translation>
    </message>
    <message>
        <source>Commands and their keys</source>
        <translation>命令及其按键</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>密钥</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>全局</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ShortcutsPage</name>
    <message>
        <source>Shortcuts</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>Assign</source>
        <translation>指定</translation>
    </message>
    <message>
        <source>Remove keys</source>
        <translation>移除按键</translation>
    </message>
    <message>
        <source>Standard</source>
        <translation>标准</translation>
    </message>
    <message>
        <source>Find a command or keys</source>
        <translation>查找命令或按键</translation>
    </message>
    <message>
        <source>Find a command</source>
        <translation>查找命令</translation>
    </message>
    <message>
        <source>By its name, its keys, or where it works.</source>
        <translation>按名称、按键或适用位置查找。</translation>
    </message>
    <message>
        <source>Keys of the command</source>
        <translation>命令的按键</translation>
    </message>
    <message>
        <source>Choose a command in the table, press the new keys, then assign them.</source>
        <translation>在表格中选择命令，按下新按键，然后指定。</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>密钥</translation>
    </message>
    <message>
        <source>Commands and their keys</source>
        <translation>命令及其按键</translation>
    </message>
    <message>
        <source>New keys</source>
        <translation>新按键</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>全局</translation>
    </message>
    <message>
        <source>No command is chosen</source>
        <translation>未选择命令</translation>
    </message>
    <message>
        <source>Press the keys first.</source>
        <translation>请先按下按键。</translation>
    </message>
    <message>
        <source>%1 belongs to &quot;%2&quot;. Choose other keys, or take them from there first.</source>
        <translation>%1 已用于“%2”。请选择其他按键，或先从那里移除。</translation>
    </message>
    <message>
        <source>&quot;%1&quot; has no keys now.</source>
        <translation>“%1”现在没有按键。</translation>
    </message>
    <message>
        <source>&quot;%1&quot; has the keys %2 now.</source>
        <translation>“%1”现在的按键为 %2。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ShownKeyDialog</name>
    <message>
        <source>Key %1</source>
        <translation>密钥 %1</translation>
    </message>
    <message>
        <source>Copy your new key now</source>
        <translation>请立即复制新密钥</translation>
    </message>
    <message>
        <source>It is shown this once. The gateway keeps only its fingerprint and cannot show it again.</source>
        <translation>它只显示这一次。网关仅保存其指纹，无法再次显示。</translation>
    </message>
    <message>
        <source>The new key</source>
        <translation>新密钥</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Clients send it as “Authorization: Bearer KEY”, or in x-api-key.</source>
        <translation>客户端以“Authorization: Bearer KEY”或在 x-api-key 中发送它。</translation>
    </message>
    <message numerus="yes">
        <source>Copied. The clipboard forgets it in %n second(s).</source>
        <translation>
            <numerusform>已复制。剪贴板将在 %n 秒后清除它。</numerusform>
        </translation>
    </message>
    <message>
        <source>Waiting for the key chain. It may ask you to unlock it.</source>
        <translation>正在等待钥匙串。它可能要求您解锁。</translation>
    </message>
    <message>
        <source>Kept in the key chain: “gatehouse key-helper %1” prints it.</source>
        <translation>已保存在钥匙串中：“gatehouse key-helper %1”会输出它。</translation>
    </message>
    <message>
        <source>Close without copying?</source>
        <translation>不复制就关闭？</translation>
    </message>
    <message>
        <source>The key cannot be shown again. You would have to rotate it to get another.</source>
        <translation>密钥无法再次显示。如需获取，只能轮换密钥。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ShownSecretDialog</name>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message numerus="yes">
        <source>Copied. The clipboard forgets it in %n second(s).</source>
        <translation>
            <numerusform>已复制。剪贴板将在 %n 秒后清除它。</numerusform>
        </translation>
    </message>
    <message>
        <source>Close without copying?</source>
        <translation>不复制就关闭？</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::SideList</name>
    <message>
        <source>%1 (%2)</source>
        <extracomment>A heading and how many lines it has</extracomment>
        <translation>%1（%2）</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>以及另外 %n 个</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::SimulationPanel</name>
    <message>
        <source>Input tokens</source>
        <translation>输入 Token</translation>
    </message>
    <message>
        <source>Output tokens</source>
        <translation>输出 Token</translation>
    </message>
    <message>
        <source>Simulate</source>
        <translation>模拟</translation>
    </message>
    <message>
        <source>Who would serve this?</source>
        <translation>由谁提供服务？</translation>
    </message>
    <message>
        <source>A route, or provider/model</source>
        <translation>路由，或“提供商/模型”</translation>
    </message>
    <message>
        <source>Model asked for</source>
        <translation>请求的模型</translation>
    </message>
    <message>
        <source>Application that asks</source>
        <translation>发起请求的应用</translation>
    </message>
    <message>
        <source>Kind of call</source>
        <translation>调用种类</translation>
    </message>
    <message>
        <source>Chat</source>
        <translation>聊天</translation>
    </message>
    <message>
        <source>Chat, as Anthropic&apos;s clients ask</source>
        <translation>聊天（Anthropic 客户端方式）</translation>
    </message>
    <message>
        <source>Embeddings</source>
        <translation>嵌入</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>Speech</source>
        <translation>语音</translation>
    </message>
    <message>
        <source>Rerank</source>
        <translation>重排序</translation>
    </message>
    <message>
        <source> tokens in</source>
        <translation> 输入 Token</translation>
    </message>
    <message>
        <source> tokens out</source>
        <translation> 输出 Token</translation>
    </message>
    <message>
        <source>Anyone</source>
        <translation>任何人</translation>
    </message>
    <message>
        <source>Enter the model that a client would ask for.</source>
        <translation>请输入客户端会请求的模型。</translation>
    </message>
    <message>
        <source>Nothing is sent. You see which route matches, which targets would be tried in which order, what each would cost, and why others are left out.</source>
        <translation>不会发送任何内容。您会看到匹配哪条路由、按什么顺序尝试哪些目标、各目标的费用，以及其他目标被略去的原因。</translation>
    </message>
    <message>
        <source>otherwise first</source>
        <translation>否则首先</translation>
    </message>
    <message>
        <source>first</source>
        <translation>首先</translation>
    </message>
    <message numerus="yes">
        <source>where that fails (after %n try/tries), then</source>
        <translation>
            <numerusform>若失败（尝试 %n 次后），则</numerusform>
        </translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>已略去</translation>
    </message>
    <message>
        <source>Anyone asks.</source>
        <translation>任何人发起请求。</translation>
    </message>
    <message>
        <source>%1 asks.</source>
        <translation>%1 发起请求。</translation>
    </message>
    <message>
        <source>No route has this name: what stands before the first / is a provider.</source>
        <translation>没有此名称的路由：第一个 / 之前的是提供商。</translation>
    </message>
    <message>
        <source>No route and no provider has this name.</source>
        <translation>没有此名称的路由或提供商。</translation>
    </message>
    <message>
        <source>The call would be refused</source>
        <translation>调用会被拒绝</translation>
    </message>
    <message>
        <source>Needs no key</source>
        <translation>不需要密钥</translation>
    </message>
    <message>
        <source>Key %1</source>
        <translation>密钥 %1</translation>
    </message>
    <message>
        <source>No key</source>
        <translation>无密钥</translation>
    </message>
    <message>
        <source>Key %1 cannot be read</source>
        <translation>无法读取密钥 %1</translation>
    </message>
    <message>
        <source>Price unknown</source>
        <translation>价格未知</translation>
    </message>
    <message>
        <source>%1 a million tokens</source>
        <translation>%1/百万 Token</translation>
    </message>
    <message>
        <source>About %1 of pretend money (%2)</source>
        <translation>约 %1 模拟金额（%2）</translation>
    </message>
    <message>
        <source>About %1 (%2)</source>
        <translation>约 %1（%2）</translation>
    </message>
    <message>
        <source>healthy</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>resting after failures</source>
        <translation>失败后暂停中</translation>
    </message>
    <message>
        <source>probed by the next call</source>
        <translation>由下一个调用探测</translation>
    </message>
    <message>
        <source>translated</source>
        <translation>已转换</translation>
    </message>
    <message>
        <source> · </source>
        <comment>between facts</comment>
        <translation> · </translation>
    </message>
    <message>
        <source>Set price</source>
        <translation>设置价格</translation>
    </message>
    <message>
        <source>Pretend prices: no budget is touched.</source>
        <translation>模拟价格：不影响任何预算。</translation>
    </message>
    <message>
        <source>A budget would set %1 aside, the most that any of these targets costs.</source>
        <translation>预算会预留 %1，即这些目标中的最高费用。</translation>
    </message>
    <message>
        <source>The cost is unknown: an application with a budget would be refused.</source>
        <translation>费用未知：设有预算的应用会被拒绝。</translation>
    </message>
    <message>
        <source>first, because %1</source>
        <translation>首先，因为%1</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::SpendCharts</name>
    <message>
        <source>Spend by application</source>
        <translation>按应用的支出</translation>
    </message>
    <message>
        <source>Spend by API</source>
        <translation>按 API 的支出</translation>
    </message>
    <message>
        <source>Nothing was spent in this time.</source>
        <translation>此期间没有支出。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::StartPage</name>
    <message>
        <source>Gatehouse stands between your programs and AI models: it keeps the keys, picks the provider, and shows what every call did and cost. How do you want to begin?</source>
        <translation>Gatehouse 位于您的程序和 AI 模型之间：它保管密钥、选择提供商，并显示每个调用的过程和费用。您想如何开始？</translation>
    </message>
    <message>
        <source>Just me</source>
        <translation>仅我自己</translation>
    </message>
    <message>
        <source>A gateway on this computer, ready in seconds, with demo models to try.</source>
        <translation>本机上的网关，几秒即可就绪，附带可试用的演示模型。</translation>
    </message>
    <message>
        <source>Connect to a gateway</source>
        <translation>连接到网关</translation>
    </message>
    <message>
        <source>Somebody runs a gateway already, and you have its address and token.</source>
        <translation>已有他人运行网关，并且您有其地址和令牌。</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>Take over keys from your environment, a LiteLLM configuration or a Gatehouse bundle.</source>
        <translation>从环境变量、LiteLLM 配置或 Gatehouse 配置包中导入密钥。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::StatsFeed</name>
    <message>
        <source>The gateway&apos;s answer is not what its version should give. Update the console or the gateway.</source>
        <translation>网关的应答与其版本不符。请更新控制台或网关。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::StatusBar</name>
    <message>
        <source>Updated %1 s ago</source>
        <translation>%1 秒前更新</translation>
    </message>
    <message>
        <source>%1 in flight  ·  %2 req/s  ·  %3 today</source>
        <translation>%1 个进行中  ·  %2 请求/秒  ·  今天 %3</translation>
    </message>
    <message>
        <source>Updated %1</source>
        <translation>更新于 %1</translation>
    </message>
    <message>
        <source>Updated %1 min ago</source>
        <translation>%1 分钟前更新</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::SubscriptionDetails</name>
    <message>
        <source>The subscription</source>
        <translation>订阅</translation>
    </message>
    <message numerus="yes">
        <source>%n request(s) selected</source>
        <translation>
            <numerusform>已选择 %n 个申请</numerusform>
        </translation>
    </message>
    <message>
        <source>Select a request to see who asks, and why.</source>
        <translation>选择一个申请以查看申请人和原因。</translation>
    </message>
    <message>
        <source>%1 asks for %2</source>
        <comment>an application, an API</comment>
        <translation>%1 申请 %2</translation>
    </message>
    <message>
        <source>No reason was given.</source>
        <translation>未给出原因。</translation>
    </message>
    <message>
        <source>API</source>
        <translation>API</translation>
    </message>
    <message>
        <source>Belongs to</source>
        <translation>所属</translation>
    </message>
    <message>
        <source>Asked by</source>
        <translation>申请人</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>团队</translation>
    </message>
    <message>
        <source>Asked on</source>
        <translation>申请时间</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>套餐</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Without a plan</source>
        <translation>无套餐</translation>
    </message>
    <message>
        <source>Allows</source>
        <translation>允许</translation>
    </message>
    <message>
        <source>No limit of its own</source>
        <translation>无自身限额</translation>
    </message>
    <message>
        <source>Price</source>
        <translation>价格</translation>
    </message>
    <message>
        <source>Ends after</source>
        <translation>有效期</translation>
    </message>
    <message>
        <source>The applicant so far</source>
        <translation>申请方目前情况</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>调用</translation>
    </message>
    <message>
        <source>%1 in 30 days</source>
        <comment>a number of calls</comment>
        <translation>30 天内 %1</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>Spend</source>
        <translation>支出</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>an API, a state</comment>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>Other APIs</source>
        <translation>其他 API</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>On</source>
        <translation>启用</translation>
    </message>
    <message>
        <source>By</source>
        <translation>操作者</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Ends</source>
        <translation>终止</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::SubscriptionModel</name>
    <message>
        <source>No calls</source>
        <translation>无调用</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <comment>number of calls, money</comment>
        <translation>%1 · %2</translation>
    </message>
    <message numerus="yes">
        <source>%n call(s)</source>
        <translation>
            <numerusform>%n 个调用</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <comment>application, team</comment>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>操作者</translation>
    </message>
    <message>
        <source>Application</source>
        <translation>应用</translation>
    </message>
    <message>
        <source>API</source>
        <translation>API</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>套餐</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Used in 30 days</source>
        <translation>30 天用量</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>等待时长</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TableView</name>
    <message>
        <source>Export rows</source>
        <translation>导出行</translation>
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
        <translation>无法写入 %1：%2。请选择其他位置并重新导出。</translation>
    </message>
    <message>
        <source>Copy as text</source>
        <translation>复制为文本</translation>
    </message>
    <message numerus="yes">
        <source>Export %n row(s)…</source>
        <translation>
            <numerusform>导出 %n 行…</numerusform>
        </translation>
    </message>
    <message>
        <source>Export all rows…</source>
        <translation>导出所有行…</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TargetList</name>
    <message>
        <source>Add target</source>
        <translation>添加目标</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TargetRow</name>
    <message>
        <source>Try it earlier</source>
        <translation>提前尝试</translation>
    </message>
    <message>
        <source>Try it later</source>
        <translation>推后尝试</translation>
    </message>
    <message>
        <source>Remove target</source>
        <translation>移除目标</translation>
    </message>
    <message>
        <source>Drag to change the order, or press Alt+Up and Alt+Down</source>
        <translation>拖动以更改顺序，或按 Alt+Up 和 Alt+Down</translation>
    </message>
    <message>
        <source>Provider</source>
        <translation>提供商</translation>
    </message>
    <message>
        <source>Model at the provider</source>
        <translation>提供商处的模型</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Weight</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>Weight </source>
        <translation>权重 </translation>
    </message>
    <message>
        <source>There is no provider yet. Add one first.</source>
        <translation>尚无提供商。请先添加。</translation>
    </message>
    <message>
        <source>Say which model %1 shall be asked for.</source>
        <translation>请指明向 %1 请求哪个模型。</translation>
    </message>
    <message>
        <source>Name of the target</source>
        <translation>目标名称</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>By which rules, a canary and an experiment refer to this target</source>
        <translation>规则、金丝雀和实验以此引用该目标</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TeamDialog</name>
    <message>
        <source>Add team</source>
        <translation>添加团队</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Such as research.</source>
        <translation>例如 research。</translation>
    </message>
    <message>
        <source>No budget</source>
        <translation>无预算</translation>
    </message>
    <message>
        <source>Budget in dollars</source>
        <translation>预算（美元）</translation>
    </message>
    <message>
        <source>Period of the budget</source>
        <translation>预算周期</translation>
    </message>
    <message>
        <source>Budget</source>
        <translation>预算</translation>
    </message>
    <message>
        <source>In dollars. Every call of the team counts.</source>
        <translation>单位为美元。团队的每次调用都计入。</translation>
    </message>
    <message>
        <source>Enter an amount such as 25 or 0.50, or nothing.</source>
        <translation>请输入如 25 或 0.50 的金额，或留空。</translation>
    </message>
    <message>
        <source>A name has letters, digits, “.”, “_” and “-”, at most 64.</source>
        <translation>名称由字母、数字、“.”、“_”和“-”组成，最多 64 个。</translation>
    </message>
    <message>
        <source>There is a team of that name already.</source>
        <translation>已有同名团队。</translation>
    </message>
    <message>
        <source>Add team %1</source>
        <translation>添加团队 %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TeamModel</name>
    <message>
        <source>Organisation (no team)</source>
        <translation>组织（无团队）</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <comment>spent, limit</comment>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>No budget</source>
        <translation>无预算</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>团队</translation>
    </message>
    <message>
        <source>Members</source>
        <translation>成员</translation>
    </message>
    <message>
        <source>Applications</source>
        <translation>应用</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>密钥</translation>
    </message>
    <message>
        <source>Budget</source>
        <translation>预算</translation>
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
        <translation>已吊销</translation>
    </message>
    <message>
        <source>Expired</source>
        <translation>已过期</translation>
    </message>
    <message>
        <source>Active</source>
        <translation>有效</translation>
    </message>
    <message>
        <source>Disabled</source>
        <translation>已禁用</translation>
    </message>
    <message>
        <source>Nobody is in this team yet.</source>
        <translation>此团队尚无成员。</translation>
    </message>
    <message>
        <source>Members</source>
        <translation>成员</translation>
    </message>
    <message>
        <source>Applications and keys</source>
        <translation>应用与密钥</translation>
    </message>
    <message>
        <source>Application</source>
        <translation>应用</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>密钥</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Expires</source>
        <translation>到期</translation>
    </message>
    <message>
        <source>The selected team</source>
        <translation>所选团队</translation>
    </message>
    <message>
        <source>Spend</source>
        <translation>支出</translation>
    </message>
    <message>
        <source>Select a team to see its members, keys and spend.</source>
        <translation>选择团队以查看成员、密钥和支出。</translation>
    </message>
    <message>
        <source>The organisation, and people without a team</source>
        <translation>组织，以及没有团队的人员</translation>
    </message>
    <message>
        <source>Nobody signs in to this gateway yet.</source>
        <translation>尚无人登录此网关。</translation>
    </message>
    <message>
        <source>No key</source>
        <translation>无密钥</translation>
    </message>
    <message>
        <source>Charges</source>
        <translation>费用</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TeamsView</name>
    <message>
        <source>Delete team %1?</source>
        <translation>删除团队 %1？</translation>
    </message>
    <message>
        <source>Its applications and keys go with it: their calls are refused from now on. All of it can come back from the trash or with Undo.</source>
        <translation>其应用和密钥将一并删除：它们的调用从现在起被拒绝。全部可从回收站或通过撤销恢复。</translation>
    </message>
    <message>
        <source>%1, %2, %3</source>
        <comment>members, applications, keys</comment>
        <translation>%1，%2，%3</translation>
    </message>
    <message numerus="yes">
        <source>%n member(s)</source>
        <translation>
            <numerusform>%n 名成员</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n application(s)</source>
        <translation>
            <numerusform>%n 个应用</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n key(s)</source>
        <translation>
            <numerusform>%n 个密钥</numerusform>
        </translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Delete team %1</source>
        <translation>删除团队 %1</translation>
    </message>
    <message>
        <source>Delete the user %1?</source>
        <translation>删除用户 %1？</translation>
    </message>
    <message>
        <source>Remove %1 from %2?</source>
        <comment>a person, a team</comment>
        <translation>将 %1 从 %2 移除？</translation>
    </message>
    <message>
        <source>the organisation</source>
        <translation>组织</translation>
    </message>
    <message>
        <source>The account goes, with its password. It can come back from the trash or with Undo.</source>
        <translation>账户及其密码将被删除。可从回收站或通过撤销恢复。</translation>
    </message>
    <message>
        <source>Roles in this team end with the next request. Keys of the team stay.</source>
        <translation>在此团队中的角色从下一次请求起失效。团队密钥保留。</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Delete the user %1</source>
        <translation>删除用户 %1</translation>
    </message>
    <message>
        <source>Remove %1 from %2</source>
        <comment>a person, a team</comment>
        <translation>将 %1 从 %2 移除</translation>
    </message>
    <message>
        <source>Invitation of %1</source>
        <translation>%1 的邀请</translation>
    </message>
    <message>
        <source>With it a password can be set, once, within three days. An earlier invitation is void.</source>
        <translation>凭此可在三天内设置一次密码。之前的邀请作废。</translation>
    </message>
    <message>
        <source>Invitation</source>
        <translation>邀请</translation>
    </message>
    <message>
        <source>It cannot be shown again. You would have to make another.</source>
        <translation>无法再次显示。需要另行生成。</translation>
    </message>
    <message>
        <source>%1 is not signed in anywhere.</source>
        <translation>%1 未在任何地方登录。</translation>
    </message>
    <message>
        <source>End the sessions of %1?</source>
        <translation>结束 %1 的会话？</translation>
    </message>
    <message>
        <source>Console and portal ask for the password again.</source>
        <translation>控制台和门户将再次要求输入密码。</translation>
    </message>
    <message numerus="yes">
        <source>%n session(s)</source>
        <translation>
            <numerusform>%n 个会话</numerusform>
        </translation>
    </message>
    <message>
        <source>End</source>
        <translation>终止</translation>
    </message>
    <message numerus="yes">
        <source>%n session(s) ended.</source>
        <translation>
            <numerusform>已结束 %n 个会话。</numerusform>
        </translation>
    </message>
    <message>
        <source>Add team</source>
        <translation>添加团队</translation>
    </message>
    <message>
        <source>Set its limits</source>
        <translation>设置其限制</translation>
    </message>
    <message>
        <source>Show its calls</source>
        <translation>显示其调用</translation>
    </message>
    <message>
        <source>Delete team</source>
        <translation>删除团队</translation>
    </message>
    <message>
        <source>Export teams</source>
        <translation>导出团队</translation>
    </message>
    <message>
        <source>Add member</source>
        <translation>添加成员</translation>
    </message>
    <message>
        <source>Change roles</source>
        <translation>更改角色</translation>
    </message>
    <message>
        <source>Remove member</source>
        <translation>移除成员</translation>
    </message>
    <message>
        <source>Invite again</source>
        <translation>重新邀请</translation>
    </message>
    <message>
        <source>End sessions</source>
        <translation>结束会话</translation>
    </message>
    <message>
        <source>Move application</source>
        <translation>移动应用</translation>
    </message>
    <message>
        <source>Move key</source>
        <translation>移动密钥</translation>
    </message>
    <message>
        <source>Filter teams</source>
        <translation>筛选团队</translation>
    </message>
    <message>
        <source>Teams</source>
        <translation>团队</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) written to %1.</source>
        <translation>
            <numerusform>已将 %n 行写入 %1。</numerusform>
        </translation>
    </message>
    <message>
        <source>What is shown is old: %1</source>
        <translation>显示的内容已过时：%1</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Reading the teams…</source>
        <translation>正在读取团队…</translation>
    </message>
    <message>
        <source>No teams yet. A team has people, applications and a budget of its own.</source>
        <translation>尚无团队。团队有自己的人员、应用和预算。</translation>
    </message>
    <message>
        <source>No team has these words.</source>
        <translation>没有团队包含这些词。</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>清除筛选器</translation>
    </message>
    <message>
        <source>Select a team first.</source>
        <translation>请先选择一个团队。</translation>
    </message>
    <message>
        <source>Select a member first.</source>
        <translation>请先选择一名成员。</translation>
    </message>
    <message>
        <source>This is the last owner. Make somebody else an owner first.</source>
        <translation>这是最后一位所有者。请先任命其他人为所有者。</translation>
    </message>
    <message>
        <source>Select an application first.</source>
        <translation>请先选择一个应用。</translation>
    </message>
    <message>
        <source>Select a key first.</source>
        <translation>请先选择一个密钥。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TestCaseDialog</name>
    <message>
        <source>Add a test</source>
        <translation>添加测试</translation>
    </message>
    <message>
        <source>Edit the test</source>
        <translation>编辑测试</translation>
    </message>
    <message>
        <source>Save test</source>
        <translation>保存测试</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Say in some words what is tested.</source>
        <translation>请简要说明测试内容。</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>值</translation>
    </message>
    <message>
        <source>Checks</source>
        <translation>检查</translation>
    </message>
    <message>
        <source>All must hold</source>
        <translation>须全部满足</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TestPanel</name>
    <message>
        <source>Testing…</source>
        <translation>正在测试…</translation>
    </message>
    <message numerus="yes">
        <source>Works. The provider offers %n model(s).</source>
        <translation>
            <numerusform>工作正常。该提供商提供 %n 个模型。</numerusform>
        </translation>
    </message>
    <message>
        <source>Use %1</source>
        <translation>使用 %1</translation>
    </message>
    <message>
        <source>not reached</source>
        <translation>未执行到</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>fine</source>
        <translation>正常</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TestRunner</name>
    <message numerus="yes">
        <source>%n call(s), at a price that is not known</source>
        <translation>
            <numerusform>%n 次调用，价格未知</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n call(s), free of charge</source>
        <translation>
            <numerusform>%n 次调用，免费</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n call(s), at most %1</source>
        <comment>money</comment>
        <translation>
            <numerusform>%n 次调用，最多 %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TestsPage</name>
    <message>
        <source>How the chosen test came out</source>
        <translation>所选测试的结果</translation>
    </message>
    <message>
        <source>Add test</source>
        <translation>添加测试</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>编辑</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Run tests</source>
        <translation>运行测试</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Progress of the tests</source>
        <translation>测试进度</translation>
    </message>
    <message>
        <source>Tests and how they came out</source>
        <translation>测试及结果</translation>
    </message>
    <message>
        <source>A test gives values and says what must hold of the answer. Add one, then run it against versions and models.</source>
        <translation>测试给定值并说明回答须满足什么。添加一个，然后针对版本和模型运行。</translation>
    </message>
    <message>
        <source>%1 of %2 done</source>
        <translation>已完成 %1/%2</translation>
    </message>
    <message>
        <source>The last run was cancelled.</source>
        <translation>上次运行已取消。</translation>
    </message>
    <message>
        <source>The last run cost %1.</source>
        <translation>上次运行花费 %1。</translation>
    </message>
    <message>
        <source>Choose models to run the tests with.</source>
        <translation>请选择运行测试所用的模型。</translation>
    </message>
    <message>
        <source>Next run: %1</source>
        <translation>下次运行：%1</translation>
    </message>
    <message>
        <source>Passed</source>
        <translation>通过</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>未通过</translation>
    </message>
    <message>
        <source>version %1</source>
        <translation>版本 %1</translation>
    </message>
    <message>
        <source>Save a test of prompt %1</source>
        <translation>保存提示 %1 的测试</translation>
    </message>
    <message>
        <source>Remove a test of prompt %1</source>
        <translation>移除提示 %1 的测试</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TimeRange</name>
    <message>
        <source>Last 15 minutes</source>
        <translation>最近 15 分钟</translation>
    </message>
    <message>
        <source>Last hour</source>
        <translation>最近 1 小时</translation>
    </message>
    <message>
        <source>Last 6 hours</source>
        <translation>最近 6 小时</translation>
    </message>
    <message>
        <source>Last 24 hours</source>
        <translation>最近 24 小时</translation>
    </message>
    <message>
        <source>Last 7 days</source>
        <translation>最近 7 天</translation>
    </message>
    <message>
        <source>Last 30 days</source>
        <translation>最近 30 天</translation>
    </message>
    <message>
        <source>This month</source>
        <translation>本月</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Custom</source>
        <translation>自定义</translation>
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
        <translation>钥匙串中没有此网关的令牌。请重新输入。</translation>
    </message>
    <message>
        <source>No key chain can be reached on this computer. The token can be kept until you quit, and is never written to a file.</source>
        <translation>此计算机上没有可用的钥匙串。令牌可以保留到退出为止，绝不会写入文件。</translation>
    </message>
    <message>
        <source>The key chain is locked or refused. Unlock it and try again, or keep the token until you quit.</source>
        <translation>钥匙串已锁定或拒绝访问。请解锁后重试，或将令牌保留到退出为止。</translation>
    </message>
    <message>
        <source>The key chain did not take the token. Try again, or keep the token until you quit.</source>
        <translation>钥匙串未接受令牌。请重试，或将令牌保留到退出为止。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TrafficBook</name>
    <message>
        <source>%1 of the calls</source>
        <comment>share</comment>
        <translation>%1 的调用</translation>
    </message>
    <message>
        <source>%1 to the first token</source>
        <translation>首个令牌 %1</translation>
    </message>
    <message>
        <source>%1 errors</source>
        <comment>share</comment>
        <translation>%1 错误</translation>
    </message>
    <message numerus="yes">
        <source>%n under way</source>
        <translation>
            <numerusform>%n 个进行中</numerusform>
        </translation>
    </message>
    <message>
        <source>resting after failures, tried again in %1</source>
        <translation>失败后休止，%1 后重试</translation>
    </message>
    <message>
        <source>probed by the next call</source>
        <translation>由下一个调用探测</translation>
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
        <translation>所选目标</translation>
    </message>
    <message>
        <source>Circuit and calls</source>
        <translation>断路器和调用</translation>
    </message>
    <message>
        <source>Who waits</source>
        <translation>等待者</translation>
    </message>
    <message>
        <source>The provider&apos;s limits</source>
        <translation>提供商的限制</translation>
    </message>
    <message>
        <source>Health check</source>
        <translation>健康检查</translation>
    </message>
    <message>
        <source>Select a target to see its circuit, its queue and its limits.</source>
        <translation>选择一个目标以查看其断路器、队列和限制。</translation>
    </message>
    <message>
        <source>%1, with the key %2</source>
        <comment>target, key</comment>
        <translation>%1，密钥 %2</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TrafficModel</name>
    <message>
        <source>%1 of %2</source>
        <comment>calls, their cap</comment>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>Not told</source>
        <translation>未告知</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>目标</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>密钥</translation>
    </message>
    <message>
        <source>Circuit</source>
        <translation>断路器</translation>
    </message>
    <message>
        <source>In flight</source>
        <translation>进行中</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>Provider&apos;s limit</source>
        <translation>提供商限制</translation>
    </message>
    <message>
        <source>Health check</source>
        <translation>健康检查</translation>
    </message>
    <message>
        <source>First token p95</source>
        <translation>首个 Token p95</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>占比</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TrafficView</name>
    <message>
        <source>Open its provider</source>
        <translation>打开其提供商</translation>
    </message>
    <message>
        <source>Show its calls</source>
        <translation>显示其调用</translation>
    </message>
    <message>
        <source>Export figures</source>
        <translation>导出数据</translation>
    </message>
    <message>
        <source>Filter targets</source>
        <translation>筛选目标</translation>
    </message>
    <message>
        <source>Traffic</source>
        <translation>流量</translation>
    </message>
    <message>
        <source>Open circuits</source>
        <translation>断开的断路器</translation>
    </message>
    <message>
        <source>In flight</source>
        <translation>进行中</translation>
    </message>
    <message>
        <source>Waiting for room</source>
        <translation>等待空位</translation>
    </message>
    <message>
        <source>Failing checks</source>
        <translation>失败的检查</translation>
    </message>
    <message>
        <source>Targets</source>
        <translation>目标</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) written to %1.</source>
        <translation>
            <numerusform>已将 %n 行写入 %1。</numerusform>
        </translation>
    </message>
    <message>
        <source>Every target is asked.</source>
        <translation>每个目标都会被请求。</translation>
    </message>
    <message>
        <source>Calls go elsewhere meanwhile.</source>
        <translation>在此期间调用转往别处。</translation>
    </message>
    <message numerus="yes">
        <source>At %n provider(s)</source>
        <translation>
            <numerusform>在 %n 个提供商</numerusform>
        </translation>
    </message>
    <message>
        <source>No call waits for room.</source>
        <translation>没有调用在等待空位。</translation>
    </message>
    <message>
        <source>They go on when there is room.</source>
        <translation>一有空位就继续。</translation>
    </message>
    <message numerus="yes">
        <source>%n provider(s) checked</source>
        <translation>
            <numerusform>已检查 %n 个提供商</numerusform>
        </translation>
    </message>
    <message>
        <source>What is shown is old: %1</source>
        <translation>显示的内容已过时：%1</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Reading what goes on…</source>
        <translation>正在读取流量…</translation>
    </message>
    <message>
        <source>No providers yet, so nothing goes on.</source>
        <translation>尚无提供商，因此没有流量。</translation>
    </message>
    <message>
        <source>Open providers</source>
        <translation>打开提供商</translation>
    </message>
    <message>
        <source>No target has these words.</source>
        <translation>没有包含这些词的目标。</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>清除筛选器</translation>
    </message>
    <message>
        <source>Select one target first.</source>
        <translation>请先选择一个目标。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TranslationDialog</name>
    <message>
        <source>Translation of %1</source>
        <translation>%1 的翻译</translation>
    </message>
    <message>
        <source>The bodies of this call were not recorded.</source>
        <translation>此调用的正文未被记录。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TranslationLens</name>
    <message>
        <source>Request</source>
        <translation>请求</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>应答</translation>
    </message>
    <message>
        <source>Shown as</source>
        <translation>显示方式</translation>
    </message>
    <message>
        <source>Fields</source>
        <translation>字段</translation>
    </message>
    <message>
        <source>Bytes</source>
        <translation>字节</translation>
    </message>
    <message>
        <source>Open translation in a window</source>
        <translation>在窗口中打开翻译</translation>
    </message>
    <message>
        <source>The client&apos;s fields</source>
        <translation>客户端的字段</translation>
    </message>
    <message>
        <source>The provider&apos;s fields</source>
        <translation>提供商的字段</translation>
    </message>
    <message>
        <source>The client&apos;s bytes</source>
        <translation>客户端的字节</translation>
    </message>
    <message>
        <source>The provider&apos;s bytes</source>
        <translation>提供商的字节</translation>
    </message>
    <message>
        <source>Losses</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>What became of it</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>字段</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Comparing both sides…</source>
        <translation>正在比较两侧…</translation>
    </message>
    <message>
        <source>Nothing was lost in translation.</source>
        <translation>翻译中没有丢失任何内容。</translation>
    </message>
    <message numerus="yes">
        <source>%n loss(es)</source>
        <translation>
            <numerusform>%n 处损失</numerusform>
        </translation>
    </message>
    <message>
        <source>Client · %1</source>
        <translation>客户端 · %1</translation>
    </message>
    <message>
        <source>Client · %1 · %2</source>
        <translation>客户端 · %1 · %2</translation>
    </message>
    <message>
        <source>Provider %1</source>
        <translation>提供商 %1</translation>
    </message>
    <message>
        <source>There is nothing on this side of the call.</source>
        <translation>调用的这一侧没有内容。</translation>
    </message>
    <message>
        <source>Of the client&apos;s bytes only the beginning is kept.</source>
        <translation>客户端的字节只保留了开头部分。</translation>
    </message>
    <message>
        <source>Of the provider&apos;s bytes only the beginning is kept.</source>
        <translation>提供商的字节只保留了开头部分。</translation>
    </message>
    <message numerus="yes">
        <source>Put together from %n event(s).</source>
        <translation>
            <numerusform>由 %n 个事件拼合而成。</numerusform>
        </translation>
    </message>
    <message>
        <source>Only the first fields of this large body are compared.</source>
        <translation>只比较了这个大正文的前面字段。</translation>
    </message>
    <message>
        <source>The fields cannot be compared: both sides must be kept whole and be JSON.</source>
        <translation>无法比较字段：两侧都必须完整保留且为 JSON。</translation>
    </message>
    <message>
        <source>%1: %2.</source>
        <comment>field, what became of it</comment>
        <translation>%1：%2。</translation>
    </message>
    <message>
        <source>%1: %2. %3</source>
        <comment>field, what became of it, why</comment>
        <translation>%1：%2。%3</translation>
    </message>
    <message>
        <source>%1 is not in the recorded body. %2</source>
        <comment>field, why it was lost</comment>
        <translation>%1 不在记录的正文中。%2</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TrashDialog</name>
    <message>
        <source>Trash</source>
        <translation>回收站</translation>
    </message>
    <message>
        <source>Deleted objects</source>
        <translation>已删除的对象</translation>
    </message>
    <message>
        <source>What</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>Deleted</source>
        <translation>删除时间</translation>
    </message>
    <message>
        <source>By</source>
        <translation>操作者</translation>
    </message>
    <message>
        <source>Days left</source>
        <translation>剩余天数</translation>
    </message>
    <message>
        <source>Looking into the trash…</source>
        <translation>正在查看回收站…</translation>
    </message>
    <message>
        <source>Delete for good…</source>
        <translation>永久删除…</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>The trash is empty. What you delete stays here for 30 days.</source>
        <translation>回收站为空。删除的内容会在此保留 30 天。</translation>
    </message>
    <message numerus="yes">
        <source>%n object(s) restored.</source>
        <translation>
            <numerusform>已还原 %n 个对象。</numerusform>
        </translation>
    </message>
    <message>
        <source>Delete %1 for good?</source>
        <translation>永久删除 %1？</translation>
    </message>
    <message numerus="yes">
        <source>Delete %n object(s) for good?</source>
        <translation>
            <numerusform>永久删除 %n 个对象？</numerusform>
        </translation>
    </message>
    <message>
        <source>It cannot be restored from the trash any more.</source>
        <translation>之后无法再从回收站还原。</translation>
    </message>
    <message>
        <source>Delete for good</source>
        <translation>永久删除</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::Tray</name>
    <message>
        <source>Open &amp;log</source>
        <translation>打开日志(&amp;L)</translation>
    </message>
    <message>
        <source>Open &amp;window</source>
        <translation>打开窗口(&amp;W)</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>退出(&amp;Q)</translation>
    </message>
    <message>
        <source>Gatehouse: %1</source>
        <comment>state of the gateway</comment>
        <translation>Gatehouse：%1</translation>
    </message>
    <message>
        <source>Spend today: %1</source>
        <translation>今日支出：%1</translation>
    </message>
    <message numerus="yes">
        <source>%n new request(s) for approval</source>
        <translation>
            <numerusform>%n 个新的待审批申请</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TryPage</name>
    <message>
        <source>Send test call</source>
        <translation>发送测试调用</translation>
    </message>
    <message>
        <source>Show in the log</source>
        <translation>在日志中显示</translation>
    </message>
    <message>
        <source>A short question goes through the gateway&apos;s real port to the demo model %1. The answer streams back, and the call shows up in the log.</source>
        <translation>一个简短的问题会通过网关的真实端口发往演示模型 %1。应答以流式传回，调用会显示在日志中。</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>应答</translation>
    </message>
    <message>
        <source>The same call as a command</source>
        <translation>以命令形式执行同一调用</translation>
    </message>
    <message>
        <source>Copy command</source>
        <translation>复制命令</translation>
    </message>
    <message>
        <source>Copy key</source>
        <translation>复制密钥</translation>
    </message>
    <message>
        <source>The key %1, for your programs. It is shown only now; the clipboard is cleared after 30 s.</source>
        <translation>密钥 %1，供您的程序使用。它只在现在显示；剪贴板将在 30 秒后清除。</translation>
    </message>
    <message>
        <source>The same from a terminal</source>
        <translation>在终端中执行同样的操作</translation>
    </message>
    <message>
        <source>Command copied. It reads the key from the variable GATEHOUSE_KEY.</source>
        <translation>命令已复制。它从变量 GATEHOUSE_KEY 读取密钥。</translation>
    </message>
    <message>
        <source>Key copied</source>
        <translation>密钥已复制</translation>
    </message>
    <message>
        <source>Hello, Gatehouse! Is everything ready?</source>
        <translation>你好，Gatehouse！一切就绪了吗？</translation>
    </message>
    <message>
        <source>Waiting for the first word…</source>
        <translation>正在等待第一个词…</translation>
    </message>
    <message>
        <source>Send again</source>
        <translation>重新发送</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ValueFields</name>
    <message>
        <source>The template names no variables yet: add them under Variables.</source>
        <translation>尚无变量：请在“变量”下添加。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::VariableDialog</name>
    <message>
        <source>Write a number, or nothing.</source>
        <translation>请输入数字，或留空。</translation>
    </message>
    <message>
        <source>Add a variable</source>
        <translation>添加变量</translation>
    </message>
    <message>
        <source>Variable %1</source>
        <translation>变量 %1</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>应用</translation>
    </message>
    <message>
        <source>A call must give it</source>
        <translation>调用必须提供</translation>
    </message>
    <message>
        <source>Hide its value in logs and records</source>
        <translation>在日志和记录中隐藏其值</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>It stands in the template as {{name}}.</source>
        <translation>在模板中写作 {{name}}。</translation>
    </message>
    <message>
        <source>Begin with a letter; then letters, digits and _ only, 64 at most.</source>
        <translation>以字母开头；其后仅限字母、数字和 _，最多 64 个。</translation>
    </message>
    <message>
        <source>Another variable has this name.</source>
        <translation>另一个变量已使用此名称。</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Choices</source>
        <translation>可选项</translation>
    </message>
    <message>
        <source>One a line; nothing: any text.</source>
        <translation>每行一个；留空：任意文本。</translation>
    </message>
    <message>
        <source>Longest</source>
        <translation>最大长度</translation>
    </message>
    <message>
        <source>In characters.</source>
        <translation>以字符计。</translation>
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
        <translation>必填</translation>
    </message>
    <message>
        <source>Default</source>
        <translation>默认值</translation>
    </message>
    <message>
        <source>Where a call does not give it.</source>
        <translation>调用未提供时使用。</translation>
    </message>
    <message>
        <source>Example</source>
        <translation>示例</translation>
    </message>
    <message>
        <source>For the preview and the documentation.</source>
        <translation>用于预览和文档。</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>Secret</source>
        <translation>机密</translation>
    </message>
    <message>
        <source>More rules</source>
        <translation>更多规则</translation>
    </message>
    <message>
        <source>JSON Schema</source>
        <translation>JSON Schema</translation>
    </message>
    <message>
        <source>Such as pattern, items or properties.</source>
        <translation>如 pattern、items 或 properties。</translation>
    </message>
    <message>
        <source>Write true or false.</source>
        <translation>请输入 true 或 false。</translation>
    </message>
    <message>
        <source>Write a value of this type, as JSON: 3, [1, 2], {&quot;a&quot;: 1}.</source>
        <translation>请输入此类型的值（JSON）：3、[1, 2]、{&quot;a&quot;: 1}。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::VariableModel</name>
    <message>
        <source>Text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>Whole number</source>
        <translation>整数</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>数字</translation>
    </message>
    <message>
        <source>Yes or no</source>
        <translation>是或否</translation>
    </message>
    <message>
        <source>List</source>
        <translation>列表</translation>
    </message>
    <message>
        <source>Object</source>
        <translation>对象</translation>
    </message>
    <message>
        <source>Anything</source>
        <translation>任意</translation>
    </message>
    <message>
        <source>%1, secret</source>
        <comment>type of a variable</comment>
        <translation>%1，机密</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>No</source>
        <translation>否</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Required</source>
        <translation>必填</translation>
    </message>
    <message>
        <source>Default</source>
        <translation>默认值</translation>
    </message>
    <message>
        <source>Example</source>
        <translation>示例</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>说明</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::VersionDiffDialog</name>
    <message>
        <source>Before</source>
        <translation>之前</translation>
    </message>
    <message>
        <source>After</source>
        <translation>之后</translation>
    </message>
    <message>
        <source>Versions of %1</source>
        <translation>%1 的版本</translation>
    </message>
    <message>
        <source>Version %1</source>
        <translation>版本 %1</translation>
    </message>
    <message>
        <source>What is being written</source>
        <translation>正在编写的内容</translation>
    </message>
    <message>
        <source>Previous</source>
        <translation>上一个</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一个</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>No differences</source>
        <translation>没有差异</translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) differ</source>
        <translation>
            <numerusform>%n 行不同</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::VersionEditor</name>
    <message>
        <source>Versions</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Discard your edits?</source>
        <translation>放弃编辑？</translation>
    </message>
    <message>
        <source>What you wrote on version %1 has not been saved.</source>
        <translation>您在版本 %1 上编写的内容尚未保存。</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>放弃</translation>
    </message>
    <message>
        <source>The version waits for review.</source>
        <translation>该版本等待审核。</translation>
    </message>
    <message>
        <source>Version %1</source>
        <translation>版本 %1</translation>
    </message>
    <message>
        <source>edited</source>
        <translation>已编辑</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::VersionGrid</name>
    <message>
        <source>Versions side by side</source>
        <translation>版本并排</translation>
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
        <translation>时限</translation>
    </message>
    <message>
        <source>Not published yet</source>
        <translation>尚未发布</translation>
    </message>
    <message>
        <source>It was edited since</source>
        <translation>此后已编辑</translation>
    </message>
    <message>
        <source>Release</source>
        <translation>发行版</translation>
    </message>
    <message>
        <source>Published</source>
        <translation>已发布</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Ends on</source>
        <translation>终止于</translation>
    </message>
    <message>
        <source>Successor</source>
        <translation>后继版本</translation>
    </message>
    <message>
        <source>%1 (selected)</source>
        <comment>a version</comment>
        <translation>%1（已选）</translation>
    </message>
    <message>
        <source>%1, latest</source>
        <comment>a state</comment>
        <translation>%1，最新</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::VersionModel</name>
    <message>
        <source>Version %1, made of version %2</source>
        <translation>版本 %1，源自版本 %2</translation>
    </message>
    <message>
        <source>Version %1</source>
        <translation>版本 %1</translation>
    </message>
    <message>
        <source>Made of version %1</source>
        <translation>源自版本 %1</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Comment</source>
        <translation>评论</translation>
    </message>
    <message>
        <source>Author</source>
        <translation>作者</translation>
    </message>
    <message>
        <source>Made</source>
        <translation>创建时间</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::VersionsPage</name>
    <message>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Edit from here</source>
        <translation>由此编辑</translation>
    </message>
    <message>
        <source>Revert to it</source>
        <translation>还原到此</translation>
    </message>
    <message>
        <source>Move label</source>
        <translation>移动标签</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>It is the newest already.</source>
        <translation>已是最新版本。</translation>
    </message>
    <message>
        <source>Move label %1 to version %2</source>
        <translation>将标签 %1 移至版本 %2</translation>
    </message>
    <message>
        <source>Remove label %1</source>
        <translation>移除标签 %1</translation>
    </message>
    <message>
        <source>Revert to version %1?</source>
        <translation>还原到版本 %1？</translation>
    </message>
    <message>
        <source>A new version is made that is as version %1 was. Labels stay where they are.</source>
        <translation>将创建与版本 %1 相同的新版本。标签保持原位。</translation>
    </message>
    <message>
        <source>Revert</source>
        <translation>还原</translation>
    </message>
    <message>
        <source>Revert prompt %1 to version %2</source>
        <translation>将提示 %1 还原到版本 %2</translation>
    </message>
    <message>
        <source>Revert chain %1 to version %2</source>
        <translation>将链 %1 还原到版本 %2</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::Waterfall</name>
    <message>
        <source>Tries: %1</source>
        <translation>尝试次数：%1</translation>
    </message>
    <message>
        <source>Received, queued and checked</source>
        <translation>接收、排队和检查</translation>
    </message>
    <message>
        <source>first byte %1</source>
        <translation>首字节 %1</translation>
    </message>
    <message>
        <source>Gateway</source>
        <translation>网关</translation>
    </message>
    <message>
        <source>Connecting</source>
        <translation>建立连接</translation>
    </message>
    <message>
        <source>Waiting for the first byte</source>
        <translation>等待首字节</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>应答</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Checked, and answered from the cache</source>
        <translation>已检查，并由缓存应答</translation>
    </message>
    <message>
        <source>In line before %1, as number %2</source>
        <translation>在 %1 前排队，第 %2 位</translation>
    </message>
    <message>
        <source>%1 · in vain</source>
        <comment>how long it waited</comment>
        <translation>%1 · 未果</translation>
    </message>
    <message>
        <source>In line</source>
        <translation>排队</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::WebhookDialog</name>
    <message>
        <source>Register webhook</source>
        <translation>注册 Webhook</translation>
    </message>
    <message>
        <source>Edit webhook %1</source>
        <translation>编辑 Webhook %1</translation>
    </message>
    <message>
        <source>Register</source>
        <translation>注册</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Send messages there</source>
        <translation>向其发送消息</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>A name has letters, digits, “.”, “_” and “-”, at most 64.</source>
        <translation>名称由字母、数字、“.”、“_”和“-”组成，最多 64 个。</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Reached from the gateway. Addresses of private networks are refused.</source>
        <translation>由网关访问。私有网络地址会被拒绝。</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>团队</translation>
    </message>
    <message>
        <source>Whose events are told.</source>
        <translation>通知谁的事件。</translation>
    </message>
    <message>
        <source>Tell of</source>
        <translation>通知内容</translation>
    </message>
    <message>
        <source>Choose what is told.</source>
        <translation>请选择要通知的内容。</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>The organisation</source>
        <translation>组织</translation>
    </message>
    <message>
        <source>Enter an address such as https://example.org/hook.</source>
        <translation>请输入如 https://example.org/hook 的地址。</translation>
    </message>
    <message>
        <source>Change webhook %1</source>
        <translation>更改 Webhook %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::WebhooksDialog</name>
    <message>
        <source>status %1</source>
        <comment>of an HTTP answer</comment>
        <translation>状态 %1</translation>
    </message>
    <message>
        <source>Delivered</source>
        <translation>已送达</translation>
    </message>
    <message>
        <source>Given up</source>
        <translation>已放弃</translation>
    </message>
    <message>
        <source>Given up: %1</source>
        <translation>已放弃：%1</translation>
    </message>
    <message>
        <source>Under way</source>
        <translation>进行中</translation>
    </message>
    <message>
        <source>Again on %1: %2</source>
        <comment>a moment, why</comment>
        <translation>将于 %1 重试：%2</translation>
    </message>
    <message>
        <source>Webhooks</source>
        <translation>Webhook</translation>
    </message>
    <message>
        <source>No webhooks yet. The gateway tells one when a job has ended or a subscription waits.</source>
        <translation>尚无 Webhook。任务结束或有订阅等待时，网关会通知它。</translation>
    </message>
    <message>
        <source>Register webhook</source>
        <translation>注册 Webhook</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>团队</translation>
    </message>
    <message>
        <source>Tells of</source>
        <translation>通知</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Deliveries</source>
        <translation>投递记录</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Event</source>
        <translation>事件</translation>
    </message>
    <message>
        <source>Attempts</source>
        <translation>尝试次数</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Rotate secret</source>
        <translation>轮换密钥</translation>
    </message>
    <message>
        <source>Send a test</source>
        <translation>发送测试</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>On</source>
        <translation>启用</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Nothing is sent there any more; what was not delivered yet is dropped.</source>
        <translation>不再向其发送；尚未送达的将丢弃。</translation>
    </message>
    <message>
        <source>Deliveries to %1</source>
        <translation>发往 %1 的投递</translation>
    </message>
    <message>
        <source>Rotate the secret of %1?</source>
        <translation>轮换 %1 的密钥？</translation>
    </message>
    <message>
        <source>What is sent is signed with the old and the new secret for a while, so that the receiver can change.</source>
        <translation>一段时间内将同时使用新旧密钥签名，以便接收方切换。</translation>
    </message>
    <message>
        <source>Rotate</source>
        <translation>轮换</translation>
    </message>
    <message>
        <source>Signing secret of %1</source>
        <translation>%1 的签名密钥</translation>
    </message>
    <message>
        <source>The receiver checks with it that a message came from this gateway (Standard Webhooks). It is shown this once.</source>
        <translation>接收方用它验证消息来自此网关（Standard Webhooks）。仅显示这一次。</translation>
    </message>
    <message>
        <source>Signing secret</source>
        <translation>签名密钥</translation>
    </message>
    <message>
        <source>The secret cannot be shown again. You would have to rotate it.</source>
        <translation>密钥无法再次显示。需要进行轮换。</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::WritePage</name>
    <message>
        <source>Parts of the prompt</source>
        <translation>提示的组成部分</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>Variables</source>
        <translation>变量</translation>
    </message>
    <message>
        <source>Partials</source>
        <translation>片段</translation>
    </message>
    <message>
        <source>Model and answer</source>
        <translation>模型与回答</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>预览</translation>
    </message>
    <message>
        <source>Add variable</source>
        <translation>添加变量</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>编辑</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>A variable is what a call gives: it stands in a template as {{name}}.</source>
        <translation>变量由调用提供，在模板中写作 {{name}}。</translation>
    </message>
    <message>
        <source>Add partial</source>
        <translation>添加片段</translation>
    </message>
    <message>
        <source>A partial is a text that several messages share: {{&gt;name}}.</source>
        <translation>片段是多条消息共用的文本：{{&gt;name}}。</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>tab, how many</comment>
        <translation>%1（%2）</translation>
    </message>
</context>
<context>
    <name>main</name>
    <message>
        <source>An AI gateway that a person can own.</source>
        <translation>个人可以自主拥有的 AI 网关。</translation>
    </message>
    <message>
        <source>Show the options.</source>
        <translation>显示选项。</translation>
    </message>
    <message>
        <source>Show the version.</source>
        <translation>显示版本。</translation>
    </message>
    <message>
        <source>Use the profile NAME, with its own store and settings.</source>
        <translation>使用配置文件 NAME，它有自己的存储和设置。</translation>
    </message>
    <message>
        <source>Connect to the gateway that was saved as NAME.</source>
        <translation>连接到保存为 NAME 的网关。</translation>
    </message>
    <message>
        <source>Open the view NAME, such as overview or log.</source>
        <translation>打开视图 NAME，例如 overview 或 log。</translation>
    </message>
    <message>
        <source>Pause the gateway: new calls are refused.</source>
        <translation>暂停网关：拒绝新的调用。</translation>
    </message>
    <message>
        <source>Start without showing the window, where there is a tray.</source>
        <translation>启动时不显示窗口（如果有托盘）。</translation>
    </message>
    <message>
        <source>Show what FILE would change, before anything changes.</source>
        <translation>在更改之前，显示 FILE 会更改哪些内容。</translation>
    </message>
    <message>
        <source>Write the configuration to FILE, without secrets.</source>
        <translation>将配置写入 FILE，不含机密。</translation>
    </message>
    <message>
        <source>A gatehouse: address. It fills in a form and changes nothing by itself.</source>
        <translation>gatehouse: 地址。它会填好表单，本身不更改任何内容。</translation>
    </message>
    <message>
        <source>--profile takes letters, digits, &apos;.&apos;, &apos;_&apos; and &apos;-&apos; only.</source>
        <translation>--profile 只接受字母、数字、&apos;.&apos;、&apos;_&apos; 和 &apos;-&apos;。</translation>
    </message>
    <message>
        <source>Only one link is taken.</source>
        <translation>只接受一个链接。</translation>
    </message>
    <message>
        <source>%1 is no gatehouse: address.</source>
        <translation>%1 不是 gatehouse: 地址。</translation>
    </message>
</context>
</TS>
