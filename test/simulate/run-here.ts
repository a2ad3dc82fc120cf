import { vi } from 'vitest'
import { runCommand } from '#main/hosts/cli/program.ts'

/** How a command ended and what it said. */
export interface Said {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs the batch command in this process: a tenth of the time of one of its own, for the many ways it can be called wrongly. */
export async function runHere(args: readonly string[]): Promise<Said> {
  const said = { stdout: '', stderr: '' }
  const spies = (['stdout', 'stderr'] as const).map((stream) =>
    vi.spyOn(process[stream], 'write').mockImplementation((text) => {
      said[stream] += String(text)
      return true
    }),
  )
  try {
    const code = await runCommand(['node', 'parity', ...args])
    return { code, ...said }
  } finally {
    for (const spy of spies) spy.mockRestore()
  }
}
