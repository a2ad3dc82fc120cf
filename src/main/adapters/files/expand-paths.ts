import { readdir, stat } from 'node:fs/promises'
import { join, resolve, sep } from 'node:path'

const WILD = /[*?]/

/**
 * Returns the files that patterns name, absolute and sorted per pattern, each once. `*` and `?` stand for characters of one
 * name, `**` for any folders; a folder stands for the files in it. Names that begin with a dot are not matched by a wildcard.
 * A pattern without a wildcard is returned whether or not there is such a file, so that opening it says what is missing.
 */
export async function expandPaths(base: string, patterns: readonly string[]): Promise<string[]> {
  const found = new Set<string>()
  for (const pattern of patterns) for (const path of await expandOne(resolve(base, pattern))) found.add(path)
  return [...found]
}

async function expandOne(pattern: string): Promise<string[]> {
  if (!WILD.test(pattern)) return (await isFolder(pattern)) ? await filesIn(pattern) : [pattern]
  const parts = pattern.split(sep)
  const firstWild = parts.findIndex((part) => WILD.test(part))
  const matched = await descend(parts.slice(0, firstWild).join(sep) || sep, parts.slice(firstWild))
  const files: string[] = []
  for (const path of matched) files.push(...((await isFolder(path)) ? await filesIn(path) : [path]))
  return files.sort()
}

async function descend(folder: string, [part, ...rest]: readonly string[]): Promise<string[]> {
  if (part === undefined) return [folder]
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  const visible = entries.filter(({ name }) => !name.startsWith('.'))
  const found: string[] = []
  if (part === '**') {
    found.push(...(await descend(folder, rest)))
    for (const entry of visible)
      if (entry.isDirectory()) found.push(...(await descend(join(folder, entry.name), [part, ...rest])))
    return found
  }
  if (!WILD.test(part)) {
    const path = join(folder, part)
    return (await stat(path).catch(() => null)) === null ? [] : await descend(path, rest)
  }
  for (const { name } of visible) if (matchesName(name, part)) found.push(...(await descend(join(folder, name), rest)))
  return found
}

/** Returns whether a name fits a pattern of `*` and `?`, in time linear in their lengths' product. */
export function matchesName(name: string, pattern: string): boolean {
  let reachable = new Set([0])
  for (const character of pattern) {
    const next = new Set<number>()
    for (const at of reachable) {
      if (character === '*') for (let end = at; end <= name.length; end++) next.add(end)
      else if (at < name.length && (character === '?' || name[at] === character)) next.add(at + 1)
    }
    reachable = next
  }
  return reachable.has(name.length)
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isDirectory() === true
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  return entries
    .filter((entry) => !entry.name.startsWith('.') && !entry.isDirectory())
    .map((entry) => join(folder, entry.name))
    .sort()
}
