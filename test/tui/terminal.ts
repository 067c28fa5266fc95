import pty from '@lydell/node-pty';
import xterm from '@xterm/headless';

/** How large the terminal is and what the process sees. */
export type TerminalOptions = {
  readonly columns?: number;
  readonly rows?: number;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** A wait that lasts longer fails with the screen as it was. */
  readonly patience?: number;
};

/** What the child sees unless a test says otherwise. `CI` would make Ink hold back every live frame. */
const PINNED_ENV = { CI: 'false', FORCE_COLOR: '3', TERM: 'xterm-256color', TZ: 'UTC', LANG: 'C.UTF-8' };

/** A real process in a pty, replayed through a real terminal emulator. */
export class Terminal implements AsyncDisposable {
  /** Everything the process wrote, as it wrote it: for counting bytes and forbidding sequences. */
  raw = '';
  readonly exited: Promise<number>;
  readonly #child: pty.IPty;
  readonly #emulator: xterm.Terminal;
  readonly #patience: number;
  readonly #changed = new EventTarget();
  #alive = true;
  #undigested = 0;

  constructor(command: readonly [string, ...string[]], options: TerminalOptions = {}) {
    const { columns = 80, rows = 24, patience = 10_000 } = options;
    this.#patience = patience;
    this.#emulator = new xterm.Terminal({
      cols: columns,
      rows,
      scrollback: 5000,
      allowProposedApi: true,
      logLevel: 'off',
    });
    const [file, ...args] = command;
    this.#child = pty.spawn(file, args, {
      cols: columns,
      rows,
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
      env: { ...PINNED_ENV, PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ...options.env },
    });
    this.#child.onData((data) => {
      this.raw += data;
      this.#undigested += 1;
      this.#emulator.write(data, () => {
        this.#undigested -= 1;
        this.#changed.dispatchEvent(new Event('change'));
      });
    });
    this.#emulator.onData((reply) => {
      if (this.#alive) this.#child.write(reply); // the emulator answers queries such as DA1
    });
    this.exited = new Promise((resolve) => {
      this.#child.onExit(({ exitCode }) => {
        this.#alive = false;
        this.#emulator.write('', () => {
          this.#changed.dispatchEvent(new Event('change'));
          resolve(exitCode);
        });
      });
    });
  }

  /** Scrollback and screen, trailing blanks removed. Throws when nothing was drawn: an empty screen proves nothing. */
  lines(): readonly string[] {
    const buffer = this.#emulator.buffer.active;
    const lines = Array.from({ length: buffer.length }, (_, y) => buffer.getLine(y)?.translateToString(true) ?? '');
    const last = lines.findLastIndex((line) => line !== '');
    if (last === -1) throw new Error('the screen is empty');
    return lines.slice(0, last + 1);
  }

  /** Only the rows a person sees now. */
  screen(): readonly string[] {
    const buffer = this.#emulator.buffer.active;
    return Array.from(
      { length: this.#emulator.rows },
      (_, y) => buffer.getLine(buffer.baseY + y)?.translateToString(true) ?? '',
    );
  }

  /** How the rows are painted: `0-2 bold fg=#5fd7ff` for each run of cells that are not plain, in the order of the columns. */
  styles(): readonly string[] {
    const buffer = this.#emulator.buffer.active;
    return Array.from({ length: this.#emulator.rows }, (_, y) => {
      const line = buffer.getLine(buffer.baseY + y);
      const styles = Array.from({ length: this.#emulator.cols }, (__, x) => styleOf(line?.getCell(x)));
      return runsOf(styles).join('  ');
    });
  }

  /** Whether all that has come is on the screen, and no update is half done. */
  get isSettled(): boolean {
    return this.#undigested === 0 && this.raw.lastIndexOf('\x1b[?2026l') >= this.raw.lastIndexOf('\x1b[?2026h');
  }

  /** Whether the last synchronised update has come to its end and is on the screen. */
  get isDrawn(): boolean {
    return this.#undigested === 0 && this.raw.endsWith('\x1b[?2026l');
  }

  /** The rows of the screen, and below each that is not plain how it is painted: `  ~ 0-5 bold fg=75`. */
  inked(): readonly string[] {
    const styles = this.styles();
    return this.screen().flatMap((text, y) => (styles[y] ? [text, `  ~ ${styles[y]}`] : [text]));
  }

  get onAlternateScreen(): boolean {
    return this.#emulator.buffer.active.type === 'alternate';
  }

  get columns(): number {
    return this.#emulator.cols;
  }

  get cursor(): { readonly x: number; readonly y: number } {
    const { cursorX: x, cursorY: y } = this.#emulator.buffer.active;
    return { x, y };
  }

  type(input: string): void {
    this.#child.write(input);
  }

  /** Sends the process a signal. */
  kill(signal: 'SIGTERM' | 'SIGHUP' | 'SIGKILL' | 'SIGUSR2'): void {
    this.#child.kill(signal);
  }

  /** Closes the terminal under the process, as a lost connection does: it gets a SIGHUP, and writing fails with EIO. */
  hangUp(): void {
    (this.#child as unknown as { readonly destroy: () => void }).destroy();
  }

  resize(columns: number, rows: number): void {
    this.#emulator.resize(columns, rows);
    this.#child.resize(columns, rows);
  }

  /** Resolves as soon as the condition holds; looks again after every chunk the emulator has digested. */
  async until(what: string, holds: (terminal: this) => boolean): Promise<void> {
    const signal = AbortSignal.timeout(this.#patience);
    while (!holds(this)) {
      if (signal.aborted || !this.#alive) {
        const why = this.#alive ? 'timed out' : 'the process ended';
        throw new Error(`waiting for ${what}: ${why}\n${this.screen().join('\n')}`);
      }
      await this.#change(signal);
    }
  }

  async untilText(text: string): Promise<void> {
    await this.until(JSON.stringify(text), () => this.screen().some((line) => line.includes(text)));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#alive) this.#child.kill('SIGKILL');
    await this.exited;
    this.#emulator.dispose();
  }

  async #change(signal: AbortSignal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const done = (): void => {
      resolve(undefined);
    };
    this.#changed.addEventListener('change', done, { once: true });
    signal.addEventListener('abort', done, { once: true });
    await promise;
    this.#changed.removeEventListener('change', done);
    signal.removeEventListener('abort', done);
  }
}

function styleOf(cell: xterm.IBufferCell | undefined): string {
  if (cell === undefined) return '';
  const words = [
    ['bold', cell.isBold()],
    ['dim', cell.isDim()],
    ['underline', cell.isUnderline()],
    ['inverse', cell.isInverse()],
  ] as const;
  const fg = cell.isFgDefault() ? [] : [`fg=${colourOf(cell.isFgRGB(), cell.getFgColor())}`];
  const bg = cell.isBgDefault() ? [] : [`bg=${colourOf(cell.isBgRGB(), cell.getBgColor())}`];
  return [...words.flatMap(([word, is]) => (is === 0 ? [] : [word])), ...fg, ...bg].join(' ');
}

function colourOf(isRgb: boolean, colour: number): string {
  return isRgb ? `#${colour.toString(16).padStart(6, '0')}` : String(colour);
}

function runsOf(styles: readonly string[]): readonly string[] {
  const runs: string[] = [];
  let start = 0;
  for (let x = 1; x <= styles.length; x++) {
    const style = styles[start] ?? '';
    if (styles[x] === style) continue;
    if (style !== '') runs.push(`${String(start)}-${String(x - 1)} ${style}`);
    start = x;
  }
  return runs;
}
