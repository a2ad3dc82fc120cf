/** Returns SQL text of a string value: quotes doubled. */
export function quoteText(value: string): string {
  return `'${value.replaceAll("'", "''")}'`
}

/** Returns an SQL identifier: double quotes doubled. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
