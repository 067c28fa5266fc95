import { escapePattern } from '../escape-pattern.ts';

/** What a report must not tell, besides what looks like a secret anywhere. */
export type Private = {
  /** Passwords and tokens that are known. */
  readonly secrets: readonly string[];
  /** Folders and what stands for them: `~`, `$QUADRAT_HOME`. */
  readonly folders: readonly (readonly [path: string, name: string])[];
  readonly user: string;
  readonly host: string;
};

/** A text without secrets, folders, and names of users and machines. */
export function redact(text: string, { secrets, folders, user, host }: Private): string {
  let result = text;
  for (const each of [...secrets].filter((value) => value.length >= SHORTEST).sort(longestFirst)) {
    result = result.replaceAll(each, '[secret]');
  }
  result = redactSecrets(result);
  for (const [path, name] of [...folders].sort(([a], [b]) => longestFirst(a, b))) {
    if (path.length > 1) result = result.replaceAll(path, name);
  }
  result = result.replace(/\b(https?|wss?|ssh):\/\/[^\s/"')\]}>,;]+/giu, '$1://[host]');
  for (const each of hostsIn(text)) result = withoutName(result, each, '[host]');
  result = result.replace(/[\w.+-]*@[\w-]+(?:\.[\w-]+)+/gu, '[address]');
  result = result.replace(/\b\d{1,3}(?:\.\d{1,3}){3}\b/gu, '[host]');
  result = result.replace(/(\/(?:home|Users)\/)[^/\s"']+/gu, '$1[user]');
  return withoutName(withoutName(result, host, '[host]'), user, '[user]');
}

/** A text without what looks like a secret: values behind words for it, logins in addresses, long tokens. */
export function redactSecrets(text: string): string {
  return text
    .replace(/(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/@"']+@/giu, '$1[secret]@')
    .replace(/\b(authorization["']?\s*[:=]\s*["']?\s*)(?:(?:bearer|token|basic)\s+)?[^\s"',;)]+/giu, '$1[secret]')
    .replace(/\b(bearer|basic)\s+[\w.~+/=-]{8,}/giu, '$1 [secret]')
    .replace(KEYED, '$1[secret]')
    .replace(/\b(?:ghp|gho|glpat|sk|pk|xox[abp])[_-][\w-]{10,}/gu, '[secret]')
    .replace(/\beyJ[\w-]{8,}\.[\w-]+(?:\.[\w-]+)?/gu, '[secret]');
}

/** `password: x`, `--token x`, `CVAT_ACCESS_TOKEN=x`: a word for a secret, something between, and the secret. */
const KEYED =
  /((?:[\w-]*(?:password|passwd|passphrase|secret|token|api[_-]?key|private[_-]?key|cookie|sessionid)\b)["']?\s*(?:[:=]\s*|\s+(?==)|(?<=--[\w-]*)\s+)["']?)(?!\[secret\])[^\s"',;)]+/giu;

/** Shorter ones would take every such letter out of the text; they are covered by the words before them. */
const SHORTEST = 4;

/** Names of servers that stand in an address somewhere: they are taken out everywhere. */
function hostsIn(text: string): readonly string[] {
  const found = text.matchAll(/\b[a-z][a-z0-9+.-]*:\/\/(?:[^\s/@"']+@)?([\w.-]+)/giu);
  return [...new Set(Array.from(found, ([, host = '']) => host))].filter((host) => host.includes('.'));
}

function longestFirst(a: string, b: string): number {
  return b.length - a.length;
}

/** Names that are ordinary words as well are taken out only as whole words. */
function withoutName(text: string, name: string, sign: string): string {
  if (name.length < 2) return text;
  return text.replace(new RegExp(`(?<![\\w-])${escapePattern(name)}(?![\\w-])`, 'giu'), sign);
}
