import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, it } from 'vitest'
import { openFile } from '#adapters/files/open-file.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { readDetected } from './read-text.ts'

it("Hummingbot's database scales its integers by a million and keeps fees in the quote currency", async () => {
  const path = join(temporaryFolder(), 'trades.sqlite')
  const database = new DatabaseSync(path)
  database.exec(`CREATE TABLE TradeFill (config_file_path TEXT, strategy TEXT, market TEXT, symbol TEXT, base_asset TEXT,
    quote_asset TEXT, timestamp BIGINT, order_id TEXT, trade_type TEXT, order_type TEXT, price BIGINT, amount BIGINT,
    leverage INTEGER, trade_fee TEXT, trade_fee_in_quote BIGINT, exchange_trade_id TEXT, position TEXT)`)
  const insert =
    database.prepare(`INSERT INTO TradeFill VALUES ('c.yml', 'pmm', 'binance', 'ETH-USDT', 'ETH', 'USDT', ?, 'o', ?,
    'LIMIT_MAKER', 3001500000, 20000, 1, '{"fee_type": "AddedToCost", "percent": "0.001", "percent_token": null, "flat_fees": []}', ?, ?, 'NIL')`)
  insert.run(1718020800123, 'BUY', 60030, 't1')
  insert.run(1718020801123, 'SELL', null, 't2')
  database.close()
  const { format, sink } = await readDetected(await openFile(path))
  expect(format.id).toBe('hummingbot-sqlite')
  expect(sink.fills).toMatchObject([
    {
      fill_id: 't1',
      side: 'buy',
      qty: 0.02,
      price: 3001.5,
      fee: 0.06003,
      fee_currency: 'USDT',
      liquidity: 'maker',
      t_fill: 1718020800123000,
    },
    // Without the stored figure: 0.1 % of 0.02 * 3001.5.
    { fill_id: 't2', side: 'sell', fee: 0.06003, fee_currency: 'USDT' },
  ])
  expect(sink.read).toBe(2)
})
