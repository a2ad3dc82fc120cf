import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import type { MenuItemConstructorOptions } from 'electron'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { CrashLimit } from '#main/hosts/electron/crash-limit.ts'
import { Log } from '#main/hosts/electron/log.ts'
import { menuTemplate, type MenuActions } from '#main/hosts/electron/menu.ts'
import { isOurs } from '#main/hosts/electron/origin.ts'
import { PageProtocol } from '#main/hosts/electron/page-protocol.ts'
import { projectOfArguments, withProjectExtension } from '#main/hosts/electron/project-paths.ts'
import { StoredState } from '#main/hosts/electron/stored-state.ts'
import { placeWindow } from '#main/hosts/electron/window-bounds.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { MenuDouble } from './double/menu.ts'

const stateAt = (path: string) => new StoredState(path, (error) => expect.unreachable(String(error)))

const SCREEN = { x: 0, y: 0, width: 1920, height: 1040 }

describe('where the window opens', () => {
  it('is in the middle of the first screen the first time', () => {
    // (1920 - 1440) / 2 = 240, (1040 - 900) / 2 = 70: a corner would hide behind a dock.
    expect(placeWindow(null, [SCREEN])).toEqual({ x: 240, y: 70, width: 1440, height: 900 })
  })

  it('is where it was, on a second screen too', () => {
    const saved = { x: -1200, y: 100, width: 1100, height: 800 }
    expect(placeWindow(saved, [SCREEN, { x: -1280, y: 0, width: 1280, height: 1024 }])).toEqual(saved)
  })

  it('comes back from a screen that is gone', () => {
    expect(placeWindow({ x: -1200, y: 100, width: 1100, height: 800 }, [SCREEN])).toEqual({
      x: 410,
      y: 120,
      width: 1100,
      height: 800,
    })
  })

  it('always has a title bar within reach, and fits when it was moved', () => {
    const number = fc.integer({ min: -5000, max: 5000 })
    const size = fc.integer({ min: 300, max: 4000 })
    const rectangle = fc.record({ x: number, y: number, width: size, height: size })
    fc.assert(
      fc.property(fc.option(rectangle), fc.array(rectangle, { minLength: 1, maxLength: 3 }), (saved, areas) => {
        const placed = placeWindow(saved, areas)
        const reachable = areas.some(
          (area) =>
            placed.y >= area.y &&
            placed.y < area.y + area.height &&
            Math.min(placed.x + placed.width, area.x + area.width) - Math.max(placed.x, area.x) >= 100,
        )
        expect(reachable).toBe(true)
      }),
    )
  })
})

describe('a page that crashes', () => {
  it('is loaded again once in sixty seconds, then the person is asked', () => {
    const limit = new CrashLimit()
    // 59.999 s after the first is the second within the minute; 60 s after that one is a first again.
    expect([0, 59_999, 119_999, 120_000].map((ms) => limit.crashed(ms))).toEqual(['reload', 'ask', 'reload', 'ask'])
  })
})

describe('the project a command line names', () => {
  it('is the last argument with the extension, made absolute; switches of Chromium are none', () => {
    const args = ['parity', '--flag=x.parity', 'a.csv', 'mine.PARITY', '--allow']
    expect(projectOfArguments(args, join('/', 'home'))).toBe(join('/', 'home', 'mine.PARITY'))
    expect(projectOfArguments(['mine.parity'], '/')).toBeNull()
    expect(projectOfArguments(['parity', 'a.csv'], '/')).toBeNull()
  })

  it('gets the extension once', () => {
    expect(['a', 'a.parity', 'a.b'].map(withProjectExtension)).toEqual(['a.parity', 'a.parity', 'a.b.parity'])
  })
})

describe('what the desktop remembers', () => {
  it('keeps recent projects in order, each once, ten at most', async () => {
    const path = join(temporaryFolder(), 'deep', 'desktop.json')
    const state = stateAt(path)
    for (let index = 0; index < 12; index += 1) await state.keepProject(`/p${index}.parity`)
    await state.keepProject('/p5.parity')
    await state.forgetProject('/p11.parity')
    const expected = [5, 10, 9, 8, 7, 6, 4, 3, 2].map((index) => `/p${index}.parity`)
    expect(stateAt(path).current.recentProjects).toEqual(expected)
  })

  it('writes the newest state last, however many are kept at once', async () => {
    const path = join(temporaryFolder(), 'desktop.json')
    const state = stateAt(path)
    await Promise.all([
      state.keepProject('/a.parity'),
      state.keepProject('/b.parity'),
      state.keepWindow({ ...SCREEN }, true),
    ])
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(state.current)
    expect(state.current).toMatchObject({ recentProjects: ['/b.parity', '/a.parity'], isMaximized: true })
  })

  it('starts anew from a damaged file, and keeps the sound part of a half sound one', () => {
    const folder = temporaryFolder()
    const read = (text: string) => {
      writeFileSync(join(folder, 'desktop.json'), text)
      return stateAt(join(folder, 'desktop.json')).current
    }
    expect(read('{"window"').recentProjects).toEqual([])
    expect(read('{"window": {"x": "left"}, "recentProjects": ["/a.parity"]}')).toMatchObject({
      window: null,
      recentProjects: ['/a.parity'],
    })
    mkdirSync(join(folder, 'taken'))
    expect(stateAt(join(folder, 'taken')).current.window).toBeNull()
  })
})

