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
      this.#emulator.write(data, () => this.#changed.dispatchEvent(new Event('change')));
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

  /** The rows of the screen, and below each that is not plain where which ink is: `  ~ 0-5 bold 75`. */
  inked(): readonly string[] {
    const buffer = this.#emulator.buffer.active;
    return this.screen().flatMap((text, y) => {
      const line = buffer.getLine(buffer.baseY + y);
      const runs = line === undefined ? [] : runsOf(line, this.#emulator.cols);
      return runs.length === 0 ? [text] : [text, `  ~ ${runs.join('  ')}`];
    });
  }

  get onAlternateScreen(): boolean {
    return this.#emulator.buffer.active.type === 'alternate';
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

/** Stretches of a row that are not plain, with their inks. */
function runsOf(line: xterm.IBufferLine, columns: number): readonly string[] {
  const runs: { from: number; to: number; ink: string }[] = [];
  for (let x = 0; x < columns; x++) {
    const cell = line.getCell(x);
    const ink = cell === undefined || cell.getChars() === '' ? '' : inkOf(cell);
    const last = runs.at(-1);
    if (last?.to === x - 1 && last.ink === ink) last.to = x;
    else if (ink !== '') runs.push({ from: x, to: x, ink });
  }
  return runs.map(({ from, to, ink }) => `${String(from)}-${String(to)} ${ink}`);
}

function inkOf(cell: xterm.IBufferCell): string {
  const colour = (isDefault: boolean, isRgb: boolean, value: number): string =>
    isDefault ? '' : isRgb ? `#${value.toString(16).padStart(6, '0')}` : String(value);
  const front = colour(cell.isFgDefault(), cell.isFgRGB(), cell.getFgColor());
  const back = colour(cell.isBgDefault(), cell.isBgRGB(), cell.getBgColor());
  const parts = [
    cell.isBold() === 0 ? '' : 'bold',
    cell.isDim() === 0 ? '' : 'faint',
    cell.isUnderline() === 0 ? '' : 'underlined',
    cell.isInverse() === 0 ? '' : 'inverse',
    front,
    back === '' ? '' : `on ${back}`,
  ];
  return parts.filter((part) => part !== '').join(' ');
}
