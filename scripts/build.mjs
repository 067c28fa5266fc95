// Bundles src into dist. Run: node scripts/build.mjs
//
// Entries are src/cli.ts and every src/**/*-worker.ts. Their output is flat (`dist/cli.js`, `dist/query-worker.js`), and so
// are the chunks, so that one expression finds a worker from source and from the bundle:
//   new URL(`./query-worker.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url)
// Whatever is reached only through a dynamic import (the screen, pictures, the parser) becomes a chunk of its own.
// dist/meta.json says which module went into which chunk.
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Packages with native parts, and the one that is larger than everything else together. */
const EXTERNAL = ['better-sqlite3', 'sharp', 'ts-morph'];

/** A shell that is still open loads chunks of the build it was started from. */
const KEEP_OLD_CHUNKS_MS = 24 * 60 * 60 * 1000;

/** Bundled CommonJS packages ask for Node's own modules with `require`. */
const REQUIRE =
  "import { createRequire as quadratCreateRequire } from 'node:module';" +
  'const require = quadratCreateRequire(import.meta.url);';

/** Ink imports React's developer tools only on request; nobody can make that request of a production build. */
const withoutDevtools = {
  name: 'without-devtools',
  setup(build) {
    build.onResolve({ filter: /^react-devtools-core$/ }, ({ path }) => ({ path, namespace: 'absent' }));
    build.onLoad({ filter: /.*/, namespace: 'absent' }, () => ({ contents: 'export default {};' }));
  },
};

/**
 * What packages do while they are loaded, before the first prompt: Yoga's WebAssembly lies in its source, yet is asked for by
 * `fetch`, for which Node loads a whole HTTP client; a regular expression of all emoji takes 25 ms to compile.
 */
const CHEAPER = [
  [/yoga-wasm-base64-esm\.js$/, 'var loadYoga =', 'const fetch = undefined; var loadYoga ='],
  [
    /string-width[\\/]index\.js$/,
    'const rgiEmojiRegex = /^\\p{RGI_Emoji}$/v;',
    'let rgiEmoji; const rgiEmojiRegex = { test: (text) => (rgiEmoji ??= /^\\p{RGI_Emoji}$/v).test(text) };',
  ],
];

const cheaperToLoad = {
  name: 'cheaper-to-load',
  setup(build) {
    for (const [filter, from, to] of CHEAPER) {
      const files = new Map();
      build.onLoad({ filter }, async ({ path }) => {
        const text = await readFile(path, 'utf8');
        files.set(path, text.includes(from));
        return { contents: text.replace(from, () => to) };
      });
      build.onEnd(() => {
        const isKnown = files.size === 0 || [...files.values()].includes(true);
        return isKnown ? {} : { errors: [{ text: `no longer what is made cheaper: ${[...files.keys()].join(', ')}` }] };
      });
    }
  },
};

/** Builds `root`/src into `root`/dist; throws esbuild's error, with its messages, and leaves dist as it was. */
export async function build(root) {
  const { build: bundle } = await import('esbuild');
  const entryPoints = ['src/cli.ts', ...workers(root)];
  const result = await bundle({
    absWorkingDir: root,
    entryPoints,
    entryNames: '[name]',
    chunkNames: '[name]-[hash]',
    outdir: 'dist',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node22',
    sourcemap: 'linked',
    legalComments: 'none',
    external: EXTERNAL,
    define: { 'process.env.NODE_ENV': '"production"' },
    banner: { js: REQUIRE },
    plugins: [withoutDevtools, cheaperToLoad],
    metafile: true,
    write: false,
    logLevel: 'silent',
  });
  refuseNamelessImports(result.metafile);
  install(join(root, 'dist'), entryPoints, result);
}

/** The stack of esbuild's error adds nothing to its message. */
export function explainBuildError(error) {
  return error instanceof Error ? error.message : String(error);
}

function workers(root) {
  return readdirSync(join(root, 'src'), { recursive: true })
    .filter((file) => file.endsWith('-worker.ts'))
    .map((file) => join('src', file))
    .sort();
}

/** A bundled CommonJS package has no named exports for `await import('it')`; source would work and dist would not. */
function refuseNamelessImports({ inputs }) {
  for (const [file, { imports }] of Object.entries(inputs)) {
    const found = imports.find(({ path, kind }) => kind === 'dynamic-import' && inputs[path]?.format === 'cjs');
    if (found !== undefined && file.startsWith('src/')) {
      throw new Error(`${file}: import ${found.original} statically, in a module that is itself imported dynamically`);
    }
  }
}

/** Entries come last: whoever starts in between gets the whole old build or the whole new one. */
function install(dist, entryPoints, { outputFiles, metafile }) {
  mkdirSync(dist, { recursive: true });
  const entries = new Set(entryPoints.map((file) => `${basename(file, '.ts')}.js`));
  const isEntry = ({ path }) => entries.has(basename(path));
  const inOrder = [...outputFiles].sort((a, b) => Number(isEntry(a)) - Number(isEntry(b)));
  for (const { path, contents } of inOrder) replace(path, contents);
  replace(join(dist, 'meta.json'), JSON.stringify(metafile));
  dropOldChunks(dist, new Set(outputFiles.map(({ path }) => path)));
}

function replace(path, contents) {
  const next = `${path}.${process.pid}.next`;
  writeFileSync(next, contents);
  renameSync(next, path);
}

function dropOldChunks(dist, current) {
  const oldest = Date.now() - KEEP_OLD_CHUNKS_MS;
  for (const name of readdirSync(dist)) {
    const path = join(dist, name);
    if (/\.(js|map|next)$/.test(name) && !current.has(path) && statSync(path).mtimeMs < oldest) rmSync(path);
  }
  dropCompiled(join(dist, '.compile-cache'), oldest);
}

/** Code that was compiled long ago is compiled again when it is loaded the next time. */
function dropCompiled(cache, oldest) {
  if (!existsSync(cache)) return;
  for (const entry of readdirSync(cache, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() && statSync(path).mtimeMs < oldest) rmSync(path, { force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    await build(fileURLToPath(new URL('..', import.meta.url)));
  } catch (error) {
    console.error(explainBuildError(error));
    process.exitCode = 1;
  }
}
