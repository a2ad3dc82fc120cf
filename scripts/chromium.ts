import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/** Returns the path of a Chromium: $CHROMIUM when set, else the first known name on PATH, else null. */
export function findChromium(): string | null {
  const named = process.env['CHROMIUM']
  if (named !== undefined && named !== '') return isExecutable(named) ? named : null
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  return folders.flatMap((folder) => NAMES.map((name) => join(folder, name))).find(isExecutable) ?? null
}

/** Returns a Chromium, installing Debian's own package where this process may; prints what is missing and returns null where it may not. */
export function provideChromium(): string | null {
  const found = findChromium()
  if (found !== null) return found
  if (!mayInstall()) {
    console.log('There is no Chromium. Install one, or set CHROMIUM to its path; browser tests are skipped.')
    return null
  }
  console.log('There is no Chromium; installing the Debian package.')
  for (const args of [['update'], ['install', '--yes', '--no-install-recommends', 'chromium']]) {
    const { status } = spawnSync('apt-get', ['--quiet', '--quiet', ...args], { stdio: 'inherit', timeout: 300_000 })
    if (status !== 0) console.log(`apt-get ${args[0] ?? ''} failed.`)
  }
  const installed = findChromium()
  if (installed === null) console.log('Chromium could not be installed; browser tests are skipped.')
  return installed
}

function mayInstall(): boolean {
  if (process.getuid?.() !== 0 || !existsSync('/etc/os-release')) return false
  return /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8')) && existsSync('/usr/bin/apt-get')
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
