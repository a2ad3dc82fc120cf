import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '#shared/errors.ts'

/** One file of the built page: its bytes and media type. */
export interface PageFile {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly type: string
  /** True for files whose name holds a hash of their content. */
  readonly isImmutable: boolean
}

/** Name of the list the build writes beside the page. */
const PAGE_LIST = 'page-files.json'

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  ico: 'image/x-icon',
  woff2: 'font/woff2',
  json: 'application/json; charset=utf-8',
  txt: 'text/plain; charset=utf-8',
}

/**
 * Reads the built page whole, by the list its build wrote: URL path -> file. A request is answered from this map or not at
 * all, so no path is ever computed from one. Throws FILE_MISSING when the page was not built.
 */
export async function readPage(folder: string): Promise<ReadonlyMap<string, PageFile>> {
  const names = await listed(folder)
  const page = new Map<string, PageFile>()
  for (const name of names) {
    const bytes = new Uint8Array(await readFile(join(folder, name)))
    const type = TYPES[name.slice(name.lastIndexOf('.') + 1)] ?? 'application/octet-stream'
    page.set(`/${name}`, { bytes, type, isImmutable: name.startsWith('assets/') })
  }
  const index = page.get('/index.html')
  if (index === undefined) throw notBuilt()
  return page.set('/', index)
}

async function listed(folder: string): Promise<string[]> {
  try {
    return JSON.parse(await readFile(join(folder, PAGE_LIST), 'utf8')) as string[]
  } catch (cause) {
    throw notBuilt(cause)
  }
}

function notBuilt(cause?: unknown): AppError {
  return new AppError('FILE_MISSING', 'The page of the workbench is not built; run npm run build and start again.', {
    cause,
  })
}
