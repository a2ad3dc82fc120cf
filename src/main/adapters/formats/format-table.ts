import type { ForeignFormat } from './foreign-format.ts'

const BEGIN = '<!-- formats: written by scripts/write-format-table.ts from the registry -->'
const END = '<!-- end of formats -->'

/** Returns the Markdown table of the formats, in the registry's order. */
export function formatTable(formats: readonly ForeignFormat[]): string {
  const rows = formats.map(({ id, title, holds, times, asks }) => {
    const asked = asks.length === 0 ? '' : asks.map((flag) => `\`${flag}\``).join(', ')
    return `| ${[title, `\`${id}\``, holds, times, asked].map(escapeCell).join(' | ')} |`
  })
  return ['| file | id | holds | times | asks |', '|---|---|---|---|---|', ...rows].join('\n')
}

/** Returns a document with the table between its two marks renewed; null when the marks are not there. */
export function withFormatTable(document: string, formats: readonly ForeignFormat[]): string | null {
  const [begin, end] = [document.indexOf(BEGIN), document.indexOf(END)]
  if (begin < 0 || end < begin) return null
  return `${document.slice(0, begin + BEGIN.length)}\n\n${formatTable(formats)}\n\n${document.slice(end)}`
}

function escapeCell(text: string): string {
  return text.replaceAll('|', '\\|')
}
