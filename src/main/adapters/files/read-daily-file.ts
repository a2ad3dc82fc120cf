import { readFile } from 'node:fs/promises'
import { parse } from 'smol-toml'
import { readDailyConfig, type DailyConfig } from '#shared/daily-config.ts'
import { AppError } from '#shared/errors.ts'

/** Reads a parity.toml. Throws FILE_MISSING, or PARAMETER_INVALID with what is wrong in it. */
export async function readDailyFile(path: string): Promise<DailyConfig> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new AppError('FILE_MISSING', `Cannot read ${path}: there is no such file; check --config.`, {
      file: path,
      cause,
    })
  })
  return readDailyConfig(parseToml(text, path), path)
}

function parseToml(text: string, path: string): unknown {
  try {
    return parse(text)
  } catch (cause) {
    const first = cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : ''
    throw new AppError('PARAMETER_INVALID', `Cannot use ${path}: ${first}.`, { file: path, cause })
  }
}
