import { invariant } from '#shared/errors.ts'

/** Markup made by {@link element}: the only text that reaches a report unescaped. */
export interface Markup {
  readonly markup: string
}

/** What an element may hold. Text is escaped, nothing is left out. */
export type Child = Markup | string | null | readonly Child[]

/** Attributes of an element; null leaves one out, a number prints with at most two decimals. */
export type Attributes = Readonly<Record<string, string | number | null>>

const VOID_ELEMENTS: ReadonlySet<string> = new Set(['meta', 'br', 'col'])
const TEXT_ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }
const ATTRIBUTE_ENTITIES: Readonly<Record<string, string>> = { ...TEXT_ENTITIES, '"': '&quot;' }
/** Controls, lone surrogates, and marks that reorder or hide text; joiners stay, for scripts and emoji need them. */
const UNSHOWABLE = /(?![\u200C\u200D])[\p{Cc}\p{Cf}\p{Cs}]/gu

/** Returns text from anywhere as one line a reader can trust: white space becomes spaces; controls, lone surrogates and marks that reorder text become U+FFFD. */
export function showableText(text: string): string {
  return text.replace(/[\t\n\r\v\f\u0085\u2028\u2029]+/g, ' ').replace(UNSHOWABLE, '\uFFFD')
}

/** Escapes text for the inside of an element. */
export function escapeText(text: string): string {
  return showableText(text).replace(/[&<>]/g, (mark) => TEXT_ENTITIES[mark] ?? '')
}

/** Escapes text for the inside of an attribute in double quotes. */
export function escapeAttribute(text: string): string {
  return showableText(text).replace(/[&<>"]/g, (mark) => ATTRIBUTE_ENTITIES[mark] ?? '')
}

/** Returns one element of HTML or SVG with its attributes and children escaped. Names come from our own code. */
export function element(name: string, attributes: Attributes, ...children: readonly Child[]): Markup {
  const shown = Object.entries(attributes).flatMap(([key, value]) =>
    value === null ? [] : [` ${key}="${typeof value === 'number' ? coordinate(value) : escapeAttribute(value)}"`],
  )
  const open = `<${name}${shown.join('')}>`
  return { markup: VOID_ELEMENTS.has(name) ? open : `${open}${render(children)}</${name}>` }
}

/** Returns children as text of the document. */
export function render(child: Child): string {
  if (child === null) return ''
  if (typeof child === 'string') return escapeText(child)
  if ('markup' in child) return child.markup
  return child.map(render).join('')
}

/** Returns a `<style>` element of our own constant style sheet, which no element could carry escaped. */
export function styleSheet(css: string): Markup {
  invariant(!css.includes('<'), 'a style sheet holds no markup')
  return { markup: `<style>\n${css}</style>` }
}

/** Returns a number of a drawing with at most two decimals, so that rounding dust changes no byte. */
export function coordinate(value: number): string {
  invariant(Number.isFinite(value), 'a drawing has finite coordinates')
  return String(Math.round(value * 100) / 100 || 0)
}
