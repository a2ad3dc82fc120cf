import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { temporaryFolder } from '../support/temporary-folder.ts'

/** Writes what a query gives as a Parquet file with key-value metadata and returns its path. */
export async function writeParquet(
  name: string,
  select: string,
  metadata: Readonly<Record<string, string>> = {},
): Promise<string> {
  const path = join(temporaryFolder(), name)
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  const pairs = Object.entries(metadata).map(([key, value]) => `${key}: '${value}'`)
  const keys = pairs.length === 0 ? '' : `, KV_METADATA {${pairs.join(', ')}}`
  await connection.run(`COPY (${select}) TO '${path}' (FORMAT parquet${keys})`)
  connection.closeSync()
  instance.closeSync()
  return path
}

/** SQL of NautilusTrader's fixed-point integer: little-endian, `bytes` long, as a BLOB. */
export function fixedPointSql(value: bigint, bytes: 8 | 16): string {
  const buffer = Buffer.alloc(bytes)
  buffer.writeBigUInt64LE(BigInt.asUintN(64, value), 0)
  if (bytes === 16) buffer.writeBigInt64LE(value >> 64n, 8)
  return `unhex('${buffer.toString('hex')}')`
}
