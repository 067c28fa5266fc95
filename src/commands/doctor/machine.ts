/** A folder and the disk it is on. Sizes in bytes; null where the system does not say. */
export type Folder = {
  readonly path: string;
  readonly free: number | null;
  readonly total: number | null;
  /** Name of a file system that is not on this machine, such as NFS. */
  readonly network: string | null;
  readonly writable: boolean;
  /** Permission bits, such as 0o755; null where there is no such folder. */
  readonly mode: number | null;
};

/** A terminal, as far as it is known. */
export type Terminal = {
  readonly interactive: boolean;
  readonly columns: number | undefined;
  readonly rows: number | undefined;
  /** 0 none, 1 sixteen, 2 256, 3 all. */
  readonly colour: 0 | 1 | 2 | 3;
  readonly unicode: boolean;
  /** How pictures are shown, and what decided it. */
  readonly pictures: string;
  readonly picturesBecause: string;
  readonly tmux: boolean;
  /** Milliseconds from a question to the terminal's answer; undefined where it could not be asked or did not answer. */
  readonly roundTrip: number | undefined;
};

/** What the program finds itself on. */
export type Machine = {
  readonly tool: string;
  readonly platform: string;
  readonly node: { readonly version: string; readonly oldest: string; readonly compileCache: string | undefined };
  /** Bytes. */
  readonly memory: { readonly free: number; readonly limit: number };
  readonly home: Folder;
  readonly temporary: Folder;
  /** `config.yaml`: its permission bits and text; undefined where there is none or it cannot be read. */
  readonly config: { readonly mode: number; readonly text: string } | undefined;
  readonly terminal: Terminal;
  /** The last lines of `logs/bugs.log`. */
  readonly bugs: readonly string[];
  /** What a report must not tell. */
  readonly identity: { readonly user: string; readonly host: string; readonly folder: string };
  readonly execPath: string;
  readonly pid: number;
  readonly isAlive: (pid: number) => boolean;
};
