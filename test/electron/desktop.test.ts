import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { answerSaveDialog, chooseMenu, answerOpenDialog, dropFiles } from './support/desktop-hands.ts'
import { describeRunning } from './support/describe-desktop.ts'
import { ask, call, handedFiles, told } from './support/page-client.ts'

const FILLS = `fill_id,symbol,side,qty,price,fee,t_fill
1,BTCUSDT,buy,1,100,0,2025-01-02T10:00:00Z
2,BTCUSDT,sell,1,101,0,2025-01-02T11:00:00Z
`
const PDF_PAGE = /\/Type\s*\/Page\b/g

describeRunning('the desktop', (running) => {
  it('opens the scratch project, and the engine answers over its port', async () => {
    const { page, folder } = running()
    const info = await call(page, 'project.info', {})
    expect(info).toMatchObject({ sources: [], safe_mode: false })
    expect(info.path).toBe(join(folder, 'data', 'Scratch.parity'))
  })

  it('gives a chosen file a token and keeps its path from the page', async () => {
    const { page, folder } = running()
    const path = join(folder, 'live.csv')
    writeFileSync(path, FILLS)
    await page.locator('input[type=file]').first().setInputFiles(path)
    const [file] = await handedFiles(page, 1)
    expect(file).toMatchObject({
      name: 'live.csv',
      size: FILLS.length,
      value: { name: 'live.csv', bytes: FILLS.length },
    })
    expect(JSON.stringify(file)).not.toContain(folder)
    if (file === undefined || !('value' in file)) throw new Error('the file was refused')
    const { files } = await call(page, 'import.sniff', { files: [file.value] })
    expect(files[0]).toMatchObject({ name: 'live.csv', shape: 'fills', problem: null })
  })

  it('takes a file dropped by the mouse', async () => {
    const { page, folder } = running()
    const path = join(folder, 'backtest.csv')
    writeFileSync(path, FILLS)
    const before = (await handedFiles(page, 0)).length
    await dropFiles(page, [path])
    expect((await handedFiles(page, before + 1)).at(-1)).toMatchObject({ value: { name: 'backtest.csv' } })
    expect(page.url()).toContain('/index.html')
  })

  it('refuses a file that a script made up, and a folder', async () => {
    const { page, folder } = running()
    const before = (await handedFiles(page, 0)).length
    await page
      .locator('input[type=file]')
      .first()
      .evaluate((input: never) => {
        const { DataTransfer, File, Event } = globalThis as unknown as Record<string, new (...args: unknown[]) => never>
        const transfer = new (DataTransfer as new () => { items: { add(file: unknown): void }; files: unknown })()
        transfer.items.add(new (File as new (...args: unknown[]) => unknown)(['a,b'], 'made-up.csv'))
        const field = input as { files: unknown; dispatchEvent(event: unknown): void }
        field.files = transfer.files
        field.dispatchEvent(new (Event as new (...args: unknown[]) => unknown)('change', { bubbles: true }))
      })
    const madeUp = (await handedFiles(page, before + 1)).at(-1)
    expect(madeUp).toMatchObject({ name: 'made-up.csv', error: { code: 'FILE_UNREADABLE' } })
    mkdirSync(join(folder, 'a-folder.csv'))
    await dropFiles(page, [join(folder, 'a-folder.csv')])
    const dropped = (await handedFiles(page, before + 2)).at(-1)
    expect(dropped).toMatchObject({ error: { message: expect.stringContaining('not a regular file') } })
  })

  it('reviews the sample and prints the report to PDF where the person says', async () => {
    const { desktop, page, folder } = running()
    await call(page, 'import.sample', {})
    const review = await call(page, 'review.run', {})
    expect(review.status).toBe('OK')
    const { files } = await call(page, 'report.files', { formats: ['html'] })
    const html = files.find(({ name }) => name.endsWith('.html'))?.text ?? ''
    expect(html).toContain('Parity review')
    const path = join(folder, 'review.pdf')
    await answerSaveDialog(desktop, path)
    expect(await ask(page, { kind: 'print-report', name: 'review.pdf', html })).toEqual({
      value: { saved: 'review.pdf' },
    })
    const pdf = readFileSync(path, 'latin1')
    expect(pdf.slice(0, 5)).toBe('%PDF-')
    expect(pdf.match(PDF_PAGE)?.length).toBeGreaterThan(1)
  })

  it('runs no script of a report it prints', async () => {
    const { desktop, page, folder } = running()
    const path = join(folder, 'script.pdf')
    await answerSaveDialog(desktop, path)
    const more = 'document.body.innerHTML += \'<p style="break-before: page">more</p>\'.repeat(5)'
    const html = `<!doctype html><title>t</title><body onload="${more.replaceAll('"', '&quot;')}">one<script>${more}</script>`
    expect(await ask(page, { kind: 'print-report', name: 'script.pdf', html })).toEqual({
      value: { saved: 'script.pdf' },
    })
    expect(readFileSync(path, 'latin1').match(PDF_PAGE)).toHaveLength(1)
  })

  it('saves what the page made byte for byte, under a name without folders, and nothing for a closed dialog', async () => {
    const { desktop, page, folder } = running()
    const content = Uint8Array.from({ length: 100_000 }, (_, index) => index % 251)
    const made = (name: string) =>
      page.evaluate(
        async ([given, size]) => {
          const bytes = Uint8Array.from({ length: size }, (_, index) => index % 251)
          const { parityTest } = globalThis as unknown as { parityTest: { ask(ask: unknown): Promise<unknown> } }
          return await parityTest.ask({ kind: 'save-file', name: given, content: bytes })
        },
        [name, content.length] as const,
      )
    const path = join(folder, 'saved.bin')
    await answerSaveDialog(desktop, path)
    expect(await made('days.csv')).toEqual({ value: { saved: 'saved.bin' } })
    expect(new Uint8Array(readFileSync(path))).toEqual(content)
    await desktop.main(({ dialog }) => {
      dialog.showSaveDialog = ((_window: unknown, { defaultPath = '' }: { defaultPath?: string }) =>
        Promise.resolve({
          canceled: true,
          filePath: '',
          seen: ((globalThis as { seen?: string }).seen = defaultPath),
        })) as never
    }, null)
    expect(await made('../../etc/pass:wd')).toEqual({ value: { saved: null } })
    const seen = await desktop.main(() => (globalThis as { seen?: string }).seen ?? '', null)
    expect(seen.split(/[/\\]/).at(-1)).toBe('pass_wd')
  })

  it('refuses an ask it does not know', async () => {
    const { page } = running()
    expect(await ask(page, { kind: 'read-file', path: '/etc/passwd' } as never)).toMatchObject({
      error: { code: 'PARAMETER_INVALID' },
    })
  })

  it('goes to the screen the menu names', async () => {
    const { desktop, page } = running()
    for (const screen of ['calibration', 'report']) {
      await chooseMenu(desktop, `show-${screen}`)
      await expect.poll(() => told(page, 'parity:show')).toContainEqual({ type: 'parity:show', screen })
      await page.waitForURL((url) => url.hash.startsWith(`#/${screen}`))
    }
  })

  it('hands over files chosen through the menu', async () => {
    const { desktop, page, folder } = running()
    const path = join(folder, 'chosen.csv')
    writeFileSync(path, FILLS)
    await answerOpenDialog(desktop, [path])
    await chooseMenu(desktop, 'import-files')
    const [message] = await told(page, 'parity:chosen')
    expect(message).toMatchObject({ files: [{ name: 'chosen.csv', bytes: FILLS.length }] })
    expect(JSON.stringify(message)).not.toContain(folder)
  })
})
