import type { Flag } from './declaration.ts';

/** Flags that every command has which talks to CVAT. None of them is a secret: lines are kept in the history. */
export const CVAT_FLAGS = [
  { name: 'url', type: 'string', summary: 'Address of the server; default: CVAT_URL.' },
  { name: 'username', type: 'string', summary: 'User name; the password comes from the environment or .env.' },
  { name: 'token-file', type: 'path', summary: 'File that holds a token and nothing else.' },
  { name: 'organization', type: 'string', summary: "Short name of an organisation; '' is the personal space." },
  { name: 'ca', type: 'path', summary: 'Certificates (PEM) that are trusted besides the usual ones.' },
] as const satisfies readonly Flag[];

/** What those flags hold. */
export type CvatFlags = {
  readonly url: string | undefined;
  /** The address where it stands in the line without a name. */
  readonly address?: string | undefined;
  readonly username: string | undefined;
  readonly tokenFile: string | undefined;
  readonly organization: string | undefined;
  readonly ca: string | undefined;
};
