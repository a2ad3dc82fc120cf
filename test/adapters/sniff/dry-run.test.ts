import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { openTestSession, type TestSession } from '../../engine/open-test-session.ts'
import { silentTask } from '../../support/recording-sink.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const FILLS = 'signal_id,symbol,side,qty,price,t_fill\n'
const BACKTEST = `${FILLS}s1,A-USDT,buy,1,9,2026-03-03T10:00:00Z\n`

/** A freqtrade database of one bought order under the id its exchange, or its dry run, gave it. */
function database(name: string, orderId: string): string {
  const path = join(temporaryFolder(), name)
  const made = new DatabaseSync(path)
  made.exec(`CREATE TABLE trades (id INTEGER, pair TEXT, amount, open_rate, open_date, stake_amount, fee_open, strategy);
    CREATE TABLE orders (id INTEGER, ft_trade_id, ft_order_side, ft_pair, status, order_id, side, price, amount, filled,
      order_date, order_filled_date);
    INSERT INTO trades VALUES (1, 'A/USDT', 2, 100, '2024-01-02 00:00:00', 200, 0.001, 'S');
    INSERT INTO orders VALUES (1, 1, 'buy', 'A/USDT', 'closed', '${orderId}', 'buy', 100, 2, 2, '2024-01-02 00:00:00',
      '2024-01-02 00:00:01')`)
  made.close()
  return path
}

const live = (name = 'tradesv3.sqlite') => database(name, '10499316939')
const dryRun = (name = 'tradesv3-b.sqlite') => database(name, 'dry_run_buy_A/USDT_1704821713.173208')

async function rolesOf(session: TestSession, files: ReturnType<TestSession['give']>[]) {
  const looked = await session.methods['import.sniff']({ files }, silentTask())
  return looked.files.map((file) => file.role)
}

describe('a dry run', () => {
  it('is the backtest beside live trades, told by its orders whatever it is called and whichever comes first', async () => {
    const session = await openTestSession()
    const files = [live(), dryRun()].map((path) => session.givePath(path))
    expect(await rolesOf(session, files)).toEqual(['live', 'backtest'])
    expect(await rolesOf(session, files.toReversed())).toEqual(['backtest', 'live'])
  })

  it('is the live side beside a backtest', async () => {
    const session = await openTestSession()
    const files = [session.give('backtest.csv', BACKTEST), session.givePath(dryRun())]
    expect(await rolesOf(session, files)).toEqual(['backtest', 'live'])
  })

  it('alone, or beside both sides, is asked about, with what was seen', async () => {
    const session = await openTestSession()
    const { files } = await session.methods['import.sniff']({ files: [session.givePath(dryRun())] }, silentTask())
    expect(files[0]).toMatchObject({ format: 'freqtrade-sqlite', role: null, problem: null })
    expect(files[0]?.reason).toContain("Its fills are a dry run's")
    expect(files[0]?.preview.length).toBe(1)
    const three = [session.givePath(live()), session.give('backtest.csv', BACKTEST), session.givePath(dryRun())]
    expect(await rolesOf(session, three)).toEqual(['live', 'backtest', null])
  })

  it.each(['tradesv3.dryrun.csv', 'dry-run.csv', 'dry_run_fills.csv', 'Paper trades.csv'])(
    'is told by the name %s of a table, too',
    async (name) => {
      const session = await openTestSession()
      const beside = async (other: string) =>
        rolesOf(session, [session.give(other, BACKTEST), session.give(name, BACKTEST.replace(',9,', ',8,'))])
      expect(await beside('live.csv')).toEqual(['live', 'backtest'])
      expect(await beside('backtest.csv')).toEqual(['backtest', 'live'])
    },
  )

  it('leaves a database without a telling name or such orders live', async () => {
    const session = await openTestSession()
    expect(await rolesOf(session, [session.givePath(live())])).toEqual(['live'])
    // "newspaper" and "dryrunner" are no paper trades.
    expect(await rolesOf(session, [session.givePath(live('newspaper.sqlite'))])).toEqual(['live'])
  })
})
