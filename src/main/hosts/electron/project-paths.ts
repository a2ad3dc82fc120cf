import { extname, join, resolve } from 'node:path'
import { PROJECT_EXTENSION } from '#shared/desktop.ts'

/** Returns the project file a command line names, made absolute from `folder`, or null. Chromium adds switches of its own among the arguments. */
export function projectOfArguments(args: readonly string[], folder: string): string | null {
  const named = args.slice(1).findLast((arg) => !arg.startsWith('-') && isProjectPath(arg))
  return named === undefined ? null : resolve(folder, named)
}

/** True for a path with the extension of project files. */
export function isProjectPath(path: string): boolean {
  return extname(path).toLowerCase() === `.${PROJECT_EXTENSION}`
}

/** Returns the path with the extension of project files, which a save dialog on Linux does not add. */
export function withProjectExtension(path: string): string {
  return isProjectPath(path) ? path : `${path}.${PROJECT_EXTENSION}`
}

/** Returns the project that is open when none was chosen yet, in the folder the system gives the program for its own data. */
export function firstProject(dataFolder: string): string {
  return join(dataFolder, `Scratch.${PROJECT_EXTENSION}`)
}
