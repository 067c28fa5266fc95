// Runs `npm ci` as set-up needs it: with everything the build and the tests use, without questions, scripts or a compiler.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { basename } from 'node:path';
import { bundledNode } from './node-version.mjs';

const FLAGS = ['--include=dev', '--include=optional', '--ignore-scripts', '--engine-strict=false', '--loglevel=error'];

/** Settings of the caller, inherited through npm, that would leave packages out. */
const LEAVE_OUT = /^(node_env|npm_config_(omit|only|production|dry_run|package_lock_only|global|loglevel))$/i;

/** Installs what the lock file names; rejects with what npm said. */
export async function installPackages(root) {
  const [command, ...before] = npmCommand();
  const child = spawn(command, [...before, 'ci', ...FLAGS], {
    cwd: root,
    env: Object.fromEntries(Object.entries(process.env).filter(([name]) => !LEAVE_OUT.test(name))),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    said += text;
  });
  const stop = () => child.kill();
  process.once('exit', stop);
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject).once('close', resolve);
  });
  process.off('exit', stop);
  if (code !== 0) throw new Error(`the packages could not be installed (npm ci ended with ${code})\n${said.trim()}`);
}

/** A bundled Node that cannot run here (another C library, say) would hide the machine's own from every npm script. */
export function dropBrokenNode(root) {
  const node = bundledNode(root);
  if (existsSync(node) && spawnSync(node, ['--version']).status !== 0) rmSync(node);
}

/** The npm that started us, on the machine's Node: the bundled one lies in the folder that `npm ci` deletes. */
function npmCommand() {
  const { npm_execpath: npm, npm_node_execpath: node } = process.env;
  return npm !== undefined && basename(npm) === 'npm-cli.js' ? [node ?? process.execPath, npm] : ['npm'];
}
