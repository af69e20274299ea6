// Validates WebVTT files with the W3C's own validator (npm package `webvtt-parser`), and compares nothing
// else: what a file means is held by the tests in Rust. The validator is older than regions, so REGION
// blocks and `region:` settings are taken out before it sees a file.
//
//   node tests/webvtt/validate.mjs FILE-OR-FOLDER...
//
// The package is found by name, or in the folder that CUEKIT_WEBVTT_PARSER names. Exit codes: 0 all
// valid, 1 some not, 2 the package is missing.
import { createRequire } from 'node:module';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

const require = createRequire(import.meta.url);
let WebVTTParser, entities;
try {
  const name = process.env.CUEKIT_WEBVTT_PARSER ? resolve(process.env.CUEKIT_WEBVTT_PARSER) : 'webvtt-parser';
  ({ WebVTTParser } = require(name));
  entities = require(`${name}/html-entities.json`);
} catch {
  console.error('the npm package webvtt-parser is missing: run `npm install webvtt-parser` in some folder, and');
  console.error('set CUEKIT_WEBVTT_PARSER to its node_modules/webvtt-parser');
  process.exit(2);
}

const paths = process.argv.slice(2).flatMap((path) =>
  statSync(path).isDirectory() ? readdirSync(path).filter((n) => n.endsWith('.vtt')).sort().map((n) => join(path, n)) : [path],
);
const withoutRegions = (text) =>
  text
    .replace(/(?<=\n\n)REGION[ \t]*\n(?:(?![^\n]*-->)[^\n]+(?:\n|$))*/g, '')
    .replace(/(?<=\n[0-9:.]+ --> [^\n]*) region:[^ \t\f\n]+(?=\n)/g, '');
let wrong = 0;
let cues = 0;
for (const path of paths) {
  const text = readFileSync(path, 'utf8');
  const result = new WebVTTParser(entities).parse(withoutRegions(text), 'subtitles');
  cues += result.cues.length;
  const expected = text.split('\n').filter((line) => line.includes('-->')).length;
  if (result.cues.length !== expected) {
    result.errors.push({ line: 0, message: `${result.cues.length} cues, but ${expected} timing lines` });
  }
  if (result.errors.length > 0) {
    wrong += 1;
    for (const error of result.errors.slice(0, 3)) console.log(`${path}:${error.line}: ${error.message}`);
  }
}
console.log(`${paths.length} files with ${cues} cues, ${wrong} of them not valid`);
process.exit(wrong > 0 ? 1 : 0);
