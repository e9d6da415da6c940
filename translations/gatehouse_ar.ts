<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ar_EG" sourcelanguage="en">
<context>
    <name>ActiveRoutes</name>
    <message numerus="yes">
        <source>%n more behind it</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>shared with %n more</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>%1 is off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 has no key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 rests</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: nothing can serve it now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 → %2 / %3</source>
        <extracomment>Where calls of a model go: name asked for, provider, name there</extracomment>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CallDifference</name>
    <message>
        <source>Summary</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>First byte</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Total</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Attempts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cost</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unknown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Price</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Line %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not recorded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>recorded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Body</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Request</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Response</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CallRequest</name>
    <message>
        <source>The request of this call was not recorded. Record bodies to send later calls again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The request of this call was not kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only the beginning of the request was recorded. Complete it before you send it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Images or sound were left out of the record. Put them back before you send it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Private data was masked in the record. Put it back before you send it.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Changes</name>
    <message>
        <source>%1 added</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 deleted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 changed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Provider %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Route %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Team %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Application %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Key %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Secret %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>yes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ChartMaker</name>
    <message>
        <source>Errors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Spend</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pretend spend</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Input</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cached input</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cache write</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Output</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reasoning</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Calls</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Other</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Together</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ChartPainter</name>
    <message>
        <source>▲ %1, above</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ChartScale</name>
    <message>
        <source>d MMM</source>
        <extracomment>How a day is written on a chart&apos;s axis, in the letters of Qt&apos;s date formats</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MMM yyyy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>d MMM yyyy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 – %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ChartTip</name>
    <message numerus="yes">
        <source>and %n more changes</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Together</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 %2 – %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sum</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Median of the hours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Latest: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Clients</name>
    <message>
        <source>The base URL ends without /v1: Claude Code adds the rest itself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ANTHROPIC_API_KEY must not be set as well: both would be sent, and the wrong one may win.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What settings.json says goes before what the shell says.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shell</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>settings.json</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Codex speaks the Responses API only.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>config.toml is read when Codex starts: start it anew after a change.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A config.toml inside a project cannot choose the provider; use the one in your home folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>config.toml</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose the API key as the way to sign in; with a Google login the base URL is not used.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A .env file in a project goes before the one in your home folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cursor&apos;s own servers send the requests, so they cannot reach this computer&apos;s loopback address. The gateway needs an address on the network, with TLS.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The other base URL counts for all OpenAI models in Cursor, also those of its subscription.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Completion while typing still uses Cursor&apos;s own models.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Without apiBase the key would be sent to OpenAI.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where a config.yaml exists, config.json is not read any more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>config.yaml</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cline keeps the key in the editor&apos;s own secret store: enter it there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model&apos;s name begins with openai/ here: that tells Aider which API to speak.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A .aider.conf.yml in the repository goes before the one in your home folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>.aider.conf.yml</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In a container 127.0.0.1 is the container itself. The gateway must listen on an address that the container reaches.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The variables count at the first start only; later change the connection under Admin Settings &gt; Connections.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Docker</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set the variable GATEHOUSE_KEY to your key first: export GATEHOUSE_KEY=…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Python</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>JavaScript</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use OpenAILike, not OpenAI: the latter refuses names of models that it does not know.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The base URL ends without /v1: the library adds it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>OpenAI</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Anthropic</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Confirm</name>
    <message>
        <source>Type %1 to go on:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ConnectionDialog</name>
    <message>
        <source>Add a connection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Edit connection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connect</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Connections</name>
    <message>
        <source>Enter the address, such as https://gateway.example:8643.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is no address. It begins with https:// and names a host, such as https://gateway.example:8643.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave out user names, ? and #: the token has a field of its own.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave out the path: host and port are enough.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use https: over http the token could be read on the way.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DesktopHabits</name>
    <message>
        <source>%1 cannot be written (%2). Make the folder writable, then try again.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>EmbeddedGateway</name>
    <message>
        <source>This computer</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Environment</name>
    <message>
        <source>This version cannot use it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It needs an address too; add it under Providers.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its value is not a key.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>EnvironmentCheck</name>
    <message>
        <source>%1, line %2</source>
        <comment>file</comment>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Explanation</name>
    <message>
        <source>It was tried again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The next target was tried.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The error was passed to the client.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The client left before it ended.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It was cancelled here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try %1: %2 served it with status %3 in %4.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try %1: %2 answered with status %3 (%4) after %5.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not used</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try %1: %2 did not answer (%3), after %4.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no reason was told</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>With the key %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The client got the whole answer, with status %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The gateway refused the call with status %1 (%2); no provider was asked.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The answer broke off behind its beginning; the client was told in the stream.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The call was cancelled in the console; the client was told so.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The client left before the answer was complete.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The client got an error with status %1 (%2).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The cache held this very answer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The cache held the answer to a question that means the same.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The cache held no answer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The key %1 belongs to the application %2 of the team %3.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No key was recognised.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The client asked for the model %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The rule that counts: %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Limit %1: %2 of %3 used.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 was not tried: %2.</source>
        <comment>target, reason</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>First choice: %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lost in translation: %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Price: %1.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Export</name>
    <message>
        <source>Configuration written to %1, without secrets.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 cannot be written: %2 Choose another place.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export the configuration</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>YAML files (*.yaml *.yml)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FileChange</name>
    <message>
        <source>The file could not be written: %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file could not be replaced: %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is no ordinary file. Copy the settings by hand.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file belongs to somebody else. Copy the settings by hand.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file is write-protected. Copy the settings by hand.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file has changed meanwhile, so it was left alone. Look at it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The link to this file leads round in a circle.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file cannot be read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The folder of the file cannot be made.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No backup could be written: %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file could not be removed.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Format</name>
    <message>
        <source>%1 ms</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ImageFile</name>
    <message>
        <source>This file cannot be read. Choose another one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An image may have at most %1. Make it smaller and try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Models take PNG, JPEG, GIF and WebP. This is none of them.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>KeepText</name>
    <message>
        <source>For ever</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unlimited</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n days</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hours</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Keys</name>
    <message>
        <source>No limit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Models</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Names parted by commas. * allows all, gpt-* all that begin so.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No budget</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Budget in dollars</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Period of the budget</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>dollars a month</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>dollars a week</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>dollars a day</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>dollars in all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Budget</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At the budget, calls are refused until the next period.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Requests a minute</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tokens a minute</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Calls at once</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The * of “%1” may stand at the end only.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter an amount such as 25 or 0.50, or nothing for no budget.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The key chain refused to keep it. Unlock the key chain, then keep it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no key chain on this computer. Copy the key and store it yourself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The key chain could not keep it. Copy the key and store it yourself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Active</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ends soon</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Expired</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Disabled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Revoked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Never</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Just now</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n min ago</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n h ago</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>In %n min</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>In %n h</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>In %n day(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>today</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>this week</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>this month</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in all</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LiteLlm</name>
    <message>
        <source>This has no counterpart in Gatehouse and is left out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is not a list and cannot be read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It has no model_name and is left out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gatehouse has no routes for patterns. Ask for its models as %1/MODEL instead.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A route has at most 64 targets; this one is left out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Prices come from the catalogue. Check this one under Models &amp; routes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Targets of a route are tried in the order of the file (priority).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gatehouse falls back on failures, not for this reason; this is left out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gatehouse keeps no master key. Make a gateway key for each application.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set this variable for the gateway itself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It names no model and is left out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is not a whole number and is left out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gatehouse tries a target at most 10 times; that is taken.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No model of that name was taken over.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It falls back to %1, which was not taken over.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It stands for %1, which was not taken over.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A model of that name stands in model_list; the alias is left out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This file holds no model_list. Choose the configuration of a LiteLLM proxy.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It has no litellm_params.model and is left out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It does not say which provider serves %1; it is left out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The catalogue knows no provider %1; it is left out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This version cannot use %1; it is left out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This version cannot use %1; it is left out. %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gatehouse limits applications, not targets; set it there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 needs an address (api_base); it is left out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An address cannot be read from a variable; write it into the file. The model is left out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is not an http or https address without user, query and fragment. The model is left out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is neither os.environ/NAME nor a key. The model is left out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The key stands in the file. It is moved into the key chain; take it out of the file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is not a number of seconds; left out.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Measure</name>
    <message>
        <source>Latency</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>First-byte time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Errors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Spend</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pretend spend (demo)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Calls</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not grouped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All calls</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By provider</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Provider</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By team</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Team</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By application</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Application</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By route</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Route</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By status</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Status</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1k</source>
        <extracomment>Thousands and millions, short: 12k, 3M</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1M</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Other</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No error</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Merge</name>
    <message>
        <source>The file is too large to be a settings file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file is not UTF-8 text.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A value cannot be written into this file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Line %1: %2. Mend the file, or copy the settings by hand.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file holds no JSON object. Copy the settings by hand.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file uses these names for something else. Copy the settings by hand.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file is laid out in a way that cannot be changed safely. Copy the settings by hand.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file holds several documents. Copy the settings by hand.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>NotificationKinds</name>
    <message>
        <source>Failover and recovery</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A provider stops answering, or answers again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Budgets</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A budget reaches 50, 80 or 100 percent.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rejected keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A provider does not accept its key.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gateway stopped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The gateway stops, cannot be reached, or is back.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PlannedChange</name>
    <message>
        <source>a key in plain text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>changes: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in team %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>of %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ProviderWords</name>
    <message>
        <source>The provider answers and takes the key.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The provider has no key.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add a key, or choose that none is sent.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The key cannot be read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the name of the variable or file, or replace the key.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The key chain is locked, so the key cannot be read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unlock the key chain, then test again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The key holds characters that cannot be sent.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy the key again, without line ends.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The provider wants a key.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add one, and choose how it is sent.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The provider rejects this key.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy it again from the provider&apos;s site and replace it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The provider knows the key, but does not let it in.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the key&apos;s project, region and rights, or replace it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The host of %1 cannot be found.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the host name and this machine&apos;s network.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing listens at %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the port, and that the server runs.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No connection to %1 comes to stand.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the address, the network and the firewall.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 does not answer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the address and the firewall.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The proxy does not lead to the provider.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the proxy&apos;s address, user and password.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No secure connection to %1 comes to stand.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the host name, or name your own authority under Advanced.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 takes the connection, but does not answer in time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Test again; if it stays so, check the address.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 ended the connection before its answer was whole.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The test was cancelled.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Test again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 leads elsewhere.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter the address that the provider&apos;s documentation names.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 does not answer as a model API does.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter the API&apos;s address; often it has its own host or ends in /v1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The provider takes no more calls from this key just now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wait a minute and test again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The key is right, but its account has no credit left.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add credit at the provider, or use another key.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The provider has trouble of its own.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wait and test again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Healthy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No calls yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trying again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Failing, left alone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Key rejected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No usable key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Disabled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not known</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no API at %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use %1: that address answers.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no list of models at %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the base URL.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Key read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Host name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Secure connection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>First byte</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Key accepted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>List of models</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Call of one token</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Often used</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model makers and clouds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Many models behind one key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On this computer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hosted by yourself</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Subscriptions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Agent platforms</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Any other address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Variable %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>File %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Key chain: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Vault: %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Reply</name>
    <message>
        <source>The gateway answered with status %1 and no reason. Try again.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Routes</name>
    <message>
        <source>Unknown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 in</source>
        <comment>price</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 out</source>
        <comment>price</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 in, %2 out</source>
        <comment>prices</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pretended</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>source, date</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The price is unknown: costs are not counted, and a budget refuses its calls. Set the price.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dollars per million tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Input: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cached input: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cache writes: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Output: %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Views</name>
    <message>
        <source>Overview</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Live log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Playground</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Providers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Models and routes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connect a client</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Analytics</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settings</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>YamlFile</name>
    <message>
        <source>The file is too large, or nested too deeply.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file holds no settings. Choose a YAML file of the form NAME: VALUE.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file is not YAML.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Line %1: this is not YAML that can be read. Check indentation, quotes and colons.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::app::Program</name>
    <message>
        <source>&amp;Import…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>E&amp;xport the configuration…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Re&amp;view changes…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No change waits for review.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;History of changes…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Trash…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;First steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use free ports this time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No gateway is saved as %1. Add it under Gateway, Connections.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::AboutPage</name>
    <message>
        <source>About</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Versions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Console</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This program.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gateway</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The one that is shown.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Qt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The toolkit that draws the console.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Licences</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>GNU General Public License, version 3 or later.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Apache License 2.0.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Icons</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tabler Icons by Paweł Kuna, MIT licence.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Libraries</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Qt (LGPL 3), Boost (BSL 1.0), OpenSSL (Apache 2.0), SQLite (public domain), yaml-cpp (MIT) and others: docs/dependencies.md names each.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Help</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy diagnostics</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Diagnostics</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Versions, counters and problems for a report. No secrets, names or addresses.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Diagnostics copied. They hold no secrets.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::AnalyticsView</name>
    <message>
        <source>Steps by range</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Steps of 1 minute</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Steps of 5 minutes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Steps of 15 minutes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Steps of 1 hour</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Steps of 6 hours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Steps of 1 day</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lines</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stacked bars</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hours of the week</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Analytics</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reports</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Percentile</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Split by</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time of a point</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compare</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compare with the stretch before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sums of the whole stretch of time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter of the charts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Latency</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose time range…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reset zoom</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Chart: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save report…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export chart…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export the table…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Percentiles do not add up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove report</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Report %1 removed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save report</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keeps what is shown, how it is split, the filter and the time range. A report of the same name is replaced.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give the report a name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Report %1 saved.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Error class</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, p%2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <extracomment>Title of a chart: what is shown, what it is split by</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The median of each hour</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The sum of each hour</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n more below</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Show in the log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Retry</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Adding up the calls…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No call of this stretch of time fits the filter.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No traffic in this stretch of time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No traffic yet. Charts grow here as calls come in.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open overview</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::AppearancePage</name>
    <message>
        <source>It counts from the next start of Gatehouse.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As the desktop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Light</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Theme</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Light or dark; it changes at once.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Language</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Theme changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The language changes at the next start of Gatehouse.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 %</source>
        <comment>a size of text and controls</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Scale</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Of all text and controls, as a share of the desktop&apos;s. %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The scale changes at the next start of Gatehouse.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ApplyDialog</name>
    <message>
        <source>Change %1?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>These lines change in %1. The rest stays as it is, and a backup is made beside it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file %1 is made. Only you can read it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What changes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change file</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::Background</name>
    <message>
        <source>Gatehouse keeps running</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its icon in the tray opens the window again, and quits it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close Gatehouse</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The gateway runs in this window.

Programs that use it get no answer once it has stopped.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep the gateway running</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quit</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::BackupPage</name>
    <message>
        <source>Backup and restore</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Backup</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back up now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The store with all records, and the sealed vault, as they stand at one moment; the gateway goes on serving. The vault&apos;s key is not in it: keep that apart.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last backup</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Made with this console.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Restore</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy command</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From a backup</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quit Gatehouse first: nothing may use the store meanwhile. Then run &quot;%1&quot; in a terminal and start Gatehouse again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Progress of the backup</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back up…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>a date, a file</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back up into a file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 cannot be written: %2 Choose another place.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Backup written: %1 (%2).</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::BellButton</name>
    <message>
        <source>Notifications</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Notifications: %n new</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>%1+</source>
        <comment>more than</comment>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::BodyPage</name>
    <message>
        <source>Only the beginning is shown here; Export HAR holds all of it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As received</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the client sent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the provider answered</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As sent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the provider got</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the client got</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shown as</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Request</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Response</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Members</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Events</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Event</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is nothing on this side of the call.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>only the first %1 are kept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>images and sound are left out</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n place(s) are masked</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Messages</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>JSON</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tree</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Raw</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n more event(s): see Raw</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::BudgetLines</name>
    <message>
        <source>a day</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a week</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a month</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Budget of %1: %2 %3</source>
        <extracomment>A line on a chart: whose budget, how much, in which time</extracomment>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CallModel</name>
    <message>
        <source>Time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Status</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Provider</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Route</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>First byte</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Total</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cost</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cache</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Client</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tags</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 → %2</source>
        <comment>model asked, model served</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unknown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>streaming…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>waiting…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 · cut off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>client left</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%1 · %n retries</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Time until the first byte of the answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tokens in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cached</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tokens out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Retries</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>~%1</source>
        <comment>about so many tokens</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cancelling…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CallStrip</name>
    <message>
        <source>The call in the log</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CatalogueDialog</name>
    <message>
        <source>Continue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add provider</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Which provider do you want to add?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search the catalogue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search by name, or enter “custom” for any address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Providers of the catalogue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (not in this version)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Retry</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading the catalogue…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No provider of that name. Any other address is under “Custom”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear search</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You enter its address in the next step.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CertificateDialog</name>
    <message>
        <source>Itself (self-signed)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <comment>two days</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Certificate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The certificate has changed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Is this %1?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 shows another certificate than before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compare the fingerprint with what the gateway&apos;s operator tells you. Once you trust it, only this certificate is accepted.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It may have been renewed, or somebody stands between. Nothing was sent. Ask the gateway&apos;s operator before you trust the new one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Subject</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Names</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Issuer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Valid</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>SHA-256</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trusted until now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shown now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is not valid today.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stay disconnected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trust this certificate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trust the new one</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CertificateProbe</name>
    <message>
        <source>No certificate came (%1). Check the address and that the gateway runs there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing answered there. Check the address and that the gateway can be reached from here.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ChangeCards</name>
    <message>
        <source>What was changed</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>and %n more change(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ChangeDesk</name>
    <message>
        <source>Your change was not made: the other version stays.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ChangeMarks</name>
    <message>
        <source>added</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>changed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>deleted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Provider</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Route</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Team</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Application</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Retention</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 %2: %3</source>
        <extracomment>A change of the configuration: kind of object, its name, what was done to it</extracomment>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::Chart</name>
    <message>
        <source>No data in this stretch of time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Line chart.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stacked bars.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Map of the hours of the week.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: from %2 to %3, latest %4.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show as table lists every value.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ChartCard</name>
    <message>
        <source>Export as PNG…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export as SVG…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export as PDF…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export as CSV…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show as table</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export this chart</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Times in %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export as %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 files (*.%2)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Exported to %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The chart could not be written to %1: %2</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ChartTable</name>
    <message>
        <source>Day</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ChatStream</name>
    <message>
        <source>The gateway does not answer (%1). Check that it runs, then try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The answer was an error with status %1 and no reason.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The answer broke off before its end. What came until then is shown; try again.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ClientPage</name>
    <message>
        <source>All clients</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gets the key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Good to know</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Does it work?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check variables</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wait for its first call</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From a helper command</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From its settings file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From a variable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This gateway does not have the address %1, which %2 needs. The settings work once it has.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This gateway listens on this computer only, where %1 does not reach it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change %1…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make a new key first: a key is known once only, when it is made</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The client runs “%1” and reads the key from your key chain. Keep the key there under this name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“%1” prints a key that is kept in your key chain: for clients and scripts that run a command.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copied.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 says so already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 was made.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 was changed. The backup is %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is as it was before.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No environment variable is in the way.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is set in this session.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is set in %2.</source>
        <comment>variable, file and line</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take them away there unless they name this gateway.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting for a call with this key. Use %1 now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>✓ %1 from %2</source>
        <comment>time, program</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 from %2, answered with %3. The log says why.</source>
        <comment>time, program, status</comment>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ClientTiles</name>
    <message>
        <source>%1, %2</source>
        <comment>client, note</comment>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CommandPalette</name>
    <message>
        <source>Search and commands</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search or run a command</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What fits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Command</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not possible now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>View</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>kind and id of an object</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, %2, status %3</source>
        <comment>time, model and status of a call</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing fits. Try fewer letters.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&gt; for commands   @ for objects   # for requests</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CompareDialog</name>
    <message>
        <source>Only what differs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compare two calls</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Differences</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading both calls…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One of these calls is not over yet, or no longer kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Retry</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Part</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, differs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No differences</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n difference(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ConnectPage</name>
    <message>
        <source>Connect</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connecting…</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ConnectView</name>
    <message>
        <source>Agent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Editor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Program</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Library</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tool</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change the client&apos;s file…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo the change of the file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check variables</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wait for its first call</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy the helper command</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All clients</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connect a client</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find a client</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose the program that shall use this gateway. Its settings are filled in for you.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clients</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No client fits. Any program that speaks OpenAI&apos;s or Anthropic&apos;s API works: see OpenAI SDK.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not supported yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a client first.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ConnectionFields</name>
    <message>
        <source>Connect within</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>First byte within</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pause at most</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whole call within</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Advanced</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How the key is sent, proxy, certificates and timeouts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As is usual for this provider</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Authorization: Bearer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In a header of its own</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No key is sent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Key is sent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Header</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter the header&apos;s name, such as x-api-key; never the key itself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As the gateway is set up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“direct” for none, or such as http://proxy.example:3128.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter “direct”, or an address that begins with http, https, socks5 or socks5h and holds no password.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Own authorities</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PEM files on the gateway&apos;s machine, parted by commas.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter whole paths, from “/” on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>TLS 1.2 or later</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>TLS 1.3 only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Encryption</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter a time such as 500ms, 30s or 5m, more than nothing.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ConnectionSetup</name>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What you call this gateway.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter a name, such as Team gateway.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Admin address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where the gateway&apos;s admin API listens.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gateway address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What applications use.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Admin token</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Goes to this desktop&apos;s key chain, never to a file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave it empty to go on with the present one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A token has no blanks or special letters. Copy it anew.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter the admin token of that gateway (its operator has it).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Colour</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Marks the window while you are connected.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Collect edits until I have reviewed them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Protected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Blue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Amber</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Green</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plum</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Olive</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Violet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The certificate is not trusted, so nothing was sent. Ask the gateway&apos;s operator for its fingerprint, then connect again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The gateway does not take this token. Copy it anew from the gateway&apos;s operator.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Something answers there, but not a gateway&apos;s admin API. Check host and port.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The token was not kept. Connect again to choose where it goes.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ConnectionsDialog</name>
    <message>
        <source>Connections</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remote gateways</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Token</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Edits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only this computer&apos;s gateway is known. Add one that runs elsewhere.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add a connection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Edit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connect</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, connected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Until you quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In the key chain</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reviewed first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At once</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove the connection %1?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The gateway itself is not touched. Its token is removed from the key chain, so you need it to connect again.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ConnectionsMenu</name>
    <message>
        <source>&amp;Connections</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The key chain has not answered yet. It may wait for its password.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter the token</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This computer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (waiting for the key chain)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Add a connection…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Manage connections…</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ConsoleKey</name>
    <message>
        <source>Another gateway was chosen meanwhile. Try again.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CostPage</name>
    <message>
        <source>Input</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cached input</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cache written</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cache written for longer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Output</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Of it reasoning</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The provider told no count: these are estimates from the length of the text.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cost</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unknown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Why</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set price…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Class</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Per million</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Line</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Together</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pretend money of the demo provider: it is not counted as spend.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Price from</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Price</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CreateKeyDialog</name>
    <message>
        <source>Use letters, digits, dots, dashes and underscores only.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Create key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep in the key chain for helpers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>laptop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where it is used, so that you know it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New application…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Application</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Limits, models and budget are the application&apos;s: all its keys share them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New team…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Team</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The team&apos;s name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Expires</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Key chain</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clients that ask a command for their key then call “gatehouse key-helper NAME”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give the key a name, such as laptop.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name the application, such as notebook.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is an application of this name. Choose it above, or take another name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name the team, such as me.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is a team of this name. Choose it above, or take another name.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::DesktopNotifier</name>
    <message>
        <source>Open</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::DifferenceTable</name>
    <message>
        <source>No field differs.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>becomes</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::DrainDialog</name>
    <message>
        <source>Quit Gatehouse</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time until Gatehouse quits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quit now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep running</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) are still running. New ones are refused.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Gatehouse quits in %n second(s).</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::EditKeyDialog</name>
    <message>
        <source>Edit key %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Expires</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As its application says</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Of failed calls</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Of all calls</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recorded bodies</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Of the settings of key, application and route the most private one counts.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Application %1, with all its keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change key %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change application %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::EnvironmentPage</name>
    <message>
        <source>Keep the keys in the gateway&apos;s key chain or vault</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Let the gateway read the variables at each start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A provider of that name is there already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No variable of this program&apos;s environment holds a key of a known provider.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n variables hold keys of known providers. Their values are not shown.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>%1 (…%2)</source>
        <comment>a variable, the end of its value</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1  ·  %2</source>
        <comment>a provider, its variable</comment>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ExpiryEdit</name>
    <message>
        <source>Expires</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Never</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>In %n day(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>On a day</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Day on which it expires</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ExportDialog</name>
    <message>
        <source>Export calls</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Writing to %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Asking the gateway…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Progress</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 could not be written: %2. Choose another place and export again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%1 calls so far</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::FilterChips</name>
    <message>
        <source>Terms of the filter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove %1 from the filter</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::FilterEdit</name>
    <message>
        <source>Filter: words or terms such as status&gt;=400 provider:openai latency&gt;2s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter of the log</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::FirstRunDialog</name>
    <message>
        <source>Set up Gatehouse</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connected to %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Skip</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Continue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connect a client</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add provider</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Welcome to Gatehouse</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Getting ready</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Step %1 of %2</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::FormDialog</name>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Working…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Discard your edits?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What you entered here has not been saved.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Discard</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::GatewayClient</name>
    <message>
        <source>The gateway does not answer (%1). Check that it runs, then try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The answer was cut off. Try again.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::GatewayPage</name>
    <message>
        <source>Gateway</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Limits of the server</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sizes, times and connections</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A gateway reads them at its start from &quot;server&quot; in its configuration file. One without a file, as in this program, keeps the usual ones: see docs/configuration.md.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Addresses</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For your programs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where calls to models go.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For consoles</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The admin API, which this console uses too.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The gateway inside this program</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Apply and restart</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Port for your programs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>8642 at first. Programs must be told of another one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Port for consoles</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>8643 at first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Restart the gateway</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ports count from the gateway&apos;s next start. Calls that run now are ended by it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The two ports must differ.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another gateway is shown now. The ports count when this program starts its own.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The gateway restarts on its new ports.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::GatewayWatch</name>
    <message>
        <source>Connecting…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Running</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Degraded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n model(s) at their provider failed and are left alone for now.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::GeneralPage</name>
    <message>
        <source>General</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On this desktop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close to tray</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Closing the window leaves Gatehouse in the tray, where there is one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open window at start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Off: Gatehouse starts in the tray, where there is one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start at login</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gatehouse starts when you log in to your desktop.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Configuration</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Import…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Import</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keys of the environment, a LiteLLM configuration or a Gatehouse bundle.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Providers, routes, teams and applications as a file, without secrets.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::GroupTable</name>
    <message>
        <source>Calls</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Errors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Error rate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>p50</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>p95</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>p99</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>First byte p95</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Input</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cached</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Output</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reasoning</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Spend</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All calls</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unknown</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::HarExport</name>
    <message>
        <source>%1 could not be written: %2. Choose another place and export again.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::HeaderBar</name>
    <message>
        <source>Copy the gateway&apos;s address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reconnect now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search or run a command</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No gateway</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gateway: %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::HeadersPage</name>
    <message>
        <source>Headers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Request as received</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Request as sent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Answer as received</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Answer as sent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>More fields came than are kept.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::HistoryDialog</name>
    <message>
        <source>History of changes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading the history…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Revisions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>When</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Who</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Revision</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show older ones</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take this back…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Makes what this revision changed as it was before. You see what that does first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go back to this…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Makes everything as it was after this revision. You see what that does first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Retry</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing was changed yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everything is as it was then already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take revision %1 back?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go back to revision %1?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reverted. The history holds it as a new revision.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ImportDialog</name>
    <message>
        <source>%1 cannot be read: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is larger than 4 MB: that is no configuration.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Import</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keys from the environment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Variables such as OPENAI_API_KEY become providers.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>LiteLLM configuration…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its model_list becomes providers and routes. What cannot be taken over is named.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gatehouse bundle…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A configuration that another Gatehouse exported.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a LiteLLM configuration</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a Gatehouse bundle</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove what the bundle does not name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>YAML files (*.yaml *.yml)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>a file, what is wrong with it</comment>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Imported: %n changes.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>What changes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Review</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Importing…</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Make %n changes</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::Inspector</name>
    <message>
        <source>Summary</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cost</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a call to see how it went.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This call is still running, or no longer kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Retry</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What happened</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Status</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Error</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Started</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model asked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model served</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Provider</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Application</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Client</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>First byte</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Total</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sent and received</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 in, %2 out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lost in translation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Request id</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Provider&apos;s id</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rule</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Chosen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not tried</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>target, reason</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2 used</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Parts of the call</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Attempts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Explain</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Request</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Response</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Headers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This call is still running. It can be inspected when it is over.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel call</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading what was recorded…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Request and answer had %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Load what was recorded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bodies and headers of this call were not recorded. Those of new calls are, until %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop recording bodies</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bodies and headers of this call were not recorded.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Record bodies for 15 min</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bodies are recorded until %1. Keys, applications and routes that say otherwise are left out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bodies are recorded no longer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Route</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Team</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tags</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Session</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dialect</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cache</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1. %2</source>
        <comment>number of a step, its sentence</comment>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::JsonTree</name>
    <message numerus="yes">
        <source>{%n members}</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>[%n items]</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Value</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::KeyChainDialog</name>
    <message>
        <source>Key chain</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting for the key chain</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The token was not kept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It may be locked and ask for its password. Unlock it, or keep the token until you quit; it is never written to a file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep until I quit</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::KeyListEdit</name>
    <message>
        <source>Add another key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Environment variable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kept already</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take this key out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paste the key here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where key %1 comes from</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Key %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take key %1 out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A key has no blanks and only plain characters. Copy it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A variable&apos;s name has letters, digits and “_” only, such as OPENAI_API_KEY.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter the whole path of the file, from “/” on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter keychain:NAME or vault:NAME.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::KeyModel</name>
    <message>
        <source>No limit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <comment>spent, limit</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <comment>application, team</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Neither its application nor its team has a budget.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 spent %2</source>
        <comment>$1.20 of $10 spent this month</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1; starts anew %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>State</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Owner</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Models</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Budget</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Calls</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Spend</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last used</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Expires</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::KeyPicker</name>
    <message>
        <source>New key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make a key for this client alone, so that its calls can be told apart</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This key is shown once. Copy it, or keep it in your key chain.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The new key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep in key chain</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Copied. The clipboard is emptied in %n seconds.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>%1 (…%2)</source>
        <comment>key, its last characters</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No key yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It waits in the review of changes. Make the key once they are applied.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make team %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make application %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kept as %1.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::KeysView</name>
    <message>
        <source>Create key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Edit key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rotate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Disable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Revoke</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show its calls</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is shown is old: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Retry</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading the keys…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No keys yet. A client needs one to call through this gateway.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No key has these words.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select one key first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A revoked key cannot be changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A revoked key cannot be rotated. Create a new one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A revoked key stays off.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is revoked already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Disable key %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enable key %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It was never used.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%1: %n call(s). Last used: %2.</source>
        <comment>range, moment</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Revoke key %1?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Calls with it are refused from now on. This cannot be undone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Key %1 is revoked.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete key %1?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is refused from now on and leaves this list. Its calls stay in the log. This cannot be undone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete key %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) written to %1.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::Lane</name>
    <message>
        <source>The answer shows here as it comes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model, such as demo/echo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove this model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reasoning</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tool calls</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Continue with this</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add this answer to the messages</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open in the log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting for the answer…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not sent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>sentence, code</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cut at the most tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model declined</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Broken off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Error %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 in</source>
        <comment>tokens</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 out</source>
        <comment>tokens</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 reasoning</source>
        <comment>tokens</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>first token %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 in all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>by %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cost unknown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 pretend</source>
        <comment>money</comment>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::LogView</name>
    <message>
        <source>Live log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Calls</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Retry</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading the log…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No call fits this filter.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n new</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Replay</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Edit and replay…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open in the playground</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compare two calls</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy as cURL</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy as Python</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy as JavaScript</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export HAR…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Explain routing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel call</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pause display</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go to the newest call</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show probes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save filter…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export calls…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose columns…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Inspector below</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Record bodies for 15 min</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Replayed: status %1 after %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compare</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The call is still running.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a call first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A call is being replayed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The playground takes chat calls.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose two calls: hold Ctrl and click the second.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a call that is running.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Without %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy rows as text</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Export %n chosen call(s)…</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>The address of this call was not recorded. Record bodies to copy later calls.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Record for 15 min</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copied. Put the key into GATEHOUSE_API_KEY.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sending the call again…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The call is over already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export calls</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CSV (*.csv)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>JSON Lines (*.jsonl)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Calls are exported to %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export HAR</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>HTTP archive (*.har)</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) are exported to %1.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Resume display</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saved filters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Calls with the tag %1, such as health checks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy as a command or program</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy as</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting for the first call.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connect a client</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back to the newest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 calls here, more as you scroll</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n call(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n running</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>display paused, recording goes on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>kept forever</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>kept %n hour(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>kept %n day(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>%1 calls recorded, %2 · %3 on disk</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::MainWindow</name>
    <message>
        <source>&amp;File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Filter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For&amp;ward</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Refresh</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Theme of the desktop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Light theme</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dark theme</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Gateway</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Copy the gateway&apos;s address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Reconnect now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;About Gatehouse</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>About Gatehouse</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gatehouse %1

An AI gateway that a person can own.
The console is under the GPL, version 3 or later; the gateway inside is under the Apache License 2.0.
Icons: Tabler Icons, MIT licence.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>a change that could not be undone: why</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 – Gatehouse</source>
        <comment>view</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Tools</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Close window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Search or run a command…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show or hide the &amp;inspector</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Next pane</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Previous pane</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Notifications</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open &amp;settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no earlier place.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no later place.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Undo: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Redo: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no change to undo.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing was undone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Resume</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The gateway does not answer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Let new calls begin again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Refuse new calls; those that run go on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No gateway is chosen.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The gateway&apos;s address is copied.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::MergeDialog</name>
    <message>
        <source>Changed by somebody else</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave it deleted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep the other version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It was deleted while you edited it. You can make it anew with what you entered.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It was changed after you looked at it. This is what was changed; you can delete it all the same.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It was changed while you edited it. Choose what each field shall be; nothing is saved until you do.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make it anew</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the choice</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Field</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Before both</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Yours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The other version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not changed on this side</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, yours: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, the other version: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n field(s) to choose</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::MessageCard</name>
    <message>
        <source>User</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Assistant</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Who says it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write a message…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Attach an image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move down</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove message</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Message %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Images (*.png *.jpg *.jpeg *.gif *.webp)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Image, %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove image</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::MessageList</name>
    <message>
        <source>How the model shall behave (may stay empty)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>System</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add message</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::MetricCard</name>
    <message>
        <source>%1: %2. %3</source>
        <comment>title, figure, note</comment>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ModelList</name>
    <message>
        <source>Fetch models</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search models</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Models of this provider</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Asking the provider…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The provider has not been asked yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No model of that name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n model(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::Navigation</name>
    <message>
        <source>Views</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::NetworkPage</name>
    <message>
        <source>Network</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Proxy and authorities</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This gateway reads them at its start from &quot;network&quot; in its configuration file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Proxy to providers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As the environment says</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This proxy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The environment&apos;s are HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Address of the proxy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>http, https, socks5 or socks5h, with the user&apos;s name where it wants one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Password of the proxy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where it is read from: env:NAME, file:PATH, keychain:NAME or vault:NAME.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reached directly</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hosts and networks without a proxy, parted by commas.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Certificate authorities</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PEM files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add file…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Believed beside the system&apos;s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PEM files, one a line, towards all providers and proxies.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Apply and restart</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Restart the gateway</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>These settings count from its next start. Calls that run now are ended by it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The password itself is not kept here. Name where it is read from.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Expected: %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The gateway restarts with these settings.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a PEM file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Certificates (*.pem *.crt *.cer)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::NotificationCenter</name>
    <message>
        <source>The gateway has stopped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The gateway does not answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 was stopped. Calls are refused until it runs again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 cannot be reached. The console keeps trying.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is not answering</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 answers again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 failed several times in a row and is left alone for a moment. Its routes use their next target.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 takes calls again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Team %1 has used %2 of its budget</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Application %1 has used %2 of its budget</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2 is spent.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 Further calls are refused until the period ends or the budget is raised.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 rejects its key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Calls to it fail until the key is replaced.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 serves %2 again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The route&apos;s first choice is back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 fell back to %2</source>
        <comment>route, provider</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 did not serve the call; %2 did.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The gateway is back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 answers again.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::NotificationPanel</name>
    <message>
        <source>Clear</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Notifications</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing to report. Failovers, budgets and rejected keys will show here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose what is told</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::NotificationRow</name>
    <message>
        <source>%1, %2. %3</source>
        <comment>title, time, text of a notification</comment>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::NotificationsPage</name>
    <message>
        <source>Notifications</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On the desktop too</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Off: only under the bell in the window.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is told</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ObjectIndex</name>
    <message>
        <source>Provider</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Route</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Application</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Team</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::OverviewView</name>
    <message>
        <source>Latency by percentile</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Overview</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Requests</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Spend (estimated)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Errors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Latency p95</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Latest calls</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Retry</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>and %1 of pretend money (demo)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>at the providers&apos; list prices</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connect a client</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Problems</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where models go now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Send a test call</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose time range…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reset zoom</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export chart…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>as before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>▲ %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>▼ %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The test call was answered in %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 vs. before</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n causes</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>no call failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n calls</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>first byte %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2 budget (%3)</source>
        <extracomment>Use of a budget: share, amount, whose it is</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unknown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing needs you.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No routes. Clients ask for provider/model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Adding up the calls…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The test call is on its way…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No traffic yet. A test call goes through the gateway&apos;s own port to the demo provider; it needs no key and costs nothing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No traffic in this stretch of time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The latest calls stand here as they happen.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PaletteModel</name>
    <message>
        <source>%1, %2</source>
        <comment>a command: what it is</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, %2, %3</source>
        <comment>a command: what it is, its keys</comment>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ParameterPanel</name>
    <message>
        <source>Show the answer as it comes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write a number from 0 to %1, or nothing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not sent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Streaming</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>0 repeats, 2 is wild.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Top p</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Most tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Of the answer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write a whole number above 0, or nothing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Seed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The same seed asks for the same answer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write a whole number, or nothing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop at</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One text a line.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>At most %n lines.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Reasoning</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How long a model that reasons may think.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PlaygroundView</name>
    <message>
        <source>%1 (%2)</source>
        <comment>what a button does, its keys</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Send</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compare</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New conversation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open in the log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add message</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Attach an image…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy as curl</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy as Python</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy as JavaScript</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Playground</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy code</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Messages</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The conversation was cleared.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copied. Put your key into the variable %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write a message first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Parameters (%1)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::Preparation</name>
    <message>
        <source>Then the key chain is checked.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Then a key for your first program is made.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Then the demo models are looked for.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The gateway starts…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The gateway answers at %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Port %1 is taken by a program of another user.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Port %1 is taken by %2 (process %3).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The key chain is checked…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The key chain waits: your desktop may ask for its password.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Secrets cannot be kept here: %1 Provider keys can come from variables.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Provider keys are kept in your key chain.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Provider keys are kept in the gateway&apos;s sealed vault.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A key for your first program is made…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The key %1 is there already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The key %1 was made (…%2). It can be copied on the next page.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The demo models are looked for…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The gateway&apos;s port does not answer as it should (%1).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The demo provider is switched off in the gateway&apos;s configuration. Switch it on, or add a provider.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Demo models are ready: they need no account and cost nothing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is shown now. Choose This computer at the top of the window, then check again.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PriceDialog</name>
    <message>
        <source>Set price</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use the listed price</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dollars per million tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Input</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Output</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As input</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cached input</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cache writes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Contract, price page …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Source</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where the figures come from. Costs and budgets count with them from the next call on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter dollars per million tokens, such as 2.50. 0 is free.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter dollars such as 2.50, with at most 12 decimals.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set price of %1/%2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use the listed price of %1/%2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no provider %1 any more. Close this and look again.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ProblemFinder</name>
    <message>
        <source>%1 refuses its key.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Replace key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 has no key that can be read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 rests: calls to it failed in a row.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>See its errors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The budget of %1 is spent: %2 % of %3.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The budget of %1 is near its end: %2 % of %3.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>See its spend</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Records use %1 of %2. The oldest go next.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change retention</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n calls of %1 have no known price; spend is not whole.</source>
        <extracomment>%n is a number of calls, %1 the name of a model</extracomment>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Set price</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ProviderDetails</name>
    <message>
        <source>Keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Models</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recent errors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Used by</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copied %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Edit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <comment>kind of provider, its address</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No calls in the last 24 hours.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last 24 hours: %1 calls, %2 errors.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Disable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unlock the key chain</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Replace key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Test</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In use</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In reserve</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cannot be read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not asked yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>…%1</source>
        <comment>last four characters of a key</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 · kept %2</source>
        <comment>state of a key, a day</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Test key %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Replace</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Replace key %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None: calls go without a key.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None in the last 24 hours.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 · %2 · %3</source>
        <comment>time, status, model</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show all in the log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No route. Models can be asked for as %1/MODEL.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ProviderDialog</name>
    <message>
        <source>Add %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add provider</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Edit %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Models can be asked for as NAME/model. It cannot be changed later.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>OpenAI&apos;s form</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Anthropic&apos;s form</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Speaks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Such as %1, with your own values for what stands in braces.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave it empty to use the provider&apos;s usual address.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Base URL</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This provider works without a key too.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A key is kept in the gateway&apos;s key chain or vault and never shown again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Test</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tries what stands here, without saving it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter a name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use letters, digits, “.”, “_” and “-” only, at most 64, and begin with a letter or digit.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is a provider of this name already. Choose another name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter the address of the provider&apos;s API.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put your own values in the place of what stands in braces.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter a whole address, such as https://api.example.com/v1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The address may hold no user name, “?” or “#”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter a key. If this provider needs none, choose “No key is sent” under Advanced.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>a sentence, the next step</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add provider %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change provider %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ProviderModel</name>
    <message>
        <source>Built in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 compatible</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unknown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kind</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Health</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Models</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>p95</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Errors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Spend, 24 h</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ProvidersView</name>
    <message>
        <source>Delete route %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take %1 out of route %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The keys were read again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Disable provider %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enable provider %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete provider %1?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No more calls go there. You can bring it back from the trash for 30 days.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is taken out of the routes that name it. You can bring it back from the trash for 30 days.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>It is taken out of the routes that name it; %n route(s) without another target are deleted too. You can bring them back from the trash for 30 days.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>routes, calls</comment>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n route(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>%1 calls in the last 24 hours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete provider %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move provider %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Providers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter providers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Test</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add provider</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add provider…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Test provider</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Edit provider…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Replace key…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read keys again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fetch models</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Disable provider</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move provider up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move provider down</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export providers…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete provider…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Retry</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading the providers…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only the demo provider is here. Add one to reach real models.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No provider fits the filter.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select a provider first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The demo provider is built in.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enable provider</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::RangeButton</name>
    <message>
        <source>Reset zoom</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time range: %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::RangePopup</name>
    <message>
        <source>Show this stretch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;From</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;To</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Day</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Month before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next month</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The end lies before the start. Choose a later end.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ReadyPage</name>
    <message>
        <source>Gateway</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Key chain</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>First key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Demo models</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use port %1 instead</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::RecordJobRow</name>
    <message>
        <source>Done at %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::RecordsPage</name>
    <message>
        <source>Never</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>When a call goes wrong</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Always</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Privacy and records</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is recorded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep bodies of calls</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Questions and answers. Keys, addresses and numbers of persons are masked first. Keys, applications and routes may say less.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Of each body at most</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is longer is cut, and the log says so.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For how long</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Calls</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rows of the log, and why each call went as it did.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bodies</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>They never outlive their call.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sums by the minute</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For charts of short times.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sums by the hour</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sums by the day, which hold what was spent, always stay.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size on the disk</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Beyond it the oldest bodies go first, then the oldest calls.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On the disk</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In use</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The store, with all that is recorded.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give space back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compact the store</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gives space of removed records back to the disk, while the gateway serves.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Count anew</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make sums anew</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Counts charts and spend again from the calls that are kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 for %2</source>
        <comment>a size on the disk, a number of calls</comment>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n calls</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>a setting, its new value</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reset privacy and records</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ReplaceKeyDialog</name>
    <message>
        <source>Replace key of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Replace key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The new key takes the place of the old one at once; the old one cannot be brought back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The new key is kept in the gateway&apos;s key chain or vault and used in the place of “%1”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paste the key here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is tried at the provider before it is kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter the new key.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A key has no blanks and only plain characters. Copy it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 Enter another key, or press Replace key again to keep it nevertheless.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::Replay</name>
    <message>
        <source>The gateway&apos;s port does not answer (%1). Check that it runs, then try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The call ended with status %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The answer broke off.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ReplayDialog</name>
    <message>
        <source>Edit and replay</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 %2, with a key of the console&apos;s own. It is recorded and paid for like any other call.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Request</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The answer comes here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compare with the first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Send</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopped.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is no JSON: %1, at character %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sending…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Status %1 after %2</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::RevertDialog</name>
    <message>
        <source>This is what changes. It becomes a new revision, which can be taken back as well.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Revert</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ReviewBar</name>
    <message>
        <source>Review changes</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) wait for review. Nothing has reached %1 yet.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ReviewDialog</name>
    <message>
        <source>Discard all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Review changes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing has reached %1 yet. Apply the changes together, or discard what you do not want.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Discard %n change(s)?</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>They have not been applied, and cannot be brought back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Discard</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Apply %n change(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Discard: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Refused: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) could not be applied: mend or discard what is marked, then apply again.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ReviewPage</name>
    <message>
        <source>Add</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Provider</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Route</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Team</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Application</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Records</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Details</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What changes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What to know</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The gateway is asked what would change…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One moment…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing was changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Retry</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All of this is there already: nothing would change.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing to import.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing has changed yet. It would add %1, change %2 and remove %3.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n objects</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>a place in a file, what became of it</comment>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n things to know</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::RotateKeyDialog</name>
    <message>
        <source>Rotate key %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rotate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep the new key in the key chain for helpers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>24 hours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 hour</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>7 days</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>30 days</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not at all: end it now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Old key stays valid</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A new key is made at once. Give it to the clients before the old one ends.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New key expires</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Key chain</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::RouteDialog</name>
    <message>
        <source>Create route</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Edit route %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no connection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>timeout</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>5xx</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>smart</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What clients ask for as their model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Strategy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Targets</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tried from the first to the last: the next one serves where one fails.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tries</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On one target, before the next one is tried.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Further statuses</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Statuses</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Statuses of the provider parted by commas, such as 408, 429.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter statuses from 400 to 599, parted by commas.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As the settings say</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Of failed calls</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Of all calls</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recorded bodies</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Of the settings of key, application and route the most private one counts.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name the route, such as smart.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use printable characters only, 256 at most.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is a route of this name. Edit that one, or take another name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Create route %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change route %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::RouteModel</name>
    <message>
        <source>On</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Disabled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 × %2</source>
        <comment>target, weight</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, then </source>
        <comment>between targets in their order</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dollars per million tokens at the first target</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>State</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Targets</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fallbacks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Price per million</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Price source</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Calls</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Errors</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::RouteSwitch</name>
    <message>
        <source>%1 / %2</source>
        <comment>provider, model</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>S&amp;witch provider</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>route, target</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No route has a second target to switch to.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>First target of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Send %1 to %2 first</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::RoutesView</name>
    <message>
        <source>Create route</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Edit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Who would serve this?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Disable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set price</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show its calls</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete route</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Models and routes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter routes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Routes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is shown is old: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Retry</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading the routes…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No routes yet. A route gives clients one name for several models and fails over between them; without one they ask for provider/model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No route has these words.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select one route first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The demo provider&apos;s prices are pretended and stay as they are.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Disable route %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enable route %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%1: %n call(s).</source>
        <comment>range</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n application(s) name it in their models.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Delete route %1?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clients that ask for this name are refused from now on. You can undo this.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete route %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export routes</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) written to %1.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::SavedFilters</name>
    <message>
        <source>Save this filter…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Forget</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save filter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saved on this gateway, for everybody who works on it: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Begin with a letter or digit; letters, digits, blanks, dots, dashes and underscores may follow.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter %1 is saved.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter %1 is forgotten.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::SettingsPage</name>
    <message>
        <source>%1: on</source>
        <comment>a setting</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: off</source>
        <comment>a setting</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::SettingsView</name>
    <message>
        <source>tray login start window import export</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>port address restart server limits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>bodies retention keep disk size compact vacuum sums</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>proxy certificate authorities TLS</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>bell budget failover</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>keys keyboard commands</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>copy file save</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>version licence diagnostics</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pages of settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No setting has these words.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reset page</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reset %1?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All settings of this page go back to what they were at first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>theme dark light text size scale zoom language</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ShortcutSheet</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find a command or its keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Commands and their keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Command</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ShortcutsPage</name>
    <message>
        <source>Shortcuts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Assign</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Standard</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find a command or keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find a command</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By its name, its keys, or where it works.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keys of the command</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a command in the table, press the new keys, then assign them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Command</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Commands and their keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No command is chosen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Press the keys first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 belongs to &quot;%2&quot;. Choose other keys, or take them from there first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&quot;%1&quot; has no keys now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&quot;%1&quot; has the keys %2 now.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ShownKeyDialog</name>
    <message>
        <source>Key %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy your new key now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is shown this once. The gateway keeps only its fingerprint and cannot show it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The new key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clients send it as “Authorization: Bearer KEY”, or in x-api-key.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Copied. The clipboard forgets it in %n second(s).</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Waiting for the key chain. It may ask you to unlock it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kept in the key chain: “gatehouse key-helper %1” prints it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close without copying?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The key cannot be shown again. You would have to rotate it to get another.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::SideList</name>
    <message>
        <source>%1 (%2)</source>
        <extracomment>A heading and how many lines it has</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::SimulationPanel</name>
    <message>
        <source>Input tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Output tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Simulate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Who would serve this?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A route, or provider/model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model asked for</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Application that asks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kind of call</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Chat</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Chat, as Anthropic&apos;s clients ask</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Embeddings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Images</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Speech</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rerank</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> tokens in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> tokens out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Anyone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter the model that a client would ask for.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is sent. You see which route matches, which targets would be tried in which order, what each would cost, and why others are left out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>otherwise first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>first</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>where that fails (after %n try/tries), then</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Left out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Anyone asks.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 asks.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A route has this very name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No route has this name: what stands before the first / is a provider.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No route and no provider has this name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The call would be refused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Needs no key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Key %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Key %1 cannot be read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Price unknown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 a million tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>About %1 of pretend money (%2)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>About %1 (%2)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>healthy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>resting after failures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>probed by the next call</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>translated</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> · </source>
        <comment>between facts</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set price</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pretend prices: no budget is touched.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A budget would set %1 aside, the most that any of these targets costs.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The cost is unknown: an application with a budget would be refused.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::StartPage</name>
    <message>
        <source>Gatehouse stands between your programs and AI models: it keeps the keys, picks the provider, and shows what every call did and cost. How do you want to begin?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Just me</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A gateway on this computer, ready in seconds, with demo models to try.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connect to a gateway</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Somebody runs a gateway already, and you have its address and token.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Import</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take over keys from your environment, a LiteLLM configuration or a Gatehouse bundle.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::StatsFeed</name>
    <message>
        <source>The gateway&apos;s answer is not what its version should give. Update the console or the gateway.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::StatusBar</name>
    <message>
        <source>Updated %1 s ago</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 in flight  ·  %2 req/s  ·  %3 today</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Updated %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Updated %1 min ago</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TableView</name>
    <message>
        <source>Export rows</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CSV (*.csv)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>JSON Lines (*.jsonl)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 could not be written: %2. Choose another place and export again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy as text</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Export %n row(s)…</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Export all rows…</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TargetList</name>
    <message>
        <source>Add target</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TargetRow</name>
    <message>
        <source>Try it earlier</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try it later</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove target</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drag to change the order, or press Alt+Up and Alt+Down</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Provider</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model at the provider</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weight</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weight </source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no provider yet. Add one first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Say which model %1 shall be asked for.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TestPanel</name>
    <message>
        <source>Testing…</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Works. The provider offers %n model(s).</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Use %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not reached</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>fine</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TimeRange</name>
    <message>
        <source>Last 15 minutes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last hour</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last 6 hours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last 24 hours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last 7 days</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last 30 days</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This month</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Custom</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 %2</source>
        <extracomment>A moment of a chosen range: day, time</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>d MMM</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 – %2</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TokenKeeper</name>
    <message>
        <source>The key chain has no token for this gateway. Enter it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No key chain can be reached on this computer. The token can be kept until you quit, and is never written to a file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The key chain is locked or refused. Unlock it and try again, or keep the token until you quit.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The key chain did not take the token. Try again, or keep the token until you quit.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TrashDialog</name>
    <message>
        <source>Trash</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Deleted objects</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Deleted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Days left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looking into the trash…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete for good…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Restore</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Retry</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The trash is empty. What you delete stays here for 30 days.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n object(s) restored.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Delete %1 for good?</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Delete %n object(s) for good?</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>It cannot be restored from the trash any more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete for good</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::Tray</name>
    <message>
        <source>Open &amp;log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open &amp;window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gatehouse: %1</source>
        <comment>state of the gateway</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Spend today: %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TryPage</name>
    <message>
        <source>Send test call</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show in the log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A short question goes through the gateway&apos;s real port to the demo model %1. The answer streams back, and the call shows up in the log.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The same call as a command</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy command</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The key %1, for your programs. It is shown only now; the clipboard is cleared after 30 s.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The same from a terminal</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Command copied. It reads the key from the variable GATEHOUSE_KEY.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Key copied</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hello, Gatehouse! Is everything ready?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting for the first word…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Send again</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::Waterfall</name>
    <message>
        <source>Tries: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Received, queued and checked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>first byte %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gateway</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connecting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting for the first byte</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Failed</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>main</name>
    <message>
        <source>An AI gateway that a person can own.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the options.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the version.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use the profile NAME, with its own store and settings.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connect to the gateway that was saved as NAME.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the view NAME, such as overview or log.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pause the gateway: new calls are refused.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start without showing the window, where there is a tray.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show what FILE would change, before anything changes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write the configuration to FILE, without secrets.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A gatehouse: address. It fills in a form and changes nothing by itself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>--profile takes letters, digits, &apos;.&apos;, &apos;_&apos; and &apos;-&apos; only.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only one link is taken.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is no gatehouse: address.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
