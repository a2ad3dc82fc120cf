import { AppError } from '#shared/errors.ts'

/**
 * Returns which strategy names are to be read: all, or the one the user chose. Throws PARAMETER_INVALID, naming those
 * there are, when the chosen one is not in the file.
 */
export function chooseStrategy(
  path: string,
  names: readonly (string | null)[],
  chosen: string | undefined,
): (name: string | null) => boolean {
  if (chosen === undefined) return () => true
  const present = [...new Set(names.filter((name) => name !== null))].sort()
  if (present.length > 0 && !present.includes(chosen)) {
    throw new AppError(
      'PARAMETER_INVALID',
      `Cannot read strategy "${chosen}" from ${path}: it holds ${present.join(', ')}; choose one of these.`,
      { file: path },
    )
  }
  return (name) => name === chosen || present.length === 0
}
