import { copyFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { importFiles } from '#engine/import-files.ts'
import { openTestSession } from '../engine/open-test-session.ts'
import { importPaths, openProject } from '../support/project.ts'
import { silentTask } from '../support/recording-sink.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { zipOf } from '../support/zip-of.ts'

const HEADER = 'symbol,side,qty,price,fee,t_fill'
const naive = (symbol: string) => `${HEADER}\n${symbol},buy,1,10,0,2026-03-03 10:00:00\n`
const fills = (price: number) => `${HEADER}\nA,buy,1,${price},0,2026-03-03T10:00:00Z\n`
const task = silentTask()

describe('a zip of one file', () => {
  it('is remembered by that file: its answers hold for the next zip and for the file itself', async () => {
    const session = await openTestSession()
    const look = async (picked: { token: string; name: string; bytes: number }) =>
      (await session.methods['import.sniff']({ files: [picked] }, task)).files[0]?.remembered
    const first = session.givePath(await zipOf('live.zip', { 'live.csv': naive('A') }))
    expect(await look(first)).toEqual({})
    const answers = { zone: 'Asia/Tokyo' }
    await session.methods['import.run']({ files: [{ token: first.token, role: 'live', answers }] }, task)
    expect(await look(session.givePath(await zipOf('next.zip', { 'other.csv': naive('B') })))).toEqual(answers)
    expect(await look(session.give('plain.csv', naive('C')))).toEqual(answers)
  })

  it('needs no flag in the batch command either where its header was answered before', async () => {
    const workbench = await openProject()
    const plain = join(temporaryFolder(), 'live.csv')
    writeFileSync(plain, naive('A'))
    await importPaths(workbench, 'live', [plain], { answers: { zone: 'Asia/Tokyo' } })
    await importPaths(workbench, 'backtest', [await zipOf('backtest.zip', { 'b.csv': naive('B') })])
    const [row] = await workbench.store.runText(
      "SELECT max(epoch_us(t_fill))::DOUBLE AS t FROM fill WHERE symbol = 'B'",
    )
    // 10:00 in Tokyo is 01:00 UTC.
    expect(row?.['t']).toBe(Date.UTC(2026, 2, 3, 1) * 1000)
  })
})

describe('an archive and its files', () => {
  it('are the same content whichever was loaded first', async () => {
    const members = { 'a.csv': fills(10), 'b.csv': fills(11) }
    const archive = await zipOf('both.zip', members)
    const plain = join(temporaryFolder(), 'a.csv')
    writeFileSync(plain, members['a.csv'])
    for (const order of [
      [archive, plain],
      [plain, archive],
    ]) {
      const workbench = await openProject()
      await importPaths(workbench, 'live', order.slice(0, 1))
      const { notes } = await importPaths(workbench, 'live', order.slice(1))
      expect(notes).toHaveLength(1)
      expect(notes[0]).toMatch(/^\S*a\.csv was loaded before as \S*a\.csv; nothing was added\.$/)
      expect(await workbench.store.runText('SELECT count(*)::DOUBLE AS n FROM fill')).toEqual([{ n: 2 }])
    }
  })

  it('are loaded once where the batch command had the archive and the screen its members', async () => {
    const session = await openTestSession()
    const archive = await zipOf('both.zip', { 'a.csv': fills(10), 'b.csv': fills(11) })
    await importFiles(session.session.tools, [{ path: archive, role: 'live', answers: {} }], task)
    const { files } = await session.methods['import.sniff']({ files: [session.givePath(archive)] }, task)
    expect(files.map(({ name }) => name)).toEqual(['both.zip/a.csv', 'both.zip/b.csv'])
    const asked = files.map(({ token }) => ({ token, role: 'live', answers: {} }) as const)
    const { notes } = await session.methods['import.run']({ files: asked }, task)
    expect(notes.map((note) => note.split(' ')[0])).toEqual(['both.zip/a.csv', 'both.zip/b.csv'])
    expect(await session.session.tools.store.runText('SELECT count(*)::DOUBLE AS n FROM fill')).toEqual([{ n: 2 }])
  })

  it('are replaced member by member where a watched archive changed', async () => {
    // Member a stays, b changes, c is gone: the fills at 10 and 21 are what the archive now holds.
    const workbench = await openProject()
    const load = async (path: string) =>
      await importFiles(workbench, [{ path, role: 'live', answers: {} }], task, { replaceChanged: true })
    const first = await zipOf('log.zip', { 'a.csv': fills(10), 'b.csv': fills(11), 'c.csv': fills(12) })
    await load(first)
    const second = await zipOf('log.zip', { 'a.csv': fills(10), 'b.csv': fills(21) })
    copyFileSync(second, first)
    await load(first)
    const rows = await workbench.store.runText('SELECT price FROM fill ORDER BY price')
    expect(rows.map(({ price }) => price)).toEqual([10, 21])
  })
})
