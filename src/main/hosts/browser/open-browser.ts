import { spawn } from 'node:child_process'

/** Returns the command that opens an address in the user's browser, or null where there is no desktop to open it on. */
export function browserCommand(platform: NodeJS.Platform, env: NodeJS.ProcessEnv): [string, ...string[]] | null {
  if (platform === 'darwin') return ['open']
  if (platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler']
  const hasDesktop = (env['DISPLAY'] ?? env['WAYLAND_DISPLAY'] ?? '') !== ''
  return hasDesktop && env['SSH_CONNECTION'] === undefined ? ['xdg-open'] : null
}

/** Opens an address in the user's browser where there is one; a failure is no matter, since the address is printed too. */
export function openBrowser(url: string): void {
  const command = browserCommand(process.platform, process.env)
  if (command === null) return
  const [program, ...args] = command
  const child = spawn(program, [...args, url], { stdio: 'ignore', detached: true })
  child.on('error', () => undefined)
  child.unref()
}
