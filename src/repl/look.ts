import { type Capability, capabilityOf, type Wishes } from '../render/image/capability.ts';
import type { RenderOptions } from '../render/render-options.ts';
import type { Invocation } from './argv.ts';
import type { Run } from './host.ts';
import { DEFAULTS, type Settings } from './settings/settings.ts';
import type { SettingsStore } from './settings/settings-store.ts';

/** Where text goes, and what the user has set; undefined where the settings are not read yet. */
type Surroundings = Pick<Run, 'env' | 'stdout' | 'stderr'> & { readonly settings?: SettingsStore };

/** How text looks on one of the host's streams: its width, colours and characters. */
export function lookOf(host: Surroundings, stream: 'stdout' | 'stderr', colour: Invocation['colour']): RenderOptions {
  const { env } = host;
  const { isTTY = false, columns } = host[stream];
  const { colour: level, unicode, theme } = capabilityFor(host, stream, colour);
  const settings = host.settings?.now() ?? DEFAULTS;
  return {
    columns: columns ?? (Number(env['COLUMNS']) || (isTTY ? 80 : 160)),
    colour: level,
    unicode,
    theme: backgroundIn(settings) ?? theme,
    ...inksIn(settings),
    // What goes to a file or another program is whole.
    maxRows: isTTY ? settings.rows : Infinity,
    screenReader: settings['screen-reader'],
  };
}

/** The background that a theme is for; undefined where the terminal decides. */
export function backgroundIn({ theme }: Settings): RenderOptions['theme'] | undefined {
  return theme === 'dark' || theme === 'light' ? theme : undefined;
}

function inksIn({ theme }: Settings): Pick<RenderOptions, 'inks'> {
  return theme === 'mono' || theme === 'colour-blind' ? { inks: theme } : {};
}

/** What can be shown on a stream, by what the environment and the settings say; those about colour are for terminals. */
export function capabilityFor(
  host: Surroundings,
  stream: 'stdout' | 'stderr',
  colour: Invocation['colour'],
): Capability {
  const terminal = host[stream].isTTY === true;
  const chosen = host.settings === undefined ? {} : wishesIn(host.settings, terminal);
  const wishes = colour === 'auto' ? chosen : { ...chosen, colour };
  return capabilityOf({ env: host.env, terminal, wishes, replies: {} });
}

function wishesIn(settings: SettingsStore, terminal: boolean): Wishes {
  const { colour, pictures, 'screen-reader': screenReader } = settings.now();
  return {
    ...(terminal && settings.isChosen('colour') && colour !== 'auto' && { colour }),
    ...(terminal && settings.isChosen('pictures') && { images: pictures }),
    ...(screenReader && { screenReader }),
  };
}
