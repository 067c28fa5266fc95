import { TextDecoder } from 'node:util';
import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { UserError } from '../../../diagnostics.ts';

/** An element with all that is in it. */
export type XmlNode = {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlNode[];
  /** Its own text, without that of its children. */
  readonly text: string;
  /** Line in which it begins, from 1. */
  readonly line: number;
};

/**
 * The children of the root of an XML document, one at a time: no more than one of them is in memory.
 *
 * @param source bytes of the document; UTF-8
 * @param path of the file, for messages
 * @throws UserError `invalid` with line and column for what is not well-formed, another root, a document type or entities
 */
export async function* childrenOf(
  source: AsyncIterable<Uint8Array>,
  path: string,
  root: string,
): AsyncGenerator<XmlNode> {
  const build: Build = { path, root, parser: new SaxesParser(), open: [], done: [], sinceNode: 0 };
  listen(build);
  const decoder = new TextDecoder('utf-8', { fatal: true });
  for await (const bytes of source) {
    feed(build, decode(build, decoder, bytes));
    yield* build.done.splice(0);
    build.sinceNode += bytes.length;
    if (build.sinceNode > LARGEST) fail(build, 'an element of more than 256 megabytes');
  }
  feed(build, decode(build, decoder, null));
  build.parser.close();
  yield* build.done.splice(0);
}

const LARGEST = 256 << 20;
const DEEPEST = 64;

type Draft = {
  readonly name: string;
  readonly attributes: Record<string, string>;
  readonly children: XmlNode[];
  readonly line: number;
  text: string;
};

type Build = {
  readonly path: string;
  readonly root: string;
  readonly parser: SaxesParser;
  /** Elements that are open, the root first. */
  readonly open: Draft[];
  /** Children of the root that are complete. */
  readonly done: XmlNode[];
  /** Bytes since the last of them. */
  sinceNode: number;
};

function listen(build: Build): void {
  const { parser, open } = build;
  parser.on('error', (error) => {
    fail(build, error.message.replace(/^\d+:\d+: /, ''));
  });
  parser.on('doctype', () => {
    fail(build, 'a document type (DOCTYPE) with or without entities is not accepted');
  });
  parser.on('xmldecl', ({ encoding = 'utf-8' }) => {
    if (!/^(?:utf-?8|us-ascii)$/i.test(encoding)) fail(build, `the encoding is ${encoding}, not UTF-8`);
  });
  parser.on('opentag', (tag) => {
    opened(build, tag);
  });
  parser.on('text', (text) => {
    const top = open.at(-1);
    if (top !== undefined && open.length > 1) top.text += text;
  });
  parser.on('cdata', (text) => {
    const top = open.at(-1);
    if (top !== undefined && open.length > 1) top.text += text;
  });
  parser.on('closetag', () => {
    const node = open.pop();
    if (node === undefined || open.length === 0) return;
    if (open.length > 1) open.at(-1)?.children.push(node);
    else {
      build.done.push(node);
      build.sinceNode = 0;
    }
  });
}

function opened(build: Build, { name, attributes }: SaxesTagPlain): void {
  const { open, root, parser } = build;
  if (open.length === 0 && name !== root) fail(build, `the root is <${name}>, not <${root}>`);
  if (open.length >= DEEPEST) fail(build, `more than ${String(DEEPEST)} elements inside each other`);
  open.push({ name, attributes, children: [], line: parser.line, text: '' });
}

function decode(build: Build, decoder: TextDecoder, bytes: Uint8Array | null): string {
  try {
    return bytes === null ? decoder.decode() : decoder.decode(bytes, { stream: true });
  } catch (error) {
    throw new UserError('invalid', `${place(build)}: the text is not UTF-8`, { cause: error });
  }
}

function feed({ parser }: Build, text: string): void {
  parser.write(text);
}

function place({ path, parser }: Build): string {
  return `${path}, line ${String(parser.line)}, column ${String(parser.column)}`;
}

function fail(build: Build, message: string): never {
  throw new UserError('invalid', `${place(build)}: ${message}`, {
    hint: 'nothing was imported; export it from CVAT again as CVAT for images 1.1',
  });
}
