import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'

/** The twelve columns of a generated fills file and the types a reader who knows them would give. */
export const FILL_COLUMNS = {
  fill_id: 'VARCHAR',
  order_id: 'VARCHAR',
  signal_id: 'VARCHAR',
  symbol: 'VARCHAR',
  side: 'VARCHAR',
  qty: 'DOUBLE',
  price: 'DOUBLE',
  fee: 'DOUBLE',
  liquidity: 'VARCHAR',
  order_type: 'VARCHAR',
  fill_mid: 'DOUBLE',
  t_fill: 'TIMESTAMP',
} as const

interface FillsFile {
  readonly origin: 'live' | 'backtest'
  readonly rows: number
  /** Every so many rows one is refused: its quantity is negative or its side unknown. 0: none. */
  readonly badEvery: number
}

/**
 * Writes a fills file into `folder` unless it is there, and returns its path: 20 instruments over 60 days, one fill an order,
 * sides that share signal ids. Rows are hashes of their number, so a file is the same on every machine.
 */
export async function fillsFile(folder: string, { origin, rows, badEvery }: FillsFile): Promise<string> {
  const path = join(folder, `${origin}-${rows}-${badEvery}.csv`)
  if (existsSync(path)) return path
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  await connection.run(`COPY (${fillsSql(origin, rows, badEvery)}) TO '${path.replaceAll("'", "''")}' (HEADER)`)
  connection.closeSync()
  instance.closeSync()
  return path
}

function fillsSql(origin: 'live' | 'backtest', rows: number, badEvery: number): string {
  const letter = origin === 'live' ? 'L' : 'B'
  const id = (prefix: string) => `'${prefix}' || lpad(i::VARCHAR, 9, '0')`
  const off = (salt: number, size: number) => (origin === 'live' ? ` + (hash(i, ${salt}) % 10) * ${size}` : '')
  const late = origin === 'live' ? ' + (hash(i, 6) % 2000000)::BIGINT' : ''
  const bad = badEvery === 0 ? 'false' : `i % ${badEvery} = ${badEvery - 1}`
  return `SELECT ${id(`F${letter}`)} AS fill_id, ${id(`O${letter}`)} AS order_id, ${id('S')} AS signal_id,
    'SYM' || (i % 20) || '/USDT' AS symbol,
    CASE WHEN ${bad} AND i % 2 = 0 THEN 'hold' WHEN hash(i, 1) % 2 = 0 THEN 'buy' ELSE 'sell' END AS side,
    CASE WHEN ${bad} AND i % 2 = 1 THEN -1 ELSE round(1 + (hash(i, 2) % 10000) / 1000.0${off(7, 0.01)}, 4) END AS qty,
    round(100 + (i % 20) * 10 + (hash(i, 3) % 1000) / 100.0${off(8, 0.01)}, 4) AS price,
    round((hash(i, 4) % 1000) / 1000.0${off(9, 0.001)}, 4) AS fee,
    CASE WHEN hash(i, 5) % 3 = 0 THEN 'maker' ELSE 'taker' END AS liquidity,
    CASE WHEN hash(i, 5) % 3 = 0 THEN 'limit' ELSE 'market' END AS order_type,
    round(100 + (i % 20) * 10 + (hash(i, 3) % 1000) / 100.0, 4) AS fill_mid,
    strftime(TIMESTAMP '2025-01-01' + to_microseconds((i * (60 * 86400e6 / ${rows}))::BIGINT${late}), '%Y-%m-%dT%H:%M:%S.%fZ') AS t_fill
    FROM range(${rows}) r (i)`
}
