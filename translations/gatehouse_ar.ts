<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ar_EG" sourcelanguage="en">
<context>
    <name>ActiveRoutes</name>
    <message numerus="yes">
        <source>%n more behind it</source>
        <translation>
            <numerusform>لا شيء بعده</numerusform>
            <numerusform>وواحد آخر بعده</numerusform>
            <numerusform>واثنان آخران بعده</numerusform>
            <numerusform>و%n أخرى بعده</numerusform>
            <numerusform>و%n أخرى بعده</numerusform>
            <numerusform>و%n أخرى بعده</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>shared with %n more</source>
        <translation>
            <numerusform>غير مشترك</numerusform>
            <numerusform>مشترك مع واحد آخر</numerusform>
            <numerusform>مشترك مع اثنين آخرين</numerusform>
            <numerusform>مشترك مع %n أخرى</numerusform>
            <numerusform>مشترك مع %n أخرى</numerusform>
            <numerusform>مشترك مع %n أخرى</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 is off</source>
        <translation>%1 معطّل</translation>
    </message>
    <message>
        <source>%1 has no key</source>
        <translation>ليس لدى %1 مفتاح</translation>
    </message>
    <message>
        <source>%1 rests</source>
        <translation>%1 في استراحة</translation>
    </message>
    <message>
        <source>%1: nothing can serve it now</source>
        <translation>%1: لا شيء يستطيع خدمته الآن</translation>
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
        <translation>إرسال %1 للمراجعة</translation>
    </message>
    <message>
        <source>Publish %1</source>
        <comment>an API&apos;s version</comment>
        <translation>نشر %1</translation>
    </message>
    <message>
        <source>Send %1 back</source>
        <comment>an API&apos;s version</comment>
        <translation>إعادة %1</translation>
    </message>
    <message>
        <source>Deprecate %1</source>
        <comment>an API&apos;s version</comment>
        <translation>إهمال %1</translation>
    </message>
    <message>
        <source>Retire %1</source>
        <comment>an API&apos;s version</comment>
        <translation>إيقاف %1 نهائيًا</translation>
    </message>
    <message>
        <source>Roll %1 back</source>
        <comment>an API&apos;s version</comment>
        <translation>إرجاع %1</translation>
    </message>
    <message>
        <source>Submit</source>
        <translation>إرسال</translation>
    </message>
    <message>
        <source>Publish</source>
        <translation>نشر</translation>
    </message>
    <message>
        <source>Send back</source>
        <translation>إعادة</translation>
    </message>
    <message>
        <source>Deprecate</source>
        <translation>إهمال</translation>
    </message>
    <message>
        <source>Retire</source>
        <translation>إيقاف نهائي</translation>
    </message>
    <message>
        <source>Roll back</source>
        <translation>تراجع</translation>
    </message>
    <message>
        <source>Whoever may publish is asked to look at it. Nothing changes for callers.</source>
        <translation>يُطلب ممن يحق له النشر الاطلاع عليها. لا يتغير شيء للمتصلين.</translation>
    </message>
    <message>
        <source>From the next call on, callers get this.</source>
        <translation>ابتداءً من الاستدعاء التالي يحصل المتصلون على هذا.</translation>
    </message>
    <message>
        <source>It becomes a design again, with your note for its author.</source>
        <translation>تعود مسودة مع ملاحظتك لصاحبها.</translation>
    </message>
    <message>
        <source>It goes on answering, and tells callers in each answer when it ends and what follows.</source>
        <translation>تستمر في الرد وتخبر المتصلين في كل رد متى تنتهي وماذا يليها.</translation>
    </message>
    <message>
        <source>Every further call is refused with 410. It cannot be published again.</source>
        <translation>يُرفض كل استدعاء لاحق بالرمز 410. لا يمكن نشرها مجددًا.</translation>
    </message>
    <message>
        <source>From the next call on, callers get the release before again.</source>
        <translation>ابتداءً من الاستدعاء التالي يحصل المتصلون على الإصدار السابق.</translation>
    </message>
</context>
<context>
    <name>Apis</name>
    <message>
        <source>A REST service</source>
        <translation>خدمة REST</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <comment>a release of so many</comment>
        <translation>%1 من %2</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>a moment, a person</comment>
        <translation>%1، %2</translation>
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
        <translation>تحذير</translation>
    </message>
    <message>
        <source>Switch</source>
        <translation>تحويل</translation>
    </message>
    <message>
        <source>Switch to %1</source>
        <translation>التحويل إلى %1</translation>
    </message>
    <message>
        <source>Block</source>
        <translation>حظر</translation>
    </message>
    <message>
        <source>Off · %1</source>
        <comment>an amount of dollars</comment>
        <translation>متوقف · %1</translation>
    </message>
    <message>
        <source>– of %1</source>
        <comment>an amount of dollars</comment>
        <translation>– من %1</translation>
    </message>
    <message>
        <source>%1 of %2 · %3</source>
        <comment>spent, limit, share</comment>
        <translation>%1 من %2 · %3</translation>
    </message>
    <message>
        <source>%1 · over</source>
        <comment>a forecast beyond the budget</comment>
        <translation>%1 · متجاوز</translation>
    </message>
    <message>
        <source>None</source>
        <translation>لا شيء</translation>
    </message>
    <message>
        <source>Budget %1</source>
        <translation>الميزانية %1</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>whose budget, how much of it</comment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Running calls have reserved %1.</source>
        <translation>حجزت الاستدعاءات الجارية %1.</translation>
    </message>
    <message>
        <source>At this pace %1 will be spent when the period ends.</source>
        <translation>بهذه الوتيرة سيُنفق %1 عند نهاية المدة.</translation>
    </message>
    <message>
        <source>It starts anew %1.</source>
        <translation>تبدأ من جديد: %1.</translation>
    </message>
    <message>
        <source>Raised from %1 until %2.</source>
        <translation>رُفعت من %1 حتى %2.</translation>
    </message>
    <message>
        <source>At the limit: %1. Alerts at %2.</source>
        <translation>عند الحد: %1. التنبيهات عند %2.</translation>
    </message>
</context>
<context>
    <name>CallDifference</name>
    <message>
        <source>Summary</source>
        <translation>الملخص</translation>
    </message>
    <message>
        <source>First byte</source>
        <translation>أول بايت</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>الإجمالي</translation>
    </message>
    <message>
        <source>Attempts</source>
        <translation>المحاولات</translation>
    </message>
    <message>
        <source>Try %1</source>
        <translation>المحاولة %1</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>التكلفة</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>غير معروف</translation>
    </message>
    <message>
        <source>Price</source>
        <translation>السعر</translation>
    </message>
    <message>
        <source>Line %1</source>
        <translation>السطر %1</translation>
    </message>
    <message>
        <source>not recorded</source>
        <translation>غير مسجّل</translation>
    </message>
    <message>
        <source>recorded</source>
        <translation>مسجّل</translation>
    </message>
    <message>
        <source>Body</source>
        <translation>المحتوى</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>الطلب</translation>
    </message>
    <message>
        <source>Response</source>
        <translation>الاستجابة</translation>
    </message>
</context>
<context>
    <name>CallRequest</name>
    <message>
        <source>The request of this call was not recorded. Record bodies to send later calls again.</source>
        <translation>لم يُسجَّل طلب هذا الاستدعاء. فعّل تسجيل المحتويات لتتمكن من إعادة إرسال الاستدعاءات اللاحقة.</translation>
    </message>
    <message>
        <source>The request of this call was not kept.</source>
        <translation>لم يُحفظ طلب هذا الاستدعاء.</translation>
    </message>
    <message>
        <source>Only the beginning of the request was recorded. Complete it before you send it.</source>
        <translation>سُجّلت بداية الطلب فقط. أكمله قبل إرساله.</translation>
    </message>
    <message>
        <source>Images or sound were left out of the record. Put them back before you send it.</source>
        <translation>حُذفت الصور أو الأصوات من التسجيل. أعدها قبل الإرسال.</translation>
    </message>
    <message>
        <source>Private data was masked in the record. Put it back before you send it.</source>
        <translation>حُجبت بيانات خاصة في التسجيل. أعدها قبل الإرسال.</translation>
    </message>
</context>
<context>
    <name>ChainWords</name>
    <message>
        <source>Only when %1</source>
        <translation>فقط عندما %1</translation>
    </message>
    <message>
        <source>After %1</source>
        <translation>بعد %1</translation>
    </message>
    <message>
        <source>At most %1</source>
        <translation>%1 على الأكثر</translation>
    </message>
    <message>
        <source>The chain goes on without it</source>
        <translation>تستمر السلسلة من دونها</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>الموجّه</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>النموذج</translation>
    </message>
    <message>
        <source>Tensor model</source>
        <translation>نموذج موترات</translation>
    </message>
    <message>
        <source>Published API</source>
        <translation>واجهة API منشورة</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>تعمل</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>تم</translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>مستبعد</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>فشل</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>المنتظرة</translation>
    </message>
    <message>
        <source>“%1”</source>
        <comment>a text</comment>
        <translation>«%1»</translation>
    </message>
    <message>
        <source>%1 is %2</source>
        <translation>%1 هو %2</translation>
    </message>
    <message>
        <source>%1 is one of %2</source>
        <translation>%1 واحد من %2</translation>
    </message>
    <message>
        <source>%1 is there</source>
        <translation>%1 موجود</translation>
    </message>
    <message>
        <source>%1 is not there</source>
        <translation>%1 غير موجود</translation>
    </message>
    <message>
        <source>Inputs</source>
        <translation>المدخلات</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>الإجابة</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>الحدود</translation>
    </message>
</context>
<context>
    <name>Changes</name>
    <message>
        <source>%1 added</source>
        <translation>أُضيف %1</translation>
    </message>
    <message>
        <source>%1 deleted</source>
        <translation>حُذف %1</translation>
    </message>
    <message>
        <source>%1 changed</source>
        <translation>تغيّر %1</translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation>لا شيء</translation>
    </message>
    <message>
        <source>Provider %1</source>
        <translation>المزوّد %1</translation>
    </message>
    <message>
        <source>Route %1</source>
        <translation>المسار %1</translation>
    </message>
    <message>
        <source>Team %1</source>
        <translation>الفريق %1</translation>
    </message>
    <message>
        <source>Application %1</source>
        <translation>التطبيق %1</translation>
    </message>
    <message>
        <source>Key %1</source>
        <translation>المفتاح %1</translation>
    </message>
    <message>
        <source>Secret %1</source>
        <translation>السر %1</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>نعم</translation>
    </message>
    <message>
        <source>no</source>
        <translation>لا</translation>
    </message>
    <message>
        <source>Prompt %1</source>
        <translation>الموجّه %1</translation>
    </message>
    <message>
        <source>Chain %1</source>
        <translation>السلسلة %1</translation>
    </message>
    <message>
        <source>API %1</source>
        <translation>واجهة API %1</translation>
    </message>
    <message>
        <source>Plan %1</source>
        <translation>الخطة %1</translation>
    </message>
    <message>
        <source>Subscription %1</source>
        <translation>الاشتراك %1</translation>
    </message>
    <message>
        <source>User %1</source>
        <translation>المستخدم %1</translation>
    </message>
    <message>
        <source>Webhook %1</source>
        <translation>خطاف الويب %1</translation>
    </message>
</context>
<context>
    <name>ChartMaker</name>
    <message>
        <source>Errors</source>
        <translation>الأخطاء</translation>
    </message>
    <message>
        <source>Spend</source>
        <translation>الإنفاق</translation>
    </message>
    <message>
        <source>Pretend spend</source>
        <translation>الإنفاق الوهمي</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>الإدخال</translation>
    </message>
    <message>
        <source>Cached input</source>
        <translation>الإدخال المخزّن مؤقتًا</translation>
    </message>
    <message>
        <source>Cache write</source>
        <translation>الكتابة في التخزين المؤقت</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>الإخراج</translation>
    </message>
    <message>
        <source>Reasoning</source>
        <translation>الاستدلال</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>الاستدعاءات</translation>
    </message>
    <message>
        <source>%1, before</source>
        <translation>%1، سابقًا</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>أخرى</translation>
    </message>
    <message>
        <source>Together</source>
        <translation>معًا</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>الرموز</translation>
    </message>
</context>
<context>
    <name>ChartPainter</name>
    <message>
        <source>▲ %1, above</source>
        <translation>▲ %1، أعلى</translation>
    </message>
</context>
<context>
    <name>ChartScale</name>
    <message>
        <source>d MMM</source>
        <extracomment>How a day is written on a chart&apos;s axis, in the letters of Qt&apos;s date formats</extracomment>
        <translation>d MMM</translation>
    </message>
    <message>
        <source>MMM yyyy</source>
        <translation>MMM yyyy</translation>
    </message>
    <message>
        <source>d MMM yyyy</source>
        <translation>d MMM yyyy</translation>
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
        <translation>%1، %2</translation>
    </message>
</context>
<context>
    <name>ChartTip</name>
    <message numerus="yes">
        <source>and %n more changes</source>
        <translation>
            <numerusform>ولا تغييرات أخرى</numerusform>
            <numerusform>وتغيير آخر</numerusform>
            <numerusform>وتغييران آخران</numerusform>
            <numerusform>و%n تغييرات أخرى</numerusform>
            <numerusform>و%n تغييرًا آخر</numerusform>
            <numerusform>و%n تغيير آخر</numerusform>
        </translation>
    </message>
    <message>
        <source>Together</source>
        <translation>معًا</translation>
    </message>
    <message>
        <source>%1 %2 – %3</source>
        <translation>%1 %2 – %3</translation>
    </message>
    <message>
        <source>Sum</source>
        <translation>المجموع</translation>
    </message>
    <message>
        <source>Median of the hours</source>
        <translation>وسيط الساعات</translation>
    </message>
    <message>
        <source>Latest: %1</source>
        <translation>الأحدث: %1</translation>
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
        <translation>ينتهي عنوان URL الأساسي من دون ‎/v1: يضيف Claude Code الباقي بنفسه.</translation>
    </message>
    <message>
        <source>ANTHROPIC_API_KEY must not be set as well: both would be sent, and the wrong one may win.</source>
        <translation>يجب ألا يُضبط ANTHROPIC_API_KEY أيضًا: سيُرسل الاثنان وقد يغلب الخاطئ منهما.</translation>
    </message>
    <message>
        <source>What settings.json says goes before what the shell says.</source>
        <translation>ما يرد في settings.json يتقدّم على ما تحدده الصدفة.</translation>
    </message>
    <message>
        <source>Shell</source>
        <translation>الصدفة</translation>
    </message>
    <message>
        <source>settings.json</source>
        <translation>settings.json</translation>
    </message>
    <message>
        <source>Codex speaks the Responses API only.</source>
        <translation>لا يتحدث Codex إلا Responses API.</translation>
    </message>
    <message>
        <source>config.toml is read when Codex starts: start it anew after a change.</source>
        <translation>يُقرأ config.toml عند بدء Codex: أعد تشغيله بعد التغيير.</translation>
    </message>
    <message>
        <source>A config.toml inside a project cannot choose the provider; use the one in your home folder.</source>
        <translation>لا يستطيع ملف config.toml داخل مشروع اختيار المزوّد؛ استخدم الملف الموجود في مجلدك الرئيسي.</translation>
    </message>
    <message>
        <source>config.toml</source>
        <translation>config.toml</translation>
    </message>
    <message>
        <source>Choose the API key as the way to sign in; with a Google login the base URL is not used.</source>
        <translation>اختر مفتاح API طريقةً لتسجيل الدخول؛ فمع تسجيل الدخول عبر Google لا يُستخدم عنوان URL الأساسي.</translation>
    </message>
    <message>
        <source>A .env file in a project goes before the one in your home folder.</source>
        <translation>ملف ‎.env في مشروع يتقدّم على الملف الموجود في مجلدك الرئيسي.</translation>
    </message>
    <message>
        <source>Cursor&apos;s own servers send the requests, so they cannot reach this computer&apos;s loopback address. The gateway needs an address on the network, with TLS.</source>
        <translation>خوادم Cursor نفسها هي التي ترسل الطلبات، لذا لا يمكنها الوصول إلى عنوان الاسترجاع لهذا الحاسوب. تحتاج البوابة إلى عنوان على الشبكة مع TLS.</translation>
    </message>
    <message>
        <source>The other base URL counts for all OpenAI models in Cursor, also those of its subscription.</source>
        <translation>يسري عنوان URL الأساسي الآخر على جميع نماذج OpenAI في Cursor، وعلى نماذج اشتراكه أيضًا.</translation>
    </message>
    <message>
        <source>Completion while typing still uses Cursor&apos;s own models.</source>
        <translation>ما زال الإكمال أثناء الكتابة يستخدم نماذج Cursor نفسها.</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>الإعدادات</translation>
    </message>
    <message>
        <source>Without apiBase the key would be sent to OpenAI.</source>
        <translation>من دون apiBase سيُرسل المفتاح إلى OpenAI.</translation>
    </message>
    <message>
        <source>Where a config.yaml exists, config.json is not read any more.</source>
        <translation>حيث يوجد config.yaml لا يُقرأ config.json بعد ذلك.</translation>
    </message>
    <message>
        <source>config.yaml</source>
        <translation>config.yaml</translation>
    </message>
    <message>
        <source>Cline keeps the key in the editor&apos;s own secret store: enter it there.</source>
        <translation>يحفظ Cline المفتاح في مخزن أسرار المحرر: أدخله هناك.</translation>
    </message>
    <message>
        <source>The model&apos;s name begins with openai/ here: that tells Aider which API to speak.</source>
        <translation>يبدأ اسم النموذج هنا بـ openai/‎: فبذلك يعرف Aider أي API يستخدم.</translation>
    </message>
    <message>
        <source>A .aider.conf.yml in the repository goes before the one in your home folder.</source>
        <translation>ملف ‎.aider.conf.yml في المستودع يتقدّم على الملف الموجود في مجلدك الرئيسي.</translation>
    </message>
    <message>
        <source>.aider.conf.yml</source>
        <translation>.aider.conf.yml</translation>
    </message>
    <message>
        <source>In a container 127.0.0.1 is the container itself. The gateway must listen on an address that the container reaches.</source>
        <translation>العنوان 127.0.0.1 داخل الحاوية هو الحاوية نفسها. يجب أن تستمع البوابة إلى عنوان تصل إليه الحاوية.</translation>
    </message>
    <message>
        <source>The variables count at the first start only; later change the connection under Admin Settings &gt; Connections.</source>
        <translation>تسري المتغيرات عند أول تشغيل فقط؛ غيّر الاتصال لاحقًا من Admin Settings &gt; Connections.</translation>
    </message>
    <message>
        <source>Docker</source>
        <translation>Docker</translation>
    </message>
    <message>
        <source>Set the variable GATEHOUSE_KEY to your key first: export GATEHOUSE_KEY=…</source>
        <translation>اضبط أولًا المتغير GATEHOUSE_KEY على مفتاحك: export GATEHOUSE_KEY=…</translation>
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
        <translation>استخدم OpenAILike لا OpenAI: فالأخير يرفض أسماء النماذج التي لا يعرفها.</translation>
    </message>
    <message>
        <source>The base URL ends without /v1: the library adds it.</source>
        <translation>ينتهي عنوان URL الأساسي من دون ‎/v1: تضيفه المكتبة.</translation>
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
        <translation>صيغة Bedrock</translation>
    </message>
    <message>
        <source>Vertex form</source>
        <translation>صيغة Vertex</translation>
    </message>
    <message>
        <source>In the Bedrock and Vertex forms project and region have to be there, but play no part.</source>
        <translation>في صيغتي Bedrock وVertex يجب ذكر المشروع والمنطقة، لكن لا دور لهما.</translation>
    </message>
    <message>
        <source>Responses go over HTTP or, where Codex opens one, over a WebSocket at the same address.</source>
        <translation>تمر Responses عبر HTTP، أو عبر WebSocket على العنوان نفسه حيث يفتحه Codex.</translation>
    </message>
    <message>
        <source>Ollama&apos;s clients send no key of their own accord: the header carries it.</source>
        <translation>لا ترسل عملاء Ollama مفتاحًا من تلقاء نفسها: الترويسة تحمله.</translation>
    </message>
    <message>
        <source>The gateway takes its key as a Bedrock API key; a signature with an access key cannot be checked and is refused.</source>
        <translation>تقبل البوابة مفتاحها كمفتاح Bedrock API؛ أما التوقيع بمفتاح وصول فلا يمكن التحقق منه ويُرفض.</translation>
    </message>
    <message>
        <source>The region has to be there, but plays no part.</source>
        <translation>يجب ذكر المنطقة، لكن لا دور لها.</translation>
    </message>
    <message>
        <source>With TLS, AWS_BEARER_TOKEN_BEDROCK does the same; without it boto3 refuses to send a key by itself.</source>
        <translation>مع TLS يؤدي AWS_BEARER_TOKEN_BEDROCK الغرض نفسه؛ وبدونه ترفض boto3 إرسال مفتاح من تلقاء نفسها.</translation>
    </message>
</context>
<context>
    <name>Confirm</name>
    <message>
        <source>Type %1 to go on:</source>
        <translation>اكتب %1 للمتابعة:</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>إلغاء</translation>
    </message>
</context>
<context>
    <name>Conformance</name>
    <message>
        <source>Testing: %1 of %2</source>
        <translation>جارٍ الاختبار: %1 من %2</translation>
    </message>
    <message>
        <source>Stopped, %1</source>
        <comment>day</comment>
        <translation>أُوقف، %1</translation>
    </message>
    <message numerus="yes">
        <source>All %n pass, %1</source>
        <comment>day</comment>
        <translation>
            <numerusform>نجحت كلها (%n)، %1</numerusform>
            <numerusform>نجحت كلها (%n)، %1</numerusform>
            <numerusform>نجحت كلها (%n)، %1</numerusform>
            <numerusform>نجحت كلها (%n)، %1</numerusform>
            <numerusform>نجحت كلها (%n)، %1</numerusform>
            <numerusform>نجحت كلها (%n)، %1</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2 pass, %3</source>
        <comment>tests, tests, day</comment>
        <translation>نجح %1 من %2، %3</translation>
    </message>
    <message>
        <source>Plain</source>
        <translation>عادي</translation>
    </message>
    <message>
        <source>Stream</source>
        <translation>تدفّق</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>أدوات</translation>
    </message>
    <message>
        <source>Parallel tools</source>
        <translation>أدوات متوازية</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>صورة</translation>
    </message>
    <message>
        <source>Structured output</source>
        <translation>مخرجات مهيكلة</translation>
    </message>
    <message>
        <source>Reasoning</source>
        <translation>الاستدلال</translation>
    </message>
    <message>
        <source>Long output</source>
        <translation>مخرجات طويلة</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>الخطأ</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>إلغاء</translation>
    </message>
</context>
<context>
    <name>ConnectionDialog</name>
    <message>
        <source>Add a connection</source>
        <translation>إضافة اتصال</translation>
    </message>
    <message>
        <source>Edit connection</source>
        <translation>تحرير الاتصال</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>اتصال</translation>
    </message>
</context>
<context>
    <name>Connections</name>
    <message>
        <source>Enter the address, such as https://gateway.example:8643.</source>
        <translation>أدخل العنوان، مثل https://gateway.example:8643.</translation>
    </message>
    <message>
        <source>This is no address. It begins with https:// and names a host, such as https://gateway.example:8643.</source>
        <translation>هذا ليس عنوانًا. يبدأ العنوان بـ https:// ويسمّي مضيفًا، مثل https://gateway.example:8643.</translation>
    </message>
    <message>
        <source>Leave out user names, ? and #: the token has a field of its own.</source>
        <translation>لا تُدخل أسماء مستخدمين ولا ? ولا #: للرمز حقله الخاص.</translation>
    </message>
    <message>
        <source>Leave out the path: host and port are enough.</source>
        <translation>لا تُدخل المسار: يكفي المضيف والمنفذ.</translation>
    </message>
    <message>
        <source>Use https: over http the token could be read on the way.</source>
        <translation>استخدم https: فعبر http قد يُقرأ الرمز في الطريق.</translation>
    </message>
</context>
<context>
    <name>CredentialKinds</name>
    <message>
        <source>Access key ID</source>
        <translation>معرّف مفتاح الوصول</translation>
    </message>
    <message>
        <source>An access key ID has letters and digits only, such as AKIAIOSFODNN7EXAMPLE.</source>
        <translation>يتكوّن معرّف مفتاح الوصول من حروف وأرقام فقط، مثل AKIAIOSFODNN7EXAMPLE.</translation>
    </message>
    <message>
        <source>Enter the access key ID whose secret stands below.</source>
        <translation>أدخل معرّف مفتاح الوصول الذي يرد سره أدناه.</translation>
    </message>
    <message>
        <source>Tenant</source>
        <translation>المستأجر</translation>
    </message>
    <message>
        <source>The directory&apos;s id or domain.</source>
        <translation>معرّف الدليل أو نطاقه.</translation>
    </message>
    <message>
        <source>A tenant is an id or a domain, such as contoso.onmicrosoft.com.</source>
        <translation>المستأجر معرّف أو نطاق، مثل contoso.onmicrosoft.com.</translation>
    </message>
    <message>
        <source>Enter the tenant that the application is in.</source>
        <translation>أدخل المستأجر الذي يضم التطبيق.</translation>
    </message>
    <message>
        <source>Client ID</source>
        <translation>معرّف العميل</translation>
    </message>
    <message>
        <source>Of the application or identity. Without one the machine&apos;s own counts, or what the key says.</source>
        <translation>للتطبيق أو الهوية. بدونه يُعتمد ما للجهاز أو ما يقوله المفتاح.</translation>
    </message>
    <message>
        <source>A client ID has no blanks.</source>
        <translation>لا يحوي معرّف العميل فراغات.</translation>
    </message>
    <message>
        <source>Enter the client ID whose secret stands below.</source>
        <translation>أدخل معرّف العميل الذي يرد سره أدناه.</translation>
    </message>
    <message>
        <source>Region</source>
        <translation>المنطقة</translation>
    </message>
    <message>
        <source>Leave it empty where the address says it.</source>
        <translation>اتركه فارغًا إن كان العنوان يذكرها.</translation>
    </message>
    <message>
        <source>A region is written like eu-west-1.</source>
        <translation>تُكتب المنطقة مثل eu-west-1.</translation>
    </message>
    <message>
        <source>Profile</source>
        <translation>الملف الشخصي</translation>
    </message>
    <message>
        <source>Of ~/.aws/config on the gateway&apos;s machine. Leave it empty for the default.</source>
        <translation>من ‎~/.aws/config على جهاز البوابة. اتركه فارغًا للافتراضي.</translation>
    </message>
    <message>
        <source>A profile&apos;s name has letters, digits and . _ @ + - only.</source>
        <translation>يحوي اسم الملف الشخصي حروفًا وأرقامًا و . _ @ + - فقط.</translation>
    </message>
    <message>
        <source>Role to assume</source>
        <translation>الدور المُتَّخذ</translation>
    </message>
    <message>
        <source>Leave it empty to sign with the credential itself.</source>
        <translation>اتركه فارغًا للتوقيع ببيانات الاعتماد نفسها.</translation>
    </message>
    <message>
        <source>A role is written like arn:aws:iam::123456789012:role/gatehouse.</source>
        <translation>يُكتب الدور مثل arn:aws:iam::123456789012:role/gatehouse.</translation>
    </message>
    <message>
        <source>External ID</source>
        <translation>المعرّف الخارجي</translation>
    </message>
    <message>
        <source>What the role&apos;s owner wants to see, if anything.</source>
        <translation>ما يريد مالك الدور رؤيته، إن وُجد.</translation>
    </message>
    <message>
        <source>An external ID has letters, digits and + = , . @ : / _ - only.</source>
        <translation>يحوي المعرّف الخارجي حروفًا وأرقامًا و + = , . @ : / _ - فقط.</translation>
    </message>
    <message>
        <source>Act as</source>
        <translation>التصرف باسم</translation>
    </message>
    <message>
        <source>A service account that is impersonated. Leave it empty to act as the credential itself.</source>
        <translation>حساب خدمة يُتصرَّف باسمه. اتركه فارغًا للتصرف ببيانات الاعتماد نفسها.</translation>
    </message>
    <message>
        <source>Enter the service account&apos;s address, such as gateway@project.iam.gserviceaccount.com.</source>
        <translation>أدخل عنوان حساب الخدمة، مثل gateway@project.iam.gserviceaccount.com.</translation>
    </message>
    <message>
        <source>Token address</source>
        <translation>عنوان الرموز</translation>
    </message>
    <message>
        <source>Where tokens are fetched. Some presets know it already.</source>
        <translation>حيث تُجلب الرموز. بعض الإعدادات الجاهزة تعرفه.</translation>
    </message>
    <message>
        <source>Enter a whole address, such as https://login.example.com/oauth/token.</source>
        <translation>أدخل عنوانًا كاملًا، مثل https://login.example.com/oauth/token.</translation>
    </message>
    <message>
        <source>Scope</source>
        <translation>النطاق</translation>
    </message>
    <message>
        <source>Leave it empty for the usual one.</source>
        <translation>اتركه فارغًا للمعتاد.</translation>
    </message>
    <message>
        <source>Scopes are plain words, parted by single blanks.</source>
        <translation>النطاقات كلمات بسيطة تفصل بينها فراغات مفردة.</translation>
    </message>
    <message>
        <source>Audience</source>
        <translation>الجمهور</translation>
    </message>
    <message>
        <source>Where the token server asks for one.</source>
        <translation>حيث يطلبه خادم الرموز.</translation>
    </message>
    <message>
        <source>An audience has no blanks.</source>
        <translation>لا يحوي الجمهور فراغات.</translation>
    </message>
    <message>
        <source>Parameter</source>
        <translation>المعامل</translation>
    </message>
    <message>
        <source>A parameter&apos;s name has letters, digits and . _ ~ - only.</source>
        <translation>يحوي اسم المعامل حروفًا وأرقامًا و . _ ~ - فقط.</translation>
    </message>
    <message>
        <source>Before the key</source>
        <translation>قبل المفتاح</translation>
    </message>
    <message>
        <source>A word that stands before the key in the header, if any.</source>
        <translation>كلمة تسبق المفتاح في الترويسة، إن وُجدت.</translation>
    </message>
    <message>
        <source>Enter one word without blanks in it.</source>
        <translation>أدخل كلمة واحدة بلا فراغات.</translation>
    </message>
    <message>
        <source>As is usual for this provider</source>
        <translation>كالمعتاد لدى هذا المزوّد</translation>
    </message>
    <message>
        <source>API key (Authorization: Bearer)</source>
        <translation>مفتاح API ‏(Authorization: Bearer)</translation>
    </message>
    <message>
        <source>No key is sent</source>
        <translation>لا يُرسل مفتاح</translation>
    </message>
    <message>
        <source>API key in the address</source>
        <translation>مفتاح API في العنوان</translation>
    </message>
    <message>
        <source>API key in a header of its own</source>
        <translation>مفتاح API في ترويسة خاصة</translation>
    </message>
    <message>
        <source>AWS signature (SigV4)</source>
        <translation>توقيع AWS ‏(SigV4)</translation>
    </message>
    <message>
        <source>Google Cloud token</source>
        <translation>رمز Google Cloud</translation>
    </message>
    <message>
        <source>Microsoft Entra ID token</source>
        <translation>رمز Microsoft Entra ID</translation>
    </message>
    <message>
        <source>OAuth client credentials</source>
        <translation>بيانات اعتماد عميل OAuth</translation>
    </message>
    <message>
        <source>IBM Cloud token for an API key</source>
        <translation>رمز IBM Cloud مقابل مفتاح API</translation>
    </message>
    <message>
        <source>API key in the header %1</source>
        <translation>مفتاح API في الترويسة %1</translation>
    </message>
    <message>
        <source>Credentials of the gateway&apos;s machine</source>
        <translation>بيانات اعتماد جهاز البوابة</translation>
    </message>
    <message>
        <source>Access key</source>
        <translation>مفتاح الوصول</translation>
    </message>
    <message>
        <source>Service account, its JSON given here</source>
        <translation>حساب خدمة، ‏JSON الخاص به هنا</translation>
    </message>
    <message>
        <source>Service account, its JSON kept elsewhere</source>
        <translation>حساب خدمة، ‏JSON الخاص به محفوظ في مكان آخر</translation>
    </message>
    <message>
        <source>Application and client secret</source>
        <translation>تطبيق وسر عميل</translation>
    </message>
    <message>
        <source>Managed or workload identity of the gateway&apos;s machine</source>
        <translation>هوية مُدارة أو هوية عبء عمل لجهاز البوابة</translation>
    </message>
    <message>
        <source>Wherever it is found</source>
        <translation>حيثما وُجدت</translation>
    </message>
    <message>
        <source>Variables of the environment</source>
        <translation>متغيرات البيئة</translation>
    </message>
    <message>
        <source>File of gcloud (application default)</source>
        <translation>ملف gcloud ‏(application default)</translation>
    </message>
    <message>
        <source>Files in ~/.aws</source>
        <translation>ملفات في ‎~/.aws</translation>
    </message>
    <message>
        <source>What the container&apos;s environment names</source>
        <translation>ما تذكره بيئة الحاوية</translation>
    </message>
    <message>
        <source>Workload identity (a token in a file)</source>
        <translation>هوية عبء العمل (رمز في ملف)</translation>
    </message>
    <message>
        <source>Managed identity of the machine</source>
        <translation>هوية الجهاز المُدارة</translation>
    </message>
    <message>
        <source>Metadata address of the machine</source>
        <translation>عنوان البيانات الوصفية للجهاز</translation>
    </message>
    <message>
        <source>The secret access key. It is kept in the gateway&apos;s key chain or vault and never shown again.</source>
        <translation>مفتاح الوصول السري. يُحفظ في سلسلة مفاتيح البوابة أو خزنتها ولا يُعرض مجددًا أبدًا.</translation>
    </message>
    <message>
        <source>The client secret. It is kept in the gateway&apos;s key chain or vault and never shown again.</source>
        <translation>سر العميل. يُحفظ في سلسلة مفاتيح البوابة أو خزنتها ولا يُعرض مجددًا أبدًا.</translation>
    </message>
    <message>
        <source>Where the service account&apos;s JSON is kept: a file or variable of the gateway, or its vault.</source>
        <translation>مكان حفظ JSON حساب الخدمة: ملف أو متغير للبوابة، أو خزنتها.</translation>
    </message>
    <message>
        <source>The API key for which tokens are fetched. It is kept in the gateway&apos;s key chain or vault.</source>
        <translation>مفتاح API الذي تُجلب الرموز مقابله. يُحفظ في سلسلة مفاتيح البوابة أو خزنتها.</translation>
    </message>
</context>
<context>
    <name>DesktopHabits</name>
    <message>
        <source>%1 cannot be written (%2). Make the folder writable, then try again.</source>
        <translation>تعذّرت الكتابة في %1 (%2). اجعل المجلد قابلًا للكتابة، ثم حاول مجددًا.</translation>
    </message>
</context>
<context>
    <name>EmbeddedGateway</name>
    <message>
        <source>This computer</source>
        <translation>هذا الحاسوب</translation>
    </message>
</context>
<context>
    <name>Environment</name>
    <message>
        <source>This version cannot use it.</source>
        <translation>لا يستطيع هذا الإصدار استخدامه.</translation>
    </message>
    <message>
        <source>It needs an address too; add it under Providers.</source>
        <translation>يحتاج إلى عنوان أيضًا؛ أضفه ضمن المزوّدين.</translation>
    </message>
    <message>
        <source>Its value is not a key.</source>
        <translation>قيمته ليست مفتاحًا.</translation>
    </message>
</context>
<context>
    <name>EnvironmentCheck</name>
    <message>
        <source>%1, line %2</source>
        <comment>file</comment>
        <translation>%1، السطر %2</translation>
    </message>
</context>
<context>
    <name>Explanation</name>
    <message>
        <source>It was tried again.</source>
        <translation>أُعيدت المحاولة.</translation>
    </message>
    <message>
        <source>The next target was tried.</source>
        <translation>جُرّب الهدف التالي.</translation>
    </message>
    <message>
        <source>The error was passed to the client.</source>
        <translation>مُرّر الخطأ إلى العميل.</translation>
    </message>
    <message>
        <source>The client left before it ended.</source>
        <translation>غادر العميل قبل انتهائه.</translation>
    </message>
    <message>
        <source>It was cancelled here.</source>
        <translation>أُلغي هنا.</translation>
    </message>
    <message>
        <source>Try %1: %2 served it with status %3 in %4.</source>
        <translation>المحاولة %1: خدمه %2 بالحالة %3 خلال %4.</translation>
    </message>
    <message>
        <source>Try %1: %2 answered with status %3 (%4) after %5.</source>
        <translation>المحاولة %1: أجاب %2 بالحالة %3 (%4) بعد %5.</translation>
    </message>
    <message>
        <source>not used</source>
        <translation>غير مستخدم</translation>
    </message>
    <message>
        <source>Try %1: %2 did not answer (%3), after %4.</source>
        <translation>المحاولة %1: لم يُجب %2 (%3)، بعد %4.</translation>
    </message>
    <message>
        <source>no reason was told</source>
        <translation>لم يُذكر سبب</translation>
    </message>
    <message>
        <source>With the key %1.</source>
        <translation>بالمفتاح %1.</translation>
    </message>
    <message>
        <source>The client got the whole answer, with status %1.</source>
        <translation>وصلت الإجابة كاملة إلى العميل بالحالة %1.</translation>
    </message>
    <message>
        <source>The gateway refused the call with status %1 (%2); no provider was asked.</source>
        <translation>رفضت البوابة الاستدعاء بالحالة %1 (%2)؛ ولم يُسأل أي مزوّد.</translation>
    </message>
    <message>
        <source>The answer broke off behind its beginning; the client was told in the stream.</source>
        <translation>انقطعت الإجابة بعد بدايتها؛ وأُبلغ العميل بذلك في البث.</translation>
    </message>
    <message>
        <source>The call was cancelled in the console; the client was told so.</source>
        <translation>أُلغي الاستدعاء في وحدة التحكم؛ وأُبلغ العميل بذلك.</translation>
    </message>
    <message>
        <source>The client left before the answer was complete.</source>
        <translation>غادر العميل قبل اكتمال الإجابة.</translation>
    </message>
    <message>
        <source>The client got an error with status %1 (%2).</source>
        <translation>تلقّى العميل خطأ بالحالة %1 (%2).</translation>
    </message>
    <message>
        <source>The cache held this very answer.</source>
        <translation>كانت هذه الإجابة نفسها في التخزين المؤقت.</translation>
    </message>
    <message>
        <source>The cache held the answer to a question that means the same.</source>
        <translation>كانت في التخزين المؤقت إجابة سؤال بالمعنى نفسه.</translation>
    </message>
    <message>
        <source>The cache held no answer.</source>
        <translation>لم تكن في التخزين المؤقت إجابة.</translation>
    </message>
    <message>
        <source>The key %1 belongs to the application %2 of the team %3.</source>
        <translation>المفتاح %1 تابع للتطبيق %2 من الفريق %3.</translation>
    </message>
    <message>
        <source>No key was recognised.</source>
        <translation>لم يُتعرَّف على أي مفتاح.</translation>
    </message>
    <message>
        <source>The client asked for the model %1.</source>
        <translation>طلب العميل النموذج %1.</translation>
    </message>
    <message>
        <source>The rule that counts: %1.</source>
        <translation>القاعدة السارية: %1.</translation>
    </message>
    <message>
        <source>Limit %1: %2 of %3 used.</source>
        <translation>الحد %1: استُخدم %2 من %3.</translation>
    </message>
    <message>
        <source>%1 was not tried: %2.</source>
        <comment>target, reason</comment>
        <translation>لم يُجرَّب %1: %2.</translation>
    </message>
    <message>
        <source>First choice: %1.</source>
        <translation>الخيار الأول: %1.</translation>
    </message>
    <message>
        <source>Price: %1.</source>
        <translation>السعر: %1.</translation>
    </message>
    <message>
        <source>It was translated into the provider&apos;s dialect, %1.</source>
        <translation>تُرجم إلى لهجة المزوّد، %1.</translation>
    </message>
    <message>
        <source>Lost in translation: %1</source>
        <translation>فُقد في الترجمة: %1</translation>
    </message>
    <message>
        <source>The provider&apos;s next key was tried.</source>
        <translation>جُرِّب المفتاح التالي للمزوّد.</translation>
    </message>
    <message>
        <source>Another route went on with the call.</source>
        <translation>تابع مسار آخر الاستدعاء.</translation>
    </message>
    <message>
        <source>Another target continued the answer, with a visible seam.</source>
        <translation>أكمل هدف آخر الإجابة مع فاصل ظاهر.</translation>
    </message>
    <message>
        <source>It was one of two calls; the other answer was used.</source>
        <translation>كان أحد استدعاءين؛ واستُخدمت الإجابة الأخرى.</translation>
    </message>
    <message>
        <source>The route %1 has this name.</source>
        <translation>المسار %1 يحمل هذا الاسم.</translation>
    </message>
    <message>
        <source>The route %1 goes on with it.</source>
        <translation>يتابعه المسار %1.</translation>
    </message>
    <message>
        <source>Its rule “%1” fits this call.</source>
        <translation>قاعدته «%1» تنطبق على هذا الاستدعاء.</translation>
    </message>
    <message>
        <source>Where it failed, the route %1 was to go on.</source>
        <translation>عند الفشل كان على المسار %1 أن يتابع.</translation>
    </message>
    <message>
        <source>No route has this name; it names a provider&apos;s model itself: %1.</source>
        <translation>لا مسار بهذا الاسم؛ فهو يسمّي نموذج مزوّد مباشرة: %1.</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>reason, figure</comment>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>it stands first among those that could serve</source>
        <translation>هو الأول بين من يستطيع الخدمة</translation>
    </message>
    <message>
        <source>it was drawn by weight</source>
        <translation>وقع عليه الاختيار بحسب الأوزان</translation>
    </message>
    <message>
        <source>it was its turn</source>
        <translation>جاء دوره</translation>
    </message>
    <message>
        <source>it had the fewest calls under way</source>
        <translation>كان لديه أقل عدد من الاستدعاءات الجارية</translation>
    </message>
    <message>
        <source>it lately began to answer soonest</source>
        <translation>كان مؤخرًا الأسرع في بدء الإجابة</translation>
    </message>
    <message>
        <source>it was expected to cost least</source>
        <translation>كان من المتوقع أن يكلّف الأقل</translation>
    </message>
    <message>
        <source>this caller always comes here</source>
        <translation>هذا المستدعي يأتي دائمًا إلى هنا</translation>
    </message>
    <message>
        <source>the call fell to the canary</source>
        <translation>وقع الاستدعاء على الكناري</translation>
    </message>
    <message>
        <source>the call fell to its share of the experiment</source>
        <translation>وقع الاستدعاء ضمن حصته من التجربة</translation>
    </message>
    <message>
        <source>the prompt&apos;s cache is there</source>
        <translation>ذاكرة التلقين المؤقتة هناك</translation>
    </message>
    <message>
        <source>First choice: %1, because %2.</source>
        <comment>target, reason</comment>
        <translation>الاختيار الأول: %1، لأنه %2.</translation>
    </message>
    <message>
        <source>The call %1 brought that answer.</source>
        <translation>جاء الاستدعاء %1 بهذه الإجابة.</translation>
    </message>
    <message>
        <source>That saved %1.</source>
        <translation>وفّر ذلك %1.</translation>
    </message>
    <message>
        <source>Cache: %1.</source>
        <translation>المخبأ: %1.</translation>
    </message>
    <message>
        <source>It waited %1 for room at %2, at first as number %3.</source>
        <translation>انتظر %1 مكانًا لدى %2، أولًا برقم %3.</translation>
    </message>
    <message>
        <source>It waited %1 for room at %2 in vain, at first as number %3.</source>
        <translation>انتظر %1 مكانًا لدى %2 بلا جدوى، أولًا برقم %3.</translation>
    </message>
</context>
<context>
    <name>Export</name>
    <message>
        <source>Configuration written to %1, without secrets.</source>
        <translation>كُتب التكوين في %1 من دون أسرار.</translation>
    </message>
    <message>
        <source>%1 cannot be written: %2 Choose another place.</source>
        <translation>تعذّرت كتابة %1: %2 اختر مكانًا آخر.</translation>
    </message>
    <message>
        <source>Export the configuration</source>
        <translation>تصدير التكوين</translation>
    </message>
    <message>
        <source>YAML files (*.yaml *.yml)</source>
        <translation>ملفات YAML ‏(*.yaml *.yml)</translation>
    </message>
</context>
<context>
    <name>Fate</name>
    <message>
        <source>kept</source>
        <translation>محفوظ</translation>
    </message>
    <message>
        <source>renamed</source>
        <translation>مُعاد تسميته</translation>
    </message>
    <message>
        <source>approximated</source>
        <translation>مُقرَّب</translation>
    </message>
    <message>
        <source>dropped</source>
        <translation>مُسقَط</translation>
    </message>
    <message>
        <source>added</source>
        <translation>أُضيف</translation>
    </message>
    <message numerus="yes">
        <source>%n kept</source>
        <translation>
            <numerusform>محفوظ: %n</numerusform>
            <numerusform>محفوظ: %n</numerusform>
            <numerusform>محفوظ: %n</numerusform>
            <numerusform>محفوظ: %n</numerusform>
            <numerusform>محفوظ: %n</numerusform>
            <numerusform>محفوظ: %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n renamed</source>
        <translation>
            <numerusform>مُعاد تسميته: %n</numerusform>
            <numerusform>مُعاد تسميته: %n</numerusform>
            <numerusform>مُعاد تسميته: %n</numerusform>
            <numerusform>مُعاد تسميته: %n</numerusform>
            <numerusform>مُعاد تسميته: %n</numerusform>
            <numerusform>مُعاد تسميته: %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n approximated</source>
        <translation>
            <numerusform>مُقرَّب: %n</numerusform>
            <numerusform>مُقرَّب: %n</numerusform>
            <numerusform>مُقرَّب: %n</numerusform>
            <numerusform>مُقرَّب: %n</numerusform>
            <numerusform>مُقرَّب: %n</numerusform>
            <numerusform>مُقرَّب: %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n dropped</source>
        <translation>
            <numerusform>مُسقَط: %n</numerusform>
            <numerusform>مُسقَط: %n</numerusform>
            <numerusform>مُسقَط: %n</numerusform>
            <numerusform>مُسقَط: %n</numerusform>
            <numerusform>مُسقَط: %n</numerusform>
            <numerusform>مُسقَط: %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n added</source>
        <translation>
            <numerusform>مُضاف: %n</numerusform>
            <numerusform>مُضاف: %n</numerusform>
            <numerusform>مُضاف: %n</numerusform>
            <numerusform>مُضاف: %n</numerusform>
            <numerusform>مُضاف: %n</numerusform>
            <numerusform>مُضاف: %n</numerusform>
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
        <translation>تعذّرت كتابة الملف: %1.</translation>
    </message>
    <message>
        <source>The file could not be replaced: %1.</source>
        <translation>تعذّر استبدال الملف: %1.</translation>
    </message>
    <message>
        <source>This is no ordinary file. Copy the settings by hand.</source>
        <translation>هذا ليس ملفًا عاديًا. انسخ الإعدادات يدويًا.</translation>
    </message>
    <message>
        <source>The file belongs to somebody else. Copy the settings by hand.</source>
        <translation>الملف ملك لمستخدم آخر. انسخ الإعدادات يدويًا.</translation>
    </message>
    <message>
        <source>The file is write-protected. Copy the settings by hand.</source>
        <translation>الملف محمي من الكتابة. انسخ الإعدادات يدويًا.</translation>
    </message>
    <message>
        <source>The file has changed meanwhile, so it was left alone. Look at it again.</source>
        <translation>تغيّر الملف في هذه الأثناء، لذا تُرك كما هو. راجعه مجددًا.</translation>
    </message>
    <message>
        <source>The link to this file leads round in a circle.</source>
        <translation>الرابط إلى هذا الملف يدور في حلقة.</translation>
    </message>
    <message>
        <source>The file cannot be read.</source>
        <translation>تعذّرت قراءة الملف.</translation>
    </message>
    <message>
        <source>The folder of the file cannot be made.</source>
        <translation>تعذّر إنشاء مجلد الملف.</translation>
    </message>
    <message>
        <source>No backup could be written: %1.</source>
        <translation>تعذّرت كتابة نسخة احتياطية: %1.</translation>
    </message>
    <message>
        <source>The file could not be removed.</source>
        <translation>تعذّرت إزالة الملف.</translation>
    </message>
</context>
<context>
    <name>Format</name>
    <message>
        <source>%1 ms</source>
        <translation>%1 م.ث</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 ث</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1 د %2 ث</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Hit</source>
        <comment>of the cache</comment>
        <translation>إصابة</translation>
    </message>
    <message>
        <source>Hit by meaning</source>
        <comment>of the cache</comment>
        <translation>إصابة بالمعنى</translation>
    </message>
    <message>
        <source>Miss</source>
        <comment>of the cache</comment>
        <translation>لا إصابة</translation>
    </message>
</context>
<context>
    <name>ImageFile</name>
    <message>
        <source>This file cannot be read. Choose another one.</source>
        <translation>تعذّرت قراءة هذا الملف. اختر ملفًا آخر.</translation>
    </message>
    <message>
        <source>An image may have at most %1. Make it smaller and try again.</source>
        <translation>أقصى حجم للصورة %1. صغّرها وحاول مجددًا.</translation>
    </message>
    <message>
        <source>Models take PNG, JPEG, GIF and WebP. This is none of them.</source>
        <translation>تقبل النماذج PNG وJPEG وGIF وWebP. هذا الملف ليس منها.</translation>
    </message>
</context>
<context>
    <name>KeepText</name>
    <message>
        <source>For ever</source>
        <translation>إلى الأبد</translation>
    </message>
    <message>
        <source>Unlimited</source>
        <translation>غير محدود</translation>
    </message>
    <message numerus="yes">
        <source>%n days</source>
        <translation>
            <numerusform>%n يوم</numerusform>
            <numerusform>يوم واحد</numerusform>
            <numerusform>يومان</numerusform>
            <numerusform>%n أيام</numerusform>
            <numerusform>%n يومًا</numerusform>
            <numerusform>%n يوم</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hours</source>
        <translation>
            <numerusform>%n ساعة</numerusform>
            <numerusform>ساعة واحدة</numerusform>
            <numerusform>ساعتان</numerusform>
            <numerusform>%n ساعات</numerusform>
            <numerusform>%n ساعة</numerusform>
            <numerusform>%n ساعة</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Keys</name>
    <message>
        <source>No limit</source>
        <translation>بلا حد</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>النماذج</translation>
    </message>
    <message>
        <source>Names parted by commas. * allows all, gpt-* all that begin so.</source>
        <translation>أسماء تفصل بينها فواصل. ‏* يسمح بالكل، وgpt-* بكل ما يبدأ بذلك.</translation>
    </message>
    <message>
        <source>No budget</source>
        <translation>بلا ميزانية</translation>
    </message>
    <message>
        <source>Budget in dollars</source>
        <translation>الميزانية بالدولار</translation>
    </message>
    <message>
        <source>Period of the budget</source>
        <translation>مدة الميزانية</translation>
    </message>
    <message>
        <source>dollars a month</source>
        <translation>دولار في الشهر</translation>
    </message>
    <message>
        <source>dollars a week</source>
        <translation>دولار في الأسبوع</translation>
    </message>
    <message>
        <source>dollars a day</source>
        <translation>دولار في اليوم</translation>
    </message>
    <message>
        <source>dollars in all</source>
        <translation>دولار إجمالًا</translation>
    </message>
    <message>
        <source>Budget</source>
        <translation>الميزانية</translation>
    </message>
    <message>
        <source>At the budget, calls are refused until the next period.</source>
        <translation>عند بلوغ الميزانية تُرفض الاستدعاءات حتى المدة التالية.</translation>
    </message>
    <message>
        <source>Requests a minute</source>
        <translation>طلبات في الدقيقة</translation>
    </message>
    <message>
        <source>Tokens a minute</source>
        <translation>رموز في الدقيقة</translation>
    </message>
    <message>
        <source>Calls at once</source>
        <translation>استدعاءات متزامنة</translation>
    </message>
    <message>
        <source>The * of “%1” may stand at the end only.</source>
        <translation>لا يجوز أن ترد * في «%1» إلا في آخره.</translation>
    </message>
    <message>
        <source>Enter an amount such as 25 or 0.50, or nothing for no budget.</source>
        <translation>أدخل مبلغًا مثل 25 أو 0.50، أو لا شيء لعدم وضع ميزانية.</translation>
    </message>
    <message>
        <source>The key chain refused to keep it. Unlock the key chain, then keep it again.</source>
        <translation>رفضت سلسلة المفاتيح حفظه. افتح قفلها ثم احفظه مجددًا.</translation>
    </message>
    <message>
        <source>There is no key chain on this computer. Copy the key and store it yourself.</source>
        <translation>لا توجد سلسلة مفاتيح على هذا الحاسوب. انسخ المفتاح واحفظه بنفسك.</translation>
    </message>
    <message>
        <source>The key chain could not keep it. Copy the key and store it yourself.</source>
        <translation>تعذّر على سلسلة المفاتيح حفظه. انسخ المفتاح واحفظه بنفسك.</translation>
    </message>
    <message>
        <source>Active</source>
        <translation>نشط</translation>
    </message>
    <message>
        <source>Ends soon</source>
        <translation>ينتهي قريبًا</translation>
    </message>
    <message>
        <source>Expired</source>
        <translation>منتهٍ</translation>
    </message>
    <message>
        <source>Disabled</source>
        <translation>معطّل</translation>
    </message>
    <message>
        <source>Revoked</source>
        <translation>مُبطَل</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>أبدًا</translation>
    </message>
    <message>
        <source>Just now</source>
        <translation>الآن</translation>
    </message>
    <message numerus="yes">
        <source>%n min ago</source>
        <translation>
            <numerusform>قبل %n دقيقة</numerusform>
            <numerusform>قبل دقيقة</numerusform>
            <numerusform>قبل دقيقتين</numerusform>
            <numerusform>قبل %n دقائق</numerusform>
            <numerusform>قبل %n دقيقة</numerusform>
            <numerusform>قبل %n دقيقة</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n h ago</source>
        <translation>
            <numerusform>قبل %n ساعة</numerusform>
            <numerusform>قبل ساعة</numerusform>
            <numerusform>قبل ساعتين</numerusform>
            <numerusform>قبل %n ساعات</numerusform>
            <numerusform>قبل %n ساعة</numerusform>
            <numerusform>قبل %n ساعة</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>In %n min</source>
        <translation>
            <numerusform>بعد %n دقيقة</numerusform>
            <numerusform>بعد دقيقة</numerusform>
            <numerusform>بعد دقيقتين</numerusform>
            <numerusform>بعد %n دقائق</numerusform>
            <numerusform>بعد %n دقيقة</numerusform>
            <numerusform>بعد %n دقيقة</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>In %n h</source>
        <translation>
            <numerusform>بعد %n ساعة</numerusform>
            <numerusform>بعد ساعة</numerusform>
            <numerusform>بعد ساعتين</numerusform>
            <numerusform>بعد %n ساعات</numerusform>
            <numerusform>بعد %n ساعة</numerusform>
            <numerusform>بعد %n ساعة</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>In %n day(s)</source>
        <translation>
            <numerusform>بعد %n يوم</numerusform>
            <numerusform>بعد يوم</numerusform>
            <numerusform>بعد يومين</numerusform>
            <numerusform>بعد %n أيام</numerusform>
            <numerusform>بعد %n يومًا</numerusform>
            <numerusform>بعد %n يوم</numerusform>
        </translation>
    </message>
    <message>
        <source>today</source>
        <translation>اليوم</translation>
    </message>
    <message>
        <source>this week</source>
        <translation>هذا الأسبوع</translation>
    </message>
    <message>
        <source>this month</source>
        <translation>هذا الشهر</translation>
    </message>
    <message>
        <source>in all</source>
        <translation>إجمالًا</translation>
    </message>
</context>
<context>
    <name>Limits</name>
    <message>
        <source>None</source>
        <translation>لا شيء</translation>
    </message>
    <message>
        <source>High</source>
        <translation>عالية</translation>
    </message>
    <message>
        <source>Low</source>
        <translation>منخفضة</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>الطلبات</translation>
    </message>
    <message>
        <source>Tokens of prompts</source>
        <translation>رموز الطلبات</translation>
    </message>
    <message>
        <source>Tokens of answers</source>
        <translation>رموز الإجابات</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>الرموز</translation>
    </message>
    <message>
        <source>an hour</source>
        <translation>في الساعة</translation>
    </message>
    <message>
        <source>a day</source>
        <translation>في اليوم</translation>
    </message>
    <message>
        <source>a minute</source>
        <translation>في الدقيقة</translation>
    </message>
    <message>
        <source>Calls at once</source>
        <translation>استدعاءات متزامنة</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>Requests, a minute</comment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>Only from</source>
        <translation>من هنا فقط</translation>
    </message>
    <message>
        <source>Never from</source>
        <translation>ليس من هنا</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>النماذج</translation>
    </message>
    <message>
        <source>Largest request</source>
        <translation>أكبر طلب</translation>
    </message>
    <message>
        <source>Longest answer, in tokens</source>
        <translation>أطول إجابة، بالرموز</translation>
    </message>
    <message>
        <source>Priority</source>
        <translation>الأولوية</translation>
    </message>
</context>
<context>
    <name>LiteLlm</name>
    <message>
        <source>This has no counterpart in Gatehouse and is left out.</source>
        <translation>لا مقابل لهذا في Gatehouse، فيُترك.</translation>
    </message>
    <message>
        <source>This is not a list and cannot be read.</source>
        <translation>هذه ليست قائمة وتتعذّر قراءتها.</translation>
    </message>
    <message>
        <source>It has no model_name and is left out.</source>
        <translation>ليس فيه model_name، فيُترك.</translation>
    </message>
    <message>
        <source>Gatehouse has no routes for patterns. Ask for its models as %1/MODEL instead.</source>
        <translation>ليس في Gatehouse مسارات للأنماط. اطلب نماذجه بالصيغة %1/MODEL بدلًا من ذلك.</translation>
    </message>
    <message>
        <source>A route has at most 64 targets; this one is left out.</source>
        <translation>للمسار 64 هدفًا على الأكثر؛ يُترك هذا الهدف.</translation>
    </message>
    <message>
        <source>Prices come from the catalogue. Check this one under Models &amp; routes.</source>
        <translation>تأتي الأسعار من الكتالوج. تحقق من هذا السعر ضمن النماذج والمسارات.</translation>
    </message>
    <message>
        <source>Targets of a route are tried in the order of the file (priority).</source>
        <translation>تُجرَّب أهداف المسار بترتيب الملف (الأولوية).</translation>
    </message>
    <message>
        <source>Gatehouse falls back on failures, not for this reason; this is left out.</source>
        <translation>ينتقل Gatehouse إلى البديل عند الفشل لا لهذا السبب؛ يُترك هذا.</translation>
    </message>
    <message>
        <source>Gatehouse keeps no master key. Make a gateway key for each application.</source>
        <translation>لا يحتفظ Gatehouse بمفتاح رئيسي. أنشئ مفتاح بوابة لكل تطبيق.</translation>
    </message>
    <message>
        <source>Set this variable for the gateway itself.</source>
        <translation>اضبط هذا المتغير للبوابة نفسها.</translation>
    </message>
    <message>
        <source>It names no model and is left out.</source>
        <translation>لا يسمّي نموذجًا، فيُترك.</translation>
    </message>
    <message>
        <source>This is not a whole number and is left out.</source>
        <translation>هذا ليس عددًا صحيحًا، فيُترك.</translation>
    </message>
    <message>
        <source>Gatehouse tries a target at most 10 times; that is taken.</source>
        <translation>يجرّب Gatehouse الهدف 10 مرات على الأكثر؛ يُعتمد ذلك.</translation>
    </message>
    <message>
        <source>No model of that name was taken over.</source>
        <translation>لم يُنقل نموذج بهذا الاسم.</translation>
    </message>
    <message>
        <source>It falls back to %1, which was not taken over.</source>
        <translation>بديله %1، وهو لم يُنقل.</translation>
    </message>
    <message>
        <source>It stands for %1, which was not taken over.</source>
        <translation>يرمز إلى %1، وهو لم يُنقل.</translation>
    </message>
    <message>
        <source>A model of that name stands in model_list; the alias is left out.</source>
        <translation>يوجد نموذج بهذا الاسم في model_list؛ يُترك الاسم المستعار.</translation>
    </message>
    <message>
        <source>This file holds no model_list. Choose the configuration of a LiteLLM proxy.</source>
        <translation>لا يحوي هذا الملف model_list. اختر تكوين وكيل LiteLLM.</translation>
    </message>
    <message>
        <source>It has no litellm_params.model and is left out.</source>
        <translation>ليس فيه litellm_params.model، فيُترك.</translation>
    </message>
    <message>
        <source>It does not say which provider serves %1; it is left out.</source>
        <translation>لا يذكر أي مزوّد يخدم %1، فيُترك.</translation>
    </message>
    <message>
        <source>The catalogue knows no provider %1; it is left out.</source>
        <translation>لا يعرف الكتالوج المزوّد %1، فيُترك.</translation>
    </message>
    <message>
        <source>This version cannot use %1; it is left out.</source>
        <translation>لا يستطيع هذا الإصدار استخدام %1، فيُترك.</translation>
    </message>
    <message>
        <source>This version cannot use %1; it is left out. %2</source>
        <translation>لا يستطيع هذا الإصدار استخدام %1، فيُترك. %2</translation>
    </message>
    <message>
        <source>Gatehouse limits applications, not targets; set it there.</source>
        <translation>يضع Gatehouse الحدود للتطبيقات لا للأهداف؛ اضبطها هناك.</translation>
    </message>
    <message>
        <source>%1 needs an address (api_base); it is left out.</source>
        <translation>يحتاج %1 إلى عنوان (api_base)، فيُترك.</translation>
    </message>
    <message>
        <source>An address cannot be read from a variable; write it into the file. The model is left out.</source>
        <translation>لا يمكن قراءة عنوان من متغير؛ اكتبه في الملف. يُترك النموذج.</translation>
    </message>
    <message>
        <source>This is not an http or https address without user, query and fragment. The model is left out.</source>
        <translation>هذا ليس عنوان http أو https خاليًا من المستخدم والاستعلام والجزء. يُترك النموذج.</translation>
    </message>
    <message>
        <source>This is neither os.environ/NAME nor a key. The model is left out.</source>
        <translation>هذا ليس os.environ/NAME ولا مفتاحًا. يُترك النموذج.</translation>
    </message>
    <message>
        <source>The key stands in the file. It is moved into the key chain; take it out of the file.</source>
        <translation>المفتاح مكتوب في الملف. يُنقل إلى سلسلة المفاتيح؛ أزله من الملف.</translation>
    </message>
    <message>
        <source>This is not a number of seconds; left out.</source>
        <translation>هذا ليس عدد ثوانٍ؛ يُترك.</translation>
    </message>
</context>
<context>
    <name>Measure</name>
    <message>
        <source>Latency</source>
        <translation>زمن الاستجابة</translation>
    </message>
    <message>
        <source>First-byte time</source>
        <translation>زمن أول بايت</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>الأخطاء</translation>
    </message>
    <message>
        <source>Spend</source>
        <translation>الإنفاق</translation>
    </message>
    <message>
        <source>Pretend spend (demo)</source>
        <translation>الإنفاق الوهمي (تجريبي)</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>الرموز</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>الاستدعاءات</translation>
    </message>
    <message>
        <source>Not grouped</source>
        <translation>من دون تجميع</translation>
    </message>
    <message>
        <source>All calls</source>
        <translation>كل الاستدعاءات</translation>
    </message>
    <message>
        <source>By provider</source>
        <translation>حسب المزوّد</translation>
    </message>
    <message>
        <source>Provider</source>
        <translation>المزوّد</translation>
    </message>
    <message>
        <source>By model</source>
        <translation>حسب النموذج</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>النموذج</translation>
    </message>
    <message>
        <source>By key</source>
        <translation>حسب المفتاح</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>المفتاح</translation>
    </message>
    <message>
        <source>By team</source>
        <translation>حسب الفريق</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>الفريق</translation>
    </message>
    <message>
        <source>By application</source>
        <translation>حسب التطبيق</translation>
    </message>
    <message>
        <source>Application</source>
        <translation>التطبيق</translation>
    </message>
    <message>
        <source>By route</source>
        <translation>حسب المسار</translation>
    </message>
    <message>
        <source>Route</source>
        <translation>المسار</translation>
    </message>
    <message>
        <source>By status</source>
        <translation>حسب الحالة</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>الحالة</translation>
    </message>
    <message>
        <source>%1k</source>
        <extracomment>Thousands and millions, short: 12k, 3M</extracomment>
        <translation>%1 ألف</translation>
    </message>
    <message>
        <source>%1M</source>
        <translation>%1 مليون</translation>
    </message>
    <message>
        <source>None</source>
        <translation>لا شيء</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>أخرى</translation>
    </message>
    <message>
        <source>No error</source>
        <translation>بلا خطأ</translation>
    </message>
    <message>
        <source>By API</source>
        <translation>حسب واجهة API</translation>
    </message>
    <message>
        <source>API</source>
        <translation>واجهة API</translation>
    </message>
    <message>
        <source>By prompt</source>
        <translation>حسب الموجّه</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>الموجّه</translation>
    </message>
</context>
<context>
    <name>Merge</name>
    <message>
        <source>The file is too large to be a settings file.</source>
        <translation>الملف أكبر من أن يكون ملف إعدادات.</translation>
    </message>
    <message>
        <source>The file is not UTF-8 text.</source>
        <translation>الملف ليس نص UTF-8.</translation>
    </message>
    <message>
        <source>A value cannot be written into this file.</source>
        <translation>لا يمكن كتابة إحدى القيم في هذا الملف.</translation>
    </message>
    <message>
        <source>Line %1: %2. Mend the file, or copy the settings by hand.</source>
        <translation>السطر %1: %2. أصلح الملف أو انسخ الإعدادات يدويًا.</translation>
    </message>
    <message>
        <source>The file holds no JSON object. Copy the settings by hand.</source>
        <translation>لا يحوي الملف كائن JSON. انسخ الإعدادات يدويًا.</translation>
    </message>
    <message>
        <source>The file uses these names for something else. Copy the settings by hand.</source>
        <translation>يستخدم الملف هذه الأسماء لشيء آخر. انسخ الإعدادات يدويًا.</translation>
    </message>
    <message>
        <source>The file is laid out in a way that cannot be changed safely. Copy the settings by hand.</source>
        <translation>بنية الملف لا تسمح بتغييره بأمان. انسخ الإعدادات يدويًا.</translation>
    </message>
    <message>
        <source>The file holds several documents. Copy the settings by hand.</source>
        <translation>يحوي الملف عدة مستندات. انسخ الإعدادات يدويًا.</translation>
    </message>
</context>
<context>
    <name>MustacheWords</name>
    <message>
        <source>The section “%1” is not closed. Write {{/%1}} where it ends.</source>
        <translation>القسم «%1» غير مغلق. اكتب {{/%1}} حيث ينتهي.</translation>
    </message>
    <message>
        <source>This tag is not closed. Write }} where it ends.</source>
        <translation>هذا الوسم غير مغلق. اكتب }} حيث ينتهي.</translation>
    </message>
    <message>
        <source>There is no partial “%1”. Add it, or correct the name.</source>
        <translation>لا يوجد جزء باسم «%1». أضفه أو صحّح الاسم.</translation>
    </message>
    <message>
        <source>No section “%1” is open here.</source>
        <translation>لا قسم «%1» مفتوح هنا.</translation>
    </message>
    <message>
        <source>The section “%1” ends first.</source>
        <translation>ينتهي القسم «%1» أولًا.</translation>
    </message>
    <message>
        <source>This tag names nothing. Write a variable between the braces.</source>
        <translation>هذا الوسم لا يسمّي شيئًا. اكتب متغيرًا بين الأقواس.</translation>
    </message>
    <message>
        <source>There is no variable “%1”. Add it, or correct the name.</source>
        <translation>لا يوجد متغير باسم «%1». أضفه أو صحّح الاسم.</translation>
    </message>
</context>
<context>
    <name>NotificationKinds</name>
    <message>
        <source>Failover and recovery</source>
        <translation>تجاوز الفشل والتعافي</translation>
    </message>
    <message>
        <source>A provider stops answering, or answers again.</source>
        <translation>يتوقف مزوّد عن الإجابة أو يعود إليها.</translation>
    </message>
    <message>
        <source>Budgets</source>
        <translation>الميزانيات</translation>
    </message>
    <message>
        <source>A budget reaches 50, 80 or 100 percent.</source>
        <translation>تبلغ ميزانية 50 أو 80 أو 100 بالمئة.</translation>
    </message>
    <message>
        <source>Rejected keys</source>
        <translation>المفاتيح المرفوضة</translation>
    </message>
    <message>
        <source>A provider does not accept its key.</source>
        <translation>لا يقبل مزوّد مفتاحه.</translation>
    </message>
    <message>
        <source>Gateway stopped</source>
        <translation>توقّف البوابة</translation>
    </message>
    <message>
        <source>The gateway stops, cannot be reached, or is back.</source>
        <translation>تتوقف البوابة أو يتعذّر الوصول إليها أو تعود.</translation>
    </message>
    <message>
        <source>Waiting approvals</source>
        <translation>موافقات منتظرة</translation>
    </message>
    <message>
        <source>Somebody asks for a subscription that a person decides about.</source>
        <translation>يطلب أحدهم اشتراكًا يقرره شخص.</translation>
    </message>
</context>
<context>
    <name>PlannedChange</name>
    <message>
        <source>a key in plain text</source>
        <translation>مفتاح بنص صريح</translation>
    </message>
    <message>
        <source>changes: %1</source>
        <translation>التغييرات: %1</translation>
    </message>
    <message>
        <source>in team %1</source>
        <translation>في الفريق %1</translation>
    </message>
    <message>
        <source>of %1</source>
        <translation>من %1</translation>
    </message>
</context>
<context>
    <name>ProductDialogs</name>
    <message>
        <source>Begin with a letter or digit; then letters, digits, dots, _ and - only.</source>
        <translation>ابدأ بحرف أو رقم؛ ثم حروف وأرقام ونقاط و_ و- فقط.</translation>
    </message>
    <message>
        <source>This id is taken already.</source>
        <translation>هذا المعرّف مستخدم من قبل.</translation>
    </message>
    <message>
        <source>The organisation</source>
        <translation>المؤسسة</translation>
    </message>
</context>
<context>
    <name>Products</name>
    <message>
        <source>Designed</source>
        <translation>مسودة</translation>
    </message>
    <message>
        <source>In review</source>
        <translation>قيد المراجعة</translation>
    </message>
    <message>
        <source>Published</source>
        <translation>منشورة</translation>
    </message>
    <message>
        <source>Deprecated</source>
        <translation>مهملة</translation>
    </message>
    <message>
        <source>Retired</source>
        <translation>موقوفة نهائيًا</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>المنتظرة</translation>
    </message>
    <message>
        <source>Approved</source>
        <translation>موافق عليه</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>مرفوض</translation>
    </message>
    <message>
        <source>Suspended</source>
        <translation>معلّق</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>ملغى</translation>
    </message>
    <message>
        <source>Expired</source>
        <translation>منتهٍ</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>الموجّه</translation>
    </message>
    <message>
        <source>Chain</source>
        <translation>سلسلة</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>النماذج</translation>
    </message>
    <message>
        <source>REST service</source>
        <translation>خدمة REST</translation>
    </message>
    <message>
        <source>With an approved subscription</source>
        <translation>باشتراك موافق عليه</translation>
    </message>
    <message>
        <source>The owning team alone</source>
        <translation>الفريق المالك وحده</translation>
    </message>
    <message>
        <source>Every key of this gateway</source>
        <translation>كل مفتاح لهذه البوابة</translation>
    </message>
    <message>
        <source>Plain text</source>
        <translation>نص عادي</translation>
    </message>
    <message>
        <source>Checked JSON</source>
        <translation>JSON مُتحقق منه</translation>
    </message>
    <message>
        <source>As OpenAI answers</source>
        <translation>كما يجيب OpenAI</translation>
    </message>
    <message>
        <source>As Anthropic answers</source>
        <translation>كما يجيب Anthropic</translation>
    </message>
    <message>
        <source>As Gemini answers</source>
        <translation>كما يجيب Gemini</translation>
    </message>
    <message>
        <source>%1 requests a minute</source>
        <translation>%1 طلب في الدقيقة</translation>
    </message>
    <message>
        <source>%1 tokens a minute</source>
        <translation>%1 رمز في الدقيقة</translation>
    </message>
    <message>
        <source>%1 calls at once</source>
        <translation>%1 استدعاء في آن واحد</translation>
    </message>
    <message>
        <source>at most %1 a day</source>
        <translation>بحد أقصى %1 يوميًا</translation>
    </message>
    <message>
        <source>at most %1 a week</source>
        <translation>بحد أقصى %1 أسبوعيًا</translation>
    </message>
    <message>
        <source>at most %1 a month</source>
        <translation>بحد أقصى %1 شهريًا</translation>
    </message>
    <message>
        <source>at most %1 in all</source>
        <translation>بحد أقصى %1 إجمالًا</translation>
    </message>
    <message>
        <source>%1 a month</source>
        <comment>a price</comment>
        <translation>%1 شهريًا</translation>
    </message>
    <message>
        <source>%1 a call</source>
        <comment>a price</comment>
        <translation>%1 لكل استدعاء</translation>
    </message>
    <message>
        <source>cost + %1 %</source>
        <comment>a price</comment>
        <translation>التكلفة + %1 %</translation>
    </message>
    <message>
        <source>Free</source>
        <translation>مجاني</translation>
    </message>
    <message>
        <source>Just now</source>
        <translation>الآن</translation>
    </message>
    <message numerus="yes">
        <source>%n min</source>
        <comment>an age</comment>
        <translation>
            <numerusform>%n د</numerusform>
            <numerusform>%n د</numerusform>
            <numerusform>%n د</numerusform>
            <numerusform>%n د</numerusform>
            <numerusform>%n د</numerusform>
            <numerusform>%n د</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n h</source>
        <comment>an age</comment>
        <translation>
            <numerusform>%n س</numerusform>
            <numerusform>%n س</numerusform>
            <numerusform>%n س</numerusform>
            <numerusform>%n س</numerusform>
            <numerusform>%n س</numerusform>
            <numerusform>%n س</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n day(s)</source>
        <comment>an age</comment>
        <translation>
            <numerusform>%n يوم</numerusform>
            <numerusform>يوم واحد</numerusform>
            <numerusform>يومان</numerusform>
            <numerusform>%n أيام</numerusform>
            <numerusform>%n يومًا</numerusform>
            <numerusform>%n يوم</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PromptExamples</name>
    <message>
        <source>Sentiment</source>
        <translation>المشاعر</translation>
    </message>
    <message>
        <source>Judges the mood of a text, as JSON that is checked.</source>
        <translation>يحكم على مزاج نص، بصيغة JSON تُفحص.</translation>
    </message>
    <message>
        <source>Summary</source>
        <translation>الملخص</translation>
    </message>
    <message>
        <source>Sums up a text in some sentences, for somebody.</source>
        <translation>يلخّص نصًا في جمل قليلة لشخص ما.</translation>
    </message>
    <message>
        <source>Translation</source>
        <translation>الترجمة</translation>
    </message>
    <message>
        <source>Translates into any language, with a glossary.</source>
        <translation>يترجم إلى أي لغة، مع مسرد.</translation>
    </message>
    <message>
        <source>Extraction</source>
        <translation>الاستخراج</translation>
    </message>
    <message>
        <source>Reads fields out of a text, such as an invoice.</source>
        <translation>يقرأ حقولًا من نص مثل فاتورة.</translation>
    </message>
    <message>
        <source>Answer from sources</source>
        <translation>إجابة من المصادر</translation>
    </message>
    <message>
        <source>Answers from what was found, and says from where.</source>
        <translation>يجيب مما عُثر عليه ويذكر المصدر.</translation>
    </message>
</context>
<context>
    <name>PromptFileWords</name>
    <message>
        <source>%1 cannot be written: %2 Choose another place.</source>
        <translation>تعذّرت كتابة %1: %2 اختر مكانًا آخر.</translation>
    </message>
    <message>
        <source>%1 cannot be read.</source>
        <translation>تتعذّر قراءة %1.</translation>
    </message>
    <message>
        <source>There are too many files here. Choose the folder that holds prompts only.</source>
        <translation>الملفات هنا كثيرة. اختر المجلد الذي لا يضم إلا التلقينات.</translation>
    </message>
    <message>
        <source>No prompts lie in this folder.</source>
        <translation>لا تلقينات في هذا المجلد.</translation>
    </message>
    <message>
        <source>The gateway named a file outside of the folder: %1</source>
        <translation>سمّت البوابة ملفًا خارج المجلد: %1</translation>
    </message>
    <message>
        <source>The prompt was written to %1.</source>
        <translation>كُتب التلقين في %1.</translation>
    </message>
    <message numerus="yes">
        <source>%n prompt(s) imported.</source>
        <translation>
            <numerusform>لم يُستورد شيء.</numerusform>
            <numerusform>استُورد تلقين واحد.</numerusform>
            <numerusform>استُورد تلقينان.</numerusform>
            <numerusform>استُوردت %n تلقينات.</numerusform>
            <numerusform>استُورد %n تلقينًا.</numerusform>
            <numerusform>استُورد %n تلقين.</numerusform>
        </translation>
    </message>
    <message>
        <source>Export the prompt into a folder</source>
        <translation>تصدير التلقين إلى مجلد</translation>
    </message>
    <message>
        <source>Import prompts from a folder</source>
        <translation>استيراد تلقينات من مجلد</translation>
    </message>
</context>
<context>
    <name>PromptWords</name>
    <message>
        <source>System</source>
        <translation>النظام</translation>
    </message>
    <message>
        <source>User</source>
        <translation>المستخدم</translation>
    </message>
    <message>
        <source>Assistant</source>
        <translation>المساعد</translation>
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
        <translation>يجيب المزوّد ويقبل المفتاح.</translation>
    </message>
    <message>
        <source>The provider has no key.</source>
        <translation>ليس لدى المزوّد مفتاح.</translation>
    </message>
    <message>
        <source>Add a key, or choose that none is sent.</source>
        <translation>أضف مفتاحًا، أو اختر عدم إرسال مفتاح.</translation>
    </message>
    <message>
        <source>The key cannot be read.</source>
        <translation>تتعذّر قراءة المفتاح.</translation>
    </message>
    <message>
        <source>Check the name of the variable or file, or replace the key.</source>
        <translation>تحقق من اسم المتغير أو الملف، أو استبدل المفتاح.</translation>
    </message>
    <message>
        <source>The key chain is locked, so the key cannot be read.</source>
        <translation>سلسلة المفاتيح مقفلة، لذا تتعذّر قراءة المفتاح.</translation>
    </message>
    <message>
        <source>Unlock the key chain, then test again.</source>
        <translation>افتح قفل سلسلة المفاتيح، ثم اختبر مجددًا.</translation>
    </message>
    <message>
        <source>The key holds characters that cannot be sent.</source>
        <translation>يحوي المفتاح محارف لا يمكن إرسالها.</translation>
    </message>
    <message>
        <source>Copy the key again, without line ends.</source>
        <translation>انسخ المفتاح مجددًا من دون نهايات أسطر.</translation>
    </message>
    <message>
        <source>The provider wants a key.</source>
        <translation>يطلب المزوّد مفتاحًا.</translation>
    </message>
    <message>
        <source>Add one, and choose how it is sent.</source>
        <translation>أضف مفتاحًا واختر كيف يُرسل.</translation>
    </message>
    <message>
        <source>The provider rejects this key.</source>
        <translation>يرفض المزوّد هذا المفتاح.</translation>
    </message>
    <message>
        <source>Copy it again from the provider&apos;s site and replace it.</source>
        <translation>انسخه مجددًا من موقع المزوّد واستبدله.</translation>
    </message>
    <message>
        <source>The provider knows the key, but does not let it in.</source>
        <translation>يعرف المزوّد المفتاح لكنه لا يسمح له بالدخول.</translation>
    </message>
    <message>
        <source>Check the key&apos;s project, region and rights, or replace it.</source>
        <translation>تحقق من مشروع المفتاح ومنطقته وصلاحياته، أو استبدله.</translation>
    </message>
    <message>
        <source>The host of %1 cannot be found.</source>
        <translation>تعذّر العثور على مضيف %1.</translation>
    </message>
    <message>
        <source>Check the host name and this machine&apos;s network.</source>
        <translation>تحقق من اسم المضيف ومن شبكة هذا الجهاز.</translation>
    </message>
    <message>
        <source>Nothing listens at %1.</source>
        <translation>لا شيء يستمع عند %1.</translation>
    </message>
    <message>
        <source>Check the port, and that the server runs.</source>
        <translation>تحقق من المنفذ ومن أن الخادم يعمل.</translation>
    </message>
    <message>
        <source>No connection to %1 comes to stand.</source>
        <translation>لا يمكن إنشاء اتصال بـ %1.</translation>
    </message>
    <message>
        <source>Check the address, the network and the firewall.</source>
        <translation>تحقق من العنوان والشبكة وجدار الحماية.</translation>
    </message>
    <message>
        <source>%1 does not answer.</source>
        <translation>لا يجيب %1.</translation>
    </message>
    <message>
        <source>Check the address and the firewall.</source>
        <translation>تحقق من العنوان وجدار الحماية.</translation>
    </message>
    <message>
        <source>The proxy does not lead to the provider.</source>
        <translation>لا يوصل الوكيل إلى المزوّد.</translation>
    </message>
    <message>
        <source>Check the proxy&apos;s address, user and password.</source>
        <translation>تحقق من عنوان الوكيل والمستخدم وكلمة المرور.</translation>
    </message>
    <message>
        <source>No secure connection to %1 comes to stand.</source>
        <translation>لا يمكن إنشاء اتصال آمن بـ %1.</translation>
    </message>
    <message>
        <source>Check the host name, or name your own authority under Advanced.</source>
        <translation>تحقق من اسم المضيف، أو حدّد مرجع التصديق الخاص بك ضمن الإعدادات المتقدمة.</translation>
    </message>
    <message>
        <source>%1 takes the connection, but does not answer in time.</source>
        <translation>يقبل %1 الاتصال لكنه لا يجيب في الوقت المحدد.</translation>
    </message>
    <message>
        <source>Test again; if it stays so, check the address.</source>
        <translation>اختبر مجددًا؛ وإن استمر ذلك فتحقق من العنوان.</translation>
    </message>
    <message>
        <source>%1 ended the connection before its answer was whole.</source>
        <translation>أنهى %1 الاتصال قبل اكتمال إجابته.</translation>
    </message>
    <message>
        <source>The test was cancelled.</source>
        <translation>أُلغي الاختبار.</translation>
    </message>
    <message>
        <source>Test again.</source>
        <translation>اختبر مجددًا.</translation>
    </message>
    <message>
        <source>%1 leads elsewhere.</source>
        <translation>يقود %1 إلى مكان آخر.</translation>
    </message>
    <message>
        <source>Enter the address that the provider&apos;s documentation names.</source>
        <translation>أدخل العنوان الذي تذكره وثائق المزوّد.</translation>
    </message>
    <message>
        <source>%1 does not answer as a model API does.</source>
        <translation>لا يجيب %1 كما تجيب واجهة API للنماذج.</translation>
    </message>
    <message>
        <source>Enter the API&apos;s address; often it has its own host or ends in /v1.</source>
        <translation>أدخل عنوان API؛ غالبًا ما يكون له مضيفه الخاص أو ينتهي بـ ‎/v1.</translation>
    </message>
    <message>
        <source>The provider takes no more calls from this key just now.</source>
        <translation>لا يقبل المزوّد الآن مزيدًا من الاستدعاءات بهذا المفتاح.</translation>
    </message>
    <message>
        <source>Wait a minute and test again.</source>
        <translation>انتظر دقيقة ثم اختبر مجددًا.</translation>
    </message>
    <message>
        <source>The key is right, but its account has no credit left.</source>
        <translation>المفتاح صحيح، لكن رصيد حسابه نفد.</translation>
    </message>
    <message>
        <source>Add credit at the provider, or use another key.</source>
        <translation>أضف رصيدًا لدى المزوّد أو استخدم مفتاحًا آخر.</translation>
    </message>
    <message>
        <source>The provider has trouble of its own.</source>
        <translation>لدى المزوّد مشكلة داخلية.</translation>
    </message>
    <message>
        <source>Wait and test again.</source>
        <translation>انتظر ثم اختبر مجددًا.</translation>
    </message>
    <message>
        <source>Healthy</source>
        <translation>سليم</translation>
    </message>
    <message>
        <source>No calls yet</source>
        <translation>لا استدعاءات بعد</translation>
    </message>
    <message>
        <source>Trying again</source>
        <translation>يُعاد تجريبه</translation>
    </message>
    <message>
        <source>Failing, left alone</source>
        <translation>يفشل، متروك مؤقتًا</translation>
    </message>
    <message>
        <source>Key rejected</source>
        <translation>المفتاح مرفوض</translation>
    </message>
    <message>
        <source>No usable key</source>
        <translation>لا مفتاح صالح</translation>
    </message>
    <message>
        <source>Disabled</source>
        <translation>معطّل</translation>
    </message>
    <message>
        <source>Not known</source>
        <translation>غير معروف</translation>
    </message>
    <message>
        <source>There is no API at %1.</source>
        <translation>لا يوجد API عند %1.</translation>
    </message>
    <message>
        <source>Use %1: that address answers.</source>
        <translation>استخدم %1: فهذا العنوان يجيب.</translation>
    </message>
    <message>
        <source>There is no list of models at %1.</source>
        <translation>لا توجد قائمة نماذج عند %1.</translation>
    </message>
    <message>
        <source>Check the base URL.</source>
        <translation>تحقق من عنوان URL الأساسي.</translation>
    </message>
    <message>
        <source>Key read</source>
        <translation>قراءة المفتاح</translation>
    </message>
    <message>
        <source>Host name</source>
        <translation>اسم المضيف</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>الاتصال</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>الوكيل</translation>
    </message>
    <message>
        <source>Secure connection</source>
        <translation>اتصال آمن</translation>
    </message>
    <message>
        <source>First byte</source>
        <translation>أول بايت</translation>
    </message>
    <message>
        <source>Key accepted</source>
        <translation>قبول المفتاح</translation>
    </message>
    <message>
        <source>List of models</source>
        <translation>قائمة النماذج</translation>
    </message>
    <message>
        <source>Call of one token</source>
        <translation>استدعاء برمز واحد</translation>
    </message>
    <message>
        <source>Often used</source>
        <translation>كثيرة الاستخدام</translation>
    </message>
    <message>
        <source>Model makers and clouds</source>
        <translation>صانعو النماذج والسحابات</translation>
    </message>
    <message>
        <source>Many models behind one key</source>
        <translation>نماذج كثيرة بمفتاح واحد</translation>
    </message>
    <message>
        <source>On this computer</source>
        <translation>على هذا الحاسوب</translation>
    </message>
    <message>
        <source>Hosted by yourself</source>
        <translation>مستضافة ذاتيًا</translation>
    </message>
    <message>
        <source>Subscriptions</source>
        <translation>الاشتراكات</translation>
    </message>
    <message>
        <source>Agent platforms</source>
        <translation>منصات الوكلاء</translation>
    </message>
    <message>
        <source>Any other address</source>
        <translation>أي عنوان آخر</translation>
    </message>
    <message>
        <source>Variable %1</source>
        <translation>المتغير %1</translation>
    </message>
    <message>
        <source>File %1</source>
        <translation>الملف %1</translation>
    </message>
    <message>
        <source>Key chain: %1</source>
        <translation>سلسلة المفاتيح: %1</translation>
    </message>
    <message>
        <source>Vault: %1</source>
        <translation>الخزنة: %1</translation>
    </message>
    <message>
        <source>Bodies of your own (template)</source>
        <translation>محتويات خاصة بك (قالب)</translation>
    </message>
</context>
<context>
    <name>Reply</name>
    <message>
        <source>The gateway answered with status %1 and no reason. Try again.</source>
        <translation>أجابت البوابة بالحالة %1 من دون سبب. حاول مجددًا.</translation>
    </message>
</context>
<context>
    <name>Roles</name>
    <message>
        <source>Owner</source>
        <translation>المالك</translation>
    </message>
    <message>
        <source>May do everything.</source>
        <translation>يمكنه فعل كل شيء.</translation>
    </message>
    <message>
        <source>Administrator</source>
        <translation>مدير</translation>
    </message>
    <message>
        <source>May do everything but make owners.</source>
        <translation>يمكنه فعل كل شيء عدا تعيين المالكين.</translation>
    </message>
    <message>
        <source>Publisher</source>
        <translation>ناشر</translation>
    </message>
    <message>
        <source>Writes prompts and publishes APIs.</source>
        <translation>يكتب الموجّهات وينشر واجهات API.</translation>
    </message>
    <message>
        <source>Approver</source>
        <translation>موافِق</translation>
    </message>
    <message>
        <source>Decides about subscriptions.</source>
        <translation>يقرر بشأن الاشتراكات.</translation>
    </message>
    <message>
        <source>Auditor</source>
        <translation>مدقق</translation>
    </message>
    <message>
        <source>Sees everything, changes nothing.</source>
        <translation>يرى كل شيء ولا يغيّر شيئًا.</translation>
    </message>
    <message>
        <source>Member</source>
        <translation>عضو</translation>
    </message>
    <message>
        <source>Finds APIs, asks for them and keeps the team&apos;s keys.</source>
        <translation>يجد واجهات API ويطلبها ويدير مفاتيح الفريق.</translation>
    </message>
</context>
<context>
    <name>RouteCache</name>
    <message>
        <source>Also answers to tool results</source>
        <translation>أيضًا الإجابات عن نتائج الأدوات</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>متوقف</translation>
    </message>
    <message>
        <source>Equal requests</source>
        <translation>الطلبات المتطابقة</translation>
    </message>
    <message>
        <source>Requests that mean the same</source>
        <translation>الطلبات ذات المعنى نفسه</translation>
    </message>
    <message>
        <source>Answer from the cache</source>
        <translation>الإجابة من الذاكرة المؤقتة</translation>
    </message>
    <message>
        <source>Keep answers for</source>
        <translation>الاحتفاظ بالإجابات لمدة</translation>
    </message>
    <message>
        <source>Within an application</source>
        <translation>داخل تطبيق واحد</translation>
    </message>
    <message>
        <source>Within a team</source>
        <translation>داخل فريق واحد</translation>
    </message>
    <message>
        <source>Within the organisation</source>
        <translation>داخل المؤسسة</translation>
    </message>
    <message>
        <source>Shared</source>
        <translation>المشاركة</translation>
    </message>
    <message>
        <source>Who may get an answer that somebody else&apos;s call brought.</source>
        <translation>من يمكنه الحصول على إجابة جلبها استدعاء غيره.</translation>
    </message>
    <message>
        <source>Likeness</source>
        <translation>التشابه</translation>
    </message>
    <message>
        <source>From 0.5 to 1: how like a question must be to count as the same.</source>
        <translation>من 0.5 إلى 1: مدى التشابه اللازم ليُعدّ السؤال نفسه.</translation>
    </message>
    <message>
        <source>Built in (weaker, asks no provider)</source>
        <translation>مدمجة (أضعف، ولا تسأل أي مزوّد)</translation>
    </message>
    <message>
        <source>Compared by</source>
        <translation>المقارنة بواسطة</translation>
    </message>
    <message>
        <source>A route of an embedding model, or the built-in comparison of words.</source>
        <translation>مسار نموذج تضمين، أو مقارنة الكلمات المدمجة.</translation>
    </message>
    <message>
        <source>Up to temperature</source>
        <translation>حتى درجة الحرارة</translation>
    </message>
    <message>
        <source>Above it answers are meant to differ, and are not kept.</source>
        <translation>فوقها يُراد للإجابات أن تختلف، فلا تُحفظ.</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>أدوات</translation>
    </message>
</context>
<context>
    <name>RouteCanary</name>
    <message>
        <source>Send a share of the calls to one target first</source>
        <translation>إرسال حصة من الاستدعاءات أولًا إلى هدف واحد</translation>
    </message>
    <message>
        <source>Share of the calls</source>
        <translation>حصة الاستدعاءات</translation>
    </message>
    <message>
        <source>Raise it by</source>
        <translation>زيادتها بمقدار</translation>
    </message>
    <message>
        <source>Each step</source>
        <translation>كل خطوة</translation>
    </message>
    <message>
        <source>Time between steps</source>
        <translation>الزمن بين الخطوات</translation>
    </message>
    <message>
        <source>Greatest share</source>
        <translation>أكبر حصة</translation>
    </message>
    <message>
        <source>errors above</source>
        <translation>أخطاء فوق</translation>
    </message>
    <message>
        <source>Share of errors</source>
        <translation>حصة الأخطاء</translation>
    </message>
    <message>
        <source>first token later than</source>
        <translation>أول رمز بعد</translation>
    </message>
    <message>
        <source>Time to the first token</source>
        <translation>الزمن حتى أول رمز</translation>
    </message>
    <message>
        <source>feedback below</source>
        <translation>تقييم دون</translation>
    </message>
    <message>
        <source>Calls before it is judged</source>
        <translation>استدعاءات قبل الحكم</translation>
    </message>
    <message>
        <source>Mean of the feedback, from 0 to 1</source>
        <translation>متوسط التقييم من 0 إلى 1</translation>
    </message>
    <message>
        <source>Same key, same target</source>
        <translation>المفتاح نفسه، الهدف نفسه</translation>
    </message>
    <message>
        <source>Same end user, same target</source>
        <translation>المستخدم النهائي نفسه، الهدف نفسه</translation>
    </message>
    <message>
        <source>Same session, same target</source>
        <translation>الجلسة نفسها، الهدف نفسه</translation>
    </message>
    <message>
        <source>Each call anew</source>
        <translation>كل استدعاء من جديد</translation>
    </message>
    <message>
        <source>Canary</source>
        <translation>الكناري</translation>
    </message>
    <message>
        <source>The others serve the rest. It can be paused, promoted and rolled back while it runs.</source>
        <translation>تخدم البقية الأهداف الأخرى. يمكن إيقافه مؤقتًا وترقيته والتراجع عنه أثناء عمله.</translation>
    </message>
    <message>
        <source>Target on trial</source>
        <translation>الهدف قيد التجربة</translation>
    </message>
    <message>
        <source>A canary needs at least two targets.</source>
        <translation>يحتاج الكناري إلى هدفين على الأقل.</translation>
    </message>
    <message>
        <source>Assigned by</source>
        <translation>الإسناد بحسب</translation>
    </message>
    <message>
        <source>Step up</source>
        <translation>الزيادة التدريجية</translation>
    </message>
    <message>
        <source>every</source>
        <translation>كل</translation>
    </message>
    <message>
        <source>up to</source>
        <translation>حتى</translation>
    </message>
    <message>
        <source>Goes up by itself while nothing speaks against it.</source>
        <translation>ترتفع من تلقاء نفسها ما لم يمنع ذلك شيء.</translation>
    </message>
    <message>
        <source>Roll back at</source>
        <translation>التراجع عند</translation>
    </message>
    <message>
        <source>Judged after</source>
        <translation>يُحكم عليه بعد</translation>
    </message>
    <message>
        <source>So many of its calls. The share goes to 0 when it is rolled back; nothing is lost.</source>
        <translation>هذا العدد من استدعاءاته. عند التراجع تصبح الحصة 0 ولا يضيع شيء.</translation>
    </message>
    <message>
        <source>%1 of the calls go to %2.</source>
        <translation>تذهب %1 من الاستدعاءات إلى %2.</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>متوقف</translation>
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
        <translation>أدخل عددًا صحيحًا ووحدته، مثل 200ms أو 30s أو 5m أو 1h.</translation>
    </message>
</context>
<context>
    <name>RouteExperiment</name>
    <message>
        <source>Compare targets on fixed shares of the calls</source>
        <translation>مقارنة الأهداف على حصص ثابتة من الاستدعاءات</translation>
    </message>
    <message>
        <source>Same end user, same target</source>
        <translation>المستخدم النهائي نفسه، الهدف نفسه</translation>
    </message>
    <message>
        <source>Same key, same target</source>
        <translation>المفتاح نفسه، الهدف نفسه</translation>
    </message>
    <message>
        <source>Same session, same target</source>
        <translation>الجلسة نفسها، الهدف نفسه</translation>
    </message>
    <message>
        <source>Each call anew</source>
        <translation>كل استدعاء من جديد</translation>
    </message>
    <message>
        <source>Experiment</source>
        <translation>التجربة</translation>
    </message>
    <message>
        <source>Analytics compares them by model; feedback of clients counts too.</source>
        <translation>تقارنها التحليلات بحسب النموذج؛ ويُحتسب تقييم العملاء أيضًا.</translation>
    </message>
    <message>
        <source>Assigned by</source>
        <translation>الإسناد بحسب</translation>
    </message>
    <message>
        <source>Shares</source>
        <translation>الحصص</translation>
    </message>
    <message>
        <source>What they leave goes by the strategy.</source>
        <translation>ما يتبقى يتبع الاستراتيجية.</translation>
    </message>
    <message>
        <source>Share of the calls</source>
        <translation>حصة الاستدعاءات</translation>
    </message>
    <message>
        <source>Share of %1</source>
        <translation>حصة %1</translation>
    </message>
    <message>
        <source>Give at least one target a share.</source>
        <translation>أعطِ هدفًا واحدًا على الأقل حصة.</translation>
    </message>
    <message>
        <source>The shares make %1 % together; 100 % is all there is.</source>
        <translation>مجموع الحصص %1 %؛ والكل 100 % فقط.</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>متوقف</translation>
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
        <translation>لا اتصال</translation>
    </message>
    <message>
        <source>timeout</source>
        <translation>انتهاء المهلة</translation>
    </message>
    <message>
        <source>5xx</source>
        <translation>5xx</translation>
    </message>
    <message>
        <source>Send a second call when the first is slow</source>
        <translation>إرسال استدعاء ثانٍ عندما يبطئ الأول</translation>
    </message>
    <message>
        <source>Percentile</source>
        <translation>المئين</translation>
    </message>
    <message>
        <source>At least after</source>
        <translation>بعد ما لا يقل عن</translation>
    </message>
    <message>
        <source>As the provider says</source>
        <translation>كما يحدد المزوّد</translation>
    </message>
    <message>
        <source>Then</source>
        <translation>ثم</translation>
    </message>
    <message>
        <source>Where no target could serve, another route goes on with the call.</source>
        <translation>عندما لا يستطيع أي هدف الخدمة، يتابع مسار آخر الاستدعاء.</translation>
    </message>
    <message>
        <source>End them, and say so in the stream</source>
        <translation>إنهاؤها وذكر ذلك في التدفق</translation>
    </message>
    <message>
        <source>Continue on another target, with a visible seam</source>
        <translation>المتابعة على هدف آخر مع فاصل ظاهر</translation>
    </message>
    <message>
        <source>Cut streams</source>
        <translation>التدفقات المقطوعة</translation>
    </message>
    <message>
        <source>When the provider breaks off behind the first byte.</source>
        <translation>عندما ينقطع المزوّد بعد البايت الأول.</translation>
    </message>
    <message>
        <source>Tries</source>
        <translation>المحاولات</translation>
    </message>
    <message>
        <source>On one target, before the next one is tried.</source>
        <translation>على الهدف الواحد قبل تجربة التالي.</translation>
    </message>
    <message>
        <source>Further statuses</source>
        <translation>حالات أخرى</translation>
    </message>
    <message>
        <source>Statuses</source>
        <translation>الحالات</translation>
    </message>
    <message>
        <source>Try again on</source>
        <translation>إعادة المحاولة عند</translation>
    </message>
    <message>
        <source>Statuses of the provider parted by commas, such as 408, 429.</source>
        <translation>حالات المزوّد تفصل بينها فواصل، مثل 408, 429.</translation>
    </message>
    <message>
        <source>Enter statuses from 400 to 599, parted by commas.</source>
        <translation>أدخل حالات من 400 إلى 599 تفصل بينها فواصل.</translation>
    </message>
    <message>
        <source> % of the calls began sooner</source>
        <translation> % من الاستدعاءات بدأت أبكر</translation>
    </message>
    <message>
        <source>Slow answers</source>
        <translation>الإجابات البطيئة</translation>
    </message>
    <message>
        <source>The first answer is used and the other call ends; both may cost money.</source>
        <translation>تُستخدم الإجابة الأولى وينتهي الاستدعاء الآخر؛ وقد يكلّف كلاهما مالًا.</translation>
    </message>
    <message>
        <source>Slow is when</source>
        <translation>البطء هو عندما</translation>
    </message>
    <message>
        <source>Wait for a connection</source>
        <translation>انتظار الاتصال</translation>
    </message>
    <message>
        <source>A number and its unit, such as 30s. Empty: what the provider says.</source>
        <translation>عدد ووحدته، مثل 30s. فارغ: كما يحدد المزوّد.</translation>
    </message>
    <message>
        <source>Wait for the first byte</source>
        <translation>انتظار البايت الأول</translation>
    </message>
    <message>
        <source>Wait within a stream</source>
        <translation>الانتظار داخل التدفق</translation>
    </message>
    <message>
        <source>Wait in all</source>
        <translation>الانتظار الإجمالي</translation>
    </message>
    <message numerus="yes">
        <source>%n try/tries on each target</source>
        <translation>
            <numerusform>%n محاولة لكل هدف</numerusform>
            <numerusform>%n محاولة لكل هدف</numerusform>
            <numerusform>%n محاولة لكل هدف</numerusform>
            <numerusform>%n محاولة لكل هدف</numerusform>
            <numerusform>%n محاولة لكل هدف</numerusform>
            <numerusform>%n محاولة لكل هدف</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n fallback(s)</source>
        <translation>
            <numerusform>%n بديل</numerusform>
            <numerusform>%n بديل</numerusform>
            <numerusform>%n بديل</numerusform>
            <numerusform>%n بديل</numerusform>
            <numerusform>%n بديل</numerusform>
            <numerusform>%n بديل</numerusform>
        </translation>
    </message>
    <message>
        <source>a second call after %1</source>
        <translation>استدعاء ثانٍ بعد %1</translation>
    </message>
</context>
<context>
    <name>RouteLimits</name>
    <message>
        <source>No limit</source>
        <translation>بلا حد</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>الطلبات</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>الرموز</translation>
    </message>
    <message>
        <source>Tokens in</source>
        <translation>رموز الإدخال</translation>
    </message>
    <message>
        <source>Tokens out</source>
        <translation>رموز الإخراج</translation>
    </message>
    <message>
        <source>a minute</source>
        <translation>في الدقيقة</translation>
    </message>
    <message>
        <source>an hour</source>
        <translation>في الساعة</translation>
    </message>
    <message>
        <source>a day</source>
        <translation>في اليوم</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>requests, a minute</comment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>Calls at once</source>
        <translation>استدعاءات متزامنة</translation>
    </message>
    <message>
        <source>Of all callers together. Beyond a limit calls are refused with 429.</source>
        <translation>لكل المستدعين معًا. ما يتجاوز الحد يُرفض بالرمز 429.</translation>
    </message>
    <message>
        <source>None</source>
        <translation>لا شيء</translation>
    </message>
    <message numerus="yes">
        <source>%n limit(s)</source>
        <translation>
            <numerusform>%n حد</numerusform>
            <numerusform>%n حد</numerusform>
            <numerusform>%n حد</numerusform>
            <numerusform>%n حد</numerusform>
            <numerusform>%n حد</numerusform>
            <numerusform>%n حد</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RouteRules</name>
    <message>
        <source>%1 or %2</source>
        <comment>names</comment>
        <translation>%1 أو %2</translation>
    </message>
    <message>
        <source>the time is from %1 until %2</source>
        <translation>الوقت من %1 إلى %2</translation>
    </message>
    <message>
        <source>the day is %1</source>
        <translation>اليوم هو %1</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>time, zone</comment>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>the team is %1</source>
        <translation>الفريق هو %1</translation>
    </message>
    <message>
        <source>the application is %1</source>
        <translation>التطبيق هو %1</translation>
    </message>
    <message>
        <source>a tag is %1</source>
        <translation>إحدى الوسوم %1</translation>
    </message>
    <message>
        <source>the header %1 is %2</source>
        <translation>الترويسة %1 هي %2</translation>
    </message>
    <message>
        <source>the metadata %1 is %2</source>
        <translation>البيانات الوصفية %1 هي %2</translation>
    </message>
    <message>
        <source>the field %1 of the request is %2</source>
        <translation>حقل الطلب %1 هو %2</translation>
    </message>
    <message>
        <source>the path is %1</source>
        <translation>المسار في العنوان هو %1</translation>
    </message>
    <message>
        <source>more than %1 tokens come in</source>
        <translation>يدخل أكثر من %1 رمزًا</translation>
    </message>
    <message>
        <source>fewer than %1 tokens come in</source>
        <translation>يدخل أقل من %1 رمزًا</translation>
    </message>
    <message>
        <source>the answer is streamed</source>
        <translation>الإجابة متدفقة</translation>
    </message>
    <message>
        <source>the answer is not streamed</source>
        <translation>الإجابة غير متدفقة</translation>
    </message>
    <message>
        <source>go on with the route %1</source>
        <translation>المتابعة بالمسار %1</translation>
    </message>
    <message>
        <source>Always: %1.</source>
        <translation>دائمًا: %1.</translation>
    </message>
    <message>
        <source>If %1: %2.</source>
        <comment>conditions, targets</comment>
        <translation>إذا %1: %2.</translation>
    </message>
</context>
<context>
    <name>RouteShadow</name>
    <message>
        <source>Send a copy of some calls elsewhere</source>
        <translation>إرسال نسخة من بعض الاستدعاءات إلى مكان آخر</translation>
    </message>
    <message>
        <source>Share of the calls</source>
        <translation>حصة الاستدعاءات</translation>
    </message>
    <message>
        <source>Counts against the caller&apos;s budget</source>
        <translation>يُحسب من ميزانية المستدعي</translation>
    </message>
    <message>
        <source>Provider of the copies</source>
        <translation>مزوّد النسخ</translation>
    </message>
    <message>
        <source>Model of the copies</source>
        <translation>نموذج النسخ</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>النموذج</translation>
    </message>
    <message>
        <source>Shadow</source>
        <translation>الظل</translation>
    </message>
    <message>
        <source>Nobody waits for the copies or gets their answers; they stand in the log as such.</source>
        <translation>لا أحد ينتظر النسخ أو يتلقى إجاباتها؛ وتظهر في السجل بصفتها نسخًا.</translation>
    </message>
    <message>
        <source>Copies go to</source>
        <translation>تذهب النسخ إلى</translation>
    </message>
    <message>
        <source>Say which model gets the copies.</source>
        <translation>حدّد النموذج الذي يتلقى النسخ.</translation>
    </message>
    <message>
        <source>Money</source>
        <translation>المال</translation>
    </message>
    <message>
        <source>A copy of %1 of the calls goes to %2/%3.</source>
        <translation>تذهب نسخة من %1 من الاستدعاءات إلى %2/%3.</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>متوقف</translation>
    </message>
</context>
<context>
    <name>RouteStrategy</name>
    <message>
        <source>In order</source>
        <translation>بالترتيب</translation>
    </message>
    <message>
        <source>By weight</source>
        <translation>بحسب الوزن</translation>
    </message>
    <message>
        <source>In turn</source>
        <translation>بالتناوب</translation>
    </message>
    <message>
        <source>Least busy</source>
        <translation>الأقل انشغالًا</translation>
    </message>
    <message>
        <source>Lowest latency</source>
        <translation>أقل زمن استجابة</translation>
    </message>
    <message>
        <source>Lowest cost</source>
        <translation>أقل تكلفة</translation>
    </message>
    <message>
        <source>Same caller, same target</source>
        <translation>المستدعي نفسه، الهدف نفسه</translation>
    </message>
    <message>
        <source>The first target that can serve does; the next ones stand by.</source>
        <translation>يخدم أول هدف يستطيع؛ والبقية على أهبة الاستعداد.</translation>
    </message>
    <message>
        <source>Calls are shared out at random, in proportion to the weights.</source>
        <translation>تُوزَّع الاستدعاءات عشوائيًا بحسب الأوزان.</translation>
    </message>
    <message>
        <source>Each target takes its turn, one call after the other.</source>
        <translation>يأخذ كل هدف دوره، استدعاءً بعد آخر.</translation>
    </message>
    <message>
        <source>The target with the fewest calls under way serves.</source>
        <translation>يخدم الهدف الأقل استدعاءات جارية.</translation>
    </message>
    <message>
        <source>The target that lately began to answer soonest serves; now and then another is tried.</source>
        <translation>يخدم الهدف الأسرع مؤخرًا في بدء الإجابة؛ ويُجرَّب غيره بين حين وآخر.</translation>
    </message>
    <message>
        <source>The target that costs least for the tokens that are expected serves.</source>
        <translation>يخدم الهدف الأقل تكلفة للرموز المتوقعة.</translation>
    </message>
    <message>
        <source>Whoever is the same caller comes to the same target, also after targets are added.</source>
        <translation>يصل المستدعي نفسه إلى الهدف نفسه، حتى بعد إضافة أهداف.</translation>
    </message>
    <message>
        <source>Strategy</source>
        <translation>الاستراتيجية</translation>
    </message>
    <message>
        <source>Who is the same caller</source>
        <translation>من هو المستدعي نفسه</translation>
    </message>
    <message>
        <source>Same key</source>
        <translation>المفتاح نفسه</translation>
    </message>
    <message>
        <source>Same end user</source>
        <translation>المستخدم النهائي نفسه</translation>
    </message>
    <message>
        <source>Same session</source>
        <translation>الجلسة نفسها</translation>
    </message>
    <message>
        <source>Same value of a header</source>
        <translation>القيمة نفسها لترويسة</translation>
    </message>
    <message>
        <source>Name of the header</source>
        <translation>اسم الترويسة</translation>
    </message>
    <message>
        <source>Same caller</source>
        <translation>المستدعي نفسه</translation>
    </message>
    <message>
        <source>None</source>
        <translation>لا شيء</translation>
    </message>
    <message>
        <source>Of a session</source>
        <translation>للجلسة</translation>
    </message>
    <message>
        <source>Of a prompt&apos;s beginning</source>
        <translation>لبداية التلقين</translation>
    </message>
    <message>
        <source>Stay with the account</source>
        <translation>البقاء مع الحساب</translation>
    </message>
    <message>
        <source>Calls go where the provider already holds the prompt in its cache, and move only when that account fails.</source>
        <translation>تذهب الاستدعاءات إلى حيث يحتفظ المزوّد بالتلقين مسبقًا، ولا تنتقل إلا إذا فشل ذلك الحساب.</translation>
    </message>
    <message>
        <source>Anywhere</source>
        <translation>أي مكان</translation>
    </message>
    <message>
        <source>Only providers that bear one of these tags, parted by commas, such as eu.</source>
        <translation>فقط المزوّدون الذين يحملون أحد هذه الوسوم، مفصولة بفواصل، مثل eu.</translation>
    </message>
    <message>
        <source>Regions</source>
        <translation>المناطق</translation>
    </message>
    <message>
        <source>Known: %1.</source>
        <translation>المعروفة: %1.</translation>
    </message>
    <message>
        <source>Name the header, such as x-customer.</source>
        <translation>سمِّ الترويسة، مثل x-customer.</translation>
    </message>
</context>
<context>
    <name>Routes</name>
    <message>
        <source>Unknown</source>
        <translation>غير معروف</translation>
    </message>
    <message>
        <source>%1 in</source>
        <comment>price</comment>
        <translation>%1 للإدخال</translation>
    </message>
    <message>
        <source>%1 out</source>
        <comment>price</comment>
        <translation>%1 للإخراج</translation>
    </message>
    <message>
        <source>%1 in, %2 out</source>
        <comment>prices</comment>
        <translation>%1 للإدخال، %2 للإخراج</translation>
    </message>
    <message>
        <source>Pretended</source>
        <translation>وهمي</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>source, date</comment>
        <translation>%1، %2</translation>
    </message>
    <message>
        <source>The price is unknown: costs are not counted, and a budget refuses its calls. Set the price.</source>
        <translation>السعر غير معروف: لا تُحسب التكاليف، وأي ميزانية ترفض استدعاءاته. حدّد السعر.</translation>
    </message>
    <message>
        <source>Dollars per million tokens</source>
        <translation>دولار لكل مليون رمز</translation>
    </message>
    <message>
        <source>Input: %1</source>
        <translation>الإدخال: %1</translation>
    </message>
    <message>
        <source>Cached input: %1</source>
        <translation>الإدخال المخزّن مؤقتًا: %1</translation>
    </message>
    <message>
        <source>Cache writes: %1</source>
        <translation>الكتابة في التخزين المؤقت: %1</translation>
    </message>
    <message>
        <source>Output: %1</source>
        <translation>الإخراج: %1</translation>
    </message>
</context>
<context>
    <name>Scopes</name>
    <message>
        <source>Team</source>
        <translation>الفريق</translation>
    </message>
    <message>
        <source>Application</source>
        <translation>التطبيق</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>المفتاح</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>النموذج</translation>
    </message>
    <message>
        <source>Route</source>
        <translation>المسار</translation>
    </message>
    <message>
        <source>Provider</source>
        <translation>المزوّد</translation>
    </message>
    <message>
        <source>Tag</source>
        <translation>الوسم</translation>
    </message>
    <message>
        <source>End user</source>
        <translation>المستخدم النهائي</translation>
    </message>
    <message>
        <source>Organisation</source>
        <translation>المؤسسة</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>kind, name: Team research</comment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>اليوم</translation>
    </message>
    <message>
        <source>Week</source>
        <translation>أسبوع</translation>
    </message>
    <message>
        <source>Month</source>
        <translation>شهر</translation>
    </message>
    <message>
        <source>In all</source>
        <translation>إجمالًا</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>أبدًا</translation>
    </message>
    <message numerus="yes">
        <source>In %n min</source>
        <translation>
            <numerusform>بعد %n دقيقة</numerusform>
            <numerusform>بعد دقيقة</numerusform>
            <numerusform>بعد دقيقتين</numerusform>
            <numerusform>بعد %n دقائق</numerusform>
            <numerusform>بعد %n دقيقة</numerusform>
            <numerusform>بعد %n دقيقة</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>In %n h</source>
        <translation>
            <numerusform>بعد %n ساعة</numerusform>
            <numerusform>بعد ساعة</numerusform>
            <numerusform>بعد ساعتين</numerusform>
            <numerusform>بعد %n ساعات</numerusform>
            <numerusform>بعد %n ساعة</numerusform>
            <numerusform>بعد %n ساعة</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>In %n day(s)</source>
        <translation>
            <numerusform>بعد %n يوم</numerusform>
            <numerusform>بعد يوم</numerusform>
            <numerusform>بعد يومين</numerusform>
            <numerusform>بعد %n أيام</numerusform>
            <numerusform>بعد %n يومًا</numerusform>
            <numerusform>بعد %n يوم</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Traffic</name>
    <message>
        <source>high priority</source>
        <translation>أولوية عالية</translation>
    </message>
    <message>
        <source>low priority</source>
        <translation>أولوية منخفضة</translation>
    </message>
    <message>
        <source>normal priority</source>
        <translation>أولوية عادية</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>مفتوحة</translation>
    </message>
    <message>
        <source>Half open</source>
        <translation>نصف مفتوحة</translation>
    </message>
    <message>
        <source>Closed</source>
        <translation>مغلقة</translation>
    </message>
    <message>
        <source>Not checked</source>
        <translation>غير مفحوص</translation>
    </message>
    <message>
        <source>Failing</source>
        <translation>يفشل</translation>
    </message>
    <message>
        <source>Well</source>
        <translation>سليم</translation>
    </message>
    <message>
        <source>Not known yet</source>
        <translation>غير معروف بعد</translation>
    </message>
    <message>
        <source>%1 tokens left</source>
        <translation>بقي %1 من الرموز</translation>
    </message>
    <message>
        <source>%1 requests left</source>
        <translation>بقي %1 من الطلبات</translation>
    </message>
    <message>
        <source>%1 of %2 tokens left</source>
        <translation>بقي %1 من %2 رمزًا</translation>
    </message>
    <message>
        <source>%1 of %2 requests left</source>
        <translation>بقي %1 من %2 طلبًا</translation>
    </message>
    <message>
        <source>Open: it failed too often, so calls go elsewhere. It is tried again in %1.</source>
        <translation>مفتوحة: فشل كثيرًا فتذهب الاستدعاءات إلى غيره. يُجرَّب ثانيةً بعد %1.</translation>
    </message>
    <message>
        <source>Open: it failed too often, so calls go elsewhere.</source>
        <translation>مفتوحة: فشل كثيرًا فتذهب الاستدعاءات إلى غيره.</translation>
    </message>
    <message>
        <source>Half open: the next call tries whether it answers again.</source>
        <translation>نصف مفتوحة: يجرّب الاستدعاء التالي هل عاد يجيب.</translation>
    </message>
    <message>
        <source>Closed: calls go there.</source>
        <translation>مغلقة: تذهب الاستدعاءات إليه.</translation>
    </message>
    <message numerus="yes">
        <source>%n failure(s) in a row.</source>
        <translation>
            <numerusform>لا إخفاقات.</numerusform>
            <numerusform>إخفاق واحد.</numerusform>
            <numerusform>إخفاقان متتاليان.</numerusform>
            <numerusform>%n إخفاقات متتالية.</numerusform>
            <numerusform>%n إخفاقًا متتاليًا.</numerusform>
            <numerusform>%n إخفاق متتالٍ.</numerusform>
        </translation>
    </message>
    <message>
        <source>It opens after %1 failures in a row, for %2 at first and %3 at longest.</source>
        <translation>تُفتح بعد %1 إخفاقات متتالية، أولًا %2 وعلى الأكثر %3.</translation>
    </message>
    <message>
        <source>%1 of at most %2 calls run at this provider.</source>
        <translation>يجري %1 من %2 استدعاءً على الأكثر لدى هذا المزوّد.</translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) run at this provider; there is no cap.</source>
        <translation>
            <numerusform>لا استدعاء يجري لدى هذا المزوّد؛ ولا سقف.</numerusform>
            <numerusform>استدعاء واحد يجري لدى هذا المزوّد؛ ولا سقف.</numerusform>
            <numerusform>استدعاءان يجريان لدى هذا المزوّد؛ ولا سقف.</numerusform>
            <numerusform>%n استدعاءات تجري لدى هذا المزوّد؛ ولا سقف.</numerusform>
            <numerusform>%n استدعاءً يجري لدى هذا المزوّد؛ ولا سقف.</numerusform>
            <numerusform>%n استدعاء يجري لدى هذا المزوّد؛ ولا سقف.</numerusform>
        </translation>
    </message>
    <message>
        <source>First token after %1, for the slowest twentieth after %2.</source>
        <translation>أول رمز بعد %1، ولأبطأ جزء من عشرين بعد %2.</translation>
    </message>
    <message>
        <source>No call waits here: one that finds no room goes to the next target.</source>
        <translation>لا ينتظر هنا استدعاء: ما لا يجد مكانًا يذهب إلى الهدف التالي.</translation>
    </message>
    <message>
        <source>%1 of at most %2 calls wait, each for %3 at most.</source>
        <translation>ينتظر %1 من %2 استدعاءً على الأكثر، كلٌّ %3 على الأكثر.</translation>
    </message>
    <message numerus="yes">
        <source>And %n more.</source>
        <translation>
            <numerusform>ولا مزيد.</numerusform>
            <numerusform>وواحد آخر.</numerusform>
            <numerusform>واثنان آخران.</numerusform>
            <numerusform>و%n أخرى.</numerusform>
            <numerusform>و%n آخر.</numerusform>
            <numerusform>و%n آخر.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1. %2, %3, waits %4</source>
        <comment>position, id of a call, its priority, how long</comment>
        <translation>%1. %2، %3، ينتظر %4</translation>
    </message>
    <message>
        <source>%1; whole again in %2</source>
        <comment>what is left, a time</comment>
        <translation>%1؛ يكتمل ثانيةً بعد %2</translation>
    </message>
    <message>
        <source>It refused a call and asked to be left alone for %1.</source>
        <translation>رفض استدعاءً وطلب التوقف %1.</translation>
    </message>
    <message>
        <source>Its answers have told of no limits yet.</source>
        <translation>لم تذكر إجاباته حدودًا بعد.</translation>
    </message>
    <message>
        <source>Not checked by itself; only calls tell how it is.</source>
        <translation>لا يُفحص على حدة؛ الاستدعاءات وحدها تبيّن حاله.</translation>
    </message>
    <message>
        <source>Checked by its list of models.</source>
        <translation>يُفحص بقائمة نماذجه.</translation>
    </message>
    <message>
        <source>Checked by its own word that it is ready.</source>
        <translation>يُفحص بإعلانه أنه جاهز.</translation>
    </message>
    <message>
        <source>Checked with a call of one token, which is paid for.</source>
        <translation>يُفحص باستدعاء مدفوع من رمز واحد.</translation>
    </message>
    <message>
        <source>Last at %1, in %2: %3.</source>
        <comment>time, how long it took, how it is</comment>
        <translation>آخر مرة %1، خلال %2: %3.</translation>
    </message>
    <message>
        <source>Of the route %1 it gets %2 of the tries.</source>
        <translation>من المسار %1 يحصل على %2 من المحاولات.</translation>
    </message>
</context>
<context>
    <name>TranslationMatch</name>
    <message>
        <source>Several fields say it together.</source>
        <translation>تقوله عدة حقول معًا.</translation>
    </message>
    <message>
        <source>The address says it.</source>
        <translation>يقوله العنوان.</translation>
    </message>
    <message>
        <source>Stands there as %1.</source>
        <translation>يرد هناك باسم %1.</translation>
    </message>
    <message>
        <source>Says there %1 in %2.</source>
        <comment>value, field</comment>
        <translation>يقول هناك %1 في %2.</translation>
    </message>
    <message>
        <source>Not listed as lost: it is said in another form.</source>
        <translation>غير مسجَّل كمفقود: يُقال بصيغة أخرى.</translation>
    </message>
    <message>
        <source>The translation put it in.</source>
        <translation>أضافته الترجمة.</translation>
    </message>
    <message>
        <source>Was %1.</source>
        <translation>كان %1.</translation>
    </message>
</context>
<context>
    <name>VersionText</name>
    <message>
        <source>required</source>
        <translation>مطلوب</translation>
    </message>
    <message>
        <source>optional</source>
        <translation>اختياري</translation>
    </message>
    <message>
        <source>secret</source>
        <translation>سري</translation>
    </message>
    <message>
        <source>schema</source>
        <translation>المخطط</translation>
    </message>
    <message>
        <source>default</source>
        <translation>القيمة المبدئية</translation>
    </message>
    <message>
        <source>example</source>
        <translation>مثال</translation>
    </message>
    <message>
        <source>description</source>
        <translation>الوصف</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>صورة</translation>
    </message>
    <message>
        <source>Variables</source>
        <translation>المتغيرات</translation>
    </message>
    <message>
        <source>Partial %1</source>
        <translation>الجزء %1</translation>
    </message>
    <message>
        <source>Model and answer</source>
        <translation>النموذج والإجابة</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>النموذج</translation>
    </message>
    <message>
        <source>Ask again</source>
        <translation>السؤال مجددًا</translation>
    </message>
</context>
<context>
    <name>Views</name>
    <message>
        <source>Overview</source>
        <translation>نظرة عامة</translation>
    </message>
    <message>
        <source>Live log</source>
        <translation>السجل المباشر</translation>
    </message>
    <message>
        <source>Playground</source>
        <translation>ساحة التجربة</translation>
    </message>
    <message>
        <source>Providers</source>
        <translation>المزوّدون</translation>
    </message>
    <message>
        <source>Models and routes</source>
        <translation>النماذج والمسارات</translation>
    </message>
    <message>
        <source>Connect a client</source>
        <translation>توصيل عميل</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>المفاتيح</translation>
    </message>
    <message>
        <source>Analytics</source>
        <translation>التحليلات</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>الإعدادات</translation>
    </message>
    <message>
        <source>Traffic</source>
        <translation>الحركة</translation>
    </message>
    <message>
        <source>Cache</source>
        <translation>التخزين المؤقت</translation>
    </message>
    <message>
        <source>Budgets</source>
        <translation>الميزانيات</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>الحدود</translation>
    </message>
    <message>
        <source>Published APIs</source>
        <translation>واجهات API المنشورة</translation>
    </message>
    <message>
        <source>Approvals</source>
        <translation>الموافقات</translation>
    </message>
    <message>
        <source>Teams</source>
        <translation>الفرق</translation>
    </message>
    <message>
        <source>Audit</source>
        <translation>التدقيق</translation>
    </message>
    <message>
        <source>Prompts</source>
        <translation>التلقينات</translation>
    </message>
</context>
<context>
    <name>Webhooks</name>
    <message>
        <source>A job has ended</source>
        <translation>انتهت مهمة</translation>
    </message>
    <message>
        <source>A subscription is asked for</source>
        <translation>طُلب اشتراك</translation>
    </message>
    <message>
        <source>A subscription is decided</source>
        <translation>تقرر أمر اشتراك</translation>
    </message>
    <message>
        <source>An API is published</source>
        <translation>نُشرت واجهة API</translation>
    </message>
    <message>
        <source>An API is deprecated</source>
        <translation>أُهملت واجهة API</translation>
    </message>
    <message>
        <source>An API is retired</source>
        <translation>أُوقفت واجهة API</translation>
    </message>
    <message>
        <source>A budget reaches an alert</source>
        <translation>بلغت ميزانية حد التنبيه</translation>
    </message>
</context>
<context>
    <name>YamlFile</name>
    <message>
        <source>The file is too large, or nested too deeply.</source>
        <translation>الملف كبير جدًا أو شديد التداخل.</translation>
    </message>
    <message>
        <source>The file holds no settings. Choose a YAML file of the form NAME: VALUE.</source>
        <translation>لا يحوي الملف إعدادات. اختر ملف YAML بالصيغة NAME: VALUE.</translation>
    </message>
    <message>
        <source>The file is not YAML.</source>
        <translation>الملف ليس YAML.</translation>
    </message>
    <message>
        <source>Line %1: this is not YAML that can be read. Check indentation, quotes and colons.</source>
        <translation>السطر %1: هذا ليس YAML قابلًا للقراءة. تحقق من المسافات البادئة وعلامات الاقتباس والنقطتين.</translation>
    </message>
</context>
<context>
    <name>gatehouse::app::Program</name>
    <message>
        <source>&amp;Import…</source>
        <translation>استيراد…</translation>
    </message>
    <message>
        <source>E&amp;xport the configuration…</source>
        <translation>تصدير التكوين…</translation>
    </message>
    <message>
        <source>Re&amp;view changes…</source>
        <translation>مراجعة التغييرات…</translation>
    </message>
    <message>
        <source>No change waits for review.</source>
        <translation>لا تغيير ينتظر المراجعة.</translation>
    </message>
    <message>
        <source>&amp;History of changes…</source>
        <translation>محفوظات التغييرات…</translation>
    </message>
    <message>
        <source>&amp;Trash…</source>
        <translation>المهملات…</translation>
    </message>
    <message>
        <source>&amp;First steps</source>
        <translation>الخطوات الأولى</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>حاول مجددًا</translation>
    </message>
    <message>
        <source>Use free ports this time</source>
        <translation>استخدام منافذ حرة هذه المرة</translation>
    </message>
    <message>
        <source>No gateway is saved as %1. Add it under Gateway, Connections.</source>
        <translation>لا توجد بوابة محفوظة باسم %1. أضفها ضمن البوابة، الاتصالات.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::AboutPage</name>
    <message>
        <source>About</source>
        <translation>حول</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>الإصدارات</translation>
    </message>
    <message>
        <source>Console</source>
        <translation>وحدة التحكم</translation>
    </message>
    <message>
        <source>This program.</source>
        <translation>هذا البرنامج.</translation>
    </message>
    <message>
        <source>Gateway</source>
        <translation>البوابة</translation>
    </message>
    <message>
        <source>The one that is shown.</source>
        <translation>البوابة المعروضة.</translation>
    </message>
    <message>
        <source>Qt</source>
        <translation>Qt</translation>
    </message>
    <message>
        <source>The toolkit that draws the console.</source>
        <translation>مجموعة الأدوات التي ترسم وحدة التحكم.</translation>
    </message>
    <message>
        <source>Licences</source>
        <translation>التراخيص</translation>
    </message>
    <message>
        <source>GNU General Public License, version 3 or later.</source>
        <translation>رخصة جنو العمومية العامة، الإصدار 3 أو أحدث.</translation>
    </message>
    <message>
        <source>Apache License 2.0.</source>
        <translation>رخصة Apache 2.0.</translation>
    </message>
    <message>
        <source>Icons</source>
        <translation>الأيقونات</translation>
    </message>
    <message>
        <source>Tabler Icons by Paweł Kuna, MIT licence.</source>
        <translation>Tabler Icons من Paweł Kuna، رخصة MIT.</translation>
    </message>
    <message>
        <source>Libraries</source>
        <translation>المكتبات</translation>
    </message>
    <message>
        <source>Qt (LGPL 3), Boost (BSL 1.0), OpenSSL (Apache 2.0), SQLite (public domain), yaml-cpp (MIT) and others: docs/dependencies.md names each.</source>
        <translation>Qt ‏(LGPL 3) وBoost ‏(BSL 1.0) وOpenSSL ‏(Apache 2.0) وSQLite (ملكية عامة) وyaml-cpp ‏(MIT) وغيرها: يسمّي docs/dependencies.md كلًّا منها.</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>المساعدة</translation>
    </message>
    <message>
        <source>Copy diagnostics</source>
        <translation>نسخ التشخيص</translation>
    </message>
    <message>
        <source>Diagnostics</source>
        <translation>التشخيص</translation>
    </message>
    <message>
        <source>Versions, counters and problems for a report. No secrets, names or addresses.</source>
        <translation>الإصدارات والعدّادات والمشكلات لتقرير. بلا أسرار ولا أسماء ولا عناوين.</translation>
    </message>
    <message>
        <source>Diagnostics copied. They hold no secrets.</source>
        <translation>نُسخ التشخيص. لا يحوي أسرارًا.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::AnalyticsView</name>
    <message>
        <source>Steps by range</source>
        <translation>الخطوات حسب النطاق</translation>
    </message>
    <message>
        <source>Steps of 1 minute</source>
        <translation>خطوات من دقيقة</translation>
    </message>
    <message>
        <source>Steps of 5 minutes</source>
        <translation>خطوات من 5 دقائق</translation>
    </message>
    <message>
        <source>Steps of 15 minutes</source>
        <translation>خطوات من 15 دقيقة</translation>
    </message>
    <message>
        <source>Steps of 1 hour</source>
        <translation>خطوات من ساعة</translation>
    </message>
    <message>
        <source>Steps of 6 hours</source>
        <translation>خطوات من 6 ساعات</translation>
    </message>
    <message>
        <source>Steps of 1 day</source>
        <translation>خطوات من يوم</translation>
    </message>
    <message>
        <source>Lines</source>
        <translation>خطوط</translation>
    </message>
    <message>
        <source>Stacked bars</source>
        <translation>أعمدة مكدّسة</translation>
    </message>
    <message>
        <source>Hours of the week</source>
        <translation>ساعات الأسبوع</translation>
    </message>
    <message>
        <source>Analytics</source>
        <translation>التحليلات</translation>
    </message>
    <message>
        <source>Reports</source>
        <translation>التقارير</translation>
    </message>
    <message>
        <source>What is shown</source>
        <translation>ما يُعرض</translation>
    </message>
    <message>
        <source>Percentile</source>
        <translation>المئين</translation>
    </message>
    <message>
        <source>Split by</source>
        <translation>التقسيم حسب</translation>
    </message>
    <message>
        <source>Time of a point</source>
        <translation>زمن النقطة</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>مقارنة</translation>
    </message>
    <message>
        <source>Compare with the stretch before</source>
        <translation>المقارنة بالفترة السابقة</translation>
    </message>
    <message>
        <source>Sums of the whole stretch of time</source>
        <translation>مجاميع الفترة كلها</translation>
    </message>
    <message>
        <source>Filter of the charts</source>
        <translation>مرشّح المخططات</translation>
    </message>
    <message>
        <source>Latency</source>
        <translation>زمن الاستجابة</translation>
    </message>
    <message>
        <source>Choose time range…</source>
        <translation>اختيار النطاق الزمني…</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>تكبير</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>تصغير</translation>
    </message>
    <message>
        <source>Reset zoom</source>
        <translation>إعادة ضبط التكبير</translation>
    </message>
    <message>
        <source>Chart: %1</source>
        <translation>المخطط: %1</translation>
    </message>
    <message>
        <source>Save report…</source>
        <translation>حفظ التقرير…</translation>
    </message>
    <message>
        <source>Export chart…</source>
        <translation>تصدير المخطط…</translation>
    </message>
    <message>
        <source>Export the table…</source>
        <translation>تصدير الجدول…</translation>
    </message>
    <message>
        <source>Percentiles do not add up</source>
        <translation>المئينات لا تُجمع</translation>
    </message>
    <message>
        <source>Remove report</source>
        <translation>إزالة التقرير</translation>
    </message>
    <message>
        <source>Report %1 removed.</source>
        <translation>أُزيل التقرير %1.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>تراجع</translation>
    </message>
    <message>
        <source>Save report</source>
        <translation>حفظ التقرير</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>الاسم</translation>
    </message>
    <message>
        <source>Keeps what is shown, how it is split, the filter and the time range. A report of the same name is replaced.</source>
        <translation>يحفظ ما يُعرض وتقسيمه والمرشّح والنطاق الزمني. يُستبدل التقرير الذي يحمل الاسم نفسه.</translation>
    </message>
    <message>
        <source>Give the report a name.</source>
        <translation>أعطِ التقرير اسمًا.</translation>
    </message>
    <message>
        <source>Report %1 saved.</source>
        <translation>حُفظ التقرير %1.</translation>
    </message>
    <message>
        <source>Error class</source>
        <translation>فئة الخطأ</translation>
    </message>
    <message>
        <source>%1, p%2</source>
        <translation>%1، p%2</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <extracomment>Title of a chart: what is shown, what it is split by</extracomment>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>The median of each hour</source>
        <translation>وسيط كل ساعة</translation>
    </message>
    <message>
        <source>The sum of each hour</source>
        <translation>مجموع كل ساعة</translation>
    </message>
    <message numerus="yes">
        <source>%n more below</source>
        <translation>
            <numerusform>لا مزيد أدناه</numerusform>
            <numerusform>واحد آخر أدناه</numerusform>
            <numerusform>اثنان آخران أدناه</numerusform>
            <numerusform>%n أخرى أدناه</numerusform>
            <numerusform>%n أخرى أدناه</numerusform>
            <numerusform>%n أخرى أدناه</numerusform>
        </translation>
    </message>
    <message>
        <source>Show in the log</source>
        <translation>عرض في السجل</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>إعادة المحاولة</translation>
    </message>
    <message>
        <source>Adding up the calls…</source>
        <translation>تُجمع الاستدعاءات…</translation>
    </message>
    <message>
        <source>No call of this stretch of time fits the filter.</source>
        <translation>لا استدعاء في هذه الفترة يطابق المرشّح.</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>مسح المرشّح</translation>
    </message>
    <message>
        <source>No traffic in this stretch of time.</source>
        <translation>لا حركة في هذه الفترة.</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>عرض الكل</translation>
    </message>
    <message>
        <source>No traffic yet. Charts grow here as calls come in.</source>
        <translation>لا حركة بعد. تنمو المخططات هنا مع ورود الاستدعاءات.</translation>
    </message>
    <message>
        <source>Open overview</source>
        <translation>فتح النظرة العامة</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::AnswerPanel</name>
    <message>
        <source>A route, or provider/model</source>
        <translation>مسار، أو مزوّد/نموذج</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>النموذج</translation>
    </message>
    <message>
        <source>Who answers, unless a call names another.</source>
        <translation>من يجيب ما لم يسمِّ الاستدعاء غيره.</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>الإجابة</translation>
    </message>
    <message>
        <source>JSON Schema</source>
        <translation>JSON Schema</translation>
    </message>
    <message>
        <source>The answer must be JSON that fits. Nothing: the answer is text.</source>
        <translation>يجب أن تكون الإجابة JSON مطابقًا. لا شيء: الإجابة نص.</translation>
    </message>
    <message>
        <source>Ask again</source>
        <translation>السؤال مجددًا</translation>
    </message>
    <message>
        <source>How often the model is asked again where its answer does not fit.</source>
        <translation>كم مرة يُسأل النموذج مجددًا إن لم تطابق إجابته.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ApiDetails</name>
    <message>
        <source>How it is called</source>
        <translation>كيف تُستدعى</translation>
    </message>
    <message>
        <source>The selected API</source>
        <translation>واجهة API المحددة</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>الإصدارات</translation>
    </message>
    <message>
        <source>Experiment</source>
        <translation>التجربة</translation>
    </message>
    <message>
        <source>Call</source>
        <translation>استدعاء</translation>
    </message>
    <message>
        <source>Select a version to see it beside the others.</source>
        <translation>اختر إصدارًا لتراه بجانب غيره.</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>title, name</comment>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Charges</source>
        <translation>المبالغ</translation>
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
        <translation>%1 · الأحدث</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>المسار في العنوان</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>الإصدار</translation>
    </message>
    <message>
        <source>State</source>
        <translation>الحالة</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>النوع</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>الفريق</translation>
    </message>
    <message>
        <source>Subscribers</source>
        <translation>المشتركون</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>الاستدعاءات</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>الأخطاء</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ApisView</name>
    <message>
        <source>Select one version first.</source>
        <translation>اختر إصدارًا أولًا.</translation>
    </message>
    <message>
        <source>A retired version stays as it is.</source>
        <translation>الإصدار الموقوف يبقى كما هو.</translation>
    </message>
    <message>
        <source>Import its OpenAPI document again to change it.</source>
        <translation>أعد استيراد مستند OpenAPI لتغييرها.</translation>
    </message>
    <message>
        <source>Import an OpenAPI document for the next version.</source>
        <translation>استورد مستند OpenAPI للإصدار التالي.</translation>
    </message>
    <message>
        <source>Retire it first: somebody may call it.</source>
        <translation>أوقفها أولًا: قد يستدعيها أحد.</translation>
    </message>
    <message>
        <source>Only a design is submitted.</source>
        <translation>لا تُرسل إلا المسودات.</translation>
    </message>
    <message>
        <source>A retired version cannot be published again.</source>
        <translation>لا يمكن نشر إصدار موقوف مجددًا.</translation>
    </message>
    <message>
        <source>Only what is in review is sent back.</source>
        <translation>لا يُعاد إلا ما هو قيد المراجعة.</translation>
    </message>
    <message>
        <source>Only a published version is deprecated.</source>
        <translation>لا يُهمل إلا إصدار منشور.</translation>
    </message>
    <message>
        <source>Nobody can call it as it is.</source>
        <translation>لا يمكن لأحد استدعاؤها كما هي.</translation>
    </message>
    <message>
        <source>There is no earlier release.</source>
        <translation>لا يوجد إصدار سابق.</translation>
    </message>
    <message>
        <source>%1 waits for review.</source>
        <translation>%1 تنتظر المراجعة.</translation>
    </message>
    <message>
        <source>%1 is published.</source>
        <translation>نُشرت %1.</translation>
    </message>
    <message>
        <source>%1 is a design again.</source>
        <translation>عادت %1 مسودة.</translation>
    </message>
    <message>
        <source>%1 is deprecated and goes on answering.</source>
        <translation>أُهملت %1 وتستمر في الرد.</translation>
    </message>
    <message>
        <source>%1 is retired.</source>
        <translation>أُوقفت %1 نهائيًا.</translation>
    </message>
    <message>
        <source>%1 serves its release before again.</source>
        <translation>تقدم %1 إصدارها السابق من جديد.</translation>
    </message>
    <message>
        <source>Delete version %1 of %2?</source>
        <translation>حذف الإصدار %1 من %2؟</translation>
    </message>
    <message>
        <source>It can come back from the trash or with Undo. Its calls stay in the log.</source>
        <translation>يمكن استعادته من المهملات أو بالتراجع. تبقى استدعاءاته في السجل.</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>حذف</translation>
    </message>
    <message>
        <source>Delete version %1 of %2</source>
        <translation>حذف الإصدار %1 من %2</translation>
    </message>
    <message>
        <source>Copied. The command reads the key from GATEHOUSE_API_KEY.</source>
        <translation>نُسخ. يقرأ الأمر المفتاح من GATEHOUSE_API_KEY.</translation>
    </message>
    <message>
        <source>Export the OpenAPI document of %1</source>
        <translation>تصدير مستند OpenAPI الخاص بـ %1</translation>
    </message>
    <message>
        <source>JSON files (*.json)</source>
        <translation>ملفات JSON (*.json)</translation>
    </message>
    <message>
        <source>Written to %1.</source>
        <translation>كُتب في %1.</translation>
    </message>
    <message>
        <source>%1 cannot be written: %2</source>
        <translation>تتعذر كتابة %1: %2</translation>
    </message>
    <message>
        <source>Publish an API</source>
        <translation>نشر واجهة API</translation>
    </message>
    <message>
        <source>Edit version</source>
        <translation>تحرير الإصدار</translation>
    </message>
    <message>
        <source>Add version</source>
        <translation>إضافة إصدار</translation>
    </message>
    <message>
        <source>Copy cURL</source>
        <translation>نسخ cURL</translation>
    </message>
    <message>
        <source>Export OpenAPI</source>
        <translation>تصدير OpenAPI</translation>
    </message>
    <message>
        <source>Import OpenAPI</source>
        <translation>استيراد OpenAPI</translation>
    </message>
    <message>
        <source>Plans</source>
        <translation>الخطط</translation>
    </message>
    <message>
        <source>Webhooks</source>
        <translation>خطافات الويب</translation>
    </message>
    <message>
        <source>Show its calls</source>
        <translation>عرض استدعاءاته</translation>
    </message>
    <message>
        <source>Delete version</source>
        <translation>حذف الإصدار</translation>
    </message>
    <message>
        <source>Export the list</source>
        <translation>تصدير القائمة</translation>
    </message>
    <message>
        <source>Submit for review</source>
        <translation>إرسال للمراجعة</translation>
    </message>
    <message>
        <source>Publish version</source>
        <translation>نشر الإصدار</translation>
    </message>
    <message>
        <source>Send back</source>
        <translation>إعادة</translation>
    </message>
    <message>
        <source>Deprecate</source>
        <translation>إهمال</translation>
    </message>
    <message>
        <source>Retire</source>
        <translation>إيقاف نهائي</translation>
    </message>
    <message>
        <source>Roll back</source>
        <translation>تراجع</translation>
    </message>
    <message>
        <source>Filter APIs</source>
        <translation>تصفية واجهات API</translation>
    </message>
    <message>
        <source>Published APIs</source>
        <translation>واجهات API المنشورة</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) written to %1.</source>
        <translation>
            <numerusform>لم تُكتب صفوف في %1.</numerusform>
            <numerusform>كُتب صف واحد في %1.</numerusform>
            <numerusform>كُتب صفان في %1.</numerusform>
            <numerusform>كُتبت %n صفوف في %1.</numerusform>
            <numerusform>كُتب %n صفًا في %1.</numerusform>
            <numerusform>كُتب %n صف في %1.</numerusform>
        </translation>
    </message>
    <message>
        <source>What is shown is old: %1</source>
        <translation>المعروض قديم: %1</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>إعادة المحاولة</translation>
    </message>
    <message>
        <source>Reading the APIs…</source>
        <translation>تجري قراءة واجهات API…</translation>
    </message>
    <message>
        <source>No API yet. Published, a prompt is called like any REST service.</source>
        <translation>لا واجهات API بعد. بعد النشر يُستدعى الموجّه كأي خدمة REST.</translation>
    </message>
    <message>
        <source>Publish a prompt</source>
        <translation>نشر موجّه</translation>
    </message>
    <message>
        <source>No API has these words.</source>
        <translation>لا توجد واجهة API بهذه الكلمات.</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>مسح المرشّح</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::AppearancePage</name>
    <message>
        <source>It counts from the next start of Gatehouse.</source>
        <translation>يسري عند بدء Gatehouse التالي.</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>المظهر</translation>
    </message>
    <message>
        <source>As the desktop</source>
        <translation>مثل سطح المكتب</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>فاتح</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>داكن</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>السمة</translation>
    </message>
    <message>
        <source>Light or dark; it changes at once.</source>
        <translation>فاتحة أو داكنة؛ تتغير فورًا.</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>اللغة</translation>
    </message>
    <message>
        <source>Theme changed.</source>
        <translation>تغيّرت السمة.</translation>
    </message>
    <message>
        <source>The language changes at the next start of Gatehouse.</source>
        <translation>تتغير اللغة عند بدء Gatehouse التالي.</translation>
    </message>
    <message>
        <source>%1 %</source>
        <comment>a size of text and controls</comment>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Scale</source>
        <translation>المقياس</translation>
    </message>
    <message>
        <source>Of all text and controls, as a share of the desktop&apos;s. %1</source>
        <translation>لكل النصوص وعناصر التحكم، نسبةً إلى مقياس سطح المكتب. %1</translation>
    </message>
    <message>
        <source>The scale changes at the next start of Gatehouse.</source>
        <translation>يتغير المقياس عند بدء Gatehouse التالي.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ApplyDialog</name>
    <message>
        <source>Change %1?</source>
        <translation>هل تريد تغيير %1؟</translation>
    </message>
    <message>
        <source>These lines change in %1. The rest stays as it is, and a backup is made beside it.</source>
        <translation>تتغير هذه الأسطر في %1. يبقى الباقي كما هو، وتُنشأ نسخة احتياطية بجانبه.</translation>
    </message>
    <message>
        <source>The file %1 is made. Only you can read it.</source>
        <translation>يُنشأ الملف %1. لا يستطيع أحد سواك قراءته.</translation>
    </message>
    <message>
        <source>What changes</source>
        <translation>ما يتغير</translation>
    </message>
    <message>
        <source>Change file</source>
        <translation>تغيير الملف</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ApprovalsView</name>
    <message numerus="yes">
        <source>%n of them could not be decided: %1</source>
        <translation>
            <numerusform>تعذر البت في %n منها: %1</numerusform>
            <numerusform>تعذر البت في %n منها: %1</numerusform>
            <numerusform>تعذر البت في %n منها: %1</numerusform>
            <numerusform>تعذر البت في %n منها: %1</numerusform>
            <numerusform>تعذر البت في %n منها: %1</numerusform>
            <numerusform>تعذر البت في %n منها: %1</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 for %2</source>
        <comment>an application, an API</comment>
        <translation>%1 ‏(%2)</translation>
    </message>
    <message numerus="yes">
        <source>%n subscription(s)</source>
        <translation>
            <numerusform>لا اشتراكات</numerusform>
            <numerusform>اشتراك واحد</numerusform>
            <numerusform>اشتراكان</numerusform>
            <numerusform>%n اشتراكات</numerusform>
            <numerusform>%n اشتراكًا</numerusform>
            <numerusform>%n اشتراك</numerusform>
        </translation>
    </message>
    <message>
        <source>Reject %1</source>
        <comment>the request of an application</comment>
        <translation>رفض %1</translation>
    </message>
    <message>
        <source>Reject</source>
        <translation>رفض</translation>
    </message>
    <message>
        <source>Suspend %1</source>
        <comment>the request of an application</comment>
        <translation>تعليق %1</translation>
    </message>
    <message>
        <source>Suspend</source>
        <translation>تعليق</translation>
    </message>
    <message>
        <source>End %1 for good</source>
        <comment>the request of an application</comment>
        <translation>إنهاء %1 نهائيًا</translation>
    </message>
    <message>
        <source>End</source>
        <translation>إنهاء</translation>
    </message>
    <message numerus="yes">
        <source>%n approved. The next call works.</source>
        <translation>
            <numerusform>تمت الموافقة على %n. الاستدعاء التالي يعمل.</numerusform>
            <numerusform>تمت الموافقة على %n. الاستدعاء التالي يعمل.</numerusform>
            <numerusform>تمت الموافقة على %n. الاستدعاء التالي يعمل.</numerusform>
            <numerusform>تمت الموافقة على %n. الاستدعاء التالي يعمل.</numerusform>
            <numerusform>تمت الموافقة على %n. الاستدعاء التالي يعمل.</numerusform>
            <numerusform>تمت الموافقة على %n. الاستدعاء التالي يعمل.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n rejected.</source>
        <translation>
            <numerusform>رُفض %n.</numerusform>
            <numerusform>رُفض %n.</numerusform>
            <numerusform>رُفض %n.</numerusform>
            <numerusform>رُفض %n.</numerusform>
            <numerusform>رُفض %n.</numerusform>
            <numerusform>رُفض %n.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n suspended. The next call is refused.</source>
        <translation>
            <numerusform>عُلّق %n. يُرفض الاستدعاء التالي.</numerusform>
            <numerusform>عُلّق %n. يُرفض الاستدعاء التالي.</numerusform>
            <numerusform>عُلّق %n. يُرفض الاستدعاء التالي.</numerusform>
            <numerusform>عُلّق %n. يُرفض الاستدعاء التالي.</numerusform>
            <numerusform>عُلّق %n. يُرفض الاستدعاء التالي.</numerusform>
            <numerusform>عُلّق %n. يُرفض الاستدعاء التالي.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n resumed. The next call works.</source>
        <translation>
            <numerusform>استؤنف %n. الاستدعاء التالي يعمل.</numerusform>
            <numerusform>استؤنف %n. الاستدعاء التالي يعمل.</numerusform>
            <numerusform>استؤنف %n. الاستدعاء التالي يعمل.</numerusform>
            <numerusform>استؤنف %n. الاستدعاء التالي يعمل.</numerusform>
            <numerusform>استؤنف %n. الاستدعاء التالي يعمل.</numerusform>
            <numerusform>استؤنف %n. الاستدعاء التالي يعمل.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n ended.</source>
        <translation>
            <numerusform>أُنهي %n.</numerusform>
            <numerusform>أُنهي %n.</numerusform>
            <numerusform>أُنهي %n.</numerusform>
            <numerusform>أُنهي %n.</numerusform>
            <numerusform>أُنهي %n.</numerusform>
            <numerusform>أُنهي %n.</numerusform>
        </translation>
    </message>
    <message>
        <source>Approve</source>
        <translation>موافقة</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>استئناف</translation>
    </message>
    <message>
        <source>Cancel subscription</source>
        <translation>إلغاء الاشتراك</translation>
    </message>
    <message>
        <source>Show the applicant&apos;s calls</source>
        <translation>عرض استدعاءات مقدم الطلب</translation>
    </message>
    <message>
        <source>Open the API</source>
        <translation>فتح واجهة API</translation>
    </message>
    <message>
        <source>Export subscriptions</source>
        <translation>تصدير الاشتراكات</translation>
    </message>
    <message>
        <source>Filter requests</source>
        <translation>تصفية الطلبات</translation>
    </message>
    <message>
        <source>State of the subscriptions</source>
        <translation>حالة الاشتراكات</translation>
    </message>
    <message>
        <source>Approvals</source>
        <translation>الموافقات</translation>
    </message>
    <message>
        <source>Subscriptions</source>
        <translation>الاشتراكات</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) written to %1.</source>
        <translation>
            <numerusform>لم تُكتب صفوف في %1.</numerusform>
            <numerusform>كُتب صف واحد في %1.</numerusform>
            <numerusform>كُتب صفان في %1.</numerusform>
            <numerusform>كُتبت %n صفوف في %1.</numerusform>
            <numerusform>كُتب %n صفًا في %1.</numerusform>
            <numerusform>كُتب %n صف في %1.</numerusform>
        </translation>
    </message>
    <message>
        <source>All</source>
        <translation>الكل</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>a state, how many</comment>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>What is shown is old: %1</source>
        <translation>المعروض قديم: %1</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>إعادة المحاولة</translation>
    </message>
    <message>
        <source>Reading the subscriptions…</source>
        <translation>تجري قراءة الاشتراكات…</translation>
    </message>
    <message>
        <source>Nothing waiting</source>
        <translation>لا شيء ينتظر</translation>
    </message>
    <message>
        <source>No subscription is in this state.</source>
        <translation>لا اشتراك في هذه الحالة.</translation>
    </message>
    <message>
        <source>Show all subscriptions</source>
        <translation>عرض كل الاشتراكات</translation>
    </message>
    <message>
        <source>No request has these words.</source>
        <translation>لا يوجد طلب بهذه الكلمات.</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>مسح المرشّح</translation>
    </message>
    <message>
        <source>Select a request first.</source>
        <translation>اختر طلبًا أولًا.</translation>
    </message>
    <message>
        <source>Only what waits can be approved.</source>
        <translation>لا يُوافق إلا على ما ينتظر.</translation>
    </message>
    <message>
        <source>Only what waits can be rejected.</source>
        <translation>لا يُرفض إلا ما ينتظر.</translation>
    </message>
    <message>
        <source>Only what is approved can be suspended.</source>
        <translation>لا يُعلّق إلا الموافق عليه.</translation>
    </message>
    <message>
        <source>Only what is suspended can be resumed.</source>
        <translation>لا يُستأنف إلا المعلّق.</translation>
    </message>
    <message>
        <source>It has ended already.</source>
        <translation>انتهى بالفعل.</translation>
    </message>
    <message>
        <source>Select one request first.</source>
        <translation>اختر طلبًا واحدًا أولًا.</translation>
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
        <translation>الوقت</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>من</translation>
    </message>
    <message>
        <source>Object</source>
        <translation>الكائن</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>قبل</translation>
    </message>
    <message>
        <source>After</source>
        <translation>بعد</translation>
    </message>
    <message>
        <source>Revision</source>
        <translation>الإصدار</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::AuditView</name>
    <message>
        <source>Revert to here</source>
        <translation>الرجوع إلى هنا</translation>
    </message>
    <message>
        <source>Take this back</source>
        <translation>التراجع عن هذا</translation>
    </message>
    <message>
        <source>Open the object</source>
        <translation>فتح الكائن</translation>
    </message>
    <message>
        <source>Export the audit log</source>
        <translation>تصدير سجل التدقيق</translation>
    </message>
    <message>
        <source>Filter changes</source>
        <translation>تصفية التغييرات</translation>
    </message>
    <message>
        <source>Kind of object</source>
        <translation>نوع الكائن</translation>
    </message>
    <message>
        <source>Audit</source>
        <translation>التدقيق</translation>
    </message>
    <message>
        <source>Changes</source>
        <translation>التغييرات</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) written to %1.</source>
        <translation>
            <numerusform>لم تُكتب صفوف في %1.</numerusform>
            <numerusform>كُتب صف واحد في %1.</numerusform>
            <numerusform>كُتب صفان في %1.</numerusform>
            <numerusform>كُتبت %n صفوف في %1.</numerusform>
            <numerusform>كُتب %n صفًا في %1.</numerusform>
            <numerusform>كُتب %n صف في %1.</numerusform>
        </translation>
    </message>
    <message>
        <source>Show older ones</source>
        <translation>عرض الأقدم</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>الكل</translation>
    </message>
    <message>
        <source>What is shown is old: %1</source>
        <translation>المعروض قديم: %1</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>إعادة المحاولة</translation>
    </message>
    <message>
        <source>Reading the audit log…</source>
        <translation>تجري قراءة سجل التدقيق…</translation>
    </message>
    <message>
        <source>No changes yet</source>
        <translation>لا تغييرات بعد</translation>
    </message>
    <message>
        <source>No change has these words.</source>
        <translation>لا يوجد تغيير بهذه الكلمات.</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>مسح المرشّح</translation>
    </message>
    <message>
        <source>Select a change to see what was before, and what is after it.</source>
        <translation>اختر تغييرًا لترى ما كان قبله وما صار بعده.</translation>
    </message>
    <message>
        <source>%1, by %2</source>
        <comment>a moment, a person</comment>
        <translation>%1، بواسطة %2</translation>
    </message>
    <message>
        <source>Select one change first.</source>
        <translation>اختر تغييرًا أولًا.</translation>
    </message>
    <message>
        <source>It did not change the configuration.</source>
        <translation>لم يغيّر الإعدادات.</translation>
    </message>
    <message>
        <source>No page shows it.</source>
        <translation>لا صفحة تعرضه.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::Background</name>
    <message>
        <source>Gatehouse keeps running</source>
        <translation>يستمر Gatehouse في العمل</translation>
    </message>
    <message>
        <source>Its icon in the tray opens the window again, and quits it.</source>
        <translation>أيقونته في علبة النظام تفتح النافذة مجددًا وتُنهي البرنامج.</translation>
    </message>
    <message>
        <source>Close Gatehouse</source>
        <translation>إغلاق Gatehouse</translation>
    </message>
    <message>
        <source>The gateway runs in this window.

Programs that use it get no answer once it has stopped.</source>
        <translation>تعمل البوابة في هذه النافذة.

لا تتلقى البرامج التي تستخدمها إجابة بعد توقفها.</translation>
    </message>
    <message>
        <source>Keep the gateway running</source>
        <translation>إبقاء البوابة عاملة</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>إنهاء</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::BackupPage</name>
    <message>
        <source>Backup and restore</source>
        <translation>النسخ الاحتياطي والاستعادة</translation>
    </message>
    <message>
        <source>Backup</source>
        <translation>النسخ الاحتياطي</translation>
    </message>
    <message>
        <source>Back up now</source>
        <translation>نسخ احتياطي الآن</translation>
    </message>
    <message>
        <source>The store with all records, and the sealed vault, as they stand at one moment; the gateway goes on serving. The vault&apos;s key is not in it: keep that apart.</source>
        <translation>المخزن مع كل التسجيلات والخزنة المختومة كما هي في لحظة واحدة؛ وتستمر البوابة في الخدمة. لا تتضمن النسخة مفتاح الخزنة: احفظه في مكان منفصل.</translation>
    </message>
    <message>
        <source>Last backup</source>
        <translation>آخر نسخة احتياطية</translation>
    </message>
    <message>
        <source>Made with this console.</source>
        <translation>أُنشئت من وحدة التحكم هذه.</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>استعادة</translation>
    </message>
    <message>
        <source>Copy command</source>
        <translation>نسخ الأمر</translation>
    </message>
    <message>
        <source>From a backup</source>
        <translation>من نسخة احتياطية</translation>
    </message>
    <message>
        <source>Quit Gatehouse first: nothing may use the store meanwhile. Then run &quot;%1&quot; in a terminal and start Gatehouse again.</source>
        <translation>أنهِ Gatehouse أولًا: يجب ألا يستخدم شيءٌ المخزنَ في هذه الأثناء. ثم شغّل &quot;%1&quot; في طرفية وابدأ Gatehouse مجددًا.</translation>
    </message>
    <message>
        <source>Progress of the backup</source>
        <translation>تقدّم النسخ الاحتياطي</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>إلغاء</translation>
    </message>
    <message>
        <source>Back up…</source>
        <translation>نسخ احتياطي…</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>a date, a file</comment>
        <translation>%1، %2</translation>
    </message>
    <message>
        <source>None yet</source>
        <translation>لا شيء بعد</translation>
    </message>
    <message>
        <source>Back up into a file</source>
        <translation>نسخ احتياطي إلى ملف</translation>
    </message>
    <message>
        <source>%1 cannot be written: %2 Choose another place.</source>
        <translation>تعذّرت كتابة %1: %2 اختر مكانًا آخر.</translation>
    </message>
    <message>
        <source>Backup written: %1 (%2).</source>
        <translation>كُتبت النسخة الاحتياطية: %1 (%2).</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::BellButton</name>
    <message>
        <source>Notifications</source>
        <translation>الإشعارات</translation>
    </message>
    <message numerus="yes">
        <source>Notifications: %n new</source>
        <translation>
            <numerusform>الإشعارات: لا جديد</numerusform>
            <numerusform>الإشعارات: واحد جديد</numerusform>
            <numerusform>الإشعارات: اثنان جديدان</numerusform>
            <numerusform>الإشعارات: %n جديدة</numerusform>
            <numerusform>الإشعارات: %n جديدًا</numerusform>
            <numerusform>الإشعارات: %n جديد</numerusform>
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
        <translation>لا تُعرض هنا إلا البداية؛ يحوي تصدير HAR المحتوى كله.</translation>
    </message>
    <message>
        <source>As received</source>
        <translation>كما استُلم</translation>
    </message>
    <message>
        <source>What the client sent</source>
        <translation>ما أرسله العميل</translation>
    </message>
    <message>
        <source>What the provider answered</source>
        <translation>ما أجاب به المزوّد</translation>
    </message>
    <message>
        <source>As sent</source>
        <translation>كما أُرسل</translation>
    </message>
    <message>
        <source>What the provider got</source>
        <translation>ما تلقّاه المزوّد</translation>
    </message>
    <message>
        <source>What the client got</source>
        <translation>ما تلقّاه العميل</translation>
    </message>
    <message>
        <source>Shown as</source>
        <translation>طريقة العرض</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>الطلب</translation>
    </message>
    <message>
        <source>Response</source>
        <translation>الاستجابة</translation>
    </message>
    <message>
        <source>Members</source>
        <translation>الأعضاء</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>الأحداث</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>الرقم</translation>
    </message>
    <message>
        <source>Event</source>
        <translation>الحدث</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>البيانات</translation>
    </message>
    <message>
        <source>There is nothing on this side of the call.</source>
        <translation>لا شيء في هذا الجانب من الاستدعاء.</translation>
    </message>
    <message>
        <source>only the first %1 are kept</source>
        <translation>لا يُحفظ إلا أول %1</translation>
    </message>
    <message>
        <source>images and sound are left out</source>
        <translation>الصور والأصوات محذوفة</translation>
    </message>
    <message numerus="yes">
        <source>%n place(s) are masked</source>
        <translation>
            <numerusform>لم يُحجب أي موضع</numerusform>
            <numerusform>حُجب موضع واحد</numerusform>
            <numerusform>حُجب موضعان</numerusform>
            <numerusform>حُجبت %n مواضع</numerusform>
            <numerusform>حُجب %n موضعًا</numerusform>
            <numerusform>حُجب %n موضع</numerusform>
        </translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>جارٍ القراءة…</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>الرسائل</translation>
    </message>
    <message>
        <source>JSON</source>
        <translation>JSON</translation>
    </message>
    <message>
        <source>Tree</source>
        <translation>شجرة</translation>
    </message>
    <message>
        <source>Raw</source>
        <translation>خام</translation>
    </message>
    <message numerus="yes">
        <source>%n more event(s): see Raw</source>
        <translation>
            <numerusform>لا أحداث أخرى: انظر «خام»</numerusform>
            <numerusform>حدث آخر: انظر «خام»</numerusform>
            <numerusform>حدثان آخران: انظر «خام»</numerusform>
            <numerusform>%n أحداث أخرى: انظر «خام»</numerusform>
            <numerusform>%n حدثًا آخر: انظر «خام»</numerusform>
            <numerusform>%n حدث آخر: انظر «خام»</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::BudgetDialog</name>
    <message>
        <source>Add budget</source>
        <translation>إضافة ميزانية</translation>
    </message>
    <message>
        <source>Period of the budget</source>
        <translation>مدة الميزانية</translation>
    </message>
    <message>
        <source>Edit the budget of %1</source>
        <translation>تحرير ميزانية %1</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>حفظ</translation>
    </message>
    <message>
        <source>It is set in %1, where it can be changed too. At the limit its calls are refused.</source>
        <translation>مضبوطة في %1 حيث يمكن تغييرها أيضًا. عند الحد تُرفض استدعاءاتها.</translation>
    </message>
    <message>
        <source>What the budget is for</source>
        <translation>لمن الميزانية</translation>
    </message>
    <message>
        <source>Its name</source>
        <translation>اسمه</translation>
    </message>
    <message>
        <source>For</source>
        <translation>لـ</translation>
    </message>
    <message>
        <source>Every call of it counts, whatever the endpoint.</source>
        <translation>يُحسب كل استدعاء له أيًّا كان العنوان.</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>الاسم</translation>
    </message>
    <message>
        <source>Dollars</source>
        <translation>دولارات</translation>
    </message>
    <message>
        <source>Enter an amount such as 25 or 0.50.</source>
        <translation>أدخل مبلغًا مثل 25 أو 0.50.</translation>
    </message>
    <message>
        <source>Period</source>
        <translation>المدة</translation>
    </message>
    <message>
        <source>Periods of the calendar, in UTC. “In all” never starts anew.</source>
        <translation>مدد التقويم بتوقيت UTC. «إجمالًا» لا تبدأ من جديد.</translation>
    </message>
    <message>
        <source>Block: refuse further calls</source>
        <translation>حظر: رفض الاستدعاءات التالية</translation>
    </message>
    <message>
        <source>Warn: tell, and let calls pass</source>
        <translation>تحذير: الإبلاغ والسماح بالمرور</translation>
    </message>
    <message>
        <source>Switch: use a cheaper route</source>
        <translation>تحويل: استعمال مسار أرخص</translation>
    </message>
    <message>
        <source>At the limit</source>
        <translation>عند الحد</translation>
    </message>
    <message>
        <source>Cheaper route</source>
        <translation>المسار الأرخص</translation>
    </message>
    <message>
        <source>Choose the route that calls go to then.</source>
        <translation>اختر المسار الذي تذهب إليه الاستدعاءات عندئذ.</translation>
    </message>
    <message>
        <source>End streams whose reservation is spent</source>
        <translation>إنهاء التدفقات التي نفد حجزها</translation>
    </message>
    <message>
        <source>Running streams</source>
        <translation>التدفقات الجارية</translation>
    </message>
    <message>
        <source>Otherwise an answer that has begun is let through to its end.</source>
        <translation>وإلا تُترك الإجابة التي بدأت حتى نهايتها.</translation>
    </message>
    <message>
        <source>Alerts at</source>
        <translation>التنبيهات عند</translation>
    </message>
    <message>
        <source>Per cent of the amount, parted by commas. Each is told once in a period.</source>
        <translation>نسب مئوية من المبلغ مفصولة بفواصل. يُبلَّغ عن كلٍّ مرة في المدة.</translation>
    </message>
    <message>
        <source>A name has letters, digits, “.”, “_” and “-”, at most 64.</source>
        <translation>للاسم حروف وأرقام و«.» و«_» و«-»، 64 على الأكثر.</translation>
    </message>
    <message>
        <source>There is a budget of that name already.</source>
        <translation>توجد ميزانية بهذا الاسم.</translation>
    </message>
    <message>
        <source>Say whose budget it is.</source>
        <translation>حدّد لمن الميزانية.</translation>
    </message>
    <message>
        <source>Enter whole per cents such as 50, 80, 100.</source>
        <translation>أدخل نسبًا صحيحة مثل 50, 80, 100.</translation>
    </message>
    <message>
        <source>Add budget %1</source>
        <translation>إضافة الميزانية %1</translation>
    </message>
    <message>
        <source>Change the budget of %1</source>
        <translation>تغيير ميزانية %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::BudgetLines</name>
    <message>
        <source>a day</source>
        <translation>في اليوم</translation>
    </message>
    <message>
        <source>a week</source>
        <translation>في الأسبوع</translation>
    </message>
    <message>
        <source>a month</source>
        <translation>في الشهر</translation>
    </message>
    <message>
        <source>Budget of %1: %2 %3</source>
        <extracomment>A line on a chart: whose budget, how much, in which time</extracomment>
        <translation>ميزانية %1: %2 %3</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::BudgetModel</name>
    <message>
        <source>Scope</source>
        <translation>النطاق</translation>
    </message>
    <message>
        <source>Period</source>
        <translation>المدة</translation>
    </message>
    <message>
        <source>Used</source>
        <translation>المستعمل</translation>
    </message>
    <message>
        <source>Forecast</source>
        <translation>التوقع</translation>
    </message>
    <message>
        <source>Resets</source>
        <translation>يبدأ من جديد</translation>
    </message>
    <message>
        <source>At the limit</source>
        <translation>عند الحد</translation>
    </message>
    <message>
        <source>Alerts at</source>
        <translation>التنبيهات عند</translation>
    </message>
    <message>
        <source>Set in</source>
        <translation>مضبوط في</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::BudgetsView</name>
    <message>
        <source>Add budget</source>
        <translation>إضافة ميزانية</translation>
    </message>
    <message>
        <source>Edit budget</source>
        <translation>تحرير الميزانية</translation>
    </message>
    <message>
        <source>Raise temporarily</source>
        <translation>رفع مؤقت</translation>
    </message>
    <message>
        <source>Show its spend</source>
        <translation>عرض إنفاقها</translation>
    </message>
    <message>
        <source>Open where it is set</source>
        <translation>فتح موضع ضبطها</translation>
    </message>
    <message>
        <source>Delete budget</source>
        <translation>حذف الميزانية</translation>
    </message>
    <message>
        <source>Export budgets</source>
        <translation>تصدير الميزانيات</translation>
    </message>
    <message>
        <source>Filter budgets</source>
        <translation>ترشيح الميزانيات</translation>
    </message>
    <message>
        <source>Budgets</source>
        <translation>الميزانيات</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) written to %1.</source>
        <translation>
            <numerusform>لم تُكتب صفوف في %1.</numerusform>
            <numerusform>كُتب صف واحد في %1.</numerusform>
            <numerusform>كُتب صفان في %1.</numerusform>
            <numerusform>كُتبت %n صفوف في %1.</numerusform>
            <numerusform>كُتب %n صفًا في %1.</numerusform>
            <numerusform>كُتب %n صف في %1.</numerusform>
        </translation>
    </message>
    <message>
        <source>What is shown is old: %1</source>
        <translation>المعروض قديم: %1</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>إعادة المحاولة</translation>
    </message>
    <message>
        <source>Reading the budgets…</source>
        <translation>تُقرأ الميزانيات…</translation>
    </message>
    <message>
        <source>No budgets yet. One says how much may be spent, and what happens then.</source>
        <translation>لا ميزانيات بعد. تقول الميزانية كم يجوز إنفاقه وما يحدث عندئذ.</translation>
    </message>
    <message>
        <source>Set monthly budget</source>
        <translation>ضبط ميزانية شهرية</translation>
    </message>
    <message>
        <source>No budget has these words.</source>
        <translation>لا ميزانية فيها هذه الكلمات.</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>مسح المرشّح</translation>
    </message>
    <message>
        <source>Select one budget first.</source>
        <translation>حدد ميزانية واحدة أولًا.</translation>
    </message>
    <message>
        <source>Only budgets of this list can be raised for a while. Edit it, or add one here in its place.</source>
        <translation>لا ترفع مؤقتًا إلا ميزانيات هذه القائمة. حرّرها أو أضف هنا واحدة مكانها.</translation>
    </message>
    <message>
        <source>It is set here.</source>
        <translation>مضبوطة هنا.</translation>
    </message>
    <message>
        <source>%1, %2, %3</source>
        <comment>applications, keys, money used</comment>
        <translation>%1، %2، %3</translation>
    </message>
    <message numerus="yes">
        <source>%n application(s)</source>
        <translation>
            <numerusform>لا تطبيقات</numerusform>
            <numerusform>تطبيق واحد</numerusform>
            <numerusform>تطبيقان</numerusform>
            <numerusform>%n تطبيقات</numerusform>
            <numerusform>%n تطبيقًا</numerusform>
            <numerusform>%n تطبيق</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n key(s)</source>
        <translation>
            <numerusform>لا مفاتيح</numerusform>
            <numerusform>مفتاح واحد</numerusform>
            <numerusform>مفتاحان</numerusform>
            <numerusform>%n مفاتيح</numerusform>
            <numerusform>%n مفتاحًا</numerusform>
            <numerusform>%n مفتاح</numerusform>
        </translation>
    </message>
    <message>
        <source>Delete the budget of %1?</source>
        <translation>هل تريد حذف ميزانية %1؟</translation>
    </message>
    <message>
        <source>Nothing holds back its spend then, unless another budget does. What was spent stays recorded. It can come back from the trash or with Undo.</source>
        <translation>لا شيء يحد إنفاقها بعدئذ ما لم توجد ميزانية أخرى. يبقى ما أُنفق مسجلًا. ويمكن استعادتها من المهملات أو بالتراجع.</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>حذف</translation>
    </message>
    <message>
        <source>Delete the budget of %1</source>
        <translation>حذف ميزانية %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CacheModel</name>
    <message>
        <source>On</source>
        <translation>مفعّل</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>متوقف</translation>
    </message>
    <message>
        <source>Answers to questions that mean the same</source>
        <translation>إجابات عن أسئلة بالمعنى نفسه</translation>
    </message>
    <message>
        <source>Of the hits, those that waited for an equal call under way</source>
        <translation>من الإصابات تلك التي انتظرت استدعاءً مماثلًا جاريًا</translation>
    </message>
    <message>
        <source>Route</source>
        <translation>المسار</translation>
    </message>
    <message>
        <source>Cache</source>
        <translation>التخزين المؤقت</translation>
    </message>
    <message>
        <source>Hit rate</source>
        <translation>نسبة الإصابة</translation>
    </message>
    <message>
        <source>Hits</source>
        <translation>الإصابات</translation>
    </message>
    <message>
        <source>By meaning</source>
        <translation>بالمعنى</translation>
    </message>
    <message>
        <source>Coalesced</source>
        <translation>المدمجة</translation>
    </message>
    <message>
        <source>Misses</source>
        <translation>بلا إصابة</translation>
    </message>
    <message>
        <source>Entries</source>
        <translation>القيود</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>الحجم</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>الموفَّر</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CacheSettingsDialog</name>
    <message>
        <source>Cache settings</source>
        <translation>إعدادات المخبأ</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>حفظ</translation>
    </message>
    <message>
        <source>In memory</source>
        <translation>في الذاكرة</translation>
    </message>
    <message>
        <source>At most so much, such as 64MiB. What was used longest ago goes first.</source>
        <translation>هذا القدر على الأكثر، مثل 64MiB. الأقدم استعمالًا يذهب أولًا.</translation>
    </message>
    <message>
        <source>Enter a size such as 64MiB or 2GiB.</source>
        <translation>أدخل حجمًا مثل 64MiB أو 2GiB.</translation>
    </message>
    <message>
        <source>In the store</source>
        <translation>في المخزن</translation>
    </message>
    <message>
        <source>From there memory is filled again after a restart. “off” keeps nothing on disk.</source>
        <translation>منه تُملأ الذاكرة بعد إعادة التشغيل. «off» لا يبقي شيئًا على القرص.</translation>
    </message>
    <message>
        <source>Enter off, or a size such as 256MiB or 2GiB.</source>
        <translation>أدخل off أو حجمًا مثل 256MiB أو 2GiB.</translation>
    </message>
    <message>
        <source>Answers count for</source>
        <translation>صلاحية الإجابات</translation>
    </message>
    <message>
        <source>Where their route says nothing else: 30m, 1h, 7d.</source>
        <translation>ما لم يقل مسارها غير ذلك: 30m و1h و7d.</translation>
    </message>
    <message>
        <source>Enter a time such as 30m, 1h or 7d.</source>
        <translation>أدخل مدة مثل 30m أو 1h أو 7d.</translation>
    </message>
    <message>
        <source>Change the cache settings</source>
        <translation>تغيير إعدادات المخبأ</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CacheView</name>
    <message>
        <source>Purge…</source>
        <translation>إفراغ…</translation>
    </message>
    <message>
        <source>Cache settings</source>
        <translation>إعدادات المخبأ</translation>
    </message>
    <message>
        <source>Open its route</source>
        <translation>فتح مساره</translation>
    </message>
    <message>
        <source>Show its hits</source>
        <translation>عرض إصاباته</translation>
    </message>
    <message>
        <source>Export figures</source>
        <translation>تصدير الأرقام</translation>
    </message>
    <message>
        <source>Filter routes</source>
        <translation>ترشيح المسارات</translation>
    </message>
    <message>
        <source>Cache</source>
        <translation>التخزين المؤقت</translation>
    </message>
    <message>
        <source>Hit rate</source>
        <translation>نسبة الإصابة</translation>
    </message>
    <message>
        <source>Money saved</source>
        <translation>المال الموفَّر</translation>
    </message>
    <message>
        <source>In memory</source>
        <translation>في الذاكرة</translation>
    </message>
    <message>
        <source>In the store</source>
        <translation>في المخزن</translation>
    </message>
    <message>
        <source>Caches of routes</source>
        <translation>مخابئ المسارات</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) written to %1.</source>
        <translation>
            <numerusform>لم تُكتب صفوف في %1.</numerusform>
            <numerusform>كُتب صف واحد في %1.</numerusform>
            <numerusform>كُتب صفان في %1.</numerusform>
            <numerusform>كُتبت %n صفوف في %1.</numerusform>
            <numerusform>كُتب %n صفًا في %1.</numerusform>
            <numerusform>كُتب %n صف في %1.</numerusform>
        </translation>
    </message>
    <message>
        <source>No call has asked a cache yet.</source>
        <translation>لم يسأل أي استدعاء مخبأً بعد.</translation>
    </message>
    <message>
        <source>%1 of %2 calls since the start</source>
        <comment>hits, all</comment>
        <translation>%1 من %2 استدعاءً منذ البدء</translation>
    </message>
    <message>
        <source>What the hits would have cost</source>
        <translation>ما كانت ستكلفه الإصابات</translation>
    </message>
    <message>
        <source>%1 of %2 used</source>
        <comment>sizes</comment>
        <translation>استُخدم %1 من %2</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>متوقف</translation>
    </message>
    <message>
        <source>of %1, for the next start</source>
        <comment>a size</comment>
        <translation>من %1، للبدء التالي</translation>
    </message>
    <message>
        <source>Nothing is kept for the next start.</source>
        <translation>لا يُحفظ شيء للبدء التالي.</translation>
    </message>
    <message>
        <source>What is shown is old: %1</source>
        <translation>المعروض قديم: %1</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>إعادة المحاولة</translation>
    </message>
    <message>
        <source>Reading what is cached…</source>
        <translation>يُقرأ المخبأ…</translation>
    </message>
    <message>
        <source>No route caches its answers. Each route says whether equal, or alike, questions get the answer of before.</source>
        <translation>لا مسار يخزن إجاباته. يقول كل مسار هل تنال الأسئلة المتساوية أو المتشابهة الإجابة السابقة.</translation>
    </message>
    <message>
        <source>Open routes</source>
        <translation>فتح المسارات</translation>
    </message>
    <message>
        <source>No route has these words.</source>
        <translation>لا مسار فيه هذه الكلمات.</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>مسح المرشّح</translation>
    </message>
    <message>
        <source>Select one route first.</source>
        <translation>حدد مسارًا واحدًا أولًا.</translation>
    </message>
    <message numerus="yes">
        <source>%n answer(s), %1</source>
        <comment>size</comment>
        <translation>
            <numerusform>لا إجابات، %1</numerusform>
            <numerusform>إجابة واحدة، %1</numerusform>
            <numerusform>إجابتان، %1</numerusform>
            <numerusform>%n إجابات، %1</numerusform>
            <numerusform>%n إجابة، %1</numerusform>
            <numerusform>%n إجابة، %1</numerusform>
        </translation>
    </message>
    <message>
        <source>At most %1</source>
        <comment>how many answers of which size</comment>
        <translation>%1 على الأكثر</translation>
    </message>
    <message>
        <source>Purge the cache?</source>
        <translation>هل تريد إفراغ المخبأ؟</translation>
    </message>
    <message>
        <source>Purge the cache of %1?</source>
        <translation>هل تريد إفراغ مخبأ %1؟</translation>
    </message>
    <message>
        <source>The next equal calls go to the providers again and cost money. This cannot be undone.</source>
        <translation>تذهب الاستدعاءات المماثلة التالية إلى المزوّدين ثانيةً وتكلف مالًا. لا يمكن التراجع عن هذا.</translation>
    </message>
    <message>
        <source>Purge</source>
        <translation>إفراغ</translation>
    </message>
    <message>
        <source>all</source>
        <comment>typed to purge all caches</comment>
        <translation>الكل</translation>
    </message>
    <message numerus="yes">
        <source>%n answer(s) thrown away.</source>
        <translation>
            <numerusform>لم تُرمَ أي إجابة.</numerusform>
            <numerusform>رُميت إجابة واحدة.</numerusform>
            <numerusform>رُميت إجابتان.</numerusform>
            <numerusform>رُميت %n إجابات.</numerusform>
            <numerusform>رُميت %n إجابة.</numerusform>
            <numerusform>رُميت %n إجابة.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CallFacts</name>
    <message>
        <source>More about the call</source>
        <translation>المزيد عن الاستدعاء</translation>
    </message>
    <message>
        <source>End user</source>
        <translation>المستخدم النهائي</translation>
    </message>
    <message>
        <source>Session</source>
        <translation>الجلسة</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>الوسوم</translation>
    </message>
    <message>
        <source>Headers</source>
        <translation>الترويسات</translation>
    </message>
    <message>
        <source>Metadata</source>
        <translation>البيانات الوصفية</translation>
    </message>
    <message>
        <source>Request fields</source>
        <translation>حقول الطلب</translation>
    </message>
    <message>
        <source>Streamed</source>
        <translation>متدفقة</translation>
    </message>
    <message>
        <source>At another time</source>
        <translation>في وقت آخر</translation>
    </message>
    <message>
        <source>Time of the call</source>
        <translation>وقت الاستدعاء</translation>
    </message>
    <message>
        <source>Write a name, a colon and a value on each line, such as %1.</source>
        <translation>اكتب في كل سطر اسمًا ونقطتين وقيمة، مثل %1.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CallModel</name>
    <message>
        <source>Time</source>
        <translation>الوقت</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>الحالة</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>النموذج</translation>
    </message>
    <message>
        <source>Provider</source>
        <translation>المزوّد</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>المفتاح</translation>
    </message>
    <message>
        <source>Route</source>
        <translation>المسار</translation>
    </message>
    <message>
        <source>First byte</source>
        <translation>أول بايت</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>الإجمالي</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>التكلفة</translation>
    </message>
    <message>
        <source>Cache</source>
        <translation>التخزين المؤقت</translation>
    </message>
    <message>
        <source>Client</source>
        <translation>العميل</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>الوسوم</translation>
    </message>
    <message>
        <source>%1 → %2</source>
        <comment>model asked, model served</comment>
        <translation>%1 → %2</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>غير معروف</translation>
    </message>
    <message>
        <source>streaming…</source>
        <translation>جارٍ البث…</translation>
    </message>
    <message>
        <source>waiting…</source>
        <translation>في الانتظار…</translation>
    </message>
    <message>
        <source>%1 · cut off</source>
        <translation>%1 · مقطوع</translation>
    </message>
    <message>
        <source>client left</source>
        <translation>غادر العميل</translation>
    </message>
    <message numerus="yes">
        <source>%1 · %n retries</source>
        <translation>
            <numerusform>%1 · بلا إعادة محاولة</numerusform>
            <numerusform>%1 · إعادة محاولة واحدة</numerusform>
            <numerusform>%1 · إعادتا محاولة</numerusform>
            <numerusform>%1 · %n إعادات محاولة</numerusform>
            <numerusform>%1 · %n إعادة محاولة</numerusform>
            <numerusform>%1 · %n إعادة محاولة</numerusform>
        </translation>
    </message>
    <message>
        <source>Time until the first byte of the answer</source>
        <translation>الوقت حتى أول بايت من الإجابة</translation>
    </message>
    <message>
        <source>Tokens in</source>
        <translation>رموز الإدخال</translation>
    </message>
    <message>
        <source>Cached</source>
        <translation>مخزّن مؤقتًا</translation>
    </message>
    <message>
        <source>Tokens out</source>
        <translation>رموز الإخراج</translation>
    </message>
    <message>
        <source>Retries</source>
        <translation>إعادات المحاولة</translation>
    </message>
    <message>
        <source>~%1</source>
        <comment>about so many tokens</comment>
        <translation>~%1</translation>
    </message>
    <message>
        <source>cancelling…</source>
        <translation>جارٍ الإلغاء…</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>أُلغي</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CallStrip</name>
    <message>
        <source>The call in the log</source>
        <translation>الاستدعاء في السجل</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CanaryDialog</name>
    <message>
        <source>Canary of %1</source>
        <translation>كناري %1</translation>
    </message>
    <message>
        <source>Share of the calls</source>
        <translation>حصة الاستدعاءات</translation>
    </message>
    <message>
        <source>Set share</source>
        <translation>تعيين الحصة</translation>
    </message>
    <message>
        <source>%1 of the calls now go to %2.</source>
        <translation>تذهب الآن %1 من الاستدعاءات إلى %2.</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>إيقاف مؤقت</translation>
    </message>
    <message>
        <source>Promote</source>
        <translation>ترقية</translation>
    </message>
    <message>
        <source>All calls go to this target from now on</source>
        <translation>تذهب كل الاستدعاءات من الآن إلى هذا الهدف</translation>
    </message>
    <message>
        <source>Roll back</source>
        <translation>تراجع</translation>
    </message>
    <message>
        <source>No call goes to this target from now on</source>
        <translation>لا يذهب أي استدعاء إلى هذا الهدف من الآن</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>إغلاق</translation>
    </message>
    <message>
        <source>The canary goes on.</source>
        <translation>يواصل الكناري عمله.</translation>
    </message>
    <message>
        <source>The canary is paused; its share stays.</source>
        <translation>الكناري متوقف مؤقتًا؛ وتبقى حصته.</translation>
    </message>
    <message>
        <source>%1 % of the calls go to %2</source>
        <translation>تذهب %1 % من الاستدعاءات إلى %2</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>استئناف</translation>
    </message>
    <message>
        <source>Running, at this share since %1.</source>
        <translation>يعمل، بهذه الحصة منذ %1.</translation>
    </message>
    <message>
        <source>Paused since %1: the share stays until it is resumed.</source>
        <translation>متوقف منذ %1: تبقى الحصة حتى الاستئناف.</translation>
    </message>
    <message>
        <source>Promoted at %1: make it the only target, or the first, when you are sure.</source>
        <translation>رُقّي في %1: اجعله الهدف الوحيد أو الأول عندما تتأكد.</translation>
    </message>
    <message>
        <source>Rolled back at %1.</source>
        <translation>تم التراجع في %1.</translation>
    </message>
    <message>
        <source>How it stands is not known at this moment.</source>
        <translation>حالته غير معروفة في هذه اللحظة.</translation>
    </message>
    <message>
        <source>Reason: %1.</source>
        <translation>السبب: %1.</translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) at this share</source>
        <translation>
            <numerusform>%n استدعاء بهذه الحصة</numerusform>
            <numerusform>%n استدعاء بهذه الحصة</numerusform>
            <numerusform>%n استدعاء بهذه الحصة</numerusform>
            <numerusform>%n استدعاء بهذه الحصة</numerusform>
            <numerusform>%n استدعاء بهذه الحصة</numerusform>
            <numerusform>%n استدعاء بهذه الحصة</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n error(s)</source>
        <translation>
            <numerusform>%n خطأ</numerusform>
            <numerusform>%n خطأ</numerusform>
            <numerusform>%n خطأ</numerusform>
            <numerusform>%n خطأ</numerusform>
            <numerusform>%n خطأ</numerusform>
            <numerusform>%n خطأ</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 to the first token</source>
        <translation>%1 حتى أول رمز</translation>
    </message>
    <message>
        <source>feedback %1</source>
        <translation>التقييم %1</translation>
    </message>
    <message>
        <source> · </source>
        <comment>between facts</comment>
        <translation> · </translation>
    </message>
    <message>
        <source>Promote %1?</source>
        <translation>ترقية %1؟</translation>
    </message>
    <message>
        <source>All calls of %1 that no rule leads elsewhere go to it from now on.</source>
        <translation>تذهب إليه من الآن كل استدعاءات %1 التي لا تقودها قاعدة إلى مكان آخر.</translation>
    </message>
    <message>
        <source>All calls now go to %1.</source>
        <translation>تذهب كل الاستدعاءات الآن إلى %1.</translation>
    </message>
    <message>
        <source>No call goes to %1 any more.</source>
        <translation>لم يعد أي استدعاء يذهب إلى %1.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CatalogueDialog</name>
    <message>
        <source>Continue</source>
        <translation>متابعة</translation>
    </message>
    <message>
        <source>Add provider</source>
        <translation>إضافة مزوّد</translation>
    </message>
    <message>
        <source>Which provider do you want to add?</source>
        <translation>أي مزوّد تريد إضافته؟</translation>
    </message>
    <message>
        <source>Search the catalogue</source>
        <translation>البحث في الكتالوج</translation>
    </message>
    <message>
        <source>Search by name, or enter “custom” for any address</source>
        <translation>ابحث بالاسم، أو أدخل «custom» لأي عنوان</translation>
    </message>
    <message>
        <source>Providers of the catalogue</source>
        <translation>مزوّدو الكتالوج</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>إلغاء</translation>
    </message>
    <message>
        <source>%1 (not in this version)</source>
        <translation>%1 (ليس في هذا الإصدار)</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>إعادة المحاولة</translation>
    </message>
    <message>
        <source>Reading the catalogue…</source>
        <translation>يُقرأ الكتالوج…</translation>
    </message>
    <message>
        <source>No provider of that name. Any other address is under “Custom”.</source>
        <translation>لا مزوّد بهذا الاسم. أي عنوان آخر تجده ضمن «Custom».</translation>
    </message>
    <message>
        <source>Clear search</source>
        <translation>مسح البحث</translation>
    </message>
    <message>
        <source>%1. You enter its address in the next step.</source>
        <comment>dialect</comment>
        <translation>%1. تُدخل عنوانه في الخطوة التالية.</translation>
    </message>
    <message>
        <source>%1 at %2</source>
        <comment>dialect, address</comment>
        <translation>%1 على %2</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CertificateDialog</name>
    <message>
        <source>Itself (self-signed)</source>
        <translation>نفسه (موقّع ذاتيًا)</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <comment>two days</comment>
        <translation>%1 إلى %2</translation>
    </message>
    <message>
        <source>Certificate</source>
        <translation>الشهادة</translation>
    </message>
    <message>
        <source>The certificate has changed</source>
        <translation>تغيّرت الشهادة</translation>
    </message>
    <message>
        <source>Is this %1?</source>
        <translation>هل هذا هو %1؟</translation>
    </message>
    <message>
        <source>%1 shows another certificate than before</source>
        <translation>يعرض %1 شهادة غير السابقة</translation>
    </message>
    <message>
        <source>Compare the fingerprint with what the gateway&apos;s operator tells you. Once you trust it, only this certificate is accepted.</source>
        <translation>قارن البصمة بما يخبرك به مشغّل البوابة. بعد أن تثق بها لا تُقبل إلا هذه الشهادة.</translation>
    </message>
    <message>
        <source>It may have been renewed, or somebody stands between. Nothing was sent. Ask the gateway&apos;s operator before you trust the new one.</source>
        <translation>ربما جُدّدت، أو ربما يعترض أحدهم الاتصال. لم يُرسل شيء. اسأل مشغّل البوابة قبل أن تثق بالشهادة الجديدة.</translation>
    </message>
    <message>
        <source>Subject</source>
        <translation>صاحب الشهادة</translation>
    </message>
    <message>
        <source>Names</source>
        <translation>الأسماء</translation>
    </message>
    <message>
        <source>Issuer</source>
        <translation>جهة الإصدار</translation>
    </message>
    <message>
        <source>Valid</source>
        <translation>الصلاحية</translation>
    </message>
    <message>
        <source>SHA-256</source>
        <translation>SHA-256</translation>
    </message>
    <message>
        <source>Trusted until now</source>
        <translation>الموثوقة حتى الآن</translation>
    </message>
    <message>
        <source>Shown now</source>
        <translation>المعروضة الآن</translation>
    </message>
    <message>
        <source>It is not valid today.</source>
        <translation>ليست صالحة اليوم.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>إلغاء</translation>
    </message>
    <message>
        <source>Stay disconnected</source>
        <translation>البقاء غير متصل</translation>
    </message>
    <message>
        <source>Trust this certificate</source>
        <translation>الثقة بهذه الشهادة</translation>
    </message>
    <message>
        <source>Trust the new one</source>
        <translation>الثقة بالجديدة</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CertificateProbe</name>
    <message>
        <source>No certificate came (%1). Check the address and that the gateway runs there.</source>
        <translation>لم تصل شهادة (%1). تحقق من العنوان ومن أن البوابة تعمل هناك.</translation>
    </message>
    <message>
        <source>Nothing answered there. Check the address and that the gateway can be reached from here.</source>
        <translation>لم يُجب شيء هناك. تحقق من العنوان ومن إمكانية الوصول إلى البوابة من هنا.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ChainEditor</name>
    <message>
        <source>Pages of the chain</source>
        <translation>صفحات السلسلة</translation>
    </message>
    <message>
        <source>Write</source>
        <translation>الكتابة</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>تشغيل</translation>
    </message>
    <message>
        <source>All chains</source>
        <translation>كل السلاسل</translation>
    </message>
    <message>
        <source>Reading the chain…</source>
        <translation>تُقرأ السلسلة…</translation>
    </message>
    <message>
        <source>There is no chain “%1” any more.</source>
        <translation>لم تعد السلسلة «%1» موجودة.</translation>
    </message>
    <message>
        <source>Save version %1 of chain %2</source>
        <translation>حفظ النسخة %1 من السلسلة %2</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ChainModel</name>
    <message>
        <source>Name</source>
        <translation>الاسم</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>المعرّف</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>العلامات</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>الإصدار</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>الخطوات</translation>
    </message>
    <message>
        <source>Published</source>
        <translation>منشورة</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>تغيّر</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>الفريق</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ChainOutcomeModel</name>
    <message>
        <source>unknown</source>
        <translation>غير معروف</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>الخطوة</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>النتيجة</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>الوقت</translation>
    </message>
    <message>
        <source>Tokens in</source>
        <translation>رموز الإدخال</translation>
    </message>
    <message>
        <source>Tokens out</source>
        <translation>رموز الإخراج</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>التكلفة</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>الاستدعاءات</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ChainRunPage</name>
    <message>
        <source>Run</source>
        <translation>تشغيل</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>إيقاف</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>القيم</translation>
    </message>
    <message>
        <source>How each step went</source>
        <translation>كيف سارت كل خطوة</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>الجواب</translation>
    </message>
    <message>
        <source>Show in the log</source>
        <translation>عرض في السجل</translation>
    </message>
    <message>
        <source>The last run cost: not known.</source>
        <translation>تكلفة آخر تشغيل غير معروفة.</translation>
    </message>
    <message>
        <source>The last run cost %1.</source>
        <translation>كلّف التشغيل الأخير %1.</translation>
    </message>
    <message>
        <source>Next run: %1</source>
        <translation>التشغيل التالي: %1</translation>
    </message>
    <message>
        <source>Step %1</source>
        <translation>الخطوة %1</translation>
    </message>
    <message>
        <source>Run the chain to see what it answers. Choose a step to see what came of it.</source>
        <translation>شغّل السلسلة لترى جوابها. اختر خطوة لترى نتيجتها.</translation>
    </message>
    <message>
        <source>Running…</source>
        <translation>يجري التشغيل…</translation>
    </message>
    <message>
        <source>The chain takes no values. Add inputs under Write, where it shall.</source>
        <translation>لا تأخذ السلسلة قيمًا. أضف مدخلات في «الكتابة» إن أردت.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ChainStepDialog</name>
    <message>
        <source>Add a step</source>
        <translation>إضافة خطوة</translation>
    </message>
    <message>
        <source>Step %1</source>
        <translation>الخطوة %1</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>إضافة</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>تطبيق</translation>
    </message>
    <message>
        <source>What the step is given</source>
        <translation>ما تتلقاه الخطوة</translation>
    </message>
    <message>
        <source>Add value</source>
        <translation>إضافة قيمة</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>تحرير</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>إزالة</translation>
    </message>
    <message>
        <source>A prompt is given its variables; a model prompt, system or messages.</source>
        <translation>يتلقى التلقين متغيراته، ويتلقى النموذج prompt أو system أو messages.</translation>
    </message>
    <message>
        <source>The chain goes on where it fails</source>
        <translation>تستمر السلسلة إذا فشلت</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>المعرّف</translation>
    </message>
    <message>
        <source>Later steps read its answer at /ID.</source>
        <translation>تقرأ الخطوات اللاحقة جوابها في ‎/ID.</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>النوع</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>الاستدعاءات</translation>
    </message>
    <message>
        <source>Choose what the step calls.</source>
        <translation>اختر ما تستدعيه الخطوة.</translation>
    </message>
    <message>
        <source>What it is given</source>
        <translation>ما تتلقاه</translation>
    </message>
    <message>
        <source>Always</source>
        <translation>دائمًا</translation>
    </message>
    <message>
        <source>A value is</source>
        <translation>قيمة تساوي</translation>
    </message>
    <message>
        <source>A value is one of</source>
        <translation>قيمة واحدة من</translation>
    </message>
    <message>
        <source>A value is there</source>
        <translation>قيمة موجودة</translation>
    </message>
    <message>
        <source>A value is not there</source>
        <translation>قيمة غير موجودة</translation>
    </message>
    <message>
        <source>When it runs</source>
        <translation>متى تعمل</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>تعمل</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>الموضع</translation>
    </message>
    <message>
        <source>A JSON pointer: /inputs/NAME, or /STEP/NAME.</source>
        <translation>مؤشر JSON: ‎/inputs/NAME‎ أو ‎/STEP/NAME‎.</translation>
    </message>
    <message>
        <source>It begins with /inputs/ or with / and a step&apos;s id.</source>
        <translation>يبدأ بـ ‎/inputs/‎ أو بـ / ومعرّف خطوة.</translation>
    </message>
    <message>
        <source>Is</source>
        <translation>يساوي</translation>
    </message>
    <message>
        <source>JSON; of several, parted by commas.</source>
        <translation>JSON، وإن تعددت فتفصل بينها فواصل.</translation>
    </message>
    <message>
        <source>Write one JSON value, such as &quot;angry&quot; or 3.</source>
        <translation>اكتب قيمة JSON واحدة، مثل &quot;angry&quot; أو 3.</translation>
    </message>
    <message>
        <source>Write JSON values parted by commas, such as &quot;angry&quot;, &quot;sad&quot;.</source>
        <translation>اكتب قيم JSON تفصل بينها فواصل، مثل &quot;angry&quot;, &quot;sad&quot;.</translation>
    </message>
    <message>
        <source>After</source>
        <translation>بعد</translation>
    </message>
    <message>
        <source>Steps that must have ended, parted by commas. Those that it reads are waited for anyway.</source>
        <translation>خطوات يجب أن تنتهي، تفصل بينها فواصل. أما التي تقرؤها فتُنتظر على أي حال.</translation>
    </message>
    <message>
        <source>Takes at most</source>
        <translation>تستغرق على الأكثر</translation>
    </message>
    <message>
        <source>Such as 10s or 2m.</source>
        <translation>مثل 10s أو 2m.</translation>
    </message>
    <message>
        <source>Write a number and s or m, such as 10s.</source>
        <translation>اكتب عددًا ثم s أو m، مثل 10s.</translation>
    </message>
    <message>
        <source>Begin with a letter; then letters, digits and _ only, 64 at most.</source>
        <translation>ابدأ بحرف؛ ثم حروف وأرقام و_ فقط، 64 على الأكثر.</translation>
    </message>
    <message>
        <source>“inputs” is what the chain is given. Take another id.</source>
        <translation>«inputs» هو ما تتلقاه السلسلة. اختر معرّفًا آخر.</translation>
    </message>
    <message>
        <source>Another step has this id.</source>
        <translation>خطوة أخرى لها هذا المعرّف.</translation>
    </message>
    <message>
        <source>There is no other step “%1”.</source>
        <translation>لا توجد خطوة أخرى «%1».</translation>
    </message>
    <message>
        <source>A prompt at a label or version: sentiment@production.</source>
        <translation>تلقين عند علامة أو نسخة: sentiment@production.</translation>
    </message>
    <message>
        <source>A route, or provider/model.</source>
        <translation>مسار، أو مزوّد/نموذج.</translation>
    </message>
    <message>
        <source>A model of a KServe server.</source>
        <translation>نموذج من خادم KServe.</translation>
    </message>
    <message>
        <source>A published API and its version: mood/1.</source>
        <translation>واجهة API منشورة ونسختها: mood/1.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ChainStepModel</name>
    <message>
        <source>Always</source>
        <translation>دائمًا</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>الخطوة</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>النوع</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>الاستدعاءات</translation>
    </message>
    <message>
        <source>Runs when</source>
        <translation>تعمل عندما</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ChainWritePage</name>
    <message>
        <source>Parts of the chain</source>
        <translation>أجزاء السلسلة</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>الخطوات</translation>
    </message>
    <message>
        <source>Inputs</source>
        <translation>المدخلات</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>الجواب</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>الحدود</translation>
    </message>
    <message>
        <source>Add step</source>
        <translation>إضافة خطوة</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>تحرير</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>إزالة</translation>
    </message>
    <message>
        <source>A step calls a prompt, a model or an API. Those that do not wait for each other run side by side.</source>
        <translation>تستدعي الخطوة تلقينًا أو نموذجًا أو واجهة API. ما لا ينتظر بعضه بعضًا يعمل معًا.</translation>
    </message>
    <message>
        <source>Move the step up</source>
        <translation>تحريك الخطوة إلى أعلى</translation>
    </message>
    <message>
        <source>Move the step down</source>
        <translation>تحريك الخطوة إلى أسفل</translation>
    </message>
    <message>
        <source>Add input</source>
        <translation>إضافة مدخل</translation>
    </message>
    <message>
        <source>An input is what a call gives. Steps read it at /inputs/NAME.</source>
        <translation>المدخل هو ما يعطيه الاستدعاء. تقرؤه الخطوات في ‎/inputs/NAME‎.</translation>
    </message>
    <message>
        <source>What the chain answers</source>
        <translation>ما تجيب به السلسلة</translation>
    </message>
    <message>
        <source>Add value</source>
        <translation>إضافة قيمة</translation>
    </message>
    <message>
        <source>Without values of its own, a chain answers what each of its steps did.</source>
        <translation>من دون قيم خاصة بها تجيب السلسلة بنتيجة كل خطوة.</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>الوقت</translation>
    </message>
    <message>
        <source>Of the whole run, such as 30s or 2m; 60s where nothing is written.</source>
        <translation>للتشغيل كله، مثل 30s أو 2m، و60s إن لم يُكتب شيء.</translation>
    </message>
    <message>
        <source>Money</source>
        <translation>المال</translation>
    </message>
    <message>
        <source>Dollars, such as 0.05. When they are spent, no further step begins.</source>
        <translation>دولارات، مثل 0.05. عند إنفاقها لا تبدأ خطوة أخرى.</translation>
    </message>
    <message>
        <source>In all, those of chains within included; 50 where nothing is written.</source>
        <translation>في المجموع مع خطوات السلاسل الداخلية، و50 إن لم يُكتب شيء.</translation>
    </message>
    <message>
        <source>Depth</source>
        <translation>العمق</translation>
    </message>
    <message>
        <source>Chains within chains; 4 where nothing is written.</source>
        <translation>سلاسل داخل سلاسل، و4 إن لم يُكتب شيء.</translation>
    </message>
    <message>
        <source>Definition of the chain, as JSON</source>
        <translation>تعريف السلسلة بصيغة JSON</translation>
    </message>
    <message>
        <source>Definition</source>
        <translation>التعريف</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>tab, how many</comment>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Line %1</source>
        <translation>السطر %1</translation>
    </message>
    <message>
        <source>Checking…</source>
        <translation>يجري الفحص…</translation>
    </message>
    <message>
        <source>It can run: %1</source>
        <translation>يمكن تشغيلها: %1</translation>
    </message>
    <message numerus="yes">
        <source>%n thing(s) to mend</source>
        <translation>
            <numerusform>لا شيء لإصلاحه</numerusform>
            <numerusform>أمر واحد لإصلاحه</numerusform>
            <numerusform>أمران لإصلاحهما</numerusform>
            <numerusform>%n أمور لإصلاحها</numerusform>
            <numerusform>%n أمرًا لإصلاحه</numerusform>
            <numerusform>%n أمر لإصلاحه</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ChainsPage</name>
    <message>
        <source>Filter chains</source>
        <translation>ترشيح السلاسل</translation>
    </message>
    <message>
        <source>Chains</source>
        <translation>السلاسل</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) written to %1.</source>
        <translation>
            <numerusform>لم تُكتب صفوف في %1.</numerusform>
            <numerusform>كُتب صف واحد في %1.</numerusform>
            <numerusform>كُتب صفان في %1.</numerusform>
            <numerusform>كُتبت %n صفوف في %1.</numerusform>
            <numerusform>كُتب %n صفًا في %1.</numerusform>
            <numerusform>كُتب %n صف في %1.</numerusform>
        </translation>
    </message>
    <message>
        <source>What is shown is old: %1</source>
        <translation>المعروض قديم: %1</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>إعادة المحاولة</translation>
    </message>
    <message>
        <source>Reading the chains…</source>
        <translation>تُقرأ السلاسل…</translation>
    </message>
    <message>
        <source>No chains yet. A chain leads what one step says to the next: prompts, models, APIs.</source>
        <translation>لا سلاسل بعد. تنقل السلسلة ما تقوله خطوة إلى التالية: تلقينات ونماذج وواجهات API.</translation>
    </message>
    <message>
        <source>New chain</source>
        <translation>سلسلة جديدة</translation>
    </message>
    <message>
        <source>No chain has these words.</source>
        <translation>لا سلسلة فيها هذه الكلمات.</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>مسح المرشّح</translation>
    </message>
    <message>
        <source>Delete the chain %1?</source>
        <translation>هل تريد حذف السلسلة %1؟</translation>
    </message>
    <message numerus="yes">
        <source>Delete %n chain(s)?</source>
        <translation>
            <numerusform>لا سلاسل للحذف</numerusform>
            <numerusform>هل تريد حذف سلسلة واحدة؟</numerusform>
            <numerusform>هل تريد حذف سلسلتين؟</numerusform>
            <numerusform>هل تريد حذف %n سلاسل؟</numerusform>
            <numerusform>هل تريد حذف %n سلسلة؟</numerusform>
            <numerusform>هل تريد حذف %n سلسلة؟</numerusform>
        </translation>
    </message>
    <message>
        <source>Its versions and labels go with it. It can come back from the trash or with Undo.</source>
        <translation>تذهب معها نسخها وعلاماتها. يمكن أن تعود من المهملات أو بالتراجع.</translation>
    </message>
    <message>
        <source>Served as %1</source>
        <translation>تُقدَّم باسم %1</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>حذف</translation>
    </message>
    <message>
        <source>Delete chain %1</source>
        <translation>حذف السلسلة %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ChangeCards</name>
    <message>
        <source>What was changed</source>
        <translation>ما تغيّر</translation>
    </message>
    <message numerus="yes">
        <source>and %n more change(s)</source>
        <translation>
            <numerusform>ولا تغييرات أخرى</numerusform>
            <numerusform>وتغيير آخر</numerusform>
            <numerusform>وتغييران آخران</numerusform>
            <numerusform>و%n تغييرات أخرى</numerusform>
            <numerusform>و%n تغييرًا آخر</numerusform>
            <numerusform>و%n تغيير آخر</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ChangeDesk</name>
    <message>
        <source>Your change was not made: the other version stays.</source>
        <translation>لم يُنفَّذ تغييرك: تبقى النسخة الأخرى.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ChangeMarks</name>
    <message>
        <source>added</source>
        <translation>أُضيف</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>تغيّر</translation>
    </message>
    <message>
        <source>deleted</source>
        <translation>حُذف</translation>
    </message>
    <message>
        <source>Provider</source>
        <translation>المزوّد</translation>
    </message>
    <message>
        <source>Route</source>
        <translation>المسار</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>الفريق</translation>
    </message>
    <message>
        <source>Application</source>
        <translation>التطبيق</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>المفتاح</translation>
    </message>
    <message>
        <source>Retention</source>
        <translation>الاحتفاظ</translation>
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
        <translation>بلا خطة</translation>
    </message>
    <message>
        <source>API</source>
        <translation>واجهة API</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>الخطة</translation>
    </message>
    <message>
        <source>Application</source>
        <translation>التطبيق</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>الفريق</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>الاستدعاءات</translation>
    </message>
    <message>
        <source>Months</source>
        <translation>الأشهر</translation>
    </message>
    <message>
        <source>For calls</source>
        <translation>عن الاستدعاءات</translation>
    </message>
    <message>
        <source>For providers</source>
        <translation>عن المزوّدين</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>الإجمالي</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ChargePanel</name>
    <message>
        <source>Charges</source>
        <translation>المبالغ</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) written to %1.</source>
        <translation>
            <numerusform>لم تُكتب صفوف في %1.</numerusform>
            <numerusform>كُتب صف واحد في %1.</numerusform>
            <numerusform>كُتب صفان في %1.</numerusform>
            <numerusform>كُتبت %n صفوف في %1.</numerusform>
            <numerusform>كُتب %n صفًا في %1.</numerusform>
            <numerusform>كُتب %n صف في %1.</numerusform>
        </translation>
    </message>
    <message>
        <source>Month</source>
        <translation>شهر</translation>
    </message>
    <message>
        <source>Months are those of UTC.</source>
        <translation>الأشهر بتوقيت UTC.</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>تصدير</translation>
    </message>
    <message>
        <source>Save the charges as CSV or JSON Lines</source>
        <translation>حفظ المبالغ بصيغة CSV أو JSON Lines</translation>
    </message>
    <message>
        <source>Reading the charges…</source>
        <translation>تُقرأ المبالغ…</translation>
    </message>
    <message>
        <source>Charged: %1</source>
        <translation>المحسوب: %1</translation>
    </message>
    <message>
        <source>Earned: %1</source>
        <translation>الدخل: %1</translation>
    </message>
    <message>
        <source>This team has no subscription to an API.</source>
        <translation>ليس لهذا الفريق اشتراك في واجهة API.</translation>
    </message>
    <message>
        <source>Nobody is subscribed to this API.</source>
        <translation>لا أحد مشترك في واجهة API هذه.</translation>
    </message>
    <message numerus="yes">
        <source>The cost of %n call(s) is not known; providers&apos; cost is charged without them.</source>
        <translation>
            <numerusform>تكاليف كل الاستدعاءات معروفة.</numerusform>
            <numerusform>تكلفة استدعاء واحد غير معروفة، وتُحسب تكلفة المزوّدين من دونه.</numerusform>
            <numerusform>تكلفة استدعاءين غير معروفة، وتُحسب تكلفة المزوّدين من دونهما.</numerusform>
            <numerusform>تكلفة %n استدعاءات غير معروفة، وتُحسب تكلفة المزوّدين من دونها.</numerusform>
            <numerusform>تكلفة %n استدعاءً غير معروفة، وتُحسب تكلفة المزوّدين من دونها.</numerusform>
            <numerusform>تكلفة %n استدعاء غير معروفة، وتُحسب تكلفة المزوّدين من دونها.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::Chart</name>
    <message>
        <source>No data in this stretch of time.</source>
        <translation>لا بيانات في هذه الفترة.</translation>
    </message>
    <message>
        <source>Line chart.</source>
        <translation>مخطط خطي.</translation>
    </message>
    <message>
        <source>Stacked bars.</source>
        <translation>أعمدة مكدّسة.</translation>
    </message>
    <message>
        <source>Map of the hours of the week.</source>
        <translation>خريطة ساعات الأسبوع.</translation>
    </message>
    <message>
        <source>From %1.</source>
        <translation>من %1.</translation>
    </message>
    <message>
        <source>%1: from %2 to %3, latest %4.</source>
        <translation>%1: من %2 إلى %3، الأحدث %4.</translation>
    </message>
    <message>
        <source>Show as table lists every value.</source>
        <translation>يسرد «عرض كجدول» كل القيم.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ChartCard</name>
    <message>
        <source>Export as PNG…</source>
        <translation>تصدير بصيغة PNG…</translation>
    </message>
    <message>
        <source>Export as SVG…</source>
        <translation>تصدير بصيغة SVG…</translation>
    </message>
    <message>
        <source>Export as PDF…</source>
        <translation>تصدير بصيغة PDF…</translation>
    </message>
    <message>
        <source>Export as CSV…</source>
        <translation>تصدير بصيغة CSV…</translation>
    </message>
    <message>
        <source>Show as table</source>
        <translation>عرض كجدول</translation>
    </message>
    <message>
        <source>Export this chart</source>
        <translation>تصدير هذا المخطط</translation>
    </message>
    <message>
        <source>Times in %1</source>
        <translation>الأوقات بتوقيت %1</translation>
    </message>
    <message>
        <source>Export as %1</source>
        <translation>تصدير بصيغة %1</translation>
    </message>
    <message>
        <source>%1 files (*.%2)</source>
        <translation>ملفات %1 ‏(*.%2)</translation>
    </message>
    <message>
        <source>Exported to %1</source>
        <translation>صُدّر إلى %1</translation>
    </message>
    <message>
        <source>The chart could not be written to %1: %2</source>
        <translation>تعذّرت كتابة المخطط في %1: %2</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ChartTable</name>
    <message>
        <source>Day</source>
        <translation>اليوم</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>الوقت</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ChatStream</name>
    <message>
        <source>The gateway does not answer (%1). Check that it runs, then try again.</source>
        <translation>لا تجيب البوابة (%1). تحقق من أنها تعمل، ثم حاول مجددًا.</translation>
    </message>
    <message>
        <source>The answer was an error with status %1 and no reason.</source>
        <translation>كانت الإجابة خطأ بالحالة %1 من دون سبب.</translation>
    </message>
    <message>
        <source>The answer broke off before its end. What came until then is shown; try again.</source>
        <translation>انقطعت الإجابة قبل نهايتها. يُعرض ما وصل حتى ذلك الحين؛ حاول مجددًا.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CheckList</name>
    <message>
        <source>A regular expression</source>
        <translation>تعبير نمطي</translation>
    </message>
    <message>
        <source>What stands there, as JSON; nothing: anything</source>
        <translation>ما يوجد هناك بصيغة JSON؛ لا شيء: أي قيمة</translation>
    </message>
    <message>
        <source>A JSON Schema</source>
        <translation>مخطط JSON Schema</translation>
    </message>
    <message>
        <source>What the judge looks at</source>
        <translation>ما ينظر فيه الحَكَم</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>نص</translation>
    </message>
    <message>
        <source>Contains</source>
        <translation>يحتوي</translation>
    </message>
    <message>
        <source>Is equal to</source>
        <translation>يساوي</translation>
    </message>
    <message>
        <source>Matches</source>
        <translation>يطابق</translation>
    </message>
    <message>
        <source>Has at a JSON path</source>
        <translation>له عند مسار JSON</translation>
    </message>
    <message>
        <source>Fits a JSON Schema</source>
        <translation>يطابق JSON Schema</translation>
    </message>
    <message>
        <source>Is judged by a model</source>
        <translation>يحكم عليه نموذج</translation>
    </message>
    <message>
        <source>%1 is there</source>
        <comment>JSON path</comment>
        <translation>%1 موجود</translation>
    </message>
    <message>
        <source>%1 is %2</source>
        <comment>JSON path, value</comment>
        <translation>%1 هو %2</translation>
    </message>
    <message>
        <source>%1 finds: %2</source>
        <comment>model, what</comment>
        <translation>يرى %1: %2</translation>
    </message>
    <message>
        <source>%1 “%2”</source>
        <comment>Contains, text</comment>
        <translation>%1 «%2»</translation>
    </message>
    <message>
        <source>Add check</source>
        <translation>إضافة فحص</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CheckRow</name>
    <message>
        <source>Path, such as $.mood</source>
        <translation>مسار مثل $.mood</translation>
    </message>
    <message>
        <source>JSON path</source>
        <translation>مسار JSON</translation>
    </message>
    <message>
        <source>Model that judges</source>
        <translation>النموذج الحَكَم</translation>
    </message>
    <message>
        <source>Least, 0 to 1</source>
        <translation>الأدنى، 0 إلى 1</translation>
    </message>
    <message>
        <source>Least score</source>
        <translation>أدنى درجة</translation>
    </message>
    <message>
        <source>Remove check</source>
        <translation>إزالة الفحص</translation>
    </message>
    <message>
        <source>Check %1</source>
        <translation>الفحص %1</translation>
    </message>
    <message>
        <source>Write what the answer is compared with.</source>
        <translation>اكتب ما تُقارَن به الإجابة.</translation>
    </message>
    <message>
        <source>Write a JSON object: it begins with { and ends with }.</source>
        <translation>اكتب كائن JSON: يبدأ بـ { وينتهي بـ }.</translation>
    </message>
    <message>
        <source>Write a JSON path: it begins with $.</source>
        <translation>اكتب مسار JSON: يبدأ بـ $.</translation>
    </message>
    <message>
        <source>Name the model that judges.</source>
        <translation>سمِّ النموذج الحَكَم.</translation>
    </message>
    <message>
        <source>Write a number from 0 to 1, such as 0.7, or nothing.</source>
        <translation>اكتب عددًا من 0 إلى 1 مثل 0.7، أو لا شيء.</translation>
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
        <translation>كل العملاء</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>المفتاح</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>النموذج</translation>
    </message>
    <message>
        <source>Choose a model.</source>
        <translation>اختر نموذجًا.</translation>
    </message>
    <message>
        <source>Gets the key</source>
        <translation>مصدر المفتاح</translation>
    </message>
    <message>
        <source>Good to know</source>
        <translation>من المفيد معرفته</translation>
    </message>
    <message>
        <source>Does it work?</source>
        <translation>هل يعمل؟</translation>
    </message>
    <message>
        <source>Check variables</source>
        <translation>فحص المتغيرات</translation>
    </message>
    <message>
        <source>Wait for its first call</source>
        <translation>انتظار أول استدعاء منه</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>نسخ</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>تراجع</translation>
    </message>
    <message>
        <source>From a helper command</source>
        <translation>من أمر مساعد</translation>
    </message>
    <message>
        <source>From its settings file</source>
        <translation>من ملف إعداداته</translation>
    </message>
    <message>
        <source>From a variable</source>
        <translation>من متغير</translation>
    </message>
    <message>
        <source>This gateway does not have the address %1, which %2 needs. The settings work once it has.</source>
        <translation>ليس لهذه البوابة العنوان %1 الذي يحتاج إليه %2. تعمل الإعدادات متى صار لها.</translation>
    </message>
    <message>
        <source>This gateway listens on this computer only, where %1 does not reach it.</source>
        <translation>تستمع هذه البوابة على هذا الحاسوب فقط، حيث لا يصل إليها %1.</translation>
    </message>
    <message>
        <source>Change %1…</source>
        <translation>تغيير %1…</translation>
    </message>
    <message>
        <source>Make a new key first: a key is known once only, when it is made</source>
        <translation>أنشئ مفتاحًا جديدًا أولًا: لا يُعرف المفتاح إلا مرة واحدة، عند إنشائه</translation>
    </message>
    <message>
        <source>The client runs “%1” and reads the key from your key chain. Keep the key there under this name.</source>
        <translation>يشغّل العميل «%1» ويقرأ المفتاح من سلسلة مفاتيحك. احفظ المفتاح هناك بهذا الاسم.</translation>
    </message>
    <message>
        <source>“%1” prints a key that is kept in your key chain: for clients and scripts that run a command.</source>
        <translation>يطبع «%1» مفتاحًا محفوظًا في سلسلة مفاتيحك: للعملاء والبرامج النصية التي تشغّل أمرًا.</translation>
    </message>
    <message>
        <source>Copied.</source>
        <translation>تم النسخ.</translation>
    </message>
    <message>
        <source>%1 says so already.</source>
        <translation>هذا مكتوب في %1 بالفعل.</translation>
    </message>
    <message>
        <source>%1 was made.</source>
        <translation>أُنشئ %1.</translation>
    </message>
    <message>
        <source>%1 was changed. The backup is %2.</source>
        <translation>تغيّر %1. النسخة الاحتياطية هي %2.</translation>
    </message>
    <message>
        <source>%1 is as it was before.</source>
        <translation>عاد %1 إلى ما كان عليه.</translation>
    </message>
    <message>
        <source>No environment variable is in the way.</source>
        <translation>لا متغير بيئة يعيق ذلك.</translation>
    </message>
    <message>
        <source>%1 is set in this session.</source>
        <translation>المتغير %1 مضبوط في هذه الجلسة.</translation>
    </message>
    <message>
        <source>%1 is set in %2.</source>
        <comment>variable, file and line</comment>
        <translation>المتغير %1 مضبوط في %2.</translation>
    </message>
    <message>
        <source>Take them away there unless they name this gateway.</source>
        <translation>أزلها من هناك ما لم تكن تسمّي هذه البوابة.</translation>
    </message>
    <message>
        <source>Waiting for a call with this key. Use %1 now.</source>
        <translation>في انتظار استدعاء بهذا المفتاح. استخدم %1 الآن.</translation>
    </message>
    <message>
        <source>✓ %1 from %2</source>
        <comment>time, program</comment>
        <translation>✓ %1 من %2</translation>
    </message>
    <message>
        <source>%1 from %2, answered with %3. The log says why.</source>
        <comment>time, program, status</comment>
        <translation>%1 من %2، الإجابة %3. يذكر السجل السبب.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ClientTiles</name>
    <message>
        <source>%1, %2</source>
        <comment>client, note</comment>
        <translation>%1، %2</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CommandPalette</name>
    <message>
        <source>Search and commands</source>
        <translation>البحث والأوامر</translation>
    </message>
    <message>
        <source>Search or run a command</source>
        <translation>البحث أو تشغيل أمر</translation>
    </message>
    <message>
        <source>What fits</source>
        <translation>النتائج المطابقة</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>الأمر</translation>
    </message>
    <message>
        <source>Not possible now</source>
        <translation>غير ممكن الآن</translation>
    </message>
    <message>
        <source>View</source>
        <translation>العرض</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>kind and id of an object</comment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>%1, %2, status %3</source>
        <comment>time, model and status of a call</comment>
        <translation>%1، %2، الحالة %3</translation>
    </message>
    <message>
        <source>no model</source>
        <translation>بلا نموذج</translation>
    </message>
    <message>
        <source>Nothing fits. Try fewer letters.</source>
        <translation>لا نتائج مطابقة. جرّب حروفًا أقل.</translation>
    </message>
    <message>
        <source>&gt; for commands   @ for objects   # for requests</source>
        <translation>&gt; للأوامر   @ للكائنات   # للطلبات</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CommentPanel</name>
    <message>
        <source>Nobody said anything yet.</source>
        <translation>لم يقل أحد شيئًا بعد.</translation>
    </message>
    <message>
        <source>Add comment</source>
        <translation>إضافة تعليق</translation>
    </message>
    <message>
        <source>Comments</source>
        <translation>التعليقات</translation>
    </message>
    <message>
        <source>Comment</source>
        <translation>تعليق</translation>
    </message>
    <message>
        <source>Write a comment…</source>
        <translation>اكتب تعليقًا…</translation>
    </message>
    <message>
        <source>About the prompt</source>
        <translation>عن التلقين</translation>
    </message>
    <message>
        <source>About version %1</source>
        <translation>عن النسخة %1</translation>
    </message>
    <message>
        <source>version %1</source>
        <translation>النسخة %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CompareDialog</name>
    <message>
        <source>Only what differs</source>
        <translation>الاختلافات فقط</translation>
    </message>
    <message>
        <source>Compare two calls</source>
        <translation>مقارنة استدعاءين</translation>
    </message>
    <message>
        <source>Differences</source>
        <translation>الاختلافات</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>إغلاق</translation>
    </message>
    <message>
        <source>Reading both calls…</source>
        <translation>يُقرأ الاستدعاءان…</translation>
    </message>
    <message>
        <source>One of these calls is not over yet, or no longer kept.</source>
        <translation>أحد هذين الاستدعاءين لم ينته بعد أو لم يعد محفوظًا.</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>إعادة المحاولة</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>الجزء</translation>
    </message>
    <message>
        <source>%1, differs</source>
        <translation>%1، مختلف</translation>
    </message>
    <message>
        <source>No differences</source>
        <translation>لا اختلافات</translation>
    </message>
    <message numerus="yes">
        <source>%n difference(s)</source>
        <translation>
            <numerusform>لا اختلافات</numerusform>
            <numerusform>اختلاف واحد</numerusform>
            <numerusform>اختلافان</numerusform>
            <numerusform>%n اختلافات</numerusform>
            <numerusform>%n اختلافًا</numerusform>
            <numerusform>%n اختلاف</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ConformanceDialog</name>
    <message>
        <source>Conformance of %1</source>
        <translation>توافق %1</translation>
    </message>
    <message>
        <source>Real calls through the gateway&apos;s own port show what a client of each dialect gets from this route: plain, streamed, with tools, images and more.</source>
        <translation>استدعاءات حقيقية عبر منفذ البوابة تُظهر ما يحصل عليه عميل كل لهجة من هذا المسار: عادي، متدفق، بأدوات وصور وغيرها.</translation>
    </message>
    <message>
        <source>Reading the last run…</source>
        <translation>جارٍ قراءة آخر تشغيل…</translation>
    </message>
    <message>
        <source>Asking what a run would cost…</source>
        <translation>جارٍ السؤال عن كلفة التشغيل…</translation>
    </message>
    <message>
        <source>Progress of the test</source>
        <translation>تقدّم الاختبار</translation>
    </message>
    <message>
        <source>Client dialects and features</source>
        <translation>لهجات العملاء والميزات</translation>
    </message>
    <message>
        <source>Show its call in the log</source>
        <translation>عرض استدعائه في السجل</translation>
    </message>
    <message>
        <source>Stop test</source>
        <translation>إيقاف الاختبار</translation>
    </message>
    <message>
        <source>Run conformance test</source>
        <translation>تشغيل اختبار التوافق</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>إغلاق</translation>
    </message>
    <message>
        <source>This route was not tested yet. See above what a run takes, then start it.</source>
        <translation>لم يُختبر هذا المسار بعد. انظر أعلاه ما يتطلبه التشغيل ثم ابدأه.</translation>
    </message>
    <message numerus="yes">
        <source>A run makes up to %n call(s)</source>
        <translation>
            <numerusform>التشغيل يجري استدعاءات حدّها الأقصى %n</numerusform>
            <numerusform>التشغيل يجري استدعاءات حدّها الأقصى %n</numerusform>
            <numerusform>التشغيل يجري استدعاءات حدّها الأقصى %n</numerusform>
            <numerusform>التشغيل يجري استدعاءات حدّها الأقصى %n</numerusform>
            <numerusform>التشغيل يجري استدعاءات حدّها الأقصى %n</numerusform>
            <numerusform>التشغيل يجري استدعاءات حدّها الأقصى %n</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, with up to %2 input and %3 output tokens.</source>
        <translation>%1، بحد أقصى %2 رمز إدخال و%3 رمز إخراج.</translation>
    </message>
    <message>
        <source>The demo provider serves it: it costs nothing.</source>
        <translation>يخدمه مزوّد العرض التجريبي: لا كلفة.</translation>
    </message>
    <message>
        <source>The provider bills them: %1 at most.</source>
        <translation>يحتسبها المزوّد: %1 على الأكثر.</translation>
    </message>
    <message>
        <source>The provider bills them; what they cost is not known, since a price is missing.</source>
        <translation>يحتسبها المزوّد؛ وكلفتها غير معروفة لنقص سعر.</translation>
    </message>
    <message numerus="yes">
        <source>%n passed</source>
        <translation>
            <numerusform>ناجح: %n</numerusform>
            <numerusform>ناجح: %n</numerusform>
            <numerusform>ناجح: %n</numerusform>
            <numerusform>ناجح: %n</numerusform>
            <numerusform>ناجح: %n</numerusform>
            <numerusform>ناجح: %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n failed</source>
        <translation>
            <numerusform>فاشل: %n</numerusform>
            <numerusform>فاشل: %n</numerusform>
            <numerusform>فاشل: %n</numerusform>
            <numerusform>فاشل: %n</numerusform>
            <numerusform>فاشل: %n</numerusform>
            <numerusform>فاشل: %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not applicable</source>
        <translation>
            <numerusform>لا ينطبق: %n</numerusform>
            <numerusform>لا ينطبق: %n</numerusform>
            <numerusform>لا ينطبق: %n</numerusform>
            <numerusform>لا ينطبق: %n</numerusform>
            <numerusform>لا ينطبق: %n</numerusform>
            <numerusform>لا ينطبق: %n</numerusform>
        </translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>إعادة المحاولة</translation>
    </message>
    <message>
        <source>Choose a cell to see why.</source>
        <translation>اختر خلية لمعرفة السبب.</translation>
    </message>
    <message>
        <source>Run again</source>
        <translation>تشغيل مجددًا</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ConformanceTable</name>
    <message>
        <source>%1 over %2</source>
        <comment>feature, client dialect</comment>
        <translation>%1 عبر %2</translation>
    </message>
    <message>
        <source>%1: passed after %2 ms.</source>
        <translation>%1: نجح بعد %2 م.ث.</translation>
    </message>
    <message>
        <source>%1: failed. %2</source>
        <comment>test, reason</comment>
        <translation>%1: فشل. %2</translation>
    </message>
    <message>
        <source>What came: %1</source>
        <translation>ما وصل: %1</translation>
    </message>
    <message>
        <source>%1: not applicable. %2</source>
        <comment>test, reason</comment>
        <translation>%1: لا ينطبق. %2</translation>
    </message>
    <message>
        <source>%1: not tried yet.</source>
        <translation>%1: لم يُجرَّب بعد.</translation>
    </message>
    <message>
        <source>pass</source>
        <translation>ناجح</translation>
    </message>
    <message>
        <source>fail</source>
        <translation>فاشل</translation>
    </message>
    <message>
        <source>n/a</source>
        <translation>لا ينطبق</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ConnectPage</name>
    <message>
        <source>Connect</source>
        <translation>اتصال</translation>
    </message>
    <message>
        <source>Connecting…</source>
        <translation>جارٍ الاتصال…</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ConnectView</name>
    <message>
        <source>Agent</source>
        <translation>وكيل ذكي</translation>
    </message>
    <message>
        <source>Editor</source>
        <translation>محرر</translation>
    </message>
    <message>
        <source>Program</source>
        <translation>برنامج</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>مكتبة</translation>
    </message>
    <message>
        <source>Tool</source>
        <translation>أداة</translation>
    </message>
    <message>
        <source>Copy settings</source>
        <translation>نسخ الإعدادات</translation>
    </message>
    <message>
        <source>Change the client&apos;s file…</source>
        <translation>تغيير ملف العميل…</translation>
    </message>
    <message>
        <source>Undo the change of the file</source>
        <translation>التراجع عن تغيير الملف</translation>
    </message>
    <message>
        <source>Check variables</source>
        <translation>فحص المتغيرات</translation>
    </message>
    <message>
        <source>Wait for its first call</source>
        <translation>انتظار أول استدعاء منه</translation>
    </message>
    <message>
        <source>Copy the helper command</source>
        <translation>نسخ الأمر المساعد</translation>
    </message>
    <message>
        <source>All clients</source>
        <translation>كل العملاء</translation>
    </message>
    <message>
        <source>Connect a client</source>
        <translation>توصيل عميل</translation>
    </message>
    <message>
        <source>Find a client</source>
        <translation>البحث عن عميل</translation>
    </message>
    <message>
        <source>Choose the program that shall use this gateway. Its settings are filled in for you.</source>
        <translation>اختر البرنامج الذي سيستخدم هذه البوابة. تُملأ إعداداته لك.</translation>
    </message>
    <message>
        <source>Clients</source>
        <translation>العملاء</translation>
    </message>
    <message>
        <source>No client fits. Any program that speaks OpenAI&apos;s or Anthropic&apos;s API works: see OpenAI SDK.</source>
        <translation>لا عميل مطابق. يعمل أي برنامج يتحدث API الخاص بـ OpenAI أو Anthropic: انظر OpenAI SDK.</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>مسح المرشّح</translation>
    </message>
    <message>
        <source>Not supported yet</source>
        <translation>غير مدعوم بعد</translation>
    </message>
    <message>
        <source>Choose a client first.</source>
        <translation>اختر عميلًا أولًا.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ConnectionFields</name>
    <message>
        <source>Connect within</source>
        <translation>الاتصال خلال</translation>
    </message>
    <message>
        <source>First byte within</source>
        <translation>أول بايت خلال</translation>
    </message>
    <message>
        <source>Pause at most</source>
        <translation>أقصى توقف</translation>
    </message>
    <message>
        <source>Whole call within</source>
        <translation>الاستدعاء كله خلال</translation>
    </message>
    <message>
        <source>Advanced</source>
        <translation>إعدادات متقدمة</translation>
    </message>
    <message>
        <source>As is usual for this provider</source>
        <translation>كالمعتاد لدى هذا المزوّد</translation>
    </message>
    <message>
        <source>As the gateway is set up</source>
        <translation>كما أُعدّت البوابة</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>الوكيل</translation>
    </message>
    <message>
        <source>“direct” for none, or such as http://proxy.example:3128.</source>
        <translation>«direct» لعدم استخدام وكيل، أو عنوان مثل http://proxy.example:3128.</translation>
    </message>
    <message>
        <source>Enter “direct”, or an address that begins with http, https, socks5 or socks5h and holds no password.</source>
        <translation>أدخل «direct»، أو عنوانًا يبدأ بـ http أو https أو socks5 أو socks5h ولا يحوي كلمة مرور.</translation>
    </message>
    <message>
        <source>Own authorities</source>
        <translation>مراجع تصديق خاصة</translation>
    </message>
    <message>
        <source>PEM files on the gateway&apos;s machine, parted by commas.</source>
        <translation>ملفات PEM على جهاز البوابة، تفصل بينها فواصل.</translation>
    </message>
    <message>
        <source>Enter whole paths, from “/” on.</source>
        <translation>أدخل مسارات كاملة تبدأ بـ «/».</translation>
    </message>
    <message>
        <source>TLS 1.2 or later</source>
        <translation>TLS 1.2 أو أحدث</translation>
    </message>
    <message>
        <source>TLS 1.3 only</source>
        <translation>TLS 1.3 فقط</translation>
    </message>
    <message>
        <source>Encryption</source>
        <translation>التشفير</translation>
    </message>
    <message>
        <source>Enter a time such as 500ms, 30s or 5m, more than nothing.</source>
        <translation>أدخل مدة مثل 500ms أو 30s أو 5m، أكبر من الصفر.</translation>
    </message>
    <message>
        <source>Proxy, certificates and timeouts</source>
        <translation>الوكيل والشهادات والمهل</translation>
    </message>
    <message>
        <source>It has /responses</source>
        <translation>لديه ‎/responses</translation>
    </message>
    <message>
        <source>It has chat completions only</source>
        <translation>لديه chat completions فقط</translation>
    </message>
    <message>
        <source>Responses API</source>
        <translation>واجهة Responses</translation>
    </message>
    <message>
        <source>With it, calls of OpenAI&apos;s Responses API pass as they are; without, they are translated.</source>
        <translation>بوجودها تمر استدعاءات واجهة Responses من OpenAI كما هي؛ وبدونها تُترجم.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ConnectionSetup</name>
    <message>
        <source>Name</source>
        <translation>الاسم</translation>
    </message>
    <message>
        <source>What you call this gateway.</source>
        <translation>الاسم الذي تطلقه على هذه البوابة.</translation>
    </message>
    <message>
        <source>Enter a name, such as Team gateway.</source>
        <translation>أدخل اسمًا، مثل: بوابة الفريق.</translation>
    </message>
    <message>
        <source>Admin address</source>
        <translation>عنوان الإدارة</translation>
    </message>
    <message>
        <source>Where the gateway&apos;s admin API listens.</source>
        <translation>حيث يستمع API الإدارة للبوابة.</translation>
    </message>
    <message>
        <source>Gateway address</source>
        <translation>عنوان البوابة</translation>
    </message>
    <message>
        <source>What applications use.</source>
        <translation>ما تستخدمه التطبيقات.</translation>
    </message>
    <message>
        <source>Admin token</source>
        <translation>رمز الإدارة</translation>
    </message>
    <message>
        <source>Goes to this desktop&apos;s key chain, never to a file.</source>
        <translation>يُحفظ في سلسلة مفاتيح سطح المكتب هذا، ولا يُكتب في ملف أبدًا.</translation>
    </message>
    <message>
        <source>Leave it empty to go on with the present one.</source>
        <translation>اتركه فارغًا للاستمرار بالرمز الحالي.</translation>
    </message>
    <message>
        <source>A token has no blanks or special letters. Copy it anew.</source>
        <translation>لا يحوي الرمز مسافات ولا حروفًا خاصة. انسخه من جديد.</translation>
    </message>
    <message>
        <source>Enter the admin token of that gateway (its operator has it).</source>
        <translation>أدخل رمز الإدارة لتلك البوابة (لدى مشغّلها).</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>اللون</translation>
    </message>
    <message>
        <source>Marks the window while you are connected.</source>
        <translation>يميّز النافذة أثناء اتصالك.</translation>
    </message>
    <message>
        <source>Collect edits until I have reviewed them</source>
        <translation>جمع التعديلات حتى أراجعها</translation>
    </message>
    <message>
        <source>Protected</source>
        <translation>محمي</translation>
    </message>
    <message>
        <source>Blue</source>
        <translation>أزرق</translation>
    </message>
    <message>
        <source>Amber</source>
        <translation>كهرماني</translation>
    </message>
    <message>
        <source>Green</source>
        <translation>أخضر</translation>
    </message>
    <message>
        <source>Plum</source>
        <translation>برقوقي</translation>
    </message>
    <message>
        <source>Olive</source>
        <translation>زيتوني</translation>
    </message>
    <message>
        <source>Violet</source>
        <translation>بنفسجي</translation>
    </message>
    <message>
        <source>The certificate is not trusted, so nothing was sent. Ask the gateway&apos;s operator for its fingerprint, then connect again.</source>
        <translation>الشهادة غير موثوقة، لذا لم يُرسل شيء. اطلب بصمتها من مشغّل البوابة، ثم اتصل مجددًا.</translation>
    </message>
    <message>
        <source>The gateway does not take this token. Copy it anew from the gateway&apos;s operator.</source>
        <translation>لا تقبل البوابة هذا الرمز. انسخه من جديد من مشغّل البوابة.</translation>
    </message>
    <message>
        <source>Something answers there, but not a gateway&apos;s admin API. Check host and port.</source>
        <translation>شيء ما يجيب هناك، لكنه ليس API الإدارة لبوابة. تحقق من المضيف والمنفذ.</translation>
    </message>
    <message>
        <source>The token was not kept. Connect again to choose where it goes.</source>
        <translation>لم يُحفظ الرمز. اتصل مجددًا لتختار مكان حفظه.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ConnectionsDialog</name>
    <message>
        <source>Connections</source>
        <translation>الاتصالات</translation>
    </message>
    <message>
        <source>Remote gateways</source>
        <translation>البوابات البعيدة</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>الاسم</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>العنوان</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>الرمز</translation>
    </message>
    <message>
        <source>Edits</source>
        <translation>التعديلات</translation>
    </message>
    <message>
        <source>Only this computer&apos;s gateway is known. Add one that runs elsewhere.</source>
        <translation>لا تُعرف إلا بوابة هذا الحاسوب. أضف بوابة تعمل في مكان آخر.</translation>
    </message>
    <message>
        <source>Add a connection</source>
        <translation>إضافة اتصال</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>إضافة</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>تحرير</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>إزالة</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>اتصال</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>إغلاق</translation>
    </message>
    <message>
        <source>%1, connected</source>
        <translation>%1، متصل</translation>
    </message>
    <message>
        <source>Until you quit</source>
        <translation>حتى الإنهاء</translation>
    </message>
    <message>
        <source>In the key chain</source>
        <translation>في سلسلة المفاتيح</translation>
    </message>
    <message>
        <source>Reviewed first</source>
        <translation>تُراجع أولًا</translation>
    </message>
    <message>
        <source>At once</source>
        <translation>فورًا</translation>
    </message>
    <message>
        <source>Remove the connection %1?</source>
        <translation>هل تريد إزالة الاتصال %1؟</translation>
    </message>
    <message>
        <source>The gateway itself is not touched. Its token is removed from the key chain, so you need it to connect again.</source>
        <translation>لا تُمسّ البوابة نفسها. يُزال رمزها من سلسلة المفاتيح، لذا ستحتاج إليه للاتصال مجددًا.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ConnectionsMenu</name>
    <message>
        <source>&amp;Connections</source>
        <translation>الاتصالات</translation>
    </message>
    <message>
        <source>The key chain has not answered yet. It may wait for its password.</source>
        <translation>لم تُجب سلسلة المفاتيح بعد. ربما تنتظر كلمة مرورها.</translation>
    </message>
    <message>
        <source>Enter the token</source>
        <translation>إدخال الرمز</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>هذا الحاسوب</translation>
    </message>
    <message>
        <source>%1 (waiting for the key chain)</source>
        <translation>%1 (في انتظار سلسلة المفاتيح)</translation>
    </message>
    <message>
        <source>&amp;Add a connection…</source>
        <translation>إضافة اتصال…</translation>
    </message>
    <message>
        <source>&amp;Manage connections…</source>
        <translation>إدارة الاتصالات…</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ConsoleKey</name>
    <message>
        <source>Another gateway was chosen meanwhile. Try again.</source>
        <translation>اختيرت بوابة أخرى في هذه الأثناء. حاول مجددًا.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CostPage</name>
    <message>
        <source>Input</source>
        <translation>الإدخال</translation>
    </message>
    <message>
        <source>Cached input</source>
        <translation>الإدخال المخزّن مؤقتًا</translation>
    </message>
    <message>
        <source>Cache written</source>
        <translation>المكتوب في التخزين المؤقت</translation>
    </message>
    <message>
        <source>Cache written for longer</source>
        <translation>المكتوب في التخزين المؤقت لمدة أطول</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>الإخراج</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>الرموز</translation>
    </message>
    <message>
        <source>Of it reasoning</source>
        <translation>منه للاستدلال</translation>
    </message>
    <message>
        <source>The provider told no count: these are estimates from the length of the text.</source>
        <translation>لم يذكر المزوّد عددًا: هذه تقديرات من طول النص.</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>التكلفة</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>غير معروف</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>السبب</translation>
    </message>
    <message>
        <source>Set price…</source>
        <translation>تحديد السعر…</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>الفئة</translation>
    </message>
    <message>
        <source>Per million</source>
        <translation>لكل مليون</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>المبلغ</translation>
    </message>
    <message>
        <source>Together</source>
        <translation>معًا</translation>
    </message>
    <message>
        <source>Pretend money of the demo provider: it is not counted as spend.</source>
        <translation>مال وهمي من المزوّد التجريبي: لا يُحسب إنفاقًا.</translation>
    </message>
    <message>
        <source>Price from</source>
        <translation>مصدر السعر</translation>
    </message>
    <message>
        <source>Read on</source>
        <translation>تاريخ القراءة</translation>
    </message>
    <message>
        <source>Price</source>
        <translation>السعر</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CreateKeyDialog</name>
    <message>
        <source>Use letters, digits, dots, dashes and underscores only.</source>
        <translation>استخدم الحروف والأرقام والنقاط والشرطات والشرطات السفلية فقط.</translation>
    </message>
    <message>
        <source>Create key</source>
        <translation>إنشاء مفتاح</translation>
    </message>
    <message>
        <source>Keep in the key chain for helpers</source>
        <translation>حفظه في سلسلة المفاتيح للأوامر المساعدة</translation>
    </message>
    <message>
        <source>laptop</source>
        <translation>laptop</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>الاسم</translation>
    </message>
    <message>
        <source>Where it is used, so that you know it again.</source>
        <translation>مكان استخدامه، لتتعرف إليه لاحقًا.</translation>
    </message>
    <message>
        <source>New application…</source>
        <translation>تطبيق جديد…</translation>
    </message>
    <message>
        <source>Application</source>
        <translation>التطبيق</translation>
    </message>
    <message>
        <source>Limits, models and budget are the application&apos;s: all its keys share them.</source>
        <translation>الحدود والنماذج والميزانية تخص التطبيق: تتشاركها كل مفاتيحه.</translation>
    </message>
    <message>
        <source>Its name</source>
        <translation>اسمه</translation>
    </message>
    <message>
        <source>New team…</source>
        <translation>فريق جديد…</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>الفريق</translation>
    </message>
    <message>
        <source>The team&apos;s name</source>
        <translation>اسم الفريق</translation>
    </message>
    <message>
        <source>Expires</source>
        <translation>تاريخ الانتهاء</translation>
    </message>
    <message>
        <source>Key chain</source>
        <translation>سلسلة المفاتيح</translation>
    </message>
    <message>
        <source>Clients that ask a command for their key then call “gatehouse key-helper NAME”.</source>
        <translation>العملاء الذين يطلبون مفتاحهم من أمر يستدعون عندئذ «gatehouse key-helper NAME».</translation>
    </message>
    <message>
        <source>Give the key a name, such as laptop.</source>
        <translation>أعطِ المفتاح اسمًا، مثل laptop.</translation>
    </message>
    <message>
        <source>Name the application, such as notebook.</source>
        <translation>سمِّ التطبيق، مثل notebook.</translation>
    </message>
    <message>
        <source>There is an application of this name. Choose it above, or take another name.</source>
        <translation>يوجد تطبيق بهذا الاسم. اختره أعلاه أو اختر اسمًا آخر.</translation>
    </message>
    <message>
        <source>Name the team, such as me.</source>
        <translation>سمِّ الفريق، مثل me.</translation>
    </message>
    <message>
        <source>There is a team of this name. Choose it above, or take another name.</source>
        <translation>يوجد فريق بهذا الاسم. اختره أعلاه أو اختر اسمًا آخر.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CredentialFields</name>
    <message>
        <source>Service account</source>
        <translation>حساب الخدمة</translation>
    </message>
    <message>
        <source>Its private key is kept in the gateway&apos;s key chain or vault and never shown again.</source>
        <translation>يُحفظ مفتاحه الخاص في سلسلة مفاتيح البوابة أو خزنتها ولا يُعرض مجددًا أبدًا.</translation>
    </message>
    <message>
        <source>Signs in with</source>
        <translation>تسجيل الدخول بـ</translation>
    </message>
    <message>
        <source>Header</source>
        <translation>الترويسة</translation>
    </message>
    <message>
        <source>Enter the header&apos;s name, such as x-api-key; never the key itself.</source>
        <translation>أدخل اسم الترويسة، مثل x-api-key؛ لا المفتاح نفسه أبدًا.</translation>
    </message>
    <message>
        <source>Credential</source>
        <translation>بيانات الاعتماد</translation>
    </message>
    <message>
        <source>Looked for in</source>
        <translation>يُبحث عنها في</translation>
    </message>
    <message>
        <source>In the header (Basic)</source>
        <translation>في الترويسة (Basic)</translation>
    </message>
    <message>
        <source>In the form</source>
        <translation>في النموذج</translation>
    </message>
    <message>
        <source>ID and secret are sent</source>
        <translation>يُرسل المعرّف والسر</translation>
    </message>
    <message>
        <source>Only for temporary keys</source>
        <translation>للمفاتيح المؤقتة فقط</translation>
    </message>
    <message>
        <source>Session token</source>
        <translation>رمز الجلسة</translation>
    </message>
    <message>
        <source>A token has no blanks and only plain characters. Copy it again.</source>
        <translation>لا يحوي الرمز فراغات بل محارف بسيطة فقط. انسخه مجددًا.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::DesktopNotifier</name>
    <message>
        <source>Open</source>
        <translation>فتح</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::DifferenceTable</name>
    <message>
        <source>No field differs.</source>
        <translation>لا حقل مختلف.</translation>
    </message>
    <message>
        <source>becomes</source>
        <translation>يصبح</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::DrainDialog</name>
    <message>
        <source>Quit Gatehouse</source>
        <translation>إنهاء Gatehouse</translation>
    </message>
    <message>
        <source>Time until Gatehouse quits</source>
        <translation>الوقت حتى إنهاء Gatehouse</translation>
    </message>
    <message>
        <source>Quit now</source>
        <translation>إنهاء الآن</translation>
    </message>
    <message>
        <source>Keep running</source>
        <translation>الاستمرار في العمل</translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) are still running. New ones are refused.</source>
        <translation>
            <numerusform>لا استدعاءات جارية. تُرفض الاستدعاءات الجديدة.</numerusform>
            <numerusform>ما زال استدعاء واحد جاريًا. تُرفض الاستدعاءات الجديدة.</numerusform>
            <numerusform>ما زال استدعاءان جاريين. تُرفض الاستدعاءات الجديدة.</numerusform>
            <numerusform>ما زالت %n استدعاءات جارية. تُرفض الاستدعاءات الجديدة.</numerusform>
            <numerusform>ما زال %n استدعاءً جاريًا. تُرفض الاستدعاءات الجديدة.</numerusform>
            <numerusform>ما زال %n استدعاء جاريًا. تُرفض الاستدعاءات الجديدة.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Gatehouse quits in %n second(s).</source>
        <translation>
            <numerusform>ينتهي Gatehouse الآن.</numerusform>
            <numerusform>ينتهي Gatehouse بعد ثانية واحدة.</numerusform>
            <numerusform>ينتهي Gatehouse بعد ثانيتين.</numerusform>
            <numerusform>ينتهي Gatehouse بعد %n ثوانٍ.</numerusform>
            <numerusform>ينتهي Gatehouse بعد %n ثانية.</numerusform>
            <numerusform>ينتهي Gatehouse بعد %n ثانية.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::EditKeyDialog</name>
    <message>
        <source>Edit key %1</source>
        <translation>تحرير المفتاح %1</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>حفظ</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>الاسم</translation>
    </message>
    <message>
        <source>Expires</source>
        <translation>تاريخ الانتهاء</translation>
    </message>
    <message>
        <source>As its application says</source>
        <translation>كما يحدد تطبيقه</translation>
    </message>
    <message>
        <source>None</source>
        <translation>لا شيء</translation>
    </message>
    <message>
        <source>Of failed calls</source>
        <translation>للاستدعاءات الفاشلة</translation>
    </message>
    <message>
        <source>Of all calls</source>
        <translation>لكل الاستدعاءات</translation>
    </message>
    <message>
        <source>Recorded bodies</source>
        <translation>المحتويات المسجّلة</translation>
    </message>
    <message>
        <source>Of the settings of key, application and route the most private one counts.</source>
        <translation>يسري الإعداد الأكثر خصوصية من إعدادات المفتاح والتطبيق والمسار.</translation>
    </message>
    <message>
        <source>Application %1, with all its keys</source>
        <translation>التطبيق %1 مع كل مفاتيحه</translation>
    </message>
    <message>
        <source>Change key %1</source>
        <translation>تغيير المفتاح %1</translation>
    </message>
    <message>
        <source>Change application %1</source>
        <translation>تغيير التطبيق %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::EnvironmentPage</name>
    <message>
        <source>Keep the keys in the gateway&apos;s key chain or vault</source>
        <translation>حفظ المفاتيح في سلسلة مفاتيح البوابة أو خزنتها</translation>
    </message>
    <message>
        <source>Let the gateway read the variables at each start</source>
        <translation>السماح للبوابة بقراءة المتغيرات عند كل بدء</translation>
    </message>
    <message>
        <source>A provider of that name is there already.</source>
        <translation>يوجد مزوّد بهذا الاسم بالفعل.</translation>
    </message>
    <message>
        <source>No variable of this program&apos;s environment holds a key of a known provider.</source>
        <translation>لا متغير في بيئة هذا البرنامج يحوي مفتاح مزوّد معروف.</translation>
    </message>
    <message numerus="yes">
        <source>%n variables hold keys of known providers. Their values are not shown.</source>
        <translation>
            <numerusform>لا متغيرات تحوي مفاتيح مزوّدين معروفين. لا تُعرض قيمها.</numerusform>
            <numerusform>متغير واحد يحوي مفتاح مزوّد معروف. لا تُعرض قيمته.</numerusform>
            <numerusform>متغيران يحويان مفاتيح مزوّدين معروفين. لا تُعرض قيمتاهما.</numerusform>
            <numerusform>%n متغيرات تحوي مفاتيح مزوّدين معروفين. لا تُعرض قيمها.</numerusform>
            <numerusform>%n متغيرًا تحوي مفاتيح مزوّدين معروفين. لا تُعرض قيمها.</numerusform>
            <numerusform>%n متغير تحوي مفاتيح مزوّدين معروفين. لا تُعرض قيمها.</numerusform>
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
        <translation>جارٍ التقييم</translation>
    </message>
    <message>
        <source>Recorded calls are led anew, by the very rules that calls go by. Nothing is sent, saved or changed.</source>
        <translation>تُقاد الاستدعاءات المسجَّلة من جديد بالقواعد نفسها التي تسير بها الاستدعاءات. لا يُرسَل شيء ولا يُحفَظ ولا يُغيَّر.</translation>
    </message>
    <message>
        <source>Calls of which time</source>
        <translation>استدعاءات أي فترة</translation>
    </message>
    <message numerus="yes">
        <source>Calls of the last %n day(s)</source>
        <translation>
            <numerusform>استدعاءات آخر %n يوم</numerusform>
            <numerusform>استدعاءات آخر %n يوم</numerusform>
            <numerusform>استدعاءات آخر %n يوم</numerusform>
            <numerusform>استدعاءات آخر %n يوم</numerusform>
            <numerusform>استدعاءات آخر %n يوم</numerusform>
            <numerusform>استدعاءات آخر %n يوم</numerusform>
        </translation>
    </message>
    <message>
        <source>Calls and cost by target, before and after</source>
        <translation>الاستدعاءات والتكلفة لكل هدف، قبل وبعد</translation>
    </message>
    <message>
        <source>Evaluate again</source>
        <translation>التقييم مجددًا</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>إلغاء</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>إغلاق</translation>
    </message>
    <message>
        <source>Leading the recorded calls anew…</source>
        <translation>تُقاد الاستدعاءات المسجَّلة من جديد…</translation>
    </message>
    <message>
        <source>Cancelled.</source>
        <translation>أُلغي.</translation>
    </message>
    <message>
        <source>Evaluate</source>
        <translation>تقييم</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>إعادة المحاولة</translation>
    </message>
    <message>
        <source>No call of this time is recorded that this would touch.</source>
        <translation>لا يوجد استدعاء مسجَّل من هذه الفترة يتأثر بهذا.</translation>
    </message>
    <message>
        <source>%1 before, %2 after</source>
        <comment>money</comment>
        <translation>%1 قبل، %2 بعد</translation>
    </message>
    <message>
        <source>%1: %2 less</source>
        <translation>%1: أقل بمقدار %2</translation>
    </message>
    <message>
        <source>%1: %2 more</source>
        <translation>%1: أكثر بمقدار %2</translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) from %1 to %2.</source>
        <translation>
            <numerusform>%n استدعاء من %1 إلى %2.</numerusform>
            <numerusform>%n استدعاء من %1 إلى %2.</numerusform>
            <numerusform>%n استدعاء من %1 إلى %2.</numerusform>
            <numerusform>%n استدعاء من %1 إلى %2.</numerusform>
            <numerusform>%n استدعاء من %1 إلى %2.</numerusform>
            <numerusform>%n استدعاء من %1 إلى %2.</numerusform>
        </translation>
    </message>
    <message>
        <source>None would have gone elsewhere.</source>
        <translation>لم يكن أيٌّ منها ليذهب إلى مكان آخر.</translation>
    </message>
    <message numerus="yes">
        <source>%n would have gone elsewhere.</source>
        <translation>
            <numerusform>%n كان سيذهب إلى مكان آخر.</numerusform>
            <numerusform>%n كان سيذهب إلى مكان آخر.</numerusform>
            <numerusform>%n كان سيذهب إلى مكان آخر.</numerusform>
            <numerusform>%n كان سيذهب إلى مكان آخر.</numerusform>
            <numerusform>%n كان سيذهب إلى مكان آخر.</numerusform>
            <numerusform>%n كان سيذهب إلى مكان آخر.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n would have been refused.</source>
        <translation>
            <numerusform>%n كان سيُرفض.</numerusform>
            <numerusform>%n كان سيُرفض.</numerusform>
            <numerusform>%n كان سيُرفض.</numerusform>
            <numerusform>%n كان سيُرفض.</numerusform>
            <numerusform>%n كان سيُرفض.</numerusform>
            <numerusform>%n كان سيُرفض.</numerusform>
        </translation>
    </message>
    <message>
        <source>Target</source>
        <translation>الهدف</translation>
    </message>
    <message>
        <source>Calls before</source>
        <translation>الاستدعاءات قبل</translation>
    </message>
    <message>
        <source>Calls after</source>
        <translation>الاستدعاءات بعد</translation>
    </message>
    <message>
        <source>Cost before</source>
        <translation>التكلفة قبل</translation>
    </message>
    <message>
        <source>Cost after</source>
        <translation>التكلفة بعد</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>غير معروف</translation>
    </message>
    <message>
        <source>Refused: %1</source>
        <translation>رُفض: %1</translation>
    </message>
    <message>
        <source>–</source>
        <translation>–</translation>
    </message>
    <message>
        <source>There are more calls than are led anew at once: these are the newest of them.</source>
        <translation>الاستدعاءات أكثر مما يُقاد دفعة واحدة: هذه أحدثها.</translation>
    </message>
    <message numerus="yes">
        <source>The price of %n call(s) is unknown; they are not in the sum.</source>
        <translation>
            <numerusform>سعر %n استدعاء غير معروف؛ ولا يدخل في المجموع.</numerusform>
            <numerusform>سعر %n استدعاء غير معروف؛ ولا يدخل في المجموع.</numerusform>
            <numerusform>سعر %n استدعاء غير معروف؛ ولا يدخل في المجموع.</numerusform>
            <numerusform>سعر %n استدعاء غير معروف؛ ولا يدخل في المجموع.</numerusform>
            <numerusform>سعر %n استدعاء غير معروف؛ ولا يدخل في المجموع.</numerusform>
            <numerusform>سعر %n استدعاء غير معروف؛ ولا يدخل في المجموع.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) are uncertain: a rule asks for headers, which are not recorded.</source>
        <translation>
            <numerusform>%n استدعاء غير مؤكد: تطلب قاعدة ترويسات لا تُسجَّل.</numerusform>
            <numerusform>%n استدعاء غير مؤكد: تطلب قاعدة ترويسات لا تُسجَّل.</numerusform>
            <numerusform>%n استدعاء غير مؤكد: تطلب قاعدة ترويسات لا تُسجَّل.</numerusform>
            <numerusform>%n استدعاء غير مؤكد: تطلب قاعدة ترويسات لا تُسجَّل.</numerusform>
            <numerusform>%n استدعاء غير مؤكد: تطلب قاعدة ترويسات لا تُسجَّل.</numerusform>
            <numerusform>%n استدعاء غير مؤكد: تطلب قاعدة ترويسات لا تُسجَّل.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) are uncertain: a rule asks for metadata or request fields, which are not recorded.</source>
        <translation>
            <numerusform>%n استدعاء غير مؤكد: تطلب قاعدة بيانات وصفية أو حقولًا لا تُسجَّل.</numerusform>
            <numerusform>%n استدعاء غير مؤكد: تطلب قاعدة بيانات وصفية أو حقولًا لا تُسجَّل.</numerusform>
            <numerusform>%n استدعاء غير مؤكد: تطلب قاعدة بيانات وصفية أو حقولًا لا تُسجَّل.</numerusform>
            <numerusform>%n استدعاء غير مؤكد: تطلب قاعدة بيانات وصفية أو حقولًا لا تُسجَّل.</numerusform>
            <numerusform>%n استدعاء غير مؤكد: تطلب قاعدة بيانات وصفية أو حقولًا لا تُسجَّل.</numerusform>
            <numerusform>%n استدعاء غير مؤكد: تطلب قاعدة بيانات وصفية أو حقولًا لا تُسجَّل.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) are uncertain: the end user is not recorded.</source>
        <translation>
            <numerusform>%n استدعاء غير مؤكد: المستخدم النهائي لا يُسجَّل.</numerusform>
            <numerusform>%n استدعاء غير مؤكد: المستخدم النهائي لا يُسجَّل.</numerusform>
            <numerusform>%n استدعاء غير مؤكد: المستخدم النهائي لا يُسجَّل.</numerusform>
            <numerusform>%n استدعاء غير مؤكد: المستخدم النهائي لا يُسجَّل.</numerusform>
            <numerusform>%n استدعاء غير مؤكد: المستخدم النهائي لا يُسجَّل.</numerusform>
            <numerusform>%n استدعاء غير مؤكد: المستخدم النهائي لا يُسجَّل.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) are uncertain: a rule asks for the path, which is not recorded.</source>
        <translation>
            <numerusform>%n استدعاء غير مؤكد: تطلب قاعدة المسار الذي لا يُسجَّل.</numerusform>
            <numerusform>%n استدعاء غير مؤكد: تطلب قاعدة المسار الذي لا يُسجَّل.</numerusform>
            <numerusform>%n استدعاء غير مؤكد: تطلب قاعدة المسار الذي لا يُسجَّل.</numerusform>
            <numerusform>%n استدعاء غير مؤكد: تطلب قاعدة المسار الذي لا يُسجَّل.</numerusform>
            <numerusform>%n استدعاء غير مؤكد: تطلب قاعدة المسار الذي لا يُسجَّل.</numerusform>
            <numerusform>%n استدعاء غير مؤكد: تطلب قاعدة المسار الذي لا يُسجَّل.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) came from applications that are gone; they are taken as they were.</source>
        <translation>
            <numerusform>%n استدعاء جاء من تطبيقات لم تعد موجودة؛ ويؤخذ كما كان.</numerusform>
            <numerusform>%n استدعاء جاء من تطبيقات لم تعد موجودة؛ ويؤخذ كما كان.</numerusform>
            <numerusform>%n استدعاء جاء من تطبيقات لم تعد موجودة؛ ويؤخذ كما كان.</numerusform>
            <numerusform>%n استدعاء جاء من تطبيقات لم تعد موجودة؛ ويؤخذ كما كان.</numerusform>
            <numerusform>%n استدعاء جاء من تطبيقات لم تعد موجودة؛ ويؤخذ كما كان.</numerusform>
            <numerusform>%n استدعاء جاء من تطبيقات لم تعد موجودة؛ ويؤخذ كما كان.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) hang on how busy or quick the targets were; this is replayed from the calls themselves.</source>
        <translation>
            <numerusform>%n استدعاء يعتمد على انشغال الأهداف أو سرعتها؛ ويُعاد ذلك من الاستدعاءات نفسها.</numerusform>
            <numerusform>%n استدعاء يعتمد على انشغال الأهداف أو سرعتها؛ ويُعاد ذلك من الاستدعاءات نفسها.</numerusform>
            <numerusform>%n استدعاء يعتمد على انشغال الأهداف أو سرعتها؛ ويُعاد ذلك من الاستدعاءات نفسها.</numerusform>
            <numerusform>%n استدعاء يعتمد على انشغال الأهداف أو سرعتها؛ ويُعاد ذلك من الاستدعاءات نفسها.</numerusform>
            <numerusform>%n استدعاء يعتمد على انشغال الأهداف أو سرعتها؛ ويُعاد ذلك من الاستدعاءات نفسها.</numerusform>
            <numerusform>%n استدعاء يعتمد على انشغال الأهداف أو سرعتها؛ ويُعاد ذلك من الاستدعاءات نفسها.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) were drawn by chance: another draw may differ by a few.</source>
        <translation>
            <numerusform>%n استدعاء وُزِّع بالقرعة: قد تختلف قرعة أخرى قليلًا.</numerusform>
            <numerusform>%n استدعاء وُزِّع بالقرعة: قد تختلف قرعة أخرى قليلًا.</numerusform>
            <numerusform>%n استدعاء وُزِّع بالقرعة: قد تختلف قرعة أخرى قليلًا.</numerusform>
            <numerusform>%n استدعاء وُزِّع بالقرعة: قد تختلف قرعة أخرى قليلًا.</numerusform>
            <numerusform>%n استدعاء وُزِّع بالقرعة: قد تختلف قرعة أخرى قليلًا.</numerusform>
            <numerusform>%n استدعاء وُزِّع بالقرعة: قد تختلف قرعة أخرى قليلًا.</numerusform>
        </translation>
    </message>
    <message>
        <source>Costs after the change count the tokens that each call really used, at the prices that are set now. Another model would have answered with other words.</source>
        <translation>تُحسب التكاليف بعد التغيير بالرموز التي استخدمها كل استدعاء فعلًا وبالأسعار المحددة الآن. كان نموذج آخر ليجيب بكلمات أخرى.</translation>
    </message>
    <message>
        <source>The sums are of pretend money, at the demo provider&apos;s prices.</source>
        <translation>المجاميع بأموال وهمية، بأسعار المزوّد التجريبي.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ExperimentModel</name>
    <message>
        <source>Not scored yet</source>
        <translation>لم يُقيّم بعد</translation>
    </message>
    <message>
        <source>%1 (%2 to %3)</source>
        <comment>a mean and its interval</comment>
        <translation>%1 (%2 إلى %3)</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>الإصدار</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>الحصة</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>الاستدعاءات</translation>
    </message>
    <message>
        <source>Mean score</source>
        <translation>متوسط التقييم</translation>
    </message>
    <message>
        <source>Probably best</source>
        <translation>الأرجح أفضل</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ExperimentPanel</name>
    <message>
        <source>Stop with this winner…</source>
        <translation>الإنهاء بهذا الفائز…</translation>
    </message>
    <message>
        <source>Arms of the experiment</source>
        <translation>أذرع التجربة</translation>
    </message>
    <message>
        <source>This version has no experiment.</source>
        <translation>ليس لهذا الإصدار تجربة.</translation>
    </message>
    <message>
        <source>Reading the experiment…</source>
        <translation>تجري قراءة التجربة…</translation>
    </message>
    <message>
        <source>It has ended: %1 serves every call.</source>
        <translation>انتهت: يخدم %1 كل استدعاء.</translation>
    </message>
    <message>
        <source>%1 is the best with %2 certainty: stop with it.</source>
        <comment>a version, a share</comment>
        <translation>%1 هو الأفضل بيقين %2: أنهِ به.</translation>
    </message>
    <message>
        <source>Undecided: %1 is ahead, with %2 certainty.</source>
        <comment>a version, a share</comment>
        <translation>غير محسوم: %1 في المقدمة بيقين %2.</translation>
    </message>
    <message numerus="yes">
        <source>Too early to say: %n more score(s) are needed.</source>
        <translation>
            <numerusform>من المبكر الحكم: يلزم %n تقييم آخر.</numerusform>
            <numerusform>من المبكر الحكم: يلزم %n تقييم آخر.</numerusform>
            <numerusform>من المبكر الحكم: يلزم %n تقييم آخر.</numerusform>
            <numerusform>من المبكر الحكم: يلزم %n تقييم آخر.</numerusform>
            <numerusform>من المبكر الحكم: يلزم %n تقييم آخر.</numerusform>
            <numerusform>من المبكر الحكم: يلزم %n تقييم آخر.</numerusform>
        </translation>
    </message>
    <message>
        <source>The line is the interval in which the mean lies with 95 % certainty.</source>
        <translation>الخط هو المجال الذي يقع فيه المتوسط بيقين 95 %.</translation>
    </message>
    <message>
        <source>It is decided once each version has %1 scores and one is the best with %2 certainty.</source>
        <translation>يُحسم حين يكون لكل إصدار %1 تقييمًا ويكون أحدها الأفضل بيقين %2.</translation>
    </message>
    <message>
        <source>It does not run.</source>
        <translation>لا تعمل.</translation>
    </message>
    <message>
        <source>Select the version that wins first.</source>
        <translation>اختر أولًا الإصدار الفائز.</translation>
    </message>
    <message>
        <source>From the next call on, every caller gets it.</source>
        <translation>ابتداءً من الاستدعاء التالي يحصل عليه كل متصل.</translation>
    </message>
    <message>
        <source>Stop the experiment with %1?</source>
        <comment>a version</comment>
        <translation>إنهاء التجربة بـ %1؟</translation>
    </message>
    <message>
        <source>Every caller of %1 gets this version from the next call on. What was scored stays.</source>
        <translation>يحصل كل متصل بـ %1 على هذا الإصدار من الاستدعاء التالي. تبقى التقييمات.</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>إيقاف</translation>
    </message>
    <message>
        <source>The experiment has ended: %1 serves every call.</source>
        <translation>انتهت التجربة: يخدم %1 كل استدعاء.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ExpiryEdit</name>
    <message>
        <source>Expires</source>
        <translation>تاريخ الانتهاء</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>أبدًا</translation>
    </message>
    <message numerus="yes">
        <source>In %n day(s)</source>
        <translation>
            <numerusform>بعد %n يوم</numerusform>
            <numerusform>بعد يوم</numerusform>
            <numerusform>بعد يومين</numerusform>
            <numerusform>بعد %n أيام</numerusform>
            <numerusform>بعد %n يومًا</numerusform>
            <numerusform>بعد %n يوم</numerusform>
        </translation>
    </message>
    <message>
        <source>On a day</source>
        <translation>في يوم محدد</translation>
    </message>
    <message>
        <source>Day on which it expires</source>
        <translation>اليوم الذي ينتهي فيه</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ExportDialog</name>
    <message>
        <source>Export calls</source>
        <translation>تصدير الاستدعاءات</translation>
    </message>
    <message>
        <source>Writing to %1</source>
        <translation>الكتابة في %1</translation>
    </message>
    <message>
        <source>Asking the gateway…</source>
        <translation>تُسأل البوابة…</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>التقدّم</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>إلغاء</translation>
    </message>
    <message>
        <source>%1 could not be written: %2. Choose another place and export again.</source>
        <translation>تعذّرت كتابة %1: %2. اختر مكانًا آخر وصدّر مجددًا.</translation>
    </message>
    <message numerus="yes">
        <source>%1 calls so far</source>
        <translation>
            <numerusform>%1 استدعاء حتى الآن</numerusform>
            <numerusform>%1 استدعاء حتى الآن</numerusform>
            <numerusform>%1 استدعاء حتى الآن</numerusform>
            <numerusform>%1 استدعاءات حتى الآن</numerusform>
            <numerusform>%1 استدعاءً حتى الآن</numerusform>
            <numerusform>%1 استدعاء حتى الآن</numerusform>
        </translation>
    </message>
    <message>
        <source>Close</source>
        <translation>إغلاق</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::FallbackList</name>
    <message>
        <source>any failure</source>
        <translation>أي فشل</translation>
    </message>
    <message>
        <source>no connection</source>
        <translation>لا اتصال</translation>
    </message>
    <message>
        <source>timeout</source>
        <translation>انتهاء المهلة</translation>
    </message>
    <message>
        <source>rate limit (429)</source>
        <translation>حد المعدل (429)</translation>
    </message>
    <message>
        <source>provider error (5xx)</source>
        <translation>خطأ المزوّد (5xx)</translation>
    </message>
    <message>
        <source>context too long</source>
        <translation>سياق طويل جدًا</translation>
    </message>
    <message>
        <source>content refused</source>
        <translation>محتوى مرفوض</translation>
    </message>
    <message>
        <source>key rejected</source>
        <translation>مفتاح مرفوض</translation>
    </message>
    <message>
        <source>Add fallback</source>
        <translation>إضافة بديل</translation>
    </message>
    <message>
        <source>Route to go on with</source>
        <translation>المسار الذي يتابع</translation>
    </message>
    <message>
        <source>Remove fallback</source>
        <translation>إزالة البديل</translation>
    </message>
    <message>
        <source>go on with</source>
        <translation>المتابعة بـ</translation>
    </message>
    <message>
        <source>Choose when</source>
        <translation>اختر متى</translation>
    </message>
    <message>
        <source>On %1</source>
        <translation>عند %1</translation>
    </message>
    <message>
        <source>Choose when to go on with the other route.</source>
        <translation>اختر متى يتابع المسار الآخر.</translation>
    </message>
    <message>
        <source>There is no other route yet. Create one first, or remove the fallback.</source>
        <translation>لا يوجد مسار آخر بعد. أنشئ واحدًا أولًا أو أزل البديل.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::FilterChips</name>
    <message>
        <source>Terms of the filter</source>
        <translation>عناصر المرشّح</translation>
    </message>
    <message>
        <source>Remove %1 from the filter</source>
        <translation>إزالة %1 من المرشّح</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::FilterEdit</name>
    <message>
        <source>Filter: words or terms such as status&gt;=400 provider:openai latency&gt;2s</source>
        <translation>المرشّح: كلمات أو شروط مثل status&gt;=400 provider:openai latency&gt;2s</translation>
    </message>
    <message>
        <source>Filter of the log</source>
        <translation>مرشّح السجل</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::FirstRunDialog</name>
    <message>
        <source>Set up Gatehouse</source>
        <translation>إعداد Gatehouse</translation>
    </message>
    <message>
        <source>Connected to %1.</source>
        <translation>متصل بـ %1.</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>تخطٍّ</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>السابق</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>متابعة</translation>
    </message>
    <message>
        <source>Connect a client</source>
        <translation>توصيل عميل</translation>
    </message>
    <message>
        <source>Add provider</source>
        <translation>إضافة مزوّد</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>تم</translation>
    </message>
    <message>
        <source>Welcome to Gatehouse</source>
        <translation>مرحبًا بك في Gatehouse</translation>
    </message>
    <message>
        <source>Getting ready</source>
        <translation>التحضير</translation>
    </message>
    <message>
        <source>Try it</source>
        <translation>التجربة</translation>
    </message>
    <message>
        <source>Step %1 of %2</source>
        <translation>الخطوة %1 من %2</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::FormDialog</name>
    <message>
        <source>Cancel</source>
        <translation>إلغاء</translation>
    </message>
    <message>
        <source>Working…</source>
        <translation>جارٍ العمل…</translation>
    </message>
    <message>
        <source>Discard your edits?</source>
        <translation>هل تريد تجاهل تعديلاتك؟</translation>
    </message>
    <message>
        <source>What you entered here has not been saved.</source>
        <translation>لم يُحفظ ما أدخلته هنا.</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>تجاهل</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::GatewayClient</name>
    <message>
        <source>The gateway does not answer (%1). Check that it runs, then try again.</source>
        <translation>لا تجيب البوابة (%1). تحقق من أنها تعمل، ثم حاول مجددًا.</translation>
    </message>
    <message>
        <source>The answer was cut off. Try again.</source>
        <translation>انقطعت الإجابة. حاول مجددًا.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::GatewayPage</name>
    <message>
        <source>Gateway</source>
        <translation>البوابة</translation>
    </message>
    <message>
        <source>Limits of the server</source>
        <translation>حدود الخادم</translation>
    </message>
    <message>
        <source>Sizes, times and connections</source>
        <translation>الأحجام والأوقات والاتصالات</translation>
    </message>
    <message>
        <source>A gateway reads them at its start from &quot;server&quot; in its configuration file. One without a file, as in this program, keeps the usual ones: see docs/configuration.md.</source>
        <translation>تقرؤها البوابة عند بدئها من &quot;server&quot; في ملف تكوينها. أما البوابة التي بلا ملف، كما في هذا البرنامج، فتُبقي القيم المعتادة: انظر docs/configuration.md.</translation>
    </message>
    <message>
        <source>Addresses</source>
        <translation>العناوين</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>نسخ</translation>
    </message>
    <message>
        <source>Copy: %1</source>
        <translation>نسخ: %1</translation>
    </message>
    <message>
        <source>For your programs</source>
        <translation>لبرامجك</translation>
    </message>
    <message>
        <source>Where calls to models go.</source>
        <translation>الوجهة التي تذهب إليها استدعاءات النماذج.</translation>
    </message>
    <message>
        <source>For consoles</source>
        <translation>لوحدات التحكم</translation>
    </message>
    <message>
        <source>The admin API, which this console uses too.</source>
        <translation>API الإدارة الذي تستخدمه وحدة التحكم هذه أيضًا.</translation>
    </message>
    <message>
        <source>The gateway inside this program</source>
        <translation>البوابة داخل هذا البرنامج</translation>
    </message>
    <message>
        <source>Apply and restart</source>
        <translation>تطبيق وإعادة تشغيل</translation>
    </message>
    <message>
        <source>Port for your programs</source>
        <translation>منفذ برامجك</translation>
    </message>
    <message>
        <source>8642 at first. Programs must be told of another one.</source>
        <translation>8642 في البداية. يجب إبلاغ البرامج بأي منفذ آخر.</translation>
    </message>
    <message>
        <source>Port for consoles</source>
        <translation>منفذ وحدات التحكم</translation>
    </message>
    <message>
        <source>8643 at first.</source>
        <translation>8643 في البداية.</translation>
    </message>
    <message>
        <source>Restart the gateway</source>
        <translation>إعادة تشغيل البوابة</translation>
    </message>
    <message>
        <source>Ports count from the gateway&apos;s next start. Calls that run now are ended by it.</source>
        <translation>تسري المنافذ عند بدء البوابة التالي. وينهي ذلك الاستدعاءات الجارية الآن.</translation>
    </message>
    <message>
        <source>The two ports must differ.</source>
        <translation>يجب أن يختلف المنفذان.</translation>
    </message>
    <message>
        <source>Another gateway is shown now. The ports count when this program starts its own.</source>
        <translation>تُعرض الآن بوابة أخرى. تسري المنافذ حين يبدأ هذا البرنامج بوابته.</translation>
    </message>
    <message>
        <source>The gateway restarts on its new ports.</source>
        <translation>يُعاد تشغيل البوابة على منافذها الجديدة.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::GatewayWatch</name>
    <message>
        <source>Connecting…</source>
        <translation>جارٍ الاتصال…</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>تعمل</translation>
    </message>
    <message>
        <source>Degraded</source>
        <translation>أداء منخفض</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>موقوفة مؤقتًا</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>جارٍ الإيقاف…</translation>
    </message>
    <message>
        <source>No answer</source>
        <translation>لا إجابة</translation>
    </message>
    <message numerus="yes">
        <source>%n model(s) at their provider failed and are left alone for now.</source>
        <translation>
            <numerusform>لم يفشل أي نموذج لدى مزوّده.</numerusform>
            <numerusform>فشل نموذج واحد لدى مزوّده، وهو متروك مؤقتًا.</numerusform>
            <numerusform>فشل نموذجان لدى مزوّديهما، وهما متروكان مؤقتًا.</numerusform>
            <numerusform>فشلت %n نماذج لدى مزوّديها، وهي متروكة مؤقتًا.</numerusform>
            <numerusform>فشل %n نموذجًا لدى مزوّديها، وهي متروكة مؤقتًا.</numerusform>
            <numerusform>فشل %n نموذج لدى مزوّديها، وهي متروكة مؤقتًا.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::GeneralPage</name>
    <message>
        <source>General</source>
        <translation>عام</translation>
    </message>
    <message>
        <source>On this desktop</source>
        <translation>على سطح المكتب هذا</translation>
    </message>
    <message>
        <source>Close to tray</source>
        <translation>الإغلاق إلى علبة النظام</translation>
    </message>
    <message>
        <source>Closing the window leaves Gatehouse in the tray, where there is one.</source>
        <translation>إغلاق النافذة يُبقي Gatehouse في علبة النظام حيثما وُجدت.</translation>
    </message>
    <message>
        <source>Open window at start</source>
        <translation>فتح النافذة عند البدء</translation>
    </message>
    <message>
        <source>Off: Gatehouse starts in the tray, where there is one.</source>
        <translation>عند التعطيل: يبدأ Gatehouse في علبة النظام حيثما وُجدت.</translation>
    </message>
    <message>
        <source>Start at login</source>
        <translation>البدء عند تسجيل الدخول</translation>
    </message>
    <message>
        <source>Gatehouse starts when you log in to your desktop.</source>
        <translation>يبدأ Gatehouse عند تسجيل دخولك إلى سطح المكتب.</translation>
    </message>
    <message>
        <source>Configuration</source>
        <translation>التكوين</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>استيراد…</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>استيراد</translation>
    </message>
    <message>
        <source>Keys of the environment, a LiteLLM configuration or a Gatehouse bundle.</source>
        <translation>مفاتيح البيئة أو تكوين LiteLLM أو حزمة Gatehouse.</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>تصدير…</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>تصدير</translation>
    </message>
    <message>
        <source>Providers, routes, teams and applications as a file, without secrets.</source>
        <translation>المزوّدون والمسارات والفرق والتطبيقات في ملف، من دون أسرار.</translation>
    </message>
    <message>
        <source>Team features</source>
        <translation>ميزات الفِرق</translation>
    </message>
    <message>
        <source>Approvals, teams and the audit log. A gateway on another computer always shows them.</source>
        <translation>الموافقات والفرق وسجل التدقيق. تظهر دائمًا مع بوابة على حاسوب آخر.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::GroupTable</name>
    <message>
        <source>Calls</source>
        <translation>الاستدعاءات</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>الأخطاء</translation>
    </message>
    <message>
        <source>Error rate</source>
        <translation>معدّل الأخطاء</translation>
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
        <translation>أول بايت p95</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>الإدخال</translation>
    </message>
    <message>
        <source>Cached</source>
        <translation>مخزّن مؤقتًا</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>الإخراج</translation>
    </message>
    <message>
        <source>Reasoning</source>
        <translation>الاستدلال</translation>
    </message>
    <message>
        <source>Spend</source>
        <translation>الإنفاق</translation>
    </message>
    <message>
        <source>All calls</source>
        <translation>كل الاستدعاءات</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>غير معروف</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::HarExport</name>
    <message>
        <source>%1 could not be written: %2. Choose another place and export again.</source>
        <translation>تعذّرت كتابة %1: %2. اختر مكانًا آخر وصدّر مجددًا.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::HeaderBar</name>
    <message>
        <source>Copy the gateway&apos;s address</source>
        <translation>نسخ عنوان البوابة</translation>
    </message>
    <message>
        <source>Reconnect now</source>
        <translation>إعادة الاتصال الآن</translation>
    </message>
    <message>
        <source>Search or run a command</source>
        <translation>البحث أو تشغيل أمر</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>بحث</translation>
    </message>
    <message>
        <source>No gateway</source>
        <translation>لا بوابة</translation>
    </message>
    <message>
        <source>Gateway: %1</source>
        <translation>البوابة: %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::HeadersPage</name>
    <message>
        <source>Headers</source>
        <translation>الترويسات</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>الاسم</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>القيمة</translation>
    </message>
    <message>
        <source>Request as received</source>
        <translation>الطلب كما استُلم</translation>
    </message>
    <message>
        <source>Request as sent</source>
        <translation>الطلب كما أُرسل</translation>
    </message>
    <message>
        <source>Answer as received</source>
        <translation>الإجابة كما استُلمت</translation>
    </message>
    <message>
        <source>Answer as sent</source>
        <translation>الإجابة كما أُرسلت</translation>
    </message>
    <message>
        <source>More fields came than are kept.</source>
        <translation>وصلت حقول أكثر مما يُحفظ.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::HistoryDialog</name>
    <message>
        <source>History of changes</source>
        <translation>محفوظات التغييرات</translation>
    </message>
    <message>
        <source>Reading the history…</source>
        <translation>تُقرأ المحفوظات…</translation>
    </message>
    <message>
        <source>Revisions</source>
        <translation>الإصدارات</translation>
    </message>
    <message>
        <source>What</source>
        <translation>ماذا</translation>
    </message>
    <message>
        <source>When</source>
        <translation>متى</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>من</translation>
    </message>
    <message>
        <source>Revision</source>
        <translation>الإصدار</translation>
    </message>
    <message>
        <source>Show older ones</source>
        <translation>عرض الأقدم</translation>
    </message>
    <message>
        <source>Take this back…</source>
        <translation>التراجع عن هذا…</translation>
    </message>
    <message>
        <source>Makes what this revision changed as it was before. You see what that does first.</source>
        <translation>يعيد ما غيّره هذا الإصدار إلى ما كان عليه. ترى أولًا أثر ذلك.</translation>
    </message>
    <message>
        <source>Go back to this…</source>
        <translation>العودة إلى هذا…</translation>
    </message>
    <message>
        <source>Makes everything as it was after this revision. You see what that does first.</source>
        <translation>يعيد كل شيء إلى ما كان عليه بعد هذا الإصدار. ترى أولًا أثر ذلك.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>إغلاق</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>إعادة المحاولة</translation>
    </message>
    <message>
        <source>Nothing was changed yet.</source>
        <translation>لم يتغير شيء بعد.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ImportDialog</name>
    <message>
        <source>%1 cannot be read: %2</source>
        <translation>تعذّرت قراءة %1: %2</translation>
    </message>
    <message>
        <source>%1 is larger than 4 MB: that is no configuration.</source>
        <translation>حجم %1 أكبر من 4 MB: هذا ليس تكوينًا.</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>استيراد</translation>
    </message>
    <message>
        <source>Keys from the environment</source>
        <translation>مفاتيح من البيئة</translation>
    </message>
    <message>
        <source>Variables such as OPENAI_API_KEY become providers.</source>
        <translation>تصبح متغيرات مثل OPENAI_API_KEY مزوّدين.</translation>
    </message>
    <message>
        <source>LiteLLM configuration…</source>
        <translation>تكوين LiteLLM…</translation>
    </message>
    <message>
        <source>Its model_list becomes providers and routes. What cannot be taken over is named.</source>
        <translation>تصبح model_list فيه مزوّدين ومسارات. ويُذكر ما لا يمكن نقله.</translation>
    </message>
    <message>
        <source>Gatehouse bundle…</source>
        <translation>حزمة Gatehouse…</translation>
    </message>
    <message>
        <source>A configuration that another Gatehouse exported.</source>
        <translation>تكوين صدّره Gatehouse آخر.</translation>
    </message>
    <message>
        <source>Choose a LiteLLM configuration</source>
        <translation>اختيار تكوين LiteLLM</translation>
    </message>
    <message>
        <source>Choose a Gatehouse bundle</source>
        <translation>اختيار حزمة Gatehouse</translation>
    </message>
    <message>
        <source>Remove what the bundle does not name</source>
        <translation>إزالة ما لا تسمّيه الحزمة</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>السابق</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>إلغاء</translation>
    </message>
    <message>
        <source>YAML files (*.yaml *.yml)</source>
        <translation>ملفات YAML ‏(*.yaml *.yml)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>كل الملفات (*)</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>a file, what is wrong with it</comment>
        <translation>%1: %2</translation>
    </message>
    <message numerus="yes">
        <source>Imported: %n changes.</source>
        <translation>
            <numerusform>تم الاستيراد: لا تغييرات.</numerusform>
            <numerusform>تم الاستيراد: تغيير واحد.</numerusform>
            <numerusform>تم الاستيراد: تغييران.</numerusform>
            <numerusform>تم الاستيراد: %n تغييرات.</numerusform>
            <numerusform>تم الاستيراد: %n تغييرًا.</numerusform>
            <numerusform>تم الاستيراد: %n تغيير.</numerusform>
        </translation>
    </message>
    <message>
        <source>What changes</source>
        <translation>ما يتغير</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>مراجعة</translation>
    </message>
    <message>
        <source>Importing…</source>
        <translation>جارٍ الاستيراد…</translation>
    </message>
    <message numerus="yes">
        <source>Make %n changes</source>
        <translation>
            <numerusform>عدم إجراء أي تغيير</numerusform>
            <numerusform>إجراء تغيير واحد</numerusform>
            <numerusform>إجراء تغييرين</numerusform>
            <numerusform>إجراء %n تغييرات</numerusform>
            <numerusform>إجراء %n تغييرًا</numerusform>
            <numerusform>إجراء %n تغيير</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::Inspector</name>
    <message>
        <source>Summary</source>
        <translation>الملخص</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>التكلفة</translation>
    </message>
    <message>
        <source>Choose a call to see how it went.</source>
        <translation>اختر استدعاءً لترى كيف جرى.</translation>
    </message>
    <message>
        <source>This call is still running, or no longer kept.</source>
        <translation>هذا الاستدعاء ما زال جاريًا أو لم يعد محفوظًا.</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>إعادة المحاولة</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>ما حدث</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>الحالة</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>الخطأ</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>البدء</translation>
    </message>
    <message>
        <source>Model asked</source>
        <translation>النموذج المطلوب</translation>
    </message>
    <message>
        <source>Model served</source>
        <translation>النموذج الذي خدم</translation>
    </message>
    <message>
        <source>Provider</source>
        <translation>المزوّد</translation>
    </message>
    <message>
        <source>Application</source>
        <translation>التطبيق</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>المفتاح</translation>
    </message>
    <message>
        <source>Client</source>
        <translation>العميل</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>العنوان</translation>
    </message>
    <message>
        <source>First byte</source>
        <translation>أول بايت</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>الإجمالي</translation>
    </message>
    <message>
        <source>Sent and received</source>
        <translation>المُرسل والمستلَم</translation>
    </message>
    <message>
        <source>%1 in, %2 out</source>
        <translation>%1 للإدخال، %2 للإخراج</translation>
    </message>
    <message>
        <source>Lost in translation</source>
        <translation>ما فُقد في التحويل</translation>
    </message>
    <message>
        <source>Request id</source>
        <translation>معرّف الطلب</translation>
    </message>
    <message>
        <source>Provider&apos;s id</source>
        <translation>معرّف المزوّد</translation>
    </message>
    <message>
        <source>Rule</source>
        <translation>القاعدة</translation>
    </message>
    <message>
        <source>Chosen</source>
        <translation>المختار</translation>
    </message>
    <message>
        <source>Not tried</source>
        <translation>لم يُجرَّب</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>target, reason</comment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1 of %2 used</source>
        <translation>استُخدم %1 من %2</translation>
    </message>
    <message>
        <source>Parts of the call</source>
        <translation>أجزاء الاستدعاء</translation>
    </message>
    <message>
        <source>Attempts</source>
        <translation>المحاولات</translation>
    </message>
    <message>
        <source>Explain</source>
        <translation>شرح</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>الطلب</translation>
    </message>
    <message>
        <source>Response</source>
        <translation>الاستجابة</translation>
    </message>
    <message>
        <source>Headers</source>
        <translation>الترويسات</translation>
    </message>
    <message>
        <source>This call is still running. It can be inspected when it is over.</source>
        <translation>هذا الاستدعاء ما زال جاريًا. يمكن فحصه بعد انتهائه.</translation>
    </message>
    <message>
        <source>Cancel call</source>
        <translation>إلغاء الاستدعاء</translation>
    </message>
    <message>
        <source>Reading what was recorded…</source>
        <translation>يُقرأ ما سُجّل…</translation>
    </message>
    <message>
        <source>Request and answer had %1.</source>
        <translation>كان في الطلب والإجابة %1.</translation>
    </message>
    <message>
        <source>Load what was recorded</source>
        <translation>تحميل ما سُجّل</translation>
    </message>
    <message>
        <source>Bodies and headers of this call were not recorded. Those of new calls are, until %1.</source>
        <translation>لم تُسجَّل محتويات هذا الاستدعاء وترويساته. تُسجَّل محتويات الاستدعاءات الجديدة وترويساتها حتى %1.</translation>
    </message>
    <message>
        <source>Stop recording bodies</source>
        <translation>إيقاف تسجيل المحتويات</translation>
    </message>
    <message>
        <source>Bodies and headers of this call were not recorded.</source>
        <translation>لم تُسجَّل محتويات هذا الاستدعاء وترويساته.</translation>
    </message>
    <message>
        <source>Record bodies for 15 min</source>
        <translation>تسجيل المحتويات 15 دقيقة</translation>
    </message>
    <message>
        <source>Bodies are recorded until %1. Keys, applications and routes that say otherwise are left out.</source>
        <translation>تُسجَّل المحتويات حتى %1. تُستثنى المفاتيح والتطبيقات والمسارات التي تحدد غير ذلك.</translation>
    </message>
    <message>
        <source>Bodies are recorded no longer.</source>
        <translation>لم تعد المحتويات تُسجَّل.</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>النتيجة</translation>
    </message>
    <message>
        <source>Route</source>
        <translation>المسار</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>الفريق</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>الوسوم</translation>
    </message>
    <message>
        <source>Session</source>
        <translation>الجلسة</translation>
    </message>
    <message>
        <source>Dialect</source>
        <translation>اللهجة</translation>
    </message>
    <message>
        <source>Cache</source>
        <translation>التخزين المؤقت</translation>
    </message>
    <message>
        <source>%1. %2</source>
        <comment>number of a step, its sentence</comment>
        <translation>%1. %2</translation>
    </message>
    <message>
        <source>Translation</source>
        <translation>الترجمة</translation>
    </message>
    <message>
        <source>Translated to</source>
        <translation>تُرجم إلى</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::JsonEdit</name>
    <message>
        <source>Write a JSON object: it begins with { and ends with }.</source>
        <translation>اكتب كائن JSON: يبدأ بـ { وينتهي بـ }.</translation>
    </message>
    <message>
        <source>Line %1: this is no JSON (%2).</source>
        <translation>السطر %1: هذا ليس JSON (%2).</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::JsonTree</name>
    <message numerus="yes">
        <source>{%n members}</source>
        <translation>
            <numerusform>{لا أعضاء}</numerusform>
            <numerusform>{عضو واحد}</numerusform>
            <numerusform>{عضوان}</numerusform>
            <numerusform>{%n أعضاء}</numerusform>
            <numerusform>{%n عضوًا}</numerusform>
            <numerusform>{%n عضو}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>[%n items]</source>
        <translation>
            <numerusform>[لا عناصر]</numerusform>
            <numerusform>[عنصر واحد]</numerusform>
            <numerusform>[عنصران]</numerusform>
            <numerusform>[%n عناصر]</numerusform>
            <numerusform>[%n عنصرًا]</numerusform>
            <numerusform>[%n عنصر]</numerusform>
        </translation>
    </message>
    <message>
        <source>Name</source>
        <translation>الاسم</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>القيمة</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::KeyChainDialog</name>
    <message>
        <source>Key chain</source>
        <translation>سلسلة المفاتيح</translation>
    </message>
    <message>
        <source>Waiting for the key chain</source>
        <translation>في انتظار سلسلة المفاتيح</translation>
    </message>
    <message>
        <source>The token was not kept</source>
        <translation>لم يُحفظ الرمز</translation>
    </message>
    <message>
        <source>It may be locked and ask for its password. Unlock it, or keep the token until you quit; it is never written to a file.</source>
        <translation>ربما كانت مقفلة وتطلب كلمة مرورها. افتح قفلها، أو احتفظ بالرمز حتى الإنهاء؛ لا يُكتب في ملف أبدًا.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>إلغاء</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>حاول مجددًا</translation>
    </message>
    <message>
        <source>Keep until I quit</source>
        <translation>الاحتفاظ به حتى الإنهاء</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::KeyListEdit</name>
    <message>
        <source>Add another key</source>
        <translation>إضافة مفتاح آخر</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>المفتاح</translation>
    </message>
    <message>
        <source>Environment variable</source>
        <translation>متغير بيئة</translation>
    </message>
    <message>
        <source>File</source>
        <translation>ملف</translation>
    </message>
    <message>
        <source>Kept already</source>
        <translation>محفوظ بالفعل</translation>
    </message>
    <message>
        <source>Take this key out</source>
        <translation>إخراج هذا المفتاح</translation>
    </message>
    <message>
        <source>Paste the key here</source>
        <translation>الصق المفتاح هنا</translation>
    </message>
    <message>
        <source>Where key %1 comes from</source>
        <translation>مصدر المفتاح %1</translation>
    </message>
    <message>
        <source>Key %1</source>
        <translation>المفتاح %1</translation>
    </message>
    <message>
        <source>Take key %1 out</source>
        <translation>إخراج المفتاح %1</translation>
    </message>
    <message>
        <source>A key has no blanks and only plain characters. Copy it again.</source>
        <translation>لا يحوي المفتاح مسافات، بل محارف عادية فقط. انسخه مجددًا.</translation>
    </message>
    <message>
        <source>A variable&apos;s name has letters, digits and “_” only, such as OPENAI_API_KEY.</source>
        <translation>لا يحوي اسم المتغير إلا حروفًا وأرقامًا و«_»، مثل OPENAI_API_KEY.</translation>
    </message>
    <message>
        <source>Enter the whole path of the file, from “/” on.</source>
        <translation>أدخل مسار الملف كاملًا بدءًا من «/».</translation>
    </message>
    <message>
        <source>Enter keychain:NAME or vault:NAME.</source>
        <translation>أدخل keychain:NAME أو vault:NAME.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::KeyModel</name>
    <message>
        <source>No limit</source>
        <translation>بلا حد</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <comment>spent, limit</comment>
        <translation>%1 من %2</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <comment>application, team</comment>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>None</source>
        <translation>لا شيء</translation>
    </message>
    <message>
        <source>All</source>
        <translation>الكل</translation>
    </message>
    <message>
        <source>Neither its application nor its team has a budget.</source>
        <translation>ليس لتطبيقه ولا لفريقه ميزانية.</translation>
    </message>
    <message>
        <source>%1 spent %2</source>
        <comment>$1.20 of $10 spent this month</comment>
        <translation>أُنفق %1 %2</translation>
    </message>
    <message>
        <source>%1; starts anew %2</source>
        <translation>%1؛ تبدأ من جديد %2</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>الاسم</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>المفتاح</translation>
    </message>
    <message>
        <source>State</source>
        <translation>الحالة</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>المالك</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>النماذج</translation>
    </message>
    <message>
        <source>Budget</source>
        <translation>الميزانية</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>الاستدعاءات</translation>
    </message>
    <message>
        <source>Spend</source>
        <translation>الإنفاق</translation>
    </message>
    <message>
        <source>Last used</source>
        <translation>آخر استخدام</translation>
    </message>
    <message>
        <source>Expires</source>
        <translation>تاريخ الانتهاء</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::KeyPicker</name>
    <message>
        <source>New key</source>
        <translation>مفتاح جديد</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>المفتاح</translation>
    </message>
    <message>
        <source>Make a key for this client alone, so that its calls can be told apart</source>
        <translation>إنشاء مفتاح لهذا العميل وحده، لتمييز استدعاءاته</translation>
    </message>
    <message>
        <source>This key is shown once. Copy it, or keep it in your key chain.</source>
        <translation>يُعرض هذا المفتاح مرة واحدة. انسخه أو احفظه في سلسلة مفاتيحك.</translation>
    </message>
    <message>
        <source>The new key</source>
        <translation>المفتاح الجديد</translation>
    </message>
    <message>
        <source>Copy key</source>
        <translation>نسخ المفتاح</translation>
    </message>
    <message>
        <source>Keep in key chain</source>
        <translation>حفظ في سلسلة المفاتيح</translation>
    </message>
    <message numerus="yes">
        <source>Copied. The clipboard is emptied in %n seconds.</source>
        <translation>
            <numerusform>تم النسخ. تُفرَّغ الحافظة الآن.</numerusform>
            <numerusform>تم النسخ. تُفرَّغ الحافظة بعد ثانية واحدة.</numerusform>
            <numerusform>تم النسخ. تُفرَّغ الحافظة بعد ثانيتين.</numerusform>
            <numerusform>تم النسخ. تُفرَّغ الحافظة بعد %n ثوانٍ.</numerusform>
            <numerusform>تم النسخ. تُفرَّغ الحافظة بعد %n ثانية.</numerusform>
            <numerusform>تم النسخ. تُفرَّغ الحافظة بعد %n ثانية.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 (…%2)</source>
        <comment>key, its last characters</comment>
        <translation>%1 (…%2)</translation>
    </message>
    <message>
        <source>No key yet</source>
        <translation>لا مفتاح بعد</translation>
    </message>
    <message>
        <source>It waits in the review of changes. Make the key once they are applied.</source>
        <translation>ينتظر في مراجعة التغييرات. أنشئ المفتاح بعد تطبيقها.</translation>
    </message>
    <message>
        <source>Make team %1</source>
        <translation>إنشاء الفريق %1</translation>
    </message>
    <message>
        <source>Make application %1</source>
        <translation>إنشاء التطبيق %1</translation>
    </message>
    <message>
        <source>Kept as %1.</source>
        <translation>حُفظ باسم %1.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::KeysView</name>
    <message>
        <source>Create key</source>
        <translation>إنشاء مفتاح</translation>
    </message>
    <message>
        <source>Edit key</source>
        <translation>تحرير المفتاح</translation>
    </message>
    <message>
        <source>Rotate</source>
        <translation>تدوير</translation>
    </message>
    <message>
        <source>Disable</source>
        <translation>تعطيل</translation>
    </message>
    <message>
        <source>Revoke</source>
        <translation>إبطال</translation>
    </message>
    <message>
        <source>Show its calls</source>
        <translation>عرض استدعاءاته</translation>
    </message>
    <message>
        <source>Delete key</source>
        <translation>حذف المفتاح</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>المفاتيح</translation>
    </message>
    <message>
        <source>Filter keys</source>
        <translation>ترشيح المفاتيح</translation>
    </message>
    <message>
        <source>What is shown is old: %1</source>
        <translation>المعروض قديم: %1</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>إعادة المحاولة</translation>
    </message>
    <message>
        <source>Reading the keys…</source>
        <translation>تُقرأ المفاتيح…</translation>
    </message>
    <message>
        <source>No keys yet. A client needs one to call through this gateway.</source>
        <translation>لا مفاتيح بعد. يحتاج العميل إلى مفتاح للاستدعاء عبر هذه البوابة.</translation>
    </message>
    <message>
        <source>No key has these words.</source>
        <translation>لا مفتاح فيه هذه الكلمات.</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>مسح المرشّح</translation>
    </message>
    <message>
        <source>Select one key first.</source>
        <translation>حدد مفتاحًا واحدًا أولًا.</translation>
    </message>
    <message>
        <source>A revoked key cannot be changed.</source>
        <translation>لا يمكن تغيير مفتاح مُبطَل.</translation>
    </message>
    <message>
        <source>A revoked key cannot be rotated. Create a new one.</source>
        <translation>لا يمكن تدوير مفتاح مُبطَل. أنشئ مفتاحًا جديدًا.</translation>
    </message>
    <message>
        <source>A revoked key stays off.</source>
        <translation>يبقى المفتاح المُبطَل معطّلًا.</translation>
    </message>
    <message>
        <source>It is revoked already.</source>
        <translation>إنه مُبطَل بالفعل.</translation>
    </message>
    <message>
        <source>Enable</source>
        <translation>تمكين</translation>
    </message>
    <message>
        <source>Disable key %1</source>
        <translation>تعطيل المفتاح %1</translation>
    </message>
    <message>
        <source>Enable key %1</source>
        <translation>تمكين المفتاح %1</translation>
    </message>
    <message>
        <source>It was never used.</source>
        <translation>لم يُستخدم قط.</translation>
    </message>
    <message numerus="yes">
        <source>%1: %n call(s). Last used: %2.</source>
        <comment>range, moment</comment>
        <translation>
            <numerusform>%1: لا استدعاءات. آخر استخدام: %2.</numerusform>
            <numerusform>%1: استدعاء واحد. آخر استخدام: %2.</numerusform>
            <numerusform>%1: استدعاءان. آخر استخدام: %2.</numerusform>
            <numerusform>%1: %n استدعاءات. آخر استخدام: %2.</numerusform>
            <numerusform>%1: %n استدعاءً. آخر استخدام: %2.</numerusform>
            <numerusform>%1: %n استدعاء. آخر استخدام: %2.</numerusform>
        </translation>
    </message>
    <message>
        <source>Revoke key %1?</source>
        <translation>هل تريد إبطال المفتاح %1؟</translation>
    </message>
    <message>
        <source>Calls with it are refused from now on. This cannot be undone.</source>
        <translation>تُرفض الاستدعاءات به من الآن. لا يمكن التراجع عن هذا.</translation>
    </message>
    <message>
        <source>Key %1 is revoked.</source>
        <translation>أُبطل المفتاح %1.</translation>
    </message>
    <message>
        <source>Delete key %1?</source>
        <translation>هل تريد حذف المفتاح %1؟</translation>
    </message>
    <message>
        <source>It is refused from now on and leaves this list. Its calls stay in the log. This cannot be undone.</source>
        <translation>يُرفض من الآن ويغادر هذه القائمة. تبقى استدعاءاته في السجل. لا يمكن التراجع عن هذا.</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>حذف</translation>
    </message>
    <message>
        <source>Delete key %1</source>
        <translation>حذف المفتاح %1</translation>
    </message>
    <message>
        <source>Export keys</source>
        <translation>تصدير المفاتيح</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) written to %1.</source>
        <translation>
            <numerusform>لم تُكتب صفوف في %1.</numerusform>
            <numerusform>كُتب صف واحد في %1.</numerusform>
            <numerusform>كُتب صفان في %1.</numerusform>
            <numerusform>كُتبت %n صفوف في %1.</numerusform>
            <numerusform>كُتب %n صفًا في %1.</numerusform>
            <numerusform>كُتب %n صف في %1.</numerusform>
        </translation>
    </message>
    <message>
        <source>Set its limits</source>
        <translation>ضبط حدوده</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::Lane</name>
    <message>
        <source>The answer shows here as it comes.</source>
        <translation>تظهر الإجابة هنا أثناء وصولها.</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>النموذج</translation>
    </message>
    <message>
        <source>Model, such as demo/echo</source>
        <translation>النموذج، مثل demo/echo</translation>
    </message>
    <message>
        <source>Remove this model</source>
        <translation>إزالة هذا النموذج</translation>
    </message>
    <message>
        <source>Reasoning</source>
        <translation>الاستدلال</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>الإجابة</translation>
    </message>
    <message>
        <source>Tool calls</source>
        <translation>استدعاءات الأدوات</translation>
    </message>
    <message>
        <source>Continue with this</source>
        <translation>المتابعة بهذه</translation>
    </message>
    <message>
        <source>Add this answer to the messages</source>
        <translation>إضافة هذه الإجابة إلى الرسائل</translation>
    </message>
    <message>
        <source>Copy answer</source>
        <translation>نسخ الإجابة</translation>
    </message>
    <message>
        <source>Open in the log</source>
        <translation>فتح في السجل</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>حاول مجددًا</translation>
    </message>
    <message>
        <source>Waiting for the answer…</source>
        <translation>في انتظار الإجابة…</translation>
    </message>
    <message>
        <source>Not sent</source>
        <translation>لم تُرسل</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>أُوقفت</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>sentence, code</comment>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Cut at the most tokens</source>
        <translation>قُطعت عند أقصى عدد من الرموز</translation>
    </message>
    <message>
        <source>The model declined</source>
        <translation>رفض النموذج</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>تم</translation>
    </message>
    <message>
        <source>Broken off</source>
        <translation>انقطعت</translation>
    </message>
    <message>
        <source>Error %1</source>
        <translation>الخطأ %1</translation>
    </message>
    <message>
        <source>No answer</source>
        <translation>لا إجابة</translation>
    </message>
    <message>
        <source>%1 in</source>
        <comment>tokens</comment>
        <translation>%1 للإدخال</translation>
    </message>
    <message>
        <source>%1 out</source>
        <comment>tokens</comment>
        <translation>%1 للإخراج</translation>
    </message>
    <message>
        <source>%1 reasoning</source>
        <comment>tokens</comment>
        <translation>%1 للاستدلال</translation>
    </message>
    <message>
        <source>first token %1</source>
        <translation>أول رمز بعد %1</translation>
    </message>
    <message>
        <source>%1 in all</source>
        <translation>%1 إجمالًا</translation>
    </message>
    <message>
        <source>by %1</source>
        <translation>من %1</translation>
    </message>
    <message>
        <source>cost unknown</source>
        <translation>التكلفة غير معروفة</translation>
    </message>
    <message>
        <source>%1 pretend</source>
        <comment>money</comment>
        <translation>%1 وهمي</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::LifecycleDialog</name>
    <message numerus="yes">
        <source>%n application(s) are subscribed to %1.</source>
        <translation>
            <numerusform>لا تطبيقات مشتركة في %1.</numerusform>
            <numerusform>تطبيق واحد مشترك في %1.</numerusform>
            <numerusform>تطبيقان مشتركان في %1.</numerusform>
            <numerusform>%n تطبيقات مشتركة في %1.</numerusform>
            <numerusform>%n تطبيقًا مشتركًا في %1.</numerusform>
            <numerusform>%n تطبيق مشترك في %1.</numerusform>
        </translation>
    </message>
    <message>
        <source>Its name</source>
        <translation>اسمه</translation>
    </message>
    <message>
        <source>Type “%1”, to be sure which one it is.</source>
        <translation>اكتب «%1» للتأكد من أيها المقصود.</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>ملاحظة</translation>
    </message>
    <message>
        <source>Say what is to be mended.</source>
        <translation>اذكر ما يجب إصلاحه.</translation>
    </message>
    <message>
        <source>Ends on</source>
        <translation>تنتهي في</translation>
    </message>
    <message>
        <source>Callers read it in the header Sunset. Retire it then.</source>
        <translation>يقرؤه المتصلون في الترويسة Sunset. أوقفها حينها.</translation>
    </message>
    <message>
        <source>None</source>
        <translation>لا شيء</translation>
    </message>
    <message>
        <source>Version %1</source>
        <translation>الإصدار %1</translation>
    </message>
    <message>
        <source>Followed by</source>
        <translation>يليها</translation>
    </message>
    <message>
        <source>What changes</source>
        <translation>ما يتغير</translation>
    </message>
    <message>
        <source>Comparing…</source>
        <translation>تجري المقارنة…</translation>
    </message>
    <message>
        <source>Release %1 takes the place of release %2.</source>
        <translation>يحل الإصدار %1 محل الإصدار %2.</translation>
    </message>
    <message>
        <source>Nothing of this version is live yet. This is what will be:</source>
        <translation>لا شيء من هذا الإصدار يعمل بعد. هذا ما سيكون:</translation>
    </message>
    <message>
        <source>Beside what is live now:</source>
        <translation>بجانب ما يعمل الآن:</translation>
    </message>
    <message>
        <source>Give callers time: choose a later day.</source>
        <translation>أعطِ المتصلين وقتًا: اختر يومًا لاحقًا.</translation>
    </message>
    <message>
        <source>That is not its name.</source>
        <translation>هذا ليس اسمها.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::LimitGrid</name>
    <message>
        <source>None</source>
        <translation>لا شيء</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::LimitModel</name>
    <message>
        <source>%1, each end user</source>
        <comment>Requests a minute</comment>
        <translation>%1، لكل مستخدم نهائي</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <comment>used, limit</comment>
        <translation>%1 من %2</translation>
    </message>
    <message>
        <source>Full</source>
        <translation>ممتلئ</translation>
    </message>
    <message>
        <source>Nearly full</source>
        <translation>شبه ممتلئ</translation>
    </message>
    <message>
        <source>Room</source>
        <translation>متسع</translation>
    </message>
    <message>
        <source>%1, %2: %3. %4</source>
        <comment>whose, which limit, how much of it, its state</comment>
        <translation>%1، %2: %3. %4</translation>
    </message>
    <message>
        <source>Scope</source>
        <translation>النطاق</translation>
    </message>
    <message>
        <source>Limit</source>
        <translation>الحد</translation>
    </message>
    <message>
        <source>Used</source>
        <translation>المستعمل</translation>
    </message>
    <message>
        <source>State</source>
        <translation>الحالة</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::LimitsDialog</name>
    <message>
        <source>Set limits</source>
        <translation>ضبط الحدود</translation>
    </message>
    <message>
        <source>Limits of %1</source>
        <translation>حدود %1</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>حفظ</translation>
    </message>
    <message>
        <source>No cap</source>
        <translation>بلا سقف</translation>
    </message>
    <message>
        <source>All its calls</source>
        <translation>كل استدعاءاته</translation>
    </message>
    <message>
        <source>The last minute, hour or day counts. 0 is no limit.</source>
        <translation>تُحسب آخر دقيقة أو ساعة أو يوم. 0 بلا حد.</translation>
    </message>
    <message>
        <source>Each end user</source>
        <translation>كل مستخدم نهائي</translation>
    </message>
    <message>
        <source>Whom a request names as its user. A call that names nobody is held to no such limit.</source>
        <translation>من يسميه الطلب مستخدمًا له. الاستدعاء الذي لا يسمي أحدًا لا يُقيَّد بهذا الحد.</translation>
    </message>
    <message>
        <source>Whose limits</source>
        <translation>حدود من</translation>
    </message>
    <message>
        <source>Its name</source>
        <translation>اسمه</translation>
    </message>
    <message>
        <source>For</source>
        <translation>لـ</translation>
    </message>
    <message>
        <source>Choose whose limits these are.</source>
        <translation>اختر لمن هذه الحدود.</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>النماذج</translation>
    </message>
    <message>
        <source>Names parted by commas. * allows all, gpt-* all that begin so.</source>
        <translation>أسماء تفصل بينها فواصل. ‏* يسمح بالكل، وgpt-* بكل ما يبدأ بذلك.</translation>
    </message>
    <message>
        <source>Anywhere</source>
        <translation>أي مكان</translation>
    </message>
    <message>
        <source>Only from</source>
        <translation>من هنا فقط</translation>
    </message>
    <message>
        <source>Addresses or networks such as 10.0.0.0/8, parted by commas.</source>
        <translation>عناوين أو شبكات مثل 10.0.0.0/8 مفصولة بفواصل.</translation>
    </message>
    <message>
        <source>Nowhere</source>
        <translation>لا مكان</translation>
    </message>
    <message>
        <source>Never from</source>
        <translation>ليس من هنا</translation>
    </message>
    <message>
        <source>Counts before what is allowed.</source>
        <translation>يُحسب قبل المسموح.</translation>
    </message>
    <message>
        <source>Largest request</source>
        <translation>أكبر طلب</translation>
    </message>
    <message>
        <source>Such as 64KiB or 8MiB.</source>
        <translation>مثل 64KiB أو 8MiB.</translation>
    </message>
    <message>
        <source>Longest answer</source>
        <translation>أطول إجابة</translation>
    </message>
    <message>
        <source>In tokens. A call that asks for more is refused.</source>
        <translation>بالرموز. يُرفض الاستدعاء الذي يطلب أكثر.</translation>
    </message>
    <message>
        <source>High: goes first where calls wait</source>
        <translation>عالية: تتقدم حيث تنتظر الاستدعاءات</translation>
    </message>
    <message>
        <source>Normal</source>
        <translation>عادية</translation>
    </message>
    <message>
        <source>Low: waits for the others</source>
        <translation>منخفضة: تنتظر غيرها</translation>
    </message>
    <message>
        <source>Priority</source>
        <translation>الأولوية</translation>
    </message>
    <message>
        <source>“%1” is no address and no network.</source>
        <translation>«%1» ليس عنوانًا ولا شبكة.</translation>
    </message>
    <message>
        <source>Enter a size such as 64KiB or 8MiB.</source>
        <translation>أدخل حجمًا مثل 64KiB أو 8MiB.</translation>
    </message>
    <message>
        <source>Change the limits of %1</source>
        <translation>تغيير حدود %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::LimitsView</name>
    <message>
        <source>Set limits</source>
        <translation>ضبط الحدود</translation>
    </message>
    <message>
        <source>Edit limits</source>
        <translation>تحرير الحدود</translation>
    </message>
    <message>
        <source>Remove limit</source>
        <translation>إزالة الحد</translation>
    </message>
    <message>
        <source>Export limits</source>
        <translation>تصدير الحدود</translation>
    </message>
    <message>
        <source>Filter limits</source>
        <translation>ترشيح الحدود</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>الحدود</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) written to %1.</source>
        <translation>
            <numerusform>لم تُكتب صفوف في %1.</numerusform>
            <numerusform>كُتب صف واحد في %1.</numerusform>
            <numerusform>كُتب صفان في %1.</numerusform>
            <numerusform>كُتبت %n صفوف في %1.</numerusform>
            <numerusform>كُتب %n صفًا في %1.</numerusform>
            <numerusform>كُتب %n صف في %1.</numerusform>
        </translation>
    </message>
    <message>
        <source>What is shown is old: %1</source>
        <translation>المعروض قديم: %1</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>إعادة المحاولة</translation>
    </message>
    <message>
        <source>Reading the limits…</source>
        <translation>تُقرأ الحدود…</translation>
    </message>
    <message>
        <source>No limits yet. They say how many calls and tokens a team, an application or a key may ask for.</source>
        <translation>لا حدود بعد. تقول كم استدعاءً ورمزًا يجوز أن يطلب فريق أو تطبيق أو مفتاح.</translation>
    </message>
    <message>
        <source>No limit has these words.</source>
        <translation>لا حد فيه هذه الكلمات.</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>مسح المرشّح</translation>
    </message>
    <message>
        <source>Select one limit first.</source>
        <translation>حدد حدًّا واحدًا أولًا.</translation>
    </message>
    <message>
        <source>Remove a limit of %1</source>
        <translation>إزالة حد من حدود %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::LogView</name>
    <message>
        <source>Live log</source>
        <translation>السجل المباشر</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>الاستدعاءات</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>إعادة المحاولة</translation>
    </message>
    <message>
        <source>Reading the log…</source>
        <translation>يُقرأ السجل…</translation>
    </message>
    <message>
        <source>No call fits this filter.</source>
        <translation>لا استدعاء يطابق هذا المرشّح.</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>مسح المرشّح</translation>
    </message>
    <message numerus="yes">
        <source>%n new</source>
        <translation>
            <numerusform>لا جديد</numerusform>
            <numerusform>واحد جديد</numerusform>
            <numerusform>اثنان جديدان</numerusform>
            <numerusform>%n جديدة</numerusform>
            <numerusform>%n جديدًا</numerusform>
            <numerusform>%n جديد</numerusform>
        </translation>
    </message>
    <message>
        <source>Replay</source>
        <translation>إعادة الإرسال</translation>
    </message>
    <message>
        <source>Edit and replay…</source>
        <translation>تحرير وإعادة الإرسال…</translation>
    </message>
    <message>
        <source>Open in the playground</source>
        <translation>فتح في ساحة التجربة</translation>
    </message>
    <message>
        <source>Compare two calls</source>
        <translation>مقارنة استدعاءين</translation>
    </message>
    <message>
        <source>Copy as cURL</source>
        <translation>نسخ بصيغة cURL</translation>
    </message>
    <message>
        <source>Copy as Python</source>
        <translation>نسخ بصيغة Python</translation>
    </message>
    <message>
        <source>Copy as JavaScript</source>
        <translation>نسخ بصيغة JavaScript</translation>
    </message>
    <message>
        <source>Export HAR…</source>
        <translation>تصدير HAR…</translation>
    </message>
    <message>
        <source>Explain routing</source>
        <translation>شرح التوجيه</translation>
    </message>
    <message>
        <source>Cancel call</source>
        <translation>إلغاء الاستدعاء</translation>
    </message>
    <message>
        <source>Pause display</source>
        <translation>إيقاف العرض مؤقتًا</translation>
    </message>
    <message>
        <source>Go to the newest call</source>
        <translation>الانتقال إلى أحدث استدعاء</translation>
    </message>
    <message>
        <source>Show probes</source>
        <translation>عرض استدعاءات الفحص</translation>
    </message>
    <message>
        <source>Save filter…</source>
        <translation>حفظ المرشّح…</translation>
    </message>
    <message>
        <source>Export calls…</source>
        <translation>تصدير الاستدعاءات…</translation>
    </message>
    <message>
        <source>Choose columns…</source>
        <translation>اختيار الأعمدة…</translation>
    </message>
    <message>
        <source>Inspector below</source>
        <translation>الفاحص في الأسفل</translation>
    </message>
    <message>
        <source>Record bodies for 15 min</source>
        <translation>تسجيل المحتويات 15 دقيقة</translation>
    </message>
    <message>
        <source>Replayed: status %1 after %2.</source>
        <translation>أُعيد الإرسال: الحالة %1 بعد %2.</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>مقارنة</translation>
    </message>
    <message>
        <source>The call is still running.</source>
        <translation>الاستدعاء ما زال جاريًا.</translation>
    </message>
    <message>
        <source>Choose a call first.</source>
        <translation>اختر استدعاءً أولًا.</translation>
    </message>
    <message>
        <source>A call is being replayed.</source>
        <translation>يُعاد إرسال استدعاء الآن.</translation>
    </message>
    <message>
        <source>The playground takes chat calls.</source>
        <translation>تقبل ساحة التجربة استدعاءات الدردشة.</translation>
    </message>
    <message>
        <source>Choose two calls: hold Ctrl and click the second.</source>
        <translation>اختر استدعاءين: اضغط Ctrl مطولًا وانقر الثاني.</translation>
    </message>
    <message>
        <source>Choose a call that is running.</source>
        <translation>اختر استدعاءً جاريًا.</translation>
    </message>
    <message>
        <source>Only %1</source>
        <translation>%1 فقط</translation>
    </message>
    <message>
        <source>Without %1</source>
        <translation>من دون %1</translation>
    </message>
    <message>
        <source>Copy rows as text</source>
        <translation>نسخ الصفوف كنص</translation>
    </message>
    <message numerus="yes">
        <source>Export %n chosen call(s)…</source>
        <translation>
            <numerusform>تصدير الاستدعاءات المختارة…</numerusform>
            <numerusform>تصدير الاستدعاء المختار…</numerusform>
            <numerusform>تصدير الاستدعاءين المختارين…</numerusform>
            <numerusform>تصدير %n استدعاءات مختارة…</numerusform>
            <numerusform>تصدير %n استدعاءً مختارًا…</numerusform>
            <numerusform>تصدير %n استدعاء مختار…</numerusform>
        </translation>
    </message>
    <message>
        <source>The address of this call was not recorded. Record bodies to copy later calls.</source>
        <translation>لم يُسجَّل عنوان هذا الاستدعاء. فعّل تسجيل المحتويات لنسخ الاستدعاءات اللاحقة.</translation>
    </message>
    <message>
        <source>Record for 15 min</source>
        <translation>تسجيل 15 دقيقة</translation>
    </message>
    <message>
        <source>Copied. Put the key into GATEHOUSE_API_KEY.</source>
        <translation>تم النسخ. ضع المفتاح في GATEHOUSE_API_KEY.</translation>
    </message>
    <message>
        <source>Sending the call again…</source>
        <translation>يُعاد إرسال الاستدعاء…</translation>
    </message>
    <message>
        <source>The call is over already.</source>
        <translation>انتهى الاستدعاء بالفعل.</translation>
    </message>
    <message>
        <source>Export calls</source>
        <translation>تصدير الاستدعاءات</translation>
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
        <translation>تُصدَّر الاستدعاءات إلى %1.</translation>
    </message>
    <message>
        <source>Export HAR</source>
        <translation>تصدير HAR</translation>
    </message>
    <message>
        <source>HTTP archive (*.har)</source>
        <translation>أرشيف HTTP ‏(*.har)</translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) are exported to %1.</source>
        <translation>
            <numerusform>لا تُصدَّر استدعاءات إلى %1.</numerusform>
            <numerusform>يُصدَّر استدعاء واحد إلى %1.</numerusform>
            <numerusform>يُصدَّر استدعاءان إلى %1.</numerusform>
            <numerusform>تُصدَّر %n استدعاءات إلى %1.</numerusform>
            <numerusform>يُصدَّر %n استدعاءً إلى %1.</numerusform>
            <numerusform>يُصدَّر %n استدعاء إلى %1.</numerusform>
        </translation>
    </message>
    <message>
        <source>Resume display</source>
        <translation>استئناف العرض</translation>
    </message>
    <message>
        <source>Saved filters</source>
        <translation>المرشّحات المحفوظة</translation>
    </message>
    <message>
        <source>Calls with the tag %1, such as health checks</source>
        <translation>الاستدعاءات ذات الوسم %1، مثل فحوص السلامة</translation>
    </message>
    <message>
        <source>Copy as a command or program</source>
        <translation>نسخ كأمر أو برنامج</translation>
    </message>
    <message>
        <source>Copy as</source>
        <translation>نسخ بصيغة</translation>
    </message>
    <message>
        <source>Waiting for the first call.</source>
        <translation>في انتظار أول استدعاء.</translation>
    </message>
    <message>
        <source>Connect a client</source>
        <translation>توصيل عميل</translation>
    </message>
    <message>
        <source>Back to the newest</source>
        <translation>العودة إلى الأحدث</translation>
    </message>
    <message>
        <source>%1 calls here, more as you scroll</source>
        <translation>%1 استدعاء هنا، والمزيد مع التمرير</translation>
    </message>
    <message numerus="yes">
        <source>%n call(s)</source>
        <translation>
            <numerusform>لا استدعاءات</numerusform>
            <numerusform>استدعاء واحد</numerusform>
            <numerusform>استدعاءان</numerusform>
            <numerusform>%n استدعاءات</numerusform>
            <numerusform>%n استدعاءً</numerusform>
            <numerusform>%n استدعاء</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n running</source>
        <translation>
            <numerusform>لا شيء جارٍ</numerusform>
            <numerusform>واحد جارٍ</numerusform>
            <numerusform>اثنان جاريان</numerusform>
            <numerusform>%n جارية</numerusform>
            <numerusform>%n جاريًا</numerusform>
            <numerusform>%n جارٍ</numerusform>
        </translation>
    </message>
    <message>
        <source>display paused, recording goes on</source>
        <translation>العرض موقوف مؤقتًا، والتسجيل مستمر</translation>
    </message>
    <message>
        <source>kept forever</source>
        <translation>محفوظة إلى الأبد</translation>
    </message>
    <message numerus="yes">
        <source>kept %n hour(s)</source>
        <translation>
            <numerusform>محفوظة %n ساعة</numerusform>
            <numerusform>محفوظة ساعة واحدة</numerusform>
            <numerusform>محفوظة ساعتين</numerusform>
            <numerusform>محفوظة %n ساعات</numerusform>
            <numerusform>محفوظة %n ساعة</numerusform>
            <numerusform>محفوظة %n ساعة</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>kept %n day(s)</source>
        <translation>
            <numerusform>محفوظة %n يوم</numerusform>
            <numerusform>محفوظة يومًا واحدًا</numerusform>
            <numerusform>محفوظة يومين</numerusform>
            <numerusform>محفوظة %n أيام</numerusform>
            <numerusform>محفوظة %n يومًا</numerusform>
            <numerusform>محفوظة %n يوم</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 calls recorded, %2 · %3 on disk</source>
        <translation>%1 استدعاء مسجّل، %2 · %3 على القرص</translation>
    </message>
    <message>
        <source>Open translation</source>
        <translation>فتح الترجمة</translation>
    </message>
    <message>
        <source>This call went on as it came: nothing was translated.</source>
        <translation>مرّ هذا الاستدعاء كما جاء: لم يُترجم شيء.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::MainWindow</name>
    <message>
        <source>&amp;File</source>
        <translation>ملف (&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>إنهاء (&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>تحرير (&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Filter</source>
        <translation>مرشّح (&amp;F)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>عرض (&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>رجوع (&amp;B)</translation>
    </message>
    <message>
        <source>For&amp;ward</source>
        <translation>تقدّم (&amp;W)</translation>
    </message>
    <message>
        <source>&amp;Refresh</source>
        <translation>تحديث (&amp;R)</translation>
    </message>
    <message>
        <source>Theme of the desktop</source>
        <translation>سمة سطح المكتب</translation>
    </message>
    <message>
        <source>Light theme</source>
        <translation>سمة فاتحة</translation>
    </message>
    <message>
        <source>Dark theme</source>
        <translation>سمة داكنة</translation>
    </message>
    <message>
        <source>&amp;Gateway</source>
        <translation>البوابة (&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Copy the gateway&apos;s address</source>
        <translation>نسخ عنوان البوابة (&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Reconnect now</source>
        <translation>إعادة الاتصال الآن (&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>مساعدة (&amp;H)</translation>
    </message>
    <message>
        <source>&amp;About Gatehouse</source>
        <translation>حول Gatehouse ‏(&amp;A)</translation>
    </message>
    <message>
        <source>About Gatehouse</source>
        <translation>حول Gatehouse</translation>
    </message>
    <message>
        <source>Gatehouse %1

An AI gateway that a person can own.
The console is under the GPL, version 3 or later; the gateway inside is under the Apache License 2.0.
Icons: Tabler Icons, MIT licence.</source>
        <translation>Gatehouse %1

بوابة ذكاء اصطناعي يمكن لأي شخص امتلاكها.
وحدة التحكم مرخّصة بموجب GPL، الإصدار 3 أو أحدث؛ والبوابة في داخلها بموجب رخصة Apache 2.0.
الأيقونات: Tabler Icons، رخصة MIT.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>تراجع</translation>
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
        <translation>أدوات (&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Close window</source>
        <translation>إغلاق النافذة (&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>تراجع (&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>إعادة (&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Search or run a command…</source>
        <translation>البحث أو تشغيل أمر…</translation>
    </message>
    <message>
        <source>Show or hide the &amp;inspector</source>
        <translation>إظهار الفاحص أو إخفاؤه (&amp;I)</translation>
    </message>
    <message>
        <source>&amp;Next pane</source>
        <translation>اللوح التالي (&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Previous pane</source>
        <translation>اللوح السابق (&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation>إيقاف مؤقت (&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Notifications</source>
        <translation>الإشعارات (&amp;N)</translation>
    </message>
    <message>
        <source>Open &amp;settings</source>
        <translation>فتح الإعدادات (&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation>اختصارات لوحة المفاتيح (&amp;K)</translation>
    </message>
    <message>
        <source>There is no earlier place.</source>
        <translation>لا موضع سابق.</translation>
    </message>
    <message>
        <source>There is no later place.</source>
        <translation>لا موضع لاحق.</translation>
    </message>
    <message>
        <source>&amp;Undo: %1</source>
        <translation>تراجع (&amp;U): %1</translation>
    </message>
    <message>
        <source>&amp;Redo: %1</source>
        <translation>إعادة (&amp;R): %1</translation>
    </message>
    <message>
        <source>There is no change to undo.</source>
        <translation>لا تغيير للتراجع عنه.</translation>
    </message>
    <message>
        <source>Nothing was undone.</source>
        <translation>لم يُتراجع عن شيء.</translation>
    </message>
    <message>
        <source>&amp;Resume</source>
        <translation>استئناف (&amp;R)</translation>
    </message>
    <message>
        <source>The gateway does not answer.</source>
        <translation>لا تجيب البوابة.</translation>
    </message>
    <message>
        <source>Let new calls begin again</source>
        <translation>السماح ببدء استدعاءات جديدة مجددًا</translation>
    </message>
    <message>
        <source>Refuse new calls; those that run go on</source>
        <translation>رفض الاستدعاءات الجديدة؛ وتستمر الجارية</translation>
    </message>
    <message>
        <source>No gateway is chosen.</source>
        <translation>لم تُختَر بوابة.</translation>
    </message>
    <message>
        <source>The gateway&apos;s address is copied.</source>
        <translation>نُسخ عنوان البوابة.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::MappingDialog</name>
    <message>
        <source>Add a value</source>
        <translation>إضافة قيمة</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>القيمة</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>إضافة</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>تطبيق</translation>
    </message>
    <message>
        <source>A place in what stands so far</source>
        <translation>موضع فيما هو معروف حتى الآن</translation>
    </message>
    <message>
        <source>A text made of it</source>
        <translation>نص يُصنع منه</translation>
    </message>
    <message>
        <source>A constant</source>
        <translation>ثابت</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>الاسم</translation>
    </message>
    <message>
        <source>Write a name.</source>
        <translation>اكتب اسمًا.</translation>
    </message>
    <message>
        <source>Another value has this name.</source>
        <translation>قيمة أخرى لها هذا الاسم.</translation>
    </message>
    <message>
        <source>Comes from</source>
        <translation>تأتي من</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>الموضع</translation>
    </message>
    <message>
        <source>A JSON pointer: /inputs/NAME, or /STEP/NAME.</source>
        <translation>مؤشر JSON: ‎/inputs/NAME‎ أو ‎/STEP/NAME‎.</translation>
    </message>
    <message>
        <source>It begins with /inputs/ or with / and a step&apos;s id.</source>
        <translation>يبدأ بـ ‎/inputs/‎ أو بـ / ومعرّف خطوة.</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>نص</translation>
    </message>
    <message>
        <source>Mustache: {{inputs.NAME}}, {{STEP.NAME}}.</source>
        <translation>Mustache: ‎{{inputs.NAME}}‎، ‎{{STEP.NAME}}‎.</translation>
    </message>
    <message>
        <source>Constant</source>
        <translation>الثابت</translation>
    </message>
    <message>
        <source>JSON: a number, &quot;a text&quot;, a list, an object.</source>
        <translation>JSON: عدد، أو &quot;نص&quot;، أو قائمة، أو كائن.</translation>
    </message>
    <message>
        <source>This is no JSON. Texts stand in quotation marks.</source>
        <translation>هذا ليس JSON. توضع النصوص بين علامتي اقتباس.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::MappingModel</name>
    <message>
        <source>Name</source>
        <translation>الاسم</translation>
    </message>
    <message>
        <source>Comes from</source>
        <translation>تأتي من</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::MatchTree</name>
    <message numerus="yes">
        <source>{%n member(s)}</source>
        <translation>
            <numerusform>{أعضاء: %n}</numerusform>
            <numerusform>{أعضاء: %n}</numerusform>
            <numerusform>{أعضاء: %n}</numerusform>
            <numerusform>{أعضاء: %n}</numerusform>
            <numerusform>{أعضاء: %n}</numerusform>
            <numerusform>{أعضاء: %n}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>[%n item(s)]</source>
        <translation>
            <numerusform>[عناصر: %n]</numerusform>
            <numerusform>[عناصر: %n]</numerusform>
            <numerusform>[عناصر: %n]</numerusform>
            <numerusform>[عناصر: %n]</numerusform>
            <numerusform>[عناصر: %n]</numerusform>
            <numerusform>[عناصر: %n]</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>field, what became of it</comment>
        <translation>%1، %2</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>الاسم</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>القيمة</translation>
    </message>
    <message>
        <source>What became of it</source>
        <translation>ما آل إليه</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::MemberDialog</name>
    <message>
        <source>the organisation</source>
        <translation>المؤسسة</translation>
    </message>
    <message>
        <source>Add a member to %1</source>
        <translation>إضافة عضو إلى %1</translation>
    </message>
    <message>
        <source>%1 in %2</source>
        <comment>a person, a team</comment>
        <translation>%1 في %2</translation>
    </message>
    <message>
        <source>Add member</source>
        <translation>إضافة عضو</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>حفظ</translation>
    </message>
    <message>
        <source>Somebody new</source>
        <translation>شخص جديد</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>name, e-mail</comment>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>من</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>الاسم</translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation>البريد الإلكتروني</translation>
    </message>
    <message>
        <source>To sign in with.</source>
        <translation>لتسجيل الدخول.</translation>
    </message>
    <message>
        <source>Enter an address such as ada@example.org.</source>
        <translation>أدخل عنوانًا مثل ada@example.org.</translation>
    </message>
    <message>
        <source>Short name</source>
        <translation>الاسم المختصر</translation>
    </message>
    <message>
        <source>For the audit log.</source>
        <translation>لسجل التدقيق.</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>a role, what it may do</comment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Roles</source>
        <translation>الأدوار</translation>
    </message>
    <message>
        <source>They count in every team.</source>
        <translation>تسري في كل فريق.</translation>
    </message>
    <message>
        <source>They count in this team alone.</source>
        <translation>تسري في هذا الفريق وحده.</translation>
    </message>
    <message>
        <source>May sign in</source>
        <translation>يمكنه تسجيل الدخول</translation>
    </message>
    <message>
        <source>State</source>
        <translation>الحالة</translation>
    </message>
    <message>
        <source>This is the last owner. Make somebody else an owner first.</source>
        <translation>هذا آخر مالك. عيّن غيره مالكًا أولًا.</translation>
    </message>
    <message>
        <source>An invitation: they set a password</source>
        <translation>دعوة: يضع كلمة المرور بنفسه</translation>
    </message>
    <message>
        <source>A first password, shown once</source>
        <translation>كلمة مرور أولى، تظهر مرة واحدة</translation>
    </message>
    <message>
        <source>Over OpenID Connect only</source>
        <translation>عبر OpenID Connect فقط</translation>
    </message>
    <message>
        <source>Signs in with</source>
        <translation>تسجيل الدخول بـ</translation>
    </message>
    <message>
        <source>A name has letters, digits, “.”, “_” and “-”, at most 64.</source>
        <translation>للاسم حروف وأرقام و«.» و«_» و«-»، 64 على الأكثر.</translation>
    </message>
    <message>
        <source>Somebody has this name already.</source>
        <translation>هذا الاسم مستعمل بالفعل.</translation>
    </message>
    <message>
        <source>Choose at least one role.</source>
        <translation>اختر دورًا واحدًا على الأقل.</translation>
    </message>
    <message>
        <source>Change what %1 may do</source>
        <translation>تغيير ما يمكن لـ %1 فعله</translation>
    </message>
    <message>
        <source>Invitation</source>
        <translation>دعوة</translation>
    </message>
    <message>
        <source>Give it to the new member. With it they set a password, once, within three days.</source>
        <translation>سلّمها للعضو الجديد. يضع بها كلمة مرور مرة واحدة خلال ثلاثة أيام.</translation>
    </message>
    <message>
        <source>First password</source>
        <translation>كلمة المرور الأولى</translation>
    </message>
    <message>
        <source>Give it to the new member, who should change it after signing in.</source>
        <translation>سلّمها للعضو الجديد ليغيّرها بعد تسجيل الدخول.</translation>
    </message>
    <message>
        <source>It cannot be shown again. You would have to make another.</source>
        <translation>لا يمكن إظهارها مجددًا. سيلزم إنشاء أخرى.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::MemberModel</name>
    <message>
        <source>None</source>
        <translation>لا شيء</translation>
    </message>
    <message>
        <source>OpenID Connect</source>
        <translation>OpenID Connect</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>كلمة المرور</translation>
    </message>
    <message>
        <source>Active</source>
        <translation>نشط</translation>
    </message>
    <message>
        <source>Disabled</source>
        <translation>معطّل</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>الاسم</translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation>البريد الإلكتروني</translation>
    </message>
    <message>
        <source>Roles</source>
        <translation>الأدوار</translation>
    </message>
    <message>
        <source>Signs in with</source>
        <translation>تسجيل الدخول بـ</translation>
    </message>
    <message>
        <source>State</source>
        <translation>الحالة</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::MergeDialog</name>
    <message>
        <source>Changed by somebody else</source>
        <translation>غيّره شخص آخر</translation>
    </message>
    <message>
        <source>Leave it deleted</source>
        <translation>إبقاؤه محذوفًا</translation>
    </message>
    <message>
        <source>Keep the other version</source>
        <translation>إبقاء النسخة الأخرى</translation>
    </message>
    <message>
        <source>It was deleted while you edited it. You can make it anew with what you entered.</source>
        <translation>حُذف أثناء تحريرك له. يمكنك إنشاؤه من جديد بما أدخلته.</translation>
    </message>
    <message>
        <source>It was changed after you looked at it. This is what was changed; you can delete it all the same.</source>
        <translation>تغيّر بعد أن اطّلعت عليه. هذا ما تغيّر؛ ويمكنك حذفه رغم ذلك.</translation>
    </message>
    <message>
        <source>It was changed while you edited it. Choose what each field shall be; nothing is saved until you do.</source>
        <translation>تغيّر أثناء تحريرك له. اختر قيمة كل حقل؛ لا يُحفظ شيء قبل ذلك.</translation>
    </message>
    <message>
        <source>Make it anew</source>
        <translation>إنشاؤه من جديد</translation>
    </message>
    <message>
        <source>Delete it</source>
        <translation>حذفه</translation>
    </message>
    <message>
        <source>Save the choice</source>
        <translation>حفظ الاختيار</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>الحقل</translation>
    </message>
    <message>
        <source>Before both</source>
        <translation>قبل كليهما</translation>
    </message>
    <message>
        <source>Yours</source>
        <translation>نسختك</translation>
    </message>
    <message>
        <source>The other version</source>
        <translation>النسخة الأخرى</translation>
    </message>
    <message>
        <source>Not changed on this side</source>
        <translation>لم يتغير في هذا الجانب</translation>
    </message>
    <message>
        <source>%1, yours: %2</source>
        <translation>%1، نسختك: %2</translation>
    </message>
    <message>
        <source>%1, the other version: %2</source>
        <translation>%1، النسخة الأخرى: %2</translation>
    </message>
    <message numerus="yes">
        <source>%n field(s) to choose</source>
        <translation>
            <numerusform>لا حقول للاختيار</numerusform>
            <numerusform>حقل واحد للاختيار</numerusform>
            <numerusform>حقلان للاختيار</numerusform>
            <numerusform>%n حقول للاختيار</numerusform>
            <numerusform>%n حقلًا للاختيار</numerusform>
            <numerusform>%n حقل للاختيار</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::MessageCard</name>
    <message>
        <source>User</source>
        <translation>المستخدم</translation>
    </message>
    <message>
        <source>Assistant</source>
        <translation>المساعد</translation>
    </message>
    <message>
        <source>Who says it</source>
        <translation>القائل</translation>
    </message>
    <message>
        <source>Write a message…</source>
        <translation>اكتب رسالة…</translation>
    </message>
    <message>
        <source>Attach an image</source>
        <translation>إرفاق صورة</translation>
    </message>
    <message>
        <source>Move up</source>
        <translation>نقل لأعلى</translation>
    </message>
    <message>
        <source>Move down</source>
        <translation>نقل لأسفل</translation>
    </message>
    <message>
        <source>Remove message</source>
        <translation>إزالة الرسالة</translation>
    </message>
    <message>
        <source>Message %1</source>
        <translation>الرسالة %1</translation>
    </message>
    <message>
        <source>Images (*.png *.jpg *.jpeg *.gif *.webp)</source>
        <translation>الصور (*.png *.jpg *.jpeg *.gif *.webp)</translation>
    </message>
    <message>
        <source>Image, %1</source>
        <translation>صورة، %1</translation>
    </message>
    <message>
        <source>Remove image</source>
        <translation>إزالة الصورة</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::MessageList</name>
    <message>
        <source>How the model shall behave (may stay empty)</source>
        <translation>كيف يتصرف النموذج (يجوز تركه فارغًا)</translation>
    </message>
    <message>
        <source>System</source>
        <translation>النظام</translation>
    </message>
    <message>
        <source>Add message</source>
        <translation>إضافة رسالة</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::MetricCard</name>
    <message>
        <source>%1: %2. %3</source>
        <comment>title, figure, note</comment>
        <translation>%1: %2. %3</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ModelList</name>
    <message>
        <source>Fetch models</source>
        <translation>جلب النماذج</translation>
    </message>
    <message>
        <source>Copy name</source>
        <translation>نسخ الاسم</translation>
    </message>
    <message>
        <source>Search models</source>
        <translation>البحث في النماذج</translation>
    </message>
    <message>
        <source>Models of this provider</source>
        <translation>نماذج هذا المزوّد</translation>
    </message>
    <message>
        <source>Asking the provider…</source>
        <translation>يُسأل المزوّد…</translation>
    </message>
    <message>
        <source>The provider has not been asked yet.</source>
        <translation>لم يُسأل المزوّد بعد.</translation>
    </message>
    <message>
        <source>No model of that name.</source>
        <translation>لا نموذج بهذا الاسم.</translation>
    </message>
    <message numerus="yes">
        <source>%n model(s)</source>
        <translation>
            <numerusform>لا نماذج</numerusform>
            <numerusform>نموذج واحد</numerusform>
            <numerusform>نموذجان</numerusform>
            <numerusform>%n نماذج</numerusform>
            <numerusform>%n نموذجًا</numerusform>
            <numerusform>%n نموذج</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::MoveDialog</name>
    <message>
        <source>Move application %1</source>
        <translation>نقل التطبيق %1</translation>
    </message>
    <message>
        <source>Move key %1</source>
        <translation>نقل المفتاح %1</translation>
    </message>
    <message>
        <source>Move</source>
        <translation>نقل</translation>
    </message>
    <message>
        <source>To team</source>
        <translation>إلى الفريق</translation>
    </message>
    <message>
        <source>Its keys go with it. Budget and limits of the new team count from the next call on; what was spent stays with the old one.</source>
        <translation>تنتقل مفاتيحه معه. تسري ميزانية الفريق الجديد وحدوده من الاستدعاء التالي؛ ويبقى ما أُنفق على القديم.</translation>
    </message>
    <message>
        <source>There is no other team.</source>
        <translation>لا يوجد فريق آخر.</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <comment>application, team</comment>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>To application</source>
        <translation>إلى التطبيق</translation>
    </message>
    <message>
        <source>The key stays the same. What the new application may do counts from the next call on.</source>
        <translation>يبقى المفتاح كما هو. تسري صلاحيات التطبيق الجديد من الاستدعاء التالي.</translation>
    </message>
    <message>
        <source>There is no other application.</source>
        <translation>لا يوجد تطبيق آخر.</translation>
    </message>
    <message>
        <source>Move %1 to %2</source>
        <translation>نقل %1 إلى %2</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::MoveLabelDialog</name>
    <message>
        <source>Move a label</source>
        <translation>نقل علامة</translation>
    </message>
    <message>
        <source>Move label</source>
        <translation>نقل العلامة</translation>
    </message>
    <message>
        <source>Version %1</source>
        <translation>النسخة %1</translation>
    </message>
    <message>
        <source>No version: remove the label</source>
        <translation>لا نسخة: إزالة العلامة</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>العلامة</translation>
    </message>
    <message>
        <source>Begin with a letter or digit; then letters, digits, dots, _ and - only.</source>
        <translation>ابدأ بحرف أو رقم؛ ثم حروف وأرقام ونقاط و_ و- فقط.</translation>
    </message>
    <message>
        <source>Stands at</source>
        <translation>موضعها</translation>
    </message>
    <message>
        <source>Whoever asks for this label gets this version with the next call.</source>
        <translation>من يطلب هذه العلامة يحصل على هذه النسخة مع الاستدعاء التالي.</translation>
    </message>
    <message>
        <source>It stands nowhere yet.</source>
        <translation>ليست في أي موضع بعد.</translation>
    </message>
    <message>
        <source>It stands at version %1 now.</source>
        <translation>هي الآن عند النسخة %1.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::MustacheLexer</name>
    <message>
        <source>Text</source>
        <translation>نص</translation>
    </message>
    <message>
        <source>Variable</source>
        <translation>متغير</translation>
    </message>
    <message>
        <source>Variable as it is</source>
        <translation>متغير كما هو</translation>
    </message>
    <message>
        <source>Section</source>
        <translation>قسم</translation>
    </message>
    <message>
        <source>Partial</source>
        <translation>جزء</translation>
    </message>
    <message>
        <source>Comment</source>
        <translation>تعليق</translation>
    </message>
    <message>
        <source>Open tag</source>
        <translation>وسم مفتوح</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::Navigation</name>
    <message>
        <source>Views</source>
        <translation>طرق العرض</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::NetworkPage</name>
    <message>
        <source>Network</source>
        <translation>الشبكة</translation>
    </message>
    <message>
        <source>Proxy and authorities</source>
        <translation>الوكيل ومراجع التصديق</translation>
    </message>
    <message>
        <source>This gateway reads them at its start from &quot;network&quot; in its configuration file.</source>
        <translation>تقرؤها هذه البوابة عند بدئها من &quot;network&quot; في ملف تكوينها.</translation>
    </message>
    <message>
        <source>Proxy to providers</source>
        <translation>الوكيل إلى المزوّدين</translation>
    </message>
    <message>
        <source>As the environment says</source>
        <translation>كما تحدد البيئة</translation>
    </message>
    <message>
        <source>None</source>
        <translation>لا شيء</translation>
    </message>
    <message>
        <source>This proxy</source>
        <translation>هذا الوكيل</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>الوكيل</translation>
    </message>
    <message>
        <source>The environment&apos;s are HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY.</source>
        <translation>متغيرات البيئة هي HTTPS_PROXY وHTTP_PROXY وALL_PROXY وNO_PROXY.</translation>
    </message>
    <message>
        <source>Address of the proxy</source>
        <translation>عنوان الوكيل</translation>
    </message>
    <message>
        <source>http, https, socks5 or socks5h, with the user&apos;s name where it wants one.</source>
        <translation>http أو https أو socks5 أو socks5h، مع اسم المستخدم حيث يُطلب.</translation>
    </message>
    <message>
        <source>Password of the proxy</source>
        <translation>كلمة مرور الوكيل</translation>
    </message>
    <message>
        <source>Where it is read from: env:NAME, file:PATH, keychain:NAME or vault:NAME.</source>
        <translation>مصدر قراءتها: env:NAME أو file:PATH أو keychain:NAME أو vault:NAME.</translation>
    </message>
    <message>
        <source>Reached directly</source>
        <translation>وصول مباشر</translation>
    </message>
    <message>
        <source>Hosts and networks without a proxy, parted by commas.</source>
        <translation>مضيفون وشبكات بلا وكيل، تفصل بينها فواصل.</translation>
    </message>
    <message>
        <source>Certificate authorities</source>
        <translation>مراجع التصديق</translation>
    </message>
    <message>
        <source>PEM files</source>
        <translation>ملفات PEM</translation>
    </message>
    <message>
        <source>Add file…</source>
        <translation>إضافة ملف…</translation>
    </message>
    <message>
        <source>Believed beside the system&apos;s</source>
        <translation>موثوقة إلى جانب مراجع النظام</translation>
    </message>
    <message>
        <source>PEM files, one a line, towards all providers and proxies.</source>
        <translation>ملفات PEM، واحد في كل سطر، تجاه كل المزوّدين والوكلاء.</translation>
    </message>
    <message>
        <source>Apply and restart</source>
        <translation>تطبيق وإعادة تشغيل</translation>
    </message>
    <message>
        <source>Restart the gateway</source>
        <translation>إعادة تشغيل البوابة</translation>
    </message>
    <message>
        <source>These settings count from its next start. Calls that run now are ended by it.</source>
        <translation>تسري هذه الإعدادات عند بدئها التالي. وينهي ذلك الاستدعاءات الجارية الآن.</translation>
    </message>
    <message>
        <source>The password itself is not kept here. Name where it is read from.</source>
        <translation>لا تُحفظ كلمة المرور نفسها هنا. حدّد مصدر قراءتها.</translation>
    </message>
    <message>
        <source>Expected: %1.</source>
        <translation>المتوقع: %1.</translation>
    </message>
    <message>
        <source>The gateway restarts with these settings.</source>
        <translation>يُعاد تشغيل البوابة بهذه الإعدادات.</translation>
    </message>
    <message>
        <source>Choose a PEM file</source>
        <translation>اختيار ملف PEM</translation>
    </message>
    <message>
        <source>Certificates (*.pem *.crt *.cer)</source>
        <translation>الشهادات (*.pem *.crt *.cer)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>كل الملفات (*)</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::NewChainDialog</name>
    <message>
        <source>New chain</source>
        <translation>سلسلة جديدة</translation>
    </message>
    <message>
        <source>Create chain</source>
        <translation>إنشاء السلسلة</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>المعرّف</translation>
    </message>
    <message>
        <source>Its name in APIs. It stays.</source>
        <translation>اسمها في واجهات API. لا يتغير.</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>العنوان</translation>
    </message>
    <message>
        <source>For people.</source>
        <translation>للناس.</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>المالك</translation>
    </message>
    <message>
        <source>Create chain %1</source>
        <translation>إنشاء السلسلة %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::NewPromptDialog</name>
    <message>
        <source>New prompt</source>
        <translation>تلقين جديد</translation>
    </message>
    <message>
        <source>Create prompt</source>
        <translation>إنشاء التلقين</translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation>لا شيء</translation>
    </message>
    <message>
        <source>Begin with</source>
        <translation>البدء من</translation>
    </message>
    <message>
        <source>A prompt with one variable.</source>
        <translation>تلقين بمتغير واحد.</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>المعرّف</translation>
    </message>
    <message>
        <source>Its name in APIs and chains. It stays.</source>
        <translation>اسمه في واجهات API والسلاسل. لا يتغير.</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>العنوان</translation>
    </message>
    <message>
        <source>For people.</source>
        <translation>للناس.</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>المالك</translation>
    </message>
    <message>
        <source>Create prompt %1</source>
        <translation>إنشاء التلقين %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::NotificationCenter</name>
    <message>
        <source>The gateway has stopped</source>
        <translation>توقفت البوابة</translation>
    </message>
    <message>
        <source>The gateway does not answer</source>
        <translation>لا تجيب البوابة</translation>
    </message>
    <message>
        <source>%1 was stopped. Calls are refused until it runs again.</source>
        <translation>أُوقف %1. تُرفض الاستدعاءات حتى يعمل مجددًا.</translation>
    </message>
    <message>
        <source>%1 cannot be reached. The console keeps trying.</source>
        <translation>تعذّر الوصول إلى %1. تواصل وحدة التحكم المحاولة.</translation>
    </message>
    <message>
        <source>%1 is not answering</source>
        <translation>لا يجيب %1</translation>
    </message>
    <message>
        <source>%1 answers again</source>
        <translation>عاد %1 إلى الإجابة</translation>
    </message>
    <message>
        <source>%1 failed several times in a row and is left alone for a moment. Its routes use their next target.</source>
        <translation>فشل %1 عدة مرات متتالية وهو متروك لحظة. تستخدم مساراته هدفها التالي.</translation>
    </message>
    <message>
        <source>%1 takes calls again.</source>
        <translation>عاد %1 إلى قبول الاستدعاءات.</translation>
    </message>
    <message>
        <source>%1 of %2 is spent.</source>
        <translation>أُنفق %1 من %2.</translation>
    </message>
    <message>
        <source>%1 rejects its key</source>
        <translation>يرفض %1 مفتاحه</translation>
    </message>
    <message>
        <source>Calls to it fail until the key is replaced.</source>
        <translation>تفشل الاستدعاءات إليه حتى يُستبدل المفتاح.</translation>
    </message>
    <message>
        <source>%1 serves %2 again</source>
        <translation>عاد %1 إلى خدمة %2</translation>
    </message>
    <message>
        <source>The route&apos;s first choice is back.</source>
        <translation>عاد الخيار الأول للمسار.</translation>
    </message>
    <message>
        <source>%1 fell back to %2</source>
        <comment>route, provider</comment>
        <translation>انتقل %1 إلى البديل %2</translation>
    </message>
    <message>
        <source>%1 did not serve the call; %2 did.</source>
        <translation>لم يخدم %1 الاستدعاء؛ بل خدمه %2.</translation>
    </message>
    <message>
        <source>The gateway is back</source>
        <translation>عادت البوابة</translation>
    </message>
    <message>
        <source>%1 answers again.</source>
        <translation>عاد %1 إلى الإجابة.</translation>
    </message>
    <message>
        <source>%1 has used %2 of its budget</source>
        <comment>Team research, a share</comment>
        <translation>استعمل %1 نسبة %2 من ميزانيته</translation>
    </message>
    <message>
        <source>%1 What happens now is set with the budget; it can be raised there for a while.</source>
        <translation>%1 ما يحدث الآن مضبوط مع الميزانية؛ ويمكن رفعها هناك مؤقتًا.</translation>
    </message>
    <message>
        <source>%1 asks for %2</source>
        <comment>an application, an API</comment>
        <translation>يطلب %1 الوصول إلى %2</translation>
    </message>
    <message>
        <source>The subscription waits for your approval.</source>
        <translation>الاشتراك ينتظر موافقتك.</translation>
    </message>
    <message>
        <source>Asked by %1. The subscription waits for your approval.</source>
        <translation>بطلب من %1. الاشتراك ينتظر موافقتك.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::NotificationPanel</name>
    <message>
        <source>Clear</source>
        <translation>مسح</translation>
    </message>
    <message>
        <source>Notifications</source>
        <translation>الإشعارات</translation>
    </message>
    <message>
        <source>Nothing to report. Failovers, budgets and rejected keys will show here.</source>
        <translation>لا شيء للإبلاغ عنه. يظهر هنا تجاوز الفشل والميزانيات والمفاتيح المرفوضة.</translation>
    </message>
    <message>
        <source>Choose what is told</source>
        <translation>اختيار ما يُبلَّغ عنه</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::NotificationRow</name>
    <message>
        <source>%1, %2. %3</source>
        <comment>title, time, text of a notification</comment>
        <translation>%1، %2. %3</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::NotificationsPage</name>
    <message>
        <source>Notifications</source>
        <translation>الإشعارات</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>المكان</translation>
    </message>
    <message>
        <source>On the desktop too</source>
        <translation>على سطح المكتب أيضًا</translation>
    </message>
    <message>
        <source>Off: only under the bell in the window.</source>
        <translation>عند التعطيل: تحت الجرس في النافذة فقط.</translation>
    </message>
    <message>
        <source>What is told</source>
        <translation>ما يُبلَّغ عنه</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ObjectIndex</name>
    <message>
        <source>Provider</source>
        <translation>المزوّد</translation>
    </message>
    <message>
        <source>Route</source>
        <translation>المسار</translation>
    </message>
    <message>
        <source>Application</source>
        <translation>التطبيق</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>المفتاح</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>الفريق</translation>
    </message>
    <message>
        <source>API</source>
        <translation>واجهة API</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>تلقين</translation>
    </message>
    <message>
        <source>Chain</source>
        <translation>سلسلة</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ObjectsDialog</name>
    <message>
        <source>Edit</source>
        <translation>تحرير</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>حذف</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>إغلاق</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>إعادة المحاولة</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>جارٍ القراءة…</translation>
    </message>
    <message>
        <source>Delete %1?</source>
        <translation>حذف %1؟</translation>
    </message>
    <message>
        <source>Delete %1</source>
        <translation>حذف %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::OpenApiDialog</name>
    <message>
        <source>it is larger than 2 MiB</source>
        <translation>أكبر من 2 ميبيبايت</translation>
    </message>
    <message>
        <source>Import an OpenAPI document</source>
        <translation>استيراد مستند OpenAPI</translation>
    </message>
    <message>
        <source>Keep as a design</source>
        <translation>حفظ كمسودة</translation>
    </message>
    <message>
        <source>Document</source>
        <translation>المستند</translation>
    </message>
    <message>
        <source>OpenAPI 3.0 or 3.1, as JSON or YAML. Only its text is read, no address in it is fetched.</source>
        <translation>OpenAPI 3.0 أو 3.1 بصيغة JSON أو YAML. يُقرأ النص فقط ولا يُجلب أي عنوان فيه.</translation>
    </message>
    <message>
        <source>Choose or paste a document first.</source>
        <translation>اختر مستندًا أو ألصقه أولًا.</translation>
    </message>
    <message>
        <source>Text of the document</source>
        <translation>نص المستند</translation>
    </message>
    <message>
        <source>Choose file…</source>
        <translation>اختيار ملف…</translation>
    </message>
    <message>
        <source>Read document</source>
        <translation>قراءة المستند</translation>
    </message>
    <message>
        <source>API</source>
        <translation>واجهة API</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>الاسم</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>الإصدار</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>العنوان</translation>
    </message>
    <message>
        <source>The organisation</source>
        <translation>المؤسسة</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>المالك</translation>
    </message>
    <message>
        <source>Upstream</source>
        <translation>الخدمة المصدر</translation>
    </message>
    <message>
        <source>Where the service is. Several addresses, parted by spaces, share the calls.</source>
        <translation>مكان الخدمة. تتقاسم عدة عناوين مفصولة بمسافات الاستدعاءات.</translation>
    </message>
    <message>
        <source>What it serves</source>
        <translation>ما تقدمه</translation>
    </message>
    <message>
        <source>Operations of the document</source>
        <translation>عمليات المستند</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>الطريقة</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>المسار في العنوان</translation>
    </message>
    <message>
        <source>What it does</source>
        <translation>ما تفعله</translation>
    </message>
    <message>
        <source>Choose an OpenAPI document</source>
        <translation>اختيار مستند OpenAPI</translation>
    </message>
    <message>
        <source>OpenAPI documents (*.json *.yaml *.yml)</source>
        <translation>مستندات OpenAPI (*.json *.yaml *.yml)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>كل الملفات (*)</translation>
    </message>
    <message>
        <source>%1 cannot be read: %2</source>
        <translation>تعذّرت قراءة %1: %2</translation>
    </message>
    <message>
        <source>Reading the document…</source>
        <translation>تجري قراءة المستند…</translation>
    </message>
    <message numerus="yes">
        <source>%n operation(s) found.</source>
        <translation>
            <numerusform>لم يُعثر على عمليات.</numerusform>
            <numerusform>عُثر على عملية واحدة.</numerusform>
            <numerusform>عُثر على عمليتين.</numerusform>
            <numerusform>عُثر على %n عمليات.</numerusform>
            <numerusform>عُثر على %n عملية.</numerusform>
            <numerusform>عُثر على %n عملية.</numerusform>
        </translation>
    </message>
    <message>
        <source>A name has letters, digits, “.”, “_” and “-”, at most 64.</source>
        <translation>للاسم حروف وأرقام و«.» و«_» و«-»، 64 على الأكثر.</translation>
    </message>
    <message>
        <source>/apis/%1 is taken by an API of another kind.</source>
        <translation>/apis/%1 مشغول بواجهة API من نوع آخر.</translation>
    </message>
    <message>
        <source>A version has letters, digits, “.”, “_” and “-”, at most 32, and is not “latest”.</source>
        <translation>يتكون الإصدار من أحرف وأرقام و«.» و«_» و«-»، 32 على الأكثر، وليس «latest».</translation>
    </message>
    <message>
        <source>/apis/%1 is taken. Choose another version.</source>
        <translation>/apis/%1 مشغول. اختر إصدارًا آخر.</translation>
    </message>
    <message>
        <source>“%1” is no address such as https://orders.example.org.</source>
        <translation>«%1» ليس عنوانًا مثل https://orders.example.org.</translation>
    </message>
    <message>
        <source>Say where the service is.</source>
        <translation>حدد مكان الخدمة.</translation>
    </message>
    <message>
        <source>Import %1</source>
        <comment>an API</comment>
        <translation>استيراد %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::OverviewView</name>
    <message>
        <source>Latency by percentile</source>
        <translation>زمن الاستجابة حسب المئين</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>نظرة عامة</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>الطلبات</translation>
    </message>
    <message>
        <source>Spend (estimated)</source>
        <translation>الإنفاق (تقديري)</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>الأخطاء</translation>
    </message>
    <message>
        <source>Latency p95</source>
        <translation>زمن الاستجابة p95</translation>
    </message>
    <message>
        <source>Latest calls</source>
        <translation>أحدث الاستدعاءات</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>إعادة المحاولة</translation>
    </message>
    <message>
        <source>and %1 of pretend money (demo)</source>
        <translation>و%1 من المال الوهمي (تجريبي)</translation>
    </message>
    <message>
        <source>at the providers&apos; list prices</source>
        <translation>بأسعار المزوّدين المعلنة</translation>
    </message>
    <message>
        <source>Connect a client</source>
        <translation>توصيل عميل</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>المشكلات</translation>
    </message>
    <message>
        <source>Where models go now</source>
        <translation>وجهة النماذج الآن</translation>
    </message>
    <message>
        <source>Send a test call</source>
        <translation>إرسال استدعاء اختبار</translation>
    </message>
    <message>
        <source>Choose time range…</source>
        <translation>اختيار النطاق الزمني…</translation>
    </message>
    <message>
        <source>Reset zoom</source>
        <translation>إعادة ضبط التكبير</translation>
    </message>
    <message>
        <source>Export chart…</source>
        <translation>تصدير المخطط…</translation>
    </message>
    <message>
        <source>as before</source>
        <translation>كالسابق</translation>
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
        <translation>أُجيب عن استدعاء الاختبار خلال %1.</translation>
    </message>
    <message>
        <source>Show it</source>
        <translation>عرضه</translation>
    </message>
    <message>
        <source>nothing before</source>
        <translation>لا شيء سابقًا</translation>
    </message>
    <message>
        <source>%1 vs. before</source>
        <translation>%1 مقارنة بالسابق</translation>
    </message>
    <message numerus="yes">
        <source>%n causes</source>
        <translation>
            <numerusform>لا أسباب</numerusform>
            <numerusform>سبب واحد</numerusform>
            <numerusform>سببان</numerusform>
            <numerusform>%n أسباب</numerusform>
            <numerusform>%n سببًا</numerusform>
            <numerusform>%n سبب</numerusform>
        </translation>
    </message>
    <message>
        <source>no call failed</source>
        <translation>لم يفشل أي استدعاء</translation>
    </message>
    <message numerus="yes">
        <source>%n calls</source>
        <translation>
            <numerusform>لا استدعاءات</numerusform>
            <numerusform>استدعاء واحد</numerusform>
            <numerusform>استدعاءان</numerusform>
            <numerusform>%n استدعاءات</numerusform>
            <numerusform>%n استدعاءً</numerusform>
            <numerusform>%n استدعاء</numerusform>
        </translation>
    </message>
    <message>
        <source>first byte %1</source>
        <translation>أول بايت %1</translation>
    </message>
    <message>
        <source>%1 of %2 budget (%3)</source>
        <extracomment>Use of a budget: share, amount, whose it is</extracomment>
        <translation>%1 من ميزانية %2 ‏(%3)</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>غير معروف</translation>
    </message>
    <message>
        <source>Nothing needs you.</source>
        <translation>لا شيء يحتاج إليك.</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>جارٍ الفحص…</translation>
    </message>
    <message>
        <source>No routes. Clients ask for provider/model.</source>
        <translation>لا مسارات. يطلب العملاء بالصيغة provider/model.</translation>
    </message>
    <message>
        <source>Adding up the calls…</source>
        <translation>تُجمع الاستدعاءات…</translation>
    </message>
    <message>
        <source>The test call is on its way…</source>
        <translation>استدعاء الاختبار في الطريق…</translation>
    </message>
    <message>
        <source>No traffic yet. A test call goes through the gateway&apos;s own port to the demo provider; it needs no key and costs nothing.</source>
        <translation>لا حركة بعد. يمر استدعاء الاختبار عبر منفذ البوابة نفسها إلى المزوّد التجريبي؛ لا يحتاج إلى مفتاح ولا يكلّف شيئًا.</translation>
    </message>
    <message>
        <source>No traffic in this stretch of time.</source>
        <translation>لا حركة في هذه الفترة.</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>عرض الكل</translation>
    </message>
    <message>
        <source>The latest calls stand here as they happen.</source>
        <translation>تظهر أحدث الاستدعاءات هنا عند حدوثها.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PaletteModel</name>
    <message>
        <source>%1, %2</source>
        <comment>a command: what it is</comment>
        <translation>%1، %2</translation>
    </message>
    <message>
        <source>%1, %2, %3</source>
        <comment>a command: what it is, its keys</comment>
        <translation>%1، %2، %3</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ParameterPanel</name>
    <message>
        <source>Show the answer as it comes</source>
        <translation>عرض الإجابة أثناء وصولها</translation>
    </message>
    <message>
        <source>Write a number from 0 to %1, or nothing.</source>
        <translation>اكتب عددًا من 0 إلى %1، أو لا شيء.</translation>
    </message>
    <message>
        <source>Not sent</source>
        <translation>لم تُرسل</translation>
    </message>
    <message>
        <source>Streaming</source>
        <translation>البث</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>درجة الحرارة</translation>
    </message>
    <message>
        <source>0 repeats, 2 is wild.</source>
        <translation>0 يكرّر، و2 جامح.</translation>
    </message>
    <message>
        <source>Top p</source>
        <translation>Top p</translation>
    </message>
    <message>
        <source>Most tokens</source>
        <translation>أقصى عدد من الرموز</translation>
    </message>
    <message>
        <source>Of the answer.</source>
        <translation>للإجابة.</translation>
    </message>
    <message>
        <source>Write a whole number above 0, or nothing.</source>
        <translation>اكتب عددًا صحيحًا أكبر من 0، أو لا شيء.</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>البذرة</translation>
    </message>
    <message>
        <source>The same seed asks for the same answer.</source>
        <translation>البذرة نفسها تطلب الإجابة نفسها.</translation>
    </message>
    <message>
        <source>Write a whole number, or nothing.</source>
        <translation>اكتب عددًا صحيحًا، أو لا شيء.</translation>
    </message>
    <message>
        <source>Stop at</source>
        <translation>التوقف عند</translation>
    </message>
    <message>
        <source>One text a line.</source>
        <translation>نص واحد في كل سطر.</translation>
    </message>
    <message numerus="yes">
        <source>At most %n lines.</source>
        <translation>
            <numerusform>لا أسطر.</numerusform>
            <numerusform>سطر واحد على الأكثر.</numerusform>
            <numerusform>سطران على الأكثر.</numerusform>
            <numerusform>%n أسطر على الأكثر.</numerusform>
            <numerusform>%n سطرًا على الأكثر.</numerusform>
            <numerusform>%n سطر على الأكثر.</numerusform>
        </translation>
    </message>
    <message>
        <source>Reasoning</source>
        <translation>الاستدلال</translation>
    </message>
    <message>
        <source>How long a model that reasons may think.</source>
        <translation>مدة تفكير النموذج الذي يستدل.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PartialDialog</name>
    <message>
        <source>Add a partial</source>
        <translation>إضافة جزء</translation>
    </message>
    <message>
        <source>Partial %1</source>
        <translation>الجزء %1</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>إضافة</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>تطبيق</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>الاسم</translation>
    </message>
    <message>
        <source>It stands in a template as {{&gt;name}}.</source>
        <translation>يرد في القالب هكذا {{&gt;name}}.</translation>
    </message>
    <message>
        <source>Begin with a letter; then letters, digits and _ only, 64 at most.</source>
        <translation>ابدأ بحرف؛ ثم حروف وأرقام و_ فقط، 64 على الأكثر.</translation>
    </message>
    <message>
        <source>Another partial has this name.</source>
        <translation>جزء آخر له هذا الاسم.</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>نص</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PartialModel</name>
    <message>
        <source>Name</source>
        <translation>الاسم</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>نص</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PlaceFields</name>
    <message>
        <source>Region</source>
        <translation>المنطقة</translation>
    </message>
    <message>
        <source>Location</source>
        <translation>الموقع</translation>
    </message>
    <message>
        <source>Project</source>
        <translation>المشروع</translation>
    </message>
    <message>
        <source>Resource</source>
        <translation>المورد</translation>
    </message>
    <message>
        <source>Deployment</source>
        <translation>النشر</translation>
    </message>
    <message>
        <source>Endpoint ID</source>
        <translation>معرّف نقطة النهاية</translation>
    </message>
    <message>
        <source>Account</source>
        <translation>الحساب</translation>
    </message>
    <message>
        <source>Account ID</source>
        <translation>معرّف الحساب</translation>
    </message>
    <message>
        <source>Host</source>
        <translation>المضيف</translation>
    </message>
    <message>
        <source>Workspace host</source>
        <translation>مضيف مساحة العمل</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>المنفذ</translation>
    </message>
    <message>
        <source>Namespace</source>
        <translation>مساحة الأسماء</translation>
    </message>
    <message>
        <source>Service</source>
        <translation>الخدمة</translation>
    </message>
    <message>
        <source>Domain</source>
        <translation>النطاق</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>النموذج</translation>
    </message>
    <message>
        <source>Enter what stands for %1 in the address.</source>
        <translation>أدخل ما يحل محل %1 في العنوان.</translation>
    </message>
    <message>
        <source>Enter the part that stands for %1 only, without “https://”.</source>
        <translation>أدخل الجزء الذي يحل محل %1 فقط، بدون «https://».</translation>
    </message>
    <message>
        <source>Only letters, digits and . _ ~ : / - can stand in an address.</source>
        <translation>لا يحوي العنوان إلا حروفًا وأرقامًا و . _ ~ : / -.</translation>
    </message>
    <message>
        <source>Address: %1</source>
        <translation>العنوان: %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PlanDialog</name>
    <message>
        <source>Add plan</source>
        <translation>إضافة خطة</translation>
    </message>
    <message>
        <source>Edit plan %1</source>
        <translation>تحرير الخطة %1</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>حفظ</translation>
    </message>
    <message>
        <source>No limit</source>
        <translation>بلا حد</translation>
    </message>
    <message>
        <source>It can be asked for</source>
        <translation>يمكن طلبها</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>الاسم</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>العنوان</translation>
    </message>
    <message>
        <source>What applicants read.</source>
        <translation>ما يقرؤه مقدمو الطلبات.</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>الوصف</translation>
    </message>
    <message>
        <source>By hand: a person decides</source>
        <translation>يدويًا: يقرر شخص</translation>
    </message>
    <message>
        <source>By itself: at once</source>
        <translation>تلقائيًا: فورًا</translation>
    </message>
    <message>
        <source>Approval</source>
        <translation>الموافقة</translation>
    </message>
    <message>
        <source>Offered</source>
        <translation>العرض</translation>
    </message>
    <message>
        <source>Each subscription</source>
        <translation>كل اشتراك</translation>
    </message>
    <message>
        <source>Requests a minute</source>
        <translation>طلبات في الدقيقة</translation>
    </message>
    <message>
        <source>Tokens a minute</source>
        <translation>رموز في الدقيقة</translation>
    </message>
    <message>
        <source>Calls at once</source>
        <translation>استدعاءات متزامنة</translation>
    </message>
    <message>
        <source>No budget</source>
        <translation>بلا ميزانية</translation>
    </message>
    <message>
        <source>Budget in dollars</source>
        <translation>الميزانية بالدولار</translation>
    </message>
    <message>
        <source>Period of the budget</source>
        <translation>مدة الميزانية</translation>
    </message>
    <message>
        <source>Budget</source>
        <translation>الميزانية</translation>
    </message>
    <message>
        <source>In dollars. At its end, calls are refused.</source>
        <translation>بالدولار. عند نفادها تُرفض الاستدعاءات.</translation>
    </message>
    <message>
        <source>Enter an amount such as 25 or 0.50, or nothing.</source>
        <translation>أدخل مبلغًا مثل 25 أو 0.50، أو لا شيء.</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>أبدًا</translation>
    </message>
    <message>
        <source>Ends after</source>
        <translation>تنتهي بعد</translation>
    </message>
    <message>
        <source>Such as 90d or 12h.</source>
        <translation>مثل 90d أو 12h.</translation>
    </message>
    <message>
        <source>Enter a time such as 90d or 12h.</source>
        <translation>أدخل مدة مثل 90d أو 12h.</translation>
    </message>
    <message>
        <source>Price</source>
        <translation>السعر</translation>
    </message>
    <message>
        <source>Enter a number such as 10 or 0.001, or nothing.</source>
        <translation>أدخل رقمًا مثل 10 أو 0.001، أو لا شيء.</translation>
    </message>
    <message>
        <source>Dollars a month</source>
        <translation>دولار شهريًا</translation>
    </message>
    <message>
        <source>Dollars a call</source>
        <translation>دولار لكل استدعاء</translation>
    </message>
    <message>
        <source>Per cent on top</source>
        <translation>نسبة مئوية إضافية</translation>
    </message>
    <message>
        <source>Of what the providers cost.</source>
        <translation>على تكلفة المزوّدين.</translation>
    </message>
    <message>
        <source>A name has letters, digits, “.”, “_” and “-”, at most 64.</source>
        <translation>للاسم حروف وأرقام و«.» و«_» و«-»، 64 على الأكثر.</translation>
    </message>
    <message>
        <source>Add plan %1</source>
        <translation>إضافة الخطة %1</translation>
    </message>
    <message>
        <source>Change plan %1</source>
        <translation>تغيير الخطة %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PlansDialog</name>
    <message>
        <source>Plans</source>
        <translation>الخطط</translation>
    </message>
    <message>
        <source>No plans yet. One says what a subscription may use, and what it costs.</source>
        <translation>لا خطط بعد. تحدد الخطة ما يستعمله الاشتراك وكلفته.</translation>
    </message>
    <message>
        <source>Add plan</source>
        <translation>إضافة خطة</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>الخطة</translation>
    </message>
    <message>
        <source>Allows</source>
        <translation>تسمح بـ</translation>
    </message>
    <message>
        <source>Price</source>
        <translation>السعر</translation>
    </message>
    <message>
        <source>Approval</source>
        <translation>الموافقة</translation>
    </message>
    <message>
        <source>Ends after</source>
        <translation>تنتهي بعد</translation>
    </message>
    <message>
        <source>%1 (off)</source>
        <comment>a plan that cannot be asked for</comment>
        <translation>%1 (متوقفة)</translation>
    </message>
    <message>
        <source>No limit of its own</source>
        <translation>بلا حد خاص بها</translation>
    </message>
    <message>
        <source>By itself</source>
        <translation>تلقائيًا</translation>
    </message>
    <message>
        <source>By hand</source>
        <translation>يدويًا</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>أبدًا</translation>
    </message>
    <message>
        <source>It cannot be asked for any more. Where subscriptions or APIs name it, the gateway refuses. It can come back from the trash or with Undo.</source>
        <translation>لا يمكن طلبها بعد ذلك. إن سمّتها اشتراكات أو واجهات API ترفض البوابة. يمكن استعادتها من المهملات أو بالتراجع.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PlaygroundView</name>
    <message>
        <source>Send</source>
        <translation>إرسال</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>إيقاف</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>حاول مجددًا</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>مقارنة</translation>
    </message>
    <message>
        <source>New conversation</source>
        <translation>محادثة جديدة</translation>
    </message>
    <message>
        <source>Open in the log</source>
        <translation>فتح في السجل</translation>
    </message>
    <message>
        <source>Add message</source>
        <translation>إضافة رسالة</translation>
    </message>
    <message>
        <source>Attach an image…</source>
        <translation>إرفاق صورة…</translation>
    </message>
    <message>
        <source>Copy as curl</source>
        <translation>نسخ بصيغة curl</translation>
    </message>
    <message>
        <source>Copy as Python</source>
        <translation>نسخ بصيغة Python</translation>
    </message>
    <message>
        <source>Copy as JavaScript</source>
        <translation>نسخ بصيغة JavaScript</translation>
    </message>
    <message>
        <source>Playground</source>
        <translation>ساحة التجربة</translation>
    </message>
    <message>
        <source>Copy code</source>
        <translation>نسخ الشيفرة</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>الرسائل</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>المعاملات</translation>
    </message>
    <message>
        <source>The conversation was cleared.</source>
        <translation>مُسحت المحادثة.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>تراجع</translation>
    </message>
    <message>
        <source>Copied. Put your key into the variable %1.</source>
        <translation>تم النسخ. ضع مفتاحك في المتغير %1.</translation>
    </message>
    <message>
        <source>Write a message first.</source>
        <translation>اكتب رسالة أولًا.</translation>
    </message>
    <message>
        <source>Choose a model.</source>
        <translation>اختر نموذجًا.</translation>
    </message>
    <message>
        <source>Parameters (%1)</source>
        <translation>المعاملات (%1)</translation>
    </message>
    <message>
        <source>What is sent</source>
        <translation>ما يُرسَل</translation>
    </message>
    <message>
        <source>Answers</source>
        <translation>الإجابات</translation>
    </message>
    <message>
        <source>Save as prompt…</source>
        <translation>حفظ كتلقين…</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::Preparation</name>
    <message>
        <source>Then the key chain is checked.</source>
        <translation>ثم تُفحص سلسلة المفاتيح.</translation>
    </message>
    <message>
        <source>Then a key for your first program is made.</source>
        <translation>ثم يُنشأ مفتاح لبرنامجك الأول.</translation>
    </message>
    <message>
        <source>Then the demo models are looked for.</source>
        <translation>ثم يُبحث عن النماذج التجريبية.</translation>
    </message>
    <message>
        <source>The gateway starts…</source>
        <translation>تبدأ البوابة…</translation>
    </message>
    <message>
        <source>The gateway answers at %1.</source>
        <translation>تجيب البوابة عند %1.</translation>
    </message>
    <message>
        <source>Port %1 is taken by a program of another user.</source>
        <translation>يشغل المنفذَ %1 برنامجٌ لمستخدم آخر.</translation>
    </message>
    <message>
        <source>Port %1 is taken by %2 (process %3).</source>
        <translation>يشغل المنفذَ %1 البرنامجُ %2 (العملية %3).</translation>
    </message>
    <message>
        <source>The key chain is checked…</source>
        <translation>تُفحص سلسلة المفاتيح…</translation>
    </message>
    <message>
        <source>The key chain waits: your desktop may ask for its password.</source>
        <translation>سلسلة المفاتيح تنتظر: ربما يطلب سطح المكتب كلمة مرورها.</translation>
    </message>
    <message>
        <source>Secrets cannot be kept here: %1 Provider keys can come from variables.</source>
        <translation>لا يمكن حفظ الأسرار هنا: %1 يمكن أن تأتي مفاتيح المزوّدين من متغيرات.</translation>
    </message>
    <message>
        <source>Provider keys are kept in your key chain.</source>
        <translation>تُحفظ مفاتيح المزوّدين في سلسلة مفاتيحك.</translation>
    </message>
    <message>
        <source>Provider keys are kept in the gateway&apos;s sealed vault.</source>
        <translation>تُحفظ مفاتيح المزوّدين في خزنة البوابة المختومة.</translation>
    </message>
    <message>
        <source>A key for your first program is made…</source>
        <translation>يُنشأ مفتاح لبرنامجك الأول…</translation>
    </message>
    <message>
        <source>The key %1 is there already.</source>
        <translation>المفتاح %1 موجود بالفعل.</translation>
    </message>
    <message>
        <source>The key %1 was made (…%2). It can be copied on the next page.</source>
        <translation>أُنشئ المفتاح %1 (…%2). يمكن نسخه في الصفحة التالية.</translation>
    </message>
    <message>
        <source>The demo models are looked for…</source>
        <translation>يُبحث عن النماذج التجريبية…</translation>
    </message>
    <message>
        <source>The gateway&apos;s port does not answer as it should (%1).</source>
        <translation>لا يجيب منفذ البوابة كما ينبغي (%1).</translation>
    </message>
    <message>
        <source>The demo provider is switched off in the gateway&apos;s configuration. Switch it on, or add a provider.</source>
        <translation>المزوّد التجريبي معطّل في تكوين البوابة. شغّله أو أضف مزوّدًا.</translation>
    </message>
    <message>
        <source>Demo models are ready: they need no account and cost nothing.</source>
        <translation>النماذج التجريبية جاهزة: لا تحتاج إلى حساب ولا تكلّف شيئًا.</translation>
    </message>
    <message>
        <source>%1 is shown now. Choose This computer at the top of the window, then check again.</source>
        <translation>يُعرض %1 الآن. اختر «هذا الحاسوب» أعلى النافذة، ثم افحص مجددًا.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PreviewPanel</name>
    <message>
        <source>Preview</source>
        <translation>معاينة</translation>
    </message>
    <message>
        <source>Values to try</source>
        <translation>قيم للتجربة</translation>
    </message>
    <message>
        <source>What could be rendered last</source>
        <translation>آخر ما أمكن توليده</translation>
    </message>
    <message>
        <source>Cannot be rendered</source>
        <translation>يتعذّر التوليد</translation>
    </message>
    <message>
        <source>Rendering…</source>
        <translation>يُولَّد…</translation>
    </message>
    <message>
        <source>As the model reads it</source>
        <translation>كما يقرؤه النموذج</translation>
    </message>
    <message>
        <source>Message %1, line %2</source>
        <translation>الرسالة %1، السطر %2</translation>
    </message>
    <message>
        <source>Message %1</source>
        <translation>الرسالة %1</translation>
    </message>
    <message numerus="yes">
        <source>%1 · %n image(s)</source>
        <translation>
            <numerusform>%1 · لا صور</numerusform>
            <numerusform>%1 · صورة واحدة</numerusform>
            <numerusform>%1 · صورتان</numerusform>
            <numerusform>%1 · %n صور</numerusform>
            <numerusform>%1 · %n صورة</numerusform>
            <numerusform>%1 · %n صورة</numerusform>
        </translation>
    </message>
    <message>
        <source>Message %1, %2</source>
        <translation>الرسالة %1، %2</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PriceDialog</name>
    <message>
        <source>Set price</source>
        <translation>تحديد السعر</translation>
    </message>
    <message>
        <source>Use the listed price</source>
        <translation>استخدام السعر المدرج</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>النموذج</translation>
    </message>
    <message>
        <source>Dollars per million tokens</source>
        <translation>دولار لكل مليون رمز</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>الإدخال</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>الإخراج</translation>
    </message>
    <message>
        <source>As input</source>
        <translation>مثل الإدخال</translation>
    </message>
    <message>
        <source>Cached input</source>
        <translation>الإدخال المخزّن مؤقتًا</translation>
    </message>
    <message>
        <source>Cache writes</source>
        <translation>الكتابة في التخزين المؤقت</translation>
    </message>
    <message>
        <source>Contract, price page …</source>
        <translation>عقد، صفحة أسعار …</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>المصدر</translation>
    </message>
    <message>
        <source>Where the figures come from. Costs and budgets count with them from the next call on.</source>
        <translation>مصدر الأرقام. تُحسب بها التكاليف والميزانيات بدءًا من الاستدعاء التالي.</translation>
    </message>
    <message>
        <source>Enter dollars per million tokens, such as 2.50. 0 is free.</source>
        <translation>أدخل الدولارات لكل مليون رمز، مثل 2.50. القيمة 0 مجانية.</translation>
    </message>
    <message>
        <source>Enter dollars such as 2.50, with at most 12 decimals.</source>
        <translation>أدخل مبلغًا بالدولار مثل 2.50، بـ 12 منزلة عشرية على الأكثر.</translation>
    </message>
    <message>
        <source>Set price of %1/%2</source>
        <translation>تحديد سعر %1/%2</translation>
    </message>
    <message>
        <source>Use the listed price of %1/%2</source>
        <translation>استخدام السعر المدرج لـ %1/%2</translation>
    </message>
    <message>
        <source>There is no provider %1 any more. Close this and look again.</source>
        <translation>لم يعد المزوّد %1 موجودًا. أغلق هذا وانظر مجددًا.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ProblemFinder</name>
    <message>
        <source>%1 refuses its key.</source>
        <translation>يرفض %1 مفتاحه.</translation>
    </message>
    <message>
        <source>Replace key</source>
        <translation>استبدال المفتاح</translation>
    </message>
    <message>
        <source>%1 has no key that can be read.</source>
        <translation>ليس لدى %1 مفتاح يمكن قراءته.</translation>
    </message>
    <message>
        <source>Add key</source>
        <translation>إضافة مفتاح</translation>
    </message>
    <message>
        <source>%1 rests: calls to it failed in a row.</source>
        <translation>%1 في استراحة: فشلت الاستدعاءات إليه تباعًا.</translation>
    </message>
    <message>
        <source>The budget of %1 is spent: %2 % of %3.</source>
        <translation>نفدت ميزانية %1: %2 % من %3.</translation>
    </message>
    <message>
        <source>The budget of %1 is near its end: %2 % of %3.</source>
        <translation>قاربت ميزانية %1 النفاد: %2 % من %3.</translation>
    </message>
    <message>
        <source>Open settings</source>
        <translation>فتح الإعدادات</translation>
    </message>
    <message>
        <source>Records use %1 of %2. The oldest go next.</source>
        <translation>تستخدم التسجيلات %1 من %2. تُحذف أقدمها تاليًا.</translation>
    </message>
    <message>
        <source>Change retention</source>
        <translation>تغيير الاحتفاظ</translation>
    </message>
    <message numerus="yes">
        <source>%n calls of %1 have no known price; spend is not whole.</source>
        <extracomment>%n is a number of calls, %1 the name of a model</extracomment>
        <translation>
            <numerusform>كل استدعاءات %1 لها سعر معروف.</numerusform>
            <numerusform>استدعاء واحد لـ %1 بلا سعر معروف؛ الإنفاق غير كامل.</numerusform>
            <numerusform>استدعاءان لـ %1 بلا سعر معروف؛ الإنفاق غير كامل.</numerusform>
            <numerusform>%n استدعاءات لـ %1 بلا سعر معروف؛ الإنفاق غير كامل.</numerusform>
            <numerusform>%n استدعاءً لـ %1 بلا سعر معروف؛ الإنفاق غير كامل.</numerusform>
            <numerusform>%n استدعاء لـ %1 بلا سعر معروف؛ الإنفاق غير كامل.</numerusform>
        </translation>
    </message>
    <message>
        <source>Set price</source>
        <translation>تحديد السعر</translation>
    </message>
    <message>
        <source>See its circuit</source>
        <translation>عرض قاطعه</translation>
    </message>
    <message>
        <source>See the budget</source>
        <translation>عرض الميزانية</translation>
    </message>
    <message>
        <source>The prompt cache that %1 writes at %2 is never read: %3 for nothing in the last hour.</source>
        <comment>application, provider and model, money</comment>
        <translation>ذاكرة التلقين التي يكتبها %1 في %2 لا تُقرأ أبدًا: %3 بلا فائدة في الساعة الأخيرة.</translation>
    </message>
    <message>
        <source>See the route</source>
        <translation>عرض المسار</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PromptEditor</name>
    <message>
        <source>Pages of the prompt</source>
        <translation>صفحات التلقين</translation>
    </message>
    <message>
        <source>Write</source>
        <translation>الكتابة</translation>
    </message>
    <message>
        <source>Try</source>
        <translation>التجربة</translation>
    </message>
    <message>
        <source>Tests</source>
        <translation>الاختبارات</translation>
    </message>
    <message>
        <source>All prompts</source>
        <translation>كل التلقينات</translation>
    </message>
    <message>
        <source>Reading the prompt…</source>
        <translation>يُقرأ التلقين…</translation>
    </message>
    <message>
        <source>There is no prompt “%1” any more.</source>
        <translation>لم يعد التلقين «%1» موجودًا.</translation>
    </message>
    <message>
        <source>Save version %1 of prompt %2</source>
        <translation>حفظ النسخة %1 من التلقين %2</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PromptMessageCard</name>
    <message>
        <source>System</source>
        <translation>النظام</translation>
    </message>
    <message>
        <source>User</source>
        <translation>المستخدم</translation>
    </message>
    <message>
        <source>Assistant</source>
        <translation>المساعد</translation>
    </message>
    <message>
        <source>Add an image</source>
        <translation>إضافة صورة</translation>
    </message>
    <message>
        <source>Move up</source>
        <translation>نقل لأعلى</translation>
    </message>
    <message>
        <source>Move down</source>
        <translation>نقل لأسفل</translation>
    </message>
    <message>
        <source>Remove message</source>
        <translation>إزالة الرسالة</translation>
    </message>
    <message>
        <source>Image: {{picture}}, or a data address</source>
        <translation>صورة: {{picture}}، أو عنوان بيانات</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>صورة</translation>
    </message>
    <message>
        <source>Remove image</source>
        <translation>إزالة الصورة</translation>
    </message>
    <message>
        <source>Template of message %1</source>
        <translation>قالب الرسالة %1</translation>
    </message>
    <message>
        <source>Who says message %1</source>
        <translation>من يقول الرسالة %1</translation>
    </message>
    <message>
        <source>Line %1: %2</source>
        <translation>السطر %1: %2</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PromptMessages</name>
    <message>
        <source>Add message</source>
        <translation>إضافة رسالة</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PromptModel</name>
    <message>
        <source>Name</source>
        <translation>الاسم</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>المعرّف</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>العلامات</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>النسخة</translation>
    </message>
    <message>
        <source>Published</source>
        <translation>منشور</translation>
    </message>
    <message>
        <source>Used by</source>
        <translation>يستخدمه</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>تغيّر</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>الفريق</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>الوسوم</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PromptTrial</name>
    <message>
        <source>Compare</source>
        <translation>مقارنة</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>إرسال</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>إيقاف</translation>
    </message>
    <message>
        <source>Answers</source>
        <translation>الإجابات</translation>
    </message>
    <message>
        <source>The template cannot be rendered with these values. Mend it under Write.</source>
        <translation>يتعذّر توليد القالب بهذه القيم. أصلحه ضمن «الكتابة».</translation>
    </message>
    <message>
        <source>Asks with the values under Write. What is written need not be saved.</source>
        <translation>يسأل بالقيم ضمن «الكتابة». لا يلزم حفظ ما كُتب.</translation>
    </message>
    <message>
        <source>Asks with the values under Write. Secret ones are sent, and kept nowhere.</source>
        <translation>يسأل بالقيم ضمن «الكتابة». تُرسل القيم السرّية ولا تُحفظ في أي مكان.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PromptsView</name>
    <message>
        <source>New prompt</source>
        <translation>تلقين جديد</translation>
    </message>
    <message>
        <source>Edit prompt</source>
        <translation>تحرير التلقين</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>تكرار</translation>
    </message>
    <message>
        <source>Publish…</source>
        <translation>نشر…</translation>
    </message>
    <message>
        <source>Import files…</source>
        <translation>استيراد ملفات…</translation>
    </message>
    <message>
        <source>Export files…</source>
        <translation>تصدير ملفات…</translation>
    </message>
    <message>
        <source>Delete prompt</source>
        <translation>حذف التلقين</translation>
    </message>
    <message>
        <source>Export the list</source>
        <translation>تصدير القائمة</translation>
    </message>
    <message>
        <source>Save version</source>
        <translation>حفظ النسخة</translation>
    </message>
    <message>
        <source>Discard edits</source>
        <translation>تجاهل التعديلات</translation>
    </message>
    <message>
        <source>Compare versions</source>
        <translation>مقارنة النسخ</translation>
    </message>
    <message>
        <source>Move label</source>
        <translation>نقل العلامة</translation>
    </message>
    <message>
        <source>Revert to the chosen version</source>
        <translation>الرجوع إلى النسخة المختارة</translation>
    </message>
    <message>
        <source>Run tests</source>
        <translation>تشغيل الاختبارات</translation>
    </message>
    <message>
        <source>Try it</source>
        <translation>جرّبه</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>إيقاف</translation>
    </message>
    <message>
        <source>More commands</source>
        <translation>أوامر أخرى</translation>
    </message>
    <message>
        <source>Select one prompt first.</source>
        <translation>حدد تلقينًا واحدًا أولًا.</translation>
    </message>
    <message>
        <source>Select a prompt first.</source>
        <translation>حدد تلقينًا أولًا.</translation>
    </message>
    <message>
        <source>Nothing was changed.</source>
        <translation>لم يتغير شيء.</translation>
    </message>
    <message>
        <source>Open a prompt first.</source>
        <translation>افتح تلقينًا أولًا.</translation>
    </message>
    <message>
        <source>Choose an older version under Versions first.</source>
        <translation>اختر أولًا نسخة أقدم ضمن «النسخ».</translation>
    </message>
    <message>
        <source>Add tests and choose models under Tests first.</source>
        <translation>أضف اختبارات واختر نماذج ضمن «الاختبارات» أولًا.</translation>
    </message>
    <message>
        <source>Choose a model under Try, and let the template be whole.</source>
        <translation>اختر نموذجًا ضمن «التجربة»، وليكن القالب سليمًا.</translation>
    </message>
    <message>
        <source>Nothing is running.</source>
        <translation>لا شيء قيد التشغيل.</translation>
    </message>
    <message>
        <source>Delete the prompt %1?</source>
        <translation>هل تريد حذف التلقين %1؟</translation>
    </message>
    <message numerus="yes">
        <source>Delete %n prompt(s)?</source>
        <translation>
            <numerusform>لا تلقينات تُحذف؟</numerusform>
            <numerusform>هل تريد حذف تلقين واحد؟</numerusform>
            <numerusform>هل تريد حذف تلقينين؟</numerusform>
            <numerusform>هل تريد حذف %n تلقينات؟</numerusform>
            <numerusform>هل تريد حذف %n تلقينًا؟</numerusform>
            <numerusform>هل تريد حذف %n تلقين؟</numerusform>
        </translation>
    </message>
    <message>
        <source>Its versions, labels and tests go with it. It can come back from the trash or with Undo.</source>
        <translation>تذهب معه نسخه وعلاماته واختباراته. يمكن أن يعود من المهملات أو بالتراجع.</translation>
    </message>
    <message numerus="yes">
        <source>%n version(s)</source>
        <translation>
            <numerusform>لا نسخ</numerusform>
            <numerusform>نسخة واحدة</numerusform>
            <numerusform>نسختان</numerusform>
            <numerusform>%n نسخ</numerusform>
            <numerusform>%n نسخة</numerusform>
            <numerusform>%n نسخة</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, used by %2</source>
        <comment>versions, names of APIs and chains</comment>
        <translation>%1، يستخدمه %2</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>حذف</translation>
    </message>
    <message>
        <source>Delete prompt %1</source>
        <translation>حذف التلقين %1</translation>
    </message>
    <message>
        <source>Filter prompts</source>
        <translation>ترشيح التلقينات</translation>
    </message>
    <message>
        <source>Prompts</source>
        <translation>التلقينات</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) written to %1.</source>
        <translation>
            <numerusform>لم تُكتب صفوف في %1.</numerusform>
            <numerusform>كُتب صف واحد في %1.</numerusform>
            <numerusform>كُتب صفان في %1.</numerusform>
            <numerusform>كُتبت %n صفوف في %1.</numerusform>
            <numerusform>كُتب %n صفًا في %1.</numerusform>
            <numerusform>كُتب %n صف في %1.</numerusform>
        </translation>
    </message>
    <message>
        <source>What is shown is old: %1</source>
        <translation>المعروض قديم: %1</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>إعادة المحاولة</translation>
    </message>
    <message>
        <source>Reading the prompts…</source>
        <translation>تُقرأ التلقينات…</translation>
    </message>
    <message>
        <source>No prompts yet. One is a template that is tested, versioned and published as an API.</source>
        <translation>لا تلقينات بعد. التلقين قالب يُختبر وتُحفظ نسخه ويُنشر واجهةَ API.</translation>
    </message>
    <message>
        <source>New from example</source>
        <translation>جديد من مثال</translation>
    </message>
    <message>
        <source>No prompt has these words.</source>
        <translation>لا تلقين فيه هذه الكلمات.</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>مسح المرشّح</translation>
    </message>
    <message>
        <source>Select one chain first.</source>
        <translation>حدد سلسلة واحدة أولًا.</translation>
    </message>
    <message>
        <source>Open a chain first.</source>
        <translation>افتح سلسلة أولًا.</translation>
    </message>
    <message>
        <source>Mend what is wrong with the chain, or with its values, first.</source>
        <translation>أصلح أولًا ما في السلسلة أو قيمها من خطأ.</translation>
    </message>
    <message>
        <source>This is for prompts only.</source>
        <translation>هذا للتلقينات فقط.</translation>
    </message>
    <message>
        <source>New chain</source>
        <translation>سلسلة جديدة</translation>
    </message>
    <message>
        <source>Edit chain</source>
        <translation>تحرير السلسلة</translation>
    </message>
    <message>
        <source>Delete chain</source>
        <translation>حذف السلسلة</translation>
    </message>
    <message>
        <source>Prompts and chains</source>
        <translation>التلقينات والسلاسل</translation>
    </message>
    <message>
        <source>Chains</source>
        <translation>السلاسل</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ProviderDetails</name>
    <message>
        <source>Keys</source>
        <translation>المفاتيح</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>النماذج</translation>
    </message>
    <message>
        <source>Recent errors</source>
        <translation>الأخطاء الأخيرة</translation>
    </message>
    <message>
        <source>Used by</source>
        <translation>تستخدمه</translation>
    </message>
    <message>
        <source>Copied %1.</source>
        <translation>نُسخ %1.</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>تحرير</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>حذف</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <comment>kind of provider, its address</comment>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>No calls in the last 24 hours.</source>
        <translation>لا استدعاءات في آخر 24 ساعة.</translation>
    </message>
    <message>
        <source>Last 24 hours: %1 calls, %2 errors.</source>
        <translation>آخر 24 ساعة: الاستدعاءات %1، الأخطاء %2.</translation>
    </message>
    <message>
        <source>Disable</source>
        <translation>تعطيل</translation>
    </message>
    <message>
        <source>Enable</source>
        <translation>تمكين</translation>
    </message>
    <message>
        <source>Unlock the key chain</source>
        <translation>فتح قفل سلسلة المفاتيح</translation>
    </message>
    <message>
        <source>Replace key</source>
        <translation>استبدال المفتاح</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>اختبار</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>قيد الاستخدام</translation>
    </message>
    <message>
        <source>In reserve</source>
        <translation>احتياطي</translation>
    </message>
    <message>
        <source>Cannot be read</source>
        <translation>تتعذّر قراءته</translation>
    </message>
    <message>
        <source>Not asked yet</source>
        <translation>لم يُسأل بعد</translation>
    </message>
    <message>
        <source>…%1</source>
        <comment>last four characters of a key</comment>
        <translation>…%1</translation>
    </message>
    <message>
        <source>%1 · kept %2</source>
        <comment>state of a key, a day</comment>
        <translation>%1 · حُفظ %2</translation>
    </message>
    <message>
        <source>Test key %1</source>
        <translation>اختبار المفتاح %1</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>استبدال</translation>
    </message>
    <message>
        <source>Replace key %1</source>
        <translation>استبدال المفتاح %1</translation>
    </message>
    <message>
        <source>None: calls go without a key.</source>
        <translation>لا شيء: تُرسل الاستدعاءات بلا مفتاح.</translation>
    </message>
    <message>
        <source>None in the last 24 hours.</source>
        <translation>لا شيء في آخر 24 ساعة.</translation>
    </message>
    <message>
        <source>%1 · %2 · %3</source>
        <comment>time, status, model</comment>
        <translation>%1 · %2 · %3</translation>
    </message>
    <message>
        <source>Show all in the log</source>
        <translation>عرض الكل في السجل</translation>
    </message>
    <message>
        <source>No route. Models can be asked for as %1/MODEL.</source>
        <translation>لا مسار. يمكن طلب النماذج بالصيغة %1/MODEL.</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>ولا مزيد</numerusform>
            <numerusform>وواحد آخر</numerusform>
            <numerusform>واثنان آخران</numerusform>
            <numerusform>و%n أخرى</numerusform>
            <numerusform>و%n أخرى</numerusform>
            <numerusform>و%n أخرى</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ProviderDialog</name>
    <message>
        <source>Add %1</source>
        <translation>إضافة %1</translation>
    </message>
    <message>
        <source>Add provider</source>
        <translation>إضافة مزوّد</translation>
    </message>
    <message>
        <source>Edit %1</source>
        <translation>تحرير %1</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>حفظ</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>الاسم</translation>
    </message>
    <message>
        <source>Models can be asked for as NAME/model. It cannot be changed later.</source>
        <translation>يمكن طلب النماذج بالصيغة NAME/model. لا يمكن تغييره لاحقًا.</translation>
    </message>
    <message>
        <source>Speaks</source>
        <translation>الصيغة</translation>
    </message>
    <message>
        <source>Leave it empty to use the provider&apos;s usual address.</source>
        <translation>اتركه فارغًا لاستخدام عنوان المزوّد المعتاد.</translation>
    </message>
    <message>
        <source>Base URL</source>
        <translation>عنوان URL الأساسي</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>المفاتيح</translation>
    </message>
    <message>
        <source>This provider works without a key too.</source>
        <translation>يعمل هذا المزوّد بلا مفتاح أيضًا.</translation>
    </message>
    <message>
        <source>A key is kept in the gateway&apos;s key chain or vault and never shown again.</source>
        <translation>يُحفظ المفتاح في سلسلة مفاتيح البوابة أو خزنتها ولا يُعرض مجددًا أبدًا.</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>اختبار</translation>
    </message>
    <message>
        <source>Tries what stands here, without saving it</source>
        <translation>يجرّب ما كُتب هنا من دون حفظه</translation>
    </message>
    <message>
        <source>Enter a name.</source>
        <translation>أدخل اسمًا.</translation>
    </message>
    <message>
        <source>Use letters, digits, “.”, “_” and “-” only, at most 64, and begin with a letter or digit.</source>
        <translation>استخدم الحروف والأرقام و«.» و«_» و«-» فقط، 64 على الأكثر، وابدأ بحرف أو رقم.</translation>
    </message>
    <message>
        <source>There is a provider of this name already. Choose another name.</source>
        <translation>يوجد مزوّد بهذا الاسم بالفعل. اختر اسمًا آخر.</translation>
    </message>
    <message>
        <source>Enter the address of the provider&apos;s API.</source>
        <translation>أدخل عنوان API الخاص بالمزوّد.</translation>
    </message>
    <message>
        <source>Put your own values in the place of what stands in braces.</source>
        <translation>ضع قيمك مكان ما بين الأقواس المتعرجة.</translation>
    </message>
    <message>
        <source>Enter a whole address, such as https://api.example.com/v1.</source>
        <translation>أدخل عنوانًا كاملًا، مثل https://api.example.com/v1.</translation>
    </message>
    <message>
        <source>The address may hold no user name, “?” or “#”.</source>
        <translation>لا يجوز أن يحوي العنوان اسم مستخدم أو «?» أو «#».</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>a sentence, the next step</comment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>Add provider %1</source>
        <translation>إضافة المزوّد %1</translation>
    </message>
    <message>
        <source>Change provider %1</source>
        <translation>تغيير المزوّد %1</translation>
    </message>
    <message>
        <source>Leave it empty to use the address above; one of your own takes its place.</source>
        <translation>اتركه فارغًا لاستخدام العنوان أعلاه؛ وعنوانك الخاص يحل محله.</translation>
    </message>
    <message>
        <source>API version</source>
        <translation>إصدار API</translation>
    </message>
    <message>
        <source>Leave it empty for the usual one.</source>
        <translation>اتركه فارغًا للمعتاد.</translation>
    </message>
    <message>
        <source>A version is written like 2024-10-21.</source>
        <translation>يُكتب الإصدار مثل 2024-10-21.</translation>
    </message>
    <message>
        <source>Enter a key. If this provider needs none, choose “No key is sent” above.</source>
        <translation>أدخل مفتاحًا. إن لم يحتج هذا المزوّد إليه فاختر أعلاه «لا يُرسل مفتاح».</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ProviderModel</name>
    <message>
        <source>Built in</source>
        <translation>مدمج</translation>
    </message>
    <message>
        <source>%1 compatible</source>
        <translation>متوافق مع %1</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>غير معروف</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>الاسم</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>النوع</translation>
    </message>
    <message>
        <source>Health</source>
        <translation>السلامة</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>النماذج</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>المفاتيح</translation>
    </message>
    <message>
        <source>p95</source>
        <translation>p95</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>الأخطاء</translation>
    </message>
    <message>
        <source>Spend, 24 h</source>
        <translation>الإنفاق، 24 ساعة</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ProvidersView</name>
    <message>
        <source>Delete route %1</source>
        <translation>حذف المسار %1</translation>
    </message>
    <message>
        <source>Take %1 out of route %2</source>
        <translation>إخراج %1 من المسار %2</translation>
    </message>
    <message>
        <source>The keys were read again.</source>
        <translation>أُعيدت قراءة المفاتيح.</translation>
    </message>
    <message>
        <source>Disable provider %1</source>
        <translation>تعطيل المزوّد %1</translation>
    </message>
    <message>
        <source>Enable provider %1</source>
        <translation>تمكين المزوّد %1</translation>
    </message>
    <message>
        <source>Delete provider %1?</source>
        <translation>هل تريد حذف المزوّد %1؟</translation>
    </message>
    <message>
        <source>No more calls go there. You can bring it back from the trash for 30 days.</source>
        <translation>لا تذهب إليه استدعاءات بعد ذلك. يمكنك استعادته من المهملات خلال 30 يومًا.</translation>
    </message>
    <message>
        <source>It is taken out of the routes that name it. You can bring it back from the trash for 30 days.</source>
        <translation>يُخرَج من المسارات التي تسمّيه. يمكنك استعادته من المهملات خلال 30 يومًا.</translation>
    </message>
    <message numerus="yes">
        <source>It is taken out of the routes that name it; %n route(s) without another target are deleted too. You can bring them back from the trash for 30 days.</source>
        <translation>
            <numerusform>يُخرَج من المسارات التي تسمّيه؛ ولا يُحذف أي مسار. يمكنك استعادته من المهملات خلال 30 يومًا.</numerusform>
            <numerusform>يُخرَج من المسارات التي تسمّيه؛ ويُحذف أيضًا مسار واحد ليس له هدف آخر. يمكنك استعادتهما من المهملات خلال 30 يومًا.</numerusform>
            <numerusform>يُخرَج من المسارات التي تسمّيه؛ ويُحذف أيضًا مساران ليس لهما هدف آخر. يمكنك استعادتها من المهملات خلال 30 يومًا.</numerusform>
            <numerusform>يُخرَج من المسارات التي تسمّيه؛ وتُحذف أيضًا %n مسارات ليس لها هدف آخر. يمكنك استعادتها من المهملات خلال 30 يومًا.</numerusform>
            <numerusform>يُخرَج من المسارات التي تسمّيه؛ ويُحذف أيضًا %n مسارًا ليس لها هدف آخر. يمكنك استعادتها من المهملات خلال 30 يومًا.</numerusform>
            <numerusform>يُخرَج من المسارات التي تسمّيه؛ ويُحذف أيضًا %n مسار ليس لها هدف آخر. يمكنك استعادتها من المهملات خلال 30 يومًا.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>routes, calls</comment>
        <translation>%1، %2</translation>
    </message>
    <message numerus="yes">
        <source>%n route(s)</source>
        <translation>
            <numerusform>لا مسارات</numerusform>
            <numerusform>مسار واحد</numerusform>
            <numerusform>مساران</numerusform>
            <numerusform>%n مسارات</numerusform>
            <numerusform>%n مسارًا</numerusform>
            <numerusform>%n مسار</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 calls in the last 24 hours</source>
        <translation>الاستدعاءات في آخر 24 ساعة: %1</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>حذف</translation>
    </message>
    <message>
        <source>Delete provider %1</source>
        <translation>حذف المزوّد %1</translation>
    </message>
    <message>
        <source>Move provider %1</source>
        <translation>نقل المزوّد %1</translation>
    </message>
    <message>
        <source>Providers</source>
        <translation>المزوّدون</translation>
    </message>
    <message>
        <source>Filter providers</source>
        <translation>ترشيح المزوّدين</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>اختبار</translation>
    </message>
    <message>
        <source>Add provider</source>
        <translation>إضافة مزوّد</translation>
    </message>
    <message>
        <source>Add provider…</source>
        <translation>إضافة مزوّد…</translation>
    </message>
    <message>
        <source>Test provider</source>
        <translation>اختبار المزوّد</translation>
    </message>
    <message>
        <source>Edit provider…</source>
        <translation>تحرير المزوّد…</translation>
    </message>
    <message>
        <source>Replace key…</source>
        <translation>استبدال المفتاح…</translation>
    </message>
    <message>
        <source>Read keys again</source>
        <translation>إعادة قراءة المفاتيح</translation>
    </message>
    <message>
        <source>Fetch models</source>
        <translation>جلب النماذج</translation>
    </message>
    <message>
        <source>Disable provider</source>
        <translation>تعطيل المزوّد</translation>
    </message>
    <message>
        <source>Move provider up</source>
        <translation>نقل المزوّد لأعلى</translation>
    </message>
    <message>
        <source>Move provider down</source>
        <translation>نقل المزوّد لأسفل</translation>
    </message>
    <message>
        <source>Export providers…</source>
        <translation>تصدير المزوّدين…</translation>
    </message>
    <message>
        <source>Delete provider…</source>
        <translation>حذف المزوّد…</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>إعادة المحاولة</translation>
    </message>
    <message>
        <source>Reading the providers…</source>
        <translation>يُقرأ المزوّدون…</translation>
    </message>
    <message>
        <source>Only the demo provider is here. Add one to reach real models.</source>
        <translation>لا يوجد هنا إلا المزوّد التجريبي. أضف مزوّدًا للوصول إلى نماذج حقيقية.</translation>
    </message>
    <message>
        <source>No provider fits the filter.</source>
        <translation>لا مزوّد يطابق المرشّح.</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>مسح المرشّح</translation>
    </message>
    <message>
        <source>Select a provider first.</source>
        <translation>حدد مزوّدًا أولًا.</translation>
    </message>
    <message>
        <source>The demo provider is built in.</source>
        <translation>المزوّد التجريبي مدمج.</translation>
    </message>
    <message>
        <source>Enable provider</source>
        <translation>تمكين المزوّد</translation>
    </message>
    <message>
        <source>Show live traffic</source>
        <translation>عرض الحركة المباشرة</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PublishDialog</name>
    <message>
        <source>Publish an API</source>
        <translation>نشر واجهة API</translation>
    </message>
    <message>
        <source>Publish</source>
        <translation>نشر</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>العنوان</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>إعادة تسمية</translation>
    </message>
    <message>
        <source>Takes the next name that is free</source>
        <translation>يأخذ الاسم المتاح التالي</translation>
    </message>
    <message>
        <source>Name in the address</source>
        <translation>الاسم في العنوان</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>الاسم</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>الإصدار</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>العنوان</translation>
    </message>
    <message>
        <source>What the catalogue calls it.</source>
        <translation>اسمها في الفهرس.</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>الإجابة</translation>
    </message>
    <message>
        <source>Form</source>
        <translation>الصيغة</translation>
    </message>
    <message>
        <source>Checked JSON is held against the schema of the prompt&apos;s answer.</source>
        <translation>يُقارن JSON المُتحقق منه بمخطط إجابة الموجّه.</translation>
    </message>
    <message>
        <source>Access</source>
        <translation>الوصول</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>المالك</translation>
    </message>
    <message>
        <source>Its team may always call it.</source>
        <translation>يمكن لفريقها استدعاؤها دائمًا.</translation>
    </message>
    <message>
        <source>Who may call</source>
        <translation>من يمكنه الاستدعاء</translation>
    </message>
    <message>
        <source>Plans</source>
        <translation>الخطط</translation>
    </message>
    <message>
        <source>What can be asked for. Without any, a subscription has no plan.</source>
        <translation>ما يمكن طلبه. بدونها يكون الاشتراك بلا خطة.</translation>
    </message>
    <message>
        <source>Show it in the catalogue</source>
        <translation>إظهارها في الفهرس</translation>
    </message>
    <message>
        <source>Catalogue</source>
        <translation>الفهرس</translation>
    </message>
    <message>
        <source>What changes</source>
        <translation>ما يتغير</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>ملاحظة</translation>
    </message>
    <message>
        <source>Why, for those who read its history.</source>
        <translation>السبب، لمن يقرأ السجل.</translation>
    </message>
    <message>
        <source>Keep as a design</source>
        <translation>حفظ كمسودة</translation>
    </message>
    <message>
        <source>Submit for review</source>
        <translation>إرسال للمراجعة</translation>
    </message>
    <message>
        <source>The organisation</source>
        <translation>المؤسسة</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>a plan, its price</comment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>A name has letters, digits, “.”, “_” and “-”, at most 64.</source>
        <translation>للاسم حروف وأرقام و«.» و«_» و«-»، 64 على الأكثر.</translation>
    </message>
    <message>
        <source>/apis/%1 is taken by an API of another kind.</source>
        <translation>/apis/%1 مشغول بواجهة API من نوع آخر.</translation>
    </message>
    <message>
        <source>A version has letters, digits, “.”, “_” and “-”, at most 32, and is not “latest”.</source>
        <translation>يتكون الإصدار من أحرف وأرقام و«.» و«_» و«-»، 32 على الأكثر، وليس «latest».</translation>
    </message>
    <message>
        <source>/apis/%1/%2 is taken.</source>
        <translation>/apis/%1/%2 مشغول.</translation>
    </message>
    <message>
        <source>Nothing is published at this address yet. This is what will be:</source>
        <translation>لم يُنشر شيء على هذا العنوان بعد. هذا ما سيكون:</translation>
    </message>
    <message>
        <source>Beside version %1, which is live:</source>
        <translation>بجانب الإصدار %1 العامل:</translation>
    </message>
    <message>
        <source>Publish %1</source>
        <comment>a version of an API</comment>
        <translation>نشر %1</translation>
    </message>
    <message>
        <source>The change waits for review. Publish the version once it is applied.</source>
        <translation>التغيير ينتظر المراجعة. انشر الإصدار بعد تطبيقه.</translation>
    </message>
    <message>
        <source>Version %1 of %2 is kept as a design.</source>
        <translation>حُفظ الإصدار %1 من %2 كمسودة.</translation>
    </message>
    <message>
        <source>Version %1 of %2 waits for review.</source>
        <translation>الإصدار %1 من %2 ينتظر المراجعة.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PublishSource</name>
    <message>
        <source>Publish</source>
        <translation>نشر</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>الاسم</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>الإصدار</translation>
    </message>
    <message>
        <source>A label follows where it is moved; a version stays what it is.</source>
        <translation>تتبع اللافتة موضعها؛ ويبقى الإصدار كما هو.</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>النماذج</translation>
    </message>
    <message>
        <source>Names parted by commas. The first is the one that is asked where a call names none.</source>
        <translation>أسماء مفصولة بفواصل. يُستعمل الأول إن لم يسمِّ الاستدعاء شيئًا.</translation>
    </message>
    <message>
        <source>Name at least one model.</source>
        <translation>سمِّ نموذجًا واحدًا على الأقل.</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>title, name</comment>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>%1: version %2 now</source>
        <comment>a label</comment>
        <translation>%1: الإصدار %2 الآن</translation>
    </message>
    <message>
        <source>Version %1</source>
        <translation>الإصدار %1</translation>
    </message>
    <message>
        <source>Version %1: %2</source>
        <comment>with a comment</comment>
        <translation>الإصدار %1: %2</translation>
    </message>
    <message>
        <source>There is no chain yet.</source>
        <translation>لا توجد سلسلة بعد.</translation>
    </message>
    <message>
        <source>There is no prompt yet. Write one first.</source>
        <translation>لا يوجد موجّه بعد. اكتب واحدًا أولًا.</translation>
    </message>
    <message>
        <source>Save a version of it first.</source>
        <translation>احفظ إصدارًا منه أولًا.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PublishedDialog</name>
    <message>
        <source>Version %1 of %2</source>
        <translation>الإصدار %1 من %2</translation>
    </message>
    <message>
        <source>Version %1 of %2 can be called</source>
        <translation>يمكن استدعاء الإصدار %1 من %2</translation>
    </message>
    <message>
        <source>This command works once the variable GATEHOUSE_API_KEY holds a key that may call it.</source>
        <translation>يعمل هذا الأمر متى حوى المتغير GATEHOUSE_API_KEY مفتاحًا يمكنه الاستدعاء.</translation>
    </message>
    <message>
        <source>The command</source>
        <translation>الأمر</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>نسخ</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>إغلاق</translation>
    </message>
    <message>
        <source>Copied.</source>
        <translation>تم النسخ.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PurgeDialog</name>
    <message>
        <source>Purge the cache</source>
        <translation>إفراغ المخبأ</translation>
    </message>
    <message>
        <source>Purge…</source>
        <translation>إفراغ…</translation>
    </message>
    <message>
        <source>All routes</source>
        <translation>كل المسارات</translation>
    </message>
    <message>
        <source>Route</source>
        <translation>المسار</translation>
    </message>
    <message>
        <source>All models</source>
        <translation>كل النماذج</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>النموذج</translation>
    </message>
    <message>
        <source>As its provider calls it.</source>
        <translation>كما يسميه مزوّده.</translation>
    </message>
    <message>
        <source>All keys</source>
        <translation>كل المفاتيح</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>a key&apos;s name, its id</comment>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>المفتاح</translation>
    </message>
    <message>
        <source>Answers that its calls brought. What fits all three is thrown away.</source>
        <translation>إجابات جلبتها استدعاءاته. يُرمى ما يوافق الثلاثة.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::RaiseDialog</name>
    <message>
        <source>Raise the budget of %1 for a while</source>
        <translation>رفع ميزانية %1 مؤقتًا</translation>
    </message>
    <message>
        <source>Raise</source>
        <translation>رفع</translation>
    </message>
    <message>
        <source>Dollars until then</source>
        <translation>الدولارات حتى ذلك الحين</translation>
    </message>
    <message>
        <source>In place of %1, not on top of it.</source>
        <translation>بدل %1 لا زيادة عليه.</translation>
    </message>
    <message>
        <source>For an hour</source>
        <translation>لساعة</translation>
    </message>
    <message>
        <source>For a day</source>
        <translation>ليوم</translation>
    </message>
    <message>
        <source>For a week</source>
        <translation>لأسبوع</translation>
    </message>
    <message>
        <source>Until the period ends</source>
        <translation>حتى نهاية المدة</translation>
    </message>
    <message>
        <source>No longer: end the raise now</source>
        <translation>لا مزيد: إنهاء الرفع الآن</translation>
    </message>
    <message>
        <source>How long</source>
        <translation>كم المدة</translation>
    </message>
    <message>
        <source>The amount that is set counts again afterwards, by itself.</source>
        <translation>بعدها يعود المبلغ المضبوط من تلقاء نفسه.</translation>
    </message>
    <message>
        <source>Enter an amount such as 25 or 0.50.</source>
        <translation>أدخل مبلغًا مثل 25 أو 0.50.</translation>
    </message>
    <message>
        <source>It must be more than what is set.</source>
        <translation>يجب أن يزيد على المضبوط.</translation>
    </message>
    <message>
        <source>Raise the budget of %1</source>
        <translation>رفع ميزانية %1</translation>
    </message>
    <message>
        <source>End the raise of the budget of %1</source>
        <translation>إنهاء رفع ميزانية %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::RangeButton</name>
    <message>
        <source>Reset zoom</source>
        <translation>إعادة ضبط التكبير</translation>
    </message>
    <message>
        <source>Time range: %1</source>
        <translation>النطاق الزمني: %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::RangePopup</name>
    <message>
        <source>Show this stretch</source>
        <translation>عرض هذه الفترة</translation>
    </message>
    <message>
        <source>&amp;From</source>
        <translation>من (&amp;F)</translation>
    </message>
    <message>
        <source>&amp;To</source>
        <translation>إلى (&amp;T)</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>اليوم</translation>
    </message>
    <message>
        <source>Month before</source>
        <translation>الشهر السابق</translation>
    </message>
    <message>
        <source>Next month</source>
        <translation>الشهر التالي</translation>
    </message>
    <message>
        <source>The end lies before the start. Choose a later end.</source>
        <translation>النهاية قبل البداية. اختر نهاية لاحقة.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ReadyPage</name>
    <message>
        <source>Gateway</source>
        <translation>البوابة</translation>
    </message>
    <message>
        <source>Key chain</source>
        <translation>سلسلة المفاتيح</translation>
    </message>
    <message>
        <source>First key</source>
        <translation>المفتاح الأول</translation>
    </message>
    <message>
        <source>Demo models</source>
        <translation>النماذج التجريبية</translation>
    </message>
    <message>
        <source>Check again</source>
        <translation>فحص مجددًا</translation>
    </message>
    <message>
        <source>Use port %1 instead</source>
        <translation>استخدام المنفذ %1 بدلًا منه</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ReasonDialog</name>
    <message>
        <source>Reason</source>
        <translation>السبب</translation>
    </message>
    <message>
        <source>The applicant reads it.</source>
        <translation>يقرؤه مقدم الطلب.</translation>
    </message>
    <message>
        <source>Say why, so that the applicant knows what to do.</source>
        <translation>اذكر السبب ليعرف مقدم الطلب ما يفعله.</translation>
    </message>
    <message numerus="yes">
        <source>At most %n character(s).</source>
        <translation>
            <numerusform>%n حرف على الأكثر.</numerusform>
            <numerusform>%n حرف على الأكثر.</numerusform>
            <numerusform>%n حرف على الأكثر.</numerusform>
            <numerusform>%n حرف على الأكثر.</numerusform>
            <numerusform>%n حرف على الأكثر.</numerusform>
            <numerusform>%n حرف على الأكثر.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::RecordJobRow</name>
    <message>
        <source>Done at %1</source>
        <translation>تم في %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::RecordsPage</name>
    <message>
        <source>Never</source>
        <translation>أبدًا</translation>
    </message>
    <message>
        <source>When a call goes wrong</source>
        <translation>عند فشل استدعاء</translation>
    </message>
    <message>
        <source>Always</source>
        <translation>دائمًا</translation>
    </message>
    <message>
        <source>Privacy and records</source>
        <translation>الخصوصية والتسجيلات</translation>
    </message>
    <message>
        <source>What is recorded</source>
        <translation>ما يُسجَّل</translation>
    </message>
    <message>
        <source>Keep bodies of calls</source>
        <translation>حفظ محتويات الاستدعاءات</translation>
    </message>
    <message>
        <source>Questions and answers. Keys, addresses and numbers of persons are masked first. Keys, applications and routes may say less.</source>
        <translation>الأسئلة والإجابات. تُحجب أولًا المفاتيح وعناوين الأشخاص وأرقامهم. يجوز للمفاتيح والتطبيقات والمسارات أن تحدّ من ذلك.</translation>
    </message>
    <message>
        <source>Of each body at most</source>
        <translation>أقصى حجم لكل محتوى</translation>
    </message>
    <message>
        <source>What is longer is cut, and the log says so.</source>
        <translation>يُقطع ما زاد، ويذكر السجل ذلك.</translation>
    </message>
    <message>
        <source>For how long</source>
        <translation>مدة الاحتفاظ</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>الاستدعاءات</translation>
    </message>
    <message>
        <source>Rows of the log, and why each call went as it did.</source>
        <translation>صفوف السجل، وسبب سير كل استدعاء كما سار.</translation>
    </message>
    <message>
        <source>Bodies</source>
        <translation>المحتويات</translation>
    </message>
    <message>
        <source>They never outlive their call.</source>
        <translation>لا تبقى أبدًا بعد استدعائها.</translation>
    </message>
    <message>
        <source>Sums by the minute</source>
        <translation>المجاميع بالدقيقة</translation>
    </message>
    <message>
        <source>For charts of short times.</source>
        <translation>لمخططات الفترات القصيرة.</translation>
    </message>
    <message>
        <source>Sums by the hour</source>
        <translation>المجاميع بالساعة</translation>
    </message>
    <message>
        <source>Sums by the day, which hold what was spent, always stay.</source>
        <translation>المجاميع اليومية التي تحوي ما أُنفق تبقى دائمًا.</translation>
    </message>
    <message>
        <source>Size on the disk</source>
        <translation>الحجم على القرص</translation>
    </message>
    <message>
        <source>Beyond it the oldest bodies go first, then the oldest calls.</source>
        <translation>عند تجاوزه تُحذف أقدم المحتويات أولًا، ثم أقدم الاستدعاءات.</translation>
    </message>
    <message>
        <source>On the disk</source>
        <translation>على القرص</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>قيد الاستخدام</translation>
    </message>
    <message>
        <source>The store, with all that is recorded.</source>
        <translation>المخزن مع كل ما سُجّل.</translation>
    </message>
    <message>
        <source>Give space back</source>
        <translation>إعادة المساحة</translation>
    </message>
    <message>
        <source>Compact the store</source>
        <translation>ضغط المخزن</translation>
    </message>
    <message>
        <source>Gives space of removed records back to the disk, while the gateway serves.</source>
        <translation>يعيد مساحة التسجيلات المزالة إلى القرص أثناء خدمة البوابة.</translation>
    </message>
    <message>
        <source>Count anew</source>
        <translation>إعادة الحساب</translation>
    </message>
    <message>
        <source>Make sums anew</source>
        <translation>إعادة حساب المجاميع</translation>
    </message>
    <message>
        <source>Counts charts and spend again from the calls that are kept.</source>
        <translation>يعيد حساب المخططات والإنفاق من الاستدعاءات المحفوظة.</translation>
    </message>
    <message>
        <source>%1 for %2</source>
        <comment>a size on the disk, a number of calls</comment>
        <translation>%1 ‏(%2)</translation>
    </message>
    <message numerus="yes">
        <source>%n calls</source>
        <translation>
            <numerusform>لا استدعاءات</numerusform>
            <numerusform>استدعاء واحد</numerusform>
            <numerusform>استدعاءان</numerusform>
            <numerusform>%n استدعاءات</numerusform>
            <numerusform>%n استدعاءً</numerusform>
            <numerusform>%n استدعاء</numerusform>
        </translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>a setting, its new value</comment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Reset privacy and records</source>
        <translation>إعادة ضبط الخصوصية والتسجيلات</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ReplaceKeyDialog</name>
    <message>
        <source>Replace key of %1</source>
        <translation>استبدال مفتاح %1</translation>
    </message>
    <message>
        <source>Replace key</source>
        <translation>استبدال المفتاح</translation>
    </message>
    <message>
        <source>The new key takes the place of the old one at once; the old one cannot be brought back.</source>
        <translation>يحل المفتاح الجديد محل القديم فورًا؛ ولا يمكن استعادة القديم.</translation>
    </message>
    <message>
        <source>The new key is kept in the gateway&apos;s key chain or vault and used in the place of “%1”.</source>
        <translation>يُحفظ المفتاح الجديد في سلسلة مفاتيح البوابة أو خزنتها ويُستخدم بدلًا من «%1».</translation>
    </message>
    <message>
        <source>Paste the key here</source>
        <translation>الصق المفتاح هنا</translation>
    </message>
    <message>
        <source>New key</source>
        <translation>مفتاح جديد</translation>
    </message>
    <message>
        <source>It is tried at the provider before it is kept.</source>
        <translation>يُجرَّب لدى المزوّد قبل حفظه.</translation>
    </message>
    <message>
        <source>Enter the new key.</source>
        <translation>أدخل المفتاح الجديد.</translation>
    </message>
    <message>
        <source>A key has no blanks and only plain characters. Copy it again.</source>
        <translation>لا يحوي المفتاح مسافات، بل محارف عادية فقط. انسخه مجددًا.</translation>
    </message>
    <message>
        <source>%1 Enter another key, or press Replace key again to keep it nevertheless.</source>
        <translation>%1 أدخل مفتاحًا آخر، أو اضغط «استبدال المفتاح» مجددًا لحفظه رغم ذلك.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::Replay</name>
    <message>
        <source>The gateway&apos;s port does not answer (%1). Check that it runs, then try again.</source>
        <translation>لا يجيب منفذ البوابة (%1). تحقق من أنها تعمل، ثم حاول مجددًا.</translation>
    </message>
    <message>
        <source>The call ended with status %1.</source>
        <translation>انتهى الاستدعاء بالحالة %1.</translation>
    </message>
    <message>
        <source>The answer broke off.</source>
        <translation>انقطعت الإجابة.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ReplayDialog</name>
    <message>
        <source>Edit and replay</source>
        <translation>تحرير وإعادة الإرسال</translation>
    </message>
    <message>
        <source>%1 %2, with a key of the console&apos;s own. It is recorded and paid for like any other call.</source>
        <translation>%1 %2، بمفتاح خاص بوحدة التحكم. يُسجَّل ويُدفع ثمنه كأي استدعاء آخر.</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>الطلب</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>الإجابة</translation>
    </message>
    <message>
        <source>The answer comes here.</source>
        <translation>تظهر الإجابة هنا.</translation>
    </message>
    <message>
        <source>Compare with the first</source>
        <translation>المقارنة بالأول</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>إيقاف</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>إغلاق</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>إرسال</translation>
    </message>
    <message>
        <source>Stopped.</source>
        <translation>أُوقف.</translation>
    </message>
    <message>
        <source>This is no JSON: %1, at character %2.</source>
        <translation>هذا ليس JSON: %1، عند المحرف %2.</translation>
    </message>
    <message>
        <source>Sending…</source>
        <translation>جارٍ الإرسال…</translation>
    </message>
    <message>
        <source>Status %1 after %2</source>
        <translation>الحالة %1 بعد %2</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ResultMatrix</name>
    <message>
        <source>Waiting</source>
        <translation>قيد الانتظار</translation>
    </message>
    <message>
        <source>Passed</source>
        <translation>نجح</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>فشل</translation>
    </message>
    <message>
        <source>Failed: %1</source>
        <comment>why</comment>
        <translation>فشل: %1</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>الاختبار</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>القيم</translation>
    </message>
    <message>
        <source>Checks</source>
        <translation>الفحوص</translation>
    </message>
    <message>
        <source>Version %1</source>
        <translation>النسخة %1</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <comment>version, model</comment>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>%1 · %2 of %3</source>
        <comment>version and model, passed, of all</comment>
        <translation>%1 · %2 من %3</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::RevertDialog</name>
    <message>
        <source>This is what changes. It becomes a new revision, which can be taken back as well.</source>
        <translation>هذا ما يتغير. يصبح إصدارًا جديدًا يمكن التراجع عنه أيضًا.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>إلغاء</translation>
    </message>
    <message>
        <source>Revert</source>
        <translation>التراجع</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::Reverting</name>
    <message>
        <source>Everything is as it was then already.</source>
        <translation>كل شيء كما كان حينها بالفعل.</translation>
    </message>
    <message>
        <source>Take revision %1 back?</source>
        <translation>هل تريد التراجع عن الإصدار %1؟</translation>
    </message>
    <message>
        <source>Go back to revision %1?</source>
        <translation>هل تريد العودة إلى الإصدار %1؟</translation>
    </message>
    <message>
        <source>Reverted. The history holds it as a new revision.</source>
        <translation>تم التراجع. تسجّله المحفوظات إصدارًا جديدًا.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ReviewBar</name>
    <message>
        <source>Review changes</source>
        <translation>مراجعة التغييرات</translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) wait for review. Nothing has reached %1 yet.</source>
        <translation>
            <numerusform>لا تغييرات تنتظر المراجعة. لم يصل شيء إلى %1 بعد.</numerusform>
            <numerusform>تغيير واحد ينتظر المراجعة. لم يصل شيء إلى %1 بعد.</numerusform>
            <numerusform>تغييران ينتظران المراجعة. لم يصل شيء إلى %1 بعد.</numerusform>
            <numerusform>%n تغييرات تنتظر المراجعة. لم يصل شيء إلى %1 بعد.</numerusform>
            <numerusform>%n تغييرًا تنتظر المراجعة. لم يصل شيء إلى %1 بعد.</numerusform>
            <numerusform>%n تغيير تنتظر المراجعة. لم يصل شيء إلى %1 بعد.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ReviewDialog</name>
    <message>
        <source>Discard all</source>
        <translation>تجاهل الكل</translation>
    </message>
    <message>
        <source>Review changes</source>
        <translation>مراجعة التغييرات</translation>
    </message>
    <message>
        <source>Nothing has reached %1 yet. Apply the changes together, or discard what you do not want.</source>
        <translation>لم يصل شيء إلى %1 بعد. طبّق التغييرات معًا، أو تجاهل ما لا تريده.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>إغلاق</translation>
    </message>
    <message numerus="yes">
        <source>Discard %n change(s)?</source>
        <translation>
            <numerusform>هل تريد تجاهل التغييرات؟</numerusform>
            <numerusform>هل تريد تجاهل تغيير واحد؟</numerusform>
            <numerusform>هل تريد تجاهل تغييرين؟</numerusform>
            <numerusform>هل تريد تجاهل %n تغييرات؟</numerusform>
            <numerusform>هل تريد تجاهل %n تغييرًا؟</numerusform>
            <numerusform>هل تريد تجاهل %n تغيير؟</numerusform>
        </translation>
    </message>
    <message>
        <source>They have not been applied, and cannot be brought back.</source>
        <translation>لم تُطبَّق ولا يمكن استعادتها.</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>تجاهل</translation>
    </message>
    <message numerus="yes">
        <source>Apply %n change(s)</source>
        <translation>
            <numerusform>تطبيق التغييرات</numerusform>
            <numerusform>تطبيق تغيير واحد</numerusform>
            <numerusform>تطبيق تغييرين</numerusform>
            <numerusform>تطبيق %n تغييرات</numerusform>
            <numerusform>تطبيق %n تغييرًا</numerusform>
            <numerusform>تطبيق %n تغيير</numerusform>
        </translation>
    </message>
    <message>
        <source>Discard: %1</source>
        <translation>تجاهل: %1</translation>
    </message>
    <message>
        <source>Refused: %1</source>
        <translation>رُفض: %1</translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) could not be applied: mend or discard what is marked, then apply again.</source>
        <translation>
            <numerusform>طُبّقت كل التغييرات.</numerusform>
            <numerusform>تعذّر تطبيق تغيير واحد: أصلح المعلَّم أو تجاهله، ثم طبّق مجددًا.</numerusform>
            <numerusform>تعذّر تطبيق تغييرين: أصلح المعلَّم أو تجاهله، ثم طبّق مجددًا.</numerusform>
            <numerusform>تعذّر تطبيق %n تغييرات: أصلح المعلَّم أو تجاهله، ثم طبّق مجددًا.</numerusform>
            <numerusform>تعذّر تطبيق %n تغييرًا: أصلح المعلَّم أو تجاهله، ثم طبّق مجددًا.</numerusform>
            <numerusform>تعذّر تطبيق %n تغيير: أصلح المعلَّم أو تجاهله، ثم طبّق مجددًا.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ReviewPage</name>
    <message>
        <source>Add</source>
        <translation>إضافة</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>التغيير</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>إزالة</translation>
    </message>
    <message>
        <source>Provider</source>
        <translation>المزوّد</translation>
    </message>
    <message>
        <source>Route</source>
        <translation>المسار</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>الفريق</translation>
    </message>
    <message>
        <source>Application</source>
        <translation>التطبيق</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>المفتاح</translation>
    </message>
    <message>
        <source>Records</source>
        <translation>التسجيلات</translation>
    </message>
    <message>
        <source>What</source>
        <translation>ماذا</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>الاسم</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>التفاصيل</translation>
    </message>
    <message>
        <source>What changes</source>
        <translation>ما يتغير</translation>
    </message>
    <message>
        <source>What to know</source>
        <translation>ما ينبغي معرفته</translation>
    </message>
    <message>
        <source>The gateway is asked what would change…</source>
        <translation>تُسأل البوابة عمّا سيتغير…</translation>
    </message>
    <message>
        <source>One moment…</source>
        <translation>لحظة…</translation>
    </message>
    <message>
        <source>Nothing was changed.</source>
        <translation>لم يتغير شيء.</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>إعادة المحاولة</translation>
    </message>
    <message>
        <source>All of this is there already: nothing would change.</source>
        <translation>كل هذا موجود بالفعل: لن يتغير شيء.</translation>
    </message>
    <message>
        <source>Nothing to import.</source>
        <translation>لا شيء للاستيراد.</translation>
    </message>
    <message>
        <source>Nothing has changed yet. It would add %1, change %2 and remove %3.</source>
        <translation>لم يتغير شيء بعد. ستكون النتيجة إضافة %1 وتغيير %2 وإزالة %3.</translation>
    </message>
    <message numerus="yes">
        <source>%n objects</source>
        <translation>
            <numerusform>%n كائن</numerusform>
            <numerusform>كائن واحد</numerusform>
            <numerusform>كائنين</numerusform>
            <numerusform>%n كائنات</numerusform>
            <numerusform>%n كائنًا</numerusform>
            <numerusform>%n كائن</numerusform>
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
            <numerusform>لا أمور تنبغي معرفتها</numerusform>
            <numerusform>أمر واحد تنبغي معرفته</numerusform>
            <numerusform>أمران تنبغي معرفتهما</numerusform>
            <numerusform>%n أمور تنبغي معرفتها</numerusform>
            <numerusform>%n أمرًا تنبغي معرفتها</numerusform>
            <numerusform>%n أمر تنبغي معرفتها</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::RotateKeyDialog</name>
    <message>
        <source>Rotate key %1</source>
        <translation>تدوير المفتاح %1</translation>
    </message>
    <message>
        <source>Rotate</source>
        <translation>تدوير</translation>
    </message>
    <message>
        <source>Keep the new key in the key chain for helpers</source>
        <translation>حفظ المفتاح الجديد في سلسلة المفاتيح للأوامر المساعدة</translation>
    </message>
    <message>
        <source>24 hours</source>
        <translation>24 ساعة</translation>
    </message>
    <message>
        <source>1 hour</source>
        <translation>ساعة واحدة</translation>
    </message>
    <message>
        <source>7 days</source>
        <translation>7 أيام</translation>
    </message>
    <message>
        <source>30 days</source>
        <translation>30 يومًا</translation>
    </message>
    <message>
        <source>Not at all: end it now</source>
        <translation>إطلاقًا: إنهاؤه الآن</translation>
    </message>
    <message>
        <source>Old key stays valid</source>
        <translation>مدة بقاء المفتاح القديم صالحًا</translation>
    </message>
    <message>
        <source>A new key is made at once. Give it to the clients before the old one ends.</source>
        <translation>يُنشأ مفتاح جديد فورًا. أعطه للعملاء قبل انتهاء القديم.</translation>
    </message>
    <message>
        <source>New key expires</source>
        <translation>انتهاء المفتاح الجديد</translation>
    </message>
    <message>
        <source>Key chain</source>
        <translation>سلسلة المفاتيح</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::RouteDialog</name>
    <message>
        <source>Create route</source>
        <translation>إنشاء مسار</translation>
    </message>
    <message>
        <source>Edit route %1</source>
        <translation>تحرير المسار %1</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>حفظ</translation>
    </message>
    <message>
        <source>smart</source>
        <translation>smart</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>الاسم</translation>
    </message>
    <message>
        <source>What clients ask for as their model.</source>
        <translation>ما يطلبه العملاء بوصفه نموذجهم.</translation>
    </message>
    <message>
        <source>Targets</source>
        <translation>الأهداف</translation>
    </message>
    <message>
        <source>As the settings say</source>
        <translation>كما تحدد الإعدادات</translation>
    </message>
    <message>
        <source>None</source>
        <translation>لا شيء</translation>
    </message>
    <message>
        <source>Of failed calls</source>
        <translation>للاستدعاءات الفاشلة</translation>
    </message>
    <message>
        <source>Of all calls</source>
        <translation>لكل الاستدعاءات</translation>
    </message>
    <message>
        <source>Recorded bodies</source>
        <translation>المحتويات المسجّلة</translation>
    </message>
    <message>
        <source>Of the settings of key, application and route the most private one counts.</source>
        <translation>يسري الإعداد الأكثر خصوصية من إعدادات المفتاح والتطبيق والمسار.</translation>
    </message>
    <message>
        <source>Name the route, such as smart.</source>
        <translation>سمِّ المسار، مثل smart.</translation>
    </message>
    <message>
        <source>Use printable characters only, 256 at most.</source>
        <translation>استخدم المحارف القابلة للطباعة فقط، 256 على الأكثر.</translation>
    </message>
    <message>
        <source>There is a route of this name. Edit that one, or take another name.</source>
        <translation>يوجد مسار بهذا الاسم. حرّره أو اختر اسمًا آخر.</translation>
    </message>
    <message>
        <source>Create route %1</source>
        <translation>إنشاء المسار %1</translation>
    </message>
    <message>
        <source>Change route %1</source>
        <translation>تغيير المسار %1</translation>
    </message>
    <message>
        <source>Refuse calls that lose a field</source>
        <translation>رفض الاستدعاءات التي تفقد حقلًا</translation>
    </message>
    <message>
        <source>Translation</source>
        <translation>الترجمة</translation>
    </message>
    <message>
        <source>Where a provider&apos;s dialect cannot say a field, the client gets an error that names it instead of an answer without it. A target that can say all is taken first.</source>
        <translation>حيث لا تستطيع لهجة المزوّد قول حقل، يتلقى العميل خطأً يسميه بدل جواب بدونه. ويُؤخذ أولًا هدف يستطيع قول كل شيء.</translation>
    </message>
    <message>
        <source>Evaluate…</source>
        <translation>تقييم…</translation>
    </message>
    <message>
        <source>What the calls of the last days would have done with this route</source>
        <translation>ما كانت ستفعله استدعاءات الأيام الماضية بهذا المسار</translation>
    </message>
    <message>
        <source>Where one fails, the next one serves. Drag them into their order, or press Alt+Up and Alt+Down.</source>
        <translation>عندما يفشل أحدها يخدم التالي. اسحبها إلى ترتيبها أو اضغط Alt+أعلى وAlt+أسفل.</translation>
    </message>
    <message>
        <source>Rules</source>
        <translation>القواعد</translation>
    </message>
    <message>
        <source>The first rule that fits a call says where it goes; where none fits, all targets stand.</source>
        <translation>أول قاعدة تنطبق على الاستدعاء تحدد وجهته؛ وإن لم تنطبق أي قاعدة فكل الأهداف متاحة.</translation>
    </message>
    <message>
        <source>When a target fails</source>
        <translation>عندما يفشل هدف</translation>
    </message>
    <message>
        <source>Canary</source>
        <translation>الكناري</translation>
    </message>
    <message>
        <source>Experiment</source>
        <translation>التجربة</translation>
    </message>
    <message>
        <source>Shadow</source>
        <translation>الظل</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>الحدود</translation>
    </message>
    <message>
        <source>Cache</source>
        <translation>التخزين المؤقت</translation>
    </message>
    <message>
        <source>Translation and records</source>
        <translation>الترجمة والسجلات</translation>
    </message>
    <message>
        <source>Route %1 on recorded calls</source>
        <translation>المسار %1 على الاستدعاءات المسجَّلة</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::RouteModel</name>
    <message>
        <source>On</source>
        <translation>مفعّل</translation>
    </message>
    <message>
        <source>Disabled</source>
        <translation>معطّل</translation>
    </message>
    <message>
        <source>%1 × %2</source>
        <comment>target, weight</comment>
        <translation>%1 × %2</translation>
    </message>
    <message>
        <source>, then </source>
        <comment>between targets in their order</comment>
        <translation>، ثم </translation>
    </message>
    <message>
        <source>Dollars per million tokens at the first target</source>
        <translation>دولار لكل مليون رمز عند الهدف الأول</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>الاسم</translation>
    </message>
    <message>
        <source>State</source>
        <translation>الحالة</translation>
    </message>
    <message>
        <source>Targets</source>
        <translation>الأهداف</translation>
    </message>
    <message>
        <source>Fallbacks</source>
        <translation>البدائل</translation>
    </message>
    <message>
        <source>Price per million</source>
        <translation>السعر لكل مليون</translation>
    </message>
    <message>
        <source>Price source</source>
        <translation>مصدر السعر</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>الاستدعاءات</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>الأخطاء</translation>
    </message>
    <message>
        <source>What clients of every dialect get from it, as the last conformance test found</source>
        <translation>ما يحصل عليه عملاء كل لهجة منه، حسب آخر اختبار توافق</translation>
    </message>
    <message>
        <source>Conformance</source>
        <translation>التوافق</translation>
    </message>
    <message numerus="yes">
        <source>%n rule(s)</source>
        <translation>
            <numerusform>%n قاعدة</numerusform>
            <numerusform>%n قاعدة</numerusform>
            <numerusform>%n قاعدة</numerusform>
            <numerusform>%n قاعدة</numerusform>
            <numerusform>%n قاعدة</numerusform>
            <numerusform>%n قاعدة</numerusform>
        </translation>
    </message>
    <message>
        <source>canary</source>
        <translation>كناري</translation>
    </message>
    <message>
        <source>experiment</source>
        <translation>تجربة</translation>
    </message>
    <message>
        <source>shadow</source>
        <translation>ظل</translation>
    </message>
    <message>
        <source> · </source>
        <comment>between facts</comment>
        <translation> · </translation>
    </message>
    <message>
        <source>Strategy</source>
        <translation>الاستراتيجية</translation>
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
        <translation>تبديل المزوّد (&amp;W)</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>route, target</comment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>No route has a second target to switch to.</source>
        <translation>لا مسار له هدف ثانٍ للتبديل إليه.</translation>
    </message>
    <message>
        <source>First target of %1</source>
        <translation>الهدف الأول لـ %1</translation>
    </message>
    <message>
        <source>Send %1 to %2 first</source>
        <translation>إرسال %1 إلى %2 أولًا</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::RoutesView</name>
    <message>
        <source>Create route</source>
        <translation>إنشاء مسار</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>تحرير</translation>
    </message>
    <message>
        <source>Disable</source>
        <translation>تعطيل</translation>
    </message>
    <message>
        <source>Set price</source>
        <translation>تحديد السعر</translation>
    </message>
    <message>
        <source>Show its calls</source>
        <translation>عرض استدعاءاته</translation>
    </message>
    <message>
        <source>Delete route</source>
        <translation>حذف المسار</translation>
    </message>
    <message>
        <source>Models and routes</source>
        <translation>النماذج والمسارات</translation>
    </message>
    <message>
        <source>Filter routes</source>
        <translation>ترشيح المسارات</translation>
    </message>
    <message>
        <source>Routes</source>
        <translation>المسارات</translation>
    </message>
    <message>
        <source>What is shown is old: %1</source>
        <translation>المعروض قديم: %1</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>إعادة المحاولة</translation>
    </message>
    <message>
        <source>Reading the routes…</source>
        <translation>تُقرأ المسارات…</translation>
    </message>
    <message>
        <source>No routes yet. A route gives clients one name for several models and fails over between them; without one they ask for provider/model.</source>
        <translation>لا مسارات بعد. يعطي المسار العملاء اسمًا واحدًا لعدة نماذج وينتقل بينها عند الفشل؛ ومن دونه يطلبون بالصيغة provider/model.</translation>
    </message>
    <message>
        <source>No route has these words.</source>
        <translation>لا مسار فيه هذه الكلمات.</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>مسح المرشّح</translation>
    </message>
    <message>
        <source>Select one route first.</source>
        <translation>حدد مسارًا واحدًا أولًا.</translation>
    </message>
    <message>
        <source>The demo provider&apos;s prices are pretended and stay as they are.</source>
        <translation>أسعار المزوّد التجريبي وهمية وتبقى كما هي.</translation>
    </message>
    <message>
        <source>Enable</source>
        <translation>تمكين</translation>
    </message>
    <message>
        <source>Disable route %1</source>
        <translation>تعطيل المسار %1</translation>
    </message>
    <message>
        <source>Enable route %1</source>
        <translation>تمكين المسار %1</translation>
    </message>
    <message numerus="yes">
        <source>%1: %n call(s).</source>
        <comment>range</comment>
        <translation>
            <numerusform>%1: لا استدعاءات.</numerusform>
            <numerusform>%1: استدعاء واحد.</numerusform>
            <numerusform>%1: استدعاءان.</numerusform>
            <numerusform>%1: %n استدعاءات.</numerusform>
            <numerusform>%1: %n استدعاءً.</numerusform>
            <numerusform>%1: %n استدعاء.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n application(s) name it in their models.</source>
        <translation>
            <numerusform>لا تطبيق يسمّيه ضمن نماذجه.</numerusform>
            <numerusform>يسمّيه تطبيق واحد ضمن نماذجه.</numerusform>
            <numerusform>يسمّيه تطبيقان ضمن نماذجهما.</numerusform>
            <numerusform>تسمّيه %n تطبيقات ضمن نماذجها.</numerusform>
            <numerusform>يسمّيه %n تطبيقًا ضمن نماذجها.</numerusform>
            <numerusform>يسمّيه %n تطبيق ضمن نماذجها.</numerusform>
        </translation>
    </message>
    <message>
        <source>Delete route %1?</source>
        <translation>هل تريد حذف المسار %1؟</translation>
    </message>
    <message>
        <source>Clients that ask for this name are refused from now on. You can undo this.</source>
        <translation>يُرفض من الآن العملاء الذين يطلبون هذا الاسم. يمكنك التراجع عن هذا.</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>حذف</translation>
    </message>
    <message>
        <source>Delete route %1</source>
        <translation>حذف المسار %1</translation>
    </message>
    <message>
        <source>Export routes</source>
        <translation>تصدير المسارات</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) written to %1.</source>
        <translation>
            <numerusform>لم تُكتب صفوف في %1.</numerusform>
            <numerusform>كُتب صف واحد في %1.</numerusform>
            <numerusform>كُتب صفان في %1.</numerusform>
            <numerusform>كُتبت %n صفوف في %1.</numerusform>
            <numerusform>كُتب %n صفًا في %1.</numerusform>
            <numerusform>كُتب %n صف في %1.</numerusform>
        </translation>
    </message>
    <message>
        <source>Simulate</source>
        <translation>محاكاة</translation>
    </message>
    <message>
        <source>Run conformance test…</source>
        <translation>اختبار التوافق…</translation>
    </message>
    <message>
        <source>Canary…</source>
        <translation>الكناري…</translation>
    </message>
    <message>
        <source>Show live traffic</source>
        <translation>عرض الحركة المباشرة</translation>
    </message>
    <message>
        <source>This route has no canary. Edit the route to give it one.</source>
        <translation>ليس لهذا المسار كناري. حرّر المسار لإضافته.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::RuleDialog</name>
    <message>
        <source>Add rule</source>
        <translation>إضافة قاعدة</translation>
    </message>
    <message>
        <source>Edit rule</source>
        <translation>تحرير القاعدة</translation>
    </message>
    <message>
        <source>Take over</source>
        <translation>اعتماد</translation>
    </message>
    <message>
        <source>Tokens above</source>
        <translation>رموز أكثر من</translation>
    </message>
    <message>
        <source>Tokens below</source>
        <translation>رموز أقل من</translation>
    </message>
    <message>
        <source>Only at these times</source>
        <translation>في هذه الأوقات فقط</translation>
    </message>
    <message>
        <source>Long prompts</source>
        <translation>تلقينات طويلة</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>الاسم</translation>
    </message>
    <message>
        <source>Shown where a call is explained.</source>
        <translation>يظهر حيث يُشرح الاستدعاء.</translation>
    </message>
    <message>
        <source>Where they go</source>
        <translation>إلى أين تذهب</translation>
    </message>
    <message>
        <source>Some of the targets</source>
        <translation>بعض الأهداف</translation>
    </message>
    <message>
        <source>Another route</source>
        <translation>مسار آخر</translation>
    </message>
    <message>
        <source>To</source>
        <translation>إلى</translation>
    </message>
    <message>
        <source>Targets</source>
        <translation>الأهداف</translation>
    </message>
    <message>
        <source>In the order of the route.</source>
        <translation>بترتيب المسار.</translation>
    </message>
    <message>
        <source>Route</source>
        <translation>المسار</translation>
    </message>
    <message>
        <source>Which calls</source>
        <translation>أي استدعاءات</translation>
    </message>
    <message>
        <source>Names parted by commas; one of them is enough.</source>
        <translation>أسماء مفصولة بفواصل؛ يكفي واحد منها.</translation>
    </message>
    <message>
        <source>Teams</source>
        <translation>الفرق</translation>
    </message>
    <message>
        <source>Applications</source>
        <translation>التطبيقات</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>الوسوم</translation>
    </message>
    <message>
        <source>Any number</source>
        <translation>أي عدد</translation>
    </message>
    <message>
        <source>Of the request, as estimated before it is sent.</source>
        <translation>للطلب، مقدَّرة قبل إرساله.</translation>
    </message>
    <message>
        <source>Streamed or not</source>
        <translation>متدفقة أو لا</translation>
    </message>
    <message>
        <source>Streamed</source>
        <translation>متدفقة</translation>
    </message>
    <message>
        <source>Not streamed</source>
        <translation>غير متدفقة</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>الإجابة</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>المسار في العنوان</translation>
    </message>
    <message>
        <source>* stands for any characters.</source>
        <translation>* تعني أي أحرف.</translation>
    </message>
    <message>
        <source>A pair a line, name and value parted by a colon; all of them. * stands for any characters.</source>
        <translation>زوج في كل سطر، الاسم والقيمة بينهما نقطتان؛ جميعها. * تعني أي أحرف.</translation>
    </message>
    <message>
        <source>Headers</source>
        <translation>الترويسات</translation>
    </message>
    <message>
        <source>Metadata</source>
        <translation>البيانات الوصفية</translation>
    </message>
    <message>
        <source>What the request says of itself.</source>
        <translation>ما يقوله الطلب عن نفسه.</translation>
    </message>
    <message>
        <source>Request fields</source>
        <translation>حقول الطلب</translation>
    </message>
    <message>
        <source>Fields of the request&apos;s body, such as reasoning_effort: high.</source>
        <translation>حقول متن الطلب، مثل reasoning_effort: high.</translation>
    </message>
    <message>
        <source>Time of day</source>
        <translation>وقت اليوم</translation>
    </message>
    <message>
        <source>From</source>
        <translation>من</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>حتى</translation>
    </message>
    <message>
        <source>Time zone</source>
        <translation>المنطقة الزمنية</translation>
    </message>
    <message>
        <source>until</source>
        <translation>حتى</translation>
    </message>
    <message>
        <source>Days</source>
        <translation>الأيام</translation>
    </message>
    <message>
        <source>None chosen: every day.</source>
        <translation>لم يُختر شيء: كل يوم.</translation>
    </message>
    <message>
        <source>Write a name, a colon and a value on each line, such as %1.</source>
        <translation>اكتب في كل سطر اسمًا ونقطتين وقيمة، مثل %1.</translation>
    </message>
    <message>
        <source>Choose at least one target.</source>
        <translation>اختر هدفًا واحدًا على الأقل.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::RuleList</name>
    <message>
        <source>Add rule</source>
        <translation>إضافة قاعدة</translation>
    </message>
    <message>
        <source>A rule goes to the target %1, which is not there. Edit that rule.</source>
        <translation>تؤدي قاعدة إلى الهدف %1 غير الموجود. حرّر تلك القاعدة.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::RuleRow</name>
    <message>
        <source>Edit rule</source>
        <translation>تحرير القاعدة</translation>
    </message>
    <message>
        <source>Ask it earlier</source>
        <translation>فحصها أبكر</translation>
    </message>
    <message>
        <source>Ask it later</source>
        <translation>فحصها لاحقًا</translation>
    </message>
    <message>
        <source>Remove rule</source>
        <translation>إزالة القاعدة</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::SaveVersionDialog</name>
    <message>
        <source>Save version %1</source>
        <translation>حفظ النسخة %1</translation>
    </message>
    <message>
        <source>Save version</source>
        <translation>حفظ النسخة</translation>
    </message>
    <message>
        <source>Comment</source>
        <translation>تعليق</translation>
    </message>
    <message>
        <source>What is new, for whoever looks at the history. A version never changes.</source>
        <translation>ما الجديد، لمن ينظر في المحفوظات. النسخة لا تتغير أبدًا.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::SavedFilters</name>
    <message>
        <source>Save this filter…</source>
        <translation>حفظ هذا المرشّح…</translation>
    </message>
    <message>
        <source>Forget</source>
        <translation>نسيان</translation>
    </message>
    <message>
        <source>Save filter</source>
        <translation>حفظ المرشّح</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>الاسم</translation>
    </message>
    <message>
        <source>Saved on this gateway, for everybody who works on it: %1</source>
        <translation>محفوظة على هذه البوابة لكل من يعمل عليها: %1</translation>
    </message>
    <message>
        <source>Begin with a letter or digit; letters, digits, blanks, dots, dashes and underscores may follow.</source>
        <translation>ابدأ بحرف أو رقم؛ ويجوز أن تليه حروف وأرقام ومسافات ونقاط وشرطات وشرطات سفلية.</translation>
    </message>
    <message>
        <source>Filter %1 is saved.</source>
        <translation>حُفظ المرشّح %1.</translation>
    </message>
    <message>
        <source>Filter %1 is forgotten.</source>
        <translation>نُسي المرشّح %1.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ServiceAccountEdit</name>
    <message>
        <source>Paste</source>
        <translation>لصق</translation>
    </message>
    <message>
        <source>Choose file…</source>
        <translation>اختيار ملف…</translation>
    </message>
    <message>
        <source>Service account</source>
        <translation>حساب الخدمة</translation>
    </message>
    <message>
        <source>Paste the JSON, or choose its file</source>
        <translation>ألصق JSON أو اختر ملفه</translation>
    </message>
    <message>
        <source>Paste the JSON of the service account, or choose its file.</source>
        <translation>ألصق JSON حساب الخدمة أو اختر ملفه.</translation>
    </message>
    <message>
        <source>This is too long for a service account&apos;s JSON.</source>
        <translation>هذا أطول من أن يكون JSON لحساب خدمة.</translation>
    </message>
    <message>
        <source>This is no JSON. Download the key of the service account as JSON and take that file.</source>
        <translation>هذا ليس JSON. نزّل مفتاح حساب الخدمة بصيغة JSON واستخدم ذلك الملف.</translation>
    </message>
    <message>
        <source>This JSON is not the key of a service account: its “type” is another.</source>
        <translation>هذا JSON ليس مفتاح حساب خدمة: قيمة «type» فيه مختلفة.</translation>
    </message>
    <message>
        <source>This JSON lacks “client_email” or “private_key”. Download the key again.</source>
        <translation>ينقص هذا JSON ‏«client_email» أو «private_key». نزّل المفتاح مجددًا.</translation>
    </message>
    <message>
        <source>JSON files (*.json);;All files (*)</source>
        <translation>ملفات JSON ‏(*.json);;كل الملفات (*)</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::SettingsPage</name>
    <message>
        <source>%1: on</source>
        <comment>a setting</comment>
        <translation>%1: مفعّل</translation>
    </message>
    <message>
        <source>%1: off</source>
        <comment>a setting</comment>
        <translation>%1: معطّل</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>تراجع</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::SettingsView</name>
    <message>
        <source>tray login start window import export</source>
        <translation>علبة النظام تسجيل الدخول بدء نافذة استيراد تصدير</translation>
    </message>
    <message>
        <source>port address restart server limits</source>
        <translation>منفذ عنوان إعادة تشغيل خادم حدود</translation>
    </message>
    <message>
        <source>bodies retention keep disk size compact vacuum sums</source>
        <translation>محتويات احتفاظ حفظ قرص حجم ضغط تفريغ مجاميع</translation>
    </message>
    <message>
        <source>proxy certificate authorities TLS</source>
        <translation>وكيل شهادة مراجع تصديق TLS</translation>
    </message>
    <message>
        <source>bell budget failover</source>
        <translation>جرس ميزانية تجاوز الفشل</translation>
    </message>
    <message>
        <source>keys keyboard commands</source>
        <translation>مفاتيح لوحة المفاتيح أوامر</translation>
    </message>
    <message>
        <source>copy file save</source>
        <translation>نسخ ملف حفظ</translation>
    </message>
    <message>
        <source>version licence diagnostics</source>
        <translation>إصدار رخصة تشخيص</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>الإعدادات</translation>
    </message>
    <message>
        <source>Search settings</source>
        <translation>البحث في الإعدادات</translation>
    </message>
    <message>
        <source>Pages of settings</source>
        <translation>صفحات الإعدادات</translation>
    </message>
    <message>
        <source>No setting has these words.</source>
        <translation>لا إعداد فيه هذه الكلمات.</translation>
    </message>
    <message>
        <source>Reset page</source>
        <translation>إعادة ضبط الصفحة</translation>
    </message>
    <message>
        <source>Reset %1?</source>
        <translation>هل تريد إعادة ضبط %1؟</translation>
    </message>
    <message>
        <source>All settings of this page go back to what they were at first.</source>
        <translation>تعود كل إعدادات هذه الصفحة إلى قيمها الأولى.</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>إعادة ضبط</translation>
    </message>
    <message>
        <source>theme dark light text size scale zoom language</source>
        <translation>سمة داكن فاتح نص حجم مقياس تكبير لغة</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ShortcutSheet</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>اختصارات لوحة المفاتيح</translation>
    </message>
    <message>
        <source>Find a command or its keys</source>
        <translation>البحث عن أمر أو مفاتيحه</translation>
    </message>
    <message>
        <source>Commands and their keys</source>
        <translation>الأوامر ومفاتيحها</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>الأمر</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>المفاتيح</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>في كل مكان</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ShortcutsPage</name>
    <message>
        <source>Shortcuts</source>
        <translation>الاختصارات</translation>
    </message>
    <message>
        <source>Assign</source>
        <translation>تعيين</translation>
    </message>
    <message>
        <source>Remove keys</source>
        <translation>إزالة المفاتيح</translation>
    </message>
    <message>
        <source>Standard</source>
        <translation>الافتراضي</translation>
    </message>
    <message>
        <source>Find a command or keys</source>
        <translation>البحث عن أمر أو مفاتيح</translation>
    </message>
    <message>
        <source>Find a command</source>
        <translation>البحث عن أمر</translation>
    </message>
    <message>
        <source>By its name, its keys, or where it works.</source>
        <translation>باسمه أو مفاتيحه أو مكان عمله.</translation>
    </message>
    <message>
        <source>Keys of the command</source>
        <translation>مفاتيح الأمر</translation>
    </message>
    <message>
        <source>Choose a command in the table, press the new keys, then assign them.</source>
        <translation>اختر أمرًا في الجدول، واضغط المفاتيح الجديدة، ثم عيّنها.</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>الأمر</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>المكان</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>المفاتيح</translation>
    </message>
    <message>
        <source>Commands and their keys</source>
        <translation>الأوامر ومفاتيحها</translation>
    </message>
    <message>
        <source>New keys</source>
        <translation>المفاتيح الجديدة</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>في كل مكان</translation>
    </message>
    <message>
        <source>No command is chosen</source>
        <translation>لم يُختَر أمر</translation>
    </message>
    <message>
        <source>Press the keys first.</source>
        <translation>اضغط المفاتيح أولًا.</translation>
    </message>
    <message>
        <source>%1 belongs to &quot;%2&quot;. Choose other keys, or take them from there first.</source>
        <translation>%1 تابع لـ &quot;%2&quot;. اختر مفاتيح أخرى، أو أزلها من هناك أولًا.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; has no keys now.</source>
        <translation>ليس لـ &quot;%1&quot; مفاتيح الآن.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; has the keys %2 now.</source>
        <translation>صارت مفاتيح &quot;%1&quot; هي %2.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ShownKeyDialog</name>
    <message>
        <source>Key %1</source>
        <translation>المفتاح %1</translation>
    </message>
    <message>
        <source>Copy your new key now</source>
        <translation>انسخ مفتاحك الجديد الآن</translation>
    </message>
    <message>
        <source>It is shown this once. The gateway keeps only its fingerprint and cannot show it again.</source>
        <translation>لا يُعرض إلا هذه المرة. لا تحفظ البوابة إلا بصمته ولا تستطيع عرضه مجددًا.</translation>
    </message>
    <message>
        <source>The new key</source>
        <translation>المفتاح الجديد</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>نسخ</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>تم</translation>
    </message>
    <message>
        <source>Clients send it as “Authorization: Bearer KEY”, or in x-api-key.</source>
        <translation>يرسله العملاء بالصيغة «Authorization: Bearer KEY»، أو في x-api-key.</translation>
    </message>
    <message numerus="yes">
        <source>Copied. The clipboard forgets it in %n second(s).</source>
        <translation>
            <numerusform>تم النسخ. تنساه الحافظة الآن.</numerusform>
            <numerusform>تم النسخ. تنساه الحافظة بعد ثانية واحدة.</numerusform>
            <numerusform>تم النسخ. تنساه الحافظة بعد ثانيتين.</numerusform>
            <numerusform>تم النسخ. تنساه الحافظة بعد %n ثوانٍ.</numerusform>
            <numerusform>تم النسخ. تنساه الحافظة بعد %n ثانية.</numerusform>
            <numerusform>تم النسخ. تنساه الحافظة بعد %n ثانية.</numerusform>
        </translation>
    </message>
    <message>
        <source>Waiting for the key chain. It may ask you to unlock it.</source>
        <translation>في انتظار سلسلة المفاتيح. ربما تطلب منك فتح قفلها.</translation>
    </message>
    <message>
        <source>Kept in the key chain: “gatehouse key-helper %1” prints it.</source>
        <translation>حُفظ في سلسلة المفاتيح: يطبعه «gatehouse key-helper %1».</translation>
    </message>
    <message>
        <source>Close without copying?</source>
        <translation>هل تريد الإغلاق من دون نسخ؟</translation>
    </message>
    <message>
        <source>The key cannot be shown again. You would have to rotate it to get another.</source>
        <translation>لا يمكن عرض المفتاح مجددًا. ستضطر إلى تدويره للحصول على مفتاح آخر.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>إغلاق</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ShownSecretDialog</name>
    <message>
        <source>Copy</source>
        <translation>نسخ</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>تم</translation>
    </message>
    <message numerus="yes">
        <source>Copied. The clipboard forgets it in %n second(s).</source>
        <translation>
            <numerusform>تم النسخ. تنساه الحافظة الآن.</numerusform>
            <numerusform>تم النسخ. تنساه الحافظة بعد ثانية واحدة.</numerusform>
            <numerusform>تم النسخ. تنساه الحافظة بعد ثانيتين.</numerusform>
            <numerusform>تم النسخ. تنساه الحافظة بعد %n ثوانٍ.</numerusform>
            <numerusform>تم النسخ. تنساه الحافظة بعد %n ثانية.</numerusform>
            <numerusform>تم النسخ. تنساه الحافظة بعد %n ثانية.</numerusform>
        </translation>
    </message>
    <message>
        <source>Close without copying?</source>
        <translation>هل تريد الإغلاق من دون نسخ؟</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>إغلاق</translation>
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
            <numerusform>ولا مزيد</numerusform>
            <numerusform>وواحد آخر</numerusform>
            <numerusform>واثنان آخران</numerusform>
            <numerusform>و%n أخرى</numerusform>
            <numerusform>و%n أخرى</numerusform>
            <numerusform>و%n أخرى</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::SimulationPanel</name>
    <message>
        <source>Input tokens</source>
        <translation>رموز الإدخال</translation>
    </message>
    <message>
        <source>Output tokens</source>
        <translation>رموز الإخراج</translation>
    </message>
    <message>
        <source>Simulate</source>
        <translation>محاكاة</translation>
    </message>
    <message>
        <source>Who would serve this?</source>
        <translation>من سيخدم هذا؟</translation>
    </message>
    <message>
        <source>A route, or provider/model</source>
        <translation>مسار، أو provider/model</translation>
    </message>
    <message>
        <source>Model asked for</source>
        <translation>النموذج المطلوب</translation>
    </message>
    <message>
        <source>Application that asks</source>
        <translation>التطبيق الطالب</translation>
    </message>
    <message>
        <source>Kind of call</source>
        <translation>نوع الاستدعاء</translation>
    </message>
    <message>
        <source>Chat</source>
        <translation>دردشة</translation>
    </message>
    <message>
        <source>Chat, as Anthropic&apos;s clients ask</source>
        <translation>دردشة، كما يطلب عملاء Anthropic</translation>
    </message>
    <message>
        <source>Embeddings</source>
        <translation>التضمينات</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>الصور</translation>
    </message>
    <message>
        <source>Speech</source>
        <translation>الكلام</translation>
    </message>
    <message>
        <source>Rerank</source>
        <translation>إعادة الترتيب</translation>
    </message>
    <message>
        <source> tokens in</source>
        <translation> رمز إدخال</translation>
    </message>
    <message>
        <source> tokens out</source>
        <translation> رمز إخراج</translation>
    </message>
    <message>
        <source>Anyone</source>
        <translation>أيّ كان</translation>
    </message>
    <message>
        <source>Enter the model that a client would ask for.</source>
        <translation>أدخل النموذج الذي سيطلبه العميل.</translation>
    </message>
    <message>
        <source>Nothing is sent. You see which route matches, which targets would be tried in which order, what each would cost, and why others are left out.</source>
        <translation>لا يُرسل شيء. ترى أي مسار يطابق، وأي أهداف تُجرَّب وبأي ترتيب، وكم يكلّف كل منها، ولماذا تُستبعد الأخرى.</translation>
    </message>
    <message>
        <source>otherwise first</source>
        <translation>وإلا فأولًا</translation>
    </message>
    <message>
        <source>first</source>
        <translation>أولًا</translation>
    </message>
    <message numerus="yes">
        <source>where that fails (after %n try/tries), then</source>
        <translation>
            <numerusform>عند فشله، ثم</numerusform>
            <numerusform>عند فشله (بعد محاولة واحدة)، ثم</numerusform>
            <numerusform>عند فشله (بعد محاولتين)، ثم</numerusform>
            <numerusform>عند فشله (بعد %n محاولات)، ثم</numerusform>
            <numerusform>عند فشله (بعد %n محاولة)، ثم</numerusform>
            <numerusform>عند فشله (بعد %n محاولة)، ثم</numerusform>
        </translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>مستبعد</translation>
    </message>
    <message>
        <source>Anyone asks.</source>
        <translation>يطلب أيّ كان.</translation>
    </message>
    <message>
        <source>%1 asks.</source>
        <translation>يطلب %1.</translation>
    </message>
    <message>
        <source>No route has this name: what stands before the first / is a provider.</source>
        <translation>لا مسار بهذا الاسم: ما يسبق أول / هو مزوّد.</translation>
    </message>
    <message>
        <source>No route and no provider has this name.</source>
        <translation>لا مسار ولا مزوّد بهذا الاسم.</translation>
    </message>
    <message>
        <source>The call would be refused</source>
        <translation>سيُرفض الاستدعاء</translation>
    </message>
    <message>
        <source>Needs no key</source>
        <translation>لا يحتاج إلى مفتاح</translation>
    </message>
    <message>
        <source>Key %1</source>
        <translation>المفتاح %1</translation>
    </message>
    <message>
        <source>No key</source>
        <translation>لا مفتاح</translation>
    </message>
    <message>
        <source>Key %1 cannot be read</source>
        <translation>تتعذّر قراءة المفتاح %1</translation>
    </message>
    <message>
        <source>Price unknown</source>
        <translation>السعر غير معروف</translation>
    </message>
    <message>
        <source>%1 a million tokens</source>
        <translation>%1 لكل مليون رمز</translation>
    </message>
    <message>
        <source>About %1 of pretend money (%2)</source>
        <translation>نحو %1 من المال الوهمي (%2)</translation>
    </message>
    <message>
        <source>About %1 (%2)</source>
        <translation>نحو %1 ‏(%2)</translation>
    </message>
    <message>
        <source>healthy</source>
        <translation>سليم</translation>
    </message>
    <message>
        <source>resting after failures</source>
        <translation>في استراحة بعد إخفاقات</translation>
    </message>
    <message>
        <source>probed by the next call</source>
        <translation>يفحصه الاستدعاء التالي</translation>
    </message>
    <message>
        <source>translated</source>
        <translation>محوَّل</translation>
    </message>
    <message>
        <source> · </source>
        <comment>between facts</comment>
        <translation> · </translation>
    </message>
    <message>
        <source>Set price</source>
        <translation>تحديد السعر</translation>
    </message>
    <message>
        <source>Pretend prices: no budget is touched.</source>
        <translation>أسعار وهمية: لا تُمسّ أي ميزانية.</translation>
    </message>
    <message>
        <source>A budget would set %1 aside, the most that any of these targets costs.</source>
        <translation>ستحجز الميزانية %1، وهو أقصى ما يكلّفه أي من هذه الأهداف.</translation>
    </message>
    <message>
        <source>The cost is unknown: an application with a budget would be refused.</source>
        <translation>التكلفة غير معروفة: سيُرفض أي تطبيق له ميزانية.</translation>
    </message>
    <message>
        <source>first, because %1</source>
        <translation>أولًا، لأنه %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::SpendCharts</name>
    <message>
        <source>Spend by application</source>
        <translation>الإنفاق حسب التطبيق</translation>
    </message>
    <message>
        <source>Spend by API</source>
        <translation>الإنفاق حسب واجهة API</translation>
    </message>
    <message>
        <source>Nothing was spent in this time.</source>
        <translation>لم يُنفق شيء في هذه المدة.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::StartPage</name>
    <message>
        <source>Gatehouse stands between your programs and AI models: it keeps the keys, picks the provider, and shows what every call did and cost. How do you want to begin?</source>
        <translation>يقف Gatehouse بين برامجك ونماذج الذكاء الاصطناعي: يحفظ المفاتيح ويختار المزوّد ويعرض ما فعله كل استدعاء وما كلّفه. كيف تريد أن تبدأ؟</translation>
    </message>
    <message>
        <source>Just me</source>
        <translation>أنا فقط</translation>
    </message>
    <message>
        <source>A gateway on this computer, ready in seconds, with demo models to try.</source>
        <translation>بوابة على هذا الحاسوب، جاهزة خلال ثوانٍ، مع نماذج تجريبية.</translation>
    </message>
    <message>
        <source>Connect to a gateway</source>
        <translation>الاتصال ببوابة</translation>
    </message>
    <message>
        <source>Somebody runs a gateway already, and you have its address and token.</source>
        <translation>يشغّل شخص ما بوابة بالفعل، ولديك عنوانها ورمزها.</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>استيراد</translation>
    </message>
    <message>
        <source>Take over keys from your environment, a LiteLLM configuration or a Gatehouse bundle.</source>
        <translation>نقل المفاتيح من بيئتك أو من تكوين LiteLLM أو حزمة Gatehouse.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::StatsFeed</name>
    <message>
        <source>The gateway&apos;s answer is not what its version should give. Update the console or the gateway.</source>
        <translation>إجابة البوابة ليست ما ينبغي أن يعطيه إصدارها. حدّث وحدة التحكم أو البوابة.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::StatusBar</name>
    <message>
        <source>Updated %1 s ago</source>
        <translation>حُدّث قبل %1 ث</translation>
    </message>
    <message>
        <source>%1 in flight  ·  %2 req/s  ·  %3 today</source>
        <translation>%1 جارٍ  ·  %2 طلب/ث  ·  %3 اليوم</translation>
    </message>
    <message>
        <source>Updated %1</source>
        <translation>حُدّث %1</translation>
    </message>
    <message>
        <source>Updated %1 min ago</source>
        <translation>حُدّث قبل %1 د</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::SubscriptionDetails</name>
    <message>
        <source>The subscription</source>
        <translation>الاشتراك</translation>
    </message>
    <message numerus="yes">
        <source>%n request(s) selected</source>
        <translation>
            <numerusform>لم تُحدد طلبات</numerusform>
            <numerusform>حُدد طلب واحد</numerusform>
            <numerusform>حُدد طلبان</numerusform>
            <numerusform>حُددت %n طلبات</numerusform>
            <numerusform>حُدد %n طلبًا</numerusform>
            <numerusform>حُدد %n طلب</numerusform>
        </translation>
    </message>
    <message>
        <source>Select a request to see who asks, and why.</source>
        <translation>اختر طلبًا لترى من يطلب ولماذا.</translation>
    </message>
    <message>
        <source>%1 asks for %2</source>
        <comment>an application, an API</comment>
        <translation>يطلب %1 الوصول إلى %2</translation>
    </message>
    <message>
        <source>No reason was given.</source>
        <translation>لم يُذكر سبب.</translation>
    </message>
    <message>
        <source>API</source>
        <translation>واجهة API</translation>
    </message>
    <message>
        <source>Belongs to</source>
        <translation>تتبع</translation>
    </message>
    <message>
        <source>Asked by</source>
        <translation>بطلب من</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>الفريق</translation>
    </message>
    <message>
        <source>Asked on</source>
        <translation>تاريخ الطلب</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>الخطة</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>الاسم</translation>
    </message>
    <message>
        <source>Without a plan</source>
        <translation>بلا خطة</translation>
    </message>
    <message>
        <source>Allows</source>
        <translation>تسمح بـ</translation>
    </message>
    <message>
        <source>No limit of its own</source>
        <translation>بلا حد خاص بها</translation>
    </message>
    <message>
        <source>Price</source>
        <translation>السعر</translation>
    </message>
    <message>
        <source>Ends after</source>
        <translation>تنتهي بعد</translation>
    </message>
    <message>
        <source>The applicant so far</source>
        <translation>مقدم الطلب حتى الآن</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>الاستدعاءات</translation>
    </message>
    <message>
        <source>%1 in 30 days</source>
        <comment>a number of calls</comment>
        <translation>%1 خلال 30 يومًا</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>الأخطاء</translation>
    </message>
    <message>
        <source>Spend</source>
        <translation>الإنفاق</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>an API, a state</comment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Other APIs</source>
        <translation>واجهات API أخرى</translation>
    </message>
    <message>
        <source>None</source>
        <translation>لا شيء</translation>
    </message>
    <message>
        <source>On</source>
        <translation>مفعّل</translation>
    </message>
    <message>
        <source>By</source>
        <translation>حذفه</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>السبب</translation>
    </message>
    <message>
        <source>Ends</source>
        <translation>ينتهي</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::SubscriptionModel</name>
    <message>
        <source>No calls</source>
        <translation>لا استدعاءات</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <comment>number of calls, money</comment>
        <translation>%1 · %2</translation>
    </message>
    <message numerus="yes">
        <source>%n call(s)</source>
        <translation>
            <numerusform>لا استدعاءات</numerusform>
            <numerusform>استدعاء واحد</numerusform>
            <numerusform>استدعاءان</numerusform>
            <numerusform>%n استدعاءات</numerusform>
            <numerusform>%n استدعاءً</numerusform>
            <numerusform>%n استدعاء</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <comment>application, team</comment>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>من</translation>
    </message>
    <message>
        <source>Application</source>
        <translation>التطبيق</translation>
    </message>
    <message>
        <source>API</source>
        <translation>واجهة API</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>الخطة</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>السبب</translation>
    </message>
    <message>
        <source>Used in 30 days</source>
        <translation>الاستعمال في 30 يومًا</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>العمر</translation>
    </message>
    <message>
        <source>State</source>
        <translation>الحالة</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TableView</name>
    <message>
        <source>Export rows</source>
        <translation>تصدير الصفوف</translation>
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
        <translation>تعذّرت كتابة %1: %2. اختر مكانًا آخر وصدّر مجددًا.</translation>
    </message>
    <message>
        <source>Copy as text</source>
        <translation>نسخ كنص</translation>
    </message>
    <message numerus="yes">
        <source>Export %n row(s)…</source>
        <translation>
            <numerusform>تصدير الصفوف…</numerusform>
            <numerusform>تصدير صف واحد…</numerusform>
            <numerusform>تصدير صفين…</numerusform>
            <numerusform>تصدير %n صفوف…</numerusform>
            <numerusform>تصدير %n صفًا…</numerusform>
            <numerusform>تصدير %n صف…</numerusform>
        </translation>
    </message>
    <message>
        <source>Export all rows…</source>
        <translation>تصدير كل الصفوف…</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TargetList</name>
    <message>
        <source>Add target</source>
        <translation>إضافة هدف</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TargetRow</name>
    <message>
        <source>Try it earlier</source>
        <translation>تجربته أبكر</translation>
    </message>
    <message>
        <source>Try it later</source>
        <translation>تجربته لاحقًا</translation>
    </message>
    <message>
        <source>Remove target</source>
        <translation>إزالة الهدف</translation>
    </message>
    <message>
        <source>Drag to change the order, or press Alt+Up and Alt+Down</source>
        <translation>اسحب لتغيير الترتيب، أو اضغط Alt+Up وAlt+Down</translation>
    </message>
    <message>
        <source>Provider</source>
        <translation>المزوّد</translation>
    </message>
    <message>
        <source>Model at the provider</source>
        <translation>النموذج لدى المزوّد</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>النموذج</translation>
    </message>
    <message>
        <source>Weight</source>
        <translation>الوزن</translation>
    </message>
    <message>
        <source>Weight </source>
        <translation>الوزن </translation>
    </message>
    <message>
        <source>There is no provider yet. Add one first.</source>
        <translation>لا مزوّد بعد. أضف مزوّدًا أولًا.</translation>
    </message>
    <message>
        <source>Say which model %1 shall be asked for.</source>
        <translation>حدّد النموذج الذي يُطلب من %1.</translation>
    </message>
    <message>
        <source>Name of the target</source>
        <translation>اسم الهدف</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>الاسم</translation>
    </message>
    <message>
        <source>By which rules, a canary and an experiment refer to this target</source>
        <translation>ما تشير به القواعد والكناري والتجربة إلى هذا الهدف</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TeamDialog</name>
    <message>
        <source>Add team</source>
        <translation>إضافة فريق</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>الاسم</translation>
    </message>
    <message>
        <source>Such as research.</source>
        <translation>مثل research.</translation>
    </message>
    <message>
        <source>No budget</source>
        <translation>بلا ميزانية</translation>
    </message>
    <message>
        <source>Budget in dollars</source>
        <translation>الميزانية بالدولار</translation>
    </message>
    <message>
        <source>Period of the budget</source>
        <translation>مدة الميزانية</translation>
    </message>
    <message>
        <source>Budget</source>
        <translation>الميزانية</translation>
    </message>
    <message>
        <source>In dollars. Every call of the team counts.</source>
        <translation>بالدولار. يُحسب كل استدعاء للفريق.</translation>
    </message>
    <message>
        <source>Enter an amount such as 25 or 0.50, or nothing.</source>
        <translation>أدخل مبلغًا مثل 25 أو 0.50، أو لا شيء.</translation>
    </message>
    <message>
        <source>A name has letters, digits, “.”, “_” and “-”, at most 64.</source>
        <translation>للاسم حروف وأرقام و«.» و«_» و«-»، 64 على الأكثر.</translation>
    </message>
    <message>
        <source>There is a team of that name already.</source>
        <translation>يوجد فريق بهذا الاسم.</translation>
    </message>
    <message>
        <source>Add team %1</source>
        <translation>إضافة الفريق %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TeamModel</name>
    <message>
        <source>Organisation (no team)</source>
        <translation>المؤسسة (بلا فريق)</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <comment>spent, limit</comment>
        <translation>%1 من %2</translation>
    </message>
    <message>
        <source>No budget</source>
        <translation>بلا ميزانية</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>الفريق</translation>
    </message>
    <message>
        <source>Members</source>
        <translation>الأعضاء</translation>
    </message>
    <message>
        <source>Applications</source>
        <translation>التطبيقات</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>المفاتيح</translation>
    </message>
    <message>
        <source>Budget</source>
        <translation>الميزانية</translation>
    </message>
    <message>
        <source>Spend</source>
        <translation>الإنفاق</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TeamPage</name>
    <message>
        <source>Revoked</source>
        <translation>مُبطَل</translation>
    </message>
    <message>
        <source>Expired</source>
        <translation>منتهٍ</translation>
    </message>
    <message>
        <source>Active</source>
        <translation>نشط</translation>
    </message>
    <message>
        <source>Disabled</source>
        <translation>معطّل</translation>
    </message>
    <message>
        <source>Nobody is in this team yet.</source>
        <translation>لا أحد في هذا الفريق بعد.</translation>
    </message>
    <message>
        <source>Members</source>
        <translation>الأعضاء</translation>
    </message>
    <message>
        <source>Applications and keys</source>
        <translation>التطبيقات والمفاتيح</translation>
    </message>
    <message>
        <source>Application</source>
        <translation>التطبيق</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>المفتاح</translation>
    </message>
    <message>
        <source>State</source>
        <translation>الحالة</translation>
    </message>
    <message>
        <source>Expires</source>
        <translation>تاريخ الانتهاء</translation>
    </message>
    <message>
        <source>The selected team</source>
        <translation>الفريق المحدد</translation>
    </message>
    <message>
        <source>Spend</source>
        <translation>الإنفاق</translation>
    </message>
    <message>
        <source>Select a team to see its members, keys and spend.</source>
        <translation>اختر فريقًا لترى أعضاءه ومفاتيحه وإنفاقه.</translation>
    </message>
    <message>
        <source>The organisation, and people without a team</source>
        <translation>المؤسسة ومن ليس في فريق</translation>
    </message>
    <message>
        <source>Nobody signs in to this gateway yet.</source>
        <translation>لا أحد يسجل الدخول إلى هذه البوابة بعد.</translation>
    </message>
    <message>
        <source>No key</source>
        <translation>لا مفتاح</translation>
    </message>
    <message>
        <source>Charges</source>
        <translation>المبالغ</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TeamsView</name>
    <message>
        <source>Delete team %1?</source>
        <translation>حذف الفريق %1؟</translation>
    </message>
    <message>
        <source>Its applications and keys go with it: their calls are refused from now on. All of it can come back from the trash or with Undo.</source>
        <translation>تذهب معه تطبيقاته ومفاتيحه: تُرفض استدعاءاتها من الآن. يمكن استعادة الكل من المهملات أو بالتراجع.</translation>
    </message>
    <message>
        <source>%1, %2, %3</source>
        <comment>members, applications, keys</comment>
        <translation>%1، %2، %3</translation>
    </message>
    <message numerus="yes">
        <source>%n member(s)</source>
        <translation>
            <numerusform>لا أعضاء</numerusform>
            <numerusform>عضو واحد</numerusform>
            <numerusform>عضوان</numerusform>
            <numerusform>%n أعضاء</numerusform>
            <numerusform>%n عضوًا</numerusform>
            <numerusform>%n عضو</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n application(s)</source>
        <translation>
            <numerusform>لا تطبيقات</numerusform>
            <numerusform>تطبيق واحد</numerusform>
            <numerusform>تطبيقان</numerusform>
            <numerusform>%n تطبيقات</numerusform>
            <numerusform>%n تطبيقًا</numerusform>
            <numerusform>%n تطبيق</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n key(s)</source>
        <translation>
            <numerusform>لا مفاتيح</numerusform>
            <numerusform>مفتاح واحد</numerusform>
            <numerusform>مفتاحان</numerusform>
            <numerusform>%n مفاتيح</numerusform>
            <numerusform>%n مفتاحًا</numerusform>
            <numerusform>%n مفتاح</numerusform>
        </translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>حذف</translation>
    </message>
    <message>
        <source>Delete team %1</source>
        <translation>حذف الفريق %1</translation>
    </message>
    <message>
        <source>Delete the user %1?</source>
        <translation>حذف المستخدم %1؟</translation>
    </message>
    <message>
        <source>Remove %1 from %2?</source>
        <comment>a person, a team</comment>
        <translation>إزالة %1 من %2؟</translation>
    </message>
    <message>
        <source>the organisation</source>
        <translation>المؤسسة</translation>
    </message>
    <message>
        <source>The account goes, with its password. It can come back from the trash or with Undo.</source>
        <translation>يُحذف الحساب مع كلمة مروره. يمكن استعادته من المهملات أو بالتراجع.</translation>
    </message>
    <message>
        <source>Roles in this team end with the next request. Keys of the team stay.</source>
        <translation>تنتهي الأدوار في هذا الفريق مع الطلب التالي. تبقى مفاتيح الفريق.</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>إزالة</translation>
    </message>
    <message>
        <source>Delete the user %1</source>
        <translation>حذف المستخدم %1</translation>
    </message>
    <message>
        <source>Remove %1 from %2</source>
        <comment>a person, a team</comment>
        <translation>إزالة %1 من %2</translation>
    </message>
    <message>
        <source>Invitation of %1</source>
        <translation>دعوة %1</translation>
    </message>
    <message>
        <source>With it a password can be set, once, within three days. An earlier invitation is void.</source>
        <translation>بها تُوضع كلمة مرور مرة واحدة خلال ثلاثة أيام. تبطل أي دعوة سابقة.</translation>
    </message>
    <message>
        <source>Invitation</source>
        <translation>دعوة</translation>
    </message>
    <message>
        <source>It cannot be shown again. You would have to make another.</source>
        <translation>لا يمكن إظهارها مجددًا. سيلزم إنشاء أخرى.</translation>
    </message>
    <message>
        <source>%1 is not signed in anywhere.</source>
        <translation>%1 غير مسجل الدخول في أي مكان.</translation>
    </message>
    <message>
        <source>End the sessions of %1?</source>
        <translation>إنهاء جلسات %1؟</translation>
    </message>
    <message>
        <source>Console and portal ask for the password again.</source>
        <translation>تطلب وحدة التحكم والبوابة كلمة المرور مجددًا.</translation>
    </message>
    <message numerus="yes">
        <source>%n session(s)</source>
        <translation>
            <numerusform>لا جلسات</numerusform>
            <numerusform>جلسة واحدة</numerusform>
            <numerusform>جلستان</numerusform>
            <numerusform>%n جلسات</numerusform>
            <numerusform>%n جلسة</numerusform>
            <numerusform>%n جلسة</numerusform>
        </translation>
    </message>
    <message>
        <source>End</source>
        <translation>إنهاء</translation>
    </message>
    <message numerus="yes">
        <source>%n session(s) ended.</source>
        <translation>
            <numerusform>لم تُنه جلسات.</numerusform>
            <numerusform>أُنهيت جلسة واحدة.</numerusform>
            <numerusform>أُنهيت جلستان.</numerusform>
            <numerusform>أُنهيت %n جلسات.</numerusform>
            <numerusform>أُنهيت %n جلسة.</numerusform>
            <numerusform>أُنهيت %n جلسة.</numerusform>
        </translation>
    </message>
    <message>
        <source>Add team</source>
        <translation>إضافة فريق</translation>
    </message>
    <message>
        <source>Set its limits</source>
        <translation>ضبط حدوده</translation>
    </message>
    <message>
        <source>Show its calls</source>
        <translation>عرض استدعاءاته</translation>
    </message>
    <message>
        <source>Delete team</source>
        <translation>حذف الفريق</translation>
    </message>
    <message>
        <source>Export teams</source>
        <translation>تصدير الفرق</translation>
    </message>
    <message>
        <source>Add member</source>
        <translation>إضافة عضو</translation>
    </message>
    <message>
        <source>Change roles</source>
        <translation>تغيير الأدوار</translation>
    </message>
    <message>
        <source>Remove member</source>
        <translation>إزالة العضو</translation>
    </message>
    <message>
        <source>Invite again</source>
        <translation>دعوة مجددًا</translation>
    </message>
    <message>
        <source>End sessions</source>
        <translation>إنهاء الجلسات</translation>
    </message>
    <message>
        <source>Move application</source>
        <translation>نقل التطبيق</translation>
    </message>
    <message>
        <source>Move key</source>
        <translation>نقل المفتاح</translation>
    </message>
    <message>
        <source>Filter teams</source>
        <translation>تصفية الفرق</translation>
    </message>
    <message>
        <source>Teams</source>
        <translation>الفرق</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) written to %1.</source>
        <translation>
            <numerusform>لم تُكتب صفوف في %1.</numerusform>
            <numerusform>كُتب صف واحد في %1.</numerusform>
            <numerusform>كُتب صفان في %1.</numerusform>
            <numerusform>كُتبت %n صفوف في %1.</numerusform>
            <numerusform>كُتب %n صفًا في %1.</numerusform>
            <numerusform>كُتب %n صف في %1.</numerusform>
        </translation>
    </message>
    <message>
        <source>What is shown is old: %1</source>
        <translation>المعروض قديم: %1</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>إعادة المحاولة</translation>
    </message>
    <message>
        <source>Reading the teams…</source>
        <translation>تجري قراءة الفرق…</translation>
    </message>
    <message>
        <source>No teams yet. A team has people, applications and a budget of its own.</source>
        <translation>لا فرق بعد. للفريق أشخاصه وتطبيقاته وميزانيته.</translation>
    </message>
    <message>
        <source>No team has these words.</source>
        <translation>لا يوجد فريق بهذه الكلمات.</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>مسح المرشّح</translation>
    </message>
    <message>
        <source>Select a team first.</source>
        <translation>اختر فريقًا أولًا.</translation>
    </message>
    <message>
        <source>Select a member first.</source>
        <translation>اختر عضوًا أولًا.</translation>
    </message>
    <message>
        <source>This is the last owner. Make somebody else an owner first.</source>
        <translation>هذا آخر مالك. عيّن غيره مالكًا أولًا.</translation>
    </message>
    <message>
        <source>Select an application first.</source>
        <translation>اختر تطبيقًا أولًا.</translation>
    </message>
    <message>
        <source>Select a key first.</source>
        <translation>اختر مفتاحًا أولًا.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TestCaseDialog</name>
    <message>
        <source>Add a test</source>
        <translation>إضافة اختبار</translation>
    </message>
    <message>
        <source>Edit the test</source>
        <translation>تحرير الاختبار</translation>
    </message>
    <message>
        <source>Save test</source>
        <translation>حفظ الاختبار</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>الاسم</translation>
    </message>
    <message>
        <source>Say in some words what is tested.</source>
        <translation>قل بكلمات قليلة ما الذي يُختبر.</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>القيم</translation>
    </message>
    <message>
        <source>Checks</source>
        <translation>الفحوص</translation>
    </message>
    <message>
        <source>All must hold</source>
        <translation>يجب أن تصح كلها</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TestPanel</name>
    <message>
        <source>Testing…</source>
        <translation>جارٍ الاختبار…</translation>
    </message>
    <message numerus="yes">
        <source>Works. The provider offers %n model(s).</source>
        <translation>
            <numerusform>يعمل. لا يقدّم المزوّد نماذج.</numerusform>
            <numerusform>يعمل. يقدّم المزوّد نموذجًا واحدًا.</numerusform>
            <numerusform>يعمل. يقدّم المزوّد نموذجين.</numerusform>
            <numerusform>يعمل. يقدّم المزوّد %n نماذج.</numerusform>
            <numerusform>يعمل. يقدّم المزوّد %n نموذجًا.</numerusform>
            <numerusform>يعمل. يقدّم المزوّد %n نموذج.</numerusform>
        </translation>
    </message>
    <message>
        <source>Use %1</source>
        <translation>استخدام %1</translation>
    </message>
    <message>
        <source>not reached</source>
        <translation>لم يُبلَغ</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>فشل</translation>
    </message>
    <message>
        <source>fine</source>
        <translation>جيد</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TestRunner</name>
    <message numerus="yes">
        <source>%n call(s), at a price that is not known</source>
        <translation>
            <numerusform>لا استدعاءات</numerusform>
            <numerusform>استدعاء واحد بسعر غير معروف</numerusform>
            <numerusform>استدعاءان بسعر غير معروف</numerusform>
            <numerusform>%n استدعاءات بسعر غير معروف</numerusform>
            <numerusform>%n استدعاءً بسعر غير معروف</numerusform>
            <numerusform>%n استدعاء بسعر غير معروف</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n call(s), free of charge</source>
        <translation>
            <numerusform>لا استدعاءات</numerusform>
            <numerusform>استدعاء واحد مجانًا</numerusform>
            <numerusform>استدعاءان مجانًا</numerusform>
            <numerusform>%n استدعاءات مجانًا</numerusform>
            <numerusform>%n استدعاءً مجانًا</numerusform>
            <numerusform>%n استدعاء مجانًا</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n call(s), at most %1</source>
        <comment>money</comment>
        <translation>
            <numerusform>لا استدعاءات، %1 على الأكثر</numerusform>
            <numerusform>استدعاء واحد، %1 على الأكثر</numerusform>
            <numerusform>استدعاءان، %1 على الأكثر</numerusform>
            <numerusform>%n استدعاءات، %1 على الأكثر</numerusform>
            <numerusform>%n استدعاءً، %1 على الأكثر</numerusform>
            <numerusform>%n استدعاء، %1 على الأكثر</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TestsPage</name>
    <message>
        <source>How the chosen test came out</source>
        <translation>نتيجة الاختبار المختار</translation>
    </message>
    <message>
        <source>Add test</source>
        <translation>إضافة اختبار</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>تحرير</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>إزالة</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>النسخ</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>النماذج</translation>
    </message>
    <message>
        <source>Run tests</source>
        <translation>تشغيل الاختبارات</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>إلغاء</translation>
    </message>
    <message>
        <source>Progress of the tests</source>
        <translation>تقدّم الاختبارات</translation>
    </message>
    <message>
        <source>Tests and how they came out</source>
        <translation>الاختبارات ونتائجها</translation>
    </message>
    <message>
        <source>A test gives values and says what must hold of the answer. Add one, then run it against versions and models.</source>
        <translation>يعطي الاختبار قيمًا ويقول ما يجب أن يصح في الإجابة. أضف واحدًا ثم شغّله على نسخ ونماذج.</translation>
    </message>
    <message>
        <source>%1 of %2 done</source>
        <translation>انتهى %1 من %2</translation>
    </message>
    <message>
        <source>The last run was cancelled.</source>
        <translation>أُلغي التشغيل الأخير.</translation>
    </message>
    <message>
        <source>The last run cost %1.</source>
        <translation>كلّف التشغيل الأخير %1.</translation>
    </message>
    <message>
        <source>Choose models to run the tests with.</source>
        <translation>اختر نماذج لتشغيل الاختبارات بها.</translation>
    </message>
    <message>
        <source>Next run: %1</source>
        <translation>التشغيل التالي: %1</translation>
    </message>
    <message>
        <source>Passed</source>
        <translation>نجح</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>فشل</translation>
    </message>
    <message>
        <source>version %1</source>
        <translation>النسخة %1</translation>
    </message>
    <message>
        <source>Save a test of prompt %1</source>
        <translation>حفظ اختبار للتلقين %1</translation>
    </message>
    <message>
        <source>Remove a test of prompt %1</source>
        <translation>إزالة اختبار من التلقين %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TimeRange</name>
    <message>
        <source>Last 15 minutes</source>
        <translation>آخر 15 دقيقة</translation>
    </message>
    <message>
        <source>Last hour</source>
        <translation>آخر ساعة</translation>
    </message>
    <message>
        <source>Last 6 hours</source>
        <translation>آخر 6 ساعات</translation>
    </message>
    <message>
        <source>Last 24 hours</source>
        <translation>آخر 24 ساعة</translation>
    </message>
    <message>
        <source>Last 7 days</source>
        <translation>آخر 7 أيام</translation>
    </message>
    <message>
        <source>Last 30 days</source>
        <translation>آخر 30 يومًا</translation>
    </message>
    <message>
        <source>This month</source>
        <translation>هذا الشهر</translation>
    </message>
    <message>
        <source>All</source>
        <translation>الكل</translation>
    </message>
    <message>
        <source>Custom</source>
        <translation>مخصص</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <extracomment>A moment of a chosen range: day, time</extracomment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>d MMM</source>
        <translation>d MMM</translation>
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
        <translation>لا تحوي سلسلة المفاتيح رمزًا لهذه البوابة. أدخله مجددًا.</translation>
    </message>
    <message>
        <source>No key chain can be reached on this computer. The token can be kept until you quit, and is never written to a file.</source>
        <translation>لا يمكن الوصول إلى سلسلة مفاتيح على هذا الحاسوب. يمكن الاحتفاظ بالرمز حتى الإنهاء، ولا يُكتب في ملف أبدًا.</translation>
    </message>
    <message>
        <source>The key chain is locked or refused. Unlock it and try again, or keep the token until you quit.</source>
        <translation>سلسلة المفاتيح مقفلة أو رفضت. افتح قفلها وحاول مجددًا، أو احتفظ بالرمز حتى الإنهاء.</translation>
    </message>
    <message>
        <source>The key chain did not take the token. Try again, or keep the token until you quit.</source>
        <translation>لم تقبل سلسلة المفاتيح الرمز. حاول مجددًا، أو احتفظ بالرمز حتى الإنهاء.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TrafficBook</name>
    <message>
        <source>%1 of the calls</source>
        <comment>share</comment>
        <translation>%1 من الاستدعاءات</translation>
    </message>
    <message>
        <source>%1 to the first token</source>
        <translation>%1 حتى أول رمز</translation>
    </message>
    <message>
        <source>%1 errors</source>
        <comment>share</comment>
        <translation>%1 أخطاء</translation>
    </message>
    <message numerus="yes">
        <source>%n under way</source>
        <translation>
            <numerusform>%n جارٍ</numerusform>
            <numerusform>%n جارٍ</numerusform>
            <numerusform>%n جارٍ</numerusform>
            <numerusform>%n جارٍ</numerusform>
            <numerusform>%n جارٍ</numerusform>
            <numerusform>%n جارٍ</numerusform>
        </translation>
    </message>
    <message>
        <source>resting after failures, tried again in %1</source>
        <translation>متوقف بعد إخفاقات، يُعاد بعد %1</translation>
    </message>
    <message>
        <source>probed by the next call</source>
        <translation>يفحصه الاستدعاء التالي</translation>
    </message>
    <message>
        <source>healthy</source>
        <translation>سليم</translation>
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
        <translation>الهدف المحدد</translation>
    </message>
    <message>
        <source>Circuit and calls</source>
        <translation>القاطع والاستدعاءات</translation>
    </message>
    <message>
        <source>Who waits</source>
        <translation>من ينتظر</translation>
    </message>
    <message>
        <source>The provider&apos;s limits</source>
        <translation>حدود المزوّد</translation>
    </message>
    <message>
        <source>Health check</source>
        <translation>فحص الحالة</translation>
    </message>
    <message>
        <source>Select a target to see its circuit, its queue and its limits.</source>
        <translation>حدد هدفًا لترى قاطعه وطابوره وحدوده.</translation>
    </message>
    <message>
        <source>%1, with the key %2</source>
        <comment>target, key</comment>
        <translation>%1، بالمفتاح %2</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TrafficModel</name>
    <message>
        <source>%1 of %2</source>
        <comment>calls, their cap</comment>
        <translation>%1 من %2</translation>
    </message>
    <message>
        <source>Not told</source>
        <translation>لم يُذكر</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>الهدف</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>المفتاح</translation>
    </message>
    <message>
        <source>Circuit</source>
        <translation>القاطع</translation>
    </message>
    <message>
        <source>In flight</source>
        <translation>الجارية</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>المنتظرة</translation>
    </message>
    <message>
        <source>Provider&apos;s limit</source>
        <translation>حد المزوّد</translation>
    </message>
    <message>
        <source>Health check</source>
        <translation>فحص الحالة</translation>
    </message>
    <message>
        <source>First token p95</source>
        <translation>أول رمز p95</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>الأخطاء</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>الحصة</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TrafficView</name>
    <message>
        <source>Open its provider</source>
        <translation>فتح مزوّده</translation>
    </message>
    <message>
        <source>Show its calls</source>
        <translation>عرض استدعاءاته</translation>
    </message>
    <message>
        <source>Export figures</source>
        <translation>تصدير الأرقام</translation>
    </message>
    <message>
        <source>Filter targets</source>
        <translation>ترشيح الأهداف</translation>
    </message>
    <message>
        <source>Traffic</source>
        <translation>الحركة</translation>
    </message>
    <message>
        <source>Open circuits</source>
        <translation>القواطع المفتوحة</translation>
    </message>
    <message>
        <source>In flight</source>
        <translation>الجارية</translation>
    </message>
    <message>
        <source>Waiting for room</source>
        <translation>بانتظار مكان</translation>
    </message>
    <message>
        <source>Failing checks</source>
        <translation>الفحوص الفاشلة</translation>
    </message>
    <message>
        <source>Targets</source>
        <translation>الأهداف</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) written to %1.</source>
        <translation>
            <numerusform>لم تُكتب صفوف في %1.</numerusform>
            <numerusform>كُتب صف واحد في %1.</numerusform>
            <numerusform>كُتب صفان في %1.</numerusform>
            <numerusform>كُتبت %n صفوف في %1.</numerusform>
            <numerusform>كُتب %n صفًا في %1.</numerusform>
            <numerusform>كُتب %n صف في %1.</numerusform>
        </translation>
    </message>
    <message>
        <source>Every target is asked.</source>
        <translation>يُسأل كل هدف.</translation>
    </message>
    <message>
        <source>Calls go elsewhere meanwhile.</source>
        <translation>تذهب الاستدعاءات إلى غيره في الأثناء.</translation>
    </message>
    <message numerus="yes">
        <source>At %n provider(s)</source>
        <translation>
            <numerusform>لا مزوّدين</numerusform>
            <numerusform>لدى مزوّد واحد</numerusform>
            <numerusform>لدى مزوّدَين</numerusform>
            <numerusform>لدى %n مزوّدين</numerusform>
            <numerusform>لدى %n مزوّدًا</numerusform>
            <numerusform>لدى %n مزوّد</numerusform>
        </translation>
    </message>
    <message>
        <source>No call waits for room.</source>
        <translation>لا استدعاء ينتظر مكانًا.</translation>
    </message>
    <message>
        <source>They go on when there is room.</source>
        <translation>تمضي حين يتوفر مكان.</translation>
    </message>
    <message numerus="yes">
        <source>%n provider(s) checked</source>
        <translation>
            <numerusform>لا مزوّد مفحوصًا</numerusform>
            <numerusform>مزوّد واحد مفحوص</numerusform>
            <numerusform>مزوّدان مفحوصان</numerusform>
            <numerusform>%n مزوّدين مفحوصين</numerusform>
            <numerusform>%n مزوّدًا مفحوصًا</numerusform>
            <numerusform>%n مزوّد مفحوص</numerusform>
        </translation>
    </message>
    <message>
        <source>What is shown is old: %1</source>
        <translation>المعروض قديم: %1</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>إعادة المحاولة</translation>
    </message>
    <message>
        <source>Reading what goes on…</source>
        <translation>تُقرأ الحركة…</translation>
    </message>
    <message>
        <source>No providers yet, so nothing goes on.</source>
        <translation>لا مزوّدين بعد، فلا حركة.</translation>
    </message>
    <message>
        <source>Open providers</source>
        <translation>فتح المزوّدين</translation>
    </message>
    <message>
        <source>No target has these words.</source>
        <translation>لا هدف فيه هذه الكلمات.</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>مسح المرشّح</translation>
    </message>
    <message>
        <source>Select one target first.</source>
        <translation>حدد هدفًا واحدًا أولًا.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TranslationDialog</name>
    <message>
        <source>Translation of %1</source>
        <translation>ترجمة %1</translation>
    </message>
    <message>
        <source>The bodies of this call were not recorded.</source>
        <translation>لم تُسجَّل محتويات هذا الاستدعاء.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>إغلاق</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TranslationLens</name>
    <message>
        <source>Request</source>
        <translation>الطلب</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>الإجابة</translation>
    </message>
    <message>
        <source>Shown as</source>
        <translation>طريقة العرض</translation>
    </message>
    <message>
        <source>Fields</source>
        <translation>الحقول</translation>
    </message>
    <message>
        <source>Bytes</source>
        <translation>البايتات</translation>
    </message>
    <message>
        <source>Open translation in a window</source>
        <translation>فتح الترجمة في نافذة</translation>
    </message>
    <message>
        <source>The client&apos;s fields</source>
        <translation>حقول العميل</translation>
    </message>
    <message>
        <source>The provider&apos;s fields</source>
        <translation>حقول المزوّد</translation>
    </message>
    <message>
        <source>The client&apos;s bytes</source>
        <translation>بايتات العميل</translation>
    </message>
    <message>
        <source>The provider&apos;s bytes</source>
        <translation>بايتات المزوّد</translation>
    </message>
    <message>
        <source>Losses</source>
        <translation>الخسائر</translation>
    </message>
    <message>
        <source>What became of it</source>
        <translation>ما آل إليه</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>الحقل</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>المكان</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>السبب</translation>
    </message>
    <message>
        <source>Comparing both sides…</source>
        <translation>جارٍ مقارنة الجانبين…</translation>
    </message>
    <message>
        <source>Nothing was lost in translation.</source>
        <translation>لم يُفقد شيء في الترجمة.</translation>
    </message>
    <message numerus="yes">
        <source>%n loss(es)</source>
        <translation>
            <numerusform>الخسائر: %n</numerusform>
            <numerusform>الخسائر: %n</numerusform>
            <numerusform>الخسائر: %n</numerusform>
            <numerusform>الخسائر: %n</numerusform>
            <numerusform>الخسائر: %n</numerusform>
            <numerusform>الخسائر: %n</numerusform>
        </translation>
    </message>
    <message>
        <source>Client · %1</source>
        <translation>العميل · %1</translation>
    </message>
    <message>
        <source>Client · %1 · %2</source>
        <translation>العميل · %1 · %2</translation>
    </message>
    <message>
        <source>Provider %1</source>
        <translation>المزوّد %1</translation>
    </message>
    <message>
        <source>There is nothing on this side of the call.</source>
        <translation>لا شيء في هذا الجانب من الاستدعاء.</translation>
    </message>
    <message>
        <source>Of the client&apos;s bytes only the beginning is kept.</source>
        <translation>لم يُحفظ من بايتات العميل إلا بدايتها.</translation>
    </message>
    <message>
        <source>Of the provider&apos;s bytes only the beginning is kept.</source>
        <translation>لم يُحفظ من بايتات المزوّد إلا بدايتها.</translation>
    </message>
    <message numerus="yes">
        <source>Put together from %n event(s).</source>
        <translation>
            <numerusform>مجمَّع من أحداث عددها %n.</numerusform>
            <numerusform>مجمَّع من أحداث عددها %n.</numerusform>
            <numerusform>مجمَّع من أحداث عددها %n.</numerusform>
            <numerusform>مجمَّع من أحداث عددها %n.</numerusform>
            <numerusform>مجمَّع من أحداث عددها %n.</numerusform>
            <numerusform>مجمَّع من أحداث عددها %n.</numerusform>
        </translation>
    </message>
    <message>
        <source>Only the first fields of this large body are compared.</source>
        <translation>تُقارن الحقول الأولى فقط من هذا المحتوى الكبير.</translation>
    </message>
    <message>
        <source>The fields cannot be compared: both sides must be kept whole and be JSON.</source>
        <translation>لا يمكن مقارنة الحقول: يجب أن يكون الجانبان محفوظين كاملين وبصيغة JSON.</translation>
    </message>
    <message>
        <source>%1: %2.</source>
        <comment>field, what became of it</comment>
        <translation>%1: %2.</translation>
    </message>
    <message>
        <source>%1: %2. %3</source>
        <comment>field, what became of it, why</comment>
        <translation>%1: %2. %3</translation>
    </message>
    <message>
        <source>%1 is not in the recorded body. %2</source>
        <comment>field, why it was lost</comment>
        <translation>%1 غير موجود في المحتوى المسجَّل. %2</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TrashDialog</name>
    <message>
        <source>Trash</source>
        <translation>المهملات</translation>
    </message>
    <message>
        <source>Deleted objects</source>
        <translation>الكائنات المحذوفة</translation>
    </message>
    <message>
        <source>What</source>
        <translation>ماذا</translation>
    </message>
    <message>
        <source>Deleted</source>
        <translation>تاريخ الحذف</translation>
    </message>
    <message>
        <source>By</source>
        <translation>حذفه</translation>
    </message>
    <message>
        <source>Days left</source>
        <translation>الأيام المتبقية</translation>
    </message>
    <message>
        <source>Looking into the trash…</source>
        <translation>تُقرأ المهملات…</translation>
    </message>
    <message>
        <source>Delete for good…</source>
        <translation>حذف نهائي…</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>استعادة</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>إغلاق</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>إعادة المحاولة</translation>
    </message>
    <message>
        <source>The trash is empty. What you delete stays here for 30 days.</source>
        <translation>المهملات فارغة. يبقى ما تحذفه هنا 30 يومًا.</translation>
    </message>
    <message numerus="yes">
        <source>%n object(s) restored.</source>
        <translation>
            <numerusform>لم يُستعَد أي كائن.</numerusform>
            <numerusform>استُعيد كائن واحد.</numerusform>
            <numerusform>استُعيد كائنان.</numerusform>
            <numerusform>استُعيدت %n كائنات.</numerusform>
            <numerusform>استُعيد %n كائنًا.</numerusform>
            <numerusform>استُعيد %n كائن.</numerusform>
        </translation>
    </message>
    <message>
        <source>Delete %1 for good?</source>
        <translation>هل تريد حذف %1 نهائيًا؟</translation>
    </message>
    <message numerus="yes">
        <source>Delete %n object(s) for good?</source>
        <translation>
            <numerusform>هل تريد حذف الكائنات نهائيًا؟</numerusform>
            <numerusform>هل تريد حذف كائن واحد نهائيًا؟</numerusform>
            <numerusform>هل تريد حذف كائنين نهائيًا؟</numerusform>
            <numerusform>هل تريد حذف %n كائنات نهائيًا؟</numerusform>
            <numerusform>هل تريد حذف %n كائنًا نهائيًا؟</numerusform>
            <numerusform>هل تريد حذف %n كائن نهائيًا؟</numerusform>
        </translation>
    </message>
    <message>
        <source>It cannot be restored from the trash any more.</source>
        <translation>لا يمكن بعد ذلك الاستعادة من المهملات.</translation>
    </message>
    <message>
        <source>Delete for good</source>
        <translation>حذف نهائي</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::Tray</name>
    <message>
        <source>Open &amp;log</source>
        <translation>فتح السجل (&amp;L)</translation>
    </message>
    <message>
        <source>Open &amp;window</source>
        <translation>فتح النافذة (&amp;W)</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>إنهاء (&amp;Q)</translation>
    </message>
    <message>
        <source>Gatehouse: %1</source>
        <comment>state of the gateway</comment>
        <translation>Gatehouse: %1</translation>
    </message>
    <message>
        <source>Spend today: %1</source>
        <translation>إنفاق اليوم: %1</translation>
    </message>
    <message numerus="yes">
        <source>%n new request(s) for approval</source>
        <translation>
            <numerusform>لا طلبات جديدة</numerusform>
            <numerusform>طلب جديد للموافقة</numerusform>
            <numerusform>طلبان جديدان للموافقة</numerusform>
            <numerusform>%n طلبات جديدة للموافقة</numerusform>
            <numerusform>%n طلبًا جديدًا للموافقة</numerusform>
            <numerusform>%n طلب جديد للموافقة</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TryPage</name>
    <message>
        <source>Send test call</source>
        <translation>إرسال استدعاء اختبار</translation>
    </message>
    <message>
        <source>Show in the log</source>
        <translation>عرض في السجل</translation>
    </message>
    <message>
        <source>A short question goes through the gateway&apos;s real port to the demo model %1. The answer streams back, and the call shows up in the log.</source>
        <translation>يمر سؤال قصير عبر المنفذ الحقيقي للبوابة إلى النموذج التجريبي %1. تُبث الإجابة عائدة، ويظهر الاستدعاء في السجل.</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>الإجابة</translation>
    </message>
    <message>
        <source>The same call as a command</source>
        <translation>الاستدعاء نفسه كأمر</translation>
    </message>
    <message>
        <source>Copy command</source>
        <translation>نسخ الأمر</translation>
    </message>
    <message>
        <source>Copy key</source>
        <translation>نسخ المفتاح</translation>
    </message>
    <message>
        <source>The key %1, for your programs. It is shown only now; the clipboard is cleared after 30 s.</source>
        <translation>المفتاح %1، لبرامجك. لا يُعرض إلا الآن؛ وتُمسح الحافظة بعد 30 ثانية.</translation>
    </message>
    <message>
        <source>The same from a terminal</source>
        <translation>الشيء نفسه من طرفية</translation>
    </message>
    <message>
        <source>Command copied. It reads the key from the variable GATEHOUSE_KEY.</source>
        <translation>نُسخ الأمر. يقرأ المفتاح من المتغير GATEHOUSE_KEY.</translation>
    </message>
    <message>
        <source>Key copied</source>
        <translation>نُسخ المفتاح</translation>
    </message>
    <message>
        <source>Hello, Gatehouse! Is everything ready?</source>
        <translation>مرحبًا يا Gatehouse! هل كل شيء جاهز؟</translation>
    </message>
    <message>
        <source>Waiting for the first word…</source>
        <translation>في انتظار الكلمة الأولى…</translation>
    </message>
    <message>
        <source>Send again</source>
        <translation>إرسال مجددًا</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ValueFields</name>
    <message>
        <source>The template names no variables yet: add them under Variables.</source>
        <translation>لا متغيرات بعد: أضفها ضمن «المتغيرات».</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::VariableDialog</name>
    <message>
        <source>Write a number, or nothing.</source>
        <translation>اكتب عددًا، أو لا شيء.</translation>
    </message>
    <message>
        <source>Add a variable</source>
        <translation>إضافة متغير</translation>
    </message>
    <message>
        <source>Variable %1</source>
        <translation>المتغير %1</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>إضافة</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>تطبيق</translation>
    </message>
    <message>
        <source>A call must give it</source>
        <translation>يجب أن يعطيه الاستدعاء</translation>
    </message>
    <message>
        <source>Hide its value in logs and records</source>
        <translation>إخفاء قيمته في السجلات</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>الاسم</translation>
    </message>
    <message>
        <source>It stands in the template as {{name}}.</source>
        <translation>يرد في القالب هكذا {{name}}.</translation>
    </message>
    <message>
        <source>Begin with a letter; then letters, digits and _ only, 64 at most.</source>
        <translation>ابدأ بحرف؛ ثم حروف وأرقام و_ فقط، 64 على الأكثر.</translation>
    </message>
    <message>
        <source>Another variable has this name.</source>
        <translation>متغير آخر له هذا الاسم.</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>النوع</translation>
    </message>
    <message>
        <source>Choices</source>
        <translation>الخيارات</translation>
    </message>
    <message>
        <source>One a line; nothing: any text.</source>
        <translation>واحد في كل سطر؛ لا شيء: أي نص.</translation>
    </message>
    <message>
        <source>Longest</source>
        <translation>أقصى طول</translation>
    </message>
    <message>
        <source>In characters.</source>
        <translation>بالمحارف.</translation>
    </message>
    <message>
        <source>Least</source>
        <translation>الأدنى</translation>
    </message>
    <message>
        <source>Most</source>
        <translation>الأقصى</translation>
    </message>
    <message>
        <source>Required</source>
        <translation>مطلوب</translation>
    </message>
    <message>
        <source>Default</source>
        <translation>القيمة المبدئية</translation>
    </message>
    <message>
        <source>Where a call does not give it.</source>
        <translation>حين لا يعطيه الاستدعاء.</translation>
    </message>
    <message>
        <source>Example</source>
        <translation>مثال</translation>
    </message>
    <message>
        <source>For the preview and the documentation.</source>
        <translation>للمعاينة والتوثيق.</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>الوصف</translation>
    </message>
    <message>
        <source>Secret</source>
        <translation>سري</translation>
    </message>
    <message>
        <source>More rules</source>
        <translation>قواعد أخرى</translation>
    </message>
    <message>
        <source>JSON Schema</source>
        <translation>JSON Schema</translation>
    </message>
    <message>
        <source>Such as pattern, items or properties.</source>
        <translation>مثل pattern أو items أو properties.</translation>
    </message>
    <message>
        <source>Write true or false.</source>
        <translation>اكتب true أو false.</translation>
    </message>
    <message>
        <source>Write a value of this type, as JSON: 3, [1, 2], {&quot;a&quot;: 1}.</source>
        <translation>اكتب قيمة من هذا النوع بصيغة JSON: 3، [1, 2]، {&quot;a&quot;: 1}.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::VariableModel</name>
    <message>
        <source>Text</source>
        <translation>نص</translation>
    </message>
    <message>
        <source>Whole number</source>
        <translation>عدد صحيح</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>عدد</translation>
    </message>
    <message>
        <source>Yes or no</source>
        <translation>نعم أو لا</translation>
    </message>
    <message>
        <source>List</source>
        <translation>قائمة</translation>
    </message>
    <message>
        <source>Object</source>
        <translation>كائن</translation>
    </message>
    <message>
        <source>Anything</source>
        <translation>أي شيء</translation>
    </message>
    <message>
        <source>%1, secret</source>
        <comment>type of a variable</comment>
        <translation>%1، سري</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>نعم</translation>
    </message>
    <message>
        <source>No</source>
        <translation>لا</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>الاسم</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>النوع</translation>
    </message>
    <message>
        <source>Required</source>
        <translation>مطلوب</translation>
    </message>
    <message>
        <source>Default</source>
        <translation>القيمة المبدئية</translation>
    </message>
    <message>
        <source>Example</source>
        <translation>مثال</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>الوصف</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::VersionDiffDialog</name>
    <message>
        <source>Before</source>
        <translation>قبل</translation>
    </message>
    <message>
        <source>After</source>
        <translation>بعد</translation>
    </message>
    <message>
        <source>Versions of %1</source>
        <translation>نسخ %1</translation>
    </message>
    <message>
        <source>Version %1</source>
        <translation>النسخة %1</translation>
    </message>
    <message>
        <source>What is being written</source>
        <translation>ما يُكتب الآن</translation>
    </message>
    <message>
        <source>Previous</source>
        <translation>السابق</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>التالي</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>إغلاق</translation>
    </message>
    <message>
        <source>No differences</source>
        <translation>لا اختلافات</translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) differ</source>
        <translation>
            <numerusform>لا أسطر مختلفة</numerusform>
            <numerusform>سطر واحد مختلف</numerusform>
            <numerusform>سطران مختلفان</numerusform>
            <numerusform>%n أسطر مختلفة</numerusform>
            <numerusform>%n سطرًا مختلفًا</numerusform>
            <numerusform>%n سطر مختلف</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::VersionEditor</name>
    <message>
        <source>Versions</source>
        <translation>النسخ</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>إعادة المحاولة</translation>
    </message>
    <message>
        <source>Discard your edits?</source>
        <translation>هل تريد تجاهل تعديلاتك؟</translation>
    </message>
    <message>
        <source>What you wrote on version %1 has not been saved.</source>
        <translation>ما كتبته على النسخة %1 لم يُحفظ.</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>تجاهل</translation>
    </message>
    <message>
        <source>The version waits for review.</source>
        <translation>النسخة تنتظر المراجعة.</translation>
    </message>
    <message>
        <source>Version %1</source>
        <translation>النسخة %1</translation>
    </message>
    <message>
        <source>edited</source>
        <translation>معدّل</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::VersionGrid</name>
    <message>
        <source>Versions side by side</source>
        <translation>الإصدارات جنبًا إلى جنب</translation>
    </message>
    <message>
        <source>Serves</source>
        <translation>تقدّم</translation>
    </message>
    <message>
        <source>Answers</source>
        <translation>الإجابات</translation>
    </message>
    <message>
        <source>Time limit</source>
        <translation>المهلة</translation>
    </message>
    <message>
        <source>Not published yet</source>
        <translation>لم يُنشر بعد</translation>
    </message>
    <message>
        <source>It was edited since</source>
        <translation>حُرّر منذ ذلك</translation>
    </message>
    <message>
        <source>Release</source>
        <translation>الإصدار المنشور</translation>
    </message>
    <message>
        <source>Published</source>
        <translation>منشورة</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>ملاحظة</translation>
    </message>
    <message>
        <source>Ends on</source>
        <translation>تنتهي في</translation>
    </message>
    <message>
        <source>Successor</source>
        <translation>الخَلَف</translation>
    </message>
    <message>
        <source>%1 (selected)</source>
        <comment>a version</comment>
        <translation>%1 (محدد)</translation>
    </message>
    <message>
        <source>%1, latest</source>
        <comment>a state</comment>
        <translation>%1، الأحدث</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::VersionModel</name>
    <message>
        <source>Version %1, made of version %2</source>
        <translation>النسخة %1، من النسخة %2</translation>
    </message>
    <message>
        <source>Version %1</source>
        <translation>النسخة %1</translation>
    </message>
    <message>
        <source>Made of version %1</source>
        <translation>من النسخة %1</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>النسخة</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>العلامات</translation>
    </message>
    <message>
        <source>Comment</source>
        <translation>تعليق</translation>
    </message>
    <message>
        <source>Author</source>
        <translation>المؤلف</translation>
    </message>
    <message>
        <source>Made</source>
        <translation>أُنشئت</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::VersionsPage</name>
    <message>
        <source>Compare</source>
        <translation>مقارنة</translation>
    </message>
    <message>
        <source>Edit from here</source>
        <translation>التحرير من هنا</translation>
    </message>
    <message>
        <source>Revert to it</source>
        <translation>الرجوع إليها</translation>
    </message>
    <message>
        <source>Move label</source>
        <translation>نقل العلامة</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>النسخ</translation>
    </message>
    <message>
        <source>It is the newest already.</source>
        <translation>هي الأحدث بالفعل.</translation>
    </message>
    <message>
        <source>Move label %1 to version %2</source>
        <translation>نقل العلامة %1 إلى النسخة %2</translation>
    </message>
    <message>
        <source>Remove label %1</source>
        <translation>إزالة العلامة %1</translation>
    </message>
    <message>
        <source>Revert to version %1?</source>
        <translation>هل تريد الرجوع إلى النسخة %1؟</translation>
    </message>
    <message>
        <source>A new version is made that is as version %1 was. Labels stay where they are.</source>
        <translation>تُنشأ نسخة جديدة كما كانت النسخة %1. تبقى العلامات في مواضعها.</translation>
    </message>
    <message>
        <source>Revert</source>
        <translation>التراجع</translation>
    </message>
    <message>
        <source>Revert prompt %1 to version %2</source>
        <translation>إرجاع التلقين %1 إلى النسخة %2</translation>
    </message>
    <message>
        <source>Revert chain %1 to version %2</source>
        <translation>إرجاع السلسلة %1 إلى النسخة %2</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::Waterfall</name>
    <message>
        <source>Tries: %1</source>
        <translation>المحاولات: %1</translation>
    </message>
    <message>
        <source>Received, queued and checked</source>
        <translation>الاستلام والانتظار والتحقق</translation>
    </message>
    <message>
        <source>first byte %1</source>
        <translation>أول بايت %1</translation>
    </message>
    <message>
        <source>Gateway</source>
        <translation>البوابة</translation>
    </message>
    <message>
        <source>Connecting</source>
        <translation>الاتصال</translation>
    </message>
    <message>
        <source>Waiting for the first byte</source>
        <translation>انتظار أول بايت</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>الإجابة</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>فشل</translation>
    </message>
    <message>
        <source>Checked, and answered from the cache</source>
        <translation>فُحص وأُجيب من المخبأ</translation>
    </message>
    <message>
        <source>In line before %1, as number %2</source>
        <translation>في الطابور أمام %1، رقم %2</translation>
    </message>
    <message>
        <source>%1 · in vain</source>
        <comment>how long it waited</comment>
        <translation>%1 · بلا جدوى</translation>
    </message>
    <message>
        <source>In line</source>
        <translation>في الطابور</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::WebhookDialog</name>
    <message>
        <source>Register webhook</source>
        <translation>تسجيل خطاف ويب</translation>
    </message>
    <message>
        <source>Edit webhook %1</source>
        <translation>تحرير خطاف الويب %1</translation>
    </message>
    <message>
        <source>Register</source>
        <translation>تسجيل</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>حفظ</translation>
    </message>
    <message>
        <source>Send messages there</source>
        <translation>إرسال الرسائل إليه</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>الاسم</translation>
    </message>
    <message>
        <source>A name has letters, digits, “.”, “_” and “-”, at most 64.</source>
        <translation>للاسم حروف وأرقام و«.» و«_» و«-»، 64 على الأكثر.</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>العنوان</translation>
    </message>
    <message>
        <source>Reached from the gateway. Addresses of private networks are refused.</source>
        <translation>يُتصل به من البوابة. تُرفض عناوين الشبكات الخاصة.</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>الفريق</translation>
    </message>
    <message>
        <source>Whose events are told.</source>
        <translation>أحداث من تُبلّغ.</translation>
    </message>
    <message>
        <source>Tell of</source>
        <translation>الإبلاغ عن</translation>
    </message>
    <message>
        <source>Choose what is told.</source>
        <translation>اختر ما يُبلّغ عنه.</translation>
    </message>
    <message>
        <source>State</source>
        <translation>الحالة</translation>
    </message>
    <message>
        <source>The organisation</source>
        <translation>المؤسسة</translation>
    </message>
    <message>
        <source>Enter an address such as https://example.org/hook.</source>
        <translation>أدخل عنوانًا مثل https://example.org/hook.</translation>
    </message>
    <message>
        <source>Change webhook %1</source>
        <translation>تغيير خطاف الويب %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::WebhooksDialog</name>
    <message>
        <source>status %1</source>
        <comment>of an HTTP answer</comment>
        <translation>الحالة %1</translation>
    </message>
    <message>
        <source>Delivered</source>
        <translation>سُلّم</translation>
    </message>
    <message>
        <source>Given up</source>
        <translation>تُرك</translation>
    </message>
    <message>
        <source>Given up: %1</source>
        <translation>تُرك: %1</translation>
    </message>
    <message>
        <source>Under way</source>
        <translation>جارٍ</translation>
    </message>
    <message>
        <source>Again on %1: %2</source>
        <comment>a moment, why</comment>
        <translation>مجددًا في %1: %2</translation>
    </message>
    <message>
        <source>Webhooks</source>
        <translation>خطافات الويب</translation>
    </message>
    <message>
        <source>No webhooks yet. The gateway tells one when a job has ended or a subscription waits.</source>
        <translation>لا خطافات ويب بعد. تُبلغها البوابة بانتهاء مهمة أو اشتراك ينتظر.</translation>
    </message>
    <message>
        <source>Register webhook</source>
        <translation>تسجيل خطاف ويب</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>الاسم</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>العنوان</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>الفريق</translation>
    </message>
    <message>
        <source>Tells of</source>
        <translation>يُبلغ عن</translation>
    </message>
    <message>
        <source>State</source>
        <translation>الحالة</translation>
    </message>
    <message>
        <source>Deliveries</source>
        <translation>عمليات التسليم</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>الوقت</translation>
    </message>
    <message>
        <source>Event</source>
        <translation>الحدث</translation>
    </message>
    <message>
        <source>Attempts</source>
        <translation>المحاولات</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>النتيجة</translation>
    </message>
    <message>
        <source>Rotate secret</source>
        <translation>تدوير السر</translation>
    </message>
    <message>
        <source>Send a test</source>
        <translation>إرسال اختبار</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>الكل</translation>
    </message>
    <message>
        <source>On</source>
        <translation>مفعّل</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>متوقف</translation>
    </message>
    <message>
        <source>Nothing is sent there any more; what was not delivered yet is dropped.</source>
        <translation>لن يُرسل إليه شيء بعد الآن؛ ويُسقط ما لم يُسلّم.</translation>
    </message>
    <message>
        <source>Deliveries to %1</source>
        <translation>عمليات التسليم إلى %1</translation>
    </message>
    <message>
        <source>Rotate the secret of %1?</source>
        <translation>تدوير سر %1؟</translation>
    </message>
    <message>
        <source>What is sent is signed with the old and the new secret for a while, so that the receiver can change.</source>
        <translation>يُوقّع ما يُرسل بالسر القديم والجديد لفترة، ليتمكن المستقبل من التغيير.</translation>
    </message>
    <message>
        <source>Rotate</source>
        <translation>تدوير</translation>
    </message>
    <message>
        <source>Signing secret of %1</source>
        <translation>سر التوقيع لـ %1</translation>
    </message>
    <message>
        <source>The receiver checks with it that a message came from this gateway (Standard Webhooks). It is shown this once.</source>
        <translation>يتحقق به المستقبل أن الرسالة من هذه البوابة (Standard Webhooks). يُعرض هذه المرة فقط.</translation>
    </message>
    <message>
        <source>Signing secret</source>
        <translation>سر التوقيع</translation>
    </message>
    <message>
        <source>The secret cannot be shown again. You would have to rotate it.</source>
        <translation>لا يمكن إظهار السر مجددًا. سيلزم تدويره.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::WritePage</name>
    <message>
        <source>Parts of the prompt</source>
        <translation>أجزاء التلقين</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>الرسائل</translation>
    </message>
    <message>
        <source>Variables</source>
        <translation>المتغيرات</translation>
    </message>
    <message>
        <source>Partials</source>
        <translation>الأجزاء</translation>
    </message>
    <message>
        <source>Model and answer</source>
        <translation>النموذج والإجابة</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>معاينة</translation>
    </message>
    <message>
        <source>Add variable</source>
        <translation>إضافة متغير</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>تحرير</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>إزالة</translation>
    </message>
    <message>
        <source>A variable is what a call gives: it stands in a template as {{name}}.</source>
        <translation>المتغير ما يعطيه الاستدعاء: يرد في القالب هكذا {{name}}.</translation>
    </message>
    <message>
        <source>Add partial</source>
        <translation>إضافة جزء</translation>
    </message>
    <message>
        <source>A partial is a text that several messages share: {{&gt;name}}.</source>
        <translation>الجزء نص تشترك فيه عدة رسائل: {{&gt;name}}.</translation>
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
        <translation>بوابة ذكاء اصطناعي يمكن لأي شخص امتلاكها.</translation>
    </message>
    <message>
        <source>Show the options.</source>
        <translation>عرض الخيارات.</translation>
    </message>
    <message>
        <source>Show the version.</source>
        <translation>عرض الإصدار.</translation>
    </message>
    <message>
        <source>Use the profile NAME, with its own store and settings.</source>
        <translation>استخدام ملف التعريف NAME، بمخزنه وإعداداته الخاصة.</translation>
    </message>
    <message>
        <source>Connect to the gateway that was saved as NAME.</source>
        <translation>الاتصال بالبوابة المحفوظة باسم NAME.</translation>
    </message>
    <message>
        <source>Open the view NAME, such as overview or log.</source>
        <translation>فتح العرض NAME، مثل overview أو log.</translation>
    </message>
    <message>
        <source>Pause the gateway: new calls are refused.</source>
        <translation>إيقاف البوابة مؤقتًا: تُرفض الاستدعاءات الجديدة.</translation>
    </message>
    <message>
        <source>Start without showing the window, where there is a tray.</source>
        <translation>البدء من دون عرض النافذة، حيث توجد علبة نظام.</translation>
    </message>
    <message>
        <source>Show what FILE would change, before anything changes.</source>
        <translation>عرض ما سيغيّره FILE قبل أن يتغير شيء.</translation>
    </message>
    <message>
        <source>Write the configuration to FILE, without secrets.</source>
        <translation>كتابة التكوين في FILE من دون أسرار.</translation>
    </message>
    <message>
        <source>A gatehouse: address. It fills in a form and changes nothing by itself.</source>
        <translation>عنوان gatehouse:‎. يملأ استمارة ولا يغيّر شيئًا بنفسه.</translation>
    </message>
    <message>
        <source>--profile takes letters, digits, &apos;.&apos;, &apos;_&apos; and &apos;-&apos; only.</source>
        <translation>لا يقبل ‎--profile إلا الحروف والأرقام و&apos;.&apos; و&apos;_&apos; و&apos;-&apos;.</translation>
    </message>
    <message>
        <source>Only one link is taken.</source>
        <translation>لا يُقبل إلا رابط واحد.</translation>
    </message>
    <message>
        <source>%1 is no gatehouse: address.</source>
        <translation>%1 ليس عنوان gatehouse:‎.</translation>
    </message>
</context>
</TS>
