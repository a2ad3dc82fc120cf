import { randomUUID } from 'node:crypto'
import { SECURITY_HEADERS } from '../browser/headers.ts'
import type { PageFile } from '../page-files.ts'
import { HOST, ORIGIN } from './origin.ts'

const REPORT_PREFIX = '/report/'
/** A report brings its own styles and pictures and may load nothing. */
const REPORT_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/** Answers requests of the program's own scheme: files of the built page, and reports while they are printed. */
export class PageProtocol {
  readonly #page: ReadonlyMap<string, PageFile>
  readonly #reports = new Map<string, string>()

  constructor(page: ReadonlyMap<string, PageFile>) {
    this.#page = page
  }

  /** Answers one request; whatever is not in the built page's list is not found. */
  readonly answer = ({ url, method }: Pick<Request, 'url' | 'method'>): Response => {
    const { host, pathname } = new URL(url)
    if (host !== HOST) return refusal(404)
    if (method !== 'GET' && method !== 'HEAD') return refusal(405)
    const report = this.#reports.get(pathname)
    if (report !== undefined)
      return respond(report, 'text/html; charset=utf-8', { 'Content-Security-Policy': REPORT_POLICY })
    const file = this.#page.get(pathname)
    return file === undefined ? refusal(404) : respond(file.bytes, file.type)
  }

  /** Keeps a report under an address nobody can guess while `work` uses it. */
  async withReport<T>(html: string, work: (address: string) => Promise<T>): Promise<T> {
    const path = `${REPORT_PREFIX}${randomUUID()}`
    this.#reports.set(path, html)
    try {
      return await work(`${ORIGIN}${path}`)
    } finally {
      this.#reports.delete(path)
    }
  }
}

function respond(
  body: string | Uint8Array<ArrayBuffer>,
  type: string,
  more: Readonly<Record<string, string>> = {},
): Response {
  return new Response(body, {
    headers: { ...SECURITY_HEADERS, 'Content-Type': type, 'Cache-Control': 'no-store', ...more },
  })
}

function refusal(status: number): Response {
  return new Response(null, { status, headers: { ...SECURITY_HEADERS } })
}
