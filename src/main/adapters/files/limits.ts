/** Bytes of a file read to say what it is. */
export const SAMPLE_BYTES = 256 * 1024

/** Bytes a compressed file may unpack to, all members together: 64 GiB. */
export const MAX_UNPACKED_BYTES = 64 * 1024 ** 3

/** Unpacked bytes per packed byte above which a file is taken for a bomb. Real trade files reach about 40. */
export const MAX_COMPRESSION_RATIO = 200

/** Unpacked bytes below which the ratio is not judged: small repetitive files are harmless. */
export const RATIO_JUDGED_FROM_BYTES = 16 * 1024 ** 2

/** Members a zip may hold. */
export const MAX_ZIP_MEMBERS = 1000

/** What bounds unpacking; tests pass smaller ones. */
export interface UnpackLimits {
  readonly unpackedBytes: number
  readonly ratio: number
  readonly ratioJudgedFromBytes: number
  readonly members: number
}

/** The product's limits. */
export const UNPACK_LIMITS: UnpackLimits = {
  unpackedBytes: MAX_UNPACKED_BYTES,
  ratio: MAX_COMPRESSION_RATIO,
  ratioJudgedFromBytes: RATIO_JUDGED_FROM_BYTES,
  members: MAX_ZIP_MEMBERS,
}
