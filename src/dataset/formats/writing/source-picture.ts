import { rm } from 'node:fs/promises';
import { UserError } from '../../../diagnostics.ts';
import { COPY, LINK, linkPicture, type PictureLink } from '../../media/link-picture.ts';
import type { PictureHeader } from '../../media/picture-header.ts';
import { readPictureHeader, shownSize } from '../../media/picture-size.ts';
import type { Label } from '../../model/label.ts';
import type { PackedLabel, PackedLabels, PackedSample } from '../../model/packed-sample.ts';
import type { FieldLabels, Sample } from '../../model/sample.ts';
import type { WriteOptions } from '../define-format.ts';
import { fileNameOf } from './file-names.ts';

/** What is known about a sample's picture before it is written. */
export type SourcePicture = {
  /** Absolute path of the picture. */
  readonly file: string;
  /** With its dot; as the picture is called, else after its content. */
  readonly extension: string;
  /** In pixels, as shown: the recorded size, to which labels refer; null where it is neither recorded nor to be read. */
  readonly size: PixelSize | null;
  /** The size that the file itself has, as shown; null where it was not looked at. */
  readonly fileSize: PixelSize | null;
  /** The size that the header says is not the recorded one. */
  readonly isOtherSize: boolean;
  /** Null where pictures are not written. */
  readonly header: PictureHeader | null;
};

/** A size in pixels. */
export type PixelSize = { readonly width: number; readonly height: number };

/** Why a sample cannot be written for its picture's sake: a reason to count. */
export type NoPicture = { readonly reason: string };

/** Extensions that Ultralytics 8.4 lists; it does not see other files. */
export const PICTURE_EXTENSIONS: ReadonlySet<string> = new Set(
  ['avif', 'bmp', 'dng', 'heic', 'heif', 'jp2', 'jpeg', 'jpeg2000', 'jpg', 'mpo', 'png', 'tif', 'tiff', 'webp'].map(
    (extension) => `.${extension}`,
  ),
);

/** Ultralytics refuses pictures of fewer pixels a side. */
export const LEAST_SIDE = 10;

/** What a writer asks of pictures. */
export type PictureNeeds = {
  /** It must be one that Ultralytics takes. */
  readonly forUltralytics?: boolean;
  /** Its size is needed whatever its labels are. */
  readonly size?: boolean;
};

/** Looks at the picture of a sample, as far as its labels, its place in the export or the format need it. */
export async function sourcePicture(
  sample: Sample | PackedSample,
  options: Pick<WriteOptions, 'mediaPath' | 'media'>,
  needs: PictureNeeds = {},
): Promise<SourcePicture | NoPicture> {
  const file = options.mediaPath(sample);
  const { extension } = fileNameOf(sample);
  const recorded = recordedSize(sample);
  const bare: SourcePicture = { file, extension, size: recorded, fileSize: null, isOtherSize: false, header: null };
  if (options.media === 'none' && (recorded !== null || !(needs.size ?? needsSize(sample)))) return bare;
  const header = await headerOrReason(file);
  if (options.media === 'none') return 'reason' in header ? bare : { ...bare, ...sizesOf(header, null) };
  if ('reason' in header) return header;
  const reason = whyRefused(header, extension, needs);
  return reason === undefined
    ? { ...bare, ...sizesOf(header, recorded), extension: extensionFor(header, extension), header }
    : { reason };
}

function sizesOf(
  header: PictureHeader,
  recorded: PixelSize | null,
): Pick<SourcePicture, 'size' | 'fileSize' | 'isOtherSize'> {
  const fileSize = shownSize(header);
  const size = recorded ?? fileSize;
  return { size, fileSize, isOtherSize: size.width !== fileSize.width || size.height !== fileSize.height };
}

/**
 * Puts the picture where trainers look for it; a reason where it turns out not to be readable.
 *
 * A JPEG that does not end with its end marker is copied: Ultralytics writes such a file anew where it lies, and through a
 * link that would change the original.
 */
export async function placePicture(
  { file, header }: SourcePicture,
  target: string,
  media: 'link' | 'copy',
): Promise<PictureLink | NoPicture> {
  const mayBeWrittenTo = media === 'copy' || (header?.format === 'jpeg' && !header.isWhole);
  try {
    return await linkPicture(file, target, mayBeWrittenTo ? COPY : LINK);
  } catch (error) {
    if (!(error instanceof UserError) || (error.code !== 'not-found' && error.code !== 'unreadable')) throw error;
    await rm(target, { force: true });
    return { reason: REASONS[error.code] };
  }
}

const REASONS = {
  'not-found': 'samples whose picture is not there',
  unreadable: 'samples whose picture cannot be read',
} as const;

/** For pictures whose name does not say what they are. */
const EXTENSIONS: Readonly<Record<string, string>> = {
  jpeg: '.jpg',
  png: '.png',
  bmp: '.bmp',
  webp: '.webp',
  tiff: '.tif',
};

function extensionFor({ format }: PictureHeader, extension: string): string {
  return PICTURE_EXTENSIONS.has(extension.toLowerCase()) ? extension : (EXTENSIONS[format] ?? '');
}

const READ_BY_TRAINERS: ReadonlySet<string> = new Set([...Object.keys(EXTENSIONS), 'heif', 'jp2k']);

function recordedSize({ width, height }: Pick<Sample, 'width' | 'height'>): PixelSize | null {
  return width === null || height === null || width < 1 || height < 1 ? null : { width, height };
}

function needsSize({ labels }: Sample | PackedSample): boolean {
  return Object.values<FieldLabels | PackedLabels>(labels).some((some) => some?.some(isInPixels) === true);
}

function isInPixels(label: Label | PackedLabel): boolean {
  const own = 'unpack' in label ? label.unpack() : label;
  return 'units' in own && own.units === 'pixel';
}

async function headerOrReason(file: string): Promise<PictureHeader | NoPicture> {
  try {
    return await readPictureHeader(file);
  } catch (error) {
    if (error instanceof UserError && (error.code === 'not-found' || error.code === 'unreadable')) {
      return { reason: REASONS[error.code] };
    }
    throw error;
  }
}

function whyRefused(header: PictureHeader, extension: string, needs: PictureNeeds): string | undefined {
  if (needs.forUltralytics !== true) return undefined;
  const isNamed = PICTURE_EXTENSIONS.has(extension.toLowerCase()) || header.format in EXTENSIONS;
  if (!READ_BY_TRAINERS.has(header.format) || !isNamed) return `samples whose picture is a ${header.format} file`;
  if (Math.min(header.width, header.height) < LEAST_SIDE)
    return 'samples whose picture has fewer than 10 pixels a side';
  return undefined;
}
