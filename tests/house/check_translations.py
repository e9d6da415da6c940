#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Holds every translation against its source text: nothing is unfinished or gone, placeholders and mnemonics' places
agree, plural forms are as many as the language has. --planted puts one fault of each kind into a copy and demands that
each is found."""
import pathlib
import re
import shutil
import sys
import tempfile
import xml.etree.ElementTree as xml

ROOT = pathlib.Path(__file__).resolve().parents[2]
LANGUAGES = {"ar": 6, "de": 2, "en": 2, "es": 2, "fr": 2, "ja": 1, "zh_CN": 1}
PLACEHOLDER = re.compile(r"%(?:L?\d+|n)")
MARKUP = re.compile(r"<[^>]+>|`[^`]*`|\{\{?\w+\}?\}")


def marks(text):
    return sorted(PLACEHOLDER.findall(text)), sorted(MARKUP.findall(text))


def text_faults(source, text, plural):
    if not text.strip():
        return "not translated"
    wanted, given = marks(source), marks(text)
    # A plural form may leave the number out: "one call" says it in words.
    if plural:
        wanted, given = ([m for m in w if m != "%n"] for w in (wanted[0], given[0]))
    if wanted != given:
        return f"has {given}, the source has {wanted}"
    for end in ("…", "\n"):
        if source.endswith(end) != text.endswith(end):
            return f"ends otherwise than the source ({end!r})"
    if source[:1].isspace() != text[:1].isspace() or source[-1:].isspace() != text[-1:].isspace():
        return "has other blanks at its ends than the source"
    return None


def file_faults(file, forms):
    for context in xml.parse(file).getroot().iter("context"):
        for message in context.iter("message"):
            source = message.findtext("source") or ""
            where = f"{file.name}: {context.findtext('name')}: {source[:60]!r}"
            translation = message.find("translation")
            if translation.get("type"):
                yield f"{where} is {translation.get('type')}"
                continue
            plural = message.get("numerus") == "yes"
            texts = [form.text or "" for form in translation.iter("numerusform")] if plural else [translation.text or ""]
            if plural and len(texts) != forms:
                yield f"{where} has {len(texts)} plural forms, not {forms}"
            for text in texts:
                if fault := text_faults(source, text, plural):
                    yield f"{where}: {fault}"


def faults(folder):
    for language, forms in LANGUAGES.items():
        file = folder / f"gatehouse_{language}.ts"
        if not file.exists():
            yield f"{file.name} is missing"
            continue
        yield from file_faults(file, forms)
    texts = {}
    for language in LANGUAGES:
        if language == "en" or not (file := folder / f"gatehouse_{language}.ts").exists():
            continue
        texts[language] = {(c.findtext("name"), m.findtext("source"), m.findtext("comment"))
                           for c in xml.parse(file).getroot().iter("context") for m in c.iter("message")}
    for language, known in texts.items():
        for missing in sorted(set().union(*texts.values()) - known, key=str):
            yield f"gatehouse_{language}.ts: lacks {missing[1]!r}"


def planted():
    plants = {
        "unfinished": lambda s: s.replace("<translation>", '<translation type="unfinished">', 1),
        "not translated": lambda s: re.sub(r"<translation>[^<]+</translation>", "<translation></translation>", s, count=1),
        "the source has": lambda s: re.sub(r"(<source>[^<]*%1[^<]*</source>\s*(?:<[a-z]*comment>[^<]*</[a-z]*comment>\s*)*<translation>[^<]*)%1", r"\1", s, count=1),
        "plural forms": lambda s: s.replace("<numerusform>", "<numerusform>x</numerusform><numerusform>", 1),
        "lacks": lambda s: re.sub(r"<message>.*?</message>", "", s, count=1, flags=re.S),
    }
    missed = []
    for expected, plant in plants.items():
        with tempfile.TemporaryDirectory() as folder:
            copy = pathlib.Path(folder)
            for file in (ROOT / "translations").glob("*.ts"):
                shutil.copy(file, copy)
            file = copy / "gatehouse_de.ts"
            file.write_text(plant(file.read_text()))
            if not any(expected in fault for fault in faults(copy)):
                missed.append(expected)
    return missed


def main():
    if "--planted" in sys.argv:
        missed = planted()
        for kind in missed:
            print(f"not found: {kind}")
        sys.exit(1 if missed else 0)
    found = list(faults(ROOT / "translations"))
    for fault in found[:50]:
        print(fault)
    if len(found) > 50:
        print(f"and {len(found) - 50} more")
    sys.exit(1 if found else 0)


main()
