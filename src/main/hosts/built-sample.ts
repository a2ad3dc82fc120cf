import { constants, copyFile } from 'node:fs/promises'
import { BUILT } from './built-folder.ts'

/** Capital of the sample project's account, which its story is told in. */
export const SAMPLE_CAPITAL = 100_000

/**
 * Copies the sample project that the build made, loaded and reviewed, to a path where no file is. Returns false, and leaves
 * the path alone, where there is a file already or the build made none; the sample is then loaded as any files are.
 */
export async function copyBuiltSample(project: string): Promise<boolean> {
  try {
    await copyFile(BUILT.sample, project, constants.COPYFILE_EXCL)
    return true
  } catch {
    return false
  }
}
