import { link, rm } from 'node:fs/promises'

const LOG_SUFFIX = '-wal'

/**
 * Puts the write-ahead log of an uploaded SQLite database beside it, where SQLite looks for it: a running bot's newest
 * orders stand in `trades.sqlite-wal` only. `received` is what was uploaded so far, name -> path, and is added to.
 */
export async function joinLog(received: Map<string, string>, name: string, path: string): Promise<void> {
  received.set(name, path)
  const database = name.endsWith(LOG_SUFFIX) ? name.slice(0, -LOG_SUFFIX.length) : name
  const [databasePath, logPath] = [received.get(database), received.get(`${database}${LOG_SUFFIX}`)]
  if (databasePath === undefined || logPath === undefined) return
  await rm(`${databasePath}${LOG_SUFFIX}`, { force: true })
  await link(logPath, `${databasePath}${LOG_SUFFIX}`)
}
