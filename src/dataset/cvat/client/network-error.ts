import { codeOf, UserError } from '../../../diagnostics.ts';

/**
 * The failure of a connection in a sentence with what to do next. `url` is that of the server.
 *
 * @param env where a proxy may be named; its address is not told, for it may hold a password
 */
export function networkError(
  error: unknown,
  url: string,
  env: Readonly<Record<string, string | undefined>>,
): UserError {
  const code = codeOf(error);
  const [what, hint] = SENTENCES[code] ?? certificateProblem(code) ?? protocolProblem(error, code) ?? unknown(code);
  const isPlain = url.startsWith('http:');
  const wants = isPlain && code === 'ECONNRESET' ? '; if it speaks https, write https:// in the address' : '';
  const proxy = PROXIES[isPlain ? 'http' : 'https'].find((name) => (env[name] ?? '') !== '');
  const through = proxy === undefined ? '' : `; the proxy of ${proxy} may be at fault`;
  return new UserError('unreachable', what.replaceAll('%', url), { hint: `${hint}${wants}${through}`, cause: error });
}

const PROXIES = { http: ['HTTP_PROXY', 'http_proxy'], https: ['HTTPS_PROXY', 'https_proxy'] } as const;

/** True for a failure that may pass: a request that changes nothing may be sent again. */
export function isPassing(error: unknown): boolean {
  return PASSING.has(codeOf(error));
}

const CHECK = 'check the address (CVAT_URL or --url) and that the server runs; behind a firewall, the VPN or tunnel';

const SENTENCES: Readonly<Record<string, readonly [string, string]>> = {
  ECONNREFUSED: ['nothing listens at %', CHECK],
  ENOTFOUND: ['no host of the name in %', 'check the spelling of the address (CVAT_URL or --url)'],
  EAI_AGAIN: ['the host of % cannot be looked up now', 'check the network, then try again'],
  EHOSTUNREACH: ['there is no way to %', CHECK],
  ENETUNREACH: ['there is no way to %', CHECK],
  ETIMEDOUT: ['% does not answer in time', `try again later; ${CHECK}`],
  ECONNRESET: ['% cut the connection', 'try again; what was fetched is kept'],
  EPIPE: ['% cut the connection', 'try again; what was fetched is kept'],
  Z_BUF_ERROR: ['the answer of % was cut off', 'try again; what was fetched is kept'],
  Z_DATA_ERROR: ['the answer of % was damaged on its way', 'try again; a proxy in between may be at fault'],
};

const PASSING: ReadonlySet<string> = new Set([
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EAI_AGAIN',
  'Z_BUF_ERROR',
  'Z_DATA_ERROR',
]);

function certificateProblem(code: string): readonly [string, string] | undefined {
  if (code === 'CERT_HAS_EXPIRED') return ['the certificate of % has expired', 'ask who runs the server to renew it'];
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return ['the certificate of % is for another name', 'use the name that the certificate bears'];
  }
  if (!/CERT|SELF_SIGNED|ISSUER|UNABLE_TO_VERIFY/u.test(code)) return undefined;
  return [
    'the certificate of % is not signed by anyone known here',
    'give the certificate of the authority with --ca FILE, CVAT_CA or ca in the configuration file',
  ];
}

/** What TLS says when the other side does not speak it. */
function protocolProblem(error: unknown, code: string): readonly [string, string] | undefined {
  const message = error instanceof Error ? error.message : '';
  if (code === 'EPROTO' || /wrong version number|packet length too long/iu.test(message)) {
    return ['% does not speak https', 'write http:// in the address, or the port of https'];
  }
  if (/HPE_|Parse Error/u.test(`${code} ${message}`)) {
    return ['% does not speak http', 'write https:// in the address, or check the port'];
  }
  return undefined;
}

function unknown(code: string): readonly [string, string] {
  return [`% cannot be reached (${code === '' ? 'the connection failed' : code})`, CHECK];
}
