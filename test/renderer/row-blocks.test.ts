import { describe, expect, it } from 'vitest'
import { CancelledError } from '#shared/errors.ts'
import { RowBlocks, type ReadBlock } from '../../src/renderer/ui/row-blocks.svelte.ts'

/** Rows 0, 1, 2 ... of an engine with a million of them, and where it was asked to begin. */
function million(): { read: ReadBlock<number>; asked: number[] } {
  const asked: number[] = []
  const read: ReadBlock<number> = (after, limit) => {
    asked.push(after)
    const rows = Array.from({ length: Math.min(limit, 1_000_000 - after) }, (_, at) => after + at)
    return Promise.resolve({ rows, total: 1_000_000 })
  }
  return { read, asked }
}
const settled = () => new Promise((resolve) => setTimeout(resolve))

describe('rows that the engine holds', () => {
  it('are read where they show, and a long way is not read on the way', async () => {
    const blocks = new RowBlocks<number>()
    const { read, asked } = million()
    blocks.ask('all', read)
    await settled()
    expect([blocks.total, blocks.at(0), blocks.at(199), blocks.at(200)]).toEqual([1_000_000, 0, 199, undefined])
    // Dragged from the top through a half to 777,777 within one answer: blocks 500,000 and 777,600 only.
    blocks.need(500_000, 500_030)
    blocks.need(600_000, 600_030)
    blocks.need(777_777, 777_807)
    await settled()
    expect(blocks.at(777_777)).toBe(777_777)
    expect(asked).toEqual([0, 500_000, 777_600, 777_800])
  })

  it('read to the last row, which lies in a block that is not full', async () => {
    const blocks = new RowBlocks<number>()
    blocks.ask('all', (after, limit) =>
      Promise.resolve({
        rows: Array.from({ length: Math.min(limit, 250 - after) }, (_, at) => after + at),
        total: 250,
      }),
    )
    await settled()
    blocks.need(190, 250)
    await settled()
    expect([blocks.at(249), blocks.at(250)]).toEqual([249, undefined])
  })

  it('forget what is far, so that a table scrolled through keeps no million rows', async () => {
    const blocks = new RowBlocks<number>()
    blocks.ask('all', million().read)
    await settled()
    for (let first = 0; first < 40_000; first += 200) {
      blocks.need(first, first + 30)
      await settled()
    }
    expect([blocks.at(0), blocks.at(39_800)]).toEqual([undefined, 39_800])
  })

  it('show no row of an earlier question once the next is answered, however late the earlier answer comes', async () => {
    const blocks = new RowBlocks<string>()
    const late = Promise.withResolvers<{ rows: string[]; total: number }>()
    blocks.ask('first', () => late.promise)
    blocks.ask('second', () => Promise.resolve({ rows: ['new'], total: 1 }))
    await settled()
    late.resolve({ rows: ['old'], total: 9 })
    await settled()
    expect([blocks.at(0), blocks.total, blocks.waiting]).toEqual(['new', 1, false])
  })

  it('say why they cannot be read, and can be asked for again', async () => {
    const blocks = new RowBlocks<string>()
    blocks.ask('all', () => Promise.reject(new Error('no disk')))
    await settled()
    expect(blocks.error).toMatchObject({ message: 'no disk' })
    blocks.ask('all', () => Promise.resolve({ rows: ['a'], total: 1 }))
    await settled()
    expect([blocks.at(0), blocks.error]).toEqual(['a', null])
  })

  it('are all read for an export, which can be cancelled', async () => {
    const blocks = new RowBlocks<number>()
    blocks.ask('all', million().read)
    await settled()
    const controller = new AbortController()
    const seen: number[] = []
    const hear = ({ done }: { done: number }) => {
      seen.push(done)
      if (done === 30_000) controller.abort()
    }
    await expect(blocks.all({ signal: controller.signal, hear })).rejects.toBeInstanceOf(CancelledError)
    expect(seen).toEqual([10_000, 20_000, 30_000])
    const rows = await blocks.all({ signal: new AbortController().signal, hear: () => undefined })
    expect([rows.length, rows.at(-1)]).toEqual([1_000_000, 999_999])
  })
})