describe('what the desktop cannot write', () => {
  it('is remembered until the end, and told once each: the program started no more where its own file was in the way', async () => {
    const folder = temporaryFolder()
    mkdirSync(join(folder, 'desktop.json'))
    const lost: unknown[] = []
    const state = new StoredState(join(folder, 'desktop.json'), (error) => lost.push(error))
    await state.keepProject('/a.parity')
    await state.keepWindow({ ...SCREEN }, false)
    await state.settle()
    expect(state.current).toMatchObject({ recentProjects: ['/a.parity'], window: SCREEN })
    expect(lost).toEqual([expect.objectContaining({ code: 'FILE_UNREADABLE' }), expect.anything()])
  })

  it('leaves the log on standard error', () => {
    const folder = temporaryFolder()
    const log = new Log(folder)
    rmSync(join(folder, 'parity.log'), { force: true })
    mkdirSync(join(folder, 'parity.log'))
    const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    onTestFinished(() => said.mockRestore())
    log.say('The engine ended.')
    expect(said.mock.calls.map(([text]) => text)).toEqual([
      expect.stringContaining('The engine ended.'),
      expect.stringContaining('EISDIR'),
    ])
  })
})

describe('the page protocol', () => {
  const file = { bytes: new TextEncoder().encode('<p>'), type: 'text/html; charset=utf-8', isImmutable: false }
  const pages = new PageProtocol(new Map([['/index.html', file]]))
  const answer = (url: string, method = 'GET') => pages.answer({ url, method })

  it('answers from the list of the built page and nowhere else', async () => {
    expect(await answer('app://parity/index.html').text()).toBe('<p>')
    for (const url of [
      'app://parity/../package.json',
      'app://parity/%2e%2e/package.json',
      'app://parity//etc/passwd',
      'app://parity/index.html/',
      'app://parity/constructor',
      'app://elsewhere/index.html',
    ])
      expect(answer(url).status).toBe(404)
    expect(answer('app://parity/index.html', 'POST').status).toBe(405)
  })

  it('sends its policy with every answer, a refusal too', () => {
    for (const url of ['app://parity/index.html', 'app://parity/none'])
      expect(answer(url).headers.get('content-security-policy')).toContain("default-src 'none'")
  })

  it('has a report only while it is printed, under an address that is not said twice', async () => {
    const addresses: string[] = []
    const read = async (address: string) => {
      addresses.push(address)
      expect(await answer(address).text()).toBe('<h1>Report</h1>')
    }
    await pages.withReport('<h1>Report</h1>', read)
    await pages.withReport('<h1>Report</h1>', read)
    expect(new Set(addresses).size).toBe(2)
    for (const address of addresses) expect(answer(address).status).toBe(404)
    await expect(pages.withReport('x', () => Promise.reject(new Error('printer')))).rejects.toThrow('printer')
  })
})

describe('our own address', () => {
  it('is told from every other', () => {
    expect(isOurs('app://parity/index.html#/data')).toBe(true)
    for (const address of [
      'app://parity.example/',
      'app://parity',
      'https://parity/',
      'app://x@parity/',
      'about:blank',
      '',
    ])
      expect(isOurs(address)).toBe(false)
  })
})

describe('the menu', () => {
  const actions: MenuActions = {
    newProject: () => undefined,
    openProject: () => undefined,
    openRecent: () => undefined,
    clearRecent: () => undefined,
    importFiles: () => undefined,
    show: () => undefined,
    about: () => undefined,
  }
  const items = (isMac: boolean, isPackaged: boolean): MenuItemConstructorOptions[] => {
    const flat = (list: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] =>
      list.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? flat(item.submenu) : [])])
    return flat(menuTemplate(actions, ['/a & b.parity'], { isMac, isPackaged }))
  }

  it.each([true, false])('gives no two items the same keys or name (mac: %s)', (isMac) => {
    const all = items(isMac, true)
    const keys = all.flatMap(({ accelerator }) => (typeof accelerator === 'string' ? [accelerator] : []))
    const ids = all.flatMap(({ id }) => (id === undefined ? [] : [id]))
    expect(keys.length).toBeGreaterThan(5)
    expect(new Set(keys).size).toBe(keys.length)
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('goes to every screen of the rail, in its order, naming the page’s own keys', () => {
    const shown: string[] = []
    const template = menuTemplate({ ...actions, show: (screen) => shown.push(screen) }, [], {
      isMac: false,
      isPackaged: true,
    })
    const go = MenuDouble.buildFromTemplate(template).items.find(({ label }) => label === '&Go')?.submenu?.items ?? []
    for (const item of go) item.click()
    expect(shown).toEqual(['data', 'parity', 'attribution', 'scenarios', 'calibration', 'slo', 'canary', 'report'])
    expect(go.map(({ label, accelerator }) => `${label} ${accelerator}`)).toEqual([
      'Data (g d) CmdOrCtrl+1',
      'Parity (g p) CmdOrCtrl+2',
      'Attribution (g a) CmdOrCtrl+3',
      'Scenarios (g s) CmdOrCtrl+4',
      'Calibration (g c) CmdOrCtrl+5',
      'SLO (g l) CmdOrCtrl+6',
      'Canary (g k) CmdOrCtrl+7',
      'Report (g r) CmdOrCtrl+8',
    ])
  })

  it('offers developer tools only where the program is not packed', () => {
    const offers = (isPackaged: boolean) => items(false, isPackaged).some(({ role }) => role === 'toggleDevTools')
    expect([offers(true), offers(false)]).toEqual([false, true])
  })

  it('shows an ampersand of a file name as one', () => {
    expect(items(false, true).find(({ id }) => id === 'recent-0')?.label).toBe('a && b.parity — /a && b.parity')
  })
})
