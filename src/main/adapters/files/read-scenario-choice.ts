import { isAbsolute, join } from 'node:path'
import { AppError } from '#shared/errors.ts'
import { parseScenario, type Scenario } from '#shared/simulate/scenario.ts'
import { fileAccess } from './file-access.ts'
import { readWholeText } from './read-whole-text.ts'

/** Returns the scenario of a file, its path relative to `base`; text that does not look like a file stays a name. Throws PARAMETER_INVALID for a file that holds no scenario. */
export async function readScenarioChoice(text: string, base = '.'): Promise<Scenario | string> {
  if (!/[./\\]/.test(text)) return text
  const content = await readWholeText(await fileAccess.open(isAbsolute(text) ? text : join(base, text)))
  try {
    return parseScenario(JSON.parse(content))
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause
    throw new AppError(
      'PARAMETER_INVALID',
      `The scenario file ${text} is not JSON (${cause.message}). Write one as docs/simulator.md shows, or name a preset.`,
      { file: text, cause },
    )
  }
}
