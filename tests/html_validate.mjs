// Validates HTML for the tests, one long-lived process for the whole run.
// Asked with one JSON line {"name", "html"} on stdin, answers with one JSON line {"name", "ok", "messages"} on stdout.
// Whole pages (they start with a doctype) meet the document rules too; fragments meet all others.
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { HtmlValidate, StaticConfigLoader } from 'html-validate';

const config = JSON.parse(readFileSync(new URL('../.htmlvalidate.json', import.meta.url)));
const page = new HtmlValidate(new StaticConfigLoader(config));
const fragment = new HtmlValidate(new StaticConfigLoader({
  ...config,
  extends: config.extends.filter(preset => preset !== 'html-validate:document'),
}));

for await (const line of createInterface({ input: process.stdin })) {
  if (!line.trim()) continue;
  const { name, html } = JSON.parse(line);
  const validator = /^\s*<!doctype/i.test(html) ? page : fragment;
  const report = await validator.validateString(html, name);
  const messages = report.results.flatMap(result => result.messages.map(
    message => `${name}:${message.line}:${message.column} ${message.message} (${message.ruleId})`,
  ));
  console.log(JSON.stringify({ name, ok: report.valid && messages.length === 0, messages }));
}
