import type { Context } from '../context.ts';
import type { Finding } from '../../output.ts';
import { examineAll } from './examine.ts';
import type { Machine } from './machine.ts';
import { type Private, redact } from './redact.ts';

/** A report for a bug as Markdown: versions, findings, the end of the log and settings, without secrets and names. */
export async function bugReport(context: Context): Promise<string> {
  const machine = await context.machine();
  const findings = await examineAll(context, { deep: false });
  const sections = [
    ['Versions', [machine.tool, `Node ${machine.node.version}`, machine.platform]],
    ['What doctor says', findings.map(lineOf)],
    ['Settings', settingsIn(context.env, machine)],
    ['Last bugs', machine.bugs.length === 0 ? ['none in the log'] : machine.bugs],
  ] as const;
  const body = sections.map(([title, lines]) => `## ${title}\n\n\`\`\`\n${lines.join('\n')}\n\`\`\`\n`).join('\n');
  return redact(
    `# Bug report\n\nWhat did you do, what happened, what did you expect?\n\n${body}`,
    privateOf(context.env, machine),
  );
}

function lineOf({ severity, check, message, where }: Finding): string {
  return `${severity} ${check}: ${message}${where === undefined ? '' : ` (${where})`}`;
}

/** Variables whose values may be told; of others that matter only whether they are set. */
const TOLD =
  /^(?:TERM|TERM_PROGRAM|TERM_PROGRAM_VERSION|COLORTERM|LANG|LC_ALL|LC_CTYPE|NO_COLOR|FORCE_COLOR|QUADRAT_IMAGES|COLUMNS|CI|INK_SCREEN_READER)$/u;
const NAMED = /^(?:CVAT_|FIFTYONE_|QUADRAT_|SSH_CONNECTION$|TMUX$|STY$|NODE_OPTIONS$|https?_proxy$|HTTPS?_PROXY$)/u;

function settingsIn(env: Context['env'], { config }: Machine): readonly string[] {
  const variables = Object.entries(env)
    .filter(([, value]) => value !== undefined && value !== '')
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, value = '']) =>
      TOLD.test(name) ? [`${name}=${value}`] : NAMED.test(name) ? [`${name} is set`] : [],
    );
  const keys = config === undefined ? ['no config.yaml'] : ['config.yaml, keys only:', ...keysIn(config.text)];
  return [...variables, ...keys];
}

/** The keys of a YAML file with their indentation: values may be anything. */
function keysIn(text: string): readonly string[] {
  return text
    .split('\n')
    .flatMap((line) => /^( *)(?:- )?([A-Za-z_][\w.-]*):(?:\s|$)/u.exec(line)?.slice(1, 3).join('') ?? []);
}

function privateOf(env: Context['env'], { identity, home, config }: Machine): Private {
  const secretive = Object.entries(env).filter(([name]) => /pass|token|secret|key|cookie|credential|auth/iu.test(name));
  const names = ['CVAT_USERNAME', 'FIFTYONE_CVAT_USERNAME', 'USER', 'LOGNAME'].map((name) => env[name] ?? '');
  const inConfig = (config?.text ?? '').matchAll(
    /^\s*["']?(?:access_token|token|password|secret|username)["']?\s*:\s*["']?([^"'\n#]+)/gimu,
  );
  return {
    secrets: [
      ...secretive.map(([, value = '']) => value),
      ...names.filter((name) => name !== identity.user && name.length >= 4 && name !== 'root'),
      ...Array.from(inConfig, ([, value = '']) => value.trim()),
    ].filter((value) => value !== ''),
    folders: [
      [home.path, '$QUADRAT_HOME'],
      [identity.folder, '~'],
    ],
    user: identity.user,
    host: identity.host,
  };
}
