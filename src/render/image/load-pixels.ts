import sharp, { type Metadata } from 'sharp';
import type { Sample } from '../../dataset/model/sample.ts';
import { UserError } from '../../diagnostics.ts';
import type { Pixels } from './pixels.ts';

/** A picture that has been opened but not decoded: its size as its labels see it, and a way to shrink it. */
export type OpenPicture = {
  readonly width: number;
  readonly height: number;
  /** Decodes and shrinks in one go, so that a large photo never lies in memory as a whole. */
  readonly shrink: (width: number, height: number) => Promise<Pixels>;
};

/**
 * Opens a picture. EXIF orientation is applied only where the recorded size of the sample is that of the turned picture
 * and not that of the stored one: then the labels were drawn on the turned one. Where the size does not tell (squares,
 * half turns), the picture is taken as stored, as the training tools do.
 *
 * @throws UserError `unreadable` where the file is no picture that can be decoded.
 */
export async function openPicture(file: string, sample: Pick<Sample, 'width' | 'height'>): Promise<OpenPicture> {
  const metadata = await readable(file, () => sharp(file).metadata());
  const turned = isTurned(metadata, sample);
  const [width, height] = turned ? [metadata.height, metadata.width] : [metadata.width, metadata.height];
  return {
    width,
    height,
    shrink: async (toWidth, toHeight) => {
      const picture = sharp(file, { failOn: 'none', autoOrient: turned });
      const shrunk = picture.resize(toWidth, toHeight, { fit: 'fill' });
      const raw = (metadata.hasAlpha ? shrunk.flatten() : shrunk).toColourspace('srgb').raw();
      const { data, info } = await readable(file, () => raw.toBuffer({ resolveWithObject: true }));
      return { width: toWidth, height: toHeight, data: threeChannels(data, info.channels) };
    },
  };
}

function isTurned({ width, height, orientation = 1 }: Metadata, sample: Pick<Sample, 'width' | 'height'>): boolean {
  return orientation >= 5 && width !== height && sample.width === height && sample.height === width;
}

/** sharp hands out one channel for grey pictures, whatever the colour space asked for. */
function threeChannels(data: Buffer, channels: number): Uint8Array {
  if (channels === 3) return data;
  const pixels = data.length / channels;
  const rgb = new Uint8Array(3 * pixels);
  for (let i = 0; i < pixels; i++) {
    for (let c = 0; c < 3; c++) rgb[3 * i + c] = data[channels * i + (channels > 3 ? c : 0)] ?? 0;
  }
  return rgb;
}

async function readable<T>(file: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    throw new UserError('unreadable', `${file} cannot be decoded as a picture`, {
      hint: 'check that the file is whole; jpeg, png, webp, tiff, gif and avif can be read',
      cause,
    });
  }
}
