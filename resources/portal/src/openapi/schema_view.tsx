// SPDX-License-Identifier: Apache-2.0
// A JSON Schema for people: names, types, what is required and what must hold.
import { t } from "../texts/index";
import { type Json, listOf, objectOf, resolve, textOf } from "./document";

type JsonObject = { [name: string]: Json };

const deepest = 6;

function typeText(root: JsonObject, schema: Json | undefined, depth = 0): string {
  const fields = objectOf(resolve(root, schema));
  if (fields["const"] !== undefined) return JSON.stringify(fields["const"]);
  const kinds = Array.isArray(fields["type"]) ? fields["type"].map((name) => textOf(name)) : [textOf(fields["type"])];
  const texts = kinds.filter(Boolean).map((kind) => {
    if (kind === "array" && depth < 3 && fields["items"] !== undefined)
      return t.arrayOf(typeText(root, fields["items"], depth + 1));
    const format = textOf(fields["format"]);
    return kind === "string" && format ? `${kind} (${format})` : kind;
  });
  if (texts.length) return texts.join(` ${t.or} `);
  const choices = [...listOf(fields["oneOf"]), ...listOf(fields["anyOf"])];
  if (choices.length && depth < 3) return choices.map((choice) => typeText(root, choice, depth + 1)).join(` ${t.or} `);
  const values = listOf(fields["enum"]);
  if (values.length) return [...new Set(values.map((value) => (value === null ? "null" : typeof value)))].join(` ${t.or} `);
  return fields["properties"] || fields["allOf"] ? "object" : t.anything;
}

function rulesOf(fields: JsonObject): string[] {
  const rules: string[] = [];
  const values = listOf(fields["enum"]);
  if (values.length) rules.push(t.oneOf(values.slice(0, 20).map((value) => JSON.stringify(value)).join(", ")));
  const bounds: [string, string][] = [
    ["minimum", "≥"],
    ["exclusiveMinimum", ">"],
    ["maximum", "≤"],
    ["exclusiveMaximum", "<"],
  ];
  for (const [name, sign] of bounds) if (typeof fields[name] === "number") rules.push(`${sign} ${fields[name]}`);
  if (typeof fields["minLength"] === "number") rules.push(t.leastLength(fields["minLength"]));
  if (typeof fields["maxLength"] === "number") rules.push(t.mostLength(fields["maxLength"]));
  if (typeof fields["maxItems"] === "number") rules.push(t.mostItems(fields["maxItems"]));
  if (typeof fields["pattern"] === "string") rules.push(t.pattern(fields["pattern"]));
  if (fields["default"] !== undefined) rules.push(t.byDefault(JSON.stringify(fields["default"])));
  return rules;
}

interface SchemaProps {
  root: JsonObject;
  schema: Json | undefined;
  depth?: number;
  // What is open above this one: a schema that holds itself is shown once.
  above?: readonly Json[];
}

function Property(props: SchemaProps & { name: string; required: boolean }) {
  const fields = objectOf(resolve(props.root, props.schema));
  const rules = rulesOf(fields);
  return (
    <li>
      <p class="property">
        <code>{props.name}</code> <span class="type">{typeText(props.root, props.schema)}</span>
        {props.required && <span class="required"> {t.required}</span>}
      </p>
      {textOf(fields["description"]) && <p class="prose">{textOf(fields["description"])}</p>}
      {rules.length > 0 && <p class="rules">{rules.join(" · ")}</p>}
      <SchemaView root={props.root} schema={props.schema} depth={props.depth} above={props.above} />
    </li>
  );
}

export function SchemaView({ root, schema, depth = 0, above = [] }: SchemaProps) {
  const found = resolve(root, schema);
  let fields = objectOf(found);
  if (fields["items"] !== undefined) {
    const items = resolve(root, fields["items"]);
    fields = objectOf(items);
  }
  const parts = [fields, ...listOf(fields["allOf"]).map((part) => objectOf(resolve(root, part)))];
  const properties = parts.flatMap((part) => Object.entries(objectOf(part["properties"])));
  const required = new Set(parts.flatMap((part) => listOf(part["required"]).map((name) => textOf(name))));
  if (properties.length === 0) return null;
  if (depth >= deepest || (found !== undefined && above.includes(found))) return <p class="rules">{t.andSoOn}</p>;
  const open = found === undefined ? above : [...above, found];
  return (
    <ul class="schema">
      {properties.map(([name, value]) => (
        <Property
          key={name}
          root={root}
          schema={value}
          name={name}
          required={required.has(name)}
          depth={depth + 1}
          above={open}
        />
      ))}
    </ul>
  );
}

export function SchemaSummary({ root, schema }: { root: JsonObject; schema: Json | undefined }) {
  return <span class="type">{typeText(root, schema)}</span>;
}
