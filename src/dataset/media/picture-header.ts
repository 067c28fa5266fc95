/** What a picture's header says. */
export type PictureHeader = {
  /** `jpeg`, `png`, `bmp`, or sharp's word for it: `webp`, `tiff`, `gif`, `heif`. */
  readonly format: string;
  /** Pixels as stored, before the picture is turned; see `shownSize` of picture-size. */
  readonly width: number;
  readonly height: number;
  /** EXIF orientation, 1 to 8; 1 is upright. */
  readonly orientation: number;
  /** False where a JPEG or PNG does not end as it should: it was cut, or something was added. */
  readonly isWhole: boolean;
};
